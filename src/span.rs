//! Where in the article does a thing stand?
//!
//! A [`Span`] is a byte range into the article's *linear text*: the text that extraction settled on and that
//! `kbmill text FILE` prints. For the text and flat forms that is the decoded input with line ends made `\n`; for HTML
//! and Markdown it is the text a reader sees, block by block, since markup has no place in a record. Spans are 32-bit:
//! an article of more than 4 GiB is refused when it is read.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A byte range `start..end` into the linear text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span `start..end`; an end before the start gives an empty span at the start.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end.max(start) as u32 }
    }

    /// The bytes of `text` that the span covers; empty where it lies outside or splits a character.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.range()).unwrap_or("")
    }

    /// As a range for slicing.
    pub fn range(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        (self.end - self.start) as usize
    }

    /// Does it cover nothing?
    pub fn is_empty(&self) -> bool {
        self.start >= self.end
    }

    /// Does `other` lie wholly inside?
    pub fn contains(&self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The same span without white space at its ends.
    pub fn trim(&self, text: &str) -> Span {
        let inner = self.of(text);
        let start = self.start as usize + (inner.len() - inner.trim_start().len());
        Span::new(start, start + inner.trim().len())
    }

    /// The same span without blank lines at the start and white space at the end; the indent of its first line stays.
    pub fn trim_lines(&self, text: &str) -> Span {
        let inner = self.of(text);
        let lead = inner.len() - inner.trim_start().len();
        let start = inner[..lead].rfind('\n').map_or(0, |n| n + 1);
        Span::new(self.start as usize + start, self.start as usize + inner.trim_end().len())
    }
}
