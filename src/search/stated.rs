//! Which identifiers does a query state? By their shape, by the words around them, and by what the index holds.
//!
//! A query that states identifiers and says nothing besides means the articles with such records: these come before all
//! others. Among other words, an identifier is one thing that is asked for of several, and counts for more in articles that
//! have such a record. A bare number among other words may be one, of an event or a code.

use super::analysis::identifier as id;
use super::analysis::is_function_word;
use super::open::Open;
use std::ops::Range;

/// An identifier that a query states.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// As it is written.
    pub shown: String,
    /// What it may be in the index, each with its weight.
    pub terms: Vec<(String, f32)>,
    /// Do its holders come before all others?
    pub strict: bool,
}

/// Words that stand before a code.
const CODE_WORDS: &[&str] = &[
    "error",
    "errors",
    "err",
    "errno",
    "code",
    "codes",
    "status",
    "hresult",
    "hr",
    "rc",
    "stop",
    "bugcheck",
    "exception",
    "returned",
    "result",
    "rcode",
    "win32",
    "ntstatus",
    "returns",
];
/// Words that say what an identifier is of, and those in which people ask for what holds it.
const FILLING: &[&str] = &[
    "eventid",
    "event-id",
    "message",
    "messages",
    "msg",
    "file",
    "files",
    "filename",
    "version",
    "versions",
    "ver",
    "registry",
    "key",
    "keys",
    "subkey",
    "value",
    "values",
    "entry",
    "kb",
    "q",
    "article",
    "articles",
    "bulletin",
    "cve",
    "rfc",
    "symbol",
    "winsock",
    "dns",
    "hex",
    "hexadecimal",
    "decimal",
    "named",
    "called",
    "mean",
    "means",
    "meaning",
    "occurs",
    "find",
    "search",
    "show",
    "whats",
];
/// Words between `event` and its number.
const EVENT_FILLERS: &[&str] = &["id", "ids", "number", "numbers", "no", "code", "#"];
/// Words between an event's number and its source.
const SOURCE_FILLERS: &[&str] = &["from", "source", "by", "of", "event", "events", "id", "the", "log", "logged", "in"];
/// Words that a source's name may have.
const MOST_SOURCE_WORDS: usize = 4;
/// Words that a registry path may have, for its keys may hold blanks.
const MOST_PATH_WORDS: usize = 12;
/// Words of a query that are looked at.
const MOST_WORDS: usize = 64;

/// Finds the identifiers of a text.
pub fn stated(text: &str, open: &Open) -> tantivy::Result<Vec<Stated>> {
    let all = text.split_whitespace().map(|word| (word, bare(word))).filter(|(_, word)| !word.is_empty());
    let (raw, words) = all.take(MOST_WORDS).unzip();
    let mut finder = Finder { words, raw, open, found: Vec::new(), event: false };
    finder.whole(text)?;
    let is_whole = !finder.found.is_empty();
    let (mut at, mut rest) = (0, Vec::new());
    while at < finder.words.len() {
        let before = finder.found.len();
        let taken = finder.at(at)?.max(1);
        if finder.found.len() == before {
            rest.push(finder.words[at]);
        }
        at += taken;
    }
    let besides = rest.iter().any(|word| !is_filling(&word.to_ascii_lowercase()) && !finder.is_named(word));
    if besides && !is_whole {
        finder.found.iter_mut().for_each(|stated| stated.strict = false);
    }
    Ok(finder.found)
}

/// Does a word say nothing besides what identifiers say?
fn is_filling(word: &str) -> bool {
    is_function_word(word)
        || word.starts_with("id:")
        || CODE_WORDS.contains(&word)
        || EVENT_FILLERS.contains(&word)
        || SOURCE_FILLERS.contains(&word)
        || FILLING.contains(&word)
        || !word.contains(char::is_alphanumeric)
}

/// A word without the marks around it.
fn bare(word: &str) -> &str {
    let word = word.trim_start_matches(['(', '[', '{', '<', '"', '\'', '“', '„', '`', ',', ';', '=']);
    word.trim_end_matches([')', ']', '}', '>', '"', '\'', '”', '`', ',', ';', '?', '!', '.', ':'])
}

struct Finder<'q> {
    words: Vec<&'q str>,
    /// The words with the marks around them, which may be of a name.
    raw: Vec<&'q str>,
    open: &'q Open,
    found: Vec<Stated>,
    /// Do numbers that follow belong to events?
    event: bool,
}

