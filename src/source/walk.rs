//! Which files do the given paths stand for?
//!
//! A file stands for itself, a folder for the files under it in the order of their names, `-` for standard input.
//! Files and folders whose names begin with a dot (`.git`, `.DS_Store`, `._page.html`) are left out of folders and
//! archives alike; a dotted path that is given by itself is read. Ignore files are not obeyed: they say what a project
//! does not publish, not what a heap of articles holds. Links are followed; one that leads back to a folder above itself
//! adds nothing and is passed over. `NAME.json` beside an article `NAME.html` is the article's record and no input.

use crate::error::{Reject, RejectReason};
use ignore::{Walk, WalkBuilder};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};

/// A file to read, or a place that could not be looked into.
pub type Found = Result<PathBuf, (PathBuf, Reject)>;

/// The path that means standard input.
pub const STDIN: &str = "-";

/// Files of the given paths, in order.
pub struct Files {
    paths: VecDeque<PathBuf>,
    given: PathBuf,
    folder: Option<Walk>,
    skip: Vec<PathBuf>,
}

impl Files {
    /// The files of these paths, without those in the folders `skip`.
    pub fn new(paths: &[PathBuf], skip: &[PathBuf]) -> Files {
        let skip = skip.iter().filter_map(|p| p.canonicalize().ok()).collect();
        Files { paths: paths.iter().cloned().collect(), given: PathBuf::new(), folder: None, skip }
    }

    /// The given path that the last file stands for.
    pub fn given(&self) -> &Path {
        &self.given
    }
}

impl Iterator for Files {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            if let Some(folder) = &mut self.folder {
                for entry in folder.by_ref() {
                    match entry {
                        Ok(entry) if entry.file_type().is_some_and(|t| t.is_file()) => {
                            if !is_record(entry.path()) {
                                return Some(Ok(entry.into_path()));
                            }
                        }
                        Ok(_) => {}
                        Err(error) => {
                            if let Some(found) = unread(&error) {
                                return Some(Err(found));
                            }
                        }
                    }
                }
                self.folder = None;
            }
            let path = self.paths.pop_front()?;
            self.given.clone_from(&path);
            if path.as_os_str() == STDIN || !path.is_dir() {
                return Some(Ok(path));
            }
            self.folder = Some(walk(&path, &self.skip));
        }
    }
}

fn walk(folder: &Path, skip: &[PathBuf]) -> Walk {
    let mut walk = WalkBuilder::new(folder);
    walk.standard_filters(false).hidden(true).follow_links(true).sort_by_file_name(std::ffi::OsStr::cmp);
    if !skip.is_empty() {
        let skip = skip.to_vec();
        walk.filter_entry(move |entry| {
            let is_folder = entry.file_type().is_some_and(|t| t.is_dir());
            !(is_folder && entry.path().canonicalize().is_ok_and(|p| skip.contains(&p)))
        });
    }
    walk.build()
}

/// Is this the record that stands beside its article, as in a corpus of articles with their records?
fn is_record(path: &Path) -> bool {
    let json = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
    json && ["txt", "TXT", "html", "htm", "md"].iter().any(|article| path.with_extension(article).is_file())
}

/// What could not be looked into, and why; none for a link that leads back.
fn unread(error: &ignore::Error) -> Option<(PathBuf, Reject)> {
    match error {
        ignore::Error::Loop { .. } => None,
        ignore::Error::WithPath { path, err } => {
            let (_, reject) = unread(err)?;
            Some((path.clone(), reject))
        }
        ignore::Error::WithDepth { err, .. } => unread(err),
        other => {
            let why = other.io_error().map_or_else(|| other.to_string(), ToString::to_string);
            Some((PathBuf::new(), Reject::new(RejectReason::Unreadable, format!("cannot be looked into: {why}"))))
        }
    }
}

/// Bytes of all files, for showing progress; none when a path is standard input or something else without a length.
pub fn total_bytes(paths: &[PathBuf]) -> Option<u64> {
    let mut total = 0;
    for path in paths {
        if path.as_os_str() == STDIN || path.metadata().is_ok_and(|m| !m.is_file() && !m.is_dir()) {
            return None;
        }
    }
    for file in Files::new(paths, &[]).flatten() {
        total += file.metadata().map_or(0, |m| m.len());
    }
    Some(total)
}
