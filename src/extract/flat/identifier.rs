//! Is a heading's word part of an identifier: `cbErrorMsg`, `ExpandEnvironmentStrings`, `StatusUpdateInterval=0x3c`?
//!
//! Listings and settings are full of such names, and in a flat text nothing else tells them from a heading that is
//! glued to its sentence. What counts is the rest of the name on both sides; a sentence end before the word, or a
//! phrase of several words, speaks for a heading.

use super::context::{self, After, Before, Case};
use crate::vocabulary::{Hit, Prose};

/// Names are not longer.
const LONGEST: usize = 64;

/// Is the phrase, one word, the middle or the end of a program's name?
pub(super) fn is_part(
    text: &str,
    hit: &Hit,
    case: Case,
    words: bool,
    before: Before,
    after: After,
    prose: &Prose,
) -> bool {
    if words || !matches!(case, Case::Capital | Case::Upper) {
        return false;
    }
    let glued = matches!(before, Before::WordGlued | Before::UpperGlued);
    let right = &text.as_bytes()[hit.end..];
    match right.first() {
        // `Error(1)`, `NOTES(01e8)`; a section may well begin with a bracket.
        Some(b'(' | b'[') => return hit.common || glued && case == Case::Capital,
        // `Fix97.reg`; `Resolution1. Start the program` counts.
        Some(digit) if digit.is_ascii_digit() && case == Case::Capital => {
            let number = right.iter().take_while(|b| b.is_ascii_digit()).count();
            return right.get(number) == Some(&b'.') && right.get(number + 1).is_some_and(u8::is_ascii_alphanumeric);
        }
        // `TBNOTES1`: the middle of a name in capitals.
        Some(digit) if digit.is_ascii_digit() => return hit.common && before == Before::UpperGlued,
        _ => {}
    }
    if case != Case::Capital {
        return false;
    }
    let capital = after == After::GluedCapital;
    if capital && (hit.common || glued || before == Before::Word) && is_rest(right) {
        return true;
    }
    if !glued {
        return false;
    }
    let left = word_before(text, hit.start);
    let next = context::first_word(&text[hit.end..]);
    if left.is_empty() || capital && opens(text, hit.end, next, prose) {
        return false;
    }
    // `szErrorMsg`, `lpEnvironment`, `lblAnswer`
    let prefix = left.len() <= 4 && left.bytes().all(|b| b.is_ascii_lowercase() && !b"aeiouy".contains(&b));
    // `ExpandEnvironmentStrings function`: three words with capitals in one; a sentence would open with its own word.
    prefix && (capital || hit.common) || capital && left.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Does a sentence open here?
fn opens(text: &str, at: usize, first: &str, prose: &Prose) -> bool {
    if context::is_among(first, &prose.openers) {
        return true;
    }
    let second = context::first_word(text[at + first.len()..].trim_start_matches(' '));
    first.len() + second.len() < LONGEST && context::is_among(&format!("{first} {second}"), &prose.openers)
}

/// The letters and digits that end before `end`.
fn word_before(text: &str, end: usize) -> &str {
    let left = &text.as_bytes()[..end];
    let length = left.iter().rev().take(LONGEST).take_while(|b| b.is_ascii_alphanumeric()).count();
    &text[end - length..end]
}

/// Does the word go on as names do and sentences do not: `MsgBox`, `Mode=`, `TBar.h`, `Array[1]`, `Message()`?
fn is_rest(right: &[u8]) -> bool {
    let near = &right[..right.len().min(LONGEST)];
    let word = near.split(|b| b.is_ascii_whitespace()).next().unwrap_or(near);
    let inner = |pair: &[u8]| match pair {
        [a, b] if b.is_ascii_uppercase() => a.is_ascii_lowercase(),
        [_, b'=' | b'(' | b'[' | b'_'] => true,
        [b'.', b] => b.is_ascii_alphanumeric() && !b.is_ascii_uppercase(),
        _ => false,
    };
    let assigned = near[word.len()..].starts_with(b" = ");
    assigned || word.windows(2).any(inner)
}
