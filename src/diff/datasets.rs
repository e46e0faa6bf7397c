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
use std::path::Path;

/// How many articles are the same, and how many are not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// In the new dataset only.
    pub added: u64,
    /// In the old dataset only.
    pub removed: u64,
    /// In both, and not the same.
    pub changed: u64,
    /// In both, and the same.
    pub same: u64,
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

/// Compares two datasets, and hands on each article that is not the same: changed and added ones in the new order, then
/// removed ones in the old.
pub fn datasets<E: From<Error>>(
    old: &Path,
    new: &Path,
    take: &mut dyn FnMut(Diff) -> Result<(), E>,
) -> Result<Counts, E> {
    let (before, after) = (digests(old)?, digests(new)?);
    let mut counts = Counts::default();
    let mut lines: HashMap<u64, Vec<u8>> = HashMap::new();
    let mut removed = Vec::new();
    each(old, &mut |name, line| {
        match after.get(&name) {
            None => removed.push(Side::of(&article(old, line)?)),
            Some(is) if before.get(&name) != Some(is) => drop(lines.insert(name, line.to_vec())),
            Some(_) => counts.same += 1,
        }
        Ok::<(), Error>(())
    })?;
    each(new, &mut |name, line| {
        if let Some(was) = lines.remove(&name) {
            counts.changed += 1;
            return take(diff(&article(old, &was)?, &article(new, line)?));
        }
        if before.contains_key(&name) {
            return Ok(());
        }
        counts.added += 1;
        let side = Side::of(&article(new, line)?);
        take(Diff { old: None, new: Some(side), material: true, changes: Vec::new() })
    })?;
    counts.removed = removed.len() as u64;
    for side in removed {
        take(Diff { old: Some(side), new: None, material: true, changes: Vec::new() })?;
    }
    Ok(counts)
}

/// The latest articles of a dataset with this id, in whatever languages.
pub fn with_id(dataset: &Path, id: &str) -> Result<Vec<Article>, Error> {
    let mut found = Vec::new();
    let quoted = serde_json::Value::from(id).to_string();
    each(dataset, &mut |_, line| {
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
    for part in emit::parts(dataset)? {
        let path = dataset.join(&part);
        let mut lines = Lines::open(&path)?;
        while let Some((number, line)) = lines.next_line()? {
            let name: Name = serde_json::from_slice(line).map_err(|e| Error::Data {
                path: path.clone(),
                message: format!("line {number} is no article: {e}; see what `kbmill validate` says"),
            })?;
            if name.latest {
                let language = crate::model::translation(name.language.as_deref());
                take(hasher.hash_one((name.publisher.as_deref(), language, name.id.as_ref())), line)?;
            }
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
