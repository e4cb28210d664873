//! Decides, in source order, what is written of each document.
//!
//! The same bytes are one report: the first place is its `source_uri`, the others go to
//! `duplicate_uris`. Documents that yield no report are kept one by one.

use std::collections::HashMap;
use std::iter::Peekable;
use std::vec::IntoIter;

use crate::dataset::SnapshotWriter;
use crate::report::{Report, Status};
use crate::rows::Batches;
use crate::source::{Reject, RejectReason};

use super::chunk::{Chunk, Outcome, Settled};
use super::claims::{Identity, Reading};

/// What became of the documents so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents found.
    pub documents: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Reports.
    pub reports: u64,
    /// Further places of a report's bytes.
    pub duplicates: u64,
    /// Rejects by reason.
    pub rejects: std::collections::BTreeMap<RejectReason, u64>,
    /// Cells by status, in the order of [`Status::ALL`].
    pub cells: [u64; Status::ALL.len()],
}

impl Tally {
    /// All rejects.
    pub fn rejected(&self) -> u64 {
        self.rejects.values().sum()
    }
}

/// What is known about bytes that were met.
enum Fate {
    Report,
    Rejected(Vec<(Reading, RejectReason, Box<str>)>),
}

/// Takes documents in source order.
pub(super) struct Ledger {
    fates: HashMap<u64, Fate>,
    /// Rejects known beforehand that stand further on in source order.
    ahead: Peekable<IntoIter<Reject>>,
    tally: Tally,
}

impl Ledger {
    pub(super) fn new(rejects: Vec<Reject>) -> Self {
        Self { fates: HashMap::new(), ahead: rejects.into_iter().peekable(), tally: Tally::default() }
    }

    pub(super) fn tally(&self) -> &Tally {
        &self.tally
    }

    pub(super) fn into_tally(self) -> Tally {
        self.tally
    }

    /// Turns a chunk into rows.
    pub(super) fn settle(&mut self, chunk: Chunk, batches: &mut Batches, writer: &mut SnapshotWriter) {
        for Settled { source_uri, bytes, outcome, .. } in chunk {
            while let Some(reject) = self.ahead.next_if(|r| r.source_uri < source_uri) {
                self.known_beforehand(&reject, batches);
            }
            self.tally.documents += 1;
            self.tally.bytes += bytes;
            match outcome {
                Outcome::Read(identity, report) => {
                    if self.is_report(identity) {
                        self.duplicate(identity, source_uri, writer);
                    } else {
                        self.fates.insert(identity.id, Fate::Report);
                        self.report(&report, batches);
                    }
                }
                Outcome::Rejected(None, reject) => self.reject(&reject, batches),
                Outcome::Rejected(Some(identity), reject) => {
                    if self.is_report(identity) {
                        self.duplicate(identity, source_uri, writer);
                    } else {
                        self.remember(identity, &reject);
                        self.reject(&reject, batches);
                    }
                }
                Outcome::Known(identity) => match self.recall(identity, &source_uri, bytes) {
                    Some(reject) => self.reject(&reject, batches),
                    None => self.duplicate(identity, source_uri, writer),
                },
            }
        }
    }

    /// Turns what is left after the last chunk into rows.
    pub(super) fn settle_rest(&mut self, batches: &mut Batches) {
        while let Some(reject) = self.ahead.next() {
            self.known_beforehand(&reject, batches);
        }
    }

    fn known_beforehand(&mut self, reject: &Reject, batches: &mut Batches) {
        self.tally.documents += 1;
        self.tally.bytes += reject.byte_len;
        self.reject(reject, batches);
    }

    fn report(&mut self, report: &Report, batches: &mut Batches) {
        self.tally.reports += 1;
        for cell in &report.cells {
            self.tally.cells[cell.status as usize] += 1;
        }
        batches.push(report, &[]);
    }

    fn reject(&mut self, reject: &Reject, batches: &mut Batches) {
        *self.tally.rejects.entry(reject.reason).or_default() += 1;
        batches.push_reject(reject);
    }

    fn duplicate(&mut self, identity: Identity, source_uri: String, writer: &mut SnapshotWriter) {
        self.tally.duplicates += 1;
        writer.add_duplicate(&format!("{:016x}", identity.id), source_uri);
    }

    fn is_report(&self, identity: Identity) -> bool {
        matches!(self.fates.get(&identity.id), Some(Fate::Report))
    }

    fn remember(&mut self, identity: Identity, reject: &Reject) {
        let fate = self.fates.entry(identity.id).or_insert_with(|| Fate::Rejected(Vec::new()));
        if let Fate::Rejected(known) = fate
            && known.iter().all(|(reading, ..)| *reading != identity.reading)
        {
            known.push((identity.reading, reject.reason, reject.detail.as_str().into()));
        }
    }

    /// The reject of an earlier document with this identity, for this place; `None` if it is a
    /// report.
    fn recall(&self, identity: Identity, source_uri: &str, byte_len: u64) -> Option<Reject> {
        let Some(Fate::Rejected(known)) = self.fates.get(&identity.id) else {
            return None;
        };
        let (_, reason, detail) = known.iter().find(|(reading, ..)| *reading == identity.reading)?;
        Some(Reject { source_uri: source_uri.to_owned(), reason: *reason, detail: detail.to_string(), byte_len })
    }
}
