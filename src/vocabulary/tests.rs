//! Every compiled-in file is read, and phrases are found as headings come.

use super::*;

#[test]
fn every_language_has_the_parts_of_the_template() {
    let vocabulary = Vocabulary::built_in();
    assert_eq!(vocabulary.languages().len(), BUILT_IN.len());
    for (at, language) in vocabulary.languages().iter().enumerate() {
        use SectionKind::*;
        for kind in
            [Summary, Symptoms, Cause, Resolution, Workaround, Status, MoreInformation, References, Prerequisites]
        {
            let spoken = vocabulary.phrases.iter().zip(&vocabulary.spoken);
            let known = spoken.filter(|(p, s)| p.role.kind == kind && *s & (1 << at) != 0).count();
            assert!(known > 0, "{language} has no words for {kind:?}");
        }
    }
}

#[test]
fn phrases_are_folded_and_found_in_any_case() {
    let vocabulary = Vocabulary::built_in();
    assert!(vocabulary.phrases().iter().all(|p| p.text == fold(&p.text) && !p.text.is_empty()));
    for (text, found) in [
        ("RESOLUTIONSTATUSThis", vec!["RESOLUTION", "STATUS"]),
        ("ResolutionSTATUSThis", vec!["Resolution", "STATUS"]),
        ("SYMPTOMSet", vec!["SYMPTOM"]),
        ("LÖSUNG Lösung SYMPTÔMES", vec!["LÖSUNG", "Lösung", "SYMPTÔMES"]),
        // Greek capitals have no accents, and one letter for what ends words and what does not.
        ("ΣΥΜΠΤΩΜΑΤΑ Αιτία ΑΝΑΦΟΡΕΣ", vec!["ΣΥΜΠΤΩΜΑΤΑ", "Αιτία", "ΑΝΑΦΟΡΕΣ"]),
        ("STATUSSNA", vec!["STATUS"]),
        ("Hotfix replacement information", vec!["Hotfix replacement information"]),
    ] {
        let hits: Vec<&str> = vocabulary.finder().find(text).map(|h| &text[h.start..h.end]).collect();
        assert_eq!(hits, found);
    }
}

#[test]
fn a_users_file_wins() {
    let text =
        "language = \"x-own\"\n[[heading]]\nkind = \"cause\"\nrank = \"section\"\nphrases = [\"Why?\", \"Status\"]\n";
    let own = Vocabulary::with_file(Path::new("own.toml"), text).expect("valid");
    assert_eq!(own.role("Why?").map(|r| r.kind), Some(SectionKind::Cause));
    assert_eq!(own.role("STATUS:").map(|r| r.kind), Some(SectionKind::Cause));
    assert_eq!(own.finder().find("STATUSThis").count(), 1);
    assert!(Vocabulary::with_file(Path::new("bad.toml"), "heading = 1").is_err());
}

#[test]
fn numbers_ornaments_and_subjects_leave_a_heading_its_role() {
    use SectionKind::*;
    let vocabulary = Vocabulary::built_in();
    for (heading, kind) in [
        ("Resolution 2", Some(Resolution)),
        ("Solution 4a:", Some(Resolution)),
        ("1. Cause", Some(Cause)),
        ("Cause 1: the service is stopped", Some(Cause)),
        ("Resolution for cause 1", Some(Resolution)),
        ("✅ Solution", Some(Resolution)),
        ("II. Symptoms", Some(Symptoms)),
        ("Symptoms¶", Some(Symptoms)),
        ("ΠΕΡΙΣΣΟΤΕΡΕΣ ΠΛΗΡΟΦΟΡΙΕΣ:", Some(MoreInformation)),
        ("Problemumgehungen für die Sicherheitsanfälligkeit", Some(Workaround)),
        ("Problem/Symptome", Some(Symptoms)),
        ("Cause / Resolution", None),
        ("Statusbar", None),
        ("Preparation for the cause", None),
        ("for", None),
        ("1.", None),
    ] {
        assert_eq!(vocabulary.role(heading).map(|r| r.kind), kind, "{heading}");
    }
}
