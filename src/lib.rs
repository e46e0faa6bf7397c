//! kbmill turns technical knowledge-base articles into a typed, validated dataset.
//!
//! Bytes come in at [`source`], which finds out what they are and decodes them. [`extract`] makes of each form (HTML,
//! text, Markdown, flat) the same thing: a linear text with blocks, headings and header fields that point into it.
//! [`section`] builds the section tree and gives each heading its role. [`normalize`] reads typed records out of the
//! sections. [`emit`] writes the dataset. [`pipeline`] runs all of it over many inputs, in order and in bounded memory.
//!
//! Only reading and extraction may refuse an input; later stages are total, and what they do not understand is among
//! the article's diagnostics.

// Vocabulary: what an article is.
pub mod diagnostic; // what was not understood
pub mod error; // why an input or a command failed
pub mod model; // the record
mod one_line; // white space as single spaces
pub mod profile; // publishers and their ways, as data
pub mod span; // byte ranges into the linear text
pub mod vocabulary; // heading phrases and labels per language, as data
// Pipeline: each stage knows the vocabulary and its predecessors' public types.
pub mod emit; // articles → dataset
pub mod extract; // one file a form → linear text, fields, blocks
pub mod normalize; // sections → typed records
pub mod pipeline; // many inputs, in parallel, in order
pub mod resolve; // references → the articles that they mean
pub mod section; // blocks → section tree
pub mod source; // bytes in: files, containers, charset, form
// Uses of the record.
#[cfg(feature = "chunk")]
pub mod chunk; // which passages should a bot know an article by?
pub mod diff; // what changed between two articles, and does it matter?
pub mod export; // how does a dataset get into a search engine?
pub mod graph; // which article points to which, and which fix replaces which?
#[cfg(feature = "sqlite")]
pub mod query; // what do the tables answer?
pub mod report; // how is a difference shown to people?
#[cfg(feature = "search")]
pub mod search; // which articles answer a question, and which hold an identifier?
#[cfg(feature = "serve")]
pub mod serve; // how do people, programs and bots ask a dataset?
pub mod validate; // does a dataset hold what it promises?
// Program.
pub mod cli; // the `kbmill` command

pub use diagnostic::Diagnostic;
pub use error::{Error, Reject};
pub use model::Article;
pub use pipeline::parse;
pub use source::Document;
pub use span::Span;

/// The examples of README.md compile and hold.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

use profile::{Profile, Profiles};
use std::sync::Arc;
use vocabulary::Vocabulary;

/// What a caller may choose about parsing.
#[derive(Clone)]
pub struct Options {
    /// Heading phrases and labels.
    pub vocabulary: Arc<Vocabulary>,
    /// Profiles of publishers that inputs are held against.
    pub profiles: Arc<Profiles>,
    /// The profile that an input is read by; [`pipeline::options_for`] chooses it.
    pub profile: Option<Arc<Profile>>,
    /// Whose the articles are that do not tell it.
    pub publisher: Option<String>,
    /// Is a piece of text that articles include read as an article? Who names it by itself may want that.
    pub fragments: bool,
}

impl Default for Options {
    fn default() -> Options {
        let vocabulary = Vocabulary::built_in();
        Options { vocabulary, profiles: Arc::default(), profile: None, publisher: None, fragments: false }
    }
}
