//! What may be said on the command line? Types and their help only; nothing is done here.
//!
//! The first paragraph of a comment is what `-h` shows, all of it what `--help` shows; completions and the man page come
//! from the same types.

#[cfg(feature = "chunk")]
mod chunk; // to cut
mod diff; // to compare
mod export;
#[cfg(feature = "search")]
mod search; // to find
#[cfg(feature = "serve")]
mod serve; // to serve // to hand on

#[cfg(feature = "chunk")]
pub use chunk::{Chunk, ChunkFormat};
pub use diff::{Changes, Diff, DiffFormat, FeedFormat, Only, Revisions, Showing, Sides};
pub use export::Export;
#[cfg(feature = "search")]
pub use search::{Index, Search};
#[cfg(feature = "serve")]
pub use serve::{Mcp, Serve};

use crate::graph::EdgeKind;
use clap::{ArgAction, Args, ColorChoice, Parser, Subcommand, ValueEnum};
use std::num::NonZero;
use std::path::PathBuf;

/// Turns technical knowledge-base articles into a typed, validated dataset.
///
/// Reads articles as HTML pages, 1990s text, Markdown or the flat text of a crawl, from files, folders, archives (tar,
/// zip; gzip, zstd, bzip2, xz), crawls (WARC, ARC), saved pages and mails (MHTML, EML, mbox) or standard input, and tells
/// them by their content. Each article becomes one record with its sections, event
/// records, file versions, error codes, registry keys, products and references.
#[derive(Debug, Parser)]
#[command(name = "kbmill", version, propagate_version = true, max_term_width = 100, after_help = TOP_EXAMPLES, after_long_help = TOP_LONG)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
}

const TOP_EXAMPLES: &str = "Examples:
  kbmill build articles/ archive.tar.gz -o dataset   a dataset of all of it
  kbmill parse page.html                             one article as JSON
  kbmill explain page.html                           why it was read as it was";

const TOP_LONG: &str = "Examples:
  kbmill build articles/ archive.tar.gz -o dataset   a dataset of all of it
  kbmill parse page.html                             one article as JSON
  kbmill explain page.html                           why it was read as it was

Exit status:
  0  fine; inputs that are no articles are listed in the dataset and are fine too
  1  the data disagrees: `validate` found problems, an input of `parse`, `text` or
     `explain` is no article, or a reject ended a `--strict` build
  2  could not do it: wrong usage, or something could not be read or written";

/// What holds for every command.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Articles parsed at once [default: one for each processor].
    #[arg(short, long, value_name = "N", global = true, value_parser = number::<NonZero<usize>>)]
    pub jobs: Option<NonZero<usize>>,
    /// Say nothing but errors: no progress, no summary.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Name each input that gives no article; twice: also what was not understood in those that do. `serve`: log each
    /// request.
    #[arg(short, long, action = ArgAction::Count, global = true)]
    pub verbose: u8,
    /// Colours: on a terminal, always, or never. `NO_COLOR` in the environment is respected.
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub color: ColorChoice,
}

/// What may be chosen about reading.
#[derive(Clone, Debug, Args)]
pub struct Reading {
    /// Largest input that is read, such as `64M`; larger ones are rejected. What a file unpacks to is bounded, too: a
    /// file that becomes more than eight of these and more than 250 times its size is given up.
    #[arg(long, value_name = "SIZE", default_value = "64M", value_parser = member_size)]
    pub max_member_bytes: u64,
    /// Read what Markdown articles include from other files beneath this folder only [default: the folder that is given,
    /// or the git checkout or documentation project around it].
    #[arg(long, value_name = "DIR")]
    pub include_root: Option<PathBuf>,
}

/// What may be chosen about files in git work trees.
#[derive(Clone, Copy, Debug, Args)]
pub struct History {
    /// Name the commit that last touched each file (`source.commit`), and date articles by it that state no date.
    ///
    /// For files in git work trees; their history is read once, before the first article. A file that is not as it was
    /// committed, and one whose last commit a shallow clone does not have, get no commit and a diagnostic.
    #[arg(long)]
    pub git: bool,
}

