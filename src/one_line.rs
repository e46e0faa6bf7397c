//! How does a stretch of text read on one line? White space, also line ends, as single spaces, and none at the ends.

/// The text with single spaces.
pub fn one_line(text: &str) -> String {
    if is_one_line(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Is this ASCII with single spaces, and none at the ends? Most titles and labels are, and bytes tell it.
pub fn is_one_line(text: &str) -> bool {
    let mut before = b' ';
    let apart = text.bytes().all(|b| {
        let fits = matches!(b, b' '..=b'~') && (b != b' ' || before != b' ');
        before = b;
        fits
    });
    apart && before != b' '
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_of_every_kind_becomes_one_blank() {
        for (text, line) in [("a b", "a b"), (" a\n\tb\u{a0} c ", "a b c"), ("", ""), (" ", ""), ("é  b", "é b")] {
            assert_eq!(one_line(text), line, "{text:?}");
        }
        assert!(is_one_line("a b") && !is_one_line("a  b") && !is_one_line("a ") && !is_one_line("a\tb"));
    }
}
