//! What came of which input, the last time?
//!
//! A build leaves a file beside its dataset, `.NAME.kbmill.cache`: for each input, in order, its [`Identity`] and what
//! came of it. The next build into the same folder takes from the dataset what it would only make again. The file holds
//! places, not records: those are in the dataset, or, of duplicates, which are not there, in their lines of the file. It
//! is believed only when it was written by a program of the same sources with the same options, when its digest is right,
//! and when the dataset is the one that it speaks of; else it is as if it were not there. Nobody but a build reads it.
//!
//! Each line: an identity in 32 hexadecimal digits, a blank, by what it is known unread in 32 more (hyphens for what an
//! input does not have), a blank, a letter, a blank, JSON.
//! `a` is an article, `d` a duplicate, `r` a reject. Behind a tab stands what a duplicate has of its own: its source, or its
//! whole record where it is another than that of the article it equals (the same bytes may have another name). The last line, `=`, says what the
//! others hold for; behind a tab stands the SHA-256 of all before.

mod read; // what it says
mod window; // a file at any place
mod write; // … and how it comes about

pub use read::{Cache, Entries, Entry, Known};
pub use write::CacheWriter;

use super::dataset::Settings;
use super::facts::Facts;
use super::manifest::Manifest;
use crate::source::identity::{Identity, Mark};
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The sources that this program was built from.
const SOURCES: &str = env!("KBMILL_SOURCES");
/// What stands in the place of an identity.
const NO_IDENTITY: &str = "--------------------------------";
/// Bytes before a line's JSON.
const HEAD: usize = 2 * (NO_IDENTITY.len() + 1) + 2;

const ARTICLE: u8 = b'a';
const DUPLICATE: u8 = b'd';
const REJECT: u8 = b'r';
const END: u8 = b'=';

/// What is remembered of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// What is known of it.
    pub facts: Facts,
    /// Its line, or that of the article it equals but for the source; none if no line is like its own.
    pub line: Option<Placed>,
    /// The id that it has in its line, if that is not the one it was read with.
    pub renamed: Option<String>,
}

impl Remembered {
    /// As JSON without names, for there are many of them.
    fn to_json(&self) -> Vec<u8> {
        let Facts { id, guessed, publisher, language, title, date, revision, .. } = &self.facts;
        let Facts { form, kind, sha256, includes, fingerprint, .. } = &self.facts;
        let first = (id, guessed, publisher, language, title, date, revision);
        let second = (form, kind, sha256, includes, fingerprint);
        let json = serde_json::to_vec(&(first, second, self.line, &self.renamed));
        json.unwrap_or_else(|e| unreachable!("what is remembered is JSON: {e}"))
    }

    fn from_json(json: &[u8]) -> serde_json::Result<Remembered> {
        let (first, second, line, renamed) = serde_json::from_slice(json)?;
        let (id, guessed, publisher, language, title, date, revision) = first;
        let (form, kind, sha256, includes, fingerprint) = second;
        let facts = Facts {
            id,
            guessed,
            publisher,
            language,
            title,
            date,
            revision,
            form,
            kind,
            sha256,
            includes,
            fingerprint,
        };
        Ok(Remembered { facts, line, renamed })
    }
}

/// The number of a line of the articles, from 0, and where it was before lines were marked as superseded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed(pub u32, pub u64, pub u64);

/// What the lines hold for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Terms {
    /// Sources of the program.
    sources: String,
    /// What articles were read with.
    options: String,
    /// How the dataset was written.
    settings: String,
    /// SHA-256 of the dataset's manifest, which has the digests of all other files.
    manifest: String,
    /// The dataset's files as they were left.
    files: Vec<Stamp>,
    /// Lines, from 0, that are marked as superseded.
    superseded: Vec<u32>,
}

/// By what a file is known to be untouched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    path: String,
    bytes: u64,
    /// When it was last written, in nanoseconds since 1970.
    modified: u128,
}

impl Stamp {
    fn of(folder: &Path, path: &str) -> Option<Stamp> {
        let metadata = fs::metadata(folder.join(path)).ok()?;
        let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
        Some(Stamp { path: path.to_owned(), bytes: metadata.len(), modified })
    }
}

/// Where the file of a dataset is.
pub fn place(dataset: &Path) -> Option<PathBuf> {
    let mut name = OsString::from(".");
    name.push(dataset.file_name()?);
    name.push(".kbmill.cache");
    Some(dataset.with_file_name(name))
}

/// How a dataset is written, in words that differ when it is written in another way.
fn words(settings: &Settings) -> String {
    format!("{settings:?}")
}
