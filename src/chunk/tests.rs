//! What must hold for the chunks of every article: no word is lost, none is said twice unless it is marked, and no chunk
//! is too long. That chunks stand where they are said to is held for parsed articles by `tests/properties.rs`.

use super::*;
use crate::model::{Block, EventRecord, FileVersion, Section, SourceInfo};
use proptest::prelude::*;

fn settings(max_tokens: usize, min_tokens: usize, overlap: usize) -> Settings {
    Settings { max_tokens, min_tokens, overlap, tokenizer: Tokenizer::Cl100k }
}

/// How deep a section is, its heading, and its blocks with what stands before each.
type Told<'t> = (u8, &'t str, Vec<(&'t str, Block)>);

/// An article of these sections. Its linear text is given, too.
fn article(sections: &[Told]) -> (Article, String) {
    let mut linear = String::new();
    let mut made: Vec<Section> = Vec::new();
    for (level, heading, blocks) in sections {
        let start = linear.len();
        linear += heading;
        linear += "\n\n";
        let begin = linear.len();
        let mut own = Vec::new();
        for (before, block) in blocks {
            linear += before;
            own.push(written(block.clone(), &mut linear));
        }
        let text = linear[begin..].to_owned();
        let parent = made.iter().rev().find(|other| other.level < *level).map(|other| other.id.clone());
        made.push(Section {
            id: format!("s{}", made.len() + 1),
            parent,
            level: *level,
            kind: SectionKind::Other,
            kcs: SectionKind::Other.kcs(),
            heading: Some((*heading).to_owned()),
            text,
            blocks: own,
            span: Span::new(start, linear.len()),
        });
        linear += "\n\n";
    }
    let mut article: Article = serde_json::from_str(EMPTY).unwrap();
    article.sections = made;
    (article, linear)
}

const EMPTY: &str = r#"{"schema_version":"1.0.0","id":"KB100001","number":100001,"publisher":"microsoft","aliases":[],
"latest":true,"title":"The spooler stops","language":"en","form":"text","dialect":"pss-text","kind":"problem",
"revision":{"label":"1.1","major":1,"minor":1,"published":null,"modified":null,"reviewed":null},"applies_to":[],
"keywords":[],"technologies":[],"issue_type":null,"metadata":{},"sections":[],"events":[],"files":[],"error_codes":[],
"registry":[],"references":[],"fix":null,"diagnostics":[],"source":{"path":"a","member":null,"url":null,
"retrieved":null,"content_type":null,"bytes":1,
"sha256":"0000000000000000000000000000000000000000000000000000000000000000","encoding":"UTF-8","includes":[],
"commit":null,"committed":null},"accounting":{"chars":0,"header":0,"sections":0,"chrome":0,"unparsed":0}}"#;

/// Writes a block's words at the end of the linear text and gives it its place.
fn written(block: Block, linear: &mut String) -> Block {
    let start = linear.len();
    match &block {
        Block::Table { header, rows, .. } => {
            let lines: Vec<String> =
                std::iter::once(header).filter(|h| !h.is_empty()).chain(rows).map(|row| row.join("\t")).collect();
            *linear += &lines.join("\n");
        }
        Block::ListItem { text, .. } => *linear += &format!("- {text}"),
        Block::Paragraph { text, .. } | Block::Code { text, .. } | Block::Note { text, .. } => *linear += text,
        Block::Event { .. } | Block::FileTable { .. } => {}
    }
    let placed = Span::new(start, linear.len());
    let mut block = block;
    match &mut block {
        Block::Paragraph { span, .. }
        | Block::ListItem { span, .. }
        | Block::Code { span, .. }
        | Block::Table { span, .. }
        | Block::Note { span, .. }
        | Block::Event { span, .. }
        | Block::FileTable { span, .. } => *span = placed,
    }
    block
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph { text: text.to_owned(), span: Span::default() }
}

fn item(text: &str) -> Block {
    Block::ListItem { ordered: false, depth: 1, text: text.to_owned(), span: Span::default() }
}

