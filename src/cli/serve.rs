//! `kbmill serve`: a dataset for people, programs and bots, over HTTP.

use super::Status;
use super::args::{Global, Serve};
use super::output;
use crate::serve::{self, Access, Log, Opened, Settings, Stopped};
use std::net::SocketAddr;
use std::sync::Arc;

/// Runs the command.
pub fn run(args: &Serve, global: &Global) -> anyhow::Result<Status> {
    let settings = Settings { bind: args.bind, hosts: args.hosts.clone() };
    let log: Option<Log> = if global.verbose > 0 { Some(Arc::new(log)) } else { None };
    let ready = |here: SocketAddr, opened: &Opened| {
        if !here.ip().is_loopback() && !global.quiet {
            output::warning("everyone who reaches this address reads the dataset: there is no login");
        }
        if !global.quiet {
            let articles = output::count(opened.index.findable(), "article");
            output::summary(&format!(
                "{articles} at http://{}/ and, for bots, http://{}/mcp",
                shown(here),
                shown(here)
            ));
        }
    };
    match serve::run(&args.dataset, args.index.as_deref(), &settings, log, ready)? {
        Stopped::Asked => {}
        Stopped::Cut => output::warning("some requests were not answered to the end"),
    }
    Ok(Status::Fine)
}

/// An address that a browser can open: one that stands for all of the machine's is none.
fn shown(here: SocketAddr) -> String {
    match here.ip().is_unspecified() {
        true => format!("localhost:{}", here.port()),
        false => here.to_string(),
    }
}

/// One line a request. What was asked comes from the network: nothing of it steers the terminal.
fn log(access: &Access) {
    let address: String = access.address.chars().flat_map(char::escape_default).take(500).collect();
    let took = access.took.as_secs_f64() * 1e3;
    output::summary(&format!("{} {address} {} {took:.1} ms", access.method, access.status));
}
