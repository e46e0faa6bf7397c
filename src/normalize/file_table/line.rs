//! Which cells does a line of a file table hold?
//!
//! The tokens of the line are laid over the columns from left to right at the least cost: a token that has its column's
//! shape costs nothing, an empty column little, a token without a column much. So empty cells, columns out of line and
//! names with blanks need no rule of their own.

use super::header::{Header, Place};
use super::labels::{self, Column};
use super::row::RawRow;
use super::token::{self, Shapes, Token};
use crate::span::Span;

/// A reading of one line.
pub struct Reading {
    pub row: RawRow,
    /// Everything on the line has its column's shape.
    pub exact: bool,
}

const NEVER: u32 = 1000;
/// A token that no column takes.
const LEFT_OVER: u32 = 7;
/// Lines with more words are running text.
const MOST_TOKENS: usize = 40;
/// A cell has no more words than this.
const MOST_WORDS: usize = 12;

/// Lays a line's tokens over the columns.
pub fn read(text: &str, tokens: &[Token], header: &Header, line_start: u32) -> Option<Reading> {
    let columns = &header.columns;
    if tokens.is_empty() || tokens.len() > MOST_TOKENS || !tokens.iter().any(|t| t.shapes != Shapes::default()) {
        return None;
    }
    let (tokens, noted) = match note(text, tokens, columns) {
        Some((noted, words)) => (&tokens[..tokens.len() - words], Some(noted)),
        None => (tokens, None),
    };
    let (n, m) = (tokens.len(), columns.len());
    // best[j][i]: the least cost of i tokens on j columns; from[j][i]: how many tokens the last column took, and how many
    // were left over before it.
    let mut best = vec![vec![NEVER; n + 1]; m + 1];
    let mut from = vec![vec![(0usize, 0usize); n + 1]; m + 1];
    for (i, cost) in best[0].iter_mut().enumerate() {
        *cost = (i as u32 * LEFT_OVER).min(NEVER);
    }
    for j in 0..m {
        for i in 0..=n {
            let mut cheapest = (best[j][i].saturating_add(empty(columns[j].column)).min(NEVER), (0, 0));
            for k in 1..=MOST_WORDS.min(i) {
                let taken = &tokens[i - k..i];
                let cost = cell(text, columns, j, taken, line_start);
                if cost >= NEVER {
                    continue;
                }
                let cost = best[j][i - k] + cost;
                if cost < cheapest.0 {
                    cheapest = (cost, (k, 0));
                }
            }
            // One token left over behind this column.
            if i > 0 && best[j + 1][i - 1] + LEFT_OVER < cheapest.0 {
                cheapest = (best[j + 1][i - 1] + LEFT_OVER, (0, 1));
            }
            best[j + 1][i] = cheapest.0;
            from[j + 1][i] = cheapest.1;
        }
    }
    let cost = best[m][n];
    let mut cells = Vec::with_capacity(m);
    let mut left_over = Vec::new();
    let (mut j, mut i) = (m, n);
    while j > 0 {
        let (taken, over) = from[j][i];
        if over > 0 {
            left_over.push(tokens[i - 1]);
            i -= 1;
            continue;
        }
        if taken > 0 {
            let span = Span::new(tokens[i - taken].span.start as usize, tokens[i - 1].span.end as usize);
            cells.push((columns[j - 1].column, span));
        }
        i -= taken;
        j -= 1;
    }
    left_over.extend(tokens[..i].iter().rev());
    cells.reverse();
    let mut end = tokens[n - 1].span.end;
    if let Some(noted) = noted {
        cells.push((Column::ServicePack, noted));
        end = noted.end;
    }
    let span = Span::new(tokens[0].span.start as usize, end as usize);
    let row = RawRow { span, cells, platform: aside(text, &left_over) };
    let named = row.name().is_some();
    let stated = row.stated();
    let forgiven = u32::from(row.platform.is_some()) * LEFT_OVER;
    let limit = 6 + 2 * m as u32;
    if cost >= NEVER || !named || stated == 0 || cost > limit + forgiven {
        return None;
    }
    // A word that is no file's name may still be one, where the rest of the line leaves no doubt.
    let sure =
        row.name().is_some_and(|s| token::shapes(s.of(text)).has(Shapes::NAME) || token::is_file_name(s.of(text)));
    if !sure && (stated < 2 || left_over.len() > 1) {
        return None;
    }
    Some(Reading { exact: sure && left_over.len() <= usize::from(row.platform.is_some()), row })
}

