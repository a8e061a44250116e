//! An open folder: what is done in it stays in it.
//!
//! Every name is a single component, looked up in the open folder itself and never through a link, so neither a link
//! that lies there nor one that is put there meanwhile leads anywhere else. New files and folders are for their owner
//! alone.

use std::fs::File;
use std::io::{self, Write};

use super::{ContentRoot, Refusal, components, whole};

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    File,
    Folder,
    Link,
    /// A pipe, a socket, a device.
    Other,
}

/// A folder beneath a [`ContentRoot`].
#[derive(Debug)]
pub struct Folder {
    #[cfg(unix)]
    handle: File,
    #[cfg(not(unix))]
    path: std::path::PathBuf,
}

impl ContentRoot {
    /// Opens a folder to read; `""` is the root itself.
    ///
    /// # Errors
    /// [`Refusal::Missing`] where there is none, [`Refusal::Symlink`] where it lies behind a link.
    pub fn folder(&self, relative: &str) -> Result<Folder, Refusal> {
        self.noting(relative, self.descend(relative, Folder::folder))
    }

    /// Opens a folder to write to, and makes it and those above it where they are missing. What lies in it is for its
    /// owner alone, also when others could look into it before.
    ///
    /// Nothing is remembered of what goes wrong here: whoever writes has an answer already.
    ///
    /// # Errors
    /// As [`ContentRoot::folder`], and when the machine refuses.
    pub fn private_folder(&self, relative: &str) -> Result<Folder, Refusal> {
        self.descend(relative, Folder::private_folder)
    }

    fn descend(&self, relative: &str, step: fn(&Folder, &str) -> Result<Folder, Refusal>) -> Result<Folder, Refusal> {
        let parts = if relative.is_empty() { Vec::new() } else { components(relative).ok_or(Refusal::Outside)? };
        #[cfg(unix)]
        let root = Folder { handle: self.folder.try_clone()? };
        #[cfg(not(unix))]
        let root = Folder { path: self.path.clone() };
        parts.into_iter().try_fold(root, |folder, part| step(&folder, part))
    }
}

impl Folder {
    /// Opens a regular file and reads all of it.
    ///
    /// # Errors
    /// As [`ContentRoot::read`].
    pub fn read(&self, name: &str, limit: u64) -> Result<Vec<u8>, Refusal> {
        whole(self.open(name)?, limit)
    }

    /// A folder in this one, for its owner alone; made where it is missing.
    fn private_folder(&self, name: &str) -> Result<Folder, Refusal> {
        match self.new_folder(name) {
            Err(Refusal::Machine(error)) if error.kind() == io::ErrorKind::AlreadyExists => {}
            other => return other,
        }
        let folder = self.folder(name)?;
        folder.close_to_others();
        Ok(folder)
    }

    /// Writes a file that must not exist yet.
    ///
    /// # Errors
    /// When there is anything of this name, a link too, or the machine refuses.
    pub fn write_new(&self, name: &str, bytes: &[u8]) -> Result<(), Refusal> {
        Ok(self.create(name)?.write_all(bytes)?)
    }

    /// Removes a file, a link (not what it points to) or a folder with all that it holds.
    ///
    /// # Errors
    /// When something stays.
    pub fn remove(&self, name: &str) -> Result<(), Refusal> {
        match self.kind(name)? {
            Kind::Folder => {
                let inner = self.folder(name)?;
                for (name, _) in inner.names()? {
                    inner.remove(&name)?;
                }
                self.unlink(name, true)
            }
            _ => self.unlink(name, false),
        }
    }
}

/// A name that cannot lead elsewhere.
fn single(name: &str) -> Result<&str, Refusal> {
    match components(name).as_deref() {
        Some([name]) => Ok(name),
        _ => Err(Refusal::Outside),
    }
}

/// Fills `bytes` from a place in a file, without moving in it.
///
/// # Errors
/// When the file ends before, or cannot be read.
pub fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    #[cfg(unix)]
    return std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset);
    #[cfg(windows)]
    {
        use std::os::windows::fs::FileExt;
        let mut at = 0;
        while at < bytes.len() {
            match file.seek_read(&mut bytes[at..], offset + at as u64)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                read => at += read,
            }
        }
        Ok(())
    }
    #[cfg(not(any(unix, windows)))]
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(unix)]
mod unix {
    use std::fs::File;

