//! What do lines of the shape `Name: value` say? Records of crawls, answers of servers and mails begin with them.
//!
//! One lenient reader for the three: white space before the colon, values that go on over lines, line ends of either
//! kind, and lines without a colon are all met in real files.

use super::stream::Stream;
use encoding_rs::WINDOWS_1252;
use std::io;

/// A head larger than this is damage or malice; the longest known ones have some 20 KiB of cookies.
const LARGEST: usize = 256 * 1024;

/// Named values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads lines up to the first empty one, or all.
    pub fn of(head: &[u8]) -> Fields {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in head.split(|&b| b == b'\n') {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.is_empty() {
                break;
            }
            if line[0] == b' ' || line[0] == b'\t' {
                if let Some((_, value)) = fields.last_mut() {
                    value.push(' ');
                    value.push_str(decoded(line).trim());
                }
                continue;
            }
            let Some(colon) = memchr::memchr(b':', line) else { continue };
            let name = decoded(&line[..colon]);
            fields.push((name.trim().to_owned(), decoded(&line[colon + 1..]).trim().to_owned()));
        }
        Fields(fields)
    }

    /// The first value of this name, if it is not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(n, value)| n.eq_ignore_ascii_case(name) && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }
}

fn decoded(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// Reads a head with the empty line that ends it; none if it is too large or the stream ends in it.
pub fn read_head(stream: &mut Stream) -> io::Result<Option<Vec<u8>>> {
    let mut head = Vec::new();
    while head.len() < LARGEST {
        let start = head.len();
        stream.line(LARGEST, &mut head)?;
        match &head[start..] {
            b"\n" | b"\r\n" => return Ok(Some(head)),
            line if line.ends_with(b"\n") => {}
            _ => return Ok(None),
        }
    }
    Ok(None)
}

/// Where a head ends that these bytes begin with: behind its empty line.
pub fn end_of_head(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    let within = &bytes[..bytes.len().min(LARGEST)];
    while let Some(end) = memchr::memchr(b'\n', &within[at..]) {
        let line = &within[at..at + end];
        at += end + 1;
        if line.is_empty() || line == b"\r" {
            return Some(at);
        }
    }
    None
}

/// A parameter of a value such as `text/html; charset="utf-8"`.
pub fn parameter<'v>(value: &'v str, name: &str) -> Option<&'v str> {
    let mut rest = value.split_once(';')?.1;
    loop {
        let (key, after) = rest.split_once('=')?;
        // A parameter without a value may stand before it.
        let key = key.rsplit(';').next().unwrap_or(key).trim();
        let after = after.trim_start();
        let (found, behind) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => {
                let end = after.find(';').unwrap_or(after.len());
                (after[..end].trim(), &after[end..])
            }
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(found).filter(|found| !found.is_empty());
        }
        rest = behind;
    }
}

/// The type without its parameters.
pub fn essence(value: &str) -> &str {
    value.split([';', ',']).next().unwrap_or("").trim()
}

/// The address that a page was published at, if that is what a field names: without the angle brackets that some
/// writers put around it, and with its blanks encoded.
pub fn address(value: &str) -> Option<String> {
    let bare = value.trim().trim_start_matches('<').trim_end_matches('>').trim();
    (!bare.is_empty()).then(|| bare.replace(' ', "%20"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_in_every_spelling() {
        let fields = Fields::of(b"One : 1\r\ntwo:a\r\n\tb\nnothing\nTHREE:\r\nthree: caf\xE9\r\n\r\nfour: 4");
        assert_eq!((fields.get("one"), fields.get("TWO")), (Some("1"), Some("a b")));
        assert_eq!((fields.get("three"), fields.get("four")), (Some("caf\u{e9}"), None));
    }

    #[test]
    fn parameters_are_quoted_or_not() {
        let value = "multipart/related; type=\"text/html; x=y\"; flag; boundary = \"a b\"; charset=utf-8 ; empty=";
        assert_eq!((parameter(value, "boundary"), parameter(value, "Charset")), (Some("a b"), Some("utf-8")));
        assert_eq!((parameter(value, "x"), parameter(value, "empty"), parameter("a=b", "a")), (None, None, None));
        assert_eq!(essence(" text/html ;charset=x"), "text/html");
    }

    #[test]
    fn heads_end_at_their_empty_line() {
        assert_eq!(end_of_head(b"a: b\n\nbody"), Some(6));
        assert_eq!(end_of_head(b"a: b\r\n\r\n"), Some(8));
        assert_eq!(end_of_head(b"a: b\r\n"), None);
        assert_eq!(address("<http://a/b c>").as_deref(), Some("http://a/b%20c"));
    }
}
