//! Which of the page's items are header, sections, properties, and which does the site own?
//!
//! Goes through the items once with a notion of where in the article it is: before the title, between title and first
//! heading, in the body, in the product list, among the properties, behind them. Structure decides first (landmarks,
//! names, links that only move on the page), then the vocabulary's roles and the labels of properties (`properties`).

mod closing; // what the site asks and offers behind the article
pub mod columns; // tables of products
mod headings; // what acts as a heading without being one
mod numbers; // numbers that a page writes before its items
mod pairs; // label in one block, value in the next
mod posts; // who wrote it, and answers to it
mod properties; // labels, products, dates → fields

use super::fields;
use super::head::{self, Head};
use super::linear::{Item, Kind, Linear};
use super::names;
use super::{levels, site};
use crate::extract::{Extracted, Field, FieldName, RawBlock, RawBlockKind, label};
use crate::model::SectionKind;
use crate::one_line::one_line;
use crate::span::Span;
use crate::vocabulary::notes::is_label;
use crate::vocabulary::{HeadingRole, LabelKind, Rank, Vocabulary};

/// Where in the article an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Between the title and the first heading.
    Front,
    /// In the sections.
    Body,
    /// In the list of products.
    Products,
    /// Among the properties.
    Properties,
    /// Behind the properties: the site goes on.
    Behind,
}

/// A reading of the items that is under way.
struct Reading<'a> {
    text: &'a str,
    items: &'a [Item],
    vocabulary: &'a Vocabulary,
    out: &'a mut Extracted,
    place: Place,
    body_seen: bool,
    products: Vec<String>,
    products_span: Option<Span>,
    headings: Vec<levels::Found>,
    /// What acts as a heading on this page.
    style: headings::Style,
    /// Has there been a section on the environment?
    environment: bool,
    /// Where the last longer text begins.
    last_text: u32,
    /// Where the last heading of a section stands.
    last_section: usize,
    /// Where time elements stand, and their days.
    times: &'a [(Span, String)],
    /// Has there been a line of writer and day above the article?
    bylined: bool,
}

/// What the items were found to say.
pub struct Outcome {
    /// Is there a heading of a known role?
    pub known_headings: bool,
    /// Bytes of text in the article's paragraphs.
    pub prose: u32,
    /// How many of them are links.
    pub linked: u32,
    /// Bytes of the longest paragraph that is no link.
    pub longest: u32,
    /// Is there any heading, or a title on the page itself?
    pub headed: bool,
    /// Is there a section on the environment, where products may be named?
    pub environment: bool,
}

/// Reads the items into blocks and fields.
pub fn article(page: &Linear, head: &mut Head, vocabulary: &Vocabulary, out: &mut Extracted) -> Outcome {
    let items = &page.items;
    let title = title(items, &page.text, head, vocabulary);
    let mut reading = Reading {
        text: &page.text,
        items,
        vocabulary,
        out,
        place: Place::Front,
        body_seen: false,
        products: Vec::new(),
        products_span: None,
        headings: Vec::new(),
        style: headings::style(items, &page.text, vocabulary),
        environment: false,
        last_text: 0,
        last_section: 0,
        times: &page.times,
        bylined: false,
    };
    reading.last_section = reading.last_section();
    reading.last_text = reading.last_text();
    let start = title.map_or(0, |t| t.last + 1);
    for (at, item) in items.iter().enumerate().take(start) {
        if title.is_some_and(|t| t.at == at) {
            reading.title(item);
        } else {
            reading.site(item);
        }
    }
    let mut outcome =
        Outcome { known_headings: false, prose: 0, linked: 0, longest: 0, headed: false, environment: false };
    let mut at = start;
    while at < items.len() {
        at += reading.item(at);
    }
    reading.finish();
    state_days(&page.times, &mut reading.out.fields);
    for item in items.iter().filter(|i| !i.chrome && !matches!(i.kind, Kind::Heading(_))) {
        outcome.prose = outcome.prose.saturating_add(item.total);
        outcome.linked = outcome.linked.saturating_add(item.linked);
        if matches!(item.kind, Kind::Paragraph | Kind::Code { .. }) {
            outcome.longest = outcome.longest.max(item.total - item.linked.min(item.total));
        }
    }
    outcome.headed = title.is_some() || !reading.headings.is_empty();
    outcome.known_headings = reading.style.questions || reading.headings.iter().any(|h| h.rank.is_some());
    outcome.environment = reading.environment;
    levels::assign(&reading.headings, &mut reading.out.blocks);
    outcome
}

