//! What does a row of a file table say? Names are VERSIONINFO's where it has one.

use crate::span::Span;
use chrono::{NaiveDate, NaiveTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One file as a fix ships it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileVersion {
    /// Id of the section the table stands in.
    #[schemars(regex(pattern = r"^s[1-9][0-9]*$"))]
    pub section: Option<String>,
    /// File name as written.
    #[schemars(length(min = 1))]
    pub name: String,
    /// File version as written.
    pub version: Option<String>,
    /// The version as numbers, for comparing: `[5, 2, 3790, 201]`.
    #[schemars(length(min = 1))]
    pub version_parts: Option<Vec<u32>>,
    /// Size in bytes, where the table states bytes.
    pub size_bytes: Option<u64>,
    /// The size as written.
    pub size_text: Option<String>,
    /// Date of the file.
    pub date: Option<NaiveDate>,
    /// Time of the file, 24 h.
    #[schemars(with = "Option<String>", regex(pattern = r"^[0-9]{2}:[0-9]{2}:[0-9]{2}$"))]
    #[serde(with = "crate::model::event::clock")]
    pub time: Option<NaiveTime>,
    /// Platform as written.
    pub platform: Option<String>,
    /// Processor architecture, from the platform or else from the scope.
    pub architecture: Option<Architecture>,
    /// The product heading or caption that the table stands under.
    pub scope: Option<String>,
    /// Service branch: `GDR`, `LDR`, `QFE` …
    pub branch: Option<String>,
    /// Service pack requirement, as written.
    pub service_pack: Option<String>,
    /// Language of the file, as written.
    pub language: Option<String>,
    /// Folder the file goes to, as written.
    pub path: Option<String>,
    /// SHA-1 digest, in hexadecimal.
    #[schemars(regex(pattern = r"^[0-9A-Fa-f]{40}$"))]
    pub sha1: Option<String>,
    /// SHA-256 digest, in hexadecimal.
    #[schemars(regex(pattern = r"^[0-9A-Fa-f]{64}$"))]
    pub sha256: Option<String>,
    /// Where.
    pub span: Span,
}

/// Processor architecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Architecture {
    /// 32-bit Intel (`i386`).
    X86,
    /// 64-bit x86 (`AMD64`).
    X64,
    /// Intel Itanium.
    Ia64,
    /// DEC Alpha.
    Alpha,
    /// MIPS.
    Mips,
    /// PowerPC.
    Ppc,
    /// 32-bit ARM.
    Arm,
    /// 64-bit ARM.
    Arm64,
}
