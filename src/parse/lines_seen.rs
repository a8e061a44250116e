//! Lines of code that were read before: the same line in the same state means the same, so it is read once.
//!
//! Manifests, tables and programs repeat their lines within an archive, and a grammar costs a hundred times what a look-up
//! costs. The memory is bounded and never changes what comes out.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use syntect::parsing::{ParseState, ParsingError, ScopeStackOp, SyntaxReference, SyntaxSet};

/// States kept per syntax; the ones behind a here-document differ by its name and would be without end.
const STATES: usize = 64;
/// Bytes of lines kept.
const KEPT: usize = 16 * 1024 * 1024;

/// Where scopes begin and end in a line, as byte offsets in order.
pub type Operations = Arc<[(usize, ScopeStackOp)]>;

/// Reads the lines of one block of code, first to last.
pub struct Parser<'s> {
    syntaxes: &'s SyntaxSet,
    syntax: &'s SyntaxReference,
    place: Place,
}

/// How far a parser is.
enum Place {
    /// In a state of its syntax that is known by number.
    Known(usize),
    Own(ParseState),
}

/// What is remembered, by the name of the syntax. It only grows, up to its bounds.
#[derive(Default)]
struct Memory {
    syntaxes: HashMap<String, Vec<State>>,
    bytes: usize,
}

struct State {
    state: ParseState,
    lines: HashMap<Box<str>, Step>,
}

/// What a line means, and the state after it.
struct Step {
    operations: Operations,
    next: usize,
}

static MEMORY: LazyLock<RwLock<Memory>> = LazyLock::new(RwLock::default);

impl<'s> Parser<'s> {
    pub fn new(syntaxes: &'s SyntaxSet, syntax: &'s SyntaxReference) -> Self {
        Self { syntaxes, syntax, place: Place::Own(ParseState::new(syntax)) }
    }

    /// The scopes of the next line, which ends with its line feed.
    ///
    /// # Errors
    /// When a pattern of the syntax cannot be run.
    pub fn line(&mut self, line: &str) -> Result<Operations, ParsingError> {
        let (before, mut state) = match self.recall(line) {
            Recalled::Step(operations) => return Ok(operations),
            Recalled::State(before, state) => (before, state),
        };
        let operations: Operations = state.parse_line(line, self.syntaxes)?.into();
        let mut memory = MEMORY.write().unwrap_or_else(PoisonError::into_inner);
        let next = memory.remember(&self.syntax.name, &before, line, &operations, &state);
        self.place = next.map_or(Place::Own(state), Place::Known);
        Ok(operations)
    }

    /// Takes the step if it is known.
    fn recall(&mut self, line: &str) -> Recalled {
        let memory = MEMORY.read().unwrap_or_else(PoisonError::into_inner);
        let states = memory.syntaxes.get(&self.syntax.name).map_or(&[][..], Vec::as_slice);
        let place = match &self.place {
            Place::Known(place) => Some(*place),
            Place::Own(state) => states.iter().position(|known| known.state == *state),
        };
        if let Some(step) = place.and_then(|place| states[place].lines.get(line)) {
            self.place = Place::Known(step.next);
            return Recalled::Step(Arc::clone(&step.operations));
        }
        let state = match &self.place {
            Place::Known(place) => states[*place].state.clone(),
            Place::Own(state) => state.clone(),
        };
        Recalled::State(state.clone(), state)
    }
}

enum Recalled {
    Step(Operations),
    /// The state the line is to be read in, twice.
    State(ParseState, ParseState),
}

impl Memory {
    /// Keeps a step as far as there is room; returns the number of the state after it.
    fn remember(
        &mut self,
        syntax: &str,
        before: &ParseState,
        line: &str,
        operations: &Operations,
        after: &ParseState,
    ) -> Option<usize> {
        let states = self.syntaxes.entry(syntax.to_owned()).or_default();
        let before = place_of(before, states);
        let after = place_of(after, states);
        if let (Some(before), Some(next), true) = (before, after, self.bytes < KEPT) {
            self.bytes += line.len() + size_of::<Step>() + size_of_val(&**operations);
            states[before].lines.insert(line.into(), Step { operations: Arc::clone(operations), next });
        }
        after
    }
}

/// The number of a state, which is kept from now on if there is room.
fn place_of(state: &ParseState, states: &mut Vec<State>) -> Option<usize> {
    if let Some(place) = states.iter().position(|known| known.state == *state) {
        return Some(place);
    }
    if states.len() == STATES {
        return None;
    }
    states.push(State { state: state.clone(), lines: HashMap::new() });
    Some(states.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a grammar says without any memory.
    fn check(syntaxes: &SyntaxSet, extension: &str, code: &str) {
        let syntax = syntaxes.find_syntax_by_token(extension).unwrap();
        let mut plain = ParseState::new(syntax);
        let mut remembering = Parser::new(syntaxes, syntax);
        for line in code.split_inclusive('\n') {
            let expected = plain.parse_line(line, syntaxes).unwrap();
            assert_eq!(*remembering.line(line).unwrap(), *expected, "{line:?}");
        }
    }

    #[test]
    fn a_line_met_again_means_the_same_in_the_same_state_and_another_thing_in_another() {
        let syntaxes = two_face::syntax::extra_newlines();
        let code = "x = 1\n\"\"\"\nx = 1\n\"\"\"\nx = 1\n";
        for _ in 0..3 {
            check(&syntaxes, "py", code);
        }
        check(&syntaxes, "sh", "x = 1\ncat <<END\nx = 1\nEND\nx = 1\n");
    }

    #[test]
    fn more_states_than_are_kept_and_more_lines_than_are_kept_change_nothing() {
        let syntaxes = two_face::syntax::extra_newlines();
        let heredocs: String = (0..STATES + 8).map(|n| format!("cat <<E{n}\n$x {n}\nE{n}\n")).collect();
        check(&syntaxes, "sh", &heredocs);
        check(&syntaxes, "sh", &heredocs);
        MEMORY.write().unwrap().bytes += KEPT;
        check(&syntaxes, "sh", "echo one\necho two\necho one\n");
        MEMORY.write().unwrap().bytes -= KEPT;
    }
}
