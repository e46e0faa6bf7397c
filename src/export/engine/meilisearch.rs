//! What does Meilisearch want? Settings that say which attributes are searched and filtered, and one document a line. It
//! has no analyzers to be set: the field of identifiers holds all spellings.

use crate::export::document::{FIELDS, Holds};
use serde_json::{Value, json};

/// What a person should know.
pub const REMARKS: &str = "\
Dates are seconds since 1970: `modified > 1167609600`. Typing errors are forgiven in texts and not in identifiers, whose \
spellings all stand in `identifiers`. Both commands only ask for it: `GET /tasks` says when it is done. Files and versions \
stand together in `file_versions` (`tcpip.sys 5.2.3790.201`), to be filtered by equality.
";

/// The settings of the index.
pub fn settings() -> Value {
    let names = |wanted: fn(Holds) -> bool| -> Vec<&str> {
        FIELDS.iter().filter(|field| wanted(field.holds)).map(|field| field.name).collect()
    };
    // Earlier attributes weigh more.
    let mut searchable: Vec<(u8, &str)> = FIELDS
        .iter()
        .filter_map(|field| match field.holds {
            Holds::Text(weight) | Holds::Identifiers(weight) => Some((weight, field.name)),
            _ => None,
        })
        .collect();
    searchable.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    json!({
        "searchableAttributes": searchable.into_iter().map(|(_, name)| name).collect::<Vec<_>>(),
        "filterableAttributes": names(|holds| {
            matches!(holds, Holds::Word | Holds::Words | Holds::Integer | Holds::Integers | Holds::Day)
        }),
        "sortableAttributes": names(|holds| holds == Holds::Day),
        "rankingRules": ["words", "typo", "proximity", "attribute", "sort", "exactness"],
        "typoTolerance": {"enabled": true, "disableOnAttributes": names(|holds| matches!(holds, Holds::Identifiers(_)))},
        "faceting": {"maxValuesPerFacet": 200},
    })
}

/// The commands.
pub fn commands(index: &str) -> [String; 3] {
    let key = "-H \"Authorization: Bearer $KEY\"";
    [
        format!(
            "curl -fsS -X PATCH \"$URL/indexes/{index}/settings\" {key} -H 'Content-Type: application/json' \
             --data-binary @settings.json"
        ),
        format!(
            "for part in documents-*.ndjson; do curl -fsS \"$URL/indexes/{index}/documents?primaryKey=id\" {key} -H \
             'Content-Type: application/x-ndjson' --data-binary \"@$part\"; done"
        ),
        format!(
            "curl -fsS \"$URL/indexes/{index}/search\" {key} -H 'Content-Type: application/json' -d '{{\"q\": \
             \"0x80070005\", \"filter\": \"kind = fix\", \"attributesToRetrieve\": [\"article_id\", \"title\"]}}'"
        ),
    ]
}
