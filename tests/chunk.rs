//! `kbmill chunk` as people run it, on a dataset of the project's own corpus.
#![cfg(feature = "chunk")]

use kbmill::chunk::{Chunk, schema_json};
use kbmill::{Options, extract, pipeline, source};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn kbmill(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kbmill")).args(arguments).output().unwrap()
}

/// What a run that must go well says.
fn said(arguments: &[&str]) -> String {
    let ran = kbmill(arguments);
    assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap()
}

/// A dataset of the corpus, with more to `build` than its place.
fn dataset(folder: &Path, name: &str, more: &[&str]) -> PathBuf {
    let (corpus, output) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"), folder.join(name));
    let plain = ["build", "-q", corpus.to_str().unwrap(), "-o", output.to_str().unwrap()];
    said(&[&plain[..], more].concat());
    output
}

fn chunks(lines: &str) -> Vec<Chunk> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The linear text of the article in a record's source.
fn linear(record: &Value) -> String {
    let path = Path::new(record["source"]["path"].as_str().unwrap());
    let member = record["source"]["member"].as_str();
    let mut inputs = source::inputs(&[path.to_owned()], &source::Settings::default());
    let input = inputs.find(|input| input.info.member.as_deref() == member).unwrap();
    let document = source::decode(input).map_err(|(_, reject)| reject).unwrap();
    let plain = Options::default();
    let options = pipeline::options_for(&document, &plain);
    extract::extract(document, &options).unwrap().text
}

#[test]
fn every_chunk_stands_in_its_article_and_every_word_in_a_chunk() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = dataset(folder.path(), "dataset", &[]);
    let place = dataset.to_str().unwrap();
    let schema: Value = serde_json::from_str(&schema_json()).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let records = std::fs::read_to_string(dataset.join("articles.jsonl")).unwrap();
    let records: Vec<Value> = records.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for most in ["512", "64"] {
        let lines = said(&["chunk", "-q", place, "--max-tokens", most, "--revisions"]);
        for line in lines.lines() {
            let value: Value = serde_json::from_str(line).unwrap();
            let faults: Vec<String> = schema.iter_errors(&value).map(|fault| fault.to_string()).collect();
            assert!(faults.is_empty(), "{faults:?}");
        }
        // Chunks of an article stand one behind the other, in the order of the records.
        let mut all = chunks(&lines).into_iter().peekable();
        let mut ids = BTreeSet::new();
        for record in &records {
            let text = linear(record);
            let mut own = Vec::new();
            while all
                .peek()
                .is_some_and(|c| c.ordinal as usize == own.len() + 1 && c.article_id == record["id"].as_str().unwrap())
            {
                own.extend(all.next());
            }
            let mut said: HashMap<&str, String> = HashMap::new();
            for chunk in &own {
                assert!(chunk.stands_in(&text), "{chunk:#?}");
                assert!(chunk.tokens.to_string().parse::<u32>().unwrap() <= most.parse().unwrap(), "{chunk:#?}");
                assert!(ids.insert(chunk.id.clone()), "{chunk:#?}");
                let words =
                    chunk.spans[chunk.repeated as usize..].iter().flat_map(|span| span.of(&text).split_whitespace());
                let words: String = words.collect();
                chunk.sections.iter().for_each(|section| said.entry(section).or_default().push_str(&words));
            }
            for section in record["sections"].as_array().unwrap() {
                let words: String = section["text"].as_str().unwrap().split_whitespace().collect();
                let found = said.get(section["id"].as_str().unwrap()).map_or("", String::as_str);
                assert!(found.contains(&words), "{} {}: {words} is not in {found}", record["id"], section["id"]);
            }
        }
        assert!(all.next().is_none());
    }
}

#[test]
fn chunks_are_those_of_the_articles_whatever_the_layout_of_the_dataset() {
    let folder = tempfile::tempdir().unwrap();
    let plain = dataset(folder.path(), "plain", &[]);
    let parts = dataset(folder.path(), "parts", &["--shards", "3", "--format", "jsonl.zst"]);
    let [plain, parts] = [plain, parts].map(|path| said(&["chunk", "-q", path.to_str().unwrap()]));
    assert!(plain == parts && plain.lines().count() > 100);
}

