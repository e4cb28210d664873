//! What a run remembers for the next one: what became of which bytes, and which block holds their rows.
//!
//! Nothing is taken from it unless program, settings and definitions are the same that made it. Bytes go by their
//! hash, so neither the clock nor the names of files are trusted.

use std::collections::HashMap;
use std::sync::Arc;

use crate::dataset::Kept;
use crate::dataset::bytes::{Reader, Writer};
use crate::report::across::Facts;
use crate::report::{Report, Status};
use crate::source::RejectReason;

use super::claims::Identity;
use super::stamp::Stamp;

/// An identity as bytes that stay the same from run to run.
type IdentityKey = [u8; 16];

/// What is held of a report when its rows are encoded.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Slim {
    pub(super) year: Option<i16>,
    pub(super) characters: u32,
    /// Cells by status, in the order of [`Status::ALL`].
    pub(super) cells: [u32; Status::ALL.len()],
    pub(super) facts: Arc<Facts>,
    /// Whether its narrative can be read again from the rows: it is, unless characters were converted.
    pub(super) retellable: bool,
}

impl Slim {
    pub(super) fn of(report: &Report, facts: Facts) -> Self {
        let mut cells = [0; Status::ALL.len()];
        for cell in &report.cells {
            cells[cell.status as usize] += 1;
        }
        let retellable = report.sections.iter().all(|s| s.hans.is_none());
        Self {
            year: report.metadata.report_year,
            characters: report.char_count,
            cells,
            facts: Arc::new(facts),
            retellable,
        }
    }
}

/// What became of some bytes.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Known {
    /// A report whose rows are in this block.
    Report { block: u32, slim: Slim },
    /// No report.
    Rejected(RejectReason, Box<str>),
}

/// What a run tells the next one of some bytes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Told<'a> {
    /// A report whose rows are in this block.
    Report { block: u32, slim: &'a Slim },
    /// No report.
    Rejected(RejectReason, &'a str),
}

/// A block with the key of what is in it.
pub(super) type KeptBlock = ([u8; 16], Kept);

/// Bytes that [`to_bytes`] takes for most reports and blocks; only saves growing.
const BYTES_EACH: usize = 320;

/// What a run knows of the one before.
#[derive(Debug, Default)]
pub(super) struct Memory {
    known: HashMap<IdentityKey, Known>,
    blocks: Vec<KeptBlock>,
    by_key: HashMap<[u8; 16], u32>,
    /// Whether sentences were read by another lexicon: their roles and themes do not hold.
    pub(super) is_retold: bool,
}

impl Memory {
    /// What became of these bytes, if that still holds.
    pub(super) fn get(&self, identity: Identity) -> Option<&Known> {
        let known = self.known.get(&identity.to_bytes())?;
        let holds = !self.is_retold
            || matches!(known, Known::Rejected(..) | Known::Report { slim: Slim { retellable: true, .. }, .. });
        holds.then_some(known)
    }

    pub(super) fn block(&self, number: u32) -> Option<&Kept> {
        self.blocks.get(number as usize).map(|(_, kept)| kept)
    }

    pub(super) fn block_of(&self, key: &[u8; 16]) -> Option<&Kept> {
        self.block(*self.by_key.get(key)?)
    }

    /// Bytes of all its blocks.
    pub(super) fn block_bytes(&self) -> u64 {
        self.blocks.iter().map(|(_, kept)| u64::from(kept.spot.length())).sum()
    }

    /// Reads what [`to_bytes`] wrote; `None` if pages were read in another way then.
    pub(super) fn from_bytes(bytes: &[u8], stamp: Stamp) -> Option<Self> {
        let mut from = Reader::new(bytes);
        if from.raw(32)? != stamp.page {
            return None;
        }
        let mut memory = Self { is_retold: from.raw(32)? != stamp.told, ..Self::default() };
        for _ in 0..from.u32()? {
            let key = from.raw(16)?.try_into().ok()?;
            memory.by_key.insert(key, memory.blocks.len() as u32);
            memory.blocks.push((key, Kept::read(&mut from)?));
        }
        let reports = from.u32()?;
        memory.known.reserve(from.rest().min(reports as usize));
        for _ in 0..reports {
            let identity = from.raw(16)?.try_into().ok()?;
            let known = match from.u8()? {
                1 => Known::Report { block: from.u32()?, slim: read_slim(&mut from)? },
                _ => {
                    let reason = from.text()?;
                    let reason = RejectReason::ALL.into_iter().find(|r| r.code() == reason)?;
                    Known::Rejected(reason, from.text()?.into())
                }
            };
            memory.known.insert(identity, known);
        }
        Some(memory)
    }
}

/// What the next run shall know, as bytes; `stamp` says under which program, settings and definitions it holds.
pub(super) fn to_bytes(blocks: &[KeptBlock], mut told: Vec<(Identity, Told<'_>)>, stamp: Stamp) -> Vec<u8> {
    let mut out = Writer::with_capacity((blocks.len() + told.len()) * BYTES_EACH);
    out.raw(&stamp.page);
    out.raw(&stamp.told);
    out.u32(blocks.len() as u32);
    for (key, kept) in blocks {
        out.raw(key);
        kept.write(&mut out);
    }
    told.sort_by_cached_key(|(identity, _)| identity.to_bytes());
    told.dedup_by_key(|(identity, _)| *identity);
    out.u32(told.len() as u32);
    for (identity, told) in told {
        out.raw(&identity.to_bytes());
        match told {
            Told::Report { block, slim } => {
                out.u8(1);
                out.u32(block);
                out.u32(slim.year.map_or(u32::MAX, |y| y as u16 as u32));
                out.u32(slim.characters);
                slim.cells.iter().for_each(|&count| out.u32(count));
                out.u8(u8::from(slim.retellable));
                out.u8(u8::from(slim.facts.publisher.is_some()));
                out.text(slim.facts.publisher.as_deref().unwrap_or(""));
                out.u8(slim.facts.figures.len() as u8);
                for (number, value) in &slim.facts.figures {
                    out.u8(*number);
                    out.u64(value.to_bits());
                }
            }
            Told::Rejected(reason, detail) => {
                out.u8(0);
                out.text(reason.code());
                out.text(detail);
            }
        }
    }
    out.into_bytes()
}

fn read_slim(from: &mut Reader<'_>) -> Option<Slim> {
    let year = Some(from.u32()?).filter(|&y| y != u32::MAX).map(|y| y as u16 as i16);
    let characters = from.u32()?;
    let mut cells = [0; Status::ALL.len()];
    for count in &mut cells {
        *count = from.u32()?;
    }
    let retellable = from.u8()? == 1;
    let has_publisher = from.u8()? == 1;
    let publisher = Some(from.text()?.to_owned()).filter(|_| has_publisher);
    let figures = (0..from.u8()?).map(|_| Some((from.u8()?, f64::from_bits(from.u64()?)))).collect::<Option<_>>()?;
    Some(Slim { year, characters, cells, facts: Arc::new(Facts { publisher, figures }), retellable })
}
