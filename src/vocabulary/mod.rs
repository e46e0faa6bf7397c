//! Which words does a knowledge base use for its headings and labels?
//!
//! One TOML file a language, compiled in as JSON; `--vocabulary FILE` adds a user's own. A phrase maps to a [`SectionKind`] and a
//! [`Rank`]: whether such a heading opens a section of the article, stands inside one, or begins the article's
//! properties. Labels name header fields and the words that a site puts around an article. The phrase itself is never
//! changed in a record: headings are kept as written.

/// A vocabulary of this folder, as `build.rs` has translated it.
macro_rules! compiled_in {
    ($name:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/vocabulary/", $name, ".json"))
    };
}

mod finder; // all phrases and labels of a text in one pass

pub use finder::{Finder, Hit, folded_letter};

pub mod events; // labels of event-log records
pub mod fixes; // set phrases about a fix
pub mod notes; // labels of notes and warnings

use crate::error::Error;
use crate::model::SectionKind;
use crate::one_line::is_one_line;
use foldhash::fast::FixedState;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// Where in an article a heading of some phrase stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Opens a section of the article: Symptoms, Cause.
    Section,
    /// Stands inside a section: Prerequisites, File information.
    Subsection,
    /// Begins the article's properties: Applies to, Properties.
    Property,
}

/// What a heading phrase stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadingRole {
    /// The section's role.
    pub kind: SectionKind,
    /// Its place in the article.
    pub rank: Rank,
}

/// One phrase of the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Lower case, single spaces, no trailing colon.
    pub text: String,
    /// What it stands for.
    pub role: HeadingRole,
    /// BCP 47 tag of the language it is in.
    pub language: String,
    /// A word of everyday prose: where nothing marks headings, it takes more to believe that it is one.
    pub common: bool,
    /// It takes a line of its own, or markup.
    pub marked: bool,
}

/// What a label stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "named after the labels")]
pub enum LabelKind {
    ArticleId,
    /// "Original KB number": the number, on pages whose address no longer tells it.
    OriginalId,
    /// "Previously published under".
    Alias,
    Reviewed,
    Modified,
    Published,
    Revision,
    /// "Original product version": the products on one line.
    ProductVersion,
    /// "Applies to", as a label with its products behind it.
    Products,
    Keywords,
    QueryWords,
    IssueType,
    Technology,
    /// "On this page", with or without its list.
    Contents,
    /// A property of no field of its own: kept in the record's `metadata` by its label.
    Metadata,
    /// "Properties", above the trailing fields.
    Properties,
    /// The site's words, wherever they stand.
    Chrome,
    /// The site's words, behind others of them at the start.
    ChromeMore,
    /// The site's words, behind which nothing of the article follows.
    ChromeEnd,
}

/// A label of a header field, or words that the site puts around an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Lower case, single spaces, no trailing colon.
    pub text: String,
    /// What it stands for.
    pub kind: LabelKind,
    /// BCP 47 tag of the language it is in.
    pub language: String,
}

/// Words that tell prose from headings where nothing else does; of all languages together, in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    /// Before a heading's word: it stands in a sentence ("the cause").
    pub before: HashSet<String>,
    /// Behind a heading's word: it is spoken of ("the Symptoms section").
    pub after: HashSet<String>,
    /// Particles of languages without spaces, directly behind a word that stands in a sentence.
    pub particles: Vec<String>,
    /// Words that open a sentence.
    pub openers: HashSet<String>,
    /// "This", before one of `self_names`.
    pub this: HashSet<String>,
    /// Nouns by which a description names its own article.
    pub self_names: HashSet<String>,
    /// Words that set a paragraph apart: note, important.
    pub notes: HashSet<String>,
    /// Words that join a heading's phrase to its subject: workarounds *for* this vulnerability.
    pub subjects: HashSet<String>,
}

/// Some of the languages, one bit each, by their position in [`Vocabulary::languages`]; those of many files of a user share
/// the last.
pub type Languages = u64;

/// Heading phrases and labels of all languages.
#[derive(Default)]
pub struct Vocabulary {
    phrases: Vec<Phrase>,
    /// For each phrase, the languages that use it.
    spoken: Vec<Languages>,
    by_text: HashMap<String, usize, FixedState>,
    languages: Vec<String>,
    labels: Vec<Label>,
    label_kinds: HashMap<String, LabelKind, FixedState>,
    /// The labels that a user gave, which win over what extractors know.
    own: HashMap<String, LabelKind, FixedState>,
    prose: Prose,
    finder: OnceLock<Finder>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: String,
    heading: Vec<HeadingEntry>,
    #[serde(default)]
    label: Vec<LabelEntry>,
    #[serde(default)]
    prose: ProseEntry,
}

