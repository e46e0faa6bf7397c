//! Changes are found, weighed, mirrored, and enough to make the one article of the other.

use super::*;
use crate::Options;
use crate::model::{Form, SourceInfo};
use crate::source::Document;
use proptest::prelude::*;
use serde_json::Value;

mod languages;

fn article(form: Form, text: &str) -> Article {
    let info = SourceInfo { path: "a".to_owned(), encoding: "UTF-8".to_owned(), ..SourceInfo::default() };
    let document = Document { info, text: text.to_owned(), form, diagnostics: Vec::new() };
    crate::parse(document, &Options::default()).unwrap()
}

fn markdown(text: &str) -> Article {
    article(Form::Markdown, &format!("# Printing fails\n\n{text}"))
}

/// The summaries of changes, those that matter with an exclamation mark.
fn said(old: &Article, new: &Article) -> Vec<String> {
    let diff = diff(old, new);
    let said = |change: &Change| format!("{}{}", if change.material { "!" } else { "" }, change.summary);
    diff.changes.iter().map(said).collect()
}

/// What must hold of any two contents.
fn hold(old: &Content, new: &Content) {
    let there = changes(old, new);
    assert_eq!(apply(old, &there).as_ref(), Ok(new), "{there:#?}");
    let back = changes(new, old).into_iter().map(Change::mirrored).collect();
    let back = told(back, old, new, found(old, new).1);
    assert_eq!(back, there);
}

const OLD: &str = "## Symptoms\n\nPrinting fails with error 0x80070005.\n\n## Resolution\n\n1. Open Services.\n2. Stop the spooler.\n3. Start the spooler.\n";

#[test]
fn nothing_differs_from_itself() {
    let article = markdown(OLD);
    assert_eq!(diff(&article, &article).changes, []);
}

#[test]
fn what_matters_is_told_from_what_does_not() {
    let old = markdown(OLD);
    let check = |from: &str, to: &str, expected: &[&str]| {
        assert!(OLD.contains(from));
        let new = markdown(&OLD.replace(from, to));
        assert_eq!(said(&old, &new), expected, "{from} → {to}");
        hold(&Content::of(&old), &Content::of(&new));
    };
    check("Open Services.", "**Open** Services", &["Resolution: step 1 changed: Open Services"]);
    check(
        "Open Services.",
        "Please launch the Services.",
        &["Resolution: step 1 changed: Please launch the Services."],
    );
    check("Stop the spooler", "Do not stop the spooler", &["!Resolution: step 2 changed: Do not stop the spooler."]);
    check(
        "2. Stop the spooler.\n",
        "2. Stop the spooler.\n2. Delete all of its waiting files.\n",
        &["!Resolution: step 3 added: Delete all of its waiting files."],
    );
    check("## Symptoms", "## Symptom", &["section “Symptoms” is now “Symptom”"]);
}

#[test]
fn a_form_is_no_difference() {
    let text = "DOCUMENT:Q100001\nTITLE   :Printing fails\nKEYWORDS:kbprint\n\nSYMPTOMS\n========\n\nPrinting fails with\nerror 0x80070005.\n\nRESOLUTION\n==========\n\n1. Open Services.\n\n2. Stop the spooler.\n\n3. Start the spooler.\n";
    let (old, new) = (article(Form::Text, text), markdown(OLD));
    assert_eq!(old.keywords, ["kbprint"]);
    let found = diff(&old, &new);
    assert!(found.changes.iter().all(|change| change.class == Class::Cosmetic), "{:#?}", said(&old, &new));
    let (old, new) = contents(&old, &new);
    hold(&old, &new);
}

#[test]
fn a_product_is_named_more_and_less_exactly() {
    let old = article(
        Form::Text,
        "DOCUMENT:Q100001\nTITLE   :Printing fails\n\nThe information in this article applies to:\n\n - Microsoft Visual FoxPro for Windows, versions 3.0, 5.0\n - Microsoft Windows NT Server version 4.0\n\nSUMMARY\n=======\n\nNothing is printed.\n",
    );
    let new = |products: &str| {
        article(
            Form::Markdown,
            &format!("# Printing fails\n\n_Applies to:_ &nbsp; {products}\n\n## Summary\n\nNothing is printed.\n"),
        )
    };
    let scope = |new: &Article| {
        let all = diff(&old, new).changes;
        all.into_iter().filter(|c| c.class == Class::Scope).map(|c| c.summary).collect::<Vec<_>>()
    };
    assert_eq!(scope(&new("Visual FoxPro, Windows NT Server 4.0")), Vec::<String>::new());
    assert_eq!(
        scope(&new("Visual FoxPro, Windows NT Server 3.51")),
        ["product removed: Microsoft Windows NT Server version 4.0", "product added: Windows NT Server 3.51"]
    );
}

