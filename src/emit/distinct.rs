//! Which articles have been seen, and which of an id's revisions is the newest?
//!
//! A few dozen bytes an article: fingerprints and line numbers, never the text. A fingerprint only proposes: the writer
//! compares the lines themselves. Two contents that share one by chance are both kept, and at worst a later copy of the
//! second is kept as well.

use crate::model::Article;
use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// What the lines written so far hold. Lines are counted from 0.
#[derive(Default)]
pub struct Seen {
    by_input: HashMap<u64, u32>,
    by_content: HashMap<u64, u32>,
    newest: HashMap<Identity, Age>,
    superseded: Vec<u32>,
}

/// Half of an id's SHA-256: ids differ in length, these do not.
type Identity = [u8; 16];

/// How new a revision is: by its dates, then by its label, then by its place among the inputs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Age {
    date: Option<NaiveDate>,
    major: Option<u32>,
    minor: Option<u32>,
    line: u32,
}

impl Seen {
    /// The line that may have been read from the same bytes.
    pub fn same_input(&self, sha256: &str) -> Option<u32> {
        self.by_input.get(&prefix(sha256)?).copied()
    }

    /// The line that may hold the same record.
    pub fn same_content(&self, fingerprint: u64) -> Option<u32> {
        self.by_content.get(&fingerprint).copied()
    }

    /// Notes the article of a line.
    pub fn note(&mut self, line: u32, article: &Article, fingerprint: u64) {
        if let Some(prefix) = prefix(&article.source.sha256) {
            self.by_input.entry(prefix).or_insert(line);
        }
        self.by_content.entry(fingerprint).or_insert(line);
        let revision = &article.revision;
        let date = revision.modified.max(revision.reviewed).or(revision.published);
        let age = Age { date, major: revision.major, minor: revision.minor, line };
        match self.newest.entry(identity(&article.id)) {
            Entry::Vacant(vacant) => {
                vacant.insert(age);
            }
            Entry::Occupied(mut newest) => {
                let older = age.min(*newest.get());
                newest.insert(age.max(*newest.get()));
                self.superseded.push(older.line);
            }
        }
    }

    /// Lines whose id has a newer revision, in order.
    pub fn superseded(mut self) -> Vec<u32> {
        self.superseded.sort_unstable();
        self.superseded
    }
}

/// The first 64 bits of a digest in hexadecimal.
fn prefix(sha256: &str) -> Option<u64> {
    u64::from_str_radix(sha256.get(..16)?, 16).ok()
}

fn identity(id: &str) -> Identity {
    let digest = Sha256::digest(id.as_bytes());
    let mut half = Identity::default();
    half.copy_from_slice(&digest[..16]);
    half
}
