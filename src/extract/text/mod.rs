//! The text form of the 1990s (Microsoft PSS): which lines are head, products, body, trailer?
//!
//! An article in this form has a head (`DOCUMENT:Q139093  11-AUG-1999  [homemm]`, `TITLE   :` …), an "applies to" box
//! between rules of 79 dashes, a body with underlined headings, and a trailer of keyword lines and a disclaimer. Copies
//! of it stand in web pages (`<pre>`) and in Markdown (indented code) with a head of their own (`Article: Q139093`,
//! `Last Modified: 11-AUG-1999`), so [`blocks`] works on a range of any linear text.

mod body; // headings, paragraphs, lists, code
mod head; // head, "applies to" box, trailer
#[cfg(test)]
mod tests;

use super::flat::stated::{self, Stated};
use super::{Extracted, Field, FieldName, RawBlock, RawBlockKind};
use crate::Options;
use crate::diagnostic::{Code, Diagnostic};
use crate::error::Reject;
use crate::model::Form;
use crate::source::Document;
use crate::span::Span;
use std::ops::Range;

/// Extracts an article in the text form.
pub fn extract(document: Document, options: &Options) -> Result<Extracted, Reject> {
    let mut out = Extracted::new(Form::Text, "pss-text", document.text);
    out.diagnostics = document.diagnostics;
    let text = std::mem::take(&mut out.text);
    blocks(&text, 0..text.len(), options, &mut out);
    if !is_pss(&text, &out) {
        out.dialect = "plain-text";
        underlined_title(&text, options, &mut out);
        body::lone_headings(&text, &options.vocabulary, &mut out);
        stated_lines(&text, options, &mut out);
    }
    out.text = text;
    Ok(out)
}

/// Makes the title of an underlined line that the text begins with, if it is no section's heading and the headings below
/// it are, or there are none.
fn underlined_title(text: &str, options: &Options, out: &mut Extracted) {
    let own = |block: &RawBlock| match block.kind {
        RawBlockKind::Heading { text: own, .. } => Some(own.of(text)),
        _ => None,
    };
    let known = |words: &str| options.vocabulary.role(words).is_some();
    let mut below = out.blocks.iter().skip(1).filter_map(own).peekable();
    let over_sections = below.peek().is_none() || below.any(known);
    let Some(first) = out.blocks.first_mut().filter(|first| own(first).is_some_and(|words| !known(words))) else {
        return;
    };
    if over_sections && out.fields.iter().all(|f| f.name != FieldName::Title) {
        let value = own(first).unwrap_or_default().trim().to_owned();
        out.fields.push(Field { name: FieldName::Title, value, span: Some(first.span) });
        first.kind = RawBlockKind::Header;
    }
}

/// What the lines before the first heading state, under labels of every publisher: `Topic:`, `Announced:`.
fn stated_lines(text: &str, options: &Options, out: &mut Extracted) {
    let heading = out.blocks.iter().find(|block| matches!(block.kind, RawBlockKind::Heading { .. }));
    let end = heading.map_or(0, |block| block.span.start as usize);
    for Stated { field, .. } in stated::at_start(text, 0, end, &options.vocabulary) {
        if out.field(field.name).is_none() {
            out.fields.push(field);
        }
    }
}

/// Did Microsoft's support write it, and not someone else who underlines headings? Its articles have a number of the
/// knowledge base in their head, the "applies to" box, or its disclaimer at the end.
fn is_pss(text: &str, out: &Extracted) -> bool {
    let noted = |f: &Field| {
        let digits = f.value.strip_prefix(['Q', 'q']).unwrap_or("");
        f.name == FieldName::ArticleId && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
    };
    if out.fields.iter().any(|f| f.name == FieldName::AppliesTo || noted(f)) {
        return true;
    }
    // The head and the end of a text; what stands between may quote anything.
    const REACH: usize = 2048;
    let bytes = text.as_bytes();
    let (head, end) = (&bytes[..bytes.len().min(REACH)], &bytes[bytes.len().saturating_sub(REACH)..]);
    let states = |part: &[u8], words: &str| memchr::memmem::find(part, words.as_bytes()).is_some();
    states(head, "PSS ID Number")
        || states(head, "nformation in this article applies to")
        || states(end, "IN THE MICROSOFT KNOWLEDGE")
        || states(end, "Copyright Microsoft Corporation")
}

/// Reads the text form inside a range of a linear text; fields and blocks that it finds are appended to `out`.
pub fn blocks(text: &str, range: Range<usize>, options: &Options, out: &mut Extracted) {
    let lines = lines(text, range);
    let body = head::head(text, &lines, out);
    let trailer = head::trailer_start(text, &lines, body);
    body::body(text, &lines[body..trailer], &options.vocabulary, out);
    head::trailer(text, &lines[trailer..], out);
    // Every article of the archive ends with its keywords and a disclaimer; a copy without them was cut off.
    let headed = lines.first().is_some_and(|line| line.of(text).starts_with("DOCUMENT:"));
    if headed && lines[trailer..].iter().all(|line| line.is_empty()) {
        let message = "the article has no keywords and no disclaimer at its end: it may break off";
        out.diagnostics.push(Diagnostic::whole(Code::Truncated, message));
    }
}

/// Is this the text form, with or without its `DOCUMENT:` head? Web and Markdown copies hold it in one block.
pub fn is_text_form(text: &str) -> bool {
    let start = text.trim_start();
    let headed = start.starts_with("DOCUMENT:") || start.starts_with("Article: Q");
    let rule = "\n----------------------------------------";
    headed || (text.contains("information in this article applies to") && text.contains(rule))
}

/// The lines of a range, without their line ends and without white space behind them.
fn lines(text: &str, range: Range<usize>) -> Vec<Span> {
    let Range { start: base, end } = range;
    let bytes = text.as_bytes().get(base..end).unwrap_or(&[]);
    let mut out = Vec::with_capacity(bytes.len() / 40 + 1);
    let mut at = 0;
    let mut line = |until: usize| {
        let line = &bytes[at..until];
        // Most lines end with a letter or a full stop, which a byte can tell.
        let blank_end = line.last().is_some_and(|b| !b.is_ascii_graphic());
        let length = if blank_end { text[base + at..base + until].trim_end().len() } else { line.len() };
        out.push(Span::new(base + at, base + at + length));
        at = until + 1;
    };
    // Lines are short: to search for each end anew costs more than to look at eight bytes at a time.
    let (words, rest) = bytes.as_chunks::<8>();
    for (n, word) in words.iter().enumerate() {
        let mut ends = line_ends(u64::from_le_bytes(*word));
        while ends != 0 {
            line(n * 8 + ends.trailing_zeros() as usize / 8);
            ends &= ends - 1;
        }
    }
    let whole = words.len() * 8;
    rest.iter().enumerate().filter(|(_, b)| **b == b'\n').for_each(|(n, _)| line(whole + n));
    line(bytes.len());
    out
}

/// The highest bit of each byte that is a line end.
fn line_ends(word: u64) -> u64 {
    const LOW: u64 = u64::from_le_bytes([0x7f; 8]);
    let zero = word ^ u64::from_le_bytes([b'\n'; 8]);
    !(((zero & LOW) + LOW) | zero | LOW)
}

/// Is the line a rule: at least `least` times the same of `-`, `=`, `*`, `_`, `~` and nothing else?
fn is_rule(line: &str, least: usize) -> bool {
    let line = line.as_bytes();
    line.len() >= least && matches!(line[0], b'-' | b'=' | b'*' | b'_' | b'~') && line.iter().all(|&b| b == line[0])
}
