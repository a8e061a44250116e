//! Why a command could not be carried out, and the exit code that goes with it.

use std::error::Error;
use std::io;

use super::Exit;
use super::engine::PipelineError;
use crate::config::ConfigError;
use crate::report::{Report, human};

/// A command that could not be carried out.
#[derive(Debug)]
pub struct Failure {
    exit: Exit,
    message: String,
    help: Option<String>,
    /// Text shown above the message: the places of mistakes.
    findings: Option<Box<ConfigError>>,
}

impl Failure {
    pub fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, message: message.into(), help: Some(help.into()), findings: None }
    }

    pub fn input(message: impl Into<String>, help: Option<String>) -> Self {
        Self { exit: Exit::Input, message: message.into(), help, findings: None }
    }

    /// Of something that the user has to ask for.
    pub fn refused(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { exit: Exit::Findings, message: message.into(), help: Some(help.into()), findings: None }
    }

    pub fn output(message: impl Into<String>) -> Self {
        Self { exit: Exit::Output, message: message.into(), help: None, findings: None }
    }

    fn with_exit(exit: Exit, error: &dyn Error) -> Self {
        Self { exit, message: chain(error), help: None, findings: None }
    }

    fn with_findings(self, error: ConfigError) -> Self {
        Self { findings: Some(Box::new(error)), ..self }
    }

    /// Says what went wrong on standard error.
    pub fn report(self, report: &Report) -> Exit {
        if let Some(ConfigError::Invalid { text, findings, .. }) = self.findings.as_deref() {
            for finding in findings {
                report.always(&human::finding(finding, Some(text), report.message_paint()));
            }
        }
        if self.exit != Exit::Done {
            report.error(&self.message, self.help.as_deref());
        }
        self.exit
    }
}

/// The message of an error with its causes, joined by colons; what a message already ends with is not said again.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let message = error.to_string();
        if !text.ends_with(&message) {
            text.push_str(&format!(": {message}"));
        }
        cause = error.source();
    }
    text
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        let (exit, help) = match &error {
            ConfigError::Unreadable { source, .. } if source.kind() != io::ErrorKind::NotFound => (Exit::Input, None),
            ConfigError::Unreadable { .. } => (Exit::Usage, None),
            ConfigError::Refused { .. } => {
                (Exit::Usage, Some("put the file itself there, or name another with `--config FILE`"))
            }
            ConfigError::Invalid { .. } => {
                (Exit::Usage, Some("`incidex schema config --format markdown` lists every setting"))
            }
        };
        Self { help: help.map(String::from), ..Self::with_exit(exit, &error) }.with_findings(error)
    }
}

impl From<PipelineError> for Failure {
    fn from(error: PipelineError) -> Self {
        let exit = match &error {
            PipelineError::Config(_) => Exit::Usage,
            PipelineError::Input(_) | PipelineError::Baseline { .. } => Exit::Input,
            PipelineError::Output(_) => Exit::Output,
            PipelineError::Leak(_) => Exit::Findings,
        };
        Self::with_exit(exit, &error)
    }
}

/// Failing to write data: a reader that went away is a quiet end, anything else is not.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let exit = if error.kind() == io::ErrorKind::BrokenPipe { Exit::Done } else { Exit::Output };
        let message = format!("failed to write to standard output: {error}");
        Self { exit, message, help: None, findings: None }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::with_exit(Exit::Internal, &error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{0}")]
    struct Told(&'static str, #[source] Option<Box<Told>>);

    fn check(messages: &[&'static str], expected: &str) {
        let error = messages.iter().rev().fold(None, |inner, message| Some(Box::new(Told(message, inner))));
        assert_eq!(chain(&error.unwrap()), expected);
    }

    #[test]
    fn a_cause_that_its_error_already_tells_is_not_told_twice() {
        check(&["failed to make the site", "open x", "no room"], "failed to make the site: open x: no room");
        check(&["failed to make the site", "open x: no room", "no room"], "failed to make the site: open x: no room");
    }
}
