//! How does a file of lines grow? Through a buffer, hashed as it is written, and readable while it grows.

use super::hex;
use super::manifest::DataFile;
use crate::error::Error;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Bytes gathered before they are written and hashed.
const BUFFER: usize = 1 << 18;

/// A file of lines that is being written.
pub struct RecordFile {
    path: PathBuf,
    file: File,
    /// Opened when first needed: a second handle, so that reading does not move the place of writing.
    reader: Option<File>,
    buffer: Vec<u8>,
    /// Bytes that are in the file already.
    flushed: u64,
    digest: Sha256,
    rows: u64,
}

impl RecordFile {
    /// Creates the file.
    pub fn create(path: &Path) -> Result<RecordFile, Error> {
        let file = File::create(path).map_err(|e| Error::io("create", path, e))?;
        let buffer = Vec::with_capacity(2 * BUFFER);
        let digest = Sha256::new();
        Ok(RecordFile { path: path.to_owned(), file, reader: None, buffer, flushed: 0, digest, rows: 0 })
    }

    /// Appends a line, given in pieces, and says which bytes of the file it takes, without its line end.
    pub fn push(&mut self, pieces: &[&[u8]]) -> Result<Range<u64>, Error> {
        let start = self.flushed + self.buffer.len() as u64;
        for piece in pieces {
            self.buffer.extend_from_slice(piece);
        }
        let end = self.flushed + self.buffer.len() as u64;
        self.buffer.push(b'\n');
        self.rows += 1;
        if self.buffer.len() >= BUFFER {
            self.flush()?;
        }
        Ok(start..end)
    }

    /// Lines so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Where the next line will begin.
    pub fn end(&self) -> u64 {
        self.flushed + self.buffer.len() as u64
    }

    /// The bytes of a line written before.
    pub fn read(&mut self, bytes: Range<u64>) -> Result<Vec<u8>, Error> {
        if bytes.start >= self.flushed {
            let own = (bytes.start - self.flushed) as usize..(bytes.end - self.flushed) as usize;
            return Ok(self.buffer[own].to_vec());
        }
        // A line goes to the file whole, so its end is there too.
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
        self.flush()?;
        self.file.sync_all().map_err(|e| Error::io("write", &self.path, e))?;
        let sha256 = hex(&self.digest.finalize());
        Ok(DataFile { path: name.to_owned(), bytes: self.flushed, rows: Some(self.rows), sha256 })
    }

    /// Writes what is left, a last line, and behind it the digest of all before. A file that is no part of a dataset need
    /// not be on the disk.
    pub fn seal(mut self, line: &str) -> Result<(), Error> {
        self.buffer.extend_from_slice(line.as_bytes());
        self.flush()?;
        let digest = hex(&self.digest.finalize()) + "\n";
        self.file.write_all(digest.as_bytes()).map_err(|e| Error::io("write", &self.path, e))
    }

    fn flush(&mut self) -> Result<(), Error> {
        self.file.write_all(&self.buffer).map_err(|e| Error::io("write", &self.path, e))?;
        self.digest.update(&self.buffer);
        self.flushed += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
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
