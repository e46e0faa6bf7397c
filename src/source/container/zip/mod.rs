//! Which files does a zip archive hold?
//!
//! A file on disk is read by the directory at its end, which alone knows what was deleted or replaced, and how to pass
//! over data of unstated length. What comes through a pipe or out of another archive, and an archive that broke off
//! before its directory, is read forwards by the headers before each file, so that nothing of it has to be kept. Files
//! with a password or in a rare packing are refused one by one. Read here rather than with the `zip` package, which wants
//! to seek or lends one file out of the stream at a time, and cannot read forwards what most writers write into pipes.

mod directory; // the directory at the end
mod entry; // headers

use super::fault::{Fault, whole};
use super::stream::Stream;
use super::{Archive, Content, Context, Member};
use crate::error::{Reject, RejectReason};
use bzip2::bufread::BzDecoder;
use directory::Directory;
use entry::{CENTRAL, END, Entry, LOCAL, LOCAL_LENGTH, u16_at, u32_at, u64_at};
use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use lzma_rust2::XzReader;
use std::io::{self, Read, Take};
use std::path::Path;

/// The archive, as messages call it.
const DATA: &str = "archive";
/// A file in it, as messages call it.
const FILE: &str = "packed file";

/// The files of a zip archive.
pub struct Zip {
    source: Source,
    context: Context,
    entry: Entry,
    unpacker: Option<Unpacker>,
    crc: Crc,
    given: u64,
    /// The last file was given and did not fail so far.
    is_under_way: bool,
    is_ended: bool,
    /// To be told before the first file.
    complaint: Option<Reject>,
}

enum Source {
    /// The directory names the files and where they are.
    Directory(Box<Directory>),
    /// Files follow each other; none while one of them is unpacked.
    Forwards(Option<Stream>),
}

/// What unpacks a file.
enum Unpacker {
    Stored(Take<Stream>),
    Deflate(Box<DeflateDecoder<Take<Stream>>>),
    Bzip2(Box<BzDecoder<Take<Stream>>>),
    Zstd(Box<zstd::stream::read::Decoder<'static, Take<Stream>>>),
    /// Only by the directory: after a fault it cannot give its stream back.
    Xz(Box<XzReader<Take<Stream>>>),
}

/// Is this a document that is packed as a zip archive, such as those of Office?
pub fn is_document(head: &[u8]) -> bool {
    let start = LOCAL_LENGTH;
    let length = usize::from(u16_at(head, 26));
    let name = head.get(start..head.len().min(start + length)).unwrap_or_default();
    let behind = head.get(start + length + usize::from(u16_at(head, 28))..).unwrap_or_default();
    let parts: [&[u8]; 6] = [b"[Content_Types].xml", b"_rels/.rels", b"docProps/", b"word/", b"xl/", b"ppt/"];
    head.starts_with(LOCAL)
        && (parts.iter().any(|part| name.starts_with(part))
            || name == b"mimetype" && behind.starts_with(b"application/vnd."))
}

/// The files of the archive that starts here; `path` is the file it is, if it is one of its own.
pub fn open(stream: Stream, path: Option<&Path>, context: &Context) -> Box<dyn Archive> {
    let (source, complaint) = match path.map(Directory::open) {
        Some(Ok(directory)) => (Source::Directory(Box::new(directory)), None),
        Some(Err(what)) => {
            let message = format!("{what}; its files are read one after the other as far as they go");
            (Source::Forwards(Some(stream)), Some(Reject::new(RejectReason::BrokenArchive, message)))
        }
        None => (Source::Forwards(Some(stream)), None),
    };
    Box::new(Zip {
        source,
        context: context.clone(),
        entry: Entry::default(),
        unpacker: None,
        crc: Crc::new(),
        given: 0,
        is_under_way: false,
        is_ended: false,
        complaint,
    })
}

impl Zip {
    /// Goes to the next file that is given; none at the end.
    fn advance(&mut self) -> io::Result<Option<Member>> {
        loop {
            let data = match &mut self.source {
                Source::Directory(directory) => match directory.next()? {
                    None => return Ok(None),
                    Some(entry) => {
                        self.entry = entry;
                        None
                    }
                },
                Source::Forwards(_) => {
                    let mut stream = self.behind_last()?;
                    if stream.peek(4) == entry::BEHIND {
                        // Stated before the data and again behind it.
                        stream.skip(16)?;
                    }
                    let head = stream.peek(4);
                    if head == CENTRAL || head == END || head.starts_with(b"PK\x06") {
                        return Ok(None);
                    }
                    if head != LOCAL {
                        let is_end = head.is_empty();
                        stream.skip(1)?;
                        return Err(if is_end { Fault::CutOff(DATA) } else { Fault::Damaged(DATA) }.into());
                    }
                    self.entry = local_header(&mut stream)?;
                    Some(stream)
                }
            };
            let is_passed_over = self.entry.name.ends_with('/') || super::is_hidden(&self.entry.name);
            let name = Some(self.entry.name.clone());
            if let Some(reason) = self.refusal() {
                self.begin(data, true)?;
                if is_passed_over {
                    continue;
                }
                let reject = Reject::new(RejectReason::Unreadable, reason);
                return Ok(Some(Member::refused(name, reject, self.entry.unpacked)));
            }
            if is_passed_over && matches!(self.source, Source::Directory(_)) {
                continue;
            }
            self.begin(data, false)?;
            if !is_passed_over {
                let size = (!self.entry.is_stated_behind || data_is_known(&self.source)).then_some(self.entry.unpacked);
                self.is_under_way = true;
                return Ok(Some(Member::new(name, Content::Streamed(size))));
            }
        }
    }

