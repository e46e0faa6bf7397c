//! What is asked of the server, how long does it take, and how does it end? Counted for Prometheus, and told to a log.

use super::Log;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use prometheus_client::encoding::{EncodeLabelSet, text::encode};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The type of what [`Metrics::text`] gives.
pub const TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Bounds of durations in seconds.
const SECONDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// A request that was answered.
#[derive(Clone, Debug)]
pub struct Access {
    /// Its method.
    pub method: String,
    /// Path and query.
    pub address: String,
    /// Status of the answer.
    pub status: u16,
    /// Until the answer began.
    pub took: Duration,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    route: String,
    method: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// What is counted.
pub struct Metrics {
    registry: Registry,
    requests: Family<Asked, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    at_work: Gauge,
    articles: Gauge,
    stale: Gauge,
}

impl Default for Metrics {
    fn default() -> Metrics {
        let histogram: fn() -> Histogram = || Histogram::new(SECONDS);
        let mut metrics = Metrics {
            registry: Registry::with_prefix("kbmill"),
            requests: Family::default(),
            seconds: Family::new_with_constructor(histogram),
            at_work: Gauge::default(),
            articles: Gauge::default(),
            stale: Gauge::default(),
        };
        let registry = &mut metrics.registry;
        registry.register("http_requests", "Requests that were answered", metrics.requests.clone());
        registry.register("http_request_seconds", "Time until an answer began", metrics.seconds.clone());
        registry.register("http_requests_at_work", "Requests that are not answered yet", metrics.at_work.clone());
        registry.register("index_articles", "Articles in the index", metrics.articles.clone());
        registry.register("index_stale", "1 if the dataset is another one than the index is of", metrics.stale.clone());
        metrics
    }
}

impl Metrics {
    /// All of it, as Prometheus reads it.
    pub fn text(&self, articles: u64, is_stale: bool) -> String {
        self.articles.set(i64::try_from(articles).unwrap_or(i64::MAX));
        self.stale.set(is_stale.into());
        let mut text = String::new();
        // A text takes whatever is written to it.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

/// Counts a request, and tells the log of it.
pub async fn observe(
    State((metrics, log)): State<(Arc<Metrics>, Option<Log>)>,
    request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    // Methods and paths are whatever was sent: what is counted by must be few.
    let method = match request.method().as_str() {
        known @ ("GET" | "HEAD" | "POST" | "OPTIONS" | "DELETE") => known,
        _ => "other",
    }
    .to_owned();
    let route = match request.extensions().get::<MatchedPath>() {
        Some(path) => path.as_str().to_owned(),
        None if request.uri().path().starts_with("/mcp") => "/mcp".to_owned(),
        None => "none".to_owned(),
    };
    let address = log.is_some().then(|| request.uri().path_and_query().map(ToString::to_string).unwrap_or_default());
    metrics.at_work.inc();
    let at_work = AtWork(metrics.at_work.clone());
    let response = next.run(request).await;
    drop(at_work);
    let (took, status) = (started.elapsed(), response.status().as_u16());
    if let (Some(log), Some(address)) = (log, address) {
        log(&Access { method: method.clone(), address, status, took });
    }
    metrics.seconds.get_or_create(&Route { route: route.clone() }).observe(took.as_secs_f64());
    metrics.requests.get_or_create(&Asked { route, method, status }).inc();
    response
}

/// A request at work, also where who asked goes away before the answer.
struct AtWork(Gauge);

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.dec();
    }
}
