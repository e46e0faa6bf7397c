//! Which words in a run are headings of the article's own: `… your computer.Removing the ServiceTo remove the …`?
//!
//! Asked of texts whose headings are glued. A heading stands directly behind a sentence end or another heading, its
//! words are written as a title's are, and a sentence, a list or a listing begins without a space where it ends. Or a
//! line of dashes as long as itself stands behind it. Names with capitals in their middle (`PowerPoint`) part no words:
//! such a name stands again elsewhere, and no word that opens a sentence is its end. A heading that is missed costs
//! less than one that is invented.

use super::{context, series};
use crate::span::Span;
use crate::vocabulary::Prose;

/// A heading in the article's own words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Title {
    /// The heading with the line of dashes below it.
    pub span: Span,
    /// Its words.
    pub words: Span,
}

/// Longer stretches are sentences.
const LONGEST: usize = 110;

/// How far a name is looked for.
const NEARBY: usize = 16_000;

/// Titles have no more words.
const MOST_WORDS: usize = 14;

/// The headings in `span`, which begins behind a known heading or at the start of the body.
pub(super) fn titles(text: &str, span: Span, prose: &Prose) -> Vec<Title> {
    let bytes = text.as_bytes();
    let (from, to) = (span.start as usize, span.end as usize);
    let mut out = underlined(text, from, to);
    let stops = memchr::memchr3_iter(b'.', b':', b'?', &bytes[from..to]).map(|at| from + at + 1);
    for stop in std::iter::once(from).chain(stops) {
        // A quotation or a bracket may close behind the stop.
        let closed = stop > from && stop < to && matches!(bytes[stop], b'"' | b')');
        let at = stop + usize::from(closed);
        let opens = at < to && bytes[at].is_ascii_uppercase() && (at == from || ends_sentence(bytes, from, stop));
        if !opens {
            continue;
        }
        let near = &text[at..to.min(text.floor_char_boundary(at + LONGEST + 40))];
        if let Some(length) = title_length(text, at, near, prose) {
            let words = Span::new(at, at + length);
            out.push(Title { span: words, words });
        }
    }
    out.extend(series::series(text, span, false).into_iter().map(|words| Title { span: words, words }));
    // Where two begin at one place, the one told by its own words is the longer.
    out.sort_by_key(|title| title.span.start);
    let mut end = 0;
    out.retain(|title| {
        let free = title.span.start >= end;
        end = if free { title.span.end } else { end };
        free
    });
    out
}

/// The whole heading of which `start..end` is known: `Step-by-Step |Example|`, `|Steps to Reproduce| the Issue1. Start`.
/// It does not reach beyond `from` and `to`.
pub(super) fn whole(text: &str, from: usize, (start, end): (usize, usize), to: usize, prose: &Prose) -> (usize, usize) {
    let bytes = text.as_bytes();
    if context::case(&text[start..end]) != context::Case::Capital {
        return (start, end);
    }
    let mut first = start;
    if start > from && bytes[start - 1] == b' ' {
        let near = from.max(text.ceil_char_boundary(start.saturating_sub(60)));
        let stop = memchr::memrchr3(b'.', b':', b'?', &bytes[near..start]).map(|at| near + at + 1);
        let begin =
            stop.filter(|&at| ends_sentence(bytes, from, at)).or((stop.is_none() && near == from).then_some(from));
        let capital = |word: &str| word.starts_with(char::is_uppercase) || context::is_among(word, &prose.before);
        if let Some(begin) = begin
            && bytes[begin].is_ascii_uppercase()
            && !text[begin..start].contains('\n')
            && text[begin..start].trim_end().split(' ').all(capital)
            && !context::is_among(context::first_word(&text[begin..start]), &prose.notes)
            && glue_free(&text[begin..start])
        {
            first = begin;
        }
    }
    let near = &text[first..to.min(text.floor_char_boundary(first + LONGEST + 40)).max(end)];
    let longer = bytes.get(end) == Some(&b' ');
    let last =
        title_length(text, first, near, prose).filter(|_| longer).map_or(end, |length| (first + length).max(end));
    (first, last)
}

/// Are there only words with one capital at their start?
fn glue_free(words: &str) -> bool {
    !words.as_bytes().windows(2).any(|w| w[0].is_ascii_lowercase() && w[1].is_ascii_uppercase())
}

/// Does a sentence end directly before `at`? `www.Example.Com` and `Debug.Print` hold stops as well.
fn ends_sentence(bytes: &[u8], from: usize, at: usize) -> bool {
    let left = &bytes[from..at - 1];
    let length = left.iter().rev().take(40).take_while(|b| !b.is_ascii_whitespace()).count();
    let word = &left[left.len() - length..];
    // A sentence may end with a file's name.
    let own = if names_file(word) { &word[..0] } else { word };
    let inner = own.iter().filter(|b| matches!(b, b'.' | b'\\' | b'/' | b'_' | b'=' | b'(' | b'<')).count();
    let last = word.last().copied().unwrap_or(b' ');
    // `HIMEM.SYS` and `cc:Mail` are names.
    let capitals =
        |word: &[u8]| word.iter().all(|b| !b.is_ascii_lowercase()) && word.iter().any(u8::is_ascii_uppercase);
    let behind = &bytes[at..bytes.len().min(at + 40)];
    let next = behind.split(|b| !b.is_ascii_alphanumeric()).next().unwrap_or(behind);
    let name = next.len() > 1 && capitals(word) && capitals(next) || bytes[at - 1] == b':' && length < 3;
    let stop = matches!(bytes[at - 1], b'.' | b':' | b'?' | b'!');
    stop && length > 1 && !name && inner == 0 && (last.is_ascii_alphanumeric() || matches!(last, b')' | b'"' | b'\''))
}

