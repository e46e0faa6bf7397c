//! Where may a section's text be broken, and what does each break cost? The text becomes atoms that are never broken,
//! none longer than a part of a chunk, each with the rank of the break before it.
//!
//! Stretches that belong together are a group: a list with the steps that code or notes interrupt, a table, and before
//! them the words that introduce them. What makes the rest of a broken group understood, its header or introduction, is
//! known as what is to be repeated.

use super::stretch::{Shape, Stretch, trim};
use super::tokens::Tokenizer;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// What is lost by a break, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Break {
    /// Nothing: what follows is something else.
    Group,
    /// The next step of a list or row of a table begins.
    Item,
    /// What follows belongs to the step before, or is the next part of a listing.
    Inner,
    /// The next line of a listing, or field of a record.
    Line,
    /// The next sentence.
    Sentence,
    /// The next line within a sentence.
    Wrap,
    /// What was introduced is parted from the words that do it.
    Lead,
    /// The next word.
    Word,
    /// The middle of a word.
    Letter,
}

/// A piece of text that is not broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Atom {
    /// Its bytes in the section's text, without white space at the ends but an indent.
    pub range: Range<usize>,
    /// What a break before it costs.
    pub rank: Break,
    /// Does it begin a line even if the text has none there?
    pub line: bool,
    /// Tokens of it and of the white space behind it.
    pub weight: usize,
    /// The group that it is of.
    pub group: usize,
    /// What is to be repeated if a break comes before it.
    pub again: Option<usize>,
}

/// The atoms of a section.
pub struct Atoms {
    /// In order.
    pub atoms: Vec<Atom>,
    /// Which of them belong together.
    pub groups: Vec<Range<usize>>,
    /// Bytes of the section's text that are repeated, and their tokens.
    pub again: Vec<(Range<usize>, usize)>,
}

/// Words up to so many tokens introduce a list or a table even without a colon.
const SHORT_LEAD: usize = 48;
/// Words on one line, up to so many tokens and without a sentence's end, are a heading in all but name.
const SHORT_HEADING: usize = 24;
/// Stretches that introduce the next one, one behind the other.
const LEADS: usize = 3;

/// The atoms of a section; a chunk has room for `room` tokens, an atom for `most`.
pub fn atoms(text: &str, stretches: &[Stretch], room: usize, most: usize, tokenizer: Tokenizer) -> Atoms {
    let most = most.max(4); // no character has more tokens than four
    let made = Atoms { atoms: Vec::new(), groups: Vec::new(), again: Vec::new() };
    let mut making = Making { text, room, most, tokenizer, again: None, made };
    let mut at = 0;
    while at < stretches.len() {
        let body = body(text, stretches, at, tokenizer);
        let end = group_end(stretches, body);
        making.group(&stretches[at..end], body - at);
        at = end;
    }
    let mut made = making.made;
    let starts = made.atoms.iter().map(|atom| atom.range.start).chain([text.trim_end().len()]);
    let starts: Vec<usize> = starts.collect();
    for (atom, next) in made.atoms.iter_mut().zip(&starts[1..]) {
        let next = (*next).max(atom.range.end);
        atom.weight = tokenizer.count(&text[atom.range.start..next]);
    }
    made
}

/// Where what is introduced by this stretch begins; the stretch itself if it introduces nothing.
fn body(text: &str, stretches: &[Stretch], at: usize, tokenizer: Tokenizer) -> usize {
    let mut body = at;
    while body < at + LEADS && introduces(text, stretches, body, tokenizer) {
        body += 1;
        // A warning before the steps is of their introduction.
        let notes = stretches[body..].iter().take_while(|stretch| stretch.shape == Shape::Note).count();
        if stretches.get(body + notes).is_some_and(|next| matches!(next.shape, Shape::Item { .. })) {
            body += notes;
        }
    }
    body
}

