//! Which file does a directive mean, may it be read, and what does it say?
//!
//! Articles come from anywhere, and what they name is not trusted: only Markdown files are read, only in the tree that
//! the article is of, by their true paths, and never where a name begins with a dot. That tree is the folder that was
//! given, or the git checkout or documentation project around the article, whichever is outermost: so an article that is
//! given by itself has the same fragments as in its folder. The texts of fragments are kept while there is room.

use super::directive::{self, Base, Directive};
use super::lines::Fences;
use crate::source::{binary, charset, sniff};
use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

/// A longer file is no fragment.
const LONGEST: u64 = 1 << 20;
/// Bytes of fragments that are kept, and folders that are known, before all are forgotten.
const KEPT_BYTES: usize = 8 << 20;
const KEPT_FOLDERS: usize = 4096;

/// What a fragment's name ends with.
const ENDS: &[&str] = &["md", "markdown", "mdx", "qmd"];
/// Folders of fragments, as platforms name them.
const FOLDERS: &[&str] = &["includes", "_includes", "snippets", "_snippets", "_partials"];
/// Files in the root of a documentation project: of the documentation platform, MkDocs, Jekyll, Quarto, mdBook.
const PROJECTS: &[&str] = &["docfx.json", "mkdocs.yml", "mkdocs.yaml", "_config.yml", "_quarto.yml", "book.toml"];
/// Files in the root of a checkout.
const CHECKOUTS: &[&str] = &[".git", ".openpublishing.publish.config.json"];

/// Are the files of a folder of this name fragments?
pub fn is_fragment_folder(name: &str) -> bool {
    FOLDERS.iter().any(|folder| folder.eq_ignore_ascii_case(name))
}

/// Is one of the folders of a path one of fragments?
fn is_in_fragments(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str().to_str().is_some_and(is_fragment_folder))
}

/// The fragments of all articles of a run.
#[derive(Clone, Debug, Default)]
pub struct Library(Arc<Shelves>);

#[derive(Debug, Default)]
struct Shelves {
    /// The root of the tree, if it was chosen.
    root: Option<PathBuf>,
    /// Folders of articles, by path and by the path that was given.
    folders: Mutex<HashMap<(PathBuf, PathBuf), Arc<Folder>>>,
    fragments: Mutex<Kept>,
}

/// Fragments by their true path.
#[derive(Debug, Default)]
struct Kept {
    by_path: HashMap<PathBuf, Arc<Fragment>>,
    bytes: usize,
}

/// A folder with articles.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// Its true path.
    pub path: PathBuf,
    /// The root of the tree: nothing outside of it is read.
    tree: PathBuf,
    /// The roots that a path from the root may mean: of the project, of the tree.
    roots: Vec<PathBuf>,
}

/// A fragment's text.
#[derive(Debug)]
pub struct Fragment {
    /// Without front matter and with its code closed.
    pub text: String,
    /// May it name others?
    pub has_directives: bool,
    /// Bytes that are not in the text.
    pub skipped: usize,
}

/// An article's place on the disk.
#[derive(Clone, Debug)]
pub struct OnDisk {
    library: Library,
    /// The article's file.
    file: PathBuf,
    /// The folder that was given, or the one in which the given file lies.
    given: PathBuf,
}

impl Library {
    /// Fragments are read beneath this folder, or else in the tree around each article.
    pub fn new(root: Option<PathBuf>) -> Library {
        // What is no folder holds no fragment: the articles say so.
        let root = root.map(|root| root.canonicalize().unwrap_or(root));
        Library(Arc::new(Shelves { root, ..Shelves::default() }))
    }

    /// The place of an article that was found under the path that was given.
    pub fn place(&self, file: &Path, given: &Path) -> OnDisk {
        let given = if given == file { parent(file) } else { given };
        OnDisk { library: self.clone(), file: file.to_owned(), given: given.to_owned() }
    }
}

impl OnDisk {
    /// The article's folder.
    pub fn folder(&self) -> Arc<Folder> {
        let key = (parent(&self.file).to_owned(), self.given.clone());
        let mut folders = lock(&self.library.0.folders);
        if let Some(folder) = folders.get(&key) {
            return folder.clone();
        }
        let folder = Arc::new(Folder::of(&key.0, &key.1, self.library.0.root.as_deref()));
        if folders.len() >= KEPT_FOLDERS {
            folders.clear();
        }
        folders.insert(key, folder.clone());
        folder
    }

    /// May the file lie where fragments do, by the names of the folders that are above it?
    pub fn may_be_fragment(&self) -> bool {
        static HERE: LazyLock<bool> =
            LazyLock::new(|| std::env::current_dir().is_ok_and(|here| is_in_fragments(&here)));
        is_in_fragments(&self.file) || self.file.is_relative() && *HERE
    }

    /// Does the file lie where fragments do?
    pub fn is_fragment(&self) -> bool {
        let folder = self.folder();
        let within = folder.path.strip_prefix(&folder.tree).unwrap_or(Path::new(""));
        is_in_fragments(within)
    }

    /// Is this the article itself?
    pub fn is(&self, path: &Path) -> bool {
        self.file.file_name() == path.file_name() && self.file.canonicalize().is_ok_and(|file| file == path)
    }

