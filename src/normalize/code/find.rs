//! Where does a text name error codes?
//!
//! Four searches, each behind a byte test: numbers with `0x`, numbers after words such as `error code` or the facility of
//! Oracle's messages, negative decimals that are HRESULTs, and symbols. Most numbers with `0x` in an article are no codes:
//! addresses, flags, stop parameters, registry data. A number is taken when words announce it, a symbol beside it confirms
//! it, or its value is a known failure; places in memory and members of lists in brackets never are.

use super::context::{self, Before};
use super::messages;
use super::space::Hint;
use super::symbols;
use crate::model::CodeSpace;
use crate::normalize::words::{Words, has_digit};
use memchr::memmem;
use std::sync::LazyLock;

/// One mention of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention<'t> {
    /// Where it stands in the text.
    pub at: usize,
    /// As written.
    pub text: &'t str,
    /// Its value, negative ones as the 32 bits they are.
    pub value: u64,
    /// What the words around say.
    pub hint: Hint,
    /// The symbol beside it.
    pub stated: Option<&'t str>,
    /// How it is written.
    pub written: Written,
}

/// How a code is written; the first is the one a record shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Written {
    /// `0x80070005`
    Hexadecimal,
    /// `-2147024891`, `80070005`, `5`
    Number,
    /// `E_ACCESSDENIED`
    Symbol,
}

/// Where the text stands that is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// In a section.
    Section,
    /// In the title, which names no addresses.
    Title,
}

/// All mentions, in order.
pub fn mentions(text: &str, within: Within) -> Vec<Mention<'_>> {
    let mut out = Vec::new();
    if has_digit(text) {
        hexadecimal(text, within, &mut out);
        announced(text, within, &mut out);
        negative(text, &mut out);
    }
    named(text, &mut out);
    // Two searches may meet at one number; the one that knows more about it stands first.
    out.sort_by_key(|m| (m.at, m.hint == Hint::None));
    out.dedup_by_key(|m| m.at);
    out
}

/// A number with `0x`.
struct Hex<'t> {
    at: usize,
    text: &'t str,
    value: u64,
    digits: usize,
}

fn hexadecimal<'t>(text: &'t str, within: Within, out: &mut Vec<Mention<'t>>) {
    let bytes = text.as_bytes();
    let mut last: Option<(usize, Hint)> = None; // end of the last number taken
    let mut last_hex = 0; // end of the last number, taken or not
    for x in memchr::memchr2_iter(b'x', b'X', bytes) {
        let Some(hex) = hex_at(text, x) else { continue };
        let end = hex.at + hex.text.len();
        let row = last_hex > 0 && text[last_hex..hex.at].bytes().all(|b| b.is_ascii_whitespace());
        last_hex = end;
        // `STOP 0x79 (0x2 0x2 …`: parameters without commas.
        let parameter = last.is_some_and(|(until, hint)| hint == Hint::Stop && text[until..hex.at].trim() == "(");
        if row || parameter || hex.value == 0 || in_list(text, hex.at, end) {
            continue;
        }
        let chained = last.filter(|&(until, _)| is_chain(&text[until..hex.at])).map(|(_, hint)| hint);
        let before = context::before(text, hex.at);
        let stated = context::stated(text, hex.at, end);
        let titled = within == Within::Title && hex.digits == 8 && hex.value >= 0x8000_0000 && !before.place;
        let hint = judge(text, &hex, before, stated, chained);
        let system = messages::says(hex.value, &text[end..]).then_some(Hint::System);
        let Some(hint) = system.or(hint).or_else(|| titled.then_some(before.hint)) else { continue };
        last = Some((end, hint));
        let written = Written::Hexadecimal;
        out.push(Mention { at: hex.at, text: hex.text, value: hex.value, hint, stated, written });
    }
}

