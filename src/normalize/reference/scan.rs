//! Which words of a text name another document?
//!
//! One pass over the text finds every prefix that a reference can begin with; what follows decides. Numbers inside file
//! names (`Q123456i.exe`, `Windows6.0-KB939778-x86`) name the file, not the article.

use super::url::{self, Target};
use crate::model::ReferenceKind;
use crate::normalize::words::{Words, has_digit};
use std::sync::LazyLock;

/// A reference in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'t> {
    /// Where it stands.
    pub at: usize,
    /// What it points to.
    pub target: Target,
    /// As written.
    pub text: &'t str,
    /// Its address.
    pub url: Option<String>,
}

#[derive(Clone, Copy)]
enum Prefix {
    Scheme,
    Www,
    Kb,
    Q,
    Rfc,
    Cve,
    Bulletin,
    Article,
    /// `Knowledge Base:` and a list of numbers with their titles.
    KnowledgeBase,
    /// `hotfix 896683`
    Update,
    Download,
}

/// Words that a reference can begin with. Those of one or two letters are looked for by themselves.
const PREFIXES: [(&str, Prefix); 24] = [
    ("http://", Prefix::Scheme),
    ("https://", Prefix::Scheme),
    ("ftp://", Prefix::Scheme),
    ("www.", Prefix::Www),
    ("rfc", Prefix::Rfc),
    ("cve", Prefix::Cve),
    ("can-", Prefix::Cve),
    ("ms0", Prefix::Bulletin),
    ("ms1", Prefix::Bulletin),
    ("ms9", Prefix::Bulletin),
    ("adv1", Prefix::Bulletin),
    ("adv2", Prefix::Bulletin),
    ("article", Prefix::Article),
    ("artikel", Prefix::Article),
    ("articolo", Prefix::Article),
    ("artigo", Prefix::Article),
    ("artykule", Prefix::Article),
    ("knowledge base", Prefix::KnowledgeBase),
    ("knowledge Base", Prefix::KnowledgeBase),
    ("base de connaissances", Prefix::KnowledgeBase),
    ("hotfix", Prefix::Update),
    ("update", Prefix::Update),
    ("patch", Prefix::Update),
    ("download", Prefix::Download),
];

/// The same in words with letters beyond ASCII; a text without any has none of them.
const FOREIGN: [(&str, Prefix); 8] = [
    ("artículo", Prefix::Article),
    ("artykuł", Prefix::Article),
    ("стать", Prefix::Article),
    ("文書番号", Prefix::Article),
    ("技術情報", Prefix::Article),
    ("文章", Prefix::Article),
    ("문서", Prefix::Article),
    ("サポート技術情報", Prefix::KnowledgeBase),
];

/// Those of them that a reference without any number can begin with.
const UNNUMBERED: [(&str, Prefix); 5] = [
    ("http://", Prefix::Scheme),
    ("https://", Prefix::Scheme),
    ("ftp://", Prefix::Scheme),
    ("www.", Prefix::Www),
    ("download", Prefix::Download),
];

static UNNUMBERED_FINDER: LazyLock<Words> = LazyLock::new(|| Words::new(&UNNUMBERED.map(|(word, _)| word)));
static FINDER: LazyLock<Words> = LazyLock::new(|| Words::new(&PREFIXES.map(|(word, _)| word)));
static FOREIGN_FINDER: LazyLock<Words> = LazyLock::new(|| Words::new(&FOREIGN.map(|(word, _)| word)));

/// Where a reference can begin, in order: its prefix, first byte, and where the prefix ends.
fn beginnings(text: &str) -> Vec<(Prefix, usize, usize)> {
    let bytes = text.as_bytes();
    if !has_digit(text) {
        // Only addresses and files come without a number.
        return UNNUMBERED_FINDER.find(text).map(|hit| (UNNUMBERED[hit.word].1, hit.start, hit.end)).collect();
    }
    let mut out: Vec<_> = FINDER.find(text).map(|hit| (PREFIXES[hit.word].1, hit.start, hit.end)).collect();
    if !text.is_ascii() {
        out.extend(FOREIGN_FINDER.find(text).map(|hit| (FOREIGN[hit.word].1, hit.start, hit.end)));
    }
    // `q` is rare and `k` not frequent: a byte search is quicker than a finder of two-letter words.
    let digit = |at: usize| bytes.get(at).is_some_and(|b| matches!(b, b'1'..=b'9'));
    let numbers = memchr::memchr2_iter(b'q', b'Q', bytes).filter(|&at| digit(at + 1));
    out.extend(numbers.map(|at| (Prefix::Q, at, at + 2)));
    let b = |at: usize| bytes.get(at).is_some_and(|b| b.eq_ignore_ascii_case(&b'b'));
    out.extend(memchr::memchr2_iter(b'k', b'K', bytes).filter(|&at| b(at + 1)).map(|at| (Prefix::Kb, at, at + 2)));
    out.sort_by_key(|&(_, start, _)| start);
    out
}

