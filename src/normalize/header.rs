//! Who is the article? Identifier, title, dates, keywords, kind.

use crate::Options;
use crate::diagnostic::Diagnostic;
use crate::extract::FieldName;
use crate::model::{FileVersion, Fix, Kind, Revision, SourceInfo};
use crate::section::Sectioned;

/// The record's fields that come from the header and the properties.
#[derive(Default)]
pub struct Header {
    pub id: String,
    pub number: Option<u32>,
    pub publisher: Option<String>,
    pub aliases: Vec<String>,
    pub title: Option<String>,
    pub language: Option<String>,
    pub revision: Revision,
    pub keywords: Vec<String>,
    pub technologies: Vec<String>,
    pub issue_type: Option<String>,
    pub url: Option<String>,
}

/// Reads the header.
pub fn header(sectioned: &Sectioned, source: &SourceInfo, _options: &Options, _notes: &mut Vec<Diagnostic>) -> Header {
    let extracted = &sectioned.extracted;
    let mut out = Header::default();
    if let Some(id) = extracted.field(FieldName::ArticleId) {
        let digits: String = id.value.chars().filter(char::is_ascii_digit).collect();
        out.number = digits.parse().ok();
    }
    out.id = out.number.map_or_else(|| source.path.clone(), |n| format!("KB{n}"));
    out.title = extracted.field(FieldName::Title).map(|f| f.value.clone());
    out
}

/// What the article is for.
pub fn kind(
    _sectioned: &Sectioned,
    _title: Option<&str>,
    _id: &str,
    _fix: Option<&Fix>,
    _files: &[FileVersion],
) -> Kind {
    Kind::Other
}
