//! What of a text is weighed? What it says by itself: not the titles of what it points to, and an abbreviation where its
//! meaning is spelled out.

use super::content::Content;
use super::words;
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::BTreeSet;

/// How the texts of two articles are read.
#[derive(Debug, Default)]
pub struct Reading {
    /// What abbreviations stand for, in lower case, each with the abbreviation; the longest first.
    abbreviations: Vec<(String, String)>,
    titles: Titles,
}

/// Titles of what the two point to, in lower case; of those that overlap the longest is meant. What is a link in one may be
/// plain text in the other.
#[derive(Debug, Default)]
struct Titles(Option<AhoCorasick>);

impl Reading {
    /// How these two are read.
    pub fn of(old: &Content, new: &Content) -> Reading {
        let mut found = BTreeSet::new();
        for content in [old, new] {
            let units = content.sections.iter().flat_map(|part| &part.units);
            units.for_each(|unit| abbreviations(&unit.text, &mut found));
        }
        let mut abbreviations: Vec<(String, String)> = found.into_iter().collect();
        abbreviations.sort_by_key(|(meaning, _)| std::cmp::Reverse(meaning.len()));
        Reading { abbreviations, titles: Titles::of(&[old, new]) }
    }

    /// Does a text do little more than point somewhere? `Still need help? Go to …`
    pub fn only_points(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        let (all, left) = (words::Bag::of(&lower).len(), words::Bag::of(&self.titles.left_of(&lower)).len());
        left < all && 2 * left <= all
    }

    /// What is said by a text itself.
    pub fn of_text(&self, text: &str) -> String {
        let mut read = self.titles.left_of(&text.to_lowercase());
        if read.contains("://") {
            // An address is what it points to, too.
            read = read.split(char::is_whitespace).filter(|word| !word.contains("://")).collect::<Vec<_>>().join(" ");
        }
        for (meaning, short) in &self.abbreviations {
            if read.contains(meaning.as_str()) {
                read = read.replace(&format!("{meaning} ({short})"), short).replace(meaning.as_str(), short);
            }
        }
        read
    }
}

impl Titles {
    fn of(contents: &[&Content]) -> Titles {
        let titles = contents.iter().flat_map(|content| &content.titles).filter(|title| is_title(title));
        let titles: BTreeSet<&String> = titles.collect();
        if titles.is_empty() { Titles::default() } else { Titles::find(titles) }
    }

    fn find<T: AsRef<[u8]>>(titles: impl IntoIterator<Item = T>) -> Titles {
        let built = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(titles);
        // Only a size that no article has can fail.
        Titles(built.ok())
    }

    /// What is left of a text without the titles.
    fn left_of(&self, text: &str) -> String {
        let Some(titles) = &self.0 else { return text.to_owned() };
        let mut left = String::with_capacity(text.len());
        titles.replace_all_with(text, &mut left, |_, _, left| {
            left.push(' ');
            true
        });
        left
    }
}

/// Is this a title that may be worded otherwise? What has a number or a version in it says which thing is meant, and a
/// download is more than a pointer.
fn is_title(title: &str) -> bool {
    let plain = |word: &str| word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit());
    words::words(title).count() >= 2
        && words::words(title).all(|word| !words::is_weighty(word) || plain(word))
        && !["download", "hotfix"].iter().any(|word| title.contains(word))
}

/// Finds abbreviations in parentheses behind what they stand for: `Trusted Platform Module (TPM)`.
fn abbreviations(text: &str, found: &mut BTreeSet<(String, String)>) {
    for open in memchr::memchr_iter(b'(', text.as_bytes()) {
        let inside = &text[open + 1..];
        let length = inside.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let short = &inside[..length];
        let capitals = short.bytes().filter(u8::is_ascii_uppercase).count();
        if (2..=8).contains(&length) && 2 * capitals > length && inside[length..].starts_with(')') {
            let before = text[..open].trim_end();
            found.extend(meaning(before, short).map(|meaning| (meaning, short.to_lowercase())));
        }
    }
}

/// The words at the end of a text that begin with these letters; small words between them may have none.
fn meaning(before: &str, short: &str) -> Option<String> {
    const SMALL: &[&str] = &["of", "and", "the", "for", "to", "in", "on", "a"];
    let mut letters = short.chars().rev().map(|c| c.to_ascii_lowercase()).peekable();
    let mut end = before.len();
    while let Some(&letter) = letters.peek() {
        let word = before[..end].trim_end_matches([' ', '-']);
        let start = word.rfind([' ', '-', '\n', '(']).map_or(0, |at| at + 1);
        let word = &word[start..];
        if word.chars().next()?.to_lowercase().eq([letter]) {
            letters.next();
        } else if !SMALL.contains(&word) {
            return None;
        }
        end = start;
    }
    Some(before[end..].to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abbreviation_is_found_behind_its_meaning() {
        let check = |text: &str, expected: Option<(&str, &str)>| {
            let mut found = BTreeSet::new();
            abbreviations(text, &mut found);
            let found: Vec<_> = found.iter().map(|(meaning, short)| (meaning.as_str(), short.as_str())).collect();
            assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{text}");
        };
        check("a Trusted Platform Module (TPM) is", Some(("trusted platform module", "tpm")));
        check("requires multi-factor authentication (MFA).", Some(("multi-factor authentication", "mfa")));
        check("accept the Terms of Use (ToU)", Some(("terms of use", "tou")));
        check("a network (LAN)", None);
        check("(TPM)", None);
        check("the file (readme)", None);
    }

    #[test]
    fn a_text_that_only_points_somewhere_says_nothing_itself() {
        let titles = Titles::find(["configure the print spooler"]);
        let reading = Reading { titles, ..Reading::default() };
        assert!(reading.only_points("For more information, see Configure the print spooler."));
        assert!(!reading.only_points("For more information, see the print spooler."));
        assert!(
            !reading.only_points("To stop the service on each node of a cluster, see Configure the print spooler.")
        );
        assert_eq!(reading.of_text("See Configure the print spooler.").trim(), "see  .");
        assert!(!is_title("kb5000802 for windows 10") && !is_title("here") && is_title("operations manager 2012"));
    }
}
