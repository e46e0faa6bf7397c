//! What can an open index do? Search, give articles, and look up what they hold.

use super::analysis::identifier as id;
use super::answer::search;
use super::build::broken;
use super::fields;
use super::found::{Hits, Page};
use super::links::{self, Link};
use super::lookup::{self, Codes, Events, Files, Registry};
use super::open::{Doc, Open};
use super::place::{self, Origin, State};
use super::query::Query;
use crate::error::Error;
use crate::model::Article;
use std::path::{Path, PathBuf};

/// The index of a dataset, open. Many threads may use it at once. What is indexed anew meanwhile is seen by the next one
/// that is opened.
pub struct Index {
    place: PathBuf,
    origin: Origin,
    open: Open,
}

impl Index {
    /// Opens the index of a dataset at its usual place. A missing index, and one of the dataset as it was, is an error that
    /// says how to make one.
    pub fn open(dataset: &Path) -> Result<Index, Error> {
        crate::validate::known(dataset)?;
        Index::open_at(dataset, &place::place(dataset)?)
    }

    /// Opens an index of a dataset at another place.
    pub fn open_at(dataset: &Path, index: &Path) -> Result<Index, Error> {
        let shown = dataset.display();
        let message = match place::state(dataset, index)? {
            State::Fresh => return Index::open_fresh(index),
            State::Missing => format!("has no index; `kbmill index {shown}` makes one"),
            State::Stale => {
                format!("has changed since it was indexed; `kbmill index {shown}` brings the index up to date")
            }
        };
        Err(Error::Data { path: dataset.to_owned(), message })
    }

    fn open_fresh(place: &Path) -> Result<Index, Error> {
        let fault = |e| broken(place, "cannot be opened; delete it and index anew", &e);
        let origin = place::origin(place)?;
        let index = tantivy::Index::open_in_dir(place).map_err(fault)?;
        let (schema, fields) = fields::schema();
        let (Some(origin), true) = (origin, index.schema() == schema) else {
            let message = "holds no index of this program; delete it and index anew".to_owned();
            return Err(Error::Data { path: place.to_owned(), message });
        };
        fields::register(&index);
        let open = Open::new(&index, fields).map_err(fault)?;
        Ok(Index { place: place.to_owned(), origin, open })
    }

    /// Where it is.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Articles in it: lines of the dataset, older revisions included.
    pub fn len(&self) -> u64 {
        self.open.documents()
    }

    /// Articles that can be found: the latest revision of each, in each of its languages.
    pub fn findable(&self) -> u64 {
        self.open.articles
    }

    /// Is there no article?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What tells the dataset from another one, in hexadecimal. Fit for an ETag.
    pub fn digest(&self) -> &str {
        &self.origin.dataset
    }

    /// Finds articles: the latest revision of each, in each of its languages.
    pub fn search(&self, query: &Query, page: &Page) -> Result<Hits, Error> {
        search(&self.open, query, page).map_err(|e| self.fault(&e))
    }

    /// The latest revision of an article, by its id, an alias, a number of Microsoft's in any spelling (`KB828333`,
    /// `Q828333`, `828333`), its address, or the path of its file. Of translations the one in English, if there is one.
    pub fn article(&self, id: &str) -> Result<Option<Article>, Error> {
        let docs = self.revisions_of(id)?;
        docs.first().map(|&doc| self.read(doc)).transpose()
    }

    /// All revisions and translations of an article, by any name that [`Index::article`] knows: the latest first, of these
    /// the one in English, and the newer before the older.
    pub fn revisions(&self, id: &str) -> Result<Vec<Article>, Error> {
        self.revisions_of(id)?.into_iter().map(|doc| self.read(doc)).collect()
    }

    /// The record of the article that [`Index::article`] gives, byte for byte as the dataset has it.
    pub fn record(&self, id: &str) -> Result<Option<Vec<u8>>, Error> {
        let Some(&doc) = self.revisions_of(id)?.first() else { return Ok(None) };
        self.open.record(doc).map(Some).map_err(|e| self.fault(&e))
    }

