//! What does the article say of the fix: confirmed, corrected in which release, what it needs and replaces?
//!
//! The publisher's standing on the problem is said in set phrases that hardly changed in forty years. They are looked
//! for in the sections that may say it, first of all in Status. Where several are said, the furthest one counts:
//! corrected, then confirmed, then by design, then being researched.

use super::header::{bulletin_id, one_line};
use crate::model::{Fix, FixStatus, Restart, SectionKind};
use crate::section::Sectioned;
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Phrases by which a publisher says where it stands. The space stands for any white space, since lines are wrapped.
const PHRASES: &[(FixStatus, &str)] = &[
    (FixStatus::Fixed, "first corrected in"),
    (FixStatus::Fixed, "was corrected in"),
    (FixStatus::Fixed, "been corrected in"),
    (FixStatus::Fixed, "is corrected in"),
    (FixStatus::Fixed, "been fixed in"),
    (FixStatus::Fixed, "was fixed in"),
    (FixStatus::Fixed, "is fixed in"),
    (FixStatus::Fixed, "first fixed in"),
    (FixStatus::Fixed, "wurde erstmals in"),
    (FixStatus::Fixed, "corrigé pour la première fois dans"),
    (FixStatus::Fixed, "se corrigió por primera vez en"),
    (FixStatus::Confirmed, "has confirmed"),
    (FixStatus::Confirmed, "acknowledges this"),
    (FixStatus::Confirmed, "acknowledged this"),
    (FixStatus::Confirmed, "hat bestätigt"),
    (FixStatus::Confirmed, "a confirmé"),
    (FixStatus::Confirmed, "ha confirmado"),
    (FixStatus::Confirmed, "ha confermato"),
    (FixStatus::Confirmed, "confirmou"),
    (FixStatus::Confirmed, "問題として認識しています"),
    (FixStatus::ByDesign, "is by design"),
    (FixStatus::ByDesign, "are by design"),
    (FixStatus::ByDesign, "ist entwurfsbedingt"),
    (FixStatus::ByDesign, "ist beabsichtigt"),
    (FixStatus::ByDesign, "est voulu"),
    (FixStatus::ByDesign, "es por diseño"),
    (FixStatus::ByDesign, "仕様です"),
    (FixStatus::Researching, "are researching this"),
    (FixStatus::Researching, "is researching this"),
    (FixStatus::Researching, "are investigating this"),
];

/// Endings of files that carry fixes.
const PACKAGES: &[&str] = &[".exe", ".msu", ".msp", ".cab", ".zip"];

/// Facts of the fix; none when the article speaks of none.
pub fn fix(sectioned: &Sectioned) -> Option<Fix> {
    let mut out = Fix::default();
    let (status, fixed_in) = status(sectioned);
    out.status = status;
    out.fixed_in = fixed_in;
    for (at, section) in sectioned.sections.iter().enumerate() {
        match section.kind {
            SectionKind::Prerequisites if section.parent.is_some() || speaks_of_fix(sectioned) => {
                let text = one_line(&sectioned.text_of(at));
                if out.prerequisites.is_none() && !text.is_empty() {
                    out.prerequisites = Some(text);
                }
            }
            SectionKind::RestartRequirement => {
                out.restart_required = out.restart_required.or_else(|| restart(&sectioned.text_of(at)));
            }
            SectionKind::ReplacementInformation => {
                let (replaces, replaced_by) = replacement(&sectioned.text_of(at));
                out.replaces.extend(replaces);
                out.replaced_by.extend(replaced_by);
            }
            SectionKind::FixInformation | SectionKind::Resolution | SectionKind::Download => {
                packages(&sectioned.text_of(at), &mut out.packages);
            }
            _ => {}
        }
    }
    distinct(&mut out.replaces);
    distinct(&mut out.replaced_by);
    distinct(&mut out.packages);
    (out != Fix::default()).then_some(out)
}

