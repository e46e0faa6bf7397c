//! Which stretches of the linear text are the article's own words?
//!
//! The scanners that look for codes, keys and references read the same places: of every section its heading and its
//! text, never the header, the properties or what the site put around. A passage is one such stretch; nothing that is
//! looked for reaches from one passage into the next.

use crate::section::Sectioned;
use crate::span::Span;

/// The passages in document order, each with the position of its section.
pub fn passages(sectioned: &Sectioned) -> impl Iterator<Item = (usize, Span)> + '_ {
    sectioned.sections.iter().enumerate().flat_map(|(at, section)| {
        let heading = section.heading.into_iter();
        heading.chain(section.body.iter().copied()).map(move |span| (at, span))
    })
}

/// May a passage name a code, a key or a document? All of them have a number, a file's dot, the marks of a path or an
/// address, or the look of a symbol; most headings have none of these.
pub fn is_marked(passage: &str) -> bool {
    let mark = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'\\' | b'/' | b':') || b >= 0x80;
    passage.bytes().any(mark) || passage.contains("WSA")
}

/// A sectioned article made of one untitled passage, for the tests of the scanners.
#[cfg(test)]
pub fn one_passage(text: &str, form: crate::model::Form) -> Sectioned {
    use crate::extract::{Extracted, RawBlock, RawBlockKind};
    let mut extracted = Extracted::new(form, "test", text.to_owned());
    extracted.blocks.push(RawBlock { span: Span::new(0, text.len()), kind: RawBlockKind::Paragraph });
    crate::section::section(extracted, &crate::Options::default())
}
