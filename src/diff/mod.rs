//! What changed between two articles, and does it matter?
//!
//! [`diff`] compares what two articles say, whatever form each came in, and gives a list of [`Change`]s: data with a JSON
//! Schema, each with what it touches and whether it matters. [`apply()`] makes the new content of the old one by them.
//! Nothing here parses or prints.

mod align; // which pieces belong together
mod apply; // changes → the new content
mod change; // what a difference is
mod code; // does code do something else?
mod compare; // two contents → their changes
mod content; // what is compared
mod datasets; // the same of all articles of two datasets
mod edit; // the shortest edit between two sequences
mod files; // which file is another version of which
mod forms; // what two forms both could say
mod meaning; // what words mean, and which of them weigh
mod opposite; // does one word say the opposite of another?
mod reading; // what of a text is weighed
mod tell; // where a change is, and what it is in one line
mod weigh; // does it matter?
mod words; // what the words of a text are

pub use apply::{Misfit, apply};
pub use change::{Change, ChangeKind, Class, Diff, Side, Target};
pub use content::{Content, Head, Part, Record, Shape, Unit};
pub use datasets::{Counts, between, datasets, history, with_id};
pub use words::{In, line_changes, word_changes};

use crate::model::Article;
use compare::Kept;
use serde_json::Value;
use std::collections::HashMap;

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

/// What differs between an article and a file that holds nothing: all that the article says came, or went.
pub fn diff_to_nothing(article: &Article, came: bool) -> Diff {
    let (content, nothing) = (Content::of(article), Content::default());
    let (old, new) = if came { (&nothing, &content) } else { (&content, &nothing) };
    let side = Some(Side::of(article));
    let (before, after) = if came { (None, side) } else { (side, None) };
    Diff { old: before, new: after, material: true, changes: changes(old, new) }
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
    let (changes, kept) = found(old, new);
    told(changes, old, new, kept)
}

/// Whatever ties there are must be broken in the same way from both sides.
fn found(old: &Content, new: &Content) -> (Vec<Change>, Kept) {
    if old.digest() <= new.digest() {
        return compare::compare(old, new);
    }
    let (changes, kept) = compare::compare(new, old);
    (changes.into_iter().map(Change::mirrored).collect(), kept.into_iter().map(|(new, old)| (old, new)).collect())
}

/// Changes with what is told of them to people, in the order of the new article; what is gone stands where it was.
fn told(mut changes: Vec<Change>, old: &Content, new: &Content, kept: Kept) -> Vec<Change> {
    let kept: HashMap<usize, usize> = kept.into_iter().collect();
    for change in &mut changes {
        tell::tell(change, old, new, &kept);
    }
    changes.sort_by_cached_key(|change| {
        let place = match change.target() {
            Some(Target::Unit(section, unit)) => Some((section, unit + 1)),
            Some(Target::Section(section)) => Some((section, 0)),
            _ => None,
        };
        let place = match (place, change.kind) {
            (Some((section, unit)), ChangeKind::Removed) => Some((*kept.get(&section).unwrap_or(&section), unit)),
            (place, _) => place,
        };
        // Records may share a key: what is said of them tells them apart, the same from both sides.
        let is_record = content::is_record(&change.path);
        let said = is_record.then(|| [&change.old, &change.new].map(|value| value.as_ref().map(Value::to_string)));
        (place, is_record, change.path.clone(), change.kind, change.was.clone(), said)
    });
    changes
}

impl Side {
    fn of(article: &Article) -> Side {
        Side {
            id: article.id.clone(),
            title: article.title.clone(),
            revision: article.revision.label.clone(),
            modified: article.revision.modified.max(article.revision.reviewed),
            url: article.source.url.clone(),
            path: article.source.member.clone().unwrap_or_else(|| article.source.path.clone()),
            sha256: article.source.sha256.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
