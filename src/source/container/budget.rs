//! What does reading a file cost, and when is it too much? Bytes of it that were read against bytes that they became.

use super::fault::Fault;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many times its size a file may unpack to. Text shrinks to a fifth, a thousand pages in one frame to a fiftieth;
/// a bomb to a thousandth.
pub const RATIO: u64 = 250;
/// Nothing is said of the ratio before this many times the limit of one input has been unpacked.
const FREE: u64 = 8;

/// What one file has cost so far: bytes that were read of it, and bytes that they were unpacked to, whatever lies within
/// whatever. Shared by all that read from the file.
#[derive(Clone, Debug)]
pub struct Budget {
    taken: Arc<AtomicU64>,
    made: Arc<AtomicU64>,
    free: u64,
}

impl Budget {
    /// The budget of a file of which `taken` bytes were read.
    pub fn new(taken: u64, max_bytes: u64) -> Budget {
        let free = max_bytes.saturating_mul(FREE);
        Budget { taken: Arc::new(AtomicU64::new(taken)), made: Arc::default(), free }
    }

    /// Bytes of the file that were read.
    pub fn taken(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }

    /// Notes that bytes of the file were read.
    pub fn take(&self, count: u64) {
        self.taken.fetch_add(count, Ordering::Relaxed);
    }

    /// Notes that bytes were unpacked.
    pub fn make(&self, count: u64) {
        self.made.fetch_add(count, Ordering::Relaxed);
    }

    /// Is it too much? Asked before more is unpacked.
    pub fn check(&self) -> io::Result<()> {
        let made = self.made.load(Ordering::Relaxed);
        if made > self.free && made / RATIO > self.taken() { Err(Fault::Expands.into()) } else { Ok(()) }
    }
}

/// Counts what is read of a file.
pub struct Counted<R> {
    source: R,
    budget: Budget,
}

impl<R: Read> Counted<R> {
    /// What is read of this source goes to this budget.
    pub fn new(source: R, budget: Budget) -> Counted<R> {
        Counted { source, budget }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(out)?;
        self.budget.take(count as u64);
        Ok(count)
    }
}
