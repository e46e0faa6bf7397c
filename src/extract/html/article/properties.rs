//! What do the article's properties say, and which products does it list?
//!
//! Labels with their values in lines and tables, the line above a list of products, entries of that list. What the
//! values mean to a record is not decided here.

use super::{Place, Reading, role_of};
use crate::extract::html::linear::{Item, Kind};
use crate::extract::html::{dated, fields, head, names, site};
use crate::extract::{FieldName, RawBlockKind, label};
use crate::span::Span;
use crate::vocabulary::Rank;

impl Reading<'_> {
    /// Is this paragraph the line above the list of products? It is no heading by its markup.
    pub(super) fn begins_products(&self, at: usize, words: &str) -> bool {
        let item = &self.items[at];
        if item.span.len() > 240 || !matches!(item.kind, Kind::Paragraph | Kind::Term) {
            return false;
        }
        let listed = || matches!(self.items.get(at + 1).map(|i| &i.kind), Some(Kind::ListItem { .. }));
        if !(words.trim_end().ends_with([':', '：', '。']) || item.marks & names::APPLIES != 0 || listed()) {
            return false;
        }
        role_of(self.vocabulary, words.trim().trim_end_matches('。')).is_some_and(|r| r.rank == Rank::Property)
    }

    /// A heading with nothing under it but the list of products stands over the properties and opens no section.
    pub(super) fn drop_empty_heading(&mut self) {
        let Some(last) = self.out.blocks.last_mut() else { return };
        if matches!(last.kind, RawBlockKind::Heading { .. }) {
            last.kind = RawBlockKind::Header;
            self.headings.pop();
        }
    }

    /// So does a heading of no known role with nothing under it but the properties: `Document`, `Details`.
    fn drop_bare_heading(&mut self) {
        let last = self.headings.last();
        if last.is_some_and(|heading| heading.rank.is_none() && heading.block + 1 == self.out.blocks.len()) {
            self.drop_empty_heading();
        }
    }

    /// A day without a label under the title: on the documentation platform it is the page's last change.
    pub(super) fn day(&mut self, item: &Item, words: &str) {
        let field = fields::field(FieldName::Modified, words.trim(), self.text);
        self.out.fields.push(field);
        self.header(item);
    }

    /// Takes an item that states nothing but properties.
    pub(super) fn properties(&mut self, at: usize, item: &Item, words: &str) -> bool {
        if item.span.len() > 3000 || matches!(item.kind, Kind::Code { .. }) {
            return false;
        }
        if let Kind::Table(table) = &item.kind {
            return self.property_table(item, table);
        }
        if self.place != Place::Body
            && self.place != Place::Behind
            && let Some(alias) = fields::alias(words)
        {
            let field = fields::field(FieldName::Alias, alias, self.text);
            self.out.fields.push(field);
            self.header(item);
            return true;
        }
        if self.place == Place::Front
            && let Some(number) = label::disclaimed(words)
        {
            let field = fields::field(FieldName::ArticleId, number, self.text);
            self.out.fields.push(field);
            self.header(item);
            return true;
        }
        let mut stated: Vec<fields::Labelled<'_>> = Vec::new();
        let mut open = None; // a label whose value is to come on the next line
        let mut others = 0;
        for line in words.lines().map(str::trim).filter(|l| !l.is_empty()) {
            let mut of_line = fields::line(line, self.vocabulary);
            if of_line.is_empty() && !site::is_copyright(line) && !site::is_site_text(line) {
                let continues = stated.last().is_some_and(|f: &fields::Labelled<'_>| f.name == FieldName::Keywords);
                if let Some(name) = open.filter(|name| fields::is_value(*name, line)) {
                    of_line.push(fields::Labelled { name, value: line });
                    open = (name == FieldName::AppliesTo).then_some(name);
                } else if let Some(name) = self.label_above(item, line) {
                    open = Some(name);
                    continue;
                } else if !(continues && fields::are_keywords(line)) {
                    let beside = self.place == Place::Front || self.is_behind();
                    if !beside || item.span.len() > 1000 || stated.is_empty() && others > 0 {
                        return false;
                    }
                    open = None;
                    if self.place == Place::Front {
                        of_line = fields::line_behind(line, self.vocabulary);
                    }
                    // `CTX100200 | Created on … | Updated on …` is the article's own from its start.
                    others += usize::from(of_line.first().is_none_or(|f| f.name != FieldName::ArticleId));
                }
            } else if let Some(last) = of_line.last() {
                open = last.value.is_empty().then_some(last.name);
            }
            stated.append(&mut of_line);
        }
        if others > 0 {
            self.state_beside(&stated, others, false);
            return false;
        }
        if stated.is_empty()
            || stated.iter().all(|f| f.value.is_empty())
            || !(self.may_state(&stated, item) || self.states_among_others(at, &stated))
        {
            return false;
        }
        let among = self.place == Place::Body && self.states_among_others(at, &stated);
        self.add(&stated);
        self.header(item);
        if among {
            self.place = Place::Properties;
        }
        if self.body_seen && self.place == Place::Products {
            self.place = Place::Properties;
        }
        true
    }

    /// The label that a line is, if its value may stand on the next.
    fn label_above(&self, item: &Item, line: &str) -> Option<FieldName> {
        let more = line.len() < 60 && line.len() < item.text.trim(self.text).len();
        if more { fields::label(line, self.vocabulary) } else { None }
    }

    /// Properties beside others that are not known: they count, and the block stays where it stands.
    fn state_beside(&mut self, stated: &[fields::Labelled<'_>], others: usize, table: bool) {
        let kept = |f: &&fields::Labelled<'_>| {
            let title = f.name == FieldName::Title && self.out.field(f.name).is_none();
            !f.value.is_empty() && title
                || !f.value.is_empty()
                    && matches!(
                        f.name,
                        FieldName::ArticleId | FieldName::Modified | FieldName::Published | FieldName::AppliesTo
                    )
        };
        let count = stated.iter().filter(kept).count();
        let behind = self.is_behind();
        if (self.place == Place::Front || behind)
            && count > 0
            && (count > 1 || others <= 1 || table)
            && count * 4 >= others
        {
            let all: Vec<_> = stated.iter().filter(kept).copied().collect();
            self.add(&all);
        }
    }

    /// Does an id or a day stand in the body, with the next of its kind in the next block: the article's data at its end?
    fn states_among_others(&self, at: usize, stated: &[fields::Labelled<'_>]) -> bool {
        let own = |f: &fields::Labelled<'_>| match f.name {
            FieldName::ArticleId => head::is_identifier(f.value),
            FieldName::Modified | FieldName::Published => dated::begins(f.value),
            _ => false,
        };
        stated.len() == 1
            && own(&stated[0])
            && self.items.get(at + 1).filter(|i| !i.chrome && i.total < 100).is_some_and(|next| {
                let next = fields::line(next.text.of(self.text), self.vocabulary);
                next.len() == 1 && own(&next[0]) && next[0].name != stated[0].name
            })
    }

    /// Between the title and the text, with no day known yet?
    pub(super) fn bare_title(&self) -> bool {
        let known = |name| self.out.field(name).is_some();
        self.place == Place::Front
            && !self.body_seen
            && known(FieldName::Title)
            && !known(FieldName::Modified)
            && !known(FieldName::Published)
    }

    /// Days of a line that is none of the article, with or without something before them.
    pub(super) fn state_days_beside(&mut self, words: &str) {
        let mut stated = fields::line(words, self.vocabulary);
        if stated.is_empty() {
            stated = fields::line_behind(words, self.vocabulary);
        }
        let day = |f: &fields::Labelled<'_>| matches!(f.name, FieldName::Modified | FieldName::Published);
        stated.retain(|f| day(f) && dated::begins(f.value));
        self.add(&stated);
    }

    /// Behind the article, in the site's part of the page?
    fn is_behind(&self) -> bool {
        matches!(self.place, Place::Behind | Place::Properties)
    }

    /// In the body, only what cannot be part of the article's own text is a property.
    fn may_state(&self, stated: &[fields::Labelled<'_>], item: &Item) -> bool {
        if self.place != Place::Body || item.marks & names::PROPERTY != 0 {
            return self.place != Place::Front || !stated.iter().all(|f| f.name == FieldName::Revision);
        }
        let words = item.text.of(self.text).trim();
        stated.iter().all(|f| match f.name {
            FieldName::Keywords | FieldName::Technology | FieldName::IssueType => fields::are_keywords(f.value),
            FieldName::QueryWords => true,
            FieldName::ArticleId | FieldName::AppliesTo if words.contains('\n') && self.is_last_text(item) => true,
            // `<b>Product:</b> Acme Server`, among others of its kind at the end
            FieldName::AppliesTo => !item.lead.is_empty() && item.bold < item.total && self.is_last_text(item),
            FieldName::ArticleId => stated.len() > 1,
            FieldName::Reviewed => true,
            FieldName::Modified => stated.len() > 1 || self.is_last_text(item),
            FieldName::Published => stated.len() > 1 || dated::begins(f.value) && self.is_last_text(item),
            FieldName::Revision | FieldName::Other => stated.len() > 1,
            _ => false,
        })
    }

    /// Does no longer text follow?
    fn is_last_text(&self, item: &Item) -> bool {
        self.last_text <= item.span.start
    }

    /// A table whose rows are labels and values.
    fn property_table(&mut self, item: &Item, table: &crate::extract::RawTable) -> bool {
        if table.rows.len() > 30 {
            return false;
        }
        let marked = item.marks & names::PROPERTY != 0;
        let labelled = self.is_labelled(table);
        let mut stated = Vec::new();
        let mut others = 0;
        if let [heads, values] = table.rows.as_slice()
            && heads.len() > 1
            && heads.len() == values.len()
            && heads.iter().all(|c| fields::label(c.of(self.text), self.vocabulary).is_some())
        {
            let pair = |(name, value): (&Span, &Span)| {
                let name = fields::label(name.of(self.text), self.vocabulary)?;
                Some(fields::Labelled { name, value: value.of(self.text).trim() })
            };
            stated.extend(heads.iter().zip(values).filter_map(pair));
        }
        let headed = !stated.is_empty();
        for row in table.rows.iter().filter(|_| !headed) {
            let mut cells =
                row.iter().map(|c| c.of(self.text).trim()).filter(|c| !c.is_empty() && *c != ":").peekable();
            let mut first_of_row = true;
            while let Some(first) = cells.next() {
                match fields::label(first, self.vocabulary) {
                    Some(name) => {
                        let value = cells.next_if(|v| fields::label(v, self.vocabulary).is_none());
                        if let Some(value) = value {
                            stated.push(fields::Labelled { name, value });
                        }
                    }
                    // A language that the vocabulary lacks; the template tells.
                    None if marked && first_of_row => {
                        if let Some(value) = cells.next().filter(|v| is_number(v)) {
                            stated.push(fields::Labelled { name: FieldName::ArticleId, value });
                        }
                        if cells.peek().is_none() && row.len() < 2 {
                            let of_line = fields::line(first, self.vocabulary);
                            if of_line.is_empty() {
                                return false;
                            }
                            stated.extend(of_line);
                        }
                    }
                    None => {
                        let of_line = fields::line(first, self.vocabulary);
                        if of_line.is_empty() {
                            let lone = first_of_row && cells.peek().is_none() && row.len() < 2;
                            let empty = first_of_row && cells.peek().is_none() && !labelled;
                            if lone || empty || first.len() > 60 || others > 12 {
                                return false;
                            }
                            others += 1;
                            cells.next();
                        }
                        stated.extend(of_line);
                    }
                }
                first_of_row = false;
            }
        }
        if others > 0 {
            let own = |f: &&fields::Labelled<'_>| match f.name {
                FieldName::ArticleId => head::is_identifier(f.value),
                FieldName::Modified | FieldName::Published | FieldName::Reviewed => dated::begins(f.value),
                _ => false,
            };
            let last = self.items.get(self.last_section).is_some_and(|i| i.span.start < item.span.start);
            let placed = self.place != Place::Body || last && self.is_last_text(item);
            if labelled && placed && stated.iter().any(|f| own(&f)) {
                let front = self.place == Place::Front;
                let all: Vec<_> = stated.iter().filter(|f| own(f) || front).copied().collect();
                self.add(&all);
                self.drop_bare_heading();
                self.header(item);
                if self.body_seen {
                    self.place = Place::Properties;
                }
                return true;
            }
            self.state_beside(&stated, others, true);
            return false;
        }
        let strong = stated.iter().any(|f| match f.name {
            FieldName::Keywords => self.place != Place::Body || fields::are_keywords(f.value),
            FieldName::ArticleId => f.value.bytes().any(|b| b.is_ascii_digit()),
            FieldName::Reviewed => true,
            _ => self.place != Place::Body,
        });
        if !strong {
            return false;
        }
        self.add(&stated);
        self.drop_bare_heading();
        self.header(item);
        if self.body_seen {
            self.place = Place::Properties;
        }
        true
    }

    /// Is every row of a table a short label beside its value, in at least three rows, as properties are laid out?
    fn is_labelled(&self, table: &crate::extract::RawTable) -> bool {
        let short = |cell: &Span, most: usize| cell.of(self.text).trim().len() <= most;
        let row = |row: &Vec<Span>| matches!(row.as_slice(), [label, value] if short(label, 40) && !label.is_empty() && short(value, 200));
        table.header_rows == 0 && table.rows.len() >= 3 && table.rows.iter().all(row)
    }

    pub(super) fn add(&mut self, stated: &[fields::Labelled<'_>]) {
        for one in stated.iter().filter(|f| !f.value.is_empty()) {
            if one.name == FieldName::AppliesTo {
                self.products.extend(fields::products(one.value));
            } else {
                let field = fields::field(one.name, one.value, self.text);
                self.out.fields.push(field);
            }
        }
    }

    /// A version in the list under a product: it and the product are one entry.
    fn version_of_product(&mut self, line: &str) {
        let Some(last) = self.products.last().cloned() else { return self.products.push(line.to_owned()) };
        let family =
            last.split(' ').take_while(|w| !is_versions(w.trim_end_matches(','))).collect::<Vec<_>>().join(" ");
        match (family.is_empty(), family == last) {
            (true, _) => self.products.push(line.to_owned()),
            (_, true) => {
                self.products.pop();
                self.products.push(format!("{family} {line}"));
            }
            _ => self.products.push(format!("{family} {line}")),
        }
    }

    /// An entry of the list of products.
    pub(super) fn product(&mut self, item: &Item) {
        let words = item.text.of(self.text);
        let note =
            || matches!(item.kind, Kind::Paragraph) && crate::extract::html::notes::note(item, self.text).is_some();
        let prose = item.span.len() > 300 && !matches!(item.kind, Kind::Table(_)) || note();
        if prose || matches!(item.kind, Kind::Code { .. }) {
            if self.body_seen {
                self.place = Place::Behind;
                self.push(item.span, RawBlockKind::Chrome);
            } else {
                self.place = Place::Front;
                let kind = match crate::extract::html::notes::note(item, self.text) {
                    Some((label, text)) => RawBlockKind::Note { label, text },
                    None => RawBlockKind::Paragraph,
                };
                self.push(item.span, kind);
            }
            return;
        }
        if let Kind::Table(table) = &item.kind
            && table.header_rows > 0
        {
            self.products.extend(super::columns::products(table, self.text));
            let start = self.products_span.map_or(item.span.start, |s| s.start);
            self.products_span = Some(Span::new(start as usize, item.span.end as usize));
            self.header(item);
            return;
        }
        let lines = words.split(['\n', '\t']).map(str::trim).filter(|l| !l.is_empty());
        // `Product Versions:` within the list
        let lines = lines.filter(|l| !(l.ends_with(':') && fields::label(l, self.vocabulary).is_some()));
        let lines: Vec<&str> = lines.collect();
        let inner = matches!(item.kind, Kind::ListItem { depth, .. } if depth > 1);
        // Words for editions and versions have commas of their own.
        let qualified = |line: &str| {
            let kinds = [&b"version"[..], b"edition"];
            line.as_bytes().windows(7).any(|w| kinds.iter().any(|k| w.eq_ignore_ascii_case(k)))
        };
        let listed =
            |line: &str| matches!(item.kind, Kind::Paragraph) && line.matches(", ").count() > 1 && !qualified(line);
        for line in lines {
            if inner && is_versions(line) {
                self.version_of_product(line);
            } else if listed(line) && fields::products(line).count() > 1 {
                self.products.extend(fields::products(line));
            } else {
                self.products.push(line.to_owned());
            }
        }
        let start = self.products_span.map_or(item.span.start, |s| s.start);
        self.products_span = Some(Span::new(start as usize, item.span.end as usize));
        self.header(item);
    }
}

/// Is a line nothing but versions: `15.1.0, 15.0.1`, `14.x`?
fn is_versions(line: &str) -> bool {
    line.split([',', ' ']).filter(|w| !w.is_empty()).all(|w| {
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        w.starts_with(|c: char| c.is_ascii_digit()) && w.contains('.') && w.chars().all(part) || w == "-"
    })
}

/// Could this be an article's number?
fn is_number(value: &str) -> bool {
    (5..=7).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit())
}
