//! Which engines are written for, and what does each want? Its settings, its spelling of a document, and the commands that
//! load it.

mod lucene; // OpenSearch and Elasticsearch
mod meilisearch;
mod quickwit;
mod typesense;

use super::document::document;
use crate::model::Article;
use chrono::{DateTime, NaiveDate};
use serde_json::{Map, Value, json};

/// A search engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// OpenSearch 1 and later.
    Opensearch,
    /// Elasticsearch 7 and later.
    Elasticsearch,
    /// Meilisearch 1 and later.
    Meilisearch,
    /// Typesense 0.24 and later.
    Typesense,
    /// Quickwit 0.7 and later.
    Quickwit,
}

impl Engine {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Engine::Opensearch => "opensearch",
            Engine::Elasticsearch => "elasticsearch",
            Engine::Meilisearch => "meilisearch",
            Engine::Typesense => "typesense",
            Engine::Quickwit => "quickwit",
        }
    }

    /// Its name as its makers write it.
    pub fn title(self) -> &'static str {
        match self {
            Engine::Opensearch => "OpenSearch",
            Engine::Elasticsearch => "Elasticsearch",
            Engine::Meilisearch => "Meilisearch",
            Engine::Typesense => "Typesense",
            Engine::Quickwit => "Quickwit",
        }
    }

    /// Bytes that one request may have, by the engine's documentation: `http.max_content_length`, 100 MB, for OpenSearch
    /// and Elasticsearch; `--http-payload-size-limit`, 100 MB, for Meilisearch; 10 MB for Quickwit's ingestion. Typesense
    /// names none.
    pub fn largest_request(self) -> Option<u64> {
        match self {
            Engine::Opensearch | Engine::Elasticsearch | Engine::Meilisearch => Some(100 << 20),
            Engine::Quickwit => Some(10 << 20),
            Engine::Typesense => None,
        }
    }

    /// Bytes of a part unless others are asked for: less than a request may have, and for OpenSearch and Elasticsearch
    /// what small nodes take, too, which keep no more than a tenth of their memory for requests.
    pub fn part_bytes(self) -> u64 {
        match self {
            Engine::Opensearch | Engine::Elasticsearch => 20 << 20,
            Engine::Meilisearch | Engine::Typesense => 90 << 20,
            Engine::Quickwit => 9 << 20,
        }
    }

    /// The file of its settings, and what is in it, for an index of this name.
    pub fn settings(self, index: &str) -> (&'static str, String) {
        match self {
            Engine::Opensearch | Engine::Elasticsearch => ("index.json", pretty(&lucene::index())),
            Engine::Meilisearch => ("settings.json", pretty(&meilisearch::settings())),
            Engine::Typesense => ("collection.json", pretty(&typesense::collection(index))),
            // YAML takes JSON as it is.
            Engine::Quickwit => ("index.yaml", pretty(&quickwit::config(index))),
        }
    }

    /// The lines of an article in a bulk file.
    pub fn lines(self, article: &Article) -> String {
        let document = match self {
            Engine::Opensearch | Engine::Elasticsearch => document(article, iso, true),
            Engine::Meilisearch | Engine::Typesense => document(article, seconds, false),
            Engine::Quickwit => document(article, moment, false),
        };
        match self {
            Engine::Opensearch | Engine::Elasticsearch => lucene::bulk(document),
            _ => line(document),
        }
    }

    /// The commands of a shell that make the index and load the parts, and one that asks it.
    pub fn commands(self, index: &str) -> [String; 3] {
        match self {
            Engine::Opensearch | Engine::Elasticsearch => lucene::commands(index),
            Engine::Meilisearch => meilisearch::commands(index),
            Engine::Typesense => typesense::commands(index),
            Engine::Quickwit => quickwit::commands(index),
        }
    }

    /// What a person should know of it beyond the commands.
    pub fn remarks(self) -> &'static str {
        match self {
            Engine::Opensearch | Engine::Elasticsearch => lucene::REMARKS,
            Engine::Meilisearch => meilisearch::REMARKS,
            Engine::Typesense => typesense::REMARKS,
            Engine::Quickwit => quickwit::REMARKS,
        }
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_else(|e| unreachable!("settings are JSON: {e}")) + "\n"
}

fn line(document: Map<String, Value>) -> String {
    Value::Object(document).to_string() + "\n"
}

/// A day as engines with a type for days have it.
fn iso(day: NaiveDate) -> Value {
    json!(day.to_string())
}

/// A day as seconds since 1970, for engines that compare numbers alone.
fn seconds(day: NaiveDate) -> Value {
    json!((day - DateTime::UNIX_EPOCH.date_naive()).num_seconds())
}

/// A day as its first moment.
fn moment(day: NaiveDate) -> Value {
    json!(format!("{day}T00:00:00Z"))
}
