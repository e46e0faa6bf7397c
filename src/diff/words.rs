//! What are the words of a text, and which stretches of two texts are the same?
//!
//! Words are held against each other without case and marks. What they mean, and what weighs, is told elsewhere.

use super::edit::stretches;
use foldhash::fast::FixedState;
use std::borrow::Cow;
use std::hash::{BuildHasher, Hash, Hasher};
use std::ops::Range;

/// The words of a text: letters and digits, with the marks that join them inside names, versions, paths and options.
/// Of scripts without spaces each letter is a word.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    places(text).map(|place| &text[place])
}

/// Where the words of a text stand.
pub fn places(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let begin = rest.char_indices().find(|&(start, c)| begins(text, at + start, c)).map(|(start, _)| at + start)?;
        at = end_of(text, begin);
        Some(begin..at)
    })
}

/// Does a word begin with this character? An option's mark counts: `/f`, `--force`, `-2147024891`, `%windir%`, `$env`.
fn begins(text: &str, at: usize, c: char) -> bool {
    if c.is_alphanumeric() {
        return true;
    }
    let before = text[..at].chars().next_back();
    let after = text[at + c.len_utf8()..].chars().next();
    matches!(c, '-' | '/' | '%' | '$' | '@' | '\\' | '.')
        && before.is_none_or(|b| b.is_whitespace() || matches!(b, '(' | '"' | '\'' | '`'))
        && after.is_some_and(|a| a.is_ascii_alphanumeric() || (matches!(c, '-' | '\\') && a == c))
}

/// Where the word that begins here ends.
fn end_of(text: &str, begin: usize) -> usize {
    let mut end = begin;
    for (at, c) in text[begin..].char_indices() {
        let next = begin + at + c.len_utf8();
        if is_unspaced(c) {
            return if at == 0 { next } else { begin + at };
        }
        if c.is_alphanumeric() {
            end = next;
        } else if text[begin + at..].starts_with("::") {
            // `std::list` names two things.
            break;
        } else if c.is_whitespace() || !joins(c) || (at > 0 && next - end > 4) {
            break;
        }
    }
    end.max(begin + text[begin..].chars().next().map_or(0, char::len_utf8))
}

/// Does this stand within a name? At its end it does not belong to it.
fn joins(c: char) -> bool {
    matches!(c, '.' | '-' | '_' | '\\' | '/' | ':' | '%' | '$' | '@' | '+' | '#' | '\'' | '’' | '&' | '=' | ',')
}

/// Is this of a script that writes words without spaces between them?
pub fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0EFF | 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// A digest of a text's words, which is that of every text with the same words, whatever their case and the marks between.
pub fn key(text: &str) -> u64 {
    let mut state = FixedState::with_seed(7).build_hasher();
    for word in words(text) {
        folded(word).hash(&mut state);
    }
    state.finish()
}

/// Do two texts say the same, letter by letter and number by number, wherever a word ends and whatever marks stand between?
pub fn is_same(old: &str, new: &str) -> bool {
    letters(old) == letters(new)
}

/// A text without case, blanks and marks, but for the marks that make another number, path, option or name: `1.5` is not
/// `15`, `-5` not `5`, `C:\a\b` not `C:\ab` and `100 %` not `100`.
fn letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before: Option<char> = None;
    let mut rest = text.chars().map(plain).peekable();
    while let Some(c) = rest.next() {
        let after = rest.peek().copied();
        let (is_after_one, is_before_one) =
            (before.is_some_and(char::is_alphanumeric), after.is_some_and(char::is_alphanumeric));
        let is_within_number = is_digit(before) && is_digit(after);
        let begins = match before {
            Some('-') => out.ends_with('-'),
            Some(before) => before.is_whitespace() || matches!(before, '(' | '=' | '"' | '\'' | '`'),
            None => true,
        };
        let counts = match c {
            _ if c.is_alphanumeric() => true,
            '.' | ':' => is_within_number,
            // Thousands are set apart in one text and not in the other.
            ',' => is_within_number && !rest.clone().chain([' ']).take(4).map(|c| c.is_ascii_digit()).eq(THOUSAND),
            '-' | '/' => is_within_number || begins && (is_before_one || after == Some('-')),
            // A backslash before a mark only says that the mark is meant; before a blank it ends a folder.
            '\\' if !is_before_one && after.is_some_and(|after| !after.is_whitespace()) => continue,
            '\\' => true,
            '_' => is_after_one && is_before_one,
            '#' => is_after_one && !is_before_one,
            '+' => before == Some('+'),
            '<' | '>' | '≤' | '≥' => {
                rest.clone().find(|c| !c.is_whitespace() && *c != '=').is_some_and(|c| c.is_ascii_digit())
            }
            _ => matches!(c, '%' | '$' | '€' | '≠'),
        };
        if counts {
            out.extend(c.to_lowercase());
        }
        before = Some(c);
    }
    out
}

/// Three digits and an end.
const THOUSAND: [bool; 4] = [true, true, true, false];

fn is_digit(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_digit())
}

