//! Which form is a decoded text in? Judged by content; the name decides only where the content does not.
//!
//! In this order: front matter, a page's first tags, the head of the text form, underlined headings, tags all over the
//! text, Markdown's marks, wrapped lines. A flat text is what is left: a crawl's text has no marks of its own. Articles
//! quote every other form in their examples, so that one sign alone never decides against a whole text.

use crate::error::{Reject, RejectReason};
use crate::model::Form;
use marks::Marks;

mod excerpt; // what of a long text is looked at
mod marks; // what is counted in a text
mod weigh; // how sure is a form?

pub use excerpt::excerpt;
pub use weigh::{Confidence, Weighed, weigh};

/// The form shows in the first part of a text; a megabyte more of it changes nothing.
const WINDOW: usize = 64 * 1024;

/// Refuses text that is surely no article.
pub fn refuse(text: &str, name: &str) -> Option<Reject> {
    let head = text.trim_start_matches(is_blank);
    if head.is_empty() {
        return Some(Reject::new(RejectReason::Empty, "there is nothing in it but white space"));
    }
    let what = machine_text(head, name)?;
    Some(Reject::new(RejectReason::NotAnArticle, format!("{what}, not an article")))
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\0')
}

/// Text for machines: data, feeds, the scripts and style sheets that lie beside saved pages.
fn machine_text(head: &str, name: &str) -> Option<&'static str> {
    if let Some(inside) = head.strip_prefix(['{', '[']) {
        let opens = inside.trim_start().starts_with(['"', '{', '}', ']']);
        return (opens && head.trim_end().ends_with(['}', ']'])).then_some("JSON data");
    }
    if !head.starts_with('<') {
        let scripts = [(".css", "a style sheet"), (".js", "a script"), (".toml", "settings (TOML)")];
        return scripts.into_iter().find(|(end, _)| has_suffix(name, end)).map(|(_, what)| what);
    }
    const FEEDS: &[(&str, &str)] = &[
        ("<rss", "a news feed"),
        ("<feed", "a news feed"),
        ("<rdf:rdf", "a news feed"),
        ("<opml", "a list of feeds"),
        ("<urlset", "a site map"),
        ("<sitemapindex", "a site map"),
        ("<svg", "a picture (SVG)"),
        ("<plist", "a property list"),
    ];
    let tag = after_doctype(after_prolog(head));
    FEEDS.iter().find(|(start, _)| starts_with(tag, start)).map(|(_, what)| *what)
}

/// The form of a text.
pub fn form(text: &str) -> Form {
    form_of(text, "")
}

/// The form of a text of this file name.
pub fn form_of(text: &str, name: &str) -> Form {
    let head = text.trim_start_matches(is_blank);
    if let Some(body) = after_front_matter(head) {
        let body = body.trim_start();
        return if is_page(body) { Form::Html } else { Form::Markdown };
    }
    if is_page(head) {
        return Form::Html;
    }
    if is_text_head(head) {
        return Form::Text;
    }
    let mut end = head.len().min(WINDOW);
    while !head.is_char_boundary(end) {
        end -= 1;
    }
    decide(&Marks::count(&head[..end]), name)
}

fn decide(marks: &Marks, name: &str) -> Form {
    let markdown = marks.markdown;
    if marks.begins_with_tag && marks.tags >= 2 && marks.tags > 2 * markdown {
        return Form::Html;
    }
    if marks.underlined > 0 {
        // Markdown has underlined headings too; beside them it shows its other marks.
        let named = marks.kinds >= 1 && has_suffix(name, ".md");
        let marked = named || marks.kinds >= 2 && markdown >= 3 || markdown > 2 * marks.underlined;
        return if marked { Form::Markdown } else { Form::Text };
    }
    // Tags in most parts of a text are its markup, tags in a few are an example.
    if marks.tags >= 6 && marks.tagged_parts >= 6 && marks.tags > 2 * markdown {
        return Form::Html;
    }
    if markdown >= 3 || (markdown > 0 && has_suffix(name, ".md")) {
        return Form::Markdown;
    }
    if marks.tags > 0 && marks.tagged_parts >= 4 && (has_suffix(name, ".html") || has_suffix(name, ".htm")) {
        return Form::Html;
    }
    if has_suffix(name, ".md") || has_suffix(name, ".markdown") {
        return Form::Markdown;
    }
    if marks.is_wrapped() { Form::Text } else { Form::Flat }
}

/// What follows YAML (`---`) or TOML (`+++`) front matter, if the text begins with one.
pub fn after_front_matter(head: &str) -> Option<&str> {
    let fence = head.get(..3).filter(|f| matches!(*f, "---" | "+++"))?;
    let (first, rest) = head.split_once('\n')?;
    if first.trim_end() != fence {
        return None;
    }
    let mut keys = 0;
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        at += line.len();
        let bare = line.trim_end();
        if bare == fence || (bare == "..." && fence == "---") {
            return (keys > 0 || at == line.len()).then(|| &rest[at..]);
        }
        let key = bare.split_once([':', '=']).map_or("", |(key, _)| key.trim());
        keys += usize::from(!key.is_empty() && !key.contains(char::is_whitespace));
        if at > WINDOW {
            return None;
        }
    }
    None
}

/// Does a text begin as pages do?
fn is_page(head: &str) -> bool {
    const FIRST: &[&str] = &[
        "<!doctype",
        "<html",
        "<head",
        "<body",
        "<meta",
        "<title",
        "<frameset",
        "<link",
        "<base",
        "<style",
        "<script",
    ];
    let tag = after_prolog(head);
    FIRST.iter().any(|first| starts_with(tag, first))
}

/// Without a document type, with the declarations inside of it, and what may stand behind it before the root.
fn after_doctype(head: &str) -> &str {
    if !starts_with(head, "<!doctype") {
        return head;
    }
    let inside = head.find(['[', '>']).filter(|&at| head.as_bytes()[at] == b'[');
    let from = inside.and_then(|at| memchr::memchr(b']', &head.as_bytes()[at..]).map(|n| at + n)).unwrap_or(0);
    let end = memchr::memchr(b'>', &head.as_bytes()[from..]).map_or(head.len(), |n| from + n + 1);
    after_prolog(head[end..].trim_start_matches(is_blank))
}

/// Without XML declarations, comments and processing instructions.
fn after_prolog(head: &str) -> &str {
    let mut rest = head;
    loop {
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|n| n + 3)
        } else if rest.starts_with("<?") || rest.starts_with("<%") {
            rest.find('>').map(|n| n + 1)
        } else {
            return rest;
        };
        match end {
            Some(end) => rest = rest[end..].trim_start_matches(is_blank),
            None => return "",
        }
    }
}

/// Does a text begin with the head of the text form: one of its labels, and lines?
fn is_text_head(head: &str) -> bool {
    let (first, rest) = head.split_once('\n').unwrap_or((head, ""));
    let second = rest.split('\n').next().unwrap_or("");
    let is_label = |line: &str, label: &str| {
        line.strip_prefix(label).is_some_and(|rest| rest.trim_start_matches(' ').starts_with(':')) && line.len() <= 200
    };
    (is_label(first, "DOCUMENT") && is_label(second, "TITLE"))
        || is_label(first, "TITLE") && is_label(second, "PRODUCT")
}

fn has_suffix(name: &str, end: &str) -> bool {
    let start = name.len().wrapping_sub(end.len());
    name.as_bytes().get(start..).is_some_and(|tail| tail.eq_ignore_ascii_case(end.as_bytes()))
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.as_bytes().get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix.as_bytes()))
}

#[cfg(test)]
mod tests;
