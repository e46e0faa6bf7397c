//! Web pages of every era: what of a page is the article, and what are its blocks?
//!
//! [`tree`] builds the tree that browsers build, [`survey`] looks at every element once, [`linear`] writes the page's
//! text and its items, and [`article`] says which of them are header, sections, properties and the site's. Rules rest
//! on what markup means: landmarks, headings, lists, tables, links; names of classes are hints, and which words are
//! headings is the vocabulary's to say. The text of a page is made here: spans point into it, not into the markup.

mod archive; // a page around an article in the text form
mod article; // items → blocks and fields
mod chosen; // parts that a profile names
mod dated; // days behind their labels
mod dialect; // whose template made the page
mod fields; // lines that state properties
mod head; // metadata, and the title in `<title>`
mod levels; // which headings stand inside which
mod linear; // tree → text and items
mod names; // what tag, class and id say
mod notes; // paragraphs with a label
mod site; // phrases that a support site puts in
mod survey; // every element at a glance
mod table; // cells with their spans
mod tree; // source → tree, within limits

#[cfg(test)]
mod tests;
#[cfg(test)]
mod vendors;

use super::{Extracted, Field, FieldName, RawBlock, RawBlockKind, product_list};
use crate::Options;
use crate::diagnostic::{Code, Diagnostic};
use crate::error::{Reject, RejectReason};
use crate::model::Form;
use crate::source::Document;
use crate::span::Span;
use article::{Outcome, columns};
use head::Head;

/// Extracts an article from a web page.
pub fn extract(document: Document, options: &Options) -> Result<Extracted, Reject> {
    let page = tree::parse(&document.text);
    let mut survey = survey::survey(&page.html, &options.vocabulary);
    if let Some(parts) = options.profile.as_ref().and_then(|profile| profile.page.as_ref()) {
        chosen::choose(&page.html, parts, &mut survey);
    }
    let mut linear = linear::linear(&page.html, &survey, &options.vocabulary, document.text.len() / 2 + 256);
    let mut out = Extracted::new(Form::Html, "web-page", String::new());
    out.diagnostics = document.diagnostics;
    out.dialect = dialect::dialect(&survey, &linear, &options.vocabulary);
    let mut environment = false;
    if let Some(at) = archive::find(&linear) {
        out.dialect = "archive-page";
        archive::article(&linear, at, &mut survey.head, options, &mut out);
    } else {
        let outcome = article::article(&linear, &mut survey.head, &options.vocabulary, &mut out);
        if let Some(why) = no_article(&outcome, &survey.head, &out, &linear.text) {
            return Err(Reject::new(RejectReason::NotAnArticle, why));
        }
        environment = outcome.environment && out.field(FieldName::AppliesTo).is_none();
    }
    if page.read < document.text.len() {
        keep_rest(&document.text[page.read..], &mut linear.text, &mut out);
    }
    finish_fields(&mut survey.head, &mut out);
    out.links = linear.links;
    if environment {
        name_products(&linear.text, &mut out, options);
    }
    out.text = linear.text;
    Ok(out)
}

/// The products that a section on the environment lists.
fn name_products(text: &str, out: &mut Extracted, options: &Options) {
    let blocks = std::mem::take(&mut out.blocks);
    super::markdown::product_sections(text, &blocks, 0, out, options);
    out.blocks = blocks;
    for field in out.fields.iter_mut().filter(|f| f.name == FieldName::AppliesTo) {
        let mut entries: Vec<String> = Vec::new();
        for line in field.value.lines() {
            let (label, value) = line.split_once(": ").unwrap_or(("", line));
            if !label.is_empty() && columns::is_version(label) {
                // `Version: 2.1` under `Product: Acme Server`
                if let Some(last) = entries.last_mut() {
                    last.push(' ');
                    last.push_str(value.trim());
                    continue;
                }
            }
            let labelled = label.is_empty() || fields::label(label, &options.vocabulary).is_some();
            entries.extend(product_list::products(if labelled { value } else { line }).into_iter().map(str::to_owned));
        }
        field.value = entries.join("\n");
    }
}

/// What was cut off from the tree stays in the text, without structure.
fn keep_rest(source: &str, text: &mut String, out: &mut Extracted) {
    let rest = tree::plain(source);
    out.diagnostics.push(Diagnostic::whole(
        Code::TooDeep,
        format!("{} bytes of markup are nested beyond what is read and were kept as plain text", source.len()),
    ));
    if !rest.trim().is_empty() {
        text.push_str("\n\n");
        let start = text.len();
        text.push_str(rest.trim());
        out.blocks.push(RawBlock { span: Span::new(start, text.len()), kind: RawBlockKind::Paragraph });
    }
}

