//! How does a difference look as a page? One file that needs nothing beside it: a list of what differs that leads to it,
//! light or dark as the reader has it, and plain on paper. No script runs in it.

use super::{Body, Comparison, Part, body, counted, is_code, line, name, parts, place, word};
use crate::diff::{Change, Diff, In, Side, line_changes, word_changes};
use askama::Template;
use std::io;

/// What a page shows.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'s> {
    /// What differs between two articles.
    Article(&'s Diff),
    /// What differs between two datasets.
    Comparison(&'s Comparison),
    /// What each revision of an article changed, the newest first.
    History(&'s [Diff]),
}

/// A page of changes.
#[derive(Template)]
#[template(path = "changes.html")]
struct Page<'s> {
    title: String,
    rows: Vec<(&'static str, u64)>,
    entries: Vec<Entry<'s>>,
    side_by_side: bool,
}

/// What a page of another's holds of it, between a head and an end of its own.
#[derive(Template)]
#[template(path = "sheet.html")]
struct Sheet<'s> {
    title: String,
    rows: Vec<(&'static str, u64)>,
    entries: Vec<Entry<'s>>,
    side_by_side: bool,
}

/// How what a page holds looks: the style of a page, which [`sheet`] needs beside it.
pub const STYLE: &str = include_str!("changes.css");

/// An article, or a revision, of a page.
struct Entry<'s> {
    diff: &'s Diff,
    /// What leads to it.
    label: String,
    /// Are its changes seen at once?
    is_open: bool,
}

/// Writes a page. Texts that changed stand below each other with their words marked, or side by side.
pub fn write(out: &mut impl io::Write, subject: Subject<'_>, side_by_side: bool) -> io::Result<()> {
    let Sheet { title, rows, entries, side_by_side } = shown(subject, side_by_side);
    Page { title, rows, entries, side_by_side }.write_into(out)
}

/// What such a page holds, for a page that has its own head and uses [`STYLE`].
pub fn sheet(subject: Subject<'_>, side_by_side: bool) -> Result<String, askama::Error> {
    shown(subject, side_by_side).render()
}

fn shown(subject: Subject<'_>, side_by_side: bool) -> Sheet<'_> {
    let (title, rows, diffs) = match subject {
        Subject::Article(diff) => (called(diff), Vec::new(), vec![diff]),
        Subject::Comparison(all) => (all.names.join(" → "), all.rows(), all.differing.iter().collect()),
        Subject::History(diffs) => {
            let title = diffs.first().map(called).unwrap_or_default();
            (format!("{title}: what its revisions changed"), Vec::new(), diffs.iter().collect())
        }
    };
    let is_open = diffs.len() <= OPEN;
    let label = |diff: &Diff| match subject {
        Subject::History(_) => diff.new.as_ref().map(revision).unwrap_or_default(),
        _ => called(diff),
    };
    let entries = diffs.into_iter().map(|diff| Entry { diff, label: label(diff), is_open }).collect();
    Sheet { title, rows, entries, side_by_side }
}

/// So many articles are open at once; of more of them a reader opens those that he wants.
const OPEN: usize = 12;

fn called(diff: &Diff) -> String {
    let (id, title) = name(diff);
    format!("{id} {title}")
}

fn revision(side: &Side) -> String {
    let day = side.modified.map(|day| day.to_string());
    let label = side.revision.as_ref().map(|label| format!("revision {label}"));
    let said: Vec<String> = [day, label].into_iter().flatten().collect();
    if said.is_empty() { side.path.clone() } else { said.join(", ") }
}

impl Entry<'_> {
    fn mark(&self) -> &'static str {
        match (&self.diff.old, &self.diff.new) {
            (None, _) => "added",
            (_, None) => "removed",
            _ if self.diff.material => "matters",
            _ => "changed",
        }
    }

    fn parts(&self) -> Vec<Part<'_>> {
        parts(self.diff)
    }

    fn counted(&self) -> String {
        counted(self.diff)
    }

    /// The sides, each with its mark.
    fn sides(&self) -> Vec<(&'static str, &Side, String)> {
        let sides = [("−", &self.diff.old), ("+", &self.diff.new)];
        sides.into_iter().filter_map(|(mark, side)| side.as_ref().map(|side| (mark, side, place(side)))).collect()
    }
}

/// An address that a page may lead to.
fn address(side: &Side) -> Option<&str> {
    let url = side.url.as_deref()?;
    (url.starts_with("https://") || url.starts_with("http://")).then_some(url)
}

/// A piece of a text: its element, and what it holds.
pub(super) type Piece<'t> = (&'static str, &'t str);

/// The two texts of a change as one. Of code whole lines differ.
pub(super) fn merged<'t>(change: &Change, old: &'t str, new: &'t str) -> Vec<Piece<'t>> {
    let pieces = if is_code(change) { line_changes(old, new) } else { word_changes(old, new) };
    pieces.into_iter().flat_map(piece).collect()
}

/// One of the two texts, with what the other one has not.
fn side<'t>(old: &'t str, new: &'t str, of: In) -> Vec<Piece<'t>> {
    let pieces = word_changes(old, new).into_iter();
    pieces.filter(|(which, _)| *which == of || *which == In::Both).flat_map(piece).collect()
}

fn text_class(change: &Change) -> &'static str {
    if is_code(change) { "text code" } else { "text" }
}

/// A piece with its element; blanks at its end are no part of what is marked.
fn piece((which, text): (In, &str)) -> [Piece<'_>; 2] {
    let element = match which {
        In::Both => "span",
        In::Old => "del",
        In::New => "ins",
    };
    let (words, blank) = text.split_at(text.trim_end().len());
    [(element, words), ("span", blank)]
}
