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
    fn begin(&self, documents: u64) {
        self.0.set_length(documents);
    }

    fn advance(&self, tally: &Tally) {
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
    documents: Cell<u64>,
}

impl Lines {
    fn new() -> Self {
        let now = Instant::now();
        Self { started: now, last: Cell::new(now), documents: Cell::new(0) }
    }
}

impl Progress for Lines {
    fn begin(&self, documents: u64) {
        self.documents.set(documents);
        tracing::info!("reading {documents} documents");
    }

    fn advance(&self, tally: &Tally) {
        if self.last.get().elapsed() < LOG_EVERY {
            return;
        }
        self.last.set(Instant::now());
        let rate = tally.documents as f64 / self.started.elapsed().as_secs_f64();
        tracing::info!(
            "{} of {} documents, {rate:.0} a second, {}",
            tally.documents,
            self.documents.get(),
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
