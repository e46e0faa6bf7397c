//! Which pages come out of crawls, whole and damaged?

use super::*;
use crate::source::container::PassedOver;
use crate::source::container::budget::Budget;

fn context() -> Context {
    Context { max_bytes: 10_000, budget: Budget::new(1, 10_000), passed_over: PassedOver::default() }
}

/// A record of these fields and this block, as writers write it.
fn record(kind: &str, more: &str, block: &[u8]) -> Vec<u8> {
    let head = format!("WARC/1.0\r\nWARC-Type: {kind}\r\n{more}Content-Length: {}\r\n\r\n", block.len());
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(url: &str, answer: &str) -> Vec<u8> {
    let more = format!(
        "WARC-Target-URI: {url}\r\nWARC-Date: 2014-03-01T12:30:05Z\r\nContent-Type: application/http; msgtype=response\r\n"
    );
    record("response", &more, answer.as_bytes())
}

/// What a crawl gives: the address and the page, or why there is none.
type Found = (String, Result<String, String>);

fn read(bytes: &[u8]) -> (Vec<Found>, Context) {
    let context = context();
    let stream = Stream::new(bytes, io::empty());
    let mut crawl: Box<dyn Archive> =
        if is_arc(bytes) { Box::new(Arc::new(stream, &context)) } else { Box::new(Warc::new(stream, &context)) };
    let mut found = Vec::new();
    while let Some(member) = crawl.next() {
        let page = match member.content {
            Content::Page(page, None) => Ok(String::from_utf8_lossy(&page).into_owned()),
            Content::Page(_, Some(reject)) | Content::Refused(reject, _) => Err(reject.message),
            other => panic!("{other:?}"),
        };
        found.push((member.url.unwrap_or_default(), page));
    }
    (found, context)
}

fn page(url: &str, text: &str) -> Found {
    (url.to_owned(), Ok(text.to_owned()))
}

#[test]
fn pages_are_inputs_and_what_is_around_them_is_counted() {
    let crawl = [
        record("warcinfo", "Content-Type: application/warc-fields\r\n", b"software: a test"),
        record("request", "WARC-Target-URI: http://a/\r\n", b"GET / HTTP/1.1\r\n\r\n"),
        response("http://a/", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>one"),
        response("http://a/old", "HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n"),
        response("http://a/x.png", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n..."),
        record("revisit", "WARC-Target-URI: http://a/\r\n", b"HTTP/1.1 200 OK\r\n\r\n"),
        record("resource", "WARC-Target-URI: <http://a/b c>\r\nContent-Type: text/plain\r\n", b"two"),
        record("resource", "WARC-Target-URI: metadata://log\r\nContent-Type: text/plain\r\n", b"a log"),
        record("response", "WARC-Target-URI: dns:a\r\nContent-Type: text/dns\r\n", b"1.2.3.4"),
        record("conversion", "WARC-Target-URI: http://a/c\r\nContent-Type: text/plain\r\n", b"three"),
    ]
    .concat();
    let (found, context) = read(&crawl);
    let refused = |url: &str, why: &str| (url.to_owned(), Err(why.to_owned()));
    assert_eq!(
        found,
        [
            page("http://a/", "<p>one"),
            refused("http://a/old", "the server answered with status 301, no page"),
            refused("http://a/x.png", "declared as `image/png`, not text"),
            page("http://a/b%20c", "two"),
            page("http://a/c", "three"),
        ]
    );
    let counts = context.passed_over.counts();
    let counts: Vec<(&str, u64)> = counts.iter().map(|(kind, n)| (kind.as_str(), *n)).collect();
    assert_eq!(counts, [("dns", 1), ("metadata", 1), ("request", 1), ("revisit", 1), ("warcinfo", 1)]);
}

#[test]
fn where_no_record_begins_reading_goes_on_at_the_next() {
    let answer = "HTTP/1.1 200 OK\r\n\r\nWARC/1.0 is a format";
    let (one, two) = (response("http://a/1", answer), response("http://a/2", answer));
    let text = "WARC/1.0 is a format";
    let short = String::from_utf8_lossy(&one).replace("Content-Length: 39", "Content-Length: 30").into_bytes();
    let unstated = String::from_utf8_lossy(&one).replace("Content-Length: 39\r\n", "").into_bytes();
    for (first, faults) in [(short, "no record begins at byte "), (unstated, "does not state its length")] {
        let (found, _) = read(&[&first[..], &two].concat());
        let told = found.iter().filter(|(_, p)| p.as_ref().is_err_and(|why| why.contains(faults))).count();
        assert_eq!((told, found.last()), (1, Some(&page("http://a/2", text))), "{found:?}");
    }
    let (found, _) = read(&[&b"\r\n\r\n"[..], &one, b"\n\n\n\r\n", &two, b"\0\0\0"].concat());
    assert_eq!(found[..2], [page("http://a/1", text), page("http://a/2", text)]);
    assert!(found[2].1.as_ref().is_err_and(|why| why.ends_with("the 2 pages before it are whole")), "{found:?}");
}

#[test]
fn every_cut_gives_what_is_whole_and_is_told() {
    let arc = b"filedesc://a.arc 0.0.0.0 20140301000000 text/plain 66\n1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n\n\
http://a/ 127.0.0.1 20140301000000 text/html 24\nHTTP/1.0 200 OK\n\n<p>page\n\
http://b/ 127.0.0.1 20140301000000 text/html 24\nHTTP/1.0 200 OK\n\n<p>page\n";
    let answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>page";
    let warc = [response("http://a/", answer), response("http://b/", answer)].concat();
    for whole in [&arc[..], &warc] {
        let (all, _) = read(whole);
        assert_eq!(all, [page("http://a/", "<p>page"), page("http://b/", "<p>page")]);
        for cut in 12..whole.len() {
            let (found, _) = read(&whole[..cut]);
            let pages: Vec<_> = found.iter().filter(|(_, page)| page.is_ok()).cloned().collect();
            assert!(all.starts_with(&pages), "{cut}: {found:?}");
        }
    }
    let middle = warc.len() / 2 + 200;
    let (found, _) = read(&warc[..middle]);
    assert!(found[1].1.as_ref().is_err_and(|why| why.contains(&format!("breaks off at byte {middle}"))), "{found:?}");
}

#[test]
fn an_arc_file_says_by_itself_which_version_it_is() {
    let names = "URL IP-address Archive-date Content-type Result-code Checksum Location Offset Filename Archive-length";
    let version = format!("2 0 Test\n{names}\n");
    let first = "filedesc://a.arc 0.0.0.0 20140301000000 text/plain 200 - - 0 a.arc";
    let arc = format!(
        "{first} {}\n{version}\nhttp://a/b c 127.0.0.1 20140301000000 text/html 200 - - 99 a.arc 21\nHTTP/1.0 200 OK\n\npage\n",
        version.len()
    );
    let (found, context) = read(arc.as_bytes());
    assert_eq!(found, [page("http://a/b%20c", "page")]);
    assert_eq!(context.passed_over.counts().get("filedesc"), Some(&1));
}

#[test]
fn what_is_too_large_is_passed_over_unread() {
    let large = "x".repeat(20_000);
    let crawl = [
        response("http://a/", &format!("HTTP/1.1 200 OK\r\n\r\n{large}")),
        response("http://b/", "HTTP/1.1 200 OK\r\n\r\nb"),
    ];
    let (found, _) = read(&crawl.concat());
    assert!(found[0].1.as_ref().is_err_and(|why| why.contains("too large")));
    assert_eq!(found[1], page("http://b/", "b"));
}
