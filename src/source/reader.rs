//! Which inputs does one file hold: itself, the members of an archive, or what lies deeper in either?
//!
//! A stream that is no container is an input. Of a container the members are streams again, and so on down to a depth
//! where hostile files are told from strange ones. What is told of an input in a container is its path through it.
//! Everything is read once and as it is asked for; memory holds one input and a buffer for each level.

use super::container::budget::{Budget, Counted};
use super::container::fault::Fault;
use super::container::mail::{self, Mail};
use super::container::{self, Archive, Content, Context, Current, Format, Member, PassedOver, Stream};
use super::git::Checkouts;
use super::identity::{Before, FileState, Identity, Mark};
use super::include::Library;
use super::walk::{Files, STDIN};
use super::{Input, Settings, too_large};
use crate::error::{Reject, RejectReason};
use crate::model::SourceInfo;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Bytes that are read of a file at once, to see what it is.
const FIRST: u64 = 64 * 1024;
/// Containers within containers are read so deep. A crawl of packed mails that carry archives has five.
const DEEPEST: usize = 8;
/// What stands between the name of a container and that of what is in it, as in addresses of files in archives.
const WITHIN: &str = "!/";

/// The inputs of files.
pub struct Inputs {
    files: Files,
    max_bytes: u64,
    passed_over: PassedOver,
    library: Library,
    checkouts: Option<Checkouts>,
    before: Option<Before>,
    /// The file that is open, and the containers in it that are, each within the one before it.
    open: Option<Open>,
    levels: Vec<Level>,
    /// Told after the input before it.
    pending: Option<Input>,
    /// Bytes of files behind their last input; they count with the next one.
    behind: u64,
}

/// A file of which something was read.
struct Open {
    context: Context,
    length: u64,
    /// Bytes of it that inputs have told of.
    reported: u64,
}

/// An archive that is open.
struct Level {
    archive: Handle,
    place: Place,
}

/// An archive under way, which is read by whatever is open within it. Only one thread reads: the lock is for the
/// compiler, and for moving the whole to that thread.
#[derive(Clone)]
struct Handle(Arc<Mutex<Box<dyn Archive>>>);

/// Where a stream is.
#[derive(Clone)]
struct Place {
    /// The file.
    path: String,
    /// The member within it, through all containers that have names for their members.
    member: Option<String>,
    /// What it lies in, from the outside.
    within: Vec<&'static str>,
    /// The record of the crawl.
    record: Option<&'static str>,
}

impl Handle {
    fn lock(&self) -> MutexGuard<'_, Box<dyn Archive>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Read for Handle {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.lock().read(out)
    }
}

impl Place {
    fn of(path: &Path) -> Place {
        Place { path: shown(path), member: None, within: Vec::new(), record: None }
    }

    /// The place of a member.
    fn member(&self, name: Option<&str>) -> Place {
        let member = match (&self.member, name) {
            (Some(outer), Some(name)) => Some(format!("{outer}{WITHIN}{name}")),
            (outer, name) => outer.clone().or_else(|| name.map(str::to_owned)),
        };
        Place { member, ..self.clone() }
    }

    /// The name of the file or member itself.
    fn name(&self) -> &str {
        self.member.as_deref().unwrap_or(&self.path)
    }

    fn input(&self, content: Result<Vec<u8>, Reject>, bytes: u64) -> Input {
        let info = SourceInfo { path: self.path.clone(), member: self.member.clone(), bytes, ..SourceInfo::default() };
        Input { within: self.within.clone(), record: self.record, ..Input::new(info, content) }
    }
}

impl Inputs {
    /// The inputs of these files.
    pub fn new(files: Files, settings: &Settings) -> Inputs {
        let (max_bytes, passed_over) = (settings.max_bytes, settings.passed_over.clone());
        let (library, checkouts) = (Library::new(settings.include_root.clone()), settings.checkouts.clone());
        // The commit of a file may be another one although nobody has written to it.
        let before = settings.before.clone().filter(|_| checkouts.is_none());
        let (open, levels, pending, behind) = (None, Vec::new(), None, 0);
        Inputs { files, max_bytes, passed_over, library, checkouts, before, open, levels, pending, behind }
    }

