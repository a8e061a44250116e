//! Stands in for `regex` in the browser's reader, which has no regular expression to run.
//!
//! tantivy names the crate where facets are printed, text is split by a pattern and wildcards are aggregated; the
//! search core does none of these. The real one would be a quarter of the module.

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;

/// A regular expression, of which there is none.
#[derive(Clone, Debug)]
pub struct Regex(Infallible);

/// What a pattern comes to.
#[derive(Clone, Debug)]
pub struct Error;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the reader has no regular expressions")
    }
}

impl std::error::Error for Error {}

/// A place that matches, of which there is none.
#[derive(Clone, Copy, Debug)]
pub struct Match<'t>(Infallible, std::marker::PhantomData<&'t str>);

impl<'t> Match<'t> {
    pub fn as_str(&self) -> &'t str {
        match self.0 {}
    }

    pub fn start(&self) -> usize {
        match self.0 {}
    }

    pub fn end(&self) -> usize {
        match self.0 {}
    }
}

impl Regex {
    /// Refuses every pattern.
    pub fn new(_: &str) -> Result<Self, Error> {
        Err(Error)
    }

    pub fn is_match(&self, _: &str) -> bool {
        match self.0 {}
    }

    pub fn find<'t>(&self, _: &'t str) -> Option<Match<'t>> {
        match self.0 {}
    }

    pub fn replace_all<'t>(&self, _: &'t str, _: &str) -> Cow<'t, str> {
        match self.0 {}
    }
}

/// The text as it is: there is no pattern it could be read as.
pub fn escape(text: &str) -> String {
    text.to_owned()
}
