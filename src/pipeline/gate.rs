//! How much may be under way at once? A count of inputs and of their bytes, taken when an input is read and given back
//! when its outcome has been handed over, so that one slow article cannot pile up the rest behind it in memory.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Bytes of input under way. A record and its JSON are a few times its input, so this is far below what a run may use.
const MOST_BYTES: u64 = 2 << 20;
/// Inputs under way for each job: enough to ride out one that takes as long as dozens of others. More are no faster, and
/// their records are what most of the memory is for.
const MOST_INPUTS_A_JOB: u64 = 32;

/// Admits inputs while there is room.
pub struct Gate {
    inside: Mutex<Inside>,
    changed: Condvar,
    most_inputs: u64,
}

#[derive(Default)]
struct Inside {
    inputs: u64,
    bytes: u64,
    closed: bool,
}

impl Gate {
    /// A gate for this many workers.
    pub fn new(jobs: usize) -> Gate {
        let most_inputs = MOST_INPUTS_A_JOB.saturating_mul(jobs as u64);
        Gate { inside: Mutex::default(), changed: Condvar::new(), most_inputs }
    }

    /// Waits for room; false when the run is over. An input larger than all the room is let in alone.
    pub fn enter(&self, bytes: u64) -> bool {
        let mut inside = self.lock();
        while !inside.closed
            && inside.inputs > 0
            && (inside.inputs >= self.most_inputs || inside.bytes.saturating_add(bytes) > MOST_BYTES)
        {
            inside = self.changed.wait(inside).unwrap_or_else(PoisonError::into_inner);
        }
        inside.inputs += 1;
        inside.bytes = inside.bytes.saturating_add(bytes);
        !inside.closed
    }

    /// Gives back what [`Gate::enter`] took.
    pub fn leave(&self, bytes: u64) {
        let mut inside = self.lock();
        inside.inputs -= 1;
        inside.bytes -= bytes;
        self.changed.notify_one();
    }

    /// Ends the run: who waits, waits no longer.
    pub fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// The counts are plain numbers, whole at any time: a panic elsewhere does not spoil them.
    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
