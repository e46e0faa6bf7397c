//! What was found? Hits with what of them answers, what they are, and what would make them fewer.

use super::{Top, heading, words};
use crate::search::{Correction, Count, Facets, Filter, Hit, Note, Page as Wanted, Query, pieces};
use crate::serve::address::{self, search as ask};
use crate::serve::api::{DEEPEST, short};
use crate::serve::http::Problem;
use crate::serve::shelf::Opened;
use askama::Template;

/// Hits on a page.
const HITS: usize = 20;
/// Values that are shown of what hits are.
const VALUES: usize = 12;
/// Products that are named of a hit.
const PRODUCTS: usize = 3;

/// What one may ask, for who does not know yet.
const EXAMPLES: &[(&str, &str)] = &[
    ("server stops responding", "words; those that are rare weigh more"),
    ("\"access is denied\"", "a phrase"),
    ("event:5774 source:NETLOGON", "articles with that event record"),
    ("file:tcpip.sys version:>=5.2", "fixes that ship a file, and how new it is"),
    ("code:0x80070005", "an error code in any spelling, or its symbol"),
    ("registry:HKLM\\SYSTEM", "a key and what is under it, or a value's name"),
    ("kind:fix section:resolution", "what the article is, and where the words stand"),
    ("after:2004 before:2010", "by the last date that the article states"),
];

/// The page.
#[derive(Template)]
#[template(path = "search.html")]
pub struct Page {
    top: Top,
    counted: String,
    chips: Vec<Chip>,
    corrections: Vec<Correction>,
    notes: Vec<Note>,
    /// Number of the first hit.
    first: usize,
    hits: Vec<Shown>,
    groups: Vec<Group>,
    before: Option<String>,
    after: Option<String>,
}

/// A filter that holds, and the search without it.
struct Chip {
    label: String,
    href: String,
}

/// A hit.
struct Shown {
    href: String,
    id: String,
    language: Option<String>,
    title: Vec<(String, bool)>,
    kind: String,
    day: Option<String>,
    products: Vec<String>,
    /// Products that are not named.
    more: usize,
    /// Heading and place of the section that answers.
    section: Option<(String, String)>,
    snippet: Vec<(String, bool)>,
}

/// Values that hits have.
struct Group {
    id: &'static str,
    title: &'static str,
    items: Vec<Item>,
}

struct Item {
    label: String,
    count: u64,
    href: String,
    /// Is it filtered by that? Then its address is that of the search without.
    is_on: bool,
}

/// The page of what a query finds.
pub fn page(opened: &Opened, text: &str, number: usize) -> Result<Page, Problem> {
    let text = short("q", text)?.trim();
    let offset = number.saturating_sub(1).saturating_mul(HITS);
    if offset > DEEPEST {
        return Err(Problem::missing("nobody reads that far: say more in the query instead"));
    }
    let query = Query::parse(text);
    let wanted = Wanted { limit: HITS, offset, facets: true, ..Wanted::default() };
    let found = opened.index.search(&query, &wanted)?;
    let is_start = query.is_empty();
    let page = |number: usize| match number {
        1 => ask(text),
        _ => format!("{}&page={number}", ask(text)),
    };
    let has_more = (offset + found.hits.len()) as u64 > 0 && ((offset + found.hits.len()) as u64) < found.total;
    let top = Top { focus: is_start, ..Top::of(opened, text) };
    Ok(Page {
        counted: counted(opened, &query, found.total),
        chips: chips(text),
        corrections: found.corrections,
        notes: found.notes,
        first: offset + 1,
        hits: if is_start { Vec::new() } else { found.hits.iter().map(|hit| shown(opened, hit)).collect() },
        groups: found.facets.map(|facets| groups(text, &query, &facets)).unwrap_or_default(),
        before: (number > 1 && !is_start).then(|| page(number - 1)),
        after: (has_more && !is_start).then(|| page(number + 1)),
        top,
    })
}

