//! `kbmill parse`: inputs → JSON on standard output.

use super::Status;
use super::args::{Global, Parse};
use super::{inputs, output};
use crate::emit::{Line, Outcome};
use crate::error::Error;
use crate::model::Article;
use crate::pipeline::{self, Memory};
use crate::source;
use std::io::{self, Write};

/// Runs the command.
pub fn run(args: &Parse, global: &Global) -> anyhow::Result<Status> {
    let options = inputs::options(&args.parsing)?;
    let reading = inputs::history(&args.inputs, args.history, inputs::reading(&args.parsing.reading))?;
    let all = source::inputs(&args.inputs, &reading);
    let mut out = output::data();
    let mut status = Status::Fine;
    // The only one so far: printed for reading, unless another one follows.
    let mut first: Option<Box<Article>> = None;
    let mut many = args.lines;
    let failed = |e| Error::io("write", "standard output", e);
    let progress = pipeline::run(all, &options, &inputs::running(global, false), Memory::None, &mut |outcome, _| {
        match outcome {
            Outcome::Reject { source, reject, .. } => {
                output::reject(&source, &reject);
                status = status.max(inputs::status_of(&reject));
            }
            Outcome::Article { line, .. } if many => write_line(&mut out, &line).map_err(failed)?,
            Outcome::Article { article, line, .. } => match first.take() {
                None => first = Some(article),
                Some(first) => {
                    many = true;
                    let json = serde_json::to_writer(&mut out, &first).map_err(io::Error::from);
                    json.and_then(|()| out.write_all(b"\n")).map_err(failed)?;
                    write_line(&mut out, &line).map_err(failed)?;
                }
            },
            Outcome::Known { .. } => unreachable!("nothing is known of runs before"),
        }
        Ok(())
    })?;
    if let Some(only) = first {
        let json = serde_json::to_writer_pretty(&mut out, &only).map_err(io::Error::from);
        json.and_then(|()| out.write_all(b"\n")).map_err(failed)?;
    }
    out.flush().map_err(failed)?;
    if progress.inputs == 0 {
        output::warning("there are no files in what was given");
    }
    Ok(status)
}

fn write_line(out: &mut impl Write, line: &Line) -> io::Result<()> {
    out.write_all(line.json.trim_ascii_end())?;
    out.write_all(b"\n")
}
