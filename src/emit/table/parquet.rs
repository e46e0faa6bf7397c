//! How do tables become Parquet? One file each in `parquet/`: zstd, dictionaries for words, statistics for each page, so
//! that a reader passes over what it does not ask for. Row groups are closed by their bytes, which bounds memory. Uses of
//! the record that have rows of their own write them in the same way, as a [`ParquetFile`].

use super::write::{Sink, Written, each_row};
use super::{Cell, Column, Table, Type};
use crate::emit::Tool;
use crate::error::Error;
use crate::model::Article;
use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::{EnabledStatistics, WriterProperties};
use ::parquet::schema::types::ColumnPath;
use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Int64Builder, ListBuilder, StringBuilder, StringDictionaryBuilder,
    TimestampMicrosecondBuilder,
};
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use chrono::NaiveDate;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows that are gathered before they are encoded.
const BATCH_ROWS: usize = 1024;
/// Bytes of text in gathered rows after which they are encoded, too.
const BATCH_BYTES: usize = 1 << 18;
/// Encoded bytes after which a row group is closed, some 15 MB of text: large enough to be read at a stretch, small
/// enough for memory.
const GROUP_BYTES: usize = 4 << 20;

/// Files that are being written.
pub struct Parquet {
    files: Vec<TableFile>,
}

struct TableFile {
    path: PathBuf,
    name: String,
    rows: ParquetFile<File>,
}

/// A file of rows that is being written.
pub struct ParquetFile<W: Write + Send> {
    schema: Arc<Schema>,
    columns: Vec<Builder>,
    /// Rows and bytes gathered.
    gathered: (usize, usize),
    rows: u64,
    writer: ArrowWriter<W>,
}

/// The cells of a column that are not yet encoded.
enum Builder {
    Text(StringBuilder),
    Word(StringDictionaryBuilder<Int32Type>),
    Integer(Int64Builder),
    Boolean(BooleanBuilder),
    Date(Date32Builder),
    Moment(TimestampMicrosecondBuilder),
    Texts(ListBuilder<StringBuilder>),
    Integers(ListBuilder<Int64Builder>),
}

impl Parquet {
    /// Begins the files in a dataset's folder.
    pub fn create(folder: &Path, tables: &[Table]) -> Result<Parquet, Error> {
        let own = folder.join("parquet");
        fs::create_dir(&own).map_err(|e| Error::io("create", &own, e))?;
        let files = tables.iter().map(|table| TableFile::create(folder, table)).collect::<Result<_, Error>>()?;
        Ok(Parquet { files })
    }
}

impl Sink for Parquet {
    fn rows(&mut self, at: usize, table: &Table, article: &Article, line: i64) -> Result<(), Error> {
        let TableFile { path, rows, .. } = &mut self.files[at];
        each_row(table, article, line, |cells| rows.row(cells).map_err(|e| fault(path, &e)))
    }

    fn finish(self: Box<Self>) -> Result<Vec<Written>, Error> {
        self.files.into_iter().map(TableFile::finish).collect()
    }
}

impl TableFile {
    fn create(folder: &Path, table: &Table) -> Result<TableFile, Error> {
        let name = format!("parquet/{}.parquet", table.name);
        let path = folder.join(&name);
        let file = File::create(&path).map_err(|e| Error::io("create", &path, e))?;
        // No two sections have the same text: a dictionary of them only costs time.
        let distinct: &[&str] =
            if table.columns.iter().any(|column| column.name == "heading") { &["text"] } else { &[] };
        let rows = ParquetFile::begin(file, table.about, &table.columns, distinct).map_err(|e| fault(&path, &e))?;
        Ok(TableFile { path, name, rows })
    }

    fn finish(self) -> Result<Written, Error> {
        let TableFile { path, name, rows } = self;
        let number = rows.rows;
        let file = rows.finish().map_err(|e| fault(&path, &e))?;
        file.sync_all().map_err(|e| Error::io("write", &path, e))?;
        Ok(Written { path: name, rows: Some(number) })
    }
}

impl<W: Write + Send> ParquetFile<W> {
    /// Begins a file of rows with these columns; values of those that are `distinct` are no words, but differ in each row.
    pub fn begin(to: W, about: &str, columns: &[Column], distinct: &[&str]) -> Result<ParquetFile<W>, ParquetError> {
        let schema = Arc::new(schema(about, columns));
        let tool = Tool::this();
        let mut settings = WriterProperties::builder()
            .set_created_by(format!("{} {}", tool.name, tool.version))
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_statistics_enabled(EnabledStatistics::Page);
        for name in distinct {
            settings = settings.set_column_dictionary_enabled(ColumnPath::from(*name), false);
        }
        let writer = ArrowWriter::try_new(to, schema.clone(), Some(settings.build()))?;
        let columns = columns.iter().map(|column| Builder::new(column.holds)).collect();
        Ok(ParquetFile { schema, columns, gathered: (0, 0), rows: 0, writer })
    }

