//! Where do the head and the trailer of a text-form article end and begin, and what do their lines state?

use super::super::{Extracted, Field, FieldName, RawBlock, RawBlockKind};
use super::is_rule;
use crate::one_line::one_line;
use crate::span::Span;

/// Labels of head and trailer lines, lower case, without the colon. PSS files (`PROD/VER`), their web copies
/// (`Version(s)`), and the printed and posted copies of the early 1990s (`PSS ID Number`).
const LABELS: &[(&str, FieldName)] = &[
    ("document", FieldName::ArticleId),
    ("article", FieldName::ArticleId),
    ("article id", FieldName::ArticleId),
    ("pss id number", FieldName::ArticleId),
    ("id", FieldName::ArticleId),
    ("title", FieldName::Title),
    ("product", FieldName::ProductFamily),
    ("product(s)", FieldName::ProductFamily),
    ("prod/ver", FieldName::VersionLine),
    ("version(s)", FieldName::VersionLine),
    ("version", FieldName::VersionLine),
    ("oper/sys", FieldName::OperatingSystem),
    ("operating system(s)", FieldName::OperatingSystem),
    ("keywords", FieldName::Keywords),
    ("keyword(s)", FieldName::Keywords),
    ("last modified", FieldName::Modified),
    ("article last modified on", FieldName::Modified),
    ("revision date", FieldName::Modified),
    ("last reviewed", FieldName::Reviewed),
    ("creation date", FieldName::Published),
    ("technology", FieldName::Technology),
    ("issue type", FieldName::IssueType),
    ("solution type", FieldName::Other),
    ("component", FieldName::Other),
    ("hardware", FieldName::Platform),
    ("platform", FieldName::Platform),
    ("kbcategory", FieldName::Keywords),
    ("kbsubcategory", FieldName::Keywords),
    ("additional query words", FieldName::QueryWords),
    ("additional reference words", FieldName::QueryWords),
];

/// Labels have no more letters.
const LONGEST_LABEL: usize = 30;

/// By the letter that labels begin with, their lengths, as bits.
const LENGTHS: [u32; 256] = {
    let mut out = [0; 256];
    let mut at = 0;
    while at < LABELS.len() {
        let label = LABELS[at].0.as_bytes();
        out[label[0] as usize] |= 1 << label.len();
        at += 1;
    }
    out
};

/// How far down a head reaches: its lines are few, and a heading may be missing.
const HEAD_LINES: usize = 60;

/// Reads the head and the "applies to" box; gives the position of the body's first line.
pub fn head(text: &str, lines: &[Span], out: &mut Extracted) -> usize {
    let mut at = 0;
    let mut end = 0; // lines before this one are head for sure
    let mut last: Option<usize> = None; // the field that an unlabelled line goes on with
    let mut loose = false; // is there a line behind `end` that states nothing?
    while at < lines.len().min(HEAD_LINES) {
        let line = lines[at].of(text);
        if is_box_title(line) {
            let first = at;
            at = boxed(text, lines, at + 1, out);
            let above = first.checked_sub(1).filter(|&i| i >= end && is_rule(lines[i].of(text), 20));
            end = above.map_or(at, |_| at);
            break;
        }
        let next = lines.get(at + 1).map_or("", |l| l.of(text));
        if super::body::is_heading(lines, at, text) && !is_rule(line, 3) && !next.is_empty() {
            break;
        }
        if is_rule(line, 20) {
            last = None;
            // A rule ends what is head for sure, or frames the title of a text without labels.
            end = if end > 0 && !loose { at + 1 } else { end };
        } else if line.is_empty() {
            last = None;
        } else if let Some((name, value)) = labelled(line, lines[at]) {
            last = Some(out.fields.len());
            push_field(text, name, value, out);
            (end, loose) = (at + 1, false);
        } else if let Some(field) = last {
            continue_field(text, &mut out.fields[field], lines[at]);
            end = at + 1;
        } else if end > 0 {
            loose = true;
        } else {
            match title_before_labels(text, lines, at) {
                Some(labels) => {
                    let span = Span { start: lines[at].start, end: lines[labels - 1].end };
                    push_field(text, FieldName::Title, span, out);
                    at = labels;
                    continue;
                }
                None => break, // no head at all
            }
        }
        at += 1;
    }
    // Between the last head line and the first heading stand the bare version, system and category lines of the
    // oldest articles (`3.00 3.10`, `WINDOWS`, `kbprg`); anything else there belongs to the body.
    while end < lines.len() && at < lines.len() && end < at && is_category_line(lines[end].of(text)) {
        end += 1;
    }
    push_header(&lines[..end], out);
    end
}

