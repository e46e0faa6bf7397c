//! Which characters do these bytes stand for?
//!
//! In this order: a byte order mark; what the server or sender declared; what the page declares of itself; UTF-8 if the
//! bytes are UTF-8; a guess. A
//! declaration is believed unless the bytes contradict it: pages that were saved anew as UTF-8 under an old declaration,
//! and names that do not exist, are common. Line ends become `\n` here, and nothing is copied when nothing changes.
//! What the text is about, and in which form, is not asked here.

mod declared; // what a page says of its own charset
mod macintosh; // old Macs' charsets, which no guesser knows
mod names; // charsets by the names in use
mod unicode; // UTF-16 without a mark, UTF-32

use crate::diagnostic::{Code, Diagnostic};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Text that was decoded, and what had to be assumed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, with line ends made `\n` and without a byte order mark.
    pub text: String,
    /// The character set that was used, by its WHATWG name.
    pub encoding: &'static str,
    /// What had to be assumed.
    pub diagnostics: Vec<Diagnostic>,
}

/// What tells the character set of a text?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// A byte order mark.
    Mark,
    /// The page, or who sent it, says so.
    Declared,
    /// Nothing says so, but the bytes are UTF-8.
    Plain,
    /// Nothing says so, or what does is wrong: it was guessed.
    Guessed,
}

/// Decodes bytes as [`decode`] does, and says what told their character set.
pub fn decode_with_basis(bytes: Vec<u8>, outer: Option<&str>) -> (Decoded, Basis) {
    let marked = Encoding::for_bom(&bytes).is_some();
    let declared = outer.is_some() || declared::declared(&bytes).is_some();
    let decoded = decode(bytes, outer);
    let guessed = decoded.diagnostics.iter().any(|note| note.code == Code::CharsetGuessed);
    let basis = match (marked, guessed, declared) {
        (true, _, _) => Basis::Mark,
        (_, true, _) => Basis::Guessed,
        (_, _, true) => Basis::Declared,
        _ => Basis::Plain,
    };
    (decoded, basis)
}

/// Bytes that go to the guesser at most: more of them make it no better.
const GUESS_WINDOW: usize = 64 * 1024;

/// Decodes bytes that came with this declared charset, if with any. Every sequence of bytes gives a text.
pub fn decode(bytes: Vec<u8>, outer: Option<&str>) -> Decoded {
    let mut notes = Vec::new();
    let (text, encoding) = choose(bytes, outer, &mut notes);
    Decoded { text: unify_line_ends(text), encoding, diagnostics: notes }
}

/// Is this text of two or four bytes a character, in which zero bytes are no sign of data?
pub fn is_wide(bytes: &[u8]) -> bool {
    Encoding::for_bom(bytes).is_some_and(|(encoding, _)| encoding != UTF_8)
        || bytes.starts_with(&[0, 0, 0xFE, 0xFF])
        || unicode::utf_32_without_mark(bytes).is_some()
        || unicode::utf_16_without_mark(bytes).is_some()
}

fn choose(bytes: Vec<u8>, outer: Option<&str>, notes: &mut Vec<Diagnostic>) -> (String, &'static str) {
    if let Some(found) = unicode::utf_32(&bytes) {
        return found;
    }
    if let Some((encoding, length)) = Encoding::for_bom(&bytes) {
        if encoding == UTF_8 {
            let mut bytes = bytes;
            bytes.drain(..length);
            return (as_utf_8(bytes, notes), UTF_8.name());
        }
        return with(encoding, &bytes[length..], notes);
    }
    if let Some(big) = unicode::utf_32_without_mark(&bytes) {
        let (text, name) = unicode::decode_utf_32(&bytes, big);
        notes.push(guessed(format!("no character set is declared; decoded as `{name}`")));
        return (text, name);
    }
    if let Some(encoding) = unicode::utf_16_without_mark(&bytes) {
        notes.push(guessed(format!("no character set is declared; decoded as `{}`", encoding.name())));
        return with(encoding, &bytes, notes);
    }
    let known = |label: String| (names::encoding(&label), label);
    let of_page = declared::declared(&bytes).map(known);
    // A server's word counts more than the page's, unless it is none, or the bytes speak for the page.
    let of_server = outer.map(|label| known(label.trim().to_owned())).filter(|(encoding, _)| encoding.is_some());
    let declared = match (of_server, of_page) {
        (Some(server), Some(page)) if page.0.is_some() && page.0 != server.0 && is_contradicted(server.0, &bytes) => {
            Some(page)
        }
        (server, page) => server.or(page),
    };
    match declared {
        None => undeclared(bytes, notes),
        Some((Some(encoding), label)) if encoding != encoding_rs::REPLACEMENT => {
            believed(encoding.output_encoding(), &label, bytes, notes)
        }
        Some((_, label)) => {
            let (text, encoding) = undeclared(bytes, &mut Vec::new());
            notes.push(guessed(format!("the declared character set `{label}` is not known; decoded as `{encoding}`")));
            note_replaced(&text, notes);
            (text, encoding)
        }
    }
}

