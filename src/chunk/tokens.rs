//! How long is a text to a language model? In tokens of byte-pair encodings whose tables are part of the program.
//!
//! Counting takes time that grows with the text alone, whatever is in it: a word of a megabyte, too.

use bpe_openai::Tokenizer as Encoding;

/// Encodings that tokens are counted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tokenizer {
    /// `cl100k_base`: that of OpenAI's `text-embedding-3` models.
    #[default]
    Cl100k,
    /// `o200k_base`: that of OpenAI's language models since 2024.
    O200k,
}

impl Tokenizer {
    fn encoding(self) -> &'static Encoding {
        match self {
            Tokenizer::Cl100k => bpe_openai::cl100k_base(),
            Tokenizer::O200k => bpe_openai::o200k_base(),
        }
    }

    /// How many tokens a text has.
    pub fn count(self, text: &str) -> usize {
        self.encoding().count(text)
    }

    /// How many tokens a text has, but no more than `most`: the rest is not counted.
    pub fn within(self, text: &str, most: usize) -> usize {
        let encoding = self.encoding();
        encoding.count_till_limit(&encoding.normalize(text), most).unwrap_or(most)
    }

    /// Has a text no more tokens than `most`?
    pub fn fits(self, text: &str, most: usize) -> bool {
        // No token is shorter than a byte.
        text.len() <= most || self.count(text) <= most
    }

    /// How many bytes of a text, from its beginning, have no more tokens than `most`: about as many as there can be, and
    /// never none of a text that has some, for that would not end.
    pub fn prefix(self, text: &str, most: usize) -> usize {
        // A token has two bytes or more where text is no noise, and seldom as many as sixteen.
        let mut length = floor(text, most.saturating_mul(16).min(text.len()));
        loop {
            let tokens = self.count(&text[..length]);
            let shorter = match tokens {
                fits if fits <= most => break,
                // One step less than the share that fits, so that the loop ends soon.
                over => length * most / over - (length * most / over) / 16,
            };
            let next = floor(text, shorter.min(length - 1));
            if next == 0 {
                break;
            }
            length = next;
        }
        length.max(text.chars().next().map_or(0, char::len_utf8))
    }
}

/// The last place up to here that is between two characters.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_those_of_the_published_encodings() {
        // Counts that the encodings' own documentation gives.
        assert_eq!(Tokenizer::Cl100k.count("tiktoken is great!"), 6);
        assert_eq!(Tokenizer::O200k.count("tiktoken is great!"), 6);
        assert_eq!(Tokenizer::Cl100k.count("2 + 2 = 4"), 7);
        assert_eq!(Tokenizer::Cl100k.count("お誕生日おめでとう"), 9);
        assert_eq!(Tokenizer::Cl100k.count(""), 0);
    }

    #[test]
    fn a_prefix_fits_and_goes_on() {
        for text in ["word ".repeat(500), "x".repeat(5000), "誕生日".repeat(300), "\u{1f600}".repeat(200)] {
            let mut rest = text.as_str();
            while !rest.is_empty() {
                let end = Tokenizer::Cl100k.prefix(rest, 20);
                assert!(end > 0 && Tokenizer::Cl100k.count(&rest[..end]) <= 20);
                rest = &rest[end..];
            }
        }
    }
}
