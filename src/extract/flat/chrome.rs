//! What did the site put around and between the article's words?

use super::context::{self, Case};
use crate::vocabulary::{Hit, LabelKind, Prose, Vocabulary, folded_letter};

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

/// How far from the start Microsoft's support site put its words above an article.
const ABOVE: usize = 2000;

/// The site's words above an article of Microsoft's support site of about 2007 to 2013, told in any language by how they
/// stand: behind the number what leads to the products, and below it two words beside a bar.
///
/// ```text
/// Traductions disponibles Traductions disponibles
/// Numéro d'article: 314067 - Voir les produits auxquels s'applique cet article
/// Agrandir tout | Réduire tout
/// ```
pub(super) fn above(text: &str, hits: &[Hit]) -> Vec<(usize, usize)> {
    let near = hits.iter().take_while(|hit| hit.start < ABOVE);
    let mut numbers = near.filter(|hit| hit.label == Some(LabelKind::ArticleId));
    numbers.find_map(|hit| above_body(text, hits, hit)).unwrap_or_default()
}

fn above_body(text: &str, hits: &[Hit], label: &Hit) -> Option<Vec<(usize, usize)>> {
    let line = text[label.end..].split('\n').next()?;
    let (number, products) = line.split_once(" - ").unwrap_or((line, ""));
    let number = number.trim_matches([':', '：', ' ', '\u{a0}']);
    let is_number = (5..=7).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let has_digits = |words: &str| words.contains(|c: char| c.is_ascii_digit());
    if !is_number || products.len() > 200 || has_digits(products) {
        return None;
    }
    let mut out = Vec::new();
    // The words of a picture and those beside it.
    if let Some(end) = text[..label.start].rfind('\n') {
        let start = text[..end].rfind('\n').map_or(0, |end| end + 1);
        let words = text[start..end].trim();
        let (one, other) = (words.get(..words.len() / 2), words.get(words.len() / 2 + 1..));
        out.extend((one == other && !words.is_empty()).then_some((start, end)));
    }
    let mut at = label.end + line.len();
    if products.is_empty() && out.is_empty() {
        return None;
    }
    out.extend((!products.is_empty()).then(|| (at - products.len() - " - ".len(), at)));
    for line in text[at..].split_inclusive('\n').take(MOST_ABOVE) {
        let (start, end) = (at, at + line.trim_end().len());
        at += line.len();
        let sides = line.trim().split_once(" | ").filter(|_| !has_digits(line));
        let short = |words: &str| !words.is_empty() && words.len() < 80 && !words.contains(['|', '.', ':']);
        if sides.is_some_and(|(one, other)| short(one) && short(other)) {
            out.push((start, end));
            return Some(out);
        }
        // Notices: that what the page leads to is in English, when support ends. Not the number that it once had.
        let mut near = hits.iter().take_while(|hit| hit.start < at);
        let is_stated = near.any(|hit| hit.start >= start && hit.label.is_some());
        out.extend((!line.trim().is_empty() && !is_stated).then_some((start, end)));
    }
    None
}

/// Lines below the number among which the one with the bar stands.
const MOST_ABOVE: usize = 8;

/// Where the words end that Microsoft's support site has shown since about 2021 to those who have not signed in, told in any
/// language by how they stand: six lines at the start, of which the third is a greeting.
///
/// ```text
/// Se connecter avec Microsoft
/// S'identifier ou créer un compte.
/// Bonjour,
/// Sélectionnez un autre compte.
/// Vous avez plusieurs comptes
/// Choisissez le compte avec lequel vous voulez vous connecter.
/// ```
pub(super) fn signed_out(text: &str) -> Option<usize> {
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n').take(MOST_SIGNED_OUT) {
        lines.push((at + line.trim_end().len(), line.trim()));
        at += line.len();
    }
    let stops = |line: &str| line.ends_with(['.', '。', '．', '।']) || line.ends_with(context::is_caseless);
    let window = lines.windows(6).find(|window| {
        let [_, _, (_, greeting), (_, other), _, (_, choice)] = window else { return false };
        let greets = greeting.ends_with([',', '!', '，', '、', '،', '！']) && greeting.chars().count() <= 24;
        let short = |line: &str| (1..120).contains(&line.chars().count());
        greets && window.iter().all(|(_, line)| short(line)) && stops(other) && stops(choice)
    })?;
    window.last().map(|&(end, _)| end)
}

/// Lines that are looked at for them: a line or two of the site's menu may stand before.
const MOST_SIGNED_OUT: usize = 12;

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
    let mut sure_end = signed_out(text).unwrap_or(0);
    let mut end = sure_end;
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
    let Some(first) = text.chars().next().map(folded_letter) else { return longest };
    for label in vocabulary.labels().iter().filter(|label| label.text.starts_with(first)) {
        let wanted = label.kind == LabelKind::Chrome || (label.kind == LabelKind::ChromeMore && chain);
        if !wanted || label.text.len() <= longest {
            continue;
        }
        let Some(length) = begins_with(text, &label.text) else { continue };
        let (found, right) = text.split_at(length);
        let glued = found.ends_with(char::is_lowercase) && right.starts_with(char::is_uppercase);
        let ends = glued || !right.starts_with(char::is_alphanumeric) && !starts_extension(right);
        let opens = right.trim_start().starts_with(|c: char| !c.is_lowercase()) || right.trim().is_empty();
        // A short word of a menu may as well be the first of the title: `Search fails …`.
        let sure = label.kind == LabelKind::Chrome || opens;
        if ends && sure && context::case(found) != Case::Lower {
            longest = length;
        }
    }
    longest
}

/// If the text begins with these words, which are in lower case, how many of its bytes they are.
fn begins_with(text: &str, words: &str) -> Option<usize> {
    if words.is_ascii() {
        return text.get(..words.len()).filter(|found| found.eq_ignore_ascii_case(words)).map(str::len);
    }
    let mut letters = text.char_indices();
    for wanted in words.chars() {
        let (_, letter) = letters.next()?;
        if folded_letter(letter) != wanted {
            return None;
        }
    }
    Some(letters.offset())
}
