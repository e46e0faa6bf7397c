//! How do outcomes become a dataset on the disk? Streamed in order: equal content once, one latest revision an article.
//!
//! What a run before this one made of the same inputs is taken over. As long as everything is as it was then, nothing is
//! written; the first difference makes the writer catch up, and from there on known records are copied.

use super::cache::{Cache, CacheWriter, Entries, Entry, Placed, Remembered};
use super::distinct::Seen;
use super::facts::Facts;
use super::manifest::{Counts, Manifest, Tool};
use super::parts::{self, Layout};
use super::record_file::{RecordFile, write_whole};
use super::reject::{Equal, RejectRecord};
use super::staging::Staging;
use super::table::TableWriter;
use super::{CARD, CHECKSUMS, Format, Line, MANIFEST, Outcome, REJECTS, card, croissant, datapackage, line, schemas};
use crate::error::Error;
use crate::model::{Article, SCHEMA_VERSION, SourceInfo};
use crate::source::identity::Mark;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a caller may choose about a dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Heading of the dataset card.
    pub title: String,
    /// How the lines of the articles are laid out in files.
    pub layout: Layout,
    /// How the tables of the records are written, beside those.
    pub tables: Vec<Format>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { title: "Knowledge-base articles".to_owned(), layout: Layout::default(), tables: Vec::new() }
    }
}

/// Writes a dataset. Until [`DatasetWriter::finish`] the folder it is meant for stays as it was; dropping the writer
/// removes what it wrote.
pub struct DatasetWriter {
    /// Stands first, since it is dropped first: its threads write to the folder.
    tables: Option<TableWriter>,
    staging: Staging,
    settings: Settings,
    articles: RecordFile,
    /// Where each line of the articles begins.
    starts: Vec<u64>,
    rejects: RecordFile,
    seen: Seen,
    counts: Counts,
    memory: CacheWriter,
    before: Option<Before>,
    /// Inputs that were not read again.
    known: u64,
}

/// The dataset that stands at the place, and what is remembered of its inputs.
struct Before {
    cache: Arc<Cache>,
    entries: Entries,
    /// Are all inputs so far the same as then, in the same order? Then nothing has been written yet.
    in_step: bool,
    /// How many those are.
    inputs: u64,
}

/// What a run left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// The dataset's manifest.
    pub manifest: Manifest,
    /// Inputs that were known from the run before and not read again.
    pub known: u64,
    /// Is the dataset the same as before? Then it was not touched.
    pub unchanged: bool,
}

