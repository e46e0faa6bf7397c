//! What does HTML inside of Markdown say?
//!
//! Tags become calls of the [`Page`], so that an HTML table or list is the same as one of Markdown. Tags that no
//! browser knows stay in the text as written: in an article `<ComputerName>` is a placeholder. This is no HTML parser:
//! nothing is nested, every tag acts where it stands.

use super::page::{LeafKind, Page};
use memchr::{memchr, memmem};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::borrow::Cow;

/// Components that generators of documentation know without an import (Mintlify, Starlight, Docusaurus, Nextra): boxes,
/// tabs, steps, cards. They are told from placeholders by their closing tag.
const COMPONENTS: &[&str] = &[
    "Accordion",
    "AccordionGroup",
    "Admonition",
    "Alert",
    "Aside",
    "Badge",
    "Callout",
    "Card",
    "CardGrid",
    "CardGroup",
    "Caution",
    "Check",
    "CodeBlock",
    "CodeGroup",
    "Column",
    "Columns",
    "Danger",
    "Details",
    "Expandable",
    "Frame",
    "Icon",
    "Info",
    "LinkCard",
    "Note",
    "Panel",
    "Step",
    "Steps",
    "Tab",
    "TabItem",
    "Tabs",
    "Tip",
    "Tooltip",
    "Update",
    "Warning",
];

/// A tag longer than this is text: an open quote would otherwise swallow the rest of the article.
const MAX_TAG: usize = 4096;

/// State that outlives one piece of HTML.
#[derive(Default)]
pub struct Markup<'d> {
    /// Tags that place a component, of which the reader sees what stands inside.
    components: &'d [String],
    preformatted: bool,
    /// The piece stands in a line of text.
    inline: bool,
    /// A line end right behind `<pre>` is no part of it.
    first_line: bool,
    header_rows: bool,
}

/// A tag: name, attributes, whether it closes.
struct HtmlTag<'h> {
    name: &'h str,
    attributes: &'h str,
    closing: bool,
}

