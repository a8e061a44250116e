//! What one document may cost, counted in steps, and the fence around it.
//!
//! A step is a piece of work that a loop reports: a node of the Markdown tree, a line, a word against another. Steps and
//! not seconds, so that the same archive gives the same bytes on every machine. A document over its budget, or one that
//! meets a mistake of ours, stops alone: the work on it unwinds to [`isolated`] and the other documents never notice.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};

use crate::diagnostic::Diagnostic;

/// Steps for one stage of one document. The largest documents that people write take a hundredth of them; all of them
/// are a second or two of work.
pub const STEPS: u64 = 100_000_000;

/// Levels of quotes and lists, and of emphasis, links and pictures, each.
pub const NESTING: usize = 100;

thread_local! {
    /// Steps that the document in hand may still take; `None` outside of [`isolated`].
    ///
    /// A document is worked on by one thread, and the loops that report are far below the function that knows the
    /// budget: handing a meter down to each of them would burden every signature between.
    static LEFT: Cell<Option<u64>> = const { Cell::new(None) };
}

/// Why the work on a document ended early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stopped {
    /// It asked for more steps than there are.
    OverBudget,
    /// A mistake of ours, with its message.
    Panicked(String),
}

impl Stopped {
    /// The finding of a document whose reading, or whatever `doing` says, ended early.
    pub fn finding(&self, doing: &str) -> Diagnostic {
        match self {
            Self::OverBudget => Diagnostic::new(
                "document_over_budget",
                format!("{doing} takes too many steps; its text is shown as it is"),
            ),
            Self::Panicked(message) => {
                Diagnostic::new("document_failed", format!("internal error while {doing}: {message}"))
            }
        }
    }
}

/// What unwinds when a budget is spent.
struct Spent;

/// Runs the work on one document with a budget of its own.
///
/// # Errors
/// When the work asks for more than `steps`, or panics. What it was changing is gone with it.
pub fn isolated<T>(steps: u64, work: impl FnOnce() -> T) -> Result<T, Stopped> {
    let outer = LEFT.replace(Some(steps));
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    LEFT.set(outer);
    result.map_err(|payload| stopped(&*payload))
}

/// Takes steps from the budget of the document in hand; without one, nothing happens.
///
/// # Panics
/// When they are more than are left: caught by [`isolated`], and no message is printed.
pub fn spend(steps: usize) {
    let Some(left) = LEFT.get() else { return };
    match left.checked_sub(steps as u64) {
        Some(rest) => LEFT.set(Some(rest)),
        None => panic::resume_unwind(Box::new(Spent)),
    }
}

/// Whether a panic here stops one document only.
pub fn is_isolated() -> bool {
    LEFT.get().is_some()
}

fn stopped(payload: &(dyn Any + Send)) -> Stopped {
    if payload.is::<Spent>() {
        return Stopped::OverBudget;
    }
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
    Stopped::Panicked(text.unwrap_or_else(|| "a panic without a message".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_ends_what_it_holds_and_nothing_else() {
        assert_eq!(isolated(10, || spend(10)), Ok(()));
        assert_eq!(isolated(10, || (0..11).for_each(|_| spend(1))), Err(Stopped::OverBudget));
        spend(usize::MAX);
        assert_eq!(isolated(5, || 7), Ok(7));
    }

    #[test]
    fn a_budget_within_a_budget_is_its_own() {
        let inner = isolated(10, || {
            spend(8);
            let inner = isolated(100, || spend(50));
            spend(2);
            inner
        });
        assert_eq!(inner, Ok(Ok(())));
    }

    #[test]
    fn a_mistake_is_told_with_its_message() {
        let quiet = panic::take_hook();
        panic::set_hook(Box::new(|_| {}));
        let found = isolated(10, || Vec::<u8>::new()[3]);
        panic::set_hook(quiet);
        assert!(matches!(&found, Err(Stopped::Panicked(text)) if text.contains("index out of bounds")), "{found:?}");
    }
}
