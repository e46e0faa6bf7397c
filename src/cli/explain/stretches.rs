//! Which stretches does an article's text fall into, and what is to be said of each?
//!
//! A stretch is as much of the linear text as went to one place as one thing: a header block, a heading, a paragraph, an
//! event record. Stretches tile the text, so that nothing can hide between them. What is said of one: why it is what it
//! is, the records that were read in it, and what was not understood there.

use crate::Options;
use crate::cli::output::word;
use crate::extract::{RawBlock, RawBlockKind};
use crate::model::{Article, Block, EventRecord, FileVersion, RegistryEntry};
use crate::section::{RegionRole, Sectioned};
use crate::span::Span;

/// A stretch of the linear text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Where.
    pub span: Span,
    /// What it is.
    pub class: Class,
    /// What the margin says: `s2 para`.
    pub label: String,
    /// Do its line ends mean nothing?
    pub flows: bool,
    /// What is said under it.
    pub notes: Vec<Note>,
}

/// What a stretch is, for its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Header,
    Heading,
    Text,
    Record,
    Chrome,
    Unparsed,
}

/// Something said of a stretch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A record that was read in it, or why it is what it is.
    Read(String),
    /// What was not understood in it.
    Fault(String),
}

/// The stretches of an article, in order.
pub fn stretches(sectioned: &Sectioned, article: &Article, options: &Options) -> Vec<Stretch> {
    let mut notes = notes(sectioned, article, options);
    // Stable: at one place, what a heading is comes before what stands in it.
    notes.sort_by_key(|(at, _)| *at);
    let mut notes = notes.into_iter().peekable();
    let cuts = cuts(sectioned, article);
    let mut raw = Cursor::new(&sectioned.extracted.blocks);
    let blocks: Vec<&Block> = article.sections.iter().flat_map(|s| &s.blocks).collect();
    let mut blocks = Cursor::new(&blocks);
    let mut regions = sectioned.regions.iter().peekable();
    let mut found = Vec::new();
    for pair in cuts.windows(2) {
        let span = Span { start: pair[0], end: pair[1] };
        while regions.next_if(|r| r.span.end <= span.start).is_some() {}
        let role = regions.peek().map_or(RegionRole::Unparsed, |r| r.role);
        let raw = raw.at(span.start, |b| b.span);
        let block = blocks.at(span.start, |b| b.span());
        let (class, label) = label(role, raw, block);
        let flows = class == Class::Text && matches!(block, Some(Block::Paragraph { .. } | Block::ListItem { .. }));
        let mut own = Vec::new();
        while let Some((_, note)) = notes.next_if(|(at, _)| *at < span.end) {
            own.push(note);
        }
        found.push(Stretch { span, class, label, flows, notes: own });
    }
    let left: Vec<Note> = notes.map(|(_, note)| note).collect();
    match found.last_mut() {
        Some(last) => last.notes.extend(left),
        None => debug_assert!(left.is_empty(), "an empty text has no places"),
    }
    found
}

/// Finds the item at each place of a text, for places in order.
struct Cursor<'a, T> {
    items: &'a [T],
    next: usize,
}

impl<'a, T> Cursor<'a, T> {
    fn new(items: &'a [T]) -> Cursor<'a, T> {
        Cursor { items, next: 0 }
    }

    fn at(&mut self, place: u32, span: impl Fn(&T) -> Span) -> Option<&'a T> {
        while self.items.get(self.next).is_some_and(|item| span(item).end <= place) {
            self.next += 1;
        }
        self.items.get(self.next).filter(|item| span(item).start <= place)
    }
}

/// Where one stretch ends and the next begins, with both ends of the text.
fn cuts(sectioned: &Sectioned, article: &Article) -> Vec<u32> {
    let text = &sectioned.extracted.text;
    let mut cuts = vec![0, text.len() as u32];
    let mut push = |span: Span| cuts.extend([span.start, span.end]);
    sectioned.regions.iter().for_each(|r| push(r.span));
    sectioned.extracted.blocks.iter().for_each(|b| push(b.span));
    article.sections.iter().flat_map(|s| &s.blocks).for_each(|b| push(b.span()));
    cuts.sort_unstable();
    cuts.dedup();
    cuts.retain(|&at| text.is_char_boundary(at as usize));
    // White space between two blocks makes no stretch of its own.
    let blank = |from: u32, to: u32| text[from as usize..to as usize].bytes().all(|b| b.is_ascii_whitespace());
    let mut kept: Vec<u32> = Vec::with_capacity(cuts.len());
    for (index, &at) in cuts.iter().enumerate() {
        let ends_text = index + 1 == cuts.len();
        if kept.is_empty() || ends_text || !blank(at, cuts[index + 1]) {
            kept.push(at);
        }
    }
    kept
}

