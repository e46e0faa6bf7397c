//! What changed between two articles, and does it matter?
//!
//! [`diff`] compares what two articles say, whatever form each came in, and gives a list of [`Change`]s: data with a JSON
//! Schema, each with what it touches and whether it matters. [`apply()`] makes the new content of the old one by them.
//! Nothing here parses or prints.

mod align; // which pieces belong together
mod apply; // changes → the new content
mod change; // what a difference is
mod content; // what is compared
mod datasets; // the same of all articles of two datasets
mod summary; // a change in one line
mod weigh; // does it matter?
mod words; // what words mean

pub use apply::{Misfit, apply};
pub use change::{Change, ChangeKind, Class, Diff, Side};
pub use content::{Content, Head, Part, Record, Shape, Unit};
pub use datasets::{Counts, datasets, with_id};
pub use words::{Word, word_changes, words};

use crate::model::Article;
use align::{Alignment, Place};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::hash::BuildHasher;

/// What differs between an article and another.
pub fn diff(old: &Article, new: &Article) -> Diff {
    let (before, after) = contents(old, new);
    let changes = changes(&before, &after);
    Diff {
        old: Some(Side::of(old)),
        new: Some(Side::of(new)),
        material: changes.iter().any(|change| change.material),
        changes,
    }
}

/// The JSON Schema of a [`Diff`].
pub fn schema_json() -> String {
    crate::emit::schema_of::<Diff>("diff", "What differs between two articles")
}

/// What two articles say, as far as both could say it: what only one of two forms states is left out.
pub fn contents(old: &Article, new: &Article) -> (Content, Content) {
    let (mut before, mut after) = (Content::of(old), Content::of(new));
    if old.form != new.form {
        before.leave_out_what_forms_state(&mut after);
    }
    (before, after)
}

/// What differs between two contents. From the other side the same changes are seen, mirrored.
pub fn changes(old: &Content, new: &Content) -> Vec<Change> {
    if old == new {
        return Vec::new();
    }
    // Whatever ties there are must be broken in the same way from both sides.
    if digest(new) < digest(old) {
        let mut changes: Vec<Change> = Differ::new(new, old).changes().into_iter().map(Change::mirrored).collect();
        for change in &mut changes {
            change.summary = summary::of(change);
        }
        order(&mut changes);
        return changes;
    }
    let mut changes = Differ::new(old, new).changes();
    order(&mut changes);
    changes
}

/// In the order of the new article; what is gone stands where it was.
fn order(changes: &mut [Change]) {
    changes.sort_by_cached_key(|change| {
        let (group, numbers) = match change.path.strip_prefix("sections/s") {
            Some(rest) => (2, rest.split("/blocks/").filter_map(|n| n.parse().ok()).collect::<Vec<u32>>()),
            None => (u32::from(is_record(&change.path)), Vec::new()),
        };
        (group, numbers, change.path.clone(), change.kind)
    });
}

fn is_record(path: &str) -> bool {
    let list = content::list_of(path);
    list.len() < path.len() && !matches!(list, "revision" | "metadata")
}

fn digest(content: &Content) -> u64 {
    let hasher = foldhash::fast::FixedState::with_seed(11);
    let units = content
        .sections
        .iter()
        .map(|part| (&part.head.heading, part.units.iter().map(|u| &u.text).collect::<Vec<_>>()));
    let records: Vec<_> = content.records.iter().map(|record| (&record.key, content::text(&record.value))).collect();
    let fields: Vec<_> = content.fields.iter().map(|(name, value)| (name, content::text(value))).collect();
    hasher.hash_one((units.collect::<Vec<_>>(), records, fields))
}

impl Side {
    fn of(article: &Article) -> Side {
        Side {
            id: article.id.clone(),
            title: article.title.clone(),
            revision: article.revision.label.clone(),
            modified: article.revision.modified.max(article.revision.reviewed),
            path: article.source.member.clone().unwrap_or_else(|| article.source.path.clone()),
            sha256: article.source.sha256.clone(),
        }
    }
}

/// Compares two contents.
struct Differ<'c> {
    old: &'c Content,
    new: &'c Content,
    alignment: Alignment,
    old_classes: Vec<Class>,
    new_classes: Vec<Class>,
    changes: Vec<Change>,
}

