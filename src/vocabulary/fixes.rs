//! By which set phrases do publishers speak of a fix: where they stand, whether to restart, what it replaces?
//!
//! One data file holds them for all languages. Which section says it, and what is to be made of two phrases that
//! contradict each other, is not decided here.

use crate::model::FixStatus;
use memchr::memmem;
use serde::Deserialize;
use std::sync::LazyLock;

/// Where the release stands that a phrase says to hold the fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReleaseAt {
    /// `first corrected in Windows 98`
    Behind,
    /// `Windows 98 で修正され`
    Before,
    /// `wurde erstmals in Windows 98 behoben`: up to these words, in the same sentence.
    Until(String),
}

/// A phrase by which a publisher says where it stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// What it says.
    pub status: FixStatus,
    /// Its words; a space stands for any white space.
    pub phrase: String,
    /// Where the release stands.
    pub release: ReleaseAt,
    /// Is it an English phrase?
    pub english: bool,
}

/// The phrases of all languages.
pub struct FixWords {
    /// The furthest standing first: corrected, then confirmed, by design, being researched.
    pub standings: Vec<Standing>,
    /// "may have to restart", in lower case as all of the restart's words.
    pub restart_maybe: Vec<String>,
    /// "not have to restart".
    pub restart_no: Vec<String>,
    /// "however, if": behind a no, it depends.
    pub restart_unless: Vec<String>,
    /// "must restart".
    pub restart_yes: Vec<String>,
    /// "replaced by".
    pub replaced_by: Vec<String>,
    /// "replaces".
    pub replaces: Vec<String>,
    /// "replaces this".
    pub replaces_this: Vec<String>,
    /// For each language, how it says what this fix needs.
    pub needs: Vec<Needs>,
    /// Words that offer files for download.
    pub offers: Vec<memmem::Finder<'static>>,
}

/// How a language says what must be installed before a fix.
#[derive(Clone, Debug)]
pub struct Needs {
    /// BCP 47 tag of the language.
    pub language: String,
    /// "This hotfix", in the cases in which it is applied.
    pub this_fix: Vec<String>,
    /// "Must", "required".
    pub needs: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: Vec<Language>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Language {
    tag: String,
    fixed: Vec<String>,
    confirmed: Vec<String>,
    by_design: Vec<String>,
    researching: Vec<String>,
    restart_maybe: Vec<String>,
    restart_no: Vec<String>,
    restart_unless: Vec<String>,
    restart_yes: Vec<String>,
    replaced_by: Vec<String>,
    replaces: Vec<String>,
    replaces_this: Vec<String>,
    this_fix: Vec<String>,
    needs: Vec<String>,
    offers: Vec<String>,
}

/// Which list of a language's phrases?
type Phrases = fn(&Language) -> &Vec<String>;

impl FixWords {
    /// The phrases that are compiled in.
    pub fn built_in() -> &'static FixWords {
        static SHARED: LazyLock<FixWords> = LazyLock::new(|| {
            // A test builds this from the compiled-in file, so it cannot fail in a released binary.
            FixWords::from_json(compiled_in!("fixes")).unwrap_or_else(|e| unreachable!("fixes.toml: {e}"))
        });
        &SHARED
    }

    fn from_json(text: &str) -> Result<FixWords, String> {
        let file: File = serde_json::from_str(text).map_err(|e| e.to_string())?;
        let all = |of: Phrases| -> Vec<String> { file.language.iter().flat_map(of).cloned().collect() };
        let mut standings = Vec::new();
        let said: [(FixStatus, Phrases); 4] = [
            (FixStatus::Fixed, |l| &l.fixed),
            (FixStatus::Confirmed, |l| &l.confirmed),
            (FixStatus::ByDesign, |l| &l.by_design),
            (FixStatus::Researching, |l| &l.researching),
        ];
        for (status, of) in said {
            for (language, words) in file.language.iter().flat_map(|l| of(l).iter().map(move |words| (l, words))) {
                let (phrase, release) = match words.split_once('…') {
                    Some(("", phrase)) => (phrase.trim_start(), ReleaseAt::Before),
                    Some((phrase, until)) => (phrase.trim_end(), ReleaseAt::Until(until.trim_start().to_owned())),
                    None => (words.as_str(), ReleaseAt::Behind),
                };
                standings.push(Standing { status, phrase: phrase.to_owned(), release, english: language.tag == "en" });
            }
        }
        Ok(FixWords {
            standings,
            restart_maybe: all(|l| &l.restart_maybe),
            restart_no: all(|l| &l.restart_no),
            restart_unless: all(|l| &l.restart_unless),
            restart_yes: all(|l| &l.restart_yes),
            replaced_by: all(|l| &l.replaced_by),
            replaces: all(|l| &l.replaces),
            replaces_this: all(|l| &l.replaces_this),
            offers: all(|l| &l.offers).iter().map(|words| memmem::Finder::new(words).into_owned()).collect(),
            needs: {
                let all = file.language.into_iter().filter(|l| !l.needs.is_empty());
                all.map(|l| Needs { language: l.tag, this_fix: l.this_fix, needs: l.needs }).collect()
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiled_in_file_is_read() {
        let words = FixWords::from_json(compiled_in!("fixes")).unwrap();
        let of =
            |phrase: &str| words.standings.iter().find(|s| s.phrase == phrase).map(|s| (s.status, s.release.clone()));
        assert_eq!(of("first corrected in"), Some((FixStatus::Fixed, ReleaseAt::Behind)));
        assert_eq!(of("wurde erstmals im"), Some((FixStatus::Fixed, ReleaseAt::Until("behoben".to_owned()))));
        assert_eq!(of("で最初に修正され"), Some((FixStatus::Fixed, ReleaseAt::Before)));
        let lower = words.restart_no.iter().chain(&words.restart_yes).chain(&words.restart_maybe);
        assert!(lower.clone().all(|w| w.to_lowercase() == *w), "the restart's words stand in lower case");
    }
}
