//! Why could an input not be read, or a command not be carried out?
//!
//! Two types: [`Reject`] for one input that gives no article (the run goes on and counts it), [`Error`] for what ends a
//! command. Messages are lower case, hold values in backticks, and say what to do where that is known.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// An input that gave no article, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Reject {
    /// Stable name of the reason.
    pub reason: RejectReason,
    /// What a person should know, and what to do.
    pub message: String,
}

impl Reject {
    /// A reject with its reason.
    pub fn new(reason: RejectReason, message: impl Into<String>) -> Reject {
        Reject { reason, message: message.into() }
    }
}

/// Reasons for which an input gives no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RejectReason {
    /// The file could not be opened or read.
    Unreadable,
    /// There is nothing in it but white space.
    Empty,
    /// It is a picture, a program or other data, not text.
    Binary,
    /// An archive that breaks off or is damaged at this place.
    BrokenArchive,
    /// Larger than is read, or a file that unpacks to very many times its size.
    TooLarge,
    /// In containers within containers, deeper than is read.
    TooDeep,
    /// A crawl's answer that is no page: a redirect, an error.
    HttpStatus,
    /// Declared as something that is no text: a picture, a script, data.
    NotText,
    /// Text, but not an article: an index, a search form, an error page, a fragment.
    NotAnArticle,
    /// A piece of text that articles include, not an article by itself.
    Fragment,
    /// The same content as an article before it; that one is kept.
    Duplicate,
    /// The parser met a fault of its own; please report it with the input.
    Internal,
}

/// What ends a command.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("cannot {action} `{}`", path.display())]
    Io {
        /// What was tried: `read`, `write`, `create`.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file does not hold what it should.
    #[error("`{}`: {message}", path.display())]
    Data {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where in it.
        message: String,
    },
    /// An input was refused and the run was asked to be strict.
    #[error("`{input}`: {reject}")]
    Rejected {
        /// Path, and member in a container.
        input: String,
        /// Why.
        reject: Reject,
    },
}

impl Error {
    /// An I/O error with the path it happened at.
    pub fn io(action: &'static str, path: impl Into<PathBuf>, source: std::io::Error) -> Error {
        Error::Io { action, path: path.into(), source }
    }
}
