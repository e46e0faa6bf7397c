//! How does a folder come into being all at once?
//!
//! A dataset is written into `.NAME.kbmill-XXXXXX/dataset`, beside the place it is meant for, and changes places with
//! what stands there when it is whole. Who kills a run finds the old dataset or the new one. A lock on the outer
//! folder tells a run that is alive from one that is not; what dead ones left is removed by the next run. What is
//! remembered of the inputs comes along: it is written into the outer folder and takes its place after the dataset.

use super::{MANIFEST, Tool, cache};
use crate::error::Error;
use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The folder that is written.
const DATASET: &str = "dataset";
/// Where the old one waits while the new one is moved in, on systems that cannot exchange two folders.
const OLD: &str = "old";
/// The lines of the articles, until they are laid out in the dataset.
const ARTICLES: &str = "articles";
/// What is remembered of the inputs, until it goes beside the dataset.
const CACHE: &str = "cache";
/// Held by the run that owns the outer folder.
const LOCK: &str = "lock";

/// What of ours a folder may hold. Neither takes the place of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// A dataset.
    Dataset,
    /// What was written for another program to load; its manifest says for which (`export`).
    Export,
}

impl Content {
    fn name(self) -> &'static str {
        match self {
            Content::Dataset => "dataset",
            Content::Export => "export",
        }
    }

    /// Is a folder with this manifest one?
    fn is_of(self, manifest: &serde_json::Value) -> bool {
        manifest["tool"]["name"] == Tool::NAME && manifest["export"].is_null() == (self == Content::Dataset)
    }
}

/// A folder that is being written beside its place.
pub struct Staging {
    /// What it will hold.
    content: Content,
    /// Where it goes, free of links.
    place: PathBuf,
    /// The outer folder.
    home: tempfile::TempDir,
    /// Until then nobody takes the outer folder for a dead run's.
    _lock: File,
}

impl Staging {
    /// Makes the folder of a dataset, unless what stands at its place is not ours to replace.
    pub fn create(dir: &Path) -> Result<Staging, Error> {
        Staging::of(Content::Dataset, dir)
    }

    /// Makes the folder, unless what stands at its place is not ours to replace.
    pub fn of(content: Content, dir: &Path) -> Result<Staging, Error> {
        let place = resolve(dir).map_err(|e| Error::io("create", dir, e))?;
        let (Some(parent), Some(name)) = (place.parent(), place.file_name()) else {
            return Err(Error::Data {
                path: dir.to_owned(),
                message: "cannot be replaced; name a folder in it".into(),
            });
        };
        let mut prefix = OsString::from(".");
        prefix.push(name);
        prefix.push(".kbmill-");
        remove_dead(parent, &place, &prefix);
        refuse_foreign(content, &place, dir)?;
        // Another run that clears up may take the folder away before it is locked: then once more.
        for _ in 0..16 {
            let home = tempfile::Builder::new().prefix(&prefix).tempdir_in(parent);
            let mut home = home.map_err(|e| Error::io("create", parent, e))?;
            if let Some(lock) = own(home.path()).map_err(|e| Error::io("create", home.path(), e))? {
                home.disable_cleanup(true); // which would remove the lock as it comes
                return Ok(Staging { content, place, home, _lock: lock });
            }
        }
        Err(Error::io("create", dir, io::ErrorKind::ResourceBusy.into()))
    }

    /// The folder to write into.
    pub fn path(&self) -> PathBuf {
        self.home.path().join(DATASET)
    }

    /// The file to write the lines of the articles into, before they are laid out.
    pub fn articles(&self) -> PathBuf {
        self.home.path().join(ARTICLES)
    }

    /// The file to write into what is remembered of the inputs.
    pub fn cache(&self) -> PathBuf {
        self.home.path().join(CACHE)
    }

    /// The folders that a run which reads meanwhile must keep out of: the old dataset and the new one.
    pub fn folders(&self) -> [PathBuf; 2] {
        [self.place.clone(), self.home.path().to_owned()]
    }

    /// Moves the folder to its place. Its files must have reached the disk.
    pub fn replace(self) -> Result<(), Error> {
        refuse_foreign(self.content, &self.place, &self.place)?;
        let new = self.path();
        let fault = |e| Error::io("replace", &self.place, e);
        sync_folder(&new).map_err(fault)?;
        if self.place.exists() {
            exchange(&new, &self.place, &self.home.path().join(OLD)).map_err(fault)?;
        } else {
            fs::rename(&new, &self.place).map_err(fault)?;
        }
        // A memory of another dataset is of no use, and none at all does no harm.
        if let Some(cache) = cache::place(&self.place).filter(|_| self.content == Content::Dataset) {
            let _ = fs::rename(self.cache(), &cache).or_else(|_| fs::remove_file(&cache));
        }
        // The dataset is in place; that the disk knows it too is for a power cut, which no error could mend.
        let _ = self.place.parent().map(sync_folder);
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        remove(self.home.path());
    }
}

