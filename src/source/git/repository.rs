//! Where are a work tree's objects and refs, and what do they hold?
//!
//! Of the settings only the repository's format is looked at. Work trees of their own, linked ones (`git worktree add`) and those of submodules. Trees are kept while there is room:
//! a walk through history asks for each of them about twice.

use gix_hash::{Kind, ObjectId};
use gix_object::{CommitRef, Find};
use gix_ref::Target;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Bytes of trees that are kept, and of what deltas in packs stand on.
const KEPT_TREES: usize = 32 << 20;
const KEPT_DELTAS: usize = 64 << 20;
/// Refs that lead to refs are followed so far; git goes five steps.
const LONGEST_CHAIN: usize = 5;

const UNKNOWN: &str = "there is no such revision; a branch, a tag, `HEAD` or the id of a commit is wanted";
const UNKNOWN_STEPS: &str = "behind a revision only `~N` and `^N` are known";

/// The repository of a work tree.
pub struct Repository {
    objects: gix_odb::Handle,
    refs: gix_ref::file::Store,
    /// Commits whose parents a shallow clone does not have.
    boundary: HashSet<ObjectId>,
    trees: RefCell<Kept>,
}

/// Trees by id.
#[derive(Default)]
struct Kept {
    by_id: HashMap<ObjectId, Rc<[u8]>>,
    bytes: usize,
}

/// A commit.
pub struct Commit {
    /// What it holds.
    pub tree: ObjectId,
    /// What it follows.
    pub parents: Vec<ObjectId>,
    /// When it was committed, in seconds since 1970.
    pub seconds: i64,
}

/// The work tree that a folder is in, by its root.
pub fn top(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|folder| git_folder(folder).is_some()).map(Path::to_owned)
}

/// The folder with the repository of a work tree, or of a linked one with its own HEAD.
fn git_folder(top: &Path) -> Option<PathBuf> {
    let git = top.join(".git");
    let folder = if git.is_dir() {
        git
    } else {
        let text = fs::read_to_string(&git).ok()?;
        top.join(text.strip_prefix("gitdir:")?.trim())
    };
    folder.join("HEAD").symlink_metadata().is_ok().then_some(folder)
}

impl Repository {
    /// The repository of the work tree with this root.
    pub fn open(top: &Path) -> Result<Repository, String> {
        Repository::in_folder(git_folder(top).ok_or("it is there no longer")?)
    }

    fn in_folder(folder: PathBuf) -> Result<Repository, String> {
        let common = match fs::read_to_string(folder.join("commondir")) {
            Ok(text) => folder.join(text.trim()),
            Err(_) => folder.clone(),
        };
        let config = fs::read_to_string(common.join("config")).unwrap_or_default();
        let setting = |key: &str, value: &str| {
            let lines = config.lines().filter_map(|line| line.split_once('='));
            lines.into_iter().any(|(k, v)| k.trim().eq_ignore_ascii_case(key) && v.trim().eq_ignore_ascii_case(value))
        };
        if setting("objectFormat", "sha256") || setting("refStorage", "reftable") {
            return Err("its format (SHA-256 ids or reftable) is not known".to_owned());
        }
        let objects = gix_odb::at(common.join("objects"), Kind::Sha1).map_err(|error| error.to_string())?;
        let objects =
            objects.with_pack_cache(|| Box::new(gix_pack::cache::lru::StaticLinkedList::<64>::new(KEPT_DELTAS)));
        let shallow = fs::read_to_string(common.join("shallow")).unwrap_or_default();
        let boundary = shallow.lines().filter_map(|line| ObjectId::from_hex(line.trim().as_bytes()).ok()).collect();
        let refs = gix_ref::file::Store::for_linked_worktree(folder, common, Kind::Sha1);
        Ok(Repository { objects, refs, boundary, trees: RefCell::default() })
    }

    /// The commit that is checked out; none in a repository without one.
    pub fn head(&self) -> Result<Option<ObjectId>, String> {
        let read = |name: &str| self.refs.try_find(name).map_err(|error| error.to_string());
        let mut name = "HEAD".to_owned();
        for _ in 0..=LONGEST_CHAIN {
            match read(&name)?.map(|reference| reference.target) {
                Some(Target::Object(id)) => return Ok(Some(id)),
                Some(Target::Symbolic(next)) => name = next.as_bstr().to_string(),
                None => return Ok(None),
            }
        }
        Err("its HEAD leads nowhere".to_owned())
    }

    /// The repository at this path: one without a work tree, or that of the work tree that a folder is in.
    pub fn of(path: &Path) -> Result<Repository, String> {
        if path.join("HEAD").is_file() && path.join("objects").is_dir() {
            return Repository::in_folder(path.to_owned());
        }
        let folder = path.canonicalize().map_err(|error| error.to_string())?;
        Repository::open(&top(&folder).ok_or("is no git repository, and in none")?)
    }

