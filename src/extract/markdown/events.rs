//! What does CommonMark make of a Markdown source?
//!
//! One pass over pulldown-cmark's events, each turned into a call of the [`Page`]. Emphasis and link targets are not
//! written, code is written verbatim, HTML goes to `markup`, what only the publishing platform reads is left out.

use super::directive::{self, Directives};
use super::markup::Markup;
use super::page::{LeafKind, Page};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// Deeper nesting than any article has. Beyond it a source is not read as Markdown but line by line: nested quotes and
/// lists cost the parser time for every level on every line.
const MAX_NESTING: usize = 100;

/// Writes the blocks of a Markdown source to the page.
pub fn write(source: &str, page: &mut Page) {
    if is_too_deep(source) {
        let code = crate::diagnostic::Code::TooDeep;
        let message = format!("quotes or lists nest deeper than {MAX_NESTING}; the text was not read as Markdown");
        page.out.diagnostics.push(crate::diagnostic::Diagnostic::whole(code, message));
        return plain(source, page);
    }
    let directives = Directives::of(source);
    let mut markup = Markup::new(directives.components());
    let mut html = String::new();
    let mut quotes: Vec<Quote> = Vec::new();
    let mut images = 0usize;
    let mut code = Code::None;
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_FOOTNOTES;
    // Brackets in brackets are links to notebooks that clip pages; elsewhere they are a shell's tests.
    let clipped = memchr::memmem::find(source.as_bytes(), b"![[").is_some();
    let options = if clipped { options | Options::ENABLE_WIKILINKS } else { options };
    let mut footnote: Option<String> = None;
    let mut table_head = false;
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        match event {
            Event::Text(text) => match code {
                Code::Html => html.push_str(&text),
                Code::Block => page.text(&text),
                Code::None if images > 0 => {}
                Code::None => directives.visible(&text, &range, |part| page.text(part)),
            },
            Event::Code(text) if images == 0 && !directives.hides(range.start) => page.text(&text),
            Event::SoftBreak | Event::HardBreak if !directives.hides(range.start) => page.line_break(),
            Event::Html(text) => html.push_str(&text),
            Event::InlineHtml(text) if images == 0 && !directives.hides(range.start) => markup.read_inline(&text, page),
            Event::TaskListMarker(done) => page.text(if done { "[x] " } else { "[ ] " }),
            Event::FootnoteReference(name) => page.text(&format!("[{name}]")),
            Event::Rule => page.rule(),
            Event::Start(tag) => match tag {
                Tag::Paragraph => {
                    page.open(LeafKind::Paragraph);
                    if let Some(name) = footnote.take() {
                        page.text(&format!("[{name}] "));
                    }
                }
                Tag::FootnoteDefinition(name) => footnote = Some(name.into_string()),
                Tag::Heading { level, .. } => {
                    // A Markdown heading inside a table means that the table was never closed.
                    if page.in_html_table() {
                        page.table_close();
                    }
                    page.open(LeafKind::Heading(level as u8));
                }
                Tag::BlockQuote(_) => quotes.push(Quote::open(source.get(range).unwrap_or(""), page)),
                Tag::CodeBlock(kind) => {
                    let indented = matches!(kind, CodeBlockKind::Indented);
                    let first = source.get(range).unwrap_or("").trim_start();
                    // Rows of an HTML table that are indented behind a blank line are still rows.
                    code = if indented && page.in_html_table() && first.starts_with('<') {
                        Code::Html
                    } else {
                        page.open(LeafKind::Code(language(&kind)));
                        Code::Block
                    };
                }
                Tag::HtmlBlock => html.clear(),
                Tag::List(first) => page.list_open(first, false),
                Tag::Item => page.item_open(),
                Tag::Table(_) => page.table_open(false),
                Tag::TableHead => {
                    table_head = true;
                    page.row_open(true);
                }
                Tag::TableRow => page.row_open(false),
                Tag::TableCell => page.cell_open(table_head, 1, 1),
                Tag::Strong => page.bold_open(),
                Tag::Link { dest_url, .. } if !directives.hides(range.start) => page.link_open(&dest_url),
                Tag::Image { .. } => images += 1,
                _ => {}
            },
            Event::End(tag) => match tag {
                TagEnd::Paragraph | TagEnd::Heading(_) => page.close(),
                TagEnd::BlockQuote(_) => {
                    if let Some(quote) = quotes.pop() {
                        quote.close(page);
                    }
                }
                TagEnd::CodeBlock => {
                    match code {
                        Code::Html => markup.read(&std::mem::take(&mut html), page),
                        _ => page.close(),
                    }
                    code = Code::None;
                }
                TagEnd::HtmlBlock => markup.read(&std::mem::take(&mut html), page),
                TagEnd::List(_) => page.list_close(false),
                TagEnd::Item => page.item_close(),
                TagEnd::Table => page.table_end(),
                TagEnd::TableHead => table_head = false,
                TagEnd::TableCell => page.cell_close(),
                TagEnd::Strong => page.bold_close(),
                TagEnd::Link => page.link_close(),
                TagEnd::Image => images = images.saturating_sub(1),
                _ => {}
            },
            _ => {}
        }
    }
}

