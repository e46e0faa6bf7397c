//! Who wrote this, when, and what did others answer?
//!
//! Pages of forums and blogs put a name and a day above each text. Above the article that is its day; the same below it
//! begins an answer, which is none of the article. Only lines that hold nothing else are taken.

use super::{Place, Reading};
use crate::extract::FieldName;
use crate::extract::html::linear::{Item, Kind};
use crate::extract::html::{dated, fields};
use crate::one_line::one_line;

/// Bytes of a line that names a writer and a day.
const LONGEST: u32 = 120;

impl<'a> Reading<'a> {
    /// Does a heading say the title again, before anything of the article is read?
    pub(super) fn repeats_title(&self, words: &str) -> bool {
        let title = self.out.field(FieldName::Title).filter(|_| self.place == Place::Front && !self.body_seen);
        title.is_some_and(|t| t.value == one_line(words))
    }

    /// Is this the heading of an answer: `Re: ` and the title?
    pub(super) fn answers_title(&self, words: &str) -> bool {
        let Some(topic) = words.trim().get(3..).filter(|_| self.body_seen && words.trim().is_char_boundary(3)) else {
            return false;
        };
        let answer = words.trim()[..3].eq_ignore_ascii_case("re:");
        answer && self.out.field(FieldName::Title).is_some_and(|t| t.value == one_line(topic))
    }

    /// Takes a line that holds nothing but a writer and a day. The first states the article's day; where it had such a
    /// line, the next one begins an answer.
    pub(super) fn is_byline(&mut self, at: usize) -> bool {
        let item = &self.items[at];
        if item.total > LONGEST || !matches!(item.kind, Kind::Paragraph) {
            return false;
        }
        let words = item.text.of(self.text);
        let Some(day) = self.marked_day(item, words).or_else(|| posted(words)) else { return false };
        match self.place {
            Place::Front if !self.body_seen => {
                let dated = [FieldName::Published, FieldName::Modified].iter().any(|n| self.out.field(*n).is_some());
                if !dated {
                    let field = fields::field(FieldName::Published, day, self.text);
                    self.out.fields.push(field);
                }
                self.bylined = true;
                true
            }
            Place::Body if self.bylined && at > self.last_section => {
                self.place = Place::Behind;
                true
            }
            _ => false,
        }
    }

    /// The day in a line whose other words are links and numbers: `jane March 4, 2022, 10:11am 1`.
    fn marked_day(&self, item: &Item, words: &'a str) -> Option<&'a str> {
        const REST: u32 = 8;
        let at = self.times.partition_point(|(time, _)| time.end <= item.text.start);
        let (time, _) = self.times.get(at).filter(|(time, _)| time.start >= item.text.start)?;
        if item.linked == 0 || time.end > item.text.end || words.contains(':') && words.contains('\t') {
            return None;
        }
        let day = time.of(self.text);
        let written = day.bytes().filter(|b| !b.is_ascii_whitespace()).count() as u32;
        (item.total.saturating_sub(written + item.linked) <= REST).then_some(day)
    }
}

/// The day behind `by NAME »`.
fn posted(words: &str) -> Option<&str> {
    let rest = words.trim().get(..3).filter(|by| by.eq_ignore_ascii_case("by ")).map(|_| &words.trim()[3..])?;
    let (name, day) = rest.split_once(['»', '·', '|'])?;
    // A weekday stands before it, as often as not without a comma.
    let day = day.trim();
    let day = if dated::begins(day) { day } else { day.split_once(' ')?.1 };
    (name.len() < 60 && dated::begins(day)).then_some(day)
}
