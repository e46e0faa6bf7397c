//! What does a dataset promise? The JSON Schemas (draft 2020-12) of its files, generated from the Rust types.
//!
//! They stand in `schema/` as well, which a test holds equal to the types, and from there they are compiled in: to generate
//! them at every run would cost as much as dozens of articles.

use super::{Manifest, RejectRecord};
use crate::model::{Article, SCHEMA_VERSION};
use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};
use std::sync::LazyLock;

/// The schema of a line of `articles.jsonl`.
pub fn schema_json() -> &'static str {
    include_str!("../../schema/article.schema.json")
}

/// The same schema, as those read it that describe a dataset by it.
pub fn article_schema() -> &'static Value {
    static SCHEMA: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(schema_json()).unwrap_or_default());
    &SCHEMA
}

/// All schemas with their file names in a dataset's `schema` folder.
pub fn schemas() -> [(&'static str, &'static str); 3] {
    [
        ("article.schema.json", schema_json()),
        ("manifest.schema.json", include_str!("../../schema/manifest.schema.json")),
        ("reject.schema.json", include_str!("../../schema/reject.schema.json")),
    ]
}

/// The same schemas as the types say them: what those should be.
pub fn generated() -> [(&'static str, String); 3] {
    [
        ("article.schema.json", schema_of::<Article>("article", "Line of articles.jsonl")),
        ("manifest.schema.json", schema_of::<Manifest>("manifest", "manifest.json")),
        ("reject.schema.json", schema_of::<RejectRecord>("reject", "Line of rejects.jsonl")),
    ]
}

/// The schema of a type, as it is published.
pub fn schema_of<T: JsonSchema>(name: &str, title: &str) -> String {
    // What is written, not what may be read: so every key is required.
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.root_schema_for::<T>();
    schema.insert("$id".to_owned(), json!(format!("urn:kbmill:schema:{name}:{SCHEMA_VERSION}")));
    schema.insert("title".to_owned(), json!(title));
    RecursiveTransform(portable_integers).transform(&mut schema);
    RecursiveTransform(describe_tags).transform(&mut schema);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_else(|e| unreachable!("a schema is JSON: {e}"));
    text.push('\n');
    text
}

/// Rust's names of integer types are no formats of JSON Schema, and strict validators refuse them: a range says it.
fn portable_integers(schema: &mut Schema) {
    let largest = match schema.get("format").and_then(|f| f.as_str()) {
        Some("uint8") => Some(u64::from(u8::MAX)),
        Some("uint32") => Some(u64::from(u32::MAX)),
        Some("uint64") => None,
        _ => return,
    };
    schema.remove("format");
    if let Some(largest) = largest {
        schema.insert("maximum".to_owned(), json!(largest));
    }
}

/// The keys that tell a choice's variants apart come from serde and have no doc comment to be described by.
fn describe_tags(schema: &mut Schema) {
    let Some(properties) = schema.get_mut("properties").and_then(|p| p.as_object_mut()) else { return };
    for property in properties.values_mut().filter_map(|p| p.as_object_mut()) {
        if !property.contains_key("description")
            && let Some(name) = property.get("const").and_then(|c| c.as_str())
        {
            let description = format!("Always `{name}` here.");
            property.insert("description".to_owned(), json!(description));
        }
    }
}
