//! How does a section that is too long become passages? Each takes as many atoms as it has room for and ends where the
//! break costs least, the later the better; what the next one needs from before is repeated at its beginning.
//!
//! Passages are made from the front: what changes at the end of a section leaves those before as they were.

use super::atoms::{Atoms, Break, atoms};
use super::stretch::Stretch;
use super::tokens::Tokenizer;
use std::ops::Range;

/// A part of a section's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Stretches of the section's text in order, with a line end between each two.
    pub quotes: Vec<Range<usize>>,
    /// How many of them, from the front, stand in a passage before, too.
    pub repeated: usize,
}

/// How long passages may be, in tokens.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// At most.
    pub most: usize,
    /// At least, where what belongs together does not want it otherwise.
    pub least: usize,
    /// What of the passage before is repeated, at most.
    pub overlap: usize,
    /// What counts them.
    pub tokenizer: Tokenizer,
}

/// The text of quotes.
pub fn quoted(text: &str, quotes: &[Range<usize>]) -> String {
    quotes.iter().map(|quote| &text[quote.clone()]).collect::<Vec<_>>().join("\n")
}

/// The passages of a section.
pub fn divide(text: &str, stretches: &[Stretch], room: Room) -> Vec<Passage> {
    let finest = if room.overlap > 0 { room.overlap.min(room.most / 4) } else { room.most / 4 };
    let made = atoms(text, stretches, room.most, finest, room.tokenizer);
    let mut sums = vec![0];
    sums.extend(made.atoms.iter().scan(0, |sum, atom| {
        *sum += atom.weight;
        Some(*sum)
    }));
    let division = Divided { text, room, made: &made, sums: &sums };
    let mut passages = Vec::new();
    let mut at = 0;
    while at < made.atoms.len() {
        let (passage, end) = division.passage(at);
        passages.push(passage);
        at = end;
    }
    passages
}

struct Divided<'t> {
    text: &'t str,
    room: Room,
    made: &'t Atoms,
    /// Tokens before each atom.
    sums: &'t [usize],
}

impl Divided<'_> {
    /// The passage that begins with an atom, and the atom that begins the next.
    fn passage(&self, at: usize) -> (Passage, usize) {
        let (mut again, mut tokens) = self.again(at);
        loop {
            let room = self.room.most.saturating_sub(tokens);
            // What stands behind the last atom is white space that does not count.
            let fits = |&end: &usize| self.sums[end] - self.sums[at] + self.own(end) <= room;
            let mut end = at + 1;
            while end < self.made.atoms.len() && fits(&end) {
                end += 1;
            }
            if end < self.made.atoms.len() {
                end = self.best(at, end, room);
            }
            loop {
                let passage = self.quotes(&again, at, end);
                let count = self.room.tokenizer.count(&quoted(self.text, &passage.quotes));
                if count <= self.room.most || (end == at + 1 && again.is_empty()) {
                    return (passage, end);
                }
                // Tokens of the whole are more than those of its parts: seldom, and never many.
                let over = (end - at) * (count - self.room.most) / count;
                let shorter = end.saturating_sub(over.max(1));
                if shorter <= at {
                    break;
                }
                end = self.best(at, shorter, room);
            }
            // With what is repeated not even one atom fits.
            (again, tokens) = (Vec::new(), 0);
        }
    }

    /// Tokens of an atom without the white space behind it, at most.
    fn own(&self, atom: usize) -> usize {
        let atom = &self.made.atoms[atom];
        // Never more than its bytes; exact counting is for the passage as a whole.
        atom.weight.min(atom.range.len())
    }

    /// The best break behind `at` and no later than before the atom `last`.
    fn best(&self, at: usize, last: usize, room: usize) -> usize {
        let all = self.sums[self.made.atoms.len()];
        let mut best: Option<((Break, bool), usize)> = None;
        for end in (at + 1..=last).rev() {
            let rank = self.made.atoms[end].rank;
            let (filled, left) = (self.sums[end] - self.sums[at], all - self.sums[end]);
            let worth_it = match rank {
                Break::Group => filled >= self.room.least || self.is_whole(end),
                _ => filled >= (room / 4).max(1),
            };
            let key = (rank, rank != Break::Group && left < self.room.least);
            if worth_it && best.is_none_or(|(other, _)| key < other) {
                best = Some((key, end));
            }
        }
        best.map_or(last, |(_, end)| end)
    }

    /// Does the group that begins with an atom fit into one passage?
    fn is_whole(&self, atom: usize) -> bool {
        let group = &self.made.groups[self.made.atoms[atom].group];
        self.sums[group.end] - self.sums[group.start] <= self.room.most
    }

    /// What is repeated before an atom, and its tokens.
    fn again(&self, at: usize) -> (Vec<Range<usize>>, usize) {
        let (mut again, mut tokens) = (Vec::new(), 0);
        let Some(before) = at.checked_sub(1).map(|before| &self.made.atoms[before]) else { return (again, tokens) };
        let mut from = 0;
        if let Some((range, weight)) = self.made.atoms[at].again.map(|nth| &self.made.again[nth])
            && range.end <= before.range.end
        {
            from = range.end;
            tokens += weight;
            again.push(range.clone());
        }
        if self.room.overlap > 0 {
            let tail = self.tail(at, from);
            if !tail.is_empty() {
                tokens += self.room.tokenizer.count(&self.text[tail.clone()]) + 1;
                again.push(tail);
            }
        }
        (again, tokens)
    }

    /// The end of what stands before an atom: whole atoms, or words if the last one is longer than may be repeated.
    fn tail(&self, at: usize, from: usize) -> Range<usize> {
        let end = self.made.atoms[at - 1].range.end;
        let most = self.room.overlap.min(self.room.most / 2);
        let taken = (0..at)
            .rev()
            .take_while(|&nth| self.made.atoms[nth].range.start >= from && self.sums[at] - self.sums[nth] <= most);
        match taken.last() {
            Some(first) => self.made.atoms[first].range.start..end,
            None => end..end,
        }
    }

    /// The quotes of the atoms from `at` to `end`, behind what is repeated.
    fn quotes(&self, again: &[Range<usize>], at: usize, end: usize) -> Passage {
        let mut quotes = again.to_vec();
        let repeated = quotes.len();
        for atom in &self.made.atoms[at..end] {
            match quotes.get_mut(repeated..).and_then(|own| own.last_mut()) {
                Some(last) if !atom.line || self.text[last.end..atom.range.start].contains('\n') => {
                    last.end = atom.range.end;
                }
                _ => quotes.push(atom.range.clone()),
            }
        }
        Passage { quotes, repeated }
    }
}
