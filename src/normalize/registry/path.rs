//! How far does a registry path reach?
//!
//! Names of keys may hold spaces, and nothing marks the end of a path in running text. A name with spaces is sure when a
//! backslash follows it, when quotes or brackets close it, when the path has its line for itself, or when it is one
//! that Windows is known to have. Paths wrapped over lines are joined: at a backslash, or in the middle of a name whose
//! rest is followed by a backslash on the next line.

use super::hive::Hive;
use super::words::{CONNECTORS, OPENERS, PROSE, SPACED};

/// A path in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Names below the root.
    pub names: Vec<String>,
    /// Where it ends in the text.
    pub end: usize,
}

const LONGEST_NAME: usize = 80;

/// The path that goes on behind a root; none where the root stands alone.
pub fn path(text: &str, hive: &Hive<'_>) -> Option<Path> {
    let bytes = text.as_bytes();
    let mut at = hive.end;
    let skip = |at: usize, word: &str| at + if text[at..].starts_with(word) { word.len() } else { 0 };
    at = skip(at, " on Local Machine");
    at = skip(at, " on the local machine");
    at = skip(skip(skip(at, " (HKLM)"), " (HKCU)"), "]");
    at = skip(at, ":");
    let closer = closer(text, hive.at);
    if bytes.get(at) == Some(&b',') {
        // An .inf line: HKLM,"Software\Name",…
        at += 1;
        let quoted = bytes.get(at) == Some(&b'"');
        at += usize::from(quoted);
        let known = bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
        return (hive.end - hive.at <= 4 && known)
            .then_some(Walk { text, at, slash: false, closer: quoted.then_some(b'"'), own_line: true })
            .and_then(Walk::run);
    }
    let gap = bytes[at..].iter().take_while(|b| matches!(b, b' ' | b'\n' | b'\t')).take(12).count();
    let breaks = bytes[at..at + gap].iter().filter(|&&b| b == b'\n').count();
    match bytes.get(at + gap) {
        Some(b'\\') if breaks < 2 => at += gap + 1,
        Some(b'/') if gap == 0 => at += 1,
        _ => return below_subtree(text, hive.end),
    }
    let slash = bytes[at - 1] == b'/';
    Walk { text, at, slash, closer, own_line: own_line(text, hive.at) }.run()
}

/// The mark that closes what was opened before the root.
fn closer(text: &str, at: usize) -> Option<u8> {
    let head = text[..at].trim_end_matches(['\\', '-']);
    match head.as_bytes().last() {
        Some(b'"') => Some(b'"'),
        Some(b'`') => Some(b'`'),
        Some(b'[') => Some(b']'),
        Some(b'\'') => Some(b'\''),
        _ => None,
    }
}

/// Does the path open its line, but for a bullet or a label?
fn own_line(text: &str, at: usize) -> bool {
    let reach = text.as_bytes()[..at].iter().rev().take(120);
    let len = reach.take_while(|&&b| b != b'\n').count();
    if len == 120 {
        return text[..at].trim_end().ends_with(':');
    }
    let head = text[at - len..at].trim_matches(|c: char| c.is_whitespace() || "[\"'`\\|".contains(c));
    let bullet = head.len() <= 3 && head.ends_with(['.', ')', '-', '*', 'o', '·', '•']);
    head.is_empty() || bullet || head.ends_with(':')
}

struct Walk<'t> {
    text: &'t str,
    at: usize,
    slash: bool,
    closer: Option<u8>,
    own_line: bool,
}

/// How a name ended.
#[derive(PartialEq, Eq)]
enum Ended {
    /// A separator follows.
    Separator,
    /// The line, or the text.
    Line,
    /// What closes the quotes or brackets around the path.
    Closer,
    /// Some other character that no name holds.
    Mark,
}

