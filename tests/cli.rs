//! The command as a process: what it prints where, and how it ends.

use assert_cmd::Command;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Stdio;

const ARTICLE: &str = "DOCUMENT:Q100001  01-JAN-1999  [winnt]\r\nTITLE   :Spooler Stops When the Queue Is Purged\r\n\
PRODUCT :Windows NT\r\nPROD/VER:4.0\r\nOPER/SYS:WINDOWS\r\nKEYWORDS:kbbug\r\n\r\n\
======================================================================\r\n\r\n\
SYMPTOMS\r\n========\r\n\r\nThe spooler stops when a queue with more than 64 jobs is purged.\r\n\r\n\
CAUSE\r\n=====\r\n\r\nThe list of jobs is freed twice.\r\n\r\n\
Additional query words:\r\n\r\n======================================================================\r\nKeywords          : kbbug\r\n";

/// What a run left: exit status, standard output, standard error.
struct Ran {
    status: i32,
    out: String,
    err: String,
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kbmill"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").args(arguments);
    command
}

fn ran(mut command: Command) -> Ran {
    let output = command.output().expect("the program runs");
    Ran {
        status: output.status.code().expect("it ends by itself"),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    }
}

fn kbmill(arguments: &[&str]) -> Ran {
    ran(command(arguments))
}

/// A folder with files in it, and room for a dataset beside them.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn with(files: &[(&str, &[u8])]) -> Place {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = Place { folder };
        fs::create_dir(place.path("in")).expect("a folder");
        for (name, bytes) in files {
            let path = place.path("in").join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, bytes).expect("a file");
        }
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().expect("a plain path").to_owned()
    }
}

fn numbered(number: u32) -> String {
    ARTICLE.replace("Q100001", &format!("Q{number}")).replace("64 jobs", &format!("{number} jobs"))
}

fn archive(articles: u32) -> Vec<u8> {
    let mut out = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default()));
    for number in 100_000..100_000 + articles {
        let text = numbered(number);
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        out.append_data(&mut header, format!("kb/Q{number}.TXT"), text.as_bytes()).expect("written to memory");
    }
    out.into_inner().and_then(|gzip| gzip.finish()).expect("written to memory")
}

fn lines(path: &Path) -> usize {
    fs::read_to_string(path).expect("a file of the dataset").lines().count()
}

#[test]
fn every_command_has_help_with_examples() {
    let help = kbmill(&["--help"]);
    assert_eq!(help.status, 0);
    assert!(help.out.contains("Exit status:") && help.err.is_empty());
    for command in [
        "build",
        "parse",
        "text",
        "explain",
        "sniff",
        "validate",
        "stats",
        "graph",
        "export",
        "schema",
        "completions",
        "man",
    ] {
        for flag in ["-h", "--help"] {
            let help = kbmill(&[command, flag]);
            assert_eq!(help.status, 0, "{command} {flag}");
            assert!(help.out.contains("Examples:\n  kbmill "), "{command} {flag}");
        }
        let page = kbmill(&["man", command]);
        assert!(page.status == 0 && page.out.contains(&format!("kbmill\\-{command}")), "{}", page.err);
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(kbmill(&["completions", shell]).out.contains("kbmill"), "{shell}");
    }
}

#[test]
fn wrong_usage_is_2_and_says_so_on_standard_error() {
    for arguments in [
        &["bild"][..],
        &["build", "x"],
        &["parse"],
        &["--jobs", "0", "parse", "x"],
        &["man", "nothing"],
        &["sniff", "--max-member-bytes", "5T", "x"],
    ] {
        let ran = kbmill(arguments);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.starts_with("error: "), "{}", ran.err);
    }
}

