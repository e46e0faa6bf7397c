//! How do changes look on a terminal? Like a review: part by part, what was behind `-`, what is behind `+`, the words that
//! differ marked; what matters first to the eye, what is only looks counted and not shown.

use crate::cli::output::{self, count, wrapped};
use crate::diff::{Change, ChangeKind, Class, Counts, Diff, Side, word_changes};
use anstyle::{AnsiColor, Style};
use std::collections::BTreeMap;
use std::io::{self, Write};

const OLD: Style = AnsiColor::Red.on_default();
const NEW: Style = AnsiColor::Green.on_default();
const HEADING: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

/// Writes changes.
pub struct Page<'w, W: Write> {
    out: &'w mut W,
    /// Are the two texts of a change shown as one, with marks around the words that differ?
    by_word: bool,
}

impl<'w, W: Write> Page<'w, W> {
    /// A page.
    pub fn new(out: &'w mut W, by_word: bool) -> Page<'w, W> {
        Page { out, by_word }
    }

    /// Writes what differs between two articles.
    pub fn article(&mut self, diff: &Diff) -> io::Result<()> {
        let (Some(old), Some(new)) = (&diff.old, &diff.new) else { return Ok(()) };
        let title = new.title.as_deref().or(old.title.as_deref()).unwrap_or("(no title)");
        writeln!(self.out, "{HEADING}{}{HEADING:#}  {}", shown(&new.id), shown(title))?;
        for (mark, style, side) in [('-', OLD, old), ('+', NEW, new)] {
            writeln!(self.out, "{style}{mark} {}{style:#}", shown(&output::shortened(&place(side), 2)))?;
        }
        self.counts(diff)?;
        let mut part = String::new();
        for change in diff.changes.iter().filter(|change| is_shown(change)) {
            let here = part_of(change);
            if here != part {
                writeln!(self.out, "\n{HEADING}{}{HEADING:#}", shown(&here))?;
                part = here;
            }
            self.change(change)?;
        }
        writeln!(self.out)
    }

    /// Writes what differs between two datasets: how many articles, which, and then each. Those that differ in looks only are
    /// not among them.
    pub fn datasets(&mut self, counts: &Counts, in_looks: u64, differing: &[Diff]) -> io::Result<()> {
        let both = |diff: &&Diff| diff.old.is_some() && diff.new.is_some();
        let material = differing.iter().filter(both).filter(|diff| diff.material).count() as u64;
        output::row(self.out, "added", counts.added)?;
        output::row(self.out, "removed", counts.removed)?;
        output::row(self.out, "changed", counts.changed)?;
        output::row(self.out, "  of them in a way that matters", material)?;
        output::row(self.out, "  of them in looks only, which is not shown", in_looks)?;
        output::row(self.out, "the same", counts.same)?;
        writeln!(self.out)?;
        for diff in differing {
            let (style, mark) = match (&diff.old, &diff.new) {
                (None, _) => (NEW, "+"),
                (_, None) => (OLD, "-"),
                _ => (Style::new(), if diff.material { "!" } else { " " }),
            };
            let Some(side) = diff.new.as_ref().or(diff.old.as_ref()) else { continue };
            let title = side.title.as_deref().unwrap_or("(no title)");
            let line = format!("{} {title}", side.id);
            writeln!(self.out, "{style}{mark} {}{style:#}", shown(&output::shortened(&line, 2)))?;
        }
        for diff in differing.iter().filter(both) {
            writeln!(self.out)?;
            self.article(diff)?;
        }
        Ok(())
    }

    fn counts(&mut self, diff: &Diff) -> io::Result<()> {
        if diff.changes.is_empty() {
            return writeln!(self.out, "no difference");
        }
        let material = diff.changes.iter().filter(|change| change.material).count() as u64;
        let mut classes: BTreeMap<Class, u64> = BTreeMap::new();
        diff.changes.iter().for_each(|change| *classes.entry(change.class).or_default() += 1);
        let classes: Vec<String> =
            classes.into_iter().map(|(class, number)| format!("{} {number}", output::word(&class))).collect();
        let matters = if material == 1 { "matters" } else { "matter" };
        let all = count(diff.changes.len() as u64, "change");
        wrapped(self.out, &format!("{all}, {material} of them {matters}: {}", classes.join(", ")), "", Style::new())
    }

    fn change(&mut self, change: &Change) -> io::Result<()> {
        let mark = if change.material { "!" } else { " " };
        let style = if change.material { Style::new().bold() } else { FAINT };
        let summary = shown(&change.summary);
        let texts =
            |value: &Option<serde_json::Value>| value.as_ref().and_then(|v| v["text"].as_str()).map(str::to_owned);
        if !change.path.contains("/blocks/") {
            return output::hanging(self.out, &summary, [&format!("{mark} "), "    "], style);
        }
        let head = summary.split(": ").next().unwrap_or_default();
        writeln!(self.out, "{style}{mark} {head}{style:#}")?;
        match (texts(&change.old), texts(&change.new)) {
            (Some(old), Some(new)) if change.kind == ChangeKind::Moved || old == new => {
                wrapped(self.out, &shown(&new), "      ", Style::new())
            }
            (Some(old), Some(new)) if self.by_word => self.words(&old, &new),
            (old, new) => {
                if let Some(old) = old {
                    wrapped(self.out, &shown(&old), "    - ", OLD)?;
                }
                new.map_or(Ok(()), |new| wrapped(self.out, &shown(&new), "    + ", NEW))
            }
        }
    }

    /// One text for both, with marks that need no colour.
    fn words(&mut self, old: &str, new: &str) -> io::Result<()> {
        let mut text = String::new();
        for (kind, words) in word_changes(old, new) {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            let marked = match kind {
                ChangeKind::Removed => format!("[-{words}-]"),
                ChangeKind::Added => format!("{{+{words}+}}"),
                _ => words,
            };
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&marked);
        }
        wrapped(self.out, &shown(&text), "      ", Style::new())
    }
}

/// What differs in looks only is counted.
pub fn is_shown(change: &Change) -> bool {
    change.class != Class::Cosmetic
}

/// The part of the article that a change is in, as a person names it.
fn part_of(change: &Change) -> String {
    match change.path.strip_prefix("sections/s") {
        Some(_) => change.section.map_or_else(String::new, |kind| match output::word(&kind).replace('_', " ") {
            word if word == "other" => "Text".to_owned(),
            word => word[..1].to_uppercase() + &word[1..],
        }),
        None => "Article".to_owned(),
    }
}

fn place(side: &Side) -> String {
    let revision = side.revision.as_ref().map(|label| format!(", revision {label}")).unwrap_or_default();
    let modified = side.modified.map(|day| format!(", {day}")).unwrap_or_default();
    format!("{}{revision}{modified}", side.path)
}

/// A text without what would steer the terminal.
fn shown(text: &str) -> String {
    text.replace(|c: char| c.is_control() && c != '\n', "·")
}
