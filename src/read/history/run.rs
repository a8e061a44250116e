//! Git, run with its hands tied: it reads, and nothing in the repository makes it do more.
//!
//! No settings but the repository's own are read, and of those whatever would run a program is overruled: hooks, a file
//! system monitor, an external diff, a filter of text, a pager, a check of signatures. It fetches nothing, waits for nobody,
//! takes no lock, and is stopped when it says or takes too much.

use std::io::{self, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::gate::ContentRoot;

/// Bytes of one answer; ten thousand documents with ten changes each give a tenth of it.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
const MOST_TIME: Duration = Duration::from_secs(120);
/// Bytes kept of what Git complains about.
const COMPLAINT: u64 = 4096;

/// Why nothing is known of the history.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoHistory {
    #[error("there is no program called `git`")]
    NoGit,
    #[error("the archive lies in no Git repository")]
    NoRepository,
    #[error("`.git` is a symbolic link, which is not followed")]
    Linked,
    #[error("git says: {0}")]
    Refused(String),
    #[error("git gave more than {} MiB", MOST_BYTES / 1024 / 1024)]
    TooMuch,
    #[error("git took longer than {} seconds", MOST_TIME.as_secs())]
    TooLong,
}

/// Whether older commits are missing.
pub(super) fn is_shallow(root: &ContentRoot) -> Result<bool, NoHistory> {
    let link = root.path().join(".git").symlink_metadata();
    if link.is_ok_and(|found| found.file_type().is_symlink()) {
        return Err(NoHistory::Linked);
    }
    Ok(git(root, &["rev-parse", "--is-shallow-repository"])?.trim() == "true")
}

/// Every commit, the newest first, with the files below the archive that it added, changed, renamed or removed.
pub(super) fn changes(root: &ContentRoot) -> Result<String, NoHistory> {
    log(root, &["--name-status", "-z"])
}

/// The commits that touched a box, with the lines that they took and gave.
pub(super) fn boxes(root: &ContentRoot) -> Result<String, NoHistory> {
    log(root, &["--patch", "--unified=0", r"-G\[[ xX]\]", "--src-prefix=a/", "--dst-prefix=b/", "--submodule=short"])
}

/// What stands in front of a commit, which no path and no line of a file does by itself.
pub(super) const COMMIT: &str = "\u{1}";

fn log(root: &ContentRoot, what: &[&str]) -> Result<String, NoHistory> {
    let common = [
        "log",
        "--topo-order",
        "--format=%x01%H %as",
        "--find-renames",
        "--relative",
        "--root",
        "--no-show-signature",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--no-notes",
        "--no-diff-merges",
        "--ignore-submodules=all",
        "-O/dev/null",
    ];
    let arguments = [&common[..], what, &["HEAD", "--", "."]].concat();
    match git(root, &arguments) {
        // A repository without a commit has no history, and that is all there is to say.
        Err(NoHistory::Refused(words)) if words.contains("bad revision") || words.contains("unknown revision") => {
            Ok(String::new())
        }
        other => other,
    }
}

fn git(root: &ContentRoot, arguments: &[&str]) -> Result<String, NoHistory> {
    let mut child = command(root, arguments).spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => NoHistory::NoGit,
        _ => NoHistory::Refused(error.to_string()),
    })?;
    let (sender, receiver) = mpsc::channel();
    let (out, complaints) = (child.stdout.take(), child.stderr.take());
    let reader = thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = out.map_or(Ok(0), |out| out.take(MOST_BYTES + 1).read_to_end(&mut bytes));
        // Nobody listens any more where it took too long.
        let _ = sender.send(read.map(|_| bytes));
    });
    let listener = thread::spawn(move || heard(complaints));
    let answer = receiver.recv_timeout(MOST_TIME);
    let is_whole = matches!(&answer, Ok(Ok(bytes)) if bytes.len() as u64 <= MOST_BYTES);
    if !is_whole {
        stop(&mut child);
    }
    let status = child.wait().map_err(|error| NoHistory::Refused(error.to_string()))?;
    let complaint = listener.join().unwrap_or_default();
    let _ = reader.join();
    match answer {
        Err(_) => Err(NoHistory::TooLong),
        Ok(Err(error)) => Err(NoHistory::Refused(error.to_string())),
        Ok(Ok(_)) if !is_whole => Err(NoHistory::TooMuch),
        Ok(Ok(bytes)) if status.success() => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Ok(Ok(_)) if complaint.contains("not a git repository") => Err(NoHistory::NoRepository),
        Ok(Ok(_)) => Err(NoHistory::Refused(complaint)),
    }
}

fn stop(child: &mut Child) {
    // It may have ended by itself meanwhile.
    let _ = child.kill();
}

/// The first line of what Git complained about; the rest is drained, so that it never waits for a reader.
fn heard(complaints: Option<impl Read>) -> String {
    let Some(mut complaints) = complaints else { return String::new() };
    let mut kept = Vec::new();
    let _ = complaints.by_ref().take(COMPLAINT).read_to_end(&mut kept);
    let _ = io::copy(&mut complaints, &mut io::sink());
    let text = String::from_utf8_lossy(&kept);
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("it failed without a word");
    line.trim_start_matches("fatal: ").chars().filter(|c| !c.is_control()).collect()
}

fn command(root: &ContentRoot, arguments: &[&str]) -> Command {
    let nothing = if cfg!(windows) { "NUL" } else { "/dev/null" };
    let mut command = Command::new("git");
    command.env_clear();
    for kept in ["PATH", "SystemRoot"] {
        if let Some(value) = std::env::var_os(kept) {
            command.env(kept, value);
        }
    }
    command.envs([
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_CONFIG_GLOBAL", nothing),
        ("GIT_ATTR_NOSYSTEM", "1"),
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_NO_LAZY_FETCH", "1"),
        ("GIT_NO_REPLACE_OBJECTS", "1"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("GIT_PAGER", "cat"),
        ("LC_ALL", "C"),
        ("TZ", "UTC"),
    ]);
    command.arg("--no-pager");
    for setting in [
        "core.fsmonitor=false",
        "core.hooksPath=/dev/null",
        "core.quotePath=false",
        "core.attributesFile=/dev/null",
        "protocol.allow=never",
        "log.showSignature=false",
        "log.showRoot=true",
        "log.mailmap=false",
        "diff.renameLimit=2000",
        "diff.algorithm=myers",
        "i18n.logOutputEncoding=UTF-8",
    ] {
        command.args(["-c", setting]);
    }
    command.args(arguments).current_dir(root.path());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}
