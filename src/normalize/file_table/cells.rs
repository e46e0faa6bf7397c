//! Which rows does a table with cells hold?
//!
//! The head may be any of the first rows, or stand again further down; a row whose cells are all one and the same is a
//! caption for the rows below it. Tables of two columns that name one fact a row (`File name | Update.mum`) are read
//! as records, too.

use super::header::{self, Header};
use super::labels::{self, Column};
use super::line;
use super::row::RawRow;
use super::token;
use crate::extract::RawTable;
use crate::span::Span;

/// What a table's rows are to a reader.
pub enum Item {
    /// A new head.
    Header(Header),
    /// A caption over the rows that follow.
    Caption(Span),
    /// A row of files; several where its cells list several, one a line.
    Rows(Vec<RawRow>),
    /// A row under the head that names a file but cannot be read.
    Unread(Span),
}

/// Reads a table; nothing when it is no file table. `open` is the head of the table before, for groups without one.
pub fn read(text: &str, table: &RawTable, open: Option<&Header>) -> Vec<Item> {
    let mut out = Vec::new();
    let mut header: Option<Header> = None;
    if let Some(items) = records(text, table) {
        return items;
    }
    // Under a head that stands in the table before, rows count only if the columns are as many.
    let inherited = open.filter(|h| table.rows.first().is_some_and(|r| r.len() == h.columns.len()));
    for row in &table.rows {
        if let Some(found) = header::of_cells(text, row) {
            header = Some(found.clone());
            out.push(Item::Header(found));
            continue;
        }
        let Some(columns) = header.as_ref().or(inherited) else {
            // A head is not far from the top.
            if out.len() > 3 {
                break;
            }
            if let Some(caption) = caption(text, row) {
                out.push(Item::Caption(caption));
            }
            continue;
        };
        if let Some(caption) = caption(text, row) {
            out.push(Item::Caption(caption));
            continue;
        }
        match rows(text, row, columns) {
            Some(rows) => out.push(Item::Rows(rows)),
            None if header.is_some() && names_file(text, row, columns) => {
                out.push(Item::Unread(Span::new(row[0].start as usize, row[row.len() - 1].end as usize)));
            }
            None => {}
        }
    }
    if out.iter().any(|item| matches!(item, Item::Rows(_))) { out } else { Vec::new() }
}

fn caption(text: &str, row: &[Span]) -> Option<Span> {
    let mut filled = row.iter().filter(|s| !s.of(text).trim().is_empty());
    let first = filled.next()?;
    let alone = filled.all(|other| other == first || other.of(text) == first.of(text));
    (alone && !token::is_file_name(first.of(text).trim()) && first.len() < 400).then_some(*first)
}

fn names_file(text: &str, row: &[Span], header: &Header) -> bool {
    let cell = header.columns.iter().zip(row).find(|(p, _)| p.column.is_name()).map(|(_, s)| s.of(text).trim());
    cell.is_some_and(|c| token::is_file_name(c) && !c.contains(char::is_whitespace))
}

/// A row's cells by their columns.
fn rows(text: &str, row: &[Span], header: &Header) -> Option<Vec<RawRow>> {
    let span = Span::new(row.first()?.start as usize, row.iter().map(|s| s.end).max()? as usize);
    let cells: Vec<(Column, Span)> = header
        .columns
        .iter()
        .zip(row)
        .map(|(place, cell)| (place.column, cell.trim(text)))
        .filter(|(_, cell)| !cell.is_empty())
        .collect();
    let single = RawRow { span, cells, platform: None };
    if let Some(several) = listed(text, &single) {
        return Some(several);
    }
    if is_row(text, &single) {
        return Some(vec![single]);
    }
    // Cells out of line with the head: let the shapes decide.
    let tokens: Vec<token::Token> = row.iter().flat_map(|&cell| token::tokens(text, cell)).collect();
    line::read(text, &tokens, header, 0).filter(|r| r.exact).map(|r| vec![RawRow { span, ..r.row }])
}

/// Do the cells hold what their columns promise?
fn is_row(text: &str, row: &RawRow) -> bool {
    let Some(name) = row.name() else { return false };
    let name = name.of(text);
    let (mut fitting, mut strange) = (0, 0);
    for &(column, cell) in row.cells.iter().filter(|(c, _)| c.is_attribute()) {
        let cell = cell.of(text).trim();
        let fits = labels::is_nothing(cell) || fits(column, cell);
        if fits { fitting += 1 } else { strange += 1 }
    }
    let file = token::is_file_name(name.trim_matches(['`', '*', '"']))
        || token::is_file_name(&name.replace(char::is_whitespace, ""));
    if file { fitting >= 1 && fitting >= strange } else { fitting >= 2 && strange == 0 && name.chars().count() <= 80 }
}