/// Heading phrases of one role.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadingEntry {
    /// The section's role.
    pub kind: SectionKind,
    /// Its place in the article.
    pub rank: Rank,
    /// Words of everyday prose?
    #[serde(default)]
    pub common: bool,
    /// Headings only on lines of their own or where markup says so: `Details`, which ends many a name as well?
    #[serde(default)]
    pub marked: bool,
    /// As they are written, in any case.
    pub phrases: Vec<String>,
}

/// Labels of one meaning.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelEntry {
    /// What they stand for.
    pub kind: LabelKind,
    /// As they are written, in any case.
    pub phrases: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ProseEntry {
    before: Vec<String>,
    after: Vec<String>,
    particles: Vec<String>,
    openers: Vec<String>,
    this: Vec<String>,
    self_names: Vec<String>,
    notes: Vec<String>,
    subjects: Vec<String>,
}

/// In ascending weight: where two languages share a word, the later file's role for it holds.
const BUILT_IN: &[(&str, &str)] = &[
    ("bg", compiled_in!("bg")),
    ("el", compiled_in!("el")),
    ("et", compiled_in!("et")),
    ("hr", compiled_in!("hr")),
    ("hu", compiled_in!("hu")),
    ("id", compiled_in!("id")),
    ("lt", compiled_in!("lt")),
    ("lv", compiled_in!("lv")),
    ("ro", compiled_in!("ro")),
    ("sk", compiled_in!("sk")),
    ("sl", compiled_in!("sl")),
    ("uk", compiled_in!("uk")),
    ("vi", compiled_in!("vi")),
    ("ar", compiled_in!("ar")),
    ("cs", compiled_in!("cs")),
    ("da", compiled_in!("da")),
    ("de", compiled_in!("de")),
    ("es", compiled_in!("es")),
    ("fi", compiled_in!("fi")),
    ("fr", compiled_in!("fr")),
    ("he", compiled_in!("he")),
    ("it", compiled_in!("it")),
    ("ja", compiled_in!("ja")),
    ("ko", compiled_in!("ko")),
    ("nb", compiled_in!("nb")),
    ("nl", compiled_in!("nl")),
    ("pl", compiled_in!("pl")),
    ("pt", compiled_in!("pt")),
    ("ru", compiled_in!("ru")),
    ("sv", compiled_in!("sv")),
    ("th", compiled_in!("th")),
    ("tr", compiled_in!("tr")),
    ("zh-Hans", compiled_in!("zh-Hans")),
    ("zh-Hant", compiled_in!("zh-Hant")),
    ("en", compiled_in!("en")),
];

impl Vocabulary {
    /// The phrases that are compiled in.
    pub fn built_in() -> Arc<Vocabulary> {
        static SHARED: OnceLock<Arc<Vocabulary>> = OnceLock::new();
        SHARED
            .get_or_init(|| {
                let mut all = Vocabulary::default();
                for (name, text) in BUILT_IN {
                    // A test reads every compiled-in file, so this cannot fail in a released binary.
                    all.merge(serde_json::from_str(text).unwrap_or_else(|e| unreachable!("vocabulary {name}: {e}")));
                }
                Arc::new(all)
            })
            .clone()
    }

    /// The built-in phrases and those of a user's file, whose phrases win.
    pub fn with_file(path: &Path, text: &str) -> Result<Arc<Vocabulary>, Error> {
        let mut all = Vocabulary::built_in().copy();
        let file = read(path, text)?;
        all.own(&file.label);
        all.merge(file);
        Ok(Arc::new(all))
    }

    /// These phrases and labels, and a user's, which win.
    pub fn extended(&self, language: &str, heading: Vec<HeadingEntry>, label: Vec<LabelEntry>) -> Vocabulary {
        let mut all = self.copy();
        all.own(&label);
        all.merge(File { language: language.to_owned(), heading, label, prose: ProseEntry::default() });
        all
    }

