//! What did the site put around and between the article's words?

use super::context::{self, Case};
use crate::vocabulary::{Hit, LabelKind, Prose, Vocabulary};

/// Places of the site's words between the article's: "Back to the top", "Collapse this image". A sentence that tells
/// the reader to click them is no such place.
pub(super) fn between(text: &str, hits: &[Hit], prose: &Prose) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (at, hit) in hits.iter().enumerate().filter(|(_, h)| h.label == Some(LabelKind::Chrome)) {
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
                // Words of the site's whose like no sentence holds, or before a label.
                let long = text[hit.start..hit.end].split(' ').nth(2).is_some();
                let next = hits.get(at + 1).filter(|next| next.label.is_some());
                let leads = next.is_some_and(|next| is_divider(&text[hit.end..next.start]));
                divided || left.is_empty() || text[hit.end..].starts_with('\n') || long || leads
            }
            // Such words of several signs are in no sentence either.
            Some(sign) if context::is_caseless(sign) && is_long(text, hit) => true,
            // `in RCView products that this article applies to`: two words, the first with its capital, are glued to anything.
            Some(sign) if text[hit.start..hit.end].contains(' ') => !matches!(sign, '_' | '\\' | '/' | '@' | '#' | '='),
            Some(sign) => context::is_stop(sign) || sign.is_lowercase() || sign.is_numeric() || sign == ')',
        };
        let spoken = left.ends_with(char::is_whitespace)
            && context::is_among(context::last_word(left.trim_end()), &prose.before);
        if !follows && (spoken || !opens) {
            continue;
        }
        let end = hit.end + usize::from(text[hit.end..].starts_with('.'));
        let right = &text[end..];
        let closes = match right.chars().next() {
            None | Some('\n' | '|') => true,
            Some(' ') => {
                let next = right.trim_start_matches(' ');
                next.starts_with(|c: char| c.is_uppercase() || matches!(c, '|' | '\n' | '<'))
                    || next.starts_with(context::is_caseless) && is_long(text, hit)
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

/// Is it more than a word, in a script without capitals?
fn is_long(text: &str, hit: &Hit) -> bool {
    let words = &text[hit.start..hit.end];
    context::case(words) == Case::Caseless && context::is_long(words, Case::Caseless)
}

fn is_divider(text: &str) -> bool {
    text.len() < 32 && text.chars().all(|c| c.is_whitespace() || matches!(c, '|' | '·' | '-' | '.'))
}

/// Products that a publisher's menu lists; they begin titles as well, so that something surer must follow.
const PRODUCTS: [&str; 16] = [
    "Microsoft",
    "Microsoft 365",
    "Office",
    "Windows",
    "Surface",
    "Xbox",
    "Azure",
    "Teams",
    "Dynamics 365",
    "OneDrive",
    "Outlook",
    "OneNote",
    "Skype",
    "Copilot",
    "Power Platform",
    "All Microsoft",
];

/// Places that a publisher's menu lists beside them; two of them in a row are no title.
const PLACES: [&str; 14] = [
    "Deals",
    "Software",
    "Devices",
    "Entertainment",
    "Business",
    "Developer & IT",
    "Products",
    "Other",
    "Select a Product",
    "Advanced Search",
    "Contact Us",
    "Help and Support",
    "Downloads",
    "Buy",
];

fn is_edge(c: char) -> bool {
    c.is_whitespace() || matches!(c, '|' | '·' | '>' | '›' | '.')
}

/// Where the site's words at the very start end: "Skip to main content", "Sign in"; or a menu that begins with its
/// products: `Microsoft 365OfficeProductsDevices`, `Microsoft Select a Product Advanced Search Contact Us`.
pub(super) fn at_start(text: &str, vocabulary: &Vocabulary) -> usize {
    // What is sure, and how far the menu goes on behind it.
    let mut sure_end = 0;
    let mut end = 0;
    let mut places = 0;
    for _ in 0..64 {
        let rest = &text[end..];
        let inner = rest.trim_start_matches(is_edge);
        let at = text.len() - inner.len();
        // Such a word is the site's where it is all that stands on the first line: `IBM Support`.
        let line = &inner[..inner.find('\n').unwrap_or(0)];
        if sure_end == 0 && end == 0 && vocabulary.label(line) == Some(LabelKind::ChromeMore) {
            end = at + line.len();
            sure_end = end;
            continue;
        }
        // `Microsoft Store Apps …` begins a title: only behind what is sure a lone word belongs to the menu.
        let longest = menu_word(inner, vocabulary, sure_end > 0);
        let place = PLACES.iter().filter(|word| end > 0 && is_entry(inner, word)).map(|word| word.len()).max();
        if longest >= place.unwrap_or(1) {
            end = at + longest;
            sure_end = end;
            continue;
        }
        if let Some(length) = place {
            end = at + length;
            places += 1;
            // What is glued to a place, or stands on the next line, is another entry or the title.
            let apart = !text[end..].starts_with(' ');
            if places >= 2 || apart && sure_end > 0 {
                sure_end = end;
            }
            continue;
        }
        match PRODUCTS.iter().filter(|word| is_entry(inner, word)).map(|word| word.len()).max() {
            Some(length) => end = at + length,
            None => break,
        }
    }
    let rest = &text[sure_end..];
    if sure_end > 0 { text.len() - rest.trim_start_matches(is_edge).len() } else { 0 }
}

/// Does the text begin with this entry of a menu, and another entry or the title behind it?
fn is_entry(text: &str, word: &str) -> bool {
    let Some(rest) = text.strip_prefix(word) else { return false };
    // `Contact UsScenes 1.0`: what follows is glued, or stands apart.
    let glued =
        rest.starts_with(char::is_uppercase) && word.ends_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    // `Devices on Secondary …`, `Print.doc File …`: the first word of a title.
    let goes_on = rest.trim_start_matches(' ').starts_with(char::is_lowercase) || starts_extension(rest);
    glued || !rest.starts_with(char::is_alphanumeric) && !goes_on
}

/// `.doc`, `-based`: the word goes on.
fn starts_extension(rest: &str) -> bool {
    rest.strip_prefix(['.', '-', '+', '\'']).is_some_and(|rest| rest.starts_with(|c: char| c.is_lowercase()))
}

/// The site's words that go on at `at`, behind others of its words: where they end.
pub(super) fn go_on(text: &str, at: usize, vocabulary: &Vocabulary) -> usize {
    let mut end = at;
    for _ in 0..8 {
        let inner = text[end..].trim_start_matches(is_edge);
        match menu_word(inner, vocabulary, true) {
            0 => break,
            length => end = text.len() - inner.len() + length,
        }
    }
    end
}

/// The length of the site's words that the text begins with.
fn menu_word(text: &str, vocabulary: &Vocabulary, chain: bool) -> usize {
    let mut longest = 0;
    for label in vocabulary.labels() {
        let wanted = label.kind == LabelKind::Chrome || (label.kind == LabelKind::ChromeMore && chain);
        if !wanted || label.text.len() <= longest {
            continue;
        }
        let Some(found) = text.get(..label.text.len()) else { continue };
        let right = &text[label.text.len()..];
        let glued = found.ends_with(char::is_lowercase) && right.starts_with(char::is_uppercase);
        let ends = glued || !right.starts_with(char::is_alphanumeric) && !starts_extension(right);
        let opens = right.trim_start().starts_with(|c: char| !c.is_lowercase()) || right.trim().is_empty();
        // A short word of a menu may as well be the first of the title: `Search fails …`.
        let sure = label.kind == LabelKind::Chrome || opens;
        if ends && sure && found.eq_ignore_ascii_case(&label.text) && context::case(found) != Case::Lower {
            longest = label.text.len();
        }
    }
    longest
}
