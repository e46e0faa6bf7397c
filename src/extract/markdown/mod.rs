//! Markdown: what does a reader of the published page see, block by block?
//!
//! The linear text is the rendered text: emphasis marks and link targets are gone, code is verbatim, table cells are
//! joined by tabs and rows by line ends, blocks are separated by a blank line. The front matter stands in front of it as
//! it is. A picture's words are not the article's: its alternative text is left out. Pages that hold a 1990s text as indented code are handed to that form's reader. What a section is for and
//! which records it holds is not decided here.

mod admonition; // boxes of site generators
mod archive; // 1990s texts as indented code
mod bilingual; // translations beside their originals
mod chrome; // buttons of pages that were clipped
mod directive; // what only the publishing platform reads
mod events; // CommonMark → page
mod front_matter; // YAML at the start → fields
mod header; // title, label lines
mod markup; // HTML inside of Markdown → page
mod page; // linear text and blocks being written
mod products; // lists of products under a heading
mod table; // cells being written
#[cfg(test)]
mod tests;

pub(super) use products::product_sections;

use super::{Extracted, Field, FieldName, RawBlock, RawBlockKind};
use crate::Options;
use crate::error::{Reject, RejectReason};
use crate::model::{Form, SectionKind};
use crate::source::Document;
use crate::span::Span;
use crate::vocabulary::LabelKind;

/// Extracts an article in Markdown. Fragments that pages include, redirects and empty pages are refused.
pub fn extract(document: Document, options: &Options) -> Result<Extracted, Reject> {
    let source = document.text;
    let mut out = Extracted::new(Form::Markdown, "markdown", String::new());
    out.diagnostics = document.diagnostics;
    let mut entries = Vec::new();
    let mut body = 0;
    if let Some(front) = front_matter::find(&source) {
        entries = front_matter::entries(&front, &source, &mut out.diagnostics);
        front_matter::fields(&entries, &mut out);
        body = front.end;
        let end = source[..body].trim_end().len();
        out.blocks.push(RawBlock { span: Span::new(0, end), kind: RawBlockKind::Header });
        out.text.push_str(&source[..end]);
    }
    let has = |prefix: &str| entries.iter().any(|e| e.key.starts_with(prefix));
    if let Some(page) = archive::read(&source[body..]) {
        out.dialect = "archive-markdown";
        return Ok(archive_page(out, page, options));
    }
    let number = out.field(FieldName::ArticleId);
    let bulletin = number.is_some_and(|f| front_matter::is_bulletin(&f.value) || has("ms:assetid"));
    out.dialect = if bulletin {
        "bulletin-markdown"
    } else if has("ms.") || has("ms:") {
        "docs-markdown"
    } else {
        out.dialect
    };
    out.text.reserve(source.len() - body);
    let first = out.blocks.len();
    let mut page = page::Page::new(out, options);
    events::write(&admonition::as_quotes(&bilingual::translation(&source[body..])), &mut page);
    let (mut out, outermost) = page.finish();
    hide_contents(&mut out, first, options);
    header::read(&mut out, first, outermost, options);
    if let Some(product) = directive::applies_to(&source[body..])
        && out.field(FieldName::AppliesTo).is_none()
    {
        out.fields.push(Field { name: FieldName::AppliesTo, value: product.to_owned(), span: None });
    }
    chrome::set_apart(&mut out, &options.vocabulary);
    refuse(&out, first, &entries, options)?;
    Ok(out)
}

