//! What is in a gzip stream? All of its members after each other, and whether it is whole.
//!
//! Members that follow each other are one stream, as `gzip` itself reads them; zeros behind the last one are padding.
//! Anything else behind it is told as a fault, after everything before it has been given.

use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, BufReader, Read};

/// The first bytes of every gzip stream: the magic number and the only method there is.
pub const MAGIC: &[u8] = &[0x1F, 0x8B, 8];

/// What a reader of a gzip stream may meet besides the errors of its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The stream ends within a member.
    #[error("the gzip data breaks off")]
    CutOff,
    /// The stream is no valid gzip data from some place on, or its checksum is wrong.
    #[error("the gzip data is damaged")]
    Damaged,
    /// Something else follows the last member.
    #[error("bytes that are no gzip data follow the end")]
    Trailing,
}

impl Fault {
    /// The fault behind an I/O error, if it is one of the stream and not of its source.
    pub fn of(error: &io::Error) -> Option<Fault> {
        error.get_ref()?.downcast_ref::<Fault>().copied()
    }
}

/// Reads a gzip stream.
pub struct Gunzip<R: Read> {
    state: State<R>,
    name: Option<String>,
}

enum State<R: Read> {
    Member(Box<GzDecoder<BufReader<R>>>),
    Between(BufReader<R>),
    Ended,
}

impl<R: Read> Gunzip<R> {
    /// A reader of the stream that starts here.
    pub fn new(source: R) -> Gunzip<R> {
        let decoder = GzDecoder::new(BufReader::with_capacity(64 * 1024, source));
        Gunzip { state: State::Member(Box::new(decoder)), name: None }
    }

    /// The name of the compressed file as its first member states it; known once something has been read.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

impl<R: Read> Read for Gunzip<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Member(mut decoder) => {
                    let count = decoder.read(out).map_err(|e| match e.kind() {
                        io::ErrorKind::UnexpectedEof => io::Error::other(Fault::CutOff),
                        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => io::Error::other(Fault::Damaged),
                        _ => e,
                    })?;
                    if self.name.is_none() {
                        let name = decoder.header().and_then(|h| h.filename());
                        self.name = name.map(|n| String::from_utf8_lossy(n).into_owned());
                    }
                    if count > 0 || out.is_empty() {
                        self.state = State::Member(decoder);
                        return Ok(count);
                    }
                    self.state = State::Between(decoder.into_inner());
                }
                State::Between(mut source) => {
                    let ahead = source.fill_buf()?;
                    if ahead.is_empty() {
                        return Ok(0);
                    } else if ahead[0] == MAGIC[0] {
                        self.state = State::Member(Box::new(GzDecoder::new(source)));
                    } else if ahead.iter().all(|&b| b == 0) {
                        let count = ahead.len();
                        source.consume(count);
                        self.state = State::Between(source);
                    } else {
                        return Err(io::Error::other(Fault::Trailing));
                    }
                }
                State::Ended => return Ok(0),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut out = GzEncoder::new(Vec::new(), Compression::default());
        out.write_all(text).and_then(|()| out.finish()).unwrap_or_default()
    }

    fn read(bytes: &[u8]) -> (Vec<u8>, Option<Fault>) {
        let mut out = Vec::new();
        let end = Gunzip::new(bytes).read_to_end(&mut out);
        (out, end.err().and_then(|e| Fault::of(&e)))
    }

    #[test]
    fn members_are_one_stream_and_padding_is_none_of_it() {
        let two = [gzip(b"one "), gzip(b"two"), vec![0; 700]].concat();
        assert_eq!(read(&two), (b"one two".to_vec(), None));
    }

    #[test]
    fn what_is_not_whole_is_told() {
        let whole = gzip(&b"a line of text\n".repeat(300));
        assert_eq!(read(&whole[..whole.len() - 9]).1, Some(Fault::CutOff));
        assert_eq!(read(&[&whole[..], b"junk"].concat()), (b"a line of text\n".repeat(300), Some(Fault::Trailing)));
        let mut wrong_sum = whole.clone();
        let sum = whole.len() - 8;
        wrong_sum[sum] ^= 0xFF;
        assert_eq!(read(&wrong_sum).1, Some(Fault::Damaged));
    }
}
