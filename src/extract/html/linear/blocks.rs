//! Where does a block begin and end, and which of its characters are kept?
//!
//! The half of the writer that puts text out: blocks with what stands between them, lines, runs of white space. Which
//! element is open is the other half's business.

use super::{Item, Kind, PASSED, Writer};
use crate::extract::html::names;
use crate::model::SectionKind;
use crate::span::Span;

impl Writer<'_> {
    /// A block ends here; inside a table's cell that is a new line.
    pub(super) fn end_block(&mut self) {
        if self.table.is_some() {
            self.newline = true;
        } else {
            self.flush();
        }
    }

    pub(super) fn line_break(&mut self) {
        if self.pre > 0 {
            self.out.push('\n');
        } else if self.table.is_some() {
            self.newline = true;
        } else if self.kind_of_heading().is_some() {
            self.space = true;
        } else if self.block.is_some() {
            if self.line_total == 0 && self.breaks > 0 {
                self.flush();
            } else {
                self.end_line();
                self.breaks += 1;
            }
        }
    }

    /// Ends a line of a paragraph; a bold one that is a known heading stands by itself.
    pub(super) fn end_line(&mut self) {
        self.space = false;
        let whole = self.line_total > 0 && self.line_bold == self.line_total;
        let start = self.line_start;
        let line = self.out[start..].trim();
        let fits = whole && self.lists.is_empty() && line.len() < 150 && matches!(self.kind, Kind::Paragraph);
        let asks = line.ends_with(['?', '？']);
        let known = fits && (asks || line.len() < 100 && self.vocabulary.role(line).is_some());
        if known && let Some(mut block) = self.block.take() {
            let heading = self.new_item(Kind::Paragraph, Span::new(start, self.out.len()));
            let mut heading = Item { total: self.line_total, bold: self.line_bold, ..heading };
            heading.lead = heading.span;
            if start > block.span.start as usize {
                block.total -= self.line_total;
                block.bold -= self.line_bold;
                block.span = Span::new(block.span.start as usize, start);
                self.finish(block);
            } else {
                heading.marks |= block.marks;
            }
            self.finish(heading);
        } else if self.block.is_some() {
            if !whole && self.line_lead > start {
                self.set_section_apart();
            }
            let end = self.out.trim_end_matches(' ').len();
            self.out.truncate(end);
            self.out.push('\n');
        }
        self.begin_line(self.out.len());
    }

    /// `<b>Cause:</b> The service is stopped.`, a line of a paragraph that goes on with another section: a paragraph by
    /// itself from here on. Only the names of what problems have count; events have a description, too.
    fn set_section_apart(&mut self) {
        use SectionKind::{Cause, Environment, Impact, Prevention, Resolution, Symptoms, Workaround};
        let start = self.line_start;
        let parts = self.out.get(start..self.line_lead).zip(self.out.get(self.line_lead..));
        let Some((lead, behind)) = parts.map(|(lead, behind)| (lead.trim(), behind.trim_start())) else { return };
        let labelled = lead.len() <= 60 && (lead.ends_with([':', '：']) || behind.starts_with([':', '：']));
        let kind = labelled.then(|| self.vocabulary.role(lead)).flatten().map(|role| role.kind);
        let problem =
            matches!(kind, Some(Symptoms | Cause | Resolution | Workaround | Environment | Impact | Prevention));
        let later = |block: &mut Item| start > block.span.start as usize && matches!(block.kind, Kind::Paragraph);
        if problem
            && self.lists.is_empty()
            && let Some(mut block) = self.block.take_if(later)
        {
            block.total -= self.line_total;
            block.bold -= self.line_bold;
            block.span = Span::new(block.span.start as usize, start);
            self.finish(block);
            let own = self.new_item(Kind::Paragraph, Span::new(start, start));
            let lead = Span::new(start, self.line_lead);
            self.block = Some(Item { total: self.line_total, bold: self.line_bold, lead, ..own });
        }
    }

    /// The next line begins.
    fn begin_line(&mut self, at: usize) {
        (self.line_start, self.line_lead) = (at, at);
        self.line_total = 0;
        self.line_bold = 0;
    }

    /// Ends the open block.
    pub(super) fn flush(&mut self) {
        self.space = false;
        self.newline = false;
        self.breaks = 0;
        if self.line_total > 0 && self.block.as_ref().is_some_and(|b| (b.span.start as usize) < self.line_start) {
            self.end_line();
        }
        if let Some(mut block) = self.block.take() {
            block.span = Span::new(block.span.start as usize, self.out.len());
            self.finish(block);
        }
        self.line_total = 0;
        self.line_bold = 0;
    }

    /// Puts a block among the items, trimmed.
    pub(super) fn finish(&mut self, mut block: Item) {
        if block.total == 0 {
            return;
        }
        let inner = block.span.of(&self.out);
        let end = block.span.start as usize + inner.trim_end().len();
        block.span = Span::new(block.span.start as usize, end);
        block.text = Span::new((block.text.start as usize).min(end).max(block.span.start as usize), end);
        block.lead = Span::new((block.lead.start as usize).min(end), (block.lead.end as usize).min(end));
        self.items.push(block);
    }

    pub(super) fn new_item(&self, kind: Kind, span: Span) -> Item {
        let passed = self.marks.iter().zip(PASSED).filter(|(depth, _)| **depth > 0);
        Item {
            kind,
            span,
            text: span,
            lead: Span::new(span.start as usize, span.start as usize),
            total: 0,
            bold: 0,
            linked: 0,
            anchors: 0,
            chrome: self.chrome > 0 || self.rooted && self.in_root == 0,
            marks: passed.fold(0, |all, (_, mark)| all | mark),
        }
    }

    /// What stands in a table before its first cell is a paragraph above it.
    pub(super) fn set_caption_apart(&mut self, first: Option<u32>) {
        let Some((first, block)) = first.zip(self.block.as_ref()) else { return };
        let start = block.span.start;
        let own = Span { start, end: first.max(start) }.trim(&self.out);
        if own.is_empty() {
            return;
        }
        let mut caption = self.new_item(Kind::Paragraph, own);
        caption.total = own.len() as u32;
        self.items.push(caption);
        if let Some(block) = &mut self.block {
            block.span.start = first;
            block.text.start = first;
            block.total = block.total.saturating_sub(own.len() as u32);
        }
    }

    /// Begins a block: the blank line before it, its bullet.
    pub(super) fn begin(&mut self, kind: Kind) {
        let mut kind = kind;
        let is_item = self.bullet && matches!(kind, Kind::Paragraph | Kind::Term);
        if !self.out.is_empty() {
            let end = self.out.trim_end().len();
            self.out.truncate(end);
            let tight = is_item && matches!(self.items.last().map(|i| &i.kind), Some(Kind::ListItem { .. }));
            self.out.push_str(if tight { "\n" } else { "\n\n" });
        }
        let mut start = self.out.len();
        let mut text = start;
        if is_item {
            let depth = self.lists.len().clamp(1, 255) as u8;
            for _ in 1..depth.min(20) {
                self.out.push_str("  ");
            }
            start = self.out.len();
            let mut ordered = false;
            match self.lists.last_mut() {
                Some(list) if list.ordered => {
                    ordered = true;
                    self.out.push_str(&list.next.to_string());
                    self.out.push_str(". ");
                    list.next = list.next.saturating_add(1);
                }
                _ => self.out.push_str("- "),
            }
            kind = Kind::ListItem { ordered, depth };
            text = self.out.len();
        }
        self.bullet = false;
        let mut item = self.new_item(kind, Span::new(start, start));
        item.text = Span::new(text, text);
        item.lead = item.text;
        if self.applies_next && item.anchors == 0 {
            item.marks |= names::APPLIES;
            self.applies_next = false;
        }
        self.block = Some(item);
        self.begin_line(text);
        self.space = false;
        self.newline = false;
        self.breaks = 0;
    }

    pub(super) fn text(&mut self, text: &str) {
        let trimmed = text.trim_ascii();
        if self.pre > 0 {
            self.verbatim(text, trimmed.len() as u32);
            return;
        }
        let bytes = trimmed.len() as u32;
        if bytes == 0 {
            self.space |= !text.is_empty();
            return;
        }
        if self.block.is_none() {
            if trimmed.bytes().all(|b| matches!(b, 0xc2 | 0xa0)) {
                return; // a paragraph of a non-breaking space is a gap
            }
            let kind = self.kind.clone();
            self.begin(kind);
        }
        if self.newline {
            self.newline = false;
            self.space = false;
            let cell = self.table.as_ref().map_or(0, |t| t.cell_start);
            if self.out.len() > cell && !self.out.ends_with('\n') {
                self.out.push('\n');
            }
        }
        let apart = self.space || text.as_bytes()[0].is_ascii_whitespace();
        if apart && !self.out.is_empty() && !self.out.ends_with([' ', '\n', '\t']) {
            self.out.push(' ');
        }
        collapse(&mut self.out, trimmed);
        self.space = text.as_bytes().last().is_some_and(u8::is_ascii_whitespace);
        let seen = if trimmed.bytes().all(|b| matches!(b, 0xc2 | 0xa0)) { 0 } else { bytes };
        self.count(seen);
    }

    /// Text whose white space counts.
    pub(super) fn verbatim(&mut self, text: &str, bytes: u32) {
        if self.block.is_none() {
            let text = text.strip_prefix('\n').unwrap_or(text);
            let kind = self.kind.clone();
            self.begin(kind);
            self.out.push_str(text);
        } else {
            if self.newline && !self.out.ends_with('\n') {
                self.out.push('\n');
            }
            self.newline = false;
            self.out.push_str(text);
        }
        self.count(bytes);
    }

    pub(super) fn count(&mut self, bytes: u32) {
        let bold = if self.bold > 0 { bytes } else { 0 };
        if let Some(table) = &mut self.table {
            table.cell_total += bytes;
            table.cell_bold += bold;
        }
        if self.line_total == self.line_bold && bold == bytes {
            self.line_lead = self.out.len();
        }
        self.line_total += bytes;
        self.line_bold += bold;
        if bytes > 0 {
            self.breaks = 0;
        }
        let Some(block) = &mut self.block else { return };
        if block.total == block.bold && bold == bytes {
            block.lead.end = self.out.len() as u32;
        }
        block.total += bytes;
        block.bold += bold;
        if self.link {
            block.linked += bytes;
            block.anchors += if self.anchor { bytes } else { 0 };
        }
    }
}

