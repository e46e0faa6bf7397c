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
    /// Digests of the headings of the two.
    headings: [HashSet<u64>; 2],
}

impl Net {
    /// Of the texts that were, and of those that are instead.
    pub fn of<'t>(
        before: &Content,
        after: &Content,
        old: impl Iterator<Item = &'t str>,
        new: impl Iterator<Item = &'t str>,
    ) -> Net {
        let reading = Reading::of(before, after);
        let old = Bag::join(old.map(|text| Bag::of(&reading.of_text(text))));
        let new = Bag::join(new.map(|text| Bag::of(&reading.of_text(text))));
        let (gone, come) = old.apart(&new);
        let owned = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect();
        let (gone, come) = (owned(gone), owned(come));
        let titles = [before, after].map(|content| {
            let title = content.fields.get("title").and_then(Value::as_str).unwrap_or_default();
            words::words(title).map(|word| words::folded(word).into_owned()).collect()
        });
        let headings = [before, after].map(|content| {
            content.sections.iter().filter_map(|part| part.head.heading.as_deref()).map(words::key).collect()
        });
        Net { reading, gone, come, titles, headings }
    }

    /// Weighs a text that was changed, that came or that went, in a part about this.
    pub fn text(&self, old: Option<&str>, new: Option<&str>, class: Class) -> (Class, bool) {
        let (was, is) = (old.unwrap_or_default(), new.unwrap_or_default());
        if old.is_some() && new.is_some() && words::is_same(was, is) {
            return (Class::Cosmetic, false);
        }
        let (before, after) = (Bag::of(&self.reading.of_text(was)), Bag::of(&self.reading.of_text(is)));
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
        // A list of an article's own headings, and what only points elsewhere, says nothing itself.
        let [old_headings, new_headings] = &self.headings;
        let is_nothing = match (old, new) {
            (Some(old), None) => self.reading.only_points(old) || new_headings.contains(&words::key(old)),
            (None, Some(new)) => self.reading.only_points(new) || old_headings.contains(&words::key(new)),
            _ => false,
        };
        let matters = concerns(class) && !is_nothing && (weighty || says_more || says_otherwise);
        (if matters || !concerns(class) { class } else { Class::Wording }, matters)
    }
}

/// Does code that has the same words run others? What a comment swallows is not run.
pub fn runs_otherwise(old: &str, new: &str) -> bool {
    let commented = |code: &str| {
        let is_comment =
            |line: &&str| ["#", "//", "--", "::", "'", "rem "].iter().any(|mark| line.to_lowercase().starts_with(mark));
        let lines = code.lines().map(str::trim_start).filter(is_comment);
        Bag::of(&lines.collect::<Vec<_>>().join("\n"))
    };
    words::is_same(old, new) && commented(old) != commented(new)
}

/// Weighs a text that was changed, by itself.
fn text(old: &str, new: &str, class: Class) -> (Class, bool) {
    let none = Content::default();
    let net = Net::of(&none, &none, [old].into_iter(), [new].into_iter());
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
        "title" => {
            let (old, new) = (Bag::of(&said(old)), Bag::of(&said(new)));
            let (gone, come) = (old.without(&new), new.without(&old));
            let weighs = |words: &[&str]| words.iter().any(|word| words::is_weighty(word));
            match (weighs(&gone) && weighs(&come), gone.is_empty() && come.is_empty()) {
                // Another number, code or version in the title: the article is about something else.
                (true, _) => (Class::Scope, true),
                (false, true) => (Class::Wording, false),
                (false, false) => (Class::Metadata, false),
            }
        }
        _ => (Class::Metadata, false),
    }
}

/// The names by which a text may tell an error code.
pub fn names_of_code(code: &Value) -> Vec<String> {
    let symbol = code["symbol"].as_str().map(str::to_lowercase);
    let numbers = code["value"].as_u64().into_iter().flat_map(|value| {
        let signed = value as u32 as i32; // as decimal notation has the codes of Windows
        [value.to_string(), signed.to_string(), format!("0x{value:x}"), format!("0x{value:08x}")]
    });
    symbol.into_iter().chain(numbers).collect()
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
