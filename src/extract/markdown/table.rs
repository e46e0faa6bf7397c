//! How do cells become a table in a linear text?
//!
//! Cells are joined by tabs and rows by line ends; the table keeps where each cell stands. A cell that spans columns or
//! rows stands in each of them. Blocks inside of a cell are lines of it, tables inside of a cell text of it.

use crate::extract::RawTable;
use crate::span::Span;

/// How many places a table's spanning cells may fill beyond their own; a hostile table could ask for billions.
const MAX_REPEATED: usize = 50_000;

/// The mark of a footnote behind a cell's words, `*` or `[12]`, is no longer than this.
const LONGEST_MARK: usize = 6;

/// A table being written.
pub struct Table {
    /// Length of the text before the gap that precedes the table.
    pub before: usize,
    /// Is it one of HTML?
    pub html: bool,
    /// The first bold stretch of the open cell.
    pub bold: Option<(usize, usize)>,
    start: usize,
    rows: Vec<Vec<Span>>,
    /// Which rows hold nothing but header cells.
    header: Vec<bool>,
    /// Are all cells of the first row bold?
    first_bold: bool,
    row_open: bool,
    cell: Option<Cell>,
    /// Cells of rows above that reach into the rows to come, by column.
    hanging: Vec<(Span, usize)>,
    repeated: usize,
    nested: usize,
}

struct Cell {
    start: usize,
    header: bool,
    columns: usize,
    rows: usize,
}

impl Table {
    /// An empty table whose text begins at `start`.
    pub fn new(before: usize, start: usize, html: bool) -> Table {
        Table {
            before,
            html,
            bold: None,
            start,
            rows: Vec::new(),
            header: Vec::new(),
            first_bold: true,
            row_open: false,
            cell: None,
            hanging: Vec::new(),
            repeated: 0,
            nested: 0,
        }
    }

