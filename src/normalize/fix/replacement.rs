//! Which fixes does this one replace, and which replace it, by the words of the replacement information?

use crate::normalize::header::bulletin_id;
use crate::vocabulary::fixes::FixWords;

pub fn ids(words: &str) -> impl Iterator<Item = String> + '_ {
    // Particles of languages without spaces stand directly behind a number: `831250을`.
    let apart = |c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | ';' | '[' | ']' | '/') || !c.is_ascii();
    words.split(apart).filter_map(fix_id)
}

/// Ids that a replacement section names: what this fix replaces, and what replaces it.
pub fn replacement(text: &str) -> (Vec<String>, Vec<String>) {
    let mut replaces = Vec::new();
    let mut replaced_by = Vec::new();
    let words = FixWords::built_in();
    for sentence in text.split_inclusive(['.', '\n', '。']) {
        let lower = sentence.to_ascii_lowercase(); // keeps the places
        let first =
            |words: &[String]| words.iter().filter_map(|w| lower.find(w.as_str()).map(|at| (at, at + w.len()))).min();
        if let Some((at, end)) = first(&words.replaced_by) {
            // `This update replaces update 2418085 and is replaced by update 2528357`: what stands before the clause is
            // replaced, if the sentence says so, or is this fix itself.
            if first(&words.replaces).is_some_and(|(verb, _)| verb < at) {
                replaces.extend(ids(&sentence[..at]));
            }
            replaced_by.extend(ids(&sentence[end..]));
        } else if let Some((at, _)) = first(&words.replaces_this) {
            replaced_by.extend(ids(&sentence[..at]));
        } else {
            replaces.extend(ids(sentence));
        }
    }
    (replaces, replaced_by)
}

/// `828333`, `Q828333`, `KB828333`, `MS10-073`; years and build numbers have fewer digits.
pub fn fix_id(word: &str) -> Option<String> {
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
