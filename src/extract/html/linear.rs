//! What does a reader see, line by line?
//!
//! Walks the page once and writes its text into one string: blocks with a blank line between, list items with their
//! bullet or number, table cells with tabs, rows and `<br>` as lines, `<pre>` as it stands. Each block becomes an
//! [`Item`] that remembers how much of it was bold or linked and where on the page it stood. What the items are for is
//! not decided here, except that a bold line that is a known heading is made an item of its own.

mod blocks; // the writer's text side
mod times; // days in attributes

use super::names::{self, Marks, Tag};
use super::survey::{Part, Survey};
use super::table::{CellShape, Grid};
use super::tree::{Step, attribute, walk};
use crate::extract::{Link, RawTable};
use crate::span::Span;
use crate::vocabulary::Vocabulary;
use scraper::Html;
use scraper::node::Element;

/// A block of the page's text.
#[derive(Clone, Debug)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// Where, bullet included.
    pub span: Span,
    /// Without its bullet.
    pub text: Span,
    /// The bold text it begins with.
    pub lead: Span,
    /// Bytes that are not space.
    pub total: u32,
    /// How many of them are bold.
    pub bold: u32,
    /// How many are in links.
    pub linked: u32,
    /// How many are in links to places on the same page.
    pub anchors: u32,
    /// Part of the site, by where it stands.
    pub chrome: bool,
    /// Marks of the elements around it that tell what it is for.
    pub marks: Marks,
}

/// Kinds of items.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A heading by its tag; 1 to 6, and 7 for the summary of something that unfolds.
    Heading(u8),
    Paragraph,
    /// Label of a definition list.
    Term,
    ListItem {
        ordered: bool,
        depth: u8,
    },
    Code {
        language: Option<String>,
    },
    Table(RawTable),
    /// A dividing line; it has no text.
    Rule,
}

/// A page's text with its blocks.
pub struct Linear {
    /// The text.
    pub text: String,
    /// Its blocks, in order.
    pub items: Vec<Item>,
    /// Links outside the site's parts.
    pub links: Vec<Link>,
    /// Where time elements stand, and the days that they state, in order.
    pub times: Vec<(Span, String)>,
}

/// Text lengths that decide what may be left out.
const SHORT: u32 = 300;

/// Writes a page's text.
pub fn linear(html: &Html, survey: &Survey, vocabulary: &Vocabulary, capacity: usize) -> Linear {
    let mut writer = Writer::new(vocabulary, capacity);
    let mut frames: Vec<Frame> = Vec::with_capacity(64);
    let mut at = 0; // position of the next element among the survey's parts
    walk(html, |step| {
        match step {
            Step::Text(text) => writer.text(text),
            Step::Close => {
                if let Some(frame) = frames.pop() {
                    writer.close(frame);
                }
            }
            Step::Open(element) => {
                let part = survey.parts[at];
                let frame = writer.open(element, part, at, survey);
                let into = !frame.skip;
                at += if into { 1 } else { part.size as usize };
                frames.push(frame);
                return into;
            }
        }
        false
    });
    writer.flush();
    Linear { text: writer.out, items: writer.items, links: writer.links, times: writer.times }
}

/// What is to be undone when an element ends.
#[derive(Default)]
struct Frame {
    tag: Option<Tag>,
    skip: bool,
    bold: bool,
    chrome: bool,
    root: bool,
    pre: bool,
    list: bool,
    table: bool,
    link: Option<(usize, Option<String>)>,
    cell: Option<CellShape>,
    time: Option<times::OpenTime>,
    /// Bytes of text in the block around.
    around: u32,
    marks: Marks,
}

struct ListContext {
    ordered: bool,
    next: u32,
}

struct TableContext {
    grid: Grid,
    cell_start: usize,
    cell_total: u32,
    cell_bold: u32,
}

