//! Which registry keys and values does an article name?

use crate::span::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The root keys of Windows that have a short name: that name, and the one which keys are spelled out with.
pub const HIVES: &[(&str, &str)] = &[
    ("HKLM", "HKEY_LOCAL_MACHINE"),
    ("HKCU", "HKEY_CURRENT_USER"),
    ("HKCR", "HKEY_CLASSES_ROOT"),
    ("HKCC", "HKEY_CURRENT_CONFIG"),
    ("HKU", "HKEY_USERS"),
    ("HKDD", "HKEY_DYN_DATA"),
    ("HKPD", "HKEY_PERFORMANCE_DATA"),
];

/// A registry key, with a value where the article states one; or a value by its name alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegistryEntry {
    /// Id of the section it stands in.
    #[schemars(regex(pattern = r"^s[1-9][0-9]*$"))]
    pub section: Option<String>,
    /// Full path, wrapped lines joined, hive spelled out; null where the article names a value without its key.
    #[schemars(length(min = 1))]
    pub key: Option<String>,
    /// Name of the value.
    pub value_name: Option<String>,
    /// Type of the value: `REG_DWORD`.
    pub value_type: Option<String>,
    /// Data of the value, as written.
    pub value_data: Option<String>,
    /// Where the key stands, or the value that is named without one.
    pub span: Span,
}
