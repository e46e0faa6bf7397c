//! Which pages does an ARC file hold, the crawls' format before WARC?
//!
//! Each record is a line (address, IP, date, type, length; in version 2 more between them) and that many bytes: the
//! answer of a server. Addresses have blanks in them in some files, so the line is read from its end.

use super::{Crawl, LOOK, Progress, Record, is_lookup, lost, name, read_page, skip, skip_blank_lines, unstated_length};
use crate::source::container::fields::address;
use crate::source::container::stream::Stream;
use crate::source::container::{Content, Context, Member, moment};
use std::io;

/// Words of a record's line in version 1, and in version 2.
const FIELDS: [usize; 2] = [5, 10];

/// The records of an ARC file.
pub struct Arc {
    stream: Stream,
    context: Context,
    /// Words of a record's line, as the first record states them.
    fields: usize,
    progress: Progress,
}

/// A record's line.
#[derive(Debug, PartialEq, Eq)]
struct Line<'l> {
    url: &'l str,
    date: &'l str,
    content_type: &'l str,
    /// None where it is no number.
    length: Option<u64>,
}

/// Does an ARC file begin here?
pub fn is_arc(head: &[u8]) -> bool {
    head.starts_with(b"filedesc://")
}

impl Line<'_> {
    fn of(line: &[u8], fields: usize) -> Option<Line<'_>> {
        let line = std::str::from_utf8(line).ok()?.trim_end();
        // From the end: version 1 has 4 words behind the address, version 2 has 9.
        let mut words: Vec<&str> = line.rsplitn(fields, ' ').collect();
        words.reverse();
        let [url, _ip, date, content_type, ..] = words[..] else { return None };
        let length = words.last()?.parse().ok();
        let is_date = date.len() >= 8 && date.bytes().all(|b| b.is_ascii_digit());
        (words.len() == fields && url.contains(':') && is_date).then_some(Line { url, date, content_type, length })
    }
}

impl Arc {
    /// The records of the file that starts here.
    pub fn new(stream: Stream, context: &Context) -> Arc {
        Arc { stream, context: context.clone(), fields: FIELDS[0], progress: Progress::default() }
    }

    /// The first record of some files does not state its length; it ends with an empty line, or where a page begins.
    fn skip_version(&mut self) -> io::Result<Record> {
        let mut line = Vec::new();
        loop {
            let next = self.stream.peek(LOOK);
            let end = memchr::memchr(b'\n', next).map_or(next.len(), |at| at + 1);
            if Line::of(&next[..end], self.fields).is_some() {
                break;
            }
            line.clear();
            if self.stream.line(LOOK, &mut line)? == 0 || line.trim_ascii().is_empty() {
                break;
            }
        }
        self.context.passed_over.note("filedesc");
        Ok(Record::Other)
    }

    /// Tells that no record begins here, and goes on at the next place where one surely does.
    fn go_on(&mut self, origin: u64, start: u64) -> io::Result<Record> {
        loop {
            let next = self.stream.peek(LOOK);
            let line = next.split(|&b| b == b'\n').next().unwrap_or_default();
            if next.is_empty() || Line::of(line, self.fields).is_some_and(|line| line.url.contains("://")) {
                break;
            }
            let mut passed = Vec::new();
            // A line may be long; its pieces begin no record.
            while self.stream.line(LOOK, &mut passed)? == LOOK && !passed.ends_with(b"\n") {
                passed.clear();
            }
        }
        let passed = self.stream.position() - start;
        Ok(Record::Input(Box::new(lost("no record begins", origin, passed, self.progress.given))))
    }
}

impl Crawl for Arc {
    fn record(&mut self) -> io::Result<Record> {
        skip_blank_lines(&mut self.stream)?;
        let (origin, start) = (self.stream.origin(), self.stream.position());
        if self.stream.peek(1).is_empty() {
            // The end, or a fault that is told by reading.
            return self.stream.skip(1).map(|_| Record::End);
        }
        let is_first = is_arc(self.stream.peek(11));
        let mut first = Vec::new();
        self.stream.line(LOOK, &mut first)?;
        if is_first {
            self.fields = if Line::of(&first, FIELDS[1]).is_some() { FIELDS[1] } else { FIELDS[0] };
        }
        let Some(line) = Line::of(&first, self.fields) else {
            return if is_first { self.skip_version() } else { self.go_on(origin, start) };
        };
        let url = address(line.url);
        let Some(length) = line.length else {
            if is_first {
                return self.skip_version();
            }
            let mut member = unstated_length(origin, url);
            member.retrieved = moment(line.date);
            return Ok(Record::Input(Box::new(member)));
        };
        if is_first {
            // Its block tells the version by the words of its second line.
            let block = self.stream.peek(LOOK.min(usize::try_from(length).unwrap_or(LOOK)));
            let names = block.split(|&b| b == b'\n').nth(1).unwrap_or_default();
            let words = names.split(|&b| b == b' ').filter(|word| !word.is_empty()).count();
            self.fields = if words >= FIELDS[1] { FIELDS[1] } else { FIELDS[0] };
        }
        if is_first || is_lookup(url.as_deref(), Some(line.content_type)) {
            self.context.passed_over.note(if is_first { "filedesc" } else { "dns" });
            return skip(&mut self.stream, length).map(|()| Record::Other);
        }
        let mut member = Member::new(Some(name("record", origin, url.as_deref())), Content::Read(Vec::new()));
        member.record = Some("response");
        member.retrieved = moment(line.date);
        member.url = url;
        read_page(&mut self.stream, &self.context, length, true, &mut member)?;
        if member.content_type.is_none() && line.content_type.contains('/') {
            member.content_type = Some(line.content_type.to_owned());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_both_versions_and_addresses_with_blanks() {
        let one = Line::of(b"http://a/b c 127.0.0.1 20140301000000 text/html 12\n", 5);
        assert_eq!(
            one,
            Some(Line { url: "http://a/b c", date: "20140301000000", content_type: "text/html", length: Some(12) })
        );
        let wrong = Line::of(b"http://a/b 127.0.0.1 20140301000000 text/html -1", 5);
        assert_eq!(wrong.map(|line| line.length), Some(None));
        let two = Line::of(b"http://a/b 127.0.0.1 20140301000000 text/html 200 - - 1234 a.arc.gz 12\r\n", 10);
        assert_eq!(two.and_then(|line| line.length), Some(12));
        for line in ["", "http://a 1 2 3 4", "a b c d 5"] {
            assert_eq!(Line::of(line.as_bytes(), 5), None, "{line}");
        }
    }
}
