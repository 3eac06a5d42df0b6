//! Files of the person: read up to a limit, written whole or not at all.
//!
//! Reading takes regular files only, told from the opened file itself, so that a pipe holds nobody up and a device fills
//! no memory. Writing goes to a file beside the one to be, which is on the disk before it gets its name; a file that is
//! there already is never written over. What is written is for its owner alone: reports, questionnaires and evidence are
//! as confidential as the vault they come from.

use crate::{Passphrase, Problem};
use assay_message::{Message, message};
use assay_vault::Aside;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// How much of a kind of file is read.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// Bytes.
    pub bytes: u64,
    /// What such files are called, in the plural.
    pub what: fn() -> Message,
}

impl Limit {
    /// Refuses a file that is larger, before any of it is read.
    ///
    /// # Errors
    /// One, when `size` is more bytes than the limit.
    pub fn admit(self, path: &Path, size: u64) -> Result<(), Problem> {
        if size > self.bytes { Err(self.exceeded(path)) } else { Ok(()) }
    }

    fn exceeded(self, path: &Path) -> Problem {
        let size = match self.bytes {
            0..1024 => message!("{size} bytes", size = self.bytes),
            1024..1_048_576 => message!("{size} kB", size = self.bytes >> 10),
            1_048_576..1_073_741_824 => message!("{size} MB", size = self.bytes >> 20),
            1_073_741_824.. => message!("{size} GB", size = self.bytes >> 30),
        };
        Problem::new(
            "too-large",
            message!(
                "{path} is too large: {what} up to {size} are read. Nothing was changed.",
                what = (self.what)()
            ),
        )
    }
}

/// An opened regular file and its size.
///
/// # Errors
/// When it cannot be opened, or is a folder, pipe, device or anything else that is no file.
pub fn open(path: &Path) -> Result<(File, u64), Problem> {
    let mut options = OpenOptions::new();
    options.read(true);
    // A pipe nobody writes to would hold the opening up for ever.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        rustix::fs::OFlags::NONBLOCK.bits().cast_signed(),
    );
    let file = options.open(path).map_err(|e| Problem::file(message!("read"), path, &e))?;
    let about = file.metadata().map_err(|e| Problem::file(message!("read"), path, &e))?;
    if !about.is_file() {
        return Err(Problem::new(
            "file",
            message!("{path} is not a file. Nothing was changed; choose a file."),
        ));
    }
    Ok((file, about.len()))
}

/// Reads a whole file.
///
/// # Errors
/// As for [`open`]; when it is larger than the limit, of which nothing is read; when reading fails.
pub fn read(path: &Path, limit: Limit) -> Result<Vec<u8>, Problem> {
    let (file, size) = open(path)?;
    limit.admit(path, size)?;
    let mut bytes = Vec::new();
    // A file that grows meanwhile ends the reading one byte past the limit.
    file.take(limit.bytes + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| Problem::file(message!("read"), path, &e))?;
    if bytes.len() as u64 > limit.bytes { Err(limit.exceeded(path)) } else { Ok(bytes) }
}

/// Reads the passphrase in the first line of a file, without the mark some editors put before a text and the line's end.
///
/// # Errors
/// As for [`read`]; when the line is not UTF-8.
pub fn read_passphrase(path: &Path) -> Result<Passphrase, Problem> {
    let bytes = Zeroizing::new(read(path, Limit { bytes: 64 << 10, what: || message!("passphrase files") })?);
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let line = text.split(|b| *b == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    match std::str::from_utf8(line) {
        Ok(line) => Ok(Passphrase::new(line.to_owned())),
        Err(_) => Err(Problem::new(
            "passphrase",
            message!("The first line of {path} is not UTF-8. Save it as UTF-8 and try again."),
        )),
    }
}

/// Writes a new file whole.
///
/// # Errors
/// As for [`write_with`].
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    write_with(path, |file| file.write_all(bytes).map_err(|e| Problem::file(message!("write"), path, &e)))
}

/// Writes a new file with what `fill` puts into it: on the disk and whole when this returns, or not there.
///
/// # Errors
/// When a file of that name exists, which stays as it is; when it cannot be written; those of `fill`.
pub fn write_with(path: &Path, fill: impl FnOnce(&mut File) -> Result<(), Problem>) -> Result<(), Problem> {
    let failed = |e: std::io::Error| Problem::file(message!("write"), path, &e);
    // Before the work that is put into it.
    if path.symlink_metadata().is_ok() {
        return Err(failed(std::io::ErrorKind::AlreadyExists.into()));
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
        return Err(Problem::new(
            "file",
            message!("Could not write {path}: there is no folder {folder}. Nothing was changed."),
        ));
    }
    let (aside, mut file) = Aside::make(path).map_err(failed)?;
    fill(&mut file)?;
    aside.publish(path).map_err(failed)
}

/// Puts bytes in the place of a file that may be there already: afterwards the old or the new ones are there.
///
/// # Errors
/// When the system refuses.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let (aside, mut file) = Aside::make(path)?;
    file.write_all(bytes)?;
    aside.replace(path)
}

/// Folders made for a new file; they go again when it is not made.
pub(crate) struct Folders(Vec<PathBuf>);

impl Folders {
    /// Makes the folders above `path` that are missing.
    ///
    /// # Errors
    /// When one cannot be made; those made before it are gone again.
    pub(crate) fn above(path: &Path) -> Result<Self, Problem> {
        let mut made = Self(Vec::new());
        let missing: Vec<&Path> = path
            .ancestors()
            .skip(1)
            .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
            .collect();
        for folder in missing.into_iter().rev() {
            std::fs::create_dir(folder)
                .map_err(|e| Problem::file(message!("make the folder"), folder, &e))?;
            made.0.push(folder.to_owned());
        }
        Ok(made)
    }

    /// The file is there: the folders stay.
    pub(crate) fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for Folders {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // One that something was put into meanwhile stays.
            let _ = std::fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Limit, read, replace, write, write_with};
    use crate::Problem;
    use assay_message::message;

    const SMALL: Limit = Limit { bytes: 4, what: || message!("notes") };

    #[test]
    fn reading_ends_at_the_limit() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("note");
        std::fs::write(&path, "1234").expect("written");
        assert_eq!(read(&path, SMALL).expect("read"), b"1234");
        std::fs::write(&path, "12345").expect("written");
        let said = read(&path, SMALL).expect_err("too large").sentence;
        assert!(said.to_string().contains("notes up to 4 bytes are read"), "{said}");
        assert!(
            read(folder.path(), SMALL).expect_err("a folder").sentence.to_string().contains("is not a file")
        );
    }

    #[test]
    fn a_file_is_written_whole_or_not_at_all_and_never_over_another() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.pdf");
        let stopped = write_with(&path, |file| {
            std::io::Write::write_all(file, b"half").expect("written");
            Err(Problem::cancelled())
        });
        assert_eq!(stopped, Err(Problem::cancelled()));
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 0, "nothing is left of it");
        write(&path, b"whole").expect("written");
        assert!(write(&path, b"other").expect_err("taken").sentence.to_string().contains("exists already"));
        assert_eq!(std::fs::read(&path).expect("read"), b"whole");
        replace(&path, b"new").expect("replaced");
        assert_eq!(std::fs::read(&path).expect("read"), b"new");
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(path.metadata().expect("there").permissions().mode() & 0o777, 0o600);
        }
    }
}
