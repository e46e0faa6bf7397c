//! Is this data that is no text: a picture, a program, a document of another program, an archive that is not read?
//!
//! Told by the first bytes, and for data without a magic number by its share of control bytes. The reason says what it
//! is and what a person can do. Text that is no article is not judged here.

use super::charset;
use super::container::Format;
use crate::error::{Reject, RejectReason};

/// Refuses data that is no text.
pub fn refuse(bytes: &[u8]) -> Option<Reject> {
    if bytes.is_empty() {
        return Some(Reject::new(RejectReason::Empty, "the file is empty"));
    }
    let message = match known(bytes) {
        Some(Known { name, advice: "" }) => format!("{name}, not text"),
        Some(Known { name, advice }) => format!("{name}, which is not read: {advice}"),
        None => control_share(bytes)?,
    };
    Some(Reject::new(RejectReason::Binary, message))
}

struct Known {
    name: &'static str,
    /// What to do; empty for things that never hold an article.
    advice: &'static str,
}

const UNPACK: &str = "unpack it first";
const SAVE: &str = "save it as HTML or text first";

/// Magic numbers at the first byte.
const MAGIC: &[(&[u8], &str, &str)] = &[
    (b"\x89PNG\r\n", "a PNG picture", ""),
    (b"\xFF\xD8\xFF", "a JPEG picture", ""),
    (b"GIF87a", "a GIF picture", ""),
    (b"GIF89a", "a GIF picture", ""),
    (b"\0\0\x01\0", "an icon", ""),
    (b"RIFF", "a picture, sound or film (RIFF)", ""),
    (b"II*\0", "a TIFF picture", ""),
    (b"MM\0*", "a TIFF picture", ""),
    (b"ID3", "a sound", ""),
    (b"wOFF", "a font", ""),
    (b"wOF2", "a font", ""),
    (b"\0\x01\0\0\0", "a font", ""),
    (b"\x7FELF", "a program (ELF)", ""),
    (b"\xCA\xFE\xBA\xBE", "a program", ""),
    (b"\xCF\xFA\xED\xFE", "a program (Mach-O)", ""),
    (b"\0asm", "a program (WebAssembly)", ""),
    (b"SQLite format 3\0", "a SQLite database", ""),
    (b"PAR1", "a Parquet file", ""),
    (b"%PDF-", "a PDF document", SAVE),
    (b"%!PS", "a PostScript document", SAVE),
    (b"{\\rtf", "an RTF document", SAVE),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an Office document or installer (OLE)", SAVE),
    (b"ITSF", "a compiled help file (CHM)", "decompile it into its pages first"),
    (b"?_\x03\0", "a Windows help file (HLP)", SAVE),
    (b"PK\x05\x06", "an empty zip archive", ""),
    (b"\x1F\x8B\x08", "a compressed file (gzip)", UNPACK),
    (b"\x1F\x9D", "a compressed file (compress)", UNPACK),
    (b"\xFD7zXZ\0", "a compressed file (xz)", UNPACK),
    (b"\x28\xB5\x2F\xFD", "a compressed file (zstd)", UNPACK),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive", UNPACK),
    (b"Rar!\x1A\x07", "a RAR archive", UNPACK),
    (b"MSCF\0\0\0\0", "a cabinet archive", UNPACK),
    (b"\x60\xEA", "an ARJ archive", UNPACK),
    (b"SZDD\x88\xF0\x27\x33", "a compressed file (COMPRESS.EXE)", UNPACK),
    (b"WARC/", "a web archive (WARC)", "extract its pages first"),
    (b"filedesc://", "a web archive (ARC)", "extract its pages first"),
];

