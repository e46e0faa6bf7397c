//! Which properties stand under labels that a user gave?
//!
//! The forms know the labels of the publishers they were made for. What a user adds is asked for by name, so it is looked
//! for in every form alike, in the linear text: on the lines at its start and end, as `Label: value`, as a label with its
//! value in the next cell, or on the next line. Such a field comes before those that the form's own rules found.

use super::{Extracted, Field, FieldName, RawBlockKind, label, product_list};
use crate::one_line::one_line;
use crate::span::Span;
use crate::vocabulary::{LabelKind, Vocabulary};

/// Lines at the start and at the end of an article among which its properties stand.
const LINES: usize = 120;
/// Properties are short; their labels are shorter.
const LONGEST: usize = 600;
const LONGEST_LABEL: usize = 80;

/// Reads what stands under a user's labels into fields and metadata.
pub fn read(extracted: &mut Extracted, vocabulary: &Vocabulary) {
    let text = std::mem::take(&mut extracted.text);
    let mut found: Vec<Field> = Vec::new();
    let mut add = |label: &str, kind: LabelKind, value: Span| {
        let words = one_line(value.of(&text));
        if words.is_empty() {
            return;
        }
        if kind == LabelKind::Metadata {
            let entry = extracted.metadata.entry(one_line(label)).or_default();
            if !entry.contains(&words) {
                entry.push(words);
            }
        } else if let Some(name) = label::meaning(kind).filter(|name| *name != FieldName::Other) {
            let value_text = match name {
                FieldName::AppliesTo => product_list::products(&words).join("\n"),
                _ => words,
            };
            if !found.iter().any(|f| f.name == name && f.value == value_text) {
                found.push(Field { name, value: value_text, span: Some(value) });
            }
        }
    };
    let mut above: Option<(&str, LabelKind)> = None; // a label whose value may stand on this line
    for line in lines(&text) {
        let words = line.of(&text);
        if words.trim().is_empty() {
            continue;
        }
        let stated = on_line(&text, line, vocabulary);
        if let (Some((label, kind)), true) = (above.take(), stated.is_empty()) {
            add(label, kind, line.trim(&text));
        }
        for (label, kind, value) in stated {
            if value.is_empty() { above = Some((label, kind)) } else { add(label, kind, value) }
        }
    }
    // A user's word counts before what was found without it.
    extracted.fields.splice(0..0, found);
    for block in extracted.blocks.iter_mut().filter(|b| b.kind == RawBlockKind::Paragraph && b.span.len() <= LONGEST) {
        let mut lines = lines(block.span.of(&text)).into_iter();
        let base = block.span.start as usize;
        let stated = |line: Span| {
            let line = Span::new(base + line.start as usize, base + line.end as usize).trim(&text);
            line.is_empty() || !on_line(&text, line, vocabulary).is_empty()
        };
        if extracted.lines && lines.all(stated) {
            block.kind = RawBlockKind::Header;
        }
    }
    extracted.text = text;
}

/// The lines at the start and at the end, none of them twice.
fn lines(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut starts = vec![0];
    starts.extend(memchr::memchr_iter(b'\n', bytes).map(|at| at + 1).take(LINES));
    let head = *starts.last().unwrap_or(&0);
    let mut tail: Vec<usize> =
        memchr::memrchr_iter(b'\n', bytes).map(|at| at + 1).take_while(|&at| at > head).take(LINES).collect();
    tail.reverse();
    starts.extend(tail);
    let end = |start: usize| memchr::memchr(b'\n', &bytes[start..]).map_or(text.len(), |n| start + n);
    let each = starts.into_iter().map(|start| (start, end(start)));
    each.filter(|(start, end)| end - start <= LONGEST).map(|(start, end)| Span::new(start, end)).collect()
}

