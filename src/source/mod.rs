//! What came in, and what is it? Bytes, where they are from, and the text they decode to.
//!
//! [`inputs`] gives the raw inputs of files, folders, containers of every kind within each other, and standard input,
//! lazily and in a fixed order; nothing is unpacked to disk. [`decode`] is the costlier half (digest, charset, form) and is made to run in worker threads. An
//! input that cannot be read is an [`Input`] too, with its reason: what came in is always accounted for. What an article
//! in Markdown includes from files beside it is put in its place when it is decoded.

mod binary; // data that is no text
pub mod charset; // bytes → text
mod cleartext; // texts that were sent signed
mod container; // archives, crawls, mails: what lies in what?
pub mod git; // which commit last touched a file?
pub mod identity; // is it one that was read before?
pub mod include; // articles that take their words from other files
mod reader; // one file → its inputs
pub mod sniff; // which form is it?
mod walk; // paths → files

pub use container::PassedOver;
pub use reader::shown;
pub use walk::total_bytes;

use crate::diagnostic::Diagnostic;
use crate::error::{Reject, RejectReason};
use crate::model::{Form, SourceInfo};
use identity::{Before, FileState, Mark};
use sha2::{Digest, Sha256};
use std::path::PathBuf;

/// One input as it was read.
#[derive(Clone, Debug)]
pub struct Input {
    /// Where it is from. The digest is filled by [`decode`], unless it is there.
    pub info: SourceInfo,
    /// Its bytes, or why there are none.
    pub content: Result<Vec<u8>, Reject>,
    /// Bytes of the outer file that were read for this input: over all inputs they add up to [`total_bytes`].
    pub read: u64,
    /// What it lay in, from the outside: `["zip", "gzip", "tar"]`.
    pub within: Vec<&'static str>,
    /// What a crawl calls its kind: `response`, `resource` or `conversion`.
    pub record: Option<&'static str>,
    /// Why it is no article although it could be read, where that is known from what stands beside it.
    pub refused: Option<Reject>,
    /// Its place on the disk, if it is a file that lies in no container.
    pub disk: Option<include::OnDisk>,
    /// How that file stood before it was read, where that tells whether it is the same again.
    pub state: Option<FileState>,
    /// By what it is known, if nobody has written to it since then: it was not read.
    pub unread: Option<Mark>,
    /// What was to be said of reading it.
    pub notes: Vec<Diagnostic>,
}

impl Input {
    /// An input that lies in no container.
    pub fn new(info: SourceInfo, content: Result<Vec<u8>, Reject>) -> Input {
        let (within, notes) = (Vec::new(), Vec::new());
        let (record, refused, disk, state, unread) = (None, None, None, None, None);
        Input { info, content, read: 0, within, record, refused, disk, state, unread, notes }
    }
}

/// What a caller may choose about reading.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Bytes of one input at most; a larger one is refused.
    pub max_bytes: u64,
    /// Folders that are left out, such as the one that is being written to.
    pub skip: Vec<PathBuf>,
    /// Beneath which folder fragments are read that articles include; none for the tree around each article.
    pub include_root: Option<PathBuf>,
    /// Commits of files, if they are asked for.
    pub checkouts: Option<git::Checkouts>,
    /// Counts what is in crawls and is no input.
    pub passed_over: PassedOver,
    /// What a run before this one left of inputs, if files that nobody has written to since need not be read.
    pub before: Option<Before>,
}

impl Default for Settings {
    fn default() -> Settings {
        // The largest articles known are some 3 MiB; a saved page with its pictures inlined may have 30.
        let (max_bytes, passed_over) = (64 * 1024 * 1024, PassedOver::default());
        Settings { max_bytes, skip: Vec::new(), include_root: None, checkouts: None, passed_over, before: None }
    }
}

/// One input, decoded and recognised, that may be an article.
#[derive(Clone, Debug)]
pub struct Document {
    /// Where it is from.
    pub info: SourceInfo,
    /// The decoded text, with line ends made `\n`, without a byte order mark and the wrapping of a signed text; in Markdown,
    /// with what it includes.
    pub text: String,
    /// What it is, judged by content.
    pub form: Form,
    /// What was to be said of reading it.
    pub diagnostics: Vec<Diagnostic>,
}

/// The inputs of the given paths: of each path in turn, of folders in the order of names, of archives in their own.
pub fn inputs(paths: &[PathBuf], settings: &Settings) -> impl Iterator<Item = Input> + Send + use<> {
    reader::Inputs::new(walk::Files::new(paths, &settings.skip), settings)
}

