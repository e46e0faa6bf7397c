//! The rules of the house: how the tree is built, kept by reading it.
//!
//! Data flows one way: a module may use what stands before it in [`ORDER`], never what stands after. The program alone
//! speaks to the terminal, and only what reads inputs or owns a dataset opens files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the library in the order in which they may know of each other.
const ORDER: &[&str] = &[
    "span",
    "one_line",
    "diagnostic",
    "error",
    "model",
    "vocabulary",
    "profile",
    "source",
    "extract",
    "section",
    "normalize",
    "resolve",
    "emit",
    "pipeline",
    "diff",
    "report",
    "query",
    "validate",
    "graph",
    "chunk",
    "export",
    "search",
    "serve",
    "cli",
];

/// Modules that know the record and nothing of how it is parsed.
const KNOW_THE_RECORD_ONLY: &[&str] =
    &["resolve", "emit", "diff", "report", "query", "validate", "graph", "chunk", "export", "search", "serve"];
const PARSING: &[&str] = &["extract", "section", "normalize"];

/// Modules that open files: what reads inputs, the program, and what has files of its own: datasets, their exports and
/// indexes.
const MAY_OPEN_FILES: &[&str] = &["source", "cli", "emit", "validate", "export", "search"];

/// Names that the crate's root hands on, and the module each is of.
const ROOT: &[(&str, &str)] = &[
    ("Diagnostic", "diagnostic"),
    ("Error", "error"),
    ("Reject", "error"),
    ("Article", "model"),
    ("Document", "source"),
    ("Span", "span"),
    ("Options", "vocabulary"),
    ("parse", "pipeline"),
];

/// Lines a file may have.
const LONGEST: usize = 600;

/// A Rust file of the project.
struct File {
    /// From the project's root, with `/`.
    path: String,
    text: String,
}

impl File {
    /// The library module it belongs to; none for `lib.rs`, `main.rs` and what is not of the library.
    fn module(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        let name = inside.split('/').next()?.trim_end_matches(".rs");
        (name != "lib" && name != "main").then_some(name)
    }

    /// Its code without comments and without its tests, which may use what they like.
    fn code(&self) -> String {
        if self.path.ends_with("/tests.rs") {
            return String::new();
        }
        let own = self.text.split("#[cfg(test)]").next().unwrap_or("");
        let lines = own.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.map(|line| line.split(" // ").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
    }

    /// Its `//!` lines.
    fn doc(&self) -> String {
        let lines = self.text.lines().filter_map(|line| line.strip_prefix("//!"));
        lines.collect::<Vec<_>>().join("\n")
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_in(folder: &str) -> Vec<File> {
    fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs") {
                out.push(path);
            }
        }
    }
    let mut paths = Vec::new();
    walk(&root().join(folder), &mut paths);
    paths.sort();
    let name = |path: &Path| path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
    paths.iter().map(|path| File { path: name(path), text: fs::read_to_string(path).unwrap() }).collect()
}

fn sources() -> Vec<File> {
    let files = files_in("src");
    assert!(files.len() > 10, "the tree was found");
    files
}

fn all() -> Vec<File> {
    ["src", "tests", "benches"].into_iter().flat_map(files_in).collect()
}

/// The names that stand right behind `prefix`, those of a group in braces included.
fn names_behind(code: &str, prefix: &str) -> BTreeSet<String> {
    let ident = |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue; // the end of a longer path
        }
        let rest = &code[at + prefix.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            names.insert(ident(rest));
            continue;
        };
        let (mut depth, mut start) = (0, 0);
        for (i, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                '}' | ',' if depth == 0 => {
                    names.insert(ident(&group[start..i]));
                    start = i + 1;
                    if c == '}' {
                        break;
                    }
                }
                _ => {}
            }
        }
    }
    names.remove("");
    names
}

/// The modules of the library that a file uses.
fn used(file: &File) -> BTreeSet<String> {
    let code = file.code();
    let mut names = names_behind(&code, "crate::");
    // From a module's own file `super` is the root; from a file inside it, `super::super` is.
    let depth = file.path.matches('/').count() - usize::from(file.path.ends_with("/mod.rs"));
    names.extend(names_behind(&code, &"super::".repeat(depth)));
    names.iter().map(|name| ROOT.iter().find(|(n, _)| n == name).map_or(name.as_str(), |(_, m)| m).to_owned()).collect()
}

fn rank(module: &str) -> Option<usize> {
    ORDER.iter().position(|name| *name == module)
}

