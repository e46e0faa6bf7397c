//! Which list items hold nothing but their own number, and where is their text?
//!
//! Some sites write the numbers of a list themselves, in an element of their own before the text: `<li><div>1</div><div>Open
//! it.</div></li>`. Two such items in a row make sure that the numbers are no content.

use super::Reading;
use crate::extract::html::linear::{Item, Kind};
use crate::span::Span;

/// How far apart the numbers of two items in a row may stand, in items of the page.
const NEAR: usize = 12;

impl Reading<'_> {
    /// The text of the numbered item at this position, which is the paragraph behind its number.
    pub(super) fn numbered_apart(&self, at: usize) -> Option<Span> {
        let number = self.number(&self.items[at])?;
        let next = self.items.get(at + 1).filter(|n| matches!(n.kind, Kind::Paragraph))?;
        let is = |item: &Item, wanted: u32| self.number(item) == Some(wanted);
        let neighbour = match number {
            1 => self.items[at + 1..].iter().take(NEAR).any(|i| is(i, 2)),
            _ => self.items[at.saturating_sub(NEAR)..at].iter().any(|i| is(i, number - 1)),
        };
        neighbour.then_some(next.text)
    }

    /// The number that an item of a numbered list consists of.
    fn number(&self, item: &Item) -> Option<u32> {
        let words = item.text.of(self.text).trim().trim_end_matches(['.', ')']);
        let numbered = matches!(item.kind, Kind::ListItem { ordered: true, .. }) && words.len() <= 3;
        words.parse().ok().filter(|n| numbered && *n > 0)
    }
}
