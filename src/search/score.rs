//! How well does an article match? By BM25F: what a term counts in title and text is added up before it is weighed, so that
//! no field counts a word twice that is there once. Of the best by that, where their words stand is looked at: those count
//! more that tell the problem, and those that stand near each other, as sentences say more than their words. The constants are the usual ones of the literature or round numbers;
//! `.ci/search.py` measures what comes of them.

use super::document::issue_roles;
use super::open::{Doc, Lengths, Mark, Open, Segment, Set, each};
use super::plan::{Plan, Unit};
use super::stated::Stated;
use std::cmp::Ordering;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::Field;
use tantivy::{DocSet, TERMINATED};

/// How fast the second and third mention of a word count less.
const K1: f32 = 1.2;
/// How much longer texts are held back.
const B: f32 = 0.75;
/// What a word in the title counts beside one in the text, in which the title stands, too.
const TITLE: f32 = 2.0;
/// What a word where the problem is told counts more than elsewhere.
const ISSUE: f32 = 1.0;
/// What nearness counts beside the words themselves.
const NEARNESS: f32 = 0.4;
/// Positions across which words are near.
const WINDOW: u32 = 8;
/// Articles whose places are looked at: the best by words alone.
pub const LOOKED_AT: usize = 64;
/// Places of a word that are looked at in an article.
const MOST_PLACES: usize = 256;
/// Words whose nearness is looked at, and others whose places are, the rarest first.
const MOST_NEAR: usize = 12;
/// What share of the query an article must have, of what the one has that has most: with less it only shares a word.
const SHARE: f32 = 0.25;
/// What comes first, whatever else is said: articles that hold what the query states.
pub const STATED: f32 = 1000.0;

/// An article that matches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Which.
    pub doc: Doc,
    /// How well.
    pub score: f32,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Scored {
    /// All that match, the best first, as many as were asked for; behind them the others in no order.
    pub candidates: Vec<Candidate>,
    /// What each unit weighs: rarer ones more.
    pub weights: Vec<f32>,
}

/// Which words count: all, or only those in sections of a role.
pub type Role = Option<u64>;

/// Finds the articles that match among those that are allowed, and puts the best of them in order, as many as are wanted.
pub fn score(open: &Open, plan: &Plan, allowed: &[Set], role: Role, wanted: usize) -> tantivy::Result<Scored> {
    let mut sums: Vec<Sums> = open.segments.iter().map(|segment| Sums::new(segment.size)).collect();
    let mut weights = Vec::with_capacity(plan.units.len());
    let has_words = plan.units.iter().any(|unit| unit.near || unit.weight >= 0.5);
    for unit in &plan.units {
        let mut all = Vec::with_capacity(open.segments.len());
        for (segment, sums) in open.segments.iter().zip(&mut sums) {
            all.push(match role {
                None => matches(open, segment, unit, &mut sums.scratch)?,
                Some(role) => matches_within(open, segment, unit, role, &mut sums.scratch)?,
            });
        }
        let frequency: u64 = all.iter().map(|found| found.len() as u64).sum();
        let weight = unit.weight * rarity(open.articles, frequency.max(unit.at_least));
        let selects = !has_words || unit.near || unit.weight >= 0.5;
        for ((sums, found), allowed) in sums.iter_mut().zip(&all).zip(allowed) {
            for &(number, count) in found {
                if selects {
                    sums.covered[number as usize] += weight;
                }
                if allowed.has(number) {
                    sums.score[number as usize] += weight * saturated(count);
                }
            }
        }
        weights.push(weight);
    }
    for stated in &plan.stated {
        add_stated(open, stated, allowed, &mut sums)?;
    }
    let most = sums.iter().flat_map(|sums| &sums.covered).fold(0.0_f32, |most, &one| most.max(one));
    for (sums, allowed) in sums.iter_mut().zip(allowed) {
        let enough = |number: &u32| {
            let covered = sums.covered[*number as usize];
            covered > 0.0 && covered >= most * SHARE
        };
        for number in allowed.iter().filter(enough) {
            sums.found.add(number);
        }
    }
    let mut candidates = Vec::new();
    for ((at, sums), allowed) in (0..).zip(&sums).zip(allowed) {
        let all = if plan.is_bare { allowed } else { &sums.found };
        let candidate =
            |number: u32| Candidate { doc: Doc { segment: at, number }, score: sums.score[number as usize] };
        candidates.extend(all.iter().map(candidate));
    }
    best(open, &mut candidates, wanted.max(LOOKED_AT));
    let looked_at = candidates.len().min(LOOKED_AT);
    if role.is_none() {
        add_places(open, &Placed::of(plan, &weights), &mut candidates[..looked_at])?;
        candidates[..looked_at].sort_by(|one, other| order(open, one, other));
    }
    Ok(Scored { candidates, weights })
}