    /// The path of a file in the tree, as the article's own path would lead there.
    pub fn shown(&self, path: &Path) -> String {
        let folder = self.folder();
        let is_common = |(a, b): &(Component, Component)| a == b;
        let common = folder.path.components().zip(path.components()).take_while(is_common).count();
        let mut shown: Vec<Component> = self.file.parent().into_iter().flat_map(Path::components).collect();
        for _ in folder.path.components().skip(common) {
            match shown.last() {
                Some(Component::Normal(_)) => drop(shown.pop()),
                _ => shown.push(Component::ParentDir),
            }
        }
        shown.extend(path.components().skip(common));
        crate::source::shown(&shown.iter().collect::<PathBuf>())
    }

    /// The true path of the file that a directive in a file of `folder` means, or why there is none.
    pub fn find(&self, found: &Directive, folder: &Path) -> Result<PathBuf, String> {
        let own = self.folder();
        let target = directive::as_path(found.target);
        let (target, base) = match target.strip_prefix('~').unwrap_or(&target) {
            // From the root of the file system nothing is read: it is the project's that is meant.
            rest if rest.starts_with('/') => (rest.trim_start_matches('/'), Base::Root),
            _ => (&*target, found.base),
        };
        let roots = own.roots.iter();
        let candidates: Vec<PathBuf> = match base {
            Base::File => vec![folder.join(target)],
            Base::Root => roots.map(|root| root.join(target)).chain([folder.join(target)]).collect(),
            Base::Includes => {
                roots.map(|root| root.join("_includes").join(target)).chain([folder.join(target)]).collect()
            }
        };
        let end = Path::new(target).extension().and_then(|end| end.to_str()).unwrap_or("");
        if !ENDS.iter().any(|known| known.eq_ignore_ascii_case(end)) {
            return Err("is no whole file of Markdown".to_owned());
        }
        // A path with a NUL is an error here as well.
        let Some(path) = candidates.iter().find_map(|path| path.canonicalize().ok()) else {
            return Err("is not there".to_owned());
        };
        let Ok(within) = path.strip_prefix(&own.tree) else {
            return Err("lies outside of the articles' folder".to_owned());
        };
        let is_hidden = |part: Component| part.as_os_str().to_str().is_none_or(|name| name.starts_with('.'));
        let same_end = path.extension().is_some_and(|true_end| true_end.eq_ignore_ascii_case(end));
        if within.components().any(is_hidden) || !same_end || !path.is_file() {
            return Err("is no file that may be read".to_owned());
        }
        Ok(path)
    }

    /// The fragment in a file.
    pub fn fragment(&self, path: &Path) -> Result<Arc<Fragment>, String> {
        let shelves = &self.library.0;
        if let Some(fragment) = lock(&shelves.fragments).by_path.get(path) {
            return Ok(fragment.clone());
        }
        let fragment = Arc::new(Fragment::read(path)?);
        let mut kept = lock(&shelves.fragments);
        if kept.bytes.saturating_add(fragment.text.len()) > KEPT_BYTES {
            *kept = Kept::default();
        }
        kept.bytes += fragment.text.len();
        kept.by_path.insert(path.to_owned(), fragment.clone());
        Ok(fragment)
    }
}

impl Folder {
    fn of(path: &Path, given: &Path, chosen: Option<&Path>) -> Folder {
        let Ok(path) = path.canonicalize() else { return Folder::default() };
        let around = |marks: &[&str]| {
            let holds = |folder: &&Path| marks.iter().any(|mark| folder.join(mark).exists());
            path.ancestors().find(holds).map(Path::to_owned)
        };
        let project = around(PROJECTS);
        let tree = chosen.map(Path::to_owned).unwrap_or_else(|| {
            let given = given.canonicalize().ok().filter(|given| path.starts_with(given));
            let all = [given, around(CHECKOUTS), project.clone()];
            // All of them are above the folder, so the shortest is the outermost.
            all.into_iter().flatten().min_by_key(|root| root.as_os_str().len()).unwrap_or_else(|| path.clone())
        });
        let project = project.filter(|project| project.starts_with(&tree));
        let mut roots: Vec<PathBuf> = project.into_iter().chain([tree.clone()]).collect();
        roots.dedup();
        Folder { path, tree, roots }
    }
}

impl Fragment {
    fn read(path: &Path) -> Result<Fragment, String> {
        let mut bytes = Vec::new();
        let read = File::open(path).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes));
        read.map_err(|error| format!("cannot be read: {error}"))?;
        if bytes.len() as u64 > LONGEST {
            return Err(format!("is longer than {LONGEST} bytes"));
        }
        let length = bytes.len();
        if length > 0
            && let Some(reject) = binary::refuse(&bytes)
        {
            return Err(format!("is no text: {reject}"));
        }
        let whole = charset::decode(bytes, None).text;
        let head = whole.trim_start_matches('\u{feff}');
        let mut text = sniff::after_front_matter(head).unwrap_or(head).trim_matches('\n').to_owned();
        let mut fences = Fences::default();
        for line in text.lines() {
            fences.read(line);
        }
        if let Some(missing) = fences.missing() {
            text.push('\n');
            text.push_str(&missing);
        }
        let has_directives = directive::may_hold(text.as_bytes());
        Ok(Fragment { has_directives, skipped: length.saturating_sub(text.len()), text })
    }
}

/// The folder that a file lies in; a bare name lies in the one where the program runs.
fn parent(file: &Path) -> &Path {
    file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// What is locked is whole at any time: a panic elsewhere does not spoil it.
fn lock<T>(shelf: &Mutex<T>) -> MutexGuard<'_, T> {
    shelf.lock().unwrap_or_else(PoisonError::into_inner)
}
