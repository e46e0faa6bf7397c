//! Which values are stated in full where no key stands right before them?
//!
//! `DefaultMaxPacketSize:REG_DWORD: 1012` says all of a value, wherever it stands; so does a block of labels that names the
//! type (`Name: X`, `Type: REG_SZ`). Behind a key, within reach, it is that key's; elsewhere its key is not told.

use super::super::passage::Passage;
use super::value::{Value, blocks, data, filled, kind, trimmed};
use crate::model::RegistryEntry;
use crate::section::Sectioned;
use crate::span::Span;
use memchr::memmem;
use std::collections::HashSet;
use std::sync::LazyLock;

static FINDER: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("REG_"));

/// How far before its type a block of labels may begin, and how far behind it end.
const BLOCK: (usize, usize) = (160, 240);

/// More values than one passage states.
const MOST: usize = 400;

/// The values stated in a text, each with its place.
pub fn values(text: &str) -> Vec<(usize, Value)> {
    let mut out: Vec<(usize, Value)> = Vec::new();
    let mut until = 0;
    for at in FINDER.find_iter(text.as_bytes()) {
        let Some((kind, rest)) = kind(&text[at..]) else { continue };
        let found = stated(text, at, kind, rest).or_else(|| labelled(text, at, until));
        if let Some((start, value)) = found {
            out.push((start, value));
            until = at;
        }
        if out.len() == MOST {
            break;
        }
    }
    out
}

/// Adds the values that stand behind no key, where the article names them under none.
pub fn add(sectioned: &Sectioned, passages: &[Passage], read: &[Span], out: &mut Vec<RegistryEntry>) {
    let mut known: HashSet<String> = HashSet::new();
    let before = out.len();
    // The name of a type has an underscore.
    for &Passage { section, span: passage, .. } in passages.iter().filter(|passage| passage.marked) {
        let text = passage.of(&sectioned.extracted.text);
        if FINDER.find(text.as_bytes()).is_none() {
            continue;
        }
        if known.is_empty() {
            known.extend(out.iter().filter_map(|e| e.value_name.as_deref()).map(str::to_ascii_lowercase));
        }
        let base = passage.start as usize;
        for (at, value) in values(text) {
            let place = (base + at) as u32;
            let near = read.partition_point(|s| s.start <= place).checked_sub(1);
            let Some(name) = value.name.filter(|_| near.is_none_or(|n| read[n].end <= place)) else { continue };
            if !known.insert(name.to_ascii_lowercase()) {
                continue;
            }
            let len = if text[at..].starts_with(&name) { name.len() } else { 0 };
            out.push(RegistryEntry {
                section: Some(Sectioned::id(section)),
                key: None,
                value_name: Some(name),
                value_type: value.kind,
                value_data: value.data,
                span: Span::new(base + at, base + at + len.max(1)),
            });
        }
    }
    if out.len() > before {
        out.sort_by_key(|entry| entry.span.start);
    }
}

/// Words that begin a sentence or step before the name of a value.
const VERBS: &[&str] = &[
    "Add",
    "Change",
    "Create",
    "Double-click",
    "Edit",
    "Enter",
    "Example",
    "Modify",
    "Select",
    "Set",
    "Type",
    "Value",
];

/// `Name: REG_DWORD: 1`, where the type stands at `at`.
fn stated(text: &str, at: usize, kind: String, rest: &str) -> Option<(usize, Value)> {
    let rest = rest.trim_start_matches(' ');
    let told = rest.strip_prefix([':', '='])?.trim_start_matches([' ', ':', '=']);
    let told = told_data(told[..told.find('\n').unwrap_or(told.len())].trim(), &kind);
    let head = text[..at].trim_end_matches(' ').strip_suffix([':', '='])?.trim_end_matches(' ');
    let len = head.bytes().rev().take(80).take_while(|b| *b != b'\n').count();
    let line = &head[head.ceil_char_boundary(head.len() - len)..];
    let in_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-');
    let word = line[line.len() - line.bytes().rev().take_while(in_name).take(60).count()..].trim_start_matches('.');
    let item = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '•' | '"' | '`'));
    let bullet = line.trim_start().starts_with(['-', '*', '•']);
    let before = line[..line.len() - word.len()].trim_end();
    let last = before.split(' ').next_back().unwrap_or("");
    // `Color Info: REG_BINARY`: behind another capitalised word, a word may be the end of the name.
    let goes_on = last.starts_with(|c: char| c.is_uppercase())
        && !VERBS.contains(&last)
        && last.ends_with(|c: char| c.is_alphanumeric());
    let words = item.split(' ').count();
    let whole = len < 80 && words <= 4 && !item.contains(['.', ':', '\\', ',', '(', '=']);
    let titled = item.split(' ').all(|w| w.starts_with(|c: char| c.is_uppercase()));
    let verb = VERBS.contains(&item.split(' ').next().unwrap_or(""));
    let humped = word.as_bytes().windows(2).any(|w| w[0].is_ascii_lowercase() && w[1].is_ascii_uppercase());
    let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
    let name = if whole && !verb && words > 1 && (titled || bullet) {
        item
    } else if humped || before.is_empty() || capital && !goes_on {
        word
    } else {
        return None;
    };
    let name = trimmed(name);
    let named = name.len() > 1 && name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.starts_with("REG_");
    if !named || is_label(name) {
        return None;
    }
    let start = head.rfind(name)?;
    Some((start, Value { name: filled(name), kind: Some(kind), data: told }))
}

