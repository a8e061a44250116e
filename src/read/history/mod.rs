//! The history of an archive that lies in a Git repository: when each document came, when it was last changed, and when
//! its boxes were ticked.
//!
//! In: the folder. Out: dates by path. Git is run to read and for nothing else; whatever an archive's own `.git` may ask it
//! to run is switched off. Nothing here knows an incident, or whether a date is worth anything.

mod changes;
mod run;
mod ticks;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::gate::ContentRoot;
pub use run::NoHistory;

/// What the history tells, by the paths that files have now, relative to the archive.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    pub files: BTreeMap<String, FileHistory>,
    /// By path and by the words behind the box, as [`box_words`] gives them: when the box was ticked.
    pub ticks: BTreeMap<(String, String), Commit>,
    /// Older commits are missing, so the first one of a file need not be its first.
    pub shallow: bool,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileHistory {
    pub first: Commit,
    /// The last change of its words: a new name alone is none.
    pub last: Commit,
}

/// A commit, as far as dates go: the day is the author's, in the author's zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Hexadecimal, in full.
    pub id: String,
    pub day: Date,
}

/// Reads the history of an archive.
///
/// # Errors
/// When there is none to be had; nothing else depends on it.
pub fn history(root: &ContentRoot) -> Result<History, NoHistory> {
    let shallow = run::is_shallow(root)?;
    let (files, renames) = changes::read(&run::changes(root)?);
    let ticks = ticks::read(&run::boxes(root)?, &renames, &files);
    Ok(History { files, ticks, shallow })
}

/// The words of a line behind its box, in lower case, and whether the box is ticked; `None` for a line without a box.
pub fn box_words(line: &str) -> Option<(String, bool)> {
    let item = line.trim_start_matches(['>', ' ', '\t']);
    let item = match item.strip_prefix(['-', '*', '+']) {
        Some(rest) => rest,
        None => item.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(['.', ')'])?,
    };
    let inner = item.trim_start().strip_prefix('[')?;
    let (sign, words) = inner.split_once(']')?;
    let ticked = match sign {
        " " | "" => false,
        "x" | "X" => true,
        _ => return None,
    };
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    (!words.is_empty()).then_some((words, ticked))
}

#[cfg(test)]
mod tests {
    use super::box_words;

    #[test]
    fn the_words_behind_a_box_are_those_of_the_ticked_one() {
        let check = |line: &str, expected: Option<(&str, bool)>| {
            let expected = expected.map(|(words, ticked)| (words.to_owned(), ticked));
            assert_eq!(box_words(line), expected, "{line}");
        };
        check("- [ ] Alert on  it (OPS-1)", Some(("alert on it (ops-1)", false)));
        check("  * [X] Alert on it", Some(("alert on it", true)));
        check("3. [x] Alert on it", Some(("alert on it", true)));
        check("> - [ ] Alert on it", Some(("alert on it", false)));
        check("- Alert on it", None);
        check("- [x](https://a.example) Alert", Some(("(https://a.example) alert", true)));
        check("[x] Alert", None);
        check("- [ ]", None);
    }
}