#[test]
fn every_module_has_its_place_in_the_order() {
    for file in sources() {
        if let Some(module) = file.module() {
            assert!(rank(module).is_some(), "{}: `{module}` is not in ORDER of tests/house.rs", file.path);
        }
    }
    for module in ORDER {
        let there = sources().iter().any(|file| file.module() == Some(module));
        assert!(there, "`{module}` is in ORDER and not in the tree");
    }
}

#[test]
fn no_stage_knows_a_later_one() {
    for file in sources() {
        let Some(own) = file.module().and_then(rank) else { continue };
        for name in used(&file) {
            let later = rank(&name).is_some_and(|other| other > own);
            assert!(!later, "{} uses `{name}`, which comes after `{}`", file.path, ORDER[own]);
        }
    }
}

#[test]
fn what_uses_records_does_not_know_how_they_are_parsed() {
    for file in sources() {
        if file.module().is_some_and(|module| KNOW_THE_RECORD_ONLY.contains(&module)) {
            for name in used(&file) {
                assert!(!PARSING.contains(&name.as_str()), "{} uses `{name}`", file.path);
            }
        }
    }
}

#[test]
fn only_the_program_prints() {
    let words = ["print!(", "println!(", "dbg!(", "io::stdout", "io::stderr", "stdout()", "stderr()"];
    for file in sources() {
        if file.module().is_some_and(|module| module != "cli") {
            let code = file.code();
            let found = words.iter().find(|word| code.contains(*word));
            assert!(found.is_none(), "{} prints: `{}`", file.path, found.unwrap());
        }
    }
}

#[test]
fn only_reading_and_datasets_open_files() {
    let words = ["File::", "fs::", "OpenOptions", "WalkBuilder", "read_dir(", "read_to_string("];
    for file in sources() {
        if file.module().is_some_and(|module| !MAY_OPEN_FILES.contains(&module)) {
            let code = file.code();
            let found = words.iter().find(|word| code.contains(*word));
            assert!(found.is_none(), "{} opens files: `{}`", file.path, found.unwrap());
        }
    }
}

#[test]
fn files_are_short_and_open_with_what_they_are_for() {
    let mut faults = Vec::new();
    for file in all() {
        let lines = file.text.lines().count();
        if lines > LONGEST {
            faults.push(format!("{} has {lines} lines: split it by meaning", file.path));
        }
        if !file.text.starts_with("//! ") {
            faults.push(format!("{} does not open with a `//!` paragraph", file.path));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn nothing_is_left_for_later() {
    let marks: [String; 4] = [["to", "do!("], ["unimple", "mented!("], ["FIX", "ME"], ["TO", "DO"]].map(|p| p.concat());
    for file in all() {
        let found = marks.iter().find(|mark| file.text.contains(*mark));
        assert!(found.is_none(), "{} holds `{}`", file.path, found.unwrap());
    }
}

/// Paths in backticks: those that begin with a folder of the project, and names of Rust and TOML files.
fn paths_named(text: &str) -> Vec<&str> {
    let folders = ["src/", "tests/", "benches/", "schema/", "corpus/", "python/", ".ci/"];
    let quoted = text.split('`').skip(1).step_by(2);
    let is_path = |word: &&str| {
        let plain = word.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-".contains(&b));
        plain && (folders.iter().any(|f| word.starts_with(f)) || word.ends_with(".rs") || word.ends_with(".toml"))
    };
    quoted.filter(is_path).collect()
}

#[test]
fn every_path_that_is_named_exists() {
    let mut docs: Vec<(String, String)> = all().iter().map(|file| (file.path.clone(), file.doc())).collect();
    docs.push(("README.md".to_owned(), fs::read_to_string(root().join("README.md")).unwrap_or_default()));
    let mut faults = Vec::new();
    for (path, text) in docs {
        let beside = root().join(&path).parent().unwrap().to_owned();
        for named in paths_named(&text) {
            let exists = root().join(named).exists() || beside.join(named).exists();
            if !exists {
                faults.push(format!("{path} names `{named}`, which is not there"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn names_are_found_in_every_way_of_importing() {
    let code = "use crate::{Options, emit::{self, Line}, source};\nlet x = crate::section::section(y);\nmy_crate::no";
    let found: Vec<String> = names_behind(code, "crate::").into_iter().collect();
    assert_eq!(found, ["Options", "emit", "section", "source"]);
}
