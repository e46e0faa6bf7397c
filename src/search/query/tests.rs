//! Queries: what is words, what is meant strictly, and what is said of what cannot be understood.

use super::*;
use proptest::prelude::*;

fn fields(query: &Query) -> Vec<(&'static str, &str)> {
    query.filters().iter().map(|filter| (filter.field.name(), filter.value.as_str())).collect()
}

#[test]
fn words_phrases_exclusions_and_filters_are_told_apart() {
    let query = Query::parse(
        "slow logon \"access is denied\" -cluster -\"service pack\" event:5774 Source:NETLOGON product:\"Windows Server 2003\"",
    );
    assert_eq!(query.words, "slow logon");
    assert_eq!(query.phrases, ["access is denied"]);
    let excluded: Vec<&str> = query.excluded.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(excluded, ["cluster", "service pack"]);
    assert_eq!(fields(&query), [("event", "5774"), ("source", "NETLOGON"), ("product", "Windows Server 2003")]);
    assert_eq!(query.notes(), []);
}

#[test]
fn values_mean_what_people_write() {
    let query =
        Query::parse("kind:how-to section:\"more information\" before:2004 after:2001-06 version:>=5.2 lang:de");
    let conditions: Vec<&Condition> = query.filters().iter().map(|filter| &filter.condition).collect();
    let date = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    assert_eq!(
        conditions,
        [
            &Condition::Kind(Kind::HowTo),
            &Condition::Role(SectionKind::MoreInformation),
            &Condition::Days(date(2004, 1, 1), date(2005, 1, 1)),
            &Condition::Days(date(2001, 6, 1), date(2001, 7, 1)),
            &Condition::Version(VersionTest::AtLeast, vec![5, 2]),
            &Condition::Text("de".into()),
        ]
    );
    for (value, kind) in [("symptom", SectionKind::Symptoms), ("Cause", SectionKind::Cause)] {
        let query = Query::parse(&format!("section:{value}"));
        assert_eq!(query.filters()[0].condition, Condition::Role(kind));
    }
}

#[test]
fn what_cannot_be_a_filter_is_words_with_a_note() {
    for (text, said) in [
        ("before:soon", "a year, a month or a day"),
        ("event:abc", "a number"),
        ("kind:novel", "one of `problem`"),
        ("version:new", "a version"),
        ("prodcut:windows", "`product:` is one"),
        ("\"never closed", "not closed"),
        ("year:20041", "a year"),
        ("after:2004-13", "a year, a month"),
    ] {
        let query = Query::parse(text);
        assert_eq!(query.filters(), [], "{text}");
        assert!(!query.is_empty(), "{text}");
        assert!(query.notes().iter().any(|note| note.message.contains(said)), "{text}: {:?}", query.notes());
    }
}

#[test]
fn colons_and_minus_signs_of_other_kinds_are_words() {
    for text in [
        "http://support.example/kb",
        "c:\\windows\\system32",
        "Event ID:5774",
        "Error: 5",
        "STOP 0x0000000A (0x0, 0x2)",
        "error -2147024891",
        "atan2(0,0) -1.#IND00",
        "3.5\" disk",
        "event: 5774",
        "mm:ss",
        "a - b",
    ] {
        let query = Query::parse(text);
        assert_eq!((query.words.as_str(), query.notes()), (text, &[][..]), "{text}");
        assert!(query.filters.is_empty() && query.excluded.is_empty() && query.phrases.is_empty(), "{text}");
    }
}

#[test]
fn conditions_can_be_added() {
    let query = Query::parse("printer").with("product", "Windows 2000").with("kind", "fix");
    assert_eq!(query.text(), "printer product:\"Windows 2000\" kind:fix");
    assert_eq!(fields(&query), [("product", "Windows 2000"), ("kind", "fix")]);
    assert!(Query::parse(" ,;- \"\" ").is_empty());
}

#[test]
fn long_queries_are_cut() {
    let query = Query::parse(&"é".repeat(10_000));
    assert!(query.words.len() <= 4096 && query.notes().len() == 1);
}

proptest! {
    #[test]
    fn any_text_is_a_query(text in "\\PC{0,200}|[a-z:\"\\- ><=.0-9]{0,200}") {
        let query = Query::parse(&text);
        let _ = query.clone().with("kind", "fix").with("product", &text);
        prop_assert!(query.words.len() <= text.len() + 1);
    }
}
