//! `kbmill build`: inputs → a dataset.

use super::Status;
use super::args::{self, Build, Global};
use super::output::{self, ProgressLine};
use super::{inputs, output::count};
use crate::emit::{self, Cache, DatasetWriter, Finished, Layout, Outcome, Split};
use crate::model::Article;
use crate::pipeline::{self, Memory};
use crate::source;
use std::path::Path;
use std::sync::Arc;

/// Runs the command.
pub fn run(args: &Build, global: &Global) -> anyhow::Result<Status> {
    // A mistyped path must not replace a good dataset by an empty one.
    anyhow::ensure!(!inputs::are_missing(&args.inputs), "nothing to read: {}", missing(&args.inputs));
    let options = inputs::options(&args.parsing)?;
    let mut reading = inputs::reading(&args.parsing.reading);
    reading.skip.push(args.output.clone());
    let reading = inputs::history(&args.inputs, args.history, reading)?;
    let default = emit::Settings::default();
    let title = args.title.clone().unwrap_or(default.title);
    let settings = emit::Settings { title, layout: layout(args)?, tables: tables(&args.format) };
    let (mut writer, memory) = remembering(args, global, DatasetWriter::create(&args.output, settings)?)?;
    let reading = source::Settings { before: memory.before(), ..reading };

    let line = ProgressLine::new(global.quiet, || source::total_bytes(&args.inputs));
    let mut status = Status::Fine;
    let all = source::inputs(&args.inputs, &reading);
    let running = inputs::running(global, args.strict);
    pipeline::run(all, &options, &running, memory, &mut |outcome, progress| {
        match &outcome {
            Outcome::Reject { source, reject, .. } => {
                let is_given = inputs::is_given(&args.inputs, source, reject);
                if is_given {
                    status = Status::Failed;
                }
                if is_given || global.verbose > 0 {
                    line.aside(|| output::reject(source, reject));
                }
            }
            Outcome::Article { article, .. } if global.verbose > 1 => line.aside(|| tell(article)),
            Outcome::Article { .. } | Outcome::Known { .. } => {}
        }
        line.show(progress);
        writer.add(outcome)
    })?;
    drop(line);
    writer.passed_over(reading.passed_over.counts());
    let finished = writer.finish()?;
    if !global.quiet {
        output::summary(&summary(&finished, &args.output));
        if finished.manifest.counts.inputs == 0 {
            output::warning("there are no files in what was given; the dataset is empty");
        }
    }
    Ok(status)
}

/// Makes the writer remember what came of the inputs, with what the last build remembered.
fn remembering(args: &Build, global: &Global, writer: DatasetWriter) -> anyhow::Result<(DatasetWriter, Memory)> {
    let read_with = inputs::read_with(&args.parsing)?;
    // Who wants to hear of every article is told of every article.
    let anew = args.fresh || global.verbose > 1;
    let cache = if anew { None } else { Cache::open(&args.output, &read_with).map(Arc::new) };
    let memory = cache.clone().map_or(Memory::New, Memory::Of);
    Ok((writer.remembering(read_with, cache), memory))
}

/// How the JSON lines are laid out in files.
fn layout(args: &Build) -> anyhow::Result<Layout> {
    let compressed = args.format.contains(&args::Format::JsonlZst);
    anyhow::ensure!(
        !compressed || !args.format.contains(&args::Format::Jsonl),
        "the records are written once: choose `jsonl` or `jsonl.zst`"
    );
    let number = args.shards.map(Split::Number);
    let split = number.or(args.shard_size.map(Split::Bytes)).unwrap_or_default();
    Ok(Layout { split, compressed })
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

fn summary(finished: &Finished, folder: &Path) -> String {
    let counts = &finished.manifest.counts;
    let mut parts = vec![count(counts.articles, "article")];
    if counts.duplicates > 0 {
        parts.push(count(counts.duplicates, "duplicate"));
    }
    if counts.rejects > 0 {
        parts.push(count(counts.rejects, "reject"));
    }
    let mut summary = format!("{} from {} in `{}`", parts.join(", "), count(counts.inputs, "input"), folder.display());
    if finished.unchanged {
        summary.push_str("; nothing has changed since the last build, the dataset is left as it is");
    } else if finished.known > 0 {
        let read = count(counts.inputs - finished.known, "input");
        summary.push_str(&format!("; {read} new or changed since the last build, the others taken over"));
    }
    if counts.rejects + counts.duplicates > 0 {
        let list = folder.join(emit::REJECTS);
        summary.push_str(&format!("; what gave no article of its own is listed in `{}`", list.display()));
    }
    summary
}
