//! Which event-log records does the article quote?
//!
//! `labels` finds where Event Viewer's labels stand, `scan` groups them into the heads of records, `description` says how
//! far the text behind a head belongs to it, `fields` and `parameters` read the values, `table` does the same for records
//! laid out in cells. A mention of an event in a sentence is no record; a stretch without the stem of a label is not
//! looked at.

mod description; // where a description begins and ends
mod fields; // values → typed fields
mod labels; // label-shaped places
mod lead; // the log that the sentence before a record names
mod parameters; // pairs in a description
mod scan; // which labels make a record
mod table; // records in cells
mod xml; // records as XML

#[cfg(test)]
mod tests;

use crate::diagnostic::{Code, Diagnostic};
use crate::extract::{Extracted, RawBlockKind};
use crate::model::{EventRecord, Form, SectionKind};
use crate::normalize::date::{DateOrder, DateReading, parse_date};
use crate::section::Sectioned;
use crate::span::Span;
use crate::vocabulary::events::{EventLabel, EventWords};
use description::Place;
use labels::Label;
use scan::Head;
use std::ops::Range;

/// Event records in document order.
pub fn events(sectioned: &Sectioned, notes: &mut Vec<Diagnostic>) -> Vec<EventRecord> {
    let text = &sectioned.extracted.text;
    let stems = &EventWords::built_in().stems;
    let mut out = Vec::new();
    for (at, section) in sectioned.sections.iter().enumerate() {
        if !section.body.iter().any(|slice| stems.is_match(slice.of(text))) {
            continue;
        }
        let mut stretch = Stretch { sectioned, section: at, order: DateOrder::Unknown, out: &mut out, notes };
        for slice in &section.body {
            stretch.slice(slice.range());
        }
    }
    out
}

/// A section's text while its records are read.
struct Stretch<'s> {
    sectioned: &'s Sectioned,
    section: usize,
    order: DateOrder,
    out: &'s mut Vec<EventRecord>,
    notes: &'s mut Vec<Diagnostic>,
}

