//! What do a section's blocks look like in the record?
//!
//! A block, or the part of one, that an event record or a file table was read from stands for that record and does not
//! repeat its words; the section's `text` has them. What stands before and behind stays a block of its own.

use crate::extract::{RawBlock, RawBlockKind, RawTable};
use crate::model::{Block, EventRecord, FileVersion};
use crate::section::Sectioned;
use crate::span::Span;

/// A stretch of the linear text that records were read from.
#[derive(Clone, Copy)]
struct Stretch {
    span: Span,
    record: Record,
}

#[derive(Clone, Copy, PartialEq)]
enum Record {
    Event { index: u32 },
    Files { first: u32, count: u32 },
}

/// The blocks of all sections of an article, section by section.
pub fn blocks(sectioned: &Sectioned, events: &[EventRecord], files: &[FileVersion]) -> Vec<Vec<Block>> {
    let stretches = stretches(sectioned, events, files);
    let each = sectioned.sections.iter().map(|section| {
        let mut out = Vec::new();
        let mut given = None; // the record that the last block stood for: one that covers several blocks stands once
        for block in &sectioned.extracted.blocks[section.blocks.clone()] {
            let from = stretches.partition_point(|s| s.span.end <= block.span.start);
            let until = from + stretches[from..].partition_point(|s| s.span.start < block.span.end);
            push(sectioned, block, &stretches[from..until], &mut given, &mut out);
        }
        out
    });
    each.collect()
}

/// The stretches of all records in order; one that begins inside another is left out.
fn stretches(sectioned: &Sectioned, events: &[EventRecord], files: &[FileVersion]) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::with_capacity(events.len() + 4);
    for (index, event) in (0u32..).zip(events) {
        out.push(Stretch { span: event.span, record: Record::Event { index } });
    }
    for (first, row) in (0u32..).zip(files) {
        let at = |place: u32| sectioned.extracted.blocks.partition_point(|b| b.span.end <= place);
        if let Some(Stretch { span, record: Record::Files { count, .. } }) = out.last_mut()
            && row.span.start >= span.end
            && at(span.start) == at(row.span.start)
        {
            span.end = row.span.end;
            *count += 1;
        } else {
            out.push(Stretch { span: row.span, record: Record::Files { first, count: 1 } });
        }
    }
    out.retain(|s| !s.span.is_empty());
    out.sort_by_key(|s| s.span.start);
    let mut end = 0;
    out.retain(|s| {
        let free = s.span.start >= end;
        if free {
            end = s.span.end;
        }
        free
    });
    out
}

/// Appends a block, or the records that it holds and what stands around them.
fn push(sectioned: &Sectioned, block: &RawBlock, over: &[Stretch], given: &mut Option<Record>, out: &mut Vec<Block>) {
    let text = &sectioned.extracted.text;
    let mut rest = block.span;
    // In a table or a listing that holds nothing else, header and rule belong to the file table.
    let whole = matches!(over, [Stretch { record: Record::Files { .. }, .. }])
        && matches!(block.kind, RawBlockKind::Table(_) | RawBlockKind::Code { .. });
    for stretch in over {
        let span = if whole { block.span.trim_lines(text) } else { stretch.span };
        let before = Span { start: rest.start, end: span.start.max(rest.start) };
        part(text, block, before, out);
        if *given != Some(stretch.record) {
            *given = Some(stretch.record);
            out.push(match stretch.record {
                Record::Event { index } => Block::Event { index, span: stretch.span },
                Record::Files { first, count } => Block::FileTable { first, count, span },
            });
        }
        rest.start = if whole { rest.end } else { span.end.clamp(rest.start, rest.end) };
    }
    if rest == block.span {
        out.extend(plain(text, block));
    } else {
        part(text, block, rest, out);
    }
}

/// A piece of a block, if it says anything.
fn part(text: &str, block: &RawBlock, span: Span, out: &mut Vec<Block>) {
    let span = span.trim(text);
    if span.is_empty() {
        return;
    }
    let kind = match &block.kind {
        RawBlockKind::Code { language } => RawBlockKind::Code { language: language.clone() },
        _ => RawBlockKind::Paragraph,
    };
    out.extend(plain(text, &RawBlock { span, kind }));
}

