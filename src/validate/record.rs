//! Is one article consistent? What a schema cannot say: the section tree, references between the record's tables,
//! spans, and the sum of characters. The linear text is not in the record, so spans are checked against each other.

use crate::model::{Article, Block, Section};
use crate::span::Span;
use std::collections::HashMap;
use std::fmt;

/// Something in a record that contradicts the rest of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inconsistency {
    /// The place in the record, as a JSON Pointer.
    pub place: String,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for Inconsistency {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}` {}", self.place, self.message)
    }
}

/// All that contradicts itself in a record.
pub fn inconsistencies(article: &Article) -> Vec<Inconsistency> {
    let mut out = Findings { found: Vec::new(), longest: None };
    accounting(article, &mut out);
    let ids = sections(&article.sections, &mut out);
    for (at, section) in article.sections.iter().enumerate() {
        blocks(article, at, section, &mut out);
    }
    tables(article, &ids, &mut out);
    out.found
}

struct Findings {
    found: Vec<Inconsistency>,
    /// Length of the linear text in bytes at most: no character takes more than four.
    longest: Option<u64>,
}

impl Findings {
    fn add(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.found.push(Inconsistency { place: place.into(), message: message.into() });
    }

    fn span(&mut self, span: Span, place: impl FnOnce() -> String) {
        if span.end < span.start {
            self.add(place(), format!("ends at {} before it starts at {}", span.end, span.start));
        } else if self.longest.is_some_and(|longest| u64::from(span.end) > longest) {
            self.add(place(), format!("ends at {}, beyond the end of the linear text", span.end));
        }
    }
}

fn accounting(article: &Article, out: &mut Findings) {
    let sum = &article.accounting;
    let parts = [sum.header, sum.sections, sum.chrome, sum.unparsed];
    let total = parts.iter().try_fold(0_u64, |total, &part| total.checked_add(part));
    if total != Some(sum.chars) {
        out.add("/accounting", format!("does not add up to {} characters", sum.chars));
    }
    out.longest = sum.chars.checked_mul(4);
}

/// Checks the tree and gives the position of each section by its id.
fn sections<'a>(sections: &'a [Section], out: &mut Findings) -> HashMap<&'a str, usize> {
    let mut ids = HashMap::with_capacity(sections.len());
    let mut end = 0;
    for (at, section) in sections.iter().enumerate() {
        let place = |field: &str| format!("/sections/{at}/{field}");
        if section.id != format!("s{}", at + 1) {
            out.add(place("id"), format!("is `{}` where `s{}` comes next", section.id, at + 1));
        }
        let outer = section.parent.as_deref().map(|parent| ids.get(parent).copied());
        let level = match outer {
            None => 1,
            Some(Some(outer)) => sections[outer as usize].level.saturating_add(1),
            Some(None) => {
                out.add(place("parent"), "names no section before this one");
                section.level
            }
        };
        if section.level != level {
            out.add(place("level"), format!("is {} where its parent makes it {level}", section.level));
        }
        out.span(section.span, || place("span"));
        if section.span.start < end {
            out.add(place("span"), "starts before the section in front of it ends");
        }
        end = section.span.end;
        ids.insert(section.id.as_str(), at as u32);
    }
    ids.into_iter().map(|(id, at)| (id, at as usize)).collect()
}

fn blocks(article: &Article, at: usize, section: &Section, out: &mut Findings) {
    let mut end = 0;
    for (nth, block) in section.blocks.iter().enumerate() {
        let place = || format!("/sections/{at}/blocks/{nth}");
        let span = block.span();
        out.span(span, || place() + "/span");
        if !section.span.contains(span) {
            out.add(place() + "/span", "reaches out of its section");
        }
        if span.start < end {
            out.add(place() + "/span", "starts before the block in front of it ends");
        }
        end = span.end;
        match block {
            Block::Event { index, .. } if *index as usize >= article.events.len() => {
                out.add(place() + "/index", format!("is {index}, there are {} events", article.events.len()));
            }
            Block::FileTable { first, count, .. } => {
                let last = u64::from(*first) + u64::from(*count);
                if last > article.files.len() as u64 {
                    out.add(place(), format!("holds files up to {last}, there are {}", article.files.len()));
                }
            }
            _ => {}
        }
    }
}

fn tables(article: &Article, ids: &HashMap<&str, usize>, out: &mut Findings) {
    let mut entry = |table: &str, at: usize, section: &Option<String>, span: Option<Span>| {
        if let Some(span) = span {
            out.span(span, || format!("/{table}/{at}/span"));
        }
        if let Some(id) = section.as_deref().filter(|id| !ids.contains_key(id)) {
            out.add(format!("/{table}/{at}/section"), format!("names section `{id}`, which is not there"));
        }
    };
    for (at, event) in article.events.iter().enumerate() {
        entry("events", at, &event.section, Some(event.span));
    }
    for (at, file) in article.files.iter().enumerate() {
        entry("files", at, &file.section, Some(file.span));
    }
    for (at, code) in article.error_codes.iter().enumerate() {
        entry("error_codes", at, &code.section, Some(code.span));
    }
    for (at, key) in article.registry.iter().enumerate() {
        entry("registry", at, &key.section, Some(key.span));
    }
    for (at, reference) in article.references.iter().enumerate() {
        entry("references", at, &reference.section, None);
    }
    for (at, diagnostic) in article.diagnostics.iter().enumerate() {
        entry("diagnostics", at, &None, diagnostic.span);
    }
}
