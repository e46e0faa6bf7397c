//! Is everything that comes in read, or refused with its reason? One layout or trap a case.

use super::*;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

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

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ::zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let stored = ::zip::write::SimpleFileOptions::default().compression_method(::zip::CompressionMethod::Stored);
        out.start_file(*name, stored).expect("in memory");
        out.write_all(bytes).expect("in memory");
    }
    out.finish().expect("in memory").into_inner()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ::zstd::encode_all(bytes, 3).expect("in memory")
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut out = ::bzip2::write::BzEncoder::new(Vec::new(), ::bzip2::Compression::fast());
    out.write_all(bytes).expect("in memory");
    out.finish().expect("in memory")
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut out = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::default()).expect("in memory");
    out.write_all(bytes).expect("in memory");
    out.finish().expect("in memory")
}

fn warc(url: &str, page: &str) -> Vec<u8> {
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=koi8-r\r\n\r\n{page}");
    let head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2014-03-01T12:30:05Z\r\n";
    format!("{head}WARC-Target-URI: {url}\r\nContent-Length: {}\r\n\r\n{answer}\r\n\r\n", answer.len()).into_bytes()
}

const MAIL: &str = "From: a@b\nDate: Sat, 1 Mar 2014 12:30:05 GMT\n\nmail\n";

#[test]
fn containers_lie_within_each_other_in_any_order() {
    let crawl = [gzip(&warc("http://a/1?x", "one")), gzip(&warc("http://a/2", "two"))].concat();
    let second = format!("crawl.warc.gz!/record@{} http://a/2", gzip(&warc("http://a/1?x", "one")).len());
    let mailbox = format!("From a@b Sat Mar  1 12:30:05 2014\n{MAIL}");
    let inner = zip(&[("x.txt", b"x"), ("y.txt.xz", &xz(b"y"))]);
    let folder = folder(&[
        ("a.zip", zip(&[("crawl.warc.gz", &crawl), ("kb.tar.gz", &gzip(&tar(&[("one.txt", b"1")]))), ("z.txt", b"z")])),
        ("b.tar.zst", zstd(&tar(&[("inner.zip", &inner), ("mail.eml", MAIL.as_bytes())]))),
        ("c.mbox.bz2", bzip2(mailbox.as_bytes())),
        ("d.tar.xz", xz(&tar(&[("a.txt.gz", &gzip(b"a"))]))),
        ("e.warc.zst", zstd(&warc("http://a/1", "one"))),
        ("f.txt.gz.zst", zstd(&gzip(b"f"))),
    ]);
    let expected = [
        given("a.zip:crawl.warc.gz!/record@0 http://a/1", "one"),
        given(&format!("a.zip:{second}"), "two"),
        given("a.zip:kb.tar.gz!/one.txt", "1"),
        given("a.zip:z.txt", "z"),
        given("b.tar.zst:inner.zip!/x.txt", "x"),
        given("b.tar.zst:inner.zip!/y.txt.xz!/y.txt", "y"),
        given("b.tar.zst:mail.eml", "mail\n"),
        given("c.mbox.bz2:mail@0", "mail\n"),
        given("d.tar.xz:a.txt.gz!/a.txt", "a"),
        given("e.warc.zst:record@0 http://a/1", "one"),
        given("f.txt.gz.zst:f.txt", "f"),
    ];
    // Names are told by the last part of the path; here that would cut addresses.
    let paths = [folder.path().to_owned()];
    let prefix = format!("{}/", shown(folder.path()));
    let found: Vec<Input> = inputs(&paths, &Settings::default()).collect();
    let names =
        found.iter().map(|i| format!("{}:{}", &i.info.path[prefix.len()..], i.info.member.as_deref().unwrap_or("")));
    assert_eq!(names.collect::<Vec<_>>(), expected.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>());
    for (input, (_, text)) in found.iter().zip(&expected) {
        assert_eq!(input.content.as_deref(), Ok(text.as_ref().expect("all are given").as_bytes()));
    }
    assert_eq!((found[0].within.as_slice(), found[0].record), (&["zip", "gzip", "warc"][..], Some("response")));
    assert_eq!(found[0].info.url.as_deref(), Some("http://a/1?x"));
    let read: u64 = found.iter().map(|input| input.read).sum();
    assert!(total_bytes(&paths).is_some_and(|total| read <= total && read + 1000 > total), "{read}");
}

