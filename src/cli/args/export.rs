//! What may be said to `export`?

use super::size;
use clap::{Args, ValueEnum};
use std::num::NonZero;
use std::path::PathBuf;

/// Write a dataset as files that a search engine loads.
///
/// Leaves in the folder the settings of an index, the documents in bulk files of a size that the engine takes, and a
/// `README.md` with the commands that load them. A document is the latest revision of an article in one language. Error
/// codes, file names, versions, registry paths, event IDs and article numbers are found in every spelling, whole and by
/// their parts. The folder is put there whole, in the place of an earlier export.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kbmill export dataset --to opensearch -o kb-opensearch
  kbmill export dataset --to typesense --index articles -o kb-typesense")]
pub struct Export {
    /// Folder of the dataset.
    #[arg(value_name = "DIR")]
    pub dataset: PathBuf,
    /// Which engine is to load them.
    #[arg(long, value_name = "ENGINE")]
    pub to: Engine,
    /// Folder to write: a new or empty one, or an export that is to be replaced.
    #[arg(short, long, value_name = "FOLDER")]
    pub output: PathBuf,
    /// Name of the index or collection.
    #[arg(long, value_name = "NAME", default_value = "articles")]
    pub index: String,
    /// Bytes that a bulk file may have, such as 50M [default: 20M for opensearch and elasticsearch, 90M for meilisearch and
    /// typesense, 9M for quickwit].
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub part_size: Option<NonZero<u64>>,
}

/// Search engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// OpenSearch.
    Opensearch,
    /// Elasticsearch.
    Elasticsearch,
    /// Meilisearch.
    Meilisearch,
    /// Typesense.
    Typesense,
    /// Quickwit.
    Quickwit,
}

impl From<Engine> for crate::export::Engine {
    fn from(engine: Engine) -> Self {
        match engine {
            Engine::Opensearch => Self::Opensearch,
            Engine::Elasticsearch => Self::Elasticsearch,
            Engine::Meilisearch => Self::Meilisearch,
            Engine::Typesense => Self::Typesense,
            Engine::Quickwit => Self::Quickwit,
        }
    }
}
