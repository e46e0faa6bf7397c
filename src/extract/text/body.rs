//! Which lines of the body are headings, paragraphs, list items, notes, code?
//!
//! A heading is a line at the left margin with a line of `=` (section) or `-` (subheading) of its own length below it.
//! A table's header with a rule below looks the same; it has columns, that is runs of spaces, and rows that have them
//! too. Wrapped lines are kept as they are: nothing is joined here.

use super::super::{Extracted, RawBlock, RawBlockKind};
use super::is_rule;
use crate::span::Span;
use crate::vocabulary::{Vocabulary, notes};

/// Reads the body's lines into blocks.
pub fn body(text: &str, lines: &[Span], vocabulary: &Vocabulary, out: &mut Extracted) {
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at].of(text);
        if line.is_empty() {
            at += 1;
        } else if is_heading(lines, at, text) {
            let underline = lines[at + 1];
            // The template's own headings are underlined with `=`. One outside the vocabulary comes from a document
            // that the article quotes (a readme, a help file), and stands inside the section that quotes it.
            let level = match underline.of(text).starts_with('=') {
                true if vocabulary.role(line).is_some() => 1,
                true => 2,
                false => 3,
            };
            let span = Span { start: lines[at].start, end: underline.end };
            out.blocks.push(RawBlock { span, kind: RawBlockKind::Heading { level, text: lines[at] } });
            at += 2;
        } else {
            let end = chunk_end(text, lines, at);
            chunk(text, &lines[at..end], out);
            at = end;
        }
    }
}

/// Makes headings of the lines that stand alone and are called like sections, where the text underlines none: advisories
/// and notes that were mailed or posted. Where one of them has a Roman numeral, so do the headings of other words.
pub fn lone_headings(text: &str, vocabulary: &Vocabulary, out: &mut Extracted) {
    if out.blocks.iter().any(|block| matches!(block.kind, RawBlockKind::Heading { .. })) {
        return;
    }
    let lone = |block: &RawBlock| {
        let words = block.span.of(text);
        let margin = block.span.start == 0 || text.as_bytes()[block.span.start as usize - 1] == b'\n';
        let line = words.len() <= LONGEST_HEADING && !words.contains('\n') && !words.ends_with(['.', ',', ';']);
        // `I. Description` passes for an entry of a list.
        let entry = matches!(block.kind, RawBlockKind::ListItem { ordered: true, .. }) && is_numbered(words);
        (block.kind == RawBlockKind::Paragraph || entry) && margin && line
    };
    let lines = out.blocks.iter().filter(|b| lone(b)).map(|b| b.span.of(text));
    let known: Vec<&str> = lines.filter(|words| vocabulary.role(words).is_some()).collect();
    // One may be a word by chance.
    if known.len() < 2 {
        return;
    }
    let numbered = known.iter().any(|words| is_numbered(words));
    for block in out.blocks.iter_mut().filter(|b| lone(b)) {
        let words = block.span.of(text);
        if known.contains(&words) || numbered && is_numbered(words) {
            block.kind = RawBlockKind::Heading { level: 1, text: block.span };
        }
    }
}

/// Bytes of a heading that nothing marks.
const LONGEST_HEADING: usize = 80;

/// `II. Impact`
fn is_numbered(line: &str) -> bool {
    let number = line.bytes().take_while(|b| matches!(b, b'I' | b'V' | b'X')).count();
    let rest = line[number..].strip_prefix('.').unwrap_or("");
    (1..=4).contains(&number) && rest.starts_with(' ') && rest.trim_start().starts_with(char::is_uppercase)
}

/// Is there a heading at this line, underlined by the next?
pub fn is_heading(lines: &[Span], at: usize, text: &str) -> bool {
    let Some(next) = lines.get(at + 1) else { return false };
    let (line, under) = (lines[at], *next);
    // Cheap tests first: almost every line fails one of these.
    let Some(&mark @ (b'=' | b'-')) = text.as_bytes().get(under.start as usize) else { return false };
    let words = line.of(text);
    let under = under.of(text);
    if words.is_empty() || words.starts_with([' ', '\t']) || under.len() < 3 || !under.bytes().all(|b| b == mark) {
        return false;
    }
    // Lengths in characters, since an accented letter is two bytes; the rule may be a little off.
    let length = words.chars().count();
    if length.abs_diff(under.len()) > 2 || is_rule(words, 3) {
        return false;
    }
    let free_above = at == 0 || {
        let above = lines[at - 1].of(text);
        above.is_empty() || is_rule(above, 3) || (mark == b'=' && length == under.len())
    };
    free_above
        && !(has_columns(words) && lines.get(at + 2).is_some_and(|row| has_columns(row.of(text))))
        && !ends_list_of_words(words)
}

