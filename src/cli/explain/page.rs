//! How does an explained article look? A margin, the text beside it, and what is said under it, in so many columns.
//!
//! Lines longer than the page are broken, white space is kept where columns may depend on it, and characters that would
//! steer the terminal are shown as `·`.

use super::stretches::{Class, Note, Stretch};
use crate::cli::output::{self, count, word};
use crate::model::{Article, SectionKind};
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};

/// Columns of the margin: `s12 heading` and a blank.
const MARGIN: usize = 12;
/// A record as long as this many lines is cut: the record itself is in the dataset.
const NOTE_LINES: usize = 6;

/// Writes an explained article.
pub struct Page<'w, W: Write> {
    out: &'w mut W,
    columns: usize,
    /// The label of the stretch before, which is not repeated where it only goes on.
    label: String,
}

impl<'w, W: Write> Page<'w, W> {
    /// A page of that many columns.
    pub fn new(out: &'w mut W, width: usize) -> Page<'w, W> {
        Page { out, columns: width.saturating_sub(MARGIN + 2).max(16), label: String::new() }
    }

    /// Who the article is, and what holds for all of it.
    pub fn head(&mut self, article: &Article) -> io::Result<()> {
        let bold = Style::new().bold();
        let title = article.title.as_deref().unwrap_or("(no title)");
        writeln!(self.out, "{bold}{}{bold:#}  {}", shown(&article.id), shown(title))?;
        let source = &article.source;
        writeln!(
            self.out,
            "  {}, {} in {}",
            shown(&output::name(source)),
            count(source.bytes, "byte"),
            if source.encoding.is_empty() { "no charset" } else { &source.encoding }
        )?;
        let language = article.language.as_deref().unwrap_or("language not told");
        writeln!(
            self.out,
            "  form {}, dialect {}, {}, kind {}",
            word(&article.form),
            article.dialect,
            shown(language),
            word(&article.kind)
        )?;
        for diagnostic in article.diagnostics.iter().filter(|d| d.span.is_none()) {
            self.note(&Note::Fault(format!("{}: {}", word(&diagnostic.code), diagnostic.message)))?;
        }
        writeln!(self.out)
    }

    /// A stretch of the text and what is said of it.
    pub fn stretch(&mut self, stretch: &Stretch, text: &str) -> io::Result<()> {
        let style = style(stretch.class);
        let goes_on = stretch.label == self.label && !matches!(stretch.class, Class::Text | Class::Record);
        let mut label = if goes_on { "" } else { stretch.label.as_str() };
        let body = stretch.span.of(text).trim_end();
        // Blank lines before a stretch say nothing; the indent of its first line does.
        let lead = body.len() - body.trim_start().len();
        let body = &body[body[..lead].rfind('\n').map_or(0, |n| n + 1)..];
        // Where line ends mean nothing, lines that were wrapped for a wider page are wrapped anew.
        let flowing = stretch.flows.then(|| body.split_whitespace().collect::<Vec<_>>().join(" "));
        for line in flowing.as_deref().unwrap_or(body).split('\n') {
            let line = shown(line);
            let parts =
                if is_rule(&line) { vec![&line[..line.len().min(self.columns)]] } else { parts(&line, self.columns) };
            for part in parts {
                writeln!(self.out, "{style}{label:<MARGIN$}{style:#}│ {style}{part}{style:#}")?;
                label = "";
            }
        }
        self.label.clone_from(&stretch.label);
        stretch.notes.iter().try_for_each(|note| self.note(note))
    }

    /// How many characters went where.
    pub fn foot(&mut self, article: &Article) -> io::Result<()> {
        let sum = &article.accounting;
        let share = |part: u64| if sum.chars == 0 { 0.0 } else { part as f64 * 100.0 / sum.chars as f64 };
        let known = article.sections.iter().filter(|s| s.kind != SectionKind::Other).count();
        let went = format!(
            "{}: {:.1} % header, {:.1} % sections, {:.1} % chrome, {:.1} % unparsed",
            count(sum.chars, "character"),
            share(sum.header),
            share(sum.sections),
            share(sum.chrome),
            share(sum.unparsed)
        );
        let held = format!(
            "{}, {known} of a known role; {}, {}, {}, {}, {}",
            count(article.sections.len() as u64, "section"),
            count(article.events.len() as u64, "event"),
            count(article.files.len() as u64, "file"),
            count(article.error_codes.len() as u64, "code"),
            count(article.registry.len() as u64, "registry value"),
            count(article.references.len() as u64, "reference"),
        );
        writeln!(self.out)?;
        for line in [went, held] {
            for part in parts(&line, self.columns + MARGIN + 2) {
                writeln!(self.out, "{part}")?;
            }
        }
        Ok(())
    }

    fn note(&mut self, note: &Note) -> io::Result<()> {
        let (mark, style, text) = match note {
            Note::Read(text) => ('=', AnsiColor::Blue.on_default(), text),
            Note::Fault(text) => ('!', AnsiColor::Red.on_default().bold(), text),
        };
        let text = shown(text);
        let mut lines = parts(&text, self.columns - 2);
        let is_cut = lines.len() > NOTE_LINES;
        lines.truncate(NOTE_LINES);
        for (number, line) in lines.iter().enumerate() {
            let mark = if number == 0 { mark } else { ' ' };
            let more = if is_cut && number + 1 == NOTE_LINES { " …" } else { "" };
            writeln!(self.out, "{:MARGIN$}{style}{mark} {line}{more}{style:#}", "")?;
        }
        Ok(())
    }
}

fn style(class: Class) -> Style {
    match class {
        Class::Header => AnsiColor::Cyan.on_default(),
        Class::Heading => AnsiColor::Green.on_default().bold(),
        Class::Text => Style::new(),
        Class::Record => AnsiColor::Yellow.on_default(),
        Class::Chrome => Style::new().dimmed(),
        Class::Unparsed => AnsiColor::Red.on_default(),
    }
}

/// A line without what would steer the terminal; tabs become blanks.
fn shown(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut column = 0;
    for c in line.chars() {
        match c {
            '\t' => {
                let blanks = 8 - column % 8;
                out.extend(std::iter::repeat_n(' ', blanks));
                column += blanks;
            }
            c if c.is_control() => {
                out.push('·');
                column += 1;
            }
            c => {
                out.push(c);
                column += 1;
            }
        }
    }
    out
}

/// Is a line one mark over and over? The rest of it says no more.
fn is_rule(line: &str) -> bool {
    let mark = line.bytes().next();
    mark.is_some_and(|b| b"=-_*".contains(&b)) && line.bytes().all(|b| Some(b) == mark)
}

/// A line in parts of at most so many columns, broken at blanks where there are any. At least one part.
fn parts(line: &str, columns: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = line.trim_end();
    loop {
        let (mut width, mut end, mut blank) = (0, rest.len(), None);
        for (at, c) in rest.char_indices() {
            width += columns_of(c);
            if width > columns {
                end = at;
                break;
            }
            if c == ' ' {
                blank = Some(at);
            }
        }
        if end == rest.len() {
            parts.push(rest);
            return parts;
        }
        let fits_whole_word = rest[end..].starts_with(' ');
        // An indent is no place to break at: the rest would be as long again.
        let cut = if fits_whole_word { end } else { blank.filter(|&at| !rest[..at].trim().is_empty()).unwrap_or(end) };
        let cut = cut.max(rest.chars().next().map_or(0, char::len_utf8));
        parts.push(rest[..cut].trim_end());
        rest = rest[cut..].trim_start();
        if rest.is_empty() {
            return parts;
        }
    }
}

/// Columns that a character takes: two for those of East Asia.
fn columns_of(c: char) -> usize {
    let is_wide = matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{1faff}');
    if is_wide { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_blanks_and_never_lost() {
        assert_eq!(parts("the service does not start", 12), ["the service", "does not", "start"]);
        assert_eq!(parts("HKEY_LOCAL_MACHINE\\SYSTEM", 10), ["HKEY_LOCAL", "_MACHINE\\S", "YSTEM"]);
        assert_eq!(parts("        indented_by_eight", 12), ["        inde", "nted_by_eigh", "t"]);
        assert_eq!(parts("原因と解決方法", 6), ["原因と", "解決方", "法"]);
        assert_eq!(parts("", 10), [""]);
        assert_eq!(parts("ab", 0), ["a", "b"]);
    }

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(shown("a\tb\x1b[31mred\x07"), "a       b·[31mred·");
    }
}
