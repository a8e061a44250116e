//! One promise that a list tells and a table tells again.
//!
//! In: the items of a document with where each stands. Out: the same without repeats; what the table adds goes to the item
//! of the list. Items of two lists are left alone: their author keeps them apart.

use std::collections::BTreeSet;

use crate::model::{ActionItem, ActionState};

/// An item, and whether it is the row of a table.
pub type Placed = (ActionItem, bool);

/// Fewer words than these are no promise's own.
const FEWEST: usize = 3;
/// Words of the shorter wording that must stand in the longer one, in per cent.
const SHARED: usize = 80;

/// Joins each row of a table with the item of a list that promises the same in almost the same words.
pub fn merge_told_twice(items: Vec<Placed>) -> Vec<ActionItem> {
    let words: Vec<BTreeSet<String>> = items.iter().map(|(item, _)| content(&item.text)).collect();
    let mut kept: Vec<Option<ActionItem>> = items.iter().map(|(item, _)| Some(item.clone())).collect();
    let mut joined = BTreeSet::new();
    let listed: Vec<usize> = (0..items.len()).filter(|at| !items[*at].1).collect();
    for row in (0..items.len()).filter(|at| items[*at].1) {
        let free = listed.iter().filter(|at| !joined.contains(*at));
        let best = free
            .map(|&at| (shared(&words[at], &words[row]), at))
            .max_by_key(|&(share, at)| (share, std::cmp::Reverse(at)));
        let Some((share, at)) = best else { break };
        if share < SHARED {
            continue;
        }
        joined.insert(at);
        if let (Some(told), Some(again)) = (kept[at].clone(), kept[row].take()) {
            kept[at] = Some(richer(told, again));
        }
    }
    kept.into_iter().flatten().collect()
}

fn richer(told: ActionItem, again: ActionItem) -> ActionItem {
    let (state, life) =
        if again.state == ActionState::Unknown { (told.state, told.life) } else { (again.state, again.life) };
    ActionItem {
        state,
        life,
        owner: told.owner.or(again.owner),
        due: told.due.or(again.due),
        ticket: told.ticket.or(again.ticket),
        ..told
    }
}

/// Per cent of the shorter wording that the longer one holds; 0 where either is too short to tell.
fn shared(a: &BTreeSet<String>, b: &BTreeSet<String>) -> usize {
    let shorter = a.len().min(b.len());
    if shorter < FEWEST { 0 } else { a.intersection(b).count() * 100 / shorter }
}

/// The words that carry a promise, plural and tense taken off.
fn content(text: &str) -> BTreeSet<String> {
    const EMPTY: &[&str] =
        &["the", "and", "for", "with", "our", "all", "that", "this", "its", "from", "are", "will", "should"];
    let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let telling = words
        .filter(|word| (word.len() > 2 || word.bytes().any(|b| b.is_ascii_digit())) && !EMPTY.contains(&word.as_str()));
    telling.map(|word| stem(&word).to_owned()).collect()
}

/// A word without the end that plural and tense give it: `fuses`, `fuse` and `fusing` are one.
fn stem(word: &str) -> &str {
    let cut = ["ing", "ed", "s"].iter().find_map(|end| word.strip_suffix(end));
    let stem = cut.filter(|stem| stem.chars().count() > 2).unwrap_or(word);
    stem.strip_suffix('e').unwrap_or(stem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ActionGroup, ActionKind, ActionLife};

    fn item(text: &str, owner: Option<&str>) -> ActionItem {
        ActionItem {
            text: text.to_owned(),
            group: ActionGroup::ActionItems,
            kind: ActionKind::Other,
            state: ActionState::Unknown,
            owner: owner.map(str::to_owned),
            due: None,
            ticket: None,
            line: 1,
            life: ActionLife::default(),
        }
    }

    fn check(list: &str, row: &str, expected: usize) {
        let merged = merge_told_twice(vec![(item(list, None), false), (item(row, Some("ana")), true)]);
        assert_eq!(merged.len(), expected, "{list} / {row}");
        if expected == 1 {
            assert_eq!(merged[0].owner.as_deref(), Some("ana"));
        }
    }

    #[test]
    fn a_row_that_tells_an_item_of_a_list_again_adds_what_it_knows() {
        check(
            "Give the export job a memory limit of 2 GiB, as it starves its neighbours",
            "Memory limit for export job (2 GiB)",
            1,
        );
        check("Rehearse the failover of the primary every quarter", "Rehearsing primary failover every quarter", 1);
        check("Add an alert for replication lag above 30 seconds", "Alert: replication lag > 30 seconds", 1);
        check("Move the status page to another provider", "Status page: move to another provider", 1);
        check("Add an alert for replication lag", "Add an alert for disk usage", 2);
        check("Fix alert", "Fix alert", 2);
    }

    #[test]
    fn two_lists_are_kept_apart() {
        let twice = vec![
            (item("Rehearse the failover every quarter", None), false),
            (item("Rehearse the failover every quarter", None), false),
        ];
        assert_eq!(merge_told_twice(twice).len(), 2);
    }
}
