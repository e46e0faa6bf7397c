//! Whom does a change concern, and does it matter?
//!
//! A change matters when someone who relies on the article would do, expect or look for something else: a number, version,
//! code, path, command or negation is another one, or words that bear meaning came or went in a part that says what
//! happens, why, and what to do. What is merely said otherwise does not.

use super::change::Class;
use super::content::{Content, Head};
use super::reading::Reading;
use super::words::{self, Bag};
use crate::model::SectionKind;
use serde_json::Value;
use std::collections::HashSet;

/// Words that bear meaning in what is more than a label.
const A_STATEMENT: usize = 3;
/// Words that may be others in a text that still says the same; in a long one, one in eight.
const MANNER: usize = 2;

/// What each section of an article is about; subsections without a role of their own have that of what they stand in.
pub fn classes(content: &Content) -> Vec<Class> {
    let mut above: Vec<Option<Class>> = Vec::new();
    let class = |Head { heading, level, kind }: &Head| {
        above.resize(usize::from(*level).saturating_sub(1), None);
        let own = role(*kind).or_else(|| above.iter().rev().find_map(|class| *class));
        above.push(own);
        // Text before the first heading says what the article is about; what has no role says what to do.
        own.unwrap_or(if heading.is_none() { Class::Symptoms } else { Class::Fix })
    };
    content.sections.iter().map(|part| &part.head).map(class).collect()
}

fn role(kind: SectionKind) -> Option<Class> {
    use SectionKind::*;
    Some(match kind {
        Resolution
        | Workaround
        | Prevention
        | FixInformation
        | Prerequisites
        | RestartRequirement
        | ReplacementInformation
        | RemovalInformation
        | RegistryInformation
        | FileInformation
        | Installation
        | Download
        | Mitigation => Class::Fix,
        Cause | Diagnosis => Class::Cause,
        Summary | Introduction | Symptoms | Impact | KnownIssues | StepsToReproduce | ErrorMessage => Class::Symptoms,
        AppliesTo | Environment => Class::Scope,
        References => Class::Reference,
        Status | Acknowledgments | RevisionHistory | Disclaimer => Class::Metadata,
        MoreInformation | Faq | Example | Notes | Other => return None,
    })
}

/// Words that all of an article's changes together took away, and those that they brought. What only went from one place
/// to another is in neither: a paragraph that was split, or a list made of a sentence, says what it said.
#[derive(Debug, Default)]
pub struct Net {
    reading: Reading,
    gone: HashSet<String>,
    come: HashSet<String>,
    /// Words of the two titles: what these say is said without the text.
    titles: [HashSet<String>; 2],
}

