//! What do changes make of an article? The content of the other one: that is what shows that nothing is missing in them.

use super::change::{Change, ChangeKind, Target};
use super::content::{Content, Head, Part, Record, Unit};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What is wrong with changes that do not fit an article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{path}` {what}")]
pub struct Misfit {
    /// Path of the change.
    pub path: String,
    /// What is wrong with it.
    pub what: String,
}

/// Applies changes to the content that they were made for.
pub fn apply(old: &Content, changes: &[Change]) -> Result<Content, Misfit> {
    let mut new = Content { fields: old.fields.clone(), records: old.records.clone(), ..Content::default() };
    let mut sections = Moves::default();
    let mut units = Moves::default();
    let mut heads = Vec::new();
    let mut gone: HashMap<(String, String), usize> = HashMap::new();
    let mut come = Vec::new();
    for change in changes {
        let misfit = |what: &str| Misfit { path: change.path.clone(), what: what.to_owned() };
        match change.target().ok_or_else(|| misfit("is no path"))? {
            Target::Field(name) => match &change.new {
                Some(value) => drop(new.fields.insert(name.to_owned(), value.clone())),
                None => drop(new.fields.remove(name)),
            },
            Target::Record(key) => {
                if let Some(value) = &change.old {
                    *gone.entry((change.old_path().to_owned(), value.to_string())).or_default() += 1;
                }
                if let Some(value) = &change.new {
                    come.push(Record { key: key.to_owned(), value: value.clone() });
                }
            }
            Target::Section(at) => match change.kind {
                ChangeKind::Added => drop(sections.come.insert(at, read(change)?)),
                ChangeKind::Removed => drop(sections.gone.insert(at)),
                ChangeKind::Moved => drop(sections.moved.insert(section(change.old_path(), change)?, at)),
                ChangeKind::Changed | ChangeKind::Renamed => heads.push((at, read::<Head>(change)?)),
            },
            Target::Unit(section, at) => match (change.kind, Target::of(change.old_path())) {
                (ChangeKind::Added, _) => drop(units.come.insert((section, at), read(change)?)),
                (ChangeKind::Removed, _) => drop(units.gone.insert((section, at))),
                (ChangeKind::Moved, Some(Target::Unit(from, place))) => {
                    units.gone.insert((from, place));
                    drop(units.come.insert((section, at), read(change)?));
                }
                (_, Some(Target::Unit(from, place))) => {
                    drop(units.changed.insert((from, place), read::<Unit>(change)?))
                }
                _ => return Err(misfit("has no place in the old article")),
            },
        }
    }
    if !gone.is_empty() {
        new.records.retain(|record| match gone.get_mut(&(record.key.clone(), record.value.to_string())) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
    }
    if let Some(((path, _), _)) = gone.into_iter().find(|(_, count)| *count > 0) {
        return Err(Misfit { path, what: "is not in the article as it was".to_owned() });
    }
    new.records.extend(come);
    new.sort();
    for origin in sections.order(old.sections.len()) {
        let at = new.sections.len();
        let (head, kept) = match origin {
            Origin::Old(from) => (old.sections[from].head.clone(), units.kept(from, &old.sections[from].units)),
            Origin::New(head) => (head, Vec::new()),
        };
        new.sections.push(Part { head, units: units.placed(at, kept) });
    }
    for (at, head) in heads {
        match new.sections.get_mut(at) {
            Some(section) => section.head = head,
            None => return Err(Misfit { path: format!("sections/s{}", at + 1), what: "is no section".to_owned() }),
        }
    }
    Ok(new)
}

/// What happened to the members of a list.
struct Moves<K, V> {
    come: BTreeMap<K, V>,
    gone: HashSet<K>,
    /// From an old place to a new one.
    moved: HashMap<K, K>,
    /// What stands at an old place now.
    changed: HashMap<K, V>,
}

impl<K, V> Default for Moves<K, V> {
    fn default() -> Moves<K, V> {
        Moves { come: BTreeMap::new(), gone: HashSet::new(), moved: HashMap::new(), changed: HashMap::new() }
    }
}

/// Where a section is from.
enum Origin {
    Old(usize),
    New(Head),
}

impl Moves<usize, Head> {
    /// The new order: what came and what moved stands where it says, the others fill the places between.
    fn order(&mut self, old: usize) -> Vec<Origin> {
        let arrived: HashMap<usize, usize> = self.moved.iter().map(|(from, to)| (*to, *from)).collect();
        let mut others = (0..old).filter(|at| !self.gone.contains(at) && !self.moved.contains_key(at));
        let mut order = Vec::new();
        loop {
            let at = order.len();
            if let Some(head) = self.come.remove(&at) {
                order.push(Origin::New(head));
            } else if let Some(from) = arrived.get(&at) {
                order.push(Origin::Old(*from));
            } else if let Some(from) = others.next() {
                order.push(Origin::Old(from));
            } else {
                return order;
            }
        }
    }
}

impl Moves<(usize, usize), Unit> {
    /// The units of an old section that stay in it, as they are now.
    fn kept(&self, section: usize, units: &[Unit]) -> Vec<Unit> {
        let stays = units.iter().enumerate().filter(|(at, _)| !self.gone.contains(&(section, *at)));
        stays.map(|(at, unit)| self.changed.get(&(section, at)).unwrap_or(unit).clone()).collect()
    }

    /// Those, with what came into the new section.
    fn placed(&mut self, section: usize, kept: Vec<Unit>) -> Vec<Unit> {
        let mut kept = kept.into_iter();
        let mut units = Vec::new();
        while let Some(unit) = self.come.remove(&(section, units.len())).or_else(|| kept.next()) {
            units.push(unit);
        }
        units
    }
}

fn section(path: &str, change: &Change) -> Result<usize, Misfit> {
    match Target::of(path) {
        Some(Target::Section(at)) => Ok(at),
        _ => Err(Misfit { path: change.path.clone(), what: "has no place in the old article".to_owned() }),
    }
}

fn read<T: DeserializeOwned>(change: &Change) -> Result<T, Misfit> {
    let value = change.new.clone().unwrap_or(Value::Null);
    serde_json::from_value(value).map_err(|e| Misfit { path: change.path.clone(), what: e.to_string() })
}
