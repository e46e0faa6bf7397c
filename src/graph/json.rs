//! How is a graph written as JSON? In the shape that node-link readers know, such as networkx and D3, one node and one edge
//! a line; its schema comes from the same types.

use super::{Edge, EdgeKind, Graph, Node, Part};
use crate::emit;
use crate::model::{Kind, ReferenceKind};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};

/// The whole file.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[allow(dead_code, reason = "says what is written piece by piece")]
struct File<'a> {
    /// Edges have a direction.
    #[schemars(extend("const" = true))]
    directed: bool,
    /// Two nodes may have several edges between them, of different kinds.
    #[schemars(extend("const" = true))]
    multigraph: bool,
    /// How much of what there is.
    graph: Counts,
    /// Articles of the dataset, and what they point to that is not there.
    nodes: Vec<NodeLine<'a>>,
    /// Which article points to which.
    edges: Vec<EdgeLine<'a>>,
    /// Which fix is replaced in the end by which: for each fix its newest; with `--closure` every fix that replaces it over
    /// any number of steps.
    supersedence: Vec<Superseded<'a>>,
}

/// How much of what a graph has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Nodes that are articles of the dataset.
    pub articles: u64,
    /// Nodes that are not.
    pub missing: u64,
    /// Edges.
    pub edges: u64,
    /// Edges to articles of the dataset.
    pub resolved: u64,
    /// Articles that another fix replaces.
    pub superseded: u64,
}

impl Counts {
    /// Of a part of a graph.
    pub fn of(part: &Part<'_>) -> Counts {
        let mut counts = Counts::default();
        for (_, node) in part.nodes() {
            *if node.article.is_some() { &mut counts.articles } else { &mut counts.missing } += 1;
            counts.superseded += u64::from(node.superseded && node.article.is_some());
        }
        for edge in part.edges() {
            counts.edges += 1;
            counts.resolved += u64::from(part.graph.resolved(edge).is_some());
        }
        counts
    }
}

/// A node.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NodeLine<'a> {
    /// What no other node is called: `article_id`, or where another publisher's article has the same, `publisher:article_id`.
    #[schemars(length(min = 1))]
    id: &'a str,
    /// Id of the article, or what the reference to it says.
    #[schemars(length(min = 1))]
    article_id: &'a str,
    /// Is there such an article in the dataset?
    present: bool,
    /// How what is not there is referred to; null for articles of the dataset.
    missing: Option<ReferenceKind>,
    /// Who published it.
    publisher: Option<&'a str>,
    /// Its title.
    title: Option<&'a str>,
    /// What it is for; null for what is not there.
    kind: Option<Kind>,
    /// Languages of its translations.
    languages: &'a [String],
    /// First published.
    published: Option<NaiveDate>,
    /// Last modified.
    modified: Option<NaiveDate>,
    /// Address it was published at.
    url: Option<&'a str>,
    /// Lines of the dataset that are revisions and translations of it; 0 for what is not there.
    lines: u32,
    /// Does another fix replace it?
    superseded: bool,
    /// `id` of the fix that replaces it in the end; null where nothing does, and for the end of a circle.
    newest: Option<&'a str>,
}

/// An edge.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct EdgeLine<'a> {
    /// `id` of the article that points.
    source: &'a str,
    /// `id` of what it points to.
    target: &'a str,
    /// In which way.
    kind: EdgeKind,
    /// What the article says: an id, an address.
    #[schemars(length(min = 1))]
    written: &'a str,
    /// Id of the article in the dataset that is meant; null where there is none.
    resolved: Option<&'a str>,
    /// Lines of the dataset that state it: revisions and translations of the article.
    #[schemars(range(min = 1))]
    lines: u32,
}

/// A fix and one that replaces it.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Superseded<'a> {
    /// `id` of the fix that is replaced.
    older: &'a str,
    /// `id` of the one that replaces it, over any number of steps.
    newer: &'a str,
}

/// Writes a part of a graph.
pub fn write(part: &Part<'_>, out: &mut dyn Write) -> io::Result<()> {
    let graph = part.graph;
    let counts = serde_json::to_string(&Counts::of(part))?;
    write!(out, "{{\"directed\":true,\"multigraph\":true,\"graph\":{counts},\n\"nodes\":[")?;
    let mut list = List::new(out);
    part.nodes().try_for_each(|(_, one)| list.item(&node(graph, one)))?;
    list.out.write_all(b"\n],\n\"edges\":[")?;
    list.any = false;
    part.edges().try_for_each(|one| list.item(&edge(graph, one)))?;
    list.out.write_all(b"\n],\n\"supersedence\":[")?;
    list.any = false;
    part.each_superseded(|older, newer| {
        let [older, newer] = [older, newer].map(|n| graph.nodes[n as usize].name.as_str());
        list.item(&Superseded { older, newer })
    })?;
    list.out.write_all(b"\n]}\n")
}

/// Items of a list, one a line.
struct List<'o> {
    out: &'o mut dyn Write,
    any: bool,
}

impl<'o> List<'o> {
    fn new(out: &'o mut dyn Write) -> List<'o> {
        List { out, any: false }
    }

    fn item(&mut self, item: &impl Serialize) -> io::Result<()> {
        self.out.write_all(if self.any { b",\n" } else { b"\n" })?;
        self.any = true;
        Ok(serde_json::to_writer(&mut *self.out, item)?)
    }
}

fn node<'g>(graph: &'g Graph, node: &'g Node) -> NodeLine<'g> {
    let article = node.article.as_ref();
    NodeLine {
        id: &node.name,
        article_id: &node.id,
        present: article.is_some(),
        missing: node.missing,
        publisher: article.and_then(|a| a.publisher.as_deref()),
        title: article.and_then(|a| a.title.as_deref()),
        kind: article.map(|a| a.kind),
        languages: article.map_or(&[], |a| &a.languages),
        published: article.and_then(|a| a.published),
        modified: article.and_then(|a| a.modified),
        url: article.and_then(|a| a.url.as_deref()),
        lines: article.map_or(0, |a| a.lines),
        superseded: node.superseded,
        newest: node.newest.map(|n| graph.nodes[n as usize].name.as_str()),
    }
}

fn edge<'g>(graph: &'g Graph, edge: &'g Edge) -> EdgeLine<'g> {
    EdgeLine {
        source: &graph.nodes[edge.from as usize].name,
        target: &graph.nodes[edge.to as usize].name,
        kind: edge.kind,
        written: graph.written(edge),
        resolved: graph.resolved(edge),
        lines: edge.lines,
    }
}

/// The schema of the file.
pub fn schema_json() -> String {
    emit::schema_of::<File<'_>>("graph", "Graph of a dataset, as `kbmill graph --format json` writes it")
}
