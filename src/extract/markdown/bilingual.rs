//! Where does a translated page carry the words that it was translated from?
//!
//! Localised pages of docs.microsoft.com (2016 to 2021) hold each sentence twice, `<span data-ttu-id="…">` with the
//! translation and `<span class="sxs-lookup"><span data-stu-id="…">` with the English original, which the site shows only
//! while the pointer rests on the sentence. The article is what the page shows; its original is an article of its own.

use memchr::memmem;
use std::borrow::Cow;

const ORIGINAL: &[u8] = b"<span class=\"sxs-lookup\">";

/// A source without the originals of its sentences. One that is not closed stays.
pub fn translation(source: &str) -> Cow<'_, str> {
    let bytes = source.as_bytes();
    let Some(mut start) = memmem::find(bytes, ORIGINAL) else { return Cow::Borrowed(source) };
    let mut out = String::with_capacity(source.len());
    let mut from = 0;
    while let Some(end) = end_of(&bytes[start..]).map(|n| start + n) {
        out.push_str(&source[from..start]);
        from = end;
        let Some(next) = memmem::find(&bytes[from..], ORIGINAL) else { break };
        start = from + next;
    }
    out.push_str(&source[from..]);
    Cow::Owned(out)
}

/// Where the span at the start of a text ends, spans in it counted.
fn end_of(text: &[u8]) -> Option<usize> {
    let mut depth = 0usize;
    for at in memchr::memchr_iter(b'<', text) {
        let tag = &text[at..];
        if tag.starts_with(b"</span>") {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at + b"</span>".len());
            }
        } else if tag.starts_with(b"<span") {
            depth += 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_keep_their_translation_only() {
        let source = "# <a name=\"c\"></a><span data-ttu-id=\"1\">Ursache</span><span class=\"sxs-lookup\"><span \
                      data-stu-id=\"1\">Cause</span></span>\n\n<td><span class=\"sxs-lookup\"><span>\n\n<span> \
                      </span></span></span>x</td>\n";
        assert_eq!(translation(source), "# <a name=\"c\"></a><span data-ttu-id=\"1\">Ursache</span>\n\n<td>x</td>\n");
        assert!(matches!(translation("no spans"), Cow::Borrowed(_)));
    }

    #[test]
    fn an_original_without_an_end_stays() {
        let source = "a<span class=\"sxs-lookup\"><span>b</span>";
        assert_eq!(translation(source), source);
        assert_eq!(translation(&source.repeat(3)), source.repeat(3));
    }
}
