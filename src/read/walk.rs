//! The walk over a folder: which files are documents, and what was left aside.

use std::io;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::ignored::{IgnoreRules, join};
use super::name::{self, Spellings};
use super::{ContentRoot, SITE_MARKER, SourceFile, statics};
use crate::diagnostic::Diagnostic;
use crate::gate::plain_reason;

/// The file whose presence makes `themes/` beside it a folder of themes.
const CONFIG: &str = "incidex.toml";

pub struct Walk {
    pub sources: Vec<SourceFile>,
    pub findings: Vec<Diagnostic>,
    pub rules: IgnoreRules,
}

/// Walks the folder in the order of names. Only names and types are looked at; files are opened by the gate alone.
pub fn walk(root: &ContentRoot, extensions: &[String]) -> Walk {
    let extensions: Vec<String> = extensions.iter().map(|e| e.trim_start_matches('.').to_lowercase()).collect();
    let mut walk = Walk { sources: Vec::new(), findings: Vec::new(), rules: IgnoreRules::default() };
    let mut spellings = Spellings::default();
    walk.findings = walk.rules.load(root, "");
    // By name: entries of one folder have all that stands before it in common, and taking it out of each costs more.
    let by_name = |a: &DirEntry, b: &DirEntry| a.path().as_os_str().cmp(b.path().as_os_str());
    let mut entries = WalkDir::new(root.path()).min_depth(1).follow_links(false).sort_by(by_name).into_iter();
    while let Some(entry) = entries.next() {
        match entry {
            Ok(entry) => {
                let enter = walk.meet(root, &entry, &extensions, &mut spellings);
                if entry.file_type().is_dir() && !enter {
                    entries.skip_current_dir();
                }
            }
            Err(error) => walk.findings.extend(unreadable(root, &error)),
        }
    }
    walk.sources.sort_by(|a, b| a.path.cmp(&b.path));
    walk
}

impl Walk {
    /// Sorts one entry into its place; for a folder, says whether to enter it.
    fn meet(&mut self, root: &ContentRoot, entry: &DirEntry, extensions: &[String], seen: &mut Spellings) -> bool {
        let Some(path) = relative(root.path(), entry.path()) else {
            self.findings.push(unreadable_name(root.path(), entry.path()));
            return false;
        };
        let file_name = path.rsplit('/').next().unwrap_or(&path);
        let kind = entry.file_type();
        if file_name.starts_with('.') || self.rules.name(&path, kind.is_dir()) {
            return false;
        }
        if name::is_unprintable(file_name) {
            let path = name::printable(&path);
            let message = "the name holds control characters, so it is left out";
            self.findings.push(Diagnostic::new("file_name_odd", message).at(&path, None));
            return false;
        }
        if kind.is_dir() {
            return self.enter(root, &path);
        }
        if kind.is_symlink() {
            let message = "the symbolic link is not followed";
            self.findings.push(Diagnostic::new("symlink_refused", message).at(&path, None));
            return false;
        }
        if !kind.is_file() {
            let message = "it is a pipe, a socket or a device and is not opened";
            self.findings.push(Diagnostic::new("not_a_regular_file", message).at(&path, None));
            return false;
        }
        if name::has_ending(file_name, extensions) && !super::TICKETS.contains(&path.as_str()) {
            self.take(path, seen);
        }
        false
    }

    fn enter(&mut self, root: &ContentRoot, path: &str) -> bool {
        let themes = path == "themes" && is_there(root, CONFIG);
        if themes || statics::is_static(path) || is_there(root, &join(path, SITE_MARKER)) {
            return false;
        }
        self.judge_name(path);
        self.findings.extend(self.rules.load(root, path));
        true
    }

    fn take(&mut self, path: String, seen: &mut Spellings) {
        self.judge_name(&path);
        self.findings.extend(seen.clash(&path));
        let format = name::format(&path);
        self.sources.push(SourceFile { path, format });
    }

    /// Says so when the last component of a path would not work on every system.
    fn judge_name(&mut self, path: &str) {
        let odd = path.rsplit('/').next().and_then(name::oddity);
        self.findings.extend(odd.map(|reason| {
            Diagnostic::new("file_name_odd", format!("the name does not work everywhere: {reason}")).at(path, None)
        }));
    }
}

/// The path below the root with forward slashes, or `None` when it is not UTF-8.
pub fn relative(root: &Path, path: &Path) -> Option<String> {
    let below = path.strip_prefix(root).ok()?;
    below.iter().try_fold(String::new(), |folder, part| Some(join(&folder, part.to_str()?)))
}

fn unreadable_name(root: &Path, path: &Path) -> Diagnostic {
    let below = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
    let message = "the name is not UTF-8, so it is left out";
    Diagnostic::new("file_name_odd", message).at(&name::printable(&below), None)
}

/// A folder that cannot be listed. That its path is too long is the archive's doing and a finding; anything else is the
/// machine's: the gate remembers it, and the archive is not whole.
fn unreadable(root: &ContentRoot, error: &walkdir::Error) -> Option<Diagnostic> {
    let below = error.path().and_then(|path| path.strip_prefix(root.path()).ok());
    let path = name::printable(&below.unwrap_or(Path::new("")).to_string_lossy());
    let reason = error.io_error().map_or_else(|| error.to_string(), plain_reason);
    if error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::InvalidFilename) {
        let message = format!("the folder could not be listed: {reason}");
        return Some(Diagnostic::new("file_unreadable", message).at(&path, None));
    }
    root.note(&path, reason);
    None
}

/// Whether there is anything of this name. Where the machine does not say, the gate remembers it.
pub fn is_there(root: &ContentRoot, path: &str) -> bool {
    match root.path().join(path).symlink_metadata() {
        Ok(_) => true,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::InvalidFilename) => false,
        Err(error) => {
            root.note(path, plain_reason(&error));
            false
        }
    }
}
