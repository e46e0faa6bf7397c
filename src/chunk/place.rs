//! Where in the linear text does a section's text stand?
//!
//! The record does not say it outright: a section's text is one slice of the linear text, or several with line ends
//! between where the site's matter stood in the middle. Its blocks have places in both, so they tell how the two lie to
//! each other. What cannot be told of a record that others changed is not guessed.

use crate::model::{Article, Block, EventRecord, FileVersion, Section};
use crate::span::Span;
use std::ops::Range;

/// A slice of a section's text that stands in the linear text as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// First byte in the section's text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Where the first byte stands in the linear text.
    pub at: usize,
}

/// How a section's text lies in the linear text: slices in order, which leave out only line ends between them. None if
/// the record does not tell.
pub fn slices(article: &Article, section: &Section) -> Option<Vec<Slice>> {
    if section.text.trim().is_empty() {
        return Some(Vec::new());
    }
    let placed = |block| Placed::new(&article.events, &article.files, block);
    slices_of(&section.text, &section.blocks.iter().map(placed).collect::<Vec<_>>())
}

fn slices_of(text: &str, blocks: &[Placed]) -> Option<Vec<Slice>> {
    let (first, last) = (blocks.first()?, blocks.last()?);
    // The text begins where the first block does, or at the indent of its line, which the block need not have.
    let indent = text.len() - text.trim_start().len();
    let begins = [Some(first.start), (first.start + first.indent).checked_sub(indent)];
    let begins = || begins.iter().copied().flatten();
    let whole = |at: usize| at + text.len() == last.end;
    let fits = |at: usize| blocks.iter().all(|block| block.is_in(text, at));
    let one = begins().find(|&at| whole(at) && fits(at)).or_else(|| begins().find(|&at| fits(at)));
    // Or it begins behind blank lines of the first block, as far before the end of the last one as it is long.
    let later = || last.end.checked_sub(text.len()).filter(|&at| (first.start..=first.end).contains(&at) && fits(at));
    match one.or_else(later) {
        Some(at) => Some(vec![Slice { start: 0, end: text.len(), at }]),
        None => [true, false].iter().find_map(|&to_end| begins().find_map(|at| several(text, blocks, at, to_end))),
    }
}

/// Places that are tried, of all blocks together, until it is given up: words may stand in many. Each slice takes one.
const MOST_TRIED: usize = 4096;

/// Slices of a text of which the first begins `at` a place in the linear text; with `to_end`, nothing is behind the last
/// block. Where a block can stand in several places, they are tried in turn: behind the one before it as it is in the linear
/// text, or at the begin of a slice of its own.
fn several(text: &str, blocks: &[Placed], at: usize, to_end: bool) -> Option<Vec<Slice>> {
    let mut slices = vec![Slice { start: 0, end: text.len(), at }];
    let mut frames = vec![Frame { slices: 1, done: 0, others: None, is_tried: false }];
    let mut turns = 0;
    while let Some(at_block) = frames.len().checked_sub(1) {
        let frame = frames.last_mut()?;
        let done = frame.done;
        slices.truncate(frame.slices);
        let current = slices.last_mut()?;
        current.end = text.len();
        let current = *current;
        let block = blocks.get(at_block)?;
        let next = if !frame.is_tried {
            frame.is_tried = true;
            block.behind(text, &current, done)
        } else {
            turns += 1;
            if turns > MOST_TRIED {
                return None;
            }
            let Some(own) = frame.others.get_or_insert_with(|| block.places(text, done)).pop() else {
                frames.pop();
                continue;
            };
            block.opens(text, own, &current, done).map(|slice| {
                let joint = slice.start - 1;
                if let Some(last) = slices.last_mut() {
                    last.end = joint;
                }
                slices.push(slice);
                own + block.length - block.blank_lines()
            })
        };
        let Some(done) = next.map(|done| done.min(text.len())) else { continue };
        if frames.len() < blocks.len() {
            frames.push(Frame { slices: slices.len(), done, others: None, is_tried: false });
            continue;
        }
        // Slices that overlap in the linear text are no slices of it.
        let apart = slices.windows(2).all(|pair| pair[0].at + (pair[0].end - pair[0].start) <= pair[1].at);
        if apart && (!to_end || text.get(done..).is_none_or(|rest| rest.trim().is_empty())) {
            return Some(slices);
        }
    }
    None
}

