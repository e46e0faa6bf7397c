//! Where is an article found here? Paths of pages and URIs of resources, and what of an article's own addresses may be led to.

use crate::model::Article;
use crate::search::Index;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stands in a part of a path as it is (RFC 3986: `unreserved`).
const PART: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// What begins the URIs of articles.
pub const SCHEME: &str = "kb://article/";

/// An article, or a section of it, that a URI names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// By any name that the index knows.
    pub article: String,
    /// The section's id.
    pub section: Option<String>,
}

/// A text as a part of a path or a value of a query.
pub fn encoded(text: &str) -> String {
    // A part that is only dots would be taken as a step by whoever follows the path.
    if !text.is_empty() && text.bytes().all(|byte| byte == b'.') {
        return "%2E".repeat(text.len());
    }
    utf8_percent_encode(text, PART).to_string()
}

/// The page of an article: by its id, and by its record where the id alone gives another revision or translation.
pub fn page(index: &Index, id: &str, record: &str) -> String {
    let path = format!("/articles/{}", encoded(id));
    let is_given = index.gives(id, record).unwrap_or(false);
    if is_given { path } else { format!("{path}?record={}", encoded(record)) }
}

/// The page of a search.
pub fn search(query: &str) -> String {
    format!("/?q={}", encoded(query))
}

/// The URI of an article, or of a section.
pub fn uri(id: &str, section: Option<&str>) -> String {
    let section = section.map(|section| format!("/{}", encoded(section))).unwrap_or_default();
    format!("{SCHEME}{}{section}", encoded(id))
}

/// What a URI names, if it is one of these.
pub fn named(uri: &str) -> Option<Named> {
    let rest = uri.strip_prefix(SCHEME)?;
    let decoded = |part: &str| percent_decode_str(part).decode_utf8().ok().map(|text| text.into_owned());
    let (article, section) = match rest.split_once('/') {
        Some((article, section)) => (article, Some(decoded(section)?)),
        None => (rest, None),
    };
    let article = decoded(article).filter(|article| !article.is_empty())?;
    Some(Named { article, section })
}

/// An address that a page may lead to: on the web or on an FTP server. Everything else is text, `javascript:` above all.
pub fn followed(url: &str) -> Option<&str> {
    let url = url.trim();
    let (scheme, rest) = url.split_once("://")?;
    let is_known = ["https", "http", "ftp"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    (is_known && !rest.is_empty() && !url.contains(|c: char| c.is_control() || c.is_whitespace())).then_some(url)
}

/// The address that an article was published at, if it may be led to.
pub fn published(article: &Article) -> Option<&str> {
    followed(article.source.url.as_deref()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_cannot_run_are_followed() {
        for url in ["https://a.example/x", "HTTP://a.example", "ftp://a.example/x.zip"] {
            assert_eq!(followed(url), Some(url));
        }
        let odd =
            ["javascript:alert(1)", "java\nscript://x", "data:text/html,x", "vbscript://x", "//a.example", "https://"];
        for url in odd.into_iter().chain(["javascript://%0aalert(1)", "file:///etc/passwd", "https://a b", ""]) {
            assert_eq!(followed(url), None, "{url}");
        }
    }

    #[test]
    fn uris_name_what_they_were_made_of() {
        for (id, section) in [("KB828333", None), ("a/b?c#d", Some("s3")), ("日本 語", Some("s1")), ("..", None)] {
            let named = named(&uri(id, section)).unwrap();
            assert_eq!((named.article.as_str(), named.section.as_deref()), (id, section));
        }
        assert_eq!(named("kb://article/"), None);
        assert_eq!(named("file:///etc/passwd"), None);
        assert_eq!(named("kb://article/%ff"), None);
    }
}
