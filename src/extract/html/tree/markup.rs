//! What do well-formed tags, comments and common character references say?
//!
//! Only what has one reading by the HTML standard without an error in it is read; for anything else there is no
//! answer, and the full tokenizer is asked.

use html5ever::interface::{Attribute, QualName};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind};
use html5ever::{LocalName, ns};

/// A piece of markup.
pub enum Markup {
    /// A start or end tag.
    Tag(Tag),
    /// A start tag behind which there is no markup but its own end.
    Raw(Tag),
    /// A comment; what it says is nobody's business.
    Comment,
}

/// Reads the markup that begins at this `<`; gives it and its end.
pub fn markup(source: &str, at: usize, shared: &StrTendril) -> Option<(Markup, usize)> {
    let bytes = source.as_bytes();
    match bytes.get(at + 1)? {
        b'!' => comment(bytes, at).map(|end| (Markup::Comment, end)),
        b'/' => end_tag(source, at).map(|(tag, end)| (Markup::Tag(tag), end)),
        b'a'..=b'z' | b'A'..=b'Z' => {
            let (tag, end) = start_tag(source, at, shared)?;
            Some((if is_raw(&tag.name) { Markup::Raw(tag) } else { Markup::Tag(tag) }, end))
        }
        _ => None,
    }
}

/// A part of the source, without a copy.
pub fn slice(shared: &StrTendril, start: usize, end: usize) -> StrTendril {
    // The buffer's own limit is in these numbers, too.
    shared.subtendril(start as u32, (end - start) as u32)
}

/// The end of the comment that begins here.
fn comment(bytes: &[u8], at: usize) -> Option<usize> {
    let body = at + 4;
    let inner = bytes.get(body..)?;
    if &bytes[at..body] != b"<!--" || inner.starts_with(b">") || inner.starts_with(b"->") {
        return None;
    }
    let mut from = 0;
    loop {
        from += memchr::memchr(b'-', &inner[from..])?;
        match inner.get(from..from + 4)?.get(1..)? {
            [b'-', b'>', _] => return Some(body + from + 3),
            [b'-', b'!', b'>'] => return Some(body + from + 4),
            _ => from += 1,
        }
    }
}

fn end_tag(source: &str, at: usize) -> Option<(Tag, usize)> {
    let bytes = source.as_bytes();
    let (name, mut end) = tag_name(source, at + 2)?;
    while is_space(*bytes.get(end)?) {
        end += 1;
    }
    (bytes[end] == b'>').then(|| (end_of(name), end + 1))
}

fn start_tag(source: &str, at: usize, shared: &StrTendril) -> Option<(Tag, usize)> {
    let bytes = source.as_bytes();
    let (name, mut at) = tag_name(source, at + 1)?;
    if &*name == "plaintext" {
        return None;
    }
    let mut tag =
        Tag { kind: TagKind::StartTag, name, self_closing: false, attrs: Vec::new(), had_duplicate_attributes: false };
    loop {
        match *bytes.get(at)? {
            b'>' => return Some((tag, at + 1)),
            b'/' => {
                at += 1;
                if *bytes.get(at)? == b'>' {
                    tag.self_closing = true;
                    return Some((tag, at + 1));
                }
            }
            byte if is_space(byte) => at += 1,
            b'=' | b'"' | b'\'' | b'<' => return None,
            _ => {
                let (name, value, end) = attribute(source, at, shared)?;
                at = end;
                if tag.attrs.iter().any(|known| known.name.local == name) {
                    tag.had_duplicate_attributes = true;
                } else {
                    tag.attrs.push(Attribute { name: QualName::new(None, ns!(), name), value });
                }
            }
        }
    }
}

fn tag_name(source: &str, at: usize) -> Option<(LocalName, usize)> {
    let bytes = source.as_bytes();
    if !bytes.get(at)?.is_ascii_alphabetic() {
        return None;
    }
    let length = bytes[at..].iter().position(|&b| is_space(b) || matches!(b, b'/' | b'>'))?;
    Some((local_name(&source[at..at + length]), at + length))
}

/// The attribute that begins here: name, value, end.
fn attribute(source: &str, at: usize, shared: &StrTendril) -> Option<(LocalName, StrTendril, usize)> {
    let bytes = source.as_bytes();
    let length = bytes[at..].iter().position(|&b| is_space(b) || matches!(b, b'/' | b'>' | b'='))?;
    let name = local_name(&source[at..at + length]);
    let mut at = at + length;
    while is_space(*bytes.get(at)?) {
        at += 1;
    }
    if bytes[at] != b'=' {
        return Some((name, StrTendril::new(), at));
    }
    at += 1;
    while is_space(*bytes.get(at)?) {
        at += 1;
    }
    match bytes[at] {
        quote @ (b'"' | b'\'') => {
            let start = at + 1;
            let end = start + memchr::memchr(quote, &bytes[start..])?;
            let behind = *bytes.get(end + 1)?;
            if !is_space(behind) && !matches!(behind, b'/' | b'>') {
                return None;
            }
            Some((name, value(source, start, end, shared)?, end + 1))
        }
        b'>' => None,
        _ => {
            let end = at + bytes[at..].iter().position(|&b| is_space(b) || b == b'>')?;
            Some((name, value(source, at, end, shared)?, end))
        }
    }
}

