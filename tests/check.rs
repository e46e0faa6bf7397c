//! The typed check of a record and the published JSON Schema are of one opinion about every record that Rust can hold.

use chrono::NaiveDate;
use kbmill::diagnostic::{Code, Diagnostic};
use kbmill::model::*;
use kbmill::{Span, emit};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use std::sync::LazyLock;

static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let schema = serde_json::from_str(emit::schema_json()).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
});

const SPAN: Span = Span { start: 1, end: 2 };

/// A record with an entry in every table, which keeps the schema.
fn full() -> Article {
    let section = Some("s1".to_owned());
    let text = "text".to_owned();
    let blocks = vec![
        Block::Paragraph { text: text.clone(), span: SPAN },
        Block::ListItem { ordered: true, depth: 1, text: text.clone(), span: SPAN },
        Block::Code { language: None, text: text.clone(), span: SPAN },
        Block::Table { header: vec![], rows: vec![vec![text.clone()]], span: SPAN },
        Block::Note { label: "NOTE".to_owned(), text: text.clone(), span: SPAN },
        Block::Event { index: 0, span: SPAN },
        Block::FileTable { first: 0, count: 1, span: SPAN },
    ];
    Article {
        schema_version: SCHEMA_VERSION.to_owned(),
        id: "KB1".to_owned(),
        number: Some(1),
        publisher: None,
        aliases: vec!["Q1".to_owned()],
        latest: true,
        title: Some(text.clone()),
        language: Some("en-US".to_owned()),
        form: Form::Text,
        dialect: "pss-text".to_owned(),
        kind: Kind::Fix,
        revision: Revision { published: NaiveDate::from_ymd_opt(1999, 8, 11), ..Revision::default() },
        applies_to: vec![Product { text: text.clone(), ..Product::default() }],
        keywords: vec![text.clone()],
        technologies: vec![],
        issue_type: None,
        metadata: std::collections::BTreeMap::new(),
        sections: vec![Section {
            id: "s1".to_owned(),
            parent: None,
            level: 1,
            kind: SectionKind::Symptoms,
            kcs: KcsPart::Issue,
            heading: Some(text.clone()),
            text: text.clone(),
            blocks,
            span: SPAN,
        }],
        events: vec![EventRecord {
            section: section.clone(),
            event_type: Some(EventType::Error),
            time: chrono::NaiveTime::from_hms_opt(23, 59, 59),
            parameters: vec![Parameter { name: text.clone(), value: String::new() }],
            ..EventRecord::default()
        }],
        files: vec![FileVersion { section: section.clone(), name: text.clone(), ..FileVersion::default() }],
        error_codes: vec![ErrorCode {
            text: "0x5".to_owned(),
            value: u64::MAX,
            space: CodeSpace::Win32,
            symbol: None,
            section: section.clone(),
            span: SPAN,
        }],
        registry: vec![RegistryEntry {
            section: section.clone(),
            key: Some("HKEY_USERS".to_owned()),
            value_name: None,
            value_type: None,
            value_data: None,
            span: SPAN,
        }],
        references: vec![Reference {
            kind: ReferenceKind::Kb,
            id: "KB2".to_owned(),
            text: text.clone(),
            url: None,
            section,
        }],
        fix: Some(Fix { status: Some(FixStatus::Confirmed), ..Fix::default() }),
        diagnostics: vec![Diagnostic::at(Code::NoTitle, SPAN, "none")],
        source: SourceInfo { sha256: "0123456789abcdef".repeat(4), ..SourceInfo::default() },
        accounting: Accounting::default(),
    }
}

/// A value for one field of a record.
#[derive(Clone, Debug)]
enum Change {
    SchemaVersion(String),
    Id(String),
    Title(Option<String>),
    Language(Option<String>),
    Dialect(String),
    Published(Option<NaiveDate>),
    Modified(Option<NaiveDate>),
    Reviewed(Option<NaiveDate>),
    Product(String),
    SourceDigest(String),
    Commit(Option<String>),
    SectionId(String),
    Parent(Option<String>),
    Level(u8),
    Depth(u8),
    EventSection(Option<String>),
    EventDate(Option<NaiveDate>),
    Parameter(String),
    FileSection(Option<String>),
    FileName(String),
    Parts(Option<Vec<u32>>),
    FileDate(Option<NaiveDate>),
    Sha1(Option<String>),
    Sha256(Option<String>),
    CodeText(String),
    CodeSection(Option<String>),
    KeySection(Option<String>),
    Key(String),
    ReferenceId(String),
    ReferenceSection(Option<String>),
}