    /// Why the file cannot be read, if so.
    fn refusal(&self) -> Option<String> {
        if self.entry.is_encrypted {
            return Some("encrypted; unpack it with its password first".to_owned());
        }
        let is_forwards = matches!(self.source, Source::Forwards(_));
        let method = match self.entry.method {
            0 if is_forwards && self.entry.is_stated_behind => {
                return Some("its length is not stated before it; save the archive as a file first".to_owned());
            }
            0 | 8 => return None,
            12 | 93 if !(is_forwards && self.entry.is_stated_behind) => return None,
            95 if !is_forwards => return None,
            1 => "Shrink",
            2..=5 => "Reduce",
            6 => "Implode",
            9 => "Deflate64",
            12 => "bzip2",
            14 => "LZMA",
            93 => "Zstandard",
            95 => "xz",
            98 => "PPMd",
            other => return Some(format!("packed by method {other}, which is not read; unpack it first")),
        };
        Some(format!("packed by {method}, which is not read here; unpack it first"))
    }

    /// Makes ready to read the file, or only to pass over it.
    fn begin(&mut self, stream: Option<Stream>, is_refused: bool) -> io::Result<()> {
        let is_forwards = stream.is_some();
        let stream = match (stream, &mut self.source) {
            (Some(stream), _) => stream,
            (None, Source::Directory(_)) if is_refused => return Ok(()),
            (None, Source::Directory(directory)) => directory.data(&self.entry, &self.context.budget)?,
            (None, Source::Forwards(_)) => return Err(Fault::CutOff(DATA).into()),
        };
        let is_open_ended = is_forwards && self.entry.is_stated_behind;
        if is_refused && is_open_ended {
            // Where its data ends cannot be known.
            self.is_ended = true;
            return Ok(());
        }
        let data = stream.take(if is_open_ended { u64::MAX } else { self.entry.packed });
        self.crc = Crc::new();
        self.unpacker = Some(match self.entry.method {
            _ if is_refused => Unpacker::Stored(data),
            8 => Unpacker::Deflate(Box::new(DeflateDecoder::new(data))),
            12 => Unpacker::Bzip2(Box::new(BzDecoder::new(data))),
            93 => Unpacker::Zstd(Box::new(zstd::stream::read::Decoder::with_buffer(data)?.single_frame())),
            95 => Unpacker::Xz(Box::new(XzReader::new_mem_limit(data, false, 256 * 1024))),
            _ => Unpacker::Stored(data),
        });
        Ok(())
    }

    /// The stream behind the last file that was read forwards.
    fn behind_last(&mut self) -> io::Result<Stream> {
        if self.unpacker.is_some() && self.entry.is_stated_behind {
            // Its end is where its data says so.
            io::copy(&mut super::Current(self), &mut io::sink())?;
        }
        if let Some(unpacker) = self.unpacker.take() {
            let data = unpacker.into_inner();
            let left = data.limit();
            let mut stream = data.into_inner();
            if stream.skip(left)? < left {
                return Err(Fault::CutOff(DATA).into());
            }
            return Ok(stream);
        }
        match &mut self.source {
            Source::Forwards(stream) => stream.take().ok_or_else(|| Fault::CutOff(DATA).into()),
            Source::Directory(_) => Err(Fault::CutOff(DATA).into()),
        }
    }

