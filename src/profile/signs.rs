//! What does an input say of where it is from, before anything of it is read?
//!
//! Addresses and names of sites that a page's metadata, a browser's mark, a front matter or a crawl state; the title; the
//! first lines. A bounded look at the source, not a reading of it: links in the text say nothing here.

use crate::model::Form;

/// Bytes in which the metadata of a page stand, and of a text its first lines.
const PAGE: usize = 256 * 1024;
const HEAD: usize = 4096;
/// A tag longer than this holds no metadata.
const LONGEST_TAG: usize = 4096;

/// What an input says of where it is from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// Its addresses.
    pub addresses: Vec<String>,
    /// Their hosts, in lower case.
    pub hosts: Vec<String>,
    /// Names of the site or publisher.
    pub names: Vec<String>,
    /// The title, with whatever the site added to it.
    pub title: String,
    /// The first lines; nothing of a page, whose first lines are markup.
    pub head: String,
}

impl Signs {
    /// The signs of an input's text; `address` is where a crawl has it from.
    pub fn of(text: &str, form: Form, address: Option<&str>) -> Signs {
        let mut signs = Signs::default();
        signs.address(address.unwrap_or(""));
        match form {
            Form::Html => signs.page(cut(text, PAGE)),
            _ => signs.text(cut(text.trim_start(), HEAD)),
        }
        signs
    }

    fn address(&mut self, address: &str) {
        if let Some(host) = host(address) {
            self.hosts.push(host);
            self.addresses.push(address.to_owned());
        }
    }

    fn name(&mut self, name: &str) {
        if !name.trim().is_empty() {
            self.names.push(name.replace("&amp;", "&"));
        }
    }

    fn page(&mut self, page: &str) {
        for at in memchr::memchr_iter(b'<', page.as_bytes()) {
            let tag = cut(&page[at + 1..], LONGEST_TAG);
            let is = |name: &str| tag.get(..name.len()).is_some_and(|t| t.eq_ignore_ascii_case(name));
            if is("meta") || is("link") || is("base") {
                let tag = &tag[..memchr::memchr(b'>', tag.as_bytes()).unwrap_or(tag.len())];
                self.metadata(tag);
            } else if is("title") && self.title.is_empty() {
                let inside = tag.split_once('>').map_or("", |(_, inside)| inside);
                self.title = inside.split('<').next().unwrap_or("").trim().to_owned();
            } else if let Some(saved) = tag.strip_prefix("!-- saved from url=") {
                let from = saved.find(')').map_or(0, |at| at + 1);
                self.address(saved[from..].split([' ', '-', '\n']).next().unwrap_or(""));
            } else if is("body") {
                break;
            }
        }
    }

    fn metadata(&mut self, tag: &str) {
        let value = |name: &str| attribute(tag, name).unwrap_or("").trim();
        let what = [value("property"), value("name")].into_iter().find(|name| !name.is_empty()).unwrap_or("");
        if value("rel").eq_ignore_ascii_case("canonical") || tag.as_bytes()[..4].eq_ignore_ascii_case(b"base") {
            self.address(value("href"));
        } else if what.eq_ignore_ascii_case("og:url") {
            self.address(value("content"));
        } else {
            let names = ["og:site_name", "application-name", "publisher", "dc.publisher", "dcterms.publisher"];
            if names.iter().any(|name| name.eq_ignore_ascii_case(what)) {
                self.name(value("content"));
            }
        }
    }

    fn text(&mut self, head: &str) {
        const ADDRESS: &[&str] = &["url", "canonical_url", "permalink", "link", "source", "source_url", "original_url"];
        const NAME: &[&str] = &["publisher", "site", "site_name", "vendor", "company", "organization", "organisation"];
        let front = head.starts_with("---") || head.starts_with("+++");
        let mut lines = head.lines();
        if front {
            for line in lines.by_ref().skip(1).take_while(|line| !matches!(line.trim_end(), "---" | "+++" | "...")) {
                let Some((key, value)) = line.split_once([':', '=']) else { continue };
                let value = value.trim().trim_matches(['"', '\'']);
                let is = |keys: &[&str]| keys.iter().any(|k| k.eq_ignore_ascii_case(key.trim()));
                if is(ADDRESS) {
                    self.address(value);
                } else if is(NAME) {
                    self.name(value);
                } else if is(&["title"]) {
                    self.title = value.to_owned();
                }
            }
        }
        if self.title.is_empty() {
            let first = lines.map(|line| line.trim().trim_start_matches('#').trim()).find(|line| !line.is_empty());
            self.title = first.unwrap_or("").to_owned();
        }
        self.head = head.to_owned();
    }
}

/// The value of a tag's attribute, in whatever quotes.
fn attribute<'t>(tag: &'t str, wanted: &str) -> Option<&'t str> {
    let mut rest = tag.split_once(|c: char| c.is_whitespace())?.1;
    loop {
        let (name, behind) = rest.split_once('=')?;
        let behind = behind.trim_start();
        let (value, next) = match behind.chars().next() {
            Some(quote @ ('"' | '\'')) => behind[1..].split_once(quote)?,
            _ => behind.split_at(behind.find(|c: char| c.is_whitespace()).unwrap_or(behind.len())),
        };
        // Attributes without a value stand before the name.
        let name = name.split_whitespace().last().unwrap_or("");
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = next;
    }
}

fn cut(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The host of an address in lower case; of an archived page, the host that it was saved from.
pub fn host(address: &str) -> Option<String> {
    let inner = address.rfind("://")?;
    let host = address[inner + 3..].split(['/', '?', '#', ':']).next()?;
    let host = host.rsplit('@').next().unwrap_or(host);
    let plausible = host.contains('.') && !host.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    plausible.then(|| host.to_ascii_lowercase())
}
