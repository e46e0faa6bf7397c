//! Which files does the directory at the end of a zip archive name, and where are they?

use super::entry::{CENTRAL, CENTRAL_LENGTH, END, Entry, LOCAL, LOCAL_LENGTH, u16_at, u32_at, u64_at};
use crate::source::container::budget::{Budget, Counted};
use crate::source::container::fault::Fault;
use crate::source::container::stream::Stream;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// The end of the directory with the longest comment, and what locates the end of a large one.
const TAIL: u64 = 22 + 65_535 + 20;

/// The directory of an archive.
pub struct Directory {
    path: PathBuf,
    /// The headers that have not been read yet.
    headers: Stream,
    left: u64,
    /// Bytes that were put before the archive, of which the directory knows nothing.
    before: u64,
    length: u64,
    /// Packed bytes of the files so far: more than there are only if files overlap.
    packed: u64,
}

impl Directory {
    /// Finds the directory, or says why there is none.
    pub fn open(path: &Path) -> Result<Directory, String> {
        Directory::find(path).map_err(|e| match Fault::of(&e) {
            Some(_) => "the zip archive has no directory, as one that was cut off".to_owned(),
            None => format!("the directory of the zip archive cannot be read ({e})"),
        })
    }

    fn find(path: &Path) -> io::Result<Directory> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        let start = length.saturating_sub(TAIL);
        file.seek(SeekFrom::Start(start))?;
        let mut tail = Vec::new();
        (&mut file).take(TAIL).read_to_end(&mut tail)?;
        let missing = || io::Error::from(Fault::CutOff("archive"));
        // The last one whose comment fills the rest exactly; trailing bytes are a fault that many files have.
        let ends = memchr::memmem::rfind_iter(&tail, END).filter(|&at| at + 22 <= tail.len());
        let exact = ends.clone().find(|&at| at + 22 + usize::from(u16_at(&tail, at + 20)) == tail.len());
        let at = exact.or_else(|| ends.clone().next()).ok_or_else(missing)?;
        let end = &tail[at..];
        let (mut count, mut size) = (u64::from(u16_at(end, 10)), u64::from(u32_at(end, 12)));
        let mut offset = u64::from(u32_at(end, 16));
        let mut behind = start + at as u64;
        // What locates the end of a large directory stands right before the end of the small one.
        let locator = at.checked_sub(20).map(|from| &tail[from..at]).filter(|l| l.starts_with(b"PK\x06\x07"));
        if let Some(locator) = locator {
            let mut large = [0; 56];
            let stated = u64_at(locator, 8);
            // With bytes before the archive it is not where it is said to be, but still right before its locator.
            for place in [stated, behind.saturating_sub(20 + 56)] {
                file.seek(SeekFrom::Start(place))?;
                if file.read_exact(&mut large).is_ok() && large.starts_with(b"PK\x06\x06") {
                    (count, size, offset) = (u64_at(&large, 32), u64_at(&large, 40), u64_at(&large, 48));
                    behind = place;
                    break;
                }
            }
        }
        let first = behind.checked_sub(size).ok_or_else(missing)?;
        let before = first.checked_sub(offset).ok_or_else(missing)?;
        file.seek(SeekFrom::Start(first))?;
        let mut headers = Stream::new(b"", file.take(size));
        if count > 0 && headers.peek(4) != CENTRAL {
            return Err(missing());
        }
        Ok(Directory { path: path.to_owned(), headers, left: count, before, length, packed: 0 })
    }

    /// The next file that is named.
    pub fn next(&mut self) -> io::Result<Option<Entry>> {
        // Writers without ZIP64 count files modulo 65,536: the headers themselves say when they end.
        if self.headers.peek(4) != CENTRAL {
            return if self.left == 0 || self.left > u64::from(u16::MAX) || self.headers.peek(1).is_empty() {
                Ok(None)
            } else {
                Err(Fault::Damaged("directory").into())
            };
        }
        let cut = |_| io::Error::from(Fault::CutOff("directory"));
        let mut fixed = [0; CENTRAL_LENGTH];
        self.headers.read_exact(&mut fixed).map_err(cut)?;
        let [name, extra, comment] = [28, 30, 32].map(|at| usize::from(u16_at(&fixed, at)));
        let mut names = vec![0; name + extra + comment];
        self.headers.read_exact(&mut names).map_err(cut)?;
        self.left = self.left.saturating_sub(1);
        let entry = Entry::of_central(&fixed, &names[..name], &names[name..name + extra]);
        self.packed = self.packed.saturating_add(entry.packed);
        if self.packed > self.length {
            return Err(Fault::Expands.into());
        }
        Ok(Some(entry))
    }

    /// The data of a file, as it lies in the archive.
    pub fn data(&self, entry: &Entry, budget: &Budget) -> io::Result<Stream> {
        let mut file = File::open(&self.path)?;
        let damaged = || io::Error::from(Fault::Damaged("directory"));
        let place = self.before.checked_add(entry.offset).ok_or_else(damaged)?;
        file.seek(SeekFrom::Start(place))?;
        let mut fixed = [0; LOCAL_LENGTH];
        file.read_exact(&mut fixed).map_err(|_| damaged())?;
        if !fixed.starts_with(LOCAL) {
            return Err(damaged());
        }
        file.seek(SeekFrom::Current(i64::from(u16_at(&fixed, 26)) + i64::from(u16_at(&fixed, 28))))?;
        let counted = Counted::new(file.take(entry.packed), budget.clone());
        Ok(Stream::new(b"", counted))
    }
}
