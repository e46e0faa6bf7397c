//! Which files does the article list, with which versions?
//!
//! Walks the article in order and keeps what a row needs to be understood: the head it stands under ([`header`]), and
//! the caption or heading that names the product ([`scope`]). Rows come from cells, from lines, or from a run of words
//! ([`cells`], [`mod@line`], [`run`]); [`row`] makes records of them. A file that running text mentions is no row.

mod cells; // rows of tables with cells
mod header; // heads of tables
mod labels; // words for columns, platforms, branches
mod line; // rows of lines
mod row; // cells → record
mod run; // rows in a run of words
mod scope; // what a table stands under
mod token; // shapes of words

#[cfg(test)]
mod tests;

use crate::diagnostic::{Code, Diagnostic};
use crate::extract::{FieldName, RawBlock, RawBlockKind};
use crate::model::{FileVersion, SectionKind};
use crate::normalize::date::DateOrder;
use crate::one_line::one_line;
use crate::section::Sectioned;
use crate::span::Span;
use header::Header;
use labels::Column;
use memchr::memmem;
use row::{Pending, RawRow};
use scope::Scope;
use std::sync::LazyLock;
use token::Shapes;

/// Rows of file tables in document order.
pub fn files(sectioned: &Sectioned, notes: &mut Vec<Diagnostic>) -> Vec<FileVersion> {
    let mut walk = Walk {
        sectioned,
        text: &sectioned.extracted.text,
        section: 0,
        parted: false,
        open: None,
        paragraphs: Vec::new(),
        tables: 0,
        rows: Vec::new(),
        notes,
    };
    for at in 0..sectioned.sections.len() {
        walk.section(at);
    }
    let Walk { mut rows, notes, text, .. } = walk;
    if rows.is_empty() {
        return Vec::new();
    }
    row::resolve_dates(text, &mut rows, house_order(sectioned), notes);
    rows.into_iter().map(|row| row.file).collect()
}

/// How the publisher writes numeric dates: Microsoft's articles in English put the month first.
fn house_order(sectioned: &Sectioned) -> DateOrder {
    let extracted = &sectioned.extracted;
    let declared = extracted.field(FieldName::Language).map(|f| f.value.as_str());
    let language = declared.or(extracted.language.as_deref()).unwrap_or("en");
    let american = language.get(..2).is_some_and(|l| l.eq_ignore_ascii_case("en"))
        && !["en-gb", "en-au", "en-nz", "en-ie", "en-in"].iter().any(|other| other.eq_ignore_ascii_case(language));
    let microsoft = memchr::memmem::find(extracted.text.as_bytes(), b"Microsoft").is_some();
    if american && microsoft { DateOrder::MonthFirst } else { DateOrder::Unknown }
}

/// A head that rows may follow.
struct Open {
    header: Header,
    scope: Scope,
    table: usize,
    /// Paragraphs since the head or the last row.
    since: usize,
    /// A line that holds only part of a row, because a long name took a line of its own.
    held: Option<Vec<token::Token>>,
    /// Where the last row began on its line, and where its last cell did.
    indent: (usize, usize),
}

struct Walk<'s> {
    sectioned: &'s Sectioned,
    text: &'s str,
    section: usize,
    /// Do tables with cells, or what a site put between, part the lines of the section? What stands before may be a caption.
    parted: bool,
    open: Option<Open>,
    /// The last paragraphs of the section, newest last.
    paragraphs: Vec<Span>,
    tables: usize,
    rows: Vec<Pending>,
    notes: &'s mut Vec<Diagnostic>,
}

/// In a text with lines, longer ones are paragraphs on one line, which may hold a table that lost its lines.
const LONG_LINE: usize = 200;

