//! `kbmill chunk`: a dataset → passages for embedding, as JSON lines or Parquet.

use super::Status;
use super::args::{Chunk, ChunkFormat, Global};
use super::output::{self, count};
use super::whole_file::{WholeFile, refuse_inside};
use crate::chunk::{self, Counts, FEWEST_TOKENS, Settings};
use std::io::{self, Write};
use std::path::Path;

/// Runs the command.
pub fn run(args: &Chunk, global: &Global) -> anyhow::Result<Status> {
    let settings = Settings {
        max_tokens: args.max_tokens,
        min_tokens: args.min_tokens.unwrap_or(args.max_tokens / 8),
        overlap: args.overlap,
        tokenizer: args.tokenizer.into(),
    };
    anyhow::ensure!(settings.max_tokens >= FEWEST_TOKENS, "`--max-tokens` must be {FEWEST_TOKENS} or more");
    anyhow::ensure!(
        settings.min_tokens <= settings.max_tokens / 2 && settings.overlap <= settings.max_tokens / 2,
        "`--min-tokens` and `--overlap` must be no more than half of `--max-tokens`"
    );
    let path = args.output.as_deref().filter(|path| *path != Path::new("-"));
    if let Some(path) = path {
        refuse_inside(path, &args.dataset)?;
    }
    let counts = match (args.format.unwrap_or_else(|| format_of(path)), path) {
        (ChunkFormat::Jsonl, None) => {
            let mut out = output::data();
            let counts = lines(args, &settings, &mut out)?;
            out.flush()?;
            counts
        }
        (ChunkFormat::Jsonl, Some(path)) => {
            let mut file = WholeFile::create(path)?;
            let counts = lines(args, &settings, &mut file)?;
            file.finish()?;
            counts
        }
        #[cfg(feature = "parquet")]
        (ChunkFormat::Parquet, path) => {
            let Some(path) = path else { anyhow::bail!("Parquet is no text; name a file for it with `-o`") };
            rows(args, &settings, path)?
        }
    };
    if !global.quiet {
        output::summary(&summary(&counts));
    }
    Ok(Status::Fine)
}

fn lines(args: &Chunk, settings: &Settings, out: &mut impl Write) -> anyhow::Result<Counts> {
    chunk::read(&args.dataset, settings, args.revisions, |chunk| {
        serde_json::to_writer(&mut *out, &chunk).map_err(io::Error::from)?;
        out.write_all(b"\n")?;
        anyhow::Ok(())
    })
}

#[cfg(feature = "parquet")]
fn rows(args: &Chunk, settings: &Settings, path: &Path) -> anyhow::Result<Counts> {
    use crate::emit::ParquetFile;
    let file = WholeFile::create(path)?;
    // No two chunks have the same id, and hardly any the same text.
    let distinct = ["id", "text", "context", "sha256"];
    let mut file = ParquetFile::begin(file, chunk::record::ABOUT, chunk::record::COLUMNS, &distinct)?;
    let counts = chunk::read(&args.dataset, settings, args.revisions, |chunk| {
        chunk::record::cells(&chunk, |cells| file.row(cells))?;
        anyhow::Ok(())
    })?;
    file.finish()?.finish()?;
    Ok(counts)
}

/// What a file's name says of its format.
fn format_of(path: Option<&Path>) -> ChunkFormat {
    match path.and_then(Path::extension).and_then(|ending| ending.to_str()) {
        #[cfg(feature = "parquet")]
        Some("parquet") => ChunkFormat::Parquet,
        _ => ChunkFormat::Jsonl,
    }
}

fn summary(counts: &Counts) -> String {
    let mean = counts.tokens.checked_div(counts.chunks).unwrap_or(0);
    let passed = match counts.superseded {
        0 => String::new(),
        older => format!("; {} passed over", count(older, "older revision")),
    };
    format!(
        "{} of {}, {mean} tokens on average{passed}",
        count(counts.chunks, "chunk"),
        count(counts.articles, "article")
    )
}
