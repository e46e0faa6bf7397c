//! Which tools find? Search by words, and lookups of records by their identifier.

use super::answers::{Cited, CitedSection, DEEPEST, Records, failed, short};
use super::budget::{Budget, Cursor};
use super::tools::Does;
use crate::model::{ErrorCode, EventRecord, FileVersion, Kind, RegistryEntry};
use crate::report::word;
use crate::search::{Hit, Page, Query};
use crate::serve::address;
use crate::serve::api::LONGEST;
use crate::serve::shelf::Opened;
use crate::span::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `search_articles`.
pub struct SearchArticles;
/// `lookup_event`.
pub struct LookupEvent;
/// `lookup_error_code`.
pub struct LookupErrorCode;
/// `lookup_file`.
pub struct LookupFile;
/// `lookup_registry`.
pub struct LookupRegistry;

/// What to search for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// Words, phrases in quotation marks, and filters: `event:5774 source:NETLOGON file:tcpip.sys version:>=5.2
    /// code:0x80070005 registry:HKLM\SYSTEM product:"Windows 2000" section:resolution kind:fix lang:en before:2004
    /// after:2001`. Identifiers are found in any spelling.
    query: String,
    /// At most so many articles: 1 to 50, 10 if nothing is said.
    limit: Option<usize>,
    /// `next_cursor` of the answer before.
    cursor: Option<String>,
    /// Tokens that the answer may have: 200 to 20000, 4000 if nothing is said.
    max_tokens: Option<usize>,
}

/// What was found.
#[derive(Serialize, JsonSchema)]
pub struct Hits {
    /// How many articles match.
    total: u64,
    /// The best of them first.
    hits: Vec<Found>,
    /// Words that no article has, and what was also looked for.
    corrections: Vec<String>,
    /// What of the query was understood otherwise than it was written.
    notes: Vec<String>,
    /// Gets the next ones, as `cursor`; null if there are none.
    next_cursor: Option<String>,
}

/// An article that was found.
#[derive(Serialize, JsonSchema)]
struct Found {
    /// It.
    article: Cited,
    /// What it is for.
    kind: Kind,
    /// Its language.
    language: Option<String>,
    /// Last modified, or else reviewed or published.
    modified: Option<chrono::NaiveDate>,
    /// Products that it is for, the first of them.
    products: Vec<String>,
    /// The section that answers best.
    section: Option<CitedSection>,
    /// Byte range of that section in the article's linear text.
    span: Option<Span>,
    /// A few words of it.
    snippet: String,
}

impl Does for SearchArticles {
    type Takes = Search;
    type Gives = Hits;
    const NAME: &'static str = "search_articles";
    const TITLE: &'static str = "Search articles";
    const PURPOSE: &'static str = "Find articles by words, identifiers and filters, the best first, each with the section that \
        answers best. Read one with get_article or get_section.";

    fn run(opened: &Opened, asked: Search) -> Result<(Hits, String), String> {
        let query = Query::parse(short("query", &asked.query, LONGEST)?);
        let dataset = opened.index.digest();
        let offset = Cursor::read(asked.cursor.as_deref(), dataset)?.item.min(DEEPEST);
        let limit = asked.limit.unwrap_or(10).clamp(1, 50);
        let page = Page { limit, offset, ..Page::default() };
        let found = opened.index.search(&query, &page).map_err(failed)?;
        let mut budget = Budget::of(asked.max_tokens);
        let mut hits = Vec::new();
        let mut text = String::new();
        for hit in &found.hits {
            let one = Found::of(hit);
            if !(budget.take_json(&one) || hits.is_empty()) {
                break;
            }
            text.push_str(&one.told());
            hits.push(one);
        }
        let next = offset + hits.len();
        let has_more = !hits.is_empty() && (next as u64) < found.total && next < DEEPEST;
        let next_cursor = has_more.then(|| Cursor { item: next, byte: 0 }.text(dataset));
        let corrections: Vec<String> =
            found.corrections.iter().map(|one| format!("`{}`: also `{}`", one.word, one.meant)).collect();
        let notes: Vec<String> = found.notes.iter().map(|note| format!("`{}`: {}", note.part, note.message)).collect();
        let mut head = match found.total {
            0 => "No article was found.\n".to_owned(),
            total => format!("{} to {next} of {total} articles:\n", offset + usize::from(!hits.is_empty())),
        };
        corrections.iter().chain(&notes).for_each(|line| head.push_str(&format!("({line})\n")));
        let tail = next_cursor.as_ref().map(|cursor| format!("More: cursor {cursor}\n")).unwrap_or_default();
        Ok((Hits { total: found.total, hits, corrections, notes, next_cursor }, format!("{head}{text}{tail}")))
    }
}

