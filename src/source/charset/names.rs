//! Which charset has a name? The Web's own list first, then names that mail programs, Java, Windows and Macs have
//! written into pages, which browsers do not know.

use encoding_rs::Encoding;

/// Names without signs, in lower case, and the Web's name for what they mean.
const NAMES: &[(&str, &str)] = &[
    ("maccyrillic", "x-mac-cyrillic"),
    ("xmaccyrillic", "x-mac-cyrillic"),
    ("macukrainian", "x-mac-cyrillic"),
    ("macroman", "macintosh"),
    ("applemacintosh", "macintosh"),
    ("xmacjapanese", "shift_jis"),
    ("cp932", "shift_jis"),
    ("ms932", "shift_jis"),
    ("windows31j", "shift_jis"),
    ("sjis", "shift_jis"),
    ("cp936", "gbk"),
    ("ms936", "gbk"),
    ("windows936", "gbk"),
    ("cp949", "euc-kr"),
    ("ms949", "euc-kr"),
    ("uhc", "euc-kr"),
    ("cp950", "big5"),
    ("ms950", "big5"),
    ("big5tw", "big5"),
    ("cp65001", "utf-8"),
    ("utf8mb4", "utf-8"),
    ("latin9", "iso-8859-15"),
    ("cp878", "koi8-r"),
];

/// The charset of a name as somebody wrote it.
pub fn encoding(name: &str) -> Option<&'static Encoding> {
    if let Some(found) = Encoding::for_label(name.as_bytes()) {
        return Some(found);
    }
    let bare: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    if let Some((_, known)) = NAMES.iter().find(|(other, _)| *other == bare) {
        return Encoding::for_label(known.as_bytes());
    }
    // `windows_1252`, `win1251`, `ISO_8859_2`, `8859_1`: the family's name in another spelling.
    let families = [
        ("windows", "windows-"),
        ("win", "windows-"),
        ("ms", "windows-"),
        ("iso8859", "iso-8859-"),
        ("8859", "iso-8859-"),
    ];
    families.iter().find_map(|(prefix, known)| {
        let number = bare.strip_prefix(prefix).filter(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))?;
        Encoding::for_label(format!("{known}{number}").as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_use_are_known_and_others_are_not() {
        for (name, charset) in [
            ("MacCyrillic", "x-mac-cyrillic"),
            ("mac-roman", "macintosh"),
            ("windows_1251", "windows-1251"),
            ("win-1250", "windows-1250"),
            ("ISO8859_2", "ISO-8859-2"),
            ("8859_1", "windows-1252"),
            ("MS932", "Shift_JIS"),
            ("cp1252", "windows-1252"),
        ] {
            assert_eq!(encoding(name).map(Encoding::name), Some(charset), "{name}");
        }
        for name in ["iso-8591", "IBM855", "", "windows-9999", "johab"] {
            assert_eq!(encoding(name), None, "{name}");
        }
    }
}