/// The number whose `x` stands here, unless it is part of a name, a GUID, an offset, an escape or a size (`640x480`).
fn hex_at(text: &str, x: usize) -> Option<Hex<'_>> {
    let bytes = text.as_bytes();
    let at = x.checked_sub(1).filter(|&at| bytes[at] == b'0')?;
    let digits = bytes[x + 1..].iter().take_while(|b| b.is_ascii_hexdigit()).take(17).count();
    if digits == 0 || digits > 16 {
        return None;
    }
    let apart = |b: u8| b.is_ascii_alphanumeric() || b"_\\+%&".contains(&b);
    let glued_dash = at >= 2 && bytes[at - 1] == b'-' && bytes[at - 2].is_ascii_alphanumeric();
    if at > 0 && (apart(bytes[at - 1]) || glued_dash) {
        return None;
    }
    let mut end = x + 1 + digits;
    if bytes.get(end) == Some(&b'L') {
        end += 1; // a C literal: 0x80004005L
    }
    let next = bytes.get(end).copied().unwrap_or(b' ');
    let follows = bytes.get(end + 1).copied().unwrap_or(b' ');
    if next.is_ascii_alphanumeric() || next == b'_' || (next == b'-' && follows.is_ascii_alphanumeric()) {
        return None;
    }
    let text = &text[at..x + 1 + digits];
    let value = u64::from_str_radix(&text[2..], 16).ok()?;
    // A 64-bit notation of a 32-bit code: sign-extended or padded.
    let value = if value >> 32 == 0xFFFF_FFFF { value & 0xFFFF_FFFF } else { value };
    Some(Hex { at, text, value, digits })
}

/// Is it a code? If so, what do the words say of its space?
fn judge(text: &str, hex: &Hex<'_>, before: Before, stated: Option<&str>, chained: Option<Hint>) -> Option<Hint> {
    let tail = &text[hex.at + hex.text.len()..];
    let row = before.screen && text[..hex.at].ends_with(['\n', ' ']) && tail.trim_start().starts_with("0x");
    if before.hint == Hint::Stop || row || has_stop_parameters(tail) {
        return Some(Hint::Stop);
    }
    let known = u32::try_from(hex.value).is_ok_and(is_known_failure);
    if stated.and_then(symbols::value_of).is_some_and(|(value, _)| u64::from(value) == hex.value) {
        return Some(before.hint);
    }
    if before.place {
        return None;
    }
    if let Some(hint) = chained {
        return Some(hint);
    }
    if before.announced && hex.value != 0xFFFF_FFFF {
        return Some(before.hint);
    }
    if context::called_error(tail) && (hex.digits != 8 || hex.value >= 0x8000_0000 || before.code_word.is_some()) {
        return Some(before.hint);
    }
    let padded = hex.digits == 8 && hex.value < 0x1000;
    if padded && before.screen && before.code_word.is_some_and(|n| n < 8) {
        return Some(Hint::Stop);
    }
    if hex.value < 0x8000_0000 || hex.value >= 0xFFFF_0000 || hex.digits < 8 {
        return None;
    }
    let near = before.code_word.is_some_and(|n| n < 8);
    let taken = match known {
        // Handles of root keys and the kernel's first warnings share the smallest values.
        true => hex.value & 0x7FFF_FFFF >= 0x100 || near,
        false => near && !before.vague || alone_on_line(text, hex.at, tail),
    };
    taken.then_some(before.hint)
}

/// A failure that has a name, or a Win32 failure as an HRESULT.
fn is_known_failure(value: u32) -> bool {
    value >= 0x8000_0000
        && (symbols::knows(CodeSpace::Hresult, value)
            || symbols::knows(CodeSpace::Ntstatus, value)
            || (value >> 16 == 0x8007 && symbols::knows(CodeSpace::Win32, value & 0xFFFF)))
}

/// ` (0x00000002, 0x00000000, …)`: what follows the code of a stop message.
fn has_stop_parameters(tail: &str) -> bool {
    let Some(inside) = tail.trim_start().strip_prefix(['(', '{', '[']) else { return false };
    let near = &inside.as_bytes()[..inside.len().min(120)];
    let list = near.iter().take_while(|b| b.is_ascii_hexdigit() || b"xX, \t\n".contains(b));
    inside.trim_start().starts_with(['0', 'f', 'F']) && list.filter(|&&b| b == b',').count() >= 3
}

/// A member of a list in brackets: stop parameters, arguments of a function, initialisers.
fn in_list(text: &str, at: usize, end: usize) -> bool {
    let head = text[..at].trim_end().as_bytes();
    let tail = text[end..].trim_start().as_bytes();
    let comma_before = head.last() == Some(&b',');
    let comma_after = tail.first() == Some(&b',')
        && tail[1..].iter().find(|b| !b.is_ascii_whitespace()).is_some_and(u8::is_ascii_hexdigit);
    if !comma_before && !comma_after {
        return false;
    }
    let mut closed = 0;
    for &b in head.iter().rev().take(240) {
        match b {
            b')' | b'}' | b']' => closed += 1,
            b'(' | b'{' | b'[' if closed == 0 => return true,
            b'(' | b'{' | b'[' => closed -= 1,
            _ => {}
        }
    }
    false
}

