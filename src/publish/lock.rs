//! One build at a time for one target.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::PublishError;
use super::target::Place;

/// A lock file beside the target. The kernel lets go of the lock when its process ends, however it ends, so a file
/// left behind locks nobody out.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    file: Option<File>,
}

impl Lock {
    /// Takes the lock, or fails at once where another build has it; with `wait`, after that build has ended. Where the
    /// file system knows no locks, none is taken.
    pub fn take(place: &Place, wait: bool) -> Result<Self, PublishError> {
        let path = place.lock_path();
        loop {
            let mut file = open(&path).map_err(PublishError::machine("open", &path))?;
            let locked = if wait { file.lock().map_err(TryLockError::Error) } else { file.try_lock() };
            match locked {
                Ok(()) if is_at(&file, &path) => {
                    file.set_len(0).and_then(|()| write!(file, "{}", std::process::id())).ok();
                    return Ok(Self { path, file: Some(file) });
                }
                // The last holder removed the file between our opening and locking it.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(PublishError::Busy { path: place.path(), holder: holder(&mut file) });
                }
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                    return Ok(Self { path, file: None });
                }
                Err(TryLockError::Error(source)) => {
                    return Err(PublishError::Machine { action: "lock", path, source });
                }
            }
        }
    }

    pub fn is_held(&self) -> bool {
        self.file.is_some()
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while still held: whoever opened it meanwhile sees that it is gone and opens a new one.
        let _ = fs::remove_file(&self.path);
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.custom_flags(i32::try_from(flags.bits()).unwrap_or_default());
    }
    options.open(path)
}

/// Whether the open file is still the one that goes by this name.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let open = file.metadata().map(identity).ok();
    open.is_some() && open == fs::symlink_metadata(path).map(identity).ok()
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

/// Who holds the lock, as far as the file says.
fn holder(file: &mut File) -> String {
    let mut text = String::new();
    let _ = file.take(32).read_to_string(&mut text);
    let process: Option<u32> = text.trim().parse().ok();
    let since = file.metadata().and_then(|metadata| metadata.modified()).ok();
    let since = since.and_then(|time| jiff::Timestamp::try_from(time).ok()).map(|time| time.strftime("%F %T UTC"));
    match (process, since) {
        (Some(process), Some(since)) => format!("process {process}, since {since}"),
        (Some(process), None) => format!("process {process}"),
        (None, _) => "of an unknown process".into(),
    }
}
