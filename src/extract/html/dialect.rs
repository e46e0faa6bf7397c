//! Whose template made the page?
//!
//! A dialect is named after what it is and never changes its name: records of one layout are found by it.
//!
//! | dialect         | what it is                                                                                    |
//! |-----------------|-----------------------------------------------------------------------------------------------|
//! | `archive-page`  | a page of an archive around an article in the text form (recognised by `archive`)             |
//! | `wiki-mirror`   | a wiki's copy of the knowledge base: the page is called `…/822255`                            |
//! | `ftp-archive`   | pages made from the text form for FTP servers: `Q123456: …` is the title                       |
//! | `support-2001`  | the support site of 1997–2004: products between rules, number in brackets behind the title    |
//! | `support-2004`  | help files and CDs of 2003–2005, and prints of them: `PSS ID Number:` under the title          |
//! | `support-2005`  | the support site of 2004–2008: a table of article id, last review and revision                |
//! | `support-2010`  | the support site of 2008–2014: the same on one line, `/kb/` in the address                    |
//! | `support-today` | the support site since 2015                                                                   |
//! | `docs-page`     | the documentation platform                                                                    |
//! | `mediawiki`     | any other wiki                                                                                |
//! | `web-page`      | a page of which no more is known                                                              |
//!
//! Years say when a template was in use, not when the article was written.

use super::linear::{Kind, Linear};
use super::survey::Survey;
use super::{article, fields, head, names};
use crate::extract::FieldName;
use crate::vocabulary::{Rank, Vocabulary};

/// Items in which a template shows.
const TOP: usize = 60;

/// The layout that was recognised, by what only its template has.
pub fn dialect(survey: &Survey, linear: &Linear, vocabulary: &Vocabulary) -> &'static str {
    let head = &survey.head;
    let text = &linear.text;
    let generator = head.generator.as_deref().unwrap_or("");
    let url = head.url.as_deref().unwrap_or("");
    let title = head.title.as_deref().unwrap_or("");
    let top = || linear.items.iter().take(TOP);
    let is_heading = |kind: &Kind| matches!(kind, Kind::Heading(_));
    if top().any(|i| is_heading(&i.kind) && article::archive_number(i.span.of(text)).is_some()) {
        return "wiki-mirror";
    }
    if url.contains("learn.microsoft.com") || url.contains("docs.microsoft.com") {
        return "docs-page";
    }
    let lines = || linear.items.iter().filter(|i| i.span.len() < 200).flat_map(|i| i.text.of(text).lines());
    let revised = |line: &str| {
        let stated = fields::line(line, vocabulary);
        let has = |name: FieldName| stated.iter().any(|f| f.name == name);
        has(FieldName::ArticleId) && has(FieldName::Revision)
    };
    if lines().filter(|l| l.contains(" - ")).any(revised) {
        return "support-2010";
    }
    if survey.parts.iter().any(|p| p.marks & names::PROPERTY != 0) {
        return "support-2005";
    }
    if head.awa_number {
        return "support-today";
    }
    let old_address = ["/kb/", "/KB/", "scid=", "kbid="].iter().any(|part| url.contains(part));
    if url.contains("support.microsoft.com") {
        return if old_address { "support-2010" } else { "support-today" };
    }
    if title.ends_with("Microsoft Support") {
        return "support-today";
    }
    if generator.starts_with("MediaWiki") {
        return "mediawiki";
    }
    if top().any(|i| i.text.of(text).trim_start().starts_with("PSS ID Number")) {
        return "support-2004";
    }
    // The line above the products, which this era put under the title as a sentence and not as a heading.
    let products = || {
        top().any(|i| {
            let words = i.text.of(text).trim();
            let sentence = !is_heading(&i.kind) && (12..200).contains(&words.len()) && words.ends_with(':');
            sentence && vocabulary.role(words).is_some_and(|r| r.rank == Rank::Property)
        })
    };
    let headings = || top().filter(|i| is_heading(&i.kind)).map(|i| i.span.of(text));
    let number = head::bare(title).1.or_else(|| headings().find_map(|h| head::bare(h).1));
    match number {
        Some(_) if title.trim_end().ends_with([')', ']']) && products() => "support-2001",
        Some(number) if number.starts_with(['Q', 'q']) => "ftp-archive",
        _ => "web-page",
    }
}
