//! Raw flags and environment, turned into decided values once.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use jiff::civil;

use super::{ColourChoice, Failure, GlobalFlags, ViewFlags};
use crate::config::{self, Config};
use crate::model::Audience;
use crate::normalise::View;
use crate::report::{Report, Verbosity};

/// What the process was started in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    pub folder: PathBuf,
    pub stdout_is_terminal: bool,
    pub stderr_is_terminal: bool,
    /// `NO_COLOR`, `CLICOLOR_FORCE`, `CLICOLOR`, `TERM` and `SOURCE_DATE_EPOCH`, where they are set and not empty.
    pub no_color: bool,
    pub clicolor_force: bool,
    pub clicolor_off: bool,
    pub dumb_terminal: bool,
    pub source_date_epoch: Option<String>,
}

impl Environment {
    /// The environment of this process; a current folder that no longer exists is `.`, where nothing will be found.
    pub fn of_process() -> Self {
        let value = |name| env::var(name).ok().filter(|value| !value.is_empty());
        Self {
            folder: env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
            stdout_is_terminal: io::stdout().is_terminal(),
            stderr_is_terminal: io::stderr().is_terminal(),
            no_color: value("NO_COLOR").is_some(),
            clicolor_force: value("CLICOLOR_FORCE").is_some_and(|value| value != "0"),
            clicolor_off: value("CLICOLOR").is_some_and(|value| value == "0"),
            dumb_terminal: value("TERM").is_some_and(|value| value == "dumb"),
            source_date_epoch: value("SOURCE_DATE_EPOCH"),
        }
    }

    fn colour(&self, choice: ColourChoice, is_terminal: bool) -> bool {
        match choice {
            ColourChoice::Always => true,
            ColourChoice::Never => false,
            ColourChoice::Auto if self.no_color => false,
            ColourChoice::Auto if self.clicolor_force => true,
            ColourChoice::Auto => is_terminal && !self.clicolor_off && !self.dumb_terminal,
        }
    }
}

/// What holds for the whole run.
#[derive(Debug)]
pub(super) struct Session {
    pub report: Report,
    pub folder: PathBuf,
    root: Option<PathBuf>,
    config: Option<PathBuf>,
    source_date_epoch: Option<String>,
}

/// An archive and its settings.
#[derive(Debug)]
pub(super) struct Archive {
    pub root: PathBuf,
    pub config: Config,
}

impl Session {
    pub fn decide(flags: &GlobalFlags, environment: &Environment) -> Self {
        let verbosity = match (flags.quiet, flags.verbose) {
            (true, _) => Verbosity::Quiet,
            (_, true) => Verbosity::Verbose,
            _ => Verbosity::Normal,
        };
        let report = Report {
            verbosity,
            colour_data: environment.colour(flags.color, environment.stdout_is_terminal),
            colour_messages: environment.colour(flags.color, environment.stderr_is_terminal),
            progress: environment.stderr_is_terminal
                && !environment.dumb_terminal
                && !flags.no_progress
                && verbosity != Verbosity::Quiet,
        };
        Self {
            report,
            folder: environment.folder.clone(),
            root: flags.root.clone(),
            config: flags.config.clone(),
            source_date_epoch: environment.source_date_epoch.clone(),
        }
    }

    /// The archive a command works on: `dir` or `--root`, else the nearest one at or above `start`, else that folder.
    ///
    /// # Errors
    /// When the folder does not exist, or its settings hold a mistake.
    pub fn archive(&self, dir: Option<&Path>, start: &Path) -> Result<Archive, Failure> {
        let root = match dir.or(self.root.as_deref()) {
            Some(dir) => {
                require_folder(dir)?;
                dir.to_path_buf()
            }
            None => config::find_root(start)?.unwrap_or_else(|| start.to_path_buf()),
        };
        let config = config::load(&root, self.config.as_deref())?;
        Ok(Archive { root: self.shortened(root), config })
    }

    /// The path as seen from the current folder, where it lies below it.
    fn shortened(&self, path: PathBuf) -> PathBuf {
        match path.strip_prefix(&self.folder) {
            Ok(below) if below.as_os_str().is_empty() => PathBuf::from("."),
            Ok(below) => below.to_path_buf(),
            Err(_) => path,
        }
    }

    /// Who a command answers, and on which day.
    ///
    /// # Errors
    /// When the archive has no such audience, or SOURCE_DATE_EPOCH is not a number of seconds.
    pub fn view(&self, flags: &ViewFlags, config: &Config) -> Result<View, Failure> {
        Ok(View { audience: audience(&flags.audience, config)?, as_of: self.as_of(flags.as_of)?, drafts: flags.drafts })
    }