impl Stretch<'_> {
    /// Reads one slice of a section: tables by their cells, all else by its labels.
    fn slice(&mut self, slice: Range<usize>) {
        let sectioned = self.sectioned;
        let mut from = slice.start;
        for block in &sectioned.extracted.blocks[sectioned.sections[self.section].blocks.clone()] {
            let RawBlockKind::Table(cells) = &block.kind else { continue };
            // A table may begin with empty cells; a section's words begin behind them.
            let span = block.span.trim(&sectioned.extracted.text).range();
            if span.start < from || span.end > slice.end {
                continue;
            }
            self.text(from..span.start);
            match table::rows(&sectioned.extracted.text, cells) {
                Some(rows) => rows.into_iter().for_each(|row| self.row(row)),
                None => {
                    // A table for layout: a cell may hold a whole record.
                    let mut last = span.start;
                    for cell in cells.rows.iter().flatten().filter(|cell| cell.len() > 40) {
                        if cell.start as usize >= last {
                            last = cell.end as usize;
                            self.text(cell.range());
                        }
                    }
                }
            }
            from = span.end;
        }
        self.text(from..slice.end);
    }

    /// Reads the records of a stretch of text.
    fn text(&mut self, range: Range<usize>) {
        let text = &self.sectioned.extracted.text;
        if range.is_empty() || !EventWords::built_in().stems.is_match(&text[range.clone()]) {
            return;
        }
        let labels = labels::labels(text, range.clone());
        let heads = scan::heads(text, &labels);
        self.order = date_order(text, &heads);
        let first = self.out.len();
        let mut before: Option<Before> = None;
        let references = self.sectioned.sections[self.section].kind == SectionKind::References;
        for (n, head) in heads.iter().enumerate() {
            if references && head.labels.len() == 1 {
                continue; // the title of a page about the event
            }
            let next = heads.get(n + 1).map(|h| h.labels[0]);
            let limit = next.map_or(range.end, |l| if l.leads { l.line } else { l.start });
            before = self.record(head, range.start, limit, next.is_some(), &labels, before);
        }
        self.xml(range, first);
    }

    /// Reads the events that stand as XML, but for those that repeat a record before them.
    fn xml(&mut self, range: Range<usize>, first: usize) {
        let text = &self.sectioned.extracted.text;
        let read = self.out.len();
        for place in xml::places(text, range.clone()) {
            // Records so far are in order, so the last that begins before the place is the one that may hold it.
            let n = self.out[first..read].partition_point(|r| r.span.start as usize <= place.start);
            let inside = n > 0 && place.start < self.out[first + n - 1].span.end as usize;
            let above = text[range.start..place.start].trim_end();
            let repeats = above.len() >= 4
                && above.is_char_boundary(above.len() - 4)
                && above[above.len() - 4..].eq_ignore_ascii_case("xml:");
            let Some(mut record) = xml::record(&text[place.clone()]).filter(|_| !inside && !repeats) else { continue };
            record.section = Some(Sectioned::id(self.section));
            record.span = Span::new(place.start, place.end);
            self.out.push(record);
        }
        self.out[first..].sort_by_key(|r| r.span.start);
    }

    /// Reads one record; says what the next one must know of it.
    fn record(
        &mut self,
        head: &Head,
        begin: usize,
        limit: usize,
        followed: bool,
        labels: &[Label],
        before: Option<Before>,
    ) -> Option<Before> {
        let text = &self.sectioned.extracted.text;
        let (first, last) = (head.labels[0], head.labels[head.labels.len() - 1]);
        let begin = before.as_ref().map_or(begin, |b| b.end).min(first.line.max(begin));
        let adjacent = before.filter(|b| {
            let between = text.get(b.end..first.start).unwrap_or("");
            between.lines().all(|line| {
                let line = line.trim();
                line.is_empty() || description::is_divider(line) || matches!(line, "-" | "*" | "•" | ">")
            })
        });
        let mut record = EventRecord { section: Some(Sectioned::id(self.section)), ..EventRecord::default() };
        let (values, tail) = values(text, head, limit, self.sectioned.extracted.lines);
        for (label, value) in head.labels.iter().zip(&values) {
            let at = Span::new(value.start, value.end);
            fields::set(&mut record, label.field, &text[value.clone()], at, self.order, self.notes);
        }
        let verbatim = self.verbatim_end(first.start);
        // `Event ID=271` over its message: a list of messages.
        let listed =
            head.labels.len() == 1 && text[..first.value].ends_with('=') && labels::follows_blank(text, first.line);
        let place = Place {
            indent: description::column(&text[first.line..]),
            lead: adjacent.as_ref().map_or_else(|| lead_column(text, begin, first.line), |b| b.lead),
            lines: self.sectioned.extracted.lines && first.leads,
            labelled: last.field == EventLabel::Description || listed,
            paragraph: self.is_paragraph(head, verbatim) || self.is_titled(head, begin, adjacent.is_some()),
            verbatim,
        };
        let mut body = description::extent(text, tail, limit, place, &|line| self.block_starts(line));
        if followed && !place.lines {
            body.end = body.start + description::without_lead_in(&text[body.clone()]);
        }
        let mut end = body.end.max(values.last().map_or(0, |v| v.end));
        let own = labels_in(labels, &body);
        if let Some(data) = own.iter().find(|l| l.field == EventLabel::Data && is_dump(&text[l.value..body.end])) {
            record.data = Some(text[data.value..body.end].trim().to_owned());
            body.end = data.start;
        }
        if let Some(xml) = own.iter().find(|l| l.field == EventLabel::Xml && l.leads) {
            body.end = body.end.min(xml.start);
        }
        body.end = self.trailing(&mut record, head, own, body.clone());
        let description = text[body.clone()].trim();
        if !description.is_empty() {
            let kept = place.lines && description.contains('\n');
            record.parameters =
                if kept || place.lines { parameters::in_lines(description) } else { parameters::in_run(description) };
            record.description = Some(description.to_owned());
        }
        if head.labels.len() == 1 && record.description.is_none() {
            return None; // a number and nothing more is a mention
        }
        if record.event_id.is_none() && !head.labels.iter().any(|l| l.field == EventLabel::Id) {
            let at = Span::new(first.start, end);
            self.notes.push(Diagnostic::at(Code::BadEventId, at, "an event record without an event ID"));
        }
        let named = adjacent.and_then(|b| b.log).or_else(|| lead::log(&text[begin..first.start]));
        if record.log.is_none() {
            record.log.clone_from(&named);
        }
        end = first.start + text[first.start..end].trim_end().len();
        record.span = Span::new(first.start, end);
        self.out.push(record);
        Some(Before { end, lead: place.lead, log: named })
    }

    /// Takes over a record that a table holds in cells.
    fn row(&mut self, row: table::Row) {
        let text = &self.sectioned.extracted.text;
        let mut record = EventRecord { section: Some(Sectioned::id(self.section)), ..EventRecord::default() };
        let mut span: Option<Span> = None;
        for (field, cell) in row {
            span = Some(span.map_or(cell, |s| Span { start: s.start.min(cell.start), end: s.end.max(cell.end) }));
            let value = cell.of(text).trim();
            match field {
                EventLabel::Description if !value.is_empty() => {
                    record.parameters = parameters::in_lines(value);
                    record.description = Some(value.to_owned());
                }
                EventLabel::Data if is_dump(value) => record.data = Some(value.to_owned()),
                EventLabel::Description | EventLabel::Xml => {}
                _ => fields::set(&mut record, field, value, cell, DateOrder::MonthFirst, self.notes),
            }
        }
        record.span = span.unwrap_or_default();
        self.out.push(record);
    }

    /// Fields that an article put behind a description: the last lines of the record, each a field not seen before.
    fn trailing(&mut self, record: &mut EventRecord, head: &Head, own: &[Label], body: Range<usize>) -> usize {
        let text = &self.sectioned.extracted.text;
        let mut end = body.start + text[body.clone()].trim_end().len();
        let mut taken = 0;
        for label in own.iter().rev().filter(|l| l.start > body.start) {
            if label.start >= end {
                continue;
            }
            let new = !matches!(
                label.field,
                EventLabel::Description | EventLabel::Data | EventLabel::Xml | EventLabel::Ignored | EventLabel::Id
            ) && !head.labels.iter().any(|l| l.field == label.field);
            let value = text[label.value.min(end)..end].trim();
            if !(new && label.leads && label.separated)
                || value.contains('\n')
                || value.len() > 60
                || label.line <= body.start
            {
                break;
            }
            end = body.start + text[body.start..label.line].trim_end().len();
            taken += 1;
        }
        let above = text[body.start..end].rsplit('\n').next().unwrap_or("").trim();
        if taken == 0 || parameters::is_pair(above) && text[body.start..end].contains('\n') {
            return body.end;
        }
        for label in own.iter().filter(|l| l.line >= end && l.start < body.end) {
            let line = labels::clip(&text[label.value..body.end], 200);
            let value = line.lines().next().unwrap_or("");
            let at = Span::new(label.value, label.value + value.len());
            fields::set(record, label.field, value, at, self.order, self.notes);
        }
        end
    }

    /// The block that a place stands in, as a position among the blocks.
    fn block_at(&self, at: usize) -> Option<usize> {
        let blocks = &self.sectioned.extracted.blocks;
        let n = blocks.partition_point(|b| b.span.start as usize <= at).checked_sub(1)?;
        (at < blocks[n].span.end as usize).then_some(n)
    }

    /// Where the block of code or preformatted text ends in which a record stands.
    fn verbatim_end(&self, at: usize) -> Option<usize> {
        let block = &self.sectioned.extracted.blocks[self.block_at(at)?];
        matches!(block.kind, RawBlockKind::Code { .. }).then_some(block.span.end as usize)
    }

    /// Is a head a paragraph of its own, with number, source and another field, in a form that indents nothing?
    fn is_paragraph(&self, head: &Head, verbatim: Option<usize>) -> bool {
        let marked = matches!(self.sectioned.extracted.form, Form::Html | Form::Markdown);
        let has = |field: EventLabel| head.labels.iter().any(|l| l.field == field);
        let rich = has(EventLabel::Id) && has(EventLabel::Source) && head.labels.len() >= 3;
        marked && verbatim.is_none() && rich && head.labels[0].leads
    }

    /// Is a head nothing but the number, in a paragraph of its own that a sentence or another record announces?
    fn is_titled(&self, head: &Head, begin: usize, adjacent: bool) -> bool {
        let Extracted { text, form, .. } = &self.sectioned.extracted;
        let [only] = head.labels[..] else { return false };
        let rest = labels::clip(&text[only.value..], 40);
        let number = rest.split('\n').next().unwrap_or("").trim();
        let announced = adjacent || text.get(begin..only.line).unwrap_or("").trim_end().ends_with(':');
        matches!(form, Form::Html | Form::Markdown)
            && only.leads
            && announced
            && number.bytes().all(|b| b.is_ascii_digit())
            && labels::follows_blank(text, only.line)
    }

    /// Does a block of the article begin on the line that begins here?
    fn block_starts(&self, line: usize) -> bool {
        let text = &self.sectioned.extracted.text;
        let indent = text[line..].bytes().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let blocks = &self.sectioned.extracted.blocks;
        let n = blocks.partition_point(|b| (b.span.start as usize) < line);
        blocks.get(n).is_some_and(|b| b.span.start as usize <= line + indent)
    }
}