/// What may be chosen about reading and parsing.
#[derive(Clone, Debug, Args)]
pub struct Parsing {
    /// Heading phrases of your own, as TOML; they win over the built-in ones.
    #[arg(long, value_name = "FILE")]
    pub vocabulary: Option<PathBuf>,
    /// What a publisher does its own way, as TOML: its hosts and names, how its articles are numbered, its headings and
    /// labels, the order of its dates, where on its pages the article stands. May be given more than once; each holds
    /// for the inputs that it recognises. README.md has an example.
    #[arg(long = "profile", value_name = "FILE")]
    pub profiles: Vec<PathBuf>,
    /// Whose articles these are, where they do not tell it themselves. If it is the publisher of a `--profile`, that one
    /// holds for all inputs that no other profile recognises.
    #[arg(long, value_name = "NAME")]
    pub publisher: Option<String>,
    /// How to read.
    #[command(flatten)]
    pub reading: Reading,
}

/// How many there may be: none would do nothing.
fn number<N: std::str::FromStr>(text: &str) -> Result<N, String> {
    text.parse().map_err(|_| "a number of 1 or more is wanted".to_owned())
}

/// A number of bytes that one input may have: spans have 32 bits, so no more than they can say.
fn member_size(text: &str) -> Result<u64, String> {
    let bytes = Some(size(text)?.get()).filter(|&bytes| bytes < u64::from(u32::MAX));
    bytes.ok_or_else(|| "it must be less than 4G".to_owned())
}

/// A number of bytes, with `K`, `M` or `G` for the powers of 1,024.
fn size(text: &str) -> Result<NonZero<u64>, String> {
    let (digits, unit) = match text.strip_suffix(['k', 'K', 'm', 'M', 'g', 'G']) {
        Some(digits) => (digits, &text[digits.len()..]),
        None => (text, ""),
    };
    let factor = match unit {
        "k" | "K" => 1 << 10,
        "m" | "M" => 1 << 20,
        "g" | "G" => 1 << 30,
        _ => 1,
    };
    let number: u64 = digits.parse().map_err(|_| format!("`{text}` is no size such as 1048576, 512K, 64M or 2G"))?;
    let bytes = number.checked_mul(factor).ok_or_else(|| format!("`{text}` is more than can be"))?;
    NonZero::new(bytes).ok_or_else(|| "it must be more than nothing".to_owned())
}

/// The commands.
#[derive(Debug, Subcommand)]
#[allow(missing_docs, reason = "the help of each is that of its arguments")]
pub enum Command {
    Build(Build),
    Parse(Parse),
    Text(Text),
    Explain(Explain),
    Sniff(Sniff),
    Diff(Diff),
    History(Revisions),
    Changes(Changes),
    Validate(Validate),
    Stats(Stats),
    #[cfg(feature = "sqlite")]
    Query(Query),
    Graph(Graph),
    #[cfg(feature = "search")]
    Index(Index),
    #[cfg(feature = "search")]
    Search(Search),
    #[cfg(feature = "serve")]
    Serve(Serve),
    #[cfg(feature = "serve")]
    Mcp(Mcp),
    #[cfg(feature = "chunk")]
    Chunk(Chunk),
    Export(Export),
    Schema(Schema),
    Completions(Completions),
    Man(Man),
}

/// Build a dataset from files, folders, archives and crawls.
///
/// Leaves `articles.jsonl`, `rejects.jsonl`, `manifest.json`, the JSON Schemas and a dataset card in the folder, with
/// descriptions for tools (`croissant.json`, `datapackage.json`) and `CHECKSUMS`; on request also tables. The
/// dataset is put there whole, at the end: a run that is interrupted leaves what was there before. The same inputs give
/// the same bytes, whatever the number of jobs and whatever was built before. Inputs that give no article are no failure;
/// they stand in `rejects.jsonl`, each with its reason. What came of each input is remembered in a file beside the folder,
/// `.DIR.kbmill.cache`, so that the next build into it reads only what is new or changed; it may be deleted at any time.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kbmill build kb/ -o dataset
  kbmill build kb.tar.gz bulletins/ --strict -o dataset
  kbmill build kb/ --format jsonl,parquet,sqlite -o dataset
  kbmill build kb/ --format jsonl.zst --shard-size 500M -o dataset
  kbmill build --git docs-checkout/articles -o dataset
  kbmill build crawl-*.warc.gz saved-pages.zip -o dataset
  curl -s https://example.com/kb.tar.gz | kbmill build - -o dataset")]
