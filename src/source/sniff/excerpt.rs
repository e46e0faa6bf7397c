//! What of a long text is enough to tell what it is? Its head, something of its middle, and its tail.
//!
//! Layouts show in the head and in the properties at the end. Of a page, scripts and style sheets are left out first:
//! they can be most of it, and nothing of them is the article's. Cuts are made between lines, or between tags.

use crate::model::Form;

/// Bytes of head, middle and tail that are looked at. A page's markup takes several times the text's room.
const TEXT: [usize; 3] = [24 * 1024, 8 * 1024, 8 * 1024];
const PAGE: [usize; 3] = [72 * 1024, 0, 24 * 1024];

/// The part of a text that is looked at, and whether it is all of it.
pub fn excerpt(text: String, form: Form) -> (String, bool) {
    let parts = if form == Form::Html { PAGE } else { TEXT };
    let most = parts.iter().sum::<usize>();
    if text.len() <= most {
        return (text, true);
    }
    let (text, mark) = if form == Form::Html { (without_scripts(&text), b'<') } else { (text, b'\n') };
    if text.len() <= most {
        return (text, false);
    }
    let [head, middle, tail] = parts;
    let bytes = text.as_bytes();
    // Behind the last mark before a place; a text without marks is cut where a character begins.
    let cut = |place: usize, reach: usize| {
        let from = place.saturating_sub(reach.min(4096));
        let mut at = memchr::memrchr(mark, &bytes[from..place]).map_or(place, |n| from + n);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let mut out = String::with_capacity(most + 2);
    out.push_str(&text[..cut(head, head)]);
    if middle > 0 {
        let from = text.len() / 2 - middle / 2;
        out.push_str(&text[cut(from, 4096)..cut(from + middle, middle)]);
    }
    out.push_str(&text[cut(text.len() - tail, 4096)..]);
    (out, false)
}

/// A page without its scripts and style sheets; those that state metadata stay.
fn without_scripts(page: &str) -> String {
    let bytes = page.as_bytes();
    let mut out = String::with_capacity(page.len());
    let mut from = 0;
    for at in memchr::memchr_iter(b'<', bytes) {
        if at < from {
            continue;
        }
        let Some(name) = ["script", "style"].into_iter().find(|name| begins(&bytes[at + 1..], name)) else { continue };
        let Some(inside) = memchr::memchr(b'>', &bytes[at..]).map(|n| at + n + 1) else { break };
        if memchr::memmem::find(&bytes[at..inside], b"ld+json").is_some() {
            continue;
        }
        let closes = |&n: &usize| bytes.get(inside + n + 1) == Some(&b'/') && begins(&bytes[inside + n + 2..], name);
        let Some(end) = memchr::memchr_iter(b'<', &bytes[inside..]).find(closes) else { break };
        out.push_str(&page[from..inside]);
        from = inside + end;
    }
    out.push_str(&page[from..]);
    out
}

fn begins(bytes: &[u8], name: &str) -> bool {
    bytes.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_keeps_head_middle_and_tail_in_whole_lines() {
        let text: String = (0..20_000).map(|n| format!("line {n:05}\n")).collect();
        let (part, whole) = excerpt(text.clone(), Form::Flat);
        assert!(!whole && part.len() <= TEXT.iter().sum::<usize>() + 64, "{}", part.len());
        assert!(part.starts_with("line 00000\n") && part.ends_with("line 19999\n") && part.contains("line 10000\n"));
        assert!(part.lines().all(|l| l.is_empty() || l[5..].parse::<u32>().is_ok()));
        assert_eq!(excerpt("short".to_owned(), Form::Text), ("short".to_owned(), true));
        for letters in ["é".repeat(60_000), "<".repeat(200_000)] {
            assert!(!excerpt(letters.clone(), Form::Html).0.is_empty());
            assert!(!excerpt(letters, Form::Flat).0.is_empty());
        }
    }

    #[test]
    fn scripts_are_no_part_of_a_page_but_for_metadata() {
        let page = "<SCRIPT>if (1<2) x()</Script><p>a</p><style>b</style><script type='application/ld+json'>{}</script><script>";
        let kept = "<SCRIPT></Script><p>a</p><style></style><script type='application/ld+json'>{}</script><script>";
        assert_eq!(without_scripts(page), kept);
    }
}