/// All references of a text, in order. `glued`: words may have been run together by a crawl.
pub fn references(text: &str, glued: bool) -> Vec<Found<'_>> {
    let mut out: Vec<Found<'_>> = Vec::new();
    let mut until = 0; // end of the last address or list
    for (prefix, at, end) in beginnings(text) {
        if at < until {
            continue;
        }
        let open = opens_word(text, at, glued);
        match prefix {
            Prefix::Scheme => until = address(text, at, glued, &mut out).unwrap_or(until),
            Prefix::Www if open => until = address(text, at, glued, &mut out).unwrap_or(until),
            Prefix::Kb if open => until = article_list(text, at, end, &mut out).unwrap_or(until),
            Prefix::Q if open => until = q_number(text, at, &mut out).unwrap_or(until),
            Prefix::Rfc if open => until = rfc_list(text, at, end, &mut out).unwrap_or(until),
            Prefix::Cve if open => push(text, at, ReferenceKind::Cve, vulnerability(&text[at..]), &mut out),
            Prefix::Bulletin if open => {
                numbers_beside_bulletin(text, at, &mut out);
            }
            // `Knowledge Base-Artikel 324744`
            Prefix::Article if open || text[..at].ends_with('-') => {
                until = article_list(text, at, end, &mut out).unwrap_or(until);
            }
            Prefix::KnowledgeBase => {
                titled_list(text, end, &mut out);
            }
            Prefix::Update => {
                // `Sicherheitsupdate 896727`
                let tail = text[end..].strip_prefix(' ').unwrap_or("");
                if let Some(number) = lone_number(tail) {
                    found_article(text, end + 1, number, &mut out);
                }
            }
            Prefix::Download => {
                download(text, at, end, &mut out);
            }
            _ => {}
        }
    }
    closing_numbers(text, &mut out);
    out
}

/// Does a word begin here? In a crawl's text also behind a small letter, if a capital stands here.
fn opens_word(text: &str, at: usize, glued: bool) -> bool {
    let bytes = text.as_bytes();
    let Some(before) = at.checked_sub(1).map(|n| bytes[n]) else { return true };
    let run_on = glued && before.is_ascii_lowercase() && bytes[at].is_ascii_uppercase();
    // A path or file name holds the word: `\Q123456`, `NDP1.1-KB867460`, `kb_123`.
    let part = before.is_ascii_alphanumeric() || b"_-\\.$%".contains(&before);
    !part || run_on || (before == b'-' && at >= 2 && !bytes[at - 2].is_ascii_alphanumeric())
}

fn push<'t>(text: &'t str, at: usize, kind: ReferenceKind, read: Option<(usize, String)>, out: &mut Vec<Found<'t>>) {
    let Some((len, id)) = read.filter(|&(len, _)| ends_word(&text[at + len..])) else { return };
    out.push(Found { at, target: Target { kind, id }, text: &text[at..at + len], url: None });
}

/// Does the word end here? A name such as `Q123456i.exe` goes on; a title that a crawl ran into it does not count.
fn ends_word(tail: &str) -> bool {
    let bytes = tail.as_bytes();
    let at = |n: usize| bytes.get(n).copied().unwrap_or(b' ');
    match at(0) {
        b'_' | b'\\' | b'$' => false,
        b'0'..=b'9' | b'a'..=b'z' => false,
        b'A'..=b'Z' => at(1).is_ascii_lowercase() || at(1) == b' ',
        b'-' => !at(1).is_ascii_alphanumeric() || at(1).is_ascii_uppercase() && at(2).is_ascii_lowercase(),
        b'.' => !starts_extension(tail),
        _ => true,
    }
}

