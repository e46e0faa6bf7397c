//! Is this line a property of the article, and which?
//!
//! Labels as the publishers of each era and language write them. A line may hold several (`Article ID: 1 - Last
//! Review: … - Revision: …`), and a paragraph several lines; it counts as properties only if all of it is.

use super::dated;
use crate::extract::label::fits;
use crate::extract::{Field, FieldName, label, product_list};
use crate::span::Span;
use crate::vocabulary::Vocabulary;

use FieldName::{AppliesTo, ArticleId, Keywords, Modified, Other, Published, QueryWords, Reviewed, Technology};

/// Labels without a colon, at the start of a line.
const OPENINGS: &[(&str, FieldName)] = &[
    ("Article Last Modified on ", Modified),
    ("Last Reviewed on ", Reviewed),
    ("Last updated on ", Modified),
    ("Last Updated ", Modified),
    ("Updated on ", Modified),
    ("Published on ", Published),
    ("Original KB number ", ArticleId),
];

/// What a label stands for on a page; `Date` alone may elsewhere be the label of an event record.
pub fn label(words: &str, vocabulary: &Vocabulary) -> Option<FieldName> {
    let bare = words.trim().trim_end_matches([':', '：']).trim_end();
    if bare.eq_ignore_ascii_case("date") { Some(Published) } else { label::label(words, vocabulary) }
}

/// A labelled value in a line.
#[derive(Clone, Copy)]
pub struct Labelled<'t> {
    /// What it is.
    pub name: FieldName,
    /// The value.
    pub value: &'t str,
}

/// The properties that a line states; empty if it is none.
pub fn line<'t>(text: &'t str, vocabulary: &Vocabulary) -> Vec<Labelled<'t>> {
    let text = text.trim();
    let mut out = Vec::new();
    let first = opening(text).or_else(|| labelled(text, vocabulary));
    let Some(first) = first.or_else(|| dated::stated(text, vocabulary)) else {
        return out;
    };
    if matches!(first.name, AppliesTo | Keywords | QueryWords | Technology | Other) {
        out.push(first);
        return out;
    }
    // `Article ID: 295413 - Last Review: January 31, 2007 - Revision: 3.2`
    let mut pending = Some(first);
    while let Some(one) = pending.take() {
        let mut value = one.value;
        if one.name == ArticleId {
            value = value.split(" - ").next().unwrap_or(value); // `312862 - View products that …`
        }
        for (at, separator) in separators(one.value) {
            let rest = &one.value[at + separator..];
            if let Some(next) = labelled(rest, vocabulary).or_else(|| dated::stated(rest, vocabulary)) {
                value = &one.value[..at];
                pending = Some(next);
                break;
            }
        }
        let day = matches!(one.name, Reviewed | Modified | Published);
        if day && pending.is_none() {
            // `Published Date: May 4, 2021 Updated Date: Feb 21, 2023`, `Created on 02-14-2022 03:22 AM Edited on 06-02-2022`
            for (at, _) in one.value.match_indices(' ').take(8) {
                let rest = &one.value[at + 1..];
                if let Some(next) = labelled(rest, vocabulary).or_else(|| dated::stated(rest, vocabulary)) {
                    value = &one.value[..at];
                    pending = Some(next);
                    break;
                }
            }
        }
        if day {
            value = dated::day_alone(value);
        }
        let value = value.trim().trim_end_matches(['-', '|']).trim_end();
        out.push(Labelled { name: one.name, value });
    }
    if out.iter().any(|one| !fits(one.name, one.value)) {
        out.clear();
    }
    out
}

