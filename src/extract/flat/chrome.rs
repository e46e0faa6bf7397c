//! What did the site put around and between the article's words?

use super::context::{self, Case};
use crate::vocabulary::{Hit, LabelKind, Prose, Vocabulary};

/// Places of the site's words between the article's: "Back to the top", "Collapse this image". A sentence that tells
/// the reader to click them is no such place.
pub(super) fn between(text: &str, hits: &[Hit], prose: &Prose) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for hit in hits.iter().filter(|h| h.label == Some(LabelKind::Chrome)) {
        if context::case(&text[hit.start..hit.end]) == Case::Lower {
            continue;
        }
        let follows = out.last().is_some_and(|&(_, end)| is_divider(&text[end..hit.start]));
        let left = &text[..hit.start];
        let last = left.chars().next_back();
        let opens = match last {
            None | Some('\n' | '|') => true,
            Some(' ') => {
                let left = left.trim_end_matches(' ');
                let divided = left.ends_with(|c| context::is_stop(c) || matches!(c, '\n' | '|' | '-' | '–'));
                divided || left.is_empty() || text[hit.end..].starts_with('\n')
            }
            Some(sign) => context::is_stop(sign) || sign.is_lowercase() || sign.is_numeric() || sign == ')',
        };
        let spoken = context::is_among(context::last_word(left.trim_end()), &prose.before);
        if !follows && (spoken || !opens) {
            continue;
        }
        let end = hit.end + usize::from(text[hit.end..].starts_with('.'));
        let right = &text[end..];
        let closes = match right.chars().next() {
            None | Some('\n' | '|') => true,
            Some(' ') => {
                right.trim_start_matches(' ').starts_with(|c: char| c.is_uppercase() || matches!(c, '|' | '\n'))
            }
            Some(sign) => sign.is_uppercase() || sign.is_numeric() || (sign.is_alphabetic() && !sign.is_lowercase()),
        };
        if !closes {
            continue;
        }
        match out.last_mut() {
            Some(last) if follows => last.1 = end,
            _ => out.push((hit.start, end)),
        }
    }
    out
}

fn is_divider(text: &str) -> bool {
    text.len() < 32 && text.chars().all(|c| c.is_whitespace() || matches!(c, '|' | '·' | '-' | '.'))
}

/// Where the site's words at the very start end: "Skip to main content", "Sign in".
pub(super) fn at_start(text: &str, vocabulary: &Vocabulary) -> usize {
    let mut end = 0;
    let mut chain = false;
    loop {
        let rest = &text[end..];
        let inner = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '·' | '>' | '›'));
        let at = text.len() - inner.len();
        let mut longest = 0;
        for label in vocabulary.labels() {
            let wanted = label.kind == LabelKind::Chrome || (label.kind == LabelKind::ChromeMore && chain);
            if !wanted || label.text.len() <= longest {
                continue;
            }
            let Some(found) = inner.get(..label.text.len()) else { continue };
            let right = &inner[label.text.len()..];
            let ends = !right.starts_with(char::is_alphanumeric);
            let opens = right.trim_start().starts_with(|c: char| !c.is_lowercase()) || right.trim().is_empty();
            // A short word of a menu may as well be the first of the title: `Search fails …`.
            let sure = label.kind == LabelKind::Chrome || opens;
            if ends && sure && found.eq_ignore_ascii_case(&label.text) && context::case(found) != Case::Lower {
                longest = label.text.len();
            }
        }
        if longest == 0 {
            return if chain { at } else { 0 };
        }
        chain = true;
        end = at + longest;
    }
}
