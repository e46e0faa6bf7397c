//! What do OpenSearch and Elasticsearch want? A mapping with analyzers that find identifiers whole and by their parts, and
//! bulk files in which each document stands behind its action.

use crate::export::document::{FIELDS, Holds};
use serde_json::{Map, Value, json};

/// What a person should know.
pub const REMARKS: &str = "\
`files` holds the rows of file tables as nested objects, so that a name and a version are those of one row; \
`version_number` is the version as one number of four times 16 bits. Which fix shipped tcpip.sys 5.2.3790.201 or later?

```json
{\"query\": {\"nested\": {\"path\": \"files\", \"query\": {\"bool\": {\"filter\": [
  {\"term\": {\"files.name\": \"tcpip.sys\"}}, {\"range\": {\"files.version_number\": {\"gte\": 1407383721869513}}}]}}}}}
```

`_bulk` answers 200 even if documents were refused: the command prints what was.
";

/// Settings and mapping of the index.
pub fn index() -> Value {
    let mut properties = Map::new();
    for field in FIELDS {
        properties.insert(field.name.to_owned(), property(field.holds));
    }
    json!({
        "settings": {"analysis": analysis()},
        "mappings": {"dynamic": "strict", "properties": properties},
    })
}

fn property(holds: Holds) -> Value {
    // A term may have 32,766 bytes; what is longer is no word to filter by, and would refuse the document.
    let word = json!({"type": "keyword", "normalizer": "kb_lowercase", "ignore_above": 2048});
    match holds {
        Holds::Text(_) => json!({
            "type": "text",
            "analyzer": "kb_text",
            "search_analyzer": "kb_text_query",
            "fields": {"cjk": {"type": "text", "analyzer": "cjk"}},
        }),
        Holds::Identifiers(_) => json!({"type": "text", "analyzer": "kb_identifier", "norms": false}),
        Holds::Word | Holds::Words => word,
        Holds::Integer | Holds::Integers => json!({"type": "long"}),
        Holds::Day => json!({"type": "date", "format": "strict_date"}),
        Holds::Shown => json!({"type": "keyword", "index": false, "doc_values": false}),
        Holds::Files => json!({"type": "nested", "dynamic": "strict", "properties": {
            "name": word,
            "version": word,
            "version_number": {"type": "long"},
            "date": {"type": "date", "format": "strict_date"},
            "architecture": word,
        }}),
    }
}

/// Words are what stands between white space, without the signs around them; beside each stand its parts and its stem.
fn analysis() -> Value {
    let parts = |graph: bool| {
        let mut filters = vec!["kb_edges", "kb_dashes", "kb_some", "kb_parts"];
        if !graph {
            filters.push("flatten_graph"); // an index knows no graphs
        }
        filters.extend(["lowercase", "keyword_repeat", "kb_stem", "remove_duplicates"]);
        filters
    };
    json!({
        "filter": {
            "kb_edges": {
                "type": "pattern_replace",
                "pattern": r"^[^\p{L}\p{N}-]+|[^\p{L}\p{N}]+$",
                "replacement": "",
            },
            // A dash before a number is its sign, before anything else it is none of it.
            "kb_dashes": {"type": "pattern_replace", "pattern": r"^-+(\P{N}.*)$", "replacement": "$1"},
            "kb_some": {"type": "length", "min": 1, "max": 512},
            "kb_parts": {"type": "word_delimiter_graph", "preserve_original": true, "stem_english_possessive": true},
            "kb_stem": {"type": "stemmer", "language": "english"},
        },
        "normalizer": {"kb_lowercase": {"type": "custom", "filter": ["lowercase"]}},
        "analyzer": {
            "kb_text": {"type": "custom", "tokenizer": "whitespace", "filter": parts(false)},
            "kb_text_query": {"type": "custom", "tokenizer": "whitespace", "filter": parts(true)},
            "kb_identifier": {
                "type": "custom",
                "tokenizer": "whitespace",
                "filter": ["kb_edges", "kb_dashes", "kb_some", "lowercase"],
            },
        },
    })
}

/// A document behind its action.
pub fn bulk(document: Map<String, Value>) -> String {
    let action = json!({"index": {"_id": document.get("id")}});
    format!("{action}\n{}\n", Value::Object(document))
}

/// The commands.
pub fn commands(index: &str) -> [String; 3] {
    let fields: Vec<String> = FIELDS
        .iter()
        .filter_map(|field| match field.holds {
            Holds::Text(weight) | Holds::Identifiers(weight) => Some(format!("\"{}^{weight}\"", field.name)),
            _ => None,
        })
        .collect();
    [
        format!("curl -fsS -X PUT \"$URL/{index}\" -H 'Content-Type: application/json' --data-binary @index.json"),
        format!(
            "for part in documents-*.ndjson; do curl -fsS \"$URL/{index}/_bulk\" -H 'Content-Type: \
             application/x-ndjson' --data-binary \"@$part\" | jq -c '.items[].index | select(.error)'; done"
        ),
        format!(
            "curl -fsS \"$URL/{index}/_search\" -H 'Content-Type: application/json' -d '{{\"query\": {{\"multi_match\": \
             {{\"query\": \"0x80070005\", \"type\": \"most_fields\", \"fields\": [{}]}}}}}}'",
            fields.join(", ")
        ),
    ]
}
