//! Does a record keep what its JSON Schema demands?
//!
//! The Rust types already hold most of the schema: which keys there are, of which types, with which names of kinds. This
//! checks the rest (patterns, least lengths, least numbers) on the typed record, which costs next to nothing where
//! checking JSON against the schema costs more than parsing. A property test holds the two equal; `kbmill validate`
//! always uses the schema itself. Whether the record makes sense (spans, references between its parts) is for
//! `validate`.

use crate::model::{Article, Block, SCHEMA_VERSION};
use chrono::{Datelike, NaiveDate};
use std::fmt;

/// A constraint of the schema that a record does not keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The place in the record, as a JSON Pointer.
    pub place: String,
    /// What is wrong there.
    pub message: &'static str,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}` {}", self.place, self.message)
    }
}

/// The first constraint that a record does not keep.
pub fn check(article: &Article) -> Result<(), Fault> {
    top(article)?;
    sections(article)?;
    records(article)
}

fn top(article: &Article) -> Result<(), Fault> {
    need(article.schema_version == SCHEMA_VERSION, || "/schema_version", "is not this version of the schema")?;
    need(!article.id.is_empty(), || "/id", EMPTY)?;
    need(article.title.as_deref() != Some(""), || "/title", EMPTY)?;
    need(article.language.as_deref().is_none_or(is_language_tag), || "/language", "is no BCP 47 tag")?;
    need(!article.dialect.is_empty(), || "/dialect", EMPTY)?;
    let revision = &article.revision;
    let dates = [revision.published, revision.modified, revision.reviewed];
    need(dates.into_iter().all(is_date), || "/revision", YEAR)?;
    for (at, product) in article.applies_to.iter().enumerate() {
        need(!product.text.is_empty(), || format!("/applies_to/{at}/text"), EMPTY)?;
    }
    need(is_hex(&article.source.sha256, 64, false), || "/source/sha256", "is no SHA-256 digest in lower case")?;
    let commit = article.source.commit.as_deref();
    need(commit.is_none_or(|id| is_hex(id, 40, false)), || "/source/commit", "is no id of a commit in lower case")
}

fn sections(article: &Article) -> Result<(), Fault> {
    for (at, section) in article.sections.iter().enumerate() {
        need(is_section_id(&section.id), || format!("/sections/{at}/id"), SECTION_ID)?;
        need(names_section(&section.parent), || format!("/sections/{at}/parent"), SECTION_ID)?;
        need(section.level >= 1, || format!("/sections/{at}/level"), "is 0")?;
        for (nth, block) in section.blocks.iter().enumerate() {
            if let Block::ListItem { depth: 0, .. } = block {
                return fault(format!("/sections/{at}/blocks/{nth}/depth"), "is 0");
            }
        }
    }
    Ok(())
}

fn records(article: &Article) -> Result<(), Fault> {
    for (at, event) in article.events.iter().enumerate() {
        need(names_section(&event.section), || format!("/events/{at}/section"), SECTION_ID)?;
        need(is_date(event.date), || format!("/events/{at}/date"), YEAR)?;
        for (nth, parameter) in event.parameters.iter().enumerate() {
            need(!parameter.name.is_empty(), || format!("/events/{at}/parameters/{nth}/name"), EMPTY)?;
        }
    }
    for (at, file) in article.files.iter().enumerate() {
        let place = |field| move || format!("/files/{at}/{field}");
        need(names_section(&file.section), place("section"), SECTION_ID)?;
        need(!file.name.is_empty(), place("name"), EMPTY)?;
        need(file.version_parts.as_ref().is_none_or(|parts| !parts.is_empty()), place("version_parts"), EMPTY)?;
        need(is_date(file.date), place("date"), YEAR)?;
        need(file.sha1.as_deref().is_none_or(|d| is_hex(d, 40, true)), place("sha1"), "is no SHA-1 digest")?;
        need(file.sha256.as_deref().is_none_or(|d| is_hex(d, 64, true)), place("sha256"), "is no SHA-256 digest")?;
    }
    for (at, code) in article.error_codes.iter().enumerate() {
        need(!code.text.is_empty(), || format!("/error_codes/{at}/text"), EMPTY)?;
        need(names_section(&code.section), || format!("/error_codes/{at}/section"), SECTION_ID)?;
    }
    for (at, entry) in article.registry.iter().enumerate() {
        need(names_section(&entry.section), || format!("/registry/{at}/section"), SECTION_ID)?;
        let named = entry.key.as_ref().or(entry.value_name.as_ref());
        need(named.is_some_and(|name| !name.is_empty()), || format!("/registry/{at}/key"), EMPTY)?;
    }
    for (at, reference) in article.references.iter().enumerate() {
        need(!reference.id.is_empty(), || format!("/references/{at}/id"), EMPTY)?;
        need(names_section(&reference.section), || format!("/references/{at}/section"), SECTION_ID)?;
    }
    Ok(())
}

const EMPTY: &str = "is empty";
const YEAR: &str = "holds a year that is not of four digits";
const SECTION_ID: &str = "is no section id";

/// Passes, or makes the fault; the place is only put into words when there is one.
fn need<P: Into<String>>(kept: bool, place: impl FnOnce() -> P, message: &'static str) -> Result<(), Fault> {
    if kept { Ok(()) } else { fault(place(), message) }
}

fn fault(place: impl Into<String>, message: &'static str) -> Result<(), Fault> {
    Err(Fault { place: place.into(), message })
}

/// A date that ISO 8601 writes with four digits; others get a sign and more.
fn is_date(date: Option<NaiveDate>) -> bool {
    date.is_none_or(|d| (0..=9999).contains(&d.year()))
}

fn names_section(id: &Option<String>) -> bool {
    id.as_deref().is_none_or(is_section_id)
}

/// `s1`, `s2` …
fn is_section_id(id: &str) -> bool {
    match id.as_bytes() {
        [b's', b'1'..=b'9', rest @ ..] => rest.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

/// The shape of a BCP 47 tag: a language of two letters or more, then subtags of up to eight letters and digits.
fn is_language_tag(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let language = subtags.next().unwrap_or("");
    (2..=8).contains(&language.len())
        && language.bytes().all(|b| b.is_ascii_alphabetic())
        && subtags.all(|s| (1..=8).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn is_hex(digest: &str, digits: usize, upper: bool) -> bool {
    digest.len() == digits
        && digest.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f') || upper && b.is_ascii_hexdigit())
}
