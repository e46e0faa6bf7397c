//! Which day does a notation mean?
//!
//! Reads every notation that four decades of articles use: month names in many languages, numbers with slashes, dots or
//! hyphens, East Asian year, month and day signs, full-width digits. It never guesses between two readings: where the
//! notation itself does not decide, the caller's [`DateOrder`] does, and where that is unknown the result says both.
//! Times of day are in [`parse_time`]. Which order a table or an article follows is not decided here.

mod clock; // times of day
mod months; // month names per language

#[cfg(test)]
mod tests;

pub use clock::parse_time;
pub use months::month_number;

use chrono::NaiveDate;

/// Order of the parts in dates that are all numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateOrder {
    /// `07/13/2000`, in the United States.
    MonthFirst,
    /// `13/07/2000`, in most of Europe.
    DayFirst,
    /// `2000/07/13` and `00/07/13`, in East Asia and Hungary.
    YearFirst,
    /// Nothing told yet.
    Unknown,
}

/// What a notation means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateReading {
    /// One day.
    Date(NaiveDate),
    /// One of two days, and nothing to decide between them.
    Ambiguous {
        /// Read with the month first.
        month_first: NaiveDate,
        /// Read with the day first.
        day_first: NaiveDate,
    },
    /// A stand-in for a date: `xx/xx/xx`, `mm/dd/yyyy`, `Date`.
    Placeholder,
    /// No date.
    Bad,
}

impl DateReading {
    /// The day, where there is exactly one.
    pub fn date(self) -> Option<NaiveDate> {
        match self {
            DateReading::Date(date) => Some(date),
            _ => None,
        }
    }
}

/// Two-digit years from here on are of the 1900s. Personal-computer file dates begin in 1980 (the epoch of the FAT file
/// system) and the oldest knowledge-base articles are of the mid-1980s, so `80`–`99` cannot be of this century's files yet.
const PIVOT: u32 = 80;

/// Years that a document may speak of: after the Gregorian reform's file-time epoch (1601), before typing errors.
const YEARS: std::ops::RangeInclusive<u32> = 1601..=2199;

/// Reads a date. A time of day behind it is passed over; any other text that does not belong to a date makes it
/// [`DateReading::Bad`].
///
/// ```
/// use kbmill::normalize::date::{DateOrder, DateReading, parse_date};
/// let day = parse_date("24-Jul-2007", DateOrder::Unknown).date();
/// assert_eq!(day.unwrap().to_string(), "2007-07-24");
/// assert!(matches!(parse_date("11/09/99", DateOrder::Unknown), DateReading::Ambiguous { .. }));
/// ```
pub fn parse_date(text: &str, order: DateOrder) -> DateReading {
    let text = text.trim();
    if text.is_empty() || text.len() > 80 {
        return DateReading::Bad;
    }
    match components(text) {
        Some((parts, rest)) if is_tail(rest) => assemble(&parts, order),
        _ if is_placeholder(text) => DateReading::Placeholder,
        _ => DateReading::Bad,
    }
}

/// What a part of a notation is told to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Number,
    /// A month's name.
    Month,
    /// A number marked as year, month or day by its sign (年月日, 년월일).
    MarkedYear,
    MarkedMonth,
    MarkedDay,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    role: Role,
    value: u32,
    /// How many digits it is written with.
    digits: u32,
    /// The separator before it, without white space around.
    before: Option<char>,
}

/// A digit of any of the scripts that dates are written in.
pub(crate) fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        '٠'..='٩' => Some(c as u32 - '٠' as u32),
        '๐'..='๙' => Some(c as u32 - '๐' as u32),
        _ => None,
    }
}

fn separator(c: char) -> Option<char> {
    Some(match c {
        '-' | '\u{2010}'..='\u{2015}' | '－' | '\u{2212}' => '-',
        '/' | '／' => '/',
        '.' | '．' | '。' => '.',
        ',' | '，' | '、' | '،' => ',',
        '\'' | '’' => '\'',
        c if c.is_whitespace() => ' ',
        _ => return None,
    })
}

