//! Action items: kind, state, owner, due date, ticket.
//!
//! In: a list item, a table row or a sentence from an action section. Out: the promise without its trailers, or nothing
//! where the words promise nothing. Knows nothing of sections, of other incidents or of Markdown.

mod cast;
mod due;
mod kind;
mod label;
mod leftover;
mod life;
mod outcome;
mod prose;
mod row;
mod shape;
mod state;
mod tail;
mod term;
#[cfg(test)]
mod tests;

mod ticket;
mod trailer;
mod twice;

use crate::model::{ActionGroup, ActionItem, ActionState};
use crate::text::Words;

pub use cast::Cast;
pub use kind::action_kind;
pub use label::names_an_owner;
pub use life::staged;
pub use outcome::tells_outcome;
pub use prose::{announced, claims, leads_into_promises, sentences_as_actions, starts_promise, vows};
pub use row::{knows_a_head, names_promises};
pub use state::action_state;
pub use tail::ends_with_facts;
pub use trailer::{at_boxes, ends_with_box, starts_with_box};
pub use twice::merge_told_twice;

use leftover::is_leftover;
use tail::Company;
use trailer::{Stripped, strip};

/// An action item as it was found, markup taken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawAction {
    pub text: String,
    pub group: ActionGroup,
    /// Line of the source file, counted from 1.
    pub line: usize,
    /// What stands in its box, a space where the box is empty; `None` for an item without a box.
    pub task: Option<char>,
    pub struck: bool,
    /// Whose list it stands in, where a line above it says so.
    pub listed_owner: Option<String>,
    /// The heading of its list says that all of it is done.
    pub group_done: bool,
    /// The heading of its list is the author's word that it is done: "What we have done already".
    pub group_claimed: bool,
    /// The heading of its list says that all of it is still to be done.
    pub group_open: bool,
    /// Some of its words are struck through.
    pub struck_in_part: bool,
    /// Text and address of every link in `text`, in order.
    pub links: Vec<(String, String)>,
    /// Header and cell of every column, for a table row; `text` may then be empty.
    pub columns: Option<Vec<(String, String)>>,
    /// A sentence of a paragraph, not an item of a list.
    pub from_prose: bool,
    /// Who may be meant by a name.
    pub cast: Cast,
}

impl RawAction {
    /// A plain list item: nothing but its words.
    pub fn new(text: impl Into<String>, group: ActionGroup, line: usize) -> Self {
        Self {
            text: text.into(),
            group,
            line,
            task: None,
            struck: false,
            listed_owner: None,
            group_done: false,
            group_claimed: false,
            group_open: false,
            struck_in_part: false,
            links: Vec::new(),
            columns: None,
            from_prose: false,
            cast: Cast::default(),
        }
    }
}

/// Reads one item; `None` where the words promise nothing: closing sentences, template leftovers, `N/A`, bare labels.
pub fn action_item(raw: &RawAction) -> Option<ActionItem> {
    read(raw, strip(raw, Company::Alone))
}

/// Reads the items of one list: where some are marked open, done or dropped, those without a mark are open.
pub fn listed(raws: &[RawAction]) -> Vec<ActionItem> {
    let company = if tail::ends_with_names(raws) { Company::Kept } else { Company::Alone };
    let read = |raw: &RawAction| {
        let stripped = strip(raw, company);
        let marked = state::is_marked(raw, &stripped);
        Some((read(raw, stripped)?, marked))
    };
    let items: Vec<(ActionItem, bool)> = raws.iter().filter_map(read).collect();
    let any_marked = items.iter().any(|(_, marked)| *marked);
    let opened = |(item, marked): (ActionItem, bool)| match item.state {
        ActionState::Unknown if any_marked && !marked => ActionItem { state: ActionState::Open, ..item },
        _ => item,
    };
    items.into_iter().map(opened).collect()
}

fn read(raw: &RawAction, stripped: Stripped) -> Option<ActionItem> {
    let words = Words::opening(&stripped.text);
    let signed =
        raw.cast.teller().is_some_and(|teller| stripped.text.trim_start_matches(['—', '–', '-', ' ']) == teller);
    if signed || is_leftover(&words) || (raw.from_prose && prose::only_looks_back(&words)) {
        return None;
    }
    let state = state::settle(raw, &stripped, &words);
    Some(ActionItem {
        kind: kind::kind_of(&words),
        state,
        life: life::of_author(raw, state),
        group: raw.group,
        line: raw.line,
        text: stripped.text,
        owner: stripped.owner.or_else(|| raw.listed_owner.clone()),
        due: stripped.due.map(|due| due::settled(&due)),
        ticket: stripped.ticket,
    })
}

/// Reads the items of one list.
///
/// An item that is only a ticket (`#2127`, an address) belongs to the item before it, as does a remark such as "This
/// has been done".
pub fn action_items(raws: &[RawAction]) -> Vec<ActionItem> {
    let mut items: Vec<ActionItem> = Vec::new();
    for raw in raws {
        let stripped = strip(raw, Company::Alone);
        match items.last_mut() {
            Some(last) if last.group == raw.group && is_remark(raw, &stripped) => {
                state::add_remark(last, raw, &stripped)
            }
            _ => items.extend(read(raw, stripped)),
        }
    }
    items
}

fn is_remark(raw: &RawAction, stripped: &Stripped) -> bool {
    let only_ticket = stripped.ticket.is_some() && (stripped.text.is_empty() || stripped.only_ticket);
    raw.columns.is_none() && (only_ticket || state::is_done_remark(&stripped.text))
}
