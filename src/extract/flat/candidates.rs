//! Where could headings begin?
//!
//! Every place of the body where a heading phrase stands and that is not plainly the middle of a word, a name or a
//! sentence. Most occurrences of such words fall here, by a look at the bytes beside them.

use super::context::{self, After, Before, Case};
use crate::vocabulary::{HeadingRole, Hit, Prose};

/// A place where a heading may stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    /// First byte of the phrase.
    pub start: usize,
    /// One past its last byte, with the number behind it (`Resolution 2`).
    pub end: usize,
    /// What the phrase stands for.
    pub role: HeadingRole,
    /// Is it a word of everyday prose?
    pub common: bool,
    /// More than one word?
    pub words: bool,
    /// How it is written.
    pub case: Case,
    /// What stands before it.
    pub before: Before,
    /// What stands behind it.
    pub after: After,
    /// Does another candidate follow at once?
    pub leads: bool,
}

impl Candidate {
    /// Does it fill its line?
    pub fn own_line(&self) -> bool {
        matches!(self.before, Before::Start | Before::Line) && matches!(self.after, After::Line)
            || self.before == Before::Line && self.is_numbered()
    }

    /// Is it glued to the text behind it?
    pub fn glued_after(&self) -> bool {
        matches!(self.after, After::GluedCapital | After::GluedOther)
    }

    /// Is it one of several headings of its kind: `Resolution 2`?
    pub fn is_numbered(&self) -> bool {
        matches!(self.after, After::Number(_))
    }
}

/// The candidates among `hits` that lie in `from..to`. `chrome` are places of the site's words, in order: a heading
/// may follow one as it may follow a line end.
pub(super) fn candidates(
    text: &str,
    hits: &[Hit],
    from: usize,
    to: usize,
    chrome: &[(usize, usize)],
    prose: &Prose,
) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::new();
    for hit in hits {
        let Some(role) = hit.heading else { continue };
        if hit.start < from || hit.end > to || is_within_word(text, hit) {
            continue;
        }
        let case = context::case(&text[hit.start..hit.end]);
        if case == Case::Lower {
            continue;
        }
        let behind_chrome = chrome.partition_point(|&(_, end)| end <= hit.start).checked_sub(1);
        let behind_chrome = behind_chrome.is_some_and(|at| text[chrome[at].1..hit.start].trim().is_empty());
        let before = match context::before(text, from, hit.start, hit.end, case, prose) {
            Before::Start => Before::Start,
            _ if behind_chrome => Before::Line,
            before => before,
        };
        let after = context::after(text, hit.end, case, prose);
        if matches!(before, Before::Joined) || matches!(after, After::Joined) {
            continue;
        }
        let words = text[hit.start..hit.end].contains(' ');
        // One capital does not part two words in a program's name, `LookupStatus`; before a sentence it may.
        let before = match before {
            Before::WordGlued if case == Case::Capital && !words && is_identifier(text, from, hit.start) => {
                if !matches!(after, After::Opener | After::Sentence) {
                    continue;
                }
                Before::Name
            }
            before => before,
        };
        if let Some(last) = out.last_mut() {
            last.leads = text[last.end..hit.start].trim().is_empty() && case == last.case;
        }
        let end = if let After::Number(end) = after { end } else { hit.end };
        out.push(Candidate {
            start: hit.start,
            end,
            role,
            common: hit.common,
            words,
            case,
            before,
            after,
            leads: false,
        });
    }
    out
}

/// Small letters run on over an end of the phrase: by far the most common case, told by two bytes.
fn is_within_word(text: &str, hit: &Hit) -> bool {
    let bytes = text.as_bytes();
    let first_small = bytes[hit.start].is_ascii_lowercase();
    if first_small {
        return true;
    }
    let last_small = bytes[hit.end - 1].is_ascii_lowercase();
    last_small && bytes.get(hit.end).is_some_and(|b| b.is_ascii_lowercase() || *b == b'_')
}

/// Is the word that ends here one of a program's names? They hold capitals, digits or signs in their middle.
fn is_identifier(text: &str, from: usize, end: usize) -> bool {
    let left = &text.as_bytes()[from..end];
    let length = left.iter().rev().take(64).take_while(|b| !b.is_ascii_whitespace()).count();
    let word = &left[left.len() - length..];
    let inner_capital = word.windows(2).any(|w| w[0].is_ascii_lowercase() && w[1].is_ascii_uppercase());
    inner_capital || word.iter().any(|b| matches!(b, b'_' | b'\\' | b'.' | b'=' | b'(' | b'[' | b'$' | b'@'))
}
