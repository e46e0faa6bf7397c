//! What is in the tables is what is in the records, in every format.

use super::*;
use std::collections::BTreeSet;
use std::path::Path;

/// The records of the project's own corpus.
fn corpus() -> Vec<Article> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut paths: Vec<_> = ignore::Walk::new(root).filter_map(Result::ok).map(|entry| entry.into_path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let read = |path: &std::path::PathBuf| serde_json::from_str(&std::fs::read_to_string(path).ok()?).ok();
    let mut articles: Vec<Article> = paths.iter().filter_map(read).collect();
    articles[3].latest = false;
    assert!(articles.len() > 30);
    articles
}

/// All rows of a table, as tools without types have them.
fn plain(table: &Table, articles: &[Article]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (line, article) in (1..).zip(articles) {
        table.rows(article, line, &mut |cells| rows.push(cells.iter().map(|c| c.to_plain().into_owned()).collect()));
    }
    rows
}

/// A dataset's folder with these articles, and its tables in a format.
fn folder(articles: &[Article], formats: &[Format]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = TableWriter::create(folder.path(), formats).unwrap();
    for (line, article) in (1..).zip(articles) {
        writer.add(line, article.clone()).unwrap();
    }
    let superseded: Vec<u32> = (0..).zip(articles).filter(|(_, article)| !article.latest).map(|(n, _)| n).collect();
    let files = writer.finish(&superseded).unwrap();
    for file in &files {
        assert_eq!(std::fs::metadata(folder.path().join(&file.path)).unwrap().len(), file.bytes);
    }
    folder
}

#[test]
fn every_cell_is_of_its_columns_type_and_every_column_is_filled_by_some_article() {
    let articles = corpus();
    for table in tables() {
        let names: BTreeSet<_> = table.columns.iter().map(|column| column.name).collect();
        assert_eq!(names.len(), table.columns.len(), "{}: a name stands twice", table.name);
        for column in table.indexes.iter().flat_map(|index| index.iter()) {
            assert!(names.contains(column), "{}: no column {column}", table.name);
        }
        let mut empty = names;
        for (line, article) in (1..).zip(&articles) {
            table.rows(article, line, &mut |cells| {
                assert_eq!(cells.len(), table.columns.len());
                for (cell, column) in cells.iter().zip(&table.columns) {
                    let fits = match (cell, column.holds) {
                        (Cell::Null, _) => !column.required,
                        (Cell::Text(_), Type::Text | Type::Word)
                        | (Cell::Integer(_), Type::Integer)
                        | (Cell::Boolean(_), Type::Boolean)
                        | (Cell::Date(_), Type::Date)
                        | (Cell::Time(_), Type::Time)
                        | (Cell::Moment(_), Type::Moment)
                        | (Cell::Texts(_), Type::Texts)
                        | (Cell::Integers(_), Type::Integers) => true,
                        _ => false,
                    };
                    assert!(fits, "{}.{}: {cell:?}", table.name, column.name);
                    if *cell != Cell::Null {
                        empty.remove(column.name);
                    }
                }
            });
        }
        // What only crawls, checkouts and containers have is in no article of the corpus.
        empty.retain(|name| !name.starts_with("source_"));
        let few = ["data", "language", "path", "sha1", "branch", "service_pack", "user"];
        empty.retain(|name| !few.contains(name));
        assert_eq!(empty, BTreeSet::new(), "{}", table.name);
    }
}

#[test]
fn versions_sort_as_numbers() {
    let number = |parts: &[u32]| version_number(Some(parts));
    let rising: [&[u32]; 6] =
        [&[4, 0], &[5, 0, 2195, 6], &[5, 0, 2195, 10], &[5, 2, 3790, 200], &[5, 2, 3790, 201], &[10, 0, 10240]];
    assert!(rising.windows(2).all(|two| number(two[0]) < number(two[1])));
    assert_eq!(number(&[5, 2, 3790, 201]), Some((5 << 48) + (2 << 32) + (3790 << 16) + 201));
    assert_eq!(number(&[5]), number(&[5, 0, 0, 0]));
    for none in [&[1, 65536][..], &[1, 2, 3, 4, 5], &[32768]] {
        assert_eq!(number(none), None, "{none:?}");
    }
    assert_eq!(version_number(None), None);
}

#[test]
fn csv_reads_back_as_the_records() {
    let articles = corpus();
    let folder = folder(&articles, &[Format::Csv]);
    for table in tables() {
        let path = folder.path().join(format!("csv/{}.csv", table.name));
        let mut reader = ::csv::Reader::from_path(path).unwrap();
        let head: Vec<_> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        assert_eq!(head, table.columns.iter().map(|c| c.name).collect::<Vec<_>>());
        let rows: Vec<Vec<String>> =
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        assert_eq!(rows, plain(table, &articles), "{}", table.name);
    }
}