fn starts_extension(tail: &str) -> bool {
    let word: &str = tail[1..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    let known = ["exe", "zip", "msi", "msp", "msu", "cab", "log", "txt", "asp", "aspx", "htm", "html", "inf", "dll"];
    known.iter().any(|k| word.eq_ignore_ascii_case(k))
}

/// `KB0538588` of ServiceNow's knowledge bases has seven digits whatever they are; nobody else pads to as many.
fn article(number: &str) -> Target {
    let number = if number.len() == 7 { number } else { number.trim_start_matches('0') };
    Target { kind: ReferenceKind::Kb, id: format!("KB{number}") }
}

/// Six or seven digits that are nothing but a number: not a part of one, of a version, of a name.
fn lone_number(text: &str) -> Option<&str> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    let bytes = text.as_bytes();
    let at = |n: usize| bytes.get(n).copied().unwrap_or(b' ');
    let goes_on = matches!(at(len), b'.' | b',' | b':' | b'-') && at(len + 1).is_ascii_digit() || at(len) == b'%';
    ((6..=7).contains(&len) && at(0) != b'0' && !goes_on && ends_word(&text[len..])).then(|| &text[..len])
}

/// Takes a number up as an article, unless a search before this one did.
fn found_article<'t>(text: &'t str, at: usize, number: &str, out: &mut Vec<Found<'t>>) {
    let word = &text[at..at + number.len()];
    let known = out.iter().rev().take(4).any(|f| f.at + f.text.len() == at + number.len());
    if !known {
        out.push(Found { at, target: article(number), text: word, url: None });
    }
}

/// `331953 (MS03-010)` and `MS09-004 (971524)`: a bulletin, and the article beside it.
fn numbers_beside_bulletin<'t>(text: &'t str, at: usize, out: &mut Vec<Found<'t>>) {
    if let Some(before) = text[..at].strip_suffix('(').map(str::trim_end) {
        let len = before.bytes().rev().take_while(u8::is_ascii_digit).take(8).count();
        let start = before.len() - len;
        let apart = !before[..start].ends_with(|c: char| c.is_alphanumeric() || ".,-_/\\".contains(c));
        if let Some(number) = lone_number(&before[start..]).filter(|_| apart) {
            found_article(text, start, number, out);
        }
    }
    // `2760420 in MS13-067`: the column of replaced updates.
    if let Some(before) = text[..at].strip_suffix(" in ").or_else(|| text[..at].strip_suffix("\u{a0}in ")) {
        let len = before.bytes().rev().take_while(u8::is_ascii_digit).take(8).count();
        let start = before.len() - len;
        let apart = !before[..start].ends_with(|c: char| c.is_alphanumeric() || ".,-_/\\".contains(c));
        if let Some(number) = lone_number(&before[start..]).filter(|_| apart) {
            found_article(text, start, number, out);
        }
    }
    let read = bulletin(&text[at..]);
    let end = read.as_ref().map(|(len, _)| at + len);
    push(text, at, ReferenceKind::Bulletin, read, out);
    let inside = end.and_then(|end| Some((end, text[end..].strip_prefix(" (")?)));
    if let Some((end, inside)) = inside
        && let Some(number) = lone_number(inside).filter(|n| inside[n.len()..].starts_with(')'))
    {
        found_article(text, end + 2, number, out);
    }
}

/// How far apart the numbers of a list stand that gives a title to each.
const LONGEST_TITLE: usize = 160;

/// `… in the Microsoft Knowledge Base: 322756 How to back up the registry 256986 Description of …`
fn titled_list<'t>(text: &'t str, from: usize, out: &mut Vec<Found<'t>>) {
    // The name may go on (`Microsoft Knowledge Base zu lesen:`), but not beyond its sentence or line.
    let tail = window(text, from, 40);
    let Some(colon) = tail.find([':', '：']) else { return };
    if tail[..colon].contains(['.', '\n', ';']) {
        return;
    }
    let mut at = from + colon + tail[colon..].chars().next().map_or(1, char::len_utf8);
    for nth in 0..12 {
        let rest = &text[at..];
        let gap = rest.len() - rest.trim_start_matches([' ', '\n', '\t', '-', '*', '•', '\u{a0}', '(', '[']).len();
        let near = if nth == 0 { Some(at + gap).filter(|_| gap <= 12) } else { next_number(text, at) };
        let Some(start) = near else { return };
        let Some(number) = lone_number(&text[start..]) else { return };
        let end = start + number.len();
        let title = text[end..].trim_start_matches([' ', ')', ']', '\u{a0}']);
        // The title follows, or its address in brackets.
        if nth > 0 && !title.starts_with(|c: char| c.is_uppercase() || c == '(') {
            return;
        }
        found_article(text, start, number, out);
        at = end;
    }
}

