//! Blocks: the rows of a few reports that stand together, encoded for all tables.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::RecordBatch;
use bytes::Bytes;
use parquet::errors::ParquetError;

use crate::rows::tables::Table;

use super::DatasetError;
use super::bytes::{Reader, Writer};
use super::encode::{Encoder, Fragment, OldRows, Stretch};
use super::store::{Spot, Store};

/// Hashes that tell apart what is in a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockKey {
    /// Of all that decides its rows but the lexicon.
    pub page: [u8; 16],
    /// Of all that decides its rows.
    pub told: [u8; 16],
}

impl BlockKey {
    /// The tables whose rows the lexicon decides.
    pub const TOLD: [Table; 2] = [Table::Sentences, Table::Themes];

    /// The hash that holds for a table.
    pub(super) fn of(&self, table: Table) -> &[u8; 16] {
        if Self::TOLD.contains(&table) { &self.told } else { &self.page }
    }
}

/// A block's rows by table, in as many pieces as it takes, all of one year.
pub type BlockRows = BTreeMap<Table, Vec<Stretch>>;

/// A block that is encoded and not yet kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    bytes: Vec<u8>,
    lengths: Vec<u32>,
}

/// A block in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Where it lies.
    pub spot: Spot,
    /// Length of each table's fragment, in the order of [`Table::ALL`].
    lengths: Vec<u32>,
}

/// Rows of one table of a kept block, and which report's they are.
#[derive(Debug, Clone)]
pub struct Recalled {
    rows: Whole,
    /// First row and number of rows of each report that has any.
    places: Vec<(String, usize, usize)>,
}

#[derive(Debug, Clone)]
enum Whole {
    Arrays(RecordBatch),
    Pages(Arc<OldRows>),
}

impl Recalled {
    /// The rows of some reports, in as few pieces as they stand.
    pub fn of_reports<S: AsRef<str>>(&self, ids: &[S]) -> Vec<Stretch> {
        let mut pieces: Vec<(usize, usize)> = Vec::new();
        for id in ids {
            let place = self.places.iter().find(|(other, ..)| other == id.as_ref());
            match (pieces.last_mut(), place) {
                (_, None) => {}
                (Some((from, rows)), Some((_, next, more))) if *from + *rows == *next => *rows += more,
                (_, Some((_, from, rows))) => pieces.push((*from, *rows)),
            }
        }
        let piece = |(from, rows)| match &self.rows {
            Whole::Arrays(batch) => Stretch::New(batch.slice(from, rows)),
            Whole::Pages(pages) => Stretch::Old(Arc::clone(pages), from..from + rows),
        };
        pieces.into_iter().map(piece).collect()
    }
}

impl Encoder {
    /// Encodes the rows of a block.
    ///
    /// # Errors
    /// [`DatasetError::Encode`] for a defect of this program.
    pub fn block(&self, rows: &BlockRows) -> Result<Encoded, DatasetError> {
        let encode = || -> Result<Encoded, ParquetError> {
            let (mut bytes, mut lengths) = (Vec::new(), Vec::new());
            for table in Table::ALL {
                let batches = rows.get(&table).map(Vec::as_slice).unwrap_or_default();
                let fragment = self.pressed(|press| self.encode(table, batches, press))?.to_bytes();
                lengths.push(fragment.len() as u32);
                bytes.extend_from_slice(&fragment);
            }
            Ok(Encoded { bytes, lengths })
        };
        encode().map_err(DatasetError::Encode)
    }

    /// The rows of a table of a kept block, as they lie; those of `reports` as arrays.
    ///
    /// # Errors
    /// [`DatasetError`] for a disk that is gone or a defect of this program.
    pub fn recall(&self, store: &Store, kept: &Kept, table: Table) -> Result<Recalled, DatasetError> {
        if table == Table::Reports {
            return self.decode(store, kept, table);
        }
        let fragment = kept.fragment(store, table)?;
        let places = places(&fragment);
        let pages = self.open(table, fragment).map_err(DatasetError::Encode)?;
        Ok(Recalled { rows: Whole::Pages(Arc::new(pages)), places })
    }

    /// The rows of a table of a kept block, as arrays.
    ///
    /// # Errors
    /// As [`Encoder::recall`].
    pub fn decode(&self, store: &Store, kept: &Kept, table: Table) -> Result<Recalled, DatasetError> {
        let fragment = kept.fragment(store, table)?;
        let mut places = places(&fragment);
        let rows = self.rows(table, &fragment).map_err(DatasetError::Encode)?;
        if table == Table::Reports {
            let ids = arrow_array::cast::AsArray::as_string::<i32>(rows.column(0));
            places = ids.iter().flatten().enumerate().map(|(row, id)| (id.to_owned(), row, 1)).collect();
        }
        Ok(Recalled { rows: Whole::Arrays(rows), places })
    }
}

fn places(fragment: &Fragment) -> Vec<(String, usize, usize)> {
    let mut from = 0;
    let place = |(id, rows): &(String, u32)| {
        from += *rows as usize;
        (id.clone(), from - *rows as usize, *rows as usize)
    };
    fragment.ids.iter().map(place).collect()
}

impl Encoded {
    /// Puts the block into the store.
    ///
    /// # Errors
    /// [`DatasetError::Io`] for a disk that is full or gone.
    pub fn keep(&self, store: &Store) -> Result<Kept, DatasetError> {
        Ok(Kept { spot: store.append(&self.bytes)?, lengths: self.lengths.clone() })
    }
}

impl Kept {
    pub(super) fn fragment(&self, store: &Store, table: Table) -> Result<Fragment, DatasetError> {
        let from = self.lengths[..table as usize].iter().sum();
        let bytes: Bytes = store.read(self.spot, from, self.lengths[table as usize])?;
        Fragment::from_bytes(&bytes).map_err(DatasetError::Encode)
    }

    /// The block as bytes with its place, to move it to another pack.
    ///
    /// # Errors
    /// [`DatasetError::Io`] for a disk that is full or gone.
    pub fn moved(&self, store: &Store) -> Result<Self, DatasetError> {
        let bytes = store.block(self.spot)?;
        Ok(Self { spot: store.append(&bytes)?, lengths: self.lengths.clone() })
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        self.spot.write(out);
        self.lengths.iter().for_each(|&length| out.u32(length));
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Option<Self> {
        let spot = Spot::read(from)?;
        let lengths = Table::ALL.iter().map(|_| from.u32()).collect::<Option<_>>()?;
        Some(Self { spot, lengths })
    }
}
