//! How many marks of each form does a text bear? Counting only; what the counts mean is decided elsewhere.

/// Marks of the forms in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Does the text begin with an HTML tag?
    pub begins_with_tag: bool,
    /// HTML tags, of elements that articles use.
    pub tags: usize,
    /// In how many eighths of the text such tags stand; none when the first is without.
    pub tagged_parts: usize,
    /// Points for Markdown's marks: plain ones one, those that hardly occur elsewhere more.
    pub markdown: usize,
    /// How many kinds of Markdown's marks are there: headings, fences, rules of tables, bold words, links?
    pub kinds: u32,
    /// Lines set apart and underlined with `=` or `-`.
    pub underlined: usize,
    /// Lines of 50 characters or more.
    long: usize,
    /// Those of them that end where hard-wrapped lines end and go on in lower case.
    wrapped: usize,
    /// Lines longer than any hard-wrapped one.
    overlong: usize,
}

impl Marks {
    /// Counts the marks in a text.
    pub fn count(text: &str) -> Marks {
        let mut marks = Marks::default();
        marks.count_tags(text);
        let (mut before, mut before_that) = ("", "");
        let mut bold = 0;
        let mut kinds = 0u8;
        for (number, line) in text.split('\n').enumerate() {
            let line = line.trim_end();
            kinds |= marks.count_line(line, before, number == 0);
            marks.underlined += usize::from(is_underline(line, before) && is_break(before_that));
            bold += usize::from(has_bold(line));
            (before_that, before) = (before, line);
        }
        // Asterisks also frame comments and notes in plain text.
        let links = links(text).min(4);
        marks.markdown += bold.min(2) + 2 * links;
        kinds |= u8::from(bold > 0) << 6 | u8::from(links > 0) << 7;
        marks.kinds = kinds.count_ones();
        marks
    }

    /// Are the paragraphs wrapped at a fixed width, as the 1990s wrote text?
    pub fn is_wrapped(&self) -> bool {
        self.wrapped >= 3 && self.wrapped * 4 >= self.long && self.overlong * 20 <= self.long
    }

    fn count_tags(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let eighth = bytes.len() / 8 + 1;
        let mut parts = 0u8;
        for at in memchr::memchr_iter(b'<', bytes) {
            if is_tag(&bytes[at + 1..]) {
                self.begins_with_tag |= at == 0;
                self.tags += 1;
                parts |= 1 << (at / eighth);
            }
        }
        self.tagged_parts = if parts & 1 == 1 { parts.count_ones() as usize } else { 0 };
    }

    /// Counts the marks of a line, and gives a bit for each kind of Markdown's.
    fn count_line(&mut self, line: &str, before: &str, is_first: bool) -> u8 {
        if before.len() >= 50 {
            self.long += 1;
            self.overlong += usize::from(before.len() > 100);
            self.wrapped += usize::from(before.len() <= 85 && line.trim_start().starts_with(char::is_lowercase));
        }
        let bare = line.trim_start();
        let points = self.markdown;
        let kind = match bare.as_bytes().first() {
            Some(b'#') => {
                let level = bare.bytes().take_while(|&b| b == b'#').count();
                let is_heading = level <= 6 && bare.as_bytes().get(level) == Some(&b' ');
                // A single `#` begins a comment in scripts, which a flat text quotes line by line.
                self.markdown += match (is_heading, level) {
                    (true, 1) if is_first => 3,
                    (true, 2..) if bare.len() == line.len() => 3,
                    _ => 0,
                };
                1
            }
            Some(b'`') if bare.starts_with("```") => {
                self.markdown += 3;
                2
            }
            Some(b'~') if bare.starts_with("~~~") => {
                self.markdown += 1;
                2
            }
            Some(b'>') if bare.starts_with("> [!") => {
                self.markdown += 4;
                4
            }
            Some(b'[') if bare.starts_with("[!") => {
                self.markdown += 2;
                4
            }
            Some(b'|' | b':' | b'-') if is_table_rule(bare) => {
                self.markdown += 3;
                8
            }
            _ => 0,
        };
        if self.markdown > points { kind } else { 0 }
    }
}

/// Is a line a rule of `=` or `-` as long as the line above it, give or take the two characters that authors miss?
fn is_underline(line: &str, above: &str) -> bool {
    let Some(mark @ (b'=' | b'-')) = line.bytes().next() else { return false };
    line.len() >= 3
        && line.bytes().all(|b| b == mark)
        && !above.is_empty()
        && !above.starts_with([' ', '\t', '=', '-', '|'])
        && above.chars().count().abs_diff(line.len()) <= 2
}

/// Does a line set what follows it apart: is it empty, or a rule? A table's head in a program's output, quoted in a flat
/// text, has the line of the command above it.
fn is_break(line: &str) -> bool {
    line.bytes().all(|b| b == b'-' || b == b'=')
}

/// Is it the line between a Markdown table's head and its rows: `|---|:--:|`?
fn is_table_rule(line: &str) -> bool {
    line.contains('|') && line.contains("--") && line.bytes().all(|b| b"|-: \t".contains(&b))
}

fn has_bold(line: &str) -> bool {
    let Some(open) = memchr::memmem::find(line.as_bytes(), b"**") else { return false };
    let inside = &line[open + 2..];
    let close = inside.find("**").unwrap_or(0);
    close > 0 && inside.starts_with(char::is_alphanumeric)
}

/// Links of Markdown: `](` and an address or a path behind it.
fn links(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_target = |at: usize| {
        let target = &bytes[at + 2..];
        [&b"http"[..], b"/", b"#", b".", b"~", b"mailto:"].iter().any(|start| target.starts_with(start))
            || target.iter().take(80).take_while(|b| !b.is_ascii_whitespace() && **b != b')').any(|&b| b == b'/')
    };
    memchr::memmem::find_iter(bytes, b"](").filter(|&at| is_target(at)).count()
}

/// Elements that articles are marked up with, without those that are also words of a command's syntax (`<code>`).
const ELEMENTS: &[&[u8]] = &[
    b"a",
    b"b",
    b"blockquote",
    b"br",
    b"center",
    b"div",
    b"dl",
    b"dt",
    b"dd",
    b"em",
    b"font",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"hr",
    b"i",
    b"img",
    b"li",
    b"ol",
    b"p",
    b"pre",
    b"section",
    b"article",
    b"main",
    b"span",
    b"strong",
    b"table",
    b"tbody",
    b"td",
    b"th",
    b"tr",
    b"u",
    b"ul",
    b"nav",
    b"header",
];

/// Is what follows `<` a tag of such an element?
fn is_tag(rest: &[u8]) -> bool {
    let name = rest.strip_prefix(b"/").unwrap_or(rest);
    let end = name.iter().take(12).position(|b| !b.is_ascii_alphanumeric()).unwrap_or(0);
    let closes = matches!(name.get(end), Some(b'>' | b'/' | b' ' | b'\n' | b'\t'));
    closes && ELEMENTS.iter().any(|element| element.eq_ignore_ascii_case(&name[..end]))
}
