//! Which numbers does a version stand for?
//!
//! Versions come with dots, commas (`6,0,2800,1106`, as old resource compilers wrote them) or a colon in the middle
//! (`5.131:1877.9`), in brackets, and with words behind (`(xpsp_sp2_gdr.050301)`). Leading zeros have no meaning in
//! VERSIONINFO, so `4.00.1116` and `4.0.1116` compare equal.

/// The numbers of a version, for comparing: `5.2.3790.201` gives four. `None` when the text is not a version.
pub fn parts(version: &str) -> Option<Vec<u32>> {
    let version = core(version)?;
    let number = |part: &str| part.trim().parse::<u32>().ok();
    version.split(['.', ',', ':']).map(number).collect()
}

/// Does the text have the shape of a version: at least two numbers with dots, commas or colons between, and no more?
/// `335,360` is a size and no version: with commas it takes four numbers, or two dots.
pub fn is_version(text: &str) -> bool {
    let Some(core) = core(text) else { return false };
    if core.len() != text.trim().trim_start_matches(['(', 'v', 'V']).trim_end_matches(')').len() {
        return false;
    }
    let groups = core.split(['.', ',', ':']).count();
    let numbers = || core.split(['.', ',', ':']);
    if !numbers().all(|n| !n.is_empty() && n.len() <= 9 && n.trim_start().bytes().all(|b| b.is_ascii_digit())) {
        return false;
    }
    let dots = core.bytes().filter(|&b| b == b'.').count();
    let commas = core.bytes().filter(|&b| b == b',').count();
    (2..=6).contains(&groups) && (commas == 0 || (dots == 0 && commas == 3)) && dots + commas > 0
}

/// The run of digits and separators that the version begins with; none where there is no separator, or a word first.
fn core(version: &str) -> Option<&str> {
    let text = version.trim().trim_start_matches(['(', 'v', 'V', '[']).trim_start();
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let (mut end, mut dotted) = (0, false);
    while let Some(&b) = bytes.get(end) {
        end += match b {
            b'0'..=b'9' => 1,
            b'.' | b',' | b':' if end > 0 && is_digit(end + 1) => 2,
            // `6, 0, 2800, 1106`; behind a dotted version a comma begins the next one.
            b',' if end > 0 && !dotted && bytes.get(end + 1) == Some(&b' ') && is_digit(end + 2) => 3,
            _ => break,
        };
        dotted |= b == b'.';
    }
    let rest = &text[end..];
    // `5.0a` and `4.0-beta` are names, not rows of numbers; a word apart is only a remark.
    let apart =
        rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ']' | ',' | '*'));
    (end > 0 && apart).then_some(&text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_every_notation() {
        for (text, expected) in [
            ("5.2.3790.201", &[5, 2, 3790, 201][..]),
            ("5.131:1877.9", &[5, 131, 1877, 9]),
            ("4.00.1116", &[4, 0, 1116]),
            ("6,0,2800,1106", &[6, 0, 2800, 1106]),
            ("6, 0, 2800, 1106", &[6, 0, 2800, 1106]),
            ("2000.080.0194.00", &[2000, 80, 194, 0]),
            ("(5.0.2195.2098)", &[5, 0, 2195, 2098]),
            ("5.1.2600.2627 (xpsp_sp2_gdr.050301)", &[5, 1, 2600, 2627]),
            ("v4.71", &[4, 71]),
        ] {
            assert_eq!(parts(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "n/a", "Not applicable", "5.0a", "99999999999.1", "Tcpip.sys", "1.."] {
            assert_eq!(parts(text), None, "{text}");
        }
    }

    #[test]
    fn a_size_or_a_date_is_no_version() {
        for text in ["335,360", "1,280,784", "28 KB", "19-Aug-2004", "01:11", "Tcpip.sys", "1", "5.0 or later"] {
            assert!(!is_version(text), "{text}");
        }
        for text in ["5.2.3790.201", "6,0,2800,1106", "5.131:1877.9", "3.0.1", "(5.0.2195.2098)", "4.0"] {
            assert!(is_version(text), "{text}");
        }
    }
}
