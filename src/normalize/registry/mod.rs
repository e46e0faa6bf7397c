//! Which registry keys and values does the article name?
//!
//! A record is a full path below a root; a root that stands alone is a way of speaking, not a key. The name of a value
//! that closes a path (`…\Parameters\DriveLetter`, announced as a value or followed by its type) is not part of the key. Values
//! stated behind a key give a record each. Paths without a root are left alone, except where a sentence names the root and
//! the next line holds the path below it.

mod command; // values on the command lines that set them
mod hive; // the roots
mod loose; // values stated where no key is near
mod name; // values named without a key
mod path; // how far a path reaches
mod sentence; // the value that a sentence names with its key
mod table; // values in the cells of a table
mod value; // values behind a key
mod words; // words of names

use super::passage::Passage;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::RegistryEntry;
use crate::section::Sectioned;
use crate::span::Span;
use std::collections::HashSet;
use value::Value;

/// How far behind a key its values may stand.
const REACH: usize = 700;

/// Registry keys in document order; each pair of key and value once.
pub fn registry(sectioned: &Sectioned, passages: &[Passage], notes: &mut Vec<Diagnostic>) -> Vec<RegistryEntry> {
    let mut out: Vec<RegistryEntry> = Vec::new();
    let mut seen: HashSet<(String, Option<String>)> = HashSet::new();
    let mut read: Vec<Span> = Vec::new(); // what was read as values of a key
    for &Passage { section, span: passage, .. } in passages.iter().filter(|passage| passage.marked) {
        let text = passage.of(&sectioned.extracted.text);
        let hives = hive::hives(text);
        let mut until = 0;
        for (n, hive) in hives.iter().enumerate() {
            if hive.at < until {
                continue;
            }
            let Some(mut path) = path::path(text, hive) else { continue };
            let head = &text[std::mem::replace(&mut until, path.end)..hive.at];
            let base = passage.start as usize;
            let span = Span::new(base + hive.at, base + path.end);
            if !hive.known {
                let message = format!("`{}` is no root of the registry", hive.name);
                notes.push(Diagnostic::at(Code::UnknownHive, span, message));
            }
            let next = hives.get(n + 1).map_or(text.len(), |next| next.at.max(path.end));
            let tail = &text[path.end..floor(text, next.min(path.end + REACH))];
            read.push(Span::new(base + hive.at, base + path.end + tail.len()));
            let mut values = value::values(tail);
            if values.is_empty() {
                values = loose::values(tail).into_iter().map(|(_, value)| value).collect();
            }
            if values.is_empty() {
                values = table::values(sectioned, Span::new(base + path.end, base + path.end + tail.len()));
            }
            if let Some(own) = split_value(text, hive.at, &mut path, tail, &mut values) {
                values.insert(0, own);
            }
            let key =
                std::iter::once(hive.name).chain(path.names.iter().map(String::as_str)).collect::<Vec<_>>().join("\\");
            if values.is_empty() {
                let is_last = hives.get(n + 1).is_none_or(|next| next.at > path.end + tail.len());
                values.push(sentence::value(head, tail, is_last).unwrap_or_default());
            }
            for value in values {
                let fresh = seen.insert((key.to_lowercase(), value.name.as_deref().map(str::to_lowercase)));
                if fresh {
                    out.push(RegistryEntry {
                        section: Some(Sectioned::id(section)),
                        key: Some(key.clone()),
                        value_name: value.name,
                        value_type: value.kind,
                        value_data: value.data,
                        span,
                    });
                }
            }
        }
    }
    // A key that is named again with a value need not stand there without one.
    let lower = |e: &RegistryEntry| e.key.as_deref().map(str::to_lowercase);
    let valued: HashSet<_> = out.iter().filter(|e| e.value_name.is_some()).map(lower).collect();
    out.retain(|e| e.value_name.is_some() || e.value_type.is_some() || !valued.contains(&lower(e)));
    name::add(sectioned, passages, &mut out);
    loose::add(sectioned, passages, &read, &mut out);
    out
}

