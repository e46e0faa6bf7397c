//! What does the article point to?
//!
//! Other articles, bulletins, vulnerabilities, RFCs, files offered for download and addresses, each once, where it is first
//! mentioned. They come from the words of the sections and from the links behind them: a link to an article is a
//! reference to that article, whatever words it stands on; a link that leads to another page of the site keeps its
//! address as written, and one that leads to a place on its own page is none. The article itself is not among them.

mod scan; // references in the words
mod url; // addresses: where they end, what they mean

use super::passage::Passage;
use crate::extract::Link;
use crate::model::{Form, Reference, ReferenceKind};
use crate::section::Sectioned;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// References, distinct, in order of first mention, without the article itself.
pub fn references(sectioned: &Sectioned, passages: &[Passage], number: Option<u32>) -> Vec<Reference> {
    let extracted = &sectioned.extracted;
    let own = number.map(|n| format!("KB{n}"));
    let mut links: Vec<&Link> = extracted.links.iter().collect();
    links.sort_by_key(|link| link.span.start);
    let mut out: Vec<Reference> = Vec::new();
    let mut places: HashMap<(ReferenceKind, String), usize> = HashMap::new();
    for &Passage { section, span: passage, marked } in passages {
        let text = passage.of(&extracted.text);
        let base = passage.start as usize;
        let mut found: Vec<(usize, Reference)> = Vec::new();
        let id = || Some(Sectioned::id(section));
        let words = if marked { scan::references(text, extracted.form == Form::Flat) } else { Vec::new() };
        for one in words {
            let reference = Reference {
                kind: one.target.kind,
                id: one.target.id,
                text: one.text.to_owned(),
                url: one.url,
                section: id(),
            };
            found.push((base + one.at, reference));
        }
        let first = links.partition_point(|link| link.span.start < passage.start);
        for link in links[first..].iter().take_while(|link| link.span.start < passage.end) {
            let own_meaning = url::target(&link.url);
            let inner = own_meaning.is_none();
            let Some(target) = own_meaning.or_else(|| url::within_site(&link.url)) else { continue };
            let words = link.span.of(&extracted.text).trim();
            let text = if words.is_empty() { link.url.as_str() } else { words }.to_owned();
            let url = (inner || url::is_absolute(&link.url)).then(|| link.url.clone());
            let reference = Reference { kind: target.kind, id: target.id, text, url, section: id() };
            found.push((link.span.start as usize, reference));
        }
        found.sort_by_key(|&(at, _)| at); // stable: at one place the words come before the link behind them
        for (_, reference) in found {
            if reference.kind == ReferenceKind::Kb && own.as_deref() == Some(&reference.id) {
                continue;
            }
            match places.entry((reference.kind, reference.id.clone())) {
                Entry::Occupied(at) => {
                    let known = &mut out[*at.get()];
                    known.url = known.url.take().or(reference.url);
                }
                Entry::Vacant(free) => {
                    free.insert(out.len());
                    out.push(reference);
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests;
