//! Which commit last touched each of many paths?
//!
//! One walk for all of them. Each path stands at one commit at a time, first at the one that is checked out. There it
//! goes on to the first parent that holds the same; if none does, this is the commit that made it so. So a merge counts
//! only where it differs from all it merges, and a change that a merge dropped does not count at all: what is found is
//! what `git log -1 -- PATH` shows. Commits are visited by their time, newest first, so that the paths of most meet
//! again where branches do; the result does not depend on it. Of trees, only those that differ and hold paths still
//! looked for are compared. The walk ends when all paths have their commit. Names are followed as they are: a file that
//! was renamed begins with that.

use super::repository::{Commit, Repository};
use gix_hash::{Kind, ObjectId};
use gix_object::TreeRefIter;
use gix_object::tree::EntryRef;
use std::cmp::Ordering;
use std::collections::{BTreeSet, BinaryHeap, HashMap};
use std::ops::Range;

/// Where the history of a path ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Last {
    /// At this commit, of this time in seconds since 1970.
    Commit { id: ObjectId, seconds: i64 },
    /// Beyond what the clone has.
    Beyond,
}

/// For each path the blob that `head` has there and the commit that last touched it; none where it has no file. The
/// paths are sorted and distinct.
pub fn last_touched(
    repository: &Repository,
    head: ObjectId,
    paths: &[&[u8]],
) -> Result<Vec<Option<(ObjectId, Last)>>, String> {
    let commit = repository.commit(&head)?.ok_or("the commit that is checked out is not in it")?;
    let mut walk =
        Walk { repository, paths, found: vec![None; paths.len()], pending: HashMap::new(), queue: BinaryHeap::new() };
    let mut blobs = vec![None; paths.len()];
    let all: BTreeSet<u32> = (0..paths.len() as u32).collect(); // 4 billion paths would not fit the memory either
    let mut seen = |at: u32, entry: Option<&EntryRef>| {
        blobs[at as usize] = entry.filter(|entry| entry.mode.is_blob()).map(|entry| entry.oid.to_owned());
    };
    if !walk.compare(&commit.tree, None, &mut Vec::new(), 0..paths.len(), &all, &mut seen)? {
        return Err("a tree of the commit that is checked out is not in it".to_owned());
    }
    let there = all.into_iter().filter(|&at| blobs[at as usize].is_some()).collect();
    walk.push(head, commit, there);
    while let Some((_, id)) = walk.queue.pop() {
        // An id is in the queue again when paths came to it after it had been visited.
        if let Some((commit, active)) = walk.pending.remove(&id) {
            walk.visit(id, commit, active)?;
        }
    }
    Ok(blobs.into_iter().zip(walk.found).map(|(blob, last)| blob.zip(last)).collect())
}

struct Walk<'w> {
    repository: &'w Repository,
    paths: &'w [&'w [u8]],
    found: Vec<Option<Last>>,
    /// The commits to visit, with the paths that stand there.
    pending: HashMap<ObjectId, (Commit, BTreeSet<u32>)>,
    queue: BinaryHeap<(i64, ObjectId)>,
}

