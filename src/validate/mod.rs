//! Does a dataset hold what it promises? And what is in it?
//!
//! [`validate`] checks every line against the JSON Schema itself, then what a schema cannot say: that a record is
//! consistent within (see `record`), that ids have one latest revision, and that manifest, digests and counts agree
//! with the files. [`stats()`] counts. Both read a dataset that somebody else may have changed: nothing in it is
//! believed.

mod record; // is one article consistent?
mod records; // one article after the other
mod stats; // what is in a dataset?

pub use record::{Inconsistency, inconsistencies};
pub use records::{Records, records};
pub use stats::{MOST_MISSING, Missing, Stats, stats};

use crate::emit::{self, Counts, DataFile, Lines, Manifest, RejectRecord};
use crate::error::{Error, RejectReason};
use crate::model::Article;
use foldhash::fast::FixedState;
use serde_json::Value;
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::path::Path;

/// What is wrong with a dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Lines of `articles.jsonl`.
    pub articles: u64,
    /// Lines of `rejects.jsonl`.
    pub rejects: u64,
    /// What is wrong, in the order of files and lines; at most [`MOST_PROBLEMS`].
    pub problems: Vec<Problem>,
    /// Problems that are not listed, when there are more than that.
    pub unlisted: u64,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// File within the dataset.
    pub file: String,
    /// Line, counted from 1; none for the file as a whole.
    pub line: Option<u64>,
    /// What is wrong, and where in the line.
    pub message: String,
}

/// Problems that a report lists; a dataset that is broken all over says the same things again and again.
pub const MOST_PROBLEMS: usize = 1000;

impl Report {
    /// Is nothing wrong?
    pub fn is_valid(&self) -> bool {
        self.problems.is_empty()
    }

    fn add(&mut self, file: &str, line: impl Into<Option<u64>>, message: impl Into<String>) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(Problem { file: file.to_owned(), line: line.into(), message: message.into() });
        } else {
            self.unlisted += 1;
        }
    }
}

/// Says so if a folder is none, or holds no dataset: that is clearer than which of its files is not there.
pub fn known(dir: &Path) -> Result<(), Error> {
    let message = match emit::parts(dir) {
        Err(_) if !dir.exists() => "there is no such folder",
        Ok(parts) if parts.is_empty() => "no dataset: `articles.jsonl` is missing; `kbmill build` makes one",
        other => return other.map(drop),
    };
    Err(Error::Data { path: dir.to_owned(), message: message.to_owned() })
}

/// Checks a dataset. An error means that it could not be read, a problem that it is wrong.
pub fn validate(dir: &Path) -> Result<Report, Error> {
    known(dir)?;
    let mut report = Report::default();
    let mut counts = Counts::default();
    let rows = articles(dir, &mut report, &mut counts)?;
    rejects(dir, &mut report, &mut counts)?;
    counts.inputs = counts.articles + counts.duplicates + counts.rejects;
    manifest(dir, &mut report, &counts, &rows)?;
    Ok(report)
}

/// A compiled schema of ours, formats such as dates included.
fn validator(name: &str) -> jsonschema::Validator {
    let schemas = emit::schemas();
    let text = schemas.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text);
    // Our own schemas are tested to be schemas.
    let schema: Value = serde_json::from_str(text).unwrap_or_else(|e| unreachable!("{name}: {e}"));
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap_or_else(|e| unreachable!("{name}: {e}"))
}

/// Says what a schema has against a value; the first few faults, by place.
fn against(validator: &jsonschema::Validator, value: &Value) -> Vec<String> {
    let mut faults: Vec<String> = validator
        .iter_errors(value)
        .take(16)
        .map(|fault| {
            let said: String = fault.to_string().chars().take(200).collect();
            format!("`{}`: {said}", fault.instance_path())
        })
        .collect();
    faults.sort();
    faults.truncate(4);
    faults
}

/// Where a publisher's id is there first, and how often as the latest.
struct Revisions {
    /// Which file it is in, and its line there.
    first: (usize, u64),
    latest: u32,
}

