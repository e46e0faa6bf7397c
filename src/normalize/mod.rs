//! Which typed records does the article hold?
//!
//! One file a record. Each reads what it needs of a [`Sectioned`], returns owned records, and says what it did not
//! understand in `notes`. Nothing here fails.

pub mod date; // dates and times in every notation of the eras
pub mod version; // versions as numbers that compare

mod blocks; // raw blocks → the record's blocks
mod code; // error codes and their symbols
mod event; // event-log records
mod file_table; // rows of file tables
mod fix; // status, prerequisites, restart, replacement
mod header; // id, title, dates, keywords
mod kind; // what the article is for
mod passage; // where the scanners below look
mod product; // the "applies to" list
mod reference; // what the article points to
mod registry; // registry keys and values
mod words; // signal words, found fast

use crate::Options;
use crate::model::{Accounting, Article, KcsPart, SCHEMA_VERSION, Section, SourceInfo};
use crate::section::{RegionRole, Sectioned};

/// Reads the record out of a sectioned article.
pub fn normalize(sectioned: Sectioned, source: SourceInfo, options: &Options) -> Article {
    let mut notes = sectioned.extracted.diagnostics.clone();
    let header = header::header(&sectioned, &source, options, &mut notes);
    let applies_to = product::products(&sectioned);
    let events = event::events(&sectioned, &mut notes);
    let files = file_table::files(&sectioned, &mut notes);
    let passages = passage::passages(&sectioned);
    let error_codes = code::error_codes(&sectioned, &passages, &events);
    let registry = registry::registry(&sectioned, &passages, &mut notes);
    let references = reference::references(&sectioned, &passages, header.own_number);
    let fix = fix::fix(&sectioned, &header.id, header.language.as_deref(), &references);
    let kind = kind::kind(&sectioned, &header, fix.as_ref(), &files);
    let sections = sections(&sectioned, &events, &files);
    Article {
        schema_version: SCHEMA_VERSION.to_owned(),
        id: header.id,
        number: header.number,
        publisher: header.publisher,
        aliases: header.aliases,
        latest: true,
        title: header.title,
        language: header.language,
        form: sectioned.extracted.form,
        dialect: sectioned.extracted.dialect.to_owned(),
        kind,
        revision: header.revision,
        applies_to,
        keywords: header.keywords,
        technologies: header.technologies,
        issue_type: header.issue_type,
        metadata: sectioned.extracted.metadata.clone(),
        sections,
        events,
        files,
        error_codes,
        registry,
        references,
        fix,
        accounting: accounting(&sectioned),
        diagnostics: notes,
        source: SourceInfo { url: header.url.or(source.url), ..source },
    }
}

/// Who an article is, as far as its header and its words tell.
pub struct Identity {
    /// Its publisher.
    pub publisher: Option<String>,
    /// Its language, as a BCP 47 tag.
    pub language: Option<String>,
}

/// Tells whose an article is and in which language, and reads nothing else of it.
pub fn identity(sectioned: &Sectioned, source: &SourceInfo, options: &Options) -> Identity {
    let header::Header { publisher, language, .. } = header::header(sectioned, source, options, &mut Vec::new());
    Identity { publisher, language }
}

fn sections(
    sectioned: &Sectioned,
    events: &[crate::model::EventRecord],
    files: &[crate::model::FileVersion],
) -> Vec<Section> {
    let text = &sectioned.extracted.text;
    let mut blocks = blocks::blocks(sectioned, events, files);
    let each = |(at, raw): (usize, &crate::section::RawSection)| Section {
        id: Sectioned::id(at),
        parent: raw.parent.map(Sectioned::id),
        level: raw.level,
        kind: raw.kind,
        kcs: if raw.heading.is_none() { KcsPart::Issue } else { raw.kind.kcs() },
        heading: raw.heading.map(|h| h.of(text).to_owned()),
        text: sectioned.text_of(at).into_owned(),
        blocks: std::mem::take(&mut blocks[at]),
        span: raw.span,
    };
    sectioned.sections.iter().enumerate().map(each).collect()
}

fn accounting(sectioned: &Sectioned) -> Accounting {
    let mut sum = Accounting::default();
    for region in &sectioned.regions {
        let words = region.span.of(&sectioned.extracted.text);
        let chars = if words.is_ascii() { words.len() } else { words.chars().count() } as u64;
        sum.chars += chars;
        match region.role {
            RegionRole::Header => sum.header += chars,
            RegionRole::Section(_) => sum.sections += chars,
            RegionRole::Chrome => sum.chrome += chars,
            RegionRole::Unparsed => sum.unparsed += chars,
        }
    }
    sum
}
