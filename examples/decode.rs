//! Which characters do these files hold? Prints a line of JSON for each file, whatever is in it: its text as articles
//! are read from it, the character set, and what told that set. Articles themselves are not looked for.
//!
//!     cargo run --example decode -- FILE...

use kbmill::source::charset::{Decoded, decode_with_basis};
use serde_json::json;
use std::io::Write;

fn main() -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for path in std::env::args_os().skip(1) {
        let (Decoded { text, encoding, diagnostics }, basis) = decode_with_basis(std::fs::read(&path)?, None);
        let notes: Vec<&str> = diagnostics.iter().map(|note| note.message.as_str()).collect();
        let path = path.to_string_lossy();
        writeln!(out, "{}", json!({"path": path, "encoding": encoding, "by": basis, "notes": notes, "text": text}))?;
    }
    Ok(())
}
