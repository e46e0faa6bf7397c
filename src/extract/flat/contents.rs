//! Which words list the article's headings, and which tell when it was written and how long it takes to read?
//!
//! Such a list stands behind "On this page" or "In this article". Its entries are headings' words, but open no
//! section: each comes again where its section begins.

use super::context::{self, Case};
use super::fields;
use crate::span::Span;
use crate::vocabulary::{Hit, LabelKind};

/// Longer lists are text.
const LONGEST: usize = 6000;

/// How far behind the start a page tells how long it takes to read.
const BYLINE: usize = 3000;

/// The lists of headings, without their label, in order.
pub(super) fn lists(text: &str, hits: &[Hit]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let labels = hits.iter().enumerate().filter(|(_, h)| h.label == Some(LabelKind::Contents));
    for (at, label) in labels.take(4) {
        let rest = &text[label.end..];
        let start = label.end + rest.len() - rest.trim_start_matches([':', '：', ' ', '\t', '\r']).len();
        let end = if text[start..].starts_with('\n') {
            lines_end(text, start)
        } else {
            run_end(text, &hits[at + 1..], start)
        };
        if let Some(end) = end {
            out.push((start, end));
        }
    }
    rows(text, hits, &mut out);
    out
}

/// Four headings and more in a row, each of which comes again: a list whose label nobody knows.
fn rows(text: &str, hits: &[Hit], out: &mut Vec<(usize, usize)>) {
    let heading = |h: &&Hit| h.heading.is_some() && context::case(&text[h.start..h.end]) != Case::Lower;
    let mut row: Vec<&Hit> = Vec::new();
    for hit in hits.iter().filter(heading).chain(hits.first()) {
        let beside = row.last().is_some_and(|last| {
            last.end <= hit.start && hit.start - last.end < 8 && text[last.end..hit.start].trim().is_empty()
        });
        let again = row.first().is_some_and(|first| text[first.start..first.end] == text[hit.start..hit.end]);
        if beside && !again && row.len() < 32 {
            row.push(hit);
            continue;
        }
        if let (4.., Some(first), Some(last)) = (row.len(), row.first(), row.last()) {
            // Rows are few, but a text may be made of them.
            let behind = hits.partition_point(|h| h.start < last.end);
            let near = hits[behind..].iter().filter(heading).take(200);
            let comes_again =
                |entry: &&&Hit| near.clone().any(|h| text[h.start..h.end] == text[entry.start..entry.end]);
            let known = row.iter().filter(comes_again).count();
            if known >= 4 && known + 1 >= row.len() && known == row.iter().take_while(comes_again).count() {
                out.push((first.start, row[known - 1].end.min(last.end)));
            }
        }
        row.clear();
        row.push(hit);
    }
}

/// Lines each of which stands again, as a line, further down.
fn lines_end(text: &str, start: usize) -> Option<usize> {
    let rest = &text[start..];
    let near = &rest[..rest.floor_char_boundary(LONGEST)];
    let mut entries: Vec<(&str, usize)> = Vec::new();
    let mut at = start;
    for line in near.split_inclusive('\n').take(64) {
        at += line.len();
        let line = line.trim();
        if line.len() > 160 {
            break;
        }
        if !line.is_empty() {
            // The second mention of the first entry begins the body.
            if entries.first().is_some_and(|e| e.0 == line) {
                break;
            }
            entries.push((line, at));
        }
    }
    let mut again = vec![false; entries.len()];
    let last = entries.last()?.1;
    for line in text[start..last].lines().chain(text[last..].lines()).map(str::trim).skip(entries.len()) {
        if let Some(at) = entries.iter().position(|e| e.0 == line) {
            again[at] = true;
        }
    }
    let known = again.iter().take_while(|a| **a).count();
    (known >= 2).then(|| entries[known - 1].1)
}

/// Phrases of the vocabulary in a row, the first of which comes again.
fn run_end(text: &str, hits: &[Hit], start: usize) -> Option<usize> {
    let mut end = start;
    let mut row = Vec::new();
    for hit in hits {
        let beside = text[end..hit.start].trim().is_empty();
        let phrase = hit.heading.is_some() && context::case(&text[hit.start..hit.end]) != Case::Lower;
        if !beside || !phrase || row.len() > 64 {
            break;
        }
        // The second mention of the first entry begins the body.
        let folded = |h: &Hit| text[h.start..h.end].to_lowercase();
        if row.first().is_some_and(|first| folded(first) == folded(hit)) {
            return Some(end);
        }
        row.push(*hit);
        end = hit.end;
    }
    // An entry may be the first words of the body's first heading: then it does not come again.
    let comes_again = |entry: &Hit| {
        let words = &text[entry.start..entry.end];
        hits.iter().skip(row.len()).any(|h| text[h.start..h.end] == *words)
    };
    let known = row.iter().take_while(|entry| comes_again(entry)).count();
    (known >= 2).then(|| row[known - 1].end)
}

/// `Article 02/24/2022 3 minutes to read 5 contributors`: all of it, and the date.
pub(super) fn byline(text: &str) -> Option<(Span, Option<Span>)> {
    let near = &text[..text.floor_char_boundary(BYLINE)];
    let (at, words) = ["minutes to read", "minute to read", "min read", "contributors", "contributor"]
        .iter()
        .filter_map(|words| near.find(words).map(|at| (at, *words)))
        .min_by_key(|found| found.0)?;
    let left = near[..at].trim_end();
    let number = left.bytes().rev().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&number) {
        return None;
    }
    let mut start = left.len() - number;
    let mut date = None;
    let left = near[..start].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '•' | '|' | '·'));
    let digits =
        left.bytes().rev().take(10).take_while(|b| b.is_ascii_digit() || matches!(b, b'/' | b'-' | b'.')).count();
    if digits >= 8 {
        let span = Span::new(left.len() - digits, left.len());
        date = Some(span);
        start = span.start as usize;
        let kind = left[..start].trim_end();
        if let Some(rest) = kind.strip_suffix("Article") {
            start = rest.len();
        }
    }
    let mut end = at + words.len();
    let behind = &text[end..];
    let inner = behind.trim_start();
    let count = inner.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let people = inner[count..].trim_start();
    if count > 0
        && let Some(word) = ["contributors", "contributor"].iter().find(|w| people.starts_with(**w))
    {
        end = text.len() - people.len() + word.len();
    }
    // People who contributed, without a day or a time, may be the article's own words.
    (date.is_some() || words.ends_with("read")).then_some((Span::new(start, end), date))
}

/// The field that the byline's date is.
pub(super) fn modified(text: &str, date: Span) -> crate::extract::Field {
    fields::field(text, crate::extract::FieldName::Modified, date)
}