/// These lines are no part of the body.
fn push_header(lines: &[Span], out: &mut Extracted) {
    let filled = |line: &&Span| !line.is_empty();
    if let (Some(first), Some(last)) = (lines.iter().find(filled), lines.iter().rfind(filled)) {
        out.blocks.push(RawBlock { span: Span { start: first.start, end: last.end }, kind: RawBlockKind::Header });
    }
}

/// Printed and posted copies have the title before their first label, without one of its own. Gives the position of
/// that label.
fn title_before_labels(text: &str, lines: &[Span], at: usize) -> Option<usize> {
    let labels = (at + 1..lines.len().min(at + 6)).find(|&i| {
        let label = labelled(lines[i].of(text), lines[i]);
        label.is_some_and(|(name, _)| name == FieldName::ArticleId)
    })?;
    // One paragraph, then the label: anything else is no title.
    let gap = (at..labels).find(|&i| lines[i].is_empty()).unwrap_or(labels);
    (gap..labels).all(|i| lines[i].is_empty()).then_some(labels)
}

/// Where the trailer begins: at "Additional query words", at the rule before `Keywords`, or at the disclaimer.
pub fn trailer_start(text: &str, lines: &[Span], body: usize) -> usize {
    let of = |i: usize| lines[i].of(text);
    let mut start = lines.len();
    for i in (body..lines.len()).rev() {
        // The first byte tells nearly all lines.
        let Some(lead) = text.as_bytes().get(lines[i].start as usize).filter(|_| !lines[i].is_empty()) else {
            continue;
        };
        let begins = match lead {
            b'-' | b'=' | b'*' | b'_' | b'~' => is_keyword_rule(text, lines, i),
            b'T' => of(i).starts_with("THE INFORMATION PROVIDED IN THE MICROSOFT KNOWLEDGE"),
            b'C' => of(i).starts_with("Copyright Microsoft Corporation") && start == lines.len(),
            b'K' => of(i).starts_with("KBCategory:"),
            // "Additional query words" goes on until the rule: no blank line between its own lines.
            b'A' => {
                let opens = ["Additional query words:", "Additional reference words:"];
                opens.iter().any(|words| of(i).starts_with(words))
                    && (i + 1..start).all(|j| of(j).is_empty() || (j > i && !of(j - 1).is_empty()))
            }
            _ => false,
        };
        if begins {
            start = i;
        }
    }
    // The rule that divides the disclaimer or the keywords from the body belongs to the trailer.
    while start > body && start < lines.len() && (of(start - 1).is_empty() || is_rule(of(start - 1), 60)) {
        start -= 1;
    }
    start
}

/// Reads the trailer: keyword lines, then the disclaimer.
pub fn trailer(text: &str, lines: &[Span], out: &mut Extracted) {
    let mut last: Option<usize> = None;
    for &line in lines {
        let words = line.of(text);
        if words.is_empty() {
            last = None;
            continue;
        }
        if is_rule(words, 20) {
            last = None;
        } else if let Some((name, value)) = labelled(words, line) {
            // The head's keyword line is cut off where it is long; the trailer's is whole.
            if name == FieldName::Keywords && !value.is_empty() && !words.starts_with("KB") {
                out.fields.retain(|f| f.name != FieldName::Keywords);
            }
            last = Some(out.fields.len());
            push_field(text, name, value, out);
        } else if let Some(field) = last {
            continue_field(text, &mut out.fields[field], line);
        }
    }
    push_header(lines, out);
}

/// The line that opens the "applies to" box.
fn is_box_title(line: &str) -> bool {
    let line = line.trim_start();
    line.len() < 80 && line.ends_with("applies to:") && line.contains("nformation in this article")
}

