//! Whom does a change concern, and does it matter?
//!
//! A change matters when someone who relies on the article would do, expect or look for something else: a number, version,
//! code, path, command or negation is another one, or words that bear meaning came or went in a part that says what
//! happens, why, and what to do. What is merely said otherwise does not.

use super::change::Class;
use super::code;
use super::content::{Content, Head, Shape, Unit};
use super::meaning::{Bag, is_negation, is_weighty, said};
use super::opposite::{are_opposites, is_drastic};
use super::reading::Reading;
use super::words;
use crate::model::SectionKind;
use foldhash::fast::FixedState;
use serde_json::Value;
use std::cell::OnceCell;
use std::collections::HashSet;

/// Words that bear meaning in what is more than a label.
const A_STATEMENT: usize = 3;
/// Words that may be others in a text that still says the same; in a long one, one in eight.
const MANNER: usize = 2;
/// Pairs of words that are looked at for opposites.
const MOST_OPPOSED: usize = 1 << 6;

/// Texts of which at least so much is the same are one that was edited; of others the words may have gone anywhere.
const EDITED: f32 = 0.5;

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// What changes of it touch.
    pub class: Class,
    /// May they matter at all?
    pub concerns: bool,
    /// Does it tell in short what the others say: a summary, or the text before the first heading?
    pub restates: bool,
}

impl From<Class> for About {
    fn from(class: Class) -> About {
        let concerns = matches!(class, Class::Fix | Class::Cause | Class::Symptoms | Class::Scope);
        About { class, concerns, restates: false }
    }
}

/// What each section of an article is about; subsections without a role of their own have that of what they stand in.
pub fn subjects(content: &Content) -> Vec<About> {
    let mut above: Vec<Option<About>> = Vec::new();
    let subject = |Head { heading, level, kind }: &Head| {
        above.resize(usize::from(*level).saturating_sub(1), None);
        let own = role(*kind).or_else(|| above.iter().rev().find_map(|subject| *subject));
        above.push(own);
        // Text before the first heading says what the article is about; what has no role says what to do.
        let about = own.unwrap_or(About::from(if heading.is_none() { Class::Symptoms } else { Class::Fix }));
        let is_short = heading.is_none() || matches!(kind, SectionKind::Summary | SectionKind::Introduction);
        About { restates: is_short && content.sections.len() > 1, ..about }
    };
    content.sections.iter().map(|part| &part.head).map(subject).collect()
}

fn role(kind: SectionKind) -> Option<About> {
    use SectionKind::*;
    // In which release a problem was fixed is said of the article, and concerns everyone.
    if kind == Status {
        return Some(About { class: Class::Metadata, concerns: true, restates: false });
    }
    Some(About::from(match kind {
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
        Acknowledgments | RevisionHistory | Disclaimer => Class::Metadata,
        Status | MoreInformation | Faq | Example | Notes | Other => return None,
    }))
}

