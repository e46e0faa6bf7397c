//! Which value does the sentence around a key name?
//!
//! `Create a DWORD named X with the value 1 under KEY`, `Add a string value named X to the following registry key:`, `in KEY,
//! create the DWORD value X and set it to 2`: a type or the word `value` leads to a name that is built as identifiers
//! are. Other languages put their own word between the type and the name (`DWORD-Wert X`, `DWORD 值 X`).

use super::name::{in_name, is_identifier};
use super::value::{Value, kind, kind_of};

/// How far before a key its sentence is looked at, and how far behind.
const REACH: usize = 200;
/// What stands between a type and the name of a value, in bytes.
const LONGEST_GAP: usize = 40;
/// Words between a type, or the word `value`, and the name.
const BETWEEN: &[&str] = &[
    "value",
    "entry",
    "parameter",
    "named",
    "called",
    "with",
    "the",
    "name",
    "registry",
    "32-bit",
    "64-bit",
    "bit",
    "wert",
    "namens",
    "mit",
    "dem",
    "namen",
    "valeur",
    "nommée",
    "nommé",
    "valor",
    "llamado",
    "denominado",
    "con",
    "el",
    "nombre",
    "valore",
    "denominato",
    "nome",
    "chamado",
    "com",
    "waarde",
    "naam",
    "met",
    "de",
    "värde",
    "værdi",
    "verdi",
    "параметр",
    "параметра",
    "с",
    "именем",
    "wartość",
    "o",
    "nazwie",
    "hodnotu",
    "s",
    "názvem",
    "值",
    "名为",
    "名為",
    "名称为",
    "値",
    "値の",
    "값",
];

/// The value that a sentence names before the key or behind it. `head` is what stands between the key before this one and
/// it, `tail` what follows it, up to the next key if there is one.
pub fn value(head: &str, tail: &str, is_last: bool) -> Option<Value> {
    before(&head[head.floor_char_boundary(head.len().saturating_sub(REACH))..]).or_else(|| {
        let near = &tail[..tail.floor_char_boundary(REACH)];
        behind(near, is_last || near.len() < tail.len())
    })
}

/// In the sentence that leads to the key: `… named X to the following registry key:`.
fn before(text: &str) -> Option<Value> {
    let from = text.rmatch_indices(['.', '!', '?', ';', '。']).find(|&(at, mark)| ends_sentence(text, at, mark));
    let sentence = &text[from.map_or(0, |(at, mark)| at + mark.len())..];
    let (value, rest) = named(sentence)?;
    // Between the name and the key the sentence says that the one is in the other, or what the data is.
    let places = [
        "in", "under", "at", "to", "of", "from", "on", "below", "unter", "im", "dans", "sous", "en", "bajo", "sotto",
        "em", "sob",
    ];
    let mut words = rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.any(|word| places.contains(&word)).then(|| Value { data: data(rest), ..value })
}

/// In the sentence that goes on behind the key: `, create the DWORD value X and set it to 2`. One that leads on to another
/// key speaks of that.
fn behind(text: &str, is_last: bool) -> Option<Value> {
    let line = text.split("\n\n").next().unwrap_or("");
    let until = line.match_indices(['.', '!', '?', ';', '。']).find(|&(at, mark)| ends_sentence(line, at, mark));
    if until.is_none() && line.len() == text.len() && !is_last {
        return None;
    }
    let sentence = &line[..until.map_or(line.len(), |(at, _)| at)];
    let (value, rest) = named(sentence)?;
    Some(Value { data: data(rest), ..value })
}

fn ends_sentence(text: &str, at: usize, mark: &str) -> bool {
    mark == "。" || text[at + mark.len()..].starts_with(char::is_whitespace)
}

/// The value that a sentence names, and what stands behind the name.
fn named(sentence: &str) -> Option<(Value, &str)> {
    let words = sentence.match_indices(|c: char| c.is_alphabetic()).map(|(at, _)| at);
    let mut done = 0;
    for at in words {
        if at < done {
            continue;
        }
        let word = &sentence[at..];
        let word = &word[..word.bytes().take_while(|&b| in_name(b)).count()];
        done = at + word.len().max(1);
        let spelled = kind(word).map(|(kind, _)| kind).or_else(|| {
            let typed = word.eq_ignore_ascii_case("dword") || word.eq_ignore_ascii_case("qword");
            typed.then(|| kind_of(word)).flatten()
        });
        let noun = word == "value" || word == "entry";
        if spelled.is_none() && !noun {
            continue;
        }
        let Some((name, rest)) = name_behind(&sentence[done..], spelled.is_none()) else { continue };
        // `a string value named X`
        let before = sentence[..at].trim_end().rsplit(' ').next().unwrap_or("");
        let kind = spelled.or_else(|| kind_of(before));
        return Some((Value { name: Some(name.to_owned()), kind, data: None }, rest));
    }
    None
}

