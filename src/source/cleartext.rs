//! Is a text wrapped in an OpenPGP signature, as advisories are mailed and archived?
//!
//! The cleartext signature framework (RFC 9580, section 7) puts a line, hash headers and a blank line before the text, the
//! signature behind it, and `- ` before each line that begins with a dash. That is how the text was sent, not what it
//! says: it is taken off like the encoding of a mail.

use memchr::memmem;

const OPENS: &str = "-----BEGIN PGP SIGNED MESSAGE-----";
const SIGNATURE: &str = "\n-----BEGIN PGP SIGNATURE-----";
const CLOSES: &str = "-----END PGP SIGNATURE-----";

/// How far from its start a text is looked at: headers of a mail may stand before the wrapping.
const REACH: usize = 4096;

/// The text without its wrapping; none if it has none. A signature without its end stays: nothing tells where the text
/// goes on.
pub fn unwrapped(text: &str) -> Option<String> {
    let near = &text.as_bytes()[..text.len().min(REACH)];
    let start = memmem::find(near, OPENS.as_bytes()).filter(|&at| at == 0 || near[at - 1] == b'\n')?;
    let head = &text[start + OPENS.len()..];
    let body = head.strip_prefix('\n')?;
    // `Hash: SHA256`, and no other lines, up to a blank one
    let headers: usize = body.split_inclusive('\n').take_while(|line| line.starts_with("Hash: ")).map(str::len).sum();
    let body = body[headers..].strip_prefix('\n')?;
    let signature = memmem::find(body.as_bytes(), SIGNATURE.as_bytes())
        .and_then(|at| Some((at, at + memmem::find(&body.as_bytes()[at..], CLOSES.as_bytes())? + CLOSES.len())));
    let (end, behind) = signature.map_or((body.len(), ""), |(start, end)| (start, &body[end..]));
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..start]);
    for line in body[..end].split_inclusive('\n') {
        out.push_str(line.strip_prefix("- ").filter(|rest| rest.starts_with('-')).unwrap_or(line));
    }
    out.push_str(behind);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wrapping_is_taken_off_and_dashes_are_as_they_were() {
        let text = "Subject: XSA-1\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nIMPACT\n- ------\n- item\n\
                    -----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n";
        assert_eq!(unwrapped(text).unwrap(), "Subject: XSA-1\n\nIMPACT\n------\n- item\n");
        let cut = text.replace("-----END PGP SIGNATURE-----", "CREDITS");
        assert!(unwrapped(&cut).unwrap().ends_with("iQ==\nCREDITS\n"));
    }

    #[test]
    fn a_text_that_speaks_of_signatures_stays() {
        for text in ["Copy it from -----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nx", "Plain", ""] {
            assert!(unwrapped(text).is_none());
        }
        assert!(unwrapped("-----BEGIN PGP SIGNED MESSAGE-----\nno blank line\n").is_none());
    }
}
