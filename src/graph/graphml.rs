//! How is a graph written as GraphML, for Gephi, yEd, networkx and their like?
//!
//! A node's XML id is its name where that is a name token of XML, else a number; its data always has the name. What follows
//! from what fixes state of each other is edges, too, with `derived` true.

use super::json::Counts;
use super::{Graph, Node, Part};
use std::borrow::Cow;
use std::io::{self, Write};

/// Data of nodes and edges: the key's id, whose it is, its name and its type.
const KEYS: &[(&str, &str, &str, &str)] = &[
    ("label", "node", "label", "string"),
    ("article_id", "node", "article_id", "string"),
    ("present", "node", "present", "boolean"),
    ("missing", "node", "missing", "string"),
    ("publisher", "node", "publisher", "string"),
    ("title", "node", "title", "string"),
    ("node_kind", "node", "kind", "string"),
    ("languages", "node", "languages", "string"),
    ("published", "node", "published", "string"),
    ("modified", "node", "modified", "string"),
    ("url", "node", "url", "string"),
    ("node_lines", "node", "lines", "int"),
    ("superseded", "node", "superseded", "boolean"),
    ("newest", "node", "newest", "string"),
    ("edge_kind", "edge", "kind", "string"),
    ("written", "edge", "written", "string"),
    ("resolved", "edge", "resolved", "string"),
    ("edge_lines", "edge", "lines", "int"),
    ("derived", "edge", "derived", "boolean"),
];

/// Writes a part of a graph.
pub fn write(part: &Part<'_>, out: &mut dyn Write) -> io::Result<()> {
    let graph = part.graph;
    let counts = Counts::of(part);
    out.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" \
          xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns \
          http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n",
    )?;
    writeln!(out, "<!-- {} articles, {} missing, {} edges -->", counts.articles, counts.missing, counts.edges)?;
    for (id, whose, name, holds) in KEYS {
        writeln!(out, "<key id=\"{id}\" for=\"{whose}\" attr.name=\"{name}\" attr.type=\"{holds}\"/>")?;
    }
    writeln!(out, "<graph edgedefault=\"directed\">")?;
    part.nodes().try_for_each(|(n, node)| write_node(graph, n, node, out))?;
    for edge in part.edges() {
        begin_edge(graph, edge.from, edge.to, out)?;
        data("edge_kind", edge.kind.name(), out)?;
        data("written", graph.written(edge), out)?;
        graph.resolved(edge).map_or(Ok(()), |id| data("resolved", id, out))?;
        data("edge_lines", &edge.lines.to_string(), out)?;
        out.write_all(b"</edge>\n")?;
    }
    part.each_superseded(|older, newer| {
        begin_edge(graph, newer, older, out)?;
        data("edge_kind", "supersedes", out)?;
        data("derived", "true", out)?;
        out.write_all(b"</edge>\n")
    })?;
    out.write_all(b"</graph>\n</graphml>\n")
}

fn write_node(graph: &Graph, n: u32, node: &Node, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<node id=\"{}\">", token(n, node))?;
    data("label", &node.name, out)?;
    data("article_id", &node.id, out)?;
    data("present", if node.article.is_some() { "true" } else { "false" }, out)?;
    if let Some(kind) = &node.missing {
        data("missing", serde_variant::to_variant_name(kind).unwrap_or(""), out)?;
    }
    if let Some(article) = &node.article {
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string());
        let stated = [
            ("publisher", article.publisher.clone()),
            ("title", article.title.clone()),
            ("node_kind", serde_variant::to_variant_name(&article.kind).ok().map(str::to_owned)),
            ("languages", (!article.languages.is_empty()).then(|| article.languages.join(" "))),
            ("published", day(article.published)),
            ("modified", day(article.modified)),
            ("url", article.url.clone()),
            ("node_lines", Some(article.lines.to_string())),
        ];
        for (key, value) in stated {
            value.map_or(Ok(()), |value| data(key, &value, out))?;
        }
    }
    data("superseded", if node.superseded { "true" } else { "false" }, out)?;
    node.newest.map_or(Ok(()), |newest| data("newest", &graph.nodes[newest as usize].name, out))?;
    out.write_all(b"</node>\n")
}

fn begin_edge(graph: &Graph, from: u32, to: u32, out: &mut dyn Write) -> io::Result<()> {
    let [source, target] = [from, to].map(|n| token(n, &graph.nodes[n as usize]));
    write!(out, "<edge source=\"{source}\" target=\"{target}\">")
}

fn data(key: &str, value: &str, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<data key=\"{key}\">{}</data>", escaped(value))
}

/// The XML id of a node. Those that are numbers begin as no name of others may.
fn token(n: u32, node: &Node) -> Cow<'_, str> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':');
    if node.name.bytes().all(plain) && !node.name.is_empty() && !node.name.starts_with("_") {
        Cow::Borrowed(&node.name)
    } else {
        Cow::Owned(format!("_{n}"))
    }
}

/// Text as XML has it; what XML cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c < ' ' => {}
            c => out.push(c),
        }
    }
    out
}
