//! Which articles hold a record? Events, error codes, files and registry entries by their identifier.

use super::{Json, Parts, Route, limit, route, short};
use crate::search::{Codes, Events, Files, Registry};
use crate::serve::http::Problem;
use crate::serve::shelf::Opened;
use schemars::JsonSchema;
use serde::Deserialize;

/// Which event records.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AskedEvents {
    /// Event ID. This, `source`, or both.
    id: Option<u32>,
    /// Event source: `NETLOGON`.
    source: Option<String>,
    /// At most so many; 100 if nothing is said.
    #[schemars(range(max = 1_000))]
    limit: Option<usize>,
}

/// Which error code.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AskedCodes {
    /// In any spelling: `0x80070005`, `80070005`, `-2147024891`, `E_ACCESSDENIED`.
    code: String,
    /// At most so many; 100 if nothing is said.
    #[schemars(range(max = 1_000))]
    limit: Option<usize>,
}

/// Which rows of file tables.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AskedFiles {
    /// Name of the file: `tcpip.sys`.
    name: String,
    /// Only this version and newer ones: `5.2.3790.201`.
    at_least: Option<String>,
    /// At most so many; 100 if nothing is said.
    #[schemars(range(max = 1_000))]
    limit: Option<usize>,
}

/// Which registry entries.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AskedRegistry {
    /// A key with what is under it (`HKLM\SOFTWARE\Acme`, hives in any spelling), or the name of a value.
    q: String,
    /// At most so many; 100 if nothing is said.
    #[schemars(range(max = 1_000))]
    limit: Option<usize>,
}

/// What may be asked.
pub fn routes() -> Vec<Route> {
    vec![
        route("/events", ["events", "Event records by event ID, source, or both"], events),
        route("/codes", ["codes", "Articles that name an error code, in any spelling"], codes),
        route("/files", ["files", "Rows of file tables: which fix shipped a file, the oldest version first"], files),
        route("/registry", ["registry", "Registry keys and values"], registry),
    ]
}

fn events(opened: &Opened, _: &Parts, asked: AskedEvents) -> Result<Json<Events>, Problem> {
    let source = asked.source.as_deref().map(|source| short("source", source)).transpose()?;
    if asked.id.is_none() && source.is_none_or(|source| source.trim().is_empty()) {
        return Err(Problem::asked("say which events: `id`, `source`, or both"));
    }
    Ok(Json(opened.index.events(asked.id, source, limit(asked.limit)?)?))
}

fn codes(opened: &Opened, _: &Parts, asked: AskedCodes) -> Result<Json<Codes>, Problem> {
    Ok(Json(opened.index.codes(short("code", &asked.code)?, limit(asked.limit)?)?))
}

fn files(opened: &Opened, _: &Parts, asked: AskedFiles) -> Result<Json<Files>, Problem> {
    let at_least = asked.at_least.as_deref().map(|version| short("at_least", version)).transpose()?;
    Ok(Json(opened.index.files(short("name", &asked.name)?, at_least, limit(asked.limit)?)?))
}

fn registry(opened: &Opened, _: &Parts, asked: AskedRegistry) -> Result<Json<Registry>, Problem> {
    Ok(Json(opened.index.registry(short("q", &asked.q)?, limit(asked.limit)?)?))
}
