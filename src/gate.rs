//! The one gate to the file system: whatever is read from an archive or written into it passes here.
//!
//! In: paths below a folder, with forward slashes. Out: regular files to read, folders to list and to write to. A path
//! is handed to the kernel whole, with the order to stay beneath the folder and to follow no link (Linux), or walked
//! component by component from an open folder (elsewhere, and wherever something is written). It is never
//! "canonicalised, checked, then opened", since a link can be swapped in between.
//!
//! The gate remembers what the machine refused. A caller that makes a finding of such a refusal, or loses it, cannot
//! turn a failing disk into a smaller archive: whoever needs all of it asks [`ContentRoot::intact`] at the end.

mod folder;

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

pub use folder::{Folder, Kind, read_at};

use crate::diagnostic::Diagnostic;

/// A folder whose files can be read and written, and whose outside cannot be reached.
#[derive(Debug)]
pub struct ContentRoot {
    path: PathBuf,
    #[cfg(unix)]
    folder: File,
    troubles: Mutex<Vec<Trouble>>,
}

/// What the machine refused, for a reason that no author has to answer for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trouble {
    /// Relative to the root; `.` is the root itself.
    pub path: String,
    pub reason: String,
}

/// Why a folder has no gate.
#[derive(Debug, thiserror::Error)]
pub enum NoRoot {
    #[error("there is no such folder")]
    Missing,
    #[error("it is not a folder")]
    NotAFolder,
    #[error("{}", plain_reason(.0))]
    Unreadable(io::Error),
}

/// An archive that could only be read in part: what was refused, in the order of paths. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", told(.0))]
pub struct Unread(pub Vec<Trouble>);

fn told(troubles: &[Trouble]) -> String {
    let first = troubles.first().map(|first| format!("`{}` cannot be read: {}", first.path, first.reason));
    let more = match troubles.len().saturating_sub(1) {
        0 => String::new(),
        1 => "; one more file or folder cannot be read either".into(),
        more => format!("; {more} more files or folders cannot be read either"),
    };
    first.unwrap_or_default() + &more
}

/// Why the gate stays shut. Messages continue "it could not be read: ...".
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("there is no such file")]
    Missing,
    /// Of a file that was listed before.
    #[error("it was there when the archive was listed and is gone")]
    Vanished,
    #[error("it lies outside the archive")]
    Outside,
    #[error("it is a symbolic link or lies behind one")]
    Symlink,
    /// With what it is instead: `a folder`, `a pipe`, `a socket`, `a device`.
    #[error("it is {0}, not a regular file")]
    NotRegular(&'static str),
    #[error("it has {size} bytes, the limit is {limit}")]
    TooLarge { size: u64, limit: u64 },
    #[error("{}", plain_reason(.0))]
    Machine(#[from] io::Error),
}

/// An error of the system in words, without its number.
pub fn plain_reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or_default().to_owned()
        }
    }
}

impl Refusal {
    /// The finding for a document or another file of the archive that is left out for this reason.
    pub fn of_file(&self, path: &str) -> Diagnostic {
        let name = match self {
            Self::Symlink | Self::Outside => "symlink_refused",
            Self::NotRegular(_) => "not_a_regular_file",
            Self::TooLarge { .. } => "file_too_large",
            Self::Missing | Self::Vanished | Self::Machine(_) => "file_unreadable",
        };
        Diagnostic::new(name, format!("the file is left out: {self}")).at(path, None)
    }
}