    /// The commit that a revision names.
    pub fn resolve(&self, revision: &str) -> Result<ObjectId, String> {
        let end = revision.find(['~', '^']).unwrap_or(revision.len());
        let (name, steps) = revision.split_at(end);
        let mut id = self.peeled(self.named(name)?)?;
        let mut rest = steps;
        while let Some(mark) = rest.chars().next() {
            let digits = rest[1..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |at| at + 1);
            let number = if digits == 1 { 1 } else { rest[1..digits].parse().map_err(|_| UNKNOWN_STEPS)? };
            rest = &rest[digits..];
            let parent = |id: &ObjectId, number: usize| -> Result<ObjectId, String> {
                let commit = self.commit(id)?.ok_or("the clone does not have that commit")?;
                commit.parents.get(number - 1).copied().ok_or_else(|| format!("commit {id} has no such parent"))
            };
            match (mark, number) {
                ('~', number) => {
                    for _ in 0..number {
                        id = parent(&id, 1)?;
                    }
                }
                ('^', 0) => {}
                ('^', number) => id = parent(&id, number)?,
                _ => return Err(UNKNOWN_STEPS.to_owned()),
            }
        }
        Ok(id)
    }

    /// The object that a ref, or the beginning of an id, names.
    fn named(&self, name: &str) -> Result<ObjectId, String> {
        let name = if name == "@" { "HEAD" } else { name };
        // What can be no ref's name may still be an id.
        if let Ok(Some(mut reference)) = self.refs.try_find(name) {
            for _ in 0..=LONGEST_CHAIN {
                match reference.target {
                    Target::Object(id) => return Ok(id),
                    Target::Symbolic(next) => {
                        let found = self.refs.try_find(next.as_ref()).map_err(|error| error.to_string())?;
                        reference = found.ok_or("there is no commit yet")?;
                    }
                }
            }
            return Err("it leads nowhere".to_owned());
        }
        let prefix = gix_hash::Prefix::from_hex(name).map_err(|_| UNKNOWN)?;
        match self.objects.lookup_prefix(prefix, None).map_err(|error| error.to_string())? {
            Some(Ok(id)) => Ok(id),
            Some(Err(())) => Err("more than one object begins so; write more of the id".to_owned()),
            None => Err(UNKNOWN.to_owned()),
        }
    }

    /// The commit that a tag is of.
    fn peeled(&self, mut id: ObjectId) -> Result<ObjectId, String> {
        let mut buffer = Vec::new();
        for _ in 0..=LONGEST_CHAIN {
            let found = self.objects.try_find(&id, &mut buffer).map_err(|error| error.to_string())?;
            let data = found.ok_or("the clone does not have that commit")?;
            match data.kind {
                gix_object::Kind::Commit => return Ok(id),
                gix_object::Kind::Tag => {
                    let tag = gix_object::TagRefIter::from_bytes(data.data, Kind::Sha1).target_id();
                    id = tag.map_err(|error| error.to_string())?;
                }
                other => return Err(format!("it is a {other} and no commit")),
            }
        }
        Err("it leads nowhere".to_owned())
    }

    /// What a file holds.
    pub fn blob(&self, id: &ObjectId) -> Result<Vec<u8>, String> {
        let mut buffer = Vec::new();
        let found = self.objects.try_find(id, &mut buffer).map_err(|error| error.to_string())?;
        let data = found.ok_or_else(|| format!("the clone does not have the content {id}"))?;
        Ok(data.data.to_vec())
    }

    /// Are the parents of a commit not in the clone?
    pub fn is_boundary(&self, commit: &ObjectId) -> bool {
        self.boundary.contains(commit)
    }

    /// A commit, if the clone has it.
    pub fn commit(&self, id: &ObjectId) -> Result<Option<Commit>, String> {
        let mut buffer = Vec::new();
        let Some(data) = self.objects.try_find(id, &mut buffer).map_err(|error| error.to_string())? else {
            return Ok(None);
        };
        let faulty = |error: &dyn std::fmt::Display| format!("commit {id}: {error}");
        if data.kind != gix_object::Kind::Commit {
            return Err(faulty(&format!("it is a {}", data.kind)));
        }
        let commit = CommitRef::from_bytes(data.data, Kind::Sha1).map_err(|error| faulty(&error))?;
        // A time that cannot be read makes the commit an old one, with no date.
        let seconds = commit.committer().and_then(|committer| committer.time()).map_or(i64::MIN, |time| time.seconds);
        Ok(Some(Commit { tree: commit.tree(), parents: commit.parents().collect(), seconds }))
    }

    /// A tree as it is stored, if the clone has it.
    pub fn tree(&self, id: &ObjectId) -> Result<Option<Rc<[u8]>>, String> {
        if let Some(tree) = self.trees.borrow().by_id.get(id) {
            return Ok(Some(tree.clone()));
        }
        let mut buffer = Vec::new();
        let Some(data) = self.objects.try_find(id, &mut buffer).map_err(|error| error.to_string())? else {
            return Ok(None);
        };
        if data.kind != gix_object::Kind::Tree {
            return Err(format!("tree {id}: it is a {}", data.kind));
        }
        let tree: Rc<[u8]> = data.data.into();
        let mut kept = self.trees.borrow_mut();
        if kept.bytes.saturating_add(tree.len()) > KEPT_TREES {
            *kept = Kept::default();
        }
        kept.bytes += tree.len();
        kept.by_id.insert(*id, tree.clone());
        Ok(Some(tree))
    }
}