impl Walk<'_> {
    fn section(&mut self, at: usize) {
        let section = &self.sectioned.sections[at];
        self.section = at;
        self.paragraphs.clear();
        if section.parent.is_none() {
            self.open = None;
        } else if let Some(open) = &mut self.open {
            // A subsection may go on with the table's columns, under its own heading.
            open.since += 1;
            open.held = None;
            if let Some(scope) = section.heading.and_then(|h| Scope::of_caption(h.of(self.text))) {
                open.scope = scope;
            }
        }
        // The rule below a head can pass for the underline of a heading.
        if let Some(header) = section.heading.and_then(|h| header::of_line(self.text, h)) {
            self.start(header);
        }
        let parts = |block: &RawBlock| {
            matches!(block.kind, RawBlockKind::Table(_) | RawBlockKind::Chrome | RawBlockKind::Header)
        };
        self.parted = self.sectioned.extracted.blocks[section.blocks.clone()].iter().any(parts);
        if !self.may_hold_rows(at) {
            return;
        }
        let mut stretch: Option<Span> = None;
        for block in &self.sectioned.extracted.blocks[section.blocks.clone()] {
            match &block.kind {
                RawBlockKind::Header | RawBlockKind::Chrome | RawBlockKind::Heading { .. } => {
                    self.stretch(stretch.take());
                }
                RawBlockKind::Table(table) => {
                    self.stretch(stretch.take());
                    self.table(table, block.span);
                }
                _ => match &mut stretch {
                    Some(open) => open.end = block.span.end,
                    None => stretch = Some(block.span),
                },
            }
        }
        self.stretch(stretch);
    }

    /// Does a section hold anything that looks like an attribute of a file? Most do not, and need no closer look.
    fn may_hold_rows(&self, at: usize) -> bool {
        let section = &self.sectioned.sections[at];
        let cells = |block: &RawBlock| matches!(block.kind, RawBlockKind::Table(_));
        self.parted && self.sectioned.extracted.blocks[section.blocks.clone()].iter().any(cells)
            || section.body.iter().any(|body| token::has_attribute(body.of(self.text)))
    }

    fn stretch(&mut self, stretch: Option<Span>) {
        let Some(stretch) = stretch else { return };
        if !self.sectioned.extracted.lines {
            self.run(stretch);
        } else if self.open.is_some() || self.parted || self.may_begin(stretch) {
            self.lines(stretch);
        }
    }

    /// Begins a table.
    fn start(&mut self, header: Header) {
        let scope = self.scope();
        self.tables += 1;
        self.open = Some(Open { header, scope, table: self.tables, since: 0, held: None, indent: (0, 0) });
        self.paragraphs.clear();
    }

    /// What a table stands under here: a caption before it, else the nearest heading that names a product, else the
    /// component that the caption names.
    fn scope(&self) -> Scope {
        let caption = self.caption();
        let heading = || {
            let mut at = Some(self.section);
            while let Some(section) = at.map(|at| &self.sectioned.sections[at]) {
                let heading = section.heading.filter(|&h| header::of_line(self.text, h).is_none());
                let own = heading.and_then(|h| Scope::of_caption(h.of(self.text)));
                if own.is_some() {
                    return own;
                }
                at = section.parent;
            }
            None
        };
        match caption {
            Some((scope, false)) => scope,
            Some((component, true)) => heading().unwrap_or(component),
            None => heading().unwrap_or_default(),
        }
    }

    /// The caption before a table, and whether it names only a component. The sentence that introduces the table may
    /// stand between.
    fn caption(&self) -> Option<(Scope, bool)> {
        let mut before = self.paragraphs.iter().rev().map(|p| p.of(self.text));
        let last = before.next()?;
        let component = last.trim_start().to_ascii_lowercase().starts_with("component");
        if let Some(scope) = Scope::of_caption(last) {
            return Some((scope, component));
        }
        let introduces = last.trim_end().ends_with([':', '：', '.']) && last.len() > 40;
        let earlier = before.next().filter(|p| introduces && p.len() <= 120)?;
        Scope::of_caption(earlier).map(|scope| (scope, false))
    }

    fn push(&mut self, row: &RawRow) {
        let Some(open) = &mut self.open else { return };
        open.since = 0;
        open.held = None;
        let made = row::build(self.text, row, open.table, &open.scope, self.notes);
        if let Some(mut pending) = made {
            pending.file.section = Some(Sectioned::id(self.section));
            self.rows.push(pending);
        }
        self.paragraphs.clear();
    }

    fn unread(&mut self, span: Span) {
        let words = one_line(span.of(self.text));
        let shown = words.char_indices().nth(120).map_or(words.as_str(), |(at, _)| &words[..at]);
        self.notes.push(Diagnostic::at(
            Code::BadFileRow,
            span,
            format!("`{shown}` stands in a file table and cannot be read"),
        ));
    }

    fn table(&mut self, table: &crate::extract::RawTable, span: Span) {
        let inherited = self.open.as_ref().filter(|o| o.since <= 1).map(|o| &o.header);
        let items = cells::read(self.text, table, inherited);
        if self.offers_downloads(&items) {
            return;
        }
        if items.is_empty() {
            self.text_in_cells(table);
            self.paragraphs.clear();
            return;
        }
        for item in items {
            match item {
                cells::Item::Header(header) => self.start(header),
                cells::Item::Caption(caption) => self.paragraphs.push(caption),
                cells::Item::Rows(rows) => {
                    if self.open.is_none() {
                        self.start(Header { columns: Vec::new(), span });
                    }
                    self.regroup();
                    rows.iter().for_each(|row| self.push(row));
                }
                cells::Item::Unread(span) => self.unread(span),
            }
        }
    }

    /// Is it a list of downloads under a heading that says so? It has names, sizes and dates too, but nothing that only the
    /// files of a fix have.
    fn offers_downloads(&self, items: &[cells::Item]) -> bool {
        let download = || self.sectioned.sections[self.section].kind == SectionKind::Download;
        let weak = |header: &Header| {
            !header.columns.iter().any(|place| {
                matches!(
                    place.column,
                    Column::Name | Column::Version | Column::Time | Column::Platform | Column::Folder | Column::Branch
                )
            })
        };
        items.iter().any(|item| matches!(item, cells::Item::Header(header) if weak(header))) && download()
    }

    /// A cell may hold a whole table as lines.
    fn text_in_cells(&mut self, table: &crate::extract::RawTable) {
        let mut done = 0;
        for &cell in table.rows.iter().flatten() {
            let again = cell.start < done; // it spans rows or columns
            if !again && self.sectioned.extracted.lines && cell.of(self.text).contains('\n') {
                self.lines(cell);
            }
            done = done.max(cell.end);
        }
    }

    /// Words since the last row may be the caption of a new group.
    fn regroup(&mut self) {
        let Some(&last) = self.paragraphs.last() else { return };
        let Some(scope) = Scope::of_caption(last.of(self.text)) else { return };
        if let Some(open) = &mut self.open {
            open.scope = scope;
        }
    }

    /// May a table begin among these lines? Where none is open, a head must stand there, a sentence that announces files,
    /// or a line so long that a table may have been run into it.
    fn may_begin(&self, stretch: Span) -> bool {
        let words = stretch.of(self.text);
        let mut at = 0;
        let ends = memchr::memchr_iter(b'\n', words.as_bytes()).chain([words.len()]);
        for end in ends {
            let line = Span::new(stretch.start as usize + at, stretch.start as usize + end);
            at = end + 1;
            let own = line.of(self.text);
            let begins = || header::of_line(self.text, line).is_some() || header::may_open_run(own);
            if line.len() > LONG_LINE || header::may_begin(own) && begins() {
                return true;
            }
        }
        announces(words)
    }

    fn lines(&mut self, stretch: Span) {
        let mut at = stretch.start as usize;
        let mut read = at; // where a table ends that lay across lines
        let mut paragraph_open = false;
        let words = stretch.of(self.text);
        let ends = memchr::memchr_iter(b'\n', words.as_bytes()).chain([words.len()]);
        for end in ends {
            let own = Span::new(at, stretch.start as usize + end);
            let line = own.of(self.text);
            at += line.len() + 1;
            if (own.start as usize) < read {
                paragraph_open = false;
                continue;
            }
            let trimmed = line.trim();
            if trimmed.is_empty() {
                paragraph_open = false;
                continue;
            }
            if trimmed.len() > LONG_LINE {
                self.run(own.trim(self.text));
                paragraph_open = false;
                continue;
            }
            if is_rule(trimmed) {
                continue;
            }
            let may_begin = header::may_begin(line);
            if may_begin && let Some(header) = header::of_line(self.text, own) {
                self.start(header);
                paragraph_open = false;
                continue;
            }
            if may_be_row(trimmed) && (self.line(own) || self.line_without_head(own)) {
                paragraph_open = false;
                continue;
            }
            if self.goes_on(own) {
                continue;
            }
            if may_begin
                && header::may_open_run(line)
                && let Some(end) = self.run_over_lines(Span { start: own.start, end: stretch.end })
            {
                read = end;
                paragraph_open = false;
                continue;
            }
            match self.paragraphs.last_mut() {
                Some(paragraph) if paragraph_open => paragraph.end = own.end,
                _ => {
                    if self.paragraphs.len() >= 8 {
                        self.paragraphs.remove(0);
                    }
                    self.paragraphs.push(own);
                    if let Some(open) = &mut self.open {
                        open.since += 1;
                    }
                }
            }
            paragraph_open = true;
        }
    }

    /// Reads a table whose lines are not its rows: a crawl put each cell on a line, or the whole table on one. Gives where
    /// it ends.
    fn run_over_lines(&mut self, rest: Span) -> Option<usize> {
        const LONGEST_HEAD: usize = 400;
        let near = self.text.floor_char_boundary((rest.start as usize + LONGEST_HEAD).min(rest.end as usize));
        let head = header::in_run(self.text, Span::new(rest.start as usize, near)).into_iter().next()?;
        // The head begins with the line; what stands before it would be a caption of its own.
        if !self.text[rest.start as usize..head.span.start as usize].trim().is_empty() {
            return None;
        }
        let (rows, _) = run::read(self.text, &head, rest.end as usize);
        if !rows.iter().any(|item| matches!(item, run::Item::Row(_))) {
            return None;
        }
        self.start(head.clone());
        Some(self.run_rows(&head, rest.end as usize))
    }

    /// Reads a line below a head; false when it is no row.
    fn line(&mut self, line: Span) -> bool {
        let Some(open) = &mut self.open else { return false };
        let mut tokens = token::tokens(self.text, line);
        let fresh = open.since == 0;
        let mut reading = line::read(self.text, &tokens, &open.header, line.start);
        if reading.is_none()
            && let Some(mut held) = open.held.take()
        {
            held.append(&mut tokens.clone());
            reading = line::read(self.text, &held, &open.header, line.start);
        }
        let Some(reading) = reading else {
            if !fresh {
                return false;
            }
            let typed = tokens.iter().filter(|t| t.shapes.is_typed()).count();
            let names = tokens.iter().filter(|t| t.shapes.has(Shapes::NAME)).count();
            // A caption that names releases (`Windows Server 2003 … und Windows Server 2003 …:`) has numbers, too.
            let mostly = typed * 2 >= tokens.len() && !line.of(self.text).trim_end().ends_with([':', '：']);
            if (typed >= 2 && names == 0 && mostly) || (tokens.len() == 1 && names == 1) {
                open.held = Some(std::mem::take(&mut tokens));
                return true;
            }
            if typed >= 2 && names >= 1 && tokens.len() <= open.header.columns.len() + 4 {
                self.unread(line.trim(self.text));
                return true;
            }
            return false;
        };
        let stated = reading.row.stated();
        let wanted = open.header.columns.iter().filter(|p| p.column.is_attribute()).count();
        // After other text, only a row that leaves no doubt belongs to the table.
        let sure = reading.exact && stated >= wanted.min(2);
        if !fresh && (!sure || open.since > 6) {
            return false;
        }
        self.regroup();
        self.push(&reading.row);
        self.indent(line, &reading.row);
        true
    }

    /// Reads a line that states a file's attributes in any order, where a sentence announces just that.
    fn line_without_head(&mut self, line: Span) -> bool {
        if self.open.as_ref().is_some_and(|o| !o.header.columns.is_empty() && o.since == 0) {
            return false;
        }
        let follows = self.open.as_ref().is_some_and(|o| o.header.columns.is_empty() && o.since == 0);
        let announced = || self.paragraphs.iter().rev().take(2).any(|p| announces_files(p.of(self.text)));
        if !follows && !announced() {
            return false;
        }
        let Some(row) = line::without_head(self.text, &token::tokens(self.text, line)) else { return false };
        if !follows {
            self.start(Header { columns: Vec::new(), span: line });
        }
        self.push(&row);
        self.indent(line, &row);
        true
    }

    fn indent(&mut self, line: Span, row: &RawRow) {
        let Some(open) = &mut self.open else { return };
        let from = |span: Span| span.start.saturating_sub(line.start) as usize;
        open.indent = (from(row.span), row.cells.last().map_or(0, |&(_, cell)| from(cell)));
    }

    /// Is the line what did not fit into the last cell of the row above? It is, where it begins far to the right of it.
    fn goes_on(&mut self, line: Span) -> bool {
        let words = line.of(self.text);
        let indent = words.len() - words.trim_start().len();
        let Some(open) = self.open.as_ref().filter(|o| o.since == 0) else { return false };
        let (row, cell) = open.indent;
        if cell == 0 || indent < row + 8 {
            return false;
        }
        if let Some(last) = self.rows.last_mut()
            && indent.abs_diff(cell) <= 2
            && open.header.columns.last().is_some_and(|p| p.column == Column::Platform)
            && let Some(platform) = &mut last.file.platform
        {
            platform.push(' ');
            platform.push_str(&one_line(words));
            last.file.span.end = line.trim(self.text).end;
        }
        true
    }

    /// Reads tables in a run of words.
    fn run(&mut self, stretch: Span) {
        let headers = header::in_run(self.text, stretch);
        let mut done = stretch.start as usize;
        let most = if self.sectioned.extracted.lines { 0 } else { 1 };
        if let Some(open) = self.open.as_ref().filter(|o| o.since <= most) {
            // A group under its own heading, without a head.
            let mut header = open.header.clone();
            header.span = Span::new(done, done);
            let end = headers.first().map_or(stretch.end, |h| h.span.start) as usize;
            done = self.run_rows(&header, end);
        }
        for (at, header) in headers.iter().enumerate() {
            let end = headers.get(at + 1).map_or(stretch.end, |h| h.span.start) as usize;
            // Where nothing stands before the head, the caption ended the stretch before this one.
            if !self.text[done..header.span.start as usize].trim().is_empty() {
                self.paragraphs.clear();
                self.paragraphs.extend(caption_before(self.text, done, header.span.start as usize));
            }
            self.start(header.clone());
            done = self.run_rows(header, end).max(header.span.end as usize);
        }
        if headers.is_empty() && !self.sectioned.extracted.lines {
            self.paragraphs.clear();
            self.paragraphs.extend(caption_before(self.text, done, stretch.end as usize));
        }
        if let Some(open) = &mut self.open {
            open.since += 1;
        }
    }

    fn run_rows(&mut self, header: &Header, end: usize) -> usize {
        let (items, done) = run::read(self.text, header, end);
        for item in items {
            match item {
                run::Item::Row(row) => {
                    self.regroup();
                    self.push(&row);
                }
                run::Item::Between(words) => self.paragraphs.push(words),
                run::Item::Unread(span) => self.unread(span),
            }
        }
        done
    }
}

