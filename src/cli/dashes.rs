//! Words that begin with a dash in the query of `search`: `-rollback` excludes a word, `--limit` is a flag.
//!
//! Input and output are the arguments of the process. The parser of flags gives a list of words that may begin with a
//! dash everything that follows, flags too; so the words are moved behind `--` before it sees them.

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command};

/// The arguments with every word of a query behind `--`; those of other commands as they are.
pub(super) fn behind_two_dashes(command: &Command, args: Vec<OsString>) -> Vec<OsString> {
    let Some(start) = position_of_search(command, &args) else { return args };
    let search = command.find_subcommand("search");
    let known: Vec<&Arg> = command.get_arguments().chain(search.into_iter().flat_map(Command::get_arguments)).collect();
    let (before, after) = args.split_at(start + 1);
    let (mut flags, mut words) = (before.to_vec(), Vec::new());
    let mut rest = after.iter();
    while let Some(arg) = rest.next() {
        let text = arg.to_string_lossy();
        if text == "--" {
            words.extend(rest.cloned());
            break;
        }
        match flag(&known, &text) {
            Flag::None if text.starts_with("--") => flags.push(arg.clone()),
            Flag::None => words.push(arg.clone()),
            Flag::Alone => flags.push(arg.clone()),
            Flag::WithNext => {
                flags.push(arg.clone());
                flags.extend(rest.next().cloned());
            }
        }
    }
    if !words.is_empty() {
        flags.push("--".into());
    }
    flags.extend(words);
    flags
}

/// What an argument is to the parser of flags.
enum Flag {
    None,
    Alone,
    /// The next argument is its value.
    WithNext,
}

fn flag(known: &[&Arg], text: &str) -> Flag {
    let name = text.split_once('=').map_or(text, |(name, _)| name);
    if matches!(name, "-h" | "--help") {
        return Flag::Alone;
    }
    let is_called = |arg: &&&Arg| {
        let long = arg.get_long().is_some_and(|long| name.strip_prefix("--") == Some(long));
        long || arg.get_short().is_some_and(|short| name.strip_prefix('-') == Some(short.to_string().as_str()))
    };
    match known.iter().find(is_called) {
        None => Flag::None,
        Some(arg) if matches!(arg.get_action(), ArgAction::Set | ArgAction::Append) && !text.contains('=') => {
            Flag::WithNext
        }
        Some(_) => Flag::Alone,
    }
}

/// Where `search` stands, if it is the command that is called.
fn position_of_search(command: &Command, args: &[OsString]) -> Option<usize> {
    let known: Vec<&Arg> = command.get_arguments().collect();
    let mut index = 1;
    while let Some(arg) = args.get(index) {
        let text = arg.to_string_lossy();
        match flag(&known, &text) {
            Flag::WithNext => index += 2,
            Flag::Alone => index += 1,
            Flag::None => return (text == "search").then_some(index),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::super::Cli;
    use super::*;

    fn check(written: &str, expected: &str) {
        let args = written.split(' ').map(OsString::from).collect();
        let found = behind_two_dashes(&Cli::command(), args);
        let found: Vec<_> = found.iter().map(|arg| arg.to_string_lossy()).collect();
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn words_move_behind_two_dashes_and_flags_stay() {
        check("incidex search pool -cache --limit 5", "incidex search --limit 5 -- pool -cache");
        check("incidex search --limit 5 -redis pool", "incidex search --limit 5 -- -redis pool");
        check("incidex search pool --limit=5 -C dir -x", "incidex search --limit=5 -C dir -- pool -x");
        check("incidex -C dir search -q pool -service:checkout", "incidex -C dir search -q -- pool -service:checkout");
        check("incidex search pool -- -q --limit", "incidex search -- pool -q --limit");
        check("incidex search", "incidex search");
        check("incidex search --help", "incidex search --help");
    }

    #[test]
    fn a_misspelt_flag_stays_a_flag() {
        check("incidex search pool --limmit 5", "incidex search --limmit -- pool 5");
    }

    #[test]
    fn other_commands_are_left_alone() {
        check("incidex show search -x", "incidex show search -x");
        check("incidex -C search build -x", "incidex -C search build -x");
        check("incidex", "incidex");
    }
}
