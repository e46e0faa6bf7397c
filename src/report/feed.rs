//! What would a subscriber be told? One entry an article that came, went or changed in a way that matters, as Atom
//! (RFC 4287) or as data.

use super::html::merged;
use super::{Body, body, counted, line, parts, word};
use crate::diff::{Change, Diff, Side};
use atom_syndication::{Category, Content, Entry as AtomEntry, Feed, FixedDateTime, Link, Person, Text};
use chrono::{DateTime, NaiveTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::io;

/// What became of an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What happened.
    pub event: Event,
    /// The article as it is, or as it was last.
    pub article: Side,
    /// When: the day that the article names, else when the new dataset was written.
    pub updated: DateTime<Utc>,
    /// How many changes there are and what they touch.
    pub summary: String,
    /// The changes that matter; none for an article that came or went.
    pub changes: Vec<Change>,
}

/// What happened to an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It changed in a way that matters.
    Changed,
}

impl Entry {
    /// The entry of a difference, if a subscriber would be told of it.
    pub fn of(mut diff: Diff, written: DateTime<Utc>) -> Option<Entry> {
        if !diff.material {
            return None;
        }
        diff.retain(|change| change.material);
        let summary = match (&diff.old, &diff.new) {
            (None, _) => "The article is new.".to_owned(),
            (_, None) => "The article is gone.".to_owned(),
            _ => counted(&diff),
        };
        let event = match (&diff.old, &diff.new) {
            (None, _) => Event::Added,
            (_, None) => Event::Removed,
            _ => Event::Changed,
        };
        let day = diff.new.as_ref().and_then(|side| side.modified).map(|day| day.and_time(NaiveTime::MIN).and_utc());
        let article = diff.new.or(diff.old)?;
        Some(Entry { event, article, updated: day.unwrap_or(written), summary, changes: diff.changes })
    }
}

/// The JSON Schema of an [`Entry`].
pub fn schema_json() -> String {
    crate::emit::schema_of::<Entry>("changes", "What became of an article, as a line of `kbmill changes`")
}

/// Writes a feed. `title` names it, and `id` tells it from others for good, as an IRI.
pub fn atom(out: impl io::Write, title: &str, id: &str, entries: &[Entry], written: DateTime<Utc>) -> io::Result<()> {
    let mut feed = Feed::default();
    feed.set_title(title);
    feed.set_id(id);
    feed.set_updated(entries.iter().map(|entry| entry.updated).max().unwrap_or(written));
    feed.set_authors(vec![Person { name: "kbmill".to_owned(), ..Person::default() }]);
    feed.set_entries(entries.iter().map(atom_entry).collect::<Vec<_>>());
    feed.write_to(out).map(drop).map_err(io::Error::other)
}

fn atom_entry(entry: &Entry) -> AtomEntry {
    let article = &entry.article;
    let mut told = AtomEntry::default();
    let title = article.title.as_deref().unwrap_or("(no title)");
    told.set_title(Text::plain(format!("{} {title}", article.id)));
    // The same content gives the same id, so that nobody is told twice.
    told.set_id(format!("urn:kbmill:{}:{}", word(&entry.event), article.sha256));
    told.set_updated(FixedDateTime::from(entry.updated));
    told.set_summary(Text::plain(entry.summary.clone()));
    told.set_categories(vec![Category { term: word(&entry.event).to_owned(), ..Category::default() }]);
    if let Some(url) = &article.url {
        told.set_links(vec![Link { href: url.clone(), rel: "alternate".to_owned(), ..Link::default() }]);
    }
    if !entry.changes.is_empty() {
        told.set_content(Content { content_type: Some("html".to_owned()), ..content(entry) });
    }
    told
}

/// The changes as a list, each with its text where that is another.
fn content(entry: &Entry) -> Content {
    let diff = Diff { old: None, new: None, material: true, changes: entry.changes.clone() };
    let mut html = String::new();
    for part in parts(&diff) {
        html.push_str(&format!("<h3>{}</h3><ul>", escaped(&part.title)));
        for change in &part.changes {
            html.push_str("<li>");
            match body(change) {
                Body::Both(old, new) => {
                    html.push_str(&format!("{}: ", escaped(line(change))));
                    for (element, text) in merged(change, old, new).into_iter().filter(|(_, text)| !text.is_empty()) {
                        html.push_str(&format!("<{element}>{}</{element}>", escaped(text)));
                    }
                }
                Body::Gone(text) | Body::Come(text) | Body::Same(text) => {
                    html.push_str(&format!("{}: {}", escaped(line(change)), escaped(text)));
                }
                Body::Line => html.push_str(&escaped(line(change)).to_string()),
            }
            html.push_str("</li>");
        }
        html.push_str("</ul>");
    }
    Content { value: Some(html), ..Content::default() }
}

fn escaped(text: &str) -> impl std::fmt::Display + '_ {
    askama::filters::escape(text, askama::filters::Html).unwrap_or_else(|never| match never {})
}