/// What is added up for the documents of a piece.
struct Sums {
    score: Vec<f32>,
    /// What of the query is there at all.
    covered: Vec<f32>,
    found: Set,
    scratch: Scratch,
}

/// Counts of one unit, document by document.
struct Scratch {
    counts: Vec<f32>,
    touched: Vec<u32>,
}

impl Sums {
    fn new(size: u32) -> Sums {
        let zeros = vec![0.0; size as usize];
        let scratch = Scratch { counts: zeros.clone(), touched: Vec::new() };
        Sums { score: zeros.clone(), covered: zeros, found: Set::none(size), scratch }
    }
}

impl Scratch {
    fn add(&mut self, number: u32, count: f32) {
        let sum = &mut self.counts[number as usize];
        if *sum == 0.0 {
            self.touched.push(number);
        }
        *sum += count;
    }

    /// The documents that were counted, of those that can be found.
    fn settle(&mut self, latest: &Set) -> Vec<(u32, f32)> {
        let counts = &mut self.counts;
        let take = |number: u32| (number, std::mem::take(&mut counts[number as usize]));
        self.touched.drain(..).map(take).filter(|(number, _)| latest.has(*number)).collect()
    }
}

/// How much a term says that so many of all articles have.
pub fn rarity(articles: u64, having: u64) -> f32 {
    let (all, having) = (articles as f32, having as f32);
    (1.0 + (all - having + 0.5).max(0.5) / (having + 0.5)).ln()
}

fn saturated(count: f32) -> f32 {
    count * (K1 + 1.0) / (count + K1)
}

/// The fields of texts, with what a term counts in each, and whose length holds it back.
fn text_fields<'s>(
    open: &Open,
    segment: &'s Segment,
) -> [(&'s InvertedIndexReader, Field, f32, &'s FieldNormReader, f32); 2] {
    let Lengths { title, body } = open.lengths;
    [
        (&segment.title, open.fields.title, TITLE, &segment.title_lengths, title),
        (&segment.body, open.fields.body, 1.0, &segment.body_lengths, body),
    ]
}

/// What a mention counts in a text of a length.
fn share(weight: f32, length: u32, average: f32) -> f32 {
    weight / (1.0 - B + B * length as f32 / average)
}

/// The same, for each of the lengths that are told apart.
fn shares(weight: f32, average: f32) -> [f32; 256] {
    std::array::from_fn(|id| share(weight, FieldNormReader::id_to_fieldnorm(id as u8), average))
}

/// The documents that have one of a unit's terms, and how much.
fn matches(open: &Open, segment: &Segment, unit: &Unit, scratch: &mut Scratch) -> tantivy::Result<Vec<(u32, f32)>> {
    for (index, field, weight, lengths, average) in text_fields(open, segment) {
        let shares = shares(weight, average);
        for term in &unit.terms {
            if let Some(mut postings) = segment.postings(index, field, term, false)? {
                each(&mut postings, |number, count| {
                    scratch.add(number, count as f32 * shares[lengths.fieldnorm_id(number) as usize]);
                });
            }
        }
    }
    Ok(scratch.settle(&segment.latest))
}

/// The same, of what stands in sections of a role.
fn matches_within(
    open: &Open,
    segment: &Segment,
    unit: &Unit,
    role: u64,
    scratch: &mut Scratch,
) -> tantivy::Result<Vec<(u32, f32)>> {
    let shares = shares(1.0, open.lengths.body);
    let mut places = Vec::new();
    for term in &unit.terms {
        let Some(mut postings) = segment.postings(&segment.body, open.fields.body, term, true)? else { continue };
        while postings.doc() != TERMINATED {
            let number = postings.doc();
            if segment.latest.has(number) && segment.roles.first(number).is_some_and(|roles| roles & role != 0) {
                let marks = segment.marks(number)?;
                postings.positions(&mut places);
                let within = |place: &&u32| {
                    let behind = marks.partition_point(|mark| mark.start <= **place);
                    behind > 0 && marks[behind - 1].roles & role != 0
                };
                let count = places.iter().filter(within).count();
                if count > 0 {
                    scratch.add(number, count as f32 * shares[segment.body_lengths.fieldnorm_id(number) as usize]);
                }
            }
            postings.advance();
        }
    }
    Ok(scratch.settle(&segment.latest))
}