/// `0x1A or 0x50`, `0x7A, 0x77, and 0xF4`, `0x50/0x19`.
fn is_chain(between: &str) -> bool {
    if between.len() > 24 {
        return false;
    }
    let mut words = between.split(|c: char| c.is_whitespace() || c == ',' || c == '/').filter(|w| !w.is_empty());
    let joined = between.contains([',', '/']) || between.contains("or") || between.contains("and");
    joined && words.all(|w| ["or", "and", "stop", "error"].iter().any(|known| w.eq_ignore_ascii_case(known)))
}

/// The number opens its line and ends it, or an explanation follows: `0x80040c06 - The operation failed`.
fn alone_on_line(text: &str, at: usize, tail: &str) -> bool {
    let indent = text[..at].bytes().rev().take_while(|b| matches!(b, b' ' | b'\t')).count();
    let rest = tail.trim_start_matches([' ', '\t']);
    // Cells are parted by tabs.
    let explained = rest.is_empty()
        || rest.starts_with(['\n', '-', ':', '–'])
        || tail.starts_with('\t')
        || rest.starts_with(", 0x");
    // Without line ends, it opens a sentence and another one follows.
    let head = &text[..at - indent];
    let opens_sentence = indent > 0 && head.ends_with(['.', ':']) && rest.len() < tail.len();
    ((head.ends_with('\n') || head.is_empty()) && explained)
        || (opens_sentence && (explained || rest.starts_with(char::is_uppercase)))
}

/// Numbers without `0x` after `error`, `error code`, `RCODE` and their like.
fn announced<'t>(text: &'t str, within: Within, out: &mut Vec<Mention<'t>>) {
    static TRIGGERS: LazyLock<Words> = LazyLock::new(|| {
        Words::new(&[
            "error", "code", "hresult", "hr=", "hr =", "stop:", "fehler", "erreur",
            "hResult", // spelled `HResult` too
            // What the eight digits of most failures begin with.
            "c0000", "80004", "8004", "8007", "8009", "800a", "800b", "800f", "8024",
            // Facilities of Oracle's messages: database, network, PL/SQL, Recovery Manager, clusterware.
            "ORA-", "TNS-", "PLS-", "RMAN-", "CRS-",
            // Components of IBM's: DB2, its logs, MQ, Tivoli Storage Manager's server and clients, WebSphere and its servlets.
            "SQL", "ADM", "AMQ", "ANR", "ANS", "WSVR", "SRVE",
        ])
    });
    const ERROR: usize = 0;
    const CODE: usize = 1;
    const BARE: usize = 9;
    const FACILITY: usize = 18;
    for found in TRIGGERS.find(text) {
        let (start, end) = (found.start, found.end);
        if found.word >= FACILITY {
            out.extend(of_facility(text, start, end));
            continue;
        }
        if found.word >= BARE {
            out.extend(bare(text, start, within));
            continue;
        }
        let word = text[..start].bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        let prefix = &text[start - word..start];
        let trigger = found.word;
        let fits = match trigger {
            CODE => {
                prefix.eq_ignore_ascii_case("r")
                    || (prefix.is_empty() || text[start..].starts_with('C')) && says_whose_code(text, start)
            }
            ERROR => prefix.is_empty() || text[start..].starts_with('E'), // LastError, not `terror`
            _ => prefix.is_empty(),
        };
        if !fits {
            continue;
        }
        let Some((at, token)) = number_after(text, end) else { continue };
        let Some((value, bare_hex)) = read_number(token) else { continue };
        // `aLastError(1)`: an element of a variable.
        if !prefix.is_empty() && text[end..at] == *"(" && !bare_hex {
            continue;
        }
        let stop = text[start..end].eq_ignore_ascii_case("stop:");
        if value == 0 || (stop || trigger > CODE) && !bare_hex && !token.starts_with('-') {
            continue;
        }
        let behind = &text[at + token.len()..];
        let hint = match context::before(text, at).hint {
            _ if stop => Hint::Stop,
            Hint::None if messages::says(value, behind) => Hint::System,
            hint => hint,
        };
        let stated = context::stated(text, at, at + token.len());
        out.push(Mention { at, text: token, value, hint, stated, written: Written::Number });
        others(text, at, token, hint, out);
    }
}

