//! How fast does an article become a checked line of JSON? Megabytes a second for each form, on one thread.
//!
//! Articles are those of the project's corpus, repeated to a size, and of the folder that `KBMILL_BENCH_CORPUS` names.
//! Beside the HTML form stands the bare parse of the same pages by scraper, in the same run: the one is to be compared
//! with the other, since machines differ. Bytes are those of the decoded text. `KBMILL_BENCH_CORPUS=DIR cargo bench`.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use kbmill::model::Form;
use kbmill::source::{self, Document};
use kbmill::{Options, emit, pipeline};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

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
    let schema = serde_json::from_str(&emit::schema_json()).expect("the schema is JSON");
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

criterion_group!(benches, measure, check);
criterion_main!(benches);
