//! Where the time of a run goes: seconds by stage, and the documents that stand out.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Documents named as the slowest and as the largest.
const NAMED: usize = 5;

/// Time by stage. Reading, parsing and writing happen on all threads at once: theirs is the sum over
/// the threads. The others are time on the clock.
#[derive(Debug, Clone, Default)]
pub struct Timings {
    /// Opening and hashing documents.
    pub read: Duration,
    /// Making reports of them.
    pub parse: Duration,
    /// Putting documents in order and finding the duplicates among them.
    pub rows: Duration,
    /// Making rows of reports and encoding them.
    pub write: Duration,
    /// Ending files, bringing them to disk, publishing.
    pub publish: Duration,
    /// The documents that took longest, the slowest first.
    pub slowest: Vec<Measured>,
    /// The documents with most bytes, the largest first.
    pub largest: Vec<Measured>,
}

/// A document that stands out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// Where it stands.
    pub source_uri: String,
    /// Its size.
    pub bytes: u64,
    /// How long it took to parse.
    pub parse: Duration,
}

impl Timings {
    /// Takes notice of a document.
    pub(super) fn note(&mut self, source_uri: &str, bytes: u64, parse: Duration) {
        note(&mut self.slowest, source_uri, bytes, parse, |m| m.parse);
        note(&mut self.largest, source_uri, bytes, parse, |m| m.bytes);
    }
}

fn note<T: Ord>(list: &mut Vec<Measured>, source_uri: &str, bytes: u64, parse: Duration, by: impl Fn(&Measured) -> T) {
    let document = Measured { source_uri: String::new(), bytes, parse };
    if list.len() == NAMED && list.last().is_some_and(|last| by(last) >= by(&document)) {
        return;
    }
    let at = list.partition_point(|other| by(other) >= by(&document));
    list.insert(at, Measured { source_uri: source_uri.to_owned(), ..document });
    list.truncate(NAMED);
}

/// Calls `work` and adds the time it took.
pub(super) fn timed<T>(total: &mut Duration, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let done = work();
    *total += started.elapsed();
    done
}

/// A sum of times that all threads add to.
#[derive(Debug, Default)]
pub(super) struct Clock(AtomicU64);

impl Clock {
    /// Calls `work`; gives its time along with what it made.
    pub(super) fn timed<T>(&self, work: impl FnOnce() -> T) -> (T, Duration) {
        let mut elapsed = Duration::ZERO;
        let done = timed(&mut elapsed, work);
        self.0.fetch_add(u64::try_from(elapsed.as_nanos()).unwrap_or(0), Ordering::Relaxed);
        (done, elapsed)
    }

    pub(super) fn total(&self) -> Duration {
        Duration::from_nanos(self.0.load(Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_and_the_largest_are_named_in_order() {
        let mut timings = Timings::default();
        for (n, bytes) in [(3, 10), (9, 20), (1, 30), (7, 40), (5, 50), (8, 1)] {
            timings.note(&format!("{n}"), bytes, Duration::from_secs(n));
        }
        let names = |list: &[Measured]| list.iter().map(|m| m.source_uri.clone()).collect::<Vec<_>>();
        assert_eq!(names(&timings.slowest), ["9", "8", "7", "5", "3"]);
        assert_eq!(names(&timings.largest), ["5", "7", "1", "9", "3"]);
    }
}
