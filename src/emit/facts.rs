//! What must be known of a record to place it among others, when the record itself is no longer at hand?
//!
//! Enough to tell duplicates and revisions, to count, and to find the record's line again.

use super::Line;
use crate::diagnostic::Code;
use crate::model::{Article, Form, Kind, translation};
use chrono::NaiveDate;
use sha2::{Digest, Sha256};

/// What is known of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The id that the article was read with.
    pub id: String,
    /// Is that only a guess, from an address or a file name?
    pub guessed: bool,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its language.
    pub language: Option<String>,
    /// Digest of the title's letters and digits; without a title, of the input, which no other article shares.
    pub title: u64,
    /// What it was last changed on, or else published.
    pub date: Option<NaiveDate>,
    /// The two numbers of its revision.
    pub revision: (Option<u32>, Option<u32>),
    /// The form it came in.
    pub form: Form,
    /// What it is for.
    pub kind: Kind,
    /// Digest of the input.
    pub sha256: String,
    /// Files that it took words from.
    pub includes: Vec<String>,
    /// Fingerprint of its line without its source.
    pub fingerprint: u64,
}

impl Facts {
    /// The facts of an article with its line.
    pub fn of(article: &Article, line: &Line) -> Facts {
        let (revision, source) = (&article.revision, &article.source);
        Facts {
            id: article.id.clone(),
            guessed: article.diagnostics.iter().any(|d| d.code == Code::NoIdentifier),
            publisher: article.publisher.clone(),
            language: article.language.clone(),
            title: title(article),
            date: revision.modified.max(revision.reviewed).or(revision.published),
            revision: (revision.major, revision.minor),
            form: article.form,
            kind: article.kind,
            sha256: source.sha256.clone(),
            includes: source.includes.clone(),
            fingerprint: line.fingerprint,
        }
    }

    /// What tells translations of one id apart.
    pub fn translation(&self) -> &str {
        translation(self.language.as_deref())
    }
}

/// The first 64 bits of a digest in hexadecimal.
pub fn prefix(sha256: &str) -> Option<u64> {
    u64::from_str_radix(sha256.get(..16)?, 16).ok()
}

fn title(article: &Article) -> u64 {
    let Some(title) = &article.title else { return prefix(&article.source.sha256).unwrap_or(0) };
    let letters: Vec<u8> = if title.is_ascii() {
        title.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase()).collect()
    } else {
        let letters = title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
        letters.collect::<String>().into_bytes()
    };
    let mut first = [0; 8];
    first.copy_from_slice(&Sha256::digest(letters)[..8]);
    u64::from_be_bytes(first)
}
