//! The tables as people ask them: the questions of README.md, put to a dataset of the project's own corpus.
#![cfg(feature = "sqlite")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn kbmill(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kbmill")).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A dataset of the corpus with these formats.
fn dataset(folder: &Path, formats: &str) -> PathBuf {
    let (corpus, output) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"), folder.join("dataset"));
    let built = kbmill(&["build", "-q", corpus.to_str().unwrap(), "--format", formats, "-o", output.to_str().unwrap()]);
    assert!(built.status.success(), "{}", text(&built.stderr));
    output
}

/// The questions that README.md shows, without their comments.
fn questions() -> Vec<String> {
    let readme = include_str!("../README.md");
    let block = readme.split("```sql").nth(1).unwrap().split("```").next().unwrap();
    let lines: Vec<&str> = block.lines().filter(|line| !line.starts_with("--")).collect();
    lines.join("\n").split(';').map(|sql| sql.trim().to_owned()).filter(|sql| !sql.is_empty()).collect()
}

#[test]
fn the_questions_of_the_readme_have_their_answers() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = dataset(folder.path(), "sqlite");
    let answer = |sql: &str| {
        let asked = kbmill(&["query", dataset.to_str().unwrap(), sql, "--format", "csv"]);
        assert!(asked.status.success(), "{sql}: {}", text(&asked.stderr));
        text(&asked.stdout).lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    let questions = questions();
    assert_eq!(questions.len(), 6);
    assert!(answer(&questions[0])[0].starts_with("KB832880,5.2.3790."), "{:?}", answer(&questions[0]));
    let netlogon: Vec<String> = answer(&questions[1]).iter().map(|row| row[..8].to_owned()).collect();
    assert_eq!(netlogon, ["KB832880", "KB977158"]);
    assert!(answer(&questions[2]).iter().any(|row| row.starts_with("KB977158,HKEY_LOCAL_MACHINE\\SYSTEM\\")));
    assert_eq!(answer(&questions[3]), ["KB2468345", "KB2528357"]);
    let without: Vec<String> = answer(&questions[4]);
    let with = answer(
        "SELECT DISTINCT e.text, symbol FROM error_codes AS e JOIN sections USING (article) \
         WHERE sections.kind IN ('resolution', 'workaround')",
    );
    assert!(!with.is_empty() && !without.is_empty());
    assert!(without.iter().all(|row| with.iter().all(|other| !row.starts_with(&format!("{other},")))));
    assert!(answer(&questions[5]).iter().any(|row| row.starts_with("KB977158,")));
}

#[test]
fn answers_are_written_for_reading_as_csv_and_as_json() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = dataset(folder.path(), "jsonl,sqlite");
    let ask = |sql: &str, format: &str| {
        let asked = kbmill(&["query", dataset.to_str().unwrap(), sql, "--format", format]);
        assert!(asked.status.success(), "{}", text(&asked.stderr));
        text(&asked.stdout)
    };
    let sql = "SELECT 1 AS one, 2.5 AS two, NULL AS none, 'a \"quoted\", word' AS words";
    assert_eq!(ask(sql, "csv"), "one,two,none,words\n1,2.5,,\"a \"\"quoted\"\", word\"\n");
    let json: serde_json::Value = serde_json::from_str(&ask(sql, "json")).unwrap();
    assert_eq!(json, serde_json::json!([{"one": 1, "two": 2.5, "none": null, "words": "a \"quoted\", word"}]));
    assert_eq!(ask("SELECT 1 WHERE 0", "json"), "[]\n");
    let table = ask("SELECT char(27) || '[31mred' AS colour, 'two' || char(10) || 'lines' AS lines", "table");
    assert!(table.contains("[31mred") && !table.contains('\u{1b}') && table.contains("two lines"), "{table}");
    let listed = kbmill(&["query", dataset.to_str().unwrap()]);
    assert!(text(&listed.stdout).lines().any(|line| line.contains("events") && line.contains("event_id")));
}

#[test]
fn what_cannot_be_asked_is_said_and_nothing_is_changed() {
    let folder = tempfile::tempdir().unwrap();
    let with = dataset(folder.path(), "sqlite");
    let refused = |place: &Path, sql: &str| {
        let asked = kbmill(&["query", place.to_str().unwrap(), sql]);
        assert_eq!(asked.status.code(), Some(2));
        text(&asked.stderr)
    };
    assert!(refused(&with, "SELECT nope FROM files").contains("no such column: nope"));
    assert!(refused(&with, "DROP TABLE files").contains("readonly"));
    assert!(refused(&with, "SELECT 1; DROP TABLE files").contains("ultiple statements"));
    std::fs::remove_dir_all(&with).unwrap();
    let without = dataset(folder.path(), "jsonl");
    assert!(refused(&without, "SELECT 1").contains("--format sqlite"));
}
