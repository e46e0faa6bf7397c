//! Which pages does a crawl hold? The records of a WARC file (ISO 28500), read as they come; ARC files beside it.
//!
//! A response, resource or conversion is an input: the page as its server meant it, with its address, its date and its
//! declared type. Answers that are no page (redirects, errors, pictures) are inputs that are refused, so that all are
//! accounted for. Requests, metadata and repeated answers are no inputs and only counted. Where no record begins although
//! one should, the place is told, and reading goes on where one surely does.

mod arc; // crawls before 2009
mod http; // what a server answered

pub use arc::{Arc, is_arc};

use super::fault::{Fault, whole};
use super::fields::{Fields, address, essence, read_head};
use super::stream::Stream;
use super::{Archive, Content, Context, Member, moment};
use crate::diagnostic::{Code, Diagnostic};
use crate::error::{Reject, RejectReason};
use crate::source::too_large;
use std::io::{self, Read};

/// The data, as messages call it.
const DATA: &str = "archive";
/// Bytes of a line that are looked at for the beginning of a record.
const LOOK: usize = 4096;

/// The records of a WARC file.
pub struct Warc {
    stream: Stream,
    context: Context,
    progress: Progress,
}

/// What a record is to who looks for articles.
enum Record {
    Input(Box<Member>),
    /// Counted.
    Other,
    /// There are no more.
    End,
}

/// Does a record begin here?
pub fn is_record(head: &[u8]) -> bool {
    head.starts_with(b"WARC/") && head.get(5).is_some_and(u8::is_ascii_digit)
}

impl Warc {
    /// The records of the file that starts here.
    pub fn new(stream: Stream, context: &Context) -> Warc {
        Warc { stream, context: context.clone(), progress: Progress::default() }
    }

    /// Tells that there is a fault, and goes on at the next place where a record begins.
    fn go_on(&mut self, what: &str, origin: u64, start: u64) -> io::Result<Record> {
        self.find_record()?;
        let passed = self.stream.position() - start;
        Ok(Record::Input(Box::new(lost(what, origin, passed, self.progress.given))))
    }

    /// Passes over lines up to the next one that surely begins a record.
    fn find_record(&mut self) -> io::Result<()> {
        loop {
            let mut line = Vec::new();
            // A line may be long; its pieces do not begin a record.
            while self.stream.line(LOOK, &mut line)? == LOOK && !line.ends_with(b"\n") {
                line.clear();
            }
            let next = self.stream.peek(LOOK);
            if next.is_empty() || begins_record(next) {
                return Ok(());
            }
        }
    }
}

/// The fault of a crawl in which reading goes on behind some bytes.
fn lost(what: &str, origin: u64, passed: u64, given: u64) -> Member {
    let whole = whole(given, "page");
    let passed = if passed == 1 { "1 byte was".to_owned() } else { format!("{passed} bytes were") };
    let message = format!("{what} at byte {origin} of the archive; {passed} passed over; {whole}");
    Member::refused(None, Reject::new(RejectReason::BrokenArchive, message), 0)
}

/// A record that does not say where it ends.
fn unstated_length(origin: u64, url: Option<String>) -> Member {
    let message = format!("this record, at byte {origin} of the archive, does not state its length");
    let reject = Reject::new(RejectReason::BrokenArchive, message);
    let mut member = Member::refused(Some(name("record", origin, url.as_deref())), reject, 0);
    (member.record, member.url) = (Some("response"), url);
    member
}

/// Is this surely the beginning of a record: its first line, and a field of such a head in the second? Pages speak of
/// crawls, too.
fn begins_record(bytes: &[u8]) -> bool {
    if !is_record(bytes) {
        return false;
    }
    let Some(end) = memchr::memchr(b'\n', &bytes[..bytes.len().min(32)]) else { return false };
    let second = &bytes[end + 1..];
    let has = |name: &[u8]| second.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    has(b"WARC-") || has(b"Content-")
}