fn label(role: RegionRole, raw: Option<&RawBlock>, block: Option<&&Block>) -> (Class, String) {
    let section = match role {
        RegionRole::Header => return (Class::Header, "header".to_owned()),
        RegionRole::Chrome => return (Class::Chrome, "chrome".to_owned()),
        RegionRole::Unparsed => return (Class::Unparsed, "UNPARSED".to_owned()),
        RegionRole::Section(section) => Sectioned::id(section),
    };
    let raw = raw.map(|b| &b.kind);
    if matches!(raw, Some(RawBlockKind::Heading { .. })) {
        return (Class::Heading, format!("{section} heading"));
    }
    let (class, what) = match block {
        Some(Block::Event { index, .. }) => (Class::Record, format!("event {index}")),
        Some(Block::FileTable { .. }) => (Class::Record, "files".to_owned()),
        Some(Block::Paragraph { .. }) => (Class::Text, "para".to_owned()),
        Some(Block::ListItem { ordered, .. }) => (Class::Text, if *ordered { "item 1." } else { "item -" }.to_owned()),
        Some(Block::Code { .. }) => (Class::Text, "code".to_owned()),
        Some(Block::Table { .. }) => (Class::Text, "table".to_owned()),
        Some(Block::Note { .. }) => (Class::Text, "note".to_owned()),
        None => (Class::Text, raw_name(raw).to_owned()),
    };
    (class, format!("{section} {what}"))
}

/// What the extractor called a block that the record shows none for.
fn raw_name(kind: Option<&RawBlockKind>) -> &'static str {
    match kind {
        Some(RawBlockKind::Rule) => "rule",
        Some(RawBlockKind::Table(_)) => "table",
        Some(RawBlockKind::Code { .. }) => "code",
        Some(RawBlockKind::ListItem { .. }) => "item",
        Some(RawBlockKind::Note { .. }) => "note",
        _ => "text",
    }
}

/// Everything that is said of a place.
fn notes(sectioned: &Sectioned, article: &Article, options: &Options) -> Vec<(u32, Note)> {
    let mut notes = Vec::new();
    for field in &sectioned.extracted.fields {
        if let Some(span) = field.span {
            notes.push((
                span.start,
                Note::Read(format!("{}: {}", field_name(field.name), field.value.replace('\n', " | "))),
            ));
        }
    }
    for section in article.sections.iter().filter(|s| s.heading.is_some()) {
        let heading = section.heading.as_deref().unwrap_or("");
        let why = match options.vocabulary.role(heading) {
            Some(role) if role.kind == section.kind => format!("{} by the vocabulary", rank(role.rank)),
            Some(role) => format!("the vocabulary has {}, {}", word(&role.kind), rank(role.rank)),
            None => "not in the vocabulary".to_owned(),
        };
        let within = section.parent.as_ref().map_or_else(|| "at the top".to_owned(), |p| format!("within {p}"));
        let what = format!("{}, {why}; level {}, {within}", word(&section.kind), section.level);
        notes.push((section.span.start, Note::Read(what)));
    }
    notes.extend(article.events.iter().map(|e| (e.span.start, Note::Read(event(e)))));
    notes.extend(article.files.iter().map(|f| (f.span.start, Note::Read(file(f)))));
    notes.extend(article.registry.iter().map(|r| (r.span.start, Note::Read(registry(r)))));
    for code in &article.error_codes {
        let symbol = code.symbol.as_deref().unwrap_or("symbol not known");
        notes.push((code.span.start, Note::Read(format!("code {} {}, {symbol}", code.text, word(&code.space)))));
    }
    for diagnostic in &article.diagnostics {
        if let Some(span) = diagnostic.span {
            let what = format!("{}: {}", word(&diagnostic.code), diagnostic.message);
            notes.push((span.start, Note::Fault(what)));
        }
    }
    notes
}

