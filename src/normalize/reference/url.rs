//! Where does an address end, and what does it point to?
//!
//! An address in running text has no end mark: brackets around it, punctuation behind it and line wraps within it are
//! told apart here. What an address means (an article, a bulletin, a file) is read from its host and path alone; nothing
//! is fetched.

use crate::model::ReferenceKind;
use std::borrow::Cow;

/// What an address points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The kind of thing.
    pub kind: ReferenceKind,
    /// Its identifier.
    pub id: String,
}

/// Longer ones are data, not addresses; browsers stop near here too.
const LONGEST: usize = 2083;

/// The address that starts at `start`: its end in the text, and the address with line wraps taken out. Whether it is
/// one that leads anywhere is for [`target`] to say.
pub fn extent(text: &str, start: usize, glued: bool) -> (usize, Cow<'_, str>) {
    let bytes = text.as_bytes();
    let bracketed = start > 0 && matches!(bytes[start - 1], b'(' | b'<' | b'[');
    let mut end = piece(text, start);
    let mut address = Cow::Borrowed(&text[start..end]);
    while let Some((from, until)) = wrapped_on(text, start, end, bracketed, &address) {
        address.to_mut().push_str(&text[from..until]);
        end = until;
    }
    let kept = trim_end(&address, glued).len();
    end -= address.len() - kept;
    match &mut address {
        Cow::Borrowed(a) => *a = &a[..kept],
        Cow::Owned(a) => a.truncate(kept),
    }
    (end, address)
}

/// The end of the run of characters that an address may hold; a closing bracket that was not opened in it ends it.
fn piece(text: &str, start: usize) -> usize {
    let mut open = 0_usize;
    for (n, &b) in text.as_bytes()[start..].iter().take(LONGEST).enumerate() {
        match b {
            b'(' | b'[' => open += 1,
            b')' | b']' if open == 0 => return start + n,
            b')' | b']' => open -= 1,
            b'!' | b'#'..=b';' | b'=' | b'?'..=b'Z' | b'_' | b'a'..=b'z' | b'~' => {}
            _ => return start + n,
        }
    }
    (start + LONGEST).min(text.len())
}

/// The next line's piece, where it is sure that the address goes on there: the line was full or a bracket is still open,
/// the break stands behind a mark that no address ends with or before the closing bracket, and what follows is no word.
fn wrapped_on(text: &str, start: usize, end: usize, bracketed: bool, address: &str) -> Option<(usize, usize)> {
    let rest = &text[end..];
    if !rest.starts_with('\n') || address.len() > LONGEST {
        return None;
    }
    let from = end + 1 + rest[1..].bytes().take_while(|&b| b == b' ' || b == b'\t').count();
    let until = piece(text, from);
    let next = &text[from..until];
    if next.is_empty() || next.contains("://") || next.starts_with(['(', '-', '*']) {
        return None;
    }
    let closes = bracketed && text[until..].starts_with([')', '>', ']']);
    let column = end - text[..start].rfind('\n').map_or(0, |n| n + 1).min(end);
    let open_end = address.ends_with(['/', '-', '_', '?', '=', '&', '%']);
    let in_path = next.contains(['/', '=', '_', '%']) || file_extension(trim_end(next, false)).is_some();
    let sure = closes || (column >= 60 && open_end && in_path);
    sure.then_some((from, until))
}

/// Without the punctuation that belongs to the sentence, and without a word run into it by a crawl (`119591How`).
fn trim_end(address: &str, glued: bool) -> &str {
    let mut kept = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '`']);
    if glued {
        kept = &kept[..kept.len() - glued_word(kept)];
        let bytes = kept.as_bytes();
        let mut run = 0; // digits so far in this path segment, when it holds nothing else
        for (n, &b) in bytes.iter().enumerate() {
            let word = b.is_ascii_uppercase() && bytes.get(n + 1).is_some_and(u8::is_ascii_lowercase);
            match b {
                b'/' | b'=' | b';' => run = 1,
                b'0'..=b'9' if run > 0 => run += 1,
                _ if run > 5 && word => {
                    kept = &kept[..n];
                    break;
                }
                _ => run = 0,
            }
        }
    }
    kept
}

