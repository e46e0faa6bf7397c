//! What of an article is compared? What it says, without where it stands: no spans, no section numbers in records, no
//! traces of the form it came in.

use super::words;
use crate::model::{Article, Block, FileVersion, Reference, ReferenceKind, Section, SectionKind};
use foldhash::fast::FixedState;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasher, Hash, Hasher};

/// What an article says. Two articles with equal contents do not differ.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// Fields with one value, by name; those that are null are left out.
    pub fields: BTreeMap<String, Value>,
    /// Records by natural key, in order of keys: `files/tcpip.sys x86`.
    pub records: Vec<Record>,
    /// Sections in document order.
    pub sections: Vec<Part>,
    /// Titles and numbers of what it points to, in lower case: they stand in its texts, and are not compared by themselves.
    pub titles: Vec<String>,
    /// Texts of links by the keys of what they lead to, in lower case; not compared by themselves either.
    pub links: HashMap<String, String>,
    /// Does it say what it applies to?
    pub has_scope: bool,
}

impl PartialEq for Content {
    fn eq(&self, other: &Content) -> bool {
        (&self.fields, &self.records, &self.sections) == (&other.fields, &other.records, &other.sections)
    }
}

/// A record under its natural key.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The list it is in, and what tells it from others there.
    pub key: String,
    /// What is said of it.
    pub value: Value,
}

/// A section.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its heading.
    pub head: Head,
    /// What it holds, in order. Events and file tables are records and not among these.
    pub units: Vec<Unit>,
}

/// The heading of a section.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// As written; null for text before the first heading.
    pub heading: Option<String>,
    /// Depth in the tree, 1 at the top.
    pub level: u8,
    /// The role of the section.
    pub kind: SectionKind,
}

/// The smallest piece of a section that is compared: a block, or a row of a table.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// What it is.
    pub shape: Shape,
    /// Nesting of a list item, from 1; 0 for all else.
    pub depth: u8,
    /// The label of a note.
    pub label: Option<String>,
    /// Its text; the cells of a row are parted by ` | `.
    pub text: String,
}

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Running text.
    Paragraph,
    /// An item of a numbered list.
    Step,
    /// An item of another list.
    Item,
    /// Code.
    Code,
    /// A note.
    Note,
    /// The header row of a table.
    Header,
    /// A row of a table.
    Row,
}

impl Content {
    /// What an article says.
    pub fn of(article: &Article) -> Content {
        let mut content = Content {
            sections: article.sections.iter().map(Part::of).collect(),
            titles: article.references.iter().flat_map(names_of).collect(),
            has_scope: !article.applies_to.is_empty(),
            ..Content::default()
        };
        content.fields(article);
        content.lists(article);
        content.sort();
        content
    }

    /// Puts the records into the order that they are compared in.
    pub(super) fn sort(&mut self) {
        self.records.sort_by(|a, b| a.key.cmp(&b.key).then_with(|| a.value.to_string().cmp(&b.value.to_string())));
    }

    fn fields(&mut self, article: &Article) {
        let revision = &article.revision;
        let fix = article.fix.as_ref();
        let fields = [
            ("title", json(&article.title)),
            ("kind", json(&article.kind)),
            ("language", json(&article.language)),
            ("issue_type", json(&article.issue_type)),
            ("revision/label", json(&revision.label)),
            ("revision/published", json(&revision.published)),
            ("revision/modified", json(&revision.modified)),
            ("revision/reviewed", json(&revision.reviewed)),
            ("fix/status", json(&fix.and_then(|fix| fix.status))),
            ("fix/fixed_in", json(&fix.and_then(|fix| fix.fixed_in.as_deref()))),
            ("fix/prerequisites", json(&fix.and_then(|fix| fix.prerequisites.as_deref()))),
            ("fix/restart_required", json(&fix.and_then(|fix| fix.restart_required))),
        ];
        let stated = fields.into_iter().filter(|(_, value)| !value.is_null());
        self.fields = stated.map(|(name, value)| (name.to_owned(), value)).collect();
        let metadata = article.metadata.iter().map(|(name, values)| (format!("metadata/{name}"), json(values)));
        self.fields.extend(metadata);
    }

    fn lists(&mut self, article: &Article) {
        let fix = article.fix.as_ref();
        let none = Vec::new();
        let names = [
            ("aliases", &article.aliases),
            ("keywords", &article.keywords),
            ("technologies", &article.technologies),
            ("fix/replaces", fix.map_or(&none, |fix| &fix.replaces)),
            ("fix/replaced_by", fix.map_or(&none, |fix| &fix.replaced_by)),
            ("fix/packages", fix.map_or(&none, |fix| &fix.packages)),
        ];
        for (list, values) in names {
            self.records.extend(values.iter().map(|value| Record::new(list, &[value], Value::from(value.as_str()))));
        }
        for product in &article.applies_to {
            self.records.push(Record::new("applies_to", &[&product.text], json(product)));
        }
        for event in &article.events {
            let id = event.event_id.map(|id| id.to_string()).unwrap_or_default();
            let mut value = placeless(event);
            // Where its lines end is how the page is laid out.
            if let Some(Value::String(description)) = value.get_mut("description") {
                *description = description.split_whitespace().collect::<Vec<_>>().join(" ");
            }
            self.records.push(Record::new("events", &[event.source.as_deref().unwrap_or(""), &id], value));
        }
        for file in &article.files {
            self.records.push(file_record(file));
        }
        for code in &article.error_codes {
            let space = json(&code.space);
            let key = [code.symbol.as_deref().unwrap_or(&code.text), space.as_str().unwrap_or("")];
            let mut value = placeless(code);
            // The first mention is one of many: how it is spelled there is no difference.
            value.as_object_mut().and_then(|fields| fields.remove("text"));
            self.records.push(Record::new("error_codes", &key, value));
        }
        for entry in &article.registry {
            // A blank may be one of the name or one of a wrapped line.
            let key = entry.key.as_deref().unwrap_or("").split_whitespace().collect::<String>();
            let key = [key.as_str(), entry.value_name.as_deref().unwrap_or("")];
            self.records.push(Record::new("registry", &key, placeless(entry)));
        }
        for reference in &article.references {
            let kind = json(&reference.kind);
            let mut value = Map::new();
            value.insert("kind".to_owned(), kind.clone());
            value.insert("id".to_owned(), Value::from(reference.id.as_str()));
            let key = [kind.as_str().unwrap_or(""), &reference.id];
            let record = Record::new("references", &key, Value::Object(value));
            if matches!(reference.kind, ReferenceKind::Url | ReferenceKind::File) {
                self.links.insert(record.key.clone(), reference.text.to_lowercase());
            }
            self.records.push(record);
        }
    }

