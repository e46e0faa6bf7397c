//! The Unicode forms that the Web's decoder leaves out: UTF-16 without a byte order mark, UTF-32 with one.

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
    let (big, name) = match bytes.get(..4)? {
        [0xFF, 0xFE, 0, 0] if bytes.len().is_multiple_of(4) => (false, "UTF-32LE"),
        [0, 0, 0xFE, 0xFF] if bytes.len().is_multiple_of(4) => (true, "UTF-32BE"),
        _ => return None,
    };
    let each = |unit: &[u8]| {
        // The chunks are of four bytes exactly.
        let unit = [unit[0], unit[1], unit[2], unit[3]];
        let value = if big { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) };
        char::from_u32(value).unwrap_or('\u{fffd}')
    };
    Some((bytes[4..].chunks_exact(4).map(each).collect(), name))
}
