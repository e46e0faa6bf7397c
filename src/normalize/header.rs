//! Who is the article? Identifier, title, dates, keywords.
//!
//! Everything comes from the header fields that extraction found; where the article states no identifier, its file name
//! serves, and a diagnostic says so.

use super::date::{DateOrder, DateReading, parse_date};
use crate::Options;
use crate::diagnostic::{Code, Diagnostic};
use crate::extract::{Extracted, Field, FieldName};
use crate::model::{Form, Revision, SourceInfo};
use crate::section::Sectioned;
use chrono::NaiveDate;
use std::collections::HashSet;

/// The record's fields that come from the header and the properties.
#[derive(Default)]
pub struct Header {
    pub id: String,
    pub number: Option<u32>,
    pub publisher: Option<String>,
    pub aliases: Vec<String>,
    pub title: Option<String>,
    pub language: Option<String>,
    pub revision: Revision,
    pub keywords: Vec<String>,
    pub technologies: Vec<String>,
    pub issue_type: Option<String>,
    pub url: Option<String>,
}

/// Reads the header.
pub fn header(sectioned: &Sectioned, source: &SourceInfo, options: &Options, notes: &mut Vec<Diagnostic>) -> Header {
    let extracted = &sectioned.extracted;
    let mut out = Header { language: language(sectioned, options), ..Header::default() };
    identify(extracted, source, &mut out, notes);
    out.title = extracted.field(FieldName::Title).map(|f| one_line(&f.value)).filter(|t| !t.is_empty());
    if out.title.is_none() {
        notes.push(Diagnostic::whole(Code::NoTitle, "no title was found"));
    }
    out.revision = revision(extracted, out.language.as_deref(), notes);
    out.keywords = words(extracted, FieldName::Keywords);
    let own = out.number;
    out.keywords.retain(|word| own.is_none() || kb_number(word) != own);
    out.technologies = words(extracted, FieldName::Technology);
    out.issue_type = words(extracted, FieldName::IssueType).into_iter().next();
    out.url = extracted.field(FieldName::Url).map(|f| f.value.trim().to_owned()).filter(|u| !u.is_empty());
    out.publisher = publisher(extracted, out.url.as_deref(), source.url.as_deref());
    out
}

/// Sets id, number and aliases.
fn identify(extracted: &Extracted, source: &SourceInfo, out: &mut Header, notes: &mut Vec<Diagnostic>) {
    let stated = extracted.fields.iter().filter(|f| f.name == FieldName::ArticleId);
    for field in stated {
        let value = field.value.trim();
        if let Some(bulletin) = bulletin_id(value) {
            if out.id.is_empty() {
                out.id = bulletin;
            } else if out.id != bulletin {
                out.aliases.push(bulletin);
            }
        } else if let Some(number) = kb_number(value) {
            match out.number {
                None => {
                    out.number = Some(number);
                    if out.id.is_empty() {
                        out.id = format!("KB{number}");
                    }
                    if value.starts_with(['Q', 'q']) {
                        out.aliases.push(value.to_owned());
                    }
                }
                Some(first) if first != number => notes.push(Diagnostic {
                    code: Code::Contradiction,
                    message: format!("states the number `{number}` beside `{first}`"),
                    span: field.span,
                }),
                Some(_) => {}
            }
        }
    }
    for field in extracted.fields.iter().filter(|f| f.name == FieldName::Alias) {
        for alias in field.value.split(|c: char| c.is_whitespace() || c == ',' || c == ';') {
            if !alias.is_empty() && !out.aliases.iter().any(|a| a == alias) {
                out.aliases.push(alias.to_owned());
            }
        }
    }
    if out.id.is_empty() {
        let slug = extracted.field(FieldName::Slug).map(|f| slug(&f.value)).filter(|s| !s.is_empty());
        let stem = file_stem(source);
        out.number = slug.is_none().then(|| kb_number(stem)).flatten();
        out.id = match (out.number, slug) {
            (Some(number), _) => format!("KB{number}"),
            (None, Some(slug)) => slug,
            (None, None) => path_slug(source),
        };
        notes.push(Diagnostic::whole(
            Code::NoIdentifier,
            format!("the article states no identifier; `{}` is from its address or file name", out.id),
        ));
    }
}

/// `Q828333`, `KB828333`, `KB 828333`, `828333`, `ID: Q828333` → 828333. Numbers of the knowledge base have four to
/// seven digits.
pub(super) fn kb_number(text: &str) -> Option<u32> {
    let text = text.trim();
    let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let lead = text[..text.len() - digits.len()].trim_end_matches([' ', ':', '-', '_']).trim();
    let known = lead.is_empty()
        || ["q", "kb", "id", "id: q", "article", "article id", "kb article", "article: q"]
            .iter()
            .any(|k| k.eq_ignore_ascii_case(lead));
    let number = digits.trim_end_matches([')', '.', ' ']);
    let good = known && (4..=7).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    good.then(|| number.parse().ok()).flatten()
}

