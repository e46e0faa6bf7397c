//! Which files does a tar archive hold? Member by member, as the bytes come, never unpacked to disk.
//!
//! Read here rather than with the `tar` package's own loop, which lends members out of an archive it must own, and holds
//! names of any length in memory: a hostile archive states gigabytes. Headers are that package's. A damaged place ends
//! the archive: what came before it is whole, and the place is told.

use super::fault::{Fault, whole};
use super::stream::Stream;
use super::{Archive, Content, Current, Member};
use crate::error::{Reject, RejectReason};
use std::io::{self, Read};
use tar::{EntryType, Header, PaxExtensions};

const BLOCK: u64 = 512;
/// Names and extended headers longer than this are damage or malice; the longest path any system allows is 32 KiB.
const NAME_LIMIT: u64 = 256 * 1024;
/// The data, as messages call it.
const DATA: &str = "archive";

/// The files of an archive in their order.
pub struct Tar {
    stream: Stream,
    /// Must the archive end with its end mark to be whole? Not if the stream has a checksum of its own.
    wants_mark: bool,
    /// Bytes left of the member that is read, and of what fills its last block.
    left: u64,
    padding: u64,
    /// Files that were given, and whether the last of them may still fail.
    given: u64,
    is_under_way: bool,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Reading,
    Marked,
    Ended,
}

/// What extended headers say of the member that follows them.
#[derive(Default)]
struct Ahead {
    name: Option<String>,
    size: Option<u64>,
    sparse: bool,
}

/// Is this the first block of a tar archive? Told by its checksum, since the oldest archives have no magic number.
pub fn is_header(block: &[u8]) -> bool {
    let Some(block) = block.get(..BLOCK as usize) else { return false };
    // A checksum in octal digits stands in the middle; text hardly ever has six of them just there.
    if !block[148..154].iter().all(|b| matches!(b, b'0'..=b'7' | b' ' | 0)) {
        return false;
    }
    let mut header = Header::new_old();
    header.as_mut_bytes().copy_from_slice(block);
    block[0] != 0 && is_sound(&header)
}

fn is_sound(header: &Header) -> bool {
    let bytes = header.as_bytes();
    // The checksum counts its own field as blanks.
    let outside = bytes[..148].iter().chain(&bytes[156..]);
    header.cksum().is_ok_and(|stated| stated == outside.map(|&b| u32::from(b)).sum::<u32>() + 8 * 32)
}

impl Tar {
    /// The files of the archive that starts here.
    pub fn new(stream: Stream, wants_mark: bool) -> Tar {
        Tar { stream, wants_mark, left: 0, padding: 0, given: 0, is_under_way: false, state: State::Reading }
    }

    fn end(&mut self, what: &str) -> Option<Member> {
        self.state = State::Ended;
        let at = self.stream.position();
        let message = format!("{what} at byte {at} of the archive; {}", whole(self.given, "file"));
        Some(Member::refused(None, Reject::new(RejectReason::BrokenArchive, message), 0))
    }

    fn end_with(&mut self, error: &io::Error) -> Option<Member> {
        let reject = self.fail(error);
        Some(Member::refused(None, reject, 0))
    }

