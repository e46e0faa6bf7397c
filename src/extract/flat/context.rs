//! What stands directly before and behind a place in a flat text?
//!
//! Local byte and character tests at one place, no more: what they prove is for `evidence` to weigh.

use crate::vocabulary::Prose;

/// How the letters of a phrase are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// `SYMPTOMS`.
    Upper,
    /// `Symptoms`, `More information`, `More Information`.
    Capital,
    /// A script without capitals.
    Caseless,
    /// `symptoms`: no heading.
    Lower,
}

/// What stands before a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// Nothing of the body.
    Start,
    /// A line end, or the site's words.
    Line,
    /// The end of a sentence without a space.
    StopGlued,
    /// The end of a sentence and a space.
    Stop,
    /// A small letter, digit or bracket without a space.
    WordGlued,
    /// A capital without a space: a new word, or the middle of one.
    UpperGlued,
    /// A letter of a script without capitals, without a space: the end of a block, or the middle of a clause.
    Run,
    /// A word and a space.
    Word,
    /// What is no word, and a space: a code, a path, a closing bracket. Such things end blocks more often.
    Token,
    /// A capitalised word and a space: `NetBIOS Name Resolution`.
    Name,
    /// An article, a preposition and the like.
    Prose,
    /// An opening quote or bracket.
    Open,
    /// A sign that joins words into names: `_`, `\`.
    Joined,
    /// Another sign.
    Sign,
}

/// What stands behind a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// A line end.
    Line,
    /// A capital without a space.
    GluedCapital,
    /// Capitals without a space: a name in capitals, or the rest of a word in capitals.
    GluedUpper,
    /// A digit, bracket, quote, dash or caseless letter without a space.
    GluedOther,
    /// What opens a sentence in a script without capitals, without a space.
    GluedOpener,
    /// The head of a file table and its first row, or a registry path.
    Table {
        /// Without a space?
        glued: bool,
    },
    /// A space and a word that opens sentences.
    Opener,
    /// A space, a capitalised word, and a small one: rather a sentence than a name.
    Sentence,
    /// A space and another capitalised word.
    Capital,
    /// A space and a word in a script without capitals.
    Script,
    /// A space and a digit, quote or sign.
    Other,
    /// A space and a small letter.
    Lower,
    /// A word that speaks of a section: `section`, `below`.
    Reference,
    /// A colon and text.
    Colon,
    /// A number that counts headings; it ends here.
    Number(usize),
    /// What closes a bracket, a quote or a clause.
    Close,
    /// A sign that joins words into names, or a small letter: the phrase ends within a word.
    Joined,
}

/// How a phrase is written.
pub(super) fn case(phrase: &str) -> Case {
    let mut upper = 0;
    let mut lower = 0;
    let mut first_upper = false;
    let mut caseless = false;
    for (at, letter) in phrase.chars().filter(|c| c.is_alphabetic()).enumerate() {
        if letter.is_uppercase() {
            upper += 1;
            first_upper |= at == 0;
        } else if letter.is_lowercase() {
            lower += 1;
        } else {
            caseless = true;
        }
    }
    match (upper, lower) {
        (0, 0) => Case::Caseless,
        // `Hotfix 資訊`: its other letters tell nothing.
        _ if caseless => Case::Caseless,
        (_, 0) => Case::Upper,
        _ if first_upper => Case::Capital,
        _ => Case::Lower,
    }
}

/// Does this sign end a sentence, or introduce what follows?
pub(super) fn is_stop(sign: char) -> bool {
    matches!(sign, '.' | '!' | '?' | ':' | ';' | '…' | '。' | '！' | '？' | '：' | '；' | '؟' | '۔' | '؛')
}

/// Does this sign close what was opened?
pub(super) fn is_closer(sign: char) -> bool {
    matches!(sign, ')' | ']' | '"' | '”' | '’' | '\'' | '»' | '」' | '』' | '）' | '>' | '}')
}