#[test]
fn an_article_on_standard_input_becomes_json() {
    let mut one = command(&["parse", "-"]);
    one.write_stdin(ARTICLE);
    let one = ran(one);
    assert_eq!((one.status, one.err.as_str()), (0, ""));
    assert!(one.out.starts_with("{\n  \"schema_version\""), "printed for reading");
    let record: serde_json::Value = serde_json::from_str(&one.out).expect("JSON");
    assert_eq!((record["id"].as_str(), record["source"]["path"].as_str()), (Some("KB100001"), Some("-")));
    assert_eq!(record["source"]["sha256"].as_str().map(str::len), Some(64));

    let mut many = command(&["parse", "-"]);
    many.write_stdin(archive(3));
    let many = ran(many);
    assert_eq!((many.status, many.out.lines().count()), (0, 3), "one record a line");
    assert!(many.out.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));

    let mut text = command(&["text", "-"]);
    text.write_stdin(ARTICLE);
    assert_eq!(ran(text).out, ARTICLE.replace("\r\n", "\n"));
}

#[test]
fn what_is_no_article_is_1_and_what_cannot_be_read_is_2() {
    let place = Place::with(&[("picture.txt", b"\x89PNG\r\n\x1a\n\0\0"), ("article.txt", ARTICLE.as_bytes())]);
    for command in ["parse", "text", "explain"] {
        let ran = kbmill(&[command, &place.text("in/picture.txt"), &place.text("in/article.txt")]);
        assert_eq!(ran.status, 1, "{command}");
        assert!(ran.out.contains("Spooler"), "{command} goes on");
        assert!(ran.err.starts_with("rejected: `") && ran.err.contains("a PNG picture, not text"), "{}", ran.err);
        let ran = kbmill(&[command, &place.text("in/none.txt"), &place.text("in/article.txt")]);
        assert_eq!(ran.status, 2, "{command}");
        assert!(ran.out.contains("Spooler") && ran.err.contains("none.txt`: cannot be read: "), "{}", ran.err);
    }
}

#[test]
fn a_build_leaves_a_dataset_that_is_valid() {
    let place = Place::with(&[("a.tar.gz", &archive(5)), ("b.txt", ARTICLE.as_bytes()), ("c.gif", b"GIF89a\0\0")]);
    let (input, output) = (place.text("in"), place.text("out"));
    let build = kbmill(&["build", &input, "-o", &output]);
    assert_eq!((build.status, build.out.as_str()), (0, ""), "{}", build.err);
    assert!(build.err.contains("from 7 inputs") && build.err.contains("rejects.jsonl"), "{}", build.err);
    assert!(!build.err.contains(['\r', '\x1b']), "no progress and no colour in a pipe");
    let valid = kbmill(&["validate", &output]);
    assert_eq!((valid.status, valid.out.as_str()), (0, ""), "{}", valid.err);
    let first = fs::read(place.path("out/articles.jsonl")).expect("articles");
    let again = kbmill(&["build", &input, "-o", &output, "--jobs", "1", "--quiet"]);
    assert_eq!((again.status, again.out.as_str(), again.err.as_str()), (0, "", ""));
    assert_eq!(first, fs::read(place.path("out/articles.jsonl")).expect("articles"));

    let stats = kbmill(&["stats", &output]);
    assert!(stats.out.contains("rejects by reason\n") && stats.out.contains("         1  binary"), "{}", stats.out);
    let json = kbmill(&["stats", "--json", &output]).out;
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok());

    fs::write(place.path("out/articles.jsonl"), &first[..first.len() - 9]).expect("a file");
    let damaged = kbmill(&["validate", &output]);
    assert_eq!(damaged.status, 1);
    assert!(damaged.out.contains("articles.jsonl:") && damaged.err.contains("problem"), "{}", damaged.out);
    assert_eq!(kbmill(&["validate", &place.text("none")]).status, 2);
}