impl<'c> Differ<'c> {
    fn new(old: &'c Content, new: &'c Content) -> Differ<'c> {
        let (old_classes, new_classes) = (weigh::classes(old), weigh::classes(new));
        Differ { old, new, alignment: align::align(old, new), old_classes, new_classes, changes: Vec::new() }
    }

    fn changes(mut self) -> Vec<Change> {
        self.fields();
        self.records();
        self.sections();
        self.units();
        for change in &mut self.changes {
            change.summary = summary::of(change);
        }
        self.changes
    }

    fn push(&mut self, path: String, kind: ChangeKind, weight: (Class, bool), old: Option<Value>, new: Option<Value>) {
        let (class, material) = weight;
        self.changes.push(Change {
            path,
            was: None,
            section: None,
            kind,
            class,
            material,
            summary: String::new(),
            old,
            new,
        });
    }

    fn fields(&mut self) {
        let (old, new) = (&self.old.fields, &self.new.fields);
        let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for name in names {
            let (was, is) = (old.get(name), new.get(name));
            if was != is {
                let weight = weigh::field(name, was, is);
                self.push(name.clone(), kind_of(was.is_some(), is.is_some()), weight, was.cloned(), is.cloned());
            }
        }
    }

    /// Records with the same key: those that are equal first, then each with the next of the other side.
    fn records(&mut self) {
        let (old, new) = (&self.old.records, &self.new.records);
        let (mut a, mut b) = (0, 0);
        while a < old.len() || b < new.len() {
            let key = match (old.get(a), new.get(b)) {
                (Some(x), Some(y)) => (&x.key).min(&y.key),
                (Some(one), None) | (None, Some(one)) => &one.key,
                (None, None) => break,
            };
            let count = |records: &[Record]| records.iter().take_while(|record| record.key == *key).count();
            let (was, is) = (&old[a..a + count(&old[a..])], &new[b..b + count(&new[b..])]);
            let (was_left, is_left) = unequal(was, is);
            let (list, key) = (content::list_of(key), key.clone());
            for at in 0..was_left.len().max(is_left.len()) {
                let (x, y) = (was_left.get(at).map(|r| &r.value), is_left.get(at).map(|r| &r.value));
                let weight = weigh::record(list, x, y);
                self.push(key.clone(), kind_of(x.is_some(), y.is_some()), weight, x.cloned(), y.cloned());
            }
            (a, b) = (a + was.len(), b + is.len());
        }
    }

    fn sections(&mut self) {
        let new_of: HashMap<usize, usize> = self.alignment.sections.iter().copied().collect();
        let old_of: HashMap<usize, usize> = self.alignment.sections.iter().map(|&(old, new)| (new, old)).collect();
        let moved: BTreeSet<usize> = self.alignment.moved_sections.iter().map(|&(old, _)| old).collect();
        for (at, part) in self.old.sections.iter().enumerate().filter(|(at, _)| !new_of.contains_key(at)) {
            self.section(at, None, ChangeKind::Removed, Some(&part.head), None);
        }
        for (at, part) in self.new.sections.iter().enumerate() {
            let Some(&from) = old_of.get(&at) else {
                self.section(at, None, ChangeKind::Added, None, Some(&part.head));
                continue;
            };
            let before = &self.old.sections[from].head;
            if moved.contains(&from) {
                self.section(at, Some(from), ChangeKind::Moved, Some(before), Some(&part.head));
            }
            if *before != part.head {
                let kind = if before.heading == part.head.heading { ChangeKind::Changed } else { ChangeKind::Renamed };
                self.section(at, Some(from), kind, Some(before), Some(&part.head));
            }
        }
    }

    fn section(&mut self, at: usize, from: Option<usize>, kind: ChangeKind, old: Option<&Head>, new: Option<&Head>) {
        let class = match kind {
            // What is in it is weighed by itself.
            ChangeKind::Renamed => {
                let heading = |head: Option<&Head>| head.and_then(|head| head.heading.clone()).unwrap_or_default();
                weigh::heading(&heading(old), &heading(new))
            }
            ChangeKind::Added | ChangeKind::Removed => Class::Wording,
            ChangeKind::Changed | ChangeKind::Moved => Class::Cosmetic,
        };
        let was = from.filter(|from| *from != at).map(|from| format!("sections/s{}", from + 1));
        let section = new.or(old).map(|head| head.kind);
        let path = format!("sections/s{}", at + 1);
        let (old, new) = (old.map(json), new.map(json));
        self.changes.push(Change {
            path,
            was,
            section,
            kind,
            class,
            material: false,
            summary: String::new(),
            old,
            new,
        });
    }

    fn units(&mut self) {
        let alignment = std::mem::take(&mut self.alignment);
        let (old, new) = (self.old, self.new);
        let (mut old_done, mut new_done) = (Taken::of(old), Taken::of(new));
        let mut pairs = Vec::new();
        let kept = alignment.units.iter().map(|&pair| (pair, ChangeKind::Changed));
        let moved = alignment.moved_units.iter().map(|&pair| (pair, ChangeKind::Moved));
        for ((from, to), kind) in kept.chain(moved) {
            old_done.take(from);
            new_done.take(to);
            let (was, is) = (old.unit(from), new.unit(to));
            if kind == ChangeKind::Moved || was != is {
                pairs.push((from, to, was, is, kind));
            }
        }
        let (gone, come) = (old_done.left(), new_done.left());
        let text = |unit: &'c Unit| unit.text.as_str();
        let net = weigh::Net::of(
            pairs.iter().map(|pair| text(pair.2)).chain(gone.iter().map(|&at| text(old.unit(at)))),
            pairs.iter().map(|pair| text(pair.3)).chain(come.iter().map(|&at| text(new.unit(at)))),
        );
        for (from, to, was, is, kind) in pairs {
            let class = self.new_classes[to.0];
            let weight = match kind {
                // A step that is done earlier or later is done otherwise.
                ChangeKind::Moved if from.0 == to.0 && is.shape == Shape::Step => (class, class == Class::Fix),
                ChangeKind::Moved => (Class::Cosmetic, false),
                _ => net.text(Some(&was.text), Some(&is.text), class),
            };
            self.unit(to, Some(from), kind, weight, Some(was), Some(is));
        }
        for at in gone {
            let unit = old.unit(at);
            let weight = net.text(Some(&unit.text), None, self.old_classes[at.0]);
            self.unit(at, None, ChangeKind::Removed, weight, Some(unit), None);
        }
        for at in come {
            let unit = new.unit(at);
            let weight = net.text(None, Some(&unit.text), self.new_classes[at.0]);
            self.unit(at, None, ChangeKind::Added, weight, None, Some(unit));
        }
    }

    fn unit(
        &mut self,
        at: Place,
        from: Option<Place>,
        kind: ChangeKind,
        (class, material): (Class, bool),
        old: Option<&Unit>,
        new: Option<&Unit>,
    ) {
        let path = |(section, unit): Place| format!("sections/s{}/blocks/{}", section + 1, unit + 1);
        let side = if kind == ChangeKind::Removed { self.old } else { self.new };
        let section = Some(side.sections[at.0].head.kind);
        let was = from.filter(|from| *from != at).map(path);
        let (old, new) = (old.map(json), new.map(json));
        self.changes.push(Change {
            path: path(at),
            was,
            section,
            kind,
            class,
            material,
            summary: String::new(),
            old,
            new,
        });
    }
}

