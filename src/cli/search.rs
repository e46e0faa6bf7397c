//! `kbmill search`: a query → the articles that answer it.

use super::Status;
use super::args::{Global, Search};
use super::output::{self, count};
use crate::error::Error;
use crate::search::{Hit, Hits, Index, Page, Query, Why, WhySource, pieces};
use anstyle::{AnsiColor, Style};
use serde::Serialize;
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

const TITLE: Style = Style::new().bold();
const MATCH: Style = AnsiColor::Yellow.on_default().bold();
const TITLE_MATCH: Style = AnsiColor::Yellow.on_default().bold().underline();
const ASIDE: Style = AnsiColor::BrightBlack.on_default();
const PLAIN: Style = Style::new();

/// Hits of a query for people, and of one in a run.
const HITS: usize = 10;
const HITS_OF_RUN: usize = 100;
/// Products of an article that are shown.
const PRODUCTS: usize = 2;
/// Counts of each kind that are shown.
const COUNTS: usize = 8;

/// Runs the command.
pub fn run(args: &Search, global: &Global) -> anyhow::Result<Status> {
    let index = match &args.index {
        Some(place) => Index::open_at(&args.dataset, place)?,
        None => Index::open(&args.dataset)?,
    };
    if let Some(path) = &args.batch {
        return batch(&index, path, args.number.unwrap_or(HITS_OF_RUN), args.json);
    }
    let query = Query::parse(&args.query.join(" "));
    let page = Page {
        limit: args.number.unwrap_or(HITS),
        offset: args.offset,
        facets: args.facets,
        explain: args.explain,
        bare: false,
    };
    let hits = index.search(&query, &page)?;
    if args.json {
        let mut out = output::data();
        serde_json::to_writer_pretty(&mut out, &hits).map_err(io::Error::from)?;
        writeln!(out)?;
        out.flush()?;
    } else {
        let mut out = output::page();
        print(&mut out, &hits, args.offset)?;
        out.flush()?;
    }
    if !global.quiet {
        tell(&query, &hits, args.offset);
    }
    Ok(Status::Fine)
}

/// Tells how it went, and what of the query was understood otherwise.
fn tell(query: &Query, hits: &Hits, offset: usize) {
    for note in &hits.notes {
        output::warning(&format!("`{}`: {}", note.part, note.message));
    }
    for correction in &hits.corrections {
        output::warning(&format!("no article has `{}`; looked for `{}`", correction.word, correction.meant));
    }
    let took = format!("{:.1} ms", hits.took.as_secs_f64() * 1e3);
    output::summary(&match hits.hits.len() {
        0 if hits.total == 0 && query.is_empty() => "nothing was asked for".to_owned(),
        0 if hits.total == 0 => format!("no article was found, {took}"),
        0 => format!("{} found, no more of them behind {offset}, {took}", count(hits.total, "article")),
        shown => format!("{} to {} of {}, {took}", offset + 1, offset + shown, count(hits.total, "article")),
    });
}

fn print(out: &mut impl Write, hits: &Hits, offset: usize) -> io::Result<()> {
    for (rank, hit) in (offset + 1..).zip(&hits.hits) {
        if rank > offset + 1 {
            writeln!(out)?;
        }
        print_hit(out, rank, hit)?;
    }
    let Some(facets) = &hits.facets else { return Ok(()) };
    let groups = [
        ("products", &facets.products),
        ("kinds", &facets.kinds),
        ("years", &facets.years),
        ("sections by role", &facets.roles),
        ("languages", &facets.languages),
    ];
    for (title, counts) in groups.into_iter().filter(|(_, counts)| !counts.is_empty()) {
        output::heading(out, title)?;
        for one in counts.iter().take(COUNTS) {
            output::row(out, &one.filter, one.count)?;
        }
    }
    Ok(())
}