#[test]
fn the_lines_may_be_in_parts_and_compressed() {
    let place = Place::with(&[("a.tar.gz", &archive(5)), ("b.txt", ARTICLE.as_bytes())]);
    let built = |more: &[&str]| {
        let output = place.text("out");
        let build = kbmill(&[&["build", &place.text("in"), "-q", "-o", &output], more].concat());
        assert_eq!((build.status, build.err.as_str()), (0, ""), "{more:?}");
        let valid = kbmill(&["validate", &output]);
        assert_eq!((valid.status, valid.out.as_str()), (0, ""), "{more:?}: {}", valid.err);
        kbmill(&["stats", "--json", &output]).out
    };
    let read = |name: &str| fs::read(place.path(&format!("out/{name}"))).expect("a part");
    let stats = built(&[]);
    let whole = read("articles.jsonl");
    assert_eq!(built(&["--shards", "2"]), stats);
    let parts = [read("articles-00000-of-00002.jsonl"), read("articles-00001-of-00002.jsonl")];
    assert_eq!(parts.concat(), whole);
    assert_eq!(built(&["--format", "jsonl.zst", "--shards", "2"]), stats);
    for (part, plain) in parts.iter().enumerate() {
        let packed = read(&format!("articles-0000{part}-of-00002.jsonl.zst"));
        assert_eq!(&zstd::decode_all(packed.as_slice()).expect("zstd"), plain);
    }
    assert_eq!(built(&["--format", "jsonl.zst"]), stats);
    assert_eq!(zstd::decode_all(read("articles.jsonl.zst").as_slice()).expect("zstd"), whole);

    let lost = place.path("out/articles-00000-of-00002.jsonl");
    built(&["--shards", "2"]);
    fs::remove_file(&lost).expect("a part");
    let ran = kbmill(&["stats", &place.text("out")]);
    assert!(
        ran.status == 2 && ran.err.contains("cannot read `") && ran.err.contains("articles-00000-of-00002.jsonl`"),
        "{}",
        ran.err
    );
    let both = kbmill(&["build", &place.text("in"), "--format", "jsonl,jsonl.zst", "-o", &place.text("out")]);
    assert!(both.status == 2 && both.err.contains("choose `jsonl` or `jsonl.zst`"), "{}", both.err);
}

#[test]
fn a_build_never_reads_the_dataset_it_replaces() {
    let place = Place::with(&[("a.txt", ARTICLE.as_bytes())]);
    let output = place.text("in/dataset");
    for _ in 0..2 {
        let build = kbmill(&["build", &place.text("in"), "-o", &output]);
        assert!(build.status == 0 && build.err.contains("1 article from 1 input "), "{}", build.err);
    }
}

#[test]
fn a_missing_input_is_told_and_the_rest_is_built() {
    let place = Place::with(&[("a.txt", ARTICLE.as_bytes())]);
    let build = kbmill(&["build", &place.text("in/none"), &place.text("in/a.txt"), "-o", &place.text("out"), "-q"]);
    assert_eq!(build.status, 2);
    assert!(build.err.starts_with("error: `") && build.err.contains("in/none`: cannot be read"), "{}", build.err);
    assert_eq!((lines(&place.path("out/articles.jsonl")), lines(&place.path("out/rejects.jsonl"))), (1, 1));

    let nothing = kbmill(&["build", &place.text("in/none"), "-o", &place.text("out")]);
    assert!(nothing.status == 2 && nothing.err.contains("does not exist"), "{}", nothing.err);
    assert_eq!(lines(&place.path("out/articles.jsonl")), 1, "the old dataset is there");
}

#[test]
fn a_cut_archive_gives_what_is_whole_and_says_where_it_ends() {
    // Articles that do not compress to nothing, so that half of the bytes are about half of the articles.
    let whole = archive(400);
    let place = Place::with(&[("cut.tar.gz", &whole[..whole.len() / 2])]);
    let build = kbmill(&["build", "-v", &place.text("in"), "-o", &place.text("out")]);
    assert_eq!(build.status, 0, "{}", build.err);
    assert!(build.err.contains("the gzip data breaks off at byte "), "{}", build.err);
    assert!(lines(&place.path("out/articles.jsonl")) > 50);
    assert_eq!(lines(&place.path("out/rejects.jsonl")), 1);
}

