//! Which lines are headings in the article's own words: "Configure the server"?
//!
//! Asked only of texts that hold one block a line. A line is taken for a heading if it is short, ends in no stop, reads
//! as a title, follows a finished sentence and is followed by a whole one. Whatever looks like code, a value, a list's
//! entry or a cell of a table is none: a heading that is missed costs less than one that is invented.

use super::titles::Title;
use super::{context, series};
use crate::span::Span;
use crate::vocabulary::Prose;

/// Longer lines are text.
const LONGEST: usize = 80;

/// The heading lines in `span`, which begins behind a known heading or at the start of the body.
pub(super) fn headlines(text: &str, span: Span, prose: &Prose) -> Vec<Title> {
    let mut out = Vec::new();
    let mut at = span.start as usize;
    let mut before: Option<&str> = None;
    let mut row = false; // does the line stand directly below another of its series?
    let mut counted = series::series(text, span, true).into_iter().peekable();
    let mut lines = span.of(text).split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let own = Span::new(at, at + line.len()).trim(text);
        at += line.len();
        let words = own.of(text);
        if words.is_empty() {
            continue;
        }
        let next = lines.peek().map_or("", |next| next.trim());
        // `Method 2: Use the console`, where the others stand as well.
        while counted.next_if(|place| place.start < own.start).is_some() {}
        let in_series = counted.peek().is_some_and(|place| place.start == own.start);
        if in_series {
            counted.next();
            // Where one such line follows the other they are rows: `Period 1: 01/01/2013`.
            let follows =
                counted.peek().is_some_and(|place| text[at..].trim_start().len() == text.len() - place.start as usize);
            let behind = std::mem::replace(&mut row, follows);
            if follows || behind {
                before = Some(words);
                continue;
            }
        }
        if in_series && words.len() <= LONGEST && !words.ends_with(['.', '?', '!', ',', ';']) && !next.is_empty() {
            out.push(Title { span: own, words: own });
            before = Some(words);
            continue;
        }
        if before.is_none_or(|b| is_sentence(b, false)) && is_title(words, prose) && is_sentence(next, true) {
            out.push(Title { span: own, words: own });
        }
        before = Some(words);
    }
    out
}

/// A whole sentence on its line; `opens`: one that may open a section.
fn is_sentence(line: &str, opens: bool) -> bool {
    let ends = line.ends_with(['.', '。', '!', '?']) || opens && line.ends_with([':', '：']);
    let words = line.split_whitespace().take(6).count();
    ends && words >= if opens { 6 } else { 4 } && line.starts_with(|c: char| c.is_uppercase())
}

/// Words that read as a title.
fn is_title(line: &str, prose: &Prose) -> bool {
    if line.len() > LONGEST || !line.starts_with(char::is_uppercase) {
        return false;
    }
    if line.ends_with(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '"')) {
        return false;
    }
    // Values, commands, paths, menus and cells of tables.
    if line.contains(['=', '\\', '<', '>', '|', '{', '}', ';', '_', '\t', '[', '%', '$', '#', '@'])
        || line.contains("  ")
    {
        return false;
    }
    let count = line.split(' ').count();
    let first = context::first_word(line);
    let last = context::last_word(line);
    let numbers = line.bytes().filter(u8::is_ascii_digit).count();
    let small = line.split(' ').filter(|w| w.starts_with(char::is_lowercase)).count();
    (2..=12).contains(&count)
        && small > 0
        && numbers <= 4
        && first.len() > 1
        && !context::is_among(first, &prose.notes)
        && first != "You"
        && !context::is_among(last, &prose.before)
}
