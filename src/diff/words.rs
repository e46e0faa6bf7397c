//! What do the words of a text mean, and which of them weigh?
//!
//! Words are compared without case and marks. Of two texts that differ, [`Bag`]s say which words that bear meaning only
//! one of them has: words of grammar and manner are passed over, and words that guides use for one another are one.

use super::edit::stretches;
use foldhash::fast::FixedState;
use std::borrow::Cow;
use std::hash::{BuildHasher, Hash, Hasher};

/// The words of a text: letters and digits, with the marks that join them inside names, versions, paths and options.
/// Of scripts without spaces each letter is a word.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let begin = rest.char_indices().find(|&(start, c)| begins(text, at + start, c)).map(|(start, _)| at + start)?;
        let end = end_of(text, begin);
        at = end;
        Some(&text[begin..end])
    })
}

/// Does a word begin with this character? An option's mark counts: `/f`, `--force`, `-2147024891`, `%windir%`, `$env`.
fn begins(text: &str, at: usize, c: char) -> bool {
    if c.is_alphanumeric() {
        return true;
    }
    let before = text[..at].chars().next_back();
    let after = text[at + c.len_utf8()..].chars().next();
    matches!(c, '-' | '/' | '%' | '$' | '@' | '\\' | '.')
        && before.is_none_or(|b| b.is_whitespace() || matches!(b, '(' | '"' | '\'' | '`'))
        && after.is_some_and(|a| a.is_ascii_alphanumeric() || (matches!(c, '-' | '\\') && a == c))
}

/// Where the word that begins here ends.
fn end_of(text: &str, begin: usize) -> usize {
    let mut end = begin;
    for (at, c) in text[begin..].char_indices() {
        let next = begin + at + c.len_utf8();
        if is_unspaced(c) {
            return if at == 0 { next } else { begin + at };
        }
        if c.is_alphanumeric() {
            end = next;
        } else if c.is_whitespace() || !joins(c) || (at > 0 && next - end > 4) {
            break;
        }
    }
    end.max(begin + text[begin..].chars().next().map_or(0, char::len_utf8))
}

/// Does this stand within a name? At its end it does not belong to it.
fn joins(c: char) -> bool {
    matches!(c, '.' | '-' | '_' | '\\' | '/' | ':' | '%' | '$' | '@' | '+' | '#' | '\'' | '’' | '&' | '=' | ',')
}

/// Is this of a script that writes words without spaces between them?
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0EFF | 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// A digest of a text's words, which is that of every text with the same words, whatever their case and the marks between.
pub fn key(text: &str) -> u64 {
    let mut state = FixedState::with_seed(7).build_hasher();
    for word in words(text) {
        folded(word).hash(&mut state);
    }
    state.finish()
}

/// Do two texts have the same letters and digits, whatever stands between them, and wherever a word ends?
pub fn is_same(old: &str, new: &str) -> bool {
    let letters =
        |text: &'_ str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    key(old) == key(new) || letters(old) == letters(new)
}

/// A word without case.
pub fn folded(word: &str) -> Cow<'_, str> {
    let word = word.trim_end_matches([',', '\'', '’', ':', '=', '&', '#']);
    if word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.to_lowercase().replace('’', "'"))
    }
}

/// Does a word weigh: a number, a version, a code, a path, a file, an option, a negation?
pub fn is_weighty(word: &str) -> bool {
    let inner = word.trim_end_matches('.');
    word.bytes().any(|b| b.is_ascii_digit())
        || inner.contains(['\\', '_', '%', '$', '='])
        || word.starts_with(['-', '/', '\\', '@'])
        || inner.find('.').is_some_and(|at| at > 0 && inner.len() - at <= 5)
        || NEGATIONS.contains(&folded(word).as_ref())
}

/// Words that turn a sentence into its opposite.
const NEGATIONS: &[&str] = &[
    "not", "no", "never", "none", "without", "cannot", "unable", "nicht", "kein", "keine", "keinen", "nie", "ohne",
    "ne", "pas", "jamais", "sans", "nunca", "sin", "não", "sem", "non", "mai", "senza", "niet", "geen", "nooit",
    "zonder", "bez", "не", "нет", "без", "ikke", "inte", "utan", "uten", "uden", "ei",
];

/// Which of two texts a piece is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum In {
    /// In both, if with other white space; the new one's is given.
    Both,
    /// In the old one only.
    Old,
    /// In the new one only.
    New,
}

/// Two texts as pieces, split between words.
pub fn word_changes<'t>(old: &'t str, new: &'t str) -> Vec<(In, &'t str)> {
    pieces(old, new, |text| text.split_inclusive(char::is_whitespace).collect())
}

