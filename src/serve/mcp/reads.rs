//! Which tools read? Articles and their sections in pieces that fit, what a revision changed, and whether a quote is one.

use super::answers::{Cited, CitedSection, failed, short};
use super::budget::{Budget, Cursor, cut, tokens};
use super::tools::Does;
use crate::diff;
use crate::model::{Article, Section};
use crate::report::{line, word};
use crate::serve::api::{LONGEST, RevisionOf, Sides, Which, day, find, pair};
use crate::serve::quote::{self, Standing, Verdict};
use crate::serve::shelf::Opened;
use crate::span::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::ops::Range;

/// `get_article`.
pub struct GetArticle;
/// `get_section`.
pub struct GetSection;
/// `diff_revisions`.
pub struct DiffRevisions;
/// `verify_quote`.
pub struct VerifyQuote;

/// Sections that an outline names.
const OUTLINE: usize = 60;
/// Products that are named.
const PRODUCTS: usize = 20;

/// Which article.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfArticle {
    /// Its id (KB828333), an alias (Q828333), its number, `publisher:id`, or its address.
    id: String,
    /// An older revision, as diff_revisions names it; the latest if nothing is said.
    revision: Option<String>,
    /// `next_cursor` of the answer before.
    cursor: Option<String>,
    /// Tokens that the answer may have: 200 to 20000, 4000 if nothing is said.
    max_tokens: Option<usize>,
}

/// An article, or the next part of it.
#[derive(Serialize, JsonSchema)]
pub struct ArticlePart {
    /// It.
    article: Cited,
    /// What it is for.
    kind: crate::model::Kind,
    /// Its language.
    language: Option<String>,
    /// Last modified, or else reviewed or published.
    modified: Option<chrono::NaiveDate>,
    /// Label of its revision.
    revision: Option<String>,
    /// Is there no newer one?
    latest: bool,
    /// Products that it is for, the first of them.
    applies_to: Vec<String>,
    /// All its sections, the first sixty, each with its length; only in the first part.
    outline: Vec<Outlined>,
    /// Texts of its sections, as many as fit.
    sections: Vec<SectionPart>,
    /// Gets the rest, as `cursor`; null if this is the end.
    next_cursor: Option<String>,
}

/// A section of an outline.
#[derive(Serialize, JsonSchema)]
struct Outlined {
    /// The section.
    #[serde(flatten)]
    section: CitedSection,
    /// Depth in the tree, 1 at the top.
    level: u8,
    /// Tokens of its text, estimated.
    tokens: usize,
}

/// The text of a section, or a part of it.
#[derive(Serialize, JsonSchema)]
struct SectionPart {
    /// The section.
    #[serde(flatten)]
    section: CitedSection,
    /// Byte range of the section in the article's linear text.
    span: Span,
    /// The text, verbatim.
    text: String,
    /// Where this part of it begins and ends, in bytes of the section's text; null if it is all of it.
    part: Option<[usize; 2]>,
}

impl Does for GetArticle {
    type Takes = OfArticle;
    type Gives = ArticlePart;
    const NAME: &'static str = "get_article";
    const TITLE: &'static str = "Read an article";
    const PURPOSE: &'static str = "Read an article: what it is, its outline, and the texts of its sections as far as they fit; \
        `next_cursor` gets the rest. For one section, get_section is cheaper.";

    fn run(opened: &Opened, asked: OfArticle) -> Result<(ArticlePart, String), String> {
        let which = Which { record: None, revision: asked.revision.clone() };
        let article = of(opened, &asked.id, &which)?;
        let dataset = opened.index.digest();
        let start = Cursor::read(asked.cursor.as_deref(), dataset)?;
        let mut budget = Budget::of(asked.max_tokens);
        let is_first = start == Cursor { item: 0, byte: 0 };
        let outline = if is_first { outline(&article, &mut budget) } else { Vec::new() };
        let (sections, next) = parts(&article.sections, start, &mut budget);
        let next_cursor = next.map(|next| next.text(dataset));
        let part = ArticlePart {
            article: Cited::of(&article),
            kind: article.kind,
            language: article.language.clone(),
            modified: day(&article),
            revision: article.revision.label.clone(),
            latest: article.latest,
            applies_to: article.applies_to.iter().take(PRODUCTS).map(|product| product.text.clone()).collect(),
            outline,
            sections,
            next_cursor,
        };
        let text = part.told();
        Ok((part, text))
    }
}

