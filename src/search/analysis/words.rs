//! What are the words of a text, and what are the names among them made of?
//!
//! A *name* is a run of letters and digits with the marks that join them inside paths, versions, file names and symbols:
//! `HKLM\System\CurrentControlSet`, `ntoskrnl.exe`, `5.2.3790.201`, `Zone.Identifier`, `SizeToolBar()`, `C++`. It consists of
//! *words* (what stands between the marks: `ntoskrnl`, `exe`, `SizeToolBar`), and a word of *atoms* (what capitals and
//! digits part: `Size`, `Tool`, `Bar`; `win`, `95`). Ordinary words are all three at once. Of scripts that write words
//! without spaces, each two letters that stand side by side are an atom.

use std::ops::Range;

/// A name within a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Where it stands.
    pub range: Range<usize>,
    /// Its atoms in order; there is at least one.
    pub atoms: Vec<Range<usize>>,
    /// Which atoms make each of its words, in order; none for scripts without spaces.
    pub words: Vec<Range<usize>>,
}

/// Bytes of the longest atom that is looked at whole; nobody searches for longer ones.
const LONGEST_ATOM: usize = 64;
/// Atoms of the longest name that is a name; a longer run is its words only.
const MOST_ATOMS: usize = 64;

/// Gives each name of a text to `take`.
pub fn names(text: &str, mut take: impl FnMut(&Name)) {
    let mut name = Name { range: 0..0, atoms: Vec::new(), words: Vec::new() };
    let mut at = 0;
    while let Some(gap) = text[at..].find(char::is_alphanumeric) {
        let begin = at + gap;
        // Most words are of small letters, and end at a blank or at a mark that joins nothing.
        let length = text.as_bytes()[begin..].iter().take_while(|b| b.is_ascii_lowercase()).count();
        let plain =
            length > 0 && matches!(text.as_bytes().get(begin + length), None | Some(b' ' | b'\n' | b',' | b')' | b'"'));
        if plain {
            name.set(begin..begin + length);
        } else {
            read(text, begin, &mut name);
        }
        take(&name);
        at = name.range.end;
    }
}

/// What a character is to a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Upper,
    Lower,
    Digit,
    /// Of a script without spaces.
    Unspaced,
    /// Joins words of a name.
    Joint,
    /// Ends a name.
    Gap,
}

fn class(c: char) -> Class {
    if c.is_ascii() {
        return match c {
            'a'..='z' => Class::Lower,
            'A'..='Z' => Class::Upper,
            '0'..='9' => Class::Digit,
            '.' | '-' | '_' | '\\' | '/' | ':' | '%' | '$' | '@' | '+' | '#' | '\'' | '&' | '=' | '~' | '!' | '^' => {
                Class::Joint
            }
            _ => Class::Gap,
        };
    }
    match c {
        '’' => Class::Joint,
        // A soft hyphen, and what joins or steers letters, are nothing to a reader.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => Class::Joint,
        _ if is_unspaced(c) => Class::Unspaced,
        _ if c.is_numeric() => Class::Digit,
        _ if c.is_uppercase() => Class::Upper,
        _ if c.is_alphanumeric() || is_mark(c) => Class::Lower,
        _ => Class::Gap,
    }
}

/// Is this of a script that writes words without spaces between them? Korean is treated as one: its words end in particles.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3005..=0x3007 | 0x3040..=0x30FF
        | 0x3400..=0x9FFF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// A mark that belongs to the letter before it.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036F | 0x0591..=0x05C7 | 0x0610..=0x061A | 0x064B..=0x065F | 0x0670 | 0x06D6..=0x06ED
        | 0x0900..=0x0903 | 0x093A..=0x094F)
}