/// `MS10-073` in any case, with any dash.
pub(super) fn bulletin_id(text: &str) -> Option<String> {
    let bytes = text.trim().as_bytes();
    let shape = bytes.len() >= 8 && bytes[..2].eq_ignore_ascii_case(b"MS") && bytes[4] == b'-';
    let digits = |range: std::ops::Range<usize>| bytes[range].iter().all(u8::is_ascii_digit);
    let ends = bytes.get(8).is_none_or(|b| !b.is_ascii_alphanumeric());
    (shape && digits(2..4) && digits(5..8) && ends).then(|| text.trim()[..8].to_ascii_uppercase())
}

fn revision(extracted: &Extracted, language: Option<&str>, notes: &mut Vec<Diagnostic>) -> Revision {
    let mut out = Revision::default();
    if let Some(field) = extracted.field(FieldName::Revision) {
        let label = field.value.trim();
        let mut parts = label.trim_start_matches(['v', 'V']).split('.');
        out.major = parts.next().and_then(|p| p.trim().parse().ok());
        out.minor = parts.next().and_then(|p| p.trim().parse().ok());
        out.label = (!label.is_empty()).then(|| label.to_owned());
    }
    out.published = date_field(extracted, FieldName::Published, language, notes);
    out.reviewed = date_field(extracted, FieldName::Reviewed, language, notes);
    out.modified = date_field(extracted, FieldName::Modified, language, notes).or(out.reviewed);
    out
}

fn date_field(
    extracted: &Extracted,
    name: FieldName,
    language: Option<&str>,
    notes: &mut Vec<Diagnostic>,
) -> Option<NaiveDate> {
    let Field { value, span, .. } = extracted.field(name)?;
    let value = value.trim();
    if value.is_empty() {
        return None;
    }
    let (code, message) = match parse_date(value, order(language)) {
        DateReading::Date(date) => return Some(date),
        DateReading::Ambiguous { .. } => (Code::AmbiguousDate, format!("`{value}` reads as two different days")),
        DateReading::Placeholder | DateReading::Bad => (Code::BadDate, format!("`{value}` is no date")),
    };
    notes.push(Diagnostic { code, message, span: *span });
    None
}

/// How numeric dates of a language are written. Microsoft's English articles are American.
fn order(language: Option<&str>) -> DateOrder {
    match language.and_then(|l| l.split('-').next()) {
        None | Some("en") => DateOrder::MonthFirst,
        Some("ja" | "zh" | "ko" | "hu") => DateOrder::YearFirst,
        Some(_) => DateOrder::DayFirst,
    }
}

/// The declared language, or the one that most headings are in.
fn language(sectioned: &Sectioned, options: &Options) -> Option<String> {
    let extracted = &sectioned.extracted;
    let stated = extracted.field(FieldName::Language).map(|f| f.value.trim().to_owned());
    if let Some(language) = extracted.language.clone().or(stated).filter(|l| is_tag(l)) {
        return Some(canonical_tag(&language));
    }
    let mut votes: Vec<(&str, usize)> = Vec::new();
    for heading in sectioned.sections.iter().filter_map(|s| s.heading) {
        if let Some(language) = options.vocabulary.language(heading.of(&extracted.text)) {
            match votes.iter_mut().find(|(l, _)| *l == language) {
                Some((_, count)) => *count += 1,
                None => votes.push((language, 1)),
            }
        }
    }
    // The first of the most frequent, so that a tie is decided by the document's order.
    let most = votes.iter().map(|v| v.1).max()?;
    votes.iter().find(|v| v.1 == most).map(|v| v.0.to_owned())
}

/// Has it the shape of a language tag: letters, then parts of up to eight letters and digits? A damaged or invented
/// declaration is none.
fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split(['-', '_']);
    let language = parts.next().unwrap_or("");
    (2..=8).contains(&language.len())
        && language.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// `en-us` → `en-US`, `EN_us` → `en-US`, `zh-hans-cn` → `zh-Hans-CN`.
fn canonical_tag(tag: &str) -> String {
    let parts = tag.split(['-', '_']).enumerate().map(|(at, part)| match (at, part.len()) {
        (0, _) => part.to_ascii_lowercase(),
        (_, 2) => part.to_ascii_uppercase(),
        (_, 4) => part[..1].to_ascii_uppercase() + &part[1..].to_ascii_lowercase(),
        _ => part.to_ascii_lowercase(),
    });
    // Slicing is safe for ASCII only; a tag has nothing else.
    if tag.is_ascii() { parts.collect::<Vec<_>>().join("-") } else { tag.to_owned() }
}

