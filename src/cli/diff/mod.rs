//! `kbmill diff`: two articles, or two datasets → what changed.

mod page; // how it looks

use super::args::{Diff as Arguments, DiffFormat, Global, Only};
use super::{Status, inputs, output};
use crate::diff::{self, Change, Class, Diff};
use crate::emit;
use crate::model::Article;
use crate::pipeline::{self, Memory};
use crate::{Options, source};
use anyhow::{Context, bail, ensure};
use page::Page;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What is given as one of the sides.
enum Given {
    Article(Box<Article>),
    Dataset(PathBuf),
}

/// Runs the command.
pub fn run(args: &Arguments, global: &Global) -> anyhow::Result<Status> {
    let options = inputs::options(&args.parsing)?;
    let old = given(&args.old, args, global, &options)?;
    let new = given(&args.new, args, global, &options)?;
    let (old, new) = match (old, new) {
        (Given::Article(old), Given::Article(new)) => return articles(args, &old, &new),
        (Given::Dataset(old), Given::Dataset(new)) => (old, new),
        (Given::Article(article), Given::Dataset(dataset)) => {
            let other = of(&dataset, &article.id)?;
            return articles(args, &article, &other);
        }
        (Given::Dataset(dataset), Given::Article(article)) => {
            let other = of(&dataset, &article.id)?;
            return articles(args, &other, &article);
        }
    };
    datasets(args, &old, &new)
}

/// What an argument means.
fn given(named: &Path, args: &Arguments, global: &Global, options: &Options) -> anyhow::Result<Given> {
    if named.is_dir() {
        ensure!(
            !emit::parts(named)?.is_empty(),
            "`{}` is a folder and no dataset; `kbmill build` makes one of it",
            named.display()
        );
        return Ok(Given::Dataset(named.to_owned()));
    }
    if let Some((dataset, id)) = named.to_str().filter(|_| !named.exists()).and_then(|name| name.rsplit_once('#')) {
        return Ok(Given::Article(Box::new(of(Path::new(dataset), id)?)));
    }
    let mut found = Vec::new();
    let mut refused = None;
    let reading = inputs::reading(&args.parsing.reading);
    let all = source::inputs(std::slice::from_ref(&named.to_owned()), &reading);
    pipeline::run(all, options, &inputs::running(global, false), Memory::None, &mut |outcome, _| {
        match outcome {
            emit::Outcome::Article { article, .. } => found.push(*article),
            emit::Outcome::Reject { source, reject, .. } => refused = Some((source, reject)),
            emit::Outcome::Known { .. } => {}
        }
        Ok(())
    })?;
    match (found.len(), refused) {
        (1, _) => Ok(Given::Article(Box::new(found.remove(0)))),
        (0, Some((source, reject))) => bail!("`{}`: {reject}", output::name(&source)),
        (0, None) => bail!("`{}` holds no article", named.display()),
        (count, _) => {
            bail!("`{}` holds {count} articles; build datasets and compare those, or name one", named.display())
        }
    }
}

/// The article of a dataset that has this id, the latest revision of it.
fn of(dataset: &Path, id: &str) -> anyhow::Result<Article> {
    ensure!(dataset.is_dir(), "`{}` is no dataset", dataset.display());
    let mut found = diff::with_id(dataset, id).with_context(|| format!("cannot look for `{id}`"))?;
    match found.len() {
        0 => bail!("`{}` has no article `{id}`", dataset.display()),
        1 => Ok(found.remove(0)),
        _ => {
            let languages: Vec<&str> = found.iter().filter_map(|article| article.language.as_deref()).collect();
            bail!("`{}` has `{id}` more than once: {}", dataset.display(), languages.join(", "))
        }
    }
}

fn articles(args: &Arguments, old: &Article, new: &Article) -> anyhow::Result<Status> {
    let mut diff = diff::diff(old, new);
    diff.retain(|change| is_wanted(&args.only, change));
    let status = if diff.changes.is_empty() { Status::Fine } else { Status::Disagrees };
    match args.format {
        DiffFormat::Text => {
            let mut out = output::page();
            Page::new(&mut out, args.word).article(&diff)?;
            out.flush()?;
        }
        DiffFormat::Json | DiffFormat::Jsonl => {
            let mut out = output::data();
            write_json(&mut out, &diff, args.format == DiffFormat::Json)?;
            out.flush()?;
        }
    }
    Ok(status)
}

fn datasets(args: &Arguments, old: &Path, new: &Path) -> anyhow::Result<Status> {
    ensure!(args.format != DiffFormat::Json, "two datasets are compared as text, or as JSON lines: `--format jsonl`");
    let mut differing = Vec::new();
    // Those that differ in looks only may be all of them: they are counted.
    let (mut any, mut in_looks) = (false, 0);
    let mut out = output::data();
    let counts = diff::datasets(old, new, &mut |mut diff: Diff| {
        let is_changed = diff.old.is_some() && diff.new.is_some();
        diff.retain(|change| is_wanted(&args.only, change));
        if is_changed && diff.changes.is_empty() {
            return Ok(());
        }
        any = true;
        if args.format == DiffFormat::Jsonl {
            return write_json(&mut out, &diff, false).map_err(anyhow::Error::from);
        }
        if is_changed && !diff.changes.iter().any(page::is_shown) {
            in_looks += 1;
        } else {
            differing.push(diff);
        }
        Ok(())
    })?;
    out.flush()?;
    drop(out);
    if args.format == DiffFormat::Text {
        let mut out = output::page();
        Page::new(&mut out, args.word).datasets(&counts, in_looks, &differing)?;
        out.flush()?;
    }
    Ok(if any { Status::Disagrees } else { Status::Fine })
}

/// Is a change among those that are asked for?
fn is_wanted(only: &[Only], change: &Change) -> bool {
    let is = |only: &Only| match only {
        Only::Material => change.material,
        Only::Fix => change.class == Class::Fix,
        Only::Cause => change.class == Class::Cause,
        Only::Symptoms => change.class == Class::Symptoms,
        Only::Scope => change.class == Class::Scope,
        Only::Metadata => change.class == Class::Metadata,
        Only::Reference => change.class == Class::Reference,
        Only::Wording => change.class == Class::Wording,
        Only::Cosmetic => change.class == Class::Cosmetic,
    };
    only.is_empty() || only.iter().any(is)
}

fn write_json(out: &mut impl Write, diff: &Diff, pretty: bool) -> io::Result<()> {
    if pretty { serde_json::to_writer_pretty(&mut *out, diff) } else { serde_json::to_writer(&mut *out, diff) }?;
    writeln!(out)
}
