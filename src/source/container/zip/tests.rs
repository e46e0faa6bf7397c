//! Which files come out of zip archives, by the directory and forwards, whole and damaged?

use super::*;
use crate::source::container::PassedOver;
use crate::source::container::budget::Budget;
use ::zip::write::SimpleFileOptions;
use ::zip::{CompressionMethod, ZipWriter};
use std::io::Write;

fn context() -> Context {
    Context { max_bytes: 10_000, budget: Budget::new(1, 10_000), passed_over: PassedOver::default() }
}

/// An archive of these files as another program writes it; `is_pipe` for one that states sizes behind the data.
fn archive(files: &[(&str, &[u8])], is_pipe: bool) -> Vec<u8> {
    fn fill<W: io::Write + io::Seek>(mut out: ZipWriter<W>, files: &[(&str, &[u8])]) -> W {
        out.add_directory("kb/", SimpleFileOptions::default()).expect("in memory");
        for (at, (name, bytes)) in files.iter().enumerate() {
            let stored = at % 2 == 1;
            let method = if stored { CompressionMethod::Stored } else { CompressionMethod::DEFLATE };
            out.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("in memory");
            out.write_all(bytes).expect("in memory");
        }
        out.finish().expect("in memory")
    }
    if is_pipe {
        let mut out = ZipWriter::new_stream(Vec::new());
        for (name, bytes) in files {
            let options = SimpleFileOptions::default().compression_method(CompressionMethod::DEFLATE);
            out.start_file(*name, options).expect("in memory");
            out.write_all(bytes).expect("in memory");
        }
        return out.finish().expect("in memory").into_inner();
    }
    fill(ZipWriter::new(io::Cursor::new(Vec::new())), files).into_inner()
}

/// What an archive gives, forwards or by its directory.
fn read(bytes: &[u8], by_directory: bool) -> Vec<(String, Result<String, String>)> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.zip");
    std::fs::write(&path, bytes).expect("a file");
    let path = by_directory.then_some(path.as_path());
    let mut zip = open(Stream::new(bytes, io::empty()), path, &context());
    let mut found = Vec::new();
    while let Some(member) = zip.next() {
        let content = match member.content {
            Content::Refused(reject, _) => Err(reject.message),
            _ => {
                let mut bytes = Vec::new();
                match super::super::Current(&mut *zip).read_to_end(&mut bytes) {
                    Ok(_) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
                    Err(error) => Err(zip.fail(&error).message),
                }
            }
        };
        found.push((member.name.unwrap_or_default(), content));
    }
    found
}

fn file(name: &str, text: &str) -> (String, Result<String, String>) {
    (name.to_owned(), Ok(text.to_owned()))
}

const FILES: &[(&str, &[u8])] =
    &[("kb/one.txt", b"one one one one one"), ("kb/two.txt", b"two"), (".hidden", b"x"), ("drei/grüße.txt", b"3")];

fn whole() -> [(String, Result<String, String>); 3] {
    [file("kb/one.txt", "one one one one one"), file("kb/two.txt", "two"), file("drei/grüße.txt", "3")]
}

#[test]
fn files_are_given_in_order_however_the_archive_was_written_and_is_read() {
    for is_pipe in [false, true] {
        let archive = archive(FILES, is_pipe);
        for by_directory in [false, true] {
            assert_eq!(read(&archive, by_directory), whole(), "pipe {is_pipe}, directory {by_directory}");
        }
    }
    // Bytes before and behind the archive move the places that its directory states.
    let moved = [b"before".to_vec(), archive(FILES, false), b"behind".to_vec()].concat();
    assert_eq!(read(&moved, true), whole());
}

#[test]
fn every_cut_gives_what_is_whole_and_is_told() {
    for is_pipe in [false, true] {
        let archive = archive(FILES, is_pipe);
        for cut in 4..archive.len() {
            for by_directory in [false, true] {
                let found = read(&archive[..cut], by_directory);
                let whole_ones: Vec<_> = found.iter().filter(|(_, text)| text.is_ok()).cloned().collect();
                assert!(whole().starts_with(&whole_ones), "{cut}: {found:?}");
                let is_told = found.iter().any(|(_, text)| text.is_err());
                assert!(is_told || whole_ones.len() == 3, "{cut}: {found:?}");
            }
        }
    }
}

#[test]
fn a_damaged_file_costs_only_itself() {
    let mut archive = archive(FILES, false);
    let two = memchr::memmem::find(&archive, b"two.txttwo").expect("stored") + 7;
    archive[two] = b'T';
    for by_directory in [false, true] {
        let found = read(&archive, by_directory);
        assert_eq!((&found[0], &found[2]), (&whole()[0], &whole()[2]));
        assert_eq!(found[1].1, Err("the packed file is damaged".to_owned()));
    }
}

#[test]
fn what_cannot_be_unpacked_is_told_file_by_file() {
    let archive = archive(&[("a.txt", b"aaaaaaaaaaaaaaaaaaaaa"), ("b.txt", b"b")], false);
    let change = |at_local: usize, at_central: usize, value: u8| {
        let mut changed = archive.clone();
        let local = memchr::memmem::find(&changed, b"a.txt").expect("there") - LOCAL_LENGTH;
        let central = memchr::memmem::rfind(&changed, b"a.txt").expect("there") - entry::CENTRAL_LENGTH;
        changed[local + at_local] = value;
        changed[central + at_central] = value;
        changed
    };
    for (changed, why) in [(change(6, 8, 1), "encrypted; unpack it"), (change(8, 10, 6), "packed by Implode")] {
        for by_directory in [false, true] {
            let found = read(&changed, by_directory);
            assert!(found[0].1.as_ref().is_err_and(|told| told.starts_with(why)), "{found:?}");
            assert_eq!(found[1], file("b.txt", "b"));
        }
    }
}

#[test]
fn files_that_overlap_are_a_bomb() {
    // The directory names the same file many times.
    let archive = archive(&[("a.txt", &[b' '; 9000])], false);
    let start = memchr::memmem::find(&archive, CENTRAL).expect("there");
    let end = memchr::memmem::find(&archive, END).expect("there");
    // Behind the folder's header stands the file's.
    let first = start + memchr::memmem::find(&archive[start + 4..end], CENTRAL).expect("there") + 4;
    let header = &archive[first..end];
    let mut bomb = [&archive[..end], &header.repeat(200)[..], &archive[end..]].concat();
    let count = bomb.len() - (archive.len() - end);
    bomb[count + 8..count + 12].copy_from_slice(&[202, 0, 202, 0]);
    let size = (end - start + 200 * header.len()) as u32;
    bomb[count + 12..count + 16].copy_from_slice(&size.to_le_bytes());
    let found = read(&bomb, true);
    assert!(
        found.last().is_some_and(|(_, told)| told.as_ref().is_err_and(|t| t.contains("as a bomb does"))),
        "{found:?}"
    );
}

#[test]
fn documents_that_are_zip_archives_are_not_gone_into() {
    for name in ["[Content_Types].xml", "word/document.xml"] {
        assert!(is_document(&archive(&[(name, b"<x/>")], true)), "{name}");
    }
    assert!(!is_document(&archive(FILES, true)));
}

#[test]
fn names_are_of_the_first_pcs_where_they_are_not_utf_8() {
    assert_eq!(Entry::of_local(&[0; LOCAL_LENGTH], b"kb\\gr\x81\xe1e.txt", &[]).name, "kb/grüße.txt");
}
