//! The only place that prints.
//!
//! Input: data and findings. Output: standard output for data, standard error for everything said about it. The parts
//! below turn values into text and touch no stream; nothing here decides what is an error.

pub mod findings;
pub mod folded;
pub mod github;
pub mod human;
pub mod incident;
pub mod json;
pub mod paint;
pub mod progress;
pub mod sarif;

use std::io::{self, Write};

use self::findings::Counts;
use self::paint::{Paint, Style, harmless};

/// Where text goes and how it looks: decided once from flags and environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    pub verbosity: Verbosity,
    /// Colours on standard output.
    pub colour_data: bool,
    /// Colours on standard error.
    pub colour_messages: bool,
    /// Whether a progress bar may be drawn: standard error is a terminal and nobody objected.
    pub progress: bool,
}

/// How much is said on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Errors only.
    Quiet,
    Normal,
    /// Every finding, and the time each stage took.
    Verbose,
}

impl Report {
    /// The painter for text of [`Report::data`].
    pub fn data_paint(&self) -> Paint {
        Paint::new(self.colour_data)
    }

    /// The painter for text of [`Report::say`] and its like.
    pub fn message_paint(&self) -> Paint {
        Paint::new(self.colour_messages)
    }

    /// Writes to standard output, which carries data only.
    ///
    /// # Errors
    /// When the reader went away ([`io::ErrorKind::BrokenPipe`]) or the disk behind it is full.
    pub fn data(&self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        if !text.ends_with('\n') {
            out.write_all(b"\n")?;
        }
        out.flush()
    }

    /// Writes the beginning of a line to standard output: somebody answers behind it.
    ///
    /// # Errors
    /// As [`Report::data`].
    pub fn prompt(&self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    /// Says something about the run, unless `--quiet`.
    pub fn say(&self, text: &str) {
        if self.verbosity >= Verbosity::Normal {
            to_stderr(text);
        }
    }

    /// Says something that is of interest to those who ask for it with `--verbose`.
    pub fn detail(&self, text: &str) {
        if self.verbosity >= Verbosity::Verbose {
            to_stderr(text);
        }
    }

    /// Says something that even `--quiet` must not hide.
    pub fn always(&self, text: &str) {
        to_stderr(text);
    }

    /// Says why the command failed: the message, its causes and what to do about it.
    pub fn error(&self, message: &str, help: Option<&str>) {
        let paint = self.message_paint();
        let mut text = format!("{} {}", paint.text(Style::Error, "error:"), harmless(message));
        if let Some(help) = help {
            text.push_str(&format!("\n{} {}", paint.text(Style::Help, " help:"), harmless(help)));
        }
        to_stderr(&text);
    }

    /// `3 errors, 12 warnings and 40 notes`, coloured for standard error.
    pub fn counts(&self, counts: Counts) -> String {
        let paint = self.message_paint();
        counts.described(|style, text| paint.text(style, text))
    }
}

/// A reader of standard error that went away is no reason to fail.
fn to_stderr(text: &str) {
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "{}", text.trim_end_matches('\n'));
}
