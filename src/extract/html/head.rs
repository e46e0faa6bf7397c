//! What does the page's `<head>` say of the article, and which part of `<title>` is its title?
//!
//! Meta elements, the canonical address, JSON-LD and the declared language. `<title>` mostly has the site's name on it;
//! every way of cutting that off is a candidate, and the heading that equals one of them decides.

use super::tree::attribute;
use crate::extract::{Field, FieldName};
use crate::one_line::{is_one_line, one_line};
use scraper::node::Element;

/// A page's metadata.
#[derive(Default)]
pub struct Head {
    /// Header fields, in order of appearance.
    pub fields: Vec<Field>,
    /// Text of `<title>`.
    pub title: Option<String>,
    /// Title as `og:title` and JSON-LD state it.
    pub stated: Vec<String>,
    /// Name of the site.
    pub site: Option<String>,
    /// `lang` of the page.
    pub language: Option<String>,
    /// The page's own address.
    pub url: Option<String>,
    /// Does a `<meta>` of the support site state the number?
    pub awa_number: bool,
    /// Program that made the page.
    pub generator: Option<String>,
    /// What a heading may say to be the title, folded.
    candidates: Vec<String>,
}

/// Metadata by the name it stands under, lower case.
const META: &[(&str, FieldName)] = &[
    ("article:modified_time", FieldName::Modified),
    ("article:published_time", FieldName::Published),
    ("articlenumber", FieldName::ArticleId),
    ("awa-kb_id", FieldName::ArticleId),
    ("citation_publication_date", FieldName::Published),
    ("date", FieldName::Published),
    ("datemodified", FieldName::Modified),
    ("datepublished", FieldName::Published),
    ("dc.date", FieldName::Published),
    ("dc.date.created", FieldName::Published),
    ("dc.date.issued", FieldName::Published),
    ("dc.date.modified", FieldName::Modified),
    ("dc.date.lastmodified", FieldName::Modified),
    ("dc.identifier", FieldName::ArticleId),
    ("dc.language", FieldName::Language),
    ("dc.publisher", FieldName::Publisher),
    ("dcterms.created", FieldName::Published),
    ("dcterms.date", FieldName::Published),
    ("dcterms.identifier", FieldName::ArticleId),
    ("dcterms.issued", FieldName::Published),
    ("dcterms.language", FieldName::Language),
    ("dcterms.modified", FieldName::Modified),
    ("dcterms.publisher", FieldName::Publisher),
    ("description", FieldName::Description),
    ("firstpublisheddate", FieldName::Published),
    ("kbid", FieldName::ArticleId),
    ("keywords", FieldName::Keywords),
    ("last-modified", FieldName::Modified),
    ("lastmodifieddate", FieldName::Modified),
    ("lastpublisheddate", FieldName::Modified),
    ("ms.date", FieldName::Modified),
    ("og:updated_time", FieldName::Modified),
    ("publisher", FieldName::Publisher),
    ("updated_at", FieldName::Modified),
];

impl Head {
    /// Reads a `<meta>`, or a `<time>` with a property.
    pub fn meta(&mut self, element: &Element) {
        let attribute = |wanted: &str| attribute(element, wanted);
        let names = ["name", "property", "itemprop", "http-equiv"];
        let Some(name) = names.iter().find_map(|n| attribute(n)) else { return };
        let content = attribute("content").or_else(|| attribute("datetime"));
        let Some(content) = content.map(str::trim).filter(|c| !c.is_empty()) else { return };
        let name = name.trim().to_ascii_lowercase();
        match name.as_str() {
            "og:title" | "dc.title" | "dcterms.title" | "twitter:title" => self.stated.push(content.to_owned()),
            "og:site_name" | "application-name" => self.site = Some(content.to_owned()),
            "og:url" => {
                self.url.get_or_insert_with(|| content.to_owned());
            }
            "og:locale" | "content-language" | "language" => {
                self.language.get_or_insert_with(|| content.replace('_', "-"));
            }
            "generator" => self.generator = Some(content.to_owned()),
            _ => {
                if let Some(&(_, field)) = META.iter().find(|(n, _)| *n == name) {
                    if field == FieldName::ArticleId && !is_identifier(content) {
                        return; // a page's address, or a key of its database
                    }
                    self.awa_number |= name == "awa-kb_id";
                    self.fields.push(Field { name: field, value: content.to_owned(), span: None });
                }
            }
        }
    }

