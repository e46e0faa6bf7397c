//! Which paragraphs and list items does a stretch of flat text hold?
//!
//! Line ends part blocks where a crawl kept them. In a run of words a block ends only where that is sure: where a
//! sentence is glued to the next one, and at the items of a list. Everything else stays one paragraph.

use super::context;
use crate::extract::{RawBlock, RawBlockKind};
use crate::span::Span;
use crate::vocabulary::Prose;

/// A place where a new block begins in a run of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    /// A sentence is glued to the one before.
    Glue,
    /// A bullet; the item's text begins at the offset.
    Bullet(usize),
    /// The item of this number.
    Number(u32, usize),
    /// A bullet or a number behind no stop: an item only where another one is open.
    Inner(Option<u32>, usize),
}

/// Appends the blocks of `span`.
pub(super) fn paragraphs(text: &str, span: Span, out: &mut Vec<RawBlock>, prose: &Prose) {
    let mut at = span.start as usize;
    let mut waiting: Option<Span> = None;
    for line in span.of(text).split_inclusive('\n') {
        let own = Span::new(at, at + line.len()).trim(text);
        at += line.len();
        if own.is_empty() {
            continue;
        }
        // A label alone on its line belongs to the line below: `Note`.
        if let Some(label) = waiting.take() {
            let whole = Span::new(label.start as usize, own.end as usize);
            out.push(RawBlock { span: whole, kind: RawBlockKind::Note { label, text: own } });
            continue;
        }
        if context::is_among(own.of(text).trim_end_matches(':'), &prose.notes) {
            waiting = Some(own);
            continue;
        }
        run(text, own, out, prose);
    }
    if let Some(label) = waiting {
        out.push(RawBlock { span: label, kind: RawBlockKind::Paragraph });
    }
}

/// Appends the blocks of one run of words.
fn run(text: &str, span: Span, out: &mut Vec<RawBlock>, prose: &Prose) {
    let base = span.start as usize;
    let words = span.of(text);
    let mut cuts = cuts(words, prose);
    keep_counting(&mut cuts);
    keep_together(words, &mut cuts);
    let mut from = 0;
    let mut item: Option<Cut> = None;
    for (at, cut) in cuts.into_iter().chain([(words.len(), Cut::Glue)]) {
        push(text, Span::new(base + from, base + at), item, base, out, prose);
        from = at;
        item = (cut != Cut::Glue).then_some(cut);
    }
}

fn push(text: &str, span: Span, item: Option<Cut>, base: usize, out: &mut Vec<RawBlock>, prose: &Prose) {
    let span = span.trim(text);
    if span.is_empty() {
        return;
    }
    let kind = match item {
        Some(Cut::Bullet(start) | Cut::Number(_, start)) => RawBlockKind::ListItem {
            ordered: matches!(item, Some(Cut::Number(..))),
            depth: 1,
            text: Span::new(base + start, span.end as usize).trim(text),
        },
        _ => note(text, span, prose).unwrap_or(RawBlockKind::Paragraph),
    };
    out.push(RawBlock { span, kind });
}

/// `NOTE: …`, `Note If …`: a paragraph that begins with such a label.
fn note(text: &str, span: Span, prose: &Prose) -> Option<RawBlockKind> {
    let words = span.of(text);
    let label = context::first_word(words);
    if !context::is_among(label, &prose.notes) || context::case(label) == context::Case::Lower {
        return None;
    }
    let rest = &words[label.len()..];
    let inner = rest.trim_start_matches([':', ' ', '：']);
    let opens = rest.starts_with([':', '：']) || rest.starts_with(' ') && inner.starts_with(char::is_uppercase);
    if !opens || inner.is_empty() {
        return None;
    }
    let start = span.start as usize;
    let from = span.end as usize - inner.len();
    Some(RawBlockKind::Note { label: Span::new(start, start + label.len()), text: Span::new(from, span.end as usize) })
}

