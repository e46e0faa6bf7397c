//! Where does the publisher stand on the problem, and in which release is it corrected?
//!
//! The publisher's standing is said in set phrases that hardly changed in forty years; the vocabulary lists them. They
//! are looked for in the sections that may say it, first of all in Status. Where several are said, the furthest one
//! counts: corrected, then confirmed, then by design, then being researched.

use crate::model::{FixStatus, Form, SectionKind};
use crate::one_line::one_line;
use crate::section::Sectioned;
use crate::vocabulary::fixes::{FixWords, ReleaseAt, Standing};
use aho_corasick::{AhoCorasick, Match, MatchKind};
use std::sync::LazyLock;

/// The furthest status that is said, and the release that the first "corrected in" names.
pub fn status(sectioned: &Sectioned, language: Option<&str>) -> (Option<FixStatus>, Option<String>) {
    let mut best: Option<(usize, FixStatus)> = None;
    let mut fixed_in = None;
    // What Status says counts before what other sections mention: a More Information section may quote another fix.
    let glued = sectioned.extracted.form == Form::Flat;
    let stated = sectioned.sections.iter().any(|s| s.kind == SectionKind::Status);
    let english = language.is_none_or(|tag| tag.get(..2).is_some_and(|l| l.eq_ignore_ascii_case("en")));
    let keys: &Keys = if english { &ENGLISH } else { &ALL };
    for (at, section) in sectioned.sections.iter().enumerate() {
        let says = matches!(section.kind, SectionKind::Status) || within_status(sectioned, at);
        if stated && !says {
            continue;
        }
        let text = sectioned.text_of(at);
        for found in keys.matches(&text) {
            for &rank in &keys.phrases[found.pattern().as_usize()] {
                let Standing { status, phrase, release: place, .. } = &FixWords::built_in().standings[rank];
                let Some((start, end)) = phrase_around(&text, phrase, found.start()) else { continue };
                if negated(&text[..start]) {
                    continue;
                }
                let release = match place {
                    ReleaseAt::Behind => release(&text[end..], glued),
                    ReleaseAt::Before => release_before(&text[..start]),
                    ReleaseAt::Until(words) => match release_until(&text[end..], words, glued) {
                        Some(release) => Some(release),
                        None => continue, // without its last words it is another phrase
                    },
                };
                if *status == FixStatus::Fixed && fixed_in.is_none() {
                    fixed_in = release;
                }
                if best.is_none_or(|(first, _)| rank < first) {
                    best = Some((rank, *status));
                }
            }
        }
    }
    (best.map(|b| b.1), fixed_in)
}

fn within_status(sectioned: &Sectioned, mut at: usize) -> bool {
    while let Some(parent) = sectioned.sections[at].parent {
        if sectioned.sections[parent].kind == SectionKind::Status {
            return true;
        }
        at = parent;
    }
    false
}

/// The longest words of phrases, each once, and the phrases that have them.
struct Keys {
    finder: AhoCorasick,
    phrases: Vec<Vec<usize>>,
}

impl Keys {
    /// The words of a text; with those that stand over one another where the words make it needful.
    fn matches<'t>(&'t self, text: &'t str) -> Box<dyn Iterator<Item = Match> + 't> {
        match self.finder.match_kind() {
            MatchKind::Standard => Box::new(self.finder.find_overlapping_iter(text)),
            _ => Box::new(self.finder.find_iter(text)),
        }
    }
}

/// English articles are by far the most, and few words are found faster than many.
static ENGLISH: LazyLock<Keys> = LazyLock::new(|| keys(|standing| standing.english));
static ALL: LazyLock<Keys> = LazyLock::new(|| keys(|_| true));

fn keys(of: fn(&Standing) -> bool) -> Keys {
    let mut words: Vec<&str> = Vec::new();
    let mut phrases: Vec<Vec<usize>> = Vec::new();
    for (rank, standing) in FixWords::built_in().standings.iter().enumerate().filter(|(_, s)| of(s)) {
        let word = key(&standing.phrase).1;
        match words.iter().position(|k| *k == word) {
            Some(at) => phrases[at].push(rank),
            None => {
                words.push(word);
                phrases.push(vec![rank]);
            }
        }
    }
    // Where a word begins with a shorter one, the longer is found and speaks for both: then words need not be looked for
    // one over another, which no vector code does. Should a word hold another elsewhere, it is left to the slow search.
    for longer in 0..words.len() {
        for shorter in (0..words.len()).filter(|&other| other != longer && words[longer].starts_with(words[other])) {
            let more = phrases[shorter].clone();
            phrases[longer].extend(more);
        }
    }
    let holds = |longer: &str, word: &str| longer.match_indices(word).any(|(at, _)| at > 0);
    let apart = !words.iter().any(|word| words.iter().any(|longer| holds(longer, word)));
    let kind = if apart { MatchKind::LeftmostLongest } else { MatchKind::Standard };
    // The patterns are compiled in and few, so building cannot exceed a limit.
    let finder = AhoCorasick::builder().match_kind(kind).build(&words);
    Keys { finder: finder.unwrap_or_else(|e| unreachable!("{e}")), phrases }
}

