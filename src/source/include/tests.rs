//! Fragments in every place an article may have them, and articles that mean no good.

use super::*;
use crate::source::{self, Settings};
use std::fs;

/// A folder with these files.
fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

/// An article of the folder with its fragments in their places.
fn read(folder: &Path, name: &str) -> Expanded {
    let disk = Library::default().place(&folder.join(name), folder);
    expand(&fs::read_to_string(folder.join(name)).expect("a file"), Some(&disk))
}

fn text(files: &[(&str, &str)]) -> String {
    let folder = tree(files);
    let expanded = read(folder.path(), files[0].0);
    assert_eq!(expanded.notes, [], "{:?}", files[0]);
    expanded.text.unwrap_or_else(|| files[0].1.to_owned())
}

fn why(files: &[(&str, &str)]) -> String {
    let folder = tree(files);
    let expanded = read(folder.path(), files[0].0);
    assert!(expanded.notes.iter().all(|note| note.code == Code::IncludeUnresolved && note.span.is_none()));
    expanded.notes.into_iter().map(|note| note.message + "\n").collect()
}

/// Paths without the folder's.
fn beside(folder: &tempfile::TempDir, paths: &[String]) -> Vec<String> {
    let prefix = source::shown(folder.path()) + "/";
    paths.iter().map(|path| path.strip_prefix(&prefix).unwrap_or(path).to_owned()).collect()
}

#[test]
fn a_fragment_on_a_line_is_blocks() {
    let note = ("includes/note.md", "---\nms.topic: include\n---\n\n> [!NOTE]\n> Back up.\n\nThen go on.\n");
    let put = |line: &str| text(&[("kb/a.md", line), note]);
    assert_eq!(
        put("A.\n[!INCLUDE [n](../includes/note.md)]\nB.\n"),
        "A.\n\n> [!NOTE]\n> Back up.\n\nThen go on.\n\nB.\n"
    );
    assert_eq!(
        put("1. A.\n\n   [!INCLUDE[](../includes/note.md)]\n2. B.\n"),
        "1. A.\n\n   > [!NOTE]\n   > Back up.\n\n   Then go on.\n\n2. B.\n"
    );
    assert_eq!(
        put("- [!include [n](<../includes/note.md>)]  \r\n"),
        "- > [!NOTE]\n  > Back up.\n\n  Then go on.\n  \r\n"
    );
    assert_eq!(put("> [!INCLUDE [n](..\\includes\\note.md)]"), "> > [!NOTE]\n> > Back up.\n>\n> Then go on.\n>");
}

#[test]
fn a_fragment_in_a_sentence_is_words() {
    let token = ("includes/win.md", "Windows Server\n2003 | R2\n");
    let put = |line: &str| text(&[("a.md", line), token]);
    let line = "For [!INCLUDE [w](includes/win.md)] and [!INCLUDE [w](~/includes/win.md)], do";
    assert_eq!(put(line), "For Windows Server 2003 | R2 and Windows Server 2003 | R2, do");
    assert_eq!(put("| [!INCLUDE [w](includes/win.md)] | x |"), "| Windows Server 2003 \\| R2 | x |");
    assert_eq!(
        put("It stops\n[!INCLUDE [w](includes/win.md)]\nat once."),
        "It stops\nWindows Server 2003 | R2\nat once."
    );
    let list = why(&[("a.md", "For [!INCLUDE [w](l.md)], do"), ("l.md", "- a\n- b\n")]);
    assert!(list.starts_with("`l.md` holds more than words, and stands in a sentence"), "{list}");
}

#[test]
fn fragments_stand_in_fragments_and_name_others_from_where_they_lie() {
    let files = [
        ("kb/a.md", "[!INCLUDE [x](../includes/x.md)]\n"),
        ("includes/x.md", "X\n\n[!INCLUDE [y](deep/y.md)]"),
        ("includes/deep/y.md", "Y [!INCLUDE [z](../z.md)]"),
        ("includes/z.md", "Z"),
    ];
    assert_eq!(text(&files), "X\n\nY Z\n\n");
    let folder = tree(&files);
    let expanded = read(folder.path(), "kb/a.md");
    assert_eq!(
        beside(&folder, &expanded.files),
        ["includes/x.md", "includes/deep/y.md", "includes/z.md"],
        "as the article's own path would lead there"
    );
}

