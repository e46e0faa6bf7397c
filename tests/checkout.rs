//! Articles in a checkout: the commit that last touched each, and the fragments that they include.
//!
//! Repositories are made object by object, so that their commits have the times and parents that a case needs, and no
//! `git` has to be installed.

use gix_hash::ObjectId;
use gix_object::{Kind, Write};
use kbmill::source::git::Checkouts;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const DAY: i64 = 86_400;
/// 1 January 2020.
const EPOCH: i64 = 1_577_836_800;

/// A work tree with its repository.
struct Repository {
    folder: tempfile::TempDir,
    objects: gix_odb::Handle,
}

impl Repository {
    fn new() -> Repository {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let git = folder.path().join(".git");
        fs::create_dir_all(git.join("objects")).expect("a folder");
        fs::create_dir_all(git.join("refs/heads")).expect("a folder");
        fs::write(git.join("HEAD"), "ref: refs/heads/main\n").expect("a file");
        let objects = gix_odb::at(git.join("objects"), gix_hash::Kind::Sha1).expect("objects");
        Repository { folder, objects }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, kind: Kind, bytes: &[u8]) -> ObjectId {
        self.objects.write_buf(kind, bytes).expect("written")
    }

    /// The tree of these files.
    fn tree(&self, files: &[(&str, &str)]) -> ObjectId {
        let mut folders: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
        let mut entries: Vec<(String, &str, ObjectId)> = Vec::new();
        for (path, text) in files {
            match path.split_once('/') {
                Some((folder, rest)) => folders.entry(folder).or_default().push((rest, text)),
                None => entries.push(((*path).to_owned(), "100644", self.write(Kind::Blob, text.as_bytes()))),
            }
        }
        for (folder, files) in folders {
            entries.push((format!("{folder}/"), "40000", self.tree(&files)));
        }
        entries.sort();
        let mut bytes = Vec::new();
        for (name, mode, id) in entries {
            bytes.extend(format!("{mode} {}\0", name.trim_end_matches('/')).bytes());
            bytes.extend(id.as_slice());
        }
        self.write(Kind::Tree, &bytes)
    }

    /// A commit of these files on this day of 2020.
    fn commit(&self, day: i64, parents: &[ObjectId], files: &[(&str, &str)]) -> ObjectId {
        let mut text = format!("tree {}\n", self.tree(files));
        for parent in parents {
            text.push_str(&format!("parent {parent}\n"));
        }
        let seconds = EPOCH + (day - 1) * DAY + 3600;
        text.push_str(&format!(
            "author A <a@example.com> 1500000000 +0000\ncommitter C <c@example.com> {seconds} +0200\n\nm\n"
        ));
        self.write(Kind::Commit, text.as_bytes())
    }

    /// Checks a commit out: its files stand in the work tree.
    fn check_out(&self, commit: ObjectId, files: &[(&str, &str)]) {
        fs::write(self.path(".git/refs/heads/main"), format!("{commit}\n")).expect("a file");
        for (name, text) in files {
            fs::create_dir_all(self.path(name).parent().expect("it is in the folder")).expect("a folder");
            fs::write(self.path(name), text).expect("a file");
        }
    }

    fn checkouts(&self) -> Checkouts {
        Checkouts::of(&[self.folder.path().to_owned()], &[]).expect("a work tree")
    }

    /// The commit of a file, or why there is none.
    fn last(&self, checkouts: &Checkouts, name: &str) -> Result<String, String> {
        let bytes = fs::read(self.path(name)).expect("a file");
        checkouts.commit(&self.path(name), &bytes).map(|commit| commit.id).map_err(|why| why.message)
    }
}