#[test]
fn a_strict_build_ends_with_1_and_leaves_no_dataset() {
    let place = Place::with(&[("a.txt", ARTICLE.as_bytes()), ("b.txt", b" \r\n")]);
    let build = kbmill(&["build", "--strict", &place.text("in"), "-o", &place.text("out")]);
    assert_eq!(build.status, 1);
    assert!(build.err.starts_with("error: `") && build.err.contains("b.txt`: "), "{}", build.err);
    assert!(!place.path("out").exists());
}

#[test]
fn a_folder_that_is_no_dataset_is_not_replaced() {
    let place = Place::with(&[("a.txt", ARTICLE.as_bytes())]);
    let build = kbmill(&["build", &place.text("in/a.txt"), "-o", &place.text("in")]);
    assert_eq!(build.status, 2);
    assert!(build.err.starts_with("error: `") && build.err.contains("no dataset of kbmill"), "{}", build.err);
    assert!(place.path("in/a.txt").exists());
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let place = Place::with(&[("a.tar.gz", &archive(2000))]);
    for arguments in [&["parse", "--lines"][..], &["text"], &["explain"]] {
        let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_kbmill"))
            .args(arguments)
            .arg(place.path("in"))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let mut out = run.stdout.take().expect("a pipe");
        out.read_exact(&mut [0; 64]).expect("some output");
        drop(out);
        let output = run.wait_with_output().expect("it ends");
        assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0), "{arguments:?}");
    }
}

#[test]
fn colours_show_when_they_are_wanted() {
    let place = Place::with(&[("a.txt", ARTICLE.as_bytes())]);
    let path = place.text("in/a.txt");
    assert!(!kbmill(&["explain", &path]).out.contains('\x1b'), "a pipe");
    assert!(kbmill(&["explain", "--color", "always", &path]).out.contains('\x1b'));
    assert!(!kbmill(&["explain", "--color", "never", &path]).out.contains('\x1b'));
    let mut without = command(&["explain", &path]);
    without.env("NO_COLOR", "1").env("CLICOLOR_FORCE", "1");
    assert!(!ran(without).out.contains('\x1b'));
    assert!(!kbmill(&["parse", "--color", "always", &path]).out.contains('\x1b'), "data has no colours");
}

#[test]
fn explain_says_where_each_stretch_went_within_its_columns() {
    let place = Place::with(&[("a.txt", ARTICLE.as_bytes())]);
    let page = kbmill(&["explain", "--width", "60", &place.text("in/a.txt")]).out;
    assert!(page.lines().all(|line| line.chars().count() <= 60 || line.starts_with("  ")), "{page}");
    for wanted in ["KB100001", "header ", " heading", "SYMPTOMS", "= symptoms", "% unparsed"] {
        assert!(page.contains(wanted), "{wanted} in {page}");
    }
}

#[test]
fn a_vocabulary_of_ones_own_is_used_and_its_faults_are_told() {
    let text = ARTICLE.replace("CAUSE\r\n=====", "WHY OH WHY\r\n==========");
    let place = Place::with(&[("a.txt", text.as_bytes())]);
    let toml = "language = \"en\"\n[[heading]]\nkind = \"cause\"\nrank = \"section\"\nphrases = [\"why oh why\"]\n";
    fs::write(place.path("mine.toml"), toml).expect("a file");
    fs::write(place.path("bad.toml"), "language = 1").expect("a file");
    let article = place.text("in/a.txt");
    let kinds = |arguments: &[&str]| -> Vec<String> {
        let record: serde_json::Value = serde_json::from_str(&kbmill(arguments).out).expect("JSON");
        let sections = record["sections"].as_array().expect("sections").iter();
        sections.map(|s| s["kind"].as_str().unwrap_or("").to_owned()).collect()
    };
    assert!(!kinds(&["parse", &article]).contains(&"cause".to_owned()));
    assert!(kinds(&["parse", "--vocabulary", &place.text("mine.toml"), &article]).contains(&"cause".to_owned()));
    let bad = kbmill(&["parse", "--vocabulary", &place.text("bad.toml"), &article]);
    assert!(bad.status == 2 && bad.err.contains("bad.toml`"), "{}", bad.err);
}

