//! What does a flat text say before the body: title, identifier, dates, products?
//!
//! The head is a chain of labels with their values; the first words that belong to none of them are the title. Where
//! the title runs on into the first sentence of the article, the sentence is told by how sentences open.

use super::candidates::Candidate;
use super::context::{After, Before, Case};
use super::stated::{self, Stated};
use super::{chrome, contents, context, fields, products};
use crate::extract::{Field, FieldName, RawBlock, RawBlockKind};
use crate::model::SectionKind;
use crate::span::Span;
use crate::vocabulary::{Hit, LabelKind, Prose, Rank, Vocabulary, notes};

/// What was found before the body.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// Where the body begins.
    pub body: usize,
    /// Fields in document order.
    pub fields: Vec<Field>,
    /// Blocks in document order: header, chrome, and sentences between them that are the article's.
    pub blocks: Vec<RawBlock>,
}

/// A stretch of the head that is told by its label.
struct Claim {
    /// Label and value.
    span: Span,
    field: Option<Field>,
    /// Header or chrome.
    kind: RawBlockKind,
}

/// Where the body may begin.
pub(super) struct Opening<'c> {
    /// The first place that looks like a section's heading by itself.
    pub first: usize,
    /// All places where headings may stand.
    pub all: &'c [Candidate],
    /// Are the headings in capitals?
    pub upper: bool,
    /// Places of the site's words.
    pub chrome: &'c [(usize, usize)],
}

impl Opening<'_> {
    /// A heading that stands directly behind a field of the head, though nothing else would tell it: where the value ends
    /// by its own grammar, what follows is no part of it.
    fn behind(&self, text: &str, end: usize) -> Option<usize> {
        let skip = |at: usize| {
            at + text[at..].len() - text[at..].trim_start_matches(|c: char| c.is_whitespace() || c == '-').len()
        };
        let mut start = skip(end);
        // The site's words may stand between.
        while let Some(&(_, end)) = self.chrome.iter().find(|c| c.0 == start && c.1 > start) {
            start = skip(end);
        }
        let at = self.all.binary_search_by_key(&start, |c| c.start).ok()?;
        let found = &self.all[at];
        let fits =
            found.role.rank == Rank::Section && !found.is_numbered() && (found.case == Case::Upper || !self.upper);
        let opens = found.glued_after()
            || matches!(found.after, After::Opener | After::Sentence | After::Line)
            || matches!(found.after, After::Capital | After::Script | After::Other) && !found.common
            || found.after == After::Reference && found.case == Case::Upper; // `SUMMARY Below is …`
        (fits && opens).then_some(start)
    }
}

impl Opening<'_> {
    /// In a script without capitals the title runs into the first heading: `…が表示される症状サービスを …`. Between the last
    /// label and what is sure, the first phrase that opens articles ends it.
    fn behind_title(&self, from: usize, first: usize) -> Option<usize> {
        use SectionKind::{Introduction, Summary, Symptoms};
        let from = self.all.partition_point(|c| c.start <= from);
        let near = self.all[from..].iter().take_while(|c| c.start < first);
        let mut opening = near.filter(|c| {
            c.case == Case::Caseless
                && c.role.rank == Rank::Section
                && (!c.common || matches!(c.after, After::Opener | After::GluedOpener | After::Sentence))
                && matches!(c.role.kind, Symptoms | Summary | Introduction)
                && !matches!(c.after, After::Reference | After::Close | After::Joined)
        });
        opening.next().map(|c| c.start)
    }
}

/// How far apart two labels of a head may stand: between them there may be the title and a sentence or two.
const REACH: usize = 2500;

/// A head has a dozen labels; what has more is a text made of them.
const MOST_LABELS: usize = 64;

/// Longer first lines are text.
const LONGEST_TITLE: usize = 600;

