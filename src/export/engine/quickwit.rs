//! What does Quickwit want? A configuration of the index and one document a line. Its tokenizer for code finds names in
//! texts by their parts, the field of identifiers has them whole and in all spellings.

use crate::export::document::{FIELDS, Holds};
use serde_json::{Value, json};

/// What a person should know.
pub const REMARKS: &str = "\
An identifier is asked for in its field, quoted: `identifiers:\"0x80070005\"`. Words to filter by are in lower case. Files \
and versions stand together in `file_versions` (`tcpip.sys 5.2.3790.201`).
";

/// The configuration of the index.
pub fn config(index: &str) -> Value {
    let mappings: Vec<Value> = FIELDS.iter().filter_map(|field| mapping(field.name, field.holds)).collect();
    let searched: Vec<&str> = FIELDS
        .iter()
        .filter(|field| matches!(field.holds, Holds::Text(_) | Holds::Identifiers(_)))
        .map(|field| field.name)
        .collect();
    json!({
        "version": "0.7",
        "index_id": index,
        "doc_mapping": {"mode": "strict", "field_mappings": mappings},
        "search_settings": {"default_search_fields": searched},
        "indexing_settings": {"commit_timeout_secs": 30},
    })
}

fn mapping(name: &str, holds: Holds) -> Option<Value> {
    Some(match holds {
        Holds::Text(_) => json!({
            "name": name,
            "type": "text",
            "tokenizer": "source_code_default",
            "record": "position",
            "fieldnorms": true,
        }),
        Holds::Identifiers(_) => json!({"name": name, "type": "array<text>", "tokenizer": "lowercase"}),
        Holds::Word => json!({"name": name, "type": "text", "tokenizer": "lowercase", "fast": true}),
        Holds::Words => json!({"name": name, "type": "array<text>", "tokenizer": "lowercase", "fast": true}),
        Holds::Integer => json!({"name": name, "type": "u64", "fast": true}),
        Holds::Integers => json!({"name": name, "type": "array<u64>", "fast": true}),
        Holds::Day => json!({
            "name": name,
            "type": "datetime",
            "input_formats": ["rfc3339"],
            "output_format": "rfc3339",
            "fast_precision": "seconds",
            "fast": true,
        }),
        Holds::Shown => json!({"name": name, "type": "text", "indexed": false}),
        Holds::Files => return None,
    })
}

/// The commands.
pub fn commands(index: &str) -> [String; 3] {
    [
        "curl -fsS \"$URL/api/v1/indexes\" -H 'Content-Type: application/yaml' --data-binary @index.yaml".to_owned(),
        format!(
            "for part in documents-*.ndjson; do curl -fsS \"$URL/api/v1/{index}/ingest?commit=wait_for\" -H \
             'Content-Type: application/x-ndjson' --data-binary \"@$part\"; done"
        ),
        format!("curl -fsSG \"$URL/api/v1/{index}/search\" --data-urlencode 'query=identifiers:\"0x80070005\"'"),
    ]
}