/// Reads the name that begins here.
fn read(text: &str, begin: usize, name: &mut Name) {
    name.range = begin..begin;
    name.atoms.clear();
    name.words.clear();
    let mut rest = text[begin..].char_indices().map(|(at, c)| (begin + at, c, class(c))).peekable();
    if rest.peek().is_some_and(|&(_, _, class)| class == Class::Unspaced) {
        return unspaced(text, begin, name);
    }
    let (mut joints, mut word, mut atom) = (0, 0, begin);
    let mut before = Class::Gap;
    while let Some((at, c, now)) = rest.next() {
        match now {
            Class::Gap | Class::Unspaced => break,
            Class::Joint => {
                joints += 1;
                // `C++`, `C#` and `Schedule+` are names with their mark.
                if matches!(c, '+' | '#') && joints <= 2 && at == name.range.end && before != Class::Gap {
                    let ends = rest.peek().is_none_or(|&(_, n, class)| class == Class::Gap || n == c || n == '.');
                    if ends {
                        name.range.end = at + 1;
                        continue;
                    }
                }
                if joints > 3 || name.atoms.len() >= MOST_ATOMS {
                    break;
                }
            }
            Class::Upper | Class::Lower | Class::Digit => {
                let opens = joints > 0 || before == Class::Gap;
                let next = rest.peek().map(|&(_, _, class)| class);
                if opens {
                    close_word(name, &mut word, atom);
                    atom = at;
                } else if parts(before, now, next) && !is_number(&text[atom..at], now) && !is_plural(text, at, c) {
                    close_atom(name, atom);
                    atom = at;
                }
                joints = 0;
                before = now;
                name.range.end = at + c.len_utf8();
                continue;
            }
        }
        if now != Class::Joint {
            break;
        }
    }
    let marked = name.range.end;
    // The mark at the end of `C++` is of the name, not of its last word.
    name.range.end = begin + text[begin..marked].trim_end_matches(['+', '#']).len();
    close_word(name, &mut word, atom);
    name.range.end = marked;
}

/// Does a new atom begin between these?
fn parts(before: Class, now: Class, next: Option<Class>) -> bool {
    match (before, now) {
        (Class::Lower, Class::Upper) => true,
        // The last capital before a small letter begins a word: `MSExchange`.
        (Class::Upper, Class::Upper) => next == Some(Class::Lower),
        (Class::Digit, Class::Upper | Class::Lower) | (Class::Upper | Class::Lower, Class::Digit) => true,
        _ => false,
    }
}

/// Is this capital the last one of an abbreviation in the plural: `PCs`?
fn is_plural(text: &str, at: usize, c: char) -> bool {
    let mut behind = text[at + c.len_utf8()..].chars();
    c.is_ascii_uppercase() && behind.next() == Some('s') && !behind.next().is_some_and(char::is_alphanumeric)
}

/// Is this the beginning of a number that letters belong to: `0x80070005`, or eight hexadecimal digits?
fn is_number(atom: &str, now: Class) -> bool {
    let hexadecimal = |text: &str| text.bytes().all(|b| b.is_ascii_hexdigit());
    match atom.strip_prefix("0x").or(atom.strip_prefix("0X")) {
        Some(digits) => hexadecimal(digits),
        None => atom == "0" && now != Class::Digit,
    }
}

fn close_atom(name: &mut Name, start: usize) {
    if name.range.end > start {
        name.atoms.push(start..name.range.end);
    }
}

fn close_word(name: &mut Name, word: &mut usize, atom: usize) {
    close_atom(name, atom);
    if name.atoms.len() > *word {
        name.words.push(*word..name.atoms.len());
    }
    *word = name.atoms.len();
}

/// Reads letters of a script without spaces: each two of them, or the one that there is.
fn unspaced(text: &str, begin: usize, name: &mut Name) {
    let run = &text[begin..];
    let mut starts: Vec<usize> = run
        .char_indices()
        .take(MOST_ATOMS + 1)
        .take_while(|&(_, c)| is_unspaced(c))
        .map(|(at, _)| begin + at)
        .collect();
    let whole = starts.len() <= MOST_ATOMS;
    // Of a long run the next piece begins with the letter that this one ends with: no pair is lost.
    name.range.end = match starts.last() {
        Some(&last) if whole => last + text[last..].chars().next().map_or(0, char::len_utf8),
        _ => starts[MOST_ATOMS - 1],
    };
    let end = if whole { name.range.end } else { starts[MOST_ATOMS] };
    starts.truncate(MOST_ATOMS);
    starts.push(end);
    match starts.as_slice() {
        [_, _] => name.atoms.push(begin..end),
        starts => name.atoms.extend(starts.windows(3).map(|pair| pair[0]..pair[2])),
    }
}

impl Name {
    /// Makes it an ordinary word.
    fn set(&mut self, range: Range<usize>) {
        self.atoms.clear();
        self.atoms.push(range.clone());
        self.words.clear();
        self.words.push(0..1);
        self.range = range;
    }

