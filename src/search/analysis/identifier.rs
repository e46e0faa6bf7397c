//! Which identifiers are the same, however they are spelled? One term for each, in the index as in a query.
//!
//! Codes are told by their value, files by name in small letters, versions by their numbers, registry keys by their parts
//! with hives in short, articles by what their number is without its lead. Terms begin with a letter that says what they
//! are of, so that one field holds all of them.

use super::language::{folded, lower};
use crate::model::HIVES;

/// Between the parts of a term of several.
const BETWEEN: char = '\u{1f}';
/// Levels of a registry key that are looked for; what lies deeper is found by its last ones.
const MOST_LEVELS: usize = 24;
/// Bytes of the longest term; what is longer is nothing that anybody looks for.
pub const LONGEST_TERM: usize = 512;

/// An event by its number.
pub fn event(id: u32) -> String {
    format!("e{id}")
}

/// Events by their source.
pub fn source(name: &str) -> String {
    format!("s{}", name_of(name))
}

/// An event by number and source.
pub fn event_of(id: u32, source: &str) -> String {
    format!("e{id}{BETWEEN}{}", name_of(source))
}

/// A code by its value.
pub fn code(value: u64) -> String {
    format!("c{:x}", narrowed(value))
}

/// A code by its symbol.
pub fn symbol(name: &str) -> String {
    format!("y{}", name_of(name))
}

/// A file by its name, without its folder.
pub fn file(name: &str) -> String {
    format!("f{}", file_name(name))
}

/// A file by its name with the folders before it; none if it names no folder.
pub fn file_path(path: &str) -> Option<String> {
    let parts = path.split(['\\', '/']).filter(|part| !part.is_empty());
    let parts: Vec<String> = parts.take(MOST_LEVELS).map(name_of).collect();
    (parts.len() > 1).then(|| format!("f{}", parts.join("\\")))
}

/// A row of a file table by name and version; the terms of one name are in the order of their versions.
pub fn file_version(name: &str, version: &[u32]) -> String {
    format!("g{}{BETWEEN}{}", file_name(name), ordered(version))
}

/// Any file of a version; the terms are in the order of the versions.
pub fn version(version: &[u32]) -> String {
    format!("v{}", ordered(version))
}

/// An article by its own id or an alias.
pub fn article(id: &str) -> String {
    format!("k{}", id_of(id))
}

/// Articles by what they point to.
pub fn reference(id: &str) -> String {
    format!("m{}", id_of(id))
}

/// The name of a registry value.
pub fn value_name(name: &str) -> String {
    format!("n{}", name_of(name))
}

/// A registry key by its path: whole, or what it ends in. What is under it begins with the same and a backslash.
pub fn registry(path: &[String]) -> String {
    format!("r{}", path.join("\\"))
}

/// The product that an article applies to, and a keyword.
pub fn keyword(word: &str) -> String {
    format!("w{}", name_of(word))
}

/// A name in one spelling: small letters without accents, single blanks.
pub fn name_of(name: &str) -> String {
    let mut small = String::with_capacity(name.len());
    lower(name.trim(), &mut small);
    let words: Vec<&str> = small.split_whitespace().collect();
    let mut name = folded(&words.join(" ")).into_owned();
    if name.len() > LONGEST_TERM {
        let end = (0..=LONGEST_TERM).rev().find(|&end| name.is_char_boundary(end)).unwrap_or(0);
        name.truncate(end);
    }
    name
}

/// A file's name without its folder.
fn file_name(name: &str) -> String {
    name_of(name.rsplit(['\\', '/']).next().filter(|last| !last.is_empty()).unwrap_or(name))
}

/// The numbers of a version so that the order of the letters is theirs.
pub fn ordered(version: &[u32]) -> String {
    let mut parts = version;
    // `5.2` is `5.2.0.0`.
    while let [rest @ .., 0] = parts {
        parts = rest;
    }
    parts.iter().map(|part| format!("{part:08x}")).collect()
}

/// The numbers of a version: `5.2.3790.201`, `v6.1`; nothing if it is none.
pub fn version_parts(text: &str) -> Option<Vec<u32>> {
    let text = text.trim().trim_start_matches(['v', 'V']);
    let parts: Option<Vec<u32>> = text.split('.').take(9).map(|part| part.parse().ok()).collect();
    parts.filter(|parts| !parts.is_empty() && parts.len() <= 8)
}

/// An article's id in one spelling: Microsoft's numbers without `KB` or `Q`, others in small letters.
fn id_of(id: &str) -> String {
    let id = name_of(id);
    number_of(&id).map(str::to_owned).unwrap_or(id)
}

