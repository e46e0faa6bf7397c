//! Which of a Markdown article's blocks are its header: title, label lines, list of products?
//!
//! Markdown has no mark for a header. The title is the first heading of level 1; lines with a known label
//! (`_Applies to:_`, `**Published:**`, `KB number:`) between it and the first section are fields, in whatever emphasis
//! they stand. Blocks that hold nothing else become header blocks.

use super::products;
use crate::Options;
use crate::extract::{Extracted, Field, FieldName, RawBlock, RawBlockKind, label, product_list};
use crate::model::SectionKind;
use crate::span::Span;
use crate::vocabulary::{self, LabelKind, Vocabulary};

/// Blocks behind the title in which label lines are looked for.
const HEAD_BLOCKS: usize = 40;

/// Labels that stand for this in the header of a Markdown article only, lower case, without their colon.
const LABELS: &[(&str, FieldName)] = &[
    ("version", FieldName::Revision),
    ("tags", FieldName::Keywords),
    ("labels", FieldName::Keywords),
    ("language", FieldName::Language),
    ("sprache", FieldName::Language),
    ("operating system", FieldName::OperatingSystem),
    ("os", FieldName::OperatingSystem),
];

/// Finds title, label lines and product lists among the blocks from `first` on. `outermost` is the level of `#`.
pub fn read(out: &mut Extracted, first: usize, outermost: u8, options: &Options) {
    let text = std::mem::take(&mut out.text);
    let mut blocks = std::mem::take(&mut out.blocks);
    let body = title(&text, &mut blocks, first, outermost, out, options);
    label_lines(&text, &mut blocks, body, out, &options.vocabulary);
    properties(&text, &mut blocks, body, out, &options.vocabulary);
    products::product_sections(&text, &blocks, body, out, options);
    out.text = text;
    out.blocks = blocks;
}

/// Makes the title a header block; the position of the first block behind it.
fn title(
    text: &str,
    blocks: &mut [RawBlock],
    first: usize,
    outermost: u8,
    out: &mut Extracted,
    options: &Options,
) -> usize {
    let heading = |b: &RawBlock| match &b.kind {
        RawBlockKind::Heading { level, text } => Some((*level, *text)),
        _ => None,
    };
    let given = out.field(FieldName::Title).map(|f| f.value.clone());
    let Some((at, level, span)) =
        blocks.iter().enumerate().skip(first).find_map(|(at, b)| heading(b).map(|(level, span)| (at, level, span)))
    else {
        return first;
    };
    let words = span.of(text);
    let same = given.as_deref().is_some_and(|t| same_words(t, words));
    let known = options.vocabulary.role(words).is_some();
    // `Error message: DSA object cannot be deleted` begins like a section and is a title.
    let section = known && !words.trim_end_matches(':').contains(": ");
    // The only heading of its level, above all others, at the very top: a title, whatever its level.
    let alone = || at == first && !blocks[at + 1..].iter().filter_map(heading).any(|(other, _)| other <= level);
    // A page of many problems, each under a heading of its own below: `# Error Messages`, `# Troubleshooting`.
    let collection = || {
        use SectionKind::{Diagnosis, ErrorMessage, Faq, KnownIssues};
        let below = blocks[at + 1..].iter().filter_map(heading).count();
        let role = options.vocabulary.role(words).map(|role| role.kind);
        matches!(role, Some(Diagnosis | ErrorMessage | Faq | KnownIssues))
            && given.is_none()
            && level == outermost
            && below >= 2
            && alone()
    };
    let is_title =
        same || level == outermost && !section || !known && given.is_none() && alone() || known && collection();
    if !is_title {
        return first;
    }
    let value = span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    // The heading is what readers know the article by; the front matter's title is for search engines.
    for field in out.fields.iter_mut().filter(|f| f.name == FieldName::Title) {
        field.name = FieldName::Other;
    }
    out.fields.insert(0, Field { name: FieldName::Title, value, span: Some(span) });
    blocks[at].kind = RawBlockKind::Header;
    // A line above the title names the kind of document (`Security Bulletin`).
    for before in &mut blocks[first..at] {
        if before.kind == RawBlockKind::Paragraph && before.span.len() <= 60 {
            before.kind = RawBlockKind::Header;
        }
    }
    let bulletin = out.dialect == "bulletin-markdown";
    let mut body = at + 1;
    // A clipped page has its window's title first, the site's name behind it, and then its own.
    if let Some((again, own)) = blocks.get(body).and_then(heading)
        && again == level
        && is_title_of_window(&out.fields[0].value, own.of(text))
    {
        out.fields[0].value = own.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        out.fields[0].span = Some(own);
        blocks[body].kind = RawBlockKind::Header;
        body += 1;
    }
    // A bulletin's second heading says what the bulletin is about; its first is a number and a rating.
    if bulletin
        && let Some((_, about)) = blocks.get(body).and_then(heading)
        && options.vocabulary.role(about.of(text)).is_none()
    {
        let subject = about.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        out.fields[0].value = format!("{}: {subject}", out.fields[0].value);
        out.fields[0].span = None;
        out.fields.push(Field { name: FieldName::Description, value: subject, span: Some(about) });
        blocks[body].kind = RawBlockKind::Header;
        body += 1;
    }
    body
}

