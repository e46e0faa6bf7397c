//! Which files carry the fix?
//!
//! A program's name is no package. A package carries the number of its article, is an archive, or is offered by the
//! words around it: posted somewhere under a name, available for download.

use super::replacement::fix_id;
use crate::vocabulary::fixes::FixWords;
use memchr::memmem;
use std::sync::LazyLock;

/// Endings of files that carry fixes.
const PACKAGES: &[&str] = &[".exe", ".msu", ".msp", ".cab", ".zip"];

/// File names of packages: `Q269239_W2K_SP2_x86_en.EXE`, `WindowsServer2003-KB828333-x86-ENU.exe`, `Psp2esea.zip`.
pub fn packages(text: &str, out: &mut Vec<String>) {
    for dot in memchr::memchr_iter(b'.', text.as_bytes()) {
        let known = PACKAGES.iter().any(|p| text.get(dot..dot + p.len()).is_some_and(|e| e.eq_ignore_ascii_case(p)));
        let ends = text.as_bytes().get(dot + 4).is_none_or(|b| !b.is_ascii_alphanumeric());
        if !known || !ends {
            continue;
        }
        let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '~');
        let start = text[..dot]
            .rfind(|c: char| !inside(c))
            .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
        let name = &text[start..dot + 4];
        let stem = &text[start..dot];
        // A program's name is no package: a package carries the number of its article, or a zip holds it.
        let numbered = stem.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| fix_id(part).is_some());
        let zipped = name.len() > 4 && name[name.len() - 4..].eq_ignore_ascii_case(".zip");
        // `has been posted to the following location as X400gy2k.exe`
        let posted = text[..start].trim_end().ends_with(" as") && POSTED.find(before(text, start).as_bytes()).is_some();
        if !stem.is_empty() && (numbered || zipped || posted) {
            out.push(name.to_owned());
        }
    }
}

/// The words of the sentence before a place.
fn before(text: &str, at: usize) -> &str {
    let words = &text[text.ceil_char_boundary(at.saturating_sub(200))..at];
    words.rfind(". ").map_or(words, |stop| &words[stop..])
}

static POSTED: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("posted"));

/// Does the text offer files for download?
pub fn offers(text: &str) -> bool {
    FixWords::built_in().offers.iter().any(|words| words.find(text.as_bytes()).is_some())
}

/// Does the name end as files do that carry fixes?
pub fn is_package(name: &str) -> bool {
    PACKAGES.iter().any(|end| {
        name.len() > end.len() && name.as_bytes()[name.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_carry_a_number_or_are_archives() {
        let mut out = Vec::new();
        packages("Download Q269239_W2K_SP2_x86_en.EXE now, run Setup.exe, get Psp2esea.zip.", &mut out);
        packages("This hotfix has been posted to the Internet location as X400gy2k.exe. Run as Setup.exe", &mut out);
        assert_eq!(out, ["Q269239_W2K_SP2_x86_en.EXE", "Psp2esea.zip", "X400gy2k.exe"]);
    }
}
