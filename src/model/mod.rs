//! What is an article? The record that everything else fills or uses: types and serde only, nothing here reads text.
//!
//! Every key is always present, null or `[]` when there is nothing, so that loaders that infer types from the first
//! rows infer the same ones every time. Keys stand in the order of the fields here.

mod article; // the record itself, its header and its source
mod code; // error codes
mod event; // event-log records
mod file_version; // rows of file tables
mod fix; // what a fix says of itself
mod product; // what the article applies to
mod reference; // what it points to
mod registry; // registry keys and values
mod section; // the section tree and its blocks

pub use article::{Accounting, Article, Form, Kind, Revision, SourceInfo, translation};
pub use code::{CodeSpace, ErrorCode};
pub use event::{EventRecord, EventType, Parameter};
pub use file_version::{Architecture, FileVersion};
pub use fix::{Fix, FixStatus, Restart};
pub use product::Product;
pub use reference::{Reference, ReferenceKind};
pub use registry::{HIVES, RegistryEntry};
pub use section::{Block, KcsPart, Section, SectionKind};

/// Version of the record's shape. It changes when a field changes its name or meaning.
pub const SCHEMA_VERSION: &str = "1.0.0";