/// A line of the trailer that a rule follows is no heading.
fn ends_list_of_words(line: &str) -> bool {
    line.starts_with("Additional query words:") || line.starts_with("- ") || line.starts_with("|")
}

/// Columns stand two or more spaces apart; a number before a heading (`6.  Known Problems`) is no column.
fn has_columns(line: &str) -> bool {
    let line = line.trim();
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ')').trim_start();
    rest.contains("  ") || rest.contains('\t')
}

/// A chunk is a run of lines without a blank one and without a heading.
fn chunk_end(text: &str, lines: &[Span], from: usize) -> usize {
    let mut end = from + 1;
    while end < lines.len() && !lines[end].is_empty() && !is_heading(lines, end, text) {
        end += 1;
    }
    end
}

fn chunk(text: &str, lines: &[Span], out: &mut Extracted) {
    let span = |lines: &[Span]| Span { start: lines[0].start, end: lines[lines.len() - 1].end };
    let first = lines[0].of(text);
    if lines.len() == 1 && is_rule(first.trim(), 3) {
        out.blocks.push(RawBlock { span: lines[0], kind: RawBlockKind::Rule });
        return;
    }
    if bullet(first).is_some() {
        items(text, lines, out);
        return;
    }
    let whole = span(lines);
    let start = whole.start as usize + first.len() - first.trim_start().len();
    if let Some((label, behind)) = notes::opening(&text[start..whole.end as usize]) {
        let label = Span::new(start, start + label);
        let rest = Span::new(start + behind, whole.end as usize).trim(text);
        out.blocks.push(RawBlock { span: whole, kind: RawBlockKind::Note { label, text: rest } });
        return;
    }
    if indent(first) >= 2 && !is_prose(whole.of(text)) {
        code(text, whole, out);
        return;
    }
    out.blocks.push(RawBlock { span: whole, kind: RawBlockKind::Paragraph });
}

/// Is an indented chunk set in words all the same: the sentences that go on with a list item, the articles that a sentence
/// before it announces, the `-or-` between two ways? Listings, commands and messages stand indented too.
fn is_prose(chunk: &str) -> bool {
    let words = chunk.trim();
    let listed = memchr::memchr(b'Q', words.as_bytes()).is_some() && words.lines().any(names_article);
    if listed || matches!(words, "-or-" | "-and-" | "- or -" | "- and -") {
        return true;
    }
    let sentence =
        words.starts_with(|c: char| c.is_uppercase() || c == '"') && words.ends_with(['.', ':', '?', '!', ')']);
    // Columns stand apart; two blanks behind a full stop are the typewriter's.
    let set = |line: &str| {
        line.match_indices("  ").any(|(at, _)| !line[..at].ends_with(['.', ':', '?', '!', ')', '"', ' ']))
            || line.ends_with([';', '{', '}', '\\'])
    };
    if !sentence || words.lines().any(|line| set(line.trim())) {
        return false;
    }
    // A sentence begins with a word, a command line with a program.
    let opener = words.split_ascii_whitespace().next().unwrap_or("").trim_matches(['"', ',', '(', '\'']);
    if !opener.bytes().all(|b| b.is_ascii_alphabetic() || b"'-/".contains(&b)) {
        return false;
    }
    let (mut all, mut plain, mut filling) = (0, 0, 0);
    for word in words.split_ascii_whitespace() {
        all += 1;
        let bare = word.trim_matches(|c: char| c.is_ascii_punctuation());
        plain += usize::from(!bare.is_empty() && bare.bytes().all(|b| b.is_ascii_alphabetic() || b"'-/".contains(&b)));
        filling += usize::from(is_filling(bare));
    }
    // Names, paths and numbers may stand in a sentence, but not without the small words that hold it together.
    all >= 4 && plain * 10 >= all * 7 && filling * 10 >= all
}

