//! What tree do browsers build of this page, and how is it walked without a call stack?
//!
//! The source is read in pieces. After each piece the depth and the number of nodes are looked at: what nests or
//! multiplies beyond any real page is cut off at the same byte every time, since the parser's own cost grows with the
//! square of the depth. What was cut off is kept as plain text by the caller. Scripting is off, so `<noscript>` is read.

mod markup; // tags, comments, references
mod read; // source → tokens

#[cfg(test)]
mod tests;

use scraper::node::Element;
use scraper::{Html, Node};

/// Real pages with hundreds of unclosed `<font>` stay below this; the parser's cost at this depth is still linear.
const DEPTH_LIMIT: usize = 512;
/// Bytes between two looks at the tree.
const PIECE: usize = 4096;
/// Longest run of attributes in one tag that is worth reading; the parser compares each name with all before it.
const ATTRIBUTE_LIMIT: usize = 8000;

/// A page's tree and where reading stopped.
pub struct Page {
    /// The tree.
    pub html: Html,
    /// How many bytes of the source are in it; less than all where nesting was cut off.
    pub read: usize,
}

/// Builds the tree of a page.
pub fn parse(source: &str) -> Page {
    let end = first_crowded_tag(source).unwrap_or(source.len());
    let (html, read) = read::read(&source[..end]);
    Page { html, read }
}

/// Does the tree nest deeper than a page can, or hold more nodes than its bytes can stand for?
fn is_runaway(html: &Html, read: usize) -> bool {
    // Start tags that formatting elements are repeated for multiply nodes: two bytes a node is the least that real
    // markup needs, implied table rows included.
    if html.tree.values().len() > read / 2 + 1024 {
        return true;
    }
    let mut depth = 0;
    let mut node = html.tree.root();
    while let Some(child) = node.last_child() {
        depth += 1;
        node = child;
    }
    depth > DEPTH_LIMIT
}

/// The first tag with more attributes than any tag has, if there is one.
fn first_crowded_tag(source: &str) -> Option<usize> {
    let bytes = source.as_bytes();
    let mut last = 0;
    while bytes.len() - last > ATTRIBUTE_LIMIT * 2 {
        // The last `>` in reach: between those before it there is no room for such a tag.
        if let Some(close) = memchr::memrchr(b'>', &bytes[last + 1..=last + ATTRIBUTE_LIMIT * 2]) {
            last += 1 + close;
            continue;
        }
        let close = memchr::memchr(b'>', &bytes[last + 1..]).map_or(bytes.len(), |n| last + 1 + n);
        let open = last + memchr::memrchr(b'<', &bytes[last..close]).unwrap_or(close - last);
        let spaces = bytes[open..close].iter().filter(|b| b.is_ascii_whitespace() || **b == b'/').count();
        let named = bytes.get(open + 1).is_some_and(u8::is_ascii_alphabetic);
        if named && spaces > ATTRIBUTE_LIMIT {
            return Some(open);
        }
        last = close;
    }
    None
}

/// One step of a walk.
pub enum Step<'a> {
    /// An element begins; the visitor says whether to go into it.
    Open(&'a Element),
    /// Text.
    Text(&'a str),
    /// The element that began last and has not ended ends.
    Close,
}

/// Walks the whole tree in document order. Every `Open` has its `Close`, also where the visitor stayed out.
pub fn walk<'a>(html: &'a Html, mut visit: impl FnMut(Step<'a>) -> bool) {
    let mut node = html.tree.root();
    loop {
        let into = match node.value() {
            Node::Element(element) => visit(Step::Open(element)),
            Node::Text(text) => {
                visit(Step::Text(text));
                false
            }
            Node::Document | Node::Fragment => true,
            _ => false,
        };
        if into && let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            if node.value().is_element() {
                visit(Step::Close);
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) => node = parent,
                None => return,
            }
        }
    }
}

/// The value of an attribute.
pub fn attribute<'e>(element: &'e Element, wanted: &str) -> Option<&'e str> {
    element.attrs.iter().find(|(name, _)| &*name.local == wanted).map(|(_, value)| &**value)
}

/// The text of markup that was not parsed, tags left out; for what was cut off.
pub fn plain(source: &str) -> String {
    let mut out = String::with_capacity(source.len() / 2);
    let mut rest = source;
    while let Some(open) = memchr::memchr(b'<', rest.as_bytes()) {
        out.push_str(&rest[..open]);
        match memchr::memchr(b'>', &rest.as_bytes()[open..]) {
            Some(close) => {
                if !out.ends_with(['\n', ' ']) && !out.is_empty() {
                    out.push(' ');
                }
                rest = &rest[open + close + 1..];
            }
            None => {
                rest = "";
            }
        }
    }
    out.push_str(rest);
    out.truncate(out.trim_end().len());
    out
}