/// The furthest status that is said, and the release behind the first "corrected in".
fn status(sectioned: &Sectioned) -> (Option<FixStatus>, Option<String>) {
    let mut best: Option<(usize, FixStatus)> = None;
    let mut fixed_in = None;
    // What Status says counts before what other sections mention: a More Information section may quote another fix.
    let stated = sectioned.sections.iter().any(|s| s.kind == SectionKind::Status);
    for (at, section) in sectioned.sections.iter().enumerate() {
        let says = matches!(section.kind, SectionKind::Status) || within_status(sectioned, at);
        if stated && !says {
            continue;
        }
        let text = sectioned.text_of(at);
        let (finder, phrases) = &*KEYS;
        for found in finder.find_iter(text.as_ref()) {
            for &rank in &phrases[found.pattern().as_usize()] {
                let (status, phrase) = PHRASES[rank];
                let Some((start, end)) = phrase_around(&text, phrase, found.start()) else { continue };
                if negated(&text[..start]) {
                    continue;
                }
                if status == FixStatus::Fixed && fixed_in.is_none() {
                    fixed_in = release(&text[end..]);
                }
                if best.is_none_or(|(first, _)| rank < first) {
                    best = Some((rank, status));
                }
            }
        }
    }
    (best.map(|b| b.1), fixed_in)
}

fn within_status(sectioned: &Sectioned, mut at: usize) -> bool {
    while let Some(parent) = sectioned.sections[at].parent {
        if sectioned.sections[parent].kind == SectionKind::Status {
            return true;
        }
        at = parent;
    }
    false
}

fn speaks_of_fix(sectioned: &Sectioned) -> bool {
    sectioned.sections.iter().any(|s| {
        matches!(s.kind, SectionKind::FixInformation | SectionKind::RestartRequirement | SectionKind::FileInformation)
    })
}

/// The longest words of the phrases, each once, and the phrases that have them.
static KEYS: LazyLock<(AhoCorasick, Vec<Vec<usize>>)> = LazyLock::new(|| {
    let mut keys: Vec<&str> = Vec::new();
    let mut phrases: Vec<Vec<usize>> = Vec::new();
    for (rank, (_, phrase)) in PHRASES.iter().enumerate() {
        let word = key(phrase).1;
        match keys.iter().position(|k| *k == word) {
            Some(at) => phrases[at].push(rank),
            None => {
                keys.push(word);
                phrases.push(vec![rank]);
            }
        }
    }
    // The patterns are constants and few, so building cannot exceed a limit.
    let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(keys);
    (finder.unwrap_or_else(|e| unreachable!("{e}")), phrases)
});

/// The longest word of a phrase, and its position among the words.
fn key(phrase: &str) -> (usize, &str) {
    phrase.split(' ').enumerate().max_by_key(|(at, word)| (word.len(), usize::MAX - at)).unwrap_or((0, phrase))
}

/// Where the phrase stands whose longest word is at `at`, with any white space for its spaces.
fn phrase_around(text: &str, phrase: &str, at: usize) -> Option<(usize, usize)> {
    let (position, _) = key(phrase);
    let words: Vec<&str> = phrase.split(' ').collect();
    let mut start = at;
    for word in words[..position].iter().rev() {
        let before = text[..start].trim_end();
        if before.len() == start || !before.ends_with(word) {
            return None;
        }
        start = before.len() - word.len();
    }
    let mut end = at + words[position].len();
    for word in &words[position + 1..] {
        let after = text[end..].trim_start();
        if after.len() == text.len() - end || !after.starts_with(word) {
            return None;
        }
        end = text.len() - after.len() + word.len();
    }
    Some((start, end))
}

/// "is not by design", "has not been corrected in", "does not confirm".
fn negated(before: &str) -> bool {
    let last = before.rsplit(|c: char| c.is_whitespace()).find(|w| !w.is_empty());
    matches!(last, Some("not" | "nicht" | "never" | "No" | "no"))
}