#[test]
fn an_article_that_changes_keeps_the_ids_of_what_did_not() {
    let article = |cause: &str, revision: &str| {
        format!(
            "---\ntitle: Spooler stops\nms.date: {revision}\n---\n# Spooler stops\n\n_Original KB number:_ &nbsp; 100001\n\n\
             ## Symptoms\n\nThe spooler stops when a queue with more than 64 jobs is purged.\n\n## Cause\n\n{cause}\n\n\
             ## Resolution\n\nInstall the latest service pack.\n"
        )
    };
    let ids = |text: String| {
        let folder = tempfile::tempdir().unwrap();
        let (input, out) = (folder.path().join("a.md"), folder.path().join("set"));
        std::fs::write(&input, text).unwrap();
        said(&["build", "-q", input.to_str().unwrap(), "-o", out.to_str().unwrap()]);
        let made = chunks(&said(&["chunk", "-q", out.to_str().unwrap()]));
        made.into_iter().map(|chunk| (chunk.heading_path.join(" > "), chunk.id)).collect::<BTreeMap<_, _>>()
    };
    let old = ids(article("The list of jobs is freed twice.", "01/02/2020"));
    let new = ids(article("The list of jobs is freed twice, by two threads.", "03/04/2021"));
    assert_eq!(old.keys().collect::<Vec<_>>(), ["Cause", "Resolution", "Symptoms"]);
    assert_eq!((&old["Symptoms"], &old["Resolution"]), (&new["Symptoms"], &new["Resolution"]));
    assert_ne!(old["Cause"], new["Cause"]);
}

#[test]
fn a_file_is_written_whole_beside_the_dataset() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = dataset(folder.path(), "dataset", &[]);
    let (place, out) = (dataset.to_str().unwrap(), folder.path().join("chunks.jsonl"));
    said(&["chunk", "-q", place, "-o", out.to_str().unwrap()]);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), said(&["chunk", "-q", place, "-o", "-"]));
    let inside = kbmill(&["chunk", place, "-o", dataset.join("chunks.jsonl").to_str().unwrap()]);
    assert_eq!(inside.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&inside.stderr).contains("is within the dataset"));
    for wrong in [&["--max-tokens", "8"][..], &["--min-tokens", "400"], &["--overlap", "400"]] {
        let ran = kbmill(&[&["chunk", place][..], wrong].concat());
        assert_eq!((ran.status.code(), ran.stdout.len()), (Some(2), 0), "{wrong:?}");
    }
    assert_eq!(kbmill(&["chunk", folder.path().to_str().unwrap()]).status.code(), Some(2), "no dataset");
    assert!(
        folder.path().read_dir().unwrap().all(|e| !e.unwrap().file_name().to_string_lossy().starts_with(".kbmill-"))
    );
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_has_the_same_chunks() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = dataset(folder.path(), "dataset", &[]);
    let (place, out) = (dataset.to_str().unwrap(), folder.path().join("chunks.parquet"));
    said(&["chunk", "-q", place, "-o", out.to_str().unwrap()]);
    let file = std::fs::File::open(&out).unwrap();
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let names: Vec<String> = reader.schema().fields().iter().map(|field| field.name().clone()).collect();
    let wanted: Vec<&str> = kbmill::chunk::record::COLUMNS.iter().map(|column| column.name).collect();
    assert_eq!(names, wanted);
    let mut texts = Vec::new();
    for batch in reader.build().unwrap() {
        let batch = batch.unwrap();
        let column = batch.column_by_name("text").unwrap();
        let column = column.as_any().downcast_ref::<arrow_array::StringArray>().unwrap();
        texts.extend(column.iter().map(|text| text.unwrap().to_owned()));
    }
    let lines: Vec<String> = chunks(&said(&["chunk", "-q", place])).into_iter().map(|chunk| chunk.text).collect();
    assert_eq!(texts, lines);
    assert_eq!(
        kbmill(&["chunk", place, "--format", "parquet"]).status.code(),
        Some(2),
        "no Parquet on standard output"
    );
}
