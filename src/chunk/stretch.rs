//! What does a section's text consist of? Stretches in order that leave out only white space: its paragraphs, list items,
//! tables and records, and what stands between them.

use super::place::{self, Slice};
use crate::model::{Article, Block, EventRecord, Section};
use std::ops::Range;

/// A stretch of a section's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its bytes in the section's text, without white space at the end and blank lines before.
    pub range: Range<usize>,
    /// What it is.
    pub shape: Shape,
}

/// What a stretch is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Running text.
    Prose,
    /// Text set apart: a note, a warning.
    Note,
    /// An item of a list.
    Item {
        /// Nesting, 1 for the outermost list.
        depth: u8,
        /// Its number, where it has one that is written in digits.
        number: Option<u32>,
    },
    /// Text whose lines matter.
    Code,
    /// A table or a file table.
    Rows {
        /// Where the rows begin; what stands before the first is the header.
        rows: Vec<usize>,
    },
    /// An event-log record.
    Event {
        /// Where its fields begin, if they do not stand on lines of their own.
        fields: Vec<usize>,
    },
}

/// The stretches of a section. Without slices, which tell where its blocks are, its text is read by its blank lines.
pub fn stretches(article: &Article, section: &Section, slices: Option<&[Slice]>) -> Vec<Stretch> {
    let text = section.text.as_str();
    let mut out = Vec::new();
    let mut done = 0;
    for block in section.blocks.iter().filter(|_| slices.is_some()) {
        let Some(range) = place::stretch(slices.unwrap_or(&[]), block.span()) else { continue };
        // A block that overlaps the one before is of a record that others changed: its words are told as what follows.
        if range.start < done || !text.is_char_boundary(range.start) || !text.is_char_boundary(range.end) {
            continue;
        }
        push(text, done..range.start, Shape::Prose, &mut out);
        done = range.end;
        let shape = shape(article, text, block, &range, slices.unwrap_or(&[]));
        push(text, range, shape, &mut out);
    }
    let mut from = done;
    for (at, _) in text[done..].match_indices("\n\n").map(|(at, blank)| (done + at, blank)).chain([(text.len(), "")]) {
        push(text, from..at.max(from), Shape::Prose, &mut out);
        from = at;
    }
    out
}

/// Appends a stretch, if it says anything.
fn push(text: &str, range: Range<usize>, shape: Shape, out: &mut Vec<Stretch>) {
    let range = trim(text, range);
    if !range.is_empty() {
        out.push(Stretch { range, shape });
    }
}

/// A range without blank lines before and white space behind; the indent of its first line stays.
pub fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let lead = inner.len() - inner.trim_start().len();
    let start = range.start + inner[..lead].rfind('\n').map_or(0, |end| end + 1);
    let end = range.start + inner.trim_end().len();
    start.min(end)..end
}

fn shape(article: &Article, text: &str, block: &Block, range: &Range<usize>, slices: &[Slice]) -> Shape {
    let own = &text[range.clone()];
    match block {
        Block::Paragraph { .. } => Shape::Prose,
        Block::Note { .. } => Shape::Note,
        Block::ListItem { ordered, depth, .. } => {
            let digits: String = own.trim_start().chars().take_while(char::is_ascii_digit).collect();
            Shape::Item { depth: *depth, number: digits.parse().ok().filter(|_| *ordered) }
        }
        Block::Code { .. } => Shape::Code,
        Block::Table { header, rows, .. } => Shape::Rows { rows: table_rows(own, range.start, header, rows) },
        Block::Event { index, .. } => match article.events.get(*index as usize) {
            Some(event) if !own.trim().contains('\n') => Shape::Event { fields: fields(own, range.start, event) },
            _ => Shape::Event { fields: Vec::new() },
        },
        Block::FileTable { first, count, .. } => {
            let files = article.files.iter().skip(*first as usize).take(*count as usize);
            let starts = files.filter_map(|file| place::stretch(slices, file.span)).map(|row| row.start);
            let mut rows: Vec<usize> = starts.filter(|start| range.contains(start)).collect();
            rows.dedup();
            let in_order = rows.is_sorted();
            Shape::Rows { rows: if in_order { rows } else { Vec::new() } }
        }
    }
}

/// Where the rows of a table begin. Each has a line of its own, unless its cells have several.
fn table_rows(own: &str, from: usize, header: &[String], rows: &[Vec<String>]) -> Vec<usize> {
    let cells = |row: &[String]| row.iter().filter_map(|cell| first_words(cell).map(str::to_owned)).collect::<Vec<_>>();
    let header = cells(header);
    let mut lines = Vec::new();
    let mut at = 0;
    for line in own.split_inclusive('\n') {
        if !line.trim().is_empty() {
            lines.push((at, line));
        }
        at += line.len();
    }
    let is_header = |line: &str| {
        let mut rest = line;
        header.iter().all(|cell| rest.find(cell.as_str()).map(|at| rest = &rest[at + cell.len()..]).is_some())
    };
    // Of several header rows the last names the columns; those above it are among the rows of the record.
    let head = lines.iter().take(4).position(|(_, line)| !header.is_empty() && is_header(line)).map_or(0, |at| at + 1);
    if lines.len() == rows.len() + usize::from(!header.is_empty()) {
        return lines[head..].iter().map(|(at, _)| from + at).collect();
    }
    // Rows of several lines each: a row begins with one of its first cells, for those that reach down from the row above
    // stand there alone. A row that is not recognised does not hide the two behind it.
    let mut waiting = rows;
    let mut starts = Vec::with_capacity(rows.len());
    for (at, line) in &lines[head..] {
        let begins =
            |row: &Vec<String>| cells(&row[..row.len().min(3)]).iter().any(|cell| line.trim_start().starts_with(cell));
        if let Some(row) = waiting.iter().take(3).position(begins) {
            starts.push(from + at);
            waiting = &waiting[row + 1..];
        }
    }
    starts
}

/// The first line of a cell that says anything.
fn first_words(cell: &str) -> Option<&str> {
    cell.lines().map(str::trim).find(|line| !line.is_empty())
}

/// Where the fields of an event record begin that is a run of words: behind the value of the field before.
fn fields(own: &str, from: usize, event: &EventRecord) -> Vec<usize> {
    let number = event.event_id.map(|id| id.to_string());
    let values = [
        event.type_text.as_deref(),
        event.log.as_deref(),
        event.source.as_deref(),
        event.category.as_deref(),
        number.as_deref(),
        event.user.as_deref(),
        event.computer.as_deref(),
    ];
    // The description is prose: what is in it is no field.
    let description = event.description.as_deref().filter(|words| !words.is_empty());
    let prose = description.and_then(|words| own.find(words)).unwrap_or(own.len());
    let mut starts: Vec<usize> = values
        .into_iter()
        .flatten()
        .filter_map(|value| {
            let (at, _) = own[..prose].match_indices(value).find(|(at, value)| {
                let before = own[..*at].trim_end();
                before.ends_with([':', '：']) && own[at + value.len()..].starts_with(char::is_whitespace)
            })?;
            let end = at + value.len();
            Some(end + own[end..].len() - own[end..].trim_start().len())
        })
        // A description without a label of its own begins a line, too.
        .chain((prose < own.len() && !own[..prose].trim_end().ends_with([':', '：'])).then_some(prose))
        .filter(|&start| start <= prose)
        .map(|start| from + start)
        .collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}
