//! How much fits into an answer? So much as its budget of tokens says; the rest behind a cursor.
//!
//! Which tokenizer a model has is not known here, so tokens are estimated, rather too many than too few: four letters of a
//! word, three digits, and every other character are one.

use serde::Serialize;
use serde_json::Value;

/// Tokens of an answer where nobody says how many.
pub const USUAL: usize = 4_000;
/// The fewest and the most.
pub const BOUNDS: (usize, usize) = (200, 20_000);
/// Characters that a text of a record keeps, and entries that a list of one keeps.
const KEPT: (usize, usize) = (800, 40);

/// What is left of a budget.
#[derive(Clone, Copy, Debug)]
pub struct Budget(usize);

/// Where an answer goes on: an item of a list, a byte of a text in it, and the dataset that both are of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The item.
    pub item: usize,
    /// The byte of its text.
    pub byte: usize,
}

impl Budget {
    /// As much as was asked for, within bounds.
    pub fn of(asked: Option<usize>) -> Budget {
        Budget(asked.unwrap_or(USUAL).clamp(BOUNDS.0, BOUNDS.1))
    }

    /// Takes what a text costs, if it is there.
    pub fn take(&mut self, text: &str) -> bool {
        let cost = tokens(text);
        let fits = cost <= self.0;
        self.0 = if fits { self.0 - cost } else { self.0 };
        fits
    }

    /// Takes what an item costs, if it is there.
    pub fn take_json(&mut self, item: &impl Serialize) -> bool {
        self.take(&serde_json::to_string(item).unwrap_or_default())
    }

    /// The beginning of a text that fits, up to the end of a line or word where there is one; takes it.
    pub fn beginning<'t>(&mut self, text: &'t str) -> &'t str {
        let mut counted = Counter::default();
        let (mut last_line, mut last_word) = (0, 0);
        for (at, c) in text.char_indices() {
            if counted.with(c) > self.0 {
                let end = [last_line, last_word].into_iter().find(|end| *end > at / 2).unwrap_or(at);
                self.0 = 0;
                return &text[..end];
            }
            if c == '\n' {
                last_line = at + 1;
            } else if c.is_whitespace() {
                last_word = at + 1;
            }
        }
        self.0 -= counted.tokens();
        text
    }

    /// What is left.
    pub fn left(self) -> usize {
        self.0
    }
}

/// Counts tokens character by character.
#[derive(Clone, Copy, Default)]
struct Counter {
    whole: usize,
    letters: usize,
    digits: usize,
}

impl Counter {
    fn with(&mut self, c: char) -> usize {
        if c.is_ascii_alphabetic() {
            self.flush_digits();
            self.letters += 1;
        } else if c.is_ascii_digit() {
            self.flush_letters();
            self.digits += 1;
        } else {
            self.flush_letters();
            self.flush_digits();
            // A blank is part of the word behind it.
            self.whole += usize::from(c != ' ');
        }
        self.tokens()
    }

    fn flush_letters(&mut self) {
        self.whole += self.letters.div_ceil(4);
        self.letters = 0;
    }

    fn flush_digits(&mut self) {
        self.whole += self.digits.div_ceil(3);
        self.digits = 0;
    }

    fn tokens(&self) -> usize {
        self.whole + self.letters.div_ceil(4) + self.digits.div_ceil(3)
    }
}

/// Tokens of a text, estimated.
pub fn tokens(text: &str) -> usize {
    let mut counter = Counter::default();
    for c in text.chars() {
        counter.with(c);
    }
    counter.tokens()
}

/// A record with its long texts and lists cut, and whether any was.
pub fn cut(record: &impl Serialize) -> (Value, bool) {
    let mut value = serde_json::to_value(record).unwrap_or_default();
    let is_cut = cut_value(&mut value);
    (value, is_cut)
}

fn cut_value(value: &mut Value) -> bool {
    let (longest, most) = KEPT;
    match value {
        Value::String(text) => match text.char_indices().nth(longest) {
            Some((end, _)) => {
                text.truncate(end);
                text.push('…');
                true
            }
            None => false,
        },
        Value::Array(items) => {
            let is_long = items.len() > most;
            items.truncate(most);
            items.iter_mut().fold(is_long, |cut, item| cut_value(item) | cut)
        }
        Value::Object(fields) => fields.values_mut().fold(false, |cut, field| cut_value(field) | cut),
        _ => false,
    }
}

impl Cursor {
    /// As it is handed out: opaque to who gets it.
    pub fn text(&self, dataset: &str) -> String {
        format!("{}-{}-{}", dataset.get(..8).unwrap_or(dataset), self.item, self.byte)
    }

    /// Where a cursor points, if it is one of this dataset.
    pub fn read(text: Option<&str>, dataset: &str) -> Result<Cursor, String> {
        let Some(text) = text else { return Ok(Cursor { item: 0, byte: 0 }) };
        let mut parts = text.split('-');
        let own = parts.next();
        let numbers: Vec<usize> = parts.by_ref().filter_map(|part| part.parse().ok()).collect();
        match numbers[..] {
            [item, byte] if own == Some(dataset.get(..8).unwrap_or(dataset)) => Ok(Cursor { item, byte }),
            [_, _] => Err("the dataset was built anew since this `cursor` was given; ask again without it".to_owned()),
            _ => Err("this is no `cursor` that was given; ask again without it".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_words_digits_and_signs() {
        assert_eq!(tokens(""), 0);
        assert_eq!(tokens("the server"), 3);
        assert_eq!(tokens("0x80070005"), 5);
        assert_eq!(tokens("日本語"), 3);
    }

    #[test]
    fn a_text_is_cut_where_it_may_be() {
        let mut budget = Budget(3);
        assert_eq!(budget.beginning("one two three"), "one two ");
        assert_eq!(budget.left(), 0);
        assert_eq!(Budget(10).beginning("one two"), "one two");
        assert_eq!(Budget(2).beginning("日本語"), "日本");
    }

    #[test]
    fn a_cursor_is_of_its_dataset() {
        let cursor = Cursor { item: 3, byte: 70 };
        let text = cursor.text("0123456789abcdef");
        assert_eq!(Cursor::read(Some(&text), "0123456789abcdef"), Ok(cursor));
        for (text, dataset) in
            [(text.as_str(), "ffff456789"), ("x", "0123456789"), ("", "0"), ("01234567-1", "01234567")]
        {
            assert!(Cursor::read(Some(text), dataset).is_err());
        }
    }

    #[test]
    fn long_texts_and_lists_of_records_are_cut() {
        let (value, is_cut) = cut(&serde_json::json!({"a": "x".repeat(2000), "b": vec![1; 100]}));
        assert!(is_cut && value["b"].as_array().unwrap().len() == 40);
        assert_eq!(cut(&serde_json::json!({"a": "x"})), (serde_json::json!({"a": "x"}), false));
    }
}
