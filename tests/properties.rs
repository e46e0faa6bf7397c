//! What holds for every input: articles made up here, the project's corpus, and both damaged at random.
//!
//! Nothing panics; the same bytes give the same record; the record keeps its schema, agrees with itself, survives JSON,
//! and points into the linear text where it says it does. `PROPTEST_CASES` sets how many cases are tried.

use kbmill::error::RejectReason;
use kbmill::model::{Article, Block, SourceInfo};
use kbmill::pipeline::{self, Outcome};
use kbmill::source::{self, Input};
use kbmill::{Options, Span, extract, validate};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let schema: Value = serde_json::from_str(kbmill::emit::schema_json()).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
});

/// The files of the project's corpus.
static CORPUS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    fn walk(folder: &Path, out: &mut Vec<(String, Vec<u8>)>) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, out);
            } else if let Ok(bytes) = fs::read(&path) {
                out.push((path.display().to_string(), bytes));
            }
        }
    }
    let mut files = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"), &mut files);
    files.sort();
    files
});

fn input(bytes: &[u8]) -> Input {
    let info = SourceInfo { path: "article".to_owned(), ..SourceInfo::default() };
    Input::new(info, Ok(bytes.to_vec()))
}

fn outcome(bytes: &[u8]) -> Outcome {
    let settings = pipeline::Settings { jobs: 1, strict: false };
    let mut outcome = None;
    let run = pipeline::run(
        std::iter::once(input(bytes)),
        &Options::default(),
        &settings,
        pipeline::Memory::None,
        &mut |one, _| {
            outcome = Some(one);
            Ok(())
        },
    );
    run.unwrap();
    outcome.expect("each input has an outcome")
}

/// Checks all that must hold for an input, and gives the article if it is one.
fn examine(bytes: &[u8]) -> Result<Option<Article>, TestCaseError> {
    let (article, line) = match (outcome(bytes), outcome(bytes)) {
        (Outcome::Reject { reject, .. }, Outcome::Reject { reject: again, .. }) => {
            prop_assert!(reject.reason != RejectReason::Internal, "{reject}");
            prop_assert!(!reject.message.is_empty());
            prop_assert_eq!(reject, again);
            return Ok(None);
        }
        (Outcome::Article { article, line, .. }, Outcome::Article { line: again, .. }) => {
            prop_assert!(line == again, "two parses of the same bytes differ");
            (article, line)
        }
        _ => return Err(TestCaseError::fail("the same bytes were refused once")),
    };
    let value: Value = serde_json::from_slice(&line.json).unwrap();
    let faults: Vec<String> =
        SCHEMA.iter_errors(&value).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    prop_assert!(faults.is_empty(), "{faults:?}");
    let again: Article = serde_json::from_slice(&line.json).unwrap();
    prop_assert!(again == *article, "the record does not survive JSON");
    let inconsistencies: Vec<String> = validate::inconsistencies(&article).iter().map(ToString::to_string).collect();
    prop_assert!(inconsistencies.is_empty(), "{inconsistencies:#?}");
    against_text(bytes, &article)?;
    Ok(Some(*article))
}

/// Checks a record against the linear text that it points into.
fn against_text(bytes: &[u8], article: &Article) -> Result<(), TestCaseError> {
    let document = source::decode(input(bytes)).expect("it gave an article before");
    let text = extract::extract(document, &Options::default()).expect("it gave an article before").text;
    prop_assert_eq!(article.accounting.chars, text.chars().count() as u64);
    for (place, span) in spans(article) {
        let range = span.start as usize..span.end as usize;
        prop_assert!(text.get(range).is_some(), "{place} {span:?} is no slice of {} bytes", text.len());
    }
    for section in &article.sections {
        // Where the site's chrome stands between, the text is in several pieces, each of whole lines.
        let verbatim = text.contains(&section.text) || section.text.lines().all(|line| text.contains(line));
        prop_assert!(verbatim, "text of {} is not in the linear text: {:?}", section.id, section.text);
        if let Some(heading) = &section.heading {
            prop_assert!(text.contains(heading.as_str()), "heading {heading:?} is not in the linear text");
        }
    }
    #[cfg(feature = "chunk")]
    chunks_against_text(article, &text)?;
    Ok(())
}