impl Walk<'_> {
    fn is_separator(&self, b: u8) -> bool {
        b == b'\\' || (self.slash && b == b'/')
    }

    fn run(mut self) -> Option<Path> {
        let bytes = self.text.as_bytes();
        let mut names: Vec<String> = Vec::new();
        let mut end = self.at;
        while names.len() < 40 {
            // Separators, doubled in C strings; the line may break behind one.
            while self.at < bytes.len() && self.is_separator(bytes[self.at]) {
                self.at += 1;
            }
            let gap = bytes[self.at..].iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\n')).take(24).count();
            let breaks = bytes[self.at..self.at + gap].iter().filter(|&&b| b == b'\n').count();
            let stray = breaks == 0 && gap > 0 && !self.names_go_on(self.at + gap);
            if breaks > 1 || gap > 2 && breaks == 0 || stray || breaks == 1 && !self.goes_on(self.at + gap) {
                break;
            }
            self.at += gap;
            let (name, until, ended) = self.name();
            let spaced = name.contains(' ');
            let (name, until) = match sentence_behind(&name).or_else(|| next_cell(&name)) {
                // Only where the name was not wrapped does its length say where it ends.
                Some(cut) if self.text[self.at..].starts_with(&name) => (name[..cut].to_owned(), self.at + cut),
                _ => (name, until),
            };
            let spaced = spaced && name.contains(' ');
            let whole = match ended {
                Ended::Separator => !spaced || plausible(&name) || connected(&name),
                Ended::Closer => name.len() <= LONGEST_NAME,
                Ended::Line => !spaced || (self.own_line && plausible(&name)),
                Ended::Mark => !spaced,
            };
            if whole {
                if !name.is_empty() {
                    names.push(name);
                    end = until;
                }
                if ended != Ended::Separator {
                    break;
                }
                self.at = until + bytes[until..].iter().take_while(|b| b.is_ascii_whitespace()).count();
                continue;
            }
            // Running text: a known name, or one word.
            let start = self.at;
            let known = SPACED.iter().filter(|k| starts_with_words(&name, k)).max_by_key(|k| k.len());
            let kept = match (known, before_noun(&name)) {
                (Some(known), _) => with_version(&name, known.len()),
                (None, Some(kept)) => kept,
                (None, None) => one_name(&name, until, self.text),
            };
            let words = kept.split(' ').count();
            let kept = kept.trim_end_matches(['.', '?']);
            if !kept.is_empty() {
                end = end_of_words(self.text, start, words).min(until);
                names.push(kept.to_owned());
            }
            break;
        }
        end -= self.text[..end].len() - self.text[..end].trim_end_matches(['.', ' ', '\n']).len();
        (!names.is_empty()).then_some(Path { names, end })
    }

    /// Does a path go on behind a separator and a blank? Only if what follows has the look of a name.
    fn names_go_on(&self, at: usize) -> bool {
        let near = self.text[at..].split_inclusive([' ', '\n']).take(3);
        let first = self.text[at..].split([' ', '\n']).next().unwrap_or("");
        let inner = first.as_bytes().windows(2).any(|w| w[0].is_ascii_lowercase() && w[1].is_ascii_uppercase());
        let joined = near.take_while(|w| !PROSE.contains(&w.trim())).any(|w| w.bytes().any(|b| self.is_separator(b)));
        let known = SPACED.iter().any(|k| starts_with_words(&self.text[at..], k));
        self.goes_on(at)
            && (inner || joined || known || self.text[at + first.len()..].trim_start_matches(' ').starts_with('\n'))
    }

    /// Does a path that broke behind a separator go on here?
    fn goes_on(&self, at: usize) -> bool {
        let tail = &self.text[at..];
        let word = tail.split([' ', '\n']).next().unwrap_or("");
        let bullet = word.len() <= 3 && word.ends_with(['.', ')']) || matches!(word, "-" | "*" | "o");
        !bullet
            && !tail.starts_with("HKEY")
            && !word.ends_with(':')
            && !PROSE.contains(&word)
            && tail.starts_with(|c: char| c.is_alphanumeric() || "<{%.\\_".contains(c))
    }

    /// The name that begins here, as far as a separator or a character that no name holds.
    fn name(&self) -> (String, usize, Ended) {
        let bytes = self.text.as_bytes();
        let mut name = String::new();
        let mut from = self.at;
        let mut i = self.at;
        let done = |name: &mut String, from: usize, to: usize, ended: Ended| {
            name.push_str(&self.text[from..to]);
            if name.contains('\n') {
                // A placeholder over two lines.
                *name = name.split_whitespace().collect::<Vec<_>>().join(" ").replace("- ", "-");
            }
            let kept = name.trim_end().len();
            name.truncate(kept);
            if ended != Ended::Separator {
                let kept = name.trim_end_matches('.').len();
                name.truncate(kept);
            }
            (std::mem::take(name), to, ended)
        };
        loop {
            let Some(&b) = bytes.get(i) else { return done(&mut name, from, i, Ended::Line) };
            let next = bytes.get(i + 1).copied().unwrap_or(b'\n');
            if Some(b) == self.closer {
                return done(&mut name, from, i, Ended::Closer);
            }
            if self.is_separator(b) {
                return done(&mut name, from, i, Ended::Separator);
            }
            match b {
                b'\n' => {
                    let indent = bytes[i + 1..].iter().take_while(|b| matches!(b, b' ' | b'\t')).take(40).count();
                    let resume = i + 1 + indent;
                    let blank = matches!(bytes.get(resume), None | Some(b'\n'));
                    if !blank && self.is_separator(bytes[resume]) {
                        return done(&mut name, from, resume, Ended::Separator);
                    }
                    if blank || !self.wraps(&self.text[self.at..i], i, resume) {
                        return done(&mut name, from, i, Ended::Line);
                    }
                    let before = self.text[from..i].trim_end().len();
                    name.push_str(&self.text[from..from + before]);
                    if !self.cuts_word(&name, i, resume) {
                        name.push(' ');
                    }
                    (from, i) = (resume, resume);
                    continue;
                }
                b'<' => {
                    // A placeholder: <site code>, also wrapped; or markup that an old text was left with.
                    if next == b'/' || self.text[i..].get(..3).is_some_and(|t| t.eq_ignore_ascii_case("<br")) {
                        return done(&mut name, from, i, Ended::Line);
                    }
                    let reach = &bytes[i..bytes.len().min(i + 64)];
                    match memchr::memchr(b'>', reach) {
                        Some(n)
                            if !reach[..n].contains(&b'\\') && memchr::memmem::find(&reach[..n], b"\n\n").is_none() =>
                        {
                            i += n
                        }
                        _ => {}
                    }
                }
                // Markdown takes `\{` for an escape, so that the separator before a class ID is lost.
                b'{' if i > self.at && bytes[i - 1].is_ascii_alphanumeric() && opens_guid(&self.text[i..]) => {
                    return done(&mut name, from, i, Ended::Separator);
                }
                b'{' if i == self.at => match memchr::memchr2(b'}', b'\n', &bytes[i..bytes.len().min(i + 64)]) {
                    Some(n) if bytes[i + n] == b'}' => i += n,
                    _ => {}
                },
                b'(' if i == self.at => match memchr::memchr(b')', &bytes[i..bytes.len().min(i + 40)]) {
                    Some(n) => i += n,
                    None => return done(&mut name, from, i, Ended::Mark),
                },
                b'(' if bytes[i - 1] == b' ' => return done(&mut name, from, i, Ended::Mark),
                b')' if !self.text[from..i].contains('(') => return done(&mut name, from, i, Ended::Mark),
                b'"' | b'`' | b',' | b';' | b'=' | b'|' | b']' | b'[' | b'\t' | b':' => {
                    return done(&mut name, from, i, Ended::Mark);
                }
                b' ' if next == b' ' => {
                    let rest = bytes[i..].iter().take_while(|b| **b == b' ').count();
                    let ended = match bytes.get(i + rest) {
                        Some(&b) if self.is_separator(b) => Ended::Separator,
                        None | Some(b'\n') => {
                            i += rest;
                            continue;
                        }
                        _ => Ended::Mark,
                    };
                    return done(&mut name, from, i, ended);
                }
                b'.' | b'?' | b'!' if next == b' ' || next == b'\n' => {
                    let ended = if b != b'!' && bytes.get(i + 2) != Some(&b'\\') { Ended::Mark } else { Ended::Line };
                    let whole = next == b'\n' && ended == Ended::Mark;
                    return done(&mut name, from, i, if whole { Ended::Line } else { ended });
                }
                b'H' if i > self.at && self.text[i..].starts_with("HK") && is_root(&self.text[i..]) => {
                    return done(&mut name, from, i, Ended::Mark);
                }
                _ => {}
            }
            if i - self.at > 4 * LONGEST_NAME {
                let mut cut = i;
                while !self.text.is_char_boundary(cut) {
                    cut -= 1;
                }
                return done(&mut name, from, cut, Ended::Mark);
            }
            i += 1;
        }
    }

    /// Was the line full, and broken in the middle of a word? `name` is what it holds of the name.
    fn cuts_word(&self, name: &str, at: usize, resume: usize) -> bool {
        let bytes = self.text.as_bytes();
        let width = bytes[..at].iter().rev().take(200).take_while(|&&b| b != b'\n').count();
        let full = (70..200).contains(&width) && bytes[at - 1].is_ascii_alphanumeric();
        full && !name.contains([' ', '<']) && bytes[resume].is_ascii_lowercase()
    }

    /// Is the line broken in the middle of a name? `head` is what the line holds of it, `resume` where the next line begins.
    fn wraps(&self, head: &str, at: usize, resume: usize) -> bool {
        let mut reach = (resume + 2 * LONGEST_NAME).min(self.text.len());
        while !self.text.is_char_boundary(reach) {
            reach -= 1;
        }
        let line = self.text[resume..reach].split('\n').next().unwrap_or("");
        if is_root(line) || line.starts_with(['-', '*', '[', '"', '=', '+']) || head.len() > LONGEST_NAME {
            return false;
        }
        let head = head.trim();
        let last = head.rsplit(' ').next().unwrap_or("");
        let first = line.split([' ', '\\']).next().unwrap_or("");
        if SPACED.iter().any(|k| starts_with_words(&format!("{head} {line}"), k) && head.len() < k.len()) {
            return true;
        }
        if before_noun(&format!("{head} {line}")).is_some_and(|name| name.len() > head.len()) {
            return true;
        }
        let joined = self.own_line
            && CONNECTORS.contains(&last)
            && first.starts_with(char::is_uppercase)
            && line[first.len()..].starts_with('\\');
        if joined {
            return true;
        }
        if PROSE.contains(&last) || PROSE.contains(&first) || first.ends_with(['.', ':', ')']) {
            return false;
        }
        // The rest of the name goes on to a separator on the next line.
        if let Some(n) = line.bytes().position(|b| self.is_separator(b)) {
            let rest = &line[..n];
            return n > 0
                && n <= 40
                && rest.split(' ').count() <= 3
                && plausible(rest)
                && !rest.contains(['.', ':', '"', ',', '=']);
        }
        // The last name, on a line of its own: the line was full, and a short rest stands alone on the next.
        let start = self.text.as_bytes()[..at].iter().rev().take(200).take_while(|&&b| b != b'\n').count();
        let full = start + 1 + first.len() > 76;
        let after = &self.text[(resume + line.len()).min(self.text.len())..];
        let alone = after.is_empty() || after.starts_with("\n\n") || after.trim_start_matches([' ', '\n']).is_empty();
        self.own_line && full && alone && line.split(' ').count() <= 3 && plausible(line) && !line.contains([':', '='])
    }
}