    /// Opens a file and gives its first input, or all of it.
    fn open(&mut self, path: &Path) -> Option<Input> {
        let place = Place::of(path);
        if let Some(input) = self.untouched(path, &place) {
            return Some(input);
        }
        self.read(path, place.clone()).unwrap_or_else(|error| {
            let reject = Reject::new(RejectReason::Unreadable, format!("cannot be read: {error}"));
            Some(place.input(Err(reject), 0))
        })
    }

    /// A file that is one input and that nobody has written to since a run before this one read it.
    fn untouched(&mut self, path: &Path, place: &Place) -> Option<Input> {
        let Before(identity_of) = self.before.as_ref()?;
        let metadata = path.metadata().ok().filter(Metadata::is_file)?;
        let disk = Some(self.library.place(path, self.files.given()));
        let input = Input { disk, ..place.input(Ok(Vec::new()), metadata.len()) };
        let untouched = Identity::untouched(&input, &FileState::of(&metadata)?);
        let identity = identity_of(untouched)?;
        self.behind += metadata.len();
        Some(Input { unread: Some(Mark { identity, untouched: Some(untouched) }), ..input })
    }

    fn read(&mut self, path: &Path, place: Place) -> io::Result<Option<Input>> {
        let (mut source, on_disk, metadata): (Box<dyn Read + Send>, _, _) = if path.as_os_str() == STDIN {
            (Box::new(io::stdin()), None, None)
        } else {
            let file = File::open(path)?;
            let metadata = file.metadata().ok();
            let is_file = metadata.as_ref().is_some_and(Metadata::is_file);
            (Box::new(file), is_file.then_some(path), metadata)
        };
        let length = metadata.as_ref().map_or(0, Metadata::len);
        // Told before anything is read: whoever writes meanwhile makes it another state.
        let state = metadata.as_ref().filter(|_| on_disk.is_some() && self.checkouts.is_none()).and_then(FileState::of);
        let mut bytes = with_room_for(length.min(self.max_bytes));
        // An article is read in one go: what comes short of this has come to its end.
        let first = length.saturating_add(1).clamp(container::format::HEAD as u64, FIRST);
        (&mut source).take(first).read_to_end(&mut bytes)?;
        let budget = Budget::new(bytes.len() as u64, self.max_bytes);
        let context = Context { max_bytes: self.max_bytes, budget, passed_over: self.passed_over.clone() };
        self.open = Some(Open { context: context.clone(), length, reported: 0 });
        if Format::of(&bytes).is_some() {
            let source = Counted::new(source, context.budget);
            return Ok(self.enter(Stream::new(&bytes, source), on_disk, place));
        }
        if length > self.max_bytes {
            context.budget.take(length - bytes.len() as u64);
            return Ok(Some(place.input(Err(too_large(Some(length), self.max_bytes)), length)));
        }
        let before = bytes.len() as u64;
        let whole = before < first;
        let end = if whole { Ok(()) } else { read_rest(&mut source, &mut bytes, self.max_bytes) };
        context.budget.take(bytes.len() as u64 - before);
        end?;
        let disk = on_disk.map(|path| self.library.place(path, self.files.given()));
        let Some(mut input) = self.leaf(bytes, place) else { return Ok(None) };
        if let (Some(checkouts), Ok(bytes)) = (&self.checkouts, &input.content) {
            match checkouts.commit(path, bytes) {
                Ok(commit) => (input.info.commit, input.info.committed) = (Some(commit.id), commit.date),
                Err(why) => input.notes.push(why),
            }
        }
        Ok(Some(Input { disk, state, ..input }))
    }

