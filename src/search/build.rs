//! How does a dataset become an index?
//!
//! Line by line, by several threads. What is in the index already, by the digest of its line, is not indexed again; what is
//! no longer in the dataset is taken out. All of it is committed in one step, with what it was made of. An index of many
//! pieces, or one of which something was taken out, is then made one piece, in which nothing is left of that: it finds and
//! ranks as one that was made at once.

use super::document::Documents;
use super::fields::{self, Fields};
use super::place::{self, MARK, Origin, SOURCES};
use crate::emit::{self, Lines, Manifest};
use crate::error::Error;
use crate::model::Article;
use crate::validate;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;
use tantivy::indexer::NoMergePolicy;
use tantivy::{IndexWriter, TantivyError, Term};

/// Bytes of records that a thread gets at once.
const BATCH: usize = 1 << 18;
/// Memory of each thread that writes postings, until they go to the disk.
const MEMORY: usize = 96 << 20;

/// What may be chosen about an index.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where it goes [default: beside the dataset, see [`super::place()`]].
    pub place: Option<PathBuf>,
    /// Index all articles anew, also those that are known.
    pub fresh: bool,
    /// Threads [default: one for each processor, at most eight].
    pub jobs: Option<usize>,
}

/// How far a build is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Articles read.
    pub articles: u64,
    /// Bytes of their records.
    pub bytes: u64,
    /// Of so many articles, as the manifest counts them.
    pub total: Option<u64>,
}

/// What a build did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Where the index is.
    pub place: PathBuf,
    /// Articles in it, older revisions included.
    pub articles: u64,
    /// Those of them that were indexed now.
    pub added: u64,
    /// Those that were in the index and in the dataset no longer, or otherwise.
    pub removed: u64,
    /// Its size.
    pub bytes: u64,
}

/// The first half of a record's SHA-256: two records that share it by chance are not to be met.
type Known = HashSet<u128, foldhash::fast::FixedState>;

/// Makes the index of a dataset, or brings it up to date: articles that it knows, by the digest of their record, are not
/// indexed again. Whoever searches meanwhile finds the old index; whoever kills the run leaves the old one or the new one.
pub fn build(dataset: &Path, settings: &Settings, progress: &mut dyn FnMut(Progress)) -> Result<Summary, Error> {
    validate::known(dataset)?;
    let place = match &settings.place {
        Some(place) => place.clone(),
        None => place::place(dataset)?,
    };
    let _lock = own(&place, dataset)?;
    remove_unfinished(&place);
    let fault = |e: TantivyError| broken(&place, "cannot be written", &e);
    let (index, fields) = open_or_create(&place)?;
    let digest = place::digest(dataset)?;
    let before = place::origin(&place)?;
    let is_current = before.is_some_and(|origin| origin.sources == SOURCES && origin.dataset == digest);
    let jobs = settings.jobs.unwrap_or_else(|| thread::available_parallelism().map_or(1, |n| n.get().min(8))).max(1);
    let writers = jobs.min(MOST_PIECES);
    let mut writer: IndexWriter = index.writer_with_num_threads(writers, writers * MEMORY).map_err(fault)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let mut summary = Summary { place: place.clone(), articles: 0, added: 0, removed: 0, bytes: 0 };
    let known = if settings.fresh { Known::default() } else { known(&index, fields).map_err(fault)? };
    if settings.fresh {
        writer.delete_all_documents().map_err(fault)?;
    }
    if is_current && !settings.fresh {
        summary.articles = known.len() as u64;
    } else {
        let seen = read(dataset, jobs, &writer, fields, &known, progress)?;
        for gone in known.difference(&seen) {
            writer.delete_term(Term::from_field_text(fields.digest, &hexadecimal(*gone)));
            summary.removed += 1;
        }
        summary.articles = seen.len() as u64;
        summary.added = seen.difference(&known).count() as u64;
        let origin = Origin { sources: SOURCES.to_owned(), dataset: digest, articles: summary.articles };
        // What was read is what the digest says only if nobody built the dataset anew meanwhile.
        if origin.dataset != place::digest(dataset)? {
            let message = "was built anew while it was read; index it once more".to_owned();
            return Err(Error::Data { path: dataset.to_owned(), message });
        }
        let mut commit = writer.prepare_commit().map_err(fault)?;
        commit.set_payload(&serde_json::to_string(&origin).unwrap_or_default());
        commit.commit().map_err(fault)?;
    }
    unite(&index, &mut writer).map_err(fault)?;
    drop(writer);
    open_to_readers(&place);
    summary.bytes = size(&place);
    Ok(summary)
}

/// Pieces that an index may have: each costs a query some work, and to unite them all postings are written once more.
const MOST_PIECES: usize = 8;

