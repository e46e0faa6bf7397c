//! Which parts of a Markdown source speak to the publishing platform and not to the reader?
//!
//! Documentation platforms, site generators and wikis mark includes, images, zones and templates with marks of their
//! own that CommonMark takes for text. [`Directives`] holds their places in the source, so that the event reader can
//! leave them out; alerts (`[!NOTE]`) are named here and become notes in `events`. Code is never touched: the event
//! reader asks only about text outside of code.

use super::markup;
use crate::vocabulary::{self, LabelKind, Vocabulary, notes};
use memchr::{memchr, memmem};
use std::borrow::Cow;
use std::ops::Range;

/// Places in a Markdown source that a reader of the published page does not see, in order.
#[derive(Default)]
pub struct Directives {
    hidden: Vec<Range<usize>>,
    /// Names of the components that the page imports or that its generator provides; their tags are no placeholders.
    components: Vec<String>,
}

impl Directives {
    /// Finds the directives of a source in one pass over its lines.
    pub fn of(source: &str) -> Directives {
        let bytes = source.as_bytes();
        let mut hidden = Vec::new();
        let mut components: Vec<String> = markup::provided(source).map(str::to_owned).collect();
        let mut at = 0;
        while at < bytes.len() {
            let end = memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |n| at + n + 1);
            if bytes[at..].starts_with(b"import ")
                && let Some(names) = imported(source[at..end].trim_end())
            {
                let names = names.split([',', '{', '}', ' ']).filter(|n| n.starts_with(|c: char| c.is_uppercase()));
                components.extend(names.map(str::to_owned));
                hidden.push(at..end);
            } else {
                line(source, at..end, &mut hidden);
            }
            at = end;
        }
        Directives { hidden, components }
    }

    /// Names of the components that the page uses.
    pub fn components(&self) -> &[String] {
        &self.components
    }

    /// Calls `keep` with the parts of a text that stand outside of directives. `range` is the text's place in the
    /// source; a text of another length than its place (an entity) is kept or left out as a whole.
    pub fn visible<'t>(&self, text: &'t str, range: &Range<usize>, mut keep: impl FnMut(&'t str)) {
        let first = self.hidden.partition_point(|h| h.end <= range.start);
        let mut from = range.start;
        for hidden in &self.hidden[first..] {
            if hidden.start >= range.end {
                break;
            }
            if text.len() != range.len() {
                if hidden.start <= range.start {
                    return;
                }
                break;
            }
            if hidden.start > from
                && let Some(part) = text.get(from - range.start..hidden.start - range.start)
            {
                keep(part);
            }
            from = hidden.end;
        }
        if from == range.start {
            keep(text);
        } else if from < range.end
            && let Some(part) = text.get(from - range.start..)
        {
            keep(part);
        }
    }

    /// Does a place of the source lie in a directive?
    pub fn hides(&self, at: usize) -> bool {
        let first = self.hidden.partition_point(|h| h.end <= at);
        self.hidden.get(first).is_some_and(|h| h.start <= at)
    }
}

/// What a line of MDX imports from a file or a theme: `import Tabs from '@theme/Tabs';`.
fn imported(line: &str) -> Option<&str> {
    let (names, from) = line.strip_prefix("import ")?.split_once(" from ")?;
    let path = from.trim_end_matches(';').trim();
    let inner = ['\'', '"'].iter().find_map(|quote| path.strip_prefix(*quote)?.strip_suffix(*quote))?;
    inner.starts_with(['@', '.', '/', '~', '#']).then_some(names)
}

