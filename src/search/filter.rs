//! Which articles meet the conditions of a query?

use super::analysis::{Form, Language, Stems, atoms, identifier as id, terms};
use super::document::{day, kind_number, role_bit};
use super::open::{Doc, Open, Segment, Set, documents};
use super::query::{Condition, Field, Filter, VersionTest};
use std::collections::HashSet;
use tantivy::columnar::StrColumn;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocSet, TERMINATED};

/// Identifiers that a condition on a range may stand for; there are no more versions of a file.
const MOST_TERMS: usize = 1 << 16;

/// The articles of each piece that meet all filters, hold all phrases and none of what is excluded.
pub fn allowed(
    open: &Open,
    filters: &[Filter],
    phrases: &[Vec<String>],
    excluded: &[Vec<String>],
) -> tantivy::Result<Vec<Set>> {
    let mut allowed: Vec<Set> = open.segments.iter().map(|segment| segment.latest.clone()).collect();
    let mut keep = |sets: Vec<Set>, without: bool| {
        allowed.iter_mut().zip(&sets).for_each(|(set, other)| set.keep(other, without));
    };
    for filter in filters {
        keep(meeting(open, filter, filters)?, filter.negated);
    }
    for (atoms, without) in phrases.iter().map(|p| (p, false)).chain(excluded.iter().map(|e| (e, true))) {
        let sets: tantivy::Result<Vec<Set>> =
            open.segments.iter().map(|segment| phrase(open, segment, atoms)).collect();
        keep(sets?, without);
    }
    Ok(allowed)
}

/// The articles that meet one condition. What is said of one record in several filters must hold for the same one.
fn meeting(open: &Open, filter: &Filter, all: &[Filter]) -> tantivy::Result<Vec<Set>> {
    let with = |field| all.iter().find(|other| other.field == field && !other.negated && !filter.negated);
    match (&filter.condition, filter.field) {
        (Condition::Number(number), _) => match with(Field::Source) {
            Some(source) => holding(open, &[id::event_of(*number, &source.value)]),
            None => holding(open, &[id::event(*number)]),
        },
        (Condition::Version(test, parts), _) => {
            let files: Vec<&Filter> = all.iter().filter(|other| other.field == Field::File && !other.negated).collect();
            let leads = match files.is_empty() || filter.negated {
                true => vec![id::version(&[])],
                false => files.iter().map(|file| id::file_version(&file.value, &[])).collect(),
            };
            let mut found = Vec::new();
            for lead in leads {
                found.extend(versions(open, &lead, *test, parts)?);
            }
            holding(open, &found)
        }
        (Condition::Kind(kind), _) => {
            columns(open, |segment, number| segment.kind.first(number) == Some(kind_number(*kind)))
        }
        (Condition::Role(role), _) => columns(open, |segment, number| {
            segment.roles.first(number).is_some_and(|roles| roles & role_bit(*role) != 0)
        }),
        (Condition::Days(first, end), field) => {
            let (first, end) = (day(*first), day(*end));
            columns(open, |segment, number| {
                segment.day.first(number).is_some_and(|day| match field {
                    Field::Before => day < first,
                    Field::After => day >= first,
                    _ => first <= day && day < end,
                })
            })
        }
        (Condition::Text(text), Field::Source) => holding(open, &[id::source(text)]),
        (Condition::Text(text), Field::File) => match text.strip_suffix('*') {
            Some(begin) => {
                let from = id::file(begin);
                holding(open, &open.identifiers(&from, &format!("{from}\u{10ffff}"), MOST_TERMS)?)
            }
            None => holding(open, &[id::file(text)]),
        },
        (Condition::Text(text), Field::Code) => {
            let mut terms: Vec<String> = id::values(text).into_iter().map(id::code).collect();
            terms.push(id::symbol(text));
            holding(open, &terms)
        }
        (Condition::Text(text), Field::Registry) => holding(open, &registry(open, text)?),
        (Condition::Text(text), Field::Keyword) => holding(open, &[id::keyword(text)]),
        (Condition::Text(text), Field::Id) => {
            let meant: HashSet<u64> = open.identity_of(text)?.into_iter().collect();
            columns(open, |segment, number| segment.identity.first(number).is_some_and(|one| meant.contains(&one)))
        }
        (Condition::Text(text), Field::Product) => products(open, text),
        (Condition::Text(text), Field::Language) => {
            let tag = text.to_lowercase();
            valued(
                open,
                |segment| segment.language.as_ref(),
                |value| {
                    let value = value.to_lowercase();
                    value == tag || value.strip_prefix(&tag).is_some_and(|region| region.starts_with('-'))
                },
            )
        }
        (Condition::Text(text), Field::Publisher) => {
            valued(open, |segment| segment.publisher.as_ref(), |value| value.eq_ignore_ascii_case(text))
        }
        (Condition::Text(text), _) => title(open, text),
    }
}

/// The keys that are meant by a path: itself, what is under it, what ends in it; or values of that name.
pub fn registry(open: &Open, text: &str) -> tantivy::Result<Vec<String>> {
    let term = id::registry(&id::key_parts(text));
    let mut found = open.identifiers(&format!("{term}\\"), &format!("{term}]"), MOST_TERMS)?;
    found.push(term);
    found.push(id::value_name(text));
    Ok(found)
}

