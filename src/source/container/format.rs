//! What is this a container of? Told by the first bytes.

/// Bytes that are looked at: a tar archive shows by its first block.
pub const HEAD: usize = 512;

/// A kind of container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One compressed stream.
    Packed(Packing),
    /// An archive of files.
    Tar,
    /// The other archive of files.
    Zip,
    /// A crawl, since 2009.
    Warc,
    /// A crawl of 1996 to 2009.
    Arc,
    /// Mails after each other.
    Mbox,
}

/// A way of compressing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// RFC 1952.
    Gzip,
    /// RFC 8878, with a dictionary of the file's own or without.
    Zstd,
    /// Of 1996.
    Bzip2,
    /// LZMA2 in blocks.
    Xz,
}

impl Format {
    /// What a stream that begins so is a container of.
    pub fn of(head: &[u8]) -> Option<Format> {
        Some(match head {
            [0x1F, 0x8B, 8, ..] => Format::Packed(Packing::Gzip),
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Format::Packed(Packing::Zstd),
            // The magic number of a block, or that of the end of an empty stream.
            [b'B', b'Z', b'h', b'1'..=b'9', b'1', b'A', b'Y', b'&', b'S', b'Y', ..]
            | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, 0x45, 0x38, 0x50, 0x90, ..] => Format::Packed(Packing::Bzip2),
            [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Format::Packed(Packing::Xz),
            [b'P', b'K', 3, 4, ..] if !super::zip::is_document(head) => Format::Zip,
            [b'F', b'r', b'o', b'm', b' ', ..] if super::mail::is_mbox(head) => Format::Mbox,
            _ if super::warc::is_record(head.trim_ascii_start()) => Format::Warc,
            _ if super::warc::is_arc(head.trim_ascii_start()) => Format::Arc,
            _ if super::tar::is_header(head) => Format::Tar,
            _ => return None,
        })
    }

    /// Its name, as users of it know it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Packed(packing) => packing.name(),
            Format::Tar => "tar",
            Format::Zip => "zip",
            Format::Warc => "warc",
            Format::Arc => "arc",
            Format::Mbox => "mbox",
        }
    }
}

impl Packing {
    fn name(self) -> &'static str {
        match self {
            Packing::Gzip => "gzip",
            Packing::Zstd => "zstd",
            Packing::Bzip2 => "bzip2",
            Packing::Xz => "xz",
        }
    }

    /// The data, as messages call it.
    pub fn data(self) -> &'static str {
        match self {
            Packing::Gzip => "gzip data",
            Packing::Zstd => "zstd data",
            Packing::Bzip2 => "bzip2 data",
            Packing::Xz => "xz data",
        }
    }

    /// The name of a file that was packed: the outer one without its ending.
    pub fn inner_name(self, outer: &str) -> String {
        let endings: &[(&str, &str)] = match self {
            Packing::Gzip => &[(".gz", ""), (".tgz", ".tar"), (".gzip", "")],
            Packing::Zstd => &[(".zst", ""), (".tzst", ".tar"), (".zstd", "")],
            Packing::Bzip2 => &[(".bz2", ""), (".tbz2", ".tar"), (".tbz", ".tar")],
            Packing::Xz => &[(".xz", ""), (".txz", ".tar")],
        };
        let file = outer.rsplit('/').next().unwrap_or(outer);
        for (ending, instead) in endings {
            let at = file.len().wrapping_sub(ending.len());
            if file.get(at..).is_some_and(|tail| tail.eq_ignore_ascii_case(ending)) {
                return format!("{}{instead}", &file[..at]);
            }
        }
        file.to_owned()
    }
}
