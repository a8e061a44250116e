//! Lines of code that were read before: the same line in the same state means the same, so it is read once.
//!
//! Manifests, tables and programs repeat their lines within an archive, and a grammar costs a hundred times what a look-up
//! costs. The memory is bounded and never changes what comes out.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use syntect::parsing::{ParseState, ParsingError, ScopeStackOp, SyntaxReference, SyntaxSet};

/// States kept per syntax; the ones behind a here-document differ by its name and would be without end.
const STATES: usize = 64;
/// Bytes of lines kept per thread.
const KEPT: usize = 4 * 1024 * 1024;

/// Where scopes begin and end in a line, as byte offsets in order.
pub type Operations = Rc<[(usize, ScopeStackOp)]>;

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

/// What one thread remembers, by the name of the syntax.
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
#[derive(Clone)]
struct Step {
    operations: Operations,
    next: usize,
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

impl<'s> Parser<'s> {
    pub fn new(syntaxes: &'s SyntaxSet, syntax: &'s SyntaxReference) -> Self {
        Self { syntaxes, syntax, place: Place::Own(ParseState::new(syntax)) }
    }

    /// The scopes of the next line, which ends with its line feed.
    ///
    /// # Errors
    /// When a pattern of the syntax cannot be run.
    pub fn line(&mut self, line: &str) -> Result<Operations, ParsingError> {
        MEMORY.with_borrow_mut(|memory| {
            if memory.bytes > KEPT {
                self.leave(memory);
                *memory = Memory::default();
            }
            let Memory { syntaxes, bytes } = memory;
            let states = syntaxes.entry(self.syntax.name.clone()).or_default();
            self.step(line, states, bytes)
        })
    }

    fn step(&mut self, line: &str, states: &mut Vec<State>, bytes: &mut usize) -> Result<Operations, ParsingError> {
        let place = match &self.place {
            Place::Known(place) => Some(*place),
            Place::Own(state) => place_of(state, states),
        };
        if let Some(step) = place.and_then(|place| states[place].lines.get(line)) {
            self.place = Place::Known(step.next);
            return Ok(step.operations.clone());
        }
        let mut state = match &self.place {
            Place::Known(place) => states[*place].state.clone(),
            Place::Own(state) => state.clone(),
        };
        let operations: Operations = state.parse_line(line, self.syntaxes)?.into();
        let next = place_of(&state, states);
        if let (Some(place), Some(next)) = (place, next) {
            *bytes += line.len() + size_of::<Step>() + size_of_val(&*operations);
            states[place].lines.insert(line.into(), Step { operations: operations.clone(), next });
        }
        self.place = next.map_or(Place::Own(state), Place::Known);
        Ok(operations)
    }

    /// Takes its state with it, as the memory is about to be emptied.
    fn leave(&mut self, memory: &Memory) {
        if let Place::Known(place) = self.place
            && let Some(known) = memory.syntaxes.get(&self.syntax.name).and_then(|states| states.get(place))
        {
            self.place = Place::Own(known.state.clone());
        }
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
        let heredocs: String = (0..3 * STATES).map(|n| format!("cat <<E{n}\n$x {n}\nE{n}\n")).collect();
        check(&syntaxes, "sh", &heredocs);
        check(&syntaxes, "sh", &heredocs);
        MEMORY.with_borrow_mut(|memory| memory.bytes = KEPT + 1);
        check(&syntaxes, "sh", &heredocs);
    }
}