/// Makes an index one piece that has too many, or something that was taken out.
fn unite(index: &tantivy::Index, writer: &mut IndexWriter) -> tantivy::Result<()> {
    let segments = index.searchable_segment_metas()?;
    if segments.len() > MOST_PIECES || segments.iter().any(|segment| segment.has_deletes()) {
        let ids: Vec<_> = segments.iter().map(|segment| segment.id()).collect();
        writer.merge(&ids).wait()?;
    }
    writer.garbage_collect_files().wait()?;
    Ok(())
}

/// Reads all articles, indexes those that are not known, and says which there are.
fn read(
    dataset: &Path,
    jobs: usize,
    writer: &IndexWriter,
    fields: Fields,
    known: &Known,
    progress: &mut dyn FnMut(Progress),
) -> Result<Known, Error> {
    let seen = Mutex::new(Known::default());
    let failed: Mutex<Option<Error>> = Mutex::new(None);
    let total = total(dataset);
    thread::scope(|scope| {
        let (send, receive) = crossbeam_channel::bounded::<Batch>(2 * jobs);
        for _ in 0..jobs {
            let (receive, seen, failed) = (receive.clone(), &seen, &failed);
            scope.spawn(move || {
                let mut documents = Documents::new(&writer.index().schema(), fields);
                for batch in receive {
                    if let Err(error) = take(&batch, &mut documents, writer, known, seen) {
                        failed.lock().unwrap_or_else(|e| e.into_inner()).get_or_insert(error);
                        // The others learn of it when they find nobody to hand over to.
                        return;
                    }
                }
            });
        }
        drop(receive);
        let (mut articles, mut bytes) = (0, 0);
        for part in emit::parts(dataset)? {
            let path = dataset.join(part);
            let mut lines = Lines::open(&path)?;
            let mut batch = Batch { path: path.clone(), first: 1, text: Vec::new(), ends: Vec::new() };
            while let Some((number, line)) = lines.next_line()? {
                articles += 1;
                bytes += line.len() as u64;
                batch.text.extend_from_slice(line);
                batch.ends.push(batch.text.len());
                if batch.text.len() >= BATCH {
                    let next = Batch { path: path.clone(), first: number + 1, text: Vec::new(), ends: Vec::new() };
                    if send.send(std::mem::replace(&mut batch, next)).is_err() {
                        return Ok(()); // all have failed
                    }
                    progress(Progress { articles, bytes, total });
                }
            }
            if !batch.ends.is_empty() && send.send(batch).is_err() {
                return Ok(());
            }
            progress(Progress { articles, bytes, total });
        }
        Ok::<(), Error>(())
    })?;
    match failed.into_inner().unwrap_or_else(|e| e.into_inner()) {
        Some(error) => Err(error),
        None => Ok(seen.into_inner().unwrap_or_else(|e| e.into_inner())),
    }
}

/// Lines that a thread takes at once.
struct Batch {
    path: PathBuf,
    /// The number of the first.
    first: u64,
    text: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
}

fn take(
    batch: &Batch,
    documents: &mut Documents,
    writer: &IndexWriter,
    known: &Known,
    seen: &Mutex<Known>,
) -> Result<(), Error> {
    let mut start = 0;
    for (number, &end) in (batch.first..).zip(&batch.ends) {
        let line = &batch.text[start..end];
        start = end;
        let digest = digest(line);
        let is_new = seen.lock().unwrap_or_else(|e| e.into_inner()).insert(digest);
        if !is_new || known.contains(&digest) {
            continue;
        }
        let data = |message: String| Error::Data { path: batch.path.clone(), message };
        // What the faster reader refuses the other one explains.
        let article: Article = sonic_rs::from_slice(line)
            .or_else(|_| serde_json::from_slice(line))
            .map_err(|e| data(format!("line {number} is no article: {e}; see what `kbmill validate` says")))?;
        let document = documents.of(&article, line, &hexadecimal(digest));
        writer.add_document(document).map_err(|e| data(format!("line {number} cannot be indexed: {e}")))?;
    }
    Ok(())
}

/// The digest of a record.
fn digest(line: &[u8]) -> u128 {
    let digest = Sha256::digest(line);
    digest.iter().take(16).fold(0, |number, &byte| number << 8 | u128::from(byte))
}

fn hexadecimal(digest: u128) -> String {
    format!("{digest:032x}")
}

