//! The `kbmill` command. For now: `parse FILE…`, `build DIR… -o DIR [-j N]`, `validate DIR` and `stats DIR`, without comfort.

use crate::pipeline::{Outcome, Settings};
use crate::{Options, emit, pipeline, source, validate};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Runs the command.
pub fn run() -> anyhow::Result<()> {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let mut flag = |name: &str| {
        let at = args.iter().position(|a| a == name)?;
        args.remove(at);
        Some(args.remove(at))
    };
    let (out, jobs) = (flag("-o"), flag("-j"));
    let paths: Vec<PathBuf> = args.iter().skip(1).map(PathBuf::from).collect();
    let inputs = source::inputs(&paths, &source::Settings::default());
    let mut settings = Settings::default();
    if let Some(jobs) = jobs {
        settings.jobs = jobs.parse()?;
    }
    let mut stdout = std::io::stdout().lock();
    match args.first().map(String::as_str) {
        Some("parse") => {
            pipeline::run(inputs, &Options::default(), &settings, &mut |outcome, _| {
                if let Outcome::Article { line, .. } = outcome {
                    stdout.write_all(&line.json).map_err(|e| crate::Error::io("write", "-", e))?;
                }
                Ok(())
            })?;
        }
        Some("build") => {
            let out = out.ok_or_else(|| anyhow::anyhow!("-o DIR"))?;
            let mut writer = emit::DatasetWriter::create(Path::new(&out), emit::Settings::default())?;
            pipeline::run(inputs, &Options::default(), &settings, &mut |outcome, _| writer.add(outcome))?;
            writeln!(stdout, "{:?}", writer.finish()?.counts)?;
        }
        Some("validate") => {
            let report = validate::validate(&paths[0])?;
            for problem in report.problems.iter().take(50) {
                writeln!(stdout, "{} {:?} {}", problem.file, problem.line, problem.message)?;
            }
            let more = report.unlisted;
            writeln!(stdout, "{} articles, {} problems, {more} more", report.articles, report.problems.len())?;
        }
        Some("stats") => writeln!(stdout, "{:#?}", validate::stats(&paths[0])?)?,
        Some("schema") => write!(stdout, "{}", emit::schema_json())?,
        _ => anyhow::bail!("usage: kbmill parse FILE | build DIR -o DIR | validate DIR | stats DIR | schema"),
    }
    Ok(())
}