fn counted(opened: &Opened, query: &Query, total: u64) -> String {
    match total {
        _ if query.is_empty() => format!("{} articles", grouped(opened.index.findable())),
        0 => "Nothing found".to_owned(),
        1 => "1 article".to_owned(),
        _ => format!("{} articles", grouped(total)),
    }
}

/// A number with its thousands parted.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn shown(opened: &Opened, hit: &Hit) -> Shown {
    let owned = |pieces: Vec<(&str, bool)>| pieces.into_iter().map(|(text, is)| (text.to_owned(), is)).collect();
    let title = hit.title.as_deref().unwrap_or("(no title)");
    let href = address::page(&opened.index, &hit.id, &hit.record);
    let section = hit.section.as_ref().map(|section| {
        let heading = heading(section.heading.as_deref(), section.kind);
        (heading, format!("{href}#{}", section.id))
    });
    Shown {
        id: hit.id.clone(),
        language: hit.language.clone(),
        title: owned(pieces(title, &hit.title_highlights)),
        kind: words(&hit.kind),
        day: hit.modified.map(|day| day.to_string()),
        products: hit.products.iter().take(PRODUCTS).cloned().collect(),
        more: hit.products.len().saturating_sub(PRODUCTS),
        section,
        snippet: owned(hit.snippet.pieces()),
        href,
    }
}

/// The parts of a query as they are written: what stands between blanks, but for those in quotation marks.
fn parts(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut is_quoted) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            _ if c.is_whitespace() && !is_quoted => {
                parts.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts.retain(|part| !part.is_empty());
    parts
}

/// The condition that a part of a query is, if it is one.
fn filter(part: &str) -> Option<Filter> {
    match Query::parse(part).filters() {
        [filter] => Some(filter.clone()),
        _ => None,
    }
}

/// A query without the parts that are this condition.
fn without(text: &str, condition: &Filter) -> String {
    let kept = parts(text).into_iter().filter(|part| filter(part).as_ref() != Some(condition));
    kept.collect::<Vec<_>>().join(" ")
}

fn chips(text: &str) -> Vec<Chip> {
    let filters = parts(text).into_iter().filter_map(|part| Some((part, filter(part)?)));
    filters.map(|(part, filter)| Chip { label: part.to_owned(), href: ask(&without(text, &filter)) }).collect()
}

fn groups(text: &str, query: &Query, facets: &Facets) -> Vec<Group> {
    let all = [
        ("product", "Product", &facets.products, false),
        ("role", "Section", &facets.roles, true),
        ("kind", "Kind", &facets.kinds, true),
        ("year", "Year", &facets.years, false),
        ("language", "Language", &facets.languages, false),
    ];
    let groups = all.into_iter().map(|(id, title, counts, is_name)| {
        let items = counts.iter().take(VALUES).map(|count| item(text, query, count, is_name)).collect();
        Group { id, title, items }
    });
    groups.filter(|group: &Group| !group.items.is_empty()).collect()
}

fn item(text: &str, query: &Query, count: &Count, is_name: bool) -> Item {
    let own = filter(&count.filter).filter(|own| query.filters().contains(own));
    let href = match &own {
        Some(own) => ask(&without(text, own)),
        None => ask(format!("{text} {}", count.filter).trim()),
    };
    let label = if is_name { count.value.replace('_', " ") } else { count.value.clone() };
    Item { label, count: count.count, href, is_on: own.is_some() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_falls_into_parts_at_blanks_outside_of_quotation_marks() {
        assert_eq!(parts(r#" a  product:"Windows 2000" "b c" "#), ["a", r#"product:"Windows 2000""#, r#""b c""#]);
        assert_eq!(parts(r#"a "b c"#), ["a", r#""b c"#]);
        assert!(parts("  ").is_empty());
    }

    #[test]
    fn thousands_are_parted() {
        assert_eq!(
            ["0", "999", "1,000", "1,234,567"],
            [0, 999, 1000, 1_234_567].map(grouped).each_ref().map(|n| n.as_str())
        );
    }
}
