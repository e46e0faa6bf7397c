//! How do tools that know Croissant find the dataset's files and fields? `croissant.json`, as MLCommons' Croissant 1.0 has
//! it: JSON-LD with a distribution (the files) and record sets (their fields and where each stands).

use super::dataset::Settings;
use super::manifest::{DataFile, Manifest};
use super::parts::{Layout, Split};
use super::table::{Column, Table, Type};
use super::{ARTICLES, tables};
use serde_json::{Value, json};

/// Name of the file.
pub const NAME: &str = "croissant.json";

/// The parts of the articles' lines, taken together.
const LINES: &str = "article-lines";

/// The text of the file.
pub fn croissant(settings: &Settings, manifest: &Manifest) -> String {
    let data = |file: &&DataFile| encoding(&file.path).is_some();
    let mut sets: Vec<Value> = tables().iter().filter_map(|table| record_set(table, manifest)).collect();
    let mut distribution: Vec<Value> = manifest.files.iter().filter(data).map(file_object).collect();
    // Readers of Croissant unpack no zstd; the files are listed, without their fields.
    if sets.is_empty() && !settings.layout.compressed {
        if settings.layout.split != Split::Whole {
            distribution.push(json!({
                "@type": "cr:FileSet",
                "@id": LINES,
                "name": LINES,
                "encodingFormat": encoding(ARTICLES),
                "includes": settings.layout.pattern(),
            }));
        }
        sets.push(lines(settings.layout));
    }
    let value = json!({
        "@context": context(),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": settings.title.trim(),
        "description": format!(
            "{} technical knowledge-base articles as typed records: sections, event-log records, file versions, error codes, \
             registry keys, products and references.",
            manifest.counts.articles
        ),
        "distribution": distribution,
        "recordSet": sets,
    });
    serde_json::to_string_pretty(&value).unwrap_or_else(|e| unreachable!("a description is JSON: {e}")) + "\n"
}

/// The media type of a data file; none for what describes the data.
fn encoding(path: &str) -> Option<&'static str> {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    Some(match extension {
        "jsonl" => "application/jsonlines",
        "parquet" => "application/x-parquet",
        "csv" => "text/csv",
        "sqlite" => "application/vnd.sqlite3",
        "zst" => "application/zstd",
        _ => return None,
    })
}

fn file_object(file: &DataFile) -> Value {
    json!({
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "contentUrl": file.path,
        "contentSize": format!("{} B", file.bytes),
        "encodingFormat": encoding(&file.path),
        "sha256": file.sha256,
    })
}

/// A table as a record set: of its Parquet file, or else of its CSV file.
fn record_set(table: &Table, manifest: &Manifest) -> Option<Value> {
    let own = [format!("parquet/{}.parquet", table.name), format!("csv/{}.csv", table.name)];
    let file = own.iter().find(|path| manifest.files.iter().any(|file| file.path == **path))?;
    let typed = file.starts_with("parquet/");
    let key: Vec<Value> = if table.is_articles() { vec!["article"] } else { vec!["article", "ordinal"] }
        .into_iter()
        .map(|name| json!({"@id": format!("{}/{name}", table.name)}))
        .collect();
    let field = |column: &Column| {
        let mut field = json!({
            "@type": "cr:Field",
            "@id": format!("{}/{}", table.name, column.name),
            "name": column.name,
            "description": column.about,
            "dataType": data_type(column.holds),
            "source": {"fileObject": {"@id": file}, "extract": {"column": column.name}},
        });
        if typed && matches!(column.holds, Type::Texts | Type::Integers) {
            field["repeated"] = json!(true);
        }
        if column.name == "article" && !table.is_articles() {
            field["references"] = json!({"field": {"@id": "articles/article"}});
        }
        field
    };
    Some(json!({
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.about,
        "key": key,
        "field": table.columns.iter().map(field).collect::<Vec<_>>(),
    }))
}

/// Without tables: what every line of the articles has at its top.
fn lines(layout: Layout) -> Value {
    let source = match layout.split {
        Split::Whole => json!({"fileObject": {"@id": ARTICLES}}),
        Split::Number(_) | Split::Bytes(_) => json!({"fileSet": {"@id": LINES}}),
    };
    let fields = [
        ("id", "sc:Text", "Identifier of the article."),
        ("publisher", "sc:Text", "Who published it."),
        ("title", "sc:Text", "The title."),
        ("language", "sc:Text", "BCP 47 tag."),
        ("form", "sc:Text", "The form it came in."),
        ("kind", "sc:Text", "What it is for."),
        ("latest", "sc:Boolean", "Is it the newest revision of its id in its language?"),
    ];
    let field = |(name, data_type, about): (&str, &str, &str)| {
        let mut source = source.clone();
        source["extract"] = json!({"column": name});
        json!({
            "@type": "cr:Field",
            "@id": format!("articles/{name}"),
            "name": name,
            "description": about,
            "dataType": data_type,
            "source": source,
        })
    };
    json!({
        "@type": "cr:RecordSet",
        "@id": "articles",
        "name": "articles",
        "description": "One article; each line has the nested records, too.",
        "field": fields.map(field),
    })
}

fn data_type(holds: Type) -> &'static str {
    match holds {
        Type::Text | Type::Word | Type::Texts => "sc:Text",
        Type::Integer | Type::Integers => "sc:Integer",
        Type::Boolean => "sc:Boolean",
        Type::Date => "sc:Date",
        // Croissant 1.0 has no type for a time of day.
        Type::Time => "sc:Text",
        Type::Moment => "sc:DateTime",
    }
}

/// The context that Croissant 1.0 prescribes.
fn context() -> Value {
    json!({
        "@language": "en",
        "@vocab": "https://schema.org/",
        "citeAs": "cr:citeAs",
        "column": "cr:column",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "dct": "http://purl.org/dc/terms/",
        "examples": {"@id": "cr:examples", "@type": "@json"},
        "equivalentProperty": "cr:equivalentProperty",
        "extract": "cr:extract",
        "field": "cr:field",
        "fileProperty": "cr:fileProperty",
        "fileObject": "cr:fileObject",
        "fileSet": "cr:fileSet",
        "format": "cr:format",
        "includes": "cr:includes",
        "isLiveDataset": "cr:isLiveDataset",
        "jsonPath": "cr:jsonPath",
        "key": "cr:key",
        "md5": "cr:md5",
        "parentField": "cr:parentField",
        "path": "cr:path",
        "recordSet": "cr:recordSet",
        "references": "cr:references",
        "regex": "cr:regex",
        "repeated": "cr:repeated",
        "replace": "cr:replace",
        "samplingRate": "cr:samplingRate",
        "sc": "https://schema.org/",
        "separator": "cr:separator",
        "source": "cr:source",
        "subField": "cr:subField",
        "transform": "cr:transform",
    })
}
