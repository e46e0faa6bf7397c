//! How are bytes looked at before it is known what they are? A buffered stream with a place and a look ahead.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};
use std::sync::{Arc, Mutex, PoisonError};

const BUFFER: usize = 64 * 1024;
/// Marks kept at most: nobody may ever ask for them.
const MOST_MARKS: usize = 4096;

/// A stream of bytes.
pub struct Stream {
    source: Box<dyn Read + Send>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    position: u64,
    /// Met while looking ahead; told when everything before it has been read.
    failed: Option<io::Error>,
    marks: Option<Marks>,
}

/// Where the members of compressed data begin: in the unpacked stream and in the packed one. A crawl's index speaks of
/// the packed place of a record, and so do messages about it.
#[derive(Clone, Default)]
pub struct Marks(Arc<Mutex<VecDeque<(u64, u64)>>>);

impl Marks {
    /// Notes that a member begins.
    pub fn note(&self, unpacked: u64, packed: u64) {
        let mut marks = self.lock();
        if marks.len() < MOST_MARKS {
            marks.push_back((unpacked, packed));
        }
    }

    fn packed(&self, unpacked: u64) -> Option<u64> {
        let mut marks = self.lock();
        while marks.front().is_some_and(|&(at, _)| at < unpacked) {
            marks.pop_front();
        }
        marks.front().filter(|&&(at, _)| at == unpacked).map(|&(_, packed)| packed)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<(u64, u64)>> {
        // Plain numbers, whole at any time: a panic elsewhere does not spoil them.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stream {
    /// The stream of these bytes and what `source` has behind them.
    pub fn new(head: &[u8], source: impl Read + Send + 'static) -> Stream {
        let mut buffer = vec![0; BUFFER.max(head.len())];
        buffer[..head.len()].copy_from_slice(head);
        let source = Box::new(source);
        Stream { source, buffer, start: 0, end: head.len(), position: 0, failed: None, marks: None }
    }

    /// The same, of unpacked data whose members begin at `marks`.
    pub fn with_marks(self, marks: Marks) -> Stream {
        Stream { marks: Some(marks), ..self }
    }

    /// Bytes that have been read from it.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// The place by which a person finds what begins here: in the packed file if a member of it begins here.
    pub fn origin(&self) -> u64 {
        self.marks.as_ref().and_then(|marks| marks.packed(self.position)).unwrap_or(self.position)
    }

    /// The next bytes, which stay unread: `count` of them, fewer only before the end or a fault.
    pub fn peek(&mut self, count: usize) -> &[u8] {
        let count = count.min(self.buffer.len());
        while self.end - self.start < count && self.failed.is_none() {
            if self.start + count > self.buffer.len() {
                self.buffer.copy_within(self.start..self.end, 0);
                (self.start, self.end) = (0, self.end - self.start);
            }
            match self.source.read(&mut self.buffer[self.end..]) {
                Ok(0) => break,
                Ok(read) => self.end += read,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => self.failed = Some(e),
            }
        }
        &self.buffer[self.start..self.end.min(self.start + count)]
    }

    /// Passes over `count` bytes; gives how many there were.
    pub fn skip(&mut self, count: u64) -> io::Result<u64> {
        let mut left = count;
        while left > 0 {
            let there = match self.fill_buf() {
                Ok(there) => there.len(),
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            if there == 0 {
                break;
            }
            let step = left.min(there as u64);
            self.consume(step as usize);
            left -= step;
        }
        Ok(count - left)
    }

    /// Appends the rest of the line and its end, at most `limit` bytes.
    pub fn line(&mut self, limit: usize, out: &mut Vec<u8>) -> io::Result<usize> {
        self.take(limit as u64).read_until(b'\n', out)
    }
}

impl BufRead for Stream {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end {
            if let Some(error) = self.failed.take() {
                return Err(error);
            }
            (self.start, self.end) = (0, 0);
            self.end = self.source.read(&mut self.buffer)?;
        }
        Ok(&self.buffer[self.start..self.end])
    }

    fn consume(&mut self, count: usize) {
        self.start += count;
        self.position += count as u64;
    }
}

impl Read for Stream {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.start == self.end && self.failed.is_none() && out.len() >= self.buffer.len() {
            let count = self.source.read(out)?;
            self.position += count as u64;
            return Ok(count);
        }
        let there = self.fill_buf()?;
        let count = there.len().min(out.len());
        out[..count].copy_from_slice(&there[..count]);
        self.consume(count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time and then a fault.
    struct Slow(&'static [u8]);

    impl Read for Slow {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else { return Err(io::Error::other("broken")) };
            out[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    #[test]
    fn looking_ahead_reads_nothing_and_keeps_a_fault_for_later() {
        let mut stream = Stream::new(b"ab", Slow(b"cdef"));
        assert_eq!(stream.peek(3), b"abc");
        assert_eq!(stream.peek(512), b"abcdef");
        let mut read = Vec::new();
        let end = stream.read_to_end(&mut read);
        assert_eq!((read.as_slice(), stream.position()), (&b"abcdef"[..], 6));
        assert!(end.is_err());
    }

    #[test]
    fn places_in_packed_data_are_known_where_a_member_begins() {
        let marks = Marks::default();
        marks.note(0, 0);
        marks.note(3, 40);
        let mut stream = Stream::new(b"", &b"abcdef"[..]).with_marks(marks);
        assert_eq!(stream.origin(), 0);
        assert_eq!((stream.skip(2).ok(), stream.origin()), (Some(2), 2));
        assert_eq!((stream.skip(1).ok(), stream.origin()), (Some(1), 40));
    }
}