/// Reads the head.
pub(super) fn read(text: &str, hits: &[Hit], opening: &Opening<'_>, vocabulary: &Vocabulary) -> Head {
    let prose = vocabulary.prose();
    let mut head = Head::default();
    let first = opening.first;
    let start = chrome::at_start(text, vocabulary).min(first);
    // A list below `Skip to main content` is the site's menu: `• Place orders quickly and easily`.
    let start = if start > 0 { start + menu(&text[start..first]) } else { start };
    if start > 0 {
        head.blocks.push(block(0, start, RawBlockKind::Chrome));
    }
    let (mut claims, first) = claims(text, hits, start, opening, prose);
    if let Some(url) = leading_url(text, start) {
        let field = Some(fields::field(text, FieldName::Url, url));
        claims.insert(0, Claim { span: url, field, kind: RawBlockKind::Header });
    }
    let first = summary_line(text, hits, start, first);
    with_byline(&mut claims, text, start, first);
    with_chrome(&mut claims, opening.chrome, start, first);
    with_lines(&mut claims, text, start, first, vocabulary);
    // What stands before a title that is called one is what the page is, or whose: `SUPPORT COMMUNICATION`.
    let is_title = |claim: &Claim| claim.field.as_ref().is_some_and(|field| field.name == FieldName::Title);
    let mut before_title = claims.iter().position(is_title).map_or(0, |at| at + 1);
    let mut at = start;
    // Of pages for those who have not signed in, crawls leave out the title: what follows is the article's first sentence.
    let mut title = chrome::signed_out(text).is_some() && {
        let line = Span::new(start, next_line(text, start, first)).trim(text).of(text);
        line.ends_with(context::is_stop)
    };
    // A page of today has its title, a description, and then products or a number; only there a title may run on.
    let described = claims.is_empty();
    for Claim { span, field, kind } in claims {
        // `From BetaArchive Wiki`, and then what only behind such words is the site's: `Knowledge Base`.
        if !title && head.blocks.last().is_some_and(|b| b.kind == RawBlockKind::Chrome) && at > start {
            let end = chrome::go_on(text, at, vocabulary).min(span.start as usize);
            let more = Span::new(at, end).trim(text);
            if !more.is_empty() {
                head.blocks.push(RawBlock { span: more, kind: RawBlockKind::Chrome });
                at = end;
            }
        }
        let gap = Span::new(at, span.start as usize);
        if let Some(left) = before_title.checked_sub(1) {
            (before_title, title) = (left, left == 0);
            let gap = gap.trim(text);
            head.blocks.extend((!gap.is_empty()).then_some(RawBlock { span: gap, kind: RawBlockKind::Header }));
        } else {
            let describing = [FieldName::AppliesTo, FieldName::ArticleId];
            let described = field.as_ref().is_some_and(|f| describing.contains(&f.name));
            between(text, gap, described, &mut title, &mut head, vocabulary);
        }
        head.blocks.push(RawBlock { span, kind });
        head.fields.extend(field);
        at = span.end as usize;
    }
    if !title {
        // The title stands behind the last label, on the rest of its line; or there are no labels at all, and what
        // follows the title on its line is the body's.
        let line = Span::new(at, next_line(text, at, first)).trim(text);
        let length = title_end(line.of(text), described, prose).unwrap_or(line.len());
        if length <= LONGEST_TITLE {
            let gap = Span::new(at, line.start as usize + length);
            at = gap.end as usize;
            between(text, gap, false, &mut title, &mut head, vocabulary);
        }
    }
    let rest = Span::new(at, first.max(at)).trim(text);
    let leads = super::number(rest.of(text)) > 0; // the number of the first heading
    if title && first < text.len() && !rest.is_empty() && !leads && is_rest(rest.of(text)) {
        head.blocks.push(RawBlock { span: rest, kind: RawBlockKind::Header });
        at = rest.end as usize;
    }
    head.body = at;
    head
}

