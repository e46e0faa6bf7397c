//! Which cells does a table have, once spans are spread out?
//!
//! Collects the places of cells while the text is written, row by row, and gives the grid: a cell that spans rows or
//! columns stands in each of them. What a page may claim of spans is bounded.

use crate::extract::RawTable;
use crate::span::Span;

/// Columns beyond these are no table a person reads.
const MOST_COLUMNS: usize = 64;
/// Cells that spans may add in one table.
const MOST_ADDED: usize = 20_000;

/// A table in the making.
#[derive(Default)]
pub struct Grid {
    rows: Vec<Vec<Span>>,
    /// Cells that reach down: column, cell, rows that are still to end, its own included.
    reaching: Vec<(usize, Span, usize)>,
    added: usize,
    header_rows: usize,
    /// What the row's cells are, while it is open.
    row: Option<OpenRow>,
    in_head: bool,
}

struct OpenRow {
    cells: Vec<Span>,
    all_heads: bool,
    all_bold: bool,
    in_head: bool,
}

/// How a cell is marked.
#[derive(Clone, Copy, Debug)]
pub struct CellShape {
    /// Columns it takes.
    pub columns: usize,
    /// Rows it takes.
    pub rows: usize,
    /// Is it a `th`?
    pub head: bool,
}

impl Grid {
    /// Rows from here on are in a `thead`, or no longer.
    pub fn set_head(&mut self, in_head: bool) {
        self.in_head = in_head;
    }

    /// Begins a row.
    pub fn open_row(&mut self) {
        self.close_row();
        let in_head = self.in_head;
        self.row = Some(OpenRow { cells: Vec::new(), all_heads: true, all_bold: true, in_head });
    }

    /// Is a cell about to be the first of its row?
    pub fn at_row_start(&self) -> bool {
        self.row.as_ref().is_none_or(|r| r.cells.is_empty())
    }

    /// Adds a cell to the open row.
    pub fn add(&mut self, cell: Span, shape: CellShape, bold: bool) {
        if self.row.is_none() {
            self.open_row();
        }
        let Some(row) = &mut self.row else { return };
        fill(&mut row.cells, &mut self.reaching, &mut self.added);
        row.all_heads &= shape.head;
        row.all_bold &= bold || shape.head;
        let column = row.cells.len();
        if column >= MOST_COLUMNS {
            // What a row of this length holds beyond is kept in its last cell.
            if let Some(last) = row.cells.last_mut() {
                last.end = cell.end;
            }
            return;
        }
        let columns = shape.columns.clamp(1, MOST_COLUMNS - column);
        let columns = if self.added + columns > MOST_ADDED { 1 } else { columns };
        self.added += columns - 1;
        for at in 0..columns {
            row.cells.push(cell);
            // Where no more are put in, none are kept: they would be looked through for every cell to come.
            if shape.rows > 1 && self.added < MOST_ADDED {
                self.reaching.push((column + at, cell, shape.rows));
            }
        }
    }

    /// Ends the open row.
    pub fn close_row(&mut self) {
        let Some(mut row) = self.row.take() else { return };
        if row.cells.is_empty() {
            return;
        }
        fill(&mut row.cells, &mut self.reaching, &mut self.added);
        self.reaching.retain_mut(|(_, _, left)| {
            *left -= 1;
            *left > 0
        });
        let above = self.rows.len();
        let labels = row.all_heads || row.all_bold;
        let grouped = self.rows.last().is_some_and(|r| r.windows(2).any(|pair| pair[0] == pair[1]));
        if self.header_rows == above && (row.in_head || row.all_heads || (above == 0 || grouped) && row.all_bold) {
            self.header_rows += 1;
        } else if above == 1 && self.header_rows == 0 && labels && spans_all(&self.rows[0]) {
            self.header_rows = 2; // one plain cell above the labels says what all of them are of
        }
        self.rows.push(row.cells);
    }

    /// The finished table.
    pub fn finish(mut self) -> RawTable {
        self.close_row();
        let header_rows = if self.header_rows < self.rows.len() { self.header_rows } else { 0 };
        RawTable { header_rows, rows: self.rows }
    }
}

/// Is a row one cell over several columns?
fn spans_all(row: &[Span]) -> bool {
    row.len() > 1 && row.iter().all(|cell| *cell == row[0])
}

/// Puts in the cells from above that come next in this row.
fn fill(cells: &mut Vec<Span>, reaching: &mut Vec<(usize, Span, usize)>, added: &mut usize) {
    // A cell is put in once a row: its column is the one the row has come to.
    while let Some(&(_, cell, _)) = reaching.iter().find(|(column, _, _)| *column == cells.len()) {
        if *added >= MOST_ADDED {
            reaching.clear();
            return;
        }
        *added += 1;
        cells.push(cell);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(columns: usize, rows: usize) -> CellShape {
        CellShape { columns, rows, head: false }
    }

    #[test]
    fn spans_are_spread_out() {
        let [a, b, c, d] = [0, 1, 2, 3].map(|n| Span::new(n, n + 1));
        let mut grid = Grid::default();
        grid.open_row();
        grid.add(a, shape(1, 2), false);
        grid.add(b, shape(2, 1), false);
        grid.open_row();
        grid.add(c, shape(1, 1), false);
        grid.add(d, shape(1, 1), false);
        let table = grid.finish();
        assert_eq!(table.rows, vec![vec![a, b, b], vec![a, c, d]]);
        assert_eq!(table.header_rows, 0);
    }

    #[test]
    fn the_row_below_groups_is_the_header() {
        let cells: Vec<Span> = (0..9).map(|n| Span::new(n, n + 1)).collect();
        let header = |group: CellShape, group_bold: bool, label_bold: bool| {
            let mut grid = Grid::default();
            grid.open_row();
            grid.add(cells[0], group, group_bold);
            for row in [&cells[1..4], &cells[4..7]] {
                grid.open_row();
                let bold = label_bold && row[0] == cells[1];
                row.iter().for_each(|cell| grid.add(*cell, shape(1, 1), bold));
            }
            grid.finish().header_rows
        };
        assert_eq!(header(shape(3, 1), true, true), 2);
        assert_eq!(header(shape(3, 1), false, true), 2);
        assert_eq!(header(shape(3, 1), false, false), 0);
        assert_eq!(header(shape(1, 1), true, true), 1, "a caption without a span groups nothing");
    }

    #[test]
    fn claimed_spans_are_bounded() {
        let mut grid = Grid::default();
        for _ in 0..5000 {
            grid.open_row();
            grid.add(Span::new(0, 1), shape(usize::MAX, usize::MAX), false);
        }
        let cells: usize = grid.finish().rows.iter().map(Vec::len).sum();
        assert!(cells < 30_000, "{cells}");
    }

    #[test]
    fn cells_that_reach_down_do_not_pile_up() {
        let mut grid = Grid::default();
        for _ in 0..30_000 {
            grid.open_row();
            grid.add(Span::new(0, 1), shape(1, 65_000), false);
            grid.add(Span::new(1, 2), shape(1, 1), false);
            assert!(grid.reaching.len() <= MOST_COLUMNS);
        }
    }
}
