//! Which error codes does the article name, and what do they mean?
//!
//! A code is a number that a program reports for a failure: an HRESULT, an NTSTATUS, a Win32 or Winsock error, the code
//! of a stop message, a DNS response code, or a number of some other space that the words before it call an error. It is
//! taken from the sections (headings and text), the title, and the parameters of event records. Not codes: memory
//! addresses, stop parameters, flags, registry data, zero.
//!
//! One record a value: `0x80070005`, `-2147024891` and `E_ACCESSDENIED` are the same code, and the record shows the first
//! mention with `0x`, or else the first number, or else the first symbol (`text` and `span` as written there), while the
//! place in the list is that of the first mention of any kind. `symbol` comes from the tables of the Windows headers, or
//! from the article where it puts a name beside the number; a number that could mean several things has none.

mod context; // the words around a number
mod find; // mentions in a text
mod space; // value and words → space and symbol
mod symbols; // tables of the Windows headers

use super::passage::passages;
use crate::diagnostic::Diagnostic;
use crate::extract::FieldName;
use crate::model::{CodeSpace, ErrorCode, EventRecord};
use crate::section::Sectioned;
use crate::span::Span;
use find::Written;
use space::Hint;
use std::collections::HashMap;

/// Codes gathered so far and, by value, where each stands among them.
#[derive(Default)]
struct Gathered {
    codes: Vec<(ErrorCode, Written)>,
    by_value: HashMap<u64, Vec<usize>>,
}

/// Error codes, distinct, in order of first mention.
pub fn error_codes(sectioned: &Sectioned, events: &[EventRecord], _notes: &mut Vec<Diagnostic>) -> Vec<ErrorCode> {
    let article = &sectioned.extracted.text;
    let mut gathered = Gathered::default();
    for (section, passage) in passages(sectioned) {
        for mention in find::mentions(passage.of(article)) {
            let at = passage.start as usize + mention.at;
            let span = Span::new(at, at + mention.text.len());
            let (space, symbol) = space::classify(mention.value, mention.hint, mention.stated, article);
            let section = Some(Sectioned::id(section));
            let code = ErrorCode { text: mention.text.to_owned(), value: mention.value, space, symbol, section, span };
            gathered.add(code, mention.written);
        }
    }
    for event in events {
        for parameter in &event.parameters {
            gathered.add_parameter(&parameter.name, &parameter.value, event, article);
        }
    }
    let title = sectioned.extracted.field(FieldName::Title);
    for mention in title.map_or(Vec::new(), |t| find::mentions(&t.value)) {
        let (space, symbol) = space::classify(mention.value, mention.hint, mention.stated, article);
        let span = title.and_then(|t| t.span).unwrap_or_default();
        let text = mention.text.to_owned();
        // What the sections name, they name more fully.
        if !gathered.by_value.contains_key(&mention.value) {
            gathered.add(ErrorCode { text, value: mention.value, space, symbol, section: None, span }, mention.written);
        }
    }
    gathered.codes.into_iter().map(|(code, _)| code).collect()
}

impl Gathered {
    /// Adds a mention, or joins it with one of the same value: spaces must agree unless one of them is not told.
    fn add(&mut self, code: ErrorCode, written: Written) {
        let same = self.by_value.entry(code.value).or_default();
        for &at in same.iter() {
            let (old, old_written) = &mut self.codes[at];
            let told = |space| space != CodeSpace::Other;
            if old.space != code.space && told(old.space) && told(code.space) {
                continue;
            }
            if !told(old.space) {
                old.space = code.space;
            }
            old.symbol = old.symbol.take().or(code.symbol);
            if written < *old_written {
                *old_written = written;
                (old.text, old.span, old.section) = (code.text, code.span, code.section);
            }
            return;
        }
        same.push(self.codes.len());
        self.codes.push((code, written));
    }

    /// A name and value pair of an event's description: `Returned Response Code (RCODE)` and `5`.
    fn add_parameter(&mut self, name: &str, value: &str, event: &EventRecord, article: &str) {
        let line = format!("{name}: {value}");
        for mention in find::mentions(&line).into_iter().filter(|m| m.at > name.len()) {
            let (space, symbol) = space::classify(mention.value, mention.hint, mention.stated, article);
            let inside = event.span.of(article).find(value.trim()).filter(|_| mention.hint == Hint::None);
            let at = event.span.start as usize + inside.unwrap_or(0);
            let span = if inside.is_some() { Span::new(at, at + value.trim().len()) } else { event.span };
            let (text, section) = (mention.text.to_owned(), event.section.clone());
            self.add(ErrorCode { text, value: mention.value, space, symbol, section, span }, mention.written);
        }
    }
}

#[cfg(test)]
mod tests;
