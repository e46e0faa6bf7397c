//! What may be said to the commands that find: `index` and `search`?

use clap::Args;
use std::path::PathBuf;

/// Make the index of a dataset, or bring it up to date.
///
/// The index stands beside the dataset, in `.DIR.kbmill.index`, and holds the records, so that searching needs nothing
/// else. Articles that are in it already, by the digest of their record, are not indexed again. It is exchanged in one
/// step: who searches meanwhile finds the old one, and a run that is interrupted leaves it. When the dataset is built anew,
/// `search` says so until the index is brought up to date; a dataset that is moved leaves its index behind, which may be
/// deleted at any time.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kbmill index dataset
  kbmill build kb/ -o dataset && kbmill index dataset
  kbmill index /mnt/read-only/dataset --index /var/lib/kb-index")]
pub struct Index {
    /// Folder of the dataset.
    #[arg(value_name = "DIR")]
    pub dataset: PathBuf,
    /// Folder of the index, if it is not to stand beside the dataset.
    #[arg(long, value_name = "PLACE")]
    pub index: Option<PathBuf>,
    /// Index all articles anew.
    #[arg(long)]
    pub fresh: bool,
}

/// Find articles by words, identifiers and filters.
///
/// Plain words will do: articles that have more of them, rarer ones, and nearer together come first, with those that say
/// the same in other words. Error codes, event ids, file names, versions, registry keys and article numbers are found in
/// any spelling, and articles that hold such a record come first. Any punctuation is safe; what looks like a filter and
/// cannot be one is looked for as words, and said.
#[derive(Debug, Args)]
#[command(after_help = SEARCH_SHORT, after_long_help = SEARCH_LONG)]
pub struct Search {
    /// Folder of the dataset; `kbmill index` must have made its index.
    #[arg(value_name = "DIR")]
    pub dataset: PathBuf,
    /// What to look for; several words need no quotation marks.
    #[arg(value_name = "QUERY", required_unless_present = "batch", allow_negative_numbers = true)]
    pub query: Vec<String>,
    /// At most so many articles [default: 10, with --batch 100].
    #[arg(short, long, value_name = "N")]
    pub number: Option<usize>,
    /// Pass over so many before them.
    #[arg(long, value_name = "N", default_value_t = 0, conflicts_with = "batch")]
    pub offset: usize,
    /// As JSON; with --batch an answer a line, with the query's id as `query`.
    #[arg(long)]
    pub json: bool,
    /// Say why each article was found.
    #[arg(long, conflicts_with = "batch")]
    pub explain: bool,
    /// Count what the articles are: products, roles of sections, years, kinds, languages.
    #[arg(long, conflicts_with = "batch")]
    pub facets: bool,
    /// Answer the queries of a file (`-` for standard input), one a line, `ID<tab>QUERY`, as a TREC run: `ID Q0 ARTICLE
    /// RANK SCORE kbmill`.
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub batch: Option<PathBuf>,
    /// Folder of the index, if it does not stand beside the dataset.
    #[arg(long, value_name = "PLACE")]
    pub index: Option<PathBuf>,
}

const SEARCH_SHORT: &str = "Examples:
  kbmill search dataset server hangs when the disk is full
  kbmill search dataset 'event:5774 source:NETLOGON'
  kbmill search dataset 'error 0x80070005 product:\"Windows 2000\" kind:fix'";

const SEARCH_LONG: &str = "Examples:
  kbmill search dataset server hangs when the disk is full
  kbmill search dataset '\"access is denied\" printer -cluster'
  kbmill search dataset 'event:5774 source:NETLOGON'
  kbmill search dataset 'file:tcpip.sys version:>=5.2.3790'
  kbmill search dataset 'restart product:\"Windows 2000\" section:resolution'
  kbmill search dataset KB828333 --json | jq '.hits[].snippet.text'
  kbmill search dataset --batch queries.tsv -n 1000 > run.trec

Queries:
  words            the more of them, and the rarer, the better
  \"some words\"     must be there as they are
  -word -\"words\"   must not be there
  event:5774  source:NETLOGON  code:0x80070005  file:tcpip.sys
  version:>=5.2  registry:HKLM\\SOFTWARE\\Acme
                   a record that says so; what is said of one record in
                   several filters holds for the same one
  product:\"Windows Server 2003\"  kind:fix  lang:en  publisher:microsoft
  keyword:kbprint  title:printer  id:KB828333
  section:resolution
                   the words must stand in a section of that role
  before:2004  after:2001-06  year:2003
                   by the last date that the article states";
