//! `kbmill history`: what did each revision of an article change?

use super::{is_wanted, show, sides};
use crate::cli::Status;
use crate::cli::args::Revisions;
use crate::diff;
use crate::model::translation;
use crate::report::html::Subject;
use anyhow::bail;
use std::collections::BTreeSet;

/// Runs the command.
pub fn run(args: &Revisions) -> anyhow::Result<Status> {
    let mut found = sides::with_id(&args.dataset, &args.id)?;
    if let Some(language) = &args.language {
        found.retain(|article| translation(article.language.as_deref()) == translation(Some(language)));
    }
    let names: BTreeSet<(String, String, String)> = found
        .iter()
        .map(|article| {
            let language = translation(article.language.as_deref()).to_owned();
            (article.publisher.clone().unwrap_or_default(), article.id.clone(), language)
        })
        .collect();
    match names.len() {
        0 => bail!("`{}` has no article `{}`", args.dataset.display(), args.id),
        1 => {}
        _ => {
            let told: Vec<String> =
                names.iter().map(|(publisher, id, language)| format!("{publisher} {id} {language}")).collect();
            bail!("`{}` is more than one article: {}; `--language` may tell them apart", args.id, told.join(", "))
        }
    }
    let mut diffs = diff::history(found);
    diffs.iter_mut().for_each(|diff| diff.retain(|change| is_wanted(&args.showing.only, change)));
    show(&args.showing, Subject::History(&diffs))?;
    Ok(Status::Fine)
}
