//! What does the article apply to?

use crate::diagnostic::Diagnostic;
use crate::extract::FieldName;
use crate::model::Product;
use crate::section::Sectioned;

/// The entries of the "applies to" list.
pub fn products(sectioned: &Sectioned, _notes: &mut Vec<Diagnostic>) -> Vec<Product> {
    let field = sectioned.extracted.field(FieldName::AppliesTo);
    let lines = field.map_or("", |f| &f.value).lines();
    lines.map(|text| Product { text: text.to_owned(), ..Product::default() }).collect()
}
