//! How does a file of lines grow? Through buffers, written and hashed by threads of its own, and readable meanwhile unless
//! it is compressed.

use super::hex;
use super::manifest::DataFile;
use crate::error::Error;
use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread::JoinHandle;

/// Bytes gathered before they are written and hashed.
const BUFFER: usize = 1 << 17;
/// Buffers that may wait to be written.
const WAITING: usize = 4;
/// Bytes after which the disk is waited for, beside the writing, so that little is left to wait for at the end.
const SETTLED: u64 = 4 << 20;
/// How hard zstd tries: its own middle way, at which it is no slower than what makes the lines.
const LEVEL: i32 = 3;

/// A file of lines that is being written.
pub struct RecordFile {
    path: PathBuf,
    output: Output,
    /// Opened when first needed: a second handle, so that reading does not move the place of writing.
    reader: Option<File>,
    buffer: Vec<u8>,
    /// Bytes that were handed over to be written.
    handed: u64,
    rows: u64,
    /// Is the file one that stays? Else it is neither hashed nor waited for.
    stays: Arc<AtomicBool>,
    /// Is it part of a dataset?
    lasts: bool,
}

/// What writes.
enum Output {
    /// The thread that fills the buffer, as long as there is only one.
    Here(Tail),
    /// Others, for writing and hashing take as long as some of what comes before.
    There {
        queue: Sender<Vec<u8>>,
        /// Buffers that were written and hashed come back.
        back: Receiver<Vec<u8>>,
        /// Bytes of those that did.
        written: u64,
        thread: JoinHandle<io::Result<Tail>>,
    },
    /// None any more.
    Gone,
}

/// The end of a file, where it grows.
enum Tail {
    Plain(Hashed),
    Zstd(zstd::stream::write::Encoder<'static, Hashed>),
}

/// A file whose bytes are hashed as they are written.
struct Hashed {
    file: File,
    /// None if nobody will ask for it.
    digest: Option<Sha256>,
    bytes: u64,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        if let Some(digest) = &mut self.digest {
            digest.update(&bytes[..written]);
        }
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Hashed {
    /// Writes the buffers. Other threads hash what is written, and wait for the disk: each takes as long as the writing.
    fn take_all(self, filled: &Receiver<Vec<u8>>, done: &Sender<Vec<u8>>, stays: &AtomicBool) -> io::Result<Hashed> {
        let Hashed { file, mut digest, mut bytes } = self;
        let (written, to_hash) = bounded::<Vec<u8>>(WAITING);
        let (due, to_settle) = bounded::<()>(1);
        let disk = &file;
        let hash = move || {
            for buffer in to_hash {
                digest = digest.filter(|_| stays.load(Relaxed));
                if let Some(digest) = &mut digest {
                    digest.update(&buffer);
                }
                drop(done.send(buffer)); // nobody need wait for it
            }
            digest
        };
        let settle = move || to_settle.iter().try_for_each(|()| disk.sync_data());
        let digest = std::thread::scope(|scope| {
            let (hashing, settling) = (scope.spawn(hash), scope.spawn(settle));
            let mut unsettled = 0;
            let wrote: io::Result<()> = filled.iter().try_for_each(|buffer| {
                (&file).write_all(&buffer)?;
                bytes += buffer.len() as u64;
                unsettled += buffer.len() as u64;
                if unsettled >= SETTLED && stays.load(Relaxed) {
                    unsettled = 0;
                    let _ = due.try_send(()); // full: it is about to be done anyway
                }
                written.send(buffer).map_err(|_| io::ErrorKind::BrokenPipe.into())
            });
            drop((written, due));
            settling.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            wrote.map(|()| hashing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })?;
        Ok(Hashed { file, digest, bytes })
    }
}

impl Tail {
    fn take(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Tail::Plain(file) => file.write_all(bytes),
            Tail::Zstd(encoder) => encoder.write_all(bytes),
        }
    }

    /// Nothing more will come.
    fn end(self) -> io::Result<Hashed> {
        match self {
            Tail::Plain(file) => Ok(file),
            Tail::Zstd(encoder) => encoder.finish(),
        }
    }
}

impl Output {
    /// Moves the work to threads: several only for what is part of a dataset, for each has memory of its own.
    fn there(tail: Tail, stays: Arc<AtomicBool>, lasts: bool) -> Output {
        let (queue, filled) = bounded::<Vec<u8>>(WAITING);
        let (done, back) = unbounded();
        let thread = std::thread::spawn(move || match tail {
            Tail::Plain(file) if lasts => file.take_all(&filled, &done, &stays).map(Tail::Plain),
            mut tail => {
                for buffer in filled {
                    tail.take(&buffer)?;
                    drop(done.send(buffer)); // nobody need wait for it
                }
                Ok(tail)
            }
        });
        Output::There { queue, back, written: 0, thread }
    }