pub struct Build {
    /// Files, folders, archives, crawls, saved pages, mailboxes; `-` for standard input. In folders and archives, names
    /// that begin with a dot are passed over.
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Folder of the dataset: a new or empty one, or a dataset that is to be replaced.
    #[arg(short, long = "output", value_name = "DIR")]
    pub output: PathBuf,
    /// What to write: the records as JSON lines always, and their tables for tools that want rows and columns.
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', default_value = "jsonl")]
    pub format: Vec<Format>,
    /// Write the JSON lines in so many parts of about the same size, `articles-00000-of-00008.jsonl` and so on.
    #[arg(long, value_name = "NUMBER", value_parser = number::<NonZero<u32>>, conflicts_with = "shard_size")]
    pub shards: Option<NonZero<u32>>,
    /// Write the JSON lines in parts of at most so many bytes before compression.
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub shard_size: Option<NonZero<u64>>,
    /// Read every input anew. Without it, inputs that are as they were when the dataset in the folder was built are taken
    /// over from there, which gives the same bytes and takes a part of the time; files that nobody has written to since,
    /// by their inode, length and times, are not even opened.
    #[arg(long)]
    pub fresh: bool,
    /// Stop at the first input that gives no article, with exit status 1 and no dataset.
    #[arg(long)]
    pub strict: bool,
    /// Heading of the dataset card.
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// How to read checkouts.
    #[command(flatten)]
    pub history: History,
    /// How to read and parse.
    #[command(flatten)]
    pub parsing: Parsing,
}

/// What a dataset is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// `articles.jsonl`: the whole records, one a line.
    Jsonl,
    /// `articles.jsonl.zst`: the same, compressed.
    #[value(name = "jsonl.zst")]
    JsonlZst,
    /// `parquet/`: a file a table, for DuckDB, pandas, Spark and their like.
    #[cfg(feature = "parquet")]
    Parquet,
    /// `dataset.sqlite`: all tables, with indexes and full-text search.
    #[cfg(feature = "sqlite")]
    Sqlite,
    /// `csv/`: a file a table.
    Csv,
}

impl Format {
    /// The format of tables that it is.
    pub fn table(self) -> Option<crate::emit::Format> {
        match self {
            Format::Jsonl | Format::JsonlZst => None,
            #[cfg(feature = "parquet")]
            Format::Parquet => Some(crate::emit::Format::Parquet),
            #[cfg(feature = "sqlite")]
            Format::Sqlite => Some(crate::emit::Format::Sqlite),
            Format::Csv => Some(crate::emit::Format::Csv),
        }
    }
}

/// Print the records of articles as JSON.
///
/// One article is printed for reading, several as JSON lines, one record a line.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kbmill parse Q139093.TXT
  kbmill parse kb/ | jq -r 'select(.events != []) | .id'
  kbmill parse --lines - < page.html")]
pub struct Parse {
    /// Files, folders, archives, crawls, saved pages, mailboxes; `-` for standard input.
    #[arg(required = true, value_name = "FILE")]
    pub inputs: Vec<PathBuf>,
    /// One record a line, even if there is only one.
    #[arg(long)]
    pub lines: bool,
    /// How to read checkouts.
    #[command(flatten)]
    pub history: History,
    /// How to read and parse.
    #[command(flatten)]
    pub parsing: Parsing,
}

/// Print the linear text of articles: what all spans of a record point into.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kbmill text page.html
  kbmill text page.html | dd bs=1 skip=120 count=42    # the span 120..162
  kbmill text - < Q139093.TXT")]
pub struct Text {
    /// Files, folders, archives, crawls, saved pages, mailboxes; `-` for standard input.
    #[arg(required = true, value_name = "FILE")]
    pub inputs: Vec<PathBuf>,
    /// How to read and parse.
    #[command(flatten)]
    pub parsing: Parsing,
}

/// Show what became of each stretch of an article, and why.
///
/// Prints the linear text with a margin that names, stretch by stretch, the section and block it went to, or that it is
/// header, site chrome or unparsed. Under it stand the records that were read there (`=`) and what was not understood
/// (`!`).
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kbmill explain page.html | less -R
  kbmill explain --color always page.html | less -R
  kbmill explain --vocabulary mine.toml manual.md")]
pub struct Explain {
    /// Files, folders, archives, crawls, saved pages, mailboxes; `-` for standard input.
    #[arg(required = true, value_name = "FILE")]
    pub inputs: Vec<PathBuf>,
    /// Columns of the listing [default: as wide as the terminal, else 80].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(40..))]
    pub width: Option<u16>,
    /// How to read and parse.
    #[command(flatten)]
    pub parsing: Parsing,
}

