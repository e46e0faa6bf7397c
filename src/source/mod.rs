//! What came in, and what is it? Bytes, where they are from, and the text they decode to.

pub mod charset; // bytes → text
pub mod sniff; // which form is it?

use crate::diagnostic::Diagnostic;
use crate::model::{Form, SourceInfo};

/// One input, decoded and recognised, that may be an article.
#[derive(Clone, Debug)]
pub struct Document {
    /// Where it is from.
    pub info: SourceInfo,
    /// The decoded text, with line ends made `\n` and without a byte order mark.
    pub text: String,
    /// What it is, judged by content.
    pub form: Form,
    /// What was to be said of reading it.
    pub diagnostics: Vec<Diagnostic>,
}
