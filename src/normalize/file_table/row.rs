//! What does a row of a file table state, once its cells are told apart?

use super::labels::{self, Column, Unit};
use super::scope::{self, Scope};
use super::token;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::FileVersion;
use crate::normalize::date::{self, DateOrder, DateReading};
use crate::normalize::version;
use crate::one_line::one_line;
use crate::span::Span;

/// A row as places in the text.
#[derive(Clone, Debug)]
pub struct RawRow {
    pub span: Span,
    /// Cells that are not empty, in the order of the columns.
    pub cells: Vec<(Column, Span)>,
    /// A platform that stands outside its column, in brackets.
    pub platform: Option<Span>,
}

impl RawRow {
    pub fn name(&self) -> Option<Span> {
        self.cells.iter().find(|(c, _)| c.is_name()).map(|&(_, s)| s)
    }

    /// How many facts the row states that only files have.
    pub fn stated(&self) -> usize {
        self.cells.iter().filter(|(c, _)| c.is_attribute()).count()
    }
}

/// A row whose date waits for the other rows of its table.
pub struct Pending {
    pub file: FileVersion,
    /// The date as written.
    pub date: Option<Span>,
    /// Which table it is a row of.
    pub table: usize,
    /// What the table stands under.
    pub scope: Scope,
}

/// Reads the cells of a row. What cannot be read is null and told.
pub fn build(text: &str, row: &RawRow, table: usize, scope: &Scope, notes: &mut Vec<Diagnostic>) -> Option<Pending> {
    let written = row.name()?;
    let mut file = FileVersion { span: row.span, ..FileVersion::default() };
    let name = one_line(written.of(text).trim_matches(['"', '`', '*', ',', ';']));
    let (folder, name) = split_path(&name);
    file.path = folder;
    file.name = name;
    let mut date = None;
    let mut scope = scope.clone();
    for &(column, span) in &row.cells {
        let cell = bare(span.of(text));
        if cell.is_empty() || labels::is_nothing(cell) {
            continue;
        }
        let words = || Some(one_line(cell));
        match column {
            Column::Name | Column::WeakName => {}
            Column::Version => {
                file.version_parts = version::parts(cell);
                if file.version_parts.is_none() {
                    notes.push(Diagnostic::at(
                        Code::BadVersion,
                        span,
                        format!("version `{cell}` is not a row of numbers"),
                    ));
                }
                file.version = words();
            }
            Column::Size | Column::SizeInUnits => {
                file.size_text = words();
                file.size_bytes = bytes(cell).filter(|_| column == Column::Size);
                if file.size_bytes.is_none() && column == Column::Size && !has_unit(cell) {
                    notes.push(Diagnostic::at(Code::BadSize, span, format!("size `{cell}` cannot be read")));
                }
            }
            Column::Date => date = Some(span),
            Column::Time => file.time = time(cell, span, notes),
            Column::DateTime => {
                let (day, clock) = split_moment(text, span);
                date = Some(day);
                file.time = clock.and_then(|c| date::parse_time(bare(c.of(text))));
            }
            Column::Platform => file.platform = words().map(|p| unbracketed(&p)),
            Column::ServicePack => file.service_pack = words(),
            Column::Branch => file.branch = labels::branch(cell).map(str::to_owned).or_else(words),
            Column::Language => file.language = words(),
            Column::Folder => {
                file.path = words();
                read_folder(cell, &mut file);
            }
            Column::Product => scope.text = words(),
            Column::Sha1 => file.sha1 = digest(cell, 40),
            Column::Sha256 => file.sha256 = digest(cell, 64),
            Column::Other => {
                if file.platform.is_none() {
                    file.platform = bracketed_platform(cell);
                }
            }
        }
    }
    if let Some(platform) = row.platform.filter(|_| file.platform.is_none()) {
        file.platform = Some(unbracketed(platform.of(text)));
    }
    Some(Pending { file, date, table, scope })
}

/// A cell without the marks and the unpaired brackets around it: `4:57 P.M.)`.
fn bare(cell: &str) -> &str {
    let cell = cell.trim().trim_matches(['`', '*', ',', ';']);
    let cell = if cell.contains('(') { cell } else { cell.trim_end_matches(')') };
    if cell.contains(')') { cell } else { cell.trim_start_matches('(') }
}

/// A rooted path stands in a name column for a folder and a name; a relative one is how the article names the file.
fn split_path(name: &str) -> (Option<String>, String) {
    let rooted = name.starts_with(['%', '\\', '/']) || name.get(1..3).is_some_and(|s| s == ":\\" || s == ":/");
    match name.rfind(['\\', '/']) {
        Some(at) if rooted && at + 1 < name.len() => (Some(name[..at].to_owned()), name[at + 1..].to_owned()),
        _ => (None, name.to_owned()),
    }
}

/// The number of bytes that a size states; none when it is rounded to a larger unit.
pub fn bytes(cell: &str) -> Option<u64> {
    let end = cell.find(|c: char| c.is_alphabetic() || c == '(').unwrap_or(cell.len());
    let number = cell[..end].trim().trim_end_matches([',', '.']);
    let unit = cell[end..].trim().trim_matches(['(', ')']);
    if !unit.is_empty() && labels::size_unit(unit) != Some(Unit::Bytes) {
        return None;
    }
    number.parse().ok().or_else(|| token::grouped_number(number))
}

fn has_unit(cell: &str) -> bool {
    cell.bytes().any(|b| b.is_ascii_alphabetic())
}

