//! Which of the candidates are the article's headings?
//!
//! A question about the whole document: its headings share one style, stand in a plausible order, and hardly repeat.
//! For each style the best sequence is found by dynamic programming over the candidates (the state is the last kind
//! and the set of kinds seen); the style whose best sequence has the most points wins.

use super::candidates::Candidate;
use super::evidence::{self, Layout, STYLES, Style};
use crate::model::SectionKind;
use crate::vocabulary::Rank;

/// A heading that was decided on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heading {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// 1 is outermost.
    pub level: u8,
}

/// The headings of a document and the style they are set in.
#[derive(Clone, Debug)]
pub(super) struct Headings {
    /// In document order.
    pub list: Vec<Heading>,
    /// How the document sets them.
    pub style: Style,
    /// Points of the sections; 0 when there is none.
    pub points: i32,
}

/// States kept after each candidate. Articles need a handful; more only arise in texts made of nothing but headings.
const BEAM: usize = 24;

#[derive(Clone, Copy)]
struct State {
    points: i32,
    /// Kinds seen, one bit each.
    seen: u64,
    last: Option<SectionKind>,
    /// The step that led here, in the list of all steps.
    step: Option<usize>,
}

/// Decides.
pub(super) fn headings(candidates: &[Candidate]) -> Headings {
    let mut best = Headings { list: Vec::new(), style: STYLES[0], points: 0 };
    let mut chosen: Vec<usize> = Vec::new();
    for style in STYLES {
        if style.colon && !candidates.iter().any(|c| c.after == super::context::After::Colon) {
            continue;
        }
        let (points, sections) = best_sections(candidates, style);
        if points > best.points {
            best = Headings { list: Vec::new(), style, points };
            chosen = sections;
        }
    }
    best.list = with_subsections(candidates, &chosen, best.style);
    best
}

/// The best sequence of sections in this style, as positions among the candidates.
fn best_sections(candidates: &[Candidate], style: Style) -> (i32, Vec<usize>) {
    let mut steps: Vec<(usize, Option<usize>)> = Vec::new();
    let mut states = vec![State { points: 0, seen: 0, last: None, step: None }];
    for (at, candidate) in candidates.iter().enumerate() {
        let own = evidence::points(candidate, style);
        if candidate.role.rank == Rank::Subsection || candidate.is_numbered() || own <= 0 {
            continue;
        }
        let kind = candidate.role.kind;
        let bit = 1u64 << (kind as u32 % 64);
        let mut next = states.clone();
        for state in &states {
            let points = state.points + own + transition(state, kind, bit, style);
            let step = Some(steps.len());
            steps.push((at, state.step));
            let taken = State { points, seen: state.seen | bit, last: Some(kind), step };
            match next.iter_mut().find(|s| s.seen == taken.seen && s.last == taken.last) {
                Some(same) if same.points >= taken.points => {}
                Some(same) => *same = taken,
                None => next.push(taken),
            }
        }
        next.sort_by_key(|s| std::cmp::Reverse(s.points));
        next.truncate(BEAM);
        states = next;
    }
    let Some(best) = states.first() else { return (0, Vec::new()) };
    let mut chosen = Vec::new();
    let mut step = best.step;
    while let Some((at, previous)) = step.map(|s| steps[s]) {
        chosen.push(at);
        step = previous;
    }
    chosen.reverse();
    (best.points, chosen)
}

/// Points for opening a section of this kind in this state.
fn transition(state: &State, kind: SectionKind, bit: u64, style: Style) -> i32 {
    let spaced = style.layout == Layout::Spaced;
    let mut sum = 0;
    if state.seen & bit != 0 {
        sum -= if spaced { 45 } else { 30 };
    }
    if let (Some(before), Some(now)) = (state.last.and_then(place), place(kind))
        && now < before
    {
        sum -= if spaced { 18 } else { 8 };
        // What introduces an article does not stand in its middle.
        if now == 0 {
            sum -= 10;
        }
    }
    sum
}

/// Where in an article a kind of section usually stands.
fn place(kind: SectionKind) -> Option<u8> {
    use SectionKind::*;
    Some(match kind {
        Summary | Introduction => 0,
        Symptoms | Environment | Impact => 1,
        Cause | Diagnosis => 2,
        Resolution | Workaround | Mitigation => 3,
        Status => 4,
        MoreInformation => 5,
        References | Acknowledgments | RevisionHistory | Disclaimer => 6,
        _ => return None,
    })
}

/// The sections, and between them the subsections and the repeated or numbered headings (`Resolution 2`).
fn with_subsections(candidates: &[Candidate], sections: &[usize], style: Style) -> Vec<Heading> {
    let mut out = Vec::new();
    let mut sections = sections.iter().copied().peekable();
    let mut in_section = false;
    let mut in_fix = false;
    let mut seen = 0u64;
    for (at, candidate) in candidates.iter().enumerate() {
        let kind = candidate.role.kind;
        let bit = 1u64 << (kind as u32 % 64);
        let level = if sections.peek() == Some(&at) {
            sections.next();
            in_section = true;
            in_fix = false;
            seen |= bit;
            1
        } else {
            let known = candidate.role.rank == Rank::Subsection;
            let again = candidate.role.rank == Rank::Section && (candidate.is_numbered() || seen & bit != 0);
            if !(known || again) || evidence::points(candidate, style) <= 0 {
                continue;
            }
            let fix = kind == SectionKind::FixInformation;
            let level = if in_fix && !fix && is_of_fix(kind) { 3 } else { 2 };
            in_fix = fix || level == 3;
            // Without a section to stand in, a subheading is one of the article's own.
            if in_section { level } else { 1 }
        };
        out.push(Heading { start: candidate.start, end: candidate.end, level });
    }
    out
}

/// Do subsections of this kind stand under "Hotfix information"?
fn is_of_fix(kind: SectionKind) -> bool {
    use SectionKind::*;
    matches!(
        kind,
        Prerequisites
            | RestartRequirement
            | ReplacementInformation
            | RemovalInformation
            | RegistryInformation
            | FileInformation
            | Installation
            | Download
    )
}