/// The next bytes, cut where a character begins.
fn window(text: &str, from: usize, length: usize) -> &str {
    &text[from..text.floor_char_boundary(from + length)]
}

/// The next number of a list: at the start of a line, or behind a title in a run of words.
fn next_number(text: &str, from: usize) -> Option<usize> {
    let title = window(text, from, LONGEST_TITLE);
    let title = &title[..title.find(". ").or_else(|| title.find("\n\n")).unwrap_or(title.len())];
    let mut before = b' ';
    for (n, b) in title.bytes().enumerate() {
        if b.is_ascii_digit() && matches!(before, b' ' | b'\n' | b'\t') && lone_number(&text[from + n..]).is_some() {
            return Some(from + n);
        }
        before = b;
    }
    None
}

/// `Cumulative Security Update for Internet Explorer (896727)`: titles of bulletins close with their article's number.
fn closing_numbers<'t>(text: &'t str, out: &mut Vec<Found<'t>>) {
    let bytes = text.as_bytes();
    for close in memchr::memchr_iter(b')', bytes) {
        let digits = bytes[..close].iter().rev().take_while(|b| b.is_ascii_digit()).take(8).count();
        let start = close - digits;
        if !(6..=7).contains(&digits) || !text[..start].ends_with(" (") || bytes[start] == b'0' {
            continue;
        }
        if !matches!(bytes.get(close + 1), None | Some(b'\n' | b'\t' | b'|' | b'"')) {
            continue;
        }
        let from = text.ceil_char_boundary(start.saturating_sub(LONGEST_TITLE));
        let title = text[from..start].rsplit(['\n', '\t', '|']).next().unwrap_or("");
        const STEMS: &[&str] =
            &["update", "vulnerabilit", "sicherheits", "remotecode", "vulnérab", "sécurité", "vulnerabilidad"];
        let lower = title.to_ascii_lowercase();
        if STEMS.iter().any(|stem| lower.contains(stem)) {
            out.push(Found { at: start, target: article(&text[start..close]), text: &text[start..close], url: None });
        }
    }
}

/// `Q119591`
fn q_number<'t>(text: &'t str, at: usize, out: &mut Vec<Found<'t>>) -> Option<usize> {
    let tail = &text[at + 1..];
    let len = tail.bytes().take_while(u8::is_ascii_digit).count();
    let capital = text.as_bytes()[at] == b'Q';
    if !(5..=6).contains(&len) || (!capital && len != 6) || !ends_word(&tail[len..]) {
        return None;
    }
    out.push(Found { at, target: article(&tail[..len]), text: &text[at..at + 1 + len], url: None });
    Some(at + 1 + len)
}

/// `KB119591`, `KB 910205`, `article 119591`, `articles 119591, 152734 and 154435`, `article number Q129772`.
fn article_list<'t>(text: &'t str, start: usize, mut at: usize, out: &mut Vec<Found<'t>>) -> Option<usize> {
    let bytes = text.as_bytes();
    let plain = |at: usize| bytes.get(at).copied().unwrap_or(b'.');
    // Words between: `article (ID) number:`, `KB article`.
    for _ in 0..4 {
        let mut gap = bytes[at..].iter().take_while(|b| b" \t\n:#()-[".contains(b)).take(8).count();
        // `[文書番号] 884020`, `文書番号：884020`
        while let Some(mark) =
            text[at + gap..].chars().next().filter(|c| matches!(c, ']' | '：' | '（' | '\u{3000}' | '\u{a0}'))
        {
            gap += mark.len_utf8();
        }
        if memchr::memmem::find(&bytes[at..at + gap], b"\n\n").is_some() {
            return None;
        }
        let from = at + gap;
        let word = bytes[from..].iter().take_while(|b| b.is_ascii_alphabetic() || **b >= 0x80).count();
        let word = text.get(from..from + word)?;
        at = from;
        if word.is_empty() || plain(from).eq_ignore_ascii_case(&b'q') && word.len() == 1 {
            break;
        }
        let known = [
            "s", "id", "ids", "number", "numbers", "no", "nr", "article", "articles", "artikel", "kb", "nummer",
            "numer", "numéro", "número", "numero", "n°", "nº", "№", "编号", "編號", "ID", "번호", "я", "ю", "е", "и",
            "ье", "ью",
        ];
        // The `s` of a plural stands right behind its word; `S20698` is an item of a list of files.
        let plural = word.len() > 1 || !word.eq_ignore_ascii_case("s") || gap == 0;
        if !plural || !known.iter().any(|k| word.eq_ignore_ascii_case(k)) {
            return None;
        }
        at = from + word.len() + usize::from(bytes.get(from + word.len()) == Some(&b'.') && word.len() == 2);
    }
    let mut until = None;
    loop {
        let digits_at = at + usize::from(matches!(plain(at), b'q' | b'Q'));
        let len = bytes[digits_at..].iter().take_while(|b| b.is_ascii_digit()).count();
        if !(5..=7).contains(&len) || !ends_word(&text[digits_at + len..]) {
            return until;
        }
        let end = digits_at + len;
        let from = if until.is_none() && text[start..at].len() <= 3 { start } else { at };
        out.push(Found { at: from, target: article(&text[digits_at..end]), text: &text[from..end], url: None });
        until = Some(end);
        let Some(next) = list_joint(&text[end..]) else { return until };
        at = end + next;
    }
}

