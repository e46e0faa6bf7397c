//! How do records become tables while a dataset grows?
//!
//! Each format takes the rows on a thread of its own; what is under way is bounded by the length of the queues, whatever
//! the size of the dataset. The table of the articles comes last, out of a file of their small fields: only when every
//! article is known is it known which are the latest revisions.

use super::{Cell, Table, tables};
use crate::emit::manifest::DataFile;
use crate::emit::record_file::{RecordFile, digest_of};
use crate::error::Error;
use crate::model::Article;
use crossbeam_channel::{Receiver, Sender, bounded};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

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
    /// Takes the rows that an article has in the table at this place among [`tables`].
    fn rows(&mut self, at: usize, table: &Table, article: &Article, line: i64) -> Result<(), Error>;
    /// Completes the files.
    fn finish(self: Box<Self>) -> Result<Vec<Written>, Error>;
}

/// Calls `row` for the rows of an article in a table until one fails.
pub fn each_row(
    table: &Table,
    article: &Article,
    line: i64,
    mut row: impl FnMut(&[Cell<'_>]) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut result = Ok(());
    table.rows(article, line, &mut |cells| {
        if result.is_ok() {
            result = row(cells);
        }
    });
    result
}

/// What a format's thread is told.
enum Order {
    /// Take what these articles have in all tables but their own.
    Records(Arc<Vec<(i64, Article)>>),
    /// Take these articles themselves, all else was taken.
    Articles(Arc<Vec<(i64, Article)>>),
    /// Complete the files. A queue that ends without it was given up.
    Finish,
}

/// Name of the file of small fields, which is gone when the tables are complete.
const SPOOL: &str = "articles.spool";
/// Characters of articles that go to the formats at once.
const BATCH: u64 = 1 << 17;
/// Batches that may wait for a format.
const WAITING: usize = 3;

/// What becomes of a format.
type Ending = Result<Vec<DataFile>, Error>;

/// Writes the tables of a dataset, each format on a thread.
pub struct TableWriter {
    folder: PathBuf,
    formats: Vec<(Sender<Order>, JoinHandle<Ending>)>,
    batch: Vec<(i64, Article)>,
    /// Characters in the batch.
    weight: u64,
    spool: Option<RecordFile>,
}

impl TableWriter {
    /// Begins the files in a dataset's folder. Without any format nothing is done here.
    pub fn create(folder: &Path, formats: &[Format]) -> Result<TableWriter, Error> {
        let mut writer =
            TableWriter { folder: folder.to_owned(), formats: Vec::new(), batch: Vec::new(), weight: 0, spool: None };
        for &format in formats {
            let sink = sink(format, folder)?;
            let (queue, orders) = bounded(WAITING);
            let folder = folder.to_owned();
            writer.formats.push((queue, std::thread::spawn(move || drain(sink, &orders, &folder))));
        }
        if !formats.is_empty() {
            writer.spool = Some(RecordFile::passing(&folder.join(SPOOL))?);
        }
        Ok(writer)
    }

    /// Adds the article of the next line.
    pub fn add(&mut self, line: i64, mut article: Article) -> Result<(), Error> {
        let Some(spool) = &mut self.spool else { return Ok(()) };
        // What has a table of its own is no column of the articles: it is taken out while the rest is written.
        let sections = std::mem::take(&mut article.sections);
        let applies_to = std::mem::take(&mut article.applies_to);
        let events = std::mem::take(&mut article.events);
        let files = std::mem::take(&mut article.files);
        let error_codes = std::mem::take(&mut article.error_codes);
        let registry = std::mem::take(&mut article.registry);
        let references = std::mem::take(&mut article.references);
        let diagnostics = std::mem::take(&mut article.diagnostics);
        let small = serde_json::to_vec(&article).unwrap_or_else(|e| unreachable!("a record is JSON: {e}"));
        spool.push(&[&small])?;
        self.weight += article.accounting.chars;
        let whole =
            Article { sections, applies_to, events, files, error_codes, registry, references, diagnostics, ..article };
        self.batch.push((line, whole));
        if self.weight >= BATCH {
            self.weight = 0;
            let batch = Arc::new(std::mem::take(&mut self.batch));
            self.order(|| Order::Records(batch.clone()))?;
        }
        Ok(())
    }

    /// Completes the files and describes them; `superseded` are the lines, from 0, that are not the latest.
    pub fn finish(mut self, superseded: &[u32]) -> Result<Vec<DataFile>, Error> {
        let Some(spool) = self.spool.take() else { return Ok(Vec::new()) };
        let batch = Arc::new(std::mem::take(&mut self.batch));
        self.order(|| Order::Records(batch.clone()))?;
        drop(batch);
        spool.close()?;
        let path = self.folder.join(SPOOL);
        self.articles(&path, superseded)?;
        fs::remove_file(&path).map_err(|e| Error::io("remove", &path, e))?;
        self.order(|| Order::Finish)?;
        let mut files = Vec::new();
        for (queue, thread) in self.formats.drain(..) {
            drop(queue);
            files.extend(join(thread)?);
        }
        Ok(files)
    }

    /// Hands the small fields to the formats.
    fn articles(&mut self, path: &Path, superseded: &[u32]) -> Result<(), Error> {
        let file = File::open(path).map_err(|e| Error::io("read", path, e))?;
        let mut superseded = superseded.iter().map(|&n| i64::from(n) + 1).peekable();
        let mut batch = Vec::new();
        for (number, line) in (1..).zip(BufReader::with_capacity(1 << 16, file).lines()) {
            let line = line.map_err(|e| Error::io("read", path, e))?;
            let article: Result<Article, _> = serde_json::from_str(&line);
            let mut article = article.map_err(|e| Error::Data { path: path.to_owned(), message: e.to_string() })?;
            article.latest = superseded.next_if_eq(&number).is_none();
            batch.push((number, article));
            if batch.len() >= 256 {
                let batch = Arc::new(std::mem::take(&mut batch));
                self.order(|| Order::Articles(batch.clone()))?;
            }
        }
        let batch = Arc::new(batch);
        self.order(|| Order::Articles(batch.clone()))
    }

    /// Tells every format. One that no longer listens has met an error, which is given.
    fn order(&mut self, order: impl Fn() -> Order) -> Result<(), Error> {
        let deaf = self.formats.iter().position(|(queue, _)| queue.send(order()).is_err());
        match deaf.map(|at| self.formats.swap_remove(at).1) {
            None => Ok(()),
            Some(thread) => Err(join(thread).err().unwrap_or_else(|| unreachable!("it only stops early by an error"))),
        }
    }
}

/// The threads of a writer that is given up are waited for: their folder is about to be removed.
impl Drop for TableWriter {
    fn drop(&mut self) {
        for (queue, thread) in self.formats.drain(..) {
            drop(queue);
            drop(thread.join());
        }
    }
}

fn join(thread: JoinHandle<Ending>) -> Ending {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
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

fn drain(mut sink: Box<dyn Sink>, orders: &Receiver<Order>, folder: &Path) -> Ending {
    for order in orders {
        let (articles, own) = match &order {
            Order::Records(articles) => (articles, false),
            Order::Articles(articles) => (articles, true),
            Order::Finish => return sink.finish()?.into_iter().map(|written| described(written, folder)).collect(),
        };
        for (line, article) in &**articles {
            for (at, table) in tables().iter().enumerate().filter(|(_, table)| table.is_articles() == own) {
                sink.rows(at, table, article, *line)?;
            }
        }
    }
    Ok(Vec::new())
}

fn described(Written { path, rows }: Written, folder: &Path) -> Result<DataFile, Error> {
    let (bytes, sha256) = digest_of(&folder.join(&path))?;
    Ok(DataFile { path, bytes, rows, sha256 })
}
