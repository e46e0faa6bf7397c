//! Which words does Event Viewer write before the fields of a record, and for its types?
//!
//! One data file holds them for all languages. Matching ignores the case of letters. Where a label may stand and what its
//! value means is not decided here.

use super::finder::folded;
use crate::model::EventType;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// What stands behind a label. Labels of two eras that mean one field of the record are apart, since a record that
/// holds both is still one record, while a repeated one begins the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "named after the labels themselves")]
pub enum EventLabel {
    Id,
    /// `Event` or `ID` alone: a label only before a number.
    BareId,
    Type,
    Level,
    Source,
    Provider,
    Category,
    Task,
    Log,
    Date,
    /// Day and time together.
    Logged,
    Time,
    User,
    Computer,
    /// A field of Event Viewer's that records do not keep: `Keywords`, `OpCode`.
    Ignored,
    Description,
    Data,
    /// `Event Xml`: the same event once more.
    Xml,
}

/// The labels and words, ready for matching.
pub struct EventWords {
    /// A text without one of these holds no record.
    pub stems: AhoCorasick,
    /// Every label, of a text whose ASCII is in lower case; a match's pattern is a position in `fields`.
    labels: AhoCorasick,
    /// What each label means.
    fields: Vec<EventLabel>,
    /// Type words, lower case.
    types: HashMap<String, EventType>,
    /// Length in characters of the longest type word.
    longest_type: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    stems: Vec<String>,
    language: Vec<Language>,
    types: HashMap<EventType, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Language {
    #[serde(rename = "tag")]
    _tag: String,
    id: Vec<String>,
    bare_id: Vec<String>,
    r#type: Vec<String>,
    level: Vec<String>,
    source: Vec<String>,
    provider: Vec<String>,
    category: Vec<String>,
    task: Vec<String>,
    log: Vec<String>,
    date: Vec<String>,
    logged: Vec<String>,
    time: Vec<String>,
    user: Vec<String>,
    computer: Vec<String>,
    ignored: Vec<String>,
    description: Vec<String>,
    data: Vec<String>,
    xml: Vec<String>,
}

impl Language {
    fn labels(self) -> impl Iterator<Item = (String, EventLabel)> {
        use EventLabel as L;
        // An earlier field wins a label that two share: `Data` is the Italian `Date`, and is read as one by its value.
        [
            (self.id, L::Id),
            (self.bare_id, L::BareId),
            (self.r#type, L::Type),
            (self.level, L::Level),
            (self.source, L::Source),
            (self.provider, L::Provider),
            (self.category, L::Category),
            (self.task, L::Task),
            (self.log, L::Log),
            (self.data, L::Data),
            (self.date, L::Date),
            (self.logged, L::Logged),
            (self.time, L::Time),
            (self.user, L::User),
            (self.computer, L::Computer),
            (self.ignored, L::Ignored),
            (self.description, L::Description),
            (self.xml, L::Xml),
        ]
        .into_iter()
        .flat_map(|(words, label)| words.into_iter().map(move |word| (word, label)))
    }
}

impl EventWords {
    /// The words that are compiled in.
    pub fn built_in() -> &'static EventWords {
        static SHARED: LazyLock<EventWords> = LazyLock::new(|| {
            // A test builds this from the compiled-in file, so it cannot fail in a released binary.
            EventWords::from_json(compiled_in!("events")).unwrap_or_else(|e| unreachable!("events.toml: {e}"))
        });
        &SHARED
    }

    fn from_json(text: &str) -> Result<EventWords, String> {
        let file: File = serde_json::from_str(text).map_err(|e| e.to_string())?;
        let mut known = HashSet::new();
        let (mut words, mut fields) = (Vec::new(), Vec::new());
        for (word, label) in file.language.into_iter().flat_map(Language::labels) {
            let folded = folded(&word);
            if known.insert(folded.clone()) {
                words.push(folded);
                fields.push(label);
            }
        }
        let labels = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            // Few texts are read by it, and a DFA of so many words takes longer to build than an article to parse.
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&words)
            .map_err(|e| e.to_string())?;
        let stems = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .match_kind(MatchKind::LeftmostFirst)
            .build(&file.stems)
            .map_err(|e| e.to_string())?;
        let mut types = HashMap::new();
        for (kind, words) in file.types {
            types.extend(words.into_iter().map(|word| (word.to_lowercase(), kind)));
        }
        let longest_type = types.keys().map(|w| w.chars().count()).max().unwrap_or(0);
        Ok(EventWords { stems, labels, fields, types, longest_type })
    }

    /// Places in a text where labels stand, and what they label; where several begin at one place, the longest.
    pub fn labels(&self, text: &str) -> Vec<(Range<usize>, EventLabel)> {
        let folded = folded(text);
        let hits = self.labels.find_iter(&folded);
        hits.map(|hit| (hit.range(), self.fields[hit.pattern().as_usize()])).collect()
    }

    /// What a type or level says, if the whole text is one of its words.
    pub fn event_type(&self, text: &str) -> Option<EventType> {
        let text = text.trim().trim_end_matches(['.', ',', ';']);
        if text.chars().nth(self.longest_type).is_some() {
            return None;
        }
        self.types.get(&text.to_lowercase()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiled_in_file_is_read() {
        let words = EventWords::from_json(compiled_in!("events")).unwrap();
        assert_eq!(words.event_type("Failure Audit"), Some(EventType::FailureAudit));
        assert_eq!(words.event_type("警告"), Some(EventType::Warning));
        assert_eq!(words.event_type("the type of event"), None);
    }

    #[test]
    fn every_label_of_a_number_holds_a_stem() {
        let file: File = serde_json::from_str(compiled_in!("events")).unwrap();
        let stems: Vec<String> = file.stems.iter().map(|stem| stem.to_lowercase()).collect();
        for label in file.language.into_iter().flat_map(|language| language.id) {
            let folded = label.to_lowercase();
            assert!(stems.iter().any(|stem| folded.contains(stem)), "no stem in `{label}`");
        }
    }
}