/// Is it one of the words that hold sentences together? The text form was published in English.
#[rustfmt::skip]
fn is_filling(word: &str) -> bool {
    matches!(
        word,
        "a" | "an" | "and" | "are" | "as" | "be" | "by" | "can" | "do" | "does" | "for" | "from" | "has" | "have" | "if"
            | "in" | "is" | "it" | "not" | "of" | "on" | "or" | "that" | "the" | "then" | "these" | "this" | "to" | "use"
            | "was" | "when" | "which" | "will" | "with" | "you" | "your"
    )
}

/// `Q132098 XADM: …`: a line of the list that a reference to other articles is followed by.
fn names_article(line: &str) -> bool {
    let Some(rest) = line.trim_start().strip_prefix('Q') else { return false };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    matches!(digits, 5..=6) && rest[digits..].starts_with(' ') && rest.len() > digits + 4
}

/// Splits a chunk that begins with a bullet into its items; a line without one goes on with the item above.
fn items(text: &str, lines: &[Span], out: &mut Extracted) {
    let mut start = 0;
    while start < lines.len() {
        let mut end = start + 1;
        while end < lines.len() && bullet(lines[end].of(text)).is_none() {
            end += 1;
        }
        let first = lines[start];
        let whole = Span { start: first.start, end: lines[end - 1].end };
        let (ordered, width) = bullet(first.of(text)).unwrap_or((false, 0));
        let depth = 1 + (indent(first.of(text)) / 3).min(8) as u8;
        let own = Span::new(first.start as usize + width, whole.end as usize);
        out.blocks.push(RawBlock { span: whole, kind: RawBlockKind::ListItem { ordered, depth, text: own } });
        start = end;
    }
}

/// Indented text; a listing with blank lines inside is one block.
fn code(text: &str, span: Span, out: &mut Extracted) {
    if let Some(last) = out.blocks.last_mut()
        && matches!(last.kind, RawBlockKind::Code { .. })
        && text[last.span.end as usize..span.start as usize].bytes().all(|b| b.is_ascii_whitespace())
    {
        last.span.end = span.end;
        return;
    }
    out.blocks.push(RawBlock { span, kind: RawBlockKind::Code { language: None } });
}

fn indent(line: &str) -> usize {
    line.bytes()
        .map_while(|b| match b {
            b' ' => Some(1),
            b'\t' => Some(8),
            _ => None,
        })
        .sum()
}

/// The bullet or number that a line begins with: is it a number, and how many bytes until the item's own text?
fn bullet(line: &str) -> Option<(bool, usize)> {
    let own = line.trim_start_matches(' ');
    let before = line.len() - own.len();
    let bytes = own.as_bytes();
    let (ordered, mark) = match bytes.first()? {
        b'-' | b'*' | b'o' => (false, 1),
        b'0'..=b'9' => {
            let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
            if digits > 3 || !matches!(bytes.get(digits), Some(b'.' | b')')) {
                return None;
            }
            (true, digits + 1)
        }
        b'a'..=b'z' | b'A'..=b'Z' if matches!(bytes.get(1), Some(b'.' | b')')) => (true, 2),
        b'(' if bytes.get(2) == Some(&b')') && bytes.get(1).is_some_and(u8::is_ascii_alphanumeric) => (true, 3),
        _ => return None,
    };
    let rest = own.get(mark..)?;
    let text = rest.trim_start_matches(' ');
    if mark == 3 && is_copyright(text) && own[..mark].eq_ignore_ascii_case("(c)") {
        return None;
    }
    // An `o` is a bullet only where it is set off as one, and the first dash of `- or -` is none.
    if matches!(text, "or -" | "and -")
        || rest.len() == text.len()
        || text.is_empty()
        || (bytes[0] == b'o' && (before == 0 || rest.len() - text.len() > 3))
    {
        return None;
    }
    Some((ordered, before + mark + (rest.len() - text.len())))
}

/// Is what stands behind a `(c)` an owner and a year?
fn is_copyright(text: &str) -> bool {
    let year = |word: &str| word.len() >= 4 && (word.starts_with("19") || word.starts_with("20"));
    let is_year = |word: &str| year(word) && word.bytes().take(4).all(|b| b.is_ascii_digit());
    text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) && text.split(' ').take(6).any(is_year)
}