/// The character that a wide one of East Asian type, or another kind of hyphen or blank, stands for.
fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{2010}' | '\u{2011}' | '\u{2212}' => '-',
        other => other,
    }
}

/// A word without case.
pub fn folded(word: &str) -> Cow<'_, str> {
    let word = word.trim_end_matches([',', '\'', '’', ':', '=', '&', '#']);
    if word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.chars().map(|c| if c == '’' { '\'' } else { plain(c) }).flat_map(char::to_lowercase).collect())
    }
}

/// Which of two texts a piece is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum In {
    /// In both, if with other white space; the new one's is given.
    Both,
    /// In the old one only.
    Old,
    /// In the new one only.
    New,
}

/// Two texts as pieces, split between words; in scripts without spaces between letters.
pub fn word_changes<'t>(old: &'t str, new: &'t str) -> Vec<(In, &'t str)> {
    pieces(old, new, pieces_of)
}

/// A text in pieces that end behind blanks, and around each letter of scripts that set none.
fn pieces_of(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut begin, mut before) = (0, ' ');
    for (at, c) in text.char_indices() {
        if at > begin && !c.is_whitespace() && (before.is_whitespace() || is_unspaced(before) || is_unspaced(c)) {
            pieces.push(&text[begin..at]);
            begin = at;
        }
        before = c;
    }
    pieces.extend(Some(&text[begin..]).filter(|rest| !rest.is_empty()));
    pieces
}

/// The same, split between lines.
pub fn line_changes<'t>(old: &'t str, new: &'t str) -> Vec<(In, &'t str)> {
    pieces(old, new, |text| text.split_inclusive('\n').collect())
}

fn pieces<'t>(old: &'t str, new: &'t str, split: impl Fn(&'t str) -> Vec<&'t str>) -> Vec<(In, &'t str)> {
    let (before, after) = (split(old), split(new));
    let ends = |pieces: &[&str]| -> Vec<usize> {
        let mut end = 0;
        [0].into_iter().chain(pieces.iter().map(|piece| (end += piece.len(), end).1)).collect()
    };
    let (old_ends, new_ends) = (ends(&before), ends(&after));
    let mut changes = Vec::new();
    for stretch in stretches(before.iter().map(|piece| piece.trim()), after.iter().map(|piece| piece.trim())) {
        let was = &old[old_ends[stretch.old.start]..old_ends[stretch.old.end]];
        let is = &new[new_ends[stretch.new.start]..new_ends[stretch.new.end]];
        if stretch.same {
            changes.push((In::Both, is));
            continue;
        }
        changes.extend([(In::Old, was), (In::New, is)].into_iter().filter(|(_, text)| !text.is_empty()));
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(words(text).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn names_versions_paths_and_options_are_words() {
        check("Tcpip.sys, 5.2.3790.201.", &["Tcpip.sys", "5.2.3790.201"]);
        check(
            "Run `sfc /scannow` or dism --force -2147024891",
            &["Run", "sfc", "/scannow", "or", "dism", "--force", "-2147024891"],
        );
        check(r"HKLM\System\Current (see %windir%\x)", &[r"HKLM\System\Current", "see", r"%windir%\x"]);
        check("it **doesn't** work: \"No\"", &["it", "doesn't", "work", "No"]);
        check("再起動 kb5", &["再", "起", "動", "kb5"]);
    }

    #[test]
    fn marks_and_case_do_not_count() {
        assert_eq!(key("**Click** Start, and\n then \"Run\"."), key("click start and then run"));
        assert_ne!(key("click start"), key("click stop"));
    }

    #[test]
    fn marks_that_make_another_number_path_or_option_count() {
        let same = [
            ("drive :\\Documents", "drive:\\Documents"),
            ("disk-related (errors)", "disk related errors."),
            ("28,160 bytes", "28160 bytes"),
            ("foo\\_bar", "foo_bar"),
            (r"Settings\ name folder", r"Settings\name folder"),
            ("スプーラー サービス", "スプーラーサービス"),
            ("０ｘ80070005、", "0x80070005,"),
            ("a word--another", "a word - another"),
        ];
        let apart = [
            ("1.5 GB", "15 GB"),
            ("from 1,5", "from 15"),
            ("to -5", "to 5"),
            ("--label", "-label"),
            (r"C:\a\b", r"C:\ab"),
            ("C#", "C"),
            ("100 %", "100"),
            ("more than > 5", "more than < 5"),
            ("MAX_FREE", "MAXFREE"),
        ];
        for (a, b) in same {
            assert!(is_same(a, b), "{a} {b}");
        }
        for (a, b) in apart {
            assert!(!is_same(a, b), "{a} {b}");
        }
    }

    #[test]
    fn letters_without_spaces_are_pieces() {
        let changes = word_changes("サービスを停止します。", "サービスを開始します。");
        let (both, old, new) = (In::Both, In::Old, In::New);
        assert_eq!(
            changes.iter().filter(|(which, _)| *which != both).collect::<Vec<_>>(),
            [&(old, "停止"), &(new, "開始")]
        );
        assert_eq!(pieces_of(" stop  it 停止。 "), [" ", "stop  ", "it ", "停", "止", "。 "]);
    }
}
