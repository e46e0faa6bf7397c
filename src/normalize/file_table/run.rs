//! Which rows follow a head in a run of words, where line ends are lost?
//!
//! A word joins the row while its column lies behind the last one; a word that only fits a column before it begins the
//! next row. A few words that fit none may stand between rows (the caption of a group, a description); more end the table.

use super::header::Header;
use super::labels::Column;
use super::row::RawRow;
use super::token::{Lexer, Shapes, Token};
use crate::span::Span;

/// Rows of a run, and what stands between them.
pub enum Item {
    Row(RawRow),
    /// Words between rows.
    Between(Span),
    /// Typed words that make no row.
    Unread(Span),
}

/// This many words that are no cell end the table.
const PATIENCE: usize = 16;

#[derive(Default)]
struct Row {
    cells: Vec<(usize, Span)>,
    /// Words stood before it that belong to no row, so that it must be beyond doubt.
    doubtful: bool,
    platform: Option<Span>,
}

/// Reads rows from the end of the head on; returns them with the place where the table ends.
pub fn read(text: &str, header: &Header, end: usize) -> (Vec<Item>, usize) {
    let mut out = Vec::new();
    let mut row = Row::default();
    let mut prose: Vec<Token> = Vec::new();
    let mut done = header.span.end as usize;
    let mut tokens = Lexer::new(text, Span::new(header.span.end as usize, end)).peekable();
    while let Some(mut token) = tokens.next() {
        let last = row.cells.last().map(|&(column, _)| column);
        let next = (last.map_or(0, |l| l + 1)..header.columns.len()).find(|&j| accepts(text, header, j, &token));
        // Date and time share a column.
        let shared = last.filter(|&l| {
            header.columns[l].column == Column::DateTime && token.shapes.has(Shapes::TIME) && prose.is_empty()
        });
        if let (Some(l), None) = (shared, next) {
            if let Some(cell) = row.cells.iter_mut().find(|(column, _)| *column == l) {
                cell.1.end = token.span.end;
            }
            continue;
        }
        // `1 302 016`: blanks separate the thousands of a size.
        if next.is_some_and(|j| header.columns[j].column == Column::Size) && is_group(text, &token, 1..=3) {
            while let Some(group) = tokens.next_if(|t| is_group(text, t, 3..=3)) {
                token.span.end = group.span.end;
            }
        }
        let next = next.filter(|_| prose.is_empty() || bridges(text, header, &mut row, &mut prose, &token));
        if let Some(column) = next {
            row.cells.push((column, join_name(header, column, &prose, token.span)));
            prose.clear();
            continue;
        }
        let Some(first) = (0..header.columns.len()).find(|&j| accepts(text, header, j, &token)) else {
            if row.cells.is_empty() && !out.is_empty() || named(header, &row) {
                aside(text, &mut row, &token, &prose);
            }
            prose.push(token);
            if prose.len() > PATIENCE {
                break;
            }
            continue;
        };
        // The next row begins.
        let apart = !prose.is_empty();
        if !finish(header, &mut row, &mut out, &mut done) && apart {
            break;
        }
        if let (Some(from), Some(to)) = (prose.first(), prose.last()) {
            out.push(Item::Between(Span::new(from.span.start as usize, to.span.end as usize)));
        }
        prose.clear();
        row = Row { cells: vec![(first, token.span)], doubtful: apart, platform: None };
    }
    finish(header, &mut row, &mut out, &mut done);
    while matches!(out.last(), Some(Item::Between(_))) {
        out.pop();
    }
    (out, done)
}

/// Is it a number of this many digits?
fn is_group(text: &str, token: &Token, digits: std::ops::RangeInclusive<usize>) -> bool {
    let word = token.span.of(text);
    digits.contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
}

