//! Which files does the article list, with which versions?

use crate::diagnostic::Diagnostic;
use crate::model::FileVersion;
use crate::section::Sectioned;

/// Rows of file tables in document order.
pub fn files(_sectioned: &Sectioned, _notes: &mut Vec<Diagnostic>) -> Vec<FileVersion> {
    Vec::new()
}
