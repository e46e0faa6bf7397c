//! Which columns do the tables have, and where in a record does each come from?
//!
//! A column stands beside the way to its cell, so that neither can change without the other. Names are those of the
//! record's fields; those of nested ones are joined (`revision_label`, `source_sha256`).

use super::{Cell, Column, Rows, Table, Type};
use crate::diagnostic::Diagnostic;
use crate::model::{Article, ErrorCode, EventRecord, FileVersion, Fix, Product, Reference, RegistryEntry, Section};
use crate::span::Span;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::Serialize;
use std::borrow::Cow;
use std::sync::LazyLock;

/// The table that the others belong to.
pub const ARTICLES: &str = "articles";

/// A column of rows of a kind.
struct Field<R: 'static> {
    column: Column,
    cell: for<'a> fn(&'a R) -> Cell<'a>,
}

/// A column that has a value in every row.
const fn always<R>(
    name: &'static str,
    holds: Type,
    about: &'static str,
    cell: for<'a> fn(&'a R) -> Cell<'a>,
) -> Field<R> {
    Field { column: Column { name, holds, required: true, about }, cell }
}

/// A column whose cell may be null.
const fn maybe<R>(
    name: &'static str,
    holds: Type,
    about: &'static str,
    cell: for<'a> fn(&'a R) -> Cell<'a>,
) -> Field<R> {
    Field { column: Column { name, holds, required: false, about }, cell }
}

/// The rows of a kind that an article has.
struct Kind<R: 'static> {
    fields: &'static [Field<R>],
    of: fn(&Article) -> &[R],
    /// Do the rows have an ordinal?
    numbered: bool,
}

impl<R: Sync> Rows for Kind<R> {
    fn each(&self, article: &Article, line: i64, row: &mut dyn FnMut(&[Cell<'_>])) {
        let mut cells = Vec::with_capacity(self.fields.len() + 3);
        for (ordinal, one) in (1..).zip((self.of)(article)) {
            cells.push(Cell::Integer(line));
            cells.push(Cell::Text(Cow::Borrowed(&article.id)));
            if self.numbered {
                cells.push(Cell::Integer(ordinal));
            }
            cells.extend(self.fields.iter().map(|field| (field.cell)(one)));
            row(&cells);
            cells.clear();
        }
    }
}

const LINE: Column = Column {
    name: "article",
    holds: Type::Integer,
    required: true,
    about: "Number of the article's line in articles.jsonl, from 1; joins the tables.",
};
const ID: Column = Column {
    name: "article_id",
    holds: Type::Text,
    required: true,
    about: "Identifier of the article; revisions and translations share it.",
};
const ORDINAL: Column = Column {
    name: "ordinal",
    holds: Type::Integer,
    required: true,
    about: "Place among the article's rows, in the order of the article, from 1.",
};

fn table<R: Sync>(
    name: &'static str,
    about: &'static str,
    indexes: &'static [&'static [&'static str]],
    fields: &'static [Field<R>],
    of: fn(&Article) -> &[R],
) -> Table {
    let numbered = name != ARTICLES;
    let keys = [LINE, ID, ORDINAL].into_iter().take(if numbered { 3 } else { 2 });
    let columns = keys.chain(fields.iter().map(|field| field.column)).collect();
    Table { name, about, columns, indexes, rows: Box::new(Kind { fields, of, numbered }) }
}

/// The tables of a dataset.
pub fn tables() -> &'static [Table] {
    static TABLES: LazyLock<[Table; 9]> = LazyLock::new(|| {
        [
            table(
                ARTICLES,
                "One article.",
                &[&["article_id"], &["number"], &["modified"]],
                ARTICLE,
                std::slice::from_ref,
            ),
            table("sections", "A section of an article.", &[&["kind"]], SECTION, |a| &a.sections),
            table("products", "An entry of an article's list of products.", &[&["product"]], PRODUCT, |a| {
                &a.applies_to
            }),
            table(
                "events",
                "An event-log record that an article quotes.",
                &[&["event_id", "source"], &["source"]],
                EVENT,
                |a| &a.events,
            ),
            table("files", "A row of a file-version table.", &[&["name", "version_number"], &["sha256"]], FILE, |a| {
                &a.files
            }),
            table("error_codes", "An error code that an article names.", &[&["value"], &["symbol"]], ERROR_CODE, |a| {
                &a.error_codes
            }),
            table(
                "registry",
                "A registry key or value that an article names.",
                &[&["value_name"], &["key"]],
                REGISTRY,
                |a| &a.registry,
            ),
            table("references", "A document, address or file that an article points to.", &[&["id"]], REFERENCE, |a| {
                &a.references
            }),
            table("diagnostics", "Something in an article that was not understood.", &[&["code"]], DIAGNOSTIC, |a| {
                &a.diagnostics
            }),
        ]
    });
    &*TABLES
}

fn text(text: &str) -> Cell<'_> {
    Cell::Text(Cow::Borrowed(text))
}

fn any_text(text: &Option<String>) -> Cell<'_> {
    text.as_deref().map_or(Cell::Null, |text| Cell::Text(Cow::Borrowed(text)))
}