/// How long the word is that a crawl ran into the end of an address: behind a page's extension (`.htmAPPLIES`), behind
/// `.com` (`nvidia.comMicrosoft`), behind a full stop (`support/.Page`) or behind a name in capitals (`CNTACTMSWindows`).
fn glued_word(address: &str) -> usize {
    let bytes = address.as_bytes();
    let letters = bytes.iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
    let start = bytes.len() - letters;
    let word = &address[start..];
    let known = ["htm", "html", "asp", "aspx", "mspx", "txt", "com", "net", "org", "exe", "zip"];
    let dotted = start > 0 && bytes[start - 1] == b'.';
    if dotted {
        let behind =
            |end: &&&str| word.starts_with(**end) && word[end.len()..].starts_with(|c: char| c.is_ascii_uppercase());
        if let Some(end) = known.iter().filter(behind).max_by_key(|end| end.len()) {
            return letters - end.len();
        }
        let sentence =
            word.starts_with(|c: char| c.is_ascii_uppercase()) && word[1..].bytes().all(|b| b.is_ascii_lowercase());
        return if sentence { letters + 1 } else { 0 };
    }
    let capitals = word.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = word.len() - capitals;
    if capitals >= 5 && rest > 0 && word[capitals..].bytes().all(|b| b.is_ascii_lowercase()) { rest + 1 } else { 0 }
}

/// A host with a dot and a top-level name; `http://localhost/x` and `http://ServerName` are examples, as are the made-up
/// companies of the documentation.
fn is_address(address: &str) -> bool {
    let host = host(address);
    let Some((_, top)) = host.rsplit_once('.') else { return false };
    let numeric = host.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let named = top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic());
    let made_up = ["contoso.", "fabrikam.", "adatum.", "northwindtraders.", "example.", "adventure-works."];
    (named && !numeric) && !made_up.iter().any(|m| contains(host, m)) && !host.contains("..")
}

fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    host.split(':').next().unwrap_or("").rsplit('@').next().unwrap_or("")
}

fn contains(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|w| w.eq_ignore_ascii_case(part.as_bytes()))
}

fn find(text: &str, part: &str) -> Option<usize> {
    text.as_bytes().windows(part.len()).position(|w| w.eq_ignore_ascii_case(part.as_bytes()))
}

/// Is it an address with a scheme of the web or FTP?
pub fn is_absolute(address: &str) -> bool {
    let schemes = ["http://", "https://", "ftp://"];
    schemes.iter().any(|s| address.get(..s.len()).is_some_and(|a| a.eq_ignore_ascii_case(s))) && is_address(address)
}

/// An address that leads to another page of the site, as it is written: `/azure/overview`, `other.md#steps`. A place on the
/// page itself is none, nor is what has a scheme of its own.
pub fn within_site(address: &str) -> Option<Target> {
    let address = address.trim();
    let path = address.split(['?', '#']).next().unwrap_or("");
    let leads = !address.starts_with('#') && address.bytes().any(|b| b.is_ascii_alphanumeric());
    let strange = path.contains(':') || path.starts_with("www.") || address.contains(char::is_whitespace);
    let known = leads && !strange && address.len() <= LONGEST;
    let last = path.rsplit('/').next().unwrap_or("");
    let (kind, id) = match file_extension(last) {
        Some(_) => (ReferenceKind::File, last),
        None => (ReferenceKind::Url, address),
    };
    known.then(|| Target { kind, id: id.to_owned() })
}

/// What an address points to; none for relative ones that have no meaning of their own.
pub fn target(address: &str) -> Option<Target> {
    let of = |kind, id: String| Some(Target { kind, id });
    let absolute = is_absolute(address) || (address.starts_with("www.") && is_address(address));
    let whose = host(address);
    if !absolute && address.contains(':') && !contains(address, "scid=kb") {
        return None; // mailto:, javascript:, a drive
    }
    if (!absolute || contains(whose, "microsoft.") || contains(whose, "betaarchive"))
        && let Some(number) = article_number(address)
    {
        return of(ReferenceKind::Kb, format!("KB{number}"));
    }
    // `/kb?id=kb_article_view&sysparm_article=KB0538588`: every customer of ServiceNow has a host of his own.
    const ARTICLE: &str = "sysparm_article=kb";
    if let Some(number) = find(address, ARTICLE).and_then(|at| digits(&address[at + ARTICLE.len()..], 7, 7)) {
        return of(ReferenceKind::Kb, format!("KB{number}"));
    }
    if !absolute {
        return None;
    }
    let last = address.split(['?', '#']).next().unwrap_or("").rsplit('/').next().unwrap_or("");
    let segments = address.split(['/', '=', '.', '?']);
    for segment in segments {
        if let Some(id) = super::scan::bulletin(segment).filter(|&(len, _)| len == segment.len()) {
            return of(ReferenceKind::Bulletin, id.1);
        }
        if let Some(id) = super::scan::vulnerability(segment).filter(|&(len, _)| len == segment.len()) {
            return of(ReferenceKind::Cve, id.1);
        }
    }
    let rfc = last.get(..3).filter(|p| p.eq_ignore_ascii_case("rfc")).and_then(|_| digits(&last[3..], 1, 5));
    if let Some(number) =
        rfc.filter(|_| contains(whose, "rfc") || contains(whose, "ietf") || contains(whose, "faqs.org"))
    {
        return of(ReferenceKind::Rfc, format!("RFC{}", number.trim_start_matches('0')));
    }
    let behind_host = address.len() > address.find(whose).unwrap_or(0) + whose.len();
    if behind_host && file_extension(last).is_some() {
        return of(ReferenceKind::File, last.to_owned());
    }
    of(ReferenceKind::Url, address.to_owned())
}