fn time(cell: &str, span: Span, notes: &mut Vec<Diagnostic>) -> Option<chrono::NaiveTime> {
    let time = date::parse_time(cell);
    let stand_in = date::parse_date(cell, DateOrder::Unknown) == DateReading::Placeholder
        || cell.bytes().all(|b| matches!(b, b'x' | b'X' | b':' | b'-' | b'?'));
    if time.is_none() && !stand_in {
        notes.push(Diagnostic::at(Code::BadDate, span, format!("time `{cell}` cannot be read")));
    }
    time
}

/// A date and a time in one cell.
fn split_moment(text: &str, span: Span) -> (Span, Option<Span>) {
    let words = token::tokens(text, span);
    match words.as_slice() {
        [day, clock, ..] if clock.shapes.has(token::Shapes::TIME) => (day.span, Some(clock.span)),
        _ => (span, None),
    }
}

fn digest(cell: &str, length: usize) -> Option<String> {
    let hex: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    (hex.len() == length && hex.bytes().all(|b| b.is_ascii_hexdigit())).then_some(hex)
}

fn unbracketed(platform: &str) -> String {
    let platform = platform.trim();
    // `Windows 95 (all)` keeps its bracket; `(Alpha)` stands in one, and so may one half of it.
    match (platform.find('('), platform.rfind(')')) {
        (Some(open), Some(close)) if open > 0 && close > open => platform.to_owned(),
        _ => platform.trim_start_matches('(').trim_end_matches(')').trim().to_owned(),
    }
}

/// `Server Update (Intel)`: the platform that a description ends with.
fn bracketed_platform(cell: &str) -> Option<String> {
    let inner = cell.trim_end().strip_suffix(')')?;
    let inner = inner[inner.rfind('(')? + 1..].trim();
    labels::architecture(inner).map(|_| inner.to_owned())
}

/// `SP1QFE\WOW` tells the branch and the service pack.
fn read_folder(folder: &str, file: &mut FileVersion) {
    let head = folder.split('\\').next().unwrap_or("");
    let Some(branch) = labels::branch(head) else { return };
    file.branch.get_or_insert_with(|| branch.to_owned());
    let pack = head[..head.len() - branch.len()].trim_end_matches(['_', '-']);
    if labels::is_service_pack(pack) {
        file.service_pack.get_or_insert_with(|| pack.to_owned());
    }
}

/// Order of numeric dates per table: proven by a row whose first or second number can be no month, else by the other
/// tables of the article, else as its publisher writes. Microsoft's articles in English put the month first: of the
/// archive's tables with a deciding row, all but a handful do, and those that do not are seen by that row.
pub fn resolve_dates(text: &str, rows: &mut [Pending], house: DateOrder, notes: &mut Vec<Diagnostic>) {
    let order_of = |rows: &mut dyn Iterator<Item = &Pending>| {
        let (mut month_first, mut day_first) = (false, false);
        for span in rows.filter_map(|r| r.date) {
            match evidence(bare(span.of(text))) {
                DateOrder::MonthFirst => month_first = true,
                DateOrder::DayFirst => day_first = true,
                _ => {}
            }
        }
        match (month_first, day_first) {
            (true, false) => DateOrder::MonthFirst,
            (false, true) => DateOrder::DayFirst,
            _ => DateOrder::Unknown,
        }
    };
    let article = match house {
        DateOrder::Unknown => order_of(&mut rows.iter()),
        known => known,
    };
    let mut start = 0;
    while start < rows.len() {
        let table = rows[start].table;
        let end = rows[start..].iter().position(|r| r.table != table).map_or(rows.len(), |n| start + n);
        let order = match order_of(&mut rows[start..end].iter()) {
            DateOrder::Unknown => article,
            proven => proven,
        };
        for row in &mut rows[start..end] {
            let Some(span) = row.date else { continue };
            match date::parse_date(bare(span.of(text)), order) {
                DateReading::Date(date) => row.file.date = Some(date),
                DateReading::Ambiguous { month_first, day_first } => notes.push(Diagnostic::at(
                    Code::AmbiguousDate,
                    span,
                    format!("`{}` is {month_first} or {day_first}", span.of(text)),
                )),
                DateReading::Placeholder => {}
                DateReading::Bad => {
                    notes.push(Diagnostic::at(Code::BadDate, span, format!("`{}` is no date", span.of(text))));
                }
            }
        }
        start = end;
    }
    for row in rows {
        let from_platform = row.file.platform.as_deref().and_then(scope::architecture_of_platform);
        let in_wow = row.file.path.as_deref().is_some_and(|p| p.to_ascii_uppercase().contains("WOW"));
        row.file.architecture = match row.file.platform {
            Some(_) => from_platform,
            None if in_wow => Some(crate::model::Architecture::X86),
            None => row.scope.architecture(row.file.date),
        };
        row.file.scope = row.scope.text.clone();
        if row.file.branch.is_none() {
            row.file.branch = row.scope.branch.clone();
        }
    }
}

/// What the numbers of one date prove about their order.
fn evidence(text: &str) -> DateOrder {
    use DateReading::Date;
    match (date::parse_date(text, DateOrder::MonthFirst), date::parse_date(text, DateOrder::DayFirst)) {
        (Date(a), Date(b)) if a == b => {
            let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse::<u32>().ok());
            match (numbers.next(), numbers.next(), numbers.next()) {
                (Some(13..=31), Some(1..=12), Some(_)) => DateOrder::DayFirst,
                (Some(1..=12), Some(13..=31), Some(_)) => DateOrder::MonthFirst,
                _ => DateOrder::Unknown,
            }
        }
        _ => DateOrder::Unknown,
    }
}
