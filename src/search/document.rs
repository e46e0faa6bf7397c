//! What of an article goes where in the index?

use super::analysis::identifier::{self as id, key_parts};
use super::analysis::{Form, Language, Stems, terms};
use super::fields::{Fields, Stream, column};
use super::open::Mark;
use crate::model::{Article, KcsPart, Kind, SectionKind};
use crate::resolve::{Keys, Origin, OwnNames};
use chrono::{Datelike, NaiveDate};
use std::collections::HashMap;
use tantivy::TantivyDocument;
use tantivy::schema::{Field, Schema};

/// Turns articles into documents. It keeps the stems that it has found out: one for each thread.
pub struct Documents {
    fields: Fields,
    columns: HashMap<&'static str, Field>,
    stems: HashMap<Language, Stems>,
}

/// Positions between parts of an article, so that no words are neighbours across them.
const GAP: u32 = 16;

/// The terms of an article.
#[derive(Default)]
struct Terms {
    title: Stream,
    body: Stream,
    exact: Stream,
    /// The next position.
    position: u32,
}

impl Documents {
    /// For an index with this schema.
    pub fn new(schema: &Schema, fields: Fields) -> Documents {
        let columns = schema.fields().map(|(field, entry)| (entry.name(), field));
        let names = [
            column::IDENTITY,
            column::ORDER,
            column::REST,
            column::LATEST,
            column::DAY,
            column::KIND,
            column::ROLES,
            column::MARKS,
            column::PRODUCT,
            column::APPLIES,
            column::LANGUAGE,
            column::PUBLISHER,
        ];
        let columns: HashMap<&str, Field> = columns.collect();
        let columns = names.iter().filter_map(|&name| Some((name, *columns.get(name)?))).collect();
        Documents { fields, columns, stems: HashMap::new() }
    }

