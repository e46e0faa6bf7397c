//! What acts as a heading on this page, beside the headings by their tags?
//!
//! Bold lines; where a page has no such heading that the vocabulary knows, also its words in paragraphs of their own, in
//! bold type before a colon at the start of a paragraph, and questions in bold type.

use super::{Reading, is_bold, levels, role_of};
use crate::extract::RawBlockKind;
use crate::extract::html::linear::{Item, Kind};
use crate::extract::html::notes;
use crate::span::Span;
use crate::vocabulary::{HeadingRole, Rank, Vocabulary};

use super::Place;

/// What acts as a heading on a page.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Unknown lines that are wholly bold: the page has known headings.
    pub bold: bool,
    /// Known lines that are wholly bold end with a colon, so others that do are headings too.
    pub colon: bool,
    /// Paragraphs that are nothing but a section's name.
    pub plain: bool,
    /// A section's name before a colon, its text behind.
    pub run_in: bool,
    /// Questions in bold type.
    pub questions: bool,
}

/// Finds out what acts as a heading.
pub fn style(items: &[Item], text: &str, vocabulary: &Vocabulary) -> Style {
    let own = || items.iter().filter(|i| !i.chrome);
    let known = |i: &Item| role_of(vocabulary, i.span.of(text)).is_some();
    let bold = own().any(|i| (matches!(i.kind, Kind::Heading(_)) || is_bold(i)) && known(i));
    let mut style = Style { bold, ..Style::default() };
    let asks = |i: &Item| is_bold(i) && i.span.of(text).trim_end().ends_with(['?', '？']);
    style.questions = own().filter(|i| asks(i)).take(3).count() == 3;
    if style.bold {
        let ends = |i: &Item| i.span.of(text).trim_end().ends_with([':', '：']);
        style.colon = own().any(|i| is_bold(i) && ends(i) && known(i));
        // `<b>Solution:</b>` above a list, where the others run on: `<b>Cause:</b> The service is stopped.`
        let tagged = own().any(|i| matches!(i.kind, Kind::Heading(_)) && known(i));
        style.run_in = style.colon && !tagged && own().any(|i| run_in(i, text, vocabulary).is_some());
        return style;
    }
    style.run_in = own().any(|i| run_in(i, text, vocabulary).is_some());
    style.plain = own().filter(|i| is_plain(i, text, vocabulary)).take(2).count() == 2;
    style.questions |= own().filter(|i| asks(i)).take(2).count() == 2;
    style
}

/// Is a paragraph nothing but the name of a section?
fn is_plain(item: &Item, text: &str, vocabulary: &Vocabulary) -> bool {
    matches!(item.kind, Kind::Paragraph)
        && item.total <= 40
        && item.linked == 0
        && role_of(vocabulary, item.span.of(text)).is_some_and(|r| r.rank == Rank::Section)
}

/// The section's name that a paragraph begins with, its text, and what the name stands for.
fn run_in(item: &Item, text: &str, vocabulary: &Vocabulary) -> Option<(Span, Span, HeadingRole)> {
    if !matches!(item.kind, Kind::Paragraph) || item.lead.is_empty() || item.bold >= item.total {
        return None;
    }
    let own = item.text.trim(text);
    let lead = item.lead.trim(text);
    if lead.start != own.start || lead.len() > 60 || lead.end > own.end {
        return None;
    }
    let name = lead.of(text).trim_end_matches([':', '：', ' ']);
    let (start, end) = (own.start as usize, own.end as usize);
    let behind = text[start + name.len()..end].trim_start();
    let rest = behind.strip_prefix([':', '：'])?.trim_start();
    let role = role_of(vocabulary, name).filter(|r| r.rank == Rank::Section)?;
    let fits = !rest.is_empty() && notes::note(item, text).is_none();
    fits.then(|| (Span::new(start, start + name.len()), Span::new(end - rest.len(), end), role))
}

