//! What a dataset holds: duplicates, revisions, the manifest, and the same bytes every time.

use super::*;
use crate::diagnostic::{Code, Diagnostic};
use crate::emit::ARTICLES;
use crate::error::{Reject, RejectReason};
use crate::model::{Form, Revision};
use crate::pipeline::{self, Outcome};
use crate::source::Document;
use crate::{Options, emit};

fn article(number: u32, path: &str, sha: u8, body: &str) -> Article {
    let text = format!("DOCUMENT:Q{}\nTITLE   :Example\n\nSYMPTOMS\n========\n\n{body}\n", 100_000 + number);
    let info = SourceInfo {
        path: path.to_owned(),
        sha256: format!("{sha:02x}").repeat(32),
        bytes: text.len() as u64,
        encoding: "UTF-8".to_owned(),
        ..SourceInfo::default()
    };
    let document = Document { info, text, form: Form::Text, diagnostics: Vec::new() };
    let mut article = pipeline::parse(document, &Options::default()).unwrap();
    // What header and language recognition make of it is not what these tests are about.
    article.id = format!("KB{number}");
    article.revision = Revision::default();
    article
}

fn outcome(article: Article) -> Outcome {
    let line = emit::line(&article).unwrap();
    Outcome::Article { article: Box::new(article), line, mark: None }
}

fn build(outcomes: Vec<Outcome>) -> (tempfile::TempDir, PathBuf, Manifest) {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("set");
    let mut writer = DatasetWriter::create(&dir, Settings::default()).unwrap();
    for outcome in outcomes {
        writer.add(outcome).unwrap();
    }
    let manifest = writer.finish().unwrap().manifest;
    (root, dir, manifest)
}

