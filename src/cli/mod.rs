//! The `kbmill` command. For now: `parse FILE…` and `build DIR -o DIR`, without comfort.

use crate::source::{Document, charset, sniff};
use crate::{Options, pipeline};
use rayon::prelude::*;
use std::io::Write;

/// Runs the command.
pub fn run() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let options = Options::default();
    let read = |path: &std::path::Path| -> anyhow::Result<Document> {
        let bytes = std::fs::read(path)?;
        let (text, encoding) = {
            let d = charset::decode(bytes.clone());
            (d.text, d.encoding)
        };
        let mut info = crate::model::SourceInfo { path: path.display().to_string(), ..Default::default() };
        info.encoding = encoding.to_owned();
        info.bytes = bytes.len() as u64;
        let form = sniff::form(&text);
        Ok(Document { info, text, form, diagnostics: Vec::new() })
    };
    match args.first().map(String::as_str) {
        Some("parse") => {
            for path in &args[1..] {
                let article = pipeline::parse(read(path.as_ref())?, &options)?;
                writeln!(std::io::stdout(), "{}", serde_json::to_string_pretty(&article)?)?;
            }
        }
        Some("build") => {
            let out = &args[args.iter().position(|a| a == "-o").unwrap_or(0) + 1];
            std::fs::create_dir_all(out)?;
            let mut file = std::io::BufWriter::new(std::fs::File::create(format!("{out}/articles.jsonl"))?);
            let mut paths: Vec<_> = ignore::WalkBuilder::new(&args[1])
                .hidden(false)
                .build()
                .flatten()
                .filter(|e| e.file_type().is_some_and(|t| t.is_file()))
                .map(|e| e.into_path())
                .collect();
            paths.sort();
            let lines: Vec<String> = paths
                .par_iter()
                .map(|path| -> anyhow::Result<String> {
                    let article = pipeline::parse(read(path)?, &options)?;
                    Ok(serde_json::to_string(&article)?)
                })
                .filter_map(|line| line.ok())
                .collect();
            for line in &lines {
                writeln!(file, "{line}")?;
            }
            writeln!(std::io::stdout(), "{} articles of {} inputs", lines.len(), paths.len())?;
        }
        _ => anyhow::bail!("usage: kbmill parse FILE | build DIR -o DIR"),
    }
    Ok(())
}
