//! How does text become a query? Piece by piece: what looks like a filter, a phrase or an exclusion and is none is words.

use super::{Condition, Excluded, Field, Filter, Note, Query, VersionTest};
use crate::search::analysis::identifier as id;
use chrono::{Datelike, Months, NaiveDate};

/// Bytes of a query that are looked at; nobody types more, and no cost may grow with what is pasted.
const LONGEST: usize = 4096;

/// A piece of a query.
struct Piece<'q> {
    /// All of it.
    text: &'q str,
    /// Does a minus sign stand before it?
    minus: bool,
    /// The name of a field before a colon.
    field: Option<&'q str>,
    /// What stands behind that.
    value: &'q str,
    quoted: bool,
    /// Is a quotation not closed?
    open: bool,
}

/// Reads a query.
pub fn parse(text: &str) -> Query {
    let mut query = Query { text: text.to_owned(), ..Query::default() };
    let mut rest = text;
    if rest.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|&end| rest.is_char_boundary(end)).unwrap_or(0);
        query.note("…", "the query is cut off here; no article is found better by more words");
        rest = &rest[..end];
    }
    let mut before = "";
    while let Some((piece, behind)) = next(rest) {
        rest = behind;
        take(&mut query, &piece, before);
        before = piece.text;
    }
    query
}

/// The next piece, and what is behind it.
fn next(text: &str) -> Option<(Piece<'_>, &str)> {
    let text = text.trim_start();
    let first = text.chars().next()?;
    // A minus sign before a digit is that of a number: `-2147024891`, `-1.#IND`.
    let minus = first == '-' && text[1..].starts_with(|c: char| c.is_alphabetic() || c == '"');
    let begin = usize::from(minus);
    let field = field_of(&text[begin..]);
    let at = begin + field.map_or(0, |name| name.len() + 1);
    let value = &text[at..];
    let is_quote = |c: char| matches!(c, '"' | '“' | '”' | '„');
    if let Some(quote) = value.chars().next().filter(|&c| is_quote(c)) {
        let inner = &value[quote.len_utf8()..];
        let (value, end, open) = match inner.find(is_quote) {
            Some(close) => {
                let width = inner[close..].chars().next().map_or(1, char::len_utf8);
                (&inner[..close], at + quote.len_utf8() + close + width, false)
            }
            None => (inner, text.len(), true),
        };
        return Some((Piece { text: &text[..end], minus, field, value, quoted: true, open }, &text[end..]));
    }
    // A quotation in the middle of a word opens none: `5" disk`.
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let value = &text[at.min(end)..end];
    Some((Piece { text: &text[..end], minus, field, value, quoted: false, open: false }, &text[end..]))
}

/// The word before a colon, if something stands directly behind that.
fn field_of(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_ascii_alphabetic() && c != '_').filter(|&end| end > 0)?;
    let behind = text[end..].strip_prefix(':')?;
    behind.starts_with(|c: char| !c.is_whitespace()).then_some(&text[..end])
}

fn take(query: &mut Query, piece: &Piece<'_>, before: &str) {
    if piece.open {
        query.note(piece.text, "the quotation is not closed, so its words are looked for one by one");
        return query.word(piece.value);
    }
    if let Some(name) = piece.field {
        // An event as Event Viewer writes it.
        let pasted = name.eq_ignore_ascii_case("id") && before.eq_ignore_ascii_case("event");
        if let Some(field) = Field::named(name).filter(|_| !pasted) {
            match condition(field, piece.value) {
                Ok(condition) => {
                    let filter = Filter { field, value: piece.value.to_owned(), negated: piece.minus, condition };
                    return query.filters.push(filter);
                }
                Err(wanted) => {
                    let message = format!("`{}:` wants {wanted}, so this is looked for as words", field.name());
                    query.note(piece.text, &message);
                }
            }
        } else if let Some(meant) = nearly(name) {
            let message = format!("there is no field `{name}:`, so this is looked for as words; `{meant}:` is one");
            query.note(piece.text, &message);
        }
        return query.word(if piece.quoted { piece.text } else { piece.text.trim_start_matches('-') });
    }
    match (piece.minus, piece.quoted) {
        (true, _) => query.excluded.push(Excluded {
            text: piece.value.to_owned(),
            phrase: piece.quoted,
            before: before.to_owned(),
        }),
        (false, true) if piece.value.split_whitespace().next().is_none() => {}
        (false, true) => query.phrases.push(piece.value.to_owned()),
        (false, false) => query.word(piece.text),
    }
}

