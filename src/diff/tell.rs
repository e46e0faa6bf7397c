//! How is a change told? Where it is, and in one line what it is.

use super::change::{Change, ChangeKind, Target};
use super::content::{Content, Shape, Unit, is_record, list_of};
use crate::model::SectionKind;
use serde_json::Value;
use serde_variant::to_variant_name;
use std::collections::{BTreeSet, HashMap};

/// Characters of a text that stand in a line.
const SHOWN: usize = 60;
/// Units that are looked back over for a step's number: nobody counts further.
const LONGEST_LIST: usize = 500;

/// Says where a change is, and what it is in one line. What is gone from a section that is still there is told by the
/// section's heading of today: `kept` has the new place of those.
pub fn tell(change: &mut Change, old: &Content, new: &Content, kept: &HashMap<usize, usize>) {
    let side = if change.kind == ChangeKind::Removed { old } else { new };
    let (at, unit) = match change.target() {
        Some(Target::Section(at)) => (Some(at), None),
        Some(Target::Unit(at, unit)) => (Some(at), Some(unit)),
        _ => (None, None),
    };
    let part = at.and_then(|at| side.sections.get(at));
    let before = |unit: usize| Some(short(&part?.units.get(unit.checked_sub(1)?)?.text));
    change.follows = unit.and_then(before);
    let still = at.filter(|_| change.kind == ChangeKind::Removed).and_then(|at| new.sections.get(*kept.get(&at)?));
    let head = still.or(part).map(|part| &part.head);
    change.section = head.map(|head| head.kind);
    change.heading = head.and_then(|head| head.heading.clone());
    let (old, new) = (change.old.as_ref(), change.new.as_ref());
    change.summary = match (part, unit) {
        (Some(part), Some(at)) => format!("{}: {}", short(&change.title()), unit_line(change.kind, &part.units, at)),
        (Some(_), None) => section(change, old, new),
        _ if list_of(&change.path) == "files" => file(old, new),
        _ => plain(change, old, new),
    };
}

impl Change {
    /// What stands above it: the heading of its section, or what a list of records holds.
    pub fn title(&self) -> String {
        let capital = |text: &str| {
            let mut letters = text.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        };
        match (self.target(), &self.heading, self.section) {
            (Some(Target::Field(_)), ..) => "Article".to_owned(),
            (Some(Target::Record(key)), ..) => {
                let list = list_of(key);
                capital(&list.strip_prefix("fix/").unwrap_or(list).replace('_', " "))
            }
            (_, Some(heading), _) => heading.clone(),
            (_, None, Some(SectionKind::Other) | None) => "Text".to_owned(),
            (_, None, Some(kind)) => capital(&to_variant_name(&kind).unwrap_or_default().replace('_', " ")),
        }
    }

    /// What happened to a text: its summary without where it is and what it says.
    pub fn happened(&self) -> &str {
        let said = self.summary.strip_prefix(&short(&self.title())).and_then(|rest| rest.strip_prefix(": "));
        let said = said.unwrap_or(&self.summary);
        said.split_once(": ").map_or(said, |(happened, _)| happened)
    }
}

fn plain(change: &Change, old: Option<&Value>, new: Option<&Value>) -> String {
    let list = list_of(&change.path);
    let name = if is_record(&change.path) { singular(list) } else { change.path.replace(['/', '_'], " ") };
    match (old.map(shown), new.map(shown)) {
        (Some(was), Some(is)) if was == is => match (old.and_then(Value::as_str), new.and_then(Value::as_str)) {
            // They differ behind what a line has room for.
            (Some(old), Some(new)) => format!("{name}: {old} → {new}"),
            _ => format!("{name} {is}: {} changed", differing(old, new).join(", ")),
        },
        (Some(was), Some(is)) => format!("{name}: {was} → {is}"),
        (Some(old), None) => format!("{name} removed: {old}"),
        (None, Some(new)) => format!("{name} added: {new}"),
        (None, None) => name,
    }
}

/// The fields in which two records differ.
fn differing(old: Option<&Value>, new: Option<&Value>) -> Vec<String> {
    let fields = |value: Option<&Value>| value.and_then(Value::as_object).cloned().unwrap_or_default();
    let (old, new) = (fields(old), fields(new));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    names.into_iter().filter(|name| old.get(*name) != new.get(*name)).map(|name| name.replace('_', " ")).collect()
}

fn singular(list: &str) -> String {
    match list {
        "aliases" => "alias",
        "keywords" => "keyword",
        "technologies" => "technology",
        "applies_to" => "product",
        "events" => "event",
        "error_codes" => "error code",
        "registry" => "registry entry",
        "references" => "reference",
        "fix/packages" => "package",
        "fix/replaces" => "replaces",
        "fix/replaced_by" => "replaced by",
        other => other,
    }
    .to_owned()
}

