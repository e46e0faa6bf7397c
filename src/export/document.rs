//! What does a search engine get of an article? One flat document, whose fields stand here beside the way to their values,
//! so that neither can change without the other. How an engine declares and spells them is for its own file to say.

use super::spellings::identifiers;
use crate::emit::{hex, version_number};
use crate::model::{Article, KcsPart};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Text to search in; the number is its weight.
    Text(u8),
    /// Words to be found as they are, each in all its spellings; the number is their weight.
    Identifiers(u8),
    /// One word to filter by.
    Word,
    /// Words to filter by.
    Words,
    /// A number.
    Integer,
    /// Numbers to filter by.
    Integers,
    /// A day.
    Day,
    /// Text that is only shown.
    Shown,
    /// Rows of file tables: only for engines that keep what belongs together.
    Files,
}

/// A field of the document.
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    value: fn(&Article) -> Value,
}

const fn field(name: &'static str, holds: Holds, value: fn(&Article) -> Value) -> Field {
    Field { name, holds, value }
}

/// The fields, those that are searched in the order of their weight.
pub const FIELDS: &[Field] = &[
    field("id", Holds::Word, |a| json!(document_id(a))),
    field("article_id", Holds::Word, |a| json!(a.id)),
    field("number", Holds::Integer, |a| json!(a.number)),
    field("aliases", Holds::Words, |a| json!(a.aliases)),
    field("publisher", Holds::Word, |a| json!(a.publisher)),
    field("language", Holds::Word, |a| json!(a.language)),
    field("kind", Holds::Word, |a| json!(a.kind)),
    field("revision", Holds::Shown, |a| json!(a.revision.label)),
    field("published", Holds::Day, |a| day(a.revision.published)),
    field("modified", Holds::Day, |a| day(a.revision.modified)),
    field("url", Holds::Shown, |a| json!(a.source.url)),
    field("identifiers", Holds::Identifiers(8), |a| json!(identifiers(a))),
    field("title", Holds::Text(4), |a| json!(a.title)),
    field("headings", Holds::Text(2), |a| json!(headings(a))),
    field("issue", Holds::Text(3), |a| text(a, KcsPart::Issue)),
    field("cause", Holds::Text(2), |a| text(a, KcsPart::Cause)),
    field("resolution", Holds::Text(2), |a| text(a, KcsPart::Resolution)),
    field("environment", Holds::Text(1), |a| text(a, KcsPart::Environment)),
    field("remarks", Holds::Text(1), |a| text(a, KcsPart::Metadata)),
    field("products", Holds::Words, |a| distinct(a.applies_to.iter().map(|p| p.product.as_ref().unwrap_or(&p.text)))),
    field("keywords", Holds::Words, |a| distinct(a.keywords.iter())),
    field("section_kinds", Holds::Words, |a| {
        distinct(a.sections.iter().filter_map(|s| serde_variant::to_variant_name(&s.kind).ok()))
    }),
    field("event_ids", Holds::Integers, |a| distinct(a.events.iter().filter_map(|e| e.event_id))),
    field("event_sources", Holds::Words, |a| distinct(a.events.iter().filter_map(|e| e.source.as_ref()))),
    field("events", Holds::Words, |a| {
        distinct(a.events.iter().filter_map(|e| Some(format!("{} {}", e.source.as_ref()?, e.event_id?))))
    }),
    field("error_codes", Holds::Words, |a| {
        distinct(a.error_codes.iter().flat_map(|code| [Some(&code.text), code.symbol.as_ref()]).flatten())
    }),
    field("file_names", Holds::Words, |a| distinct(a.files.iter().map(|file| file.name.to_lowercase()))),
    field("file_versions", Holds::Words, |a| {
        distinct(a.files.iter().filter_map(|f| Some(format!("{} {}", f.name.to_lowercase(), f.version.as_ref()?))))
    }),
    field("files", Holds::Files, files),
    field("registry_keys", Holds::Words, |a| distinct(a.registry.iter().filter_map(|entry| entry.key.as_ref()))),
    field("registry_values", Holds::Words, |a| {
        distinct(a.registry.iter().filter_map(|entry| entry.value_name.as_ref()))
    }),
    field("references", Holds::Words, |a| distinct(a.references.iter().map(|reference| &reference.id))),
    field("replaces", Holds::Words, |a| json!(a.fix.as_ref().map(|fix| &fix.replaces))),
    field("replaced_by", Holds::Words, |a| json!(a.fix.as_ref().map(|fix| &fix.replaced_by))),
    field("fix_status", Holds::Word, |a| json!(a.fix.as_ref().and_then(|fix| fix.status))),
    field("restart_required", Holds::Word, |a| json!(a.fix.as_ref().and_then(|fix| fix.restart_required))),
];

