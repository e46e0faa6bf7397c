//! What do the fragments say that an article in Markdown takes its words from?
//!
//! Documentation platforms keep what many articles say in files of its own and name them where it belongs:
//! `[!INCLUDE [title](../includes/note.md)]`. [`expand`] puts their text in that place, as the platform does: on a line
//! of its own a fragment is blocks, in a sentence it is words. It reads files of the same tree and no others
//! (`library.rs`); what cannot be read stays as it is, with a diagnostic. How deep, how often and how much is bounded, so
//! that fragments which name each other cost no more than an article does. Code and comments are left alone.

mod directive; // where a line names a fragment
mod library; // which files may be read, and their text
mod lines; // what a line stands in: quotes, lists, code

pub use directive::may_hold;
pub use library::{Library, OnDisk};

use crate::diagnostic::{Code, Diagnostic};
use directive::{Directive, Directives};
use library::Fragment;
use lines::{Fences, Lead};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Fragments within fragments are read so deep.
const DEEPEST: usize = 8;
/// Fragments that one article may name, those named by fragments included.
const MOST_FRAGMENTS: usize = 1000;
/// Bytes that fragments may add to one article. The largest articles known have some 3 MiB.
const MOST_BYTES: usize = 4 << 20;
/// Diagnostics of one article; what is wrong with more of them is wrong with these.
const MOST_NOTES: usize = 20;

/// A text with its fragments in their places.
pub struct Expanded {
    /// The text; none when nothing was put in.
    pub text: Option<String>,
    /// Files that text was taken from, in order of first use, as paths beside the article's own.
    pub files: Vec<String>,
    /// Which could not be read, and why.
    pub notes: Vec<Diagnostic>,
}

/// Puts the text of fragments in the place of the directives that name them. Without a place on the disk every directive
/// stays.
pub fn expand(text: &str, disk: Option<&OnDisk>) -> Expanded {
    let mut work = Work { disk, files: Vec::new(), notes: Vec::new(), fragments: 0, bytes: 0 };
    let text = if may_hold(text.as_bytes()) {
        let folder = disk.map(|disk| disk.folder().path.clone()).unwrap_or_default();
        work.expand(text, &folder, &mut Vec::new())
    } else {
        None
    };
    Expanded { text, files: work.files, notes: work.notes }
}

/// Is a member of a container a fragment, by the folders it lies in?
pub fn is_fragment(member: &str) -> bool {
    let folders = member.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').any(library::is_fragment_folder)
}

/// The state of one article.
struct Work<'d> {
    disk: Option<&'d OnDisk>,
    files: Vec<String>,
    notes: Vec<Diagnostic>,
    fragments: usize,
    bytes: usize,
}

