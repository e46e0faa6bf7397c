//! Which article points to which, and which fix replaces which?
//!
//! [`read()`] makes a [`Graph`] of a dataset, line by line: its nodes are the articles, each with its revisions and
//! translations, and what they point to that is not there; its edges are the references and what the fixes state of each
//! other. [`Graph::choose`] takes a part of it, [`dot`], [`graphml`] and [`json`] write it. What a reference means is for
//! [`crate::resolve`] to say; nothing here looks at an article's text.

mod choose; // a part of it
pub mod dot; // … as a picture's description
pub mod graphml; // … for programs that know graphs
pub mod json; // … as JSON, with its schema
mod read; // a dataset → its graph
mod supersedence; // what replaces what in the end

pub use choose::{Choice, Part};
pub use json::schema_json;
pub use read::{Reader, read};

use crate::model::{Kind, ReferenceKind};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

/// The articles of a dataset and what they point to.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// The articles, in the order of their lines, and behind them what is pointed to and not there.
    pub nodes: Vec<Node>,
    /// Who points to whom, in the order of the lines.
    pub edges: Vec<Edge>,
    /// Which node replaces which, newer first, as either states it; once each, in order.
    pub replacements: Vec<(u32, u32)>,
}

/// An article, or what is pointed to and not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What no other node is called: the id, or if another publisher's article has it, too, `publisher:id`.
    pub name: String,
    /// Id of the article, or what the reference to it says.
    pub id: String,
    /// Is there such an article in the dataset?
    pub article: Option<Present>,
    /// How what is not there is referred to first; none for articles.
    pub missing: Option<ReferenceKind>,
    /// Does another fix replace it?
    pub superseded: bool,
    /// The fix that replaces it in the end.
    pub newest: Option<u32>,
}

/// What the graph tells of an article. Of several translations the first in the dataset speaks for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// Who published it.
    pub publisher: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// What it is for.
    pub kind: Kind,
    /// Languages of its translations.
    pub languages: Vec<String>,
    /// First published.
    pub published: Option<NaiveDate>,
    /// Last modified.
    pub modified: Option<NaiveDate>,
    /// Address it was published at.
    pub url: Option<String>,
    /// Lines of the dataset that are revisions and translations of it.
    pub lines: u32,
    /// Is the line that speaks for it the latest revision?
    latest: bool,
}

/// A node points to a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Who states it.
    pub from: u32,
    /// What it is about.
    pub to: u32,
    /// In which way.
    pub kind: EdgeKind,
    /// What the article says, where that is not the id of what it means.
    pub written: Option<String>,
    /// How many lines of the dataset state it: revisions and translations.
    pub lines: u32,
}

/// Ways in which articles point to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EdgeKind {
    /// A reference to an article of the knowledge base.
    Kb,
    /// A reference to a security bulletin.
    Bulletin,
    /// A reference to a vulnerability in the CVE list.
    Cve,
    /// A reference to a Request for Comments of the IETF.
    Rfc,
    /// A reference to an address or a path.
    Url,
    /// A reference to a file that is offered for download.
    File,
    /// A fix says that it replaces another one.
    Replaces,
    /// A fix says that another one replaces it.
    ReplacedBy,
}

impl EdgeKind {
    /// Its published name.
    pub fn name(self) -> &'static str {
        serde_variant::to_variant_name(&self).unwrap_or("")
    }

    /// Does it say that one fix replaces another?
    pub fn is_replacement(self) -> bool {
        matches!(self, EdgeKind::Replaces | EdgeKind::ReplacedBy)
    }
}

impl From<ReferenceKind> for EdgeKind {
    fn from(kind: ReferenceKind) -> EdgeKind {
        match kind {
            ReferenceKind::Kb => EdgeKind::Kb,
            ReferenceKind::Bulletin => EdgeKind::Bulletin,
            ReferenceKind::Cve => EdgeKind::Cve,
            ReferenceKind::Rfc => EdgeKind::Rfc,
            ReferenceKind::Url => EdgeKind::Url,
            ReferenceKind::File => EdgeKind::File,
        }
    }
}

impl Graph {
    /// The article that an edge means, if it is there.
    pub fn resolved(&self, edge: &Edge) -> Option<&str> {
        let node = &self.nodes[edge.to as usize];
        node.article.as_ref().map(|_| node.id.as_str())
    }

    /// What an edge's article says, as it is written.
    pub fn written<'a>(&'a self, edge: &'a Edge) -> &'a str {
        edge.written.as_deref().unwrap_or(&self.nodes[edge.to as usize].id)
    }
}

#[cfg(test)]
mod tests;