impl Finder<'_> {
    fn exists(&self, term: &str) -> tantivy::Result<bool> {
        self.open.has_identifier(term)
    }

    /// Is a word part of an identifier that was found?
    fn is_named(&self, word: &str) -> bool {
        self.found.iter().any(|one| one.strict && one.shown.split_whitespace().any(|part| part == word))
    }

    /// Adds what the index has of these.
    fn add(&mut self, shown: &str, strict: bool, terms: &[(String, f32)]) -> tantivy::Result<bool> {
        let mut there = Vec::new();
        for (term, weight) in terms {
            if self.exists(term)?
                && !self.found.iter().any(|one| one.strict && one.terms.iter().any(|(t, _)| t == term))
            {
                there.push((term.clone(), *weight));
            }
        }
        let any = !there.is_empty();
        if any {
            self.found.push(Stated { shown: shown.to_owned(), terms: there, strict });
        }
        Ok(any)
    }

    /// A query that is an identifier and nothing else, in whatever letters.
    fn whole(&mut self, text: &str) -> tantivy::Result<()> {
        let text = text.trim();
        if text.is_empty() || self.words.len() > MOST_PATH_WORDS {
            return Ok(());
        }
        let mut terms = vec![
            (id::article(text), 4.0),
            (id::source(text), 2.0),
            (id::symbol(text), 2.0),
            (id::value_name(text), 2.0),
            (id::file(text), 2.0),
            (id::reference(text), 1.0),
        ];
        if text.contains('\\') {
            terms.push((id::registry(&id::key_parts(text)), 2.0));
        }
        terms.extend(id::file_path(text).map(|path| (path, 3.0)));
        if self.words.len() == 1 {
            terms.extend(id::values(text).into_iter().map(|value| (id::code(value), 2.0)));
            terms.extend(text.parse().ok().map(|number| (id::event(number), 2.0)));
            terms
                .extend(id::version_parts(text).filter(|_| text.contains('.')).map(|parts| (id::version(&parts), 2.0)));
        }
        self.add(text, true, &terms).map(drop)
    }

    /// What is stated at a word, and how many words that takes.
    fn at(&mut self, at: usize) -> tantivy::Result<usize> {
        let word = self.words[at];
        if let Some(taken) = self.path(at)? {
            return Ok(taken);
        }
        let small = word.to_ascii_lowercase();
        let before = at.checked_sub(1).map(|before| self.words[before].to_ascii_lowercase()).unwrap_or_default();
        let is_number = word.bytes().all(|b| b.is_ascii_digit());
        if matches!(small.as_str(), "event" | "events" | "eventid" | "event-id") {
            self.event = true;
            return Ok(1);
        }
        // `Event ID:5774` is one word.
        if let Some(number) = small.strip_prefix("id:").filter(|_| self.event)
            && let Ok(number) = number.parse()
        {
            self.event_at(at, number, true)?;
            return Ok(1);
        }
        if self.event && (EVENT_FILLERS.contains(&small.as_str()) || matches!(small.as_str(), "and" | "or" | "&")) {
            return Ok(1);
        }
        if is_number {
            return self.number(at, &before);
        }
        self.event = false;
        if let Some(taken) = self.article(at, &small)? {
            return Ok(taken);
        }
        let values = id::values(word);
        let marked = small.starts_with("0x") || word.starts_with('-') || word.len() == 8;
        if !values.is_empty() && (marked || CODE_WORDS.contains(&before.as_str())) {
            let terms: Vec<_> = values.iter().map(|&value| (id::code(value), 1.0)).collect();
            self.add(word, true, &terms)?;
            return Ok(1);
        }
        if word.contains('_') || (word.len() > 3 && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()))
        {
            self.add(word, true, &[(id::symbol(word), 1.0)])?;
        }
        self.file(at)?;
        let is_name =
            word.len() > 4 && word.chars().skip(1).any(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
        if is_name && !word.contains('.') {
            self.add(word, true, &[(id::value_name(word), 1.0)])?;
        }
        Ok(1)
    }

    /// A number: an event's, an article's, a code.
    fn number(&mut self, at: usize, before: &str) -> tantivy::Result<usize> {
        let word = self.words[at];
        let number: Option<u32> = word.parse().ok();
        if self.event {
            if let Some(number) = number {
                self.event_at(at, number, true)?;
            }
            return Ok(1);
        }
        if CODE_WORDS.contains(&before) {
            let terms: Vec<_> = id::values(word).into_iter().map(|value| (id::code(value), 1.0)).collect();
            self.add(word, true, &terms)?;
        }
        if matches!(before, "kb" | "q" | "article") {
            self.add(word, true, &[(id::article(word), 4.0), (id::reference(word), 1.0)])?;
        }
        if let Some(number) = number {
            self.event_at(at, number, false)?;
        }
        let large = id::values(word).into_iter().filter(|&value| value >= 1 << 31);
        let large: Vec<_> = large.map(|value| (id::code(value), 1.0)).collect();
        self.add(word, true, &large)?;
        if word.len() > 2 {
            let loose = [(id::event(number.unwrap_or(0)), 1.0), (id::code(u64::from(number.unwrap_or(0))), 1.0)];
            self.add(word, false, &loose)?;
        }
        Ok(1)
    }

    /// An event's number, with its source if that stands near it.
    fn event_at(&mut self, at: usize, number: u32, announced: bool) -> tantivy::Result<()> {
        let mut first = at + 1;
        while self.words.get(first).is_some_and(|word| SOURCE_FILLERS.contains(&word.to_ascii_lowercase().as_str())) {
            first += 1;
        }
        let mut last = at;
        while last > 0 && SOURCE_FILLERS.contains(&self.words[last - 1].to_ascii_lowercase().as_str()) {
            last -= 1;
        }
        for length in (1..=MOST_SOURCE_WORDS).rev() {
            let behind = Some(first..first + length);
            let before = last.checked_sub(length).map(|from| from..last);
            let ranges = [behind, before].into_iter().flatten();
            let named = |range: Range<usize>| {
                [&self.words, &self.raw].map(|words| words.get(range.clone()).map(|w| w.join(" ")))
            };
            let sources: Vec<String> = ranges.flat_map(named).flatten().collect();
            for source in sources {
                let source = source.trim_start_matches("source:").trim_start_matches("Source:");
                if self.add(&format!("{number} {source}"), true, &[(id::event_of(number, source), 2.0)])? {
                    return self.add(&number.to_string(), true, &[(id::event(number), 1.0)]).map(drop);
                }
            }
        }
        if announced {
            self.add(&number.to_string(), true, &[(id::event(number), 1.0)])?;
        }
        Ok(())
    }

    /// An article by its id: `KB828333`, `KB 828333`, `MS10-073`, `CVE-2010-1234`, `RFC 2136`.
    fn article(&mut self, at: usize, small: &str) -> tantivy::Result<Option<usize>> {
        let word = self.words[at];
        let terms = |text: &str| [(id::article(text), 4.0), (id::reference(text), 1.0)];
        let digits = small.trim_start_matches(|c: char| c.is_ascii_alphabetic()).trim_start_matches('-');
        let numbered = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        if numbered
            && (small.starts_with("kb") || small.starts_with('q') || small.starts_with("ms") || small.contains('-'))
        {
            return Ok(self.add(word, true, &terms(word))?.then_some(1));
        }
        let behind = self.words.get(at + 1).filter(|next| next.bytes().all(|b| b.is_ascii_digit())).copied();
        if let Some(next) = behind.filter(|_| matches!(small, "kb" | "q" | "rfc")) {
            let joined = format!("{small}{next}");
            return Ok(self.add(&joined, true, &terms(&joined))?.then_some(2));
        }
        Ok(None)
    }

    /// A file, and its version if one is stated.
    fn file(&mut self, at: usize) -> tantivy::Result<()> {
        let word = self.words[at];
        let Some((stem, ending)) = word.rsplit_once('.') else { return Ok(()) };
        if id::version_parts(word).is_some_and(|parts| parts.len() > 2) {
            let parts = id::version_parts(word).unwrap_or_default();
            let mut terms = vec![(id::version(&parts), 1.0)];
            // Of the files that are named, the one of that version.
            let files = self.words.iter().filter(|one| one.contains('.') && *one != &word);
            terms.extend(files.map(|file| (id::file_version(file, &parts), 2.0)));
            return self.add(word, true, &terms).map(drop);
        }
        if stem.is_empty() || !(1..=8).contains(&ending.len()) || !ending.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Ok(());
        }
        self.add(word, true, &[(id::file(word), 2.0), (id::reference(word), 1.0)]).map(drop)
    }

    /// A registry path, whose keys may hold blanks: the longest that the index has.
    fn path(&mut self, at: usize) -> tantivy::Result<Option<usize>> {
        let word = self.words[at];
        let begins = id::is_hive(word.split('\\').next().unwrap_or(word));
        if !begins && !word.contains('\\') {
            return Ok(None);
        }
        let most = MOST_PATH_WORDS.min(self.words.len() - at);
        for length in (1..=most).rev() {
            let joined = self.words[at..at + length].join(" ");
            let parts = id::key_parts(&joined);
            if parts.len() < 2 {
                continue;
            }
            let term = id::registry(&parts);
            let is_held = self.add(&joined, true, &[(term.clone(), 2.0)])?;
            // Keys under it, or of which it is a part.
            let under = self.open.identifiers(&format!("{term}\\"), &format!("{term}]"), MOST_UNDER)?;
            let under = under.into_iter().map(|term| (term, 1.0));
            match self.found.last_mut().filter(|_| is_held) {
                Some(held) => held.terms.extend(under),
                None if under.len() > 0 => {
                    self.found.push(Stated { shown: joined, terms: under.collect(), strict: true });
                }
                None => continue,
            }
            return Ok(Some(length));
        }
        if !begins {
            // A path of files: its last part is the name of one.
            let name = word.rsplit('\\').next().unwrap_or(word);
            let mut terms = vec![(id::file(name), 2.0)];
            terms.extend(id::file_path(word).map(|path| (path, 3.0)));
            self.add(word, true, &terms)?;
        }
        Ok(None)
    }
}

/// Keys under one that are looked for.
const MOST_UNDER: usize = 256;
