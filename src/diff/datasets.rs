//! What changed between two datasets?
//!
//! Articles are held against each other by publisher, id and language; of revisions the latest one counts. Both datasets
//! are read twice: first a digest of each article is taken, then only those that differ are held in memory.

use super::{Diff, Side, diff};
use crate::emit::{self, Lines};
use crate::error::Error;
use crate::model::Article;
use foldhash::fast::FixedState;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many articles are the same, and how many are not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// In the new dataset only.
    pub added: u64,
    /// In the old dataset only.
    pub removed: u64,
    /// In both, and not the same.
    pub changed: u64,
    /// In both, and the same; none where those are not looked at.
    pub same: Option<u64>,
}

/// Takes an article's line, with a digest of its name.
type Take<'t, E> = dyn FnMut(u64, &[u8]) -> Result<(), E> + 't;

/// What tells articles apart.
#[derive(Deserialize)]
struct Name<'l> {
    #[serde(borrow)]
    id: Cow<'l, str>,
    #[serde(borrow)]
    publisher: Option<Cow<'l, str>>,
    #[serde(borrow)]
    language: Option<Cow<'l, str>>,
    latest: bool,
}

/// Compares two datasets with so many threads, and hands on each article that is not the same: changed and added ones in
/// the new order, then removed ones in the old.
pub fn datasets<E: From<Error>>(
    old: &Path,
    new: &Path,
    jobs: usize,
    take: &mut dyn FnMut(Diff) -> Result<(), E>,
) -> Result<Counts, E> {
    let (before, after) = std::thread::scope(|scope| {
        let before = scope.spawn(|| digests(old));
        let after = digests(new);
        (before.join().unwrap_or_else(|panic| resume_unwind(panic)), after)
    });
    let (before, after) = (before?, after?);
    let (mut counts, mut same) = (Counts::default(), 0);
    let mut lines: HashMap<u64, Vec<u8>> = HashMap::new();
    let mut removed = Vec::new();
    each(old, &mut |name, line| {
        match after.get(&name) {
            None => removed.push(Side::of(&article(old, line)?)),
            Some(is) if before.get(&name) != Some(is) => drop(lines.insert(name, line.to_vec())),
            Some(_) => same += 1,
        }
        Ok::<(), Error>(())
    })?;
    let compared = |pair: &(Option<Vec<u8>>, Vec<u8>)| -> Result<Diff, Error> {
        let was = pair.0.as_deref().map(|line| article(old, line)).transpose()?;
        Ok(one(was.as_ref(), Some(&article(new, &pair.1)?)))
    };
    let mut pairs: Vec<(Option<Vec<u8>>, Vec<u8>)> = Vec::new();
    each(new, &mut |name, line| {
        match lines.remove(&name) {
            Some(was) => {
                counts.changed += 1;
                pairs.push((Some(was), line.to_vec()));
            }
            None if before.contains_key(&name) => return Ok(()),
            None => {
                counts.added += 1;
                pairs.push((None, line.to_vec()));
            }
        }
        if pairs.len() == AT_ONCE {
            at_once(&pairs, jobs, compared).into_iter().try_for_each(|diff| take(diff?))?;
            pairs.clear();
        }
        Ok::<(), E>(())
    })?;
    at_once(&pairs, jobs, compared).into_iter().try_for_each(|diff| take(diff?))?;
    counts.same = Some(same);
    counts.removed = removed.len() as u64;
    for side in removed {
        take(Diff { old: Some(side), new: None, material: true, changes: Vec::new() })?;
    }
    Ok(counts)
}

/// Articles that wait to be compared: many enough to be shared out, and few enough to be held in memory.
const AT_ONCE: usize = 256;

