//! Where does a line name a fragment, and how is the name meant?
//!
//! Documentation platforms: `[!INCLUDE [title](path)]`, on a line or in a sentence. Site generators, each on a line of
//! its own: `--8<-- "path"` (MkDocs), `{% include path %}` and `{% include_relative path %}` (Jekyll), `{{#include path}}`
//! (mdBook), `{{< include path >}}` (Quarto). Those with parameters, and parts of files, are found and not read.

use super::lines::Lead;
use memchr::{memchr, memchr2_iter, memmem};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// A place that names a fragment.
pub struct Directive<'l> {
    /// Where in the line.
    pub place: Range<usize>,
    /// The name as written.
    pub target: &'l str,
    /// What the name is relative to.
    pub base: Base,
    /// Is there nothing else on the line but the marks before it?
    pub alone: bool,
    /// Does the line look like a row of a table?
    pub in_table: bool,
    /// The marks that the line begins with.
    pub lead: Lead<'l>,
}

/// What a name is relative to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// The file that holds the directive.
    File,
    /// The root of the documentation; failing that, the file.
    Root,
    /// The folder `_includes` in the root; failing that, the file.
    Includes,
}

/// Beginnings of site generators' directives.
const BEGINNINGS: [&str; 3] = ["{% include", "{{#include", "{{< include"];
/// One that begins with no bracket.
static SNIPPET: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("--8<--"));
/// What begins a directive of documentation platforms, and notes as well.
static BRACKET: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("[!"));

/// A title and a path have at most so many bytes: looking further for their ends would take ages where there are none.
const REACH: usize = 1000;

/// May a text hold directives at all? In every character set whose ASCII is one byte each.
pub fn may_hold(bytes: &[u8]) -> bool {
    // One pass for what they begin with, which articles have hardly any of.
    let begins = |at: usize| match bytes[at..] {
        [b'[', b'!', ..] => is_include(bytes, at),
        [b'{', b'%' | b'{' | b'<', ..] => BEGINNINGS.iter().any(|mark| bytes[at..].starts_with(mark.as_bytes())),
        _ => false,
    };
    memchr2_iter(b'[', b'{', bytes).any(begins) || SNIPPET.find(bytes).is_some()
}

/// Does `[!include` stand here, in whatever case?
fn is_include(bytes: &[u8], at: usize) -> bool {
    bytes.get(at + 2..at + 9).is_some_and(|word| word.eq_ignore_ascii_case(b"include"))
}

/// The directives of a line, one after the other.
pub struct Directives<'l> {
    line: &'l str,
    lead: Lead<'l>,
    /// What is before has been looked through.
    at: usize,
    /// Where code spans were counted to, and whether one is open there.
    counted: usize,
    in_code: bool,
}

impl<'l> Directives<'l> {
    /// The directives of a line without its end.
    pub fn of(line: &'l str) -> Directives<'l> {
        Directives { line, lead: Lead::of(line), at: 0, counted: 0, in_code: false }
    }

    /// Does a code span stand open here, by the backticks before?
    fn is_in_code(&mut self, at: usize) -> bool {
        let bytes = self.line.as_bytes();
        for n in self.counted..at {
            self.in_code ^= bytes[n] == b'`' && (n == 0 || bytes[n - 1] != b'`');
        }
        self.counted = at;
        self.in_code
    }

    /// `[!INCLUDE [title](path)]`, with or without blanks between its parts.
    fn of_platform(&mut self) -> Option<(Range<usize>, &'l str)> {
        let bytes = self.line.as_bytes();
        while let Some(start) = BRACKET.find(&bytes[self.at..]).map(|n| self.at + n) {
            self.at = start + 2;
            if !is_include(bytes, start) || self.is_in_code(start) {
                continue;
            }
            let blanks = |at: usize| at + bytes[at..].iter().take(REACH).take_while(|b| **b == b' ').count();
            let within = |at: usize| &bytes[at..bytes.len().min(at + REACH)];
            let title = blanks(start + 9);
            if bytes.get(title) != Some(&b'[') {
                continue;
            }
            let Some(open) = memmem::find(within(title), b"](").map(|n| title + n + 2) else { continue };
            let Some(close) = memchr(b')', within(open)).map(|n| open + n) else { continue };
            let end = blanks(close + 1);
            if bytes.get(end) == Some(&b']') {
                self.at = end + 1;
                return Some((start..end + 1, destination(&self.line[open..close])));
            }
        }
        None
    }
}

impl<'l> Iterator for Directives<'l> {
    type Item = Directive<'l>;