/// Checks the records, and gives how many rows they have in each table.
fn articles(dir: &Path, report: &mut Report, counts: &mut Counts) -> Result<Vec<(&'static str, u64)>, Error> {
    let mut rows: Vec<_> = emit::tables().iter().map(|table| (table.name, 0)).collect();
    let schema = validator("article.schema.json");
    // By a 64-bit hash: an id that is none of two by chance would be reported wrongly once in billions of datasets.
    let hasher = FixedState::with_seed(0);
    let mut ids: HashMap<u64, Revisions> = HashMap::new();
    let parts = emit::parts(dir)?;
    for (part, file) in parts.iter().enumerate() {
        let mut lines = Lines::open(&dir.join(file))?;
        while let Some((number, line)) = lines.next_line()? {
            counts.articles += 1;
            let value: Value = match serde_json::from_slice(line) {
                Ok(value) => value,
                Err(e) => {
                    report.add(file, number, format!("is no JSON: {e}"));
                    continue;
                }
            };
            for fault in against(&schema, &value) {
                report.add(file, number, fault);
            }
            let Ok(article) = serde_json::from_slice::<Article>(line) else { continue };
            if serde_json::to_vec(&article).is_ok_and(|ours| ours != line) {
                report.add(
                    file,
                    number,
                    "is not written as kbmill writes it: keys out of order, or other JSON notation",
                );
            }
            for inconsistency in inconsistencies(&article) {
                report.add(file, number, inconsistency.to_string());
            }
            for (table, (_, rows)) in emit::tables().iter().zip(&mut rows) {
                table.rows(&article, 0, &mut |_| *rows += 1);
            }
            count(counts, &article);
            let id = hasher.hash_one((&article.publisher, article.translation(), &article.id));
            let revisions = ids.entry(id).or_insert(Revisions { first: (part, number), latest: 0 });
            revisions.latest += u32::from(article.latest);
            if article.latest && revisions.latest > 1 {
                let (first, line) = revisions.first;
                let place = if first == part { String::new() } else { format!(" of `{}`", parts[first]) };
                report.add(
                    file,
                    number,
                    format!("`{}` has another latest revision, see line {line}{place}", article.id),
                );
            }
        }
    }
    let mut orphans: Vec<(usize, u64)> = ids.values().filter(|r| r.latest == 0).map(|r| r.first).collect();
    orphans.sort_unstable();
    for (part, line) in orphans {
        report.add(&parts[part], line, "no revision of this id is marked as the latest");
    }
    report.articles = counts.articles;
    Ok(rows)
}

fn count(counts: &mut Counts, article: &Article) {
    *counts.forms.entry(article.form).or_default() += 1;
    *counts.kinds.entry(article.kind).or_default() += 1;
    if let Some(language) = &article.language {
        *counts.languages.entry(language.clone()).or_default() += 1;
    }
    counts.superseded += u64::from(!article.latest);
}

fn rejects(dir: &Path, report: &mut Report, counts: &mut Counts) -> Result<(), Error> {
    let file = emit::REJECTS;
    let schema = validator("reject.schema.json");
    let mut lines = Lines::open(&dir.join(file))?;
    while let Some((number, line)) = lines.next_line()? {
        report.rejects += 1;
        let value: Value = match serde_json::from_slice(line) {
            Ok(value) => value,
            Err(e) => {
                counts.rejects += 1;
                report.add(file, number, format!("is no JSON: {e}"));
                continue;
            }
        };
        for fault in against(&schema, &value) {
            report.add(file, number, fault);
        }
        let record: Result<RejectRecord, _> = serde_json::from_value(value);
        let duplicate = record.as_ref().is_ok_and(|r| r.reason == RejectReason::Duplicate);
        if record.is_ok_and(|r| r.equals.is_some() != duplicate) {
            report.add(file, number, "`/equals` is stated by duplicates and by no others");
        }
        counts.duplicates += u64::from(duplicate);
        counts.rejects += u64::from(!duplicate);
    }
    Ok(())
}

