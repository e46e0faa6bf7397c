//! What does the article say of the fix?

use crate::diagnostic::Diagnostic;
use crate::model::{FileVersion, Fix};
use crate::section::Sectioned;

/// Facts of the fix; none when the article speaks of none.
pub fn fix(_sectioned: &Sectioned, _files: &[FileVersion], _notes: &mut Vec<Diagnostic>) -> Option<Fix> {
    None
}
