//! How does the text of a section look on a page? Its blocks, list items gathered to lists, with what it points to as links.

use super::parts::{self, Event, Grid, Piece};
use crate::model::{Article, Block, Section};
use crate::serve::address;
use aho_corasick::{AhoCorasick, MatchKind};

/// A text that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Words as the article writes them.
    pub words: String,
    /// Section in which they stand first.
    pub section: Option<String>,
    /// The page of an article here.
    pub page: Option<String>,
    /// An address elsewhere.
    pub outside: Option<String>,
}

/// Something of a section.
pub enum Shown {
    /// Running text.
    Paragraph(Vec<Piece>),
    /// Items of one list.
    List(List),
    /// Text whose columns matter.
    Code(String),
    /// Text set apart, with its label.
    Note(String, Vec<Piece>),
    /// A table.
    Table(Grid),
    /// An event record.
    Event(Event),
}

/// Items of the same depth behind each other.
pub struct List {
    /// Numbered?
    pub ordered: bool,
    /// Nesting, 1 for the outermost.
    pub depth: u8,
    /// Number of the first item.
    pub start: u64,
    /// The items.
    pub items: Vec<Vec<Piece>>,
}

/// What is shown of a section's own text.
pub fn shown(article: &Article, section: &Section, targets: &[Target]) -> Vec<Shown> {
    let links = Links::of(section, targets);
    let mut used = vec![false; targets.len()];
    let mut shown: Vec<Shown> = Vec::new();
    let mut numbers = Numbers::default();
    for block in &section.blocks {
        match block {
            Block::Paragraph { text, .. } => {
                numbers.interrupted(text);
                shown.push(Shown::Paragraph(links.pieces(text, &mut used)));
            }
            Block::ListItem { ordered, depth, text, .. } => {
                let item = links.pieces(text, &mut used);
                let number = numbers.next(*depth, section, text);
                match shown.last_mut() {
                    Some(Shown::List(list)) if (list.ordered, list.depth) == (*ordered, *depth) => {
                        list.items.push(item)
                    }
                    _ => shown.push(Shown::List(List {
                        ordered: *ordered,
                        depth: (*depth).clamp(1, 6),
                        start: number,
                        items: vec![item],
                    })),
                }
            }
            Block::Code { text, .. } => shown.push(Shown::Code(text.clone())),
            Block::Note { label, text, .. } => shown.push(Shown::Note(label.clone(), links.pieces(text, &mut used))),
            Block::Table { header, rows, .. } => shown.push(Shown::Table(parts::table(header, rows))),
            Block::Event { index, .. } => {
                shown.extend(article.events.get(*index as usize).map(|record| Shown::Event(parts::event(record))));
            }
            Block::FileTable { first, count, .. } => {
                let rows = *first as usize..(*first as usize).saturating_add(*count as usize);
                shown.extend(article.files.get(rows).map(|rows| Shown::Table(parts::files(rows))));
            }
        }
    }
    shown
}

/// The numbers of list items: as written where the text has them, else counted on.
#[derive(Default)]
struct Numbers {
    /// The last number at each depth.
    last: Vec<u64>,
    /// Where in the section's text the last item was found.
    at: usize,
}

impl Numbers {
    /// A paragraph that announces a list ends the one before it.
    fn interrupted(&mut self, text: &str) {
        if text.trim_end().ends_with(':') {
            self.last.clear();
        }
    }

    fn next(&mut self, depth: u8, section: &Section, text: &str) -> u64 {
        let depth = usize::from(depth.max(1));
        self.last.resize(depth, 0);
        let counted = self.last[depth - 1] + 1;
        let number = self.written(section, text).unwrap_or(counted);
        self.last[depth - 1] = number;
        number
    }

    /// The number that stands before an item in the section's text.
    fn written(&mut self, section: &Section, text: &str) -> Option<u64> {
        let rest = section.text.get(self.at..)?;
        let found = memchr::memmem::find(rest.as_bytes(), text.as_bytes()).filter(|_| !text.is_empty())?;
        let before = rest.get(..found)?.trim_end_matches([' ', '\t']);
        self.at += found + text.len();
        let before = before.strip_suffix(['.', ')'])?;
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        before.get(before.len() - digits..)?.parse().ok().filter(|_| (1..=3).contains(&digits))
    }
}

