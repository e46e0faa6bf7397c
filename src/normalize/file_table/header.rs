//! Is this the head of a file table, and which columns does it announce?
//!
//! A head is a row of column labels: on a line of its own, in the cells of a table, or somewhere in a run of words
//! with a heading glued to its first label (`32-bit editionsDate Time Version Size File name`).

use super::labels::{self, Column};
use super::token;
use crate::span::Span;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// The columns of a table, in order.
#[derive(Clone, Debug)]
pub struct Header {
    pub columns: Vec<Place>,
    /// The labels.
    pub span: Span,
}

/// A column and where its label stands, in bytes from the start of the line.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub column: Column,
    pub from: u32,
}

/// Heads longer than this are running text.
const LONGEST: usize = 320;
/// No file table has more columns.
const MOST_COLUMNS: usize = 20;

/// The head that a whole line is, if it is one.
pub fn of_line(text: &str, line: Span) -> Option<Header> {
    let words = line.of(text);
    if words.len() > LONGEST {
        return None;
    }
    // A crawl may put the rule below the head on its line.
    let words = if words.ends_with("---") { words.trim_end_matches('-') } else { words };
    // Bytes, since every line of an article comes by here.
    let edge = words.bytes().take_while(|b| matches!(b, b' ' | b'\t' | b'|' | b'*' | b'>')).count();
    let first = &words[edge..];
    let end = first.bytes().take_while(|b| !matches!(b, b' ' | b'\t' | b'|' | b'/' | b'(')).count();
    if end == first.len() || !labels::begins_label(&first[..end]) {
        return None;
    }
    // A line without cells is a head only when it is labels to its end.
    let words_end = words.trim_end_matches([' ', '\t', '|', '*']);
    let parted = words_end[edge..].bytes().any(|b| matches!(b, b'\t' | b'|')) || words_end[edge..].contains("  ");
    if !parted && !labels::ends_label(words_end.rsplit(' ').next().unwrap_or("")) {
        return None;
    }
    let mut columns = Vec::new();
    let mut unknown = 0;
    for cell in cells(words) {
        let from = (cell.as_ptr() as usize - words.as_ptr() as usize) as u32;
        if let Some(column) = labels::column(cell) {
            columns.push(Place { column, from });
        } else if let Some(several) = split(cell) {
            columns.extend(several.into_iter().map(|p| Place { column: p.column, from: from + p.from }));
        } else if cell.chars().count() <= 30 && !cell.contains(['.', ':']) {
            unknown += 1;
            columns.push(Place { column: Column::Other, from });
        } else {
            return None;
        }
    }
    (unknown * 2 <= columns.len()).then(|| finish(columns, line)).flatten()
}

/// May the line be a head, or open a table that is not set in rows? Its first word tells nearly all lines that are neither.
pub fn may_begin(line: &str) -> bool {
    let edge = line.bytes().take_while(|b| matches!(b, b' ' | b'\t' | b'|' | b'*' | b'>')).count();
    let rest = &line[edge..];
    if !rest.starts_with(|c: char| c.is_ascii_graphic()) {
        return !rest.is_empty();
    }
    let word = rest.bytes().take_while(|b| !matches!(b, b' ' | b'\t')).count();
    let label = rest[..word].bytes().take_while(|b| !matches!(b, b'|' | b'/' | b'(')).count();
    labels::begins_label(&rest[..label]) || label < word && labels::begins_label(&rest[..word])
}

/// May a table begin on this line that is not set in rows: with one label alone, or with its rows on the same line?
pub fn may_open_run(line: &str) -> bool {
    let words = line.trim();
    let first = words.split([' ', '\t']).next().unwrap_or("");
    if !labels::begins_label(first) {
        return false;
    }
    // `Attributes:` leads to a table of its own.
    let label = labels::column(words).is_some_and(|column| column != Column::Other) && !words.ends_with(':');
    label || words.contains('.') && words.bytes().any(|b| b.is_ascii_digit())
}

/// The head that a row of cells is, if it is one. A cell that spans columns stands in each of them.
pub fn of_cells(text: &str, row: &[Span]) -> Option<Header> {
    let mut columns: Vec<Place> = Vec::with_capacity(row.len());
    for (at, cell) in row.iter().enumerate() {
        let label = cell.of(text);
        let known = if label.len() <= 80 { labels::column(label) } else { return None };
        columns.push(Place { column: known.unwrap_or(Column::Other), from: at as u32 });
    }
    let span = Span::new(row.first()?.start as usize, row.last()?.end as usize);
    finish(columns, span)
}