/// The three parts of a date and the text behind them.
fn components(text: &str) -> Option<([Part; 3], &str)> {
    let mut parts: Vec<Part> = Vec::with_capacity(3);
    let mut strange = false; // a word that is no month: a weekday's name, perhaps
    let mut before = None;
    let mut rest = text;
    let mut era = None; // the first year of the one that is named
    while let Some(c) = rest.chars().next() {
        if let Some(sign) = separator(c) {
            if sign != ' ' || before.is_none() {
                before = Some(sign);
            }
            rest = &rest[c.len_utf8()..];
        } else if digit(c).is_some() {
            let (value, digits, length) = number(rest)?;
            rest = &rest[length..];
            if digits == 8 && parts.is_empty() {
                let part = |value, digits| Part { role: Role::Number, value, digits, before: Some('-') };
                return Some(([part(value / 10_000, 4), part(value / 100 % 100, 2), part(value % 100, 2)], rest));
            }
            if digits > 4 {
                return None;
            }
            let marked = rest.trim_start().chars().next();
            let (value, digits) = match era.take() {
                // The years of an era have one or two digits.
                Some(first) if digits <= 3 => (value + first - 1, 4),
                Some(_) => return None,
                None => (value, digits),
            };
            let role = match marked {
                Some('年' | '년') => Role::MarkedYear,
                Some('月' | '월') => Role::MarkedMonth,
                Some('日' | '일' | '號' | '号') => Role::MarkedDay,
                _ => Role::Number,
            };
            if let (Some(sign), true) = (marked, role != Role::Number) {
                rest = &rest.trim_start()[sign.len_utf8()..];
            }
            parts.push(Part { role, value, digits, before: before.take() });
        } else if let Some((first, length)) = era_at(rest) {
            era = Some(first);
            rest = &rest[length..];
            // The first year has a sign of its own.
            if let Some(behind) = rest.trim_start().strip_prefix("元年") {
                let value = era.take().unwrap_or(0);
                parts.push(Part { role: Role::MarkedYear, value, digits: 4, before: before.take() });
                rest = behind;
            }
        } else if let Some((month, length)) = thai_abbreviation(rest) {
            parts.push(Part { role: Role::Month, value: month, digits: 0, before: before.take() });
            rest = &rest[length..];
        } else if c.is_alphabetic() {
            // Thai letters have marks above them that are none themselves.
            let is_mark = |c: char| matches!(c, '\u{e47}'..='\u{e4e}');
            let length = rest.find(|c: char| !c.is_alphabetic() && !is_mark(c)).unwrap_or(rest.len());
            let word = &rest[..length];
            rest = &rest[length..];
            if let Some(month) = month_number(word) {
                parts.push(Part { role: Role::Month, value: month, digits: 0, before: before.take() });
            } else if parts.is_empty() && (!strange || second_of_weekday(word)) {
                strange = true;
            } else if parts.is_empty() || !is_connective(word) {
                return None;
            }
        } else {
            return None;
        }
        if parts.len() == 3 {
            break;
        }
    }
    let parts: [Part; 3] = parts.try_into().ok()?;
    // A weekday stands before a date that is written out; before bare numbers a word is something else.
    let written_out = parts.iter().any(|p| p.role != Role::Number);
    if strange && !written_out { None } else { Some((parts, rest)) }
}

/// The era that the text begins with, as its first year: `平成16年`, `民國93年`.
fn era_at(text: &str) -> Option<(u32, usize)> {
    const ERAS: [(&str, u32); 7] = [
        ("明治", 1868),
        ("大正", 1912),
        ("昭和", 1926),
        ("平成", 1989),
        ("令和", 2019),
        ("民國", 1912),
        ("中華民國", 1912),
    ];
    ERAS.iter().find(|(name, _)| text.starts_with(name)).map(|&(name, first)| (first, name.len()))
}

/// The month that the text begins with, in Thai letters and full stops.
fn thai_abbreviation(text: &str) -> Option<(u32, usize)> {
    const MONTHS: [&str; 12] =
        ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."];
    let found = (1..).zip(MONTHS).find(|(_, name)| text.starts_with(name));
    found.map(|(month, name)| (month, name.len()))
}

/// A number at the start: value, how many digits, length in bytes.
fn number(text: &str) -> Option<(u32, u32, usize)> {
    let (mut value, mut digits, mut length) = (0u32, 0, 0);
    for c in text.chars() {
        let Some(d) = digit(c) else { break };
        value = value.checked_mul(10)?.checked_add(d)?;
        digits += 1;
        length += c.len_utf8();
    }
    Some((value, digits, length))
}

/// Words that stand between the parts of a date: endings of ordinals, "of" in several languages.
fn is_connective(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "st", "nd", "rd", "th", "er", "º", "ª", "de", "del", "di", "of", "den", "the", "d", "a", "года", "г", "พ", "ศ",
        "ค",
    ];
    WORDS.iter().any(|w| w.eq_ignore_ascii_case(word))
}

/// The second word of a weekday's name: `quarta-feira`, `יום רביעי`, `måndag den`.
fn second_of_weekday(word: &str) -> bool {
    ["feira", "den", "ראשון", "שני", "שלישי", "רביעי", "חמישי", "שישי", "שבת"].contains(&word)
}

/// Weekdays of the languages that put them behind a date.
const WEEKDAYS: &[&str] = &[
    "Pazartesi",
    "Salı",
    "Çarşamba",
    "Perşembe",
    "Cuma",
    "Cumartesi",
    "Pazar",
    "hétfő",
    "kedd",
    "szerda",
    "csütörtök",
    "péntek",
    "szombat",
    "vasárnap",
    "월요일",
    "화요일",
    "수요일",
    "목요일",
    "금요일",
    "토요일",
    "일요일",
    "月曜日",
    "火曜日",
    "水曜日",
    "木曜日",
    "金曜日",
    "土曜日",
    "日曜日",
    "星期一",
    "星期二",
    "星期三",
    "星期四",
    "星期五",
    "星期六",
    "星期日",
];

