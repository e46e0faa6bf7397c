//! `kbmill export`: a dataset → files that a search engine loads.

use super::Status;
use super::args::{Export, Global};
use super::output::{self, count};
use super::whole_file::refuse_inside;
use crate::export::{self, Settings};

/// Runs the command.
pub fn run(args: &Export, global: &Global) -> anyhow::Result<Status> {
    refuse_inside(&args.output, &args.dataset)?;
    anyhow::ensure!(
        export::is_index_name(&args.index),
        "`{}` is no name of an index: three or more of a-z, 0-9, `-` and `_`, a letter first",
        args.index
    );
    let engine: export::Engine = args.to.into();
    let part_bytes = args.part_size.map_or(engine.part_bytes(), std::num::NonZero::get);
    if let Some(most) = engine.largest_request() {
        anyhow::ensure!(
            part_bytes <= most,
            "`--part-size` must be no more than {} MB, which is what {} takes in one request",
            most >> 20,
            engine.title()
        );
    }
    let settings = Settings { engine, index: args.index.clone(), part_bytes };
    let exported = export::export(&args.dataset, &args.output, &settings)?;
    for id in &exported.too_long {
        output::warning(&format!("`{id}` is longer than what {} takes in one request", engine.title()));
    }
    if !global.quiet {
        let passed = match exported.superseded {
            0 => String::new(),
            older => format!("; {} passed over", count(older, "older revision")),
        };
        output::summary(&format!(
            "{} in {} for {}{passed}; `{}` has the commands that load them",
            count(exported.documents, "document"),
            count(exported.parts, "part"),
            engine.title(),
            args.output.join(crate::emit::CARD).display()
        ));
    }
    Ok(Status::Fine)
}
