//! When files came, were changed and were renamed, out of `git log --name-status -z`.

use std::collections::BTreeMap;

use super::run::COMMIT;
use super::{Commit, FileHistory};

/// New names by old ones, of all that were ever renamed.
pub(super) type Renames = BTreeMap<String, String>;

/// One commit, with its changes in the order of the log.
struct Changes {
    commit: Commit,
    files: Vec<Change>,
}

enum Change {
    Added(String),
    Changed(String),
    /// From, to, and whether not one word changed.
    Renamed(String, String, bool),
    Removed(String),
}

/// The history of every file that is there at the end, and all renames.
pub(super) fn read(log: &str) -> (BTreeMap<String, FileHistory>, Renames) {
    let (mut files, mut renames) = (BTreeMap::<String, FileHistory>::new(), Renames::new());
    for Changes { commit, files: changes } in commits(log).into_iter().rev() {
        for change in changes {
            match change {
                Change::Added(path) => {
                    // Two branches may both have added it: the first counts.
                    let own = || FileHistory { first: commit.clone(), last: commit.clone() };
                    files.entry(path).and_modify(|file| file.last = commit.clone()).or_insert_with(own);
                }
                Change::Changed(path) => {
                    if let Some(file) = files.get_mut(&path) {
                        file.last = commit.clone();
                    }
                }
                Change::Renamed(from, to, same) => {
                    if let Some(mut file) = files.remove(&from) {
                        if !same {
                            file.last = commit.clone();
                        }
                        files.insert(to.clone(), file);
                    }
                    renames.insert(from, to);
                }
                Change::Removed(path) => {
                    files.remove(&path);
                }
            }
        }
    }
    (files, renames)
}

/// The name that a file has in the end.
pub(super) fn name_now<'n>(path: &'n str, renames: &'n Renames, files: &BTreeMap<String, FileHistory>) -> &'n str {
    const HOPS: usize = 64;
    let mut path = path;
    for _ in 0..HOPS {
        match renames.get(path) {
            Some(next) if !files.contains_key(path) => path = next,
            _ => break,
        }
    }
    path
}

fn commits(log: &str) -> Vec<Changes> {
    let mut commits: Vec<Changes> = Vec::new();
    let mut tokens = log.split('\0').map(|token| token.trim_start_matches('\n'));
    while let Some(token) = tokens.next() {
        if let Some(head) = token.strip_prefix(COMMIT) {
            commits.extend(commit(head).map(|commit| Changes { commit, files: Vec::new() }));
            continue;
        }
        let Some(status) = token.chars().next() else { continue };
        let Some(path) = tokens.next().map(str::to_owned) else { break };
        let change = match status {
            'A' => Change::Added(path),
            'D' => Change::Removed(path),
            'R' => {
                let Some(to) = tokens.next() else { break };
                Change::Renamed(path, to.to_owned(), token == "R100")
            }
            'C' => Change::Added(tokens.next().unwrap_or_default().to_owned()),
            _ => Change::Changed(path),
        };
        if let Some(last) = commits.last_mut() {
            last.files.push(change);
        }
    }
    commits
}

/// `<id> 2026-05-31`
pub(super) fn commit(head: &str) -> Option<Commit> {
    let (id, day) = head.trim().split_once(' ')?;
    Some(Commit { id: id.to_owned(), day: day.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_its_first_commit_through_a_new_name() {
        let log = "\u{1}c3 2026-03-03\0\nM\0b.md\0\0\u{1}c2 2026-02-02\0\nR100\0a.md\0b.md\0A\0c.md\0\0\u{1}c1 2026-01-01\0\nA\0a.md\0A\0gone.md\0\0\u{1}m 2026-01-02\0\0\u{1}c0 2025-12-01\0\nD\0gone.md\0";
        let (files, renames) = read(log);
        let told: Vec<String> =
            files.iter().map(|(path, file)| format!("{path} {} {}", file.first.day, file.last.day)).collect();
        assert_eq!(told, ["b.md 2026-01-01 2026-03-03", "c.md 2026-02-02 2026-02-02", "gone.md 2026-01-01 2026-01-01"]);
        assert_eq!(name_now("a.md", &renames, &files), "b.md");
    }

    #[test]
    fn a_new_name_alone_is_no_change() {
        let (files, _) = read("\u{1}c2 2026-02-02\0\nR100\0a.md\0b.md\0\0\u{1}c1 2026-01-01\0\nA\0a.md\0");
        assert_eq!(files["b.md"].last.day.to_string(), "2026-01-01");
    }
}