    use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, fchmod, fstat, mkdirat, openat, renameat, unlinkat};

    use super::super::{Refusal, refusal, stepwise};
    use super::{Folder, Kind, single};

    const OWNER_ONLY: Mode = Mode::RWXU;

    impl Folder {
        /// Opens a folder in this one.
        ///
        /// # Errors
        /// [`Refusal::Missing`] where there is none, [`Refusal::Symlink`] where it is a link.
        pub fn folder(&self, name: &str) -> Result<Folder, Refusal> {
            Ok(Folder { handle: stepwise::step(&self.handle, single(name)?)? })
        }

        /// Makes a folder in this one, for its owner alone.
        ///
        /// # Errors
        /// When there is anything of this name, or the machine refuses.
        pub fn new_folder(&self, name: &str) -> Result<Folder, Refusal> {
            // A missing parent cannot be: this folder is open. An existing name is told as it is.
            mkdirat(&self.handle, single(name)?, OWNER_ONLY).map_err(std::io::Error::from)?;
            self.folder(name)
        }

        /// Opens a regular file to read.
        ///
        /// # Errors
        /// As [`ContentRoot::size`](super::super::ContentRoot::size).
        pub fn open(&self, name: &str) -> Result<File, Refusal> {
            stepwise::open(&self.handle, &[single(name)?])
        }

        pub(super) fn create(&self, name: &str) -> Result<File, Refusal> {
            let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            let file = openat(&self.handle, single(name)?, flags, Mode::RUSR | Mode::WUSR);
            Ok(File::from(file.map_err(std::io::Error::from)?))
        }

        /// Gives a file or folder another name within this folder, in place of a file or an empty folder of that name.
        ///
        /// # Errors
        /// When the machine refuses.
        pub fn rename(&self, from: &str, to: &str) -> Result<(), Refusal> {
            Ok(renameat(&self.handle, single(from)?, &self.handle, single(to)?).map_err(std::io::Error::from)?)
        }

        /// What a name stands for.
        ///
        /// # Errors
        /// [`Refusal::Missing`] where there is nothing of this name.
        pub fn kind(&self, name: &str) -> Result<Kind, Refusal> {
            stepwise::look(&self.handle, single(name)?).map(|mode| kind(FileType::from_raw_mode(mode)))
        }

        /// Everything in this folder, sorted by name. A name that is not UTF-8 is spelled with U+FFFD and cannot be opened.
        ///
        /// # Errors
        /// When the machine refuses.
        pub fn names(&self) -> Result<Vec<(String, Kind)>, Refusal> {
            let mut names = Vec::new();
            for entry in Dir::read_from(&self.handle).map_err(refusal)? {
                let entry = entry.map_err(refusal)?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if matches!(name.as_str(), "." | "..") {
                    continue;
                }
                // Some file systems do not say in their lists what an entry is.
                let kind = match entry.file_type() {
                    FileType::Unknown => self.kind(&name)?,
                    known => kind(known),
                };
                names.push((name, kind));
            }
            names.sort();
            Ok(names)
        }

        pub(super) fn unlink(&self, name: &str, is_folder: bool) -> Result<(), Refusal> {
            let flags = if is_folder { AtFlags::REMOVEDIR } else { AtFlags::empty() };
            Ok(unlinkat(&self.handle, single(name)?, flags).map_err(std::io::Error::from)?)
        }

        /// Takes every right from group and others. Where the folder is somebody else's it stays as it is.
        pub(super) fn close_to_others(&self) {
            let open = fstat(&self.handle).is_ok_and(|stat| stat.st_mode & 0o077 != 0);
            if open {
                let _ = fchmod(&self.handle, OWNER_ONLY);
            }
        }
    }

    fn kind(file_type: FileType) -> Kind {
        match file_type {
            FileType::RegularFile => Kind::File,
            FileType::Directory => Kind::Folder,
            FileType::Symlink => Kind::Link,
            _ => Kind::Other,
        }
    }
}

/// For systems without open folders: looks at a name, then uses it. A link put there in between is not noticed.
#[cfg(not(unix))]
mod portable {
    use std::fs::{self, File};
    use std::io;

    use super::super::Refusal;
    use super::{Folder, Kind, single};

    impl Folder {
        pub fn folder(&self, name: &str) -> Result<Folder, Refusal> {
            match self.kind(name)? {
                Kind::Folder => Ok(Folder { path: self.path.join(name) }),
                Kind::Link => Err(Refusal::Symlink),
                _ => Err(Refusal::Missing),
            }
        }

        pub fn new_folder(&self, name: &str) -> Result<Folder, Refusal> {
            let path = self.path.join(single(name)?);
            fs::create_dir(&path)?;
            Ok(Folder { path })
        }

        pub fn open(&self, name: &str) -> Result<File, Refusal> {
            match self.kind(name)? {
                Kind::File => Ok(File::open(self.path.join(name))?),
                Kind::Link => Err(Refusal::Symlink),
                Kind::Folder => Err(Refusal::NotRegular("a folder")),
                Kind::Other => Err(Refusal::NotRegular("a device")),
            }
        }

