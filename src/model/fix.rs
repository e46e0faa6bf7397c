//! What does an article say of the fix it ships or names?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Facts of a fix.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fix {
    /// Where the publisher stands on the problem.
    pub status: Option<FixStatus>,
    /// Release in which the problem is corrected, as written: `Windows 2000 Service Pack 3`.
    pub fixed_in: Option<String>,
    /// What must be installed first, as written, also where that is nothing.
    pub prerequisites: Option<String>,
    /// Must the computer be restarted?
    pub restart_required: Option<Restart>,
    /// Ids of the fixes that this one replaces.
    pub replaces: Vec<String>,
    /// Ids of the fixes that replace this one.
    pub replaced_by: Vec<String>,
    /// File names of the packages that carry the fix.
    pub packages: Vec<String>,
}

/// Where the publisher stands on a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FixStatus {
    /// Confirmed as a problem or bug.
    Confirmed,
    /// Said to be corrected in a release, whether or not it is also said to be confirmed.
    Fixed,
    /// This behavior is by design.
    ByDesign,
    /// Being looked into.
    Researching,
}

/// Must the computer be restarted?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Restart {
    /// It must.
    Yes,
    /// It need not.
    No,
    /// Only in cases that the text names.
    Maybe,
}