/// What stands before the phrase at `start`; nothing before `from` belongs to the body.
pub(super) fn before(text: &str, from: usize, start: usize, end: usize, case: Case, prose: &Prose) -> Before {
    let Some(left) = text.get(from..start) else { return Before::Joined };
    let trimmed = left.trim_end_matches([' ', '\t', '\u{a0}', '\u{3000}']);
    let Some(last) = trimmed.chars().next_back() else { return Before::Start };
    if last == '\n' {
        return if trimmed.trim_end().is_empty() { Before::Start } else { Before::Line };
    }
    if trimmed.len() < left.len() {
        return spaced_before(trimmed, last, text[start..].starts_with(is_spaceless), prose);
    }
    if trimmed.ends_with("::") {
        return Before::Joined; // a member of a class
    }
    if is_stop(last) {
        return Before::StopGlued;
    }
    match last {
        '(' | '[' | '{' | '“' | '«' | '‘' | '<' | '「' | '『' | '„' => Before::Open,
        '"' | '\'' | '”' | '’' | '»' | '」' => {
            let inner = &trimmed[..trimmed.len() - last.len_utf8()];
            let quoted = text[end..].starts_with(last);
            match inner.chars().next_back() {
                _ if quoted => Before::Open,
                Some(sign) if is_stop(sign) => Before::StopGlued,
                None | Some(' ' | '\n' | '(' | '=' | ',' | '[') => Before::Open,
                Some(_) => Before::WordGlued,
            }
        }
        ')' | ']' => Before::WordGlued,
        '_' | '\\' | '$' | '#' | '@' | '-' | '&' | '%' | '~' | '=' | ',' => Before::Joined,
        _ if last.is_alphanumeric() || is_caseless(last) => match case {
            Case::Caseless if is_caseless(last) => Before::Run,
            _ if last.is_uppercase() => Before::UpperGlued,
            _ => Before::WordGlued,
        },
        _ => Before::Sign,
    }
}

fn spaced_before(left: &str, last: char, phrase_too: bool, prose: &Prose) -> Before {
    // Where no spaces part words, one parts blocks.
    if is_stop(last) || is_spaceless(last) && phrase_too {
        return Before::Stop;
    }
    if is_closer(last) {
        let inner = &left[..left.len() - last.len_utf8()];
        return if inner.ends_with(is_stop) { Before::Stop } else { Before::Token };
    }
    match last {
        '(' | '[' | '{' | '“' | '«' | '‘' | '<' | '„' => return Before::Open,
        '\\' | '=' | ',' | '_' | '#' | '&' => return Before::Joined,
        '-' | '|' | '/' | '+' | '*' | '•' | '–' => {
            // An address ends so, and the edge of a drawn table: both end blocks.
            let word = last_word(left);
            let drawn = word.len() >= 2 && word.bytes().all(|b| matches!(b, b'-' | b'+' | b'|' | b'='));
            return if drawn || word.contains("://") { Before::Token } else { Before::Sign };
        }
        _ => {}
    }
    let word = last_word(left);
    if is_among(word, &prose.before) {
        return Before::Prose;
    }
    if !word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’')) || is_mixed(word) {
        return Before::Token;
    }
    match word.chars().next() {
        Some(first) if first.is_uppercase() => Before::Name,
        _ => Before::Word,
    }
}

/// Capitals in the middle: a program's name, or an abbreviation.
fn is_mixed(word: &str) -> bool {
    word.chars().skip(1).any(char::is_uppercase) && word.chars().any(char::is_lowercase)
}