/// Do the words at this place introduce what stands behind them?
fn introduces(text: &str, stretches: &[Stretch], at: usize, tokenizer: Tokenizer) -> bool {
    let (Some(own), Some(next)) = (stretches.get(at), stretches.get(at + 1)) else { return false };
    if own.shape != Shape::Prose {
        return false;
    }
    let words = &text[own.range.clone()];
    let sentence = words.ends_with(['.', '!', '?', ';', ',', '。', '！', '？', '．']);
    let heading = !sentence && !words.contains('\n') && tokenizer.fits(words, SHORT_HEADING);
    match next.shape {
        _ if words.ends_with([':', '：']) || heading => true,
        Shape::Prose | Shape::Note | Shape::Code => false,
        Shape::Item { .. } | Shape::Rows { .. } | Shape::Event { .. } => tokenizer.fits(words, SHORT_LEAD),
    }
}

/// Where the group ends that has this stretch for its body.
fn group_end(stretches: &[Stretch], body: usize) -> usize {
    let Shape::Item { .. } = stretches[body].shape else { return body + 1 };
    let mut end = body;
    let mut last = None; // number of the last step on the outermost level
    while let Some(stretch) = stretches.get(end) {
        match stretch.shape {
            Shape::Item { depth, number } => {
                if depth == 1 {
                    last = number;
                }
                end += 1;
            }
            _ if is_of_item(stretches, end) => end += 1,
            // Code, notes and paragraphs within a step: the list goes on with the next number.
            _ => {
                let next = stretches[end..].iter().take(8).position(|s| matches!(s.shape, Shape::Item { .. }));
                let goes_on = next.is_some_and(|next| match stretches[end + next].shape {
                    Shape::Item { number: Some(number), .. } => {
                        last.is_some_and(|last| last.checked_add(1) == Some(number))
                    }
                    _ => false,
                });
                match next {
                    Some(next) if goes_on => end += next,
                    _ => break,
                }
            }
        }
    }
    end
}

/// Is it a listing, a table or a record right behind an item, which says what it is?
fn is_of_item(stretches: &[Stretch], at: usize) -> bool {
    let listing = matches!(stretches[at].shape, Shape::Code | Shape::Rows { .. } | Shape::Event { .. });
    listing && at.checked_sub(1).is_some_and(|before| matches!(stretches[before].shape, Shape::Item { .. }))
}

struct Making<'t> {
    text: &'t str,
    room: usize,
    most: usize,
    tokenizer: Tokenizer,
    /// What is repeated before the next atoms.
    again: Option<usize>,
    made: Atoms,
}