fn code(text: &str) -> Block {
    Block::Code { language: None, text: text.to_owned(), span: Span::default() }
}

fn table(rows: usize) -> Block {
    let row = |n: usize| vec![format!("file{n}.dll"), format!("5.2.3790.{n}")];
    let header = vec!["File name".to_owned(), "Version".to_owned()];
    Block::Table { header, rows: (0..rows).map(row).collect(), span: Span::default() }
}

fn words(number: usize) -> String {
    (0..number).map(|n| format!("word{n} ")).collect::<String>().trim().to_owned() + "."
}

/// Checks what must hold and gives the chunks.
fn checked(article: &Article, linear: &str, settings: &Settings) -> Vec<Chunk> {
    let chunks = chunks(article, settings);
    let mut said: Vec<u32> = vec![0; linear.len()];
    let mut ids = std::collections::HashSet::new();
    for (nth, chunk) in (1..).zip(&chunks) {
        assert!(chunk.stands_in(linear), "{chunk:#?}");
        let whole = format!("{}\n\n{}", chunk.context, chunk.text);
        assert_eq!(settings.tokenizer.count(&whole), chunk.tokens as usize);
        assert!(chunk.tokens as usize <= settings.max_tokens, "{chunk:#?}");
        assert!(ids.insert(chunk.id.clone()), "two chunks are called {}", chunk.id);
        assert_eq!(chunk.ordinal, nth);
        assert!(!chunk.text.trim().is_empty());
        for span in &chunk.spans[chunk.repeated as usize..] {
            said[span.range()].iter_mut().for_each(|times| *times += 1);
        }
    }
    for section in &article.sections {
        let from = section.span.end as usize - section.text.len();
        for (at, byte) in section.text.bytes().enumerate() {
            let times = said[from + at];
            let blank = byte.is_ascii_whitespace();
            assert!(times == 1 || blank && times == 0, "byte {at} of {} is said {times} times", section.id);
        }
    }
    chunks
}

#[test]
fn a_section_that_fits_is_one_chunk() {
    let (article, linear) = article(&[(1, "SYMPTOMS", vec![("", paragraph(&words(60))), ("\n\n", code("dir\n\ncd"))])]);
    let found = checked(&article, &linear, &settings(512, 16, 0));
    assert_eq!((found.len(), found[0].extent), (1, Extent::Section));
    assert_eq!(found[0].text, article.sections[0].text);
    assert_eq!(found[0].context, "The spooler stops (KB100001) | SYMPTOMS");
}

#[test]
fn a_table_that_is_broken_repeats_its_header() {
    let blocks = vec![("", paragraph("These are the files:")), ("\n\n", table(100))];
    let (article, linear) = article(&[(1, "FILES", blocks)]);
    let found = checked(&article, &linear, &settings(256, 16, 0));
    assert!(found.len() > 3);
    assert!(found[0].text.starts_with("These are the files:\n\nFile name\tVersion\nfile0.dll"));
    for chunk in &found[1..] {
        assert_eq!((chunk.repeated, chunk.extent), (1, Extent::Part));
        assert!(chunk.text.starts_with("File name\tVersion\nfile"), "{}", chunk.text);
        assert!(chunk.text.lines().all(|line| line.matches('\t').count() == 1), "rows are whole: {}", chunk.text);
    }
}

#[test]
fn a_list_that_fits_is_whole_and_one_that_does_not_repeats_its_introduction() {
    let list = |steps: usize| {
        let mut blocks = vec![("", paragraph(&words(80))), ("\n\n", paragraph("Follow these steps:"))];
        blocks.extend((0..steps).map(|_| ("\n", item(&words(12)))));
        blocks
    };
    let (one, linear) = article(&[(1, "RESOLUTION", list(4))]);
    let found = checked(&one, &linear, &settings(256, 32, 0));
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[1].text.starts_with("Follow these steps:\n- "));
    let (many, linear) = article(&[(1, "RESOLUTION", list(30))]);
    let found = checked(&many, &linear, &settings(256, 32, 0));
    for chunk in &found[2..] {
        assert!(chunk.text.starts_with("Follow these steps:\n- word0"), "{}", chunk.text);
        assert!(chunk.text.ends_with("word11."), "steps are whole: {}", chunk.text);
    }
}

