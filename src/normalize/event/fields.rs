//! What do a record's values mean?
//!
//! Turns the values behind labels into the record's typed fields. A stand-in (`Date: Date`, `<computer name>`) is named
//! among the placeholders and gives no date, time or number; names of users and computers stay as written.

use super::labels::clip;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{EventRecord, EventType};
use crate::normalize::date::{DateOrder, DateReading, parse_date, parse_time};
use crate::span::Span;
use crate::vocabulary::events::{EventLabel as L, EventWords};

/// Puts one value into the record. An empty value leaves the field null.
pub fn set(record: &mut EventRecord, field: L, raw: &str, at: Span, order: DateOrder, notes: &mut Vec<Diagnostic>) {
    let value = clean(raw);
    if value.is_empty() {
        return;
    }
    match field {
        L::Id | L::BareId => set_id(record, value, at, notes),
        L::Type | L::Level if record.type_text.is_none() => set_type(record, value),
        L::Source | L::Provider => {
            put(&mut record.source, value.trim_end_matches(':'), "source", &mut record.placeholders)
        }
        L::Category | L::Task => put(&mut record.category, value, "category", &mut record.placeholders),
        L::Log => put(&mut record.log, value.trim_end_matches(':'), "log", &mut record.placeholders),
        L::User => put(&mut record.user, value, "user", &mut record.placeholders),
        L::Computer => put(&mut record.computer, value, "computer", &mut record.placeholders),
        // In a head, `Data` is the Italian, Polish or Portuguese word for the date.
        L::Date | L::Logged | L::Data => set_date(record, value, at, order, notes),
        L::Time => set_time(record, value, at, notes),
        L::Ignored if record.type_text.is_none() => {
            // The security log of Vista and later tells success from failure by its keywords.
            let kind = EventWords::built_in().event_type(value);
            if let Some(EventType::SuccessAudit | EventType::FailureAudit) = kind {
                record.event_type = kind;
                record.type_text = Some(value.to_owned());
            }
        }
        _ => {}
    }
}

/// A value without what parts it from its neighbours.
pub fn clean(raw: &str) -> &str {
    let value = raw.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '–'));
    let value = if value.starts_with("> ") { value[1..].trim_start() } else { value };
    let value = value.strip_suffix(" -").unwrap_or(value).trim_end();
    // The mark that Markdown breaks a line with.
    let value = value.strip_suffix('\\').unwrap_or(value).trim_end();
    let value = value.strip_prefix("- ").unwrap_or(value);
    let value = if value.len() > 4 {
        value.strip_prefix("**").and_then(|v| v.strip_suffix("**")).unwrap_or(value)
    } else {
        value
    };
    if value == "-" { "" } else { value }
}

fn put(slot: &mut Option<String>, value: &str, name: &str, placeholders: &mut Vec<String>) {
    if slot.is_some() {
        return;
    }
    // `Source: Server` is the Server service's own; a computer of that name is somebody's stand-in.
    if is_bracketed(value) || matches!(name, "user" | "computer") && is_placeholder(value) {
        note_placeholder(placeholders, name);
    }
    *slot = Some(value.to_owned());
}

fn note_placeholder(placeholders: &mut Vec<String>, name: &str) {
    if !placeholders.iter().any(|p| p == name) {
        placeholders.push(name.to_owned());
    }
}

fn set_id(record: &mut EventRecord, value: &str, at: Span, notes: &mut Vec<Diagnostic>) {
    let from = value.trim_start_matches(|c: char| !c.is_alphanumeric());
    let digits = &from[..from.bytes().take_while(u8::is_ascii_digit).count()];
    match digits.parse() {
        Ok(id) => record.event_id = Some(id),
        Err(_) => {
            if is_placeholder(value)
                || value.contains(['<', '%', '#'])
                || value.bytes().all(|b| matches!(b, b'x' | b'X' | b'n'))
            {
                note_placeholder(&mut record.placeholders, "event_id");
            }
            let shown = clip(value, 60);
            notes.push(Diagnostic::at(Code::BadEventId, at, format!("event ID `{shown}` is no number")));
        }
    }
}

