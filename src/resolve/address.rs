//! How are addresses and paths spelled so that equal ones are the same text?
//!
//! Schemes, `www.`, capitals, fragments and marks of campaigns tell no pages apart, nor does a region such as `en-us`, which
//! only chooses a translation. This is for comparing; nothing of it is shown.

use std::borrow::Cow;

/// Endings of files that are pages.
const PAGES: &[&str] =
    &["md", "mdx", "markdown", "html", "htm", "xhtml", "asp", "aspx", "mspx", "php", "jsp", "rst", "adoc"];
/// Names of pages that stand for their folder.
const INDEXES: &[&str] = &["index", "readme", "_index", "default"];

/// Does an address have a host?
pub fn is_absolute(address: &str) -> bool {
    let start = address.trim_start();
    start.contains("://") || start.starts_with("//") || start.get(..4).is_some_and(|w| w.eq_ignore_ascii_case("www."))
}

/// An address with a host in one spelling, and without its region, if it has one.
pub fn absolute(address: &str) -> Vec<String> {
    let Some((host, path, query)) = parts(address) else { return Vec::new() };
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let spell = |with_region: bool| {
        let mut out = host.clone();
        let mut behind_articles = false;
        for segment in segments.iter().filter(|segment| with_region || !is_region(segment)) {
            out.push('/');
            // `articles/360045838312-How-to-…`: the number is all that help centres look at.
            let number = segment.bytes().take_while(u8::is_ascii_digit).count();
            let slugged = behind_articles && number >= 5 && segment[number..].starts_with('-');
            out.push_str(if slugged { &segment[..number] } else { segment });
            behind_articles = *segment == "articles";
        }
        out + &query
    };
    let mut spellings = vec![spell(true)];
    if segments.iter().any(|segment| is_region(segment)) {
        spellings.push(spell(false));
    }
    spellings
}

/// Host, path and query of an address in lower case; none without a host.
fn parts(address: &str) -> Option<(String, String, String)> {
    let address = address.trim();
    if !is_absolute(address) {
        return None;
    }
    let rest = address.split_once("://").map_or(address.trim_start_matches('/'), |(_, rest)| rest);
    let rest = decoded(rest.split('#').next().unwrap_or("")).to_lowercase();
    let (place, query) = rest.split_once('?').unwrap_or((&rest, ""));
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    let host = host.rsplit('@').next().unwrap_or("");
    let host = host.strip_suffix(":80").or(host.strip_suffix(":443")).unwrap_or(host);
    let host = host.strip_prefix("www.").unwrap_or(host);
    let kept: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !part.starts_with("utm_")).collect();
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    (!host.is_empty()).then(|| (host.to_owned(), path.to_owned(), query))
}

/// `en-us`, `zh-hans`, `pt-br`.
fn is_region(segment: &str) -> bool {
    let parts = segment.split_once('-');
    let letters = |part: &str| part.bytes().all(|b| b.is_ascii_lowercase());
    parts.is_some_and(|(language, region)| {
        language.len() == 2 && matches!(region.len(), 2 | 4) && letters(language) && letters(region)
    })
}

/// What of an address may be an id, beside each name of its host, which may be a publisher's.
pub fn ids(address: &str) -> Vec<(String, String)> {
    let Some((host, path, query)) = parts(address) else { return Vec::new() };
    let labels: Vec<&str> = host.split('.').collect();
    let labels = &labels[..labels.len().saturating_sub(1)];
    let values =
        query.trim_start_matches('?').split('&').filter_map(|part| part.split_once('=')).map(|(_, value)| value);
    let tail = path.split('/').filter(|segment| !segment.is_empty()).rev().take(2);
    let tail = tail.flat_map(|segment| {
        let number = segment.bytes().take_while(u8::is_ascii_digit).count();
        [page(segment), if number >= 5 { &segment[..number] } else { "" }]
    });
    let may_be_id = |id: &&str| id.len() >= 4 && id.len() <= 200 && id.bytes().any(|b| b.is_ascii_digit());
    let found: Vec<&str> = tail.chain(values).filter(may_be_id).take(6).collect();
    let pairs =
        found.iter().flat_map(|id| labels.iter().rev().take(3).map(|host| ((*host).to_owned(), (*id).to_owned())));
    pairs.collect()
}

/// The address that a relative one means on a page.
pub fn joined(page: &str, relative: &str) -> String {
    let (scheme, rest) = page.split_once("://").unwrap_or(("http", page));
    let rest = rest.split(['?', '#']).next().unwrap_or("");
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (bare, query) = relative.split_at(relative.find(['?', '#']).unwrap_or(relative.len()));
    let folder = if bare.starts_with('/') { "" } else { path.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let path = if bare.is_empty() { path.to_owned() } else { folded(&[folder, bare]) };
    format!("{scheme}://{host}/{path}{query}")
}

/// A path of these pieces in one spelling: `.` and `..` followed, in lower case.
pub fn path(pieces: &[&str]) -> String {
    let whole: Vec<Cow<'_, str>> = pieces.iter().map(|piece| decoded(piece)).collect();
    let whole: Vec<&str> = whole.iter().map(|piece| &**piece).collect();
    folded(&whole).to_lowercase()
}

fn folded(pieces: &[&str]) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for segment in pieces.iter().flat_map(|piece| piece.split(['/', '\\'])) {
        match segment {
            "" | "." => {}
            ".." => drop(kept.pop()),
            // The end of a container's name.
            other => kept.push(other.trim_end_matches('!')),
        }
    }
    kept.join("/")
}

/// A path in one spelling without what differs between a page's file and its address: the ending, and the name of a
/// folder's own page.
pub fn page(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    let stem = match path.rsplit_once('.') {
        Some((stem, ending)) if PAGES.contains(&ending) => stem,
        _ => path,
    };
    match stem.rsplit_once('/') {
        Some((folder, name)) if INDEXES.contains(&name) => folder,
        _ => stem,
    }
}

/// Does a path end as a page's file does?
pub fn names_page(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| PAGES.iter().any(|page| ending.eq_ignore_ascii_case(page)))
}

/// Without the percent notation of ASCII characters.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code.filter(|code| (0x20..0x7f).contains(code)) {
            Some(code) => {
                out.push(char::from(code));
                rest = &rest[at + 3..];
            }
            None => {
                out.push('%');
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}