/// Adds what is hidden of one line.
fn line(source: &str, range: Range<usize>, hidden: &mut Vec<Range<usize>>) {
    let bytes = &source.as_bytes()[range.clone()];
    // Quote marks may stand before a directive; a list's marks may too, but then the item holds nothing else.
    let lead = bytes.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'>')).count();
    let words = source[range.start + lead..range.end].trim_end();
    let whole = match words.as_bytes() {
        [b'{', b'%', ..] => words.ends_with("%}") && !words[2..].contains("{%"),
        [b'{', b'{', b'<' | b'%', ..] => words.ends_with("}}") && !words[2..].contains("{{"),
        [b'{', b'{', b'#', ..] => words.starts_with("{{#include ") && words.ends_with("}}"),
        [b'-', b'-', b'8', ..] => words.starts_with("--8<-- "),
        // Attribute lists of kramdown: `{: .note}`.
        [b'{', b':', ..] => words.ends_with('}'),
        [b':', b':', b':', ..] => is_fence(words) && !words.starts_with(UNTRANSLATED),
        [b'[', b'!', ..] => is_reference(words) && words.ends_with(']'),
        _ => false,
    };
    if whole {
        hidden.push(range.start + lead..range.end);
        return;
    }
    // A mark at the start of a sentence stands for a word of it; a pair of them stands around what they show.
    let paired = words.starts_with("{%") && words.ends_with("%}");
    if paired || (words.starts_with("{{<") || words.starts_with("{{%")) && words.ends_with("}}") {
        return templates(words, range.start + lead, hidden);
    }
    let own = hidden.len();
    untranslated(bytes, range.start, hidden);
    marked_words(bytes, range.start, hidden);
    let mut from = 0;
    while let Some(n) = memmem::find(&bytes[from..], b":::image ") {
        let start = from + n;
        let end = memmem::find(&bytes[start + 3..], b":::").map_or(bytes.len(), |e| start + 3 + e + 3);
        hidden.push(range.start + start..range.start + end);
        from = end;
    }
    if from == 0 {
        inline_includes(bytes, range.start, hidden);
    }
    link_attributes(bytes, range.start, hidden);
    // Marks of several kinds stand in one line, and one within another.
    hidden[own..].sort_by_key(|place| place.start);
}

/// Hides each mark of a line that begins with one and holds words between them: `{% ifversion x %}Text{% endif %}`,
/// `{{< note >}}Text{{< /note >}}`.
fn templates(words: &str, base: usize, hidden: &mut Vec<Range<usize>>) {
    let (opens, closes) = if words.starts_with("{%") { ("{%", "%}") } else { ("{{", "}}") };
    let mut from = 0;
    while let Some(start) = memmem::find(&words.as_bytes()[from..], opens.as_bytes()).map(|n| from + n) {
        let Some(end) = memmem::find(&words.as_bytes()[start..], closes.as_bytes()) else { return };
        from = start + end + closes.len();
        hidden.push(base + start..base + from);
    }
}

const UNTRANSLATED: &str = ":::no-loc ";

/// Hides the frame of `:::no-loc text="createdump":::`; the reader sees the text that translators leave alone.
fn untranslated(bytes: &[u8], base: usize, hidden: &mut Vec<Range<usize>>) {
    const TEXT: &[u8] = b"text=\"";
    let mut from = 0;
    while let Some(n) = memmem::find(&bytes[from..], UNTRANSLATED.as_bytes()) {
        let start = from + n;
        from = start + UNTRANSLATED.len();
        let Some(end) = memmem::find(&bytes[from..], b":::").map(|e| from + e) else { return };
        let Some(text) = memmem::find(&bytes[from..end], TEXT).map(|t| from + t + TEXT.len()) else { continue };
        let Some(close) = memchr(b'"', &bytes[text..end]).map(|c| text + c) else { continue };
        hidden.push(base + start..base + text);
        hidden.push(base + close..base + end + 3);
        from = end + 3;
    }
}

/// Words that Experience League's authors mark: names that are not translated, what an interface says, badges.
const MARKED_WORDS: &[&[u8]] = &[b"DNL", b"UICONTROL", b"BADGE"];

/// Hides the frame of `[!DNL Apache]`, `[!UICONTROL Save]` and `[!BADGE Beta]{type=Informative}`; the words stay.
fn marked_words(bytes: &[u8], base: usize, hidden: &mut Vec<Range<usize>>) {
    let mut from = 0;
    while let Some(n) = memmem::find(&bytes[from..], b"[!") {
        let start = from + n;
        from = start + 2;
        let name = bytes[from..].iter().take_while(|b| b.is_ascii_uppercase()).count();
        let open = from + name;
        if !MARKED_WORDS.contains(&&bytes[from..open]) || bytes.get(open) != Some(&b' ') {
            continue;
        }
        // Brackets in brackets, as in `[!UICONTROL [Save]]`, come in pairs.
        let mut depth = 1;
        let close = bytes[open..].iter().take(MOST_MARKED).position(|b| {
            depth += i32::from(*b == b'[') - i32::from(*b == b']');
            depth == 0
        });
        let Some(close) = close.map(|close| open + close) else { continue };
        let attributes = match bytes.get(close + 1) {
            Some(b'{') => memchr(b'}', &bytes[close + 1..]).map_or(0, |end| end + 1),
            _ => 0,
        };
        hidden.push(base + start..base + open + 1);
        hidden.push(base + close..base + close + 1 + attributes);
        from = open;
    }
}