/// The kinds of records that are inputs.
fn kind(fields: &Fields, url: Option<&str>) -> Option<&'static str> {
    let kinds = ["response", "resource", "conversion"];
    let stated = fields.get("WARC-Type")?;
    let kind = kinds.into_iter().find(|kind| stated.eq_ignore_ascii_case(kind))?;
    let is_lookup = is_lookup(url, fields.get("Content-Type"));
    // Crawlers keep their own logs as resources.
    let is_log = url.is_some_and(|url| url.starts_with("metadata:"));
    (!is_lookup && !is_log).then_some(kind)
}

/// Is this the answer of a name server?
fn is_lookup(url: Option<&str>, content_type: Option<&str>) -> bool {
    url.is_some_and(|url| url.starts_with("dns:")) || content_type.is_some_and(|t| essence(t) == "text/dns")
}

/// What a record that is no input is counted as.
fn other_kind(fields: &Fields, url: Option<&str>) -> &'static str {
    if is_lookup(url, fields.get("Content-Type")) {
        return "dns";
    }
    let stated = fields.get("WARC-Type").unwrap_or("");
    let kinds = ["warcinfo", "request", "metadata", "revisit", "continuation"];
    let known = kinds.into_iter().find(|kind| stated.eq_ignore_ascii_case(kind));
    let is_input_kind = stated.eq_ignore_ascii_case("resource") || stated.eq_ignore_ascii_case("response");
    known.unwrap_or(if is_input_kind { "metadata" } else { "other" })
}

/// The name of a record: its place, by which other tools find it, and the address without its query.
fn name(what: &str, origin: u64, url: Option<&str>) -> String {
    let bare = url.map(|url| url.split(['?', '#']).next().unwrap_or(url));
    bare.map_or_else(|| format!("{what}@{origin}"), |url| format!("{what}@{origin} {url}"))
}

/// Passes over the block of a record.
fn skip(stream: &mut Stream, length: u64) -> io::Result<()> {
    if stream.skip(length)? == length { Ok(()) } else { Err(Fault::CutOff(DATA).into()) }
}

/// Reads the block of a record that is an input: a page, or an answer with a page in it (`is_wire`).
fn read_page(
    stream: &mut Stream,
    context: &Context,
    length: u64,
    is_wire: bool,
    member: &mut Member,
) -> io::Result<()> {
    let refuse = |reason, message: String| Reject::new(reason, message);
    // What is refused for its declared type alone could be skipped unread, but then nothing could be said of its bytes.
    if length > context.max_bytes {
        member.content = Content::Refused(too_large(Some(length), context.max_bytes), length);
        return skip(stream, length);
    }
    // What a head states is not believed for memory: a damaged one states anything.
    let mut block = Vec::with_capacity(length.min(1024 * 1024) as usize);
    if stream.take(length).read_to_end(&mut block)? as u64 != length {
        member.content = Content::Refused(
            refuse(RejectReason::BrokenArchive, cut_off(stream.position(), block.len(), length)),
            block.len() as u64,
        );
        return Ok(());
    }
    let mut body = block;
    let mut reject = None;
    if is_wire {
        let answer = http::answer(body, context.max_bytes, &context.budget);
        member.content_type = answer.content_type;
        member.notes = answer.notes;
        let Some(page) = answer.body else {
            member.content = Content::Refused(too_large(None, context.max_bytes), length);
            return Ok(());
        };
        body = page;
        if let Some(status) = answer.status.filter(|&status| status != 200) {
            reject =
                Some(refuse(RejectReason::HttpStatus, format!("the server answered with status {status}, no page")));
        }
    }
    if let Some(declared) = member.content_type.as_deref().filter(|declared| !http::is_text(declared))
        && reject.is_none()
    {
        let name: String = essence(declared).chars().take(80).collect();
        reject = Some(refuse(RejectReason::NotText, format!("declared as `{name}`, not text")));
    }
    member.content = Content::Page(body, reject);
    Ok(())
}

