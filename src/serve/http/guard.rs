//! Who may ask, how much may be asked, and what may come of an answer?
//!
//! A page that a reader visits elsewhere can have his browser ask a server on his own machine, under a name that its owner
//! points there (DNS rebinding). So on a loopback address only the machine's own names are answered, and an `Origin` must be
//! the server itself. Answers allow no script, style or picture from elsewhere or within the page, and no frame around it.

use super::Problem;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, uri::Authority};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;
use std::sync::Arc;

/// Bytes that the path and query of a request may have.
pub const LONGEST: usize = 8 << 10;

/// Headers of every answer.
const HEADERS: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
];

/// By which names a server may be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosts {
    /// Is only this machine answered?
    loopback: bool,
    names: Vec<String>,
}

impl Hosts {
    /// The names of a server at an address: on a loopback address the machine's own, and those that are given.
    pub fn of(ip: IpAddr, names: Vec<String>) -> Hosts {
        let names = names.into_iter().map(|name| name.to_ascii_lowercase()).collect();
        Hosts { loopback: ip.to_canonical().is_loopback(), names }
    }

    /// May a server be called by this?
    fn allow(&self, authority: &Authority) -> bool {
        let host = authority.host().to_ascii_lowercase();
        if self.names.iter().any(|name| *name == host || *name == authority.as_str().to_ascii_lowercase()) {
            return true;
        }
        if !self.loopback {
            return self.names.is_empty();
        }
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let is_own = bare == "localhost" || bare.strip_suffix('.') == Some("localhost");
        is_own || bare.parse::<IpAddr>().is_ok_and(|ip| ip.to_canonical().is_loopback())
    }
}

/// Lets a request in, and adds to its answer what keeps it in.
pub async fn guard(State(hosts): State<Arc<Hosts>>, request: Request, next: Next) -> Response {
    let mut response = match refusal(&hosts, &request) {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    };
    if let Some(problem) = bare(&response) {
        response = problem.into_response();
    }
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

/// What layers of others refuse comes without a word of why.
fn bare(response: &Response) -> Option<Problem> {
    let status = response.status();
    let detail = match status {
        StatusCode::PAYLOAD_TOO_LARGE => "the body of the request is too large",
        StatusCode::SERVICE_UNAVAILABLE => "the answer took too long; ask for less, or again later",
        _ => return None,
    };
    let is_told = response.headers().get(header::CONTENT_TYPE).is_some_and(|t| t == "application/problem+json");
    (!is_told).then(|| Problem::new(status, detail))
}

fn refusal(hosts: &Hosts, request: &Request) -> Option<Problem> {
    let uri = request.uri();
    let length = uri.path_and_query().map_or(0, |path| path.as_str().len());
    if length > LONGEST {
        let detail = format!("the address has {length} bytes; {LONGEST} are the most");
        return Some(Problem::new(StatusCode::URI_TOO_LONG, detail));
    }
    let Some(host) = host(request) else {
        return Some(Problem::asked("the request names no host, or none that is one"));
    };
    if !hosts.allow(&host) {
        let detail = format!("this server is not called `{host}`; `--allow-host` of `kbmill serve` gives it names");
        return Some(Problem::new(StatusCode::MISDIRECTED_REQUEST, detail));
    }
    if !is_same_origin(request.headers(), &host) {
        return Some(Problem::new(StatusCode::FORBIDDEN, "pages of other servers are not answered"));
    }
    None
}

fn host(request: &Request) -> Option<Authority> {
    let mut named = request.headers().get_all(header::HOST).iter();
    match (request.uri().authority(), named.next(), named.next()) {
        (Some(authority), _, None) => Some(authority.clone()),
        (None, Some(host), None) => Authority::try_from(host.as_bytes()).ok(),
        _ => None,
    }
}

/// Is the request of the server's own pages, or of no page at all?
fn is_same_origin(headers: &HeaderMap, host: &Authority) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let Ok(origin) = origin.to_str() else { return false };
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    authority.is_some_and(|authority| authority.eq_ignore_ascii_case(host.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{Ipv4Addr, Ipv6Addr};

    fn allows(hosts: &Hosts, host: &str) -> bool {
        hosts.allow(&Authority::try_from(host).unwrap())
    }

    #[test]
    fn on_loopback_only_the_machines_own_names_are_answered() {
        for ip in [IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)] {
            let hosts = Hosts::of(ip, vec!["kb.example".into()]);
            for own in ["localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]:8080", "127.1.2.3", "kb.example:443"] {
                assert!(allows(&hosts, own), "{own}");
            }
            for other in ["attacker.example:8080", "localhost.attacker.example", "10.0.0.1", "127.0.0.1.nip.example"] {
                assert!(!allows(&hosts, other), "{other}");
            }
        }
    }

    #[test]
    fn elsewhere_any_name_is_answered_unless_some_are_given() {
        let ip = IpAddr::from(Ipv4Addr::UNSPECIFIED);
        assert!(allows(&Hosts::of(ip, Vec::new()), "kb.example"));
        assert!(allows(&Hosts::of(ip, vec!["KB.example".into()]), "kb.example:80"));
        assert!(!allows(&Hosts::of(ip, vec!["kb.example".into()]), "other.example"));
    }

    #[test]
    fn an_origin_must_be_the_server_itself() {
        let host = Authority::from_static("localhost:8080");
        let with = |origin: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
            is_same_origin(&headers, &host)
        };
        assert!(is_same_origin(&HeaderMap::new(), &host));
        assert!(with("http://localhost:8080"));
        assert!(!with("http://localhost:9090"));
        assert!(!with("https://attacker.example"));
        assert!(!with("null"));
    }
}