/// The length of `, `, ` and `, `, or ` and their like between members of a list.
fn list_joint(tail: &str) -> Option<usize> {
    let mut at = 0;
    let mut joined = false;
    for word in tail.split_inclusive([' ', '\n', ',', '/']).take(5) {
        let bare = word.trim_matches([' ', '\n', ',', '/']);
        match bare {
            "" | "and" | "or" | "und" | "et" | "y" => joined |= !bare.is_empty() || word.contains([',', '/']),
            _ => break,
        }
        at += word.len();
    }
    (joined && at <= 12).then_some(at)
}

/// `RFC 793`, `RFC793`, `RFC-952`, `RFCs 1001 and 1002`, `(RFC) 822`.
fn rfc_list<'t>(text: &'t str, start: usize, mut at: usize, out: &mut Vec<Found<'t>>) -> Option<usize> {
    if !text[start..].starts_with("RFC") {
        return None; // the prefix in small letters stands in file names only
    }
    let bytes = text.as_bytes();
    at += usize::from(bytes.get(at) == Some(&b's'));
    at += bytes[at..].iter().take_while(|b| b" \n#)-".contains(b)).take(4).count();
    let mut until = None;
    loop {
        let len = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        let number = text[at..at + len].trim_start_matches('0');
        if !(1..=4).contains(&number.len()) || len > 5 || !ends_number(&text[at + len..]) {
            return until;
        }
        let from = if until.is_none() { start } else { at };
        let target = Target { kind: ReferenceKind::Rfc, id: format!("RFC{number}") };
        out.push(Found { at: from, target, text: &text[from..at + len], url: None });
        until = Some(at + len);
        let Some(next) = list_joint(&text[at + len..]) else { return until };
        at += len + next;
        if bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count() < 3 {
            return until; // `RFC 822, 5 of them`
        }
    }
}

fn ends_number(tail: &str) -> bool {
    !tail.starts_with(|c: char| c.is_ascii_digit() || c == '_' || c.is_ascii_lowercase())
}

/// The dash of an identifier: the typewriter's, or one of Unicode's that copies of web pages hold.
fn dash(text: &str) -> Option<usize> {
    text.chars().next().filter(|c| matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2013}')).map(char::len_utf8)
}

/// `MS10-073` or `ADV190023`: its length and identifier.
pub fn bulletin(text: &str) -> Option<(usize, String)> {
    let prefix = |p: &str| text.get(..p.len()).is_some_and(|t| t.eq_ignore_ascii_case(p));
    if prefix("adv") {
        let number = url::digits(&text[3..], 6, 6)?;
        return Some((9, format!("ADV{number}")));
    }
    if !prefix("ms") {
        return None;
    }
    let year = text.get(2..4).filter(|y| y.bytes().all(|b| b.is_ascii_digit()))?;
    let gap = dash(&text[4..])?;
    let number = &text[4 + gap..];
    let len = number.bytes().take_while(u8::is_ascii_digit).count();
    let known = year >= "98" || year <= "17";
    (len == 3 && known).then(|| (4 + gap + 3, format!("MS{year}-{}", &number[..3])))
}