        pub(super) fn create(&self, name: &str) -> Result<File, Refusal> {
            Ok(File::create_new(self.path.join(single(name)?))?)
        }

        pub fn rename(&self, from: &str, to: &str) -> Result<(), Refusal> {
            Ok(fs::rename(self.path.join(single(from)?), self.path.join(single(to)?))?)
        }

        pub fn kind(&self, name: &str) -> Result<Kind, Refusal> {
            match fs::symlink_metadata(self.path.join(single(name)?)) {
                Ok(metadata) => Ok(kind(metadata.file_type())),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Refusal::Missing),
                Err(error) => Err(Refusal::Machine(error)),
            }
        }

        pub fn names(&self) -> Result<Vec<(String, Kind)>, Refusal> {
            let mut names = Vec::new();
            for entry in fs::read_dir(&self.path)? {
                let entry = entry?;
                names.push((entry.file_name().to_string_lossy().into_owned(), kind(entry.file_type()?)));
            }
            names.sort();
            Ok(names)
        }

        pub(super) fn unlink(&self, name: &str, is_folder: bool) -> Result<(), Refusal> {
            let path = self.path.join(single(name)?);
            Ok(if is_folder { fs::remove_dir(path)? } else { fs::remove_file(path)? })
        }

        pub(super) fn close_to_others(&self) {}
    }

    fn kind(file_type: fs::FileType) -> Kind {
        match file_type {
            kind if kind.is_symlink() => Kind::Link,
            kind if kind.is_dir() => Kind::Folder,
            kind if kind.is_file() => Kind::File,
            _ => Kind::Other,
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    /// `root/` with a link to `precious/` beside it, and a file in there.
    fn folder() -> (tempfile::TempDir, ContentRoot) {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        fs::create_dir_all(at.join("root/plain/inner")).unwrap();
        fs::create_dir_all(at.join("precious/kept")).unwrap();
        fs::write(at.join("precious/kept/file"), "mine").unwrap();
        symlink("../precious", at.join("root/linked")).unwrap();
        symlink("../../precious", at.join("root/plain/linked")).unwrap();
        let root = ContentRoot::at(&at.join("root")).unwrap();
        (folder, root)
    }

    #[test]
    fn no_folder_is_opened_or_made_behind_a_link() {
        let (at, root) = folder();
        for path in ["linked", "linked/kept", "plain/linked", "plain/linked/kept", "linked/new", "plain/linked/new"] {
            assert!(matches!(root.folder(path), Err(Refusal::Symlink)), "{path}");
            assert!(matches!(root.private_folder(path), Err(Refusal::Symlink)), "{path}");
        }
        assert!(!at.path().join("precious/new").exists());
        assert!(matches!(root.folder("../precious"), Err(Refusal::Outside)));
        assert!(matches!(root.folder("none"), Err(Refusal::Missing)));
    }

    #[test]
    fn removing_takes_links_and_leaves_what_they_point_to() {
        let (at, root) = folder();
        let top = root.folder("").unwrap();
        top.remove("plain").unwrap();
        top.remove("linked").unwrap();
        assert_eq!(top.names().unwrap(), []);
        assert_eq!(fs::read_to_string(at.path().join("precious/kept/file")).unwrap(), "mine");
        for name in ["..", ".", "a/b", ""] {
            assert!(matches!(top.remove(name), Err(Refusal::Outside)), "{name}");
        }
    }

    #[test]
    fn nothing_is_written_through_a_link() {
        let (at, root) = folder();
        symlink("../../precious/kept/file", at.path().join("root/plain/file")).unwrap();
        symlink("../../precious/made", at.path().join("root/plain/made")).unwrap();
        let plain = root.folder("plain").unwrap();
        assert!(plain.write_new("file", b"other").is_err());
        assert!(plain.write_new("made", b"other").is_err());
        assert_eq!(fs::read_to_string(at.path().join("precious/kept/file")).unwrap(), "mine");
        assert!(!at.path().join("precious/made").exists());
        plain.write_new("own", b"own").unwrap();
        assert_eq!(plain.read("own", 10).unwrap(), b"own");
    }

    #[test]
    fn private_folders_are_made_private_even_if_they_were_not() {
        let (at, root) = folder();
        let mode = |path: &str| fs::metadata(at.path().join(path)).unwrap().permissions().mode() & 0o777;
        fs::set_permissions(at.path().join("root/plain"), fs::Permissions::from_mode(0o755)).unwrap();
        root.private_folder("plain/new").unwrap();
        assert_eq!((mode("root/plain"), mode("root/plain/new")), (0o700, 0o700));
    }
}