/// The same, split between lines.
pub fn line_changes<'t>(old: &'t str, new: &'t str) -> Vec<(In, &'t str)> {
    pieces(old, new, |text| text.split_inclusive('\n').collect())
}

fn pieces<'t>(old: &'t str, new: &'t str, split: impl Fn(&'t str) -> Vec<&'t str>) -> Vec<(In, &'t str)> {
    let (before, after) = (split(old), split(new));
    let ends = |pieces: &[&str]| -> Vec<usize> {
        let mut end = 0;
        [0].into_iter().chain(pieces.iter().map(|piece| (end += piece.len(), end).1)).collect()
    };
    let (old_ends, new_ends) = (ends(&before), ends(&after));
    let mut changes = Vec::new();
    for stretch in stretches(before.iter().map(|piece| piece.trim()), after.iter().map(|piece| piece.trim())) {
        let was = &old[old_ends[stretch.old.start]..old_ends[stretch.old.end]];
        let is = &new[new_ends[stretch.new.start]..new_ends[stretch.new.end]];
        if stretch.same {
            changes.push((In::Both, is));
            continue;
        }
        changes.extend([(In::Old, was), (In::New, is)].into_iter().filter(|(_, text)| !text.is_empty()));
    }
    changes
}

/// Words of grammar and manner, which bear no meaning of their own in a guide.
const EMPTY: &[&str] = &[
    "a",
    "an",
    "the",
    "this",
    "that",
    "these",
    "those",
    "such",
    "and",
    "or",
    "of",
    "in",
    "on",
    "at",
    "to",
    "for",
    "from",
    "by",
    "with",
    "as",
    "into",
    "is",
    "are",
    "be",
    "been",
    "was",
    "were",
    "it",
    "its",
    "you",
    "your",
    "we",
    "our",
    "then",
    "also",
    "please",
    "now",
    "just",
    "so",
    "there",
    "here",
    "which",
    "who",
    "can",
    "may",
    "will",
    "would",
    "should",
    "must",
    "have",
    "has",
    "had",
    "do",
    "does",
    "did",
    "following",
    "below",
    "above",
    "next",
    "more",
    "information",
    "see",
    "about",
    "some",
    "any",
    "when",
    "if",
    "microsoft",
    "within",
    "using",
    "use",
    "via",
    "s",
    "t",
    "up",
    "out",
    "than",
    "like",
    "well",
    "article",
    "section",
    "step",
    "steps",
    "e.g",
    "i.e",
    "use",
    "uses",
    "used",
    "using",
    "etc",
    "how",
    "they",
    "their",
    "them",
    "each",
    "all",
    "other",
    "new",
];

/// Words that guides use for one another, each with the one that stands for it.
const SAME: &[(&str, &str)] = &[
    ("click", "select"),
    ("choose", "select"),
    ("tap", "select"),
    ("press", "select"),
    ("pick", "select"),
    ("double-click", "select"),
    ("clicks", "select"),
    ("shown", "show"),
    ("shows", "show"),
    ("appears", "show"),
    ("appear", "show"),
    ("display", "show"),
    ("displayed", "show"),
    ("displays", "show"),
    ("receive", "get"),
    ("received", "get"),
    ("start", "open"),
    ("launch", "open"),
    ("enter", "type"),
    ("e-mail", "email"),
    ("log-on", "sign-in"),
    ("login", "sign-in"),
    ("logon", "sign-in"),
    ("problem", "issue"),
    ("problems", "issue"),
    ("try", "attempt"),
    ("trying", "attempt"),
    ("make", "ensure"),
    ("verify", "check"),
    ("confirm", "check"),
    ("occur", "happen"),
    ("occurs", "happen"),
    ("happens", "happen"),
    ("fix", "resolve"),
    ("fixes", "resolve"),
    ("solve", "resolve"),
    ("solves", "resolve"),
    ("solution", "resolve"),
    ("resolution", "resolve"),
    ("unless", "without"),
    ("unable", "not"),
    ("earlier", "previous"),
    ("overridden", "override"),
];

/// The words of a text that bear meaning, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bag(Vec<String>);

impl Bag {
    /// The words of a text.
    pub fn of(text: &str) -> Bag {
        let mut bag = Vec::new();
        for word in words(text) {
            let folded = folded(word);
            // `doesn't` is `does not`.
            if let Some(verb) = folded.strip_suffix("n't") {
                bag.push("not".to_owned());
                if verb == "ca" || EMPTY.contains(&verb) {
                    continue;
                }
            }
            if folded == "cannot" {
                bag.push("not".to_owned());
                continue;
            }
            let word = folded.strip_suffix("'s").unwrap_or(&folded);
            if EMPTY.contains(&word) {
                continue;
            }
            // `disk-related` is `disk related`, and `5-9` is no two numbers.
            if word.contains('-') && word.bytes().all(|b| b == b'-' || b.is_ascii_lowercase()) {
                bag.extend(word.split('-').filter(|part| !part.is_empty() && !EMPTY.contains(part)).map(meaning));
            } else {
                bag.push(meaning(word));
            }
        }
        bag.sort_unstable();
        Bag(bag)
    }