    /// Reads a `<link>`.
    pub fn link(&mut self, element: &Element) {
        let attribute = |wanted: &str| attribute(element, wanted);
        if attribute("rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical"))
            && let Some(address) = attribute("href")
        {
            self.url = Some(address.trim().to_owned());
        }
    }

    /// Reads the attributes of `<html>`.
    pub fn html(&mut self, element: &Element) {
        let lang = attribute(element, "lang").or_else(|| attribute(element, "xml:lang")).map(str::trim);
        if let Some(lang) = lang.filter(|l| !l.is_empty() && l.len() < 20) {
            self.language = Some(lang.to_owned());
        }
    }

    /// Takes the text of `<title>`.
    pub fn title(&mut self, text: &str) {
        if self.title.is_none() {
            self.title = Some(one_line(text));
        }
    }

    /// Reads a JSON-LD script; the first article, or else page, in it counts.
    pub fn json_ld(&mut self, text: &str) {
        let Ok(value) = serde_json::from_str::<serde_json::Value>(text.trim()) else { return };
        let mut pending = vec![&value];
        let organisation = |id: &str| {
            let all = value.get("@graph").and_then(|g| g.as_array()).or(value.as_array())?;
            all.iter().find(|o| o.get("@id").and_then(|i| i.as_str()) == Some(id))?.get("name")?.as_str()
        };
        while let Some(value) = pending.pop() {
            match value {
                serde_json::Value::Array(list) => pending.extend(list.iter().rev()),
                serde_json::Value::Object(object) => {
                    let kind = object.get("@type").map(|t| t.to_string()).unwrap_or_default();
                    let text = |name: &str| object.get(name).and_then(|v| v.as_str()).map(str::trim);
                    if kind.contains("Article")
                        || ["WebPage", "FAQPage", "QAPage", "Posting"].iter().any(|k| kind.contains(k))
                    {
                        self.stated.extend(text("headline").map(str::to_owned));
                        let publisher = object.get("publisher").and_then(|p| {
                            let named = p.get("name").and_then(|n| n.as_str()).or(p.as_str());
                            named.or_else(|| organisation(p.get("@id")?.as_str()?))
                        });
                        if let Some(name) = publisher.map(str::trim).filter(|n| !n.is_empty()) {
                            let value = name.to_owned();
                            self.fields.push(Field { name: FieldName::Publisher, value, span: None });
                        }
                        if let Some(language) = text("inLanguage").filter(|l| !l.is_empty() && l.len() < 20) {
                            self.language.get_or_insert_with(|| language.to_owned());
                        }
                        if let Some(id) = text("identifier").filter(|id| is_identifier(id)) {
                            self.fields.push(Field { name: FieldName::ArticleId, value: id.to_owned(), span: None });
                        }
                        for (name, field) in
                            [("dateModified", FieldName::Modified), ("datePublished", FieldName::Published)]
                        {
                            if let Some(date) = text(name).filter(|d| !d.is_empty()) {
                                self.fields.push(Field { name: field, value: date.to_owned(), span: None });
                            }
                        }
                    }
                    pending.extend(object.get("@graph"));
                    pending.extend(object.get("mainEntity"));
                }
                _ => {}
            }
        }
    }

    /// Is this heading the title?
    pub fn is_title(&mut self, heading: &str) -> bool {
        if self.candidates.is_empty() {
            let stated = self.stated.iter().map(String::as_str);
            let cuts = self.title.as_deref().into_iter().flat_map(cuts);
            self.candidates = stated.chain(cuts).map(|t| fold(bare(t).0)).filter(|t| !t.is_empty()).collect();
            if self.candidates.is_empty() {
                self.candidates.push("\u{0}".to_owned());
            }
        }
        let folded = fold(bare(heading).0);
        self.candidates.iter().position(|c| *c == folded).is_some_and(|at| {
            // The last piece of a cut title is the site's name as often as not.
            at < self.stated.len() || self.title.as_deref().is_none_or(|t| !is_last_piece(t, &folded))
        }) && self.site.as_deref().map(fold).is_none_or(|site| site != folded)
    }

    /// Do most of the words of a heading stand in what the page calls itself?
    pub fn is_mostly_title(&self, heading: &str) -> bool {
        let Some(title) = self.title.as_deref() else { return false };
        let title = fold(title);
        let folded = fold(heading);
        let words = || folded.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 2).take(40);
        let shared = words().filter(|w| title.split(|c: char| !c.is_alphanumeric()).any(|t| t == *w)).count();
        shared >= 3 && shared * 2 >= words().count()
    }

    /// The id, where the page is called after nothing else: `Document 1491054.1`, `KB 2231`.
    pub fn only_id(&self) -> Option<&str> {
        let title = self.title.as_deref().filter(|t| t.len() < 40)?;
        let (kind, id) = title.rsplit_once(' ').unwrap_or(("", title));
        (!kind.contains(' ') && is_identifier(id) && !id.contains(' ') && self.stated.is_empty()).then_some(id)
    }

    /// The identifier that stands beside the title in `<title>`, where the article's own title has none: `CTX136387 -
    /// Error on login - Citrix Customer Support`, `309535 - Computer Hangs`.
    pub fn id_beside(&self, title: &str) -> Option<&str> {
        let whole = self.title.as_deref().filter(|whole| whole.len() < 400)?;
        let pieces = || SEPARATORS.iter().flat_map(|s| whole.split(s)).map(str::trim).filter(|p| p.len() < whole.len());
        let id = pieces().find(|piece| is_document_number(piece)).or_else(|| {
            let first = pieces().min_by_key(|piece| (piece.as_ptr() as usize, piece.len()))?;
            let number = (6..=10).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_digit());
            (number && whole.starts_with(first)).then_some(first)
        })?;
        (!title.contains(id)).then_some(id)
    }

    /// The publisher whose name stands behind the title: `… - Cisco`, `… | NetApp Knowledge Base`.
    pub fn publisher(&self) -> Option<&'static str> {
        let title = self.title.as_deref()?;
        let (at, length) = last_separator(title)?;
        let mut name = title[at + length..].trim();
        let whole = name.len();
        let tails = SITE_WORDS.iter().chain(&["Customer", "US", "UK", "Inc.", "Forums"]);
        let tails: Vec<&str> = tails.copied().filter(|t| !is_one_publisher(t)).collect();
        for _ in 0..3 {
            if is_one_publisher(name) {
                break;
            }
            let Some(tail) =
                tails.iter().filter(|t| ends_with_word(name, t) && name.len() > t.len()).max_by_key(|t| t.len())
            else {
                break;
            };
            name = name[..name.len() - tail.len()].trim_end();
        }
        let found = crate::profile::publisher(name)?;
        // Its name alone ends titles about its products on any site.
        (found != "microsoft" || name.len() < whole && name.eq_ignore_ascii_case(found)).then_some(found)
    }

    /// The title without the site's name, where no heading decides.
    pub fn best_title(&self) -> Option<String> {
        if let Some(stated) = self.stated.first() {
            return Some(bare(strip_site(stated, self.site.as_deref())).0.to_owned());
        }
        let title = self.title.as_deref().filter(|t| !t.is_empty())?;
        Some(bare(strip_site(title, self.site.as_deref())).0.to_owned())
    }
}

