//! The command line from outside: exit codes, and what goes to which stream.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn incidex(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_incidex"));
    command.current_dir(folder).args(args);
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "SOURCE_DATE_EPOCH", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    incidex(folder, args).output().unwrap()
}

struct Expected {
    code: i32,
    stdout: &'static str,
    stderr: &'static str,
}

/// Runs in an empty folder and compares the exit code and a part of each stream; an empty part means an empty stream.
fn check(args: &[&str], expected: &Expected) {
    let temporary = tempfile::tempdir().unwrap();
    fs::write(temporary.path().join("file.txt"), "text").unwrap();
    fs::write(temporary.path().join("wrong.toml"), "titel = \"x\"\n").unwrap();
    let output = run(temporary.path(), args);
    let (stdout, stderr) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(expected.code), "{args:?}\n{stdout}\n{stderr}");
    for (name, text, part) in [("stdout", stdout, expected.stdout), ("stderr", stderr, expected.stderr)] {
        let right = if part.is_empty() { text.is_empty() } else { text.contains(part) };
        assert!(right, "{args:?}: {name} should hold {part:?}:\n{text}");
    }
}

const fn answers(stdout: &'static str) -> Expected {
    Expected { code: 0, stdout, stderr: "" }
}

const fn fails(code: i32, stderr: &'static str) -> Expected {
    Expected { code, stdout: "", stderr }
}

#[test]
fn help_and_version_are_answers() {
    check(&["--help"], &answers("Exit codes:"));
    check(&["-h"], &answers("Usage: incidex"));
    check(&["build", "--help"], &answers("incidex build --audience public"));
    check(&["--version"], &answers("incidex/incident/2"));
    check(&["-V"], &answers(concat!("incidex ", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn a_mistake_in_the_command_is_exit_code_2() {
    check(&[], &fails(2, "Usage: incidex"));
    check(&["biuld"], &fails(2, "unrecognized subcommand"));
    check(&["build", "--outt", "x"], &fails(2, "--out"));
    check(&["build", "-q", "-v"], &fails(2, "cannot be used with"));
    check(&["build", "--audience", "everyone"], &fails(2, "the audiences are public, customer, internal"));
    check(&["build", "--as-of", "yesterday"], &fails(2, "--as-of"));
    check(&["build", "--base-url", "example"], &fails(2, "--base-url"));
    check(&["build", ".", "-C", "."], &fails(2, "cannot be used with"));
    check(&["check", "--deny", "waring"], &fails(2, "did you mean `warnings`?"));
    check(&["explain", "IX9999"], &fails(2, "no finding is called"));
    check(&["search"], &fails(2, "QUERY"));
}

#[test]
fn a_mistake_in_the_settings_is_exit_code_2_and_shows_its_place() {
    check(&["check", "-c", "wrong.toml"], &fails(2, "wrong.toml:1:1"));
    check(&["-c", "wrong.toml", "check"], &fails(2, "did you mean `title`?"));
    check(&["check", "-q", "-c", "wrong.toml"], &fails(2, "IX0002"));
    check(&["build", "-c", "none.toml"], &fails(2, "failed to read none.toml"));
}

#[test]
fn an_archive_that_is_not_there_is_exit_code_3() {
    check(&["build", "nowhere"], &fails(3, "nowhere"));
    check(&["check", "-C", "nowhere"], &fails(3, "nowhere"));
    check(&["build", "file.txt"], &fails(3, "not a folder"));
}

#[test]
fn a_code_is_explained_by_id_and_by_name() {
    check(&["explain", "IX0306"], &answers("What to do: Correct the year."));
    check(&["explain", "year_typo"], &answers("IX0306 year_typo (warning)"));
    check(&["explain"], &answers("IX0504"));
    check(&["explain", "ix0306", "--format", "json"], &answers("\"code\": \"IX0306\""));
}

#[test]
fn the_formats_describe_themselves() {
    check(&["schema", "incident"], &answers("\"false_leads\""));
    check(&["schema", "config"], &answers("\"support_hours\""));
    check(&["schema", "review"], &answers("\"sides\""));
    check(&["schema", "front-matter"], &answers("\"started_at\""));
    check(&["schema", "front-matter", "--format", "markdown"], &answers("| `started_at` |"));
}

#[test]
fn flags_of_every_command_are_accepted_before_and_after_its_name() {
    check(&["--color", "always", "explain", "IX0306"], &answers("\u{1b}[1m"));
    check(&["explain", "--color", "always", "IX0306"], &answers("\u{1b}[1m"));
    check(&["explain", "IX0306", "--color=never"], &answers("IX0306 year_typo"));
}

#[test]
fn a_pipe_has_no_colours_unless_they_are_forced() {
    let folder = tempfile::tempdir().unwrap();
    let escapes = |command: &mut Command| command.output().unwrap().stdout.contains(&0x1b);
    assert!(!escapes(&mut incidex(folder.path(), &["explain"])));
    assert!(escapes(incidex(folder.path(), &["explain"]).env("CLICOLOR_FORCE", "1")));
    assert!(!escapes(incidex(folder.path(), &["explain"]).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1")));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = incidex(folder.path(), &["schema", "incident"]).stdout(writer).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_exit_code_4() {
    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else {
        println!("skipped: there is no /dev/full here");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let output = incidex(folder.path(), &["explain"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&output.stderr).contains("failed to write"));
}
