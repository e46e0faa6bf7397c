//! What does a build leave that cannot go on? A kill at any moment and a full disk leave the old dataset or the new one,
//! whole, and the next build leaves nothing of it.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Every format that there is.
const FORMATS: &str =
    if cfg!(all(feature = "parquet", feature = "sqlite")) { "jsonl,parquet,sqlite,csv" } else { "csv" };

fn kbmill() -> Command {
    Command::new(env!("CARGO_BIN_EXE_kbmill"))
}

/// A folder of articles, so many that a build of them takes a while.
fn articles(folder: &Path, count: usize, words: &str) -> PathBuf {
    let inputs = folder.join(words);
    fs::create_dir(&inputs).unwrap();
    for n in 0..count {
        let (number, body) = (100_000 + n, format!("The {words} number {n} fails. ").repeat(40));
        let text = format!(
            "DOCUMENT:Q{number}\nTITLE   :{words} {n}\n\nSYMPTOMS\n========\n\n{body}\n\nCAUSE\n=====\n\nNone {n}.\n"
        );
        fs::write(inputs.join(format!("Q{number}.TXT")), text).unwrap();
    }
    inputs
}

fn build(inputs: &Path, output: &Path) -> Command {
    let mut command = kbmill();
    command.args(["build", "--quiet", "--format", FORMATS]).arg(inputs).arg("--output").arg(output);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command
}

fn is_valid(dataset: &Path) -> bool {
    kbmill().arg("validate").arg(dataset).output().unwrap().status.success()
}

fn manifest(dataset: &Path) -> String {
    fs::read_to_string(dataset.join("manifest.json")).unwrap()
}

/// Articles of an old and of a new dataset, and the place where one takes the other's.
struct Stage {
    _folder: tempfile::TempDir,
    old: PathBuf,
    new: PathBuf,
    /// The folder around the dataset, with nothing else in it.
    place: PathBuf,
    dataset: PathBuf,
}

/// A stage with so many new articles.
fn stage(count: usize) -> Stage {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (articles(folder.path(), 3, "printer"), articles(folder.path(), count, "spooler"));
    let place = folder.path().join("datasets");
    fs::create_dir(&place).unwrap();
    let dataset = place.join("set");
    Stage { _folder: folder, old, new, place, dataset }
}

/// What stands beside a dataset when nothing is left of killed builds: itself, and what is remembered of its inputs.
fn tidy() -> BTreeSet<String> {
    BTreeSet::from([".set.kbmill.cache".to_owned(), "set".to_owned()])
}

/// Names in a folder.
fn names(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Numbers that spread over 0..1 without repeating: multiples of the golden ratio.
fn spread(n: u32) -> f64 {
    (f64::from(n) * 0.618_033_988_749_895).fract()
}

#[test]
fn a_build_that_is_killed_leaves_the_old_dataset_or_the_new_one() {
    let Stage { _folder, old, new, place, dataset } = stage(600);
    let start = Instant::now();
    assert!(build(&new, &dataset).status().unwrap().success());
    let whole = start.elapsed();
    let finished = manifest(&dataset);
    assert!(build(&old, &dataset).status().unwrap().success());
    let before = manifest(&dataset);

    let mut kept = 0;
    for n in 0..50 {
        let mut child = build(&new, &dataset).spawn().unwrap();
        // From the first moment to a little after the usual end.
        std::thread::sleep(whole.mul_f64(1.1 * spread(n)) + Duration::from_micros(200));
        child.kill().unwrap(); // the signal that cannot be caught
        child.wait().unwrap();
        let found = manifest(&dataset);
        if found == before {
            kept += 1;
        } else {
            assert_eq!(found, finished, "after kill {n}");
        }
        if n % 10 == 0 || found != before {
            assert!(is_valid(&dataset), "after kill {n}");
        }
        if found != before {
            assert!(build(&old, &dataset).status().unwrap().success());
        }
    }
    assert!(kept > 0, "every build ended before it was killed: {whole:?}");
    assert!(build(&old, &dataset).status().unwrap().success());
    assert_eq!(manifest(&dataset), before);
    assert_eq!(names(&place), tidy(), "nothing is left of the killed ones");
    assert!(is_valid(&dataset));
}

/// Runs a build in which no file may become longer than so many blocks of 512 bytes: what a full disk is like. The signal
/// that comes with that limit is ignored, so that the write itself fails.
fn limited(blocks: u32, build: &Command) -> Output {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"")).arg("sh").arg(build.get_program());
    shell.args(build.get_args()).stdin(Stdio::null()).output().unwrap()
}

#[test]
fn a_full_disk_is_told_and_leaves_the_old_dataset() {
    let Stage { _folder, old, new, place, dataset } = stage(300);
    assert!(build(&old, &dataset).status().unwrap().success());
    let before = manifest(&dataset);
    let mut failed = 0;
    for blocks in [1, 8, 40, 200, 500, 900, 1200] {
        let output = limited(blocks, &build(&new, &dataset));
        let said = String::from_utf8_lossy(&output.stderr);
        if output.status.success() {
            break;
        }
        failed += 1;
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("cannot") && said.contains("datasets"), "with {blocks} blocks: {said}");
        assert_eq!(manifest(&dataset), before, "with {blocks} blocks");
        assert_eq!(names(&place), tidy(), "with {blocks} blocks");
    }
    assert!(failed >= 4, "the limits are too wide for what is written");
    assert!(is_valid(&dataset));
}