    /// Waits until all is written.
    fn settle(&mut self) -> io::Result<Tail> {
        match std::mem::replace(self, Output::Gone) {
            Output::Here(tail) => Ok(tail),
            Output::There { queue, thread, .. } => {
                drop(queue);
                thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            }
            Output::Gone => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }
}

impl RecordFile {
    /// Creates the file.
    pub fn create(path: &Path) -> Result<RecordFile, Error> {
        RecordFile::begin(path, |file| Ok(Tail::Plain(file)))
    }

    /// Creates a file that is compressed by zstd, with a checksum; it cannot be read before it is complete.
    pub fn compressed(path: &Path) -> Result<RecordFile, Error> {
        RecordFile::begin(path, |file| {
            let mut encoder = zstd::stream::write::Encoder::new(file, LEVEL)?;
            encoder.include_checksum(true)?;
            Ok(Tail::Zstd(encoder))
        })
    }

    fn begin(path: &Path, tail: fn(Hashed) -> io::Result<Tail>) -> Result<RecordFile, Error> {
        let tail = File::create(path).and_then(|file| tail(Hashed { file, digest: Some(Sha256::new()), bytes: 0 }));
        let output = Output::Here(tail.map_err(|e| Error::io("create", path, e))?);
        let (reader, buffer, stays) = (None, Vec::new(), Arc::new(AtomicBool::new(true)));
        Ok(RecordFile { path: path.to_owned(), output, reader, buffer, handed: 0, rows: 0, stays, lasts: true })
    }

    /// Creates a file that is no part of a dataset and need not be on the disk.
    pub fn passing(path: &Path) -> Result<RecordFile, Error> {
        let mut file = RecordFile::create(path)?;
        file.lasts = false;
        Ok(file)
    }

    /// What is written will only be read again and copied: from now on it is neither hashed nor waited for.
    pub fn will_not_stay(&self) {
        self.stays.store(false, Relaxed);
    }

    /// Appends a line, given in pieces, and says which bytes of the file it takes, without its line end.
    pub fn push(&mut self, pieces: &[&[u8]]) -> Result<Range<u64>, Error> {
        let start = self.end();
        for piece in pieces {
            self.buffer.extend_from_slice(piece);
        }
        let end = self.end();
        self.buffer.push(b'\n');
        self.rows += 1;
        if self.buffer.len() >= BUFFER {
            self.hand_over()?;
        }
        Ok(start..end)
    }

    /// Where the next line will begin.
    pub fn end(&self) -> u64 {
        self.handed + self.buffer.len() as u64
    }

    /// The bytes of a line written before.
    pub fn read(&mut self, bytes: Range<u64>) -> Result<Vec<u8>, Error> {
        if bytes.start >= self.handed {
            let own = (bytes.start - self.handed) as usize..(bytes.end - self.handed) as usize;
            return Ok(self.buffer[own].to_vec());
        }
        // A line is handed over whole, so its end is on its way, too.
        while let Output::There { back, written, .. } = &mut self.output
            && *written < bytes.end
        {
            match back.recv() {
                Ok(buffer) => *written += buffer.len() as u64,
                Err(_) => self.stopped()?,
            }
        }
        let fault = |e| Error::io("read", &self.path, e);
        let reader = match &mut self.reader {
            Some(reader) => reader,
            none => none.insert(File::open(&self.path).map_err(fault)?),
        };
        let mut line = vec![0; (bytes.end - bytes.start) as usize];
        reader.seek(SeekFrom::Start(bytes.start)).and_then(|_| reader.read_exact(&mut line)).map_err(fault)?;
        Ok(line)
    }