/// Where text events belong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Code {
    None,
    Block,
    /// An indented block that is part of an HTML table.
    Html,
}

/// What a quote turned out to be.
enum Quote {
    Plain,
    Note,
    Chrome,
}

impl Quote {
    fn open(source: &str, page: &mut Page) -> Quote {
        page.close();
        let Some(alert) = directive::alert(source) else { return Quote::Plain };
        match alert.label {
            "div" if alert.arguments.contains("selector") => {
                page.chrome_open();
                page.swallow(alert.marks);
                Quote::Chrome
            }
            "div" => {
                page.swallow(alert.marks);
                Quote::Plain
            }
            _ if !alert.arguments.is_empty() => Quote::Plain,
            label => {
                page.note_open(label, alert.marks);
                Quote::Note
            }
        }
    }

    fn close(self, page: &mut Page) {
        page.close();
        match self {
            Quote::Plain => {}
            Quote::Note => page.note_close(),
            Quote::Chrome => page.chrome_close(),
        }
    }
}

/// The language of a fenced block: the first word behind the fence, without a platform's suffix (`sql-interactive`).
fn language(kind: &CodeBlockKind) -> Option<String> {
    let CodeBlockKind::Fenced(info) = kind else { return None };
    let word = info.split([' ', ',', '{', '\t']).find(|w| !w.is_empty())?;
    let word = word.trim_start_matches('.').trim_end_matches('}');
    (!word.is_empty()).then(|| word.to_owned())
}

/// Does any line begin with more quote marks and bullets than an article has?
fn is_too_deep(source: &str) -> bool {
    let deep = |line: &str| {
        let mut marks = 0;
        let mut indent = 0;
        for b in line.bytes() {
            match b {
                b'>' => marks += 1,
                b'-' | b'*' | b'+' => marks += 1,
                b' ' => indent += 1,
                b'\t' => indent += 4,
                b'0'..=b'9' | b'.' | b')' => {}
                _ => break,
            }
        }
        // A rule is a row of one mark; nesting needs blanks or quote marks in between.
        marks > MAX_NESTING && (indent >= MAX_NESTING || line.bytes().filter(|b| *b == b'>').count() > MAX_NESTING)
    };
    source.len() > MAX_NESTING && source.lines().any(deep)
}

/// Paragraph by paragraph, without reading any mark but that of headings.
fn plain(source: &str, page: &mut Page) {
    for line in source.lines() {
        let level = line.bytes().take_while(|b| *b == b'#').count();
        if line.trim().is_empty() {
            page.close();
        } else if (1..=6).contains(&level) && line[level..].starts_with(' ') {
            page.open(LeafKind::Heading(level as u8));
            page.text(&line[level..]);
            page.close();
        } else {
            page.line_break();
            page.text(line);
        }
    }
    page.close();
}
