//! What may be said to `kbmill diff`?

use super::Parsing;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Say what changed between two articles, or two datasets, and whether it matters.
///
/// Articles are compared by what they say, whatever form each came in. A change matters (`!`) when somebody who relies on
/// the article would do, expect or look for something else. Exit status: 0 for no difference, 1 for some, 2 for trouble.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kbmill diff Q828333-old.txt Q828333.html
  kbmill diff dataset-2021#KB828333 dataset-2022#KB828333 --word
  kbmill diff dataset-2021 dataset-2022 --only material
  kbmill diff dataset-2021 dataset-2022 --format jsonl | jq -r 'select(.material) | .new.id'")]
pub struct Diff {
    /// What was: a file with an article, a dataset, or an article of one as `DIR#ID`.
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// What is: the same; an article against a dataset is compared with the one of its id.
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// How to say it.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: DiffFormat,
    /// Only changes that matter, or of these classes.
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub only: Vec<Only>,
    /// Show each changed text once, with `[-` `-]` around words that went and `{+` `+}` around those that came.
    #[arg(long)]
    pub word: bool,
    /// How to read and parse.
    #[command(flatten)]
    pub parsing: Parsing,
}

/// How changes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For reading.
    Text,
    /// One object, for reading and for programs.
    Json,
    /// One object a line, an article each.
    Jsonl,
}

/// Which changes are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Only {
    /// Those that matter.
    Material,
    /// What to do.
    Fix,
    /// Why it happens.
    Cause,
    /// What is seen.
    Symptoms,
    /// What it applies to.
    Scope,
    /// Title, dates, keywords, status.
    Metadata,
    /// What is pointed to.
    Reference,
    /// The same in other words.
    Wording,
    /// Looks.
    Cosmetic,
}
