//! What is compared? Articles, datasets or commits, as the arguments name them.

use crate::cli::args::{Global, Sides};
use crate::cli::{inputs, output};
use crate::diff::{self, Counts, Diff};
use crate::emit;
use crate::error::{Reject, RejectReason};
use crate::model::{Article, SourceInfo};
use crate::pipeline::{self, Memory};
use crate::source::git::Revisions;
use crate::{Options, source};
use anyhow::{Context, bail, ensure};
use chrono::{DateTime, Utc};
use std::path::{Path, PathBuf};

/// An input that is no article, and why.
type Refused = Option<(SourceInfo, Reject)>;

/// What is given as one of the sides.
enum Given {
    Article(Box<Article>),
    Dataset(PathBuf),
    /// A file that holds nothing: the article that will be, or was, one.
    Nothing,
}

/// What was compared.
pub enum Compared {
    /// Two articles.
    Pair(Box<Diff>),
    /// Two sets of articles; those that differ were handed on.
    Sets(Counts),
}

/// Compares what is named; of two sets of articles, each that differs is handed on. Tells also when the new side was written.
pub fn compare(
    sides: &Sides,
    global: &Global,
    take: &mut dyn FnMut(Diff) -> anyhow::Result<()>,
) -> anyhow::Result<(Compared, DateTime<Utc>)> {
    let options = inputs::options(&sides.parsing)?;
    if let Some(repository) = &sides.git {
        return commits(repository, sides, global, &options, take);
    }
    let old = given(&sides.old, sides, global, &options)?;
    let new = given(&sides.new, sides, global, &options)?;
    let (old, new) = match (old, new) {
        (Given::Article(old), Given::Article(new)) => (old, new),
        (Given::Dataset(old), Given::Dataset(new)) => {
            let counts = diff::datasets(&old, &new, inputs::running(global, false).jobs, take)?;
            return Ok((Compared::Sets(counts), written(&new.join(emit::MANIFEST))));
        }
        (Given::Article(article), Given::Dataset(dataset)) => {
            let other = of(&dataset, &article.id)?;
            (article, Box::new(other))
        }
        (Given::Dataset(dataset), Given::Article(article)) => (Box::new(of(&dataset, &article.id)?), article),
        (old, new) => {
            let diff = match (old, new) {
                (Given::Article(old), Given::Nothing) => diff::diff_to_nothing(&old, false),
                (Given::Nothing, Given::Article(new)) => diff::diff_to_nothing(&new, true),
                (Given::Nothing, Given::Nothing) => Diff { old: None, new: None, material: false, changes: Vec::new() },
                _ => bail!("a dataset is compared with a dataset, or with an article"),
            };
            return Ok((Compared::Pair(Box::new(diff)), written(&sides.new)));
        }
    };
    Ok((Compared::Pair(Box::new(diff::diff(&old, &new))), written(&sides.new)))
}

/// When a file was written; now, if nobody knows.
fn written(path: &Path) -> DateTime<Utc> {
    std::fs::metadata(path).and_then(|metadata| metadata.modified()).map_or_else(|_| Utc::now(), DateTime::from)
}

/// Compares the articles of two commits.
fn commits(
    repository: &Path,
    sides: &Sides,
    global: &Global,
    options: &Options,
    take: &mut dyn FnMut(Diff) -> anyhow::Result<()>,
) -> anyhow::Result<(Compared, DateTime<Utc>)> {
    let name = |side: &Path| side.to_str().map(str::to_owned).context("a revision's name is UTF-8");
    let revisions = Revisions::read(repository, &name(&sides.old)?, &name(&sides.new)?, &sides.within)?;
    let written = revisions.date.unwrap_or_else(Utc::now);
    let old = articles(revisions.old.into_iter(), global, options)?.0;
    let new = articles(revisions.new.into_iter(), global, options)?.0;
    let mut counts = Counts::default();
    for diff in diff::between(old, new) {
        let count = match (&diff.old, &diff.new) {
            (None, _) => &mut counts.added,
            (_, None) => &mut counts.removed,
            _ => &mut counts.changed,
        };
        *count += 1;
        take(diff)?;
    }
    Ok((Compared::Sets(counts), written))
}