impl Found {
    fn of(hit: &Hit) -> Found {
        let uri = address::uri(&hit.id, None);
        Found {
            article: Cited { id: hit.id.clone(), title: hit.title.clone(), url: hit.url.clone(), uri },
            kind: hit.kind,
            language: hit.language.clone(),
            modified: hit.modified,
            products: hit.products.iter().take(5).cloned().collect(),
            section: hit.section.as_ref().map(|section| CitedSection {
                id: section.id.clone(),
                heading: section.heading.clone(),
                kind: section.kind,
            }),
            span: hit.section.as_ref().map(|section| section.span),
            snippet: hit.snippet.text.clone(),
        }
    }

    fn told(&self) -> String {
        let day = self.modified.map(|day| format!(", {day}")).unwrap_or_default();
        let section = match (&self.section, self.span) {
            (Some(section), Some(span)) => format!("; {}, span {}..{}", section.words(), span.start, span.end),
            _ => String::new(),
        };
        format!("- {}\n  {}{day}{section}\n  {}\n", self.article.line(), word(&self.kind), self.snippet)
    }
}

/// Which event.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Event ID: 5774. This, `source`, or both.
    event_id: Option<u32>,
    /// Event source or provider: NETLOGON.
    source: Option<String>,
    /// At most so many: 1 to 100, 20 if nothing is said.
    limit: Option<usize>,
    /// `next_cursor` of the answer before.
    cursor: Option<String>,
    /// Tokens that the answer may have: 200 to 20000, 4000 if nothing is said.
    max_tokens: Option<usize>,
}

impl Does for LookupEvent {
    type Takes = Event;
    type Gives = Records;
    const NAME: &'static str = "lookup_event";
    const TITLE: &'static str = "Look up an event";
    const PURPOSE: &'static str = "Find event-log records that articles quote, by event ID, source, or both.";

    fn run(opened: &Opened, asked: Event) -> Result<(Records, String), String> {
        let source = asked.source.as_deref().map(|source| short("source", source, LONGEST)).transpose()?;
        if asked.event_id.is_none() && source.is_none_or(|source| source.trim().is_empty()) {
            return Err("say which event: `event_id`, `source`, or both".to_owned());
        }
        let fetch = |most| opened.index.events(asked.event_id, source, most);
        Records::fit(opened, [asked.limit, asked.max_tokens], asked.cursor.as_deref(), fetch, |event: &EventRecord| {
            let id = event.event_id.map(|id| format!("event {id}")).unwrap_or_else(|| "event".to_owned());
            let source = event.source.as_deref().map(|source| format!(" of {source}")).unwrap_or_default();
            let says = event.description.as_deref().map(|text| format!(": {}", one_line(text))).unwrap_or_default();
            format!("{id}{source}{says}")
        })
    }
}

/// Which error code.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// In any spelling: 0x80070005, 80070005, -2147024891, E_ACCESSDENIED.
    code: String,
    /// At most so many: 1 to 100, 20 if nothing is said.
    limit: Option<usize>,
    /// `next_cursor` of the answer before.
    cursor: Option<String>,
    /// Tokens that the answer may have: 200 to 20000, 4000 if nothing is said.
    max_tokens: Option<usize>,
}

