//! What differs between two contents? What belongs together is held against each other, field by field, record by record,
//! unit by unit; what is left came or went.

use super::align::{Alignment, Place, align};
use super::change::{Change, ChangeKind, Class};
use super::content::{self, Content, Head, Record, Shape, Unit};
use super::files;
use super::weigh::{self, About};
use super::words;
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

/// Sections that are still there: the place of each in the old article, and in the new one.
pub type Kept = Vec<(usize, usize)>;

/// The changes from one content to another, in no order, without what is told of them to people; and what was kept.
pub fn compare(old: &Content, new: &Content) -> (Vec<Change>, Kept) {
    let subjects = [weigh::subjects(old), weigh::subjects(new)];
    let mut comparison = Comparison { old, new, said: Default::default(), subjects, changes: Vec::new() };
    let alignment = align(old, new);
    comparison.fields();
    comparison.records();
    comparison.sections(&alignment);
    comparison.units(&alignment);
    (comparison.changes, alignment.sections)
}

/// Two contents, and what was found to differ.
struct Comparison<'c> {
    old: &'c Content,
    new: &'c Content,
    /// The words of each, where they are asked for.
    said: [OnceCell<HashSet<Cow<'c, str>>>; 2],
    /// What each section is about.
    subjects: [Vec<About>; 2],
    changes: Vec<Change>,
}

