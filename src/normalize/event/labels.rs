//! Where do labels of event-log records stand in a text?
//!
//! Finds every place that has the shape of a label: the word at a boundary, then a colon, or, at the start of a line, the
//! number or value directly behind it. Which of them belong together, and whether they are a record at all, is decided
//! in `scan`.

use crate::vocabulary::events::{EventLabel, EventWords};
use std::ops::Range;

/// A label in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// What it labels.
    pub field: EventLabel,
    /// Where the label begins.
    pub start: usize,
    /// Where its value may begin: behind the colon.
    pub value: usize,
    /// Is there a colon or another separator?
    pub separated: bool,
    /// Is it the first thing on its line, but for bullets and quote marks?
    pub leads: bool,
    /// Where its line begins.
    pub line: usize,
}

/// How far a colon may stand behind its label: values padded to a column.
const PADDING: usize = 32;

/// How much of a line is looked at behind a label, so that a line of megabytes costs no more than many short ones.
const WINDOW: usize = 200;

/// The first bytes of a text, cut where a character begins.
pub fn clip(text: &str, length: usize) -> &str {
    &text[..text.floor_char_boundary(length)]
}

/// Labels in order.
pub fn labels(text: &str, range: Range<usize>) -> Vec<Label> {
    let words = EventWords::built_in();
    let slice = &text[range.clone()];
    let mut found = Vec::new();
    let mut line = range.start; // start of the line of the last match
    let mut seen = range.start;
    for hit in words.labels.find_iter(slice) {
        let (start, end) = (range.start + hit.start(), range.start + hit.end());
        if let Some(newline) = memchr::memrchr(b'\n', &text.as_bytes()[seen..start]) {
            line = seen + newline + 1;
        }
        seen = start;
        let field = words.fields[hit.pattern().as_usize()];
        if let Some(label) = label(text, range.end, line, field, start, end) {
            found.push(label);
        }
    }
    found
}

fn label(text: &str, limit: usize, line: usize, field: EventLabel, start: usize, end: usize) -> Option<Label> {
    let before = text[line..start].chars().next_back();
    let mut after = text[end..limit].chars();
    let next = after.next();
    // The label ends where the word does; `EventID10004` is how some write it.
    let numbered = matches!(field, EventLabel::Id);
    if next.is_some_and(|c| c.is_alphanumeric() && !(numbered && c.is_ascii_digit()) || c == '_') {
        return None;
    }
    let leads = leads(&text[line..start]);
    if !leads && !before.is_some_and(|c| begins_behind(c, &text[start..end])) {
        return None;
    }
    let (value, separated) = separator(text, end, limit, field);
    let label = |field| Some(Label { field, start, value, separated, leads, line });
    let rest = || {
        let rest = clip(&text[value..limit], WINDOW);
        rest[..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())].trim()
    };
    let digit = |s: &str| s.bytes().next().is_some_and(|b| b.is_ascii_digit());
    match field {
        EventLabel::BareId => {
            let rest = rest();
            if !digit(rest) {
                return None;
            }
            let word = text[start..end].eq_ignore_ascii_case("event");
            let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let stands = match (word, separated) {
                // `Event: 624`, `Source: X ID: 7`
                (true, true) => matches!(number.trim_start().chars().next(), None | Some('.' | ',' | '-' | '(')),
                (false, true) => number.is_empty() || number.starts_with([' ', ',', ';']),
                // `Event 5719:` and `Event 77` alone on a line
                (true, false) => number.is_empty() || number == ":",
                (false, false) => false,
            };
            if stands && (leads || !word) { label(EventLabel::Id) } else { None }
        }
        EventLabel::Id if separated => label(field),
        EventLabel::Id => {
            let rest = rest();
            let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let behind = number.trim_start();
            // `Event ID 2380` alone, `Event Id 8007: text`, columns; never a sentence that begins with an event's number.
            let sentence = behind.starts_with(|c: char| c.is_lowercase()) || number.starts_with("s ");
            let columns = number.starts_with("  ") || number.starts_with('\t');
            let shaped =
                behind.is_empty() || columns || behind.starts_with([':', ',', '-']) || known_word(behind, "source");
            if leads && digit(rest) && shaped && !sentence { label(field) } else { None }
        }
        _ if separated => label(field),
        // `Source Ese97`: only where a line begins and ends as a field does.
        EventLabel::Type | EventLabel::Source | EventLabel::Category | EventLabel::User | EventLabel::Computer => {
            let rest = rest();
            let value =
                rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '<' | '%' | '('));
            let short = rest.len() <= 60 && !rest.ends_with('.');
            let behind_id = !leads && field == EventLabel::Source;
            if value && (leads && short || behind_id) { label(field) } else { None }
        }
        EventLabel::Description if leads && rest().is_empty() => label(field),
        _ => None,
    }
}

fn known_word(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

/// Does only a bullet, a quote mark or an item's number stand before it on its line?
fn leads(before: &str) -> bool {
    let rest = before
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '>' | '•' | '·' | '+' | '|' | '–'));
    if rest.is_empty() || rest.trim_end() == "o" {
        return true;
    }
    let number = rest.trim_end().trim_end_matches(['.', ')']);
    number.len() < rest.trim_end().len() && number.len() <= 2 && number.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// May a label begin behind this character in the middle of a line? Not inside a word, a path, markup or brackets.
fn begins_behind(before: char, label: &str) -> bool {
    match before {
        c if c.is_whitespace() => true,
        ':' | '.' | ';' | ',' | '*' | '|' | '>' | '•' | '：' | '。' => true,
        // A crawl that lost a line end: `the application logEvent Type: Error`.
        c if c.is_lowercase() || c == ')' => label.starts_with("Event ") || label.starts_with("Log Name"),
        _ => false,
    }
}

/// Where the value begins, and whether a separator stands before it.
fn separator(text: &str, end: usize, limit: usize, field: EventLabel) -> (usize, bool) {
    let mut at = end;
    let mut blanks = 0;
    for c in text[end..limit].chars() {
        match c {
            ' ' | '\t' | '\u{a0}' | '\u{3000}' if blanks < PADDING => blanks += 1,
            '*' | '#' => {}
            ':' | '：' => return (skip_marks(text, at + c.len_utf8(), limit), true),
            '=' if field == EventLabel::Id => return (at + 1, true),
            '-' | '–' if field == EventLabel::Id && blanks > 0 => return (at + c.len_utf8(), true),
            _ => break,
        }
        at += c.len_utf8();
    }
    (at, false)
}

/// Past emphasis that was closed behind the colon: `**Event ID:** 1000`.
fn skip_marks(text: &str, at: usize, limit: usize) -> usize {
    let rest = &text[at..limit];
    at + (rest.len() - rest.trim_start_matches("**").len())
}
