//! How do inline texts and block marks become a linear text with blocks?
//!
//! The one writer that Markdown events and HTML tags both drive, so that a Markdown list inside an HTML cell, or a table
//! inside a list, needs no special case. It knows nothing of either syntax. Blocks come out in order and never overlap;
//! whatever is left open is closed by what follows or by [`Page::finish`].

mod place; // where the next character goes
mod reading; // what a closed block's beginning makes of it

use super::table::Table;
use crate::Options;
use crate::extract::{Extracted, Link, RawBlock, RawBlockKind};
use crate::span::Span;

/// A page being written.
pub struct Page<'o> {
    /// What has been written so far.
    pub out: Extracted,
    options: &'o Options,
    leaf: Option<Leaf>,
    lists: Vec<List>,
    /// An item has begun whose text has not.
    item: bool,
    note: Option<Note>,
    table: Option<Table>,
    /// The caption of a table is open; the table itself begins behind it.
    caption: bool,
    link: Option<(Option<usize>, String)>,
    bold: usize,
    /// Bytes of text to leave out: an alert's marks.
    swallow: usize,
    /// Inside of something the site offers beside the article.
    chrome: usize,
    headings: Headings,
}

/// The kinds of text that stand in blocks of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeafKind {
    /// Running text; the text of a list item when it is the first of one.
    Paragraph,
    /// A heading with its level as given.
    Heading(u8),
    /// Text whose line ends matter, with its language.
    Code(Option<String>),
}

struct Leaf {
    kind: LeafKind,
    /// Numbered and depth, when it is an item's text.
    item: Option<(bool, u8)>,
    /// Length of the text before the gap that precedes the leaf.
    before: usize,
    /// Where it starts, bullet included.
    start: usize,
    /// Where its own text starts.
    body: usize,
    /// The first stretch of bold text.
    bold: Option<(usize, usize)>,
    /// Stretches of bold text that its other lines begin with.
    bold_lines: Vec<(usize, usize)>,
    /// A heading that names a tab.
    tab: bool,
}

struct List {
    ordered: bool,
    next: u64,
    html: bool,
}

struct Note {
    /// How many lists it stands in.
    lists: usize,
    start: usize,
    label: Span,
    body: usize,
}

/// Levels of headings. Tab headings and bold lines that serve as headings stand half a level below the heading before
/// them; levels are doubled at the end if there are such.
#[derive(Default)]
struct Headings {
    last: u8,
    tab_base: Option<u8>,
    half: Vec<usize>,
}

