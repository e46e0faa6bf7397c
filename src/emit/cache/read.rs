//! What does the last build say of an input?

use super::window::Window;
use super::{
    ARTICLE, DUPLICATE, END, HEAD, Identity, Manifest, Mark, NO_IDENTITY, Placed, REJECT, Remembered, SOURCES, Settings,
};
use super::{Stamp, Terms, place, words};
use crate::emit::record_file::digest_of;
use crate::emit::reject::RejectRecord;
use crate::emit::{ARTICLES, Line, MANIFEST, hex, line, parts};
use foldhash::fast::RandomState;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What the last build into a folder left. Workers ask it what is known; the writer of the next dataset reads the rest.
pub struct Cache {
    dataset: PathBuf,
    /// Where the line of an input begins.
    places: HashMap<Identity, Place, RandomState>,
    /// The identities of articles by what they are known by unread.
    unread: HashMap<Identity, Identity, RandomState>,
    inputs: u64,
    terms: Terms,
    manifest: Manifest,
    file: Arc<File>,
    rejects: Mutex<Window>,
}

/// A line of the file: where it begins, and whether it is of a reject.
#[derive(Clone, Copy)]
struct Place {
    start: u64,
    is_reject: bool,
}

/// What is known of an input without reading it.
pub enum Known {
    /// It is an article, or equals one.
    Article,
    /// It is none.
    Reject(Box<RejectRecord>),
}

/// What came of an input.
pub enum Entry {
    /// A line of the articles.
    Article(Remembered),
    /// An article that equals one before it, with what it has of its own.
    Duplicate(Remembered, Vec<u8>),
    /// No article.
    Reject(RejectRecord),
}

/// Reads what came of the inputs, and the lines of articles.
pub struct Entries {
    cache: Arc<Cache>,
    /// For reading in order: where the next input's line begins.
    next: u64,
    in_order: Window,
    lookups: Window,
    /// The lines of the articles, from when the first is asked for.
    articles: Option<Window>,
}

impl Cache {
    /// What the last build into this folder left, if that can be used by one that reads with these options.
    pub fn open(dataset: &Path, options: &str) -> Option<Cache> {
        let dataset = dataset.canonicalize().ok()?;
        let file = Arc::new(File::open(place(&dataset)?).ok()?);
        let Scanned { places, unread, inputs, terms } = scan(&file)?;
        if terms.sources != SOURCES || terms.options != options {
            return None;
        }
        let manifest = fs::read(dataset.join(MANIFEST)).ok()?;
        if hex(&Sha256::digest(&manifest)) != terms.manifest {
            return None;
        }
        let manifest: Manifest = serde_json::from_slice(&manifest).ok()?;
        if !is_untouched(&dataset, &terms, &manifest) {
            return None;
        }
        let rejects = Mutex::new(Window::new(file.clone()));
        Some(Cache { dataset, places, unread, inputs, terms, manifest, file, rejects })
    }

    /// What is known of an input.
    pub fn known(&self, identity: Identity) -> Option<Known> {
        let place = self.places.get(&identity)?;
        if !place.is_reject {
            return Some(Known::Article);
        }
        let mut rejects = self.rejects.lock().unwrap_or_else(PoisonError::into_inner);
        let record = serde_json::from_slice(rejects.line(place.start).ok()?.get(HEAD..)?).ok()?;
        Some(Known::Reject(Box::new(record)))
    }

    /// The identity of an article that is known by this without being read.
    pub fn unread(&self, untouched: Identity) -> Option<Identity> {
        self.unread.get(&untouched).copied()
    }

    /// Is anything known of an input?
    pub fn knows(&self, identity: Identity) -> bool {
        self.places.contains_key(&identity)
    }

    /// How many inputs there were.
    pub fn inputs(&self) -> u64 {
        self.inputs
    }

    /// The manifest of the dataset, if it was written in this way and is still in its place.
    pub fn manifest(&self, settings: &Settings) -> Option<&Manifest> {
        (self.terms.settings == words(settings) && self.is_in_place()).then_some(&self.manifest)
    }

    /// Has no other run put a dataset in the place of this one?
    fn is_in_place(&self) -> bool {
        let manifest = fs::read(self.dataset.join(MANIFEST));
        manifest.is_ok_and(|manifest| hex(&Sha256::digest(manifest)) == self.terms.manifest)
    }

    /// The lines of the articles in one file: that of the dataset, or a nameless copy of what stands in parts there.
    fn articles(&self) -> io::Result<File> {
        let whole = File::open(self.dataset.join(ARTICLES));
        let file = match whole {
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                let mut joined = tempfile::tempfile_in(self.dataset.parent().unwrap_or(&self.dataset))?;
                parts::join(&self.dataset, &mut joined).map_err(io::Error::other)?;
                joined
            }
            whole => whole?,
        };
        if self.is_in_place() { Ok(file) } else { Err(io::Error::other("another run has replaced it meanwhile")) }
    }
}

/// What is kept of the file in memory.
struct Scanned {
    places: HashMap<Identity, Place, RandomState>,
    unread: HashMap<Identity, Identity, RandomState>,
    inputs: u64,
    terms: Terms,
}

