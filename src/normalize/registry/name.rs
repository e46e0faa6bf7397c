//! Which values does the article name without saying under which key they stand?
//!
//! Only the set phrases `the MaxFreeTWTcbs registry value` and `registry value MaxFreeTWTcbs` are taken, and only where the
//! name is built as identifiers are: capitals within the word, or digits or underscores among the letters. Words such as
//! `the following registry value` name nothing. A value that stands under a key elsewhere in the article is no news.

use super::super::passage::Passage;
use crate::model::RegistryEntry;
use crate::section::Sectioned;
use crate::span::Span;
use memchr::memmem;
use std::collections::HashSet;
use std::sync::LazyLock;

/// What follows `registry` when the word before names a value. A key is called by its path.
const NOUNS: &[&str] = &["value", "entry", "parameter"];

/// Names of products and technologies that are written like identifiers.
const NO_VALUES: &[&str] = &[
    "ActiveX",
    "BackOffice",
    "BitLocker",
    "BizTalk",
    "DirectX",
    "FoxPro",
    "FrontPage",
    "InfoPath",
    "IntelliMirror",
    "JavaScript",
    "LanManager",
    "NetMeeting",
    "NetWare",
    "OneDrive",
    "OneNote",
    "PowerPoint",
    "PowerShell",
    "SharePoint",
    "VBScript",
];

static FINDER: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("registry"));

/// Adds the values that are named without a key, each once, where they are first named.
pub fn add(sectioned: &Sectioned, passages: &[Passage], out: &mut Vec<RegistryEntry>) {
    let keyed = out.len();
    let mut known: HashSet<String> =
        out.iter().filter_map(|e| e.value_name.as_deref().map(str::to_ascii_lowercase)).collect();
    for entry in &out[..keyed] {
        // A name that closes a path may be the value's, too.
        known.extend(entry.key.iter().filter_map(|k| k.rsplit('\\').next()).map(str::to_ascii_lowercase));
    }
    for &Passage { section, span: passage, .. } in passages {
        let text = passage.of(&sectioned.extracted.text);
        let base = passage.start as usize;
        for at in FINDER.find_iter(text.as_bytes()) {
            let Some((start, name)) = named_at(text, at) else { continue };
            if !known.insert(name.to_ascii_lowercase()) {
                continue;
            }
            // `the RpcAuthnLevel registry value in the following registry key:` and then the key, told apart from it.
            let end = base + start + name.len();
            let next = out[..keyed].iter().position(|e| e.span.start as usize >= end);
            let own = next.filter(|&n| {
                let entry = &out[n];
                let between = sectioned.extracted.text.get(end..entry.span.start as usize).unwrap_or("");
                entry.value_name.is_none() && entry.value_type.is_none() && leads_to_key(between)
            });
            if let Some(n) = own {
                out[n].value_name = Some(name.to_owned());
            } else {
                out.push(RegistryEntry {
                    section: Some(Sectioned::id(section)),
                    key: None,
                    value_name: Some(name.to_owned()),
                    value_type: None,
                    value_data: None,
                    span: Span::new(base + start, base + start + name.len()),
                });
            }
        }
    }
    if out.len() > keyed {
        out.sort_by_key(|entry| entry.span.start);
    }
}

/// ` registry value in the following registry subkey:`
fn leads_to_key(between: &str) -> bool {
    let between = between.trim_matches(|c: char| c.is_whitespace() || "\"'`*\u{201d}-".contains(c));
    let announced = between.ends_with(':') && between.len() <= 80 && !between.contains(['.', ';', '\\']);
    let words = || between.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| !w.is_empty());
    announced
        && words().any(|w| ["in", "under", "at", "to", "of", "from"].contains(&w))
        && words().any(|w| ["key", "subkey", "location", "path"].contains(&w))
}

/// The name beside the word `registry`, and where it begins.
fn named_at(text: &str, at: usize) -> Option<(usize, &str)> {
    let tail = text[at + "registry".len()..].strip_prefix([' ', '\n'])?.trim_start_matches(' ');
    let noun = NOUNS.iter().find(|n| tail.starts_with(**n)).copied()?;
    let rest = &tail[noun.len()..];
    if rest.starts_with(|c: char| c.is_alphanumeric()) {
        return None; // `registry values`: several, of which the last word is one at best
    }
    let marks = |c: char| matches!(c, '"' | '\'' | '`' | '*' | '“' | '”');
    let before = text[..at].trim_end_matches([' ', '\n']);
    let before = before.trim_end_matches(marks);
    let len = before.bytes().rev().take_while(|&b| in_name(b)).take(LONGEST + 1).count();
    let word = &before[before.len() - len..];
    let apart =
        before[..before.len() - len].chars().next_back().is_none_or(|c| c.is_whitespace() || marks(c) || c == '(');
    if apart && is_identifier(word) {
        return Some((before.len() - len, word));
    }
    // `the registry value MaxFreeTWTcbs`
    let blank = rest.strip_prefix([' ', '\n'])?;
    let name = blank.trim_start_matches(' ').trim_start_matches(marks);
    let len = name.bytes().take_while(|&b| in_name(b)).take(LONGEST + 1).count();
    let word = &name[..len];
    let ends = name[len..].chars().next().is_none_or(|c| c.is_whitespace() || marks(c) || ".,;:)".contains(c));
    (ends && is_identifier(word)).then(|| (text.len() - name.len(), word))
}

const LONGEST: usize = 60;

pub(super) fn in_name(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}

/// Is the word built as identifiers are, and the name of nothing else?
pub(super) fn is_identifier(word: &str) -> bool {
    let bytes = word.as_bytes();
    let humps = bytes.windows(2).filter(|w| w[0].is_ascii_lowercase() && w[1].is_ascii_uppercase()).count();
    let joined = bytes[..bytes.len().max(1) - 1].iter().skip(1).any(|&b| b == b'_');
    let lower = bytes.iter().any(u8::is_ascii_lowercase);
    (6..=LONGEST).contains(&word.len())
        && bytes[0].is_ascii_alphabetic()
        && lower
        && (humps > 0 || joined)
        && !word.starts_with("REG_")
        && !word.starts_with("HKEY")
        && !NO_VALUES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Option<&str> {
        named_at(text, text.find("registry ").unwrap_or(0)).map(|(_, name)| name)
    }

    #[test]
    fn only_identifiers_beside_the_set_phrase_are_names() {
        for text in [
            "support the MaxFreeTWTcbs registry value to control",
            "the \"MaxFreeTWTcbs\" registry entry.",
            "Set the registry value MaxFreeTWTcbs to 1",
            "the registry parameter `MaxFreeTWTcbs`, which",
        ] {
            assert_eq!(name(text), Some("MaxFreeTWTcbs"), "{text}");
        }
        for text in [
            "the following registry value controls",
            "the PowerPoint registry entry",
            "the MaxFreeTWTcbs registry values",
            "a REG_DWORD registry value",
            "...\\Parameters\\MaxFreeTWTcbs registry value",
            "the registry value",
            "the registry key MaxFreeTWTcbs",
        ] {
            assert_eq!(name(text), None, "{text}");
        }
    }
}
