//! Where does a record's description begin and end?
//!
//! In lines, indentation and blank lines tell: a description goes on behind a blank line only where it stands deeper than
//! the article's own text, where it announced more with a colon, or where `Name: value` lines follow. In a run of words
//! only the next record, a divider, or a sentence in which the article speaks about the event ends it. The text is not
//! changed: a description is the place where it stands.

use super::labels::clip;
use super::parameters::is_pair;
use aho_corasick::AhoCorasick;
use std::ops::Range;
use std::sync::LazyLock;

/// What is known of a record's surroundings.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Columns that the record's head is indented by.
    pub indent: usize,
    /// Column in which the text before the record begins: its indent, behind its bullet.
    pub lead: usize,
    /// Do line ends mean something here, and does the head use them?
    pub lines: bool,
    /// Does a label announce the description, or is it what follows the head?
    pub labelled: bool,
    /// Is the head a paragraph of its own in a form without indentation, and rich enough to be a record by itself?
    pub paragraph: bool,
    /// Where a block of the article ends that keeps its lines, if the record stands in one.
    pub verbatim: Option<usize>,
}

/// The place of a description that may begin at `from` and ends at `limit` at the latest.
pub fn extent(text: &str, from: usize, limit: usize, place: Place, ends_block: &dyn Fn(usize) -> bool) -> Range<usize> {
    let mut end = from; // end of what is surely the description
    let mut at = from;
    let mut first = true;
    let mut gap = false; // a blank line or a block's end was passed
    let mut wraps = false; // did the last line end in the middle of a sentence?
    while at < limit {
        let stop = memchr::memchr(b'\n', &text.as_bytes()[at..limit]).map_or(limit, |n| at + n);
        let line = &text[at..stop];
        let content = line.trim();
        let own_line = !first || at == from && starts_line(text, at);
        if content.is_empty() || content == ">" {
            // The rest of the label's own line is no blank line.
            gap |= !first;
        } else {
            gap |= own_line && at > from && ends_block(at);
            if is_divider(content) {
                break;
            }
            if gap && !goes_on(text, from..end, line, place, at) {
                break;
            }
            let cut_by_crawl = !gap && end > from && !place.lines && own_line;
            if cut_by_crawl && (is_prose(content) || !wraps && !continues_flat(&text[from..end], content)) {
                break;
            }
            end = at + line.trim_end().len();
            wraps = !content.ends_with(['.', ')', '!', '?', '"', ':']);
            gap = false;
        }
        first = false;
        at = stop + 1;
    }
    let start = from + (text[from..end].len() - text[from..end].trim_start().len());
    let end = if place.lines { end } else { start + spoken(&text[start..end]) };
    start.min(end)..end
}

fn starts_line(text: &str, at: usize) -> bool {
    at == 0 || text.as_bytes()[at - 1] == b'\n'
}

/// Does the description go on with this line behind a blank line?
fn goes_on(text: &str, so_far: Range<usize>, line: &str, place: Place, at: usize) -> bool {
    let content = line.trim();
    let indent = column(line);
    let before = text[so_far].trim();
    if before.is_empty() {
        // The label stands alone on its line: the next text is its description. Without a label, only text that is set
        // off like the head itself.
        if place.paragraph && !place.labelled {
            // The paragraph below the last field is the description unless the article itself speaks there.
            return !is_prose(content) && !opens(content, GLUED) && !content.starts_with("- ");
        }
        let bullet = content.starts_with("- ") && indent < place.indent;
        return (place.labelled || indent >= place.indent && place.indent > 0) && !bullet && !is_prose(content);
    }
    if place.verbatim.is_some_and(|end| at < end) && place.indent == 0 {
        return !is_prose(content);
    }
    let set_off = place.indent > place.lead && indent >= place.indent && indent > 0;
    if set_off {
        return !is_prose(content) || indent > place.indent;
    }
    // A crawl keeps no indentation: there the colon alone tells.
    let set_off = indent > 0 || !place.lines && place.indent == 0 && !is_prose(content);
    let announced = before.ends_with(':') && indent + 2 >= place.indent && set_off && !content.starts_with("- ");
    announced || is_pair(content) && !is_prose(content) && indent >= place.indent
}