fn set_type(record: &mut EventRecord, value: &str) {
    // `Error Error`: a crawl read the sign's label and the word beside it.
    let (head, tail) = value.split_at(value.floor_char_boundary(value.len() / 2));
    let value = if head == tail.trim_start() && head.len() < tail.len() { head } else { value };
    let known = EventWords::built_in().event_type(value);
    if is_placeholder(value) {
        note_placeholder(&mut record.placeholders, "event_type");
    }
    record.event_type = known.or(Some(EventType::Other));
    record.type_text = Some(value.trim_end_matches(['.', ',']).to_owned());
}

fn set_date(record: &mut EventRecord, value: &str, at: Span, order: DateOrder, notes: &mut Vec<Diagnostic>) {
    if record.date.is_some() {
        return;
    }
    let value = clip(value, 120);
    // `8/12/2012 8:22:16 PM`: a day, then a time.
    let order = if value.contains('/') { order } else { DateOrder::DayFirst };
    let both = value.match_indices([' ', ',', 'T']).find_map(|(i, _)| {
        let day = parse_date(value[..i].trim_end_matches(','), order);
        let time = parse_time(value[i + 1..].trim_start_matches([' ', ',']))?;
        matches!(day, DateReading::Date(_) | DateReading::Ambiguous { .. }).then_some((day, time))
    });
    let reading = match both {
        Some((day, time)) => {
            record.time = record.time.or(Some(time));
            day
        }
        None => parse_date(value, order),
    };
    match reading {
        DateReading::Date(date) => record.date = Some(date),
        DateReading::Ambiguous { .. } => {
            notes.push(Diagnostic::at(Code::AmbiguousDate, at, format!("event date `{value}` reads two ways")));
        }
        _ if reading == DateReading::Placeholder || is_placeholder(value) || is_moment(value) => {
            note_placeholder(&mut record.placeholders, "date");
            let lower = value.to_ascii_lowercase();
            if lower.contains("time") || lower.contains("hh") {
                note_placeholder(&mut record.placeholders, "time");
            }
        }
        _ => {
            notes.push(Diagnostic::at(Code::BadEventField, at, format!("event date `{}` is no date", clip(value, 60))))
        }
    }
}

fn set_time(record: &mut EventRecord, value: &str, at: Span, notes: &mut Vec<Diagnostic>) {
    if record.time.is_some() {
        return;
    }
    let value = clip(value, 60);
    match parse_time(value) {
        Some(time) => record.time = Some(time),
        None if is_placeholder(value) || is_moment(value) => note_placeholder(&mut record.placeholders, "time"),
        None => notes.push(Diagnostic::at(Code::BadEventField, at, format!("event time `{value}` is no time"))),
    }
}

/// Words that articles write instead of a day or time: `Date`, `<DateTime>`, `hh:mm:ss AM|PM`, `XX:XX`, `date and time`.
fn is_moment(value: &str) -> bool {
    let letters: String = value.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    const WORDS: &[&str] = &[
        "na",
        "date",
        "time",
        "datetime",
        "dateandtime",
        "datetimestamp",
        "timestamp",
        "datum",
        "zeit",
        "uhrzeit",
        "datumuhrzeit",
        "heure",
        "fecha",
        "hora",
        "data",
        "ora",
        "tijd",
        "godzina",
        "hhmm",
        "hhmmss",
        "hhmmssam",
        "hhmmsspm",
        "hhmmampm",
        "hhmmssampm",
        "hhmmsstt",
        "mmddyyyy",
        "ddmmyyyy",
        "yyyymmdd",
        "mmddyy",
        "mmddyyyyhhmmss",
        "mmddyyyyhhmmssampm",
        "ddmmyyyyhhmmss",
        "thedate",
        "thetime",
        "currentdate",
        "currenttime",
        "sometime",
        "somedate",
        "eventdate",
        "eventtime",
        "localtime",
        "日付",
        "時刻",
    ];
    let digits = value.bytes().any(|b| b.is_ascii_digit());
    // `mmddyyy hh:mm:ss`, `YYYY-MM-DD`, `XX:XX`: a picture of the notation.
    let picture = letters.bytes().all(|b| b"mdyhsaptx".contains(&b));
    let repeated = ["yy", "mm", "hh", "dd", "xx"].iter().any(|pair| letters.contains(pair));
    !digits && (WORDS.contains(&letters.as_str()) || picture && repeated)
}

