//! Ctrl-C: once to stop cleanly, twice to stop at once.

use std::sync::atomic::{AtomicBool, Ordering};

static STOP: AtomicBool = AtomicBool::new(false);

/// Sets the flag that it gives when the user presses Ctrl-C.
pub(super) fn stop_on_interrupt() -> Result<&'static AtomicBool, ctrlc::Error> {
    ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            // The next run removes what is left behind.
            std::process::exit(i32::from(super::FAILED));
        }
        eprintln!("stopping; press Ctrl-C again to stop at once");
    })?;
    Ok(&STOP)
}