/// Could this be what an article is cited by: short, with digits, no address and no key of a database?
pub fn is_identifier(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let odd = value.contains(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '.' | '_' | ' ' | '#'));
    (3..=24).contains(&value.len()) && digits >= 3 && !odd && value.matches('-').count() < 4
}

/// Is this, word for word, a name that a publisher goes by?
fn is_one_publisher(name: &str) -> bool {
    crate::profile::publisher(name).is_some()
}

/// Is this one word that can only be the number of a document: `CTX136387`, `KB0715234`, `CSCvi48253`?
pub fn is_document_number(word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = &word[letters..];
    let shape = (5..=10).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    shape
        && (1..=6).contains(&letters)
        && (word.starts_with(|c: char| c.is_ascii_uppercase()) || word.starts_with("sk"))
}

/// What stands between a title and the name of the site.
const SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " : ", " :: ", " » ", " · ", " ‹ ", " « "];

/// A title whole, and with one or more pieces cut off its end or start.
fn cuts(title: &str) -> Vec<&str> {
    let mut out = vec![title];
    let mut present = 0u16; // a bit for each separator
    for at in memchr::memchr_iter(b' ', title.as_bytes()) {
        present |= separators_at(title, at).fold(0, |all, (n, _)| all | 1 << n);
    }
    for (_, separator) in SEPARATORS.iter().enumerate().filter(|(n, _)| present & 1 << n != 0) {
        out.extend(title.match_indices(separator).take(8).flat_map(|(at, s)| [&title[..at], &title[at + s.len()..]]));
    }
    out
}

/// The separators that begin at this space, by their numbers.
fn separators_at(title: &str, at: usize) -> impl Iterator<Item = (usize, &'static str)> {
    let rest = &title.as_bytes()[at..];
    let word = rest.get(1).is_none_or(u8::is_ascii_alphanumeric);
    let all = if word { &[] } else { SEPARATORS };
    all.iter().enumerate().filter(|(_, s)| rest.starts_with(s.as_bytes())).map(|(n, s)| (n, *s))
}

/// The last separator: where it stands, and its length.
fn last_separator(title: &str) -> Option<(usize, usize)> {
    memchr::memrchr_iter(b' ', title.as_bytes())
        .find_map(|at| separators_at(title, at).map(|(_, s)| (at, s.len())).max())
}

/// Is this what stands behind the last separator?
fn is_last_piece(title: &str, folded: &str) -> bool {
    let behind = SEPARATORS.iter().filter_map(|s| title.rfind(s).map(|at| at + s.len())).max();
    behind.is_some_and(|at| fold(&title[at..]) == folded)
}