    fn copy(&self) -> Vocabulary {
        Vocabulary {
            phrases: self.phrases.clone(),
            spoken: self.spoken.clone(),
            by_text: self.by_text.clone(),
            languages: self.languages.clone(),
            labels: self.labels.clone(),
            label_kinds: self.label_kinds.clone(),
            own: self.own.clone(),
            prose: self.prose.clone(),
            finder: OnceLock::new(),
        }
    }

    fn own(&mut self, labels: &[LabelEntry]) {
        let each = |label: &LabelEntry| label.phrases.iter().map(|p| (fold(p), label.kind)).collect::<Vec<_>>();
        self.own.extend(labels.iter().flat_map(each));
    }

    fn merge(&mut self, file: File) {
        let language = self.languages.iter().position(|l| *l == file.language).unwrap_or_else(|| {
            self.languages.push(file.language.clone());
            self.languages.len() - 1
        });
        let bit: Languages = 1 << language.min(Languages::BITS as usize - 1);
        for heading in file.heading {
            for phrase in heading.phrases {
                let text = fold(&phrase);
                if text.is_empty() {
                    continue;
                }
                let role = HeadingRole { kind: heading.kind, rank: heading.rank };
                let language = file.language.clone();
                let phrase =
                    Phrase { text: text.clone(), role, language, common: heading.common, marked: heading.marked };
                match self.by_text.get(&text) {
                    Some(&at) => {
                        self.phrases[at] = phrase;
                        self.spoken[at] |= bit;
                    }
                    None => {
                        // A Turkish heading in capitals loses the dotless letter: `KAYIT DEFTERİ`.
                        if text.contains('ı') {
                            self.by_text.entry(text.replace('ı', "i")).or_insert(self.phrases.len());
                        }
                        self.by_text.insert(text, self.phrases.len());
                        self.phrases.push(phrase);
                        self.spoken.push(bit);
                    }
                }
            }
        }
        for label in file.label {
            for phrase in label.phrases {
                let label = Label { text: fold(&phrase), kind: label.kind, language: file.language.clone() };
                if self.label_kinds.contains_key(&label.text) {
                    self.labels.retain(|known| known.text != label.text);
                }
                self.label_kinds.insert(label.text.clone(), label.kind);
                if label.text.contains('ı') {
                    self.label_kinds.entry(label.text.replace('ı', "i")).or_insert(label.kind);
                }
                self.labels.push(label);
            }
        }
        let ProseEntry { before, after, particles, openers, this, self_names, notes, subjects } = file.prose;
        self.prose.before.extend(before);
        self.prose.after.extend(after);
        self.prose.particles.extend(particles);
        self.prose.openers.extend(openers);
        self.prose.this.extend(this);
        self.prose.self_names.extend(self_names);
        self.prose.notes.extend(notes);
        self.prose.subjects.extend(subjects);
    }

    /// All phrases, for building matchers.
    pub fn phrases(&self) -> &[Phrase] {
        &self.phrases
    }

    /// The languages, as BCP 47 tags, in the order of the files.
    pub fn languages(&self) -> &[String] {
        &self.languages
    }

    /// All labels.
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// What a whole label stands for, without regard to its colon.
    pub fn label(&self, words: &str) -> Option<LabelKind> {
        const LONGEST: usize = 200; // a paragraph is no label, and need not be folded to know it
        if words.len() > LONGEST {
            return None;
        }
        self.label_kinds.get(&fold(words)).copied()
    }

    /// Has a user given labels?
    pub fn has_own_labels(&self) -> bool {
        !self.own.is_empty()
    }

    /// What a whole label stands for that a user gave; such a label wins over those that extractors know.
    pub fn own_label(&self, words: &str) -> Option<LabelKind> {
        const LONGEST: usize = 200;
        if self.own.is_empty() || words.len() > LONGEST {
            return None;
        }
        self.own.get(&fold(words)).copied()
    }

    /// Words that tell prose from headings.
    pub fn prose(&self) -> &Prose {
        &self.prose
    }

    /// Finds phrases and labels in running text; built when first asked for.
    pub fn finder(&self) -> &Finder {
        self.finder.get_or_init(|| Finder::new(&self.phrases, &self.spoken, &self.labels))
    }

