//! What does a dataset say of itself? Counts, versions and digests; no time and no place of its making, so that the
//! same input gives the same bytes.

use crate::model::{Form, Kind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `manifest.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// What made the dataset.
    pub tool: Tool,
    /// Version of the records' shape.
    pub schema_version: String,
    /// How many of what there are.
    pub counts: Counts,
    /// Every other file of the dataset, by path.
    pub files: Vec<DataFile>,
}

/// What made a dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// Its name.
    #[schemars(extend("const" = Tool::NAME))]
    pub name: String,
    /// Its version.
    #[schemars(length(min = 1))]
    pub version: String,
}

impl Tool {
    /// The name in every manifest.
    pub const NAME: &'static str = "kbmill";

    /// The tool that this is.
    pub fn this() -> Tool {
        Tool { name: Tool::NAME.to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }
}

/// How many of what there are. `inputs` is the sum of `articles`, `duplicates` and `rejects`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Inputs: files, and members of containers.
    pub inputs: u64,
    /// Lines of `articles.jsonl`.
    pub articles: u64,
    /// Inputs with the content of one before them; lines of `rejects.jsonl` with reason `duplicate`.
    pub duplicates: u64,
    /// The other lines of `rejects.jsonl`.
    pub rejects: u64,
    /// Records of crawls that are no inputs, by kind: requests, metadata, answers that repeat an earlier one.
    pub passed_over: BTreeMap<String, u64>,
    /// Articles of which the dataset holds a newer revision (`latest` is false).
    pub superseded: u64,
    /// Articles by the form they came in.
    pub forms: BTreeMap<Form, u64>,
    /// Articles by what they are for.
    pub kinds: BTreeMap<Kind, u64>,
    /// Articles by language, those of which it is not known left out.
    pub languages: BTreeMap<String, u64>,
}

/// A file of a dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataFile {
    /// Path within the dataset, with `/`.
    #[schemars(length(min = 1))]
    pub path: String,
    /// Length.
    pub bytes: u64,
    /// Rows of a file that holds one kind of record; null for others.
    pub rows: Option<u64>,
    /// SHA-256 of its bytes, in hexadecimal.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    pub sha256: String,
}
