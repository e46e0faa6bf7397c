//! Which characters do these bytes stand for?

/// Decoded text and the name of the character set that was used.
pub fn decode(bytes: &[u8]) -> (String, &'static str) {
    let (text, encoding) = match std::str::from_utf8(bytes) {
        Ok(text) => (std::borrow::Cow::Borrowed(text), "UTF-8"),
        Err(_) => (encoding_rs::WINDOWS_1252.decode(bytes).0, "windows-1252"),
    };
    let text = text.trim_start_matches('\u{feff}');
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
    (text, encoding)
}
