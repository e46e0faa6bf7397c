//! `kbmill explain`: what became of each stretch of an article, and why?
//!
//! For who wants to know why an article was read as it was: the linear text with a margin that says where each stretch
//! went, and under it the records that were read there. Parsing is the pipeline's own; only the showing is here.

mod page; // stretches → lines of a listing
mod stretches; // an article → stretches with what is to be said of each

use super::Status;
use super::args::{Explain, Global};
use super::{inputs, output};
use crate::{normalize, pipeline, section};
use page::Page;
use std::io::Write;

/// Runs the command.
pub fn run(args: &Explain, _global: &Global) -> anyhow::Result<Status> {
    let options = inputs::options(&args.parsing)?;
    let mut out = output::page();
    let width = args.width.unwrap_or_else(output::columns);
    let mut number = 0;
    let status = inputs::each(&args.inputs, &args.parsing, |document| {
        let options = pipeline::options_for(&document, &options);
        let (info, extracted) = match inputs::extract(document, &options) {
            Ok(found) => found,
            Err(refused) => return Ok(Some(refused)),
        };
        if number > 0 {
            writeln!(out)?;
        }
        number += 1;
        let sectioned = section::section(extracted, &options);
        let article = normalize::normalize(sectioned.clone(), info, &options);
        let mut page = Page::new(&mut out, usize::from(width));
        page.head(&article)?;
        for stretch in stretches::stretches(&sectioned, &article, &options) {
            page.stretch(&stretch, &sectioned.extracted.text)?;
        }
        page.foot(&article)?;
        Ok(None)
    })?;
    out.flush()?;
    Ok(status)
}
