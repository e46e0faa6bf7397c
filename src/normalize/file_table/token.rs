//! What can a word of a row be? Its shape says: a date, a time, a version, a size, a file's name, a platform.
//!
//! A word may have several shapes (`101.872` is a size in German and could be a version); which one is meant is decided
//! by the columns, not here.

use super::labels;
use crate::normalize::date::{self, DateOrder, DateReading};
use crate::normalize::version;
use crate::normalize::words::STRETCH;
use crate::span::Span;
use memchr::memmem;
use std::collections::VecDeque;
use std::sync::LazyLock;

/// The shapes that a word has, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shapes(u16);

impl Shapes {
    pub const DATE: Shapes = Shapes(1);
    pub const TIME: Shapes = Shapes(1 << 1);
    pub const VERSION: Shapes = Shapes(1 << 2);
    /// Digits with separators of thousands or a unit, or at least two plain digits.
    pub const SIZE: Shapes = Shapes(1 << 3);
    pub const INTEGER: Shapes = Shapes(1 << 4);
    pub const NAME: Shapes = Shapes(1 << 5);
    pub const PLATFORM: Shapes = Shapes(1 << 6);
    pub const SHA1: Shapes = Shapes(1 << 7);
    pub const SHA256: Shapes = Shapes(1 << 8);
    /// `Not applicable`, `N/A`: a cell that says it has nothing.
    pub const NOTHING: Shapes = Shapes(1 << 9);
    /// `SP2GDR`, `RTMQFE\WOW`, a path.
    pub const FOLDER: Shapes = Shapes(1 << 10);
    /// `SP1`, `RTM`.
    pub const SERVICE_PACK: Shapes = Shapes(1 << 11);
    /// A stand-in for a date: `xx/xx/xx`.
    pub const NO_DATE: Shapes = Shapes(1 << 12);

    /// Shapes that a word of running text never has.
    const TYPED: Shapes =
        Shapes(Self::DATE.0 | Self::TIME.0 | Self::VERSION.0 | Self::SIZE.0 | Self::SHA1.0 | Self::SHA256.0);

    pub fn has(self, other: Shapes) -> bool {
        self.0 & other.0 != 0
    }

    pub fn is_typed(self) -> bool {
        self.has(Shapes::TYPED)
    }

    fn add(&mut self, other: Shapes) {
        self.0 |= other.0;
    }
}

/// A word, or a few words that are one thing (`2:40 PM`, `May 17, 2001`, `1.79 MB`).
#[derive(Clone, Copy, Debug)]
pub struct Token {
    pub span: Span,
    pub shapes: Shapes,
}

/// Reads tokens out of a stretch of text, one at a time. Rules, pipes and bullets that draw a table are left out.
pub struct Lexer<'t> {
    text: &'t str,
    cursor: usize,
    end: usize,
    ahead: VecDeque<Span>,
}

