//! Is this line a property of the article, and which?
//!
//! Labels as the publishers of each era and language write them. A line may hold several (`Article ID: 1 - Last
//! Review: … - Revision: …`), and a paragraph several lines; it counts as properties only if all of it is.

use crate::extract::{Field, FieldName};
use crate::span::Span;

use FieldName::{
    AppliesTo, ArticleId, IssueType, Keywords, Modified, Other, Platform, Published, QueryWords, Reviewed, Revision,
    Technology,
};

/// Labels that stand before a colon, lower case.
const LABELS: &[(&str, FieldName)] = &[
    ("article id", ArticleId),
    ("article number", ArticleId),
    ("article #", ArticleId),
    ("article", ArticleId),
    ("kb id", ArticleId),
    ("kb number", ArticleId),
    ("kb article", ArticleId),
    ("kb article number", ArticleId),
    ("knowledge base article", ArticleId),
    ("knowledge base id", ArticleId),
    ("original kb number", ArticleId),
    ("pss id number", ArticleId),
    ("document id", ArticleId),
    ("doc id", ArticleId),
    ("solution id", ArticleId),
    ("artikel-id", ArticleId),
    ("artikelnummer", ArticleId),
    ("numéro d'article", ArticleId),
    ("numéro d’article", ArticleId),
    ("id. de artículo", ArticleId),
    ("id de artículo", ArticleId),
    ("identificativo articolo", ArticleId),
    ("id articolo", ArticleId),
    ("id do artigo", ArticleId),
    ("číslo článku", ArticleId),
    ("id článku", ArticleId),
    ("identyfikator artykułu", ArticleId),
    ("номер статьи", ArticleId),
    ("код статьи", ArticleId),
    ("makale numarası", ArticleId),
    ("文書番号", ArticleId),
    ("文章编号", ArticleId),
    ("文章 id", ArticleId),
    ("文章編號", ArticleId),
    ("기술 자료", ArticleId),
    ("기술 자료 id", ArticleId),
    ("last review", Reviewed),
    ("last reviewed", Reviewed),
    ("letzte überarbeitung", Reviewed),
    ("letzte überprüfung", Reviewed),
    ("dernière mise à jour", Reviewed),
    ("última revisión", Reviewed),
    ("ultima modifica", Reviewed),
    ("ultima revisione", Reviewed),
    ("última revisão", Reviewed),
    ("laatste beoordeling", Reviewed),
    ("laatst bijgewerkt", Reviewed),
    ("ostatnia weryfikacja", Reviewed),
    ("poslední aktualizace", Reviewed),
    ("последнее изменение", Reviewed),
    ("последний отзыв", Reviewed),
    ("son inceleme", Reviewed),
    ("最終更新日", Reviewed),
    ("上次审阅", Reviewed),
    ("最后修改", Reviewed),
    ("上次校閱", Reviewed),
    ("마지막 검토", Reviewed),
    ("revision", Revision),
    ("rev", Revision),
    ("überarbeitung", Revision),
    ("révision", Revision),
    ("revisión", Revision),
    ("versión", Revision),
    ("revisione", Revision),
    ("revisão", Revision),
    ("revisie", Revision),
    ("versie", Revision),
    ("wersja", Revision),
    ("revize", Revision),
    ("редакция", Revision),
    ("düzeltme", Revision),
    ("リビジョン", Revision),
    ("修订", Revision),
    ("修訂", Revision),
    ("수정", Revision),
    ("last modified", Modified),
    ("last modified date", Modified),
    ("last updated", Modified),
    ("last update", Modified),
    ("updated", Modified),
    ("updated on", Modified),
    ("date modified", Modified),
    ("modified", Modified),
    ("article last modified on", Modified),
    ("zuletzt aktualisiert", Modified),
    ("dernière modification", Modified),
    ("última actualización", Modified),
    ("published", Published),
    ("publication date", Published),
    ("date published", Published),
    ("published date", Published),
    ("original publish date", Published),
    ("created", Published),
    ("date created", Published),
    ("creation date", Published),
    ("release date", Published),
    ("veröffentlicht", Published),
    ("publié", Published),
    ("publicado", Published),
    ("keywords", Keywords),
    ("keyword", Keywords),
    ("keyword(s)", Keywords),
    ("kbkeywords", Keywords),
    ("schlüsselwörter", Keywords),
    ("keywords (schlüsselwörter)", Keywords),
    ("mots-clés", Keywords),
    ("mots clés", Keywords),
    ("palabras clave", Keywords),
    ("parole chiave", Keywords),
    ("palavras-chave", Keywords),
    ("trefwoorden", Keywords),
    ("słowa kluczowe", Keywords),
    ("klíčová slova", Keywords),
    ("ключевые слова", Keywords),
    ("anahtar kelimeler", Keywords),
    ("キーワード", Keywords),
    ("关键字", Keywords),
    ("關鍵字", Keywords),
    ("키워드", Keywords),
    ("applies to", AppliesTo),
    ("product", AppliesTo),
    ("products", AppliesTo),
    ("product(s)", AppliesTo),
    ("technology", Technology),
    ("issue type", IssueType),
    ("platform", Platform),
    ("additional query words", QueryWords),
    ("query words", QueryWords),
    ("author", Other),
    ("authors", Other),
    ("version", Revision),
    ("views", Other),
    ("article type", Other),
    ("article dates", Other),
    ("properties", Other),
    ("article properties", Other),
    ("eigenschaften", Other),
    ("propriétés", Other),
    ("propiedades", Other),
    ("proprietà", Other),
    ("propriedades", Other),
    ("プロパティ", Other),
    ("属性", Other),
    ("屬性", Other),
    ("속성", Other),
];

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

