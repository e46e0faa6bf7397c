//! What do tools give? Data with id, section, span and address of all that is quoted, and the same as text for reading.

use super::budget::{Budget, Cursor, cut};
use crate::model::{Article, Section, SectionKind};
use crate::report::word;
use crate::search::{Held, Holder, Place};
use crate::serve::address;
use crate::serve::http::Problem;
use crate::serve::shelf::Opened;
use crate::span::Span;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// An answer.
pub struct Given {
    /// As data.
    pub data: Value,
    /// For reading.
    pub text: String,
}

/// An article that is cited.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Cited {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// Address it was published at.
    pub url: Option<String>,
    /// The resource.
    pub uri: String,
}

/// A section that is cited.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CitedSection {
    /// Its id within the article.
    pub id: String,
    /// Its heading.
    pub heading: Option<String>,
    /// Its role.
    pub kind: SectionKind,
}

/// A record, and where it stands.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Found {
    /// Whose it is.
    pub article: Cited,
    /// In which section.
    pub section: Option<CitedSection>,
    /// Byte range of the article's linear text.
    pub span: Span,
    /// The record, as the schema of the dataset's articles describes it.
    pub record: Value,
    /// Were long texts of it cut? The section has them whole.
    pub is_cut: bool,
}

/// Records that were found.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Records {
    /// How many articles have such.
    pub articles: u64,
    /// As many of them as fit.
    pub records: Vec<Found>,
    /// Gets the next ones, as `cursor`; null if there are none.
    pub next_cursor: Option<String>,
}

impl Cited {
    /// Who holds something.
    pub fn holder(holder: &Holder) -> Cited {
        let uri = address::uri(&holder.id, None);
        Cited { id: holder.id.clone(), title: holder.title.clone(), url: holder.url.clone(), uri }
    }

    /// An article.
    pub fn of(article: &Article) -> Cited {
        let uri = address::uri(&article.id, None);
        Cited { id: article.id.clone(), title: article.title.clone(), url: article.source.url.clone(), uri }
    }

    /// On one line.
    pub fn line(&self) -> String {
        let url = self.url.as_deref().map(|url| format!(" <{url}>")).unwrap_or_default();
        format!("{} {}{url}", self.id, self.title.as_deref().unwrap_or("(no title)"))
    }
}

impl CitedSection {
    /// A place of a record.
    pub fn place(place: &Place) -> CitedSection {
        CitedSection { id: place.id.clone(), heading: place.heading.clone(), kind: place.kind }
    }

    /// A section.
    pub fn of(section: &Section) -> CitedSection {
        CitedSection { id: section.id.clone(), heading: section.heading.clone(), kind: section.kind }
    }

    /// In a few words.
    pub fn words(&self) -> String {
        let role = word(&self.kind);
        match &self.heading {
            Some(heading) => format!("section {} “{heading}” ({role})", self.id),
            None => format!("section {} ({role})", self.id),
        }
    }
}

impl Records {
    /// Those behind the cursor that fit. `fetch` gives at most so many from the first on.
    pub fn fit<R: Serialize>(
        opened: &Opened,
        [asked, most]: [Option<usize>; 2],
        cursor: Option<&str>,
        fetch: impl FnOnce(usize) -> Result<crate::search::Records<R>, crate::Error>,
        line: fn(&R) -> String,
    ) -> Result<(Records, String), String> {
        let dataset = opened.index.digest();
        let start = Cursor::read(cursor, dataset)?.item.min(DEEPEST);
        let wanted = asked.unwrap_or(20).clamp(1, 100);
        let found = fetch(start + wanted).map_err(failed)?;
        let mut budget = Budget::of(most);
        let mut records = Vec::new();
        let mut text = String::new();
        for held in found.records.iter().skip(start).take(wanted) {
            let one = Found::of(held);
            let told = told(&one, &line(&held.record));
            // The first one is given whatever it costs: its texts are cut.
            if !(budget.take_json(&one) || records.is_empty()) {
                break;
            }
            text.push_str(&told);
            records.push(one);
        }
        let next = start + records.len();
        let has_more = (next < found.records.len() || !found.complete) && !records.is_empty() && next < DEEPEST;
        let next_cursor = has_more.then(|| Cursor { item: next, byte: 0 }.text(dataset));
        let articles = found.articles;
        let head = match records.len() {
            0 if start == 0 => "Nothing in the dataset has that.\n".to_owned(),
            given => format!("{} to {next} of what {articles} articles have:\n", start + usize::from(given > 0)),
        };
        let tail = next_cursor.as_ref().map(|cursor| format!("More: cursor {cursor}\n")).unwrap_or_default();
        Ok((Records { articles, records, next_cursor }, format!("{head}{text}{tail}")))
    }
}

/// The deepest that a cursor goes.
pub const DEEPEST: usize = 10_000;

impl Found {
    fn of<R: Serialize>(held: &Held<R>) -> Found {
        let (record, is_cut) = cut(&held.record);
        Found {
            article: Cited::holder(&held.article),
            section: held.section.as_ref().map(CitedSection::place),
            span: held.span,
            record,
            is_cut,
        }
    }
}

fn told(found: &Found, line: &str) -> String {
    let section = found.section.as_ref().map(|section| format!(", {}", section.words())).unwrap_or_default();
    let line: String = line.chars().take(400).collect();
    let (start, end) = (found.span.start, found.span.end);
    format!("- {line}\n  {}{section}, span {start}..{end}\n", found.article.line())
}

/// What the index could not do.
pub fn failed(error: crate::Error) -> String {
    Problem::from(error).detail
}

/// Holds a text of the asker against how long it may be.
pub fn short<'t>(name: &str, text: &'t str, longest: usize) -> Result<&'t str, String> {
    match text.chars().count() {
        length if length > longest => Err(format!("`{name}` has {length} characters; {longest} are the most")),
        _ => Ok(text),
    }
}