    /// Has nothing been written into it yet?
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.nested == 0
    }

    /// Where the open cell's text starts.
    pub fn cell(&self) -> Option<usize> {
        self.cell.as_ref().map(|c| c.start)
    }

    /// A table begins inside of this one.
    pub fn nest(&mut self, text: &mut String) {
        self.nested += 1;
        self.paragraph(text);
    }

    /// The innermost table ends; false if that is this one.
    pub fn unnest(&mut self) -> bool {
        let inner = self.nested > 0;
        self.nested = self.nested.saturating_sub(1);
        inner
    }

    /// Begins a new line in the open cell.
    pub fn paragraph(&mut self, text: &mut String) {
        if let Some(cell) = &self.cell {
            let kept = text[cell.start..].trim_end().len();
            text.truncate(cell.start + kept);
            if kept > 0 {
                text.push('\n');
            }
        }
    }

    /// A row begins.
    pub fn row_open(&mut self, text: &mut String, header: bool) {
        if self.nested > 0 {
            return self.paragraph(text);
        }
        self.row_close(text);
        if !self.rows.is_empty() {
            text.push('\n');
        }
        self.rows.push(Vec::new());
        self.header.push(header);
        self.row_open = true;
        self.hang();
    }

    /// A cell begins.
    pub fn cell_open(&mut self, text: &mut String, header: bool, columns: usize, rows: usize) {
        if self.nested > 0 {
            if self.cell.is_some() && !text.ends_with(['\n', ' ']) {
                text.push(' ');
            }
            return;
        }
        self.cell_close(text);
        if !self.row_open {
            self.row_open(text, false);
        }
        if self.rows.last().is_some_and(|r| !r.is_empty()) {
            text.push('\t');
        }
        self.bold = None;
        self.cell = Some(Cell { start: text.len(), header, columns: columns.clamp(1, 1000), rows: rows.max(1) });
    }

    /// A cell ends.
    pub fn cell_close(&mut self, text: &mut String) {
        if self.nested > 0 {
            return;
        }
        let Some(cell) = self.cell.take() else { return };
        let kept = text[cell.start..].trim_end().len();
        text.truncate(cell.start + kept);
        let span = Span::new(cell.start, cell.start + kept);
        let first = self.rows.len() == 1;
        let (Some(row), Some(header)) = (self.rows.last_mut(), self.header.last_mut()) else { return };
        *header &= cell.header || kept == 0;
        if first && kept > 0 {
            // The mark of a footnote behind the bold words is no word of its own.
            let bold = self.bold.is_some_and(|(start, end)| {
                let behind = text.get(end.min(text.len())..).unwrap_or("");
                start == cell.start && !behind.contains(char::is_alphabetic) && behind.len() <= LONGEST_MARK
            });
            self.first_bold &= bold;
        }
        let row_at = row.len();
        let mut columns = cell.columns;
        if columns > 1 {
            columns = columns.min(1 + MAX_REPEATED.saturating_sub(self.repeated));
            self.repeated += columns - 1;
        }
        row.extend(std::iter::repeat_n(span, columns));
        if cell.rows > 1 {
            if self.hanging.len() < row_at + columns {
                self.hanging.resize(row_at + columns, (Span::default(), 0));
            }
            self.hanging[row_at..row_at + columns].fill((span, cell.rows - 1));
        }
        self.hang();
    }

    /// Fills the places of the open row that cells from above reach into.
    fn hang(&mut self) {
        let Some(row) = self.rows.last_mut() else { return };
        while let Some((span, left)) = self.hanging.get_mut(row.len()).filter(|(_, left)| *left > 0) {
            if self.repeated >= MAX_REPEATED {
                return;
            }
            self.repeated += 1;
            *left -= 1;
            row.push(*span);
        }
    }

    fn row_close(&mut self, text: &mut String) {
        self.cell_close(text);
        if std::mem::take(&mut self.row_open) && self.rows.last().is_some_and(Vec::is_empty) {
            self.rows.pop();
            self.header.pop();
            if !self.rows.is_empty() && text.ends_with('\n') {
                text.pop();
            }
        }
    }

    /// Where the table's text starts, its cells, and what to say if it was too large to be filled out.
    pub fn finish(mut self, text: &mut String) -> (usize, RawTable, Option<String>) {
        self.nested = 0;
        self.row_close(text);
        let end = self.start + text[self.start..].trim_end().len();
        text.truncate(end);
        let too_large = (self.repeated >= MAX_REPEATED)
            .then(|| format!("a table's spanning cells fill more than {MAX_REPEATED} places; the rest was left empty"));
        // Cells at the very end may have been empty: their places must not lie behind the text.
        for span in self.rows.iter_mut().rev().flatten().filter(|s| s.start as usize > end) {
            *span = Span::new(end, end);
        }
        let mut header_rows = self.header.iter().take_while(|h| **h).count();
        if header_rows == self.rows.len() {
            // A table of header cells only has no body to be the header of.
            header_rows = header_rows.min(1);
        }
        let empty = |row: &Vec<Span>| row.iter().all(Span::is_empty);
        // Pipe tables must have a header row; writers who want none leave it empty.
        let blank = self.rows.iter().take(header_rows).take_while(|r| empty(r)).count();
        if blank > 0 {
            self.rows.drain(..blank);
            header_rows -= blank;
            // The table begins where its first row does, not at the gap that the empty one leaves.
            let first = self.rows.first().and_then(|row| row.first());
            self.start = first.map_or(self.start, |cell| cell.start as usize);
        } else if header_rows == 0
            && self.first_bold
            && self.rows.len() > 1
            && distinct(&self.rows[0]) > 1
            && distinct(&self.rows[0]) >= distinct(&self.rows[1])
        {
            header_rows = 1;
        }
        if self.rows.iter().all(empty) {
            self.rows.clear();
        }
        (self.start, RawTable { header_rows, rows: self.rows }, too_large)
    }
}

/// How many cells with text a row has.
fn distinct(row: &[Span]) -> usize {
    let filled = |n: &usize| !row[*n].is_empty() && (*n == 0 || row[*n] != row[*n - 1]);
    (0..row.len()).filter(filled).count()
}
