//! What does compressed data unpack to? The data of one stream for that of another, as it is read, with what it costs
//! counted. Whether it is whole is said at its end.

use super::budget::Budget;
use super::fault::Fault;
use super::format::Packing;
use super::gzip::Gunzip;
use super::stream::{Marks, Stream};
use super::zstd::Unzstd;
use bzip2::bufread::MultiBzDecoder;
use lzma_rust2::XzReader;
use std::io::{self, Read};
use std::sync::{Arc, OnceLock};

/// Memory for the window of xz data in KiB; `xz -9` takes 64 MiB.
const XZ_MEMORY: u32 = 256 * 1024;

/// The name of the packed file as the data states it; known once something has been read.
pub type StatedName = Arc<OnceLock<String>>;

/// The unpacked data of a stream.
pub fn unpack(packing: Packing, packed: Stream, budget: &Budget) -> (Stream, StatedName) {
    let name = StatedName::default();
    let marks = Marks::default();
    let decoder: Box<dyn Read + Send> = match packing {
        Packing::Gzip => Box::new(Gunzip::new(packed, name.clone(), marks.clone())),
        Packing::Zstd => Box::new(Unzstd::new(packed, marks.clone())),
        Packing::Bzip2 => Box::new(MultiBzDecoder::new(packed)),
        Packing::Xz => Box::new(XzReader::new_mem_limit(packed, true, XZ_MEMORY)),
    };
    let unpacked = Unpacked { decoder: Some(decoder), data: packing.data(), budget: budget.clone() };
    (Stream::new(b"", unpacked).with_marks(marks), name)
}

/// A decoder that is counted, and not asked again after its end or a fault.
pub struct Unpacked<D> {
    decoder: Option<D>,
    data: &'static str,
    budget: Budget,
}

impl<D: Read> Unpacked<D> {
    /// A decoder of `data` that pays from this budget.
    pub fn new(decoder: D, data: &'static str, budget: &Budget) -> Unpacked<D> {
        Unpacked { decoder: Some(decoder), data, budget: budget.clone() }
    }
}

impl<D: Read> Read for Unpacked<D> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let Some(decoder) = &mut self.decoder else { return Ok(0) };
        if out.is_empty() {
            return Ok(0);
        }
        let read = self.budget.check().and_then(|()| decoder.read(out));
        match &read {
            Ok(0) => self.decoder = None,
            Ok(count) => self.budget.make(*count as u64),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => self.decoder = None,
        }
        read.map_err(|e| Fault::from_decoder(e, self.data))
    }
}
