//! Which files does a tar archive hold? Member by member, as the bytes come, never unpacked to disk.
//!
//! Read here rather than with the `tar` package's own loop, which lends members out of an archive it must own, and holds
//! names of any length in memory: a hostile archive states gigabytes. Headers are that package's. A damaged place ends
//! the archive: what came before it is whole, and the place is told.

use super::gzip::Fault;
use crate::error::{Reject, RejectReason};
use std::io::{self, Read};
use tar::{EntryType, Header, PaxExtensions};

const BLOCK: u64 = 512;
/// Names and extended headers longer than this are damage or malice; the longest path any system allows is 32 KiB.
const NAME_LIMIT: u64 = 256 * 1024;
/// An archive is given up when this many times the limit of one member had to be skipped.
const SKIP_LIMIT: u64 = 64;

/// A file in an archive, or the fault that ends it.
#[derive(Debug)]
pub struct Member {
    /// Its path; none for a fault that is in no member.
    pub name: Option<String>,
    /// Its length in bytes.
    pub bytes: u64,
    /// What it holds.
    pub content: Result<Vec<u8>, Reject>,
}

/// The members of an archive in their order.
pub struct Members<R> {
    stream: R,
    /// Must the archive end with its end mark to be whole? Not if the stream has a checksum of its own.
    wants_mark: bool,
    max_bytes: u64,
    at: u64,
    skip: u64,
    skipped: u64,
    given: u64,
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

impl<R: Read> Members<R> {
    /// The members of the archive that starts here.
    pub fn new(stream: R, wants_mark: bool, max_bytes: u64) -> Members<R> {
        let state = State::Reading;
        Members { stream, wants_mark, max_bytes, at: 0, skip: 0, skipped: 0, given: 0, state }
    }

    fn end(&mut self, name: Option<String>, bytes: u64, what: &str) -> Option<Member> {
        self.state = State::Ended;
        let whole = match self.given {
            1 => "the one file before it is whole".to_owned(),
            n => format!("the {n} files before it are whole"),
        };
        let message = format!("{what} at byte {} of the archive; {whole}", self.at);
        Some(Member { name, bytes, content: Err(Reject::new(RejectReason::BrokenArchive, message)) })
    }

    fn end_with(&mut self, name: Option<String>, bytes: u64, error: &io::Error) -> Option<Member> {
        match Fault::of(error) {
            Some(fault) => self.end(name, bytes, &fault.to_string()),
            None => self.end(name, bytes, &format!("cannot be read ({error})")),
        }
    }

    /// Fills `block`; false at the end of the stream.
    fn block(&mut self, block: &mut [u8]) -> io::Result<bool> {
        let mut filled = 0;
        while filled < block.len() {
            match self.stream.read(&mut block[filled..]) {
                Ok(0) if filled == 0 => return Ok(false),
                Ok(0) => return Err(io::Error::other(Fault::CutOff)),
                Ok(count) => {
                    filled += count;
                    self.at += count as u64;
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        Ok(true)
    }

    /// Appends up to `count` bytes; fewer only at the end of the stream.
    fn bytes(&mut self, count: u64, out: &mut Vec<u8>) -> io::Result<()> {
        let got = (&mut self.stream).take(count).read_to_end(out);
        self.at += out.len() as u64;
        if got? as u64 == count { Ok(()) } else { Err(io::Error::other(Fault::CutOff)) }
    }

    fn skip(&mut self) -> io::Result<()> {
        let count = std::mem::take(&mut self.skip);
        let got = io::copy(&mut (&mut self.stream).take(count), &mut io::sink())?;
        self.at += got;
        if got == count { Ok(()) } else { Err(io::Error::other(Fault::CutOff)) }
    }
}

fn padded(size: u64) -> u64 {
    size.div_ceil(BLOCK).saturating_mul(BLOCK)
}

impl<R: Read> Iterator for Members<R> {
    type Item = Member;

    fn next(&mut self) -> Option<Member> {
        let mut ahead = Ahead::default();
        while self.state != State::Ended {
            if let Err(e) = self.skip() {
                return self.end_with(None, 0, &e);
            }
            let mut header = Header::new_old();
            match self.block(header.as_mut_bytes()) {
                Ok(true) => {}
                Ok(false) if self.wants_mark && self.state == State::Reading => {
                    return self.end(None, 0, "the archive ends without its end mark, as one that was cut off does,");
                }
                Ok(false) => self.state = State::Ended,
                Err(e) => return self.end_with(None, 0, &e),
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
                _ => return self.end(None, 0, "the archive is damaged"),
            };
            let kind = header.entry_type();
            if kind.is_gnu_longname() || kind.is_pax_local_extensions() {
                if size > NAME_LIMIT {
                    return self.end(None, 0, "the archive states a name that is too long to be one");
                }
                let mut extended = Vec::new();
                if let Err(e) = self.bytes(size, &mut extended) {
                    return self.end_with(None, 0, &e);
                }
                self.skip = padded(size) - size;
                ahead.read(kind, &extended);
                continue;
            }
            let bytes = if kind.is_file() || kind.is_contiguous() { ahead.size.unwrap_or(size) } else { size };
            self.skip = padded(bytes);
            let ahead = std::mem::take(&mut ahead);
            let name =
                name_of(ahead.name.unwrap_or_else(|| String::from_utf8_lossy(&header.path_bytes()).into_owned()));
            let is_file = kind.is_file() || kind.is_contiguous() || kind == EntryType::GNUSparse;
            if !is_file || name.ends_with('/') || super::walk::is_hidden(&name) {
                continue;
            }
            return self.member(name, bytes, ahead.sparse || kind == EntryType::GNUSparse);
        }
        None
    }
}

impl<R: Read> Members<R> {
    fn member(&mut self, name: String, bytes: u64, sparse: bool) -> Option<Member> {
        let name = Some(name);
        if sparse {
            let message = "stored as a sparse file, which is not read; unpack it first";
            return Some(Member { name, bytes, content: Err(Reject::new(RejectReason::Unreadable, message)) });
        }
        if bytes > self.max_bytes {
            self.skipped = self.skipped.saturating_add(bytes);
            if self.skipped / SKIP_LIMIT > self.max_bytes {
                self.state = State::Ended;
                let message = format!("states {bytes} bytes; it and the rest of the archive were not read");
                return Some(Member { name, bytes, content: Err(Reject::new(RejectReason::TooLarge, message)) });
            }
            return Some(Member { name, bytes, content: Err(super::too_large(Some(bytes), self.max_bytes)) });
        }
        // What a header states is not believed for memory: a damaged one states anything.
        let mut content = Vec::with_capacity(bytes.min(1024 * 1024) as usize);
        if let Err(e) = self.bytes(bytes, &mut content) {
            return self.end_with(name, bytes, &e);
        }
        self.skip = padded(bytes) - bytes;
        self.given += 1;
        Some(Member { name, bytes, content: Ok(content) })
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
