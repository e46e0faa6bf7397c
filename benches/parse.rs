//! How fast does an article become a checked line of JSON? Megabytes a second for each form, on one thread.
//!
//! Articles are those of the project's corpus, repeated to a size, and of the folder that `KBMILL_BENCH_CORPUS` names.
//! Beside the HTML form stands the bare parse of the same pages by scraper, in the same run: the one is to be compared
//! with the other, since machines differ; how they compare is told at the end, from runs by turns, for a machine does not
//! stay the same either. Bytes are those of the decoded text. `KBMILL_BENCH_CORPUS=DIR cargo bench`.

#![allow(clippy::print_stdout, reason = "a benchmark tells its figures")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use kbmill::model::Form;
use kbmill::source::{self, Document};
use kbmill::{Options, emit, pipeline};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The program's own, which reading and scraper's bare parse are both quicker with.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Text of one form that a measure goes over: large enough to leave the caches.
const LEAST: usize = 4 << 20;
/// More of a form than this is left out.
const MOST: usize = 24 << 20;
/// Forms and what their measures are called.
const FORMS: [(Form, &str); 4] =
    [(Form::Text, "text"), (Form::Html, "html"), (Form::Markdown, "markdown"), (Form::Flat, "flat")];

/// The articles of one form in a folder: refused ones are left out, they would look fast.
fn articles(folder: &Path, form: Form) -> Vec<Document> {
    let mut found = Vec::new();
    let mut bytes = 0;
    for input in source::inputs(&[folder.to_owned()], &source::Settings::default()) {
        let Ok(document) = source::decode(input) else { continue };
        if document.form == form && line(document.clone()).is_some() {
            bytes += document.text.len();
            found.push(document);
        }
        if bytes >= MOST {
            break;
        }
    }
    if !found.is_empty() {
        let once = found.len();
        while bytes < LEAST {
            let next = found[found.len() % once].clone();
            bytes += next.text.len();
            found.push(next);
        }
    }
    found
}

fn line(document: Document) -> Option<emit::Line> {
    let article = pipeline::parse(document, &Options::default()).ok()?;
    emit::line(&article).ok()
}

fn measure(criterion: &mut Criterion) {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let named = std::env::var_os("KBMILL_BENCH_CORPUS").map(PathBuf::from);
    for (folder, set) in [(Some(own), "corpus"), (named, "named")] {
        let Some(folder) = folder.filter(|f| f.is_dir()) else { continue };
        let mut group = criterion.benchmark_group(set);
        group.sample_size(10).measurement_time(Duration::from_secs(5));
        for (form, name) in FORMS {
            let documents = articles(&folder, form);
            if documents.is_empty() {
                continue;
            }
            let bytes: usize = documents.iter().map(|d| d.text.len()).sum();
            group.throughput(Throughput::Bytes(bytes as u64));
            group.bench_function(format!("{name}/to-line"), |bencher| {
                let each = |documents: Vec<Document>| documents.into_iter().for_each(|d| drop(black_box(line(d))));
                bencher.iter_batched(|| documents.clone(), each, BatchSize::PerIteration);
            });
            if form == Form::Html {
                group.bench_function("html/scraper-alone", |bencher| {
                    bencher.iter(|| {
                        for document in &documents {
                            black_box(scraper::Html::parse_document(&document.text));
                        }
                    });
                });
            }
        }
        group.finish();
    }
}

/// What checking a record costs: the typed check that every line passes, and the JSON Schema it stands for.
fn check(criterion: &mut Criterion) {
    let folder = std::env::var_os("KBMILL_BENCH_CORPUS").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"));
    let mut documents = articles(&folder, Form::Text);
    documents.truncate(1000);
    let bytes: usize = documents.iter().map(|d| d.text.len()).sum();
    let articles: Vec<_> = documents.into_iter().filter_map(|d| pipeline::parse(d, &Options::default()).ok()).collect();
    if articles.is_empty() {
        return;
    }
    let schema = serde_json::from_str(emit::schema_json()).expect("the schema is JSON");
    let schema = jsonschema::options().should_validate_formats(true).build(&schema).expect("the schema is one");
    let mut group = criterion.benchmark_group("check");
    group.sample_size(10).measurement_time(Duration::from_secs(3)).throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("typed", |bencher| bencher.iter(|| articles.iter().all(|a| emit::check(a).is_ok())));
    group.bench_function("json-schema", |bencher| {
        let valid = |article| serde_json::to_value(article).is_ok_and(|value| schema.is_valid(&value));
        bencher.iter(|| articles.iter().all(valid));
    });
    group.bench_function("to-json", |bencher| {
        bencher.iter(|| articles.iter().for_each(|article| drop(black_box(emit::line(article)))));
    });
    group.finish();
}

/// How often each of two is run to compare them.
const TURNS: usize = 20;

/// How fast text and HTML become lines, against scraper's bare parse of the HTML.
fn compare(_: &mut Criterion) {
    // `cargo test --benches` only asks whether it runs.
    let turns = if std::env::args().any(|argument| argument == "--test") { 1 } else { TURNS };
    let folder = std::env::var_os("KBMILL_BENCH_CORPUS").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"));
    let (texts, pages) = (articles(&folder, Form::Text), articles(&folder, Form::Html));
    if texts.is_empty() || pages.is_empty() {
        return;
    }
    let to_lines = |documents: &[Document]| {
        let documents = documents.to_vec();
        let start = Instant::now();
        documents.into_iter().for_each(|document| drop(black_box(line(document))));
        start.elapsed()
    };
    let bare = || {
        let start = Instant::now();
        pages.iter().for_each(|document| drop(black_box(scraper::Html::parse_document(&document.text))));
        start.elapsed()
    };
    let mut least = [Duration::MAX; 3];
    for _ in 0..turns {
        for (least, taken) in least.iter_mut().zip([to_lines(&texts), to_lines(&pages), bare()]) {
            *least = taken.min(*least);
        }
    }
    let size = |documents: &[Document]| documents.iter().map(|document| document.text.len()).sum::<usize>() as f64;
    let rate = |bytes: f64, time: Duration| bytes / time.as_secs_f64() / 1e6;
    let scraper = rate(size(&pages), least[2]);
    println!("scraper's bare parse {scraper:>6.1} MB/s");
    for (name, documents, time, bar) in [("text", &texts, least[0], 200.0 / 140.0), ("html", &pages, least[1], 0.6)] {
        let own = rate(size(documents), time);
        let held = if own >= bar * scraper { "held" } else { "NOT held" };
        println!("{name} to lines {own:>15.1} MB/s, {:.2} of it, at least {bar:.2}  {held}", own / scraper);
    }
}

criterion_group!(benches, measure, check, compare);
criterion_main!(benches);
