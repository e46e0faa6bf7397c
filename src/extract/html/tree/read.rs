//! How is a page's source told apart into tags, text and comments?
//!
//! What nearly all of a page is made of (text with the usual character references, tags with well-formed attributes,
//! comments, scripts with a plain end) is read here and handed to the tree builder whole. Everything else, above all what
//! has an error in it, goes to the full tokenizer until that has read a tag to its end. Between pieces of the source the tree is looked at,
//! always at the same bytes, however these were read.

use super::markup::{self, Markup, RawEnd};
use super::{PIECE, is_runaway};
use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use scraper::{Html, HtmlTreeSink};
use std::cell::Cell;

type NodeId = <HtmlTreeSink as TreeSink>::Handle;

/// Reads a page; gives its tree, and how many bytes are in it.
pub fn read(source: &str) -> (Html, usize) {
    // Line ends are normalised where a page is decoded; one that is not may stand anywhere.
    let quick = memchr::memchr2(b'\r', 0, source.as_bytes()).is_none();
    read_by(source, quick)
}

/// Reads a page, all of it by the tokenizer or only what is not read here.
pub(super) fn read_by(source: &str, quick: bool) -> (Html, usize) {
    let options = TreeBuilderOpts { scripting_enabled: false, drop_doctype: true, ..TreeBuilderOpts::default() };
    let builder = TreeBuilder::new(HtmlTreeSink::new(Html::new_document()), options);
    let settings = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let mut reader = Reader {
        source,
        shared: StrTendril::from_slice(source),
        tokenizer: Tokenizer::new(Tap { builder, ended: Cell::new(false) }, settings),
        queue: BufferQueue::default(),
        at: if source.starts_with('\u{feff}') { 3 } else { 0 },
        boundary: 0,
        vain: source.len(),
    };
    reader.boundary = reader.boundary_after(0);
    let mut read = source.len();
    if reader.all(quick).is_none() {
        read = reader.boundary;
        reader.feed(read);
    }
    reader.tokenizer.end();
    (reader.tokenizer.sink.builder.sink.finish(), read)
}

/// The tree builder, and whether the tokenizer has just come to the end of a tag, comment or doctype.
struct Tap {
    builder: TreeBuilder<NodeId, HtmlTreeSink>,
    ended: Cell<bool>,
}

impl TokenSink for Tap {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        let ends = matches!(token, Token::TagToken(_) | Token::CommentToken(_) | Token::DoctypeToken(_));
        let result = self.builder.process_token(token, line);
        if ends {
            // Behind the start of a script or a title the source is read by other rules.
            self.ended.set(!matches!(result, TokenSinkResult::RawData(_) | TokenSinkResult::Plaintext));
        }
        result
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

struct Reader<'s> {
    source: &'s str,
    /// The source again, as a buffer that text and attributes share.
    shared: StrTendril,
    tokenizer: Tokenizer<Tap>,
    queue: BufferQueue,
    /// How far the source is read.
    at: usize,
    /// Where the tree is looked at next.
    boundary: usize,
    /// Bytes that may still be read in vain for the end of a script or its like.
    vain: usize,
}