/// The release named behind "corrected in", up to the end of the sentence.
fn release(rest: &str) -> Option<String> {
    let mut end = rest.len().min(300);
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    let rest = &rest[..end];
    let stop = rest
        .match_indices('.')
        .find(|&(at, _)| {
            let after = rest[at + 1..].chars().next();
            let word = rest[..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
            // `U.S. Service Pack` goes on; `5.5 Service Pack 3.` and the end of the text do not.
            after.is_none_or(char::is_whitespace) && !(word.len() == 1 && word.chars().all(char::is_uppercase))
        })
        .map_or_else(|| rest.find("\n\n").unwrap_or(rest.len()), |(at, _)| at);
    let words = one_line(&rest[..stop]);
    (!words.is_empty() && stop < 300).then_some(words)
}

/// Must the computer be restarted, by the words of the restart requirement?
fn restart(text: &str) -> Option<Restart> {
    let text = one_line(text).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    if has(&[
        "may have to restart",
        "might have to restart",
        "may need to restart",
        "might need to restart",
        "may be required",
        "may require",
        "restart may",
        "möglicherweise neu starten",
        "eventuell neu starten",
        "peut être nécessaire",
        "puede ser necesario",
        "再起動が必要な場合",
        "再起動が必要になる場合",
    ]) {
        return Some(Restart::Maybe);
    }
    let no = [
        "not have to restart",
        "not need to restart",
        "not require",
        "don't have to restart",
        "don't need to restart",
        "no restart",
        "not required",
        "not necessary",
        "nicht neu starten",
        "kein neustart",
        "neustart ist nicht erforderlich",
        "n'est pas nécessaire",
        "ne nécessite pas",
        "n'avez pas besoin de redémarrer",
        "no es necesario reiniciar",
        "no tiene que reiniciar",
        "non è necessario riavviare",
        "não é necessário reiniciar",
        "não precisa reiniciar",
        "niet opnieuw",
        "再起動する必要はありません",
        "再起動の必要はありません",
        "再起動は必要ありません",
        "не требуется",
        "无需重新启动",
        "不必重新启动",
        "不需要重新启动",
        "不需要重新啟動",
        "다시 시작할 필요가 없",
        "nie trzeba ponownie",
    ];
    if has(&no) {
        // "If the files are in use you must restart": it depends.
        return Some(if has(&["however, if", "if the required files", "you must restart"]) {
            Restart::Maybe
        } else {
            Restart::No
        });
    }
    let yes = [
        "must restart",
        "have to restart",
        "need to restart",
        "requires a restart",
        "restart is required",
        "restart the computer",
        "restart your computer",
        "restart required",
        "müssen den computer neu starten",
        "neu gestartet werden",
        "neu starten",
        "neustart ist erforderlich",
        "neustart erforderlich",
        "erfordert einen neustart",
        "devez redémarrer",
        "nécessite un redémarrage",
        "redémarrage est nécessaire",
        "redémarrer l'ordinateur",
        "redémarrer votre ordinateur",
        "debe reiniciar",
        "deberá reiniciar",
        "tiene que reiniciar",
        "es necesario reiniciar",
        "è necessario riavviare",
        "riavviare il computer",
        "deve reiniciar",
        "é necessário reiniciar",
        "reiniciar o computador",
        "opnieuw opstarten",
        "opnieuw starten",
        "再起動する必要があります",
        "再起動が必要",
        "再起動してください",
        "необходимо перезагрузить",
        "требуется перезагру",
        "следует перезагрузить",
        "必须重新启动",
        "需要重新启动",
        "必須重新啟動",
        "다시 시작해야",
        "należy ponownie uruchomić",
    ];
    has(&yes).then_some(Restart::Yes)
}

const REPLACED_BY: &[&str] = &[
    "replaced by",
    "superseded by",
    "ersetzt durch",
    "remplacé par",
    "remplacée par",
    "reemplazado por",
    "reemplazada por",
    "sostituito da",
    "substituído por",
    "substituída por",
];
const REPLACES: &[&str] = &["replaces", "supersedes", "ersetzt", "remplace", "reemplaza", "sostituisce", "substitui"];
const REPLACES_THIS: &[&str] = &["replaces this", "supersedes this", "replace this", "supersede this"];

fn ids(words: &str) -> impl Iterator<Item = String> + '_ {
    let apart = |c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | ';' | '[' | ']' | '/');
    words.split(apart).filter_map(fix_id)
}

/// Ids that a replacement section names: what this fix replaces, and what replaces it.
fn replacement(text: &str) -> (Vec<String>, Vec<String>) {
    let mut replaces = Vec::new();
    let mut replaced_by = Vec::new();
    for sentence in text.split_inclusive(['.', '\n']) {
        let lower = sentence.to_ascii_lowercase(); // keeps the places
        let first = |words: &[&str]| words.iter().filter_map(|w| lower.find(w).map(|at| (at, at + w.len()))).min();
        if let Some((at, end)) = first(REPLACED_BY) {
            // `This update replaces update 2418085 and is replaced by update 2528357`: what stands before the clause is
            // replaced, if the sentence says so, or is this fix itself.
            if first(REPLACES).is_some_and(|(verb, _)| verb < at) {
                replaces.extend(ids(&sentence[..at]));
            }
            replaced_by.extend(ids(&sentence[end..]));
        } else if let Some((at, _)) = first(REPLACES_THIS) {
            replaced_by.extend(ids(&sentence[..at]));
        } else {
            replaces.extend(ids(sentence));
        }
    }
    (replaces, replaced_by)
}

