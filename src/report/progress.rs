//! A progress bar for long runs.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shorter runs never show a bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// A bar on standard error, drawn from half a second on; or nothing at all.
#[derive(Debug)]
pub struct Bar {
    /// `None` where nothing may be drawn.
    drawing: Option<Drawing>,
}

#[derive(Debug)]
struct Drawing {
    bar: ProgressBar,
    started: Instant,
    shown: Mutex<bool>,
}

impl Bar {
    /// A bar that is drawn only if `enabled`.
    pub fn new(enabled: bool) -> Self {
        Self { drawing: enabled.then(Drawing::new) }
    }

    /// A stage begins: its name and how many steps it takes, 0 where nobody knows.
    pub fn stage(&self, name: &str, steps: usize) {
        let Some(drawing) = &self.drawing else { return };
        drawing.bar.set_length(steps as u64);
        drawing.bar.set_position(0);
        drawing.bar.set_message(name.to_owned());
        drawing.show_when_due();
    }

    /// `steps` more are done.
    pub fn advance(&self, steps: usize) {
        let Some(drawing) = &self.drawing else { return };
        drawing.bar.inc(steps as u64);
        drawing.show_when_due();
    }

    /// Removes the bar, so that messages can follow.
    pub fn clear(&self) {
        if let Some(drawing) = &self.drawing {
            drawing.bar.finish_and_clear();
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.clear();
    }
}

impl Drawing {
    fn new() -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        let template = "{msg:>12} [{bar:30}] {human_pos}/{human_len}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        Self { bar, started: Instant::now(), shown: Mutex::new(false) }
    }

    fn show_when_due(&self) {
        if self.started.elapsed() < PATIENCE {
            return;
        }
        // A thread that finds the flag taken leaves the drawing to the one that has it.
        if let Ok(mut shown) = self.shown.try_lock()
            && !*shown
        {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
            *shown = true;
        }
    }
}