/// Puts the holders of an identifier before all others, or, of a loose one, adds what it says.
fn add_stated(open: &Open, stated: &Stated, allowed: &[Set], sums: &mut [Sums]) -> tantivy::Result<()> {
    let mut best: Vec<(Doc, f32)> = Vec::new();
    for (term, weight) in &stated.terms {
        best.extend(open.holders(term)?.into_iter().map(|(doc, _)| (doc, *weight)));
    }
    // Who holds it in several ways counts by the one that says most.
    best.sort_by(|(one, a), (other, b)| one.cmp(other).then(b.total_cmp(a)));
    best.dedup_by_key(|(doc, _)| *doc);
    let rarity = rarity(open.articles, best.len() as u64);
    for (doc, weight) in best {
        if allowed[doc.segment as usize].has(doc.number) {
            let sums = &mut sums[doc.segment as usize];
            let lead = if stated.strict { STATED * weight } else { 0.0 };
            sums.score[doc.number as usize] += rarity * weight + lead * (1.0 + rarity);
            sums.found.add(doc.number);
        }
    }
    Ok(())
}

/// Puts the best so many in order, before all others.
fn best(open: &Open, candidates: &mut [Candidate], most: usize) {
    if candidates.len() > most {
        candidates.select_nth_unstable_by(most, |one, other| order(open, one, other));
    }
    let most = candidates.len().min(most);
    candidates[..most].sort_unstable_by(|one, other| order(open, one, other));
}

/// The better one first; of equal ones the newer, and then one or the other, always the same.
fn order(open: &Open, one: &Candidate, other: &Candidate) -> Ordering {
    let key = |candidate: &Candidate| {
        let segment = &open.segments[candidate.doc.segment as usize];
        let number = candidate.doc.number;
        (std::cmp::Reverse(segment.day.first(number)), segment.order.first(number))
    };
    other.score.total_cmp(&one.score).then_with(|| key(one).cmp(&key(other)))
}

/// The units whose places are looked at, with their weights.
struct Placed<'p> {
    units: Vec<(&'p Unit, f32)>,
    /// So many of them, the first ones, are those whose nearness matters.
    near: usize,
}

impl<'p> Placed<'p> {
    fn of(plan: &'p Plan, weights: &[f32]) -> Placed<'p> {
        let rarest = |near: bool| {
            let own = plan.units.iter().zip(weights).filter(|(unit, _)| unit.near == near);
            let mut own: Vec<_> = own.map(|(unit, &weight)| (unit, weight)).collect();
            own.sort_by(|(_, one), (_, other)| other.total_cmp(one));
            own.truncate(MOST_NEAR);
            own
        };
        let mut units = rarest(true);
        let near = units.len();
        units.extend(rarest(false));
        Placed { units, near }
    }
}

/// Adds to each candidate what the places of its words say.
fn add_places(open: &Open, placed: &Placed, candidates: &mut [Candidate]) -> tantivy::Result<()> {
    let docs: Vec<Doc> = candidates.iter().map(|candidate| candidate.doc).collect();
    let units: Vec<&Unit> = placed.units.iter().map(|(unit, _)| *unit).collect();
    let places = places(open, &units, &docs)?;
    let issue = issue_roles();
    for (candidate, places) in candidates.iter_mut().zip(&places) {
        let text = Text::of(open, candidate.doc)?;
        for ((_, weight), places) in placed.units.iter().zip(places) {
            candidate.score += weight * (text.count(places, issue) - text.count(places, 0));
        }
        let length = text.body as f32 / open.lengths.body;
        candidate.score += NEARNESS * nearness(&placed.units[..placed.near], &places[..placed.near], length);
    }
    Ok(())
}

/// How long the texts of an article are, and where its sections stand.
struct Text {
    title: u32,
    body: u32,
    lengths: Lengths,
    marks: Vec<Mark>,
}

impl Text {
    fn of(open: &Open, doc: Doc) -> tantivy::Result<Text> {
        let segment = &open.segments[doc.segment as usize];
        Ok(Text {
            title: segment.title_lengths.fieldnorm(doc.number),
            body: segment.body_lengths.fieldnorm(doc.number),
            lengths: open.lengths,
            marks: segment.marks(doc.number)?,
        })
    }

    /// What a word counts that stands at these places, if those in sections of some roles count more.
    fn count(&self, places: &[u32], roles: u64) -> f32 {
        let titled = self.in_title(places);
        let told = if roles == 0 { 0 } else { self.within(places, roles) };
        let own = share(1.0, self.body, self.lengths.body) * (places.len() as f32 + ISSUE * told as f32);
        saturated(own + share(TITLE, self.title, self.lengths.title) * titled as f32)
    }

    fn in_title(&self, places: &[u32]) -> usize {
        let end = self.marks.first().map_or(u32::MAX, |mark| mark.start);
        places.iter().filter(|&&place| place < end).count()
    }

