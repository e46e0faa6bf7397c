//! Which words do people use for one another? Short names of products, and everyday words for what articles say in theirs.
//!
//! The groups stand in `concepts.toml`. Each is a term of the index beside its words: an article has it wherever one of its
//! words stands, so a query finds it by any other.

use super::language::{Language, Stems};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

const GROUPS: &str = include_str!("concepts.toml");
/// What the terms of groups begin with; no other term does.
const MARK: char = '*';

/// The groups.
pub struct Concepts {
    /// Numbers of the words that occur in groups.
    words: HashMap<Box<str>, u16, foldhash::fast::FixedState>,
    /// Wordings by their last word, the longest first.
    ends: HashMap<u16, Vec<Ending>, foldhash::fast::FixedState>,
}

/// The words before the last one of a wording, the last of them first, and what the wording means.
type Ending = (Vec<u16>, Vec<Box<str>>);

/// The file of groups.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    groups: Vec<Vec<String>>,
}

impl Concepts {
    /// Those that are built in.
    pub fn known() -> &'static Concepts {
        static KNOWN: LazyLock<Concepts> = LazyLock::new(|| {
            // Our own file, which a test reads, too.
            let file: File = toml::from_str(GROUPS).unwrap_or_else(|e| unreachable!("concepts.toml: {e}"));
            Concepts::of(&file.groups)
        });
        &KNOWN
    }

    fn of(groups: &[Vec<String>]) -> Concepts {
        let mut concepts = Concepts { words: HashMap::default(), ends: HashMap::default() };
        let mut stems = Stems::alone(Language::ENGLISH);
        for (number, group) in groups.iter().enumerate() {
            let term = format!("{MARK}{number}");
            for wording in group {
                let mut numbers = Vec::new();
                super::terms(wording, &mut stems, |found| {
                    if found.form == super::Form::Stem {
                        let next = concepts.words.len() as u16 + 1;
                        numbers.push(*concepts.words.entry(found.text.into()).or_insert(next));
                    }
                });
                let Some(last) = numbers.pop() else { continue };
                numbers.reverse();
                let ends = concepts.ends.entry(last).or_default();
                match ends.iter_mut().find(|(words, _)| *words == numbers) {
                    Some((_, terms)) if terms.contains(&term.as_str().into()) => {}
                    Some((_, terms)) => terms.push(term.as_str().into()),
                    None => ends.push((numbers, vec![term.as_str().into()])),
                }
            }
        }
        for ends in concepts.ends.values_mut() {
            ends.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        concepts
    }
}

/// The number of a stem among the words of groups, 0 for none.
pub fn number(stem: &str) -> u16 {
    Concepts::known().words.get(stem).copied().unwrap_or(0)
}

/// The atoms of a text up to here, as far as a wording may reach back.
#[derive(Default)]
pub struct Trail {
    numbers: Vec<u16>,
    starts: Vec<usize>,
}

/// Words of the longest wording.
const LONGEST: usize = 8;

impl Trail {
    /// Adds an atom by its number, and gives the terms of all wordings that end with it, each with the bytes that it is of.
    pub fn add(&mut self, number: u16, atom: &Range<usize>, take: impl FnMut(&str, Range<usize>)) {
        match number {
            0 => self.cut(),
            number => self.add_to(Concepts::known(), number, atom, take),
        }
    }

    fn add_to(
        &mut self,
        concepts: &Concepts,
        number: u16,
        atom: &Range<usize>,
        mut take: impl FnMut(&str, Range<usize>),
    ) {
        let mut taken: Vec<&str> = Vec::new();
        for (before, terms) in concepts.ends.get(&number).into_iter().flatten() {
            let there =
                self.numbers.len() >= before.len() && self.numbers.iter().rev().zip(before).all(|(a, b)| a == b);
            if there {
                let start = self.starts.get(self.starts.len() - before.len()).copied().unwrap_or(atom.start);
                // Of one group the longest wording counts: `Windows NT` is not `NT` besides.
                for term in terms {
                    if !taken.contains(&&**term) {
                        taken.push(term);
                        take(term, start..atom.end);
                    }
                }
            }
        }
        if self.numbers.len() == LONGEST {
            self.numbers.remove(0);
            self.starts.remove(0);
        }
        self.numbers.push(number);
        self.starts.push(atom.start);
    }

    /// Something that is in no wording: none reaches across.
    pub fn cut(&mut self) {
        self.numbers.clear();
        self.starts.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::analysis::{Form, terms};

    fn found(concepts: &Concepts, text: &str) -> Vec<(String, String)> {
        let mut stems = Stems::alone(Language::ENGLISH);
        let mut trail = Trail::default();
        let mut found = Vec::new();
        terms(text, &mut stems, |term| {
            if term.form == Form::Stem {
                let place = term.start..term.end;
                match concepts.words.get(term.text) {
                    Some(&number) => trail.add_to(concepts, number, &place, |term, place| {
                        found.push((term.to_owned(), text[place].to_owned()));
                    }),
                    None => trail.cut(),
                }
            }
        });
        found
    }

    #[test]
    fn the_longest_and_the_shortest_wording_are_found_where_they_end() {
        let groups = [vec!["hang", "stop responding"], vec!["nt 4", "windows nt 4.0"], vec!["nt", "windows nt"]];
        let concepts = Concepts::of(&groups.map(|group| group.iter().map(ToString::to_string).collect()));
        let said = |text: &str| {
            found(&concepts, text).into_iter().map(|(term, words)| format!("{term} {words}")).collect::<Vec<_>>()
        };
        assert_eq!(said("It hangs, or it stops responding."), ["*0 hangs", "*0 stops responding"]);
        assert_eq!(said("NT4"), ["*2 NT", "*1 NT4"]);
        assert_eq!(said("Windows NT 4.0"), ["*2 Windows NT", "*1 NT 4", "*1 Windows NT 4.0"]);
        assert_eq!(said("stop the responding"), [""; 0]);
    }

    #[test]
    fn the_groups_are_well_formed() {
        let file: File = toml::from_str(GROUPS).unwrap();
        let mut stems = Stems::alone(Language::ENGLISH);
        for group in &file.groups {
            let mut wordings: Vec<Vec<String>> = Vec::new();
            for wording in group {
                let mut words = Vec::new();
                terms(wording, &mut stems, |term| {
                    if term.form == Form::Stem {
                        words.push(term.text.to_owned());
                    }
                });
                assert!(!words.is_empty() && words.len() <= LONGEST, "`{wording}`");
                assert!(!wordings.contains(&words), "`{wording}` is twice in its group, or another form of it");
                wordings.push(words);
            }
            assert!(wordings.len() > 1, "{group:?} has no two wordings");
        }
    }
}
