//! Decides, in source order, what is written of each document.
//!
//! The same bytes are one report: the first place is its `source_uri`, the others go to
//! `duplicate_uris`. Documents that yield no report are kept one by one.

use std::collections::HashMap;
use std::iter::Peekable;
use std::vec::IntoIter;

use crate::report::Status;
use crate::rows::Batches;
use crate::source::{Reject, RejectReason};

use super::blocks::{Member, Rows, Weaver};
use super::chunk::{Chunk, Outcome, Settled};
use super::claims::{Identity, Reading};
use super::memory::{Known, Memory, Slim};

/// What became of the documents so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents found.
    pub documents: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Documents that were parsed; the others are known from the last run or have an earlier one's bytes.
    pub read: u64,
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

/// What is known when all documents are settled.
pub(super) struct Settlement {
    pub(super) tally: Tally,
    /// Rejects by identity, for the next run.
    pub(super) rejected: Vec<(Identity, Known)>,
    /// Further places of reports, by report id.
    pub(super) duplicates: HashMap<u64, Vec<String>>,
}

/// Takes documents in source order.
pub(super) struct Ledger {
    fates: HashMap<u64, Fate>,
    /// Rejects known beforehand that stand further on in source order.
    ahead: Peekable<IntoIter<Reject>>,
    tally: Tally,
    /// Rejects by identity, for the next run.
    learned: Vec<(Identity, Known)>,
    /// Further places of reports, by report id.
    duplicates: HashMap<u64, Vec<String>>,
}

impl Ledger {
    pub(super) fn new(rejects: Vec<Reject>) -> Self {
        Self {
            fates: HashMap::new(),
            ahead: rejects.into_iter().peekable(),
            tally: Tally::default(),
            learned: Vec::new(),
            duplicates: HashMap::new(),
        }
    }

    pub(super) fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Hands on the reports of a chunk, and turns its rejects into rows.
    pub(super) fn settle(&mut self, chunk: Chunk, memory: &Memory, weaver: &mut Weaver, rejects: &mut Batches) {
        for Settled { source_uri, bytes, outcome, .. } in chunk {
            while let Some(reject) = self.ahead.next_if(|r| r.source_uri < source_uri) {
                self.known_beforehand(&reject, rejects);
            }
            self.tally.documents += 1;
            self.tally.bytes += bytes;
            match outcome {
                Outcome::Rejected(None, reject) => self.reject(&reject, rejects),
                Outcome::Known(identity) => match self.recall(identity, &source_uri, bytes) {
                    Some(reject) => self.reject(&reject, rejects),
                    None => self.duplicate(identity, source_uri),
                },
                Outcome::Read(identity, ..) | Outcome::Rejected(Some(identity), _) | Outcome::Remembered(identity)
                    if self.is_report(identity) =>
                {
                    self.duplicate(identity, source_uri);
                }
                Outcome::Read(identity, report, slim) => {
                    self.tally.read += 1;
                    self.report(identity, source_uri, slim, Rows::Fresh(report), weaver);
                }
                Outcome::Rejected(Some(identity), reject) => {
                    // Threads that meet the same bytes at one time read them all; that is not told.
                    self.tally.read += u64::from(self.rejected(identity).is_none());
                    self.remember(identity, &reject);
                    self.reject(&reject, rejects);
                }
                Outcome::Remembered(identity) => match memory.get(identity) {
                    Some(Known::Report { block, slim }) => {
                        self.report(identity, source_uri, slim.clone(), Rows::Old(*block), weaver);
                    }
                    Some(Known::Rejected(reason, detail)) => {
                        let reject =
                            Reject { source_uri, reason: *reason, detail: detail.to_string(), byte_len: bytes };
                        self.remember(identity, &reject);
                        self.reject(&reject, rejects);
                    }
                    // What is remembered does not change within a run.
                    None => {}
                },
            }
        }
    }

    /// Turns what is left after the last chunk into rows.
    pub(super) fn settle_rest(&mut self, rejects: &mut Batches) {
        while let Some(reject) = self.ahead.next() {
            self.known_beforehand(&reject, rejects);
        }
    }

    /// What is known when all is settled.
    pub(super) fn into_parts(self) -> Settlement {
        let Self { tally, learned, duplicates, .. } = self;
        Settlement { tally, rejected: learned, duplicates }
    }

    fn known_beforehand(&mut self, reject: &Reject, batches: &mut Batches) {
        self.tally.documents += 1;
        self.tally.bytes += reject.byte_len;
        self.reject(reject, batches);
    }

    fn report(&mut self, identity: Identity, source_uri: String, slim: Slim, rows: Rows, weaver: &mut Weaver) {
        self.fates.insert(identity.id, Fate::Report);
        for (total, count) in self.tally.cells.iter_mut().zip(slim.cells) {
            *total += u64::from(count);
        }
        let place = self.tally.reports;
        self.tally.reports += 1;
        weaver.push(Member { place, identity, source_uri, slim, rows });
    }

    fn reject(&mut self, reject: &Reject, batches: &mut Batches) {
        *self.tally.rejects.entry(reject.reason).or_default() += 1;
        batches.push_reject(reject);
    }

    fn duplicate(&mut self, identity: Identity, source_uri: String) {
        self.tally.duplicates += 1;
        self.duplicates.entry(identity.id).or_default().push(source_uri);
    }

    fn is_report(&self, identity: Identity) -> bool {
        matches!(self.fates.get(&identity.id), Some(Fate::Report))
    }

    /// Why an earlier document with this identity was rejected; `None` if it was not.
    fn rejected(&self, identity: Identity) -> Option<(RejectReason, &str)> {
        let Some(Fate::Rejected(known)) = self.fates.get(&identity.id) else {
            return None;
        };
        let (_, reason, detail) = known.iter().find(|(reading, ..)| *reading == identity.reading)?;
        Some((*reason, detail))
    }

    fn remember(&mut self, identity: Identity, reject: &Reject) {
        let known = Known::Rejected(reject.reason, reject.detail.as_str().into());
        self.learned.push((identity, known));
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
        let (reason, detail) = self.rejected(identity)?;
        Some(Reject { source_uri: source_uri.to_owned(), reason, detail: detail.to_owned(), byte_len })
    }
}
