//! What does a whole build cost: threads, tables, memory, later builds, sizes? Each figure beside what it is held against.
//!
//! `cargo bench --bench dataset` builds copies of the project's own articles; `KBMILL_BENCH_CORPUS=DIR` names others. Builds
//! are runs of the program; what is timed is the least of several, for the machine is never quite alone. Peak memory is what
//! Linux notes of a process (`VmHWM`), looked up every few milliseconds; elsewhere that line is left out.

#![allow(clippy::print_stdout, reason = "a benchmark tells its figures")]

use kbmill::source::{self, Document};
use kbmill::{Options, emit, pipeline};
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Articles in the smallest set.
const ARTICLES: usize = 2000;
/// How often a build is run.
const RUNS: usize = 5;
/// Every format that there is.
const FORMATS: &str =
    if cfg!(all(feature = "parquet", feature = "sqlite")) { "jsonl,parquet,sqlite,csv" } else { "jsonl,csv" };

/// A folder with articles and a dataset of them.
struct Stage {
    folder: tempfile::TempDir,
}

/// What a run took.
#[derive(Clone, Copy)]
struct Run {
    time: Duration,
    /// Peak memory in bytes; 0 where it is not known.
    memory: u64,
}

impl Stage {
    fn new() -> Stage {
        Stage { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    fn inputs(&self) -> PathBuf {
        self.folder.path().join("in")
    }

    /// Puts so many articles there over and over those of a folder, each of another number and text: what says the same
    /// would be a duplicate, and cost less.
    fn fill(&self, originals: &[Vec<u8>], count: usize) {
        for number in 0..count {
            let folder = self.inputs().join((number / 500).to_string());
            fs::create_dir_all(&folder).expect("a folder");
            let original = &originals[number % originals.len()];
            let bytes = if number < originals.len() { original.clone() } else { another(original, number) };
            fs::write(folder.join(format!("{number:06}.txt")), bytes).expect("a file");
        }
    }

    /// Appends to one of a hundred articles.
    fn change(&self, round: usize, count: usize) {
        for number in (round..count).step_by(100) {
            let path = self.inputs().join((number / 500).to_string()).join(format!("{number:06}.txt"));
            let mut bytes = fs::read(&path).expect("a file");
            bytes.extend(format!("\r\nRound {round}.\r\n").bytes());
            fs::write(&path, bytes).expect("a file");
        }
    }

    fn build(&self, more: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kbmill"));
        command.current_dir(self.folder.path()).args(["build", "-q", "in", "-o", "set"]).args(more);
        let start = Instant::now();
        let mut child = command.stderr(Stdio::inherit()).spawn().expect("the program runs");
        let status = PathBuf::from(format!("/proc/{}/status", child.id()));
        let mut memory = 0;
        loop {
            match child.try_wait().expect("the program ends") {
                Some(ended) => {
                    assert!(ended.success());
                    return Run { time: start.elapsed(), memory };
                }
                None => memory = memory.max(peak(&status)),
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// How many articles the last build found.
    fn articles(&self) -> usize {
        let manifest = fs::read_to_string(self.folder.path().join("set/manifest.json")).expect("a manifest");
        let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
        manifest["counts"]["articles"].as_u64().expect("a number") as usize
    }

    /// The least of several runs, but the most memory.
    fn least(&self, mut run: impl FnMut(&Stage, usize) -> Run) -> Run {
        let runs: Vec<Run> = (0..RUNS).map(|round| run(self, round)).collect();
        let time = runs.iter().map(|run| run.time).min().unwrap_or_default();
        Run { time, memory: runs.iter().map(|run| run.memory).max().unwrap_or(0) }
    }
}

/// The most memory that a process had so far.
fn peak(status: &Path) -> u64 {
    let text = fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()).unwrap_or(0) * 1024
}

/// Articles as text, one file each.
fn originals() -> Vec<Vec<u8>> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/text");
    let folder = std::env::var_os("KBMILL_BENCH_CORPUS").map_or(own, PathBuf::from);
    let inputs = source::inputs(&[folder], &source::Settings::default());
    let articles = inputs.filter_map(|input| input.content.ok()).filter(|bytes| bytes.starts_with(b"DOCUMENT:"));
    let found: Vec<Vec<u8>> = articles.take(5 * ARTICLES).collect();
    assert!(!found.is_empty(), "there are no articles in the layout of the archive (`DOCUMENT:Q…`)");
    found
}

/// The article (`DOCUMENT:Q…`) under another number, with one more line of text.
fn another(original: &[u8], number: usize) -> Vec<u8> {
    let after = |from: usize, needle: u8| original[from..].iter().position(|&byte| byte == needle).map(|at| from + at);
    let (id, line) = (after(0, b'Q'), after(0, b' ').or(after(0, b'\n')));
    let (id, line) = id.zip(line).expect("a number in the first line");
    let title = after(0, b'\n').and_then(|first| after(first, b':')).expect("a title in the second line") + 1;
    let mut bytes = original[..=id].to_vec();
    bytes.extend(format!("9{number}").bytes());
    bytes.extend(&original[line..title]);
    bytes.extend(format!("Copy {number} of ").bytes());
    bytes.extend(&original[title..]);
    bytes
}

/// Seconds that a text takes to become a line.
fn seconds(document: &Document) -> f64 {
    let run = || {
        let start = Instant::now();
        let article = pipeline::parse(document.clone(), &Options::default()).expect("an article");
        black_box(emit::line(&article).expect("a line"));
        start.elapsed().as_secs_f64()
    };
    (0..RUNS * 4).map(|_| run()).fold(f64::INFINITY, f64::min)
}

/// A line of the table.
fn tell(measure: &str, figure: f64, unit: &str, at_most: f64) {
    let held = if figure <= at_most { "held" } else { "NOT held" };
    println!("{measure:<52} {figure:>8.2} {unit:<5} at most {at_most:>7.2}  {held}");
}

fn main() {
    // `cargo test --benches` only asks whether it runs.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let originals = originals();
    let stage = Stage::new();
    let count = originals.len().max(ARTICLES);
    stage.fill(&originals, count);
    let one = stage.least(|stage, _| stage.build(&["-j1", "--fresh"]));
    let two = stage.least(|stage, _| stage.build(&["-j2", "--fresh"]));
    let all = stage.least(|stage, _| stage.build(&["-j1", "--fresh", "--format", FORMATS]));
    let ratio = |run: Run, to: Run| run.time.as_secs_f64() / to.time.as_secs_f64();
    println!("{count} articles, {:.2} s on one thread", one.time.as_secs_f64());
    tell("two threads against one", ratio(two, one), "", 1.0 / 1.8);
    tell("all formats against JSON lines", ratio(all, one), "", 1.6);
    assert_eq!(stage.articles(), count, "all are articles");
    stage.build(&["-j1", "--fresh"]);
    let same = stage.least(|stage, _| stage.build(&["-j1"]));
    tell("nothing changed against fresh", ratio(same, one), "", 0.15);
    let changed = stage.least(|stage, round| {
        stage.change(round, count);
        stage.build(&["-j1"])
    });
    tell("one in a hundred changed against fresh", ratio(changed, one), "", 0.2);

    let large = Stage::new();
    large.fill(&originals, 10 * count);
    // What was just written is still on its way to the disk: the first of several has to wait for that.
    let ten = large.least(|stage, _| stage.build(&["-j1", "--fresh"]));
    let ten_all = large.build(&["-j1", "--fresh", "--format", FORMATS]);
    tell("time an article, ten times as many", ratio(ten, one) / 10.0, "", 1.2);
    assert_eq!(large.articles(), 10 * count, "all are articles");
    const MB: f64 = (1 << 20) as f64;
    if one.memory > 0 {
        tell("peak memory, JSON lines", one.memory as f64 / MB, "MB", 150.0);
        tell("peak memory, JSON lines, ten times as many", ten.memory as f64 / MB, "MB", 150.0);
        tell("peak memory, all formats", all.memory as f64 / MB, "MB", 150.0);
        tell("peak memory, all formats, ten times as many", ten_all.memory as f64 / MB, "MB", 150.0);
    }

    // One article of the matter of many, each other than all others: the same over and over would be read once.
    let mut texts: Vec<_> = originals.iter().map(|bytes| String::from_utf8_lossy(bytes)).collect();
    texts.sort_by_key(|text| text.len());
    let middle = texts.len() / 2;
    texts.rotate_left(middle);
    let matter = |text: &str| text.find("\nMORE INFORMATION").or_else(|| text.find("\nSYMPTOMS")).unwrap_or(0);
    let head = &texts[0][..matter(&texts[0])];
    let grown = |times: usize| {
        let mut input = source::inputs(&[stage.inputs()], &source::Settings::default()).next().expect("an input");
        let bodies = texts.iter().take(times).map(|text| &text[matter(text)..]);
        input.content = Ok(std::iter::once(head).chain(bodies).collect::<String>().into_bytes());
        source::decode(input).expect("a document")
    };
    let (small, tenfold, hundredfold) = (grown(1), grown(10), grown(100));
    let rate = |document: &Document| seconds(document) / document.text.len() as f64;
    let base = rate(&tenfold);
    tell("time a byte, an article of ten times the size", base / rate(&small), "", 1.2);
    tell("time a byte, of a hundred times, against ten times", rate(&hundredfold) / base, "", 1.2);
}