/// Reads a line whose words are a file's name and its attributes, in any order and with nothing else but labels
/// (`Dispatch.exe 7/10/98 5:39p 85,245 bytes (version 3.5.34)`).
pub fn without_head(text: &str, tokens: &[Token]) -> Option<RawRow> {
    let mut cells: Vec<(Column, Span)> = Vec::new();
    for token in tokens {
        let s = token.shapes;
        let column = match () {
            _ if s.has(Shapes::NAME) => Column::Name,
            // `3.5.34` could be a day; a version stands with its file more often than a date with dots.
            _ if s.has(Shapes::DATE) && !s.has(Shapes::VERSION) => Column::Date,
            _ if s.has(Shapes::TIME) => Column::Time,
            _ if s.has(Shapes::VERSION) => Column::Version,
            _ if s.has(Shapes::SIZE) => Column::Size,
            _ if s.has(Shapes::PLATFORM) => Column::Platform,
            _ if is_label(token.span.of(text)) => continue,
            _ => return None,
        };
        if cells.iter().any(|&(c, _)| c == column) {
            return None;
        }
        cells.push((column, token.span));
    }
    let has = |column| cells.iter().any(|&(c, _)| c == column);
    let span = Span::new(tokens.first()?.span.start as usize, tokens.last()?.span.end as usize);
    (has(Column::Name) && (has(Column::Date) || has(Column::Version))).then_some(RawRow { span, cells, platform: None })
}

fn is_label(word: &str) -> bool {
    let word = word.trim_matches(['(', ')', ',', ':', ';']);
    ["version", "dated", "date", "bytes", "size", "v", "ver.", "at"]
        .iter()
        .any(|label| label.eq_ignore_ascii_case(word))
}

/// A platform in brackets that stands where no column expects it: `setupapi.dll (alpha)`.
fn aside(text: &str, left_over: &[Token]) -> Option<Span> {
    left_over.iter().find(|t| t.shapes.has(Shapes::PLATFORM) && t.span.of(text).starts_with('(')).map(|t| t.span)
}

/// The service pack that a note behind the file's name tells, where no column is for it: `with SP1`, `pre-SP1`; its place
/// and how many words the note has.
fn note(text: &str, tokens: &[Token], columns: &[Place]) -> Option<(Span, usize)> {
    let (last, before) = tokens.split_last()?;
    let word = last.span.of(text);
    let pack = word.get(word.len().checked_sub(3)?..)?;
    if !labels::is_service_pack(pack) || columns.iter().any(|p| p.column == Column::ServicePack) {
        return None;
    }
    let words = match &word[..word.len() - pack.len()] {
        "pre-" | "Pre-" | "post-" | "Post-" => 1,
        "" => {
            let with = before.last().map_or("", |t| t.span.of(text));
            1 + usize::from(["with", "for", "mit", "avec", "con"].iter().any(|w| w.eq_ignore_ascii_case(with)))
        }
        _ => return None,
    };
    let named = tokens.len().checked_sub(words + 1).is_some_and(|n| tokens[n].shapes.has(Shapes::NAME));
    named.then_some((last.span, words))
}

fn empty(column: Column) -> u32 {
    match column {
        Column::Name | Column::WeakName => 40,
        Column::Date | Column::DateTime => 3,
        Column::Version | Column::Size | Column::SizeInUnits | Column::Time => 2,
        Column::Sha1 | Column::Sha256 => 2,
        Column::Platform => 1,
        Column::Folder | Column::Branch | Column::ServicePack | Column::Language | Column::Product | Column::Other => 0,
    }
}

