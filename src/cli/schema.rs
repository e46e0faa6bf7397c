//! `kbmill schema`: the JSON Schemas of the dataset's files, of the tables' rows of the graph, of chunks and of differences.

use super::Status;
use super::args::{Schema, SchemaFile};
use super::output;
use crate::{diff, emit, graph, report};
use std::io::Write;

/// Runs the command.
pub fn run(args: &Schema) -> anyhow::Result<Status> {
    let of_file =
        |name: &str| emit::schemas().into_iter().find(|(known, _)| *known == name).map(|(_, text)| text.to_owned());
    let schema = match (&args.table, args.file) {
        (Some(table), _) => emit::tables().iter().find(|known| known.name == table).map(emit::row_schema),
        (None, SchemaFile::Article) => of_file("article.schema.json"),
        (None, SchemaFile::Reject) => of_file("reject.schema.json"),
        (None, SchemaFile::Manifest) => of_file("manifest.schema.json"),
        (None, SchemaFile::Graph) => Some(graph::schema_json()),
        #[cfg(feature = "chunk")]
        (None, SchemaFile::Chunk) => Some(crate::chunk::schema_json()),
        (None, SchemaFile::Changes) => Some(report::feed::schema_json()),
        (None, SchemaFile::Diff) => Some(diff::schema_json()),
    };
    let mut out = output::data();
    writeln!(out, "{}", schema.unwrap_or_default().trim_end())?;
    out.flush()?;
    Ok(Status::Fine)
}
