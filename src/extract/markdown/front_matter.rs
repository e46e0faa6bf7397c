//! What does a Markdown file's front matter say of the article?
//!
//! Finds the block between `---` (YAML) or `+++` (TOML) lines at the start and turns the keys that publishers use into
//! header fields. YAML that does not hold together is read line by line, with a diagnostic: writers forget quotes around
//! a colon far more often than they write anything a line reader cannot see.

use super::directive::shown_words;
use crate::diagnostic::{Code, Diagnostic};
use crate::extract::{Extracted, Field, FieldName};
use crate::one_line::one_line;
use crate::span::Span;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::collections::HashMap;

/// Front matter larger than this is only read line by line.
const MAX_YAML: usize = 256 * 1024;

/// Where the front matter stands.
pub struct FrontMatter {
    /// Its lines, without the marks.
    pub inner: Span,
    /// Where the article begins.
    pub end: usize,
    toml: bool,
}

/// One key with its values.
pub struct Entry {
    /// As written.
    pub key: String,
    /// One value, or the values of a list.
    pub values: Vec<String>,
    /// The line that the key stands on.
    pub span: Span,
}

/// Finds the front matter at the start of a text.
pub fn find(text: &str) -> Option<FrontMatter> {
    let lead = text.len() - text.trim_start().len();
    let rest = &text[lead..];
    let toml = rest.starts_with("+++");
    if !toml && !rest.starts_with("---") {
        return None;
    }
    let mut lines = rest.split_inclusive('\n');
    let first = lines.next()?;
    let is_mark = |line: &str| match line.trim_end() {
        "---" | "..." => !toml,
        "+++" => toml,
        _ => false,
    };
    if !is_mark(first) {
        return None;
    }
    let start = lead + first.len();
    let mut at = start;
    let mut keys = 0;
    for line in lines {
        if is_mark(line) {
            // Between two rules stands prose unless some line is a key.
            return (keys > 0 || at == start).then(|| FrontMatter {
                inner: Span::new(start, at),
                end: at + line.len(),
                toml,
            });
        }
        keys += usize::from(key_of(line, toml).is_some());
        at += line.len();
    }
    None
}

/// Reads the entries, in order.
pub fn entries(front: &FrontMatter, text: &str, notes: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let inner = front.inner.of(text);
    let lenient = by_lines(inner, front);
    if front.toml || inner.trim().is_empty() {
        return lenient;
    }
    let read = if inner.len() <= MAX_YAML { serde_saphyr::from_str::<Top>(inner).ok() } else { None };
    let Some(Top(pairs)) = read else {
        let message = "the front matter is not valid YAML; it was read line by line";
        notes.push(Diagnostic::at(Code::BadFrontMatter, front.inner, message));
        return lenient;
    };
    let by_key: HashMap<&str, &Entry> = lenient.iter().rev().map(|e| (e.key.as_str(), e)).collect();
    let mut out = Vec::with_capacity(pairs.len());
    for (key, node) in pairs {
        let line = by_key.get(key.as_str());
        let span = line.map_or(front.inner, |e| e.span);
        // Numbers and booleans are kept as written: a title may be `2010`, a version `1.10`.
        let raw = line.and_then(|e| e.values.first().cloned());
        let mut nested = Vec::new();
        let mut values = match (node, raw) {
            (Node::Plain(_) | Node::Number(_), Some(raw)) => vec![raw],
            (node, _) => node.flatten(&key, &mut nested),
        };
        values.retain(|v| !v.trim().is_empty());
        out.push(Entry { key, values, span });
        for (key, value) in nested {
            match out.iter_mut().rev().find(|e| e.key == key) {
                Some(entry) => entry.values.push(value),
                None => out.push(Entry { key, values: vec![value], span }),
            }
        }
    }
    out
}