/// All places where a block may begin, in order.
fn cuts(words: &str, prose: &Prose) -> Vec<(usize, Cut)> {
    let bytes = words.as_bytes();
    let mut out = Vec::new();
    let first = bytes.first().copied();
    if matches!(first, Some(b'-' | b'*')) && bytes.get(1) == Some(&b' ') {
        out.push((0, Cut::Bullet(2)));
    }
    if let Some((number, text)) = numbered(bytes, 0) {
        out.push((0, Cut::Number(number, text)));
    }
    for (at, _) in words.match_indices('•') {
        out.push((at, Cut::Bullet(at + '•'.len_utf8())));
    }
    for at in memchr::memchr3_iter(b'.', b':', b'?', bytes).chain(memchr::memchr2_iter(b'!', b')', bytes)) {
        let Some(&next) = bytes.get(at + 1) else { continue };
        let spaced = usize::from(next == b' ');
        let start = at + 1 + spaced;
        match bytes.get(start) {
            Some(b'-') if bytes.get(start + 1) == Some(&b' ') && begins(bytes, start + 2) => {
                out.push((start, Cut::Bullet(start + 2)));
            }
            Some(digit) if digit.is_ascii_digit() => {
                if let Some((number, text)) = numbered(bytes, start) {
                    out.push((start, Cut::Number(number, text)));
                }
            }
            Some(letter) if spaced == 0 && letter.is_ascii_uppercase() && is_glue(words, at, prose) => {
                out.push((start, Cut::Glue));
            }
            _ => {}
        }
    }
    inner(bytes, &mut out);
    // What stands behind a stop comes before the same place found again.
    out.sort_unstable_by_key(|&(at, cut)| (at, matches!(cut, Cut::Inner(..))));
    out.dedup_by_key(|&mut (at, _)| at);
    out
}

/// The bullets and numbers that stand behind a space: `- Network - Printers`, `click OK 2. Restart`.
fn inner(bytes: &[u8], out: &mut Vec<(usize, Cut)>) {
    if out.is_empty() {
        return;
    }
    for at in memchr::memchr2_iter(b'-', b'.', bytes) {
        let dash = bytes[at] == b'-';
        let (start, number) = if dash {
            (at, None)
        } else {
            let digits = bytes[..at].iter().rev().take(3).take_while(|b| b.is_ascii_digit()).count();
            match numbered(bytes, at - digits) {
                Some((number, _)) if digits > 0 => (at - digits, Some(number)),
                _ => continue,
            }
        };
        let spaced = start > 1 && bytes[start - 1] == b' ' && bytes.get(at + 1) == Some(&b' ');
        if spaced && begins(bytes, at + 2) {
            let cut = if dash && is_alternative(&bytes[..start - 1]) {
                Cut::Bullet(at + 2)
            } else {
                Cut::Inner(number, at + 2)
            };
            out.push((start, cut));
        }
    }
}

/// `-or-`, `-and-`: one of several ways has been told, and the next bullet tells another.
fn is_alternative(left: &[u8]) -> bool {
    let Some(word) = left.strip_suffix(b"-") else { return false };
    let letters = word.iter().rev().take(8).take_while(|b| b.is_ascii_lowercase()).count();
    letters > 1 && word.len() > letters && word[word.len() - letters - 1] == b'-'
}

/// Does an item's text begin here?
fn begins(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(|b| b.is_ascii_uppercase() || *b == b'"')
}

/// `3. Click …`: the number, and where the text begins.
fn numbered(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let rest = &bytes[at..];
    let digits = rest.iter().take(3).take_while(|b| b.is_ascii_digit()).count();
    if !(1..=2).contains(&digits) || !matches!(rest.get(digits), Some(b'.' | b')')) {
        return None;
    }
    let text = at + digits + 2;
    if rest.get(digits + 1) != Some(&b' ') || !begins(bytes, text) {
        return None;
    }
    let number = rest[..digits].iter().fold(0, |sum, b| sum * 10 + u32::from(b - b'0'));
    Some((number, text))
}