/// An archive page: its heading as header, its text as the text form's reader sees it.
fn archive_page(mut out: Extracted, page: archive::ArchivePage, options: &Options) -> Extracted {
    for field in out.fields.iter_mut().filter(|f| f.name == FieldName::Title) {
        field.name = FieldName::Other;
    }
    if let Some(heading) = page.heading.map(markup::decode) {
        if !out.text.is_empty() {
            out.text.push_str("\n\n");
        }
        let span = Span::new(out.text.len(), out.text.len() + heading.len());
        out.text.push_str(&heading);
        out.blocks.push(RawBlock { span, kind: RawBlockKind::Header });
        let (number, title) = archive::numbered_title(&heading).unwrap_or(("", &heading));
        let mut add = |name, value: &str| out.fields.push(Field { name, value: value.to_owned(), span: Some(span) });
        if !number.is_empty() {
            add(FieldName::ArticleId, number);
        }
        add(FieldName::Title, title);
    }
    if !out.text.is_empty() {
        out.text.push_str("\n\n");
    }
    let start = out.text.len();
    out.text.push_str(&page.text);
    let text = std::mem::take(&mut out.text);
    super::text::blocks(&text, start..text.len(), options, &mut out);
    out.text = text;
    out
}

/// Tables of contents are the site's: a heading that says so, and the list below it if there is one.
fn hide_contents(out: &mut Extracted, first: usize, options: &Options) {
    let mut inside = false;
    for block in &mut out.blocks[first..] {
        match &block.kind {
            RawBlockKind::Heading { text, .. } => {
                let words = text.of(&out.text).trim();
                inside = words.len() <= 60
                    && (options.vocabulary.label(words) == Some(LabelKind::Contents)
                        || words.trim_end_matches(':').eq_ignore_ascii_case("table of contents"));
            }
            RawBlockKind::ListItem { text, .. } if inside => {
                let linked = out.links.partition_point(|l| l.span.start < text.start);
                inside = out.links.get(linked).is_some_and(|l| l.url.starts_with('#') && text.contains(l.span));
            }
            _ => inside = false,
        }
        if inside {
            block.kind = RawBlockKind::Chrome;
        }
    }
}

/// Refuses what is Markdown but no article.
fn refuse(out: &Extracted, first: usize, entries: &[front_matter::Entry], options: &Options) -> Result<(), Reject> {
    let refuse = |why: &str| Err(Reject::new(RejectReason::NotAnArticle, why));
    let redirects = ["redirect_url", "redirect_to", "redirectUrl", "redirect"];
    if let Some(to) = entries.iter().find(|e| redirects.contains(&e.key.as_str())) {
        let to = to.values.first().map_or("another page", String::as_str);
        return refuse(&format!("a redirect to `{to}`, not an article"));
    }
    if !out.blocks[first..].iter().any(|b| !matches!(b.kind, RawBlockKind::Rule | RawBlockKind::Chrome)) {
        return refuse(if first > 0 { "front matter without an article" } else { "nothing but marks and comments" });
    }
    if options.fragments {
        return Ok(());
    }
    let is_include = |e: &front_matter::Entry| e.key == "ms.topic" && e.values.first().is_some_and(|v| v == "include");
    let why = if entries.iter().any(is_include) {
        "a fragment that articles include, by its topic"
    } else if out.field(FieldName::Title).is_none()
        && out.field(FieldName::ArticleId).is_none()
        && !tells_a_problem(out, first, options)
    {
        "a fragment without title and number, such as pages include"
    } else {
        return Ok(());
    };
    Err(Reject::new(RejectReason::Fragment, why))
}

/// Does a page without a title tell a problem and what to do about it, each under a heading? Wikis and help centres keep
/// titles outside of their files; what other pages include is one section of an article.
fn tells_a_problem(out: &Extracted, first: usize, options: &Options) -> bool {
    let roles = out.blocks[first..].iter().filter_map(|block| match &block.kind {
        RawBlockKind::Heading { text, .. } => options.vocabulary.role(text.of(&out.text)).map(|role| role.kind),
        _ => None,
    });
    let (mut problem, mut remedy) = (false, false);
    for role in roles {
        problem |= matches!(role, SectionKind::Symptoms | SectionKind::Cause | SectionKind::ErrorMessage);
        remedy |= matches!(role, SectionKind::Resolution | SectionKind::Workaround);
    }
    problem && remedy
}
