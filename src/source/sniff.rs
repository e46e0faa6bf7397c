//! Which form is a decoded text in? Judged by content, never by name alone.

use crate::model::Form;

/// The form of a text.
pub fn form(text: &str) -> Form {
    let head = text.trim_start();
    if head.starts_with("DOCUMENT:") {
        return Form::Text;
    }
    if head.starts_with('<') || head.contains("<html") || head.contains("<HTML") {
        return Form::Html;
    }
    if head.starts_with("---\n") || head.starts_with("# ") {
        return Form::Markdown;
    }
    if head.starts_with("DOCUMENT:") || text.contains("\n=====") {
        return Form::Text;
    }
    Form::Flat
}
