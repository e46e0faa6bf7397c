//! What do an element's tag, class and id say it is for?
//!
//! Class and id are names that page templates give their parts. They are split into words (`rightNav`, `jump-to-nav`)
//! and looked up whole, so that `headline` is no header. They are hints: whether a part that is named like navigation
//! really is none of the article is decided where its content is known.

use scraper::node::Element;

/// What a tag means for the linear text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// Nothing of it is text.
    Skip,
    Title,
    Meta,
    LinkRel,
    Script,
    Html,
    Head,
    Block,
    Main,
    Article,
    /// Site parts by their tag: `nav`, `aside`, `footer`.
    Landmark,
    /// Of the site or of the article.
    Header,
    Noscript,
    Heading(u8),
    Summary,
    /// Unordered list.
    Bullets,
    /// Ordered list.
    Numbers,
    Item,
    /// `dt`: a label above its `dd`.
    Term,
    Pre,
    Table,
    TableHead,
    Row,
    Cell,
    HeadCell,
    Break,
    Rule,
    Link,
    Bold,
    /// `button`, `select`: used, not read.
    Control,
    Inline,
}

/// Properties of an element, and of what it holds.
pub type Marks = u32;
/// Named like a part of the site.
pub const CHROME: Marks = 1;
/// Opens and shuts something; its text is an icon's.
pub const TOGGLE: Marks = 1 << 1;
/// Named as the list of products.
pub const APPLIES: Marks = 1 << 2;
/// Named as the article's properties.
pub const PROPERTY: Marks = 1 << 3;
/// A box set apart.
pub const NOTE: Marks = 1 << 4;
/// A table that is a list.
pub const LIST_TABLE: Marks = 1 << 5;
/// Not shown, or only to a screen reader.
pub const HIDDEN: Marks = 1 << 6;
/// Holds the article's title.
pub const HAS_TITLE: Marks = 1 << 7;
/// Holds an `h1`.
pub const HAS_H1: Marks = 1 << 8;
/// Holds a heading.
pub const HAS_HEADING: Marks = 1 << 9;
/// A table only for its columns' sake.
pub const LAYOUT: Marks = 1 << 10;
/// A table of sections: heading in the first cell, text in the second.
pub const SECTION_TABLE: Marks = 1 << 11;
/// The cell with a list's number or bullet.
pub const BULLET_CELL: Marks = 1 << 12;
/// The cell that names a section, in a table of sections.
pub const LABEL_CELL: Marks = 1 << 13;
/// A table that is a numbered list.
pub const ORDERED: Marks = 1 << 14;
/// Named as the title; counts only where no heading is one.
pub const TITLE_NAME: Marks = 1 << 15;
/// Bold or underlined by its style, size or class.
pub const STRONG: Marks = 1 << 16;
/// The cell with the numbers of a listing's lines.
pub const LINE_NUMBERS: Marks = 1 << 17;
/// A link to the heading that it stands in.
pub const PERMALINK: Marks = 1 << 18;
/// Named by the publisher's profile as none of the article.
pub const LEFT_OUT: Marks = 1 << 19;
/// What marks an element passes on to those around it.
pub const INHERITED: Marks = HAS_TITLE | HAS_H1 | HAS_HEADING;

/// What a tag means.
pub fn tag(name: &str) -> Tag {
    match name {
        "p" | "div" | "section" | "dl" | "dd" | "center" | "blockquote" | "address" | "fieldset" | "figure"
        | "figcaption" | "details" | "caption" | "body" | "form" | "hgroup" | "legend" | "search" | "frameset"
        | "noframes" | "marquee" => Tag::Block,
        "br" => Tag::Break,
        "a" => Tag::Link,
        "b" | "strong" | "u" | "ins" => Tag::Bold,
        "li" => Tag::Item,
        "td" => Tag::Cell,
        "tr" => Tag::Row,
        "th" => Tag::HeadCell,
        "ul" | "dir" | "menu" => Tag::Bullets,
        "ol" => Tag::Numbers,
        "table" => Tag::Table,
        "thead" => Tag::TableHead,
        "pre" | "xmp" | "listing" | "plaintext" => Tag::Pre,
        "h1" => Tag::Heading(1),
        "h2" => Tag::Heading(2),
        "h3" => Tag::Heading(3),
        "h4" => Tag::Heading(4),
        "h5" => Tag::Heading(5),
        "h6" => Tag::Heading(6),
        "hr" => Tag::Rule,
        "script" => Tag::Script,
        "style" | "template" | "svg" | "iframe" | "object" | "embed" | "canvas" | "audio" | "video" | "noembed"
        | "map" | "datalist" | "base" | "bgsound" => Tag::Skip,
        "title" => Tag::Title,
        "meta" => Tag::Meta,
        "link" => Tag::LinkRel,
        "html" => Tag::Html,
        "head" => Tag::Head,
        "main" => Tag::Main,
        "article" => Tag::Article,
        "nav" | "aside" | "footer" => Tag::Landmark,
        "header" => Tag::Header,
        "noscript" => Tag::Noscript,
        "summary" => Tag::Summary,
        "dt" => Tag::Term,
        "button" | "select" | "textarea" | "option" | "optgroup" => Tag::Control,
        _ => Tag::Inline,
    }
}

