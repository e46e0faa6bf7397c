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
        None => begins().find_map(|at| several(text, blocks, at, false).or_else(|| several(text, blocks, at, true))),
    }
}

/// Slices of a text of which the first begins `at` a place in the linear text. Words may stand twice: with `nearest`, a
/// block is not where its place says if there are other words before, and it stands nearer, too.
fn several(text: &str, blocks: &[Placed], at: usize, nearest: bool) -> Option<Vec<Slice>> {
    let mut slices = vec![Slice { start: 0, end: text.len(), at }];
    let mut done = 0; // how far the blocks have been found
    for block in blocks {
        let current = *slices.last()?;
        let here = (block.start + current.start).checked_sub(current.at);
        let here = here.filter(|&own| own >= done && block.is_at(text, own));
        let is_next = here.is_some_and(|own| text.get(done..own).is_some_and(|gap| gap.trim().is_empty()));
        let nearer = if here.is_none() || nearest && !is_next { block.find(text, done) } else { None };
        match (here, nearer.filter(|&own| here != Some(own))) {
            (Some(own), None) => done = (own + block.length).min(text.len()),
            (_, own) => {
                let own = own?;
                // The slice begins where the block does, or at the line's first byte if there is but an indent before.
                let line = text[..own].rfind('\n').map_or(0, |end| end + 1);
                let begin = if text[line..own].trim().is_empty() { line } else { own };
                let joint = begin.checked_sub(1).filter(|&joint| joint >= current.start.max(done))?;
                slices.last_mut()?.end = joint;
                let at = (block.start + block.blank_lines()).checked_sub(own - begin)?;
                slices.push(Slice { start: begin, end: text.len(), at });
                done = (own + block.length - block.blank_lines()).min(text.len());
            }
        }
    }
    // Slices that overlap in the linear text are no slices of it.
    let apart = slices.windows(2).all(|pair| pair[0].at + (pair[0].end - pair[0].start) <= pair[1].at);
    apart.then_some(slices)
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
    /// Does it begin with an empty cell?
    blank_start: bool,
    /// Does it end with white space, which is not in a section's text if it is the last block? An empty cell is some.
    blank_end: bool,
    words: Words<'a>,
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
                (span, Words::Some([event.and_then(told).unwrap_or(""), ""]))
            }
            Block::FileTable { first, span, .. } => {
                (span, Words::Some([files.get(*first as usize).map_or("", |file| &file.name), ""]))
            }
        };
        let (indent, blank_end) = match words {
            Words::All(text) => (text.len() - text.trim_start().len(), text.ends_with(char::is_whitespace)),
            Words::Some(_) => (0, matches!(block, Block::Table { rows, .. } if ends_blank(rows))),
        };
        let blank_start = matches!(block, Block::Table { header, rows, .. } if begins_blank(header, rows));
        let (start, end) = (span.start as usize, (span.end as usize).max(span.start as usize));
        Placed { start, end, length: end - start, indent, blank_start, blank_end, words }
    }

    /// Does it stand in a section's text that begins at this place of the linear text? Blank lines that it begins with
    /// need not.
    fn is_in(&self, text: &str, at: usize) -> bool {
        match self.start.checked_sub(at) {
            Some(own) => self.is_at(text, own),
            None => {
                let left_out = at - self.start;
                let own = self.end.checked_sub(at).and_then(|end| text.get(..end));
                own.is_some_and(|own| match self.words {
                    Words::All(words) => words
                        .get(left_out..)
                        .is_some_and(|rest| rest.trim_end() == own.trim_end() && words[..left_out].trim().is_empty()),
                    // A table may begin with empty cells.
                    Words::Some(_) => self.blank_start && self.holds(own),
                })
            }
        }
    }

    /// Does it stand here in the section's text?
    fn is_at(&self, text: &str, at: usize) -> bool {
        let end = if self.blank_end { (at + self.length).min(text.len()) } else { at + self.length };
        text.get(at..end).is_some_and(|own| self.holds(own))
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

    /// Where it stands in the section's text, from `done` on, at the begin of a piece: without its blank lines.
    fn find(&self, text: &str, done: usize) -> Option<usize> {
        match self.words {
            Words::All(words) => Some(done + text.get(done..)?.find(words[self.blank_lines()..].trim_end())?),
            Words::Some([one, _]) => {
                let words = done + text.get(done..)?.find(one)?;
                let line = text[done..words].rfind('\n').map_or(done, |end| done + end + 1);
                let indent = text[line..].len() - text[line..].trim_start().len();
                // A file table is known by its first file, and begins with its head.
                let heads = memchr::memrchr_iter(b'\n', &text.as_bytes()[done..line]).map(|end| done + end + 1);
                let ends = |at: usize| {
                    text.get((at + self.length).min(text.len())..)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with('\n'))
                };
                let places =
                    [line, line + indent, words].into_iter().chain(heads.skip(1).take(MOST_HEADS)).chain([done]);
                places.into_iter().find(|&at| ends(at) && self.is_at(text, at))
            }
        }
    }
}

