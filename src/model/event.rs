//! What does an event-log record say? Names are Event Viewer's.

use crate::span::Span;
use chrono::{NaiveDate, NaiveTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One record of the Windows event log as an article quotes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventRecord {
    /// Id of the section it stands in.
    #[schemars(regex(pattern = r"^s[1-9][0-9]*$"))]
    pub section: Option<String>,
    /// The type or level, normalised; null when the record does not state one.
    pub event_type: Option<EventType>,
    /// The type as written.
    pub type_text: Option<String>,
    /// The log it is from: `System`, `Application`, `Security`.
    pub log: Option<String>,
    /// Event source or provider.
    pub source: Option<String>,
    /// Category or task category.
    pub category: Option<String>,
    /// Event ID.
    pub event_id: Option<u32>,
    /// Date of the event, if the record holds a true one.
    pub date: Option<NaiveDate>,
    /// Time of day, 24 h, if the record holds a true one.
    #[schemars(with = "Option<String>", regex(pattern = r"^[0-9]{2}:[0-9]{2}:[0-9]{2}$"))]
    #[serde(with = "crate::model::event::clock")]
    pub time: Option<NaiveTime>,
    /// User.
    pub user: Option<String>,
    /// Computer.
    pub computer: Option<String>,
    /// Description, as written.
    pub description: Option<String>,
    /// The bytes or words under `Data:`.
    pub data: Option<String>,
    /// Name and value pairs in the description.
    pub parameters: Vec<Parameter>,
    /// Names of fields that hold a placeholder (`Date: Date`), in the record's snake_case names.
    pub placeholders: Vec<String>,
    /// Where.
    pub span: Span,
}

/// A name and value pair in an event's description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// As written, without the colon: `Returned Response Code (RCODE)`.
    #[schemars(length(min = 1))]
    pub name: String,
    /// As written: `5`.
    pub value: String,
}

/// The type (level) of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventType {
    /// Something failed.
    Error,
    /// Something may fail.
    Warning,
    /// Something went as it should.
    Information,
    /// An audited access that succeeded.
    SuccessAudit,
    /// An audited access that failed.
    FailureAudit,
    /// Something failed beyond recovery.
    Critical,
    /// Detail for tracing.
    Verbose,
    /// A type that is none of Event Viewer's.
    Other,
}

/// Times of day as `HH:MM:SS`, always with seconds.
pub mod clock {
    use chrono::NaiveTime;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes `HH:MM:SS` or null.
    pub fn serialize<S: Serializer>(time: &Option<NaiveTime>, out: S) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) => out.collect_str(&time.format("%H:%M:%S")),
            None => out.serialize_none(),
        }
    }

    /// Reads `HH:MM:SS` or null.
    pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Option<NaiveTime>, D::Error> {
        let text: Option<String> = Option::deserialize(input)?;
        text.map(|t| NaiveTime::parse_from_str(&t, "%H:%M:%S").map_err(serde::de::Error::custom)).transpose()
    }
}
