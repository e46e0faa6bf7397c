//! What was probably meant by a word that no article has? A word that is one or two letters away, or two words without
//! the space between them.

use super::open::Open;
use std::collections::HashMap;
use tantivy::Term;
use tantivy::query::FuzzyTermQuery;

/// Letters of the shortest word that may be misspelt: of shorter ones, too many are near.
const SHORTEST: usize = 4;
/// Letters of the shortest word that may be misspelt twice.
const SHORTEST_TWICE: usize = 8;
/// Words that may have been meant.
const MOST: usize = 2;
/// Letters of the shortest half of a word that falls in two.
const SHORTEST_HALF: usize = 3;

/// What may have been meant by a term that is nowhere, the likeliest first: a term, or two.
pub fn meant(term: &str, open: &Open) -> tantivy::Result<Vec<Vec<String>>> {
    let letters = term.chars().count();
    if letters < SHORTEST || !term.chars().all(char::is_alphabetic) {
        return Ok(Vec::new());
    }
    if let Some(halves) = halves(term, open)? {
        return Ok(vec![halves]);
    }
    for distance in 1..=if letters >= SHORTEST_TWICE { 2 } else { 1 } {
        let mut near = near(term, distance, open)?;
        if !near.is_empty() {
            // What more articles have was likelier meant; of two such, the order of the alphabet decides.
            near.sort_by(|(a, one), (b, other)| other.cmp(one).then_with(|| a.cmp(b)));
            let most = near[0].1;
            near.retain(|(_, articles)| *articles * 4 >= most);
            near.truncate(MOST);
            return Ok(near.into_iter().map(|(term, _)| vec![term]).collect());
        }
    }
    Ok(Vec::new())
}

/// The terms that are so many letters away, each with how many articles have it.
fn near(term: &str, distance: u8, open: &Open) -> tantivy::Result<Vec<(String, u64)>> {
    let query = FuzzyTermQuery::new(Term::from_field_text(open.fields.body, term), distance, true);
    let first = term.chars().next();
    let mut found: HashMap<String, u64> = HashMap::new();
    for segment in &open.segments {
        let mut stream = segment.body.terms().search(query.automaton()?).into_stream()?;
        while stream.advance() {
            let Ok(near) = std::str::from_utf8(stream.key()) else { continue };
            // The first letter is seldom wrong, and names and codes are no words.
            let is_word = near.chars().all(char::is_alphabetic) && near.chars().next() == first;
            if is_word {
                *found.entry(near.to_owned()).or_default() += u64::from(stream.value().doc_freq);
            }
        }
    }
    Ok(found.into_iter().collect())
}

/// Two words that this one falls into, both of them in articles: those whose rarer one is the most frequent.
fn halves(term: &str, open: &Open) -> tantivy::Result<Option<Vec<String>>> {
    let mut best: Option<(u64, Vec<String>)> = None;
    for (at, _) in term.char_indices().skip(SHORTEST_HALF) {
        let (one, other) = term.split_at(at);
        if other.chars().count() < SHORTEST_HALF {
            break;
        }
        let rarer = open.frequency(one)?.min(open.frequency(other)?);
        // Both must be words in their own right, not the odd misprint.
        if rarer > 2 && best.as_ref().is_none_or(|(most, _)| rarer > *most) {
            best = Some((rarer, vec![one.to_owned(), other.to_owned()]));
        }
    }
    Ok(best.map(|(_, halves)| halves))
}
