//! What does the article point to?

use crate::diagnostic::Diagnostic;
use crate::model::Reference;
use crate::section::Sectioned;

/// References, distinct, in order of first mention, without the article itself.
pub fn references(_sectioned: &Sectioned, _number: Option<u32>, _notes: &mut Vec<Diagnostic>) -> Vec<Reference> {
    Vec::new()
}
