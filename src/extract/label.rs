//! What does a label stand for: `Article ID`, `Last modified`, `Produits concernés`?
//!
//! Labels as the publishers of each era and language write them, in whatever form the article comes. Where on a page a
//! label may stand, and whether what follows can be its value, is for each form to judge.

use super::FieldName;
use crate::model::SectionKind;
use crate::vocabulary::{LabelKind, Rank, Vocabulary};

use FieldName::{
    Alias, AppliesTo, ArticleId, IssueType, Keywords, Language, Modified, Other, Platform, Published, QueryWords,
    Reviewed, Revision, Technology, Title,
};

/// Labels in lower case, beside those of the vocabulary.
const LABELS: &[(&str, FieldName)] = &[
    ("article #", ArticleId),
    ("article", ArticleId),
    ("kb id", ArticleId),
    ("kb number", ArticleId),
    ("kb article", ArticleId),
    ("kb article number", ArticleId),
    ("knowledge base article", ArticleId),
    ("knowledge base id", ArticleId),
    ("original kb number", ArticleId),
    ("document id", ArticleId),
    ("doc #", ArticleId),
    ("bulletin id", ArticleId),
    ("advisory id", ArticleId),
    ("doc no", ArticleId),
    ("infodoc id", ArticleId),
    ("kb", ArticleId),
    ("kb article id", ArticleId),
    ("knowledge article number", ArticleId),
    ("kb solution id", ArticleId),
    ("security id", ArticleId),
    ("advisory number", ArticleId),
    ("technote id", ArticleId),
    ("reference #", ArticleId),
    ("id de artículo", ArticleId),
    ("référence", ArticleId),
    ("기술 자료", ArticleId),
    ("ultima modifica", Reviewed),
    ("laatst bijgewerkt", Reviewed),
    ("rev", Revision),
    ("überarbeitung", Revision),
    ("last modified date", Modified),
    ("last modified", Modified),
    ("last edited", Modified),
    ("letzte aktualisierung", Modified),
    ("aktualisiert", Modified),
    ("last revised", Modified),
    ("last published", Modified),
    ("last published date", Modified),
    ("kb last updated", Modified),
    ("revision date", Modified),
    ("zuletzt geändert", Modified),
    ("zuletzt aktualisiert", Modified),
    ("last update", Modified),
    ("updated", Modified),
    ("updated on", Modified),
    ("modified on", Modified),
    ("edited on", Modified),
    ("last major update", Other),
    ("date modified", Modified),
    ("date published", Published),
    ("release date", Published),
    ("original publish date", Published),
    ("created", Published),
    ("created on", Published),
    ("created date", Published),
    ("first published date", Published),
    ("erstellt", Published),
    ("veröffentlicht", Published),
    ("date created", Published),
    ("date approved", Published),
    ("publié", Published),
    ("keyword", Keywords),
    ("keyword(s)", Keywords),
    ("keywords (schlüsselwörter)", Keywords),
    ("applies to", AppliesTo),
    ("product", AppliesTo),
    ("products", AppliesTo),
    ("product(s)", AppliesTo),
    ("product version(s)", AppliesTo),
    ("product versions", AppliesTo),
    ("products affected", AppliesTo),
    ("affected product", AppliesTo),
    ("affected products", AppliesTo),
    ("hardware platforms affected", AppliesTo),
    ("operating systems affected", AppliesTo),
    ("software affected", AppliesTo),
    ("support communication cross reference id", Other),
    ("applicable products", AppliesTo),
    ("products and versions covered", AppliesTo),
    ("more support for", AppliesTo),
    ("produits concernés", AppliesTo),
    ("betroffene produkte", AppliesTo),
    ("productos afectados", AppliesTo),
    ("prodotti interessati", AppliesTo),
    ("produtos afetados", AppliesTo),
    ("applicable to", AppliesTo),
    ("original version", AppliesTo),
    ("product/version includes", AppliesTo),
    ("first seen in", AppliesTo),
    ("knowledge article", ArticleId),
    ("original kb date", Published),
    ("last edited time", Modified),
    ("stichwörter", Keywords),
    ("technology", Technology),
    ("issue type", IssueType),
    ("platform", Platform),
    ("additional query words", QueryWords),
    ("query words", QueryWords),
    ("additional reference words", QueryWords),
    ("kbcategory", Keywords),
    ("kbsubcategory", Keywords),
    ("title", Title),
    ("document title", Title),
    ("article title", Title),
    ("subject", Title),
    ("author", Other),
    ("authors", Other),
    ("views", Other),
    ("article type", Other),
    ("article dates", Other),
];

/// What a label means: one of this file, or of the vocabulary in any of its languages.
pub fn label(words: &str, vocabulary: &Vocabulary) -> Option<FieldName> {
    let words = words.trim().trim_end_matches([':', '：']).trim_end();
    if words.is_empty() || words.len() > 100 {
        return None;
    }
    if let Some(kind) = vocabulary.own_label(words) {
        return meaning(kind);
    }
    if words.is_ascii() {
        if let Some(&(_, name)) = LABELS.iter().find(|(l, _)| l.eq_ignore_ascii_case(words)) {
            return Some(name);
        }
    } else {
        let folded = words.to_lowercase().replace('’', "'");
        if let Some(&(_, name)) = LABELS.iter().find(|(l, _)| *l == folded) {
            return Some(name);
        }
    }
    let known = vocabulary
        .label(words)
        .or_else(|| words.contains('’').then(|| vocabulary.label(&words.replace('’', "'"))).flatten());
    match known {
        Some(kind) => meaning(kind),
        None => {
            let role = vocabulary.role(words)?;
            (role.kind == SectionKind::AppliesTo && role.rank == Rank::Property).then_some(AppliesTo)
        }
    }
}