impl Making<'_> {
    /// Appends a group, which begins with so many stretches that introduce the others.
    fn group(&mut self, stretches: &[Stretch], leads: usize) {
        let begin = self.made.atoms.len();
        self.again = None;
        for (nth, stretch) in stretches.iter().enumerate() {
            let rank = match (nth, &stretch.shape) {
                (0, _) => Break::Group,
                _ if nth <= leads || is_of_item(stretches, nth) => Break::Lead,
                (_, Shape::Item { depth: ..=1, .. }) => Break::Item,
                _ => Break::Inner,
            };
            if nth == leads && nth > 0 {
                let lead = stretches[..leads].iter().rev().find(|stretch| stretch.shape == Shape::Prose);
                self.again = lead.and_then(|lead| self.repeat(self.last_sentence(lead.range.clone())));
            }
            match &stretch.shape {
                Shape::Prose | Shape::Note | Shape::Item { .. } => {
                    self.push(stretch.range.clone(), rank, false, Division::Sentences);
                }
                Shape::Code => self.push(stretch.range.clone(), rank, false, Division::Stanzas),
                Shape::Event { fields } if fields.is_empty() => {
                    self.push(stretch.range.clone(), rank, false, Division::Stanzas);
                }
                Shape::Event { fields } => self.parts(&stretch.range, fields, rank, Break::Line),
                Shape::Rows { rows } => self.rows(&stretch.range, rows, rank),
            }
        }
        self.made.groups.push(begin..self.made.atoms.len());
    }

    /// Appends a table: its header is repeated before its rows, in the place of what introduces it.
    fn rows(&mut self, range: &Range<usize>, rows: &[usize], rank: Break) {
        let introduced = self.again;
        let Some(&first) = rows.first() else {
            self.push(range.clone(), rank, false, Division::Lines);
            return;
        };
        let header = trim(self.text, range.start..first);
        let before = self.made.atoms.len();
        self.push(header.clone(), rank, true, Division::Lines);
        let (rank, headed) = if self.made.atoms.len() > before { (Break::Lead, true) } else { (rank, false) };
        if headed {
            self.again = self.repeat(header).or(introduced);
        }
        self.parts(&(first..range.end), &rows[1..], rank, Break::Item);
        self.again = introduced;
    }

    /// Notes a range as one to be repeated, unless it would take too much of every chunk.
    fn repeat(&mut self, range: Range<usize>) -> Option<usize> {
        let tokens = self.tokenizer.count(&self.text[range.clone()]) + 1;
        (tokens <= self.room / 4).then(|| {
            self.made.again.push((range, tokens));
            self.made.again.len() - 1
        })
    }

    /// Of an introduction what is short enough to be said again: all of it, or its last sentence.
    fn last_sentence(&self, lead: Range<usize>) -> Range<usize> {
        if self.tokenizer.fits(&self.text[lead.clone()], self.room / 8) {
            return lead;
        }
        sentences(self.text, &lead).pop().unwrap_or(lead)
    }

    /// Appends an atom, or its parts if it is too long to be one.
    fn push(&mut self, range: Range<usize>, rank: Break, line: bool, division: Division) {
        let range = trim(self.text, range);
        if range.is_empty() {
            return;
        }
        if division == Division::None || self.tokenizer.fits(&self.text[range.clone()], self.most) {
            let group = self.made.groups.len();
            self.made.atoms.push(Atom { range, rank, line, weight: 0, group, again: self.again });
            return;
        }
        let (parts, between, finer) = match division {
            Division::Stanzas => (split(self.text, &range, "\n\n"), Break::Inner, Division::Lines),
            Division::Lines => (split(self.text, &range, "\n"), Break::Line, Division::Words),
            Division::Sentences => (sentences(self.text, &range), Break::Sentence, Division::Wraps),
            Division::Wraps => (split(self.text, &range, "\n"), Break::Wrap, Division::Words),
            Division::Words => (words(self.text, &range), Break::Word, Division::Letters),
            Division::Letters | Division::None => (self.letters(&range), Break::Letter, Division::None),
        };
        for (nth, part) in parts.into_iter().enumerate() {
            let first = nth == 0;
            self.push(part, if first { rank } else { between }, line && first, finer);
        }
    }

    /// Appends what stands between places, each on a line of its own.
    fn parts(&mut self, range: &Range<usize>, starts: &[usize], rank: Break, between: Break) {
        let inside = starts.iter().copied().filter(|start| range.contains(start));
        let bounds: Vec<usize> = [range.start].into_iter().chain(inside).chain([range.end]).collect();
        let mut rank = rank;
        for pair in bounds.windows(2) {
            let before = self.made.atoms.len();
            self.push(pair[0]..pair[1], rank, true, Division::Lines);
            if self.made.atoms.len() > before {
                rank = between;
            }
        }
    }

    /// Pieces of a word, each as long as may be.
    fn letters(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        let mut start = range.start;
        while start < range.end {
            let end = start + self.tokenizer.prefix(&self.text[start..range.end], self.most);
            out.push(start..end);
            start = end;
        }
        out
    }
}

/// How a piece that is too long is divided; each way leads to a finer one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Division {
    Stanzas,
    Lines,
    Sentences,
    Wraps,
    Words,
    Letters,
    None,
}