/// One word, and a number behind it that is not the next item's: `Type 001`, `Encarta 98`.
fn one_name<'n>(name: &'n str, until: usize, text: &str) -> &'n str {
    // `<EXE or DLL Name>` is one.
    if let Some(end) = name.strip_prefix('<').and_then(|inner| inner.find('>')) {
        let end = end + 2;
        return &name[..end + name[end..].find(' ').unwrap_or(name.len() - end)];
    }
    let mut words = name.splitn(3, ' ');
    let first = words.next().unwrap_or("");
    let second = words.next().unwrap_or("");
    let item = words.next().is_none() && text[until..].starts_with(['.', ')']);
    let number = second.len() >= 2 && second.bytes().all(|b| b.is_ascii_digit() || b == b'.') && !second.ends_with('.');
    if number && !item { &name[..first.len() + 1 + second.len()] } else { first }
}

/// `Source Control key`: the name as far as the word that says what it is.
fn before_noun(name: &str) -> Option<&str> {
    let mut at = 0;
    for (n, word) in name.split(' ').take(5).enumerate() {
        let noun = ["key", "key,", "key.", "subkey", "subkey,", "subkey.", "registry", "hive"].contains(&word);
        if noun && n > 0 {
            return Some(&name[..at - 1]);
        }
        if noun
            || PROSE.iter().any(|prose| word.eq_ignore_ascii_case(prose))
            || word.eq_ignore_ascii_case("registry")
            || !word.starts_with(char::is_uppercase)
        {
            return None;
        }
        at += word.len() + 1;
    }
    None
}

