//! The folders whose files are published as they are: `static/` for everyone, `static.internal/` for internal readers,
//! `static.NAME/` for those of an audience of that name and for internal ones.
//!
//! Whoever may write there is trusted, unlike whoever writes a document; so nothing is put there by a link.

use super::ignored::join;
use super::name;
use crate::diagnostic::Diagnostic;
use crate::gate::{ContentRoot, Folder, Kind, Refusal, plain_reason};
use crate::model::Audience;

/// The folder for every audience.
const OPEN: &str = "static";
/// The one hidden folder whose files belong to a site: <https://www.rfc-editor.org/rfc/rfc8615>.
const WELL_KNOWN: &str = ".well-known";

/// A file that is published as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaticFile {
    /// Relative to the archive, with forward slashes.
    pub source: String,
    /// Relative to the site.
    pub path: String,
}

/// Whether a folder of the archive's root holds files that are published as they are, for whichever audience.
pub fn is_static(folder: &str) -> bool {
    folder == OPEN || folder.strip_prefix(OPEN).is_some_and(|rest| rest.starts_with('.'))
}

/// Whether a file of the archive lies in no folder of files for others than `audience`.
pub fn is_for(path: &str, audience: &Audience) -> bool {
    let folder = path.split('/').next().unwrap_or_default();
    !is_static(folder) || is_seen(folder, audience)
}

fn is_seen(folder: &str, audience: &Audience) -> bool {
    let own = folder.strip_prefix(OPEN).and_then(|rest| rest.strip_prefix('.')) == Some(audience.name());
    folder == OPEN || own || audience.is_internal() && is_static(folder)
}

/// The files for an audience, those for everyone first, and what was left out. Hidden ones are left out, but for
/// `.well-known/`.
pub fn statics(root: &ContentRoot, audience: &Audience) -> (Vec<StaticFile>, Vec<Diagnostic>) {
    let mut walk = Walk { root, files: Vec::new(), findings: Vec::new() };
    for folder in folders(root, audience) {
        walk.folder(&folder, "");
    }
    (walk.files, walk.findings)
}

/// Those that an audience sees, the one for everyone first.
fn folders(root: &ContentRoot, audience: &Audience) -> Vec<String> {
    // What a folder cannot list is no empty folder.
    let names = root.folder("").and_then(|folder| folder.names()).unwrap_or_else(|refusal| {
        root.note("", refusal.to_string());
        Vec::new()
    });
    names
        .into_iter()
        .filter(|(name, kind)| *kind == Kind::Folder && is_seen(name, audience))
        .map(|(name, _)| name)
        .collect()
}

struct Walk<'r> {
    root: &'r ContentRoot,
    files: Vec<StaticFile>,
    findings: Vec<Diagnostic>,
}

impl Walk<'_> {
    /// Everything in the folder `below` the static folder `top`.
    fn folder(&mut self, top: &str, below: &str) {
        let folder = join(top, below).trim_end_matches('/').to_owned();
        match self.root.folder(&folder).and_then(|open: Folder| open.names()) {
            Ok(names) => names.into_iter().for_each(|(name, kind)| self.entry(top, below, &name, kind)),
            Err(Refusal::Machine(error)) => self.root.note(&folder, plain_reason(&error)),
            Err(refusal) => self.findings.push(refusal.of_file(&folder)),
        }
    }

    fn entry(&mut self, top: &str, below: &str, name: &str, kind: Kind) {
        let is_well_known = below.is_empty() && name == WELL_KNOWN && kind == Kind::Folder;
        if name.starts_with('.') && !is_well_known {
            return;
        }
        let path = join(below, name);
        let refused = match kind {
            _ if name::is_unprintable(name) || name.contains('\u{fffd}') => {
                ("file_name_odd", "a name that cannot be printed is not published")
            }
            Kind::Folder => return self.folder(top, &path),
            Kind::File => return self.files.push(StaticFile { source: join(top, &path), path }),
            Kind::Link => ("symlink_refused", "the symbolic link is not followed"),
            Kind::Other => ("not_a_regular_file", "it is a pipe, a socket or a device and is not opened"),
        };
        self.findings.push(Diagnostic::new(refused.0, refused.1).at(&join(top, &name::printable(&path)), None));
    }
}