/// Checks the chunks of an article: each stands where it says, none is too long, and every word is in one. Where words stand
/// several times in a damaged article and something stood within a section, its record may not tell which of them a chunk has:
/// then it says nothing, and never something wrong. Of the corpus and of real sets, all chunks stand (`tests/chunk.rs`,
/// `examples/quotes.rs`).
#[cfg(feature = "chunk")]
fn chunks_against_text(article: &Article, text: &str) -> Result<(), TestCaseError> {
    use kbmill::chunk::{Settings, chunks};
    use kbmill::model::Section;
    let small = Settings { max_tokens: 64, min_tokens: 1, overlap: 8, ..Settings::default() };
    for settings in [Settings::default(), small] {
        let made = chunks(article, &settings);
        for chunk in &made {
            let own = article.sections.iter().filter(|section| chunk.sections.contains(&section.id));
            let in_pieces = |section: &Section| !section.span.of(text).contains(&section.text);
            let is_untold = chunk.spans.is_empty() && own.into_iter().any(in_pieces);
            prop_assert!(is_untold || chunk.stands_in(text), "{chunk:?} does not stand in {text:?}");
            prop_assert!(chunk.tokens as usize <= settings.max_tokens, "{chunk:?}");
        }
        for section in &article.sections {
            let own = || made.iter().filter(|chunk| chunk.sections.contains(&section.id));
            if own().any(|chunk| chunk.spans.is_empty()) {
                // What is repeated in the next chunk is not told, either.
                let is_said = |word: &str| own().any(|chunk| chunk.text.contains(word));
                let holds = settings == small || section.text.split_whitespace().all(is_said);
                prop_assert!(holds, "words of {} are in none of its chunks: {:?}", section.id, section.text);
                continue;
            }
            let spans = own().flat_map(|chunk| &chunk.spans[chunk.repeated as usize..]);
            let said: String = spans.flat_map(|span| span.of(text).split_whitespace()).collect();
            let words: String = section.text.split_whitespace().collect();
            prop_assert!(said.contains(&words), "text of {} is not in its chunks: {words:?} {said:?}", section.id);
        }
    }
    Ok(())
}

/// All spans of a record, with what they are of.
fn spans(article: &Article) -> Vec<(&'static str, Span)> {
    let mut spans = Vec::new();
    for section in &article.sections {
        spans.push(("section", section.span));
        spans.extend(section.blocks.iter().map(|block| match block {
            Block::Paragraph { span, .. } => ("paragraph", *span),
            Block::ListItem { span, .. } => ("list item", *span),
            Block::Code { span, .. } => ("code", *span),
            Block::Table { span, .. } => ("table", *span),
            Block::Note { span, .. } => ("note", *span),
            Block::Event { span, .. } => ("event block", *span),
            Block::FileTable { span, .. } => ("file table", *span),
        }));
    }
    spans.extend(article.events.iter().map(|event| ("event", event.span)));
    spans.extend(article.files.iter().map(|file| ("file", file.span)));
    spans.extend(article.error_codes.iter().map(|code| ("error code", code.span)));
    spans.extend(article.registry.iter().map(|entry| ("registry entry", entry.span)));
    spans.extend(article.diagnostics.iter().filter_map(|note| Some(("diagnostic", note.span?))));
    spans
}

/// Something that happens to a file.
#[derive(Clone, Debug)]
enum Damage {
    Cut(Index),
    Behead(Index),
    Flip(Index, u8),
    Insert(Index, Vec<u8>),
    Repeat(Index, Index),
    Remove(Index, Index),
    Unterminate,
}

fn damage() -> impl Strategy<Value = Damage> {
    let tokens = prop::sample::select(vec![
        &b"\r\n"[..],
        b"<",
        b"</",
        b"<!--",
        b"<table>",
        b"<pre>",
        b"&",
        b"|",
        b"```\n",
        b"---\n",
        b"\n====\n",
        b"# ",
        b"> ",
        b"\0",
        b"\xff",
        b"\xe2\x80",
        b"\xef\xbb\xbf",
        "\u{2028}".as_bytes(),
        "İ".as_bytes(),
        "SYMPTOMS".as_bytes(),
        b"Event ID: ",
        b"Date: 99/99/9999",
        b"HKEY_LOCAL_MACHINE\\",
        b"0x",
        b"Version",
        b"\t",
        b"                ",
    ]);
    let bytes = prop_oneof![tokens.prop_map(<[u8]>::to_vec), vec(any::<u8>(), 1..8)];
    prop_oneof![
        any::<Index>().prop_map(Damage::Cut),
        any::<Index>().prop_map(Damage::Behead),
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Damage::Flip(at, byte)),
        (any::<Index>(), bytes).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Damage::Repeat(from, to)),
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Damage::Remove(from, to)),
        Just(Damage::Unterminate),
    ]
}