/// Say what is in files, folders and archives, without parsing it.
///
/// Looks at a bounded part of each input: head, middle and tail. Two lines for each: its form, or why it will probably be
/// rejected; its layout, language, character set (`?` behind one that was guessed), length, how sure the form is, and
/// publisher; and under it its path, and what it lies in. Where it is not sure, a third line says what speaks for the form
/// and what against it: `high` is a sign that only this form has, or its marks and none of another's; `medium`, that its
/// marks outweigh others; `low`, the name alone, or that nothing speaks for any other form. The counts stand at the end.
///
/// As JSON also the address, date and declared type that a crawl or a saved page has of it, its SHA-256, what told its
/// character set (a byte order mark, a declaration, plain UTF-8, a guess), and whether all of it was looked at.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kbmill sniff crawl.warc.gz
  kbmill sniff --summary backup.zip mails.mbox
  kbmill sniff --profile acme.toml saved-pages/
  kbmill sniff --json crawl.warc.gz | jq -r 'select(.reject | not) | .url'
  kbmill sniff --json heap/ | jq -r 'select(.confidence == \"low\") | .path'")]
pub struct Sniff {
    /// Files, folders, archives, crawls, mailboxes; `-` for standard input.
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// As JSON, one input a line, without the counts; with `--summary` the counts alone.
    #[arg(long)]
    pub json: bool,
    /// Only the counts at the end.
    #[arg(long)]
    pub summary: bool,
    /// How to read and recognise.
    #[command(flatten)]
    pub parsing: Parsing,
}

/// Check that a dataset holds what it promises.
///
/// Checks every line against the JSON Schema, the records for consistency, and the manifest against the files. Problems
/// are printed as FILE:LINE: MESSAGE; exit status 1 if there are any.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kbmill validate dataset
  kbmill validate dataset && rsync -a dataset/ host:/srv/kb/")]
pub struct Validate {
    /// Folder of the dataset.
    #[arg(value_name = "DIR")]
    pub dataset: PathBuf,
}

/// Count what is in a dataset.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kbmill stats dataset
  kbmill stats --json dataset | jq .diagnostics")]
pub struct Stats {
    /// Folder of the dataset.
    #[arg(value_name = "DIR")]
    pub dataset: PathBuf,
    /// As JSON.
    #[arg(long)]
    pub json: bool,
}

/// Ask a dataset's tables in SQL.
///
/// The dataset must have been built with `--format sqlite`. Without a query, its tables and their columns are listed. The
/// tables are not changed, whatever is asked. `version_number('5.2.3790.201')` gives a version as the number that stands in
/// the column of that name, `search` is a full-text index (FTS5) of the sections, `supersedence` says what replaces what,
/// over any number of steps, and `links` which articles point to which: `target` and `resolved` are null
/// where what is meant is not in the dataset.
#[cfg(feature = "sqlite")]
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kbmill query dataset
  kbmill query dataset \"SELECT article_id FROM events WHERE event_id = 5774\"
  kbmill query dataset --format csv 'SELECT * FROM files' > files.csv
  kbmill query dataset - < question.sql")]
pub struct Query {
    /// Folder of the dataset.
    #[arg(value_name = "DIR")]
    pub dataset: PathBuf,
    /// One statement of SQL; `-` to read it from standard input.
    #[arg(value_name = "SQL")]
    pub sql: Option<String>,
    /// How the answer is written.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: QueryFormat,
}

/// How an answer is written.
#[cfg(feature = "sqlite")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum QueryFormat {
    /// Columns for reading.
    Table,
    /// With a head; nothing is an empty field.
    Csv,
    /// An array of objects, one a line.
    Json,
}

/// Write the graph of a dataset: which article points to which, and which fix replaces which.
///
/// Nodes are the articles, those of one id (revisions and translations) as one, and what they point to that is not in the
/// dataset, marked as missing. Edges are the references (`kb`, `bulletin`, `cve`, `rfc`, `url`, `file`) and what fixes state
/// of each other (`replaces`, `replaced_by`), each with the id of the article that it means, if that is there. Of what is
/// replaced over several steps, the newest fix at the end is given. Without `--kind`, references to articles and
/// bulletins, relative paths and what replaces what are all there, other references only where they lead to an article of
/// the dataset. JSON is in the node-link shape that networkx and D3 read; its schema: `kbmill schema graph`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kbmill graph dataset -o graph.graphml
  kbmill graph dataset --article KB828333 --depth 2 --format dot | dot -Tsvg > KB828333.svg
  kbmill graph dataset --kind replaces --linked --format dot | dot -Tsvg > fixes.svg
  kbmill graph dataset --dangling | jq -r '.nodes[] | select(.present | not) | .id'
  kbmill graph dataset --closure | jq -r '.supersedence[] | select(.older == \"KB2468345\") | .newer'")]