/// The properties in a line that begins with something else: `CTX100200 | Created on … | Updated on …`, `26 views - Last
/// updated …`.
pub fn line_behind<'t>(text: &'t str, vocabulary: &Vocabulary) -> Vec<Labelled<'t>> {
    let mut out = Vec::new();
    let dated = |behind: &[Labelled]| behind.iter().any(|f| matches!(f.name, Published | Modified | Reviewed));
    let mark = if text.contains(" | ") { " | " } else { " - " };
    let strokes = text.match_indices(mark).take(if text.len() < 200 { 6 } else { 0 });
    // `Article | Troubleshooting | Created: 3 Apr 2013 | Modified: 26 Mar 2014`
    let behind = strokes.map(|(at, _)| (at, line(&text[at + mark.len()..], vocabulary))).find(|(_, b)| dated(b));
    if let Some((at, behind)) = behind {
        let first = text[..at].trim();
        if super::head::is_identifier(first)
            && first.starts_with(|c: char| c.is_ascii_uppercase())
            && !first.contains(' ')
        {
            out.push(Labelled { name: ArticleId, value: first });
        }
        out.extend(behind);
    }
    out
}

/// Places where another label may follow.
fn separators(value: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let marks = [" - ", " | ", " – ", " · ", "; ", ". ", "  ", "\t", "\u{3000}"];
    value.char_indices().filter_map(move |(at, c)| {
        if !matches!(c, ' ' | ';' | '.' | '\t' | '\u{3000}') {
            return None;
        }
        marks.iter().find(|m| value[at..].starts_with(**m)).map(|m| (at, m.len()))
    })
}

/// Can this line be the value of the label on the line above it?
pub fn is_value(name: FieldName, value: &str) -> bool {
    match name {
        Published | Modified | Reviewed => dated::begins(value) && value.len() < 60,
        ArticleId => super::head::is_identifier(value),
        AppliesTo => value.len() < 100 && value.starts_with(char::is_alphabetic) && !value.ends_with(['.', ':', '?']),
        _ => false,
    }
}

fn opening(text: &str) -> Option<Labelled<'_>> {
    OPENINGS.iter().find_map(|&(start, name)| {
        let head = text.get(..start.len())?;
        let value = || text[start.len()..].trim_matches(|c: char| c.is_whitespace() || c == ':');
        head.eq_ignore_ascii_case(start).then(|| Labelled { name, value: value() })
    })
}

fn labelled<'t>(text: &'t str, vocabulary: &Vocabulary) -> Option<Labelled<'t>> {
    let text = text.trim_start();
    let (at, length) = text.char_indices().take(64).find_map(|(at, c)| match c {
        ':' => Some((at, 1)),
        '：' => Some((at, 3)),
        '\t' => Some((at, 1)),
        _ => None,
    })?;
    let name = label(&text[..at], vocabulary)?;
    Some(Labelled { name, value: text[at + length..].trim_matches(|c: char| c.is_whitespace() || c == ':') })
}

/// Letters before the number of a translated article: `D828333`, `CHS828333`.
const COUNTRIES: [&str; 30] = [
    "E", "D", "F", "J", "I", "B", "BR", "P", "PT", "NL", "N", "NO", "PL", "CZ", "CS", "HU", "RU", "R", "TR", "S", "SV",
    "DK", "DA", "FI", "JP", "KR", "KO", "CHS", "CHT", "HE",
];

/// The earlier number in "This article was previously published under Q295413", in whatever language: a short line
/// whose only number has a Q.
pub fn alias(text: &str) -> Option<&str> {
    let text = text.trim();
    if text.len() > 240 {
        return None;
    }
    let mut found = None;
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        if !word.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let letters = &word[..word.len() - digits.len()];
        if !letters.eq_ignore_ascii_case("Q") && !COUNTRIES.contains(&letters) {
            return None;
        }
        if found.is_some() || !(5..=6).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        found = Some(word);
    }
    found
}

/// The products of a value that stands on the line of its label.
pub fn products(value: &str) -> impl Iterator<Item = String> + '_ {
    value.lines().flat_map(product_list::products).map(str::to_owned)
}

