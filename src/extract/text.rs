//! The text form of the 1990s (Microsoft PSS): which lines are header, headings, paragraphs?
//!
//! Not finished: underlined headings and the head block only.

use super::{Extracted, Field, FieldName, RawBlock, RawBlockKind};
use crate::Options;
use crate::error::Reject;
use crate::model::Form;
use crate::source::Document;
use crate::span::Span;

/// Extracts an article in the text form.
pub fn extract(document: Document, _options: &Options) -> Result<Extracted, Reject> {
    let mut out = Extracted::new(Form::Text, "pss-text", document.text);
    out.diagnostics = document.diagnostics;
    let text = std::mem::take(&mut out.text);
    let range = 0..text.len();
    blocks(&text, range, &mut out);
    out.text = text;
    Ok(out)
}

/// Reads the text form inside a range of a linear text; what it finds is appended to `out`.
pub fn blocks(text: &str, range: std::ops::Range<usize>, out: &mut Extracted) {
    let mut lines: Vec<Span> = Vec::new();
    let mut at = range.start;
    for line in text[range].split_inclusive('\n') {
        lines.push(Span::new(at, at + line.trim_end_matches('\n').len()));
        at += line.len();
    }
    let mut in_head = true;
    let mut i = 0;
    while i < lines.len() {
        let line = lines[i].of(text);
        let next = lines.get(i + 1).map_or("", |l| l.of(text)).trim_end();
        let is_rule = |s: &str, c: u8| s.len() >= 3 && s.bytes().all(|b| b == c);
        let heading = !line.trim().is_empty() && !line.starts_with(' ') && next.len() < 79;
        if heading && (is_rule(next, b'=') || is_rule(next, b'-')) && next.len().abs_diff(line.trim_end().len()) <= 2 {
            in_head = false;
            let level = if next.starts_with('=') { 1 } else { 2 };
            out.blocks.push(RawBlock {
                span: Span::new(lines[i].start as usize, lines[i + 1].end as usize),
                kind: RawBlockKind::Heading { level, text: lines[i].trim(text) },
            });
            i += 2;
            continue;
        }
        if line.starts_with("Additional query words:") || (!in_head && is_rule(line, b'=')) {
            in_head = true;
        }
        if in_head {
            if let Some(title) = line.strip_prefix("TITLE   :") {
                out.fields.push(Field { name: FieldName::Title, value: title.trim().to_owned(), span: Some(lines[i]) });
            }
            if let Some(id) = line.strip_prefix("DOCUMENT:") {
                let id = id.split_whitespace().next().unwrap_or("");
                out.fields.push(Field { name: FieldName::ArticleId, value: id.to_owned(), span: Some(lines[i]) });
            }
            out.blocks.push(RawBlock { span: lines[i], kind: RawBlockKind::Header });
        } else if !line.trim().is_empty() {
            let start = i;
            while i + 1 < lines.len() && !lines[i + 1].of(text).trim().is_empty() {
                i += 1;
            }
            let span = Span::new(lines[start].start as usize, lines[i].end as usize);
            out.blocks.push(RawBlock { span, kind: RawBlockKind::Paragraph });
        }
        i += 1;
    }
}

/// Is this the text form, with or without its `DOCUMENT:` head? Web and Markdown copies hold it in one block.
pub fn is_text_form(text: &str) -> bool {
    text.contains("information in this article applies to") && text.contains("\n-----")
}
