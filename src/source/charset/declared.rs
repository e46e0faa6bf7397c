//! What does a page say of its own character set?
//!
//! An XML declaration, `<meta charset>` or `<meta http-equiv=content-type>`, looked for in markup only: an article
//! *about* charsets quotes such tags in its text. Whether the name exists and is true is not judged here.

/// How far into a page a declaration is looked for. Browsers look at 1,024 bytes first and, when none is there, still
/// obey one that comes later; saved pages have comments and scripts before it.
const REACH: usize = 8 * 1024;

/// The declared name, as written.
pub fn declared(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(REACH)];
    let start = head.iter().position(|b| !b.is_ascii_whitespace())?;
    let head = &head[start..];
    if head[0] != b'<' {
        return None;
    }
    if let Some(declaration) = head.strip_prefix(b"<?xml") {
        let end = memchr::memchr(b'>', declaration).unwrap_or(0);
        if let Some(name) = attribute(&declaration[..end], b"encoding") {
            return name_of(name);
        }
    }
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'<', &head[at..]) {
        at += next;
        let rest = &head[at..];
        if rest.starts_with(b"<!--") {
            at += memchr::memmem::find(&rest[4..], b"-->").map_or(rest.len(), |end| end + 7);
        } else if starts_with(rest, b"<body") {
            return None;
        } else if starts_with(rest, b"<script") {
            at += find_ignoring_case(rest, b"</script").map_or(rest.len(), |end| end + 8);
        } else if starts_with(rest, b"<meta") {
            let tag = &rest[5..][..memchr::memchr(b'>', &rest[5..]).unwrap_or(rest.len() - 5)];
            if let Some(name) = attribute(tag, b"charset").or_else(|| attribute(tag, b"content").and_then(in_content)) {
                return name_of(name);
            }
            at += 5;
        } else {
            at += 1;
        }
    }
    None
}

/// The value of an attribute in the inside of a tag, without its quotes.
fn attribute<'a>(tag: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let mut at = 0;
    while at < tag.len() {
        let begin = at + tag[at..].iter().position(|b| !b.is_ascii_whitespace() && *b != b'/')?;
        let end = begin + tag[begin..].iter().position(|b| b.is_ascii_whitespace() || *b == b'=').unwrap_or(0);
        let found = &tag[begin..end.max(begin)];
        let mut value = end + tag[end..].iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(0);
        if tag.get(value) != Some(&b'=') {
            at = value.max(begin + 1);
            continue;
        }
        value += 1;
        value += tag[value..].iter().position(|b| !b.is_ascii_whitespace())?;
        let (from, to) = match tag[value] {
            quote @ (b'"' | b'\'') => {
                let from = value + 1;
                (from, memchr::memchr(quote, &tag[from..]).map_or(tag.len(), |n| from + n))
            }
            _ => (value, tag[value..].iter().position(u8::is_ascii_whitespace).map_or(tag.len(), |n| value + n)),
        };
        if found.eq_ignore_ascii_case(name) {
            return Some(&tag[from..to]);
        }
        at = (to + 1).min(tag.len());
    }
    None
}

/// The charset in `text/html; charset=windows-1252`.
fn in_content(content: &[u8]) -> Option<&[u8]> {
    let after = &content[find_ignoring_case(content, b"charset")? + b"charset".len()..];
    let value = &after[after.iter().position(|b| !b.is_ascii_whitespace())?..];
    value.strip_prefix(b"=")
}

/// A charset's name, trimmed of blanks, quotes and what follows it.
fn name_of(raw: &[u8]) -> Option<String> {
    let raw = raw.trim_ascii().trim_ascii_start();
    let raw = raw.strip_prefix(b"\"").or_else(|| raw.strip_prefix(b"'")).unwrap_or(raw);
    let end = raw.iter().position(|b| b.is_ascii_whitespace() || b"\"';,".contains(b)).unwrap_or(raw.len());
    // No true name is longer than 40 characters; a longer one is an unclosed quote.
    let name = &raw[..end.min(40)];
    if name.is_empty() { None } else { Some(String::from_utf8_lossy(name).into_owned()) }
}

fn starts_with(bytes: &[u8], prefix: &[u8]) -> bool {
    bytes.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

fn find_ignoring_case(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|w| w.eq_ignore_ascii_case(needle))
}
