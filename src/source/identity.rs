//! Would this input be read as one was before? Its bytes and all that is known of it, as one number.
//!
//! Two inputs of one identity give the same record under the same options by the same program. An article that takes
//! words from other files has its identity only together with those.

use super::{Document, Input, include, sha256};
use memchr::memchr;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt;
use std::io::{self, Write};

/// The first half of a SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Identity(pub u128);

/// What is known of an input before it is decoded.
pub struct Known {
    /// Its identity, without the words of other files.
    pub identity: Identity,
    /// May it take words from other files? Then it must be decoded before its identity is known.
    pub may_include: bool,
}

impl Identity {
    /// Tells what is known of an input, and notes its digest in it.
    pub fn of(input: &mut Input) -> Known {
        let may_include = match &input.content {
            Ok(bytes) => {
                input.info.sha256 = sha256(bytes);
                // A text of wide characters is not searched as it is.
                include::may_hold(bytes) || memchr(0, bytes).is_some()
            }
            Err(_) => false,
        };
        let refusal = |reject: &crate::error::Reject| (reject.reason, reject.message.clone());
        let is_fragment = input.disk.as_ref().is_some_and(include::OnDisk::is_fragment);
        let identity = digest(&(
            &input.info,
            &input.within,
            input.record,
            input.content.as_ref().err().map(refusal),
            input.refused.as_ref().map(refusal),
            is_fragment,
            &input.notes,
        ));
        Known { identity, may_include }
    }

    /// The identity together with what a document has of other files.
    pub fn with_includes(self, document: &Document) -> Identity {
        digest(&(self.to_string(), &document.info.includes, &document.diagnostics, sha256(document.text.as_bytes())))
    }

    /// The identity that is written so.
    pub fn parse(text: &str) -> Option<Identity> {
        u128::from_str_radix(text, 16).ok().filter(|_| text.len() == 32).map(Identity)
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Takes what is written into a digest.
struct Into(Sha256);

impl Write for Into {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn digest(value: &impl Serialize) -> Identity {
    let mut digest = Into(Sha256::new());
    // A digest takes anything, and nothing that is written has maps with keys that are no texts.
    serde_json::to_writer(&mut digest, value)
        .unwrap_or_else(|e| unreachable!("what is known of an input is JSON: {e}"));
    let mut half = [0; 16];
    half.copy_from_slice(&digest.0.finalize()[..16]);
    Identity(u128::from_be_bytes(half))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Reject, RejectReason};
    use crate::model::SourceInfo;

    fn input(path: &str, bytes: &[u8]) -> Input {
        Input::new(SourceInfo { path: path.to_owned(), ..SourceInfo::default() }, Ok(bytes.to_vec()))
    }

    #[test]
    fn whatever_a_record_may_tell_of_makes_another_identity() {
        let same = Identity::of(&mut input("a", b"x")).identity;
        assert_eq!(Identity::of(&mut input("a", b"x")).identity, same);
        assert_eq!(Identity::parse(&same.to_string()), Some(same));
        let mut refused = input("a", b"x");
        refused.refused = Some(Reject::new(RejectReason::HttpStatus, "404"));
        let mut crawled = input("a", b"x");
        crawled.info.url = Some("https://example.com".to_owned());
        let unread = Input::new(input("a", b"").info, Err(Reject::new(RejectReason::Unreadable, "no")));
        for mut other in [input("a", b"y"), input("b", b"x"), refused, crawled, unread] {
            assert_ne!(Identity::of(&mut other).identity, same, "{other:?}");
        }
    }

    #[test]
    fn what_may_take_words_from_other_files_is_told() {
        let may = |bytes: &[u8]| Identity::of(&mut input("a.md", bytes)).may_include;
        assert!(may(b"# A\n\n[!Include [b](b.md)]\n") && may(b"{% include b.md %}"));
        assert!(may(b"#\0 \0A\0"), "wide characters are not searched");
        assert!(!may(b"# A\n\n[!NOTE]\n> words\n"));
    }
}