impl<'o> Page<'o> {
    /// A page that goes on after what `out` already holds.
    pub fn new(out: Extracted, options: &'o Options) -> Page<'o> {
        Page {
            out,
            options,
            leaf: None,
            lists: Vec::new(),
            item: false,
            note: None,
            table: None,
            caption: false,
            link: None,
            bold: 0,
            swallow: 0,
            chrome: 0,
            headings: Headings::default(),
        }
    }

    /// Closes what is open and gives back what was written, and the level that an outermost heading has in it.
    pub fn finish(mut self) -> (Extracted, u8) {
        self.table_close();
        self.note_close();
        self.close();
        if !self.headings.half.is_empty() {
            let mut half = self.headings.half.iter().copied().peekable();
            for (at, block) in self.out.blocks.iter_mut().enumerate() {
                if let RawBlockKind::Heading { level, .. } = &mut block.kind {
                    let is_half = half.next_if_eq(&at).is_some();
                    *level = level.saturating_mul(2).saturating_add(u8::from(is_half));
                }
            }
        }
        let outermost = if self.headings.half.is_empty() { 1 } else { 2 };
        (self.out, outermost)
    }

    // Inline text

    /// Writes text into the open block, or opens one for it.
    pub fn text(&mut self, text: &str) {
        let mut text = text;
        if self.swallow > 0 {
            let cut = self.swallow.min(text.len());
            self.swallow -= cut;
            text = text.get(cut..).unwrap_or("");
        }
        if text.is_empty() || !self.ready(text) {
            return;
        }
        let in_cell = self.table.is_some();
        let at_start = self.at_start();
        let code = matches!(self.leaf.as_ref().map(|l| &l.kind), Some(LeafKind::Code(_))) && !in_cell;
        if at_start && !code {
            text = text.trim_start();
            if text.is_empty() {
                return;
            }
        }
        let at = self.out.text.len();
        if let Some((start @ None, _)) = &mut self.link {
            *start = Some(at);
        }
        if in_cell {
            // A tab would look like the end of the cell.
            let mut parts = text.split('\t');
            self.out.text.push_str(parts.next().unwrap_or(""));
            for part in parts {
                self.out.text.push(' ');
                self.out.text.push_str(part);
            }
        } else {
            self.out.text.push_str(text);
        }
        let end = self.out.text.len();
        if self.bold > 0 {
            if let (None, Some(leaf)) = (&self.table, &mut self.leaf) {
                match leaf.bold_lines.last_mut() {
                    Some(last) if last.1 == at => last.1 = end,
                    _ if at > leaf.body && self.out.text[..at].ends_with('\n') => leaf.bold_lines.push((at, end)),
                    _ => {}
                }
            }
            let bold = match (&mut self.table, &mut self.leaf) {
                (Some(table), _) => &mut table.bold,
                (None, Some(leaf)) => &mut leaf.bold,
                (None, None) => return,
            };
            match bold {
                None => *bold = Some((at, end)),
                // White space and line ends between two bold stretches do not end a bold line.
                Some(first) if self.out.text.get(first.1..at).is_some_and(|s| s.trim().is_empty()) => first.1 = end,
                Some(_) => {}
            }
        }
    }

    /// Text of HTML, where a run of white space is one blank.
    pub fn flowing_text(&mut self, text: &str) {
        let blank = |c: char| c.is_ascii_whitespace();
        if text.starts_with(blank) && !self.at_start() && !self.out.text.ends_with([' ', '\n']) && self.has_open() {
            self.text(" ");
        }
        for (n, word) in text.split(blank).filter(|w| !w.is_empty()).enumerate() {
            if n > 0 {
                self.text(" ");
            }
            self.text(word);
        }
        if text.ends_with(blank) && !text.trim().is_empty() {
            self.text(" ");
        }
    }

    /// A line end that the reader sees, or that the writer set: event records live on those.
    pub fn line_break(&mut self) {
        if self.swallow > 0 || !self.has_open() || self.at_start() {
            return;
        }
        if self.table.is_some() && self.out.text.trim_end_matches(' ').ends_with('\n') {
            return;
        }
        let heading = self.table.is_none() && matches!(self.leaf.as_ref().map(|l| &l.kind), Some(LeafKind::Heading(_)));
        let body = self.body();
        let kept = self.out.text[body..].trim_end_matches([' ', '\t']).len();
        self.out.text.truncate(body + kept);
        self.out.text.push(if heading { ' ' } else { '\n' });
    }

    /// The text that follows is a link's.
    pub fn link_open(&mut self, url: &str) {
        self.link_close();
        if url.starts_with("#tab/")
            && let Some(leaf) = &mut self.leaf
            && matches!(leaf.kind, LeafKind::Heading(_))
        {
            leaf.tab = true;
        }
        self.link = Some((None, url.to_owned()));
    }

    /// Ends a link.
    pub fn link_close(&mut self) {
        if let Some((Some(start), url)) = self.link.take() {
            // White space at the end may still be cut off.
            let own = self.out.text.get(start..).unwrap_or("").trim_end();
            let heading = matches!(self.leaf.as_ref().map(|l| &l.kind), Some(LeafKind::Heading(_)));
            if heading && super::directive::is_edit_link(own, &url) {
                self.out.text.truncate(start);
            } else if !own.is_empty() {
                self.out.links.push(Link { span: Span::new(start, start + own.len()), url });
            }
        }
    }

    /// Bold text begins.
    pub fn bold_open(&mut self) {
        self.bold += 1;
    }

    /// Bold text ends.
    pub fn bold_close(&mut self) {
        self.bold = self.bold.saturating_sub(1);
    }

    // Blocks

    /// Opens a block, closing the one before.
    pub fn open(&mut self, kind: LeafKind) {
        if let Some(table) = &mut self.table {
            table.paragraph(&mut self.out.text);
            return;
        }
        self.close();
        let apart = matches!(kind, LeafKind::Code(_) | LeafKind::Heading(_));
        if apart {
            self.note_close();
            self.item = false;
        }
        let before = self.out.text.len();
        let item = (std::mem::take(&mut self.item)).then(|| {
            let depth = self.lists.len().min(u8::MAX as usize) as u8;
            (self.lists.last().is_some_and(|l| l.ordered), depth)
        });
        match &self.note {
            Some(note) if note.body < before => self.out.text.push('\n'),
            Some(_) => {}
            None => self.gap(item.is_some()),
        }
        let start = self.out.text.len();
        if item.is_some() {
            self.bullet();
        }
        let body = self.out.text.len();
        self.leaf = Some(Leaf { kind, item, before, start, body, bold: None, bold_lines: Vec::new(), tab: false });
    }

    /// Closes the open block; one without text leaves no trace.
    pub fn close(&mut self) {
        if self.table.is_some() {
            return;
        }
        // Without an open block a link has only just begun: its text is about to open one, a list item's for example.
        let Some(leaf) = self.leaf.take() else { return };
        self.link_close();
        let inner = &self.out.text[leaf.body..];
        let inner = match leaf.kind {
            LeafKind::Code(_) => inner.trim_end_matches('\n'),
            LeafKind::Heading(_) => super::directive::without_attributes(inner.trim_end()),
            _ => inner.trim_end(),
        };
        let end = leaf.body + inner.len();
        let blank = inner.trim().is_empty();
        self.cut(if blank { leaf.before } else { end });
        if blank || self.note.is_some() {
            return;
        }
        let own = Span::new(leaf.body, end);
        let mut start = leaf.start;
        let mut own = own;
        if leaf.kind == LeafKind::Paragraph && leaf.item.is_none() && self.chrome == 0 {
            for (heading, text) in self.run_in_headings(&leaf, own) {
                let before = Span::new(start, heading.start as usize).trim(&self.out.text);
                if !before.is_empty() {
                    self.out.blocks.push(RawBlock { span: before, kind: RawBlockKind::Paragraph });
                }
                self.headings.half.push(self.out.blocks.len());
                let kind = RawBlockKind::Heading { level: self.headings.last, text: heading };
                let span = Span::new(heading.start as usize, text.start as usize).trim(&self.out.text);
                self.out.blocks.push(RawBlock { span, kind });
                start = text.start as usize;
                own = text;
            }
        }
        let kind = match leaf.kind {
            _ if self.chrome > 0 => RawBlockKind::Chrome,
            LeafKind::Heading(level) => self.heading(level, leaf.tab, own),
            LeafKind::Code(language) => RawBlockKind::Code { language },
            LeafKind::Paragraph => match leaf.item {
                Some((ordered, depth)) => RawBlockKind::ListItem { ordered, depth, text: own },
                None => self.paragraph(&leaf, own),
            },
        };
        self.out.blocks.push(RawBlock { span: Span::new(start, end), kind });
    }

    /// A line that only divides.
    pub fn rule(&mut self) {
        if self.table.is_some() {
            return;
        }
        self.close();
        self.note_close();
        // A rule ends a group of tabs.
        self.headings.tab_base = None;
        self.gap(false);
        let at = self.out.text.len();
        self.out.text.push_str("---");
        self.out.blocks.push(RawBlock { span: Span::new(at, at + 3), kind: RawBlockKind::Rule });
    }

    /// A list begins.
    pub fn list_open(&mut self, first: Option<u64>, html: bool) {
        self.close();
        self.item = false;
        self.lists.push(List { ordered: first.is_some(), next: first.unwrap_or(1), html });
    }

    /// A list ends. HTML may close what it did not open; that must not end a list of Markdown.
    pub fn list_close(&mut self, html: bool) {
        self.close();
        self.item = false;
        if !html {
            while self.lists.last().is_some_and(|l| l.html) {
                self.lists.pop();
            }
        }
        if self.lists.last().is_some_and(|l| l.html == html) {
            self.lists.pop();
        }
    }

    /// An item begins; its first text is the item's own.
    pub fn item_open(&mut self) {
        self.open_line();
        self.item = self.table.is_none() && !self.lists.is_empty();
    }

    /// An item ends.
    pub fn item_close(&mut self) {
        self.close();
        self.item = false;
    }

    /// A note begins with its label; it takes paragraphs and lists, until code, a table or a heading.
    pub fn note_open(&mut self, label: &str, marks: usize) {
        self.close();
        self.note_close();
        self.swallow = marks;
        if self.table.is_some() {
            return;
        }
        self.item = false;
        self.gap(false);
        let start = self.out.text.len();
        self.out.text.push_str(label);
        let label = Span::new(start, self.out.text.len());
        self.out.text.push('\n');
        self.note = Some(Note { lists: self.lists.len(), start, label, body: self.out.text.len() });
    }

    /// A note ends.
    pub fn note_close(&mut self) {
        self.swallow = 0;
        if self.note.is_none() {
            return;
        }
        self.close();
        let Some(note) = self.note.take() else { return };
        let end = note.start + self.out.text[note.start..].trim_end().len();
        self.cut(end);
        let text = Span::new(note.body.min(end), end);
        let span = Span::new(note.start, end);
        self.out.blocks.push(RawBlock { span, kind: RawBlockKind::Note { label: note.label, text } });
    }

    /// The marks of a styled box, of which the reader sees nothing.
    pub fn swallow(&mut self, marks: usize) {
        self.swallow = marks;
    }

    /// What follows is the site's, until [`Page::chrome_close`].
    pub fn chrome_open(&mut self) {
        self.close();
        self.chrome += 1;
    }

    /// The site's part ends.
    pub fn chrome_close(&mut self) {
        self.close();
        self.chrome = self.chrome.saturating_sub(1);
    }

    // Tables

    /// A table begins; one inside a cell is read as text of the cell.
    pub fn table_open(&mut self, html: bool) {
        match &mut self.table {
            Some(table) => table.nest(&mut self.out.text),
            None => {
                self.close();
                self.note_close();
                self.item = false;
                let before = self.out.text.len();
                self.gap(false);
                self.table = Some(Table::new(before, self.out.text.len(), html));
            }
        }
    }

    /// A table's caption begins: a paragraph above the table, not a row of it.
    pub fn caption_open(&mut self) {
        match &self.table {
            Some(table) if table.is_empty() => {
                let before = table.before;
                self.table = None;
                self.cut(before);
                self.caption = true;
                self.open(LeafKind::Paragraph);
            }
            _ => self.open_line(),
        }
    }

    /// The caption ends, and its table begins.
    pub fn caption_close(&mut self) {
        if std::mem::take(&mut self.caption) {
            self.close();
            self.table_open(true);
        }
    }

    /// Is the open table one of HTML, which can be left unclosed?
    pub fn in_html_table(&self) -> bool {
        self.table.as_ref().is_some_and(|t| t.html)
    }

    /// A row begins.
    pub fn row_open(&mut self, header: bool) {
        self.caption_close(); // not every writer closes it
        if let Some(table) = &mut self.table {
            table.row_open(&mut self.out.text, header);
        }
    }

    /// A cell begins.
    pub fn cell_open(&mut self, header: bool, columns: usize, rows: usize) {
        self.link_close();
        if let Some(table) = &mut self.table {
            table.cell_open(&mut self.out.text, header, columns, rows);
        }
    }

    /// A cell ends.
    pub fn cell_close(&mut self) {
        self.link_close();
        if let Some(table) = &mut self.table {
            table.cell_close(&mut self.out.text);
        }
    }

    /// The innermost table ends.
    pub fn table_end(&mut self) {
        self.caption_close();
        if !self.table.as_mut().is_some_and(Table::unnest) {
            self.table_close();
        }
    }

    /// The table ends, with all that is nested in it.
    pub fn table_close(&mut self) {
        self.link_close();
        let Some(table) = self.table.take() else { return };
        let before = table.before;
        let (start, table, too_large) = table.finish(&mut self.out.text);
        if let Some(message) = too_large {
            let code = crate::diagnostic::Code::TooDeep;
            self.out.diagnostics.push(crate::diagnostic::Diagnostic::whole(code, message));
        }
        if table.rows.is_empty() {
            self.cut(before);
            return;
        }
        let span = Span::new(start, self.out.text.len());
        let kind = match self.note_table(&table) {
            _ if self.chrome > 0 => RawBlockKind::Chrome,
            Some((label, text)) => RawBlockKind::Note { label, text },
            None => RawBlockKind::Table(table),
        };
        self.out.blocks.push(RawBlock { span, kind });
    }
}