    /// Is it the record with this digest that [`Index::article`] gives?
    pub fn gives(&self, id: &str, record: &str) -> Result<bool, Error> {
        let given = self.revisions_of(id)?.first().copied();
        Ok(given.is_some() && given == self.open.digested(record).map_err(|e| self.fault(&e))?)
    }

    /// Latest revisions in the order of the index, at most `limit` behind the first `offset`.
    pub fn latest(&self, offset: usize, limit: usize) -> Result<Vec<Article>, Error> {
        let segments = self.open.segments.iter().enumerate();
        let docs = segments
            .flat_map(|(at, segment)| segment.latest.iter().map(move |number| Doc { segment: at as u32, number }));
        docs.skip(offset).take(limit).map(|doc| self.read(doc)).collect()
    }

    /// The article whose record has this digest, see [`super::Hit::record`].
    pub fn at(&self, record: &str) -> Result<Option<Article>, Error> {
        let doc = self.open.digested(record).map_err(|e| self.fault(&e))?;
        doc.map(|doc| self.read(doc)).transpose()
    }

    /// That record as the dataset has it, byte for byte.
    pub fn json(&self, record: &str) -> Result<Option<Vec<u8>>, Error> {
        let read = || self.open.digested(record)?.map(|doc| self.open.record(doc)).transpose();
        read().map_err(|e| self.fault(&e))
    }

    /// Event records with an id, a source, or both, of the latest revisions; at most `limit`.
    pub fn events(&self, event_id: Option<u32>, source: Option<&str>, limit: usize) -> Result<Events, Error> {
        lookup::events(&self.open, event_id, source, limit).map_err(|e| self.fault(&e))
    }

    /// Error codes: hexadecimal with or without `0x` and leading zeros, decimal with or without sign, or the symbol.
    pub fn codes(&self, code: &str, limit: usize) -> Result<Codes, Error> {
        lookup::codes(&self.open, code, limit).map_err(|e| self.fault(&e))
    }

    /// Rows of file tables with a name, the oldest version first; with `at_least`, only those of that version or newer. A
    /// version that is none is met by no row.
    pub fn files(&self, name: &str, at_least: Option<&str>, limit: usize) -> Result<Files, Error> {
        let parts = at_least.map(id::version_parts);
        if parts == Some(None) {
            return Ok(Files { articles: 0, complete: true, records: Vec::new() });
        }
        lookup::files(&self.open, name, parts.flatten().as_deref(), limit).map_err(|e| self.fault(&e))
    }

    /// Registry entries: a key (hives spelled out or short) with what is under it, the end of a key, or the name of a value.
    pub fn registry(&self, words: &str, limit: usize) -> Result<Registry, Error> {
        lookup::registry_entries(&self.open, words, limit).map_err(|e| self.fault(&e))
    }

    /// What points to an article, by any name that [`Index::article`] knows: latest revisions of others.
    pub fn links_to(&self, id: &str) -> Result<Vec<Link>, Error> {
        links::links_to(&self.open, id).map_err(|e| self.fault(&e))
    }

    /// What the latest revision of an article points to.
    pub fn links_from(&self, id: &str) -> Result<Vec<Link>, Error> {
        let Some(&doc) = self.revisions_of(id)?.first() else { return Ok(Vec::new()) };
        links::links_from(&self.open, doc).map_err(|e| self.fault(&e))
    }

    fn revisions_of(&self, id: &str) -> Result<Vec<Doc>, Error> {
        self.open.revisions_of(id).map_err(|e| self.fault(&e))
    }

    fn read(&self, doc: Doc) -> Result<Article, Error> {
        let record = self.open.record(doc).map_err(|e| self.fault(&e))?;
        serde_json::from_slice(&record).map_err(|e| Error::Data {
            path: self.place.clone(),
            message: format!("a record cannot be read: {e}; delete the index and index anew"),
        })
    }

    fn fault(&self, error: &tantivy::TantivyError) -> Error {
        broken(&self.place, "cannot be read; delete it and index anew", error)
    }
}

/// An index is shared by the threads of a server.
const _: fn() = || {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Index>();
};
