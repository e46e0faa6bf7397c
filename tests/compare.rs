//! `kbmill diff`, `history` and `changes` as people run them: articles, datasets, pages and feeds.

use assert_cmd::Command;
use scraper::{Html, Selector};
use serde_json::Value;
use std::collections::HashSet;
use std::fs;
use tempfile::TempDir;

const ARTICLE: &str = "---\ntitle: Purging a queue stops the spooler\nms.date: 01/02/2020\n---\n\
# Purging a queue stops the spooler\n\n_Original KB number:_ &nbsp; 100001\n\n## Symptoms\n\n\
The spooler stops when a queue with more than 64 jobs is purged, and `<script>` stands in its log.\n\n\
## Resolution\n\n1. Stop the spooler.\n2. Start the spooler.\n\n```console\nnet stop spooler\nnet start spooler\n```\n";

/// What a run left: exit status, standard output, standard error.
struct Ran {
    status: i32,
    out: String,
    err: String,
}

fn kbmill(arguments: &[&str]) -> Ran {
    run(arguments, &[])
}

fn run(arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kbmill"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env_remove("COLUMNS");
    let output = command.envs(environment.iter().copied()).args(arguments).output().expect("the program runs");
    Ran {
        status: output.status.code().expect("it ends by itself"),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    }
}

/// A folder with files in it.
struct Place(TempDir);