/// Do the bytes speak against a charset that is declared for them?
fn is_contradicted(encoding: Option<&'static Encoding>, bytes: &[u8]) -> bool {
    match encoding.map(Encoding::output_encoding) {
        None => false,
        Some(encoding) if encoding == UTF_8 => std::str::from_utf8(bytes).is_err() && !mostly_utf_8(bytes, 1),
        Some(other) => other.decode_without_bom_handling_and_without_replacement(bytes).is_none(),
    }
}

/// Decodes bytes of a page that declares `encoding`, unless the bytes contradict it.
fn believed(
    encoding: &'static Encoding,
    label: &str,
    bytes: Vec<u8>,
    notes: &mut Vec<Diagnostic>,
) -> (String, &'static str) {
    if encoding == UTF_8 {
        let bytes = match String::from_utf8(bytes) {
            Ok(text) => return (text, UTF_8.name()),
            Err(e) => e.into_bytes(),
        };
        if mostly_utf_8(&bytes, 1) {
            return (as_utf_8(bytes, notes), UTF_8.name());
        }
        let encoding = guess(&bytes);
        notes.push(guessed(format!("declared as `{label}`, which it is not; decoded as `{}`", encoding.name())));
        return with(encoding, &bytes, notes);
    }
    let bytes = match String::from_utf8(bytes) {
        // An escape character may switch the character set in otherwise plain ASCII (ISO-2022-JP).
        Ok(text) if text.is_ascii() && !text.contains('\x1b') => return (text, encoding.name()),
        Ok(text) if is_surely_utf_8(&text, encoding) => {
            notes.push(guessed(format!("declared as `{label}`, but it is `UTF-8` and was decoded so")));
            return (text, UTF_8.name());
        }
        Ok(text) => text.into_bytes(),
        Err(e) => e.into_bytes(),
    };
    let (text, had_errors) = encoding.decode_without_bom_handling(&bytes);
    if had_errors {
        let wrong = text.matches('\u{fffd}').count();
        let foreign = bytes.iter().filter(|b| !b.is_ascii()).count();
        // A twentieth: a page with a few damaged characters has fewer, one of another charset has many more.
        if wrong * 20 > foreign {
            let (text, used) = undeclared(bytes, &mut Vec::new());
            notes.push(guessed(format!("declared as `{label}`, which it is not; decoded as `{used}`")));
            note_replaced(&text, notes);
            return (text, used);
        }
        note_replaced(&text, notes);
    }
    (text.into_owned(), encoding.name())
}

/// Decodes bytes that declare nothing.
fn undeclared(bytes: Vec<u8>, notes: &mut Vec<Diagnostic>) -> (String, &'static str) {
    let escapes = memchr::memmem::find(&bytes, b"\x1b$").is_some();
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if !escapes => return (text, UTF_8.name()),
        Ok(text) => text.into_bytes(),
        Err(e) => e.into_bytes(),
    };
    if mostly_utf_8(&bytes, 2) && !escapes {
        return (as_utf_8(bytes, notes), UTF_8.name());
    }
    let encoding = guess(&bytes);
    notes.push(guessed(format!("no character set is declared; decoded as `{}`", encoding.name())));
    with(encoding, &bytes, notes)
}

/// Decodes and says so when bytes had to be replaced.
fn with(encoding: &'static Encoding, bytes: &[u8], notes: &mut Vec<Diagnostic>) -> (String, &'static str) {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    if had_errors {
        note_replaced(&text, notes);
    }
    (text.into_owned(), encoding.name())
}

/// UTF-8 with what is none of it replaced.
fn as_utf_8(bytes: Vec<u8>, notes: &mut Vec<Diagnostic>) -> String {
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(e) => {
            let text = String::from_utf8_lossy(e.as_bytes()).into_owned();
            note_replaced(&text, notes);
            text
        }
    }
}

fn guessed(message: String) -> Diagnostic {
    Diagnostic::whole(Code::CharsetGuessed, message)
}