/// The labels of the head with their values, and where the first heading stands behind them; each span covers label and
/// value.
fn claims(text: &str, hits: &[Hit], start: usize, opening: &Opening<'_>, prose: &Prose) -> (Vec<Claim>, usize) {
    let mut first = opening.first;
    let mut out: Vec<Claim> = Vec::new();
    let mut wordy = false; // is there anything but labels, of which the title may be made?
    let mut last = start;
    let mut dated = false;
    let mut identified = false;
    for (at, hit) in hits.iter().enumerate() {
        if hit.start < last {
            continue;
        }
        let original = hit.label == Some(LabelKind::OriginalId);
        let late = hit.start >= first && !original && hit.label != Some(LabelKind::Contents);
        if late || hit.start - last > REACH || out.len() >= MOST_LABELS {
            break;
        }
        let products = hit.heading.is_some_and(|role| role.rank == Rank::Property);
        let words = &text[hit.start..hit.end];
        // The names of icons stand as small words before labels: `calendar_today Updated On`.
        let icon = matches!(hit.label, Some(LabelKind::ArticleId | LabelKind::Modified))
            && words.contains(|c: char| c.is_ascii_uppercase())
            && text[..hit.start].ends_with(char::is_whitespace);
        let small = context::case(words) == Case::Lower && !icon;
        if small && hit.start != start {
            continue;
        }
        let next = next_boundary(text, hits, at, first.max(hit.end));
        let at_line = text[..hit.start].trim_end_matches(' ').ends_with('\n');
        let run = text[hit.end..].starts_with([' ', ':']) && {
            let words = text[hit.end..].trim_start_matches([' ', ':', '•', '-']);
            products::begins_with_product(words)
        };
        // `… of the Drawing ObjectApplies ToMicrosoft PowerPoint …`
        let run = run || products && !small && text[hit.end..].starts_with(|c: char| c.is_uppercase());
        // `Article Last Modified on 1/28/2002 APPLIES TO The C Run-Time …`
        let chained = !out.is_empty() && text[last..hit.start].trim().is_empty();
        let run = run || products && !small && chained && !hit.common;
        let claim = if products && (at_line || !hit.common || run) {
            products_claim(text, hit, section(text, hits, at, prose).min(next), run)
        } else if let Some(kind) = hit.label {
            label_claim(text, kind, hit, next, prose)
        } else {
            None
        };
        let Some((end, field)) = claim else { continue };
        let is = |names: &[FieldName]| field.as_ref().is_some_and(|f| names.contains(&f.name));
        let identity = is(&[FieldName::ArticleId]);
        // A second identifier behind a date begins the properties at the end of a short article.
        if identity && dated && identified && !original {
            break;
        }
        identified |= identity;
        dated |= is(&[FieldName::Reviewed, FieldName::Modified]);
        wordy |= text[last..hit.start].contains(char::is_alphanumeric);
        // `… in TCPIP.NLM (Last modified: 14Mar2003)`
        let bracketed = text[..hit.start].ends_with('(') && text[end..].starts_with(')');
        let (from, end) = if bracketed { (hit.start - 1, end + 1) } else { (hit.start, end) };
        out.push(Claim { span: Span::new(from, end), field, kind: RawBlockKind::Header });
        last = end;
        if original {
            break;
        }
        if let Some(heading) = opening.behind(text, end).filter(|&at| wordy && at < first) {
            first = heading;
            break;
        }
    }
    if !wordy {
        first = opening.behind_title(last, first).unwrap_or(first);
    }
    (out, first)
}

/// The site's words between the labels, and directly behind them.
fn with_chrome(claims: &mut Vec<Claim>, chrome: &[(usize, usize)], start: usize, first: usize) {
    let mut last = claims.last().map_or(start, |c| c.span.end as usize);
    for &(from, to) in chrome.iter().filter(|c| c.0 >= start && c.1 <= first) {
        if from > last + 300 {
            break;
        }
        let place = claims.partition_point(|c| (c.span.end as usize) <= from);
        if claims.get(place).is_none_or(|next| to <= next.span.start as usize) {
            last = last.max(to);
            claims.insert(place, Claim { span: Span::new(from, to), field: None, kind: RawBlockKind::Chrome });
        }
    }
}