/// Decodes an input and tells its form, or says why it cannot be an article. The digest is filled in either way when
/// the input could be read.
#[allow(clippy::result_large_err, reason = "one per input, and the refused ones are kept whole")]
pub fn decode(input: Input) -> Result<Document, (SourceInfo, Reject)> {
    let Input { mut info, content, refused, disk, mut notes, .. } = input;
    let bytes = match content {
        Ok(bytes) => bytes,
        Err(reject) => return Err((info, reject)),
    };
    info.bytes = bytes.len() as u64;
    if info.sha256.is_empty() {
        info.sha256 = sha256(&bytes);
    }
    if let Some(reject) = refused.or_else(|| binary::refuse(&bytes)) {
        return Err((info, reject));
    }
    let declared = info.content_type.as_deref().and_then(container::declared_charset);
    let charset::Decoded { mut text, encoding, diagnostics } = charset::decode(bytes, declared);
    notes.extend(diagnostics);
    info.encoding = encoding.to_owned();
    if u32::try_from(text.len()).is_err() {
        return Err((info, too_large(None, u64::from(u32::MAX))));
    }
    text = cleartext::unwrapped(&text).unwrap_or(text);
    let name = info.member.as_deref().unwrap_or(&info.path);
    if let Some(reject) = sniff::refuse(&text, name) {
        return Err((info, reject));
    }
    let form = sniff::form_of(&text, name);
    if form == Form::Markdown {
        let is_fragment = match (&disk, &info.member) {
            (Some(disk), _) => disk.is_fragment(),
            (None, member) => member.as_deref().is_some_and(include::is_fragment),
        };
        if is_fragment {
            let message = "a fragment that articles include, by the folder it lies in";
            return Err((info, Reject::new(RejectReason::Fragment, message)));
        }
        let expanded = include::expand(&text, disk.as_ref());
        text = expanded.text.unwrap_or(text);
        info.includes = expanded.files;
        notes.extend(expanded.notes);
        if u32::try_from(text.len()).is_err() {
            return Err((info, too_large(None, u64::from(u32::MAX))));
        }
    }
    Ok(Document { info, text, form, diagnostics: notes })
}

/// What a look at an input shows of it.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The input, with as much of its text as was looked at.
    pub document: Document,
    /// What told its character set.
    pub charset: charset::Basis,
    /// Its form, how sure that is, and why.
    pub weighed: sniff::Weighed,
    /// Was all of the text looked at?
    pub whole: bool,
}

/// Looks at an input as [`decode`] does, but at a bounded part of it only. The digest, which needs all of it, is filled
/// where it is asked for.
#[allow(clippy::result_large_err, reason = "one per input, and the refused ones are kept whole")]
pub fn sample(input: Input, digest: bool) -> Result<Sample, (SourceInfo, Reject)> {
    let Input { mut info, content, refused, mut notes, .. } = input;
    let bytes = match content {
        Ok(bytes) => bytes,
        Err(reject) => return Err((info, reject)),
    };
    info.bytes = bytes.len() as u64;
    if digest {
        info.sha256 = sha256(&bytes);
    }
    if let Some(reject) = refused.or_else(|| binary::refuse(&bytes)) {
        return Err((info, reject));
    }
    let (bytes, all) = head_and_tail(bytes);
    let declared = info.content_type.as_deref().and_then(container::declared_charset);
    let (charset::Decoded { text, encoding, diagnostics }, charset) = charset::decode_with_basis(bytes, declared);
    notes.extend(diagnostics);
    info.encoding = encoding.to_owned();
    let text = cleartext::unwrapped(&text).unwrap_or(text);
    let name = info.member.as_deref().unwrap_or(&info.path);
    if let Some(reject) = sniff::refuse(&text, name) {
        return Err((info, reject));
    }
    let weighed = sniff::weigh(&text, name);
    let (text, whole) = sniff::excerpt(text, weighed.form);
    let document = Document { info, text, form: weighed.form, diagnostics: notes };
    Ok(Sample { document, charset, weighed, whole: whole && all })
}

/// Of more bytes than an article has, those at the start and at the end.
fn head_and_tail(mut bytes: Vec<u8>) -> (Vec<u8>, bool) {
    const HEAD: usize = 8 << 20; // scripts and pictures before the text of a saved page may take megabytes
    const TAIL: usize = 128 << 10;
    if bytes.len() <= HEAD + TAIL {
        return (bytes, true);
    }
    let mut from = (bytes.len() - TAIL) & !3; // no character set has units of more than four bytes
    let to = match std::str::from_utf8(&bytes[..HEAD]) {
        Err(e) if e.error_len().is_some() => HEAD, // not UTF-8
        utf_8 => {
            // In UTF-8 both cuts keep to whole characters, or it would be none.
            while bytes.get(from).is_some_and(|b| b & 0xC0 == 0x80) {
                from += 1;
            }
            utf_8.map_or_else(|e| e.valid_up_to(), str::len)
        }
    };
    bytes.drain(to..from);
    (bytes, false)
}

/// The SHA-256 of some bytes in hexadecimal.
fn sha256(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digest = Sha256::digest(bytes);
    digest.iter().flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]]).map(char::from).collect()
}

fn too_large(bytes: Option<u64>, max_bytes: u64) -> Reject {
    let what = bytes.map_or_else(|| format!("more than {max_bytes} bytes"), |b| format!("{b} bytes"));
    let message = format!("too large to be an article: {what}, and at most {max_bytes} are read");
    Reject::new(RejectReason::TooLarge, message)
}

#[cfg(test)]
mod tests;
