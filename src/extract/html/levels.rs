//! Which headings of a page stand inside which?
//!
//! Tags tell, but pages misuse them: the article's sections may be `h3` while a larger heading is used inside one, or
//! all sections may stand under one heading that says nothing. The sections that the vocabulary knows fix the level of
//! the article's parts; the other headings keep their place relative to them.

use crate::extract::{RawBlock, RawBlockKind};
use crate::vocabulary::Rank;

/// A bold line that opens a section. Headings by tag have twice their number; odd levels lie between.
pub const BOLD_SECTION: u8 = 14;
/// A bold line that is known to stand inside a section.
pub const BOLD_INSIDE: u8 = 15;
/// Another bold line.
pub const BOLD_OTHER: u8 = 16;

/// A heading as it was found.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// Its position among the blocks.
    pub block: usize,
    /// Its level by its markup; smaller is outer.
    pub level: u8,
    /// What the vocabulary says of it.
    pub rank: Option<Rank>,
}

/// Gives each heading block its level.
pub fn assign(found: &[Found], blocks: &mut [RawBlock]) {
    let levels = levels(found);
    for (heading, new) in found.iter().zip(levels) {
        if let Some(RawBlock { kind: RawBlockKind::Heading { level, .. }, .. }) = blocks.get_mut(heading.block) {
            *level = new;
        }
    }
}

fn levels(found: &[Found]) -> Vec<u8> {
    let as_found = found.iter().map(|h| h.level).collect();
    let is_section = |h: &&Found| h.rank == Some(Rank::Section);
    let Some(parts) = found.iter().filter(is_section).map(|h| h.level).min() else {
        return as_found;
    };
    let first = found.iter().position(|h| h.rank == Some(Rank::Section) && h.level == parts).unwrap_or(0);
    let outer_before = found[..first].iter().filter(|h| h.level < parts).count();
    let outer_after = found[first..].iter().filter(|h| h.level < parts).count();
    match (outer_before, outer_after) {
        (0, 0) => as_found,
        // Larger headings only inside sections: they stand inside.
        (0, _) => found.iter().map(|h| if h.level < parts { parts + 1 } else { h.level }).collect(),
        // One heading around everything says nothing: the sections stand beside it.
        (1, 0) => found.iter().map(|h| h.level.max(parts)).collect(),
        // Scenarios, each with its own symptoms and cause.
        _ => as_found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(levels_and_ranks: &[(u8, Option<Rank>)]) -> Vec<u8> {
        let found: Vec<Found> = levels_and_ranks.iter().map(|&(level, rank)| Found { block: 0, level, rank }).collect();
        levels(&found)
    }

    #[test]
    fn known_sections_fix_the_levels() {
        let s = Some(Rank::Section);
        assert_eq!(of(&[(4, s), (6, None), (4, s)]), [4, 6, 4]);
        assert_eq!(of(&[(6, s), (6, s), (4, None), (8, None), (6, s)]), [6, 6, 7, 8, 6]);
        assert_eq!(of(&[(4, None), (6, s), (6, s)]), [6, 6, 6]);
        assert_eq!(of(&[(4, None), (6, s), (4, None), (6, s)]), [4, 6, 4, 6]);
    }
}