/// Words that all of an article's changes together took away, and those that they brought. What only went from one place
/// to another is in neither: a paragraph that was split, or a list made of a sentence, says what it said.
#[derive(Debug)]
pub struct Net<'c> {
    contents: [&'c Content; 2],
    /// What was said where something differs, and what is said there instead.
    texts: [Vec<&'c str>; 2],
    reading: Reading,
    /// Words by what they mean.
    gone: Words,
    come: Words,
    /// Words as they stand there, where they are asked for.
    verbatim: OnceCell<(Words, Words)>,
    /// Words of the two titles: what these say is said without the text.
    titles: [Words; 2],
    /// All words of the two, where they are asked for.
    all: OnceCell<[Words; 2]>,
    /// Digests of the headings of the two.
    headings: [HashSet<u64>; 2],
}

type Words = HashSet<String, FixedState>;

impl<'c> Net<'c> {
    /// Of the texts that were, and of those that are instead.
    pub fn of(contents: [&'c Content; 2], texts: [Vec<&'c str>; 2]) -> Net<'c> {
        let reading = Reading::of(contents[0], contents[1]);
        let bag = |texts: &[&str]| Bag::join(texts.iter().map(|text| Bag::of(&reading.of_text(text))));
        let (gone, come) = apart(&bag(&texts[0]), &bag(&texts[1]));
        let titles = contents.map(|content| {
            let title = content.fields.get("title").and_then(Value::as_str).unwrap_or_default();
            let folded = words::words(title).map(|word| words::folded(word).into_owned());
            folded.chain(said(title).map(|(_, word)| word)).collect()
        });
        let headings = contents.map(|content| {
            content.sections.iter().filter_map(|part| part.head.heading.as_deref()).map(words::key).collect()
        });
        let (verbatim, all) = (OnceCell::new(), OnceCell::new());
        Net { contents, texts, reading, gone, come, verbatim, titles, all, headings }
    }

    /// Words that went and words that came, as they stand there.
    pub fn verbatim(&self) -> &(Words, Words) {
        self.verbatim.get_or_init(|| {
            let bag = |texts: &[&str]| Bag::join(texts.iter().map(|text| Bag::verbatim(text)));
            apart(&bag(&self.texts[0]), &bag(&self.texts[1]))
        })
    }

    /// Does one of the two articles say this word anywhere?
    fn has(&self, side: usize, word: &str) -> bool {
        let all = self.all.get_or_init(|| {
            self.contents.map(|content| {
                let heads = content.sections.iter().filter_map(|part| part.head.heading.as_deref());
                let texts = content.sections.iter().flat_map(|part| &part.units).map(|unit| unit.text.as_str());
                heads.chain(texts).flat_map(said).map(|(_, word)| word).collect()
            })
        });
        all[side].contains(word) || self.titles[side].contains(word)
    }

    /// Weighs a unit that was changed, that came or that went, in a part about this.
    pub fn unit(&self, old: Option<&Unit>, new: Option<&Unit>, about: About) -> (Class, bool) {
        let is_code = [old, new].into_iter().flatten().all(|unit| unit.shape == Shape::Code);
        if let (Some(was), Some(is), true) = (old, new, is_code) {
            let matters = about.concerns && code::runs_otherwise(&was.text, &is.text, self);
            return match matters {
                true => (about.class, true),
                false if words::is_same(&was.text, &is.text) => (Class::Cosmetic, false),
                false => (Class::Wording, false),
            };
        }
        let is_step = old.or(new).is_some_and(|unit| unit.shape == Shape::Step);
        self.text(old.map(|unit| unit.text.as_str()), new.map(|unit| unit.text.as_str()), about, is_step)
    }

    fn text(&self, old: Option<&str>, new: Option<&str>, about: About, is_step: bool) -> (Class, bool) {
        let (was, is) = (old.unwrap_or_default(), new.unwrap_or_default());
        if old.is_some() && new.is_some() && words::is_same(was, is) {
            return (Class::Cosmetic, false);
        }
        let read = [was, is].map(|text| self.reading.of_text(text));
        let [before, after] = [Bag::of(&read[0]), Bag::of(&read[1])];
        // What a text still says, if less often, it says.
        let (mut gone, mut come) = (before.without(&after), after.without(&before));
        let is_edited = old.is_some() && new.is_some() && before.likeness(&after) >= EDITED;
        let [old_words, new_words] = [Bag::verbatim(&read[0]), Bag::verbatim(&read[1])];
        let is_other = is_edited
            && (is_replaced(&gone, &come)
                || says_the_opposite(&old_words, &new_words)
                || names_another([was, is], [&old_words, &new_words], &self.reading)
                || before == after && binds_otherwise(&read[0], &read[1])
                // The same words: then one of the marks that count is another.
                || words::key(was) == words::key(is));
        gone.retain(|word| self.gone.contains(*word));
        come.retain(|word| self.come.contains(*word));
        if about.restates && (old.is_none() || new.is_none()) {
            // What the rest of the other article says is no news in a summary.
            gone.retain(|word| !self.has(1, word));
            come.retain(|word| !self.has(0, word));
        }
        let weight = |words: &[&str]| -> Vec<String> {
            words.iter().filter(|word| is_weighty(word)).map(|word| (*word).to_owned()).collect()
        };
        let (heavy_gone, heavy_come) = (weight(&gone), weight(&come));
        let is_in =
            |title: &Words, words: &[String]| words.iter().all(|word| title.contains(word) && !is_negation(word));
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
        // A list of an article's own headings, its title, and what only points elsewhere, says nothing itself; to do what
        // the title says is a step.
        let repeats = |said: &Bag, title: &Words| !is_step && said.is_in(title);
        let [old_headings, new_headings] = &self.headings;
        let is_nothing = match (old, new) {
            (Some(old), None) => {
                self.reading.only_points(old) || new_headings.contains(&words::key(old)) || repeats(&before, new_title)
            }
            (None, Some(new)) => {
                self.reading.only_points(new) || old_headings.contains(&words::key(new)) || repeats(&after, old_title)
            }
            _ => false,
        };
        let matters = about.concerns && !is_nothing && (weighty || is_other || says_more || says_otherwise);
        (if matters || !about.concerns { about.class } else { Class::Wording }, matters)
    }
}