/// What a filter's value means; else what it should be.
fn condition(field: Field, value: &str) -> Result<Condition, &'static str> {
    let value = value.trim();
    let text = || Ok(Condition::Text(value.to_owned()));
    if !value.contains(char::is_alphanumeric) {
        return Err("a value");
    }
    match field {
        Field::Event => value.parse().map(Condition::Number).map_err(|_| "a number"),
        Field::Code => {
            let is_symbol = value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            let is_code = is_symbol || !id::values(value).is_empty();
            is_code.then(|| Condition::Text(value.to_owned())).ok_or("a code or its symbol")
        }
        Field::Version => version_test(value).ok_or("a version: `5.2`, `>=5.2.3790`, `<6`"),
        Field::Kind => named(value)
            .map(Condition::Kind)
            .ok_or("one of `problem`, `fix`, `how_to`, `info`, `update`, `security_bulletin`, `other`"),
        Field::Section => named(value)
            .map(Condition::Role)
            .ok_or("the role of a section: `symptoms`, `cause`, `resolution`, `workaround`, `more_information` …"),
        Field::Before | Field::After | Field::Year => {
            days(value).map(|(first, end)| Condition::Days(first, end)).ok_or("a year, a month or a day: `2004-06`")
        }
        Field::Language => {
            let is_tag = value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            is_tag.then(|| Condition::Text(value.to_owned())).ok_or("a language tag: `en`, `pt-BR`")
        }
        Field::Id
        | Field::Source
        | Field::File
        | Field::Registry
        | Field::Product
        | Field::Publisher
        | Field::Title
        | Field::Keyword => text(),
    }
}

/// A published name, with blanks or hyphens as people write it.
fn named<T: serde::de::DeserializeOwned>(value: &str) -> Option<T> {
    let name = value.trim().to_ascii_lowercase().replace([' ', '-'], "_");
    let all =
        [name.clone(), format!("{name}s"), name.trim_end_matches('s').to_owned(), name.replace("howto", "how_to")];
    all.iter().find_map(|name| serde_json::from_value(serde_json::Value::String(name.clone())).ok())
}

fn version_test(value: &str) -> Option<Condition> {
    let (test, version) = [">=", "<=", ">", "<", "="]
        .iter()
        .find_map(|&test| value.strip_prefix(test).map(|version| (test, version)))
        .unwrap_or(("", value));
    let parts = id::version_parts(version.trim_end_matches(['.', '*']))?;
    let test = match test {
        ">=" => VersionTest::AtLeast,
        ">" => VersionTest::Above,
        "<=" => VersionTest::AtMost,
        "<" => VersionTest::Below,
        "=" => VersionTest::Same,
        _ => VersionTest::Within,
    };
    Some(Condition::Version(test, parts))
}

/// The days of a year, a month, or one day: the first of them and the first behind them.
fn days(value: &str) -> Option<(NaiveDate, NaiveDate)> {
    let parts: Vec<&str> = value.split(['-', '/', '.']).collect();
    let number = |at: usize| parts.get(at).map(|part: &&str| part.parse::<u32>());
    let year: i32 = parts[0].parse().ok().filter(|_| parts[0].len() == 4)?;
    let date = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    match (number(1), number(2), parts.len()) {
        (None, None, 1) => Some((date(1, 1)?, NaiveDate::from_ymd_opt(year + 1, 1, 1)?)),
        (Some(Ok(month)), None, 2) => {
            let first = date(month, 1)?;
            Some((first, first.checked_add_months(Months::new(1))?))
        }
        (Some(Ok(month)), Some(Ok(day)), 3) => {
            let first = date(month, day)?;
            Some((first, first.succ_opt()?)).filter(|(first, _)| first.year() > 0)
        }
        _ => None,
    }
}

/// The field that somebody may have meant who wrote this.
fn nearly(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let near = |field: &&Field| name.len() > 3 && distance(&name, field.name()) == 1;
    Field::ALL.iter().find(near).map(|field| field.name())
}

/// How many letters must be changed, added, left out, or changed for their neighbour, to make the one of the other.
fn distance(one: &str, other: &str) -> usize {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut rows = vec![vec![0; other.len() + 1]; one.len() + 1];
    for i in 0..=one.len() {
        for j in 0..=other.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let same = usize::from(one[i - 1] != other[j - 1]);
                let swapped = i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
                let plain = (rows[i - 1][j - 1] + same).min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                if swapped { plain.min(rows[i - 2][j - 2] + 1) } else { plain }
            };
        }
    }
    rows[one.len()][other.len()]
}

impl Query {
    fn note(&mut self, part: &str, message: &str) {
        let part: String = part.chars().take(80).collect();
        self.notes.push(Note { part, message: message.to_owned() });
    }

    fn word(&mut self, text: &str) {
        if !self.words.is_empty() {
            self.words.push(' ');
        }
        self.words.push_str(text);
    }
}