    /// The document of an article, whose record is this line with this digest.
    pub fn of(&mut self, article: &Article, line: &[u8], digest: &str) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        let names = OwnNames::of(article);
        self.columns(&mut document, article, names.id(), digest);
        names.own.iter().for_each(|&key| document.add_u64(self.fields.own, key));
        names.others.iter().for_each(|&key| document.add_u64(self.fields.others, key));
        let mut stream = Stream::default();
        stream.push(0, digest);
        document.add_text(self.fields.digest, stream.into_text());
        document.add_bytes(self.fields.record, line);
        // Older revisions can be had and are not found.
        if article.latest {
            self.references(&mut document, article);
            document.add_text(self.fields.identifiers, identifiers(article));
            let marks = self.texts(&mut document, article);
            if let Some(&field) = self.columns.get(column::MARKS) {
                document.add_bytes(field, &Mark::write(&marks));
            }
        }
        document
    }

    fn columns(&self, document: &mut TantivyDocument, article: &Article, identity: u64, digest: &str) {
        let number = |document: &mut TantivyDocument, name: &str, value: u64| {
            if let Some(&field) = self.columns.get(name) {
                document.add_u64(field, value);
            }
        };
        number(document, column::IDENTITY, identity);
        let half = |half: Option<&str>| half.and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or(0);
        number(document, column::ORDER, half(digest.get(..16)));
        number(document, column::REST, half(digest.get(16..)));
        number(document, column::LATEST, article.latest.into());
        number(document, column::KIND, kind_number(article.kind));
        let roles = article.sections.iter().fold(0, |roles, section| roles | role_bit(section.kind));
        number(document, column::ROLES, roles);
        if let (Some(date), Some(&field)) = (last_date(article), self.columns.get(column::DAY)) {
            document.add_i64(field, day(date));
        }
        let mut products: Vec<&str> =
            article.applies_to.iter().map(|p| p.product.as_deref().unwrap_or(&p.text)).collect();
        products.sort_unstable();
        products.dedup();
        let texts = [
            (column::PRODUCT, products),
            (column::APPLIES, article.applies_to.iter().map(|product| product.text.as_str()).collect()),
            (column::LANGUAGE, article.language.as_deref().into_iter().collect()),
            (column::PUBLISHER, article.publisher.as_deref().into_iter().collect()),
        ];
        for (name, values) in texts {
            if let Some(&field) = self.columns.get(name) {
                values.into_iter().for_each(|value| document.add_text(field, value));
            }
        }
    }

    fn references(&self, document: &mut TantivyDocument, article: &Article) {
        let origin = Origin::of(article);
        let of_references = article.references.iter();
        let keys = of_references.map(|one| Keys::of(&origin, one.kind, &one.id, one.url.as_deref()));
        let fixes = article.fix.iter().flat_map(|fix| fix.replaces.iter().chain(&fix.replaced_by));
        let mut all: Vec<u64> = Vec::new();
        for keys in keys.chain(fixes.map(|fix| Keys::of_fix(&origin, fix))) {
            all.extend(keys.iter());
        }
        all.sort_unstable();
        all.dedup();
        all.into_iter().for_each(|key| document.add_u64(self.fields.references, key));
    }

    /// Adds the texts, and gives where the sections begin, and behind them where they end.
    fn texts(&mut self, document: &mut TantivyDocument, article: &Article) -> Vec<Mark> {
        let language = Language::of(article.language.as_deref());
        let stems = self.stems.entry(language).or_insert_with(|| Stems::new(language));
        let mut found = Terms::default();
        let mut add = |found: &mut Terms, text: &str, is_title: bool| {
            let Terms { title, body, exact, position } = found;
            let first = *position;
            let count = terms(text, stems, |term| {
                let at = first + term.position;
                match term.form {
                    Form::Exact => exact.push(at, term.text),
                    _ => {
                        body.push(at, term.text);
                        if is_title {
                            title.push(at, term.text);
                        }
                    }
                }
            });
            *position += count;
        };
        if let Some(title) = &article.title {
            add(&mut found, title, true);
        }
        let mut marks: Vec<Mark> = Vec::with_capacity(article.sections.len() + 1);
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        for section in &article.sections {
            found.position += GAP;
            let around = section.parent.as_deref().and_then(|parent| numbers.get(parent)).map(|&at| marks[at].roles);
            let roles = role_bit(section.kind) | around.unwrap_or(0);
            numbers.insert(&section.id, marks.len());
            marks.push(Mark { start: found.position, roles });
            if let Some(heading) = &section.heading {
                add(&mut found, heading, false);
            }
            add(&mut found, &section.text, false);
        }
        found.position += GAP;
        marks.push(Mark { start: found.position, roles: 0 });
        for product in &article.applies_to {
            add(&mut found, &product.text, false);
            found.position += GAP;
        }
        for word in article.keywords.iter().chain(&article.technologies) {
            add(&mut found, word, false);
            found.position += GAP;
        }
        let fields = self.fields;
        for (field, stream) in [(fields.title, found.title), (fields.body, found.body), (fields.exact, found.exact)] {
            document.add_text(field, stream.into_text());
        }
        marks
    }
}

