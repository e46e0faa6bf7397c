//! What of a text is weighed? What it says by itself: not the titles of what it points to, and an abbreviation where its
//! meaning is spelled out.

use super::content::Content;
use super::meaning::{Bag, is_negation, is_weighty};
use super::words;
use aho_corasick::{AhoCorasick, MatchKind};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// How the texts of two articles are read.
#[derive(Debug, Default)]
pub struct Reading {
    /// What abbreviations stand for, in lower case, each with the abbreviation; the longest first.
    abbreviations: Vec<(String, String)>,
    titles: Titles,
    /// The same, and all else that a text names what it points to by: numbers of articles, addresses.
    pointers: Titles,
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
        let all = || [old, new].into_iter().flat_map(|content| &content.titles).filter(|title| !title.is_empty());
        Reading {
            abbreviations,
            titles: Titles::of(all().filter(|title| is_title(title))),
            pointers: Titles::of(all()),
        }
    }

    /// Does a text do little more than point somewhere? `Still need help? Go to …`
    pub fn only_points(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        let (all, left) = (Bag::of(&lower).len(), Bag::of(&self.titles.left_of(&lower)).len());
        let is_link = lower.contains(char::is_whitespace)
            && Bag::of(&self.pointers.left_of(&lower)).len() == 0
            && !is_offer(&lower)
            && !words::words(&lower).any(is_number_of_an_article);
        left < all && 2 * left <= all || is_link || sentences(&lower).all(|sentence| self.is_pointer(sentence))
    }

    /// `For more information about that, see …`
    fn is_pointer(&self, sentence: &str) -> bool {
        const MORE: &[&str] = &[
            "for more information",
            "for additional information",
            "for further information",
            "for more details",
            "for details",
            "to learn more",
            "learn more",
            "weitere informationen",
            "pour plus d",
            "pour en savoir plus",
            "para obtener más",
            "para más información",
            "para obter mais",
            "para mais informações",
            "per ulteriori",
            "per altre informazioni",
            "voor meer informatie",
            "więcej informacji",
            "další informace",
            "дополнительные сведения",
            "詳細については",
            "詳細情報",
            "有关详细信息",
            "有关更多信息",
            "如需更多",
            "如需詳細",
            "자세한 내용",
        ];
        const POINTS: &[&str] = &[" see", " refer to", " visit", " go to", " read", " article number"];
        let sentence = sentence.trim();
        let leads = MORE.iter().any(|more| sentence.starts_with(more));
        let first = sentence.split(char::is_whitespace).next().unwrap_or_default();
        let names = |text: &str| self.pointers.left_of(text) != text;
        // `For Windows 2000, see …`; the number of an article before its title.
        let points = ["for ", "see ", "refer to "].iter().any(|begin| sentence.starts_with(begin))
            && POINTS.iter().any(|verb| sentence.contains(verb) || sentence.starts_with(verb.trim_start()))
            && names(sentence);
        let is_numbered = first.len() >= 5 && first.bytes().all(|b| b.is_ascii_digit()) && names(first);
        !is_offer(sentence) && (leads || points || is_numbered || offers_help(sentence))
    }

    /// A text without what it points to in parentheses: `(see …)`.
    fn without_asides<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("(see ") {
            let Some((aside, behind)) = after.split_once(')') else { break };
            out.push_str(before);
            if self.pointers.left_of(aside) == aside {
                out.push_str("(see ");
                out.push_str(aside);
                out.push(')');
            }
            rest = behind;
        }
        if out.is_empty() && rest.len() == text.len() {
            return Cow::Borrowed(text);
        }
        out.push_str(rest);
        Cow::Owned(out)
    }

    /// Is this an abbreviation that one of the two articles explains? It is given without case.
    pub fn is_abbreviation(&self, word: &str) -> bool {
        self.abbreviations.iter().any(|(_, short)| short == word)
    }

    /// What is said by a text itself.
    pub fn of_text(&self, text: &str) -> String {
        let lower = text.to_lowercase();
        let said: String = sentences(&lower).filter(|sentence| !self.is_pointer(sentence)).collect();
        let mut read = self.titles.left_of(&self.without_asides(&said));
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
    fn of<'t>(titles: impl Iterator<Item = &'t String>) -> Titles {
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

/// The sentences of a text, with what stands behind each.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let ends = |(at, c): (usize, char)| {
            let after = at + c.len_utf8();
            let is_end = match c {
                '。' => true,
                '.' | '?' | '!' => rest[after..].starts_with(char::is_whitespace),
                _ => false,
            };
            is_end.then_some(after)
        };
        let end = rest.char_indices().find_map(ends).unwrap_or(rest.len());
        let (sentence, after) = rest.split_at(end);
        rest = after;
        Some(sentence).filter(|sentence| !sentence.is_empty())
    })
}

/// Is this a title that may be worded otherwise? What has a number of an article or a version in it says which thing is
/// meant, and a download is more than a pointer.
fn is_title(title: &str) -> bool {
    let plain = |word: &str| {
        let is_year = word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit());
        is_year
            || !word.contains(|c: char| c.is_numeric())
                && (!is_weighty(word) || is_negation(word) || word.contains('\\'))
    };
    words::words(title).count() >= 2 && words::words(title).all(plain) && !is_offer(title)
}

/// Does a sentence say who may be asked? Every page of a site has one.
fn offers_help(sentence: &str) -> bool {
    const BEGINS: &[&str] = &["if ", "still ", "need ", "you can also ", "for help", "for assistance", "contact us"];
    const ASKS: &[&str] = &[
        "contact support",
        "contact us",
        "microsoft support",
        "azure support",
        "customer support",
        "technical support",
        "support case",
        "support request",
        "support ticket",
        "support team",
        "feedback",
        "community",
        "forum",
    ];
    BEGINS.iter().any(|begin| sentence.starts_with(begin)) && ASKS.iter().any(|asks| sentence.contains(asks))
}

/// `841215`, `kb841215`
fn is_number_of_an_article(word: &str) -> bool {
    word.bytes().filter(u8::is_ascii_digit).count() >= 5
}

/// Is it something to be had, and so more than a pointer?
fn is_offer(text: &str) -> bool {
    ["download", "hotfix"].iter().any(|word| text.contains(word))
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
        let titles = ["configure the print spooler"];
        let pointers = ["configure the print spooler", "305506", "how to start windows xp sp3"];
        let reading = Reading { titles: Titles::find(titles), pointers: Titles::find(pointers), ..Reading::default() };
        for points in [
            "See Configure the print spooler.",
            "For more information about what it holds, visit the Web site.",
            "For a Windows 2000 version of this article, see\n305506.",
            "305506 How to stop a service in Windows 2000",
            "How to start Windows XP SP3",
            "If you still need help, contact support.",
        ] {
            assert!(reading.only_points(points), "{points}");
        }
        for says in [
            "Restart the print spooler.",
            "To stop the service on each node of a cluster, see Configure the print spooler.",
            "For Windows 10, install update 305506.",
            "If it starts, stop the service.",
        ] {
            assert!(!reading.only_points(says), "{says}");
        }
        assert_eq!(reading.of_text("Stop it (see 305506). See Configure the print spooler.").trim(), "stop it .");
        assert!(!is_title("kb5000802 for windows 10") && !is_title("here") && is_title("operations manager 2012"));
    }
}
