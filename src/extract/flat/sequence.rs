//! Which of the candidates are the article's headings?
//!
//! A question about the whole document: its headings share one style, stand in a plausible order, and hardly repeat.
//! For each style the best sequence is found by dynamic programming over the candidates (the state is the last kind
//! and the set of kinds seen); the style whose best sequence has the most points wins.

use super::candidates::Candidate;
use super::context::{After, Before, Case};
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

/// What the words beside a place may speak against it, and the order of the sections still make it a heading.
const WORST: i32 = -40;

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

/// Decides. `upper`: the headings are in capitals.
pub(super) fn headings(candidates: &[Candidate], upper: bool) -> Headings {
    let mut best = Headings { list: Vec::new(), style: STYLES[0], points: 0 };
    let mut chosen: Vec<usize> = Vec::new();
    for style in STYLES.into_iter().filter(|style| style.upper == upper) {
        if style.colon && !candidates.iter().any(|c| c.after == After::Colon) {
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

/// Where the first of at least three headings stands that, taken together, are beyond doubt.
pub(super) fn opening(candidates: &[Candidate], upper: bool) -> Option<usize> {
    let best = headings(candidates, upper);
    // What stands first is the title, and what lists the products is of the head.
    let sections = best.list.iter().filter(|h| {
        let at = candidates.binary_search_by_key(&h.start, |c| c.start);
        at.is_ok_and(|at| candidates[at].before != Before::Start && candidates[at].role.rank != Rank::Property)
    });
    let sections: Vec<&Heading> = sections.collect();
    (sections.len() >= 3 && best.points >= 60).then(|| sections[0].start)
}

/// Are the sections' headings in capitals? Told by the kinds of section that each spelling would open.
pub(super) fn is_upper(candidates: &[Candidate]) -> bool {
    let mut best = [[0i32; 64]; 2];
    for candidate in candidates.iter().filter(|c| c.role.rank == Rank::Section && !c.is_numbered()) {
        let known = &mut best[usize::from(candidate.case == Case::Upper)][candidate.role.kind as usize % 64];
        *known = evidence::best_points(candidate).max(*known);
    }
    let [other, upper] = best.map(|kinds| kinds.iter().sum::<i32>());
    upper > 0 && upper >= other
}

/// The best sequence of sections in this style, as positions among the candidates.
fn best_sections(candidates: &[Candidate], style: Style) -> (i32, Vec<usize>) {
    let mut steps: Vec<(usize, Option<usize>)> = Vec::new();
    let mut states = vec![State { points: 0, seen: 0, last: None, step: None }];
    let listed = listed_kinds(candidates, style);
    for (at, candidate) in candidates.iter().enumerate() {
        let own = evidence::points(candidate, style);
        if is_inner(candidate, style) || candidate.is_numbered() || own <= WORST {
            continue;
        }
        let kind = candidate.role.kind;
        let bit = 1u64 << (kind as u32 % 64);
        if listed & bit != 0 && candidate.after == After::Colon {
            continue;
        }
        let mut next = states.clone();
        for state in &states {
            let points = state.points + own + transition(state, candidate, bit, style);
            let step = Some(steps.len());
            steps.push((at, state.step));
            let last = if follows_none(kind) { state.last } else { Some(kind) };
            let taken = State { points, seen: state.seen | bit, last, step };
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
fn transition(state: &State, candidate: &Candidate, bit: u64, style: Style) -> i32 {
    let kind = candidate.role.kind;
    let spaced = style.layout == Layout::Spaced;
    let mut sum = 0;
    // A list of names ends in no stop.
    let named = matches!(state.last, Some(SectionKind::Environment | SectionKind::References))
        || state.last.is_none() && kind == SectionKind::Environment;
    if named && matches!(candidate.before, Before::Word | Before::Name | Before::Token) {
        sum += 12;
    }
    if state.seen & bit != 0 {
        sum -= if spaced { 45 } else { 30 };
    } else {
        sum += match state.last {
            Some(last) if follows(last, kind) => 18,
            None if opens(kind) => 12,
            _ => 0,
        };
    }
    if let (Some(before), Some(now)) = (state.last.and_then(place), place(kind))
        && now < before
        // Publishers who tell the remedy first tell the cause next.
        && !(kind == SectionKind::Cause && before == 3)
    {
        sum -= if spaced { 18 } else { 8 };
        // What introduces an article does not stand in its middle.
        if now == 0 {
            sum -= 10;
        }
    }
    sum
}

/// Kinds that label the entries of a list, as in a troubleshooter: `Cause: …` and `Solution: …` again and again.
fn listed_kinds(candidates: &[Candidate], style: Style) -> u64 {
    let (mut once, mut twice, mut listed) = (0u64, 0u64, 0u64);
    for candidate in candidates.iter().filter(|c| style.colon && c.after == After::Colon) {
        let bit = 1u64 << (candidate.role.kind as u32 % 64);
        listed |= twice & bit;
        twice |= once & bit;
        once |= bit;
    }
    listed
}

/// Does this kind often come first?
fn opens(kind: SectionKind) -> bool {
    matches!(
        kind,
        SectionKind::Summary
            | SectionKind::Introduction
            | SectionKind::Symptoms
            | SectionKind::MoreInformation
            | SectionKind::Environment
    )
}

/// Kinds that stand between any two others and tell nothing of what comes next.
fn follows_none(kind: SectionKind) -> bool {
    use SectionKind::*;
    matches!(kind, Notes | StepsToReproduce | Prerequisites)
}

/// Does this kind often come next? In nine of ten articles with a Symptoms section the next one is Cause, or what helps.
fn follows(last: SectionKind, kind: SectionKind) -> bool {
    use SectionKind::*;
    match kind {
        Cause => matches!(last, Symptoms | Environment | Summary | Introduction),
        Resolution => matches!(last, Cause | Symptoms | Diagnosis | Environment),
        Workaround => matches!(last, Cause | Symptoms | Resolution | Mitigation),
        Status => matches!(last, Resolution | Workaround | Cause | Symptoms),
        MoreInformation => !matches!(last, MoreInformation | References),
        References => matches!(last, MoreInformation | Resolution | Status | Summary | Workaround | Cause | Diagnosis),
        Symptoms => matches!(last, Summary | Introduction | Environment),
        Environment => matches!(last, Summary | Introduction | Symptoms),
        Impact => matches!(last, Environment | Symptoms | MoreInformation | Faq),
        Diagnosis => matches!(last, Cause | Environment),
        Mitigation => matches!(last, MoreInformation | Impact),
        Faq => matches!(last, Workaround | Mitigation | Environment),
        Acknowledgments => matches!(last, Workaround | Mitigation | Faq | MoreInformation | Installation),
        Disclaimer => matches!(last, Acknowledgments | MoreInformation | References),
        RevisionHistory => last != RevisionHistory,
        _ => false,
    }
}

/// Where in an article a kind of section usually stands.
fn place(kind: SectionKind) -> Option<u8> {
    use SectionKind::*;
    Some(match kind {
        Summary | Introduction => 0,
        Symptoms | Impact => 1,
        Cause | Diagnosis => 2,
        Resolution | Workaround => 3,
        Status => 4,
        MoreInformation => 5,
        References | Acknowledgments | RevisionHistory | Disclaimer => 6,
        _ => return None,
    })
}

/// The sections, and between them the subsections and the repeated or numbered headings (`Resolution 2`).
fn with_subsections(candidates: &[Candidate], sections: &[usize], style: Style) -> Vec<Heading> {
    let mut out = Vec::new();
    let no_sections = sections.is_empty();
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
            let known = is_inner(candidate, style);
            let again = candidate.role.rank == Rank::Section && (candidate.is_numbered() || seen & bit != 0);
            if !(known || again) || evidence::points(candidate, style) <= 0 {
                continue;
            }
            let fix = kind == SectionKind::FixInformation;
            let level = if in_fix && !fix && is_of_fix(kind) { 3 } else { 2 };
            in_fix = fix || level == 3;
            if !in_section && (again || !no_sections) {
                continue;
            }
            // Without a section to stand in, a subheading is one of the article's own.
            if in_section { level } else { 1 }
        };
        out.push(Heading { start: candidate.start, end: candidate.end, level });
    }
    out
}

/// Can it only stand within a section? Where sections are in capitals, the others do.
fn is_inner(candidate: &Candidate, style: Style) -> bool {
    candidate.role.rank == Rank::Subsection || style.upper && candidate.case == Case::Capital
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
