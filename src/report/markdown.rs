//! How does a difference look in a wiki, a review or a chat? As Markdown that CommonMark and GitHub read alike: a heading an
//! article and a part, an item a change, texts as `diff` blocks or with their words marked.

use super::{Body, Comparison, body, counted, is_code, line, name, parts, place};
use crate::diff::{Change, Diff, In, line_changes, word_changes};
use std::io::{self, Write};

/// Writes what differs between two articles, under a heading of this level.
pub fn article(out: &mut impl Write, diff: &Diff, level: usize, by_word: bool) -> io::Result<()> {
    let (id, title) = name(diff);
    let marks = "#".repeat(level);
    writeln!(out, "{marks} {} {}\n", plain(id), plain(title))?;
    for (mark, side) in [('−', &diff.old), ('+', &diff.new)] {
        if let Some(side) = side {
            writeln!(out, "- {mark} {}", plain(&place(side)))?;
        }
    }
    match diff.old {
        Some(_) => writeln!(out, "\n{}", counted(diff))?,
        None => writeln!(out, "\nThe article is new.")?,
    }
    for part in parts(diff) {
        writeln!(out, "\n{marks}# {}", plain(&part.title))?;
        part.changes.iter().try_for_each(|change| item(out, change, by_word))?;
    }
    Ok(())
}

/// Writes what differs between two datasets: counts, a list, and each article.
pub fn comparison(out: &mut impl Write, all: &Comparison, by_word: bool) -> io::Result<()> {
    writeln!(out, "# {} → {}\n", plain(&all.names[0]), plain(&all.names[1]))?;
    writeln!(out, "| articles | |\n| --- | ---: |")?;
    for (what, count) in all.rows() {
        writeln!(out, "| {} | {count} |", what.trim())?;
    }
    writeln!(out)?;
    for diff in &all.differing {
        let (id, title) = name(diff);
        let what = match (&diff.old, &diff.new) {
            (None, _) => "added",
            (_, None) => "removed",
            _ if diff.material => "**changed in a way that matters**",
            _ => "changed",
        };
        writeln!(out, "- {what}: {} {}", plain(id), plain(title))?;
    }
    for diff in all.changed() {
        writeln!(out)?;
        article(out, diff, 2, by_word)?;
    }
    Ok(())
}

/// Writes what each revision of an article changed, the newest first.
pub fn history(out: &mut impl Write, diffs: &[Diff], by_word: bool) -> io::Result<()> {
    for (at, diff) in diffs.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        article(out, diff, 2, by_word)?;
    }
    Ok(())
}

fn item(out: &mut impl Write, change: &Change, by_word: bool) -> io::Result<()> {
    let said = plain(line(change));
    // What is above it may be a block.
    writeln!(out)?;
    if change.material { writeln!(out, "- **{said}**") } else { writeln!(out, "- {said}") }?;
    match body(change) {
        Body::Line => Ok(()),
        Body::Same(text) => writeln!(out, "\n{}", indented(&plain(text))),
        Body::Both(old, new) if by_word && !is_code(change) => {
            let marked = word_changes(old, new).into_iter().map(|(which, text)| marked(which, text));
            writeln!(out, "\n{}", indented(&marked.collect::<String>()))
        }
        Body::Both(old, new) => block(out, &line_changes(old, new)),
        Body::Gone(old) => block(out, &[(In::Old, old)]),
        Body::Come(new) => block(out, &[(In::New, new)]),
    }
}

/// A piece of a text, with marks around it that leave blanks outside: `~~ gone ~~` would be no emphasis.
fn marked(which: In, text: &str) -> String {
    let mark = match which {
        In::Both => return plain_lines(text),
        In::Old => "~~",
        In::New => "**",
    };
    let inner = text.trim();
    let Some(start) = text.find(inner).filter(|_| !inner.is_empty()) else { return text.to_owned() };
    format!("{}{mark}{}{mark}{}", &text[..start], plain(inner), &text[start + inner.len()..])
}

/// Lines of a fenced block. The fence is longer than any in them.
fn block(out: &mut impl Write, pieces: &[(In, &str)]) -> io::Result<()> {
    let longest = pieces.iter().flat_map(|(_, text)| text.split(|c| c != '`')).map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    writeln!(out, "\n  {fence}diff")?;
    for (which, text) in pieces {
        let mark = match which {
            In::Both => ' ',
            In::Old => '-',
            In::New => '+',
        };
        text.lines().try_for_each(|line| writeln!(out, "  {mark} {line}"))?;
    }
    writeln!(out, "  {fence}")
}

/// A text on one line that Markdown takes as it is.
fn plain(text: &str) -> String {
    plain_lines(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn plain_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Below an item.
fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}
