//! How does a query become hits? A plan of what to look for, the articles that are allowed, their scores, and of those on
//! the page what shows best that they answer.

use super::document::role_bit;
use super::facets::facets;
use super::filter::allowed;
use super::found::{Hit, HitSection, Hits, Page, Snippet, Why, WhySource};
use super::open::{Doc, Open, Set};
use super::plan::{Plan, Unit, plan};
use super::query::{Condition, Field, Note, Query};
use super::score::{Candidate, STATED, Scored, count_at, nearness, places, rarity, score};
use super::snippet::{self, Match, best_section};
use crate::model::{Kind, Revision, SectionKind};
use crate::span::Span;
use serde::Deserialize;
use std::borrow::Cow;
use std::time::Instant;

/// Hits of one page.
const MOST_HITS: usize = 1000;

/// Finds articles.
pub fn search(open: &Open, query: &Query, page: &Page) -> tantivy::Result<Hits> {
    let began = Instant::now();
    let plan = plan(query, open)?;
    let allowed = allowed(open, &query.filters, &plan.phrases, &plan.excluded)?;
    let role = role(query);
    let limit = page.limit.min(MOST_HITS);
    let last = page.offset.saturating_add(limit);
    let mut notes = query.notes().to_vec();
    notes.extend(plan.notes.iter().cloned());
    // Who asks for nothing gets no hits, but is told what there is.
    let asks = !(query.is_empty() && plan.is_bare);
    let scored = if asks { score(open, &plan, &allowed, role, last)? } else { Scored::default() };
    if asks && scored.candidates.is_empty() {
        notes.extend(unmet(open, query)?);
    }
    let shown = scored.candidates.iter().skip(page.offset).take(limit);
    let hits = hits(open, &plan, &scored, shown.copied().collect(), role, page)?;
    Ok(Hits {
        total: scored.candidates.len() as u64,
        hits,
        facets: match (page.facets, asks) {
            (false, _) => None,
            (true, true) => Some(facets(open, &docs_of(&scored.candidates))?),
            (true, false) => Some(facets(open, &docs_in(&allowed))?),
        },
        corrections: plan.corrections,
        notes,
        took: began.elapsed(),
    })
}

fn docs_of(candidates: &[Candidate]) -> Vec<Doc> {
    candidates.iter().map(|candidate| candidate.doc).collect()
}

fn docs_in(sets: &[Set]) -> Vec<Doc> {
    let segments = (0..).zip(sets);
    segments.flat_map(|(segment, set)| set.iter().map(move |number| Doc { segment, number })).collect()
}

/// The role of the sections in which words must stand, if one is asked for.
fn role(query: &Query) -> Option<u64> {
    query.filters.iter().find_map(|filter| match filter.condition {
        Condition::Role(role) if !filter.negated => Some(role_bit(role)),
        _ => None,
    })
}

/// Notes on conditions that no article meets by itself: the likeliest reason for finding nothing.
fn unmet(open: &Open, query: &Query) -> tantivy::Result<Vec<Note>> {
    let mut notes = Vec::new();
    for filter in query.filters.iter().filter(|filter| !filter.negated) {
        let sets = allowed(open, std::slice::from_ref(filter), &[], &[])?;
        if sets.iter().all(|set| set.len() == 0) {
            let field = filter.field.name();
            let what = if filter.field == Field::Version { "no file table has" } else { "no article has" };
            notes.push(Note {
                part: super::query::filter(field, &filter.value),
                message: format!("{what} this {field}; leave it out, or look for it as words"),
            });
        }
    }
    Ok(notes)
}

/// What is read of a record to show it.
#[derive(Deserialize)]
struct Shown<'r> {
    id: Cow<'r, str>,
    publisher: Option<Cow<'r, str>>,
    title: Option<Cow<'r, str>>,
    language: Option<Cow<'r, str>>,
    kind: Kind,
    revision: Revision,
    #[serde(borrow)]
    applies_to: Vec<ShownProduct<'r>>,
    #[serde(borrow)]
    source: ShownSource<'r>,
}

