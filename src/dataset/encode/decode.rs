//! Pages of this program's own making back to arrays.
//!
//! Only what [`super::column`] writes is read: one page a column, its header in one order. Going through
//! a Parquet reader would make a file of the fragment first, and a decompressor for every column.

use std::sync::Arc;

use arrow_array::types::{Date32Type, Float64Type, Int16Type, Int32Type, Int64Type, UInt16Type};
use arrow_array::{
    ArrayRef, ArrowPrimitiveType, DictionaryArray, ListArray, PrimitiveArray, RecordBatch, StringArray, UInt16Array,
};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer};
use arrow_schema::{Field, Schema};
use parquet::errors::ParquetError;

use crate::rows::list_element;
use crate::rows::tables::{Kind, Table, definition};

use super::TablePlan;
use super::fragment::{Chunk, Fragment};
use super::page::Press;
use super::plan::ColumnPlan;
use super::values::{Body, Data, Values};

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

/// So many strings, with the NULLs between them.
fn texts(plain: &[u8], count: usize, present: Option<NullBuffer>) -> Option<StringArray> {
    let mut body = Body(plain);
    let rows = present.as_ref().map_or(count, NullBuffer::len);
    let mut offsets = Vec::with_capacity(rows + 1);
    let mut bytes: Vec<u8> = Vec::with_capacity(plain.len());
    offsets.push(0);
    for row in 0..rows {
        if present.as_ref().is_none_or(|p| p.is_valid(row)) {
            let length = body.length()?;
            bytes.extend_from_slice(body.take(length)?);
        }
        offsets.push(i32::try_from(bytes.len()).ok()?);
    }
    StringArray::try_new(OffsetBuffer::new(offsets.into()), Buffer::from(bytes), present).ok()
}

/// So many numbers, with the NULLs between them.
fn numbers<T: ArrowPrimitiveType, const BYTES: usize>(
    plain: &[u8],
    count: usize,
    present: Option<NullBuffer>,
    number: impl Fn([u8; BYTES]) -> T::Native,
) -> Option<ArrayRef> {
    let values = plain.get(..count.checked_mul(BYTES)?)?.as_chunks::<BYTES>().0;
    Some(Arc::new(spread::<T>(values.iter().map(|&bytes| number(bytes)), present)?))
}

fn read(column: &ColumnPlan, chunk: &Chunk, rows: usize, plain: bool, press: &mut Press) -> Option<ArrayRef> {
    let values = column.open(chunk, rows, press)?;
    if column.kind == Kind::TextList {
        return lists(&values);
    }
    let present = values.definition.iter().map(|&level| level == 1).collect::<NullBuffer>();
    let present = Some(present).filter(|p| p.null_count() > 0);
    let count = rows - present.as_ref().map_or(0, NullBuffer::null_count);
    let array: ArrayRef = match (&values.data, column.kind) {
        (Data::Keys(keys), _) => {
            let book = column.book.as_deref()?;
            let keys: UInt16Array = spread(keys.iter().map(|&key| key as u16), present)?;
            match plain {
                true => {
                    let code = |key: Option<u16>| key.and_then(|k| book.codes.get(usize::from(k)));
                    Arc::new(keys.iter().map(code).collect::<StringArray>())
                }
                false => Arc::new(DictionaryArray::<UInt16Type>::try_new(keys, Arc::clone(&book.array)).ok()?),
            }
        }
        (Data::Plain(bytes), Kind::Code(_) | Kind::Text) => Arc::new(texts(bytes, count, present)?),
        (Data::Plain(_), Kind::TextList) => return None,
        (Data::Plain(bytes), Kind::Int16) => {
            numbers::<Int16Type, 4>(bytes, count, present, |b| i32::from_le_bytes(b) as i16)?
        }
        (Data::Plain(bytes), Kind::Int32) => numbers::<Int32Type, 4>(bytes, count, present, i32::from_le_bytes)?,
        (Data::Plain(bytes), Kind::Date) => numbers::<Date32Type, 4>(bytes, count, present, i32::from_le_bytes)?,
        (Data::Plain(bytes), Kind::Int64) => numbers::<Int64Type, 8>(bytes, count, present, i64::from_le_bytes)?,
        (Data::Plain(bytes), Kind::Float64) => numbers::<Float64Type, 8>(bytes, count, present, f64::from_le_bytes)?,
    };
    Some(array)
}

/// Values with the NULLs between them.
fn spread<T: ArrowPrimitiveType>(
    mut values: impl Iterator<Item = T::Native>,
    present: Option<NullBuffer>,
) -> Option<PrimitiveArray<T>> {
    let values: Vec<T::Native> = match &present {
        None => values.collect(),
        Some(present) => {
            let value = |there: bool| if there { values.next() } else { Some(T::Native::default()) };
            present.iter().map(value).collect::<Option<_>>()?
        }
    };
    PrimitiveArray::try_new(values.into(), present).ok()
}

fn lists(values: &Values) -> Option<ArrayRef> {
    let Data::Plain(plain) = &values.data else { return None };
    let mut offsets: Vec<i32> = Vec::new();
    let mut elements = 0i32;
    for (&again, &there) in values.repetition.iter().zip(&values.definition) {
        if again == 0 {
            offsets.push(elements);
        }
        elements += there as i32;
    }
    offsets.push(elements);
    let strings = texts(plain, elements as usize, None)?;
    let offsets = OffsetBuffer::new(offsets.into());
    Some(Arc::new(ListArray::try_new(Arc::new(list_element()), offsets, Arc::new(strings), None).ok()?))
}
