//! Which name and value pairs does a description hold?
//!
//! Components write what they know of an event as `Name: value` lines behind their sentence, or name on one line and value
//! on the next. In a run of words the line ends are gone: there a pair is read only where its value is one token that
//! is no word, so that the next name surely begins behind it.

use crate::model::Parameter;

/// Longer names are sentences.
const LONGEST_NAME: usize = 64;
const MOST_WORDS: usize = 8;

/// Pairs of a description that kept its lines.
pub fn in_lines(description: &str) -> Vec<Parameter> {
    let mut out = Vec::new();
    let mut lines = description.lines().map(str::trim).filter(|l| !l.is_empty()).peekable();
    let mut before = "";
    let mut opening = true;
    while let Some(line) = lines.next() {
        let first = std::mem::replace(&mut opening, false);
        let wrapped = before.len() >= 56
            && pair(before).is_none_or(|(_, value)| value.is_empty())
            && !before.ends_with(['.', ':', ',', ';', '!', '?', ')', '"', ']']);
        before = line;
        if wrapped {
            continue; // `… on object 06000454. Attribute` / `ID: 11.`: the middle of a sentence
        }
        let Some((name, value)) = pair(line) else { continue };
        if !value.is_empty() {
            // `MS Exchange Reports: Unable to process custom recipient`, and the sentence goes on in the next line.
            let next = lines.peek().is_some_and(|next| pair(next).is_none());
            let sentence = first && next && value.split(' ').count() >= 3 && !value.ends_with(['.', '!', '?']);
            if !sentence {
                spread(name, value, &mut out);
            }
            continue;
        }
        // `Object:` with its value on the next line; not an announcement of more pairs.
        let next = lines.peek().copied().filter(|next| pair(next).is_none() && next.len() <= 300);
        if let (Some(value), false) = (next, announces(name)) {
            out.push(Parameter { name: name.to_owned(), value: value.to_owned() });
            before = value;
            lines.next();
        }
    }
    out
}

/// Pairs of a description that is a run of words.
pub fn in_run(description: &str) -> Vec<Parameter> {
    let mut out = Vec::new();
    let mut pieces = description.split(": ");
    let mut name = pieces.next().map(sentence_end).and_then(name_of);
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let last = pieces.peek().is_none();
        let (value, next) = if last { (first_value(piece), None) } else { split(piece) };
        if let (Some(name), Some(value)) = (name, value) {
            out.push(Parameter { name: name.to_owned(), value: value.to_owned() });
        }
        // Behind a sentence that announces pairs, all of the piece is the first name.
        name = match (name, value, next) {
            (_, Some(_), next) => next,
            (None, None, _) if !last => name_of(piece).or_else(|| name_of(sentence_end(piece))),
            _ => name_of(sentence_end(piece)),
        };
    }
    out
}

/// Is a line, from its first character, a name and a value?
pub fn is_pair(line: &str) -> bool {
    pair(line).is_some_and(|(name, value)| !value.is_empty() || name.split(' ').count() <= 5)
}

/// Name and value of a line; the value may be empty.
fn pair(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches(['-', '*', '•', '>', ' ']);
    let colon = line.bytes().take(LONGEST_NAME + 1).position(|b| b == b':');
    let equals = line.bytes().take(LONGEST_NAME + 1).position(|b| b == b'=');
    let (name, value) = match (colon, equals) {
        // `Could not build it: BasePoint == %1, Container == %2`
        (Some(at), _) if line[at..].contains(" == ") => return None,
        (Some(at), equals) if equals.is_none_or(|e| at < e) => {
            let value = &line[at + 1..];
            // `C:\`, `http://`, `12:30`, `ncacn_np:server`, `cc:Mail`
            if !(value.is_empty() || value.starts_with([' ', '\t'])) {
                return None;
            }
            (&line[..at], value)
        }
        (_, Some(at)) => {
            let (name, value) = (&line[..at], &line[at + 1..]);
            if !name.ends_with(' ') || value.starts_with('=') {
                return None;
            }
            (name, value)
        }
        _ => return None,
    };
    Some((name_of(name)?, value.trim()))
}

