//! What does a flat text say behind the body: products, keywords, properties, the site's words?

use super::candidates::Candidate;
use super::context::{self, Before, Case};
use super::{fields, products, stated};
use crate::extract::{Field, RawBlock, RawBlockKind};
use crate::span::Span;
use crate::vocabulary::{Hit, LabelKind, Prose, Rank, Vocabulary};

/// Longer lines are no entries of a list of products.
const LONGEST_ENTRY: usize = 240;

/// What was found behind the body.
#[derive(Debug, Default)]
pub(super) struct Tail {
    /// Where the body ends.
    pub start: usize,
    /// Fields in document order.
    pub fields: Vec<Field>,
    /// Header and chrome, in document order.
    pub blocks: Vec<RawBlock>,
}

/// A place where a part of the tail begins.
struct Mark<'h> {
    start: usize,
    /// Where its label ends.
    end: usize,
    /// The label; none for the site's words.
    hit: Option<&'h Hit>,
}

/// Reads the tail. Behind `last`, the last sure heading of a section, properties may begin.
pub(super) fn read(
    text: &str,
    hits: &[Hit],
    from: usize,
    last: usize,
    chrome: &[(usize, usize)],
    vocabulary: &Vocabulary,
) -> Tail {
    let anchor = anchor(text, hits, from.max(last));
    let marks = marks(text, hits, from.max(last), anchor, chrome, vocabulary.prose());
    let mut tail = Tail { start: marks.first().map_or(text.len(), |m| m.start), ..Tail::default() };
    let close = marks.iter().find(|m| m.hit.is_some_and(|hit| hit.label == Some(LabelKind::ChromeEnd)));
    let close = close.map_or(text.len(), |m| m.start);
    // Properties that reach further back than what the words alone tell, under other publishers' labels.
    if let Some((start, found)) = stated::at_end(&text[..close], from.max(last), vocabulary)
        && start <= tail.start
    {
        tail.start = start;
        tail.fields.extend(found.into_iter().map(|stated| stated.field));
        push(text, start, close, RawBlockKind::Header, &mut tail);
        push(text, close, text.len(), RawBlockKind::Chrome, &mut tail);
        return tail;
    }
    for (at, &Mark { start, end: label, hit }) in marks.iter().enumerate() {
        let until = marks.get(at + 1).map_or(text.len(), |m| m.start).max(label);
        let Some(hit) = hit else {
            push(text, start, until, RawBlockKind::Chrome, &mut tail);
            continue;
        };
        if hit.label == Some(LabelKind::ChromeEnd) {
            push(text, start, text.len(), RawBlockKind::Chrome, &mut tail);
            break;
        }
        let mut end = until;
        if is_property(hit) {
            let from = hit.end + text[hit.end..until].bytes().take_while(|b| matches!(b, b':' | b' ')).count();
            let from = until - fields::behind_stop(&text[from..until]).len();
            end = products_end(text, from, until);
            tail.fields.extend(products::products(text, Span::new(from, end).trim(text)));
        } else if let Some(kind) = hit.label
            && let Some(name) = fields::name(kind)
            && let Some(value) = fields::value(text, kind, hit.end, until)
        {
            end = value.end as usize;
            tail.fields.push(fields::field(text, name, value));
        }
        push(text, start, end, RawBlockKind::Header, &mut tail);
        let divides = !text[end..until].contains(char::is_alphanumeric);
        let kind = if divides { RawBlockKind::Header } else { RawBlockKind::Chrome };
        push(text, end, until, kind, &mut tail);
    }
    tail
}

fn push(text: &str, start: usize, end: usize, kind: RawBlockKind, tail: &mut Tail) {
    let span = Span::new(start, end).trim(text);
    if !span.is_empty() {
        tail.blocks.push(RawBlock { span, kind });
    }
}