/// Why a page is no article, if it is none: neither sections nor properties, and no title with text under it.
fn no_article(outcome: &Outcome, head: &Head, out: &Extracted, text: &str) -> Option<String> {
    let stated = |f: &Field| {
        matches!(f.name, FieldName::ArticleId | FieldName::AppliesTo | FieldName::Keywords | FieldName::Reviewed)
    };
    if outcome.known_headings
        || out.fields.iter().chain(&head.fields).any(|f| stated(f) && f.name != FieldName::Keywords)
    {
        return None;
    }
    let titled = out.field(FieldName::Title).is_some() || head.title.as_ref().is_some_and(|t| !t.is_empty());
    if outcome.prose == 0 {
        return Some("the page has no text".to_owned());
    }
    if outcome.linked > outcome.prose / 4 * 3 {
        return Some("the page is a list of links".to_owned());
    }
    let day = |f: &Field| matches!(f.name, FieldName::Modified | FieldName::Published);
    let dated = || out.fields.iter().chain(&head.fields).any(day);
    let written = if outcome.headed { outcome.prose >= 200 } else { outcome.longest >= 200 };
    let written = written && (dated() || reads_like_one(text, &out.blocks));
    if !titled || !written {
        return Some("the page has neither sections nor properties of an article".to_owned());
    }
    None
}

/// Is there as much to read as in an article, or a division into parts? Search forms, notices of errors, thanks and
/// waiting pages have a title and some lines; the limit is meant in letters, of which some scripts need fewer.
fn reads_like_one(text: &str, blocks: &[RawBlock]) -> bool {
    const LETTERS: usize = 700;
    let weight = |c: char| if c.is_whitespace() { 0 } else { if c >= '\u{2e80}' { 3 } else { 1 } };
    let mut letters = 0;
    let mut headings = 0;
    for block in blocks {
        match block.kind {
            RawBlockKind::Header | RawBlockKind::Chrome => {}
            RawBlockKind::Heading { .. } => headings += 1,
            _ => letters += block.span.of(text).chars().map(weight).sum::<usize>(),
        }
        if letters >= LETTERS || headings >= 2 {
            return true;
        }
    }
    false
}

/// Adds what the page's metadata states behind what the article itself states.
fn finish_fields(head: &mut Head, out: &mut Extracted) {
    let mut add = |name: FieldName, value: String| out.fields.push(Field { name, value, span: None });
    if let Some(title) = head.best_title() {
        add(FieldName::Title, title);
    }
    if head.url.is_none() && !head.fields.iter().any(|f| f.name == FieldName::Publisher) {
        head.publisher().into_iter().for_each(|name| add(FieldName::Publisher, name.to_owned()));
    }
    let number = head.stated.iter().chain(&head.title).find_map(|t| head::bare(t).1.map(str::to_owned));
    for field in std::mem::take(&mut head.fields) {
        // Words for search engines are no keywords of a knowledge base.
        if field.name != FieldName::Keywords || fields::are_keywords(&field.value) {
            add(field.name, field.value);
        }
    }
    if let Some(number) = number {
        add(FieldName::ArticleId, number);
    }
    if let Some(url) = head.url.take() {
        if let Some(number) = number_in_address(&url) {
            add(FieldName::ArticleId, number.to_owned());
        }
        if let Some(slug) = slug(&url) {
            add(FieldName::Slug, slug.to_owned());
        }
        add(FieldName::Url, url);
    }
    if let Some(language) = head.language.take() {
        add(FieldName::Language, language.clone());
        out.language = Some(language);
    }
    keep_one_title(&mut out.fields);
    if out.field(FieldName::ArticleId).is_none()
        && let Some(title) = out.field(FieldName::Title).map(|t| t.value.as_str())
        && let Some(id) = number_in_title(title).or_else(|| head.id_beside(title).map(str::to_owned))
    {
        out.fields.push(Field { name: FieldName::ArticleId, value: id, span: None });
    }
}

/// The number that a title names itself with: `May 12, 2026—KB5091234 (OS Build …)`, `MS10-073: …`.
fn number_in_title(title: &str) -> Option<String> {
    let bulletin = title.split([':', ' ']).next().filter(|w| w.len() == 8 && w.starts_with("MS") && w.contains('-'));
    let words = title.split(|c: char| !c.is_ascii_alphanumeric());
    let mut numbers = words.filter(|w| {
        w.strip_prefix("KB").is_some_and(|d| (6..=7).contains(&d.len()) && d.bytes().all(|b| b.is_ascii_digit()))
    });
    bulletin.or_else(|| numbers.next()).map(str::to_owned)
}

/// The first title is the article's own; the page's is wanted only where there is none.
fn keep_one_title(fields: &mut Vec<Field>) {
    let mut seen = false;
    fields.retain(|f| f.name != FieldName::Title || !std::mem::replace(&mut seen, true));
}

/// The article's number in the address of a support site: `/kb/262352`, `/help/130127/title`, `?scid=kb;en-us;262352`.
fn number_in_address(url: &str) -> Option<&str> {
    let marks = ["/kb/", "/help/", "kbid=", "scid=kb;", "/topic/kb", "/KB/"];
    let at = marks.iter().find_map(|m| url.find(m).map(|at| at + m.len()))?;
    url[at..].split(['/', ';', '?', '&', '#', '=', '-', '.']).take(4).find_map(|piece| {
        let digits = piece.trim_start_matches(['Q', 'q', 'k', 'b', 'K', 'B']);
        ((4..=7).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
    })
}

/// The last part of an address that names the page.
fn slug(url: &str) -> Option<&str> {
    let path = url.split(['?', '#']).next()?.split("://").nth(1)?;
    let (_, path) = path.split_once('/')?;
    let last = path.trim_end_matches('/').rsplit('/').next()?;
    let last = last.trim_end_matches(".html").trim_end_matches(".htm").trim_end_matches(".aspx");
    (!last.is_empty()).then_some(last)
}
