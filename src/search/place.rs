//! Where is the index of a dataset, and is it of the dataset as it is now?
//!
//! Beside the dataset, in `.NAME.kbmill.index`: a build exchanges the dataset's folder as a whole, and what stands in that
//! folder is listed and checked. The index names what it was made of: the dataset's manifest, which has the digests of all
//! files, and how long the files with the articles are. A dataset that was built anew has another manifest, unless it is
//! the same to the byte. It also names the sources of the program that made it, whose terms another one might not find.
//! Moved or renamed datasets leave their index behind; it may be deleted at any time.

use crate::emit;
use crate::error::Error;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The sources that decide what an index holds.
pub const SOURCES: &str = env!("KBMILL_SEARCH_SOURCES");
/// Tells that a folder is an index; who indexes holds a lock on it.
pub const MARK: &str = "kbmill-index";
/// What tantivy says of an index.
const META: &str = "meta.json";

/// How an index stands to its dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is of the dataset as it is.
    Fresh,
    /// There is none.
    Missing,
    /// It is of the dataset as it was, or of another version of the program.
    Stale,
}

/// What an index was made of; it is stored with it in one step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Sources of the program.
    pub sources: String,
    /// Digest of the dataset.
    pub dataset: String,
    /// Articles.
    pub articles: u64,
}

/// Where the index of a dataset is, if no other place is named.
pub fn place(dataset: &Path) -> Result<PathBuf, Error> {
    let dataset = dataset.canonicalize().map_err(|e| Error::io("read", dataset, e))?;
    let Some(own) = dataset.file_name() else {
        let message = "has no name that an index beside it could have; name a place with `--index`";
        return Err(Error::Data { path: dataset, message: message.into() });
    };
    let mut name = OsString::from(".");
    name.push(own);
    name.push(".kbmill.index");
    Ok(dataset.with_file_name(name))
}

/// How the index at a place stands to a dataset.
pub fn state(dataset: &Path, index: &Path) -> Result<State, Error> {
    let Some(origin) = origin(index)? else { return Ok(State::Missing) };
    let is_current = origin.sources == SOURCES && origin.dataset == digest(dataset)?;
    Ok(if is_current { State::Fresh } else { State::Stale })
}

/// What the index at a place was made of; none if there is no index that was ever finished.
pub fn origin(index: &Path) -> Result<Option<Origin>, Error> {
    let path = index.join(META);
    let text = match fs::read(&path) {
        Ok(text) => text,
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => return Ok(None),
        Err(e) => return Err(Error::io("read", path, e)),
    };
    let meta: Option<serde_json::Value> = serde_json::from_slice(&text).ok();
    Ok(meta.and_then(|meta| serde_json::from_str(meta["payload"].as_str()?).ok()))
}

/// What tells a dataset from what it was: its manifest, and the lengths of the files that hold the articles.
pub fn digest(dataset: &Path) -> Result<String, Error> {
    let mut digest = Sha256::new();
    let manifest = dataset.join(emit::MANIFEST);
    match fs::read(&manifest) {
        Ok(text) => digest.update(text),
        Err(e) if e.kind() == io::ErrorKind::NotFound => {}
        Err(e) => return Err(Error::io("read", manifest, e)),
    }
    for part in emit::parts(dataset)? {
        let path = dataset.join(&part);
        let length = fs::metadata(&path).map_err(|e| Error::io("read", &path, e))?.len();
        digest.update(format!("\n{part} {length}"));
    }
    Ok(emit::hex(&digest.finalize()))
}
