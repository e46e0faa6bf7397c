//! What did a server answer? The status, the declared type, and the body as the page it was before it was sent.
//!
//! Bodies are taken out of their chunks and unpacked. Crawls keep answers that say one thing and do another: chunks that
//! are none, packed data that is not packed. What is not as declared is taken as it is.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::container::budget::Budget;
use crate::source::container::fault::Fault;
use crate::source::container::fields::{Fields, end_of_head};
use crate::source::container::unpack::Unpacked;
use std::io::Read;

/// What a server answered.
#[derive(Debug, Default)]
pub struct Answer {
    /// The status, if this is an answer of the protocol at all.
    pub status: Option<u16>,
    /// The declared type.
    pub content_type: Option<String>,
    /// The page; none if it unpacks to more than is read.
    pub body: Option<Vec<u8>>,
    /// What was to be said of it.
    pub notes: Vec<Diagnostic>,
}

/// Reads an answer as it came over the wire.
pub fn answer(mut wire: Vec<u8>, max_bytes: u64, budget: &Budget) -> Answer {
    let Some(status) = status(&wire) else { return Answer { body: Some(wire), ..Answer::default() } };
    let end = end_of_head(&wire).unwrap_or(wire.len());
    let fields = Fields::of(&wire[..end]);
    wire.drain(..end);
    let content_type = fields.get("Content-Type").map(str::to_owned);
    let mut answer = Answer { status: Some(status), content_type, ..Answer::default() };
    let has = |name: &str, word: &str| {
        fields.get(name).is_some_and(|value| value.split(',').any(|one| one.trim().eq_ignore_ascii_case(word)))
    };
    if has("Transfer-Encoding", "chunked") {
        wire = out_of_chunks(wire);
    }
    let mut body = Some(wire);
    let codings = fields.get("Content-Encoding").unwrap_or("").to_ascii_lowercase();
    // Applied from the left, so taken off from the right. Two are rare, and more are a joke on the reader.
    for coding in codings.rsplit(',').take(4) {
        body = body.and_then(|packed| decoded(packed, coding.trim(), max_bytes, budget, &mut answer.notes));
    }
    answer.body = body;
    answer
}

/// The status of an answer: `HTTP/1.1 200 OK`.
fn status(wire: &[u8]) -> Option<u16> {
    let line = &wire[..memchr::memchr(b'\n', &wire[..wire.len().min(1024)]).unwrap_or(wire.len().min(1024))];
    let line = std::str::from_utf8(line).unwrap_or_default();
    let line = line.strip_prefix("HTTP").or_else(|| line.strip_prefix("ICY"))?;
    line.split_ascii_whitespace().nth(1)?.parse().ok()
}

/// A body without the frame of its chunks. From where there is no chunk it is taken as it is.
fn out_of_chunks(wire: Vec<u8>) -> Vec<u8> {
    let mut body = Vec::new();
    let mut rest = wire.as_slice();
    while !rest.is_empty() {
        let Some((size, head)) = chunk_size(rest) else {
            if body.is_empty() {
                return wire;
            }
            body.extend_from_slice(rest);
            return body;
        };
        if size == 0 {
            return body;
        }
        let data = &rest[head..];
        let size = size.min(data.len());
        body.extend_from_slice(&data[..size]);
        rest = &data[size..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
    body
}

/// The size that a chunk states, and where its data begins.
fn chunk_size(bytes: &[u8]) -> Option<(usize, usize)> {
    let end = memchr::memchr(b'\n', &bytes[..bytes.len().min(256)])?;
    let line = std::str::from_utf8(&bytes[..end]).ok()?;
    let digits = line.split(';').next()?.trim();
    // `from_str_radix` allows a sign, chunks do not.
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
    Some((usize::from_str_radix(digits, 16).ok().filter(|_| is_number)?, end + 1))
}

fn decoded(
    packed: Vec<u8>,
    coding: &str,
    max_bytes: u64,
    budget: &Budget,
    notes: &mut Vec<Diagnostic>,
) -> Option<Vec<u8>> {
    let bytes = packed.as_slice();
    let decoder: Box<dyn Read> = match coding {
        "gzip" | "x-gzip" if bytes.starts_with(&[0x1F, 0x8B]) => Box::new(flate2::bufread::MultiGzDecoder::new(bytes)),
        "deflate" if is_zlib(bytes) => Box::new(flate2::bufread::ZlibDecoder::new(bytes)),
        "deflate" => Box::new(flate2::bufread::DeflateDecoder::new(bytes)),
        "br" => Box::new(brotli_decompressor::Decompressor::new(bytes, 4096)),
        "zstd" if bytes.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) => {
            Box::new(zstd::stream::read::Decoder::with_buffer(bytes).ok()?)
        }
        _ => return Some(packed),
    };
    let mut body = Vec::with_capacity(packed.len().saturating_mul(4).min(1024 * 1024));
    let decoder = Unpacked::new(decoder, "body", budget);
    let end = decoder.take(max_bytes.saturating_add(1)).read_to_end(&mut body);
    match end {
        Ok(_) if body.len() as u64 > max_bytes => None,
        Ok(_) => Some(body),
        Err(e) if Fault::of(&e) == Some(Fault::Expands) => None,
        // Nothing came out: it is not what it is called.
        Err(_) if body.is_empty() => Some(packed),
        Err(e) => {
            let (_, what) = Fault::told(&e);
            notes.push(Diagnostic::whole(Code::Truncated, format!("{what} after {} unpacked bytes", body.len())));
            Some(body)
        }
    }
}

/// Does this begin as zlib data does? Some servers send the bare data of the same method.
fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [method, flags, ..] if method & 0x0F == 8 && (u16::from(*method) << 8 | u16::from(*flags)).is_multiple_of(31))
}

