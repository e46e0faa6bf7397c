//! Terms of texts: what is found whole, by its parts, in another form, and in other words.

use super::*;
use proptest::prelude::*;

/// The terms of a form, each with its position.
fn of(form: Form, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    terms(text, &mut Stems::new(Language::ENGLISH), |term| {
        if term.form == form {
            found.push(format!("{}:{}", term.position, term.text));
        }
    });
    found
}

#[test]
fn stems_and_words_stand_at_the_same_places() {
    assert_eq!(of(Form::Stem, "Printing stopped."), ["0:print", "1:stop"]);
    assert_eq!(of(Form::Exact, "Printing stopped."), ["0:printing", "1:stopped"]);
}

#[test]
fn names_stand_whole_where_they_begin() {
    assert_eq!(of(Form::Whole, "Replace Tcpip.sys 5.2.3790.201 now"), ["1:tcpip.sys", "3:5.2.3790.201"]);
    assert_eq!(of(Form::Stem, "Tcpip.sys"), ["0:tcpip", "1:sys"]);
    assert_eq!(of(Form::Whole, "HKLM\\Software\\MyApp"), ["0:hklm\\software\\myapp"]);
    assert_eq!(of(Form::Compound, "HKLM\\Software\\MyApp"), ["2:myapp"]);
    assert_eq!(of(Form::Whole, "C++ and Schedule+"), ["0:c++", "2:schedule+"]);
    assert_eq!(of(Form::Compound, "uses RandomAdapters"), ["1:randomadapt"]);
    assert_eq!(of(Form::Stem, "randomadapter"), ["0:randomadapt"]);
    assert_eq!(of(Form::Whole, "RandomAdapter"), [""; 0], "a name of one word is that word");
}

#[test]
fn codes_have_one_spelling() {
    for text in ["0x80070005", "80070005", "-2147024891", "2147942405"] {
        assert_eq!(of(Form::Code, text), ["0:0x80070005"], "{text}");
    }
    assert_eq!(of(Form::Code, "STOP 0x00000050 (0xFB7D8C92, 0x0)"), ["1:0x50", "2:0xfb7d8c92", "3:0x0"]);
    assert_eq!(of(Form::Code, "Error c0000005 at 5774"), ["1:0xc0000005"]);
}

#[test]
fn what_has_other_words_has_their_term() {
    let [hang, stop] = ["it hangs", "it stops responding"].map(|text| of(Form::Concept, text));
    let term = hang[0].split_once(':').unwrap().1;
    assert!(stop.iter().any(|found| found.ends_with(term)), "{hang:?} {stop:?}");
}

#[test]
fn function_words_are_known_and_in_order() {
    for word in ["the", "how", "dont", "yours", "a"] {
        assert!(is_function_word(word), "{word}");
    }
    assert!(!is_function_word("server"));
}

proptest! {
    #[test]
    fn any_text_has_terms_in_order(text in "\\PC{0,120}|[a-zA-Z0-9x .\\\\_:+#'-]{0,120}") {
        for language in ["en", "de", "tr", "ja", "el", "ar"] {
            let mut last = 0;
            let mut stems = Stems::new(Language::of(Some(language)));
            let mut fault = None;
            let count = terms(&text, &mut stems, |term| {
                if term.position < last || text.get(term.start..term.end).is_none_or(str::is_empty) {
                    fault = Some(format!("{term:?}"));
                }
                last = term.position;
            });
            prop_assert_eq!(fault, None);
            prop_assert!(count == 0 || last < count);
        }
    }
}
