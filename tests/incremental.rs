//! Does a build that takes over what it knows leave the bytes of one that reads everything anew?

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Every format that there is.
const FORMATS: &str =
    if cfg!(all(feature = "parquet", feature = "sqlite")) { "jsonl,parquet,sqlite,csv" } else { "csv" };

/// Articles, and a dataset of them that is built again and again.
struct Stage {
    folder: tempfile::TempDir,
}

impl Stage {
    fn new() -> Stage {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("kb")).unwrap();
        Stage { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path("kb").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn remove(&self, name: &str) {
        fs::remove_file(self.path("kb").join(name)).unwrap();
    }

    fn build(&self, dataset: &str, more: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kbmill"));
        // The paths in the records are as given, so both datasets are built from the same place.
        command.current_dir(self.folder.path()).args(["build", "kb", "--output", dataset]).args(more);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output
    }

    /// Builds again, holds the dataset against a fresh one, and gives what was said of it.
    fn again(&self, more: &[&str]) -> String {
        let said = self.build("set", more).stderr;
        self.build("fresh", &[more, &["--fresh"]].concat());
        let (found, wanted) = (files(&self.path("set")), files(&self.path("fresh")));
        assert_eq!(found.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>());
        for (name, content) in &found {
            assert!(wanted[name] == *content, "`{name}` is not as in a fresh dataset");
        }
        let said = String::from_utf8(said).unwrap();
        said.split_once("`; ").map_or("", |(_, what)| what).trim().to_owned()
    }
}

#[track_caller]
fn expect(said: &str, wanted: &str, case: &str) {
    assert!(said.starts_with(wanted), "{case}: {said:?}");
}

/// The files of a folder with their contents.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|(inner, content)| (format!("{name}/{inner}"), content)));
        } else {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

/// An article in the layout of the 1990s archive.
fn article(number: u32, modified: &str, words: &str) -> String {
    format!(
        "DOCUMENT:Q{number}\nTITLE   :Printing {number} fails\nPRODUCT :Windows NT\nPROD/VER:4.0\nOPER/SYS:WINDOWS\n\
         LAST MODIFIED: {modified}\nKEYWORDS:kbprint\n\nSYMPTOMS\n========\n\n{words}\n\nCAUSE\n=====\n\nError 5.\n"
    )
}

/// Where an article of the twelve stands: those in folder `0` come first.
fn place(number: u32) -> String {
    format!("{}/Q{number}.TXT", (number + 1) % 3)
}

fn stage_of_twelve() -> Stage {
    let stage = Stage::new();
    for number in 100_001..100_013 {
        let text = article(number, "12-MAY-1997", &format!("Event ID 2019 is logged on server {number}."));
        stage.write(&place(number), &text);
    }
    stage
}

#[test]
fn a_build_without_changes_leaves_the_dataset_alone_and_says_so() {
    let stage = stage_of_twelve();
    stage.build("set", &["--format", FORMATS]);
    let written = |name: &str| fs::metadata(stage.path("set").join(name)).unwrap().modified().unwrap();
    let before = (written("articles.jsonl"), written("manifest.json"), files(stage.folder.path()));
    let said = stage.build("set", &["--format", FORMATS]).stderr;
    assert!(String::from_utf8_lossy(&said).contains("nothing has changed"), "{}", String::from_utf8_lossy(&said));
    assert_eq!((written("articles.jsonl"), written("manifest.json"), files(stage.folder.path())), before);
}

#[test]
fn whatever_changes_the_bytes_are_those_of_a_fresh_build() {
    for more in [&["--format", FORMATS, "--jobs", "1"], &["--format", FORMATS, "--jobs", "3"]] {
        let stage = stage_of_twelve();
        assert_eq!(stage.again(more), "");
        // The first, one in the middle and the last input change.
        for number in [100_001, 100_005, 100_012] {
            let text = article(number, "13-MAY-1997", "Event ID 2020 is logged.");
            stage.write(&place(number), &text);
            assert_eq!(stage.again(more), "1 input new or changed since the last build, the others taken over");
        }
        // One more at the front, in the middle and at the end.
        for name in ["0/A.TXT", "1/Q100007A.TXT", "9/Q100099.TXT"] {
            stage.write(name, &article(100_099, "12-MAY-1997", &format!("New in {name}.")));
            expect(&stage.again(more), "1 input new or changed", "{name}");
        }
        // Fewer: three revisions of one article become two, then one.
        for name in ["1/Q100007A.TXT", "0/A.TXT"] {
            stage.remove(name);
            expect(&stage.again(more), "0 inputs new or changed", "{name}");
        }
        // A copy; the original changes, so that the copy is the article; the copy goes.
        let text = fs::read_to_string(stage.path("kb").join("9/Q100099.TXT")).unwrap();
        stage.write("9/Q100100.TXT", &text);
        expect(&stage.again(more), "1 input new or changed", "");
        expect(&stage.again(more), "nothing has changed", "with a duplicate");
        stage.write("9/Q100099.TXT", &article(100_099, "01-JUN-1997", "Another text."));
        expect(&stage.again(more), "1 input new or changed", "");
        stage.remove("9/Q100099.TXT");
        expect(&stage.again(more), "0 inputs new or changed", "");
        // No articles: text that is none, a picture, nothing at all.
        stage.write("5/a.txt", "Index\n");
        stage.write("5/b.txt", "\u{1}\0\0\0\u{2}");
        stage.write("5/c.txt", "");
        expect(&stage.again(more), "3 inputs new or changed", "");
        expect(&stage.again(more), "nothing has changed", "with rejects");
        stage.remove("5/a.txt");
        expect(&stage.again(more), "0 inputs new or changed", "");
    }
}

#[cfg(unix)]
#[test]
fn other_bytes_of_the_same_length_and_date_are_a_change() {
    let stage = stage_of_twelve();
    let name = place(100_005);
    let path = stage.path("kb").join(&name);
    let date = fs::metadata(&path).unwrap().modified().unwrap();
    // Files that were changed just now would be read again in any case.
    std::thread::sleep(std::time::Duration::from_millis(100));
    stage.again(&[]);
    expect(&stage.again(&[]), "nothing has changed", "");
    stage.write(&name, &article(100_005, "12-MAY-1997", "Event ID 2018 is logged on server 100005."));
    fs::File::options().append(true).open(&path).unwrap().set_modified(date).unwrap();
    expect(&stage.again(&[]), "1 input new or changed", "");
    // A file that another one has become, with all that a copy keeps.
    let (new, old) = (stage.path("new"), fs::read(&path).unwrap());
    fs::write(&new, String::from_utf8(old).unwrap().replace("2018", "2017")).unwrap();
    fs::File::options().append(true).open(&new).unwrap().set_modified(date).unwrap();
    fs::rename(&new, &path).unwrap();
    expect(&stage.again(&[]), "1 input new or changed", "");
    // The same bytes written anew are no change.
    stage.write(&name, &fs::read_to_string(&path).unwrap());
    expect(&stage.again(&[]), "nothing has changed", "");
}

#[test]
fn articles_whose_ids_are_guessed_get_the_names_of_a_fresh_build() {
    let stage = Stage::new();
    let page = |title: &str| {
        format!(
            "<html><head><title>{title}</title></head><body><h1>{title}</h1><h2>Symptoms</h2><p>Words of {title}.</p><h2>Cause</h2><p>None.</p></body></html>"
        )
    };
    for (folder, title) in [("a", "Printing fails"), ("b", "Faxing fails"), ("c", "Scanning fails")] {
        stage.write(&format!("{folder}/index.html"), &page(title));
    }
    stage.again(&[]);
    expect(&stage.again(&[]), "nothing has changed", "");
    // What had the short name is gone: the next one has it now.
    stage.remove("a/index.html");
    expect(&stage.again(&[]), "0 inputs new or changed", "");
    stage.write("a/index.html", &page("Copying fails"));
    expect(&stage.again(&[]), "1 input new or changed", "");
    // The same bytes under another name: no article of its own, until the first is gone.
    stage.write("d/other.html", &page("Scanning fails"));
    expect(&stage.again(&[]), "1 input new or changed", "");
    stage.remove("c/index.html");
    expect(&stage.again(&[]), "0 inputs new or changed", "");
}

#[test]
fn what_an_article_includes_belongs_to_it() {
    let stage = Stage::new();
    let body =
        "# Printing fails\n\n## Symptoms\n\nNothing is printed.\n\n## Cause\n\n[!INCLUDE [why](../includes/why.md)]\n";
    stage.write("docs/printing.md", body);
    stage.write("docs/faxing.md", "# Faxing fails\n\n## Symptoms\n\nNothing is faxed.\n\n## Cause\n\nNone.\n");
    stage.again(&[]);
    stage.write("includes/why.md", "The spooler has stopped.\n");
    expect(&stage.again(&[]), "2 inputs new or changed", "the fragment and the article");
    expect(&stage.again(&[]), "nothing has changed", "");
    stage.write("includes/why.md", "The driver is too old.\n");
    expect(&stage.again(&[]), "2 inputs new or changed", "");
    stage.remove("includes/why.md");
    stage.again(&[]);
}

#[test]
fn another_way_of_reading_or_writing_is_no_reason_to_believe_the_memory() {
    let stage = stage_of_twelve();
    stage.again(&[]);
    assert_eq!(stage.again(&["--publisher", "Example"]), "", "everything is read anew");
    assert!(stage.again(&["--publisher", "Example"]).contains("nothing has changed"));
    let known = "0 inputs new or changed since the last build, the others taken over";
    assert_eq!(stage.again(&["--publisher", "Example", "--title", "Ours"]), known);
    assert_eq!(stage.again(&["--publisher", "Example", "--format", FORMATS]), known);
    let heading = |phrase| {
        format!("language = \"en\"\n\n[[heading]]\nkind = \"symptoms\"\nrank = \"section\"\nphrases = [\"{phrase}\"]\n")
    };
    let vocabulary = stage.path("mine.toml");
    fs::write(&vocabulary, heading("what one sees")).unwrap();
    let more = ["--vocabulary", vocabulary.to_str().unwrap()];
    assert_eq!(stage.again(&more), "");
    assert!(stage.again(&more).contains("nothing has changed"));
    fs::write(&vocabulary, heading("what one hears")).unwrap();
    assert_eq!(stage.again(&more), "", "the file has other words now");
}

#[test]
fn a_memory_or_a_dataset_that_was_tampered_with_is_not_believed() {
    let stage = stage_of_twelve();
    stage.again(&[]);
    let cache = stage.path(".set.kbmill.cache");
    let whole = fs::read(&cache).unwrap();
    for cut in (0..whole.len()).step_by(97).chain([whole.len() - 1]) {
        fs::write(&cache, &whole[..cut]).unwrap();
        assert!(!String::from_utf8(stage.build("set", &[]).stderr).unwrap().contains("taken over"), "cut at {cut}");
    }
    for at in (0..whole.len()).step_by(211) {
        let mut wrong = whole.clone();
        wrong[at] ^= 1;
        fs::write(&cache, &wrong).unwrap();
        assert_eq!(stage.again(&[]), "", "changed at {at}");
    }
    // A line that says something else, of the same length and in a file with the same time.
    let articles = stage.path("set/articles.jsonl");
    let time = fs::metadata(&articles).unwrap().modified().unwrap();
    let text = fs::read_to_string(&articles).unwrap();
    fs::write(&articles, text.replacen("fails", "works", 1)).unwrap();
    assert_eq!(stage.again(&[]), "");
    // The same bytes, copied: their time is another, their digest is not.
    let text = fs::read(&articles).unwrap();
    fs::write(&articles, text).unwrap();
    fs::File::options().append(true).open(&articles).unwrap().set_modified(time).unwrap();
    expect(&stage.again(&[]), "nothing has changed", "");
    // Gone, or no longer a dataset's.
    fs::remove_file(&cache).unwrap();
    assert_eq!(stage.again(&[]), "");
}

#[test]
fn parts_of_the_lines_are_taken_over_as_the_whole_is() {
    let layouts: [&[&str]; 4] = [
        &["--shards", "3"],
        &["--format", "jsonl.zst"],
        &["--format", "jsonl.zst", "--shards", "5"],
        &["--shard-size", "4K"],
    ];
    let stage = stage_of_twelve();
    let mut wanted = "";
    for (round, more) in layouts.into_iter().enumerate() {
        // What was laid out in another way is taken over, too, and an older revision is marked in whatever part it is.
        let (older, newer) = (100_002, 200_000 + round);
        let text = article(older, &format!("{}-JUN-1998", 10 + round), "It is another matter now.");
        stage.write(&format!("2/Q{newer}.TXT"), &text);
        expect(&stage.again(more), wanted, more[1]);
        wanted = "1 input new or changed";
        expect(&stage.again(more), "nothing has changed", more[1]);
    }
}