/// Reads the box from the line after its title; gives the position after its closing rule.
fn boxed(text: &str, lines: &[Span], from: usize, out: &mut Extracted) -> usize {
    let mut products = String::new();
    let mut whole: Option<Span> = None;
    let mut at = from;
    let mut open = false; // does the next line go on with an entry?
    let mut bulleted = false;
    while at < lines.len() {
        let span = lines[at];
        let line = span.of(text).trim_start();
        if is_rule(line, 20) {
            at += 1;
            break;
        }
        if super::body::is_heading(lines, at, text) {
            break;
        }
        let item = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")).or_else(|| line.strip_prefix("o "));
        match item {
            Some(item) => {
                if !products.is_empty() {
                    products.push('\n');
                }
                products.push_str(item.trim());
                open = true;
                bulleted = true;
            }
            None if line.is_empty() => open = false,
            None if open => {
                products.push(' ');
                products.push_str(line);
            }
            // Without any bullet, the lines are the products. A line that leads over ("as they apply to:") names none.
            None if !line.ends_with(':') && !bulleted => {
                if !products.is_empty() {
                    products.push('\n');
                }
                products.push_str(line);
            }
            None => {}
        }
        if !line.is_empty() {
            whole = Some(Span { start: whole.map_or(span.start, |w| w.start), end: span.end });
        }
        at += 1;
    }
    if !products.is_empty() {
        out.fields.push(Field { name: FieldName::AppliesTo, value: products, span: whole });
    }
    at
}

/// Splits `LABEL : value`; the value's span is within the line.
fn labelled(line: &str, span: Span) -> Option<(FieldName, Span)> {
    const QUICK: &str = "Article last modified on "; // the one label that has no colon
    if line.starts_with('A')
        && let Some(rest) = line.strip_prefix(QUICK)
    {
        return Some((FieldName::Modified, Span::new(span.end as usize - rest.len(), span.end as usize)));
    }
    const FARTHEST: usize = 2 * LONGEST_LABEL; // with blanks around them
    let colon = memchr::memchr(b':', &line.as_bytes()[..line.len().min(FARTHEST)])?;
    let label = line[..colon].trim();
    // Most colons stand behind other words, which their length and first letter tell.
    let lead = usize::from(label.bytes().next()?.to_ascii_lowercase());
    if label.len() > LONGEST_LABEL || LENGTHS[lead] & (1 << label.len()) == 0 {
        return None;
    }
    let name = LABELS.iter().find(|(l, _)| l.eq_ignore_ascii_case(label))?.1;
    let value = &line[colon + 1..];
    let start = span.start as usize + colon + 1 + (value.len() - value.trim_start().len());
    Some((name, Span::new(start, span.end as usize)))
}

fn push_field(text: &str, name: FieldName, value: Span, out: &mut Extracted) {
    let words = value.of(text).trim();
    if name == FieldName::ArticleId {
        // `Q139093  11-AUG-1999  [homemm]`: number, date of the last change, folder of the archive.
        let mut parts = words.split_whitespace();
        let id = parts.next().unwrap_or("").to_owned();
        out.fields.push(Field { name, value: id, span: Some(value) });
        if let Some(date) = parts.next().filter(|d| d.starts_with(|c: char| c.is_ascii_digit())) {
            out.fields.push(Field { name: FieldName::Modified, value: date.to_owned(), span: Some(value) });
        }
        return;
    }
    let value_of = if name == FieldName::Title { one_line(words) } else { words.to_owned() };
    out.fields.push(Field { name, value: value_of, span: Some(value) });
}

fn continue_field(text: &str, field: &mut Field, line: Span) {
    if !field.value.is_empty() {
        field.value.push(' ');
    }
    field.value.push_str(line.of(text).trim());
    if let Some(span) = &mut field.span {
        span.end = line.end;
    }
}

/// A rule whose next line is a trailer's `Keywords` line.
fn is_keyword_rule(text: &str, lines: &[Span], at: usize) -> bool {
    is_rule(lines[at].of(text), 60)
        && lines.get(at + 1).is_some_and(|next| {
            let next = next.of(text);
            next.starts_with("Keywords") && next["Keywords".len()..].trim_start().starts_with(':')
        })
}

/// `3.00 3.10`, `WINDOWS`, `kbprg kbcode`: versions, a system in capitals, or category words.
fn is_category_line(line: &str) -> bool {
    let line = line.trim();
    line.len() < 60
        && (line.is_empty()
            || is_rule(line, 20)
            || line.split_whitespace().all(|w| {
                w.starts_with("kb")
                    || w.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'x')
                    || w.bytes().all(|b| b.is_ascii_uppercase() || matches!(b, b'-' | b'/' | b'|' | b',' | b'0'..=b'9'))
            }))
}