impl ContentRoot {
    /// Opens the gate of a folder. A symbolic link in `path` itself is followed: the user chose it.
    ///
    /// # Errors
    /// When the folder is missing, is not a folder or cannot be opened.
    pub fn at(path: &Path) -> Result<Self, NoRoot> {
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return Err(NoRoot::NotAFolder),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(NoRoot::Missing),
            Err(error) => return Err(NoRoot::Unreadable(error)),
        }
        Ok(Self {
            path: path.to_owned(),
            #[cfg(unix)]
            folder: File::open(path).map_err(NoRoot::Unreadable)?,
            troubles: Mutex::default(),
        })
    }

    /// The folder as it was named.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many bytes a regular file has.
    ///
    /// `relative` has forward slashes and no empty, `.` or `..` component. A pipe, socket or device is told by its
    /// type and never opened.
    ///
    /// # Errors
    /// A [`Refusal`] for everything that is not a regular file reached without a link.
    pub fn size(&self, relative: &str) -> Result<u64, Refusal> {
        self.noting(relative, self.opened(relative).and_then(|file| Ok(file.metadata()?.len())))
    }

    /// Opens a file. Private, so that nothing that goes wrong with it later passes by what the gate remembers.
    fn opened(&self, relative: &str) -> Result<File, Refusal> {
        let parts = components(relative).ok_or(Refusal::Outside)?;
        #[cfg(target_os = "linux")]
        return linux::open(&self.folder, relative).unwrap_or_else(|| stepwise::open(&self.folder, &parts));
        #[cfg(all(unix, not(target_os = "linux")))]
        return stepwise::open(&self.folder, &parts);
        #[cfg(not(unix))]
        return portable::open(&self.path, &parts);
    }

    /// Reads a whole regular file of at most `limit` bytes.
    ///
    /// # Errors
    /// As [`ContentRoot::size`], and when the file is larger or reading fails.
    pub fn read(&self, relative: &str, limit: u64) -> Result<Vec<u8>, Refusal> {
        self.noting(relative, self.opened(relative).and_then(|file| whole(file, limit)))
    }

    /// Reads a file that was met while listing: that it is gone is a refusal of the machine too, since an archive that
    /// changes while it is read, or whose disk went away, is not the archive that was listed.
    ///
    /// # Errors
    /// As [`ContentRoot::read`].
    pub fn read_listed(&self, relative: &str, limit: u64) -> Result<Vec<u8>, Refusal> {
        let bytes = self.opened(relative).and_then(|file| whole(file, limit));
        self.noting(
            relative,
            bytes.map_err(|refusal| if matches!(refusal, Refusal::Missing) { Refusal::Vanished } else { refusal }),
        )
    }

    /// Size, times and kind of a file that was met while listing; of a link its own. `None`, and remembered, where the
    /// machine does not say.
    pub fn listed_metadata(&self, relative: &str) -> Option<Metadata> {
        let metadata = self.path.join(relative).symlink_metadata();
        metadata.map_err(|error| self.note(relative, plain_reason(&error))).ok()
    }

    /// Remembers something that the machine refused.
    pub fn note(&self, path: &str, reason: String) {
        let path = if path.is_empty() { "." } else { path }.to_owned();
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner).push(Trouble { path, reason });
    }

    fn noting<T>(&self, path: &str, result: Result<T, Refusal>) -> Result<T, Refusal> {
        if let Err(refusal @ (Refusal::Machine(_) | Refusal::Vanished)) = &result {
            self.note(path, refusal.to_string());
        }
        result
    }

    /// Whether everything that was asked for came through, apart from what an author must answer for.
    ///
    /// # Errors
    /// With everything that the machine refused so far.
    pub fn intact(&self) -> Result<(), Unread> {
        let mut troubles = self.troubles.lock().unwrap_or_else(PoisonError::into_inner).clone();
        troubles.sort();
        // A folder that cannot be entered is one trouble, not one for each file that was asked for in it.
        let within = |path: &str, folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        troubles.dedup_by(|later, first| later.path == first.path || within(&later.path, &first.path));
        if troubles.is_empty() { Ok(()) } else { Err(Unread(troubles)) }
    }
}

