//! What should a person know who finds the dataset? Its `README.md`.

use super::article_schema;
use super::dataset::Settings;
use super::manifest::Manifest;
use super::parts::{Layout, Split};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The text of a dataset's card.
pub fn card(settings: &Settings, manifest: &Manifest) -> String {
    let counts = &manifest.counts;
    let mut out = front_matter(settings, manifest);
    let _ = write!(
        out,
        "# {}\n\n\
        Technical knowledge-base articles as typed records, made by {} {} (schema {}).\n\n\
        | | |\n|---|---:|\n\
        | Inputs | {} |\n| Articles (lines of `{}`) | {} |\n\
        | of these, older revisions (`latest` is false) | {} |\n\
        | Duplicates, named in `rejects.jsonl` with the article they equal | {} |\n\
        | Rejects, named in `rejects.jsonl` with the reason | {} |\n",
        settings.title.trim(),
        manifest.tool.name,
        manifest.tool.version,
        manifest.schema_version,
        counts.inputs,
        settings.layout.pattern(),
        counts.articles,
        counts.superseded,
        counts.duplicates,
        counts.rejects,
    );
    table(&mut out, "Form", &counts.forms);
    table(&mut out, "Kind", &counts.kinds);
    table(&mut out, "Language", &counts.languages);
    out.push_str("\n## Files\n\n");
    out.push_str(lines(settings.layout));
    out.push_str(FILES);
    let has = |path: &str| manifest.files.iter().any(|file| file.path.starts_with(path));
    for (path, about) in TABLE_FILES {
        if has(path) {
            out.push_str(about);
        }
    }
    out.push('\n');
    if TABLE_FILES.iter().any(|(path, _)| has(path)) {
        tables(&mut out);
    }
    out.push_str("## Fields\n\nEvery key is in every line, null or `[]` where there is nothing.\n\n");
    fields(&mut out);
    loading(&mut out, settings.layout);
    if has("parquet/") {
        out.push_str(LOADING_PARQUET);
    }
    if has("dataset.sqlite") {
        out.push_str(LOADING_SQLITE);
    }
    out.push_str(CLOSING);
    out
}

/// What hubs of datasets read of a card: its name, languages and size, and what to load.
fn front_matter(settings: &Settings, manifest: &Manifest) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string(); // a JSON string is a YAML string
    let mut out = format!("---\npretty_name: {}\n", quoted(settings.title.trim()));
    let mut codes: Vec<&str> =
        manifest.counts.languages.keys().map(|tag| tag.split('-').next().unwrap_or(tag)).collect();
    codes.dedup();
    if !codes.is_empty() {
        out.push_str("language:\n");
        codes.iter().for_each(|code| out.push_str(&format!("- {}\n", quoted(code))));
    }
    let size = match manifest.counts.articles {
        0..1_000 => "n<1K",
        1_000..10_000 => "1K<n<10K",
        10_000..100_000 => "10K<n<100K",
        100_000..1_000_000 => "100K<n<1M",
        _ => "n>1M",
    };
    let _ = writeln!(out, "size_categories:\n- {size}\ntags:\n- knowledge-base\n- troubleshooting\nconfigs:");
    let mut config = |name: &str, file: &str| {
        let _ = writeln!(out, "- config_name: {name}\n  data_files: {file}");
    };
    let parquet = manifest.files.iter().filter_map(|file| file.path.strip_prefix("parquet/"));
    let mut any = false;
    for file in parquet {
        config(file.trim_end_matches(".parquet"), &format!("parquet/{file}"));
        any = true;
    }
    if !any {
        config("default", &settings.layout.pattern());
    }
    out.push_str("---\n\n");
    out
}

/// The tables with their columns.
fn tables(out: &mut String) {
    out.push_str(
        "## Tables\n\nThe records of an article in rows. `article`, the number of its line in `articles.jsonl`, joins \
         them.\n\n| Table | Rows | Columns |\n|---|---|---|\n",
    );
    for table in super::tables() {
        let columns: Vec<String> = table.columns.iter().map(|column| format!("`{}`", column.name)).collect();
        let _ = writeln!(out, "| `{}` | {} | {} |", table.name, table.about, columns.join(", "));
    }
    out.push('\n');
}