    /// Checks the file that was read to its end.
    fn finish(&mut self) -> io::Result<()> {
        let is_forwards = matches!(self.source, Source::Forwards(_));
        let (crc, unpacked) = (self.crc.sum(), self.crc.amount());
        if is_forwards && self.entry.is_stated_behind {
            let Some(unpacker) = self.unpacker.take() else { return Ok(()) };
            let data = unpacker.into_inner();
            let packed = u64::MAX - data.limit();
            let mut stream = data.into_inner();
            let is_right = stated_behind(&mut stream, crc, packed, unpacked)?;
            self.source = Source::Forwards(Some(stream));
            return if is_right { Ok(()) } else { Err(Fault::Damaged(FILE).into()) };
        }
        // The checksum counts the amount in 32 bits.
        let is_right = crc == self.entry.crc && unpacked == self.entry.unpacked as u32;
        if is_right { Ok(()) } else { Err(Fault::Damaged(FILE).into()) }
    }
}

fn data_is_known(source: &Source) -> bool {
    matches!(source, Source::Directory(_))
}

/// Reads a local header.
fn local_header(stream: &mut Stream) -> io::Result<Entry> {
    let mut fixed = [0; LOCAL_LENGTH];
    let cut = |_| io::Error::from(Fault::CutOff(DATA));
    stream.read_exact(&mut fixed).map_err(cut)?;
    let mut names = vec![0; usize::from(u16_at(&fixed, 26)) + usize::from(u16_at(&fixed, 28))];
    stream.read_exact(&mut names).map_err(cut)?;
    let (name, extra) = names.split_at(usize::from(u16_at(&fixed, 26)));
    let mut entry = Entry::of_local(&fixed, name, extra);
    // Some writers state the sizes in both places; a folder has no data to look behind.
    entry.is_stated_behind &= entry.packed == 0 && !entry.name.ends_with('/');
    Ok(entry)
}

/// Reads what is stated behind a file's data and says whether it is true. It comes with a signature or without, and in
/// two widths.
fn stated_behind(stream: &mut Stream, crc: u32, packed: u64, unpacked: u32) -> io::Result<bool> {
    if stream.peek(4) == entry::BEHIND && u32_at(stream.peek(8), 4) == crc {
        stream.skip(4)?;
    }
    let behind = stream.peek(20);
    let is_crc = u32_at(behind, 0) == crc;
    let is_wide = u64_at(behind, 4) == packed && u64_at(behind, 12) as u32 == unpacked && behind.len() == 20;
    let is_narrow = u64::from(u32_at(behind, 4)) == packed & 0xFFFF_FFFF && u32_at(behind, 8) == unpacked;
    stream.skip(if is_wide && !is_narrow { 20 } else { 12 })?;
    Ok(is_crc && (is_wide || is_narrow))
}

impl Unpacker {
    fn into_inner(self) -> Take<Stream> {
        match self {
            Unpacker::Stored(data) => data,
            Unpacker::Deflate(decoder) => decoder.into_inner(),
            Unpacker::Bzip2(decoder) => decoder.into_inner(),
            Unpacker::Zstd(decoder) => decoder.finish(),
            // Never read forwards, see above; its stream is not wanted back.
            Unpacker::Xz(_) => Stream::new(b"", io::empty()).take(0),
        }
    }
}

impl Read for Unpacker {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self {
            Unpacker::Stored(data) => data.read(out),
            Unpacker::Deflate(decoder) => decoder.read(out),
            Unpacker::Bzip2(decoder) => decoder.read(out),
            Unpacker::Zstd(decoder) => decoder.read(out),
            Unpacker::Xz(decoder) => decoder.read(out),
        }
    }
}

impl Archive for Zip {
    fn next(&mut self) -> Option<Member> {
        if let Some(complaint) = self.complaint.take() {
            return Some(Member::refused(None, complaint, 0));
        }
        if self.is_ended {
            return None;
        }
        self.given += u64::from(std::mem::take(&mut self.is_under_way));
        match self.advance() {
            Ok(Some(member)) => Some(member),
            Ok(None) => {
                self.is_ended = true;
                None
            }
            Err(error) => {
                self.is_ended = true;
                let (reason, told) = Fault::told(&error);
                let message = format!("{told} behind `{}`; {}", self.entry.name, whole(self.given, "file"));
                Some(Member::refused(None, Reject::new(reason, message), 0))
            }
        }
    }

    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let Some(unpacker) = &mut self.unpacker else { return Ok(0) };
        if out.is_empty() {
            return Ok(0);
        }
        self.context.budget.check()?;
        let count = unpacker.read(out).map_err(|e| Fault::from_decoder(e, FILE))?;
        if count == 0 {
            self.finish()?;
            if data_is_known(&self.source) {
                self.unpacker = None;
            }
            return Ok(0);
        }
        self.crc.update(&out[..count]);
        self.context.budget.make(count as u64);
        Ok(count)
    }

    fn fail(&mut self, error: &io::Error) -> Reject {
        self.is_under_way = false;
        let (reason, told) = Fault::told(error);
        let own = matches!(Fault::of(error), Some(Fault::Damaged(FILE) | Fault::CutOff(FILE)));
        // Where the next file begins is known by the directory, or by the length of this one.
        let goes_on = own && (data_is_known(&self.source) || !self.entry.is_stated_behind);
        self.is_ended |= !goes_on;
        if data_is_known(&self.source) {
            self.unpacker = None;
        }
        let rest = if goes_on { "" } else { "; the rest of the archive was not read" };
        Reject::new(reason, format!("{told}{rest}"))
    }
}

#[cfg(test)]
mod tests;
