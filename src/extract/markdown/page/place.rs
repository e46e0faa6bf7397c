//! Where does the next character of a page go: into an open block, a cell, the gap before a block?

use super::{LeafKind, Page};
use crate::extract::RawBlockKind;
use crate::span::Span;

impl Page<'_> {
    /// Sees to it that there is a block to write into. White space alone opens none.
    pub(super) fn ready(&mut self, text: &str) -> bool {
        if self.has_open() {
            return true;
        }
        if text.trim().is_empty() {
            return false;
        }
        match &mut self.table {
            Some(table) => table.cell_open(&mut self.out.text, false, 1, 1),
            None => self.open(LeafKind::Paragraph),
        }
        true
    }

    /// Closes the open block, or begins a new line in a cell.
    pub(super) fn open_line(&mut self) {
        match &mut self.table {
            Some(table) => table.paragraph(&mut self.out.text),
            None => self.close(),
        }
    }

    pub(super) fn has_open(&self) -> bool {
        match &self.table {
            Some(table) => table.cell().is_some(),
            None => self.leaf.is_some(),
        }
    }

    pub(super) fn body(&self) -> usize {
        let open = match &self.table {
            Some(table) => table.cell(),
            None => self.leaf.as_ref().map(|l| l.body),
        };
        open.unwrap_or(self.out.text.len())
    }

    pub(super) fn at_start(&self) -> bool {
        self.out.text.len() <= self.body()
    }

    pub(super) fn bullet(&mut self) {
        let outer = self.note.as_ref().map_or(0, |n| n.lists);
        for _ in outer + 1..self.lists.len().min(outer + 16) {
            self.out.text.push_str("  ");
        }
        match self.lists.last_mut() {
            Some(list) if list.ordered => {
                self.out.text.push_str(&list.next.to_string());
                self.out.text.push_str(". ");
                list.next = list.next.saturating_add(1);
            }
            _ => self.out.text.push_str("- "),
        }
    }

    /// Blank line between blocks; items of a list follow each other line by line.
    pub(super) fn gap(&mut self, item: bool) {
        let Some(last) = self.out.blocks.last() else { return };
        let tight = item && matches!(last.kind, RawBlockKind::ListItem { .. });
        self.out.text.push_str(if tight { "\n" } else { "\n\n" });
    }

    /// Shortens the text; links keep inside it.
    pub(super) fn cut(&mut self, end: usize) {
        self.out.text.truncate(end);
        if let Some((Some(start), _)) = &mut self.link {
            *start = (*start).min(end);
        }
        for link in self.out.links.iter_mut().rev().take_while(|l| l.span.end as usize > end) {
            link.span = Span::new((link.span.start as usize).min(end), end);
        }
    }
}
