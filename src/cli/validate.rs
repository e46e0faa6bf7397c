//! `kbmill validate`: is a dataset what it should be?

use super::Status;
use super::args::{Global, Validate};
use super::output::{self, count};
use std::io::Write;

/// Runs the command.
pub fn run(args: &Validate, global: &Global) -> anyhow::Result<Status> {
    let report = crate::validate::validate(&args.dataset)?;
    let mut out = output::data();
    for problem in &report.problems {
        let file = args.dataset.join(&problem.file);
        match problem.line {
            Some(line) => writeln!(out, "{}:{line}: {}", file.display(), problem.message)?,
            None => writeln!(out, "{}: {}", file.display(), problem.message)?,
        }
    }
    out.flush()?;
    let problems = report.problems.len() as u64 + report.unlisted;
    if !global.quiet {
        let held = format!("{}, {}", count(report.articles, "article"), count(report.rejects, "reject"));
        let unlisted =
            if report.unlisted > 0 { format!(", {} of them not listed", report.unlisted) } else { String::new() };
        let found = if problems == 0 { "nothing wrong".to_owned() } else { count(problems, "problem") + &unlisted };
        output::summary(&format!("{held}: {found}"));
    }
    Ok(if report.is_valid() { Status::Fine } else { Status::Disagrees })
}
