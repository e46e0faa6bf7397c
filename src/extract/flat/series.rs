//! Which words count a section's parts: `Method 1 … Method 2 …`, `Issue 1: …`?
//!
//! One such word and number may stand in any sentence. Where the same word stands with 1, 2 and so on, each time where a
//! block may begin, it heads the parts. What the word is does not matter, so that any language may count.

use crate::span::Span;

/// A word and its number.
struct Place<'t> {
    word: &'t str,
    number: u32,
    span: Span,
}

/// Words that count are not longer, in letters.
const LONGEST: usize = 14;

/// Texts that count in more words than this are made of such words.
const MOST_WORDS: usize = 24;

/// The words with their numbers in `span`, in order. `lines`: they stand at the start of lines, not behind stops.
pub(super) fn series(text: &str, span: Span, lines: bool) -> Vec<Span> {
    let bytes = text.as_bytes();
    let (from, to) = (span.start as usize, span.end as usize);
    let mut places: Vec<Place> = Vec::new();
    let mut stops: Vec<usize> = if lines {
        memchr::memchr_iter(b'\n', &bytes[from..to]).map(|at| from + at + 1).collect()
    } else {
        memchr::memchr3_iter(b'.', b':', b'?', &bytes[from..to]).map(|at| from + at + 1).collect()
    };
    stops.insert(0, from);
    for at in stops {
        let at = at + usize::from(bytes.get(at) == Some(&b' '));
        if at < to && bytes[at].is_ascii_alphabetic() | !bytes[at].is_ascii() {
            places.extend(place(text, at, to));
        }
    }
    let mut open: Vec<(&str, u32, usize)> = Vec::new(); // word, its last number, and where in `places` that is
    let mut keep = vec![false; places.len()];
    for (at, place) in places.iter().enumerate() {
        let room = open.len() < MOST_WORDS;
        match open.iter_mut().find(|o| o.0 == place.word) {
            Some(last) if place.number == last.1 + 1 => {
                keep[last.2] = true;
                keep[at] = true;
                (last.1, last.2) = (place.number, at);
            }
            Some(last) if place.number == 1 => (last.1, last.2) = (1, at),
            None if place.number == 1 && room => open.push((place.word, 1, at)),
            _ => {}
        }
    }
    places.iter().zip(keep).filter(|(_, keep)| *keep).map(|(place, _)| place.span).collect()
}

/// The word and number that begin at `at`.
fn place(text: &str, at: usize, to: usize) -> Option<Place<'_>> {
    let rest = &text[at..to];
    let (space, _) = rest.char_indices().take(LONGEST + 1).find(|(_, c)| *c == ' ')?;
    let word = &rest[..space];
    let letters = word.chars().count() > 3 && word.starts_with(char::is_uppercase);
    if !letters || !word.chars().skip(1).all(char::is_lowercase) {
        return None;
    }
    let digits = rest[space + 1..].bytes().take(3).take_while(u8::is_ascii_digit).count();
    let end = space + 1 + digits;
    let number = rest[space + 1..end].parse().ok().filter(|_| digits <= 2)?;
    let behind = &rest[end..];
    let opens = behind.is_empty()
        || behind.starts_with([':', '\n'])
        || behind.trim_start_matches(' ').starts_with(char::is_uppercase);
    opens.then(|| Place { word, number, span: Span::new(at, at + end) })
}