/// Adds the fields that the entries stand for.
pub fn fields(entries: &[Entry], out: &mut Extracted) {
    let microsoft = entries.iter().any(|e| e.key.starts_with("ms.") || e.key.starts_with("ms:"));
    if microsoft {
        out.fields.push(Field { name: FieldName::Publisher, value: "microsoft".to_owned(), span: None });
    }
    // Experience League, where Adobe publishes, gives each page an id of this name.
    if entries.iter().any(|e| e.key == "exl-id") && !entries.iter().any(|e| name_of(e) == Some(FieldName::Publisher)) {
        out.fields.push(Field { name: FieldName::Publisher, value: "adobe".to_owned(), span: None });
    }
    for entry in entries {
        if !entry.values.is_empty() {
            out.metadata.entry(entry.key.clone()).or_default().extend(entry.values.iter().cloned());
        }
        let Some(name) = name_of(entry) else { continue };
        let value = match name {
            FieldName::Keywords | FieldName::AppliesTo => list(&entry.values),
            FieldName::Modified | FieldName::Published | FieldName::Reviewed if entry.key.starts_with("ms.") => {
                entry.values.first().map(|v| american_date(v)).unwrap_or_default()
            }
            FieldName::ArticleId if entry.values.first().is_some_and(|v| is_bulletin(v)) => {
                entry.values[0].trim().to_ascii_uppercase()
            }
            FieldName::Title | FieldName::Description => {
                entry.values.first().map(|v| one_line(&shown_words(v))).unwrap_or_default()
            }
            _ => entry.values.first().map(|v| one_line(v)).unwrap_or_default(),
        };
        if value.is_empty() {
            continue;
        }
        // A translated page may give the address of its original, but its own locale.
        if name == FieldName::Language && (out.language.is_none() || entry.key == "ms.contentlocale") {
            out.language = Some(value.clone());
        }
        if name == FieldName::Url
            && let Some(language) = language_of_url(&value)
        {
            out.language.get_or_insert(language);
        }
        out.fields.push(Field { name, value, span: Some(entry.span) });
    }
}

/// The field that a key stands for.
fn name_of(entry: &Entry) -> Option<FieldName> {
    let first = entry.values.first()?.trim();
    let mut key = entry.key.trim().to_ascii_lowercase();
    key.retain(|c| !matches!(c, '_' | '-' | ' '));
    Some(match key.as_str() {
        "title" => FieldName::Title,
        "description" | "summary" | "excerpt" => FieldName::Description,
        "ms.date"
        | "ms.lastmodified"
        | "updated"
        | "updatedat"
        | "lastupdated"
        | "lastmod"
        | "lastmodified"
        | "lastmodifieddate"
        | "lastmodifiedat"
        | "modified"
        | "modifieddate"
        | "datemodified"
        | "editedat"
        | "lastupdate.date"
        | "lastsubstantialupdate" => FieldName::Modified,
        // A flag in some generators, a date in others.
        "published" if !first.bytes().any(|b| b.is_ascii_digit()) => FieldName::Other,
        "date" | "published" | "publishedat" | "publishdate" | "publisheddate" | "datepublished" | "created"
        | "createdat" | "createddate" | "pubdate" | "advisorydate" | "firstpublishedat" | "publicationdate"
        | "releasedate" | "dateadded" => FieldName::Published,
        "ms.lastreviewed" | "lastreviewed" | "reviewed" | "revieweddate" => FieldName::Reviewed,
        "slug" => FieldName::Slug,
        "articleid" | "articlenumber" | "zendeskarticleid" | "kb" | "kbnumber" | "kbid" | "kbarticle"
        | "knowledgeid" | "documentid" | "docid" | "documentnumber" | "solutionid" | "advisoryid" | "bulletinid"
        | "noteid" | "notenumber" => FieldName::ArticleId,
        "advisory" if first.len() <= 30 && first.bytes().any(|b| b.is_ascii_digit()) => FieldName::ArticleId,
        // VTEX: what support calls a known issue by, beside the id of the content system.
        "internalreference" => FieldName::Alias,
        // Bulletins are called after their number, advisories after the article's.
        "ms:assetid" if is_bulletin(first) || is_number(first) => FieldName::ArticleId,
        "ms:assetid" | "id" | "uid" | "guid" | "knowledgearticleid" => FieldName::Slug,
        "labels" | "label" | "labelnames" | "tags" | "keywords" | "ms.keywords" | "f1keywords" => FieldName::Keywords,
        "appliesto" | "products" | "product" | "affectedproducts" => FieldName::AppliesTo,
        "lang" | "language" | "locale" | "ms.locale" | "ms.contentlocale" => FieldName::Language,
        "url" | "permalink" | "canonicalurl" | "canonical" | "sourceurl" | "originalurl" | "htmlurl" | "link"
        | "ms:mtpsurl"
            if first.contains("://") =>
        {
            FieldName::Url
        }
        "publisher" | "vendor" | "company" => FieldName::Publisher,
        "ms.topic" | "type" | "topictype" | "articletype" | "pagetype" | "contenttype" | "doctype" => {
            FieldName::DocumentType
        }
        "environment" | "os" | "operatingsystem" => FieldName::OperatingSystem,
        _ => return None,
    })
}

