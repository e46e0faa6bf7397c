//! What do pages have in common? Tables and cards of records, as they are shown.

use super::words;
use crate::model::{EventRecord, EventType, FileVersion, RegistryEntry};
use crate::search::filter;
use crate::serve::address;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text.
    Text(String),
    /// Text that leads to another article: its page.
    Page(String, String),
    /// Text that leads out: its address.
    Outside(String, String),
}

/// A table.
pub struct Grid {
    /// What it is, for who cannot see it.
    pub label: String,
    /// What stands above it.
    pub caption: Option<String>,
    /// May a reader sort it?
    pub sortable: bool,
    /// Cells of its head.
    pub head: Vec<String>,
    /// Its other rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// What it is sorted by, where that is another text.
    pub sort: Option<String>,
    /// Is it too short to be broken, as dates and versions are?
    pub short: bool,
    /// Where it leads.
    pub href: Option<String>,
}

/// An event record.
pub struct Event {
    /// How it looks: that of its level.
    pub class: &'static str,
    /// What it is, for who cannot see it.
    pub label: String,
    /// Its type as written, or as it is named.
    pub level: String,
    /// Its number, and who else has it.
    pub id: Option<(u32, String)>,
    /// Its source.
    pub source: Option<String>,
    /// What else it states.
    pub fields: Vec<(&'static str, String)>,
    /// Its description.
    pub description: Option<String>,
    /// Names and values in that.
    pub parameters: Vec<(String, String)>,
    /// Its data.
    pub data: Option<String>,
}

impl Cell {
    fn of(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), ..Cell::default() }
    }

    fn short(text: impl Into<String>) -> Cell {
        Cell { short: true, ..Cell::of(text) }
    }

    fn sorted(text: impl Into<String>, sort: String) -> Cell {
        Cell { sort: Some(sort), ..Cell::of(text) }
    }
}

/// The card of an event record.
pub fn event(record: &EventRecord) -> Event {
    let class = match record.event_type {
        Some(EventType::Error | EventType::Critical | EventType::FailureAudit) => "bad",
        Some(EventType::Warning) => "warn",
        _ => "plain",
    };
    let level = match (&record.type_text, record.event_type) {
        (Some(text), _) => text.clone(),
        (None, Some(kind)) => words(&kind),
        (None, None) => "Event".to_owned(),
    };
    let id = record.event_id.map(|id| {
        let source = record.source.as_deref().map(|source| format!(" {}", filter("source", source)));
        (id, address::search(&format!("event:{id}{}", source.unwrap_or_default())))
    });
    let fields = [
        ("Log", record.log.clone()),
        ("Category", record.category.clone()),
        ("Date", record.date.map(|date| date.to_string())),
        ("Time", record.time.map(|time| time.to_string())),
        ("User", record.user.clone()),
        ("Computer", record.computer.clone()),
        ("Placeholders", (!record.placeholders.is_empty()).then(|| record.placeholders.join(", "))),
    ];
    let number = record.event_id.map(|id| format!(" {id}")).unwrap_or_default();
    Event {
        class,
        label: format!("Event record{number}"),
        level,
        id,
        source: record.source.clone(),
        fields: fields.into_iter().filter_map(|(name, value)| Some((name, value?))).collect(),
        description: record.description.clone(),
        parameters: record.parameters.iter().map(|one| (one.name.clone(), one.value.clone())).collect(),
        data: record.data.clone(),
    }
}

/// What stands in a column of a file table.
type OfFile = fn(&FileVersion) -> Option<Cell>;

