//! What is found by words? Articles, and what they are.

use super::{Json, MOST, Parts, Route, limit, route, short};
use crate::search::{Facets, Hits, Page, Query};
use crate::serve::http::Problem;
use crate::serve::shelf::Opened;
use crate::validate::Stats;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The deepest that one may page.
pub const DEEPEST: usize = 10_000;

/// What a search asks.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// Words, phrases and filters, as `kbmill search --help` tells: `event:5774 dynamic registration`. At most 1,000
    /// characters.
    q: String,
    /// At most so many hits; 10 if nothing is said, 100 at most.
    #[schemars(range(max = 100))]
    limit: Option<usize>,
    /// Passed over before them, at most 10,000.
    #[schemars(range(max = 10_000))]
    offset: Option<usize>,
    /// Count what all hits are, too?
    #[serde(default)]
    facets: bool,
    /// Say why each was found?
    #[serde(default)]
    explain: bool,
}

/// Of which hits the counts are.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Counted {
    /// The query, as of a search; all articles if there is none.
    #[serde(default)]
    q: String,
}

/// Nothing may be asked.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Counts of the dataset.
#[derive(Serialize, JsonSchema)]
struct Counts {
    /// Name of its folder.
    dataset: String,
    /// SHA-256 of its manifest.
    digest: String,
    /// Is the dataset another one by now, and the index of the one that was?
    stale: bool,
    /// What is in it.
    #[serde(flatten)]
    stats: Stats,
}

/// What may be asked.
pub fn routes() -> Vec<Route> {
    vec![
        route("/search", ["search", "Articles that answer a query, the best first"], search),
        route("/facets", ["facets", "What the articles are that match a query: products, roles, years, kinds"], facets),
        route("/stats", ["stats", "What is in the dataset"], stats),
    ]
}

fn search(opened: &Opened, _: &Parts, asked: Asked) -> Result<Json<Hits>, Problem> {
    let offset = asked.offset.unwrap_or(0);
    if offset > DEEPEST {
        return Err(Problem::asked(format!(
            "`offset` is {offset}; {DEEPEST} is the most: say more in the query instead"
        )));
    }
    let most = limit(asked.limit.or(Some(10)))?;
    if most > MOST / 10 {
        return Err(Problem::asked(format!("`limit` is {most}; {} are the most at once", MOST / 10)));
    }
    let page = Page { limit: most, offset, facets: asked.facets, explain: asked.explain, ..Page::default() };
    Ok(Json(opened.index.search(&Query::parse(short("q", &asked.q)?), &page)?))
}

fn facets(opened: &Opened, _: &Parts, asked: Counted) -> Result<Json<Facets>, Problem> {
    let page = Page { limit: 0, facets: true, bare: true, ..Page::default() };
    let hits = opened.index.search(&Query::parse(short("q", &asked.q)?), &page)?;
    Ok(Json(hits.facets.unwrap_or_default()))
}

fn stats(opened: &Opened, _: &Parts, _: Nothing) -> Result<Json<Counts>, Problem> {
    let stats = opened.stats().map_err(|_| Problem::internal("the dataset could not be read"))?;
    Ok(Json(Counts {
        dataset: opened.name(),
        digest: opened.index.digest().to_owned(),
        stale: opened.is_stale(),
        stats: stats.clone(),
    }))
}
