//! What should a person know who finds the dataset? Its `README.md`.

use super::dataset::Settings;
use super::manifest::Manifest;
use super::schema_json;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The text of a dataset's card.
pub fn card(settings: &Settings, manifest: &Manifest) -> String {
    let counts = &manifest.counts;
    let mut out = format!(
        "# {}\n\n\
        Technical knowledge-base articles as typed records, made by {} {} (schema {}).\n\n\
        | | |\n|---|---:|\n\
        | Inputs | {} |\n| Articles (lines of `articles.jsonl`) | {} |\n\
        | of these, older revisions (`latest` is false) | {} |\n\
        | Duplicates, named in `rejects.jsonl` with the article they equal | {} |\n\
        | Rejects, named in `rejects.jsonl` with the reason | {} |\n",
        settings.title.trim(),
        manifest.tool.name,
        manifest.tool.version,
        manifest.schema_version,
        counts.inputs,
        counts.articles,
        counts.superseded,
        counts.duplicates,
        counts.rejects,
    );
    table(&mut out, "Form", &counts.forms);
    table(&mut out, "Kind", &counts.kinds);
    out.push_str(FILES);
    out.push_str("## Fields\n\nEvery key is in every line, null or `[]` where there is nothing.\n\n");
    fields(&mut out);
    out.push_str(LOADING);
    out
}

const FILES: &str = "
## Files

- `articles.jsonl`: one article a line, in the order of the inputs.
- `rejects.jsonl`: one line for each input that gave no article of its own, with the reason.
- `manifest.json`: counts, versions, and size and SHA-256 of each file.
- `schema/`: JSON Schemas (draft 2020-12) of the three; they describe every field, the nested ones too.

";

const LOADING: &str = r#"
## Loading

```python
import pandas
articles = pandas.read_json("articles.jsonl", lines=True)
sections = articles.explode("sections")
```

```sh
jq -r 'select(.latest) | [.id, .title] | @tsv' articles.jsonl
jq -c '. as {$id} | .files[] | {id: $id, name, version, architecture}' articles.jsonl
```

```sql
-- DuckDB
SELECT id, event.source, event.event_id
FROM (SELECT id, unnest(events) AS event FROM read_json('articles.jsonl', format = 'newline_delimited'))
WHERE event.event_id IS NOT NULL;
```

Spans are byte ranges into the article's linear text, which `kbmill text FILE` prints.

## Licence

The texts belong to their publishers. That they could be read does not mean that they may be passed on: see to the
publishers' terms before you publish this dataset or anything made from it.
"#;

/// A table of counts, largest first.
fn table<K: Serialize + Ord>(out: &mut String, head: &str, counts: &BTreeMap<K, u64>) {
    let mut rows: Vec<(&K, &u64)> = counts.iter().collect();
    rows.sort_by_key(|&(_, count)| std::cmp::Reverse(*count));
    let _ = writeln!(out, "\n| {head} | Articles |\n|---|---:|"); // writing to a String cannot fail
    for (name, count) in rows {
        let name = serde_json::to_value(name).unwrap_or_default();
        let _ = writeln!(out, "| `{}` | {count} |", name.as_str().unwrap_or_default());
    }
}

/// The top-level fields, as the schema describes them.
fn fields(out: &mut String) {
    let schema: Value = serde_json::from_str(&schema_json()).unwrap_or_default();
    out.push_str("| Field | Type | |\n|---|---|---|\n");
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        let field = &schema["properties"][name];
        let description = field["description"].as_str().unwrap_or_default().replace('\n', " ");
        let _ = writeln!(out, "| `{name}` | {} | {description} |", type_name(field));
    }
}

/// A field's type in a word or two.
fn type_name(field: &Value) -> String {
    let one = |t: &Value| t.as_str().unwrap_or("object").to_owned();
    match &field["type"] {
        Value::Array(types) => types.iter().map(one).collect::<Vec<_>>().join(" or "),
        Value::String(_) if field["type"] == "array" => match &field["items"]["type"] {
            Value::String(item) => format!("array of {item}"),
            _ => "array of object".to_owned(),
        },
        Value::String(name) => name.clone(),
        _ if field["anyOf"].is_array() => "object or null".to_owned(),
        _ if field["$ref"].as_str().is_some_and(|r| r.ends_with("Form") || r.ends_with("Kind")) => "string".to_owned(),
        _ => "object".to_owned(),
    }
}
