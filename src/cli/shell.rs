//! `kbmill completions` and `kbmill man`, made from the same definitions as the help.

use super::Status;
use super::args::{Arguments, Completions, Man};
use super::output;
use anyhow::Context;
use clap::CommandFactory;
use std::io::Write;

/// Prints a completion script.
pub fn completions(args: &Completions) -> anyhow::Result<Status> {
    // Into memory first: the generator would panic on a closed pipe.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "kbmill", &mut script);
    let mut out = output::data();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Status::Fine)
}

/// Prints a manual page.
pub fn man(args: &Man) -> anyhow::Result<Status> {
    let mut all = Arguments::command();
    all.build();
    let page = match &args.command {
        None => clap_mangen::Man::new(all),
        Some(name) => {
            let names: Vec<&str> = all.get_subcommands().map(clap::Command::get_name).collect();
            let known = names.join(", ");
            let command = all.find_subcommand(name).cloned();
            let command = command.with_context(|| format!("`{name}` is no command of kbmill; there are {known}"))?;
            clap_mangen::Man::new(command)
        }
    };
    let mut out = output::data();
    page.render(&mut out)?;
    out.flush()?;
    Ok(Status::Fine)
}
