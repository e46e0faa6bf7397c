//! What does a query look for in this index? Words and their other forms, names whole and by their parts, other words for
//! them, and what was probably meant where a word is nowhere.

use super::analysis::{Form, Language, Stems, is_function_word, lower, terms};
use super::found::{Correction, WhySource};
use super::fuzzy;
use super::open::Open;
use super::query::{Excluded, Note, Query};
use super::stated::{Stated, stated};
use std::collections::HashSet;
use std::ops::Range;

/// How much a function word counts beside others.
const FUNCTION_WORD: f32 = 0.2;
/// How much other words for what is asked count beside its own.
const CONCEPT: f32 = 0.8;
/// How much a word counts that was probably meant.
const CORRECTED: f32 = 0.8;
/// How much a part of a name counts that articles have whole.
const PART: f32 = 0.4;
/// Words that are looked for: what is pasted may have thousands.
const MOST_UNITS: usize = 64;

/// What to look for.
#[derive(Debug, Default)]
pub struct Plan {
    /// What adds to the score of articles that have it.
    pub units: Vec<Unit>,
    /// Identifiers.
    pub stated: Vec<Stated>,
    /// Words that must stand one behind the other.
    pub phrases: Vec<Vec<String>>,
    /// Words, or some one behind the other, that must not be there.
    pub excluded: Vec<Vec<String>>,
    /// Are there no words to look for, only conditions?
    pub is_bare: bool,
    /// What was looked for beside words that are nowhere.
    pub corrections: Vec<Correction>,
    /// What was understood otherwise than it was written.
    pub notes: Vec<Note>,
}

/// Terms any of which will do.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// As it is written in the query.
    pub shown: String,
    /// How it came into the query.
    pub source: WhySource,
    /// How much it counts.
    pub weight: f32,
    /// What it is in the index.
    pub terms: Vec<String>,
    /// Does it matter what stands near it?
    pub near: bool,
    /// Articles that say the same in other terms, at least: it is no rarer than that.
    pub at_least: u64,
}

impl Unit {
    fn of(term: String, shown: String, source: WhySource, weight: f32) -> Unit {
        Unit { shown, source, weight, terms: vec![term], near: false, at_least: 0 }
    }
}

/// Makes the plan.
pub fn plan(query: &Query, open: &Open) -> tantivy::Result<Plan> {
    let mut planner = Planner::new(open);
    let mut words = query.words.clone();
    for excluded in &query.excluded {
        if planner.is_option(excluded)? {
            let message = format!(
                "taken for an option of `{}`; to leave articles out, write -\"{}\"",
                excluded.before, excluded.text
            );
            planner.plan.notes.push(Note { part: format!("-{}", excluded.text), message });
            words.push(' ');
            words.push_str(&excluded.text);
        } else {
            let atoms = planner.exact(&excluded.text);
            planner.plan.excluded.push(atoms);
        }
    }
    for phrase in &query.phrases {
        let atoms = planner.exact(phrase);
        planner.plan.phrases.push(atoms);
        // A phrase must be there, and also counts as its words do.
        words.push('\n');
        words.push_str(phrase);
    }
    planner.plan.excluded.retain(|atoms| !atoms.is_empty());
    planner.plan.phrases.retain(|atoms| !atoms.is_empty());
    planner.plan.is_bare = !words.contains(char::is_alphanumeric);
    planner.plan.stated = stated(&words, open)?;
    planner.words(&words)?;
    Ok(planner.plan)
}

struct Planner<'i> {
    open: &'i Open,
    plan: Plan,
    /// English first, then the other languages of the index.
    languages: Vec<Language>,
    /// The stems of each.
    stems: Vec<Stems>,
    seen: HashSet<String>,
}