/// The lines that state properties under labels that the words alone do not tell.
fn with_lines(claims: &mut Vec<Claim>, text: &str, start: usize, first: usize, vocabulary: &Vocabulary) {
    for Stated { line, field } in stated::at_start(text, start, first, vocabulary) {
        let place = claims.partition_point(|c| c.span.end <= line.start);
        if claims.get(place).is_none_or(|next| line.end <= next.span.start) {
            claims.insert(place, Claim { span: line, field: Some(field), kind: RawBlockKind::Header });
        }
    }
}

/// `… after an update Summary: The service stops …`: a description in one line ends the title.
fn summary_line(text: &str, hits: &[Hit], start: usize, first: usize) -> usize {
    let near = hits.iter().take_while(|h| h.start < first.min(start + LONGEST_TITLE));
    let mut found = near.filter(|h| {
        let summary = h.heading.is_some_and(|role| role.kind == SectionKind::Summary && !h.common);
        summary
            && context::case(&text[h.start..h.end]) == Case::Capital
            && text[h.end..].starts_with(": ")
            && text[start..h.start].ends_with(' ')
    });
    found.next().map_or(first, |h| h.start)
}

/// The line of date and reading time, wherever it stands between the labels.
fn with_byline(claims: &mut Vec<Claim>, text: &str, start: usize, first: usize) {
    let Some((span, date)) = contents::byline(text) else { return };
    let (from, to) = (span.start as usize, span.end as usize);
    let place = claims.partition_point(|c| (c.span.end as usize) <= from);
    let free = claims.get(place).is_none_or(|next| to <= next.span.start as usize);
    if free && from > start && to <= first {
        let field = date.map(|date| contents::modified(text, date));
        claims.insert(place, Claim { span, field, kind: RawBlockKind::Header });
    }
}

/// Where the value of the label `at` ends at the latest: the next label that stands behind it, or the first heading.
fn next_boundary(text: &str, hits: &[Hit], at: usize, first: usize) -> usize {
    let near = hits[at].end + 4 * REACH;
    let next = hits[at + 1..].iter().take_while(|h| h.start < near).find(|h| {
        matches!(
            h.label,
            Some(
                LabelKind::ArticleId
                    | LabelKind::OriginalId
                    | LabelKind::Alias
                    | LabelKind::Reviewed
                    | LabelKind::ProductVersion
                    | LabelKind::Published
                    | LabelKind::Contents
                    | LabelKind::ChromeEnd
            )
        ) && (h.label != Some(LabelKind::Published) || text[h.end..].starts_with(':'))
    });
    next.map_or(first, |h| h.start.min(first))
}

/// Where behind the label `at` the first heading of a section may stand; a list of products holds no such words.
fn section(text: &str, hits: &[Hit], at: usize, prose: &Prose) -> usize {
    let near = hits[at].end + REACH;
    let heading = hits[at + 1..].iter().take_while(|h| h.start < near).find(|h| {
        let case = context::case(&text[h.start..h.end]);
        if h.label == Some(LabelKind::Chrome) && case != Case::Lower {
            return true;
        }
        if h.heading.is_none_or(|role| role.rank != Rank::Section) || case == Case::Lower {
            return false;
        }
        let before = context::before(text, hits[at].end, h.start, h.end, case, prose);
        let after = context::after(text, h.end, case, prose);
        let within = before == Before::UpperGlued && h.common; // `INTROSCOPE` is one word
        let apart = !within && !matches!(before, Before::Joined | Before::Open | Before::Prose | Before::Sign);
        let opens = !matches!(after, After::Joined | After::Close | After::Reference | After::Lower | After::Other);
        // `Solution Manager` is a product.
        apart && opens && (case == Case::Upper || after != After::Capital || !h.common && before != Before::Name)
    });
    heading.map_or(text.len(), |h| h.start)
}