/// Bytes of marked words that are looked at for their end.
const MOST_MARKED: usize = 400;

/// A title or a description of the front matter as it is shown, without the frames of marked words.
pub fn shown_words(text: &str) -> Cow<'_, str> {
    let mut hidden = Vec::new();
    marked_words(text.as_bytes(), 0, &mut hidden);
    hidden.sort_by_key(|place| place.start);
    if hidden.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    Directives { hidden, components: Vec::new() }.visible(text, &(0..text.len()), |part| shown.push_str(part));
    Cow::Owned(shown)
}

/// Hides the frame of `[!INCLUDE [name](file)]` inside a sentence; the name stays, since a sentence needs its words.
fn inline_includes(bytes: &[u8], base: usize, hidden: &mut Vec<Range<usize>>) {
    let mut from = 0;
    while let Some(n) = memmem::find(&bytes[from..], b"[!") {
        let start = from + n;
        from = start + 2;
        let name = bytes[from..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
        if !bytes[from..from + name].eq_ignore_ascii_case(b"include") {
            continue;
        }
        let open = from + name;
        let blank = bytes[open..].iter().take_while(|b| **b == b' ').count();
        // Without an end here there is none further on, and looking again for every mark would take ages.
        let Some(close) = memmem::find(&bytes[open..], b")]") else { break };
        hidden.push(base + start..base + open + blank);
        hidden.push(base + open + close + 1..base + open + close + 2);
        from = open + close + 2;
    }
}

/// Hides kramdown's list of attributes behind a link: `[VPS](https://…){.external}`, `(x){:target="_blank"}`.
fn link_attributes(bytes: &[u8], base: usize, hidden: &mut Vec<Range<usize>>) {
    /// Longer addresses are none: the way back to where one begins is not looked at for each list.
    const LONGEST: usize = 2000;
    for at in memmem::find_iter(bytes, b"){") {
        let open = at + 1;
        let Some(close) = memchr(b'}', &bytes[open..]).map(|n| open + n + 1) else { return };
        let list = &bytes[open + 1..close - 1];
        let attributes = matches!(list, [b'.' | b'#' | b':', b'a'..=b'z' | b' ', ..])
            && list.iter().all(|b| b.is_ascii_alphanumeric() || b"-_. :#=\"".contains(b));
        let near = at.saturating_sub(LONGEST);
        let link = || memchr::memrchr(b'(', &bytes[near..at]).is_some_and(|n| bytes[..near + n].ends_with(b"]"));
        if attributes && link() {
            hidden.push(base + open..base + close);
        }
    }
}

/// Is a line that begins with three colons a directive: `:::image …:::`, `::: zone pivot="x"`, `:::`?
fn is_fence(line: &str) -> bool {
    let rest = line.trim_start_matches(':').trim_start();
    rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Is a line that begins with `[!` something that the platform puts in its place: an include, a video, a code file?
fn is_reference(line: &str) -> bool {
    let name = line[2..].split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
    ["include", "video", "code", "embed"].iter().any(|n| n.eq_ignore_ascii_case(name))
}

/// The product that an include at the head of a page names, where its file says what the page applies to:
/// `[!INCLUDE [SQL Server](../../includes/applies-to-version/sqlserver.md)]`. Names of files are none.
pub fn applies_to(source: &str) -> Option<&str> {
    const HEAD: usize = 20;
    source.lines().take(HEAD).find_map(|line| {
        let inner = line.trim().strip_prefix("[!INCLUDE")?.trim_start().strip_prefix('[')?;
        let (name, path) = inner.split_once("](")?;
        let named = name.contains(' ') && name.starts_with(char::is_uppercase);
        (named && path.contains("applies-to")).then_some(name)
    })
}

/// The alert that a quote begins with: the label, how many bytes of text the marks take, and whether it is a note.
pub struct Alert<'s> {
    /// `NOTE`, `Important`; `div` for a styled box.
    pub label: &'s str,
    /// Length of the marks from `[` or `!` to the closing bracket.
    pub marks: usize,
    /// What stands behind the label inside the marks: `class="nextstepaction"`.
    pub arguments: &'s str,
}

/// Reads `[!NOTE]` (documentation platforms) or `![info]` (help centres) at the start of a quote's text.
pub fn alert(quote: &str) -> Option<Alert<'_>> {
    let text = quote.trim_start_matches(['>', ' ', '\t']);
    let inner = text.strip_prefix("[!").or_else(|| text.strip_prefix("!["))?;
    let close = memchr(b']', &inner.as_bytes()[..inner.len().min(200)])?;
    let inside = inner.get(..close)?;
    let label = inside.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    // `![picture](file)` is an image, `[!a][b]` a link.
    let linked = inner[close + 1..].starts_with(['(', '[']);
    if label.is_empty() || linked || inside.contains('\n') {
        return None;
    }
    // `[!note]-`: a box that folds.
    let folds = usize::from(inner[close + 1..].starts_with(['-', '+']));
    Some(Alert { label, marks: 2 + close + 1 + folds, arguments: &inside[label.len()..] })
}