fn whole(file: File, limit: u64) -> Result<Vec<u8>, Refusal> {
    let size = file.metadata()?.len();
    if size > limit {
        return Err(Refusal::TooLarge { size, limit });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    // A file can grow while it is read, so the limit holds for what arrives as well.
    file.take(limit + 1).read_to_end(&mut bytes)?;
    let read = bytes.len() as u64;
    if read > limit { Err(Refusal::TooLarge { size: read, limit }) } else { Ok(bytes) }
}

/// The components of a relative path, or `None` where one of them could lead elsewhere.
fn components(relative: &str) -> Option<Vec<&str>> {
    let odd = |part: &&str| {
        matches!(*part, "" | "." | "..") || part.contains('\0') || (cfg!(windows) && part.contains(['\\', ':']))
    };
    let parts: Vec<&str> = relative.split('/').collect();
    (!parts.iter().any(odd)).then_some(parts)
}

#[cfg(unix)]
fn refusal(errno: rustix::io::Errno) -> Refusal {
    use rustix::io::Errno;
    match errno {
        Errno::NOENT | Errno::NOTDIR | Errno::NAMETOOLONG => Refusal::Missing,
        Errno::LOOP => Refusal::Symlink,
        Errno::XDEV => Refusal::Outside,
        other => Refusal::Machine(other.into()),
    }
}

#[cfg(unix)]
fn expect_regular(mode: rustix::fs::RawMode) -> Result<(), Refusal> {
    use rustix::fs::FileType;
    match FileType::from_raw_mode(mode) {
        FileType::RegularFile => Ok(()),
        FileType::Symlink => Err(Refusal::Symlink),
        FileType::Directory => Err(Refusal::NotRegular("a folder")),
        FileType::Fifo => Err(Refusal::NotRegular("a pipe")),
        FileType::Socket => Err(Refusal::NotRegular("a socket")),
        _ => Err(Refusal::NotRegular("a device")),
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::fs::File;
    use std::os::fd::OwnedFd;

    use rustix::fs::{Mode, OFlags, ResolveFlags, fstat, openat2};
    use rustix::io::Errno;

    use super::{Refusal, expect_regular, refusal};

    /// How often a lookup is tried again that the kernel gave up on because something was renamed meanwhile.
    const RACES: usize = 32;

    /// `None` where the kernel has no such call or a sandbox forbids it.
    pub fn open(folder: &File, relative: &str) -> Option<Result<File, Refusal>> {
        // A bare handle tells the type without opening: opening a pipe would wait for its writer.
        let handle = match lookup(folder, relative, OFlags::PATH) {
            Err(Errno::NOSYS | Errno::PERM) => return None,
            other => other,
        };
        Some(open_regular(folder, relative, handle))
    }

    fn open_regular(folder: &File, relative: &str, handle: Result<OwnedFd, Errno>) -> Result<File, Refusal> {
        expect_regular(fstat(handle.map_err(refusal)?).map_err(refusal)?.st_mode)?;
        let file = lookup(folder, relative, OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY).map_err(refusal)?;
        // The name may have been given to something else since the look at its type.
        expect_regular(fstat(&file).map_err(refusal)?.st_mode)?;
        Ok(File::from(file))
    }

    fn lookup(folder: &File, relative: &str, flags: OFlags) -> Result<OwnedFd, Errno> {
        let beneath = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS | ResolveFlags::NO_SYMLINKS;
        let attempt = || openat2(folder, relative, flags | OFlags::CLOEXEC, Mode::empty(), beneath);
        let raced = |result: &Result<OwnedFd, Errno>| matches!(result, Err(Errno::AGAIN | Errno::INTR));
        (1..RACES).map(|_| attempt()).find(|result| !raced(result)).unwrap_or_else(attempt)
    }
}

#[cfg(unix)]
mod stepwise {
    use std::fs::File;

    use rustix::fs::{AtFlags, FileType, Mode, OFlags, openat, statat};
    use rustix::io::Errno;

    use super::{Refusal, expect_regular, refusal};

    /// Steps down one open folder after the other; no step follows a link.
    pub fn open(folder: &File, parts: &[&str]) -> Result<File, Refusal> {
        let (name, folders) = parts.split_last().ok_or(Refusal::Outside)?;
        let mut below: Option<File> = None;
        for part in folders {
            let next = step(below.as_ref().unwrap_or(folder), part)?;
            below = Some(next);
        }
        let folder = below.as_ref().unwrap_or(folder);
        expect_regular(look(folder, name)?)?;
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = File::from(openat(folder, *name, flags, Mode::empty()).map_err(refusal)?);
        expect_regular(rustix::fs::fstat(&file).map_err(refusal)?.st_mode)?;
        Ok(file)
    }

    pub fn step(folder: &File, part: &str) -> Result<File, Refusal> {
        match FileType::from_raw_mode(look(folder, part)?) {
            FileType::Directory => {}
            FileType::Symlink => return Err(Refusal::Symlink),
            _ => return Err(Refusal::Missing),
        }
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        // NOTDIR here means that a link took the folder's place after the look.
        openat(folder, part, flags, Mode::empty()).map(File::from).map_err(|errno| match errno {
            Errno::NOTDIR => Refusal::Symlink,
            other => refusal(other),
        })
    }

    pub fn look(folder: &File, part: &str) -> Result<rustix::fs::RawMode, Refusal> {
        statat(folder, part, AtFlags::SYMLINK_NOFOLLOW).map(|stat| stat.st_mode).map_err(refusal)
    }
}

/// For systems without open folders: looks at every component, then opens. A link swapped in between is not noticed.
#[cfg(any(not(unix), test))]
mod portable {
    use std::fs::File;
    use std::io;
    use std::path::Path;

    use super::Refusal;

    #[cfg_attr(unix, allow(dead_code))]
    pub fn open(root: &Path, parts: &[&str]) -> Result<File, Refusal> {
        let mut path = root.to_owned();
        for (position, part) in parts.iter().enumerate() {
            path.push(part);
            let metadata = std::fs::symlink_metadata(&path).map_err(missing)?;
            let last = position + 1 == parts.len();
            match metadata.file_type() {
                kind if kind.is_symlink() => return Err(Refusal::Symlink),
                kind if kind.is_dir() && last => return Err(Refusal::NotRegular("a folder")),
                kind if !kind.is_file() && last => return Err(Refusal::NotRegular("a device")),
                kind if !kind.is_dir() && !last => return Err(Refusal::Missing),
                _ => {}
            }
        }
        File::open(path).map_err(missing)
    }

    fn missing(error: io::Error) -> Refusal {
        if error.kind() == io::ErrorKind::NotFound { Refusal::Missing } else { Refusal::Machine(error) }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    use super::*;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        fs::create_dir_all(at.join("root/sub folder")).unwrap();
        fs::write(at.join("root/plain.md"), "inside").unwrap();
        fs::write(at.join("root/sub folder/käse & brot.MD"), "inside").unwrap();
        fs::write(at.join("secret.md"), "outside").unwrap();
        symlink("../secret.md", at.join("root/out.md")).unwrap();
        symlink("plain.md", at.join("root/in.md")).unwrap();
        symlink("nowhere.md", at.join("root/dangling.md")).unwrap();
        symlink("loop.md", at.join("root/loop.md")).unwrap();
        symlink("..", at.join("root/parent")).unwrap();
        symlink("sub folder", at.join("root/linked")).unwrap();
        rustix::fs::mknodat(
            rustix::fs::CWD,
            at.join("root/pipe.md"),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::from_raw_mode(0o600),
            0,
        )
        .unwrap();
        drop(UnixListener::bind(at.join("root/socket.md")).unwrap());
        folder
    }

    /// What each of the three ways in answers: the text, or the refusal's first words.
    fn check(path: &str, expected: &str) {
        let folder = folder();
        let root = ContentRoot::at(&folder.path().join("root")).unwrap();
        let parts = components(path);
        let ways: [(&str, Result<File, Refusal>); 3] = [
            ("the gate", root.opened(path)),
            (
                "step by step",
                parts.as_deref().map_or(Err(Refusal::Outside), |parts| stepwise::open(&root.folder, parts)),
            ),
            ("portable", parts.as_deref().map_or(Err(Refusal::Outside), |parts| portable::open(root.path(), parts))),
        ];
        for (way, answer) in ways {
            let answer = match answer {
                Ok(mut file) => {
                    let mut text = String::new();
                    file.read_to_string(&mut text).unwrap();
                    text
                }
                Err(refusal) => refusal.to_string(),
            };
            let expected = if way == "portable" && answer.contains("a device") { "it is a device" } else { expected };
            assert!(answer.starts_with(expected), "{way}: {path:?} gave {answer:?}");
        }
    }

    #[test]
    fn regular_files_beneath_the_root_are_opened() {
        check("plain.md", "inside");
        check("sub folder/käse & brot.MD", "inside");
    }

    #[test]
    fn links_are_refused_wherever_they_stand_in_the_path() {
        check("out.md", "it is a symbolic link");
        check("in.md", "it is a symbolic link");
        check("dangling.md", "it is a symbolic link");
        check("loop.md", "it is a symbolic link");
        check("parent/secret.md", "it is a symbolic link");
        check("linked/käse & brot.MD", "it is a symbolic link");
    }

    #[test]
    fn paths_that_climb_or_start_at_the_top_are_outside() {
        for path in ["../secret.md", "sub folder/../../secret.md", "/etc/passwd", "", ".", "a//b", "./plain.md", "a\0b"]
        {
            check(path, "it lies outside");
        }
    }

    #[test]
    fn pipes_sockets_and_folders_are_refused_without_opening_them() {
        check("pipe.md", "it is a pipe");
        check("socket.md", "it is a socket");
        check("sub folder", "it is a folder");
    }

    #[test]
    fn a_missing_file_is_missing_even_below_a_file_or_with_an_impossible_name() {
        check("none.md", "there is no such file");
        check("plain.md/x", "there is no such file");
        let long = "x".repeat(300);
        let folder = folder();
        let root = ContentRoot::at(&folder.path().join("root")).unwrap();
        assert!(matches!(root.size(&long), Err(Refusal::Missing)));
    }

    #[test]
    fn a_file_over_the_limit_is_refused_by_its_size() {
        let folder = folder();
        let root = ContentRoot::at(&folder.path().join("root")).unwrap();
        assert_eq!(root.read("plain.md", 6).unwrap(), b"inside");
        assert!(matches!(root.read("plain.md", 5), Err(Refusal::TooLarge { size: 6, limit: 5 })));
    }

    #[test]
    fn what_the_machine_refused_is_remembered_and_what_an_author_did_is_not() {
        let folder = folder();
        let root = ContentRoot::at(&folder.path().join("root")).unwrap();
        for path in ["none.md", "out.md", "pipe.md", "../secret.md"] {
            assert!(root.read(path, 100).is_err());
        }
        assert!(root.read("plain.md", 2).is_err());
        assert_eq!(root.intact(), Ok(()));
        assert!(matches!(root.read_listed("none.md", 100), Err(Refusal::Vanished)));
        for path in ["a", "a/b.md", "a/c/d.md"] {
            root.note(path, "the disk is on fire".into());
        }
        let told = root.intact().unwrap_err().to_string();
        assert_eq!(told, "`a` cannot be read: the disk is on fire; one more file or folder cannot be read either");
    }

    #[test]
    fn a_device_is_refused() {
        if !Path::new("/dev/zero").exists() {
            return;
        }
        let root = ContentRoot::at(Path::new("/dev")).unwrap();
        assert!(matches!(root.size("zero"), Err(Refusal::NotRegular("a device"))));
    }
}