/// Words in a class or id that name a part of the site.
const SITE_WORDS: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "breadcrumb",
    "breadcrumbs",
    "byline",
    "catlinks",
    "comments",
    "cookie",
    "cookies",
    "copyright",
    "editsection",
    "feedback",
    "footer",
    "gutter",
    "jump",
    "jumplink",
    "languages",
    "leftnav",
    "login",
    "masthead",
    "menu",
    "menubar",
    "modal",
    "nav",
    "navbar",
    "navbox",
    "navfooter",
    "navheader",
    "navigation",
    "newsletter",
    "noprint",
    "pager",
    "pagetools",
    "pagination",
    "popup",
    "postprofile",
    "printfooter",
    "promo",
    "rating",
    "relatives",
    "ribbon",
    "rightnav",
    "search",
    "searchbox",
    "share",
    "sharing",
    "sidebar",
    "sidenav",
    "signin",
    "sitesub",
    "skip",
    "skiplink",
    "skiplinks",
    "social",
    "subscribe",
    "survey",
    "toc",
    "toolbar",
    "tooltip",
    "topnav",
    "trademarks",
    "translations",
    "vote",
    "votes",
];
const NOTE_WORDS: &[&str] =
    &["admonition", "alert", "alertbox", "callout", "caution", "important", "infobox", "note", "tip", "warning"];
const TOGGLE_WORDS: &[&str] = &["collapse", "collapser", "editsection", "expand", "expander", "toggle"];
// `sxs-lookup`: the English original of a translated sentence, shown while the pointer rests on it (docs.microsoft.com).
const HIDDEN_WORDS: &[&str] = &["hidden", "offscreen", "sr", "sxs", "visuallyhidden"];

/// What class, id and role say of an element.
pub fn marks(element: &Element, tag: Tag) -> Marks {
    let mut marks = match tag {
        Tag::Landmark => CHROME,
        _ => 0,
    };
    for (name, value) in &element.attrs {
        let name: &str = &name.local;
        let value: &str = value;
        match name {
            "class" | "id" | "name" => marks |= words(value, tag, name == "class"),
            "role" => match value {
                "navigation" | "search" | "contentinfo" | "complementary" | "menu" | "menubar" | "dialog" => {
                    marks |= CHROME;
                }
                "presentation" | "none" if tag == Tag::Table => marks |= LAYOUT,
                _ => {}
            },
            "hidden" => marks |= HIDDEN,
            "style" => {
                let squeezed = value.bytes().filter(|b| !b.is_ascii_whitespace()).map(|b| b.to_ascii_lowercase());
                let squeezed: Vec<u8> = squeezed.take(400).collect();
                if memchr::memmem::find(&squeezed, b"display:none").is_some() {
                    marks |= HIDDEN;
                }
                let weight = memchr::memmem::find(&squeezed, b"font-weight:").map(|at| &squeezed[at + 12..]);
                if weight.is_some_and(|w| [&b"bold"[..], b"6", b"7", b"8"].iter().any(|b| w.starts_with(b))) {
                    marks |= STRONG;
                }
            }
            "size" if element.name() == "font" => {
                let size = value.trim().trim_start_matches('+');
                let large = if size.len() < value.trim().len() { "1" } else { "4" };
                if size.len() == 1 && size >= large {
                    marks |= STRONG;
                }
            }
            "title" if tag == Tag::Link && value.to_ascii_lowercase().contains("link to this") => marks |= PERMALINK,
            _ => {}
        }
    }
    marks
}

