//! How does a record become a line of `articles.jsonl`? Checked, as JSON in the order of its fields, with a fingerprint
//! of all that is not its source, by which the writer finds records that may be equal.

use super::check::{Fault, check};
use crate::model::Article;
use foldhash::fast::FixedState;
use memchr::memmem;
use std::hash::{BuildHasher, Hasher};
use std::ops::Range;
use std::sync::LazyLock;

/// A record as a line of JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The JSON, without a line end.
    pub json: Vec<u8>,
    /// Fingerprint of the content; equal content has equal fingerprints, not the other way round.
    pub fingerprint: u64,
}

/// A record as a line, or the first constraint of the schema that it does not keep.
pub fn line(article: &Article) -> Result<Line, Fault> {
    check(article)?;
    // The text stands twice in a record, in its sections and in their blocks.
    let mut json = Vec::with_capacity(4096 + 5 * article.accounting.chars as usize / 2);
    // Writing to memory cannot fail, and no map of the record has keys that are not strings.
    sonic_rs::to_writer(&mut json, article).expect("a record is JSON");
    let mut hasher = FixedState::with_seed(0).build_hasher();
    for part in content(&json) {
        hasher.write(part);
    }
    Ok(Line { fingerprint: hasher.finish(), json })
}

impl Line {
    /// Gives the record another id. The fingerprint stays: it finds the same content under either.
    pub fn rename(&mut self, from: &str, to: &str) {
        let key = |id: &str| format!(",\"id\":{},", serde_json::Value::from(id));
        // The record's own id is the first key of that name.
        let (old, new) = (key(from), key(to));
        if let Some(at) = memmem::find(&self.json, old.as_bytes()) {
            self.json.splice(at..at + old.len(), new.bytes());
        }
    }
}

static SOURCE: LazyLock<memmem::FinderRev<'static>> = LazyLock::new(|| memmem::FinderRev::new(",\"source\":{"));
static ACCOUNTING: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new(",\"accounting\":{"));

/// A line without its `source`: what stands before it and what stands after.
pub fn content(json: &[u8]) -> [&[u8]; 2] {
    let source = source(json).unwrap_or(json.len()..json.len());
    [&json[..source.start], &json[source.end..]]
}

/// Where a line has its `source`, with the key and the comma before it.
pub fn source(json: &[u8]) -> Option<Range<usize>> {
    // Quotes within strings are escaped, so these bytes are the keys themselves.
    let start = SOURCE.rfind(json)?;
    Some(start..start + ACCOUNTING.find(&json[start..])?)
}

/// Where a line says that its record is the latest revision: the word `true`.
pub fn latest(json: &[u8]) -> Option<Range<usize>> {
    word(json, b",\"latest\":", b"true")
}

/// Where a line says that its record is not the latest revision: the word `false`.
pub fn older(json: &[u8]) -> Option<Range<usize>> {
    word(json, b",\"latest\":", b"false")
}

/// The place of a word behind the first key of that name, if it stands there.
fn word(json: &[u8], key: &[u8], word: &[u8]) -> Option<Range<usize>> {
    let start = memmem::find(json, key)? + key.len();
    json[start..].starts_with(word).then(|| start..start + word.len())
}