impl Walk<'_> {
    fn push(&mut self, id: ObjectId, commit: Commit, paths: BTreeSet<u32>) {
        if !paths.is_empty() {
            self.queue.push((commit.seconds, id));
            self.pending.insert(id, (commit, paths));
        }
    }

    fn visit(&mut self, id: ObjectId, commit: Commit, mut active: BTreeSet<u32>) -> Result<(), String> {
        let here = Last::Commit { id, seconds: commit.seconds };
        if self.repository.is_boundary(&id) {
            self.settle(&active, Last::Beyond);
            return Ok(());
        }
        for parent_id in &commit.parents {
            if active.is_empty() {
                return Ok(());
            }
            let known = self.pending.remove(parent_id);
            let parent = match known {
                Some(known) => Some(known),
                None => self.repository.commit(parent_id)?.map(|commit| (commit, BTreeSet::new())),
            };
            let Some((parent, mut waiting)) = parent else {
                self.settle(&active, Last::Beyond);
                return Ok(());
            };
            let mut differing = BTreeSet::new();
            let mut differs = |at: u32, _: Option<&EntryRef>| {
                differing.insert(at);
            };
            let theirs = Some(&parent.tree);
            let is_whole =
                self.compare(&commit.tree, theirs, &mut Vec::new(), 0..self.paths.len(), &active, &mut differs)?;
            if !is_whole {
                // A clone without all trees: what cannot be compared is not known.
                self.settle(&active, Last::Beyond);
                self.push(*parent_id, parent, waiting);
                return Ok(());
            }
            for at in &differing {
                active.remove(at);
            }
            if waiting.len() < active.len() {
                std::mem::swap(&mut waiting, &mut active);
            }
            waiting.extend(active);
            self.push(*parent_id, parent, waiting);
            active = differing;
        }
        self.settle(&active, here);
        Ok(())
    }

    fn settle(&mut self, paths: &BTreeSet<u32>, last: Last) {
        for &at in paths {
            self.found[at as usize] = Some(last);
        }
    }

    /// Hands over the active paths of a range at which two trees differ, with the entry of the first; the second may be
    /// missing. False if the clone lacks a tree that this takes. `prefix` is the path of the trees, with a slash.
    fn compare(
        &self,
        ours: &ObjectId,
        theirs: Option<&ObjectId>,
        prefix: &mut Vec<u8>,
        range: Range<usize>,
        active: &BTreeSet<u32>,
        differs: &mut dyn FnMut(u32, Option<&EntryRef>),
    ) -> Result<bool, String> {
        if theirs == Some(ours) || !holds(active, &range) {
            return Ok(true);
        }
        let Some(our_tree) = self.repository.tree(ours)? else { return Ok(false) };
        let their_tree = match theirs {
            Some(id) => match self.repository.tree(id)? {
                Some(tree) => Some(tree),
                None => return Ok(false),
            },
            None => None,
        };
        let mut their_entries = TreeRefIter::from_bytes(their_tree.as_deref().unwrap_or(b""), Kind::Sha1);
        let mut their_next = their_entries.next().transpose().map_err(|error| faulty(theirs, &error))?;
        for entry in TreeRefIter::from_bytes(&our_tree, Kind::Sha1) {
            let entry = entry.map_err(|error| faulty(Some(ours), &error))?;
            while their_next.as_ref().is_some_and(|their| order(their, &entry) == Ordering::Less) {
                their_next = their_entries.next().transpose().map_err(|error| faulty(theirs, &error))?;
            }
            let their = their_next.filter(|their| order(their, &entry) == Ordering::Equal);
            if their.is_some_and(|their| their.oid == entry.oid && their.mode == entry.mode) {
                continue;
            }
            let length = prefix.len();
            prefix.extend_from_slice(entry.filename);
            if entry.mode.is_tree() {
                prefix.push(b'/');
                let within = self.within(prefix, &range);
                let their = their.map(|their| their.oid.to_owned());
                let ours = entry.oid.to_owned();
                if theirs.is_some() && their.is_none() {
                    for &at in active.range(within.start as u32..within.end as u32) {
                        differs(at, None);
                    }
                } else if !self.compare(&ours, their.as_ref(), prefix, within, active, differs)? {
                    return Ok(false);
                }
            } else if let Ok(at) = self.paths[range.clone()].binary_search(&prefix.as_slice()) {
                let at = (range.start + at) as u32;
                if active.contains(&at) {
                    differs(at, Some(&entry));
                }
            }
            prefix.truncate(length);
        }
        Ok(true)
    }

    /// The paths of a range that begin so.
    fn within(&self, prefix: &[u8], range: &Range<usize>) -> Range<usize> {
        let paths = &self.paths[range.clone()];
        let start = paths.partition_point(|path| *path < prefix);
        let length = paths[start..].partition_point(|path| path.starts_with(prefix));
        range.start + start..range.start + start + length
    }
}

fn holds(active: &BTreeSet<u32>, range: &Range<usize>) -> bool {
    active.range(range.start as u32..range.end as u32).next().is_some()
}

/// The order of entries in a tree: by name, a folder's with a slash behind it.
fn order(a: &EntryRef, b: &EntryRef) -> Ordering {
    fn key<'e>(entry: &EntryRef<'e>) -> impl Iterator<Item = u8> + use<'e> {
        let name: &'e [u8] = entry.filename;
        name.iter().copied().chain(entry.mode.is_tree().then_some(b'/'))
    }
    key(a).cmp(key(b))
}

fn faulty(tree: Option<&ObjectId>, error: &dyn std::fmt::Display) -> String {
    match tree {
        Some(id) => format!("tree {id}: {error}"),
        None => error.to_string(),
    }
}