impl<'t> Lexer<'t> {
    pub fn new(text: &'t str, stretch: Span) -> Lexer<'t> {
        Lexer { text, cursor: stretch.start as usize, end: stretch.end as usize, ahead: VecDeque::new() }
    }

    fn word(&mut self) -> Option<Span> {
        loop {
            let rest = self.text.get(self.cursor..self.end)?;
            let mut start = None;
            let mut end = rest.len();
            for (at, c) in rest.char_indices() {
                // A no-break space inside a number separates thousands.
                let apart = c == '|' || (c.is_whitespace() && !is_inside_number(rest, at, c));
                match (apart, start) {
                    (false, None) => start = Some(at),
                    (true, Some(_)) => {
                        end = at;
                        break;
                    }
                    _ => {}
                }
            }
            let start = start?;
            let span = Span::new(self.cursor + start, self.cursor + end);
            self.cursor += end;
            if !is_decoration(&rest[start..end]) {
                return Some(span);
            }
        }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        while self.ahead.len() < 3 {
            let Some(word) = self.word() else { break };
            self.ahead.push_back(word);
        }
        if self.ahead.is_empty() {
            return None;
        }
        let (token, used) = join(self.text, self.ahead.make_contiguous());
        self.ahead.drain(..used);
        Some(token)
    }
}

/// The tokens of a line or cell.
pub fn tokens(text: &str, stretch: Span) -> Vec<Token> {
    Lexer::new(text, stretch).collect()
}

/// The words of a short stretch, without what draws a table.
pub fn words(text: &str, stretch: Span) -> Vec<Span> {
    let mut lexer = Lexer::new(text, stretch);
    std::iter::from_fn(move || lexer.word()).collect()
}

/// Is it nothing but the lines and bullets of a drawn table?
pub fn is_decoration(word: &str) -> bool {
    word.bytes().all(|b| b"-=_+*~|.".contains(&b)) || word == "•" || word == "·"
}

fn is_inside_number(text: &str, at: usize, c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{202f}')
        && text[..at].ends_with(|c: char| c.is_ascii_digit())
        && text[at + c.len_utf8()..].bytes().take(3).filter(u8::is_ascii_digit).count() == 3
}

/// The first token of a run of words and how many words it takes.
fn join(text: &str, words: &[Span]) -> (Token, usize) {
    let first = words[0].of(text);
    let word = |n: usize| words.get(n).map_or("", |s| s.of(text));
    let reach = |n: usize| Span::new(words[0].start as usize, words[n - 1].end as usize);
    let made = |n: usize, shapes: Shapes| (Token { span: reach(n), shapes }, n);
    let lead = first.as_bytes()[0];
    if lead.is_ascii_digit() {
        if first.contains(':') && words.len() > 1 && is_half_of_day(word(1)) && date::parse_time(first).is_some() {
            return made(2, Shapes::TIME);
        }
        let plain = first.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
        if plain && labels::size_unit(word(1)).is_some() {
            return made(2, Shapes::SIZE);
        }
        // `24 Jul 2007`
        if first.len() <= 3 && words.len() > 2 && month(word(1)) && is_date(reach(3).of(text)) {
            return made(3, Shapes::DATE);
        }
    } else if words.len() > 2 && month(first) && word(1).as_bytes().first().is_some_and(u8::is_ascii_digit) {
        // `May 17, 2001`
        if is_date(reach(3).of(text)) {
            return made(3, Shapes::DATE);
        }
    } else if let Some(n) = labels::nothing_words(text, words) {
        return made(n, Shapes::NOTHING);
    }
    made(1, shapes(first))
}

fn month(word: &str) -> bool {
    date::month_number(word.trim_end_matches(['.', ','])).is_some()
}

fn is_half_of_day(word: &str) -> bool {
    let word = word.trim_end_matches([',', ';', ')']);
    matches!(word.len(), 1..=4)
        && ["am", "pm", "a.m.", "p.m.", "a", "p"].iter().any(|half| half.eq_ignore_ascii_case(word))
}

fn is_date(text: &str) -> bool {
    matches!(date::parse_date(text, DateOrder::Unknown), DateReading::Date(_) | DateReading::Ambiguous { .. })
}

/// The shapes of one word.
pub fn shapes(word: &str) -> Shapes {
    let mut out = Shapes::default();
    let bare = word.trim_matches(['(', ')', '[', ']', ',', ';', '"', '`', '*', '\'']);
    if bare.is_empty() {
        return out;
    }
    let lead = bare.chars().next().is_some_and(|c| date::digit(c).is_some());
    let digits = bare.bytes().filter(u8::is_ascii_digit).count();
    if lead || digits > 1 {
        if is_date(bare) {
            out.add(Shapes::DATE);
        }
        if lead && date::parse_time(bare).is_some() {
            out.add(Shapes::TIME);
        }
        if version::is_version(bare) {
            out.add(Shapes::VERSION);
        }
        if bare.bytes().all(|b| b.is_ascii_digit()) && bare.len() <= 12 {
            out.add(Shapes::INTEGER);
            if bare.len() > 1 {
                out.add(Shapes::SIZE);
            }
        } else if grouped_number(bare).is_some() || is_size_with_unit(bare) {
            out.add(Shapes::SIZE);
        }
        if bare.len() >= 40 && bare.bytes().all(|b| b.is_ascii_hexdigit()) {
            match bare.len() {
                40 => out.add(Shapes::SHA1),
                64 => out.add(Shapes::SHA256),
                _ => {}
            }
        }
    } else if digits == 0 && bare.len() <= 12 && date::parse_date(bare, DateOrder::Unknown) == DateReading::Placeholder
    {
        let separated = bare.contains(['/', '-']);
        out.add(if separated && !bare.eq_ignore_ascii_case("n/a") { Shapes::NO_DATE } else { Shapes::NOTHING });
    }
    if is_file_name(bare) {
        out.add(Shapes::NAME);
    }
    if labels::architecture(bare).is_some() {
        out.add(Shapes::PLATFORM);
    }
    if labels::branch(bare).is_some() || (bare.contains('\\') && !out.has(Shapes::NAME)) {
        out.add(Shapes::FOLDER);
    }
    if labels::is_service_pack(bare) {
        out.add(Shapes::SERVICE_PACK);
    }
    out
}

fn is_size_with_unit(word: &str) -> bool {
    let end = word.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(word.len());
    let (number, unit) = word.split_at(end);
    !number.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
        && labels::size_unit(unit).is_some()
}

/// A number with separators of thousands, in any country's manner; one separator throughout.
pub fn grouped_number(word: &str) -> Option<u64> {
    let separator = word.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(separator, ',' | '.' | '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}') {
        return None;
    }
    let mut value = 0u64;
    for (n, group) in word.split(separator).enumerate() {
        let fits = if n == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 };
        if !fits || !group.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        value = value.checked_mul(1000)?.checked_add(group.parse().ok()?)?;
    }
    Some(value)
}