/// In a run of words that a crawl cut into lines at blocks: does the description go on in the next one?
fn continues_flat(before: &str, line: &str) -> bool {
    before.trim_end().ends_with(':') || is_pair(line) && !is_prose(line)
}

/// Columns before the first character.
pub fn column(line: &str) -> usize {
    line.bytes().take_while(|b| matches!(b, b' ' | b'\t' | b'>')).map(|b| if b == b'\t' { 4 } else { 1 }).sum()
}

/// The column in which a line's text begins, behind its bullet or number.
pub fn text_column(line: &str) -> usize {
    let indent = column(line);
    let rest = line.trim_start();
    let bullet = rest.split(' ').next().unwrap_or("");
    let number = bullet.trim_end_matches(['.', ')']);
    let numbered =
        number.len() < bullet.len() && number.len() <= 2 && number.bytes().all(|b| b.is_ascii_alphanumeric());
    if matches!(bullet, "-" | "*" | "•" | "o" | "·") || numbered && !number.is_empty() {
        let behind = &rest[bullet.len()..];
        return indent + bullet.chars().count() + (behind.len() - behind.trim_start_matches(' ').len());
    }
    indent
}

/// `-or-`, `- and -`, a rule: what stands between records.
pub fn is_divider(line: &str) -> bool {
    if line.len() > 80 {
        return false;
    }
    let word = line.trim_matches(|c: char| matches!(c, '-' | '–' | '—' | '*' | '_' | '=' | ' ' | '>'));
    let bare = word.len() < line.len();
    word.is_empty() && line.len() >= 3
        || bare
            && ["or", "and", "and/or", "oder", "und", "ou", "et", "o", "y", "e"]
                .iter()
                .any(|w| word.eq_ignore_ascii_case(w))
        || !bare && ["or", "-or"].iter().any(|w| word.eq_ignore_ascii_case(w))
}

/// Openings of sentences in which an article speaks about an event; no component writes these into the log.
const ABOUT: &[&str] = &[
    "this issue ",
    "this problem ",
    "this behavior ",
    "this behaviour ",
    "these issues",
    "these symptoms",
    "as a result of this",
    "if you attempt",
    "if you try",
    "to get rid of",
    "other exceptions reported",
    "the following log ",
    "also note ",
    "it is possible in this scenario",
    "these errors",
    "these events",
    "this symptom",
    "when this issue",
    "when this problem",
    "when this occurs",
    "when this happens",
    "when this error ",
    "when this event",
    "when these ",
    "after this event",
    "after this error",
    "additionally,",
    "in addition, the following",
    "in addition, you",
    "in addition, event",
    "you may also ",
    "you may receive",
    "this error will ",
    "you may see",
    "you might ",
    "you receive ",
    "also, the following",
    "the following event",
    "the following error message",
    "the following entr",
    "the following message",
    "this error message",
    "this event is ",
    "this event indicates",
    "this event means",
    "this event may",
    "this message is ",
    "these messages",
    "the preceding ",
    "the above ",
    "note:",
    "note: ",
    "note this",
    "note the ",
    "note that ",
    "notes:",
    "important:",
    "to work around",
    "to resolve this",
    "to fix this ",
    "examining the ",
    "for the preceding",
    "for example,",
    "if you view",
    "if you are using",
    "if you use ",
    "if you look",
    "after you ",
    "when you ",
    "where <",
    "even though ",
    "however, ",
    "explanation",
    "one or more of the entries",
    "for additional information",
    "for more information about",
    "the application log",
    "the system log",
];

