//! What is asked for? Plain words, phrases, exclusions and filters; any text is a query.
//!
//! Words need not all be there; what is quoted, filtered or excluded is meant strictly:
//!
//! ```text
//! server stops responding                 words: articles that have more of them, and rarer ones, come first
//! "access is denied"                      a phrase: must be there as it is
//! -cluster  -"service pack"               must not be there
//! event:5774 source:NETLOGON              a record with that id from that source
//! file:tcpip.sys version:>=5.2            a row of a file table, and how new it is
//! code:0x80070005                         an error code in any spelling, or its symbol
//! registry:HKLM\SOFTWARE\Acme             a key and what is under it, the end of one, or a value's name
//! product:"Windows Server 2003"           applies to it
//! section:resolution                      the words must stand in a section of that role
//! kind:fix  lang:en  publisher:microsoft  what the article is
//! title:printer  keyword:kbprint          words of the title, a keyword
//! id:KB828333                             that article, by any name it goes by
//! before:2004  after:2001-06  year:2003   by the last date that the article states
//! ```
//!
//! A filter that cannot be one (`before:soon`) is plain words, and a [`Note`] says so.

mod parse; // text → query

use crate::model::{Kind, SectionKind};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

/// A query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    text: String,
    pub(super) words: String,
    pub(super) phrases: Vec<String>,
    pub(super) excluded: Vec<Excluded>,
    pub(super) filters: Vec<Filter>,
    notes: Vec<Note>,
}

/// Words that must not be there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Excluded {
    /// Without the minus sign.
    pub text: String,
    /// Are they quoted?
    pub phrase: bool,
    /// What stands before: behind a program's name, a minus sign begins an option.
    pub before: String,
}

/// A condition that articles must meet.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// On what.
    pub field: Field,
    /// What it must be, as asked.
    pub value: String,
    /// Must it not be that?
    pub negated: bool,
    /// What that means.
    pub(super) condition: Condition,
}

/// What the value of a filter means.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Condition {
    Text(String),
    Number(u32),
    Kind(Kind),
    Role(SectionKind),
    Version(VersionTest, Vec<u32>),
    /// The first day of those that are named, and the first behind them.
    Days(NaiveDate, NaiveDate),
}

/// How versions are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum VersionTest {
    AtLeast,
    Above,
    AtMost,
    Below,
    Same,
    /// Begins with these numbers.
    Within,
}

/// What may be filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// An article by any name it goes by.
    Id,
    /// Event ID of an event record.
    Event,
    /// Source of an event record.
    Source,
    /// Name in a file table.
    File,
    /// Version in a file table.
    Version,
    /// Error code or its symbol.
    Code,
    /// Registry key, with what is under it, or name of a value.
    Registry,
    /// Product that the article applies to.
    Product,
    /// Role of the section in which the words stand.
    Section,
    /// What the article is for.
    Kind,
    /// Language.
    Language,
    /// Publisher.
    Publisher,
    /// Words of the title.
    Title,
    /// Keyword.
    Keyword,
    /// Year, month or day before which the article's last date is.
    Before,
    /// Year, month or day since which it is.
    After,
    /// Year, month or day of it.
    Year,
}

/// Something in a query that was understood otherwise than it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Note {
    /// What of the query.
    pub part: String,
    /// What became of it, and what to write instead.
    pub message: String,
}

impl Field {
    /// All fields.
    pub const ALL: &[Field] = &[
        Field::Id,
        Field::Event,
        Field::Source,
        Field::File,
        Field::Version,
        Field::Code,
        Field::Registry,
        Field::Product,
        Field::Section,
        Field::Kind,
        Field::Language,
        Field::Publisher,
        Field::Title,
        Field::Keyword,
        Field::Before,
        Field::After,
        Field::Year,
    ];

    /// Its name in queries.
    pub fn name(self) -> &'static str {
        match self {
            Field::Id => "id",
            Field::Event => "event",
            Field::Source => "source",
            Field::File => "file",
            Field::Version => "version",
            Field::Code => "code",
            Field::Registry => "registry",
            Field::Product => "product",
            Field::Section => "section",
            Field::Kind => "kind",
            Field::Language => "lang",
            Field::Publisher => "publisher",
            Field::Title => "title",
            Field::Keyword => "keyword",
            Field::Before => "before",
            Field::After => "after",
            Field::Year => "year",
        }
    }

    /// The field of a name, in any case.
    fn named(name: &str) -> Option<Field> {
        let longer = [("language", Field::Language), ("role", Field::Section), ("since", Field::After)];
        let known = Field::ALL.iter().copied().find(|field| field.name().eq_ignore_ascii_case(name));
        known.or_else(|| longer.iter().find(|(long, _)| long.eq_ignore_ascii_case(name)).map(|&(_, field)| field))
    }
}

impl Query {
    /// Reads a query. Any text is one; what cannot be what it looks like is words, and there is a note of it.
    pub fn parse(text: &str) -> Query {
        parse::parse(text)
    }

    /// The text that it was read from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was understood otherwise than it was written.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The conditions.
    pub fn filters(&self) -> &[Filter] {
        &self.filters
    }

    /// Is nothing asked for?
    pub fn is_empty(&self) -> bool {
        !self.words.contains(char::is_alphanumeric) && self.phrases.is_empty() && self.filters.is_empty()
    }

    /// The query with a condition more, as if it had been written: `with("product", "Windows 2000")`.
    pub fn with(self, field: &str, value: &str) -> Query {
        Query::parse(&format!("{} {}", self.text, filter(field, value)))
    }
}

/// A condition in the language of queries.
pub fn filter(field: &str, value: &str) -> String {
    let plain =
        !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
    if plain {
        format!("{field}:{value}")
    } else {
        format!("{field}:\"{}\"", value.replace(['"', '“', '”', '„'], " ").trim())
    }
}

#[cfg(test)]
mod tests;
