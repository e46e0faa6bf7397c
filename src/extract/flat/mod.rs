//! The flat form: where in a crawl's text extraction do header, headings and blocks stand?
//!
//! Markup is gone. Headings are glued to sentences (`this hotfix.PrerequisitesNo prerequisites are required.`), stand
//! as words among words, or fill a line, and the same words stand in sentences, code and names. So nothing here
//! decides at one place: all phrases of the vocabulary are found in one pass, the bytes beside each are weighed, and
//! the headings are the best consistent sequence over the whole document, in the style that explains it best.
//!
//! Tables are not read here: a file table is one run of words, which its own reader takes apart.

mod blocks; // paragraphs and list items, where that is sure
mod candidates; // where a heading may begin
mod chrome; // what the site put between
mod contents; // lists of headings, and the line of date and reading time
mod context; // what stands beside a place
mod evidence; // what that proves
mod fields; // values behind labels
#[cfg(test)]
mod glue_tests;
mod head; // title and header fields
mod headlines; // headings in the article's own words
mod identifier; // names of programs that hold a heading's word
#[cfg(test)]
mod menu_tests;
#[cfg(test)]
mod page_tests;
mod products; // lists of products
mod sequence; // the best sequence of headings
mod series; // words that count parts
pub(super) mod stated; // lines that state a property
mod tail; // products, keywords, chrome behind the body
#[cfg(test)]
mod tests;
mod titles; // headings of the article's own that are glued to their text

use super::{Extracted, Field, FieldName, RawBlock, RawBlockKind};
use crate::Options;
use crate::error::{Reject, RejectReason};
use crate::model::Form;
use crate::source::Document;
use crate::span::Span;
use crate::vocabulary::{Hit, Prose, Rank};
use context::{Before, Case};
use evidence::Layout;
use head::Opening;
use titles::Title;

/// Extracts an article from a flat text.
pub fn extract(document: Document, options: &Options) -> Result<Extracted, Reject> {
    let mut out = Extracted::new(Form::Flat, "flat", document.text);
    out.diagnostics = document.diagnostics;
    let text = std::mem::take(&mut out.text);
    let vocabulary = &*options.vocabulary;
    let prose = vocabulary.prose();
    let hits: Vec<Hit> = vocabulary.finder().find(&text).collect();
    let mut chrome = chrome::between(&text, &hits, prose);
    chrome.extend(contents::lists(&text, &hits));
    let above = chrome::above(&text, &hits);
    let microsofts = !above.is_empty() || chrome::signed_out(&text).is_some();
    chrome.extend(above);
    chrome.sort_unstable();
    chrome.dedup_by(|next, last| {
        let overlaps = next.0 < last.1;
        last.1 = if overlaps { last.1.max(next.1) } else { last.1 };
        overlaps
    });

    let mut all = candidates::candidates(&text, &hits, 0, text.len(), &chrome, prose);
    let written = candidates::written(&text, vocabulary.languages());
    all.iter_mut().for_each(|c| c.languages &= written);
    let language = candidates::language(&all);
    all.retain(|c| c.languages & language != 0);
    let upper = sequence::is_upper(&all);
    let sure = all.iter().find(|c| evidence::is_sure(c, upper)).map_or(text.len(), |c| c.start);
    let first = sequence::opening(&all, upper).map_or(sure, |opening| opening.min(sure));
    let opening = Opening { first, all: &all, upper, chrome: &chrome };
    let mut head = head::read(&text, &hits, &opening, vocabulary);

    let mut candidates = candidates::candidates(&text, &hits, head.body, text.len(), &chrome, prose);
    candidates.retain(|c| c.languages & language != 0);
    // A lone heading in capitals that opens the body tells how others would be set, if no others tell it.
    let lone = candidates.split_first().is_some_and(|(first, others)| {
        let others = others.iter().filter(|c| c.role.rank == Rank::Section);
        first.before == Before::Start
            && first.case == Case::Upper
            && others.clone().all(|c| c.case == Case::Upper || evidence::best_points(c) <= 0)
    });
    let upper = upper || lone;
    let last = tail::last_heading(&candidates, upper);
    let mut tail = tail::read(&text, &hits, head.body, last, &chrome, vocabulary);
    candidates.retain(|c| c.end <= tail.start);
    let headings = sequence::headings(&candidates, upper);
    if headings.list.is_empty() && head.fields.len() + tail.fields.len() < 2 {
        return Err(Reject::new(
            RejectReason::NotAnArticle,
            "no heading, product, number or other field of an article was found",
        ));
    }

    out.dialect = match headings.style.layout {
        Layout::Lines => "flat-lines",
        Layout::Glued => "flat-glued",
        Layout::Spaced => "flat-spaced",
    };
    out.lines = headings.points > 0 && headings.style.layout == Layout::Lines;
    let layout = headings.style.layout;
    // Its headings are Chinese as well; its script is its own.
    out.language = candidates::is_japanese(&text).then(|| "ja".to_owned());
    if microsofts {
        out.fields.push(Field { name: FieldName::Publisher, value: "microsoft".to_owned(), span: None });
    }
    out.fields.append(&mut head.fields);
    out.fields.append(&mut tail.fields);
    out.blocks.append(&mut head.blocks);
    let mut at = head.body;
    for (place, heading) in headings.list.iter().enumerate() {
        let mut span = (heading.start, heading.end);
        if heading.level > 1 && layout == Layout::Glued {
            let next = headings.list.get(place + 1).map_or(tail.start, |h| h.start);
            span = titles::whole(&text, at, span, next, prose);
        }
        span.0 -= number(&text[at..span.0]);
        body(&text, Span::new(at, span.0), &chrome, layout, &mut out.blocks, prose);
        at = span.1 + colon(&text[span.1..]);
        out.blocks.push(RawBlock {
            span: Span::new(span.0, at),
            kind: RawBlockKind::Heading { level: heading.level, text: Span::new(span.0, span.1) },
        });
    }
    body(&text, Span::new(at, tail.start), &chrome, layout, &mut out.blocks, prose);
    out.blocks.append(&mut tail.blocks);
    out.text = text;
    Ok(out)
}

