//! How do outcomes become a dataset on the disk? Streamed in order: equal content once, one latest revision an article.

use super::distinct::Seen;
use super::manifest::{Counts, Manifest, Tool};
use super::record_file::{RecordFile, write_whole};
use super::reject::{Equal, RejectRecord};
use super::staging::Staging;
use super::table::TableWriter;
use super::{
    ARTICLES, CARD, CHECKSUMS, Format, Line, MANIFEST, Outcome, REJECTS, card, croissant, datapackage, line, schemas,
};
use crate::error::Error;
use crate::model::{Article, SCHEMA_VERSION, SourceInfo};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// What a caller may choose about a dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Heading of the dataset card.
    pub title: String,
    /// How the tables of the records are written, beside `articles.jsonl`.
    pub tables: Vec<Format>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { title: "Knowledge-base articles".to_owned(), tables: Vec::new() }
    }
}

/// Writes a dataset. Until [`DatasetWriter::finish`] the folder it is meant for stays as it was; dropping the writer
/// removes what it wrote.
pub struct DatasetWriter {
    /// Stands first, since it is dropped first: its threads write to the folder.
    tables: TableWriter,
    staging: Staging,
    settings: Settings,
    articles: RecordFile,
    /// Where each line of the articles begins.
    starts: Vec<u64>,
    rejects: RecordFile,
    seen: Seen,
    counts: Counts,
}

/// What a written line is asked for: who it is, and where it is from.
#[derive(Deserialize)]
struct Origin {
    id: String,
    source: SourceInfo,
}

impl DatasetWriter {
    /// Begins a dataset for this folder, which must be new, empty, or a dataset of kbmill with nothing else in it.
    pub fn create(dir: &Path, settings: Settings) -> Result<DatasetWriter, Error> {
        let staging = Staging::create(dir)?;
        let articles = RecordFile::create(&staging.path().join(ARTICLES))?;
        let rejects = RecordFile::create(&staging.path().join(REJECTS))?;
        let counts = Counts::default();
        let tables = TableWriter::create(&staging.path(), &settings.tables)?;
        let (starts, seen) = (Vec::new(), Seen::default());
        Ok(DatasetWriter { tables, staging, settings, articles, starts, rejects, seen, counts })
    }

    /// The folders that reading must leave out when the inputs are around them: the old dataset and the one that is
    /// being written.
    pub fn folders(&self) -> [PathBuf; 2] {
        self.staging.folders()
    }

    /// Adds what came of the next input.
    pub fn add(&mut self, outcome: Outcome) -> Result<(), Error> {
        self.counts.inputs += 1;
        match outcome {
            Outcome::Reject { source, reject } => {
                self.counts.rejects += 1;
                self.reject(&RejectRecord::refused(source, reject))
            }
            Outcome::Article { mut article, mut line } => {
                if let Some(id) = self.seen.longer_id(&article) {
                    line.rename(&article.id, &id);
                    article.id = id;
                }
                match self.equal(&article, &line)? {
                    Some((what, equal)) => {
                        self.counts.duplicates += 1;
                        self.reject(&RejectRecord::duplicate(article.source, what, equal))
                    }
                    None => self.article(*article, &line),
                }
            }
        }
    }

    /// Notes what was read and is no input, by kind.
    pub fn passed_over(&mut self, counts: BTreeMap<String, u64>) {
        self.counts.passed_over = counts;
    }

    /// Completes the dataset and puts it in its place.
    pub fn finish(mut self) -> Result<Manifest, Error> {
        let folder = self.staging.path();
        let mut articles = self.articles.finish(ARTICLES)?;
        let superseded = self.seen.superseded();
        if !superseded.is_empty() {
            articles = mark_superseded(&folder.join(ARTICLES), &superseded)?.finish(ARTICLES)?;
            let from = folder.join(MARKED);
            fs::rename(&from, folder.join(ARTICLES)).map_err(|e| Error::io("write", from, e))?;
        }
        self.counts.articles = articles.rows.unwrap_or(0);
        self.counts.superseded = superseded.len() as u64;
        let mut files = vec![articles, self.rejects.finish(REJECTS)?];
        files.extend(self.tables.finish(&superseded)?);
        let schema = folder.join("schema");
        fs::create_dir(&schema).map_err(|e| Error::io("create", &schema, e))?;
        for (name, text) in schemas() {
            files.push(write_whole(&folder, &format!("schema/{name}"), &text)?);
        }
        let version = SCHEMA_VERSION.to_owned();
        let mut manifest = Manifest { tool: Tool::this(), schema_version: version, counts: self.counts, files };
        for (name, text) in [
            (CARD, card::card(&self.settings, &manifest)),
            (croissant::NAME, croissant::croissant(&self.settings, &manifest)),
            (datapackage::NAME, datapackage::datapackage(&self.settings, &manifest)),
        ] {
            manifest.files.push(write_whole(&folder, name, &text)?);
        }
        manifest.files.sort_by(|a, b| a.path.cmp(&b.path));
        let sums: String = manifest.files.iter().map(|file| format!("{}  {}\n", file.sha256, file.path)).collect();
        manifest.files.push(write_whole(&folder, CHECKSUMS, &sums)?);
        manifest.files.sort_by(|a, b| a.path.cmp(&b.path));
        let text = serde_json::to_string_pretty(&manifest).unwrap_or_else(|e| unreachable!("a manifest is JSON: {e}"));
        write_whole(&folder, MANIFEST, &(text + "\n"))?;
        self.staging.replace()?;
        Ok(manifest)
    }

