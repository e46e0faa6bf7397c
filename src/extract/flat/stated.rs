//! Which lines state a property: `Modified date: 12 September 2012`, `Reference #: 1449797`?
//!
//! Texts that kept their lines state properties as pages do, under labels of every publisher. Here such lines are read
//! at the start of an article, and at its end, where nothing but them may follow.

use super::products;
use crate::extract::label::{disclaimed, fits, is_day, label};
use crate::extract::{Field, FieldName};
use crate::one_line::one_line;
use crate::span::Span;
use crate::vocabulary::{LabelKind, Vocabulary};

/// Longer labels and values are sentences.
const LONGEST_LABEL: usize = 60;
const LONGEST_VALUE: usize = 400;

/// An article states no more; what does is a text made of labels.
const MOST: usize = 64;

/// Labels of titles that elsewhere are headings of a summary: advisories (`Topic:` of FreeBSD, `Synopsis:` of Red Hat) and
/// the documents of SunSolve.
const TITLES: [&str; 2] = ["topic", "synopsis"];

/// A line that states a property.
pub(in crate::extract) struct Stated {
    /// The line.
    pub line: Span,
    /// What it states.
    pub field: Field,
}

/// The property that a line states.
fn stated(text: &str, line: Span, vocabulary: &Vocabulary) -> Option<Stated> {
    let words = line.of(text);
    if let Some(number) = disclaimed(words) {
        let field = Field { name: FieldName::ArticleId, value: number.to_owned(), span: Some(line) };
        return Some(Stated { line, field });
    }
    if let Some(field) = identity(words, line) {
        return Some(Stated { line, field });
    }
    let near = words.char_indices().take_while(|(at, _)| *at <= LONGEST_LABEL);
    let (at, colon) = { near }.find(|(_, c)| matches!(c, ':' | '：'))?;
    let value = Span::new(line.start as usize + at + colon.len_utf8(), line.end as usize).trim(text);
    if value.is_empty() || value.len() > LONGEST_VALUE {
        return None;
    }
    let name = match label(&words[..at], vocabulary) {
        Some(name) => name,
        None if TITLES.iter().any(|title| title.eq_ignore_ascii_case(words[..at].trim())) => FieldName::Title,
        None => return None,
    };
    if !fits(name, value.of(text)) {
        return None;
    }
    let field = match name {
        FieldName::AppliesTo => products::products(text, value)?,
        _ => Field { name, value: one_line(value.of(text)), span: Some(value) },
    };
    Some(Stated { line, field })
}

/// A line that is nothing but the article's number under a bare `ID` (`ID: Q184989` on the CDs of the MSDN library,
/// `ID 93957` at Kaspersky's), or its address.
fn identity(words: &str, line: Span) -> Option<Field> {
    let own = |name, value: &str| Some(Field { name, value: value.to_owned(), span: Some(line) });
    if (words.starts_with("https://") || words.starts_with("http://")) && !words.contains(char::is_whitespace) {
        return own(FieldName::Url, words);
    }
    let rest = words.strip_prefix("ID").filter(|rest| rest.starts_with([':', ' ']))?;
    let value = rest.trim_start_matches([':', ' ', '#']);
    let digits = value.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let number = value.len() - digits.len() <= 4 && (4..=10).contains(&digits.len());
    if number && digits.bytes().all(|b| b.is_ascii_digit()) { own(FieldName::ArticleId, value) } else { None }
}

/// The lines between `from` and `to` that state properties, up to where other lines show that the text has begun.
pub(in crate::extract) fn at_start(text: &str, from: usize, to: usize, vocabulary: &Vocabulary) -> Vec<Stated> {
    /// Lines of a head that state nothing: a title, a notice.
    const OTHERS: usize = 5;
    let mut at = from;
    let mut others = 0;
    let mut out = Vec::new();
    for line in text[from..to].split_inclusive('\n') {
        let own = Span::new(at, at + line.len()).trim(text);
        at += line.len();
        // The last line may go on behind `to`.
        let whole = line.ends_with('\n') || at == text.len();
        // A day below the title of an advisory.
        let day = || {
            let field = Field { name: FieldName::Published, value: own.of(text).to_owned(), span: Some(own) };
            is_day(own.of(text)).then_some(Stated { line: own, field })
        };
        match stated(text, own, vocabulary).or_else(day).filter(|_| whole) {
            Some(found) if out.len() < MOST => out.push(found),
            None if own.is_empty() => {}
            Some(_) => break,
            None if others == OTHERS => break,
            None => others += 1,
        }
    }
    out
}

