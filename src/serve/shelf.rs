//! Which dataset is served, and is it still as it was when its index was made?
//!
//! A build may replace the dataset at any time, and `kbmill index` its index. What is open goes on answering from what it
//! was made of, says that it is old as soon as the dataset is another one, and is exchanged for the new index when there is
//! one.

use crate::error::Error;
use crate::search::{self, Index, State};
use crate::validate::{self, Stats};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;

/// How often it is looked whether the dataset or its index is another one.
pub const LOOKS: Duration = Duration::from_secs(2);

/// A dataset that is served.
pub struct Shelf {
    dataset: PathBuf,
    place: PathBuf,
    opened: RwLock<Arc<Opened>>,
}

/// An index that is open.
pub struct Opened {
    /// It.
    pub index: Index,
    dataset: PathBuf,
    stale: AtomicBool,
    stats: OnceLock<Result<Stats, String>>,
}

impl Shelf {
    /// Opens the index of a dataset at its usual place, or at another one.
    pub fn open(dataset: &Path, place: Option<&Path>) -> Result<Shelf, Error> {
        let place = place.map_or_else(|| search::place(dataset), |place| Ok(place.to_owned()))?;
        let opened = RwLock::new(Arc::new(Opened::open(dataset, &place)?));
        Ok(Shelf { dataset: dataset.to_owned(), place, opened })
    }

    /// What is open now. Who holds it sees the same articles until he lets it go.
    pub fn now(&self) -> Arc<Opened> {
        // Nothing that holds the lock can panic; and if it did, what is in it would be whole.
        self.opened.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Looks whether the dataset or its index is another one; exchanges the index where there is a new one. Gives what
    /// is open where that is new.
    pub fn look(&self) -> Option<Arc<Opened>> {
        let now = self.now();
        let digest = search::digest(&self.dataset).ok()?;
        let is_other = digest != now.index.digest();
        now.stale.store(is_other, Ordering::Relaxed);
        if !is_other || search::state(&self.dataset, &self.place).ok()? != State::Fresh {
            return None;
        }
        let new = Arc::new(Opened::open(&self.dataset, &self.place).ok()?);
        *self.opened.write().unwrap_or_else(PoisonError::into_inner) = new.clone();
        Some(new)
    }
}

impl Opened {
    fn open(dataset: &Path, place: &Path) -> Result<Opened, Error> {
        let index = Index::open_at(dataset, place)?;
        let dataset = dataset.to_owned();
        Ok(Opened { index, dataset, stale: AtomicBool::new(false), stats: OnceLock::new() })
    }

    /// Is the dataset another one than the index is of?
    pub fn is_stale(&self) -> bool {
        self.stale.load(Ordering::Relaxed)
    }

    /// Counts of the dataset. All of it is read when they are first asked for.
    pub fn stats(&self) -> Result<&Stats, &str> {
        let stats = self.stats.get_or_init(|| validate::stats(&self.dataset).map_err(|e| e.to_string()));
        stats.as_ref().map_err(String::as_str)
    }

    /// The name of the dataset's folder.
    pub fn name(&self) -> String {
        let path = self.dataset.canonicalize().unwrap_or_else(|_| self.dataset.clone());
        path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }
}
