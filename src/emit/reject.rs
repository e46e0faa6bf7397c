//! What is said of an input that gave no article? One line of `rejects.jsonl`.

use crate::error::{Reject, RejectReason};
use crate::model::SourceInfo;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An input that gave no article of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RejectRecord {
    /// Path of the file as given, with `/`; `-` for standard input.
    pub path: String,
    /// Name inside a container.
    pub member: Option<String>,
    /// Why there is no article.
    pub reason: RejectReason,
    /// What a person should know, and what to do.
    pub message: String,
    /// Length of the input in bytes, as far as it was read.
    pub bytes: u64,
    /// SHA-256 of the input, in hexadecimal; null when it could not be read whole.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    pub sha256: Option<String>,
    /// The character set it was decoded from, by its WHATWG name; null when it was not decoded.
    pub encoding: Option<String>,
    /// For a duplicate, the article it equals.
    pub equals: Option<Equal>,
}

/// The article that a duplicate equals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Equal {
    /// Its identifier.
    pub id: String,
    /// Path of the file it was read from.
    pub path: String,
    /// Name inside a container.
    pub member: Option<String>,
}

impl RejectRecord {
    /// The line of an input that was refused.
    pub fn refused(source: SourceInfo, reject: Reject) -> RejectRecord {
        RejectRecord {
            path: source.path,
            member: source.member,
            reason: reject.reason,
            message: reject.message,
            bytes: source.bytes,
            sha256: Some(source.sha256).filter(|digest| !digest.is_empty()),
            encoding: Some(source.encoding).filter(|encoding| !encoding.is_empty()),
            equals: None,
        }
    }

    /// The input and the reason again, as far as they stand here.
    pub fn parts(self) -> (SourceInfo, Reject) {
        let source = SourceInfo {
            path: self.path,
            member: self.member,
            bytes: self.bytes,
            sha256: self.sha256.unwrap_or_default(),
            encoding: self.encoding.unwrap_or_default(),
            ..SourceInfo::default()
        };
        (source, Reject::new(self.reason, self.message))
    }

    /// The line of an input that equals one before it.
    pub fn duplicate(source: SourceInfo, what: &str, equals: Equal) -> RejectRecord {
        let message = match &equals.member {
            Some(member) => format!("{what} as `{}:{member}`, which is {}", equals.path, equals.id),
            None => format!("{what} as `{}`, which is {}", equals.path, equals.id),
        };
        let reject = Reject::new(RejectReason::Duplicate, message);
        RejectRecord { equals: Some(equals), ..RejectRecord::refused(source, reject) }
    }
}
