//! How a run is getting on: a bar on a terminal, log lines everywhere else.

use std::cell::Cell;
use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::pipeline::{Progress, Tally};

/// Time between two log lines.
const LOG_EVERY: Duration = Duration::from_secs(10);

/// What fits standard error.
pub(super) fn for_stderr() -> Box<dyn Progress> {
    match std::io::stderr().is_terminal() {
        true => Box::new(Bar::new()),
        false => Box::new(Lines::new()),
    }
}

/// A bar that is wiped out at the end.
struct Bar(ProgressBar);

impl Bar {
    fn new() -> Self {
        let template = "{elapsed_precise} [{wide_bar}] {human_pos}/{human_len} documents, \
                        {per_sec}, {eta} left  {msg}";
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        Self(ProgressBar::no_length().with_style(style))
    }
}

impl Progress for Bar {
    fn begin(&self, inputs: u64) {
        self.0.set_length(inputs);
    }

    fn advance(&self, tally: &Tally) {
        // Archives and corpora hold more documents than there are inputs; how many, nobody knows.
        if self.0.length().is_some_and(|length| tally.documents > length) {
            self.0.unset_length();
        }
        self.0.set_position(tally.documents);
        self.0.set_message(counts(tally));
    }

    fn finishing(&self) {
        self.0.set_message("writing the last files");
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// A line at the beginning, every ten seconds, and before the end.
struct Lines {
    started: Instant,
    last: Cell<Instant>,
    inputs: Cell<u64>,
}

impl Lines {
    fn new() -> Self {
        let now = Instant::now();
        Self { started: now, last: Cell::new(now), inputs: Cell::new(0) }
    }
}

impl Progress for Lines {
    fn begin(&self, inputs: u64) {
        self.inputs.set(inputs);
        tracing::info!("reading {inputs} inputs");
    }

    fn advance(&self, tally: &Tally) {
        if self.last.get().elapsed() < LOG_EVERY {
            return;
        }
        self.last.set(Instant::now());
        let rate = tally.documents as f64 / self.started.elapsed().as_secs_f64();
        tracing::info!(
            "{} documents of {} inputs, {rate:.0} a second, {}",
            tally.documents,
            self.inputs.get(),
            counts(tally)
        );
    }

    fn finishing(&self) {
        tracing::info!("writing the last files");
    }
}

fn counts(tally: &Tally) -> String {
    format!("{} reports, {} duplicates, {} rejects", tally.reports, tally.duplicates, tally.rejected())
}
