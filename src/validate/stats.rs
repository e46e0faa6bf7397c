//! What is in a dataset? Counts by what a person asks first.

use crate::diagnostic::Code;
use crate::emit::{self, Lines, RejectRecord};
use crate::error::{Error, RejectReason};
use crate::model::{Article, CodeSpace, Form, Kind, Revision, SectionKind};
use chrono::Datelike;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// Counts of a dataset. Years are those of the latest date an article states.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Lines of `articles.jsonl`.
    pub articles: u64,
    /// Those of them that are not the latest revision of their id.
    pub superseded: u64,
    /// Articles by form.
    pub forms: BTreeMap<Form, u64>,
    /// Articles by layout.
    pub dialects: BTreeMap<String, u64>,
    /// Articles by what they are for.
    pub kinds: BTreeMap<Kind, u64>,
    /// Articles by language; articles that do not tell are not counted here.
    pub languages: BTreeMap<String, u64>,
    /// Articles by year; articles without a date are not counted here.
    pub years: BTreeMap<i32, u64>,
    /// Sections by role.
    pub sections: BTreeMap<SectionKind, u64>,
    /// Event records.
    pub events: u64,
    /// Rows of file tables.
    pub files: u64,
    /// Error codes by number space.
    pub error_codes: BTreeMap<CodeSpace, u64>,
    /// Registry entries.
    pub registry: u64,
    /// References.
    pub references: u64,
    /// Diagnostics by code.
    pub diagnostics: BTreeMap<Code, u64>,
    /// Articles with a diagnostic of that code.
    pub articles_with: BTreeMap<Code, u64>,
    /// Inputs without an article of their own, by reason.
    pub rejects: BTreeMap<RejectReason, u64>,
    /// Characters of all linear texts.
    pub chars: u64,
    /// Characters that stand in nothing that was understood.
    pub unparsed: u64,
}

/// Counts what is in a dataset.
pub fn stats(dir: &Path) -> Result<Stats, Error> {
    super::known(dir)?;
    let mut stats = Stats::default();
    for part in emit::parts(dir)? {
        let path = dir.join(part);
        let data = |number: u64, e: serde_json::Error| Error::Data {
            path: path.clone(),
            message: format!("line {number} is no article: {e}; see what `kbmill validate` says"),
        };
        let mut lines = Lines::open(&path)?;
        while let Some((number, line)) = lines.next_line()? {
            stats.count(&serde_json::from_slice(line).map_err(|e| data(number, e))?);
        }
    }
    let path = dir.join(emit::REJECTS);
    let mut lines = Lines::open(&path)?;
    while let Some((number, line)) = lines.next_line()? {
        let record: RejectRecord = serde_json::from_slice(line).map_err(|e| Error::Data {
            path: path.clone(),
            message: format!("line {number} is no reject: {e}; see what `kbmill validate` says"),
        })?;
        *stats.rejects.entry(record.reason).or_default() += 1;
    }
    Ok(stats)
}

impl Stats {
    fn count(&mut self, article: &Article) {
        self.articles += 1;
        self.superseded += u64::from(!article.latest);
        *self.forms.entry(article.form).or_default() += 1;
        count_name(&mut self.dialects, &article.dialect);
        *self.kinds.entry(article.kind).or_default() += 1;
        if let Some(language) = &article.language {
            count_name(&mut self.languages, language);
        }
        if let Some(year) = year(&article.revision) {
            *self.years.entry(year).or_default() += 1;
        }
        for section in &article.sections {
            *self.sections.entry(section.kind).or_default() += 1;
        }
        self.events += article.events.len() as u64;
        self.files += article.files.len() as u64;
        for code in &article.error_codes {
            *self.error_codes.entry(code.space).or_default() += 1;
        }
        self.registry += article.registry.len() as u64;
        self.references += article.references.len() as u64;
        let mut codes: Vec<Code> = article.diagnostics.iter().map(|d| d.code).collect();
        for &code in &codes {
            *self.diagnostics.entry(code).or_default() += 1;
        }
        codes.sort_unstable();
        codes.dedup();
        for code in codes {
            *self.articles_with.entry(code).or_default() += 1;
        }
        self.chars += article.accounting.chars;
        self.unparsed += article.accounting.unparsed;
    }
}

/// Counts a name, without making a new one of a name that is there.
fn count_name(counts: &mut BTreeMap<String, u64>, name: &str) {
    match counts.get_mut(name) {
        Some(count) => *count += 1,
        None => drop(counts.insert(name.to_owned(), 1)),
    }
}

fn year(revision: &Revision) -> Option<i32> {
    revision.modified.max(revision.reviewed).or(revision.published).map(|date| date.year())
}
