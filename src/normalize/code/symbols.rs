//! What is a code called, and which code does a name stand for?
//!
//! The tables in `symbols/` are the constants of the Windows headers, one value a line: eight hexadecimal digits, then
//! its names, the general one first. They are written and checked by `tests/symbols.rs`; `build.rs` writes the same in
//! the order of the names. Looking up is a binary search in the text itself, so that nothing is built at run time.

use crate::model::CodeSpace;
use std::cmp::Ordering;

const TABLES: [(CodeSpace, &str); 6] = [
    (CodeSpace::Hresult, include_str!("symbols/hresult.txt")),
    (CodeSpace::Ntstatus, include_str!("symbols/ntstatus.txt")),
    (CodeSpace::Win32, include_str!("symbols/win32.txt")),
    (CodeSpace::Bugcheck, include_str!("symbols/bugcheck.txt")),
    (CodeSpace::Winsock, include_str!("symbols/winsock.txt")),
    (CodeSpace::DnsRcode, include_str!("symbols/dns_rcode.txt")),
];

/// Name, value and place in `TABLES`, in the order of the names.
const BY_NAME: &str = include_str!(concat!(env!("OUT_DIR"), "/symbols_by_name.txt"));

/// The names of a value in a space, the general one first; empty where it has none.
pub fn names(space: CodeSpace, value: u32) -> impl Iterator<Item = &'static str> {
    let table = TABLES.iter().find(|(own, _)| *own == space).map_or("", |(_, table)| table);
    let of_value = |key: &str| u32::from_str_radix(key, 16).unwrap_or(0).cmp(&value);
    find(table, of_value).split(' ').filter(|name| !name.is_empty())
}

/// Has the value a name in that space?
pub fn knows(space: CodeSpace, value: u32) -> bool {
    names(space, value).next().is_some()
}

/// What stands behind the first word of the line that has the word sought there, found by halving the table; `order` tells
/// how a first word stands to it.
fn find(table: &'static str, order: impl Fn(&str) -> Ordering) -> &'static str {
    let (mut low, mut high) = (0, table.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = table[..middle].rfind('\n').map_or(0, |n| n + 1);
        let end = table[start..].find('\n').map_or(table.len(), |n| start + n);
        let line = &table[start..end];
        let Some((key, rest)) = line.split_once(' ') else { return "" };
        match order(key) {
            Ordering::Equal => return rest,
            Ordering::Less => low = end + 1,
            Ordering::Greater => high = start,
        }
    }
    ""
}

/// The value and space a name stands for. Names of DNS response codes are plain words (`REFUSED`) and not among them.
pub fn value_of(name: &str) -> Option<(u32, CodeSpace)> {
    let (value, place) = find(BY_NAME, |known| known.cmp(name)).split_once(' ')?;
    let (space, _) = TABLES.get(place.parse::<usize>().ok()?)?;
    Some((u32::from_str_radix(value, 16).ok()?, *space))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_of_every_table_is_found() {
        for (space, table) in TABLES {
            for line in table.lines() {
                let value = u32::from_str_radix(&line[..8], 16).unwrap();
                assert_eq!(names(space, value).next(), line.split(' ').nth(1));
            }
        }
        for (at, (space, table)) in TABLES.iter().enumerate().filter(|(_, (space, _))| *space != CodeSpace::DnsRcode) {
            for (value, name) in table.lines().flat_map(|line| line[9..].split(' ').map(|name| (&line[..8], name))) {
                let (found, of) = value_of(name).unwrap();
                // A name of several tables is the first one's.
                let before = TABLES[..at].iter().any(|(space, _)| *space == of);
                assert!(before || of == *space && names(*space, found).any(|known| known == name), "{name} {value}");
            }
        }
        assert!(!knows(CodeSpace::Win32, u32::MAX) && !knows(CodeSpace::Hresult, 0));
    }

    #[test]
    fn the_general_name_comes_first() {
        let name = |space, value| names(space, value).next().unwrap();
        assert_eq!(name(CodeSpace::Hresult, 0x8007_0005), "E_ACCESSDENIED");
        assert_eq!(name(CodeSpace::Ntstatus, 0xC000_0005), "STATUS_ACCESS_VIOLATION");
        assert_eq!(name(CodeSpace::Winsock, 10048), "WSAEADDRINUSE");
        assert_eq!(name(CodeSpace::DnsRcode, 3), "NXDOMAIN");
        assert_eq!(value_of("IRQL_NOT_LESS_OR_EQUAL"), Some((10, CodeSpace::Bugcheck)));
        assert_eq!(value_of("REFUSED"), None);
    }
}
