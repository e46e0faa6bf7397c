//! How do site generators mark notes, and how would a documentation platform?
//!
//! `!!! note "Title"` with an indented text (MkDocs), `:::note` to `:::` (Docusaurus). CommonMark takes both for text and
//! code; written as the quotes that documentation platforms use (`> [!note]`), they are read like those. Likewise tabs at
//! the margin: `=== "Linux"` with an indented text becomes `# [Linux](#tab/…)` with that text. Fenced code is left
//! alone, and so is what a platform does with three colons besides.

use memchr::memmem;
use std::borrow::Cow;

/// Kinds of boxes.
const KINDS: &[&str] = &[
    "note",
    "tip",
    "info",
    "important",
    "warning",
    "caution",
    "danger",
    "success",
    "hint",
    "attention",
    "error",
    "bug",
    "example",
    "question",
    "failure",
    "abstract",
    "summary",
    "quote",
];

/// A source with its boxes as quotes.
pub fn as_quotes(source: &str) -> Cow<'_, str> {
    let bytes = source.as_bytes();
    if ["!!! ", "??? ", "???+ ", ":::", "=== \""].iter().all(|mark| memmem::find(bytes, mark.as_bytes()).is_none()) {
        return Cow::Borrowed(source);
    }
    let mut out = String::with_capacity(source.len() + 64);
    let mut fence: Option<&str> = None;
    let mut open: Option<Open> = None;
    for line in source.split_inclusive('\n') {
        let bare = line.trim();
        let indent = line.len() - line.trim_start_matches(' ').len();
        if let Some(at) = &open {
            if at.tab && (bare.is_empty() || indent >= at.indent + 4) {
                out.push_str(if bare.is_empty() { "\n" } else { &line[at.indent + 4..] });
                continue;
            }
            if at.colons && bare == ":::" {
                out.push('\n');
                open = None;
                continue;
            }
            if !at.tab && (at.colons || bare.is_empty() || indent >= at.indent + 4) {
                let skip = if at.colons { at.indent.min(indent) } else { (at.indent + 4).min(indent) };
                out.extend(std::iter::repeat_n(' ', at.indent));
                out.push_str(if bare.is_empty() { ">" } else { "> " });
                out.push_str(if bare.is_empty() { "\n" } else { &line[skip..] });
                continue;
            }
            // What follows without a blank line must not run into the quote.
            out.push('\n');
            open = None;
        }
        match fence {
            Some(mark) if bare.starts_with(mark) => fence = None,
            None if bare.starts_with("```") => fence = Some("```"),
            None if bare.starts_with("~~~") => fence = Some("~~~"),
            _ => {}
        }
        if fence.is_none()
            && indent == 0
            && let Some(label) = tab(bare)
        {
            out.push_str(&format!("\n# [{label}](#tab/{})\n\n", out.len()));
            open = Some(Open { indent, colons: false, tab: true });
            continue;
        }
        match begins(bare).filter(|_| fence.is_none() && indent < 16) {
            Some((kind, title, colons)) => {
                let lead = " ".repeat(indent);
                out.push_str(&format!("{lead}> [!{kind}]\n"));
                if !title.is_empty() {
                    out.push_str(&format!("{lead}> {title}\n{lead}>\n"));
                }
                open = Some(Open { indent, colons, tab: false });
            }
            None => out.push_str(line),
        }
    }
    Cow::Owned(out)
}

/// A box that is open.
struct Open {
    /// Columns before its mark.
    indent: usize,
    /// Does `:::` end it, or the indentation?
    colons: bool,
    /// Is it the content of a tab, which is only moved to the margin?
    tab: bool,
}

/// The label of a tab: `=== "Linux"`, `===! "Linux"`.
fn tab(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("===")?.trim_start_matches(['!', '+']).strip_prefix(' ')?;
    let label = rest.trim().strip_prefix('"')?.strip_suffix('"')?;
    (!label.is_empty() && !label.contains(['"', '[', ']'])).then_some(label)
}

/// Kind and title of the box that a line begins, and whether colons mark it.
fn begins(line: &str) -> Option<(&str, &str, bool)> {
    let colons = line.starts_with(":::");
    let rest = if colons {
        line.trim_start_matches(':')
    } else {
        line.strip_prefix("!!! ").or_else(|| line.strip_prefix("??? ")).or_else(|| line.strip_prefix("???+ "))?
    };
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let (kind, title) = rest.split_at(end);
    if !KINDS.iter().any(|k| k.eq_ignore_ascii_case(kind)) || !title.is_empty() && !title.starts_with([' ', '[', '{']) {
        return None;
    }
    let title = title.trim().trim_matches(['"', '[', ']']);
    Some((kind, if title.starts_with('{') { "" } else { title }, colons))
}

#[cfg(test)]
mod tests {
    use super::as_quotes;

    #[test]
    fn boxes_become_quotes() {
        let source = "A\n\n!!! warning \"Data loss\"\n    Back up.\n\n    Then go on.\n\nB\n";
        assert_eq!(as_quotes(source), "A\n\n> [!warning]\n> Data loss\n>\n> Back up.\n>\n> Then go on.\n>\n\nB\n");
        assert_eq!(as_quotes(":::note[Hint]\nText\n:::\nB"), "> [!note]\n> Hint\n>\n> Text\n\nB");
    }

    #[test]
    fn tabs_become_headings_with_their_text_at_the_margin() {
        let source =
            "=== \"Linux\"\n\n    Run:\n\n    ```\n    ls\n    ```\n\n=== \"Windows\"\n\n    Run `dir`.\n\nEnd\n";
        let read = as_quotes(source);
        assert!(read.starts_with("\n# [Linux](#tab/0)\n\n\nRun:\n\n```\nls\n```\n\n"), "{read}");
        assert!(read.ends_with("\n\n\nRun `dir`.\n\n\nEnd\n"), "{read}");
        assert_eq!(as_quotes("=== \nTitle\n===\n"), "=== \nTitle\n===\n");
    }

    #[test]
    fn other_marks_stay() {
        for source in
            ["```\n!!! note\n    x\n```\n", ":::image type=\"x\":::\n", "::: zone pivot=\"a\"\nT\n", "!!! done\n"]
        {
            assert_eq!(as_quotes(source), source);
        }
    }
}