/// A cell of CSV as JSON has it.
fn typed(cell: &str, holds: Type) -> serde_json::Value {
    match holds {
        _ if cell.is_empty() => serde_json::Value::Null,
        Type::Integer | Type::Boolean | Type::Texts | Type::Integers => serde_json::from_str(cell).unwrap(),
        Type::Text | Type::Word | Type::Date | Type::Time | Type::Moment => cell.into(),
    }
}

#[test]
fn rows_keep_what_their_schema_promises() {
    let mut articles = corpus();
    // What no article of the corpus has.
    articles[0].source.retrieved = DateTime::from_timestamp(1_000_000_000, 0);
    articles[0].source.commit = Some("0123456789abcdef0123456789abcdef01234567".to_owned());
    for table in tables() {
        let schema: serde_json::Value = serde_json::from_str(&row_schema(table)).unwrap();
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        let rows = plain(table, &articles);
        let row = |cells: &[String]| -> serde_json::Value {
            let named = table.columns.iter().zip(cells).map(|(c, cell)| {
                // An empty text and none are the same in CSV.
                let empty = cell.is_empty() && c.required && matches!(c.holds, Type::Text | Type::Word);
                (c.name.to_owned(), if empty { "".into() } else { typed(cell, c.holds) })
            });
            serde_json::Value::Object(named.collect())
        };
        for cells in &rows {
            let faults: Vec<String> = validator.iter_errors(&row(cells)).map(|e| format!("{e}")).collect();
            assert!(faults.is_empty(), "{}: {faults:?}: {cells:?}", table.name);
        }
        // And it promises something: no cell may be of another type, none may be missing, none may be more.
        let whole = row(&rows[0]);
        for column in &table.columns {
            let mut other = whole.clone();
            other[column.name] = serde_json::json!({});
            assert!(!validator.is_valid(&other), "{}.{} may be anything", table.name, column.name);
            other.as_object_mut().unwrap().remove(column.name);
            assert!(!validator.is_valid(&other), "{}.{} may be missing", table.name, column.name);
            other[column.name] = serde_json::Value::Null;
            assert_eq!(validator.is_valid(&other), !column.required, "{}.{}", table.name, column.name);
        }
        let mut more = whole;
        more["more"] = 1.into();
        assert!(!validator.is_valid(&more), "{}", table.name);
    }
}

#[cfg(feature = "sqlite")]
#[test]
fn sqlite_reads_back_as_the_records_and_is_consistent() {
    use rusqlite::types::ValueRef;
    let articles = corpus();
    let folder = folder(&articles, &[Format::Sqlite]);
    let file = rusqlite::Connection::open(folder.path().join("dataset.sqlite")).unwrap();
    for table in tables() {
        let names: Vec<String> = table.columns.iter().map(|c| format!("\"{}\"", c.name)).collect();
        let sql = format!("SELECT {} FROM \"{}\" ORDER BY rowid", names.join(", "), table.name);
        let mut statement = file.prepare(&sql).unwrap();
        let mut found = statement.query([]).unwrap();
        let mut rows = Vec::new();
        while let Some(row) = found.next().unwrap() {
            let cell = |at: usize| match row.get_ref(at).unwrap() {
                ValueRef::Null => String::new(),
                ValueRef::Integer(number) if table.columns[at].holds == Type::Boolean => (number == 1).to_string(),
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Text(text) => String::from_utf8(text.to_vec()).unwrap(),
                other => panic!("{other:?}"),
            };
            rows.push((0..table.columns.len()).map(cell).collect::<Vec<_>>());
        }
        assert_eq!(rows, plain(table, &articles), "{}", table.name);
    }
    let one = |sql: &str| file.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(one("PRAGMA integrity_check"), "ok");
    assert!(!file.prepare("PRAGMA foreign_key_check").unwrap().exists([]).unwrap());
    file.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)", []).unwrap();
    // A word is found by another form of it, whatever its case.
    let found = "SELECT s.text FROM search JOIN sections AS s ON s.row = search.rowid \
                 WHERE search MATCH 'text: netlogon recording' ORDER BY rank LIMIT 1";
    let section = one(found).to_lowercase();
    assert!(section.contains("netlogon") && section.contains("record"), "{section}");
    let file_row = "SELECT article_id FROM files WHERE name = 'TCPIP.SYS' AND version_number >= 1407383721869512";
    assert_eq!(one(file_row), "KB832880");
}

