//! How do tools that know Data Packages find the dataset's files and fields? `datapackage.json`, as Frictionless' Data
//! Package and Table Schema (version 1) have it: the lines of the articles, and the CSV tables with keys between them.
//!
//! Parquet and SQLite files are not among its resources: its readers know them by extensions only.

use super::dataset::Settings;
use super::manifest::{DataFile, Manifest};
use super::table::{Column, Table, Type};
use super::{ARTICLES, schema_json, tables};
use serde_json::{Map, Value, json};

/// Name of the file.
pub const NAME: &str = "datapackage.json";

/// The text of the file.
pub fn datapackage(settings: &Settings, manifest: &Manifest) -> String {
    let file = |path: &str| manifest.files.iter().find(|file| file.path == path);
    let lines = file(ARTICLES).map(|file| resource(file, "article-lines", "jsonl", lines()));
    let table = |table: &Table| {
        let file = file(&format!("csv/{}.csv", table.name))?;
        Some(resource(file, &table.name.replace('_', "-"), "csv", schema(table)))
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

fn resource(file: &DataFile, name: &str, format: &str, schema: Value) -> Value {
    let (profile, mediatype) = match format {
        "csv" => ("tabular-data-resource", "text/csv"),
        _ => ("data-resource", "application/jsonl"),
    };
    json!({
        "name": name,
        "path": file.path,
        "profile": profile,
        "format": format,
        "mediatype": mediatype,
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": format!("sha256:{}", file.sha256),
        "schema": schema,
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
    let schema: Value = serde_json::from_str(&schema_json()).unwrap_or_default();
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
