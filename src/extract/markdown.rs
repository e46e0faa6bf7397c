//! Not written yet.

use super::Extracted;
use crate::Options;
use crate::error::{Reject, RejectReason};
use crate::source::Document;

/// Extracts a document of this form.
pub fn extract(_document: Document, _options: &Options) -> Result<Extracted, Reject> {
    Err(Reject::new(RejectReason::NotAnArticle, "markdown is not read yet"))
}