/// Gives the days that time elements state to the fields whose values they are.
fn state_days(times: &[(Span, String)], fields: &mut [Field]) {
    let dated = |f: &&mut Field| matches!(f.name, FieldName::Published | FieldName::Modified | FieldName::Reviewed);
    for field in fields.iter_mut().filter(dated) {
        let Some(value) = field.span else { continue };
        let at = times.partition_point(|(time, _)| time.end <= value.start);
        if let Some((_, day)) = times.get(at).filter(|(time, _)| time.start < value.end) {
            field.value.clone_from(day);
        }
    }
}

/// Where the title stands, and the last item that the title's place makes the site's.
#[derive(Clone, Copy)]
struct TitlePlace {
    at: usize,
    last: usize,
}

/// Finds the title's item.
fn title(items: &[Item], text: &str, head: &mut Head, vocabulary: &Vocabulary) -> Option<TitlePlace> {
    let words = |item: &Item| item.span.of(text);
    let is_heading = |item: &Item| matches!(item.kind, Kind::Heading(1..=6));
    let here = |at: usize| Some(TitlePlace { at, last: at });
    // A wiki's copy: the page is called after the number, the title stands above the article's own number.
    let wiki = items.iter().position(|i| is_heading(i) && archive_number(words(i)).is_some());
    if let Some(page) = wiki {
        let number = items.iter().enumerate().skip(page + 1).take(12).find(|(_, i)| {
            fields::line(words(i).lines().next().unwrap_or(""), vocabulary)
                .first()
                .is_some_and(|f| f.name == FieldName::ArticleId)
        });
        if let Some((number, _)) = number {
            let above = (page + 1..number).rev();
            let mut above = above.filter(|&at| !items[at].chrome && items[at].total > 0);
            if let Some(at) = above.find(|&at| !site::is_site_text(words(&items[at]))) {
                return here(at);
            }
        }
    }
    let first_role = items.iter().position(|i| {
        // `FIX: …` reads like a section called after its subject, and is a title.
        let section = role_of(vocabulary, words(i)).is_some_and(|r| r.rank == Rank::Section);
        let section = section && !(matches!(i.kind, Kind::Heading(1)) && names_subject(words(i)));
        !i.chrome && (is_heading(i) || is_bold(i)) && section && !head.is_title(words(i))
    });
    let until = first_role.unwrap_or(items.len());
    let stated = |chrome: bool, head: &mut Head| {
        items[..until].iter().position(|i| is_heading(i) && i.chrome == chrome && head.is_title(words(i)))
    };
    if let Some(at) = stated(false, head).or_else(|| stated(true, head)) {
        return here(at);
    }
    if let Some(id) = head.only_id() {
        let named = |i: &Item| {
            let line = words(i).lines().next().unwrap_or("");
            !i.chrome && line.len() < 300 && line.len() > id.len() + 20 && line.contains(id)
        };
        if let Some(at) = items[..until].iter().take(20).position(named) {
            return here(at);
        }
    }
    let heads = || items[..until].iter().enumerate().filter(|(_, i)| !i.chrome && is_heading(i));
    let known = |at: usize| {
        let words = words(&items[at]);
        let role = role_of(vocabulary, words).is_some() && !names_subject(words);
        role || fields::label(words, vocabulary).is_some()
    };
    if let Some((at, _)) = heads().find(|(at, i)| matches!(i.kind, Kind::Heading(1)) && !known(*at)) {
        return here(at);
    }
    if let Some((at, _)) = heads().find(|(at, i)| !known(*at) && head.is_mostly_title(words(i))) {
        return here(at);
    }
    let paragraph = items[..until]
        .iter()
        .take(60)
        .position(|i| !i.chrome && matches!(i.kind, Kind::Paragraph) && i.total < 400 && head.is_title(words(i)));
    if let Some(at) = paragraph {
        return here(at);
    }
    let numbered = heads().find(|(at, i)| head::bare(words(i)).1.is_some() && !known(*at)).map(|(at, _)| at);
    let named = || {
        let named = |i: &Item| !i.chrome && i.marks & names::TITLE_NAME != 0 && i.span.len() < 300;
        let at = items[..until].iter().take(40).position(|i| named(i) && !matches!(i.kind, Kind::Rule))?;
        (!known(at)).then_some(at)
    };
    numbered.or_else(named).and_then(here)
}

/// The number in the name of an archive's page: `Microsoft KB Archive/822255`.
pub fn archive_number(heading: &str) -> Option<&str> {
    let (name, number) = heading.trim().rsplit_once('/')?;
    let digits = number.len() >= 4 && number.len() <= 7 && number.bytes().all(|b| b.is_ascii_digit());
    (digits && (name.contains("KB") || name.contains("Knowledge"))).then_some(number)
}

