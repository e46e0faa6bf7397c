//! What may be said to the commands that compare: `diff`, `history` and `changes`?

use super::Parsing;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Say what changed between two articles, two datasets or two commits, and whether it matters.
///
/// Articles are compared by what they say, whatever form each came in. A change matters (`!`) when somebody who relies on
/// the article would do, expect or look for something else. Exit status: 0 for no difference, 1 for some, 2 for trouble.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kbmill diff Q828333-old.txt Q828333.html
  kbmill diff dataset-2021#KB828333 dataset-2022#KB828333 --word
  kbmill diff dataset-2021 dataset-2022 --only material
  kbmill diff dataset-2021 dataset-2022 --format html > changes.html
  kbmill diff --git docs-checkout HEAD~20 HEAD support/windows-server
  kbmill diff dataset-2021 dataset-2022 --format jsonl | jq -r 'select(.material) | .new.id'")]
pub struct Diff {
    /// What is compared.
    #[command(flatten)]
    pub sides: Sides,
    /// How to say it.
    #[command(flatten)]
    pub showing: Showing,
}

/// Say what each revision of an article changed, the newest first.
///
/// A dataset keeps all revisions of an article that were among its inputs. Exit status: 0, or 2 for trouble.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kbmill history dataset KB828333
  kbmill history dataset KB828333 --only material --side-by-side
  kbmill history dataset KB828333 --format html > KB828333.html")]
pub struct Revisions {
    /// The dataset.
    #[arg(value_name = "DIR")]
    pub dataset: PathBuf,
    /// The article: its id, or one of its other names.
    #[arg(value_name = "ID")]
    pub id: String,
    /// In this language, where there are several.
    #[arg(long, value_name = "LANGUAGE")]
    pub language: Option<String>,
    /// How to say it.
    #[command(flatten)]
    pub showing: Showing,
}

/// Write what subscribers should know: articles that came, went or changed in a way that matters.
///
/// The same content gives the same entry, so that a reader of the feed is told once. Exit status: 0, or 2 for trouble.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kbmill changes dataset-2021 dataset-2022 > changes.atom
  kbmill changes --git docs-checkout v1.0 main --title 'Server articles' support/windows-server
  kbmill changes dataset-2021 dataset-2022 --format jsonl | jq -r '.article.id'")]
pub struct Changes {
    /// What is compared.
    #[command(flatten)]
    pub sides: Sides,
    /// How to say it.
    #[arg(long, value_name = "FORMAT", default_value = "atom")]
    pub format: FeedFormat,
    /// What the feed is called.
    #[arg(long, value_name = "TITLE", default_value = "Changed articles")]
    pub title: String,
    /// What tells the feed from others for good: an IRI. Without it, one that is made of the title.
    #[arg(long, value_name = "IRI")]
    pub id: Option<String>,
}

/// What is compared.
#[derive(Debug, Args)]
pub struct Sides {
    /// What was: a file with an article, a dataset, or an article of one as `DIR#ID`; with `--git`, a revision.
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// What is: the same; an article against a dataset is compared with the one of its id.
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// Only these files and folders of the repository, as paths from its top.
    #[arg(value_name = "PATH", requires = "git")]
    pub within: Vec<String>,
    /// Compare the articles of two revisions (`HEAD~3`, branches, tags, ids) of this git repository; nothing is checked
    /// out. What articles include from other files is not looked up.
    #[arg(long, value_name = "REPO")]
    pub git: Option<PathBuf>,
    /// How to read and parse.
    #[command(flatten)]
    pub parsing: Parsing,
}

/// How changes are shown.
#[derive(Debug, Args)]
pub struct Showing {
    /// How to say it.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: DiffFormat,
    /// Only changes that matter, or of these classes.
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub only: Vec<Only>,
    /// Show each changed text once, with `[-` `-]` around words that went and `{+` `+}` around those that came; in
    /// Markdown `~~` and `**`.
    #[arg(long, conflicts_with = "side_by_side")]
    pub word: bool,
    /// Show the new text beside the old one, in text and HTML.
    #[arg(long, short = 'y')]
    pub side_by_side: bool,
}

/// How changes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For reading on a terminal.
    Text,
    /// One object, for reading and for programs.
    Json,
    /// One object a line, an article each.
    Jsonl,
    /// One page that needs nothing beside it.
    Html,
    /// For wikis, reviews and chats.
    Markdown,
}

/// How a feed is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FeedFormat {
    /// For feed readers.
    Atom,
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