/// A block that is being placed.
struct Frame {
    /// Slices before it, with the one that it may stand in.
    slices: usize,
    /// How far the blocks before it reach.
    done: usize,
    /// Places that were not tried yet, the next one last.
    others: Option<Vec<usize>>,
    /// Was it tried behind the block before it?
    is_tried: bool,
}

/// The places in the linear text of a stretch of a section's text; read one behind the other, with line ends between
/// them, they are the stretch.
pub fn spans(slices: &[Slice], range: &Range<usize>) -> impl Iterator<Item = Span> {
    let range = range.clone();
    let from = slices.partition_point(|slice| slice.end <= range.start);
    slices[from..].iter().take_while(move |slice| slice.start < range.end).map(move |slice| {
        let (start, end) = (range.start.max(slice.start), range.end.min(slice.end));
        Span::new(slice.at + start - slice.start, slice.at + end.max(start) - slice.start)
    })
}

/// The stretch of a section's text that has a place in the linear text.
pub fn stretch(slices: &[Slice], span: Span) -> Option<Range<usize>> {
    let (start, end) = (span.start as usize, span.end as usize);
    let slice = slices.iter().rev().find(|slice| slice.at <= start)?;
    let end = end.min(slice.at + (slice.end - slice.start));
    (start < end).then(|| slice.start + (start - slice.at)..slice.start + (end - slice.at))
}

/// A block's place in the linear text, and words by which it is known.
struct Placed<'a> {
    start: usize,
    end: usize,
    length: usize,
    /// White space that it begins with.
    indent: usize,
    /// The last cell of a table that is not empty; the words are the first one.
    last_cell: Option<&'a str>,
    /// Does it end with white space, which is not in a section's text if it is the last block? An empty cell is some.
    blank_end: bool,
    words: Words<'a>,
    /// Where its first row stands in it, if it is a file table.
    row: Option<Range<usize>>,
}

