//! What is in a gzip stream? All of its members after each other, and whether it is whole.
//!
//! Members that follow each other are one stream, as `gzip` itself reads them; zeros behind the last one are padding.
//! Anything else behind it is told as a fault, after everything before it has been given.

use super::fault::Fault;
use super::stream::{Marks, Stream};
use super::unpack::StatedName;
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Read};

const DATA: &str = "gzip data";

/// Reads a gzip stream.
pub struct Gunzip {
    state: State,
    name: StatedName,
    marks: Marks,
    unpacked: u64,
}

enum State {
    Member(Box<GzDecoder<Stream>>),
    Between(Stream),
    Ended,
}

impl Gunzip {
    /// A reader of the stream that starts here.
    pub fn new(packed: Stream, name: StatedName, marks: Marks) -> Gunzip {
        marks.note(0, packed.position());
        Gunzip { state: State::Member(Box::new(GzDecoder::new(packed))), name, marks, unpacked: 0 }
    }
}

impl Read for Gunzip {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Member(mut decoder) => {
                    let count = decoder.read(out).map_err(|e| Fault::from_decoder(e, DATA))?;
                    if self.name.get().is_none() {
                        let stated = decoder.header().and_then(|h| h.filename()).unwrap_or_default();
                        // It was empty a line above, and nobody else fills it.
                        let _ = self.name.set(String::from_utf8_lossy(stated).into_owned());
                    }
                    if count > 0 || out.is_empty() {
                        self.unpacked += count as u64;
                        self.state = State::Member(decoder);
                        return Ok(count);
                    }
                    self.state = State::Between(decoder.into_inner());
                }
                State::Between(mut packed) => {
                    let ahead = packed.fill_buf()?;
                    if ahead.is_empty() {
                        return Ok(0);
                    } else if ahead[0] == 0x1F {
                        self.marks.note(self.unpacked, packed.position());
                        self.state = State::Member(Box::new(GzDecoder::new(packed)));
                    } else if ahead.iter().all(|&b| b == 0) {
                        let count = ahead.len();
                        packed.consume(count);
                        self.state = State::Between(packed);
                    } else {
                        return Err(Fault::Trailing(DATA).into());
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
        let packed = Stream::new(bytes, io::empty());
        let end = Gunzip::new(packed, StatedName::default(), Marks::default()).read_to_end(&mut out);
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
        assert_eq!(read(&whole[..whole.len() - 9]).1, Some(Fault::CutOff(DATA)));
        let more = [&whole[..], b"junk"].concat();
        assert_eq!(read(&more), (b"a line of text\n".repeat(300), Some(Fault::Trailing(DATA))));
        let mut wrong_sum = whole.clone();
        let sum = whole.len() - 8;
        wrong_sum[sum] ^= 0xFF;
        assert_eq!(read(&wrong_sum).1, Some(Fault::Damaged(DATA)));
    }
}