/// A reference leads to the latest revision, in the language of who points if there is one.
#[cfg(feature = "sqlite")]
#[test]
fn links_name_the_line_that_is_meant() {
    use crate::model::ReferenceKind;
    use crate::resolve::tests::{article, reference};
    let in_language = |id: &str, language: &str, latest: bool| Article {
        language: Some(language.to_owned()),
        latest,
        references: ["KB100001", "KB100009"].map(|id| reference(ReferenceKind::Kb, id)).into(),
        ..article(id)
    };
    let articles = [
        in_language("KB100001", "en", false),
        in_language("KB100001", "en-us", true),
        in_language("KB100001", "de", true),
        in_language("KB100002", "de-at", true),
        in_language("KB100002", "fr", true),
    ];
    let folder = folder(&articles, &[Format::Sqlite]);
    let file = rusqlite::Connection::open(folder.path().join("dataset.sqlite")).unwrap();
    let mut links = file.prepare("SELECT article, target, resolved FROM links WHERE id = ?").unwrap();
    let mut of = |id: &str| {
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        links.query_map([id], row).unwrap().collect::<Result<Vec<(i64, Option<i64>, Option<String>)>, _>>().unwrap()
    };
    let found: Vec<_> = of("KB100001").into_iter().map(|(from, to, _)| (from, to.unwrap())).collect();
    assert_eq!(found, [(1, 2), (2, 2), (3, 3), (4, 3), (5, 2)]);
    assert!(of("KB100009").iter().all(|(_, target, resolved)| target.is_none() && resolved.is_none()));
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_reads_back_as_the_records() {
    use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    let articles = corpus();
    let folder = folder(&articles, &[Format::Parquet]);
    for table in tables() {
        let path = folder.path().join(format!("parquet/{}.parquet", table.name));
        let reader = ParquetRecordBatchReaderBuilder::try_new(std::fs::File::open(path).unwrap()).unwrap();
        let fields: Vec<_> = reader.schema().fields().iter().map(|f| (f.name().clone(), !f.is_nullable())).collect();
        let columns: Vec<_> = table.columns.iter().map(|c| (c.name.to_owned(), c.required)).collect();
        assert_eq!(fields, columns, "{}", table.name);
        let expected = plain(table, &articles);
        let mut row = 0;
        for batch in reader.build().unwrap() {
            let batch = batch.unwrap();
            for at in 0..batch.num_rows() {
                for (column, array) in batch.columns().iter().enumerate() {
                    let wanted = &expected[row][column];
                    let found = cell(array, at, table.columns[column].holds);
                    assert_eq!(&found, wanted, "{}.{}", table.name, table.columns[column].name);
                }
                row += 1;
            }
        }
        assert_eq!(row, expected.len(), "{}", table.name);
    }
}

/// A cell of an array as tools without types have it.
#[cfg(feature = "parquet")]
fn cell(array: &arrow_array::ArrayRef, at: usize, holds: Type) -> String {
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Date32Type, Int32Type, Int64Type, TimestampMicrosecondType};
    use arrow_array::{Array, StringArray};
    if array.is_null(at) {
        return String::new();
    }
    let day = |days: i32| NaiveDate::default() + chrono::Days::new(days as u64);
    match holds {
        Type::Text | Type::Time => array.as_string::<i32>().value(at).to_owned(),
        Type::Word => {
            let words = array.as_dictionary::<Int32Type>();
            let word = words.keys().value(at) as usize;
            words.values().as_any().downcast_ref::<StringArray>().unwrap().value(word).to_owned()
        }
        Type::Integer => array.as_primitive::<Int64Type>().value(at).to_string(),
        Type::Boolean => array.as_boolean().value(at).to_string(),
        Type::Date => Cell::Date(day(array.as_primitive::<Date32Type>().value(at))).to_plain().into_owned(),
        Type::Moment => {
            let micros = array.as_primitive::<TimestampMicrosecondType>().value(at);
            Cell::Moment(DateTime::from_timestamp_micros(micros).unwrap()).to_plain().into_owned()
        }
        Type::Texts => {
            let list = array.as_list::<i32>().value(at);
            json(&list.as_string::<i32>().iter().map(Option::unwrap).collect::<Vec<_>>())
        }
        Type::Integers => {
            let list = array.as_list::<i32>().value(at);
            json(&list.as_primitive::<Int64Type>().values().to_vec())
        }
    }
}

#[test]
fn the_same_articles_give_the_same_bytes() {
    let articles = corpus();
    let formats = [
        #[cfg(feature = "parquet")]
        Format::Parquet,
        #[cfg(feature = "sqlite")]
        Format::Sqlite,
        Format::Csv,
    ];
    let [one, two] = [0, 1].map(|_| {
        let folder = folder(&articles, &formats);
        write_digests(folder.path())
    });
    assert_eq!(one, two);
    assert!(one.len() > tables().len());
}

/// Paths and digests of the files in a folder.
fn write_digests(folder: &Path) -> Vec<(String, String)> {
    let mut paths: Vec<_> = ignore::Walk::new(folder).filter_map(Result::ok).map(|e| e.into_path()).collect();
    paths.retain(|path| path.is_file());
    paths.sort();
    let digest = |path: &std::path::PathBuf| crate::emit::record_file::digest_of(path).unwrap().1;
    paths.iter().map(|path| (path.strip_prefix(folder).unwrap().display().to_string(), digest(path))).collect()
}