    /// How many of these places are in sections of some roles.
    fn within(&self, places: &[u32], roles: u64) -> usize {
        let is_within = |place: &&u32| {
            let behind = self.marks.partition_point(|mark| mark.start <= **place);
            behind > 0 && self.marks[behind - 1].roles & roles != 0
        };
        places.iter().filter(is_within).count()
    }
}

/// What the nearness of words says: each pair, by its rarer word, and by how near and how often they meet.
pub fn nearness(near: &[(&Unit, f32)], places: &[Vec<u32>], length: f32) -> f32 {
    let mut sum = 0.0;
    for (at, (one, (_, weight))) in places.iter().zip(near).enumerate() {
        for (other, (_, other_weight)) in places[at + 1..].iter().zip(&near[at + 1..]) {
            let meetings = meetings(one, other);
            if meetings > 0.0 {
                let held_back = K1 * (1.0 - B + B * length);
                sum += weight.min(*other_weight) * meetings * (K1 + 1.0) / (meetings + held_back);
            }
        }
    }
    sum
}

/// How often and how near two words meet: the inverse of the distance, for each place of the one.
fn meetings(one: &[u32], other: &[u32]) -> f32 {
    let mut sum = 0.0;
    let mut behind = 0;
    for &place in one {
        while behind < other.len() && other[behind] < place {
            behind += 1;
        }
        let next = other.get(behind).map(|&there| there - place);
        let last = behind.checked_sub(1).map(|at| place - other[at]);
        let nearest = next.into_iter().chain(last).filter(|&distance| distance > 0).min();
        if let Some(distance) = nearest.filter(|&distance| distance <= WINDOW) {
            sum += 1.0 / distance as f32;
        }
    }
    sum
}

/// Where the terms of units stand in documents: for each document and each unit, its positions in order.
pub fn places(open: &Open, units: &[&Unit], docs: &[Doc]) -> tantivy::Result<Vec<Vec<Vec<u32>>>> {
    let mut all = vec![vec![Vec::new(); units.len()]; docs.len()];
    let mut order: Vec<usize> = (0..docs.len()).collect();
    order.sort_by_key(|&at| docs[at]);
    let mut found = Vec::new();
    for (unit_at, unit) in units.iter().enumerate() {
        for term in &unit.terms {
            let mut piece: Option<(u32, Option<SegmentPostings>)> = None;
            for &at in &order {
                let doc = docs[at];
                if piece.as_ref().is_none_or(|(number, _)| *number != doc.segment) {
                    let segment = &open.segments[doc.segment as usize];
                    piece = Some((doc.segment, segment.postings(&segment.body, open.fields.body, term, true)?));
                }
                let Some((_, Some(postings))) = &mut piece else { continue };
                let there = if postings.doc() < doc.number { postings.seek(doc.number) } else { postings.doc() };
                if there == doc.number {
                    postings.positions(&mut found);
                    let places: &mut Vec<u32> = &mut all[at][unit_at];
                    places.extend(found.iter().take(MOST_PLACES));
                }
            }
        }
        if unit.terms.len() > 1 {
            for places in &mut all {
                places[unit_at].sort_unstable();
                places[unit_at].dedup();
            }
        }
    }
    Ok(all)
}

/// What a word counts that stands at these places of a document, and in which parts of it they are.
pub fn count_at(open: &Open, doc: Doc, places: &[u32]) -> tantivy::Result<(f32, Vec<&'static str>)> {
    let (text, issue) = (Text::of(open, doc)?, issue_roles());
    let titled = text.in_title(places);
    let told = text.within(places, issue);
    let parts = [("title", titled > 0), ("issue", told > 0), ("text", places.len() > titled)];
    let parts = parts.into_iter().filter(|(_, is_there)| *is_there).map(|(part, _)| part).collect();
    Ok((if places.is_empty() { 0.0 } else { text.count(places, issue) }, parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rarer_terms_say_more_and_none_says_nothing() {
        let all: Vec<f32> = [1, 10, 100, 1000].map(|having| rarity(1000, having)).to_vec();
        assert!(all.is_sorted_by(|one, other| one > other) && all[3] > 0.0, "{all:?}");
    }

    #[test]
    fn words_meet_where_they_are_near() {
        assert_eq!(meetings(&[5], &[6]), 1.0);
        assert_eq!(meetings(&[5], &[1, 7]), 0.5);
        assert_eq!(meetings(&[5, 20], &[6, 40]), 1.0);
        assert_eq!(meetings(&[5], &[]), 0.0);
        assert_eq!(meetings(&[5], &[5]), 0.0, "a word is not near itself");
        assert_eq!(meetings(&[5], &[5 + WINDOW + 1]), 0.0);
    }
}
