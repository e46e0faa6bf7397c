//! What do words mean, and which of them weigh?
//!
//! Of two texts that differ, [`Bag`]s say which words that bear meaning only one of them has: words of grammar and manner
//! are passed over, and words that guides use for one another are one. A text's negations are words of the bag, too,
//! however its language has them.

use super::words::{folded, is_unspaced, words};
use aho_corasick::AhoCorasick;
use foldhash::fast::FixedState;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;
use std::sync::LazyLock;

/// Words of grammar and manner, which bear no meaning of their own in a guide.
static EMPTY: LazyLock<HashSet<&str, FixedState>> = LazyLock::new(|| {
    "a an the this that these those such and or of in on at to for from by with as into is are be been was were it its \
     you your we our then also please now just so there here which who can may will would should must have has had do \
     does did following below above next more information see about some any when if microsoft within using use uses \
     used via s t up out than like well article section step steps e.g i.e etc how they their them each all other new based"
        .split_whitespace()
        .collect()
});

/// Words that guides use for one another, each behind the one that stands for it.
static SAME: LazyLock<HashMap<&str, &str, FixedState>> = LazyLock::new(|| {
    let groups = [
        "select click clicks choose tap press pick double-click",
        "show shown shows appear appears display displayed displays",
        "get receive received",
        "open start launch",
        "type enter",
        "email e-mail",
        "sign-in log-on login logon",
        "issue problem problems",
        "attempt try trying",
        "ensure make",
        "check verify confirm",
        "happen occur occurs happens",
        "resolve fix fixes solve solves solution resolution",
        "without unless",
        "not unable",
        "previous earlier",
        "override overridden",
        "computer computers machine machines pc",
    ];
    let pairs = groups.into_iter().filter_map(|group| group.split_once(' '));
    pairs.flat_map(|(same, others)| others.split(' ').map(move |other| (other, same))).collect()
});

/// Words that turn a sentence into its opposite.
static NEGATIONS: LazyLock<HashSet<&str, FixedState>> = LazyLock::new(|| {
    let languages = [
        "not no never none without cannot unable neither nor nothing",
        "nicht kein keine keinen keiner keinem keines nie niemals ohne weder",
        "ne pas jamais sans aucun aucune",
        "nunca sin ningún ninguna tampoco",
        "não nunca sem nenhum nenhuma",
        "non mai senza nessun nessuna",
        "niet geen nooit zonder",
        "ikke inte ej aldrig utan uten uden ingen inga intet",
        "nie nigdy bez žádný",
        "не нет без нельзя никогда немає",
        "ei eivät älä",
        "nem nincs nélkül",
        "değil yok hayır",
        "không chưa đừng",
        "tidak bukan jangan tanpa",
        "δεν μην χωρίς",
        "nu fără",
        "नहीं बिना",
        "لا لم لن ليس بدون",
        "לא אין ללא",
    ];
    languages.into_iter().flat_map(|words| words.split(' ')).collect()
});

/// Signs that turn a sentence into its opposite in scripts that set no blanks between words.
const SIGNS: &[&str] =
    &["不", "未", "没", "沒", "无", "無", "勿", "ません", "ない", "なく", "なけ", "なか", "ずに", "ไม่", "ห้าม"];
/// What has such a sign in it and says the contrary: `must`.
const NO_SIGNS: &[&str] =
    &["なければなりません", "なければならない", "なくてはなりません", "なければいけません", "かもしれません"];

