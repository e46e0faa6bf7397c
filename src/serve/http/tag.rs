//! Has what is asked for changed since it was fetched last?
//!
//! All that is answered follows from the dataset, the program and the address that is asked: a digest of these is the tag
//! (RFC 9110, `ETag`), known before anything is done. It is a weak one, since the same answer may be sent compressed.

use super::Served;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// Sources that the program was made of.
const PROGRAM: &str = env!("KBMILL_SOURCES");

/// Answers with 304 where the asker has what he would get; else adds the tag.
pub async fn tag(State(served): State<Served>, request: Request, next: Next) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return next.run(request).await;
    }
    let opened = served.shelf.now();
    let address = request.uri().path_and_query().map_or("", |path| path.as_str());
    let tag = tag_of(opened.index.digest(), opened.is_stale(), address);
    let has = |known: &HeaderValue| known.to_str().is_ok_and(|known| matches(known, &tag));
    let mut response = if request.headers().get_all(header::IF_NONE_MATCH).iter().any(has) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        next.run(request).await
    };
    if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
        let headers = response.headers_mut();
        if let Ok(tag) = HeaderValue::try_from(tag) {
            headers.insert(header::ETAG, tag);
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    response
}

fn tag_of(dataset: &str, is_stale: bool, address: &str) -> String {
    let mut digest = Sha256::new();
    for part in [PROGRAM, dataset, if is_stale { "stale" } else { "fresh" }, address] {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    format!("W/\"{}\"", &crate::emit::hex(&digest.finalize())[..24])
}

/// Is the tag among those of an `If-None-Match`? They are compared weakly.
fn matches(known: &str, tag: &str) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    known.trim() == "*" || known.split(',').any(|one| bare(one) == bare(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_dataset_state_or_address_has_another_tag() {
        let tag = tag_of("a", false, "/x");
        assert_eq!(tag, tag_of("a", false, "/x"));
        for other in [tag_of("b", false, "/x"), tag_of("a", true, "/x"), tag_of("a", false, "/y")] {
            assert_ne!(tag, other);
        }
        assert!(matches(&tag, &tag) && matches("*", &tag) && matches(&format!("\"x\", {tag}"), &tag));
        assert!(matches(tag.trim_start_matches("W/"), &tag));
        assert!(!matches("\"x\"", &tag));
    }
}
