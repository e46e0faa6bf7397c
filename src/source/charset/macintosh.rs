//! Was text of a single byte a character written on an old Mac?
//!
//! Browsers never guess these charsets, so the guesser does not know them and names one of Windows' instead. Which of the
//! two the bytes are is told by where letters and signs stand: no small letter is followed by a capital, quotation marks
//! stand at the edges of words, signs do not stand inside them, and one word holds letters of one script. Whether any of
//! it is needed (marks, declarations, UTF-8) is decided before.

use encoding_rs::{Encoding, MACINTOSH, X_MAC_CYRILLIC};

/// Bytes above ASCII that are looked at; more make the judgement no surer.
const ENOUGH: usize = 4000;

/// Words of Cyrillic have more.
const FEWEST_CYRILLIC: i32 = 12;

/// Fewer tell nothing, unless all of them fit one charset and none the other.
const FEWEST: i32 = 3;

/// The charset of the Mac that explains the bytes far better than `guess` does.
pub fn likelier(bytes: &[u8], guess: &'static Encoding) -> Option<&'static Encoding> {
    if !guess.is_single_byte() || bytes.is_ascii() {
        return None;
    }
    let by_guess = Judgement::of(bytes, guess);
    if by_guess.share() > if by_guess.seen < FEWEST { 0 } else { 60 } {
        return None;
    }
    if is_own_script(guess) {
        return None;
    }
    // A sign or two in a Western text are no Cyrillic.
    let small = bytes.iter().filter(|b| !b.is_ascii()).take(ENOUGH).filter(|b| (0xDF..0xFF).contains(*b)).count();
    let cyrillic = by_guess.seen >= FEWEST_CYRILLIC && small as i32 * 2 > by_guess.seen;
    let macs = [Some(MACINTOSH), Some(X_MAC_CYRILLIC).filter(|_| cyrillic)].into_iter().flatten();
    let macs = macs.map(|encoding| (encoding, Judgement::of(bytes, encoding)));
    let best = macs.max_by_key(|(_, found)| found.share())?;
    let needed = if best.1.seen < FEWEST { 100 } else { 75 };
    (best.1.share() >= needed && best.1.share() >= by_guess.share() + 30).then_some(best.0)
}

/// Greek, Hebrew, Arabic and Thai are not mistaken for what a Mac wrote.
fn is_own_script(guess: &'static Encoding) -> bool {
    table(guess).iter().any(|c| matches!(c, 'α' | 'א' | 'ب' | 'ก'))
}

/// How well a charset explains the bytes above ASCII.
struct Judgement {
    seen: i32,
    fit: i32,
}

impl Judgement {
    fn of(bytes: &[u8], encoding: &'static Encoding) -> Judgement {
        let table = table(encoding);
        let sign = |at: Option<usize>| at.and_then(|at| bytes.get(at)).map_or(' ', |&b| table[usize::from(b)]);
        let mut out = Judgement { seen: 0, fit: 0 };
        let foreign = bytes.iter().enumerate().filter(|(_, b)| !b.is_ascii()).map(|(at, _)| at);
        for at in foreign.take(ENOUGH) {
            out.seen += 1;
            out.fit += i32::from(fits(sign(at.checked_sub(1)), sign(Some(at)), sign(Some(at + 1))));
        }
        out
    }

    /// Hundredths that fit.
    fn share(&self) -> i32 {
        self.fit * 100 / self.seen.max(1)
    }
}

/// The characters of all bytes.
fn table(encoding: &'static Encoding) -> [char; 256] {
    let mut out = ['\u{fffd}'; 256];
    for (byte, sign) in (0..=u8::MAX).zip(&mut out) {
        let (text, _) = encoding.decode_without_bom_handling(std::slice::from_ref(&byte));
        *sign = text.chars().next().unwrap_or('\u{fffd}');
    }
    out
}

/// Does a character stand where writers put it?
fn fits(before: char, sign: char, after: char) -> bool {
    let open = |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '<' | '>' | '-' | '/' | '"' | '=');
    let word = |c: char| c.is_alphanumeric();
    match sign {
        '“' | '‘' | '«' | '„' | '‚' | '¿' | '¡' => !word(before) && !open(after),
        '”' | '»' => !open(before) && !word(after),
        '’' => !open(before),
        '–' | '—' | '•' | '·' | '\u{a0}' => true,
        '…' => !word(after) || open(before),
        '©' | '®' | '™' | '°' | '€' | '£' | '§' | '№' => !(before.is_alphabetic() && after.is_alphabetic()),
        _ if sign.is_alphabetic() => {
            let beside = |c: char| !is_foreign_letter(c) || script(c) == script(sign);
            // Cyrillic words are whole; of Western ones, letters above ASCII seldom touch each other.
            let whole = if script(sign) > LATIN {
                !before.is_ascii_alphabetic() && !after.is_ascii_alphabetic()
            } else {
                !(is_foreign_letter(before) && is_foreign_letter(after))
            };
            // `и` alone is a word, `Ž` behind `f` the end of none.
            let case = !(before.is_lowercase() && sign.is_uppercase() || sign.is_lowercase() && after.is_uppercase());
            beside(before) && beside(after) && whole && case
        }
        _ => false,
    }
}

/// The script of Latin letters, with their accents.
const LATIN: u32 = 1;

/// Which script is a letter of? Those that single bytes write have blocks of their own.
fn script(letter: char) -> u32 {
    u32::from(letter).div_euclid(0x100).max(LATIN)
}

fn is_foreign_letter(letter: char) -> bool {
    !letter.is_ascii() && letter.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{WINDOWS_1251, WINDOWS_1252};

    fn bytes(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        if encoding == MACINTOSH || encoding == X_MAC_CYRILLIC {
            let table = table(encoding);
            let byte = |c: char| table.iter().position(|&t| t == c).unwrap_or(usize::from(b'?')) as u8;
            return text.chars().map(byte).collect();
        }
        encoding.encode(text).0.into_owned()
    }

    #[test]
    fn letters_and_signs_tell_a_mac() {
        let western = "Die Schaltfläche öffnet das Menü “Größe ändern”. It’s the café’s menu – naïve déjà vu…";
        let russian =
            "Служба не запускается. Установите обновление, затем перезагрузите компьютер. Я не могу её найти.";
        assert_eq!(likelier(&bytes(western, MACINTOSH), WINDOWS_1252), Some(MACINTOSH));
        for (text, windows) in [(western, WINDOWS_1252), (russian, WINDOWS_1251)] {
            assert_eq!(likelier(&bytes(text, windows), windows), None, "{text}");
        }
        assert_eq!(likelier(&bytes(russian, X_MAC_CYRILLIC), WINDOWS_1252), Some(X_MAC_CYRILLIC));
        assert_eq!(likelier(b"plain", WINDOWS_1252), None);
        assert_eq!(likelier(b"\xC9\xCD\xBB drawn \xBA\xBA boxes \xC8\xCD\xBC", WINDOWS_1252), None);
    }
}
