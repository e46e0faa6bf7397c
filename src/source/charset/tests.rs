//! Which bytes decode to which text? One layout or trap a case.

use super::*;

fn decode(bytes: Vec<u8>) -> Decoded {
    super::decode(bytes, None)
}

fn codes(decoded: &Decoded) -> Vec<Code> {
    decoded.diagnostics.iter().map(|d| d.code).collect()
}

fn page(declared: &str, body: &[u8]) -> Vec<u8> {
    let mut page = format!("<html><head>{declared}</head><body>").into_bytes();
    page.extend_from_slice(body);
    page.extend_from_slice(b"</body></html>");
    page
}

#[test]
fn marks_go_and_line_ends_become_one() {
    let decoded = decode(b"\xEF\xBB\xBFa\r\nb\rc\n\r\nd\r\r\ne\r".to_vec());
    assert_eq!(decoded.text, "a\nb\nc\n\nd\n\ne\n");
    assert_eq!(decode(b"\xFF\xFEa\0\r\0\n\0b\0".to_vec()).text, "a\nb");
    assert_eq!(decode(b"\xFE\xFF\0a\0\n".to_vec()).encoding, "UTF-16BE");
    assert_eq!(decode(b"\xFF\xFE\0\0a\0\0\0\xE9\0\0\0".to_vec()).text, "aé");
    let bare: Vec<u8> = "Größe: 12 KB\n".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    assert_eq!((decode(bare.clone()).text.as_str(), decode(bare).encoding), ("Größe: 12 KB\n", "UTF-32LE"));
    assert_eq!(decode(b"end of file\r\n\x1A".to_vec()).text, "end of file\n");
}

#[test]
fn declarations_are_found_in_every_spelling() {
    for declared in [
        "<meta charset=windows-1251>",
        "<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=windows-1251\">",
        "<meta content='text/html;charset=\"windows-1251\"' http-equiv='content-type' />",
        "<!-- <meta charset=utf-8> --><script>'<meta charset=big5>'</script><meta name=x content=y charset = cp1251 >",
    ] {
        let decoded = decode(page(declared, b"\xCF\xF0\xE8\xE2\xE5\xF2"));
        assert!(decoded.text.contains("Привет"), "{declared}");
        assert_eq!((decoded.encoding, codes(&decoded)), ("windows-1251", vec![]));
    }
    let xml = decode(b"<?xml version=\"1.0\" encoding='ISO-8859-2'?><p>\xB1</p>".to_vec());
    assert!(xml.text.contains('ą') && xml.encoding == "ISO-8859-2");
}

#[test]
fn a_quoted_declaration_is_text() {
    let text = b"SYMPTOMS\r\n========\r\n\r\nThe page has <META CHARSET=\"big5\"> \x93in it\x94.\r\n".to_vec();
    let decoded = decode(text);
    assert!(decoded.text.contains("“in it”"));
    assert_eq!(decoded.encoding, "windows-1252");
}

#[test]
fn names_that_do_not_exist_and_lies_are_told() {
    let unknown = decode(page("<meta http-equiv=content-type content='text/html; charset=iso-8591'>", b"caf\xE9"));
    assert!(unknown.text.contains("café"));
    assert_eq!(codes(&unknown), [Code::CharsetGuessed]);
    assert!(unknown.diagnostics[0].message.contains("`iso-8591`"));

    let lie = decode(page("<meta charset=utf-8>", b"It\x92s a \x93caf\xE9\x94"));
    assert!(lie.text.contains("It’s a “café”"));
    assert_eq!((lie.encoding, codes(&lie)), ("windows-1252", vec![Code::CharsetGuessed]));

    let saved_anew = decode(page("<meta charset=windows-1252>", "Änderungen prüfen".as_bytes()));
    assert!(saved_anew.text.contains("Änderungen prüfen"));
    assert_eq!((saved_anew.encoding, codes(&saved_anew)), ("UTF-8", vec![Code::CharsetGuessed]));

    // Two characters of windows-1252 that happen to look like one of UTF-8.
    let accident = decode(page("<meta charset=windows-1252>", b"MEN\xDC\xAE"));
    assert!(accident.text.contains("MENÜ®"));
}

#[test]
fn a_wrong_byte_does_not_cost_the_others() {
    for head in ["", "<meta charset=utf-8>"] {
        let decoded = decode(page(head, b"gr\xC3\xB6\xC3\x9Fer \x92 na\xC3\xAFve"));
        assert!(decoded.text.contains("größer \u{fffd} naïve"), "{head}");
        assert_eq!(codes(&decoded), [Code::CharsetReplaced]);
    }
    let cut = decode("Übergrößenträger".as_bytes()[..4].to_vec());
    assert_eq!(cut.encoding, "UTF-8");
    let sjis = decode(page("<meta charset=shift_jis>", b"\x8D\x80\x96\xDA\x8D\x80\x96\xDA\x8D\x80\x96\xDA"));
    assert_eq!(sjis.encoding, "Shift_JIS");
}

#[test]
fn sparse_western_text_is_what_the_web_takes_it_for() {
    let text =
        [b"The following files are available. ".repeat(40), b"Caf\xE9 \xA9 1998 \x97 Microsoft\xAE".to_vec()].concat();
    let decoded = decode(text);
    assert_eq!((decoded.encoding, codes(&decoded)), ("windows-1252", vec![Code::CharsetGuessed]));
}

#[test]
fn nothing_is_copied_when_nothing_changes() {
    let bytes = b"plain text\n".to_vec();
    let at = bytes.as_ptr();
    assert_eq!(decode(bytes).text.as_ptr(), at);
}

#[test]
fn every_sequence_of_bytes_gives_a_text() {
    for seed in 0u32..400 {
        let mut state = seed;
        let bytes: Vec<u8> = (0..seed)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                b"<meta charset=\"'/>\r\n\0\xFF\xFE\xEF\xBB\xBF\x1b$\xE9a"[(state >> 16) as usize % 30]
            })
            .collect();
        decode(bytes);
    }
}

#[test]
fn what_the_server_declared_counts_more_than_what_the_page_does() {
    let with = |server: &str, declared: &str, body: &[u8]| {
        let decoded = super::decode(page(declared, body), Some(server));
        (decoded.encoding, codes(&decoded))
    };
    let russian = b"\xCF\xF0\xE8\xE2\xE5\xF2";
    assert_eq!(with("windows-1251", "", russian), ("windows-1251", vec![]));
    assert_eq!(with("WINDOWS-1251", "<meta charset=iso-8859-1>", russian), ("windows-1251", vec![]));
    assert_eq!(with("utf-8", "<meta charset=windows-1251>", russian), ("windows-1251", vec![]));
    assert_eq!(with("nonsense", "<meta charset=windows-1251>", russian), ("windows-1251", vec![]));
    assert_eq!(with("utf-8", "<meta charset=windows-1251>", "Привет".as_bytes()), ("UTF-8", vec![]));
    let marked = super::decode([b"\xEF\xBB\xBF", "Привет".as_bytes()].concat(), Some("windows-1251"));
    assert_eq!((marked.encoding, marked.text.as_str()), ("UTF-8", "Привет"));
}
