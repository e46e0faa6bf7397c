//! How do the lines of a dataset become its tables?
//!
//! One pass over `articles.jsonl`: a line is read into the record it was written from, and each format takes the rows of it
//! on a thread of its own. What is under way is bounded by the length of the queues, whatever the size of the dataset. The
//! lines and not the articles as they are parsed, because only the last one tells which revisions are the latest.

use super::{Cell, Table, tables};
use crate::emit::ARTICLES;
use crate::emit::manifest::DataFile;
use crate::emit::record_file::digest_of;
use crate::error::Error;
use crate::model::Article;
use crossbeam_channel::{Receiver, Sender, bounded};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;

/// How a dataset's tables may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// A file a table in `parquet/`.
    #[cfg(feature = "parquet")]
    Parquet,
    /// One file, `dataset.sqlite`.
    #[cfg(feature = "sqlite")]
    Sqlite,
    /// A file a table in `csv/`.
    Csv,
}

/// A file of tables that is written.
pub struct Written {
    /// Its path within the dataset.
    pub path: String,
    /// Its rows, if it holds one table.
    pub rows: Option<u64>,
}

/// Takes rows and makes files of them.
pub trait Sink: Send {
    /// Takes a row of the table at this place among [`tables`].
    fn row(&mut self, table: usize, cells: &[Cell<'_>]) -> Result<(), Error>;
    /// Completes the files.
    fn finish(self: Box<Self>) -> Result<Vec<Written>, Error>;
}

/// Records with the number of the first one's line.
type Batch = Arc<(i64, Vec<Article>)>;

/// Bytes of lines in a batch.
const BATCH: usize = 1 << 18;
/// Batches that may wait for a format.
const WAITING: usize = 4;

/// Writes the tables of the dataset in this folder and describes their files.
pub fn write(folder: &Path, formats: &[Format]) -> Result<Vec<DataFile>, Error> {
    if formats.is_empty() {
        return Ok(Vec::new());
    }
    let sinks = formats.iter().map(|&format| sink(format, folder)).collect::<Result<Vec<_>, Error>>()?;
    let written = std::thread::scope(|scope| {
        let mut queues = Vec::new();
        let mut writers = Vec::new();
        for sink in sinks {
            let (queue, batches) = bounded(WAITING);
            queues.push(queue);
            writers.push(scope.spawn(move || drain(sink, &batches)));
        }
        let read = read(&folder.join(ARTICLES), &queues);
        drop(queues);
        let mut written = Vec::new();
        for writer in writers {
            // A writer that met an error says more than the reader that could hand it nothing any longer.
            written.extend(writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
        }
        read.map(|()| written)
    })?;
    let describe = |file: Written| {
        let path = folder.join(&file.path);
        let (bytes, sha256) = digest_of(&path)?;
        Ok(DataFile { path: file.path, bytes, rows: file.rows, sha256 })
    };
    written.into_iter().map(describe).collect()
}

fn sink(format: Format, folder: &Path) -> Result<Box<dyn Sink>, Error> {
    Ok(match format {
        #[cfg(feature = "parquet")]
        Format::Parquet => Box::new(super::parquet::Parquet::create(folder, tables())?),
        #[cfg(feature = "sqlite")]
        Format::Sqlite => Box::new(super::sqlite::Sqlite::create(folder, tables())?),
        Format::Csv => Box::new(super::csv::Csv::create(folder, tables())?),
    })
}

/// Reads the lines into records and hands them to every queue, until all are read or a queue has nobody at its end.
fn read(path: &Path, queues: &[Sender<Batch>]) -> Result<(), Error> {
    let file = File::open(path).map_err(|e| Error::io("read", path, e))?;
    let mut lines = BufReader::with_capacity(BATCH, file);
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        let first = number + 1;
        let mut articles = Vec::new();
        let mut bytes = 0;
        while bytes < BATCH {
            line.clear();
            if lines.read_until(b'\n', &mut line).map_err(|e| Error::io("read", path, e))? == 0 {
                break;
            }
            number += 1;
            bytes += line.len();
            let article: Result<Article, _> = serde_json::from_slice(&line);
            let message = |e: serde_json::Error| format!("line {number} is no record: {e}");
            articles.push(article.map_err(|e| Error::Data { path: path.to_owned(), message: message(e) })?);
        }
        if articles.is_empty() {
            return Ok(());
        }
        let batch = Arc::new((first, articles));
        if queues.iter().any(|queue| queue.send(batch.clone()).is_err()) {
            return Ok(());
        }
    }
}

fn drain(mut sink: Box<dyn Sink>, batches: &Receiver<Batch>) -> Result<Vec<Written>, Error> {
    for batch in batches {
        let (first, articles) = &*batch;
        for (line, article) in (*first..).zip(articles) {
            for (at, table) in tables().iter().enumerate() {
                add(&mut *sink, at, table, article, line)?;
            }
        }
    }
    sink.finish()
}

fn add(sink: &mut dyn Sink, at: usize, table: &Table, article: &Article, line: i64) -> Result<(), Error> {
    let mut result = Ok(());
    table.rows(article, line, &mut |cells| {
        if result.is_ok() {
            result = sink.row(at, cells);
        }
    });
    result
}
