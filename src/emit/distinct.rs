//! Which articles have been seen, and which of an article's revisions is the newest?
//!
//! Articles are told apart by publisher, id and language: a translation is no revision of what it translates. An id that is only a guess, from an address or a file name, does not
//! make two titles one article: the second gets a longer name.
//!
//! A few dozen bytes an article: fingerprints and line numbers, never the text. A fingerprint only proposes: the writer
//! compares the lines themselves. Two contents that share one by chance are both kept, and at worst a later copy of the
//! second is kept as well.

use crate::diagnostic::Code;
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
    newest: HashMap<Identity, Newest>,
    superseded: Vec<u32>,
}

/// Half of the SHA-256 of publisher, language and id: those differ in length, these do not.
type Identity = [u8; 16];

/// What is known of an identity.
#[derive(Clone, Copy)]
struct Newest {
    age: Age,
    /// Digest of the title that it was first seen with.
    title: u64,
}

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
        match self.newest.entry(identity(article, &article.id)) {
            Entry::Vacant(vacant) => {
                vacant.insert(Newest { age, title: title(article) });
            }
            Entry::Occupied(mut newest) => {
                let before = newest.get_mut();
                self.superseded.push(age.min(before.age).line);
                before.age = age.max(before.age);
            }
        }
    }

    /// A longer id for an article whose id is a guess that an article of another title has already.
    pub fn longer_id(&self, article: &Article) -> Option<String> {
        let guessed = article.diagnostics.iter().any(|d| d.code == Code::NoIdentifier);
        if !guessed {
            return None;
        }
        let known = self.newest.get(&identity(article, &article.id))?;
        let title = title(article);
        (known.title != title).then(|| format!("{}-{:08x}", article.id, title >> 32))
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

fn identity(article: &Article, id: &str) -> Identity {
    let mut digest = Sha256::new();
    digest.update(article.publisher.as_deref().unwrap_or(""));
    digest.update([0]);
    digest.update(article.translation());
    digest.update([0]);
    digest.update(id);
    let mut half = Identity::default();
    half.copy_from_slice(&digest.finalize()[..16]);
    half
}

/// Digest of a title's letters and digits; without a title, of the input, which no other article shares.
fn title(article: &Article) -> u64 {
    let Some(title) = &article.title else { return prefix(&article.source.sha256).unwrap_or(0) };
    let letters: String = title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let mut first = [0; 8];
    first.copy_from_slice(&Sha256::digest(letters)[..8]);
    u64::from_be_bytes(first)
}