/// Where properties begin with which the text ends, and they; behind `from`. Two of them there are at least; a line
/// without a label goes on with the value above it.
pub(super) fn at_end(text: &str, from: usize, vocabulary: &Vocabulary) -> Option<(usize, Vec<Stated>)> {
    /// Longer lines are text.
    const LONGEST: usize = 120;
    /// Lines without a label that a value may go on with.
    const MORE: usize = 2;
    let mut end = text.len();
    let mut start = text.len();
    let mut more = 0;
    let mut out: Vec<Stated> = Vec::new();
    while end > from {
        let line = text[from..end].trim_end_matches('\n').rfind('\n').map_or(from, |at| from + at + 1);
        let own = Span::new(line, end).trim(text);
        end = line;
        if own.is_empty() {
            continue;
        }
        if out.len() == MOST {
            return None;
        }
        if let Some(found) = stated(text, own, vocabulary) {
            out.push(found);
            more = 0;
            start = line;
            continue;
        }
        let words = own.of(text);
        if !out.is_empty() && is_labelled(words) && text[own.end as usize..start].trim_end_matches(' ') == "\n" {
            start = line;
            continue;
        }
        // `Document Information` stands above them.
        if !out.is_empty() && more == 0 && vocabulary.label(words) == Some(LabelKind::Properties) {
            start = line;
            break;
        }
        // Labels that nobody knows stand among those that are known.
        more += usize::from(!is_labelled(words));
        if more > MORE || own.len() > LONGEST || words.ends_with(['.', ':', '?', '!', '。']) {
            break;
        }
    }
    out.reverse();
    let labelled = text[start..].lines().filter(|line| is_labelled(line)).count();
    (out.len() >= 2 && out.len() * 3 >= labelled).then_some((start, out))
}

/// `Bug report ID: 4061242`: a few words with a capital, a colon, and more behind it.
fn is_labelled(line: &str) -> bool {
    const WORDS: usize = 5;
    let Some((label, value)) = line.trim().split_once(": ") else { return false };
    let short = label.len() <= LONGEST_LABEL && label.split(' ').count() <= WORDS;
    short && label.starts_with(char::is_uppercase) && !value.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(found: Vec<Stated>) -> Vec<(FieldName, String)> {
        found.into_iter().map(|stated| (stated.field.name, stated.field.value)).collect()
    }

    #[test]
    fn a_text_may_end_with_properties() {
        let vocabulary = Vocabulary::built_in();
        let text = "Resolving the problem\nSet it to 60.\n\nDocument information\n\nMore support for: DB2 for Windows\nData \
            Movement\nSoftware level: 9.5\nRating: none\nReference #: 1449797\nModified date: 12 September 2012\n";
        let (start, found) = at_end(text, 0, &vocabulary).unwrap();
        assert!(text[start..].starts_with("Document information"));
        let names: Vec<FieldName> = found.iter().map(|f| f.field.name).collect();
        assert_eq!(names, [FieldName::AppliesTo, FieldName::ArticleId, FieldName::Modified]);
        // One alone may be a line of the text, and so may those that text follows.
        assert!(at_end("Set it to 60.\n\nModified date: 12 September 2012\n", 0, &vocabulary).is_none());
        let more = format!("{text}\nWhat follows is a sentence of the article, which says so.\n");
        assert!(at_end(&more, 0, &vocabulary).is_none());
    }

    #[test]
    fn a_line_before_the_body_may_state_a_title() {
        let vocabulary = Vocabulary::built_in();
        let text = "INFODOC ID: 13452\nSYNOPSIS: How to read a message\nDo this: nothing\n";
        let found = read(at_start(text, 0, text.len(), &vocabulary));
        let (id, title) =
            ((FieldName::ArticleId, "13452".to_owned()), (FieldName::Title, "How to read a message".to_owned()));
        assert_eq!(found, [id, title]);
        assert!(at_start("Title: all of the text", 0, 10, &vocabulary).is_empty(), "the line goes on behind it");
        for (text, number) in [("Printing stops\n\nID: Q184989\n", "Q184989"), ("ID 93957\n", "93957")] {
            let found = read(at_start(text, 0, text.len(), &vocabulary));
            assert_eq!(found, [(FieldName::ArticleId, number.to_owned())]);
        }
        assert!(at_start("ID: the number\nID Manager 2003\n", 0, 30, &vocabulary).is_empty());
        let found = read(at_start("http://kb.example.com/1\nhttp://kb.example.com/ is down\n", 0, 54, &vocabulary));
        assert_eq!(found, [(FieldName::Url, "http://kb.example.com/1".to_owned())]);
    }
}
