//! Cuts the reports of each year into blocks, the units that are encoded and kept.
//!
//! Where a block ends depends on the places of its reports alone: after a report whose place has
//! a certain hash, but not before it has grown to a fair size nor when it has grown too large. So a
//! report that changes disturbs the block it is in, and one that comes or goes at most a few after
//! it. Blocks of much the same size keep that small: a large block is met the more often.

use std::collections::BTreeMap;

use crate::report::Report;

use super::claims::Identity;
use super::memory::Slim;

/// Reports that a block has at least, unless its year or its characters end.
const LEAST_REPORTS: usize = 12;
/// Of the reports after those, one in so many ends the block.
const ONE_IN: u64 = 4;
/// Reports and characters past which a block ends all the same.
const MOST_REPORTS: usize = 32;
const MOST_CHARACTERS: u64 = 1 << 20;

/// A report of a block.
pub(super) struct Member {
    /// Its place among all reports, in source order.
    pub(super) place: u64,
    pub(super) identity: Identity,
    pub(super) source_uri: String,
    pub(super) slim: Slim,
    pub(super) rows: Rows,
}

/// Where a report's rows come from.
pub(super) enum Rows {
    /// They are made of the report.
    Fresh(Box<Report>),
    /// They stand in a block of the last run.
    Old(u32),
}

/// Reports of one year that stand together.
pub(super) struct Block {
    pub(super) year: Option<i16>,
    pub(super) members: Vec<Member>,
}

/// The blocks that are being filled, one for each year, and those that are full.
#[derive(Default)]
pub(super) struct Weaver {
    open: BTreeMap<Option<i16>, Vec<Member>>,
    closed: Vec<Block>,
}

impl Weaver {
    pub(super) fn push(&mut self, member: Member) {
        let year = member.slim.year;
        let ends = ends_block(&member.source_uri);
        let open = self.open.entry(year).or_default();
        open.push(member);
        let characters: u64 = open.iter().map(|m| u64::from(m.slim.characters)).sum();
        let ends = open.len() >= LEAST_REPORTS && ends;
        if ends || open.len() >= MOST_REPORTS || characters >= MOST_CHARACTERS {
            let members = std::mem::take(open);
            self.closed.push(Block { year, members });
        }
    }

    /// The blocks that are full by now.
    pub(super) fn take_closed(&mut self) -> Vec<Block> {
        std::mem::take(&mut self.closed)
    }

    /// What is left at the end.
    pub(super) fn finish(mut self) -> Vec<Block> {
        let rest = self.open.into_iter().filter(|(_, members)| !members.is_empty());
        self.closed.extend(rest.map(|(year, members)| Block { year, members }));
        self.closed
    }
}

fn ends_block(source_uri: &str) -> bool {
    let hash = blake3::hash(source_uri.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_le_bytes(first).is_multiple_of(ONE_IN)
}