/// The document of an article: fields without a value are left out. `day` spells dates, `files` says whether rows of file
/// tables are among it.
pub fn document(article: &Article, day: fn(NaiveDate) -> Value, files: bool) -> Map<String, Value> {
    let mut out = Map::new();
    for field in FIELDS.iter().filter(|field| files || field.holds != Holds::Files) {
        let value = match ((field.value)(article), field.holds) {
            (Value::String(date), Holds::Day) => date.parse().map_or(Value::Null, day),
            (value, _) => value,
        };
        let nothing = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(list) => list.is_empty(),
            _ => false,
        };
        if !nothing {
            out.insert(field.name.to_owned(), value);
        }
    }
    out
}

/// The name of an article's document, of letters, digits, `-` and `_` alone, as every engine takes it. Latest revisions
/// have one each; a digest tells names apart that would be spelled alike.
pub fn document_id(article: &Article) -> String {
    let parts = [article.id.as_str(), article.translation(), article.publisher.as_deref().unwrap_or("")];
    let plain = |part: &&str| part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let spelled: Vec<String> = parts
        .iter()
        .filter(|part| !part.is_empty())
        .map(|part| part.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' }).collect())
        .collect();
    let mut name = spelled.join("_");
    if !parts.iter().all(plain) || parts.iter().any(|part| part.is_empty()) || name.len() > 200 {
        let end = name.char_indices().nth(150).map_or(name.len(), |(at, _)| at);
        let digest = hex(&Sha256::digest(parts.join("\n").as_bytes()));
        name = format!("{}_{}", &name[..end], &digest[..16]);
    }
    name
}

fn day(day: Option<NaiveDate>) -> Value {
    json!(day.map(|day| day.to_string()))
}

fn headings(article: &Article) -> String {
    let headings = article.sections.iter().filter_map(|section| section.heading.as_deref());
    headings.collect::<Vec<_>>().join("\n")
}

/// The texts of the sections that are of a part of the article, each behind its heading.
fn text(article: &Article, part: KcsPart) -> Value {
    let mut out = String::new();
    for section in article.sections.iter().filter(|section| section.kcs == part && !section.text.is_empty()) {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        if let Some(heading) = &section.heading {
            out.push_str(heading);
            out.push('\n');
        }
        out.push_str(&section.text);
    }
    Value::String(out)
}

/// Values, each once, in order.
fn distinct<T: Serialize>(values: impl Iterator<Item = T>) -> Value {
    let mut known = std::collections::HashSet::new();
    let values = values.map(|value| json!(value)).filter(|value| known.insert(value.to_string()));
    Value::Array(values.collect())
}

fn files(article: &Article) -> Value {
    let row = |file: &crate::model::FileVersion| {
        let mut row = Map::new();
        row.insert("name".to_owned(), json!(file.name.to_lowercase()));
        let number = version_number(file.version_parts.as_deref());
        let rest = [
            ("version", json!(file.version)),
            ("version_number", json!(number)),
            ("date", json!(file.date)),
            ("architecture", json!(file.architecture)),
        ];
        row.extend(
            rest.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.to_owned(), value)),
        );
        Value::Object(row)
    };
    Value::Array(article.files.iter().map(row).collect())
}