/// What stands for a value in a line.
fn shown(value: &Value) -> String {
    let field = |name: &str| value[name].as_str().map(str::to_owned);
    let event = || Some(format!("{} {}", value["source"].as_str()?, value["event_id"].as_u64()?));
    let entry = || {
        let key = field("key").unwrap_or_default();
        let data = field("value_data").map(|data| format!(" = {data}")).unwrap_or_default();
        (value["key"].is_string() || value["value_name"].is_string())
            .then(|| format!("{key} {}{data}", field("value_name").unwrap_or_default()).trim().to_owned())
    };
    let said = match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Object(_) => field("symbol")
            .or_else(event)
            .or_else(entry)
            .or_else(|| field("id"))
            .or_else(|| field("text"))
            .or_else(|| field("description"))
            .or_else(|| code(value["value"].as_u64()?))
            .unwrap_or_else(|| value.to_string()),
        other => other.to_string(),
    };
    short(&said)
}

/// A code without a name, as people write it.
fn code(value: u64) -> Option<String> {
    Some(if value > 0xffff { format!("0x{value:08X}") } else { value.to_string() })
}

/// The beginning of a text, on one line.
fn short(text: &str) -> String {
    let mut words = String::new();
    for word in text.split_whitespace() {
        if words.chars().count() + word.chars().count() >= SHOWN {
            if words.is_empty() {
                words.extend(word.chars().take(SHOWN));
            }
            words.push('…');
            return words;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

fn file(old: Option<&Value>, new: Option<&Value>) -> String {
    let text = |value: Option<&Value>, field: &str| {
        value.map(|value| value[field].clone()).filter(|value| !value.is_null()).map(|value| shown(&value))
    };
    let either = |field: &str| text(new, field).or_else(|| text(old, field));
    let name = either("name").unwrap_or_default();
    let of: Vec<String> = ["architecture", "scope", "service_pack", "branch"].into_iter().filter_map(either).collect();
    let of = if of.is_empty() { String::new() } else { format!(" ({})", of.join(", ")) };
    let version = |value: Option<&Value>| text(value, "version").unwrap_or_else(|| "no version".to_owned());
    match (old, new) {
        (Some(_), None) => format!("{name} {} removed{of}", version(old)),
        (None, _) => format!("{name} {} added{of}", version(new)),
        _ => {
            let others = ["version", "size_bytes", "date", "time", "platform", "sha256", "sha1"];
            let differs = others.into_iter().find(|field| text(old, field) != text(new, field)).unwrap_or("version");
            let none = || "none".to_owned();
            let (was, is) = (text(old, differs).unwrap_or_else(none), text(new, differs).unwrap_or_else(none));
            let what = if differs == "version" { String::new() } else { format!("{} ", differs.replace('_', " ")) };
            format!("{name} {what}{was} → {is}{of}")
        }
    }
}

fn heading(head: Option<&Value>) -> String {
    let heading = head.and_then(|head| head["heading"].as_str());
    heading.map_or_else(|| "the text before the first heading".to_owned(), |heading| format!("“{}”", short(heading)))
}

fn section(change: &Change, old: Option<&Value>, new: Option<&Value>) -> String {
    match change.kind {
        ChangeKind::Added => format!("section {} added", heading(new)),
        ChangeKind::Removed => format!("section {} removed", heading(old)),
        ChangeKind::Moved => format!("section {} moved", heading(new)),
        ChangeKind::Renamed => format!("section {} is now {}", heading(old), heading(new)),
        ChangeKind::Changed => format!("section {} stands at another level or has another role", heading(new)),
    }
}

fn unit_line(kind: ChangeKind, units: &[Unit], at: usize) -> String {
    let unit = &units[at];
    let what = match unit.shape {
        Shape::Paragraph => "paragraph".to_owned(),
        Shape::Step => number(units, at).map_or_else(|| "step".to_owned(), |number| format!("step {number}")),
        Shape::Item => "item".to_owned(),
        Shape::Code => "code".to_owned(),
        Shape::Note => "note".to_owned(),
        Shape::Header => "table header".to_owned(),
        Shape::Row => "row".to_owned(),
    };
    let happened = match kind {
        ChangeKind::Added => "added",
        ChangeKind::Removed => "removed",
        ChangeKind::Moved => "moved",
        ChangeKind::Changed | ChangeKind::Renamed => "changed",
    };
    format!("{what} {happened}: {}", short(&unit.text))
}

/// The number of a step in its list. Behind a paragraph the list may be another one, or the same: then nobody knows.
fn number(units: &[Unit], at: usize) -> Option<usize> {
    let depth = units[at].depth;
    let is_step = |unit: &Unit| unit.shape == Shape::Step && unit.depth == depth;
    let mut number = 1;
    for (place, unit) in units[..at].iter().enumerate().rev().take(LONGEST_LIST) {
        match unit.shape {
            Shape::Step if unit.depth == depth => number += 1,
            Shape::Step | Shape::Item if unit.depth <= depth => return Some(number),
            Shape::Paragraph => return (!units[..place].iter().any(is_step)).then_some(number),
            _ => {}
        }
    }
    (at <= LONGEST_LIST).then_some(number)
}
