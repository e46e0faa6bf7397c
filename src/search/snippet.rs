//! Which words of an article show best that it answers? Those of the section where most of the query stands nearest together.

use super::analysis;
use super::found::{Range, Snippet};
use super::open::Mark;

/// Positions of a stretch that is shown, roughly.
const STRETCH: u32 = 32;
/// Characters that are shown.
const LONGEST: usize = 240;
/// Positions before the first match that are shown, if no sentence begins nearer.
const BEFORE: u32 = 6;
/// Positions before the first match where the sentence is still begun from.
const SENTENCE: u32 = 14;

/// A place where something of the query stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// Its position in the article.
    pub position: u32,
    /// The number of what stands there.
    pub unit: usize,
    /// What that weighs.
    pub weight: f32,
}

/// The section that answers best: its number, and the matches in it. None if nothing matches in any.
pub fn best_section<'m>(marks: &[Mark], matches: &'m [Match], role: Option<u64>) -> Option<(usize, &'m [Match])> {
    let mut best: Option<(f32, usize, &[Match])> = None;
    for (at, pair) in marks.windows(2).enumerate() {
        if role.is_some_and(|role| pair[0].roles & role == 0) {
            continue;
        }
        let first = matches.partition_point(|one| one.position < pair[0].start);
        let end = matches.partition_point(|one| one.position < pair[1].start);
        let within = &matches[first..end];
        if within.is_empty() {
            continue;
        }
        let (stretch, _) = best_stretch(within);
        // What stands together counts most, then what else is there.
        let score = stretch + 0.5 * distinct(within);
        if best.is_none_or(|(most, ..)| score > most) {
            best = Some((score, at, within));
        }
    }
    best.map(|(_, at, within)| (at, within))
}

/// The weights of all that is there at least once.
fn distinct(matches: &[Match]) -> f32 {
    let mut seen: Vec<usize> = Vec::new();
    let mut sum = 0.0;
    for one in matches {
        if !seen.contains(&one.unit) {
            seen.push(one.unit);
            sum += one.weight;
        }
    }
    sum
}

/// The stretch in which most stands: its weight, and which matches are in it.
fn best_stretch(matches: &[Match]) -> (f32, std::ops::Range<usize>) {
    let mut best = (0.0, 0..0);
    let mut end = 0;
    for first in 0..matches.len() {
        while end < matches.len() && matches[end].position < matches[first].position + STRETCH {
            end += 1;
        }
        let weight = distinct(&matches[first..end]);
        if weight > best.0 {
            best = (weight, first..end);
        }
    }
    best
}

/// An atom of a text.
struct Atom {
    position: u32,
    start: usize,
    end: usize,
}

/// The atoms of a text whose first has this position, and the position behind the last.
fn atoms(text: &str, first: u32) -> (Vec<Atom>, u32) {
    let mut atoms = Vec::new();
    let count = analysis::atoms(text, |position, range| {
        atoms.push(Atom { position: first + position, start: range.start, end: range.end });
    });
    (atoms, first + count)
}

/// How many positions a text has.
pub fn positions(text: &str) -> u32 {
    atoms(text, 0).1
}

/// Shows of a text, whose first atom has the position `first`, where its matches stand together; without any, its beginning.
pub fn snippet(text: &str, first: u32, matches: &[Match]) -> Snippet {
    let (atoms, behind) = atoms(text, first);
    let matches: Vec<Match> = matches.iter().copied().filter(|m| (first..behind).contains(&m.position)).collect();
    let (_, stretch) = best_stretch(&matches);
    let start = match matches.get(stretch.start) {
        Some(one) => begin(text, &atoms, one.position),
        None => 0,
    };
    let places: Vec<u32> = matches.iter().map(|one| one.position).collect();
    let highlights = highlights(text, &atoms, &places);
    let mut snippet = Snippet::default();
    if start > 0 {
        snippet.text.push('…');
    }
    let end = copy(text, start, &highlights, &mut snippet);
    if !text[end..].trim().is_empty() {
        snippet.text.push('…');
    }
    snippet
}

/// Where to begin, so that a match is shown with what leads to it.
fn begin(text: &str, atoms: &[Atom], position: u32) -> usize {
    let at = atoms.partition_point(|atom| atom.position < position);
    let reach = |positions: u32| atoms.partition_point(|atom| atom.position + positions < position);
    let opens = |atom: &Atom| {
        let before = text[..atom.start].trim_end_matches([' ', '\t', '"', '\'', '(']);
        before.is_empty() || before.ends_with(['.', '!', '?', ':', '。', '\u{2022}']) || before.ends_with("\n\n")
    };
    let sentence = (reach(SENTENCE)..=at).rev().find(|&one| atoms.get(one).is_some_and(opens));
    let first = sentence.unwrap_or_else(|| reach(BEFORE));
    let start = atoms.get(first).map_or(0, |atom| atom.start);
    // A bracket or quotation mark that opens before the word is shown with it; so is all that stands before the first.
    if text[..start].trim().is_empty() { 0 } else { start }
}

