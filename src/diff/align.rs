//! Which pieces of two articles belong together? Sections by role, heading and text; their units by the shortest edit
//! between them; what is left over by its words, wherever it stands.
//!
//! Every search is bounded, so that the cost stays linear in practice: where two stretches are too long to be compared
//! each with each, the first cells of rows and the places of units decide.

use super::content::{Content, Part, Shape, Unit};
use super::edit::stretches;
use super::meaning::Bag;
use super::words;
use crate::model::SectionKind;
use std::cell::OnceCell;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;

/// Pairs of a stretch of units that are compared each with each.
const MOST_PAIRS: usize = 1 << 14;
/// Pairs of sections that are compared each with each.
const MOST_SECTIONS: usize = 1 << 10;
/// From here on two units are one that was changed.
const ALIKE: f32 = 0.5;

/// Where a unit is: the section, from 0, and the place in it.
pub type Place = (usize, usize);

/// What belongs together.
#[derive(Debug, Default)]
pub struct Alignment {
    /// Sections, the old one first, in order of the old ones.
    pub sections: Vec<(usize, usize)>,
    /// Of those the ones that stand in another order.
    pub moved_sections: Vec<(usize, usize)>,
    /// Units that stand in sections that belong together, in the same order.
    pub units: Vec<(Place, Place)>,
    /// Units that stand elsewhere.
    pub moved_units: Vec<(Place, Place)>,
    /// Units that only the old one has.
    pub gone: Vec<Place>,
    /// Units that only the new one has.
    pub come: Vec<Place>,
}

/// A unit with what its comparison needs.
struct Keyed<'c> {
    unit: &'c Unit,
    /// Digest of its words.
    key: u64,
    words: OnceCell<Digests>,
}

impl Keyed<'_> {
    fn of(part: &Part) -> Vec<Keyed<'_>> {
        let units = part.units.iter();
        units.map(|unit| Keyed { unit, key: words::key(&unit.text_of()), words: OnceCell::new() }).collect()
    }

    fn words(&self) -> &Digests {
        self.words.get_or_init(|| Bag::of(&self.unit.text).digests())
    }

    /// May the two be one, and how surely?
    fn likeness(&self, other: &Keyed) -> f32 {
        if self.key == other.key {
            return 1.0;
        }
        let rows = |unit: &Unit| matches!(unit.shape, Shape::Row | Shape::Header);
        // A row is told by its first cell.
        let same_row = rows(self.unit) && rows(other.unit) && first_cell(self.unit) == first_cell(other.unit);
        let alike = likeness(self.words(), other.words());
        if same_row { alike.max(ALIKE) } else { alike }
    }
}

impl Unit {
    /// Its label and text.
    fn text_of(&self) -> std::borrow::Cow<'_, str> {
        match &self.label {
            Some(label) => format!("{label} {}", self.text).into(),
            None => self.text.as_str().into(),
        }
    }
}

fn first_cell(row: &Unit) -> &str {
    row.text.split(" | ").next().unwrap_or("").trim()
}

/// Finds what belongs together.
pub fn align(old: &Content, new: &Content) -> Alignment {
    let [old_units, new_units] = [old, new].map(|c| c.sections.iter().map(Keyed::of).collect::<Vec<_>>());
    let mut alignment = Alignment { sections: sections(old, new, &old_units, &new_units), ..Alignment::default() };
    let places: Vec<usize> = alignment.sections.iter().map(|&(_, new)| new).collect();
    let kept = longest_rise(&places);
    let moved = alignment.sections.iter().zip(kept).filter(|(_, kept)| !kept).map(|(&pair, _)| pair);
    alignment.moved_sections = moved.collect();
    for &(from, to) in &alignment.sections {
        let pairs = units(&old_units[from], &new_units[to]);
        alignment.units.extend(pairs.into_iter().map(|(a, b)| ((from, a), (to, b))));
    }
    alignment.gone = others(&old_units, alignment.units.iter().map(|pair| pair.0));
    alignment.come = others(&new_units, alignment.units.iter().map(|pair| pair.1));
    alignment.find_moved(&old_units, &new_units);
    alignment
}

/// The units that are not at one of these places.
fn others(units: &[Vec<Keyed>], places: impl Iterator<Item = Place>) -> Vec<Place> {
    let taken: HashSet<Place> = places.collect();
    let all = units.iter().enumerate().flat_map(|(section, units)| (0..units.len()).map(move |at| (section, at)));
    all.filter(|place| !taken.contains(place)).collect()
}

