//! Do the chunks of real articles hold? Each stands in the linear text where it says, none is longer than it may be, and every
//! word of every section is in exactly one; with the settings that people use, and with a small budget.
//!
//! `cargo run --release --example quotes -- INPUT…`, where INPUT is what `kbmill build` reads. Exit status 1 if a chunk does
//! not hold; inputs that are no articles are passed over.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a check tells what it found")]

use kbmill::chunk::{Chunk, Extent, Settings, chunks};
use kbmill::{Article, Options, extract, parse, pipeline, source};
use std::collections::HashSet;
use std::path::PathBuf;
use std::process::ExitCode;

/// What does not hold of the chunks of an article?
fn faults(article: &Article, linear: &str, settings: &Settings) -> Vec<String> {
    let made = chunks(article, settings);
    let mut faults = Vec::new();
    let mut ids = HashSet::new();
    for chunk in &made {
        let place = format!("{} chunk {} ({:?})", article.id, chunk.ordinal, chunk.extent);
        if !chunk.stands_in(linear) {
            faults.push(format!("{place} does not stand at {:?}: {:?}", chunk.spans, chunk.text));
        }
        let whole = settings.tokenizer.count(&format!("{}\n\n{}", chunk.context, chunk.text));
        if whole != chunk.tokens as usize || whole > settings.max_tokens {
            faults.push(format!("{place} has {whole} tokens and says {}", chunk.tokens));
        }
        if !ids.insert(&chunk.id) {
            faults.push(format!("{place} is called as one before it"));
        }
    }
    faults.extend(article.sections.iter().filter_map(|section| {
        let own: Vec<&Chunk> = made.iter().filter(|chunk| chunk.sections.contains(&section.id)).collect();
        let said: String = own.iter().map(|chunk| own_words(chunk, linear)).collect();
        let joined = own.iter().any(|chunk| chunk.extent == Extent::SmallSections);
        let words: String = section.text.split_whitespace().collect();
        let holds = if joined { said.contains(&words) } else { said == words };
        (!holds).then(|| format!("{} {}: its words are not those of its chunks", article.id, section.id))
    }));
    faults
}

/// The letters of a chunk without what it repeats.
fn own_words(chunk: &Chunk, linear: &str) -> String {
    let own = &chunk.spans[(chunk.repeated as usize).min(chunk.spans.len())..];
    own.iter().flat_map(|span| span.of(linear).split_whitespace()).collect()
}

fn main() -> ExitCode {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if paths.is_empty() {
        eprintln!("usage: quotes INPUT…");
        return ExitCode::from(2);
    }
    let usual = Settings::default();
    let small = Settings { max_tokens: 96, min_tokens: 1, overlap: 16, ..usual };
    let plain = Options::default();
    let (mut articles, mut found) = (0, 0);
    for input in source::inputs(&paths, &source::Settings::default()) {
        let Ok(document) = source::decode(input) else { continue };
        let options = pipeline::options_for(&document, &plain);
        let Ok(extracted) = extract::extract(document.clone(), &options) else { continue };
        let Ok(article) = parse(document, &options) else { continue };
        articles += 1;
        for settings in [&usual, &small] {
            for fault in faults(&article, &extracted.text, settings) {
                found += 1;
                if found <= 20 {
                    println!("{fault}");
                }
            }
        }
    }
    println!("{articles} articles, {found} faults of their chunks");
    if found == 0 && articles > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
