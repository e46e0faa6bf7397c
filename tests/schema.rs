//! The published schemas: equal to the types, complete, and schemas indeed. `KBMILL_BLESS=1` rewrites `schema/`.

use serde_json::Value;
use std::path::Path;

/// Every schema with its file's name in `schema/`.
fn schemas() -> Vec<(String, String)> {
    let of_files = kbmill::emit::generated().into_iter().map(|(name, text)| (name.to_owned(), text));
    let rows = kbmill::emit::tables().iter();
    let of_rows = rows.map(|table| (format!("tables/{}.schema.json", table.name), kbmill::emit::row_schema(table)));
    let of_graph = ("graph.schema.json".to_owned(), kbmill::graph::schema_json());
    let of_diff = ("diff.schema.json".to_owned(), kbmill::diff::schema_json());
    let of_changes = ("changes.schema.json".to_owned(), kbmill::report::feed::schema_json());
    #[cfg(feature = "chunk")]
    let of_chunks = Some(("chunk.schema.json".to_owned(), kbmill::chunk::schema_json()));
    #[cfg(not(feature = "chunk"))]
    let of_chunks = None;
    of_files.chain(of_rows).chain([of_graph, of_diff, of_changes]).chain(of_chunks).collect()
}

/// Hands over every schema of an object, with its place.
fn each_object(node: &Value, place: &str, seen: &mut dyn FnMut(&str, &Value)) {
    if node.get("properties").is_some_and(Value::is_object) {
        seen(place, node);
    }
    match node {
        Value::Object(map) => map.iter().for_each(|(key, value)| each_object(value, &format!("{place}/{key}"), seen)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| each_object(value, &format!("{place}/{at}"), seen));
        }
        _ => {}
    }
}

#[test]
fn schema_folder_is_what_the_types_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
    for (name, text) in schemas() {
        let path = folder.join(&name);
        if std::env::var_os("KBMILL_BLESS").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let published = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(published == text, "schema/{name} is out of date: run KBMILL_BLESS=1 cargo test --test schema");
    }
}

#[test]
fn every_key_is_described_and_required_and_no_other_is_allowed() {
    for (name, text) in schemas() {
        let schema: Value = serde_json::from_str(&text).unwrap();
        let mut objects = 0;
        each_object(&schema, "", &mut |place, object| {
            objects += 1;
            let required = object["required"].as_array().cloned().unwrap_or_default();
            assert_eq!(object["additionalProperties"], false, "{name}{place}");
            for (key, property) in object["properties"].as_object().unwrap() {
                assert!(required.contains(&Value::from(key.as_str())), "{name}{place}: `{key}` is not required");
                let description = property["description"].as_str().unwrap_or_default();
                assert!(!description.is_empty(), "{name}{place}: `{key}` has no description");
            }
        });
        assert!(objects >= 1, "{name} describes objects");
    }
}

#[test]
fn every_name_of_a_choice_is_described() {
    fn choices(node: &Value, name: &str) {
        match node {
            Value::Object(map) => {
                let names = map.get("enum").and_then(Value::as_array);
                assert!(names.is_none_or(|n| n.len() < 2), "{name}: names without descriptions: {names:?}");
                for choice in map.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
                    assert!(choice["description"].is_string(), "{name}: {choice}");
                }
                map.values().for_each(|value| choices(value, name));
            }
            Value::Array(items) => items.iter().for_each(|value| choices(value, name)),
            _ => {}
        }
    }
    for (name, text) in schemas() {
        choices(&serde_json::from_str(&text).unwrap(), &name);
    }
}

#[test]
fn schemas_are_draft_2020_12() {
    for (name, text) in schemas() {
        let schema: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{name}");
        assert!(jsonschema::meta::is_valid(&schema), "{name} is no JSON Schema");
        assert!(!text.contains("\"uint"), "{name} names formats that JSON Schema does not know");
    }
}

/// A file that is no schema any more would mislead.
#[cfg(feature = "chunk")]
#[test]
fn nothing_else_is_in_the_schema_folder() {
    if std::env::var_os("KBMILL_BLESS").is_some() {
        return; // another test is writing there
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
    let files = |folder: &Path| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()).collect::<Vec<_>>();
    let there = files(&folder).len() - 1 + files(&folder.join("tables")).len();
    assert_eq!(there, schemas().len());
}

/// Columns whose words are a choice in the record say which: only these are open.
#[test]
fn words_of_the_tables_are_those_of_the_record() {
    let mut open = Vec::new();
    for table in kbmill::emit::tables() {
        let schema: Value = serde_json::from_str(&kbmill::emit::row_schema(table)).unwrap();
        for column in table.columns.iter().filter(|column| column.holds == kbmill::emit::Type::Word) {
            let property = &schema["properties"][column.name];
            if property["oneOf"].is_null() && property["anyOf"].is_null() {
                open.push(format!("{}.{}", table.name, column.name));
            }
        }
    }
    assert_eq!(open, ["articles.publisher", "articles.language", "articles.dialect", "articles.source_encoding"]);
}

/// The record contract: these keys, in this order.
#[test]
fn keys_of_an_article_stand_in_the_promised_order() {
    let promised = "schema_version id number publisher aliases latest title language form dialect kind revision \
        applies_to keywords technologies issue_type metadata sections events files error_codes registry references fix \
        diagnostics source accounting";
    let schema: Value = serde_json::from_str(kbmill::emit::schema_json()).unwrap();
    let required: Vec<&str> = schema["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(required.join(" "), promised);
}