/// Says that an archive breaks off in the middle of a record.
fn cut_off(at: u64, there: usize, stated: u64) -> String {
    format!("the archive breaks off at byte {at}, after {there} of the {stated} bytes of this record")
}

/// Passes over line ends. Two stand behind each record; writers differ in how many they write.
fn skip_blank_lines(stream: &mut Stream) -> io::Result<()> {
    while matches!(stream.peek(1), [b'\r' | b'\n']) {
        stream.skip(1)?;
    }
    Ok(())
}

impl Crawl for Warc {
    fn record(&mut self) -> io::Result<Record> {
        skip_blank_lines(&mut self.stream)?;
        let (origin, start) = (self.stream.origin(), self.stream.position());
        if self.stream.peek(1).is_empty() {
            // The end, or a fault that is told by reading.
            return self.stream.skip(1).map(|_| Record::End);
        }
        if !is_record(self.stream.peek(6)) {
            return self.go_on("no record begins", origin, start);
        }
        let Some(head) = read_head(&mut self.stream)? else {
            return match self.stream.peek(1).is_empty() {
                true => Err(Fault::CutOff(DATA).into()),
                false => self.go_on("a record has no end of its head", origin, start),
            };
        };
        let fields = Fields::of(&head);
        let url = fields.get("WARC-Target-URI").and_then(address);
        let Some(length) = fields.get("Content-Length").and_then(|length| length.parse().ok()) else {
            self.find_record()?;
            return Ok(Record::Input(Box::new(unstated_length(origin, url))));
        };
        let Some(kind) = kind(&fields, url.as_deref()) else {
            self.context.passed_over.note(other_kind(&fields, url.as_deref()));
            return skip(&mut self.stream, length).map(|()| Record::Other);
        };
        let mut member = Member::new(Some(name("record", origin, url.as_deref())), Content::Read(Vec::new()));
        member.record = Some(kind);
        member.retrieved = fields.get("WARC-Date").and_then(moment);
        member.url = url;
        let content_type = fields.get("Content-Type");
        let is_wire =
            kind == "response" && content_type.is_none_or(|t| essence(t).eq_ignore_ascii_case("application/http"));
        if !is_wire {
            member.content_type = content_type.map(str::to_owned);
        }
        read_page(&mut self.stream, &self.context, length, is_wire, &mut member)?;
        if let Some(why) = fields.get("WARC-Truncated") {
            let message = format!("the crawler kept only a part of this page (`{why}`)");
            member.notes.push(Diagnostic::whole(Code::Truncated, message));
        }
        Ok(Record::Input(Box::new(member)))
    }

    fn progress(&mut self) -> &mut Progress {
        &mut self.progress
    }

    fn position(&self) -> u64 {
        self.stream.position()
    }
}

/// A crawl that is read record by record, each whole when it is given.
trait Crawl: Send {
    /// Reads the next record.
    fn record(&mut self) -> io::Result<Record>;
    /// How far it has been read.
    fn progress(&mut self) -> &mut Progress;
    /// The byte that it has been read to.
    fn position(&self) -> u64;
}

/// How far a crawl has been read.
#[derive(Default)]
struct Progress {
    /// Pages given so far.
    given: u64,
    is_ended: bool,
}

impl<C: Crawl> Archive for C {
    fn next(&mut self) -> Option<Member> {
        while !self.progress().is_ended {
            match self.record() {
                Ok(Record::Input(member)) => {
                    self.progress().given += u64::from(!matches!(member.content, Content::Refused(..)));
                    return Some(*member);
                }
                Ok(Record::Other) => {}
                Ok(Record::End) => self.progress().is_ended = true,
                Err(error) => return Some(Member::refused(None, self.fail(&error), 0)),
            }
        }
        None
    }

    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Ok(0) // every record has been read when it is given
    }

    fn fail(&mut self, error: &io::Error) -> Reject {
        self.progress().is_ended = true;
        let given = self.progress().given;
        Fault::reject(error, self.position(), given, "page")
    }
}

#[cfg(test)]
mod tests;