/// A line that only draws: rules and the edges of boxes.
fn is_rule(line: &str) -> bool {
    line.bytes().all(|b| matches!(b, b'-' | b'=' | b'_' | b'+' | b'|' | b' ' | b'\t' | b':' | b'*')) && line.len() > 1
}

/// A cheap test before the words are looked at: a row has a digit, and a dot in its file's name. In a drawn table the
/// version may be `N/A`.
fn may_be_row(line: &str) -> bool {
    let bytes = line.as_bytes();
    memchr::memchr(b'.', bytes).is_some()
        && (bytes.iter().any(u8::is_ascii_digit) || !bytes.contains(&b' ') || bytes[0] == b'|')
        || bytes.iter().filter(|b| b.is_ascii_digit()).count() >= 6
}

/// Does the sentence announce files with their attributes?
fn announces_files(sentence: &str) -> bool {
    let tail = sentence.trim_end();
    tail.ends_with([':', '：', '.']) && announces(tail)
}

/// Do words occur by which a sentence announces the attributes of files?
fn announces(text: &str) -> bool {
    static ANNOUNCES: LazyLock<[memmem::Finder<'static>; 4]> =
        LazyLock::new(|| ["attribut", "updated file", "属性", "атрибут"].map(memmem::Finder::new));
    let (ascii, others) = ANNOUNCES.split_at(2);
    let found = |all: &[memmem::Finder<'_>]| all.iter().any(|a| a.find(text.as_bytes()).is_some());
    found(ascii) || !text.is_ascii() && found(others)
}

/// Words of the controls that folded a table on pages of 2007 to 2015.
const BUTTONS: &[&str] = &[
    "Collapse this table",
    "Expand this table",
    "Tabelle minimieren",
    "Tabelle vergrößern",
    "Réduire ce tableau",
    "Agrandir ce tableau",
    "Contraer esta tabla",
    "Expandir esta tabla",
];

/// The words right before a head in a run: back to the end of a sentence or of the last table.
fn caption_before(text: &str, floor: usize, head: usize) -> Option<Span> {
    const FARTHEST: usize = 400;
    let mut from = head.saturating_sub(FARTHEST).max(floor);
    while from < head && !text.is_char_boundary(from) {
        from += 1;
    }
    let before = text.get(from..head)?;
    // What a page's buttons over the table say is no caption.
    let mut words = before.trim_end();
    while let Some(bare) = BUTTONS.iter().find_map(|button| words.strip_suffix(button)) {
        words = bare.trim_end();
    }
    let words = words.trim_end_matches([':', '：']);
    let bytes = words.as_bytes();
    let mut start = 0;
    for (at, _) in words.match_indices(['.', ':', '\n']) {
        let after = words[at + 1..].chars().next();
        let glued = at > 0 && !bytes[at - 1].is_ascii_whitespace();
        // A number's point and the point of `.NET` end no sentence.
        let ends = after.is_none_or(|c| c.is_whitespace() || (c.is_uppercase() && glued));
        let label = bytes[at] == b':' && words[..at].to_ascii_lowercase().ends_with("component");
        if ends && !label {
            start = at + 1;
        }
    }
    // A caption that was cut off on its left is none.
    if start == 0 && from > floor {
        return None;
    }
    let span = Span::new(from + start, from + words.len()).trim(text);
    (!span.is_empty()).then_some(span)
}
