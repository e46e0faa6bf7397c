//! What may be said to `chunk`?

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Cut the articles of a dataset into passages for embedding and quoting.
///
/// Each chunk is understood by itself: it stays within one section (whole ones that are too short are joined with their
/// neighbours in the same section), keeps steps, code, tables and records whole where they fit, and repeats a table's
/// header and a list's introduction where they do not. `context` says where it is from and is to be embedded before
/// `text`; `tokens` counts both. Text is verbatim: `spans` are its places in what `kbmill text` prints, `sha256` is its
/// digest. `id` is made of the content: a chunk that did not change keeps it, so that only new ids need be embedded.
/// Its schema: `kbmill schema chunk`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kbmill chunk dataset -o chunks.jsonl
  kbmill chunk dataset --max-tokens 256 -o chunks.parquet
  kbmill chunk dataset | jq -r 'select(.kind == \"resolution\") | .text'")]
pub struct Chunk {
    /// Folder of the dataset.
    #[arg(value_name = "DIR")]
    pub dataset: PathBuf,
    /// File to write, beside the dataset and not in it; `-` for standard output [default: -].
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// How to write them [default: what the output's name says, else jsonl].
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<ChunkFormat>,
    /// Tokens of a chunk at most, its context included.
    #[arg(long, value_name = "N", default_value_t = 512)]
    pub max_tokens: usize,
    /// Sections with less text are joined with their neighbours in the same section, and ends of broken sections are not
    /// made shorter without need [default: an eighth of --max-tokens].
    #[arg(long, value_name = "N")]
    pub min_tokens: Option<usize>,
    /// Repeat up to so many tokens of the chunk before where a section is broken.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub overlap: usize,
    /// What counts tokens.
    #[arg(long, value_name = "NAME", default_value = "cl100k_base")]
    pub tokenizer: Encoding,
    /// Also chunk older revisions of articles.
    #[arg(long)]
    pub revisions: bool,
}

/// How chunks are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ChunkFormat {
    /// One object a line.
    Jsonl,
    /// Rows and columns.
    #[cfg(feature = "parquet")]
    Parquet,
}

/// Encodings by their published names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Encoding {
    /// Of OpenAI's embedding models; near to what others count.
    #[value(name = "cl100k_base")]
    Cl100k,
    /// Of OpenAI's language models since 2024.
    #[value(name = "o200k_base")]
    O200k,
}

impl From<Encoding> for crate::chunk::Tokenizer {
    fn from(name: Encoding) -> Self {
        match name {
            Encoding::Cl100k => Self::Cl100k,
            Encoding::O200k => Self::O200k,
        }
    }
}