#[test]
fn each_file_has_the_commit_that_last_touched_it() {
    let repository = Repository::new();
    let files = [("a.md", "1"), ("kb.md", "1"), ("kb/b.md", "1"), ("kb/deep/c.md", "1")];
    let first = repository.commit(1, &[], &files);
    let files = [("a.md", "1"), ("kb.md", "1"), ("kb/b.md", "2"), ("kb/deep/c.md", "1")];
    let second = repository.commit(2, &[first], &files);
    let third = repository.commit(3, &[second], &files);
    let files = [("a.md", "1"), ("kb.md", "1"), ("kb/b.md", "2"), ("kb/deep/c.md", "1"), ("kb/new.md", "1")];
    let fourth = repository.commit(4, &[third], &files);
    repository.check_out(fourth, &files);
    let checkouts = repository.checkouts();
    for (name, commit) in
        [("a.md", first), ("kb.md", first), ("kb/b.md", second), ("kb/deep/c.md", first), ("kb/new.md", fourth)]
    {
        assert_eq!(repository.last(&checkouts, name), Ok(commit.to_string()), "{name}");
    }
    let commit = checkouts.commit(&repository.path("kb/b.md"), b"2").expect("committed");
    assert_eq!(commit.date.expect("a date").to_rfc3339(), "2020-01-02T01:00:00+00:00");
}

#[test]
fn a_merge_counts_where_it_differs_from_all_it_merges() {
    let repository = Repository::new();
    let root =
        repository.commit(1, &[], &[("ours.md", "1"), ("theirs.md", "1"), ("both.md", "1"), ("dropped.md", "1")]);
    let ours =
        repository.commit(2, &[root], &[("ours.md", "2"), ("theirs.md", "1"), ("both.md", "2"), ("dropped.md", "1")]);
    let theirs =
        repository.commit(3, &[root], &[("ours.md", "1"), ("theirs.md", "3"), ("both.md", "3"), ("dropped.md", "3")]);
    let files = [("ours.md", "2"), ("theirs.md", "3"), ("both.md", "23"), ("dropped.md", "1")];
    let merge = repository.commit(4, &[ours, theirs], &files);
    repository.check_out(merge, &files);
    let checkouts = repository.checkouts();
    for (name, commit) in [("ours.md", ours), ("theirs.md", theirs), ("both.md", merge), ("dropped.md", root)] {
        assert_eq!(repository.last(&checkouts, name), Ok(commit.to_string()), "{name}");
    }
}

#[test]
fn commits_with_wrong_clocks_change_nothing() {
    let repository = Repository::new();
    let root = repository.commit(300, &[], &[("a.md", "1"), ("b.md", "1")]);
    let left = repository.commit(1, &[root], &[("a.md", "2"), ("b.md", "1")]);
    let right = repository.commit(200, &[root], &[("a.md", "1"), ("b.md", "2")]);
    let merge = repository.commit(-700_000, &[left, right], &[("a.md", "2"), ("b.md", "2")]);
    repository.check_out(merge, &[("a.md", "2"), ("b.md", "2")]);
    let checkouts = repository.checkouts();
    assert_eq!(repository.last(&checkouts, "a.md"), Ok(left.to_string()));
    assert_eq!(repository.last(&checkouts, "b.md"), Ok(right.to_string()));
}

#[test]
fn no_commit_is_claimed_for_what_is_changed_new_or_beyond_the_boundary() {
    let repository = Repository::new();
    let old = repository.commit(1, &[], &[("old.md", "1"), ("new.md", "1"), ("changed.md", "1")]);
    let boundary =
        repository.commit(2, &[old], &[("old.md", "1"), ("new.md", "2"), ("changed.md", "1"), ("at.md", "1")]);
    let files = [("old.md", "1"), ("new.md", "3"), ("changed.md", "3"), ("at.md", "1"), ("lines.md", "a\nb\n")];
    let head = repository.commit(3, &[boundary], &files);
    repository.check_out(head, &files);
    fs::write(repository.path(".git/shallow"), format!("{boundary}\n")).expect("a file");
    fs::write(repository.path("changed.md"), "4").expect("a file");
    fs::write(repository.path("lines.md"), "a\r\nb\r\n").expect("a file");
    fs::write(repository.path("untracked.md"), "1").expect("a file");
    let checkouts = repository.checkouts();
    assert_eq!(repository.last(&checkouts, "new.md"), Ok(head.to_string()));
    assert_eq!(repository.last(&checkouts, "lines.md"), Ok(head.to_string()), "checked out as on Windows");
    for (name, why) in [
        ("old.md", "the commit that last touched the file lies beyond what the clone has of the history"),
        ("at.md", "the commit that last touched the file lies beyond what the clone has of the history"),
        ("changed.md", "the file differs from what is committed"),
        ("untracked.md", "the file is not committed"),
    ] {
        assert_eq!(repository.last(&checkouts, name), Err(why.to_owned()), "{name}");
    }
}

