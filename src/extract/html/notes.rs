//! Is this paragraph a note: does it begin with a label that says so?

use super::linear::Item;
use crate::span::Span;
use crate::vocabulary::notes::{is_label, opening};

/// The label and the text of a note.
pub fn note(item: &Item, text: &str) -> Option<(Span, Span)> {
    let words = item.text.of(text).trim();
    let lead = item.lead.of(text).trim();
    let own = item.text.trim(text);
    let (start, end) = (own.start as usize, own.end as usize);
    if !lead.is_empty() && lead.len() < 40 && item.bold < item.total && words.starts_with(lead) {
        let bare = lead.trim_end_matches([':', '：', '.']).trim_end();
        // The Turkish word for a note is the English "not", which is set in bold as well.
        let sure = !bare.eq_ignore_ascii_case("not") || words[bare.len()..].trim_start().starts_with(':');
        if sure && is_label(bare) {
            let label = Span::new(start, start + bare.len());
            let after = words[bare.len()..].trim_start_matches([':', '：', '.', ' ', '\n']);
            return Some((label, Span::new(end - after.len(), end)));
        }
    }
    // Without bold type the label shows itself by its colon: `NOTE: …`.
    let (label, behind) = opening(words)?;
    Some((Span::new(start, start + label), Span::new(start + behind, end)))
}
