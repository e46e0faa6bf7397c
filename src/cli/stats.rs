//! `kbmill stats`: what is in a dataset?

use super::Status;
use super::args::Stats;
use super::output::{self, group, heading, row};
use crate::validate;
use std::io::{self, Write};

/// Missing articles that are shown for reading.
const LISTED: usize = 10;

/// Runs the command.
pub fn run(args: &Stats) -> anyhow::Result<Status> {
    let stats = validate::stats(&args.dataset)?;
    if args.json {
        let mut out = output::data();
        serde_json::to_writer_pretty(&mut out, &stats).map_err(io::Error::from)?;
        writeln!(out)?;
        out.flush()?;
    } else {
        let mut out = output::page();
        print(&mut out, &stats)?;
        out.flush()?;
    }
    Ok(Status::Fine)
}

fn print(out: &mut impl Write, stats: &validate::Stats) -> io::Result<()> {
    let share = |part: u64| if stats.chars == 0 { 0.0 } else { part as f64 * 100.0 / stats.chars as f64 };
    row(out, "articles", stats.articles)?;
    row(out, "  of them superseded by a newer revision", stats.superseded)?;
    row(out, "rejects", stats.rejects.values().sum())?;
    row(out, "event records", stats.events)?;
    row(out, "file versions", stats.files)?;
    row(out, "registry entries", stats.registry)?;
    row(out, "references", stats.references)?;
    row(out, "  of them to articles of the dataset", stats.resolved.values().sum())?;
    row(out, "  of them to articles that it does not have", stats.dangling.values().sum())?;
    row(out, "characters", stats.chars)?;
    writeln!(out, "{:>10}  of them understood", format!("{:.2} %", 100.0 - share(stats.unparsed)))?;
    group(out, "form", &stats.forms, true)?;
    group(out, "dialect", &stats.dialects, true)?;
    group(out, "kind", &stats.kinds, true)?;
    group(out, "language", &stats.languages, true)?;
    group(out, "year", &stats.years, false)?;
    group(out, "sections by role", &stats.sections, true)?;
    group(out, "error codes by space", &stats.error_codes, true)?;
    group(out, "references to articles of the dataset", &stats.resolved, true)?;
    group(out, "references to articles that are missing", &stats.dangling, true)?;
    missing(out, stats)?;
    group(out, "diagnostics (articles that have one)", &stats.articles_with, true)?;
    group(out, "rejects by reason", &stats.rejects, true)
}

/// What is missing most.
fn missing(out: &mut impl Write, stats: &validate::Stats) -> io::Result<()> {
    if stats.missing.is_empty() {
        return Ok(());
    }
    heading(out, "missing articles that most references lead to")?;
    stats.missing.iter().take(LISTED).try_for_each(|one| row(out, &output::shortened(&one.id, 12), one.references))
}