#[test]
fn a_history_that_breaks_off_is_no_boundary_commit() {
    let repository = Repository::new();
    let missing = ObjectId::from_hex(b"1111111111111111111111111111111111111111").expect("an id");
    let head = repository.commit(2, &[missing], &[("a.md", "1")]);
    repository.check_out(head, &[("a.md", "1")]);
    assert!(repository.last(&repository.checkouts(), "a.md").is_err_and(|why| why.contains("beyond")));
}

#[test]
fn linked_work_trees_and_repositories_without_commits_are_read() {
    let repository = Repository::new();
    fs::write(repository.path("a.md"), "1").expect("a file");
    assert_eq!(repository.last(&repository.checkouts(), "a.md"), Err("the file is not committed".to_owned()));
    let commit = repository.commit(1, &[], &[("a.md", "1")]);
    let own = repository.path(".git/worktrees/linked");
    fs::create_dir_all(&own).expect("a folder");
    fs::write(own.join("HEAD"), format!("{commit}\n")).expect("a file");
    fs::write(own.join("commondir"), "../..\n").expect("a file");
    let linked = repository.path("linked");
    fs::create_dir(&linked).expect("a folder");
    fs::write(linked.join(".git"), "gitdir: ../.git/worktrees/linked\n").expect("a file");
    fs::write(linked.join("a.md"), "1").expect("a file");
    let checkouts = Checkouts::of(std::slice::from_ref(&linked), &[]).expect("a work tree");
    assert_eq!(checkouts.commit(&linked.join("a.md"), b"1").map(|c| c.id), Ok(commit.to_string()));
}

fn kbmill(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_kbmill")).args(arguments).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code().expect("it ends by itself"), text(output.stdout), text(output.stderr))
}