/// A file table: the columns that any of the rows fills.
pub fn files(files: &[FileVersion]) -> Grid {
    let scope = files.first().and_then(|file| file.scope.clone());
    let is_one = files.iter().all(|file| file.scope == scope);
    let columns: [(&str, OfFile); 13] = [
        ("File", |file| {
            let href = Some(address::search(&filter("file", &file.name)));
            Some(Cell { href, ..Cell::sorted(&file.name, file.name.to_lowercase()) })
        }),
        ("Version", |file| {
            let sort = version(file.version_parts.as_deref());
            Some(Cell { short: true, ..Cell::sorted(file.version.as_ref()?, sort) })
        }),
        ("Size", |file| match (file.size_bytes, &file.size_text) {
            (Some(bytes), text) => {
                Some(Cell::sorted(text.clone().unwrap_or(bytes.to_string()), format!("{bytes:020}")))
            }
            (None, text) => Some(Cell::of(text.as_ref()?)),
        }),
        ("Date", |file| Some(Cell::short(file.date?.to_string()))),
        ("Time", |file| Some(Cell::short(file.time?.format("%H:%M").to_string()))),
        ("Platform", |file| {
            let named = file.architecture.map(|own| words(&own));
            file.platform.clone().or(named).map(Cell::of)
        }),
        ("Branch", |file| file.branch.clone().map(Cell::of)),
        ("Service pack", |file| file.service_pack.clone().map(Cell::of)),
        ("Language", |file| file.language.clone().map(Cell::of)),
        ("Folder", |file| file.path.clone().map(Cell::of)),
        ("For", |file| file.scope.clone().map(Cell::of)),
        ("SHA-1", |file| file.sha1.clone().map(Cell::of)),
        ("SHA-256", |file| file.sha256.clone().map(Cell::of)),
    ];
    let is_wanted = |(name, cell): &(&str, fn(&FileVersion) -> Option<Cell>)| {
        !(is_one && *name == "For") && files.iter().any(|file| cell(file).is_some())
    };
    let columns: Vec<_> = columns.into_iter().filter(is_wanted).collect();
    let row = |file: &FileVersion| columns.iter().map(|(_, cell)| cell(file).unwrap_or_default()).collect();
    Grid {
        label: "Files".to_owned(),
        caption: scope.filter(|_| is_one),
        sortable: files.len() > 1,
        head: columns.iter().map(|(name, _)| (*name).to_owned()).collect(),
        rows: files.iter().map(row).collect(),
    }
}

/// A version as a text that sorts as versions do.
fn version(parts: Option<&[u32]>) -> String {
    parts.unwrap_or_default().iter().map(|part| format!("{part:010}.")).collect()
}

/// Registry keys and values.
pub fn registry(entries: &[RegistryEntry]) -> Grid {
    let row = |entry: &RegistryEntry| {
        let text = |value: &Option<String>| Cell::of(value.clone().unwrap_or_default());
        let asked = entry.key.as_ref().or(entry.value_name.as_ref());
        let href = asked.map(|words| address::search(&filter("registry", words)));
        let (key, name) = (text(&entry.key), text(&entry.value_name));
        let (key, name) = if entry.key.is_some() { (Cell { href, ..key }, name) } else { (key, Cell { href, ..name }) };
        vec![key, name, text(&entry.value_type), text(&entry.value_data)]
    };
    Grid {
        label: "Registry".to_owned(),
        caption: None,
        sortable: entries.len() > 1,
        head: ["Key", "Value", "Type", "Data"].map(str::to_owned).to_vec(),
        rows: entries.iter().map(row).collect(),
    }
}

/// A table of an article.
pub fn table(header: &[String], rows: &[Vec<String>]) -> Grid {
    let row = |row: &Vec<String>| row.iter().map(Cell::of).collect();
    Grid {
        label: "Table".to_owned(),
        caption: None,
        sortable: !header.is_empty() && rows.len() > 2,
        head: header.to_vec(),
        rows: rows.iter().map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_sort_by_their_numbers() {
        assert!(version(Some(&[5, 2, 3790, 201])) < version(Some(&[5, 10, 0, 0])));
        assert!(version(None) < version(Some(&[1])));
    }

    #[test]
    fn a_file_table_has_the_columns_that_are_filled() {
        let file = |version: &str, parts: Vec<u32>| FileVersion {
            name: "Tcpip.sys".into(),
            version: Some(version.into()),
            version_parts: Some(parts),
            scope: Some("Server".into()),
            ..FileVersion::default()
        };
        let grid = files(&[file("5.2", vec![5, 2]), file("5.10", vec![5, 10])]);
        assert_eq!(grid.head, ["File", "Version"]);
        assert_eq!(grid.caption.as_deref(), Some("Server"));
        assert!(grid.rows[0][1].sort < grid.rows[1][1].sort);
    }
}