#[test]
fn what_only_points_elsewhere_or_is_spelled_out_says_nothing_new() {
    let check = |old: &str, new: &str, is_material: bool| {
        let page =
            |text: &str| article(Form::Markdown, &format!("# Event 5774 is logged\n\n## Resolution\n\n{text}\n"));
        let found = diff(&page(old), &page(new));
        assert_eq!(found.material, is_material, "{old} → {new}: {:#?}", said(&page(old), &page(new)));
    };
    check("Stop it. See [Start a service](a.md).", "Stop it. See [How to begin with services](b.md).", false);
    check(
        "Stop it.",
        "Stop it.\n\nNeed help? Go to [Community forums](https://answers.microsoft.com/a) or [Printing forums](https://answers.microsoft.com/p).",
        false,
    );
    check("Turn on multi-factor authentication (MFA).", "Turn on MFA.", false);
    check("Open https://example.com/a and wait.", "Open https://example.com/b and wait.", false);
    check("Stop the service of 5774.", "Stop the service.", false);
    check("Stop the service of 5774.", "Stop the service of 5775.", true);
    check("Set /takeownership\nNotes", "Set /takeownership.", false);
    check(
        "Locate the folder drive :\\Documents and copy all files of the user.",
        "Locate the folder drive:\\Documents and copy all files of the user.",
        false,
    );
    check("```\n# Log in Connect-It\n```", "```\n# Log in\nConnect-It\n```", true);
    check("```\n# Log in now\nConnect-It\n```", "```\n# Log on now\nConnect-It\n```", false);
    check("```\nLog in\n  Connect-It\n```", "```\nLog in\nConnect-It\n```", false);
}

#[test]
fn a_link_that_leads_elsewhere_is_the_same_link() {
    let page = |target: &str| markdown(&format!("## Resolution\n\nSee [Start a service]({target}).\n"));
    let (old, new) = (page("https://answers.microsoft.com/a"), page("https://answers.microsoft.com/b"));
    let found = diff(&old, &new).changes;
    let [change] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!((change.class, change.kind), (Class::Cosmetic, ChangeKind::Changed));
    assert_eq!(change.summary, "reference: https://answers.microsoft.com/a → https://answers.microsoft.com/b");
    hold(&Content::of(&old), &Content::of(&new));
}

#[test]
fn a_section_under_another_heading_is_told_by_its_words() {
    let old =
        markdown("## First\n\nThe printer stops because its queue holds a broken job.\n\n## Last\n\nThat was all.\n");
    let new =
        markdown("## Why\n\nThe printer stops because the queue has a broken job in it.\n\n## Last\n\nThat was all.\n");
    let expected = [
        "section “First” is now “Why”",
        "Why: paragraph changed: The printer stops because the queue has a broken job in it.",
    ];
    assert_eq!(said(&old, &new), expected);
}

#[test]
fn what_only_went_elsewhere_says_what_it_said() {
    let old = markdown("## Resolution\n\nStop the spooler service and delete the files of the queue.\n");
    let new = markdown("## Resolution\n\n1. Stop the spooler service.\n2. Delete the files of the queue.\n");
    assert!(!diff(&old, &new).material, "{:#?}", said(&old, &new));
    let new = markdown("## Resolution\n\n1. Stop the spooler service.\n2. Delete the driver and its folder.\n");
    assert!(diff(&old, &new).material);
}

fn unit() -> impl Strategy<Value = Unit> {
    let shape = prop_oneof![Just(Shape::Paragraph), Just(Shape::Step), Just(Shape::Row), Just(Shape::Code)];
    (shape, "[a-d]{1,2}( [a-d1]{1,2}){0,3}").prop_map(|(shape, text)| Unit { shape, depth: 0, label: None, text })
}

fn any_content() -> impl Strategy<Value = Content> {
    use crate::model::SectionKind::*;
    let kind = prop_oneof![Just(Symptoms), Just(Cause), Just(Resolution), Just(Other)];
    let head =
        (prop::option::of("[A-C]"), 1u8..3, kind).prop_map(|(heading, level, kind)| Head { heading, level, kind });
    let part = (head, prop::collection::vec(unit(), 0..5)).prop_map(|(head, units)| Part { head, units });
    let record =
        ("(files|keywords|references)/[ab]", "[xy]").prop_map(|(key, value)| Record { key, value: Value::from(value) });
    let fields = prop::collection::btree_map("(title|kind)", "[xy]".prop_map(Value::from), 0..2);
    (fields, prop::collection::vec(record, 0..5), prop::collection::vec(part, 0..6)).prop_map(
        |(fields, records, sections)| {
            let mut content = Content { fields, records, sections, ..Content::default() };
            content.sort();
            content
        },
    )
}

proptest! {
    #[test]
    fn changes_make_the_one_of_the_other_and_mirror_each_other(old in any_content(), new in any_content()) {
        hold(&old, &new);
    }
}
