//! Which records hold an identifier? Events, codes, files and registry entries by their identifier, in any spelling.

use super::analysis::identifier as id;
use super::filter::{registry, versions};
use super::open::{Doc, Open};
use super::query::VersionTest;
use crate::model::{Article, ErrorCode, EventRecord, FileVersion, RegistryEntry, SectionKind};
use crate::span::Span;
use schemars::JsonSchema;
use serde::Serialize;

/// A record, and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Held<R> {
    /// Whose it is.
    pub article: Holder,
    /// Section that it stands in.
    pub section: Option<Place>,
    /// Where in the article's linear text.
    pub span: Span,
    /// The record.
    pub record: R,
}

/// An article that holds a record or a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Holder {
    /// Its id.
    pub id: String,
    /// Digest of its record, see [`super::Hit::record`].
    pub record: String,
    /// Its title.
    pub title: Option<String>,
    /// Its language.
    pub language: Option<String>,
    /// Address it was published at.
    pub url: Option<String>,
}

/// A section as records name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Place {
    /// Its id within the article.
    pub id: String,
    /// Its heading.
    pub heading: Option<String>,
    /// Its role.
    pub kind: SectionKind,
}

/// Records that were found, and how many articles have such.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Records<R> {
    /// Articles with such a record.
    pub articles: u64,
    /// Are these all records of theirs, or only as many as were asked for?
    pub complete: bool,
    /// The records.
    pub records: Vec<Held<R>>,
}

/// Event-log records.
pub type Events = Records<EventRecord>;
/// Error codes.
pub type Codes = Records<ErrorCode>;
/// Rows of file tables.
pub type Files = Records<FileVersion>;
/// Registry keys and values.
pub type Registry = Records<RegistryEntry>;

impl Holder {
    /// Of an article whose record has this digest.
    pub(super) fn of(article: &Article, record: String) -> Holder {
        Holder {
            id: article.id.clone(),
            record,
            title: article.title.clone(),
            language: article.language.clone(),
            url: article.source.url.clone(),
        }
    }
}

/// Event records with an id, a source, or both.
pub fn events(open: &Open, event_id: Option<u32>, source: Option<&str>, limit: usize) -> tantivy::Result<Events> {
    let term = match (event_id, source) {
        (Some(number), Some(source)) => id::event_of(number, source),
        (Some(number), None) => id::event(number),
        (None, Some(source)) => id::source(source),
        (None, None) => return Ok(Records { articles: 0, complete: true, records: Vec::new() }),
    };
    let wanted = source.map(id::name_of);
    let is_meant = |event: &EventRecord| {
        event_id.is_none_or(|number| event.event_id == Some(number))
            && wanted.as_ref().is_none_or(|name| event.source.as_deref().map(id::name_of).as_ref() == Some(name))
    };
    records(open, &[term], limit, |article| &article.events, is_meant, |event| (event.section.as_deref(), event.span))
}

/// Error codes by their value in any spelling, or by their symbol.
pub fn codes(open: &Open, code: &str, limit: usize) -> tantivy::Result<Codes> {
    let values = id::values(code);
    let symbol = id::symbol(code);
    let mut terms: Vec<String> = values.iter().map(|&value| id::code(value)).collect();
    let by_value = terms.clone();
    terms.push(symbol.clone());
    let is_meant = |one: &ErrorCode| {
        by_value.contains(&id::code(one.value))
            || one.symbol.as_deref().map(id::symbol).as_ref() == Some(&symbol)
            || id::symbol(&one.text) == symbol
    };
    records(open, &terms, limit, |article| &article.error_codes, is_meant, |one| (one.section.as_deref(), one.span))
}

/// Rows of file tables by the name of the file, the oldest version first, and of these only those that are new enough.
pub fn files(open: &Open, name: &str, at_least: Option<&[u32]>, limit: usize) -> tantivy::Result<Files> {
    let wanted = id::file(name);
    let is_meant = |file: &FileVersion| {
        let new_enough =
            |least: &[u32]| file.version_parts.as_deref().is_some_and(|parts| id::ordered(parts) >= id::ordered(least));
        id::file(&file.name) == wanted && at_least.is_none_or(new_enough)
    };
    let mut terms = match at_least {
        Some(least) => versions(open, &id::file_version(name, &[]), VersionTest::AtLeast, least)?,
        None => versions(open, &id::file_version(name, &[]), VersionTest::AtLeast, &[])?,
    };
    if at_least.is_none() {
        // Rows that state no version.
        terms.push(wanted.clone());
    }
    let mut found =
        records(open, &terms, limit, |article| &article.files, is_meant, |file| (file.section.as_deref(), file.span))?;
    found.records.sort_by_cached_key(|held| held.record.version_parts.as_deref().map_or("~".to_owned(), id::ordered));
    Ok(found)
}

/// Registry entries by a key, with what is under it, by the end of one, or by the name of a value.
pub fn registry_entries(open: &Open, words: &str, limit: usize) -> tantivy::Result<Registry> {
    let terms = registry(open, words)?;
    let wanted = format!("\\{}\\", id::key_parts(words).join("\\"));
    let name = id::name_of(words);
    let is_meant = |entry: &RegistryEntry| {
        let value = entry.value_name.as_deref().map(id::name_of);
        let mut parts = entry.key.as_deref().map(id::key_parts).unwrap_or_default();
        let is_value = value.as_ref() == Some(&name);
        parts.extend(value);
        is_value || (wanted.len() > 2 && format!("\\{}\\", parts.join("\\")).contains(&wanted))
    };
    records(open, &terms, limit, |article| &article.registry, is_meant, |entry| (entry.section.as_deref(), entry.span))
}

/// The records of one kind that are meant, of the articles that hold one of these identifiers, in their order.
fn records<R: Clone>(
    open: &Open,
    terms: &[String],
    limit: usize,
    of: impl Fn(&Article) -> &Vec<R>,
    is_meant: impl Fn(&R) -> bool,
    place: impl Fn(&R) -> (Option<&str>, Span),
) -> tantivy::Result<Records<R>> {
    let mut docs: Vec<Doc> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for term in terms {
        let mut holders: Vec<Doc> = open.holders(term)?.into_iter().map(|(doc, _)| doc).collect();
        // The order of documents hangs on how the index came about; that of their digests does not.
        holders.sort_by_key(|doc| open.segments[doc.segment as usize].order.first(doc.number));
        docs.extend(holders.into_iter().filter(|doc| seen.insert(*doc)));
    }
    let mut found = Records { articles: docs.len() as u64, complete: true, records: Vec::new() };
    for doc in docs {
        if found.records.len() >= limit {
            found.complete = false;
            break;
        }
        let record = open.record(doc)?;
        let Ok(article) = serde_json::from_slice::<Article>(&record) else { continue };
        let holder = Holder::of(&article, open.digest(doc));
        for one in of(&article).iter().filter(|one| is_meant(one)) {
            if found.records.len() == limit {
                found.complete = false;
                break;
            }
            let (section, span) = place(one);
            let section = section.and_then(|id| article.sections.iter().find(|section| section.id == id));
            found.records.push(Held {
                article: holder.clone(),
                section: section.map(|section| Place {
                    id: section.id.clone(),
                    heading: section.heading.clone(),
                    kind: section.kind,
                }),
                span,
                record: one.clone(),
            });
        }
    }
    Ok(found)
}
