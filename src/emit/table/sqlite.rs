//! How do tables become a SQLite file? `dataset.sqlite`: the tables with their keys and indexes, and `search`, a full-text
//! index (FTS5) over the titles, headings and texts of the sections.
//!
//! A row has a number of its own, `row`; what belongs to an article refers to it by `article`. Lists are JSON arrays, which
//! SQLite's `json_each` takes apart; days, times and moments are texts as ISO 8601 has them, which its date functions read.

use super::links::{self, Links};
use super::write::{Sink, Written, each_row};
use super::{Cell, Column, Table, Type};
use crate::error::Error;
use crate::model::Article;
use rusqlite::{Connection, ToSql, types::ToSqlOutput, types::ValueRef};
use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Name of the file.
pub const NAME: &str = "dataset.sqlite";

/// A file that is being written.
pub struct Sqlite {
    path: PathBuf,
    tables: &'static [Table],
    inserts: Vec<String>,
    /// Sections so far.
    sections: i64,
    links: Links,
    connection: Connection,
}

/// The table that full-text search is about.
const SECTIONS: &str = "sections";

const SEARCH_ROW: &str = "INSERT INTO search (rowid, title, heading, text) VALUES (?, ?, ?, ?)";

/// The full-text index gathers eight times as much as by itself before it writes, which saves merging. It reads what it finds again from the tables; it holds no second copy of the text.
const SEARCH: &str = "
CREATE VIEW section_text (row, title, heading, text) AS
  SELECT s.row, a.title, s.heading, s.text FROM sections AS s JOIN articles AS a USING (article);
CREATE VIRTUAL TABLE search USING fts5 (
  title, heading, text, content = 'section_text', content_rowid = 'row', tokenize = 'porter unicode61'
);
INSERT INTO search (search, rank) VALUES ('hashsize', 8388608);
";

impl Sqlite {
    /// Begins the file in a dataset's folder.
    pub fn create(folder: &Path, tables: &'static [Table]) -> Result<Sqlite, Error> {
        let path = folder.join(NAME);
        let fail = |e: rusqlite::Error| fault(&path, &e);
        let connection = Connection::open(&path).map_err(fail)?;
        // The folder is put in its place whole or not at all: a journal would guard what nobody else sees.
        connection
            .execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA foreign_keys = OFF;")
            .map_err(fail)?;
        connection.execute_batch("BEGIN").map_err(fail)?;
        for table in tables {
            connection.execute_batch(&create(table)).map_err(fail)?;
        }
        connection.execute_batch(SEARCH).map_err(fail)?;
        connection.execute_batch(links::CREATE).map_err(fail)?;
        connection.set_prepared_statement_cache_capacity(tables.len() + 4);
        let inserts = tables.iter().map(insert).collect();
        Ok(Sqlite { path, tables, inserts, sections: 0, links: Links::default(), connection })
    }
}

impl Sink for Sqlite {
    fn rows(&mut self, at: usize, table: &Table, article: &Article, line: i64) -> Result<(), Error> {
        let fail = |e| fault(&self.path, &e);
        let mut insert = self.connection.prepare_cached(&self.inserts[at]).map_err(fail)?;
        each_row(table, article, line, |cells| {
            insert.execute(rusqlite::params_from_iter(cells)).map(drop).map_err(fail)
        })?;
        if table.is_articles() {
            self.links.add(article, line);
        }
        if table.name == SECTIONS {
            let mut index = self.connection.prepare_cached(SEARCH_ROW).map_err(fail)?;
            // The sections have just got the last numbers.
            let last = self.sections + article.sections.len() as i64;
            for (row, section) in (self.sections + 1..=last).zip(&article.sections) {
                index.execute((row, &article.title, &section.heading, &section.text)).map_err(fail)?;
            }
            self.sections = last;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Vec<Written>, Error> {
        let fail = |e: rusqlite::Error| fault(&self.path, &e);
        for table in self.tables {
            self.connection.execute_batch(&indexes(table)).map_err(fail)?;
        }
        self.links.write(&self.connection).map_err(fail)?;
        self.connection.execute_batch("COMMIT; PRAGMA optimize;").map_err(fail)?;
        self.connection.close().map_err(|(_, e)| fault(&self.path, &e))?;
        let synced = File::open(&self.path).and_then(|file| file.sync_all());
        synced.map_err(|e| Error::io("write", &self.path, e))?;
        Ok(vec![Written { path: NAME.to_owned(), rows: None }])
    }
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Cell::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Cell::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Cell::Integer(number) => ToSqlOutput::Borrowed(ValueRef::Integer(*number)),
            Cell::Boolean(value) => ToSqlOutput::Borrowed(ValueRef::Integer((*value).into())),
            other => ToSqlOutput::Owned(other.to_plain().into_owned().into()),
        })
    }
}

/// A name between quotes: `references` is a word of SQL.
fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

fn create(table: &Table) -> String {
    let mut sql = format!("-- {}\nCREATE TABLE {} (\n", table.about, quoted(table.name));
    if !table.is_articles() {
        sql.push_str("  row INTEGER PRIMARY KEY,\n");
    }
    for column in &table.columns {
        sql.push_str("  ");
        sql.push_str(&definition(table, column));
        let last = column == &table.columns[table.columns.len() - 1];
        let _ = writeln!(sql, "{} -- {}", if last { "" } else { "," }, column.about); // writing to a String cannot fail
    }
    sql.push_str(") STRICT;");
    sql
}

fn definition(table: &Table, column: &Column) -> String {
    let holds = match column.holds {
        Type::Integer | Type::Boolean => "INTEGER",
        _ => "TEXT",
    };
    let key = match column.name {
        "article" if table.is_articles() => " PRIMARY KEY",
        "article" => " NOT NULL REFERENCES articles (article)",
        _ if column.required => " NOT NULL",
        _ => "",
    };
    // Files, sources, keys and symbols are the same in capitals.
    let folds =
        matches!(column.name, "name" | "source" | "symbol" | "key" | "value_name" | "article_id" | "id" | "sha256");
    format!("{} {holds}{key}{}", quoted(column.name), if folds && holds == "TEXT" { " COLLATE NOCASE" } else { "" })
}

fn insert(table: &Table) -> String {
    let names: Vec<String> = table.columns.iter().map(|column| quoted(column.name)).collect();
    let values = vec!["?"; names.len()].join(", ");
    format!("INSERT INTO {} ({}) VALUES ({values})", quoted(table.name), names.join(", "))
}

fn indexes(table: &Table) -> String {
    let mut sql = String::new();
    if !table.is_articles() {
        let name = format!("{}_article", table.name);
        let _ = writeln!(sql, "CREATE UNIQUE INDEX {name} ON {} (article, ordinal);", quoted(table.name));
    }
    for columns in table.indexes {
        let name = format!("{}_{}", table.name, columns.join("_"));
        let list: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
        let _ = writeln!(sql, "CREATE INDEX {name} ON {} ({});", quoted(table.name), list.join(", "));
    }
    sql
}

fn fault(path: &Path, error: &rusqlite::Error) -> Error {
    Error::Data { path: path.to_owned(), message: format!("cannot be written: {error}") }
}
