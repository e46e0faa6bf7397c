//! `kbmill sniff`: what is in the inputs, without parsing it?

use super::Status;
use super::args::Sniff;
use super::{inputs, output};
use crate::error::RejectReason;
use crate::model::{Form, SourceInfo};
use crate::source;
use anstyle::Style;
use serde::Serialize;
use std::io::{self, Write};

/// What was found, as a line of JSON.
#[derive(Serialize)]
struct Found<'f> {
    path: &'f str,
    member: Option<&'f str>,
    within: &'f [&'static str],
    record: Option<&'static str>,
    url: Option<&'f str>,
    retrieved: Option<String>,
    content_type: Option<&'f str>,
    form: Option<Form>,
    encoding: Option<&'f str>,
    bytes: u64,
    sha256: Option<&'f str>,
    reject: Option<Refused<'f>>,
}

#[derive(Serialize)]
struct Refused<'f> {
    reason: RejectReason,
    message: &'f str,
}

/// Runs the command.
pub fn run(args: &Sniff, quiet: bool) -> anyhow::Result<Status> {
    let reading = inputs::reading(&args.reading);
    let passed_over = reading.passed_over.clone();
    let mut out: Box<dyn Write> = if args.json { Box::new(output::data()) } else { Box::new(output::page()) };
    let mut status = Status::Fine;
    let mut count = 0;
    for input in source::inputs(&args.inputs, &reading) {
        count += 1;
        let (within, record) = (input.within.clone(), input.record);
        let (info, form, reject) = match source::decode(input) {
            Ok(document) => (document.info, Some(document.form), None),
            Err((info, reject)) => (info, None, Some(reject)),
        };
        if let Some(reject) = reject.as_ref().filter(|reject| inputs::is_given(&args.inputs, &info, reject)) {
            output::reject(&info, reject);
            status = Status::Failed;
        }
        let some = |text: &'_ str| -> Option<String> { (!text.is_empty()).then(|| text.to_owned()) };
        let (encoding, sha256) = (some(&info.encoding), some(&info.sha256));
        let found = Found {
            path: &info.path,
            member: info.member.as_deref(),
            within: &within,
            record,
            url: info.url.as_deref(),
            retrieved: info.retrieved.map(|at| at.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
            content_type: info.content_type.as_deref(),
            form,
            encoding: encoding.as_deref(),
            bytes: info.bytes,
            sha256: sha256.as_deref(),
            reject: reject.as_ref().map(|r| Refused { reason: r.reason, message: &r.message }),
        };
        if args.json {
            serde_json::to_writer(&mut out, &found).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            if count == 1 {
                let bold = Style::new().bold();
                writeln!(out, "{bold}{:14} {:>9} {:12} {:14} input{bold:#}", "form", "bytes", "charset", "within")?;
            }
            row(&mut out, &found, &info)?;
        }
    }
    out.flush()?;
    if count == 0 {
        output::warning("there are no files in what was given");
    }
    let others = passed_over.counts();
    if !others.is_empty() && !quiet {
        let counts: Vec<String> = others.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        output::summary(&format!("records of crawls that are no inputs: {}", counts.join(", ")));
    }
    Ok(status)
}

/// One line of the table; of what is refused the reason stands in place of the form, and the message under it.
fn row(out: &mut impl Write, found: &Found, info: &SourceInfo) -> io::Result<()> {
    let what = match (&found.form, &found.reject) {
        (Some(form), _) => output::word(form),
        (None, Some(reject)) => output::word(&reject.reason),
        (None, None) => String::new(),
    };
    let within = if found.within.is_empty() { "-".to_owned() } else { found.within.join("+") };
    let charset = found.encoding.unwrap_or("-");
    let name = output::name(info).replace(char::is_control, "?");
    writeln!(out, "{what:14} {:>9} {charset:12} {within:14} {name}", found.bytes)?;
    if let Some(reject) = &found.reject {
        writeln!(out, "{:14} {}", "", reject.message)?;
    }
    Ok(())
}