enum Words<'a> {
    /// Its text is these.
    All(&'a str),
    /// These stand in it, one behind the other.
    Some([&'a str; 2]),
}

impl<'a> Placed<'a> {
    fn new(events: &'a [EventRecord], files: &'a [FileVersion], block: &'a Block) -> Placed<'a> {
        let (span, words) = match block {
            Block::Paragraph { text, span } | Block::Code { text, span, .. } => (span, Words::All(text)),
            Block::ListItem { text, span, .. } => (span, Words::Some([text, ""])),
            Block::Note { label, text, span } => (span, Words::Some([label, text])),
            Block::Table { header, rows, span } => {
                let mut cells = header.iter().chain(rows.iter().flatten());
                let first = cells.find(|cell| !cell.trim().is_empty());
                (span, Words::Some([first.map_or("", String::as_str), ""]))
            }
            Block::Event { index, span } => {
                let event = events.get(*index as usize);
                let told = |event: &'a EventRecord| event.source.as_deref().or(event.type_text.as_deref());
                (span, Words::Some([event.and_then(told).map_or("", first_word), ""]))
            }
            Block::FileTable { first, span, .. } => {
                (span, Words::Some([files.get(*first as usize).map_or("", |file| first_word(&file.name)), ""]))
            }
        };
        let (start, end) = (span.start as usize, (span.end as usize).max(span.start as usize));
        let (indent, blank_end) = match words {
            Words::All(text) => (text.len() - text.trim_start().len(), text.ends_with(char::is_whitespace)),
            Words::Some(_) => (0, matches!(block, Block::Table { rows, .. } if ends_blank(rows))),
        };
        let row = match block {
            Block::FileTable { first, .. } => files.get(*first as usize).map(|file| file.span.range()),
            _ => None,
        };
        // A row whose last cell is empty goes on to the end of its line, the table does not.
        let row = row.and_then(|row| Some(row.start.checked_sub(start)?..row.end.min(end).checked_sub(start)?));
        let last_cell = match block {
            Block::Table { header, rows, .. } => {
                let mut cells = header.iter().chain(rows.iter().flatten()).rev();
                cells.find(|cell| !cell.trim().is_empty()).map(|cell| cell.trim_end())
            }
            _ => None,
        };
        Placed { start, end, length: end - start, indent, last_cell, blank_end, words, row }
    }

    /// Does it stand in a section's text that begins at this place of the linear text? Blank lines that it begins with
    /// need not.
    fn is_in(&self, text: &str, at: usize) -> bool {
        match self.start.checked_sub(at) {
            Some(own) => self.is_at(text, own),
            None => {
                let left_out = at - self.start;
                let own = self.end.checked_sub(at).and_then(|end| text.get(..self.end_in(text, end)));
                own.is_some_and(|own| match self.words {
                    Words::All(words) => words
                        .get(left_out..)
                        .is_some_and(|rest| rest.trim_end() == own.trim_end() && words[..left_out].trim().is_empty()),
                    // A table may begin with empty cells, or an empty row; a file table with blank lines.
                    Words::Some([first, _]) => {
                        let is_whole = |last: &&str| own.starts_with(first) && own.trim_end().ends_with(last);
                        self.last_cell.as_ref().is_some_and(is_whole) || self.has_row(own, left_out)
                    }
                })
            }
        }
    }

    /// Where it ends in a section's text, where it should end here: the last block is there without white space at its end.
    fn end_in(&self, text: &str, end: usize) -> usize {
        if self.blank_end { end.min(text.len()) } else { end }
    }

    /// Does it stand here in the section's text?
    fn is_at(&self, text: &str, at: usize) -> bool {
        text.get(at..self.end_in(text, at + self.length)).is_some_and(|own| self.holds(own) && self.names_row(own))
    }

    /// Does its first row stand where it should in this, its own text without so many bytes at the begin?
    fn has_row(&self, own: &str, left_out: usize) -> bool {
        let (Some(row), Words::Some([name, _])) = (&self.row, &self.words) else { return false };
        let row = row.start.checked_sub(left_out).map(|start| start..row.end - left_out);
        row.is_some_and(|row| is_row(own, row, name))
    }

    /// If it is a file table, does its first row stand where it should in this?
    fn names_row(&self, own: &str) -> bool {
        let (Some(row), Words::Some([name, _])) = (&self.row, &self.words) else { return true };
        is_row(own, row.clone(), name)
    }

    /// Are these its words?
    fn holds(&self, own: &str) -> bool {
        match self.words {
            Words::All(words) => own.trim_end() == words.trim_end(),
            Words::Some([one, two]) => own.find(one).is_some_and(|at| own[at + one.len()..].contains(two)),
        }
    }

    /// Bytes of the blank lines that it begins with.
    fn blank_lines(&self) -> usize {
        match self.words {
            Words::All(words) => words[..self.indent].rfind('\n').map_or(0, |end| end + 1),
            Words::Some(_) => 0,
        }
    }

    /// Where it ends if it stands as far behind the begin of a slice as in the linear text, and not before `done`.
    fn behind(&self, text: &str, slice: &Slice, done: usize) -> Option<usize> {
        match (self.start + slice.start).checked_sub(slice.at) {
            Some(own) => (own >= done && self.is_at(text, own)).then_some(own + self.length),
            // The first one may begin with blank lines that are not in the text.
            None => (slice.start == 0 && self.is_in(text, slice.at)).then(|| self.end.saturating_sub(slice.at)),
        }
    }

    /// The slice that it opens here, where a line begins or there is but an indent before.
    fn opens(&self, text: &str, own: usize, current: &Slice, done: usize) -> Option<Slice> {
        let line = text[..own].rfind('\n').map_or(0, |end| end + 1);
        let begin = if text[line..own].trim().is_empty() { line } else { own };
        // Slices are joined by line ends.
        let joint = begin.checked_sub(1).filter(|&joint| joint >= current.start.max(done))?;
        text.as_bytes().get(joint).filter(|&&byte| byte == b'\n')?;
        let at = (self.start + self.blank_lines()).checked_sub(own - begin)?;
        Some(Slice { start: begin, end: text.len(), at })
    }

    /// Where it may stand in the section's text, from `done` on, at the begin of a slice, without its blank lines: the
    /// likeliest last.
    fn places(&self, text: &str, done: usize) -> Vec<usize> {
        let Some(rest) = text.get(done..) else { return Vec::new() };
        let mut places: Vec<usize> = match self.words {
            Words::All(words) => {
                let words = words[self.blank_lines()..].trim_end();
                memchr::memmem::find_iter(rest.as_bytes(), words).take(MOST_PLACES).map(|at| done + at).collect()
            }
            Words::Some([one, _]) => {
                let Some(words) = rest.find(one).map(|at| done + at) else { return Vec::new() };
                let line = text[done..words].rfind('\n').map_or(done, |end| done + end + 1);
                let indent = text[line..].len() - text[line..].trim_start().len();
                // A file table is known by its first file, and begins with its head, which may have many lines.
                let heads = memchr::memrchr_iter(b'\n', &text.as_bytes()[done..line]).map(|end| done + end + 1);
                let heads = heads.chain([done]).filter(|&at| text.get(at..).is_some_and(|own| self.has_row(own, 0)));
                let ends = |at: usize| {
                    text.get((at + self.length).min(text.len())..)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with('\n'))
                };
                let places = [line, line + indent, words].into_iter().chain(heads.take(MOST_PLACES));
                places.filter(|&at| ends(at) && self.is_at(text, at)).collect()
            }
        };
        places.reverse();
        places
    }
}

/// Places where a block may stand that are looked at.
const MOST_PLACES: usize = 8;

/// Does a row with this name stand just here? One letter off, it would begin with the white space
/// before it, or within a word.
fn is_row(own: &str, row: Range<usize>, name: &str) -> bool {
    let Some((before, row)) = own.get(..row.start).zip(own.get(row)) else { return false };
    let apart = before.chars().next_back().is_none_or(|c| c.is_whitespace() || c == '|');
    apart && !row.starts_with(char::is_whitespace) && row.contains(name)
}

/// What a value begins with: between its words the article may have more white space than the value.
fn first_word(value: &str) -> &str {
    value.split_whitespace().next().unwrap_or("")
}

/// Is the last cell of a table empty?
fn ends_blank(rows: &[Vec<String>]) -> bool {
    rows.last().and_then(|row| row.last()).is_some_and(|cell| cell.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A paragraph of what stands here.
    fn paragraph(linear: &str, place: Range<usize>) -> Block {
        Block::Paragraph { text: linear[place.clone()].to_owned(), span: Span::new(place.start, place.end) }
    }

    /// The slices of a text that consists of these blocks.
    fn placed(text: &str, blocks: &[Block]) -> Option<Vec<Slice>> {
        slices_of(text, &blocks.iter().map(|block| Placed::new(&[], &[], block)).collect::<Vec<_>>())
    }

    /// The slices of a text whose blocks are these words, each where it is found in the linear text.
    fn found(linear: &str, text: &str, blocks: &[&str]) -> Option<Vec<Slice>> {
        let place = |words: &&str| linear.find(words).map(|start| start..start + words.len());
        let blocks: Option<Vec<Block>> = blocks.iter().map(|words| Some(paragraph(linear, place(words)?))).collect();
        placed(text, &blocks?)
    }

    /// Does the text stand in the linear text where the slices say?
    fn holds(linear: &str, text: &str, slices: &[Slice]) -> bool {
        let quoted: Vec<&str> = spans(slices, &(0..text.len())).map(|span| span.of(linear)).collect();
        quoted.join("\n") == text
    }

    #[test]
    fn a_text_is_one_slice_with_or_without_its_indent() {
        for (linear, text, blocks) in [
            ("CAUSE\n\nOne.\n\nTwo.\n", "One.\n\nTwo.", &["One.", "Two."][..]),
            ("CAUSE\n\n   One.\n   Two.", "   One.\n   Two.", &["   One.\n   Two."]),
            ("CAUSE\n\n   One.\n   Two.", "   One.\n   Two.", &["One.\n   Two."]),
            ("CODE\n\nif x\n  y\n \n  ", "if x\n  y", &["if x\n  y\n \n  "]),
            ("CODE \n\t\n  if x", "  if x", &["\t\n  if x"]),
        ] {
            let slices = found(linear, text, blocks).expect("it is there");
            assert!(slices.len() == 1 && holds(linear, text, &slices), "{text:?}: {slices:?}");
        }
    }

    #[test]
    fn a_text_that_something_stood_within_is_several_slices() {
        let linear = "CAUSE\n\nOne.\n\nBack to the top\n\n  Two.\n\nThree.\n\nPrint\n\nFour.\n";
        let text = "One.\n  Two.\n\nThree.\nFour.";
        let slices = found(linear, text, &["One.", "  Two.", "Three.", "Four."]).expect("it is there");
        assert!(slices.len() == 3 && holds(linear, text, &slices), "{slices:?}");
        let middle: Vec<Span> = spans(&slices, &(5..11)).collect();
        assert_eq!(middle.iter().map(|span| span.of(linear)).collect::<Vec<_>>(), ["  Two."]);
    }

    #[test]
    fn blank_lines_at_the_begin_of_a_piece_are_not_in_the_text() {
        let linear = "One.\n\nA title\n\n\n  Two.\n";
        let slices = found(linear, "One.\n  Two.", &["One.", "\n  Two."]).expect("it is there");
        assert!(slices.len() == 2 && holds(linear, "One.\n  Two.", &slices), "{slices:?}");
    }

    #[test]
    fn a_table_that_a_title_stands_behind_is_a_slice_of_its_own() {
        let linear = "File name\tVersion\na.dll\t5.0\n\nA title\n\n0\n";
        let text = "File name\tVersion\na.dll\t5.0\n0";
        let cells = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let table = Block::Table {
            header: cells(["File name", "Version"]),
            rows: vec![cells(["a.dll", "5.0"])],
            span: Span::new(0, 27),
        };
        let slices = placed(text, &[table, paragraph(linear, 38..39)]).expect("it is there");
        assert!(holds(linear, text, &slices), "{slices:?}");
    }

    #[test]
    fn blank_lines_at_the_begin_of_the_text_are_not_in_it() {
        let linear = "\nOne.\n\nA title\n\nTwo.";
        let slices = found(linear, "One.\nTwo.", &["\nOne.", "Two."]).expect("it is there");
        assert!(slices.len() == 2 && holds(linear, "One.\nTwo.", &slices), "{slices:?}");
    }

    #[test]
    fn words_that_stand_twice_are_told_apart() {
        let linear = "====\nA title of thirty letters, or so\n---\n----------------------------------------";
        let text = "====\n---\n----------------------------------------";
        let blocks = [0..4, 38..41, 42..82].map(|place| paragraph(linear, place));
        let slices = placed(text, &blocks).expect("it is there");
        assert!(holds(linear, text, &slices), "{slices:?}");
    }

    #[test]
    fn a_file_table_begins_with_its_head() {
        let linear = "Words.\n\nA title\n\nFile name\tVersion\na.dll\t5.0";
        let text = "Words.\nFile name\tVersion\na.dll\t5.0";
        let words = paragraph(linear, 0..6);
        let table = Placed { row: Some(18..27), ..table(17, 44) };
        let slices = slices_of(text, &[Placed::new(&[], &[], &words), table]).expect("it is there");
        assert!(slices.len() == 2 && holds(linear, text, &slices), "{slices:?}");
    }

    #[test]
    fn a_file_table_may_begin_with_blank_lines() {
        let linear = "A title\n\n\nFile name\tVersion\na.dll\t5.0";
        let text = "File name\tVersion\na.dll\t5.0";
        let slices = slices_of(text, &[Placed { row: Some(19..28), ..table(9, 37) }]).expect("it is there");
        assert!(slices.len() == 1 && holds(linear, text, &slices), "{slices:?}");
    }

    /// A file table of one file.
    fn table<'a>(start: usize, end: usize) -> Placed<'a> {
        let words = Words::Some(["a.dll", ""]);
        Placed { start, end, length: end - start, indent: 0, last_cell: None, blank_end: false, words, row: None }
    }

    #[test]
    fn a_text_that_is_not_there_is_nowhere() {
        assert_eq!(found("One. Two.", "One. Other.", &["One.", "Two."]), None);
        assert_eq!(slices_of("Words.", &[]), None);
    }
}