/// Words that the name of a site ends or begins with.
const SITE_WORDS: &[&str] = &[
    "Support",
    "Help",
    "Help Center",
    "Help Centre",
    "Knowledge",
    "Knowledge Base",
    "Knowledgebase",
    "Knowledge Center",
    "KB",
    "Docs",
    "Documentation",
    "Learn",
    "Wiki",
    "Community",
    "Portal",
    "MSDN",
    "TechNet",
    "Microsoft",
    "Confluence",
    "Customer Portal",
    "Support Portal",
    "Support Center",
];

/// A title without the name of the site behind it.
fn strip_site<'t>(title: &'t str, site: Option<&str>) -> &'t str {
    let mut title = title;
    for _ in 0..3 {
        let Some((at, length)) = last_separator(title) else { break };
        let behind = title[at + length..].trim();
        let known = site.is_some_and(|s| s.eq_ignore_ascii_case(behind))
            || SITE_WORDS.iter().any(|w| ends_with_word(behind, w));
        if !known || at == 0 || behind.len() > 60 {
            break;
        }
        title = title[..at].trim_end();
    }
    title
}

fn ends_with_word(text: &str, word: &str) -> bool {
    let Some(start) = text.len().checked_sub(word.len()) else { return false };
    text.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(word))
        && text[..start].chars().next_back().is_none_or(char::is_whitespace)
}

/// A title without the article's number before or behind it, and that number.
pub fn bare(title: &str) -> (&str, Option<&str>) {
    let mut title = title.trim();
    let mut number = None;
    if let Some((first, rest)) = title.split_once([':', ' ', '-'])
        && let Some(digits) = first.strip_prefix(['Q', 'q']).or_else(|| first.strip_prefix("KB"))
        && (is_number(digits) || digits.len() == 4 && first.starts_with("KB") && is_short_number(digits))
        && title[first.len()..].trim_start().starts_with([':', '-'])
    {
        number = Some(first);
        title = rest.trim_start_matches([':', '-', ' ']);
    }
    let closers = [('(', ')'), ('[', ']')];
    for (open, close) in closers {
        if let Some(inner) = title.strip_suffix(close)
            && let Some(at) = inner.rfind(open)
            && at > 0
            && names_article(&inner[at + 1..], open)
        {
            number = number.or(inner[at + 1..].rsplit(' ').next());
            title = inner[..at].trim_end();
        }
    }
    (title, number)
}

/// Is this how a title names its own article: `Q139093`, `Doc ID 1491054.1`, in square brackets also `KB10101`?
fn names_article(words: &str, open: char) -> bool {
    let after =
        |label: &str| words.get(..label.len()).filter(|w| w.eq_ignore_ascii_case(label)).map(|_| &words[label.len()..]);
    is_number(words.trim_start_matches(['Q', 'q']))
        || after("doc id ").is_some_and(is_identifier)
        || open == '[' && words.strip_prefix("KB").is_some_and(is_short_number)
}

/// Of publishers with few articles: `KB2231`.
fn is_short_number(digits: &str) -> bool {
    (3..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

fn is_number(digits: &str) -> bool {
    (5..=7).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// For comparing titles: lower case, single spaces.
fn fold(text: &str) -> String {
    if is_one_line(text) {
        return text.to_ascii_lowercase();
    }
    one_line(text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_leave_the_title() {
        assert_eq!(bare("Q139093: HOMEMM: Sound Skips"), ("HOMEMM: Sound Skips", Some("Q139093")));
        assert_eq!(bare("Sound Skips (139093)"), ("Sound Skips", Some("139093")));
        assert_eq!(bare("Sound Skips [Q139093]"), ("Sound Skips", Some("Q139093")));
        assert_eq!(bare("Update for Windows XP (KB910322)"), ("Update for Windows XP (KB910322)", None));
        assert_eq!(bare("MS10-073: Update (2007)"), ("MS10-073: Update (2007)", None));
    }

    #[test]
    fn the_site_leaves_the_title() {
        assert_eq!(strip_site("Reset a password - Microsoft Support", None), "Reset a password");
        assert_eq!(strip_site("Error 5 - the cause | Acme Help Center", None), "Error 5 - the cause");
        assert_eq!(strip_site("A – Initech", Some("Initech")), "A");
        assert_eq!(strip_site("Read - only files", None), "Read - only files");
    }

    #[test]
    fn a_heading_that_is_the_site_is_no_title() {
        let mut head = Head { title: Some("Disk is full | Acme Archive".into()), ..Head::default() };
        assert!(head.is_title("Disk is full"));
        assert!(!head.is_title("Acme Archive"));
        assert!(!head.is_title("Other"));
    }
}
