//! How are a publisher's articles numbered, and where does the number stand?
//!
//! A series is told by its prefix at the start of a title; anything else by a regular expression with the named group
//! `id` or `number`. Patterns run in linear time, over a bounded stretch.

use super::Signs;
use regex::{Captures, Regex};
use serde::Deserialize;

/// Bytes of a place that a pattern is tried on.
const REACH: usize = 4096;

/// Where a number may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// The article's address.
    Url,
    /// Its title.
    Title,
    /// What stands under a label such as `Article ID`, or in the page's metadata.
    Label,
    /// The first lines of its text.
    Text,
}

/// One way in which articles are numbered.
pub struct Number {
    pub(super) shape: Shape,
    pub(super) places: Vec<Place>,
    /// How an identifier is written, with `{id}` or `{number}` in it.
    pub(super) write: Option<String>,
    pub(super) recognises: bool,
    /// Are these bulletins or advisories of security?
    pub security: bool,
}

pub(super) enum Shape {
    /// What identifiers begin with, and whether a digit follows at once.
    Prefix(String, bool),
    Pattern(Regex),
}

/// An identifier that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// As its publisher writes it.
    pub id: String,
    /// The number in it, if the pattern names one.
    pub number: Option<u32>,
    /// Is it of a bulletin or advisory of security?
    pub security: bool,
}

impl Number {
    /// What identifiers begin with, if that is what tells them.
    pub fn prefix(&self) -> Option<&str> {
        match &self.shape {
            Shape::Prefix(prefix, _) => Some(prefix),
            Shape::Pattern(_) => None,
        }
    }

    /// The identifier of a series that a title opens with: `DSA-4371-1 apt -- security update`, `CTX136387: …`.
    pub fn opening<'t>(&self, title: &'t str) -> Option<&'t str> {
        let Shape::Prefix(prefix, numbered) = &self.shape else { return None };
        let rest = title.strip_prefix(prefix.as_str())?;
        let is_part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b':' | b'_');
        let length = rest.bytes().take_while(|&b| is_part(b)).count();
        let id = title[..prefix.len() + length].trim_end_matches([':', '.', '-']);
        let digits = id.bytes().filter(u8::is_ascii_digit).count();
        let opens = !numbered || rest.starts_with(|c: char| c.is_ascii_digit());
        (opens && digits >= 3).then_some(id)
    }

    /// Where it may stand, the surest place first.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The identifier in a text from this place.
    pub fn find(&self, place: Place, text: &str) -> Option<Found> {
        if !self.places.contains(&place) {
            return None;
        }
        let mut end = text.len().min(REACH);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        match &self.shape {
            Shape::Prefix(..) => {
                let id = self.opening(text.trim_start())?.to_owned();
                Some(Found { id: self.written(&id, ""), number: None, security: self.security })
            }
            Shape::Pattern(pattern) => self.captured(&pattern.captures(&text[..end])?),
        }
    }

    fn captured(&self, captures: &Captures<'_>) -> Option<Found> {
        let group = |name| captures.name(name).map(|m| m.as_str().trim());
        let number = group("number");
        // Without a group of its own the identifier is what the pattern is about.
        let id = group("id").unwrap_or_else(|| captures.get(0).map_or("", |m| m.as_str().trim()));
        let id = self.written(id, number.unwrap_or(id));
        let number = number.and_then(|digits| digits.parse().ok());
        (!id.is_empty() && id.len() <= 200).then_some(Found { id, number, security: self.security })
    }

    fn written(&self, id: &str, number: &str) -> String {
        match &self.write {
            Some(write) => write.replace("{number}", number).replace("{id}", id),
            None => id.to_owned(),
        }
    }

    /// Does an identifier of this kind tell whose article it is, and is there one?
    pub(super) fn recognises(&self, signs: &Signs) -> bool {
        let found = |place, text: &str| self.find(place, text).is_some();
        self.recognises
            && (found(Place::Title, &signs.title)
                || found(Place::Text, &signs.head)
                || signs.addresses.iter().any(|a| found(Place::Url, a)))
    }
}