/// May this text stand behind a date? Nothing, an abbreviation of "year", a weekday, a time of day.
fn is_tail(rest: &str) -> bool {
    let rest = rest.trim_start_matches(|c: char| separator(c).is_some());
    let rest = rest.trim_end_matches(|c: char| separator(c).is_some());
    if rest.is_empty() || ["г", "года", "r", "roku", "р", "року"].contains(&rest) {
        return true;
    }
    if let Some(inner) = rest.strip_prefix(['(', '（']) {
        return inner.trim_end().ends_with([')', '）']) && inner.chars().count() <= 5;
    }
    let spelled = rest.starts_with(char::is_alphabetic);
    let weekday = spelled.then(|| WEEKDAYS.iter().find_map(|day| rest.strip_prefix(day))).flatten();
    let rest = weekday
        .or_else(|| rest.strip_prefix("г. "))
        .or_else(|| rest.strip_prefix("р. "))
        .or_else(|| rest.strip_prefix("r. "))
        .unwrap_or(rest)
        .trim_start();
    rest.is_empty() || parse_time(rest.strip_prefix(['T', 't']).unwrap_or(rest)).is_some()
}

fn assemble(parts: &[Part; 3], order: DateOrder) -> DateReading {
    let [a, b, c] = *parts;
    if parts.iter().all(|p| p.role == Role::Number && p.value == 0) {
        return DateReading::Placeholder; // 00/00/00, an empty date of a database
    }
    let of = |year: Part, month: Part, day: Part| {
        let year = full_year(year)?;
        NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month.value, day.value)
    };
    let one = |date: Option<NaiveDate>| date.map_or(DateReading::Bad, DateReading::Date);
    if parts.iter().any(|p| matches!(p.role, Role::MarkedYear | Role::MarkedMonth | Role::MarkedDay)) {
        let by = |role| parts.iter().copied().find(|p| p.role == role);
        // The last part may lack its sign: `2007年7月24`.
        let day = by(Role::MarkedDay).or_else(|| by(Role::Number));
        let month = by(Role::MarkedMonth).or_else(|| by(Role::Month));
        return match (by(Role::MarkedYear), month, day) {
            (Some(year), Some(month), Some(day)) => one(of(year, month, day)),
            _ => DateReading::Bad,
        };
    }
    if parts.iter().filter(|p| p.role == Role::Month).count() > 1 {
        return DateReading::Bad;
    }
    if a.role == Role::Month {
        return one(of(c, a, b)); // July 24, 2007
    }
    if b.role == Role::Month {
        let year_first = is_year(a) || (order == DateOrder::YearFirst && !is_year(c));
        return one(if year_first { of(a, b, c) } else { of(c, b, a) }); // 2007-Jul-24, 24-Jul-2007
    }
    if c.role == Role::Month {
        return if is_year(a) { one(of(a, c, b)) } else { DateReading::Bad };
    }
    if is_year(a) || (order == DateOrder::YearFirst && !is_year(c) && a.digits == 2) {
        return one(of(a, b, c));
    }
    let (month_first, day_first) = (of(c, a, b), of(c, b, a));
    match (month_first, day_first) {
        (None, None) => DateReading::Bad,
        (Some(date), None) | (None, Some(date)) => DateReading::Date(date),
        (Some(m), Some(d)) if m == d => DateReading::Date(m),
        // Dots are the notation of countries that put the day first, whatever language surrounds it.
        (Some(_), Some(d)) if b.before == Some('.') && c.before == Some('.') => DateReading::Date(d),
        (Some(month_first), Some(day_first)) => match order {
            DateOrder::MonthFirst => DateReading::Date(month_first),
            DateOrder::DayFirst => DateReading::Date(day_first),
            DateOrder::YearFirst | DateOrder::Unknown => DateReading::Ambiguous { month_first, day_first },
        },
    }
}

/// Can this number be nothing but a year?
fn is_year(part: Part) -> bool {
    part.digits == 4 || part.value > 31
}

fn full_year(part: Part) -> Option<u32> {
    match part.digits {
        4 if YEARS.contains(&part.value) => Some(part.value),
        // The Buddhist era of Thai pages.
        4 if (2500..2600).contains(&part.value) => Some(part.value - 543),
        2 if part.value >= PIVOT => Some(1900 + part.value),
        2 => Some(2000 + part.value),
        _ => None,
    }
}

/// Does the text stand where a date belongs without being one? Letters for digits, or the word itself.
fn is_placeholder(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic()).peekable();
    if text.chars().any(|c| c.is_ascii_digit() && c != '0') {
        // `xx-xxx-1999` stands for no day either.
        return text.to_ascii_lowercase().contains("xx");
    }
    if letters.peek().is_none() {
        return text.chars().all(|c| separator(c).is_some() || "?*#_0".contains(c));
    }
    if letters.all(|c| "xXmMdDyY".contains(c)) {
        return true;
    }
    let word = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    [
        "date",
        "datum",
        "fecha",
        "data",
        "дата",
        "tarih",
        "dato",
        "päivämäärä",
        "日付",
        "日期",
        "날짜",
        "תאריך",
        "التاريخ",
        "n/a",
        "date time",
        "datetime",
    ]
    .contains(&word.as_str())
}
