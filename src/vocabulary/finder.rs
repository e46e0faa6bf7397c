//! Where in a running text do heading phrases and labels stand?
//!
//! One pass over the text finds them all, longest first. What is found are words, not headings: whether they open a
//! section is for the form's extractor to judge.

use super::{HeadingRole, Label, LabelKind, Languages, Phrase};
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, Input, MatchKind};
use std::collections::HashMap;

/// Finds the phrases and labels of a vocabulary.
pub struct Finder {
    /// A DFA takes 80 MB and a tenth of a second to build, and does not make up for it within 5,000 pages.
    automaton: Option<AhoCorasick>,
    meanings: Vec<Meaning>,
    /// For each pattern of the automaton, its meaning.
    of_pattern: Vec<u32>,
}

#[derive(Clone, Copy, Default)]
struct Meaning {
    heading: Option<HeadingRole>,
    label: Option<LabelKind>,
    common: bool,
    marked: bool,
    languages: Languages,
    shorter: Option<Shorter>,
}

/// The phrase that is another one without its last letter: `RESOLUTION` in `RESOLUTIONSTATUS`.
#[derive(Clone, Copy)]
struct Shorter {
    role: HeadingRole,
    common: bool,
    languages: Languages,
    /// Is it the usual heading of the two? The longer one is marked as common then: `RESOLUTIONS`.
    usual: bool,
}

/// A place where a phrase or label stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Its role, if it is a heading phrase.
    pub heading: Option<HeadingRole>,
    /// Its meaning, if it is a label.
    pub label: Option<LabelKind>,
    /// Is it a word of everyday prose?
    pub common: bool,
    /// Is it a heading only on a line of its own?
    pub marked: bool,
    /// Which languages use it; a label's are none.
    pub languages: Languages,
}

impl Finder {
    pub(super) fn new(phrases: &[Phrase], spoken: &[Languages], labels: &[Label]) -> Finder {
        let mut meanings: Vec<Meaning> = Vec::new();
        let mut by_text: HashMap<&str, usize> = HashMap::new();
        for (phrase, &languages) in phrases.iter().zip(spoken) {
            let at = *by_text.entry(&phrase.text).or_insert(meanings.len());
            meanings.resize(meanings.len().max(at + 1), Meaning::default());
            meanings[at].heading = Some(phrase.role);
            meanings[at].common = phrase.common;
            meanings[at].marked = phrase.marked;
            meanings[at].languages = languages;
        }
        for label in labels.iter().filter(|l| l.kind != LabelKind::ChromeMore && !l.text.is_empty()) {
            let at = *by_text.entry(&label.text).or_insert(meanings.len());
            meanings.resize(meanings.len().max(at + 1), Meaning::default());
            meanings[at].label = Some(label.kind);
        }
        let mut turkish = vec![false; meanings.len()];
        let spoken_so =
            phrases.iter().map(|p| (&p.text, &p.language)).chain(labels.iter().map(|l| (&l.text, &l.language)));
        for (text, _) in spoken_so.filter(|(_, language)| *language == "tr") {
            if let Some(&at) = by_text.get(text.as_str()) {
                turkish[at] = true;
            }
        }
        let mut texts: Vec<(&str, usize)> = by_text.iter().map(|(&text, &at)| (text, at)).collect();
        texts.sort_unstable_by_key(|&(_, at)| at);
        for &(text, at) in &texts {
            if let Some(&short) = text.strip_suffix('s').and_then(|t| by_text.get(t)) {
                let Meaning { heading, common, languages, .. } = meanings[short];
                let usual = meanings[at].common;
                meanings[at].shorter = heading.map(|role| Shorter { role, common, languages, usual });
            }
        }
        let mut patterns: Vec<String> = Vec::new();
        let mut of_pattern = Vec::new();
        for (text, at) in texts {
            let mut spellings = vec![folded(text)];
            // Capitals that have another length: `STRASSE`.
            if text.contains('ß') {
                spellings.push(folded(&text.to_uppercase()));
            }
            if turkish[at] {
                let capitals = |text: &str| text.replace('i', "İ").replace('ı', "I").to_uppercase();
                spellings.push(folded(&capitals(text)));
                spellings.extend(text.starts_with('i').then(|| folded(&(capitals("i") + &text[1..]))));
            }
            spellings.sort_unstable();
            spellings.dedup();
            of_pattern.resize(of_pattern.len() + spellings.len(), at as u32);
            patterns.append(&mut spellings);
        }
        Finder { automaton: automaton(&patterns), meanings, of_pattern }
    }

