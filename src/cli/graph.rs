//! `kbmill graph`: a dataset → the graph of its articles, as a picture's description, GraphML or JSON.

use super::Status;
use super::args::{Global, Graph, GraphFormat};
use super::output::{self, count};
use super::whole_file::{WholeFile, refuse_inside};
use crate::graph::{self, Choice, Part, json::Counts};
use std::io::{self, Write};
use std::path::Path;

/// Runs the command.
pub fn run(args: &Graph, global: &Global) -> anyhow::Result<Status> {
    if let Some(path) = &args.output {
        refuse_inside(path, &args.dataset)?;
    }
    let read = graph::read(&args.dataset, args.revisions)?;
    let mut around = Vec::new();
    for article in &args.articles {
        let Some(node) = read.asked(article) else {
            anyhow::bail!(
                "there is no article `{article}` in `{}`, and nothing in it points to one",
                args.dataset.display()
            )
        };
        around.push(node);
    }
    let choice = Choice {
        kinds: args.kinds.iter().flat_map(|kind| kind.edges()).copied().collect(),
        around,
        depth: args.depth,
        dangling: args.dangling,
        linked: args.linked,
        closure: args.closure,
    };
    let part = read.graph.choose(&choice);
    let format = args.format.unwrap_or_else(|| format_of(args.output.as_deref()));
    match &args.output {
        None => {
            let mut out = output::data();
            write(&part, format, &mut out)?;
            out.flush()?;
        }
        Some(path) => {
            let mut file = WholeFile::create(path)?;
            write(&part, format, &mut file).map_err(WholeFile::fault(path))?;
            file.finish()?;
        }
    }
    if !global.quiet {
        output::summary(&summary(&Counts::of(&part)));
    }
    Ok(Status::Fine)
}

fn write(part: &Part<'_>, format: GraphFormat, out: &mut dyn Write) -> io::Result<()> {
    match format {
        GraphFormat::Dot => graph::dot::write(part, out),
        GraphFormat::Graphml => graph::graphml::write(part, out),
        GraphFormat::Json => graph::json::write(part, out),
    }
}

/// What a file's name says of its format.
fn format_of(path: Option<&Path>) -> GraphFormat {
    match path.and_then(Path::extension).and_then(|ending| ending.to_str()) {
        Some("dot" | "gv") => GraphFormat::Dot,
        Some("graphml" | "xml") => GraphFormat::Graphml,
        _ => GraphFormat::Json,
    }
}

fn summary(counts: &Counts) -> String {
    format!(
        "{}, {} of them superseded; {} that {} missing; {}, {} of them to articles of the dataset",
        count(counts.articles, "article"),
        counts.superseded,
        counts.missing,
        if counts.missing == 1 { "is" } else { "are" },
        count(counts.edges, "edge"),
        counts.resolved
    )
}