fn print_hit(out: &mut impl Write, rank: usize, hit: &Hit) -> io::Result<()> {
    let number = format!("{rank:>3}  ");
    let title = hit.title.as_deref().unwrap_or("(no title)");
    let mut head = vec![(TITLE, hit.id.as_str()), (TITLE, " ")];
    head.extend(styled(pieces(title, &hit.title_highlights), TITLE, TITLE_MATCH));
    output::hanging(out, head, [&number, "     "])?;
    let mut facts = vec![output::word(&hit.kind).replace('_', " ")];
    facts.extend(hit.modified.map(|date| date.to_string()));
    facts.extend(hit.revision.as_ref().map(|label| format!("revision {label}")));
    let more = hit.products.len().saturating_sub(PRODUCTS);
    facts.extend(hit.products.iter().take(PRODUCTS).cloned());
    if more > 0 {
        facts.push(format!("and {more} more"));
    }
    output::hanging(out, [(ASIDE, facts.join(" · ").as_str())], ["     ", "     "])?;
    let heading =
        hit.section.as_ref().and_then(|section| section.heading.as_deref()).map(|heading| format!("{heading}: "));
    let mut words: Vec<(Style, &str)> = heading.iter().map(|heading| (ASIDE, heading.as_str())).collect();
    words.extend(styled(hit.snippet.pieces(), PLAIN, MATCH));
    output::hanging(out, words, ["     ", "     "])?;
    for part in &hit.why {
        writeln!(out, "     {:>9.3}  {}", part.score, reason(part))?;
    }
    Ok(())
}

fn reason(part: &Why) -> String {
    let how = match part.source {
        WhySource::Asked => "asked for",
        WhySource::Record => "a record holds it",
        WhySource::Synonym => "in these or other words",
        WhySource::Correction => "probably meant",
        WhySource::Proximity => "near each other",
    };
    let what: String = part.what.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("{what} ({how}; {})", part.fields.join(", "))
}

fn styled(pieces: Vec<(&str, bool)>, plain: Style, matching: Style) -> Vec<(Style, &str)> {
    pieces.into_iter().map(|(piece, matches)| (if matches { matching } else { plain }, piece)).collect()
}

/// An answer among others.
#[derive(Serialize)]
struct Answer<'h> {
    query: &'h str,
    #[serde(flatten)]
    hits: &'h Hits,
}

/// Answers the queries of a file, as a run that evaluations read or as JSON.
fn batch(index: &Index, path: &Path, limit: usize, json: bool) -> anyhow::Result<Status> {
    let fault = |e| Error::io("read", path, e);
    let lines: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(path).map_err(fault)?))
    };
    let page = Page { limit, bare: !json, ..Page::default() };
    let mut status = Status::Fine;
    let mut out = output::data();
    for (number, line) in (1..).zip(lines.split(b'\n')) {
        let line = line.map_err(fault)?;
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end_matches('\r');
        if line.is_empty() {
            continue;
        }
        let Some((id, query)) = line.split_once('\t') else {
            output::warning(&format!("`{}`: line {number} has no tab between id and query", path.display()));
            status = Status::Failed;
            continue;
        };
        let hits = index.search(&Query::parse(query), &page)?;
        if json {
            serde_json::to_writer(&mut out, &Answer { query: id, hits: &hits }).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            write_run(&mut out, id, &hits)?;
        }
    }
    out.flush()?;
    Ok(status)
}

/// Writes hits as TREC has them: `query Q0 article rank score tag`.
fn write_run(out: &mut impl Write, query: &str, hits: &Hits) -> io::Result<()> {
    // Translations share an id, which a run may name once.
    let mut seen = HashSet::new();
    let distinct = hits.hits.iter().filter(|hit| seen.insert(&hit.id));
    for (rank, hit) in (1..).zip(distinct) {
        let [query, article] = [query, &hit.id].map(|word| word.split_whitespace().collect::<Vec<_>>().join("_"));
        writeln!(out, "{query} Q0 {article} {rank} {:.4} kbmill", hit.score)?;
    }
    Ok(())
}
