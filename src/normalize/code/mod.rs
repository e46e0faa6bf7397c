//! Which error codes does the article name, and what do they mean?
//!
//! A code is a number that a program reports for a failure: an HRESULT, an NTSTATUS, a Win32 or Winsock error, the code
//! of a stop message, a DNS response code, or a number of some other space that the words before it call an error
//! (`ORA-01555` is one of Oracle's). It is taken from the sections (headings and text), the title, and the parameters of
//! event records. Not codes: memory addresses, stop parameters, flags, registry data, zero.
//!
//! One record a value: `0x80070005`, `-2147024891` and `E_ACCESSDENIED` are the same code, and the record shows the first
//! mention with `0x`, or else the first number, or else the first symbol (`text` and `span` as written there), while the
//! place in the list is that of the first mention of any kind. `symbol` comes from the tables of the Windows headers, or
//! from the article where it puts a name beside the number; a number that could mean several things has none.

mod context; // the words around a number
mod find; // mentions in a text
mod messages; // Windows' own texts for its errors
mod space; // value and words → space and symbol
mod symbols; // tables of the Windows headers

use super::passage::Passage;
use crate::extract::FieldName;
use crate::model::{CodeSpace, ErrorCode, EventRecord, Parameter};
use crate::section::Sectioned;
use crate::span::Span;
use find::{Mention, Within, Written};
use std::collections::{HashMap, HashSet};

/// Codes gathered so far and, by value, where each stands among them.
#[derive(Default)]
struct Gathered {
    codes: Vec<(ErrorCode, Written)>,
    by_value: HashMap<u64, Vec<usize>>,
}

/// Error codes, distinct, in order of first mention.
pub fn error_codes(sectioned: &Sectioned, passages: &[Passage], events: &[EventRecord]) -> Vec<ErrorCode> {
    let article = &sectioned.extracted.text;
    let mut found = Vec::new();
    for passage in passages.iter().filter(|passage| passage.marked) {
        let mentions = find::mentions(passage.span.of(article), Within::Section).into_iter();
        found.extend(mentions.map(|mention| (passage.section, passage.span.start as usize + mention.at, mention)));
    }
    let symbols = found.iter().filter(|(_, _, m)| m.written == Written::Symbol);
    let named: HashSet<&str> = symbols.map(|(_, _, m)| m.text).collect();
    let mut gathered = Gathered::default();
    for (section, at, mention) in found {
        let span = Span::new(at, at + mention.text.len());
        gathered.add(mention, Some(Sectioned::id(section)), span, &named);
    }
    for event in events {
        for parameter in &event.parameters {
            gathered.add_parameter(parameter, event, article, &named);
        }
    }
    let title = sectioned.extracted.field(FieldName::Title);
    for mention in title.map_or(Vec::new(), |t| find::mentions(&t.value, Within::Title)) {
        // What the sections name, they name more fully; `Error 5719` may be an event's number.
        let event = events.iter().any(|e| e.event_id.is_some_and(|id| u64::from(id) == mention.value));
        if !gathered.by_value.contains_key(&mention.value) && !event {
            let whole = title.and_then(|t| t.span).unwrap_or_default();
            let place = whole.of(article).find(mention.text).map(|at| whole.start as usize + at);
            let span = place.map_or(whole, |at| Span::new(at, at + mention.text.len()));
            gathered.add(mention, None, span, &named);
        }
    }
    // `0x80070002  ERROR_FILE_NOT_FOUND`: the name is that of the number, not of a second code.
    let carried: HashSet<u64> =
        gathered.codes.iter().filter(|(c, _)| c.value >> 16 == 0x8007).map(|(c, _)| c.value & 0xFFFF).collect();
    let second = |code: &ErrorCode, written: Written| {
        written == Written::Symbol
            && matches!(code.space, CodeSpace::Win32 | CodeSpace::Winsock)
            && carried.contains(&code.value)
    };
    gathered.codes.into_iter().filter(|(code, written)| !second(code, *written)).map(|(code, _)| code).collect()
}

impl Gathered {
    /// Adds a mention, or joins it with one of the same value: spaces must agree unless one of them is not told.
    fn add(&mut self, mention: Mention<'_>, section: Option<String>, span: Span, named: &HashSet<&str>) {
        let Mention { text, value, written, .. } = mention;
        let (space, symbol) = space::classify(value, mention.hint, mention.stated, named);
        let same = self.by_value.entry(value).or_default();
        for &at in same.iter() {
            let (old, old_written) = &mut self.codes[at];
            let told = |space| space != CodeSpace::Other;
            if old.space != space && told(old.space) && told(space) {
                continue;
            }
            if !told(old.space) {
                old.space = space;
            }
            old.symbol = old.symbol.take().or(symbol);
            if written < *old_written {
                *old_written = written;
                (old.text, old.span, old.section) = (text.to_owned(), span, section);
            }
            return;
        }
        same.push(self.codes.len());
        self.codes.push((ErrorCode { text: text.to_owned(), value, space, symbol, section, span }, written));
    }

    /// A name and value pair of an event's description: `Returned Response Code (RCODE)` and `5`.
    fn add_parameter(&mut self, parameter: &Parameter, event: &EventRecord, article: &str, named: &HashSet<&str>) {
        let Parameter { name, value } = parameter;
        let line = format!("{name}: {value}");
        for mention in find::mentions(&line, Within::Section).into_iter().filter(|m| m.at > name.len()) {
            self.add(mention, event.section.clone(), place_of(parameter, event, article), named);
        }
    }
}

/// Where a parameter's value stands: behind its name in the event, or else the whole event.
fn place_of(parameter: &Parameter, event: &EventRecord, article: &str) -> Span {
    let inside = event.span.of(article);
    let name = inside.find(&parameter.name).map(|at| at + parameter.name.len());
    let value = name.and_then(|from| inside[from..].find(parameter.value.trim()).map(|at| from + at));
    let Some(at) = value.map(|at| event.span.start as usize + at) else { return event.span };
    Span::new(at, at + parameter.value.trim().len())
}

#[cfg(test)]
mod tests;
