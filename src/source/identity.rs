//! Would this input be read as one was before? Its bytes and all that is known of it, as one number.
//!
//! Two inputs of one identity give the same record under the same options by the same program. An article that takes
//! words from other files has its identity only together with those.
//!
//! A file that nobody has written to need not be read to know that: the system keeps when that was last done, as git's
//! index uses it. What stands for its bytes then is its [`FileState`].

use super::{Document, Input, include, sha256};
use crate::diagnostic::Diagnostic;
use crate::model::SourceInfo;
use memchr::memchr;
use sha2::{Digest, Sha256};
use std::fmt;
use std::fs::Metadata;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// The first half of a SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Identity(pub u128);

/// What is known of an input before it is decoded.
pub struct Known {
    /// By what it is known, without the words of other files.
    pub mark: Mark,
    /// May it take words from other files? Then it must be decoded before its identity is known.
    pub may_include: bool,
}

/// By what an input is known to a later run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its identity.
    pub identity: Identity,
    /// The same with the state of its file in the place of its bytes, by which it is known without being read.
    pub untouched: Option<Identity>,
}

/// Tells the identity of an input by what [`Mark::untouched`] was when a run before this one read it.
#[derive(Clone)]
pub struct Before(pub Arc<dyn Fn(Identity) -> Option<Identity> + Send + Sync>);

impl fmt::Debug for Before {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Before")
    }
}

/// How a file stands on the disk. Whoever writes to it, or puts another one in its place, makes it another state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileState {
    inode: u64,
    bytes: u64,
    /// When its bytes were last written, in seconds and nanoseconds.
    modified: (i64, i64),
    /// When anything of it was: programs cannot set that.
    changed: (i64, i64),
}