fn known(bytes: &[u8]) -> Option<Known> {
    // The first byte tells nearly all texts from these.
    let first = bytes.first();
    let is = |magic: &[u8]| magic.first() == first && bytes.starts_with(magic);
    if let Some(&(_, name, advice)) = MAGIC.iter().find(|(magic, ..)| is(magic)) {
        return Some(Known { name, advice });
    }
    // Two letters are no proof: these have zero bytes where text has none.
    let zeros = |range: std::ops::Range<usize>| bytes.get(range).is_some_and(|b| b.iter().all(|&b| b == 0));
    if bytes.starts_with(b"BM") && zeros(6..10) {
        return Some(Known { name: "a bitmap picture", advice: "" });
    }
    if bytes.starts_with(b"MZ") && memchr::memchr(0, &bytes[..bytes.len().min(64)]).is_some() {
        return Some(Known { name: "a program (EXE or DLL)", advice: "" });
    }
    if bytes.starts_with(b"BZh") && bytes.get(4..10) == Some(b"1AY&SY") {
        return Some(Known { name: "a compressed file (bzip2)", advice: UNPACK });
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some(Known { name: "a film or picture (MP4)", advice: "" });
    }
    // Containers are gone into before; those that are left are documents, or came as pages of a crawl.
    match Format::of(bytes) {
        Some(Format::Zip) => return Some(Known { name: "a zip archive", advice: UNPACK }),
        Some(Format::Tar) => return Some(Known { name: "an archive (tar)", advice: UNPACK }),
        _ if bytes.starts_with(b"PK\x03\x04") => {
            return Some(Known { name: "a document packed as a zip archive, such as Office has them", advice: SAVE });
        }
        _ => {}
    }
    // The Web gave these up, and no decoder reads them: shifts in and out look like control bytes.
    let head = &bytes[..bytes.len().min(2048)];
    let escapes = |rest: &[u8]| rest.starts_with(b"\x1b$)C") || rest.starts_with(b"\x1b$)A");
    if memchr::memchr_iter(0x1B, head).any(|at| escapes(&head[at..])) {
        return Some(Known { name: "a text in ISO-2022-KR or ISO-2022-CN", advice: "convert it to UTF-8 first" });
    }
    if bytes.get(2..5) == Some(b"-lh") && bytes.get(6) == Some(&b'-') {
        return Some(Known { name: "an LHA archive", advice: UNPACK });
    }
    let head = &bytes[..bytes.len().min(2048)];
    if memchr::memmem::find(head, b"MIME-Version:").is_some()
        && memchr::memmem::find(head, b"multipart/related").is_some()
    {
        return Some(Known {
            name: "a web page with its pictures in one file (MHTML)",
            advice: "save it as HTML first",
        });
    }
    None
}

/// Says so when there are too many control bytes for a text.
fn control_share(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(32 * 1024)];
    // Tab, line feed, form feed and carriage return are text; so are escape (charset switches), backspace (overstruck
    // print files) and Ctrl-Z (end of file in DOS).
    // No short circuits, and sums of bytes: the compiler makes vector code of this.
    let is_control =
        |b: u8| (b <= 7) | (b == 0x0B) | (0x0E..=0x19).contains(&b) | (0x1C..=0x1F).contains(&b) | (b == 0x7F);
    let of_chunk = |chunk: &[u8]| chunk.iter().map(|&b| u8::from(is_control(b))).sum::<u8>();
    let count: usize = head.chunks(128).map(|chunk| usize::from(of_chunk(chunk))).sum();
    // Compressed or compiled data has a tenth and more, text almost none; 3 % leaves room for the odd damaged file.
    if count * 100 <= head.len() * 3 || charset::is_wide(bytes) {
        return None;
    }
    let share = (count * 100).div_ceil(head.len());
    Some(format!("binary data, not text: {share} % of its first {} bytes are control bytes", head.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(bytes: &[u8]) -> String {
        refuse(bytes).map_or_else(String::new, |r| r.message)
    }

    #[test]
    fn data_is_refused_with_advice() {
        assert_eq!(message(b"\x89PNG\r\n\x1A\n\0\0"), "a PNG picture, not text");
        assert_eq!(message(b"%PDF-1.4\n"), "a PDF document, which is not read: save it as HTML or text first");
        assert!(message(b"\x03\x01\x02\0data\x04 \x05x").starts_with("binary data, not text: 50 %"));
        assert!(message(b"MZ\x90\0\x03\0").contains("program"));
        assert!(message(b"\x1b$)C\x0e0!\x0f\n").ends_with("ISO-2022-CN, which is not read: convert it to UTF-8 first"));
        assert_eq!(refuse(b"").map(|r| r.reason), Some(RejectReason::Empty));
    }

    #[test]
    fn text_passes() {
        assert_eq!(message(b"MZ is the magic number of a program. BM, too, is one."), "");
        assert_eq!(message(b"\xFF\xFEa\0b\0c\0\n\0"), "");
        assert_eq!(message("Ein Text mit Umlauten: äöü\r\n\x0Czweite Seite\x1A".as_bytes()), "");
        assert_eq!(message(&b"one stray \0 byte in a long line of text that is otherwise fine".repeat(3)), "");
    }
}
