//! How does a text become the terms that an index holds? The same way for articles and for queries.
//!
//! Each atom of a text has a position; its stem, and the word as it is, stand there. A name of several atoms also stands
//! whole where it begins, a code in the one spelling that codes have, and what [`concepts`] knows other words for stands
//! where it ends.

mod concepts; // words that people use for one another
pub mod identifier; // one spelling for all
mod language; // stems
mod words; // names, words, atoms

use concepts::Trail;
pub use language::{Language, Stems, folded, lower};

use std::ops::Range;
use words::Name;

/// What a term is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The stem of an atom.
    Stem,
    /// An atom as it is, in small letters without accents.
    Exact,
    /// The stem of a word of several atoms: `randomadapter`.
    Compound,
    /// A name of several words: `tcpip.sys`.
    Whole,
    /// A code: `0x50`.
    Code,
    /// Other words for what ends here.
    Concept,
}

/// A term of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term<'t> {
    /// What it is.
    pub form: Form,
    /// Itself.
    pub text: &'t str,
    /// Atoms before it.
    pub position: u32,
    /// Bytes of the text that it is of.
    pub start: usize,
    /// See `start`.
    pub end: usize,
}

/// Gives all terms of a text to `take`, by position, and says how many positions there are.
pub fn terms(text: &str, stems: &mut Stems, mut take: impl FnMut(Term<'_>)) -> u32 {
    let mut trail = Trail::default();
    let mut position = 0;
    let mut small = String::new();
    words::names(text, |name| {
        let mut give = |form, range: &Range<usize>, term: &str, position| {
            if term.len() <= identifier::LONGEST_TERM {
                take(Term { form, text: term, position, start: range.start, end: range.end });
            }
        };
        if name.is_joined() && name.range.len() <= identifier::LONGEST_TERM {
            put(&mut small, text, &name.range);
            give(Form::Whole, &name.range, &folded(&small), position);
        }
        let mut compounds = name.compounds().peekable();
        for (at, atom) in name.atoms.iter().enumerate() {
            if let Some((_, range)) = compounds.next_if(|(first, _)| *first == at) {
                put(&mut small, text, &range);
                give(Form::Compound, &range, &stems.of(&small).text, position);
            }
            if let Some(range) = word_at(name, at)
                && let Some(code) = identifier::code_word(&text[range.clone()], is_minus(text, range.start))
            {
                give(Form::Code, &range, &code, position);
            }
            if words::is_searchable(&text[atom.clone()]) {
                put(&mut small, text, atom);
                give(Form::Exact, atom, &folded(&small), position);
                let stem = stems.of(&small);
                give(Form::Stem, atom, &stem.text, position);
                trail.add(stem.concept, atom, |term, range| give(Form::Concept, &range, term, position));
            } else {
                trail.cut();
            }
            position += 1;
        }
    });
    position
}

/// Puts a part of a text into a buffer, in small letters.
fn put(buffer: &mut String, text: &str, range: &Range<usize>) {
    buffer.clear();
    lower(&text[range.clone()], buffer);
}

/// Gives the bytes of each atom of a text to `take`, and says how many there are: what has a position of its own.
pub fn atoms(text: &str, mut take: impl FnMut(u32, Range<usize>)) -> u32 {
    let mut position = 0;
    words::names(text, |name| {
        for atom in &name.atoms {
            take(position, atom.clone());
            position += 1;
        }
    });
    position
}

/// The word that begins with this atom.
fn word_at(name: &Name, atom: usize) -> Option<Range<usize>> {
    let word = name.words.iter().find(|word| word.start == atom)?;
    Some(name.atoms[word.start].start..name.atoms[word.end - 1].end)
}

/// Does a minus sign stand before a number, and no word before that?
fn is_minus(text: &str, start: usize) -> bool {
    let before = text[..start].strip_suffix(['-', '−', '–']);
    before.is_some_and(|before| !before.chars().next_back().is_some_and(char::is_alphanumeric))
}

/// Words of English that say nothing of what is looked for: articles, pronouns, prepositions, helping verbs, and those in
/// which people ask.
pub fn is_function_word(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "a", "about", "after", "again", "against", "all", "also", "am", "an", "and", "any", "anybody", "anyone", "are",
        "arent", "as", "at", "be", "because", "been", "before", "being", "below", "between", "both", "but", "by",
        "can", "cannot", "cant", "could", "d", "did", "didnt", "do", "does", "doesnt", "doing", "done", "dont", "down",
        "during", "each", "few", "for", "from", "further", "get", "gets", "getting", "got", "had", "has", "have",
        "having", "he", "her", "here", "hers", "him", "his", "how", "i", "if", "im", "in", "into", "is", "isnt", "it",
        "its", "itself", "ive", "just", "ll", "m", "me", "more", "most", "my", "need", "no", "nor", "not", "now", "of",
        "off", "on", "once", "only", "or", "other", "our", "ours", "out", "over", "own", "please", "re", "s", "same",
        "she", "should", "so", "some", "somebody", "someone", "such", "t", "than", "that", "the", "their", "theirs",
        "them", "then", "there", "these", "they", "this", "those", "through", "to", "too", "under", "until", "up",
        "us", "ve", "very", "want", "was", "we", "were", "what", "when", "where", "which", "while", "who", "whom",
        "whose", "why", "will", "with", "wont", "would", "you", "your", "yours",
    ];
    WORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests;