/// The role of a heading, without the icon's name that may have run into it.
fn role_of(vocabulary: &Vocabulary, words: &str) -> Option<HeadingRole> {
    let words = words[site::toggle_prefix(words)..].trim();
    if words.len() > 120 { None } else { vocabulary.role(words) }
}

/// Does a heading go on behind its first word and say what it is about: `Error: "Cannot connect to the server"`?
fn names_subject(words: &str) -> bool {
    words.split_once([':', '：']).is_some_and(|(_, subject)| subject.trim().len() >= 6)
}

fn is_bold(item: &Item) -> bool {
    let plain = matches!(item.kind, Kind::Paragraph | Kind::Term);
    plain && item.total > 0 && (item.bold == item.total || matches!(item.kind, Kind::Term)) && item.span.len() < 100
}

impl<'a> Reading<'a> {
    fn words(&self, item: &Item) -> &'a str {
        item.text.of(self.text)
    }

    fn push(&mut self, span: Span, kind: RawBlockKind) {
        if !span.is_empty() {
            self.out.blocks.push(RawBlock { span, kind });
        }
    }

    fn header(&mut self, item: &Item) {
        self.push(item.span, RawBlockKind::Header);
    }

    /// The site's; properties that it states outside the article count all the same.
    fn site(&mut self, item: &Item) {
        let words = self.words(item);
        if item.total < 200 {
            let stated: Vec<_> = words.lines().take(6).flat_map(|l| fields::line(l, self.vocabulary)).collect();
            // A day beside its number is the article's.
            let numbered = stated.iter().any(|field| field.name == FieldName::ArticleId);
            for field in stated {
                let own = match field.name {
                    FieldName::ArticleId | FieldName::Reviewed | FieldName::Revision => true,
                    FieldName::Modified | FieldName::Published => numbered,
                    _ => false,
                };
                if own {
                    let field = fields::field(field.name, field.value, self.text);
                    self.out.fields.push(field);
                }
            }
            // `Solution Verified - Updated June 24 2021`, in a box between the title and the text
            if self.bare_title() {
                self.state_days_beside(words);
            }
            if let Some(number) = archive_number(words).filter(|_| matches!(item.kind, Kind::Heading(_))) {
                let field = fields::field(FieldName::ArticleId, number, self.text);
                self.out.fields.push(field);
            }
        }
        let kind = if site::is_disclaimer(words) { RawBlockKind::Header } else { RawBlockKind::Chrome };
        self.push(item.span, kind);
    }

    fn title(&mut self, item: &Item) {
        let mut words = self.words(item);
        if matches!(item.kind, Kind::Table(_)) {
            words = words.split(['\t', '\n']).next().unwrap_or(words);
        }
        let (bare, number) = head::bare(words);
        let span = fields::field(FieldName::Title, bare, self.text).span;
        let value = one_line(bare);
        if let Some(number) = number {
            let field = fields::field(FieldName::ArticleId, number, self.text);
            self.out.fields.push(field);
        }
        self.out.fields.push(Field { name: FieldName::Title, value, span });
        self.header(item);
    }

    /// Reads the item at this position, and gives how many items were read with it.
    fn item(&mut self, at: usize) -> usize {
        let items = self.items;
        let item = &items[at];
        if matches!(item.kind, Kind::Rule) {
            if self.place == Place::Products && !self.body_seen && !self.products.is_empty() {
                self.place = Place::Front;
            }
            return 1;
        }
        if item.chrome {
            self.site(item);
            return 1;
        }
        let words = item.text.of(self.text);
        let heading = self.heading_level(item, words);
        if self.is_sites(at, words, heading.is_some()) {
            self.push(item.span, RawBlockKind::Chrome);
            if self.closes(at, words, heading.is_some()) {
                self.place = Place::Behind;
            }
            return 1;
        }
        let paired = self.pair(at, words);
        if paired > 0 {
            return paired;
        }
        if let Some(level) = heading {
            if self.note_box(at) {
                return 2;
            }
            if self.labels_value(at) {
                let span = Span::new(item.span.start as usize, items[at + 1].span.end as usize);
                self.push(span, RawBlockKind::Paragraph);
                return 2;
            }
            if self.repeats_title(words) {
                self.header(item);
                return 1;
            }
            if self.answers_title(words) {
                self.push(item.span, RawBlockKind::Chrome);
                self.place = Place::Behind;
                return 1;
            }
            self.heading(at, level);
            return 1;
        }
        if self.is_byline(at) {
            self.header(item);
            return 1;
        }
        if self.begins_products(at, words) {
            self.drop_empty_heading();
            self.place = Place::Products;
            self.header(item);
            return 1;
        }
        if self.properties(at, item, words) {
            return 1;
        }
        match self.place {
            Place::Products => self.product(item),
            _ if item.marks & names::APPLIES != 0 => self.product(item),
            Place::Behind => self.push(item.span, RawBlockKind::Chrome),
            Place::Properties if self.body_seen => self.push(item.span, RawBlockKind::Chrome),
            Place::Properties if item.marks & names::PROPERTY != 0 => self.header(item),
            Place::Front if self.out.dialect == "docs-page" && label::is_day(words) => self.day(item, words),
            Place::Front if item.marks & names::PROPERTY != 0 || self.is_page_kind(item, words) => self.header(item),
            _ => {
                if self.place == Place::Properties {
                    self.place = Place::Front;
                }
                if !self.run_in_heading(item) {
                    return self.body(at);
                }
            }
        }
        1
    }

    /// Is this the kind of the page, one word in the list under the title of the documentation platform: `Article`?
    fn is_page_kind(&self, item: &Item, words: &str) -> bool {
        let only = |b: &RawBlock| matches!(b.kind, RawBlockKind::Header | RawBlockKind::Chrome);
        self.out.dialect == "docs-page"
            && matches!(item.kind, Kind::ListItem { .. })
            && item.total <= 24
            && !words.trim().contains(' ')
            && self.out.blocks.last().is_none_or(only)
    }

    /// Is this the site's, though it stands in the article?
    fn is_sites(&self, at: usize, words: &str, heading: bool) -> bool {
        let item = &self.items[at];
        if !heading && item.anchors > 0 && item.anchors == item.total {
            return true; // `Back to the top`, entries of a table of contents
        }
        if site::is_site_text(words)
            || !heading && closing::is_counter(words)
            || self.is_link_bar(item, words)
            || self.body_seen && (self.ends_article(words) || closing::is_line(words))
            || self.is_share_bar(item, words)
            || self.is_trail(item, words)
            || heading && self.body_seen && self.offers_articles(at, words)
            || site::is_copyright(words) && !self.credits_authors(at)
            || self.is_site_label(words)
            || site::is_data(words)
        {
            return true;
        }
        (heading || is_bold(item)) && self.heads_contents(at) && role_of(self.vocabulary, words).is_none()
    }

    /// Is this a phrase of the site in some language: `Nach oben`, `Alles erweitern`?
    fn is_site_label(&self, words: &str) -> bool {
        words.len() <= 80 && self.vocabulary.label(words.trim()) == Some(LabelKind::Chrome)
    }

    /// Does the copyright line at this position stand in a section, as authors of samples are named there?
    fn credits_authors(&self, at: usize) -> bool {
        let opens_section = at > 0 && matches!(self.items[at - 1].kind, Kind::Heading(_)) && !self.items[at - 1].chrome;
        self.place == Place::Body && opens_section
    }

    /// Is the heading at this position that of a table of contents: nothing below it but links on the page?
    fn heads_contents(&self, at: usize) -> bool {
        let mut links = 0;
        for item in &self.items[at + 1..] {
            match item.kind {
                Kind::Heading(_) => break,
                _ if item.anchors > 0 && item.anchors == item.total => links += 1,
                _ if is_bold(item) => break,
                Kind::Rule => {}
                _ => return links >= 2, // text goes on after the list without a heading of its own
            }
        }
        links > 0
    }

    fn heading(&mut self, at: usize, level: u8) {
        let items = self.items;
        let item = &items[at];
        let words = item.text.of(self.text);
        let skip = site::toggle_prefix(words);
        let text = Span::new(item.text.start as usize + skip, item.text.end as usize).trim(self.text);
        let words = text.of(self.text);
        let role = if words.len() > 120 { None } else { self.vocabulary.role(words) };
        let property = role.is_some_and(|r| r.rank == Rank::Property) || item.marks & names::APPLIES != 0;
        let label = fields::label(words, self.vocabulary).filter(|_| role.is_none());
        let stated = fields::line(words, self.vocabulary);
        if property && words.len() < 100 {
            self.place = Place::Products;
            self.header(item);
            return;
        }
        if let Some(label) = label.filter(|_| self.is_property_heading(at)) {
            self.place = if label == FieldName::AppliesTo { Place::Products } else { Place::Properties };
            self.header(item);
            return;
        }
        if !stated.is_empty() && stated.iter().all(|f| !f.value.is_empty()) && role.is_none() {
            self.add(&stated);
            self.header(item);
            return;
        }
        let behind = self.body_seen && matches!(self.place, Place::Products | Place::Properties | Place::Behind);
        let offers = || self.place == Place::Behind && self.heads_links(at);
        if behind && role.is_none_or(|r| r.rank != Rank::Section || r.kind == SectionKind::References && offers()) {
            self.place = Place::Behind;
            self.push(item.span, RawBlockKind::Chrome);
            return;
        }
        if self.body_seen
            && role.is_none()
            && (self.heads_end(at, words) || closing::heads_comments(words) || self.ends_article(words))
        {
            self.place = Place::Behind;
            self.push(item.span, RawBlockKind::Chrome);
            return;
        }
        self.place = Place::Body;
        self.body_seen = true;
        self.environment |= role.is_some_and(|r| r.kind == SectionKind::Environment);
        self.headings.push(levels::Found { block: self.out.blocks.len(), level, rank: role.map(|r| r.rank) });
        self.push(item.span, RawBlockKind::Heading { level, text });
    }

    /// Does a heading that is called like a property begin the properties? In the body only behind the sections, where
    /// what follows states some.
    fn is_property_heading(&self, at: usize) -> bool {
        let after = self.items[at + 1..].iter().take(3);
        let states = after.filter(|i| !matches!(i.kind, Kind::Heading(_))).any(|i| {
            let words = i.text.of(self.text);
            words.lines().take(2).any(|l| !fields::line(l, self.vocabulary).is_empty()) || fields::are_keywords(words)
        });
        states || self.items[at].marks & names::PROPERTY != 0
    }

    /// A block of the article's text.
    fn body(&mut self, at: usize) -> usize {
        let item = &self.items[at];
        let kind = match &item.kind {
            Kind::ListItem { ordered: true, depth } if let Some(own) = self.numbered_apart(at) => {
                let span = Span::new(item.span.start as usize, own.end as usize);
                self.push(span, RawBlockKind::ListItem { ordered: true, depth: *depth, text: own });
                return 2;
            }
            Kind::ListItem { ordered, depth } => {
                RawBlockKind::ListItem { ordered: *ordered, depth: *depth, text: item.text }
            }
            Kind::Code { language } => RawBlockKind::Code { language: language.clone() },
            Kind::Table(table) if let Some((label, text)) = self.note_table(table) => {
                RawBlockKind::Note { label, text }
            }
            Kind::Table(table) => RawBlockKind::Table(table.clone()),
            _ => {
                let next = self.items.get(at + 1);
                if item.marks & names::NOTE != 0
                    && item.span.len() <= 40
                    && let Some(next) = next.filter(|n| n.marks & names::NOTE != 0 && matches!(n.kind, Kind::Paragraph))
                {
                    // A box with its label in a paragraph of its own.
                    let label = without_colon(item.span, self.text);
                    let span = Span::new(item.span.start as usize, next.span.end as usize);
                    self.push(span, RawBlockKind::Note { label, text: next.text });
                    return 2;
                }
                match super::notes::note(item, self.text) {
                    Some((label, text)) => RawBlockKind::Note { label, text },
                    None => RawBlockKind::Paragraph,
                }
            }
        };
        self.push(item.span, kind);
        1
    }

    /// Takes a heading that is the label of the box it stands in, with the paragraph under it.
    fn note_box(&mut self, at: usize) -> bool {
        let items = self.items;
        let item = &items[at];
        if item.marks & names::NOTE == 0 || !is_label(self.words(item).trim_end_matches([':', '：'])) {
            return false;
        }
        let next = items.get(at + 1).filter(|n| n.marks & names::NOTE != 0 && matches!(n.kind, Kind::Paragraph));
        let Some(next) = next.filter(|_| self.place == Place::Body) else { return false };
        let span = Span::new(item.span.start as usize, next.span.end as usize);
        self.push(span, RawBlockKind::Note { label: without_colon(item.text, self.text), text: next.text });
        true
    }

    /// The label and the text of a note that is made as a table of two cells.
    fn note_table(&self, table: &crate::extract::RawTable) -> Option<(Span, Span)> {
        let (label, text) = table.two_cells()?;
        let words = label.of(self.text).trim().trim_end_matches([':', '：']);
        is_label(words).then(|| (without_colon(label, self.text), text))
    }

    fn finish(&mut self) {
        if !self.products.is_empty() {
            let value = self.products.join("\n");
            self.out.fields.push(Field { name: FieldName::AppliesTo, value, span: self.products_span });
        }
    }
}

/// A label's words.
fn without_colon(label: Span, text: &str) -> Span {
    let own = label.trim(text);
    let kept = own.of(text).trim_end_matches([':', '：']).trim_end().len();
    Span::new(own.start as usize, own.start as usize + kept)
}