#[test]
fn small_sections_of_one_section_are_joined_behind_their_headings() {
    let (article, linear) = article(&[
        (1, "RESOLUTION", vec![("", paragraph(&words(60)))]),
        (2, "Prerequisites", vec![("", paragraph("None."))]),
        (2, "Restart", vec![("", paragraph("Yes."))]),
        (1, "STATUS", vec![("", paragraph("Confirmed."))]),
        (1, "CAUSE", vec![("", paragraph(&words(60)))]),
    ]);
    let found = checked_words(&article, &linear);
    let told: Vec<_> = found.iter().map(|c| (c.extent, c.sections.join(" "))).collect();
    assert_eq!(
        told,
        [
            (Extent::Section, "s1".to_owned()),
            (Extent::SmallSections, "s2 s3".to_owned()),
            (Extent::Section, "s4".to_owned()),
            (Extent::Section, "s5".to_owned())
        ]
    );
    assert_eq!(found[1].text, "Prerequisites\nNone.\nRestart\nYes.");
    assert_eq!(found[1].heading_path, ["RESOLUTION"]);
}

/// Checks chunks of which some hold headings.
fn checked_words(article: &Article, linear: &str) -> Vec<Chunk> {
    let found = chunks(article, &settings(512, 64, 0));
    assert!(found.iter().all(|chunk| chunk.stands_in(linear)), "{found:#?}");
    found
}

#[test]
fn ids_are_of_the_content_alone() {
    let make = |before: &str| {
        let (made, _) = article(&[
            (1, "SYMPTOMS", vec![("", paragraph(before))]),
            (1, "CAUSE", vec![("", paragraph(&words(80)))]),
            (1, "MORE", vec![("", paragraph(&words(80)))]),
            (1, "MORE", vec![("", paragraph(&words(80)))]),
        ]);
        chunks(&made, &settings(512, 16, 0)).into_iter().map(|chunk| chunk.id).collect::<Vec<_>>()
    };
    let (old, new) = (make(&words(80)), make(&words(70)));
    assert_ne!(old[0], new[0]);
    assert_eq!(old[1..], new[1..], "chunks that did not change keep their ids");
    assert_ne!(old[2], old[3], "the same content twice has two ids");
}

#[test]
fn a_word_of_a_megabyte_is_broken_and_nothing_of_it_is_lost() {
    let (article, linear) = article(&[(1, "LOG", vec![("", paragraph(&"x7".repeat(1 << 19)))])]);
    let found = checked(&article, &linear, &settings(512, 64, 0));
    assert!(found.len() > 500);
}

#[test]
fn overlap_repeats_the_end_of_the_chunk_before() {
    let sentences: String = (0..60).map(|n| format!("Sentence number {n} says something. ")).collect();
    let (article, linear) = article(&[(1, "MORE", vec![("", paragraph(sentences.trim()))])]);
    let found = checked(&article, &linear, &settings(128, 16, 24));
    for pair in found.windows(2) {
        let again = pair[1].spans[0].of(&linear);
        assert_eq!(pair[1].repeated, 1);
        assert!(again.starts_with("Sentence number") && pair[0].text.ends_with(again), "{again}");
    }
}

#[test]
fn an_event_in_a_run_of_words_has_a_line_for_each_field() {
    let text = "Event Type: Error Event Source: NETLOGON Event ID: 5774 User: N/A Description: It failed.";
    let (mut made, linear) = article(&[(1, "SYMPTOMS", vec![("", paragraph(text))])]);
    let span = made.sections[0].blocks[0].span();
    made.sections[0].blocks = vec![Block::Event { index: 0, span }];
    let some = |text: &str| Some(text.to_owned());
    made.events = vec![EventRecord {
        type_text: some("Error"),
        source: some("NETLOGON"),
        event_id: Some(5774),
        user: some("N/A"),
        description: some("It failed."),
        span,
        ..EventRecord::default()
    }];
    let found = checked(&made, &linear, &settings(256, 16, 0));
    assert_eq!(
        found[0].text,
        "Event Type: Error\nEvent Source: NETLOGON\nEvent ID: 5774\nUser: N/A\nDescription: It failed."
    );
}