/// The article number in an address: `/kb/119591`, `/help/119591/title`, `scid=kb;en-us;119591`, `?kbid=119591`, `/topic/…-kb5014356-…`,
/// `/kb/articles/q119/5/91.asp`, `Microsoft_KB_Archive/822255`.
fn article_number(address: &str) -> Option<String> {
    let after = |mark: &str| find(address, mark).map(|at| &address[at + mark.len()..]);
    if let Some(rest) = after("/kb/articles/") {
        // q119/5/91.asp: the digits of the number cut into folders.
        let path = rest.strip_prefix(['q', 'Q']).unwrap_or(rest);
        let path = path.split(['.', '?', '#']).next().unwrap_or("");
        let joined: String = path.chars().filter(|c| *c != '/').collect();
        return digits(&joined, 5, 7).filter(|d| d.len() == joined.len()).map(str::to_owned);
    }
    if let Some(rest) = after("scid=kb").or_else(|| after("scid%3dkb")) {
        // ;en-us;119591, %3Ben-us%3B119591, ;119591
        return rest.split([';', ',', '&', '#']).flat_map(|p| p.split("%3b")).flat_map(|p| p.split("%3B")).find_map(
            |part| {
                let part = part.strip_prefix(['q', 'Q']).unwrap_or(part);
                digits(part, 5, 7).map(str::to_owned)
            },
        );
    }
    // The Download Center counts its own pages: `/download/details.aspx?id=17148`, `/downloads/details.aspx?familyid=…`.
    if find(address, "/download").is_some_and(|at| find(&address[at..], "id=").is_some()) {
        return None;
    }
    let marks = ["kbid=", "/kb/", "/help/", "?id=", "/kb_archive/", "/default.aspx/kb/", "/topic/kb", "-kb"];
    for mark in marks {
        let Some(rest) = after(mark) else { continue };
        // `/en-us/kb/`, `/kb/en-us/119591`, `/help/4023057/title`
        let mut parts = rest.splitn(3, '/');
        let first = parts.next().unwrap_or("");
        let locale = first.len() == 5 && first.as_bytes()[2] == b'-' || first.len() == 2;
        let part = if locale { parts.next().unwrap_or("") } else { first };
        let part = part.strip_prefix(['q', 'Q']).or_else(|| part.strip_prefix("kb")).unwrap_or(part);
        if let Some(number) = digits(part, 5, 7) {
            return Some(number.to_owned());
        }
    }
    None
}

/// The leading digits, if there are as many as that and no letter behind them.
pub fn digits(text: &str, least: usize, most: usize) -> Option<&str> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    let glued = text.as_bytes().get(len).is_some_and(u8::is_ascii_alphabetic);
    ((least..=most).contains(&len) && !glued).then(|| &text[..len])
}

