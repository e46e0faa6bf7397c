//! What is the article for?
//!
//! The most telling sign wins: a bulletin's number, what the publisher declares, the title's form, then the sections
//! and what stands in them, and keywords last, which name a subject as often as a kind.

use super::header::{Header, bulletin_id, series_opening};
use crate::extract::FieldName;
use crate::model::{FileVersion, Fix, FixStatus, Kind, SectionKind};
use crate::section::Sectioned;
use aho_corasick::AhoCorasick;
use memchr::memmem;
use std::sync::LazyLock;

/// Title prefixes of the knowledge base (`PRB:`, `HOWTO:`) in the languages it was translated into; product prefixes
/// such as `XADM:` say nothing of the kind.
const PREFIXES: &[(&str, Kind)] = &[
    ("PRB", Kind::Problem),
    ("BUG", Kind::Problem),
    ("ERR", Kind::Problem),
    ("ERRMSG", Kind::Problem),
    ("FIX", Kind::Fix),
    ("HOWTO", Kind::HowTo),
    ("HOW TO", Kind::HowTo),
    ("GEWUSST WIE", Kind::HowTo),
    ("SO WIRD'S GEMACHT", Kind::HowTo),
    ("COMMENT FAIRE", Kind::HowTo),
    ("PROCEDURE", Kind::HowTo),
    ("PROCEDIMIENTO", Kind::HowTo),
    ("PROCEDURA", Kind::HowTo),
    ("SAMPLE", Kind::HowTo),
    ("INFO", Kind::Info),
    ("INF", Kind::Info),
    ("DOC", Kind::Info),
    ("DOCERR", Kind::Info),
    ("README", Kind::Info),
    ("FAQ", Kind::Info),
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
    ("atdownload", Kind::Update),
];

/// Types that publishers declare, without signs. `troubleshooting` and `article` are given to everything.
const DECLARED: &[(&str, Kind)] = &[
    ("howto", Kind::HowTo),
    ("howtoguide", Kind::HowTo),
    ("tutorial", Kind::HowTo),
    ("quickstart", Kind::HowTo),
    ("getstarted", Kind::HowTo),
    ("task", Kind::HowTo),
    ("troubleshootingproblemresolution", Kind::Problem),
    ("troubleshootingerrorcodes", Kind::Problem),
    ("troubleshootingknownissue", Kind::Problem),
    ("problem", Kind::Problem),
    ("knownissue", Kind::Problem),
    ("conceptual", Kind::Info),
    ("concept", Kind::Info),
    ("conceptarticle", Kind::Info),
    ("overview", Kind::Info),
    ("reference", Kind::Info),
    ("faq", Kind::Info),
    ("releasenotes", Kind::Update),
    ("whatsnew", Kind::Update),
    ("securitybulletin", Kind::SecurityBulletin),
    ("securityadvisory", Kind::SecurityBulletin),
];

/// Openings of titles that ask or tell how something is done, with the language that they mean it in: `Comment` is
/// another word in English.
const HOW_TO: &[(&str, &[&str])] = &[
    ("en", &["How to ", "How To ", "How do I ", "How can I ", "How-to ", "HOWTO "]),
    ("de", &["So wird ", "Vorgehensweise"]),
    ("es", &["Cómo "]),
    ("fr", &["Comment "]),
    ("it", &["Come "]),
    ("pt", &["Como "]),
    ("nl", &["Hoe "]),
    ("sv", &["Hur du "]),
    ("ru", &["Как "]),
    ("pl", &["Jak "]),
    ("cs", &["Jak "]),
    ("sk", &["Ako "]),
    ("hu", &["Hogyan "]),
    ("ro", &["Cum "]),
    ("el", &["Πώς ", "Τρόπος "]),
    ("uk", &["Як "]),
    ("bg", &["Как "]),
    ("hr", &["Kako "]),
    ("vi", &["Cách "]),
    ("id", &["Cara "]),
];

/// Words of titles that name an advisory; a number or sign follows, or nothing.
const ADVISORIES: &[&str] = &[
    "Security Advisory",
    "Security Bulletin",
    "Security Notice",
    "Sicherheitsempfehlung",
    "Sicherheitsbulletin",
    "Sicherheitshinweis",
    "Avis de sécurité",
    "Bulletin de sécurité",
    "Aviso de seguridad",
    "Boletín de seguridad",
    "Avviso di sicurezza",
    "Bollettino sulla sicurezza",
    "Comunicado de Segurança",
    "Boletim de Segurança",
    "Beveiligingsadvies",
    "Beveiligingsbulletin",
    "セキュリティ アドバイザリ",
    "セキュリティ情報",
];

