//! Findings that repeat one advice, told once with their places.
//!
//! Input: findings in their order. Output: the same, those of one kind and one remedy that stand more than three times in
//! an archive folded into the first of them. Nothing is lost: every place is kept.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::plural;
use crate::diagnostic::{Diagnostic, Span};

/// As often as this an advice may be repeated.
const REPEATED: usize = 3;

/// A finding, and where else the same holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Folded {
    /// The only one, or the first of several with a message for all.
    pub finding: Diagnostic,
    /// The places of the others, in their order.
    pub further: Vec<Place>,
}

/// Path and span of a finding.
pub type Place = (Option<String>, Option<Span>);

impl Folded {
    /// How many findings it stands for.
    pub fn count(&self) -> usize {
        self.further.len() + 1
    }
}

/// Folds what repeats itself, in the order of the first of each kind.
pub fn folded(list: &[Diagnostic]) -> Vec<Folded> {
    let mut groups: BTreeMap<(&str, &str), Vec<&Diagnostic>> = BTreeMap::new();
    for finding in list {
        groups.entry(advice(finding)).or_default().push(finding);
    }
    let mut told = BTreeSet::new();
    let mut folded = Vec::new();
    for finding in list {
        let all = &groups[&advice(finding)];
        if all.len() <= REPEATED {
            folded.push(Folded { finding: finding.clone(), further: Vec::new() });
        } else if told.insert(advice(finding)) {
            folded.push(several(all));
        }
    }
    folded
}

fn advice(finding: &Diagnostic) -> (&str, &str) {
    (finding.entry.id, finding.help.as_deref().unwrap_or(finding.entry.remedy))
}

fn several(all: &[&Diagnostic]) -> Folded {
    let first = all[0];
    let same = all.iter().all(|finding| finding.message == first.message);
    let message = if same { first.message.as_str() } else { first.entry.summary };
    let files: BTreeSet<_> = all.iter().filter_map(|finding| finding.path.as_deref()).collect();
    let message = format!("{message} ({} in {})", plural(all.len(), "time"), plural(files.len(), "document"));
    let further = all[1..].iter().map(|finding| (finding.path.clone(), finding.span)).collect();
    Folded { finding: Diagnostic { message, ..first.clone() }, further }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, path: &str, line: usize, message: &str) -> Diagnostic {
        Diagnostic::new(name, message).at(path, Some(Span::line(line)))
    }

    #[test]
    fn what_is_said_four_times_is_said_once_with_all_places() {
        let list: Vec<_> = (1..=4).map(|line| found("year_typo", "a.md", line, "a year")).collect();
        let folded = folded(&list);
        assert_eq!(folded.len(), 1);
        assert_eq!(folded[0].finding.message, "a year (4 times in 1 document)");
        assert_eq!(folded[0].count(), 4);
        assert_eq!(folded[0].further[2], (Some("a.md".to_owned()), Some(Span::line(4))));
    }

    #[test]
    fn different_messages_are_told_by_what_they_share() {
        let list: Vec<_> = ["a", "b", "c", "d"].map(|path| found("no_cause", path, 1, path)).to_vec();
        assert_eq!(folded(&list)[0].finding.message, "no cause was found (4 times in 4 documents)");
    }

    #[test]
    fn three_are_left_alone_and_another_remedy_is_another_advice() {
        let mut list: Vec<_> = (1..=3).map(|line| found("year_typo", "a.md", line, "a year")).collect();
        list.push(found("year_typo", "a.md", 9, "a year").help("Look at the calendar."));
        assert_eq!(folded(&list).len(), 4);
    }
}