fn note_replaced(text: &str, notes: &mut Vec<Diagnostic>) {
    let Some(first) = text.find('\u{fffd}') else { return };
    let count = text[first..].matches('\u{fffd}').count();
    let line = memchr::memchr_iter(b'\n', &text.as_bytes()[..first]).count() + 1;
    let what = if count == 1 { "place that is" } else { "places that are" };
    let message = format!("{count} {what} not in the character set, the first in line {line}, became U+FFFD");
    notes.push(Diagnostic::whole(Code::CharsetReplaced, message));
}

/// Are these bytes UTF-8 with some damage, rather than another charset? They are when they hold at least `ratio`
/// characters of several bytes to each place that is no UTF-8; other charsets hold such characters by rare accident.
fn mostly_utf_8(bytes: &[u8], ratio: usize) -> bool {
    let (mut characters, mut faults) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        characters += chunk.valid().bytes().filter(|&b| b >= 0xC0).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    characters > 0 && characters >= ratio * faults
}

/// Is valid UTF-8 what it seems, although `declared` says otherwise? A single-byte charset hits UTF-8's pattern hardly
/// ever, and then with characters nobody writes; Chinese, Japanese and Korean ones hit it about once in seven.
fn is_surely_utf_8(text: &str, declared: &'static Encoding) -> bool {
    let mut count = 0;
    let mut likely = true;
    for c in text.chars().filter(|c| !c.is_ascii()) {
        count += 1;
        likely &= matches!(c, '\u{a0}'..='\u{24f}' | '\u{2000}'..='\u{22ff}' | '\u{3000}'..);
        if count >= 8 {
            return true;
        }
    }
    declared.is_single_byte() && count > 0 && (likely || count >= 3)
}

/// The most likely charset of bytes that are no UTF-8.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let found = guess_of_the_web(bytes);
    macintosh::likelier(&bytes[..bytes.len().min(GUESS_WINDOW * 16)], found).unwrap_or(found)
}

/// The most likely charset of those that browsers guess.
fn guess_of_the_web(bytes: &[u8]) -> &'static Encoding {
    let escapes = memchr::memmem::find(bytes, b"\x1b$").is_some();
    if !escapes && is_western(bytes) {
        return WINDOWS_1252;
    }
    let first = if escapes { 0 } else { bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0) };
    let from = first.saturating_sub(1024);
    let window = &bytes[from..bytes.len().min(from + GUESS_WINDOW)];
    let allow = if escapes { Iso2022JpDetection::Allow } else { Iso2022JpDetection::Deny };
    let mut detector = EncodingDetector::new(allow);
    detector.feed(window, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Is this English or near it: now and then a quotation mark, dash, sign or accented letter of windows-1252 in ASCII?
/// So sparse a text tells a guesser too little, and it would name a charset at random.
fn is_western(bytes: &[u8]) -> bool {
    let (mut signs, mut letters, mut paired) = (0usize, 0usize, 0usize);
    let mut before_foreign = false;
    for &b in bytes {
        match b {
            0x00..0x80 => {
                before_foreign = false;
                continue;
            }
            // Quotation marks, dashes, bullet, ellipsis, trade mark, and the signs of Latin-1's first two rows.
            0x80
            | 0x82..=0x87
            | 0x91..=0x97
            | 0x99
            | 0xA0
            | 0xA3
            | 0xA7
            | 0xA9
            | 0xAB
            | 0xAE
            | 0xB0..=0xB7
            | 0xBB..=0xBE => signs += 1,
            _ => letters += 1,
        }
        paired += usize::from(before_foreign);
        before_foreign = true;
    }
    let foreign = signs + letters;
    // Two dozen letters are enough for the guesser.
    (letters < 24 && foreign * 200 < bytes.len() && paired * 4 <= foreign) || (letters == 0 && paired * 2 <= foreign)
}

/// Line ends `\r\n` and `\r` become `\n`; a text without them is given back as it came. An end-of-file mark of DOS (Ctrl-Z) at the very end goes too.
fn unify_line_ends(text: String) -> String {
    let mut text = text;
    while text.ends_with('\x1A') {
        text.pop();
    }
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for at in memchr::memchr_iter(b'\r', text.as_bytes()) {
        out.push_str(&text[from..at]);
        from = at + 1;
        if text.as_bytes().get(from) != Some(&b'\n') {
            out.push('\n');
        }
    }
    out.push_str(&text[from..]);
    out
}

#[cfg(test)]
mod tests;
