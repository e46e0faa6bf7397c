//! How does the program speak? Data on standard output, messages and progress on standard error.
//!
//! Data is written as it is; pages for reading have colours where they can be shown. Progress shows on a terminal only.

use crate::error::{Reject, RejectReason};
use crate::model::SourceInfo;
use crate::pipeline::Progress;
use anstream::{AutoStream, eprintln};
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, IsTerminal, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Style of the word that begins an error.
const ERROR: Style = AnsiColor::Red.on_default().bold();
/// Style of the word that begins a warning or names a reject.
const WARNING: Style = AnsiColor::Yellow.on_default().bold();

const BUFFER: usize = 64 * 1024;

/// Settles for the whole run whether colours are shown.
pub fn choose_colors(choice: clap::ColorChoice) {
    match choice {
        clap::ColorChoice::Auto => anstream::ColorChoice::Auto,
        clap::ColorChoice::Always => anstream::ColorChoice::Always,
        clap::ColorChoice::Never => anstream::ColorChoice::Never,
    }
    .write_global();
}

/// Standard output for data, which is not touched.
pub fn data() -> impl Write {
    BufWriter::with_capacity(BUFFER, io::stdout().lock())
}

/// Standard output for pages with colours, which are left out where they cannot be shown.
pub fn page() -> impl Write {
    BufWriter::with_capacity(BUFFER, AutoStream::auto(io::stdout().lock()))
}

/// Standard output for an article's own text: as it is, but on a terminal without what would steer the terminal.
pub fn text() -> Box<dyn Write> {
    if io::stdout().is_terminal() {
        Box::new(BufWriter::with_capacity(BUFFER, AutoStream::never(io::stdout().lock())))
    } else {
        Box::new(data())
    }
}

/// Columns of a page: those of the terminal, or what `COLUMNS` says, or 80.
pub fn columns() -> u16 {
    let said = || std::env::var("COLUMNS").ok()?.parse::<u16>().ok();
    let terminal = terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0);
    terminal.or_else(said).map_or(80, |columns| columns.max(40))
}

/// Did the run end because nobody reads standard output any longer?
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|e| e.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}

/// Tells an error with its causes.
pub fn error(error: &anyhow::Error) {
    eprintln!("{ERROR}error{ERROR:#}: {error}");
    let mut told = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !told.contains(&cause) {
            eprintln!("  because: {cause}");
        }
        told = cause;
    }
}

/// Tells something that a person should know although the run goes on.
pub fn warning(message: &str) {
    eprintln!("{WARNING}warning{WARNING:#}: {message}");
}

/// Tells how a run went.
pub fn summary(message: &str) {
    eprintln!("{message}");
}

/// Tells that an input gave no article. Those that could not be read at all are errors.
pub fn reject(source: &SourceInfo, reject: &Reject) {
    let (style, word) = match reject.reason {
        RejectReason::Unreadable => (ERROR, "error"),
        _ => (WARNING, "rejected"),
    };
    eprintln!("{style}{word}{style:#}: `{}`: {reject}", name(source));
}

/// An input as messages name it: path, and member in a container.
pub fn name(source: &SourceInfo) -> String {
    match &source.member {
        Some(member) => format!("{}:{member}", source.path),
        None => source.path.clone(),
    }
}

/// A name such as a diagnostic's code, as the records spell it.
pub fn word(name: &impl serde::Serialize) -> String {
    match serde_json::to_value(name) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

/// A number and the thing counted, which gets an `s` unless there is one of it.
pub fn count(number: u64, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// A path or message in what `taken` columns leave of the page: shortened in its middle, which tells least.
pub fn shortened(text: &str, taken: usize) -> String {
    let room = usize::from(columns()).saturating_sub(taken).max(16);
    let length = text.chars().count();
    if length <= room {
        return text.to_owned();
    }
    let behind = (room - 1) * 2 / 3;
    let before = room - 1 - behind;
    let head: String = text.chars().take(before).collect();
    let tail: String = text.chars().skip(length - behind).collect();
    format!("{head}…{tail}")
}

/// A line of words, each with its style.
#[derive(Debug, Default)]
pub struct Line {
    words: Vec<Word>,
    /// Columns that it takes.
    pub width: usize,
}

/// A word, or a part of one.
#[derive(Debug)]
struct Word {
    style: Style,
    /// Does a blank stand before it?
    apart: bool,
    text: String,
}

impl Line {
    /// Writes it, without an end.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let mut before = None;
        for (at, Word { style, apart, text }) in self.words.iter().enumerate() {
            let gap = if at > 0 && *apart { " " } else { "" };
            match before {
                Some(same) if same == style => write!(out, "{gap}{text}")?,
                Some(other) => write!(out, "{other:#}{gap}{style}{text}")?,
                None => write!(out, "{style}{text}")?,
            }
            before = Some(style);
        }
        before.map_or(Ok(()), |style| write!(out, "{style:#}"))
    }
}

/// Words as lines of this width; a word that has no room in a line is cut. Pieces without a blank between them stay
/// together. Wide letters, whose scripts set no blanks, may stand on either line.
pub fn lines<'t>(pieces: impl IntoIterator<Item = (Style, &'t str)>, width: usize) -> Vec<Line> {
    let mut lines = vec![Line::default()];
    let mut apart = true;
    for (style, text) in pieces {
        for word in text.split_inclusive(char::is_whitespace) {
            let (text, is_last) = (word.trim_end(), word.ends_with(char::is_whitespace));
            let text = text.replace(char::is_control, "?");
            for (at, part) in parts(&text).into_iter().flat_map(|part| cut(part, width)).enumerate() {
                let apart = apart && at == 0;
                let columns = part.width();
                let line = match lines.last_mut() {
                    Some(line) if line.words.is_empty() || line.width + usize::from(apart) + columns <= width => line,
                    _ => {
                        lines.push(Line::default());
                        let end = lines.len() - 1;
                        &mut lines[end]
                    }
                };
                line.width += columns + usize::from(apart && !line.words.is_empty());
                line.words.push(Word { style, apart, text: part.to_owned() });
            }
            apart = is_last || apart && text.is_empty();
        }
    }
    lines
}