    /// Fills `block`; false at the end of the stream.
    fn block(&mut self, block: &mut [u8]) -> io::Result<bool> {
        let mut filled = 0;
        while filled < block.len() {
            match self.stream.read(&mut block[filled..]) {
                Ok(0) if filled == 0 => return Ok(false),
                Ok(0) => return Err(Fault::CutOff(DATA).into()),
                Ok(count) => filled += count,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        Ok(true)
    }

    /// Passes over what is left of a member.
    fn skip(&mut self) -> io::Result<()> {
        let count = std::mem::take(&mut self.left).saturating_add(std::mem::take(&mut self.padding));
        if self.stream.skip(count)? == count { Ok(()) } else { Err(Fault::CutOff(DATA).into()) }
    }
}

/// Bytes that fill the last block of so many.
fn padding(size: u64) -> u64 {
    size.wrapping_neg() % BLOCK
}

impl Archive for Tar {
    fn next(&mut self) -> Option<Member> {
        let mut ahead = Ahead::default();
        while self.state != State::Ended {
            if let Err(e) = self.skip() {
                return self.end_with(&e);
            }
            self.given += u64::from(std::mem::take(&mut self.is_under_way));
            let mut header = Header::new_old();
            match self.block(header.as_mut_bytes()) {
                Ok(true) => {}
                Ok(false) if self.wants_mark && self.state == State::Reading => {
                    return self.end("the archive ends without its end mark, as one that was cut off does,");
                }
                Ok(false) => self.state = State::Ended,
                Err(e) => return self.end_with(&e),
            }
            if self.state == State::Ended {
                return None;
            }
            if header.as_bytes().iter().all(|&b| b == 0) {
                // Archives that were joined go on behind the mark; what is no header there is told below.
                self.state = State::Marked;
                continue;
            }
            let size = match header.entry_size() {
                Ok(size) if is_sound(&header) => size,
                _ => return self.end("the archive is damaged"),
            };
            let kind = header.entry_type();
            if kind.is_gnu_longname() || kind.is_pax_local_extensions() {
                if size > NAME_LIMIT {
                    return self.end("the archive states a name that is too long to be one");
                }
                (self.left, self.padding) = (size, padding(size));
                let mut extended = Vec::new();
                if let Err(e) = Current(self).read_to_end(&mut extended) {
                    return self.end_with(&e);
                }
                ahead.read(kind, &extended);
                continue;
            }
            let bytes = if kind.is_file() || kind.is_contiguous() { ahead.size.unwrap_or(size) } else { size };
            (self.left, self.padding) = (bytes, padding(bytes));
            let ahead = std::mem::take(&mut ahead);
            let name =
                name_of(ahead.name.unwrap_or_else(|| String::from_utf8_lossy(&header.path_bytes()).into_owned()));
            let is_file = kind.is_file() || kind.is_contiguous() || kind == EntryType::GNUSparse;
            if !is_file || name.ends_with('/') || super::is_hidden(&name) {
                continue;
            }
            if ahead.sparse || kind == EntryType::GNUSparse {
                let message = "stored as a sparse file, which is not read; unpack it first";
                return Some(Member::refused(Some(name), Reject::new(RejectReason::Unreadable, message), bytes));
            }
            self.is_under_way = true;
            return Some(Member::new(Some(name), Content::Streamed(Some(bytes))));
        }
        None
    }

    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = out.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let count = self.stream.read(&mut out[..most])?;
        if count == 0 && most > 0 {
            return Err(Fault::CutOff(DATA).into());
        }
        self.left -= count as u64;
        Ok(count)
    }

    fn fail(&mut self, error: &io::Error) -> Reject {
        self.state = State::Ended;
        Fault::reject(error, self.stream.position(), self.given, "file")
    }
}

impl Ahead {
    fn read(&mut self, kind: EntryType, extended: &[u8]) {
        if kind.is_gnu_longname() {
            let end = memchr::memchr(0, extended).unwrap_or(extended.len());
            self.name = Some(String::from_utf8_lossy(&extended[..end]).into_owned());
            return;
        }
        for extension in PaxExtensions::new(extended).flatten() {
            let value = || String::from_utf8_lossy(extension.value_bytes());
            match extension.key_bytes() {
                b"path" => self.name = Some(value().into_owned()),
                b"size" => self.size = value().parse().ok(),
                key if key.starts_with(b"GNU.sparse.") => self.sparse = true,
                _ => {}
            }
        }
    }
}

/// A member's path with `/`, without a leading `./`.
fn name_of(path: String) -> String {
    path.strip_prefix("./").map(str::to_owned).unwrap_or(path)
}
