//! What does an article apply to?

use super::Architecture;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One entry of the "applies to" list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// The entry as written, on one line.
    #[schemars(length(min = 1))]
    pub text: String,
    /// The product without version, edition, service pack and architecture.
    pub product: Option<String>,
    /// The versions as written: `5.0, 6.0`.
    pub version: Option<String>,
    /// The edition: `Enterprise Edition`.
    pub edition: Option<String>,
    /// The service pack: `SP2`.
    pub service_pack: Option<String>,
    /// The processor architecture.
    pub architecture: Option<Architecture>,
}
