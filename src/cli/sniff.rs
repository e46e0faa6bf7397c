//! `kbmill sniff`: what is in the inputs, without parsing it?
//!
//! Looks at a bounded sample of each input with the same recognisers that a build uses, so that both say the same; no
//! record is read. What is sampled is `source`'s to say.

mod counts; // the summary

use super::Status;
use super::args::{Global, Sniff};
use super::{inputs, output};
use crate::error::{Error, Reject, RejectReason};
use crate::model::{Form, SourceInfo};
use crate::source::charset::Basis;
use crate::source::sniff::Confidence;
use crate::source::{self, Input, Sample};
use crate::{Options, extract, normalize, pipeline, section};
use anstyle::{AnsiColor, Style};
use counts::Counts;
use serde::Serialize;
use std::io::{self, Write};

/// What was found, as a line of JSON.
#[derive(Serialize)]
struct Found {
    path: String,
    member: Option<String>,
    within: Vec<&'static str>,
    record: Option<&'static str>,
    url: Option<String>,
    retrieved: Option<String>,
    content_type: Option<String>,
    form: Option<Form>,
    dialect: Option<&'static str>,
    language: Option<String>,
    publisher: Option<String>,
    encoding: Option<String>,
    encoding_by: Option<Basis>,
    bytes: u64,
    sha256: Option<String>,
    confidence: Option<Confidence>,
    reasons: Vec<String>,
    against: Vec<String>,
    /// Was all of it looked at?
    whole: bool,
    reject: Option<Refused>,
}

/// Why there will be no article.
#[derive(Serialize)]
struct Refused {
    reason: RejectReason,
    message: String,
}

impl From<&Reject> for Refused {
    fn from(reject: &Reject) -> Refused {
        Refused { reason: reject.reason, message: reject.message.clone() }
    }
}