/// Where a sentence begins that was run into the last name: behind its full stop.
fn sentence_behind(name: &str) -> Option<usize> {
    name.match_indices('.').map(|(at, _)| at).find(|&at| {
        let word = name[at + 1..].split([' ', '.']).next().unwrap_or("");
        let opens = |list: &[&str]| list.iter().any(|known| word.eq_ignore_ascii_case(known));
        at > 0 && word.len() > 1 && word.starts_with(char::is_uppercase) && (opens(PROSE) || opens(OPENERS))
    })
}

/// Where the next cell of a table begins that a crawl ran together: a file's name behind the key's.
fn next_cell(name: &str) -> Option<usize> {
    let at = name.rfind(' ')?;
    let (stem, extension) = name[at + 1..].rsplit_once('.')?;
    (stem.contains('_') && ["txt", "hiv", "reg", "csv"].contains(&extension)).then_some(at)
}

/// A known name with the version behind it: `Visual C++ 2.0`.
fn with_version(name: &str, known: usize) -> &str {
    let Some(rest) = name[known..].strip_prefix(' ') else { return &name[..known] };
    let len = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let version = rest[..len].trim_end_matches('.');
    if version.contains('.') { &name[..known + 1 + version.len()] } else { &name[..known] }
}

/// `{00000535-…`
fn opens_guid(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.get(9) == Some(&b'-') && bytes[1..9].iter().all(u8::is_ascii_hexdigit)
}

