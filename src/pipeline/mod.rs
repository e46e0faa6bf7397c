//! How do many inputs become outcomes? The stages wired, in parallel, in order, in bounded memory.
//!
//! One thread reads, `jobs` threads parse and write records as JSON, the caller's thread hands the outcomes over in the
//! order of the inputs. With one job all of it happens on the caller's thread. A gate keeps what is under way small,
//! by number and by bytes. A panic while parsing costs the one article, which is then rejected as [`RejectReason::Internal`].
//! What is done with an outcome (a dataset, standard output) is the caller's business.

mod gate; // how much may be under way at once

pub use crate::emit::Outcome;

use crate::Options;
use crate::emit::{self, Cache, Known};
use crate::error::{Error, Reject, RejectReason};
use crate::model::{Article, SourceInfo};
use crate::source::identity::{Before, Identity, Mark};
use crate::source::{Document, Input};
use gate::Gate;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// What a caller may choose about a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Articles parsed at once; 0 counts as 1.
    pub jobs: usize,
    /// End the run at the first reject.
    pub strict: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { jobs: std::thread::available_parallelism().map_or(1, usize::from), strict: false }
    }
}

/// What a run knows of runs before it.
#[derive(Clone)]
pub enum Memory {
    /// Nothing, nor is anything to be known of it later.
    None,
    /// Nothing; the next run will know of this one.
    New,
    /// What the last one remembered.
    Of(Arc<Cache>),
}

/// How far a run is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Inputs done.
    pub inputs: u64,
    /// Those that gave an article.
    pub articles: u64,
    /// Those that gave none.
    pub rejects: u64,
    /// Bytes of the files that were read for them.
    pub bytes: u64,
}

/// The options that a document is read with: those given, or those of the profile that recognises it.
pub fn options_for<'o>(document: &Document, options: &'o Options) -> Cow<'o, Options> {
    let address = document.info.url.as_deref();
    let Some(profile) = options.profiles.choose(&document.text, document.form, address) else {
        return Cow::Borrowed(options);
    };
    let vocabulary = profile.vocabulary.as_ref().unwrap_or(&options.vocabulary).clone();
    Cow::Owned(Options { vocabulary, profile: Some(profile.clone()), ..options.clone() })
}

/// Parses one document.
pub fn parse(mut document: Document, options: &Options) -> Result<Article, Reject> {
    let options = &*options_for(&document, options);
    let info = std::mem::take(&mut document.info);
    let extracted = crate::extract::extract(document, options)?;
    let sectioned = crate::section::section(extracted, options);
    Ok(crate::normalize::normalize(sectioned, info, options))
}

impl Memory {
    /// What tells the identity of a file that nobody has written to since then.
    pub fn before(&self) -> Option<Before> {
        let Memory::Of(cache) = self else { return None };
        let cache = cache.clone();
        Some(Before(Arc::new(move |untouched| cache.unread(untouched))))
    }

    /// What came of an input that is known by this.
    fn outcome(&self, mark: Mark) -> Option<Outcome> {
        let Memory::Of(cache) = self else { return None };
        Some(match cache.known(mark.identity)? {
            Known::Article => Outcome::Known { mark },
            Known::Reject(record) => {
                let (source, reject) = record.parts();
                Outcome::Reject { source, reject, mark: Some(mark) }
            }
        })
    }
}

/// Runs all inputs and hands each outcome to `sink`, in the order of the inputs whatever the number of jobs.
///
/// Ends early with the sink's error, or in a strict run with the first reject.
pub fn run(
    inputs: impl Iterator<Item = Input> + Send,
    options: &Options,
    settings: &Settings,
    memory: Memory,
    sink: &mut dyn FnMut(Outcome, &Progress) -> Result<(), Error>,
) -> Result<Progress, Error> {
    let mut progress = Progress::default();
    let mut deliver = |read: u64, outcome: Outcome| {
        progress.inputs += 1;
        progress.bytes += read;
        match &outcome {
            Outcome::Article { .. } | Outcome::Known { .. } => progress.articles += 1,
            Outcome::Reject { source, reject, .. } => {
                progress.rejects += 1;
                if settings.strict {
                    return Err(Error::Rejected { input: name(source), reject: reject.clone() });
                }
            }
        }
        sink(outcome, &progress)
    };
    each(inputs, settings.jobs, &|input| process(input, options, &memory), &mut deliver)?;
    Ok(progress)
}