impl Comparison<'_> {
    fn fields(&mut self) {
        let (old, new) = (&self.old.fields, &self.new.fields);
        let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for name in names {
            let (was, is) = (old.get(name), new.get(name));
            if was != is {
                let have_scope = [self.old.has_scope, self.new.has_scope];
                let weight = match name.as_str() {
                    "title" => weigh::title(was, is, have_scope),
                    name => weigh::field(name, was, is),
                };
                self.changes.push(change(name.clone(), None, weight, was, is));
            }
        }
    }

    /// Records with the same key: those that are equal first, then each with the next of the other side.
    fn records(&mut self) {
        let (mut old, mut new) = (self.old.records.as_slice(), self.new.records.as_slice());
        let (mut files_gone, mut files_come) = (Vec::new(), Vec::new());
        let (mut links_gone, mut links_come) = (Vec::new(), Vec::new());
        while let Some(key) = [old.first(), new.first()].into_iter().flatten().map(|record| &record.key).min() {
            let run = |records: &[Record]| records.iter().take_while(|record| record.key == *key).count();
            let (was, old_rest) = old.split_at(run(old));
            let (is, new_rest) = new.split_at(run(new));
            (old, new) = (old_rest, new_rest);
            let (was_left, is_left) = unequal(was, is);
            if content::list_of(key) == "files" {
                files_gone.extend(was_left);
                files_come.extend(is_left);
                continue;
            }
            if content::list_of(key) == "references" {
                links_gone.extend(was_left);
                links_come.extend(is_left);
                continue;
            }
            for at in 0..was_left.len().max(is_left.len()) {
                let [was, is] = [was_left.get(at), is_left.get(at)].map(|record| record.map(|record| &record.value));
                let weight = match self.is_still_stated(content::list_of(key), was, is) {
                    true => (Class::Metadata, false),
                    false => weigh::record(content::list_of(key), was, is),
                };
                self.changes.push(change(key.clone(), None, weight, was, is));
            }
        }
        self.references(&links_gone, &links_come);
        for (was, is) in files::pairs(&files_gone, &files_come) {
            let Some(key) = is.or(was).map(|file| file.key.clone()) else { continue };
            let from = was.map(|file| file.key.clone()).filter(|from| *from != key);
            let [was, is] = [was, is].map(|file| file.map(|file| &file.value));
            let weight = was.zip(is).map_or((Class::Fix, true), |(was, is)| files::weigh(was, is));
            self.changes.push(Change { was: from, ..change(key, None, weight, was, is) });
        }
    }

    /// References of which none is in both. A link that leads elsewhere with the same words is the same link.
    fn references(&mut self, gone: &[&Record], come: &[&Record]) {
        let mut by_text: HashMap<&str, VecDeque<&Record>> = HashMap::new();
        for link in come {
            if let Some(text) = self.new.links.get(&link.key) {
                by_text.entry(text).or_default().push_back(link);
            }
        }
        let mut taken = HashSet::new();
        for was in gone {
            let text = self.old.links.get(&was.key);
            let is = text.and_then(|text| by_text.get_mut(text.as_str())).and_then(VecDeque::pop_front);
            let change = match is {
                Some(is) => {
                    taken.insert(&is.key);
                    let weight = (Class::Cosmetic, false);
                    let change = change(is.key.clone(), None, weight, Some(&was.value), Some(&is.value));
                    Change { was: Some(was.key.clone()), ..change }
                }
                None => change(was.key.clone(), None, (Class::Reference, false), Some(&was.value), None),
            };
            self.changes.push(change);
        }
        for is in come.iter().filter(|is| !taken.contains(&is.key)) {
            self.changes.push(change(is.key.clone(), None, (Class::Reference, false), None, Some(&is.value)));
        }
    }

    /// Does the side without a record say the same otherwise?
    fn is_still_stated(&self, list: &str, was: Option<&Value>, is: Option<&Value>) -> bool {
        let (record, other, said) = match (was, is) {
            (Some(was), None) => (was, self.new, &self.said[1]),
            (None, Some(is)) => (is, self.old, &self.said[0]),
            _ => return false,
        };
        match list {
            // A list that there was not, or is no longer, is stated or left out: nothing else became the scope.
            "applies_to" => !(self.old.has_scope && self.new.has_scope) || other.states(record),
            // A code that stands in the text is no other for not having been taken for one.
            "error_codes" => {
                let said = said.get_or_init(|| other.said());
                weigh::names_of_code(record).iter().any(|name| said.contains(name.as_str()))
            }
            // Nor are a key and a value that are stated still, if not together.
            "registry" => {
                let others = || other.records.iter().filter(|record| record.list() == "registry");
                ["key", "value_name", "value_data"].iter().all(|field| {
                    let text = |value: &Value| value[field].as_str().map(weigh::unspaced);
                    text(record)
                        .is_none_or(|own| others().any(|other| text(&other.value).is_some_and(|text| text == own)))
                })
            }
            _ => false,
        }
    }

    fn sections(&mut self, alignment: &Alignment) {
        let old_of: HashMap<usize, usize> = alignment.sections.iter().map(|&(old, new)| (new, old)).collect();
        let kept: HashSet<usize> = alignment.sections.iter().map(|&(old, _)| old).collect();
        let moved: HashSet<usize> = alignment.moved_sections.iter().map(|&(old, _)| old).collect();
        for (at, part) in self.old.sections.iter().enumerate().filter(|(at, _)| !kept.contains(at)) {
            // What is in it is weighed by itself.
            self.section(at, None, None, Class::Wording, Some(&part.head), None);
        }
        for (at, part) in self.new.sections.iter().enumerate() {
            let head = Some(&part.head);
            let Some(&from) = old_of.get(&at) else {
                self.section(at, None, None, Class::Wording, None, head);
                continue;
            };
            let before = &self.old.sections[from].head;
            if moved.contains(&from) {
                self.section(at, Some(from), Some(ChangeKind::Moved), Class::Cosmetic, Some(before), head);
            }
            if *before != part.head {
                let is_renamed = before.heading != part.head.heading;
                let class = weigh::heading(before.heading.as_deref(), part.head.heading.as_deref());
                let kind = is_renamed.then_some(ChangeKind::Renamed);
                self.section(at, Some(from), kind, class, Some(before), head);
            }
        }
    }

    fn section(
        &mut self,
        at: usize,
        from: Option<usize>,
        kind: Option<ChangeKind>,
        class: Class,
        old: Option<&Head>,
        new: Option<&Head>,
    ) {
        let path = |at: usize| format!("sections/s{}", at + 1);
        let was = from.filter(|from| *from != at).map(path);
        self.changes.push(Change { was, ..change(path(at), kind, (class, false), old, new) });
    }

    fn units(&mut self, alignment: &Alignment) {
        let (old, new) = (self.old, self.new);
        let kept = alignment.units.iter().filter(|(from, to)| old.unit(*from) != new.unit(*to));
        let moved = alignment.moved_units.iter().map(|&pair| (pair, Some(ChangeKind::Moved)));
        let (mut other, mut pairs): (Vec<(Place, Place)>, Vec<_>) = (Vec::new(), moved.collect());
        for &(from, to) in kept {
            let (was, is) = (old.unit(from), new.unit(to));
            let is_code = was.shape == Shape::Code && is.shape == Shape::Code;
            // Most pairs of two forms differ in looks only, and need no net.
            if !is_code && words::is_same(&was.text, &is.text) {
                pairs.push(((from, to), None));
            } else {
                other.push((from, to));
            }
        }
        for (&(from, to), kind) in pairs.iter().map(|(pair, kind)| (pair, *kind)) {
            let (was, is, about) = (old.unit(from), new.unit(to), self.subjects[1][to.0]);
            // A step that is done earlier or later is done otherwise.
            let is_done_otherwise = kind.is_some() && from.0 == to.0 && is.shape == Shape::Step;
            let weight =
                if is_done_otherwise { (about.class, about.class == Class::Fix) } else { (Class::Cosmetic, false) };
            self.unit(to, Some(from), kind, weight, Some(was), Some(is));
        }
        if other.is_empty() && alignment.gone.is_empty() && alignment.come.is_empty() {
            return;
        }
        // A sentence that became a heading, or was one, is still said, and what was moved is where it is.
        let (old_heads, new_heads) = other_headings(old, new, alignment);
        let moved = &alignment.moved_units;
        let before = other.iter().chain(moved).map(|pair| &pair.0).chain(&alignment.gone);
        let after = other.iter().chain(moved).map(|pair| &pair.1).chain(&alignment.come);
        let before = before.map(|&at| old.unit(at).text.as_str()).chain(old_heads).collect();
        let after = after.map(|&at| new.unit(at).text.as_str()).chain(new_heads).collect();
        let net = weigh::Net::of([old, new], [before, after]);
        for &(from, to) in &other {
            let (was, is) = (old.unit(from), new.unit(to));
            let weight = net.unit(Some(was), Some(is), self.subjects[1][to.0]);
            self.unit(to, Some(from), None, weight, Some(was), Some(is));
        }
        // What is listed as a product still, or was, is neither gone nor new for standing in the text, too.
        let weighed = |unit: &Unit, about: About, other: &Content, weight: (Class, bool)| {
            let is_listed = about.class == Class::Scope && other.has_product(&unit.text);
            if is_listed { (Class::Wording, false) } else { weight }
        };
        for &at in &alignment.gone {
            let (unit, about) = (old.unit(at), self.subjects[0][at.0]);
            let weight = weighed(unit, about, new, net.unit(Some(unit), None, about));
            self.unit(at, None, None, weight, Some(unit), None);
        }
        for &at in &alignment.come {
            let (unit, about) = (new.unit(at), self.subjects[1][at.0]);
            let weight = weighed(unit, about, old, net.unit(None, Some(unit), about));
            self.unit(at, None, None, weight, None, Some(unit));
        }
    }

    fn unit(
        &mut self,
        at: Place,
        from: Option<Place>,
        kind: Option<ChangeKind>,
        weight: (Class, bool),
        old: Option<&Unit>,
        new: Option<&Unit>,
    ) {
        let path = |(section, unit): Place| format!("sections/s{}/blocks/{}", section + 1, unit + 1);
        let was = from.filter(|from| *from != at).map(path);
        self.changes.push(Change { was, ..change(path(at), kind, weight, old, new) });
    }
}

