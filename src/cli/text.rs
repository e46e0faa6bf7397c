//! `kbmill text`: the linear text of articles.

use super::Status;
use super::args::{Global, Text};
use super::{inputs, output};
use crate::pipeline;
use std::io::Write;

/// Runs the command.
pub fn run(args: &Text, _global: &Global) -> anyhow::Result<Status> {
    let options = inputs::options(&args.parsing)?;
    let mut out = output::text();
    // With one input the output is its text to the byte, so that spans can be cut out of it.
    let several = args.inputs.len() > 1 || args.inputs.iter().any(|path| path.is_dir());
    let status = inputs::each(&args.inputs, &args.parsing, |document| {
        let options = pipeline::options_for(&document, &options);
        let (info, extracted) = match inputs::extract(document, &options) {
            Ok(found) => found,
            Err(refused) => return Ok(Some(refused)),
        };
        if several {
            writeln!(out, "==> {} <==", output::name(&info))?;
        }
        out.write_all(extracted.text.as_bytes())?;
        if several && !extracted.text.ends_with('\n') {
            writeln!(out)?;
        }
        Ok(None)
    })?;
    out.flush()?;
    Ok(status)
}
