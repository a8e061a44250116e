//! When boxes were ticked, out of `git log --patch --unified=0`: a line with an empty box went, the same with a full one came.

use std::collections::BTreeMap;

use super::changes::{Renames, commit, name_now};
use super::run::COMMIT;
use super::{Commit, FileHistory, box_words};

type Ticks = BTreeMap<(String, String), Commit>;

/// The commit that ticked each box, by the path that the file has now and by the words behind the box.
pub(super) fn read(log: &str, renames: &Renames, files: &BTreeMap<String, FileHistory>) -> Ticks {
    let mut ticks = Ticks::new();
    for (commit, hunks) in commits(log).into_iter().rev() {
        for hunk in hunks {
            let path = name_now(&hunk.path, renames, files).to_owned();
            settle(hunk, &path, &commit, &mut ticks);
        }
    }
    ticks
}

/// The lines with boxes that a commit took and gave in one place of a file.
struct Hunk {
    path: String,
    taken: Vec<(String, bool)>,
    given: Vec<(String, bool)>,
}

fn settle(hunk: Hunk, path: &str, commit: &Commit, ticks: &mut Ticks) {
    let Hunk { taken, given, .. } = hunk;
    let in_order = taken.len() == given.len();
    let before: Vec<Option<(String, bool)>> = given
        .iter()
        .enumerate()
        .map(|(at, (words, _))| {
            let same = taken.iter().position(|(before, _)| before == words);
            // Words that changed together with the box: line by line, where none came and none went.
            same.or_else(|| in_order.then_some(at)).and_then(|at| taken.get(at).cloned())
        })
        .collect();
    for ((words, ticked), before) in given.into_iter().zip(before) {
        let Some((words_before, was_ticked)) = before else { continue };
        let key = (path.to_owned(), words);
        match (was_ticked, ticked) {
            (false, true) => {
                ticks.insert(key, commit.clone());
            }
            (true, true) => {
                if let Some(earlier) = ticks.get(&(path.to_owned(), words_before)).cloned() {
                    ticks.insert(key, earlier);
                }
            }
            (true, false) => {
                ticks.remove(&(path.to_owned(), words_before));
            }
            (false, false) => {}
        }
    }
}

fn commits(log: &str) -> Vec<(Commit, Vec<Hunk>)> {
    let mut commits: Vec<(Commit, Vec<Hunk>)> = Vec::new();
    let mut path: Option<String> = None;
    let mut in_head = true;
    for line in log.lines() {
        if let Some(head) = line.strip_prefix(COMMIT) {
            commits.extend(commit(head).map(|commit| (commit, Vec::new())));
            (path, in_head) = (None, true);
            continue;
        }
        let Some((_, hunks)) = commits.last_mut() else { continue };
        if line.starts_with("diff --git ") {
            (path, in_head) = (None, true);
        } else if let Some(name) = line.strip_prefix("+++ ").filter(|_| in_head) {
            // A name in quotes holds what no document of an archive has.
            path = name.strip_prefix("b/").map(|name| name.trim_end_matches('\t').to_owned());
        } else if line.starts_with("@@ ") {
            in_head = false;
            hunks.extend(path.clone().map(|path| Hunk { path, taken: Vec::new(), given: Vec::new() }));
        } else if let Some(hunk) = hunks.last_mut().filter(|_| !in_head && path.is_some()) {
            match line.split_at_checked(1) {
                Some(("-", text)) => hunk.taken.extend(box_words(text)),
                Some(("+", text)) => hunk.given.extend(box_words(text)),
                _ => {}
            }
        }
    }
    commits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(log: &str, expected: &[&str]) {
        let ticks = read(log, &Renames::from([("old.md".to_owned(), "a.md".to_owned())]), &BTreeMap::new());
        let told: Vec<String> = ticks.iter().map(|((path, words), it)| format!("{path} {words} {}", it.day)).collect();
        assert_eq!(told, expected, "{log}");
    }

    const HEAD: &str = "diff --git a/a.md b/a.md\nindex 1..2 100644\n--- a/a.md\n+++ b/a.md\n";

    #[test]
    fn a_box_is_ticked_where_an_empty_one_went_and_a_full_one_came() {
        check(
            &format!("\u{1}c1 2026-02-01\n\n{HEAD}@@ -3 +3 @@\n-- [ ] Alert on it\n+- [x] Alert on it\n"),
            &["a.md alert on it 2026-02-01"],
        );
        // Written as done, and words that were changed together with the box.
        check(&format!("\u{1}c1 2026-02-01\n\n{HEAD}@@ -3,0 +3 @@\n+- [x] Alert on it\n"), &[]);
        check(
            &format!("\u{1}c1 2026-02-01\n\n{HEAD}@@ -3 +3 @@\n-- [ ] Alert on it\n+- [x] Alert on it (OPS-1)\n"),
            &["a.md alert on it (ops-1) 2026-02-01"],
        );
    }

    #[test]
    fn the_last_tick_counts_and_survives_new_words_and_a_new_name() {
        let ticked = "diff --git a/old.md b/old.md\n--- a/old.md\n+++ b/old.md\n@@ -3 +3 @@\n-- [ ] Alert on it\n+- [x] Alert on it\n";
        let reworded = format!("{HEAD}@@ -3 +3 @@\n-- [x] Alert on it\n+- [x] Alert on that\n");
        check(
            &format!("\u{1}c2 2026-03-01\n\n{reworded}\u{1}c1 2026-02-01\n\n{ticked}"),
            &["a.md alert on it 2026-02-01", "a.md alert on that 2026-02-01"],
        );
        let opened = format!("{HEAD}@@ -3 +3 @@\n-- [x] Alert on it\n+- [ ] Alert on it\n");
        check(&format!("\u{1}c2 2026-03-01\n\n{opened}\u{1}c1 2026-02-01\n\n{ticked}"), &[]);
    }
}