    /// Goes into a stream that begins as a container, and through all compression around it.
    fn enter(&mut self, mut stream: Stream, mut on_disk: Option<&Path>, mut place: Place) -> Option<Input> {
        let context = self.open.as_ref()?.context.clone();
        let outer = place.clone();
        let mut is_packed = false;
        while let Some(format) = Format::of(stream.peek(container::format::HEAD)) {
            if place.within.len() >= DEEPEST {
                return Some(outer.input(Err(too_deep()), 0));
            }
            place.within.push(format.name());
            let Format::Packed(packing) = format else {
                let archive = container::open(format, stream, on_disk, is_packed, &context)?;
                // Around an archive, compression has no name of its own.
                self.push(archive, Place { within: place.within, ..outer });
                return None;
            };
            let (mut unpacked, stated) = container::unpack(packing, stream, &context.budget);
            unpacked.peek(1);
            let stated = stated.get().filter(|name| !name.is_empty());
            let name = stated.cloned().unwrap_or_else(|| packing.inner_name(place.name()));
            // Within an archive the packed file has a name already; one without a suffix would be said twice.
            let is_same = outer.member.as_deref().is_some_and(|m| m.rsplit('/').next() == Some(&name));
            let inner = if is_same { outer.clone() } else { outer.member(Some(&name)) };
            place = Place { within: place.within, ..inner };
            (stream, on_disk, is_packed) = (unpacked, None, true);
        }
        self.unpacked(stream, &outer, place)
    }

    /// Reads a compressed input.
    fn unpacked(&mut self, mut stream: Stream, outer: &Place, place: Place) -> Option<Input> {
        let mut bytes = Vec::with_capacity(16 * 1024);
        let Err(error) = read_rest(&mut stream, &mut bytes, self.max_bytes) else { return self.leaf(bytes, place) };
        let (reason, what) = Fault::told(&error);
        let reject = Reject::new(reason, format!("{what}, after {} unpacked bytes", bytes.len()));
        if matches!(Fault::of(&error), Some(Fault::Trailing(_))) {
            // The file itself is whole: it is given, and then what follows it is told.
            let input = self.leaf(bytes, place);
            if input.is_some() {
                self.pending = Some(outer.input(Err(reject), 0));
            }
            return input;
        }
        Some(place.input(Err(reject), bytes.len() as u64))
    }

    /// An input, or the mail that it is.
    fn leaf(&mut self, bytes: Vec<u8>, mut place: Place) -> Option<Input> {
        let length = bytes.len() as u64;
        if length > self.max_bytes {
            return Some(place.input(Err(too_large(None, self.max_bytes)), length));
        }
        if !mail::is_mail(&bytes) {
            return Some(place.input(Ok(bytes), length));
        }
        if place.within.len() >= DEEPEST {
            return Some(place.input(Err(too_deep()), length));
        }
        place.within.push("mail");
        self.push(Box::new(Mail::new(&bytes)), place);
        None
    }

    fn push(&mut self, archive: Box<dyn Archive>, place: Place) {
        self.levels.push(Level { archive: Handle(Arc::new(Mutex::new(archive))), place });
    }

    /// The next input of the archives that are open.
    fn next_within(&mut self) -> Option<Input> {
        while let Some(level) = self.levels.last() {
            let handle = level.archive.clone();
            let next = handle.lock().next();
            let Some(member) = next else {
                self.levels.pop();
                continue;
            };
            let place = Place { record: member.record, ..level.place.member(member.name.as_deref()) };
            if let Some(input) = self.member(member, place, handle) {
                return Some(input);
            }
        }
        None
    }

