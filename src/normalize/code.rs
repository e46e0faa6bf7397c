//! Which error codes does the article name, and what do they mean?

use crate::diagnostic::Diagnostic;
use crate::model::{ErrorCode, EventRecord};
use crate::section::Sectioned;

/// Error codes, distinct, in order of first mention.
pub fn error_codes(_sectioned: &Sectioned, _events: &[EventRecord], _notes: &mut Vec<Diagnostic>) -> Vec<ErrorCode> {
    Vec::new()
}
