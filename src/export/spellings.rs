//! In which ways may somebody write what identifies an article? Its numbers, event IDs, error codes, files, versions,
//! registry paths and the names in its text, each whole, in its other spellings and by its parts.
//!
//! All of them are words without white space in lower case: an engine need only split a query at white space and lower its
//! case to find them. What an article merely refers to is not among them.

use crate::model::{Article, CodeSpace, ErrorCode, HIVES};
use std::collections::HashSet;

/// The words by which an article is found, each once, those of its records first.
pub fn identifiers(article: &Article) -> Vec<String> {
    let mut words = Words::default();
    words.whole(&article.id);
    article.aliases.iter().for_each(|alias| words.whole(alias));
    if let Some(number) = article.number {
        [format!("kb{number}"), format!("q{number}"), number.to_string()].into_iter().for_each(|word| words.add(word));
    }
    for event in &article.events {
        event.event_id.iter().for_each(|id| words.add(id.to_string()));
        event.source.iter().for_each(|source| words.all(source));
    }
    for code in &article.error_codes {
        self::code(code).into_iter().for_each(|word| words.add(word));
        code.symbol.iter().for_each(|symbol| words.all(symbol));
    }
    for file in &article.files {
        words.all(&file.name);
        file.path.iter().for_each(|path| words.all(path));
        file.version.iter().for_each(|version| words.version(version));
    }
    for entry in &article.registry {
        entry.key.iter().for_each(|key| words.registry(key));
        entry.value_name.iter().for_each(|name| words.all(name));
    }
    let title = article.title.iter();
    let texts = title.chain(article.sections.iter().flat_map(|s| s.heading.iter().chain([&s.text])));
    for word in texts.flat_map(|text| text.split_whitespace()).map(trimmed).filter(|word| is_identifier(word)) {
        match word.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            true => words.version(word),
            false => words.all(word),
        }
    }
    words.list
}

/// The spellings of an error code: as written, in hexadecimal with and without `0x`, and as a decimal number with and
/// without a sign.
fn code(code: &ErrorCode) -> Vec<String> {
    let value = code.value;
    let mut out = vec![code.text.to_lowercase(), format!("0x{value:08x}"), format!("0x{value:x}"), value.to_string()];
    if let Ok(bits) = u32::try_from(value)
        && bits > i32::MAX as u32
    {
        out.extend([format!("{value:08x}"), bits.cast_signed().to_string()]);
    }
    if code.space == CodeSpace::Bugcheck {
        out.push(format!("{value:x}"));
    }
    out
}

/// Words that are gathered.
#[derive(Default)]
struct Words {
    known: HashSet<String>,
    list: Vec<String>,
}

/// The longest word that is kept: engines refuse terms of more bytes than 32,766, and nobody types one of these.
const LONGEST: usize = 512;

impl Words {
    fn add(&mut self, word: String) {
        if !word.is_empty() && word.len() <= LONGEST && self.known.insert(word.clone()) {
            self.list.push(word);
        }
    }

    /// A name as it is, in one word or several.
    fn whole(&mut self, name: &str) {
        name.split_whitespace().map(trimmed).for_each(|word| self.add(word.to_lowercase()));
    }

    /// A name and its parts: the components of a path, what stands between other signs, the words of `CamelCase`, digits
    /// behind letters.
    fn all(&mut self, name: &str) {
        self.whole(name);
        for component in name.split(['\\', '/']).map(trimmed) {
            self.whole(component);
            for piece in component.split(|c: char| !c.is_alphanumeric()).filter(|piece| !piece.is_empty()) {
                self.add(piece.to_lowercase());
                camel(piece).filter(|part| part.chars().count() > 1).for_each(|part| self.add(part.to_lowercase()));
            }
        }
    }

    /// A version, whole and by its beginnings of two numbers and more.
    fn version(&mut self, version: &str) {
        self.whole(version);
        let version = trimmed(version);
        version.match_indices('.').skip(1).for_each(|(end, _)| self.add(version[..end].to_lowercase()));
    }

    /// A path of the registry, its hive spelled out and in short.
    fn registry(&mut self, key: &str) {
        self.all(key);
        for (short, long) in HIVES {
            let root = key.get(..long.len()).filter(|root| root.eq_ignore_ascii_case(long));
            if let Some(rest) =
                root.map(|_| &key[long.len()..]).filter(|rest| rest.is_empty() || rest.starts_with('\\'))
            {
                self.whole(&format!("{short}{rest}"));
            }
        }
    }
}

