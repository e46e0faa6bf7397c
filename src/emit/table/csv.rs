//! How do tables become CSV? One file each in `csv/`, as RFC 4180 has it: UTF-8, a head, quotes where they are needed, and
//! CRLF. An empty cell is null.

use super::Table;
use super::write::{Sink, Written, each_row};
use crate::error::Error;
use crate::model::Article;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// Files that are being written.
pub struct Csv {
    tables: &'static [Table],
    files: Vec<(PathBuf, csv::Writer<BufWriter<File>>, u64)>,
}

impl Csv {
    /// Begins the files in a dataset's folder.
    pub fn create(folder: &Path, tables: &'static [Table]) -> Result<Csv, Error> {
        let own = folder.join("csv");
        fs::create_dir(&own).map_err(|e| Error::io("create", &own, e))?;
        let begin = |table: &Table| {
            let path = own.join(format!("{}.csv", table.name));
            let file = File::create(&path).map_err(|e| Error::io("create", &path, e))?;
            let mut settings = csv::WriterBuilder::new();
            settings.terminator(csv::Terminator::CRLF);
            let mut writer = settings.from_writer(BufWriter::with_capacity(1 << 16, file));
            let head = writer.write_record(table.columns.iter().map(|column| column.name));
            head.map_err(|e| fault(&path, e))?;
            Ok((path, writer, 0))
        };
        let files = tables.iter().map(begin).collect::<Result<_, Error>>()?;
        Ok(Csv { tables, files })
    }
}

impl Sink for Csv {
    fn rows(&mut self, at: usize, table: &Table, article: &Article, line: i64) -> Result<(), Error> {
        let (path, writer, rows) = &mut self.files[at];
        each_row(table, article, line, |cells| {
            *rows += 1;
            let fields = cells.iter().try_for_each(|cell| writer.write_field(cell.to_plain().as_bytes()));
            fields.and_then(|()| writer.write_record(None::<&[u8]>)).map_err(|e| fault(path, e))
        })
    }

    fn finish(self: Box<Self>) -> Result<Vec<Written>, Error> {
        let end = |((path, writer, rows), table): ((PathBuf, csv::Writer<BufWriter<File>>, u64), &Table)| {
            let fail = |e| Error::io("write", &path, e);
            let mut buffer = writer.into_inner().map_err(|e| fail(e.into_error()))?;
            buffer.flush().and_then(|()| buffer.get_ref().sync_all()).map_err(fail)?;
            Ok(Written { path: format!("csv/{}.csv", table.name), rows: Some(rows) })
        };
        self.files.into_iter().zip(self.tables).map(end).collect()
    }
}

fn fault(path: &Path, error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(source) => Error::io("write", path, source),
        other => Error::Data { path: path.to_owned(), message: format!("cannot be written: {other:?}") },
    }
}
