//! Where could headings begin?
//!
//! Every place of the body where a heading phrase stands and that is not plainly the middle of a word, a name or a
//! sentence. Most occurrences of such words fall here, by a look at the bytes beside them.

use super::context::{self, After, Before, Case};
use super::{identifier, tail};
use crate::model::SectionKind;
use crate::vocabulary::{HeadingRole, Hit, LabelKind, Languages, Prose};

/// A place where a heading may stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    /// First byte of the phrase.
    pub start: usize,
    /// One past its last byte, with the number behind it (`Resolution 2`).
    pub end: usize,
    /// What the phrase stands for.
    pub role: HeadingRole,
    /// Which languages use it.
    pub languages: Languages,
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
        matches!(
            self.after,
            After::GluedCapital
                | After::GluedUpper
                | After::GluedOther
                | After::GluedOpener
                | After::Table { glued: true }
        )
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
    let mut contents = usize::MAX; // where the last "On this page" ends
    let mut keywords = 0; // where the line of keywords ends that was met last
    let small = are_small(text, hits);
    for hit in hits {
        if hit.label == Some(LabelKind::Keywords) && is_keyword_line(text, hit) {
            keywords = hit.end + text[hit.end..].find('\n').unwrap_or(text.len() - hit.end);
        }
        if hit.label == Some(LabelKind::Contents) {
            contents = hit.end;
        }
        let Some(role) = hit.heading else { continue };
        if hit.start < from.max(keywords) || hit.end > to {
            continue;
        }
        let small = small && is_lone_and_small(text, hit);
        if !small && is_within_word(text, hit) || is_link_text(text, hit) {
            continue;
        }
        let case = context::case(&text[hit.start..hit.end]);
        if case == Case::Lower && !small {
            continue;
        }
        let chrome_before = chrome.partition_point(|&(_, end)| end <= hit.start);
        if chrome.get(chrome_before).is_some_and(|&(start, _)| start <= hit.start) {
            continue;
        }
        let behind_chrome = chrome_before.checked_sub(1);
        let behind_chrome = behind_chrome.is_some_and(|at| text[chrome[at].1..hit.start].trim().is_empty())
            || contents < hit.start && hit.start - contents < 8 && text[contents..hit.start].trim().is_empty();
        let before = match context::before(text, from, hit.start, hit.end, case, prose) {
            Before::Start => Before::Start,
            _ if behind_chrome => Before::Line,
            before => before,
        };
        let words = context::is_long(&text[hit.start..hit.end], case);
        let after = match context::after(text, hit.end, case, prose) {
            // Two words in capitals are no name in a program, whatever is glued to them.
            After::Joined | After::Close if case == Case::Upper && words && opens_block(before) => After::GluedOther,
            after => after,
        };
        // `위로 가기원인이 문제는 …`: behind the site's words a block begins, and what looks like a particle opens its sentence.
        let after = match after {
            _ if is_table(role.kind) && !matches!(after, After::Line) && context::begins_table(&text[hit.end..]) => {
                After::Table { glued: !text[hit.end..].starts_with([' ', '\u{a0}', '\u{3000}']) }
            }
            // Words between spaces bear endings, and no heading is glued on one side alone.
            After::GluedOther if case == Case::Caseless && is_ending(text, hit, before) => After::Joined,
            After::Reference if case == Case::Caseless && behind_chrome => After::GluedOther,
            after => after,
        };
        let before = match before {
            Before::Joined
                if case == Case::Upper && after == After::GluedCapital && !text[..hit.start].ends_with('_') =>
            {
                Before::Sign
            }
            before => before,
        };
        // `Hotfix-InformationenVoraussetzungenFür diesen Hotfix …`: the one heading is where the other stands.
        let chained = out.last().is_some_and(|last| text[last.end..hit.start].trim().is_empty() && leads(last, role));
        let table = matches!(after, After::Table { .. });
        if !table && !chained && identifier::is_part(text, hit, case, words, before, after, prose) {
            continue;
        }
        // `RESOLUTIONHotfix informationPrerequisitesTo apply …`: a heading that a longer or louder one leads.
        let led = out.last().filter(|last| text[last.end..hit.start].trim().is_empty());
        let led = led.is_some_and(|last| {
            let opened = case == Case::Caseless && (opens_block(last.before) || !last.common);
            last.words || last.case == Case::Upper && case != Case::Upper || opened && last.before != Before::Prose
        });
        let before = match before {
            Before::UpperGlued | Before::WordGlued | Before::Word | Before::Name if chained => Before::Stop,
            Before::UpperGlued if led => Before::WordGlued,
            Before::Word | Before::Name | Before::Run if led && after != After::Close => Before::Stop,
            before => before,
        };
        if matches!(before, Before::Joined) || matches!(after, After::Joined) {
            continue;
        }
        let line = matches!(before, Before::Start | Before::Line) && matches!(after, After::Line | After::Colon);
        if hit.marked && !line {
            continue;
        }
        // One capital does not part two words in a program's name, `LookupStatus`; before a sentence it may.
        let before = match before {
            Before::WordGlued if !table && case == Case::Capital && !words && is_identifier(text, from, hit.start) => {
                if !matches!(after, After::Opener | After::Sentence) {
                    continue;
                }
                Before::Name
            }
            before => before,
        };
        if let Some(last) = out.last_mut() {
            let same = case == last.case || last.case == Case::Upper && words && after != After::Lower;
            last.leads = same && text[last.end..hit.start].trim().is_empty();
        }
        let end = if let After::Number(end) = after { end } else { hit.end };
        out.push(Candidate {
            start: hit.start,
            end,
            role,
            languages: hit.languages,
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

/// Does the text write its headings in small letters, each a paragraph of its own, as Novell's documents do: `symptom`,
/// `cause`, `fix`?
fn are_small(text: &str, hits: &[Hit]) -> bool {
    hits.iter().filter(|hit| hit.heading.is_some() && is_lone_and_small(text, hit)).take(3).count() == 3
}

/// Is the phrase in small letters, and all of its paragraph?
fn is_lone_and_small(text: &str, hit: &Hit) -> bool {
    text.as_bytes()[hit.start].is_ascii_lowercase()
        && (text[..hit.start].ends_with("\n\n") || hit.start == 0)
        && text[hit.end..].starts_with("\n\n")
        && context::case(&text[hit.start..hit.end]) == Case::Lower
}

/// `Keywords: kbprb kbFAQ KB900001` on a line of its own: what it holds are no headings.
fn is_keyword_line(text: &str, hit: &Hit) -> bool {
    let colon = text[hit.end..].starts_with([':', '：']);
    colon && text[..hit.start].trim_end_matches([' ', '|']).ends_with('\n') && tail::is_keyword_list(&text[hit.end..])
}

/// `DownloadDownload Tool.exe now`: the word of a picture and the words of its link.
fn is_link_text(text: &str, hit: &Hit) -> bool {
    let phrase = &text[hit.start..hit.end];
    let behind = match text[hit.end..].strip_prefix(phrase) {
        Some(behind) => behind,
        None if text[..hit.start].ends_with(phrase) => &text[hit.end..],
        None => return false,
    };
    if !behind.starts_with(' ') {
        return false;
    }
    let file = behind.trim_start_matches(' ');
    let near = &file[..file.floor_char_boundary(64)];
    let name = &near[..near.find(' ').unwrap_or(near.len())];
    let dot = name.trim_end_matches('.').find('.');
    dot.is_some_and(|at| at > 0)
}

/// May a block begin here?
/// Is what stands here usually the first heading under another one?
fn leads(last: &Candidate, role: HeadingRole) -> bool {
    use SectionKind::*;
    match last.role.kind {
        FixInformation => matches!(role.kind, Prerequisites | RestartRequirement | Installation | Download),
        MoreInformation => role.kind == StepsToReproduce,
        _ => false,
    }
}

/// Do sections of this kind hold a table, or a path?
fn is_table(kind: SectionKind) -> bool {
    matches!(kind, SectionKind::FileInformation | SectionKind::RegistryInformation)
}

/// Does a letter that is glued to the phrase rather end its word? In scripts that put spaces between words, where a space
/// stands before the phrase.
fn is_ending(text: &str, hit: &Hit, before: Before) -> bool {
    let spaced = matches!(before, Before::Stop | Before::Word | Before::Name | Before::Token);
    let letter = text[hit.end..].chars().next().unwrap_or(' ');
    spaced && context::is_caseless(letter) && !context::is_spaceless(letter)
}

fn opens_block(before: Before) -> bool {
    matches!(before, Before::Start | Before::Line | Before::StopGlued | Before::Stop | Before::WordGlued)
}

/// Does the text hold kana, as no other language does?
pub(super) fn is_japanese(text: &str) -> bool {
    let kana = |c: char| matches!(c, '\u{3041}'..='\u{30ff}') && c != '・';
    let near = &text[..text.floor_char_boundary(4000)];
    !near.is_ascii() && near.chars().filter(|c| kana(*c)).take(8).count() == 8
}

/// The languages that a text in this script may be in. Chinese and Japanese share most words of their
/// headings, but only Japanese mixes them with kana.
pub(super) fn written(text: &str, languages: &[String]) -> Languages {
    let japanese = is_japanese(text);
    let foreign = |tag: &str| if japanese { tag.starts_with("zh") } else { tag == "ja" };
    let barred = languages.iter().enumerate().filter(|(_, tag)| foreign(tag));
    barred.fold(Languages::MAX, |mask, (at, _)| mask & !(1 << at))
}

/// The language, as one bit, whose headings the text holds: the one whose phrases have the most points, each kind of
/// section counted once. Of two languages that share all these words, the later one of the vocabulary.
pub(super) fn language(candidates: &[Candidate]) -> Languages {
    let mut best = [[0i32; 64]; Languages::BITS as usize];
    for candidate in candidates {
        let points = super::evidence::best_points(candidate);
        let mut left = candidate.languages;
        while points > 0 && left != 0 {
            let at = left.trailing_zeros() as usize;
            left &= left - 1;
            let known = &mut best[at][candidate.role.kind as usize % 64];
            *known = points.max(*known);
        }
    }
    let sums = best.iter().map(|kinds| kinds.iter().sum::<i32>());
    let most = sums.enumerate().max_by_key(|&(at, sum)| (sum, at));
    most.filter(|m| m.1 > 0).map_or(Languages::MAX, |(at, _)| 1 << at)
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
