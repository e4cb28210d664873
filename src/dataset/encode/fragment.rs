//! The pages of some rows of one table, in memory and as bytes to keep.

use bytes::Bytes;
use parquet::errors::ParquetError;

use super::super::bytes::{Reader, Writer};

/// The pages of some rows of one table.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::dataset) struct Fragment {
    pub(in crate::dataset) rows: u32,
    /// Report ids with the number of rows that each has, where the table has them as codes.
    pub(in crate::dataset) ids: Vec<(String, u32)>,
    /// The other columns; none if there are no rows.
    pub(in crate::dataset) columns: Vec<Chunk>,
}

/// A column's page.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::dataset) struct Chunk {
    /// Header and body.
    pub(in crate::dataset) bytes: Bytes,
    /// Size with the body not compressed.
    pub(in crate::dataset) uncompressed: u32,
    /// Values as the header counts them.
    pub(in crate::dataset) values: u32,
    pub(in crate::dataset) nulls: u32,
    pub(in crate::dataset) range: Option<Range>,
}

/// Smallest and largest value.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::dataset) enum Range {
    Whole(i64, i64),
    Double(f64, f64),
    Text(String, String),
}

impl Range {
    /// The range of both; that of one where the other has none.
    pub(in crate::dataset) fn join(a: Option<Self>, b: Option<Self>) -> Option<Self> {
        Some(match (a, b) {
            (Some(Self::Whole(a, b)), Some(Self::Whole(c, d))) => Self::Whole(a.min(c), b.max(d)),
            (Some(Self::Double(a, b)), Some(Self::Double(c, d))) => Self::Double(a.min(c), b.max(d)),
            (Some(Self::Text(a, b)), Some(Self::Text(c, d))) => Self::Text(a.min(c), b.max(d)),
            (one, other) => one.or(other)?,
        })
    }
}

impl Fragment {
    /// As bytes to keep.
    pub(in crate::dataset) fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.u32(self.rows);
        out.u32(self.ids.len() as u32);
        for (id, rows) in &self.ids {
            out.text(id);
            out.u32(*rows);
        }
        out.u32(self.columns.len() as u32);
        for chunk in &self.columns {
            out.u32(chunk.bytes.len() as u32);
            out.u32(chunk.uncompressed);
            out.u32(chunk.values);
            out.u32(chunk.nulls);
            match &chunk.range {
                None => out.u8(0),
                Some(Range::Whole(a, b)) => {
                    out.u8(1);
                    out.u64(*a as u64);
                    out.u64(*b as u64);
                }
                Some(Range::Double(a, b)) => {
                    out.u8(2);
                    out.u64(a.to_bits());
                    out.u64(b.to_bits());
                }
                Some(Range::Text(a, b)) => {
                    out.u8(3);
                    out.text(a);
                    out.text(b);
                }
            }
        }
        for chunk in &self.columns {
            out.raw(&chunk.bytes);
        }
        out.into_bytes()
    }

    /// Reads what [`Fragment::to_bytes`] made, without copying the pages.
    pub(in crate::dataset) fn from_bytes(bytes: &Bytes) -> Result<Self, ParquetError> {
        let read = || -> Option<Self> {
            let mut from = Reader::new(bytes);
            let rows = from.u32()?;
            let ids = (0..from.u32()?).map(|_| Some((from.text()?.to_owned(), from.u32()?))).collect::<Option<_>>()?;
            let mut columns = Vec::new();
            let mut lengths = Vec::new();
            for _ in 0..from.u32()? {
                lengths.push(from.u32()? as usize);
                let (uncompressed, values, nulls) = (from.u32()?, from.u32()?, from.u32()?);
                let range = match from.u8()? {
                    0 => None,
                    1 => Some(Range::Whole(from.u64()? as i64, from.u64()? as i64)),
                    2 => Some(Range::Double(f64::from_bits(from.u64()?), f64::from_bits(from.u64()?))),
                    3 => Some(Range::Text(from.text()?.to_owned(), from.text()?.to_owned())),
                    _ => return None,
                };
                columns.push(Chunk { bytes: Bytes::new(), uncompressed, values, nulls, range });
            }
            let mut at = from.at();
            for (chunk, length) in columns.iter_mut().zip(lengths) {
                if at + length > bytes.len() {
                    return None;
                }
                chunk.bytes = bytes.slice(at..at + length);
                at += length;
            }
            Some(Self { rows, ids, columns })
        };
        read().ok_or_else(|| ParquetError::General("a kept fragment is cut short".to_owned()))
    }
}