/// The data without what the sentence goes on with.
fn told_data(text: &str, kind: &str) -> Option<String> {
    // In a run of words, the next value's name stands before its type.
    let run = text.find("REG_");
    let mut text = match run {
        Some(next) => text[..next].trim_end_matches([' ', ':', '-']).rsplit_once(' ').map_or("", |(head, _)| head),
        None => text,
    };
    text = data(text);
    if let Some(item) = text.find(" - ").filter(|_| run.is_some()) {
        text = &text[..item];
    }
    text = text.strip_suffix(" -").unwrap_or(text);
    if let Some(quote) = text.find('"').filter(|&at| at > 0) {
        text = &text[..quote];
    }
    if text.ends_with(')') && text.matches(')').count() > text.matches('(').count() {
        text = &text[..text.len() - 1];
    }
    // The letter of the next step: `LocalSystem c`.
    if let Some(head) = text.strip_suffix(|c: char| c.is_ascii_lowercase()).and_then(|t| t.strip_suffix(' ')) {
        text = head;
    }
    if kind == "REG_DWORD" {
        let number = text.find(' ').unwrap_or(text.len());
        let remark = text[number..].strip_prefix(" (").and_then(|r| r.find(')')).map_or(0, |n| n + 3);
        let more = text[number..].starts_with(" or ") || text[number..].starts_with(" to ");
        if !text.starts_with(|c: char| c.is_ascii_digit() || "<x%".contains(c)) {
            return None;
        }
        text = if more && text.len() <= 20 { text } else { &text[..number + remark] };
    }
    let sentence = run.is_some() && (text.len() > 60 || text.contains([')', ':']) && text.contains(' '));
    filled(text).filter(|d| !sentence && d.len() <= 120 && !d.starts_with([',', '.', ')']))
}

fn is_label(name: &str) -> bool {
    super::value::label(name).is_some()
}

/// The block of labels whose type stands at `at`.
fn labelled(text: &str, at: usize, until: usize) -> Option<(usize, Value)> {
    let head = text[..at].trim_end_matches([' ', '\t', '*', '`']);
    let colon = head.len().checked_sub(1).filter(|_| head.ends_with(':'))?;
    let label = head[..colon].trim_end_matches(['*', ' ']);
    let typed = label.len() >= 4 && label.is_char_boundary(label.len() - 4);
    if !typed || !label[label.len() - 4..].eq_ignore_ascii_case("type") {
        return None;
    }
    let from = text.ceil_char_boundary(at.saturating_sub(BLOCK.0).max(until));
    let to = text.floor_char_boundary(at + BLOCK.1);
    // The block begins at the last label of a name before the type.
    let start = [("Value Name:", 0), ("Value name:", 0), ("Name:", 0), ("Value:", 0), ("Entry:", 0)]
        .iter()
        .filter_map(|(label, _)| text[from..at].rfind(label))
        .max()?;
    let value = blocks(&text[from + start..to]).into_iter().next()?;
    let name = value.name.as_deref()?;
    let place = text[from + start..].find(name).map_or(from + start, |n| from + start + n);
    (value.kind.is_some() && name.len() <= 60).then_some((place, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<[String; 3]> {
        values(text).into_iter().map(|(_, v)| [v.name, v.kind, v.data].map(Option::unwrap_or_default)).collect()
    }

    #[test]
    fn a_value_that_is_stated_in_full() {
        for (text, expected) in [
            (
                "3. Add this value:\n\n   PacketSize:REG_DWORD: 1012 (decimal)\n",
                ["PacketSize", "REG_DWORD", "1012 (decimal)"],
            ),
            ("   b. Select ObjectName: REG_SZ: LocalSystem\n", ["ObjectName", "REG_SZ", "LocalSystem"]),
            (" - EDB Database recovered: REG_BINARY:00\n", ["EDB Database recovered", "REG_BINARY", "00"]),
            ("(ScreenSaveActive:REG_SZ:0)", ["ScreenSaveActive", "REG_SZ", "0"]),
            ("   SCRNSAVE.EXE: REG_SZ: (None)\n", ["SCRNSAVE.EXE", "REG_SZ", "(None)"]),
            ("   Color Info: REG_BINARY: 00 00\n", ["Color Info", "REG_BINARY", "00 00"]),
            ("then set the Start: REG_DWORD: 0x2\" value, which", ["Start", "REG_DWORD", "0x2"]),
            ("Name: InstanceName\nType: REG_SZ\nValue: The name\n", ["InstanceName", "REG_SZ", "The name"]),
        ] {
            assert_eq!(fields(text), [expected.map(str::to_owned)], "{text}");
        }
        for text in [
            "a REG_DWORD value",
            "Data Type: REG_DWORD",
            "Type: REG_SZ\nData: 1",
            "REG_SZ : x",
            "of type REG_SZ: x",
            "the MTA messages: REG_DWORD: 1",
        ] {
            assert!(fields(text).is_empty(), "{text}");
        }
    }
}