/// `… versions.Additionally, the …`: a word in small letters, a stop, a word with one capital and more words. Names
/// of programs and objects (`System.Windows`, `this.Close()`, `Excel.Application`) are none.
fn is_glue(words: &str, at: usize, prose: &Prose) -> bool {
    let bytes = words.as_bytes();
    let before = bytes[..at].iter().rev().take(40).take_while(|b| !b.is_ascii_whitespace()).count();
    let word = &bytes[at - before..at];
    let word = word.strip_suffix(b")").or(word.strip_suffix(b"\"")).unwrap_or(word);
    let small = word.len() >= 2 && word[1..].iter().all(|b| b.is_ascii_lowercase() || matches!(b, b'-' | b'\''));
    let sentence = small && (word[0].is_ascii_alphabetic() || matches!(word[0], b'(' | b'"'));
    if !sentence || bytes[at] == b')' {
        return false;
    }
    let behind = &bytes[at + 1..];
    let letters = behind.iter().take(30).skip(1).take_while(|b| b.is_ascii_lowercase() || **b == b'\'').count() + 1;
    let next = behind.get(letters).copied();
    let more = matches!(next, Some(b' ' | b','));
    // `this.Close ()`, `form.Caption = "x"`
    if !more || matches!(behind.get(letters + 1), Some(b'(' | b'=' | b'+' | b'&' | b'<' | b'>' | b'-')) {
        return false;
    }
    // `Debug.Print the list`, `rs.Open`: behind a name or a short one only a word that opens sentences begins one.
    let name = bytes[at] == b'.' && (word[0].is_ascii_uppercase() || word.len() < 4);
    !name || words.get(at + 1..at + 1 + letters).is_some_and(|first| context::is_among(first, &prose.openers))
}

/// Keeps of the bullets behind no stop those that stand in a list: behind another bullet, in the same sentence.
fn keep_together(words: &str, cuts: &mut Vec<(usize, Cut)>) {
    let mut open: Option<usize> = None;
    cuts.retain_mut(|(at, cut)| match *cut {
        Cut::Bullet(text) => {
            open = Some(text);
            true
        }
        Cut::Inner(Some(number), text) => {
            *cut = Cut::Number(number, text);
            open = None;
            true
        }
        Cut::Inner(None, text) => {
            // Where a sentence has ended within the item, a dash is one between words.
            let within = open.is_some_and(|from| !words[from..*at].contains(". ") && text > *at);
            *cut = Cut::Bullet(text);
            open = within.then_some(text);
            within
        }
        _ => {
            open = None;
            true
        }
    });
}

/// Drops numbers that do not count: a list has an item 1 and an item 2. Between two items of a numbered list no glue
/// parts a block, since the text between them is the item's.
fn keep_counting(cuts: &mut Vec<(usize, Cut)>) {
    let mut keep = vec![true; cuts.len()];
    let mut run: Vec<usize> = Vec::new();
    let mut last = 0;
    let close = |run: &mut Vec<usize>, keep: &mut Vec<bool>| {
        if run.len() < 2 {
            run.iter().for_each(|&at| keep[at] = false);
        } else {
            for between in run.windows(2) {
                for at in between[0] + 1..between[1] {
                    keep[at] &= cuts[at].1 != Cut::Glue;
                }
            }
        }
        run.clear();
    };
    for at in 0..cuts.len() {
        let (number, inner) = match cuts[at].1 {
            Cut::Number(number, _) => (number, false),
            Cut::Inner(Some(number), _) => (number, true),
            _ => continue,
        };
        if number == 1 && (!inner || run.is_empty()) {
            close(&mut run, &mut keep);
            run.push(at);
            last = 1;
        } else if !run.is_empty() && number == last + 1 {
            run.push(at);
            last = number;
        } else {
            keep[at] = false;
        }
    }
    close(&mut run, &mut keep);
    let mut at = 0;
    cuts.retain(|_| {
        at += 1;
        keep[at - 1]
    });
}