/// The terms of versions that pass a test, of those that begin with `lead`.
pub fn versions(open: &Open, lead: &str, test: VersionTest, parts: &[u32]) -> tantivy::Result<Vec<String>> {
    let at = format!("{lead}{}", id::ordered(parts));
    let end = format!("{lead}\u{10ffff}");
    let (from, until) = match test {
        VersionTest::AtLeast | VersionTest::Above => (at.clone(), end),
        VersionTest::Below | VersionTest::AtMost => (lead.to_owned(), format!("{at}\u{1}")),
        VersionTest::Same => (at.clone(), format!("{at}\u{1}")),
        // Numbers are written in eight digits each, so what begins with the same ones begins with the same letters.
        VersionTest::Within => (at.clone(), format!("{at}\u{10ffff}")),
    };
    let mut found = open.identifiers(&from, &until, MOST_TERMS)?;
    if matches!(test, VersionTest::Above | VersionTest::Below) {
        found.retain(|term| *term != at);
    }
    Ok(found)
}

/// The articles that hold one of these identifiers.
fn holding(open: &Open, identifiers: &[String]) -> tantivy::Result<Vec<Set>> {
    let mut sets = none(open);
    for identifier in identifiers {
        for (Doc { segment, number }, _) in open.holders(identifier)? {
            sets[segment as usize].add(number);
        }
    }
    Ok(sets)
}

fn none(open: &Open) -> Vec<Set> {
    open.segments.iter().map(|segment| Set::none(segment.size)).collect()
}

/// The articles of which something holds that columns tell.
fn columns(open: &Open, holds: impl Fn(&Segment, u32) -> bool) -> tantivy::Result<Vec<Set>> {
    let mut sets = none(open);
    for (set, segment) in sets.iter_mut().zip(&open.segments) {
        segment.latest.iter().filter(|&number| holds(segment, number)).for_each(|number| set.add(number));
    }
    Ok(sets)
}

/// The articles with a value in a column of which something holds.
fn valued(
    open: &Open,
    column: impl Fn(&Segment) -> Option<&StrColumn>,
    holds: impl Fn(&str) -> bool,
) -> tantivy::Result<Vec<Set>> {
    let mut sets = none(open);
    for (set, segment) in sets.iter_mut().zip(&open.segments) {
        let Some(column) = column(segment) else { continue };
        let mut meant = HashSet::new();
        let mut stream = column.dictionary().stream()?;
        while stream.advance() {
            if std::str::from_utf8(stream.key()).is_ok_and(&holds) {
                meant.insert(stream.term_ord());
            }
        }
        if !meant.is_empty() {
            let has = |number: &u32| column.ords().values_for_doc(*number).any(|ord| meant.contains(&ord));
            segment.latest.iter().filter(has).for_each(|number| set.add(number));
        }
    }
    Ok(sets)
}

/// The articles that apply to a product: by its name as counts of hits have it, or by its words in their order.
fn products(open: &Open, text: &str) -> tantivy::Result<Vec<Set>> {
    let name = id::name_of(text);
    let same = valued(open, |segment| segment.product.as_ref(), |value| id::name_of(value) == name)?;
    if same.iter().any(|set| set.len() > 0) {
        return Ok(same);
    }
    let words = |text: &str| {
        let mut words = Vec::new();
        atoms(text, |_, range| words.push(id::name_of(&text[range])));
        words
    };
    let wanted = words(text);
    valued(
        open,
        |segment| segment.applies.as_ref(),
        |value| {
            let has = words(value);
            let mut rest = has.iter();
            wanted.iter().all(|word| rest.any(|one| one == word))
        },
    )
}

/// The articles that have all words of a text in their title, in some form.
fn title(open: &Open, text: &str) -> tantivy::Result<Vec<Set>> {
    let mut sets: Vec<Set> = open.segments.iter().map(|segment| segment.latest.clone()).collect();
    let mut words = Vec::new();
    terms(text, &mut Stems::alone(Language::ENGLISH), |term| {
        if term.form == Form::Stem {
            words.push(term.text.to_owned());
        }
    });
    for (set, segment) in sets.iter_mut().zip(&open.segments) {
        for word in &words {
            let mut with = Set::none(segment.size);
            let postings = segment.postings(&segment.title, open.fields.title, word, false)?;
            postings.into_iter().flat_map(documents).for_each(|number| with.add(number));
            set.keep(&with, false);
        }
    }
    Ok(sets)
}

/// The documents of a piece in which words stand one behind the other as they are.
fn phrase(open: &Open, segment: &Segment, atoms: &[String]) -> tantivy::Result<Set> {
    let mut set = Set::none(segment.size);
    let mut all = Vec::with_capacity(atoms.len());
    for atom in atoms {
        let Some(postings) = segment.postings(&segment.exact, open.fields.exact, atom, true)? else { return Ok(set) };
        all.push(postings);
    }
    let [first, rest @ ..] = all.as_mut_slice() else { return Ok(set) };
    let mut positions = (Vec::new(), Vec::new());
    let mut number = first.doc();
    'documents: while number != TERMINATED {
        for other in rest.iter_mut() {
            let there = if other.doc() < number { other.seek(number) } else { other.doc() };
            if there != number {
                number = first.seek(there.min(TERMINATED));
                continue 'documents;
            }
        }
        if follow(first, rest, &mut positions) {
            set.add(number);
        }
        number = first.advance();
    }
    Ok(set)
}

/// In the document that all are at, does each stand one position behind the one before it?
fn follow(
    first: &mut SegmentPostings,
    rest: &mut [SegmentPostings],
    (places, next): &mut (Vec<u32>, Vec<u32>),
) -> bool {
    first.positions(places);
    for (behind, other) in (1..).zip(rest) {
        other.positions(next);
        places.retain(|place| next.binary_search(&(place + behind)).is_ok());
        if places.is_empty() {
            return false;
        }
    }
    true
}