fn label_claim(text: &str, kind: LabelKind, hit: &Hit, limit: usize, prose: &Prose) -> Option<(usize, Option<Field>)> {
    if kind == LabelKind::Contents {
        let quoted = text[hit.end..].starts_with(['"', '”']);
        let word = context::last_word(text[..hit.start].trim_end());
        let ends = text[hit.end..].trim_start_matches(' ').starts_with(|c: char| !c.is_lowercase());
        let spoken = !ends && text[..hit.start].ends_with(' ') && context::is_among(word, &prose.before);
        return (!quoted && !spoken).then_some((hit.end, None));
    }
    let name = fields::name(kind)?;
    let value = fields::value(text, kind, hit.end, limit)?;
    let field = match name {
        FieldName::AppliesTo => products::products(text, value)?,
        _ => fields::field(text, name, value),
    };
    let mut end = value.end as usize;
    if kind == LabelKind::Alias {
        // `… under Q123456.` and `… under Q123456, Q234567`
        end += text[end..].bytes().take_while(|b| matches!(b, b'.' | b',')).count();
    }
    Some((end, Some(field)))
}

/// "Applies to:" and its products, on the line or on those below.
fn products_claim(text: &str, hit: &Hit, limit: usize, run: bool) -> Option<(usize, Option<Field>)> {
    let rest = text.get(hit.end..limit)?;
    let inner = rest.trim_start_matches([':', '：', ' ', '\t']);
    let colon = rest.len() != inner.len() && rest[..rest.len() - inner.len()].contains([':', '：']);
    let from = limit - inner.len();
    let own_line = inner.starts_with('\n') && text[..hit.start].trim_end_matches(' ').ends_with('\n');
    let end = match inner.find('\n') {
        _ if !(colon || own_line || run && limit - hit.end <= REACH) => return None,
        Some(0) => limit,
        Some(line) => from + line,
        None => limit,
    };
    let span = Span::new(from, end).trim(text);
    let field = products::products(text, span)?;
    Some((span.end as usize, Some(field)))
}

/// Text between labels: the title, then the article's own first sentences; or only signs that divide.
fn between(text: &str, gap: Span, described: bool, title: &mut bool, head: &mut Head, vocabulary: &Vocabulary) {
    let prose = vocabulary.prose();
    let gap = Span::new(gap.start as usize, gap.end as usize).trim(text);
    let words = gap.of(text);
    if !words.contains(char::is_alphanumeric) {
        if !gap.is_empty() {
            head.blocks.push(RawBlock { span: gap, kind: RawBlockKind::Header });
        }
        return;
    }
    if *title {
        let rest = is_rest(words);
        let kind = if rest { RawBlockKind::Header } else { RawBlockKind::Paragraph };
        head.blocks.push(RawBlock { span: gap, kind });
        return;
    }
    let start = gap.start as usize;
    // A rule may stand above the title.
    let blank = |line: &&str| !line.contains(char::is_alphanumeric);
    let rule: usize = words.split_inclusive('\n').take_while(blank).map(str::len).sum();
    if rule > 0 {
        let span = Span::new(start, start + rule).trim(text);
        head.blocks.push(RawBlock { span, kind: RawBlockKind::Header });
        return between(text, Span::new(start + rule, gap.end as usize), described, title, head, vocabulary);
    }
    let line = words.find('\n').unwrap_or(words.len());
    // The number by which the article goes may have the first line to itself.
    if line < words.len() && is_number(&words[..line]) && head.fields.iter().all(|f| f.name != FieldName::ArticleId) {
        let number = Span::new(start, start + line).trim(text);
        head.fields.push(fields::field(text, FieldName::ArticleId, number));
        head.blocks.push(RawBlock { span: number, kind: RawBlockKind::Header });
        return between(text, Span::new(start + line, gap.end as usize), described, title, head, vocabulary);
    }
    // `ACHTUNG:` above a notice is no title, and what stands below it is none either.
    let label = words[..line].trim_end().strip_suffix([':', '：']);
    if label.is_some_and(notes::is_label) {
        *title = true;
        super::blocks::paragraphs(text, gap, &mut head.blocks, prose);
        return;
    }
    let end = title_end(&words[..line], described, prose).unwrap_or(line);
    if end > LONGEST_TITLE {
        super::blocks::paragraphs(text, gap, &mut head.blocks, prose);
        return;
    }
    *title = true;
    let named = without_site(words[..end].trim_end(), vocabulary);
    let (name, id) = without_number(named);
    let span = Span::new(start, start + name.len()).trim(text);
    head.fields.push(fields::field(text, FieldName::Title, span));
    let bulletin = bulletin_number(span.of(text));
    if let Some(at) = bulletin {
        let span = Span::new(span.start as usize + at, span.start as usize + at + "MS17-010".len());
        head.fields.push(fields::field(text, FieldName::ArticleId, span));
    }
    if let Some(id) = id.clone()
        && head.fields.iter().all(|f| f.name != FieldName::ArticleId)
    {
        let span = Span::new(start + id.start, start + id.end);
        head.fields.push(fields::field(text, FieldName::ArticleId, span));
    } else if let Some(id) = id
        && bulletin.is_some()
    {
        // A bulletin goes by its own number; the article of the same name is another name of it.
        let span = Span::new(start + id.start, start + id.end);
        let number = fields::field(text, FieldName::Alias, span);
        let value = format!("KB{}", number.value.trim_start_matches(['Q', 'K', 'B']));
        head.fields.push(Field { value, ..number });
    }
    head.blocks.push(block(start, start + named.len(), RawBlockKind::Header));
    let site = Span::new(start + named.len(), start + end).trim(text);
    if !site.is_empty() {
        head.blocks.push(RawBlock { span: site, kind: RawBlockKind::Chrome });
    }
    let rest = Span::new(start + end, gap.end as usize).trim(text);
    if !rest.is_empty() {
        super::blocks::paragraphs(text, rest, &mut head.blocks, prose);
    }
}