/// Reads the file through.
fn scan(file: &Arc<File>) -> Option<Scanned> {
    let mut lines = BufReader::with_capacity(1 << 17, &**file);
    let (mut places, mut unread) = (HashMap::default(), HashMap::default());
    let (mut inputs, mut start) = (0, 0);
    let mut digest = Sha256::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        lines.read_until(b'\n', &mut line).ok()?;
        let (head, json) = line.split_at_checked(HEAD)?;
        let kind = head[HEAD - 2];
        if kind == END {
            let tab = memchr::memchr(b'\t', json)?;
            digest.update(&line[..HEAD + tab + 1]);
            let is_whole = json.get(tab + 1..)?.strip_suffix(b"\n")? == hex(&digest.finalize()).as_bytes();
            let terms = serde_json::from_slice(&json[..tab]).ok()?;
            return is_whole.then_some(Scanned { places, unread, inputs, terms });
        }
        if let Some(Mark { identity, untouched }) = mark_of(head) {
            places.entry(identity).or_insert(Place { start, is_reject: kind == REJECT });
            if let Some(untouched) = untouched.filter(|_| kind != REJECT) {
                unread.insert(untouched, identity);
            }
        }
        digest.update(&line);
        inputs += 1;
        start += line.len() as u64;
    }
}

/// Is every file of the dataset as it was left? Where its time tells nothing, its digest does.
fn is_untouched(dataset: &Path, terms: &Terms, manifest: &Manifest) -> bool {
    let digests: HashMap<&str, &str> = manifest.files.iter().map(|f| (f.path.as_str(), f.sha256.as_str())).collect();
    terms.files.len() == manifest.files.len()
        && terms.files.iter().all(|left| {
            let found = Stamp::of(dataset, &left.path);
            found.as_ref() == Some(left)
                || found.is_some_and(|found| found.bytes == left.bytes)
                    && digest_of(&dataset.join(&left.path))
                        .is_ok_and(|(_, digest)| digests.get(left.path.as_str()) == Some(&digest.as_str()))
        })
}

impl Entries {
    /// Begins with the first input.
    pub fn new(cache: Arc<Cache>) -> Entries {
        let window = || Window::new(cache.file.clone());
        Entries { next: 0, in_order: window(), lookups: window(), articles: None, cache }
    }

    /// What came of the next input, if it is this one; else the next one stays the next.
    pub fn is_next(&mut self, identity: Option<Identity>) -> io::Result<bool> {
        let line = self.in_order.line(self.next)?;
        let same = identity.is_some() && identity == mark_of(line).map(|mark| mark.identity);
        if same {
            self.next += line.len() as u64 + 1;
        }
        Ok(same)
    }

    /// Begins with the first input once more.
    pub fn rewind(&mut self) {
        self.next = 0;
    }

    /// What came of the next input, and by what it is known.
    pub fn next(&mut self) -> io::Result<(Option<Mark>, Entry)> {
        let line = self.in_order.line(self.next)?;
        self.next += line.len() as u64 + 1;
        Ok((mark_of(line), entry(line)?))
    }

    /// What came of an input that is known.
    pub fn find(&mut self, identity: Identity) -> io::Result<Entry> {
        let place = self.cache.places.get(&identity).ok_or(io::ErrorKind::NotFound)?;
        entry(self.lookups.line(place.start)?)
    }

    /// The line of an article as it was when it was read.
    pub fn line(&mut self, article: &Remembered) -> io::Result<Line> {
        let place = article.line.ok_or(io::ErrorKind::InvalidData)?;
        Ok(as_read(self.placed(place)?, article))
    }

    /// The line of a duplicate as it was when it was read.
    pub fn duplicate(&mut self, article: &Remembered, own: Vec<u8>) -> io::Result<Line> {
        let Some(place) = article.line else { return Ok(as_read(own, article)) };
        let mut json = self.placed(place)?;
        let source = line::source(&json).ok_or(io::ErrorKind::InvalidData)?;
        json.splice(source, own);
        Ok(as_read(json, article))
    }

    /// A line of the articles, not marked as superseded.
    fn placed(&mut self, Placed(number, start, end): Placed) -> io::Result<Vec<u8>> {
        let superseded = &self.cache.terms.superseded;
        // Each mark before it is a letter longer than what stood there.
        let before = superseded.partition_point(|&line| line < number);
        let marked = superseded.get(before) == Some(&number);
        let shift = before as u64;
        let articles = match &mut self.articles {
            Some(articles) => articles,
            none => none.insert(Window::new(Arc::new(self.cache.articles()?))),
        };
        let mut json = articles.bytes(start + shift..end + shift + u64::from(marked))?.to_vec();
        if marked {
            let mark = line::older(&json).ok_or(io::ErrorKind::InvalidData)?;
            json.splice(mark, *b"true");
        }
        Ok(json)
    }
}

/// A line with the id that its article was read with.
fn as_read(json: Vec<u8>, article: &Remembered) -> Line {
    let mut line = Line { json, fingerprint: article.facts.fingerprint };
    if let Some(renamed) = &article.renamed {
        line.rename(renamed, &article.facts.id);
    }
    line
}

fn mark_of(line: &[u8]) -> Option<Mark> {
    let known = |at: usize| std::str::from_utf8(line.get(at..at + NO_IDENTITY.len())?).ok().and_then(Identity::parse);
    Some(Mark { identity: known(0)?, untouched: known(NO_IDENTITY.len() + 1) })
}

fn entry(line: &[u8]) -> io::Result<Entry> {
    let broken = || io::Error::from(io::ErrorKind::InvalidData);
    let (head, json) = line.split_at_checked(HEAD).ok_or_else(broken)?;
    Ok(match head[HEAD - 2] {
        ARTICLE => Entry::Article(Remembered::from_json(json)?),
        REJECT => Entry::Reject(serde_json::from_slice(json)?),
        DUPLICATE => {
            // JSON has tabs in no text.
            let tab = memchr::memchr(b'\t', json).ok_or_else(broken)?;
            Entry::Duplicate(Remembered::from_json(&json[..tab])?, json[tab + 1..].to_vec())
        }
        _ => return Err(broken()),
    })
}
