//! How do changes look on a terminal? Like a review: part by part, what was behind `-`, what is behind `+`, the words that
//! differ marked; what matters first to the eye, what is only looks counted and not shown.

use crate::cli::output::{self, Line, hanging, lines, wrapped};
use crate::diff::{Change, Diff, In, line_changes, word_changes};
use crate::report::{Body, Comparison, body, counted, is_code, line, name, parts, place};
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};

const OLD: Style = AnsiColor::Red.on_default();
const NEW: Style = AnsiColor::Green.on_default();
const PLAIN: Style = Style::new();
const HEADING: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

/// Lines of code that are shown around those that differ.
const AROUND: usize = 2;
/// Columns between two texts that stand side by side.
const GAP: &str = " │ ";

/// How the two texts of a change stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The new one below the old one.
    Lines,
    /// As one, with marks around the words that differ.
    ByWord,
    /// The new one beside the old one.
    SideBySide,
}

/// Writes changes.
pub struct Page<'w, W: Write> {
    out: &'w mut W,
    look: Look,
}

impl<'w, W: Write> Page<'w, W> {
    /// A page.
    pub fn new(out: &'w mut W, look: Look) -> Page<'w, W> {
        Page { out, look }
    }

    /// Writes what differs between two articles.
    pub fn article(&mut self, diff: &Diff) -> io::Result<()> {
        let (id, title) = name(diff);
        hanging(self.out, [(HEADING, shown(id).as_str()), (PLAIN, &format!(" {}", shown(title)))], ["", "  "])?;
        self.sides(diff)?;
        self.changes(diff)
    }

    /// Writes what each revision of an article changed, the newest first.
    pub fn history(&mut self, diffs: &[Diff]) -> io::Result<()> {
        if let Some(newest) = diffs.first() {
            let (id, title) = name(newest);
            hanging(self.out, [(HEADING, shown(id).as_str()), (PLAIN, &format!(" {}", shown(title)))], ["", "  "])?;
        }
        for diff in diffs {
            let Some(side) = &diff.new else { continue };
            writeln!(self.out, "\n{HEADING}* {}{HEADING:#}", shown(&output::shortened(&place(side), 2)))?;
            if diff.old.is_some() {
                self.changes(diff)?;
            } else {
                writeln!(self.out, "the first revision that there is")?;
            }
        }
        Ok(())
    }

    /// Writes what differs between two datasets: how many articles, which, and then each.
    pub fn comparison(&mut self, all: &Comparison) -> io::Result<()> {
        all.rows().into_iter().try_for_each(|(what, count)| output::row(self.out, what, count))?;
        writeln!(self.out)?;
        for diff in &all.differing {
            let (style, mark) = match (&diff.old, &diff.new) {
                (None, _) => (NEW, "+"),
                (_, None) => (OLD, "-"),
                _ => (PLAIN, if diff.material { "!" } else { " " }),
            };
            let (id, title) = name(diff);
            let line = format!("{id} {title}");
            writeln!(self.out, "{style}{mark} {}{style:#}", shown(&output::shortened(&line, 2)))?;
        }
        for diff in all.changed() {
            writeln!(self.out)?;
            self.article(diff)?;
        }
        Ok(())
    }

    fn sides(&mut self, diff: &Diff) -> io::Result<()> {
        for (mark, style, side) in [('-', OLD, &diff.old), ('+', NEW, &diff.new)] {
            if let Some(side) = side {
                writeln!(self.out, "{style}{mark} {}{style:#}", shown(&output::shortened(&place(side), 2)))?;
            }
        }
        Ok(())
    }

    fn changes(&mut self, diff: &Diff) -> io::Result<()> {
        wrapped(self.out, &counted(diff), "", PLAIN)?;
        for part in parts(diff) {
            writeln!(self.out)?;
            wrapped(self.out, &shown(&part.title), "", HEADING)?;
            part.with_context().try_for_each(|(context, change)| self.change(context, change))?;
        }
        Ok(())
    }

    fn change(&mut self, context: Option<&str>, change: &Change) -> io::Result<()> {
        let mark = if change.material { "! " } else { "  " };
        let style = if change.material { HEADING } else { PLAIN };
        hanging(self.out, [(style, shown(line(change)).as_str())], [mark, "    "])?;
        match body(change) {
            Body::Line => Ok(()),
            Body::Same(text) => wrapped(self.out, &shown(text), "      ", PLAIN),
            Body::Gone(old) => self.whole(context, change, old, "    - ", OLD),
            Body::Come(new) => self.whole(context, change, new, "    + ", NEW),
            Body::Both(old, new) if is_code(change) => self.code(old, new),
            Body::Both(old, new) => match self.look {
                Look::ByWord => self.words(old, new),
                Look::SideBySide => self.side_by_side(old, new),
                Look::Lines => {
                    let pieces = word_changes(old, new);
                    for (mark, style, of) in [("    - ", OLD, In::Old), ("    + ", NEW, In::New)] {
                        marked(self.out, &one_side(&pieces, of, style), mark, style)?;
                    }
                    Ok(())
                }
            },
        }
    }

    /// A text that came or went, behind a line that says where.
    fn whole(
        &mut self,
        context: Option<&str>,
        change: &Change,
        text: &str,
        mark: &str,
        style: Style,
    ) -> io::Result<()> {
        if let Some(follows) = context {
            writeln!(self.out, "      {FAINT}{}{FAINT:#}", shown(&output::shortened(follows, 6)))?;
        }
        if is_code(change) {
            return text.lines().try_for_each(|line| writeln!(self.out, "{style}{mark}{}{style:#}", shown(line)));
        }
        marked(self.out, &[(style, text)], mark, style)
    }

    /// Lines of code, those that differ with a few around them.
    fn code(&mut self, old: &str, new: &str) -> io::Result<()> {
        let pieces = line_changes(old, new);
        let last = pieces.len() - 1;
        for (at, (which, text)) in pieces.iter().enumerate() {
            let lines: Vec<&str> = text.lines().collect();
            let (style, mark) = match which {
                In::Both => (FAINT, ' '),
                In::Old => (OLD, '-'),
                In::New => (NEW, '+'),
            };
            let (begin, end) = (if at == 0 { 0 } else { AROUND }, if at == last { 0 } else { AROUND });
            let is_far = |line: usize| *which == In::Both && line >= begin && line + end < lines.len();
            for (number, line) in lines.iter().enumerate() {
                if !is_far(number) {
                    writeln!(self.out, "{style}    {mark} {}{style:#}", shown(line))?;
                } else if number == begin {
                    writeln!(self.out, "{FAINT}      …{FAINT:#}")?;
                }
            }
        }
        Ok(())
    }

    /// One text for both, with marks that need no colour.
    fn words(&mut self, old: &str, new: &str) -> io::Result<()> {
        let pieces: Vec<(Style, String)> = word_changes(old, new)
            .into_iter()
            .map(|(which, text)| {
                let text = shown(text);
                let (words, blank) = text.split_at(text.trim_end().len());
                match which {
                    In::Both => (PLAIN, text),
                    In::Old => (OLD, format!("[-{words}-]{blank}")),
                    In::New => (NEW, format!("{{+{words}+}}{blank}")),
                }
            })
            .collect();
        hanging(self.out, pieces.iter().map(|(style, text)| (*style, text.as_str())), ["      ", "      "])
    }

    fn side_by_side(&mut self, old: &str, new: &str) -> io::Result<()> {
        let width = (usize::from(output::columns()) - "    ".len() - 3) / 2;
        let pieces = word_changes(old, new);
        let left = lines(one_side(&pieces, In::Old, OLD), width);
        let right = lines(one_side(&pieces, In::New, NEW), width);
        let none = Line::default();
        for at in 0..left.len().max(right.len()) {
            let (left, right) = (left.get(at).unwrap_or(&none), right.get(at).unwrap_or(&none));
            write!(self.out, "    ")?;
            left.write(self.out)?;
            write!(self.out, "{:1$}{FAINT}{GAP}{FAINT:#}", "", width - left.width.min(width))?;
            right.write(self.out)?;
            writeln!(self.out)?;
        }
        Ok(())
    }
}

/// Pieces of one of the two texts; what the other one has not is marked.
fn one_side<'t>(pieces: &[(In, &'t str)], of: In, style: Style) -> Vec<(Style, &'t str)> {
    let own = pieces.iter().filter(|(which, _)| *which == of || *which == In::Both);
    own.map(|(which, text)| (if *which == of { style.bold() } else { PLAIN }, *text)).collect()
}

/// A text behind a mark.
fn marked(out: &mut impl Write, pieces: &[(Style, &str)], mark: &str, style: Style) -> io::Result<()> {
    let mark = format!("{style}{mark}{style:#}");
    let room = usize::from(output::columns()).saturating_sub("    - ".len());
    for line in lines(pieces.iter().copied(), room) {
        write!(out, "{mark}")?;
        line.write(out)?;
        writeln!(out)?;
    }
    Ok(())
}

/// A text without what would steer the terminal.
fn shown(text: &str) -> String {
    text.replace(|c: char| c.is_control() && c != '\n' && c != '\t', "·")
}