impl Alignment {
    /// Finds among the units without a partner those that have one with the same words elsewhere.
    fn find_moved(&mut self, old: &[Vec<Keyed>], new: &[Vec<Keyed>]) {
        let mut free: HashMap<u64, VecDeque<Place>> = HashMap::new();
        for &place in &self.come {
            free.entry(new[place.0][place.1].key).or_default().push_back(place);
        }
        let moved = &mut self.moved_units;
        self.gone.retain(|&from| {
            let unit = &old[from.0][from.1];
            // `Yes` and `1` are no piece that anyone would look for elsewhere.
            let is_told = unit.words().len() >= 2;
            let to = free.get_mut(&unit.key).filter(|_| is_told).and_then(VecDeque::pop_front);
            moved.extend(to.map(|to| (from, to)));
            to.is_none()
        });
        let taken: HashSet<Place> = moved.iter().map(|pair| pair.1).collect();
        self.come.retain(|place| !taken.contains(place));
    }
}

/// Sections that belong together, in order of the old ones.
fn sections(old: &Content, new: &Content, old_units: &[Vec<Keyed>], new_units: &[Vec<Keyed>]) -> Vec<(usize, usize)> {
    let mut pairs = Pairs::new(old.sections.len(), new.sections.len());
    let heading = |part: &Part| part.head.heading.as_deref().map(words::key);
    let path = |content: &Content| -> Vec<Option<(u64, SectionKind)>> {
        let mut above: Vec<u64> = Vec::new();
        let path = |part: &Part| {
            above.truncate(usize::from(part.head.level).saturating_sub(1));
            above.push(heading(part).unwrap_or_default());
            heading(part).map(|_| (above.iter().fold(0u64, |path, key| path.rotate_left(5) ^ key), part.head.kind))
        };
        content.sections.iter().map(path).collect()
    };
    // The same heading under the same headings; the same heading anywhere; the same role.
    pairs.by_key(&path(old), &path(new));
    let headings = |content: &Content| content.sections.iter().map(heading).collect::<Vec<_>>();
    pairs.by_key(&headings(old), &headings(new));
    let kinds = |content: &Content| -> Vec<Option<SectionKind>> {
        let kind = |part: &Part| Some(part.head.kind).filter(|kind| *kind != SectionKind::Other);
        content.sections.iter().map(kind).collect()
    };
    pairs.by_key(&kinds(old), &kinds(new));
    pairs.by_units(old_units, new_units);
    pairs.by_words(old_units, new_units);
    // What stands before the first heading says what a summary says in another year: its words come first.
    let leads = |content: &Content| -> Vec<Option<()>> {
        content.sections.iter().map(|part| part.head.heading.is_none().then_some(())).collect()
    };
    pairs.by_key(&leads(old), &leads(new));
    pairs.new_of.iter().enumerate().filter_map(|(old, new)| new.map(|new| (old, new))).collect()
}

/// Pairs that are being found.
struct Pairs {
    new_of: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Pairs {
    fn new(old: usize, new: usize) -> Pairs {
        Pairs { new_of: vec![None; old], taken: vec![false; new] }
    }

    fn pair(&mut self, old: usize, new: usize) {
        self.new_of[old] = Some(new);
        self.taken[new] = true;
    }

    /// Pairs those left that have the same key, in order.
    fn by_key<K: Hash + Eq + Copy>(&mut self, old: &[Option<K>], new: &[Option<K>]) {
        let mut free: HashMap<K, VecDeque<usize>> = HashMap::new();
        for (at, key) in new.iter().enumerate().filter(|(at, _)| !self.taken[*at]) {
            if let Some(key) = key {
                free.entry(*key).or_default().push_back(at);
            }
        }
        for (at, key) in old.iter().enumerate() {
            if self.new_of[at].is_none()
                && let Some(to) = key.and_then(|key| free.get_mut(&key)).and_then(VecDeque::pop_front)
            {
                self.pair(at, to);
            }
        }
    }

    /// Pairs those left that share most of their units.
    fn by_units(&mut self, old: &[Vec<Keyed>], new: &[Vec<Keyed>]) {
        let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, units) in new.iter().enumerate().filter(|(at, _)| !self.taken[*at]) {
            for unit in units {
                let sections = places.entry(unit.key).or_default();
                // What stands everywhere tells nothing.
                if sections.last() != Some(&at) && sections.len() < 8 {
                    sections.push(at);
                }
            }
        }
        for (at, units) in old.iter().enumerate() {
            if self.new_of[at].is_some() || units.is_empty() {
                continue;
            }
            let mut shared: HashMap<usize, usize> = HashMap::new();
            for unit in units {
                for to in places.get(&unit.key).into_iter().flatten().filter(|to| !self.taken[**to]) {
                    *shared.entry(*to).or_default() += 1;
                }
            }
            let best = shared.into_iter().max_by_key(|&(to, count)| (count, std::cmp::Reverse(to)));
            if let Some((to, _)) = best.filter(|&(to, count)| 2 * count >= units.len().min(new[to].len())) {
                self.pair(at, to);
            }
        }
    }

