//! Which event-log records does the article quote?

use crate::diagnostic::Diagnostic;
use crate::model::EventRecord;
use crate::section::Sectioned;

/// Event records in document order.
pub fn events(_sectioned: &Sectioned, _notes: &mut Vec<Diagnostic>) -> Vec<EventRecord> {
    Vec::new()
}
