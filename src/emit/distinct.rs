//! Which articles have been seen, and which of an article's revisions is the newest?
//!
//! Articles are told apart by publisher, id and language: a translation is no revision of what it translates. An id that is
//! only a guess, from an address or a file name, does not make two titles one article: the second gets a longer name.
//!
//! About fifty bytes an article: digests and line numbers, never the text. A digest only proposes: the writer compares the
//! lines themselves.

use super::facts::{Facts, prefix};
use chrono::{Datelike, NaiveDate};
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use sha2::{Digest, Sha256};

/// What the lines written so far hold. Lines are counted from 0.
#[derive(Default)]
pub struct Seen {
    by_input: Lines,
    by_content: Lines,
    newest: HashTable<Newest>,
    superseded: Vec<u32>,
}

/// Lines by the upper half of a digest, with it: lines of which it differs may share that.
#[derive(Default)]
struct Lines(HashTable<(u32, u32)>);

/// What is known of an identity.
struct Newest {
    identity: Identity,
    age: Age,
    /// The upper half of the digest of the title that it was first seen with: as much of it as a longer id shows.
    title: u32,
}

/// Part of the SHA-256 of publisher, language and id: those differ in length, these do not.
type Identity = [u32; 3];

/// How new a revision is: by its dates, then by its label, then by its place among the inputs. In numbers of which those
/// of what is not known are the least.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Age {
    date: i32,
    major: u32,
    minor: u32,
    line: u32,
}

/// Lines with the same half of a digest that are looked at. More are no chance, but the same directive with another fragment
/// in each of many folders: then the first ones stand for all.
const MOST_ALIKE: usize = 8;

impl Lines {
    /// Those that may have this digest, in order.
    fn of(&self, digest: u64) -> Vec<u32> {
        let half = upper(digest);
        let same = self.0.iter_hash(spread(half)).filter(|(other, _)| *other == half);
        let mut lines: Vec<u32> = same.map(|&(_, line)| line).collect();
        lines.sort_unstable();
        lines
    }

    fn note(&mut self, digest: u64, line: u32) {
        if self.of(digest).len() < MOST_ALIKE {
            let half = upper(digest);
            self.0.insert_unique(spread(half), (half, line), |&(half, _)| spread(half));
        }
    }
}

fn upper(digest: u64) -> u32 {
    (digest >> 32) as u32
}

/// A hash of 64 bits, as the tables want it, of 32 that are one already.
fn spread(half: u32) -> u64 {
    u64::from(half) << 32 | u64::from(half)
}

impl Age {
    fn of(facts: &Facts, line: u32) -> Age {
        let date = facts.date.map_or(i32::MIN, |date: NaiveDate| date.num_days_from_ce());
        let number = |number: Option<u32>| number.map_or(0, |number| number.saturating_add(1));
        let (major, minor) = facts.revision;
        Age { date, major: number(major), minor: number(minor), line }
    }
}

impl Seen {
    /// Lines that may have been read from the same bytes, in order.
    pub fn same_input(&self, sha256: &str) -> Vec<u32> {
        prefix(sha256).map_or(Vec::new(), |digest| self.by_input.of(digest))
    }

    /// Lines that may hold the same record, in order.
    pub fn same_content(&self, fingerprint: u64) -> Vec<u32> {
        self.by_content.of(fingerprint)
    }

    /// Notes the article of a line, which has this id there. Tells whether a line is no longer the latest for it.
    pub fn note(&mut self, line: u32, facts: &Facts, id: &str) -> bool {
        if let Some(digest) = prefix(&facts.sha256) {
            self.by_input.note(digest, line);
        }
        self.by_content.note(facts.fingerprint, line);
        let (identity, age) = (identity(facts, id), Age::of(facts, line));
        let is_it = |other: &Newest| other.identity == identity;
        match self.newest.entry(spread(identity[0]), is_it, |other| spread(other.identity[0])) {
            Entry::Vacant(vacant) => {
                vacant.insert(Newest { identity, age, title: upper(facts.title) });
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
        if !facts.guessed {
            return None;
        }
        let identity = identity(facts, &facts.id);
        let known = self.newest.find(spread(identity[0]), |other| other.identity == identity)?;
        let title = upper(facts.title);
        (known.title != title).then(|| format!("{}-{title:08x}", facts.id))
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
    let digest = digest.finalize();
    [0, 4, 8].map(|at| u32::from_be_bytes([digest[at], digest[at + 1], digest[at + 2], digest[at + 3]]))
}