/// A name, trimmed, if it has the shape of one: short, begins like one, no sentence.
fn name_of(text: &str) -> Option<&str> {
    let name = text.trim();
    let begins = name.starts_with(|c: char| {
        c.is_uppercase() || c.is_ascii_digit() || c == '"' || (c.is_alphabetic() && !c.is_lowercase())
    });
    let words = name.split_whitespace().count();
    if !begins || name.len() > LONGEST_NAME || words > MOST_WORDS || name.len() < 2 {
        return None;
    }
    let first = name.split_whitespace().next().unwrap_or("").to_ascii_lowercase();
    let last = name.split_whitespace().next_back().unwrap_or("").to_ascii_lowercase();
    const OPENERS: [&str; 18] = [
        "the", "a", "an", "this", "these", "if", "when", "it", "see", "for", "to", "there", "you", "we", "they",
        "also", "or", "and",
    ];
    const CLOSERS: [&str; 10] = ["is", "was", "are", "were", "with", "following", "by", "as", "from", "error,"];
    let sentence = words > 1 && (OPENERS.contains(&first.as_str()) || CLOSERS.contains(&last.as_str()));
    let unpaired = name.matches('"').count() % 2 == 1
        || name.matches('\'').count() == 1
        || name.matches('(').count() != name.matches(')').count();
    let foreign = name.contains(". ") || name.contains([',', ';', '?', '!', '\\', '|']);
    let sentence = sentence || unpaired || foreign || name.bytes().all(|b| b.is_ascii_digit());
    (!sentence).then_some(name)
}

/// Does a name without a value stand over more pairs?
fn announces(name: &str) -> bool {
    [
        "additional information",
        "additional data",
        "additional details",
        "user action",
        "possible causes",
        "details",
        "data",
    ]
    .iter()
    .any(|a| name.eq_ignore_ascii_case(a))
}

/// `OUTLOOK.EXE, version: 14.0.4760.1000, time stamp: 0x4ba8fefd`: one line, several pairs.
fn spread(name: &str, value: &str, out: &mut Vec<Parameter>) {
    let mut push = |name: &str, value: &str| {
        let value = value.trim().trim_end_matches(',');
        // The full stop of a sentence, not of an ellipsis or a name.
        let stop =
            value.strip_suffix('.').filter(|v| !v.contains(". ") && !v.ends_with('.') && v.split(' ').count() <= 3);
        out.push(Parameter { name: name.trim().to_owned(), value: stop.unwrap_or(value).to_owned() });
    };
    let (mut name, mut rest) = (name, value);
    loop {
        // `Attribute identifier: 95. Value number: 1.` likewise, behind values that are numbers.
        let stop = |at: usize| {
            rest[..at].ends_with(|c: char| c.is_ascii_hexdigit())
                && rest[at + 2..].starts_with(|c: char| c.is_uppercase())
        };
        let joints = rest
            .match_indices([',', '.'])
            .filter(|&(at, sign)| rest[at + 1..].starts_with(' ') && (sign == "," || stop(at)));
        let next = joints.into_iter().find_map(|(at, _)| {
            let behind = &rest[at + 2..];
            let colon = behind.bytes().take(LONGEST_NAME).position(|b| b == b':')?;
            let next = &behind[..colon];
            let word = next.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b' ' | b'-'));
            let shape = word && next.split(' ').count() <= 4 && behind[colon + 1..].starts_with(' ');
            shape.then_some((at, next, &behind[colon + 1..]))
        });
        match next {
            Some((at, following, behind)) if !rest[..at].contains(". ") => {
                push(name, &rest[..at]);
                (name, rest) = (following, behind);
            }
            _ => return push(name, rest),
        }
    }
}

/// What stands behind the last full stop.
fn sentence_end(text: &str) -> &str {
    text.rfind(". ").map_or(text, |at| &text[at + 2..])
}

/// A value that is one token and no word, and the name behind it.
fn split(piece: &str) -> (Option<&str>, Option<&str>) {
    let Some(value) = first_value(piece) else { return (None, None) };
    let behind = piece.trim_start()[value.len()..].trim_start_matches(['.', ',', ';', ' ']);
    match name_of(behind) {
        Some(name) => (Some(value), Some(name)),
        None => (Some(value), name_of(sentence_end(behind))),
    }
}

/// The token a piece begins with, if no dictionary could hold it; with a remark in brackets behind a number.
fn first_value(piece: &str) -> Option<&str> {
    let piece = piece.trim_start();
    let end = match piece.chars().next()? {
        '<' => piece.find('>')? + 1,
        '"' => piece[1..].find('"')? + 2,
        '\'' => piece[1..].find('\'')? + 2,
        _ => piece.find(' ').unwrap_or(piece.len()),
    };
    let token = piece[..end].trim_end_matches(['.', ',', ';']);
    let strange =
        token.bytes().any(|b| b.is_ascii_digit() || matches!(b, b'_' | b'\\' | b'/' | b'<' | b'"' | b'{' | b'%'));
    if !strange || token.is_empty() || token.ends_with(':') {
        return None;
    }
    let remark = piece[end..].strip_prefix(" (").and_then(|r| r.find(')')).filter(|&n| n <= 120);
    match remark {
        Some(n) if token.bytes().all(|b| b.is_ascii_alphanumeric()) => Some(&piece[..end + 2 + n + 1]),
        _ => Some(token),
    }
}