/// Are the words the parts of one name, joined by `for` and its like?
fn connected(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let titled = |word: &&str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    (3..=6).contains(&words.len())
        && words.iter().all(|word| titled(word) || CONNECTORS.contains(word))
        && titled(&words[0])
        && words.last().is_some_and(titled)
}

fn is_root(text: &str) -> bool {
    ["HKEY_", "HKLM", "HKCU", "HKCR", "HKU\\"].iter().any(|root| text.starts_with(root))
}

/// Can words with spaces between be the name of one key?
fn plausible(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    // Long names are those of products: `Microsoft .NET Framework 3.5 Service Pack 1`.
    let titled = |word: &&str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '.');
    (words.len() <= 6 || words.len() <= 10 && words.iter().all(titled))
        && name.len() <= LONGEST_NAME
        && !name.contains("HKEY_")
        && words.iter().enumerate().all(|(n, word)| n == 0 || !PROSE.contains(word))
}

/// Does the text begin with these words, up to the end of a word?
fn starts_with_words(text: &str, words: &str) -> bool {
    text.get(..words.len()).is_some_and(|head| head.eq_ignore_ascii_case(words))
        && !text.as_bytes().get(words.len()).is_some_and(u8::is_ascii_alphanumeric)
}

/// Where the given number of words from here ends.
fn end_of_words(text: &str, start: usize, words: usize) -> usize {
    let mut at = start;
    for _ in 0..words {
        at += text[at..].bytes().take_while(u8::is_ascii_whitespace).count();
        at += text[at..].bytes().take_while(|b| !b.is_ascii_whitespace()).count();
    }
    at
}

/// `From the HKEY_LOCAL_MACHINE subtree, go to the following key:` and a line with the rest of the path.
fn below_subtree(text: &str, end: usize) -> Option<Path> {
    let mut reach = (end + 160).min(text.len());
    while !text.is_char_boundary(reach) {
        reach -= 1;
    }
    let window = &text[end..reach];
    let stop = window.find("HK").unwrap_or(window.len());
    let window = &window[..stop];
    let colon = window
        .match_indices(':')
        .map(|(n, _)| n)
        .find(|n| window[n + 1..].starts_with(|c: char| c.is_whitespace() || c == '\\' || c.is_ascii_uppercase()))?;
    let lead = &window[..colon];
    let noun =
        ["subtree", "hive", "tree", "key", "window", "root", "branch", "handle"].iter().any(|n| lead.contains(n));
    if !noun || lead.contains(". ") || lead.contains("\n\n") {
        return None;
    }
    let gap = window[colon + 1..].bytes().take_while(u8::is_ascii_whitespace).count();
    let mut at = end + colon + 1 + gap;
    let tail = &text[at..];
    let rooted = tail.strip_prefix('\\').unwrap_or(tail);
    let roots = ["system", "software", "hardware", "sam", "security", "control panel", "cluster", ".default", "clsid"];
    let fits = roots.iter().any(|r| {
        rooted.get(..r.len()).is_some_and(|h| h.eq_ignore_ascii_case(r)) && rooted[r.len()..].starts_with(['\\', '/'])
    });
    at += tail.len() - rooted.len();
    let slash = rooted.find(['\\', '/']).is_some_and(|n| rooted.as_bytes()[n] == b'/');
    fits.then_some(Walk { text, at, slash, closer: None, own_line: true }).and_then(Walk::run)
}
