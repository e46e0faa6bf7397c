//! Which records stand as the XML that Event Viewer shows under "Details"?
//!
//! Reads the elements of `<System>` and the named data of one event by their tags alone; it is no XML reader and needs
//! none, since the schema has no nesting that could mislead it. XML behind a record's `Event Xml:` repeats that record
//! and is passed over by the caller.

use super::labels::clip;
use crate::model::{EventRecord, EventType, Parameter};
use chrono::{DateTime, Utc};
use memchr::memmem;
use std::ops::Range;

/// How much of one event is read.
const LONGEST: usize = 16_384;

/// Places of the XML events of a stretch.
pub fn places(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let slice = &text[range.clone()];
    let bytes = slice.as_bytes();
    let mut out: Vec<Range<usize>> = Vec::new();
    for number in memmem::find_iter(bytes, b"<EventID") {
        let floor = out.last().map_or(0, |last| last.end - range.start);
        if number < floor {
            continue;
        }
        let back = slice.floor_char_boundary(number.saturating_sub(2_000)).max(floor);
        let start = slice[back..number]
            .rfind("<Event ")
            .or_else(|| slice[back..number].rfind("<System"))
            .map_or(number, |at| back + at);
        let ahead = clip(&slice[number..], LONGEST);
        let end = ahead
            .find("</Event>")
            .map(|at| at + "</Event>".len())
            .or_else(|| ahead.find("<Event "))
            .unwrap_or(ahead.len());
        out.push(range.start + start..range.start + number + end);
    }
    out
}

/// Reads one event; `None` without a number.
pub fn record(xml: &str) -> Option<EventRecord> {
    let mut record = EventRecord { event_id: element(xml, "EventID")?.trim().parse().ok(), ..EventRecord::default() };
    record.event_id?;
    record.source = attribute(xml, "Provider", "Name");
    record.log = element(xml, "Channel").map(str::to_owned);
    record.computer = element(xml, "Computer").map(str::to_owned);
    if let Some(level) = element(xml, "Level") {
        // Levels of the manifest schema; 0 is what classic sources log information with.
        record.event_type = Some(match level {
            "1" => EventType::Critical,
            "2" => EventType::Error,
            "3" => EventType::Warning,
            "0" | "4" => EventType::Information,
            "5" => EventType::Verbose,
            _ => EventType::Other,
        });
        record.type_text = Some(level.to_owned());
    }
    if let Some(time) = attribute(xml, "TimeCreated", "SystemTime") {
        match time.parse::<DateTime<Utc>>() {
            Ok(time) => {
                record.date = Some(time.date_naive());
                record.time = Some(time.time());
            }
            Err(_) => record.placeholders.extend(["date".to_owned(), "time".to_owned()]),
        }
    }
    let mut rest = xml;
    while let Some(at) = rest.find("<Data Name=") {
        let tag = &rest[at + "<Data Name=".len()..];
        let quote = tag.chars().next().filter(|c| matches!(c, '"' | '\''));
        let named = quote.and_then(|q| tag[1..].split_once(q));
        let Some((name, behind)) = named else { break };
        let value = behind.split_once('>').and_then(|(_, v)| v.split_once("</")).map_or("", |(v, _)| v.trim());
        if !value.is_empty() {
            record.parameters.push(Parameter { name: name.to_owned(), value: value.to_owned() });
        }
        rest = behind;
    }
    Some(record)
}

/// The text of the first element of that name.
fn element<'x>(xml: &'x str, name: &str) -> Option<&'x str> {
    let open = xml.match_indices('<').find_map(|(at, _)| {
        let tag = xml[at + 1..].strip_prefix(name)?;
        tag.starts_with(['>', ' ']).then_some(tag)
    })?;
    let (_, text) = open.split_once('>')?;
    let (text, _) = text.split_once('<')?;
    let text = text.trim().trim_end_matches('/').trim();
    (!text.is_empty()).then_some(text)
}

/// The value of an attribute of the first element of that name.
fn attribute(xml: &str, element: &str, name: &str) -> Option<String> {
    let at = xml.find(&format!("<{element} "))?;
    let (tag, _) = xml[at..].split_once('>')?;
    let value = &tag[tag.find(&format!("{name}="))? + name.len() + 1..];
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split_once(quote).map(|(value, _)| value.to_owned())
}
