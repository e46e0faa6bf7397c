//! What does Typesense want? The schema of a collection and one document a line. Most signs within words are left out of
//! them on both sides, so `ntoskrnl.exe` is one word; its parts stand in the field of identifiers.

use crate::export::document::{FIELDS, Holds};
use serde_json::{Value, json};

/// What a person should know.
pub const REMARKS: &str = "\
Dates are seconds since 1970: `modified:>1167609600`. A minus before a word leaves out what holds it: write -2147024891 \
without it. Words of more than 100 characters are cut. Files and versions stand together in `file_versions` (`tcpip.sys 5.2.3790.201`), to be filtered by equality. \
The second command prints what was refused.
";

/// The schema of the collection.
pub fn collection(index: &str) -> Value {
    let fields: Vec<Value> = FIELDS
        .iter()
        .filter(|field| field.name != "id")
        .filter_map(|field| declared(field.name, field.holds))
        .collect();
    // Names such as `ACCESS_DENIED` are others than the same letters without the sign.
    json!({"name": index, "fields": fields, "symbols_to_index": ["_"]})
}

fn declared(name: &str, holds: Holds) -> Option<Value> {
    Some(match holds {
        Holds::Text(_) => json!({"name": name, "type": "string", "optional": true}),
        Holds::Identifiers(_) => json!({"name": name, "type": "string[]", "optional": true}),
        Holds::Word => json!({"name": name, "type": "string", "optional": true, "facet": true}),
        Holds::Words => json!({"name": name, "type": "string[]", "optional": true, "facet": true}),
        Holds::Integer | Holds::Day => json!({"name": name, "type": "int64", "optional": true}),
        Holds::Integers => json!({"name": name, "type": "int64[]", "optional": true, "facet": true}),
        Holds::Shown => json!({"name": name, "type": "string", "optional": true, "index": false}),
        Holds::Files => return None,
    })
}

/// The commands.
pub fn commands(index: &str) -> [String; 3] {
    let key = "-H \"X-TYPESENSE-API-KEY: $KEY\"";
    let searched = FIELDS.iter().filter_map(|field| match field.holds {
        Holds::Text(weight) => Some((field.name, weight, "2")),
        Holds::Identifiers(weight) => Some((field.name, weight, "0")),
        _ => None,
    });
    let (mut names, mut weights, mut typos) = (Vec::new(), Vec::new(), Vec::new());
    for (name, weight, typo) in searched {
        names.push(name);
        weights.push(weight.to_string());
        typos.push(typo);
    }
    [
        format!(
            "curl -fsS \"$URL/collections\" {key} -H 'Content-Type: application/json' --data-binary @collection.json"
        ),
        format!(
            "for part in documents-*.ndjson; do curl -fsS \"$URL/collections/{index}/documents/import?action=upsert\" \
             {key} -H 'Content-Type: text/plain' --data-binary \"@$part\" | grep -v '^{{\"success\":true}}$'; done"
        ),
        format!(
            "curl -fsSG \"$URL/collections/{index}/documents/search\" {key} --data-urlencode q=0x80070005 -d \
             'query_by={}&query_by_weights={}&num_typos={}&include_fields=article_id,title'",
            names.join(","),
            weights.join(","),
            typos.join(",")
        ),
    ]
}
