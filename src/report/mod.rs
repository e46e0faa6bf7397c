//! How is a difference shown to people? What every way of showing has in common stands here: the parts that changes are
//! told by, what stands for a change, and what is left out.
//!
//! [`html`] and [`markdown`] are for reading and passing on, [`feed`] for those who want to be told. The terminal's page is
//! the program's own.

pub mod feed; // differences → a feed of what matters
pub mod html; // differences → one page
pub mod markdown; // differences → text for a wiki or a review

use crate::diff::{Change, ChangeKind, Class, Counts, Diff, Side, Target};
use serde_variant::to_variant_name;
use std::collections::BTreeMap;

/// Changes of one part of an article.
#[derive(Clone, Debug)]
pub struct Part<'d> {
    /// The section's heading, or what a list of records holds.
    pub title: String,
    /// In their order.
    pub changes: Vec<&'d Change>,
}

/// What stands for a change, below the line that tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body<'c> {
    /// Nothing: the line says it all.
    Line,
    /// A text that is the same, but elsewhere.
    Same(&'c str),
    /// A text that is gone.
    Gone(&'c str),
    /// A text that is new.
    Come(&'c str),
    /// A text that is another.
    Both(&'c str, &'c str),
}

/// Two datasets, or two states of a folder: how much of them differs, and what.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What they are called.
    pub names: [String; 2],
    /// How many articles are the same, and how many are not.
    pub counts: Counts,
    /// How many of the changed ones differ in looks only; they are not among `differing`.
    pub in_looks: u64,
    /// Articles that are new, gone or another.
    pub differing: Vec<Diff>,
}

impl Comparison {
    /// The counts, with what each counts.
    pub fn rows(&self) -> Vec<(&'static str, u64)> {
        let material = self.changed().filter(|diff| diff.material).count() as u64;
        let rows = [
            ("added", self.counts.added),
            ("removed", self.counts.removed),
            ("changed", self.counts.changed),
            ("  of them in a way that matters", material),
            ("  of them in looks only, which is not shown", self.in_looks),
        ];
        rows.into_iter().chain(self.counts.same.map(|same| ("the same", same))).collect()
    }

    /// Articles that both have.
    pub fn changed(&self) -> impl Iterator<Item = &Diff> {
        self.differing.iter().filter(|diff| diff.old.is_some() && diff.new.is_some())
    }
}

impl<'d> Part<'d> {
    /// Its changes, each with what stands before a text that came or went, unless the change before it says so.
    pub fn with_context(&self) -> impl Iterator<Item = (Option<&'d str>, &'d Change)> {
        let before = [None].into_iter().chain(self.changes.iter().copied().map(Some));
        before.zip(self.changes.iter().copied()).map(|(before, change)| (context(before, change), change))
    }
}

/// The changes of an article that are shown, by part.
pub fn parts(diff: &Diff) -> Vec<Part<'_>> {
    let mut parts: Vec<(Option<usize>, Part)> = Vec::new();
    for change in diff.changes.iter().filter(|change| is_shown(change)) {
        let (section, title) = (section(change), change.title());
        match parts.last_mut() {
            Some((last, part)) if *last == section && part.title == title => part.changes.push(change),
            _ => parts.push((section, Part { title, changes: vec![change] })),
        }
    }
    parts.into_iter().map(|(_, part)| part).collect()
}

/// Is a change shown? What differs in looks only is counted.
pub fn is_shown(change: &Change) -> bool {
    change.class != Class::Cosmetic
}

fn section(change: &Change) -> Option<usize> {
    match change.target()? {
        Target::Section(at) | Target::Unit(at, _) => Some(at),
        Target::Field(_) | Target::Record(_) => None,
    }
}

/// What stands for a change.
pub fn body(change: &Change) -> Body<'_> {
    fn text(value: Option<&serde_json::Value>) -> Option<&str> {
        value?["text"].as_str()
    }
    if !matches!(change.target(), Some(Target::Unit(..))) {
        return Body::Line;
    }
    match (text(change.old.as_ref()), text(change.new.as_ref())) {
        (Some(old), Some(new)) if change.kind == ChangeKind::Moved || old == new => Body::Same(new),
        (Some(old), Some(new)) => Body::Both(old, new),
        (Some(old), None) => Body::Gone(old),
        (None, Some(new)) => Body::Come(new),
        (None, None) => Body::Line,
    }
}

fn context<'c>(before: Option<&Change>, change: &'c Change) -> Option<&'c str> {
    let is_told = before.is_some_and(|before| match (before.target(), change.target()) {
        (Some(Target::Unit(section, unit)), Some(Target::Unit(here, next))) => {
            (section, unit + 1) == (here, next) && before.kind == change.kind
        }
        _ => false,
    });
    change.follows.as_deref().filter(|_| !is_told)
}

/// Is a change one of code, whose lines and columns matter?
pub fn is_code(change: &Change) -> bool {
    change.new.as_ref().or(change.old.as_ref()).is_some_and(|unit| unit["shape"] == "code")
}

/// What a line says of a change: all of it, or what happened, where the text itself stands below.
pub fn line(change: &Change) -> &str {
    match body(change) {
        Body::Line => &change.summary,
        _ => change.happened(),
    }
}

/// How many changes there are, how many matter, and what they touch.
pub fn counted(diff: &Diff) -> String {
    let all = diff.changes.len();
    if all == 0 {
        return "no difference".to_owned();
    }
    let material = diff.changes.iter().filter(|change| change.material).count();
    let mut classes: BTreeMap<Class, u64> = BTreeMap::new();
    diff.changes.iter().for_each(|change| *classes.entry(change.class).or_default() += 1);
    let classes: Vec<String> =
        classes.into_iter().map(|(class, number)| format!("{} {number}", word(&class))).collect();
    let matters = match (all, material) {
        (1, 1) => "1 change, which matters".to_owned(),
        (1, _) => "1 change, which does not matter".to_owned(),
        (_, 0) => format!("{all} changes, none of which matters"),
        (_, 1) => format!("{all} changes, 1 of them matters"),
        _ => format!("{all} changes, {material} of them matter"),
    };
    format!("{matters}: {}", classes.join(", "))
}

/// What an article is called: that of the new side, if there is one.
pub fn name(diff: &Diff) -> (&str, &str) {
    let sides = [diff.new.as_ref(), diff.old.as_ref()];
    let title = sides.iter().flatten().find_map(|side| side.title.as_deref());
    let id = sides.iter().flatten().next().map_or("", |side| &side.id);
    (id, title.unwrap_or("(no title)"))
}

/// Where a side is from, and as of when.
pub fn place(side: &Side) -> String {
    let revision = side.revision.as_ref().map(|label| format!(", revision {label}")).unwrap_or_default();
    let modified = side.modified.map(|day| format!(", {day}")).unwrap_or_default();
    format!("{}{revision}{modified}", side.path)
}

/// A class as it is published.
pub fn word<T: serde::Serialize>(name: &T) -> &'static str {
    to_variant_name(name).unwrap_or_default()
}