/// The marks in the words of one class or id.
fn words(value: &str, tag: Tag, is_class: bool) -> Marks {
    let mut marks = 0;
    let bytes = value.as_bytes();
    let mut word = [0u8; 16];
    let mut length = 0;
    let mut before = 0u64; // the word before this one, packed: enough to tell `applies to` and `top of page`
    let mut lower = false;
    for at in 0..=bytes.len() {
        let byte = bytes.get(at).copied().unwrap_or(b' ');
        let starts_word = byte.is_ascii_uppercase() && lower;
        if !byte.is_ascii_alphabetic() || starts_word {
            if length > 0 && length <= word.len() {
                // Only ASCII letters were put in.
                let text = std::str::from_utf8(&word[..length]).unwrap_or("");
                marks |= word_marks(text, before, tag, is_class);
                before = pack(text);
            }
            length = 0;
            if byte == b' ' {
                before = 0;
            }
        }
        if byte.is_ascii_alphabetic() {
            if length < word.len() {
                word[length] = byte.to_ascii_lowercase();
            }
            length += 1;
        }
        lower = byte.is_ascii_lowercase();
    }
    marks
}

/// The first eight letters of a word as a number.
const fn pack(word: &str) -> u64 {
    let bytes = word.as_bytes();
    let mut out = 0;
    let mut at = 0;
    while at < bytes.len() && at < 8 {
        out = out << 8 | bytes[at] as u64;
        at += 1;
    }
    out
}

fn word_marks(word: &str, before: u64, tag: Tag, is_class: bool) -> Marks {
    let mut marks = 0;
    let inline = matches!(tag, Tag::Inline | Tag::Link | Tag::Bold | Tag::Control | Tag::Heading(_) | Tag::Html);
    if !inline {
        // Scripts that colour code wrap it together with its buttons: `code-toolbar`.
        let around_code = word == "toolbar" && before == pack("code");
        if SITE_WORDS.binary_search(&word).is_ok() && !around_code {
            marks |= CHROME;
        }
        if is_class && NOTE_WORDS.binary_search(&word).is_ok() {
            marks |= NOTE;
        }
        if word == "page" && before == pack("of") || word == "collapse" && before == pack("expand") {
            marks |= CHROME;
        }
        if is_class && tag == Tag::Table && word == "list" && before == 0 {
            marks |= LIST_TABLE;
        }
        if is_class && tag == Tag::Cell && matches!(word, "number" | "bullet") {
            marks |= BULLET_CELL;
        }
    }
    if is_class && tag == Tag::Inline && matches!(word, "bold" | "strong" | "underline") {
        marks |= STRONG;
    }
    if is_class && tag == Tag::Link && matches!(word, "anchor" | "anchorjs" | "headerlink" | "permalink" | "hash") {
        marks |= PERMALINK;
    }
    // A control in a heading or behind it: `<a class="edit_me">edit</a>`.
    let edits = is_class && tag == Tag::Link && word == "edit" && before == 0;
    if edits || TOGGLE_WORDS.binary_search(&word).is_ok() && inline {
        marks |= TOGGLE;
    }
    if is_class && HIDDEN_WORDS.binary_search(&word).is_ok() && (word != "sr" || tag == Tag::Inline) {
        marks |= HIDDEN;
    }
    if word == "appliesto" || word == "to" && before == pack("applies") || word == "applies" && before == pack("sup") {
        marks |= APPLIES;
    }
    if word.ends_with("title") && !word.ends_with("subtitle") && before != pack("site") {
        marks |= TITLE_NAME;
    }
    if word == "property" && before == pack("article")
        || word == "properties" && before == pack("article")
        || word == "articleid"
    {
        marks |= PROPERTY;
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn word_lists_are_sorted_for_the_search() {
        for list in [SITE_WORDS, NOTE_WORDS, TOGGLE_WORDS, HIDDEN_WORDS] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }

    #[test]
    fn words_are_whole_words() {
        assert_eq!(words("rightNav", Tag::Block, false), CHROME);
        assert_eq!(words("mw-headline navigate", Tag::Block, true), 0);
        assert_eq!(words("topOfPage", Tag::Block, true), CHROME);
        assert_eq!(words("supAppliesToList", Tag::Block, true), APPLIES);
        assert_eq!(words("appliesto", Tag::Link, false), APPLIES);
        assert_eq!(words("articleProperty", Tag::Block, true), PROPERTY);
        assert_eq!(words("list ol", Tag::Table, true), LIST_TABLE);
        assert_eq!(words("code-toolbar", Tag::Block, true), 0);
        assert_eq!(words("edit_me edit_me_private", Tag::Link, true), TOGGLE);
        assert_eq!(words("credit", Tag::Link, true), 0);
    }
}