#[test]
fn schemas_are_printed() {
    for file in ["article", "reject", "manifest"] {
        let schema: serde_json::Value = serde_json::from_str(&kbmill(&["schema", file]).out).expect("JSON");
        assert!(schema["$schema"].as_str().is_some_and(|s| s.contains("2020-12")), "{file}");
    }
}

/// A crawl of these answers, with a request before each.
fn crawl(answers: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut out = String::new();
    for (url, head, body) in answers {
        let head = format!("HTTP/1.1 {head}\r\n\r\n");
        for (kind, block) in [("request", "GET / HTTP/1.1\r\n\r\n".to_owned()), ("response", format!("{head}{body}"))] {
            let length = block.len();
            out.push_str(&format!("WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"));
            out.push_str("WARC-Date: 2004-06-01T10:00:00Z\r\nContent-Type: application/http\r\n");
            out.push_str(&format!("Content-Length: {length}\r\n\r\n{block}\r\n\r\n"));
        }
    }
    out.into_bytes()
}

#[test]
fn a_crawl_is_built_and_all_of_it_is_accounted_for() {
    let crawl = crawl(&[
        ("http://a/1", "200 OK\r\nContent-Type: text/plain", &numbered(100_001)),
        ("http://a/old", "302 Found", ""),
        ("http://a/x.png", "200 OK\r\nContent-Type: image/png", "..."),
        ("http://a/2", "200 OK\r\nContent-Type: text/plain", &numbered(100_002)),
    ]);
    let place = Place::with(&[("a.warc", &crawl)]);
    let build = kbmill(&["build", &place.text("in"), "-o", &place.text("out")]);
    assert_eq!(build.status, 0, "{}", build.err);
    assert!(build.err.contains("2 articles, 2 rejects from 4 inputs"), "{}", build.err);
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(place.path("out/manifest.json")).expect("a manifest")).expect("JSON");
    assert_eq!(manifest["counts"]["passed_over"], serde_json::json!({"request": 4}));
    let articles = fs::read_to_string(place.path("out/articles.jsonl")).expect("articles");
    let first: serde_json::Value = serde_json::from_str(articles.lines().next().expect("a line")).expect("JSON");
    let source = &first["source"];
    assert_eq!(
        (source["url"].as_str(), source["retrieved"].as_str()),
        (Some("http://a/1"), Some("2004-06-01T10:00:00Z"))
    );
    assert!(source["member"].as_str().is_some_and(|m| m.starts_with("record@") && m.ends_with(" http://a/1")));
    assert_eq!(kbmill(&["validate", &place.text("out")]).status, 0);
    let rejects = fs::read_to_string(place.path("out/rejects.jsonl")).expect("rejects");
    assert!(rejects.contains("\"http-status\"") && rejects.contains("\"not-text\""), "{rejects}");
}

