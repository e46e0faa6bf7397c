//! How is a graph drawn? As Graphviz' language has it: articles as boxes with their title, what is missing as dotted
//! ellipses, what is superseded with a dashed border and the name of the fix that replaces it in the end.

use super::{EdgeKind, Graph, Node, Part};
use std::io::{self, Write};

/// Columns of a label; letters that are drawn wide take two.
const COLUMNS: usize = 36;
/// Lines that a title may take.
const LINES: usize = 4;

/// Writes a part of a graph.
pub fn write(part: &Part<'_>, out: &mut dyn Write) -> io::Result<()> {
    let graph = part.graph;
    out.write_all(
        b"digraph kbmill {\n  graph [rankdir=LR, charset=\"UTF-8\"];\n  node [shape=box, fontname=\"Helvetica\", fontsize=10];\n  \
          edge [fontname=\"Helvetica\", fontsize=8];\n",
    )?;
    part.nodes().try_for_each(|(_, node)| write_node(graph, node, out))?;
    for edge in part.edges() {
        let style = match edge.kind {
            EdgeKind::Replaces => "label=\"replaces\", style=bold",
            EdgeKind::ReplacedBy => "label=\"replaced by\", style=bold, arrowhead=onormal",
            EdgeKind::Kb | EdgeKind::Bulletin => "style=solid",
            EdgeKind::Cve | EdgeKind::Rfc | EdgeKind::Url | EdgeKind::File => "style=dashed",
        };
        write_edge(graph, edge.from, edge.to, style, out)?;
    }
    // The newest is named in the label; only the whole closure is drawn.
    if part.is_closed() {
        let style = "label=\"supersedes\", style=dotted, constraint=false";
        part.each_superseded(|older, newer| write_edge(graph, newer, older, style, out))?;
    }
    out.write_all(b"}\n")
}

fn write_node(graph: &Graph, node: &Node, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = vec![node.name.clone()];
    let title = node.article.as_ref().and_then(|article| article.title.as_deref());
    lines.extend(wrapped(title.unwrap_or("")));
    if let Some(newest) = node.newest {
        lines.push(format!("superseded, newest: {}", graph.nodes[newest as usize].name));
    } else if node.superseded {
        lines.push("superseded".to_owned());
    }
    let label: Vec<String> = lines.iter().map(|line| text(line)).collect();
    write!(out, "  {} [label=\"{}\"", id(&node.name), label.join("\\n"))?;
    match (&node.article, node.superseded) {
        (None, _) => out.write_all(b", shape=ellipse, style=dotted")?,
        (Some(_), true) => out.write_all(b", style=dashed")?,
        (Some(_), false) => {}
    }
    if let Some(article) = &node.article {
        article.title.as_ref().map_or(Ok(()), |title| write!(out, ", tooltip=\"{}\"", text(title)))?;
        article.url.as_ref().map_or(Ok(()), |url| write!(out, ", URL=\"{}\"", text(url)))?;
    }
    out.write_all(b"];\n")
}

fn write_edge(graph: &Graph, from: u32, to: u32, style: &str, out: &mut dyn Write) -> io::Result<()> {
    let [from, to] = [from, to].map(|n| id(&graph.nodes[n as usize].name));
    writeln!(out, "  {from} -> {to} [{style}];")
}

/// A node's id between quotes. Only quotes are special in it, and a backslash before one.
fn id(name: &str) -> String {
    format!("\"{}\"", shown(name).replace('\\', "\\\\").replace('"', "\\\""))
}

/// Words of a label: where a backslash begins an escape, and `&` an entity.
fn text(words: &str) -> String {
    shown(words).replace('\\', "\\\\").replace('"', "\\\"").replace('&', "&amp;")
}

/// Without what would break a line or steer a terminal.
fn shown(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A title in lines of a label's width, the last with `…` if there are more.
fn wrapped(title: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let (mut line, mut width) = (String::new(), 0);
    for word in title.split_whitespace() {
        let length: usize = word.chars().map(columns).sum();
        if width > 0 && width + 1 + length > COLUMNS {
            lines.push(std::mem::take(&mut line));
            width = 0;
        }
        if width > 0 {
            line.push(' ');
            width += 1;
        }
        // A word that is longer than a line, as all of a sentence is in languages without spaces.
        for c in word.chars() {
            if width + columns(c) > COLUMNS {
                lines.push(std::mem::take(&mut line));
                width = 0;
            }
            line.push(c);
            width += columns(c);
        }
        if lines.len() > LINES {
            break;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        lines[LINES - 1].push('…');
    }
    lines
}

fn columns(c: char) -> usize {
    if c >= '\u{1100}' { 2 } else { 1 }
}
