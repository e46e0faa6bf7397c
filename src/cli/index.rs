//! `kbmill index`: a dataset → its index.

use super::Status;
use super::args::{Global, Index};
use super::output::{self, ProgressLine, count};
use crate::pipeline::Progress;
use crate::search::{self, Settings};

/// Runs the command.
pub fn run(args: &Index, global: &Global) -> anyhow::Result<Status> {
    let settings =
        Settings { place: args.index.clone(), fresh: args.fresh, jobs: global.jobs.map(std::num::NonZero::get) };
    let line = ProgressLine::new(global.quiet, || None);
    let summary = search::build(&args.dataset, &settings, &mut |progress| {
        line.show(&Progress { articles: progress.articles, bytes: progress.bytes, ..Progress::default() });
    })?;
    drop(line);
    if !global.quiet {
        let known = summary.articles - summary.added;
        let removed = match summary.removed {
            0 => String::new(),
            removed => format!(", {removed} taken out"),
        };
        output::summary(&format!(
            "{}, {} new, {known} known{removed}; {} MB in {}",
            count(summary.articles, "article"),
            summary.added,
            summary.bytes.div_ceil(1_000_000),
            summary.place.display()
        ));
    }
    Ok(Status::Fine)
}