    fn member(&mut self, member: Member, place: Place, handle: Handle) -> Option<Input> {
        let Member { url, retrieved, content_type, notes, content, .. } = member;
        let input = match content {
            Content::Refused(reject, bytes) => place.input(Err(reject), bytes),
            Content::Page(bytes, refused) => {
                let length = bytes.len() as u64;
                Input { refused, ..place.input(Ok(bytes), length) }
            }
            Content::Read(bytes) if Format::of(&bytes).is_some() => {
                return self.enter(Stream::new(b"", io::Cursor::new(bytes)), None, place);
            }
            Content::Read(bytes) => self.leaf(bytes, place)?,
            Content::Streamed(length) => self.streamed(length, place, handle)?,
        };
        let info = SourceInfo { url, retrieved, content_type, ..input.info };
        Some(Input { info, notes, ..input })
    }

    /// Reads the member that an archive has under way, or goes into it.
    fn streamed(&mut self, length: Option<u64>, place: Place, handle: Handle) -> Option<Input> {
        // What an archive states is not believed for memory: a damaged one states anything.
        let mut bytes = with_room_for(length.unwrap_or(16 * 1024).min(1024 * 1024));
        let mut archive = handle.lock();
        let head = Current(&mut **archive).take(container::format::HEAD as u64).read_to_end(&mut bytes);
        if head.is_ok() && Format::of(&bytes).is_some() {
            drop(archive);
            return self.enter(Stream::new(&bytes, handle), None, place);
        }
        if head.is_ok() && length.is_some_and(|length| length > self.max_bytes) {
            return Some(place.input(Err(too_large(length, self.max_bytes)), length.unwrap_or(0)));
        }
        let end = head.and_then(|_| read_rest(&mut Current(&mut **archive), &mut bytes, self.max_bytes));
        if let Err(error) = end {
            let reject = archive.fail(&error);
            return Some(place.input(Err(reject), length.unwrap_or(bytes.len() as u64)));
        }
        drop(archive);
        self.leaf(bytes, place)
    }

    /// Bytes of the open file that were read and not told yet.
    fn unreported(&mut self) -> u64 {
        let Some(open) = &mut self.open else { return 0 };
        // What is looked at twice, as the directory of a zip archive may be, counts once.
        let most = if open.length > 0 { open.length } else { u64::MAX };
        let taken = open.context.budget.taken().min(most);
        taken.saturating_sub(std::mem::replace(&mut open.reported, taken))
    }

    /// Closes the file: what was not read of it counts as read.
    fn close(&mut self) {
        self.behind += self.unreported();
        if let Some(open) = self.open.take() {
            self.behind += open.length.saturating_sub(open.reported);
        }
    }
}

impl Iterator for Inputs {
    type Item = Input;

    fn next(&mut self) -> Option<Input> {
        loop {
            let input = match self.pending.take().or_else(|| self.next_within()) {
                Some(input) => Some(input),
                None => {
                    self.close();
                    match self.files.next()? {
                        Ok(path) => self.open(&path),
                        Err((path, reject)) => Some(Place::of(&path).input(Err(reject), 0)),
                    }
                }
            };
            if let Some(input) = input {
                let read = std::mem::take(&mut self.behind) + self.unreported();
                return Some(Input { read, ..input });
            }
        }
    }
}

/// Room for an input of this length, and for a byte more that tells that it is longer.
fn with_room_for(length: u64) -> Vec<u8> {
    Vec::with_capacity(usize::try_from(length.saturating_add(1)).unwrap_or(0).max(container::format::HEAD))
}

/// Appends what is left of a stream, and stops when it is more than an input may have.
fn read_rest(stream: &mut dyn Read, bytes: &mut Vec<u8>, max_bytes: u64) -> io::Result<()> {
    let room = max_bytes.saturating_add(1).saturating_sub(bytes.len() as u64);
    stream.take(room).read_to_end(bytes).map(drop)
}

fn too_deep() -> Reject {
    let message = format!("containers within containers, more than {DEEPEST} deep; unpack it first");
    Reject::new(RejectReason::TooDeep, message)
}

/// A path as records show it: with `/` on every system.
pub fn shown(path: &Path) -> String {
    let path = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { path.into_owned() } else { path.replace(std::path::MAIN_SEPARATOR, "/") }
}