impl Work<'_> {
    /// A text with its fragments, or none when it has none that can be read. `open` are the fragments it stands in.
    fn expand(&mut self, text: &str, folder: &Path, open: &mut Vec<PathBuf>) -> Option<String> {
        let mut out: Option<String> = None;
        let mut copied = 0;
        let mut at = 0;
        let mut fences = Fences::default();
        let mut before = "";
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let code = fences.read(line);
            let bare = line.trim_end();
            let before = std::mem::replace(&mut before, bare);
            if code {
                continue;
            }
            for found in Directives::of(bare) {
                let Some(body) = self.body(&found, folder, open) else { continue };
                // Every line of the fragment gets the marks that this one begins with.
                let lines = 2 + memchr::memchr_iter(b'\n', body.text().as_bytes()).count();
                let most = body.text().len().saturating_add(lines.saturating_mul(found.lead.text.len() + 1));
                if self.bytes.saturating_add(most) > MOST_BYTES {
                    self.note(&found, &format!("would make the article more than {MOST_BYTES} bytes longer"));
                    continue;
                }
                let put = if found.alone && !body.is_words_behind(before) {
                    blocks(&found.lead, body.text(), before)
                } else if let Some(words) = body.words(found.in_table) {
                    words
                } else {
                    self.note(&found, "holds more than words, and stands in a sentence");
                    continue;
                };
                self.bytes = self.bytes.saturating_add(put.len());
                let out = out.get_or_insert_with(|| String::with_capacity(text.len() + put.len()));
                let begin = if found.alone { start } else { start + found.place.start };
                out.push_str(&text[copied..begin]);
                out.push_str(&put);
                copied = if found.alone { start + bare.len() } else { start + found.place.end };
            }
        }
        if let Some(out) = &mut out {
            out.push_str(&text[copied..]);
        }
        out
    }

    /// The text that a directive stands for, with its own fragments in their places.
    fn body(&mut self, found: &Directive, folder: &Path, open: &mut Vec<PathBuf>) -> Option<Body> {
        self.fragments += 1;
        let read = self.read(found, folder, open);
        let (fragment, path) = match read {
            Ok(read) => read,
            Err(why) => {
                self.note(found, &why);
                return None;
            }
        };
        let within = path.parent().unwrap_or(Path::new("")).to_owned();
        open.push(path);
        let text = if fragment.has_directives { self.expand(&fragment.text, &within, open) } else { None };
        open.pop();
        Some(text.map_or(Body::AsRead(fragment), Body::Expanded))
    }

    fn read(&mut self, found: &Directive, folder: &Path, open: &[PathBuf]) -> Result<(Arc<Fragment>, PathBuf), String> {
        let Some(disk) = self.disk else {
            return Err("can only be read for an article that is a file in a folder".to_owned());
        };
        if open.len() >= DEEPEST {
            return Err(format!("stands in fragments within fragments, more than {DEEPEST} deep"));
        }
        if self.fragments > MOST_FRAGMENTS {
            return Err(format!("stands behind {MOST_FRAGMENTS} others"));
        }
        if self.bytes > MOST_BYTES {
            return Err(format!("stands behind {MOST_BYTES} bytes of others"));
        }
        let path = disk.find(found, folder)?;
        if open.contains(&path) || disk.is(&path) {
            return Err("includes itself".to_owned());
        }
        let fragment = disk.fragment(&path)?;
        // What is read counts, too: fragments may be long and say nothing.
        self.bytes = self.bytes.saturating_add(fragment.skipped);
        let shown = disk.shown(&path);
        if !self.files.contains(&shown) {
            self.files.push(shown);
        }
        Ok((fragment, path))
    }

    fn note(&mut self, found: &Directive, why: &str) {
        if self.notes.len() < MOST_NOTES {
            let message = format!("`{}` {why}; its words are not in the article", found.target);
            let note = Diagnostic::whole(Code::IncludeUnresolved, message);
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
    }
}

/// A fragment's text.
enum Body {
    AsRead(Arc<Fragment>),
    Expanded(String),
}

impl Body {
    fn text(&self) -> &str {
        match self {
            Body::AsRead(fragment) => fragment.text.trim_matches('\n'),
            Body::Expanded(text) => text.trim_matches('\n'),
        }
    }

    /// Is it a part of the sentence that the line before began?
    fn is_words_behind(&self, before: &str) -> bool {
        lines::is_words(before) && !before.ends_with(['.', ':', '!', '?']) && self.words(false).is_some()
    }

    /// The fragment as a part of a line; none when it is more than one paragraph.
    fn words(&self, in_table: bool) -> Option<String> {
        let text = self.text().trim();
        if !text.is_empty() && !text.lines().all(lines::is_words) {
            return None;
        }
        let words = text.split('\n').map(str::trim).collect::<Vec<_>>().join(" ");
        Some(if in_table { words.replace('|', "\\|") } else { words })
    }
}

/// A fragment as blocks in the quotes and list items that the directive's line stands in, set apart from what is before
/// and behind.
fn blocks(lead: &Lead, body: &str, before: &str) -> String {
    let rest = lead.continued();
    let blank = rest.trim_end();
    let mut out = String::with_capacity(body.len() + 16);
    if !before.trim_matches([' ', '\t', '>']).is_empty() && !lead.begins_item() {
        out.push_str(blank);
        out.push('\n');
    }
    for (nth, line) in body.split('\n').enumerate() {
        if nth > 0 {
            out.push('\n');
        }
        if nth == 0 {
            out.push_str(lead.text);
        } else {
            out.push_str(if line.is_empty() { blank } else { &rest });
        }
        out.push_str(line);
    }
    out.push('\n');
    out.push_str(blank);
    out
}

#[cfg(test)]
mod tests;