/// The published name of a variant.
fn word<T: Serialize>(value: &T) -> Cell<'static> {
    serde_variant::to_variant_name(value).map_or(Cell::Null, |name| Cell::Text(Cow::Borrowed(name)))
}

fn any_word<T: Serialize>(value: &Option<T>) -> Cell<'static> {
    value.as_ref().map_or(Cell::Null, word)
}

/// Larger numbers than a signed integer of 64 bits holds occur in no field but codes, which have their text beside them.
fn number(number: impl TryInto<i64>) -> Cell<'static> {
    number.try_into().map_or(Cell::Null, Cell::Integer)
}

fn any_number(value: Option<impl TryInto<i64>>) -> Cell<'static> {
    value.map_or(Cell::Null, number)
}

fn day(day: Option<NaiveDate>) -> Cell<'static> {
    day.map_or(Cell::Null, Cell::Date)
}

fn time(time: Option<NaiveTime>) -> Cell<'static> {
    time.map_or(Cell::Null, Cell::Time)
}

fn moment(moment: Option<DateTime<Utc>>) -> Cell<'static> {
    moment.map_or(Cell::Null, Cell::Moment)
}

fn texts(texts: &[String]) -> Cell<'_> {
    Cell::Texts(texts.iter().map(String::as_str).collect())
}

fn of_fix<'a>(article: &'a Article, cell: fn(&'a Fix) -> Cell<'a>) -> Cell<'a> {
    article.fix.as_ref().map_or(Cell::Null, cell)
}

/// A version as one number that sorts: four numbers of 16 bits, as VERSIONINFO has them. Null where one is larger, where
/// there are more than four, and from 32768 on in the first, which would not leave room for the sign.
pub fn version_number(parts: Option<&[u32]>) -> Option<i64> {
    let parts = parts.filter(|parts| parts.len() <= 4)?;
    let mut number = 0;
    for at in 0..4 {
        let part = u16::try_from(parts.get(at).copied().unwrap_or(0)).ok()?;
        number = number << 16 | u64::from(part);
    }
    i64::try_from(number).ok()
}

const fn start<R>(cell: for<'a> fn(&'a R) -> Cell<'a>) -> Field<R> {
    always("span_start", Type::Integer, "First byte in the article's linear text.", cell)
}

const fn end<R>(cell: for<'a> fn(&'a R) -> Cell<'a>) -> Field<R> {
    always("span_end", Type::Integer, "One past the last byte.", cell)
}

fn first(span: Span) -> Cell<'static> {
    Cell::Integer(span.start.into())
}

fn last(span: Span) -> Cell<'static> {
    Cell::Integer(span.end.into())
}

const IN_SECTION: &str = "Id of the section it stands in: column section of the table sections.";

