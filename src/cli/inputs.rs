//! What do the commands that parse have in common? Options, inputs, and telling what gave no article.

use super::Status;
use super::args::{Global, History, Parsing, Reading};
use super::output;
use crate::error::{Error, Reject, RejectReason};
use crate::extract::Extracted;
use crate::model::SourceInfo;
use crate::profile::{Profile, Profiles};
use crate::source::git::Checkouts;
use crate::source::{self, Document};
use crate::vocabulary::Vocabulary;
use crate::{Options, emit, pipeline};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Parsing options as the arguments say.
pub fn options(parsing: &Parsing) -> Result<Options, Error> {
    let read = |path: &Path| std::fs::read_to_string(path).map_err(|e| Error::io("read", path, e));
    let vocabulary = match &parsing.vocabulary {
        Some(path) => Vocabulary::with_file(path, &read(path)?)?,
        None => Vocabulary::built_in(),
    };
    let profile = |path: &PathBuf| Profile::read(path, &read(path)?, &vocabulary);
    let given = parsing.profiles.iter().map(profile).collect::<Result<_, _>>()?;
    let publisher = parsing.publisher.clone();
    let profiles = Arc::new(Profiles::new(given, publisher.as_deref()));
    Ok(Options { vocabulary, profiles, profile: None, publisher, fragments: false })
}

/// What decides how articles are read, in words that differ when it does: the content of the files that are named, not
/// their names.
pub fn read_with(parsing: &Parsing) -> Result<String, Error> {
    let Parsing { vocabulary, profiles, publisher, reading } = parsing;
    let mut digest = Sha256::new();
    for path in vocabulary.iter().chain(profiles) {
        let content = std::fs::read(path).map_err(|e| Error::io("read", path, e))?;
        digest.update(Sha256::digest(content));
    }
    let (files, has_vocabulary) = (emit::hex(&digest.finalize()), vocabulary.is_some());
    Ok(format!("{files} {has_vocabulary} {publisher:?} {reading:?}"))
}

/// Reading settings as the arguments say.
pub fn reading(reading: &Reading) -> source::Settings {
    let (max_bytes, include_root) = (reading.max_member_bytes, reading.include_root.clone());
    source::Settings { max_bytes, include_root, ..source::Settings::default() }
}

/// Reading settings with the commits of these inputs, if they are asked for; tells which inputs can have none.
pub fn history(paths: &[PathBuf], history: History, mut reading: source::Settings) -> Result<source::Settings, Error> {
    if history.git {
        let checkouts = Checkouts::of(paths, &reading.skip)?;
        for path in checkouts.outside() {
            output::warning(&format!("`{}` is in no git work tree; its articles have no commit", path.display()));
        }
        reading.checkouts = Some(checkouts);
    }
    Ok(reading)
}

/// Pipeline settings as the arguments say.
pub fn running(global: &Global, strict: bool) -> pipeline::Settings {
    let jobs = global.jobs.map_or(pipeline::Settings::default().jobs, std::num::NonZero::get);
    pipeline::Settings { jobs, strict }
}

/// Is this reject about a path that was given by itself and cannot be read? A user asked for that one.
pub fn is_given(paths: &[PathBuf], source: &SourceInfo, reject: &Reject) -> bool {
    let is_it = |path: &PathBuf| source::shown(path) == source.path;
    reject.reason == RejectReason::Unreadable && source.member.is_none() && paths.iter().any(is_it)
}

/// Does nothing of this exist?
pub fn are_missing(paths: &[PathBuf]) -> bool {
    paths.iter().all(|path| path != Path::new("-") && !path.exists())
}

/// What a reject means to a command that was asked about this very input.
pub fn status_of(reject: &Reject) -> Status {
    if reject.reason == RejectReason::Unreadable { Status::Failed } else { Status::Disagrees }
}

/// Hands each input's document to `show`, one after the other, and tells of those that give none.
pub fn each(
    paths: &[PathBuf],
    parsing: &Parsing,
    mut show: impl FnMut(Document) -> anyhow::Result<Option<(SourceInfo, Reject)>>,
) -> anyhow::Result<Status> {
    let mut status = Status::Fine;
    let mut count = 0;
    for input in source::inputs(paths, &reading(&parsing.reading)) {
        count += 1;
        let refused = match source::decode(input) {
            Ok(document) => show(document)?,
            Err(refused) => Some(refused),
        };
        if let Some((source, reject)) = refused {
            output::reject(&source, &reject);
            status = status.max(status_of(&reject));
        }
    }
    if count == 0 {
        output::warning("there are no files in what was given");
    }
    Ok(status)
}

/// Frees a document of its form, or says which input gives no article.
#[allow(clippy::result_large_err, reason = "one per input, and the refused ones are kept whole")]
pub fn extract(document: Document, options: &Options) -> Result<(SourceInfo, Extracted), (SourceInfo, Reject)> {
    let info = document.info.clone();
    match crate::extract::extract(document, options) {
        Ok(extracted) => Ok((info, extracted)),
        Err(reject) => Err((info, reject)),
    }
}