    /// The words of several texts together.
    pub fn join(bags: impl IntoIterator<Item = Bag>) -> Bag {
        let mut all: Vec<String> = bags.into_iter().flat_map(|bag| bag.0).collect();
        all.sort_unstable();
        Bag(all)
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Words that only this one has, and words that only the other has.
    pub fn apart<'b>(&'b self, other: &'b Bag) -> (Vec<&'b str>, Vec<&'b str>) {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        loop {
            match (a.peek(), b.peek()) {
                (Some(x), Some(y)) if x == y => drop((a.next(), b.next())),
                (Some(x), Some(y)) if x < y => left.extend(a.next().map(String::as_str)),
                (Some(_), None) => left.extend(a.next().map(String::as_str)),
                (_, Some(_)) => right.extend(b.next().map(String::as_str)),
                (None, None) => return (left, right),
            }
        }
    }

    /// Words that only this one has, whatever their number, each once.
    pub fn without<'b>(&'b self, other: &Bag) -> Vec<&'b str> {
        let mut words: Vec<&str> = self.0.iter().map(String::as_str).collect();
        words.dedup();
        words.retain(|word| other.0.binary_search_by(|have| have.as_str().cmp(word)).is_err());
        words
    }

    /// How alike two texts are: 1 with the same words, 0 with none in common.
    pub fn likeness(&self, other: &Bag) -> f32 {
        let (left, right) = self.apart(other);
        let all = self.len() + other.len();
        if all == 0 { 1.0 } else { 1.0 - (left.len() + right.len()) as f32 / all as f32 }
    }
}

fn meaning(word: &str) -> String {
    stem(SAME.iter().find(|(other, _)| *other == word).map_or(word, |(_, same)| same)).to_owned()
}

/// An English word without the endings that grammar asks for; others lose nothing that tells them apart.
fn stem(word: &str) -> &str {
    if word.len() < 5 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word;
    }
    let without = |ending: &&str| word.strip_suffix(*ending).filter(|stem| stem.len() >= 3 && !stem.ends_with('s'));
    let stem = ["ing", "es", "ed", "s"].iter().find_map(without).unwrap_or(word);
    let stem = stem.strip_suffix('e').unwrap_or(stem);
    // `notes` is no `not`.
    if NEGATIONS.contains(&stem) { word } else { stem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(words(text).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn names_versions_paths_and_options_are_words() {
        check("Tcpip.sys, 5.2.3790.201.", &["Tcpip.sys", "5.2.3790.201"]);
        check(
            "Run `sfc /scannow` or dism --force -2147024891",
            &["Run", "sfc", "/scannow", "or", "dism", "--force", "-2147024891"],
        );
        check(r"HKLM\System\Current (see %windir%\x)", &[r"HKLM\System\Current", "see", r"%windir%\x"]);
        check("it **doesn't** work: \"No\"", &["it", "doesn't", "work", "No"]);
        check("再起動 kb5", &["再", "起", "動", "kb5"]);
    }

    #[test]
    fn marks_and_case_do_not_count() {
        assert_eq!(key("**Click** Start, and\n then \"Run\"."), key("click start and then run"));
        assert_ne!(key("click start"), key("click stop"));
    }

    #[test]
    fn what_weighs_is_told_from_what_does_not() {
        for word in ["5", "0x80070005", "tcpip.sys", "/f", "--force", r"C:\x", "not", "MaxFree_x", "nicht"] {
            assert!(is_weighty(word), "{word}");
        }
        for word in ["server", "sentence.", "Start", "e"] {
            assert!(!is_weighty(word), "{word}");
        }
    }

    #[test]
    fn manner_is_passed_over_and_negation_is_not() {
        assert_eq!(Bag::of("Click the Start button"), Bag::of("Select Start button."));
        assert_eq!(Bag::of("It doesn't start"), Bag::of("it does not start"));
        assert_eq!(Bag::of("servers"), Bag::of("server"));
        assert_ne!(Bag::of("notes"), Bag::of("not"));
        assert_ne!(Bag::of("It does start"), Bag::of("it does not start"));
        assert_eq!(Bag::of("a b c").likeness(&Bag::of("a b c")), 1.0);
    }
}
