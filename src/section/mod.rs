//! Which parts does the article have, and what is each for?
//!
//! Turns the blocks of an [`Extracted`] into a tree of sections by their heading levels, gives each heading its role
//! from the vocabulary, and assigns every byte of the linear text to a section, the header, the site's chrome, or
//! nothing (unparsed). It is total: any sequence of blocks gives a tree.

use crate::Options;
use crate::diagnostic::{Code, Diagnostic};
use crate::extract::{Extracted, RawBlock, RawBlockKind};
use crate::model::SectionKind;
use crate::span::Span;
use crate::vocabulary::notes::is_label;
use std::borrow::Cow;
use std::ops::Range;

/// An article with its section tree.
#[derive(Clone, Debug)]
pub struct Sectioned {
    /// What the sections point into.
    pub extracted: Extracted,
    /// Sections in document order.
    pub sections: Vec<RawSection>,
    /// Every byte of the linear text, in order: the regions tile it.
    pub regions: Vec<Region>,
}

/// A section as places in the linear text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawSection {
    /// Position of the section it stands in.
    pub parent: Option<usize>,
    /// Depth in the tree, 1 at the top.
    pub level: u8,
    /// Its role.
    pub kind: SectionKind,
    /// The heading; none for text before the first heading.
    pub heading: Option<Span>,
    /// From the heading to the end of its own text.
    pub span: Span,
    /// Its own text: one slice, or several where chrome stands between.
    pub body: Vec<Span>,
    /// Its blocks, as positions in [`Extracted::blocks`]; the heading, rules and chrome among them are to be skipped.
    pub blocks: Range<usize>,
}

/// A stretch of the linear text and where it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// The stretch.
    pub span: Span,
    /// Where it went.
    pub role: RegionRole,
}

/// Where a stretch of the linear text went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegionRole {
    /// Title, fields, properties.
    Header,
    /// The section at this position.
    Section(usize),
    /// What the site put around the article.
    Chrome,
    /// Nothing that was understood.
    Unparsed,
}

impl Sectioned {
    /// A section's own text, trimmed of blank lines before and white space behind.
    pub fn text_of(&self, section: usize) -> Cow<'_, str> {
        let text = &self.extracted.text;
        match self.sections[section].body.as_slice() {
            [] => Cow::Borrowed(""),
            [one] => Cow::Borrowed(one.of(text)),
            many => Cow::Owned(many.iter().map(|s| s.of(text)).collect::<Vec<_>>().join("\n")),
        }
    }

    /// The section that a place in the linear text stands in.
    pub fn section_at(&self, at: u32) -> Option<usize> {
        let region = self.regions.partition_point(|r| r.span.end <= at);
        match self.regions.get(region)?.role {
            RegionRole::Section(section) => Some(section),
            _ => None,
        }
    }

    /// The position of a section by its id.
    pub fn at(id: &str) -> Option<usize> {
        id.strip_prefix('s')?.parse::<usize>().ok()?.checked_sub(1)
    }

    /// The id of a section: `s1` for the first.
    pub fn id(section: usize) -> String {
        // Written for every section, its children and its records: without the machinery of a format.
        let mut digits = [b's'; 21];
        let (mut at, mut rest) = (digits.len(), section + 1);
        while rest > 0 {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        std::str::from_utf8(&digits[at - 1..]).unwrap_or_default().to_owned()
    }
}

/// Builds the section tree.
pub fn section(mut extracted: Extracted, options: &Options) -> Sectioned {
    let mut sections: Vec<RawSection> = Vec::new();
    let mut regions: Vec<Region> = Vec::new();
    let mut open: Vec<(u8, usize)> = Vec::new(); // heading level as extracted, section
    let mut current: Option<usize> = None;
    let mut notes = Vec::new();
    let text = std::mem::take(&mut extracted.text);
    for (at, block) in extracted.blocks.iter().enumerate() {
        let role = match &block.kind {
            RawBlockKind::Header => RegionRole::Header,
            RawBlockKind::Chrome => RegionRole::Chrome,
            RawBlockKind::Heading { level, text: heading } => {
                while open.last().is_some_and(|&(outer, _)| outer >= *level) {
                    open.pop();
                }
                let parent = open.last().map(|&(_, section)| section);
                let words = heading.of(&text);
                let known = options.vocabulary.role(words);
                let top = parent.is_none();
                // `Note:` as a heading: what stands under it is what a box of that name holds.
                let noted = known.is_none() && is_label(words.trim().trim_end_matches([':', '：']));
                let unknown = if noted { SectionKind::Notes } else { SectionKind::Other };
                let kind = known.map_or(unknown, |r| r.kind);
                if known.is_none() && !noted && top {
                    notes.push(Diagnostic::at(
                        Code::UnknownHeading,
                        *heading,
                        format!("heading `{}` stands for no known role", words.trim()),
                    ));
                }
                let level_in_tree = parent.map_or(1, |p| sections[p].level.saturating_add(1));
                let section = sections.len();
                sections.push(RawSection {
                    parent,
                    level: level_in_tree,
                    kind,
                    heading: Some(*heading),
                    // A hard space before its words is none of them.
                    span: if heading.contains(block.span.trim(&text)) { *heading } else { block.span },
                    body: Vec::new(),
                    blocks: at + 1..at + 1,
                });
                open.push((*level, section));
                current = Some(section);
                RegionRole::Section(section)
            }
            kind => {
                let section = *current.get_or_insert_with(|| {
                    sections.push(RawSection {
                        parent: None,
                        level: 1,
                        kind: SectionKind::Other,
                        heading: None,
                        span: Span::new(block.span.start as usize, block.span.start as usize),
                        body: Vec::new(),
                        blocks: at..at,
                    });
                    sections.len() - 1
                });
                let own = &mut sections[section];
                own.blocks.end = at + 1;
                // A rule says nothing of its own; one between two blocks is covered when the second extends the body.
                if !matches!(kind, RawBlockKind::Rule) {
                    extend_body(&mut own.body, block, &extracted.blocks[..at]);
                }
                own.span.end = own.span.end.max(block.span.end);
                RegionRole::Section(section)
            }
        };
        push_region(&mut regions, &text, block.span, role);
    }
    finish_regions(&mut regions, &text);
    weigh(&mut sections, &text);
    if !sections.iter().any(|s| s.kind != SectionKind::Other) {
        notes.push(Diagnostic::whole(Code::NoSections, "no heading of a known role was found"));
    }
    for own in &mut sections {
        for slice in &mut own.body {
            *slice = slice.trim_lines(&text);
        }
        own.body.retain(|s| !s.is_empty());
    }
    extracted.text = text;
    extracted.diagnostics.append(&mut notes);
    Sectioned { extracted, sections, regions }
}

