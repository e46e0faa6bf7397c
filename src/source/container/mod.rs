//! What lies in what? A stream of bytes is either one input or an archive of members, each of which is a stream again.
//!
//! [`Format::of`] tells by the first bytes; [`unpack()`] gives what compressed data unpacks to; [`open`] gives the members
//! of an archive, one after the other. Everything is read forwards and once, so that standard input, pipes and members
//! of other archives serve as well as files; only the directory of a zip archive that is a file of its own is read from
//! its end. Who goes down into members, and how deep, is decided where inputs are read.

pub mod budget; // what reading costs
pub mod fault; // what may be wrong
mod fields; // `Name: value` lines
pub mod format; // what is it a container of?
mod gzip; // gzip streams
pub mod mail; // mails, saved pages, mailboxes
mod stream; // bytes with a place and a look ahead
mod tar; // tar archives
mod unpack; // compressed streams
mod warc; // crawls
mod zip; // zip archives
mod zstd; // zstd data

pub use format::Format;
pub use stream::Stream;
pub use unpack::unpack;

use crate::diagnostic::Diagnostic;
use crate::error::Reject;
use budget::Budget;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Members of a container, one after the other.
pub trait Archive: Send {
    /// Goes on to the next member, past what is left of this one.
    fn next(&mut self) -> Option<Member>;

    /// Reads on in the member that was given last as [`Content::Streamed`].
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize>;

    /// Says what it means for the member, and for the archive, that reading it failed so.
    fn fail(&mut self, error: &io::Error) -> Reject;
}

/// What an archive holds next.
#[derive(Debug)]
pub struct Member {
    /// Its name in the archive; none for a fault that is in no member, and for the one page of a saved page.
    pub name: Option<String>,
    /// What a crawl calls this kind of record.
    pub record: Option<&'static str>,
    /// Address it was read from.
    pub url: Option<String>,
    /// When that was.
    pub retrieved: Option<DateTime<Utc>>,
    /// The type that was declared with it.
    pub content_type: Option<String>,
    /// What was to be said of reading it.
    pub notes: Vec<Diagnostic>,
    /// What it holds.
    pub content: Content,
}

/// What a member holds.
#[derive(Debug)]
pub enum Content {
    /// It is still to be read from the archive; with its length, where that is stated.
    Streamed(Option<u64>),
    /// It has been read, and may be a container itself.
    Read(Vec<u8>),
    /// It has been read and is an input by itself, or is refused whatever it holds.
    Page(Vec<u8>, Option<Reject>),
    /// Why it is not read, and its length as far as that is known.
    Refused(Reject, u64),
}

impl Member {
    /// A member of which nothing but its name is stated.
    pub fn new(name: Option<String>, content: Content) -> Member {
        let (url, retrieved, content_type) = (None, None, None);
        Member { name, record: None, url, retrieved, content_type, notes: Vec::new(), content }
    }

    /// A member that is not read, or with no name, a fault of the archive.
    pub fn refused(name: Option<String>, reject: Reject, bytes: u64) -> Member {
        Member::new(name, Content::Refused(reject, bytes))
    }
}

/// The member that an archive has under way, as a reader.
pub struct Current<'a>(pub &'a mut dyn Archive);

impl Read for Current<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.0.read(out)
    }
}

/// What all that is read from one file has in common.
#[derive(Clone, Debug)]
pub struct Context {
    /// Bytes of one input at most.
    pub max_bytes: u64,
    /// What the file has cost so far.
    pub budget: Budget,
    /// Counts what is no input.
    pub passed_over: PassedOver,
}

/// How many records of crawls were no inputs, by kind: requests, metadata, repeated answers. Shared by all that count.
#[derive(Clone, Debug, Default)]
pub struct PassedOver(Arc<Mutex<BTreeMap<&'static str, u64>>>);

impl PassedOver {
    fn note(&self, kind: &'static str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(kind).or_default() += 1;
    }

    /// The counts so far.
    pub fn counts(&self) -> BTreeMap<String, u64> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.iter().map(|(kind, count)| ((*kind).to_owned(), *count)).collect()
    }
}

/// Opens the archive that begins here. `path` is the file that the stream is, if it is one on disk; `is_packed` says that
/// the stream has a checksum of its own.
pub fn open(
    format: Format,
    stream: Stream,
    path: Option<&Path>,
    is_packed: bool,
    context: &Context,
) -> Option<Box<dyn Archive>> {
    Some(match format {
        Format::Packed(_) => return None,
        Format::Tar => Box::new(tar::Tar::new(stream, !is_packed)),
        Format::Zip => zip::open(stream, path, context),
        Format::Warc => Box::new(warc::Warc::new(stream, context)),
        Format::Arc => Box::new(warc::Arc::new(stream, context)),
        Format::Mbox => Box::new(mail::Mbox::new(stream, context)),
    })
}

/// The charset that a declared type names.
pub fn declared_charset(content_type: &str) -> Option<&str> {
    fields::parameter(content_type, "charset")
}

/// Does a path inside an archive go through a name that begins with a dot?
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|name| name.starts_with('.') && name != "." && name != "..")
}

/// The moment that a crawl's or a mail's date names; none for what is no date, or none that can be written again.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
    let text = text.trim();
    let date = |text: &str, form: &str| NaiveDate::parse_from_str(text, form).ok().and_then(|d| d.and_hms_opt(0, 0, 0));
    let time = |text: &str, form: &str| NaiveDateTime::parse_from_str(text, form).ok();
    let found = match text.len() {
        // An ARC's date; some have been filled up with zeros.
        14.. if text.bytes().all(|b| b.is_ascii_digit()) => time(&text[..14], "%Y%m%d%H%M%S"),
        8 if text.bytes().all(|b| b.is_ascii_digit()) => date(text, "%Y%m%d"),
        10 => date(text, "%Y-%m-%d"),
        16 | 17 => time(text.trim_end_matches('Z'), "%Y-%m-%dT%H:%M"),
        _ => None,
    };
    let found = found.map(|naive| naive.and_utc());
    let found = found.or_else(|| DateTime::parse_from_rfc3339(text).map(|d| d.to_utc()).ok());
    let found = found.or_else(|| DateTime::parse_from_rfc2822(text).map(|d| d.to_utc()).ok());
    found.and_then(|at| at.with_nanosecond(0)).filter(|at| (1..=9999).contains(&at.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_crawls_and_mails() {
        let shown = |text: &str| moment(text).map(|at| at.format("%Y-%m-%dT%H:%M:%SZ").to_string());
        for text in [
            "2014-03-01T12:30:05Z",
            "2014-03-01T12:30:05.123456Z",
            "2014-03-01T13:30:05+01:00",
            "20140301123005",
            "Sat, 1 Mar 2014 12:30:05 GMT",
            "Sat, 1 Mar 2014 07:30:05 -0500",
        ] {
            assert_eq!(shown(text).as_deref(), Some("2014-03-01T12:30:05Z"), "{text}");
        }
        assert_eq!(shown("2014-03-01").as_deref(), Some("2014-03-01T00:00:00Z"));
        for text in ["", "yesterday", "20141301123005", "2014", "+99999-01-01T00:00:00Z", "１２３４５６７８"] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
