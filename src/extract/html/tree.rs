//! What tree do browsers build of this page, and how is it walked without a call stack?
//!
//! The source is read in pieces. After each piece the depth and the number of nodes are looked at: what nests or
//! multiplies beyond any real page is cut off at the same byte every time, since the parser's own cost grows with the
//! square of the depth. What was cut off is kept as plain text by the caller. Scripting is off, so `<noscript>` is read.

mod markup; // tags, comments, references
mod read; // source → tokens
mod sink; // tokens → nodes

#[cfg(test)]
mod tests;

use sink::Content;
pub use sink::{Element, Tree};

/// Real pages with hundreds of unclosed `<font>` stay below this; the parser's cost at this depth is still linear.
const DEPTH_LIMIT: usize = 512;
/// Bytes between two looks at the tree.
const PIECE: usize = 4096;
/// Longest run of attributes in one tag that is worth reading; the parser compares each name with all before it.
const ATTRIBUTE_LIMIT: usize = 8000;

/// A page's tree and where reading stopped.
pub struct Page {
    /// The tree.
    pub tree: Tree,
    /// How many bytes of the source are in it; less than all where nesting was cut off.
    pub read: usize,
}

/// Builds the tree of a page.
pub fn parse(source: &str) -> Page {
    let end = first_crowded_tag(source).unwrap_or(source.len());
    let (tree, read) = read::read(&source[..end]);
    Page { tree, read }
}

/// Does the tree nest deeper than a page can, or hold more nodes than its bytes can stand for?
fn is_runaway(tree: &Tree, read: usize) -> bool {
    // Start tags that formatting elements are repeated for multiply nodes: two bytes a node is the least that real
    // markup needs, implied table rows included.
    if tree.len() > read / 2 + 1024 {
        return true;
    }
    let mut depth = 0;
    let mut node = 0;
    while let Some(child) = tree.last(node) {
        depth += 1;
        node = child;
    }
    depth > DEPTH_LIMIT
}

/// The first tag with more attributes than any tag has, if there is one.
fn first_crowded_tag(source: &str) -> Option<usize> {
    let bytes = source.as_bytes();
    let mut last = 0;
    for close in memchr::memchr_iter(b'>', bytes).chain([bytes.len()]) {
        if close - last > ATTRIBUTE_LIMIT * 2 {
            let open = last + memchr::memrchr(b'<', &bytes[last..close]).unwrap_or(close - last);
            let spaces = bytes[open..close].iter().filter(|b| b.is_ascii_whitespace() || **b == b'/').count();
            let named = bytes.get(open + 1).is_some_and(u8::is_ascii_alphabetic);
            if named && spaces > ATTRIBUTE_LIMIT {
                return Some(open);
            }
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
pub fn walk<'a>(tree: &'a Tree, mut visit: impl FnMut(Step<'a>) -> bool) {
    let mut node = 0;
    loop {
        let content = tree.content(node);
        let mut opened = false;
        let into = match content {
            Content::Element(element) => {
                opened = true;
                visit(Step::Open(element))
            }
            Content::Text(text) => {
                visit(Step::Text(text));
                false
            }
            Content::Holder => true,
            Content::Comment => false,
        };
        if into && let Some(child) = tree.first(node) {
            node = child;
            continue;
        }
        loop {
            if opened {
                visit(Step::Close);
            }
            if let Some(next) = tree.next(node) {
                node = next;
                break;
            }
            match tree.parent(node) {
                Some(parent) => node = parent,
                None => return,
            }
            opened = matches!(tree.content(node), Content::Element(_));
        }
    }
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