/// The articles of inputs, and why the last of the others is none.
fn articles(
    all: impl Iterator<Item = source::Input> + Send,
    global: &Global,
    options: &Options,
) -> anyhow::Result<(Vec<Article>, Refused)> {
    let (mut found, mut refused) = (Vec::new(), None);
    pipeline::run(all, options, &inputs::running(global, false), Memory::None, &mut |outcome, _| {
        match outcome {
            emit::Outcome::Article { article, .. } => found.push(*article),
            emit::Outcome::Reject { source, reject, .. } => refused = Some((source, reject)),
            emit::Outcome::Known { .. } => {}
        }
        Ok(())
    })?;
    Ok((found, refused))
}

/// What an argument means.
fn given(named: &Path, sides: &Sides, global: &Global, options: &Options) -> anyhow::Result<Given> {
    if named.is_dir() {
        ensure!(
            !emit::parts(named)?.is_empty(),
            "`{}` is a folder and no dataset; `kbmill build` makes one of it, and `--git` compares commits",
            named.display()
        );
        return Ok(Given::Dataset(named.to_owned()));
    }
    if let Some((dataset, id)) = named.to_str().filter(|_| !named.exists()).and_then(|name| name.rsplit_once('#')) {
        return Ok(Given::Article(Box::new(of(Path::new(dataset), id)?)));
    }
    let reading = inputs::reading(&sides.parsing.reading);
    let all = source::inputs(std::slice::from_ref(&named.to_owned()), &reading);
    let (mut found, mut refused) = articles(all, global, options)?;
    if let Some((info, Reject { reason: RejectReason::Fragment, .. })) = &refused
        && found.is_empty()
        && info.member.is_none()
    {
        // What articles include is no article where all of a folder is read; who names it wants to compare it.
        let bytes = std::fs::read(named).with_context(|| format!("cannot read `{}`", named.display()))?;
        let info = SourceInfo { path: info.path.clone(), ..SourceInfo::default() };
        let options = Options { fragments: true, ..options.clone() };
        (found, refused) = articles([source::Input::new(info, Ok(bytes))].into_iter(), global, &options)?;
    }
    match (found.len(), refused) {
        (1, _) => Ok(Given::Article(Box::new(found.remove(0)))),
        (0, Some((info, reject))) if reject.reason == RejectReason::Empty && info.member.is_none() => {
            Ok(Given::Nothing)
        }
        (0, Some((info, reject))) => bail!("`{}`: {reject}", output::name(&info)),
        (0, None) => bail!("`{}` holds no article", named.display()),
        (count, _) => {
            bail!("`{}` holds {count} articles; build datasets and compare those, or name one", named.display())
        }
    }
}

/// The article of a dataset that has this id, the latest revision of it.
fn of(dataset: &Path, id: &str) -> anyhow::Result<Article> {
    let mut found = with_id(dataset, id)?;
    found.retain(|article| article.latest);
    match found.len() {
        0 => bail!("`{}` has no article `{id}`", dataset.display()),
        1 => Ok(found.remove(0)),
        _ => {
            let languages: Vec<&str> = found.iter().filter_map(|article| article.language.as_deref()).collect();
            bail!("`{}` has `{id}` more than once: {}", dataset.display(), languages.join(", "))
        }
    }
}

/// All revisions, in all languages, of the articles of a dataset that have this id.
pub fn with_id(dataset: &Path, id: &str) -> anyhow::Result<Vec<Article>> {
    ensure!(dataset.is_dir(), "`{}` is no dataset", dataset.display());
    diff::with_id(dataset, id).with_context(|| format!("cannot look for `{id}`"))
}