/// An attribute's value.
fn value(source: &str, start: usize, end: usize, shared: &StrTendril) -> Option<StrTendril> {
    let bytes = &source.as_bytes()[..end];
    let Some(first) = memchr::memchr(b'&', &bytes[start..]) else { return Some(slice(shared, start, end)) };
    let mut out = StrTendril::new();
    let mut from = start;
    let mut at = start + first;
    loop {
        let word = bytes[at + 1..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        let behind = bytes.get(at + 1 + word);
        if word > 0 && behind == Some(&b'=') {
            at += 1; // `?a=1&b=2`
        } else if at + 1 == end {
            return None;
        } else {
            let (character, length) = reference(&bytes[at..])?;
            out.push_slice(&source[from..at]);
            out.push_char(character);
            at += length;
            from = at;
        }
        match memchr::memchr(b'&', &bytes[at..]) {
            Some(n) => at += n,
            None => break,
        }
    }
    out.push_slice(&source[from..end]);
    Some(out)
}

/// The character that the reference at this `&` stands for, and its length; the `&` itself if it begins none.
pub fn reference(bytes: &[u8]) -> Option<(char, usize)> {
    match bytes.get(1)? {
        b'#' => {
            let digits = bytes[2..].iter().take(5).take_while(|b| b.is_ascii_digit());
            let (length, number) = digits.fold((0, 0u32), |(n, sum), b| (n + 1, sum * 10 + u32::from(b - b'0')));
            // Others stand for something else, or are an error.
            let plain = matches!(number, 9 | 10 | 32..=126 | 160..=0xd7ff);
            let ends = bytes.get(2 + length) == Some(&b';');
            Some((char::from_u32(number).filter(|_| plain && ends && length > 0)?, length + 3))
        }
        byte if byte.is_ascii_alphabetic() => {
            let length = bytes[1..].iter().take(8).position(|&b| b == b';')?;
            let character = match &bytes[1..=length] {
                b"amp" => '&',
                b"lt" => '<',
                b"gt" => '>',
                b"quot" => '"',
                b"apos" => '\'',
                b"nbsp" => '\u{a0}',
                b"copy" => '©',
                b"reg" => '®',
                b"trade" => '™',
                b"ndash" => '–',
                b"mdash" => '—',
                b"lsquo" => '‘',
                b"rsquo" => '’',
                b"ldquo" => '“',
                b"rdquo" => '”',
                b"laquo" => '«',
                b"raquo" => '»',
                b"bull" => '•',
                b"middot" => '·',
                b"hellip" => '…',
                b"auml" => 'ä',
                b"ouml" => 'ö',
                b"uuml" => 'ü',
                b"Auml" => 'Ä',
                b"Ouml" => 'Ö',
                b"Uuml" => 'Ü',
                b"szlig" => 'ß',
                b"eacute" => 'é',
                _ => return None,
            };
            Some((character, length + 2))
        }
        byte if byte.is_ascii_digit() => None,
        _ => Some(('&', 1)),
    }
}

/// A name in lower case.
fn local_name(name: &str) -> LocalName {
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        LocalName::from(name.to_ascii_lowercase())
    } else {
        LocalName::from(name)
    }
}

/// The end of what an element holds that has no markup in it, at its end tag.
pub enum RawEnd {
    /// Here, with an end tag of nothing but the name.
    At(usize),
    /// Not to be told here: read up to there in vain.
    Unclear(usize),
}

/// Looks for the end of an element that begins behind this place.
pub fn raw_end(source: &str, from: usize, name: &str) -> RawEnd {
    let bytes = source.as_bytes();
    let references = matches!(name, "title" | "textarea");
    for at in memchr::memchr_iter(b'<', &bytes[from..]) {
        let at = from + at;
        let inner = &bytes[at + 1..];
        if name == "script" && inner.starts_with(b"!--") {
            return RawEnd::Unclear(at);
        }
        let Some([b'/', written @ ..]) = inner.get(..name.len() + 1) else { continue };
        if !written.eq_ignore_ascii_case(name.as_bytes()) {
            continue;
        }
        match inner.get(name.len() + 1) {
            Some(b'>') if references && memchr::memchr(b'&', &bytes[from..at]).is_some() => return RawEnd::Unclear(at),
            Some(b'>') => return RawEnd::At(at),
            Some(&byte) if !is_space(byte) && byte != b'/' => {}
            _ => return RawEnd::Unclear(at),
        }
    }
    RawEnd::Unclear(source.len())
}

/// An end tag of this name.
pub fn end_of(name: LocalName) -> Tag {
    Tag { kind: TagKind::EndTag, name, self_closing: false, attrs: Vec::new(), had_duplicate_attributes: false }
}

/// Elements that hold no markup, where they are not in a drawing or formula. Scripting is off, so `<noscript>` does.
fn is_raw(name: &str) -> bool {
    matches!(name, "script" | "style" | "title" | "textarea" | "xmp" | "iframe" | "noembed" | "noframes")
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | 0x0c)
}