impl Place {
    fn with(files: &[(&str, &str)]) -> Place {
        let place = Place(tempfile::tempdir().expect("a temporary folder"));
        for (name, text) in files {
            let path = place.0.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        place
    }

    fn of(&self, name: &str) -> String {
        self.0.path().join(name).to_str().expect("UTF-8").to_owned()
    }

    /// Builds a dataset of a folder.
    fn build(&self, folder: &str, dataset: &str) -> String {
        let built = kbmill(&["build", "-q", &self.of(folder), "-o", &self.of(dataset)]);
        assert_eq!(built.status, 0, "{}", built.err);
        self.of(dataset)
    }
}

/// The article as it was, and as it is: a number, a step and a line of code differ.
fn revised() -> String {
    let new = ARTICLE.replace("64 jobs", "128 jobs").replace("01/02/2020", "03/04/2021");
    new.replace("2. Start", "2. Delete all waiting files.\n3. Start").replace("stop spooler", "stop spooler /y")
}

#[test]
fn two_articles_are_told_apart_and_one_is_the_same_as_itself() {
    let place = Place::with(&[("old.md", ARTICLE), ("new.md", &revised()), ("b.gif", "GIF89a\0\0")]);
    let (old, new) = (place.of("old.md"), place.of("new.md"));
    let same = kbmill(&["diff", &old, &old]);
    assert_eq!(same.status, 0, "{}", same.err);
    assert!(same.out.contains("no difference"), "{}", same.out);
    let ran = kbmill(&["diff", &old, &new]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    let lines = [
        "\nResolution\n",
        "\n! step 2 added\n      Stop the spooler.\n    + Delete all waiting files.\n",
        "\n! code changed\n    - net stop spooler\n    + net stop spooler /y\n      net start spooler\n",
    ];
    assert!(lines.iter().all(|line| ran.out.contains(line)) && !ran.out.contains('\x1b'), "{}", ran.out);
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
    let words = kbmill(&["diff", "--word", &old, &new]).out;
    assert!(words.contains("more than [-64-] {+128+} jobs"), "{words}");
    let beside = run(&["diff", "--side-by-side", &old, &new], &[("COLUMNS", "100")]).out;
    let rows: Vec<(&str, &str)> = beside.lines().filter_map(|line| line.split_once(" │ ")).collect();
    let (left, right): (String, String) = rows.iter().copied().unzip();
    assert!(left.contains("64 jobs") && right.contains("128 jobs"), "{beside}");
    assert!(rows.iter().all(|(left, _)| left.chars().count() == rows[0].0.chars().count()), "{beside}");
    let json: Value = serde_json::from_str(&kbmill(&["diff", "--format", "json", &old, &new]).out).expect("JSON");
    let schema = serde_json::from_str(&kbmill(&["schema", "diff"]).out).expect("a schema");
    assert!(jsonschema::is_valid(&schema, &json), "{json:#}");
    assert_eq!(kbmill(&["diff", "--only", "scope", &old, &new]).status, 0);
    let picture = kbmill(&["diff", &old, &place.of("b.gif")]);
    assert!(picture.status == 2 && picture.err.contains("b.gif"), "{}", picture.err);
}

#[test]
fn two_datasets_are_compared_article_by_article() {
    let place = Place::with(&[
        ("then/a.md", ARTICLE),
        ("then/gone.md", &ARTICLE.replace("100001", "100002").replace("Purging", "Reading")),
        ("now/a.md", &revised()),
        ("now/come.md", &ARTICLE.replace("100001", "100003").replace("Purging", "Writing")),
    ]);
    let (old, new) = (place.build("then", "old"), place.build("now", "new"));
    let ran = kbmill(&["diff", &old, &new]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    let lines = ["         1  added\n", "         1  removed\n", "! KB100001 ", "+ KB100003 ", "- KB100002 ", "    - "];
    assert!(lines.iter().all(|line| ran.out.contains(line)), "{}", ran.out);
    assert_eq!(kbmill(&["diff", &old, &old]).status, 0);
    let lines = kbmill(&["diff", "--format", "jsonl", &old, &new]).out;
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 3);
    let pair = kbmill(&["diff", "--format", "json", &place.of("then/a.md"), &place.of("now/a.md")]).out;
    assert_eq!(lines[0]["changes"], serde_json::from_str::<Value>(&pair).expect("JSON")["changes"]);
    let one = kbmill(&["diff", &format!("{old}#KB100001"), &place.of("now/a.md")]);
    assert_eq!(one.status, 1, "{}", one.err);
    let none = kbmill(&["diff", &format!("{old}#KB1"), &place.of("now/a.md")]);
    assert!(none.status == 2 && none.err.contains("has no article `KB1`"), "{}", none.err);
    let raw = kbmill(&["diff", &place.of("then"), &place.of("now/a.md")]);
    assert!(raw.status == 2 && raw.err.contains("is a folder and no dataset"), "{}", raw.err);
}

#[test]
fn a_page_stands_by_itself_and_its_links_lead_somewhere() {
    let place = Place::with(&[
        ("then/a.md", ARTICLE),
        ("now/a.md", &revised()),
        ("now/come.md", &ARTICLE.replace("100001", "100003").replace("Purging", "Writing <b>")),
    ]);
    let (old, new) = (place.build("then", "old"), place.build("now", "new"));
    let pair = [place.of("then/a.md"), place.of("now/a.md")];
    for arguments in [vec![&old, &new], vec![&pair[0], &pair[1]]] {
        for side_by_side in [false, true] {
            let mut all = vec!["diff", "--format", "html"];
            all.extend(arguments.iter().map(|side| side.as_str()));
            all.extend(side_by_side.then_some("-y"));
            let page = kbmill(&all).out;
            let html = Html::parse_document(&page);
            let select = |selector: &str| {
                let selector = Selector::parse(selector).expect("a selector");
                html.select(&selector).map(|element| element.html()).collect::<Vec<_>>()
            };
            // Texts are texts, and nothing is fetched or run.
            assert!(select("script, link, img, iframe, b, [src], [onclick]").is_empty(), "{page}");
            assert!(page.contains("&#60;script&#62;"), "{page}");
            let ids: HashSet<String> =
                html.tree.nodes().filter_map(|n| n.value().as_element()?.id().map(str::to_owned)).collect();
            let links = Selector::parse("nav a").expect("a selector");
            let targets: Vec<&str> = html.select(&links).filter_map(|a| a.value().attr("href")).collect();
            assert!(!targets.is_empty() && targets.iter().all(|target| ids.contains(&target[1..])), "{targets:?}");
            assert!(select("ins").iter().any(|text| text.contains("128")), "{page}");
            assert!(select("del").iter().any(|text| text.contains("64")), "{page}");
            assert_eq!(select(".two").is_empty(), !side_by_side);
        }
    }
}

#[test]
fn markdown_says_the_same() {
    let place = Place::with(&[("old.md", ARTICLE), ("new.md", &revised())]);
    let page = kbmill(&["diff", "--format", "markdown", &place.of("old.md"), &place.of("new.md")]).out;
    let lines = ["# KB100001 Purging", "\n## Resolution\n\n- **step 2 added**\n", "  + Delete all waiting files.\n"];
    assert!(lines.iter().all(|line| page.contains(line)), "{page}");
    let page = kbmill(&["diff", "--format", "markdown", "--word", &place.of("old.md"), &place.of("new.md")]).out;
    assert!(page.contains("~~64~~ **128** jobs") && page.contains("\\<script\\>"), "{page}");
}

#[test]
fn a_history_goes_from_the_newest_revision_back() {
    let third = revised().replace("03/04/2021", "05/06/2022").replace("128 jobs", "256 jobs");
    let place = Place::with(&[("kb/2.md", &revised()), ("kb/3.md", &third), ("kb/1.md", ARTICLE)]);
    let dataset = place.build("kb", "dataset");
    let ran = kbmill(&["history", &dataset, "KB100001", "--word"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let places: Vec<usize> = ["kb/3.md", "{+256+}", "kb/2.md", "{+128+}", "kb/1.md", "the first revision"]
        .iter()
        .map(|said| ran.out.find(said).unwrap_or_else(|| panic!("no {said} in\n{}", ran.out)))
        .collect();
    assert!(places.is_sorted(), "{}", ran.out);
    let lines = kbmill(&["history", &dataset, "KB100001", "--format", "jsonl"]).out;
    assert_eq!(lines.lines().count(), 3);
    assert!(kbmill(&["history", &dataset, "KB100001", "--format", "html"]).out.contains("2022-05-06"));
    let none = kbmill(&["history", &dataset, "KB1"]);
    assert!(none.status == 2 && none.err.contains("has no article `KB1`"), "{}", none.err);
}

#[test]
fn a_feed_tells_what_matters_and_tells_it_once() {
    let looks = ARTICLE.replace("100001", "100004").replace("Purging", "Seeing");
    let place = Place::with(&[
        ("then/a.md", ARTICLE),
        ("then/looks.md", &looks),
        ("now/a.md", &revised()),
        ("now/looks.md", &looks.replace("1. Stop", "1. **Stop**")),
        ("now/come.md", &ARTICLE.replace("100001", "100003").replace("Purging", "Writing")),
    ]);
    let (old, new) = (place.build("then", "old"), place.build("now", "new"));
    let ran = kbmill(&["changes", &old, &new, "--title", "Printing"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let feed = roxmltree::Document::parse(&ran.out).expect("XML");
    let atom = "http://www.w3.org/2005/Atom";
    let of = |name: &'static str| feed.descendants().filter(move |node| node.has_tag_name((atom, name)));
    let texts = |name: &'static str| of(name).filter_map(|node| node.text()).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(of("entry").count(), 2);
    assert_eq!(texts("title")[0], "Printing");
    // RFC 4287: a feed and each entry have one id and one time each; a feed's entries have an author.
    assert_eq!((texts("id").len(), texts("updated").len(), of("author").count()), (3, 3, 1));
    assert!(texts("updated").iter().any(|moment| moment == "2021-03-04T00:00:00+00:00"), "{}", ran.out);
    assert!(texts("content").iter().any(|html| html.contains("<li>step 2 added: Delete all")), "{}", ran.out);
    assert_eq!(kbmill(&["changes", &old, &new, "--title", "Printing"]).out, ran.out);
    let schema = serde_json::from_str(&kbmill(&["schema", "changes"]).out).expect("a schema");
    let lines = kbmill(&["changes", &old, &new, "--format", "jsonl"]).out;
    for line in lines.lines() {
        let entry: Value = serde_json::from_str(line).expect("JSON");
        assert!(jsonschema::is_valid(&schema, &entry), "{entry:#}");
        let matters = |changes: &Vec<Value>| changes.iter().all(|change| change["material"] == true);
        assert!(entry["changes"].as_array().is_some_and(matters), "{entry:#}");
    }
    assert_eq!(lines.lines().count(), 2);
}