#[test]
fn a_page_of_a_crawl_is_decoded_as_its_server_declared() {
    let mut crawl = warc("http://a/1", "<p>......");
    let page = crawl.len() - 4 - 6;
    crawl[page..page + 6].copy_from_slice(b"\xF0\xD2\xC9\xD7\xC5\xD4");
    let folder = folder(&[("a.warc", crawl)]);
    let input = inputs(&[folder.path().to_owned()], &Settings::default()).next().expect("a page");
    let document = decode(input).expect("a page");
    assert_eq!((document.text.as_str(), document.info.encoding.as_str()), ("<p>Привет", "KOI8-R"));
    assert_eq!(document.info.content_type.as_deref(), Some("text/html; charset=koi8-r"));
    assert!(document.info.retrieved.is_some());
}

#[test]
fn what_is_hidden_too_deep_is_told() {
    let mut deep = b"text".to_vec();
    for _ in 0..8 {
        deep = gzip(&deep);
    }
    let folder = folder(&[("a", deep.clone()), ("b", gzip(&deep)), ("c", zip(&[("d", &deep), ("e", b"e")]))]);
    let told: Vec<_> = read(folder.path(), 99).into_iter().map(|(_, text)| text).collect();
    let too_deep = Err(RejectReason::TooDeep);
    assert_eq!(told, [Ok("text".to_owned()), too_deep.clone(), too_deep, Ok("e".to_owned())]);
}

#[test]
fn bombs_in_containers_end_their_file() {
    let bomb = vec![b' '; 5_000_000];
    let folder = folder(&[
        ("a.tar.xz", xz(&tar(&[("bomb", &bomb), ("x", b"x")]))),
        ("b.zip", zip(&[("bomb.gz", &gzip(&bomb)), ("x.gz", &gzip(&tar(&[("bomb", &bomb), ("y", b"y")])))])),
        ("c.txt.zst", zstd(&bomb)),
        ("d.txt", b"d".to_vec()),
    ]);
    let found = read(folder.path(), 20_000);
    assert_eq!(found.last(), Some(&given("d.txt", "d")));
    assert!(found[..found.len() - 1].iter().all(|(_, text)| *text == Err(RejectReason::TooLarge)), "{found:?}");
}

#[test]
fn every_cut_of_every_container_is_told_or_whole() {
    let article = b"text of an article, long enough to be cut".repeat(5);
    let archive = tar(&[("a.txt", &article)]);
    let mailbox = format!("From a@b Sat Mar  1 12:30:05 2014\n{MAIL}\nFrom a@b Sat Mar  1 12:30:05 2014\n{MAIL}");
    let containers = [
        zstd(&archive),
        bzip2(&archive),
        xz(&archive),
        gzip(&archive),
        zip(&[("a.zst", &zstd(&archive))]),
        mailbox.into(),
    ];
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (at, whole) in containers.iter().enumerate() {
        for cut in 1..whole.len() {
            let path = folder.path().join("cut");
            fs::write(&path, &whole[..cut]).expect("a file");
            for input in inputs(&[path], &Settings::default()) {
                if at < 5 && !input.within.is_empty() && input.content.is_ok() {
                    assert_eq!(input.content.as_deref(), Ok(article.as_slice()), "{at} {cut}");
                }
            }
        }
    }
}

