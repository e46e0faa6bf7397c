//! Which inputs does one file hold: itself, the members of an archive, or what a gzip stream unpacks to?
//!
//! Told by the first bytes, not by the name. Everything is read forwards and once, so that standard input and pipes
//! serve as well as files, and memory holds one input at a time.

use super::gzip::{self, Fault, Gunzip};
use super::tar::{self, Member, Members};
use super::walk::{Files, STDIN};
use super::{Input, too_large};
use crate::error::{Reject, RejectReason};
use crate::model::SourceInfo;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

type Source = Box<dyn Read + Send>;

/// The inputs of files.
pub struct Inputs {
    files: Files,
    max_bytes: u64,
    archive: Option<Archive>,
    /// Told after the input before it.
    pending: Option<Input>,
    /// Bytes behind the last member of an archive; they count with the next input.
    behind: u64,
}

struct Archive {
    path: String,
    members: Members<Source>,
    /// Bytes of the outer file that were read so far, and how many of them have been reported.
    taken: Arc<AtomicU64>,
    reported: u64,
}

/// Counts what is read.
struct Counted {
    source: Source,
    taken: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(out)?;
        self.taken.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Inputs {
    /// The inputs of these files.
    pub fn new(files: Files, max_bytes: u64) -> Inputs {
        Inputs { files, max_bytes, archive: None, pending: None, behind: 0 }
    }

    /// Opens a file and gives its first input, or all of it.
    fn open(&mut self, path: &Path) -> Option<Input> {
        let info = SourceInfo { path: shown(path), ..SourceInfo::default() };
        match self.read(path, &info) {
            Ok(input) => input,
            Err(error) => {
                let reject = Reject::new(RejectReason::Unreadable, format!("cannot be read: {error}"));
                Some(Input { info, content: Err(reject), read: 0 })
            }
        }
    }

    fn read(&mut self, path: &Path, info: &SourceInfo) -> io::Result<Option<Input>> {
        let (mut source, length): (Source, u64) = if path.as_os_str() == STDIN {
            (Box::new(io::stdin()), 0)
        } else {
            let file = File::open(path)?;
            let length = file.metadata().map_or(0, |m| m.len());
            (Box::new(file), length)
        };
        let room = length.min(self.max_bytes).saturating_add(1);
        let mut bytes = Vec::with_capacity(usize::try_from(room).unwrap_or(0).max(512));
        (&mut source).take(512).read_to_end(&mut bytes)?;
        if bytes.starts_with(gzip::MAGIC) {
            return Ok(self.unzip(info.clone(), bytes, source));
        }
        if tar::is_header(&bytes) {
            return Ok(self.archive(info.path.clone(), bytes, source));
        }
        let mut info = info.clone();
        info.bytes = length;
        if length > self.max_bytes {
            return Ok(Some(Input { info, content: Err(too_large(Some(length), self.max_bytes)), read: length }));
        }
        let rest = self.max_bytes.saturating_add(1).saturating_sub(bytes.len() as u64);
        source.take(rest).read_to_end(&mut bytes)?;
        let read = bytes.len() as u64;
        info.bytes = read;
        let content = if read > self.max_bytes { Err(too_large(None, self.max_bytes)) } else { Ok(bytes) };
        Ok(Some(Input { info, content, read }))
    }

    fn archive(&mut self, path: String, head: Vec<u8>, source: Source) -> Option<Input> {
        let taken = Arc::new(AtomicU64::new(head.len() as u64));
        let source = Counted { source, taken: taken.clone() };
        let stream: Source = Box::new(io::Cursor::new(head).chain(io::BufReader::with_capacity(64 * 1024, source)));
        let members = Members::new(stream, true, self.max_bytes);
        self.archive = Some(Archive { path, members, taken, reported: 0 });
        None
    }

    /// Opens a gzip stream, which holds an archive or one file.
    fn unzip(&mut self, mut info: SourceInfo, head: Vec<u8>, source: Source) -> Option<Input> {
        let taken = Arc::new(AtomicU64::new(0));
        let source = Counted { source: Box::new(io::Cursor::new(head).chain(source)), taken: taken.clone() };
        let mut stream = Gunzip::new(source);
        let mut bytes = Vec::with_capacity(16 * 1024);
        let mut end = (&mut stream).take(512).read_to_end(&mut bytes);
        if end.is_ok() && tar::is_header(&bytes) {
            let stream: Source = Box::new(io::Cursor::new(bytes).chain(stream));
            let members = Members::new(stream, false, self.max_bytes);
            self.archive = Some(Archive { path: info.path, members, taken, reported: 0 });
            return None;
        }
        info.member = Some(member_name(stream.name(), &info.path));
        if end.is_ok() {
            let rest = self.max_bytes.saturating_add(1).saturating_sub(bytes.len() as u64);
            end = (&mut stream).take(rest).read_to_end(&mut bytes);
        }
        info.bytes = bytes.len() as u64;
        let read = taken.load(Ordering::Relaxed);
        let content = match end {
            Ok(_) if bytes.len() as u64 > self.max_bytes => Err(too_large(None, self.max_bytes)),
            Ok(_) => Ok(bytes),
            Err(error) => {
                let fault = Fault::of(&error);
                let what = fault.map_or_else(|| format!("cannot be read ({error})"), |f| f.to_string());
                let message = format!("{what}, after {} unpacked bytes", bytes.len());
                let reject = Reject::new(RejectReason::BrokenArchive, message);
                if fault == Some(Fault::Trailing) {
                    // The file itself is whole: it is given, and then what follows it is told.
                    let info = SourceInfo { path: info.path.clone(), ..SourceInfo::default() };
                    self.pending = Some(Input { info, content: Err(reject), read: 0 });
                    Ok(bytes)
                } else {
                    Err(reject)
                }
            }
        };
        Some(Input { info, content, read })
    }
}

impl Iterator for Inputs {
    type Item = Input;