/// The last "APPLIES TO" that ends its line, with nothing but entries behind it: it begins the list of products whatever
/// the body broke off with, be it a listing, a rule or a notice of rights.
fn anchor(text: &str, hits: &[Hit], from: usize) -> Option<usize> {
    let last = hits.iter().rev().take_while(|h| h.start >= from).find(|h| {
        let rest = text[h.end..].trim_start_matches([' ', ':']);
        is_property(h) && context::case(&text[h.start..h.end]) == Case::Upper && rest.starts_with('\n')
    })?;
    let entries = text[last.end..].lines().skip(1).take_while(|line| !line.trim_start().starts_with('|'));
    let mut entries = entries.take(200).peekable();
    let any = entries.peek().is_some_and(|line| !line.trim().is_empty());
    (any && entries.all(|line| line.len() <= LONGEST_ENTRY || is_keywords(line))).then_some(last.start)
}

/// Is this a line of keywords?
fn is_keywords(line: &str) -> bool {
    let label = line.get(.."Keywords".len()).is_some_and(|start| start.eq_ignore_ascii_case("Keywords"));
    label && is_keyword_list(&line["Keywords".len()..])
}

/// The places where parts of the tail begin, in order; behind the first of them also the site's words.
fn marks<'h>(
    text: &str,
    hits: &'h [Hit],
    from: usize,
    anchor: Option<usize>,
    chrome: &[(usize, usize)],
    prose: &Prose,
) -> Vec<Mark<'h>> {
    let mut out: Vec<Mark<'h>> = Vec::new();
    let mut chrome = chrome.iter().peekable();
    for (at, hit) in hits.iter().enumerate().filter(|(_, h)| h.start >= from) {
        while let Some(&(start, end)) = chrome.next_if(|c| c.0 <= hit.start) {
            if out.last().is_some_and(|last| last.end <= start) {
                out.push(Mark { start, end, hit: None });
            }
        }
        let open = out.iter().any(|m| m.hit.is_some());
        let behind = out.last().is_some_and(|m| m.end <= hit.start && text[m.end..hit.start].trim().is_empty());
        let next = hits.get(at + 1).filter(|n| text[hit.end..n.start].trim().is_empty());
        let leads = next.is_some_and(|n| n.label == Some(LabelKind::ArticleId));
        let free = out.last().is_none_or(|m| m.end <= hit.start);
        let wanted = match anchor {
            Some(place) if hit.start == place => true,
            // `All rights reserved` of a sample's listing, before the products.
            Some(place) if hit.label == Some(LabelKind::ChromeEnd) && hit.start < place => false,
            // `(c) Microsoft Corporation 1997. All Rights Reserved. Contributions by …`, and then the keywords.
            _ if hit.label == Some(LabelKind::ChromeEnd) && leads_to_keywords(text, hits, at) => false,
            _ => is_mark(text, hit, from, Beside { open, behind, leads }, prose),
        };
        if free && wanted {
            out.push(Mark { start: mark_start(text, hit), end: hit.end, hit: Some(hit) });
        }
    }
    for &(start, end) in chrome {
        if out.last().is_some_and(|last| last.end <= start) {
            out.push(Mark { start, end, hit: None });
        }
    }
    // `Release Date: April 10, 2002` of a download, and then the article goes on: what stands at the end has no text
    // behind it.
    let stray = |at: usize, out: &[Mark<'h>]| {
        let dated = [LabelKind::Reviewed, LabelKind::Revision, LabelKind::Modified, LabelKind::Published];
        let label = out[at].hit.and_then(|hit| hit.label);
        let next = out[at + 1..].iter().find(|m| m.hit.is_some()).map_or(text.len(), |m| m.start);
        out[at].hit.is_none() || label.is_some_and(|l| dated.contains(&l)) && next - out[at].end > LONGEST_ENTRY * 2
    };
    let strays = (0..out.len()).take_while(|&at| stray(at, &out)).count();
    out.drain(..strays);
    out
}