    /// What a whole heading stands for: its phrase, or its phrase with a number before or behind it, a subject behind it,
    /// an ornament, or a second name of the same (`Resolution 2`, `Solution 4a`, `1. Cause`, `Cause 1: the service is stopped`,
    /// `Symptoms:`, `Workarounds for CVE-2010-1234`, `✅ Solution`, `Issue/Symptoms`).
    pub fn role(&self, heading: &str) -> Option<HeadingRole> {
        let folded = fold(heading);
        if let Some(role) = self.exact(&folded) {
            return Some(role);
        }
        let head = folded.split([':', '：']).next().unwrap_or("");
        let bare = unnumbered(head);
        if bare.len() < folded.len()
            && let Some(role) = self.exact(bare)
        {
            return Some(role);
        }
        let of_subject = |at: usize| {
            let subject = bare[at + 1..].split(' ').next().is_some_and(|word| self.prose.subjects.contains(word));
            subject.then(|| self.exact(unnumbered(&bare[..at])))?
        };
        memchr::memchr_iter(b' ', bare.as_bytes()).find_map(of_subject).or_else(|| self.either(bare))
    }

    /// What a heading of two names for one thing stands for: `Issue/Symptoms`.
    fn either(&self, folded: &str) -> Option<HeadingRole> {
        let (one, other) = folded.split_once('/')?;
        let role = self.exact(one.trim())?;
        (self.exact(other.trim())?.kind == role.kind).then_some(role)
    }

    /// The language of the phrase that a heading is, and all that use it.
    pub fn language(&self, heading: &str) -> Option<(&str, Languages)> {
        let at = *self.by_text.get(&fold(heading))?;
        Some((&self.phrases[at].language, self.spoken[at]))
    }

    fn exact(&self, folded: &str) -> Option<HeadingRole> {
        self.by_text.get(folded).map(|&at| self.phrases[at].role)
    }
}

fn read(path: &Path, text: &str) -> Result<File, Error> {
    toml::from_str(text).map_err(|e| fault(path, text, e.span(), e.message()))
}

/// What is wrong in a user's file, with the line and column at which it stands.
pub(crate) fn fault(path: &Path, text: &str, span: Option<std::ops::Range<usize>>, message: &str) -> Error {
    let message = message.trim().replace('\n', ", ");
    let place = span.and_then(|span| text.get(..span.start)).map(|before| {
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        format!("line {line}, column {column}: ")
    });
    Error::Data { path: path.to_owned(), message: format!("{}{message}", place.unwrap_or_default()) }
}

/// A folded heading without what only counts or adorns it.
fn unnumbered(folded: &str) -> &str {
    let ornament = |c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')' | '（' | '）');
    let bare = folded.trim_matches(ornament);
    // `1. cause`, `2.3 cause`, `4) cause`, `ii. impact`
    let behind = bare.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ')');
    let roman = bare.split_once(". ").filter(|(n, _)| n.len() <= 4 && n.bytes().all(|b| b"ivx".contains(&b)));
    let bare = match roman {
        Some((_, rest)) => rest,
        None if behind.len() < bare.len() && behind.starts_with(' ') => behind,
        None => bare,
    };
    // `cause 1`, `solution 4a`, `cause #2`
    let (head, last) = bare.rsplit_once(' ').unwrap_or(("", bare));
    let digits = last.trim_start_matches('#');
    let letter = digits.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(digits);
    if !head.is_empty() && !letter.is_empty() && letter.bytes().all(|b| b.is_ascii_digit()) {
        return head.trim_matches(ornament);
    }
    bare.trim_end_matches(|c: char| c.is_ascii_digit()).trim_matches(ornament)
}

/// Lower case, single spaces, no colon or full stop at the end, no accents on Greek letters.
pub fn fold(heading: &str) -> String {
    let mut out;
    if is_one_line(heading) {
        out = heading.to_ascii_lowercase();
    } else {
        out = String::with_capacity(heading.len());
        for word in heading.split_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            push_lower(&mut out, word);
        }
        if !out.is_ascii() {
            out = out.chars().map(folded_letter).collect();
        }
    }
    let end = out.trim_end_matches([':', '：', '.', ' ']).len();
    out.truncate(end);
    out
}

/// Appends a word in lower case.
pub fn push_lower(out: &mut String, word: &str) {
    if word.is_ascii() {
        let from = out.len();
        out.push_str(word);
        out[from..].make_ascii_lowercase();
    } else {
        // The Turkish capital's lower case would keep its dot as a letter of its own.
        out.extend(word.chars().map(|c| if c == 'İ' { 'i' } else { c }).flat_map(char::to_lowercase));
    }
}

#[cfg(test)]
mod tests;