/// The outline, as long as a half of the budget lasts.
fn outline(article: &Article, budget: &mut Budget) -> Vec<Outlined> {
    let mut half = Budget::of(Some(budget.left() / 2));
    let sections = article.sections.iter().take(OUTLINE);
    let outline: Vec<Outlined> = sections
        .map(|section| Outlined {
            section: CitedSection::of(section),
            level: section.level,
            tokens: tokens(&section.text),
        })
        .take_while(|one| half.take_json(one))
        .collect();
    budget.take_json(&outline);
    outline
}

/// The texts from a place on that fit, and where they go on.
fn parts(sections: &[Section], start: Cursor, budget: &mut Budget) -> (Vec<SectionPart>, Option<Cursor>) {
    let mut parts = Vec::new();
    for (item, section) in sections.iter().enumerate().skip(start.item) {
        let from = if item == start.item { start.byte } else { 0 };
        // A cursor that somebody made up may point into a character.
        let Some(rest) = section.text.get(from..) else { continue };
        let head = budget.take(section.heading.as_deref().unwrap_or(""));
        let text = if head { budget.beginning(rest) } else { "" };
        let is_rest = text.len() < rest.len();
        if is_rest && text.is_empty() && !parts.is_empty() {
            return (parts, Some(Cursor { item, byte: from }));
        }
        // Something must come, or there would be no end of asking.
        let text = if is_rest && text.is_empty() { first_char(rest) } else { text };
        let range: Range<usize> = from..from + text.len();
        parts.push(SectionPart {
            section: CitedSection::of(section),
            span: section.span,
            text: text.to_owned(),
            part: (range != (0..section.text.len())).then_some([range.start, range.end]),
        });
        if range.end < section.text.len() {
            return (parts, Some(Cursor { item, byte: range.end }));
        }
    }
    (parts, None)
}

fn first_char(text: &str) -> &str {
    let end = text.chars().next().map_or(0, char::len_utf8);
    &text[..end]
}

impl ArticlePart {
    fn told(&self) -> String {
        let mut text = format!("{}\n{}", self.article.line(), word(&self.kind));
        let facts = [
            self.modified.map(|day| day.to_string()),
            self.revision.as_ref().map(|label| format!("revision {label}")),
            (!self.latest).then(|| "not the latest revision".to_owned()),
        ];
        facts.into_iter().flatten().for_each(|fact| text.push_str(&format!(", {fact}")));
        if !self.applies_to.is_empty() && !self.outline.is_empty() {
            text.push_str(&format!("\nApplies to: {}", self.applies_to.join("; ")));
        }
        text.push_str("\nWhat follows is the article's text, quoted:\n");
        self.sections.iter().for_each(|section| text.push_str(&section.told()));
        if let Some(cursor) = &self.next_cursor {
            text.push_str(&format!("\nMore: cursor {cursor}\n"));
        }
        text
    }
}

impl SectionPart {
    fn told(&self) -> String {
        let goes_on = match self.part {
            Some([start, _]) if start > 0 => ", continued",
            _ => "",
        };
        let (start, end) = (self.span.start, self.span.end);
        format!("\n## {}, span {start}..{end}{goes_on}\n{}\n", self.section.words(), self.text)
    }
}

/// Which section.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfSection {
    /// Id of the article, as of get_article.
    id: String,
    /// Id of the section (s3), or its role (resolution): then all sections of that role.
    section: String,
    /// An older revision; the latest if nothing is said.
    revision: Option<String>,
    /// `next_cursor` of the answer before.
    cursor: Option<String>,
    /// Tokens that the answer may have: 200 to 20000, 4000 if nothing is said.
    max_tokens: Option<usize>,
}

/// Sections, and what records stand in them.
#[derive(Serialize, JsonSchema)]
pub struct Sections {
    /// Whose they are.
    article: Cited,
    /// Their texts, as far as they fit.
    sections: Vec<SectionPart>,
    /// Event records that stand there.
    events: Vec<Value>,
    /// Rows of file tables.
    files: Vec<Value>,
    /// Error codes that are first named there.
    error_codes: Vec<Value>,
    /// Registry keys and values.
    registry: Vec<Value>,
    /// Were records left out that did not fit? The lookups have them.
    records_left_out: bool,
    /// Gets the rest, as `cursor`; null if this is the end.
    next_cursor: Option<String>,
}