struct Writer<'v> {
    out: String,
    items: Vec<Item>,
    links: Vec<Link>,
    times: Vec<(Span, String)>,
    /// Bytes of text in the innermost open element that is no part of a line.
    around: u32,
    vocabulary: &'v Vocabulary,
    /// The open block, and the line of it that is being written.
    block: Option<Item>,
    line_start: usize,
    /// Where the bold text ends that the line begins with.
    line_lead: usize,
    line_total: u32,
    line_bold: u32,
    /// Kind of the next block that begins.
    kind: Kind,
    lists: Vec<ListContext>,
    /// A list item has begun and has no block yet.
    bullet: bool,
    space: bool,
    newline: bool,
    breaks: u8,
    bold: u32,
    link: bool,
    anchor: bool,
    pre: u32,
    chrome: u32,
    rooted: bool,
    in_root: u32,
    table: Option<TableContext>,
    tables: u32,
    marks: [u32; 4],
    applies_next: bool,
}

/// Marks that pass to all items inside an element, in the order of `Writer::marks`.
const PASSED: [Marks; 4] = [names::APPLIES, names::PROPERTY, names::NOTE, names::TITLE_NAME];

impl<'v> Writer<'v> {
    fn new(vocabulary: &'v Vocabulary, capacity: usize) -> Writer<'v> {
        Writer {
            out: String::with_capacity(capacity),
            items: Vec::new(),
            links: Vec::new(),
            times: Vec::new(),
            around: 0,
            vocabulary,
            block: None,
            line_start: 0,
            line_lead: 0,
            line_total: 0,
            line_bold: 0,
            kind: Kind::Paragraph,
            lists: Vec::new(),
            bullet: false,
            space: false,
            newline: false,
            breaks: 0,
            bold: 0,
            link: false,
            anchor: false,
            pre: 0,
            chrome: 0,
            rooted: false,
            in_root: 0,
            table: None,
            tables: 0,
            marks: [0; 4],
            applies_next: false,
        }
    }

    fn open(&mut self, element: &Element, part: Part, at: usize, survey: &Survey) -> Frame {
        let mut frame = Frame { tag: Some(part.tag), around: self.around, ..Frame::default() };
        let marks = part.marks;
        if at == 0 {
            self.rooted = survey.root.is_some();
        }
        let inline = matches!(part.tag, Tag::Inline | Tag::Link | Tag::Bold);
        if !inline {
            self.around = part.text;
        }
        frame.skip = match part.tag {
            Tag::Skip | Tag::Script | Tag::Head | Tag::Title | Tag::Meta | Tag::LinkRel => true,
            _ if inline && marks & (names::TOGGLE | names::HIDDEN) != 0 => part.text < 80,
            Tag::Noscript => part.text == 0,
            Tag::Link if marks & names::PERMALINK != 0 => part.text <= 4 && self.kind_of_heading().is_some(),
            // `Print` beside the title
            Tag::Link if self.kind_of_heading().is_some() && part.text <= 20 && self.around > part.text + 8 => {
                attribute(element, "href").is_some_and(|h| starts_with_ignore_case(h.trim(), "javascript:"))
            }
            Tag::Cell => marks & names::LINE_NUMBERS != 0,
            _ => false,
        };
        if marks & names::APPLIES != 0 && part.text == 0 {
            self.applies_next = true; // `<a name="appliesto"></a>` before the heading
        }
        if frame.skip {
            frame.tag = None;
            return frame;
        }
        if survey.root == Some(at) {
            self.end_block();
            self.in_root += 1;
            frame.root = true;
        }
        let holds_title = marks & names::HAS_TITLE != 0;
        let most = part.text > survey.text / 2 && marks & names::HAS_HEADING != 0;
        let site_part = match part.tag {
            _ if marks & names::LEFT_OUT != 0 => true,
            Tag::Header => !holds_title && (self.in_root == 0 || marks & names::HAS_H1 == 0) && !most,
            Tag::Noscript => part.text < SHORT && marks & names::HAS_HEADING == 0,
            Tag::Control => self.kind_of_heading().is_none() && !expands(element),
            _ => marks & names::CHROME != 0 && !holds_title && !most && (!inline || part.tag == Tag::Control),
        };
        if site_part && !(self.table.is_some() && part.tag != Tag::Landmark) {
            self.end_block();
            self.chrome += 1;
            frame.chrome = true;
        }
        self.pass_marks(&mut frame, marks & !if most || part.text > SHORT * 20 { names::APPLIES } else { 0 });
        if frame.marks & names::APPLIES != 0 && inline && part.tag != Tag::Bold {
            self.end_block(); // entries of the product list that only style sheets set apart
            frame.tag = Some(Tag::Block);
            return frame;
        }
        self.open_tag(element, part, &mut frame);
        if marks & names::STRONG != 0 && part.text < 200 && matches!(part.tag, Tag::Inline | Tag::Block) && !frame.bold
        {
            self.bold += 1;
            frame.bold = true;
        }
        frame
    }

    fn open_tag(&mut self, element: &Element, part: Part, frame: &mut Frame) {
        match part.tag {
            Tag::Block | Tag::Main | Tag::Article | Tag::Landmark | Tag::Header | Tag::Noscript => {
                let level = heading_role(element);
                self.end_block();
                if let Some(level) = level {
                    self.kind = Kind::Heading(level);
                    frame.tag = Some(Tag::Heading(level));
                }
            }
            Tag::Heading(level) => {
                self.end_block();
                self.kind = Kind::Heading(level);
            }
            Tag::Summary => {
                self.end_block();
                self.kind = Kind::Heading(7);
            }
            Tag::Control if !frame.chrome && self.kind_of_heading().is_none() => {
                self.end_block();
                self.kind = Kind::Heading(7);
                frame.tag = Some(Tag::Summary);
            }
            Tag::Term => {
                self.end_block();
                self.kind = Kind::Term;
            }
            Tag::Bullets | Tag::Numbers => {
                self.end_block();
                self.open_list(part.tag == Tag::Numbers, frame);
                if part.tag == Tag::Numbers
                    && let Some(start) = attribute(element, "start").and_then(|s| s.trim().parse().ok())
                    && let Some(list) = self.lists.last_mut()
                {
                    list.next = start;
                }
            }
            Tag::Item => {
                self.end_block();
                self.bullet = true;
            }
            Tag::Pre => {
                self.end_block();
                if self.table.is_none() {
                    self.kind = Kind::Code { language: code_language(element) };
                }
                self.pre += 1;
                frame.pre = true;
            }
            Tag::Table => self.open_table(part, frame),
            Tag::TableHead => {
                if let Some(table) = self.table.as_mut().filter(|_| self.tables == 1) {
                    table.grid.set_head(true);
                }
            }
            Tag::Row => {
                if self.table.is_none() {
                    self.end_block();
                } else if self.tables > 1 {
                    self.newline = true;
                } else if let Some(table) = &mut self.table {
                    table.grid.open_row();
                    let start = self.block.as_ref().map_or(0, |b| b.span.start as usize);
                    if self.out.len() > start && !self.out.ends_with('\n') {
                        self.out.push('\n');
                    }
                    self.space = false;
                    self.newline = false;
                }
            }
            Tag::Cell | Tag::HeadCell => self.open_cell(element, part, frame),
            Tag::Break => self.line_break(),
            Tag::Rule => {
                self.end_block();
                if self.table.is_none() {
                    let here = Span::new(self.out.len(), self.out.len());
                    let item = self.new_item(Kind::Rule, here);
                    self.items.push(item);
                }
            }
            Tag::Link => {
                let target = attribute(element, "href").map(str::trim).filter(|h| !h.is_empty());
                if let Some(target) = target {
                    let anchor = target.starts_with('#') || same_page(target);
                    frame.link = Some((self.out.len(), (!anchor).then(|| target.to_owned())));
                    self.link = true;
                    self.anchor = anchor;
                }
            }
            Tag::Bold => {
                self.bold += 1;
                frame.bold = true;
            }
            Tag::Inline if times::is_time(element) => frame.time = self.open_time(element),
            Tag::Inline if element.name() == "code" => {
                if let Kind::Code { language } = &mut self.kind
                    && language.is_none()
                    && self.pre > 0
                {
                    *language = code_language(element);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, mut frame: Frame) {
        self.around = frame.around;
        if let Some(time) = frame.time.take() {
            self.close_time(time);
        }
        match frame.tag {
            Some(Tag::Block | Tag::Main | Tag::Article | Tag::Landmark | Tag::Header | Tag::Noscript) => {
                self.end_block();
            }
            Some(Tag::Heading(_) | Tag::Summary | Tag::Term) => {
                self.end_block();
                self.kind = Kind::Paragraph;
            }
            Some(Tag::Item) => {
                self.end_block();
                self.bullet = false;
            }
            Some(Tag::Pre) => {
                self.end_block();
                self.kind = Kind::Paragraph;
            }
            Some(Tag::TableHead) => {
                if let Some(table) = self.table.as_mut().filter(|_| self.tables == 1) {
                    table.grid.close_row();
                    table.grid.set_head(false);
                }
            }
            Some(Tag::Row | Tag::Cell | Tag::HeadCell) if self.table.is_none() => self.end_block(),
            _ => {}
        }
        if let Some(shape) = frame.cell {
            self.close_cell(shape);
        }
        if frame.table {
            self.close_table();
        }
        if frame.list {
            self.end_block();
            self.lists.pop();
            self.bullet = false;
        }
        if let Some((start, target)) = frame.link {
            self.link = false;
            self.anchor = false;
            // A bullet that was written when the link's text came is none of it.
            let begun = self.block.as_ref().or(self.items.last()).filter(|b| b.span.start as usize >= start);
            let start = begun.map_or(start, |b| b.text.start as usize).min(self.out.len());
            let span = Span::new(start, self.out.len()).trim(&self.out);
            if let Some(url) = target
                && !span.is_empty()
                && self.chrome == 0
                && (!self.rooted || self.in_root > 0)
                && !starts_with_ignore_case(&url, "javascript:")
            {
                self.links.push(Link { span, url });
            }
        }
        self.bold -= u32::from(frame.bold);
        self.pre -= u32::from(frame.pre);
        if frame.chrome || frame.root {
            self.end_block();
            self.chrome -= u32::from(frame.chrome);
            self.in_root -= u32::from(frame.root);
        }
        for (depth, mark) in self.marks.iter_mut().zip(PASSED) {
            *depth -= u32::from(frame.marks & mark != 0);
        }
    }

    fn pass_marks(&mut self, frame: &mut Frame, marks: Marks) {
        frame.marks = marks & PASSED.iter().fold(0, |all, mark| all | mark);
        for (depth, mark) in self.marks.iter_mut().zip(PASSED) {
            *depth += u32::from(frame.marks & mark != 0);
        }
    }

    fn kind_of_heading(&self) -> Option<u8> {
        match self.kind {
            Kind::Heading(level) => Some(level),
            _ => None,
        }
    }

    fn open_list(&mut self, ordered: bool, frame: &mut Frame) {
        self.lists.push(ListContext { ordered, next: 1 });
        self.bullet = false;
        frame.list = true;
    }

    // Tables ------------------------------------------------------------------------------------------------------

    fn open_table(&mut self, part: Part, frame: &mut Frame) {
        if self.table.is_some() {
            self.tables += 1;
            self.newline = true;
            frame.table = true;
            return;
        }
        self.end_block();
        if part.marks & names::LIST_TABLE != 0 {
            self.open_list(part.marks & names::ORDERED != 0, frame);
        } else if part.marks & (names::LAYOUT | names::SECTION_TABLE) == 0 && part.text > 0 {
            let grid = Grid::default();
            self.table = Some(TableContext { grid, cell_start: 0, cell_total: 0, cell_bold: 0 });
            self.tables = 1;
            frame.table = true;
            self.begin(Kind::Table(RawTable::default()));
        }
    }

    fn open_cell(&mut self, element: &Element, part: Part, frame: &mut Frame) {
        let Some(table) = &mut self.table else {
            self.end_block();
            if part.marks & names::LABEL_CELL != 0 {
                self.kind = Kind::Term;
                frame.tag = Some(Tag::Term);
            } else if part.marks & names::BULLET_CELL != 0 && part.text < 8 && !self.lists.is_empty() {
                // The bullet of a list that is made as a table: the list item writes its own.
                self.bullet = true;
                frame.skip = true;
            }
            return;
        };
        if self.tables > 1 {
            self.space = false;
            if !self.newline {
                self.out.push('\t');
            }
            return;
        }
        if !table.grid.at_row_start() {
            self.out.push('\t');
        }
        self.space = false;
        self.newline = false;
        table.cell_start = self.out.len();
        table.cell_total = 0;
        table.cell_bold = 0;
        let number = |name| attribute(element, name).and_then(|v| v.trim().parse::<usize>().ok()).unwrap_or(1);
        frame.cell = Some(CellShape {
            columns: number("colspan"),
            rows: number("rowspan").min(10_000),
            head: part.tag == Tag::HeadCell,
        });
    }

    fn close_cell(&mut self, shape: CellShape) {
        let Some(table) = &mut self.table else { return };
        let end = self.out.trim_end().len().max(table.cell_start);
        self.out.truncate(end);
        let cell = Span::new(table.cell_start, end);
        let bold = table.cell_total > 0 && table.cell_total == table.cell_bold;
        table.grid.add(cell, shape, bold);
        self.space = false;
        self.newline = false;
    }

    fn close_table(&mut self) {
        self.tables -= 1;
        if self.tables > 0 {
            self.newline = true;
            return;
        }
        let Some(table) = self.table.take() else { return };
        let grid = table.grid.finish();
        self.set_caption_apart(grid.rows.first().and_then(|row| row.first()).map(|cell| cell.start));
        if let Some(block) = &mut self.block {
            block.kind = Kind::Table(grid);
        }
        self.flush();
    }
}

/// Does a control unfold a part of the article?
fn expands(element: &Element) -> bool {
    attribute(element, "aria-expanded").is_some()
}

/// The level of an element that is a heading by its role.
fn heading_role(element: &Element) -> Option<u8> {
    if attribute(element, "role")? != "heading" {
        return None;
    }
    let level = attribute(element, "aria-level").and_then(|l| l.trim().parse::<u8>().ok());
    Some(level.unwrap_or(2).clamp(1, 6))
}

/// A link that only moves on this page, though it names it: `http://…/kb/262352#appliesto`.
fn same_page(target: &str) -> bool {
    target.rsplit_once('#').is_some_and(|(_, place)| {
        matches!(place.to_ascii_lowercase().as_str(), "top" | "appliesto" | "survey" | "toc" | "back_to_top")
    })
}

fn starts_with_ignore_case(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|t| t.eq_ignore_ascii_case(start))
}

/// The language a code block is marked with: `lang-powershell`, `language-sql`.
fn code_language(element: &Element) -> Option<String> {
    let classes = attribute(element, "class")?;
    let named = classes.split_ascii_whitespace().find_map(|c| {
        c.strip_prefix("language-").or_else(|| c.strip_prefix("lang-")).or_else(|| c.strip_prefix("brush:"))
    });
    named.map(|n| n.trim().to_ascii_lowercase()).filter(|n| !n.is_empty() && n != "none" && n != "plaintext")
}
