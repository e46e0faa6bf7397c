//! What came of one input? A record with its line of JSON, or the reason why there is none; or what came of it before.

use super::Line;
use crate::error::Reject;
use crate::model::{Article, SourceInfo};
use crate::source::identity::Mark;

/// What came of one input.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "one per input, and few are under way at once")]
pub enum Outcome {
    /// An article.
    Article {
        /// The record.
        article: Box<Article>,
        /// The record as a checked line of JSON, made where it was parsed so that no single thread writes them all.
        line: Line,
        /// By what the input will be known to the next run.
        mark: Option<Mark>,
    },
    /// The same as a run before this one made of it; the writer has it.
    Known {
        /// By what the input is known.
        mark: Mark,
    },
    /// None.
    Reject {
        /// Where the input is from, as far as it was read.
        source: SourceInfo,
        /// Why.
        reject: Reject,
        /// By what the input will be known to the next run.
        mark: Option<Mark>,
    },
}

impl Outcome {
    /// By what the input is known.
    pub fn mark(&self) -> Option<Mark> {
        match self {
            Outcome::Article { mark, .. } | Outcome::Reject { mark, .. } => *mark,
            Outcome::Known { mark } => Some(*mark),
        }
    }
}
