//! Which commit last touched a file, and is the file still as that commit left it?
//!
//! For files in git work trees. [`Checkouts::of`] finds the checkouts that the inputs lie in and reads the history of
//! each once, for all files together (`history.rs`), before the first input is given. Objects and refs are read, none
//! of the user's settings, and nothing is run. A file that differs from what is committed, one that is not committed, and
//! one whose last commit a shallow clone does not have get no commit, and a diagnostic says why.

mod history; // commits → the last one that touched each path
mod repository; // a work tree's objects, refs and boundary
mod revisions; // two commits → the files that differ

pub use revisions::Revisions;

use super::walk::{Files, STDIN};
use crate::diagnostic::{Code, Diagnostic};
use crate::error::Error;
use chrono::{DateTime, Datelike, Utc};
use gix_hash::ObjectId;
use history::Last;
use repository::Repository;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is known of the files of a run. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Checkouts {
    files: Arc<HashMap<PathBuf, State>>,
    outside: Vec<PathBuf>,
}

/// What is known of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// It is in no work tree.
    Outside,
    /// What is checked out has no such file, or is nothing yet.
    Uncommitted,
    /// The commit is not in the clone.
    Unknown,
    /// It is committed as this blob, which this commit brought at this time, in seconds since 1970.
    Committed { blob: ObjectId, commit: ObjectId, seconds: i64 },
}

/// A commit that touched a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its id, in hexadecimal.
    pub id: String,
    /// When it was committed; none for a time that no calendar has.
    pub date: Option<DateTime<Utc>>,
}

impl Checkouts {
    /// Reads the history of the files of these paths. It is an error if none of them is in a work tree.
    pub fn of(paths: &[PathBuf], skip: &[PathBuf]) -> Result<Checkouts, Error> {
        let mut states = HashMap::new();
        let mut tops: HashMap<PathBuf, Option<PathBuf>> = HashMap::new();
        let mut tracked: BTreeMap<PathBuf, Vec<(Vec<u8>, PathBuf)>> = BTreeMap::new();
        let mut inside: HashSet<PathBuf> = HashSet::new();
        let mut given: HashSet<PathBuf> = HashSet::new();
        let mut files = Files::new(paths, skip);
        while let Some(found) = files.next() {
            // What is not there is told when it is read.
            let Some(file) = found.ok().filter(|file| file.as_os_str() == STDIN || file.exists()) else { continue };
            given.insert(files.given().to_owned());
            let place = place(&file, &mut tops);
            if place.is_some() {
                inside.insert(files.given().to_owned());
            }
            match place {
                Some((top, name)) => tracked.entry(top).or_default().push((name, file)),
                None => drop(states.insert(file, State::Outside)),
            }
        }
        let outside: Vec<PathBuf> =
            paths.iter().filter(|p| given.contains(*p) && !inside.contains(*p)).cloned().collect();
        if inside.is_empty()
            && let Some(path) = outside.first()
        {
            let message = "is in no git work tree, so that there are no commits to name; leave out `--git`".to_owned();
            return Err(Error::Data { path: path.clone(), message });
        }
        for (top, mut files) in tracked {
            files.sort();
            files.dedup();
            let failed = |message| Error::Data { path: top.clone(), message };
            let read = history_of(&top, &files).map_err(failed)?;
            states.extend(files.into_iter().map(|(_, file)| file).zip(read));
        }
        Ok(Checkouts { files: Arc::new(states), outside })
    }

    /// Which of the given paths have no file in a work tree?
    pub fn outside(&self) -> &[PathBuf] {
        &self.outside
    }

    /// The commit that brought the file as it was read, or why none is claimed.
    pub fn commit(&self, file: &Path, bytes: &[u8]) -> Result<Commit, Diagnostic> {
        let why = match self.files.get(file).copied().unwrap_or(State::Outside) {
            State::Outside => "the file is in no git work tree",
            State::Uncommitted => "the file is not committed",
            State::Unknown => "the commit that last touched the file lies beyond what the clone has of the history",
            State::Committed { blob, .. } if !is_blob(bytes, blob) => "the file differs from what is committed",
            State::Committed { commit, seconds, .. } => {
                return Ok(Commit { id: commit.to_string(), date: date(seconds) });
            }
        };
        Err(Diagnostic::whole(Code::CommitUnknown, why))
    }
}

/// A commit's time, if a calendar has it.
fn date(seconds: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(seconds, 0).filter(|date| (0..=9999).contains(&date.year()))
}

/// The work tree that a file lies in, and its path there as git writes it.
fn place(file: &Path, tops: &mut HashMap<PathBuf, Option<PathBuf>>) -> Option<(PathBuf, Vec<u8>)> {
    if file.as_os_str() == STDIN {
        return None;
    }
    // A link stands for what it leads to.
    let file = file.canonicalize().ok()?;
    let folder = file.parent()?;
    if !tops.contains_key(folder) {
        tops.insert(folder.to_owned(), repository::top(folder));
    }
    let top = tops.get(folder)?.clone()?;
    let mut name = file.strip_prefix(&top).ok()?.as_os_str().as_encoded_bytes().to_vec();
    if std::path::MAIN_SEPARATOR != '/' {
        name.iter_mut().filter(|b| **b == std::path::MAIN_SEPARATOR as u8).for_each(|b| *b = b'/');
    }
    Some((top, name))
}

/// What is known of the files of a work tree, in their order.
fn history_of(top: &Path, files: &[(Vec<u8>, PathBuf)]) -> Result<Vec<State>, String> {
    let failed = |error: &dyn std::fmt::Display| format!("the history of this git work tree cannot be read: {error}");
    let repository = Repository::open(top).map_err(|error| failed(&error))?;
    let Some(head) = repository.head().map_err(|error| failed(&error))? else {
        return Ok(vec![State::Uncommitted; files.len()]);
    };
    let mut paths: Vec<&[u8]> = files.iter().map(|(name, _)| name.as_slice()).collect();
    paths.dedup();
    let found = history::last_touched(&repository, head, &paths).map_err(|error| failed(&error))?;
    let state = |(name, _): &(Vec<u8>, PathBuf)| {
        // Every name is among the paths; they are its sorted list.
        match paths.binary_search(&name.as_slice()).ok().and_then(|at| found[at]) {
            None => State::Uncommitted,
            Some((_, Last::Beyond)) => State::Unknown,
            Some((blob, Last::Commit { id, seconds })) => State::Committed { blob, commit: id, seconds },
        }
    };
    Ok(files.iter().map(state).collect())
}

/// Are these the bytes of a blob, as they stand in the work tree? There lines may end as on Windows.
fn is_blob(bytes: &[u8], blob: ObjectId) -> bool {
    let is = |bytes: &[u8]| {
        let id = gix_object::compute_hash(blob.kind(), gix_object::Kind::Blob, bytes);
        id.is_ok_and(|id| id == blob)
    };
    if is(bytes) {
        return true;
    }
    if memchr::memmem::find(bytes, b"\r\n").is_none() {
        return false;
    }
    let mut unix = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        match line.strip_suffix(b"\r\n") {
            Some(line) => unix.extend_from_slice(&[line, b"\n"].concat()),
            None => unix.extend_from_slice(line),
        }
    }
    is(&unix)
}