/// Lines that stand before the first file of a table, at most: its columns, a rule, what it is for.
const MOST_HEADS: usize = 8;

/// Is the first cell of a table empty?
fn begins_blank(header: &[String], rows: &[Vec<String>]) -> bool {
    header.first().or_else(|| rows.first()?.first()).is_some_and(|cell| cell.trim().is_empty())
}

/// Is the last cell of a table empty?
fn ends_blank(rows: &[Vec<String>]) -> bool {
    rows.last().and_then(|row| row.last()).is_some_and(|cell| cell.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The slices of a text whose blocks are these words, each where it is found in the linear text.
    fn found(linear: &str, text: &str, blocks: &[&str]) -> Option<Vec<Slice>> {
        let blocks = blocks.iter().map(|words| {
            let start = linear.find(words)?;
            Some(Block::Paragraph { text: (*words).to_owned(), span: Span::new(start, start + words.len()) })
        });
        let blocks: Vec<Block> = blocks.collect::<Option<_>>()?;
        slices_of(text, &blocks.iter().map(|block| Placed::new(&[], &[], block)).collect::<Vec<_>>())
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
        let after = Block::Paragraph { text: "0".into(), span: Span::new(38, 39) };
        let blocks = [table, after];
        let placed: Vec<Placed> = blocks.iter().map(|block| Placed::new(&[], &[], block)).collect();
        let slices = slices_of(text, &placed).expect("it is there");
        assert!(holds(linear, text, &slices), "{slices:?}");
    }

    #[test]
    fn words_that_stand_twice_are_told_apart() {
        let linear = "====\nA title of thirty letters, or so\n---\n----------------------------------------";
        let text = "====\n---\n----------------------------------------";
        let span = |start: usize, end: usize| Block::Paragraph {
            text: linear[start..end].to_owned(),
            span: Span::new(start, end),
        };
        let blocks = [span(0, 4), span(38, 41), span(42, 82)];
        let placed: Vec<Placed> = blocks.iter().map(|block| Placed::new(&[], &[], block)).collect();
        let slices = slices_of(text, &placed).expect("it is there");
        assert!(holds(linear, text, &slices), "{slices:?}");
    }

    #[test]
    fn a_file_table_begins_with_its_head() {
        let linear = "Words.\n\nA title\n\nFile name\tVersion\na.dll\t5.0";
        let text = "Words.\nFile name\tVersion\na.dll\t5.0";
        let words = Block::Paragraph { text: "Words.".into(), span: Span::new(0, 6) };
        let placed = Placed { words: Words::Some(["a.dll", ""]), ..Placed::new(&[], &[], &words) };
        let table = Placed { start: 17, end: 44, length: 27, ..placed };
        let slices = slices_of(text, &[Placed::new(&[], &[], &words), table]).expect("it is there");
        assert!(slices.len() == 2 && holds(linear, text, &slices), "{slices:?}");
    }

    #[test]
    fn a_text_that_is_not_there_is_nowhere() {
        assert_eq!(found("One. Two.", "One. Other.", &["One.", "Two."]), None);
        assert_eq!(slices_of("Words.", &[]), None);
    }
}
