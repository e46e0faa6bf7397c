//! Would this input be read as one was before? Its bytes and all that is known of it, as one number.
//!
//! Two inputs of one identity give the same record under the same options by the same program. An article that takes
//! words from other files has its identity only together with those.

use super::{Document, Input, include, sha256};
use crate::diagnostic::Diagnostic;
use crate::model::SourceInfo;
use memchr::memchr;
use sha2::{Digest, Sha256};
use std::fmt;

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
        let is_fragment = input.disk.as_ref().is_some_and(|disk| disk.may_be_fragment() && disk.is_fragment());
        let SourceInfo { path, member, url, content_type, sha256, commit, .. } = &input.info;
        let [retrieved, committed] = [input.info.retrieved, input.info.committed].map(|t| t.map(|t| t.to_rfc3339()));
        let mut digest = Parts::default();
        digest.add(Some(path));
        for part in [member, url, content_type, &retrieved, commit, &committed] {
            digest.add(part.as_deref());
        }
        digest.add(Some(sha256));
        digest.add(input.record);
        digest.add(is_fragment.then_some("fragment"));
        input.within.iter().for_each(|outer| digest.add(Some(outer)));
        for reject in [input.content.as_ref().err(), input.refused.as_ref()] {
            digest.add(reject.map(|reject| format!("{reject:?}")).as_deref());
        }
        digest.add_notes(&input.notes);
        let identity = digest.finish();
        Known { identity, may_include }
    }

    /// The identity together with what a document has of other files.
    pub fn with_includes(self, document: &Document) -> Identity {
        let mut digest = Parts::default();
        digest.add(Some(&self.to_string()));
        digest.add(Some(&sha256(document.text.as_bytes())));
        document.info.includes.iter().for_each(|file| digest.add(Some(file)));
        digest.add_notes(&document.diagnostics);
        digest.finish()
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

/// A digest of texts, each told from its neighbours.
#[derive(Default)]
struct Parts(Sha256);

impl Parts {
    /// Adds a text; none is another thing than an empty one.
    fn add(&mut self, part: Option<&str>) {
        let length = part.map_or(u64::MAX, |part| part.len() as u64);
        self.0.update(length.to_le_bytes());
        self.0.update(part.unwrap_or(""));
    }

    fn add_notes(&mut self, notes: &[Diagnostic]) {
        notes.iter().for_each(|note| self.add(Some(&format!("{note:?}"))));
    }

    fn finish(self) -> Identity {
        let mut half = [0; 16];
        half.copy_from_slice(&self.0.finalize()[..16]);
        Identity(u128::from_be_bytes(half))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Reject, RejectReason};

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