#[test]
fn damage_anywhere_ends_in_inputs_or_rejects() {
    let mail = "From: a\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\
Content-Transfer-Encoding: quoted-printable\n\n<p>=41\n--b--\n";
    let crawl = [gzip(&warc("http://a/1", "one")), gzip(&warc("http://a/2", "two"))].concat();
    let archive = tar(&[("a.warc.gz", &crawl), ("b.eml", mail.as_bytes())]);
    let containers =
        [zip(&[("a.tar.zst", &zstd(&archive)), ("b.xz", &xz(b"b"))]), archive, warc("http://a/1", "x"), mail.into()];
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut state = 1u32;
    let mut random = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    for round in 0..600 {
        let mut damaged = containers[round % containers.len()].clone();
        for _ in 0..1 + random(4) {
            let at = random(damaged.len());
            damaged[at] = [0, 0xFF, b'9', b'-', b'\n', b'\x7F'][random(6)];
        }
        let path = folder.path().join("damaged");
        fs::write(&path, &damaged).expect("a file");
        assert!(inputs(&[path], &Settings::default()).count() < 1000, "{round}");
    }
}

#[test]
fn a_sample_says_of_a_long_text_what_all_of_it_would() {
    let of = |bytes: Vec<u8>, digest| {
        let info = SourceInfo { path: "a.txt".to_owned(), ..SourceInfo::default() };
        sample(Input::new(info, Ok(bytes)), digest).unwrap_or_else(|(_, reject)| panic!("{reject}"))
    };
    let long = format!("x{}\nThe end.\n", "é è\n".repeat(3_000_000)).into_bytes();
    let length = long.len() as u64;
    let sampled = of(long, false);
    assert_eq!((sampled.document.info.bytes, sampled.whole, sampled.charset), (length, false, charset::Basis::Plain));
    assert!(sampled.document.text.ends_with("The end.\n") && !sampled.document.text.contains('\u{fffd}'));
    assert!(sampled.document.text.len() < 100_000 && sampled.document.info.sha256.is_empty());
    let short = of(b"\xEF\xBB\xBFIt stops.".to_vec(), true);
    assert_eq!((short.whole, short.charset, short.document.info.sha256.len()), (true, charset::Basis::Mark, 64));
    assert_eq!(of(b"<meta charset=windows-1252><p>\xe9".to_vec(), false).charset, charset::Basis::Declared);
    assert_eq!(of(b"<p>caf\xe9 ferm\xe9".to_vec(), false).charset, charset::Basis::Guessed);
}

#[cfg(unix)]
#[test]
fn a_file_that_nobody_has_written_to_is_not_read_again() {
    let folder = folder(&[("a.txt", b"words".to_vec()), ("b.txt.gz", gzip(b"words")), ("c.txt", b"more".to_vec())]);
    // A file that was changed just now is not trusted.
    std::thread::sleep(std::time::Duration::from_millis(100));
    let all = |settings: &Settings| inputs(&[folder.path().to_owned()], settings).collect::<Vec<Input>>();
    let marks: Vec<Mark> =
        all(&Settings::default()).iter_mut().map(|input| identity::Identity::of(input).mark).collect();
    let told: Vec<bool> = marks.iter().map(|mark| mark.untouched.is_some()).collect();
    assert_eq!(told, [true, false, true], "what lies in a container is read");
    let before = Before(Arc::new(move |untouched| {
        marks.iter().find(|mark| mark.untouched == Some(untouched)).map(|mark| mark.identity)
    }));
    let settings = Settings { before: Some(before), ..Settings::default() };
    let unread = || all(&settings).iter().map(|input| input.unread.is_some()).collect::<Vec<bool>>();
    assert_eq!(unread(), [true, false, true]);
    let read: u64 = all(&settings).iter().map(|input| input.read).sum();
    assert_eq!(Some(read), total_bytes(&[folder.path().to_owned()]), "it counts as read all the same");
    // Other bytes of the same length and with the same date.
    let c = folder.path().join("c.txt");
    let date = fs::metadata(&c).and_then(|metadata| metadata.modified()).expect("a date");
    fs::write(&c, "less").expect("written");
    fs::File::options().append(true).open(&c).and_then(|file| file.set_modified(date)).expect("dated back");
    assert_eq!(unread(), [true, false, false]);
}
