//! Which products does a Markdown article list under a heading of their own?
//!
//! Such lists and tables stay sections, and are fields beside: what an article applies to, or else its environment.

use super::header::label_name;
use crate::Options;
use crate::extract::{Extracted, Field, FieldName, Link, RawBlock, RawBlockKind};
use crate::model::SectionKind;
use crate::span::Span;
use crate::vocabulary::Vocabulary;

/// Products listed under a heading of their own; those of an environment only where nothing else names any.
pub fn product_sections(text: &str, blocks: &[RawBlock], body: usize, out: &mut Extracted, options: &Options) {
    for wanted in [SectionKind::AppliesTo, SectionKind::Environment] {
        let mut inside = false;
        let mut base = 0; // level of the heading that the products stand under
        let mut deep = false; // under a heading inside of it, where only tables list products
        let mut found: Vec<&str> = Vec::new();
        let mut lines: Vec<&str> = Vec::new();
        let mut tables = false;
        let mut place: Option<Span> = None;
        for block in &blocks[body.min(blocks.len())..] {
            if let RawBlockKind::Heading { text: words, level } = &block.kind {
                let words = words.of(text);
                let role = options.vocabulary.role(words);
                let begins = role.is_some_and(|r| r.kind == wanted) && !is_negation(words);
                // Later tables of a bulletin are about its deployment.
                if begins && !inside && tables {
                    break;
                }
                deep = inside && !begins && *level > base && !is_negation(words);
                inside = begins || deep;
                base = if begins { *level } else { base };
                continue;
            }
            if !inside {
                continue;
            }
            let before = found.len() + lines.len();
            match &block.kind {
                _ if deep && !matches!(block.kind, RawBlockKind::Table(_)) => {}
                RawBlockKind::ListItem { text: own, .. } => {
                    let product = behind_caption(without_link(text, *own, &out.links));
                    if !is_sentence(product) {
                        found.push(product.trim_end_matches('.'));
                    }
                }
                RawBlockKind::Paragraph => {
                    let own = block.span.of(text);
                    // From here on the list says what the article does not apply to.
                    if is_negation(own) {
                        inside = false;
                        continue;
                    }
                    // A caption behind products is another property's: `Resolved in version:`.
                    let mut each = own.split('\n').map(str::trim);
                    let first = each.by_ref().find(|line| !line.ends_with(':'));
                    let own = first.into_iter().chain(each.by_ref().take_while(|line| !line.ends_with(':')));
                    let own = own.filter(|line| !is_foreign(line, &options.vocabulary)).map(behind_caption);
                    lines.extend(own.filter(|l| is_product_line(l)).map(|l| l.trim_end_matches('.')));
                    inside = each.next().is_none();
                }
                RawBlockKind::Table(table) => {
                    tables = true;
                    found.extend(table_products(text, table, &options.vocabulary));
                }
                _ => {}
            }
            if found.len() + lines.len() > before {
                let whole = place.get_or_insert(block.span);
                whole.end = block.span.end;
            }
        }
        // Where there is a list or a table, the lines between are its captions.
        if found.is_empty() && !tables {
            found = lines;
        }
        if !found.is_empty() && (wanted == SectionKind::AppliesTo || out.field(FieldName::AppliesTo).is_none()) {
            let value = found.iter().map(|p| p.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>();
            out.fields.push(Field { name: FieldName::AppliesTo, value: value.join("\n"), span: place });
        }
    }
}

/// Does a line state something else of the article than its products: `Dev Ticket: n/a`, `KB Type: How To`?
fn is_foreign(line: &str, words: &Vocabulary) -> bool {
    let Some((label, _)) = line.split_once(": ") else { return false };
    let versions = || label.split(' ').any(|word| word.to_ascii_lowercase().starts_with("version"));
    let name = label.starts_with(char::is_uppercase) && label.split(' ').count() <= 3;
    name && !label.bytes().any(|b| b.is_ascii_digit()) && label_name(label, words).is_none() && !versions()
}

/// Is an item of a list a sentence about products and no product?
fn is_sentence(item: &str) -> bool {
    const VERBS: &[&str] = &["is", "are", "was", "were", "has", "have", "can", "ist", "sind", "wurde", "wurden"];
    let verb = || item.split_whitespace().any(|w| VERBS.contains(&w));
    item.contains(". ") || item.ends_with('.') && (verb() || item.split_whitespace().count() > 15)
}

/// A product without the words that introduce it: `The patch is created for version: …`.
fn behind_caption(line: &str) -> &str {
    let caption = |words: &str| ["version", "versions"].iter().any(|w| words.rsplit(' ').next() == Some(*w));
    match line.split_once(": ") {
        Some((before, behind)) if before.contains(' ') && caption(before) => behind.trim(),
        _ => line.trim(),
    }
}

/// Is a line a product: no caption, and no sentence unless it only has a product's full stop?
fn is_product_line(line: &str) -> bool {
    let versioned = || line.bytes().any(|b| b.is_ascii_digit()) || line.contains("version");
    let stopped = line.ends_with('.');
    !line.is_empty() && line.len() <= 100 && !line.ends_with(':') && !is_sentence(line) && (!stopped || versioned())
}

/// Does a line say that what follows is not affected?
fn is_negation(line: &str) -> bool {
    const NEGATIONS: &[&str] =
        &["non-affected", "not affected", "unaffected", "nicht betroffen", "nicht zutreffend", "non applicable"];
    NEGATIONS.iter().any(|n| line.get(..n.len()).is_some_and(|l| l.eq_ignore_ascii_case(n)))
}

/// A list item without the download link behind a dash at its end.
fn without_link<'t>(text: &'t str, item: Span, links: &[Link]) -> &'t str {
    let first = links.partition_point(|l| l.span.start < item.start);
    for link in links[first..].iter().take_while(|l| l.span.start < item.end) {
        let before = Span::new(item.start as usize, link.span.start as usize).of(text).trim_end();
        if let Some(product) = before.strip_suffix(['-', '–', '—']) {
            return product.trim_end();
        }
    }
    item.of(text)
}

