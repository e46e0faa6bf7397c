//! What may be said to serve a dataset?

use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Serve a dataset: a page to search and read, JSON under /api/v1, and MCP for bots at /mcp.
///
/// The dataset must have an index (`kbmill index DIR`). Only what the index holds is served; nothing is fetched and nothing
/// is written. On a loopback address only this machine is answered, and only under its own names. When the dataset is built
/// anew, the pages say so, and the new index is taken as soon as it is there. SIGINT and SIGTERM end it when all requests
/// are answered. `/health` and `/metrics` are for monitoring, `/api/v1/openapi.json` describes the API; with `-v` each
/// request is logged.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kbmill serve dataset
  kbmill serve dataset --bind 127.0.0.1:0 -v
  kbmill serve dataset --bind 0.0.0.0:80 --allow-host kb.example.com
  curl 'localhost:8080/api/v1/search?q=event:5774' | jq -r '.hits[].id'")]
pub struct Serve {
    /// Folder of the dataset.
    #[arg(value_name = "DIR")]
    pub dataset: PathBuf,
    /// Address and port to serve at; port 0 for any that is free. There is no login: bound to anything but a loopback
    /// address, everyone who reaches it reads the dataset.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub bind: SocketAddr,
    /// Name by which this server may be called, as behind a proxy. May be given more than once. On a loopback address the
    /// machine's own names always hold; on others any name does, unless some are given.
    #[arg(long = "allow-host", value_name = "NAME")]
    pub hosts: Vec<String>,
    /// Folder of the index, if it does not stand beside the dataset.
    #[arg(long, value_name = "PLACE")]
    pub index: Option<PathBuf>,
}

/// Serve a dataset to a bot, by the Model Context Protocol over standard input and output.
///
/// For programs that start it by themselves: Claude, VS Code, Cursor and their like; README.md has the lines for their
/// settings. The dataset must have an index (`kbmill index DIR`). It needs no network.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kbmill mcp dataset
  claude mcp add kb -- kbmill mcp /srv/kb/dataset")]
pub struct Mcp {
    /// Folder of the dataset.
    #[arg(value_name = "DIR")]
    pub dataset: PathBuf,
    /// Folder of the index, if it does not stand beside the dataset.
    #[arg(long, value_name = "PLACE")]
    pub index: Option<PathBuf>,
}
