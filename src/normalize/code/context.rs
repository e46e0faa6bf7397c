//! What do the words around a number say of it?
//!
//! Looks a few words back within the sentence (or, for a number that opens a paragraph, into the sentence that
//! announces it) and at the symbol beside the number. Decides nothing: `find` weighs what is said here.

use super::space::Hint;

/// What stands before a number.
#[derive(Clone, Copy, Debug)]
pub struct Before {
    /// The space that the words name.
    pub hint: Hint,
    /// Words between the nearest word such as `error` or `returned` and the number.
    pub code_word: Option<usize>,
    /// `error code is`: such a word, and nothing but filling after it.
    pub announced: bool,
    /// `address`, `at`: a place in memory.
    pub place: bool,
    /// `to`, `in`: may be a place.
    pub vague: bool,
    /// A blue screen is spoken of in the sentence.
    pub screen: bool,
}

const REACH: usize = 96;

const ANNOUNCING: &[&str] = &[
    "error",
    "errors",
    "err",
    "errno",
    "code",
    "codes",
    "status",
    "hresult",
    "hr",
    "rc",
    "sc",
    "scode",
    "ntstatus",
    "exception",
    "rcode",
    "fehler",
    "fehlercode",
    "fehlercodes",
    "statuscode",
    "errorcode",
    "erreur",
    "errore",
    "erro",
    "código",
    "codice",
    "ошибка",
    "код",
    "エラー",
    "fehlernummer",
    "erreurs",
    "errores",
    "errori",
    "erros",
    "fout",
    "foutcode",
    "foutnummer",
    "fel",
    "felkod",
    "fejl",
    "fejlkode",
    "feil",
    "feilkode",
    "virhe",
    "virhekoodi",
    "chyba",
    "chyby",
    "błąd",
    "błędu",
    "hata",
    "hatası",
    "kodu",
    "ошибки",
    "ошибке",
    "ошибкой",
    "ข้อผิดพลาด",
    "خطأ",
    "שגיאה",
];

/// Words of scripts that put no blanks between words: found at the end of what stands before, or at its start behind.
const UNSPACED: &[&str] = &["エラー", "コード", "错误", "錯誤", "代码", "代碼", "오류", "코드"];

/// Words that call the number before them a code: `you receive the 0x80248013 error`.
const FOLLOWING: &[&str] = &[
    "error",
    "errors",
    "exception",
    "exceptions",
    "fehler",
    "fout",
    "fel",
    "fejl",
    "feil",
    "chyba",
    "hatası",
    "hata",
    "ошибка",
    "virhe",
];
const SPEAKING: &[&str] = &[
    "result",
    "failed",
    "fails",
    "failure",
    "failing",
    "returned",
    "returns",
    "return",
    "returning",
    "exceptions",
    "message",
    "violation",
    "encountered",
];
const FILLING: &[&str] = &[
    "is",
    "was",
    "of",
    "value",
    "number",
    "no",
    "nr",
    "the",
    "a",
    "code",
    "codes",
    "message",
    "msg",
    "text",
    "id",
    "with",
    "win32",
    "windows",
    "system",
    "hex",
    "returned",
    "result",
    "as",
    "following",
    "and",
    "or",
    "be",
];
const PLACES: &[&str] = &[
    "address",
    "addresses",
    "addr",
    "offset",
    "base",
    "location",
    "eip",
    "memory",
    "block",
    "handle",
    "mask",
    "flag",
    "flags",
    "port",
    "range",
    "byte",
    "bytes",
    "character",
    "opcode",
    "thread",
    "vector",
    "vectors",
    "interrupt",
];

