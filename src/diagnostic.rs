//! What was not understood, and where?
//!
//! A diagnostic never stops an article: the field it speaks of is null and the text stays in its section. Codes are
//! stable names of faults; the list here is the only one, and `kbmill stats` counts by it.

use crate::span::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One thing that was not understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Diagnostic {
    /// Stable name of the fault.
    pub code: Code,
    /// What a person should know, with the offending text in backticks.
    pub message: String,
    /// Where in the linear text, if it stands there.
    pub span: Option<Span>,
}

impl Diagnostic {
    /// A diagnostic at a place in the linear text.
    pub fn at(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic { code, message: message.into(), span: Some(span) }
    }

    /// A diagnostic of the whole article.
    pub fn whole(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic { code, message: message.into(), span: None }
    }
}

/// The faults that have a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// The declared character set is unknown or contradicted by the bytes; another one was used.
    CharsetGuessed,
    /// Bytes that are not text in the character set used were replaced by U+FFFD.
    CharsetReplaced,
    /// The archive or page ends in the middle; what there was has been read.
    Truncated,
    /// Nested or repeated beyond what is read; the rest was left out of the structure and kept as text.
    TooDeep,
    /// The article states no number or other identifier; its file name or a digest serves.
    NoIdentifier,
    /// Two places state different identifiers, titles or dates.
    Contradiction,
    /// No title was found.
    NoTitle,
    /// A heading that stands for no known role.
    UnknownHeading,
    /// The article has no heading of a known role.
    NoSections,
    /// A date that cannot be read, or that reads two ways with nothing to decide it.
    AmbiguousDate,
    /// A date or time that is none.
    BadDate,
    /// A row of a file table that could not be read.
    BadFileRow,
    /// A version that is not a row of numbers.
    BadVersion,
    /// A file size that cannot be read.
    BadSize,
    /// An event record without an event ID, or with one that is no number.
    BadEventId,
    /// An event field whose value could not be read.
    BadEventField,
    /// A registry path that does not begin with a known hive.
    UnknownHive,
    /// Front matter that is not valid YAML.
    BadFrontMatter,
    /// A fragment that the article includes could not be read; its words are missing.
    IncludeUnresolved,
    /// No commit could be named that the file is from.
    CommitUnknown,
}
