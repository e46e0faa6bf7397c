//! Which values are stated in full where no key stands right before them?
//!
//! `DefaultMaxPacketSize:REG_DWORD: 1012` says all of a value, wherever it stands; so does a block of labels that names the
//! type (`Name: X`, `Type: REG_SZ`). Behind a key, within reach, it is that key's; elsewhere its key is not told.

use super::super::passage::passages;
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
pub fn add(sectioned: &Sectioned, read: &[Span], out: &mut Vec<RegistryEntry>) {
    let mut known: HashSet<String> = HashSet::new();
    let before = out.len();
    for (section, passage) in passages(sectioned) {
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

/// `Name: REG_DWORD: 1`, where the type stands at `at`.
fn stated(text: &str, at: usize, kind: String, rest: &str) -> Option<(usize, Value)> {
    let rest = rest.trim_start_matches(' ');
    let told = rest.strip_prefix([':', '='])?.trim_start_matches([' ', ':', '=']);
    let told = data(told[..told.find('\n').unwrap_or(told.len())].trim());
    let head = text[..at].trim_end_matches(' ').strip_suffix([':', '='])?.trim_end_matches(' ');
    let line = head.bytes().rev().take(80).take_while(|b| *b != b'\n').count();
    let line = &head[head.ceil_char_boundary(head.len() - line)..];
    let item = line.trim_start_matches([' ', '\t', '-', '*', '•', '"']);
    // All of an item is the name; in a sentence or a step, its last word is.
    let listed = item.len() < line.len() && item.split(' ').count() <= 3 && !item.contains(['.', ':', '\\', ',', '(']);
    let word = head.len() - head.bytes().rev().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').take(60).count();
    let bullet = line.trim_start().starts_with(['-', '*', '•']);
    let name = trimmed(if listed && bullet { item } else { &head[word..] });
    let label = ["type", "name", "data", "value", "entry"].iter().any(|l| name.to_ascii_lowercase().ends_with(l));
    let named = name.len() > 1 && name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.starts_with("REG_");
    if !named || label && !name.contains(|c: char| c.is_ascii_uppercase()) || is_label(name) {
        return None;
    }
    let start = head.rfind(name)?;
    Some((start, Value { name: filled(name), kind: Some(kind), data: filled(told).filter(|d| d.len() <= 200) }))
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
            ("Name: InstanceName\nType: REG_SZ\nValue: The name\n", ["InstanceName", "REG_SZ", "The name"]),
        ] {
            assert_eq!(fields(text), [expected.map(str::to_owned)], "{text}");
        }
        for text in
            ["a REG_DWORD value", "Data Type: REG_DWORD", "Type: REG_SZ\nData: 1", "REG_SZ : x", "of type REG_SZ: x"]
        {
            assert!(fields(text).is_empty(), "{text}");
        }
    }
}
