//! What does a row of a table promise? Its JSON Schema (draft 2020-12), from the definitions of its columns.
//!
//! What a column may hold beyond its type (the words of a choice, a pattern) is what the schema of the record says of the
//! field that the column is of: the two cannot differ.

use super::{Column, Table, Type};
use crate::emit::article_schema;
use crate::model::SCHEMA_VERSION;
use serde_json::{Map, Value, json};

/// The definition of the record's schema that each table has the fields of; the articles' fields are at its top.
const RECORDS: &[(&str, &str)] = &[
    ("sections", "Section"),
    ("products", "Product"),
    ("events", "EventRecord"),
    ("files", "FileVersion"),
    ("error_codes", "ErrorCode"),
    ("registry", "RegistryEntry"),
    ("references", "Reference"),
    ("diagnostics", "Diagnostic"),
];

/// Fields of records within records: how the names of their columns begin, and their definition.
const NESTED: &[(&str, &str)] =
    &[("revision_", "Revision"), ("fix_", "Fix"), ("source_", "SourceInfo"), ("", "Revision")];

/// The schema of a row.
pub fn row_schema(table: &Table) -> String {
    let record = article_schema();
    let properties: Map<String, Value> =
        table.columns.iter().map(|column| (column.name.to_owned(), property(record, table, column))).collect();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:kbmill:schema:table:{}:{SCHEMA_VERSION}", table.name),
        "title": format!("Row of the table {}", table.name),
        "description": format!(
            "{} In CSV an empty cell is null; in CSV and SQLite a list is the text of a JSON array, in SQLite true is 1.",
            table.about
        ),
        "type": "object",
        "properties": properties,
        "required": table.columns.iter().map(|column| column.name).collect::<Vec<_>>(),
        "additionalProperties": false,
    });
    serde_json::to_string_pretty(&schema).unwrap_or_else(|e| unreachable!("a schema is JSON: {e}")) + "\n"
}

fn property(record: &Value, table: &Table, column: &Column) -> Value {
    let mut own = match column.holds {
        Type::Text | Type::Word => json!({"type": "string"}),
        Type::Integer => json!({"type": "integer", "minimum": i64::MIN, "maximum": i64::MAX}),
        Type::Boolean => json!({"type": "boolean"}),
        Type::Date => json!({"type": "string", "format": "date"}),
        Type::Time => json!({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$"}),
        Type::Moment => json!({"type": "string", "format": "date-time"}),
        Type::Texts => json!({"type": "array", "items": {"type": "string"}}),
        Type::Integers => json!({"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": u32::MAX}}),
    };
    if matches!(column.name, "article" | "ordinal") {
        own["minimum"] = json!(1);
    }
    if let Some(field) = field(record, table, column) {
        if let Some(choices) = choices(record, field) {
            own = json!({"oneOf": choices});
        }
        for key in ["pattern", "minLength", "minimum", "maximum"] {
            let stated = field.get(key).filter(|_| matches!(column.holds, Type::Text | Type::Word | Type::Integer));
            // A column of 64 bits with a sign holds no more.
            if let Some(stated) = stated.filter(|stated| stated.as_u64().is_none_or(|n| n <= i64::MAX as u64)) {
                own[key] = stated.clone();
            }
        }
    }
    if !column.required {
        own = match own.get("type").cloned() {
            Some(name) => {
                own["type"] = json!([name, "null"]);
                own
            }
            None => json!({"anyOf": [own, {"type": "null"}]}),
        };
    }
    own["description"] = json!(column.about);
    own
}

/// What the record's schema says of the field that a column is of.
fn field<'r>(record: &'r Value, table: &Table, column: &Column) -> Option<&'r Value> {
    let defs = &record["$defs"];
    let name = match column.name {
        "article_id" => "id",
        "section" if table.name == "sections" => "id",
        name => name,
    };
    if column.name == "article_id" || table.is_articles() {
        let nested =
            || NESTED.iter().find_map(|(lead, of)| defs[*of]["properties"].get(column.name.strip_prefix(lead)?));
        return record["properties"].get(name).or_else(nested);
    }
    let of = RECORDS.iter().find(|(known, _)| *known == table.name)?.1;
    defs[of]["properties"].get(name)
}

/// The words of a choice, each described, if a field is one.
fn choices<'r>(record: &'r Value, field: &'r Value) -> Option<&'r Value> {
    let nullable = field["anyOf"].as_array().and_then(|any| any.iter().find_map(|one| one["$ref"].as_str()));
    let definition = field["$ref"].as_str().or(nullable)?.strip_prefix("#/$defs/")?;
    record["$defs"][definition].get("oneOf")
}
