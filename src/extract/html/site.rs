//! Which lines does a support site put into an article that are none of it?
//!
//! Known phrases of the sites that are archived most, for saved pages whose markup no longer tells. Most of the site's
//! parts are recognised by structure instead: landmarks, names, and links that only move on the page.

/// Phrases that stand alone or in a row, lower case, in the order of their bytes.
const PHRASES: &[&str] = &[
    ",",
    "1=worst,5=best",
    "ai recommended content",
    "article translations",
    "back to index",
    "back to the top",
    "back to top",
    "bias-free language",
    "click here to view the products that this article applies to.",
    "click to expand",
    "collapse",
    "collapse all",
    "collapse image",
    "collapse this image",
    "collapse this table",
    "copy permalink",
    "did this article help you?",
    "did this article help?",
    "did this information solve your problem?",
    "e-mail this page",
    "email print",
    "email this article",
    "expand",
    "expand all",
    "expand image",
    "expand this image",
    "expand this table",
    "from betaarchive wiki",
    "give feedback",
    "give us feedback",
    "helpful?",
    "in this article",
    "in this section",
    "in this task",
    "jump to navigation",
    "jump to:",
    "kb feedback/suggestion",
    "knowledge base",
    "navigation",
    "no",
    "on this page",
    "please rate this document",
    "print",
    "print email",
    "print this article",
    "print this page",
    "provide feedback about this article",
    "rate this page",
    "return to top",
    "save as pdf",
    "search",
    "send feedback",
    "show article properties",
    "show less",
    "show more",
    "skip to content",
    "skip to main content",
    "solved my problem",
    "sort by: most helpful",
    "suggest new article",
    "table of contents",
    "top of page",
    "translate my page",
    "view products that this article applies to",
    "view products that this article applies to.",
    "was this article helpful?",
    "was this content helpful?",
    "was this document helpful?",
    "was this helpful?",
    "was this information helpful?",
    "was this page helpful?",
    "was this topic helpful?",
    "was this topic useful?",
    "yes",
];

/// Words that are the site's in a row with such phrases, and may be anything by themselves.
const WITH_OTHERS: &[&str] = &[
    "actions",
    "bookmark",
    "contact",
    "contact us",
    "copy link",
    "copyright",
    "email",
    "feedback",
    "follow",
    "helpful",
    "legal",
    "legal disclosure",
    "not helpful",
    "not useful",
    "privacy",
    "privacy policy",
    "rate this article",
    "share",
    "somewhat helpful",
    "solved my problem",
    "terms of service",
    "terms of use",
    "thumbs down",
    "thumbs up",
    "trademark",
    "useful",
    "very helpful",
];

/// Headings over what a site puts behind an article.
const ENDS: &[&str] = &[
    "about the author",
    "about the author(s)",
    "about the authors",
    "comments",
    "feedback",
    "get help faster and easier",
    "help & feedback",
    "more like this",
    "rate this article",
    "recently viewed articles",
    "request a product feature",
    "share this article",
    "still looking for an answer?",
    "these fine people helped write this article",
];

/// What an icon before a heading is called when its text has run into the heading.
const TOGGLES: &[&str] = &["Collapse this image", "Expand this image", "Collapse image", "Expand image"];

/// Is all of this text what the site says?
pub fn is_site_text(text: &str) -> bool {
    let mut rest = trim(text);
    if rest.is_empty() || rest.len() > 200 {
        return false;
    }
    let mut counts = 0; // phrases that are the site's, and words that are in such company
    let mut company = 0;
    while !rest.is_empty() {
        let first = rest.as_bytes()[0].to_ascii_lowercase();
        let alike = &PHRASES[PHRASES.partition_point(|p| p.as_bytes()[0] < first)..];
        let alike = alike.iter().take_while(|p| p.as_bytes()[0] == first);
        let known = alike.filter(|p| starts_with(rest, p)).max_by_key(|p| p.len());
        let other = WITH_OTHERS.iter().filter(|p| starts_with(rest, p)).max_by_key(|p| p.len());
        let phrase = match (known, other) {
            (Some(phrase), other) if other.is_none_or(|o| o.len() <= phrase.len()) => {
                counts += usize::from(phrase.len() > 1);
                phrase
            }
            (_, Some(phrase)) => {
                company += 1;
                phrase
            }
            _ => return false,
        };
        let after = &rest[phrase.len()..];
        // Words run together only where the site's own do: `Collapse this imageExpand this image`.
        if after.starts_with(|c: char| c.is_lowercase()) {
            return false;
        }
        rest = trim(after);
    }
    counts > 0 || company > 1
}

/// Does a line name the program or the firm behind the site: `Powered by …`?
pub fn is_credit(text: &str) -> bool {
    starts_with(text.trim_start(), "powered by ") && text.split_whitespace().count() <= 9
}

/// Is this the heading of what a site puts behind an article?
pub fn heads_end(heading: &str) -> bool {
    let heading = heading.trim().trim_end_matches([':', '.']);
    ENDS.iter().any(|e| e.eq_ignore_ascii_case(heading))
}

/// Bytes of a heading's text that are the name of an icon.
pub fn toggle_prefix(text: &str) -> usize {
    let mut rest = text;
    while let Some(toggle) = TOGGLES.iter().find(|t| rest.starts_with(**t)) {
        rest = rest[toggle.len()..].trim_start();
    }
    // A heading that is nothing else stays as it is.
    if rest.is_empty() { 0 } else { text.len() - rest.len() }
}

/// Is a paragraph what a program left on the page: `[{"Product":{"code":"…"}}]`?
pub fn is_data(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("[{\"") && text.ends_with("}]")
}

/// Does a line claim the page for its owner?
pub fn is_copyright(text: &str) -> bool {
    let text = text.trim_start();
    (text.starts_with('©') || starts_with(text, "copyright") || starts_with(text, "(c) "))
        && text.bytes().take(120).filter(u8::is_ascii_digit).count() >= 4
        && text.len() < 300
}

/// Is this the publisher's disclaimer, which stands in capitals under every article?
pub fn is_disclaimer(text: &str) -> bool {
    let text = text.trim_start();
    starts_with(text, "the information provided in")
        && text.bytes().take(400).filter(u8::is_ascii_uppercase).count() > 100
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '·' | '•' | '^' | '↑' | '[' | ']'))
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|t| t.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_sorted_for_the_search() {
        assert!(PHRASES.is_sorted());
    }

    #[test]
    fn rows_of_the_sites_phrases_are_site_text() {
        assert!(is_site_text("Back to the top | Give Feedback"));
        assert!(is_site_text("Collapse this tableExpand this table"));
        assert!(is_site_text("Expand all | Collapse all"));
        assert!(!is_site_text("Print the page that you need"));
        assert!(!is_site_text("Expand this table in the database"));
        assert!(!is_site_text(""));
    }

    #[test]
    fn icon_names_leave_the_heading() {
        assert_eq!(toggle_prefix("Collapse this imageExpand this imageSYMPTOMS"), 36);
        assert_eq!(toggle_prefix("Expand the volume"), 0);
    }
}