    /// Writes what is left, makes sure it is on the disk, and describes the file under this path of the dataset.
    pub fn finish(mut self, name: &str) -> Result<DataFile, Error> {
        let Hashed { file, digest, bytes } = self.complete()?;
        file.sync_all().map_err(|e| Error::io("write", &self.path, e))?;
        let sha256 = match digest {
            Some(digest) => hex(&digest.finalize()),
            None => digest_of(&self.path)?.1,
        };
        Ok(DataFile { path: name.to_owned(), bytes, rows: Some(self.rows), sha256 })
    }

    /// Writes what is left of a file that will not stay.
    pub fn close(mut self) -> Result<(), Error> {
        self.complete().map(drop)
    }

    /// Writes what is left, a last line, and behind it the digest of all before.
    pub fn seal(mut self, line: &str) -> Result<(), Error> {
        self.buffer.extend_from_slice(line.as_bytes());
        let Hashed { mut file, digest, .. } = self.complete()?;
        let digest = hex(&digest.unwrap_or_default().finalize()) + "\n";
        file.write_all(digest.as_bytes()).map_err(|e| Error::io("write", &self.path, e))
    }

    fn complete(&mut self) -> Result<Hashed, Error> {
        let mut settle = || {
            let mut tail = self.output.settle()?;
            tail.take(&self.buffer)?;
            tail.end()
        };
        settle().map_err(|e| Error::io("write", &self.path, e))
    }

    fn hand_over(&mut self) -> Result<(), Error> {
        if let Output::Here(_) = &self.output {
            let tail = self.output.settle().map_err(|e| Error::io("write", &self.path, e))?;
            self.output = Output::there(tail, self.stays.clone(), self.lasts);
        }
        if let Output::There { queue, back, written, .. } = &mut self.output {
            let mut next = back.try_recv().unwrap_or_default();
            *written += next.len() as u64;
            next.clear();
            next.reserve(BUFFER + BUFFER / 4); // with the line that fills it
            self.handed += self.buffer.len() as u64;
            if queue.send(std::mem::replace(&mut self.buffer, next)).is_err() {
                self.stopped()?;
            }
        }
        Ok(())
    }

    /// Tells why nothing is written any more.
    fn stopped(&mut self) -> Result<(), Error> {
        self.output.settle().map(drop).map_err(|e| Error::io("write", &self.path, e))
    }
}

/// A file that is given up is not written any further: its folder is about to be removed.
impl Drop for RecordFile {
    fn drop(&mut self) {
        drop(self.output.settle());
    }
}

/// Length and SHA-256 of a file that is complete.
pub fn digest_of(path: &Path) -> Result<(u64, String), Error> {
    let read = || {
        let mut file = File::open(path)?;
        let (mut digest, mut bytes) = (Sha256::new(), 0);
        let mut buffer = vec![0; BUFFER];
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok((bytes, hex(&digest.finalize()))),
                read => {
                    digest.update(&buffer[..read]);
                    bytes += read as u64;
                }
            }
        }
    };
    read().map_err(|e| Error::io("read", path, e))
}

/// Writes a small file whole and describes it.
pub fn write_whole(folder: &Path, name: &str, text: &str) -> Result<DataFile, Error> {
    let path = folder.join(name);
    let write = || {
        let mut file = File::create(&path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    write().map_err(|e| Error::io("write", &path, e))?;
    let sha256 = hex(&Sha256::digest(text.as_bytes()));
    Ok(DataFile { path: name.to_owned(), bytes: text.len() as u64, rows: None, sha256 })
}
