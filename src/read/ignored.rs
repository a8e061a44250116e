//! What `.gitignore` and `.incidexignore` name, at every level of the archive.

use std::collections::BTreeMap;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{ContentRoot, Refusal};
use crate::diagnostic::{Diagnostic, Level};

/// The files that hold patterns; a later one outranks an earlier one of the same folder.
const RULE_FILES: [&str; 2] = [".gitignore", OUR_OWN];
/// Where this one cannot be read nobody knows what was to be left out.
const OUR_OWN: &str = ".incidexignore";

const RULE_FILE_LIMIT: u64 = 1024 * 1024;

/// The patterns of every folder that has some, by the folder's path (`""` is the archive itself).
#[derive(Debug, Default)]
pub struct IgnoreRules {
    folders: BTreeMap<String, Gitignore>,
}

impl IgnoreRules {
    /// Takes in the rule files of one folder. Lines that are no pattern are passed over, as git does; a file of ours that
    /// may not be read leaves the whole folder out.
    pub fn load(&mut self, root: &ContentRoot, folder: &str) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        let mut builder = GitignoreBuilder::new("");
        for name in RULE_FILES {
            let path = join(folder, name);
            match root.read(&path, RULE_FILE_LIMIT) {
                Ok(bytes) => {
                    let text = String::from_utf8_lossy(&bytes);
                    for line in text.trim_start_matches('\u{feff}').lines() {
                        // A line that is no pattern leaves the others standing.
                        let _ = builder.add_line(None, line);
                    }
                }
                Err(Refusal::Missing) => {}
                Err(refusal) if name == OUR_OWN => {
                    let _ = builder.add_line(None, "*");
                    findings.push(unread(&path, &refusal));
                }
                Err(refusal) => findings.push(refusal.of_file(&path)),
            }
        }
        if let Ok(matcher) = builder.build()
            && !matcher.is_empty()
        {
            self.folders.insert(folder.to_owned(), matcher);
        }
        findings
    }

    /// Whether the patterns name this very path; the deepest folder with an opinion decides.
    pub fn name(&self, path: &str, is_folder: bool) -> bool {
        let opinion = ancestors(path).filter_map(|folder| Some((folder, self.folders.get(folder)?))).find_map(
            |(folder, matcher)| {
                let below = path.get(folder.len()..)?.trim_start_matches('/');
                match matcher.matched(below, is_folder) {
                    Match::None => None,
                    Match::Ignore(_) => Some(true),
                    Match::Whitelist(_) => Some(false),
                }
            },
        );
        opinion.unwrap_or(false)
    }

    /// Whether the patterns name a file or any folder above it.
    pub fn cover(&self, path: &str) -> bool {
        self.name(path, false) || ancestors(path).any(|folder| !folder.is_empty() && self.name(folder, true))
    }
}

fn unread(path: &str, refusal: &Refusal) -> Diagnostic {
    let mut finding = refusal.of_file(path);
    finding.level = Level::Error;
    finding.message = format!("the rules cannot be read, so nothing of their folder is read: {refusal}");
    finding.help("put a regular file in its place, or remove it")
}

/// The folders above a path, deepest first, ending with `""`.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(parent(path), |folder| parent(folder))
}

fn parent(path: &str) -> Option<&str> {
    match path.rfind('/') {
        Some(slash) => Some(&path[..slash]),
        None => (!path.is_empty()).then_some(""),
    }
}

/// `name` inside `folder`, where `""` is the archive itself.
pub fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