fn rows<T: serde::de::DeserializeOwned>(dir: &Path, name: &str) -> Vec<T> {
    let text = fs::read_to_string(dir.join(name)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn equal_content_is_kept_once_and_the_others_say_what_they_equal() {
    let (_root, dir, manifest) = build(vec![
        outcome(article(1, "a", 1, "x")),
        outcome(article(2, "b", 2, "y")),
        outcome(article(1, "same-bytes", 1, "x")),
        outcome(article(2, "same-article", 3, "y")),
        Outcome::Reject {
            source: SourceInfo { path: "c".to_owned(), ..SourceInfo::default() },
            reject: Reject::new(RejectReason::Unreadable, "permission denied"),
            mark: None,
        },
    ]);
    let counts = &manifest.counts;
    assert_eq!((counts.inputs, counts.articles, counts.duplicates, counts.rejects), (5, 2, 2, 1));
    let rejects: Vec<RejectRecord> = rows(&dir, REJECTS);
    let equals: Vec<_> = rejects.iter().map(|r| r.equals.as_ref().map(|e| (e.id.as_str(), e.path.as_str()))).collect();
    assert_eq!(equals, [Some(("KB1", "a")), Some(("KB2", "b")), None]);
    assert_eq!(rejects[0].message, "the same bytes as `a`, which is KB1");
    assert_eq!(rejects[1].message, "the same article as `b`, which is KB2");
    assert_eq!(rejects[2].sha256, None);
    assert_eq!(crate::validate::validate(&dir).unwrap().problems, []);
}

#[test]
fn the_newest_revision_is_the_latest_by_date_then_label_then_order() {
    let revision = |sha: u8, body: &str, date: Option<&str>, label: Option<(u32, u32)>| {
        let mut article = article(7, &format!("{sha}"), sha, body);
        article.revision.reviewed = date.map(|d| d.parse().unwrap());
        (article.revision.major, article.revision.minor) = (label.map(|l| l.0), label.map(|l| l.1));
        outcome(article)
    };
    let latest = |outcomes| {
        let (_root, dir, manifest) = build(outcomes);
        let articles: Vec<Article> = rows(&dir, ARTICLES);
        assert_eq!(manifest.counts.superseded, articles.len() as u64 - 1);
        assert_eq!(crate::validate::validate(&dir).unwrap().problems, []);
        articles.iter().filter(|a| a.latest).map(|a| a.source.path.clone()).collect::<Vec<_>>()
    };
    let dated = |sha, body, date| revision(sha, body, Some(date), None);
    assert_eq!(
        latest(vec![dated(1, "x", "2004-01-31"), dated(2, "y", "2007-01-31"), dated(3, "z", "1999-12-31")]),
        ["2"]
    );
    // 1.10 is newer than 1.9, and a date is newer than none.
    let same_day = |sha, minor| revision(sha, "x", Some("2004-01-31"), Some((1, minor)));
    assert_eq!(latest(vec![same_day(1, 10), same_day(2, 9), revision(3, "y", None, Some((9, 0)))]), ["1"]);
    assert_eq!(latest(vec![revision(1, "x", None, None), revision(2, "y", None, None)]), ["2"]);
}

#[test]
fn a_guessed_id_makes_no_two_titles_one_article() {
    let guessed = |sha: u8, title: Option<&str>, body: &str| {
        let mut article = article(7, &format!("{sha}"), sha, body);
        article.id = "x-index".to_owned();
        article.title = title.map(str::to_owned);
        article.diagnostics.push(Diagnostic::whole(Code::NoIdentifier, "from its address"));
        outcome(article)
    };
    let (_root, dir, manifest) = build(vec![
        guessed(1, Some("Printer stops"), "x"),
        guessed(2, Some("Mouse stops"), "x"),
        guessed(3, Some("Printer  Stops"), "newer"),
        guessed(4, Some("Mouse stops"), "x"),
        guessed(5, Some("Mouse stops"), "newer"),
        guessed(6, None, "x"),
        guessed(7, None, "y"),
    ]);
    let articles: Vec<Article> = rows(&dir, ARTICLES);
    let mut ids: Vec<(&str, bool)> = articles.iter().map(|a| (a.id.as_str(), a.latest)).collect();
    assert_eq!((manifest.counts.articles, manifest.counts.duplicates, manifest.counts.superseded), (6, 1, 2));
    assert_eq!((ids[0], ids[2]), (("x-index", false), ("x-index", true)));
    assert_eq!((ids[1].0, ids[1].1, ids[3].1), (ids[3].0, false, true));
    ids.sort_unstable();
    ids.dedup_by_key(|(id, _)| *id);
    assert_eq!(ids.len(), 4);
    assert_eq!(crate::validate::validate(&dir).unwrap().problems, []);
}

#[test]
fn one_id_of_two_publishers_is_two_articles() {
    let of = |sha: u8, publisher: &str| {
        let mut article = article(7, &format!("{sha}"), sha, publisher);
        article.publisher = Some(publisher.to_owned());
        outcome(article)
    };
    let (_root, dir, manifest) = build(vec![of(1, "microsoft"), of(2, "broadcom")]);
    assert_eq!(manifest.counts.superseded, 0);
    assert_eq!(crate::validate::validate(&dir).unwrap().problems, []);
}

#[test]
fn a_translation_is_no_revision() {
    let told = |sha: u8, language: &str| {
        let mut article = article(7, &format!("{sha}"), sha, &format!("{language}{sha}"));
        article.language = Some(language.to_owned());
        outcome(article)
    };
    let languages = ["en-US", "de", "zh-TW", "zh-Hans-CN", "en-GB"];
    let (_root, dir, manifest) = build((1..).zip(languages).map(|(sha, language)| told(sha, language)).collect());
    let latest: Vec<bool> = rows::<Article>(&dir, ARTICLES).iter().map(|a| a.latest).collect();
    assert_eq!(latest, [false, true, true, true, true]);
    assert_eq!(manifest.counts.superseded, 1);
    assert_eq!(crate::validate::validate(&dir).unwrap().problems, []);
}

#[test]
fn the_word_latest_in_a_text_is_let_be() {
    let body = "{\"latest\":true,\"source\":{\"path\":1},\"accounting\":{}}";
    let (_root, dir, _) = build(vec![outcome(article(7, "a", 1, body)), outcome(article(7, "b", 2, "newer"))]);
    let articles: Vec<Article> = rows(&dir, ARTICLES);
    assert_eq!(articles[0].sections[0].text, body);
    assert!(!articles[0].latest && articles[1].latest);
}

#[test]
fn duplicates_are_found_beyond_what_is_still_in_memory() {
    let long = "long ".repeat(40_000);
    let mut outcomes: Vec<Outcome> = (0..8).map(|n| outcome(article(n, "first", n as u8, &long))).collect();
    outcomes.extend((0..8).map(|n| outcome(article(n, "again", 100 + n as u8, &long))));
    let (_root, dir, manifest) = build(outcomes);
    assert_eq!((manifest.counts.articles, manifest.counts.duplicates), (8, 8));
    let rejects: Vec<RejectRecord> = rows(&dir, REJECTS);
    assert!(rejects.iter().all(|r| r.equals.as_ref().is_some_and(|e| e.path == "first")));
}

#[test]
fn the_same_outcomes_give_the_same_bytes_and_the_manifest_lists_every_file() {
    let outcomes = || (1..9).map(|n| outcome(article(n % 5, &n.to_string(), n as u8, &n.to_string()))).collect();
    let (_one, first, manifest) = build(outcomes());
    let (_two, second, _) = build(outcomes());
    let mut names: Vec<&str> = manifest.files.iter().map(|f| f.path.as_str()).collect();
    names.push(MANIFEST);
    for name in &names {
        assert_eq!(fs::read(first.join(name)).unwrap(), fs::read(second.join(name)).unwrap(), "{name}");
    }
    let found = fs::read_dir(&first).unwrap().count() + fs::read_dir(first.join("schema")).unwrap().count() - 1;
    assert_eq!(found, names.len());
}

#[test]
fn a_dataset_without_articles_is_a_dataset() {
    let (_root, dir, manifest) = build(Vec::new());
    assert_eq!(manifest.counts, Counts::default());
    assert_eq!(crate::validate::validate(&dir).unwrap().problems, []);
}

#[test]
fn a_writer_that_is_dropped_leaves_nothing() {
    let root = tempfile::tempdir().unwrap();
    let mut writer = DatasetWriter::create(&root.path().join("set"), Settings::default()).unwrap();
    writer.add(outcome(article(1, "a", 1, "x"))).unwrap();
    drop(writer);
    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
}
