//! What do the references mean, for those who ask in SQL? The table `resolved` of the SQLite file, which has the line of the
//! article that each reference means, and the views that read it.

use crate::model::{Article, translation};
use crate::resolve::{Keys, Names, Origin};
use rusqlite::{Connection, params};
use std::collections::HashMap;

/// What the references and the facts of fixes say of articles to each other.
///
/// `links` names the article that a reference means, where the dataset has it: its id, and its line, that of the latest
/// revision, in the language of the article that points if there is one. `supersedence` says which fix replaces which, over
/// any number of steps; `UNION` ends where fixes replace each other in a circle.
pub const CREATE: &str = "
CREATE TABLE resolved (
  reference INTEGER PRIMARY KEY REFERENCES \"references\" (row), -- The row of the reference.
  target INTEGER NOT NULL REFERENCES articles (article) -- The line of the article that it means.
) STRICT;
CREATE VIEW links (article, article_id, kind, id, target, resolved) AS
  SELECT r.article, r.article_id, r.kind, r.id, t.article, t.article_id
  FROM \"references\" AS r LEFT JOIN resolved ON resolved.reference = r.row
  LEFT JOIN articles AS t ON t.article = resolved.target;
CREATE VIEW supersedence (newer, older) AS
  WITH RECURSIVE step (newer, older) AS (
    SELECT article_id, value FROM articles, json_each(fix_replaces)
    UNION SELECT value, article_id FROM articles, json_each(fix_replaced_by)
  ), chain (newer, older) AS (
    SELECT newer, older FROM step
    UNION SELECT chain.newer, step.older FROM chain JOIN step ON step.newer = chain.older COLLATE NOCASE
  )
  SELECT newer, older FROM chain;
";

/// What is found out of the articles while they are written.
#[derive(Default)]
pub struct Links {
    names: Names,
    /// The line that speaks for each article, by its number.
    first: Vec<Line>,
    /// Lines of its latest revisions in other languages.
    others: HashMap<(u32, Language), i64>,
    languages: Vec<String>,
}

/// Place of a language among those of the dataset.
type Language = usize;

/// A line of an article.
#[derive(Clone, Copy)]
struct Line {
    number: i64,
    language: Language,
    latest: bool,
}

impl Links {
    /// Takes an article.
    pub fn add(&mut self, article: &Article, line: i64) {
        let number = self.names.add(article);
        let known = self.languages.iter().position(|known| known == article.translation());
        let language = known.unwrap_or_else(|| {
            self.languages.push(article.translation().to_owned());
            self.languages.len() - 1
        });
        let line = Line { number: line, language, latest: article.latest };
        match self.first.get_mut(number as usize) {
            None => self.first.push(line),
            Some(first) if line.latest && !first.latest => *first = line,
            Some(_) if line.latest => drop(self.others.entry((number, language)).or_insert(line.number)),
            Some(_) => {}
        }
    }

    /// The line that an article has for those who speak a language.
    fn line(&self, number: u32, language: &str) -> i64 {
        let first = self.first[number as usize];
        let own = self.languages.iter().position(|known| known == language).filter(|&own| own != first.language);
        own.and_then(|own| self.others.get(&(number, own)).copied()).unwrap_or(first.number)
    }

    /// Fills the table when all articles are known.
    pub fn write(&self, file: &Connection) -> rusqlite::Result<()> {
        let mut references = file.prepare(
            "SELECT r.row, r.kind, r.id, r.url, a.publisher, a.source_path, a.source_member, a.source_url, a.language \
             FROM \"references\" AS r JOIN articles AS a USING (article) WHERE r.kind <> 'file' ORDER BY r.row",
        )?;
        let mut insert = file.prepare("INSERT INTO resolved (reference, target) VALUES (?, ?)")?;
        let mut rows = references.query([])?;
        while let Some(row) = rows.next()? {
            let text = |at: usize| row.get_ref(at).map(|cell| cell.as_str_or_null().ok().flatten());
            let origin = Origin { publisher: text(4)?, path: text(5)?.unwrap_or(""), member: text(6)?, url: text(7)? };
            let kind = serde_json::from_value(text(1)?.into());
            let Ok(kind) = kind else { continue };
            let keys = Keys::of(&origin, kind, text(2)?.unwrap_or(""), text(3)?);
            let Some(number) = self.names.meaning(&keys) else { continue };
            let line = self.line(number, translation(text(8)?));
            insert.execute(params![row.get_ref(0)?.as_i64()?, line])?;
        }
        Ok(())
    }
}
