//! What points to an article, and what does it point to? As [`crate::resolve`] says what references mean.

use super::analysis::identifier as id;
use super::lookup::Holder;
use super::open::{Doc, Open};
use crate::graph::EdgeKind;
use crate::model::Article;
use crate::resolve::{Keys, Origin, OwnNames};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashSet;

/// Which keys [`Open::keyed`] looks at.
const OWN: usize = 0;
const OTHERS: usize = 1;
const REFERENCES: usize = 2;

/// An article points to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Link {
    /// Who points.
    pub from: Holder,
    /// In which way.
    pub kind: EdgeKind,
    /// What is pointed to, as the article names it.
    pub id: String,
    /// The words that name it.
    pub text: Option<String>,
    /// The article that is meant, if the dataset has it.
    pub to: Option<Holder>,
    /// Section of its first mention.
    pub section: Option<String>,
}

impl Open {
    /// The key of the article that is meant by these, if they mean one.
    fn meaning(&self, keys: &Keys) -> tantivy::Result<Option<u64>> {
        for key in keys.iter() {
            for which in [OWN, OTHERS] {
                let docs = self.keyed(which, key)?;
                let mut all: Vec<u64> = docs.iter().filter_map(|&doc| self.identity(doc)).collect();
                all.sort_unstable();
                all.dedup();
                match all.as_slice() {
                    [] => continue,
                    [one] => return Ok(Some(*one)),
                    // What could mean several means none; a less sure key may yet tell.
                    _ => break,
                }
            }
        }
        Ok(None)
    }

    /// The key of a document's id with its publisher.
    fn identity(&self, doc: Doc) -> Option<u64> {
        self.segments.get(doc.segment as usize)?.identity.first(doc.number)
    }

    /// The key of the article that a person means by a name.
    pub fn identity_of(&self, name: &str) -> tantivy::Result<Option<u64>> {
        if let Some(meant) = self.meaning(&Keys::asked(name))? {
            return Ok(Some(meant));
        }
        // `KB 828333`, and `publisher:id` where the id alone would mean several.
        if let Some(number) = id::number_of(name) {
            return self.meaning(&Keys::asked(number));
        }
        match name.trim().split_once(':') {
            Some((publisher, id)) => self.meaning(&Keys::of_id(Some(publisher.trim()), id.trim())),
            None => Ok(None),
        }
    }

    /// All revisions and translations of an article, the latest first, of these the one in English.
    pub fn revisions_of(&self, name: &str) -> tantivy::Result<Vec<Doc>> {
        let Some(identity) = self.identity_of(name)? else { return Ok(Vec::new()) };
        self.known_as(identity)
    }

    fn known_as(&self, identity: u64) -> tantivy::Result<Vec<Doc>> {
        let mut docs = self.keyed(OWN, identity)?;
        docs.retain(|&doc| self.identity(doc) == Some(identity));
        docs.sort_by_cached_key(|&doc| {
            let segment = &self.segments[doc.segment as usize];
            let mut language = String::new();
            if let Some(column) = &segment.language
                && let Some(ord) = column.ords().first(doc.number)
            {
                // A language that cannot be read is one that is not known.
                let _ = column.ord_to_str(ord, &mut language);
            }
            let day = std::cmp::Reverse(segment.day.first(doc.number));
            (!segment.latest.has(doc.number), !language.starts_with("en"), day, segment.order.first(doc.number))
        });
        Ok(docs)
    }

    fn holder(&self, doc: Doc) -> tantivy::Result<Option<Holder>> {
        let article: Option<Article> = serde_json::from_slice(&self.record(doc)?).ok();
        Ok(article.map(|article| Holder::of(&article, self.digest(doc))))
    }
}

/// What the article of a document points to, in the order of the article.
pub fn links_from(open: &Open, doc: Doc) -> tantivy::Result<Vec<Link>> {
    let Ok(article) = serde_json::from_slice::<Article>(&open.record(doc)?) else { return Ok(Vec::new()) };
    let mut links = Vec::new();
    for (mut link, keys) in pointers(&article, &Holder::of(&article, open.digest(doc))) {
        if let Some(identity) = open.meaning(&keys)?
            && let Some(&there) = open.known_as(identity)?.first()
        {
            link.to = open.holder(there)?;
        }
        links.push(link);
    }
    Ok(links)
}

/// What points to an article: the latest revisions of others.
pub fn links_to(open: &Open, name: &str) -> tantivy::Result<Vec<Link>> {
    let Some(identity) = open.identity_of(name)? else { return Ok(Vec::new()) };
    let own = open.known_as(identity)?;
    let mut keys = HashSet::new();
    for &doc in &own {
        if let Ok(article) = serde_json::from_slice::<Article>(&open.record(doc)?) {
            let names = OwnNames::of(&article);
            keys.extend(names.own.into_iter().chain(names.others));
        }
    }
    let mut from = HashSet::new();
    for key in keys {
        from.extend(open.keyed(REFERENCES, key)?);
    }
    let to = match own.first() {
        Some(&doc) => open.holder(doc)?,
        None => None,
    };
    let mut links = Vec::new();
    for doc in from.into_iter().filter(|&doc| open.identity(doc) != Some(identity)) {
        let Ok(article) = serde_json::from_slice::<Article>(&open.record(doc)?) else { continue };
        for (link, keys) in pointers(&article, &Holder::of(&article, open.digest(doc))) {
            // A key of this article may also be one of another that is meant more surely.
            if open.meaning(&keys)? == Some(identity) {
                links.push(Link { to: to.clone(), ..link });
            }
        }
    }
    links.sort_by(|one, other| {
        (&one.from.id, &one.from.record, one.kind).cmp(&(&other.from.id, &other.from.record, other.kind))
    });
    Ok(links)
}

/// What an article points to, and what each may be known by.
fn pointers(article: &Article, from: &Holder) -> Vec<(Link, Keys)> {
    let origin = Origin::of(article);
    let link = |kind, id: &str, text: Option<&str>, section: Option<&str>| Link {
        from: from.clone(),
        kind,
        id: id.to_owned(),
        text: text.map(str::to_owned),
        to: None,
        section: section.map(str::to_owned),
    };
    let mut all: Vec<(Link, Keys)> = Vec::new();
    for one in &article.references {
        let keys = Keys::of(&origin, one.kind, &one.id, one.url.as_deref());
        all.push((link(one.kind.into(), &one.id, Some(&one.text), one.section.as_deref()), keys));
    }
    if let Some(fix) = &article.fix {
        for (ids, kind) in [(&fix.replaces, EdgeKind::Replaces), (&fix.replaced_by, EdgeKind::ReplacedBy)] {
            all.extend(ids.iter().map(|id| (link(kind, id, None, None), Keys::of_fix(&origin, id))));
        }
    }
    all
}
