//! How long each stage takes, told while it runs.

use std::time::{Duration, Instant};

use super::Progress;

/// Measures stages and tells of them.
pub struct Timings<'p> {
    pub progress: &'p dyn Progress,
    pub taken: Vec<(&'static str, Duration)>,
}

/// Says nothing.
pub(super) struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &'static str, _: usize) {}
    fn advance(&self, _: usize) {}
}

impl<'p> Timings<'p> {
    pub fn new(progress: &'p dyn Progress) -> Self {
        Self { progress, taken: Vec::new() }
    }

    pub fn silent() -> Self {
        Self { progress: &Silent, taken: Vec::new() }
    }

    pub fn stage<T>(&mut self, name: &'static str, steps: usize, run: impl FnOnce(&dyn Progress) -> T) -> T {
        self.progress.stage(name, steps);
        let begun = Instant::now();
        let result = run(self.progress);
        self.taken.push((name, begun.elapsed()));
        result
    }
}