/// What the article is for.
pub fn kind(sectioned: &Sectioned, header: &Header, fix: Option<&Fix>, files: &[FileVersion]) -> Kind {
    let title = header.title.as_deref().unwrap_or("").trim();
    let id = header.id.as_str();
    if bulletin_id(id).is_some()
        || bulletin_id(title.get(..8).unwrap_or("")).is_some()
        || header.security
        || is_advisory(title)
    {
        return Kind::SecurityBulletin;
    }
    if let Some(kind) = by_prefix(title).or_else(|| declared(sectioned)) {
        return kind;
    }
    // `Flight Simulator 5.1: How to …`
    let subject = title.split_once(": ").filter(|(product, _)| product.len() <= 40).map_or(title, |(_, rest)| rest);
    let language = header.language.as_deref().and_then(|tag| tag.get(..2)).unwrap_or("en");
    let mut openings = HOW_TO.iter().filter(|(spoken, _)| *spoken == language || *spoken == "en");
    if openings.any(|(_, starts)| starts_with_any(title, starts) || starts_with_any(subject, starts)) {
        return Kind::HowTo;
    }
    if opens_as_update(title) {
        return Kind::Update;
    }
    let keyword = by_keyword(sectioned);
    if is_problem(sectioned) {
        let has = |kind: SectionKind| sectioned.sections.iter().any(|s| s.kind == kind);
        let fixed = fix.is_some_and(|f| f.status == Some(FixStatus::Fixed) || !f.packages.is_empty());
        // A hotfix is described by what must be there, whether to restart and what it replaces.
        let parts = [SectionKind::Prerequisites, SectionKind::RestartRequirement, SectionKind::ReplacementInformation];
        let described = parts.into_iter().filter(|&part| has(part)).count() >= 2;
        let shipped = fixed || described || has(SectionKind::FixInformation) || ships_files(sectioned, files);
        return if shipped || keyword == Some(Kind::Fix) { Kind::Fix } else { Kind::Problem };
    }
    if names_update(title) {
        return Kind::Update;
    }
    if let Some(kind) = keyword {
        return kind;
    }
    if title.starts_with("Use ") {
        return Kind::HowTo;
    }
    if asks(sectioned) { Kind::Info } else { Kind::Other }
}

/// Does it describe a problem? Symptoms that stand among the known issues of something else do not count.
fn is_problem(sectioned: &Sectioned) -> bool {
    let has = |kind: SectionKind| {
        let mut named = (0..sectioned.sections.len()).filter(|&at| sectioned.sections[at].kind == kind);
        named.any(|at| !is_question(sectioned, at) && !is_under(sectioned, at, SectionKind::KnownIssues))
    };
    has(SectionKind::Symptoms) || (has(SectionKind::Cause) && has(SectionKind::Resolution))
}

/// Is a section inside another of that kind?
fn is_under(sectioned: &Sectioned, at: usize, kind: SectionKind) -> bool {
    let mut above = sectioned.sections[at].parent;
    // Parents stand before their children; a section has a dozen ancestors at most.
    for _ in 0..16 {
        let Some(parent) = above else { return false };
        if sectioned.sections[parent].kind == kind {
            return true;
        }
        above = sectioned.sections[parent].parent;
    }
    false
}

/// Questions and their answers are information, although a question is where symptoms stand elsewhere.
fn asks(sectioned: &Sectioned) -> bool {
    (0..sectioned.sections.len()).any(|at| is_question(sectioned, at))
}

fn is_question(sectioned: &Sectioned, at: usize) -> bool {
    let heading = sectioned.sections[at].heading.map_or("", |h| h.of(&sectioned.extracted.text).trim());
    heading.trim_end_matches([':', '?']).eq_ignore_ascii_case("question")
}

/// Are there files that the article brings? A table under symptoms or cause lists files that make trouble.
fn ships_files(sectioned: &Sectioned, files: &[FileVersion]) -> bool {
    let brings = |file: &FileVersion| {
        let at = file.section.as_deref().and_then(Sectioned::at);
        at.is_none_or(|at| {
            let troubles = [SectionKind::Symptoms, SectionKind::Cause];
            !troubles.iter().any(|&k| sectioned.sections[at].kind == k || is_under(sectioned, at, k))
        })
    };
    // Rows of one table share a section; the first and the last of a long list tell.
    files.first().is_some_and(brings) || files.last().is_some_and(brings)
}

fn starts_with_any(title: &str, starts: &[&str]) -> bool {
    starts.iter().any(|s| title.starts_with(s))
}