/// What comes of each of these, in their order, by so many threads.
fn at_once<T: Sync, R: Send>(all: &[T], jobs: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let worker = || {
            let places = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
            let own = places.map_while(|at| Some((at, work(all.get(at)?))));
            own.collect::<Vec<_>>()
        };
        let workers: Vec<_> = (0..jobs.clamp(1, all.len().max(1))).map(|_| scope.spawn(worker)).collect();
        let join = |worker: std::thread::ScopedJoinHandle<'_, Vec<_>>| {
            worker.join().unwrap_or_else(|panic| resume_unwind(panic))
        };
        workers.into_iter().flat_map(join).collect()
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Compares two sets of articles, of which some may be the same. Those from one place belong together, then those with one
/// name. Gives changed and added ones in the new order, then removed ones in the old.
pub fn between(old: Vec<Article>, new: Vec<Article>) -> Vec<Diff> {
    let by_place = |article: &Article| (article.source.path.clone(), article.source.member.clone());
    let by_name = |article: &Article| {
        let language = crate::model::translation(article.language.as_deref()).to_owned();
        (article.publisher.clone(), article.id.clone(), language)
    };
    let mut old: Vec<Option<Article>> = old.into_iter().map(Some).collect();
    let places: HashMap<_, usize> = old.iter().flatten().map(by_place).zip(0..).collect();
    let mut was: Vec<Option<Article>> =
        new.iter().map(|article| old.get_mut(*places.get(&by_place(article))?)?.take()).collect();
    let names: HashMap<_, usize> =
        old.iter().enumerate().filter_map(|(at, article)| Some((by_name(article.as_ref()?), at))).collect();
    for (was, article) in was.iter_mut().zip(&new).filter(|(was, _)| was.is_none()) {
        *was = names.get(&by_name(article)).and_then(|&at| old[at].take());
    }
    let mut diffs: Vec<Diff> = was.iter().zip(&new).map(|(was, is)| one(was.as_ref(), Some(is))).collect();
    diffs.extend(old.iter().flatten().map(|was| one(Some(was), None)));
    diffs.retain(|diff| diff.old.is_none() || diff.new.is_none() || !diff.changes.is_empty());
    diffs
}

/// What each revision of an article changed, the newest first; the last one has nothing to differ from.
pub fn history(mut revisions: Vec<Article>) -> Vec<Diff> {
    revisions.sort_by_key(|article| {
        let revision = &article.revision;
        let day = revision.modified.max(revision.reviewed).or(revision.published);
        // The dataset says which one is the latest, whatever their dates.
        (article.latest, day, revision.major, revision.minor)
    });
    let before = [None].into_iter().chain(revisions.iter().map(Some));
    let mut diffs: Vec<Diff> = before.zip(&revisions).map(|(was, is)| one(was, Some(is))).collect();
    diffs.reverse();
    diffs
}

fn one(old: Option<&Article>, new: Option<&Article>) -> Diff {
    match (old, new) {
        (Some(old), Some(new)) => diff(old, new),
        _ => Diff { old: old.map(Side::of), new: new.map(Side::of), material: true, changes: Vec::new() },
    }
}

/// All revisions, in whatever languages, of the articles of a dataset that have this id.
pub fn with_id(dataset: &Path, id: &str) -> Result<Vec<Article>, Error> {
    let mut found = Vec::new();
    let quoted = serde_json::Value::from(id).to_string();
    each_line(dataset, |_, line| {
        if memchr::memmem::find(line, quoted.as_bytes()).is_some() {
            let article = article(dataset, line)?;
            if article.id == id || article.aliases.iter().any(|alias| alias == id) {
                found.push(article);
            }
        }
        Ok::<(), Error>(())
    })?;
    Ok(found)
}

/// A digest of each article without its source, under that of its name.
fn digests(dataset: &Path) -> Result<HashMap<u64, u64>, Error> {
    let hasher = FixedState::with_seed(3);
    let mut digests = HashMap::new();
    each(dataset, &mut |name, line| {
        digests.insert(name, hasher.hash_one(emit::content(line)));
        Ok::<(), Error>(())
    })?;
    Ok(digests)
}

/// Hands on the line of each article that is the latest revision, with a digest of its name.
fn each<E: From<Error>>(dataset: &Path, take: &mut Take<E>) -> Result<(), E> {
    let hasher = FixedState::with_seed(5);
    each_line(dataset, |name: &Name, line: &[u8]| {
        if name.latest {
            let language = crate::model::translation(name.language.as_deref());
            take(hasher.hash_one((name.publisher.as_deref(), language, name.id.as_ref())), line)?;
        }
        Ok(())
    })
}

/// Hands on the line of each article.
fn each_line<E: From<Error>>(dataset: &Path, mut take: impl FnMut(&Name, &[u8]) -> Result<(), E>) -> Result<(), E> {
    for part in emit::parts(dataset)? {
        let path = dataset.join(&part);
        let mut lines = Lines::open(&path)?;
        while let Some((number, line)) = lines.next_line()? {
            let name: Name = serde_json::from_slice(line).map_err(|e| Error::Data {
                path: path.clone(),
                message: format!("line {number} is no article: {e}; see what `kbmill validate` says"),
            })?;
            take(&name, line)?;
        }
    }
    Ok(())
}

fn article(dataset: &Path, line: &[u8]) -> Result<Article, Error> {
    serde_json::from_slice(line).map_err(|e| Error::Data {
        path: dataset.to_owned(),
        message: format!("holds a line that is no article: {e}; see what `kbmill validate` says"),
    })
}