/// What a record's successor must know of it.
struct Before {
    /// Where it ends.
    end: usize,
    /// Its [`Place::lead`].
    lead: usize,
    /// The log that was named before it.
    log: Option<String>,
}

/// The values of a head's labels, and where the text behind the head begins.
fn values(text: &str, head: &Head, limit: usize, lines: bool) -> (Vec<Range<usize>>, usize) {
    let mut out = Vec::with_capacity(head.labels.len());
    let mut below = false; // does an earlier label have its value on the next line?
    for pair in head.labels.windows(2) {
        let end = if pair[1].leads { pair[1].line } else { pair[1].start };
        let value = &text[pair[0].value..end.max(pair[0].value)];
        below |= value.starts_with('\n') && !value.trim().is_empty();
        out.push(pair[0].value..end.max(pair[0].value));
    }
    // A head has a label, or it would not have been kept.
    let last = head.labels[head.labels.len() - 1];
    let from = last.value.min(limit);
    if last.field == EventLabel::Description {
        out.push(from..from);
        return (out, from);
    }
    let stop = |at: usize| memchr::memchr(b'\n', &text.as_bytes()[at..limit]).map_or(limit, |n| at + n);
    let mut end = stop(from);
    if below && text[from..end].trim().is_empty() && end < limit {
        end = stop(end + 1);
    }
    let mut tail = (end + 1).min(limit);
    let rest = &text[from..end];
    if last.field == EventLabel::Id {
        // `Event ID: 3 (1102) Node Configuration Error`: what stands behind the number is the description.
        let number = rest.len()
            - rest
                .trim_start_matches(|c: char| !c.is_alphanumeric())
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .len();
        let behind = rest[number..]
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | ',' | '-' | '–' | '*' | '`'));
        if !behind.trim().is_empty() {
            let at = end - behind.len();
            out.push(from..from + number);
            return (out, at);
        }
    } else if !lines || rest.len() > 80 || !last.leads {
        let value = fields::inline_value(last.field, rest);
        if value < rest.trim_end().len() {
            end = from + value;
            tail = end;
        }
    }
    out.push(from..end);
    (out, tail)
}

