//! What does a query look for in this index? Words and their other forms, names whole and by their parts, other words for
//! them, and what was probably meant where a word is nowhere.

use super::analysis::{Form, Language, Stems, is_function_word, terms};
use super::found::{Correction, WhySource};
use super::fuzzy;
use super::open::Open;
use super::query::{Excluded, Note, Query};
use super::stated::{Stated, stated};
use std::collections::HashSet;

/// How much a function word counts beside others.
const FUNCTION_WORD: f32 = 0.2;
/// How much other words for what is asked count beside its own.
const CONCEPT: f32 = 0.8;
/// How much a word counts that was probably meant.
const CORRECTED: f32 = 0.8;
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
}

/// Makes the plan.
pub fn plan(query: &Query, open: &Open) -> tantivy::Result<Plan> {
    let mut planner = Planner::new(open);
    let mut words = query.words.clone();
    for excluded in &query.excluded {
        if planner.is_option(excluded)? {
            let message = format!("taken for an option of `{}`; to leave articles out, write -\"{}\"", excluded.before, excluded.text);
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
    planner.plan.stated = stated(&words, open)?;
    planner.words(&words)?;
    Ok(planner.plan)
}

struct Planner<'i> {
    open: &'i Open,
    plan: Plan,
    /// English first, then the other languages of the index.
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
        let stems = languages.into_iter().map(Stems::new).collect();
        Planner { open, plan: Plan::default(), stems, seen: HashSet::new() }
    }

    /// The words of a text as they are.
    fn exact(&mut self, text: &str) -> Vec<String> {
        let mut atoms = Vec::new();
        terms(text, &mut self.stems[0], false, &mut |term| {
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
        let mut found: Vec<(Form, String, String)> = Vec::new();
        terms(text, &mut self.stems[0], true, &mut |term| {
            if found.len() < 8 * MOST_UNITS {
                found.push((term.form, term.text.to_owned(), text[term.start..term.end].to_owned()));
            }
        });
        let mut before: Option<(String, String)> = None;
        for (form, term, shown) in found {
            match form {
                Form::Exact => {}
                Form::Stem => {
                    let is_function = is_function_word(&shown.to_lowercase());
                    if let Some((stem, word)) = before.take().filter(|_| !is_function) {
                        self.joined(&stem, &word, &shown)?;
                    }
                    self.stem(&term, &shown, is_function)?;
                    before = (!is_function).then_some((term, shown));
                }
                Form::Compound | Form::Whole | Form::Code => {
                    self.add(Unit { shown, source: WhySource::Asked, weight: 1.0, terms: vec![term], near: false });
                }
                Form::Concept => {
                    self.add(Unit { shown, source: WhySource::Synonym, weight: CONCEPT, terms: vec![term], near: false });
                }
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
    fn stem(&mut self, stem: &str, shown: &str, is_function: bool) -> tantivy::Result<()> {
        let mut all = vec![stem.to_owned()];
        for stems in &mut self.stems[1..] {
            stems.of(shown, |stem| {
                if !all.iter().any(|one| one == stem) {
                    all.push(stem.to_owned());
                }
            });
        }
        let weight = if is_function { FUNCTION_WORD } else { 1.0 };
        let mut known = 0;
        for term in &all {
            known += self.open.frequency(term)?;
        }
        if known > 0 || is_function || self.seen.contains(stem) || self.plan.units.len() >= MOST_UNITS {
            self.add(Unit { shown: shown.to_owned(), source: WhySource::Asked, weight, terms: all, near: !is_function });
            return Ok(());
        }
        self.seen.insert(stem.to_owned());
        for meant in fuzzy::meant(stem, self.open)? {
            self.plan.corrections.push(Correction { word: shown.to_owned(), meant: meant.join(" ") });
            for term in meant {
                let source = WhySource::Correction;
                self.add(Unit { shown: shown.to_owned(), source, weight: CORRECTED, terms: vec![term], near: true });
            }
        }
        Ok(())
    }

    /// Two words that articles write as one: `source safe`.
    fn joined(&mut self, stem: &str, before: &str, word: &str) -> tantivy::Result<()> {
        let is_word = |text: &str| text.chars().all(char::is_alphabetic) && text.len() > 1;
        if stem.is_empty() || !is_word(before) || !is_word(word) {
            return Ok(());
        }
        let joined = format!("{before}{word}");
        let term = self.stems[0].of(&joined, str::to_owned);
        if self.open.frequency(&term)? > 0 {
            let shown = format!("{before} {word}");
            self.add(Unit { shown, source: WhySource::Synonym, weight: CONCEPT, terms: vec![term], near: false });
        }
        Ok(())
    }
}
