//! Does a text stand in an article, and where?
//!
//! White space is nothing here, wherever it stands: pages break lines, crawls run words together. Where the characters are
//! others, what is nearest is told as that, with what differs: a quote that is almost right is wrong.

use crate::diff::{In, word_changes};
use crate::model::{Article, Block, Section};
use crate::span::Span;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashMap;
use std::ops::Range;

/// Characters that a quote may have.
pub const LONGEST: usize = 5_000;
/// Places that are told.
const PLACES: usize = 5;
/// Words of a quote that must stand together, of a hundred, to be near it.
const NEAR: usize = 60;

/// What was found out about a quote.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Verdict {
    /// How it stands in the article.
    pub verdict: Standing,
    /// Where; at most five places.
    pub places: Vec<Place>,
    /// What is nearest, if it does not stand there.
    pub nearest: Option<Nearest>,
}

/// How a quote stands in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Character by character.
    Exact,
    /// With other white space.
    WhiteSpace,
    /// With other capitals, quotation marks or dashes.
    Typography,
    /// Not, but something like it does: see `nearest`. Do not quote it so.
    Near,
    /// Not, and nothing like it.
    Absent,
}

/// Where a text stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Place {
    /// Id of the section; null in the title.
    pub section: Option<String>,
    /// Its heading.
    pub heading: Option<String>,
    /// Does it begin in the heading itself, or in the title?
    pub in_heading: bool,
    /// Byte range of the article's linear text; null in the title.
    pub span: Option<Span>,
    /// Is the span that of the text itself? Else it is that of what it stands in: its paragraph, table or section.
    pub span_is_exact: bool,
    /// As the article has it.
    pub text: String,
}

/// What is most like a quote.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Nearest {
    /// Where it stands.
    pub place: Place,
    /// Words of the quote that it has, from 0 to 1.
    pub similarity: f32,
    /// What differs, piece by piece.
    pub differences: Vec<Difference>,
}

/// A piece of both texts or of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Difference {
    /// Which of the two has it.
    pub of: Of,
    /// The piece.
    pub text: String,
}

/// Of which text a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// Both.
    Both,
    /// The quote alone.
    Quote,
    /// The article alone.
    Article,
}

/// All of an article's texts behind each other.
struct Texts<'a> {
    article: &'a Article,
    all: String,
    /// Where each begins, and what it is.
    starts: Vec<(usize, Origin)>,
}

/// What a text of an article is.
#[derive(Clone, Copy)]
enum Origin {
    Title,
    Heading(usize),
    Section(usize),
}

/// A text with its characters made alike, and where in the text each byte of it stands.
struct Alike {
    text: String,
    at: Vec<u32>,
}

/// Looks for a quote in an article, or in one of its sections.
pub fn verify(article: &Article, quote: &str, section: Option<&str>) -> Verdict {
    let texts = Texts::of(article, section);
    let quote = quote.trim();
    let ways = [(Standing::Exact, None), (Standing::WhiteSpace, Some(false)), (Standing::Typography, Some(true))];
    for (verdict, fold) in ways {
        let found = match fold {
            None => all(&texts.all, quote).map(|at| at..at + quote.len()).collect(),
            Some(fold) => texts.alike(quote, fold),
        };
        if !found.is_empty() {
            let places = found.into_iter().map(|range| texts.place(range)).collect();
            return Verdict { verdict, places, nearest: None };
        }
    }
    let nearest = texts.nearest(quote);
    let verdict = if nearest.is_some() { Standing::Near } else { Standing::Absent };
    Verdict { verdict, places: Vec::new(), nearest }
}

/// The first places where a text stands in another.
fn all<'t>(text: &'t str, wanted: &'t str) -> impl Iterator<Item = usize> + 't {
    let found = (!wanted.is_empty()).then(|| memchr::memmem::find_iter(text.as_bytes(), wanted.as_bytes()));
    found.into_iter().flatten().take(PLACES)
}