#[test]
fn site_generators_name_fragments_in_their_own_ways() {
    for (line, file) in [
        ("--8<-- \"parts/x.md\"", "parts/x.md"),
        ("{% include x.md %}", "_includes/x.md"),
        ("{% include_relative x.md %}", "docs/x.md"),
        ("{{#include ../src/x.md}}", "src/x.md"),
        ("{{< include _x.qmd >}}", "docs/_x.qmd"),
    ] {
        assert_eq!(text(&[("docs/a.md", line), (file, "Words")]), "Words\n", "{line}");
    }
    for line in ["{% include x.html %}", "{% include x.md level=2 %}", "{{#include x.rs:main}}", "--8<-- \"x.md:a\""] {
        assert!(why(&[("a.md", line), ("x.md", "Words")]).contains(" is n"), "{line}");
    }
}

#[test]
fn code_and_comments_keep_their_directives() {
    let line = "[!INCLUDE [x](x.md)]";
    for source in [
        format!("```md\n{line}\n```\n"),
        format!("Write\n\n    {line}\n"),
        format!("<!--\n{line}\n{line}\n-->\n"),
        format!("Write `{line}` there.\n"),
    ] {
        assert_eq!(text(&[("a.md", &source), ("x.md", "X")]), source);
    }
}

#[test]
fn a_fragment_that_leaves_code_open_swallows_nothing() {
    assert_eq!(text(&[("a.md", "[!INCLUDE [x](x.md)]\nB\n"), ("x.md", "```\ncode\n")]), "```\ncode\n```\n\nB\n");
}

#[test]
fn nothing_outside_of_the_tree_is_read() {
    let folder = tree(&[("secret.md", "S"), ("kb/.git/HEAD", ""), ("kb/.hidden/x.md", "H"), ("kb/data.txt", "D")]);
    let article = |target: &str| {
        let text = format!("[!INCLUDE [x]({target})]");
        fs::write(folder.path().join("kb/a.md"), text).expect("a file");
        let expanded = read(&folder.path().join("kb"), "a.md");
        assert!(expanded.text.is_none() && expanded.files.is_empty(), "{target}");
        expanded.notes[0].message.clone()
    };
    assert!(article("../secret.md").contains("lies outside of the articles' folder"));
    assert!(article(&folder.path().join("secret.md").display().to_string()).contains("is not there"));
    assert!(article("~/../secret.md").contains("lies outside"));
    assert!(article(".hidden/x.md").contains("is no file that may be read"));
    assert!(article("data.txt").contains("is no whole file of Markdown"));
    assert!(article("../../../../../../../../etc/passwd").contains("is no whole file of Markdown"));
    assert!(article("https://example.com/x.md").contains("is not there"));
    assert!(article("a\0.md").contains("is not there"));
    assert!(article("a.md").contains("includes itself"));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path().join("secret.md"), folder.path().join("kb/link.md")).expect("a link");
        assert!(article("link.md").contains("lies outside"));
    }
}

#[test]
fn the_tree_is_the_outermost_of_what_was_given_checkout_and_project() {
    let files = [
        ("repo/.git/HEAD", ""),
        ("repo/docs/docfx.json", "{}"),
        ("repo/docs/kb/a.md", "[!INCLUDE [x](../../shared/x.md)]\n\n[!INCLUDE [y](~/y.md)]\n"),
        ("repo/shared/x.md", "X"),
        ("repo/docs/y.md", "Y"),
    ];
    let folder = tree(&files);
    let file = folder.path().join("repo/docs/kb/a.md");
    for given in ["", "repo", "repo/docs/kb", "repo/docs/kb/a.md"] {
        let disk = Library::default().place(&file, &folder.path().join(given));
        let expanded = expand(files[2].1, Some(&disk));
        assert_eq!(expanded.text.as_deref(), Some("X\n\n\nY\n\n"), "{given}: {:?}", expanded.notes);
    }
    let chosen = Library::new(Some(folder.path().join("repo/docs"))).place(&file, folder.path());
    let expanded = expand(files[2].1, Some(&chosen));
    assert_eq!(beside(&folder, &expanded.files), ["repo/docs/y.md"]);
    assert_eq!(expanded.notes.len(), 1);
}