impl Reader<'_> {
    /// Reads the whole source; nothing if it is cut off.
    fn all(&mut self, quick: bool) -> Option<()> {
        while !quick && self.at < self.source.len() {
            self.by_tokenizer()?;
        }
        while self.at < self.source.len() {
            if self.source.as_bytes()[self.at] == b'<' {
                match markup::markup(self.source, self.at, &self.shared) {
                    Some((Markup::Tag(tag), end)) => {
                        self.put_markup(Token::TagToken(tag), end)?;
                    }
                    Some((Markup::Comment, end)) => {
                        self.put_markup(Token::CommentToken(StrTendril::new()), end)?;
                    }
                    Some((Markup::Raw(tag), end)) => self.raw(tag, end)?,
                    None => self.by_tokenizer()?,
                }
            } else {
                self.text()?;
            }
        }
        Some(())
    }

    /// Reads text up to the next tag or boundary.
    fn text(&mut self) -> Option<()> {
        self.pass(self.at + 1)?;
        let bytes = self.source.as_bytes();
        let mut made: Option<StrTendril> = None; // text that does not stand in the source like that
        let mut start = self.at;
        let mut at = self.at;
        let mut understood = true;
        while let Some(n) = memchr::memchr2(b'<', b'&', &bytes[at..self.boundary]) {
            at += n;
            if bytes[at] == b'<' {
                break;
            }
            let Some((character, length)) = markup::reference(&bytes[at..]) else {
                understood = false;
                break;
            };
            if length == 1 && at + 1 < self.boundary {
                at += 1;
                continue;
            }
            // That an `&` stands for itself shows in the byte behind it.
            let end = at + length.max(2);
            if end > self.boundary {
                if at > self.at {
                    self.put_text(made, start, at);
                    return Some(());
                }
                self.pass(end)?;
            }
            let made = made.get_or_insert_with(StrTendril::new);
            made.push_slice(&self.source[start..at]);
            made.push_char(character);
            at += length;
            start = at;
        }
        if understood && bytes.get(at) != Some(&b'<') {
            at = self.boundary;
        }
        self.put_text(made, start, at);
        if understood { Some(()) } else { self.by_tokenizer() }
    }

    fn put_text(&mut self, made: Option<StrTendril>, start: usize, end: usize) {
        let text = match made {
            Some(mut made) => {
                made.push_slice(&self.source[start..end]);
                made
            }
            None => markup::slice(&self.shared, start, end),
        };
        self.at = end;
        if !text.is_empty() {
            // Text never changes how what follows is read.
            let _ = self.put(Token::CharacterTokens(text));
        }
    }

    /// Puts in a tag or comment that ends here; says whether it is followed by something that is no markup.
    fn put_markup(&mut self, token: Token, end: usize) -> Option<bool> {
        self.pass(end)?;
        self.at = end;
        Some(matches!(self.put(token), TokenSinkResult::RawData(_)))
    }

    fn put(&self, token: Token) -> TokenSinkResult<NodeId> {
        self.tokenizer.sink.builder.process_token(token, 1)
    }

    /// Reads a script or its like, whose start tag ends here.
    fn raw(&mut self, tag: Tag, start: usize) -> Option<()> {
        let name = tag.name.clone();
        if self.vain == 0 {
            return self.by_tokenizer();
        }
        let end = match markup::raw_end(self.source, start, &name) {
            RawEnd::At(end) => end,
            RawEnd::Unclear(until) => {
                self.vain = self.vain.saturating_sub(until - start);
                return self.by_tokenizer();
            }
        };
        if !self.put_markup(Token::TagToken(tag), start)? {
            self.vain = self.vain.saturating_sub(end - start); // part of a drawing
            return Some(());
        }
        while self.at < end {
            self.pass(self.at + 1)?;
            self.put_text(None, self.at, end.min(self.boundary));
        }
        let behind = end + name.len() + "</>".len();
        if self.put_markup(Token::TagToken(markup::end_of(name)), behind).is_none() {
            self.put_text(None, end, self.boundary); // half an end tag is text
            return None;
        }
        Some(())
    }

    /// Lets the tokenizer read until it is behind a tag.
    fn by_tokenizer(&mut self) -> Option<()> {
        while self.at < self.source.len() {
            // Tags, comments and doctypes end with `>` and with nothing else: where one has ended, nothing is pending.
            let rest = &self.source.as_bytes()[self.at..];
            let end = memchr::memchr(b'>', rest).map_or(self.source.len(), |n| self.at + n + 1);
            self.tokenizer.sink.ended.set(false);
            while self.at < end {
                self.pass(self.at + 1)?;
                self.feed(end.min(self.boundary));
            }
            if self.tokenizer.sink.ended.get() {
                break;
            }
        }
        Some(())
    }

    fn feed(&mut self, end: usize) {
        if self.at < end {
            self.queue.push_back(markup::slice(&self.shared, self.at, end));
            while !matches!(self.tokenizer.feed(&self.queue), TokenizerResult::Done) {}
            self.at = end;
        }
    }

    /// May what ends here be read? Looks at the tree at each boundary before it.
    fn pass(&mut self, end: usize) -> Option<()> {
        while self.boundary < end {
            if is_runaway(&self.tokenizer.sink.builder.sink.0.borrow(), self.boundary) {
                return None;
            }
            self.boundary = self.boundary_after(self.boundary);
        }
        Some(())
    }

    fn boundary_after(&self, from: usize) -> usize {
        let mut to = (from + PIECE).min(self.source.len());
        while !self.source.is_char_boundary(to) {
            to += 1;
        }
        to
    }
}