/// What it costs that these tokens are this column's cell.
fn cell(text: &str, columns: &[Place], j: usize, taken: &[Token], line_start: u32) -> u32 {
    let column = columns[j].column;
    let one = taken[0].shapes;
    let first = taken[0].span.of(text);
    let more = (taken.len() - 1) as u32;
    let typed = taken.iter().filter(|t| t.shapes.is_typed()).count() as u32;
    if more == 0 && one.has(Shapes::NOTHING) && !column.is_name() {
        return 0;
    }
    let single = |fits: bool| if fits && more == 0 { 0 } else { NEVER };
    match column {
        Column::Name | Column::WeakName => name(text, taken, typed),
        Column::Version if more == 0 && one.has(Shapes::VERSION) => 0,
        Column::Version if more == 0 && first.starts_with(|c: char| c.is_ascii_digit()) => {
            if one.has(Shapes::DATE) || one.has(Shapes::TIME) || first.contains(',') { NEVER } else { 3 }
        }
        // `5.1.2600.2627 (xpsp_sp2_gdr.050301-1519)`
        Column::Version if one.has(Shapes::VERSION) && more <= 2 && taken[1].span.of(text).starts_with('(') => {
            if taken[1].shapes.has(Shapes::PLATFORM) { NEVER } else { more }
        }
        Column::Version => NEVER,
        Column::Size | Column::SizeInUnits if more == 0 => match one {
            s if s.has(Shapes::SIZE) || s.has(Shapes::INTEGER) => 0,
            s if column == Column::SizeInUnits && s.has(Shapes::VERSION) => 0,
            _ => NEVER,
        },
        // `1 302 016`, where blanks separate thousands.
        Column::Size if more <= 3 && token::grouped_number(&joined(text, taken)).is_some() => 1,
        Column::Size | Column::SizeInUnits => NEVER,
        Column::Date => single(one.has(Shapes::DATE) || one.has(Shapes::NO_DATE)),
        Column::Time => single(one.has(Shapes::TIME) || one.has(Shapes::NO_DATE)),
        Column::DateTime if more == 1 => {
            if one.has(Shapes::DATE) && taken[1].shapes.has(Shapes::TIME) {
                0
            } else {
                NEVER
            }
        }
        Column::DateTime => single(one.has(Shapes::DATE) || one.has(Shapes::NO_DATE)),
        Column::Sha1 => single(one.has(Shapes::SHA1)),
        Column::Sha256 => single(one.has(Shapes::SHA256)),
        Column::Platform if more == 0 && one.has(Shapes::PLATFORM) => 0,
        Column::ServicePack if more == 0 && one.has(Shapes::SERVICE_PACK) => 0,
        Column::Folder | Column::Branch if more == 0 && one.has(Shapes::FOLDER) => 0,
        Column::Platform
        | Column::ServicePack
        | Column::Branch
        | Column::Language
        | Column::Folder
        | Column::Product
        | Column::Other => {
            let own = if column == Column::Platform { 3 } else { 1 };
            own + more.min(3) + 2 * typed + misplaced(columns, j, taken, line_start)
        }
    }
}

fn name(text: &str, taken: &[Token], typed: u32) -> u32 {
    let more = (taken.len() - 1) as u32;
    let last = taken[taken.len() - 1];
    if last.shapes.has(Shapes::NAME) && typed == u32::from(last.shapes.is_typed()) {
        // Blanks in a name are rare, and only one dot ends it.
        let dotted = taken[..taken.len() - 1].iter().any(|t| t.shapes.has(Shapes::NAME));
        return if dotted || more > 5 { NEVER } else { 2 * more };
    }
    // A name with a dot is whole; words behind it are a note.
    let wordlike = taken.iter().all(|t| !t.shapes.is_typed() && !t.shapes.has(Shapes::NOTHING))
        && !(more > 0 && taken.iter().any(|t| t.shapes.has(Shapes::NAME)));
    let ends_sentence = last.span.of(text).ends_with(['.', ':', ',']);
    if wordlike && !ends_sentence && more <= 3 { 5 + 2 * more } else { NEVER }
}

fn joined(text: &str, taken: &[Token]) -> String {
    taken.iter().map(|t| t.span.of(text)).collect::<Vec<_>>().join(" ")
}

/// Words that stand nowhere near their column's label probably belong to another column.
fn misplaced(columns: &[Place], j: usize, taken: &[Token], line_start: u32) -> u32 {
    let start = taken[0].span.start.saturating_sub(line_start);
    let end = taken[taken.len() - 1].span.end.saturating_sub(line_start);
    let next = columns.get(j + 1).map_or(u32::MAX, |p| p.from);
    u32::from(end <= columns[j].from || start >= next)
}