/// `How to … [support.microsoft.com]` and `How to …`: the same title, the first with what a window adds.
fn is_title_of_window(window: &str, own: &str) -> bool {
    let own = own.trim();
    let Some(added) = window.strip_prefix(own).filter(|_| own.contains(' ')) else { return same_words(window, own) };
    added.trim().is_empty() || added.trim_start().starts_with(['[', '(', '|', '-', '–', '—', '·'])
}

/// Equal but for white space and typographic marks.
fn same_words(a: &str, b: &str) -> bool {
    let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    letters(a) == letters(b)
}

/// Reads the label lines between the title and the first section.
fn label_lines(text: &str, blocks: &mut Vec<RawBlock>, body: usize, out: &mut Extracted, words: &Vocabulary) {
    let mut at = body;
    let mut list_of: Option<FieldName> = None;
    // Some pages have the lines under the heading of their introduction; there only labels of the platform count.
    let mut inside = false;
    while at < blocks.len().min(body + HEAD_BLOCKS) {
        match &blocks[at].kind {
            RawBlockKind::Heading { text: heading, .. } => {
                let role = words.role(heading.of(text)).map(|r| r.kind);
                if inside || !matches!(role, Some(SectionKind::Introduction | SectionKind::Summary)) {
                    break;
                }
                inside = true;
                list_of = None;
            }
            _ if inside && !is_platform_label(blocks[at].span.of(text), words) => {}
            RawBlockKind::Paragraph => {
                let (parts, open) = paragraph(text, blocks[at].span, out, words);
                list_of = open;
                let count = parts.len();
                blocks.splice(at..=at, parts);
                at += count;
                continue;
            }
            RawBlockKind::ListItem { text: own, .. } => {
                let own = *own;
                if let Some(name) = list_of {
                    add(name, own.of(text), own, out);
                    blocks[at].kind = RawBlockKind::Header;
                } else if let Some((name, value)) = label(own.of(text), words)
                    && !value.is_empty()
                {
                    add(name, value, own, out);
                    blocks[at].kind = RawBlockKind::Header;
                }
            }
            RawBlockKind::Table(table) => {
                let pairs: Vec<_> = table.rows.iter().map(|row| pair(text, row, words)).collect();
                if !pairs.is_empty() && pairs.iter().all(Option::is_some) {
                    for (name, value) in pairs.into_iter().flatten() {
                        add(name, value.of(text), value, out);
                    }
                    blocks[at].kind = RawBlockKind::Header;
                }
                list_of = None;
            }
            _ => list_of = None,
        }
        at += 1;
    }
}

