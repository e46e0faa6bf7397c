//! What do a dataset's tables answer to a question in SQL?
//!
//! Questions go to `dataset.sqlite`, which is opened for reading only. Beside what SQLite itself can do, the functions
//! `version_number('5.2.3790.201')`, which gives what the column of that name holds, and all of the file's views are there.

use crate::emit::{DATABASE, version_number};
use crate::error::Error;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};

/// The tables of a dataset, open for questions.
pub struct Tables {
    path: PathBuf,
    connection: Connection,
}

/// A value of an answer.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// Another number.
    Real(f64),
    /// Text; bytes that are none are shown as they can be.
    Text(String),
}

/// Who takes an answer: first the names of its columns, then its rows.
pub trait Taker {
    /// Takes the names.
    fn columns(&mut self, names: &[&str]) -> std::io::Result<()>;
    /// Takes a row.
    fn row(&mut self, values: Vec<Value>) -> std::io::Result<()>;
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The question cannot be answered.
    #[error("the query cannot be answered: {0}")]
    Question(String),
    /// The answer could not be handed on.
    #[error(transparent)]
    Output(#[from] std::io::Error),
}

impl Tables {
    /// Opens the tables of the dataset in this folder.
    pub fn open(dataset: &Path) -> Result<Tables, Error> {
        let path = dataset.join(DATABASE);
        let problem = |message: String| Error::Data { path: path.clone(), message };
        if !path.is_file() {
            let message = format!("is not there; `kbmill build … --format sqlite -o {}` makes it", dataset.display());
            return Err(problem(message));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags).map_err(|e| problem(e.to_string()))?;
        let steady = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
        let function = connection.create_scalar_function("version_number", 1, steady, |context| {
            Ok(context.get::<Option<String>>(0)?.and_then(|version| number(&version)))
        });
        function.map_err(|e| problem(e.to_string()))?;
        // Only now is the file looked into.
        let tables = connection.query_row("SELECT count(*) FROM articles", [], |_| Ok(()));
        tables.map_err(|e| problem(format!("holds no tables of kbmill: {e}")))?;
        Ok(Tables { path, connection })
    }

    /// Asks one question and hands the answer on, row by row.
    pub fn ask(&self, sql: &str, taker: &mut dyn Taker) -> Result<(), Fault> {
        let fault = |e: rusqlite::Error| Fault::Question(plain(&e));
        let mut statement = self.connection.prepare(sql).map_err(fault)?;
        taker.columns(&statement.column_names().collect::<Vec<_>>())?;
        let width = statement.column_count();
        let mut rows = statement.query([]).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            let values = (0..width).map(|at| row.get_ref(at).map(value)).collect::<Result<_, _>>();
            taker.row(values.map_err(fault)?)?;
        }
        Ok(())
    }

    /// The tables and views with their columns, in the order of the file.
    pub fn names(&self) -> Result<Vec<(String, Vec<String>)>, Error> {
        let read = || -> rusqlite::Result<Vec<_>> {
            let sql = "SELECT m.name, group_concat(c.name, char(10)) FROM sqlite_master AS m, pragma_table_info(m.name) AS c \
                       WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'search\\__%' ESCAPE '\\' \
                       AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' GROUP BY m.rowid ORDER BY m.rowid";
            let mut statement = self.connection.prepare(sql)?;
            let row = |row: &rusqlite::Row<'_>| {
                let columns: String = row.get(1)?;
                Ok((row.get(0)?, columns.lines().map(str::to_owned).collect()))
            };
            statement.query_map([], row)?.collect()
        };
        read().map_err(|e| Error::Data { path: self.path.clone(), message: e.to_string() })
    }
}

/// A version as written in a question.
fn number(version: &str) -> Option<i64> {
    let parts: Vec<u32> = version.trim().split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    version_number(Some(&parts))
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
    }
}

/// What SQLite says, without the codes around it.
fn plain(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        rusqlite::Error::SqlInputError { msg, offset, .. } => match usize::try_from(*offset) {
            Ok(offset) => format!("{msg}, at character {}", offset + 1),
            Err(_) => msg.clone(),
        },
        other => other.to_string(),
    }
}
