//! Do the changes between real articles hold? For each pair that a table names in its first two columns, and for pairs of
//! articles that have nothing to do with each other: written as JSON and read back, they make the new content of the old
//! one, they mirror each other, and an article does not differ from itself.
//!
//! `cargo run --release --example pairs -- revisions.tsv FOLDER`, where FOLDER holds what the table names. Exit status 1 if
//! a pair does not hold or a file is no article; one that holds nothing is an article that says nothing.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a check tells what it found")]

use kbmill::diff::{Change, Content, apply, changes, contents};
use kbmill::error::RejectReason;
use kbmill::model::SourceInfo;
use kbmill::source::{self, Input};
use kbmill::{Article, Options, parse};
use std::path::Path;
use std::process::ExitCode;

/// A file of the table: an article, or nothing.
struct Side {
    path: String,
    article: Option<Article>,
}

/// Reads a file by itself, so that what articles include is an article, too.
fn read(path: &Path) -> Result<Side, String> {
    let bytes = std::fs::read(path).map_err(|e| e.to_string())?;
    let path = path.display().to_string();
    let info = SourceInfo { path: path.clone(), ..SourceInfo::default() };
    let document = match source::decode(Input::new(info, Ok(bytes))) {
        Ok(document) => document,
        Err((_, reject)) if reject.reason == RejectReason::Empty => return Ok(Side { path, article: None }),
        Err((_, reject)) => return Err(reject.to_string()),
    };
    let options = Options { fragments: true, ..Options::default() };
    let article = parse(document, &options).map_err(|reject| reject.to_string())?;
    Ok(Side { path, article: Some(article) })
}

fn both(old: &Side, new: &Side) -> (Content, Content) {
    match (&old.article, &new.article) {
        (Some(old), Some(new)) => contents(old, new),
        (old, new) => {
            let of = |article: &Option<Article>| article.as_ref().map(Content::of).unwrap_or_default();
            (of(old), of(new))
        }
    }
}

/// What does not hold of a pair?
fn fault(old: &Side, new: &Side) -> Option<String> {
    let (before, after) = both(old, new);
    let there = changes(&before, &after);
    let written = serde_json::to_string(&there).map_err(|e| e.to_string());
    let read = written.and_then(|json| serde_json::from_str::<Vec<Change>>(&json).map_err(|e| e.to_string()));
    match read.map(|read| apply(&before, &read)) {
        Ok(Ok(made)) if made == after => {}
        Ok(Ok(_)) => return Some("the changes make something else of the old article".to_owned()),
        Ok(Err(misfit)) => return Some(misfit.to_string()),
        Err(error) => return Some(error),
    }
    let seen = |change: &Change| {
        (change.path.clone(), change.old_path().to_owned(), change.kind, change.class, change.material)
    };
    let mut forth: Vec<_> = there.iter().map(seen).collect();
    let mut back: Vec<_> = changes(&after, &before).into_iter().map(|c| seen(&c.mirrored())).collect();
    forth.sort();
    back.sort();
    (forth != back).then(|| "the way back is another".to_owned())
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [table, folder] = arguments.as_slice() else {
        eprintln!("usage: pairs TABLE FOLDER");
        return ExitCode::from(2);
    };
    let Ok(table) = std::fs::read_to_string(table) else {
        eprintln!("cannot read `{table}`");
        return ExitCode::from(2);
    };
    let (mut pairs, mut faults) = (Vec::new(), 0);
    for line in table.lines().skip(1) {
        let mut cells = line.split('\t').map(|name| Path::new(folder).join(name)).map(|path| read(&path));
        match (cells.next(), cells.next()) {
            (Some(Ok(old)), Some(Ok(new))) => pairs.push((old, new)),
            (old, new) => {
                let why = [old, new].into_iter().flatten().find_map(Result::err);
                println!("{line}: {}", why.unwrap_or_else(|| "names no pair".to_owned()));
                faults += 1;
            }
        }
    }
    let count = pairs.len();
    let unrelated = (0..count).map(|at| (&pairs[at].0, &pairs[(at * 7 + 3) % count].1));
    for (old, new) in pairs.iter().map(|(old, new)| (old, new)).chain(unrelated) {
        let itself =
            || (!changes(&both(old, old).0, &both(old, old).1).is_empty()).then(|| "differs from itself".to_owned());
        if let Some(fault) = fault(old, new).or_else(itself) {
            println!("{} {}: {fault}", old.path, new.path);
            faults += 1;
        }
    }
    println!("{count} pairs and as many of unrelated articles; {faults} do not hold");
    ExitCode::from(u8::from(faults > 0))
}
