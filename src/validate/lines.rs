//! How is a file read line by line? One buffer for all lines, and errors that name the file.

use crate::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// A file's lines.
pub struct Lines {
    path: PathBuf,
    file: BufReader<File>,
    line: Vec<u8>,
    number: u64,
}

impl Lines {
    /// Opens a file.
    pub fn open(path: &Path) -> Result<Lines, Error> {
        let file = File::open(path).map_err(|e| Error::io("read", path, e))?;
        Ok(Lines { path: path.to_owned(), file: BufReader::with_capacity(1 << 18, file), line: Vec::new(), number: 0 })
    }

    /// The next line with its line end.
    pub fn next_raw(&mut self) -> Result<Option<&[u8]>, Error> {
        self.line.clear();
        let read = self.file.read_until(b'\n', &mut self.line);
        let read = read.map_err(|e| Error::io("read", &self.path, e))?;
        self.number += 1;
        Ok((read > 0).then_some(self.line.as_slice()))
    }

    /// The next line without its line end, and its number, counted from 1.
    pub fn next(&mut self) -> Result<Option<(u64, &[u8])>, Error> {
        if self.next_raw()?.is_none() {
            return Ok(None);
        }
        Ok(Some((self.number, self.line.strip_suffix(b"\n").unwrap_or(&self.line))))
    }
}
