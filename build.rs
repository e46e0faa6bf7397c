//! Which sources is this a build of? A digest of them, by which a program knows whether what it remembers of an earlier
//! run was read by the same rules, and whether an index holds the terms that it looks for. And which code does a name stand
//! for? The tables of codes once more, in the order of their names.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::Path;
use std::{env, io};

/// What decides how an article is read and what a dataset holds: the sources with their vocabularies, the schemas, and the
/// versions of what they stand on.
const SOURCES: &[&str] = &["src", "schema", "build.rs", "Cargo.toml", "Cargo.lock"];

/// What decides what an index holds of a record.
const SEARCH_SOURCES: &[&str] = &["src/search", "src/model", "src/resolve", "Cargo.toml", "Cargo.lock"];

/// The tables of codes whose names are no plain words, in the order in which the first to have a name wins; files of
/// `src/normalize/code/symbols`.
const SYMBOLS: &[&str] = &["hresult", "ntstatus", "win32", "bugcheck", "winsock"];

fn main() -> io::Result<()> {
    SOURCES.iter().for_each(|source| println!("cargo::rerun-if-changed={source}"));
    for (name, sources) in [("KBMILL_SOURCES", SOURCES), ("KBMILL_SEARCH_SOURCES", SEARCH_SOURCES)] {
        let mut digest = DefaultHasher::new();
        sources.iter().for_each(|source| add(Path::new(source), &mut digest));
        println!("cargo::rustc-env={name}={:016x}", digest.finish());
    }
    let folder = env::var_os("OUT_DIR").unwrap_or_default();
    fs::write(Path::new(&folder).join("symbols_by_name.txt"), symbols_by_name()?)?;
    vocabularies(Path::new(&folder))
}

/// Writes each vocabulary as JSON: every run begins with reading them, and TOML takes five times as long.
fn vocabularies(folder: &Path) -> io::Result<()> {
    let folder = folder.join("vocabulary");
    fs::create_dir_all(&folder)?;
    for entry in fs::read_dir("src/vocabulary")? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let fault = |e| io::Error::other(format!("{}: {e}", path.display()));
            let content: serde_json::Value = toml::from_str(&fs::read_to_string(&path)?).map_err(fault)?;
            let name = path.with_extension("json");
            fs::write(folder.join(name.file_name().unwrap_or_default()), content.to_string())?;
        }
    }
    Ok(())
}

/// A line for each name, in their order: the name, the value as eight hexadecimal digits, and the table's place.
fn symbols_by_name() -> io::Result<String> {
    let mut names = BTreeMap::new();
    for (place, name) in SYMBOLS.iter().enumerate() {
        let table = fs::read_to_string(format!("src/normalize/code/symbols/{name}.txt"))?;
        for (value, symbols) in table.lines().filter_map(|line| line.split_once(' ')) {
            for symbol in symbols.split(' ') {
                names.entry(symbol.to_owned()).or_insert_with(|| format!("{value} {place}"));
            }
        }
    }
    Ok(names.iter().map(|(name, code)| format!("{name} {code}\n")).collect())
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
