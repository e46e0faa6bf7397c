//! Is everything that comes in read, or refused with its reason? One layout or trap a case.

use super::*;
use std::fs;
use std::io::Write;
use std::path::Path;

/// An archive of these members.
fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ::tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        out.append_data(&mut header, name, *bytes).expect("written to memory");
    }
    out.into_inner().expect("written to memory")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).expect("written to memory");
    out.finish().expect("written to memory")
}

fn read(folder: &Path, max_bytes: u64) -> Vec<(String, Result<String, RejectReason>)> {
    let settings = Settings { max_bytes, ..Settings::default() };
    let name = |input: &Input| {
        let path = input.info.path.rsplit('/').next().unwrap_or("").to_owned();
        input.info.member.as_ref().map_or(path.clone(), |m| format!("{path}:{m}"))
    };
    let text = |input: Input| input.content.map(|b| String::from_utf8_lossy(&b).into_owned()).map_err(|r| r.reason);
    inputs(&[folder.to_owned()], &settings).map(|input| (name(&input), text(input))).collect()
}

fn folder(files: &[(&str, Vec<u8>)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    folder
}

fn given(name: &str, text: &str) -> (String, Result<String, RejectReason>) {
    (name.to_owned(), Ok(text.to_owned()))
}

#[test]
fn folders_are_read_in_order_without_hidden_files_and_with_ignored_ones() {
    let files =
        [("b.txt", "b"), ("a/2.txt", "2"), ("a/10.txt", "10"), (".git/x", "x"), ("._b.txt", "x"), (".gitignore", "*")];
    let folder = folder(&files.map(|(name, text)| (name, text.as_bytes().to_vec())));
    assert_eq!(read(folder.path(), 99), [given("10.txt", "10"), given("2.txt", "2"), given("b.txt", "b")]);
    let settings = Settings { skip: vec![folder.path().join("a")], ..Settings::default() };
    assert_eq!(inputs(&[folder.path().to_owned()], &settings).count(), 1);
    assert_eq!(total_bytes(&[folder.path().to_owned()]), Some(4));
    assert_eq!(total_bytes(&["-".into()]), None);
}

#[cfg(unix)]
#[test]
fn a_record_beside_its_article_is_no_input() {
    let files = [("a.html", b"<html>".to_vec()), ("a.json", b"{}".to_vec()), ("b.json", b"{}".to_vec())];
    let folder = folder(&files);
    let names: Vec<String> = read(folder.path(), 99).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["a.html", "b.json"]);
}