/// What is said of the files with the lines of the articles.
fn lines(layout: Layout) -> &'static str {
    match (layout.split, layout.compressed) {
        (Split::Whole, false) => "- `articles.jsonl`: one article a line, in the order of the inputs.\n",
        (Split::Whole, true) => {
            "- `articles.jsonl.zst`: one article a line, in the order of the inputs; compressed by zstd.\n"
        }
        (_, false) => {
            "- `articles-*.jsonl`: one article a line, in the order of the inputs; where this page says `articles.jsonl`, \
             the parts one behind the other are meant.\n"
        }
        (_, true) => {
            "- `articles-*.jsonl.zst`: one article a line, in the order of the inputs; compressed by zstd. Where this page \
             says `articles.jsonl`, the parts one behind the other are meant.\n"
        }
    }
}

const FILES: &str = "\
- `rejects.jsonl`: one line for each input that gave no article of its own, with the reason.
- `manifest.json`: counts, versions, and size and SHA-256 of each file.
- `schema/`: JSON Schemas (draft 2020-12) of the three; they describe every field, the nested ones too.
- `croissant.json`, `datapackage.json`: the same for tools that know Croissant or Data Packages.
- `CHECKSUMS`: SHA-256 of each file; `sha256sum --check CHECKSUMS` compares.
";

/// Files that a dataset may have beside, by the beginning of their paths.
const TABLE_FILES: &[(&str, &str)] = &[
    ("parquet/", "- `parquet/`: the tables below, a Parquet file each.\n"),
    (
        "dataset.sqlite",
        "- `dataset.sqlite`: the tables below with indexes, and `search`, a full-text index of the sections.\n",
    ),
    ("csv/", "- `csv/`: the tables below, a CSV file each; lists are JSON arrays, an empty cell is null.\n"),
    ("schema/tables/", "- `schema/tables/`: JSON Schemas of a row of each table.\n"),
];

/// How the lines are loaded into what people have.
fn loading(out: &mut String, layout: Layout) {
    let files = layout.pattern();
    let whole = layout.split == Split::Whole;
    let pandas = if whole {
        format!("import pandas\narticles = pandas.read_json(\"{files}\", lines=True)")
    } else {
        format!(
            "import glob, pandas\nparts = sorted(glob.glob(\"{files}\"))\n\
             articles = pandas.concat((pandas.read_json(part, lines=True) for part in parts), ignore_index=True)"
        )
    };
    let (unpacked, given) = if layout.compressed {
        (format!("zstdcat {files} | "), String::new())
    } else {
        (String::new(), format!(" {files}"))
    };
    let _ = write!(
        out,
        r#"
## Loading

```python
{pandas}
sections = articles.explode("sections")
```

```sh
{unpacked}jq -r 'select(.latest) | [.id, .title] | @tsv'{given}
{unpacked}jq -c '. as {{$id}} | .files[] | {{id: $id, name, version, architecture}}'{given}
```

```sql
-- DuckDB
SELECT id, event.source, event.event_id
FROM (SELECT id, unnest(events) AS event FROM read_json('{files}', format = 'newline_delimited'))
WHERE event.event_id IS NOT NULL;
```

"#
    );
}

const LOADING_PARQUET: &str = r#"
```sql
-- DuckDB: which fix first shipped a file of this version or later?
SELECT a.article_id, a.title, f.version, f.date
FROM 'parquet/files.parquet' AS f JOIN 'parquet/articles.parquet' AS a USING (article)
WHERE lower(f.name) = 'tcpip.sys' AND f.version_number >= (5::BIGINT << 48) + (2::BIGINT << 32) + (3790 << 16) + 201
ORDER BY f.version_number, f.date LIMIT 1;
```
"#;

const LOADING_SQLITE: &str = r#"
```sql
-- SQLite: sections that speak of it, best first
SELECT a.article_id, s.heading, snippet(search, 2, '[', ']', '…', 12)
FROM search JOIN sections AS s ON s.row = search.rowid JOIN articles AS a USING (article)
WHERE search MATCH 'netlogon dns registration' ORDER BY rank LIMIT 10;
```
"#;

const CLOSING: &str = r#"
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
    let schema = article_schema();
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