/// `828333`, `Q828333`, `KB828333`, `MS10-073`; years and build numbers have fewer digits.
fn fix_id(word: &str) -> Option<String> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    if let Some(bulletin) = bulletin_id(word) {
        return Some(bulletin);
    }
    let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let lead = &word[..word.len() - digits.len()];
    let known = lead.is_empty() || lead.eq_ignore_ascii_case("KB") || lead.eq_ignore_ascii_case("Q");
    let good = known && (5..=7).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    good.then(|| format!("KB{digits}"))
}

/// File names of packages: `Q269239_W2K_SP2_x86_en.EXE`, `WindowsServer2003-KB828333-x86-ENU.exe`, `Psp2esea.zip`.
fn packages(text: &str, out: &mut Vec<String>) {
    for dot in memchr::memchr_iter(b'.', text.as_bytes()) {
        let known = PACKAGES.iter().any(|p| text.get(dot..dot + p.len()).is_some_and(|e| e.eq_ignore_ascii_case(p)));
        let ends = text.as_bytes().get(dot + 4).is_none_or(|b| !b.is_ascii_alphanumeric());
        if !known || !ends {
            continue;
        }
        let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '~');
        let start = text[..dot]
            .rfind(|c: char| !inside(c))
            .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
        let name = &text[start..dot + 4];
        let stem = &text[start..dot];
        // A program's name is no package: a package carries the number of its article, or a zip holds it.
        let numbered = stem.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| fix_id(part).is_some());
        let zipped = name.len() > 4 && name[name.len() - 4..].eq_ignore_ascii_case(".zip");
        if !stem.is_empty() && (numbered || zipped) {
            out.push(name.to_owned());
        }
    }
}

fn distinct(list: &mut Vec<String>) {
    let mut seen = HashSet::new();
    list.retain(|item| seen.insert(item.clone()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_phrases_are_found_and_negated_ones_are_not() {
        let find = |text: &str| phrase_around(text, "first corrected in", text.find("corrected").unwrap_or(0));
        assert_eq!(find("was first\n corrected in Windows 2000"), Some((4, 23)));
        assert_eq!(find("first, corrected in Windows"), None);
        assert!(negated("This behavior is not"));
    }

    #[test]
    fn the_release_ends_with_its_sentence() {
        let cases = [
            (" Exchange Server 5.5 Service Pack 2. For more", Some("Exchange Server 5.5 Service Pack 2")),
            (" the latest Windows NT 3.51 U.S. Service\nPack.", Some("the latest Windows NT 3.51 U.S. Service Pack")),
            (".", None),
        ];
        for (text, expected) in cases {
            assert_eq!(release(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn restart_requirements_are_read_by_their_words() {
        let cases = [
            ("You must restart your computer after you apply this hotfix.", Some(Restart::Yes)),
            ("You do not have to restart the computer after you apply this hotfix.", Some(Restart::No)),
            (
                "This update does not require a restart. However, if the required files are in use, you must restart.",
                Some(Restart::Maybe),
            ),
            ("You may have to restart the computer.", Some(Restart::Maybe)),
            ("See below.", None),
            ("Sie müssen den Computer nicht neu starten.", Some(Restart::No)),
            ("Vous devez redémarrer l'ordinateur.", Some(Restart::Yes)),
            ("No tiene que reiniciar el equipo.", Some(Restart::No)),
            ("修正プログラムの適用後、再起動する必要があります。", Some(Restart::Yes)),
        ];
        for (text, expected) in cases {
            assert_eq!(restart(text), expected, "{text}");
        }
    }

    #[test]
    fn replacement_ids_are_told_from_years() {
        let (replaces, by) =
            replacement("This hotfix replaces hotfix 816042 for Windows Server 2003. It is replaced by KB843003.");
        assert_eq!(replaces, ["KB816042"]);
        assert_eq!(by, ["KB843003"]);
        assert_eq!(replacement("This hotfix does not replace any other hotfixes."), (vec![], vec![]));
        let both = replacement("This update replaces update 2418085 and is replaced by update 2528357.");
        assert_eq!(both, (vec!["KB2418085".to_owned()], vec!["KB2528357".to_owned()]));
        assert_eq!(replacement("Update 843003 supersedes this update."), (vec![], vec!["KB843003".to_owned()]));
    }

    #[test]
    fn packages_carry_a_number_or_are_archives() {
        let mut out = Vec::new();
        packages("Download Q269239_W2K_SP2_x86_en.EXE now, run Setup.exe, get Psp2esea.zip.", &mut out);
        assert_eq!(out, ["Q269239_W2K_SP2_x86_en.EXE", "Psp2esea.zip"]);
    }
}