/// What the words before `at` say.
pub fn before(text: &str, at: usize) -> Before {
    let at = behind_its_decimal(text, at);
    let mut words: Vec<String> = Vec::with_capacity(16);
    split_words(sentence_before(text, at), &mut words);
    words.reverse();
    let is = |i: usize, list: &[&str]| words.get(i).is_some_and(|w| list.contains(&w.as_str()));
    let unspaced = |w: &str| !w.is_ascii() && UNSPACED.iter().any(|u| w.ends_with(u));
    let one_of = |list: &[&str]| (0..words.len()).find(|&i| is(i, list));
    // Exchange writes `ID no: 0xc00203e5`.
    let message_id = is(0, &["no"]) && is(1, &["id"]);
    let foreign = words.iter().position(|w| unspaced(w));
    let announcing = if message_id { Some(1) } else { [one_of(ANNOUNCING), foreign].into_iter().flatten().min() };
    let only_filling = |until: usize| (0..until).all(|i| is(i, FILLING) || is(i, ANNOUNCING));
    let stop = (0..words.len()).find(|&i| {
        is(i, &["stop", "bugcheck", "stopcode", "bugcheckcode"]) || (is(i, &["check"]) && is(i + 1, &["bug"]))
    });
    let system = announcing.is_some_and(|i| {
        let near = |w: &str| [i + 1, i + 2].into_iter().any(|n| is(n, &[w])) || (i > 0 && is(i - 1, &[w]));
        ["system", "win32", "windows", "os", "last", "specific"].into_iter().any(near)
    });
    let hint = if stop.is_some_and(only_filling) {
        Hint::Stop
    } else if one_of(&["rcode"]).is_some_and(only_filling) {
        Hint::Rcode
    } else if message_id {
        Hint::MessageId
    } else if system && announcing.is_some_and(only_filling) {
        Hint::System
    } else if announcing.is_some_and(|i| is(i, &["hresult", "hr", "scode"]) && only_filling(i)) {
        Hint::Hresult
    } else {
        Hint::None
    };
    let closed = text[..at].trim_end().ends_with(['.', '!', '?']);
    let code_word = [announcing, one_of(SPEAKING)].into_iter().flatten().min();
    Before {
        hint,
        code_word,
        announced: announcing.is_some_and(only_filling),
        // The last word of a sentence that is over says nothing of the number behind it.
        place: !closed && (is(0, PLACES) || is(1, PLACES) && !is(0, ANNOUNCING) || is(0, &["at"])),
        vague: !closed && is(0, &["to", "in", "from", "than", "by"]),
        screen: stop.is_some() || one_of(&["blue", "bluescreen"]).is_some(),
    }
}

/// Is a number called a code by the word behind it?
pub fn called_error(tail: &str) -> bool {
    let rest = tail.trim_start_matches(|c: char| " \n\t\"'`)*”»".contains(c));
    if tail.len() - rest.len() > 8 || tail[..tail.len() - rest.len()].contains("\n\n") {
        return false;
    }
    // The next line of a log may begin with `ERROR`.
    let skipped = &tail[..tail.len() - rest.len()];
    if skipped.contains(')') || skipped.contains('\n') && rest.starts_with(char::is_uppercase) {
        return false;
    }
    let len = rest.bytes().take_while(|b| b.is_ascii_alphabetic() || !b.is_ascii()).take(24).count();
    let word = &rest[..rest.floor_char_boundary(len)];
    FOLLOWING.iter().any(|f| word.eq_ignore_ascii_case(f)) || UNSPACED.iter().any(|u| word.starts_with(u))
}

/// `1157 (0x485)`: the same number twice; what matters is what stands before the first.
fn behind_its_decimal(text: &str, at: usize) -> usize {
    let head = &text[..at];
    let Some(outer) = head.strip_suffix('(').or_else(|| head.strip_suffix("= ")).map(str::trim_end) else { return at };
    let digits = outer.bytes().rev().take_while(u8::is_ascii_digit).take(11).count();
    let start = outer.len() - digits;
    if digits == 0 { at } else { start - usize::from(outer[..start].ends_with('-')) }
}

/// The words of the sentence up to here, at most [`REACH`] bytes.
fn sentence_before(text: &str, at: usize) -> &str {
    let mut from = at.saturating_sub(REACH);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let window = &text[from..at];
    let cut = |window: &str| {
        let end = [". ", ".\n", "? ", "! ", "; "].iter().filter_map(|mark| window.rfind(mark)).max();
        end.map_or(0, |n| n + 2)
    };
    let trimmed = window.trim_end_matches(|c: char| c.is_whitespace() || "\"'([<*«“".contains(c));
    let paragraph = trimmed.rfind("\n\n").map_or(0, |n| n + 2);
    &trimmed[cut(trimmed).max(paragraph)..]
}

