//! Profiles are read or say what is wrong with them; articles are recognised, and are numbered as they say.

use super::*;

fn read(text: &str) -> Result<Profile, String> {
    Profile::read(Path::new("acme.toml"), text, &Vocabulary::default()).map_err(|e| e.to_string())
}

#[test]
fn every_compiled_in_publisher_is_read_and_has_one_name() {
    assert_eq!(built_in().len(), BUILT_IN.len());
    for (profile, (name, _)) in built_in().iter().zip(BUILT_IN) {
        assert_eq!(profile.publisher, *name);
    }
    for (name, known) in [
        ("Microsoft", Some("microsoft")),
        ("red-hat", Some("redhat")),
        ("Hewlett Packard Enterprise", Some("hpe")),
        ("technet", Some("microsoft")),
        ("Acme", None),
        ("", None),
    ] {
        assert_eq!(publisher(name), known, "{name}");
    }
}

#[test]
fn a_broken_profile_is_told_with_its_place_and_what_is_expected() {
    let head = "publisher = \"acme\"\n";
    for (text, place, said) in [
        ("publisher = \"acme\"\nhots = []", "line 2, column 1: ", "unknown field `hots`, expected one of `publisher`"),
        ("names = [\"Acme\"]", "", "missing field `publisher`"),
        ("publisher = \"Acme Inc\"", "line 1, column 13: ", "expected lower-case letters"),
        ("publisher = acme", "line 1, column 13: ", ""),
        (&format!("{head}date_order = \"us\""), "line 2, column 14: ", "expected one of `dmy`, `mdy`, `ymd`"),
        (
            &format!("{head}[[heading]]\nkind = \"symptom\"\nphrases = []"),
            "line 3, column 8: ",
            "expected one of `summary`",
        ),
        (&format!("{head}[[label]]\nkind = \"date\"\nphrases = []"), "line 3, column 8: ", "`modified`"),
        (&format!("{head}[[id]]\npattern = 'A-(\\d+'"), "line 3, column 11: ", "no regular expression: unclosed group"),
        (&format!("{head}[[id]]\npattern = 'A-\\d+'"), "line 3, column 11: ", "(?<id>…)"),
        (&format!("{head}[[id]]\npattern = '(?<id>\\w{{1000}}{{1000}})'"), "line 3, column 11: ", "size"),
        (&format!("{head}[[id]]\nprefix = 'A'\npattern = 'A'"), "line 3, column 10: ", "not both"),
        (&format!("{head}[[id]]\nwrite = 'A'"), "line 3, column 9: ", "neither `prefix` nor `pattern`"),
        (&format!("{head}[[id]]\nprefix = 'A'\nwrite = 'B'"), "line 4, column 9: ", "{number}"),
        (&format!("{head}[[id]]\nprefix = 'A'\nin = ['body']"), "line 4, column 7: ", "expected one of `url`"),
        (&format!("{head}hosts = ['https://a.example/']"), "line 2, column 10: ", "kb.example.com"),
        (&format!("{head}[html]\narticle = 'div..b'"), "line 3, column 11: ", "no CSS selector"),
    ] {
        let error = read(text).err().unwrap_or_else(|| panic!("was read: {text}"));
        assert!(error.starts_with(&format!("`acme.toml`: {place}")), "{text}: {error}");
        assert!(error.contains(said) && !error.contains('\n'), "{text}: {error}");
    }
}

