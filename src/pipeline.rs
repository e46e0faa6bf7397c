//! How do many inputs become one dataset? The stages wired, in parallel, in order, in bounded memory.

use crate::Options;
use crate::error::Reject;
use crate::model::Article;
use crate::source::Document;

/// Parses one document.
pub fn parse(mut document: Document, options: &Options) -> Result<Article, Reject> {
    let info = std::mem::take(&mut document.info);
    let extracted = crate::extract::extract(document, options)?;
    let sectioned = crate::section::section(extracted, options);
    Ok(crate::normalize::normalize(sectioned, info, options))
}
