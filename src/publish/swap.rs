//! The one step: the stage takes the target's place.

use std::fs;
use std::io;
use std::path::Path;

use super::target::{Place, Target};
use super::{PublishError, folder, kept, sync};

/// Exchanges the stage with the target, or gives it the target's name where there is none. Afterwards the old site, if
/// any, lies where the stage was.
pub fn into_place(stage: &Path, target: &Target) -> Result<(), PublishError> {
    let path = target.place.path();
    let step = if target.exists { exchange(stage, &path, &target.place) } else { fs::rename(stage, &path) };
    step.map_err(|source| match source.kind() {
        io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => PublishError::MountPoint(path.clone()),
        _ => PublishError::Machine { action: "put the site in place at", path: path.clone(), source },
    })?;
    // The step is taken. That its record may reach the disk a moment later is no reason to call it failed.
    let _ = sync::folder(&target.place.parent);
    Ok(())
}

fn exchange(stage: &Path, path: &Path, place: &Place) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, stage, CWD, path, RenameFlags::EXCHANGE) {
            // An old kernel, or a file system that cannot.
            Err(Errno::NOSYS | Errno::INVAL | Errno::NOTSUP) => {}
            other => return other.map_err(io::Error::from),
        }
    }
    in_three_steps(stage, path, place)
}

/// Moves the old site away, the new one in, and the old one to where the stage was. Not atomic: for a moment there is
/// no site. [`recover`] puts the old one back if that moment is the last.
pub fn in_three_steps(stage: &Path, path: &Path, place: &Place) -> io::Result<()> {
    let aside = place.sibling("old");
    fs::rename(path, &aside)?;
    if let Err(error) = fs::rename(stage, path) {
        fs::rename(&aside, path)?;
        return Err(error);
    }
    // Left aside it is removed by the next build.
    let _ = fs::rename(&aside, stage);
    Ok(())
}

/// Mends what a killed build left: puts back a site that was moved aside, removes stages and old sites. Only to be
/// called under the lock, which rules out that they belong to a build that still runs.
pub fn recover(place: &Place) {
    let Ok(entries) = fs::read_dir(&place.parent) else { return };
    let left_over = |role: &str| {
        let prefix = place.prefix(role);
        move |name: &str| name.strip_prefix(&prefix).is_some_and(|id| id.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let (stage, old, record) = (left_over("stage"), left_over("old"), left_over("record"));
    let is_orphan = |name: &str| kept::is_orphan(place, name);
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if old(name)
            && is_folder
            && fs::symlink_metadata(place.path()).is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
        {
            let _ = fs::rename(entry.path(), place.path());
        } else if stage(name) || old(name) || record(name) || is_orphan(name) {
            // A link of that name is somebody else's doing; removing the link harms nothing behind it.
            if is_folder { folder::remove(&entry.path()) } else { drop(fs::remove_file(entry.path())) }
        }
    }
}
