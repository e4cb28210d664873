//! Pages of this program's own making back to arrays.
//!
//! Only what [`super::column`] writes is read: one page a column, its header in one order. Going through
//! a Parquet reader would make a file of the fragment first, and a decompressor for every column.

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::types::UInt16Type;
use arrow_array::{
    ArrayRef, Date32Array, DictionaryArray, Float64Array, Int16Array, Int32Array, Int64Array, RecordBatch, StringArray,
    UInt16Array,
};
use arrow_schema::{Field, Schema};
use parquet::errors::ParquetError;

use crate::rows::string_lists;
use crate::rows::tables::{Kind, Table, definition};

use super::TablePlan;
use super::column::ColumnPlan;
use super::fragment::{Chunk, Fragment};
use super::levels::read_hybrid;
use super::page::Press;

/// Rows of a table under the columns' names, with the types that the columns happen to have: codes
/// as keys of their dictionary or as strings.
pub(in crate::dataset) fn record_batch(table: Table, columns: Vec<ArrayRef>) -> Result<RecordBatch, ParquetError> {
    let fields: Vec<Field> = definition(table)
        .columns
        .iter()
        .zip(&columns)
        .map(|(column, array)| Field::new(column.name, array.data_type().clone(), column.nullable))
        .collect();
    Ok(RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)?)
}

/// The rows of a fragment; codes of `findings` come as plain strings.
pub(super) fn rows(
    table: Table,
    plan: &TablePlan,
    fragment: &Fragment,
    press: &mut Press,
) -> Result<RecordBatch, ParquetError> {
    let mut columns: Vec<ArrayRef> = Vec::new();
    let mut chunks = fragment.columns.iter();
    for column in &plan.columns {
        columns.push(match (column.is_id, chunks.len()) {
            (true, _) => ids(&fragment.ids, table == Table::Findings)?,
            (false, 0) if fragment.rows == 0 => arrow_array::new_empty_array(&column.plain_type()),
            (false, _) => {
                let chunk = chunks.next().ok_or_else(|| wrong("it lacks a column"))?;
                read(column, chunk, fragment.rows as usize, table == Table::Findings, press)
                    .ok_or_else(|| wrong("a page is damaged"))?
            }
        });
    }
    record_batch(table, columns)
}

fn wrong(what: &str) -> ParquetError {
    ParquetError::General(format!("a kept fragment cannot be read: {what}"))
}

fn ids(ids: &[(String, u32)], plain: bool) -> Result<ArrayRef, ParquetError> {
    let rows = |n: usize| std::iter::repeat_n(n, ids[n].1 as usize);
    if plain {
        return Ok(Arc::new(StringArray::from_iter_values((0..ids.len()).flat_map(rows).map(|n| &ids[n].0))));
    }
    let keys: UInt16Array = (0..ids.len()).flat_map(rows).map(|n| Some(n as u16)).collect();
    let values = StringArray::from_iter_values(ids.iter().map(|(id, _)| id));
    Ok(Arc::new(DictionaryArray::<UInt16Type>::try_new(keys, Arc::new(values))?))
}

/// What is left of a page's body.
struct Body<'a>(&'a [u8]);

impl<'a> Body<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn length(&mut self) -> Option<usize> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?) as usize)
    }

    fn levels(&mut self, count: usize) -> Option<Vec<u32>> {
        let length = self.length()?;
        read_hybrid(self.take(length)?, 1, count)
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = self.length()?;
        std::str::from_utf8(self.take(length)?).ok()
    }
}

fn read(column: &ColumnPlan, chunk: &Chunk, rows: usize, plain: bool, press: &mut Press) -> Option<ArrayRef> {
    let bytes = press.open(&chunk.bytes)?;
    let mut body = Body(&bytes);
    if column.kind == Kind::TextList {
        return lists(&mut body, chunk.values as usize);
    }
    let present: Vec<bool> = match column.nullable {
        true => body.levels(rows)?.into_iter().map(|level| level == 1).collect(),
        false => vec![true; rows],
    };
    Some(match (column.kind, &column.book) {
        (Kind::Code, Some(book)) => {
            let bits = body.take(1)?[0];
            let count = present.iter().filter(|p| **p).count();
            let mut keys = read_hybrid(body.0, bits, count)?.into_iter();
            let keys: Vec<Option<u16>> =
                present.iter().map(|p| if *p { keys.next().map(|k| k as u16) } else { None }).collect();
            match plain {
                true => {
                    let code = |key: Option<u16>| key.and_then(|k| book.codes.get(usize::from(k)));
                    Arc::new(keys.into_iter().map(code).collect::<StringArray>())
                }
                false => {
                    let array = DictionaryArray::<UInt16Type>::try_new(keys.into(), Arc::clone(&book.array));
                    Arc::new(array.ok()?)
                }
            }
        }
        (Kind::Code | Kind::Text, _) => {
            let mut builder = StringBuilder::new();
            for present in present {
                match present {
                    true => builder.append_value(body.text()?),
                    false => builder.append_null(),
                }
            }
            Arc::new(builder.finish())
        }
        (Kind::TextList, _) => return None,
        (Kind::Int16, _) => Arc::new(Int16Array::from(four(&mut body, &present, |b| i32::from_le_bytes(b) as i16)?)),
        (Kind::Int32, _) => Arc::new(Int32Array::from(four(&mut body, &present, i32::from_le_bytes)?)),
        (Kind::Date, _) => Arc::new(Date32Array::from(four(&mut body, &present, i32::from_le_bytes)?)),
        (Kind::Int64, _) => Arc::new(Int64Array::from(eight(&mut body, &present, i64::from_le_bytes)?)),
        (Kind::Float64, _) => Arc::new(Float64Array::from(eight(&mut body, &present, f64::from_le_bytes)?)),
    })
}

fn four<T>(body: &mut Body<'_>, present: &[bool], value: impl Fn([u8; 4]) -> T) -> Option<Vec<Option<T>>> {
    numbers(body, present, value)
}

fn eight<T>(body: &mut Body<'_>, present: &[bool], value: impl Fn([u8; 8]) -> T) -> Option<Vec<Option<T>>> {
    numbers(body, present, value)
}

fn numbers<T, const N: usize>(
    body: &mut Body<'_>,
    present: &[bool],
    value: impl Fn([u8; N]) -> T,
) -> Option<Vec<Option<T>>> {
    let number = |present: &bool| match present {
        true => Some(Some(value(body.take(N)?.try_into().ok()?))),
        false => Some(None),
    };
    present.iter().map(number).collect()
}

fn lists(body: &mut Body<'_>, values: usize) -> Option<ArrayRef> {
    let (repetition, definition) = (body.levels(values)?, body.levels(values)?);
    let mut builder = string_lists();
    for (at, (again, there)) in repetition.into_iter().zip(definition).enumerate() {
        if again == 0 && at > 0 {
            builder.append(true);
        }
        if there == 1 {
            builder.values().append_value(body.text()?);
        }
    }
    builder.append(true);
    Some(Arc::new(builder.finish()))
}