/// Reads the label lines under a heading that is called `Properties`, as the pages of 2008 to 2015 have it at their end. Such
/// a heading is no section where nothing but label lines stands under it, the article's number among them; documentation of
/// programs has sections of that name, too.
fn properties(text: &str, blocks: &mut [RawBlock], body: usize, out: &mut Extracted, words: &Vocabulary) {
    let called = |b: &RawBlock| match &b.kind {
        RawBlockKind::Heading { text: own, .. } => words.label(own.of(text)) == Some(LabelKind::Properties),
        _ => false,
    };
    let Some(heading) = (body..blocks.len()).find(|&at| called(&blocks[at])) else { return };
    let under = blocks[heading + 1..].iter().take_while(|b| b.kind == RawBlockKind::Paragraph).map(|b| b.span);
    let under: Vec<Span> = under.collect();
    let is_number = |part: &str| label(part, words).is_some_and(|(name, _)| name == FieldName::ArticleId);
    let mut lines = under.iter().flat_map(|span| span.of(text).lines());
    if !lines.any(|line| properties_of(line, words).into_iter().any(is_number)) {
        return;
    }
    let known = out.fields.len();
    let labels =
        |span: &Span| paragraph(text, *span, out, words).0.iter().all(|part| part.kind == RawBlockKind::Header);
    if under.iter().all(labels) {
        for block in &mut blocks[heading..=heading + under.len()] {
            block.kind = RawBlockKind::Header;
        }
    } else {
        out.fields.truncate(known);
    }
}

/// Does a paragraph begin with a label that no sentence begins with: `Original KB number:`?
fn is_platform_label(paragraph: &str, words: &Vocabulary) -> bool {
    let Some((label, _)) = paragraph.split_once([':', '：']).filter(|(l, _)| l.len() <= 80) else { return false };
    matches!(words.label(label.trim_start_matches('_')), Some(LabelKind::OriginalId | LabelKind::ProductVersion))
}

/// A row of label and value, with or without a cell for the colon between them.
fn pair(text: &str, row: &[Span], words: &Vocabulary) -> Option<(FieldName, Span)> {
    let (name, value) = match row {
        [name, value] => (name, value),
        [name, colon, value] if matches!(colon.of(text).trim(), ":" | "：") => (name, value),
        _ => return None,
    };
    Some((label_name(name.of(text), words)?, *value))
}

/// Divides a paragraph into header lines and others. The second value is a label that ends the paragraph without a
/// value: its values are the list that follows.
fn paragraph(text: &str, span: Span, out: &mut Extracted, words: &Vocabulary) -> (Vec<RawBlock>, Option<FieldName>) {
    let mut parts: Vec<RawBlock> = Vec::new();
    let mut open = None;
    let mut at = span.start as usize;
    for line in span.of(text).split('\n') {
        let place = Span::new(at, at + line.len());
        at += line.len() + 1;
        let mut header = false;
        let mut found = None;
        for part in properties_of(line, words) {
            let mut stated = label(part, words);
            // `Veröffentlicht: Veröffentlicht: …`, as a template and its author wrote it.
            if let Some((name, value)) = stated
                && let Some(again) = label(value, words).filter(|(other, _)| *other == name)
            {
                stated = Some(again);
            }
            match stated {
                Some((name, "")) => found = Some(name),
                Some((name, value)) if label::fits(name, value) => {
                    add(name, value, place.trim(text), out);
                    header = true;
                }
                _ => {}
            }
        }
        if let Some(number) = earlier_number(line, words) {
            add(FieldName::Alias, number, place.trim(text), out);
            header = true;
        }
        if !header && let Some(day) = updated_beside(line) {
            add(FieldName::Modified, day, place.trim(text), out);
            header = true;
        }
        open = found;
        header |= found.is_some();
        let kind = if header { RawBlockKind::Header } else { RawBlockKind::Paragraph };
        match parts.last_mut() {
            Some(last) if last.kind == kind => last.span.end = place.end,
            _ => parts.push(RawBlock { span: place, kind }),
        }
    }
    (parts, open)
}

/// `This article was previously published under Q154596`, in any language of the vocabulary.
fn earlier_number<'l>(line: &'l str, words: &Vocabulary) -> Option<&'l str> {
    let line = line.trim().trim_end_matches('.');
    let (said, number) = line.rsplit_once(' ').filter(|_| line.len() <= 160)?;
    let digits = number.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let is_number = number.len() - digits.len() <= 4 && (5..=7).contains(&digits.len());
    let is_number = is_number && digits.bytes().all(|b| b.is_ascii_digit());
    (is_number && words.label(said) == Some(LabelKind::Alias)).then_some(number)
}