/// Openings that a component may write too, but not where the crawl lost a paragraph's end: `error 32.If you have`.
const GLUED: &[&str] = &[
    "if ",
    "when ",
    "after ",
    "where ",
    "in this ",
    "in addition",
    "also",
    "note",
    "you ",
    "to ",
    "for ",
    "these ",
    "this ",
    "another ",
    "other ",
    "additional ",
];

/// Openings of the log's own sentences that begin as an article's do.
const OWN: &[&str] = &["for additional information specific to this message"];

/// Does a paragraph begin with the article speaking?
fn is_prose(content: &str) -> bool {
    opens(content, ABOUT) && !opens(content, OWN)
}

fn opens(text: &str, openings: &[&str]) -> bool {
    openings.iter().any(|o| text.get(..o.len()).is_some_and(|head| head.eq_ignore_ascii_case(o)))
}

/// Openings that no component writes anywhere, so that they need no full stop before them.
static PLAIN: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let openings = [
        " This issue ",
        " This problem ",
        " This behavior ",
        " This error will ",
        " This error message ",
        " When this issue ",
        " When this problem ",
        " The following event ",
        " Additionally, the following ",
        " In addition, the following ",
        "-or- ",
        "-and- ",
        "-OR- ",
        "-AND- ",
        " - or - ",
        " EXPLANATION ",
        " To fix this issue",
        " To fix this problem",
        " To resolve this issue",
        " To resolve this problem",
        " For additional information about ",
        " For additional information, ",
        " For more information about ",
        " These symptoms ",
    ];
    // A handful of fixed words: building cannot fail.
    AhoCorasick::builder().build(openings).unwrap_or_else(|e| unreachable!("openings: {e}"))
});

/// How far into a sentence's opening it is decided who speaks.
const OPENING: usize = 48;

/// How much of a run of words is the record's: up to a divider or to the first sentence in which the article speaks.
fn spoken(text: &str) -> usize {
    let bytes = text.as_bytes();
    for at in memchr::memchr3_iter(b'.', b')', b':', bytes) {
        let rest = clip(&text[at + 1..], OPENING);
        let behind = rest.trim_start();
        if behind.is_empty() {
            continue;
        }
        if behind.starts_with("where <") {
            return at + 1;
        }
        let glued = behind.len() == rest.len() && bytes[at] == b'.';
        let opens_one =
            behind.starts_with(|c: char| c.is_uppercase()) && (is_prose(behind) || glued && opens(behind, GLUED));
        if bytes[at] != b':' && opens_one {
            return at + 1;
        }
    }
    // Where a line's end was lost without a full stop, only the plainest openings tell.
    PLAIN.find(text).map_or(text.len(), |hit| hit.start())
}

/// Without a last sentence that announces the next record: `The entry may look similar to the following:`.
pub fn without_lead_in(text: &str) -> usize {
    // The bullet or divider of the next record.
    let bare = text.trim_end();
    let text = ["-or-", "-and-", "-OR-", "-AND-"].iter().find_map(|divider| bare.strip_suffix(divider)).unwrap_or(bare);
    let text = text.trim_end_matches(['-', '–', '•', '*', ' ']);
    let trimmed = text.trim_end();
    if !trimmed.ends_with(':') {
        return text.len();
    }
    let tail = &trimmed[trimmed.ceil_char_boundary(trimmed.len().saturating_sub(400))..];
    let base = trimmed.len() - tail.len();
    let mut starts = tail.char_indices().rev().filter(|&(at, c)| {
        matches!(c, '.' | ')') && {
            let rest = &tail[at + 1..];
            let glued = rest.starts_with(|c: char| c.is_uppercase()) && c == '.';
            glued || rest.starts_with(' ') && rest.trim_start().starts_with(|c: char| c.is_uppercase())
        }
    });
    let Some((cut, _)) = starts.next() else { return text.len() };
    let sentence = tail[cut + 1..].to_ascii_lowercase();
    let announces =
        ["following", "event", "log", "similar to", "error message", "entry"].iter().any(|w| sentence.contains(w));
    if announces { base + cut + 1 } else { text.len() }
}