const ARTICLE: &[Field<Article>] = &[
    maybe("number", Type::Integer, "Number of an article of Microsoft's knowledge base.", |a| any_number(a.number)),
    maybe("publisher", Type::Word, "Who published it.", |a| any_text(&a.publisher)),
    always("aliases", Type::Texts, "Other identifiers, as written.", |a| texts(&a.aliases)),
    always("latest", Type::Boolean, "Is it the newest revision of its id in its language?", |a| {
        Cell::Boolean(a.latest)
    }),
    maybe("title", Type::Text, "The title.", |a| any_text(&a.title)),
    maybe("language", Type::Word, "BCP 47 tag.", |a| any_text(&a.language)),
    always("form", Type::Word, "The form it came in.", |a| word(&a.form)),
    always("dialect", Type::Word, "The layout that was recognised.", |a| text(&a.dialect)),
    always("kind", Type::Word, "What it is for.", |a| word(&a.kind)),
    maybe("revision_label", Type::Text, "Revision, as written.", |a| any_text(&a.revision.label)),
    maybe("revision_major", Type::Integer, "The number before its point.", |a| any_number(a.revision.major)),
    maybe("revision_minor", Type::Integer, "The number after its point.", |a| any_number(a.revision.minor)),
    maybe("published", Type::Date, "First published.", |a| day(a.revision.published)),
    maybe("modified", Type::Date, "Last modified.", |a| day(a.revision.modified)),
    maybe("reviewed", Type::Date, "Last reviewed.", |a| day(a.revision.reviewed)),
    always("keywords", Type::Texts, "Keywords.", |a| texts(&a.keywords)),
    always("technologies", Type::Texts, "Technology keywords of the 1990s.", |a| texts(&a.technologies)),
    maybe("issue_type", Type::Text, "Issue type of the 1990s.", |a| any_text(&a.issue_type)),
    always("metadata", Type::Text, "All that a front matter states, as a JSON object of lists.", |a| {
        Cell::Text(Cow::Owned(super::json(&a.metadata)))
    }),
    maybe("fix_status", Type::Word, "Where the publisher stands on the problem.", |a| {
        of_fix(a, |f| any_word(&f.status))
    }),
    maybe("fix_fixed_in", Type::Text, "Release in which it is corrected.", |a| of_fix(a, |f| any_text(&f.fixed_in))),
    maybe("fix_prerequisites", Type::Text, "What must be installed first.", |a| {
        of_fix(a, |f| any_text(&f.prerequisites))
    }),
    maybe("fix_restart_required", Type::Word, "Must the computer be restarted?", |a| {
        of_fix(a, |f| any_word(&f.restart_required))
    }),
    maybe("fix_replaces", Type::Texts, "Fixes that it replaces; null where it speaks of no fix.", |a| {
        of_fix(a, |f| texts(&f.replaces))
    }),
    maybe("fix_replaced_by", Type::Texts, "Fixes that replace it; null where it speaks of no fix.", |a| {
        of_fix(a, |f| texts(&f.replaced_by))
    }),
    maybe("fix_packages", Type::Texts, "Packages that carry the fix; null where it speaks of none.", |a| {
        of_fix(a, |f| texts(&f.packages))
    }),
    always("chars", Type::Integer, "Characters of the linear text.", |a| number(a.accounting.chars)),
    always("chars_header", Type::Integer, "Of these in the header.", |a| number(a.accounting.header)),
    always("chars_sections", Type::Integer, "In sections.", |a| number(a.accounting.sections)),
    always("chars_chrome", Type::Integer, "In what the site put around.", |a| number(a.accounting.chrome)),
    always("chars_unparsed", Type::Integer, "In nothing that was understood.", |a| number(a.accounting.unparsed)),
    always("source_path", Type::Text, "Path of the file.", |a| text(&a.source.path)),
    maybe("source_member", Type::Text, "Name inside a container.", |a| any_text(&a.source.member)),
    maybe("source_url", Type::Text, "Address it was published at.", |a| any_text(&a.source.url)),
    maybe("source_retrieved", Type::Moment, "When it was read from there.", |a| moment(a.source.retrieved)),
    maybe("source_content_type", Type::Text, "Declared type.", |a| any_text(&a.source.content_type)),
    always("source_bytes", Type::Integer, "Length of the input.", |a| number(a.source.bytes)),
    always("source_sha256", Type::Text, "SHA-256 of the input.", |a| text(&a.source.sha256)),
    always("source_encoding", Type::Word, "Character set.", |a| text(&a.source.encoding)),
    always("source_includes", Type::Texts, "Files that it includes.", |a| texts(&a.source.includes)),
    maybe("source_commit", Type::Text, "Commit that last touched the file.", |a| any_text(&a.source.commit)),
    maybe("source_committed", Type::Moment, "When that was committed.", |a| moment(a.source.committed)),
];