/// What a label means.
pub fn label(words: &str) -> Option<FieldName> {
    let words = words.trim().trim_end_matches([':', '：']).trim_end();
    if words.is_empty() || words.len() > 60 {
        return None;
    }
    if words.is_ascii() {
        return LABELS.iter().find(|(l, _)| l.eq_ignore_ascii_case(words)).map(|&(_, f)| f);
    }
    let folded = words.to_lowercase();
    LABELS.iter().find(|(l, _)| *l == folded).map(|&(_, f)| f)
}

/// A labelled value in a line.
pub struct Labelled<'t> {
    /// What it is.
    pub name: FieldName,
    /// The value.
    pub value: &'t str,
}

/// The properties that a line states; empty if it is none.
pub fn line(text: &str) -> Vec<Labelled<'_>> {
    let text = text.trim();
    let mut out = Vec::new();
    let Some(first) = opening(text).or_else(|| labelled(text)) else {
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
            if let Some(next) = labelled(&one.value[at + separator..]) {
                value = &one.value[..at];
                pending = Some(next);
                break;
            }
        }
        let value = value.trim().trim_end_matches(['-', '|']).trim_end();
        out.push(Labelled { name: one.name, value });
    }
    if out.iter().any(|one| !fits(one.name, one.value)) {
        out.clear();
    }
    out
}

/// Places where another label may follow.
fn separators(value: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let marks = [" - ", " | ", " – ", " · ", "; ", "  "];
    value.char_indices().filter_map(move |(at, c)| {
        if !matches!(c, ' ' | ';') {
            return None;
        }
        marks.iter().find(|m| value[at..].starts_with(**m)).map(|m| (at, m.len()))
    })
}

/// Can this be the value of such a field? A sentence that begins like a label is none.
fn fits(name: FieldName, value: &str) -> bool {
    let digits = value.bytes().any(|b| b.is_ascii_digit());
    match name {
        ArticleId => digits && value.len() < 80 && value.split_whitespace().count() <= 4,
        Reviewed | Modified | Published => digits && value.len() < 60,
        Revision => digits && value.len() < 30 && value.split_whitespace().count() <= 4,
        _ => true,
    }
}

fn opening(text: &str) -> Option<Labelled<'_>> {
    OPENINGS.iter().find_map(|&(start, name)| {
        let head = text.get(..start.len())?;
        head.eq_ignore_ascii_case(start).then(|| Labelled { name, value: text[start.len()..].trim() })
    })
}

fn labelled(text: &str) -> Option<Labelled<'_>> {
    let text = text.trim_start();
    let (at, length) = text.char_indices().take(64).find_map(|(at, c)| match c {
        ':' => Some((at, 1)),
        '：' => Some((at, 3)),
        '\t' => Some((at, 1)),
        _ => None,
    })?;
    let name = label(&text[..at])?;
    Some(Labelled { name, value: text[at + length..].trim_matches(|c: char| c.is_whitespace() || c == ':') })
}

/// The earlier number in "This article was previously published under Q295413", in whatever language: a short line
/// whose only number has a Q.
pub fn alias(text: &str) -> Option<&str> {
    let text = text.trim();
    if text.len() > 160 {
        return None;
    }
    let mut found = None;
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        if !word.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        let digits = word.strip_prefix(['Q', 'q', 'E', 'D', 'F', 'J'])?;
        if found.is_some() || !(5..=6).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        found = Some(word);
    }
    found
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

    fn read(text: &str) -> Vec<(FieldName, &str)> {
        line(text).into_iter().map(|l| (l.name, l.value)).collect()
    }

    #[test]
    fn one_line_holds_several_properties() {
        let expected = vec![(ArticleId, "295413"), (Reviewed, "January 31, 2007"), (Revision, "3.2")];
        assert_eq!(read("Article ID: 295413 - Last Review: January 31, 2007 - Revision: 3.2"), expected);
        assert_eq!(read("Artikel-ID: 295413 - Letzte Überarbeitung: Freitag, 5. Mai 2006 - Version: 3.2").len(), 3);
        assert_eq!(read("Article ID\t:\t262352"), vec![(ArticleId, "262352")]);
        assert_eq!(read("Article ID: 312862 - View products"), vec![(ArticleId, "312862")]);
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