/// `<name>`, `[name]`, `%name%`: what a person would put a real one for.
fn is_bracketed(value: &str) -> bool {
    let within = |open: char, close: char| value.starts_with(open) && value.ends_with(close) && value.len() > 2;
    within('<', '>') || within('[', ']') || within('%', '%') || within('{', '}') && !value.contains('-')
}

/// Is a value one that articles write in place of a real name?
fn is_placeholder(value: &str) -> bool {
    if is_bracketed(value) {
        return true;
    }

    const NAMES: &[&str] = &[
        "computer",
        "computername",
        "computera",
        "nameofcomputer",
        "server",
        "servername",
        "machine",
        "machinename",
        "hostname",
        "localcomputer",
        "yourcomputer",
        "yourserver",
        "user",
        "username",
        "domainuser",
        "domainusername",
        "domainnameusername",
        "useraccount",
        "accountname",
        "domaincontroller",
        "domaincontrollername",
        "dcname",
        "nodename",
        "clientname",
        "computerserver",
        "computersource",
        "servernamedomaincom",
        "benutzername",
        "rechnername",
        "nomdelordinateur",
        "nombredeequipo",
    ];
    if value.len() > 40 || value.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let letters: String = value.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    NAMES.contains(&letters.as_str())
}

/// Categories of well-known components that are not the beginning of any other category's name.
const CATEGORIES: &[&str] = &[
    "Account Logon",
    "Account Management",
    "Database Corruption",
    "Detailed Tracking",
    "Directory Service Access",
    "Internal Processing",
    "Knowledge Consistency Checker",
    "Logging/Recovery",
    "Logon/Logoff",
    "Logons",
    "MTA Connections",
    "Object Access",
    "Online Defragmentation",
    "Policy Change",
    "Privilege Use",
    "System Event",
    "Transaction Manager",
    "X.400 Service",
];

/// In a run of words: where does the value of a head's last label end, and the description begin?
pub fn inline_value(field: L, rest: &str) -> usize {
    let text = clip(rest, 200);
    let lead = text.len() - text.trim_start().len();
    let words: Vec<(usize, &str)> = positions(text);
    let end_of = |n: usize| words.get(n).map_or(text.len(), |&(at, _)| at);
    match field {
        L::Type | L::Level => {
            let known = |n: &usize| EventWords::built_in().event_type(&text[lead..end_of(*n)]).is_some();
            (1..=3.min(words.len())).rev().find(known).map_or_else(|| end_of(1), end_of)
        }
        L::Computer | L::Date => end_of(1),
        L::User if text[lead..].starts_with("NT ") => end_of(2),
        L::User => end_of(1),
        _ => {
            const OPENERS: &[&str] = &[
                "A",
                "An",
                "The",
                "This",
                "There",
                "Unable",
                "Error",
                "Could",
                "Failed",
                "Cannot",
                "No",
                "It",
                "While",
                "During",
                "Unexpected",
                "With",
                "If",
                "When",
            ];
            if words.first().is_some_and(|w| matches!(w.1, "None" | "N/A") || w.1.starts_with('(')) {
                return end_of(1);
            }
            // A name that is whole, and text that begins like a sentence behind it.
            let whole = CATEGORIES.iter().find(|name| text[lead..].starts_with(**name)).map(|name| lead + name.len());
            if let Some(end) = whole.filter(|_| field == L::Category)
                && text[end..].strip_prefix(' ').is_some_and(|t| t.starts_with(|c: char| c.is_uppercase()))
            {
                return end;
            }
            let opens = |w: &str| OPENERS.contains(&w) || w.starts_with(['(', '"', '[', '<', '\'']);
            let opener = words.iter().skip(1).position(|w| opens(w.1)).map(|n| n + 1);
            let plain = |w: &str| {
                w.starts_with(|c: char| c.is_lowercase())
                    && !matches!(w, "of" | "and" | "or" | "for" | "to" | "the" | "in")
            };
            let lower = words.iter().skip(2).position(|w| plain(w.1)).map(|n| n + 1);
            let cut = [opener, lower].into_iter().flatten().min();
            match cut {
                Some(n) => end_of(n),
                None if text.len() <= 60 => text.len(),
                None => end_of(1),
            }
        }
    }
}

fn positions(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        if !word.trim().is_empty() {
            out.push((at, word.trim()));
        }
        at += word.len();
    }
    out
}
