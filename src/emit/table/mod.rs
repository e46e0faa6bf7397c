//! Which tables does a dataset have beside its lines?
//!
//! The records that an article holds, one table a kind, for tools that want rows and columns: Parquet, SQLite, CSV. Every
//! table has the same first columns: `article`, the number of the article's line in `articles.jsonl` (from 1), which
//! joins the tables; `article_id`; and, in all but `articles`, `ordinal`, the row's place among its article's (from 1).
//! Here stands what a table and its columns are; [`columns`] lists them, and the writers know no table by name.

mod columns; // the tables and their columns
mod csv; // … as CSV
#[cfg(feature = "sqlite")]
mod links; // what the references mean, in SQLite
#[cfg(feature = "parquet")]
mod parquet; // … as Parquet
mod schema; // what a row promises
#[cfg(feature = "sqlite")]
mod sqlite; // … as one SQLite file
#[cfg(test)]
mod tests;
mod write; // records → the files of each format

pub use columns::{tables, version_number};
#[cfg(feature = "parquet")]
pub use parquet::ParquetFile;
pub use schema::row_schema;
#[cfg(feature = "sqlite")]
pub use sqlite::NAME as DATABASE;
pub use write::{Format, TableWriter};

use crate::model::Article;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use std::borrow::Cow;

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Text.
    Text,
    /// One of a few words; Parquet has them as a dictionary.
    Word,
    /// An integer of 64 bits with a sign.
    Integer,
    /// True or false.
    Boolean,
    /// A day. SQLite and CSV: `2007-07-24`.
    Date,
    /// A time of day, in every format as text: `15:04:05`.
    Time,
    /// A moment, UTC. SQLite and CSV: `2007-07-24T15:04:05Z`.
    Moment,
    /// A list of texts. SQLite and CSV: a JSON array.
    Texts,
    /// A list of integers. SQLite and CSV: a JSON array.
    Integers,
}

/// One cell of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Null,
    /// For [`Type::Text`] and [`Type::Word`].
    Text(Cow<'a, str>),
    /// For [`Type::Integer`].
    Integer(i64),
    /// For [`Type::Boolean`].
    Boolean(bool),
    /// For [`Type::Date`].
    Date(NaiveDate),
    /// For [`Type::Time`].
    Time(NaiveTime),
    /// For [`Type::Moment`].
    Moment(DateTime<Utc>),
    /// For [`Type::Texts`].
    Texts(Vec<&'a str>),
    /// For [`Type::Integers`].
    Integers(&'a [u32]),
}

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What its cells hold.
    pub holds: Type,
    /// Is there a value in every row?
    pub required: bool,
    /// What it means.
    pub about: &'static str,
}

/// A table: what it is called and what is in it.
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What a row is.
    pub about: &'static str,
    /// Its columns, the keys first.
    pub columns: Vec<Column>,
    /// Columns by which people look for rows, each group together; SQLite has an index for each.
    pub indexes: &'static [&'static [&'static str]],
    /// Gives the rows that an article has in it.
    rows: Box<dyn Rows>,
}

/// Gives the rows of a table.
trait Rows: Send + Sync {
    /// Calls `row` for each row of an article, whose line has this number.
    fn each(&self, article: &Article, line: i64, row: &mut dyn FnMut(&[Cell<'_>]));
}

impl Table {
    /// Calls `row` with the cells of each row that an article has in the table; `line` is the number of its line.
    pub fn rows(&self, article: &Article, line: i64, row: &mut dyn FnMut(&[Cell<'_>])) {
        self.rows.each(article, line, row);
    }

    /// Are there rows of other tables that belong to a row of this one?
    pub fn is_articles(&self) -> bool {
        self.name == columns::ARTICLES
    }
}

impl Cell<'_> {
    /// The cell as tools without types for it have it: numbers and texts as they are, days, times and moments as ISO 8601,
    /// lists as JSON.
    fn to_plain(&self) -> Cow<'_, str> {
        match self {
            Cell::Null => Cow::Borrowed(""),
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::Integer(number) => Cow::Owned(number.to_string()),
            Cell::Boolean(true) => Cow::Borrowed("true"),
            Cell::Boolean(false) => Cow::Borrowed("false"),
            Cell::Date(day) => Cow::Owned(day.to_string()),
            Cell::Time(time) => Cow::Owned(time.format("%H:%M:%S").to_string()),
            Cell::Moment(moment) => Cow::Owned(moment.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
            Cell::Texts(texts) => Cow::Owned(json(texts)),
            Cell::Integers(numbers) => Cow::Owned(json(numbers)),
        }
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|e| unreachable!("a list is JSON: {e}"))
}
