//! Who is the article? Identifier, publisher, title, language, dates, keywords.
//!
//! Everything comes from the header fields that extraction found; what they do not state is told by the address, the
//! file name and the words of the text, each in its own file.

mod address; // names of pages and hosts
mod identity; // id, number, aliases
mod language; // declared, or told by headings and words
mod publisher; // whose article it is
mod series; // documents that are numbered by their publishers

pub(super) use identity::{bulletin_id, kb_number};
pub(super) use series::opening as series_opening;

use super::date::{DateOrder, DateReading, parse_date};
use crate::Options;
use crate::diagnostic::{Code, Diagnostic};
use crate::extract::{Extracted, Field, FieldName};
use crate::model::{Form, Revision, SectionKind, SourceInfo};
use crate::one_line::one_line;
use crate::profile;
use crate::section::Sectioned;
use chrono::NaiveDate;
use std::collections::HashSet;

/// The record's fields that come from the header and the properties.
#[derive(Default)]
pub struct Header {
    pub id: String,
    pub number: Option<u32>,
    /// The number of this article in whichever knowledge base: it is no reference of its own.
    pub own_number: Option<u32>,
    /// Is its identifier one of a bulletin or advisory of security, as its publisher's profile says?
    pub security: bool,
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
    let mut out = Header { language: language::language(sectioned, options), ..Header::default() };
    out.url = extracted.field(FieldName::Url).map(|f| f.value.trim().to_owned()).filter(|u| !u.is_empty());
    out.title = extracted.field(FieldName::Title).map(|f| one_line(&f.value)).filter(|t| !t.is_empty());
    if out.title.is_none() && extracted.form == Form::Text {
        out.title = opening_line(sectioned);
    }
    if let (Some(title), Some(profile)) = (&out.title, &options.profile) {
        out.title = Some(profile.title(title).to_owned());
    }
    let addresses = [out.url.as_deref(), source.url.as_deref()];
    out.publisher = publisher::publisher(extracted, out.title.as_deref(), addresses, options);
    identity::identify(extracted, source, options, &mut out, notes);
    if out.title.is_none() {
        notes.push(Diagnostic::whole(Code::NoTitle, "no title was found"));
    }
    let house = options.profile.as_ref().and_then(|p| p.date_order).map(|house| match house {
        profile::DateOrder::Dmy => DateOrder::DayFirst,
        profile::DateOrder::Mdy => DateOrder::MonthFirst,
        profile::DateOrder::Ymd => DateOrder::YearFirst,
    });
    let order = house.unwrap_or_else(|| order(out.language.as_deref()));
    out.revision = revision(extracted, order, notes);
    if out.revision.modified.is_none() {
        // An article is not modified before it is published: a commit ahead of that day does not tell.
        let committed = source.committed.map(|at| at.date_naive());
        out.revision.modified =
            committed.filter(|&day| out.revision.published.is_none_or(|published| day >= published));
    }
    out.keywords = words(extracted, FieldName::Keywords);
    let own = out.own_number;
    out.keywords.retain(|word| own.is_none() || kb_number(word) != own);
    out.technologies = words(extracted, FieldName::Technology);
    out.issue_type = words(extracted, FieldName::IssueType).into_iter().next();
    out
}

/// The title of a plain text: what is labelled so among its first lines, or the first line that is set apart.
fn opening_line(sectioned: &Sectioned) -> Option<String> {
    const REACH: usize = 12;
    const LABELS: &[&str] = &["title", "synopsis", "subject"];
    let text = &sectioned.extracted.text;
    let good = |line: &str| line.len() <= 150 && line.chars().filter(|c| c.is_alphabetic()).count() >= 4;
    let labelled = text.lines().take(REACH).find_map(|line| {
        let (label, value) = line.split_once(':')?;
        let known = LABELS.iter().any(|known| known.eq_ignore_ascii_case(label.trim()));
        Some(value.trim()).filter(|value| known && good(value))
    });
    if let Some(title) = labelled {
        return Some(one_line(title));
    }
    let mut lines = text.lines().take(REACH).map(str::trim).skip_while(|line| is_frame(line));
    let first = lines.next()?;
    let next = lines.next().unwrap_or("");
    // A second column stands far off.
    let title = first.split("   ").next().unwrap_or(first);
    let heading = sectioned.sections.iter().find_map(|s| Some((s.heading?, s.kind)));
    let opens_section = heading.is_some_and(|(h, kind)| kind != SectionKind::Other && h.of(text).trim() == first);
    // What is centred is set apart from what stands below it.
    let centred =
        text.lines().take(REACH).find(|line| !is_frame(line.trim())).is_some_and(|l| l.starts_with("        "));
    let set_apart = next.is_empty() || is_frame(next) || title.len() < first.len() || centred;
    let is_title = set_apart && !opens_section && !title.ends_with(['.', ',', ';', ':']) && !title.contains('\u{fffd}');
    (is_title && good(title)).then(|| one_line(title))
}

