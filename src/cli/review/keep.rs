//! Writing decisions into the archive's `causes.toml`: all of them or none, in one step, and through the gate.

use std::path::Path;

use crate::cli::Failure;
use crate::config::{CAUSE_NAMES, Record, Unrecorded, recorded};
use crate::gate::{ContentRoot, Folder, Refusal};

/// The file on its way to its name.
const NEW: &str = ".causes.toml.new";
/// In bytes; what is read of an archive is no larger.
const LIMIT: u64 = 8 * 1024 * 1024;

/// Writes the decisions; with none it only looks whether they could be written.
///
/// # Errors
/// When the file is a link, cannot be read or written, or is not TOML. It is then as it was.
pub(super) fn keep(root: &Path, records: &[Record]) -> Result<(), Failure> {
    let gate = ContentRoot::at(root).map_err(|error| unread(error.to_string()))?;
    let old = match gate.read(CAUSE_NAMES, LIMIT) {
        Ok(bytes) => bytes,
        Err(Refusal::Missing) => Vec::new(),
        Err(refusal) => return Err(unread(refusal.to_string())),
    };
    let text = std::str::from_utf8(&old).map_err(|_| unread("it is not UTF-8".to_owned()))?;
    let new = recorded(text, records).map_err(|error| {
        let help = match error {
            Unrecorded::NotToml { .. } => "mend the line, then run the command again: nothing was changed",
            Unrecorded::Unfit(_) => "nothing was changed",
        };
        Failure::usage(format!("{CAUSE_NAMES} cannot be added to: {error}"), help)
    })?;
    if new == text {
        return Ok(());
    }
    let unwritten = |refusal: Refusal| Failure::output(format!("failed to write {CAUSE_NAMES}: {refusal}"));
    let folder = gate.folder("").map_err(unwritten)?;
    put(root, &folder, new.as_bytes()).map_err(|refusal| {
        let _ = folder.remove(NEW);
        unwritten(refusal)
    })
}

fn unread(reason: String) -> Failure {
    Failure::input(format!("{CAUSE_NAMES} cannot be added to: {reason}"), Some("nothing was changed".to_owned()))
}

fn put(root: &Path, folder: &Folder, bytes: &[u8]) -> Result<(), Refusal> {
    match folder.remove(NEW) {
        Ok(()) | Err(Refusal::Missing) => {}
        Err(refusal) => return Err(refusal),
    }
    folder.write_new(NEW, bytes)?;
    let file = folder.open(NEW)?;
    share(root, folder, &file)?;
    file.sync_all()?;
    folder.rename(NEW, CAUSE_NAMES)
}

/// Gives the new file the rights of the old one, or else those of its folder: others build the archive too.
#[cfg(unix)]
fn share(root: &Path, folder: &Folder, file: &std::fs::File) -> Result<(), Refusal> {
    use std::os::unix::fs::PermissionsExt;
    let mode = match folder.open(CAUSE_NAMES) {
        Ok(old) => old.metadata()?.permissions().mode() & 0o777,
        Err(_) => root.metadata()?.permissions().mode() & 0o666,
    };
    Ok(file.set_permissions(std::fs::Permissions::from_mode(mode | 0o600))?)
}

#[cfg(not(unix))]
fn share(_: &Path, _: &Folder, _: &std::fs::File) -> Result<(), Refusal> {
    Ok(())
}
