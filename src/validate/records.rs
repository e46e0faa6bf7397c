//! How do uses of the record go through a dataset? Article by article, in the order of the lines, over all its parts.

use super::known;
use crate::emit::{self, Lines};
use crate::error::Error;
use crate::model::Article;
use std::path::{Path, PathBuf};

/// The articles of a dataset; after an error there are no more.
pub struct Records {
    dir: PathBuf,
    /// Parts that are still to be read, the next one last.
    parts: Vec<String>,
    open: Option<(PathBuf, Lines)>,
}

/// The articles of the dataset in a folder.
pub fn records(dir: &Path) -> Result<Records, Error> {
    known(dir)?;
    let mut parts = emit::parts(dir)?;
    parts.reverse();
    Ok(Records { dir: dir.to_owned(), parts, open: None })
}

impl Records {
    fn step(&mut self) -> Result<Option<Article>, Error> {
        loop {
            let (path, lines) = match &mut self.open {
                Some(open) => open,
                none => {
                    let Some(part) = self.parts.pop() else { return Ok(None) };
                    let path = self.dir.join(part);
                    let lines = Lines::open(&path)?;
                    none.insert((path, lines))
                }
            };
            if let Some((number, line)) = lines.next_line()? {
                let article = serde_json::from_slice(line).map_err(|e| Error::Data {
                    path: path.clone(),
                    message: format!("line {number} is no article: {e}; see what `kbmill validate` says"),
                })?;
                return Ok(Some(article));
            }
            self.open = None;
        }
    }
}

impl Iterator for Records {
    type Item = Result<Article, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let step = self.step();
        if step.is_err() {
            self.parts.clear();
            self.open = None;
        }
        step.transpose()
    }
}