/// The field that a label of the vocabulary names.
pub fn meaning(kind: LabelKind) -> Option<FieldName> {
    match kind {
        LabelKind::ArticleId | LabelKind::OriginalId => Some(ArticleId),
        LabelKind::Alias => Some(Alias),
        LabelKind::Reviewed => Some(Reviewed),
        LabelKind::Modified => Some(Modified),
        LabelKind::Published => Some(Published),
        LabelKind::Revision => Some(Revision),
        LabelKind::ProductVersion | LabelKind::Products => Some(AppliesTo),
        LabelKind::Keywords => Some(Keywords),
        LabelKind::QueryWords => Some(QueryWords),
        LabelKind::IssueType => Some(IssueType),
        LabelKind::Technology => Some(Technology),
        LabelKind::Properties | LabelKind::Metadata => Some(Other),
        _ => None,
    }
}

/// Can this be the value of such a field? A sentence that begins like a label is none.
pub fn fits(name: FieldName, value: &str) -> bool {
    let digits = value.bytes().any(|b| b.is_ascii_digit());
    match name {
        ArticleId => digits && value.len() < 80 && value.split_whitespace().count() <= 4,
        Reviewed | Modified | Published => digits && value.len() < 60,
        Revision => digits && value.len() < 30 && value.split_whitespace().count() <= 4,
        Language => value.len() <= 30,
        _ => true,
    }
}

/// The number in the sentence that opens the documents of Novell and of those that came out of it (NetIQ, SUSE, Micro
/// Focus): "This document (7001234) is provided subject to the disclaimer at the end of this document."
pub fn disclaimed(text: &str) -> Option<&str> {
    let (number, rest) = text.trim().strip_prefix("This document (")?.split_once(')')?;
    let digits = (5..=10).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    (digits && rest.trim_start().starts_with("is provided subject to") && rest.len() < 120).then_some(number)
}

/// Is a line nothing but a day: `01/15/2025`, `November 3, 2022`?
pub fn is_day(text: &str) -> bool {
    /// How names of months begin that are written in ASCII's letters.
    const MONTHS: &[&str] = &[
        "jan", "ene", "gen", "feb", "fev", "mar", "apr", "abr", "avr", "may", "mai", "maj", "mag", "jun", "jui", "giu",
        "jul", "lug", "aug", "ago", "sep", "set", "oct", "okt", "ott", "out", "nov", "dec", "dez", "dic",
    ];
    const BETWEEN: &[&str] = &["de", "del", "of", "г", "года", "р", "року", "r", "roku"];
    const SIGNS: &[char] = &['年', '月', '日', '년', '월', '일'];
    let text = text.trim();
    let mut numbers = 0;
    let mut year = false;
    let mut months = 0;
    let parted = |c: char| matches!(c, ' ' | ',' | '/' | '-' | '.') || SIGNS.contains(&c);
    for word in text.split(parted).filter(|w| !w.is_empty()) {
        if word.bytes().all(|b| b.is_ascii_digit()) && word.len() <= 4 {
            numbers += 1;
            year |= word.len() == 4;
        } else if !BETWEEN.contains(&word) {
            // A word with letters of its own language is no product's: `1 квітня 2021 р.`, `3. März 2021`
            let own = !word.is_ascii() && word.chars().all(char::is_alphabetic);
            if !own && !MONTHS.iter().any(|m| word.get(..3).is_some_and(|w| w.eq_ignore_ascii_case(m))) {
                return false;
            }
            months += 1;
        }
    }
    text.chars().count() <= 22 && year && months <= 1 && (2..=3).contains(&numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_by_itself_is_told_from_versions() {
        assert!(is_day("01/15/2025") && is_day("November 3, 2022") && is_day("2022-11-03"));
        assert!(is_day("1 квітня 2021 р.") && is_day("3 de abril de 2021") && is_day("2021年4月1日"));
        assert!(!is_day("Windows Server 2003") && !is_day("10.0.19041") && !is_day("2003"));
    }

    #[test]
    fn what_a_label_stands_for() {
        let vocabulary = Vocabulary::built_in();
        let of = |words: &str| label(words, &vocabulary);
        assert_eq!(of("Operating systems affected"), Some(AppliesTo));
        assert_eq!(of("Numéro d’article :"), Some(ArticleId));
        assert_eq!(of("Modified"), Some(Modified));
        assert_eq!((of("Date"), of("The article")), (None, None), "an event record has a date, too");
        assert!(fits(ArticleId, "KB 1042") && !fits(ArticleId, "see there") && !fits(Modified, "by hand"));
        assert_eq!(
            disclaimed("This document (7001234) is provided subject to the disclaimer at its end."),
            Some("7001234")
        );
    }
}
