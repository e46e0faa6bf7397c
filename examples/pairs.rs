//! Do the changes between real articles hold? For each pair that a table names in its first two columns, and for pairs of
//! articles that have nothing to do with each other: they make the new content of the old one, and mirror each other.
//!
//! `cargo run --release --example pairs -- revisions.tsv FOLDER`, where FOLDER holds what the table names. Exit status 1 if
//! a pair does not hold; inputs that are no articles are counted.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a check tells what it found")]

use kbmill::diff::{Change, apply, changes, contents};
use kbmill::{Article, Options, parse, source};
use std::path::Path;
use std::process::ExitCode;

fn article(path: &Path) -> Option<Article> {
    let mut inputs = source::inputs(&[path.to_owned()], &source::Settings::default());
    let document = source::decode(inputs.next()?).ok()?;
    parse(document, &Options::default()).ok()
}

/// What does not hold of a pair?
fn fault(old: &Article, new: &Article) -> Option<String> {
    let (before, after) = contents(old, new);
    let there = changes(&before, &after);
    match apply(&before, &there) {
        Ok(made) if made == after => {}
        Ok(_) => return Some("the changes make something else of the old article".to_owned()),
        Err(misfit) => return Some(misfit.to_string()),
    }
    let path = |change: &Change| (change.path.clone(), change.old_path().to_owned(), change.kind, change.class);
    let mut forth: Vec<_> = there.iter().map(path).collect();
    let mut back: Vec<_> = changes(&after, &before).into_iter().map(|c| path(&c.mirrored())).collect();
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
    let (mut pairs, mut refused) = (Vec::new(), 0);
    for line in table.lines().skip(1) {
        let mut cells = line.split('\t').map(|name| Path::new(folder).join(name));
        match (cells.next().as_deref().and_then(article), cells.next().as_deref().and_then(article)) {
            (Some(old), Some(new)) => pairs.push((old, new)),
            _ => refused += 1,
        }
    }
    let count = pairs.len();
    let unrelated = (0..count).map(|at| (&pairs[at].0, &pairs[(at * 7 + 3) % count].1));
    let mut faults = 0;
    for (old, new) in pairs.iter().map(|(old, new)| (old, new)).chain(unrelated) {
        if let Some(fault) = fault(old, new).or_else(|| fault(old, old)) {
            println!("{} {}: {fault}", old.source.path, new.source.path);
            faults += 1;
        }
    }
    println!(
        "{count} pairs and as many of unrelated articles, {refused} of inputs that are no articles; {faults} do not hold"
    );
    ExitCode::from(u8::from(faults > 0))
}