/// The number of a message behind its facility. Oracle's: `ORA-01555`, `TNS-12541`, most often in five digits. IBM's:
/// `SQL0911N`, `ANR0481W`, four or five digits and a letter for how severe it is, which only MQ's may lack (`AMQ9213`).
fn of_facility(text: &str, start: usize, digits: usize) -> Option<Mention<'_>> {
    let bytes = text.as_bytes();
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'\\' | b'.');
    let len = bytes[digits..].iter().take_while(|b| b.is_ascii_digit()).count();
    let facility = &text[start..digits];
    let mut end = digits + len;
    let is_one = if facility.ends_with('-') {
        (3..=5).contains(&len)
    } else {
        let is_severe = bytes.get(end).is_some_and(|letter| b"ACDEINSTW".contains(letter));
        end += usize::from(is_severe);
        matches!(len, 4 | 5) && (is_severe || facility == "AMQ") && facility.bytes().all(|b| b.is_ascii_uppercase())
    };
    let goes_on = bytes.get(end).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if !is_one || goes_on || start > 0 && part(&bytes[start - 1]) {
        return None;
    }
    let value = text[digits..digits + len].parse().ok().filter(|value| *value != 0)?;
    let (hint, written) = (Hint::MessageId, Written::Number);
    Some(Mention { at: start, text: &text[start..end], value, hint, stated: None, written })
}

/// `errors 3400 or 3500`, `-2147467259 and 80004005`: further codes of a row, written as the first one is.
fn others<'t>(text: &'t str, at: usize, first: &str, hint: Hint, out: &mut Vec<Mention<'t>>) {
    let mut end = at + first.len();
    for _ in 0..MOST_IN_ROW {
        let rest = &text[end..];
        let number = rest.bytes().take(16).take_while(|b| !b.is_ascii_digit() && *b != b'-').count();
        let joint = rest[..rest.floor_char_boundary(number)].trim_matches(|c: char| "'\"`, \n(".contains(c));
        let apart = rest[..rest.floor_char_boundary(number)].contains(',') || !joint.is_empty();
        let at = end + number;
        if !apart || !["", "or", "and", "oder", "und", "ou", "et", "e", "o", "y"].contains(&joint) || at >= text.len() {
            return;
        }
        let len = text[at..].bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').take(14).count();
        let token = &text[at..at + len];
        let Some((value, bare_hex)) = read_number(token).filter(|(value, _)| *value != 0) else { return };
        let alike = len == first.len() && len >= 3 && first.bytes().all(|b| b.is_ascii_digit());
        let next = &text.as_bytes()[at + len..];
        let part = next.first().is_some_and(|b| b".,:/%\\".contains(b)) && next.get(1).is_some_and(u8::is_ascii_digit);
        if !(alike || bare_hex || token.starts_with('-') && len == 11) || part {
            return;
        }
        let stated = context::stated(text, at, at + len);
        out.push(Mention { at, text: token, value, hint, stated, written: Written::Number });
        end = at + len;
    }
}

/// No sentence names more codes in one row.
const MOST_IN_ROW: usize = 12;

/// Eight hexadecimal digits of a known failure without `0x`: `the exception was c0000005`, `a C0000005 error`.
fn bare(text: &str, at: usize, within: Within) -> Option<Mention<'_>> {
    let bytes = text.as_bytes();
    let token = text.get(at..at + 8).filter(|token| looks_like_bare_hex(token))?;
    let end = at + 8;
    let apart = |b: u8| b.is_ascii_alphanumeric() || b"_\\+%&#.$".contains(&b);
    let joined = |b: Option<&u8>, next: Option<&u8>| {
        b.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_')
            || b.is_some_and(|b| b"-.:/\\".contains(b)) && next.is_some_and(u8::is_ascii_alphanumeric)
    };
    if at > 0 && apart(bytes[at - 1]) || joined(bytes.get(end), bytes.get(end + 1)) {
        return None;
    }
    if at > 1 && b"-:/".contains(&bytes[at - 1]) && bytes[at - 2].is_ascii_alphanumeric() && bytes[at - 1] != b':' {
        return None;
    }
    let value = u64::from_str_radix(token, 16).ok()?;
    if !u32::try_from(value).is_ok_and(is_known_failure) || in_dump(text, at, end) {
        return None;
    }
    let before = context::before(text, at);
    let tail = &text[end..];
    let stated = context::stated(text, at, end);
    let confirmed = stated.and_then(symbols::value_of).is_some_and(|(known, _)| u64::from(known) == value);
    let near = before.code_word.is_some_and(|n| n < 8) && !before.vague;
    let told = near || context::called_error(tail) || within == Within::Title || alone_on_line(text, at, tail);
    let taken = confirmed || told && !before.place;
    taken.then_some(Mention { at, text: token, value, hint: before.hint, stated, written: Written::Number })
}

