//! `kbmill mcp`: a dataset for a bot, over standard input and output.

use super::Status;
use super::args::Mcp;
use crate::serve;

/// Runs the command. Standard output is the protocol's alone.
pub fn run(args: &Mcp) -> anyhow::Result<Status> {
    serve::stdio(&args.dataset, args.index.as_deref())?;
    Ok(Status::Fine)
}