/// Bytes that are looked at together.
const STRETCH: usize = 32;

/// Is this ASCII in which nothing stands for white space but single spaces? The last byte only tells what the one
/// before it is followed by.
fn is_plain(stretch: &[u8]) -> bool {
    let (Some(bytes), Some(behind)) = (stretch.first_chunk::<STRETCH>(), stretch.last_chunk::<STRETCH>()) else {
        return false;
    };
    let mut odd = false;
    for (byte, next) in bytes.iter().zip(behind) {
        odd |= !(0x20..0x80).contains(byte) | ((*byte == b' ') & (*next <= b' '));
    }
    !odd
}

/// Appends text with runs of white space made one space, non-breaking spaces kept as spaces, and marks that are not
/// seen (zero-width space, byte order mark) left out.
fn collapse(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let mut from = 0;
    let mut at = 0;
    while at < bytes.len() {
        // Most text is ASCII with single spaces: it is looked at a stretch at a time.
        while let Some(stretch) = bytes.get(at..at + STRETCH + 1)
            && is_plain(stretch)
        {
            at += STRETCH;
        }
        match bytes[at] {
            b' ' if !bytes.get(at + 1).is_some_and(u8::is_ascii_whitespace) => at += 1,
            b' ' | b'\n' | b'\t' | b'\r' | 0x0c => {
                out.push_str(&text[from..at]);
                while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                    at += 1;
                }
                out.push(' ');
                from = at;
            }
            0xc2 if bytes.get(at + 1) == Some(&0xa0) => {
                out.push_str(&text[from..at]);
                out.push(' ');
                at += 2;
                from = at;
            }
            0xe2 | 0xef if matches!(bytes.get(at..at + 3), Some([0xe2, 0x80, 0x8b] | [0xef, 0xbb, 0xbf])) => {
                out.push_str(&text[from..at]);
                at += 3;
                from = at;
            }
            _ => at += 1,
        }
    }
    out.push_str(&text[from..]);
}
