//! Ctrl-C: once to stop cleanly, twice to stop at once.

use std::sync::atomic::{AtomicBool, Ordering};

use super::out::say;

static STOP: AtomicBool = AtomicBool::new(false);

/// Sets the flag that it gives when the user presses Ctrl-C.
pub(super) fn stop_on_interrupt() -> Result<&'static AtomicBool, ctrlc::Error> {
    ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            // The next run removes what is left behind. The last moment may have been that of publishing.
            say("stopped at once; `gongkai snapshots list` shows which snapshot is current");
            std::process::exit(i32::from(super::FAILED));
        }
        say("stopping; press Ctrl-C again to stop at once");
    })?;
    Ok(&STOP)
}
