//! `kbmill query`: a question in SQL → a table, CSV or JSON.

use super::Status;
use super::args::{Query, QueryFormat};
use super::output;
use crate::query::{Fault, Tables, Taker, Value};
use anyhow::Context;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde::ser::{SerializeMap, Serializer};
use std::io::{self, IsTerminal, Read, Write};

/// Runs the command.
pub fn run(args: &Query) -> anyhow::Result<Status> {
    let tables = Tables::open(&args.dataset)?;
    let Some(sql) = &args.sql else {
        return list(&tables);
    };
    let sql = match sql.as_str() {
        "-" => {
            let mut sql = String::new();
            io::stdin().read_to_string(&mut sql).context("cannot read the query from standard input")?;
            sql
        }
        sql => sql.to_owned(),
    };
    let mut out = output::data();
    let asked = match args.format {
        QueryFormat::Table => {
            let mut page = Page { table: table(), numbers: Vec::new() };
            tables.ask(&sql, &mut page).and_then(|()| Ok(writeln!(out, "{}", page.table.trim_fmt())?))
        }
        QueryFormat::Csv => {
            let mut lines = Csv(csv::Writer::from_writer(&mut out));
            tables.ask(&sql, &mut lines).and_then(|()| Ok(lines.0.flush()?))
        }
        QueryFormat::Json => {
            let mut objects = Json { out: &mut out, names: Vec::new(), rows: 0 };
            tables.ask(&sql, &mut objects).and_then(|()| Ok(objects.end()?))
        }
    };
    match asked {
        Err(Fault::Output(error)) => return Err(error.into()),
        Err(fault) if fault.to_string().contains("no such") => {
            anyhow::bail!("{fault}; `kbmill query {}` lists tables and columns", args.dataset.display())
        }
        Err(fault) => return Err(fault.into()),
        Ok(()) => out.flush()?,
    }
    Ok(Status::Fine)
}

/// What may be asked about.
fn list(tables: &Tables) -> anyhow::Result<Status> {
    let mut page = table();
    page.set_header(["table", "columns"]);
    for (name, columns) in tables.names()? {
        page.add_row([name, columns.join(", ")]);
    }
    let mut out = output::data();
    writeln!(out, "{}", page.trim_fmt())?;
    out.flush()?;
    Ok(Status::Fine)
}

/// Columns without lines between them; on a terminal no wider than it is.
fn table() -> Table {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING);
    if io::stdout().is_terminal() {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(output::columns());
    }
    table
}

struct Page {
    table: Table,
    /// Which columns hold nothing but numbers so far? They stand on the right.
    numbers: Vec<bool>,
}

impl Taker for Page {
    fn columns(&mut self, names: &[&str]) -> io::Result<()> {
        self.table.set_header(names);
        self.numbers = vec![true; names.len()];
        Ok(())
    }

    fn row(&mut self, values: Vec<Value>) -> io::Result<()> {
        for (at, value) in values.iter().enumerate() {
            self.numbers[at] &= !matches!(value, Value::Text(_));
            if let Some(column) = self.table.column_mut(at) {
                column.set_cell_alignment(if self.numbers[at] { CellAlignment::Right } else { CellAlignment::Left });
            }
        }
        self.table.add_row(values.iter().map(words));
        Ok(())
    }
}

/// A value on one line, without what would steer a terminal.
fn words(value: &Value) -> String {
    let text = shown(value);
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    one_line.chars().filter(|c| !c.is_control()).collect()
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.clone(),
    }
}

struct Csv<W: Write>(csv::Writer<W>);

impl<W: Write> Taker for Csv<W> {
    fn columns(&mut self, names: &[&str]) -> io::Result<()> {
        self.0.write_record(names).map_err(io::Error::from)
    }

    fn row(&mut self, values: Vec<Value>) -> io::Result<()> {
        self.0.write_record(values.iter().map(shown)).map_err(io::Error::from)
    }
}

/// An array of objects, one a line.
struct Json<'w, W: Write> {
    out: &'w mut W,
    names: Vec<String>,
    rows: u64,
}

impl<W: Write> Taker for Json<'_, W> {
    fn columns(&mut self, names: &[&str]) -> io::Result<()> {
        self.names = names.iter().map(|&name| name.to_owned()).collect();
        Ok(())
    }

    fn row(&mut self, values: Vec<Value>) -> io::Result<()> {
        self.out.write_all(if self.rows == 0 { b"[\n" } else { b",\n" })?;
        self.rows += 1;
        let mut json = serde_json::Serializer::new(&mut *self.out);
        let mut object = json.serialize_map(Some(values.len()))?;
        for (name, value) in self.names.iter().zip(&values) {
            object.serialize_entry(name, value)?;
        }
        Ok(object.end()?)
    }
}

impl<W: Write> Json<'_, W> {
    fn end(&mut self) -> io::Result<()> {
        self.out.write_all(if self.rows == 0 { b"[]\n" } else { b"\n]\n" })
    }
}