impl Does for GetSection {
    type Takes = OfSection;
    type Gives = Sections;
    const NAME: &'static str = "get_section";
    const TITLE: &'static str = "Read a section";
    const PURPOSE: &'static str = "Read one section of an article by its id, or all sections of a role (symptoms, cause, \
        resolution, workaround …), with the event records, file versions, error codes and registry entries in them.";

    fn run(opened: &Opened, asked: OfSection) -> Result<(Sections, String), String> {
        let which = Which { record: None, revision: asked.revision.clone() };
        let article = of(opened, &asked.id, &which)?;
        let wanted = short("section", &asked.section, LONGEST)?.trim();
        let is_wanted = |section: &&Section| section.id == wanted || word(&section.kind) == wanted;
        let wanted: Vec<Section> = article.sections.iter().filter(is_wanted).cloned().collect();
        if wanted.is_empty() {
            let all: Vec<String> =
                article.sections.iter().take(OUTLINE).map(|s| format!("{} {}", s.id, word(&s.kind))).collect();
            return Err(format!("`{}` has no section `{}`; it has: {}", article.id, asked.section, all.join(", ")));
        }
        let dataset = opened.index.digest();
        let start = Cursor::read(asked.cursor.as_deref(), dataset)?;
        let is_first = start == Cursor { item: 0, byte: 0 };
        let mut budget = Budget::of(asked.max_tokens);
        let (sections, next) = parts(&wanted, start, &mut budget);
        let has = |section: &Option<String>| is_first && wanted.iter().any(|own| Some(&own.id) == section.as_ref());
        let mut left_out = false;
        let mut given = Sections {
            article: Cited::of(&article),
            events: fit(article.events.iter().filter(|one| has(&one.section)), &mut budget, &mut left_out),
            files: fit(article.files.iter().filter(|one| has(&one.section)), &mut budget, &mut left_out),
            error_codes: fit(article.error_codes.iter().filter(|one| has(&one.section)), &mut budget, &mut left_out),
            registry: fit(article.registry.iter().filter(|one| has(&one.section)), &mut budget, &mut left_out),
            records_left_out: false,
            next_cursor: next.map(|next| next.text(dataset)),
            sections,
        };
        given.records_left_out = left_out;
        let mut text = format!("{}\nWhat follows is the article's text, quoted:\n", given.article.line());
        given.sections.iter().for_each(|section| text.push_str(&section.told()));
        if let Some(cursor) = &given.next_cursor {
            text.push_str(&format!("\nMore: cursor {cursor}\n"));
        }
        Ok((given, text))
    }
}

/// Records that fit.
fn fit<'r, R: Serialize + 'r>(
    records: impl Iterator<Item = &'r R>,
    budget: &mut Budget,
    left_out: &mut bool,
) -> Vec<Value> {
    let mut given = Vec::new();
    for record in records {
        let (record, _) = cut(record);
        if !budget.take_json(&record) {
            *left_out = true;
            break;
        }
        given.push(record);
    }
    given
}

/// Which revisions.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Revisions {
    /// Id of the article, as of get_article.
    id: String,
    /// The older revision, as `revisions` of the answer names it; that before the newer one if nothing is said.
    old: Option<String>,
    /// The newer revision; the latest if nothing is said.
    new: Option<String>,
    /// Also changes that do not matter to who relies on the article: wording, looks.
    #[serde(default)]
    all: bool,
    /// `next_cursor` of the answer before.
    cursor: Option<String>,
    /// Tokens that the answer may have: 200 to 20000, 4000 if nothing is said.
    max_tokens: Option<usize>,
}