fn shown(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

fn records(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).expect("a file of the dataset");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

const DATED: &str = "---\ntitle: Dated\nms.date: 03/01/2019\n---\n# Dated\n\n## Cause\n\nThe disk is full.\n";
const PLAIN: &str = "# Plain\n\n## Cause\n\nThe cable is loose.\n";
const WITH_NOTE: &str =
    "# With a note\n\n## Resolution\n\n1. Stop it.\n\n   [!INCLUDE [n](../includes/note.md)]\n\n1. Go on.\n";
const NOTE: &str = "> [!IMPORTANT]\n> Back up `HKEY_LOCAL_MACHINE\\SOFTWARE\\Contoso` first.\n";

#[test]
fn a_build_dates_what_states_no_date_and_names_the_commit() {
    let repository = Repository::new();
    let files =
        [("includes/note.md", NOTE), ("kb/dated.md", DATED), ("kb/noted.md", WITH_NOTE), ("kb/plain.md", PLAIN)];
    let commit = repository.commit(5, &[], &files);
    repository.check_out(commit, &files);
    let out = tempfile::tempdir().expect("a temporary folder");
    let dataset = out.path().join("dataset");
    let folder = shown(repository.folder.path());
    let (status, _, err) = kbmill(&["build", "--git", folder, "-o", shown(&dataset)]);
    assert_eq!(status, 0, "{err}");
    assert!(err.contains("3 articles, 1 reject from 4 inputs"), "{err}");
    let articles = records(&dataset.join("articles.jsonl"));
    let dates: Vec<_> = articles.iter().map(|a| a["revision"]["modified"].as_str().unwrap_or("none")).collect();
    assert_eq!(dates, ["2019-03-01", "2020-01-05", "2020-01-05"], "the text's own date wins");
    assert!(articles.iter().all(|a| a["source"]["commit"] == commit.to_string()));
    assert!(articles.iter().all(|a| a["source"]["committed"] == "2020-01-05T01:00:00Z"));
    assert_eq!(records(&dataset.join("rejects.jsonl"))[0]["reason"], "fragment");
    assert_eq!(kbmill(&["validate", shown(&dataset)]).0, 0);

    let (status, printed, err) = kbmill(&["parse", "--git", shown(&repository.path("kb/plain.md"))]);
    let record: Value = serde_json::from_str(&printed).expect("JSON");
    assert_eq!((status, &record["source"]["commit"]), (0, &Value::from(commit.to_string())), "{err}");
    let without: Value =
        serde_json::from_str(&kbmill(&["parse", shown(&repository.path("kb/plain.md"))]).1).expect("JSON");
    assert!(without["source"]["commit"].is_null() && without["revision"]["modified"].is_null());
}

#[test]
fn a_folder_in_no_work_tree_is_told() {
    let (repository, outside) = (Repository::new(), tempfile::tempdir().expect("a temporary folder"));
    let commit = repository.commit(1, &[], &[("a.md", PLAIN)]);
    repository.check_out(commit, &[("a.md", PLAIN)]);
    fs::write(outside.path().join("b.md"), DATED).expect("a file");
    let (inside, outside) = (shown(repository.folder.path()), shown(outside.path()));
    let (status, printed, err) = kbmill(&["parse", "--git", outside]);
    assert_eq!((status, printed.as_str()), (2, ""));
    assert!(err.starts_with("error: `") && err.contains("is in no git work tree"), "{err}");
    let (status, _, err) = kbmill(&["parse", "--git", shown(&repository.path("none.md"))]);
    assert!(status == 2 && err.contains("none.md`: cannot be read: "), "{err}");
    let (status, printed, err) = kbmill(&["parse", "--git", outside, inside]);
    assert_eq!((status, printed.lines().count()), (0, 2), "{err}");
    assert!(err.starts_with("warning: `") && err.contains("is in no git work tree; its articles"), "{err}");
    assert!(printed.contains("\"code\":\"commit-unknown\""), "{printed}");
}

#[test]
fn every_command_sees_the_same_text_with_its_fragments() {
    let repository = Repository::new();
    let files = [("includes/note.md", NOTE), ("kb/noted.md", WITH_NOTE)];
    for (name, text) in files {
        fs::create_dir_all(repository.path(name).parent().expect("it is in the folder")).expect("a folder");
        fs::write(repository.path(name), text).expect("a file");
    }
    let file = repository.path("kb/noted.md");
    let text = kbmill(&["text", shown(&file)]).1;
    assert!(text.contains("Back up HKEY_LOCAL_MACHINE\\SOFTWARE\\Contoso first."), "{text}");
    assert!(kbmill(&["explain", shown(&file)]).1.contains("Back up HKEY_LOCAL_MACHINE"));
    let one: Value = serde_json::from_str(&kbmill(&["parse", shown(&file)]).1).expect("JSON");
    let (status, lines, err) = kbmill(&["parse", "--lines", shown(repository.folder.path())]);
    assert_eq!(status, 1, "the fragment is no article");
    assert!(err.contains("rejected: ") && err.contains("a fragment that articles include"), "{err}");
    let mut all: Value = serde_json::from_str(&lines).expect("one line of JSON");
    all["source"]["path"] = one["source"]["path"].clone();
    assert_eq!(all, one);
    let note = repository.path("includes/note.md");
    assert_eq!(one["source"]["includes"], serde_json::json!([shown(&note)]));
    assert_eq!(one["registry"][0]["key"], "HKEY_LOCAL_MACHINE\\SOFTWARE\\Contoso");
    assert_eq!(one["accounting"]["chars"], text.chars().count());
    let span = &one["registry"][0]["span"];
    let at = |end: &str| span[end].as_u64().expect("a place") as usize;
    assert!(text[at("start")..at("end")].contains("SOFTWARE\\Contoso"));

    let alone = kbmill(&["parse", "--include-root", shown(&repository.path("kb")), shown(&file)]).1;
    assert!(alone.contains("\"include-unresolved\"") && !alone.contains("Contoso"), "{alone}");
}

#[test]
fn the_same_bytes_with_other_fragments_are_another_article() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in [("a", "Windows 7"), ("b", "Windows 8")] {
        fs::create_dir_all(folder.path().join("in").join(name)).expect("a folder");
        fs::write(folder.path().join("in").join(name).join("name.md"), text).expect("a file");
        let article = "# It stops\n\n## Cause\n\nA fault of [!INCLUDE [n](name.md)] makes it stop.\n";
        fs::write(folder.path().join("in").join(name).join("article.md"), article).expect("a file");
    }
    let dataset = folder.path().join("out");
    let (status, _, err) = kbmill(&["build", shown(&folder.path().join("in")), "-o", shown(&dataset)]);
    assert!(status == 0 && err.contains("2 articles, 2 rejects from 4 inputs"), "{err}");
}