    /// Is it more than a word?
    pub fn is_joined(&self) -> bool {
        self.words.first().is_some_and(|word| self.atoms[word.end - 1].end != self.range.end)
    }

    /// Its words that are more than one atom: the number of their first, and where they stand.
    pub fn compounds(&self) -> impl Iterator<Item = (usize, Range<usize>)> + '_ {
        let compounds = self.words.iter().filter(|word| word.len() > 1);
        compounds.map(|word| (word.start, self.atoms[word.start].start..self.atoms[word.end - 1].end))
    }
}

/// An atom as it is looked for: not too long.
pub fn is_searchable(atom: &str) -> bool {
    atom.len() <= LONGEST_ATOM
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        names(text, |name| {
            let atoms: Vec<&str> = name.atoms.iter().map(|atom| &text[atom.clone()]).collect();
            let compounds: Vec<&str> = name.compounds().map(|(_, range)| &text[range]).collect();
            let mut shown = text[name.range.clone()].to_owned();
            if name.atoms.len() > 1 || name.is_joined() {
                shown = format!("{shown}={}", atoms.join("|"));
            }
            if !compounds.is_empty() {
                shown = format!("{shown}({})", compounds.join("|"));
            }
            all.push(shown);
        });
        all
    }

    #[test]
    fn names_fall_into_words_and_atoms() {
        assert_eq!(shown("The disk is full."), ["The", "disk", "is", "full"]);
        assert_eq!(shown("tcpip.sys 5.2.3790.201"), ["tcpip.sys=tcpip|sys", "5.2.3790.201=5|2|3790|201"]);
        assert_eq!(
            shown("HKLM\\System\\CurrentControlSet"),
            ["HKLM\\System\\CurrentControlSet=HKLM|System|Current|Control|Set(CurrentControlSet)"]
        );
        assert_eq!(shown("Random RandomAdapter"), ["Random", "RandomAdapter=Random|Adapter(RandomAdapter)"]);
        assert_eq!(shown("MSExchangeIS"), ["MSExchangeIS=MS|Exchange|IS(MSExchangeIS)"]);
        assert_eq!(shown("NT4 and VB4's"), ["NT4=NT|4(NT4)", "and", "VB4's=VB|4|s(VB4)"]);
        assert_eq!(shown("(0x80070005) 0X5, c0000005"), ["0x80070005", "0X5", "c0000005=c|0000005(c0000005)"]);
        assert_eq!(shown("C++, C# or Schedule+."), ["C++=C", "C#=C", "or", "Schedule+=Schedule"]);
        assert_eq!(shown("BDCs and URLs"), ["BDCs", "and", "URLs"]);
        assert_eq!(shown("on-line -1811 \"--force\""), ["on-line=on|line", "1811", "force"]);
        assert_eq!(shown("a ... b---- c"), ["a", "b", "c"]);
    }

    #[test]
    fn scripts_without_spaces_are_pairs_of_letters() {
        assert_eq!(shown("解決方法"), ["解決方法=解決|決方|方法"]);
        assert_eq!(shown("症状"), ["症状"]);
        assert_eq!(shown("Windows で"), ["Windows", "で"]);
        assert_eq!(shown("Windowsで使用"), ["Windows", "で使用=で使|使用"]);
    }

    #[test]
    fn accents_and_other_alphabets_are_letters() {
        assert_eq!(shown("Lösung für Größe"), ["Lösung", "für", "Größe"]);
        assert_eq!(shown("Сервер не отвечает"), ["Сервер", "не", "отвечает"]);
    }

    proptest! {
        #[test]
        fn names_are_in_order_and_atoms_within_them(text in "[a-zA-Z0-9 .\\\\_:+#'解決方é-]{0,80}|\\PC{0,60}") {
            let mut all = Vec::new();
            names(&text, |name| all.push(name.clone()));
            let mut end = 0;
            for name in &all {
                prop_assert!(name.range.end > end && name.range.start >= end);
                prop_assert!(!name.atoms.is_empty());
                end = name.range.end;
                let _ = &text[name.range.clone()];
                for atom in &name.atoms {
                    prop_assert!(!text[atom.clone()].is_empty());
                    prop_assert!(atom.start >= name.range.start);
                }
                for word in &name.words {
                    prop_assert!(word.end <= name.atoms.len() && !word.is_empty());
                }
            }
        }
    }
}
