//! What does finding cost? Milliseconds of a search, warm: the median, 95 of 100, and the slowest.
//!
//! `KBMILL_BENCH_CORPUS` names a folder of articles, `KBMILL_BENCH_QUERIES` a file of queries, one a line behind an id and
//! a tab. Without them, articles are made up, and looked for by their own titles.

#![allow(clippy::print_stdout, reason = "a benchmark tells its figures")]

use kbmill::search::{self, Index, Page, Query, Settings};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Times that all queries are asked.
const ROUNDS: usize = 5;
/// Articles that are made up.
const ARTICLES: usize = 5_000;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (inputs, titles) = match std::env::var_os("KBMILL_BENCH_CORPUS") {
        Some(corpus) => (PathBuf::from(corpus), Vec::new()),
        None => made_up(folder.path()),
    };
    let dataset = folder.path().join("dataset");
    let start = Instant::now();
    let built =
        Command::new(env!("CARGO_BIN_EXE_kbmill")).args(["build", "-q"]).arg(&inputs).arg("-o").arg(&dataset).status();
    assert!(built.is_ok_and(|status| status.success()), "`{}` gives a dataset", inputs.display());
    let building = start.elapsed();
    let start = Instant::now();
    let summary = search::build(&dataset, &Settings::default(), &mut |_| {}).expect("an index");
    println!(
        "build {building:.2?}, index {:.2?}, {} articles, {} MB",
        start.elapsed(),
        summary.articles,
        summary.bytes / 1_000_000
    );

    let index = Index::open(&dataset).expect("the index");
    let queries = match std::env::var_os("KBMILL_BENCH_QUERIES") {
        Some(path) => {
            let text = fs::read_to_string(path).expect("a file of queries");
            text.lines().filter_map(|line| Some(line.split_once('\t')?.1.to_owned())).collect()
        }
        None => titles,
    };
    for (name, page) in [
        ("10 hits", Page::default()),
        ("10 hits, facets", Page { facets: true, ..Page::default() }),
        ("100 ids", Page { limit: 100, bare: true, ..Page::default() }),
    ] {
        let mut times: Vec<Duration> = Vec::new();
        for round in 0..=ROUNDS {
            for query in &queries {
                let start = Instant::now();
                index.search(&Query::parse(query), &page).expect("an answer");
                // The first round reads the index from the disk.
                if round > 0 {
                    times.push(start.elapsed());
                }
            }
        }
        times.sort_unstable();
        let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default().as_secs_f64() * 1e3;
        let slowest = times.last().copied().unwrap_or_default().as_secs_f64() * 1e3;
        println!(
            "{name:16} median {:.2} ms, 95 of 100 {:.2} ms, slowest {slowest:.2} ms, {} queries",
            at(50),
            at(95),
            queries.len()
        );
    }
}

/// Articles of words that are drawn as they are in a language, a few often and most seldom; and their titles.
fn made_up(folder: &Path) -> (PathBuf, Vec<String>) {
    let inputs = folder.join("articles");
    fs::create_dir(&inputs).expect("a folder");
    let mut state = 1_u64;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = (state >> 33) as f64 / f64::from(1_u32 << 31);
        let number = (20_000.0_f64.powf(share)) as u32;
        let letters = |number: u32| char::from(b'a' + (number % 26) as u8);
        format!("{}{}{}e{}", letters(number), letters(number / 26), letters(number / 676), letters(number / 17_576))
    };
    let mut titles = Vec::new();
    for n in 0..ARTICLES {
        let mut words = |count: usize| (0..count).map(|_| word()).collect::<Vec<_>>().join(" ");
        let title = words(8);
        let text = format!(
            "DOCUMENT:Q{}\nTITLE   :{title}\n\nSYMPTOMS\n========\n\n{}\n\nCAUSE\n=====\n\n{}\n",
            100_000 + n,
            words(120),
            words(120)
        );
        fs::write(inputs.join(format!("Q{}.TXT", 100_000 + n)), text).expect("a file");
        if n % 25 == 0 {
            titles.push(title);
        }
    }
    (inputs, titles)
}