    /// All places in `text`, in order; where several phrases begin at one place, the longest.
    pub fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Hit> + 't {
        let mut at = 0;
        let automaton = self.automaton.as_ref();
        let folded = folded(text);
        std::iter::from_fn(move || {
            let found = automaton?.find(Input::new(&folded).range(at..))?;
            let meaning = &self.meanings[self.of_pattern[found.pattern().as_usize()] as usize];
            let mut hit = Hit {
                start: found.start(),
                end: found.end(),
                heading: meaning.heading,
                label: meaning.label,
                common: meaning.common,
                marked: meaning.marked,
                languages: meaning.languages,
            };
            if let Some(shorter) = meaning.shorter
                && takes_next_letter(text.as_bytes(), hit.end, shorter.usual)
            {
                let Shorter { role, common, languages, .. } = shorter;
                hit = Hit { end: hit.end - 1, heading: Some(role), label: None, common, languages, ..hit };
            }
            at = hit.end;
            Some(hit)
        })
    }
}

/// An automaton for patterns and texts in lower case: one that knows both cases of a letter takes two thirds more to build.
/// Building can only fail on more than 2^31 patterns or states; then nothing is found.
fn automaton(patterns: &[String]) -> Option<AhoCorasick> {
    let mut builder = AhoCorasickBuilder::new();
    builder.match_kind(MatchKind::LeftmostLongest);
    builder.kind(Some(AhoCorasickKind::ContiguousNFA)).dense_depth(3).build(patterns).ok()
}

/// Was the capital that begins the next word taken for the plural's `S`? `RESOLUTIONSTATUS`, `SYMPTOMStandard`.
fn takes_next_letter(bytes: &[u8], end: usize, usual: bool) -> bool {
    if bytes[end - 1] != b'S' {
        return false;
    }
    let next = bytes.get(end).copied().unwrap_or(b' ');
    if bytes[end..].starts_with(b"http") || bytes[end..].starts_with(b"ftp:") || bytes[end..].starts_with(b"www.") {
        return false;
    }
    let second = bytes.get(end + 1).copied().unwrap_or(b' ');
    bytes[end - 2].is_ascii_lowercase()
        || next.is_ascii_lowercase()
        || usual && next.is_ascii_uppercase() && !second.is_ascii_lowercase()
}

/// A text in lower case, letter by letter, so that each place in it is that of the text itself.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Most of a text is ASCII even where not all of it is.
    while let Some(at) = rest.bytes().position(|b| !b.is_ascii()) {
        out.push_str(&rest[..at]);
        let other = rest[at..].find(|c: char| c.is_ascii()).unwrap_or(rest.len() - at);
        out.extend(rest[at..at + other].chars().map(folded_letter));
        rest = &rest[at + other..];
    }
    out.push_str(rest);
    out.make_ascii_lowercase();
    out
}

/// The small letter, if it takes as many bytes; of Greek ones the form without an accent, which capitals lack, that stands
/// within words.
pub fn folded_letter(letter: char) -> char {
    let mut lower = letter.to_lowercase();
    let small = match (lower.next(), lower.next()) {
        (Some(small), None) if small.len_utf8() == letter.len_utf8() => small,
        _ => letter,
    };
    match small {
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        other => other,
    }
}