/// Takes the name of a value off the end of a path, if that is what stands there.
fn split_value(text: &str, at: usize, path: &mut path::Path, tail: &str, values: &mut Vec<Value>) -> Option<Value> {
    if text[path.end..].starts_with(['\\', '/']) {
        return None; // a separator closes the names of keys only
    }
    let root = text[at..].split(['\\', '/', ':']).next().unwrap_or("");
    let in_classes = ["HKEY_CLASSES_ROOT", "HKCR"].iter().any(|classes| root.eq_ignore_ascii_case(classes));
    let direct = tail.trim_start_matches([' ', '"', '`']);
    if let Some(data) = direct.strip_prefix('=').filter(|_| in_classes && values.is_empty()) {
        // What files and classes are registered with is the value without a name: `HKEY_CLASSES_ROOT\.bmp = PBrush`.
        let data = data.lines().next().unwrap_or("").trim().trim_matches('"');
        // Where line ends are lost, only what stands before the next path is short enough to be no sentence.
        let longest = if direct.contains('\n') { 200 } else { 60 };
        let data = (!data.is_empty() && data.len() <= longest).then_some(data)?;
        return Some(Value { name: Some("(Default)".to_owned()), data: Some(data.to_owned()), ..Value::default() });
    }
    if path.names.len() < 2 {
        return None;
    }
    let last = path.names.last()?;
    let spelled = direct.trim_start_matches([':', '=', '(', ' ']);
    let mut own = Value { name: Some(last.clone()), ..Value::default() };
    if let Some(known) =
        values.iter().position(|v| v.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(last)))
    {
        // The block behind the path names the same value once more.
        own = values.remove(known);
    } else if let Some((kind, rest)) = value::kind(spelled).filter(|_| !direct.starts_with('\n')) {
        own.kind = Some(kind);
        let data = rest.lines().next().unwrap_or("").trim_matches([' ', ':', '=', ')']);
        own.data = Some(data).filter(|d| !d.is_empty() && d.len() <= 200).map(str::to_owned);
    } else if let Some(data) = direct.strip_prefix('=').filter(|_| !in_classes) {
        let data = data.lines().next().unwrap_or("").trim();
        own.data = Some(data).filter(|d| !d.is_empty() && d.len() <= 200).map(str::to_owned);
    } else if last == "(Default)" || last == "@" {
        // Only a value has such a name.
    } else if announced_as_value(text, at, last) && !says_key(tail) && !value::opens_block(tail) {
        if values.iter().any(|v| v.name.is_some()) {
            return None; // the values announced are those behind the path
        }
        let untold = values.iter().position(|v| v.name.is_none());
        if let Some(untold) = untold {
            own = Value { name: own.name, ..values.remove(untold) };
        }
    } else if !says_value(tail) && !called_value(text, at, last) {
        return None;
    }
    path.names.pop();
    Some(own)
}

/// `Locate and click the following value in the registry:` and then the path.
fn announced_as_value(text: &str, at: usize, name: &str) -> bool {
    let from = floor(text, at.saturating_sub(100));
    let head = text[from..at].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '`' | '"'));
    let Some(head) = head.strip_suffix(':') else { return false };
    let sentence = head.rsplit(['.', ':', '!']).next().unwrap_or("");
    let words = sentence.split(|c: char| !c.is_alphanumeric()).rev().filter(|w| !w.is_empty());
    // `set the AnnounceFlags entry:` and then the path that ends with this name.
    let called = words.clone().zip(words.clone().skip(1)).any(|(noun, before)| {
        before.eq_ignore_ascii_case(name) && ["entry", "value", "parameter", "setting"].contains(&noun)
    });
    if called {
        return true;
    }
    for word in words.take(8) {
        let is = |list: &[&str]| list.iter().any(|known| word.eq_ignore_ascii_case(known));
        if is(&["value", "values"]) {
            return true;
        }
        if is(&["key", "keys", "subkey", "subkeys", "hive", "branch", "subtree", "location", "path", "under", "entry"])
        {
            return false;
        }
    }
    false
}

/// Does the text around speak of `the DriveLetter value`, and of no key of that name?
fn called_value(text: &str, at: usize, name: &str) -> bool {
    let window = &text[floor(text, at.saturating_sub(600))..floor(text, at + 1200)];
    if name.len() < 4 {
        return false;
    }
    let finder = memchr::memmem::Finder::new(name);
    let mut called = false;
    for at in finder.find_iter(window.as_bytes()) {
        let tail = &window[at + name.len()..];
        if says_key(tail) || tail.starts_with('\\') {
            return false;
        }
        called |= says_value(tail) || tail.starts_with(" has a value");
    }
    called
}

/// `…\Uninstall registry key`
fn says_key(tail: &str) -> bool {
    follows(tail, &["key", "keys", "subkey", "subkeys", "subtree", "hive", "branch"])
}

/// `…\LmHosts value to 1`
fn says_value(tail: &str) -> bool {
    follows(tail, &["value"])
}

fn follows(tail: &str, nouns: &[&str]) -> bool {
    if !tail.starts_with([' ', '"', '`', '\n']) || tail.starts_with("\n\n") {
        return false;
    }
    let mut words = tail.split(|c: char| c.is_whitespace() || "\"`.,;:)".contains(c)).filter(|w| !w.is_empty());
    let first = words.next().unwrap_or("");
    let word = if first == "registry" { words.next().unwrap_or("") } else { first };
    nouns.contains(&word)
}

/// The nearest place at or before this one that does not split a character.
fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests;
