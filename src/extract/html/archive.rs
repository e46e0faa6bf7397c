//! A page around one `<pre>` that holds an article in the text form.
//!
//! The page gives the title and the address; the article is read by the text form's own rules.

use super::head::{self, Head};
use super::linear::{Kind, Linear};
use super::{fields, site};
use crate::Options;
use crate::extract::{Extracted, Field, FieldName, RawBlock, RawBlockKind, text};
use crate::one_line::one_line;
use crate::span::Span;

/// Shorter blocks hold no article.
const LEAST: usize = 200;

/// The item that is an article in the text form.
pub fn find(page: &Linear) -> Option<usize> {
    page.items.iter().position(|item| {
        matches!(item.kind, Kind::Code { .. })
            && item.span.len() >= LEAST
            && text::is_text_form(item.span.of(&page.text))
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
            let value = if is_typewritten(own.of(&page.text)) { typewritten(bare) } else { bare.to_owned() };
            out.fields.push(Field { name: FieldName::Title, value: one_line(&value), span });
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

/// What a page generator makes of typewritten quotes, dots and dashes in a heading.
const TYPOGRAPHIC: &[(char, &str)] = &[
    ('\u{2018}', "'"),
    ('\u{2019}', "'"),
    ('\u{201c}', "\""),
    ('\u{201d}', "\""),
    ('\u{2026}', "..."),
    ('\u{2013}', "--"),
    ('\u{2014}', "---"),
    ('\u{ab}', "<<"),
    ('\u{bb}', ">>"),
];

/// Has the article itself none of those signs? Then the title had none either before the page was generated.
fn is_typewritten(article: &str) -> bool {
    article.is_ascii() || !article.chars().any(|c| TYPOGRAPHIC.iter().any(|(sign, _)| *sign == c))
}

fn typewritten(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    for c in title.chars() {
        match TYPOGRAPHIC.iter().find(|(sign, _)| *sign == c) {
            Some((_, plain)) => out.push_str(plain),
            None => out.push(c),
        }
    }
    out
}

fn push(out: &mut Extracted, span: Span, header: bool) {
    if !span.is_empty() {
        let kind = if header { RawBlockKind::Header } else { RawBlockKind::Chrome };
        out.blocks.push(RawBlock { span, kind });
    }
}