/// The name behind a type or the word `value`, which must be called a name there, and what follows it.
fn name_behind(text: &str, must_be_called: bool) -> Option<(&str, &str)> {
    let mut rest = text;
    let mut called = false;
    while text.len() - rest.len() <= LONGEST_GAP {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || "\"'`*()-–“”„«»「」,".contains(c));
        // Behind a type, a colon has the data: `TPname:REG_SZ:localLUalias`.
        rest = if called { rest.trim_start_matches([':', ' ', '`', '*', '"']) } else { rest };
        let length = rest.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
        let word = &rest[..length];
        let ascii = &rest[..rest.bytes().take_while(|&b| in_name(b)).count()];
        if is_identifier(ascii) && !rest[ascii.len()..].starts_with(['\\', '/']) {
            return (called || !must_be_called).then_some((ascii, &rest[ascii.len()..]));
        }
        let folded = word.to_lowercase();
        if word.is_empty() || !BETWEEN.contains(&folded.as_str()) {
            return None;
        }
        called |= matches!(folded.as_str(), "named" | "called" | "name");
        rest = &rest[length..];
    }
    None
}

/// The number that the value is set to: `with a value of 1`, `and set it to 0x2`, `数值数据设为 2`.
fn data(rest: &str) -> Option<String> {
    const LEADS: &[&str] = &[
        "value of ",
        "the value ",
        "with value ",
        "set it to ",
        "set its value to ",
        "set to ",
        "value to ",
        "设为",
        "設定為",
        "设置为",
    ];
    let at = LEADS.iter().filter_map(|lead| rest.find(lead).map(|at| at + lead.len())).min()?;
    let number = rest[at..].trim_start_matches([' ', '"', '\'', '`', '“']);
    let length = number.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let number = &number[..length];
    let digits = number.strip_prefix("0x").unwrap_or(number);
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
    (is_number && number.starts_with(|c: char| c.is_ascii_digit())).then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(before: &str, behind: &str) -> Option<[String; 3]> {
        let value = value(before, behind, true)?;
        Some([value.name, value.kind, value.data].map(|field| field.unwrap_or_default()))
    }

    #[test]
    fn a_sentence_names_the_value_before_the_key_or_behind_it() {
        let cases = [
            ("Create a DWORD named FilterPolicy with the value 1 under ", ".", ["FilterPolicy", "REG_DWORD", "1"]),
            ("Add the DWORD FilterPolicy with value 1 in ", ".", ["FilterPolicy", "REG_DWORD", "1"]),
            (
                "Add a new string value named KeepRas to the following registry key:\n\n  ",
                "\n\nb.",
                ["KeepRas", "REG_SZ", ""],
            ),
            ("In the registry value named MessageFile found at ", ", verify", ["MessageFile", "", ""]),
            (
                "Stop it. In ",
                ", create the DWORD (32-bit) value LimitUse and set it to 0x2. Restart.",
                ["LimitUse", "REG_DWORD", "0x2"],
            ),
            ("Erstellen Sie unter ", " den DWORD-Wert LimitUse.", ["LimitUse", "REG_DWORD", ""]),
            (
                "在注册表项 ",
                " 中新建 DWORD 值 LimitUse，数值数据设为 2，然后重新启动。",
                ["LimitUse", "REG_DWORD", "2"],
            ),
        ];
        for (before, behind, expected) in cases {
            assert_eq!(of(before, behind), Some(expected.map(str::to_owned)), "{before}…{behind}");
        }
    }

    #[test]
    fn a_sentence_that_leads_to_another_key_speaks_of_that() {
        let behind = " and add a DWORD value named FilterPolicy under ";
        assert_eq!(value("Open ", behind, false), None);
        assert!(value("Open ", behind, true).is_some() && value(behind, "", true).is_some());
        assert!(value("In ", ", add a DWORD named FilterPolicy. Then open ", false).is_some());
    }

    #[test]
    fn words_and_other_sentences_name_none() {
        for (before, behind) in [
            ("Create a DWORD named FilterPolicy. Then open ", "."),
            ("Change the value under ", " to 1."),
            ("A DWORD value is under ", ", as SharePoint expects."),
            ("Delete ", ". Create a DWORD named FilterPolicy."),
            ("the value of PowerPoint in ", ""),
            ("EXENAME:REG_SZ:localAlias is the syntax in ", " of Windows NT"),
        ] {
            assert_eq!(of(before, behind), None, "{before}…{behind}");
        }
    }
}
