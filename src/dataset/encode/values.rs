//! A column's values as a page holds them, before they are packed.
//!
//! Rows that did not change are copied from page to page in this form: no array is made of them, and
//! no string is looked at but for its length.

use std::ops;

use crate::rows::tables::Kind;

use super::fragment::Chunk;
use super::levels::read_hybrid;
use super::page::Press;
use super::plan::ColumnPlan;

/// Values of some rows of one column.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::dataset) struct Values {
    pub(super) rows: usize,
    /// For lists, a 0 where one begins and a 1 for each further element.
    pub(super) repetition: Vec<u32>,
    /// For columns that may be NULL and for lists, a 1 where there is a value.
    pub(super) definition: Vec<u32>,
    pub(super) data: Data,
}

/// The values that are there, behind one another.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Data {
    /// Keys of the column's dictionary.
    Keys(Vec<u32>),
    /// As PLAIN encodes them.
    Plain(Vec<u8>),
}

/// What is left of a page's body.
pub(super) struct Body<'a>(pub(super) &'a [u8]);

impl<'a> Body<'a> {
    pub(super) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn length(&mut self) -> Option<usize> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?) as usize)
    }

    pub(super) fn text(&mut self, length: usize) -> Option<&'a str> {
        std::str::from_utf8(self.take(length)?).ok()
    }

    pub(super) fn levels(&mut self, count: usize) -> Option<Vec<u32>> {
        let length = self.length()?;
        read_hybrid(self.take(length)?, 1, count)
    }
}

impl ColumnPlan {
    /// No values yet.
    pub(super) fn nothing(&self) -> Values {
        let data = if self.book.is_some() { Data::Keys(Vec::new()) } else { Data::Plain(Vec::new()) };
        Values { rows: 0, repetition: Vec::new(), definition: Vec::new(), data }
    }

    /// Bytes of a plain value; `None` where the length stands before each.
    fn width(&self) -> Option<usize> {
        match self.kind {
            Kind::Int16 | Kind::Int32 | Kind::Date => Some(4),
            Kind::Int64 | Kind::Float64 => Some(8),
            Kind::Code(_) | Kind::Text | Kind::TextList => None,
        }
    }

    /// The values of a page that [`ColumnPlan::close`] made; `None` if it is damaged.
    pub(super) fn open(&self, chunk: &Chunk, rows: usize, press: &mut Press) -> Option<Values> {
        let bytes = press.open(&chunk.bytes)?;
        let mut body = Body(&bytes);
        let mut values = Values { rows, ..self.nothing() };
        let is_list = self.kind == Kind::TextList;
        if is_list {
            values.repetition = body.levels(chunk.values as usize)?;
        }
        if is_list || self.nullable {
            values.definition = body.levels(chunk.values as usize)?;
        }
        match &mut values.data {
            Data::Keys(keys) => {
                let bits = body.take(1)?[0];
                *keys = read_hybrid(body.0, bits, chunk.values.checked_sub(chunk.nulls)? as usize)?;
            }
            Data::Plain(plain) => {
                let rest = bytes.len() - body.0.len();
                *plain = bytes;
                plain.drain(..rest);
            }
        }
        Some(values)
    }

    /// Appends some rows of other values of this column; `None` if they are damaged.
    pub(super) fn copy(&self, from: &Values, rows: ops::Range<usize>, into: &mut Values) -> Option<()> {
        let levels = match self.kind == Kind::TextList {
            true => from.list(rows.start)?..from.list(rows.end)?,
            false => rows.clone(),
        };
        let present = |levels: ops::Range<usize>| match from.definition.is_empty() {
            true => Some(levels.len()),
            false => Some(from.definition.get(levels)?.iter().filter(|&&there| there == 1).count()),
        };
        let first = present(0..levels.start)?;
        let count = present(levels.clone())?;
        match (&from.data, &mut into.data) {
            (Data::Keys(keys), Data::Keys(out)) => out.extend_from_slice(keys.get(first..first + count)?),
            (Data::Plain(plain), Data::Plain(out)) => {
                let (start, length) = match self.width() {
                    Some(width) => (first * width, count * width),
                    None => {
                        let start = texts(plain, first)?;
                        (start, texts(&plain[start..], count)?)
                    }
                };
                out.extend_from_slice(plain.get(start..start + length)?);
            }
            _ => return None,
        }
        into.repetition.extend_from_slice(from.repetition.get(levels.clone()).unwrap_or_default());
        into.definition.extend_from_slice(from.definition.get(levels).unwrap_or_default());
        into.rows += rows.len();
        Some(())
    }
}

impl Values {
    /// Values as the page's header counts them: an empty list as one, and NULLs too.
    pub(super) fn counted(&self) -> usize {
        if self.repetition.is_empty() { self.rows } else { self.repetition.len() }
    }

    /// Place of the first level of a list; the number of levels behind the last.
    fn list(&self, row: usize) -> Option<usize> {
        let mut starts = self.repetition.iter().enumerate().filter(|(_, again)| **again == 0);
        match row.cmp(&self.rows) {
            std::cmp::Ordering::Less => Some(starts.nth(row)?.0),
            std::cmp::Ordering::Equal => Some(self.repetition.len()),
            std::cmp::Ordering::Greater => None,
        }
    }
}

/// How many bytes so many strings take, each behind its length.
fn texts(plain: &[u8], count: usize) -> Option<usize> {
    let mut at = 0;
    for _ in 0..count {
        at += 4 + u32::from_le_bytes(*plain.get(at..)?.first_chunk()?) as usize;
    }
    (at <= plain.len()).then_some(at)
}