/// Is a line none of the words: blank, a rule, the head of a signed message, a mark of a documentation program?
fn is_frame(line: &str) -> bool {
    line.bytes().all(|b| matches!(b, b'=' | b'-' | b'*' | b'~' | b'#' | b' '))
        || line.starts_with("-----BEGIN ")
        || line.starts_with("Hash: ")
        || line.starts_with(".. ")
}

fn revision(extracted: &Extracted, order: DateOrder, notes: &mut Vec<Diagnostic>) -> Revision {
    let mut out = Revision::default();
    // `Version: R77.20, R77.30`, beside the product that has them, is no revision of the article.
    if let Some(field) = extracted.field(FieldName::Revision).filter(|field| !field.value.contains(',')) {
        let label = field.value.trim();
        let mut parts = label.trim_start_matches(['v', 'V']).split('.');
        out.major = parts.next().and_then(|p| p.trim().parse().ok());
        out.minor = parts.next().and_then(|p| p.trim().parse().ok());
        out.label = (!label.is_empty()).then(|| label.to_owned());
    }
    out.published = date_field(extracted, FieldName::Published, order, notes);
    out.reviewed = date_field(extracted, FieldName::Reviewed, order, notes);
    out.modified = date_field(extracted, FieldName::Modified, order, notes).or(out.reviewed);
    out
}

fn date_field(
    extracted: &Extracted,
    name: FieldName,
    order: DateOrder,
    notes: &mut Vec<Diagnostic>,
) -> Option<NaiveDate> {
    let Field { value, span, .. } = extracted.field(name)?;
    let value = value.trim();
    if value.is_empty() {
        return None;
    }
    let (code, message) = match parse_date(value, order) {
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
        if memchr::memchr(b'\n', value.trim().as_bytes()).is_some() {
            value.lines().for_each(&mut push);
        } else if memchr::memchr2(b',', b';', value.as_bytes()).is_some() {
            value.split([',', ';']).for_each(&mut push);
        } else {
            // Pages of the archive run both labels of the oldest articles together: `kbprg KBSubcategory: win31`.
            let label = |word: &&str| word.trim_end_matches(':').eq_ignore_ascii_case("KBSubcategory");
            value.split_ascii_whitespace().filter(|word| !label(word)).for_each(&mut push);
        }
    }
    out
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
    fn plain_text_has_its_title_in_its_first_lines() {
        let title = |text: &str| {
            let extracted = Extracted::new(Form::Text, "plain-text", text.to_owned());
            opening_line(&crate::section::section(extracted, &Options::default()))
        };
        let signed = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n- ------\nAcme Security Advisory 7      a@acme.example\nx\n";
        for (text, found) in [
            ("FooTool 1.2\n===========\n\nIt converts files.\n", Some("FooTool 1.2")),
            (".. _lost:\n\n=====\nBroker loses messages\n=====\n", Some("Broker loses messages")),
            ("Doc: 1\nSynopsis: How to rename a host\n\nText\n", Some("How to rename a host")),
            (signed, Some("Acme Security Advisory 7")),
            ("The service stops. Restart\nit and go on.\n", None),
            ("", None),
        ] {
            assert_eq!(title(text).as_deref(), found, "{text}");
        }
    }

    #[test]
    fn slugs_keep_letters_of_every_script() {
        assert_eq!(slug("  How to: fix_it! "), "how-to-fix-it");
        assert_eq!(slug("症状 と 原因"), "症状-と-原因");
    }
}