/// How much of a text is the list that it begins with; nothing, if there is nothing else.
fn menu(words: &str) -> usize {
    let item = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with(['•', '◦', '·', '▪']);
    let list: usize = words.split_inclusive('\n').take_while(item).map(str::len).sum();
    if list < words.len() { list } else { 0 }
}

/// `CTX136387`, `emc218359`, `K12345678`: letters, and the digits of a number.
fn is_number(line: &str) -> bool {
    let line = line.trim();
    let letters = line.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = &line[letters..];
    (1..=6).contains(&letters) && (4..=10).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Is this what is left of a value: `at 9:21 PM - English`?
fn is_rest(words: &str) -> bool {
    let short = words.len() < 24 && !words.ends_with('.');
    words.len() < 4 || short && (words.starts_with(char::is_lowercase) || !words.contains(' ') && words.is_ascii())
}

/// `… fails with error 5 - Red Hat Customer Portal`: a title without the name of its site.
fn without_site<'t>(title: &'t str, vocabulary: &Vocabulary) -> &'t str {
    let cut =
        [" - ", " | ", " – "].into_iter().filter_map(|mark| title.rsplit_once(mark)).min_by_key(|(_, site)| site.len());
    let Some((name, site)) = cut else { return title };
    let label = vocabulary.label(site).filter(|_| site.contains(' '));
    if matches!(label, Some(LabelKind::ChromeMore | LabelKind::Chrome)) { name.trim_end() } else { title }
}

/// `Title (910322)`: the title, and where in it the number stands.
fn without_number(title: &str) -> (&str, Option<std::ops::Range<usize>>) {
    let numbered = title.strip_suffix(')').and_then(|t| t.rfind('(').map(|at| (at, &t[at + 1..])));
    if let Some((at, inside)) = numbered {
        let digits = inside.trim_start_matches(['Q', 'K', 'B']);
        let number = (5..=7).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if number && at > 0 {
            return (title[..at].trim_end(), Some(at + 1..at + 1 + inside.len()));
        }
    }
    // `November 12, 2019—KB4525236 (OS Build 14393.3326)`: a number behind a dash is the article's own.
    let dashed = title.find("—KB").map(|at| at + "—".len());
    let digits = dashed.map_or(0, |at| title[at + 2..].bytes().take_while(u8::is_ascii_digit).count());
    (title, dashed.filter(|_| (6..=7).contains(&digits)).map(|at| at..at + 2 + digits))
}

