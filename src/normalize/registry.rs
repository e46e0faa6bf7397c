//! Which registry keys and values does the article name?

use crate::diagnostic::Diagnostic;
use crate::model::RegistryEntry;
use crate::section::Sectioned;

/// Registry keys in document order.
pub fn registry(_sectioned: &Sectioned, _notes: &mut Vec<Diagnostic>) -> Vec<RegistryEntry> {
    Vec::new()
}