/// The byte ranges of the atoms at these positions; what is joined without a space is one.
pub fn highlights_of(text: &str, first: u32, places: &[u32]) -> Vec<Range> {
    let (atoms, _) = atoms(text, first);
    highlights(text, &atoms, places)
}

fn highlights(text: &str, atoms: &[Atom], places: &[u32]) -> Vec<Range> {
    let mut ranges: Vec<Range> = Vec::new();
    for atom in atoms.iter().filter(|atom| places.binary_search(&atom.position).is_ok()) {
        match ranges.last_mut() {
            // Of scripts without spaces, atoms overlap.
            Some(last) if atom.start <= last.end => last.end = last.end.max(atom.end),
            Some(last) if !text[last.end..atom.start].contains(char::is_whitespace) => last.end = atom.end,
            _ => ranges.push(Range { start: atom.start, end: atom.end }),
        }
    }
    ranges
}

/// Copies from `start` as much as is shown, blanks as one, and gives where it stopped.
fn copy(text: &str, start: usize, highlights: &[Range], out: &mut Snippet) -> usize {
    let mut shown = 0;
    let mut blank = true;
    // Where a word ended last: nothing is cut off within one.
    let mut whole = (out.text.len(), start);
    let mut open: Option<usize> = None;
    let mut next = highlights.iter().skip_while(|range| range.start < start).peekable();
    for (at, c) in text[start..].char_indices().map(|(at, c)| (start + at, c)) {
        if let Some(from) = open
            && next.peek().is_some_and(|range| at >= range.end)
        {
            out.highlights.push(Range { start: from, end: out.text.len() });
            open = None;
            next.next();
        }
        if c.is_whitespace() || c.is_control() {
            if !blank {
                whole = (out.text.len(), at);
                out.text.push(' ');
                shown += 1;
            }
            blank = true;
            continue;
        }
        if shown >= LONGEST {
            // A word that is longer than all that is shown is cut all the same.
            if whole.0 * 2 > out.text.len() {
                out.text.truncate(whole.0);
                out.highlights.retain(|range| range.end <= whole.0);
                return whole.1;
            }
            if let Some(from) = open {
                out.highlights.push(Range { start: from, end: out.text.len() });
            }
            return at;
        }
        if open.is_none() && next.peek().is_some_and(|range| (range.start..range.end).contains(&at)) {
            open = Some(out.text.len());
        }
        blank = false;
        out.text.push(c);
        shown += 1;
    }
    if let Some(from) = open {
        out.highlights.push(Range { start: from, end: out.text.trim_end().len() });
    }
    out.text.truncate(out.text.trim_end().len());
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(positions: &[u32]) -> Vec<Match> {
        positions.iter().map(|&position| Match { position, unit: position as usize, weight: 1.0 }).collect()
    }

    fn shown(text: &str, first: u32, positions: &[u32]) -> String {
        let snippet = snippet(text, first, &at(positions));
        let marked =
            snippet.pieces().into_iter().map(|(piece, hit)| if hit { format!("[{piece}]") } else { piece.into() });
        marked.collect::<Vec<String>>().concat()
    }

    #[test]
    fn a_snippet_shows_where_words_stand_together() {
        let text = "First of all.  The server\n stops responding when the disk is full.";
        assert_eq!(shown(text, 100, &[104, 105, 106]), "…The [server] [stops] [responding] when the disk is full.");
        assert_eq!(shown(text, 0, &[]), "First of all. The server stops responding when the disk is full.");
        assert_eq!(shown("Replace tcpip.sys now", 0, &[1, 2]), "Replace [tcpip.sys] now");
    }

    #[test]
    fn long_texts_are_cut_between_words() {
        let text = "word ".repeat(400) + "needle " + &"word ".repeat(400);
        let cut = shown(&text, 0, &[400]);
        assert!(cut.starts_with("…word") && cut.contains("[needle]") && cut.ends_with("word…"), "{cut}");
        assert!(cut.chars().count() <= LONGEST + 4);
    }

    #[test]
    fn the_section_with_most_of_the_query_is_the_best() {
        let marks = [0, 100, 200, 300].map(|start| Mark { start, roles: start as u64 / 100 });
        let found = at(&[10, 110, 112, 290]);
        let (section, within) = best_section(&marks, &found, None).unwrap();
        assert_eq!((section, within.len()), (1, 2));
        assert_eq!(best_section(&marks, &found, Some(2)).unwrap().0, 2);
        assert_eq!(best_section(&marks, &[], None), None);
    }

    proptest! {
        #[test]
        fn highlights_lie_on_characters(text in "\\PC{0,300}|[a-z .\n解決é-]{0,600}", places in prop::collection::btree_set(0u32..80, 0..12)) {
            let places: Vec<u32> = places.into_iter().collect();
            let snippet = snippet(&text, 0, &at(&places));
            let pieces: String = snippet.pieces().into_iter().map(|(piece, _)| piece).collect();
            prop_assert_eq!(pieces, snippet.text);
            let title: String = super::super::found::pieces(&text, &highlights_of(&text, 0, &places)).into_iter().map(|(p, _)| p).collect();
            prop_assert_eq!(title, text);
        }
    }
}