/// A number of a dump of memory or registers: other such numbers stand beside it.
fn in_dump(text: &str, at: usize, end: usize) -> bool {
    let digits = |word: &str| word.len() >= 4 && word.trim_end_matches(':').bytes().all(|b| b.is_ascii_hexdigit());
    let line = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len() > 0;
    let behind = &text[end..];
    let next = behind.trim_start_matches([' ', '\t']);
    let next = &next[..next.bytes().take_while(u8::is_ascii_alphanumeric).take(17).count()];
    let head = text[..at].trim_end_matches([' ', '\t']);
    let len = head.bytes().rev().take_while(|b| b.is_ascii_alphanumeric() || *b == b':').take(17).count();
    line(behind) && digits(next) || head.len() < at && digits(&head[head.len() - len..])
}

/// `error code`, `return code`, `RCODE`; not `area code`, `source code`.
fn says_whose_code(text: &str, code: usize) -> bool {
    let head = text[..code].trim_end();
    let len = head.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    let word = &head[head.len() - len..];
    let known =
        ["error", "status", "return", "returned", "result", "response", "failure", "fault", "stop", "exception"];
    known.iter().any(|k| word.len() >= k.len() && word[word.len() - k.len()..].eq_ignore_ascii_case(k))
}

/// The number that follows, over `:`, `=`, `#`, brackets, quotes and a few filling words; at most one line further.
fn number_after(text: &str, mut at: usize) -> Option<(usize, &str)> {
    let bytes = text.as_bytes();
    let from = at;
    let mut filling = 0;
    let mut lines = 0;
    // `20  RESUME without error        67  Too many files`: the next column.
    if text[at..].starts_with("   ") && text[at..].trim_start_matches(' ').starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    loop {
        match *bytes.get(at)? {
            b'\n' => {
                lines += 1;
                at += 1;
            }
            b' ' | b'\t' | b':' | b'=' | b'#' | b'\'' | b'"' | b'(' | b')' | b'[' | b'*' | b'<' => at += 1,
            b'-' | b'0'..=b'9' => break,
            b'a'..=b'z' | b'A'..=b'Z' => {
                let len = bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
                let word = &text[at..at + len];
                if looks_like_bare_hex(word) {
                    break;
                }
                let known =
                    ["code", "codes", "number", "no", "value", "is", "was", "of", "message", "id", "rcode", "nr"];
                filling += 1;
                if filling > 3 || !known.iter().any(|k| word.eq_ignore_ascii_case(k)) {
                    return None;
                }
                at += len;
                at += usize::from(word.eq_ignore_ascii_case("no") && bytes.get(at) == Some(&b'.'));
            }
            _ => return None,
        }
        if lines > 1 {
            return None;
        }
    }
    let sign = usize::from(bytes[at] == b'-');
    let len = bytes[at + sign..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').take(12).count();
    let token = &text[at..at + sign + len];
    let mut tail = text[at + sign + len..].bytes();
    let (next, follows) = (tail.next().unwrap_or(b' '), tail.next().unwrap_or(b' '));
    let part = b".,:/-".contains(&next) && follows.is_ascii_digit();
    // `the following error: 1. Click Start`: an item of a list.
    let numbers_item = len <= 2 && next == b'.' || len <= 3 && lines > 0 && b".)".contains(&next);
    let item = numbers_item && (lines > 0 || text[..at].trim_end().ends_with(':'));
    // `Error message 1` is the title of the first of several.
    let titled = || text[from..at].trim().eq_ignore_ascii_case("message") && token.parse().is_ok_and(|n: u8| n <= 20);
    let part = part || titled();
    let part = part || item || next == b'%' || next == b'\\' || text[at + sign + len..].starts_with(" of ");
    (len > 0 && !part).then_some((at, token))
}

fn looks_like_bare_hex(word: &str) -> bool {
    word.len() == 8 && matches!(word.as_bytes()[0], b'8' | b'c' | b'C') && word.bytes().all(|b| b.is_ascii_hexdigit())
}

/// A decimal of up to ten digits, a negative HRESULT, or eight hexadecimal digits of a failure.
fn read_number(token: &str) -> Option<(u64, bool)> {
    if looks_like_bare_hex(token) {
        return u64::from_str_radix(token, 16).ok().map(|v| (v, true));
    }
    if let Some(digits) = token.strip_prefix('-') {
        let value: i64 = digits.parse().ok().filter(|v| (1..=0x8000_0000_i64).contains(v))?;
        return Some((u64::from((-value) as u32), false));
    }
    if token.len() > 10 || !token.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    token.parse().ok().filter(|v| *v <= u64::from(u32::MAX)).map(|v| (v, false))
}

/// `-2147024891` is an HRESULT wherever it stands.
fn negative<'t>(text: &'t str, out: &mut Vec<Mention<'t>>) {
    static FINDER: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("-21"));
    for at in FINDER.find_iter(text.as_bytes()) {
        let len = text[at + 1..].bytes().take_while(u8::is_ascii_alphanumeric).take(12).count();
        let token = &text[at..at + 1 + len];
        let glued = at > 0 && text.as_bytes()[at - 1].is_ascii_alphanumeric();
        let Some((value, _)) = read_number(token).filter(|_| len == 10 && !glued) else { continue };
        if u32::try_from(value).is_ok_and(|v| is_known_failure(v) || (0x8004_0000..0x8005_0000).contains(&v)) {
            let stated = context::stated(text, at, at + token.len());
            out.push(Mention { at, text: token, value, hint: Hint::None, stated, written: Written::Number });
        }
    }
}