/// Words behind a version that say that it is the first, or the last, of many: each with what stands for it in a bag.
const BOUND_WORDS: &[(&str, &str)] = &[
    (">=", "or later"),
    (">=", "or a later"),
    (">=", "and later"),
    (">=", "or newer"),
    (">=", "and newer"),
    (">=", "or higher"),
    (">=", "and higher"),
    (">=", "or above"),
    (">=", "and above"),
    (">=", "or greater"),
    (">=", "at least"),
    ("<=", "or earlier"),
    ("<=", "or an earlier"),
    ("<=", "and earlier"),
    ("<=", "or older"),
    ("<=", "and older"),
    ("<=", "or lower"),
    ("<=", "and lower"),
    ("<=", "or below"),
    ("<=", "at most"),
    (">=", "oder höher"),
    (">=", "oder später"),
    (">=", "oder neuer"),
    (">=", "und höher"),
    (">=", "mindestens"),
    ("<=", "oder früher"),
    ("<=", "oder älter"),
    ("<=", "höchstens"),
    (">=", "ou ultérieur"),
    (">=", "et ultérieur"),
    (">=", "ou supérieur"),
    (">=", "au moins"),
    ("<=", "ou antérieur"),
    ("<=", "et antérieur"),
    (">=", "o posterior"),
    (">=", "y posterior"),
    (">=", "o superior"),
    (">=", "al menos"),
    ("<=", "o anterior"),
    ("<=", "y anterior"),
    (">=", "ou posterior"),
    (">=", "e posterior"),
    (">=", "o successiv"),
    (">=", "e successiv"),
    (">=", "или более поздн"),
    (">=", "и более поздн"),
    (">=", "или выше"),
    (">=", "of hoger"),
    (">=", "of later"),
    (">=", "以降"),
    (">=", "以上"),
    (">=", "或更高"),
    (">=", "及更高"),
    (">=", "이상"),
    ("<=", "以前"),
    ("<=", "以下のバージョン"),
    ("<=", "或更低"),
    ("<=", "及更早"),
    ("<=", "이하"),
];

static BOUNDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words = BOUND_WORDS.iter().map(|(_, words)| words);
    let built = AhoCorasick::builder().ascii_case_insensitive(true).build(words);
    built.unwrap_or_else(|e| unreachable!("a few short words are no large automaton: {e}"))
});

/// Does a word weigh: a number, a version, a code, a path, a file, an option, a negation?
pub fn is_weighty(word: &str) -> bool {
    let inner = word.trim_end_matches('.');
    word.chars().any(|c| c.is_numeric())
        || inner.contains(['\\', '_', '%', '$', '='])
        || word.starts_with(['-', '/', '\\', '@'])
        || inner.find('.').is_some_and(|at| at > 0 && inner.len() - at <= 5)
        || is_negation(&folded(word))
}

/// Does a word turn a sentence into its opposite? It is given without case.
pub fn is_negation(word: &str) -> bool {
    // Korean sets its negations as words, with endings behind them.
    let korean = || {
        word.contains(['않', '없'])
            || ["못", "마십", "마세", "말고", "아닙", "아닌"].iter().any(|w| word.starts_with(w))
    };
    NEGATIONS.contains(word) || !word.is_ascii() && korean()
}

/// The words of a text that bear meaning, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bag(Vec<String>);

impl Bag {
    /// The words of a text.
    pub fn of(text: &str) -> Bag {
        let mut bag: Vec<String> = said(text).map(|(_, word)| word).collect();
        bag.extend((0..signs(text)).map(|_| "not".to_owned()));
        bag.extend(bounds(text));
        bag.sort_unstable();
        Bag(bag)
    }