fn fits(column: Column, cell: &str) -> bool {
    use crate::normalize::{date, version};
    let shapes = token::shapes(cell);
    match column {
        Column::Version => shapes.has(token::Shapes::VERSION) || version::parts(cell).is_some(),
        Column::Size | Column::SizeInUnits => {
            super::row::bytes(cell).is_some() || cell.starts_with(|c: char| c.is_ascii_digit())
        }
        Column::Date | Column::DateTime => {
            !matches!(date::parse_date(cell, date::DateOrder::Unknown), date::DateReading::Bad)
                || cell.split_whitespace().next().is_some_and(|w| token::shapes(w).has(token::Shapes::DATE))
        }
        Column::Time => date::parse_time(cell).is_some() || shapes.has(token::Shapes::NO_DATE),
        Column::Sha1 | Column::Sha256 => cell.len() >= 40 && cell.bytes().all(|b| b.is_ascii_hexdigit() || b == b' '),
        _ => true,
    }
}

/// Cells that list several files, one a line in each, or one a word where the line ends are lost.
fn listed(text: &str, row: &RawRow) -> Option<Vec<RawRow>> {
    let names = row.name()?;
    if !names.of(text).contains(char::is_whitespace) {
        return None;
    }
    let names: Vec<Span> = token::tokens(text, names).iter().map(|t| t.span).collect();
    let count = names.len();
    if count < 2 || !names.iter().all(|s| token::is_file_name(s.of(text))) {
        return None;
    }
    let mut columns: Vec<(Column, Vec<Span>)> = Vec::with_capacity(row.cells.len());
    for &(column, cell) in &row.cells {
        let mut parts = lines(text, cell);
        if parts.len() != count {
            parts = token::tokens(text, cell).iter().map(|t| t.span).collect();
        }
        if parts.len() != count {
            if column.is_attribute() || column.is_name() {
                return None;
            }
            parts = vec![cell; count];
        }
        columns.push((column, parts));
    }
    let rows: Vec<RawRow> = (0..count)
        .map(|n| RawRow {
            span: names[n],
            cells: columns.iter().map(|(column, parts)| (*column, parts[n])).collect(),
            platform: None,
        })
        .collect();
    rows.iter().all(|row| is_row(text, row)).then_some(rows)
}

fn lines(text: &str, cell: Span) -> Vec<Span> {
    let mut at = cell.start as usize;
    let mut out = Vec::new();
    for line in cell.of(text).split('\n') {
        let own = Span::new(at, at + line.len()).trim(text);
        if !own.is_empty() {
            out.push(own);
        }
        at += line.len() + 1;
    }
    out
}

/// Records of one fact a row: label and value in two columns, a new file at each name.
fn records(text: &str, table: &RawTable) -> Option<Vec<Item>> {
    let pairs: Vec<(Column, Span, Span)> = table
        .rows
        .iter()
        .filter(|row| row.len() == 2)
        .filter_map(|row| {
            let label = row[0].of(text);
            let column = if label.len() <= 60 { labels::column(label)? } else { return None };
            Some((column, row[0], row[1].trim(text)))
        })
        .collect();
    if pairs.len() < 3 || pairs.len() * 2 < table.rows.len() {
        return None;
    }
    let rows = gather(text, pairs.into_iter());
    (!rows.is_empty()).then(|| vec![Item::Rows(rows)])
}

/// Puts label and value pairs together: a name begins a new file.
pub fn gather(text: &str, pairs: impl Iterator<Item = (Column, Span, Span)>) -> Vec<RawRow> {
    let mut rows: Vec<RawRow> = Vec::new();
    for (column, label, value) in pairs {
        let start = column == Column::Name || (column == Column::WeakName && token::is_file_name(value.of(text)));
        if start {
            rows.push(RawRow {
                span: Span::new(label.start as usize, value.end as usize),
                cells: Vec::new(),
                platform: None,
            });
        }
        if let Some(row) = rows.last_mut() {
            row.span.end = row.span.end.max(value.end);
            row.cells.push((column, value));
        }
    }
    rows.retain(|row| is_row(text, row) && row.name().is_some_and(|n| token::is_file_name(n.of(text))));
    rows
}
