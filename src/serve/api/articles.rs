//! What belongs to an article? Its record, its sections, its revisions and what they changed, and what points where.

use super::search::Nothing;
use super::{Json, Parts, Record, Route, route, short};
use crate::diff::{self, Diff};
use crate::model::{Article, Section};
use crate::search::{Index, Link};
use crate::serve::address;
use crate::serve::http::Problem;
use crate::serve::shelf::Opened;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Digits of a digest that tell revisions apart.
pub const DIGITS: usize = 12;

/// Which of the articles of an id.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// The one whose record has this digest, as hits name it; the latest revision if nothing is said.
    pub record: Option<String>,
    /// The one whose `source.sha256` begins with these digits, at least 12.
    pub revision: Option<String>,
}

/// Which two of the revisions of an id.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sides {
    /// The older one, by the first digits of its `source.sha256`; that before the newer one if nothing is said.
    pub old: Option<String>,
    /// The newer one; the latest if nothing is said.
    pub new: Option<String>,
}

/// A section of an article.
#[derive(Serialize, JsonSchema)]
struct OfArticle {
    /// Id of the article.
    article: String,
    /// Title of the article.
    title: Option<String>,
    /// Address the article was published at.
    url: Option<String>,
    /// The section.
    section: Section,
}

/// A revision or translation of an article.
#[derive(Clone, Serialize, JsonSchema)]
pub struct RevisionOf {
    /// What names it in `revision`, `old` and `new`: the first digits of its `source.sha256`.
    pub revision: String,
    /// The label that it states.
    pub label: Option<String>,
    /// Last modified, or else reviewed or published.
    pub modified: Option<NaiveDate>,
    /// Its language.
    pub language: Option<String>,
    /// Is it the newest of its language?
    pub latest: bool,
    /// Its title.
    pub title: Option<String>,
    /// Where it was read from.
    pub path: String,
}

/// What points where.
#[derive(Serialize, JsonSchema)]
struct Links {
    /// What the article points to.
    from: Vec<Link>,
    /// What points to it.
    to: Vec<Link>,
}

/// What may be asked.
pub fn routes() -> Vec<Route> {
    vec![
        route("/articles/{id}", ["article", "The record of an article"], article),
        route("/articles/{id}/sections/{section}", ["section", "A section of an article"], section),
        route("/articles/{id}/revisions", ["revisions", "The revisions and translations of an article"], revisions),
        route("/articles/{id}/diff", ["diff", "What differs between two revisions of an article"], differing),
        route("/articles/{id}/links", ["links", "What an article points to, and what points to it"], links),
    ]
}

fn article(opened: &Opened, parts: &Parts, which: Which) -> Result<Record, Problem> {
    let id = short("id", parts.get("id"))?;
    let record = match &which {
        // The index gives a revision as an article; what is written of it is the same text.
        Which { revision: Some(_), .. } => {
            let article = find(&opened.index, id, &which)?;
            Some(serde_json::to_vec(&article).map_err(|_| Problem::internal("the record is no JSON"))?)
        }
        Which { record: Some(record), .. } => {
            find(&opened.index, id, &which)?;
            opened.index.json(record)?
        }
        _ => opened.index.record(id)?,
    };
    record.map(Record).ok_or_else(|| unknown(id))
}

fn section(opened: &Opened, parts: &Parts, which: Which) -> Result<Json<OfArticle>, Problem> {
    let (id, wanted) = (short("id", parts.get("id"))?, parts.get("section"));
    let article = find(&opened.index, id, &which)?;
    let Some(section) = article.sections.into_iter().find(|section| section.id == wanted) else {
        return Err(Problem::missing(format!("`{}` has no section `{wanted}`", article.id)));
    };
    Ok(Json(OfArticle { article: article.id, title: article.title, url: article.source.url, section }))
}

