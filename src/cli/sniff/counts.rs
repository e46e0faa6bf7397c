//! How many inputs of each kind are there, and how many will probably be rejected, and why?

use super::Found;
use crate::cli::output;
use crate::error::RejectReason;
use crate::model::Form;
use crate::source::charset::Basis;
use crate::source::sniff::Confidence;
use anstyle::Style;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The summary. Layouts, languages and the like are those of inputs that are probably articles.
#[derive(Default, Serialize)]
pub struct Counts {
    /// Inputs that were looked at.
    pub inputs: u64,
    bytes: u64,
    articles: u64,
    rejects: u64,
    containers: BTreeMap<String, u64>,
    forms: BTreeMap<Form, u64>,
    dialects: BTreeMap<&'static str, u64>,
    languages: BTreeMap<String, u64>,
    publishers: BTreeMap<String, u64>,
    charsets: BTreeMap<String, u64>,
    charsets_by: BTreeMap<Basis, u64>,
    confidence: BTreeMap<Confidence, u64>,
    rejects_by_reason: BTreeMap<RejectReason, u64>,
    /// The commonest messages of rejects.
    #[serde(skip)]
    messages: BTreeMap<String, u64>,
}

/// Messages that are kept apart: a hostile heap has as many as inputs.
const MOST_MESSAGES: usize = 1000;
/// Of which so many are shown.
const SHOWN_MESSAGES: usize = 8;

impl Counts {
    /// Counts an input.
    pub fn add(&mut self, found: &Found) {
        self.inputs += 1;
        self.bytes += found.bytes;
        let chain = if found.within.is_empty() { "none".to_owned() } else { found.within.join(" > ") };
        *self.containers.entry(chain).or_default() += 1;
        if let Some(reject) = &found.reject {
            self.rejects += 1;
            *self.rejects_by_reason.entry(reject.reason).or_default() += 1;
            if self.messages.len() < MOST_MESSAGES || self.messages.contains_key(&reject.message) {
                *self.messages.entry(reject.message.clone()).or_default() += 1;
            }
            return;
        }
        self.articles += 1;
        if let Some(form) = found.form {
            *self.forms.entry(form).or_default() += 1;
        }
        if let Some(dialect) = found.dialect {
            *self.dialects.entry(dialect).or_default() += 1;
        }
        let or_unknown = |value: &Option<String>| value.clone().unwrap_or_else(|| "not told".to_owned());
        *self.languages.entry(or_unknown(&found.language)).or_default() += 1;
        *self.publishers.entry(or_unknown(&found.publisher)).or_default() += 1;
        *self.charsets.entry(or_unknown(&found.encoding)).or_default() += 1;
        if let Some(basis) = found.encoding_by {
            *self.charsets_by.entry(basis).or_default() += 1;
        }
        if let Some(confidence) = found.confidence {
            *self.confidence.entry(confidence).or_default() += 1;
        }
    }

    /// Writes the counts as a page; `alone` when nothing stands above them.
    pub fn show(&self, out: &mut impl Write, alone: bool) -> io::Result<()> {
        let bold = Style::new().bold();
        if !alone {
            writeln!(out)?;
        }
        let inputs = output::count(self.inputs, "input");
        writeln!(out, "{bold}{inputs}, {}{bold:#}", super::size(self.bytes))?;
        output::row(out, "probably articles", self.articles)?;
        output::row(out, "probably rejected", self.rejects)?;
        output::group(out, "container", &self.containers, true)?;
        output::group(out, "form", &self.forms, true)?;
        output::group(out, "layout", &self.dialects, true)?;
        output::group(out, "language", &self.languages, true)?;
        output::group(out, "publisher", &self.publishers, true)?;
        output::group(out, "character set", &self.charsets, true)?;
        output::group(out, "character set told by", &self.charsets_by, false)?;
        output::group(out, "sure of the form", &self.confidence, false)?;
        output::group(out, "rejected for", &self.rejects_by_reason, true)?;
        let mut messages: Vec<_> = self.messages.iter().collect();
        messages.sort_by_key(|&(_, &count)| std::cmp::Reverse(count));
        for (message, count) in messages.iter().take(SHOWN_MESSAGES) {
            let message = output::shortened(&message.replace(char::is_control, "?"), 16);
            writeln!(out, "{count:>14}  {message}")?;
        }
        let others: u64 = messages.iter().skip(SHOWN_MESSAGES).map(|&(_, &count)| count).sum();
        if others > 0 {
            writeln!(out, "{others:>14}  others")?;
        }
        Ok(())
    }
}
