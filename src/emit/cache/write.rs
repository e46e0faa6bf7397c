//! How is remembered what came of the inputs? Line by line beside the growing dataset; what goes wrong here costs the next
//! build its memory and this one nothing.

use super::{ARTICLE, DUPLICATE, END, Identity, Mark, NO_IDENTITY, REJECT, Remembered, SOURCES, Stamp, Terms, words};
use crate::emit::dataset::Settings;
use crate::emit::hex;
use crate::emit::manifest::Manifest;
use crate::emit::record_file::RecordFile;
use crate::emit::reject::RejectRecord;
use crate::emit::{MANIFEST, staging::Staging};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::PathBuf;

/// Remembers what came of the inputs.
pub struct CacheWriter {
    /// None when nothing is to be remembered, or no longer.
    file: Option<RecordFile>,
    path: PathBuf,
    options: String,
}

impl CacheWriter {
    /// Begins to remember what articles become when they are read with these options, if it is to be remembered at all.
    pub fn create(path: PathBuf, options: Option<String>) -> CacheWriter {
        let file = options.is_some().then(|| RecordFile::passing(&path).ok()).flatten();
        CacheWriter { file, path, options: options.unwrap_or_default() }
    }

    /// An input became an article of the dataset.
    pub fn article(&mut self, mark: Option<Mark>, remembered: &Remembered) {
        self.push(mark, ARTICLE, &remembered.to_json(), None);
    }

    /// An input equalled one before it. This is its record, or what another line lacks to be it: its source.
    pub fn duplicate(&mut self, mark: Option<Mark>, remembered: &Remembered, own: &[u8]) {
        self.push(mark, DUPLICATE, &remembered.to_json(), Some(own));
    }

    /// An input became no article.
    pub fn reject(&mut self, mark: Option<Mark>, record: &RejectRecord) {
        let json = serde_json::to_vec(record).unwrap_or_else(|e| unreachable!("a reject is JSON: {e}"));
        self.push(mark, REJECT, &json, None);
    }

    fn push(&mut self, mark: Option<Mark>, kind: u8, json: &[u8], own: Option<&[u8]>) {
        let Some(file) = &mut self.file else { return };
        let known = |identity: Option<Identity>| {
            identity.map_or_else(|| NO_IDENTITY.to_owned(), |known| hex(&known.0.to_be_bytes()))
        };
        let identity = known(mark.map(|mark| mark.identity));
        let untouched = known(mark.and_then(|mark| mark.untouched));
        let behind: [&[u8]; 2] = own.map_or([b"", b""], |own| [b"\t", own]);
        let done = file.push(&[
            identity.as_bytes(),
            b" ",
            untouched.as_bytes(),
            &[b' ', kind, b' '],
            json,
            behind[0],
            behind[1],
        ]);
        if done.is_err() {
            self.file = None;
        }
    }

    /// Completes the file for a dataset that is whole and about to be put in its place.
    pub fn finish(&mut self, staging: &Staging, settings: &Settings, manifest: &Manifest, superseded: Vec<u32>) {
        let Some(file) = self.file.take() else { return };
        let folder = staging.path();
        let files: Option<Vec<Stamp>> = manifest.files.iter().map(|file| Stamp::of(&folder, &file.path)).collect();
        let digest = fs::read(folder.join(MANIFEST)).map(|text| hex(&Sha256::digest(text)));
        let done = files.zip(digest.ok()).is_some_and(|(files, manifest)| {
            let (sources, options) = (SOURCES.to_owned(), self.options.clone());
            let terms = Terms { sources, options, settings: words(settings), manifest, files, superseded };
            let json = serde_json::to_string(&terms).unwrap_or_else(|e| unreachable!("terms are JSON: {e}"));
            file.seal(&format!("{NO_IDENTITY} {NO_IDENTITY} {} {json}\t", char::from(END))).is_ok()
        });
        if !done {
            drop(fs::remove_file(&self.path));
        }
    }
}
