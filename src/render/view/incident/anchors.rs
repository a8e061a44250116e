//! Ids of rows that can be linked to, kept apart from each other and from those of the document.

use crate::model::{Moment, TocEntry};
use crate::render::words::{push_number, push_two};

/// Hands out ids for one page.
pub struct Anchors<'a> {
    document: &'a [TocEntry],
    given: Vec<String>,
}

impl<'a> Anchors<'a> {
    pub fn beside(headings: &'a [TocEntry]) -> Self {
        Self { document: headings, given: Vec::new() }
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
        let mut id = wanted;
        let mut n = 1;
        let stem = id.len();
        while self.document.iter().any(|heading| heading.anchor == id) || self.given.contains(&id) {
            n += 1;
            id.truncate(stem);
            id.push('-');
            push_number(&mut id, n);
        }
        self.given.push(id.clone());
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
    }
}