    /// Appends a row: a cell for each column, in their order.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), ParquetError> {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            self.gathered.1 += column.push(cell);
        }
        self.gathered.0 += 1;
        self.rows += 1;
        if self.gathered.0 >= BATCH_ROWS || self.gathered.1 >= BATCH_BYTES { self.encode() } else { Ok(()) }
    }

    fn encode(&mut self) -> Result<(), ParquetError> {
        self.gathered = (0, 0);
        let columns = self.columns.iter_mut().map(Builder::take).collect();
        self.writer.write(&RecordBatch::try_new(self.schema.clone(), columns)?)?;
        if self.writer.in_progress_size() >= GROUP_BYTES {
            self.writer.flush()?;
        }
        Ok(())
    }

    /// Completes the file and gives back what it was written to.
    pub fn finish(mut self) -> Result<W, ParquetError> {
        if self.gathered.0 > 0 {
            self.encode()?;
        }
        self.writer.into_inner()
    }
}

impl Builder {
    fn new(holds: Type) -> Builder {
        match holds {
            // Parquet's type for times of day makes the whole file unreadable for Spark before 4.1.
            Type::Text | Type::Time => Builder::Text(StringBuilder::new()),
            Type::Word => Builder::Word(StringDictionaryBuilder::new()),
            Type::Integer => Builder::Integer(Int64Builder::new()),
            Type::Boolean => Builder::Boolean(BooleanBuilder::new()),
            Type::Date => Builder::Date(Date32Builder::new()),
            Type::Moment => Builder::Moment(TimestampMicrosecondBuilder::new().with_timezone("UTC")),
            Type::Texts => Builder::Texts(ListBuilder::new(StringBuilder::new())),
            Type::Integers => Builder::Integers(ListBuilder::new(Int64Builder::new())),
        }
    }

    /// Appends a cell and says how many bytes of text it has. A cell of another type than its column's cannot be:
    /// a test goes over all columns.
    fn push(&mut self, cell: &Cell<'_>) -> usize {
        match (self, cell) {
            (Builder::Text(column), Cell::Text(text)) => {
                column.append_value(text);
                return text.len();
            }
            (Builder::Word(column), Cell::Text(text)) => column.append_value(text),
            (Builder::Integer(column), Cell::Integer(number)) => column.append_value(*number),
            (Builder::Boolean(column), Cell::Boolean(value)) => column.append_value(*value),
            (Builder::Date(column), Cell::Date(day)) => column.append_value(days(*day)),
            (Builder::Text(column), time @ Cell::Time(_)) => column.append_value(time.to_plain()),
            (Builder::Moment(column), Cell::Moment(moment)) => column.append_value(moment.timestamp_micros()),
            (Builder::Texts(column), Cell::Texts(texts)) => column.append_value(texts.iter().map(Some)),
            (Builder::Integers(column), Cell::Integers(numbers)) => {
                column.append_value(numbers.iter().map(|&n| Some(i64::from(n))));
            }
            (column, _) => column.push_null(),
        }
        0
    }

    fn push_null(&mut self) {
        match self {
            Builder::Text(column) => column.append_null(),
            Builder::Word(column) => column.append_null(),
            Builder::Integer(column) => column.append_null(),
            Builder::Boolean(column) => column.append_null(),
            Builder::Date(column) => column.append_null(),
            Builder::Moment(column) => column.append_null(),
            Builder::Texts(column) => column.append_null(),
            Builder::Integers(column) => column.append_null(),
        }
    }

    fn take(&mut self) -> ArrayRef {
        match self {
            Builder::Text(column) => Arc::new(column.finish()),
            Builder::Word(column) => Arc::new(column.finish()),
            Builder::Integer(column) => Arc::new(column.finish()),
            Builder::Boolean(column) => Arc::new(column.finish()),
            Builder::Date(column) => Arc::new(column.finish()),
            Builder::Moment(column) => Arc::new(column.finish()),
            Builder::Texts(column) => Arc::new(column.finish()),
            Builder::Integers(column) => Arc::new(column.finish()),
        }
    }
}

/// Days since 1970, as Arrow counts them.
fn days(day: NaiveDate) -> i32 {
    (day - NaiveDate::default()).num_days() as i32
}

/// The schema with what the columns mean, which readers of Arrow's schema show.
fn schema(about: &str, columns: &[Column]) -> Schema {
    let describe = |about: &str| HashMap::from([("description".to_owned(), about.to_owned())]);
    let field = |column: &Column| {
        Field::new(column.name, data_type(column.holds), !column.required).with_metadata(describe(column.about))
    };
    Schema::new_with_metadata(columns.iter().map(field).collect::<Vec<_>>(), describe(about))
}

fn data_type(holds: Type) -> DataType {
    match holds {
        Type::Text | Type::Time => DataType::Utf8,
        Type::Word => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
        Type::Integer => DataType::Int64,
        Type::Boolean => DataType::Boolean,
        Type::Date => DataType::Date32,
        Type::Moment => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        Type::Texts => DataType::new_list(DataType::Utf8, true),
        Type::Integers => DataType::new_list(DataType::Int64, true),
    }
}

fn fault(path: &Path, error: &ParquetError) -> Error {
    Error::Data { path: path.to_owned(), message: format!("cannot be written: {error}") }
}
