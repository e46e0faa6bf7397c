//! What is on this page, part by part, before anything of it is read?
//!
//! One walk counts the text of every element, notes what its names say, finds the title's heading, tells layout
//! tables from data, and chooses the element that holds the article. The walk that writes the text looks its answers
//! up by the element's position in document order.

use super::head::Head;
use super::names::{self, Marks, Tag};
use super::tree::{Step, attribute, walk};
use crate::vocabulary::{Rank, Vocabulary};
use scraper::Html;
use scraper::node::Element;

/// What is known of an element.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// What its tag means.
    pub tag: Tag,
    /// What its names and its content say.
    pub marks: Marks,
    /// Bytes of text in it, without white space around each piece.
    pub text: u32,
    /// How many elements it is made of, itself included.
    pub size: u32,
}

/// A page's parts and its metadata.
pub struct Survey {
    /// All elements in document order.
    pub parts: Vec<Part>,
    /// What `<head>` says.
    pub head: Head,
    /// The element that holds the article; none if it is the whole page.
    pub root: Option<usize>,
    /// Bytes of text on the page.
    pub text: u32,
}

/// A table that the walk is inside of.
struct OpenTable {
    rows: u32,
    cells: u32,
    most_cells: u32,
    heads: u32,
    longest: u32,
    nested: bool,
    listing: bool,
    /// The first cell, if it holds the numbers of lines.
    line_numbers: Option<usize>,
    numbers: u32,
    /// First cells that hold nothing but a list's mark.
    bullet_cells: Vec<usize>,
    /// First cells that hold nothing but the heading of a section.
    label_cells: Vec<usize>,
    /// Is the text of a row's first cell being collected?
    first: Option<usize>,
    first_text: String,
}

/// Surveys a page.
pub fn survey(html: &Html, vocabulary: &Vocabulary) -> Survey {
    let mut parts: Vec<Part> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut tables: Vec<OpenTable> = Vec::new();
    let mut head = Head::default();
    let mut mains: Vec<usize> = Vec::new();
    let mut articles: Vec<usize> = Vec::new();
    let mut captured: Option<(usize, String)> = None; // text of a heading, of <title>, of a script
    walk(html, |step| match step {
        Step::Open(element) => {
            let tag = names::tag(element.name());
            let at = parts.len();
            let marks = names::marks(element, tag);
            parts.push(Part { tag, marks, text: 0, size: 1 });
            open.push(at);
            match tag {
                Tag::Skip => return false,
                Tag::Script => {
                    let wanted = is_json_ld(element);
                    captured = wanted.then(|| (at, String::new()));
                    return wanted;
                }
                Tag::Meta => head.meta(element),
                Tag::Inline if element.name() == "time" => head.meta(element),
                Tag::LinkRel => head.link(element),
                Tag::Html => head.html(element),
                Tag::Title | Tag::Heading(_) if captured.is_none() => captured = Some((at, String::new())),
                Tag::Main => mains.push(at),
                Tag::Article => articles.push(at),
                Tag::Table => {
                    if let Some(outer) = tables.last_mut() {
                        outer.nested = true;
                    }
                    tables.push(OpenTable::new());
                }
                Tag::Pre => {
                    if let Some(table) = tables.last_mut() {
                        table.listing |= table.cells == 2;
                    }
                }
                Tag::Row => {
                    if let Some(table) = tables.last_mut() {
                        table.rows += 1;
                        table.cells = 0;
                    }
                }
                Tag::Cell | Tag::HeadCell => {
                    if let Some(table) = tables.last_mut() {
                        table.open_cell(at, tag);
                    }
                }
                _ => {}
            }
            if tag != Tag::Main && is_main_role(element) {
                mains.push(at);
            }
            true
        }
        Step::Text(text) => {
            let text_bytes = text.trim().len() as u32;
            if text_bytes == 0 {
                return false;
            }
            if let Some(&inner) = open.last() {
                parts[inner].text += text_bytes;
            }
            if let Some((part, captured)) = &mut captured
                && (captured.len() < 1000 || parts[*part].tag == Tag::Script)
            {
                captured.push_str(text);
            }
            if let Some(table) = tables.last_mut()
                && table.first.is_some()
                && table.first_text.len() < 120
            {
                table.first_text.push_str(text);
            }
            false
        }
        Step::Close => {
            // Open and Close come in pairs.
            let Some(at) = open.pop() else { return false };
            let mut part = parts[at];
            part.size = (parts.len() - at) as u32;
            match part.tag {
                Tag::Heading(level) => {
                    part.marks |= names::HAS_HEADING | if level == 1 { names::HAS_H1 } else { 0 };
                    if let Some((from, text)) = &captured
                        && *from == at
                        && head.is_title(text)
                    {
                        part.marks |= names::HAS_TITLE;
                    }
                }
                Tag::Title => {
                    if let Some((from, text)) = &captured
                        && *from == at
                    {
                        head.title(text);
                    }
                }
                Tag::Script => {
                    if let Some((from, text)) = &captured
                        && *from == at
                    {
                        head.json_ld(text);
                    }
                    part.text = 0;
                }
                Tag::Cell | Tag::HeadCell => {
                    if let Some(table) = tables.last_mut() {
                        table.close_cell(at, part.text, vocabulary);
                    }
                }
                Tag::Table => {
                    if let Some(table) = tables.pop() {
                        part.marks |= table.verdict(part);
                        if let Some(cell) = table.line_numbers.filter(|_| table.is_listing()) {
                            parts[cell].marks |= names::LINE_NUMBERS;
                        }
                        if part.marks & names::SECTION_TABLE != 0 {
                            for &cell in &table.label_cells {
                                parts[cell].marks |= names::LABEL_CELL;
                            }
                        }
                        if part.marks & names::LIST_TABLE != 0 {
                            for &cell in &table.bullet_cells {
                                parts[cell].marks |= names::BULLET_CELL;
                            }
                        }
                    }
                }
                _ => {}
            }
            if captured.as_ref().is_some_and(|(from, _)| *from == at) {
                captured = None;
            }
            parts[at] = part;
            if let Some(&outer) = open.last() {
                parts[outer].marks |= part.marks & names::INHERITED;
                if !matches!(part.tag, Tag::Head | Tag::Title | Tag::Control) {
                    parts[outer].text = parts[outer].text.saturating_add(part.text);
                }
            }
            false
        }
    });
    let text = parts.first().map_or(0, |p| p.text);
    let root = root(&parts, &mains, &articles, text);
    Survey { parts, head, root, text }
}

