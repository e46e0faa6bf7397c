//! What parts does an article have, and what is each for?

use crate::span::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One section: a heading and the text under it, up to the next heading of any level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// `s1`, `s2` … in document order.
    pub id: String,
    /// The section this one stands in; null at the top.
    pub parent: Option<String>,
    /// Depth in the tree, 1 at the top.
    pub level: u8,
    /// The role of the section, in whatever words its heading puts it.
    pub kind: SectionKind,
    /// The part of a KCS v6 article that the role belongs to.
    pub kcs: KcsPart,
    /// The heading as written; null for text before the first heading.
    pub heading: Option<String>,
    /// The section's own text, without subsections and without site chrome.
    pub text: String,
    /// The same text in blocks.
    pub blocks: Vec<Block>,
    /// From the heading to the end of the section's own text.
    pub span: Span,
}

/// A paragraph, list item, table or other unit of a section's text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// Running text.
    Paragraph {
        /// As written.
        text: String,
        /// Where.
        span: Span,
    },
    /// One item of a list, without its bullet or number.
    ListItem {
        /// Numbered?
        ordered: bool,
        /// Nesting, 1 for the outermost list.
        depth: u8,
        /// The item's own text.
        text: String,
        /// Where.
        span: Span,
    },
    /// Text whose line ends and columns matter: code, console output, fixed-width tables.
    Code {
        /// Language named by the source, if any.
        language: Option<String>,
        /// As written.
        text: String,
        /// Where.
        span: Span,
    },
    /// A table with cells.
    Table {
        /// Cells of the header row; empty when the table has none.
        header: Vec<String>,
        /// Cells row by row; a cell that spans several columns or rows stands in each of them.
        rows: Vec<Vec<String>>,
        /// Where.
        span: Span,
    },
    /// Text set apart: note, warning, important.
    Note {
        /// The label as written (`NOTE`, `Warning`).
        label: String,
        /// The text without the label.
        text: String,
        /// Where.
        span: Span,
    },
    /// An event-log record.
    Event {
        /// Position in the article's `events`.
        index: u32,
        /// Where.
        span: Span,
    },
    /// A file-version table.
    FileTable {
        /// Position of its first row in the article's `files`.
        first: u32,
        /// Number of rows.
        count: u32,
        /// Where.
        span: Span,
    },
}

/// The role of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it; schema readers see the KCS part beside each")]
pub enum SectionKind {
    Summary,
    Introduction,
    Symptoms,
    Cause,
    Resolution,
    Workaround,
    Status,
    MoreInformation,
    References,
    AppliesTo,
    Environment,
    Diagnosis,
    Impact,
    Prevention,
    KnownIssues,
    StepsToReproduce,
    FixInformation,
    Prerequisites,
    RestartRequirement,
    ReplacementInformation,
    RemovalInformation,
    RegistryInformation,
    FileInformation,
    Installation,
    Download,
    Mitigation,
    Faq,
    Acknowledgments,
    RevisionHistory,
    ErrorMessage,
    Example,
    Notes,
    Disclaimer,
    Other,
}

/// The parts of an article in KCS v6 (Knowledge-Centered Service, Consortium for Service Innovation).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KcsPart {
    /// The situation in the words of the one who has it.
    Issue,
    /// Products, platforms, versions, conditions.
    Environment,
    /// What answers the issue.
    Resolution,
    /// Why it happens.
    Cause,
    /// About the article itself.
    Metadata,
}

impl SectionKind {
    /// The KCS v6 part that the role belongs to.
    pub fn kcs(self) -> KcsPart {
        use SectionKind::*;
        match self {
            Summary | Introduction | Symptoms | Impact | KnownIssues | StepsToReproduce | ErrorMessage | Faq => {
                KcsPart::Issue
            }
            AppliesTo | Environment | Prerequisites => KcsPart::Environment,
            Cause | Diagnosis => KcsPart::Cause,
            Resolution
            | Workaround
            | Prevention
            | FixInformation
            | RestartRequirement
            | ReplacementInformation
            | RemovalInformation
            | RegistryInformation
            | FileInformation
            | Installation
            | Download
            | Mitigation
            | MoreInformation
            | Example
            | Notes
            | Status => KcsPart::Resolution,
            References | Acknowledgments | RevisionHistory | Disclaimer | Other => KcsPart::Metadata,
        }
    }
}