/// `842851`.
fn is_number(id: &str) -> bool {
    (6..=7).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit())
}

/// `MS07-012` in either case.
pub fn is_bulletin(id: &str) -> bool {
    let b = id.trim().as_bytes();
    b.len() == 8
        && b[..2].eq_ignore_ascii_case(b"ms")
        && b[4] == b'-'
        && b[2..4].iter().chain(&b[5..]).all(u8::is_ascii_digit)
}

/// One entry a line; a single value is split at its commas.
fn list(values: &[String]) -> String {
    let entries: Vec<&str> = match values {
        [one] => one.split([',', ';', '\n']).collect(),
        many => many.iter().map(String::as_str).collect(),
    };
    let entries: Vec<&str> = entries.into_iter().map(str::trim).filter(|e| !e.is_empty()).collect();
    entries.join("\n")
}

/// `12/8/2020` as `2020-12-08`: Microsoft's metadata states dates month first, whatever the article's language.
fn american_date(value: &str) -> String {
    let value = value.trim();
    let mut parts = value.splitn(3, '/').map(|p| p.parse::<u32>().ok());
    match (parts.next().flatten(), parts.next().flatten(), parts.next().flatten()) {
        (Some(month @ 1..=12), Some(day @ 1..=31), Some(year @ 1000..=9999)) => format!("{year}-{month:02}-{day:02}"),
        _ => value.to_owned(),
    }
}

/// The language in an address: `https://example.com/de-de/library/…`.
fn language_of_url(url: &str) -> Option<String> {
    url.split('/').skip(3).take(2).find_map(|part| {
        let (language, region) = part.split_once('-')?;
        let letters = |s: &str| s.len() == 2 && s.bytes().all(|b| b.is_ascii_alphabetic());
        (letters(language) && letters(region))
            .then(|| format!("{}-{}", language.to_ascii_lowercase(), region.to_ascii_uppercase()))
    })
}

/// The key of a line that has one, and what follows.
fn key_of(line: &str, toml: bool) -> Option<(&str, &str)> {
    if line.starts_with([' ', '\t', '#', '-']) {
        return None;
    }
    let mut from = 0;
    loop {
        let at = from + line[from..].find(if toml { '=' } else { ':' })?;
        let rest = &line[at + 1..];
        // `ms:assetid: x` has its colon where a blank follows.
        if toml || rest.starts_with([' ', '\t', '\r', '\n']) || rest.is_empty() {
            let key = line[..at].trim().trim_matches(['"', '\'']);
            return (!key.is_empty() && key.len() <= 60).then_some((key, rest.trim()));
        }
        from = at + 1;
    }
}