/// The extension of a name that is offered for download.
pub fn file_extension(name: &str) -> Option<&str> {
    let (stem, extension) = name.rsplit_once('.')?;
    let known = ["exe", "zip", "msi", "msp", "msu", "cab", "gz", "tgz", "iso", "rar", "7z", "img", "bin", "sea", "hqx"];
    let named = !stem.is_empty() && stem.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.+~".contains(&b));
    (named && known.iter().any(|k| extension.eq_ignore_ascii_case(k))).then_some(extension)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> String {
        let start = text.find("http").or_else(|| text.find("www")).unwrap();
        Some(extent(text, start, false).1).filter(|a| target(a).is_some()).map_or(String::new(), |a| a.into_owned())
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        for (text, want) in [
            ("see http://www.example-corp.com/a.", "http://www.example-corp.com/a"),
            ("(http://www.s3.com/), or", "http://www.s3.com/"),
            ("http://a.com/b(v=sql.110)) x", "http://a.com/b(v=sql.110)"),
            ("<http://a.com/?x=1&y=2>", "http://a.com/?x=1&y=2"),
            ("http://a.com/kbを参照", "http://a.com/kb"),
            ("http://localhost/x", ""),
            ("http://ServerName/exchange", ""),
            ("www.contoso.com", ""),
        ] {
            assert_eq!(address(text), want, "{text}");
        }
    }

    #[test]
    fn wrapped_addresses_are_joined_only_when_sure() {
        let full =
            "visit the page that stands at http://www.microsoft.com/ntserver/docs/\n   prof_policies.asp for more";
        assert_eq!(address(full), "http://www.microsoft.com/ntserver/docs/prof_policies.asp");
        assert_eq!(address("(http://www.a.com/Release\n   Notes.asp)"), "http://www.a.com/ReleaseNotes.asp");
        assert_eq!(address("http://www.a.com/\n\nNext/paragraph"), "http://www.a.com/");
        assert_eq!(address("http://www.a.com/x/\nClick Start"), "http://www.a.com/x/");
    }

    #[test]
    fn a_word_run_into_a_number_is_cut_off() {
        let (_, a) = extent("http://support.microsoft.com/kb/119591How to", 0, true);
        assert_eq!(a, "http://support.microsoft.com/kb/119591");
    }

    #[test]
    fn meanings() {
        use ReferenceKind::*;
        for (address, kind, id) in [
            ("http://support.microsoft.com/kb/119591/", Kb, "KB119591"),
            ("https://support.microsoft.com/en-us/help/4023057/update-to", Kb, "KB4023057"),
            ("http://support.microsoft.com/default.aspx?scid=kb;en-us;262352&Product=exch2k", Kb, "KB262352"),
            ("/default.aspx?scid=kb;EN-US;q119591", Kb, "KB119591"),
            ("http://support.microsoft.com/?kbid=824449", Kb, "KB824449"),
            ("https://support.servicenow.com/kb?id=kb_article_view&sysparm_article=KB0538588", Kb, "KB0538588"),
            ("http://support.microsoft.com/?id=824449", Kb, "KB824449"),
            ("http://support.microsoft.com/support/kb/articles/Q119/5/91.asp", Kb, "KB119591"),
            ("https://support.microsoft.com/topic/kb5014356-description-of-x-1f2", Kb, "KB5014356"),
            ("https://support.microsoft.com/topic/july-26-2022-kb5015878-os-builds-19042", Kb, "KB5015878"),
            ("http://www.microsoft.com/technet/security/bulletin/ms02-018.asp", Bulletin, "MS02-018"),
            ("https://cve.mitre.org/cgi-bin/cvename.cgi?name=CVE-2010-1234", Cve, "CVE-2010-1234"),
            ("http://www.ietf.org/rfc/rfc0793.txt", Rfc, "RFC793"),
            ("http://download.microsoft.com/x/EN-US/Shapes.exe", File, "Shapes.exe"),
            (
                "https://www.microsoft.com/download/details.aspx?id=17148",
                Url,
                "https://www.microsoft.com/download/details.aspx?id=17148",
            ),
            ("http://www.vendor.com/kb/12345678", Url, "http://www.vendor.com/kb/12345678"),
        ] {
            assert_eq!(target(address), Some(Target { kind, id: id.into() }), "{address}");
        }
        for address in ["#top", "mailto:a@b.com", "../x.html", "javascript:f()", "C:\\x.exe"] {
            assert_eq!(target(address), None, "{address}");
        }
        for address in ["../x.html", "/azure/a/b", "other.md#steps", "index.php?page=a:b"] {
            assert_eq!(within_site(address).map(|t| t.id).as_deref(), Some(address));
        }
        let patch = Target { kind: File, id: "A-1.patch.zip".to_owned() };
        assert_eq!(within_site("assets/A-1.patch.zip"), Some(patch));
        for address in ["#top", "mailto:a@b.com", "", "www.contoso.com", "C:\\x.exe", "http://localhost/x", "a b"] {
            assert_eq!(within_site(address), None, "{address}");
        }
    }
}