/// What differs.
#[derive(Serialize, JsonSchema)]
pub struct Differences {
    /// The article.
    article: Cited,
    /// All its revisions, the latest first; the first twenty.
    revisions: Vec<RevisionOf>,
    /// The older one.
    old: Option<String>,
    /// The newer one.
    new: Option<String>,
    /// Does any change matter to who relies on the article?
    material: bool,
    /// How many changes there are, without those that were not asked for.
    total: usize,
    /// The changes, as `kbmill schema diff` describes them, as many as fit.
    changes: Vec<Value>,
    /// Gets the rest, as `cursor`; null if this is the end.
    next_cursor: Option<String>,
}

impl Does for DiffRevisions {
    type Takes = Revisions;
    type Gives = Differences;
    const NAME: &'static str = "diff_revisions";
    const TITLE: &'static str = "What a revision changed";
    const PURPOSE: &'static str = "List the revisions of an article and say what differs between two of them, and whether it \
        matters.";

    fn run(opened: &Opened, asked: Revisions) -> Result<(Differences, String), String> {
        let id = short("id", &asked.id, LONGEST)?;
        let all = opened.index.revisions(id).map_err(failed)?;
        let Some(latest) = all.first() else { return Err(unknown(id)) };
        let revisions: Vec<RevisionOf> = all.iter().take(20).map(RevisionOf::of).collect();
        let mut given = Differences {
            article: Cited::of(latest),
            revisions,
            old: None,
            new: None,
            material: false,
            total: 0,
            changes: Vec::new(),
            next_cursor: None,
        };
        let mut text = format!(
            "{}\n{} in the dataset\n",
            given.article.line(),
            match all.len() {
                1 => "One revision".to_owned(),
                number => format!("{number} revisions and translations"),
            }
        );
        given.revisions.iter().for_each(|one| text.push_str(&format!("- {}\n", told(one))));
        if all.len() == 1 && asked.old.is_none() && asked.new.is_none() {
            return Ok((given, text));
        }
        let sides = Sides { old: asked.old.clone(), new: asked.new.clone() };
        let (old, new) = pair(&opened.index, id, &sides).map_err(|problem| problem.detail)?;
        let differs = diff::diff(&old, &new);
        let changes: Vec<_> = differs.changes.iter().filter(|change| asked.all || change.material).collect();
        let dataset = opened.index.digest();
        let start = Cursor::read(asked.cursor.as_deref(), dataset)?.item;
        let mut budget = Budget::of(asked.max_tokens);
        for change in changes.iter().skip(start) {
            let (value, _) = cut(change);
            if !(budget.take_json(&value) || given.changes.is_empty()) {
                break;
            }
            let says: String = line(change).chars().take(400).collect();
            text.push_str(&format!("- {}: {says}\n", word(&change.class)));
            given.changes.push(value);
        }
        let next = start.saturating_add(given.changes.len());
        given.next_cursor = (next < changes.len()).then(|| Cursor { item: next, byte: 0 }.text(dataset));
        (given.old, given.new) = (Some(RevisionOf::of(&old).revision), Some(RevisionOf::of(&new).revision));
        (given.material, given.total) = (differs.material, changes.len());
        text.push_str(if differs.material { "Some of it matters.\n" } else { "Nothing that matters differs.\n" });
        if let Some(cursor) = &given.next_cursor {
            text.push_str(&format!("More: cursor {cursor}\n"));
        }
        Ok((given, text))
    }
}

fn told(revision: &RevisionOf) -> String {
    let day = revision.modified.map_or("no date".to_owned(), |day| day.to_string());
    let label = revision.label.as_deref().map(|label| format!(", revision {label}")).unwrap_or_default();
    let language = revision.language.as_deref().map(|tag| format!(", {tag}")).unwrap_or_default();
    format!("{}: {day}{label}{language}", revision.revision)
}

/// Which quote.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// Id of the article, as of get_article.
    id: String,
    /// The text that is to stand there; at most 5000 characters. White space does not matter.
    quote: String,
    /// Only in this section (s3).
    section: Option<String>,
    /// An older revision; the latest if nothing is said.
    revision: Option<String>,
}

/// Whether a quote is one.
#[derive(Serialize, JsonSchema)]
pub struct Verified {
    /// The article.
    article: Cited,
    /// Does the text stand there, but for white space, capitals and typographic marks?
    found: bool,
    /// How, where, or what is nearest.
    #[serde(flatten)]
    verdict: Verdict,
}

