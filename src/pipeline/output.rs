//! The end of the line: blocks go into the store and the snapshot, and what they hold is noted for the
//! checks that compare reports and for the next run.

use std::collections::HashMap;

use crate::dataset::{Amendments, BlockKey, ExtraFinding, Published, RunFacts, SnapshotWriter};
use crate::report::across::{Candidate, Compared};
use crate::report::checks::CheckRules;
use crate::report::forms::Forms;
use crate::rows::TableBatch;

use super::blocks::{Block, Member};
use super::claims::Identity;
use super::in_order::InOrder;
use super::loom::{Loom, Woven};
use super::memory::{self, KeptBlock, Known, Memory, Slim, Told};
use super::stamp::Stamp;
use super::timing::Clock;
use super::{ReadDocument, RunError};

/// A report whose rows are written.
struct Written {
    place: u64,
    identity: Identity,
    source_uri: String,
    block: u32,
    slim: Slim,
}

/// A block whose rows are encoded, or why they cannot be.
type Ready = (Block, BlockKey, Result<Woven, RunError>);

/// Blocks that are woven at a time, or wait for an earlier one: many to a thread, and few to the memory.
const MOST_BLOCKS: u64 = 48;

pub(super) struct Output<'a, R> {
    writer: SnapshotWriter,
    loom: &'a Loom<'a, R>,
    weaving: InOrder<Ready>,
    blocks: Vec<KeptBlock>,
    written: Vec<Written>,
    /// Whether blocks are moved to the new pack, for the old ones are mostly waste.
    moves: bool,
    /// Time that all threads spent on rows and their encoding.
    clock: &'a Clock,
}

impl<'a, R: ReadDocument> Output<'a, R> {
    pub(super) fn new(writer: SnapshotWriter, loom: &'a Loom<'a, R>, memory: &Memory, clock: &'a Clock) -> Self {
        let moves = memory.block_bytes() * 2 < writer.store().kept_bytes();
        let weaving = InOrder::new();
        Self { writer, loom, weaving, blocks: Vec::new(), written: Vec::new(), moves, clock }
    }

    /// Takes full blocks and rows of rejects, in source order.
    pub(super) fn take(
        &mut self,
        scope: &rayon::Scope<'a>,
        blocks: Vec<Block>,
        rejects: Vec<TableBatch>,
    ) -> Result<(), RunError> {
        self.writer.write(rejects)?;
        for block in blocks {
            let (loom, clock) = (self.loom, self.clock);
            self.weaving.begin(scope, move || {
                let key = loom.key(&block);
                let (woven, _) = clock.timed(|| loom.weave(&block, &key));
                (block, key, woven)
            });
        }
        while let Some(ready) = self.weaving.ready() {
            self.keep(ready)?;
        }
        while self.weaving.waiting() > MOST_BLOCKS {
            self.wait()?;
        }
        Ok(())
    }

    /// Waits for all blocks.
    pub(super) fn close(&mut self) -> Result<(), RunError> {
        while self.weaving.waiting() > 0 {
            self.wait()?;
        }
        Ok(())
    }

    fn wait(&mut self) -> Result<(), RunError> {
        self.weaving.next().map_or(Ok(()), |ready| self.keep(ready))
    }

    fn keep(&mut self, (block, key, woven): Ready) -> Result<(), RunError> {
        let store = self.writer.store();
        let kept = match woven? {
            Woven::Same(kept) if self.moves => kept.moved(&store)?,
            Woven::Same(kept) => kept,
            Woven::New(encoded) => encoded.keep(&store)?,
        };
        let number = self.blocks.len() as u32;
        self.blocks.push((key.told, kept.clone()));
        let ids = block.members.iter().map(|m| m.identity.id).collect();
        self.writer.add(block.year, kept, key, ids);
        let noted = |Member { place, identity, source_uri, slim, .. }: Member| Written {
            place,
            identity,
            source_uri,
            block: number,
            slim,
        };
        self.written.extend(block.members.into_iter().map(noted));
        Ok(())
    }

    /// Findings that compare reports, by report id.
    pub(super) fn compare(
        &self,
        compared: &Compared,
        rules: &CheckRules,
        forms: &Forms,
    ) -> HashMap<u64, Vec<ExtraFinding>> {
        let mut written: Vec<&Written> = self.written.iter().collect();
        written.sort_by_key(|w| w.place);
        let candidates: Vec<Candidate<'_>> = written
            .iter()
            .map(|w| Candidate { source_uri: &w.source_uri, year: w.slim.year, facts: &w.slim.facts })
            .collect();
        let mut findings: HashMap<u64, Vec<ExtraFinding>> = HashMap::new();
        for found in compared.compare(&candidates, rules) {
            let code = |code| forms.code(code).to_owned();
            let at = found.at.map_or([None, None, None], |(table, row, col)| [table, row, col].map(|c| Some(code(c))));
            let finding = ExtraFinding {
                check: found.check,
                severity: found.severity.code(),
                at,
                expected: found.expected,
                found: found.found,
                message: found.message,
            };
            findings.entry(written[found.report].identity.id).or_default().push(finding);
        }
        findings
    }

    /// What the next run shall know, as bytes.
    pub(super) fn memory(&self, rejected: &[(Identity, Known)], stamp: Stamp) -> Vec<u8> {
        let reports = self.written.iter().map(|w| (w.identity, Told::Report { block: w.block, slim: &w.slim }));
        let rejects = rejected.iter().filter_map(|(identity, known)| match known {
            Known::Rejected(reason, detail) => Some((*identity, Told::Rejected(*reason, detail))),
            Known::Report { .. } => None,
        });
        memory::to_bytes(&self.blocks, reports.chain(rejects).collect(), stamp)
    }

    /// Publishes the snapshot.
    pub(super) fn finish(self, facts: RunFacts, amendments: &Amendments, memory: &[u8]) -> Result<Published, RunError> {
        Ok(self.writer.finish(facts, amendments, memory)?)
    }
}