    fn article(&mut self, article: Article, line: &Line) -> Result<(), Error> {
        let number = self.starts.len() as u32; // 4 billion articles would not fit the disk either
        self.starts.push(self.articles.end());
        self.articles.push(&[&line.json])?;
        self.seen.note(number, &article, line.fingerprint);
        *self.counts.forms.entry(article.form).or_default() += 1;
        *self.counts.kinds.entry(article.kind).or_default() += 1;
        if let Some(language) = &article.language {
            *self.counts.languages.entry(language.clone()).or_default() += 1;
        }
        self.tables.add(i64::from(number) + 1, article)
    }

    fn reject(&mut self, record: &RejectRecord) -> Result<(), Error> {
        let line = serde_json::to_vec(record).unwrap_or_else(|e| unreachable!("a reject is JSON: {e}"));
        self.rejects.push(&[&line]).map(drop)
    }

    /// The article before this one that it equals, and in what.
    fn equal(&mut self, article: &Article, line: &Line) -> Result<Option<(&'static str, Equal)>, Error> {
        if let Some(before) = self.seen.same_input(&article.source.sha256) {
            let origin = origin(&self.written(before)?);
            // The same directive may mean another fragment in another folder.
            let equal = |o: &SourceInfo| o.sha256 == article.source.sha256 && o.includes == article.source.includes;
            if let Some(origin) = origin.filter(|o| equal(&o.source)) {
                return Ok(Some(("the same bytes", Equal::from(origin))));
            }
        }
        if let Some(before) = self.seen.same_content(line.fingerprint) {
            let written = self.written(before)?;
            if line::content(&written) == line::content(&line.json) {
                return Ok(origin(&written).map(|origin| ("the same article", Equal::from(origin))));
            }
        }
        Ok(None)
    }

    fn written(&mut self, line: u32) -> Result<Vec<u8>, Error> {
        let start = self.starts[line as usize];
        let next = self.starts.get(line as usize + 1).copied().unwrap_or_else(|| self.articles.end());
        self.articles.read(start..next - 1)
    }
}

fn origin(line: &[u8]) -> Option<Origin> {
    serde_json::from_slice(line).ok()
}

impl From<Origin> for Equal {
    fn from(origin: Origin) -> Equal {
        Equal { id: origin.id, path: origin.source.path, member: origin.source.member }
    }
}

/// Name of the articles while their copy with the right `latest` is written.
const MARKED: &str = "articles.jsonl.marked";

/// Copies the articles beside themselves with `latest` false on these lines.
fn mark_superseded(path: &Path, superseded: &[u32]) -> Result<RecordFile, Error> {
    let file = fs::File::open(path).map_err(|e| Error::io("read", path, e))?;
    let mut lines = BufReader::with_capacity(1 << 18, file);
    let mut marked = RecordFile::create(&path.with_file_name(MARKED))?;
    let mut superseded = superseded.iter().map(|&n| u64::from(n)).peekable();
    let mut line = Vec::new();
    loop {
        line.clear();
        if lines.read_until(b'\n', &mut line).map_err(|e| Error::io("read", path, e))? == 0 {
            return Ok(marked);
        }
        line.pop();
        let older = superseded.next_if_eq(&marked.rows()).and_then(|_| line::latest(&line));
        match older {
            Some(at) => marked.push(&[&line[..at.start], b"false", &line[at.end..]])?,
            None => marked.push(&[&line])?,
        };
    }
}

#[cfg(test)]
mod tests;
