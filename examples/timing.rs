//! How long does each input take? Prints a line of JSON for each one in these files and folders: where it is, its
//! bytes, the least seconds of three readings from bytes to a line of JSON, and what came of it.
//!
//!     cargo run --release --example timing -- FILE...

use kbmill::error::Reject;
use kbmill::source::{self, Input, Settings};
use kbmill::{Options, emit, pipeline};
use serde_json::json;
use std::hint::black_box;
use std::io::Write;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// Searchers are built at their first use; an article that meets most of them lets no input pay for that.
const WARM: &str =
    "<html><body><h1>KB900001: An error</h1><h3>SYMPTOMS</h3><p>Event ID: 7 0x80070005 HKLM\\A</p></body></html>";
/// What else runs on the machine adds to a time and never takes from it, so the least of a few is the input's own.
const TIMES: u32 = 3;

fn main() -> anyhow::Result<()> {
    let paths: Vec<_> = std::env::args_os().skip(1).map(Into::into).collect();
    let options = Options::default();
    let warm = Input::new(Default::default(), Ok(WARM.into()));
    drop(black_box(outcome(warm, &options)));
    let mut out = std::io::stdout().lock();
    let mut inputs = source::inputs(&paths, &Settings::default());
    loop {
        // What stands before an input in a container is read with it.
        let started = now();
        let Some(input) = inputs.next() else { break };
        let read = now().saturating_sub(started);
        let (path, member) = (input.info.path.clone(), input.info.member.clone());
        let bytes = input.content.as_ref().map_or(input.read, |content| content.len() as u64);
        let mut least = None;
        let mut came = String::new();
        for _ in 0..TIMES {
            let input = input.clone();
            let started = now();
            came = outcome(input, &options);
            let took = now().saturating_sub(started);
            least = Some(least.map_or(took, |least| took.min(least)));
        }
        let seconds = (read + least.unwrap_or_default()).as_secs_f64();
        let line = json!({"path": path, "member": member, "bytes": bytes, "seconds": seconds, "outcome": came});
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// What this thread has run so far. Linux counts it without the time that others had the processor; elsewhere it is the
/// time of day.
fn now() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    std::thread::yield_now(); // brings the count up to date
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = counted.as_deref().and_then(|line| line.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// `article`, or the reason why it is none; a panic is the reason `internal`.
fn outcome(input: Input, options: &Options) -> String {
    let work = || {
        let document = source::decode(input).map_err(|(_, reject)| reject)?;
        let article = pipeline::parse(document, options)?;
        emit::line(&article).map_err(|fault| Reject::new(kbmill::error::RejectReason::Internal, fault.to_string()))
    };
    match pipeline::guard(work) {
        Ok(line) => {
            black_box(line);
            "article".to_owned()
        }
        Err(reject) => {
            let name = serde_json::to_value(reject.reason).ok();
            name.as_ref().and_then(|name| name.as_str()).unwrap_or("unnamed").to_owned()
        }
    }
}
