//! How do records become a dataset?
//!
//! A record becomes a [`line()`] of JSON, checked against the schema's constraints. A [`DatasetWriter`] takes outcomes in
//! order and leaves a folder with `articles.jsonl` (or parts of it), `rejects.jsonl`, `manifest.json`, the schemas, a card and other
//! descriptions, and the tables that are asked for: each content once, each id with one latest revision, and all of it in
//! place at one moment or not at all. Nothing here parses an article.

mod cache; // what came of which input, the last time
mod card; // README.md of a dataset
mod check; // does a record keep the schema's constraints?
mod croissant; // … for tools that know Croissant
mod datapackage; // … for tools that know Data Packages
mod dataset; // the writer
mod distinct; // duplicates and revisions
mod facts; // what is known of a record that is not at hand
mod line; // a record as a line
mod manifest; // what a dataset says of itself
mod outcome; // what came of an input
mod parts; // which files hold the lines
mod record_file; // a file of lines, hashed as it is written
mod reject; // a line of rejects.jsonl
mod schema; // the published JSON Schemas
mod staging; // a folder beside its place, moved there whole
mod table; // the same records in rows and columns

pub use cache::{Cache, Known};
pub use check::{Fault, check};
pub use dataset::{DatasetWriter, Finished, Settings};
pub use line::{Line, content, line};
pub use manifest::{Counts, DataFile, Manifest, Tool};
pub use outcome::Outcome;
pub use parts::{ARTICLES, Layout, Lines, Split, is_part, parts};
pub use record_file::{RecordFile, digest_of, write_whole};
pub use reject::{Equal, RejectRecord};
pub use schema::{article_schema, generated, schema_json, schema_of, schemas};
pub use staging::{Content, Staging};
#[cfg(feature = "sqlite")]
pub use table::DATABASE;
#[cfg(feature = "parquet")]
pub use table::ParquetFile;
pub use table::{Cell, Column, Format, Table, Type, row_schema, tables, version_number};

/// The inputs that gave no record.
pub const REJECTS: &str = "rejects.jsonl";
/// What a dataset says of itself.
pub const MANIFEST: &str = "manifest.json";
/// Digests of the files, as `sha256sum --check` reads them.
pub const CHECKSUMS: &str = "CHECKSUMS";
/// The dataset card.
pub const CARD: &str = "README.md";

/// Bytes in hexadecimal, as digests are published.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(2 * bytes.len());
    for b in bytes {
        out.push(DIGITS[usize::from(b >> 4)].into());
        out.push(DIGITS[usize::from(b & 15)].into());
    }
    out
}
