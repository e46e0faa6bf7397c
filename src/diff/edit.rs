//! What is the shortest edit between two sequences? Stretches that are the same, and between them stretches of which one
//! stands for the other.

use imara_diff::{Algorithm, Diff, Token};
use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

/// A stretch of both sequences; all of them, one behind the other, are the sequences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Where it is in the old one.
    pub old: Range<usize>,
    /// Where it is in the new one.
    pub new: Range<usize>,
    /// Is it the same in both?
    pub same: bool,
}

/// The stretches of two sequences, told by the keys of their members.
pub fn stretches<K: Hash + Eq>(old: impl Iterator<Item = K>, new: impl Iterator<Item = K>) -> Vec<Stretch> {
    let mut numbers: HashMap<K, u32> = HashMap::new();
    let mut token = |key: K| {
        let next = numbers.len() as u32; // fewer than an article has bytes
        Token(*numbers.entry(key).or_insert(next))
    };
    let before: Vec<Token> = old.map(&mut token).collect();
    let after: Vec<Token> = new.map(&mut token).collect();
    let mut diff = Diff::default();
    diff.compute_with(Algorithm::Histogram, &before, &after, numbers.len() as u32);
    let mut stretches = Vec::new();
    let mut push = |old: Range<usize>, new: Range<usize>, same| {
        if !old.is_empty() || !new.is_empty() {
            stretches.push(Stretch { old, new, same });
        }
    };
    let (mut a, mut b) = (0, 0);
    for hunk in diff.hunks() {
        let [old, new] = [hunk.before, hunk.after].map(|range| range.start as usize..range.end as usize);
        push(a..old.start, b..new.start, true);
        (a, b) = (old.end, new.end);
        push(old, new, false);
    }
    push(a..before.len(), b..after.len(), true);
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_the_sequences() {
        let found = stretches("abcd".chars(), "axcde".chars());
        let stretch = |old, new, same| Stretch { old, new, same };
        assert_eq!(
            found,
            [
                stretch(0..1, 0..1, true),
                stretch(1..2, 1..2, false),
                stretch(2..4, 2..4, true),
                stretch(4..4, 4..5, false),
            ]
        );
        assert_eq!(stretches("".chars(), "".chars()), []);
    }
}