/// A word in pieces between which a line may end: before each wide letter, and behind it.
fn parts(word: &str) -> Vec<&str> {
    let is_wide = |c: char| c.width() == Some(2) && c.is_alphanumeric();
    let mut parts = Vec::new();
    let (mut begin, mut before) = (0, None);
    for (at, c) in word.char_indices() {
        if before.is_some_and(|before| is_wide(c) || is_wide(before) && c.is_alphanumeric()) {
            parts.push(&word[begin..at]);
            begin = at;
        }
        before = Some(c);
    }
    parts.extend(Some(&word[begin..]).filter(|rest| !rest.is_empty()));
    parts
}

/// A word in pieces that are no wider than this.
fn cut(word: &str, width: usize) -> Vec<&str> {
    let (mut pieces, mut rest) = (Vec::new(), word);
    while rest.width() > width {
        let mut columns = 0;
        let fits = |c: char| {
            columns += c.width().unwrap_or(0);
            columns <= width
        };
        let end = rest
            .char_indices()
            .map_while({
                let mut fits = fits;
                move |(at, c)| fits(c).then_some(at + c.len_utf8())
            })
            .last();
        let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces
}

/// Words in lines of the page's width, each behind `indent`.
pub fn wrapped(out: &mut impl Write, words: &str, indent: &str, style: Style) -> io::Result<()> {
    hanging(out, [(style, words)], [indent, indent])
}

/// Pieces of a text in lines of the page's width, with an indent for the first line and one for the others.
pub fn hanging<'t>(
    out: &mut impl Write,
    pieces: impl IntoIterator<Item = (Style, &'t str)>,
    [first, other]: [&str; 2],
) -> io::Result<()> {
    let room = usize::from(columns()).saturating_sub(first.width().max(other.width()));
    for (at, line) in lines(pieces, room).iter().enumerate() {
        write!(out, "{}", if at == 0 { first } else { other })?;
        line.write(out)?;
        writeln!(out)?;
    }
    Ok(())
}

/// A line of a listing: a count and what was counted.
pub fn row(out: &mut impl Write, name: &str, count: u64) -> io::Result<()> {
    writeln!(out, "{count:>10}  {name}")
}

/// A heading of a listing.
pub fn heading(out: &mut impl Write, title: &str) -> io::Result<()> {
    let style = Style::new().bold();
    writeln!(out, "\n{style}{title}{style:#}")
}

/// A heading and its counts, the largest first or in the order of the names.
pub fn group<K: Serialize>(
    out: &mut impl Write,
    title: &str,
    counts: &BTreeMap<K, u64>,
    by_count: bool,
) -> io::Result<()> {
    if counts.is_empty() {
        return Ok(());
    }
    heading(out, title)?;
    let mut rows: Vec<(String, u64)> = counts.iter().map(|(name, &count)| (word(name), count)).collect();
    if by_count {
        rows.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    }
    rows.iter().try_for_each(|(name, count)| row(out, name, *count))
}

/// A line on a terminal's standard error that shows how far a run is.
pub struct ProgressLine {
    bar: ProgressBar,
}

impl ProgressLine {
    /// A new line; `total` is asked for only when the line is shown.
    pub fn new(quiet: bool, total: impl FnOnce() -> Option<u64>) -> ProgressLine {
        let bar = ProgressBar::hidden();
        if quiet || !io::stderr().is_terminal() {
            return ProgressLine { bar };
        }
        // The templates are constants without a fault.
        let template = |text| ProgressStyle::with_template(text).unwrap_or_else(|_| ProgressStyle::default_bar());
        match total() {
            Some(total) => {
                bar.set_length(total);
                bar.set_style(template("{wide_bar} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left, {msg}"));
            }
            None => bar.set_style(template("{spinner} {bytes} {bytes_per_sec}, {msg}")),
        }
        bar.set_draw_target(ProgressDrawTarget::stderr());
        ProgressLine { bar }
    }

    /// Shows how far the run is.
    pub fn show(&self, progress: &Progress) {
        if !self.bar.is_hidden() {
            self.bar.set_position(progress.bytes);
            // Two words, not a sentence: the line has to fit a terminal.
            self.bar.set_message(format!("{} articles, {} rejected", progress.articles, progress.rejects));
        }
    }

    /// Tells something above the line.
    pub fn aside(&self, tell: impl FnOnce()) {
        self.bar.suspend(tell);
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
