//! `kbmill diff`, `history` and `changes`: two states of articles → what changed.

mod changes; // … for subscribers
mod history; // … from revision to revision
mod page; // how it looks on a terminal
mod sides; // what is compared

pub use changes::run as changes;
pub use history::run as history;

use super::args::{Diff as Arguments, DiffFormat, Global, Only, Showing};
use super::{Status, output};
use crate::diff::{Change, Class, Diff};
use crate::report::html::Subject;
use crate::report::{self, Comparison};
use anyhow::bail;
use page::{Look, Page};
use serde::Serialize;
use sides::Compared;
use std::io::{self, Write};

/// Runs `kbmill diff`.
pub fn run(args: &Arguments, global: &Global) -> anyhow::Result<Status> {
    let showing = &args.showing;
    let is_lines = showing.format == DiffFormat::Jsonl;
    let (mut differing, mut in_looks, mut any) = (Vec::new(), 0, false);
    let mut lines = output::data();
    let (compared, _) = sides::compare(&args.sides, global, &mut |mut diff: Diff| {
        diff.retain(|change| is_wanted(&showing.only, change));
        let is_changed = diff.old.is_some() && diff.new.is_some();
        if is_changed && diff.changes.is_empty() {
            return Ok(());
        }
        any = true;
        if is_lines {
            write_json(&mut lines, &diff, false)?;
        } else if is_changed && !diff.changes.iter().any(report::is_shown) {
            // Those that differ in looks only may be all of them: they are counted.
            in_looks += 1;
        } else {
            differing.push(diff);
        }
        Ok(())
    })?;
    lines.flush()?;
    drop(lines);
    match compared {
        Compared::Sets(_) if is_lines => {}
        Compared::Sets(counts) => {
            let names = [&args.sides.old, &args.sides.new].map(|side| side.display().to_string());
            show(showing, Subject::Comparison(&Comparison { names, counts, in_looks, differing }))?;
        }
        Compared::Pair(mut diff) => {
            diff.retain(|change| is_wanted(&showing.only, change));
            any = !diff.changes.is_empty();
            show(showing, Subject::Article(&diff))?;
        }
    }
    Ok(if any { Status::Disagrees } else { Status::Fine })
}

/// Writes what differs, as it was asked for.
fn show(showing: &Showing, subject: Subject<'_>) -> anyhow::Result<()> {
    let look = match showing {
        Showing { word: true, .. } => Look::ByWord,
        Showing { side_by_side: true, .. } => Look::SideBySide,
        _ => Look::Lines,
    };
    if showing.format == DiffFormat::Text {
        let mut out = output::page();
        let mut page = Page::new(&mut out, look);
        match subject {
            Subject::Article(diff) => page.article(diff),
            Subject::Comparison(all) => page.comparison(all),
            Subject::History(diffs) => page.history(diffs),
        }?;
        return Ok(out.flush()?);
    }
    let mut out = output::data();
    match (showing.format, subject) {
        (DiffFormat::Html, subject) => report::html::write(&mut out, subject, showing.side_by_side)?,
        (DiffFormat::Markdown, Subject::Article(diff)) => report::markdown::article(&mut out, diff, 1, showing.word)?,
        (DiffFormat::Markdown, Subject::Comparison(all)) => report::markdown::comparison(&mut out, all, showing.word)?,
        (DiffFormat::Markdown, Subject::History(diffs)) => report::markdown::history(&mut out, diffs, showing.word)?,
        (DiffFormat::Json, Subject::Article(diff)) => write_json(&mut out, diff, true)?,
        (DiffFormat::Json, _) => bail!("several differences are written as JSON lines: `--format jsonl`"),
        (_, Subject::Article(diff)) => write_json(&mut out, diff, false)?,
        (_, Subject::History(diffs)) => diffs.iter().try_for_each(|diff| write_json(&mut out, diff, false))?,
        (_, Subject::Comparison(all)) => all.differing.iter().try_for_each(|diff| write_json(&mut out, diff, false))?,
    }
    Ok(out.flush()?)
}

/// Is a change among those that are asked for?
fn is_wanted(only: &[Only], change: &Change) -> bool {
    let is = |only: &Only| match only {
        Only::Material => change.material,
        Only::Fix => change.class == Class::Fix,
        Only::Cause => change.class == Class::Cause,
        Only::Symptoms => change.class == Class::Symptoms,
        Only::Scope => change.class == Class::Scope,
        Only::Metadata => change.class == Class::Metadata,
        Only::Reference => change.class == Class::Reference,
        Only::Wording => change.class == Class::Wording,
        Only::Cosmetic => change.class == Class::Cosmetic,
    };
    only.is_empty() || only.iter().any(is)
}

fn write_json(out: &mut impl Write, value: &impl Serialize, pretty: bool) -> io::Result<()> {
    if pretty { serde_json::to_writer_pretty(&mut *out, value) } else { serde_json::to_writer(&mut *out, value) }?;
    writeln!(out)
}
