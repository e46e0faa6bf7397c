//! `kbmill schema`: the JSON Schemas of the dataset's files.

use super::Status;
use super::args::{Schema, SchemaFile};
use super::output;
use crate::emit;
use std::io::Write;

/// Runs the command.
pub fn run(args: &Schema) -> anyhow::Result<Status> {
    let name = match args.file {
        SchemaFile::Article => "article.schema.json",
        SchemaFile::Reject => "reject.schema.json",
        SchemaFile::Manifest => "manifest.schema.json",
    };
    let schema =
        emit::schemas().into_iter().find(|(known, _)| *known == name).map_or_else(String::new, |(_, text)| text);
    let mut out = output::data();
    writeln!(out, "{}", schema.trim_end())?;
    out.flush()?;
    Ok(Status::Fine)
}
