//! How does a command write one file? Whole or not at all: beside its place, and moved there when it is complete.

use crate::error::Error;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file that is being written. It is in its place once it is finished; without that, what stood there stays.
pub struct WholeFile {
    path: PathBuf,
    to: To,
}

enum To {
    /// A file beside the place.
    Beside(BufWriter<tempfile::NamedTempFile>),
    /// A device or a pipe, which nothing can take the place of.
    There(BufWriter<File>),
}

/// Bytes that are gathered before they are written.
const BUFFER: usize = 1 << 16;

impl WholeFile {
    /// Begins a file that is meant for this place.
    pub fn create(path: &Path) -> Result<WholeFile, Error> {
        let fail = |e| Error::io("write", path, e);
        if path.metadata().is_ok_and(|there| !there.is_file() && !there.is_dir()) {
            let file = File::options().write(true).open(path).map_err(fail)?;
            let to = To::There(BufWriter::with_capacity(BUFFER, file));
            return Ok(WholeFile { path: path.to_owned(), to });
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As other files are made, less what the user's mask takes away.
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let file = builder.prefix(".kbmill-").tempfile_in(folder).map_err(fail)?;
        Ok(WholeFile { path: path.to_owned(), to: To::Beside(BufWriter::with_capacity(BUFFER, file)) })
    }

    /// An error of writing it, with its path.
    pub fn fault(path: &Path) -> impl Fn(io::Error) -> Error {
        move |e| Error::io("write", path, e)
    }

    /// Completes the file and puts it into its place.
    pub fn finish(self) -> Result<(), Error> {
        let WholeFile { path, to } = self;
        let fail = WholeFile::fault(&path);
        match to {
            To::There(mut out) => out.flush().map_err(fail),
            To::Beside(out) => {
                let file = out.into_inner().map_err(|e| fail(e.into_error()))?;
                file.as_file().sync_all().map_err(&fail)?;
                file.persist(&path).map(drop).map_err(|e| fail(e.error))
            }
        }
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.to {
            To::Beside(out) => out.write(bytes),
            To::There(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.to {
            To::Beside(out) => out.flush(),
            To::There(out) => out.flush(),
        }
    }
}

/// A file of another's in a dataset's folder would keep `build` from replacing the dataset.
pub fn refuse_inside(path: &Path, dataset: &Path) -> anyhow::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let inside = matches!((folder.canonicalize(), dataset.canonicalize()), (Ok(f), Ok(d)) if f.starts_with(&d));
    anyhow::ensure!(
        !inside,
        "`{}` is within the dataset, which `kbmill build` replaces as a whole; name another place",
        path.display()
    );
    Ok(())
}