#[test]
fn sniff_says_what_is_there_without_parsing_it() {
    let crawl =
        crawl(&[("http://a/1", "200 OK\r\nContent-Type: text/plain", ARTICLE), ("http://a/2", "404 Gone", "x")]);
    let place = Place::with(&[("a.warc", &crawl), ("b.tar.gz", &archive(2)), ("c.gif", b"GIF89a\0\0")]);
    let table = kbmill(&["sniff", &place.text("in")]);
    assert_eq!(table.status, 0);
    let form = |line: &str| line.split_whitespace().next().unwrap_or("").to_owned();
    let (rows, counts) = table.out.split_once("\n\n").expect("the counts stand behind the rows");
    let forms: Vec<String> = rows.lines().filter(|line| !line.starts_with(' ')).map(form).collect();
    assert_eq!(forms, ["form", "text", "http-status", "text", "text", "binary"], "{}", table.out);
    assert!(rows.contains("pss-text") && rows.contains(".tar.gz") && rows.contains(" in gzip > tar"), "{rows}");
    for counted in
        ["3  probably articles", "2  probably rejected", "2  gzip > tar", "3  pss-text", "3  en", "1  binary"]
    {
        assert!(counts.contains(&format!(" {counted}\n")), "{counted}: {counts}");
    }
    assert!(table.out.lines().all(|line| line.chars().count() <= 80), "{}", table.out);
    assert!(!table.out.contains('\x1b'), "colours are for terminals");
    let alone = kbmill(&["sniff", "--summary", &place.text("in")]);
    assert_eq!(alone.out, counts);
    let one = kbmill(&["sniff", "--json", "--summary", &place.text("in")]);
    let one: serde_json::Value = serde_json::from_str(&one.out).expect("JSON");
    assert_eq!((one["articles"].as_u64(), one["rejects_by_reason"]["binary"].as_u64()), (Some(3), Some(1)));
    assert!(table.err.contains("2 request"), "{}", table.err);
    let lines = kbmill(&["sniff", "--json", "-q", &place.text("in")]);
    assert_eq!(lines.err, "");
    let found: Vec<serde_json::Value> =
        lines.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(found.len(), 5);
    assert_eq!((found[0]["record"].as_str(), found[0]["url"].as_str()), (Some("response"), Some("http://a/1")));
    assert_eq!(found[2]["within"], serde_json::json!(["gzip", "tar"]));
    assert_eq!((found[2]["dialect"].as_str(), found[2]["language"].as_str()), (Some("pss-text"), Some("en")));
    assert_eq!((found[2]["confidence"].as_str(), found[2]["encoding_by"].as_str()), (Some("high"), Some("plain")));
    assert_eq!((found[2]["publisher"].as_str(), found[2]["whole"].as_bool()), (Some("microsoft"), Some(true)));
    assert_eq!(found[2]["sha256"].as_str().map(str::len), Some(64));
    assert_eq!(found[4]["reject"]["reason"].as_str(), Some("binary"));
    assert_eq!(kbmill(&["sniff", &place.text("none")]).status, 2);
    let small = kbmill(&["sniff", "--max-member-bytes", "100", &place.text("in/b.tar.gz")]);
    assert!(small.out.contains("too-large"), "{}", small.out);
}

#[test]
fn sniff_and_build_say_the_same_whatever_the_number_of_jobs() {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
    let place = Place::with(&[]);
    assert_eq!(kbmill(&["build", "-q", corpus, "-o", &place.text("out")]).status, 0);
    let records = std::fs::read_to_string(place.path("out/articles.jsonl")).expect("a dataset");
    let json = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("JSON");
    let sniffed = kbmill(&["sniff", "--json", "-q", "--jobs", "1", corpus]);
    assert_eq!(sniffed.out, kbmill(&["sniff", "--json", "-q", "--jobs", "3", corpus]).out);
    let found: Vec<_> = sniffed.out.lines().map(json).collect();
    let mut count = 0;
    for record in records.lines().map(json) {
        let same =
            found.iter().find(|f| f["path"] == record["source"]["path"] && f["member"] == record["source"]["member"]);
        let same = same.expect("every article was looked at");
        for key in ["form", "dialect", "language", "publisher"] {
            assert_eq!(same[key], record[key], "{key} of {}", record["source"]["path"]);
        }
        assert!(same["reject"].is_null());
        count += 1;
    }
    assert!(count >= 40, "{count} articles");
}