#[test]
fn rows_of_a_file_table_in_a_run_of_words_have_lines_of_their_own() {
    let text = "Date Version File name 19-Aug-2004 5.2.3790.201 Tcpip.sys 19-Aug-2004 5.2.3790.202 Afd.sys";
    let (mut made, linear) = article(&[(1, "FILES", vec![("", paragraph(text))])]);
    let span = made.sections[0].blocks[0].span();
    let row = |words: &str| {
        let at = linear.find(words).unwrap();
        FileVersion { name: "x".into(), span: Span::new(at, at + words.len()), ..FileVersion::default() }
    };
    made.files = vec![row("19-Aug-2004 5.2.3790.201 Tcpip.sys"), row("19-Aug-2004 5.2.3790.202 Afd.sys")];
    made.files[0].name = "Tcpip.sys".into();
    made.sections[0].blocks = vec![Block::FileTable { first: 0, count: 2, span }];
    let found = checked(&made, &linear, &settings(256, 16, 0));
    assert_eq!(
        found[0].text.lines().collect::<Vec<_>>(),
        ["Date Version File name", "19-Aug-2004 5.2.3790.201 Tcpip.sys", "19-Aug-2004 5.2.3790.202 Afd.sys"]
    );
}

#[test]
fn a_record_that_does_not_tell_where_its_text_stands_gives_chunks_without_spans() {
    let (mut made, _) = article(&[(1, "MORE", vec![("", paragraph(&words(40)))])]);
    made.sections[0].blocks.clear();
    made.source = SourceInfo { url: Some("https://example.com/kb/1".into()), ..made.source };
    let found = chunks(&made, &settings(512, 16, 0));
    assert_eq!((found.len(), found[0].spans.len()), (1, 0));
    assert_eq!(found[0].text, made.sections[0].text);
}

fn block() -> impl Strategy<Value = (&'static str, Block)> {
    let text = prop_oneof![
        "[a-z]{1,12}( [a-z]{1,12}){0,60}[.:]?",
        "([A-Z][a-z ]{3,40}[.] ){1,20}[A-Z][a-z]{3}[.]",
        "[0-9A-F]{1,400}",
        "(\u{8a95}\u{751f}\u{65e5}\u{3002}){1,60}",
        "([!-~]{1,30}[ \n]{1,3}){0,30}[!-~]{1,30}",
    ];
    let made = (0..4, text, 1usize..40).prop_map(|(kind, text, rows)| match kind {
        0 => paragraph(text.trim()),
        1 => item(text.trim()),
        2 => code(text.trim()),
        _ => table(rows),
    });
    (prop::sample::select(vec!["\n", "\n\n", " ", "\n-----\n"]), made)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn every_word_is_in_one_chunk(
        sections in prop::collection::vec((1u8..4, prop::collection::vec(block(), 0..8)), 1..5),
        most in 32usize..400,
        overlap in prop::sample::select(vec![0usize, 0, 8, 16]),
    ) {
        let mut headings = Vec::new();
        for (nth, (level, _)) in sections.iter().enumerate() {
            headings.push((*level, format!("Heading {nth}")));
        }
        let sections: Vec<_> = headings
            .iter()
            .zip(&sections)
            .map(|((level, heading), (_, blocks))| {
                let mut blocks = blocks.clone();
                if let Some(first) = blocks.first_mut() {
                    first.0 = "";
                }
                (*level, heading.as_str(), blocks)
            })
            .collect();
        let (article, linear) = article(&sections);
        // Without joining, so that no heading is among the text.
        checked(&article, &linear, &settings(most, 1, overlap));
        let joined = chunks(&article, &settings(most, most / 4, overlap));
        for chunk in &joined {
            prop_assert!(chunk.stands_in(&linear), "{chunk:#?}");
            prop_assert!(chunk.tokens as usize <= most);
        }
    }
}