/// Words in lower case, those in camel case apart (`ResultCode`); the first may be cut off and is no harm.
fn split_words(text: &str, out: &mut Vec<String>) {
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        let mut start = 0;
        let bytes = word.as_bytes();
        for i in 1..bytes.len() {
            if bytes[i].is_ascii_uppercase() && bytes[i - 1].is_ascii_lowercase() {
                out.push(word[start..i].to_ascii_lowercase());
                start = i;
            }
        }
        let mut last = word[start..].to_lowercase();
        last.shrink_to_fit();
        out.push(last);
    }
}

/// The symbol that stands beside a number: `0x80004005 = E_FAIL`, `E_FAIL (0x80004005)`.
pub fn stated(text: &str, start: usize, end: usize) -> Option<&str> {
    let joint = |c: char| " \t\n:=-–(/\"'[]".contains(c);
    let tail = text[end..].trim_start_matches(['"', '\'', ']']);
    let ahead = tail.trim_start_matches(joint);
    let gap = tail.len() - ahead.len();
    if (1..=12).contains(&gap) && !tail[..gap].contains("\n\n") {
        let len = ahead.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
        if is_symbol(&ahead[..len]) {
            return Some(&ahead[..len]);
        }
    }
    let head = &text[..start];
    let back = head.trim_end_matches(joint);
    if (1..=6).contains(&(head.len() - back.len())) {
        let len = back.bytes().rev().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
        let name = &back[back.len() - len..];
        return is_symbol(name).then_some(name);
    }
    None
}

/// `E_FAIL`, `STATUS_ACCESS_DENIED`, `WSAEADDRINUSE`, `NERR_Success`; not the type of a registry value.
pub fn is_symbol(name: &str) -> bool {
    let bytes = name.as_bytes();
    if !(5..=64).contains(&bytes.len()) || !bytes[0].is_ascii_uppercase() || name.starts_with("REG_") {
        return false;
    }
    let shaped = match name.find('_') {
        Some(at) => at > 0 && at + 1 < bytes.len() && bytes[..at].iter().all(|b| !b.is_ascii_lowercase()),
        None => name.starts_with("WSA"),
    };
    shaped && bytes.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Before {
        before(text, text.find('#').unwrap())
    }

    #[test]
    fn words_that_announce_a_code() {
        for text in
            ["Error code: #", "the error is #", "Return code = #", "HRESULT=#", "ResultCode = #", "primary_rc = #"]
        {
            assert!(of(text).announced, "{text}");
        }
        for text in ["error. Type #", "a Unicode #", "the error dialog shows #", "errors\n\nset the bits #"] {
            assert!(!of(text).announced, "{text}");
        }
    }

    #[test]
    fn words_that_name_a_space() {
        assert_eq!(of("*** STOP: #").hint, Hint::Stop);
        assert_eq!(of("a Stop error code #").hint, Hint::Stop);
        assert_eq!(of("when you stop the service, error #").hint, Hint::None);
        assert_eq!(of("Returned Response Code (RCODE): #").hint, Hint::Rcode);
        assert_eq!(of("unexpected Win32 error: #").hint, Hint::System);
        assert_eq!(of("service-specific error #").hint, Hint::System);
    }

    #[test]
    fn places_in_memory() {
        assert!(of("(0xc0000005), Address: #").place && of("referenced memory at \"#").place);
        assert!(!of("failed with error #").place);
    }

    #[test]
    fn symbols_beside_a_number() {
        let of = |text: &str, number: &str| {
            let at = text.find(number).unwrap();
            stated(text, at, at + number.len()).map(str::to_owned)
        };
        assert_eq!(of("DB_E_NOTABLE // 0x80040e37", "0x80040e37").unwrap(), "DB_E_NOTABLE");
        assert_eq!(of("0x80004002 (E_NOINTERFACE or", "0x80004002").unwrap(), "E_NOINTERFACE");
        assert_eq!(of("Start: REG_DWORD: 0x3", "0x3"), None);
    }
}
