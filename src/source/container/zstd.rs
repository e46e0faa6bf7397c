//! What is in zstd data? All of its frames after each other, and whether it is whole.
//!
//! A crawl packed so (`.warc.zst`) may carry the dictionary of its frames before them, in a frame that other readers
//! skip.

use super::fault::Fault;
use super::stream::{Marks, Stream};
use std::io::{self, BufRead, Read};
use zstd::stream::raw::{Decoder, Operation};

const DATA: &str = "zstd data";
/// Begins every frame that holds data.
const FRAME: &[u8] = &[0x28, 0xB5, 0x2F, 0xFD];
/// Begins the frame with the dictionary.
const DICTIONARY: &[u8] = &[0x5D, 0x2A, 0x4D, 0x18];
/// No dictionary is larger; the usual ones have 100 KiB.
const LARGEST_DICTIONARY: usize = 16 * 1024 * 1024;

/// Reads zstd data.
pub struct Unzstd {
    packed: Stream,
    decoder: Option<Decoder<'static>>,
    marks: Marks,
    unpacked: u64,
    within_frame: bool,
}

impl Unzstd {
    /// A reader of the data that starts here.
    pub fn new(packed: Stream, marks: Marks) -> Unzstd {
        Unzstd { packed, decoder: None, marks, unpacked: 0, within_frame: false }
    }

    fn begin(&mut self) -> io::Result<()> {
        let dictionary = if self.packed.peek(4) == DICTIONARY { self.dictionary()? } else { Vec::new() };
        let decoder = if dictionary.is_empty() { Decoder::new() } else { Decoder::with_dictionary(&dictionary) };
        self.decoder = Some(decoder?);
        Ok(())
    }

    fn dictionary(&mut self) -> io::Result<Vec<u8>> {
        let mut size = [0; 8];
        self.packed.read_exact(&mut size)?;
        let size = u32::from_le_bytes([size[4], size[5], size[6], size[7]]) as usize;
        if size > LARGEST_DICTIONARY {
            return Err(Fault::Memory(DATA).into());
        }
        let mut held = Vec::new();
        if (&mut self.packed).take(size as u64).read_to_end(&mut held)? < size {
            return Err(Fault::CutOff(DATA).into());
        }
        if !held.starts_with(FRAME) {
            return Ok(held);
        }
        let mut unpacked = Vec::new();
        let decoder = zstd::stream::read::Decoder::with_buffer(held.as_slice())?;
        decoder.take(LARGEST_DICTIONARY as u64).read_to_end(&mut unpacked)?;
        Ok(unpacked)
    }
}

impl Read for Unzstd {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.decoder.is_none() {
            self.begin()?;
        }
        let Some(decoder) = &mut self.decoder else { return Ok(0) };
        loop {
            let at = self.packed.position();
            let packed = self.packed.fill_buf()?;
            let is_end = packed.is_empty();
            if is_end && !self.within_frame {
                return Ok(0);
            }
            if !self.within_frame {
                self.marks.note(self.unpacked, at);
            }
            let step = decoder.run_on_buffers(packed, out).map_err(fault)?;
            self.packed.consume(step.bytes_read);
            self.unpacked += step.bytes_written as u64;
            self.within_frame = step.remaining > 0;
            if step.bytes_written > 0 {
                return Ok(step.bytes_written);
            }
            if is_end && self.within_frame {
                return Err(Fault::CutOff(DATA).into());
            }
        }
    }
}

/// Frames made with `--long` want a window of up to 2 GiB; the library says so in words only.
fn fault(error: io::Error) -> io::Error {
    let is_memory = error.to_string().contains("too much memory");
    if is_memory { Fault::Memory(DATA).into() } else { error }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Vec<u8>, Option<Fault>) {
        let mut out = Vec::new();
        let end = Unzstd::new(Stream::new(bytes, io::empty()), Marks::default()).read_to_end(&mut out);
        (out, end.err().and_then(|e| Fault::of(&Fault::from_decoder(e, DATA))))
    }

    fn skipped(bytes: &[u8]) -> Vec<u8> {
        [DICTIONARY, &(bytes.len() as u32).to_le_bytes(), bytes].concat()
    }

    #[test]
    fn frames_are_one_stream_and_a_dictionary_may_precede_them() {
        let frame = |text: &[u8]| zstd::encode_all(text, 3).expect("in memory");
        assert_eq!(read(&[frame(b"one "), frame(b"two")].concat()), (b"one two".to_vec(), None));
        let dictionary = b"the print spooler stops when a queue is purged".repeat(20);
        let mut packer = zstd::bulk::Compressor::with_dictionary(3, &dictionary).expect("in memory");
        let text = b"when a queue is purged the print spooler stops";
        let packed = packer.compress(text).expect("in memory");
        for before in [skipped(&dictionary), skipped(&frame(&dictionary))] {
            assert_eq!(read(&[before, packed.clone()].concat()), (text.to_vec(), None));
        }
    }

    #[test]
    fn what_is_not_whole_is_told() {
        let whole = zstd::encode_all(&b"a line of text\n".repeat(300)[..], 3).expect("in memory");
        for cut in 4..whole.len() {
            assert_eq!(read(&whole[..cut]).1, Some(Fault::CutOff(DATA)), "{cut}");
        }
        assert_eq!(read(&[&whole[..], b"junk"].concat()).1, Some(Fault::Damaged(DATA)));
    }
}