/// Removes an outer folder, the lock last: a run that is killed meanwhile must leave what is known for a dead run's.
/// What cannot be removed does no harm and is left for another time.
fn remove(home: &Path) {
    // Freeing the pages of a large file takes a while; there may be two.
    let [articles, dataset] = std::thread::scope(|scope| {
        let articles = scope.spawn(|| fs::remove_file(home.join(ARTICLES)).or_else(missing));
        let dataset = fs::remove_dir_all(home.join(DATASET)).or_else(missing);
        [articles.join().unwrap_or_else(|_| Err(io::ErrorKind::Other.into())), dataset]
    });
    let done = articles.and(dataset).and_then(|()| {
        fs::remove_dir_all(home.join(OLD)).or_else(missing)?;
        fs::remove_file(home.join(CACHE)).or_else(missing)?;
        fs::remove_file(home.join(LOCK)).or_else(missing)?;
        fs::remove_dir(home)
    });
    drop(done);
}

/// What is not there need not be removed.
fn missing(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

/// The place itself: links followed, its parent there.
fn resolve(dir: &Path) -> io::Result<PathBuf> {
    if dir.exists() {
        return dir.canonicalize();
    }
    let name = dir.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    let parent = dir.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    Ok(parent.canonicalize()?.join(name))
}

/// Locks an outer folder and makes the inner one; nothing if it was taken away meanwhile.
fn own(home: &Path) -> io::Result<Option<File>> {
    let attempt = || -> io::Result<File> {
        let lock = File::create_new(home.join(LOCK))?;
        // A file system without locks has no way to tell dead runs from live ones: nothing is cleared up there.
        if let Err(fs::TryLockError::WouldBlock) = lock.try_lock() {
            return Err(io::ErrorKind::NotFound.into());
        }
        fs::create_dir(home.join(DATASET))?;
        Ok(lock)
    };
    match attempt() {
        Ok(lock) => Ok(Some(lock)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}

/// Removes what killed runs left beside a place.
fn remove_dead(parent: &Path, place: &Path, prefix: &OsString) {
    let prefix = prefix.as_encoded_bytes();
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        if !entry.file_name().as_encoded_bytes().starts_with(prefix) {
            continue;
        }
        let home = entry.path();
        match File::open(home.join(LOCK)) {
            Ok(lock) if lock.try_lock().is_ok() => {
                // Killed between the two steps of an exchange: the old dataset is still the one.
                if !place.exists() && home.join(OLD).exists() {
                    let _ = fs::rename(home.join(OLD), place);
                }
                remove(&home);
            }
            Ok(_) => {}
            // Killed before the lock was made; a folder with something in it stays.
            Err(_) => drop(fs::remove_dir(&home)),
        }
    }
}

/// Refuses a place that holds anything but what was made here and is of the same kind.
fn refuse_foreign(content: Content, place: &Path, shown: &Path) -> Result<(), Error> {
    let what = content.name();
    let refuse = |message: String| Err(Error::Data { path: shown.to_owned(), message });
    let mut found = match fs::read_dir(place) {
        Ok(entries) => entries.peekable(),
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) if e.kind() == io::ErrorKind::NotADirectory => {
            return refuse(format!("is a file; a {what} is a folder, name another place"));
        }
        Err(e) => return Err(Error::io("read", shown, e)),
    };
    if found.peek().is_none() {
        return Ok(());
    }
    let manifest = fs::read(place.join(MANIFEST)).ok();
    let manifest = manifest.and_then(|text| serde_json::from_slice::<serde_json::Value>(&text).ok());
    let Some(manifest) = manifest.filter(|manifest| content.is_of(manifest)) else {
        return refuse(format!("holds files and is no {what} of kbmill; name an empty folder or a new one"));
    };
    let files = manifest["files"].as_array().into_iter().flatten();
    let mut known: HashSet<&str> = files.filter_map(|file| file["path"].as_str()).collect();
    known.insert(MANIFEST);
    match stranger(place, "", &known).map_err(|e| Error::io("read", shown, e))? {
        Some(name) => refuse(format!("holds `{name}`, which is no part of the {what} and would be lost; move it away")),
        None => Ok(()),
    }
}

/// The first file under a folder that is not known.
fn stranger(folder: &Path, within: &str, known: &HashSet<&str>) -> io::Result<Option<String>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{within}{}", entry.file_name().to_string_lossy());
        let own_folder = format!("{name}/");
        if entry.file_type()?.is_dir() && known.iter().any(|path| path.starts_with(&own_folder)) {
            if let Some(name) = stranger(&entry.path(), &own_folder, known)? {
                return Ok(Some(name));
            }
        } else if !known.contains(name.as_str()) {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// Puts `new` in the place of `place`; what stood there is under `new` or `old` afterwards.
fn exchange(new: &Path, place: &Path, old: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, new, CWD, place, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
        // Not every file system can; two renames do it there, and an error of theirs tells more.
    }
    fs::rename(place, old)?;
    fs::rename(new, place).inspect_err(|_| drop(fs::rename(old, place)))
}

/// Makes sure that a folder's entries are on the disk, where the system can.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = entries.collect();
        names.sort();
        names
    }

    /// Stages a dataset whose manifest lists one file of that content.
    fn stage(place: &Path, content: &str) -> Staging {
        let staging = Staging::create(place).unwrap();
        fs::write(staging.path().join("a"), content).unwrap();
        let manifest = r#"{"tool":{"name":"kbmill"},"files":[{"path":"a"}]}"#;
        fs::write(staging.path().join(MANIFEST), manifest).unwrap();
        staging
    }

    #[test]
    fn a_dataset_is_replaced_whole_and_nothing_is_left_beside_it() {
        let root = tempfile::tempdir().unwrap();
        let place = root.path().join("sub/set");
        stage(&place, "1").replace().unwrap();
        stage(&place, "2").replace().unwrap();
        assert_eq!(fs::read_to_string(place.join("a")).unwrap(), "2");
        assert_eq!(names(&root.path().join("sub")), ["set"]);
    }

    #[test]
    fn a_run_that_gives_up_leaves_the_old_dataset() {
        let root = tempfile::tempdir().unwrap();
        let place = root.path().join("set");
        stage(&place, "1").replace().unwrap();
        drop(stage(&place, "2"));
        assert_eq!(fs::read_to_string(place.join("a")).unwrap(), "1");
        assert_eq!(names(root.path()), ["set"]);
    }

    #[test]
    fn what_a_killed_run_left_is_cleared_up_and_a_living_one_is_let_be() {
        let root = tempfile::tempdir().unwrap();
        let place = root.path().join("set");
        let alive = stage(&place, "1");
        let dead = root.path().join(".set.kbmill-dead");
        fs::create_dir_all(dead.join(DATASET)).unwrap();
        fs::create_dir(dead.join(OLD)).unwrap();
        fs::write(dead.join(OLD).join(MANIFEST), r#"{"tool":{"name":"kbmill"}}"#).unwrap();
        fs::write(dead.join(LOCK), "").unwrap();
        fs::create_dir(root.path().join(".set.kbmill-early")).unwrap();
        fs::create_dir(root.path().join(".other.kbmill-dead")).unwrap();
        drop(Staging::create(&place).unwrap());
        assert!(place.join(MANIFEST).exists(), "the old dataset is back in its place");
        assert!(alive.path().exists());
        assert_eq!(names(root.path()).len(), 3, "{:?}", names(root.path()));
        alive.replace().unwrap();
        assert_eq!(names(root.path()), [".other.kbmill-dead", "set"]);
    }

    #[test]
    fn a_folder_with_anything_else_in_it_is_refused() {
        let root = tempfile::tempdir().unwrap();
        let place = root.path().join("set");
        let refusal = |place: &Path| Staging::create(place).err().map(|e| e.to_string()).unwrap_or_default();
        fs::create_dir(&place).unwrap();
        assert_eq!(refusal(&place), "");
        fs::write(place.join("notes.txt"), "mine").unwrap();
        assert!(refusal(&place).contains("no dataset of kbmill"), "{}", refusal(&place));
        assert!(refusal(&place.join("notes.txt")).contains("is a file"));
        fs::remove_file(place.join("notes.txt")).unwrap();
        stage(&place, "1").replace().unwrap();
        fs::write(place.join("notes.txt"), "mine").unwrap();
        assert!(refusal(&place).contains("`notes.txt`"), "{}", refusal(&place));
    }

    #[test]
    fn a_dataset_and_an_export_do_not_take_each_others_place() {
        let root = tempfile::tempdir().unwrap();
        let refusal =
            |content, place: &Path| Staging::of(content, place).err().map(|e| e.to_string()).unwrap_or_default();
        let dataset = root.path().join("set");
        stage(&dataset, "1").replace().unwrap();
        assert!(refusal(Content::Export, &dataset).contains("no export of kbmill"));
        let export = root.path().join("export");
        let staging = Staging::of(Content::Export, &export).unwrap();
        fs::write(staging.path().join(MANIFEST), r#"{"tool":{"name":"kbmill"},"export":"typesense","files":[]}"#)
            .unwrap();
        staging.replace().unwrap();
        assert!(refusal(Content::Dataset, &export).contains("no dataset of kbmill"));
        assert_eq!(refusal(Content::Export, &export), "");
    }
}