/// The element that holds the article: the page's `main`, or the one `article` in it.
fn root(parts: &[Part], mains: &[usize], articles: &[usize], text: u32) -> Option<usize> {
    let weight = |&at: &usize| parts[at].text;
    let holds = |at: usize| parts[at].marks & (names::HAS_TITLE | names::HAS_H1) != 0;
    let titled = parts.first().is_some_and(|p| p.marks & (names::HAS_TITLE | names::HAS_H1) != 0);
    let main = mains.iter().copied().max_by_key(weight).filter(|&at| holds(at) || parts[at].text > text / 4);
    let (from, to) = main.map_or((0, parts.len()), |at| (at, at + parts[at].size as usize));
    let mut inside = articles.iter().copied().filter(|&at| from <= at && at < to);
    let outer_text = main.map_or(text, |at| parts[at].text);
    let article = match (inside.next(), inside.next()) {
        (Some(one), None) => Some(one),
        // Several: the one that holds most of it, if the title is in there too.
        (Some(first), Some(second)) => inside.chain([first, second]).max_by_key(weight),
        _ => None,
    };
    let article = article.filter(|&at| {
        let p = parts[at];
        if titled { holds(at) && p.text > outer_text / 5 } else { p.text > outer_text / 2 }
    });
    article.or(main)
}

fn is_json_ld(element: &Element) -> bool {
    attribute(element, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json"))
}

fn is_main_role(element: &Element) -> bool {
    attribute(element, "role") == Some("main")
}

impl OpenTable {
    fn new() -> OpenTable {
        OpenTable {
            rows: 0,
            cells: 0,
            most_cells: 0,
            heads: 0,
            longest: 0,
            nested: false,
            listing: false,
            line_numbers: None,
            numbers: 0,
            bullet_cells: Vec::new(),
            label_cells: Vec::new(),
            first: None,
            first_text: String::new(),
        }
    }

    fn open_cell(&mut self, at: usize, tag: Tag) {
        self.cells += 1;
        self.most_cells = self.most_cells.max(self.cells);
        self.heads += u32::from(tag == Tag::HeadCell);
        if self.cells == 1 {
            self.first = Some(at);
            self.first_text.clear();
        }
    }

    fn close_cell(&mut self, at: usize, text: u32, vocabulary: &Vocabulary) {
        if self.first != Some(at) {
            self.longest = self.longest.max(text);
            return;
        }
        self.first = None;
        let words = self.first_text.trim();
        if words.starts_with('1') && words.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_whitespace()) {
            self.line_numbers = Some(at);
        }
        if is_bullet(words) {
            self.bullet_cells.push(at);
            self.numbers += u32::from(words.as_bytes()[0].is_ascii_digit());
        } else if words.len() < 60 && vocabulary.role(words).is_some_and(|r| r.rank == Rank::Section) {
            self.label_cells.push(at);
        } else {
            self.longest = self.longest.max(text);
        }
    }

    /// A program with its lines numbered beside it?
    fn is_listing(&self) -> bool {
        self.rows == 1 && self.most_cells == 2 && self.heads == 0 && self.listing && self.line_numbers.is_some()
    }

    /// What the table is for.
    fn verdict(&self, part: Part) -> Marks {
        let mut marks = 0;
        if self.rows > 0 && self.most_cells == 2 && self.heads == 0 && self.bullet_cells.len() == self.rows as usize {
            marks |= names::LIST_TABLE;
        }
        if self.numbers > 0 && self.numbers as usize == self.bullet_cells.len() {
            marks |= names::ORDERED;
        }
        if self.label_cells.len() >= 2 && self.most_cells == 2 {
            marks |= names::SECTION_TABLE;
        }
        let one_column = self.most_cells <= 1 && self.heads == 0;
        let headings = part.marks & names::HAS_HEADING != 0;
        let prose = self.heads == 0 && (self.longest > 1500 || self.rows == 1 && self.longest > 300);
        if self.nested || self.is_listing() || one_column || headings || prose {
            marks |= names::LAYOUT;
        }
        marks
    }
}

/// A list's mark: `1.`, `2)`, `a.`, `•`.
fn is_bullet(words: &str) -> bool {
    let bare = words.trim_end_matches(['.', ')']);
    let numbered = bare.len() < words.len() && bare.len() <= 3 && !bare.is_empty();
    (numbered && (bare.bytes().all(|b| b.is_ascii_digit()) || bare.len() == 1))
        || matches!(words, "•" | "·" | "-" | "–" | "o" | "*" | "▪" | "§" | "◦" | "\u{f0b7}")
}