    fn next(&mut self) -> Option<Directive<'l>> {
        let (line, lead) = (self.line, self.lead);
        let words = &line[lead.text.len()..];
        if self.at == 0
            && let Some((target, base)) = of_generator(words)
        {
            self.at = line.len();
            let place = lead.text.len()..line.len();
            return Some(Directive { place, target, base, alone: true, in_table: false, lead });
        }
        let (place, target) = self.of_platform()?;
        let alone = place.start == lead.text.len() && place.end == line.len();
        let in_table = words.starts_with('|');
        Some(Directive { place, target, base: Base::File, alone, in_table, lead })
    }
}

/// A link's address without its title and its angle brackets.
fn destination(inside: &str) -> &str {
    let inside = inside.trim();
    if let Some(rest) = inside.strip_prefix('<') {
        return rest.split('>').next().unwrap_or(rest);
    }
    match inside.find([' ', '\t']) {
        Some(at) if inside[at..].trim_start().starts_with(['"', '\'']) => &inside[..at],
        _ => inside,
    }
}

/// The directive of a site generator, which has its line for itself.
fn of_generator(words: &str) -> Option<(&str, Base)> {
    let between = |open: &str, close: &str| Some(words.strip_prefix(open)?.strip_suffix(close)?.trim());
    let (inside, base) = if let Some(rest) = words.strip_prefix("--8<--") {
        // Without quotes it opens a list of names.
        (rest.trim().strip_prefix(['"', '\'']).map(|_| rest.trim())?, Base::Root)
    } else if let Some(rest) = between("{% include_relative ", "%}") {
        (rest, Base::File)
    } else if let Some(rest) = between("{% include ", "%}") {
        (rest, Base::Includes)
    } else if let Some(rest) = between("{{#include ", "}}") {
        (rest, Base::File)
    } else {
        (between("{{< include ", ">}}")?, Base::File)
    };
    let bare = inside.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
    let bare = bare.or_else(|| inside.strip_prefix('\'').and_then(|t| t.strip_suffix('\''))).unwrap_or(inside);
    (!bare.is_empty()).then_some((bare, base))
}

/// A name as a path: percent signs decoded, `\` as `/`.
pub fn as_path(target: &str) -> Cow<'_, str> {
    if !target.contains(['%', '\\']) {
        return Cow::Borrowed(target);
    }
    let digit = |b: Option<&u8>| b.and_then(|b| char::from(*b).to_digit(16));
    let bytes = target.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], digit(bytes.get(at + 1)), digit(bytes.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 2;
            }
            (b'\\', ..) => out.push(b'/'),
            (b, ..) => out.push(b),
        }
        at += 1;
    }
    Cow::Owned(String::from_utf8_lossy(&out).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_are_found_as_platforms_write_them() {
        for (line, target, alone) in [
            ("[!INCLUDE [Note](../includes/a.md)]", "../includes/a.md", true),
            ("[!INCLUDE[](~/a.md)]", "~/a.md", true),
            ("   > [!include [a [b]](<a b.md>)]", "a b.md", true),
            ("1. [!INCLUDE [x](a.md \"Title\") ]", "a.md", true),
            ("For [!INCLUDE [x](a.md)], do", "a.md", false),
            ("| a | [!INCLUDE [x](a.md)] |", "a.md", false),
            ("--8<-- \"parts/a.md\"", "parts/a.md", true),
            ("{% include 'a.md' %}", "a.md", true),
            ("- {{#include a.md}}", "a.md", true),
            ("{{< include _a.qmd >}}", "_a.qmd", true),
        ] {
            let found = Directives::of(line).next().unwrap_or_else(|| panic!("{line}"));
            assert_eq!((found.target, found.alone), (target, alone), "{line}");
        }
        for line in [
            "> [!NOTE]",
            "Write `[!INCLUDE [x](a.md)]` there",
            "[!INCLUDE x]",
            "[!INCLUDE [x](a.md",
            "--8<--",
            "{% raw %}",
        ] {
            assert!(Directives::of(line).next().is_none(), "{line}");
        }
    }

    #[test]
    fn a_line_of_many_marks_is_read_once() {
        let line = "[!include [a](b.md)] `[!include [a](b.md)]` [!include [".repeat(20_000);
        assert_eq!(Directives::of(&line).count(), 20_000);
        assert_eq!(Directives::of(&"[!include [".repeat(100_000)).count(), 0);
    }

    #[test]
    fn names_are_paths() {
        assert_eq!(as_path("..\\a%20b.md"), "../a b.md");
        assert_eq!(as_path("100%.md"), "100%.md");
    }
}