/// A record on its way into the dataset.
enum Body {
    /// Just read.
    New(Box<Article>, Line),
    /// Known from the run before: where its line is, and of a duplicate what it has of its own.
    Old(Remembered, Option<Vec<u8>>),
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
        let articles = RecordFile::create(&staging.articles())?;
        if !settings.layout.is_plain() {
            articles.will_not_stay();
        }
        let rejects = RecordFile::create(&staging.path().join(REJECTS))?;
        let memory = CacheWriter::create(staging.cache(), None);
        Ok(DatasetWriter {
            tables: None,
            staging,
            settings,
            articles,
            starts: Vec::new(),
            rejects,
            seen: Seen::default(),
            counts: Counts::default(),
            memory,
            before: None,
            known: 0,
        })
    }

    /// Remembers for the next run what came of the inputs, which are read with these options; `cache` is what the last
    /// run remembered.
    pub fn remembering(mut self, options: String, cache: Option<Arc<Cache>>) -> DatasetWriter {
        self.memory = CacheWriter::create(self.staging.cache(), Some(options));
        self.before = cache.map(|cache| {
            let entries = Entries::new(cache.clone());
            Before { cache, entries, in_step: true, inputs: 0 }
        });
        self
    }

    /// The folders that reading must leave out when the inputs are around them: the old dataset and the one that is
    /// being written.
    pub fn folders(&self) -> [PathBuf; 2] {
        self.staging.folders()
    }

    /// Adds what came of the next input.
    pub fn add(&mut self, outcome: Outcome) -> Result<(), Error> {
        let mark = outcome.mark();
        let identity = mark.map(|mark| mark.identity);
        if let Some(before) = self.before.as_mut().filter(|before| before.in_step) {
            if before.entries.is_next(identity).map_err(unreadable(&self.staging))? {
                before.inputs += 1;
                return Ok(());
            }
            self.catch_up()?;
        }
        match outcome {
            Outcome::Reject { source, reject, .. } => {
                let known = |before: &Before| identity.is_some_and(|identity| before.cache.knows(identity));
                self.known += u64::from(self.before.as_ref().is_some_and(known));
                self.refused(RejectRecord::refused(source, reject), mark)
            }
            Outcome::Article { article, line, .. } => {
                let facts = Facts::of(&article, &line);
                self.settle(facts, Body::New(article, line), mark)
            }
            Outcome::Known { mark } => {
                self.known += 1;
                let Some(before) = &mut self.before else { unreachable!("known from a cache that was given") };
                let entry = before.entries.find(mark.identity).map_err(unreadable(&self.staging))?;
                self.entry(entry, Some(mark))
            }
        }
    }

    /// Notes what was read and is no input, by kind.
    pub fn passed_over(&mut self, counts: BTreeMap<String, u64>) {
        self.counts.passed_over = counts;
    }

    /// Completes the dataset and puts it in its place.
    pub fn finish(mut self) -> Result<Finished, Error> {
        if let Some(before) = self.before.as_ref().filter(|before| before.in_step) {
            let all = before.inputs == before.cache.inputs();
            let manifest = before.cache.manifest(&self.settings).filter(|_| all);
            if let Some(manifest) = manifest.filter(|m| m.counts.passed_over == self.counts.passed_over) {
                return Ok(Finished { manifest: manifest.clone(), known: before.inputs, unchanged: true });
            }
            self.catch_up()?;
        }
        self.tables()?;
        let folder = self.staging.path();
        let superseded = self.seen.superseded();
        self.counts.articles = self.starts.len() as u64;
        self.counts.superseded = superseded.len() as u64;
        let (work, layout) = (self.staging.articles(), self.settings.layout);
        let mut files = parts::lay_out(self.articles, &work, &self.starts, &superseded, layout, &folder)?;
        files.push(self.rejects.finish(REJECTS)?);
        files.extend(self.tables.map_or(Ok(Vec::new()), |tables| tables.finish(&superseded))?);
        let schema = folder.join("schema");
        fs::create_dir(&schema).map_err(|e| Error::io("create", &schema, e))?;
        for (name, text) in schemas() {
            files.push(write_whole(&folder, &format!("schema/{name}"), text)?);
        }
        if !self.settings.tables.is_empty() {
            let schema = schema.join("tables");
            fs::create_dir(&schema).map_err(|e| Error::io("create", &schema, e))?;
            for table in super::tables() {
                let name = format!("schema/tables/{}.schema.json", table.name);
                files.push(write_whole(&folder, &name, &super::row_schema(table))?);
            }
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
        self.memory.finish(&self.staging, &self.settings, &manifest, superseded);
        self.staging.replace()?;
        Ok(Finished { manifest, known: self.known, unchanged: false })
    }

    /// Writes what was left unwritten while all was as before.
    fn catch_up(&mut self) -> Result<(), Error> {
        let Some(before) = &mut self.before else { return Ok(()) };
        before.in_step = false;
        before.entries.rewind();
        for _ in 0..before.inputs {
            let Some(before) = &mut self.before else { return Ok(()) };
            let (mark, entry) = before.entries.next().map_err(unreadable(&self.staging))?;
            self.known += 1;
            self.entry(entry, mark)?;
        }
        Ok(())
    }

    /// Adds what came of an input in the run before.
    fn entry(&mut self, entry: Entry, mark: Option<Mark>) -> Result<(), Error> {
        match entry {
            Entry::Reject(record) => self.refused(record, mark),
            Entry::Article(remembered) => self.settle(remembered.facts.clone(), Body::Old(remembered, None), mark),
            Entry::Duplicate(remembered, line) => {
                self.settle(remembered.facts.clone(), Body::Old(remembered, Some(line)), mark)
            }
        }
    }

    fn refused(&mut self, record: RejectRecord, mark: Option<Mark>) -> Result<(), Error> {
        self.counts.inputs += 1;
        self.counts.rejects += 1;
        self.memory.reject(mark, &record);
        self.reject(&record)
    }

    /// Tells whether a record is a duplicate, and writes it in either way.
    fn settle(&mut self, facts: Facts, body: Body, mark: Option<Mark>) -> Result<(), Error> {
        self.counts.inputs += 1;
        let (article, mut line) = match body {
            Body::New(article, line) => (Some(article), line),
            Body::Old(remembered, own) => {
                let Some(before) = &mut self.before else { unreachable!("known from a cache that was given") };
                let line = match own {
                    None => before.entries.line(&remembered),
                    Some(own) => before.entries.duplicate(&remembered, own),
                };
                (None, line.map_err(unreadable(&self.staging))?)
            }
        };
        let renamed = self.seen.longer_id(&facts);
        if let Some(id) = &renamed {
            line.rename(&facts.id, id);
        }
        let mut remembered = Remembered { facts, line: None, renamed };
        if let Some((what, before)) = self.equal(&remembered.facts, &line)? {
            self.counts.duplicates += 1;
            let written = self.written(before)?;
            let source = line::source(&line.json).filter(|_| line::content(&written) == line::content(&line.json));
            if source.is_some() {
                remembered.line = Some(self.placed(before));
            }
            self.memory.duplicate(mark, &remembered, &line.json[source.unwrap_or(0..line.json.len())]);
            let own = article.map(|article| article.source).or_else(|| origin(&line.json).map(|origin| origin.source));
            let equal = origin(&written).map(Equal::from);
            let (Some(own), Some(equal)) = (own, equal) else { unreachable!("records have sources") };
            return self.reject(&RejectRecord::duplicate(own, what, equal));
        }
        let id = remembered.renamed.clone().unwrap_or_else(|| remembered.facts.id.clone());
        let number = self.starts.len() as u32; // 4 billion articles would not fit the disk either
        self.starts.push(self.articles.end());
        self.articles.push(&[&line.json])?;
        let facts = &remembered.facts;
        if self.seen.note(number, facts, &id) {
            // They will be copied, with that one marked.
            self.articles.will_not_stay();
        }
        *self.counts.forms.entry(facts.form).or_default() += 1;
        *self.counts.kinds.entry(facts.kind).or_default() += 1;
        if let Some(language) = &facts.language {
            *self.counts.languages.entry(language.clone()).or_default() += 1;
        }
        remembered.line = Some(self.placed(number));
        self.memory.article(mark, &remembered);
        if self.settings.tables.is_empty() {
            return Ok(());
        }
        let article = match article {
            Some(article) => Article { id, ..*article },
            None => serde_json::from_slice(&line.json).map_err(|e| unreadable(&self.staging)(e.into()))?,
        };
        self.tables()?.map_or(Ok(()), |tables| tables.add(i64::from(number) + 1, article))
    }

    /// The tables, begun when they are first needed: a run that finds everything as before needs none.
    fn tables(&mut self) -> Result<Option<&mut TableWriter>, Error> {
        if self.tables.is_none() && !self.settings.tables.is_empty() {
            self.tables = Some(TableWriter::create(&self.staging.path(), &self.settings.tables)?);
        }
        Ok(self.tables.as_mut())
    }

    fn reject(&mut self, record: &RejectRecord) -> Result<(), Error> {
        let line = serde_json::to_vec(record).unwrap_or_else(|e| unreachable!("a reject is JSON: {e}"));
        self.rejects.push(&[&line]).map(drop)
    }

    /// The line before this one that it equals, and in what.
    fn equal(&mut self, facts: &Facts, line: &Line) -> Result<Option<(&'static str, u32)>, Error> {
        for before in self.seen.same_input(&facts.sha256) {
            let origin = origin(&self.written(before)?);
            // The same directive may mean another fragment in another folder.
            if origin.is_some_and(|o| o.source.sha256 == facts.sha256 && o.source.includes == facts.includes) {
                return Ok(Some(("the same bytes", before)));
            }
        }
        for before in self.seen.same_content(line.fingerprint) {
            if line::content(&self.written(before)?) == line::content(&line.json) {
                return Ok(Some(("the same article", before)));
            }
        }
        Ok(None)
    }

    fn written(&mut self, line: u32) -> Result<Vec<u8>, Error> {
        let Placed(_, start, end) = self.placed(line);
        self.articles.read(start..end)
    }

    /// Where a line is.
    fn placed(&self, line: u32) -> Placed {
        let next = self.starts.get(line as usize + 1).copied().unwrap_or_else(|| self.articles.end());
        Placed(line, self.starts[line as usize], next - 1)
    }
}

/// The error of a memory that cannot be read any more.
fn unreadable(staging: &Staging) -> impl Fn(io::Error) -> Error + use<> {
    let [place, _] = staging.folders();
    move |e| Error::io("read again", &place, e)
}

fn origin(line: &[u8]) -> Option<Origin> {
    serde_json::from_slice(line).ok()
}

impl From<Origin> for Equal {
    fn from(origin: Origin) -> Equal {
        Equal { id: origin.id, path: origin.source.path, member: origin.source.member }
    }
}

#[cfg(test)]
mod tests;
