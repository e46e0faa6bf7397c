//! Which words does a knowledge base use for its headings?
//!
//! One TOML file a language, compiled in; `--vocabulary FILE` adds a user's own. A phrase maps to a [`SectionKind`] and a
//! [`Rank`]: whether such a heading opens a section of the article, stands inside one, or begins the article's
//! properties. The phrase itself is never changed in a record: headings are kept as written.

pub mod events; // labels of event-log records

use crate::error::Error;
use crate::model::SectionKind;
use serde::Deserialize;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// Where in an article a heading of some phrase stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Opens a section of the article: Symptoms, Cause.
    Section,
    /// Stands inside a section: Prerequisites, File information.
    Subsection,
    /// Begins the article's properties: Applies to, Properties.
    Property,
}

/// What a heading phrase stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadingRole {
    /// The section's role.
    pub kind: SectionKind,
    /// Its place in the article.
    pub rank: Rank,
}

/// One phrase of the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Lower case, single spaces, no trailing colon.
    pub text: String,
    /// What it stands for.
    pub role: HeadingRole,
    /// BCP 47 tag of the language it is in.
    pub language: String,
}

/// Heading phrases of all languages.
pub struct Vocabulary {
    phrases: Vec<Phrase>,
    by_text: HashMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: String,
    heading: Vec<Heading>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Heading {
    kind: SectionKind,
    rank: Rank,
    phrases: Vec<String>,
}

const BUILT_IN: &[(&str, &str)] = &[("en", include_str!("en.toml"))];

impl Vocabulary {
    /// The phrases that are compiled in.
    pub fn built_in() -> Arc<Vocabulary> {
        static SHARED: OnceLock<Arc<Vocabulary>> = OnceLock::new();
        SHARED
            .get_or_init(|| {
                let mut all = Vocabulary { phrases: Vec::new(), by_text: HashMap::new() };
                for (name, text) in BUILT_IN {
                    // A test reads every compiled-in file, so this cannot fail in a released binary.
                    all.add(Path::new(name), text).unwrap_or_else(|e| unreachable!("vocabulary {name}: {e}"));
                }
                Arc::new(all)
            })
            .clone()
    }

    /// The built-in phrases and those of a user's file, whose phrases win.
    pub fn with_file(path: &Path, text: &str) -> Result<Arc<Vocabulary>, Error> {
        let base = Vocabulary::built_in();
        let mut all = Vocabulary { phrases: base.phrases.clone(), by_text: base.by_text.clone() };
        all.add(path, text)?;
        Ok(Arc::new(all))
    }

    fn add(&mut self, path: &Path, text: &str) -> Result<(), Error> {
        let file: File =
            toml::from_str(text).map_err(|e| Error::Data { path: path.to_owned(), message: e.to_string() })?;
        for heading in file.heading {
            for phrase in heading.phrases {
                let text = fold(&phrase);
                let role = HeadingRole { kind: heading.kind, rank: heading.rank };
                let phrase = Phrase { text: text.clone(), role, language: file.language.clone() };
                match self.by_text.get(&text) {
                    Some(&at) => self.phrases[at] = phrase,
                    None => {
                        self.by_text.insert(text, self.phrases.len());
                        self.phrases.push(phrase);
                    }
                }
            }
        }
        Ok(())
    }

    /// All phrases, for building matchers.
    pub fn phrases(&self) -> &[Phrase] {
        &self.phrases
    }

    /// What a whole heading stands for: its phrase, or its phrase with a number or a subject behind it
    /// (`Resolution 2`, `Cause 1: the service is stopped`, `Symptoms:`).
    pub fn role(&self, heading: &str) -> Option<HeadingRole> {
        let folded = fold(heading);
        if let Some(role) = self.exact(&folded) {
            return Some(role);
        }
        let head = folded.split([':', '：']).next().unwrap_or("").trim();
        let unnumbered = head.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
        let unnumbered = unnumbered.trim_end_matches('#').trim_end();
        if unnumbered.len() < folded.len() && !unnumbered.is_empty() { self.exact(unnumbered) } else { None }
    }

    /// The language of the phrase that a heading is.
    pub fn language(&self, heading: &str) -> Option<&str> {
        let at = *self.by_text.get(&fold(heading))?;
        Some(&self.phrases[at].language)
    }

    fn exact(&self, folded: &str) -> Option<HeadingRole> {
        self.by_text.get(folded).map(|&at| self.phrases[at].role)
    }
}

/// Lower case, single spaces, no colon or full stop at the end.
pub fn fold(heading: &str) -> String {
    let mut out = String::with_capacity(heading.len());
    for word in heading.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    let end = out.trim_end_matches([':', '：', '.', ' ']).len();
    out.truncate(end);
    out
}
