//! Which passages of an article should a bot know it by? Chunks: each can be understood, embedded and quoted by itself.
//!
//! [`chunks`] makes those of one article, [`read`] goes through a dataset. A chunk never reaches over the border of a
//! section, unless whole sections that are too short to stand alone are joined with others of the same section around
//! them. Lists, code, tables and records are kept whole where they fit, and what is repeated when they do not (a table's
//! header, a list's introduction) is marked. All text is verbatim, with its place in the linear text; a line of context
//! says what it is from. White space between two chunks is in neither, all else of a section's text is in exactly one.

mod atoms; // where may a text be broken?
mod context; // what must be said before a passage?
mod divide; // a section → passages
mod place; // where does a section's text stand?
pub mod record; // what is a chunk?
mod small; // which sections are joined?
mod stretch; // what does a section's text consist of?
#[cfg(test)]
mod tests;
mod tokens; // how long is a text?

pub use record::{Chunk, Extent, schema_json};
pub use tokens::Tokenizer;

use crate::emit::hex;
use crate::error::Error;
use crate::model::{Article, SectionKind};
use crate::span::Span;
use crate::validate;
use context::Context;
use divide::{Passage, Room, divide, quoted};
use sha2::{Digest, Sha256};
use small::{Part, Parts, parts};
use std::collections::HashMap;
use std::path::Path;

/// How chunks are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Tokens that a chunk may have at most, context included; at least [`FEWEST_TOKENS`].
    pub max_tokens: usize,
    /// Tokens of text below which a section is joined with its neighbours in the same section.
    pub min_tokens: usize,
    /// Tokens of the chunk before that are repeated at most where a section is broken.
    pub overlap: usize,
    /// What counts tokens.
    pub tokenizer: Tokenizer,
}

/// The smallest budget that leaves room for text beside its context.
pub const FEWEST_TOKENS: usize = 32;

impl Default for Settings {
    fn default() -> Settings {
        Settings { max_tokens: 512, min_tokens: 64, overlap: 0, tokenizer: Tokenizer::default() }
    }
}

/// How much was chunked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Articles.
    pub articles: u64,
    /// Their chunks.
    pub chunks: u64,
    /// Tokens of these, context included.
    pub tokens: u64,
    /// Lines that were passed over: older revisions.
    pub superseded: u64,
}

/// Hands over the chunks of a dataset's articles in the order of its lines, those of older revisions only if asked to.
pub fn read<E: From<Error>>(
    dir: &Path,
    settings: &Settings,
    revisions: bool,
    mut each: impl FnMut(Chunk) -> Result<(), E>,
) -> Result<Counts, E> {
    let mut counts = Counts::default();
    for article in validate::records(dir)? {
        let article = article?;
        if !article.latest && !revisions {
            counts.superseded += 1;
            continue;
        }
        counts.articles += 1;
        for chunk in chunks(&article, settings) {
            counts.chunks += 1;
            counts.tokens += u64::from(chunk.tokens);
            each(chunk)?;
        }
    }
    Ok(counts)
}

/// The chunks of an article, in document order.
pub fn chunks(article: &Article, settings: &Settings) -> Vec<Chunk> {
    let settings = Settings { max_tokens: settings.max_tokens.max(FEWEST_TOKENS), ..*settings };
    let context = Context::new(article);
    let products = context::products(article);
    let Parts { parents, mut parts } = parts(article, settings.min_tokens, settings.tokenizer);
    let mut made = Made { article, products, settings, ids: HashMap::new(), chunks: Vec::new() };
    parts.reverse();
    while let Some(part) = parts.pop() {
        let headings = part.scope.map_or(Vec::new(), |at| context::headings(&article.sections, &parents, at));
        let line = context.line(part.kind, &headings, settings.tokenizer, settings.max_tokens / 3);
        let most = settings.max_tokens - settings.tokenizer.count(&format!("{line}\n\n")).min(settings.max_tokens / 2);
        let place = Place { kind: part.kind, headings, context: line };
        match part.sections.as_slice() {
            &[at] => {
                let Settings { min_tokens: least, overlap, tokenizer, .. } = settings;
                made.section(&place, at, Room { most, least, overlap, tokenizer });
            }
            several => {
                let said = joined(article, several, part.scope);
                if settings.tokenizer.fits(&said.text, most) {
                    made.push(&place, several, Extent::SmallSections, said);
                } else {
                    parts.extend(several.iter().rev().map(|&at| Part::of(article, at)));
                }
            }
        }
    }
    made.chunks
}