fn apply(article: &mut Article, change: Change) {
    let section = &mut article.sections[0];
    match change {
        Change::SchemaVersion(new) => article.schema_version = new,
        Change::Id(new) => article.id = new,
        Change::Title(new) => article.title = new,
        Change::Language(new) => article.language = new,
        Change::Dialect(new) => article.dialect = new,
        Change::Published(new) => article.revision.published = new,
        Change::Modified(new) => article.revision.modified = new,
        Change::Reviewed(new) => article.revision.reviewed = new,
        Change::Product(new) => article.applies_to[0].text = new,
        Change::SourceDigest(new) => article.source.sha256 = new,
        Change::Commit(new) => article.source.commit = new,
        Change::SectionId(new) => section.id = new,
        Change::Parent(new) => section.parent = new,
        Change::Level(new) => section.level = new,
        Change::Depth(new) => {
            section.blocks.push(Block::ListItem { ordered: false, depth: new, text: String::new(), span: SPAN });
        }
        Change::EventSection(new) => article.events[0].section = new,
        Change::EventDate(new) => article.events[0].date = new,
        Change::Parameter(new) => article.events[0].parameters[0].name = new,
        Change::FileSection(new) => article.files[0].section = new,
        Change::FileName(new) => article.files[0].name = new,
        Change::Parts(new) => article.files[0].version_parts = new,
        Change::FileDate(new) => article.files[0].date = new,
        Change::Sha1(new) => article.files[0].sha1 = new,
        Change::Sha256(new) => article.files[0].sha256 = new,
        Change::CodeText(new) => article.error_codes[0].text = new,
        Change::CodeSection(new) => article.error_codes[0].section = new,
        Change::KeySection(new) => article.registry[0].section = new,
        Change::Key(new) => article.registry[0].key = Some(new),
        Change::ReferenceId(new) => article.references[0].id = new,
        Change::ReferenceSection(new) => article.references[0].section = new,
    }
}

/// Words near the edge of what the schema allows, among others.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), Just("\n".to_owned()), ".{0,3}", "\\PC{1,12}"]
}

fn id() -> impl Strategy<Value = String> {
    prop_oneof!["s[0-9]{1,12}", "[sS]?[0-9a-z\n٣]{0,3}", Just("s1\n".to_owned())]
}

fn tag() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zA-Z]{1,9}", "[a-z]{2,8}(-[a-zA-Z0-9]{1,9}){0,3}", "[a-zé_-]{0,6}\n?"]
}

fn digest() -> impl Strategy<Value = String> {
    prop_oneof!["[0-9a-f]{39,41}", "[0-9A-F]{40}", "[0-9a-f]{63,65}", "[0-9A-F]{64}", "[0-9a-g]{64}", ".{0,2}"]
}

fn date() -> impl Strategy<Value = NaiveDate> {
    let year = prop_oneof![1900..2100, -20_i32..20, 9990..10_010, -262_000..262_000];
    (year, 1_u32..=365).prop_map(|(year, day)| NaiveDate::from_yo_opt(year, day).expect("in chrono's range"))
}

fn change() -> impl Strategy<Value = Change> {
    let named = || option::of(id());
    prop_oneof![
        word().prop_map(Change::SchemaVersion),
        word().prop_map(Change::Id),
        option::of(word()).prop_map(Change::Title),
        option::of(tag()).prop_map(Change::Language),
        word().prop_map(Change::Dialect),
        option::of(date()).prop_map(Change::Published),
        option::of(date()).prop_map(Change::Modified),
        option::of(date()).prop_map(Change::Reviewed),
        word().prop_map(Change::Product),
        digest().prop_map(Change::SourceDigest),
        prop_oneof![
            id().prop_map(Change::SectionId),
            named().prop_map(Change::Parent),
            (0_u8..3).prop_map(Change::Level),
            (0_u8..3).prop_map(Change::Depth),
            named().prop_map(Change::EventSection),
            option::of(date()).prop_map(Change::EventDate),
            word().prop_map(Change::Parameter),
            named().prop_map(Change::FileSection),
            word().prop_map(Change::FileName),
            option::of(vec(any::<u32>(), 0..3)).prop_map(Change::Parts),
        ],
        prop_oneof![
            option::of(date()).prop_map(Change::FileDate),
            option::of(digest()).prop_map(Change::Sha1),
            option::of(digest()).prop_map(Change::Sha256),
            word().prop_map(Change::CodeText),
            named().prop_map(Change::CodeSection),
            named().prop_map(Change::KeySection),
            word().prop_map(Change::Key),
            word().prop_map(Change::ReferenceId),
            named().prop_map(Change::ReferenceSection),
            option::of(digest()).prop_map(Change::Commit),
        ],
    ]
}

fn opinions(article: &Article) -> (Result<(), emit::Fault>, Vec<String>) {
    let value = serde_json::to_value(article).unwrap();
    // Of a block no place is told: it fits none of the choices.
    let places = SCHEMA.iter_errors(&value).map(|fault| fault.instance_path().to_string());
    (emit::check(article), places.collect())
}

#[test]
fn a_record_with_everything_in_it_is_valid_to_both() {
    assert_eq!(opinions(&full()), (Ok(()), Vec::new()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn typed_check_and_json_schema_agree(changes in vec(change(), 1..3)) {
        let mut article = full();
        for change in changes {
            apply(&mut article, change);
        }
        let (typed, schema) = opinions(&article);
        prop_assert_eq!(typed.is_ok(), schema.is_empty(), "typed: {:?}, schema: {:?}", typed, schema);
        if let Err(fault) = typed {
            let same = |place: &String| place.starts_with(&fault.place) || fault.place.starts_with(place.as_str());
            prop_assert!(schema.iter().any(same), "{fault} is not in {schema:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Lines are written by another crate than the one that defines what JSON is for this project.
    #[test]
    fn a_line_is_the_json_that_serde_json_writes(text in any::<String>(), control in vec(0u8..0x80, 0..64)) {
        let control: String = control.into_iter().map(char::from).collect();
        let mut article = full();
        article.title = Some(format!("t{control}{text}"));
        article.metadata.insert(format!("k{text}"), vec![control, text]);
        let line = emit::line(&article).unwrap();
        prop_assert_eq!(String::from_utf8(line.json).unwrap(), serde_json::to_string(&article).unwrap());
    }
}