/// Symbols of failures that stand in a table.
fn named<'t>(text: &'t str, out: &mut Vec<Mention<'t>>) {
    static WSA: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("WSAE"));
    let bytes = text.as_bytes();
    let joints = memchr::memchr_iter(b'_', bytes).chain(WSA.find_iter(bytes));
    let mut until = 0;
    for joint in joints {
        if bytes[joint] == b'_' && joint < until {
            continue;
        }
        let part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
        let start = joint - bytes[..joint].iter().rev().take(64).take_while(|b| part(b)).count();
        let end = joint + bytes[joint..].iter().take(64).take_while(|b| part(b)).count();
        until = until.max(end);
        let name = &text[start..end];
        if !context::is_symbol(name) || !names_failure(name) {
            continue;
        }
        let Some((value, space)) = symbols::value_of(name) else { continue };
        // `Const ERROR_CANTOPEN = 3`: a program's own constant that happens to be called so.
        if defined_as(text, end).is_some_and(|own| own != u64::from(value)) {
            continue;
        }
        let failure = match space {
            CodeSpace::Hresult | CodeSpace::Ntstatus => value >= 0x8000_0000,
            CodeSpace::Bugcheck => name.bytes().filter(|&b| b == b'_').count() >= 2 && value < 0x4000_0000,
            _ => true,
        };
        if failure {
            let written = Written::Symbol;
            out.push(Mention {
                at: start,
                text: name,
                value: u64::from(value),
                hint: Hint::None,
                stated: Some(name),
                written,
            });
        }
    }
}

/// The number that a program's text gives a name: `= 3`, `= &H80040001`, `0x10` behind `#define`.
fn defined_as(text: &str, end: usize) -> Option<u64> {
    let rest = text[end..].trim_start_matches(' ');
    let rest = rest.strip_prefix('=')?.trim_start_matches(' ');
    let (digits, radix) = match rest.get(..2) {
        Some("0x" | "0X" | "&H" | "&h") => (&rest[2..], 16),
        _ => (rest, 10),
    };
    let len = digits.bytes().take_while(|b| char::from(*b).is_digit(radix)).take(17).count();
    u64::from_str_radix(&digits[..len], radix).ok()
}

/// A cheap test before the index of names is asked: has the name the look of one that the headers give to failures?
fn names_failure(name: &str) -> bool {
    let prefixes = ["E_", "STATUS_", "ERROR_", "WSA", "RPC_", "EPT_", "NERR_", "DNS_ERROR_", "EXCEPTION_"];
    prefixes.iter().any(|p| name.starts_with(p))
        || name.contains("_E_")
        || name.len() > 12 && !name.bytes().any(|b| b.is_ascii_lowercase())
}
