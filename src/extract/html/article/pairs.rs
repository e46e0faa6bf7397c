//! Which properties have their label in one block and their value in the next?
//!
//! `dt` and `dd`, a bold word and the paragraph under it, a small heading and its line. Only values that cannot be
//! anything else are taken: days under the label of a day, ids under the label of an id.

use super::{Place, Reading, role_of};
use crate::extract::FieldName;
use crate::extract::html::linear::{Item, Kind};
use crate::extract::html::{dated, fields, head};

impl Reading<'_> {
    /// Takes the label at this position with its value; how many items that are.
    pub(super) fn pair(&mut self, at: usize, words: &str) -> usize {
        let items = self.items;
        let item = &items[at];
        if self.place == Place::Front && item.total <= 40 && dated::begins(words) {
            return self.pair_upwards(at, words);
        }
        let marked = match item.kind {
            Kind::Heading(_) | Kind::Term => true,
            Kind::Paragraph => item.bold == item.total || words.trim_end().ends_with([':', '：']),
            _ => false,
        };
        if !marked || item.total > 60 {
            return 0;
        }
        let Some(next) = items.get(at + 1).filter(|n| is_value(n)) else { return 0 };
        let value = next.text.of(self.text).trim();
        if self.place == Place::Front && matches!(item.kind, Kind::Term) && words.trim_end().ends_with(':') {
            let more = items.get(at + 2).is_some_and(|i| matches!(i.kind, Kind::Term | Kind::Heading(_)));
            let label = fields::label(words, self.vocabulary);
            if more && next.total <= 60 && label.is_none_or(|l| l == FieldName::Other) {
                // A property of no field of its own, in a list of them.
                self.header(item);
                self.header(next);
                return 2;
            }
        }
        if matches!(item.kind, Kind::Heading(_)) && self.are_key_words(at, words, value) {
            let keywords: Vec<&str> = value.split([',', ';']).map(str::trim).filter(|w| !w.is_empty()).collect();
            let field = fields::field(FieldName::Keywords, value, self.text);
            self.out.fields.push(crate::extract::Field { value: keywords.join(", "), ..field });
            self.header(item);
            self.header(next);
            return 2;
        }
        let dated = dated::begins(value);
        let products = self.place == Place::Front && (matches!(item.kind, Kind::Term) || item.bold == item.total);
        // A heading that is called like the property over one line, with the next heading behind it.
        let ends = || items.get(at + 2).is_none_or(|i| matches!(i.kind, Kind::Heading(_)));
        let products =
            products || matches!(item.kind, Kind::Heading(_)) && role_of(self.vocabulary, words).is_none() && ends();
        if !(dated || products || head::is_identifier(value)) {
            return 0;
        }
        let Some(name) = fields::label(words, self.vocabulary) else { return 0 };
        let value = match name {
            FieldName::Published | FieldName::Modified | FieldName::Reviewed if dated => dated::day_alone(value),
            FieldName::ArticleId if head::is_identifier(value) && !dated => value,
            FieldName::AppliesTo if products && fields::is_value(name, value) => value,
            FieldName::Title
                if products && !matches!(item.kind, Kind::Heading(_)) && self.out.field(name).is_none() =>
            {
                value
            }
            _ => return 0,
        };
        self.add(&[fields::Labelled { name, value }]);
        self.header(item);
        self.header(next);
        2
    }

    /// Is a heading inside a section only the label of the short value under it, one of at least three in a row:
    /// `APAR number`, `Reported release`? Sections of the article are known by their names, and say more.
    pub(super) fn labels_value(&self, at: usize) -> bool {
        let Kind::Heading(level) = self.items[at].kind else { return false };
        let inside = self.headings.last().is_some_and(|h| h.level < level * 2);
        if level < 3 || self.place != Place::Body || !inside {
            return false;
        }
        let pair = |at: usize| {
            let alike =
                self.items.get(at).is_some_and(|i| matches!(i.kind, Kind::Heading(l) if l == level) && !i.chrome);
            let value = |i: &&Item| {
                let words = i.text.of(self.text).trim();
                let short = matches!(i.kind, Kind::Paragraph) && !i.chrome && i.total <= 40 && i.linked == 0;
                short && !words.contains('\n') && !words.ends_with(['.', ':', '?', '!', '。'])
            };
            let ends = || self.items.get(at + 2).is_none_or(|i| matches!(i.kind, Kind::Heading(_)) || i.chrome);
            alike && self.items.get(at + 1).filter(value).is_some() && ends()
        };
        let unknown = |at: usize| role_of(self.vocabulary, self.items[at].text.of(self.text)).is_none();
        let starts = [at.checked_sub(4), at.checked_sub(2), Some(at)];
        pair(at)
            && starts.into_iter().flatten().any(|from| {
                let row = [from, from + 2, from + 4];
                row.iter().all(|&at| pair(at)) && row.iter().filter(|&&at| unknown(at)).count() >= 2
            })
    }

    /// Is this the heading `Keywords` over a line of nothing else, with the next heading behind it?
    fn are_key_words(&self, at: usize, words: &str, value: &str) -> bool {
        let ends = self.items.get(at + 2).is_none_or(|i| i.chrome || matches!(i.kind, Kind::Heading(_)));
        let sentence = value.contains(". ") || value.ends_with(['.', ':', '?']);
        ends && !sentence && fields::label(words, self.vocabulary) == Some(FieldName::Keywords)
    }

    /// Takes a day with its label below it, as dates of a last change are put beside the author's picture.
    fn pair_upwards(&mut self, at: usize, words: &str) -> usize {
        let items = self.items;
        let Some(label) = items.get(at + 1).filter(|i| !i.chrome && i.total <= 30) else { return 0 };
        let name = fields::label(label.text.of(self.text), self.vocabulary);
        let Some(name) = name.filter(|n| matches!(n, FieldName::Published | FieldName::Modified)) else { return 0 };
        let next = items.get(at + 2).is_some_and(|i| dated::begins(i.text.of(self.text)));
        if next {
            return 0; // that day is the label's
        }
        self.add(&[fields::Labelled { name, value: dated::day_alone(words.trim()) }]);
        self.header(&items[at]);
        self.header(label);
        2
    }
}

fn is_value(item: &Item) -> bool {
    matches!(item.kind, Kind::Paragraph) && !item.chrome && item.total <= 120
}
