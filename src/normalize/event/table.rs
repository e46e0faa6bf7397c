//! Which records stand in the cells of a table?
//!
//! Two shapes: a label and its value in neighbouring cells of each row, and a row of column labels over one record a row.
//! A table that documents numbers (number and meaning, nothing of source, log or type) quotes no record.

use crate::extract::RawTable;
use crate::span::Span;
use crate::vocabulary::events::{EventLabel as L, EventWords};

/// The labelled values of one record.
pub type Row = Vec<(L, Span)>;

/// The records of a table; `None` if it is no table of events.
pub fn rows(text: &str, table: &RawTable) -> Option<Vec<Row>> {
    columns(text, table).or_else(|| pairs(text, table))
}

/// What a cell labels, if it is nothing but a label.
fn label(cell: &str) -> Option<L> {
    let cell = cell.trim().trim_matches('*').trim_end_matches([':', '：']).trim_end();
    if cell.is_empty() || cell.len() > 40 {
        return None;
    }
    if let Some((_, field)) =
        EventWords::built_in().labels(cell).into_iter().next().filter(|(hit, _)| *hit == (0..cell.len()))
    {
        return Some(field);
    }
    // Column heads for the text of an event.
    ["event string", "message string", "event text", "event message"]
        .iter()
        .any(|w| cell.eq_ignore_ascii_case(w))
        .then_some(L::Description)
}

fn columns(text: &str, table: &RawTable) -> Option<Vec<Row>> {
    // Of several header rows the last names the columns.
    let header: Vec<Option<L>> =
        table.rows.get(table.header_rows.saturating_sub(1))?.iter().map(|cell| label(cell.of(text))).collect();
    let number = header.iter().position(|l| *l == Some(L::Id))?;
    let own = |l: &Option<L>| {
        matches!(l, Some(L::Source | L::Provider | L::Type | L::Level | L::Log | L::Category | L::Task))
    };
    let quoted = header.iter().any(own);
    if !quoted || header.len() < 2 || header.get(1).is_none() {
        return None;
    }
    let rows = table.rows.iter().skip(table.header_rows.max(1)).filter_map(|row| {
        let id = row.get(number)?.of(text).trim();
        if !id.trim_start_matches(['*', '`', '\\']).starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        Some(row.iter().zip(&header).filter_map(|(cell, label)| Some(((*label)?, *cell))).collect())
    });
    Some(rows.collect())
}

fn pairs(text: &str, table: &RawTable) -> Option<Vec<Row>> {
    let mut out: Vec<Row> = Vec::new();
    let mut row: Row = Vec::new();
    for cells in &table.rows {
        for pair in cells.chunks(2) {
            let [name, value] = pair else { continue };
            let Some(label) = label(name.of(text)) else { continue };
            if row.iter().any(|(other, _)| *other == label && label != L::Ignored) {
                out.push(std::mem::take(&mut row));
            }
            row.push((label, *value));
        }
    }
    out.push(row);
    out.retain(|row| {
        let stated = |own: L| row.iter().any(|(l, _)| *l == own);
        let number =
            |own: L| row.iter().any(|(l, v)| *l == own && v.of(text).trim().starts_with(|c: char| c.is_ascii_digit()));
        // `ID` alone says less than `Event ID`: TechNet's pages of events (2008) state source and message with it.
        number(L::Id) && (row.len() >= 3 || stated(L::Source))
            || number(L::BareId) && stated(L::Source) && stated(L::Description)
    });
    (!out.is_empty()).then_some(out)
}