/// Does the token have the shape of this column's cell?
fn accepts(text: &str, header: &Header, j: usize, token: &Token) -> bool {
    let shapes = token.shapes;
    let fits = match header.columns[j].column {
        Column::Name | Column::WeakName => return shapes.has(Shapes::NAME) && !shapes.has(Shapes::DATE),
        Column::Version => shapes.has(Shapes::VERSION),
        Column::Size => shapes.has(Shapes::SIZE) || shapes.has(Shapes::INTEGER),
        Column::SizeInUnits => shapes.has(Shapes::SIZE) || shapes.has(Shapes::INTEGER) || shapes.has(Shapes::VERSION),
        Column::Date | Column::DateTime => shapes.has(Shapes::DATE) || shapes.has(Shapes::NO_DATE),
        Column::Time => shapes.has(Shapes::TIME) || shapes.has(Shapes::NO_DATE),
        Column::Platform => shapes.has(Shapes::PLATFORM),
        Column::ServicePack => shapes.has(Shapes::SERVICE_PACK),
        Column::Branch => shapes.has(Shapes::FOLDER),
        Column::Folder => {
            shapes.has(Shapes::FOLDER) || (shapes.has(Shapes::NAME) && token.span.of(text).contains('\\'))
        }
        Column::Sha1 => shapes.has(Shapes::SHA1),
        Column::Sha256 => shapes.has(Shapes::SHA256),
        Column::Language | Column::Product | Column::Other => return false,
    };
    fits || shapes.has(Shapes::NOTHING)
}

fn named(header: &Header, row: &Row) -> bool {
    row.cells.iter().any(|&(j, _)| header.columns[j].column.is_name())
}

/// May the row go on behind words that fit no column? Inside a name with blanks, or across a column of free text.
fn bridges(text: &str, header: &Header, row: &mut Row, prose: &mut Vec<Token>, token: &Token) -> bool {
    let Some(&(last, _)) = row.cells.last() else { return false };
    if token.shapes.has(Shapes::NAME) && !named(header, row) && prose.len() <= 3 {
        return !prose.iter().any(|t| t.span.of(text).ends_with(['.', ':']));
    }
    let Some(next) = (last + 1..header.columns.len()).find(|&j| accepts(text, header, j, token)) else { return false };
    match (last + 1..next).find(|&j| header.columns[j].column.is_text()) {
        Some(free) => {
            let span = Span::new(prose[0].span.start as usize, prose[prose.len() - 1].span.end as usize);
            row.cells.push((free, span));
            prose.clear();
            true
        }
        None => false,
    }
}

/// A name's first words stand before the word that has the dot.
fn join_name(header: &Header, column: usize, prose: &[Token], span: Span) -> Span {
    match prose.first() {
        Some(first) if header.columns[column].column.is_name() => {
            Span::new(first.span.start as usize, span.end as usize)
        }
        _ => span,
    }
}

/// A platform in brackets right behind the row.
fn aside(text: &str, row: &mut Row, token: &Token, prose: &[Token]) {
    if prose.is_empty() && token.shapes.has(Shapes::PLATFORM) && token.span.of(text).starts_with('(') {
        row.platform = Some(token.span);
    }
}

/// Closes a row; false when it was none.
fn finish(header: &Header, row: &mut Row, out: &mut Vec<Item>, done: &mut usize) -> bool {
    let row = std::mem::take(row);
    let (Some(&(_, first)), Some(&(_, last))) = (row.cells.first(), row.cells.last()) else { return true };
    let span = Span::new(first.start as usize, row.platform.unwrap_or(last).end.max(last.end) as usize);
    let stated = row.cells.iter().filter(|&&(j, _)| header.columns[j].column.is_attribute()).count();
    let wanted = header.columns.iter().filter(|p| p.column.is_attribute()).count();
    let enough = if row.doubtful { stated >= wanted.min(2) } else { stated >= 1 };
    if named(header, &row) && enough {
        let cells = row.cells.iter().map(|&(j, span)| (header.columns[j].column, span)).collect();
        out.push(Item::Row(RawRow { span, cells, platform: row.platform }));
        *done = span.end as usize;
        return true;
    }
    if stated >= 2 && !row.doubtful {
        out.push(Item::Unread(span));
    }
    false
}