#[test]
fn what_lies_in_an_archive_keeps_its_directives_and_says_so() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut tar = tar::Builder::new(fs::File::create(folder.path().join("kb.tar")).expect("a file"));
    for (name, text) in [("repo/includes/note.md", NOTE), ("repo/kb/noted.md", WITH_NOTE)] {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, text.as_bytes()).expect("written");
    }
    tar.finish().expect("written");
    let (status, printed, err) = kbmill(&["parse", shown(&folder.path().join("kb.tar"))]);
    assert!(status == 1 && err.contains("a fragment that articles include"), "{err}");
    let record: Value = serde_json::from_str(&printed).expect("JSON");
    let codes: Vec<_> = record["diagnostics"].as_array().expect("a list").iter().map(|d| &d["code"]).collect();
    assert!(codes.contains(&&Value::from("include-unresolved")), "{printed}");
    assert_eq!(record["source"]["includes"], serde_json::json!([]));
}

#[test]
fn two_commits_are_compared_without_a_checkout() {
    let article = |jobs: u32| {
        format!("# Purging stops the spooler\n\n## Symptoms\n\nThe spooler stops at {jobs} jobs when it is purged.\n")
    };
    let other = article(7).replace("Purging", "Reading").replace("purged", "read");
    let repository = Repository::new();
    let first = repository.commit(1, &[], &[("kb/a.md", &article(64)), ("kb/b.md", &other), ("old/c.md", &other)]);
    let second = repository.commit(2, &[first], &[("kb/a.md", &article(128)), ("moved.md", &other)]);
    let third = repository.commit(3, &[second], &[("kb/a.md", &article(256)), ("moved.md", &other)]);
    repository.check_out(third, &[]);
    let tag = format!("object {first}\ntype commit\ntag v1\ntagger A <a@example.com> 1500000000 +0000\n\nm\n");
    let tag = repository.write(Kind::Tag, tag.as_bytes());
    fs::create_dir_all(repository.path(".git/refs/tags")).expect("a folder");
    fs::write(repository.path(".git/refs/tags/v1"), format!("{tag}\n")).expect("a file");
    let top = shown(repository.folder.path()).to_owned();
    let said = |old: &str, new: &str, within: &[&str]| -> (i32, Vec<(Value, Value)>) {
        let ran = kbmill(&[&["diff", "--git", &top, "--format", "jsonl", old, new], within].concat());
        assert!(ran.0 < 2, "{}", ran.2);
        let path = |line: &Value, side: &str| line[side]["path"].clone();
        let lines = ran.1.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        (ran.0, lines.map(|line| (path(&line, "old"), path(&line, "new"))).collect())
    };
    let (a, c) = (Value::from("kb/a.md"), Value::from("old/c.md"));
    // One of the two files with the same text went elsewhere, the other is gone.
    for (old, new) in [("v1", "main"), ("HEAD~2", "HEAD"), ("main^^", "@"), (&first.to_string()[..12], "heads/main")] {
        let (status, files) = said(old, new, &[]);
        assert_eq!((status, files.len(), &files[0]), (1, 2, &(a.clone(), a.clone())), "{old} {new}");
        assert!(files[1].1.is_null(), "{files:?}");
    }
    assert_eq!(said("v1", "main", &["old/"]), (1, vec![(c, Value::Null)]));
    assert_eq!(said("main", "main~0", &[]), (0, vec![]));
    for (revision, why) in [("nosuch", "no such revision"), ("main~9", "has no such parent"), ("main@{1}", "no such")] {
        let (status, _, error) = kbmill(&["diff", "--git", &top, revision, "main"]);
        assert!(status == 2 && error.contains(why) && error.contains(revision), "{error}");
    }
}