impl Net {
    /// Of the texts that were, and of those that are instead.
    pub fn of<'t>(
        reading: Reading,
        titles: [&str; 2],
        old: impl Iterator<Item = &'t str>,
        new: impl Iterator<Item = &'t str>,
    ) -> Net {
        let old = Bag::join(old.map(|text| Bag::of(&reading.of_old(text))));
        let new = Bag::join(new.map(|text| Bag::of(&reading.of_new(text))));
        let (gone, come) = old.apart(&new);
        let owned = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect();
        let titles = titles.map(|title| words::words(title).map(|word| words::folded(word).into_owned()).collect());
        Net { gone: owned(gone), come: owned(come), reading, titles }
    }

    /// Weighs a text that was changed, that came or that went, in a part about this.
    pub fn text(&self, old: Option<&str>, new: Option<&str>, class: Class) -> (Class, bool) {
        let (was, is) = (old.unwrap_or_default(), new.unwrap_or_default());
        if old.is_some() && new.is_some() && words::key(was) == words::key(is) {
            return (Class::Cosmetic, false);
        }
        let (before, after) = (Bag::of(&self.reading.of_old(was)), Bag::of(&self.reading.of_new(is)));
        // What a text still says, if less often, it says.
        let (mut gone, mut come) = (before.without(&after), after.without(&before));
        gone.retain(|word| self.gone.contains(*word));
        come.retain(|word| self.come.contains(*word));
        let weight = |words: &[&str]| -> Vec<String> {
            words.iter().filter(|word| words::is_weighty(word)).map(|word| (*word).to_owned()).collect()
        };
        let (heavy_gone, heavy_come) = (weight(&gone), weight(&come));
        let is_in = |title: &HashSet<String>, words: &[String]| words.iter().all(|word| title.contains(word));
        // A number that only went, or only came, and stands in the title of the side without it, is said on both sides.
        let [old_title, new_title] = &self.titles;
        let weighty = match (heavy_gone.is_empty(), heavy_come.is_empty()) {
            (true, true) => false,
            (false, true) => !is_in(new_title, &heavy_gone),
            (true, false) => !is_in(old_title, &heavy_come),
            (false, false) => true,
        };
        let (less, more) = (gone.len().min(come.len()), gone.len().max(come.len()));
        // What is only said otherwise has about as many new words as it lost old ones; what says more, or less, has not.
        let says_more = if old.is_none() || new.is_none() {
            more >= A_STATEMENT || more > 1 && 2 * more > before.len() + after.len()
        } else {
            more - less > A_STATEMENT
        };
        let says_otherwise = less > MANNER.max((before.len() + after.len()) / 8);
        let only_points = match (old, new) {
            (Some(old), None) => self.reading.only_points(old, true),
            (None, Some(new)) => self.reading.only_points(new, false),
            _ => false,
        };
        let matters = concerns(class) && !only_points && (weighty || says_more || says_otherwise);
        (if matters || !concerns(class) { class } else { Class::Wording }, matters)
    }
}

/// Weighs a text that was changed, by itself.
fn text(old: &str, new: &str, class: Class) -> (Class, bool) {
    let net = Net::of(Reading::default(), ["", ""], [old].into_iter(), [new].into_iter());
    net.text(Some(old), Some(new), class)
}

/// Does a heading say the same in other words, or looks?
pub fn heading(old: Option<&str>, new: Option<&str>) -> Class {
    if old.map(words::key) == new.map(words::key) { Class::Cosmetic } else { Class::Wording }
}

/// May changes of this class matter at all?
fn concerns(class: Class) -> bool {
    matches!(class, Class::Fix | Class::Cause | Class::Symptoms | Class::Scope)
}

/// Weighs a field that was changed.
pub fn field(name: &str, old: Option<&Value>, new: Option<&Value>) -> (Class, bool) {
    let said = |value: Option<&Value>| value.and_then(Value::as_str).map_or(String::new(), str::to_owned);
    match name {
        "fix/status" => (Class::Metadata, true),
        "fix/fixed_in" | "fix/prerequisites" => text(&said(old), &said(new), Class::Fix),
        "fix/restart_required" => (Class::Fix, true),
        "title" => match text(&said(old), &said(new), Class::Symptoms) {
            (Class::Symptoms, _) => (Class::Metadata, false),
            same => same,
        },
        _ => (Class::Metadata, false),
    }
}

/// Weighs a record that came, went or was changed, in this list.
pub fn record(list: &str, old: Option<&Value>, new: Option<&Value>) -> (Class, bool) {
    let both = old.zip(new);
    match list {
        "files" | "registry" | "fix/packages" | "fix/replaces" | "fix/replaced_by" => (Class::Fix, true),
        "events" | "error_codes" => {
            both.map_or((Class::Symptoms, true), |(old, new)| values(old, new, Class::Symptoms))
        }
        "applies_to" => both.map_or((Class::Scope, true), |(old, new)| values(old, new, Class::Scope)),
        "references" => (Class::Reference, false),
        _ => (Class::Metadata, false),
    }
}

fn values(old: &Value, new: &Value, class: Class) -> (Class, bool) {
    let said = |value: &Value| {
        let fields = value.as_object().into_iter().flat_map(|fields| fields.values());
        fields
            .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            .collect::<Vec<_>>()
            .join(" ")
    };
    text(&said(old), &said(new), class)
}
