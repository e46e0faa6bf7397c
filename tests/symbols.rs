//! Do the symbol tables say what the Windows headers say?
//!
//! The tables in `src/normalize/code/symbols` are written by this test from the constants of the `windows-sys` crate, which
//! is generated from Microsoft's own metadata. `KBMILL_BLESS=1 cargo test --test symbols` writes them anew; without it
//! the test fails where they have drifted. The crate is read as text, never compiled; where its source is not at hand
//! (no network and nothing fetched) there is nothing to compare with, and the test says so and passes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Value → names with the preference of each; the smallest preference comes first.
type Table = BTreeMap<u32, BTreeMap<(u8, usize, String), ()>>;

#[test]
fn tables_match_the_headers() {
    // `cargo metadata` fetches every locked package, also those that only other systems build.
    let source = windows_sys().expect("windows-sys is in Cargo.lock, and its source can be had");
    let mut tables: BTreeMap<&str, Table> = BTreeMap::new();
    let mut files = Vec::new();
    collect(&source.join("src/Windows"), &mut files);
    files.sort();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a source file of the registry is readable");
        let core = file.ends_with("Win32/Foundation/mod.rs");
        for line in text.lines() {
            read_constant(line, core, &mut tables);
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/normalize/code/symbols");
    for (name, table) in &tables {
        let path = folder.join(format!("{name}.txt"));
        let fresh = render(table);
        if std::env::var_os("KBMILL_BLESS").is_some() {
            std::fs::write(&path, &fresh).expect("the tables' folder is writable");
        }
        let old = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(old == fresh, "{} has drifted: run `KBMILL_BLESS=1 cargo test --test symbols`", path.display());
    }
    assert_eq!(tables.len(), 6, "a table was not written: {:?}", tables.keys());
}

/// The folder of the locked `windows-sys` that is newest.
fn windows_sys() -> Option<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let out = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--manifest-path"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .output()
        .ok()?;
    let all: serde_json::Value = serde_json::from_slice(&out.stdout).ok()?;
    let packages = all["packages"].as_array()?.iter().filter(|p| p["name"] == "windows-sys");
    let newest = packages.max_by_key(|p| {
        let version = p["version"].as_str().unwrap_or("");
        version.split('.').map(|n| n.parse().unwrap_or(0)).collect::<Vec<u32>>()
    })?;
    let folder = Path::new(newest["manifest_path"].as_str()?).parent()?.to_owned();
    folder.join("src/Windows").is_dir().then_some(folder)
}

fn collect(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// Reads one line of the shape `pub const NAME: TYPE = VALUE;` into the table its type belongs to.
fn read_constant(line: &str, core: bool, tables: &mut BTreeMap<&str, Table>) {
    let Some(line) = line.strip_prefix("pub const ") else { return };
    let Some((name, rest)) = line.split_once(": ") else { return };
    let Some((kind, value)) = rest.split_once(" = ") else { return };
    let Some(value) = number(value) else { return };
    let kind = kind.rsplit("::").next().unwrap_or(kind);
    let (table, name) = match kind {
        "HRESULT" if value >= 0x8000_0000 => ("hresult", name),
        "NTSTATUS" if value >= 0x4000_0000 => ("ntstatus", name),
        "WIN32_ERROR" if value > 0 && !name.starts_with("WSA") && value < 0x8000_0000 => ("win32", name),
        "RPC_STATUS" if (1..0x8000_0000).contains(&value) => ("win32", name),
        "u32" if name.starts_with("NERR_") && value > 2000 => ("win32", name),
        "WSA_ERROR" if (10000..12000).contains(&value) => ("winsock", name),
        "BUGCHECK_ERROR" if value > 0 => ("bugcheck", name),
        "u32" => match name.strip_prefix("DNS_RCODE_") {
            Some("MAX") | None => return,
            Some(name) => ("dns_rcode", name),
        },
        _ => return,
    };
    let bounds = ["_BASE", "_FIRST", "_LAST", "_MIN", "_MAX"];
    if bounds.iter().any(|b| name.ends_with(b)) || name.contains("_FACILITY_") || name.starts_with("FACILITY_") {
        return;
    }
    // The general name first: `E_ACCESSDENIED` before a component's own name for the same value, names of the core
    // header before those of the others, mnemonics (`NXDOMAIN`) before their long forms.
    let general = ["E_", "STATUS_", "ERROR_", "WSAE"].iter().any(|p| name.starts_with(p));
    let preference = u8::from(!core) * 2 + u8::from(!general);
    let names = tables.entry(table).or_default().entry(value).or_default();
    if !names.keys().any(|(_, _, n)| n == name) {
        names.insert((preference, name.len(), name.to_owned()), ());
    }
}

/// `2u32`, `0x80070005_u32 as _`, `-2147216129i32`.
fn number(value: &str) -> Option<u32> {
    let value = value.trim_end_matches(';').trim_end_matches(" as _");
    let value = value.trim_end_matches("u32").trim_end_matches("i32").trim_end_matches('_');
    if let Some(hex) = value.strip_prefix("0x") {
        return u32::from_str_radix(hex, 16).ok();
    }
    value.parse::<u32>().ok().or_else(|| value.parse::<i32>().ok().map(|v| v as u32))
}

fn render(table: &Table) -> String {
    let mut out = String::new();
    for (value, names) in table {
        out.push_str(&format!("{value:08x}"));
        // A name that only differs by an ending of another module's is kept: articles may use either.
        for (_, _, name) in names.keys() {
            out.push(' ');
            out.push_str(name);
        }
        out.push('\n');
    }
    out
}
