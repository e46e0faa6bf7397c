"""Do the tools that people have read a dataset as it is?

Builds a dataset of the folder that is given (default: the project's corpus) in every format and reads it with
`datasets`, DuckDB, pyarrow, pandas, `sqlite3`, mlcroissant and frictionless, all from PyPI:

    python3 -m venv venv && venv/bin/pip install datasets duckdb pyarrow pandas mlcroissant "frictionless[json]"
    venv/bin/python .ci/readers.py target/release/kbmill [INPUT]

The number of rows and some values of each table must be those of `articles.jsonl`, which Python's own `json` reads.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile

os.environ["HF_HUB_OFFLINE"] = "1"  # everything is in the folder
os.environ["HF_DATASETS_DISABLE_PROGRESS_BARS"] = "1"

import datasets  # noqa: E402
import duckdb  # noqa: E402
import frictionless  # noqa: E402
import mlcroissant  # noqa: E402
import pandas  # noqa: E402
import pyarrow.parquet  # noqa: E402

LISTS = {
    "sections": "sections",
    "products": "applies_to",
    "events": "events",
    "files": "files",
    "error_codes": "error_codes",
    "registry": "registry",
    "references": "references",
    "diagnostics": "diagnostics",
}
VALUES = {
    "articles": ("title", "kind", "modified", "keywords", "source_sha256"),
    "sections": ("heading", "text", "level"),
    "products": ("text", "architecture"),
    "events": ("event_id", "source", "time", "parameter_values"),
    "files": ("name", "version_parts", "version_number", "date", "size_bytes"),
    "error_codes": ("text", "value", "space"),
    "registry": ("key", "value_name"),
    "references": ("id", "kind", "url"),
    "diagnostics": ("code", "message"),
}


def number(parts):
    """A version as the one number that sorts."""
    if not parts or len(parts) > 4 or max(parts) > 0xFFFF or parts[0] > 0x7FFF:
        return None
    value = 0
    for part in (parts + [0, 0, 0])[:4]:
        value = value << 16 | part
    return value


def expected(articles):
    """The rows that the lines hold, as the columns of VALUES."""
    rows = {table: [] for table in VALUES}
    for article in articles:
        whole = {**article, "modified": article["revision"]["modified"], "source_sha256": article["source"]["sha256"]}
        rows["articles"].append(tuple(whole[name] for name in VALUES["articles"]))
        for table, field in LISTS.items():
            for record in article[field]:
                record = dict(record)
                if table == "events":
                    record["parameter_values"] = [pair["value"] for pair in record["parameters"]]
                if table == "files":
                    record["version_number"] = number(record["version_parts"])
                rows[table].append(tuple(record[name] for name in VALUES[table]))
    return rows


def plain(value):
    """A value as JSON has it."""
    if value is None or value is pandas.NA or value is pandas.NaT:
        return None
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (list, str, int)):
        return value
    return str(value)


def table(rows):
    return [tuple(plain(value) for value in row) for row in rows]


def same(reader, name, found, wanted):
    if found != wanted:
        differs = next((n for n, pair in enumerate(zip(found, wanted)) if pair[0] != pair[1]), min(len(found), len(wanted)))
        sys.exit(f"{reader}: {name}: {len(found)} rows, not {len(wanted)}; row {differs}:\n"
                 f"{found[differs:differs + 1]}\n{wanted[differs:differs + 1]}")


def listed(rows, name):
    """Lists that a format without them has as JSON."""
    at = {n for n, column in enumerate(VALUES[name]) if column in ("keywords", "parameter_values", "version_parts")}
    return [tuple(json.loads(v) if n in at and v is not None else v for n, v in enumerate(row)) for row in rows]


def main():
    kbmill = sys.argv[1] if len(sys.argv) > 1 else "target/release/kbmill"
    source = sys.argv[2] if len(sys.argv) > 2 else os.path.join(os.path.dirname(__file__), "..", "corpus")
    with tempfile.TemporaryDirectory() as folder:
        dataset = os.path.join(folder, "dataset")
        command = [kbmill, "build", "--quiet", source, "--format", "jsonl,parquet,sqlite,csv", "--output", dataset]
        subprocess.run(command, check=True)
        read(dataset, folder)


def read(dataset, folder):
    with open(os.path.join(dataset, "articles.jsonl"), encoding="utf-8") as lines:
        wanted = expected(json.loads(line) for line in lines)
    path = lambda kind, name: os.path.join(dataset, kind, f"{name}.{kind}")  # noqa: E731
    file = sqlite3.connect(os.path.join(dataset, "dataset.sqlite"))
    for name, columns in VALUES.items():
        select = ", ".join(f'"{column}"' for column in columns)
        order = 'ORDER BY "article"' + ("" if name == "articles" else ', "ordinal"')
        rows = file.execute(f'SELECT {select} FROM "{name}" {order}').fetchall()
        same("sqlite3", name, listed(rows, name), wanted[name])
        rows = duckdb.sql(f"SELECT {select} FROM '{path('parquet', name)}' {order}").fetchall()
        same("duckdb", name, table(rows), wanted[name])
        arrow = pyarrow.parquet.read_table(path("parquet", name))
        same("pyarrow", name, table(zip(*(arrow[c].to_pylist() for c in columns))), wanted[name])
        frame = pandas.read_parquet(path("parquet", name), dtype_backend="pyarrow")
        same("pandas", name, table(zip(*(frame[c].tolist() for c in columns))), wanted[name])
        loaded = datasets.load_dataset(dataset, name, split="train", cache_dir=os.path.join(folder, "cache"))
        same("datasets", name, table(zip(*(loaded[c] for c in columns))), wanted[name])
    if file.execute("PRAGMA foreign_key_check").fetchall():
        sys.exit("sqlite3: a row belongs to no article")
    found = file.execute("SELECT count(*) FROM search WHERE search MATCH 'server'").fetchone()[0]
    if not found:
        sys.exit("sqlite3: the full-text search finds nothing")
    package = frictionless.validate(os.path.join(dataset, "datapackage.json"))
    if not package.valid:
        sys.exit("frictionless: " + json.dumps(package.flatten(["name", "rowNumber", "fieldName", "message"])[:5]))
    croissant = mlcroissant.Dataset(os.path.join(dataset, "croissant.json"))
    if croissant.metadata.ctx.issues.errors:
        sys.exit(f"mlcroissant: {croissant.metadata.ctx.issues.errors}")
    for name, columns in VALUES.items():
        rows = sum(1 for _ in croissant.records(name)) if wanted[name] else 0
        if rows != len(wanted[name]):
            sys.exit(f"mlcroissant: {name}: {rows} rows, not {len(wanted[name])}")
    counts = ", ".join(f"{name} {len(rows)}" for name, rows in wanted.items())
    print(f"datasets, duckdb, pyarrow, pandas, sqlite3, frictionless, mlcroissant: as the lines have it\n{counts}")


if __name__ == "__main__":
    main()