/// What stands behind the phrase that ends at `end`.
pub(super) fn after(text: &str, end: usize, case: Case, prose: &Prose) -> After {
    let Some(right) = text.get(end..) else { return After::Joined };
    let Some(next) = right.chars().next() else { return After::Line };
    match next {
        '\n' => After::Line,
        // Scripts that put no space between words put one behind a heading.
        ' ' | '\u{a0}' | '\u{3000}' if case == Case::Caseless && right.trim_start().starts_with(is_spaceless) => {
            if opener(right.trim_start(), prose).is_some() {
                After::Opener
            } else {
                After::Sentence
            }
        }
        ' ' | '\t' | '\u{a0}' | '\u{3000}' => spaced_after(text, right, case, prose),
        ':' | '：' => {
            let rest = right[next.len_utf8()..].trim_start_matches([' ', '\t']);
            if rest.is_empty() || rest.starts_with('\n') { After::Line } else { After::Colon }
        }
        '*' if case == Case::Upper => After::GluedOther,
        '_' | '\\' | '=' | '/' | '@' | '$' | '%' | '&' | '*' | '+' | '<' | '>' | '#' => After::Joined,
        ',' | ';' | ')' | ']' | '}' | '.' | '!' | '?' | '”' | '’' | '»' | '、' | '」' | '，' | '。' | '،' => {
            After::Close
        }
        '"' | '\'' => {
            // A quote that closes has no word behind it.
            let behind = right[1..].chars().next();
            if behind.is_some_and(char::is_alphanumeric) && case != Case::Capital {
                After::GluedOther
            } else {
                After::Close
            }
        }
        '-' if case == Case::Capital => After::Joined,
        // `REFERENCEShttp://…`, `CAUSEiMode is …`: small letters go on where capitals end, and are a name themselves.
        _ if next.is_lowercase() && case == Case::Upper && is_name(right) => After::GluedOther,
        _ if next.is_lowercase() => After::Joined,
        _ if next.is_uppercase() && case == Case::Capital && goes_on_as_identifier(right) => After::Joined,
        _ if next.is_uppercase() => match right.chars().nth(1) {
            Some(second) if case == Case::Upper && second.is_uppercase() => After::GluedUpper,
            // `ANSWERS`, the plural of a phrase that has none.
            Some(second) if case == Case::Upper && next == 'S' && !second.is_lowercase() => After::GluedUpper,
            _ => After::GluedCapital,
        },
        _ if case == Case::Caseless => {
            let particles = prose.particles.iter().filter(|p| right.starts_with(p.as_str()));
            let particle = particles.map(String::len).max();
            match opener(right, prose) {
                Some(length) if particle.is_none_or(|particle| particle < length) => After::GluedOpener,
                _ if particle.is_some() => After::Reference,
                _ => After::GluedOther,
            }
        }
        _ if next.is_numeric() && case == Case::Capital => match number(text, end) {
            Some(number_end) => After::Number(number_end),
            None => After::GluedOther,
        },
        _ => After::GluedOther,
    }
}

/// Is what follows up to the next space part of an identifier: `Scope` + `Id_GUID/Version`, `Scope` + `Guard::new`?
fn goes_on_as_identifier(right: &str) -> bool {
    let bytes = &right.as_bytes()[..right.len().min(64)];
    let word = bytes.split(|b| b.is_ascii_whitespace()).next().unwrap_or(bytes);
    let joins = |at: usize| {
        let joint = word[at] == b'_' || (word[at] == b':' && word.get(at + 1) == Some(&b':'));
        joint && at > 0 && word[at - 1].is_ascii_alphanumeric() && !word[..at].contains(&b'(')
    };
    // `STATUS_ACCESS_DENIED` may well be the first word behind a heading; a name of mixed case with `_` is not.
    let lower_first = word.get(1).is_some_and(u8::is_ascii_lowercase);
    lower_first && (0..word.len()).any(joins)
}

