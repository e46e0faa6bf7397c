//! What is a word in another form of itself? Stems by the language of the text, and letters without their accents.

use frostem::{Algorithm, Stemmer};
use std::borrow::Cow;
use std::collections::HashMap;

/// The language of a text, as far as words are told apart by it: the one whose stems its words have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Language(Option<Algorithm>);

impl Language {
    /// English, which is also taken for granted where nothing is known.
    pub const ENGLISH: Language = Language(Some(Algorithm::English));

    /// Of a BCP 47 tag.
    pub fn of(tag: Option<&str>) -> Language {
        let Some(tag) = tag else { return Language::ENGLISH };
        let primary = tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
        // Names of algorithms are no tags.
        let primary = match primary.as_str() {
            "nb" | "nn" => "no",
            short if short.len() == 2 => short,
            _ => return Language(None),
        };
        Language(Algorithm::from_name(primary).ok())
    }

    /// Is it English?
    pub fn is_english(self) -> bool {
        self == Language::ENGLISH
    }
}

/// Stems that are asked for again and again: a text uses few words often.
const MOST_KEPT: usize = 1 << 16;
/// Bytes of the longest word that has a stem; longer ones are none of a language.
const LONGEST: usize = 40;

/// The stemmer of a language, with what it has found out.
pub struct Stems {
    stemmer: Option<Stemmer>,
    /// Words in small letters, and the place of their stem.
    known: HashMap<Box<str>, u32, foldhash::fast::FixedState>,
    stems: Vec<Stem>,
    /// Of a word that is not kept.
    passing: Stem,
    with_concepts: bool,
}

/// What a word is in the index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stem {
    /// Its stem, in small letters without accents.
    pub text: Box<str>,
    /// Its number among the words of [`super::concepts::Concepts`], 0 for none.
    pub concept: u16,
}

impl Stems {
    /// Of a language. What people use for one another is known of English words.
    pub fn new(language: Language) -> Stems {
        Stems { with_concepts: language.is_english(), ..Stems::alone(language) }
    }

    /// Of a language, without what is said in other words.
    pub fn alone(language: Language) -> Stems {
        Stems {
            stemmer: language.0.map(Stemmer::new),
            known: HashMap::default(),
            stems: Vec::new(),
            passing: Stem::default(),
            with_concepts: false,
        }
    }

    /// What a word in small letters is in the index; of what is no word of letters alone, the stem is itself.
    pub fn of(&mut self, lower: &str) -> &Stem {
        if let Some(&at) = self.known.get(lower) {
            return &self.stems[at as usize];
        }
        let letters = lower.len() <= LONGEST && !lower.bytes().any(|b| b.is_ascii() && !b.is_ascii_alphabetic());
        let stem = match &self.stemmer {
            Some(stemmer) if letters => stemmer.stem(lower),
            _ => Cow::Borrowed(lower),
        };
        let text: Box<str> = folded(&stem).into();
        let concept = if self.with_concepts { super::concepts::number(&text) } else { 0 };
        let stem = Stem { text, concept };
        if lower.len() > LONGEST || self.stems.len() >= MOST_KEPT {
            self.passing = stem;
            return &self.passing;
        }
        self.known.insert(lower.into(), self.stems.len() as u32);
        self.stems.push(stem);
        &self.stems[self.stems.len() - 1]
    }
}

/// Adds a text in small letters, wide forms of East Asian fonts as the plain ones.
pub fn lower(text: &str, out: &mut String) {
    if text.is_ascii() {
        let start = out.len();
        out.push_str(text);
        out[start..].make_ascii_lowercase();
        return;
    }
    for c in text.chars() {
        match c {
            '\u{ff01}'..='\u{ff5e}' => {
                let plain = char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c);
                out.extend(plain.to_lowercase());
            }
            _ => out.extend(c.to_lowercase()),
        }
    }
}

/// Latin letters without accents, and without marks of their own.
pub fn folded(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match base(c) {
            Some(plain) => out.push_str(plain),
            None if matches!(u32::from(c), 0x0300..=0x036F) => {}
            None => out.push(c),
        }
    }
    out.into()
}

/// The letters that somebody types who has not got this one.
fn base(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'ª' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'º' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'þ' => "th",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stem(language: &str, word: &str) -> String {
        let mut small = String::new();
        lower(word, &mut small);
        Stems::new(Language::of(Some(language))).of(&small).text.to_string()
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (language, one, other) in [
            ("en", "Printing", "printed"),
            ("en-US", "services", "Service"),
            ("de-DE", "Fehlern", "fehler"),
            ("fr", "résolution", "résolutions"),
            ("ru", "сервера", "сервер"),
        ] {
            assert_eq!(stem(language, one), stem(language, other), "{language}");
        }
        assert_ne!(stem("ja", "services"), stem("ja", "service"), "no stemmer, no stems");
    }

    #[test]
    fn stems_have_no_capitals_and_no_accents() {
        assert_eq!(stem("fr", "RÉSEAU"), stem("fr", "reseau"));
        assert_eq!(stem("de", "Größe"), "gross");
        assert_eq!(stem("ja", "ＤＨＣＰ"), "dhcp");
        assert_eq!(stem("en", "x25"), "x25");
        assert_eq!(stem("cs", "Řešení"), "resen");
    }
}