/// The sentences of a range, as Unicode has them (UAX #29), but not ended by a line's end, for texts are wrapped, nor within
/// an address.
fn sentences(text: &str, range: &Range<usize>) -> Vec<Range<usize>> {
    let flowing = text[range.clone()].replace(['\n', '\r'], " ");
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut open = None;
    for (at, sentence) in flowing.split_sentence_bound_indices() {
        let begin = open.take().unwrap_or(range.start + at);
        let end = range.start + at + sentence.len();
        if sentence.ends_with(|c: char| c.is_whitespace() || !c.is_ascii()) || end == range.end {
            out.push(begin..end);
        } else {
            open = Some(begin);
        }
    }
    out
}

/// What stands between separators; each is of the part before it.
fn split(text: &str, range: &Range<usize>, separator: &str) -> Vec<Range<usize>> {
    let own = &text[range.clone()];
    let mut start = range.start;
    let part = |piece: &str| {
        let part = start..start + piece.len();
        start = part.end;
        part
    };
    own.split_inclusive(separator).map(part).collect()
}

/// The words of a range, by the white space between them.
fn words(text: &str, range: &Range<usize>) -> Vec<Range<usize>> {
    let own = &text[range.clone()];
    let place = |word: &str| {
        let start = range.start + (word.as_ptr() as usize - own.as_ptr() as usize);
        start..start + word.len()
    };
    own.split_whitespace().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(text: &str, words: &str, shape: Shape) -> Stretch {
        let start = text.find(words).unwrap();
        Stretch { range: start..start + words.len(), shape }
    }

    fn item(number: u32) -> Shape {
        Shape::Item { depth: 1, number: Some(number) }
    }

    fn groups(text: &str, stretches: &[Stretch]) -> Vec<String> {
        let made = atoms(text, stretches, 400, 100, Tokenizer::Cl100k);
        let of = |group: &Range<usize>| {
            let own = &made.atoms[group.clone()];
            text[own[0].range.start..own[own.len() - 1].range.end].to_owned()
        };
        made.groups.iter().map(of).collect()
    }

    #[test]
    fn steps_and_what_stands_between_them_are_one_group_with_their_introduction() {
        let text = "Before.\n\nFollow these steps:\n\n1. One.\n\n   dir\n\n2. Two.\n\nNOTE: x\n\n3. Three.\n\nAfter.";
        let stretches = [
            stretch(text, "Before.", Shape::Prose),
            stretch(text, "Follow these steps:", Shape::Prose),
            stretch(text, "1. One.", item(1)),
            stretch(text, "   dir", Shape::Code),
            stretch(text, "2. Two.", item(2)),
            stretch(text, "NOTE: x", Shape::Prose),
            stretch(text, "3. Three.", item(3)),
            stretch(text, "After.", Shape::Prose),
        ];
        let found = groups(text, &stretches);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[1].starts_with("Follow") && found[1].ends_with("3. Three."), "{found:?}");
    }

    #[test]
    fn a_list_that_begins_anew_is_another_group() {
        let text = "1. One.\n\nThen:\n\n1. Other.";
        let stretches = [
            stretch(text, "1. One.", item(1)),
            stretch(text, "Then:", Shape::Prose),
            stretch(text, "1. Other.", item(1)),
        ];
        assert_eq!(groups(text, &stretches), ["1. One.", "Then:\n\n1. Other."]);
    }

    #[test]
    fn what_is_too_long_is_broken_at_sentences_then_words_then_letters() {
        let long = format!("First one. Then {} {}", "word ".repeat(200).trim(), "x".repeat(3000));
        let prose = [Stretch { range: 0..long.len(), shape: Shape::Prose }];
        let found = atoms(&long, &prose, 64, 16, Tokenizer::Cl100k).atoms;
        assert_eq!((found[0].rank, found[1].rank), (Break::Group, Break::Sentence));
        assert!(
            found.iter().any(|atom| atom.rank == Break::Word) && found.iter().any(|atom| atom.rank == Break::Letter)
        );
        assert!(found.iter().all(|atom| Tokenizer::Cl100k.count(&long[atom.range.clone()]) <= 16));
        let told: String = found.iter().map(|atom| &long[atom.range.clone()]).collect();
        assert_eq!(told.replace(' ', ""), long.replace(' ', ""));
    }
}
