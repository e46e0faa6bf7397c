//! What does an index hold of an article? The fields, and how terms get into them.
//!
//! Texts are cut into terms before they are handed over (see [`super::analysis`]): a [`Stream`] carries them, each with its
//! position, and the tokenizer of the index only takes them apart again.

use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

/// The name of the tokenizer.
const STREAM: &str = "stream";
/// Ends a term; a byte of its own in UTF-8.
const END: char = '\0';
/// Positions that one step can go on by; no article leaps that far.
const LONGEST_STEP: u32 = 0xd000;

/// The fields of an index.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// Terms of the title.
    pub title: Field,
    /// Terms of title, sections, products and keywords, with their positions.
    pub body: Field,
    /// The words of these as they are, with the same positions.
    pub exact: Field,
    /// Identifiers of typed records.
    pub identifiers: Field,
    /// Keys that name the article before all others.
    pub own: Field,
    /// Keys that name it, too.
    pub others: Field,
    /// Keys of what it points to.
    pub references: Field,
    /// The digest of its record, in hexadecimal.
    pub digest: Field,
    /// The record.
    pub record: Field,
}

/// Names of the columns.
pub mod column {
    /// The key of the id with its publisher.
    pub const IDENTITY: &str = "identity";
    /// The first half of the record's digest: an order that does not hang on how the index came about.
    pub const ORDER: &str = "order";
    /// The other half.
    pub const REST: &str = "rest";
    /// 1 for the latest revision.
    pub const LATEST: &str = "latest";
    /// Days since 1970 of the last date that the article states.
    pub const DAY: &str = "day";
    /// Its kind, by its place among the kinds.
    pub const KIND: &str = "kind";
    /// The roles of its sections, a bit each.
    pub const ROLES: &str = "roles";
    /// Where its sections stand, see [`crate::search::open::Mark`].
    pub const MARKS: &str = "marks";
    /// Products, without version and edition.
    pub const PRODUCT: &str = "product";
    /// What it applies to, as it lists it.
    pub const APPLIES: &str = "applies";
    /// Language tag.
    pub const LANGUAGE: &str = "language";
    /// Publisher.
    pub const PUBLISHER: &str = "publisher";
}

/// The schema and its fields.
pub fn schema() -> (Schema, Fields) {
    let text = |record, norms| {
        let indexing =
            TextFieldIndexing::default().set_tokenizer(STREAM).set_index_option(record).set_fieldnorms(norms);
        TextOptions::default().set_indexing_options(indexing)
    };
    let mut schema = Schema::builder();
    let fields = Fields {
        title: schema.add_text_field("title", text(IndexRecordOption::WithFreqs, true)),
        body: schema.add_text_field("body", text(IndexRecordOption::WithFreqsAndPositions, true)),
        exact: schema.add_text_field("exact", text(IndexRecordOption::WithFreqsAndPositions, false)),
        identifiers: schema.add_text_field("identifiers", text(IndexRecordOption::WithFreqs, false)),
        own: schema.add_u64_field("own", INDEXED),
        others: schema.add_u64_field("others", INDEXED),
        references: schema.add_u64_field("references", INDEXED),
        digest: schema.add_text_field("digest", text(IndexRecordOption::Basic, false)),
        record: schema.add_bytes_field("record", STORED),
    };
    for name in [column::IDENTITY, column::ORDER, column::REST, column::LATEST, column::KIND, column::ROLES] {
        schema.add_u64_field(name, FAST);
    }
    schema.add_i64_field(column::DAY, FAST);
    schema.add_bytes_field(column::MARKS, FAST);
    for name in [column::PRODUCT, column::APPLIES, column::LANGUAGE, column::PUBLISHER] {
        schema.add_text_field(name, TextOptions::default().set_fast("raw"));
    }
    (schema.build(), fields)
}

/// Gives an index the tokenizer that its fields name.
pub fn register(index: &tantivy::Index) {
    index.tokenizers().register(STREAM, TextAnalyzer::builder(Terms::default()).build());
}

/// Terms with their positions, in one text.
#[derive(Default)]
pub struct Stream {
    text: String,
    position: u32,
}

impl Stream {
    /// Adds a term; its position is not before that of the last one.
    pub fn push(&mut self, position: u32, term: &str) {
        let step = position.saturating_sub(self.position).min(LONGEST_STEP);
        self.position = self.position.max(position);
        // Every number up to that of the longest step is a character.
        self.text.push(char::from_u32(step + 1).unwrap_or('\u{1}'));
        if term.contains(END) {
            self.text.extend(term.chars().filter(|&c| c != END));
        } else {
            self.text.push_str(term);
        }
        self.text.push(END);
    }

    /// The text.
    pub fn into_text(self) -> String {
        self.text
    }
}

/// The tokenizer of streams.
#[derive(Clone, Default)]
struct Terms {
    token: Token,
}

impl Tokenizer for Terms {
    type TokenStream<'a> = TermStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TermStream<'a> {
        self.token.reset();
        self.token.position = 0;
        TermStream { rest: text, token: &mut self.token }
    }
}

struct TermStream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl TokenStream for TermStream<'_> {
    fn advance(&mut self) -> bool {
        let mut chars = self.rest.chars();
        let Some(step) = chars.next() else { return false };
        let rest = chars.as_str();
        // Terms are short: a search that is made for long ones takes longer to begin than this to end.
        let length = rest.bytes().position(|byte| byte == END as u8).unwrap_or(rest.len());
        self.token.position += (u32::from(step) as usize).saturating_sub(1);
        self.token.text.clear();
        self.token.text.push_str(&rest[..length]);
        self.rest = rest.get(length + 1..).unwrap_or("");
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_gives_back_what_went_in() {
        let mut stream = Stream::default();
        for (position, term) in [(0, "disk"), (0, "*3"), (7, "voll é"), (9, "a\0b")] {
            stream.push(position, term);
        }
        let text = stream.into_text();
        let mut terms = Terms::default();
        let mut found = Vec::new();
        terms.token_stream(&text).process(&mut |token| found.push((token.position, token.text.clone())));
        let expected = [(0, "disk"), (0, "*3"), (7, "voll é"), (9, "ab")];
        assert_eq!(found, expected.map(|(position, term)| (position, term.to_owned())));
    }
}
