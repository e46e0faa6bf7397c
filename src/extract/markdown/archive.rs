//! Is a Markdown page a 1990s text with a front matter, and what is the text?
//!
//! Archive pages hold the whole article as one indented code block under a heading that names it. CommonMark may end such
//! a block early or drop blank lines, so the block is taken from the source: one level of indent off every line, and
//! not a byte more. The text form's own reader does the rest.

use crate::extract::text;

/// An archive page.
pub struct ArchivePage<'s> {
    /// The heading above the text, without its marks.
    pub heading: Option<&'s str>,
    /// The text, one level of indent removed.
    pub text: String,
}

/// Reads the source behind the front matter as an archive page, if it is one: nothing but a heading, template marks and
/// indented lines, which together are the text form.
pub fn read(source: &str) -> Option<ArchivePage<'_>> {
    let mut heading = None;
    let mut out = String::new();
    // Blank lines count only between lines of the text.
    let mut blank: Vec<&str> = Vec::new();
    for line in source.split_inclusive('\n') {
        let inner = line.strip_prefix('\t').or_else(|| line.strip_prefix("    "));
        match inner {
            Some(inner) => {
                if out.is_empty() && inner.trim().is_empty() {
                    continue;
                }
                if out.is_empty() {
                    out.reserve(source.len());
                }
                for line in blank.drain(..) {
                    out.push_str(line);
                }
                out.push_str(inner);
            }
            None if line.trim().is_empty() => {
                if !out.is_empty() {
                    // Up to three blanks of a line that was cut off are no text.
                    blank.push(if line.ends_with('\n') { "\n" } else { "" });
                }
            }
            None if line.starts_with('#') && heading.is_none() && out.is_empty() => {
                heading = Some(line.trim_start_matches('#').trim());
            }
            None if line.starts_with("{%") && line.trim_end().ends_with("%}") => {}
            None => return None,
        }
    }
    let numbered = heading.and_then(numbered_title).is_some() && !out.is_empty();
    (numbered || text::is_text_form(&out)).then_some(ArchivePage { heading, text: out })
}

/// `Q219602: Title` as number and title.
pub fn numbered_title(heading: &str) -> Option<(&str, &str)> {
    let (number, title) = heading.split_once(':')?;
    let digits = number.trim().strip_prefix("KB").or_else(|| number.trim().strip_prefix('Q'))?;
    (!digits.is_empty() && digits.len() <= 8 && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| (number.trim(), title.trim()))
}