fn publisher(extracted: &Extracted, url: Option<&str>, source_url: Option<&str>) -> Option<String> {
    if let Some(field) = extracted.field(FieldName::Publisher) {
        let stated = slug(&field.value);
        if !stated.is_empty() {
            return Some(stated);
        }
    }
    let hosts = [url, source_url];
    let host = hosts.into_iter().flatten().find_map(host_of);
    if let Some(host) = host
        && host.ends_with("microsoft.com")
    {
        return Some("microsoft".to_owned());
    }
    // Layouts that no one else has used.
    let own = ["pss-", "support-", "archive-", "wiki-mirror", "ftp-archive", "docs-", "bulletin"];
    if own.iter().any(|prefix| extracted.dialect.starts_with(prefix)) {
        return Some("microsoft".to_owned());
    }
    // A crawl leaves no address; the products that an article is about tell whose knowledge base it is from.
    let products = extracted.fields.iter().filter(|f| f.name == FieldName::AppliesTo);
    let own = |line: &str| line.starts_with("Microsoft ") || line.starts_with("Windows ");
    // So do the number of its bulletins, and the line of properties (`Article ID: … - Last Review: … - Revision: …`) that
    // only its pages have.
    let id = extracted.field(FieldName::ArticleId);
    let bulletin = id.is_some_and(|f| bulletin_id(&f.value).is_some());
    let properties = extracted.field(FieldName::Reviewed).is_some() && extracted.field(FieldName::Revision).is_some();
    let flat = extracted.form == Form::Flat;
    if flat && (bulletin || properties || products.flat_map(|f| f.value.lines()).any(own)) {
        return Some("microsoft".to_owned());
    }
    host.map(|host| slug(host.trim_start_matches("www.")))
}

fn host_of(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    (!host.is_empty()).then_some(host)
}

/// Distinct words of all fields of a name. A value with one entry a line, or with commas, is split there; else at
/// white space, as the keyword lines of the knowledge base are.
fn words(extracted: &Extracted, name: FieldName) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    // A list has a dozen entries; only a hostile one has so many that looking through them would not do.
    let mut seen: HashSet<String> = HashSet::new();
    let mut push = |entry: &str| {
        let entry = entry.trim();
        let known = if out.len() < 64 { out.iter().any(|e| e == entry) } else { seen.contains(entry) };
        if entry.is_empty() || known {
            return;
        }
        out.push(entry.to_owned());
        if out.len() >= 64 {
            if seen.is_empty() {
                seen.extend(out.iter().cloned());
            }
            seen.insert(entry.to_owned());
        }
    };
    for Field { value, .. } in extracted.fields.iter().filter(|f| f.name == name) {
        if value.trim().contains('\n') {
            value.lines().for_each(&mut push);
        } else if value.contains([',', ';']) {
            value.split([',', ';']).for_each(&mut push);
        } else {
            value.split_ascii_whitespace().for_each(&mut push);
        }
    }
    out
}

/// White space collapsed.
pub(super) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

fn file_stem(source: &SourceInfo) -> &str {
    let path = source.member.as_deref().unwrap_or(&source.path);
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
}

/// The file name as a slug; with its folder before it when it is a word that many folders have (`index`, `overview`).
fn path_slug(source: &SourceInfo) -> String {
    let stem = slug(file_stem(source));
    if stem.len() >= 12 && stem.contains('-') {
        return stem;
    }
    let path = source.member.as_deref().unwrap_or(&source.path);
    let folder = path.rsplit(['/', '\\']).nth(1).map(slug).unwrap_or_default();
    match (folder.is_empty(), stem.is_empty()) {
        (false, false) => format!("{folder}-{stem}"),
        (true, false) => stem,
        (_, true) => format!("sha256-{}", source.sha256.get(..16).unwrap_or("")),
    }
}

/// Lower-case letters, digits and single hyphens; letters of every script are kept.
fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn article_numbers_in_every_spelling() {
        for text in ["Q828333", "KB828333", "828333", "KB 828333", "ID: Q828333", "Article ID: 828333"] {
            assert_eq!(kb_number(text), Some(828_333), "{text}");
        }
        for text in ["Q12", "12345678", "SQL2000", "", "kb", "Q2003 Server"] {
            assert_eq!(kb_number(text), None, "{text}");
        }
    }

    #[test]
    fn bulletin_ids_are_told_from_words() {
        assert_eq!(bulletin_id("ms10-073").as_deref(), Some("MS10-073"));
        assert_eq!(bulletin_id("MS07-0123"), None);
        assert_eq!(bulletin_id("MSDN-012"), None);
    }

    #[test]
    fn slugs_keep_letters_of_every_script() {
        assert_eq!(slug("  How to: fix_it! "), "how-to-fix-it");
        assert_eq!(slug("症状 と 原因"), "症状-と-原因");
    }

    #[test]
    fn a_common_file_name_takes_its_folder() {
        let at = |path: &str| SourceInfo { path: path.to_owned(), ..SourceInfo::default() };
        assert_eq!(path_slug(&at("kb/networking/index.md")), "networking-index");
        assert_eq!(path_slug(&at("kb/cannot-join-domain.md")), "cannot-join-domain");
    }

    #[test]
    fn language_tags_are_written_as_bcp_47_has_them() {
        assert_eq!(canonical_tag("en-us"), "en-US");
        assert_eq!(canonical_tag("ZH_hans_cn"), "zh-Hans-CN");
        assert!(is_tag("en-us") && is_tag("zh_Hans_CN") && !is_tag("en-\u{1}") && !is_tag("{{lang}}") && !is_tag("e"));
    }
}
