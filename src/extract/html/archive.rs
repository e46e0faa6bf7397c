//! A page around one `<pre>` that holds an article in the text form.
//!
//! The page gives the title and the address; the article is read by the text form's own rules.

use super::head::{self, Head};
use super::linear::{Kind, Linear};
use super::{fields, site};
use crate::Options;
use crate::extract::{Extracted, Field, FieldName, RawBlock, RawBlockKind, text};
use crate::span::Span;

/// Shorter blocks hold no article.
const LEAST: usize = 200;

/// The item that is an article in the text form.
pub fn find(page: &Linear) -> Option<usize> {
    page.items.iter().position(|item| {
        matches!(item.kind, Kind::Code { .. }) && item.span.len() >= LEAST && text::is_text_form(item.span.of(&page.text))
    })
}

/// Reads a page whose article is at this item.
pub fn article(page: &Linear, at: usize, head: &mut Head, options: &Options, out: &mut Extracted) {
    let own = page.items[at].span;
    // The heading above the text is the title.
    let title = page.items[..at].iter().rposition(|i| {
        matches!(i.kind, Kind::Heading(_)) && (head.is_title(i.span.of(&page.text)) || !i.chrome && i.linked < i.total)
    });
    for (position, item) in page.items[..at].iter().enumerate() {
        let is_title = title == Some(position);
        if is_title {
            let (bare, number) = head::bare(item.span.of(&page.text));
            if let Some(number) = number {
                out.fields.push(fields::field(FieldName::ArticleId, number, &page.text));
            }
            let span = fields::field(FieldName::Title, bare, &page.text).span;
            out.fields.push(Field { name: FieldName::Title, value: head::squeeze(bare), span });
        }
        push(out, item.span, is_title);
    }
    let range = own.range();
    text::blocks(&page.text, range, options, out);
    for item in &page.items[at + 1..] {
        let words = item.span.of(&page.text);
        push(out, item.span, !item.chrome && (site::is_disclaimer(words) || site::is_copyright(words)));
    }
}

fn push(out: &mut Extracted, span: Span, header: bool) {
    if !span.is_empty() {
        let kind = if header { RawBlockKind::Header } else { RawBlockKind::Chrome };
        out.blocks.push(RawBlock { span, kind });
    }
}
