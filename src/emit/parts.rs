//! Which files hold the lines of the articles? One, or several parts that tools load side by side, plain or compressed.
//!
//! `articles.jsonl`, or parts `articles-00000-of-00003.jsonl`, as hubs of datasets number them; compressed ones end in
//! `.zst`. The parts one behind the other, unpacked, are `articles.jsonl` byte for byte.

use super::line;
use super::manifest::DataFile;
use super::record_file::RecordFile;
use crate::error::Error;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::num::NonZero;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The records, when one file holds them.
pub const ARTICLES: &str = "articles.jsonl";
/// What compressed files end in.
const ZSTD: &str = ".zst";

/// How the lines of the articles are laid out in files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Into how many.
    pub split: Split,
    /// Are they compressed, by zstd?
    pub compressed: bool,
}

/// How the lines are split.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Split {
    /// Not at all.
    #[default]
    Whole,
    /// Into this many parts of about the same size, or as many as there are lines.
    Number(NonZero<u32>),
    /// Into parts of at most so many bytes before compression, or of one line.
    Bytes(NonZero<u64>),
}

impl Layout {
    /// Are the lines in one file as they are?
    pub fn is_plain(self) -> bool {
        self.split == Split::Whole && !self.compressed
    }

    /// What the names of all parts are like, with `*` for what differs.
    pub fn pattern(self) -> String {
        let name = match self.split {
            Split::Whole => ARTICLES,
            Split::Number(_) | Split::Bytes(_) => "articles-*.jsonl",
        };
        name.to_owned() + if self.compressed { ZSTD } else { "" }
    }

    /// The name of a part.
    fn name(self, part: usize, of: usize) -> String {
        let name = match self.split {
            Split::Whole => ARTICLES.to_owned(),
            Split::Number(_) | Split::Bytes(_) => part_name(part, of),
        };
        if self.compressed { name + ZSTD } else { name }
    }

    /// Which lines each part has, of lines that begin at `starts` and of which the last ends at `end`.
    fn parts(self, starts: &[u64], end: u64) -> Vec<Range<usize>> {
        let lines = starts.len();
        let mut bounds = vec![0];
        match self.split {
            Split::Whole => {}
            Split::Number(number) => {
                let number = (number.get() as usize).clamp(1, lines.max(1));
                for part in 1..number {
                    let share = (u128::from(end) * part as u128 / number as u128) as u64;
                    // Each part has a line, and leaves one to each that follows.
                    let least = bounds[part - 1] + 1;
                    bounds.push(starts.partition_point(|&start| start < share).clamp(least, lines - (number - part)));
                }
            }
            Split::Bytes(most) => {
                let mut begin = 0;
                for line in 1..lines {
                    let line_end = starts.get(line + 1).copied().unwrap_or(end);
                    if line_end - begin > most.get() {
                        bounds.push(line);
                        begin = starts[line];
                    }
                }
            }
        }
        let ends = bounds.iter().skip(1).copied().chain([lines]);
        bounds.iter().zip(ends).map(|(&start, end)| start..end).collect()
    }
}

fn part_name(part: usize, of: usize) -> String {
    format!("articles-{part:05}-of-{of:05}.jsonl")
}

/// The number of parts, of a name of one.
fn parts_of(name: &str) -> Option<usize> {
    let numbers = name.strip_suffix(ZSTD).unwrap_or(name).strip_prefix("articles-")?.strip_suffix(".jsonl")?;
    let (part, of) = numbers.split_once("-of-")?;
    let (part, of) = (part.parse().ok()?, of.parse().ok()?);
    (part < of && part_name(part, of) == name.strip_suffix(ZSTD).unwrap_or(name)).then_some(of)
}

/// Does a file of this name hold lines of articles?
pub fn is_part(name: &str) -> bool {
    name.strip_suffix(ZSTD).unwrap_or(name) == ARTICLES || parts_of(name).is_some()
}

/// Is a file of this name compressed?
fn is_compressed(name: &str) -> bool {
    name.ends_with(ZSTD)
}

/// The files of a folder that hold the lines of its articles, in order; none if it has none. A part that others speak of
/// is among them even if it is not there.
pub fn parts(folder: &Path) -> Result<Vec<String>, Error> {
    let fault = |e| Error::io("read", folder, e);
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(fault)? {
        let name = entry.map_err(fault)?.file_name();
        names.extend(name.to_str().filter(|name| is_part(name)).map(str::to_owned));
    }
    names.sort_unstable();
    let Some(one) = names.iter().find(|name| parts_of(name).is_none()).or(names.first()) else { return Ok(names) };
    let ending = if is_compressed(one) { ZSTD } else { "" };
    Ok(match parts_of(one) {
        Some(of) => (0..of).map(|part| part_name(part, of) + ending).collect(),
        None => vec![one.clone()],
    })
}

