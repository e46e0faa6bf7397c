//! What is an answer? Hits with the section that answers best, counts of what they are, and what else may have been meant.
//!
//! Places in texts are byte ranges of UTF-8. [`Snippet::pieces`] gives the same without counting, for showing.

use super::query::Note;
use crate::model::{Kind, SectionKind};
use crate::span::Span;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use std::time::Duration;

/// Which hits of all are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// At most so many.
    pub limit: usize,
    /// Passed over before them.
    pub offset: usize,
    /// Count what all hits are, too?
    pub facets: bool,
    /// Say why each was found?
    pub explain: bool,
    /// Bare hits: without snippets, for those who only want to know which articles.
    pub bare: bool,
}

impl Default for Page {
    fn default() -> Page {
        Page { limit: 10, offset: 0, facets: false, explain: false, bare: false }
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Hits {
    /// Articles that match.
    pub total: u64,
    /// How long it took.
    #[serde(serialize_with = "milliseconds", rename = "took_ms")]
    #[schemars(with = "f64")]
    pub took: Duration,
    /// The best of them first, as many as were asked for.
    pub hits: Vec<Hit>,
    /// What all that match are, or all articles where the query asks for nothing; none if they were not asked for.
    pub facets: Option<Facets>,
    /// Words of the query that the articles do not have, and what was looked for beside them.
    pub corrections: Vec<Correction>,
    /// What of the query was understood otherwise than it was written.
    pub notes: Vec<Note>,
}

/// An article that was found.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Hit {
    /// Its id.
    pub id: String,
    /// Digest of its record, which tells revisions and translations of one id apart: what [`Index::at`] finds it by.
    ///
    /// [`Index::at`]: super::Index::at
    pub record: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Where words of the query stand in the title.
    pub title_highlights: Vec<Range>,
    /// How well it matches; only the order of hits of one query means something.
    pub score: f32,
    /// What it is for.
    pub kind: Kind,
    /// Its language.
    pub language: Option<String>,
    /// Label of its revision.
    pub revision: Option<String>,
    /// Last modified, or else reviewed or published.
    pub modified: Option<NaiveDate>,
    /// Products that it applies to, as it lists them.
    pub products: Vec<String>,
    /// Address it was published at.
    pub url: Option<String>,
    /// The section that answers best; none if nothing but the title or the header matches.
    pub section: Option<HitSection>,
    /// From that section.
    pub snippet: Snippet,
    /// Why it was found, if that was asked for, the weightiest first.
    pub why: Vec<Why>,
}

/// A section of an article that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HitSection {
    /// Its id within the article.
    pub id: String,
    /// Its heading.
    pub heading: Option<String>,
    /// Its role.
    pub kind: SectionKind,
    /// Where it stands in the linear text.
    pub span: Span,
}

/// A few words of an article, and which of them the query is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Snippet {
    /// On one line; `…` stands for what is left out.
    pub text: String,
    /// Byte ranges of `text` that match, in order.
    pub highlights: Vec<Range>,
}

/// A byte range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Range {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Snippet {
    /// The text in pieces, each with whether it matches.
    pub fn pieces(&self) -> Vec<(&str, bool)> {
        pieces(&self.text, &self.highlights)
    }
}

/// A text in pieces, each with whether it lies in one of the ranges.
pub fn pieces<'t>(text: &'t str, highlights: &[Range]) -> Vec<(&'t str, bool)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for range in highlights {
        for (start, end, matches) in [(at, range.start, false), (range.start, range.end, true)] {
            pieces.extend(text.get(start..end).filter(|piece| !piece.is_empty()).map(|piece| (piece, matches)));
        }
        at = range.end;
    }
    pieces.extend(text.get(at..).filter(|piece| !piece.is_empty()).map(|piece| (piece, false)));
    pieces
}

/// A part of a score.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Why {
    /// What matched: a word, an identifier, a phrase.
    pub what: String,
    /// Where: the names of fields, such as `title` or `symptoms`.
    pub fields: Vec<String>,
    /// How it came into the query.
    pub source: WhySource,
    /// What it adds to the score.
    pub score: f32,
}

/// How something came into a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhySource {
    /// It was asked for.
    Asked,
    /// An identifier that a typed record of the article holds.
    Record,
    /// Another word for it, or what an abbreviation stands for.
    Synonym,
    /// A word that was probably meant.
    Correction,
    /// Words of the query stand near each other.
    Proximity,
}

/// What the articles that match are, the most frequent first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Facets {
    /// Products, without version and edition.
    pub products: Vec<Count>,
    /// Roles of the sections that they have.
    pub roles: Vec<Count>,
    /// Years of the last date that they state, the newest first.
    pub years: Vec<Count>,
    /// What they are for.
    pub kinds: Vec<Count>,
    /// Languages.
    pub languages: Vec<Count>,
}

/// How many articles have a value. `filter` is what to add to a query to see only these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Count {
    /// The value.
    pub value: String,
    /// Articles.
    pub count: u64,
    /// In the language of queries: `product:"Windows 2000"`.
    pub filter: String,
}

/// A word that no article has, and what was probably meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Correction {
    /// As asked.
    pub word: String,
    /// As articles have it.
    pub meant: String,
}

fn milliseconds<S: serde::Serializer>(took: &Duration, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_f64((took.as_secs_f64() * 1e6).round() / 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_falls_into_pieces_at_its_highlights() {
        let snippet = Snippet {
            text: "the disk is full".into(),
            highlights: vec![Range { start: 4, end: 8 }, Range { start: 12, end: 16 }],
        };
        assert_eq!(snippet.pieces(), [("the ", false), ("disk", true), (" is ", false), ("full", true)]);
        assert_eq!(pieces("x", &[Range { start: 0, end: 9 }]), []);
    }
}
