//! How do tools that know Data Packages find the dataset's files and fields? `datapackage.json`, as Frictionless' Data
//! Package and Table Schema (version 1) have it: the lines of the articles, and the CSV tables with keys between them.
//!
//! Parquet and SQLite files are not among its resources: its readers know them by extensions only.

use super::dataset::Settings;
use super::manifest::{DataFile, Manifest};
use super::parts::is_part;
use super::table::{Column, Table, Type};
use super::{article_schema, tables};
use serde_json::{Map, Value, json};

/// Name of the file.
pub const NAME: &str = "datapackage.json";

/// The text of the file.
pub fn datapackage(settings: &Settings, manifest: &Manifest) -> String {
    let file = |path: &str| manifest.files.iter().find(|file| file.path == path);
    let parts: Vec<&DataFile> = manifest.files.iter().filter(|file| is_part(&file.path)).collect();
    let lines = if settings.layout.compressed {
        parts.iter().zip(1..).map(|(part, number)| packed(part, &format!("article-lines-{number}"))).collect()
    } else {
        vec![resource(&parts, "article-lines", "jsonl", lines())]
    };
    let table = |table: &Table| {
        let file = file(&format!("csv/{}.csv", table.name))?;
        Some(resource(&[file], &table.name.replace('_', "-"), "csv", schema(table)))
    };
    let resources: Vec<Value> = lines.into_iter().chain(tables().iter().filter_map(table)).collect();
    let value = json!({
        "profile": "data-package",
        "name": "kbmill-dataset",
        "title": settings.title.trim(),
        "resources": resources,
    });
    serde_json::to_string_pretty(&value).unwrap_or_else(|e| unreachable!("a description is JSON: {e}")) + "\n"
}

fn resource(files: &[&DataFile], name: &str, format: &str, schema: Value) -> Value {
    let (profile, mediatype) = match format {
        "csv" => ("tabular-data-resource", "text/csv"),
        _ => ("data-resource", "application/jsonl"),
    };
    let mut resource = json!({
        "name": name,
        "profile": profile,
        "format": format,
        "mediatype": mediatype,
        "encoding": "utf-8",
        "schema": schema,
    });
    resource["path"] = match files {
        [file] => {
            resource["bytes"] = json!(file.bytes);
            resource["hash"] = json!(format!("sha256:{}", file.sha256));
            json!(file.path)
        }
        // Of several files, which are read as one, a digest would be of the whole.
        files => files.iter().map(|file| file.path.as_str()).collect(),
    };
    resource
}

/// A file that is compressed in a way which the readers do not know: they can only tell whether it is whole.
fn packed(file: &DataFile, name: &str) -> Value {
    json!({
        "name": name,
        "path": file.path,
        "profile": "data-resource",
        "format": "zst",
        "mediatype": "application/zstd",
        "bytes": file.bytes,
        "hash": format!("sha256:{}", file.sha256),
    })
}

fn schema(table: &Table) -> Value {
    let field = |column: &Column| {
        let mut field = json!({"name": column.name, "type": kind(column.holds), "description": column.about});
        // An empty text and none are the same in CSV.
        if column.required && !matches!(column.holds, Type::Text | Type::Word) {
            field["constraints"] = json!({"required": true});
        }
        field
    };
    let fields: Vec<Value> = table.columns.iter().map(field).collect();
    if table.is_articles() {
        return json!({"fields": fields, "primaryKey": ["article"]});
    }
    let reference = json!({"fields": ["article"], "reference": {"resource": "articles", "fields": ["article"]}});
    json!({"fields": fields, "primaryKey": ["article", "ordinal"], "foreignKeys": [reference]})
}

fn kind(holds: Type) -> &'static str {
    match holds {
        Type::Text | Type::Word => "string",
        Type::Integer => "integer",
        Type::Boolean => "boolean",
        Type::Date => "date",
        Type::Time => "time",
        Type::Moment => "datetime",
        Type::Texts | Type::Integers => "array",
    }
}

/// The top of a line of the articles, as its JSON Schema has it.
fn lines() -> Value {
    let schema = article_schema();
    let empty = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&empty);
    let field = |name: &Value| {
        let property = properties.get(name.as_str().unwrap_or_default()).unwrap_or(&Value::Null);
        json!({"name": name, "type": top_type(property), "description": property["description"]})
    };
    let names = schema["required"].as_array().into_iter().flatten();
    json!({"fields": names.map(field).collect::<Vec<_>>()})
}

/// The type of a property that is not null; what refers to another schema is an object, but for the words.
fn top_type(property: &Value) -> &str {
    let named = match &property["type"] {
        Value::String(name) => Some(name.as_str()),
        Value::Array(names) => names.iter().filter_map(Value::as_str).find(|name| *name != "null"),
        _ => None,
    };
    let word = property["$ref"].as_str().is_some_and(|r| r.ends_with("/Form") || r.ends_with("/Kind"));
    named.unwrap_or(if word { "string" } else { "object" })
}
