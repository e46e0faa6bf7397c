//! Where does a line name a fragment, and how is the name meant?
//!
//! Documentation platforms: `[!INCLUDE [title](path)]`, on a line or in a sentence. Site generators, each on a line of
//! its own: `--8<-- "path"` (MkDocs), `{% include path %}` and `{% include_relative path %}` (Jekyll), `{{#include path}}`
//! (mdBook), `{{< include path >}}` (Quarto). Those with parameters, and parts of files, are found and not read.

use super::lines::Lead;
use memchr::{memchr, memmem};
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

/// Beginnings of directives. `[!` also begins notes.
static MARKS: LazyLock<[memmem::Finder<'static>; 5]> =
    LazyLock::new(|| ["[!", "--8<--", "{% include", "{{#include", "{{< include"].map(memmem::Finder::new));

/// May a text hold directives at all?
pub fn may_hold(text: &str) -> bool {
    MARKS.iter().any(|mark| mark.find(text.as_bytes()).is_some())
}

/// The first directive of a line at or behind a place.
pub fn find(line: &str, from: usize) -> Option<Directive<'_>> {
    let lead = Lead::of(line);
    if from == 0
        && let Some((target, base)) = of_generator(&line[lead.text.len()..])
    {
        return Some(Directive {
            place: lead.text.len()..line.len(),
            target,
            base,
            alone: true,
            in_table: false,
            lead,
        });
    }
    let (place, target) = of_platform(line, from)?;
    let alone = place.start == lead.text.len() && place.end == line.len();
    let in_table = line[lead.text.len()..].starts_with('|');
    Some(Directive { place, target, base: Base::File, alone, in_table, lead })
}

/// `[!INCLUDE [title](path)]`, with or without blanks between its parts.
fn of_platform(line: &str, mut from: usize) -> Option<(Range<usize>, &str)> {
    let bytes = line.as_bytes();
    while let Some(start) = memmem::find(&bytes[from..], b"[!").map(|n| from + n) {
        from = start + 2;
        let word = bytes.get(from..from + 7).is_some_and(|word| word.eq_ignore_ascii_case(b"include"));
        if !word || is_in_code(&bytes[..start]) {
            continue;
        }
        let blanks = |at: usize| at + bytes[at..].iter().take_while(|b| **b == b' ').count();
        let title = blanks(from + 7);
        if bytes.get(title) != Some(&b'[') {
            continue;
        }
        let Some(open) = memmem::find(&bytes[title..], b"](").map(|n| title + n + 2) else { return None };
        // Without an end here there is none further on, and looking again for every mark would take ages.
        let Some(close) = memchr(b')', &bytes[open..]).map(|n| open + n) else { return None };
        let end = blanks(close + 1);
        if bytes.get(end) == Some(&b']') {
            return Some((start..end + 1, destination(&line[open..close])));
        }
    }
    None
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

/// Is what follows in a code span, by the backticks before it?
fn is_in_code(before: &[u8]) -> bool {
    let mut runs = 0;
    let mut last = 0;
    for &b in before {
        runs += usize::from(b == b'`' && last != b'`');
        last = b;
    }
    runs % 2 == 1
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
            let found = find(line, 0).unwrap_or_else(|| panic!("{line}"));
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
            assert!(find(line, 0).is_none(), "{line}");
        }
    }

    #[test]
    fn names_are_paths() {
        assert_eq!(as_path("..\\a%20b.md"), "../a b.md");
        assert_eq!(as_path("100%.md"), "100%.md");
    }
}