/// `SETUP.EXE`, `himem.sys`: a word and the ending of a file.
fn names_file(word: &[u8]) -> bool {
    const ENDINGS: [&[u8]; 14] = [
        b"exe", b"dll", b"sys", b"ini", b"inf", b"bat", b"txt", b"doc", b"hlp", b"dat", b"log", b"reg", b"vxd", b"drv",
    ];
    let Some(dot) = memchr::memchr(b'.', word) else { return false };
    let plain = |b: &u8| b.is_ascii_alphanumeric();
    word[..dot].iter().all(plain) && dot > 0 && ENDINGS.iter().any(|e| e.eq_ignore_ascii_case(&word[dot + 1..]))
}

/// The length of the title that `near` begins with, if something is glued to its end.
fn title_length(text: &str, at: usize, near: &str, prose: &Prose) -> Option<usize> {
    let mut offset = 0;
    for (count, word) in near.split(' ').enumerate() {
        if count >= MOST_WORDS || offset > LONGEST || word.is_empty() || word.contains('\n') {
            return None;
        }
        let cut = glue(word, &near[offset..], prose).filter(|&cut| !is_name(text, at + offset, word, cut));
        let own = &word[..cut.unwrap_or(word.len())];
        let small = own.starts_with(char::is_lowercase) && !context::is_among(own, &prose.before) && own != "vs.";
        // A title goes on with capitals; a stop ends a sentence, not a title, but for `Step 1. Copy the Files`.
        let counted = count < 2 && own.bytes().rev().skip(1).take(1).all(|b| b.is_ascii_digit());
        let stop = own.ends_with(['.', ';', '?', '!']) && !counted;
        // What begins behind a stop within a word is told by itself.
        let inner = own.as_bytes().windows(2).any(|w| matches!(w[0], b'.' | b'?') && w[1].is_ascii_uppercase());
        let inner = inner && !names_file(own.trim_matches(['(', ')']).as_bytes());
        let signs = inner
            || own.contains("()")
            || own.contains(['=', '\\', '<', '>', '{', '}', '|', '_'])
            || own == "-"
            || own.contains("--");
        if small || stop || signs {
            return None;
        }
        if cut.is_some() {
            let length = offset + own.len();
            let whole = count > 0 && own.len() > 1 && is_title(&near[..length], prose);
            return whole.then_some(length);
        }
        offset += word.len() + 1;
    }
    None
}

/// Where in a word the next block begins: `Service|To remove`, `4.0|To resolve`, `Example|1. Start`.
fn glue(word: &str, rest: &str, prose: &Prose) -> Option<usize> {
    let bytes = word.as_bytes();
    (1..bytes.len()).find(|&at| {
        let (a, b) = (bytes[at - 1], bytes[at]);
        let ends = a.is_ascii_lowercase()
            || a.is_ascii_digit()
            || matches!(a, b')' | b'"')
            || at > 1 && a.is_ascii_uppercase() && bytes[at - 2].is_ascii_uppercase();
        if !ends {
            return false;
        }
        if b == b'1' && !a.is_ascii_digit() && !a.is_ascii_uppercase() {
            let behind = &rest.as_bytes()[at + 1..];
            return matches!(behind, [b'.' | b')', b' ', letter, ..] if letter.is_ascii_uppercase());
        }
        if !b.is_ascii_uppercase() {
            return false;
        }
        let first = context::first_word(&rest[at..]);
        // `SDI|A` is a longer abbreviation; of single letters only the article opens a sentence.
        if first.len() == 1 && (b != b'A' || a.is_ascii_uppercase()) {
            return false;
        }
        // What opens a sentence has small letters behind its capital, or is one letter: `A supported fix`.
        let small = first.bytes().skip(1).all(|b| b.is_ascii_lowercase() || b == b'\'');
        let behind = &rest[at + first.len()..];
        let goes_on = behind.starts_with(' ') || behind.starts_with(", ");
        if !(small && goes_on) {
            return false;
        }
        let second = context::first_word(behind.trim_start_matches([',', ' ']));
        // `SP|Check Tool` is a name; behind an abbreviation that ends a heading, a sentence shows itself.
        if a.is_ascii_uppercase() && second.starts_with(char::is_uppercase) {
            return false;
        }
        context::is_among(first, &prose.openers)
            || !second.is_empty() && context::is_among(&format!("{first} {second}"), &prose.openers)
    })
}