/// The column in which the text before a record begins.
fn lead_column(text: &str, begin: usize, line: usize) -> usize {
    let above = text[begin..line].trim_end();
    let start = above.rfind('\n').map_or(0, |n| n + 1);
    description::text_column(&above[start..])
}

/// The labels that stand inside a range.
fn labels_in<'l>(labels: &'l [Label], range: &Range<usize>) -> &'l [Label] {
    let from = labels.partition_point(|l| l.start < range.start);
    let to = labels.partition_point(|l| l.start < range.end);
    &labels[from..to.max(from)]
}

/// Bytes or words as Event Viewer dumps them: `0000: 05 00 00 00`, or only the words.
fn is_dump(value: &str) -> bool {
    let value = labels::clip(value.trim_start(), 60);
    let words = value.split_whitespace().take(4);
    let hex = |w: &str| {
        let w = w.trim_end_matches([':', ',', '.']).trim_start_matches("0x");
        w.len() >= 2 && w.len() <= 8 && w.bytes().all(|b| b.is_ascii_hexdigit()) && w.len().is_multiple_of(2)
    };
    value.starts_with(|c: char| c.is_ascii_hexdigit()) && words.take(3).all(hex)
}

/// The order of day and month in a stretch's dates: as one of them proves it, else as the American publisher writes.
fn date_order(text: &str, heads: &[Head]) -> DateOrder {
    let dates =
        heads.iter().flat_map(|h| &h.labels).filter(|l| matches!(l.field, EventLabel::Date | EventLabel::Logged));
    for label in dates {
        let value = labels::clip(&text[label.value..], 40);
        let day = value.trim_start().split(|c: char| c.is_whitespace()).next().unwrap_or("");
        if !matches!(parse_date(day, DateOrder::Unknown), DateReading::Date(_)) || !day.contains('/') {
            continue;
        }
        let first: u32 = day.split('/').next().and_then(|n| n.parse().ok()).unwrap_or(0);
        match first {
            13..=31 => return DateOrder::DayFirst,
            32.. => return DateOrder::YearFirst,
            _ => return DateOrder::MonthFirst,
        }
    }
    DateOrder::MonthFirst
}
