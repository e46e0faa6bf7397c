//! Which lines of a clipped page are the site's, not the article's?
//!
//! Whoever saves a page as Markdown takes its buttons along: `Expand all | Collapse all` behind the title, `Back to the top |
//! Give Feedback` behind each section. A line of nothing else, by itself or at the end of a paragraph, is chrome.

use crate::extract::{Extracted, RawBlock, RawBlockKind};
use crate::span::Span;
use crate::vocabulary::{LabelKind, Vocabulary};

/// Lines of buttons are short.
const LONGEST: usize = 120;

/// Sets lines of the site's words apart.
pub fn set_apart(out: &mut Extracted, words: &Vocabulary) {
    let text = std::mem::take(&mut out.text);
    let parts = |block: RawBlock| {
        let own = block.span.of(&text);
        let line = own.rfind('\n').map_or(0, |end| end + 1);
        if block.kind != RawBlockKind::Paragraph || !is_site(&own[line..], words) {
            return [Some(block), None];
        }
        let (start, end) = (block.span.start as usize, block.span.end as usize);
        let above = Span::new(start, start + line).trim(&text);
        let rest = (!above.is_empty()).then_some(RawBlock { span: above, ..block });
        [rest, Some(RawBlock { span: Span::new(start + line, end), kind: RawBlockKind::Chrome })]
    };
    out.blocks = std::mem::take(&mut out.blocks).into_iter().flat_map(parts).flatten().collect();
    out.text = text;
}

/// Is the line nothing but the site's words, strokes between them?
fn is_site(line: &str, words: &Vocabulary) -> bool {
    let line = line.trim();
    if line.is_empty() || line.len() > LONGEST || line.ends_with(['.', ':', ',', ';']) {
        return false;
    }
    let mut any = false;
    // What is left of a picture inside a link is its bracket.
    let mut parts = line.split('|').map(|part| part.trim_matches(|c: char| c.is_whitespace() || c == '[' || c == ']'));
    parts.all(|part| {
        any |= !part.is_empty();
        part.is_empty() || words.label(part) == Some(LabelKind::Chrome)
    }) && any
}

#[cfg(test)]
mod tests {
    use crate::Options;
    use crate::model::{Form, SourceInfo};
    use crate::source::Document;

    #[test]
    fn a_clipped_page_of_2012_is_the_article_that_it_was() {
        let text = "# How to move the queue [support.example]\n\n# How to move the queue\n\nArticle ID: 314444 - \
                    [View products that this article applies to.](http://support.microsoft.com/kb/314444#appliesto)\nThis \
                    article was previously published under Q314444\n\n[[#|Expand all]] | [[#|Collapse all]]\n\n## \
                    ![[./_resources/a.png]][[#|Summary]]\n\nThe queue moves.\n[![[./_resources/b.gif]]Back to the \
                    top](http://x/#top) | [Give Feedback](http://x/#survey)\n\n## ![[./_resources/a.png]][[#|Properties]]\n\n\
                    Article ID: 314444 - Last Review: September 11, 2012 - Revision: 18.0\n";
        let document = Document {
            text: text.to_owned(),
            form: Form::Markdown,
            diagnostics: Vec::new(),
            info: SourceInfo::default(),
        };
        let article = crate::extract::extract(document, &Options::default()).unwrap();
        let sectioned = crate::section::section(article, &Options::default());
        let headings: Vec<_> =
            sectioned.sections.iter().map(|s| s.heading.unwrap().of(&sectioned.extracted.text)).collect();
        assert_eq!(headings, ["Summary"]);
        assert_eq!(sectioned.text_of(0), "The queue moves.");
        let values: Vec<_> = sectioned.extracted.fields.iter().map(|f| f.value.as_str()).collect();
        for value in ["How to move the queue", "314444", "Q314444", "September 11, 2012", "18.0"] {
            assert!(values.contains(&value), "{value}: {values:?}");
        }
    }
}