/// The number of an article of Microsoft's: `KB828333`, `Q828333`, `KB 828333`, `828333`.
pub fn number_of(id: &str) -> Option<&str> {
    let id = id.trim();
    let lead = id.bytes().take_while(|b| !b.is_ascii_digit()).count();
    let known = matches!(id[..lead].trim_end_matches([' ', '-', '#']).to_ascii_lowercase().as_str(), "" | "kb" | "q");
    let digits = id[lead..].trim_start_matches('0');
    let fits = (1..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    (known && fits).then_some(digits)
}

/// Which values a code may have, the likeliest first: `0x80070005`, `80070005`, `-2147024891`, `2147942405`, `7B`, `0Ah`.
pub fn values(text: &str) -> Vec<u64> {
    let text = text.trim().trim_start_matches('#');
    let mut values = Vec::new();
    let (negative, digits) = match text.strip_prefix(['-', '−', '–']) {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    if let Some(hexadecimal) = digits.strip_prefix("0x").or(digits.strip_prefix("0X")) {
        values.extend(hexadecimal_of(hexadecimal));
        return values;
    }
    let bare: String = digits.chars().filter(|&c| c != ',').collect();
    let decimal = bare.parse::<u64>().ok().filter(|_| bare.bytes().all(|b| b.is_ascii_digit()));
    if let (Some(decimal), true) = (decimal, negative) {
        let wide = decimal.wrapping_neg();
        values.push(if decimal <= 1 << 31 { wide & 0xffff_ffff } else { wide });
        return values;
    }
    let is_word = !bare.bytes().any(|b| b.is_ascii_digit());
    let unmarked = digits.strip_suffix(['h', 'H']).unwrap_or(digits);
    let marked = unmarked.len() < digits.len();
    let as_hexadecimal = hexadecimal_of(unmarked).filter(|_| !is_word && (marked || decimal.is_none()));
    // Eight digits are a code as the system prints it more often than a decimal number of tens of millions.
    let printed = hexadecimal_of(digits).filter(|_| digits.len() == 8 && !negative);
    values.extend(as_hexadecimal.or(printed));
    values.extend(decimal);
    values.dedup();
    values
}

fn hexadecimal_of(digits: &str) -> Option<u64> {
    let fits = (1..=16).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    u64::from_str_radix(digits, 16).ok().filter(|_| fits)
}

/// A value whose sign was carried into 64 bits is that of 32.
fn narrowed(value: u64) -> u64 {
    if value >> 31 == 0x1_ffff_ffff { value & 0xffff_ffff } else { value }
}

/// A code within a text in the one spelling that all its spellings get: `0x50` for `0x00000050`. A number without a mark
/// is taken for a code only if it looks like no other number.
pub fn code_word(text: &str, behind_minus: bool) -> Option<String> {
    let bytes = text.as_bytes();
    if bytes.len() > 18 || !bytes.first().is_some_and(u8::is_ascii_hexdigit) {
        return None;
    }
    let marked = matches!(bytes, [b'0', b'x' | b'X', ..]);
    let value = if marked {
        hexadecimal_of(&text[2..])?
    } else if bytes.iter().all(u8::is_ascii_digit) {
        match (bytes.len(), text.parse::<u64>().ok()?) {
            (10, value) if behind_minus && value <= 1 << 31 => (1 << 32) - value,
            (10, value) if (1 << 31..1 << 32).contains(&value) => value,
            (8, _) if text.starts_with("80") => hexadecimal_of(text)?,
            _ => return None,
        }
    } else {
        let letters = bytes.iter().any(u8::is_ascii_alphabetic) && bytes.iter().any(u8::is_ascii_digit);
        if bytes.len() != 8 || !letters {
            return None;
        }
        hexadecimal_of(text)?
    };
    Some(format!("0x{:x}", narrowed(value)))
}

/// The parts of a registry path in one spelling; none if it is none.
pub fn key_parts(path: &str) -> Vec<String> {
    let path = path.trim().trim_matches(['"', '[', ']', '\'']);
    let path = ["my computer\\", "computer\\"]
        .iter()
        .find_map(|lead| path.get(..lead.len()).filter(|l| l.eq_ignore_ascii_case(lead)).map(|_| &path[lead.len()..]))
        .unwrap_or(path);
    // A PowerShell drive: `HKLM:\SOFTWARE`.
    let parts = path.split('\\').map(|part| name_of(part.trim_end_matches(':'))).filter(|part| !part.is_empty());
    let mut parts: Vec<String> = parts.take(MOST_LEVELS).collect();
    if let Some(first) = parts.first_mut()
        && let Some((short, _)) = HIVES.iter().find(|(_, long)| first.eq_ignore_ascii_case(long))
    {
        *first = short.to_ascii_lowercase();
    }
    for part in &mut parts {
        let number = part.strip_prefix("controlset").filter(|n| n.len() == 3 && n.bytes().all(|b| b.is_ascii_digit()));
        if number.is_some() {
            *part = "currentcontrolset".to_owned();
        }
    }
    parts
}

/// Is this the name of a hive?
pub fn is_hive(word: &str) -> bool {
    let word = word.trim_end_matches(':');
    HIVES.iter().any(|(short, long)| word.eq_ignore_ascii_case(long) || word.eq_ignore_ascii_case(short))
}

/// All ends of a path, the whole one first: each is a term, so that a path is found by any of its ends.
pub fn ends_of(parts: &[String]) -> impl Iterator<Item = String> + '_ {
    (0..parts.len()).map(|from| registry(&parts[from..])).filter(|term| term.len() <= LONGEST_TERM)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_one_in_all_spellings() {
        for spelling in
            ["0x80070005", "0X80070005", "80070005", "80070005h", "-2147024891", "2147942405", "2,147,942,405"]
        {
            assert_eq!(values(spelling).first(), Some(&0x8007_0005), "{spelling}");
        }
        assert_eq!(code(0xffff_ffff_8007_0005), code(0x8007_0005));
        assert_eq!(values("0x00000050"), [0x50]);
        assert_eq!(values("7B"), [0x7b]);
        assert_eq!(values("0Ah"), [0x0a]);
        assert_eq!(values("10048"), [10048]);
        assert_eq!(values("-1811"), [0xffff_f8ed]);
        assert_eq!(values("20031015"), [0x2003_1015, 20_031_015]);
        for none in ["", "0x", "face", "add", "0x12345678901234567", "x", "-", "1.5"] {
            assert!(values(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn codes_in_texts_have_one_spelling() {
        for (text, minus, expected) in [
            ("0x00000050", false, Some("0x50")),
            ("c0000005", false, Some("0xc0000005")),
            ("80070005", false, Some("0x80070005")),
            ("2147024891", true, Some("0x80070005")),
            ("2147942405", false, Some("0x80070005")),
            ("20031015", false, None),
            ("2147024891", false, None),
            ("5774", false, None),
            ("facade", false, None),
            ("deadbeef", false, None),
        ] {
            assert_eq!(code_word(text, minus).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn keys_are_the_same_in_all_spellings() {
        let whole = key_parts("HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Tcpip");
        for spelling in [
            "HKLM\\System\\CurrentControlSet\\Services\\Tcpip",
            "hklm\\SYSTEM\\ControlSet001\\services\\tcpip\\",
            "HKLM:\\System\\CurrentControlSet\\Services\\\\Tcpip",
            "[HKEY_LOCAL_MACHINE\\System\\CurrentControlSet\\Services\\Tcpip]",
            "My Computer\\HKEY_LOCAL_MACHINE\\System\\CurrentControlSet\\Services\\Tcpip",
        ] {
            assert_eq!(key_parts(spelling), whole, "{spelling}");
        }
        let ends: Vec<String> = ends_of(&whole).collect();
        assert_eq!(ends[0], "rhklm\\system\\currentcontrolset\\services\\tcpip");
        assert_eq!(ends[3], "rservices\\tcpip");
        assert!(is_hive("HKLM:") && is_hive("hkey_users") && !is_hive("hkx"));
    }

    #[test]
    fn versions_stand_in_their_order() {
        let terms: Vec<String> = ["5.1", "5.2", "5.2.3790.201", "5.2.3790.1830", "10.0"]
            .iter()
            .map(|text| file_version("Tcpip.sys", &version_parts(text).unwrap()))
            .collect();
        assert!(terms.is_sorted(), "{terms:?}");
        assert_eq!(version(&[5, 2]), version(&[5, 2, 0, 0]));
        for none in ["", ".", "5.", "five", "1.2.3.4.5.6.7.8.9", "99999999999"] {
            assert_eq!(version_parts(none), None, "{none}");
        }
    }

    #[test]
    fn articles_are_known_by_their_number() {
        for spelling in ["KB828333", "kb 828333", "Q828333", "828333", "KB-828333"] {
            assert_eq!(article(spelling), "k828333", "{spelling}");
        }
        assert_eq!(article("MS10-073"), "kms10-073");
        assert_eq!(file("C:\\Windows\\System32\\Tcpip.sys"), file("TCPIP.SYS"));
        assert_eq!(file_path("os/System\\Oleaut32.dll").as_deref(), Some("fos\\system\\oleaut32.dll"));
        assert_eq!(file_path("Oleaut32.dll"), None);
        assert_eq!(event_of(5774, "NETLOGON"), event_of(5774, "Netlogon"));
    }
}
