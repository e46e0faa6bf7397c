//! What value stands behind a header field's label?
//!
//! In a run of words a value ends where its own grammar ends: digits, a date, a revision number. What the value means
//! is for the header's normalisation.

use crate::extract::{Field, FieldName};
use crate::one_line::one_line;
use crate::span::Span;
use crate::vocabulary::LabelKind;

/// The field's name for a label; none for labels that are no fields.
pub(super) fn name(kind: LabelKind) -> Option<FieldName> {
    Some(match kind {
        LabelKind::ArticleId | LabelKind::OriginalId => FieldName::ArticleId,
        LabelKind::Alias => FieldName::Alias,
        LabelKind::Reviewed => FieldName::Reviewed,
        LabelKind::Modified => FieldName::Modified,
        LabelKind::Published => FieldName::Published,
        LabelKind::Revision => FieldName::Revision,
        LabelKind::ProductVersion | LabelKind::Products => FieldName::AppliesTo,
        LabelKind::Keywords => FieldName::Keywords,
        LabelKind::QueryWords => FieldName::QueryWords,
        LabelKind::IssueType => FieldName::IssueType,
        LabelKind::Technology => FieldName::Technology,
        LabelKind::Metadata => FieldName::Other,
        LabelKind::Contents
        | LabelKind::Properties
        | LabelKind::Chrome
        | LabelKind::ChromeMore
        | LabelKind::ChromeEnd => return None,
    })
}

/// The value behind the label that ends at `end`; it does not reach beyond `limit`, where the next label or heading
/// stands.
pub(super) fn value(text: &str, kind: LabelKind, end: usize, limit: usize) -> Option<Span> {
    let rest = text.get(end..limit.max(end))?;
    let below = below(kind, rest);
    let inner = rest[below..].trim_start_matches([' ', '\t', '\u{a0}', ':', '：', '#', '\u{200e}', '\u{200f}']);
    let inner = behind_stop(inner).trim_start_matches([' ', '\t', '\u{a0}', ':', '：', '#', '\u{200e}', '\u{200f}']);
    let start = end + rest.len() - inner.len();
    let colon = text[end..start].contains([':', '：']);
    let length = match kind {
        LabelKind::ArticleId | LabelKind::OriginalId | LabelKind::Alias => id_length(inner)?,
        LabelKind::Revision => {
            let length = inner.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
            // A full stop behind the number is the sentence's.
            let number = inner[..length].trim_end_matches('.');
            if !colon || number.is_empty() {
                return None;
            }
            number.len()
        }
        // `Files Modified by …` has no date behind it; `Article Last Modified on 10/13/2004` has.
        LabelKind::Reviewed | LabelKind::Modified | LabelKind::Published => {
            let length = date_length(inner)?;
            let plain = inner.starts_with(char::is_numeric) || opens_with_month(&inner[..length]);
            if !colon && !plain {
                return None;
            }
            length
        }
        LabelKind::ProductVersion
        | LabelKind::Products
        | LabelKind::Metadata
        | LabelKind::Keywords
        | LabelKind::QueryWords
        | LabelKind::IssueType
        | LabelKind::Technology => {
            if !colon && !rest.starts_with('\n') {
                return None;
            }
            // The list may stand on the line below its label.
            let lead = inner.len() - inner.trim_start().len();
            let line = &inner[lead..lead + inner[lead..].find('\n').unwrap_or(inner.len() - lead)];
            lead + if kind == LabelKind::Keywords { keywords_length(line) } else { line.len() }
        }
        _ => return None,
    };
    let span = Span::new(start, start + length).trim(text);
    (!span.is_empty()).then_some(span)
}

/// Where a crawl put label, colon and value on lines of their own, the line ends before the value; only values that are
/// told by their own shape may stand so far off.
fn below(kind: LabelKind, rest: &str) -> usize {
    use LabelKind::*;
    let shaped = matches!(kind, ArticleId | OriginalId | Alias | Reviewed | Modified | Published | Revision);
    let bare = |line: &str| line.trim().is_empty() || matches!(line.trim(), ":" | "：");
    let mut at = 0;
    for line in rest.split_inclusive('\n').take(3) {
        if !shaped || !bare(line) || !line.ends_with('\n') {
            break;
        }
        at += line.len();
    }
    at
}

/// The text behind the stop that ends a label: `… the following products.`; `.NET` is a name.
pub(super) fn behind_stop(text: &str) -> &str {
    if text.starts_with(".NET") { text } else { text.trim_start_matches(['：', '。', '.', '…']) }
}