/// Entries as the lines show them: `key: value`, lists as `- value` lines below or in brackets.
fn by_lines(inner: &str, front: &FrontMatter) -> Vec<Entry> {
    let mut out: Vec<Entry> = Vec::new();
    let mut next = front.inner.start as usize;
    for whole in inner.split_inclusive('\n') {
        let line = whole.trim_end_matches(['\n', '\r']);
        let span = Span::new(next, next + line.len());
        next += whole.len();
        let unquoted = |value: &str| value.trim().trim_matches(['"', '\'']).trim().to_owned();
        if let Some((key, value)) = key_of(line, front.toml) {
            let listed = value.strip_prefix('[').and_then(|v| v.strip_suffix(']'));
            let values: Vec<String> = match listed {
                Some(inner) => inner.split(',').map(unquoted).collect(),
                // A bare `>` or `|` announces a block of lines.
                None if matches!(value, ">" | "|" | ">-" | "|-") => Vec::new(),
                None => vec![unquoted(value)],
            };
            let values = values.into_iter().filter(|v| !v.is_empty()).collect();
            out.push(Entry { key: key.to_owned(), values, span });
        } else if let Some(last) = out.last_mut() {
            let value = line.trim();
            if let Some(item) = value.strip_prefix("- ") {
                last.values.push(unquoted(item));
            } else if line.starts_with([' ', '\t']) && !value.is_empty() && !value.starts_with('#') {
                match last.values.last_mut() {
                    Some(text) => {
                        text.push(' ');
                        text.push_str(value);
                    }
                    None => last.values.push(value.to_owned()),
                }
            }
        }
    }
    out
}

/// The top of the front matter: a map, in order.
struct Top(Vec<(String, Node)>);

/// A value as far as articles use it.
enum Node {
    Text(String),
    Number(String),
    Plain(bool),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
    None,
}

impl Node {
    /// Its own values; those of maps in it go to `nested`, under their path with dots.
    fn flatten(self, path: &str, nested: &mut Vec<(String, String)>) -> Vec<String> {
        match self {
            Node::Text(text) | Node::Number(text) => vec![text],
            Node::Plain(value) => vec![value.to_string()],
            Node::List(nodes) => nodes.into_iter().flat_map(|n| n.flatten(path, nested)).collect(),
            Node::Map(pairs) => {
                for (key, node) in pairs {
                    let path = format!("{path}.{key}");
                    let values = node.flatten(&path, nested);
                    nested.extend(values.into_iter().map(|value| (path.clone(), value)));
                }
                Vec::new()
            }
            Node::None => Vec::new(),
        }
    }
}

impl<'de> Deserialize<'de> for Top {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Top, D::Error> {
        struct Map;
        impl<'de> Visitor<'de> for Map {
            type Value = Top;
            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("keys with values")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Top, A::Error> {
                let mut out = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    out.push(entry);
                }
                Ok(Top(out))
            }
        }
        from.deserialize_map(Map)
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Node, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Node;
            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("a value")
            }
            fn visit_str<E>(self, text: &str) -> Result<Node, E> {
                Ok(Node::Text(text.to_owned()))
            }
            fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
                Ok(Node::Plain(value))
            }
            fn visit_i64<E>(self, n: i64) -> Result<Node, E> {
                Ok(Node::Number(n.to_string()))
            }
            fn visit_u64<E>(self, n: u64) -> Result<Node, E> {
                Ok(Node::Number(n.to_string()))
            }
            fn visit_f64<E>(self, n: f64) -> Result<Node, E> {
                Ok(Node::Number(n.to_string()))
            }
            fn visit_unit<E>(self) -> Result<Node, E> {
                Ok(Node::None)
            }
            fn visit_none<E>(self) -> Result<Node, E> {
                Ok(Node::None)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
                let mut out = Vec::new();
                while let Some(node) = seq.next_element()? {
                    out.push(node);
                }
                Ok(Node::List(out))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
                let mut out = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    out.push(entry);
                }
                Ok(Node::Map(out))
            }
        }
        from.deserialize_any(Any)
    }
}