/// Completes the lines that were written to `work`, and puts them into a folder in this layout, with `latest` false on the
/// superseded ones.
pub fn lay_out(
    articles: RecordFile,
    work: &Path,
    starts: &[u64],
    superseded: &[u32],
    layout: Layout,
    folder: &Path,
) -> Result<Vec<DataFile>, Error> {
    if layout.is_plain() && superseded.is_empty() {
        let file = articles.finish(ARTICLES)?;
        fs::rename(work, folder.join(ARTICLES)).map_err(|e| Error::io("write", folder.join(ARTICLES), e))?;
        return Ok(vec![file]);
    }
    let parts = layout.parts(starts, articles.end());
    articles.close()?;
    let fault = |e| Error::io("read", work, e);
    let mut lines = BufReader::with_capacity(1 << 18, File::open(work).map_err(fault)?);
    let mut superseded = superseded.iter().map(|&n| n as usize).peekable();
    let mut line = Vec::new();
    let mut files = Vec::with_capacity(parts.len());
    for (number, part) in parts.iter().enumerate() {
        let name = layout.name(number, parts.len());
        let path = folder.join(&name);
        let mut file = if layout.compressed { RecordFile::compressed(&path) } else { RecordFile::create(&path) }?;
        for at in part.clone() {
            line.clear();
            lines.read_until(b'\n', &mut line).map_err(fault)?;
            line.pop();
            match superseded.next_if_eq(&at).and_then(|_| line::latest(&line)) {
                Some(latest) => file.push(&[&line[..latest.start], b"false", &line[latest.end..]])?,
                None => file.push(&[&line])?,
            };
        }
        files.push(file.finish(&name)?);
    }
    Ok(files)
}

/// Writes the lines of all articles of a folder to one plain file.
pub fn join(folder: &Path, to: &mut File) -> Result<(), Error> {
    for name in parts(folder)? {
        let path = folder.join(name);
        let copied = unpacked(&path).and_then(|mut part| io::copy(&mut part, to));
        copied.map_err(|e| Error::io("read", path, e))?;
    }
    Ok(())
}

/// A file's bytes before compression, by what its name says.
fn unpacked(path: &Path) -> io::Result<Box<dyn Read + Send>> {
    let file = File::open(path)?;
    let compressed = path.file_name().and_then(|name| name.to_str()).is_some_and(is_compressed);
    Ok(if compressed { Box::new(zstd::stream::read::Decoder::new(file)?) } else { Box::new(file) })
}

/// The lines of a file, through one buffer, with errors that name it.
pub struct Lines {
    path: PathBuf,
    file: BufReader<Box<dyn Read + Send>>,
    line: Vec<u8>,
    number: u64,
}

impl Lines {
    /// Opens a file; a compressed one is unpacked.
    pub fn open(path: &Path) -> Result<Lines, Error> {
        let file = unpacked(path).map_err(|e| Error::io("read", path, e))?;
        Ok(Lines { path: path.to_owned(), file: BufReader::with_capacity(1 << 18, file), line: Vec::new(), number: 0 })
    }

    /// The next line without its line end, and its number, counted from 1.
    pub fn next_line(&mut self) -> Result<Option<(u64, &[u8])>, Error> {
        self.line.clear();
        let read = self.file.read_until(b'\n', &mut self.line);
        if read.map_err(|e| Error::io("read", &self.path, e))? == 0 {
            return Ok(None);
        }
        self.number += 1;
        Ok(Some((self.number, self.line.strip_suffix(b"\n").unwrap_or(&self.line))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split_in(split: Split, lengths: &[u64]) -> Vec<Range<usize>> {
        let mut end = 0;
        let mut starts = Vec::new();
        for length in lengths {
            starts.push(end);
            end += length;
        }
        Layout { split, compressed: false }.parts(&starts, end)
    }

    fn number(number: u32) -> Split {
        Split::Number(NonZero::new(number).unwrap())
    }

    proptest! {
        #[test]
        fn every_line_is_in_one_part(lengths in prop::collection::vec(1u64..40, 0..60), most in 1u64..80, parts in 1u32..70) {
            for split in [Split::Whole, number(parts), Split::Bytes(NonZero::new(most).unwrap())] {
                let found = split_in(split, &lengths);
                let lines: Vec<usize> = found.iter().cloned().flatten().collect();
                prop_assert_eq!(lines, (0..lengths.len()).collect::<Vec<_>>());
                prop_assert!(lengths.is_empty() || found.iter().all(|part| !part.is_empty()));
                match split {
                    Split::Whole => prop_assert_eq!(found.len(), 1),
                    Split::Number(_) => prop_assert_eq!(found.len(), (parts as usize).clamp(1, lengths.len().max(1))),
                    Split::Bytes(_) => for part in found {
                        prop_assert!(part.len() == 1 || lengths[part].iter().sum::<u64>() <= most);
                    }
                }
            }
        }
    }

    #[test]
    fn parts_are_of_about_the_same_size() {
        assert_eq!(split_in(number(2), &[10, 10, 10, 30]), [0..3, 3..4]);
        assert_eq!(split_in(number(3), &[90, 1, 1, 1]), [0..1, 1..2, 2..4]);
        assert_eq!(split_in(Split::Bytes(NonZero::new(20).unwrap()), &[10, 10, 10, 30]), [0..2, 2..3, 3..4]);
    }

    #[test]
    fn parts_are_known_by_their_names() {
        for name in [
            "articles.jsonl",
            "articles.jsonl.zst",
            "articles-00002-of-00003.jsonl",
            "articles-00000-of-00001.jsonl.zst",
        ] {
            assert!(is_part(name), "{name}");
        }
        for name in [
            "articles.csv",
            "rejects.jsonl",
            "articles-3-of-3.jsonl",
            "articles-00003-of-00003.jsonl",
            "articles-00000-of-00001.jsonl.gz",
        ] {
            assert!(!is_part(name), "{name}");
        }
    }

    #[test]
    fn a_part_that_is_missing_is_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(parts(folder.path()).unwrap(), [""; 0]);
        fs::write(folder.path().join("articles-00001-of-00002.jsonl.zst"), "").unwrap();
        let names = ["articles-00000-of-00002.jsonl.zst", "articles-00001-of-00002.jsonl.zst"];
        assert_eq!(parts(folder.path()).unwrap(), names);
    }
}
