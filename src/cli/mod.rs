//! The `kbmill` command: reads the arguments, does what they say, and tells how it went.
//!
//! One file a command. Standard output is data, everything else goes to standard error; meaning never rests on colour.

pub mod args; // what may be said

mod build; // inputs → a dataset
#[cfg(feature = "chunk")]
mod chunk; // a dataset → passages
mod diff; // what changed?
mod explain; // why was an article read as it was?
mod export; // a dataset → files for a search engine
mod graph; // which article points to which?
#[cfg(feature = "search")]
mod index; // a dataset → its index
mod inputs; // what the commands that parse share
#[cfg(feature = "serve")]
mod mcp; // a dataset for bots
mod output; // standard output and error, colour, progress
mod parse; // inputs → JSON
#[cfg(feature = "sqlite")]
mod query; // a question to the tables
mod schema; // the schemas
#[cfg(feature = "search")]
mod search; // which articles answer?
#[cfg(feature = "serve")]
mod serve; // a dataset for people and programs
mod shell; // completions and the man page
mod sniff; // what is in the inputs?
mod stats; // what is in a dataset?
mod text; // the linear text
mod validate; // is a dataset what it should be?
mod whole_file; // a file that is written whole or not at all

use args::{Arguments, Command};
use clap::Parser;
use std::ffi::OsString;
use std::process::ExitCode;

/// How a run ended, as the exit status says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// 0: fine. Also a build with rejects, and a reader of standard output that went away.
    Fine = 0,
    /// 1: the data disagrees: a dataset with problems, an input to look at that is no article, a reject in a strict build.
    Disagrees = 1,
    /// 2: could not do it: wrong usage, or something could not be read or written. Other inputs were still done.
    Failed = 2,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(status as u8)
    }
}

/// Runs the command with these arguments, the program's name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Status {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(help_or_error) => {
            // A closed pipe is the only way this fails, and nobody is there to be told.
            let _ = help_or_error.print();
            return if help_or_error.use_stderr() { Status::Failed } else { Status::Fine };
        }
    };
    output::choose_colors(arguments.global.color);
    let global = &arguments.global;
    let done = match &arguments.command {
        Command::Build(args) => build::run(args, global),
        Command::Parse(args) => parse::run(args, global),
        Command::Text(args) => text::run(args, global),
        Command::Explain(args) => explain::run(args, global),
        Command::Sniff(args) => sniff::run(args, global),
        Command::Diff(args) => diff::run(args, global),
        Command::History(args) => diff::history(args),
        Command::Changes(args) => diff::changes(args, global),
        Command::Validate(args) => validate::run(args, global),
        Command::Stats(args) => stats::run(args),
        #[cfg(feature = "sqlite")]
        Command::Query(args) => query::run(args),
        #[cfg(feature = "chunk")]
        Command::Chunk(args) => chunk::run(args, global),
        Command::Export(args) => export::run(args, global),
        Command::Graph(args) => graph::run(args, global),
        #[cfg(feature = "search")]
        Command::Index(args) => index::run(args, global),
        #[cfg(feature = "search")]
        Command::Search(args) => search::run(args, global),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(args, global),
        #[cfg(feature = "serve")]
        Command::Mcp(args) => mcp::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Completions(args) => shell::completions(args),
        Command::Man(args) => shell::man(args),
    };
    match done {
        Ok(status) => status,
        Err(error) if output::is_closed_pipe(&error) => Status::Fine,
        Err(error) => {
            output::error(&error);
            let is_reject = error.downcast_ref().is_some_and(|e| matches!(e, crate::Error::Rejected { .. }));
            if is_reject { Status::Disagrees } else { Status::Failed }
        }
    }
}
