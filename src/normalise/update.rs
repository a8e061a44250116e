//! Updates of a status page: a word for the state, what was said, and the time at which that was written below it.
//!
//! Input: a block. Output: whether it is one. Reads no timeline.

use crate::parse::{Block, Line};

use super::time::{self, DayOrder};

/// Whether a line begins with a state that status pages give their updates.
pub fn opens_update(line: &str) -> bool {
    const STATES: &[&str] = &[
        "investigating",
        "identified",
        "monitoring",
        "resolved",
        "update",
        "fixed",
        "verifying",
        "in progress",
        "completed",
        "scheduled",
    ];
    let opening = |state: &str| line.get(..state.len()).is_some_and(|start| start.eq_ignore_ascii_case(state));
    STATES.iter().any(|state| opening(state))
}

/// `Resolved - mail flows again`, below it the time at which that was written: an update of a status page, and no label.
pub fn is_update(block: &Block) -> bool {
    let [first, .., last] = &block.lines[..] else { return false };
    let timed = |line: &Line| {
        let found = time::leading(&line.text, DayOrder::Undecided);
        found.is_some_and(|found| {
            line.text[found.rest..].trim().is_empty()
                && matches!(&found.when, time::When::At(range) if range.from.time.is_some() && range.from.date.is_some())
        })
    };
    opens_update(&first.text) && timed(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::BlockKind;

    #[test]
    fn an_update_has_its_state_above_and_its_time_below() {
        let block = |lines: &[&str]| Block {
            kind: BlockKind::Paragraph,
            quoted: false,
            lines: lines
                .iter()
                .map(|text| Line { number: 1, column: 1, text: (*text).to_owned(), marks: Vec::new() })
                .collect(),
        };
        assert!(is_update(&block(&["Resolved - mail flows again", "Jun 4, 2025 - 16:40 UTC"])));
        assert!(is_update(&block(&["Monitoring", "We watch it.", "2025-06-04 16:40 UTC"])));
        assert!(!is_update(&block(&["Resolved - mail flows again", "at 16:40 UTC it was over"])));
        assert!(!is_update(&block(&["The fix", "Jun 4, 2025 - 16:40 UTC"])));
        assert!(!is_update(&block(&["Resolved: 2025-06-04 16:40 UTC"])));
    }
}
