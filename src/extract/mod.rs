//! What does the input say, freed of its form?
//!
//! Each form has one file that turns a [`Document`] into the same [`Extracted`]: a linear text, header fields, and
//! blocks that point into the text. An extractor knows layouts and markup; it does not decide what a section is for
//! (that is `section`) and reads no records (that is `normalize`). Extraction may refuse an input that is no article.

mod flat; // a crawl's text extraction: headings run into sentences
mod html; // pages of every era
mod label; // what a label stands for
mod labelled; // lines under labels that a user gave
mod markdown; // archive pages, docs platforms, other vendors
mod product_list; // products on one line
pub(crate) mod text; // the 1990s text form; also inside `<pre>` and indented code

use crate::Options;
use crate::diagnostic::Diagnostic;
use crate::error::Reject;
use crate::model::Form;
use crate::source::Document;
use crate::span::Span;
use std::collections::BTreeMap;

/// An article freed of its form.
#[derive(Clone, Debug)]
pub struct Extracted {
    /// The form it came in.
    pub form: Form,
    /// The layout that was recognised.
    pub dialect: &'static str,
    /// The linear text that all spans point into.
    pub text: String,
    /// Do line ends mean something? Not in the flat form, where a record is a run of words.
    pub lines: bool,
    /// Header fields and properties, in document order. One field per product or keyword list entry is not needed:
    /// a field's value is the text as it stands, lists one entry a line.
    pub fields: Vec<Field>,
    /// What a front matter states, by its keys as written.
    pub metadata: BTreeMap<String, Vec<String>>,
    /// Blocks in document order; spans do not overlap. White space between blocks belongs to the one before; other
    /// text between blocks counts as unparsed.
    pub blocks: Vec<RawBlock>,
    /// Links, by the text they stand on.
    pub links: Vec<Link>,
    /// Declared language, as a BCP 47 tag.
    pub language: Option<String>,
    /// What was not understood.
    pub diagnostics: Vec<Diagnostic>,
}

/// A header field or property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What it is.
    pub name: FieldName,
    /// Its value: entity-decoded, without the label. A list (products, keywords of a table) has one entry a line.
    pub value: String,
    /// Where the value stands, if it stands in the linear text at all (a `<meta>` does not).
    pub span: Option<Span>,
}

/// Header fields that mean something to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "named after the labels they stand under")]
pub enum FieldName {
    /// `Q123456`, `123456`, `KB123456`, `MS10-073`.
    ArticleId,
    /// An earlier or other id: `Q123456` of "previously published under".
    Alias,
    Title,
    /// "Applies to", one product a line (already unwrapped).
    AppliesTo,
    Keywords,
    Technology,
    IssueType,
    /// What the publisher says the document is for: `how-to`, `troubleshooting`.
    DocumentType,
    Published,
    Modified,
    Reviewed,
    Revision,
    Language,
    Url,
    Publisher,
    /// Product family line of the text form's head.
    ProductFamily,
    /// Version line of the text form.
    VersionLine,
    OperatingSystem,
    Platform,
    /// "Additional query words".
    QueryWords,
    /// A slug or asset id that serves as identifier when there is no number.
    Slug,
    Description,
    /// Known to be a header field, of no use to the record.
    Other,
}

/// A link and the text it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The link's text.
    pub span: Span,
    /// Its target as written.
    pub url: String,
}

/// A block of the linear text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawBlock {
    /// Where, with bullets, underlines and labels.
    pub span: Span,
    /// What it is.
    pub kind: RawBlockKind,
}

/// Kinds of blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RawBlockKind {
    /// Title, header fields, properties, disclaimer of the publisher.
    Header,
    /// What the site put around the article.
    Chrome,
    /// A heading; smaller levels are outer ones. Levels need not be dense.
    Heading {
        /// 1 is outermost.
        level: u8,
        /// The heading without its underline or marks.
        text: Span,
    },
    /// Running text.
    Paragraph,
    /// One item of a list.
    ListItem {
        /// Numbered?
        ordered: bool,
        /// 1 for the outermost list.
        depth: u8,
        /// The item without its bullet.
        text: Span,
    },
    /// Text whose line ends and columns matter.
    Code {
        /// Language named by the source.
        language: Option<String>,
    },
    /// A table with cells.
    Table(RawTable),
    /// Note, warning and their like.
    Note {
        /// `NOTE`, `Warning`.
        label: Span,
        /// The text behind the label.
        text: Span,
    },
    /// A line that only divides.
    Rule,
}

/// A table's cells; a cell that spans rows or columns stands in each of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawTable {
    /// How many of the rows are header rows.
    pub header_rows: usize,
    /// Cells row by row.
    pub rows: Vec<Vec<Span>>,
}

impl RawTable {
    /// The two cells of a table that has no others, beside or below each other: boxes are made so.
    pub fn two_cells(&self) -> Option<(Span, Span)> {
        let (first, second) = match self.rows.as_slice() {
            [row] => match row.as_slice() {
                [first, second] => (*first, *second),
                _ => return None,
            },
            [above, below] => match (above.as_slice(), below.as_slice()) {
                ([first], [second]) => (*first, *second),
                _ => return None,
            },
            _ => return None,
        };
        (first != second && !second.is_empty()).then_some((first, second))
    }
}

/// Frees a document of its form.
pub fn extract(document: Document, options: &Options) -> Result<Extracted, Reject> {
    let mut extracted = match document.form {
        Form::Text => text::extract(document, options),
        Form::Html => html::extract(document, options),
        Form::Markdown => markdown::extract(document, options),
        Form::Flat => flat::extract(document, options),
    }?;
    if options.vocabulary.has_own_labels() {
        labelled::read(&mut extracted, &options.vocabulary);
    }
    Ok(extracted)
}

impl Extracted {
    /// An extraction with nothing in it yet.
    pub fn new(form: Form, dialect: &'static str, text: String) -> Extracted {
        Extracted {
            form,
            dialect,
            text,
            lines: form != Form::Flat,
            fields: Vec::new(),
            metadata: BTreeMap::new(),
            blocks: Vec::new(),
            links: Vec::new(),
            language: None,
            diagnostics: Vec::new(),
        }
    }

    /// The first field of that name.
    pub fn field(&self, name: FieldName) -> Option<&Field> {
        self.fields.iter().find(|f| f.name == name)
    }
}