fn by_prefix(title: &str) -> Option<Kind> {
    let (head, _) = match title.strip_prefix('[') {
        Some(inside) => inside.split_once(']')?,
        None => title.split_once(':')?,
    };
    PREFIXES.iter().find(|(prefix, _)| head.trim().eq_ignore_ascii_case(prefix)).map(|p| p.1)
}

/// What the publisher says that the document is.
fn declared(sectioned: &Sectioned) -> Option<Kind> {
    let field = sectioned.extracted.field(FieldName::DocumentType)?;
    // A comment of the template may stand behind the value.
    let value = field.value.split('#').next().unwrap_or("");
    let bare: String = value.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(60).collect();
    DECLARED.iter().find(|(name, _)| *name == bare).map(|d| d.1)
}

/// `Microsoft Security Advisory 954157: …`, `Microsoft-Sicherheitsempfehlung 954157`, `DSA-4371-1 …`.
fn is_advisory(title: &str) -> bool {
    if series_opening(title).is_some_and(|(series, _)| series.security) {
        return true;
    }
    // Most titles name nothing of the kind, which one pass tells.
    static ANY: LazyLock<AhoCorasick> = LazyLock::new(|| {
        // A few dozen short patterns: no limit of the builder is near.
        AhoCorasick::new(ADVISORIES).unwrap_or_else(|e| unreachable!("{e}"))
    });
    ANY.is_match(title)
        && ADVISORIES.iter().any(|words| {
            title.find(words).is_some_and(|at| {
                let after = title[at + words.len()..].trim_start_matches([' ', '(', '-', '–', '—', ':']);
                let apart = title[at + words.len()..].starts_with([':', '-', '–', '—', '(']);
                // Behind the name of who gives it, and nothing more.
                let after = after.strip_prefix("Summary").map_or(after, |_| "");
                let named = title[..at].split_whitespace().count() <= 2 && !title[..at].contains(['"', '“', ':']);
                named && (apart || after.is_empty() || after.starts_with(|c: char| c.is_ascii_digit()))
            })
        })
}

/// `Cumulative Update 5 for …`, `May 12, 2026—KB5091234 (OS Build …)`, `Description of the … update`.
fn opens_as_update(title: &str) -> bool {
    const OPENINGS: &[&str] = &[
        "Cumulative Update ",
        "Cumulative update ",
        "Update Rollup ",
        "Update rollup ",
        "Security Update for ",
        "Security update for ",
        "Update for ",
        "Hotfix rollup ",
        "An update is available ",
        "An update for ",
        "A hotfix rollup ",
        "List of bugs that are fixed in ",
        "List of bugs fixed in ",
    ];
    if title.contains("(OS Build") || starts_with_any(title, OPENINGS) {
        return true;
    }
    let described = title.starts_with("Description of ") || title.starts_with("Release notes ");
    let names = ["Cumulative Update", "Service Pack", "Update Rollup", "update rollup", "hotfix package", " update "];
    described && names.iter().any(|name| title.contains(name))
}