/// Are these keywords, as knowledge bases tag their articles? `kbhotfixserver kbqfe KB822255`.
pub fn are_keywords(value: &str) -> bool {
    let mut words = value.split([' ', ',', ';', '\n']).filter(|w| !w.is_empty()).peekable();
    words.peek().is_some()
        && words.any(|w| w.get(..2).is_some_and(|s| s.eq_ignore_ascii_case("kb")) && w.len() > 3)
        && !value.contains(". ")
}

/// A field of this value.
pub fn field(name: FieldName, value: &str, text: &str) -> Field {
    let offset = (value.as_ptr() as usize).checked_sub(text.as_ptr() as usize);
    let inside = offset.filter(|o| o + value.len() <= text.len());
    Field { name, value: value.to_owned(), span: inside.map(|o| Span::new(o, o + value.len())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use FieldName::Revision;

    fn read(text: &str) -> Vec<(FieldName, &str)> {
        line(text, &Vocabulary::built_in()).into_iter().map(|l| (l.name, l.value)).collect()
    }

    #[test]
    fn one_line_holds_several_properties() {
        let expected = vec![(ArticleId, "295413"), (Reviewed, "January 31, 2007"), (Revision, "3.2")];
        assert_eq!(read("Article ID: 295413 - Last Review: January 31, 2007 - Revision: 3.2"), expected);
        assert_eq!(read("Artikel-ID: 295413 - Letzte Überarbeitung: Freitag, 5. Mai 2006 - Version: 3.2").len(), 3);
        assert_eq!(read("Article ID\t:\t262352"), vec![(ArticleId, "262352")]);
        let cells = vec![(ArticleId, "1999041312345612"), (Modified, "06/12/2003")];
        assert_eq!(read("Document ID:1999041312345612\tLast Modified:06/12/2003"), cells);
        assert_eq!(read("Article ID: 312862 - View products"), vec![(ArticleId, "312862")]);
    }

    #[test]
    fn labels_are_read_in_the_languages_of_the_vocabulary() {
        let lines = [
            ("Код статьи: 906305 - Последнее изменение: 12 марта 2009 г. - Версия: 3.0", "906305", "3.0"),
            ("Numéro d’article : 906305 - Dernière mise à jour : jeudi 12 mars 2009 - Version : 3.0", "906305", "3.0"),
            ("文書番号: 906305 - 最終更新日: 2009年3月12日 - リビジョン: 3.0", "906305", "3.0"),
            ("문서 번호: 906305 - 마지막 검토: 2009년 3월 12일 - 수정: 3.0", "906305", "3.0"),
            (
                "Identificativo articolo: 906305 - Ultima modifica: giovedì 12 marzo 2009 - Revisione: 3.0",
                "906305",
                "3.0",
            ),
            ("Makale numarası: 906305 - Son inceleme: 12 Mart 2009 - Düzeltme: 3.0", "906305", "3.0"),
        ];
        for (text, id, revision) in lines {
            let read = read(text);
            assert_eq!((read.len(), read[0], read[2]), (3, (ArticleId, id), (Revision, revision)), "{text}");
            assert!(matches!(read[1].0, Reviewed | Modified), "{text}");
        }
        assert_eq!(read("Gilt für: Windows 10"), vec![(AppliesTo, "Windows 10")]);
    }

    #[test]
    fn sentences_are_no_properties() {
        assert!(read("Updated: the driver now loads").is_empty());
        assert!(read("Revision: see the table below").is_empty());
        assert!(read("Note: 12").is_empty());
    }

    #[test]
    fn an_earlier_number_is_found_in_any_language() {
        assert_eq!(alias("This article was previously published under Q295413"), Some("Q295413"));
        assert_eq!(alias("Dieser Artikel wurde zuvor veröffentlicht unter D41520"), Some("D41520"));
        assert_eq!(alias("See Q295413 and Q10000"), None);
        assert_eq!(alias("Windows 95 has Q295413"), None);
    }

    #[test]
    fn tags_are_told_from_words() {
        assert!(are_keywords("kbnetwork smsinv KB129125"));
        assert!(!are_keywords("disk, error. KB is full"));
    }
}
