//! Which inputs does a mail hold? A page that a browser saved as one file (MHTML), a mail, or a mailbox of them.
//!
//! A mail is read when it is whole in memory, which an input may always be. Of the same text in several forms the page is
//! taken; of a saved page the page and its frames, not the pictures; of a mail also the files it carries, which may be
//! containers again.

mod mbox; // mails after each other
mod transfer; // quoted-printable, base64

pub use mbox::{Mbox, is_mbox};

use super::fields::{Fields, address, end_of_head, essence, parameter};
use super::{Archive, Content, Member, moment};
use crate::error::{Reject, RejectReason};
use chrono::{DateTime, Utc};
use std::collections::VecDeque;
use std::io;

/// Mails in mails, and parts in parts, are read so deep.
const DEEPEST: usize = 8;
/// Parts of one mail at most.
const MOST_PARTS: usize = 4096;

/// Is this a mail? Its head must be nothing but fields, and among them those that make a mail: articles, too, begin with
/// lines of names and colons.
pub fn is_mail(bytes: &[u8]) -> bool {
    const FIRST: &[&str] = &[
        "From",
        "Return-Path",
        "Received",
        "Delivered-To",
        "MIME-Version",
        "Subject",
        "Date",
        "Message-ID",
        "To",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Sender",
        "Reply-To",
        "DKIM-Signature",
        "Snapshot-Content-Location",
        "Path",
        "Newsgroups",
    ];
    let Some(colon) = memchr::memchr(b':', &bytes[..bytes.len().min(40)]) else { return false };
    let first = &bytes[..colon];
    let is_known = FIRST.iter().any(|name| first.eq_ignore_ascii_case(name.as_bytes()));
    if !is_known && !first.starts_with(b"X-") && !first.starts_with(b"ARC-") {
        return false;
    }
    let Some(end) = end_of_head(bytes) else { return false };
    let is_field = |line: &[u8]| {
        let name = memchr::memchr(b':', line).map_or(&line[..0], |at| &line[..at]);
        line.starts_with(b" ")
            || line.starts_with(b"\t")
            || line.trim_ascii().is_empty()
            || !name.is_empty() && name.iter().all(|b| b.is_ascii_graphic())
    };
    if !bytes[..end].split(|&b| b == b'\n').all(is_field) {
        return false;
    }
    let fields = Fields::of(&bytes[..end]);
    let has = |name: &str| fields.get(name).is_some();
    let is_sent = has("From") && (has("Date") || has("Received") || has("Message-ID"));
    is_sent || has("MIME-Version") && has("Content-Type")
}

/// The inputs of a mail.
pub struct Mail {
    parts: VecDeque<Member>,
}

/// What holds for all parts of a mail.
struct Whole {
    retrieved: Option<DateTime<Utc>>,
    url: Option<String>,
    parts: usize,
}

impl Mail {
    /// The inputs of this mail.
    pub fn new(bytes: &[u8]) -> Mail {
        let fields = Fields::of(bytes);
        let mut whole = Whole {
            retrieved: fields.get("Date").and_then(moment),
            url: fields
                .get("Snapshot-Content-Location")
                .or_else(|| fields.get("Content-Location"))
                .and_then(page_address),
            parts: 0,
        };
        let mut parts = VecDeque::new();
        part(bytes, None, 0, &mut whole, &mut parts);
        if parts.is_empty() {
            let message = "a mail or saved page without a text in it; save the page as HTML first";
            parts.push_back(Member::refused(
                None,
                Reject::new(RejectReason::NotAnArticle, message),
                bytes.len() as u64,
            ));
        }
        // The text itself is the mail's; what it carries, and a page's frames, have names of their own.
        let page = parts.iter_mut().find(|part| matches!(part.content, Content::Page(..)));
        if let Some(page) = page {
            page.name = None;
            page.url = page.url.take().or(whole.url);
        }
        Mail { parts }
    }
}

/// The address of a page, where it is one: parts of saved pages also have addresses made up for them (`cid:`).
fn page_address(value: &str) -> Option<String> {
    let url = address(value)?;
    let has = |scheme: &str| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    (has("http://") || has("https://") || has("ftp://")).then_some(url)
}