/// What a section's text points to.
struct Links<'t> {
    /// Finds their words; none if there are none.
    finder: Option<AhoCorasick>,
    /// The targets that are looked for.
    targets: Vec<(usize, &'t Target)>,
}

impl<'t> Links<'t> {
    fn of(section: &Section, targets: &'t [Target]) -> Links<'t> {
        let here = targets.iter().enumerate().filter(|(_, target)| {
            target.section.as_deref() == Some(&section.id) && (target.page.is_some() || target.outside.is_some())
        });
        let targets: Vec<_> = here.filter(|(_, target)| target.words.trim().len() > 1).collect();
        let words = targets.iter().map(|(_, target)| target.words.trim());
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).ok();
        Links { finder: finder.filter(|_| !targets.is_empty()), targets }
    }

    /// A text in pieces. What was linked once is text from there on.
    fn pieces(&self, text: &str, used: &mut [bool]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut at = 0;
        for found in self.finder.iter().flat_map(|finder| finder.find_iter(text)) {
            let (number, target) = self.targets[found.pattern()];
            let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let is_within =
                is_part(text[..found.start()].chars().next_back()) || is_part(text[found.end()..].chars().next());
            if used[number] || is_within {
                continue;
            }
            used[number] = true;
            pieces.extend((at < found.start()).then(|| Piece::Text(text[at..found.start()].to_owned())));
            let words = text[found.range()].to_owned();
            pieces.push(match (&target.page, target.outside.as_deref().and_then(address::followed)) {
                (Some(page), _) => Piece::Page(words, page.clone()),
                (None, Some(url)) => Piece::Outside(words, url.to_owned()),
                (None, None) => Piece::Text(words),
            });
            at = found.end();
        }
        pieces.extend((at < text.len()).then(|| Piece::Text(text[at..].to_owned())));
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SectionKind;
    use crate::span::Span;

    fn section(text: &str) -> Section {
        Section {
            id: "s1".into(),
            parent: None,
            level: 1,
            kind: SectionKind::Other,
            kcs: SectionKind::Other.kcs(),
            heading: None,
            text: text.into(),
            blocks: Vec::new(),
            span: Span::default(),
        }
    }

    fn target(words: &str, page: Option<&str>, outside: Option<&str>) -> Target {
        let own = |text: &str| text.to_owned();
        Target { words: words.into(), section: Some("s1".into()), page: page.map(own), outside: outside.map(own) }
    }

    #[test]
    fn what_a_text_points_to_is_linked_once_and_as_a_whole() {
        let targets = [target("828333", Some("/articles/KB828333"), None)];
        let links = Links::of(&section(""), &targets);
        let pieces = links.pieces("see 8283334, 828333 and 828333", &mut [false]);
        let page = Piece::Page("828333".into(), "/articles/KB828333".into());
        assert_eq!(pieces, [Piece::Text("see 8283334, ".into()), page, Piece::Text(" and 828333".into())]);
    }

    #[test]
    fn an_address_that_may_run_stays_text() {
        let targets = [target("click here", None, Some("javascript:alert(1)"))];
        let pieces = Links::of(&section(""), &targets).pieces("click here", &mut [false]);
        assert_eq!(pieces, [Piece::Text("click here".into())]);
    }

    #[test]
    fn items_have_the_numbers_that_the_text_gives_them() {
        let section = section("1. Open it.\n\nA note.\n\n2. Close it.\n3) Go.");
        let mut numbers = Numbers::default();
        let found: Vec<u64> =
            ["Open it.", "Close it.", "Go.", "Not there"].map(|t| numbers.next(1, &section, t)).to_vec();
        assert_eq!(found, [1, 2, 3, 4]);
        numbers.interrupted("To undo it:");
        assert_eq!(numbers.next(1, &section, "again"), 1);
    }
}