const SECTION: &[Field<Section>] = &[
    always("section", Type::Text, "Id within the article: s1, s2 …", |s| text(&s.id)),
    maybe("parent", Type::Text, "Id of the section it stands in.", |s| any_text(&s.parent)),
    always("level", Type::Integer, "Depth, 1 at the top.", |s| Cell::Integer(s.level.into())),
    always("kind", Type::Word, "Its role.", |s| word(&s.kind)),
    always("kcs", Type::Word, "The part of a KCS v6 article that the role belongs to.", |s| word(&s.kcs)),
    maybe("heading", Type::Text, "Heading as written.", |s| any_text(&s.heading)),
    always("text", Type::Text, "Its own text, without subsections.", |s| text(&s.text)),
    start(|s| first(s.span)),
    end(|s| last(s.span)),
];

const PRODUCT: &[Field<Product>] = &[
    always("text", Type::Text, "As written.", |p| text(&p.text)),
    maybe("product", Type::Text, "Without version, edition, service pack, architecture.", |p| any_text(&p.product)),
    maybe("version", Type::Text, "Versions, as written.", |p| any_text(&p.version)),
    maybe("edition", Type::Text, "Edition.", |p| any_text(&p.edition)),
    maybe("service_pack", Type::Text, "Service pack.", |p| any_text(&p.service_pack)),
    maybe("architecture", Type::Word, "Processor architecture.", |p| any_word(&p.architecture)),
];

const EVENT: &[Field<EventRecord>] = &[
    maybe("section", Type::Text, IN_SECTION, |e| any_text(&e.section)),
    maybe("event_type", Type::Word, "Type or level, normalised.", |e| any_word(&e.event_type)),
    maybe("type_text", Type::Text, "Type as written.", |e| any_text(&e.type_text)),
    maybe("log", Type::Text, "Log.", |e| any_text(&e.log)),
    maybe("source", Type::Text, "Source or provider.", |e| any_text(&e.source)),
    maybe("category", Type::Text, "Category or task category.", |e| any_text(&e.category)),
    maybe("event_id", Type::Integer, "Event ID.", |e| any_number(e.event_id)),
    maybe("date", Type::Date, "Date, if it is a true one.", |e| day(e.date)),
    maybe("time", Type::Time, "Time of day, if it is a true one.", |e| time(e.time)),
    maybe("user", Type::Text, "User.", |e| any_text(&e.user)),
    maybe("computer", Type::Text, "Computer.", |e| any_text(&e.computer)),
    maybe("description", Type::Text, "Description.", |e| any_text(&e.description)),
    maybe("data", Type::Text, "What stands under Data.", |e| any_text(&e.data)),
    always("parameter_names", Type::Texts, "Names of the name and value pairs in the description.", |e| {
        Cell::Texts(e.parameters.iter().map(|p| p.name.as_str()).collect())
    }),
    always("parameter_values", Type::Texts, "Their values, in the same order.", |e| {
        Cell::Texts(e.parameters.iter().map(|p| p.value.as_str()).collect())
    }),
    always("placeholders", Type::Texts, "Fields that hold a placeholder.", |e| texts(&e.placeholders)),
    start(|e| first(e.span)),
    end(|e| last(e.span)),
];

