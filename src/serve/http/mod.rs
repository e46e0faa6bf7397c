//! How is a dataset served over HTTP? Routes, what lies around all of them, and the run from start to stop.
//!
//! From the outside in, a request meets: what is counted and logged ([`observe`]), the checks that let it in and the headers
//! that keep its answer in ([`guard`]), a net for panics, the time limit, compression, tags ([`tag`]), and then its handler,
//! which runs on a thread of its own, since a search is work and no waiting.

mod guard; // who may ask, and how much
mod listen; // connections, and how they end
mod observe; // what is counted and logged
mod problem; // how a request fails
mod tag; // has it changed?

pub use guard::Hosts;
pub use observe::Access;
pub use problem::Problem;

use super::shelf::{LOOKS, Opened, Shelf};
use super::{api, mcp, page};
use crate::error::Error;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, middleware};
use observe::Metrics;
use std::any::Any;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

/// How long a request may take.
const TIME: Duration = Duration::from_secs(10);
/// Bytes that the body of a request may have; only those of MCP have one.
const BODY: usize = 1 << 20;

/// What may be chosen about serving.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Address and port; port 0 for any that is free.
    pub bind: SocketAddr,
    /// Names by which others may call this server, beside those of the machine itself where it is bound to a loopback
    /// address. Bound to another one and with no names, any name will do.
    pub hosts: Vec<String>,
}

/// Who wants to know of each request.
pub type Log = Arc<dyn Fn(&Access) + Send + Sync>;

/// Why serving stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// It was asked to, and all requests were answered.
    Asked,
    /// It was asked to, and some took too long.
    Cut,
}

/// What all handlers share.
#[derive(Clone)]
pub struct Served {
    /// The dataset.
    pub shelf: Arc<Shelf>,
    /// What is counted.
    pub metrics: Arc<Metrics>,
}

/// Serves a dataset until SIGINT or SIGTERM. `ready` is told the address as soon as it is served there.
pub fn run(
    dataset: &Path,
    place: Option<&Path>,
    settings: &Settings,
    log: Option<Log>,
    ready: impl FnOnce(SocketAddr, &Opened),
) -> Result<Stopped, Error> {
    let fail = |e| Error::io("listen at", settings.bind.to_string(), e);
    let shelf = Arc::new(Shelf::open(dataset, place)?);
    // Searches are work: more of them at once than this would only wait for each other.
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.max_blocking_threads(threads * 4).enable_all().build().map_err(fail)?;
    let stopped = runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(settings.bind).await?;
        let here = listener.local_addr()?;
        let stop = listen::asked_to_stop()?;
        ready(here, &shelf.now());
        tokio::spawn(watch(shelf.clone()));
        let hosts = Hosts::of(here.ip(), settings.hosts.clone());
        Ok::<_, std::io::Error>(listen::serve(listener, router(shelf, hosts, log), stop).await)
    });
    // What is still at work was given its time.
    runtime.shutdown_background();
    stopped.map_err(fail)
}

/// Looks again and again whether the dataset is another one.
pub async fn watch(shelf: Arc<Shelf>) {
    loop {
        tokio::time::sleep(LOOKS).await;
        let shelf = shelf.clone();
        // Its panics would be those of the index; the next look may fare better.
        let _ = tokio::task::spawn_blocking(move || shelf.look()).await;
    }
}

/// All that is served of a dataset, for a server or a test.
pub fn router(shelf: Arc<Shelf>, hosts: Hosts, log: Option<Log>) -> Router {
    let metrics = Arc::new(Metrics::default());
    let served = Served { shelf: shelf.clone(), metrics: metrics.clone() };
    let tagged = page::routes().merge(api::routes());
    let tagged = tagged.route_layer(middleware::from_fn_with_state(served.clone(), tag::tag));
    Router::new()
        .merge(tagged)
        .route("/health", get(health))
        .route("/metrics", get(counted))
        .fallback(missing)
        .method_not_allowed_fallback(other_method)
        .with_state(served.clone())
        .nest_service("/mcp", mcp::http(shelf, BODY))
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIME))
        .layer(RequestBodyLimitLayer::new(BODY))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(Arc::new(hosts), guard::guard))
        .layer(middleware::from_fn_with_state((metrics, log), observe::observe))
}

/// Does work on a thread that may take its time.
pub async fn work<T: Send + 'static>(
    served: &Served,
    work: impl FnOnce(&Opened) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let opened = served.shelf.now();
    let done = tokio::task::spawn_blocking(move || work(&opened)).await;
    done.unwrap_or_else(|_| Err(Problem::internal("the server met a fault of its own")))
}

fn panicked(_: Box<dyn Any + Send>) -> Response {
    Problem::internal("the server met a fault of its own").into_response()
}

async fn health(State(served): State<Served>) -> Response {
    let opened = served.shelf.now();
    let body = serde_json::json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "articles": opened.index.len(),
        "dataset": opened.index.digest(),
        "index": if opened.is_stale() { "stale" } else { "fresh" },
    });
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], body.to_string())
        .into_response()
}

async fn counted(State(served): State<Served>) -> Response {
    let opened = served.shelf.now();
    let text = served.metrics.text(opened.index.len(), opened.is_stale());
    ([(header::CONTENT_TYPE, observe::TYPE), (header::CACHE_CONTROL, "no-store")], text).into_response()
}

async fn missing(request: Request) -> Response {
    let path = request.uri().path();
    let problem = Problem::missing(format!("there is nothing at `{path}`"));
    if path.starts_with("/api/") { problem.into_response() } else { page::failed(&problem) }
}

async fn other_method() -> Response {
    let mut response =
        Problem::new(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD are answered here").into_response();
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}

/// An answer with its type.
pub fn typed(content_type: &'static str, body: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, content_type)], body.into()).into_response()
}
