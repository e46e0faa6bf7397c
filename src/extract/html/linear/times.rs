//! Which day does `<time datetime="2024-05-06">3 days ago</time>` state?
//!
//! What a reader sees beside an article is often relative to the day of reading, or in an order that cannot be told. The
//! attribute is what the page's maker meant. Words that state no day are written as the attribute's day where they stand
//! in a short block, as properties do; words that do state one are kept, and the day is remembered with them. Prose is
//! left as it is.

use super::Writer;
use crate::extract::html::dated;
use crate::extract::html::tree::attribute;
use crate::span::Span;
use scraper::node::Element;

/// Bytes of a block that can be a property with its value.
const SHORT_BLOCK: u32 = 160;

/// A time element that is open.
#[derive(Clone, Debug)]
pub(super) struct OpenTime {
    /// Where its text begins; none if its block has not begun.
    start: Option<usize>,
    /// The day that its attribute states.
    day: String,
}

/// Is this `<time>`, or one of the elements that pages make in its place (`<relative-time>`)?
pub(super) fn is_time(element: &Element) -> bool {
    element.name() == "time" || element.name().ends_with("-time")
}

/// The day that an attribute states: `2024-05-06` of `2024-05-06T10:11:12Z`.
fn day(stated: &str) -> Option<&str> {
    let stated = stated.trim();
    let day = stated.get(..10)?;
    let shape = day.bytes().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    let ends = !stated.as_bytes().get(10).is_some_and(u8::is_ascii_digit);
    // A template that had no day to write writes the first there is.
    (shape && ends && !day.starts_with("000") && day != "1970-01-01").then_some(day)
}

impl Writer<'_> {
    pub(super) fn open_time(&self, element: &Element) -> Option<OpenTime> {
        let day = day(attribute(element, "datetime")?)?;
        let short = self.around <= SHORT_BLOCK && self.pre == 0;
        short.then(|| OpenTime { start: self.block.as_ref().map(|_| self.out.len()), day: day.to_owned() })
    }

    /// Puts the day in the place of words that state none.
    pub(super) fn close_time(&mut self, open: OpenTime) {
        let Some(block) = &mut self.block else { return };
        let begun = block.text.start as usize;
        let start = open.start.unwrap_or(begun);
        // Text that other places already point into stays.
        let pointed = self.links.last().map_or(0, |l| l.span.end as usize).max(begun).max(self.line_start);
        if start < pointed || start > self.out.len() {
            return;
        }
        let words = self.out[start..].trim();
        if words.is_empty() || words.contains(['\n', '\t']) {
            return;
        }
        let from = start + (self.out[start..].len() - self.out[start..].trim_start().len());
        if !dated::begins(words) {
            let lead = block.lead.end as usize == self.out.len();
            self.out.truncate(from);
            self.out.push_str(&open.day);
            let end = self.out.len() as u32;
            block.lead.end = if lead { end } else { block.lead.end.min(from as u32) };
        }
        self.times.push((Span::new(from, self.out.len()), open.day));
    }
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn the_attribute_states_a_day_or_nothing() {
        assert_eq!(day("2024-05-06T10:11:12Z"), Some("2024-05-06"));
        assert_eq!(day(" 2024-05-06"), Some("2024-05-06"));
        for none in ["10:30", "P3D", "2024-05", "2024-05-061", "0001-01-01T00:00:00", "2024-05-0é"] {
            assert_eq!(day(none), None, "{none}");
        }
    }
}
