//! What is in a dataset? Counts by what a person asks first.

use crate::diagnostic::Code;
use crate::emit::{self, Lines, RejectRecord};
use crate::error::{Error, RejectReason};
use crate::model::{Article, CodeSpace, Form, Kind, ReferenceKind, Revision, SectionKind};
use crate::resolve::{Keys, Names, Origin, leads_to_article, without_place};
use chrono::Datelike;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// Counts of a dataset. Years are those of the latest date an article states.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
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
    /// Those of them that mean an article of the dataset, by kind.
    pub resolved: BTreeMap<ReferenceKind, u64>,
    /// Those of them that lead to an article which the dataset does not have, by kind: by an id of the knowledge base or a
    /// bulletin's, or by a path as seen from the article.
    pub dangling: BTreeMap<ReferenceKind, u64>,
    /// What most of the dangling ones name, the most first; at most [`MOST_MISSING`].
    pub missing: Vec<Missing>,
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

/// An article that the dataset does not have and that others point to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Missing {
    /// How it is named.
    pub kind: ReferenceKind,
    /// What it is called.
    pub id: String,
    /// References to it.
    pub references: u64,
}

/// Missing articles that are listed.
pub const MOST_MISSING: usize = 20;

/// References until all articles are known.
#[derive(Default)]
struct Pointers {
    names: Names,
    /// What they may be known by, what the first of them says, and how many there are.
    counts: HashMap<(ReferenceKind, Keys), (String, u64)>,
}

/// Counts what is in a dataset.
pub fn stats(dir: &Path) -> Result<Stats, Error> {
    let mut stats = Stats::default();
    let mut pointers = Pointers::default();
    for article in super::records(dir)? {
        let article = article?;
        stats.count(&article);
        pointers.add(&article);
    }
    pointers.settle(&mut stats);
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

impl Pointers {
    fn add(&mut self, article: &Article) {
        self.names.add(article);
        let origin = Origin::of(article);
        for reference in &article.references {
            let keys = Keys::of(&origin, reference.kind, &reference.id, reference.url.as_deref());
            self.counts
                .entry((reference.kind, keys))
                .or_insert_with(|| (without_place(&reference.id).to_owned(), 0))
                .1 += 1;
        }
    }

    /// Counts what leads where.
    fn settle(self, stats: &mut Stats) {
        let mut missing: BTreeMap<(ReferenceKind, String), u64> = BTreeMap::new();
        for ((kind, keys), (id, count)) in self.counts {
            if self.names.meaning(&keys).is_some() {
                *stats.resolved.entry(kind).or_default() += count;
            } else if leads_to_article(kind, &id) {
                *stats.dangling.entry(kind).or_default() += count;
                *missing.entry((kind, id)).or_default() += count;
            }
        }
        let all = missing.into_iter().map(|((kind, id), references)| Missing { kind, id, references });
        stats.missing = all.collect();
        stats.missing.sort_by_key(|one| std::cmp::Reverse(one.references)); // stable: then by kind and id
        stats.missing.truncate(MOST_MISSING);
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
