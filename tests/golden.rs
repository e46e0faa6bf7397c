//! Does every article of `corpus/` still give the record that stands beside it?
//!
//! The corpus is the description of the formats: an article as it would be found, and beside it, as `NAME.json`, its
//! record. What lies in `corpus/profile/` is read with the profiles there. After a change that is meant,
//! `KBMILL_BLESS=1 cargo test --test golden` writes the records anew; read the difference before it is committed.
//! `corpus/broken/` holds inputs that are refused or read with a diagnostic; what becomes of each stands in
//! `tests/broken.json`. `corpus/markdown/includes/` holds what articles beside it include.

use kbmill::profile::{Profile, Profiles};
use kbmill::source::{self, Settings};
use kbmill::{Article, Options, parse};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const FOLDERS: [&str; 5] = ["text", "html", "markdown", "flat", "profile"];

fn articles(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the corpus has this folder");
    let mut paths: Vec<PathBuf> = entries.map(|e| e.expect("a folder that can be listed").path()).collect();
    // Folders hold what articles include.
    paths.retain(|p| p.is_file() && p.extension().is_none_or(|e| e != "json" && e != "toml"));
    paths.sort();
    paths
}

/// Options with the profiles that lie beside an article.
fn options(path: &Path) -> Options {
    let mut options = Options::default();
    let folder = path.parent().expect("an article lies in a folder");
    let entries = std::fs::read_dir(folder).expect("the folder can be listed").map(|e| e.expect("an entry").path());
    let profiles = entries.filter(|p| p.extension().is_some_and(|e| e == "toml")).map(|p| {
        let text = std::fs::read_to_string(&p).expect("a profile can be read");
        Profile::read(&p, &text, &options.vocabulary).unwrap_or_else(|e| panic!("{e}"))
    });
    options.profiles = std::sync::Arc::new(Profiles::new(profiles.collect(), None));
    options
}

/// Parses a file as `kbmill parse` would; the path in the record is relative to the corpus.
fn record(path: &Path) -> Result<Article, String> {
    let input = source::inputs(&[path.to_owned()], &Settings::default()).next().expect("a file is an input");
    let mut document = source::decode(input).map_err(|(_, reject)| format!("{:?}: {reject}", reject.reason))?;
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let own = path.strip_prefix(&corpus).expect("it is of the corpus");
    document.info.path = own.to_string_lossy().replace('\\', "/");
    let prefix = source::shown(&corpus) + "/";
    for include in &mut document.info.includes {
        *include = include.strip_prefix(&prefix).expect("it is of the corpus").to_owned();
    }
    parse(document, &options(path)).map_err(|reject| format!("{:?}: {reject}", reject.reason))
}

fn blessing() -> bool {
    std::env::var_os("KBMILL_BLESS").is_some()
}

#[test]
fn every_article_gives_its_record() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in FOLDERS.iter().flat_map(|f| articles(&corpus.join(f))) {
        count += 1;
        let golden = path.with_extension("json");
        let article = match record(&path) {
            Ok(article) => article,
            Err(reason) => {
                wrong.push(format!("{}: refused: {reason}", path.display()));
                continue;
            }
        };
        let text = serde_json::to_string_pretty(&article).expect("a record is JSON") + "\n";
        if blessing() {
            std::fs::write(&golden, text).expect("the corpus can be written");
            continue;
        }
        let expected = std::fs::read_to_string(&golden).unwrap_or_default();
        if let Some((at, (have, want))) =
            text.lines().zip(expected.lines()).enumerate().find(|(_, (have, want))| have != want)
        {
            wrong.push(format!("{}:{}:\n  have {have}\n  want {want}", golden.display(), at + 1));
        } else if text.lines().count() != expected.lines().count() {
            wrong.push(format!("{}: {} lines of {}", golden.display(), text.lines().count(), expected.lines().count()));
        }
    }
    assert!(count >= 40, "the corpus has {count} articles");
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_broken_input_ends_as_it_should() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/broken");
    let mut outcome: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in articles(&folder) {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        for input in source::inputs(&[path], &Settings::default()) {
            let result = source::decode(input)
                .map_err(|(_, reject)| reject)
                .and_then(|document| parse(document, &Options::default()));
            let line = match result {
                Ok(article) => {
                    let codes: Vec<String> = article.diagnostics.iter().map(|d| format!("{:?}", d.code)).collect();
                    format!("article {}: {}", article.id, codes.join(" "))
                }
                Err(reject) => format!("reject {:?}: {reject}", reject.reason),
            };
            outcome.entry(name.clone()).or_default().push(line);
        }
    }
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken.json");
    let text = serde_json::to_string_pretty(&outcome).expect("a map is JSON") + "\n";
    if blessing() {
        std::fs::write(&expected, &text).expect("the file can be written");
    }
    assert_eq!(text, std::fs::read_to_string(&expected).unwrap_or_default());
}