#[test]
fn numbers_are_found_where_the_profile_says() {
    let profile = read(
        "publisher = \"acme\"\n[[id]]\npattern = 'ACME-(?<number>\\d+)'\nin = [\"title\", \"text\"]\n[[id]]\n\
         pattern = '/case/(?<number>\\d+)'\nin = [\"url\"]\nwrite = \"ACME-{number}\"\n[[id]]\nprefix = \"AB\"",
    );
    let profile = profile.unwrap_or_else(|e| panic!("{e}"));
    let find = |place, text| profile.numbers.iter().find_map(|n| n.find(place, text)).map(|f| (f.id, f.number));
    let acme = |number: u32| Some((format!("ACME-{number}"), Some(number)));
    assert_eq!(find(Place::Title, "ACME-12 stops"), acme(12));
    assert_eq!(find(Place::Url, "https://a.example/case/13?x"), acme(13));
    assert_eq!(find(Place::Url, "https://a.example/ACME-12"), None);
    assert_eq!(find(Place::Label, "AB1234"), Some(("AB1234".to_owned(), None)));
    assert_eq!(find(Place::Title, "ABC 1234"), None, "a prefix has digits behind it");
    assert_eq!(find(Place::Title, "ACME-99999999999"), Some(("ACME-99999999999".to_owned(), None)));
    let far = format!("{}ACME-12", "é".repeat(5000));
    assert_eq!(find(Place::Text, &far), None, "only the first lines are looked at");
}

#[test]
fn an_input_is_recognised_by_host_name_or_number() {
    let profile = read(
        "publisher = \"acme\"\nnames = [\"Acme Help\"]\nhosts = [\"kb.acme.example\"]\n[[id]]\npattern = 'ACME-(?<id>\\d+)'\nrecognises = true",
    );
    let profiles = Profiles::new(vec![profile.unwrap_or_else(|e| panic!("{e}"))], None);
    let known = |text: &str, form, url| profiles.choose(text, form, url).is_some();
    for page in [
        "<link href='https://kb.acme.example/1' rel=canonical>",
        "<META content=\"http://de.kb.acme.example/1\" property=\"og:url\">",
        "<meta property=og:site_name content='ACME help'>",
        "<!-- saved from url=(0027)http://kb.acme.example/one.htm -->",
        "<title>Stops (ACME-12)</title>",
    ] {
        assert!(known(&format!("<html><head>{page}</head><body>"), Form::Html, None), "{page}");
    }
    assert!(known("<p>", Form::Html, Some("https://KB.acme.example/1")));
    assert!(known("---\nurl: \"https://kb.acme.example/1\"\n---\n# Stops\n", Form::Markdown, None));
    assert!(known("Stops at night\n\nCase ACME-12\n", Form::Text, None));
    for (text, form) in [
        ("<html><head></head><body><a href='https://kb.acme.example/1'>ACME-12</a>", Form::Html),
        ("<link rel=canonical href='https://kb.acme.example.net/1'>", Form::Html),
        ("<link rel=canonical href='https://notkb.acme.example/1'>", Form::Html),
        ("See https://kb.acme.example/1 for more.", Form::Flat),
        ("<meta", Form::Html),
        ("<meta x='", Form::Html),
        ("", Form::Flat),
    ] {
        assert!(!known(text, form, None), "{text}");
    }
}

#[test]
fn a_named_publishers_profile_holds_where_no_other_does() {
    let profile = |text| read(text).unwrap_or_else(|e| panic!("{e}"));
    let both = || {
        vec![
            profile("publisher = \"acme\"\nhosts = [\"acme.example\"]"),
            profile("publisher = \"initech\"\nnames = [\"Initech Systems\"]"),
        ]
    };
    let chosen =
        |name, url| Profiles::new(both(), name).choose("", Form::Flat, url).map(|profile| profile.publisher.clone());
    assert_eq!(chosen(Some("Initech Systems"), None).as_deref(), Some("initech"));
    assert_eq!(chosen(Some("initech"), Some("http://acme.example/")).as_deref(), Some("acme"));
    assert_eq!(chosen(Some("other"), None), None);
    assert_eq!(chosen(None, None), None);
}

#[test]
fn what_stands_behind_titles_is_cut() {
    let profile = read("publisher = \"acme\"\ntitle_suffixes = [\" | Acme\"]").unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(profile.title("It stops | Acme"), "It stops");
    assert_eq!(profile.title(" | Acme"), " | Acme");
}
