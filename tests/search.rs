//! The index as people use it: questions to a dataset of the project's own corpus, and what becomes of an index when its
//! dataset changes, when a run is killed, and when nothing sensible is asked.
#![cfg(feature = "search")]

use kbmill::search::{self, Index, Page, Query, Settings, State};
use proptest::prelude::*;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

fn kbmill(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kbmill"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env("COLUMNS", "80");
    command.args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn done(arguments: &[&str]) -> String {
    let output = kbmill(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// A dataset of the corpus with its index.
struct Indexed {
    _folder: tempfile::TempDir,
    dataset: PathBuf,
}

static CORPUS: LazyLock<Indexed> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let (corpus, dataset) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"), folder.path().join("dataset"));
    done(&["build", "-q", corpus.to_str().unwrap(), "-o", dataset.to_str().unwrap()]);
    done(&["index", "-q", dataset.to_str().unwrap()]);
    Indexed { _folder: folder, dataset }
});

fn ask(query: &str) -> Value {
    let dataset = CORPUS.dataset.to_str().unwrap();
    serde_json::from_str(&done(&["search", "-q", "--json", "--facets", "-n", "100", dataset, "--", query])).unwrap()
}

fn ids(answer: &Value) -> Vec<&str> {
    answer["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap()).collect()
}

/// The id that a query finds first.
fn first(query: &str) -> String {
    let answer = ask(query);
    ids(&answer).first().map_or_else(|| panic!("`{query}` finds nothing"), |id| (*id).to_owned())
}

#[test]
fn articles_are_found_by_their_words_and_by_other_words() {
    assert_eq!(first("domain controller cannot register its names in dns"), first("event 5774 netlogon"));
    assert_eq!(first("service control manager terminated unexpectedly 7031"), "KB267861");
    let hit = &ask("terminated unexpectedly")["hits"][0];
    let snippet = hit["snippet"]["text"].as_str().unwrap();
    let range = &hit["snippet"]["highlights"][0];
    let marked = &snippet[range["start"].as_u64().unwrap() as usize..range["end"].as_u64().unwrap() as usize];
    assert!(
        marked.to_lowercase().starts_with("terminat") || marked.to_lowercase().starts_with("unexpected"),
        "{marked}"
    );
    assert!(hit["section"]["id"].as_str().unwrap().starts_with('s'), "{hit}");
}

#[test]
fn identifiers_are_found_in_every_spelling() {
    let by_id = first("KB832880");
    for spelling in ["kb 832880", "Q832880", "832880", "KB832880"] {
        assert_eq!(first(spelling), by_id, "{spelling}");
    }
    let holders = |query: &str| {
        let answer = ask(query);
        let mut ids: Vec<String> = ids(&answer).into_iter().map(str::to_owned).collect();
        ids.sort();
        ids
    };
    assert_eq!(holders("event:5774 source:NETLOGON"), ["KB832880", "KB977158"]);
    assert_eq!(holders("event:5774 source:netlogon -file:tcpip.sys"), ["KB977158"]);
    assert_eq!(holders("file:TCPIP.SYS version:>=5.2.3790.201"), ["KB832880"]);
    assert_eq!(holders("file:tcpip.sys version:>9"), [""; 0]);
    let codes = holders("code:10048");
    assert!(codes.contains(&"KB832880".to_owned()), "{codes:?}");
    assert_eq!(codes, holders("code:WSAEADDRINUSE"));
    assert_eq!(codes, holders("code:0x2740"));
    assert!(codes.contains(&first("0x00002740")));
    let keys = holders("registry:UseDynamicDns");
    assert!(keys.contains(&"KB977158".to_owned()), "{keys:?}");
    let under = holders("registry:HKLM\\System\\CurrentControlSet\\Services\\Netlogon");
    assert!(under.contains(&"KB977158".to_owned()), "{under:?}");
    assert_eq!(under, holders("registry:\"hkey_local_machine\\SYSTEM\\ControlSet001\\Services\\Netlogon\\\""));
}

#[test]
fn filters_phrases_and_exclusions_are_strict() {
    let fixes = ask("kind:fix");
    assert!(fixes["total"].as_u64().unwrap() > 0);
    assert!(fixes["hits"].as_array().unwrap().iter().all(|hit| hit["kind"] == "fix"));
    let dated = ask("before:2000");
    assert!(dated["hits"].as_array().unwrap().iter().all(|hit| hit["modified"].as_str().unwrap() < "2000"));
    let all = ask("windows")["total"].as_u64().unwrap();
    let (with, without) = (ask("windows lang:en"), ask("windows -lang:en"));
    assert_eq!(with["total"].as_u64().unwrap() + without["total"].as_u64().unwrap(), all);
    assert!(ask("\"terminated unexpectedly\"")["total"].as_u64().unwrap() > 0);
    assert_eq!(ask("\"unexpectedly terminated\"")["total"], 0);
    let cut = ask("\"terminated unexpectedly\" -\"service control manager\"");
    assert!(!ids(&cut).contains(&"KB267861"));
    let within = ask("dns section:cause");
    assert!(within["total"].as_u64().unwrap() > 0);
    assert!(within["hits"].as_array().unwrap().iter().all(|hit| hit["section"]["kind"] == "cause"), "{within}");
}

#[test]
fn counts_are_those_of_their_filters() {
    let answer = ask("windows");
    for (facet, values) in answer["facets"].as_object().unwrap() {
        for value in values.as_array().unwrap().iter().take(3) {
            let filtered = ask(&format!("windows {}", value["filter"].as_str().unwrap()));
            let (counted, found) = (value["count"].as_u64().unwrap(), filtered["total"].as_u64().unwrap());
            // Words must stand in a section of a role, which is counted whether or not they do.
            let fits = if facet == "roles" { found <= counted } else { found == counted };
            assert!(fits, "{facet}: {value} finds {found}");
        }
    }
}

#[test]
fn who_asks_for_nothing_is_told_what_there_is() {
    let index = Index::open(&CORPUS.dataset).unwrap();
    let page = Page { limit: 10, facets: true, ..Page::default() };
    let found = index.search(&Query::parse(" "), &page).unwrap();
    assert_eq!((found.total, found.hits.len()), (0, 0));
    assert_eq!(found.facets.unwrap().kinds.iter().map(|kind| kind.count).sum::<u64>(), index.findable());
}

#[test]
fn other_languages_are_found_by_their_words() {
    for (query, language) in [("Ursache und Lösung", "de"), ("現象", "ja"), ("причина проблемы", "ru"), ("原因", "zh")]
    {
        let answer = ask(&format!("{query} lang:{language}"));
        assert!(answer["total"].as_u64().unwrap() > 0, "{query}");
        assert!(answer["hits"][0]["language"].as_str().unwrap().starts_with(language), "{query}");
    }
}

#[test]
fn what_is_not_understood_is_said_and_what_is_misspelt_is_found() {
    let answer = ask("before:soon servcie");
    assert!(answer["notes"][0]["message"].as_str().unwrap().contains("a year, a month or a day"), "{answer}");
    // What was no day is a word, and one that resembles it may stand in some article.
    let corrections = answer["corrections"].as_array().unwrap();
    assert!(corrections.iter().any(|correction| correction["word"] == "servcie"), "{answer}");
    assert!(answer["total"].as_u64().unwrap() > 0);
    let empty = ask("event:4711 source:nobody");
    assert_eq!(empty["total"], 0);
    assert!(!empty["notes"].as_array().unwrap().is_empty(), "{empty}");
    for nothing in [" ,.- ", "xqzwvkj", "-windows", "\"xqzwvkj windows\""] {
        assert_eq!(ask(nothing)["total"], 0, "{nothing}");
    }
}

#[test]
fn what_is_printed_fits_a_terminal_and_holds_no_colours_elsewhere() {
    let dataset = CORPUS.dataset.to_str().unwrap();
    let output = kbmill(&["search", dataset, "netlogon", "dns", "-n", "3", "--explain"]);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
    assert!(!out.contains('\u{1b}') && out.contains("asked for"), "{out}");
    assert!(err.contains("1 to 3 of "), "{err}");
    let coloured = kbmill(&["search", dataset, "netlogon", "--color", "always"]);
    assert!(text(&coloured.stdout).contains('\u{1b}'));
}

#[test]
fn a_batch_is_a_run_that_evaluations_read() {
    let dataset = CORPUS.dataset.to_str().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("queries.tsv");
    fs::write(&path, "q1\tKB832880\nbroken\nq2\tnetlogon dns\n").unwrap();
    let output = kbmill(&["search", dataset, "--batch", path.to_str().unwrap(), "-n", "2"]);
    assert_eq!(output.status.code(), Some(2), "a line without a tab");
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    let rows: Vec<Vec<&str>> = out.lines().map(|line| line.split(' ').collect()).collect();
    assert_eq!(rows.len(), 4, "{out}");
    assert_eq!(rows[0][..4], ["q1", "Q0", "KB832880", "1"]);
    assert!(rows.iter().all(|row| row.len() == 6 && row[4].parse::<f64>().is_ok() && row[5] == "kbmill"), "{out}");
    assert!(err.contains("line 2 has no tab"), "{err}");
}

#[test]
fn records_and_links_are_at_hand() {
    let index = Index::open(&CORPUS.dataset).unwrap();
    let article = index.article("Q832880").unwrap().unwrap();
    assert_eq!(article.id, "KB832880");
    assert_eq!(index.article("KB1").unwrap(), None);
    let line = fs::read_to_string(CORPUS.dataset.join("articles.jsonl")).unwrap();
    let line =
        line.lines().find(|line| line.contains("\"id\":\"KB832880\"") && line.contains("\"latest\":true")).unwrap();
    let hit = &index.search(&Query::parse("KB832880"), &Page::default()).unwrap().hits[0];
    assert_eq!(index.json(&hit.record).unwrap().unwrap(), line.as_bytes());
    assert_eq!(index.at(&hit.record).unwrap().unwrap(), article);
    let events = index.events(Some(5774), Some("netlogon"), 10).unwrap();
    assert_eq!((events.articles, events.complete), (2, true));
    assert!(events.records.iter().all(|held| held.record.event_id == Some(5774) && held.section.is_some()));
    let files = index.files("tcpip.sys", Some("5.2.3790.201"), 10).unwrap();
    assert!(files.records.iter().all(|held| held.article.id == "KB832880"));
    assert!(index.files("tcpip.sys", Some("newest"), 10).unwrap().records.is_empty());
    assert!(!index.codes("10048", 10).unwrap().records.is_empty());
    assert!(!index.registry("UseDynamicDns", 10).unwrap().records.is_empty());
    let mut seen = 0;
    for id in article.references.iter().map(|reference| &reference.id) {
        for link in index.links_to(id).unwrap() {
            seen += 1;
            assert!(link.to.is_some_and(|to| to.id != link.from.id));
        }
    }
    let replaced = index.links_to("KB2468345").unwrap();
    assert!(seen + replaced.len() > 0, "something points to something");
    // A translation is a revision of its own kind: all of them are there, the one in English first.
    let revisions = index.revisions("KB891859").unwrap();
    assert!(revisions.len() > 5 && revisions.iter().all(|one| one.id == "KB891859"));
}

/// An article as text.
fn write(folder: &Path, number: u32, title: &str, body: &str) {
    let text = format!(
        "DOCUMENT:Q{number}\nTITLE   :{title}\n\nSYMPTOMS\n========\n\n{body}\n\nCAUSE\n=====\n\nNone {number}.\n"
    );
    fs::write(folder.join(format!("Q{number}.TXT")), text).unwrap();
}

fn build(inputs: &Path, dataset: &Path) {
    done(&["build", "-q", inputs.to_str().unwrap(), "-o", dataset.to_str().unwrap()]);
}

fn index(dataset: &Path, fresh: bool) -> search::Summary {
    search::build(dataset, &Settings { fresh, ..Settings::default() }, &mut |_| {}).unwrap()
}

/// What an index answers to a few questions, scores included.
fn answers(dataset: &Path) -> Vec<(String, String)> {
    let index = Index::open(dataset).unwrap();
    let mut all = Vec::new();
    for query in
        ["spooler stops", "printer queue hangs", "number 7", "none", "error 1811", "\"the queue\"", "kind:problem"]
    {
        let hits = index.search(&Query::parse(query), &Page { limit: 50, explain: true, ..Page::default() }).unwrap();
        all.extend(hits.hits.iter().map(|hit| (query.to_owned(), format!("{hit:?}"))));
    }
    all
}

#[test]
fn an_index_that_was_brought_up_to_date_answers_as_a_fresh_one() {
    let folder = tempfile::tempdir().unwrap();
    let (inputs, dataset) = (folder.path().join("kb"), folder.path().join("set"));
    fs::create_dir(&inputs).unwrap();
    for n in 0..40 {
        write(
            &inputs,
            100_000 + n,
            &format!("Spooler number {n} stops"),
            &format!("The queue {n} hangs. {}", "Why? ".repeat(n as usize)),
        );
    }
    build(&inputs, &dataset);
    assert_eq!((index(&dataset, false).added, index(&dataset, false).added), (40, 0));
    for n in 0..10 {
        write(
            &inputs,
            100_000 + 3 * n,
            &format!("Printer number {n} stops"),
            "Another text, longer than the other. Error 1811.",
        );
        write(&inputs, 200_000 + n, &format!("Queue of a printer {n}"), "The printer queue hangs.");
        fs::remove_file(inputs.join(format!("Q{}.TXT", 100_030 + n))).unwrap();
    }
    build(&inputs, &dataset);
    let updated = index(&dataset, false);
    assert_eq!((updated.articles, updated.added), (40, 20));
    assert_eq!(updated.removed, 20);
    let incremental = answers(&dataset);
    assert_eq!(index(&dataset, true).added, 40);
    assert_eq!(incremental, answers(&dataset));
    assert!(incremental.len() > 50);
}

#[test]
fn an_index_knows_when_its_dataset_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let (inputs, dataset) = (folder.path().join("kb"), folder.path().join("set"));
    fs::create_dir(&inputs).unwrap();
    write(&inputs, 100_000, "Spooler stops", "It hangs.");
    build(&inputs, &dataset);
    let search = |query: &str| kbmill(&["search", dataset.to_str().unwrap(), query]);
    let missing = search("spooler");
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing.stderr).contains("`kbmill index "), "{}", text(&missing.stderr));
    let place = search::place(&dataset).unwrap();
    assert_eq!(search::state(&dataset, &place).unwrap(), State::Missing);
    index(&dataset, false);
    assert_eq!(search::state(&dataset, &place).unwrap(), State::Fresh);
    assert!(search("spooler").status.success());
    // Built again from the same, nothing has changed; and the dataset is as valid as it was.
    build(&inputs, &dataset);
    assert_eq!(search::state(&dataset, &place).unwrap(), State::Fresh);
    assert!(kbmill(&["validate", dataset.to_str().unwrap()]).status.success());
    write(&inputs, 100_001, "Printer stops", "It hangs.");
    build(&inputs, &dataset);
    let stale = search("spooler");
    assert_eq!(stale.status.code(), Some(2));
    assert!(text(&stale.stderr).contains("has changed since it was indexed"), "{}", text(&stale.stderr));
    index(&dataset, false);
    assert!(search("printer").status.success());
}

