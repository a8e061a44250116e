//! How far promises have come, and how long it takes until they are done.

use super::{Cell, Grid, Section};
use crate::analyse::{ActionRow, Actions, Closing, WriteUp};
use crate::model::{ActionStage, ActionState};
use crate::render::words;

/// From a promise to what puts it to the test, and what is known of the tickets.
pub fn stages(actions: &Actions) -> Section {
    let rows = actions.by_stage.iter().map(|it| {
        let (name, meaning) = stage(it.stage);
        vec![Cell::text(name), Cell::text(meaning), Cell::number(it.count)]
    });
    let grid = Grid::new("Actions by how far they have come", &["Stage", "What says so", "Actions#"]).rows(rows);
    Section::new("stages", "How far they have come").reading(tickets(actions)).grid(grid)
}

fn stage(stage: ActionStage) -> (&'static str, &'static str) {
    match stage {
        ActionStage::Promised => ("promised", "a report names it"),
        ActionStage::Tracked => ("tracked", "it has a ticket, and is not said to be done"),
        ActionStage::Claimed => ("claimed", "its author says that it was done"),
        ActionStage::Evidenced => ("evidenced", "a ticket, a ticked box or a commit says that it was done"),
        ActionStage::Tested => ("tested", "it was done, and an incident of the same cause followed"),
    }
}

fn tickets(actions: &Actions) -> String {
    let tickets = &actions.tickets;
    let named = format!("{} a ticket", counted(tickets.named, "names", "name"));
    let known = match (tickets.named, tickets.known) {
        (0, _) => return "No action names a ticket.".to_owned(),
        (_, 0) => format!("{named}; no snapshot says where any of them stands."),
        (named_in_all, known) => format!("{named}; the snapshot of tickets knows {known} of {named_in_all}."),
    };
    let disputed = match (tickets.disputed, tickets.claimed_only) {
        (0, _) => String::new(),
        (n, 0) => format!(" Of {}, report and ticket disagree.", words::count(n, "action", "actions")),
        (n, done) => format!(
            " Of {}, report and ticket disagree: {} said to be done and the ticket is not.",
            words::count(n, "action", "actions"),
            if done == 1 { "one is".to_owned() } else { format!("{} are", words::number(done)) },
        ),
    };
    known + &disputed
}

fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", words::upper_first(&words::count(n, "action", "actions")), if n == 1 { one } else { many })
}

/// How long actions take, and what these figures leave out.
pub fn closing(closing: &Closing) -> Section {
    let rows = closing.still_open.iter().map(|it| {
        let days = words::count(usize::try_from(it.days).unwrap_or_default(), "day", "days");
        vec![Cell::text(days), Cell::text(format!("{:.0}%", it.share * 100.0)).number_like()]
    });
    let section =
        Section::new("closing", "How long they take").reading(format!("{}{}", closing.reading, left_out(closing)));
    if closing.still_open.is_empty() {
        return section;
    }
    section.grid(Grid::new("Actions still open, by age", &["After", "Still open#"]).rows(rows))
}

fn left_out(closing: &Closing) -> String {
    let excluded = &closing.excluded;
    let parts = [
        (excluded.done_without_day, "done on a day that nothing tells"),
        (excluded.without_state, "without a recorded state"),
        (excluded.dropped, "dropped"),
        (excluded.disputed, "of which report and ticket disagree"),
        (excluded.without_incident_day, "without the day of their incident"),
        (excluded.before_incident, "done before their incident"),
    ];
    let parts: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, why)| format!("{n} {why}")).collect();
    if parts.is_empty() { String::new() } else { format!(" Excluded: {}.", words::list(&parts)) }
}

/// What stands behind the state of an action in a list.
pub fn beside(item: &ActionRow) -> Option<String> {
    let ticket = match item.ticket_says {
        Some(ActionState::Done | ActionState::ClaimedDone) => "ticket done",
        Some(ActionState::Dropped) => "ticket dropped",
        Some(_) => "ticket open",
        None => "",
    };
    let dispute = item.disputed.then(|| format!(", {ticket}"));
    let day = item.done_on.map(|day| format!(" on {day}"));
    let tested = (!item.tested_by.is_empty()).then(|| ", happened again since".to_owned());
    let parts: Vec<String> = [dispute, day, tested].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.concat())
}

/// How soon reports are written, where the history of the archive tells.
pub fn write_up(write_up: &WriteUp) -> Section {
    let rows = write_up.within.iter().map(|it| {
        let days = words::count(usize::try_from(it.days).unwrap_or_default(), "day", "days");
        vec![Cell::text(days), Cell::number(it.count)]
    });
    let middle =
        write_up.quartiles_days.map(|(low, high)| format!(" The middle half takes {low:.0} to {high:.0} days."));
    let parts = [
        (write_up.imported, "came with an import of many reports"),
        (write_up.without_day, "have no day that can be compared"),
    ];
    let parts: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, why)| format!("{n} {why}")).collect();
    let excluded = if parts.is_empty() { String::new() } else { format!(" Excluded: {}.", words::list(&parts)) };
    let reading = format!("{}{}{excluded}", write_up.reading, middle.unwrap_or_default());
    let section = Section::new("write-up", "How soon reports are written").reading(reading);
    if write_up.n == 0 {
        return section;
    }
    section.grid(Grid::new("Reports by the days until they were written", &["Within", "Reports#"]).rows(rows))
}