fn damaged(mut bytes: Vec<u8>, damages: &[Damage]) -> Vec<u8> {
    for damage in damages {
        let length = bytes.len();
        let at = |index: &Index| index.index(length + 1);
        let range = |one: &Index, other: &Index| at(one).min(at(other))..at(one).max(at(other));
        match damage {
            Damage::Cut(end) => bytes.truncate(at(end)),
            Damage::Behead(start) => drop(bytes.drain(..at(start))),
            Damage::Flip(place, byte) => {
                if let Some(old) = bytes.get_mut(at(place)) {
                    *old ^= byte;
                }
            }
            Damage::Insert(place, new) => drop(bytes.splice(at(place)..at(place), new.iter().copied())),
            Damage::Repeat(from, to) => bytes.extend_from_within(range(from, to)),
            Damage::Remove(from, to) => drop(bytes.drain(range(from, to))),
            Damage::Unterminate => bytes.retain(|&b| b != b'\n'),
        }
    }
    bytes
}

/// Lines as articles have them, in every form.
fn line() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "DOCUMENT:Q123456  11-AUG-1999  [win95x]",
        "TITLE   :An Example of a Title",
        "Article ID: 123456 - Last Review: January 31, 2007 - Revision: 1.10",
        "-------------------------------------------------------------------------------",
        "The information in this article applies to:",
        " - Microsoft Windows 2000 Server",
        "SYMPTOMS",
        "========",
        "CAUSE",
        "-----",
        "## Resolution",
        "# A title",
        "<h2>Symptoms</h2>",
        "<p>A paragraph <b>in bold</b>",
        "<table><tr><th>File name<th>Version<tr><td>a.dll<td colspan=9>5.0.2195.1",
        "</table></div>",
        "| File name | File version | File size |",
        "|---|---|---|",
        "| a.dll | 5.0.2195.1 | 28,160 |",
        "> [!NOTE]",
        "> Do not do that.",
        "```",
        "    indented code",
        "1. First",
        "   - second",
        "Date         Time   Version        Size    File name",
        "11-Aug-2003  14:02  5.0.2195.6803  95,504  Dns.exe",
        "Event Type: Error",
        "Event Source: DNS",
        "Event ID: 5504",
        "Description: The server met an error 0x80070005 (5).",
        "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\DNS",
        "For more information, see 119591 (http://support.microsoft.com/kb/119591/) and CVE-2010-1234.",
        "On This PageSYMPTOMSOn a computer that runs a service, it stops.CAUSEA fault.",
        "Additional query words: none",
        "Keywords          : kbDNS",
        "Version           : WINDOWS:2000",
        "Back to the top",
    ]);
    prop_oneof![
        12 => known.prop_map(str::to_owned),
        1 => Just(String::new()),
        2 => "[ -~]{0,90}",
        1 => "\\PC{0,40}",
    ]
}

fn article_text() -> impl Strategy<Value = Vec<u8>> {
    (vec(line(), 0..60), prop::sample::select(vec!["\n", "\r\n", " ", "\n\n"]))
        .prop_map(|(lines, end)| lines.join(end).into_bytes())
}

fn settings() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn made_up_articles_keep_all_promises(bytes in article_text()) {
        examine(&bytes)?;
    }

    #[test]
    fn any_bytes_keep_all_promises(bytes in vec(any::<u8>(), 0..400)) {
        examine(&bytes)?;
    }

    #[test]
    fn damaged_articles_keep_all_promises(bytes in article_text(), damages in vec(damage(), 1..6)) {
        examine(&damaged(bytes, &damages))?;
    }

    #[test]
    fn damaged_corpus_articles_keep_all_promises(file in any::<Index>(), damages in vec(damage(), 1..6)) {
        if !CORPUS.is_empty() {
            let (name, bytes) = file.get(&CORPUS);
            examine(&damaged(bytes.clone(), &damages)).map_err(|e| TestCaseError::fail(format!("{name}: {e}")))?;
        }
    }
}

#[test]
fn corpus_articles_keep_all_promises() {
    for (name, bytes) in CORPUS.iter() {
        examine(bytes).unwrap_or_else(|e| panic!("{name}: {e}"));
    }
}

/// More white space between the words of a value than the record gives back.
#[test]
fn values_of_several_words_keep_all_promises() {
    let table = "# A fix\n\n## File information\n\n|File name|File version|File size|Date|Time|\n|---|---|---|---|---|\n\
                 |Win        32k.sys|5.2.3790.201|1,814,528|11-Aug-2004|14:02|\n";
    let event = "# A stop\n\n## Symptoms\n\nEvent Type: Error\nEvent Source: Service      Control Manager\n\
                 Event Category: None\nEvent ID: 7000\nDescription: The service did not start.\n";
    for (text, records) in [(table, [1, 0]), (event, [0, 1])] {
        let article = examine(text.as_bytes()).unwrap().expect("it is an article");
        assert_eq!([article.files.len(), article.events.len()], records, "{text}");
    }
}