/// Headings that only one of the two has, and those that are others.
fn other_headings<'c>(old: &'c Content, new: &'c Content, alignment: &Alignment) -> (Vec<&'c str>, Vec<&'c str>) {
    fn heading(content: &Content, at: usize) -> Option<&str> {
        content.sections[at].head.heading.as_deref()
    }
    let is_same = |&&(from, to): &&(usize, usize)| heading(old, from) == heading(new, to);
    let (kept_old, kept_new): (HashSet<usize>, HashSet<usize>) =
        alignment.sections.iter().filter(is_same).copied().unzip();
    fn others(content: &Content, kept: HashSet<usize>) -> Vec<&str> {
        let places = (0..content.sections.len()).filter(|at| !kept.contains(at));
        places.filter_map(|at| heading(content, at)).collect()
    }
    (others(old, kept_old), others(new, kept_new))
}

/// A change of this kind; without one, by what there was and what there is.
fn change<T: Serialize>(
    path: String,
    kind: Option<ChangeKind>,
    (class, material): (Class, bool),
    old: Option<&T>,
    new: Option<&T>,
) -> Change {
    let kind = kind.unwrap_or(match (old, new) {
        (Some(_), Some(_)) => ChangeKind::Changed,
        (Some(_), None) => ChangeKind::Removed,
        (None, _) => ChangeKind::Added,
    });
    let json =
        |value: &T| serde_json::to_value(value).unwrap_or_else(|e| unreachable!("what is compared is JSON: {e}"));
    let (old, new) = (old.map(json), new.map(json));
    let (section, heading, follows, summary) = (None, None, None, String::new());
    Change { path, was: None, section, heading, follows, kind, class, material, summary, old, new }
}

/// The records that two runs of records with one key do not have in common.
fn unequal<'r>(old: &'r [Record], new: &'r [Record]) -> (Vec<&'r Record>, Vec<&'r Record>) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    new.iter().for_each(|record| *counts.entry(record.value.to_string()).or_default() += 1);
    // Each of the old ones takes an equal new one away; what is left then is the new side's own.
    let mut take = |record: &Record| {
        counts.get_mut(&record.value.to_string()).filter(|count| **count > 0).map(|count| *count -= 1).is_some()
    };
    let gone = old.iter().filter(|record| !take(record)).collect();
    let come = new.iter().filter(|record| take(record)).collect();
    (gone, come)
}
