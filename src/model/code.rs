//! Which error codes does an article name?

use crate::span::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One error code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// As written: `0x80070005`, `10048`, `STOP 0x0000000A`'s code.
    #[schemars(length(min = 1))]
    pub text: String,
    /// The value as an unsigned number.
    pub value: u64,
    /// The number space it belongs to.
    pub space: CodeSpace,
    /// The symbol, where it is known: `E_ACCESSDENIED`.
    pub symbol: Option<String>,
    /// Id of the section of its first mention.
    #[schemars(regex(pattern = r"^s[1-9][0-9]*$"))]
    pub section: Option<String>,
    /// Where it is first mentioned.
    pub span: Span,
}

/// Spaces that error codes belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CodeSpace {
    /// COM result, severity bit and facility (`winerror.h`).
    Hresult,
    /// Kernel status (`ntstatus.h`).
    Ntstatus,
    /// Win32 error (`winerror.h`).
    Win32,
    /// Stop code (`bugcodes.h`).
    Bugcheck,
    /// Winsock error, 10000–11999 (`winsock2.h`).
    Winsock,
    /// DNS response code (RFC 1035, RFC 2136).
    DnsRcode,
    /// None of these, or not told.
    Other,
}
