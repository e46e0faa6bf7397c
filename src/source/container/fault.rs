//! What may be wrong with packed data, told from what may be wrong with the file it is in.

use super::budget::RATIO;
use crate::error::{Reject, RejectReason};
use std::io;

/// What a reader of packed data may meet besides the errors of its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It ends in the middle.
    #[error("the {0} breaks off")]
    CutOff(&'static str),
    /// It is not valid from some place on, or its checksum is wrong.
    #[error("the {0} is damaged")]
    Damaged(&'static str),
    /// Something else follows its end.
    #[error("bytes that are no {0} follow the end")]
    Trailing(&'static str),
    /// It would fill the disk, or keep a machine busy for days.
    #[error("the file unpacks to more than {RATIO} times its size, as a bomb does; unpack it yourself if it is none")]
    Expands,
    /// It wants more memory than is given to it.
    #[error("the {0} needs more memory than is given to it; unpack it first")]
    Memory(&'static str),
}

impl Fault {
    /// The fault behind an I/O error, if it is one of the data and not of the system.
    pub fn of(error: &io::Error) -> Option<Fault> {
        error.get_ref()?.downcast_ref::<Fault>().copied()
    }

    /// What a decoder of `data` meant by an error, unless it is its source's.
    pub fn from_decoder(error: io::Error, data: &'static str) -> io::Error {
        if Fault::of(&error).is_some() || error.raw_os_error().is_some() {
            return error;
        }
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Fault::CutOff(data).into(),
            io::ErrorKind::OutOfMemory => Fault::Memory(data).into(),
            io::ErrorKind::Interrupted => error,
            _ => Fault::Damaged(data).into(),
        }
    }

    /// What to say of an error, and the reason that goes with it.
    pub fn told(error: &io::Error) -> (RejectReason, String) {
        match Fault::of(error) {
            Some(fault @ Fault::Expands) => (RejectReason::TooLarge, fault.to_string()),
            Some(fault) => (RejectReason::BrokenArchive, fault.to_string()),
            None => (RejectReason::BrokenArchive, format!("cannot be read ({error})")),
        }
    }

    /// The reject of an error at this byte of an archive that gave `count` things called `what` before.
    pub fn reject(error: &io::Error, at: u64, count: u64, what: &str) -> Reject {
        let (reason, told) = Fault::told(error);
        Reject::new(reason, format!("{told} at byte {at} of the archive; {}", whole(count, what)))
    }
}

impl From<Fault> for io::Error {
    fn from(fault: Fault) -> io::Error {
        io::Error::other(fault)
    }
}

/// Says that what came before a fault is fine.
pub fn whole(count: u64, what: &str) -> String {
    match count {
        0 => format!("there is no {what} before it"),
        1 => format!("the one {what} before it is whole"),
        _ => format!("the {count} {what}s before it are whole"),
    }
}