/// The labels on a line with their values, which are empty where the line ends behind the label.
fn on_line<'t>(text: &'t str, line: Span, vocabulary: &Vocabulary) -> Vec<(&'t str, LabelKind, Span)> {
    let mut out: Vec<(&str, LabelKind, Span)> = Vec::new();
    let mut start = line.start as usize;
    let mut before: Option<(&str, LabelKind)> = None; // the label in the cell before
    // Cells of a table stand between tabs; strokes divide properties on one line.
    for cell in line.of(text).split_inclusive(['\t', '|']) {
        let span = Span::new(start, start + cell.trim_end_matches(['\t', '|']).len()).trim(text);
        start += cell.len();
        let words = span.of(text);
        if words.is_empty() {
            continue;
        }
        if let Some((label, kind, value)) = labelled(text, span, vocabulary) {
            if let Some((label, kind)) = before.take() {
                out.push((label, kind, Span::new(span.start as usize, span.start as usize)));
            }
            if value.is_empty() { before = Some((label, kind)) } else { out.push((label, kind, value)) }
        } else if let Some((label, kind)) = before.take() {
            out.push((label, kind, span));
        }
    }
    if let Some((label, kind)) = before {
        out.push((label, kind, Span::new(line.end as usize, line.end as usize)));
    }
    out
}

/// The label that a stretch begins with or is, and the value behind it.
fn labelled<'t>(text: &'t str, span: Span, vocabulary: &Vocabulary) -> Option<(&'t str, LabelKind, Span)> {
    let words = span.of(text);
    let marks = |c: char| matches!(c, '*' | '_' | '•' | '-' | '·' | '#') || c.is_whitespace();
    let colon = words.char_indices().take_while(|(at, _)| *at < LONGEST_LABEL).find(|(_, c)| matches!(c, ':' | '：'));
    let (label, behind) = match colon {
        Some((at, colon)) => (&words[..at], at + colon.len_utf8()),
        None if words.len() <= LONGEST_LABEL => (words, words.len()),
        None => return None,
    };
    let label = label.trim_matches(marks);
    let kind = vocabulary.own_label(label)?;
    let lead = words.len() - words[behind..].trim_start_matches(marks).len();
    let value = Span::new(span.start as usize + lead, span.end as usize).trim(text);
    Some((label, kind, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Form;
    use crate::vocabulary::LabelEntry;

    fn read_with(text: &str) -> Extracted {
        let label = |kind, phrase: &str| LabelEntry { kind, phrases: vec![phrase.to_owned()] };
        let labels = vec![
            label(LabelKind::Modified, "Touched on"),
            label(LabelKind::Products, "Made for"),
            label(LabelKind::Metadata, "Severity"),
        ];
        let vocabulary = Vocabulary::built_in().extended("en", Vec::new(), labels);
        let mut extracted = Extracted::new(Form::Text, "plain-text", text.to_owned());
        read(&mut extracted, &vocabulary);
        extracted
    }

    #[test]
    fn a_value_stands_behind_beside_or_below_its_label() {
        for text in [
            "Touched on: 3.4.2021\nMade for: Ink 2, Ink 3\nSeverity: High\n",
            "Touched on\t3.4.2021\tMade for\tInk 2, Ink 3\nSEVERITY\tHigh\n",
            "Touched on\n\n3.4.2021\nMade for:\nInk 2, Ink 3\nSeverity\nHigh",
            "Text.\n\n**Touched on:** 3.4.2021 | **Made for**: Ink 2, Ink 3 | **Severity:** High",
        ] {
            let read = read_with(text);
            let value = |name| read.field(name).map(|f| f.value.as_str());
            assert_eq!(value(FieldName::Modified), Some("3.4.2021"), "{text}");
            assert_eq!(value(FieldName::AppliesTo), Some("Ink 2\nInk 3"), "{text}");
            assert_eq!(read.metadata.values().next(), Some(&vec!["High".to_owned()]), "{text}");
        }
    }

    #[test]
    fn a_label_in_a_sentence_is_none() {
        let read = read_with("The severity of this is high.\nIt was touched on twice: in May and June.\n");
        assert!(read.fields.is_empty() && read.metadata.is_empty());
    }
}
