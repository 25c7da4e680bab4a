//! One line on standard error that says how far a long run is.
//!
//! Only on a terminal, only when it takes long, and gone before anything else is written. A library
//! for progress bars brings half a dozen crates for what is one line here.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// Nobody wonders before.
const FIRST_AFTER: Duration = Duration::from_millis(700);
/// More often nobody reads it.
const EVERY: Duration = Duration::from_millis(100);

/// How far a run is.
pub(super) struct Progress {
    all: usize,
    next: Option<Instant>,
    /// How many columns the line has that is shown.
    shown: usize,
}

impl Progress {
    /// The progress of a run over so many files.
    pub(super) fn of(all: usize) -> Self {
        let wanted = all > 1 && std::io::stderr().is_terminal();
        Self {
            all,
            next: wanted.then(|| now() + FIRST_AFTER),
            shown: 0,
        }
    }

    /// Whether it is time to say how far it is.
    pub(super) fn is_due(&self) -> bool {
        self.next.is_some_and(|next| now() >= next)
    }

    /// Shows the line.
    pub(super) fn show(&mut self, done: usize) {
        self.clear();
        let line = format!("checked {done} of {}", self.all);
        self.shown = line.len();
        write(&line);
        self.next = Some(now() + EVERY);
    }

    /// Takes the line away.
    pub(super) fn clear(&mut self) {
        if self.shown > 0 {
            write(&format!("\r{:1$}\r", "", self.shown));
            self.shown = 0;
        }
    }
}

fn write(text: &str) {
    let mut out = std::io::stderr().lock();
    // Whoever does not see it misses nothing.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

#[expect(
    clippy::disallowed_methods,
    reason = "the binary is where the clock is read, here for how long a run takes"
)]
fn now() -> Instant {
    Instant::now()
}
