//! Jobs on the thread pool whose results are taken in the order in which the jobs were begun.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};

/// Jobs that are under way, and results that wait for those of earlier jobs.
pub(super) struct InOrder<T> {
    sender: Sender<(u64, thread::Result<T>)>,
    receiver: Receiver<(u64, thread::Result<T>)>,
    early: BTreeMap<u64, T>,
    begun: u64,
    taken: u64,
}

impl<T: Send> InOrder<T> {
    pub(super) fn new() -> Self {
        let (sender, receiver) = unbounded();
        Self { sender, receiver, early: BTreeMap::new(), begun: 0, taken: 0 }
    }

    /// Begins a job.
    pub(super) fn begin<'s>(&mut self, scope: &rayon::Scope<'s>, job: impl FnOnce() -> T + Send + 's)
    where
        T: 's,
    {
        let (number, sender) = (self.begun, self.sender.clone());
        scope.spawn(move |_| {
            // A panic goes to who waits for the result, who would wait for ever. The receiver is
            // gone only when the run has failed.
            let _ = sender.send((number, catch_unwind(AssertUnwindSafe(job))));
        });
        self.begun += 1;
    }

    /// Jobs whose results were not taken yet.
    pub(super) fn waiting(&self) -> u64 {
        self.begun - self.taken
    }

    /// Waits for the next result; `None` if no job is left.
    pub(super) fn next(&mut self) -> Option<T> {
        while self.waiting() > 0 && !self.early.contains_key(&self.taken) {
            let (number, result) = self.receiver.recv().ok()?;
            self.put(number, result);
        }
        self.take()
    }

    /// The next result if it is there.
    pub(super) fn ready(&mut self) -> Option<T> {
        while let Ok((number, result)) = self.receiver.try_recv() {
            self.put(number, result);
        }
        self.take()
    }

    fn put(&mut self, number: u64, result: thread::Result<T>) {
        match result {
            Ok(result) => drop(self.early.insert(number, result)),
            Err(panic) => resume_unwind(panic),
        }
    }

    fn take(&mut self) -> Option<T> {
        let result = self.early.remove(&self.taken)?;
        self.taken += 1;
        Some(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_jobs() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        let mut jobs = InOrder::new();
        let taken = pool.in_place_scope(|scope| {
            for number in 0..50u64 {
                jobs.begin(scope, move || {
                    thread::sleep(std::time::Duration::from_micros(number * 37 % 11 * 100));
                    number
                });
            }
            let mut taken: Vec<u64> = jobs.ready().into_iter().collect();
            taken.extend(std::iter::from_fn(|| jobs.next()));
            taken
        });
        assert_eq!(taken, (0..50).collect::<Vec<_>>());
        assert_eq!(jobs.waiting(), 0);
    }

    #[test]
    fn a_job_that_panics_does_not_make_others_wait_for_ever() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        let ended = catch_unwind(AssertUnwindSafe(|| {
            pool.in_place_scope(|scope| {
                let mut jobs = InOrder::new();
                jobs.begin(scope, || panic!("a defect"));
                jobs.next()
            })
        }));
        assert!(ended.is_err());
    }
}
