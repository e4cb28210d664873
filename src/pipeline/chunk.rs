//! Reads documents in chunks on a thread pool and hands the chunks back in source order.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rayon::prelude::*;

use crate::report::Report;
use crate::report::across::Compared;
use crate::source::{RawDocument, Reject, RejectReason};

use super::claims::{Claims, Identity};
use super::in_order::InOrder;
use super::memory::{Memory, Slim};
use super::timing::Clock;
use super::{ReadDocument, RunError, Waiting};

/// Chunks that are being read or wait for their turn. More would only take memory: one chunk
/// already holds more documents than there are threads.
const IN_FLIGHT: u64 = 4;
/// Bytes of the documents in a chunk, unpacked or still on disk; past them it ends early.
const CHUNK_BYTES: usize = 16 << 20;

/// What became of one document.
pub(super) enum Outcome {
    /// It is a report.
    Read(Identity, Box<Report>, Slim),
    /// The last run has read the same bytes.
    Remembered(Identity),
    /// It yielded no report; the identity is known if its bytes could be had.
    Rejected(Option<Identity>, Reject),
    /// An earlier document has the same bytes.
    Known(Identity),
}

/// One document, its place and size.
pub(super) struct Settled {
    pub(super) source_uri: String,
    pub(super) bytes: u64,
    /// How long it took to parse.
    pub(super) parse: Duration,
    pub(super) outcome: Outcome,
}

/// Documents that stand next to each other in source order.
pub(super) type Chunk = Vec<Settled>;

/// The chunks of a run.
pub(super) struct Chunks<'a, R> {
    reader: &'a R,
    size: usize,
    memory: &'a Memory,
    compared: &'a Compared,
    claims: Claims,
    /// The run has failed; what is not read yet is not wanted.
    give_up: AtomicBool,
    /// Time that all threads spent on reading bytes, and on parsing them.
    pub(super) reading: Clock,
    pub(super) parsing: Clock,
}

impl<'a, R: ReadDocument> Chunks<'a, R> {
    pub(super) fn new(reader: &'a R, size: usize, memory: &'a Memory, compared: &'a Compared) -> Self {
        Self {
            reader,
            size,
            memory,
            compared,
            claims: Claims::default(),
            give_up: AtomicBool::new(false),
            reading: Clock::default(),
            parsing: Clock::default(),
        }
    }

    /// Calls `take` with every chunk of the documents, in source order, on this thread.
    pub(super) fn in_order<'s>(
        &'s self,
        documents: impl Iterator<Item = Waiting<'s>>,
        scope: &rayon::Scope<'s>,
        stop: &'s AtomicBool,
        mut take: impl FnMut(Chunk) -> Result<(), RunError>,
    ) -> Result<(), RunError> {
        let mut groups = Groups { documents: documents.fuse(), size: self.size, index: 0 };
        let mut reading = InOrder::new();
        loop {
            while reading.waiting() < IN_FLIGHT && !stop.load(Ordering::Relaxed) {
                let Some(group) = groups.next() else { break };
                reading.begin(scope, move || self.read(group, stop));
            }
            let result = match reading.next() {
                None => return Ok(()),
                Some(None) => Err(RunError::Stopped),
                Some(Some(chunk)) => take(chunk),
            };
            if result.is_err() {
                self.give_up.store(true, Ordering::Relaxed);
                return result;
            }
        }
    }

    /// Reads a chunk; `None` when told to stop.
    fn read(&self, group: Group<'_>, stop: &AtomicBool) -> Option<Chunk> {
        let first = group.first;
        group
            .documents
            .into_par_iter()
            .with_max_len(4)
            .enumerate()
            .map(|(offset, waiting)| {
                let told = stop.load(Ordering::Relaxed) || self.give_up.load(Ordering::Relaxed);
                (!told).then(|| self.document(first + offset, waiting))
            })
            .collect()
    }

    fn document(&self, index: usize, waiting: Waiting<'_>) -> Settled {
        let Waiting { source_uri, read, .. } = waiting;
        let mut parse = Duration::ZERO;
        let (bytes, outcome) = match self.reading.timed(read).0 {
            Err(reject) => (reject.byte_len, Outcome::Rejected(None, reject)),
            Ok(raw) => {
                let identity = Identity::of(&raw);
                let outcome = if !self.claims.claim(identity, index) {
                    Outcome::Known(identity)
                } else if self.memory.get(identity).is_some() {
                    Outcome::Remembered(identity)
                } else {
                    let (outcome, time) = self.parsing.timed(|| self.parse(identity, &raw));
                    parse = time;
                    outcome
                };
                (raw.bytes.len() as u64, outcome)
            }
        };
        Settled { source_uri, bytes, parse, outcome }
    }

    fn parse(&self, identity: Identity, raw: &RawDocument) -> Outcome {
        // The reader is shared but never changed, so a panic leaves it whole.
        match catch_unwind(AssertUnwindSafe(|| self.reader.read(raw))) {
            Ok(Ok(report)) => {
                let slim = Slim::of(&report, self.compared.facts(&report));
                Outcome::Read(identity, Box::new(report), slim)
            }
            Ok(Err(reject)) => Outcome::Rejected(Some(identity), reject),
            Err(panic) => {
                let reject = raw.reject(RejectReason::DecodeError, defect(panic.as_ref()));
                Outcome::Rejected(Some(identity), reject)
            }
        }
    }
}

/// Documents that become a chunk.
struct Group<'d> {
    /// Place of the first in source order.
    first: usize,
    documents: Vec<Waiting<'d>>,
}

/// Cuts the documents into groups, in ways that depend on the documents alone.
struct Groups<I> {
    documents: I,
    size: usize,
    index: usize,
}

impl<'d, I: Iterator<Item = Waiting<'d>>> Iterator for Groups<I> {
    type Item = Group<'d>;

    fn next(&mut self) -> Option<Group<'d>> {
        let first = self.index;
        let mut documents = Vec::new();
        let mut bytes = 0;
        while documents.len() < self.size && bytes < CHUNK_BYTES {
            let Some(document) = self.documents.next() else { break };
            bytes = bytes.saturating_add(document.weight);
            documents.push(document);
        }
        self.index += documents.len();
        (!documents.is_empty()).then_some(Group { first, documents })
    }
}

/// The detail of a document that made the reader panic.
fn defect(panic: &(dyn std::any::Any + Send)) -> String {
    let message = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    format!("internal error, please report it with this document: {message}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_ends_at_so_many_documents_or_so_many_bytes() {
        let waiting = |weight: usize| Waiting {
            source_uri: String::new(),
            weight,
            read: Box::new(|| {
                Err(RawDocument::new("", crate::source::SourceFormat::Text, Vec::new()).reject(RejectReason::Empty, ""))
            }),
        };
        let weights = [1, 1, 1, 1, CHUNK_BYTES, 1, usize::MAX, 1];
        let groups = Groups { documents: weights.into_iter().map(waiting), size: 3, index: 0 };
        let sizes: Vec<(usize, usize)> = groups.map(|group| (group.first, group.documents.len())).collect();
        assert_eq!(sizes, [(0, 3), (3, 2), (5, 2), (7, 1)]);
    }
}
