//! Which articles answer a question, and which hold an identifier?
//!
//! [`build()`] makes an index of a dataset, beside it; [`Index::open`] opens it, and then [`Index::search`] finds articles by
//! words, phrases and filters (see [`Query`]), [`Index::article`] and its like give records, and [`Index::events`] and its
//! like look identifiers up, in any spelling. The index holds the records themselves: an open index needs no other file,
//! and may be used by many threads at once. Nothing here parses an article.

mod analysis; // text → terms
mod answer; // query → hits
mod build; // dataset → index
mod document; // what of an article goes where
mod facets; // what hits are
mod fields; // what an index holds
mod filter; // which articles meet conditions
mod found; // what an answer is
mod fuzzy; // what was meant
mod index; // an index that is open
mod links; // what points where
mod lookup; // records by their identifier
mod open; // its pieces and figures
mod place; // where an index is, and of what
mod plan; // what a query looks for
mod query; // what is asked for
mod score; // how well an article matches
mod snippet; // what shows best that it does
mod stated; // identifiers that a query states

pub use build::{Progress, Settings, Summary, build};
pub use found::{Correction, Count, Facets, Hit, HitSection, Hits, Page, Range, Snippet, Why, WhySource, pieces};
pub use index::Index;
pub use links::Link;
pub use lookup::{Codes, Events, Files, Held, Holder, Place, Records, Registry};
pub use place::{State, digest, place, state};
pub use query::{Field, Filter, Note, Query, filter};