impl Reading<'_> {
    /// The level of an item that acts as a heading.
    pub(super) fn heading_level(&self, item: &Item, words: &str) -> Option<u8> {
        match item.kind {
            Kind::Heading(level) => Some(level * 2 - u8::from(level == 7)),
            Kind::Paragraph | Kind::Term if is_bold(item) => {
                let words = words.trim();
                if words.contains('\n') {
                    return None;
                }
                match role_of(self.vocabulary, words) {
                    Some(role) if role.rank == Rank::Section => Some(levels::BOLD_SECTION),
                    Some(_) => Some(levels::BOLD_INSIDE),
                    None if self.style.questions && words.ends_with(['?', '？']) => {
                        Some(if self.style.bold { levels::BOLD_OTHER } else { levels::BOLD_SECTION })
                    }
                    None if matches!(item.kind, Kind::Term) => None,
                    None => (self.style.bold && self.place == Place::Body && self.is_heading_like(words))
                        .then(|| if self.is_beside(words) { levels::BOLD_SECTION } else { levels::BOLD_OTHER }),
                }
            }
            Kind::Paragraph if self.style.plain => {
                is_plain(item, self.text, self.vocabulary).then_some(levels::BOLD_SECTION)
            }
            _ => None,
        }
    }

    /// Does an unknown bold line stand beside the section above it: is that one bold too, of the same capitals and signs,
    /// and of a kind that is not divided further? Steps and methods stand in bold type inside the others.
    fn is_beside(&self, words: &str) -> bool {
        let Some(last) = self.headings.last().filter(|h| h.level == levels::BOLD_SECTION) else { return false };
        let Some(block) = self.out.blocks.get(last.block) else { return false };
        let RawBlockKind::Heading { text, .. } = &block.kind else { return false };
        let above = text.of(self.text).trim();
        let shouts = |t: &str| !t.chars().any(char::is_lowercase);
        let colon = |t: &str| t.ends_with([':', '：']);
        let whole = last.rank.is_none()
            || role_of(self.vocabulary, above).is_some_and(|role| {
                use crate::model::SectionKind::{
                    Cause, Environment, ErrorMessage, Impact, References, Status, Summary, Symptoms,
                };
                matches!(
                    role.kind,
                    Cause | Environment | ErrorMessage | Impact | References | Status | Summary | Symptoms
                )
            });
        whole
            && shouts(above) == shouts(words)
            && colon(above) == colon(words)
            && !words.contains(|c: char| c.is_ascii_digit())
    }

    /// Divides a paragraph that begins with its section's name; before the first heading on any page, behind it only
    /// where sections are marked in no other way.
    pub(super) fn run_in_heading(&mut self, item: &Item) -> bool {
        if !self.style.run_in && self.place != Place::Front {
            return false;
        }
        let Some((name, rest, role)) = run_in(item, self.text, self.vocabulary) else { return false };
        self.place = Place::Body;
        self.body_seen = true;
        self.environment |= role.kind == crate::model::SectionKind::Environment;
        let level = levels::BOLD_SECTION;
        self.headings.push(levels::Found { block: self.out.blocks.len(), level, rank: Some(role.rank) });
        let span = Span::new(item.span.start as usize, rest.start as usize).trim(self.text);
        self.push(span, RawBlockKind::Heading { level, text: name });
        self.push(rest, RawBlockKind::Paragraph);
        true
    }

    /// Does a bold paragraph read like a heading: short, and no sentence?
    fn is_heading_like(&self, words: &str) -> bool {
        let words = if self.style.colon { words.trim_end_matches([':', '：', ' ']) } else { words };
        // `Scope (all builds)`, and not the end of a remark
        let words = if words.ends_with(')') { words.rsplit_once(" (").map_or(words, |(w, _)| w) } else { words };
        let ends = words.ends_with(['.', '!', '?', ';', ',', ':', '。', '：', ')']);
        !ends && words.len() <= 80 && words.split_whitespace().count() <= 10 && words.chars().any(char::is_alphabetic)
    }
}