/// The terms of all that has an identifier, as often as there are records of it.
fn identifiers(article: &Article) -> String {
    let mut stream = Stream::default();
    let mut push = |term: &str| {
        if term.len() <= id::LONGEST_TERM {
            stream.push(0, term);
        }
    };
    push(&id::article(&article.id));
    article.aliases.iter().for_each(|alias| push(&id::article(alias)));
    for event in &article.events {
        if let Some(number) = event.event_id {
            push(&id::event(number));
        }
        if let Some(source) = &event.source {
            push(&id::source(source));
            if let Some(number) = event.event_id {
                push(&id::event_of(number, source));
            }
        }
    }
    for code in &article.error_codes {
        push(&id::code(code.value));
        code.symbol.iter().for_each(|symbol| push(&id::symbol(symbol)));
        // `E_FAIL` may stand in the text without its value.
        if code.text.bytes().any(|b| b == b'_') {
            push(&id::symbol(&code.text));
        }
    }
    for file in &article.files {
        push(&id::file(&file.name));
        let path = file.path.as_ref().map(|folder| format!("{folder}\\{}", file.name));
        id::file_path(path.as_ref().unwrap_or(&file.name)).iter().for_each(|path| push(path));
        let stated = file.version.as_deref().and_then(id::version_parts);
        if let Some(parts) = file.version_parts.as_ref().or(stated.as_ref()) {
            push(&id::file_version(&file.name, parts));
            push(&id::version(parts));
        }
    }
    for entry in &article.registry {
        let mut parts = entry.key.as_deref().map(key_parts).unwrap_or_default();
        id::ends_of(&parts).for_each(|term| push(&term));
        if let Some(name) = &entry.value_name {
            push(&id::value_name(name));
            parts.push(id::name_of(name));
            id::ends_of(&parts).for_each(|term| push(&term));
        }
    }
    article.references.iter().for_each(|one| push(&id::reference(&one.id)));
    if let Some(fix) = &article.fix {
        fix.replaces.iter().chain(&fix.replaced_by).for_each(|one| push(&id::reference(one)));
        fix.packages.iter().for_each(|one| push(&id::file(one)));
    }
    article.keywords.iter().for_each(|word| push(&id::keyword(word)));
    stream.into_text()
}

/// All kinds, in the order of their numbers.
pub const KINDS: &[Kind] =
    &[Kind::Problem, Kind::Fix, Kind::HowTo, Kind::Info, Kind::Update, Kind::SecurityBulletin, Kind::Other];

/// The number of a kind.
pub fn kind_number(kind: Kind) -> u64 {
    KINDS.iter().position(|&one| one == kind).unwrap_or(KINDS.len()) as u64
}

/// All roles.
pub const ROLES: &[SectionKind] = &[
    SectionKind::Summary,
    SectionKind::Introduction,
    SectionKind::Symptoms,
    SectionKind::Cause,
    SectionKind::Resolution,
    SectionKind::Workaround,
    SectionKind::Status,
    SectionKind::MoreInformation,
    SectionKind::References,
    SectionKind::AppliesTo,
    SectionKind::Environment,
    SectionKind::Diagnosis,
    SectionKind::Impact,
    SectionKind::Prevention,
    SectionKind::KnownIssues,
    SectionKind::StepsToReproduce,
    SectionKind::FixInformation,
    SectionKind::Prerequisites,
    SectionKind::RestartRequirement,
    SectionKind::ReplacementInformation,
    SectionKind::RemovalInformation,
    SectionKind::RegistryInformation,
    SectionKind::FileInformation,
    SectionKind::Installation,
    SectionKind::Download,
    SectionKind::Mitigation,
    SectionKind::Faq,
    SectionKind::Acknowledgments,
    SectionKind::RevisionHistory,
    SectionKind::ErrorMessage,
    SectionKind::Example,
    SectionKind::Notes,
    SectionKind::Disclaimer,
    SectionKind::Other,
];

/// The bits of the roles in which the reader's problem is told.
pub fn issue_roles() -> u64 {
    ROLES.iter().filter(|role| role.kcs() == KcsPart::Issue).fold(0, |bits, &role| bits | role_bit(role))
}

/// The bit of a role.
pub fn role_bit(kind: SectionKind) -> u64 {
    // Roles are fewer than 64, and a role that was added last has the last bit.
    1 << (kind as u64).min(63)
}

/// The last date that an article states.
pub fn last_date(article: &Article) -> Option<NaiveDate> {
    let revision = &article.revision;
    revision.modified.max(revision.reviewed).or(revision.published)
}

/// A date as days since 1970.
pub fn day(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce()) - 719_163
}

/// The date of a number of days since 1970.
pub fn date_of(day: i64) -> Option<NaiveDate> {
    i32::try_from(day + 719_163).ok().and_then(NaiveDate::from_num_days_from_ce_opt)
}
