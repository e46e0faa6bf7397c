//! Which sources is this a build of? A digest of them, by which a program knows whether what it remembers of an earlier
//! run was read by the same rules, and whether an index holds the terms that it looks for.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::Path;

/// What decides how an article is read: the sources with their vocabularies, and the versions of what they stand on.
const SOURCES: &[&str] = &["src", "Cargo.toml", "Cargo.lock"];

/// What decides what an index holds of a record.
const SEARCH_SOURCES: &[&str] = &["src/search", "src/model", "src/resolve", "Cargo.toml", "Cargo.lock"];

fn main() {
    SOURCES.iter().for_each(|source| println!("cargo::rerun-if-changed={source}"));
    for (name, sources) in [("KBMILL_SOURCES", SOURCES), ("KBMILL_SEARCH_SOURCES", SEARCH_SOURCES)] {
        let mut digest = DefaultHasher::new();
        sources.iter().for_each(|source| add(Path::new(source), &mut digest));
        println!("cargo::rustc-env={name}={:016x}", digest.finish());
    }
}

/// Adds a file with its path, or what is under a folder in the order of names. What is not there adds nothing: a crate
/// from a registry may come without its lock file.
fn add(path: &Path, digest: &mut DefaultHasher) {
    if let Ok(entries) = fs::read_dir(path) {
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths.iter().for_each(|path| add(path, digest));
    } else if let Ok(content) = fs::read(path) {
        digest.write(path.to_string_lossy().as_bytes());
        digest.write_usize(content.len());
        digest.write(&content);
    }
}