/// Are these words written as a title is? Capitals throughout but for the small words, and more than one of them, or a
/// word and a number.
fn is_title(words: &str, prose: &Prose) -> bool {
    let first = context::first_word(words);
    if context::is_among(first, &prose.notes) || words.ends_with([',', ';', '.', ':', '-']) {
        return false;
    }
    let quotes = words.matches('"').count();
    // Fields, rows of a table, and the titles of other articles.
    let digits = words.bytes().filter(u8::is_ascii_digit).count();
    let number =
        first.strip_prefix('Q').is_some_and(|rest| rest.len() >= 5 && rest.bytes().all(|b| b.is_ascii_digit()));
    if number || digits > 8 || words.matches(": ").count() > 1 {
        return false;
    }
    let capitals = words
        .split(' ')
        .filter(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || c == '"' || c == '('))
        .count();
    let last = context::last_word(words);
    quotes.is_multiple_of(2)
        && words.matches('(').count() == words.matches(')').count()
        && capitals >= 2
        && !context::is_among(last, &prose.before)
}

/// Is the word at `at`, which another may begin in at `cut`, a name all the same? It is if it stands again nearby, for two
/// headings rarely end and go on alike; but a list's number and the small words of sentences end no name.
fn is_name(text: &str, at: usize, word: &str, cut: usize) -> bool {
    const SENTENCES: [&str; 14] = [
        "After", "Because", "Before", "If", "The", "These", "This", "Those", "To", "When", "While", "You", "Your",
        "There",
    ];
    let (before, behind) = word.split_at(cut);
    let behind = behind.trim_end_matches([',', '.', ':', ';', ')']);
    let to_name = behind == "To" && matches!(before, "Go" | "How" | "Log" | "Point" | "Save");
    if behind.starts_with('1') || SENTENCES.contains(&behind) && !to_name {
        return false;
    }
    comes_again(text, at, word.trim_end_matches([',', '.', ':', ';', ')']))
}

/// Does a word with a capital in its middle stand again nearby?
fn comes_again(text: &str, at: usize, name: &str) -> bool {
    let finder = memchr::memmem::Finder::new(name);
    let before = &text.as_bytes()[at.saturating_sub(NEARBY)..at];
    let behind = &text.as_bytes()[at + name.len()..];
    finder.find(before).is_some() || finder.find(&behind[..behind.len().min(NEARBY)]).is_some()
}

/// May a heading begin behind this and a space?
fn is_edge(left: &str) -> bool {
    let rule = left.ends_with("--") || left.ends_with("==");
    rule || left.is_empty() || left.ends_with(|c| context::is_stop(c) || context::is_closer(c) || c == '\n')
}

/// Headings with a line of dashes of their own length behind them: `No Sound in Windows -------------------`.
fn underlined(text: &str, from: usize, to: usize) -> Vec<Title> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut last = from;
    let dashes =
        memchr::memmem::find_iter(&bytes[from..to], " ---").chain(memchr::memmem::find_iter(&bytes[from..to], " ==="));
    for start in dashes.map(|at| from + at) {
        let sign = bytes[start + 1];
        let length = bytes[start + 1..to].iter().take_while(|b| **b == sign).count();
        let end = start + 1 + length;
        if start < last && sign == b'-' || !(5..=LONGEST).contains(&length) {
            continue;
        }
        last = if sign == b'-' { end } else { last };
        // In a table one such line follows the other.
        let alone = !matches!(&bytes[end..to], [b' ', b'-' | b'=' | b'+' | b'|', ..] | [b'+' | b'|' | b'>', ..]);
        let Some((back, _)) = text[from..start].char_indices().rev().nth(length - 1).filter(|_| alone) else {
            continue;
        };
        let words = from + back;
        let title = &text[words..start];
        let left = text[from..words].trim_end_matches(' ');
        let glued = left.len() == words - from && words > from;
        let edge = if glued { ends_sentence(bytes, from, words) } else { is_edge(left) };
        let numbered = title.starts_with(|c: char| c.is_ascii_digit());
        // `822 bytes` and rows of files are a table's.
        let second = title.split(' ').nth(1).unwrap_or("");
        let row = text[end..to].trim_start().split(' ').take(2).collect::<Vec<_>>();
        let row = matches!(row[..], [name, size] if name.trim_end_matches('.').contains('.') && size.starts_with(|c: char| c.is_ascii_digit()));
        if row || numbered && second.starts_with(char::is_lowercase) {
            continue;
        }
        let opens = numbered || title.starts_with(|c: char| c.is_uppercase() || c == '"');
        let labelled = title.find(": ").is_some_and(|at| title[..at].matches(' ').count() > 2);
        let digits = title.bytes().filter(u8::is_ascii_digit).count();
        let sentence = labelled || title.contains(". ") && !numbered || title.contains("--") || title.ends_with(':');
        if edge && opens && !sentence && digits <= 8 && !title.contains(['\n', '|', '=', '\\', ';', '@']) {
            out.push(Title { span: Span::new(words, end), words: Span::new(words, start) });
        }
    }
    out
}