#[test]
fn links_are_followed_and_loops_end() {
    let folder = folder(&[("a/x.txt", b"x".to_vec())]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/up")).expect("a link");
    std::os::unix::fs::symlink(folder.path().join("a/x.txt"), folder.path().join("y.txt")).expect("a link");
    std::os::unix::fs::symlink(folder.path().join("gone"), folder.path().join("z.txt")).expect("a link");
    let found = read(folder.path(), 99);
    assert_eq!(found[..2], [given("x.txt", "x"), given("y.txt", "x")]);
    assert_eq!(found[2], ("z.txt".to_owned(), Err(RejectReason::Unreadable)));
    assert_eq!(found.len(), 3);
}

#[test]
fn archives_are_told_by_content() {
    let long = format!("{}/long.txt", "folder".repeat(30));
    let archive = tar(&[("./one.txt", b"1"), (".hidden", b"x"), (&long, b"2")]);
    let folder = folder(&[
        ("a.bin", archive.clone()),
        ("b.txt", gzip(&archive)),
        ("c.html.gz", gzip(b"page")),
        ("d", [gzip(b"two "), gzip(b"members"), vec![0; 99]].concat()),
        ("e", [archive.clone(), archive.clone()].concat()),
    ]);
    let both = |file: &str| [given(&format!("{file}:one.txt"), "1"), given(&format!("{file}:{long}"), "2")];
    let mut expected = [both("a.bin"), both("b.txt")].concat();
    expected.extend([given("c.html.gz:c.html", "page"), given("d:d", "two members")]);
    expected.extend([both("e"), both("e")].concat());
    assert_eq!(read(folder.path(), 99), expected);
    let paths = [folder.path().to_owned()];
    let told: u64 = inputs(&paths, &Settings::default()).map(|i| i.read).sum();
    // What follows the last member of the last archive is told by no input.
    assert!(total_bytes(&paths).is_some_and(|total| told <= total && told + 20_000 > total));
}

#[test]
fn a_cut_or_damaged_archive_gives_what_is_whole_and_says_where() {
    let archive = tar(&[("one.txt", b"1"), ("two.txt", &[b'2'; 2000])]);
    let mut damaged = archive.clone();
    damaged[1024 + 100] ^= 1;
    let zipped = gzip(&archive);
    let mut wrong_sum = zipped.clone();
    let sum = zipped.len() - 8;
    wrong_sum[sum] ^= 1;
    for (file, named) in
        [(archive[..2000].to_vec(), true), (archive[..1024].to_vec(), false), (damaged, false), (wrong_sum, false)]
    {
        let folder = folder(&[("x", file)]);
        let found: Vec<Input> = inputs(&[folder.path().to_owned()], &Settings::default()).collect();
        assert!(found[0].content.is_ok());
        let last = found.last().expect("not empty");
        let Err(reject) = &last.content else { panic!("the fault is told") };
        assert_eq!(reject.reason, RejectReason::BrokenArchive);
        assert!(reject.message.contains(" at byte ") && reject.message.contains("before it"), "{}", reject.message);
        assert_eq!(last.info.member.is_some(), named);
    }
    let folder = folder(&[
        ("cut.gz", zipped[..zipped.len() / 2].to_vec()),
        ("more.gz", [gzip(b"x"), b"junk".to_vec()].concat()),
    ]);
    let found = read(folder.path(), 9999);
    assert_eq!(found[0].1, Err(RejectReason::BrokenArchive));
    assert_eq!(found[1..], [given("more.gz:more", "x"), ("more.gz".to_owned(), Err(RejectReason::BrokenArchive))]);
}

#[test]
fn bombs_are_refused_and_the_rest_is_read() {
    let archive = tar(&[("bomb.txt", &[b' '; 50_000]), ("after.txt", b"x")]);
    let folder = folder(&[
        ("a.tgz", gzip(&archive)),
        ("b.gz", gzip(&[b' '; 50_000])),
        ("c.txt", vec![b' '; 50_000]),
        ("d.tgz", gzip(&tar(&[("huge.txt", &vec![0; 800_000]), ("after.txt", b"x")]))),
    ]);
    let refused = |name: &str| (name.to_owned(), Err(RejectReason::TooLarge));
    assert_eq!(
        read(folder.path(), 10_000),
        [
            refused("a.tgz:bomb.txt"),
            given("a.tgz:after.txt", "x"),
            refused("b.gz:b"),
            refused("c.txt"),
            refused("d.tgz:huge.txt"),
            refused("d.tgz"),
        ]
    );
}

#[test]
fn an_input_is_decoded_with_its_digest_also_when_it_is_refused() {
    let input = |bytes: &[u8]| Input::new(SourceInfo::default(), Ok(bytes.to_vec()));
    let document = decode(input(b"a\r\n")).expect("text");
    assert_eq!((document.text.as_str(), document.info.bytes, document.info.encoding.as_str()), ("a\n", 3, "UTF-8"));
    assert_eq!(document.info.sha256, "8e4621379786ef42a4fec155cd525c291dd7db3c1fde3478522f4f61c03fd1bd");
    let (info, reject) = decode(input(b"%PDF-1.4")).expect_err("no text");
    assert_eq!((info.sha256.len(), reject.reason), (64, RejectReason::Binary));
    let (_, reject) = decode(input(b" \r\n")).expect_err("nothing");
    assert_eq!(reject.reason, RejectReason::Empty);
}
