//! Which files differ between two commits, and what do they hold? Read from the objects: nothing is checked out.

use super::date;
use super::repository::Repository;
use crate::error::Error;
use crate::model::SourceInfo;
use crate::source::Input;
use chrono::{DateTime, Utc};
use gix_hash::{Kind, ObjectId};
use gix_object::TreeRefIter;
use std::collections::BTreeMap;
use std::path::Path;

/// The files that differ between two commits, as each has them.
#[derive(Debug)]
pub struct Revisions {
    /// As the old commit has them.
    pub old: Vec<Input>,
    /// As the new commit has them.
    pub new: Vec<Input>,
    /// When the new commit was made; none for a time that no calendar has.
    pub date: Option<DateTime<Utc>>,
}

/// Files by path, each with its content's id.
type Listing = BTreeMap<String, ObjectId>;

impl Revisions {
    /// Reads what differs between two revisions (`HEAD`, a branch, a tag, an id or the beginning of one, each with `~N` or
    /// `^N` behind it) of a repository, in these files and folders of it; in all of it, if there are none.
    ///
    /// A file that only went elsewhere does not differ.
    pub fn read(repository: &Path, old: &str, new: &str, within: &[String]) -> Result<Revisions, Error> {
        let failed = |message: String| Error::Data { path: repository.to_owned(), message };
        let opened = Repository::of(repository).map_err(failed)?;
        let files = |revision: &str| -> Result<(Listing, i64), String> {
            let commit = opened.resolve(revision)?;
            let commit = opened.commit(&commit)?.ok_or("the clone does not have that commit")?;
            let mut listing = Listing::new();
            list(&opened, &commit.tree, &mut String::new(), within, &mut listing)?;
            Ok((listing, commit.seconds))
        };
        let said = |revision: &str, message: String| failed(format!("`{revision}`: {message}"));
        let (before, _) = files(old).map_err(|message| said(old, message))?;
        let (after, seconds) = files(new).map_err(|message| said(new, message))?;
        let mut gone: BTreeMap<&ObjectId, Vec<&String>> = BTreeMap::new();
        for (path, id) in before.iter().filter(|(path, _)| !after.contains_key(*path)) {
            gone.entry(id).or_default().push(path);
        }
        let mut moved: Vec<&String> = Vec::new();
        for (path, id) in after.iter().filter(|(path, _)| !before.contains_key(*path)) {
            if let Some(from) = gone.get_mut(id).and_then(Vec::pop) {
                moved.extend([from, path]);
            }
        }
        moved.sort_unstable();
        let differing = |listing: &Listing, other: &Listing| -> Result<Vec<Input>, String> {
            let own = listing.iter().filter(|(path, id)| other.get(*path) != Some(id));
            let own = own.filter(|(path, _)| moved.binary_search(path).is_err());
            own.map(|(path, id)| Ok(input(path, opened.blob(id)?))).collect()
        };
        let (old, new) = (differing(&before, &after).map_err(failed)?, differing(&after, &before).map_err(failed)?);
        Ok(Revisions { old, new, date: date(seconds) })
    }
}

fn input(path: &str, bytes: Vec<u8>) -> Input {
    let info = SourceInfo { path: path.to_owned(), bytes: bytes.len() as u64, ..SourceInfo::default() };
    Input::new(info, Ok(bytes))
}

/// Lists the files of a tree that are within these paths.
fn list(
    repository: &Repository,
    tree: &ObjectId,
    prefix: &mut String,
    within: &[String],
    listing: &mut Listing,
) -> Result<(), String> {
    let data = repository.tree(tree)?.ok_or_else(|| format!("the clone does not have the tree {tree}"))?;
    for entry in TreeRefIter::from_bytes(&data, Kind::Sha1) {
        let entry = entry.map_err(|error| format!("tree {tree}: {error}"))?;
        let length = prefix.len();
        prefix.push_str(&String::from_utf8_lossy(entry.filename));
        if entry.mode.is_tree() {
            prefix.push('/');
            if within.is_empty() || within.iter().any(|path| is_within(prefix, path) || path.starts_with(&*prefix)) {
                list(repository, &entry.oid.to_owned(), prefix, within, listing)?;
            }
        } else if entry.mode.is_blob() && (within.is_empty() || within.iter().any(|path| is_within(prefix, path))) {
            listing.insert(prefix.clone(), entry.oid.to_owned());
        }
        prefix.truncate(length);
    }
    Ok(())
}

/// Is a path this file, or in this folder?
fn is_within(path: &str, given: &str) -> bool {
    let given = given.trim_end_matches('/');
    path.strip_prefix(given).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) || given == "."
}