/// A heading's words without the list of attributes behind them, `Cause {#cause}`, `Cause {: .no_toc }`, or the anchor
/// that Elastic's builder takes from brackets, `Clear the cache [clear-cache]`.
pub fn without_attributes(heading: &str) -> &str {
    let whole = heading.trim_end();
    if let Some((words, anchor)) = whole.strip_suffix(']').and_then(|w| w.rsplit_once(" [")) {
        return if is_anchor(anchor, words) { words.trim_end() } else { heading };
    }
    let Some((words, list)) = whole.strip_suffix('}').and_then(|w| w.rsplit_once('{')) else { return heading };
    let named = |b: u8| b.is_ascii_alphanumeric() || b"-_. :#=\"".contains(&b);
    let attributes =
        matches!(list.as_bytes(), [b'#' | b':' | b'.', b'a'..=b'z' | b'A'..=b'Z' | b' ' | b'#' | b'.' | b'_', ..])
            && list.bytes().all(named);
    // `{.NET}` names something; classes are written small.
    let small = !list.starts_with('.') || !list.bytes().any(|b| b.is_ascii_uppercase());
    if attributes && small && !words.trim().is_empty() { words.trim_end() } else { heading }
}

/// Is a word in brackets an anchor: small letters joined by dashes, its words those of the heading?
fn is_anchor(anchor: &str, heading: &str) -> bool {
    let small = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_');
    let heading = heading.to_ascii_lowercase();
    let of_heading = |part: &str| heading.split(|c: char| !c.is_alphanumeric()).any(|word| word == part);
    !anchor.is_empty() && anchor.bytes().all(small) && anchor.split(['-', '_']).all(of_heading)
}

/// Does a link that stands in a heading lead to the page's source, to change it there?
pub fn is_edit_link(words: &str, url: &str) -> bool {
    let words = words.trim().trim_matches(['[', ']', '(', ')']);
    (words.eq_ignore_ascii_case("edit") || words.eq_ignore_ascii_case("edit source"))
        && (url.contains("/edit/") || url.contains("/blob/") || url.contains("action=edit"))
}

/// Is a word, with its colon or without, the label of a note? The Turkish one is the English "not", which is set in bold
/// as well.
pub fn is_note_label(word: &str) -> bool {
    let bare = word.trim().trim_end_matches([':', '：', '!', '.']).trim_end();
    notes::is_label(bare) && !bare.eq_ignore_ascii_case("not")
}

