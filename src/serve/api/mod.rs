//! How does a program ask? JSON under `/api/v1`: one table of routes, from which the server and its OpenAPI document are made,
//! so that the one cannot say what the other does not do.

mod articles; // articles and what belongs to one
mod lookups; // records by their identifier
mod openapi; // the document
mod search; // by words

pub use articles::{RevisionOf, Sides, Which, day, digits, find, pair};
pub use search::DEEPEST;

use super::http::{Problem, Served, typed, work};
use super::shelf::Opened;
use crate::model::Article;
use axum::Router;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{Query, RawPathParams, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::{Arc, LazyLock};

/// Where all of it is.
pub const BASE: &str = "/api/v1";
/// Characters that a text to search for may have.
pub const LONGEST: usize = 1_000;
/// Records that are given where nobody says how many.
pub const RECORDS: usize = 100;
/// The most that are given at once.
pub const MOST: usize = 1_000;

/// Something that may be asked.
pub struct Route {
    /// Behind [`BASE`], with the names of its parts in braces.
    pub path: &'static str,
    /// Its name in the document.
    pub id: &'static str,
    /// What it gives, in a line.
    pub summary: &'static str,
    /// The schema of what may stand in the query.
    parameters: fn(&mut SchemaGenerator) -> Schema,
    /// The schema of what is given.
    answer: fn(&mut SchemaGenerator) -> Schema,
    handle: Arc<Handle>,
}

/// Answers a question to what is open, by the parts of its path and by its query.
type Handle = dyn Fn(&Opened, &Parts, &Uri) -> Result<Vec<u8>, Problem> + Send + Sync;

/// What stands in the braces of a path.
pub struct Parts(Vec<(String, String)>);

/// What a route gives.
trait Answer {
    fn bytes(self) -> Vec<u8>;
    fn schema(generator: &mut SchemaGenerator) -> Schema;
}

/// What is given as its type says.
struct Json<T>(T);

/// An article's record, byte for byte as the dataset has it.
struct Record(Vec<u8>);

impl<T: Serialize + JsonSchema> Answer for Json<T> {
    fn bytes(self) -> Vec<u8> {
        // All that is given has text as its keys, which is all that JSON asks for.
        serde_json::to_vec(&self.0).unwrap_or_default()
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<T>()
    }
}

impl Answer for Record {
    fn bytes(self) -> Vec<u8> {
        self.0
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Article>()
    }
}

impl Parts {
    /// What stands in the braces with this name.
    fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }
}

fn route<P: DeserializeOwned + JsonSchema + 'static, A: Answer + 'static>(
    path: &'static str,
    [id, summary]: [&'static str; 2],
    handle: fn(&Opened, &Parts, P) -> Result<A, Problem>,
) -> Route {
    Route {
        path,
        id,
        summary,
        parameters: P::json_schema,
        answer: A::schema,
        handle: Arc::new(move |opened, parts, uri| {
            let asked = Query::<P>::try_from_uri(uri).map_err(|e| Problem::asked(told(&e.body_text())))?;
            Ok(handle(opened, parts, asked.0)?.bytes())
        }),
    }
}

/// What was wrong with a query, without what the library says around it.
fn told(message: &str) -> String {
    message.strip_prefix("Failed to deserialize query string: ").unwrap_or(message).to_owned()
}

/// All that may be asked.
pub static ROUTES: LazyLock<Vec<Route>> =
    LazyLock::new(|| [search::routes(), articles::routes(), lookups::routes()].into_iter().flatten().collect());

/// The routes of all that may be asked, and of the document.
pub fn routes() -> Router<Served> {
    let with_document = Router::new().route(&format!("{BASE}/openapi.json"), get(document));
    ROUTES.iter().fold(with_document, |router, route| {
        let handle = route.handle.clone();
        let answer = async move |State(served): State<Served>,
                                 parts: Result<RawPathParams, RawPathParamsRejection>,
                                 uri: Uri| {
            let parts = match parts {
                Ok(parts) => parts,
                Err(rejection) => return Problem::asked(rejection.body_text()).into_response(),
            };
            let parts = parts.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
            let parts = Parts(parts.collect());
            match work(&served, move |opened| handle(opened, &parts, &uri)).await {
                Ok(body) => typed("application/json", body),
                Err(problem) => problem.into_response(),
            }
        };
        router.route(&format!("{BASE}{}", route.path), get(answer))
    })
}

async fn document() -> Response {
    static DOCUMENT: LazyLock<String> = LazyLock::new(|| openapi::document().to_string());
    typed("application/json", DOCUMENT.as_str())
}

/// How many records are wanted: as many as are asked for, up to what is given at once.
fn limit(asked: Option<usize>) -> Result<usize, Problem> {
    match asked.unwrap_or(RECORDS) {
        limit if limit <= MOST => Ok(limit),
        limit => Err(Problem::asked(format!("`limit` is {limit}; {MOST} are the most at once"))),
    }
}

/// A text to look for, if it is no longer than texts to look for are.
pub fn short<'t>(name: &str, text: &'t str) -> Result<&'t str, Problem> {
    let length = text.chars().count();
    if length <= LONGEST {
        return Ok(text);
    }
    Err(Problem::asked(format!("`{name}` has {length} characters; {LONGEST} are the most")))
}