fn revisions(opened: &Opened, parts: &Parts, _: Nothing) -> Result<Json<Vec<RevisionOf>>, Problem> {
    let id = short("id", parts.get("id"))?;
    let all = opened.index.revisions(id)?;
    if all.is_empty() {
        return Err(unknown(id));
    }
    Ok(Json(all.iter().map(RevisionOf::of).collect()))
}

fn differing(opened: &Opened, parts: &Parts, sides: Sides) -> Result<Json<Diff>, Problem> {
    let (old, new) = pair(&opened.index, short("id", parts.get("id"))?, &sides)?;
    Ok(Json(diff::diff(&old, &new)))
}

fn links(opened: &Opened, parts: &Parts, _: Nothing) -> Result<Json<Links>, Problem> {
    let id = short("id", parts.get("id"))?;
    if opened.index.record(id)?.is_none() {
        return Err(unknown(id));
    }
    Ok(Json(Links { from: opened.index.links_from(id)?, to: opened.index.links_to(id)? }))
}

/// An article that is not there.
fn unknown(id: &str) -> Problem {
    Problem::missing(format!("there is no article `{id}`"))
}

/// The article that is meant.
pub fn find(index: &Index, id: &str, which: &Which) -> Result<Article, Problem> {
    if let Some(digits) = &which.revision {
        return Ok(chosen(&index.revisions(id)?, id, digits)?.clone());
    }
    let Some(record) = &which.record else { return index.article(id)?.ok_or_else(|| unknown(id)) };
    // A record that is none of the article's is no article of that name.
    let article = index.at(record)?;
    let article = article.filter(|article| article.id == id || article.aliases.iter().any(|alias| alias == id));
    article.ok_or_else(|| Problem::missing(format!("`{id}` has no record `{record}`")))
}

/// The two revisions that are meant: two, of which the newer one is not the older.
pub fn pair(index: &Index, id: &str, sides: &Sides) -> Result<(Article, Article), Problem> {
    let all = index.revisions(id)?;
    let Some(latest) = all.first() else { return Err(unknown(id)) };
    let new = sides.new.as_ref().map_or(Ok(latest), |digits| chosen(&all, id, digits))?;
    let old = match &sides.old {
        Some(digits) => chosen(&all, id, digits)?,
        None => {
            let behind = all.iter().skip_while(|article| !std::ptr::eq(*article, new)).skip(1);
            let same_language = |article: &&Article| article.translation() == new.translation();
            let before = behind.into_iter().find(same_language);
            before.ok_or_else(|| Problem::missing(format!("there is one revision of `{id}`, and nothing before it")))?
        }
    };
    Ok((old.clone(), new.clone()))
}

fn chosen<'a>(all: &'a [Article], id: &str, digits: &str) -> Result<&'a Article, Problem> {
    if all.is_empty() {
        return Err(unknown(id));
    }
    if digits.len() < DIGITS {
        return Err(Problem::asked(format!("`{digits}` is too short: a revision has at least {DIGITS} digits")));
    }
    let found = all.iter().find(|article| article.source.sha256.starts_with(digits));
    found.ok_or_else(|| Problem::missing(format!("`{id}` has no revision `{digits}`")))
}

impl RevisionOf {
    /// What is said of a revision.
    pub fn of(article: &Article) -> RevisionOf {
        RevisionOf {
            revision: digits(article).to_owned(),
            label: article.revision.label.clone(),
            modified: day(article),
            language: article.language.clone(),
            latest: article.latest,
            title: article.title.clone(),
            path: article.source.member.clone().unwrap_or_else(|| article.source.path.clone()),
        }
    }

    /// The page of this revision.
    pub fn page(&self, id: &str) -> String {
        format!("/articles/{}?revision={}", address::encoded(id), self.revision)
    }
}

/// What names a revision.
pub fn digits(article: &Article) -> &str {
    article.source.sha256.get(..DIGITS).unwrap_or(&article.source.sha256)
}

/// The day an article is of.
pub fn day(article: &Article) -> Option<NaiveDate> {
    let revision = &article.revision;
    revision.modified.or(revision.reviewed).or(revision.published)
}