/// Does some work for each input, `jobs` at once, and hands over what came of it with the bytes that were read for the
/// input, in the order of the inputs.
pub fn each<T: Send>(
    inputs: impl Iterator<Item = Input> + Send,
    jobs: usize,
    work: &(dyn Fn(Input) -> T + Sync),
    deliver: &mut dyn FnMut(u64, T) -> Result<(), Error>,
) -> Result<(), Error> {
    if jobs > 1 {
        return side_by_side(inputs, jobs, work, deliver);
    }
    for input in inputs {
        let read = input.read;
        deliver(read, work(input))?;
    }
    Ok(())
}

/// An input on its way through the threads.
struct Ticket<T> {
    /// Its place in the order of the inputs.
    turn: u64,
    /// What it counts for at the gate.
    weight: u64,
    /// Bytes read for it.
    read: u64,
    /// The input, or what came of it.
    load: T,
}

fn side_by_side<T: Send>(
    inputs: impl Iterator<Item = Input> + Send,
    jobs: usize,
    work: &(dyn Fn(Input) -> T + Sync),
    deliver: &mut dyn FnMut(u64, T) -> Result<(), Error>,
) -> Result<(), Error> {
    let gate = &Gate::new(jobs);
    // The gate bounds what is in both channels.
    let (to_workers, tickets) = crossbeam_channel::unbounded::<Ticket<Input>>();
    let (to_caller, done) = crossbeam_channel::unbounded::<Ticket<T>>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for (turn, input) in (0..).zip(inputs) {
                let weight = input.content.as_ref().map_or(0, |content| content.len() as u64);
                if !gate.enter(weight) {
                    break;
                }
                if to_workers.send(Ticket { turn, weight, read: input.read, load: input }).is_err() {
                    break;
                }
            }
        });
        for _ in 0..jobs {
            let (tickets, to_caller) = (tickets.clone(), to_caller.clone());
            scope.spawn(move || {
                for Ticket { turn, weight, read, load } in tickets {
                    let load = work(load);
                    if to_caller.send(Ticket { turn, weight, read, load }).is_err() {
                        break;
                    }
                }
            });
        }
        drop((tickets, to_caller));
        let mut early: BTreeMap<u64, Ticket<T>> = BTreeMap::new();
        let mut next = 0;
        let mut result = Ok(());
        'all: for ticket in &done {
            early.insert(ticket.turn, ticket);
            while let Some(ticket) = early.remove(&next) {
                next += 1;
                result = deliver(ticket.read, ticket.load);
                gate.leave(ticket.weight);
                if result.is_err() {
                    break 'all;
                }
            }
        }
        // Whatever made the run end, nobody may wait for it any longer.
        gate.close();
        drop(done);
        result
    })
}

/// Does everything for one input that needs no other: decode, parse, write as JSON, check; unless it is known what would
/// come of it.
fn process(mut input: Input, options: &Options, memory: &Memory) -> Outcome {
    if let Some(mark) = input.unread {
        return Outcome::Known { mark };
    }
    let known = match memory {
        Memory::None => None,
        Memory::New | Memory::Of(_) => Some(Identity::of(&mut input)),
    };
    let may_include = known.as_ref().is_some_and(|known| known.may_include);
    let mut mark = known.map(|known| known.mark);
    if let Some(before) = mark.filter(|_| !may_include).and_then(|mark| memory.outcome(mark)) {
        return before;
    }
    let mut source = input.info.clone();
    let outcome = guard(|| {
        let document = crate::source::decode(input).map_err(|(info, reject)| {
            source = info;
            reject
        })?;
        source = document.info.clone();
        if may_include {
            mark = mark.map(|mark| Mark { identity: mark.identity.with_includes(&document), untouched: None });
            if let Some(before) = mark.and_then(|mark| memory.outcome(mark)) {
                return Ok(before);
            }
        }
        let article = parse(document, options)?;
        let line = emit::line(&article).map_err(|fault| {
            Reject::new(RejectReason::Internal, format!("the record breaks its schema: {fault}; please report it"))
        })?;
        Ok(Outcome::Article { article: Box::new(article), line, mark })
    });
    outcome.unwrap_or_else(|reject| Outcome::Reject { source, reject, mark })
}

/// The barrier that a panic does not pass: it costs one input, never the run.
pub fn guard<T>(work: impl FnOnce() -> Result<T, Reject>) -> Result<T, Reject> {
    // What the work leaves half done is dropped with it; nothing else sees it.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<&str>().copied();
        let said = said.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message");
        let message = format!("the parser met a fault of its own: {said}; please report it with the input");
        Err(Reject::new(RejectReason::Internal, message))
    })
}

/// An input as messages name it: path, and member in a container.
fn name(source: &SourceInfo) -> String {
    match &source.member {
        Some(member) => format!("{}:{member}", source.path),
        None => source.path.clone(),
    }
}

#[cfg(test)]
mod tests;