/// The products of an environment table: the value beside `Product`, or the column below it.
fn table_products<'t>(text: &'t str, table: &crate::extract::RawTable, words: &Vocabulary) -> Vec<&'t str> {
    let Some(first) = table.rows.first() else { return Vec::new() };
    let columns = table.header_rows > 0 || first.len() != 2;
    if columns
        && let Some(column) = first.iter().position(|s| is_product_label(s.of(text)) || is_software_label(s.of(text)))
        && (first.len() != 2 || column > 0 || table.rows.len() > 1 && !is_pair_table(text, table, words))
    {
        // A row of one cell over all columns is a caption, and tables repeat their heads.
        let caption = |row: &&Vec<Span>| row.len() > 1 && row.iter().all(|cell| *cell == row[0]);
        let rows = table.rows[1..].iter().filter(|row| !caption(row)).filter_map(|r| r.get(column));
        let rows = rows.take_while(|s| !is_negation(s.of(text)));
        let head = first[column].of(text);
        let named = |p: &&str| !p.is_empty() && *p != head && !is_product_label(p);
        return rows.map(|s| without_number(s.of(text))).filter(named).collect();
    }
    let pair = |row: &'_ Vec<Span>| match row.as_slice() {
        [name, value, ..] if is_product_label(name.of(text)) => Some(value.of(text)),
        _ => None,
    };
    table.rows.iter().filter_map(pair).filter(|p| !p.is_empty()).collect()
}

/// A product without the mark of a footnote and the number of its update behind it: `Windows RT 8.1[1] (3075220)`.
fn without_number(product: &str) -> &str {
    let mut product = product.trim();
    for (open, close) in [('(', ')'), ('[', ']')] {
        let Some((name, number)) = product.strip_suffix(close).and_then(|p| p.rsplit_once(open)) else { continue };
        let digits = number.trim_start_matches("KB");
        let length = if open == '(' { 6..=7 } else { 1..=2 };
        if length.contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) {
            product = name.trim_end();
        }
    }
    product
}

/// Is this what bulletins call the column of products: `Betriebssystem`, `Microsoft Office Suites and Software`?
fn is_software_label(words: &str) -> bool {
    let words = words.trim().trim_end_matches([':', '*']).trim_end();
    let ends = |end: &str| {
        words.len().checked_sub(end.len()).and_then(|at| words.get(at..)).is_some_and(|w| w.eq_ignore_ascii_case(end))
    };
    words.len() <= 60 && ["software", "operating system", "betriebssystem"].iter().any(|end| ends(end))
}

/// Is this what the column or row of products is called?
fn is_product_label(words: &str) -> bool {
    const LABELS: &[&str] = &["product", "products", "product(s)", "product name", "produkt"];
    LABELS.iter().any(|label| label.eq_ignore_ascii_case(words.trim().trim_end_matches(':')))
}

/// Does the first column hold labels (`Version`, `Platform`) rather than products?
fn is_pair_table(text: &str, table: &crate::extract::RawTable, vocabulary: &Vocabulary) -> bool {
    let label = |row: &Vec<Span>| {
        row.first().is_some_and(|s| {
            let words = s.of(text).trim().to_ascii_lowercase();
            words.contains("version") || words.contains("platform") || label_name(&words, vocabulary).is_some()
        })
    };
    table.rows.iter().skip(1).any(label)
}