/// Does the word look like a file's name or path: a base, a dot, an extension?
pub fn is_file_name(word: &str) -> bool {
    let file = word.rsplit(['\\', '/']).next().unwrap_or("");
    let Some((base, extension)) = file.rsplit_once('.') else { return false };
    let letters = |s: &str| s.bytes().any(|b| b.is_ascii_alphabetic() || b >= 0x80);
    let fits = (1..=12).contains(&extension.len())
        && extension.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'~'))
        && (extension.len() <= 5 || labels::is_long_extension(extension));
    // `3.00b` and `1.79MB` are no names; `Vnetsup.386` and `54831.sql` are.
    let named = letters(base) || (letters(extension) && !extension.as_bytes()[0].is_ascii_digit());
    let clean = !file.contains(['<', '>', '"', '?', '=', '@', ',', ';', '(', ':']) && !word.contains("://");
    fits && named && !base.is_empty() && clean && !base.ends_with('.')
}
/// Does a text hold anything that could be a version, size, date, time or digest of a file? A byte test around the marks
/// that these have: `5.5.2448`, `335,360`, `54.272`, `01:11`, `10/26/06`, `19-Aug`, `2004-08`, `28 KB`, `SHA1`. A number of
/// two parts (`5.0`) is most often a product's version and does not count. Texts in scripts with marks of their own are
/// always looked at.
pub fn has_attribute(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let digits_from = |at: usize| bytes[at..].iter().take(6).take_while(|b| b.is_ascii_digit()).count();
    // The mark once more behind the digits that follow it, and a digit behind that.
    let again = |at: usize| {
        let next = at + 1 + digits_from(at + 1);
        bytes.get(next) == Some(&bytes[at]) && digit(next + 1)
    };
    let marked = |at: usize| match bytes[at] {
        b':' => digit(at + 1),
        b',' => digits_from(at + 1) == 3,
        // `2326.0` is a build; `5.131:1877` has another mark for its second part.
        b'.' if digit(at + 1) => {
            let build = at >= 3 && digit(at - 2) && digit(at - 3);
            let parts = digits_from(at + 1);
            build || again(at) || parts >= 3 || bytes.get(at + 1 + parts) == Some(&b':')
        }
        b'/' => digit(at + 1) && again(at),
        b'-' => bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) || (digit(at + 1) && again(at)),
        _ => false,
    };
    // Few digits have a mark behind them, which is seen for a whole stretch at once.
    let pair = |a: u8, b: u8| a.is_ascii_digit() & matches!(b, b':' | b',' | b'.' | b'/' | b'-');
    for from in (0..bytes.len()).step_by(STRETCH) {
        let behind = bytes.get(from + 1..).unwrap_or(&[]);
        let (own, next) = match (bytes[from..].first_chunk::<STRETCH>(), behind.first_chunk::<STRETCH>()) {
            (Some(own), Some(next)) => (own, next),
            _ => (&[b'0'; STRETCH], &[b'.'; STRETCH]), // the rest is short
        };
        if own.iter().zip(next).fold(0, |any, (a, b)| any | u8::from(pair(*a, *b))) == 0 {
            continue;
        }
        let marks = from + 1..bytes.len().min(from + 1 + STRETCH);
        if marks.clone().any(|at| pair(bytes[at - 1], bytes[at]) && marked(at)) {
            return true;
        }
    }
    static UNITS: LazyLock<[memmem::Finder<'static>; 2]> =
        LazyLock::new(|| [memmem::Finder::new("KB"), memmem::Finder::new("bytes")]);
    static DIGEST: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("SHA"));
    let sized = |unit: &memmem::Finder<'_>| {
        unit.find_iter(bytes).any(|at| digit(at.wrapping_sub(1)) || (at > 1 && digit(at - 2)))
    };
    UNITS.iter().any(sized)
        || DIGEST.find(bytes).is_some()
        || (!text.is_ascii() && ["：", "年"].iter().any(|mark| text.contains(mark)))
}
