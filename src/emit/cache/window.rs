//! How is a file read at any place, by several at once? Through a piece of it in memory, which moves along.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::Arc;

/// Bytes that are read at once.
const PIECE: usize = 1 << 17;

/// A piece of a file.
pub struct Window {
    file: Arc<File>,
    start: u64,
    piece: Vec<u8>,
}

impl Window {
    /// A window into a file that others may have windows into.
    pub fn new(file: Arc<File>) -> Window {
        Window { file, start: 0, piece: Vec::new() }
    }

    /// Some bytes of the file.
    pub fn bytes(&mut self, place: Range<u64>) -> io::Result<&[u8]> {
        let length = (place.end - place.start) as usize;
        let held = self.from(place.start, length)?;
        held.get(..length).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    /// The line that begins here, without its end.
    pub fn line(&mut self, start: u64) -> io::Result<&[u8]> {
        let mut length = 0;
        loop {
            let held = self.from(start, length + 1)?;
            match memchr::memchr(b'\n', &held[length.min(held.len())..]) {
                Some(at) => return self.bytes(start..start + (length + at) as u64),
                None if held.len() <= length => return Err(io::ErrorKind::UnexpectedEof.into()),
                None => length = held.len(),
            }
        }
    }

    /// What is held from here on: this many bytes or more, unless the file ends.
    fn from(&mut self, start: u64, length: usize) -> io::Result<&[u8]> {
        let end = start + length as u64;
        if start < self.start || end > self.start + self.piece.len() as u64 {
            // Lines are mostly asked for one after the other: what is held of this one is read again with more behind it.
            self.start = start;
            self.piece.resize(length.max(PIECE), 0);
            let mut read = 0;
            while read < self.piece.len() {
                match read_at(&self.file, &mut self.piece[read..], start + read as u64) {
                    Ok(0) => break,
                    Ok(more) => read += more,
                    Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                    Err(e) => {
                        self.piece.clear();
                        return Err(e);
                    }
                }
            }
            self.piece.truncate(read);
        }
        Ok(self.piece.get((start - self.start) as usize..).unwrap_or(&[]))
    }
}

#[cfg(unix)]
fn read_at(file: &File, out: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, out, at)
}

#[cfg(windows)]
fn read_at(file: &File, out: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, out, at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn bytes_and_lines_are_read_in_any_order_across_the_pieces() {
        let mut file = tempfile::tempfile().unwrap();
        let lines: Vec<String> = (0..400).map(|n| "x".repeat(n * 7 % 1900)).chain(["y".repeat(3 * PIECE)]).collect();
        let text = lines.iter().map(|line| format!("{line}\n")).collect::<String>() + "no end";
        file.write_all(text.as_bytes()).unwrap();
        let mut window = Window::new(Arc::new(file));
        let starts: Vec<usize> =
            lines.iter().scan(0, |at, line| Some(std::mem::replace(at, *at + line.len() + 1))).collect();
        for n in (0..lines.len()).chain((0..lines.len()).rev()).chain((0..lines.len()).map(|n| n * 97 % 401)) {
            assert_eq!(window.line(starts[n] as u64).unwrap(), lines[n].as_bytes(), "line {n}");
        }
        let end = text.len() as u64;
        assert_eq!(window.bytes(end - 6..end).unwrap(), b"no end");
        assert!(window.line(end - 6).is_err(), "it has no end");
        assert!(window.bytes(end - 6..end + 1).is_err() && window.bytes(end + 9..end + 10).is_err());
    }
}