/// Where in a title a bulletin's number stands: `MS17-010`.
fn bulletin_number(title: &str) -> Option<usize> {
    let bytes = title.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let shape = |at: &usize| {
        let begins = *at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        begins && bytes.get(at + 4) == Some(&b'-') && [2, 3, 5, 6, 7].iter().all(|i| digit(at + i)) && !digit(at + 8)
    };
    // Only a bulletin's own title names it: an article about one has a number of its own.
    let own = title.starts_with("MS") || title.contains("Security Bulletin") || title.contains("Sicherheitsbulletin");
    memchr::memmem::find_iter(bytes, "MS").find(shape).filter(|_| own)
}

/// Where the title ends, if the article's first sentence follows on its line.
fn title_end(line: &str, described: bool, prose: &Prose) -> Option<usize> {
    let mut opening = None;
    let end = line.trim_end();
    let sentence = described && end.ends_with(['.', '。', ':']) && !end.ends_with("...");
    let mut words = 0;
    let mut capitals = 0;
    for (at, letter) in line.char_indices() {
        let left = &line[..at];
        let glued = left.ends_with(|c: char| c.is_lowercase() || c.is_numeric() || matches!(c, ')' | '?'));
        let spaced = left.ends_with(' ');
        if at == 0 || !(spaced || glued) || !letter.is_uppercase() {
            if spaced && letter.is_lowercase() {
                words += 1;
            }
            continue;
        }
        let word = context::first_word(&line[at..]);
        let behind = line[at + word.len()..].trim_start();
        let next = context::first_word(behind);
        // `… fails This article describes …`: a page that speaks of itself.
        if context::is_among(word, &prose.this) && context::is_among(next, &prose.self_names) && next != "update" {
            // … or does so in its second sentence.
            let second = opening.filter(|_| left.trim_end().ends_with(['.', '。']));
            return Some(second.unwrap_or_else(|| back_over_note(left, prose)));
        }
        if !spaced {
            continue;
        }
        let before = context::last_word(left.trim_end());
        let title_case = capitals > words;
        let opens = context::is_among(word, &prose.openers)
            && word.chars().skip(1).all(|c| !c.is_uppercase())
            && behind.starts_with(|c: char| c.is_alphanumeric() || c == '"')
            && !context::is_among(before, &prose.before)
            && !before.ends_with([',', ':', '-', '–', '"', '/', '&'])
            && before.chars().any(char::is_alphanumeric);
        if opening.is_none() && sentence && opens && !title_case && words + capitals >= 2 {
            // The title itself must not look like a sentence that goes on.
            opening = Some(back_over_note(left, prose));
        }
        capitals += usize::from(word.chars().any(char::is_lowercase));
    }
    opening
}

/// `… with Gmail Important As documented here`: the sentence begins at the word that calls it important.
fn back_over_note(left: &str, prose: &Prose) -> usize {
    let trimmed = left.trim_end();
    let word = context::last_word(trimmed);
    if context::is_among(word, &prose.notes) { trimmed.len() - word.len() } else { left.len() }
}

/// An address on the text's first line, as saved pages carry it.
fn leading_url(text: &str, at: usize) -> Option<Span> {
    let line = &text[at..];
    let line = &line[..line.find('\n').unwrap_or(line.len())];
    let address = line.trim();
    let is_url = address.starts_with("http://") || address.starts_with("https://");
    (is_url && !address.contains(' ')).then(|| Span::new(at, at + line.len()).trim(text))
}

/// The end of the first line from `at` that holds anything, and not beyond `limit`.
fn next_line(text: &str, at: usize, limit: usize) -> usize {
    let rest = &text[at..limit.max(at)];
    let lead = rest.len() - rest.trim_start().len();
    at + lead + rest[lead..].find('\n').unwrap_or(rest.len() - lead)
}

fn block(start: usize, end: usize, kind: RawBlockKind) -> RawBlock {
    RawBlock { span: Span::new(start, end), kind }
}
