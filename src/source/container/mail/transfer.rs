//! How was a part of a mail made fit for sending? Quoted-printable and base64, undone.
//!
//! Nothing is refused: what does not keep the rules is taken as it stands, or left out where it can mean nothing.

/// The bytes of a part.
pub fn decoded(body: &[u8], encoding: Option<&str>) -> Vec<u8> {
    match encoding.unwrap_or("").trim().to_ascii_lowercase().as_str() {
        "quoted-printable" => quoted_printable(body),
        "base64" => base64(body),
        _ => body.to_vec(),
    }
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let digit = |b: u8| char::from(b).to_digit(16).map(|d| d as u8);
    let mut out = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|&b| b == b'\n') {
        let bare = line.trim_ascii_end();
        // Blanks at the end of a line were added on the way, unless they are the whole of what ends it.
        let (mut rest, end) = match bare.strip_suffix(b"=") {
            Some(soft) => (soft, &line[..0]),
            None => (bare, &line[line.iter().rposition(|&b| b != b'\n' && b != b'\r').map_or(0, |n| n + 1)..]),
        };
        while let Some(at) = memchr::memchr(b'=', rest) {
            out.extend_from_slice(&rest[..at]);
            let code = rest.get(at + 1..at + 3).and_then(|d| Some(digit(d[0])? << 4 | digit(d[1])?));
            match code {
                Some(byte) => out.push(byte),
                None => out.push(b'='),
            }
            rest = &rest[at + if code.is_some() { 3 } else { 1 }..];
        }
        out.extend_from_slice(rest);
        out.extend_from_slice(end);
    }
    out
}

fn base64(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for &b in body {
        let value = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                // Padding ends a piece; writers join pieces.
                (bits, count) = (0, 0);
                continue;
            }
            _ => continue,
        };
        bits = (bits << 6 | u32::from(value)) & 0xFF_FFFF;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_printable_as_written_and_as_broken() {
        let text = decoded(b"caf=C3=A9 =\r\nand = more  \r\n=3Dx=3D=\n=3\r\n=", Some("Quoted-Printable"));
        assert_eq!(String::from_utf8_lossy(&text), "caf\u{e9} and = more\r\n=x==3\r\n");
    }

    #[test]
    fn base64_in_lines_and_pieces() {
        assert_eq!(decoded(b"YWJj\r\nZGU=\r\nZg==", Some("base64")), b"abcdef");
        assert_eq!(decoded(b"!", Some("BASE64")), b"");
        assert_eq!(decoded(b"as it is", Some("8bit")), b"as it is");
    }
}
