//! What does one line of the dataset hold?

use super::{ErrorCode, EventRecord, FileVersion, Fix, Product, Reference, RegistryEntry, Section};
use crate::diagnostic::Diagnostic;
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One knowledge-base article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// Version of this record's shape.
    #[schemars(extend("const" = super::SCHEMA_VERSION))]
    pub schema_version: String,
    /// Stable identifier within its publisher's articles: `KB828333` and `MS10-073` for Microsoft's, as written for
    /// others (`CTX136387`, `1491054.1`); a slug of the address or file name where none is stated.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The number of an article of Microsoft's knowledge base; null for others, whose `id` is all there is.
    pub number: Option<u32>,
    /// Who published it, one slug an organisation: `microsoft`, `redhat`; null when the article does not tell.
    pub publisher: Option<String>,
    /// Other identifiers of the same article, as written (`Q828333`).
    pub aliases: Vec<String>,
    /// Is this the newest revision of its publisher's id in its language in the dataset?
    pub latest: bool,
    /// The title on one line; null when there is none.
    #[schemars(length(min = 1))]
    pub title: Option<String>,
    /// BCP 47 language tag; null when it is neither declared nor told by the words.
    #[schemars(regex(pattern = r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"))]
    pub language: Option<String>,
    /// The form the article came in.
    pub form: Form,
    /// The layout that was recognised, such as `pss-text` or `support-2012`.
    #[schemars(length(min = 1))]
    pub dialect: String,
    /// What the article is for.
    pub kind: Kind,
    /// Revision label and dates.
    pub revision: Revision,
    /// Products it applies to, in the order given.
    pub applies_to: Vec<Product>,
    /// Keywords as listed, without the article's own number.
    pub keywords: Vec<String>,
    /// The `Technology` keywords of the 1990s text form.
    pub technologies: Vec<String>,
    /// The `Issue type` of the 1990s text form.
    pub issue_type: Option<String>,
    /// All that a Markdown article's front matter states: its keys as written (those of nested maps joined by dots), each
    /// with its values as text. Empty for the other forms.
    pub metadata: BTreeMap<String, Vec<String>>,
    /// Sections in document order; `parent` makes the tree.
    pub sections: Vec<Section>,
    /// Event-log records.
    pub events: Vec<EventRecord>,
    /// Rows of file-version tables.
    pub files: Vec<FileVersion>,
    /// Error codes, distinct, in order of first mention.
    pub error_codes: Vec<ErrorCode>,
    /// Registry keys and values.
    pub registry: Vec<RegistryEntry>,
    /// What the article points to, distinct, in order of first mention.
    pub references: Vec<Reference>,
    /// What the article says of a fix; null when it speaks of none.
    pub fix: Option<Fix>,
    /// What was not understood.
    pub diagnostics: Vec<Diagnostic>,
    /// Where the article was read from.
    pub source: SourceInfo,
    /// How many characters went where.
    pub accounting: Accounting,
}

impl Article {
    /// What tells translations of one id apart, see [`translation`].
    pub fn translation(&self) -> &str {
        translation(self.language.as_deref())
    }
}

/// What tells translations of one id apart: the language without its region, for Chinese with its script; empty where the
/// language is not known.
pub fn translation(language: Option<&str>) -> &str {
    let tag = language.unwrap_or("");
    let language = tag.split('-').next().unwrap_or("");
    if language != "zh" {
        return language;
    }
    let traditional = tag.split('-').any(|part| matches!(part, "Hant" | "TW" | "HK" | "MO"));
    if traditional { "zh-Hant" } else { "zh-Hans" }
}

/// The form of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A page with markup.
    Html,
    /// Plain text laid out in lines, with underlined headings.
    Text,
    /// Markdown.
    Markdown,
    /// A crawl's text extraction: no markup, headings run into the sentences.
    Flat,
}

/// What an article is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Describes a problem (`PRB:`, `BUG:`, or symptoms with a cause or a workaround).
    Problem,
    /// Describes a problem and ships a fix for it (`FIX:`, file table, hotfix).
    Fix,
    /// Says how to do something.
    HowTo,
    /// Explains something (`INFO:`).
    Info,
    /// Describes an update, rollup or service pack.
    Update,
    /// A security bulletin or advisory.
    SecurityBulletin,
    /// None of these, or not told.
    Other,
}

/// Revision label and dates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Revision {
    /// As written: `1.10`.
    pub label: Option<String>,
    /// The number before the point.
    pub major: Option<u32>,
    /// The number after the point: 10 for `1.10`.
    pub minor: Option<u32>,
    /// First published.
    pub published: Option<NaiveDate>,
    /// Last modified. An article that states only a last review has that date here too; one that states neither has the
    /// day of `source.committed`, if that is known. The article's own date always wins.
    pub modified: Option<NaiveDate>,
    /// Last reviewed.
    pub reviewed: Option<NaiveDate>,
}

/// Where the article was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceInfo {
    /// Path of the file as given, with `/`; `-` for standard input.
    pub path: String,
    /// Name inside a container; `!/` stands between names of containers within each other. A record of a crawl is named
    /// by its place and its address.
    pub member: Option<String>,
    /// Address the article was published at.
    pub url: Option<String>,
    /// When it was read from there: by a crawl, or by who saved or sent it.
    pub retrieved: Option<DateTime<Utc>>,
    /// The type that was declared with it by the server or the sender.
    pub content_type: Option<String>,
    /// Length of the input in bytes.
    pub bytes: u64,
    /// SHA-256 of the input, in hexadecimal.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    pub sha256: String,
    /// Character set the input was decoded with (WHATWG name).
    pub encoding: String,
    /// Files whose text was put in the place of the article's include directives, in order of first use, as paths like
    /// that of the file.
    pub includes: Vec<String>,
    /// Commit that last touched the file, where it lies in a git work tree, history is read, and the file is as that
    /// commit left it; else null, as for members of containers.
    #[schemars(regex(pattern = r"^[0-9a-f]{40}$"))]
    pub commit: Option<String>,
    /// When that was committed.
    pub committed: Option<DateTime<Utc>>,
}

/// How many characters of the linear text went where; the four add up to `chars`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Accounting {
    /// Characters (Unicode scalar values) of the linear text.
    pub chars: u64,
    /// In the header and the trailing properties: title, dates, products, keywords.
    pub header: u64,
    /// In sections.
    pub sections: u64,
    /// In what the site put around the article.
    pub chrome: u64,
    /// In nothing that was understood.
    pub unparsed: u64,
}