/// The cells of a line: between pipes, tabs, or two and more blanks.
fn cells(line: &str) -> impl Iterator<Item = &str> {
    let pipes = line.contains('|');
    let mut rest = line;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start_matches([' ', '\t', '|', '*', '>']);
            if rest.is_empty() {
                return None;
            }
            let end = if pipes {
                rest.find('|').unwrap_or(rest.len())
            } else {
                let wide = rest.find("  ").unwrap_or(rest.len());
                rest.find('\t').unwrap_or(rest.len()).min(wide)
            };
            let cell = rest[..end].trim_end();
            rest = &rest[end..];
            if !cell.is_empty() {
                return Some(cell);
            }
        }
    })
}

/// The labels that a cell is made of, when it is made of nothing else.
fn split(cell: &str) -> Option<Vec<Place>> {
    let words = token::words(cell, Span::new(0, cell.len()));
    let (columns, used) = parse(cell, &words);
    (used == words.len() && !columns.is_empty()).then_some(columns)
}

/// Labels from the first word on, longest first: the columns and how many words they took.
fn parse(text: &str, words: &[Span]) -> (Vec<Place>, usize) {
    let mut columns = Vec::new();
    let mut at = 0;
    while at < words.len() && columns.len() <= MOST_COLUMNS {
        let longest = labels::LABEL_WORDS.min(words.len() - at);
        let found = (1..=longest).rev().find_map(|n| {
            let reach = Span::new(words[at].start as usize, words[at + n - 1].end as usize);
            Some((n, labels::column(reach.of(text))?))
        });
        let Some((n, column)) = found else { break };
        // The edge of a drawn table parts its labels from the words before it.
        if at > 0 && text[words[at - 1].end as usize..words[at].start as usize].contains("+-") {
            break;
        }
        columns.push(Place { column, from: words[at].start });
        at += n;
    }
    // `File Version Size Date`: where nothing else names the file, the first two words are two labels.
    if let [first, _, ..] = columns.as_slice()
        && first.column == Column::Version
        && !columns.iter().any(|p| p.column.is_name())
        && words[0].of(text).eq_ignore_ascii_case("file")
    {
        columns.insert(0, Place { column: Column::WeakName, from: words[0].start });
    }
    (columns, at)
}

/// Is this set of columns a file table's? It names files, and says of them what only files have.
fn finish(mut columns: Vec<Place>, span: Span) -> Option<Header> {
    let count = |columns: &[Place], f: fn(Column) -> bool| columns.iter().filter(|p| f(p.column)).count();
    if count(&columns, Column::is_name) == 0 {
        return None;
    }
    // `Description  File name`: a weak label beside the true one is something else.
    let strong = count(&columns, |c| c == Column::Name) > 0;
    let mut named = false;
    let mut seen = Vec::new();
    for place in &mut columns {
        let column = place.column;
        let surplus =
            (column == Column::WeakName && (strong || named)) || (column.is_attribute() && seen.contains(&column));
        if surplus || (column == Column::Name && named) {
            place.column = Column::Other;
        }
        named |= column.is_name() && !surplus;
        seen.push(column);
    }
    let attributes = count(&columns, Column::is_attribute);
    let measured = columns.iter().any(|p| {
        matches!(p.column, Column::Version | Column::Size | Column::SizeInUnits | Column::Sha1 | Column::Sha256)
    });
    let dated = columns.iter().any(|p| matches!(p.column, Column::Date | Column::DateTime));
    let enough = if strong { measured || dated } else { attributes >= 2 && measured };
    (enough && columns.len() <= MOST_COLUMNS).then_some(Header { columns, span })
}