/// Words that stand for a role only in some company. An "overview" opens an article that has no text before it; behind an
/// introduction it opens its subject. "Recommendations" resolve something where a problem was named, and advise elsewhere.
fn weigh(sections: &mut [RawSection], text: &str) {
    let named = |own: &RawSection, start: &str| {
        let words = own.heading.map_or("", |h| h.of(text).trim());
        words.get(..start.len()).is_some_and(|w| w.eq_ignore_ascii_case(start))
    };
    let problem = sections.iter().any(|s| {
        matches!(
            s.kind,
            SectionKind::Symptoms | SectionKind::Cause | SectionKind::Diagnosis | SectionKind::ErrorMessage
        )
    });
    let introduced = sections.first().is_some_and(|s| s.heading.is_none() && !s.body.is_empty());
    for (at, own) in sections.iter_mut().enumerate() {
        let later = at > 0 && (introduced || at > 1);
        if own.kind == SectionKind::Introduction && later && named(own, "overview")
            || own.kind == SectionKind::Resolution && !problem && named(own, "recommendation")
        {
            own.kind = SectionKind::Other;
        }
    }
}

/// Extends the last slice of a body over this block, unless chrome or a header stands between.
fn extend_body(body: &mut Vec<Span>, block: &RawBlock, before: &[RawBlock]) {
    let apart = matches!(before.last().map(|b| &b.kind), Some(RawBlockKind::Chrome | RawBlockKind::Header));
    match body.last_mut() {
        Some(slice) if !apart => slice.end = block.span.end,
        _ => body.push(block.span),
    }
}

/// Appends a region; what stands between the last one and this is white space of the last one, or unparsed.
fn push_region(regions: &mut Vec<Region>, text: &str, span: Span, role: RegionRole) {
    fill_gap(regions, text, span.start as usize);
    match regions.last_mut() {
        Some(last) if last.role == role => last.span.end = span.end,
        _ => regions.push(Region { span, role }),
    }
}

fn finish_regions(regions: &mut Vec<Region>, text: &str) {
    fill_gap(regions, text, text.len());
}

fn fill_gap(regions: &mut Vec<Region>, text: &str, until: usize) {
    let from = regions.last().map_or(0, |r| r.span.end as usize);
    if from >= until {
        return;
    }
    let gap = Span::new(from, until);
    let blank = gap.of(text).bytes().all(|b| b.is_ascii_whitespace());
    match regions.last_mut() {
        Some(last) if blank => last.span.end = gap.end,
        _ if blank => regions.push(Region { span: gap, role: RegionRole::Header }),
        _ => regions.push(Region { span: gap, role: RegionRole::Unparsed }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Form;

    /// Kinds of the sections of a text whose lines that begin with `#` are headings.
    fn kinds(lines: &[&str]) -> Vec<SectionKind> {
        let mut extracted = Extracted::new(Form::Markdown, "test", lines.join("\n"));
        let mut at = 0;
        for line in lines {
            let span = Span::new(at, at + line.len());
            let kind = match line.strip_prefix('#') {
                Some(words) => {
                    RawBlockKind::Heading { level: 1, text: Span::new(at + line.len() - words.len(), at + line.len()) }
                }
                None => RawBlockKind::Paragraph,
            };
            extracted.blocks.push(RawBlock { span, kind });
            at += line.len() + 1;
        }
        section(extracted, &Options::default()).sections.iter().map(|s| s.kind).collect()
    }

    #[test]
    fn some_words_stand_for_a_role_only_in_company() {
        use SectionKind::{Introduction, Other, Resolution, Symptoms};
        assert_eq!(kinds(&["#Overview", "x", "#Symptoms", "y"]), [Introduction, Symptoms]);
        assert_eq!(kinds(&["This guide.", "#Overview", "x"]), [Other, Other]);
        assert_eq!(kinds(&["#Symptoms", "x", "#Recommendations", "y"]), [Symptoms, Resolution]);
        assert_eq!(kinds(&["#Introduction", "x", "#Recommendations", "y"]), [Introduction, Other]);
    }
}
