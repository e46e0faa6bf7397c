//! `kbmill build`: inputs → a dataset.

use super::Status;
use super::args::{self, Build, Global};
use super::output::{self, ProgressLine};
use super::{inputs, output::count};
use crate::emit::{self, DatasetWriter, Manifest, Outcome};
use crate::model::Article;
use crate::{pipeline, source};
use std::path::Path;

/// Runs the command.
pub fn run(args: &Build, global: &Global) -> anyhow::Result<Status> {
    // A mistyped path must not replace a good dataset by an empty one.
    anyhow::ensure!(!inputs::are_missing(&args.inputs), "nothing to read: {}", missing(&args.inputs));
    let options = inputs::options(&args.parsing)?;
    let mut reading = inputs::reading(&args.parsing.reading);
    reading.skip.push(args.output.clone());
    let reading = inputs::history(&args.inputs, args.history, reading)?;
    let default = emit::Settings::default();
    let settings = emit::Settings { title: args.title.clone().unwrap_or(default.title), tables: tables(&args.format) };
    let mut writer = DatasetWriter::create(&args.output, settings)?;

    let line = ProgressLine::new(global.quiet, || source::total_bytes(&args.inputs));
    let mut status = Status::Fine;
    let all = source::inputs(&args.inputs, &reading);
    let running = inputs::running(global, args.strict);
    pipeline::run(all, &options, &running, &mut |outcome, progress| {
        match &outcome {
            Outcome::Reject { source, reject } => {
                let is_given = inputs::is_given(&args.inputs, source, reject);
                if is_given {
                    status = Status::Failed;
                }
                if is_given || global.verbose > 0 {
                    line.aside(|| output::reject(source, reject));
                }
            }
            Outcome::Article { article, .. } if global.verbose > 1 => line.aside(|| tell(article)),
            Outcome::Article { .. } => {}
        }
        line.show(progress);
        writer.add(outcome)
    })?;
    drop(line);
    writer.passed_over(reading.passed_over.counts());
    let manifest = writer.finish()?;
    if !global.quiet {
        output::summary(&summary(&manifest, &args.output));
        if manifest.counts.inputs == 0 {
            output::warning("there are no files in what was given; the dataset is empty");
        }
    }
    Ok(status)
}

/// The formats of tables among those that are asked for; JSON lines are always written.
fn tables(formats: &[args::Format]) -> Vec<emit::Format> {
    let mut tables: Vec<emit::Format> = formats.iter().filter_map(|format| format.table()).collect();
    tables.sort_unstable();
    tables.dedup();
    tables
}

fn missing(paths: &[std::path::PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
    let verb = if names.len() == 1 { "does" } else { "do" };
    format!("{} {verb} not exist", names.join(", "))
}

/// Tells what was not understood in an article.
fn tell(article: &Article) {
    for diagnostic in &article.diagnostics {
        let code = output::word(&diagnostic.code);
        output::summary(&format!("{}: {code}: {}", output::name(&article.source), diagnostic.message));
    }
}

fn summary(manifest: &Manifest, folder: &Path) -> String {
    let counts = &manifest.counts;
    let mut parts = vec![count(counts.articles, "article")];
    if counts.duplicates > 0 {
        parts.push(count(counts.duplicates, "duplicate"));
    }
    if counts.rejects > 0 {
        parts.push(count(counts.rejects, "reject"));
    }
    let mut summary = format!("{} from {} in `{}`", parts.join(", "), count(counts.inputs, "input"), folder.display());
    if counts.rejects + counts.duplicates > 0 {
        let list = folder.join(emit::REJECTS);
        summary.push_str(&format!("; what gave no article of its own is listed in `{}`", list.display()));
    }
    summary
}