    fn next(&mut self) -> Option<Input> {
        if let Some(input) = self.pending.take() {
            return Some(input);
        }
        loop {
            if let Some(archive) = &mut self.archive {
                if let Some(input) = archive.next() {
                    return Some(input);
                }
                self.behind += archive.unreported();
                self.archive = None;
            }
            let input = match self.files.next()? {
                Ok(path) => self.open(&path),
                Err((path, reject)) => {
                    let info = SourceInfo { path: shown(&path), ..SourceInfo::default() };
                    Some(Input { info, content: Err(reject), read: 0 })
                }
            };
            if let Some(mut input) = input {
                input.read += std::mem::take(&mut self.behind);
                return Some(input);
            }
        }
    }
}

impl Archive {
    fn next(&mut self) -> Option<Input> {
        let Member { name, bytes, content } = self.members.next()?;
        let read = self.unreported();
        let info = SourceInfo { path: self.path.clone(), member: name, bytes, ..SourceInfo::default() };
        Some(Input { info, content, read })
    }

    /// Bytes of the outer file that were read and not told yet.
    fn unreported(&mut self) -> u64 {
        let taken = self.taken.load(Ordering::Relaxed);
        taken - std::mem::replace(&mut self.reported, taken)
    }
}

/// The name of what a gzip stream holds: as it states, or the outer name without `.gz`.
fn member_name(stated: Option<&str>, path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    let outer = file.strip_suffix(".gz").or_else(|| file.strip_suffix(".GZ")).unwrap_or(file);
    stated.filter(|name| !name.is_empty()).unwrap_or(outer).to_owned()
}

/// A path as records show it: with `/` on every system.
pub fn shown(path: &Path) -> String {
    let path = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { path.into_owned() } else { path.replace(std::path::MAIN_SEPARATOR, "/") }
}