/// The records that an index has.
fn known(index: &tantivy::Index, fields: Fields) -> tantivy::Result<Known> {
    let mut known = Known::default();
    let reader = index.reader_builder().reload_policy(tantivy::ReloadPolicy::Manual).try_into()?;
    let reader: tantivy::IndexReader = reader;
    for segment in reader.searcher().segment_readers() {
        let terms = segment.inverted_index(fields.digest)?;
        let mut stream = terms.terms().stream()?;
        while stream.advance() {
            let mut postings =
                terms.read_postings_from_terminfo(stream.value(), tantivy::schema::IndexRecordOption::Basic)?;
            let text = std::str::from_utf8(stream.key()).unwrap_or("");
            let is_there = std::iter::once(tantivy::DocSet::doc(&postings))
                .chain(std::iter::from_fn(|| Some(tantivy::DocSet::advance(&mut postings))))
                .take_while(|&document| document != tantivy::TERMINATED)
                .any(|document| !segment.is_deleted(document));
            known.extend(u128::from_str_radix(text, 16).ok().filter(|_| is_there));
        }
    }
    Ok(known)
}

/// How many articles the manifest counts.
fn total(dataset: &Path) -> Option<u64> {
    let text = fs::read(dataset.join(emit::MANIFEST)).ok()?;
    let manifest: Manifest = serde_json::from_slice(&text).ok()?;
    Some(manifest.counts.articles)
}

/// Takes possession of a place: it must be empty, or hold an index of ours that nobody else is writing.
fn own(place: &Path, dataset: &Path) -> Result<File, Error> {
    let refuse = |message: &str| Err(Error::Data { path: place.to_owned(), message: message.to_owned() });
    let parent = place.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let (Ok(parent), Ok(dataset)) = (parent.canonicalize(), dataset.canonicalize())
        && parent.join(place.file_name().unwrap_or_default()).starts_with(dataset)
    {
        return refuse("is within the dataset, which `kbmill build` replaces as a whole; name another place");
    }
    let mark = place.join(MARK);
    if !mark.is_file() {
        match fs::read_dir(place) {
            Ok(mut entries) => {
                if entries.next().is_some() {
                    return refuse("holds files and is no index of kbmill; name an empty folder or a new one");
                }
            }
            Err(e) if e.kind() == io::ErrorKind::NotADirectory => {
                return refuse("is a file; an index is a folder, name another place");
            }
            Err(_) => fs::create_dir_all(place).map_err(|e| Error::io("create", place, e))?,
        }
    }
    let lock = File::options().create(true).append(true).open(&mark).map_err(|e| Error::io("create", &mark, e))?;
    match lock.try_lock() {
        Err(fs::TryLockError::WouldBlock) => refuse("is being written by another run; wait for it"),
        // A file system without locks has no way to tell; tantivy has a lock of its own.
        _ => Ok(lock),
    }
}

/// What tantivy writes in one step it writes to a file of another name first, and knows nothing of it when it is killed
/// before the file gets its own.
fn remove_unfinished(place: &Path) {
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        if entry.file_name().as_encoded_bytes().starts_with(b".tmp") {
            // One that cannot be removed is in nobody's way.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Opens what is there if this program can go on with it; else makes an empty index in its place.
fn open_or_create(place: &Path) -> Result<(tantivy::Index, Fields), Error> {
    let (schema, fields) = fields::schema();
    let usable = place::origin(place)?.is_some_and(|origin| origin.sources == SOURCES);
    if usable
        && let Ok(index) = tantivy::Index::open_in_dir(place)
        && index.schema() == schema
    {
        fields::register(&index);
        return Ok((index, fields));
    }
    // Of no use to this program: what another version wrote, or a run that was killed before it had finished any.
    for entry in fs::read_dir(place).map_err(|e| Error::io("read", place, e))?.flatten() {
        if entry.file_name() != MARK {
            fs::remove_file(entry.path()).map_err(|e| Error::io("write", entry.path(), e))?;
        }
    }
    let index = tantivy::Index::builder().schema(schema).create_in_dir(place);
    let index = index.map_err(|e| broken(place, "cannot be made", &e))?;
    fields::register(&index);
    Ok((index, fields))
}

/// What tantivy said, with the place.
pub(super) fn broken(place: &Path, what: &str, error: &TantivyError) -> Error {
    Error::Data { path: place.to_owned(), message: format!("{what}: {}", said(error)) }
}

/// Errors of tantivy begin with a capital and end with a period, here and there.
fn said(error: &TantivyError) -> String {
    let text = error.to_string();
    text.trim_end_matches('.').to_owned()
}

/// Lets everybody read the files who may read the folder's first one: some are made for their owner alone.
fn open_to_readers(place: &Path) {
    let Ok(mark) = fs::metadata(place.join(MARK)) else { return };
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        // Who cannot read them is told so when it comes to that.
        let _ = fs::set_permissions(entry.path(), mark.permissions());
    }
}

fn size(place: &Path) -> u64 {
    let entries = fs::read_dir(place).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.metadata().ok()).map(|metadata| metadata.len()).sum()
}
