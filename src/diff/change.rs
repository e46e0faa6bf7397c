//! What is a difference between two articles? Data: a list of changes that people read and programs apply.

use super::content;
use crate::model::SectionKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What differs between an article and another, most often a later revision of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Diff {
    /// The article that was; null for one that is new in a dataset.
    pub old: Option<Side>,
    /// The article that is; null for one that a dataset has no longer.
    pub new: Option<Side>,
    /// Does any of the changes matter to who relies on the article?
    pub material: bool,
    /// What differs: first what is known of the article as a whole, then its records, then its sections in their order.
    pub changes: Vec<Change>,
}

/// One of the two articles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Side {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// The label of its revision.
    pub revision: Option<String>,
    /// When it was last modified.
    pub modified: Option<chrono::NaiveDate>,
    /// Address the article is published at.
    pub url: Option<String>,
    /// Where it was read from.
    pub path: String,
    /// SHA-256 of what it was read from, in hexadecimal.
    pub sha256: String,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Where: a field (`title`, `revision/modified`), a record by its natural key (`files/tcpip.sys x86`), a section
    /// (`sections/s3`) or a block of one by its number (`sections/s3/blocks/2`). In the new article, but for what was removed.
    pub path: String,
    /// Where it was in the old article, if that is another place.
    pub was: Option<String>,
    /// The role of the section that it is in.
    pub section: Option<SectionKind>,
    /// The heading of that section, as written; of a section that was renamed, the new one.
    pub heading: Option<String>,
    /// How the text before it in that section begins; null where there is none.
    pub follows: Option<String>,
    /// What happened.
    pub kind: ChangeKind,
    /// What it touches.
    pub class: Class,
    /// Does it matter to who relies on the article?
    pub material: bool,
    /// One line for people.
    pub summary: String,
    /// What was; null where there was nothing.
    pub old: Option<Value>,
    /// What is; null where there is nothing.
    pub new: Option<Value>,
}

/// What happened to a part of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is another.
    Changed,
    /// It stands elsewhere.
    Moved,
    /// A section has another heading.
    Renamed,
}

/// What a change touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// What to do: resolution, workaround, files, packages, replacement.
    Fix,
    /// Why it happens.
    Cause,
    /// What is seen.
    Symptoms,
    /// What it applies to.
    Scope,
    /// What is said of the article: title, dates, keywords, status.
    Metadata,
    /// What it points to.
    Reference,
    /// How it is said: the words that bear meaning are the same.
    Wording,
    /// How it looks: white space, markup, case of headings, targets of links, order.
    Cosmetic,
}

/// What a path means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'p> {
    /// A field with one value.
    Field(&'p str),
    /// A record, by its key.
    Record(&'p str),
    /// A section, by its place from 0.
    Section(usize),
    /// A unit, by its section's place and its own there.
    Unit(usize, usize),
}

impl<'p> Target<'p> {
    /// What this path means, if it is one.
    pub fn of(path: &'p str) -> Option<Target<'p>> {
        let Some(rest) = path.strip_prefix("sections/s") else {
            return Some(if content::is_record(path) { Target::Record(path) } else { Target::Field(path) });
        };
        let (section, unit) = match rest.split_once("/blocks/") {
            Some((section, unit)) => (section, Some(unit)),
            None => (rest, None),
        };
        let number = |text: &str| text.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match unit {
            Some(unit) => Some(Target::Unit(number(section)?, number(unit)?)),
            None => Some(Target::Section(number(section)?)),
        }
    }
}

impl Diff {
    /// Keeps only these changes.
    pub fn retain(&mut self, is_wanted: impl FnMut(&Change) -> bool) {
        self.changes.retain(is_wanted);
        self.material &= self.changes.is_empty() || self.changes.iter().any(|change| change.material);
    }
}

impl Change {
    /// Where it was in the old article, or would be.
    pub fn old_path(&self) -> &str {
        self.was.as_deref().unwrap_or(&self.path)
    }

    /// What its path means.
    pub fn target(&self) -> Option<Target<'_>> {
        Target::of(&self.path)
    }

    /// The same change seen from the other side. What is told of it to people stays as it was.
    pub fn mirrored(self) -> Change {
        let kind = match self.kind {
            ChangeKind::Added => ChangeKind::Removed,
            ChangeKind::Removed => ChangeKind::Added,
            same => same,
        };
        let (path, was) = match self.was {
            Some(was) => (was, Some(self.path)),
            None => (self.path, None),
        };
        Change { path, was, kind, old: self.new, new: self.old, ..self }
    }
}
