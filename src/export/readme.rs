//! What must a person know who has the folder of an export and nothing else? `README.md`: what is in it, and the commands.

use super::document::{FIELDS, Holds};
use super::{Exported, Settings};
use std::fmt::Write;

/// The text.
pub fn readme(settings: &Settings, exported: &Exported) -> String {
    let engine = settings.engine;
    let (file, _) = engine.settings(&settings.index);
    let [make, load, ask] = engine.commands(&settings.index);
    let mut out = String::new();
    // Writing to memory cannot fail.
    let _ = write!(
        out,
        "# {} articles for {}\n\n`{file}` describes the index `{}`, `documents-*.ndjson` ({}) hold the documents, one for each \
         article in each language. With the address of the server in `URL`{}, in this folder:\n\n```sh\n{make}\n{load}\n```\n\n\
         Then ask:\n\n```sh\n{ask}\n```\n\n{}\n## Fields\n\n| field | holds |\n|---|---|\n",
        exported.documents,
        engine.title(),
        settings.index,
        exported.parts,
        if make.contains("$KEY") { " and its key in `KEY`" } else { "" },
        engine.remarks(),
    );
    let (_, declared) = engine.settings(&settings.index);
    for field in FIELDS.iter().filter(|field| field.holds != Holds::Files || declared.contains("nested")) {
        let _ = writeln!(out, "| `{}` | {} |", field.name, told(field.holds));
    }
    out += "\nFields without a value are left out. `identifiers` has what identifies an article in every spelling, whole and by \
            its parts: `0x80070005`, `80070005`, `-2147024891`, `e_accessdenied`; `ntoskrnl.exe`, `ntoskrnl`; `5.2.3790.201`, \
            `5.2.3790`; `hklm\\\\software`, `software`; `kb828333`, `q828333`, `828333`; event IDs; names in the text. What \
            the document merely refers to stands in `references`. The texts are those of the sections by their part in the \
            article (KCS v6): `issue`, `cause`, `resolution`, `environment`, `remarks`.\n";
    out
}

fn told(holds: Holds) -> &'static str {
    match holds {
        Holds::Text(_) => "text to search in",
        Holds::Identifiers(_) => "words in lower case, to be found as they are",
        Holds::Word => "a word to filter by",
        Holds::Words => "words to filter by",
        Holds::Integer => "a number",
        Holds::Integers => "numbers to filter by",
        Holds::Day => "a day",
        Holds::Shown => "text that is only shown",
        Holds::Files => "rows of file tables",
    }
}