/// Runs the command.
pub fn run(args: &Sniff, global: &Global) -> anyhow::Result<Status> {
    let options = inputs::options(&args.parsing)?;
    let reading = inputs::reading(&args.parsing.reading);
    let passed_over = reading.passed_over.clone();
    let mut out: Box<dyn Write> = if args.json { Box::new(output::data()) } else { Box::new(output::page()) };
    let mut status = Status::Fine;
    let mut counts = Counts::default();
    let failed = |e| Error::io("write", "standard output", e);
    let all = source::inputs(&args.inputs, &reading);
    let jobs = inputs::running(global, false).jobs;
    pipeline::each(all, jobs, &|input| look(input, args.json, &options), &mut |_, (found, info, unreadable)| {
        if let Some(reject) = unreadable.filter(|reject| inputs::is_given(&args.inputs, &info, reject)) {
            output::reject(&info, &reject);
            status = Status::Failed;
        }
        counts.add(&found);
        if args.summary {
            return Ok(());
        }
        if args.json {
            let json = serde_json::to_writer(&mut out, &found).map_err(io::Error::from);
            return json.and_then(|()| out.write_all(b"\n")).map_err(failed);
        }
        if counts.inputs == 1 {
            head(&mut out).map_err(failed)?;
        }
        show(&mut out, &found, &output::name(&info)).map_err(failed)
    })?;
    match (args.json, args.summary) {
        (true, true) => {
            serde_json::to_writer_pretty(&mut out, &counts).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        (true, false) => {}
        (false, _) if counts.inputs > 0 => counts.show(&mut out, args.summary)?,
        (false, _) => {}
    }
    out.flush()?;
    if counts.inputs == 0 {
        output::warning("there are no files in what was given");
    }
    let others = passed_over.counts();
    if !others.is_empty() && !global.quiet {
        let counts: Vec<String> = others.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        output::summary(&format!("records of crawls that are no inputs: {}", counts.join(", ")));
    }
    Ok(status)
}

/// Looks at an input: what was found, its place, and the reject of one that could not be read.
fn look(input: Input, digest: bool, options: &Options) -> (Found, SourceInfo, Option<Reject>) {
    let (within, record) = (input.within.clone(), input.record);
    match source::sample(input, digest) {
        Err((info, reject)) => {
            let found = Found { reject: Some(Refused::from(&reject)), ..bare(&info, within, record) };
            (found, info, Some(reject))
        }
        Ok(Sample { document, charset, weighed, whole }) => {
            let info = document.info.clone();
            let mut found = Found {
                form: Some(weighed.form),
                encoding_by: Some(charset),
                confidence: Some(weighed.confidence),
                reasons: weighed.reasons,
                against: weighed.against,
                whole,
                ..bare(&info, within, record)
            };
            if let Err(reject) = pipeline::guard(|| recognise(document, &mut found, options)) {
                let Refused { reason, message } = Refused::from(&reject);
                let message = if whole { message } else { format!("{message}, as far as it was looked at") };
                found.reject = Some(Refused { reason, message });
            }
            (found, info, None)
        }
    }
}

/// Tells layout, language and publisher as a build would, from the sample.
fn recognise(document: source::Document, found: &mut Found, options: &Options) -> Result<(), Reject> {
    let options = &*pipeline::options_for(&document, options);
    let info = document.info.clone();
    let extracted = extract::extract(document, options)?;
    let sectioned = section::section(extracted, options);
    let normalize::Identity { publisher, language } = normalize::identity(&sectioned, &info, options);
    found.dialect = Some(sectioned.extracted.dialect);
    (found.publisher, found.language) = (publisher, language);
    // A text without marks is an article's if it is divided as articles are.
    let text = &sectioned.extracted.text;
    let headings = sectioned.sections.iter().filter_map(|s| s.heading);
    let known = headings.filter(|h| options.vocabulary.role(h.of(text)).is_some()).count();
    if found.confidence == Some(Confidence::Low) && found.form == Some(Form::Flat) && known > 0 {
        let sure = known >= 3 && found.against.is_empty();
        found.confidence = Some(if sure { Confidence::High } else { Confidence::Medium });
    }
    if known > 0 && found.form == Some(Form::Flat) {
        found.reasons.push(format!("{} of articles in running text", output::count(known as u64, "heading")));
    }
    Ok(())
}

/// What is known of any input.
fn bare(info: &SourceInfo, within: Vec<&'static str>, record: Option<&'static str>) -> Found {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Found {
        path: info.path.clone(),
        member: info.member.clone(),
        within,
        record,
        url: info.url.clone(),
        retrieved: info.retrieved.map(|at| at.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
        content_type: info.content_type.clone(),
        form: None,
        dialect: None,
        language: None,
        publisher: None,
        encoding: some(&info.encoding),
        encoding_by: None,
        bytes: info.bytes,
        sha256: some(&info.sha256),
        confidence: None,
        reasons: Vec::new(),
        against: Vec::new(),
        whole: true,
        reject: None,
    }
}

/// The columns' names.
fn head(out: &mut impl Write) -> io::Result<()> {
    let bold = Style::new().bold();
    let line = columns(["form", "layout", "lang", "charset", "size", "sure", "publisher"]);
    writeln!(out, "{bold}{line}{bold:#}")
}

/// A row; seven columns and the spaces between take 80 characters at most.
fn columns([form, layout, language, charset, size, sure, publisher]: [&str; 7]) -> String {
    let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    let (language, charset, publisher) = (cut(language, 10), cut(charset, 13), cut(publisher, 9));
    let row = format!("{form:14} {layout:17} {language:10} {charset:13} {size:>5} {sure:6} {publisher}");
    row.trim_end().to_owned()
}

/// Two lines for an input, and a third where something speaks against what was found.
fn show(out: &mut impl Write, found: &Found, name: &str) -> io::Result<()> {
    let charset = match (&found.encoding, found.encoding_by) {
        (Some(encoding), Some(Basis::Guessed)) => format!("{encoding}?"),
        (Some(encoding), _) => encoding.clone(),
        (None, _) => "-".to_owned(),
    };
    let (style, form) = match &found.reject {
        Some(reject) => (AnsiColor::Yellow.on_default(), output::word(&reject.reason)),
        None => (Style::new(), found.form.as_ref().map_or_else(|| "-".to_owned(), output::word)),
    };
    let sure = found.confidence.as_ref().filter(|_| found.reject.is_none());
    let line = columns([
        &form,
        found.dialect.unwrap_or("-"),
        found.language.as_deref().unwrap_or("-"),
        &charset,
        &size(found.bytes),
        &sure.map_or_else(|| "-".to_owned(), output::word),
        found.publisher.as_deref().unwrap_or("-"),
    ]);
    // Only the form is coloured: it says what the colour means.
    let (form, rest) = line.split_at(form.len());
    writeln!(out, "{style}{form}{style:#}{rest}")?;
    let within = if found.within.is_empty() { String::new() } else { format!(" in {}", found.within.join(" > ")) };
    let name: String = name.replace(char::is_control, "?");
    writeln!(out, "  {}{within}", output::shortened(&name, within.chars().count() + 2))?;
    let dim = Style::new().dimmed();
    let mut why = Vec::new();
    if let Some(reject) = &found.reject {
        why.push(reject.message.clone());
    } else if found.confidence < Some(Confidence::High) {
        match found.reasons.is_empty() {
            true => why.push("nothing speaks for any form".to_owned()),
            false => why.push(format!("for it: {}", found.reasons.join(", "))),
        }
        if !found.against.is_empty() {
            why.push(format!("against: {}", found.against.join(", ")));
        }
    }
    if !why.is_empty() {
        output::wrapped(out, &why.join("; "), "  ", dim)?;
    }
    Ok(())
}

/// A length in three digits.
fn size(bytes: u64) -> String {
    match bytes {
        0..1000 => bytes.to_string(),
        1000..1_023_488 => format!("{}K", (bytes + 512) / 1024),
        1_023_488..10_485_760 => format!("{:.1}M", bytes as f64 / 1_048_576.0),
        _ => format!("{}M", (bytes + 524_288) / 1_048_576),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_fit_into_eighty_columns() {
        let longest =
            ["broken-archive", "bulletin-markdown", "zh-Hans-CN", "windows-1252?", "1023M", "medium", "hewlettpackard"];
        assert_eq!(columns(longest).chars().count(), 80);
        assert_eq!([size(999), size(34_000), size(1_048_576), size(64 << 20)], ["999", "33K", "1.0M", "64M"]);
    }
}
