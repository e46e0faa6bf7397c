//! What does an article point to?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Another document, address or file that the article names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// What kind of thing it is.
    pub kind: ReferenceKind,
    /// Its identifier: `KB119591`, `MS10-073`, `CVE-2010-1234`, `RFC793`, the address, or the file name.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The words that name it, as written.
    pub text: String,
    /// Address, where the article gives one.
    pub url: Option<String>,
    /// Id of the section of its first mention.
    #[schemars(regex(pattern = r"^s[1-9][0-9]*$"))]
    pub section: Option<String>,
}

/// Kinds of references.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceKind {
    /// Another article of the knowledge base.
    Kb,
    /// A security bulletin.
    Bulletin,
    /// A vulnerability in the CVE list.
    Cve,
    /// A Request for Comments of the IETF.
    Rfc,
    /// An address on the web, on an FTP server, or within the article's own site, as written.
    Url,
    /// A file offered for download.
    File,
}