impl FileState {
    /// None where the system does not tell, and of a file that was changed just now: a further change might get the same
    /// time.
    #[cfg(unix)]
    pub fn of(metadata: &Metadata) -> Option<FileState> {
        use std::os::unix::fs::MetadataExt;
        let state = FileState {
            inode: metadata.ino(),
            bytes: metadata.size(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        };
        state.is_settled(SystemTime::now()).then_some(state)
    }

    /// None: the system does not tell.
    #[cfg(not(unix))]
    pub fn of(_: &Metadata) -> Option<FileState> {
        None
    }

    /// All of it: thousands of files are told apart by it before the first is read.
    fn to_bytes(self) -> [u8; 48] {
        let FileState { inode, bytes, modified, changed } = self;
        let mut all = [0; 48];
        let parts = [inode as i64, bytes as i64, modified.0, modified.1, changed.0, changed.1];
        for (place, part) in all.chunks_exact_mut(8).zip(parts) {
            place.copy_from_slice(&part.to_le_bytes());
        }
        all
    }

    /// Was the last change so long ago that one from now on gets another time?
    fn is_settled(&self, now: SystemTime) -> bool {
        // The clock of a kernel moves every 10 ms at most; some file systems keep whole seconds, or every second one.
        let coarse = if self.changed.1 == 0 { Duration::from_secs(3) } else { Duration::from_millis(50) };
        let (Ok(seconds), Ok(nanos)) = (u64::try_from(self.changed.0), u32::try_from(self.changed.1)) else {
            return false;
        };
        SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanos) + coarse).is_some_and(|then| then < now)
    }
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
        let identity = Identity::with(input, input.info.sha256.as_bytes(), "");
        let untouched = input.state.filter(|_| !may_include).map(|state| Identity::untouched(input, &state));
        Known { mark: Mark { identity, untouched }, may_include }
    }

    /// What stands in [`Mark::untouched`] of a file in this state.
    pub fn untouched(input: &Input, state: &FileState) -> Identity {
        Identity::with(input, &state.to_bytes(), "untouched")
    }

    /// All that is known of an input but its bytes, with something that stands for those.
    fn with(input: &Input, bytes: &[u8], what: &str) -> Identity {
        let is_fragment = input.disk.as_ref().is_some_and(|disk| disk.may_be_fragment() && disk.is_fragment());
        let SourceInfo { path, member, url, content_type, commit, .. } = &input.info;
        let [retrieved, committed] = [input.info.retrieved, input.info.committed].map(|t| t.map(|t| t.to_rfc3339()));
        let mut digest = Parts::default();
        digest.add(Some(path));
        for part in [member, url, content_type, &retrieved, commit, &committed] {
            digest.add(part.as_deref());
        }
        digest.add_bytes(Some(bytes));
        digest.add(Some(what));
        digest.add(input.record);
        digest.add(is_fragment.then_some("fragment"));
        input.within.iter().for_each(|outer| digest.add(Some(outer)));
        for reject in [input.content.as_ref().err(), input.refused.as_ref()] {
            digest.add(reject.map(|reject| format!("{reject:?}")).as_deref());
        }
        digest.add_notes(&input.notes);
        digest.finish()
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
        self.add_bytes(part.map(str::as_bytes));
    }

    fn add_bytes(&mut self, part: Option<&[u8]>) {
        let length = part.map_or(u64::MAX, |part| part.len() as u64);
        self.0.update(length.to_le_bytes());
        self.0.update(part.unwrap_or(b""));
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
        let same = Identity::of(&mut input("a", b"x")).mark.identity;
        assert_eq!(Identity::of(&mut input("a", b"x")).mark.identity, same);
        assert_eq!(Identity::parse(&same.to_string()), Some(same));
        let mut refused = input("a", b"x");
        refused.refused = Some(Reject::new(RejectReason::HttpStatus, "404"));
        let mut crawled = input("a", b"x");
        crawled.info.url = Some("https://example.com".to_owned());
        let unread = Input::new(input("a", b"").info, Err(Reject::new(RejectReason::Unreadable, "no")));
        for mut other in [input("a", b"y"), input("b", b"x"), refused, crawled, unread] {
            assert_ne!(Identity::of(&mut other).mark.identity, same, "{other:?}");
        }
    }

    #[test]
    fn what_may_take_words_from_other_files_is_told() {
        let may = |bytes: &[u8]| Identity::of(&mut input("a.md", bytes)).may_include;
        assert!(may(b"# A\n\n[!Include [b](b.md)]\n") && may(b"{% include b.md %}"));
        assert!(may(b"#\0 \0A\0"), "wide characters are not searched");
        assert!(!may(b"# A\n\n[!NOTE]\n> words\n"));
    }
    #[test]
    fn a_file_is_known_unread_once_its_last_change_is_a_while_ago() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let changed = |changed: (i64, i64)| FileState { inode: 1, bytes: 2, modified: (3, 4), changed }.is_settled(now);
        assert!(changed((999_999, 1)) && changed((999_999, 940_000_000)) && changed((999_996, 0)));
        assert!(!changed((999_999, 990_000_000)), "the clock may not have moved since");
        assert!(!changed((999_998, 0)), "some file systems keep every second second");
        assert!(!changed((1_000_001, 5)) && !changed((-1, 5)), "clocks that are wrong");
    }

    #[test]
    fn a_file_that_may_take_words_from_others_is_read() {
        let state = FileState { inode: 1, bytes: 2, modified: (3, 4), changed: (5, 6) };
        let marked = |bytes: &[u8], state| {
            let mut input = Input { state: Some(state), ..input("a.md", bytes) };
            Identity::of(&mut input).mark.untouched
        };
        let untouched = marked(b"# A\n\nwords\n", state);
        assert_eq!(untouched, Some(Identity::untouched(&input("a.md", b""), &state)), "the bytes do not matter");
        assert_ne!(untouched, marked(b"# A\n\nwords\n", FileState { changed: (5, 7), ..state }));
        assert_eq!(marked(b"# A\n\n[!Include [b](b.md)]\n", state), None);
    }
}
