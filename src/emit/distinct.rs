//! Which articles have been seen, and which of an article's revisions is the newest?
//!
//! Articles are told apart by publisher, id and language: a translation is no revision of what it translates. An id that is
//! only a guess, from an address or a file name, does not make two titles one article: the second gets a longer name.
//!
//! A few dozen bytes an article: fingerprints and line numbers, never the text. A fingerprint only proposes: the writer
//! compares the lines themselves. Two contents that share one by chance are both kept, and at worst a later copy of the
//! second is kept as well.

use super::facts::{Facts, prefix};
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

    /// Notes the article of a line, which has this id there. Tells whether a line is no longer the latest for it.
    pub fn note(&mut self, line: u32, facts: &Facts, id: &str) -> bool {
        if let Some(prefix) = prefix(&facts.sha256) {
            self.by_input.entry(prefix).or_insert(line);
        }
        self.by_content.entry(facts.fingerprint).or_insert(line);
        let (major, minor) = facts.revision;
        let age = Age { date: facts.date, major, minor, line };
        match self.newest.entry(identity(facts, id)) {
            Entry::Vacant(vacant) => {
                vacant.insert(Newest { age, title: facts.title });
                false
            }
            Entry::Occupied(mut newest) => {
                let before = newest.get_mut();
                self.superseded.push(age.min(before.age).line);
                before.age = age.max(before.age);
                true
            }
        }
    }

    /// A longer id for an article whose id is a guess that an article of another title has already.
    pub fn longer_id(&self, facts: &Facts) -> Option<String> {
        let known = facts.guessed.then(|| self.newest.get(&identity(facts, &facts.id))).flatten()?;
        (known.title != facts.title).then(|| format!("{}-{:08x}", facts.id, facts.title >> 32))
    }

    /// Lines whose id has a newer revision, in order.
    pub fn superseded(mut self) -> Vec<u32> {
        self.superseded.sort_unstable();
        self.superseded
    }
}

fn identity(facts: &Facts, id: &str) -> Identity {
    let mut digest = Sha256::new();
    digest.update(facts.publisher.as_deref().unwrap_or(""));
    digest.update([0]);
    digest.update(facts.translation());
    digest.update([0]);
    digest.update(id);
    let mut half = Identity::default();
    half.copy_from_slice(&digest.finalize()[..16]);
    half
}
