//! What parts does an article have, and what is each for?

use crate::span::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One section: a heading and the text under it, up to the next heading of any level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// `s1`, `s2` … in document order.
    #[schemars(regex(pattern = r"^s[1-9][0-9]*$"))]
    pub id: String,
    /// Id of the section this one stands in; null at the top.
    #[schemars(regex(pattern = r"^s[1-9][0-9]*$"))]
    pub parent: Option<String>,
    /// Depth in the tree, 1 at the top.
    #[schemars(range(min = 1))]
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
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
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
        #[schemars(range(min = 1))]
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

impl Block {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Block::Paragraph { span, .. }
            | Block::ListItem { span, .. }
            | Block::Code { span, .. }
            | Block::Table { span, .. }
            | Block::Note { span, .. }
            | Block::Event { span, .. }
            | Block::FileTable { span, .. } => *span,
        }
    }
}

/// The role of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SectionKind {
    /// What the article says, in short.
    Summary,
    /// What the article is about, before its matter begins.
    Introduction,
    /// What the person with the problem sees.
    Symptoms,
    /// Why it happens.
    Cause,
    /// What removes the problem.
    Resolution,
    /// What helps without removing the cause.
    Workaround,
    /// Where the publisher stands on the problem.
    Status,
    /// Background and detail.
    MoreInformation,
    /// Other documents.
    References,
    /// Products and versions the article is for.
    AppliesTo,
    /// Systems and conditions in which the problem was met.
    Environment,
    /// How to find out whether, or where, it happens.
    Diagnosis,
    /// Who or what is affected, and how badly.
    Impact,
    /// How to keep it from happening.
    Prevention,
    /// Problems known with what the article describes.
    KnownIssues,
    /// How to make the problem happen.
    StepsToReproduce,
    /// About the hotfix or update that the article ships.
    FixInformation,
    /// What must be there first.
    Prerequisites,
    /// Whether the computer must be restarted.
    RestartRequirement,
    /// Which fixes it replaces, or which replace it.
    ReplacementInformation,
    /// How to take it off again.
    RemovalInformation,
    /// Which registry keys it needs or changes.
    RegistryInformation,
    /// Which files it brings, with versions.
    FileInformation,
    /// How to install or set it up.
    Installation,
    /// Where to get it.
    Download,
    /// What lowers the risk of a vulnerability.
    Mitigation,
    /// Questions and answers.
    Faq,
    /// Who is thanked.
    Acknowledgments,
    /// What changed in the article, and when.
    RevisionHistory,
    /// The text of an error message or log entry.
    ErrorMessage,
    /// An example, a sample of code or of output.
    Example,
    /// Remarks.
    Notes,
    /// What the publisher does not answer for.
    Disclaimer,
    /// No role that is known, or text before the first heading.
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
