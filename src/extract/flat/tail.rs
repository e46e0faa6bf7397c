//! What does a flat text say behind the body: products, keywords, properties, the site's words?

use super::candidates::Candidate;
use super::context::{self, Before, Case};
use super::fields;
use crate::extract::{Field, RawBlock, RawBlockKind};
use crate::span::Span;
use crate::vocabulary::{Hit, LabelKind, Prose, Rank};

/// What was found behind the body.
#[derive(Debug, Default)]
pub(super) struct Tail {
    /// Where the body ends.
    pub start: usize,
    /// Fields in document order.
    pub fields: Vec<Field>,
    /// Header and chrome, in document order.
    pub blocks: Vec<RawBlock>,
}

/// Reads the tail. Behind `last`, the last sure heading of a section, properties may begin.
pub(super) fn read(text: &str, hits: &[Hit], from: usize, last: usize, prose: &Prose) -> Tail {
    let from = from.max(last);
    let marks: Vec<(usize, &Hit)> = hits
        .iter()
        .filter(|h| h.start >= from && is_mark(text, h, from, prose))
        .map(|h| (mark_start(text, h), h))
        .collect();
    let mut tail = Tail { start: marks.first().map_or(text.len(), |m| m.0), ..Tail::default() };
    for (at, &(start, hit)) in marks.iter().enumerate() {
        let until = marks.get(at + 1).map_or(text.len(), |m| m.0).max(hit.end);
        if hit.label == Some(LabelKind::ChromeEnd) {
            tail.blocks.push(block(start, text.len(), RawBlockKind::Chrome));
            break;
        }
        let products = hit.heading.is_some_and(|r| r.rank == Rank::Property);
        let mut end = until;
        if products {
            let from = hit.end + text[hit.end..until].bytes().take_while(|b| matches!(b, b':' | b' ')).count();
            end = products_end(text, from, until);
            tail.fields.extend(fields::products(text, Span::new(from, end).trim(text)));
        } else if let Some(kind) = hit.label
            && let Some(name) = fields::name(kind)
            && let Some(value) = fields::value(text, kind, hit.end, until)
        {
            end = value.end as usize;
            tail.fields.push(fields::field(text, name, value));
        }
        let header = Span::new(start, end).trim(text);
        tail.blocks.push(RawBlock { span: header, kind: RawBlockKind::Header });
        let rest = Span::new(end, until).trim(text);
        if !rest.is_empty() {
            let divides = !rest.of(text).contains(char::is_alphanumeric);
            let kind = if divides { RawBlockKind::Header } else { RawBlockKind::Chrome };
            tail.blocks.push(RawBlock { span: rest, kind });
        }
    }
    tail
}

/// Does this hit begin a part of the tail?
fn is_mark(text: &str, hit: &Hit, from: usize, prose: &Prose) -> bool {
    let case = context::case(&text[hit.start..hit.end]);
    let before = context::before(text, from, hit.start, hit.end, case, prose);
    let line = matches!(before, Before::Line | Before::Start);
    let apart = line || matches!(before, Before::StopGlued | Before::WordGlued | Before::UpperGlued);
    let rest = &text[hit.end..];
    let inner = rest.trim_start_matches([' ', '\t', '\u{a0}']);
    let ends = inner.is_empty() || inner.starts_with('\n');
    let colon = inner.starts_with([':', '：']);
    if hit.heading.is_some_and(|r| r.rank == Rank::Property) {
        let upper = case == Case::Upper;
        let spaced = matches!(before, Before::Stop | Before::Word | Before::Name | Before::Token | Before::Sign);
        let glued = rest.starts_with(char::is_uppercase);
        return case != Case::Lower
            && (apart && (ends || colon || glued || upper)
                || spaced && upper && (ends || glued || inner.starts_with(char::is_uppercase)));
    }
    match hit.label {
        Some(LabelKind::ChromeEnd) => {
            case != Case::Lower
                && (apart
                    || matches!(before, Before::Stop | Before::Sign | Before::Word | Before::Token | Before::Name))
        }
        Some(LabelKind::Keywords) => colon && case != Case::Lower && is_keyword_list(inner),
        Some(LabelKind::Properties) => line && ends && case != Case::Lower,
        Some(LabelKind::ArticleId | LabelKind::QueryWords) => {
            case != Case::Lower && apart && colon && inner.contains(char::is_numeric)
        }
        Some(LabelKind::Reviewed | LabelKind::Revision | LabelKind::Modified) => {
            case != Case::Lower
                && colon
                && (line || before == Before::Sign)
                && inner.trim_start_matches([':', ' ']).starts_with(char::is_alphanumeric)
                && context::near_line(inner).contains(|c: char| c.is_ascii_digit())
        }
        _ => false,
    }
}

/// Keywords of a knowledge base, not of a language: `kbhotfixserver KB828333`.
fn is_keyword_list(behind: &str) -> bool {
    let line = context::near_line(behind.trim_start_matches([':', '：', ' ', '\t', '\n']));
    let word = line.split_whitespace().next().unwrap_or("");
    word.get(..2).is_some_and(|two| two.eq_ignore_ascii_case("kb")) || line.contains(" kb")
}

/// A line that begins with a sign of division belongs to what follows on it.
fn mark_start(text: &str, hit: &Hit) -> usize {
    let left = &text[..hit.start];
    let line = left.rfind('\n').map_or(0, |n| n + 1);
    if left[line..].chars().all(|c| c.is_whitespace() || matches!(c, '|' | '•')) { line } else { hit.start }
}

/// The list of products ends at an empty line behind its first entry, or at a sign of division.
fn products_end(text: &str, from: usize, until: usize) -> usize {
    let mut at = from;
    let mut any = false;
    for line in text[from..until].split_inclusive('\n') {
        let words = line.trim();
        if words.starts_with('|') || (words.is_empty() && any && at > from) {
            return at;
        }
        any |= !words.is_empty();
        at += line.len();
    }
    until
}

/// The last place that opens a section whatever the document's style, at or before which no tail begins.
pub(super) fn last_heading(candidates: &[Candidate], upper: bool) -> usize {
    candidates.iter().rev().find(|c| super::evidence::is_sure(c, upper)).map_or(0, |c| c.end)
}

fn block(start: usize, end: usize, kind: RawBlockKind) -> RawBlock {
    RawBlock { span: Span::new(start, end), kind }
}
