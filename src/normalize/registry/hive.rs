//! Which root does a registry path begin with?

use crate::model::HIVES;
use memchr::memmem;
use std::sync::LazyLock;

/// A root key in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hive<'t> {
    /// Where it begins.
    pub at: usize,
    /// Where it ends.
    pub end: usize,
    /// Spelled out, where it is known; else as written.
    pub name: &'t str,
    /// Is it one that Windows has?
    pub known: bool,
}

const NAMES: &[&str] = &[
    "HKEY_LOCAL_MACHINE",
    "HKEY_CURRENT_USER_LOCAL_SETTINGS",
    "HKEY_CURRENT_USER",
    "HKEY_CLASSES_ROOT",
    "HKEY_USERS",
    "HKEY_CURRENT_CONFIG",
    "HKEY_DYN_DATA",
    "HKEY_PERFORMANCE_DATA",
];

/// The roots named in a text, in order.
pub fn hives(text: &str) -> Vec<Hive<'_>> {
    static FINDERS: LazyLock<[memmem::Finder<'static>; 2]> = LazyLock::new(|| ["HK", "hk"].map(memmem::Finder::new));
    let [capital, small] = FINDERS.each_ref().map(|finder| finder.find_iter(text.as_bytes()));
    let mut out: Vec<Hive<'_>> = capital.filter_map(|at| hive_at(text, at)).collect();
    let small = small.filter_map(|at| hive_at(text, at));
    let before = out.len();
    out.extend(small);
    if out.len() > before {
        out.sort_by_key(|h| h.at);
    }
    out
}

fn hive_at(text: &str, at: usize) -> Option<Hive<'_>> {
    let bytes = text.as_bytes();
    let len = bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').take(40).count();
    let word = &text[at..at + len];
    let starts = |name: &str| word.get(..name.len()).is_some_and(|w| w.eq_ignore_ascii_case(name));
    let opens = at == 0 || !(bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
    if starts("HKEY_") {
        // A crawl may have run the word before or behind into it; the long names are unmistakable.
        if let Some(name) = NAMES.iter().find(|name| starts(name)).copied() {
            return Some(Hive { at, end: at + name.len(), name, known: true });
        }
        return opens.then_some(Hive { at, end: at + len, name: word, known: false });
    }
    let (short, name) = HIVES.iter().find(|(short, _)| word.eq_ignore_ascii_case(short)).copied()?;
    let follows = matches!(bytes.get(at + short.len()), Some(b'\\' | b'/' | b':' | b',' | b']'));
    (opens || follows && word.starts_with("HK")).then_some(Hive { at, end: at + short.len(), name, known: true })
}