/// Keywords end before the capitalised word that follows the last of the `kb…` words: `kbprb KB828333 Give Feedback`.
fn keywords_length(line: &str) -> usize {
    let is_keyword = |word: &str| word.get(..2).is_some_and(|two| two.eq_ignore_ascii_case("kb"));
    // The article's number is the last of them: `win95 KB156331Give Feedback`.
    let numbers = memchr::memmem::find_iter(line.as_bytes(), b"KB").filter_map(|at| {
        let digits = line[at + 2..].bytes().take_while(u8::is_ascii_digit).count();
        let end = at + 2 + digits;
        let glued = line[end..].starts_with(char::is_uppercase) && (4..=7).contains(&digits);
        (glued && (at == 0 || line[..at].ends_with(' '))).then_some(end)
    });
    if let Some(end) = { numbers }.next() {
        return end;
    }
    let mut end = line.len();
    if !line.split(' ').any(is_keyword) {
        return end;
    }
    for word in line.split(' ').rev() {
        if is_keyword(word) {
            break;
        }
        let start = word.as_ptr() as usize - line.as_ptr() as usize;
        if word.starts_with(|c: char| c.is_uppercase() || matches!(c, '©' | '|' | '•')) {
            end = start;
        }
    }
    end
}

/// `828333`, `Q828333`, `KB 828333`, `CHS828333`, `822255` of `Microsoft KB Archive/822255`.
fn id_length(text: &str) -> Option<usize> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let space = usize::from(text.as_bytes().get(letters) == Some(&b' ') && letters > 0);
    let digits = text.as_bytes()[letters + space..].iter().take_while(|b| b.is_ascii_digit()).count();
    (letters <= 3 && (3..=10).contains(&digits)).then_some(letters + space + digits)
}

/// A date ends at ` - `, at the line's end, or behind the token that holds its year.
fn date_length(text: &str) -> Option<usize> {
    let line = &text[..text.find('\n').unwrap_or(text.len())];
    let cut = line.find(" - ").or_else(|| line.find(" | "));
    let line = &line[..cut.unwrap_or(line.len())];
    let mut end = 0;
    let mut digits = 0;
    let mut year = false;
    for (at, letter) in line.char_indices().take(48) {
        if letter.is_numeric() {
            digits += 1;
        } else {
            year |= digits == 4;
            // `2007年7月24日` and `2007-07-24` go on behind the year, `July 24, 2007` and `7/24/2007` do not.
            let goes_on =
                matches!(letter, '年' | '月' | '日' | '년' | '월' | '일' | '.' | '-' | '/' | '오' | '전' | '후');
            let weekday = super::context::first_word(line[at..].trim_start());
            if year && letter == ' ' && weekday.ends_with("요일") {
                return Some(at + 1 + weekday.len());
            }
            // `14 Kasım 2007 Çarşamba - `: what follows the year up to the sign of division is its day of the week.
            let word = line[at..].strip_prefix(' ').unwrap_or("");
            if year && cut.is_some() && !word.is_empty() && word.chars().all(char::is_alphabetic) {
                return Some(line.len());
            }
            if year && line[at..].starts_with(" г.") {
                return Some(at + " г.".len());
            }
            if year && let Some(length) = month_and_day(&line[..at], &line[at..]) {
                return Some(at + length);
            }
            if year && !goes_on && !(letter == ' ' && continues(&line[at..])) {
                return Some(at);
            }
            digits = 0;
        }
        end = at + letter.len_utf8();
    }
    let any = line[..end].contains(char::is_numeric);
    any.then_some(end)
}

/// `June 13 2024`: one word, and then nothing but a day and a year.
fn opens_with_month(date: &str) -> bool {
    let mut words = date.split([' ', ',']).filter(|w| !w.is_empty());
    let month = words.next().is_some_and(|w| w.len() < 12 && w.chars().all(char::is_alphabetic));
    let mut numbers = words.map(|w| w.trim_end_matches(['.', ',']));
    let day = numbers.next().is_some_and(|w| w.len() <= 2 && w.bytes().all(|b| b.is_ascii_digit()));
    month && day && numbers.next().is_some_and(|w| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit()))
}

/// Does a Korean date go on behind this space: `2007년 7월 24일`, `2007. 7. 24.`?
fn continues(text: &str) -> bool {
    let rest = text.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    rest.starts_with(['월', '일', '月', '日']) || rest.starts_with(". ")
}

/// How a Hungarian date goes on behind its year: `2004. április 5.`
fn month_and_day(year: &str, text: &str) -> Option<usize> {
    let words = text.strip_prefix(' ').filter(|_| year.ends_with('.'))?;
    let month = words.find(|c: char| !c.is_alphabetic()).filter(|_| words.starts_with(char::is_lowercase))?;
    let day = words[month..].strip_prefix(' ')?;
    let digits = day.bytes().take_while(u8::is_ascii_digit).count();
    let stop = usize::from(day[digits..].starts_with('.'));
    matches!(digits, 1 | 2).then_some(1 + month + 1 + digits + stop)
}

/// A field whose value is the text as it stands.
pub(super) fn field(text: &str, name: FieldName, span: Span) -> Field {
    Field { name, value: one_line(span.of(text)), span: Some(span) }
}
