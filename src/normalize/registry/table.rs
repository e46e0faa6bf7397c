//! Which values does a table behind a key, or around it, state?
//!
//! A table whose head names the value, its type and its data gives a value a row; a table of two columns that pairs these
//! labels with their facts gives one.

use super::value::{Label, Value, kind_of, label, trimmed};
use crate::extract::{RawBlockKind, RawTable};
use crate::section::Sectioned;
use crate::span::Span;

/// No key has more values in one table.
const MOST_ROWS: usize = 200;

/// A table that pairs labels with facts is short.
const MOST_FACTS: usize = 12;

/// The values of the first table that begins in this reach, or that holds its start.
pub fn values(sectioned: &Sectioned, reach: Span) -> Vec<Value> {
    let blocks = &sectioned.extracted.blocks;
    let near = blocks.partition_point(|b| b.span.start < reach.start);
    // A table that holds the key began before it; a few blocks may be nested in that table.
    let around = blocks[..near].iter().rev().take(4).find(|b| b.span.end > reach.start);
    let behind = blocks[near..].iter().take_while(|b| b.span.start < reach.end);
    for block in around.into_iter().chain(behind) {
        let RawBlockKind::Table(table) = &block.kind else { continue };
        let holds = block.span.start < reach.start;
        return of_table(&sectioned.extracted.text, table, holds.then_some(reach.start));
    }
    Vec::new()
}

fn of_table(text: &str, table: &RawTable, key: Option<u32>) -> Vec<Value> {
    let Some((head, rows)) = table.rows.split_first() else { return Vec::new() };
    let labels: Vec<Option<Label>> = head.iter().map(|cell| label(cell.of(text))).collect();
    let named = labels.iter().position(|l| matches!(l, Some(Label::Name)));
    let typed = labels.iter().any(|l| matches!(l, Some(Label::Kind)));
    let mut out = Vec::new();
    if let (Some(_), true) = (named, typed) {
        // In a table of keys and values, only the row counts in which the key stands.
        let own = key.map(|at| rows.partition_point(|row| row.first().is_some_and(|cell| cell.start <= at)));
        let rows = match own {
            Some(behind) => &rows[behind.saturating_sub(1)..behind],
            None => &rows[..rows.len().min(MOST_ROWS)],
        };
        for row in rows {
            out.extend(value(text, labels.iter().copied().zip(row.iter().copied())));
        }
    } else if table.rows.len() <= MOST_FACTS && table.rows.iter().all(|row| row.len() == 2) {
        let pairs = table.rows.iter().map(|row| (label(row[0].of(text)), row[1]));
        out.extend(value(text, pairs).filter(|v| v.kind.is_some() && v.name.is_some()));
    }
    out
}

fn value(text: &str, cells: impl Iterator<Item = (Option<Label>, Span)>) -> Option<Value> {
    let mut value = Value::default();
    for (label, cell) in cells {
        let words = trimmed(cell.of(text));
        let filled = || (!words.is_empty() && words.len() <= 200).then(|| words.to_owned());
        match label {
            Some(Label::Name) if words.len() <= 100 => value.name = value.name.take().or_else(filled),
            Some(Label::Kind) => value.kind = value.kind.take().or_else(|| kind_of(words)),
            Some(Label::Data | Label::Value | Label::Setting) => value.data = value.data.take().or_else(filled),
            _ => {}
        }
    }
    (value.name.is_some() && value.kind.is_some()).then_some(value)
}
