//! How does a person find an article and read it? Pages that are made here and need no script: what is found, an article, what
//! a revision changed. The script makes them answer while one types.
//!
//! Every text of an article is escaped when its page is made ([`askama`]), stands in an element of its own that keeps its
//! direction to itself, and leads only where [`address::followed`](super::address::followed) lets it.

mod article; // an article
mod blocks; // the texts of a section as a page shows them
mod diff; // what a revision changed
mod parts; // what pages have in common: tables, event cards
mod search; // what was found

use super::http::{Problem, Served, typed, work};
use super::shelf::Opened;
use crate::model::SectionKind;
use crate::report::html::STYLE;
use askama::Template;
use axum::Router;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;

const HTML: &str = "text/html; charset=utf-8";

/// Files that pages need: their path, type and content.
const ASSETS: &[(&str, &str, &str)] = &[
    ("/assets/style.css", "text/css; charset=utf-8", include_str!("style.css")),
    ("/assets/changes.css", "text/css; charset=utf-8", STYLE),
    ("/assets/script.js", "text/javascript; charset=utf-8", include_str!("script.js")),
    ("/assets/icon.svg", "image/svg+xml", include_str!("icon.svg")),
];

/// The head of every page.
pub struct Top {
    /// Name of the dataset.
    pub dataset: String,
    /// What stands in the field to type in.
    pub query: String,
    /// Is the dataset another one than the index is of?
    pub stale: bool,
    /// Does one type at once?
    pub focus: bool,
}

impl Top {
    fn of(opened: &Opened, query: &str) -> Top {
        Top { dataset: opened.name(), query: query.to_owned(), stale: opened.is_stale(), focus: false }
    }
}

/// A page for what failed.
#[derive(Template)]
#[template(path = "failed.html")]
struct Failed<'p> {
    problem: &'p Problem,
}

/// What a search page is asked.
#[derive(Default, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
    page: Option<usize>,
}

/// The routes of all pages and of what they need.
pub fn routes() -> Router<Served> {
    let router = Router::new()
        .route("/", get(found))
        .route("/articles/{id}", get(article))
        .route("/articles/{id}/diff", get(differing));
    ASSETS.iter().fold(router, |router, (path, content_type, content)| {
        router.route(path, get(async move || typed(content_type, *content)))
    })
}

/// A page that says why there is none.
pub fn failed(problem: &Problem) -> Response {
    let page = Failed { problem }.render().unwrap_or_default();
    (problem.code(), typed(HTML, page)).into_response()
}

async fn found(State(served): State<Served>, asked: Result<Query<Asked>, QueryRejection>) -> Response {
    let asked = match asked {
        Ok(Query(asked)) => asked,
        Err(rejection) => return failed(&Problem::asked(rejection.body_text())),
    };
    page(work(&served, move |opened| render(&search::page(opened, &asked.q, asked.page.unwrap_or(1))?)).await)
}

async fn article(
    State(served): State<Served>,
    id: Result<Path<String>, PathRejection>,
    which: Result<Query<super::api::Which>, QueryRejection>,
) -> Response {
    let (id, which) = match (id, which) {
        (Ok(Path(id)), Ok(Query(which))) => (id, which),
        (Err(rejection), _) => return failed(&Problem::asked(rejection.body_text())),
        (_, Err(rejection)) => return failed(&Problem::asked(rejection.body_text())),
    };
    page(work(&served, move |opened| render(&article::page(opened, &id, &which)?)).await)
}

async fn differing(
    State(served): State<Served>,
    id: Result<Path<String>, PathRejection>,
    asked: Result<Query<diff::Asked>, QueryRejection>,
) -> Response {
    let (id, asked) = match (id, asked) {
        (Ok(Path(id)), Ok(Query(asked))) => (id, asked),
        (Err(rejection), _) => return failed(&Problem::asked(rejection.body_text())),
        (_, Err(rejection)) => return failed(&Problem::asked(rejection.body_text())),
    };
    page(work(&served, move |opened| render(&diff::page(opened, &id, &asked)?)).await)
}

fn render(page: &impl Template) -> Result<String, Problem> {
    page.render().map_err(|_| Problem::internal("the page could not be made"))
}

fn page(rendered: Result<String, Problem>) -> Response {
    match rendered {
        Ok(page) => typed(HTML, page),
        Err(problem) => failed(&problem),
    }
}

/// A published name as words: `how_to` → `how to`.
fn words(name: &impl serde::Serialize) -> String {
    crate::report::word(name).replace('_', " ")
}

/// What a section is called: as it calls itself, or by its role.
fn heading(own: Option<&str>, kind: SectionKind) -> String {
    match (own, kind) {
        (Some(own), _) => own.to_owned(),
        (None, SectionKind::Other) => "Text".to_owned(),
        (None, kind) => words(&kind),
    }
}
