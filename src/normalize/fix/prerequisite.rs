//! What must be installed before the fix?
//!
//! A section says it, or a sentence of the resolution: "this hotfix requires Windows NT 4.0 Service Pack 4". Requirements of
//! an article that ships nothing (skills, hardware) are none of a fix.

use super::status::sentence_end;
use crate::model::{Form, SectionKind};
use crate::one_line::one_line;
use crate::section::Sectioned;
use crate::vocabulary::fixes::FixWords;
use memchr::memmem;
use std::sync::LazyLock;

/// Sections longer than this say more than what must be installed; their first paragraphs count.
const LONGEST: usize = 1500;

/// What the article says of it.
pub fn prerequisites(sectioned: &Sectioned, language: Option<&str>) -> Option<String> {
    let own = |kind| sectioned.sections.iter().enumerate().filter(move |(_, s)| s.kind == kind).map(|(at, _)| at);
    if ships(sectioned) {
        let mut stated = own(SectionKind::Prerequisites).map(|at| opening(&sectioned.text_of(at)));
        if let Some(words) = stated.find(|words| !words.is_empty()) {
            return Some(words);
        }
    }
    let glued = sectioned.extracted.form == Form::Flat;
    let kinds = [SectionKind::Resolution, SectionKind::FixInformation, SectionKind::Status];
    kinds.into_iter().flat_map(own).find_map(|at| {
        let text = sectioned.text_of(at);
        required(&text, glued).or_else(|| stated(&text, glued, language?))
    })
}

/// Does the article ship a fix?
fn ships(sectioned: &Sectioned) -> bool {
    sectioned.sections.iter().any(|s| {
        matches!(
            s.kind,
            SectionKind::FixInformation
                | SectionKind::RestartRequirement
                | SectionKind::FileInformation
                | SectionKind::ReplacementInformation
        )
    })
}

/// The first paragraphs, as many as are short enough together.
fn opening(text: &str) -> String {
    let mut end = text.len();
    if end > LONGEST {
        let cut = text.floor_char_boundary(LONGEST);
        end = text[..cut].rfind("\n\n").or_else(|| text[..cut].rfind(". ").map(|at| at + 1)).unwrap_or(cut);
    }
    one_line(&text[..end])
}

/// Verbs of the sentence, with the blank behind them.
static VERBS: LazyLock<[memmem::Finder<'static>; 4]> =
    LazyLock::new(|| [" requires", " erfordert", " nécessite", " requiere"].map(memmem::Finder::new));
/// What requires.
const FIXES: &[&str] =
    &["hotfix", "fix", "update", "patch", "correctif", "revisión", "actualización", "Hotfix", "Update"];

/// What "this hotfix requires", when that is a service pack.
fn required(text: &str, glued: bool) -> Option<String> {
    for verb in VERBS.iter() {
        for at in verb.find_iter(text.as_bytes()) {
            let subject = text[..at].trim_end();
            if !FIXES.iter().any(|fix| subject.ends_with(fix)) {
                continue;
            }
            let rest = &text[at + verb.needle().len()..];
            let rest = &rest[..rest.floor_char_boundary(300)];
            if !rest.starts_with(char::is_whitespace) {
                continue;
            }
            let end = sentence_end(rest, glued).unwrap_or(rest.len()).min(rest.find("\n\n").unwrap_or(rest.len()));
            let words = one_line(&rest[..end]);
            if end < 300 && words.contains("Service Pack") && !words.contains("restart") {
                return Some(words);
            }
        }
    }
    None
}

/// The sentence that names a service pack and says, in one of the other languages, that this fix needs it. Their verbs
/// stand behind it as often as before, so that the whole sentence is kept.
fn stated(text: &str, glued: bool, language: &str) -> Option<String> {
    static SERVICE_PACK: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("Service Pack"));
    let words = FixWords::built_in().needs.iter().find(|l| {
        language.strip_prefix(l.language.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    })?;
    let at = SERVICE_PACK.find(text.as_bytes())?;
    let mut from = text.ceil_char_boundary(at.saturating_sub(400));
    while from <= at {
        let rest = &text[from..];
        let end = sentence_end(rest, glued).unwrap_or(rest.len()).min(rest.find("\n\n").unwrap_or(rest.len()));
        let sentence = &rest[..end];
        let has = |words: &[String]| words.iter().any(|word| sentence.contains(word.as_str()));
        if from + end > at && end < 400 && has(&words.this_fix) && has(&words.needs) {
            return Some(one_line(sentence));
        }
        from += end + rest[end..].chars().next().map_or(1, char::len_utf8);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_languages_say_it_in_a_sentence() {
        for (language, text, expected) in [
            (
                "de",
                "Installieren Sie den Hotfix. Um diesen Hotfix anwenden zu können, muss Windows XP Service Pack 2 installiert sein. Danach",
                Some("Um diesen Hotfix anwenden zu können, muss Windows XP Service Pack 2 installiert sein"),
            ),
            (
                "ja",
                "修正プログラムがあります。この修正プログラムを適用するには、Windows XP Service Pack 2 が必要です。次に",
                Some("この修正プログラムを適用するには、Windows XP Service Pack 2 が必要です"),
            ),
            ("de", "Beziehen Sie das neueste Service Pack für Windows XP. Dieses Update muss warten.", None),
        ] {
            assert_eq!(stated(text, false, language).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_sentence_may_state_what_a_hotfix_requires() {
        for (text, expected) in [
            (
                "NOTE: Because of file dependencies, this hotfix requires Microsoft Windows NT 4.0\nService Pack 4. It is",
                Some("Microsoft Windows NT 4.0 Service Pack 4"),
            ),
            ("This update requires a restart.", None),
            ("The driver requires Windows NT Service Pack 3.", None),
        ] {
            assert_eq!(required(text, false).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_long_section_is_cut_at_a_paragraph() {
        let text = format!("Install this first.\n\n{}", "word ".repeat(600));
        assert_eq!(opening(&text), "Install this first.");
    }
}
