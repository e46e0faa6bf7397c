//! What do the tables of a bulletin say of its fix: which updates it replaces, whether to restart, the packages' names?
//!
//! Since 2008 a bulletin has a table of the affected software with a column for the replaced updates, and a table of
//! facts for each installer, one fact a row under its label. Before, a table told for each older bulletin and each
//! system whether it is replaced.

use super::{package, replacement, restart};
use crate::extract::{RawBlockKind, RawTable};
use crate::model::Fix;
use crate::section::Sectioned;

/// Labels of a column with replaced updates: small letters without blanks, since pages break the words anywhere.
const REPLACED: &[&str] = &[
    "updatesreplaced",
    "updatereplaced",
    "replacedupdates",
    "bulletinsreplacedbythisupdate",
    "bulletinreplacedbythisupdate",
    "ersetzteupdates",
    "ersetztesupdate",
    "bulletins,diedurchdiesesupdateersetztwerden",
    "durchdiesesupdateersetztebulletins",
    "misesàjourremplacées",
    "bulletinsremplacésparcettemiseàjour",
    "actualizacionesreemplazadas",
    "aggiornamentisostituiti",
    "atualizaçõessubstituídas",
];
/// Labels of a column with bulletins, beside columns that say for each system whether they are replaced.
const BULLETIN: &[&str] =
    &["bulletinid", "bulletin-id", "bulletinidentifier", "kennungdesbulletins", "bulletinkennung"];
const IS_REPLACED: &[&str] = &["replaced", "ersetzt", "remplacé", "reemplazado"];
const RESTART: &[&str] = &[
    "restartrequirement",
    "restartrequirements",
    "restartrequired?",
    "restartrequired",
    "neustartanforderung",
    "neustartanforderungen",
    "neustarterforderlich?",
    "neustarterforderlich",
    "redémarragerequis",
    "requisitodereinicio",
];
const PACKAGE: &[&str] = &[
    "securityupdatefilename",
    "securityupdatefilenames",
    "updatefilename",
    "updatefilenames",
    "dateinamendersicherheitsupdates",
    "dateinamedessicherheitsupdates",
    "dateinamedersicherheitsupdates",
    "dateinamedesupdates",
    "dateinamenderupdates",
];

/// Adds what the tables of an article say.
pub fn read(sectioned: &Sectioned, fix: &mut Fix) {
    let text = &sectioned.extracted.text;
    for section in &sectioned.sections {
        for block in &sectioned.extracted.blocks[section.blocks.clone()] {
            if let RawBlockKind::Table(table) = &block.kind {
                columns(text, table, fix);
                facts(text, table, fix);
            }
        }
    }
}

/// Tables with a column for what is replaced.
fn columns(text: &str, table: &RawTable, fix: &mut Fix) {
    let mut replaced: Option<usize> = None;
    let mut bulletins = false;
    for (nth, row) in table.rows.iter().enumerate() {
        // A head is not far from the top.
        if replaced.is_none() && nth < 4 {
            replaced = row.iter().position(|cell| is_label(cell.of(text), REPLACED));
            if replaced.is_some() {
                continue;
            }
        }
        if nth == 0 && row.first().is_some_and(|cell| is_label(cell.of(text), BULLETIN)) {
            bulletins = true;
        } else if bulletins && row.iter().skip(1).any(|cell| is_label(cell.of(text), IS_REPLACED)) {
            fix.replaces.extend(row.first().into_iter().flat_map(|cell| replacement::ids(cell.of(text))));
        }
        // A cell over the whole row is a caption.
        if let Some(cell) = replaced.and_then(|at| row.get(at)).filter(|cell| row.first() != Some(cell)) {
            fix.replaces.extend(replacement::ids(cell.of(text)));
        }
    }
}

/// Tables of two columns with a fact a row. A row without a label goes on with the one above.
fn facts(text: &str, table: &RawTable, fix: &mut Fix) {
    let mut names = false;
    for row in &table.rows {
        let [label, value] = row.as_slice() else { continue };
        let (label, value) = (label.of(text), value.of(text));
        if !label.trim().is_empty() {
            names = is_label(label, PACKAGE);
        }
        if names {
            let apart = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '|' | '"');
            let found = value.split(apart).map(|word| word.trim_end_matches(['.', ':']));
            fix.packages.extend(found.filter(|word| package::is_package(word)).map(str::to_owned));
        } else if is_label(label, RESTART) {
            fix.restart_required = restart::both(fix.restart_required, restart::restart(value));
        }
    }
}

/// Is the cell one of these labels, wherever its words are broken?
fn is_label(cell: &str, labels: &[&str]) -> bool {
    if cell.len() > 80 {
        return false;
    }
    let bare =
        || cell.chars().filter(|c| !c.is_whitespace() && !matches!(c, '*' | '\u{ad}')).flat_map(char::to_lowercase);
    labels.iter().any(|label| bare().eq(label.chars()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Restart;
    use crate::span::Span;

    fn table(rows: &[&[&str]]) -> (String, RawTable) {
        let (mut text, mut spans) = (String::new(), Vec::new());
        for row in rows {
            let cell = |word: &&str| {
                let start = text.len();
                text.push_str(word);
                let span = Span::new(start, text.len());
                text.push('\t');
                span
            };
            spans.push(row.iter().map(cell).collect());
        }
        (text, RawTable { rows: spans, ..RawTable::default() })
    }

    #[test]
    fn columns_of_replaced_updates_are_read() {
        let mut fix = Fix::default();
        let (text, rows) = table(&[
            &["Software", "Rating", "Updates Replaced"],
            &["Windows 7 (2813170)", "Critical", "2799494 in MS13-017"],
            &["Windows 8", "Critical", "None"],
        ]);
        columns(&text, &rows, &mut fix);
        let (text, rows) = table(&[
            &["Kennung des Bulletins", "Windows NT", "Windows XP"],
            &["MS02-071", "Nicht ersetzt", "Ersetzt"],
            &["MS02-072", "Nicht ersetzt", "-"],
        ]);
        columns(&text, &rows, &mut fix);
        assert_eq!(fix.replaces, ["KB2799494", "MS13-017", "MS02-071"]);
    }

    #[test]
    fn facts_of_an_installer_are_read() {
        let mut fix = Fix::default();
        let (text, rows) = table(&[
            &["Dateinamen der Sicherheitsupdates", "Für Windows XP:\nWindowsXP-KB2813170-x86-enu.exe"],
            &["", "Für x64:\nWindowsXP-KB2813170-x64-enu.exe"],
            &["Installationsoptionen", "Siehe Setup.exe"],
            &["Neustart anforderung", "Ja, Sie müssen das System neu starten."],
        ]);
        facts(&text, &rows, &mut fix);
        assert_eq!(fix.packages, ["WindowsXP-KB2813170-x86-enu.exe", "WindowsXP-KB2813170-x64-enu.exe"]);
        assert_eq!(fix.restart_required, Some(Restart::Yes));
    }
}