impl Does for LookupErrorCode {
    type Takes = Code;
    type Gives = Records;
    const NAME: &'static str = "lookup_error_code";
    const TITLE: &'static str = "Look up an error code";
    const PURPOSE: &'static str = "Find articles that name an error code (HRESULT, NTSTATUS, Win32, Winsock, stop code), in \
        whatever spelling, with its symbol where that is known.";

    fn run(opened: &Opened, asked: Code) -> Result<(Records, String), String> {
        let code = short("code", &asked.code, LONGEST)?;
        let fetch = |most| opened.index.codes(code, most);
        Records::fit(opened, [asked.limit, asked.max_tokens], asked.cursor.as_deref(), fetch, |code: &ErrorCode| {
            let symbol = code.symbol.as_deref().map(|symbol| format!(" {symbol}")).unwrap_or_default();
            format!("{}{symbol} ({})", code.text, word(&code.space))
        })
    }
}

/// Which file.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Its name: tcpip.sys.
    name: String,
    /// Only this version and newer ones: 5.2.3790.201.
    at_least: Option<String>,
    /// At most so many: 1 to 100, 20 if nothing is said.
    limit: Option<usize>,
    /// `next_cursor` of the answer before.
    cursor: Option<String>,
    /// Tokens that the answer may have: 200 to 20000, 4000 if nothing is said.
    max_tokens: Option<usize>,
}

impl Does for LookupFile {
    type Takes = File;
    type Gives = Records;
    const NAME: &'static str = "lookup_file";
    const TITLE: &'static str = "Look up a file";
    const PURPOSE: &'static str = "Find which fixes shipped a file, at or above a version: rows of file tables, the oldest \
        version first, so that the first row is the earliest fix that has it.";

    fn run(opened: &Opened, asked: File) -> Result<(Records, String), String> {
        let name = short("name", &asked.name, LONGEST)?;
        let at_least = asked.at_least.as_deref().map(|version| short("at_least", version, LONGEST)).transpose()?;
        let fetch = |most| opened.index.files(name, at_least, most);
        Records::fit(opened, [asked.limit, asked.max_tokens], asked.cursor.as_deref(), fetch, |file: &FileVersion| {
            let date = file.date.map(|date| date.to_string());
            let facts = [file.version.clone(), date, file.platform.clone(), file.scope.clone()];
            let facts: Vec<String> = facts.into_iter().flatten().collect();
            format!("{} {}", file.name, facts.join(", "))
        })
    }
}

/// Which registry entry.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Registry {
    /// A key with what is under it (hives spelled out or short: HKLM\SOFTWARE\Acme), or the name of a value.
    key_or_value: String,
    /// At most so many: 1 to 100, 20 if nothing is said.
    limit: Option<usize>,
    /// `next_cursor` of the answer before.
    cursor: Option<String>,
    /// Tokens that the answer may have: 200 to 20000, 4000 if nothing is said.
    max_tokens: Option<usize>,
}

impl Does for LookupRegistry {
    type Takes = Registry;
    type Gives = Records;
    const NAME: &'static str = "lookup_registry";
    const TITLE: &'static str = "Look up a registry entry";
    const PURPOSE: &'static str = "Find registry keys and values that articles name.";

    fn run(opened: &Opened, asked: Registry) -> Result<(Records, String), String> {
        let words = short("key_or_value", &asked.key_or_value, LONGEST)?;
        let fetch = |most| opened.index.registry(words, most);
        Records::fit(
            opened,
            [asked.limit, asked.max_tokens],
            asked.cursor.as_deref(),
            fetch,
            |entry: &RegistryEntry| {
                let facts = [&entry.key, &entry.value_name, &entry.value_type, &entry.value_data];
                facts.into_iter().flatten().map(|fact| one_line(fact)).collect::<Vec<_>>().join(" | ")
            },
        )
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