#[test]
fn an_index_takes_no_place_that_is_not_its_own() {
    let dataset = CORPUS.dataset.to_str().unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("diary.txt"), "mine").unwrap();
    for (place, said) in
        [(folder.path().to_owned(), "holds files"), (CORPUS.dataset.join("index"), "is within the dataset")]
    {
        let output = kbmill(&["index", dataset, "--index", place.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains(said), "{}", text(&output.stderr));
    }
    assert_eq!(fs::read_to_string(folder.path().join("diary.txt")).unwrap(), "mine");
    let place = folder.path().join("elsewhere");
    done(&["index", "-q", dataset, "--index", place.to_str().unwrap()]);
    assert!(done(&["search", "-q", dataset, "KB832880", "--index", place.to_str().unwrap()]).contains("KB832880"));
}

/// Files of an index that are of no piece.
#[cfg(unix)]
const OF_INDEX: &[&str] = &["meta.json", ".managed.json", ".tantivy-meta.lock", ".tantivy-writer.lock", "kbmill-index"];

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_leaves_the_old_index_or_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let (inputs, dataset) = (folder.path().join("kb"), folder.path().join("set"));
    fs::create_dir(&inputs).unwrap();
    for n in 0..400 {
        write(&inputs, 100_000 + n, &format!("Spooler {n}"), &format!("The queue {n} hangs. ").repeat(30));
    }
    build(&inputs, &dataset);
    let place = search::place(&dataset).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_kbmill"));
    command.args(["index", "-q", "--fresh", dataset.to_str().unwrap()]).stdin(Stdio::null());
    let start = Instant::now();
    assert!(command.status().unwrap().success());
    let whole = start.elapsed();
    let expected = answers(&dataset);
    for n in 0..12u32 {
        let mut child = command.spawn().unwrap();
        let share = (f64::from(n) * 0.618_033_988_749_895).fract();
        std::thread::sleep(whole.mul_f64(1.1 * share) + Duration::from_micros(200));
        child.kill().unwrap(); // the signal that cannot be caught
        child.wait().unwrap();
        assert_eq!(search::state(&dataset, &place).unwrap(), State::Fresh, "after kill {n}");
        assert_eq!(answers(&dataset), expected, "after kill {n}");
    }
    assert_eq!(index(&dataset, false).added, 0);
    assert_eq!(answers(&dataset), expected);
    // Nothing is left of the killed ones: what is there is of a piece that the index knows.
    let known: Value = serde_json::from_slice(&fs::read(place.join("meta.json")).unwrap()).unwrap();
    let pieces = known["segments"].as_array().unwrap().iter();
    let pieces: Vec<String> = pieces.map(|one| one["segment_id"].as_str().unwrap().replace('-', "")).collect();
    for entry in fs::read_dir(&place).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let is_known = pieces.iter().any(|piece| name.starts_with(piece)) || OF_INDEX.contains(&name.as_str());
        assert!(is_known, "{name} is of no piece: {pieces:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_query_is_answered(query in "\\PC{0,80}|[a-z0-9:\"\\\\ ><=.*-]{0,80}|(event|file|code|registry|before|id|version|section|product|title):\\PC{0,12}") {
        static INDEX: LazyLock<Index> = LazyLock::new(|| Index::open(&CORPUS.dataset).unwrap());
        let page = Page { limit: 3, explain: true, facets: true, ..Page::default() };
        let hits = INDEX.search(&Query::parse(&query), &page).unwrap();
        for hit in &hits.hits {
            let shown: String = hit.snippet.pieces().into_iter().map(|(piece, _)| piece).collect();
            prop_assert_eq!(&shown, &hit.snippet.text);
        }
        prop_assert!(INDEX.codes(&query, 3).is_ok() && INDEX.registry(&query, 3).is_ok());
        prop_assert!(INDEX.files(&query, Some(&query), 3).is_ok() && INDEX.events(None, Some(&query), 3).is_ok());
        prop_assert!(INDEX.revisions(&query).is_ok() && INDEX.links_to(&query).is_ok());
    }
}
