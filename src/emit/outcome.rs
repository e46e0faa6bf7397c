//! What came of one input? A record with its line of JSON, or the reason why there is none.

use super::Line;
use crate::error::Reject;
use crate::model::{Article, SourceInfo};

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
    },
    /// None.
    Reject {
        /// Where the input is from, as far as it was read.
        source: SourceInfo,
        /// Why.
        reject: Reject,
    },
}
