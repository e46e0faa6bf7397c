//! How does a person read an article? Its sections in their order, its records where they stand or behind the text, and
//! what points where.

use super::blocks::{Shown, Target, shown};
use super::parts::{self, Event, Grid, Piece};
use super::{Top, heading, words};
use crate::model::{Article, Block, CodeSpace, ErrorCode, Fix, Product, Reference, Section};
use crate::search::{Holder, Index, Link, filter};
use crate::serve::address;
use crate::serve::api::{RevisionOf, Which, find, short};
use crate::serve::http::Problem;
use crate::serve::shelf::Opened;
use askama::Template;
use std::collections::{BTreeSet, HashMap};

/// The page.
#[derive(Template)]
#[template(path = "article.html")]
pub struct Page {
    top: Top,
    id: String,
    title: String,
    kind: String,
    language: Option<String>,
    publisher: Option<String>,
    revision: Option<String>,
    days: Vec<(&'static str, String)>,
    /// Page of the latest revision, if this is another one.
    newer: Option<String>,
    products: Vec<(String, Option<String>)>,
    /// Where it was published.
    url: Option<String>,
    sections: Vec<Part>,
    /// What stands behind the text: its place on the page, heading, and how much there is.
    appendix: Vec<(&'static str, &'static str, usize)>,
    /// Event records that stand in no section.
    events: Vec<Event>,
    /// Rows of file tables that stand in no section.
    files: Option<Grid>,
    fix: Vec<(&'static str, Vec<Value>)>,
    codes: Vec<Code>,
    registry: Option<Grid>,
    references: Vec<Pointer>,
    backlinks: Vec<Backlink>,
    revisions: Vec<Other>,
    record: Vec<(&'static str, String)>,
    json: String,
}

/// A section.
struct Part {
    id: String,
    level: u8,
    heading: String,
    /// Its role, where the heading says it in other words.
    role: Option<String>,
    shown: Vec<Shown>,
}

/// A value that may lead somewhere.
struct Value {
    text: String,
    href: Option<String>,
}

/// An error code.
struct Code {
    text: String,
    sort: String,
    symbol: Option<String>,
    space: &'static str,
    spellings: Vec<String>,
    /// Articles that name it.
    search: String,
    /// Section of its first mention: id and heading.
    section: Option<(String, String)>,
}

/// Something that the article points to.
struct Pointer {
    kind: String,
    id: String,
    /// The words that name it, where they are others.
    text: Option<String>,
    /// Page and title of the article that is meant.
    page: Option<(String, String)>,
    /// Where it leads to elsewhere.
    outside: Option<String>,
}

/// Something that points to the article.
struct Backlink {
    kind: &'static str,
    id: String,
    title: String,
    href: String,
}

/// A revision or translation.
struct Other {
    name: String,
    href: String,
    is_this: bool,
    /// What it changed.
    diff: Option<String>,
}

/// The page of an article.
pub fn page(opened: &Opened, id: &str, which: &Which) -> Result<Page, Problem> {
    let index = &opened.index;
    let article = find(index, short("id", id)?, which)?;
    let links = index.links_from(id)?;
    let meant = meant(&links);
    let pointers: Vec<Pointer> = article.references.iter().map(|reference| pointer(index, reference, &meant)).collect();
    let targets: Vec<Target> = article.references.iter().zip(&pointers).map(target).collect();
    let sections: Vec<Part> = article.sections.iter().map(|section| part(&article, section, &targets)).collect();
    let (events, files) = apart(&article);
    let mut revisions = index.revisions(id)?;
    // An id that several publishers use names several articles; these are the others of this one.
    revisions.retain(|other| other.publisher == article.publisher);
    let mut page = Page {
        top: Top::of(opened, ""),
        title: article.title.clone().unwrap_or_else(|| "(no title)".to_owned()),
        kind: words(&article.kind),
        language: article.language.clone(),
        publisher: article.publisher.clone(),
        revision: article.revision.label.clone(),
        days: days(&article),
        newer: (!article.latest).then(|| format!("/articles/{}", address::encoded(&article.id))),
        products: article.applies_to.iter().map(product).collect(),
        url: address::published(&article).map(str::to_owned),
        sections,
        appendix: Vec::new(),
        events,
        files,
        fix: article.fix.as_ref().map(|fix| of_fix(index, fix, &meant)).unwrap_or_default(),
        codes: article.error_codes.iter().map(|code| self::code(&article, code)).collect(),
        registry: (!article.registry.is_empty()).then(|| parts::registry(&article.registry)),
        references: pointers,
        backlinks: index.links_to(id)?.into_iter().map(|link| backlink(index, link)).collect(),
        revisions: others(&revisions, &article),
        record: record(&article),
        json: json(&article, which),
        id: article.id,
    };
    page.appendix = appendix(&page);
    Ok(page)
}

/// What is behind the text, in the order of the page.
fn appendix(page: &Page) -> Vec<(&'static str, &'static str, usize)> {
    let rows = |grid: &Option<Grid>| grid.as_ref().map_or(0, |grid| grid.rows.len());
    let all = [
        ("events", "Event records", page.events.len()),
        ("files", "Files", rows(&page.files)),
        ("fix", "The fix", page.fix.len()),
        ("codes", "Error codes", page.codes.len()),
        ("registry", "Registry", rows(&page.registry)),
        ("references", "What it points to", page.references.len()),
        ("links", "What links here", page.backlinks.len()),
        ("revisions", "Revisions", if page.revisions.len() > 1 { page.revisions.len() } else { 0 }),
    ];
    all.into_iter().filter(|(_, _, count)| *count > 0).collect()
}

fn days(article: &Article) -> Vec<(&'static str, String)> {
    let revision = &article.revision;
    // An article that states only a last review has that day twice.
    let modified = revision.modified.filter(|day| Some(*day) != revision.reviewed || revision.reviewed.is_none());
    let all = [("published", revision.published), ("modified", modified), ("reviewed", revision.reviewed)];
    all.into_iter().filter_map(|(what, day)| Some((what, day?.to_string()))).collect()
}

fn product(product: &Product) -> (String, Option<String>) {
    (product.text.clone(), product.product.as_deref().map(|name| address::search(&filter("product", name))))
}

fn part(article: &Article, section: &Section, targets: &[Target]) -> Part {
    let role = words(&section.kind);
    let heading = heading(section.heading.as_deref(), section.kind);
    let is_same = heading.trim().trim_end_matches(':').eq_ignore_ascii_case(&role);
    Part {
        id: section.id.clone(),
        level: section.level,
        role: (!is_same && role != "other").then_some(role),
        heading,
        shown: shown(article, section, targets),
    }
}

/// Event records and rows of file tables that no section shows.
fn apart(article: &Article) -> (Vec<Event>, Option<Grid>) {
    let (mut events, mut files) = (BTreeSet::new(), BTreeSet::new());
    for block in article.sections.iter().flat_map(|section| &section.blocks) {
        match block {
            Block::Event { index, .. } => events.extend([*index as usize]),
            Block::FileTable { first, count, .. } => {
                files.extend(*first as usize..(first.saturating_add(*count)) as usize)
            }
            _ => {}
        }
    }
    let own = article.events.iter().enumerate().filter(|(at, _)| !events.contains(at));
    let rows: Vec<_> =
        article.files.iter().enumerate().filter(|(at, _)| !files.contains(at)).map(|(_, f)| f.clone()).collect();
    (own.map(|(_, record)| parts::event(record)).collect(), (!rows.is_empty()).then(|| parts::files(&rows)))
}

/// The articles that references mean, by how they name them.
fn meant(links: &[Link]) -> HashMap<&str, &Holder> {
    links.iter().filter_map(|link| Some((link.id.as_str(), link.to.as_ref()?))).collect()
}

fn pointer(index: &Index, reference: &Reference, meant: &HashMap<&str, &Holder>) -> Pointer {
    let page = meant.get(reference.id.as_str()).map(|holder| {
        let title = holder.title.clone().unwrap_or_default();
        (address::page(index, &holder.id, &holder.record), title)
    });
    let outside = reference.url.as_deref().and_then(address::followed).or_else(|| address::followed(&reference.id));
    Pointer {
        kind: words(&reference.kind),
        id: reference.id.clone(),
        text: (reference.text != reference.id && !reference.text.is_empty()).then(|| reference.text.clone()),
        page,
        outside: outside.map(str::to_owned),
    }
}

fn target((reference, pointer): (&Reference, &Pointer)) -> Target {
    Target {
        words: if reference.text.is_empty() { reference.id.clone() } else { reference.text.clone() },
        section: reference.section.clone(),
        page: pointer.page.as_ref().map(|(page, _)| page.clone()),
        outside: pointer.outside.clone(),
    }
}

fn backlink(index: &Index, link: Link) -> Backlink {
    Backlink {
        kind: link.kind.name(),
        href: address::page(index, &link.from.id, &link.from.record),
        title: link.from.title.unwrap_or_default(),
        id: link.from.id,
    }
}

fn of_fix(index: &Index, fix: &Fix, meant: &HashMap<&str, &Holder>) -> Vec<(&'static str, Vec<Value>)> {
    let text = |text: &str| Value { text: text.to_owned(), href: None };
    let article = |id: &String| {
        let href = meant.get(id.as_str()).map(|holder| address::page(index, &holder.id, &holder.record));
        Value { text: id.clone(), href }
    };
    let texts = |texts: &[String]| texts.iter().map(|one| text(one)).collect();
    let all = [
        ("Status", fix.status.iter().map(|status| text(&words(status))).collect()),
        ("Fixed in", fix.fixed_in.iter().map(|one| text(one)).collect()),
        ("Prerequisites", fix.prerequisites.iter().map(|one| text(one)).collect()),
        ("Restart", fix.restart_required.iter().map(|restart| text(&words(restart))).collect()),
        ("Replaces", fix.replaces.iter().map(article).collect()),
        ("Replaced by", fix.replaced_by.iter().map(article).collect()),
        ("Packages", texts(&fix.packages)),
    ];
    all.into_iter().filter(|(_, values): &(_, Vec<Value>)| !values.is_empty()).collect()
}

fn code(article: &Article, code: &ErrorCode) -> Code {
    let space = match code.space {
        CodeSpace::Hresult => "COM result (HRESULT)",
        CodeSpace::Ntstatus => "kernel status (NTSTATUS)",
        CodeSpace::Win32 => "Win32 error",
        CodeSpace::Bugcheck => "stop code",
        CodeSpace::Winsock => "Winsock error",
        CodeSpace::DnsRcode => "DNS response code",
        CodeSpace::Other => "not told",
    };
    let section = code.section.as_ref().and_then(|id| article.sections.iter().find(|section| section.id == *id));
    let heading = |section: &Section| section.heading.clone().unwrap_or_else(|| words(&section.kind));
    Code {
        text: code.text.clone(),
        sort: format!("{:020}", code.value),
        symbol: code.symbol.clone(),
        space,
        spellings: spellings(code),
        search: address::search(&filter("code", &code.text)),
        section: section.map(|section| (section.id.clone(), heading(section))),
    }
}

/// Other ways in which a code is written: those of its space.
fn spellings(code: &ErrorCode) -> Vec<String> {
    let Ok(value) = u32::try_from(code.value) else { return Vec::new() };
    let hex = format!("0x{value:08X}");
    let ways = match code.space {
        // Tools print results as signed numbers, scripts as either.
        CodeSpace::Hresult | CodeSpace::Ntstatus => vec![hex, value.cast_signed().to_string(), value.to_string()],
        CodeSpace::Bugcheck => vec![hex, format!("0x{value:X}")],
        // A Win32 error within a COM result (`HRESULT_FROM_WIN32`).
        CodeSpace::Win32 if (1..=0xFFFF).contains(&value) => {
            vec![value.to_string(), format!("0x{value:X}"), format!("0x{:08X}", 0x8007_0000 | value)]
        }
        CodeSpace::Winsock => vec![value.to_string(), format!("0x{value:X}"), format!("0x{:08X}", 0x8007_0000 | value)],
        CodeSpace::Win32 | CodeSpace::DnsRcode | CodeSpace::Other => vec![value.to_string(), format!("0x{value:X}")],
    };
    let mut distinct: Vec<String> = Vec::new();
    for way in ways.into_iter().filter(|way| !way.eq_ignore_ascii_case(&code.text)) {
        if !distinct.contains(&way) {
            distinct.push(way);
        }
    }
    distinct
}

fn others(revisions: &[Article], article: &Article) -> Vec<Other> {
    let told: Vec<RevisionOf> = revisions.iter().map(RevisionOf::of).collect();
    let of = |at: usize| {
        let own = &told[at];
        let language = revisions[at].translation();
        let before = (at + 1..revisions.len()).find(|&other| revisions[other].translation() == language);
        let day = own.modified.map_or("no date".to_owned(), |day| day.to_string());
        let label = own.label.as_ref().map(|label| format!(", revision {label}")).unwrap_or_default();
        let tongue = own.language.as_ref().map(|tag| format!(" ({tag})")).unwrap_or_default();
        Other {
            name: format!("{day}{label}{tongue}"),
            href: own.page(&article.id),
            is_this: revisions[at].source.sha256 == article.source.sha256,
            diff: before.map(|other| {
                let id = address::encoded(&article.id);
                format!("/articles/{id}/diff?old={}&new={}", told[other].revision, own.revision)
            }),
        }
    };
    (0..revisions.len()).map(of).collect()
}

fn record(article: &Article) -> Vec<(&'static str, String)> {
    let source = &article.source;
    let understood = match article.accounting.chars {
        0 => None,
        chars => Some(format!(
            "{:.1} % of {chars} characters",
            100.0 - article.accounting.unparsed as f64 * 100.0 / chars as f64
        )),
    };
    let all = [
        ("Id", Some(article.id.clone())),
        ("Also known as", (!article.aliases.is_empty()).then(|| article.aliases.join(", "))),
        ("Form", Some(format!("{}, {}", words(&article.form), article.dialect))),
        ("Language", article.language.clone()),
        ("Keywords", (!article.keywords.is_empty()).then(|| article.keywords.join(", "))),
        (
            "Read from",
            Some(source.member.as_ref().map_or(source.path.clone(), |m| format!("{} in {}", m, source.path))),
        ),
        ("Published at", source.url.clone()),
        ("SHA-256 of that", Some(source.sha256.clone())),
        ("Understood", understood),
        (
            "Not understood",
            (!article.diagnostics.is_empty()).then(|| {
                let codes: BTreeSet<&str> =
                    article.diagnostics.iter().map(|one| crate::report::word(&one.code)).collect();
                codes.into_iter().collect::<Vec<_>>().join(", ")
            }),
        ),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

fn json(article: &Article, which: &Which) -> String {
    let id = address::encoded(&article.id);
    match (&which.record, &which.revision) {
        (Some(record), _) => format!("/api/v1/articles/{id}?record={}", address::encoded(record)),
        (None, Some(revision)) => format!("/api/v1/articles/{id}?revision={}", address::encoded(revision)),
        (None, None) => format!("/api/v1/articles/{id}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    #[test]
    fn a_code_is_told_in_the_spellings_of_its_space() {
        let code = |text: &str, value, space| ErrorCode {
            text: text.into(),
            value,
            space,
            symbol: None,
            section: None,
            span: Span::default(),
        };
        assert_eq!(spellings(&code("0x80070005", 0x8007_0005, CodeSpace::Hresult)), ["-2147024891", "2147942405"]);
        assert_eq!(spellings(&code("5", 5, CodeSpace::Win32)), ["0x5", "0x80070005"]);
        assert_eq!(spellings(&code("0x0000000A", 10, CodeSpace::Bugcheck)), ["0xA"]);
        assert_eq!(spellings(&code("x", u64::MAX, CodeSpace::Other)), [""; 0]);
    }
}