    /// The day to count to: the flag, else SOURCE_DATE_EPOCH; `None` leaves it to the archive's own newest date.
    ///
    /// # Errors
    /// When SOURCE_DATE_EPOCH is not a number of seconds.
    pub fn as_of(&self, flag: Option<civil::Date>) -> Result<Option<civil::Date>, Failure> {
        let Some(text) = self.source_date_epoch.as_deref().filter(|_| flag.is_none()) else { return Ok(flag) };
        let date = text.parse().ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
        match date {
            Some(instant) => Ok(Some(instant.to_zoned(jiff::tz::TimeZone::UTC).date())),
            None => Err(Failure::usage(
                format!("SOURCE_DATE_EPOCH is {text:?}, which is not a number of seconds"),
                "set it to seconds since 1970, or unset it",
            )),
        }
    }
}

/// The audience called `name`.
///
/// # Errors
/// When the archive has no such audience.
pub(super) fn audience(name: &str, config: &Config) -> Result<Audience, Failure> {
    let unknown = || Failure::usage(format!("no audience is called {name:?}"), config.audience_help(name));
    config.audience_named(name).ok_or_else(unknown)
}

fn require_folder(dir: &Path) -> Result<(), Failure> {
    match dir.metadata() {
        Ok(found) if found.is_dir() => Ok(()),
        Ok(_) => Err(Failure::input(
            format!("{} is not a folder", dir.display()),
            Some("`incidex show FILE` shows a single document".into()),
        )),
        Err(error) => Err(Failure::input(format!("failed to open {}: {error}", dir.display()), None)),
    }
}

/// What `--color` says to the parser of flags itself, whose own messages come before any flag is decided.
pub(super) fn clap_colours(args: &[OsString]) -> clap::ColorChoice {
    let words: Vec<&str> = args.iter().filter_map(|arg| arg.to_str()).collect();
    let after = |index: usize| words.get(index + 1).copied();
    let value = words.iter().enumerate().find_map(|(index, word)| match *word {
        "--color" => after(index),
        word => word.strip_prefix("--color="),
    });
    match value {
        Some("always") => clap::ColorChoice::Always,
        Some("never") => clap::ColorChoice::Never,
        _ => clap::ColorChoice::Auto,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment() -> Environment {
        Environment {
            folder: PathBuf::from("/somewhere"),
            stdout_is_terminal: true,
            stderr_is_terminal: true,
            no_color: false,
            clicolor_force: false,
            clicolor_off: false,
            dumb_terminal: false,
            source_date_epoch: None,
        }
    }

    #[test]
    fn colours_follow_the_flag_then_the_environment_then_the_terminal() {
        let pipe = Environment { stdout_is_terminal: false, ..environment() };
        let no_color = Environment { no_color: true, clicolor_force: true, ..environment() };
        let forced = Environment { clicolor_force: true, ..pipe.clone() };
        let off = Environment { clicolor_off: true, ..environment() };
        let dumb = Environment { dumb_terminal: true, ..environment() };
        let cases = [
            (&environment(), ColourChoice::Auto, true),
            (&environment(), ColourChoice::Never, false),
            (&pipe, ColourChoice::Auto, false),
            (&pipe, ColourChoice::Always, true),
            (&no_color, ColourChoice::Auto, false),
            (&no_color, ColourChoice::Always, true),
            (&forced, ColourChoice::Auto, true),
            (&off, ColourChoice::Auto, false),
            (&dumb, ColourChoice::Auto, false),
        ];
        for (environment, choice, expected) in cases {
            assert_eq!(
                environment.colour(choice, environment.stdout_is_terminal),
                expected,
                "{environment:?} {choice:?}"
            );
        }
    }

    #[test]
    fn the_day_to_count_to_is_the_flag_then_the_epoch() {
        let day = |text: &str| Some(text.parse::<civil::Date>().unwrap());
        let session = |epoch: Option<&str>| {
            let environment = Environment { source_date_epoch: epoch.map(String::from), ..environment() };
            let flags = GlobalFlags {
                root: None,
                config: None,
                quiet: false,
                verbose: false,
                color: ColourChoice::Auto,
                no_progress: false,
            };
            Session::decide(&flags, &environment)
        };
        assert_eq!(session(None).as_of(None).unwrap(), None);
        assert_eq!(session(Some("86400")).as_of(None).unwrap(), day("1970-01-02"));
        assert_eq!(session(Some("86400")).as_of(day("2026-06-30")).unwrap(), day("2026-06-30"));
        assert!(session(Some("yesterday")).as_of(None).is_err());
    }
}