/// Do keywords follow the site's last words at a little distance? Then they are not its last.
fn leads_to_keywords(text: &str, hits: &[Hit], at: usize) -> bool {
    const DISTANCE: usize = 300;
    let mut near = hits[at + 1..].iter().take_while(|h| h.start < hits[at].end + DISTANCE);
    near.any(|h| {
        h.label == Some(LabelKind::Keywords) && text[h.end..].starts_with(':') && is_keyword_list(&text[h.end..])
    })
}

fn is_property(hit: &Hit) -> bool {
    hit.heading.is_some_and(|r| r.rank == Rank::Property)
}

/// What stands beside a hit.
#[derive(Clone, Copy)]
struct Beside {
    /// Has the tail begun before it?
    open: bool,
    /// Does it stand directly behind another mark?
    behind: bool,
    /// Does the article's number follow at once?
    leads: bool,
}

/// Does this hit begin a part of the tail?
fn is_mark(text: &str, hit: &Hit, from: usize, beside: Beside, prose: &Prose) -> bool {
    let case = context::case(&text[hit.start..hit.end]);
    if case == Case::Lower || (hit.label.is_none() && !is_property(hit)) {
        return false;
    }
    let before = context::before(text, from, hit.start, hit.end, case, prose);
    let line = matches!(before, Before::Line | Before::Start) || beside.behind;
    let apart = line || matches!(before, Before::StopGlued | Before::WordGlued | Before::UpperGlued);
    let rest = &text[hit.end..];
    let inner = rest.trim_start_matches([' ', '\t', '\u{a0}']);
    let ends = inner.is_empty() || inner.starts_with('\n');
    let colon = inner.starts_with([':', '：']);
    let spaced = matches!(before, Before::Stop | Before::Word | Before::Name | Before::Token | Before::Sign);
    if is_property(hit) {
        let upper = case == Case::Upper;
        let glued = rest.starts_with(char::is_uppercase);
        let listed = inner.starts_with(|c: char| c.is_uppercase() || matches!(c, '•' | '·'));
        let named = products::begins_with_product(inner.trim_start_matches([':', '：', '.', '。', ' ', '\n', '•']));
        // `The information in this article applies to:` in a run of words.
        let sentence = text[hit.start..hit.end].chars().filter(|c| *c == ' ').count() > 3 || case == Case::Caseless;
        // `… applies to the following products.` and, below it or glued to it, the products.
        let behind_stop = inner.strip_prefix(['.', '。', '：']).filter(|_| named && sentence);
        if apart && behind_stop.is_some() {
            return true;
        }
        // `Applies to Tool 2008 Enterprise Tool 2008 Developer …` up to the end of the line.
        if named && !prose_before(before) && products::is_run(inner) {
            return true;
        }
        // `… KB824684 Gilt für Microsoft Windows Server 2003`, and that is the end.
        if named && spaced && !prose_before(before) && is_end(inner) {
            return true;
        }
        let bullets = inner.trim_start_matches([':', '：', '.', '。', ' ']).starts_with(['•', '·']);
        if named && (apart || before == Before::Run) && bullets && sentence {
            return true;
        }
        if named && case == Case::Caseless && (apart || bullets || before == Before::Run) && (bullets || is_end(inner))
        {
            return true;
        }
        return apart && (ends || colon || glued || upper)
            || spaced && upper && (ends || glued || listed)
            || spaced && named && (beside.open || sentence || ends);
    }
    let spoken = prose_before(before);
    match hit.label {
        Some(LabelKind::ChromeEnd) => apart || spaced,
        // Below the products such a line is the keywords, whatever the first of them are.
        Some(LabelKind::Keywords) => colon && (beside.open && before == Before::Line || is_keyword_list(inner)),
        Some(LabelKind::Properties) => line && ends || beside.leads && !spoken,
        Some(LabelKind::QueryWords) => colon && !spoken,
        Some(LabelKind::IssueType | LabelKind::Technology) => colon && beside.open && !spoken,
        Some(LabelKind::ArticleId) => {
            (apart || beside.open && !spoken) && colon && context::near_line(inner).contains(char::is_numeric)
        }
        Some(LabelKind::Reviewed | LabelKind::Revision | LabelKind::Modified | LabelKind::Published) => {
            // `Version: OS Build 14393.1` is no revision of the article.
            let near = context::near_line(rest).len();
            colon
                && hit.label.is_some_and(|kind| fields::value(text, kind, hit.end, hit.end + near).is_some())
                && (line || before == Before::Sign || beside.open && !spoken)
                && inner.trim_start_matches([':', ' ']).starts_with(char::is_alphanumeric)
                && context::near_line(inner).contains(|c: char| c.is_ascii_digit())
        }
        _ => false,
    }
}