/// Is a paragraph something the site wrote: a link to the top, the date the page was generated on?
pub fn is_site_line(line: &str, vocabulary: &Vocabulary) -> bool {
    const START: &[&str] = &["page generated ", "seite generiert am "];
    const INVITES: &[&str] =
        &["We appreciate your input!", "Help us improve this page", "Found a mistake on this page"];
    let line = line.trim();
    if line.len() > 60 {
        return line.len() < 200 && INVITES.iter().any(|invite| line.starts_with(invite));
    }
    let folded = vocabulary::fold(line.trim_end_matches('↑'));
    START.iter().any(|s| folded.starts_with(s))
        || vocabulary.labels().iter().any(|l| l.kind == LabelKind::Chrome && l.text == folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> String {
        let mut out = String::new();
        Directives::of(source).visible(source, &(0..source.len()), |part| out.push_str(part));
        out
    }

    #[test]
    fn platform_marks_are_hidden_and_sentences_keep_their_words() {
        assert_eq!(shown("a\n:::image type=\"content\" source=\"x.png\":::\nb"), "a\nb");
        assert_eq!(shown("Select :::image type=\"icon\" source=\"x.png\"::: now"), "Select  now");
        assert_eq!(shown("[!INCLUDE [Note](../a.md)]\nText"), "Text");
        assert_eq!(shown("Use [!INCLUDE [win7](../a.md)] here"), "Use [win7](../a.md) here");
        assert_eq!(shown("{% raw %}\ntext {% not alone\n"), "text {% not alone\n");
        assert_eq!(shown("{% ifversion a %}Text{% endif %}\n"), "Text\n");
        assert_eq!(shown("{{< note >}}Text{{< /note >}}\n{{< tabs >}}\n"), "Text\n");
        assert_eq!(shown("::: zone pivot=\"a\"\nText\n::: zone-end"), "Text\n");
        assert_eq!(shown("std:::string ::: x"), "std:::string ::: x");
        assert_eq!(shown("Select [!UICONTROL [Save] now] in [!DNL Commerce].\n"), "Select [Save] now in Commerce.\n");
        assert_eq!(shown("a [VPS](https://x){.external} f(x){.y}"), "a [VPS](https://x) f(x){.y}");
        assert_eq!(shown("[!BADGE Beta]{type=Informative} text, [!DNL open"), "Beta text, [!DNL open");
        assert_eq!(shown_words("[!DNL MySQL] tables"), "MySQL tables");
    }

    #[test]
    fn imports_are_hidden_and_name_components() {
        let source = "import Tabs, { TabItem } from '@theme/Tabs';\nText\nimport taxes from 'abroad'\n";
        assert_eq!(shown("import { Render } from \"~/components\";\nText\n"), "Text\n");
        assert_eq!(shown(source), "Text\nimport taxes from 'abroad'\n");
        assert_eq!(Directives::of(source).components(), ["Tabs", "TabItem"]);
    }

    #[test]
    fn attributes_leave_a_heading_and_names_stay() {
        for heading in ["Cause {#cause}", "Cause {: .no_toc }", "Cause{#the-cause .x}", "Cause {.unnumbered}", "Cause"]
        {
            assert_eq!(without_attributes(heading), "Cause", "{heading}");
        }
        assert_eq!(without_attributes("Clear the {{es}} cache [clear-cache]"), "Clear the {{es}} cache");
        let kept =
            ["Delete /users/{id}", "About {.NET}", "{#only}", "Set {a: 1}", "Push to [remote]", "Use [no-cache]"];
        for heading in kept {
            assert_eq!(without_attributes(heading), heading);
        }
    }

    #[test]
    fn an_include_names_the_product() {
        let line = "# T\n [!INCLUDE [SQL Server](../../includes/applies-to-version/sqlserver.md)]\n";
        assert_eq!(applies_to(line), Some("SQL Server"));
        assert_eq!(applies_to("[!INCLUDE[ssNoVersion](../includes/applies-to-version/x.md)]"), None);
        assert_eq!(applies_to("[!INCLUDE [SQL Server](../includes/sqlserver.md)]"), None);
    }

    #[test]
    fn alerts_are_told_from_images_and_links() {
        let note = alert("> [!NOTE]\n> Text").unwrap();
        assert_eq!((note.label, note.marks), ("NOTE", 7));
        assert_eq!(alert(">![info]\n>\n> x").unwrap().label, "info");
        assert_eq!(alert("> [!div class=\"nextstepaction\"]").unwrap().arguments, " class=\"nextstepaction\"");
        assert_eq!(alert("> [!tip]- Folded").unwrap().marks, 7);
        assert!(alert("> ![shot](a.png)").is_none());
        assert!(alert("> [link](a)").is_none());
    }
}
