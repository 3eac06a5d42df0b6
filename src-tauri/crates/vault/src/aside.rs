//! A file beside the one that is to be: made for its owner alone, written, and given its name once it is on the disk.
//!
//! Who is stopped on the way, by an error or by the power going off, leaves nothing under that name, so that a second try
//! is not told that something is there already.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// A file that has not got its name yet; gone when it is dropped.
#[derive(Debug)]
pub struct Aside {
    path: PathBuf,
}

impl Aside {
    /// Makes an empty file in the folder of `path`, for its owner alone.
    ///
    /// # Errors
    /// When `path` has no name or the folder cannot be written to.
    pub fn make(path: &Path) -> io::Result<(Self, File)> {
        if path.file_name().is_none() {
            return Err(io::ErrorKind::InvalidFilename.into());
        }
        let mut number = 0_u32;
        loop {
            match Self::named(path.with_file_name(format!(".assay-{}-{number}.part", std::process::id()))) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                made => return made,
            }
        }
    }

    /// Makes an empty file under a name that the caller knows, for its owner alone.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`]; whatever else the system says.
    pub fn named(own: PathBuf) -> io::Result<(Self, File)> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&own)?;
        Ok((Self { path: own }, file))
    }

    /// The file that a program made under that name and left behind when it was stopped.
    pub fn left(own: PathBuf) -> Self {
        Self { path: own }
    }

    /// Where it is meanwhile.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts what was written on the disk and gives it the name `path`, unless something has that name.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`], and what is there stays as it is; whatever else the system says.
    pub fn publish(self, path: &Path) -> io::Result<()> {
        self.sync()?;
        move_to_free(&self.path, path)?;
        sync_folder(path)
    }

    /// Puts what was written on the disk and gives it the name `path`, whatever had it before: afterwards the old or the new
    /// file is there.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn replace(self, path: &Path) -> io::Result<()> {
        self.sync()?;
        fs::rename(&self.path, path)?;
        sync_folder(path)
    }

    fn sync(&self) -> io::Result<()> {
        OpenOptions::new().write(true).open(&self.path)?.sync_all()
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // Once it has its name there is nothing here any more.
        let _ = fs::remove_file(&self.path);
    }
}

/// Renames without writing over anything.
fn move_to_free(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            // Not every file system of a network or memory card can do this.
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            moved => return Ok(moved?),
        }
    }
    // The name is taken empty, which fails when it is there, and then what was written is put in its place.
    OpenOptions::new().write(true).create_new(true).open(to)?;
    fs::rename(from, to).inspect_err(|_| {
        // Nothing more can be done about what cannot be removed.
        let _ = fs::remove_file(to);
    })
}

/// Makes the name of a new file durable.
fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        let folder = path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}