impl Does for VerifyQuote {
    type Takes = Quote;
    type Gives = Verified;
    const NAME: &'static str = "verify_quote";
    const TITLE: &'static str = "Verify a quote";
    const PURPOSE: &'static str = "Say whether a text stands in an article, in which section and where; or what is nearest, \
        with what differs. A near miss is no quote.";

    fn run(opened: &Opened, asked: Quote) -> Result<(Verified, String), String> {
        let text = short("quote", &asked.quote, quote::LONGEST)?;
        if text.trim().is_empty() {
            return Err("`quote` says nothing".to_owned());
        }
        let which = Which { record: None, revision: asked.revision.clone() };
        let article = of(opened, &asked.id, &which)?;
        let section = asked.section.as_deref();
        if let Some(section) = section.filter(|id| !article.sections.iter().any(|own| own.id == *id)) {
            return Err(format!("`{}` has no section `{section}`", article.id));
        }
        let verdict = quote::verify(&article, text, section);
        let found = !matches!(verdict.verdict, Standing::Near | Standing::Absent);
        let given = Verified { article: Cited::of(&article), found, verdict };
        let text = given.told();
        Ok((given, text))
    }
}

impl Verified {
    fn told(&self) -> String {
        let head = match self.verdict.verdict {
            Standing::Exact => "It stands there, character by character",
            Standing::WhiteSpace => "It stands there, with other white space",
            Standing::Typography => "It stands there, with other capitals, quotation marks or dashes",
            Standing::Near => "It does NOT stand there; this is nearest",
            Standing::Absent => "It does NOT stand there, and nothing like it",
        };
        let mut text = format!("{head}.\n{}\n", self.article.line());
        let nearest = self.verdict.nearest.as_ref().map(|nearest| &nearest.place);
        for place in self.verdict.places.iter().chain(nearest) {
            let section = match (&place.section, &place.heading) {
                (Some(id), Some(heading)) => format!("section {id} “{heading}”"),
                (Some(id), None) => format!("section {id}"),
                _ => "the title".to_owned(),
            };
            let span = place.span.map(|span| format!(", span {}..{}", span.start, span.end)).unwrap_or_default();
            text.push_str(&format!("- {section}{span}: {}\n", place.text));
        }
        text
    }
}

/// The article that is meant.
fn of(opened: &Opened, id: &str, which: &Which) -> Result<Article, String> {
    find(&opened.index, short("id", id, LONGEST)?, which).map_err(|problem| problem.detail)
}

fn unknown(id: &str) -> String {
    format!("there is no article `{id}`; search_articles finds what there is")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SectionKind;

    fn section(id: &str, text: &str) -> Section {
        let kind = SectionKind::Other;
        Section {
            id: id.into(),
            parent: None,
            level: 1,
            kind,
            kcs: kind.kcs(),
            heading: Some(format!("Heading of {id}")),
            text: text.into(),
            blocks: Vec::new(),
            span: Span::default(),
        }
    }

    #[test]
    fn parts_behind_each_other_are_the_whole_text() {
        let long = "Ein langer Satz über Öfen. ".repeat(300);
        let sections = [section("s1", "short"), section("s2", &long), section("s3", ""), section("s4", "end")];
        let mut texts = vec![String::new(); 4];
        let (mut cursor, mut asked) = (Cursor { item: 0, byte: 0 }, 0);
        loop {
            let (given, next) = parts(&sections, cursor, &mut Budget::of(Some(0)));
            given.iter().for_each(|p| {
                let at = sections.iter().position(|s| s.id == p.section.id).unwrap();
                texts[at].push_str(&p.text);
            });
            asked += 1;
            assert!(asked < 100, "there is an end");
            let Some(next) = next else { break };
            cursor = next;
        }
        assert!(asked > 3);
        assert_eq!(texts, sections.map(|s| s.text));
    }

    #[test]
    fn a_cursor_into_a_character_or_behind_the_end_gives_no_panic() {
        let sections = [section("s1", "ÄÖÜ")];
        for cursor in [Cursor { item: 0, byte: 1 }, Cursor { item: 0, byte: 99 }, Cursor { item: 9, byte: 0 }] {
            let (given, next) = parts(&sections, cursor, &mut Budget::of(None));
            assert!(given.is_empty() && next.is_none());
        }
    }
}
