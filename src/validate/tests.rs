//! Each thing that can be wrong with a dataset is found, and named with its place.

use super::*;
use crate::emit::{DatasetWriter, Outcome, Settings};
use crate::model::{Article, Block, Form, SourceInfo};
use crate::source::Document;
use crate::{Options, Span, pipeline};
use std::fs;
use std::path::PathBuf;

const TEXT: &str = "TITLE   :Example\n\nSYMPTOMS\n========\n\nIt stops.\n\nMORE INFORMATION\n================\n\nFirst.\n\nIn detail\n---------\n\nSecond.\n";

fn article(number: usize) -> Article {
    let info = SourceInfo {
        path: number.to_string(),
        sha256: format!("{number:064x}"),
        encoding: "UTF-8".to_owned(),
        ..SourceInfo::default()
    };
    let document = Document { info, text: TEXT.to_owned(), form: Form::Text, diagnostics: Vec::new() };
    let mut article = pipeline::parse(document, &Options::default()).unwrap();
    article.id = format!("KB{number}");
    article
}

fn dataset() -> (tempfile::TempDir, PathBuf) {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("set");
    let mut writer = DatasetWriter::create(&dir, Settings::default()).unwrap();
    for number in 1..=3 {
        let article = Box::new(article(number));
        let line = emit::line(&article).unwrap();
        writer.add(Outcome::Article { article, line, mark: None }).unwrap();
    }
    writer.finish().unwrap();
    (root, dir)
}

/// What is said of a dataset after one replacement in one of its files, without what digests say of it.
fn said(file: &str, from: &str, to: &str) -> Vec<String> {
    let (_root, dir) = dataset();
    let path = dir.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "`{from}` is not in {file}");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
    let report = validate(&dir).unwrap();
    let problems = report.problems.iter().filter(|p| !p.message.contains(" bytes, listed with "));
    problems.map(|p| format!("{}:{} {}", p.file, p.line.unwrap_or(0), p.message)).collect()
}

fn assert_said(said: &[String], expected: &str) {
    assert!(said.iter().any(|one| one.contains(expected)), "`{expected}` is not in {said:#?}");
}

#[test]
fn a_fresh_dataset_is_valid() {
    let (_root, dir) = dataset();
    let report = validate(&dir).unwrap();
    assert_eq!(report.problems, []);
    assert_eq!((report.articles, report.rejects), (3, 0));
}

#[test]
fn faults_of_lines_are_found() {
    let articles = emit::ARTICLES;
    assert_said(&said(articles, "{\"schema_version\"", "\"schema_version\""), "articles.jsonl:1 is no JSON");
    assert_said(&said(articles, "\"form\":\"text\"", "\"form\":\"fax\""), "articles.jsonl:1 `/form`");
    assert_said(&said(articles, "\"issue_type\":null,", ""), "issue_type");
    assert_said(&said(articles, "\"level\":1", "\"level\":0"), "`/sections/0/level`");
    assert_said(&said(articles, "\"aliases\":[],\"latest\":true", "\"latest\":true,\"aliases\":[]"), "out of order");
    assert_said(&said(articles, "\"id\":\"KB2\"", "\"id\":\"KB1\""), "articles.jsonl:2 `KB1` has another latest");
    assert_said(&said(articles, "\"latest\":true", "\"latest\":false"), "articles.jsonl:1 no revision of this id");
}

#[test]
fn faults_of_the_manifest_are_found() {
    let manifest = emit::MANIFEST;
    assert_said(&said(manifest, "\"inputs\": 3", "\"inputs\": 4"), "`/counts/inputs` is 4, the files hold 3");
    assert_said(&said(manifest, "\"text\": 3", "\"html\": 3"), "`/counts/forms`");
    assert_said(&said(manifest, "\"rows\": 3", "\"rows\": 5"), "`articles.jsonl` has 3 lines, listed with 5");
    assert_said(&said(manifest, "\"sha256\": \"", "\"sha256\": \"0"), "manifest.json:0 `/files/");
    assert_said(&said(manifest, "\"path\": \"README.md\"", "\"path\": \"../README.md\""), "no path within the dataset");
    assert_said(&said(emit::CARD, "JSON", "json"), "`README.md` has another SHA-256");
}

#[test]
fn a_reject_that_equals_nothing_is_no_duplicate() {
    let (_root, dir) = dataset();
    let line = "{\"path\":\"a\",\"member\":null,\"reason\":\"duplicate\",\"message\":\"m\",\"bytes\":1,\"sha256\":null,\"equals\":null}\n";
    fs::write(dir.join(emit::REJECTS), line).unwrap();
    let report = validate(&dir).unwrap();
    let messages: Vec<String> = report.problems.into_iter().map(|p| p.message).collect();
    assert_said(&messages, "`/equals`");
    assert_said(&messages, "`/counts/duplicates` is 0, the files hold 1");
}

#[test]
fn inconsistencies_within_a_record_are_found() {
    let found = |change: &dyn Fn(&mut Article)| {
        let mut article = article(1);
        assert_eq!(inconsistencies(&article), []);
        change(&mut article);
        inconsistencies(&article).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_said(&found(&|a| a.accounting.chrome += 1), "`/accounting` does not add up");
    assert_said(&found(&|a| a.sections[1].id = "s7".into()), "`/sections/1/id` is `s7` where `s2` comes next");
    assert_said(&found(&|a| a.sections[0].parent = Some("s2".into())), "`/sections/0/parent` names no section before");
    assert_said(&found(&|a| a.sections[2].level = 3), "`/sections/2/level` is 3");
    assert_said(&found(&|a| a.sections[0].span.end = 0), "before it starts");
    assert_said(&found(&|a| a.sections[2].span.end = 1 << 20), "beyond the end of the linear text");
    assert_said(&found(&|a| a.sections[1].span.start = 20), "`/sections/1/span` starts before the section in front");
    assert_said(&found(&|a| a.sections[0].blocks.push(event(0, 0))), "`/sections/0/blocks/1/span` reaches out");
    assert_said(&found(&|a| a.sections[0].blocks.push(event(0, 40))), "is 0, there are 0 events");
    assert_said(
        &found(&|a| {
            let code = crate::model::ErrorCode {
                text: "0x5".into(),
                value: 5,
                space: crate::model::CodeSpace::Other,
                symbol: None,
                section: Some("s9".into()),
                span: Span::new(0, 3),
            };
            a.error_codes.push(code);
        }),
        "`/error_codes/0/section` names section `s9`",
    );
}

fn event(index: u32, at: usize) -> Block {
    Block::Event { index, span: Span::new(at, at) }
}

#[test]
fn stats_count_articles_and_rejects() {
    let (_root, dir) = dataset();
    let stats = stats(&dir).unwrap();
    assert_eq!(stats.articles, 3);
    assert_eq!(stats.forms.get(&Form::Text), Some(&3));
    assert_eq!(stats.sections.values().sum::<u64>(), 9);
}

#[test]
fn what_is_no_dataset_is_an_error_with_its_path() {
    let root = tempfile::tempdir().unwrap();
    let error = validate(root.path()).unwrap_err().to_string();
    assert!(error.contains("articles.jsonl"), "{error}");
    let error = stats(&root.path().join("gone")).unwrap_err().to_string();
    assert!(error.ends_with("there is no such folder"), "{error}");
}