impl Planner<'_> {
    fn new(open: &Open) -> Planner<'_> {
        let mut languages = vec![Language::ENGLISH];
        for tag in &open.languages {
            let language = Language::of(Some(tag));
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
        let stems = languages.iter().copied().map(Stems::new).collect();
        Planner { open, plan: Plan::default(), languages, stems, seen: HashSet::new() }
    }

    /// The words of a text as they are.
    fn exact(&mut self, text: &str) -> Vec<String> {
        let mut atoms = Vec::new();
        terms(text, &mut self.stems[0], |term| {
            if term.form == Form::Exact && atoms.len() < MOST_UNITS {
                atoms.push(term.text.to_owned());
            }
        });
        atoms
    }

    /// Does a minus sign begin an option here? Behind the name of a program it does, and behind another option.
    fn is_option(&self, excluded: &Excluded) -> tantivy::Result<bool> {
        if excluded.phrase {
            return Ok(false);
        }
        let before = excluded.before.to_lowercase();
        let is_program = before.ends_with(".exe") || before.ends_with(".com") || before.starts_with(['-', '/']);
        if is_program || excluded.text.chars().count() == 1 {
            return Ok(!before.is_empty());
        }
        let names = [format!("{before}.exe"), format!("{before}.com")];
        for name in names.iter().filter(|_| !before.is_empty()) {
            if self.open.frequency(name)? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Adds units for the words of a text.
    fn words(&mut self, text: &str) -> tantivy::Result<()> {
        let mut found: Vec<(Form, String, Range<usize>)> = Vec::new();
        terms(text, &mut self.stems[0], |term| {
            if found.len() < 8 * MOST_UNITS && term.form != Form::Exact {
                found.push((term.form, term.text.to_owned(), term.start..term.end));
            }
        });
        // Names that articles have whole.
        let mut whole: Vec<Range<usize>> = Vec::new();
        let mut before: Option<(String, String)> = None;
        for (form, term, range) in found {
            let shown = text[range.clone()].to_owned();
            match form {
                Form::Exact => {}
                Form::Stem => {
                    let is_function = is_function_word(&shown.to_lowercase());
                    if let Some((stem, word)) = before.take().filter(|_| !is_function) {
                        self.joined((&stem, &word), (&term, &shown))?;
                    }
                    let is_part = whole.iter().any(|name| name.start <= range.start && range.end <= name.end);
                    let weight = if is_function {
                        FUNCTION_WORD
                    } else if is_part {
                        PART
                    } else {
                        1.0
                    };
                    self.stem(&term, &shown, weight)?;
                    before = (!is_function && !is_part).then_some((term, shown));
                }
                Form::Compound | Form::Whole | Form::Code => {
                    if self.open.frequency(&term)? > 0 {
                        whole.push(range);
                        self.add(Unit::of(term, shown, WhySource::Asked, 1.0));
                    }
                }
                Form::Concept => self.add(Unit::of(term, shown, WhySource::Synonym, CONCEPT)),
            }
        }
        Ok(())
    }

    fn add(&mut self, unit: Unit) {
        if self.plan.units.len() < MOST_UNITS && self.seen.insert(unit.terms[0].clone()) {
            self.plan.units.push(unit);
        }
    }

    /// Adds a word in the forms that the languages of the index give it; one that is nowhere, as what was meant.
    fn stem(&mut self, stem: &str, shown: &str, weight: f32) -> tantivy::Result<()> {
        let is_function = weight == FUNCTION_WORD;
        let mut all = vec![stem.to_owned()];
        let mut small = String::new();
        lower(shown, &mut small);
        for (language, stems) in self.languages.iter().zip(&mut self.stems).skip(1) {
            let stem = &stems.of(&small).text;
            // What is a stem in Polish says nothing of a German article.
            if !all.iter().any(|one| **one == **stem) && self.open.is_said_in(stem, *language)? {
                all.push(stem.to_string());
            }
        }
        let mut known = 0;
        for term in &all {
            known += self.open.frequency(term)?;
        }
        if known > 0 || is_function || self.seen.contains(stem) || self.plan.units.len() >= MOST_UNITS {
            let unit = Unit::of(stem.to_owned(), shown.to_owned(), WhySource::Asked, weight);
            self.add(Unit { terms: all, near: !is_function, ..unit });
            return Ok(());
        }
        self.seen.insert(stem.to_owned());
        for meant in fuzzy::meant(stem, self.open)? {
            self.plan.corrections.push(Correction { word: shown.to_owned(), meant: meant.join(" ") });
            for term in meant {
                let unit = Unit::of(term, shown.to_owned(), WhySource::Correction, CORRECTED);
                self.add(Unit { near: true, ..unit });
            }
        }
        Ok(())
    }

    /// Two words that articles write as one: `source safe`.
    fn joined(&mut self, (stem, before): (&str, &str), (other, word): (&str, &str)) -> tantivy::Result<()> {
        let is_word = |text: &str| text.chars().all(char::is_alphabetic) && text.len() > 1;
        if !is_word(before) || !is_word(word) {
            return Ok(());
        }
        let mut joined = String::new();
        lower(before, &mut joined);
        lower(word, &mut joined);
        let term = self.stems[0].of(&joined).text.to_string();
        if self.open.frequency(&term)? > 0 {
            let at_least = self.open.frequency(stem)?.min(self.open.frequency(other)?);
            let unit = Unit::of(term, format!("{before} {word}"), WhySource::Synonym, CONCEPT);
            self.add(Unit { at_least, ..unit });
        }
        Ok(())
    }
}