/// A profile and an article of its publisher, and one of somebody else.
fn profiled() -> Place {
    let profile = "publisher = \"initech\"\nhosts = [\"initech.example\"]\n[[id]]\npattern = '/case/(?<number>\\d+)'\n\
                   write = \"INI-{number}\"\n[[heading]]\nkind = \"symptoms\"\nphrases = [\"what you see\"]\n";
    let page = |host: &str| {
        format!(
            "<html><head><title>Pump stops</title><link rel=canonical href='https://{host}/case/77'></head><body><h1>Pump \
             stops</h1><h2>What you see</h2><p>It stops.</p><h2>Cause</h2><p>It is dry.</p>"
        )
    };
    let (own, other) = (page("kb.initech.example"), page("acme.example"));
    let plain = b"The pump stops\n==============\n\nSYMPTOMS\n========\n\nIt stops.\n";
    Place::with(&[
        ("p.toml", profile.as_bytes()),
        ("own.html", own.as_bytes()),
        ("other.html", other.as_bytes()),
        ("plain.txt", plain),
    ])
}

#[test]
fn a_profile_holds_for_what_it_recognises_and_for_what_it_is_named_for() {
    let place = profiled();
    let parse = |arguments: &[&str]| {
        let ran = kbmill(&[&["parse"], arguments].concat());
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        let record: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
        let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
        [text(&record["id"]), text(&record["publisher"]), text(&record["sections"][0]["kind"])]
    };
    let (profile, own, other) = (place.text("in/p.toml"), place.text("in/own.html"), place.text("in/other.html"));
    let plain = place.text("in/plain.txt");
    assert_eq!(parse(&["--profile", &profile, &own]), ["INI-77", "initech", "symptoms"]);
    assert_ne!(parse(&["--profile", &profile, &other])[1], "initech");
    assert_eq!(parse(&["--profile", &profile, "--publisher", "initech", &other]), ["INI-77", "initech", "symptoms"]);
    assert_eq!(parse(&["--publisher", "Acme Tools, Inc.", &plain])[1], "acme-tools");
    assert_eq!(parse(&["--publisher", "initech", &other])[1], "acme", "the article tells it itself");
    assert_eq!(parse(&[&plain])[1], "-");
    let sniffed = kbmill(&["sniff", "--profile", &profile, &own]);
    assert!(sniffed.out.contains(" initech\n"), "{}", sniffed.out);
    let explained = kbmill(&["explain", "--profile", &profile, &own]);
    assert!(explained.out.contains("INI-77"), "{}", explained.out);
}

#[test]
fn a_broken_profile_is_an_error_with_its_place() {
    let place =
        Place::with(&[("p.toml", b"publisher = \"acme\"\nhots = [\"acme.example\"]\n"), ("a.txt", ARTICLE.as_bytes())]);
    let profile = place.text("in/p.toml");
    let ran = kbmill(&["parse", "--profile", &profile, &place.text("in/a.txt")]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("p.toml`: line 2, column 1: unknown field `hots`, expected one of `publisher`"),
        "{}",
        ran.err
    );
    let none = kbmill(&["parse", "--profile", &place.text("in/none.toml"), &place.text("in/a.txt")]);
    assert_eq!((none.status, none.out.as_str()), (2, ""));
}

#[test]
fn containers_are_read_from_standard_input() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for number in 1..3 {
        zip.start_file(format!("{number}.txt"), zip::write::SimpleFileOptions::default()).expect("in memory");
        std::io::Write::write_all(&mut zip, numbered(100_000 + number).as_bytes()).expect("in memory");
    }
    let zip = zip.finish().expect("in memory").into_inner();
    let crawl = crawl(&[("http://a/1", "200 OK", ARTICLE), ("http://a/2", "200 OK", &numbered(100_003))]);
    for (bytes, wanted) in [(zip, 2), (crawl, 2)] {
        let mut parse = command(&["parse", "--lines", "-"]);
        parse.write_stdin(bytes);
        let parse = ran(parse);
        assert_eq!((parse.status, parse.out.lines().count(), parse.err.as_str()), (0, wanted, ""));
    }
}