const FILE: &[Field<FileVersion>] = &[
    maybe("section", Type::Text, IN_SECTION, |f| any_text(&f.section)),
    always("name", Type::Text, "File name.", |f| text(&f.name)),
    maybe("version", Type::Text, "Version, as written.", |f| any_text(&f.version)),
    maybe("version_parts", Type::Integers, "Its numbers.", |f| {
        f.version_parts.as_deref().map_or(Cell::Null, Cell::Integers)
    }),
    maybe("version_number", Type::Integer, "Its numbers as one that sorts: 16 bits each, as in VERSIONINFO.", |f| {
        any_number(version_number(f.version_parts.as_deref()))
    }),
    maybe("size_bytes", Type::Integer, "Size, where bytes are stated.", |f| any_number(f.size_bytes)),
    maybe("size_text", Type::Text, "Size, as written.", |f| any_text(&f.size_text)),
    maybe("date", Type::Date, "Date.", |f| day(f.date)),
    maybe("time", Type::Time, "Time of day.", |f| time(f.time)),
    maybe("platform", Type::Text, "Platform, as written.", |f| any_text(&f.platform)),
    maybe("architecture", Type::Word, "Processor architecture.", |f| any_word(&f.architecture)),
    maybe("scope", Type::Text, "The product heading or caption it stands under.", |f| any_text(&f.scope)),
    maybe("branch", Type::Text, "Service branch.", |f| any_text(&f.branch)),
    maybe("service_pack", Type::Text, "Service pack requirement.", |f| any_text(&f.service_pack)),
    maybe("language", Type::Text, "Language of the file.", |f| any_text(&f.language)),
    maybe("path", Type::Text, "Folder it goes to.", |f| any_text(&f.path)),
    maybe("sha1", Type::Text, "SHA-1.", |f| any_text(&f.sha1)),
    maybe("sha256", Type::Text, "SHA-256.", |f| any_text(&f.sha256)),
    start(|f| first(f.span)),
    end(|f| last(f.span)),
];

const ERROR_CODE: &[Field<ErrorCode>] = &[
    always("text", Type::Text, "As written.", |c| text(&c.text)),
    maybe("value", Type::Integer, "Its value; null beyond 63 bits.", |c| number(c.value)),
    always("space", Type::Word, "The number space it belongs to.", |c| word(&c.space)),
    maybe("symbol", Type::Text, "Its symbol.", |c| any_text(&c.symbol)),
    maybe("section", Type::Text, IN_SECTION, |c| any_text(&c.section)),
    start(|c| first(c.span)),
    end(|c| last(c.span)),
];

const REGISTRY: &[Field<RegistryEntry>] = &[
    maybe("section", Type::Text, IN_SECTION, |r| any_text(&r.section)),
    maybe("key", Type::Text, "Full path.", |r| any_text(&r.key)),
    maybe("value_name", Type::Text, "Name of the value.", |r| any_text(&r.value_name)),
    maybe("value_type", Type::Text, "Its type.", |r| any_text(&r.value_type)),
    maybe("value_data", Type::Text, "Its data, as written.", |r| any_text(&r.value_data)),
    start(|r| first(r.span)),
    end(|r| last(r.span)),
];

const REFERENCE: &[Field<Reference>] = &[
    always("kind", Type::Word, "What kind of thing it is.", |r| word(&r.kind)),
    always("id", Type::Text, "Its identifier.", |r| text(&r.id)),
    always("text", Type::Text, "The words that name it.", |r| text(&r.text)),
    maybe("url", Type::Text, "Its address.", |r| any_text(&r.url)),
    maybe("section", Type::Text, IN_SECTION, |r| any_text(&r.section)),
];

const DIAGNOSTIC: &[Field<Diagnostic>] = &[
    always("code", Type::Word, "Stable name of what it is.", |d| word(&d.code)),
    always("message", Type::Text, "What a person should know.", |d| text(&d.message)),
    maybe("span_start", Type::Integer, "First byte in the linear text; null for the whole article.", |d| {
        d.span.map_or(Cell::Null, first)
    }),
    maybe("span_end", Type::Integer, "One past the last byte.", |d| d.span.map_or(Cell::Null, last)),
];