/// The day in `Solution Verified - Updated June 14 2024 at 2:03 AM - English`, the line under the titles of Red Hat's
/// customer portal.
fn updated_beside(line: &str) -> Option<&str> {
    let mut parts = line.trim().split(" - ").skip(1).filter(|_| line.len() <= 120);
    let day = parts.find_map(|part| part.strip_prefix("Updated "))?;
    let day = day.split(" at ").next().unwrap_or(day).trim();
    (day.len() <= 24 && day.bytes().filter(u8::is_ascii_digit).count() >= 5).then_some(day)
}

/// The properties on a line: `Published: … | Updated: …`, `Article ID: … - Last Review: … - Revision: …`.
fn properties_of<'l>(line: &'l str, words: &Vocabulary) -> Vec<&'l str> {
    const LONGEST: usize = 400; // a longer line is a paragraph
    let mut out = Vec::new();
    for part in line.split('|') {
        let mut start = 0;
        // Behind a dash that belongs to a value no label follows; the first property must be one, too.
        if part.len() <= LONGEST && part.contains(" - ") && label(part, words).is_some() {
            for (dash, _) in part.match_indices(" - ") {
                let rest = &part[dash + 3..];
                // `… - View products that this article applies to.`, a link on pages of 2010 to 2015
                let link = || words.label(rest.trim().trim_end_matches('.')) == Some(LabelKind::Chrome);
                if label(rest, words).is_some() || link() {
                    out.push(&part[start..dash]);
                    start = dash + 3;
                }
            }
        }
        out.push(&part[start..]);
    }
    out
}

/// `Label: value`.
fn label<'l>(line: &'l str, words: &Vocabulary) -> Option<(FieldName, &'l str)> {
    let line = line.trim();
    let (at, colon) = line.char_indices().take(60).find(|(_, c)| matches!(c, ':' | '：'))?;
    // `_Original KB number: _ 936125`, `**適用先:**Exchange Server 2013`: a mark behind a blank, or between a colon and a
    // letter, ends no emphasis, and both stay in the text.
    let marks = ['_', '*'];
    let (name, value) =
        (label_name(line[..at].trim_start_matches(marks), words)?, line[at + colon.len_utf8()..].trim());
    Some((name, if line.starts_with(marks) { value.trim_start_matches(marks).trim() } else { value }))
}

/// The field of a label: one of this file, or what it stands for in every form.
pub(super) fn label_name(label: &str, words: &Vocabulary) -> Option<FieldName> {
    let folded = vocabulary::fold(label);
    let own = LABELS.iter().find(|(l, _)| *l == folded).map(|(_, name)| *name);
    own.filter(|_| words.own_label(label).is_none()).or_else(|| label::label(&folded, words))
}

/// Adds a field; lists get one entry a line.
fn add(name: FieldName, value: &str, span: Span, out: &mut Extracted) {
    let span = Some(span);
    match name {
        FieldName::AppliesTo => {
            let value = product_list::products(value).join("\n");
            if !value.is_empty() {
                out.fields.push(Field { name, value, span });
            }
        }
        FieldName::Keywords => {
            let value = value.split([',', ';']).map(str::trim).filter(|k| !k.is_empty()).collect::<Vec<_>>().join("\n");
            out.fields.push(Field { name, value, span });
        }
        FieldName::ArticleId => {
            for value in value.split([',', ';', ' ', '/']).map(str::trim).filter(|v| !v.is_empty()) {
                if !value.bytes().any(|b| b.is_ascii_digit()) {
                    continue;
                }
                let name = if out.field(name).is_some() { FieldName::Alias } else { name };
                out.fields.push(Field { name, value: value.to_owned(), span });
            }
        }
        _ => out.fields.push(Field { name, value: value.to_owned(), span }),
    }
}
