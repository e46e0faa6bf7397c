//! `kbmill changes`: what should subscribers know?

use super::sides::{self, Compared};
use super::write_json;
use crate::cli::args::{Changes, FeedFormat, Global};
use crate::cli::{Status, output};
use crate::diff::Diff;
use crate::emit;
use crate::report::feed::{self, Entry};
use sha2::{Digest, Sha256};
use std::io::Write;

/// Runs the command.
pub fn run(args: &Changes, global: &Global) -> anyhow::Result<Status> {
    let mut differing: Vec<Diff> = Vec::new();
    let (compared, written) = sides::compare(&args.sides, global, &mut |diff: Diff| {
        if diff.material {
            differing.push(diff);
        }
        Ok(())
    })?;
    if let Compared::Pair(diff) = compared {
        differing.push(*diff);
    }
    let entries: Vec<Entry> = differing.into_iter().filter_map(|diff| Entry::of(diff, written)).collect();
    let mut out = output::data();
    match args.format {
        FeedFormat::Atom => {
            let id = args.id.clone().unwrap_or_else(|| {
                format!("urn:kbmill:feed:{}", &emit::hex(&Sha256::digest(args.title.as_bytes()))[..32])
            });
            feed::atom(&mut out, &args.title, &id, &entries, written)?;
            writeln!(out)?;
        }
        FeedFormat::Jsonl => entries.iter().try_for_each(|entry| write_json(&mut out, entry, false))?,
    }
    out.flush()?;
    Ok(Status::Fine)
}
