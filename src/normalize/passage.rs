//! Which stretches of the linear text are the article's own words?
//!
//! The scanners that look for codes, keys and references read the same places: of every section its heading and its
//! text, never the header, the properties or what the site put around. A passage is one such stretch; nothing that is
//! looked for reaches from one passage into the next. They are gathered once, with what a look at their bytes tells all
//! scanners.

use super::words::STRETCH;
use crate::section::Sectioned;
use crate::span::Span;

/// A stretch of an article's own words.
#[derive(Clone, Copy, Debug)]
pub struct Passage {
    /// The position of its section.
    pub section: usize,
    /// Where it stands.
    pub span: Span,
    /// May it name a code, a key or a document? All of them have a number, a file's dot, the marks of a path or an
    /// address, or the look of a symbol; most headings have none of these.
    pub marked: bool,
}

/// The passages in document order.
pub fn passages(sectioned: &Sectioned) -> Vec<Passage> {
    let text = &sectioned.extracted.text;
    let spans = sectioned.sections.iter().enumerate().flat_map(|(at, section)| {
        let heading = section.heading.into_iter();
        heading.chain(section.body.iter().copied()).map(move |span| (at, span))
    });
    spans.map(|(section, span)| Passage { section, span, marked: is_marked(span.of(text)) }).collect()
}

fn is_marked(passage: &str) -> bool {
    let mark = |b: &u8| b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'\\' | b'/' | b':') || *b >= 0x80;
    let (stretches, rest) = passage.as_bytes().as_chunks::<STRETCH>();
    let any = |stretch: &[u8; STRETCH]| stretch.iter().fold(0, |any, b| any | u8::from(mark(b))) != 0;
    stretches.iter().any(any) || rest.iter().any(mark) || passage.contains("WSA")
}

/// A sectioned article made of one untitled passage, for the tests of the scanners.
#[cfg(test)]
pub fn one_passage(text: &str, form: crate::model::Form) -> Sectioned {
    use crate::extract::{Extracted, RawBlock, RawBlockKind};
    let mut extracted = Extracted::new(form, "test", text.to_owned());
    extracted.blocks.push(RawBlock { span: Span::new(0, text.len()), kind: RawBlockKind::Paragraph });
    crate::section::section(extracted, &crate::Options::default())
}