impl<'a> Texts<'a> {
    fn of(article: &'a Article, section: Option<&str>) -> Texts<'a> {
        let mut texts = Texts { article, all: String::new(), starts: Vec::new() };
        if section.is_none() {
            texts.add(Origin::Title, article.title.as_deref().unwrap_or(""));
        }
        for (at, own) in article.sections.iter().enumerate() {
            if section.is_none_or(|wanted| own.id == wanted) {
                texts.add(Origin::Heading(at), own.heading.as_deref().unwrap_or(""));
                texts.add(Origin::Section(at), &own.text);
            }
        }
        texts
    }

    fn add(&mut self, origin: Origin, text: &str) {
        self.starts.push((self.all.len(), origin));
        self.all.push_str(text);
        self.all.push('\n');
    }

    /// The places of a quote with all characters made alike.
    fn alike(&self, quote: &str, fold: bool) -> Vec<Range<usize>> {
        let (texts, quote) = (Alike::of(&self.all, fold), Alike::of(quote, fold).text);
        let place = |at: usize| {
            let last = texts.at[at + quote.len() - 1] as usize;
            let width = self.all[last..].chars().next().map_or(1, char::len_utf8);
            texts.at[at] as usize..last + width
        };
        all(&texts.text, &quote).map(place).collect()
    }

    /// The text of which a byte is, and where that begins.
    fn origin(&self, at: usize) -> (usize, Origin) {
        let behind = self.starts.partition_point(|(start, _)| *start <= at);
        self.starts.get(behind.saturating_sub(1)).copied().unwrap_or((0, Origin::Title))
    }

    fn place(&self, range: Range<usize>) -> Place {
        let (start, origin) = self.origin(range.start);
        let text = self.all.get(range.clone()).unwrap_or("").to_owned();
        let (number, in_heading) = match origin {
            Origin::Title => {
                return Place {
                    section: None,
                    heading: None,
                    in_heading: true,
                    span: None,
                    span_is_exact: false,
                    text,
                };
            }
            Origin::Heading(number) => (number, true),
            Origin::Section(number) => (number, false),
        };
        let section = &self.article.sections[number];
        let (span, span_is_exact) = match in_heading {
            true => (section.span, false),
            false => span(section, range.start - start..range.end - start),
        };
        Place {
            section: Some(section.id.clone()),
            heading: section.heading.clone(),
            in_heading,
            span: Some(span),
            span_is_exact,
            text,
        }
    }

    /// The run of words that has most of the quote's.
    fn nearest(&self, quote: &str) -> Option<Nearest> {
        let (wanted, words) = (words(quote), words(&self.all));
        let mut missing: HashMap<String, i64> = HashMap::new();
        for (_, word) in &wanted {
            *missing.entry(word.to_lowercase()).or_default() += 1;
        }
        let words: Vec<(Range<usize>, String)> =
            words.into_iter().map(|(at, word)| (at, word.to_lowercase())).collect();
        let length = wanted.len().min(words.len());
        let (mut has, mut best) = (0usize, (0usize, 0usize));
        for (at, (_, word)) in words.iter().enumerate() {
            if let Some(left) = missing.get_mut(word) {
                has += usize::from(*left > 0);
                *left -= 1;
            }
            if let Some(gone) = at.checked_sub(length)
                && let Some(left) = missing.get_mut(&words[gone].1)
            {
                *left += 1;
                has -= usize::from(*left > 0);
            }
            if has > best.0 {
                best = (has, at);
            }
        }
        let (has, last) = best;
        if length == 0 || has * 100 < wanted.len() * NEAR || wanted.len() < 2 {
            return None;
        }
        let first = (last + 1).saturating_sub(length);
        let place = self.place(words[first].0.start..words[last].0.end);
        let differences = word_changes(quote, &place.text).into_iter().map(|(of, text)| Difference {
            of: match of {
                In::Both => Of::Both,
                In::Old => Of::Quote,
                In::New => Of::Article,
            },
            text: text.to_owned(),
        });
        let differences = differences.filter(|piece| !piece.text.is_empty()).collect();
        Some(Nearest { differences, similarity: has as f32 / wanted.len() as f32, place })
    }
}

impl Alike {
    /// Without white space; with `fold` also in small letters, and with plain quotation marks and dashes.
    fn of(text: &str, fold: bool) -> Alike {
        let mut alike = Alike { text: String::with_capacity(text.len()), at: Vec::with_capacity(text.len()) };
        for (at, c) in text.char_indices().filter(|(_, c)| !is_blank(*c)) {
            let before = alike.text.len();
            match c {
                _ if !fold => alike.text.push(c),
                '‘' | '’' | '‚' | '′' => alike.text.push('\''),
                '“' | '”' | '„' | '«' | '»' | '″' => alike.text.push('"'),
                '‐' | '‑' | '‒' | '–' | '—' | '−' => alike.text.push('-'),
                '…' => alike.text.push_str("..."),
                _ => alike.text.extend(c.to_lowercase()),
            }
            alike.at.resize(alike.at.len() + alike.text.len() - before, at as u32);
        }
        alike
    }
}

/// White space, and what takes no room.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Words with their places.
fn words(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, c.is_alphanumeric()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push((from..at, &text[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// The span of a range of a section's text: of the text itself where its block is the linear text byte for byte, else of the
/// blocks it stands in, or of the section.
fn span(section: &Section, range: Range<usize>) -> (Span, bool) {
    let mut at = 0;
    let mut within: Option<(Span, bool)> = None;
    for block in &section.blocks {
        let (Some(text), own) = (block_text(block), block_span(block)) else { continue };
        let rest = section.text.get(at..).unwrap_or("");
        let Some(found) = memchr::memmem::find(rest.as_bytes(), text.as_bytes()).filter(|_| !text.is_empty()) else {
            continue;
        };
        let (start, end) = (at + found, at + found + text.len());
        at = end;
        if range.end <= start || end <= range.start {
            continue;
        }
        let is_verbatim = own.len() == text.len() && start <= range.start && range.end <= end;
        if is_verbatim {
            let from = own.start as usize + (range.start - start);
            return (Span::new(from, from + range.len()), true);
        }
        within = Some(match within {
            Some((before, _)) => (Span { start: before.start.min(own.start), end: before.end.max(own.end) }, false),
            None => (own, false),
        });
    }
    within.unwrap_or((section.span, false))
}

fn block_text(block: &Block) -> Option<&str> {
    match block {
        Block::Paragraph { text, .. }
        | Block::ListItem { text, .. }
        | Block::Code { text, .. }
        | Block::Note { text, .. } => Some(text),
        Block::Table { .. } | Block::Event { .. } | Block::FileTable { .. } => None,
    }
}

fn block_span(block: &Block) -> Span {
    match block {
        Block::Paragraph { span, .. }
        | Block::ListItem { span, .. }
        | Block::Code { span, .. }
        | Block::Note { span, .. }
        | Block::Table { span, .. }
        | Block::Event { span, .. }
        | Block::FileTable { span, .. } => *span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Form, SourceInfo};
    use crate::{Document, Options, parse};

    const PAGE: &str = "# Server stops\n\n## Symptoms\n\nThe server does **not** start. You see error “5” in\nthe log.\n\n\
                        ## Resolution\n\nSet the value to 10 and restart the server.\n";

    fn article() -> Article {
        let info = SourceInfo { path: "page.md".to_owned(), encoding: "UTF-8".to_owned(), ..SourceInfo::default() };
        let document = Document { info, text: PAGE.to_owned(), form: Form::Markdown, diagnostics: Vec::new() };
        parse(document, &Options::default()).unwrap()
    }

    #[test]
    fn a_quote_is_told_with_its_section_and_span() {
        let article = article();
        let found = verify(&article, "Set the value to 10", None);
        assert_eq!(found.verdict, Standing::Exact);
        let place = &found.places[0];
        assert_eq!(place.heading.as_deref(), Some("Resolution"));
        assert!(place.span_is_exact && place.span.unwrap().len() == "Set the value to 10".len());
    }

    #[test]
    fn white_space_is_nothing_and_typography_is_told() {
        let article = article();
        assert_eq!(verify(&article, "does not\n  start. You see", None).verdict, Standing::WhiteSpace);
        assert_eq!(verify(&article, "you see error \"5\" in the log", None).verdict, Standing::Typography);
        assert_eq!(verify(&article, "Server stops", None).places[0].section, None);
    }

    #[test]
    fn a_near_miss_is_told_as_one() {
        let article = article();
        let found = verify(&article, "Set the value to 100 and restart the server", None);
        assert_eq!(found.verdict, Standing::Near);
        let nearest = found.nearest.unwrap();
        assert!(nearest.differences.contains(&Difference { of: Of::Article, text: "10 ".into() }), "{nearest:?}");
        for absent in ["Nothing of this kind stands anywhere", "", "   ", "…", "x"] {
            assert_eq!(verify(&article, absent, None).verdict, Standing::Absent, "{absent}");
        }
    }

    #[test]
    fn one_section_may_be_meant() {
        let article = article();
        let resolution =
            article.sections.iter().find(|s| s.heading.as_deref() == Some("Resolution")).unwrap().id.clone();
        assert_eq!(verify(&article, "The server does not start", Some(&resolution)).verdict, Standing::Absent);
    }
}