fn apart(old: &Bag, new: &Bag) -> (Words, Words) {
    let (gone, come) = old.apart(new);
    let owned = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect();
    (owned(gone), owned(come))
}

/// Stand numbers, codes and the like where others stood, and nothing else is said otherwise? They weigh even if each of
/// them stands elsewhere, too: two values that were swapped are other values.
fn is_replaced(gone: &[&str], come: &[&str]) -> bool {
    let are_weighty = |words: &[&str]| !words.is_empty() && words.iter().all(|word| is_weighty(word));
    are_weighty(gone) && are_weighty(come)
}

/// Does a word stand where its opposite stood, or something drastic where something else was to be done?
fn says_the_opposite(old: &Bag, new: &Bag) -> bool {
    let (gone, come) = old.apart(new);
    // Of texts that have little in common any word may be the opposite of another.
    if gone.len() * come.len() > MOST_OPPOSED || gone.is_empty() || come.is_empty() {
        return false;
    }
    let drastic = |words: &[&str]| words.iter().any(|word| is_drastic(word));
    drastic(&gone) != drastic(&come) || gone.iter().any(|one| come.iter().any(|other| are_opposites(one, other)))
}

/// Stands the name of a setting, a table or a function where another one stood? Such names are written as no other word is:
/// `MaxRetries`, `TRBAT`. They are looked for in a text as it is written; the bags have its words without case.
fn names_another(texts: [&str; 2], bags: [&Bag; 2], reading: &Reading) -> bool {
    let (gone, come) = (bags[0].without(bags[1]), bags[1].without(bags[0]));
    let named = |text: &str, words: &[&str]| -> Vec<String> {
        let names = words::words(text).filter(|word| is_name(word)).map(|word| words::folded(word).into_owned());
        names.filter(|name| words.contains(&name.as_str()) && !reading.is_abbreviation(name)).collect()
    };
    let (gone, come) = (named(texts[0], &gone), named(texts[1], &come));
    let letters = |names: &[String]| {
        let mut letters: Vec<char> =
            names.iter().flat_map(|name| name.chars()).filter(|c| c.is_alphanumeric()).collect();
        letters.sort_unstable();
        letters
    };
    // `NSCI` for `NCSI` is a slip of the pen, and a long name may be set on two lines.
    !gone.is_empty() && !come.is_empty() && letters(&gone) != letters(&come)
}

fn is_name(word: &str) -> bool {
    let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
    let has_hump = word.as_bytes().windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    has_hump || capitals >= 3 && !word.bytes().any(|b| b.is_ascii_lowercase())
}

/// Do two texts with the same words say them of other things: another number of each of two settings, `not` of another verb?
fn binds_otherwise(old: &str, new: &str) -> bool {
    let bound = |text: &str| {
        let said: Vec<String> = said(text).map(|(_, word)| word).collect();
        let (mut values, mut negations) = (Vec::new(), Vec::new());
        for (at, word) in said.iter().enumerate().filter(|(_, word)| is_weighty(word)) {
            let (behind, before) = (said.get(at + 1), at.checked_sub(1).map(|at| &said[at]));
            // A value stands behind what it is of, a negation before it.
            match is_negation(word) {
                true => negations.extend(behind.cloned()),
                false => values.extend(before.or(behind).map(|of| (word.clone(), of.clone()))),
            }
        }
        values.sort_unstable();
        negations.sort_unstable();
        (values, negations)
    };
    let ((old_values, old_negations), (new_values, new_negations)) = (bound(old), bound(new));
    old_negations != new_negations || old_values.len() > 1 && old_values != new_values
}