/// A block without any record in it.
fn plain(text: &str, block: &RawBlock) -> Option<Block> {
    let own = |span: Span| span.of(text).to_owned();
    let span = block.span;
    Some(match &block.kind {
        RawBlockKind::Header | RawBlockKind::Chrome | RawBlockKind::Heading { .. } | RawBlockKind::Rule => return None,
        RawBlockKind::Paragraph => Block::Paragraph { text: own(span), span },
        RawBlockKind::ListItem { ordered, depth, text } => {
            Block::ListItem { ordered: *ordered, depth: *depth, text: own(*text), span }
        }
        RawBlockKind::Code { language } => Block::Code { language: language.clone(), text: own(span), span },
        RawBlockKind::Table(table) => cells(text, table, span),
        RawBlockKind::Note { label, text } => Block::Note { label: own(*label), text: own(*text), span },
    })
}

fn cells(text: &str, table: &RawTable, span: Span) -> Block {
    let mut rows = table.rows.iter().map(|row| row.iter().map(|cell| cell.of(text).to_owned()).collect::<Vec<_>>());
    // Of several header rows the last names the columns; those above it group them and stay among the rows.
    let mut grouped: Vec<Vec<String>> = rows.by_ref().take(table.header_rows).collect();
    let header = grouped.pop().unwrap_or_default();
    Block::Table { header, rows: grouped.into_iter().chain(rows).collect(), span }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Extracted;
    use crate::model::Form;

    fn sectioned(text: &str, kinds: &[(usize, usize, RawBlockKind)]) -> Sectioned {
        let mut extracted = Extracted::new(Form::Text, "pss-text", text.to_owned());
        for (start, end, kind) in kinds {
            extracted.blocks.push(RawBlock { span: Span::new(*start, *end), kind: kind.clone() });
        }
        crate::section::section(extracted, &crate::Options::default())
    }

    #[test]
    fn an_event_inside_a_paragraph_leaves_the_words_around_it() {
        let text = "You see: Event ID: 5 Source: X -- and so on.";
        let article = sectioned(text, &[(0, text.len(), RawBlockKind::Paragraph)]);
        let event = EventRecord { span: Span::new(9, 30), ..EventRecord::default() };
        let found = blocks(&article, &[event], &[]);
        let expected = [
            Block::Paragraph { text: "You see:".into(), span: Span::new(0, 8) },
            Block::Event { index: 0, span: Span::new(9, 30) },
            Block::Paragraph { text: "-- and so on.".into(), span: Span::new(31, 44) },
        ];
        assert_eq!(found[0], expected);
    }

    #[test]
    fn a_record_over_several_blocks_stands_once() {
        let text = "Event ID: 5\n\nThe disk is full.\n\nNext.";
        let kinds = [(0, 11), (13, 30), (32, 37)].map(|(start, end)| (start, end, RawBlockKind::Paragraph));
        let article = sectioned(text, &kinds);
        let event = EventRecord { span: Span::new(0, 30), ..EventRecord::default() };
        let found = blocks(&article, &[event], &[]);
        let next = Block::Paragraph { text: "Next.".into(), span: Span::new(32, 37) };
        assert_eq!(found[0], [Block::Event { index: 0, span: Span::new(0, 30) }, next]);
    }

    #[test]
    fn a_listing_with_an_event_below_its_files_gives_both_in_order() {
        let text = "Name Version\na.dll 1.0.1\nEvent ID: 5504";
        let article = sectioned(text, &[(0, text.len(), RawBlockKind::Code { language: None })]);
        let row = FileVersion { span: Span::new(13, 24), ..FileVersion::default() };
        let event = EventRecord { span: Span::new(25, 39), ..EventRecord::default() };
        let found = blocks(&article, &[event], &[row]);
        let head = Block::Code { language: None, text: "Name Version".into(), span: Span::new(0, 12) };
        let table = Block::FileTable { first: 0, count: 1, span: Span::new(13, 24) };
        assert_eq!(found[0], [head, table, Block::Event { index: 0, span: Span::new(25, 39) }]);
    }

    #[test]
    fn a_listing_of_files_is_one_table() {
        let text = "Name Version\n---\na.dll 1.0\nb.dll 1.1";
        let article = sectioned(text, &[(0, text.len(), RawBlockKind::Code { language: None })]);
        let row = |start, end| FileVersion { span: Span::new(start, end), ..FileVersion::default() };
        let found = blocks(&article, &[], &[row(17, 26), row(27, 36)]);
        assert_eq!(found[0], [Block::FileTable { first: 0, count: 2, span: Span::new(0, 36) }]);
    }
}