fn manifest(dir: &Path, report: &mut Report, counts: &Counts, rows: &[(&str, u64)]) -> Result<(), Error> {
    let file = emit::MANIFEST;
    let path = dir.join(file);
    let text = std::fs::read(&path).map_err(|e| Error::io("read", &path, e))?;
    let value: Value = match serde_json::from_slice(&text) {
        Ok(value) => value,
        Err(e) => {
            report.add(file, None, format!("is no JSON: {e}"));
            return Ok(());
        }
    };
    for fault in against(&validator("manifest.schema.json"), &value) {
        report.add(file, None, fault);
    }
    let Ok(manifest) = serde_json::from_value::<Manifest>(value) else { return Ok(()) };
    let stated = &manifest.counts;
    let pairs = [
        ("inputs", stated.inputs, counts.inputs),
        ("articles", stated.articles, counts.articles),
        ("duplicates", stated.duplicates, counts.duplicates),
        ("rejects", stated.rejects, counts.rejects),
        ("superseded", stated.superseded, counts.superseded),
    ];
    for (name, stated, found) in pairs {
        if stated != found {
            report.add(file, None, format!("`/counts/{name}` is {stated}, the files hold {found}"));
        }
    }
    let maps = [
        ("forms", stated.forms == counts.forms),
        ("kinds", stated.kinds == counts.kinds),
        ("languages", stated.languages == counts.languages),
    ];
    for (name, same) in maps {
        if !same {
            report.add(file, None, format!("`/counts/{name}` does not agree with the articles"));
        }
    }
    for listed in &manifest.files {
        if let Some(message) = disagreement(dir, listed) {
            report.add(file, None, format!("`{}` {message}", listed.path));
        }
        let name = listed.path.strip_prefix("parquet/").or_else(|| listed.path.strip_prefix("csv/"));
        let name = name.and_then(|name| name.split_once('.')).map_or("", |(table, _)| table);
        let held = rows.iter().find(|(table, _)| *table == name).map(|&(_, held)| held);
        if let Some(held) = held.filter(|&held| listed.rows != Some(held)) {
            report.add(
                file,
                None,
                format!("`{}` is not listed with the {held} rows that the records have", listed.path),
            );
        }
    }
    for name in emit::parts(dir)?.iter().map(String::as_str).chain([emit::REJECTS]) {
        if !manifest.files.iter().any(|listed| listed.path == name) {
            report.add(file, None, format!("`/files` does not list `{name}`"));
        }
    }
    Ok(())
}

/// In what a file is not what the manifest says of it.
fn disagreement(dir: &Path, listed: &DataFile) -> Option<String> {
    let inside = Path::new(&listed.path).components().all(|part| matches!(part, std::path::Component::Normal(_)));
    if !inside {
        return Some("is no path within the dataset".to_owned());
    }
    let path = dir.join(&listed.path);
    let (bytes, sha256) = match emit::digest_of(&path) {
        Ok(found) => found,
        Err(_) => return Some("is listed and cannot be read".to_owned()),
    };
    if bytes != listed.bytes {
        return Some(format!("has {bytes} bytes, listed with {}", listed.bytes));
    }
    // Rows of other files are no lines.
    if let Some(stated) = listed.rows.filter(|_| listed.path == emit::REJECTS || emit::is_part(&listed.path)) {
        let rows = count_lines(&path).unwrap_or(0);
        if stated != rows {
            return Some(format!("has {rows} lines, listed with {stated}"));
        }
    }
    (sha256 != listed.sha256).then(|| "has another SHA-256 than listed".to_owned())
}

fn count_lines(path: &Path) -> Result<u64, Error> {
    let mut lines = Lines::open(path)?;
    let mut count = 0;
    while lines.next_line()?.is_some() {
        count += 1;
    }
    Ok(count)
}

#[cfg(test)]
mod tests;