/// Weighs a text that was changed, by itself.
fn text(old: &str, new: &str, class: Class) -> (Class, bool) {
    let none = Content::default();
    let net = Net::of([&none, &none], [vec![old], vec![new]]);
    net.text(Some(old), Some(new), class.into(), false)
}

/// Does a heading say the same in other words, or looks?
pub fn heading(old: Option<&str>, new: Option<&str>) -> Class {
    if old.map(words::key) == new.map(words::key) { Class::Cosmetic } else { Class::Wording }
}

/// Weighs a field that was changed.
pub fn field(name: &str, old: Option<&Value>, new: Option<&Value>) -> (Class, bool) {
    let said = |value: Option<&Value>| value.and_then(Value::as_str).map_or(String::new(), str::to_owned);
    match name {
        // A problem that is confirmed no longer, or is now, is there all the same; one that is fixed is not.
        "fix/status" => {
            let settles = |status: &str| matches!(status, "fixed" | "by_design");
            (Class::Metadata, settles(&said(old)) || settles(&said(new)))
        }
        "fix/fixed_in" | "fix/prerequisites" => text(&said(old), &said(new), Class::Fix),
        "fix/restart_required" => (Class::Fix, true),
        _ => (Class::Metadata, false),
    }
}

/// Weighs a title that was changed. `have_scope` tells of which of the two articles it is stated what they apply to.
pub fn title(old: Option<&Value>, new: Option<&Value>, have_scope: [bool; 2]) -> (Class, bool) {
    let [old, new] = [old, new].map(|title| title.and_then(Value::as_str).unwrap_or_default());
    if words::is_same(old, new) {
        return (Class::Cosmetic, false);
    }
    let (before, after) = (Bag::of(old), Bag::of(new));
    let (gone, come) = (before.without(&after), after.without(&before));
    let weighs = |words: &[&str]| words.iter().any(|word| is_weighty(word) && !is_negation(word));
    match (weighs(&gone), weighs(&come), have_scope) {
        // Another number, code or version in the title: the article is about something else.
        (true, true, _) => (Class::Scope, true),
        // The title alone said which version it is about, or does now.
        (true, false, [true, false]) | (false, true, [false, true]) => (Class::Scope, true),
        _ if gone.is_empty() && come.is_empty() => (Class::Wording, false),
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
        "registry" => both.map_or((Class::Fix, true), |(old, new)| entry(old, new)),
        "fix/packages" | "fix/replaces" | "fix/replaced_by" => (Class::Fix, true),
        // When and where an example was logged is no part of what is logged.
        "events" => {
            const INCIDENTAL: &[&str] = &["date", "time", "user", "computer", "placeholders", "data"];
            both.map_or((Class::Symptoms, true), |(old, new)| values(old, new, INCIDENTAL, Class::Symptoms))
        }
        "error_codes" => both.map_or((Class::Symptoms, true), |(old, new)| values(old, new, &[], Class::Symptoms)),
        "applies_to" => both.map_or((Class::Scope, true), |(old, new)| values(old, new, &[], Class::Scope)),
        _ => (Class::Metadata, false),
    }
}

/// Weighs an entry of the registry. Where a long key is wrapped is no difference, nor is a type that only one side names.
fn entry(old: &Value, new: &Value) -> (Class, bool) {
    let text = |value: &Value, field: &str| value[field].as_str().map(unspaced);
    let is_other = |field: &str| text(old, field) != text(new, field);
    let is_other_type =
        old["value_type"] != new["value_type"] && !old["value_type"].is_null() && !new["value_type"].is_null();
    match ["key", "value_name", "value_data"].into_iter().any(is_other) || is_other_type {
        true => (Class::Fix, true),
        false => (Class::Cosmetic, false),
    }
}

/// A text without case and blanks.
pub fn unspaced(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Weighs a record by the words of its fields, but for those that are passed over.
fn values(old: &Value, new: &Value, passed_over: &[&str], class: Class) -> (Class, bool) {
    let said = |value: &Value| {
        let fields = value.as_object().into_iter().flatten().filter(|(name, _)| !passed_over.contains(&name.as_str()));
        fields
            .map(|(_, value)| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            .collect::<Vec<_>>()
            .join(" ")
    };
    text(&said(old), &said(new), class)
}