/// Can something of this declared type be an article? Types that say nothing can.
pub fn is_text(content_type: &str) -> bool {
    let name = super::super::fields::essence(content_type).to_ascii_lowercase();
    match name.split_once('/') {
        Some(("text", kind)) => {
            !matches!(kind, "css" | "javascript" | "ecmascript" | "x-javascript" | "calendar" | "vcard" | "csv")
        }
        Some(("application", kind)) => {
            kind.ends_with("xml") || matches!(kind, "octet-stream" | "x-unknown" | "unknown" | "markdown" | "http")
        }
        Some((
            "image" | "audio" | "video" | "font" | "model" | "chemical" | "x-world" | "multipart" | "message",
            _,
        )) => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn read(head: &str, body: &[u8]) -> Answer {
        answer([head.as_bytes(), b"\r\n\r\n", body].concat(), 9999, &Budget::new(1, 9999))
    }

    fn body(head: &str, body: &[u8]) -> String {
        String::from_utf8(read(head, body).body.expect("not too large")).expect("text")
    }

    #[test]
    fn answers_have_a_status_a_type_and_a_body() {
        let page = read("HTTP/1.1 404 Not Found\r\nContent-type : text/html; charset=koi8-r", b"gone");
        assert_eq!((page.status, page.content_type.as_deref()), (Some(404), Some("text/html; charset=koi8-r")));
        assert_eq!(read("HTTP/2 200", b"x").status, Some(200));
        assert_eq!(answer(b"GET / is no answer".to_vec(), 99, &Budget::new(1, 99)).status, None);
        assert_eq!(answer(b"HTTP/1.0 200 OK\nCut: off".to_vec(), 99, &Budget::new(1, 99)).body, Some(Vec::new()));
    }

    #[test]
    fn chunks_are_taken_apart_where_they_are_chunks() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked";
        assert_eq!(body(head, b"4\r\nWiki\r\n5;x=y\r\npedia\r\n0\r\n\r\n"), "Wikipedia");
        assert_eq!(body(head, b"<!doctype html>\n<p>not chunked"), "<!doctype html>\n<p>not chunked");
        assert_eq!(body(head, b"4\r\nWiki\r\n+5\r\npedia"), "Wiki+5\r\npedia");
        assert_eq!(body(head, b"ff\r\ncut off"), "cut off");
        assert_eq!(body(head, b"ffffffffffffffffff\r\nx"), "ffffffffffffffffff\r\nx");
    }

    #[test]
    fn bodies_are_unpacked_where_they_are_packed() {
        let text = b"the same words again and again and again and again";
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        let mut bare = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(text).and(bare.write_all(text)).and(zlib.write_all(text)).expect("in memory");
        let gzip = gzip.finish().expect("in memory");
        let wanted = std::str::from_utf8(text).expect("ASCII");
        assert_eq!(body("HTTP/1.1 200 OK\r\nContent-Encoding: gzip", &gzip), wanted);
        assert_eq!(body("HTTP/1.1 200 OK\r\nContent-Encoding: deflate", &bare.finish().expect("in memory")), wanted);
        assert_eq!(body("HTTP/1.1 200 OK\r\nContent-Encoding: deflate", &zlib.finish().expect("in memory")), wanted);
        for coding in ["gzip", "deflate", "br", "zstd", "identity", "what"] {
            assert_eq!(body(&format!("HTTP/1.1 200 OK\r\nContent-Encoding: {coding}"), b"plain, so"), "plain, so");
        }
        // A brotli stream of one literal block, as RFC 7932 has it.
        assert_eq!(body("HTTP/1.1 200 OK\r\nContent-Encoding: br", b"\x0b\x02\x80hello\x03"), "hello");
        let cut = read("HTTP/1.1 200 OK\r\nContent-Encoding: gzip", &gzip[..gzip.len() - 4]);
        assert_eq!((cut.body.as_deref(), cut.notes.len()), (Some(&text[..]), 1));
        let small =
            answer([b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", &gzip[..]].concat(), 20, &Budget::new(1, 20));
        assert_eq!(small.body, None);
    }

    #[test]
    fn types_that_may_be_articles() {
        for name in
            ["text/html", "TEXT/PLAIN; charset=x", "application/xhtml+xml", "", "html", "application/octet-stream"]
        {
            assert!(is_text(name), "{name}");
        }
        for name in ["image/png", "text/css", "application/json", "application/pdf", "application/javascript"] {
            assert!(!is_text(name), "{name}");
        }
    }
}