    /// Tells contents apart, but for chance.
    pub(super) fn digest(&self) -> u64 {
        let mut hasher = FixedState::with_seed(11).build_hasher();
        for (name, value) in &self.fields {
            (name, value.to_string()).hash(&mut hasher);
        }
        for record in &self.records {
            (&record.key, record.value.to_string()).hash(&mut hasher);
        }
        for part in &self.sections {
            (&part.head, &part.units).hash(&mut hasher);
        }
        hasher.finish()
    }

    /// The words of its texts, without case.
    pub(super) fn said(&self) -> HashSet<Cow<'_, str>> {
        let units = self.sections.iter().flat_map(|part| &part.units);
        units.flat_map(|unit| words::words(&unit.text)).map(words::folded).collect()
    }

    /// A unit, by its section and its place there.
    pub(super) fn unit(&self, (section, unit): (usize, usize)) -> &Unit {
        &self.sections[section].units[unit]
    }
}

impl Record {
    fn new(list: &str, key: &[&str], value: Value) -> Record {
        let words = key.iter().flat_map(|word| word.split_whitespace()).map(str::to_lowercase);
        let key = words.collect::<Vec<_>>().join(" ");
        Record { key: format!("{list}/{key}"), value }
    }

    /// The list that it is in.
    pub fn list(&self) -> &'static str {
        list_of(&self.key)
    }
}

/// Lists of records, as their keys begin.
const LISTS: &[&str] = &[
    "aliases",
    "applies_to",
    "error_codes",
    "events",
    "files",
    "fix/packages",
    "fix/replaced_by",
    "fix/replaces",
    "keywords",
    "references",
    "registry",
    "technologies",
];

/// The list of a record's key; empty for what is no key.
pub fn list_of(key: &str) -> &'static str {
    let begins = |list: &&&str| key.strip_prefix(**list).is_some_and(|rest| rest.starts_with('/'));
    LISTS.iter().find(begins).copied().unwrap_or_default()
}

/// Is this the path of a record?
pub fn is_record(path: &str) -> bool {
    !list_of(path).is_empty()
}

/// What a text calls what it points to.
fn names_of(reference: &Reference) -> impl Iterator<Item = String> {
    let number = reference.id.strip_prefix("KB").filter(|_| reference.kind == ReferenceKind::Kb);
    [reference.text.to_lowercase()].into_iter().chain(number.map(str::to_owned))
}

/// A file is told from others by its name and by what it is for; what is said of it is its version, size and date.
fn file_record(file: &FileVersion) -> Record {
    let architecture = file.architecture.as_ref().map(json);
    let parts = [
        Some(file.name.as_str()),
        architecture.as_ref().and_then(Value::as_str),
        file.scope.as_deref(),
        file.service_pack.as_deref(),
        file.branch.as_deref(),
        file.language.as_deref(),
        file.path.as_deref(),
    ];
    let key: Vec<&str> = parts.into_iter().flatten().collect();
    Record::new("files", &key, placeless(file))
}

impl Part {
    fn of(section: &Section) -> Part {
        let head = Head { heading: section.heading.clone(), level: section.level, kind: section.kind };
        let mut units = Vec::new();
        for block in &section.blocks {
            let mut unit = |shape, depth, label: Option<&String>, text: String| {
                units.push(Unit { shape, depth, label: label.cloned(), text });
            };
            match block {
                Block::Paragraph { text, .. } => unit(Shape::Paragraph, 0, None, text.clone()),
                Block::ListItem { ordered: true, depth, text, .. } => unit(Shape::Step, *depth, None, text.clone()),
                Block::ListItem { ordered: false, depth, text, .. } => unit(Shape::Item, *depth, None, text.clone()),
                Block::Code { text, .. } => unit(Shape::Code, 0, None, text.clone()),
                Block::Note { label, text, .. } => unit(Shape::Note, 0, Some(label), text.clone()),
                Block::Table { header, rows, .. } => {
                    if !header.is_empty() {
                        unit(Shape::Header, 0, None, header.join(" | "));
                    }
                    rows.iter().for_each(|row| unit(Shape::Row, 0, None, row.join(" | ")));
                }
                Block::Event { .. } | Block::FileTable { .. } => {}
            }
        }
        Part { head, units }
    }
}

/// A record without where it stands.
fn placeless(record: &impl Serialize) -> Value {
    let mut value = json(record);
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|name, value| !matches!(name.as_str(), "section" | "span") && !value.is_null());
    }
    value
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_else(|e| unreachable!("what a record holds is JSON: {e}"))
}