pub struct Graph {
    /// Folder of the dataset.
    #[arg(value_name = "DIR")]
    pub dataset: PathBuf,
    /// How to write it [default: what the output's name says, else json].
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<GraphFormat>,
    /// File to write, beside the dataset and not in it [default: standard output].
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Only edges of these kinds, and all of them.
    #[arg(long = "kind", value_name = "KIND", value_delimiter = ',')]
    pub kinds: Vec<GraphKind>,
    /// Only what is near this article: its id, number, alias or address. May be given more than once, and may be missing
    /// in the dataset.
    #[arg(long = "article", value_name = "ID")]
    pub articles: Vec<String>,
    /// How many steps away is near, in either direction.
    #[arg(long, value_name = "N", default_value_t = 1, requires = "articles")]
    pub depth: u32,
    /// Only what is missing, and what points to it.
    #[arg(long)]
    pub dangling: bool,
    /// Leave out articles without any edge.
    #[arg(long)]
    pub linked: bool,
    /// Every fix that replaces a fix over any number of steps, not just the newest; long chains have very many of these.
    #[arg(long)]
    pub closure: bool,
    /// Also what older revisions of articles point to.
    #[arg(long)]
    pub revisions: bool,
}

/// How a graph is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// For Graphviz, which draws it.
    Dot,
    /// For Gephi, yEd and other programs that know graphs.
    Graphml,
    /// Nodes and edges, one a line.
    Json,
}

/// Kinds of edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GraphKind {
    /// References to articles of the knowledge base.
    Kb,
    /// References to security bulletins.
    Bulletin,
    /// References to vulnerabilities in the CVE list.
    Cve,
    /// References to RFCs.
    Rfc,
    /// References to addresses and paths.
    Url,
    /// References to files for download.
    File,
    /// What fixes replace and are replaced by.
    Replaces,
}

impl GraphKind {
    /// The kinds of edges that are meant.
    pub fn edges(self) -> &'static [EdgeKind] {
        match self {
            GraphKind::Kb => &[EdgeKind::Kb],
            GraphKind::Bulletin => &[EdgeKind::Bulletin],
            GraphKind::Cve => &[EdgeKind::Cve],
            GraphKind::Rfc => &[EdgeKind::Rfc],
            GraphKind::Url => &[EdgeKind::Url],
            GraphKind::File => &[EdgeKind::File],
            GraphKind::Replaces => &[EdgeKind::Replaces, EdgeKind::ReplacedBy],
        }
    }
}

/// Print the JSON Schema of a file of the dataset, of a table's rows, or of the graph.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kbmill schema > article.schema.json
  kbmill schema manifest
  kbmill schema --table files")]
pub struct Schema {
    /// Which file's.
    #[arg(value_name = "FILE", default_value = "article")]
    pub file: SchemaFile,
    /// That of the rows of a table instead.
    #[arg(long, value_name = "NAME", conflicts_with = "file", value_parser = table_names())]
    pub table: Option<String>,
}

fn table_names() -> clap::builder::PossibleValuesParser {
    crate::emit::tables().iter().map(|table| table.name).collect::<Vec<_>>().into()
}

/// Files that have a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaFile {
    /// A line of `articles.jsonl`.
    Article,
    /// A line of `rejects.jsonl`.
    Reject,
    /// `manifest.json`.
    Manifest,
    /// What `kbmill graph --format json` writes.
    Graph,
    /// A line of `kbmill chunk`.
    #[cfg(feature = "chunk")]
    Chunk,
    /// A line of `kbmill changes --format jsonl`.
    Changes,
    /// What `kbmill diff --format json` writes.
    Diff,
}

/// Print a completion script for a shell.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kbmill completions bash > ~/.local/share/bash-completion/completions/kbmill
  kbmill completions zsh > \"${fpath[1]}/_kbmill\"")]
pub struct Completions {
    /// The shell.
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// Print the manual page, of kbmill or of one of its commands.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kbmill man | man -l -
  kbmill man build > kbmill-build.1")]
pub struct Man {
    /// The command.
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
}
