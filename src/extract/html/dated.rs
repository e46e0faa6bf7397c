//! Does this text state a day, and behind which words?
//!
//! `Created On 09/25/18 19:20 PM`, `Last updated : Jan 26, 2024 - public`, `Zuletzt geändert am 12.03.2019`, `last modified
//! by A. Kim on Feb 03, 2022`: what stands before the day is the label, with or without a colon. Which day it is, is not
//! decided here.

use super::fields::{self, Labelled};
use crate::extract::FieldName;
use crate::vocabulary::Vocabulary;

/// Bytes in which the day begins.
const REACH: usize = 80;

/// The labelled day that a text begins with.
pub fn stated<'t>(text: &'t str, vocabulary: &Vocabulary) -> Option<Labelled<'t>> {
    if let Some(before_label) = before_label(text, vocabulary) {
        return Some(before_label);
    }
    let head = &text.as_bytes()[..text.len().min(REACH)];
    let digit = head.iter().position(u8::is_ascii_digit).filter(|at| *at >= 4)?;
    if text.len() > 200 {
        return None;
    }
    let before = text[..digit].trim_end();
    let last = before.rsplit(' ').next().unwrap_or("");
    let from = if is_month(last) { before.len() - last.len() } else { digit };
    let value = &text[from..];
    if !begins(value) {
        return None;
    }
    // Forums put a mark of the direction of writing before their days.
    let mut words = text[..from].trim_end_matches([':', '：', ' ', '\u{200e}', '\u{200f}']);
    if let Some((clause, _)) = words.rsplit_once(" by ") {
        words = clause.rsplit(", ").next().unwrap_or(clause); // `Created by …, last modified by … on`
    }
    let name = fields::label(words, vocabulary).or_else(|| {
        let (label, preposition) = words.rsplit_once(' ')?;
        let known = ["on", "at", "am", "le", "el", "il", "den", "em", "op"];
        known.iter().any(|p| p.eq_ignore_ascii_case(preposition)).then(|| fields::label(label, vocabulary))?
    })?;
    let day = matches!(name, FieldName::Published | FieldName::Modified | FieldName::Reviewed);
    day.then_some(Labelled { name, value })
}

/// `14. März 2021 11:22 Aktualisiert`: the label stands behind the day.
fn before_label<'t>(text: &'t str, vocabulary: &Vocabulary) -> Option<Labelled<'t>> {
    const LONGEST: usize = 48;
    let (value, label) = text.trim().rsplit_once(' ').filter(|_| text.len() <= LONGEST && begins(text))?;
    let name = fields::label(label, vocabulary)?;
    let day = matches!(name, FieldName::Published | FieldName::Modified | FieldName::Reviewed);
    day.then_some(Labelled { name, value: value.trim_end() })
}

/// Does a text begin with a day of some year: `09/25/18`, `2021-01-02`, `3 Feb 2020`, `March 3, 2010`, `2009年3月12日`?
pub fn begins(text: &str) -> bool {
    let text = text.trim_start();
    let mut reach = text.len().min(32);
    while !text.is_char_boundary(reach) {
        reach -= 1;
    }
    let text = &text[..reach];
    if !text.starts_with(|c: char| c.is_ascii_digit()) && !is_month(text.split([' ', '.', ',']).next().unwrap_or("")) {
        // A weekday may stand before it.
        let Some((day, rest)) = text.split_once(", ") else { return false };
        return day.len() < 16 && !day.contains(' ') && rest.len() < text.len() && begins(rest);
    }
    let groups =
        |t: &str| t.split(|c: char| !c.is_ascii_digit()).filter(|g| !g.is_empty()).map(str::len).collect::<Vec<_>>();
    let lengths = groups(text);
    let year = lengths.iter().take(3).any(|n| *n == 4) && lengths.len() >= 2;
    let first = text.split([' ', ',']).next().unwrap_or("");
    let short = first.len() <= 10
        && groups(first).len() == 3
        && first.bytes().all(|b| b.is_ascii_digit() || b"/.-".contains(&b));
    year || short
}

/// A day without what else the line says behind it.
pub fn day_alone(value: &str) -> &str {
    let ends = [" - ", " | ", " – ", " · ", " by ", " at "];
    let end = ends.iter().filter_map(|e| value.find(e)).min();
    let value = end.map_or(value, |at| &value[..at]);
    // `8/22/2017Category: Troubleshooting`: style sheets set the next label apart
    let bytes = value.as_bytes();
    let run_on =
        bytes.windows(3).position(|w| w[0].is_ascii_digit() && w[1].is_ascii_uppercase() && w[2].is_ascii_lowercase());
    let value = run_on.map_or(value, |at| &value[..=at]);
    // `2009年3月12日 …`
    let east = ['日', '일'].iter().find_map(|c| value.find(*c).map(|at| at + c.len_utf8()));
    east.map_or(value, |at| &value[..at])
}

fn is_month(word: &str) -> bool {
    const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let month = |m: &&str| word.get(..3).is_some_and(|w| w.eq_ignore_ascii_case(m));
    word.len() <= 10 && MONTHS.iter().any(month)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(FieldName, &str)> {
        fields::line(text, &Vocabulary::built_in()).into_iter().map(|l| (l.name, l.value)).collect()
    }

    #[test]
    fn the_words_before_a_day_are_its_label() {
        let two = read("Created On 09/25/18 19:20 PM - Last Modified 04/09/24 03:47 AM");
        assert_eq!(two, [(FieldName::Published, "09/25/18 19:20 PM"), (FieldName::Modified, "04/09/24 03:47 AM")]);
        assert_eq!(read("Last updated : Jan 26, 2024 - public"), [(FieldName::Modified, "Jan 26, 2024")]);
        let two = read("Published 3 Feb 2020. Updated 2 Jan 2021");
        assert_eq!(two, [(FieldName::Published, "3 Feb 2020"), (FieldName::Modified, "2 Jan 2021")]);
        assert_eq!(read("Zuletzt geändert am 12.03.2019"), [(FieldName::Modified, "12.03.2019")]);
        assert_eq!(read("14. März 2021 11:22 Aktualisiert"), [(FieldName::Modified, "14. März 2021 11:22")]);
        assert_eq!(read("Atualizado em 03/06/2021"), [(FieldName::Modified, "03/06/2021")]);
        let by = read("Created by Ada Ray, last modified by Cy Low on Feb 03, 2022");
        assert_eq!(by, [(FieldName::Modified, "Feb 03, 2022")]);
        assert!(read("Updated 3 of the 12 files").is_empty());
        assert!(read("In Windows 2000 the service stops").is_empty());
    }
}