/// What a chunk says, and where that stands.
struct Said {
    text: String,
    spans: Vec<Span>,
    repeated: usize,
}

/// What the chunks of a part have in common.
struct Place {
    kind: SectionKind,
    headings: Vec<String>,
    context: String,
}

/// Small sections as one text: each behind its heading, but for the one whose heading is in the path.
fn joined(article: &Article, sections: &[usize], scope: Option<usize>) -> Said {
    let (mut lines, mut spans, mut placed): (Vec<&str>, Vec<Span>, bool) = (Vec::new(), Vec::new(), true);
    for &at in sections {
        let section = &article.sections[at];
        if scope != Some(at)
            && let Some(heading) = section.heading.as_deref().filter(|heading| !heading.trim().is_empty())
        {
            let start = section.span.start as usize;
            lines.push(heading);
            spans.push(Span::new(start, start + heading.len()));
        }
        let range = stretch::trim(&section.text, 0..section.text.len());
        lines.push(&section.text[range.clone()]);
        match place::slices(article, section) {
            Some(slices) => spans.extend(place::spans(&slices, &range)),
            None => placed = false,
        }
    }
    Said { text: lines.join("\n"), spans: if placed { spans } else { Vec::new() }, repeated: 0 }
}

/// Chunks of an article as they are made.
struct Made<'a> {
    article: &'a Article,
    products: Vec<String>,
    settings: Settings,
    /// How often each content was met.
    ids: HashMap<[u8; 32], u32>,
    chunks: Vec<Chunk>,
}

impl Made<'_> {
    /// Adds the chunks of a section.
    fn section(&mut self, place: &Place, at: usize, room: Room) {
        let section = &self.article.sections[at];
        let slices = place::slices(self.article, section);
        let stretches = stretch::stretches(self.article, section, slices.as_deref());
        let passages = divide(&section.text, &stretches, room);
        let extent = if passages.len() == 1 { Extent::Section } else { Extent::Part };
        let slices = slices.as_deref().unwrap_or(&[]);
        for Passage { quotes, repeated } in passages {
            let spans_of = |quote| place::spans(slices, quote);
            let text = quoted(&section.text, &quotes);
            let repeated = quotes[..repeated].iter().flat_map(spans_of).count();
            let spans = quotes.iter().flat_map(spans_of).collect();
            self.push(place, &[at], extent, Said { text, spans, repeated });
        }
    }

    /// Adds a chunk.
    fn push(&mut self, place: &Place, sections: &[usize], extent: Extent, said: Said) {
        let article = self.article;
        let Said { text, spans, repeated } = said;
        let id = self.id(&place.context, &text);
        let tokens = self.settings.tokenizer.count(&format!("{}\n\n{text}", place.context));
        let names: Vec<String> = sections.iter().map(|&at| article.sections[at].id.clone()).collect();
        self.chunks.push(Chunk {
            id,
            article_id: article.id.clone(),
            publisher: article.publisher.clone(),
            language: article.language.clone(),
            revision: article.revision.label.clone(),
            ordinal: self.chunks.len() as u32 + 1,
            section: names[0].clone(),
            sections: names,
            extent,
            kind: place.kind,
            title: article.title.clone(),
            heading_path: place.headings.clone(),
            context: place.context.clone(),
            sha256: hex(&Sha256::digest(text.as_bytes())),
            text,
            tokens: tokens as u32,
            spans,
            repeated: repeated as u32,
            url: article.source.url.clone(),
            products: self.products.clone(),
        });
    }

    /// The id of a content: what is embedded, and whose it is. The same content once more has the next number, and older
    /// revisions are told apart from the latest.
    fn id(&mut self, context: &str, text: &str) -> String {
        let article = self.article;
        let older = if article.latest { "" } else { article.source.sha256.as_str() };
        let whose = [article.publisher.as_deref().unwrap_or(""), article.translation(), &article.id, older];
        let mut digest = Sha256::new();
        for part in whose.into_iter().chain([context, text]) {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part.as_bytes());
        }
        let content: [u8; 32] = digest.clone().finalize().into();
        let met = self.ids.entry(content).or_default();
        digest.update(met.to_be_bytes());
        *met += 1;
        uuid(digest.finalize().into())
    }
}

/// A digest as a UUID of version 8, which vector databases take as a key.
fn uuid(digest: [u8; 32]) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits = hex(&bytes);
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}