/// Heads in a run of words. What they are found by are pairs of labels that stand side by side in every order of columns
/// that articles use; the labels around such a pair are read from there.
pub fn in_run(text: &str, stretch: Span) -> Vec<Header> {
    static ANCHORS: LazyLock<AhoCorasick> = LazyLock::new(|| {
        // A few short literals, so that the search runs on vectors; the first letter is left out where its case varies.
        AhoCorasick::new([
            "ile name",
            "ile Name",
            "ILE NAME",
            "ilename",
            "ileName",
            "Date Time",
            "ate Version",
            "Version Size",
            "Size Date",
            "Size Name",
            "ersion Date",
            "SHA1 hash",
            "ateiname",
            "om de fichier",
            "om du fichier",
            "ombre de archivo",
            "ombre del archivo",
            "ome file",
            "ome del file",
            "ome do arquivo",
            "ome do ficheiro",
            "estandsnaam",
            "ilnamn",
            "ilnavn",
            "azwa pliku",
            "ázev souboru",
            "мя файла",
            "ファイル名",
            "文件名",
            "檔案名稱",
            "檔名",
            "파일 이름",
            "שם קובץ",
            "اسم الملف",
            "ชื่อแฟ้ม",
            "ชื่อไฟล์",
            "ájlnév",
            "osya adı",
            "iedostonimi",
        ])
        // A fixed list of short literals always builds.
        .unwrap_or_else(|e| unreachable!("anchors: {e}"))
    });
    let inner = stretch.of(text);
    let base = stretch.start as usize;
    let mut out: Vec<Header> = Vec::new();
    let mut tried = base; // labels up to here make no head
    for hit in ANCHORS.find_iter(inner) {
        let (from, to) = (base + hit.start(), base + hit.end());
        if to <= tried || out.last().is_some_and(|h| to <= h.span.end as usize) {
            continue;
        }
        let floor = out.last().map_or(base, |h| h.span.end as usize);
        match around(text, from, floor, stretch.end as usize) {
            Ok(header) => out.push(header),
            Err(end) => tried = end,
        }
    }
    out
}

/// The head around a place in a run of words, or the end of the labels there that make none.
fn around(text: &str, anchor: usize, floor: usize, end: usize) -> Result<Header, usize> {
    let mut tried = anchor;
    let from = boundary(text, anchor.saturating_sub(LONGEST / 2).max(floor), true);
    let to = boundary(text, (anchor + LONGEST).min(end), false);
    let words = apart(text, &token::words(text, Span::new(from, to.max(from))));
    // The head begins at the first word, or inside the first word behind glued text, from which labels reach the anchor.
    for at in 0..words.len() {
        if words[at].start as usize > anchor {
            break;
        }
        let word = words[at];
        for start in label_starts(word.of(text)) {
            let most = words.len().min(at + labels::LABEL_WORDS * (MOST_COLUMNS + 1));
            let mut rest = words[at..most].to_vec();
            rest[0].start += start as u32;
            let (columns, used) = parse(text, &rest);
            if used < 2 {
                continue;
            }
            let span = Span::new(rest[0].start as usize, rest[used - 1].end as usize);
            // More labels in a row than any table has columns: no head begins here or anywhere among them.
            if columns.len() > MOST_COLUMNS {
                return Err(tried.max(span.end as usize));
            }
            if span.end as usize <= anchor {
                continue;
            }
            tried = tried.max(span.end as usize);
            if let Some(header) = finish(columns, span) {
                return Ok(header);
            }
        }
    }
    Err(tried)
}

/// Words that a page's cells were run into, each for itself: `nameFile`, `sizeDateTimePlatform`.
fn apart(text: &str, words: &[Span]) -> Vec<Span> {
    let mut out = Vec::with_capacity(words.len());
    for word in words {
        let (mut start, mut before) = (word.start as usize, ' ');
        for (at, c) in word.of(text).char_indices() {
            let at = word.start as usize + at;
            if at > start && c.is_uppercase() && (before.is_lowercase() || before == ')') {
                out.push(Span::new(start, at));
                start = at;
            }
            before = c;
        }
        out.push(Span::new(start, word.end as usize));
    }
    out
}

/// Where in a word a label may begin: at its start, or at a capital behind something that is none.
fn label_starts(word: &str) -> impl Iterator<Item = usize> {
    let inside = word.char_indices().zip(word.char_indices().skip(1));
    let inner =
        inside.filter(|((_, before), (_, c))| c.is_uppercase() && !before.is_uppercase()).map(|(_, (at, _))| at);
    std::iter::once(0).chain(inner).filter(|&at| labels::begins_label(&word[at..]))
}

/// The nearest character boundary, backwards or forwards.
fn boundary(text: &str, mut at: usize, back: bool) -> usize {
    while at > 0 && at < text.len() && !text.is_char_boundary(at) {
        at = if back { at - 1 } else { at + 1 };
    }
    at.min(text.len())
}
