//! Which sections are chunked together? Each by itself, but for whole ones that are too short to stand alone and follow
//! each other: subsections of one section, the section itself before them, or top sections of the same role.

use super::tokens::Tokenizer;
use crate::model::{Article, Section, SectionKind};
use std::collections::HashMap;

/// The parts of an article.
pub struct Parts {
    /// The section that each stands in, by position.
    pub parents: Vec<Option<usize>>,
    /// What is chunked together.
    pub parts: Vec<Part>,
}

/// Sections that are chunked together.
pub struct Part {
    /// Their positions, at least one.
    pub sections: Vec<usize>,
    /// The section whose heading stands over all of them.
    pub scope: Option<usize>,
    /// Their role.
    pub kind: SectionKind,
}

impl Part {
    /// A section by itself.
    pub fn of(article: &Article, at: usize) -> Part {
        Part { sections: vec![at], scope: Some(at), kind: article.sections[at].kind }
    }
}

/// The parts of an article: sections with text of fewer tokens than `least` are joined where they may be.
pub fn parts(article: &Article, least: usize, tokenizer: Tokenizer) -> Parts {
    let sections = &article.sections;
    let parents = parents(sections);
    let mut has_children = vec![false; sections.len()];
    parents.iter().flatten().for_each(|&parent| has_children[parent] = true);
    let weights: Vec<usize> = sections.iter().map(|section| weight(section, least, tokenizer)).collect();
    let small = |at: usize| (1..least).contains(&weights[at]);
    let mut parts = Vec::new();
    let mut at = 0;
    while at < sections.len() {
        if weights[at] == 0 {
            at += 1;
            continue;
        }
        // The run of small sections of one scope that begins here.
        let scope = if has_children[at] { Some(at) } else { parents[at] };
        let belongs = |next: usize| {
            let top = scope.is_some() || sections[next].kind == sections[at].kind;
            small(next) && !has_children[next] && parents[next] == scope && top
        };
        let mut end = at + 1;
        if small(at) {
            while end < sections.len() && belongs(end) {
                end += 1;
            }
        }
        for run in runs(&weights, at, end, least) {
            if let &[alone] = run.as_slice() {
                parts.push(Part::of(article, alone));
                continue;
            }
            let kinds = run.iter().map(|&at| sections[at].kind);
            let kind = common(kinds, scope.map(|scope| sections[scope].kind));
            parts.push(Part { sections: run, scope, kind });
        }
        at = end;
    }
    Parts { parents, parts }
}

/// Divides a run of small sections into groups that are long enough; what is left at its end is of the last one.
fn runs(weights: &[usize], at: usize, end: usize, least: usize) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut tokens = least; // the first begins a group
    for (next, weight) in weights.iter().enumerate().take(end).skip(at) {
        if tokens >= least {
            groups.push(Vec::new());
            tokens = 0;
        }
        if let Some(group) = groups.last_mut() {
            group.push(next);
        }
        tokens += weight;
    }
    if tokens < least
        && groups.len() > 1
        && let Some(rest) = groups.pop()
        && let Some(last) = groups.last_mut()
    {
        last.extend(rest);
    }
    groups
}

/// Tokens of a section's own text, or `least` if it has more.
fn weight(section: &Section, least: usize, tokenizer: Tokenizer) -> usize {
    let text = section.text.trim();
    if text.is_empty() { 0 } else { tokenizer.within(text, least).max(1) }
}

/// The section that each stands in: one before it, else none.
fn parents(sections: &[Section]) -> Vec<Option<usize>> {
    let mut known: HashMap<&str, usize> = HashMap::with_capacity(sections.len());
    let mut parents = Vec::with_capacity(sections.len());
    for (at, section) in sections.iter().enumerate() {
        parents.push(section.parent.as_deref().and_then(|parent| known.get(parent).copied()));
        known.insert(&section.id, at);
    }
    parents
}

/// The role of several sections: theirs if it is one, else that of the section around them.
fn common(kinds: impl IntoIterator<Item = SectionKind>, around: Option<SectionKind>) -> SectionKind {
    let mut kinds = kinds.into_iter();
    let first = kinds.next().unwrap_or(SectionKind::Other);
    if kinds.all(|kind| kind == first) { first } else { around.unwrap_or(SectionKind::Other) }
}
