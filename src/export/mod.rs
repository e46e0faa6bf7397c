//! How does a dataset get into a search engine that others run? As a folder of files that the engine loads as they are: its
//! settings, the documents in bulk files of a size that it takes, and a README with the commands.
//!
//! A document is the latest revision of an article in one language. What identifies it is found in every spelling, whole
//! and by its parts: by analyzers where the engine has them, and everywhere by a field that holds all spellings.

mod document; // what an engine gets of an article
mod engine; // what each engine wants
mod readme; // how it is loaded
mod spellings; // the ways of writing what identifies an article

pub use engine::Engine;

use crate::emit::{self, Content, DataFile, RecordFile, Staging, Tool};
use crate::error::Error;
use crate::model::SCHEMA_VERSION;
use crate::validate;
use serde::Serialize;
use std::path::Path;

/// How an export is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// For which engine.
    pub engine: Engine,
    /// Name of the index or collection.
    pub index: String,
    /// Bytes that a part may have.
    pub part_bytes: u64,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Documents.
    pub documents: u64,
    /// Files that hold them.
    pub parts: u64,
    /// Lines that were passed over: older revisions.
    pub superseded: u64,
    /// Ids of articles whose document is longer than a request of the engine may be. Each has a part of its own.
    pub too_long: Vec<String>,
}

/// `manifest.json` of an export.
#[derive(Serialize)]
struct Manifest<'a> {
    tool: Tool,
    /// Which engine it is for; tells an export from a dataset.
    export: &'a str,
    schema_version: &'a str,
    documents: u64,
    files: &'a [DataFile],
}

/// Is it a name that every engine takes for an index?
pub fn is_index_name(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
    (3..=200).contains(&name.len()) && name.bytes().all(plain) && name.starts_with(|c: char| c.is_ascii_lowercase())
}

/// Writes the dataset in a folder for an engine: whole, in the place of an export that stands there, or not at all.
pub fn export(dataset: &Path, out: &Path, settings: &Settings) -> Result<Exported, Error> {
    let staging = Staging::of(Content::Export, out)?;
    let folder = staging.path();
    let mut exported = Exported::default();
    let mut parts = Parts { folder: &folder, most: settings.part_bytes, open: None, files: Vec::new() };
    for article in validate::records(dataset)? {
        let article = article?;
        if !article.latest {
            exported.superseded += 1;
            continue;
        }
        let lines = settings.engine.lines(&article);
        exported.documents += 1;
        if settings.engine.largest_request().is_some_and(|most| lines.len() as u64 > most) {
            exported.too_long.push(article.id.clone());
        }
        parts.push(&lines)?;
    }
    let mut files = parts.finish()?;
    exported.parts = files.len() as u64;
    let (name, text) = settings.engine.settings(&settings.index);
    files.push(emit::write_whole(&folder, name, &text)?);
    let readme = readme::readme(settings, &exported);
    files.push(emit::write_whole(&folder, emit::CARD, &readme)?);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let manifest = Manifest {
        tool: Tool::this(),
        export: settings.engine.name(),
        schema_version: SCHEMA_VERSION,
        documents: exported.documents,
        files: &files,
    };
    let mut text = serde_json::to_string_pretty(&manifest).unwrap_or_else(|e| unreachable!("a manifest is JSON: {e}"));
    text.push('\n');
    emit::write_whole(&folder, emit::MANIFEST, &text)?;
    staging.replace()?;
    Ok(exported)
}

/// Bulk files as they grow.
struct Parts<'f> {
    folder: &'f Path,
    /// Bytes that one may have.
    most: u64,
    open: Option<RecordFile>,
    files: Vec<DataFile>,
}

impl Parts<'_> {
    /// Appends a document's lines, in a new part if the last one has no room for them.
    fn push(&mut self, lines: &str) -> Result<(), Error> {
        if self.open.as_ref().is_some_and(|open| open.end() + lines.len() as u64 > self.most) {
            self.close()?;
        }
        let open = match &mut self.open {
            Some(open) => open,
            none => none.insert(RecordFile::create(&self.folder.join(self::name(self.files.len())))?),
        };
        for line in lines.lines() {
            open.push(&[line.as_bytes()])?;
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), Error> {
        if let Some(open) = self.open.take() {
            self.files.push(open.finish(&self::name(self.files.len()))?);
        }
        Ok(())
    }

    /// Completes the last part; a dataset without articles has none.
    fn finish(mut self) -> Result<Vec<DataFile>, Error> {
        self.close()?;
        Ok(self.files)
    }
}

/// The name of a part.
fn name(part: usize) -> String {
    format!("documents-{part:05}.ndjson")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_indexes_are_those_that_every_engine_takes() {
        assert!(is_index_name("articles") && is_index_name("kb-2021_a"));
        for name in ["kb", "Articles", "1kb", "_kb", "a/b", "ä-articles", ""] {
            assert!(!is_index_name(name), "{name}");
        }
    }
}
