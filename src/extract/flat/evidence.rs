//! How sure is it that a candidate is a heading, in a document of a given style?
//!
//! Each trait adds or takes points. They are log-odds in tenths, rounded: estimated on the archive's and on today's
//! articles, then kept coarse so that they hold for pages nobody has seen. The sum is positive for what is rather a
//! heading than not.

use super::candidates::Candidate;
use super::context::{After, Before, Case};
use crate::model::SectionKind;
use crate::vocabulary::Rank;

/// How a document sets its headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// On lines of their own.
    Lines,
    /// Without a space before the text that follows.
    Glued,
    /// As words among words.
    Spaced,
}

/// The style of a document's headings. Publishers keep to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Style {
    /// Where headings stand.
    pub layout: Layout,
    /// In capitals?
    pub upper: bool,
    /// With a colon: `Symptoms: the service stops`?
    pub colon: bool,
}

/// All styles, the likeliest first: it is kept where two explain a document equally well.
pub(super) const STYLES: [Style; 12] = {
    const fn style(layout: Layout, upper: bool, colon: bool) -> Style {
        Style { layout, upper, colon }
    }
    use Layout::*;
    [
        style(Glued, true, false),
        style(Lines, true, false),
        style(Lines, false, false),
        style(Glued, false, false),
        style(Spaced, false, false),
        style(Spaced, true, false),
        style(Lines, true, true),
        style(Lines, false, true),
        style(Glued, true, true),
        style(Glued, false, true),
        style(Spaced, true, true),
        style(Spaced, false, true),
    ]
};

/// From these points on a candidate is a heading whatever else the document holds.
const SURE: i32 = 24;

/// A word of the vocabulary with a capital is far more often prose than a heading; the rest must outweigh that.
const PRIOR: i32 = -25;

/// Points for a candidate in a document of this style.
pub(super) fn points(c: &Candidate, style: Style) -> i32 {
    let mut sum = PRIOR + before(c) + after(c, style);
    if c.common {
        sum -= 12;
    }
    // Two words of the vocabulary in a row are seldom chance.
    if c.words {
        sum += 5;
    }
    sum += match c.case {
        Case::Upper if style.upper => 15,
        // Subheadings are not in capitals even where headings are.
        Case::Capital if style.upper && c.role.rank == Rank::Section => -10,
        Case::Upper => -8,
        _ => 0,
    };
    if style.colon && c.after != After::Colon && c.role.rank == Rank::Section {
        sum -= 30;
    }
    sum + match style.layout {
        Layout::Lines if c.own_line() => 20,
        Layout::Lines if style.colon && c.after == After::Colon && is_at_line(c) => 10,
        Layout::Lines => -60,
        Layout::Glued if c.glued_after() => 10,
        Layout::Glued if c.leads || c.own_line() => 0,
        Layout::Glued => -35,
        Layout::Spaced if c.own_line() => 0,
        // Text that glues headings does so to all of them.
        Layout::Spaced if c.glued_after() => -45,
        Layout::Spaced => 0,
    }
}

fn is_at_line(c: &Candidate) -> bool {
    matches!(c.before, Before::Start | Before::Line)
}

fn before(c: &Candidate) -> i32 {
    let upper = c.case == Case::Upper;
    match c.before {
        Before::Start => 40,
        Before::Line => 20,
        Before::StopGlued => 45,
        // Without capitals, sentences open with such a noun less often than their articles and endings allow.
        Before::Stop if c.case == Case::Caseless => 22,
        Before::Stop => 15,
        // `recycled.CAUSE`, `editionsSYMPTOMS`; capitals part words more surely than one capital does.
        Before::WordGlued if upper => 25,
        Before::WordGlued => 12,
        Before::UpperGlued if upper => 5,
        // Letters of another script end where the script changes.
        Before::UpperGlued if c.case == Case::Caseless => -5,
        Before::Run => -25,
        Before::UpperGlued => -20,
        Before::Token => -5,
        Before::Word if upper => -8,
        Before::Word => -14,
        // `5. SOUND PROBLEMS`: the end of a longer line in capitals.
        Before::Name if upper && c.common => -40,
        Before::Name if upper => -14,
        Before::Name => -20,
        // Capitals that are glued to a sentence are a heading even where the text before breaks off.
        Before::Prose if upper && matches!(c.after, After::GluedCapital) => -20,
        Before::Prose => -60,
        Before::Open => -60,
        Before::Sign if upper => -5,
        Before::Sign => -25,
        Before::Joined => -100,
    }
}

fn after(c: &Candidate, style: Style) -> i32 {
    if c.leads {
        return 20;
    }
    let upper = c.case == Case::Upper;
    match c.after {
        After::Line => 15,
        After::GluedCapital => 40,
        After::GluedUpper if c.common => -40,
        After::GluedUpper => 15,
        After::GluedOther => 10,
        After::GluedOpener => 35,
        After::Table { .. } => 45,
        After::Script => 0,
        After::Opener => 32,
        After::Sentence => 20,
        // Lists of products, titles and names follow these, no sentences.
        After::Capital if lists_names(c) => 20,
        After::Other if lists_names(c) => 0,
        After::Capital => 6,
        After::Other if upper => -5,
        After::Other => -12,
        After::Lower => -35,
        After::Reference => -80,
        After::Colon if style.colon => 20,
        After::Colon => -40,
        After::Number(_) => -10,
        After::Close => -70,
        After::Joined => -100,
    }
}

/// Does a section of this kind hold names rather than sentences?
fn lists_names(c: &Candidate) -> bool {
    use SectionKind::*;
    matches!(c.role.kind, Environment | References | RevisionHistory | Acknowledgments)
}

/// Is it surely a heading of a section, whatever else the document holds?
pub(super) fn is_sure(c: &Candidate, upper: bool) -> bool {
    // `FIX: The list is empty` is a title.
    if c.after == After::Colon {
        return false;
    }
    let points = best_points(c);
    let glued = c.case == Case::Upper && c.glued_after();
    c.role.rank == Rank::Section && (c.case == Case::Upper || !upper) && (points >= SURE || glued && points >= 0)
}

/// Points in the style that suits the candidate best.
pub(super) fn best_points(c: &Candidate) -> i32 {
    STYLES.iter().map(|&style| points(c, style)).max().unwrap_or(0)
}
