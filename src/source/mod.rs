//! What came in, and what is it? Bytes, where they are from, and the text they decode to.

pub mod charset; // bytes → text
pub mod sniff; // which form is it?

use crate::diagnostic::Diagnostic;
use crate::error::{Reject, RejectReason};
use crate::model::{Form, SourceInfo};
use sha2::Digest;
use std::path::PathBuf;

/// One input, decoded and recognised, that may be an article.
#[derive(Clone, Debug)]
pub struct Document {
    /// Where it is from.
    pub info: SourceInfo,
    /// The decoded text, with line ends made `\n` and without a byte order mark.
    pub text: String,
    /// What it is, judged by content.
    pub form: Form,
    /// What was to be said of reading it.
    pub diagnostics: Vec<Diagnostic>,
}

/// One input as bytes.
#[derive(Clone, Debug)]
pub struct Input {
    /// Where it is from.
    pub info: SourceInfo,
    /// What it holds.
    pub content: Result<Vec<u8>, Reject>,
    /// Bytes of the outer file consumed for this input.
    pub read: u64,
}

/// What a caller may choose about reading.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Largest input that is read.
    pub max_bytes: u64,
}

/// The inputs of files and folders.
pub fn inputs(paths: &[PathBuf], _settings: &Settings) -> impl Iterator<Item = Input> + Send {
    let walk = |path: &PathBuf| ignore::WalkBuilder::new(path).sort_by_file_name(Ord::cmp).hidden(false).build();
    let files: Vec<PathBuf> = paths.iter().flat_map(walk).flatten().map(|entry| entry.into_path()).collect();
    files.into_iter().filter(|path| path.is_file()).map(|path| {
        let content = std::fs::read(&path).map_err(|e| Reject::new(RejectReason::Unreadable, e.to_string()));
        let read = content.as_ref().map_or(0, |c| c.len() as u64);
        Input { info: SourceInfo { path: path.display().to_string(), ..SourceInfo::default() }, content, read }
    })
}

/// Decodes an input.
pub fn decode(input: Input) -> Result<Document, (SourceInfo, Reject)> {
    let mut info = input.info;
    let bytes = match input.content {
        Ok(bytes) => bytes,
        Err(reject) => return Err((info, reject)),
    };
    let (text, encoding) = charset::decode(&bytes);
    info.encoding = encoding.to_owned();
    info.bytes = bytes.len() as u64;
    info.sha256 = sha2::Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
    if text.trim().is_empty() {
        return Err((info, Reject::new(RejectReason::Empty, "nothing in it")));
    }
    let form = sniff::form(&text);
    Ok(Document { info, text, form, diagnostics: Vec::new() })
}
