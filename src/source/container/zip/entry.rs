//! What do the headers of a zip archive say of a file in it?
//!
//! The local one before its data, and the one in the directory at the end, which has the last word. Larger numbers stand
//! in an extra field (ZIP64); names are UTF-8 where a flag says so or where they happen to be it, else of the PC's first
//! character set.

/// What is stated of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its path, with `/`.
    pub name: String,
    /// How it is packed.
    pub method: u16,
    /// It cannot be read without a password.
    pub is_encrypted: bool,
    /// Its sizes and checksum are only stated behind its data.
    pub is_stated_behind: bool,
    /// Checksum of the unpacked data.
    pub crc: u32,
    /// Bytes as they lie in the archive.
    pub packed: u64,
    /// Bytes when unpacked.
    pub unpacked: u64,
    /// Where its local header is, as the directory says.
    pub offset: u64,
}

/// Begins the header before a file's data.
pub const LOCAL: &[u8] = b"PK\x03\x04";
/// Begins a header in the directory.
pub const CENTRAL: &[u8] = b"PK\x01\x02";
/// Begins the end of the directory.
pub const END: &[u8] = b"PK\x05\x06";
/// May begin the sizes behind a file's data.
pub const BEHIND: &[u8] = b"PK\x07\x08";

/// Length of a local header without its name and extra field.
pub const LOCAL_LENGTH: usize = 30;
/// Length of a directory header without its name, extra field and comment.
pub const CENTRAL_LENGTH: usize = 46;

/// Two bytes of a header.
pub fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]))
}

/// Four bytes of a header.
pub fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

/// Eight bytes of a header.
pub fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}

impl Entry {
    /// Reads a local header with its name and extra field.
    pub fn of_local(fixed: &[u8], name: &[u8], extra: &[u8]) -> Entry {
        Entry::of(&fixed[4..], name, extra)
    }

    /// Reads a directory header with its name and extra field.
    pub fn of_central(fixed: &[u8], name: &[u8], extra: &[u8]) -> Entry {
        let mut entry = Entry { offset: u64::from(u32_at(fixed, 42)), ..Entry::of(&fixed[6..], name, &[]) };
        entry.widen(extra);
        entry
    }

    /// What both headers have, from the version that is needed to unpack.
    fn of(common: &[u8], name: &[u8], extra: &[u8]) -> Entry {
        let flags = u16_at(common, 2);
        let mut entry = Entry {
            name: decoded(name, flags & (1 << 11) != 0).replace('\\', "/"),
            method: u16_at(common, 4),
            is_encrypted: flags & 1 != 0,
            is_stated_behind: flags & (1 << 3) != 0,
            crc: u32_at(common, 10),
            packed: u64::from(u32_at(common, 14)),
            unpacked: u64::from(u32_at(common, 18)),
            offset: 0,
        };
        entry.widen(extra);
        entry
    }

    /// Takes numbers that are too large for the header from its extra field.
    fn widen(&mut self, extra: &[u8]) {
        let mut rest = extra;
        while rest.len() >= 4 {
            let (id, size) = (u16_at(rest, 0), usize::from(u16_at(rest, 2)));
            let Some(field) = rest.get(4..4 + size) else { return };
            if id == 1 {
                let mut at = 0;
                for number in [&mut self.unpacked, &mut self.packed, &mut self.offset] {
                    if *number == u64::from(u32::MAX) && at + 8 <= field.len() {
                        *number = u64_at(field, at);
                        at += 8;
                    }
                }
            }
            rest = &rest[4 + size..];
        }
    }
}

fn decoded(name: &[u8], is_utf_8: bool) -> String {
    match std::str::from_utf8(name) {
        Ok(name) => name.to_owned(),
        Err(_) if is_utf_8 => String::from_utf8_lossy(name).into_owned(),
        Err(_) => name.iter().map(|&b| if b < 128 { char::from(b) } else { HIGH[usize::from(b - 128)] }).collect(),
    }
}

/// The upper half of the PC's first character set (code page 437).
const HIGH: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å', 'É', 'æ', 'Æ', 'ô', 'ö', 'ò', 'û',
    'ù', 'ÿ', 'Ö', 'Ü', '¢', '£', '¥', '₧', 'ƒ', 'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '⌐', '¬', '½', '¼', '¡',
    '«', '»', '░', '▒', '▓', '│', '┤', '╡', '╢', '╖', '╕', '╣', '║', '╗', '╝', '╜', '╛', '┐', '└', '┴', '┬', '├', '─',
    '┼', '╞', '╟', '╚', '╔', '╩', '╦', '╠', '═', '╬', '╧', '╨', '╤', '╥', '╙', '╘', '╒', '╓', '╫', '╪', '┘', '┌', '█',
    '▄', '▌', '▐', '▀', 'α', 'ß', 'Γ', 'π', 'Σ', 'σ', 'µ', 'τ', 'Φ', 'Θ', 'Ω', 'δ', '∞', 'φ', 'ε', '∩', '≡', '±', '≥',
    '≤', '⌠', '⌡', '÷', '≈', '°', '∙', '·', '√', 'ⁿ', '²', '■', '\u{a0}',
];