/// `SQL Server 2016 Cumulative Update 5`, `Windows NT 4.0 Service Pack 4 is available`: the update and no more. Many
/// titles of problems end with one, so this is asked when there is none.
fn names_update(title: &str) -> bool {
    static NAMES: LazyLock<[memmem::Finder<'static>; 3]> =
        LazyLock::new(|| ["Cumulative Update", "Service Pack", "Update Rollup"].map(memmem::Finder::new));
    NAMES.iter().any(|name| {
        let Some(at) = name.find(title.as_bytes()) else { return false };
        let after = &title[at + name.needle().len()..];
        let is_number =
            |c: char| matches!(c, ' ' | '(' | ')' | '.' | ',') || c.is_ascii_digit() || c.is_ascii_uppercase();
        let after = after.trim_start_matches(is_number);
        after.is_empty()
            || ["for ", "is ", "is now ", "release ", "elease ", "list of "].iter().any(|w| after.starts_with(w))
    })
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
    use crate::Options;
    use crate::extract::{Extracted, Field, RawBlock, RawBlockKind};
    use crate::model::Form;
    use crate::span::Span;

    /// The kind of an article with these headings, each of its level, and fields.
    fn kind_of(title: &str, headings: &[(u8, &str)], fields: &[(FieldName, &str)]) -> Kind {
        let mut extracted = Extracted::new(Form::Markdown, "markdown", String::new());
        for (name, value) in fields {
            extracted.fields.push(Field { name: *name, value: (*value).to_owned(), span: None });
        }
        for (level, heading) in headings {
            let start = extracted.text.len();
            extracted.text.push_str(heading);
            let text = Span::new(start, extracted.text.len());
            extracted.blocks.push(RawBlock { span: text, kind: RawBlockKind::Heading { level: *level, text } });
            let start = extracted.text.len();
            extracted.text.push_str("\n\nThe service stops.\n\n");
            let span = Span::new(start, extracted.text.len());
            extracted.blocks.push(RawBlock { span, kind: RawBlockKind::Paragraph });
        }
        let sectioned = crate::section::section(extracted, &Options::default());
        let header = Header { title: Some(title.to_owned()), ..Header::default() };
        kind(&sectioned, &header, None, &[])
    }

    #[test]
    fn prefixes_name_a_kind_and_product_codes_do_not() {
        assert_eq!(by_prefix("PRB: Debugger stops"), Some(Kind::Problem));
        assert_eq!(by_prefix("HOW TO: Install a printer"), Some(Kind::HowTo));
        assert_eq!(by_prefix("[HOWTO] プリンター"), Some(Kind::HowTo));
        assert_eq!(by_prefix("XADM: Store stops"), None);
        assert_eq!(by_prefix("Error 5 when you start"), None);
    }

    #[test]
    fn what_is_declared_comes_before_the_title_and_the_title_before_the_sections() {
        let symptoms = [(2, "Symptoms"), (2, "Cause"), (2, "Resolution")];
        let declared = |value| kind_of("Printer stops", &symptoms, &[(FieldName::DocumentType, value)]);
        assert_eq!(declared("how-to"), Kind::HowTo);
        assert_eq!(declared("conceptual # Required."), Kind::Info);
        assert_eq!(declared("troubleshooting"), Kind::Problem);
        assert_eq!(kind_of("How to connect a printer", &symptoms, &[]), Kind::HowTo);
        assert_eq!(kind_of("WD97: How to print", &symptoms, &[]), Kind::HowTo);
        assert_eq!(kind_of("WD97: Comment is printed", &symptoms, &[]), Kind::Problem);
        assert_eq!(kind_of("Printer stops", &symptoms, &[(FieldName::Keywords, "kbfaq")]), Kind::Problem);
        assert_eq!(kind_of("Printer stops", &symptoms, &[(FieldName::Keywords, "kbSecurity")]), Kind::Problem);
        assert_eq!(kind_of("Printers", &[(2, "Summary")], &[(FieldName::Keywords, "kbinfo")]), Kind::Info);
        assert_eq!(kind_of("Printers", &[(2, "Question"), (2, "Answer")], &[]), Kind::Info);
        let hotfix = [(2, "Symptoms"), (2, "Resolution"), (3, "Prerequisites"), (3, "Restart requirement")];
        assert_eq!(kind_of("Printer stops", &hotfix, &[]), Kind::Fix);
    }

    #[test]
    fn an_update_in_the_title_makes_no_update_of_a_problem() {
        let symptoms = [(2, "Symptoms"), (2, "Cause")];
        assert_eq!(kind_of("Setup stops after you install Service Pack 4", &symptoms, &[]), Kind::Problem);
        assert_eq!(kind_of("SQL Server 2016 Cumulative Update 5", &[(2, "Summary")], &[]), Kind::Update);
    }

    #[test]
    fn symptoms_among_known_issues_make_no_problem() {
        let update = [(2, "Summary"), (2, "Known issues"), (3, "Symptoms"), (3, "Workaround")];
        assert_eq!(kind_of("May 12, 2026—KB5091234 (OS Build 1.2)", &update, &[]), Kind::Update);
        assert_eq!(kind_of("A new printer", &update, &[]), Kind::Other);
    }

    #[test]
    fn titles_tell_updates_and_advisories_from_what_only_names_them() {
        for title in [
            "Microsoft Security Advisory: Update for x",
            "Microsoft-Sicherheitsempfehlung 954157",
            "DSA-4371-1 apt",
            "MS04-011: Security Update for Windows",
        ] {
            assert_eq!(kind_of(title, &[], &[]), Kind::SecurityBulletin, "{title}");
        }
        for title in [
            "Cumulative Update 5 for SQL Server 2016",
            "SQL Server 2016 Service Pack 2 release information",
            "Description of the security update for Word",
        ] {
            assert_eq!(kind_of(title, &[], &[]), Kind::Update, "{title}");
        }
        for title in [
            "Service Pack 1 CD-ROM Directory Listing",
            "Setup fails after Service Pack 3 installs",
            "Overview of security bulletins",
        ] {
            assert_eq!(kind_of(title, &[], &[]), Kind::Other, "{title}");
        }
    }
}
