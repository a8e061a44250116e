//! Ids of rows that can be linked to, kept apart from each other and from those of the document.

use std::collections::{HashMap, HashSet};

use crate::model::{Moment, TocEntry};
use crate::render::words::{push_number, push_two};

/// Hands out ids for one page.
pub struct Anchors<'a> {
    document: HashSet<&'a str>,
    /// The ids given, and how often each was wanted.
    given: HashMap<String, i64>,
}

impl<'a> Anchors<'a> {
    pub fn beside(headings: &'a [TocEntry]) -> Self {
        Self { document: headings.iter().map(|heading| heading.anchor.as_str()).collect(), given: HashMap::new() }
    }

    /// `t-1443` for an entry at 14:43, `t-line-12` for one without a time; the second of its kind ends in `-2`.
    pub fn timeline(&mut self, at: Option<&Moment>, line: usize) -> String {
        let mut id = String::with_capacity(12);
        match at.and_then(|moment| moment.time) {
            Some(time) => {
                id.push_str("t-");
                push_two(&mut id, time.hour);
                push_two(&mut id, time.minute);
            }
            None => {
                id.push_str("t-line-");
                push_number(&mut id, line as i64);
            }
        }
        self.unique(id)
    }

    /// `a3` for the third action item.
    pub fn action(&mut self, number: usize) -> String {
        self.unique(format!("a{number}"))
    }

    fn unique(&mut self, wanted: String) -> String {
        // Thousands of entries may want the id of one minute: each begins to count where the last one stopped.
        let mut n = self.given.get(&wanted).copied().unwrap_or(0);
        let stem = wanted.len();
        let mut id = wanted;
        loop {
            n += 1;
            id.truncate(stem);
            if n > 1 {
                id.push('-');
                push_number(&mut id, n);
            }
            if !self.document.contains(id.as_str()) && !self.given.contains_key(&id) {
                break;
            }
        }
        if n > 1 {
            self.given.insert(id[..stem].to_owned(), n);
        }
        self.given.entry(id.clone()).or_insert(1);
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample::moment;

    #[test]
    fn rows_are_named_after_their_time_and_never_collide_with_a_heading() {
        let headings = [TocEntry { level: 2, text: "A1".into(), anchor: "a1".into() }];
        let mut anchors = Anchors::beside(&headings);
        let late = moment("2024-03-03 22:30 UTC");
        let ids = [
            anchors.timeline(Some(&late), 4),
            anchors.timeline(Some(&late), 9),
            anchors.timeline(None, 12),
            anchors.action(1),
        ];
        assert_eq!(ids, ["t-2230", "t-2230-2", "t-line-12", "a1-2"]);
        assert_eq!([4, 5, 6].map(|line| anchors.timeline(Some(&late), line)), ["t-2230-3", "t-2230-4", "t-2230-5"]);
        assert_eq!(anchors.unique("t-2230-3".into()), "t-2230-3-2");
    }
}
