//! `kbmill export` as people run it, on a dataset of the project's own corpus. `.ci/exports.py` holds the files against the
//! engines themselves.

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const ENGINES: [&str; 5] = ["opensearch", "elasticsearch", "meilisearch", "typesense", "quickwit"];

fn kbmill(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kbmill")).args(arguments).output().unwrap()
}

fn said(arguments: &[&str]) -> String {
    let ran = kbmill(arguments);
    assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap()
}

fn dataset(folder: &Path) -> PathBuf {
    let (corpus, output) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"), folder.join("dataset"));
    said(&["build", "-q", corpus.to_str().unwrap(), "-o", output.to_str().unwrap()]);
    output
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The lines of all parts.
fn lines(folder: &Path) -> Vec<Value> {
    let mut names: Vec<PathBuf> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|ending| ending == "ndjson"));
    names.sort();
    let texts = names.iter().map(|path| std::fs::read_to_string(path).unwrap());
    texts
        .flat_map(|text| text.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<Value>>())
        .collect()
}

#[test]
fn every_engine_gets_every_article_once() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = dataset(folder.path());
    let records = std::fs::read_to_string(dataset.join("articles.jsonl")).unwrap();
    let records: Vec<Value> = records.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let latest = records.iter().filter(|record| record["latest"] == true).count();
    for engine in ENGINES {
        let out = folder.path().join(engine);
        said(&["export", "-q", dataset.to_str().unwrap(), "--to", engine, "-o", out.to_str().unwrap()]);
        let mut found = lines(&out);
        if ["opensearch", "elasticsearch"].contains(&engine) {
            let actions: Vec<Value> = found.iter().step_by(2).map(|action| action["index"]["_id"].clone()).collect();
            found = found.into_iter().skip(1).step_by(2).collect();
            assert_eq!(actions, found.iter().map(|document| document["id"].clone()).collect::<Vec<_>>());
        }
        let ids: BTreeSet<&str> = found.iter().map(|document| document["id"].as_str().unwrap()).collect();
        assert_eq!((found.len(), ids.len()), (latest, latest), "{engine}");
        let plain = |id: &&str| id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        assert!(ids.iter().all(plain), "{engine}");
        let manifest = json(&out.join("manifest.json"));
        assert_eq!((&manifest["export"], &manifest["documents"]), (&engine.into(), &latest.into()));
        // Nothing is null or empty: engines that infer types would guess.
        assert!(found.iter().all(|document| {
            document
                .as_object()
                .unwrap()
                .values()
                .all(|value| !value.is_null() && value.as_array().is_none_or(|a| !a.is_empty()))
        }));
        let readme = std::fs::read_to_string(out.join("README.md")).unwrap();
        assert!(readme.contains("documents-*.ndjson") && readme.contains("curl"), "{readme}");
    }
}

#[test]
fn an_article_is_found_by_every_spelling_of_what_identifies_it() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = dataset(folder.path());
    let out = folder.path().join("out");
    said(&["export", "-q", dataset.to_str().unwrap(), "--to", "typesense", "-o", out.to_str().unwrap()]);
    let found = lines(&out);
    let holds = |article: &str, word: &str| {
        let document = found.iter().find(|document| document["article_id"] == article).unwrap();
        document["identifiers"].as_array().unwrap().iter().any(|held| held == word)
    };
    for word in [
        "kb832880",
        "q832880",
        "832880",
        "5774",
        "netlogon",
        "tcpip.sys",
        "tcpip",
        "5.2.3790.201",
        "5.2.3790",
        "10048",
        "wsaeaddrinuse",
    ] {
        assert!(holds("KB832880", word), "{word}");
    }
}

#[test]
fn parts_are_no_longer_than_asked_for_and_the_same_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = dataset(folder.path());
    let [one, two] = ["one", "two"].map(|name| {
        let out = folder.path().join(name);
        let (place, to) = (dataset.to_str().unwrap(), out.to_str().unwrap());
        said(&["export", "-q", place, "--to", "opensearch", "--part-size", "20K", "--index", "kb-2021", "-o", to]);
        out
    });
    let mut parts = 0;
    for entry in one.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!(bytes, std::fs::read(two.join(path.file_name().unwrap())).unwrap());
        if path.extension().is_some_and(|ending| ending == "ndjson") {
            parts += 1;
            let documents = bytes.iter().filter(|&&byte| byte == b'\n').count() / 2;
            assert!(bytes.len() <= 20 << 10 || documents == 1, "{} bytes in {documents}", bytes.len());
        }
    }
    assert!(parts > 3);
}

#[test]
fn an_export_takes_the_place_of_an_export_alone() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = dataset(folder.path());
    let (place, out) = (dataset.to_str().unwrap(), folder.path().join("out"));
    let to = out.to_str().unwrap();
    said(&["export", "-q", place, "--to", "quickwit", "-o", to]);
    said(&["export", "-q", place, "--to", "meilisearch", "-o", to]);
    assert!(out.join("settings.json").exists() && !out.join("index.yaml").exists());
    std::fs::write(out.join("notes.txt"), "mine").unwrap();
    let own = folder.path().join("dataset/inside");
    for (place_to, word) in
        [(to, "notes.txt"), (place, "no export of kbmill"), (own.to_str().unwrap(), "within the dataset")]
    {
        let ran = kbmill(&["export", place, "--to", "quickwit", "-o", place_to]);
        assert_eq!(ran.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&ran.stderr).contains(word), "{}", String::from_utf8_lossy(&ran.stderr));
    }
    said(&["validate", place]);
    for wrong in [&["--index", "KB"][..], &["--part-size", "2G"]] {
        let other = folder.path().join("other");
        let ran = kbmill(&[&["export", place, "--to", "quickwit", "-o", other.to_str().unwrap()][..], wrong].concat());
        assert_eq!((ran.status.code(), other.exists()), (Some(2), false), "{wrong:?}");
    }
}