/// A field's name in words: `article id`.
fn field_name(name: crate::extract::FieldName) -> String {
    let mut words = String::new();
    for c in format!("{name:?}").chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

fn rank(rank: crate::vocabulary::Rank) -> &'static str {
    match rank {
        crate::vocabulary::Rank::Section => "a section",
        crate::vocabulary::Rank::Subsection => "a subsection",
        crate::vocabulary::Rank::Property => "a property of the article",
    }
}

fn event(event: &EventRecord) -> String {
    let mut parts = vec![event.event_id.map_or_else(|| "event without an id".to_owned(), |id| format!("event {id}"))];
    parts.extend(event.event_type.map(|t| word(&t)));
    parts.extend(event.log.as_ref().map(|l| format!("log {l}")));
    parts.extend(event.source.as_ref().map(|s| format!("source {s}")));
    parts.extend(event.category.as_ref().map(|c| format!("category {c}")));
    parts.extend(event.date.map(|d| d.to_string()));
    parts.extend(event.parameters.iter().map(|p| format!("{} = {}", p.name, p.value)));
    if !event.placeholders.is_empty() {
        parts.push(format!("placeholders {}", event.placeholders.join(" ")));
    }
    parts.join(", ")
}

fn file(file: &FileVersion) -> String {
    let mut parts = vec![format!("file {}", file.name)];
    parts.extend(file.version.clone());
    parts.extend(file.size_bytes.map(|s| format!("{s} bytes")).or_else(|| file.size_text.clone()));
    parts.extend(file.date.map(|d| d.to_string()));
    parts.extend(file.time.map(|t| t.to_string()));
    parts.extend(file.architecture.map(|a| word(&a)).or_else(|| file.platform.clone()));
    parts.extend([&file.branch, &file.service_pack, &file.language, &file.path].into_iter().flatten().cloned());
    parts.extend(file.scope.as_ref().map(|s| format!("for {s}")));
    parts.join(", ")
}

fn registry(entry: &RegistryEntry) -> String {
    let mut parts = vec![format!("registry {}", entry.key.as_deref().unwrap_or("(no key)"))];
    parts.extend(entry.value_name.as_ref().map(|n| format!("value {n}")));
    parts.extend(entry.value_type.clone());
    parts.extend(entry.value_data.as_ref().map(|d| format!("data {d}")));
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Form, SourceInfo};
    use crate::source::Document;

    fn explained(text: &str, form: Form) -> (String, Vec<Stretch>) {
        let options = Options::default();
        let info = SourceInfo::default();
        let document = Document { info: info.clone(), text: text.to_owned(), form, diagnostics: Vec::new() };
        let extracted = crate::extract::extract(document, &options).expect("an article");
        let sectioned = crate::section::section(extracted, &options);
        let article = crate::normalize::normalize(sectioned.clone(), info, &options);
        let found = stretches(&sectioned, &article, &options);
        (sectioned.extracted.text, found)
    }

    #[test]
    fn stretches_tile_the_text_and_name_what_they_are() {
        let article = "DOCUMENT:Q100001  01-JAN-1999  [winnt]\nTITLE   :The Service Stops\n\nODDITIES\n========\n\nIt is odd.\n\n\
                       SYMPTOMS\n========\n\nIt stops.\n";
        let (text, found) = explained(article, Form::Text);
        let joined: String = found.iter().map(|s| s.span.of(&text)).collect();
        assert_eq!(joined, text);
        let heading = found.iter().rfind(|s| s.class == Class::Heading).expect("a heading");
        assert!(heading.label.ends_with(" heading"));
        assert!(matches!(&heading.notes[0], Note::Read(why) if why.contains("symptoms") && why.contains("a section")));
        let odd = found.iter().flat_map(|s| &s.notes);
        assert!(odd.into_iter().any(|n| matches!(n, Note::Fault(f) if f.starts_with("unknown-heading"))));
    }

    #[test]
    fn any_text_can_be_explained() {
        for text in ["", "\n", "x", "é\n=\n", "SYMPTOMS\n========", "\n\n\nCAUSE\n-----\n\n\n"] {
            for form in [Form::Text, Form::Flat, Form::Markdown, Form::Html] {
                let options = Options::default();
                let document =
                    Document { info: SourceInfo::default(), text: text.to_owned(), form, diagnostics: Vec::new() };
                if crate::extract::extract(document, &options).is_ok() {
                    let (text, found) = explained(text, form);
                    assert_eq!(found.iter().map(|s| s.span.len()).sum::<usize>(), text.len());
                }
            }
        }
    }
}
