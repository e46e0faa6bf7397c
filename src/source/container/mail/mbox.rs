//! Which mails does a mailbox hold? They stand after each other, each behind a line that begins with `From `.

use crate::error::Reject;
use crate::source::container::fault::Fault;
use crate::source::container::stream::Stream;
use crate::source::container::{Archive, Content, Context, Member};
use crate::source::too_large;
use std::io;

/// A piece of a line that is read at once.
const PIECE: usize = 64 * 1024;

/// The mails of a mailbox.
pub struct Mbox {
    stream: Stream,
    context: Context,
    given: u64,
    is_ended: bool,
    line: Vec<u8>,
}

/// Does a mailbox begin here: the line before a mail, and a field of its head?
pub fn is_mbox(head: &[u8]) -> bool {
    let end = memchr::memchr(b'\n', head).unwrap_or(head.len());
    let second = head.get(end + 1..).unwrap_or_default();
    let name = memchr::memchr(b':', second).map_or(&second[..0], |at| &second[..at]);
    is_separator(&head[..end]) && !name.is_empty() && name.iter().all(|b| b.is_ascii_graphic())
}

/// `From a@b Sat Jan  3 01:05:34 1996`: a sender, and a date with a time and a year.
fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let has_time =
        rest.windows(5).any(|w| w[0].is_ascii_digit() && w[2] == b':' && w[3..].iter().all(u8::is_ascii_digit));
    let has_year =
        rest.windows(4).any(|w| matches!(w[..2], [b'1', b'9'] | [b'2', b'0']) && w[2..].iter().all(u8::is_ascii_digit));
    has_time && has_year && line.len() < 1000
}

impl Mbox {
    /// The mails of the mailbox that starts here.
    pub fn new(stream: Stream, context: &Context) -> Mbox {
        Mbox { stream, context: context.clone(), given: 0, is_ended: false, line: Vec::new() }
    }

    fn mail(&mut self) -> io::Result<Option<Member>> {
        let origin = self.stream.origin();
        // The line before the mail.
        self.line.clear();
        if self.stream.line(PIECE, &mut self.line)? == 0 {
            return Ok(None);
        }
        let mut mail = Vec::new();
        let mut length = 0u64;
        let (mut is_line_start, mut is_behind_blank) = (true, false);
        loop {
            if is_line_start && is_behind_blank && self.stream.peek(5) == b"From " {
                let head = self.stream.peek(1000);
                let line = &head[..memchr::memchr(b'\n', head).unwrap_or(head.len())];
                if is_separator(line) {
                    break;
                }
            }
            self.line.clear();
            if self.stream.line(PIECE, &mut self.line)? == 0 {
                break;
            }
            let bare = self.line.as_slice();
            // A line of the mail that looked like one between mails was quoted.
            let quotes = bare.iter().take_while(|&&b| b == b'>').count();
            let is_quoted = is_line_start && quotes > 0 && bare[quotes..].starts_with(b"From ");
            let bare = if is_quoted { &bare[1..] } else { bare };
            length += bare.len() as u64;
            if length <= self.context.max_bytes {
                mail.extend_from_slice(bare);
            }
            is_behind_blank = is_line_start && matches!(bare, b"\n" | b"\r\n");
            is_line_start = bare.ends_with(b"\n");
        }
        let is_too_large = length > self.context.max_bytes;
        let refused = || Content::Refused(too_large(Some(length), self.context.max_bytes), length);
        let content = if is_too_large { refused() } else { Content::Read(mail) };
        Ok(Some(Member::new(Some(format!("mail@{origin}")), content)))
    }
}

impl Archive for Mbox {
    fn next(&mut self) -> Option<Member> {
        if self.is_ended {
            return None;
        }
        match self.mail() {
            Ok(Some(mail)) => {
                self.given += 1;
                Some(mail)
            }
            Ok(None) => {
                self.is_ended = true;
                None
            }
            Err(error) => Some(Member::refused(None, self.fail(&error), 0)),
        }
    }

    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Ok(0) // every mail has been read when it is given
    }

    fn fail(&mut self, error: &io::Error) -> Reject {
        self.is_ended = true;
        Fault::reject(error, self.stream.position(), self.given, "mail")
    }
}
