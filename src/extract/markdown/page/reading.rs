//! What does a block's beginning make of it: a heading, a note, the site's words, or plain text?
//!
//! Markdown marks its headings, but help centres and older pages write them as bold lines, or as a bold label that the
//! text runs on from. The levels of such headings are settled here too.

use super::super::directive;
use super::{Leaf, Page};
use crate::extract::{RawBlockKind, RawTable};
use crate::model::SectionKind;
use crate::span::Span;
use crate::vocabulary::{Rank, notes};

impl Page<'_> {
    pub(super) fn heading(&mut self, level: u8, tab: bool, text: Span) -> RawBlockKind {
        // A tab of level 1 stands inside of the section it is in, whatever that section's level.
        let level = if tab && level == 1 {
            let base = *self.headings.tab_base.get_or_insert(self.headings.last);
            self.headings.half.push(self.out.blocks.len());
            base
        } else {
            if self.headings.tab_base.is_some_and(|base| level <= base) {
                self.headings.tab_base = None;
            }
            self.headings.last = level;
            level
        };
        RawBlockKind::Heading { level, text }
    }

    /// The headings that lines of a paragraph begin with, and the text that runs on from each, to the end of the paragraph:
    /// writers part them by line ends alone. Where lines have other labels, too, as in an event's record, only the first
    /// line may begin with one.
    pub(super) fn run_in_headings(&self, leaf: &Leaf, own: Span) -> Vec<(Span, Span)> {
        let heading = |line: &(usize, usize)| self.run_in_heading(*line, Span::new(line.0, own.end as usize));
        let mut found: Vec<_> = leaf.bold.filter(|b| b.0 == leaf.body).iter().filter_map(heading).collect();
        let text = own.of(&self.out.text);
        let labelled = |line: &&(usize, usize)| {
            let (from, to) = (line.0 - own.start as usize, line.1 - own.start as usize);
            let words = text.get(from..to).unwrap_or("").trim_end();
            words.ends_with([':', '：']) || text.get(to..).unwrap_or("").trim_start().starts_with([':', '：'])
        };
        let lines = leaf.bold_lines.iter().filter(|line| line.1 <= own.end as usize);
        let more: Option<Vec<_>> = lines.filter(labelled).map(heading).collect();
        let all_known = leaf.bold.is_none_or(|b| b.0 != leaf.body || !labelled(&&b)) || !found.is_empty();
        if let Some(more) = more.filter(|_| all_known) {
            found.extend(more);
        }
        found
    }

    /// `**Cause:** The service is stopped.`: a heading of the article that its text runs on from, and that text. Only the
    /// words of a section's role with their colon are one; any other bold beginning sets a word in the sentence off.
    fn run_in_heading(&self, (start, end): (usize, usize), own: Span) -> Option<(Span, Span)> {
        let bold = Span::new(start, end.min(own.end as usize)).trim(&self.out.text);
        let label = bold.of(&self.out.text);
        let rest = Span::new(bold.end as usize, own.end as usize);
        let colon = [':', '：'];
        let rest_text = rest.of(&self.out.text);
        let behind = rest_text.trim_start();
        if label.len() > 80 || !(label.ends_with(colon) || behind.starts_with(colon)) || !self.lists.is_empty() {
            return None;
        }
        let words = behind.trim_start_matches(colon).trim_start();
        let role = self.options.vocabulary.role(label).filter(|r| r.rank == Rank::Section)?;
        if words.is_empty() || role.kind == SectionKind::Other || directive::is_note_label(label) {
            return None;
        }
        let heading =
            Span::new(bold.start as usize, bold.start as usize + label.trim_end_matches(colon).trim_end().len());
        Some((heading, Span::new(own.end as usize - words.len(), own.end as usize)))
    }

    /// The label and the text of a note that is made as a table of two cells.
    pub(super) fn note_table(&self, table: &RawTable) -> Option<(Span, Span)> {
        let (label, text) = table.two_cells()?;
        let words = label.of(&self.out.text).trim().trim_end_matches([':', '：']);
        notes::is_label(words).then(|| (label.trim(&self.out.text), text))
    }

    /// A paragraph, or what a bold beginning makes of it: a heading without a mark, a note.
    pub(super) fn paragraph(&mut self, leaf: &Leaf, own: Span) -> RawBlockKind {
        if directive::is_site_line(own.of(&self.out.text), &self.options.vocabulary) {
            return RawBlockKind::Chrome;
        }
        if let Some((label, text)) = notes::opening(own.of(&self.out.text)) {
            let start = own.start as usize;
            return RawBlockKind::Note {
                label: Span::new(start, start + label),
                text: Span::new(start + text, own.end as usize),
            };
        }
        let Some((start, end)) = leaf.bold.filter(|b| b.0 == leaf.body) else {
            return RawBlockKind::Paragraph;
        };
        let bold = Span::new(start, end.min(own.end as usize)).trim(&self.out.text);
        let label = bold.of(&self.out.text);
        if label.len() > 80 || label.contains('\n') {
            return RawBlockKind::Paragraph;
        }
        let rest = Span::new(bold.end as usize, own.end as usize);
        let rest_text = rest.of(&self.out.text);
        if matches!(rest_text.trim(), "" | ":") {
            if self.lists.is_empty() && self.options.vocabulary.role(label).is_some() {
                self.headings.half.push(self.out.blocks.len());
                return RawBlockKind::Heading { level: self.headings.last, text: bold };
            }
        } else if directive::is_note_label(label) {
            let colon = |c: char| c.is_whitespace() || matches!(c, ':' | '：' | '-' | '–');
            let skip = rest_text.len() - rest_text.trim_start_matches(colon).len();
            let name = label.trim_end_matches(colon).len();
            let label = Span::new(bold.start as usize, bold.start as usize + name);
            return RawBlockKind::Note { label, text: Span::new(rest.start as usize + skip, rest.end as usize) };
        }
        RawBlockKind::Paragraph
    }
}