/// The blocks of a stretch of the body, the site's words set apart.
fn body(text: &str, span: Span, chrome: &[(usize, usize)], layout: Layout, out: &mut Vec<RawBlock>, prose: &Prose) {
    let mut at = span.start as usize;
    let end = span.end as usize;
    let next = chrome.partition_point(|&(start, _)| start < at);
    for &(start, stop) in chrome[next..].iter().take_while(|c| c.1 <= end) {
        stretch(text, Span::new(at, start), layout, out, prose);
        out.push(RawBlock { span: Span::new(start, stop), kind: RawBlockKind::Chrome });
        at = stop;
    }
    stretch(text, Span::new(at, end), layout, out, prose);
}

/// The blocks of a stretch without the site's words, and the headings in its own words: in a text of one block a line,
/// and where headings are glued to what follows.
fn stretch(text: &str, span: Span, layout: Layout, out: &mut Vec<RawBlock>, prose: &Prose) {
    let mut at = span.start as usize;
    let own = match layout {
        Layout::Lines => headlines::headlines(text, span, prose),
        Layout::Glued => titles::titles(text, span, prose),
        Layout::Spaced => {
            let counted = series::series(text, span, false);
            counted.into_iter().map(|words| Title { span: words, words }).collect()
        }
    };
    for Title { span, words } in own {
        blocks::paragraphs(text, Span::new(at, span.start as usize), out, prose);
        at = span.end as usize + colon(&text[span.end as usize..]);
        let span = Span::new(span.start as usize, at);
        out.push(RawBlock { span, kind: RawBlockKind::Heading { level: 2, text: words } });
    }
    blocks::paragraphs(text, Span::new(at, span.end as usize), out, prose);
}

/// How much of what stands before a heading is the number that its line begins with: `2. CAUSE`, `IV. Workaround`.
fn number(before: &str) -> usize {
    const LONGEST: usize = 5;
    let line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
    let mark = line.trim().strip_suffix(['.', ')']).unwrap_or("");
    let counted = mark.bytes().all(|b| b.is_ascii_digit()) || mark.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
    if counted && (1..=LONGEST).contains(&mark.len()) { line.trim_start().len() } else { 0 }
}

/// The length of the colon that stands directly behind a heading.
fn colon(rest: &str) -> usize {
    let inner = rest.trim_start_matches(' ');
    let sign = inner.chars().next().filter(|c| matches!(c, ':' | '：'));
    sign.map_or(0, |sign| rest.len() - inner.len() + sign.len_utf8())
}