/// Reads one part, and the parts in it.
fn part(bytes: &[u8], within: Option<&str>, depth: usize, whole: &mut Whole, out: &mut VecDeque<Member>) {
    whole.parts += 1;
    if depth > DEEPEST || whole.parts > MOST_PARTS {
        return;
    }
    let end = end_of_head(bytes).unwrap_or(bytes.len());
    let fields = Fields::of(&bytes[..end]);
    let body = &bytes[end..];
    let declared = fields.get("Content-Type").unwrap_or("text/plain");
    let kind = essence(declared).to_ascii_lowercase();
    if let Some(multi) = kind.strip_prefix("multipart/") {
        let Some(boundary) = parameter(declared, "boundary") else { return };
        let parts = parts_of(body, boundary);
        if multi == "alternative" {
            alternative(&parts, depth, whole, out);
        } else {
            for inner in parts {
                part(inner, Some(multi), depth + 1, whole, out);
            }
        }
        return;
    }
    let disposition = fields.get("Content-Disposition").unwrap_or("");
    let name = parameter(disposition, "filename").or_else(|| parameter(declared, "name"));
    let is_attached = essence(disposition).eq_ignore_ascii_case("attachment");
    let is_page = matches!(kind.as_str(), "text/html" | "application/xhtml+xml");
    let is_text = is_page || matches!(kind.as_str(), "text/plain" | "text/markdown" | "text/x-markdown");
    let location = fields.get("Content-Location");
    let name = name.map(str::to_owned).or_else(|| location.and_then(last_segment));
    let is_piece = within == Some("related") && !is_page;
    if kind == "message/rfc822" {
        let name = name.unwrap_or_else(|| format!("part{}.eml", whole.parts));
        out.push_back(Member::new(Some(name), Content::Read(body.to_vec())));
    } else if is_text && !is_attached && !is_piece {
        let bytes = transfer::decoded(body, fields.get("Content-Transfer-Encoding"));
        let name = name.unwrap_or_else(|| format!("part{}", whole.parts));
        let mut member = Member::new(Some(name), Content::Page(bytes, None));
        member.content_type = fields.get("Content-Type").map(str::to_owned);
        member.url = location.and_then(page_address);
        member.retrieved = whole.retrieved;
        out.push_back(member);
    } else if is_attached && within != Some("related") {
        let bytes = transfer::decoded(body, fields.get("Content-Transfer-Encoding"));
        let name = name.unwrap_or_else(|| format!("part{}", whole.parts));
        let mut member = Member::new(Some(name), Content::Read(bytes));
        member.retrieved = whole.retrieved;
        out.push_back(member);
    }
}

/// The same text in several forms, the best last: the page is taken where there is one.
fn alternative(parts: &[&[u8]], depth: usize, whole: &mut Whole, out: &mut VecDeque<Member>) {
    let mut best: VecDeque<Member> = VecDeque::new();
    let mut is_page = false;
    for &inner in parts {
        let mut found = VecDeque::new();
        part(inner, Some("alternative"), depth + 1, whole, &mut found);
        let has_page =
            found.iter().any(|m| m.content_type.as_deref().is_some_and(|t| t.to_ascii_lowercase().contains("html")));
        if !found.is_empty() && (best.is_empty() || has_page && !is_page) {
            (best, is_page) = (found, has_page);
        }
    }
    out.append(&mut best);
}

/// The parts between lines that begin with `--` and the boundary. Where the last one is missing the rest is a part.
fn parts_of<'b>(body: &'b [u8], boundary: &str) -> Vec<&'b [u8]> {
    let mark = [b"--", boundary.as_bytes()].concat();
    let mut parts = Vec::new();
    let mut start: Option<usize> = None;
    for at in memchr::memmem::find_iter(body, &mark) {
        let is_line = at == 0 || body[at - 1] == b'\n';
        let behind = &body[at + mark.len()..];
        let line = &behind[..memchr::memchr(b'\n', behind).map_or(behind.len(), |n| n + 1)];
        let is_last = line.starts_with(b"--");
        let is_whole = line.strip_prefix(b"--").unwrap_or(line).trim_ascii().is_empty();
        if !is_line || !is_whole {
            continue;
        }
        if let Some(start) = start.take() {
            let part = &body[start..at.max(start)];
            // The line end before a boundary belongs to the boundary.
            let part = part.strip_suffix(b"\n").unwrap_or(part);
            parts.push(part.strip_suffix(b"\r").unwrap_or(part));
        }
        if is_last || parts.len() >= MOST_PARTS {
            return parts;
        }
        start = Some(at + mark.len() + line.len());
    }
    parts.extend(start.map(|start| &body[start..]));
    parts
}

/// What a person would call the file at an address.
fn last_segment(url: &str) -> Option<String> {
    let bare = url.split(['?', '#']).next().unwrap_or(url);
    bare.rsplit(['/', '\\', ':']).next().filter(|name| !name.is_empty()).map(str::to_owned)
}

impl Archive for Mail {
    fn next(&mut self) -> Option<Member> {
        self.parts.pop_front()
    }

    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Ok(0) // every part has been read when it is given
    }

    fn fail(&mut self, error: &io::Error) -> Reject {
        Reject::new(RejectReason::Unreadable, format!("cannot be read: {error}"))
    }
}

#[cfg(test)]
mod tests;