    /// Pairs those left whose words are most alike, if they are few enough to be held each against each.
    fn by_words(&mut self, old: &[Vec<Keyed>], new: &[Vec<Keyed>]) {
        let left = |units: &[Vec<Keyed>], is_free: &dyn Fn(usize) -> bool| -> Vec<(usize, Digests)> {
            let free = units.iter().enumerate().filter(|(at, units)| is_free(*at) && !units.is_empty());
            free.map(|(at, units)| (at, words_of(units))).collect()
        };
        let before = left(old, &|at| self.new_of[at].is_none());
        let after = left(new, &|at| !self.taken[at]);
        if before.len() * after.len() > MOST_SECTIONS {
            return;
        }
        let all =
            before.iter().flat_map(|(from, was)| after.iter().map(move |(to, is)| (likeness(was, is), *from, *to)));
        let mut alike: Vec<(f32, usize, usize)> = all.filter(|(like, ..)| *like >= ALIKE).collect();
        alike.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        for (_, from, to) in alike {
            if self.new_of[from].is_none() && !self.taken[to] {
                self.pair(from, to);
            }
        }
    }
}

/// The words of a section.
fn words_of(units: &[Keyed]) -> Digests {
    let mut words: Digests = units.iter().flat_map(|unit| unit.words()).copied().collect();
    words.sort_unstable();
    words
}

/// Digests of the words that bear meaning, sorted: each unit may be held against very many.
type Digests = Vec<u64>;

/// How alike two texts are: 1 with the same words, 0 with none in common.
fn likeness(old: &[u64], new: &[u64]) -> f32 {
    let (mut a, mut b, mut both) = (0, 0, 0);
    while let (Some(x), Some(y)) = (old.get(a), new.get(b)) {
        match x.cmp(y) {
            Ordering::Less => a += 1,
            Ordering::Greater => b += 1,
            Ordering::Equal => (a, b, both) = (a + 1, b + 1, both + 1),
        }
    }
    let all = old.len() + new.len();
    if all == 0 { 1.0 } else { 2.0 * both as f32 / all as f32 }
}

/// Units that belong together, in order.
fn units<'a>(old: &[Keyed<'a>], new: &[Keyed<'a>]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::with_capacity(old.len().min(new.len()));
    for stretch in stretches(old.iter().map(|unit| unit.key), new.iter().map(|unit| unit.key)) {
        let (from, to) = (stretch.old, stretch.new);
        if stretch.same {
            pairs.extend(from.zip(to));
        } else {
            let within = alike(&old[from.clone()], &new[to.clone()]);
            pairs.extend(within.into_iter().map(|(x, y)| (from.start + x, to.start + y)));
        }
    }
    pairs
}

/// Units of two stretches that are alike, in order: those whose likenesses have the greatest sum.
fn alike<'a>(old: &[Keyed<'a>], new: &[Keyed<'a>]) -> Vec<(usize, usize)> {
    if old.is_empty() || new.is_empty() {
        return Vec::new();
    }
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        return alike_by_place(old, new);
    }
    let width = new.len() + 1;
    let mut best = vec![0f32; (old.len() + 1) * width];
    let mut likeness = vec![0f32; old.len() * new.len()];
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            let like = old[a].likeness(&new[b]);
            likeness[a * new.len() + b] = like;
            let both = if like >= ALIKE { like + best[(a + 1) * width + b + 1] } else { 0.0 };
            best[a * width + b] = both.max(best[(a + 1) * width + b]).max(best[a * width + b + 1]);
        }
    }
    let (mut a, mut b) = (0, 0);
    let mut pairs = Vec::new();
    while a < old.len() && b < new.len() {
        let like = likeness[a * new.len() + b];
        let here = best[a * width + b];
        if like >= ALIKE && here == like + best[(a + 1) * width + b + 1] {
            pairs.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if here == best[(a + 1) * width + b] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}

/// The same for long stretches: rows by their first cells, then each unit with that at the same place.
fn alike_by_place<'a>(old: &[Keyed<'a>], new: &[Keyed<'a>]) -> Vec<(usize, usize)> {
    let cell = |unit: &Keyed<'a>| first_cell(unit.unit);
    let mut pairs = Vec::new();
    for stretch in stretches(old.iter().map(cell), new.iter().map(cell)) {
        let near = stretch.old.zip(stretch.new);
        pairs.extend(near.filter(|&(x, y)| stretch.same || old[x].likeness(&new[y]) >= ALIKE));
    }
    pairs
}

/// Which of these belong to a longest run of rising ones?
fn longest_rise(places: &[usize]) -> Vec<bool> {
    // `ends[n]` is the position of the least end of a run of n + 1.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; places.len()];
    for (at, place) in places.iter().enumerate() {
        let length = ends.partition_point(|&end| places[end] < *place);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() { ends.push(at) } else { ends[length] = at }
    }
    let mut kept = vec![false; places.len()];
    let mut at = ends.last().copied();
    while let Some(here) = at {
        kept[here] = true;
        at = before[here];
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rise_stays_in_place() {
        assert_eq!(longest_rise(&[0, 1, 2]), [true, true, true]);
        assert_eq!(longest_rise(&[2, 0, 1]), [false, true, true]);
        assert_eq!(longest_rise(&[]), [false; 0]);
    }
}
