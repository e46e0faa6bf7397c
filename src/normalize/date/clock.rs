//! Which time of day does a notation mean?
//!
//! 12-hour clocks with their marks in several languages (`04:27pm`, `12:41a`, `午後 3:45`, `3:45 μμ`), 24-hour clocks with colons,
//! dots or an `h`. Time zones are not applied: articles state times as they stand in their tables.

use super::digit;
use chrono::NaiveTime;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

/// Reads a time of day; `None` when the text is none, or has more in it than a time and a zone.
pub fn parse_time(text: &str) -> Option<NaiveTime> {
    let text = text.trim();
    if text.is_empty() || text.len() > 40 {
        return None;
    }
    let (mut half, text) = match half_before(text) {
        Some((half, rest)) => (Some(half), rest),
        None => (None, text),
    };
    let (hour, rest) = group(text)?;
    let mut rest = rest;
    let mark = rest.chars().next()?;
    let (mut minute, mut second) = (0, 0);
    if is_colon(mark) || matches!(mark, '.' | 'h' | 'H' | '時' | '时' | '시') {
        let after = rest[mark.len_utf8()..].trim_start();
        let (value, next) = group(after).filter(|_| starts_with_two_digits(after))?;
        (minute, rest) = (value, next);
        let next = rest.strip_prefix(['分', '분']).map_or(rest, str::trim_start);
        if let Some(sign) = next.chars().next().filter(|&c| is_colon(c) || (c == '.' && mark == '.')) {
            let after = &next[sign.len_utf8()..];
            if starts_with_two_digits(after) {
                (second, rest) = group(after)?;
                rest = without_fraction(rest);
            }
        } else {
            rest = next;
        }
    } else if half.is_some() || half_behind(rest).is_none() {
        return None; // a bare number is no time; `4 PM` is
    }
    let mut tail = rest.trim_start();
    if let Some((found, after)) = half_behind(tail) {
        if half.is_some() {
            return None;
        }
        (half, tail) = (Some(found), after.trim_start());
    }
    if !is_zone(tail) {
        return None;
    }
    let hour = match half {
        None => hour,
        Some(Half::Morning) if hour == 12 => 0,
        Some(Half::Morning) if hour > 12 => return None,
        Some(Half::Afternoon) if hour < 12 => hour + 12,
        Some(_) => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, second)
}

fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：')
}

/// One or two digits and what follows them.
fn group(text: &str) -> Option<(u32, &str)> {
    let (mut value, mut count, mut at) = (0, 0, 0);
    for c in text.chars() {
        let Some(d) = digit(c) else { break };
        count += 1;
        if count > 2 {
            return None;
        }
        value = value * 10 + d;
        at += c.len_utf8();
    }
    (count > 0).then(|| (value, &text[at..]))
}

fn starts_with_two_digits(text: &str) -> bool {
    text.chars().take_while(|&c| digit(c).is_some()).take(3).count() == 2
}

fn without_fraction(rest: &str) -> &str {
    match rest.strip_prefix('.') {
        Some(digits) if digits.starts_with(|c: char| c.is_ascii_digit()) => {
            digits.trim_start_matches(|c: char| c.is_ascii_digit())
        }
        _ => rest,
    }
}

/// The half of the day before a time, in East Asian languages, Turkish and Hungarian.
fn half_before(text: &str) -> Option<(Half, &str)> {
    const MARKS: &[(&str, Half)] = &[
        ("午前", Half::Morning),
        ("上午", Half::Morning),
        ("오전", Half::Morning),
        ("午後", Half::Afternoon),
        ("下午", Half::Afternoon),
        ("오후", Half::Afternoon),
        ("ÖÖ", Half::Morning),
        ("ÖS", Half::Afternoon),
        ("de. ", Half::Morning),
        ("du. ", Half::Afternoon),
    ];
    MARKS.iter().find_map(|&(mark, half)| Some((half, text.strip_prefix(mark)?.trim_start())))
}

/// The half of the day behind a time: `pm`, `p.m.`, `P`, `a`, `μ.μ.`, `م`, `ÖS`.
fn half_behind(text: &str) -> Option<(Half, &str)> {
    const MARKS: &[(&str, Half)] = &[
        ("πμ", Half::Morning),
        ("π.μ.", Half::Morning),
        ("ΠΜ", Half::Morning),
        ("μμ", Half::Afternoon),
        ("μ.μ.", Half::Afternoon),
        ("ΜΜ", Half::Afternoon),
        ("ص", Half::Morning),
        ("م", Half::Afternoon),
        ("ÖÖ", Half::Morning),
        ("ÖS", Half::Afternoon),
        ("dop.", Half::Morning),
        ("odp.", Half::Afternoon),
        ("fm", Half::Morning),
        ("em", Half::Afternoon),
    ];
    let text = text.trim_start();
    let first = text.bytes().next()?;
    let ends = |rest: &&str| !rest.starts_with(char::is_alphanumeric);
    if !matches!(first, b'a' | b'A' | b'p' | b'P') {
        return MARKS.iter().find_map(|&(mark, half)| Some((half, text.strip_prefix(mark).filter(ends)?)));
    }
    let half = if first.eq_ignore_ascii_case(&b'a') { Half::Morning } else { Half::Afternoon };
    let mut rest = &text[1..];
    let long = rest.strip_prefix('.').unwrap_or(rest).trim_start();
    if let Some(after) = long.strip_prefix(['m', 'M']) {
        rest = after;
    }
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    // `4:27 pacific` is no afternoon.
    (!rest.starts_with(|c: char| c.is_alphanumeric())).then_some((half, rest))
}

/// Nothing, or a zone: `UTC`, `Z`, `GMT+1`, `Uhr`, `(PST)`.
fn is_zone(text: &str) -> bool {
    let text = text.trim().trim_matches(['(', ')']);
    if text.is_empty() || ["Uhr", "h", "ч", "ч.", "น.", "hod.", "Z", "UTC", "GMT"].contains(&text) {
        return true;
    }
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let offset = &text[letters..];
    let offset_is_plain = offset.is_empty()
        || (offset.starts_with(['+', '-']) && offset[1..].bytes().all(|b| b.is_ascii_digit() || b == b':'));
    (letters == 0 || (3..=4).contains(&letters)) && offset_is_plain
}