#[test]
fn fragments_that_name_each_other_end() {
    let circle = [
        ("a.md", "[!INCLUDE [x](x.md)]"),
        ("x.md", "X\n\n[!INCLUDE [y](y.md)]"),
        ("y.md", "Y\n\n[!INCLUDE [x](x.md)]"),
    ];
    assert!(why(&circle).starts_with("`x.md` includes itself"));
    let chain: Vec<(String, String)> =
        (0..12).map(|n| (format!("{n}.md"), format!("[!INCLUDE [x]({}.md)]", n + 1))).collect();
    let chain: Vec<(&str, &str)> = chain.iter().map(|(name, text)| (&**name, &**text)).collect();
    assert!(why(&chain).contains("more than 8 deep"));
}

#[test]
fn what_fragments_add_is_bounded() {
    // Ten of ten of ten … of a fragment that says nothing, and of one that says much.
    for (last, why) in [("", "stands behind 1000 others"), ("x".repeat(9000).as_str(), "bytes longer")] {
        let mut files: Vec<(String, String)> =
            (0..7).map(|n| (format!("{n}.md"), format!("[!INCLUDE [x]({}.md)]\n", n + 1).repeat(10))).collect();
        files.push(("7.md".to_owned(), last.to_owned()));
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
        let folder = tree(&files);
        let expanded = read(folder.path(), "0.md");
        assert!(expanded.text.is_none_or(|text| text.len() < 2 * MOST_BYTES));
        assert!(expanded.notes.iter().any(|note| note.message.contains(why)), "{:?}", expanded.notes.first());
        assert!(expanded.notes.len() <= MOST_NOTES);
    }
}

#[test]
fn hostile_articles_take_no_longer_than_others() {
    let files = [
        ("marks.md", "[!include [a](b.md)".repeat(50_000)),
        ("quotes.md", ">".repeat(500_000) + "[!INCLUDE [x](lines.md)]\n"),
        ("uses.md", "[!INCLUDE [x](lines.md)] ".repeat(40_000)),
        ("ticks.md", "` [!INCLUDE [x](lines.md)]".repeat(40_000)),
        ("spaces.md", "[!INCLUDE ".to_owned() + &" ".repeat(900_000) + "[x](lines.md)]"),
        ("comments.md", "<!-- --> [!INCLUDE [x](none.md)]\n".repeat(30_000)),
        ("lines.md", "x\n".repeat(400_000)),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, &**text)).collect();
    let folder = tree(&files);
    let begin = std::time::Instant::now();
    for (name, _) in &files {
        let expanded = read(folder.path(), name);
        assert!(expanded.text.is_none_or(|text| text.len() < 3 * MOST_BYTES), "{name}");
        assert!(expanded.notes.len() <= MOST_NOTES);
    }
    // Quadratic time would be minutes.
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}

#[test]
fn inputs_are_decoded_with_what_they_include_and_fragments_are_refused() {
    let folder = tree(&[
        ("kb/a.md", "# A title\n\n## Cause\n\n[!INCLUDE [x](../includes/x.md)]\n"),
        ("includes/x.md", "# A shared part\n\nWords.\n"),
    ]);
    let inputs: Vec<_> =
        source::inputs(&[folder.path().to_owned()], &Settings::default()).map(source::decode).collect();
    let [Err((_, reject)), Ok(document)] = &inputs[..] else { panic!("a fragment and an article: {inputs:?}") };
    assert_eq!(reject.reason, crate::error::RejectReason::Fragment);
    assert!(document.text.contains("## Cause\n\n# A shared part\n\nWords.\n"));
    assert_eq!(beside(&folder, &document.info.includes), ["includes/x.md"]);
    assert_eq!(document.info.bytes, 54, "of the file itself");
    assert!(is_fragment("repo/Includes/x.md") && !is_fragment("includes.md") && !is_fragment("kb/x.md"));
}