/// A word without the signs around it; a minus before a number is of it.
fn trimmed(word: &str) -> &str {
    let end = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    let start = end.trim_start_matches(|c: char| !c.is_alphanumeric());
    let minus = end[..end.len() - start.len()].ends_with('-') && start.bytes().all(|b| b.is_ascii_digit());
    if minus && !start.is_empty() { &end[end.len() - start.len() - 1..] } else { start }
}

/// Is a word in running text a name rather than a word of the language?
fn is_identifier(word: &str) -> bool {
    let bytes = word.as_bytes();
    let mixed = bytes.iter().any(u8::is_ascii_digit) && bytes.iter().any(u8::is_ascii_alphabetic);
    let between = |sign: u8| {
        let inner =
            |triple: &[u8]| triple[1] == sign && triple[0].is_ascii_alphanumeric() && triple[2].is_ascii_alphanumeric();
        bytes.windows(3).any(inner)
    };
    let camel = || bytes.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    mixed || bytes.contains(&b'\\') || between(b'_') || bytes.len() > 4 && between(b'.') || camel()
}

/// The words of a name in which capitals or digits begin new ones.
fn camel(name: &str) -> impl Iterator<Item = &str> {
    let chars: Vec<(usize, char)> = name.char_indices().collect();
    let mut cuts = vec![0];
    for (nth, pair) in chars.windows(2).enumerate() {
        let ((_, before), (at, after)) = (pair[0], pair[1]);
        let next = chars.get(nth + 2).is_some_and(|(_, c)| c.is_lowercase());
        let capital =
            before.is_lowercase() && after.is_uppercase() || before.is_uppercase() && after.is_uppercase() && next;
        if capital || before.is_numeric() != after.is_numeric() {
            cuts.push(at);
        }
    }
    cuts.push(name.len());
    let parts: Vec<&str> =
        if cuts.len() > 2 { cuts.windows(2).map(|cut| &name[cut[0]..cut[1]]).collect() } else { Vec::new() };
    parts.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    fn all(name: &str) -> Vec<String> {
        let mut words = Words::default();
        words.all(name);
        words.list
    }

    #[test]
    fn names_are_found_whole_and_by_their_parts() {
        assert_eq!(all("Ntoskrnl.exe"), ["ntoskrnl.exe", "ntoskrnl", "exe"]);
        assert_eq!(all("UseDynamicDns"), ["usedynamicdns", "use", "dynamic", "dns"]);
        assert_eq!(all("Zone.Identifier"), ["zone.identifier", "zone", "identifier"]);
        assert_eq!(all("KB828333"), ["kb828333", "kb", "828333"]);
        assert!(all(r"C:\Windows\System32\drivers\tcpip.sys").contains(&"tcpip.sys".to_owned()));
    }

    #[test]
    fn codes_are_found_in_every_spelling() {
        let error = ErrorCode {
            text: "0x80070005".into(),
            value: 0x8007_0005,
            space: CodeSpace::Hresult,
            symbol: None,
            section: None,
            span: Span::default(),
        };
        let found = code(&error);
        for spelling in ["0x80070005", "80070005", "-2147024891", "2147942405"] {
            assert!(found.contains(&spelling.to_owned()), "{spelling}: {found:?}");
        }
    }

    #[test]
    fn hives_are_found_in_short() {
        let mut words = Words::default();
        words.registry(r"HKEY_LOCAL_MACHINE\System\CurrentControlSet");
        assert!(words.list.contains(&r"hklm\system\currentcontrolset".to_owned()), "{:?}", words.list);
        assert!(words.list.contains(&"currentcontrolset".to_owned()));
    }

    #[test]
    fn versions_are_found_by_their_beginnings() {
        let mut words = Words::default();
        words.version("5.2.3790.201");
        assert_eq!(words.list, ["5.2.3790.201", "5.2", "5.2.3790"]);
    }

    #[test]
    fn words_of_the_language_are_no_identifiers() {
        for word in ["read-only", "and/or", "Windows", "e.g", "step", "it's", "10"] {
            assert!(!is_identifier(word), "{word}");
        }
        for word in
            ["0x80070005", "E_ACCESSDENIED", "ntoskrnl.exe", "CamelCase", r"System\Current", "5.2.3790.201", "MS10-073"]
        {
            assert!(is_identifier(word), "{word}");
        }
        assert_eq!(
            (trimmed("(-2147024891)."), trimmed("\"tcpip.sys\","), trimmed("---")),
            ("-2147024891", "tcpip.sys", "")
        );
    }
}
