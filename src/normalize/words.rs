//! Where does any of some words stand, small, capitalised or in capitals?
//!
//! The scanners look for their signal words in every article, and nearly all articles have hardly any. A searcher that
//! folds every letter has to look at every byte; one that holds the spellings that occur as patterns of their own can
//! skip ahead many bytes at a time, as long as the patterns are few (at most 64 on today's processors).

use aho_corasick::{AhoCorasick, MatchKind};

/// Finds words of a list in its usual spellings, in one pass.
pub struct Words {
    finder: AhoCorasick,
    /// For each pattern the word that it is a spelling of, and the word's first letter if the pattern lacks it.
    of: Vec<(usize, Option<u8>)>,
}

/// A word that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Position in the list of words.
    pub word: usize,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Words {
    /// A finder of these words, given in small letters. Where two begin at one place, the earlier in the list is found.
    pub fn new(words: &[&str]) -> Words {
        let mut patterns: Vec<String> = Vec::new();
        let mut of = Vec::new();
        let mut add = |pattern: String, word: usize, first: Option<u8>| {
            if !patterns.contains(&pattern) {
                patterns.push(pattern);
                of.push((word, first));
            }
        };
        for (at, word) in words.iter().enumerate() {
            let upper = word.to_uppercase();
            // The small and the capitalised spelling differ in the first letter only: without it they are one pattern.
            match word.as_bytes() {
                [first, _, _, _, ..] if first.is_ascii_lowercase() => {
                    add(word[1..].to_owned(), at, Some(*first));
                    add(upper[1..].to_owned(), at, Some(*first));
                }
                _ => {
                    let mut chars = word.chars();
                    let first = chars.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
                    add((*word).to_owned(), at, None);
                    add(first + chars.as_str(), at, None);
                    add(upper, at, None);
                }
            }
        }
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(patterns);
        // A few dozen short patterns: no limit of the builder is near.
        Words { finder: finder.unwrap_or_else(|e| unreachable!("{e}")), of }
    }

    /// The words of a text in order, without overlap.
    pub fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Hit> + 't {
        self.finder.find_iter(text).filter_map(|m| {
            let (word, first) = self.of[m.pattern().as_usize()];
            let start = m.start() - usize::from(first.is_some() && m.start() > 0);
            let whole = first.is_none_or(|first| m.start() > 0 && text.as_bytes()[start].eq_ignore_ascii_case(&first));
            whole.then_some(Hit { word, start, end: m.end() })
        })
    }
}

/// Bytes that are looked at together. Their number is fixed, so that the compiler makes vector code of the look.
pub const STRETCH: usize = 64;

/// Is there a digit? Most headings and many paragraphs have none, and then nothing with a number is in them.
pub fn has_digit(text: &str) -> bool {
    let (stretches, rest) = text.as_bytes().as_chunks::<STRETCH>();
    let any = |stretch: &[u8; STRETCH]| stretch.iter().fold(0, |any, b| any | u8::from(b.is_ascii_digit())) != 0;
    stretches.iter().any(any) || rest.iter().any(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_spellings_are_found_and_odd_ones_are_not() {
        let words = Words::new(&["error", "état"]);
        let found: Vec<usize> = words.find("Error, ERROR, error, eRRor; État").map(|h| h.word).collect();
        assert_eq!(found, [0, 0, 0, 1]);
    }
}