    /// All words of a text as they stand there, but for case.
    pub fn verbatim(text: &str) -> Bag {
        let mut bag: Vec<String> = words(text).map(|word| folded(word).into_owned()).collect();
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

    /// A number for each of its words, sorted.
    pub fn digests(&self) -> Vec<u64> {
        let hasher = FixedState::with_seed(13);
        let mut digests: Vec<u64> = self.0.iter().map(|word| hasher.hash_one(word)).collect();
        digests.sort_unstable();
        digests
    }

    /// Are all of its words among these?
    pub fn is_in<S: BuildHasher>(&self, words: &HashSet<String, S>) -> bool {
        self.0.iter().all(|word| words.contains(word))
    }

    /// How alike two texts are: 1 with the same words, 0 with none in common.
    pub fn likeness(&self, other: &Bag) -> f32 {
        let (left, right) = self.apart(other);
        let all = self.len() + other.len();
        if all == 0 { 1.0 } else { 1.0 - (left.len() + right.len()) as f32 / all as f32 }
    }
}

/// The words of a text that bear meaning, in order, each as it stands there and as what it means.
pub fn said(text: &str) -> impl Iterator<Item = (&str, String)> {
    words(text).flat_map(|word| meanings(word).into_iter().map(move |meaning| (word, meaning)))
}

/// What a word means: nothing, one thing, or several.
fn meanings(word: &str) -> Vec<String> {
    let folded = folded(word);
    if folded == "cannot" {
        return vec!["not".to_owned()];
    }
    let mut found = Vec::new();
    let mut word = folded.strip_suffix("'s").unwrap_or(&folded);
    // `doesn't` is `does not`, and `n'est` is `ne est`.
    if let Some((verb, _)) = word.split_once("n't").filter(|(_, slip)| slip.len() < 2) {
        found.push("not".to_owned());
        word = if matches!(verb, "ca" | "wo" | "sha") { "" } else { verb };
    } else if let Some(verb) = word.strip_prefix("n'") {
        found.push("ne".to_owned());
        word = verb;
    }
    if word.is_empty() || EMPTY.contains(word) {
        return found;
    }
    // `7-based` is `7 based`.
    if let Some((number, of)) = word.split_once('-')
        && !number.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && of.len() > 2
        && of.bytes().all(|b| b.is_ascii_lowercase())
    {
        found.push(number.to_owned());
        found.extend(Some(meaning(of)).filter(|_| !EMPTY.contains(of)));
        return found;
    }
    // `disk-related` is `disk related`, `client/server` is both, and `5-9` is no two numbers.
    let joins = |b: u8| b == b'-' || b == b'/';
    if word.bytes().any(joins)
        && word.bytes().all(|b| joins(b) || b.is_ascii_lowercase())
        && word.starts_with(|c: char| c.is_ascii_lowercase())
    {
        found.extend(word.split(['-', '/']).filter(|part| !part.is_empty() && !EMPTY.contains(part)).map(meaning));
    } else {
        found.push(meaning(word));
    }
    found
}

fn meaning(word: &str) -> String {
    stem(SAME.get(word).copied().unwrap_or(word)).to_owned()
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
    if NEGATIONS.contains(stem) { word } else { stem }
}

/// The bounds that a text sets, each with the number that it is of: `>=1906`.
fn bounds(text: &str) -> impl Iterator<Item = String> {
    BOUNDS.find_iter(text).map(|found| {
        let before = text[..found.start()].split_whitespace().rev().take(NEAR);
        let number = before.map(|word| folded(word).into_owned()).find(|word| word.contains(|c: char| c.is_numeric()));
        format!("{}{}", BOUND_WORDS[found.pattern().as_usize()].0, number.unwrap_or_default())
    })
}

/// Words between a number and what bounds it, at most.
const NEAR: usize = 4;

/// How many negations a text has that are no words by themselves.
fn signs(text: &str) -> usize {
    if !text.chars().any(is_unspaced) {
        return 0;
    }
    let count = |signs: &[&str]| signs.iter().map(|sign| text.matches(sign).count()).sum::<usize>();
    // `なければなりません` holds two of them.
    count(SIGNS).saturating_sub(NO_SIGNS.iter().map(|sign| text.matches(sign).count() * count_in(sign)).sum())
}

fn count_in(text: &str) -> usize {
    SIGNS.iter().map(|sign| text.matches(sign).count()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_weighs_is_told_from_what_does_not() {
        for word in ["5", "0x80070005", "tcpip.sys", "/f", "--force", r"C:\x", "not", "MaxFree_x", "nicht", "않습니다"]
        {
            assert!(is_weighty(word), "{word}");
        }
        for word in ["server", "sentence.", "Start", "e", "서비스"] {
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

    #[test]
    fn a_number_before_a_word_and_a_bound_behind_a_version_are_words() {
        assert_eq!(Bag::of("Windows 7-based computers"), Bag::of("Windows 7 computers"));
        assert_eq!(Bag::of("a 64-bit system"), Bag::of("a 64 bit system"));
        let (gone, come) = (Bag::of("version 1906 or a later version"), Bag::of("version 1906 version later"));
        assert_eq!(gone.apart(&come), (vec![">=1906"], vec![]));
    }

    #[test]
    fn negations_of_scripts_without_spaces_are_words() {
        let count = |text: &str| Bag::of(text).0.iter().filter(|word| *word == "not").count();
        assert_eq!(count("変更する必要があります"), 0);
        assert_eq!(count("変更する必要がありません"), 1);
        assert_eq!(count("変更しなければなりません"), 0);
        assert_eq!(count("既定で無効になっています"), 1);
        assert_eq!(count("该服务未启用缓存"), 1);
    }
}