/// Which units have been told of?
struct Taken(Vec<Vec<bool>>);

impl Taken {
    fn of(content: &Content) -> Taken {
        Taken(content.sections.iter().map(|part| vec![false; part.units.len()]).collect())
    }

    fn take(&mut self, (section, unit): Place) {
        self.0[section][unit] = true;
    }

    fn left(&self) -> Vec<Place> {
        let unit = |(section, units): (usize, &Vec<bool>)| {
            units.iter().enumerate().filter(|(_, taken)| !**taken).map(move |(at, _)| (section, at)).collect::<Vec<_>>()
        };
        self.0.iter().enumerate().flat_map(unit).collect()
    }
}

/// What two runs of records with one key do not have in common.
fn unequal<'r>(old: &'r [Record], new: &'r [Record]) -> (Vec<&'r Record>, Vec<&'r Record>) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    new.iter().for_each(|record| *counts.entry(content::text(&record.value)).or_default() += 1);
    let gone = old.iter().filter(|record| !take_one(&mut counts, record)).collect();
    let come = new.iter().filter(|record| take_one(&mut counts, record)).collect();
    (gone, come)
}

fn take_one(counts: &mut HashMap<String, usize>, record: &Record) -> bool {
    match counts.get_mut(&content::text(&record.value)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    }
}

fn kind_of(was: bool, is: bool) -> ChangeKind {
    match (was, is) {
        (true, true) => ChangeKind::Changed,
        (false, _) => ChangeKind::Added,
        (true, false) => ChangeKind::Removed,
    }
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_else(|e| unreachable!("what is compared is JSON: {e}"))
}

#[cfg(test)]
mod tests;
