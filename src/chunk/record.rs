//! What is a chunk? The record, its JSON Schema, and its columns for Parquet.

use crate::emit::{self, Cell, Column, Type, hex};
use crate::model::SectionKind;
use crate::span::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// A passage of an article that can be understood, embedded and quoted by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Chunk {
    /// Stable identifier, a UUID (RFC 9562, version 8) of the article's name, `context` and `text`: who embeds these need
    /// embed anew only what has a new id. What stands in an article more than once has an id each time.
    #[schemars(regex(pattern = r"^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"))]
    pub id: String,
    /// Id of the article.
    #[schemars(length(min = 1))]
    pub article_id: String,
    /// Publisher of the article.
    pub publisher: Option<String>,
    /// Language of the article, as a BCP 47 tag.
    pub language: Option<String>,
    /// Revision label of the article, as written.
    pub revision: Option<String>,
    /// Place among the article's chunks, from 1.
    #[schemars(range(min = 1))]
    pub ordinal: u32,
    /// Id of the section that it is of, the first if there are several.
    #[schemars(regex(pattern = r"^s[1-9][0-9]*$"))]
    pub section: String,
    /// Ids of all sections that it is of.
    #[schemars(length(min = 1))]
    pub sections: Vec<String>,
    /// How much of these sections it is.
    pub extent: Extent,
    /// Role of the section; of several with different roles, that of the section that they stand in.
    pub kind: SectionKind,
    /// Title of the article.
    pub title: Option<String>,
    /// Headings from the outermost one down to that of the section, as written, on one line each.
    pub heading_path: Vec<String>,
    /// A line that says where the text is from: title, id, products, role and headings. To be put before the text.
    #[schemars(length(min = 1))]
    pub context: String,
    /// The text: the stretches that `spans` name, verbatim, with a line end between each two.
    #[schemars(length(min = 1))]
    pub text: String,
    /// Tokens of `context`, a blank line and `text` together: what a model is to be given.
    #[schemars(range(min = 1))]
    pub tokens: u32,
    /// Where the text stands in the linear text, stretch by stretch; empty if the record does not tell.
    pub spans: Vec<Span>,
    /// How many of the spans at the beginning are there to make the rest understood and stand in another chunk, too: a
    /// table's header, a list's introduction, the end of the chunk before (`--overlap`).
    pub repeated: u32,
    /// SHA-256 of the text, in hexadecimal.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    pub sha256: String,
    /// Address the article was published at.
    pub url: Option<String>,
    /// Products that the article applies to, without their versions and editions where these are known.
    pub products: Vec<String>,
}

impl Chunk {
    /// Does the text stand in the linear text where it is said to, with its digest? Also false where the record that the
    /// chunk was made of did not tell where.
    pub fn stands_in(&self, linear: &str) -> bool {
        let quoted = self.spans.iter().map(|span| linear.get(span.range())).collect::<Option<Vec<_>>>();
        quoted.is_some_and(|quoted| quoted.join("\n") == self.text) && hex(&Sha256::digest(&self.text)) == self.sha256
    }
}

/// How much of its sections a chunk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// One section, all of it.
    Section,
    /// A part of a section that is longer than a chunk may be.
    Part,
    /// Several whole sections that stand in one, each behind its heading: each alone is shorter than a chunk should be.
    SmallSections,
}

/// The schema of a chunk.
pub fn schema_json() -> String {
    emit::schema_of::<Chunk>("chunk", "Chunk of an article, as `kbmill chunk` writes it")
}

/// What a row of chunks is.
pub const ABOUT: &str = "A passage of an article, as kbmill chunk makes them.";

/// The columns of chunks. Spans are two lists, of where they start and where they end.
pub const COLUMNS: &[Column] = &[
    column("id", Type::Text, true, "Stable identifier (UUID) of the chunk's content."),
    column("article_id", Type::Text, true, "Identifier of the article."),
    column("publisher", Type::Word, false, "Publisher of the article."),
    column("language", Type::Word, false, "Language of the article (BCP 47)."),
    column("revision", Type::Text, false, "Revision label of the article, as written."),
    column("ordinal", Type::Integer, true, "Place among the article's chunks, from 1."),
    column("section", Type::Text, true, "Id of the (first) section that it is of."),
    column("sections", Type::Texts, true, "Ids of all sections that it is of."),
    column("extent", Type::Word, true, "How much of these sections it is: section, part or small_sections."),
    column("kind", Type::Word, true, "Role of the section."),
    column("title", Type::Text, false, "Title of the article."),
    column("heading_path", Type::Texts, true, "Headings from the outermost one down to that of the section."),
    column("context", Type::Text, true, "A line that says where the text is from, to be put before it."),
    column("text", Type::Text, true, "The text: the stretches that the spans name, with a line end between each two."),
    column("tokens", Type::Integer, true, "Tokens of context, a blank line and text together."),
    column("span_starts", Type::Integers, true, "First bytes of the text's stretches in the linear text."),
    column("span_ends", Type::Integers, true, "Ends of the text's stretches in the linear text."),
    column("repeated", Type::Integer, true, "How many spans at the beginning stand in another chunk, too."),
    column("sha256", Type::Text, true, "SHA-256 of the text, in hexadecimal."),
    column("url", Type::Text, false, "Address the article was published at."),
    column("products", Type::Texts, true, "Products that the article applies to."),
];

const fn column(name: &'static str, holds: Type, required: bool, about: &'static str) -> Column {
    Column { name, holds, required, about }
}

/// Calls `row` with the cells of a chunk, in the order of [`COLUMNS`].
pub fn cells<R>(chunk: &Chunk, row: impl FnOnce(&[Cell<'_>]) -> R) -> R {
    let starts: Vec<u32> = chunk.spans.iter().map(|span| span.start).collect();
    let ends: Vec<u32> = chunk.spans.iter().map(|span| span.end).collect();
    row(&[
        text(&chunk.id),
        text(&chunk.article_id),
        any_text(&chunk.publisher),
        any_text(&chunk.language),
        any_text(&chunk.revision),
        Cell::Integer(chunk.ordinal.into()),
        text(&chunk.section),
        texts(&chunk.sections),
        word(&chunk.extent),
        word(&chunk.kind),
        any_text(&chunk.title),
        texts(&chunk.heading_path),
        text(&chunk.context),
        text(&chunk.text),
        Cell::Integer(chunk.tokens.into()),
        Cell::Integers(&starts),
        Cell::Integers(&ends),
        Cell::Integer(chunk.repeated.into()),
        text(&chunk.sha256),
        any_text(&chunk.url),
        texts(&chunk.products),
    ])
}

fn text(text: &str) -> Cell<'_> {
    Cell::Text(Cow::Borrowed(text))
}

fn any_text(text: &Option<String>) -> Cell<'_> {
    text.as_deref().map_or(Cell::Null, |text| Cell::Text(Cow::Borrowed(text)))
}

fn texts(texts: &[String]) -> Cell<'_> {
    Cell::Texts(texts.iter().map(String::as_str).collect())
}

/// The published name of a variant.
fn word(value: &impl Serialize) -> Cell<'static> {
    serde_variant::to_variant_name(value).map_or(Cell::Null, text)
}
