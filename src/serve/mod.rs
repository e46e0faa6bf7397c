//! How do people, programs and bots ask a dataset? By a page, by REST and by the Model Context Protocol, over one open index.
//!
//! [`Shelf`] holds the index that is open and looks whether the dataset is still as it was. [`run`] serves it over HTTP:
//! pages for people (`page`), JSON under `/api/v1` (`api`) and MCP at `/mcp`; [`stdio`] serves MCP alone to the program
//! that started this one. All of them answer from the index and open no file of the dataset but its manifest and, for its
//! statistics, its lines. Nothing is fetched, and nothing an article says is taken for anything but text.

mod address; // where an article is found here
mod api; // JSON for programs
mod http; // connections, limits, headers, what is counted
mod mcp; // tools and resources for bots
mod page; // pages for people
mod quote; // does a text stand in an article?
mod shelf; // which dataset is served, and is it still that one?

pub use http::{Access, Hosts, Log, Settings, Stopped, router, run};
pub use mcp::stdio;
pub use shelf::{Opened, Shelf};