impl<'d> Markup<'d> {
    /// The state at the start of a page that imports these components.
    pub fn new(components: &'d [String]) -> Markup<'d> {
        Markup { components, ..Markup::default() }
    }

    /// Reads a tag in a line of text.
    pub fn read_inline(&mut self, html: &str, page: &mut Page) {
        self.inline = true;
        self.read(html, page);
        self.inline = false;
    }

    /// Reads a piece of HTML.
    pub fn read(&mut self, html: &str, page: &mut Page) {
        let mut at = 0;
        // Set once a search for an end found nothing, so that it is not repeated at every tag.
        let mut unclosed_comment = false;
        let mut unclosed_script = false;
        while at < html.len() {
            let Some(n) = memchr(b'<', &html.as_bytes()[at..]) else {
                self.text(&html[at..], page);
                return;
            };
            self.text(&html[at..at + n], page);
            at += n;
            let rest = &html[at..];
            if rest.starts_with("<!--") && !unclosed_comment {
                match memmem::find(rest.as_bytes(), b"-->") {
                    Some(end) => at += end + 3,
                    None => unclosed_comment = true,
                }
                continue;
            }
            let Some((tag, len)) = tag(rest) else {
                self.text("<", page);
                at += 1;
                continue;
            };
            at += len;
            let name = Name::of(tag.name);
            match name {
                Name::Unknown if self.components.iter().any(|c| c == tag.name) => self.component(&tag, page),
                Name::Unknown => self.text(&rest[..len], page),
                Name::Hidden if !tag.closing && !unclosed_script => match end_of(&html[at..], tag.name) {
                    Some(end) => at += end,
                    None => unclosed_script = true,
                },
                name => self.tag(name, &tag, page),
            }
        }
    }

    /// Shows a component: of its tag the reader sees what it is titled, as a tab or a step is.
    fn component(&self, tag: &HtmlTag, page: &mut Page) {
        const TITLES: &[&str] = &["title", "label"];
        let title = TITLES.iter().find_map(|name| attribute(tag.attributes, name)).filter(|t| !t.trim().is_empty());
        // A title in braces is a program's; that of a word in a sentence shows when it is pointed at.
        let shown = !tag.closing && !self.inline && !page.in_html_table();
        if let Some(title) = title.filter(|t| shown && !t.starts_with('{')) {
            page.open(LeafKind::Paragraph);
            page.text(&decode(title));
            page.close();
        }
    }

    fn tag(&mut self, name: Name, tag: &HtmlTag, page: &mut Page) {
        let open = !tag.closing;
        match name {
            Name::Bold if open => page.bold_open(),
            Name::Bold => page.bold_close(),
            Name::Link if open => {
                if let Some(url) = attribute(tag.attributes, "href") {
                    page.link_open(&decode(url));
                }
            }
            Name::Link => page.link_close(),
            Name::Break => page.line_break(),
            Name::Rule => page.rule(),
            Name::Block => {
                if page.in_html_table() {
                    page.open(LeafKind::Paragraph);
                } else {
                    page.close();
                }
            }
            Name::Heading(level) if open => page.open(LeafKind::Heading(level)),
            Name::Heading(_) => page.close(),
            Name::Preformatted => {
                self.preformatted = open;
                self.first_line = open;
                if open {
                    page.open(LeafKind::Code(class_language(tag.attributes)));
                } else {
                    page.close();
                }
            }
            Name::List(ordered) if open => page.list_open(ordered.then_some(1), true),
            Name::List(_) => page.list_close(true),
            Name::Item if open => page.item_open(),
            Name::Item => page.item_close(),
            Name::Table if open => page.table_open(true),
            Name::Table => {
                self.header_rows = false;
                page.table_end();
            }
            Name::Caption if open => page.caption_open(),
            Name::Caption => page.caption_close(),
            Name::TableHead => self.header_rows = open,
            Name::Row if open => {
                page.row_open(self.header_rows || attribute(tag.attributes, "class").is_some_and(|c| c == "thead"));
            }
            Name::Cell(header) if open => {
                let span = |name| attribute(tag.attributes, name).and_then(|v| v.trim().parse().ok()).unwrap_or(1);
                page.cell_open(header || self.header_rows, span("colspan"), span("rowspan"));
            }
            Name::Cell(_) => page.cell_close(),
            Name::Row | Name::Inline | Name::Hidden | Name::Unknown => {}
        }
    }

    fn text(&mut self, text: &str, page: &mut Page) {
        if text.is_empty() {
        } else if self.preformatted {
            let first = std::mem::take(&mut self.first_line);
            page.text(&decode(if first { text.strip_prefix('\n').unwrap_or(text) } else { text }));
        } else if text.trim().is_empty() {
            page.flowing_text(" ");
        } else {
            // Two blanks before a line end are a break, also where HTML would see none.
            for (n, line) in text.split("  \n").enumerate() {
                if n > 0 {
                    page.line_break();
                }
                flow(line, page);
            }
        }
    }
}

/// The components that the page's generator provides and the page uses: those with a closing tag somewhere.
pub fn provided(source: &str) -> impl Iterator<Item = &'static str> {
    let closes = memmem::find_iter(source.as_bytes(), b"</").filter_map(|at| {
        let name = source.as_bytes()[at + 2..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let name = &source[at + 2..at + 2 + name];
        COMPONENTS.iter().find(|known| **known == name).copied()
    });
    let mut used: Vec<&str> = closes.collect();
    used.sort_unstable();
    used.dedup();
    used.into_iter()
}

/// Text between tags. Writers go on with Markdown inside of HTML; its emphasis and links are read.
fn flow(text: &str, page: &mut Page) {
    let bytes = text.as_bytes();
    let marked = memchr(b'*', bytes).is_some() || memmem::find(bytes, b"](").is_some() || memchr(b'`', bytes).is_some();
    if !marked {
        return page.flowing_text(&decode(text));
    }
    // The stop in front keeps a dash or number at the start from becoming a list; line ends would allow the same.
    let line = format!(".{}", text.replace('\n', " "));
    let mut stop = true;
    if text.starts_with(|c: char| c.is_ascii_whitespace()) {
        page.flowing_text(" ");
    }
    for event in Parser::new(&line) {
        match event {
            Event::Text(text) => {
                let text: &str = if std::mem::take(&mut stop) { text.get(1..).unwrap_or("") } else { &text };
                page.flowing_text(text);
            }
            Event::Code(text) => page.text(&text),
            Event::InlineHtml(text) => page.text(&text),
            Event::Start(Tag::Strong) => page.bold_open(),
            Event::End(TagEnd::Strong) => page.bold_close(),
            Event::Start(Tag::Link { dest_url, .. }) => page.link_open(&dest_url),
            Event::End(TagEnd::Link) => page.link_close(),
            _ => {}
        }
    }
    if text.ends_with(|c: char| c.is_ascii_whitespace()) {
        page.flowing_text(" ");
    }
}

/// What a tag does to the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    Bold,
    Link,
    Break,
    Rule,
    Block,
    Heading(u8),
    Preformatted,
    List(bool),
    Item,
    Table,
    /// The words above a table.
    Caption,
    TableHead,
    Row,
    Cell(bool),
    /// No effect on the text.
    Inline,
    /// Its content is not for readers.
    Hidden,
    /// Not of HTML.
    Unknown,
}

