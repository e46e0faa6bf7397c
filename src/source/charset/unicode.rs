//! The Unicode forms that the Web's decoder leaves out: UTF-16 without a byte order mark, and UTF-32.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// UTF-16 that bears no mark, seen by where its zero bytes stand: every other byte of Western text is zero.
pub fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    if head.len() < 16 || memchr::memchr(0, head).is_none() {
        return None;
    }
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    // Two thirds: letters of other scripts have no zero byte, but their digits, blanks and markup have.
    match (even * 3 > half * 2, odd * 3 > half * 2) {
        (true, false) if odd * 20 < half => Some(UTF_16BE),
        (false, true) if even * 20 < half => Some(UTF_16LE),
        _ => None,
    }
}

/// UTF-32 with a byte order mark, decoded; what is no character becomes U+FFFD.
pub fn utf_32(bytes: &[u8]) -> Option<(String, &'static str)> {
    let big = match bytes.get(..4)? {
        [0xFF, 0xFE, 0, 0] if bytes.len().is_multiple_of(4) => false,
        [0, 0, 0xFE, 0xFF] if bytes.len().is_multiple_of(4) => true,
        _ => return None,
    };
    Some(decode_utf_32(&bytes[4..], big))
}

/// UTF-32 that bears no mark: is it big-endian? Of other bytes hardly ever four and four are a character.
pub fn utf_32_without_mark(bytes: &[u8]) -> Option<bool> {
    let head = &bytes[..bytes.len().min(4096) & !3];
    if head.len() < 32 || (head[0] != 0 && head[3] != 0) {
        return None;
    }
    let is_text = |big: bool| {
        let mut units = head.chunks_exact(4).map(|unit| char::from_u32(value(unit, big)));
        units.all(|unit| unit.is_some_and(|c| c != '\0' && (!c.is_control() || c.is_whitespace())))
    };
    [false, true].into_iter().find(|&big| is_text(big))
}

/// Decodes UTF-32 without a mark; what is no character becomes U+FFFD.
pub fn decode_utf_32(bytes: &[u8], big: bool) -> (String, &'static str) {
    let each = |unit: &[u8]| char::from_u32(value(unit, big)).unwrap_or('\u{fffd}');
    let mut text: String = bytes.chunks_exact(4).map(each).collect();
    if !bytes.len().is_multiple_of(4) {
        text.push('\u{fffd}');
    }
    (text, if big { "UTF-32BE" } else { "UTF-32LE" })
}

/// The number of four bytes.
fn value(unit: &[u8], big: bool) -> u32 {
    let unit = [unit[0], unit[1], unit[2], unit[3]];
    if big { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) }
}