/// The sections of a record.
#[derive(Deserialize)]
struct Sections<'r> {
    #[serde(borrow)]
    sections: Vec<ShownSection<'r>>,
}

#[derive(Deserialize)]
struct ShownProduct<'r> {
    text: Cow<'r, str>,
}

#[derive(Deserialize)]
struct ShownSection<'r> {
    id: Cow<'r, str>,
    kind: SectionKind,
    heading: Option<Cow<'r, str>>,
    text: Cow<'r, str>,
    span: Span,
}

#[derive(Deserialize)]
struct ShownSource<'r> {
    url: Option<Cow<'r, str>>,
}

fn hits(
    open: &Open,
    plan: &Plan,
    scored: &Scored,
    candidates: Vec<Candidate>,
    role: Option<u64>,
    page: &Page,
) -> tantivy::Result<Vec<Hit>> {
    let units: Vec<&Unit> = plan.units.iter().collect();
    let docs = docs_of(&candidates);
    let all = if page.bare { vec![Vec::new(); docs.len()] } else { places(open, &units, &docs)? };
    let mut hits = Vec::with_capacity(candidates.len());
    for (candidate, places) in candidates.into_iter().zip(all) {
        let record = open.record(candidate.doc)?;
        let mut hit = hit(&candidate, read(&record)?, open.digest(candidate.doc));
        if !page.bare {
            let matches = matches(plan, scored, &places);
            show(open, &mut hit, &candidate, &read::<Sections<'_>>(&record)?.sections, &matches, role)?;
        }
        if page.explain {
            hit.why = why(open, plan, scored, &candidate, &places)?;
        }
        hits.push(hit);
    }
    Ok(hits)
}

/// Reads a part of a record.
fn read<'r, T: Deserialize<'r>>(record: &'r [u8]) -> tantivy::Result<T> {
    let fault = |e| tantivy::TantivyError::InternalError(format!("a record cannot be read: {e}"));
    serde_json::from_slice(record).map_err(fault)
}

fn hit(candidate: &Candidate, shown: Shown<'_>, record: String) -> Hit {
    let owned = |text: Option<Cow<'_, str>>| text.map(Cow::into_owned);
    let revision = shown.revision;
    Hit {
        id: shown.id.into_owned(),
        record,
        publisher: owned(shown.publisher),
        title: owned(shown.title),
        title_highlights: Vec::new(),
        score: candidate.score,
        kind: shown.kind,
        language: owned(shown.language),
        modified: revision.modified.max(revision.reviewed).or(revision.published),
        revision: revision.label,
        products: shown.applies_to.into_iter().map(|product| product.text.into_owned()).collect(),
        url: owned(shown.source.url),
        section: None,
        snippet: Snippet::default(),
        why: Vec::new(),
    }
}

/// Where what counts stands in an article, by position. Function words count only where nothing else does.
fn matches(plan: &Plan, scored: &Scored, places: &[Vec<u32>]) -> Vec<Match> {
    let counts = |unit: &Unit| unit.near || unit.weight >= 0.5;
    let any = plan.units.iter().any(counts);
    let mut matches = Vec::new();
    for (number, (unit, places)) in plan.units.iter().zip(places).enumerate() {
        if counts(unit) || !any {
            let weight = scored.weights.get(number).copied().unwrap_or(0.0);
            matches.extend(places.iter().map(|&position| Match { position, unit: number, weight }));
        }
    }
    matches.sort_by_key(|one| (one.position, one.unit));
    matches
}

/// Chooses the section and the words to show.
fn show(
    open: &Open,
    hit: &mut Hit,
    candidate: &Candidate,
    sections: &[ShownSection<'_>],
    matches: &[Match],
    role: Option<u64>,
) -> tantivy::Result<()> {
    let segment = &open.segments[candidate.doc.segment as usize];
    let marks = segment.marks(candidate.doc.number)?;
    if let Some(title) = &hit.title {
        let end = marks.first().map_or(u32::MAX, |mark| mark.start);
        let places: Vec<u32> = matches.iter().map(|one| one.position).filter(|&position| position < end).collect();
        hit.title_highlights = snippet::highlights_of(title, 0, &places);
    }
    let best = best_section(&marks, matches, role);
    let first = || {
        let of_role = |at: &usize| role.is_none_or(|role| marks.get(*at).is_some_and(|mark| mark.roles & role != 0));
        (0..sections.len()).filter(of_role).find(|&at| !sections[at].text.trim().is_empty())
    };
    let (at, within) = match best {
        Some((at, within)) => (Some(at), within),
        None => (first(), &[][..]),
    };
    let Some((section, mark)) = at.and_then(|at| Some((sections.get(at)?, marks.get(at)?))) else { return Ok(()) };
    let heading = section.heading.as_deref().unwrap_or("");
    let start = mark.start + snippet::positions(heading);
    hit.snippet = snippet::snippet(&section.text, start, within);
    hit.section = best.is_some().then(|| HitSection {
        id: section.id.to_string(),
        heading: section.heading.as_deref().map(str::to_owned),
        kind: section.kind,
        span: section.span,
    });
    Ok(())
}

/// The parts of a score.
fn why(
    open: &Open,
    plan: &Plan,
    scored: &Scored,
    candidate: &Candidate,
    places: &[Vec<u32>],
) -> tantivy::Result<Vec<Why>> {
    let mut why = Vec::new();
    for ((unit, &weight), places) in plan.units.iter().zip(&scored.weights).zip(places) {
        let (count, fields) = count_at(open, candidate.doc, places)?;
        if count > 0.0 {
            let fields = fields.into_iter().map(str::to_owned).collect();
            why.push(Why { what: unit.shown.clone(), fields, source: unit.source, score: weight * count });
        }
    }
    for stated in &plan.stated {
        let mut held = None;
        let mut holders = std::collections::HashSet::new();
        for (term, weight) in &stated.terms {
            for (doc, _) in open.holders(term)? {
                holders.insert(doc);
                if doc == candidate.doc && held.is_none_or(|most| *weight > most) {
                    held = Some(*weight);
                }
            }
        }
        if let Some(weight) = held {
            let rarity = rarity(open.articles, holders.len() as u64);
            let lead = if stated.strict { STATED * weight * (1.0 + rarity) } else { 0.0 };
            let what = stated.shown.clone();
            why.push(Why {
                what,
                fields: vec!["record".to_owned()],
                source: WhySource::Record,
                score: rarity * weight + lead,
            });
        }
    }
    let known: f32 = why.iter().map(|part| part.score).sum();
    // What is left of the score is what nearness added; its words are those that stand near each other.
    let rest = candidate.score - known;
    if rest > candidate.score.abs() * 1e-4 && !places.is_empty() {
        let near: Vec<(&Unit, f32)> =
            plan.units.iter().zip(&scored.weights).filter(|(u, _)| u.near).map(|(u, &w)| (u, w)).collect();
        let of_near: Vec<Vec<u32>> =
            plan.units.iter().zip(places).filter(|(unit, _)| unit.near).map(|(_, places)| places.clone()).collect();
        let together: Vec<&str> = near
            .iter()
            .enumerate()
            .filter(|(at, _)| {
                (0..near.len()).any(|other| {
                    let pair = [near[*at], near[other]];
                    *at != other && nearness(&pair, &[of_near[*at].clone(), of_near[other].clone()], 1.0) > 0.0
                })
            })
            .map(|(_, (unit, _))| unit.shown.as_str())
            .collect();
        let what = together.join(" ");
        why.push(Why { what, fields: vec!["text".to_owned()], source: WhySource::Proximity, score: rest });
    }
    why.sort_by(|one, other| other.score.total_cmp(&one.score));
    Ok(why)
}