/// The longest word of a phrase, and its position among the words.
fn key(phrase: &str) -> (usize, &str) {
    phrase.split(' ').enumerate().max_by_key(|(at, word)| (word.len(), usize::MAX - at)).unwrap_or((0, phrase))
}

/// Where the phrase stands whose longest word is at `at`, with any white space for its spaces.
fn phrase_around(text: &str, phrase: &str, at: usize) -> Option<(usize, usize)> {
    let (position, _) = key(phrase);
    let words: Vec<&str> = phrase.split(' ').collect();
    let mut start = at;
    for word in words[..position].iter().rev() {
        let before = text[..start].trim_end();
        if before.len() == start || !before.ends_with(word) {
            return None;
        }
        start = before.len() - word.len();
    }
    let mut end = at + words[position].len();
    for word in &words[position + 1..] {
        let after = text[end..].trim_start();
        if after.len() == text.len() - end || !after.starts_with(word) {
            return None;
        }
        end = text.len() - after.len() + word.len();
    }
    Some((start, end))
}

/// "is not by design", "has not been corrected in", "does not confirm".
fn negated(before: &str) -> bool {
    let last = before.rsplit(|c: char| c.is_whitespace()).find(|w| !w.is_empty());
    matches!(last, Some("not" | "nicht" | "never" | "No" | "no"))
}

/// The release named behind "corrected in", up to the end of the sentence. `glued`: a crawl may have lost the blank
/// behind the full stop.
fn release(rest: &str, glued: bool) -> Option<String> {
    let rest = &rest[..rest.floor_char_boundary(300)];
    let paragraph = rest.find("\n\n").unwrap_or(rest.len());
    let stop = sentence_end(rest, glued).unwrap_or(rest.len()).min(paragraph);
    let words = one_line(rest[..stop].trim_start_matches([':', '-', '\u{5be}']));
    // `fixed in the following update:` names nothing itself; what it names may stand behind, in a list with more.
    let points_on = words.starts_with("the following ") || words.ends_with(':');
    (!words.is_empty() && stop < 300 && !points_on).then_some(words)
}

/// The release named before `で修正されました`, back to what the sentence is about.
fn release_before(before: &str) -> Option<String> {
    let from = before.ceil_char_boundary(before.len().saturating_sub(300));
    let sentence = &before[from..];
    let stops = ["。", ". ", "\n\n", "は、", "は ", "는 ", "은 ", " in ", " mit ", " im ", "，"];
    let start = stops.iter().filter_map(|stop| sentence.rfind(stop).map(|at| at + stop.len())).max();
    if start.is_none() && from > 0 {
        return None;
    }
    let words = one_line(&sentence[start.unwrap_or(0)..]);
    (!words.is_empty()).then_some(words)
}

/// The release named between `wurde erstmals in` and `behoben`.
fn release_until(rest: &str, until: &str, glued: bool) -> Option<String> {
    let rest = &rest[..rest.floor_char_boundary(300)];
    let stop = sentence_end(rest, glued).unwrap_or(rest.len()).min(rest.find("\n\n").unwrap_or(rest.len()));
    let words = one_line(&rest[..rest[..stop].find(until)?]);
    (!words.is_empty()).then_some(words)
}

/// Where the first sentence ends: its full stop.
pub fn sentence_end(text: &str, glued: bool) -> Option<usize> {
    let ends = |&at: &usize| {
        let mut after = text[at + 1..].chars();
        let next = after.next();
        let word = text[..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        // `3.00.This information`; `.NET` and `Visual Studio .NET` go on.
        let run_on = glued
            && !word.is_empty()
            && next.is_some_and(char::is_uppercase)
            && after.next().is_some_and(|c| c.is_lowercase() || c == ' ')
            && !text[at + 1..].starts_with("Net");
        // `U.S. Service Pack` goes on; `5.5 Service Pack 3.` and the end of the text do not.
        let initial = word.len() == 1 && word.chars().all(char::is_uppercase);
        (next.is_none_or(char::is_whitespace) || run_on) && !initial
    };
    let stop = memchr::memchr_iter(b'.', text.as_bytes()).find(ends);
    let wide = text[..stop.unwrap_or(text.len())].find('。');
    wide.or(stop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_phrases_are_found_and_negated_ones_are_not() {
        let find = |text: &str| phrase_around(text, "first corrected in", text.find("corrected").unwrap_or(0));
        assert_eq!(find("was first\n corrected in Windows 2000"), Some((4, 23)));
        assert_eq!(find("first, corrected in Windows"), None);
        assert!(negated("This behavior is not"));
    }

    #[test]
    fn the_release_ends_with_its_sentence() {
        let cases = [
            (" Exchange Server 5.5 Service Pack 2. For more", Some("Exchange Server 5.5 Service Pack 2")),
            (" the latest Windows NT 3.51 U.S. Service\nPack.", Some("the latest Windows NT 3.51 U.S. Service Pack")),
            (" Mail 3.00.This information is old.", Some("Mail 3.00")),
            (" Visual Studio .NET 2003.", Some("Visual Studio .NET 2003")),
            (" the following update for Windows 10:\n\n- one", None),
            (" Windows 98\n\nFor more.", Some("Windows 98")),
            (".", None),
        ];
        for (text, expected) in cases {
            assert_eq!(release(text, true).as_deref(), expected, "{text}");
        }
    }
}
