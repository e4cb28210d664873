//! The end of the line: blocks go into the store and the snapshot, and what they hold is noted for the
//! checks that compare reports and for the next run.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::dataset::{Amendments, ExtraFinding, Published, RunFacts, SnapshotWriter};
use crate::report::across::{Candidate, Compared};
use crate::report::checks::CheckRules;
use crate::report::forms::Forms;
use crate::rows::TableBatch;

use super::blocks::{Block, Member};
use super::claims::Identity;
use super::loom::{Loom, Woven};
use super::memory::{Known, Memory, Slim};
use super::stamp::Stamp;
use super::{ReadDocument, RunError};

/// A report whose rows are written.
struct Written {
    place: u64,
    identity: Identity,
    source_uri: String,
    block: u32,
    slim: Slim,
}

pub(super) struct Output<'a, R> {
    writer: SnapshotWriter,
    loom: Loom<'a, R>,
    memory: &'a Memory,
    next: Memory,
    written: Vec<Written>,
    /// Whether blocks are moved to the new pack, for the old ones are mostly waste.
    moves: bool,
}

impl<'a, R: ReadDocument> Output<'a, R> {
    pub(super) fn new(mut writer: SnapshotWriter, loom: Loom<'a, R>, memory: &'a Memory) -> Self {
        let kept = writer.store().map_or(0, |store| store.kept_bytes());
        let moves = memory.block_bytes() * 2 < kept;
        Self { writer, loom, memory, next: Memory::default(), written: Vec::new(), moves }
    }

    /// Takes full blocks and rows of rejects, in source order.
    pub(super) fn take(&mut self, blocks: Vec<Block>, rejects: Vec<TableBatch>) -> Result<(), RunError> {
        self.writer.write(rejects)?;
        if blocks.is_empty() {
            return Ok(());
        }
        let (encoder, memory, loom) = (self.writer.encoder(), self.memory, &self.loom);
        let store = &*self.writer.store()?;
        let woven = blocks
            .par_iter()
            .with_max_len(1)
            .map(|block| {
                let key = loom.key(block);
                Ok((key, loom.weave(block, &key, memory, &encoder, store)?))
            })
            .collect::<Result<Vec<_>, RunError>>()?;
        for (block, (key, woven)) in blocks.into_iter().zip(woven) {
            let store = self.writer.store()?;
            let kept = match woven {
                Woven::Same(kept) if self.moves => kept.moved(store)?,
                Woven::Same(kept) => kept,
                Woven::New(encoded) => encoded.keep(store)?,
            };
            let number = self.next.add_block(key.told, kept.clone());
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
        }
        Ok(())
    }

    /// Findings that compare reports, by report id.
    pub(super) fn compare(
        &mut self,
        compared: &Compared,
        rules: &CheckRules,
        forms: &Forms,
    ) -> HashMap<u64, Vec<ExtraFinding>> {
        self.written.sort_by_key(|w| w.place);
        let candidates: Vec<Candidate<'_>> = self
            .written
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
            findings.entry(self.written[found.report].identity.id).or_default().push(finding);
        }
        findings
    }

    /// Publishes the snapshot.
    pub(super) fn finish(
        mut self,
        facts: RunFacts,
        amendments: &Amendments,
        rejected: Vec<(Identity, Known)>,
        stamp: Stamp,
    ) -> Result<Published, RunError> {
        for Written { identity, block, slim, .. } in self.written {
            self.next.learn(identity, Known::Report { block, slim });
        }
        for (identity, known) in rejected {
            self.next.learn(identity, known);
        }
        Ok(self.writer.finish(facts, amendments, &self.next.to_bytes(stamp))?)
    }
}
