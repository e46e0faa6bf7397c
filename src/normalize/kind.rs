//! What is the article for? Told by its title's prefix, its keywords, and what it holds.

use crate::extract::FieldName;
use crate::model::{FileVersion, Fix, FixStatus, Kind, SectionKind};
use crate::section::Sectioned;

/// Title prefixes of the knowledge base (`PRB:`, `HOWTO:`); product prefixes such as `XADM:` say nothing of the kind.
const PREFIXES: &[(&str, Kind)] = &[
    ("PRB", Kind::Problem),
    ("BUG", Kind::Problem),
    ("ERR", Kind::Problem),
    ("ERRMSG", Kind::Problem),
    ("FIX", Kind::Fix),
    ("HOWTO", Kind::HowTo),
    ("HOW TO", Kind::HowTo),
    ("SAMPLE", Kind::HowTo),
    ("INFO", Kind::Info),
    ("INF", Kind::Info),
    ("DOC", Kind::Info),
    ("DOCERR", Kind::Info),
    ("README", Kind::Info),
    ("UPDATE", Kind::Update),
];

/// `Issue type` and keywords that name a kind.
const KEYWORDS: &[(&str, Kind)] = &[
    ("kbfix", Kind::Fix),
    ("kbqfe", Kind::Fix),
    ("kbhotfixserver", Kind::Fix),
    ("kbhowto", Kind::HowTo),
    ("kbhowtomaster", Kind::HowTo),
    ("kbinfo", Kind::Info),
    ("kbfaq", Kind::Info),
    ("kbprb", Kind::Problem),
    ("kbbug", Kind::Problem),
    ("kberrmsg", Kind::Problem),
    ("kbsecbulletin", Kind::SecurityBulletin),
    ("kbsecurity", Kind::SecurityBulletin),
    ("atdownload", Kind::Update),
];

/// What the article is for. The most telling sign wins: bulletin number, prefix, a fix's files, keyword, sections.
pub fn kind(sectioned: &Sectioned, id: &str, title: Option<&str>, fix: Option<&Fix>, files: &[FileVersion]) -> Kind {
    if super::header::bulletin_id(id).is_some() {
        return Kind::SecurityBulletin;
    }
    let title = title.unwrap_or("").trim();
    if let Some(kind) = by_prefix(title) {
        return kind;
    }
    let has = |kind: SectionKind| sectioned.sections.iter().any(|s| s.kind == kind);
    let problem = has(SectionKind::Symptoms) || (has(SectionKind::Cause) && has(SectionKind::Resolution));
    let fixed = fix.is_some_and(|f| f.status == Some(FixStatus::Fixed) || !f.packages.is_empty());
    if problem && (!files.is_empty() || fixed || has(SectionKind::FixInformation)) {
        return Kind::Fix;
    }
    let keyword = by_keyword(sectioned);
    if let Some(kind) = keyword.filter(|&k| k != Kind::Problem || problem) {
        return kind;
    }
    if problem {
        return Kind::Problem;
    }
    if starts_with_any(title, &["How to ", "Use ", "How To "]) {
        return Kind::HowTo;
    }
    if title.contains("Cumulative Update") || title.contains("Service Pack") || title.contains("Update Rollup") {
        return Kind::Update;
    }
    keyword.unwrap_or(Kind::Other)
}

fn starts_with_any(title: &str, starts: &[&str]) -> bool {
    starts.iter().any(|s| title.starts_with(s))
}

fn by_prefix(title: &str) -> Option<Kind> {
    let (head, _) = title.split_once(':')?;
    PREFIXES.iter().find(|(prefix, _)| head.trim().eq_ignore_ascii_case(prefix)).map(|p| p.1)
}

fn by_keyword(sectioned: &Sectioned) -> Option<Kind> {
    let fields = &sectioned.extracted.fields;
    let named = |name: FieldName| fields.iter().filter(move |f| f.name == name);
    let mut words =
        named(FieldName::IssueType).chain(named(FieldName::Keywords)).flat_map(|f| f.value.split_whitespace());
    words.find_map(|word| KEYWORDS.iter().find(|(k, _)| k.eq_ignore_ascii_case(word)).map(|k| k.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_name_a_kind_and_product_codes_do_not() {
        assert_eq!(by_prefix("PRB: Debugger stops"), Some(Kind::Problem));
        assert_eq!(by_prefix("HOW TO: Install a printer"), Some(Kind::HowTo));
        assert_eq!(by_prefix("XADM: Store stops"), None);
        assert_eq!(by_prefix("Error 5 when you start"), None);
    }
}