impl Name {
    fn of(name: &str) -> Name {
        let mut lower = [0u8; 12];
        let Some(lower) = lower.get_mut(..name.len()) else { return Name::Unknown };
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        match &*lower {
            b"b" | b"strong" => Name::Bold,
            b"a" => Name::Link,
            b"br" => Name::Break,
            b"hr" => Name::Rule,
            b"p" | b"div" | b"section" | b"article" | b"blockquote" | b"details" | b"summary" | b"center" | b"dl"
            | b"dt" | b"dd" | b"figure" | b"figcaption" | b"fieldset" | b"legend" | b"aside" | b"main" | b"header"
            | b"footer" | b"nav" | b"body" | b"html" => Name::Block,
            b"h1" => Name::Heading(1),
            b"h2" => Name::Heading(2),
            b"h3" => Name::Heading(3),
            b"h4" => Name::Heading(4),
            b"h5" => Name::Heading(5),
            b"h6" => Name::Heading(6),
            b"pre" => Name::Preformatted,
            b"ul" => Name::List(false),
            b"ol" => Name::List(true),
            b"li" => Name::Item,
            b"table" => Name::Table,
            b"caption" => Name::Caption,
            b"thead" => Name::TableHead,
            b"tr" => Name::Row,
            b"td" => Name::Cell(false),
            b"th" => Name::Cell(true),
            b"i" | b"em" | b"u" | b"s" | b"span" | b"font" | b"code" | b"kbd" | b"samp" | b"tt" | b"sup" | b"sub"
            | b"small" | b"big" | b"strike" | b"del" | b"ins" | b"mark" | b"abbr" | b"cite" | b"q" | b"nobr"
            | b"wbr" | b"img" | b"tbody" | b"tfoot" | b"colgroup" | b"col" | b"iframe" | b"video" | b"audio"
            | b"picture" | b"figure-img" | b"label" | b"button" | b"input" | b"form" | b"meta" | b"link" => {
                Name::Inline
            }
            b"script" | b"style" | b"svg" => Name::Hidden,
            _ => Name::Unknown,
        }
    }
}

/// The tag at the start of a text and its length.
fn tag(text: &str) -> Option<(HtmlTag<'_>, usize)> {
    let bytes = &text.as_bytes()[..text.len().min(MAX_TAG)];
    let closing = bytes.get(1) == Some(&b'/');
    let start = 1 + usize::from(closing);
    if !bytes.get(start).is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    let name =
        bytes[start..].iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b':' | b'_')).count();
    let mut quote = 0u8;
    for (at, &b) in bytes.iter().enumerate().skip(start + name) {
        match b {
            b'"' | b'\'' if quote == 0 => quote = b,
            _ if quote == b && quote != 0 => quote = 0,
            b'>' if quote == 0 => {
                let tag =
                    HtmlTag { name: &text[start..start + name], attributes: text.get(start + name..at)?, closing };
                return Some((tag, at + 1));
            }
            b'<' if quote == 0 => return None,
            _ => {}
        }
    }
    None
}

/// Where the closing tag of that name ends.
fn end_of(text: &str, name: &str) -> Option<usize> {
    memmem::find_iter(text.as_bytes(), b"</").find_map(|at| {
        let found = text.as_bytes().get(at + 2..at + 2 + name.len())?;
        if !found.eq_ignore_ascii_case(name.as_bytes()) {
            return None;
        }
        Some(memchr(b'>', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end + 1))
    })
}

/// The value of an attribute, quoted or not.
fn attribute<'h>(attributes: &'h str, name: &str) -> Option<&'h str> {
    let mut rest = attributes;
    while let Some(equals) = memchr(b'=', rest.as_bytes()) {
        let key = rest[..equals].trim_end();
        let key = key.rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or("");
        let after = rest[equals + 1..].trim_start();
        let (value, behind) = match after.as_bytes().first() {
            Some(&quote @ (b'"' | b'\'')) => {
                let inner = &after[1..];
                let end = memchr(quote, inner.as_bytes()).unwrap_or(inner.len());
                (&inner[..end], inner.get(end + 1..).unwrap_or(""))
            }
            _ => {
                let end = after.find(|c: char| c.is_ascii_whitespace()).unwrap_or(after.len());
                (&after[..end], &after[end..])
            }
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = behind;
    }
    None
}

/// The language in a class such as `lang-sql`, `language-sql` or `brush: sql`.
fn class_language(attributes: &str) -> Option<String> {
    let class = attribute(attributes, "class")?;
    let after = |mark: &str| class.split_once(mark).map(|(_, rest)| rest);
    let rest = after("language-").or_else(|| after("lang-")).or_else(|| after("brush:"))?;
    let word = rest.trim_start().split(|c: char| c.is_whitespace() || c == ';').next()?;
    (!word.is_empty()).then(|| word.to_owned())
}

/// Character references decoded; what is none stays as written.
pub fn decode(text: &str) -> Cow<'_, str> {
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = memchr(b';', &rest.as_bytes()[..rest.len().min(12)]);
        match end.and_then(|end| Some((character(rest.get(1..end)?)?, end))) {
            Some((c, end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character that a reference names. Names beyond these are not used in articles and stay as written.
fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let value = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(value).filter(|c| *c != '\0');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "hellip" => '…',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "laquo" => '«',
        "raquo" => '»',
        "bull" => '•',
        "middot" => '·',
        "rarr" => '→',
        "larr" => '←',
        "times" => '×',
        "deg" => '°',
        "sect" => '§',
        "para" => '¶',
        "euro" => '€',
        "shy" => '\u{ad}',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "Auml" => 'Ä',
        "Ouml" => 'Ö',
        "Uuml" => 'Ü',
        "szlig" => 'ß',
        "eacute" => 'é',
        "egrave" => 'è',
        "agrave" => 'à',
        "ccedil" => 'ç',
        "lbrace" => '{',
        "rbrace" => '}',
        "lbrack" => '[',
        "rbrack" => ']',
        "vert" => '|',
        "ast" => '*',
        _ => return None,
    })
}
