//! `kbmill graph`: a dataset → the graph of its articles, as a picture's description, GraphML or JSON.

use super::Status;
use super::args::{Global, Graph, GraphFormat};
use super::output::{self, count};
use crate::error::Error;
use crate::graph::{self, Choice, Part, json::Counts};
use std::io::{self, BufWriter, Write};
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
        Some(path) => write_file(&part, format, path)?,
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

/// Writes the file whole or not at all.
fn write_file(part: &Part<'_>, format: GraphFormat, path: &Path) -> Result<(), Error> {
    let fail = |e| Error::io("write", path, e);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As other files are made, less what the user's mask takes away.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let file = builder.prefix(".kbmill-graph-").tempfile_in(folder).map_err(fail)?;
    let mut out = BufWriter::with_capacity(1 << 16, file);
    write(part, format, &mut out).map_err(fail)?;
    let file = out.into_inner().map_err(|e| fail(e.into_error()))?;
    file.as_file().sync_all().map_err(fail)?;
    file.persist(path).map(drop).map_err(|e| fail(e.error))
}

/// What a file's name says of its format.
fn format_of(path: Option<&Path>) -> GraphFormat {
    match path.and_then(Path::extension).and_then(|ending| ending.to_str()) {
        Some("dot" | "gv") => GraphFormat::Dot,
        Some("graphml" | "xml") => GraphFormat::Graphml,
        _ => GraphFormat::Json,
    }
}

/// A file of another's in a dataset's folder would keep `build` from replacing the dataset.
fn refuse_inside(path: &Path, dataset: &Path) -> anyhow::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let inside = matches!((folder.canonicalize(), dataset.canonicalize()), (Ok(f), Ok(d)) if f.starts_with(&d));
    anyhow::ensure!(
        !inside,
        "`{}` is within the dataset, which `kbmill build` replaces as a whole; name another place",
        path.display()
    );
    Ok(())
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