/// Is this the end of a text, without a sentence in it?
fn is_end(rest: &str) -> bool {
    const LONGEST: usize = 600;
    rest.len() <= LONGEST && !rest.contains(['。', '؟', '।']) && !rest.contains(". ") && !rest.trim_end().ends_with('.')
}

/// Does a sentence go on here?
fn prose_before(before: Before) -> bool {
    matches!(before, Before::Prose | Before::Open | Before::Joined)
}

/// Keywords of a knowledge base, not of a language: `kbhotfixserver KB828333`, `msdos KB60713`.
pub(super) fn is_keyword_list(behind: &str) -> bool {
    let line = context::near_line(behind.trim_start_matches([':', '：', ' ', '\t', '\n', '\u{a0}']));
    let word = line.split_whitespace().next().unwrap_or("");
    let number = |word: &str| {
        // What follows the last of them may be glued to it: `KB156331Give Feedback`.
        let digits = word.strip_prefix("KB").unwrap_or("");
        let number = digits.trim_end_matches(|c: char| !c.is_ascii_digit());
        let number = &number[..number.bytes().take_while(u8::is_ascii_digit).count()];
        number.len() >= 4 && digits[number.len()..].bytes().all(|b| b.is_ascii_alphabetic())
    };
    word.get(..2).is_some_and(|two| two.eq_ignore_ascii_case("kb"))
        || line.contains(" kb")
        || line.split_whitespace().any(number)
}

/// A line that begins with a sign of division belongs to what follows on it.
fn mark_start(text: &str, hit: &Hit) -> usize {
    let left = &text[..hit.start];
    // Only a few such signs stand together; a line may be the whole text.
    let near = &left[left.floor_char_boundary(left.len().saturating_sub(32))..];
    let signs = near.trim_end_matches([' ', '\t', '\u{a0}', '|', '•']);
    if signs.is_empty() && near.len() == left.len() || signs.ends_with('\n') {
        hit.start - (near.len() - signs.len())
    } else {
        hit.start
    }
}

/// The list of products ends at an empty line behind its first entry, or at a sign of division.
fn products_end(text: &str, from: usize, until: usize) -> usize {
    let mut at = from;
    let mut any = false;
    for line in text[from..until].split_inclusive('\n') {
        let words = line.trim();
        // `Subjects:`, `Languages:`: the label of another list
        let label = words.starts_with(char::is_uppercase) && words.ends_with(':') && words.len() <= 40;
        let label = label && any && words.split(' ').count() <= 2 && !products::begins_with_product(words);
        if words.starts_with('|') || (words.is_empty() && any && at > from) || label {
            return at;
        }
        any |= !words.is_empty();
        at += line.len();
    }
    until
}

/// The last place that opens a section whatever the document's style, at or before which no tail begins.
pub(super) fn last_heading(candidates: &[Candidate], upper: bool) -> usize {
    candidates.iter().rev().find(|c| super::evidence::is_sure(c, upper)).map_or(0, |c| c.end)
}