/// `CVE-2010-1234`, or a candidate's `CAN-2003-0352`: its length and identifier.
pub fn vulnerability(text: &str) -> Option<(usize, String)> {
    let prefix = |p: &str| text.get(..3).is_some_and(|t| t.eq_ignore_ascii_case(p));
    if !prefix("cve") && !prefix("can") {
        return None;
    }
    let first = dash(&text[3..])?;
    let year = text.get(3 + first..7 + first).filter(|y| y.bytes().all(|b| b.is_ascii_digit()))?;
    let second = dash(&text[7 + first..])?;
    let number = &text[7 + first + second..];
    let len = number.bytes().take_while(u8::is_ascii_digit).count();
    let known = year.starts_with("19") || year.starts_with("20");
    ((4..=7).contains(&len) && known).then(|| (7 + first + second + len, format!("CVE-{year}-{}", &number[..len])))
}

/// An address, and the file or article number before its bracket: `Shapes.exe (http://…)`, `119591 (http://…/kb/119591/)`.
fn address<'t>(text: &'t str, at: usize, glued: bool, out: &mut Vec<Found<'t>>) -> Option<usize> {
    let (end, address) = url::extent(text, at, glued);
    let Some(mut target) = url::target(&address) else { return Some(end) };
    let (mut from, mut until) = (at, end);
    let head = text[..at].strip_suffix('(').map(str::trim_end);
    if let Some(head) = head {
        let head = head.strip_suffix("now").map_or(head, str::trim_end);
        let word = head.bytes().rev().take_while(|b| b.is_ascii_graphic() && !b"()[]\"'".contains(b)).take(80).count();
        let word_at = head.len() - word;
        let word = &head[word_at..];
        let names_article = target.kind == ReferenceKind::Kb && target.id.strip_prefix("KB") == Some(word);
        let names_file = target.kind != ReferenceKind::Kb && url::file_extension(word).is_some();
        if names_file {
            target = Target { kind: ReferenceKind::File, id: word.to_owned() };
        }
        if names_article || names_file {
            (from, until) = (word_at, head.len());
        }
    }
    let until = from + text[from..until].trim_end().len();
    out.push(Found {
        at: from,
        target,
        text: text[from..until].strip_suffix("now").map_or(&text[from..until], str::trim_end),
        url: Some(address.into_owned()),
    });
    Some(end)
}

/// `Download Q12345.exe now`, `available for download …:` and a line with nothing but a file name.
fn download<'t>(text: &'t str, start: usize, end: usize, out: &mut Vec<Found<'t>>) {
    let mut add = |at: usize, name: &'t str| {
        if url::file_extension(name).is_some() {
            let target = Target { kind: ReferenceKind::File, id: name.to_owned() };
            out.push(Found { at, target, text: name, url: None });
        }
    };
    let name_at = |at: usize| {
        let len =
            text[at..].bytes().take_while(|b| b.is_ascii_graphic() && !b"()[]\"'<>,;".contains(b)).take(80).count();
        &text[at..at + len]
    };
    if text[end..].starts_with(' ') {
        let name = name_at(end + 1);
        let tail = &text[end + 1 + name.len()..];
        if tail.trim_start().starts_with("now") || tail.trim_start().starts_with("package now") {
            add(end + 1, name);
            return;
        }
    }
    if !text[..start].ends_with("available for ") {
        return;
    }
    let mut reach = (end + 400).min(text.len());
    while !text.is_char_boundary(reach) {
        reach -= 1;
    }
    let Some(colon) = text[end..reach].find(":\n") else {
        // In a run of words the names follow one another.
        let Some(colon) = text[end..reach].find(": ").filter(|&n| !text[end..end + n].contains(". ")) else { return };
        let mut at = end + colon + 2;
        loop {
            let name = name_at(at);
            if url::file_extension(name).is_none() {
                return;
            }
            add(at, name);
            at += name.len();
            at += text[at..].len() - text[at..].trim_start_matches(' ').len();
        }
    };
    if text[end..end + colon].contains(". ") {
        return;
    }
    let mut at = end + colon + 1;
    for line in text[at..reach].split_inclusive('\n') {
        let name = line.trim();
        let indent = line.len() - line.trim_start().len();
        if !name.is_empty() && (url::file_extension(name).is_none() || !line.ends_with('\n')) {
            break;
        }
        if !name.is_empty() {
            add(at + indent, name);
        }
        at += line.len();
    }
}
