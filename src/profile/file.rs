//! How is a profile written down, and what is wrong with one that cannot be read?
//!
//! Every key is known or an error, and every error names line and column, what stands there and what should.

use super::number::{Number, Place, Shape};
use super::{DateOrder, Page, Profile, joined};
use crate::error::Error;
use crate::model::SectionKind;
use crate::vocabulary::{HeadingEntry, LabelEntry, LabelKind, Rank, Vocabulary, fault};
use regex::{Regex, RegexBuilder};
use scraper::Selector;
use serde::Deserialize;
use std::path::Path;
use std::sync::Arc;
use toml::Spanned;

/// Bytes that a compiled pattern may take.
const PATTERN_SIZE: usize = 1 << 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    publisher: Spanned<String>,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    hosts: Vec<Spanned<String>>,
    #[serde(default = "english")]
    language: String,
    date_order: Option<DateOrder>,
    #[serde(default)]
    title_suffixes: Vec<String>,
    #[serde(default)]
    id: Vec<Identifier>,
    #[serde(default)]
    heading: Vec<Heading>,
    #[serde(default)]
    label: Vec<Label>,
    #[serde(default)]
    html: Html,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Identifier {
    prefix: Option<Spanned<String>>,
    pattern: Option<Spanned<String>>,
    r#in: Option<Spanned<Vec<Place>>>,
    write: Option<Spanned<String>>,
    #[serde(default = "yes")]
    numbered: bool,
    #[serde(default)]
    recognises: bool,
    #[serde(default)]
    security: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Heading {
    kind: SectionKind,
    #[serde(default = "section")]
    rank: Rank,
    #[serde(default)]
    common: bool,
    #[serde(default)]
    marked: bool,
    language: Option<String>,
    phrases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    kind: LabelKind,
    language: Option<String>,
    phrases: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Html {
    article: Option<Spanned<String>>,
    leave_out: Vec<Spanned<String>>,
}

fn english() -> String {
    "en".to_owned()
}

fn section() -> Rank {
    Rank::Section
}

fn yes() -> bool {
    true
}

/// What is wrong, and where in the file.
type Fault = (std::ops::Range<usize>, String);

/// Reads a profile; its words are added to those of `base`.
pub fn read(path: &Path, text: &str, base: &Vocabulary) -> Result<Profile, Error> {
    let file: File = toml::from_str(text).map_err(|e| fault(path, text, e.span(), e.message()))?;
    profile(file, base).map_err(|(span, message)| fault(path, text, Some(span), &message))
}

fn profile(file: File, base: &Vocabulary) -> Result<Profile, Fault> {
    let publisher = file.publisher.get_ref();
    let plain = |c: char| c.is_alphanumeric() && !c.is_uppercase() || c == '-';
    if publisher.is_empty() || !publisher.chars().all(plain) {
        let message = format!(
            "`{publisher}` is no name for records: expected lower-case letters, digits and hyphens, as in `acme-tools`"
        );
        return Err((file.publisher.span(), message));
    }
    let mut names: Vec<String> = file.names.iter().map(|name| joined(name)).collect();
    names.push(joined(publisher));
    let hosts = file.hosts.into_iter().map(host).collect::<Result<_, _>>()?;
    let numbers = file.id.into_iter().map(number).collect::<Result<_, _>>()?;
    let page = page(file.html)?;
    let vocabulary = words(&file.language, file.heading, file.label, base);
    let publisher = file.publisher.into_inner();
    let (date_order, title_suffixes) = (file.date_order, file.title_suffixes);
    Ok(Profile { publisher, names, hosts, numbers, date_order, title_suffixes, vocabulary, page })
}

fn host(host: Spanned<String>) -> Result<String, Fault> {
    let name = host.get_ref().trim().trim_start_matches("*.").to_lowercase();
    if name.is_empty() || name.contains(['/', ':', '*', ' ']) {
        let message = format!("`{}` is no host: expected a name alone, as in `kb.example.com`", host.get_ref());
        return Err((host.span(), message));
    }
    Ok(name)
}

fn number(given: Identifier) -> Result<Number, Fault> {
    use Place::{Label, Text, Title, Url};
    let places = given.r#in.as_ref().map(|places| places.get_ref().clone());
    let write = given.write;
    let (shape, places) = match (given.prefix, given.pattern) {
        (Some(prefix), None) => {
            if prefix.get_ref().trim().is_empty() {
                return Err((prefix.span(), "expected what identifiers begin with, as in `DSA-`".to_owned()));
            }
            (Shape::Prefix(prefix.into_inner(), given.numbered), places.unwrap_or(vec![Title, Label]))
        }
        (None, Some(written)) => (Shape::Pattern(pattern(&written)?), places.unwrap_or(vec![Label, Title, Url, Text])),
        (Some(prefix), Some(_)) => {
            return Err((prefix.span(), "expected either `prefix` or `pattern`, not both".to_owned()));
        }
        (None, None) => {
            let span = given.r#in.map(|p| p.span()).or(write.map(|w| w.span())).unwrap_or(0..0);
            return Err((span, "an `[[id]]` has neither `prefix` nor `pattern`: expected one of them".to_owned()));
        }
    };
    if let Some(write) = &write
        && !write.get_ref().contains("{number}")
        && !write.get_ref().contains("{id}")
    {
        return Err((write.span(), "expected `{number}` or `{id}` where the found one is to stand".to_owned()));
    }
    let write = write.map(Spanned::into_inner);
    Ok(Number { shape, places, write, recognises: given.recognises, security: given.security })
}

fn pattern(written: &Spanned<String>) -> Result<Regex, Fault> {
    let built = RegexBuilder::new(written.get_ref()).size_limit(PATTERN_SIZE).build();
    let pattern = built.map_err(|e| {
        // The last line of a syntax error says what is wrong; those before it show where.
        let message = e.to_string();
        let what = message.lines().last().unwrap_or(&message).trim_start_matches("error: ").to_owned();
        (written.span(), format!("no regular expression: {what}"))
    })?;
    let named = pattern.capture_names().flatten().any(|name| matches!(name, "id" | "number"));
    if !named {
        let message = "the pattern names no group: expected `(?<id>…)` or `(?<number>…)` in it";
        return Err((written.span(), message.to_owned()));
    }
    Ok(pattern)
}

fn page(html: Html) -> Result<Option<Page>, Fault> {
    if html.article.is_none() && html.leave_out.is_empty() {
        return Ok(None);
    }
    let selector = |written: &Spanned<String>| {
        Selector::parse(written.get_ref()).map_err(|e| {
            let message = format!("no CSS selector: {e}; expected one such as `div.kb-body` or `#content > aside`");
            (written.span(), message)
        })
    };
    let article = html.article.as_ref().map(selector).transpose()?;
    let leave_out = html.leave_out.iter().map(selector).collect::<Result<_, _>>()?;
    Ok(Some(Page { article, leave_out }))
}

/// The vocabulary with the profile's words, each in its language; none if the profile has no words.
fn words(language: &str, headings: Vec<Heading>, labels: Vec<Label>, base: &Vocabulary) -> Option<Arc<Vocabulary>> {
    let mut languages: Vec<&str> = Vec::new();
    for own in headings.iter().map(|h| &h.language).chain(labels.iter().map(|l| &l.language)) {
        let own = own.as_deref().unwrap_or(language);
        if !languages.contains(&own) {
            languages.push(own);
        }
    }
    let mut all: Option<Vocabulary> = None;
    for tag in languages {
        let of = |own: &Option<String>| own.as_deref().unwrap_or(language) == tag;
        let heading = |h: &Heading| HeadingEntry {
            kind: h.kind,
            rank: h.rank,
            common: h.common,
            marked: h.marked,
            phrases: h.phrases.clone(),
        };
        let label = |l: &Label| LabelEntry { kind: l.kind, phrases: l.phrases.clone() };
        let headings = headings.iter().filter(|h| of(&h.language)).map(heading).collect();
        let labels = labels.iter().filter(|l| of(&l.language)).map(label).collect();
        all = Some(all.as_ref().unwrap_or(base).extended(tag, headings, labels));
    }
    all.map(Arc::new)
}
