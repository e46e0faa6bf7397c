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
    let mut found = Vec::new();
    let mut line = range.start; // start of the line of the last match
    let mut seen = range.start;
    for (hit, field) in words.labels(&text[range.clone()]) {
        let (start, end) = (range.start + hit.start, range.start + hit.end);
        if let Some(newline) = memchr::memrchr(b'\n', &text.as_bytes()[seen..start]) {
            line = seen + newline + 1;
        }
        seen = start;
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
    let divided = || ["-or-", "-and-", "-OR-", "-AND-"].iter().any(|divider| text[..start].ends_with(divider));
    if !leads && !before.is_some_and(|c| begins_behind(c, &text[start..end])) && !divided() {
        return None;
    }
    let (value, separated) = separator(text, end, limit, field, leads);
    let label = |field| Some(Label { field, start, value, separated, leads, line });
    let rest = || {
        let rest = clip(&text[value..limit], WINDOW);
        rest[..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())].trim()
    };
    let digit = |s: &str| s.bytes().next().is_some_and(|b| b.is_ascii_digit());
    // A sentence ends in `the system log:` more often than a record names its log so.
    let sentence_end = field == EventLabel::Log && !known_name(&text[start..end]) && (!leads || rest().is_empty());
    if sentence_end {
        return None;
    }
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
                (true, true) => {
                    known_word(number.trim_start_matches('.').trim_start(), "source")
                        || leads && matches!(number.trim_start().chars().next(), None | Some('.' | ',' | '-' | '('))
                }
                (false, true) => number.is_empty() || number.starts_with([' ', ',', ';']),
                // `Event 5719:` and `Event 77` alone on a line
                (true, false) => {
                    number.is_empty()
                        || number == ":"
                        || known_word(number, " source:")
                        || known_word(number, " source :")
                }
                (false, false) => false,
            };
            // `… log: Event 77 Source: SNA Server`: the label behind it tells that a record begins.
            let sourced = known_word(number, " source:") || known_word(number, " source :");
            if stands && (leads || !word || separated || sourced) { label(EventLabel::Id) } else { None }
        }
        EventLabel::Id if separated => label(field),
        EventLabel::Id => {
            let rest = rest();
            let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let behind = number.trim_start();
            // `Event ID 2380` alone, `Event Id 8007: text`, columns; never a sentence that begins with an event's number.
            let sentence = behind.starts_with(|c: char| c.is_lowercase()) || number.starts_with("s ");
            let columns = number.starts_with("  ") || number.starts_with('\t');
            // `Event id 7032 Invalid home server`: set off by its indent and a blank line above.
            let displayed = start > line && behind.starts_with(|c: char| c.is_uppercase()) && follows_blank(text, line);
            let shaped = displayed
                || behind.is_empty()
                || columns
                || behind.starts_with([':', ',', '-'])
                || known_word(behind, "source");
            // In a run of words: behind the colon that announces it, or the sentence before, and before its text.
            let named = known_word(behind.trim_start_matches(['-', ',', '–', ' ']), "source");
            let before = text[line..start].trim_end();
            // Not a title in a list of articles: `Q150511: Event ID 23`, `XADM: Event ID 1005`.
            let sentence_before = before.strip_suffix([':', '.', ')']).is_some_and(|b| {
                b.ends_with(|c: char| c.is_lowercase()) || b.len() + 1 == before.len() && closes(before)
            });
            let text_behind = behind.strip_prefix("- ").unwrap_or(behind);
            let announced =
                sentence_before && (text_behind.starts_with(|c: char| c.is_uppercase()) || number.starts_with(": "));
            let shaped = if leads { shaped } else { named || announced };
            if digit(rest) && shaped && !sentence { label(field) } else { None }
        }
        _ if separated => label(field),
        // `Source Ese97`: only where a line begins and ends as a field does.
        EventLabel::Type | EventLabel::Source | EventLabel::Category | EventLabel::User | EventLabel::Computer => {
            let rest = rest();
            let value =
                rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '<' | '%' | '('));
            let short = rest.len() <= 60 && !rest.ends_with('.');
            let words = EventWords::built_in();
            let first_two: String = rest.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
            let known = || words.event_type(&first_two).or_else(|| words.event_type(rest.split(' ').next()?)).is_some();
            let behind_id = !leads
                && match field {
                    EventLabel::Source => true,
                    EventLabel::Category => text[start..end].starts_with('C'),
                    EventLabel::Type => text[start..end].starts_with('T') && known(),
                    _ => false,
                };
            if value && (leads && short || behind_id) { label(field) } else { None }
        }
        EventLabel::Description if leads && rest().is_empty() => label(field),
        // `Category X.400 Service Description An error occurred`, in a run of words.
        EventLabel::Description => {
            let capitals = text[start..end].starts_with('D') && rest().starts_with(|c: char| c.is_uppercase());
            if !leads && capitals { label(field) } else { None }
        }
        // `Data (Words) 0000: 00140667`
        EventLabel::Data if rest().starts_with("0000") => label(field),
        _ => None,
    }
}

/// Does a record's text end here, which often ends in codes: `[DB Server DISP:FANOUT 18 51] (14)`, `at 0x4391a3.`
fn closes(before: &str) -> bool {
    before.ends_with(')') || before.ends_with("].") || before.ends_with(").")
}

/// Is a label of the log one that only Event Viewer writes?
fn known_name(label: &str) -> bool {
    !["log", "event log", "journal", "protokoll", "channel"].iter().any(|word| label.eq_ignore_ascii_case(word))
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
fn separator(text: &str, end: usize, limit: usize, field: EventLabel, leads: bool) -> (usize, bool) {
    let mut at = end;
    let mut blanks = 0;
    for c in text[end..limit].chars() {
        match c {
            ' ' | '\t' | '\u{a0}' | '\u{3000}' if blanks < PADDING => blanks += 1,
            '*' | '#' => {}
            ':' | '：' => return (skip_marks(text, at + c.len_utf8(), limit), true),
            '=' if may_equal(field) => return (at + 1, true),
            '-' | '–'
                if (field == EventLabel::Id && blanks > 0)
                    || (leads && text[at + c.len_utf8()..limit].starts_with([' ', '\u{a0}'])) =>
            {
                return (at + c.len_utf8(), true);
            }
            _ => break,
        }
        at += c.len_utf8();
    }
    (at, false)
}

/// Labels that some lists join to their values by `=`: `Source=DCOM, Event ID=10005`.
fn may_equal(field: EventLabel) -> bool {
    matches!(field, EventLabel::Id | EventLabel::Source | EventLabel::Category | EventLabel::Type | EventLabel::Level)
}

/// Is the line above the one that begins here blank?
pub fn follows_blank(text: &str, line: usize) -> bool {
    let before = text[..line].trim_end_matches([' ', '\t', '\r']);
    before.strip_suffix('\n').is_none_or(|b| b.trim_end_matches([' ', '\t', '\r']).ends_with('\n') || b.is_empty())
}

/// Past emphasis that was closed behind the colon: `**Event ID:** 1000`.
fn skip_marks(text: &str, at: usize, limit: usize) -> usize {
    let rest = &text[at..limit];
    at + (rest.len() - rest.trim_start_matches("**").len())
}