/// Is it a letter of Chinese, Japanese or Thai, which put no spaces between words?
pub(super) fn is_spaceless(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

/// The length of the words that the text begins with, if they open sentences in a script without capitals; no space
/// need follow them.
fn opener(text: &str, prose: &Prose) -> Option<usize> {
    const LONGEST: usize = 16; // in signs
    let ends = text.char_indices().map(|(at, _)| at).skip(1).take(LONGEST);
    ends.filter(|&end| prose.openers.contains(&text[..end])).last()
}

/// Is it a letter of a script without capitals?
pub(super) fn is_caseless(letter: char) -> bool {
    // The marks above and below Thai letters are none themselves.
    let cased = letter.is_lowercase() || letter.is_uppercase();
    !letter.is_ascii() && !cased && (letter.is_alphabetic() || matches!(letter, '\u{e31}'..='\u{e4e}'))
}

/// Is it more than a word? Scripts that put no space between words have phrases of several signs.
pub(super) fn is_long(phrase: &str, case: Case) -> bool {
    let signs = || phrase.chars().filter(|c| is_caseless(*c)).count();
    let signs_of_word = if phrase.starts_with(|c| matches!(c, '\u{3040}'..='\u{9fff}')) { 3 } else { 8 };
    phrase.contains(' ') || case == Case::Caseless && signs() > signs_of_word
}

/// Does a file table begin here, its head and then a row, or a registry path? Told by the first full stop, which is that
/// of a file's name; sentences that lead to a table have their own before it.
pub(super) fn begins_table(text: &str) -> bool {
    let text = text.trim_start_matches([' ', '\u{a0}', '\u{3000}']);
    if text.starts_with("HKEY_") {
        return true;
    }
    let near = &text[..text.floor_char_boundary(240)];
    let Some(dot) = near.find(is_stop).filter(|&at| near[at..].starts_with('.')) else { return false };
    let name = near[..dot].bytes().rev().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
    let extension = near[dot + 1..].bytes().take(3).take_while(u8::is_ascii_alphanumeric).count();
    let row = near[dot + 1 + extension..].trim_start_matches([' ', '\u{a0}']);
    let head = near[..dot - name].split_whitespace().count() >= 2;
    name > 1 && (2..=3).contains(&extension) && head && row.starts_with(|c: char| c.is_ascii_digit())
}

fn spaced_after(text: &str, right: &str, case: Case, prose: &Prose) -> After {
    let rest = right.trim_start_matches([' ', '\t', '\u{a0}', '\u{3000}']);
    let Some(next) = rest.chars().next() else { return After::Line };
    let word = first_word(rest);
    let behind = rest[word.len()..].strip_prefix([' ', ',']).unwrap_or("").trim_start_matches(' ');
    match next {
        '\n' => After::Line,
        ':' | '：' => After::Colon,
        '=' | '<' | '>' | '|' | '\\' | '_' | '+' | '*' | '/' => After::Joined,
        ',' | ';' | ')' | ']' | '}' | '،' | '，' => After::Close,
        '#' => number(text, text.len() - rest.len() + 1).map_or(After::Other, After::Number),
        _ if next.is_numeric() => number(text, text.len() - rest.len()).map_or(After::Other, After::Number),
        _ if next.is_uppercase() && is_among(word, &prose.openers) => After::Opener,
        _ if (next.is_uppercase() || is_caseless(next)) && opens_with_two(word, first_word(behind), prose) => {
            After::Opener
        }
        // `MORE INFORMATION Page 459 of the book is wrong.`: behind capitals a capital opens a sentence.
        _ if is_among(word, &prose.after) && !(case == Case::Upper && next.is_uppercase()) => After::Reference,
        _ if next.is_uppercase() && behind.starts_with(char::is_lowercase) => After::Sentence,
        _ if next.is_uppercase() => After::Capital,
        // `rangeUpper is the name of …`: a sentence may open with a program's name.
        _ if next.is_lowercase() && is_mixed(word) => After::Sentence,
        _ if next.is_lowercase() => After::Lower,
        _ if is_among(word, &prose.openers) => After::Opener,
        _ if case == Case::Caseless && is_caseless(next) => After::Script,
        _ => After::Other,
    }
}

/// An address, or a word with capitals or digits in its middle.
fn is_name(text: &str) -> bool {
    let word = first_word(text);
    text.starts_with("http") || text.starts_with("ftp") || text.starts_with("www.") || is_mixed(word)
}

/// Sentences that open with a publisher's name: `Microsoft has confirmed …`.
fn opens_with_two(first: &str, second: &str, prose: &Prose) -> bool {
    !second.is_empty() && first.len() + second.len() < 40 && is_among(&format!("{first} {second}"), &prose.openers)
}

/// A number of up to two digits that counts headings, not list items: where does it end?
fn number(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let behind = rest.as_bytes().get(digits).copied().unwrap_or(b'\n');
    let counts = (1..=2).contains(&digits) && matches!(behind, b' ' | b'\n' | b':' | b'A'..=b'Z');
    counts.then_some(at + digits)
}

/// The line that the text begins with, or as much of it as a look ahead may cost.
pub(super) fn near_line(text: &str) -> &str {
    let near = &text[..text.floor_char_boundary(400)];
    &near[..near.find('\n').unwrap_or(near.len())]
}

/// The word that the text ends with.
pub(super) fn last_word(text: &str) -> &str {
    let from = text.rfind(|c: char| c.is_whitespace() || matches!(c, '"' | '(' | '“' | '[')).map_or(0, |at| {
        let width = text[at..].chars().next().map_or(1, char::len_utf8);
        at + width
    });
    &text[from..]
}

/// The word that the text begins with, without punctuation.
pub(super) fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-'))).unwrap_or(text.len());
    &text[..end]
}

/// Is the word, in any case, among these? Long words never are; they are not even folded.
pub(super) fn is_among(word: &str, words: &std::collections::HashSet<String>) -> bool {
    if word.is_empty() || word.len() > 40 {
        return false;
    }
    if words.contains(word) {
        return true;
    }
    let mut folded = String::with_capacity(word.len());
    folded.extend(word.chars().flat_map(char::to_lowercase));
    words.contains(&folded.replace('’', "'"))
}
