//! One column's values as a page.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int16Type, Int32Type, Int64Type, UInt16Type};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType, DictionaryArray};
use arrow_schema::DataType;
use parquet::basic::Encoding;
use parquet::errors::ParquetError;

use crate::rows::tables::Kind;

use super::fragment::{Chunk, Range};
use super::page::{Page, Press, plain_string};
use super::{Book, hybrid};

/// How a column is encoded.
pub(in crate::dataset) struct ColumnPlan {
    pub(super) kind: Kind,
    pub(super) nullable: bool,
    /// Ids come in runs and get their dictionary with the row group.
    pub(in crate::dataset) is_id: bool,
    pub(in crate::dataset) book: Option<Arc<Book>>,
    pub(super) has_range: bool,
}

/// Longest string that stands as a smallest or largest value.
const LONGEST_BOUND: usize = 64;

impl ColumnPlan {
    /// The type of its values without a dictionary.
    pub(super) fn plain_type(&self) -> DataType {
        match self.kind {
            Kind::Code | Kind::Text => DataType::Utf8,
            Kind::TextList => DataType::new_list(DataType::Utf8, false),
            Kind::Int16 => DataType::Int16,
            Kind::Int32 => DataType::Int32,
            Kind::Int64 => DataType::Int64,
            Kind::Float64 => DataType::Float64,
            Kind::Date => DataType::Date32,
        }
    }

    pub(super) fn encode(&self, arrays: &[&ArrayRef], press: &mut Press) -> Result<Chunk, ParquetError> {
        let rows: usize = arrays.iter().map(|a| a.len()).sum();
        let nulls: usize = arrays.iter().map(|a| a.null_count()).sum();
        let encoding = if self.book.is_some() { Encoding::RLE_DICTIONARY } else { Encoding::PLAIN };
        let mut page = Page::data(rows as u32, encoding);
        if self.nullable {
            let levels: Vec<u32> =
                arrays.iter().flat_map(|a| (0..a.len()).map(|row| u32::from(a.is_valid(row)))).collect();
            page.levels(&levels);
        }
        let range = match (self.kind, &self.book) {
            (Kind::Code, Some(book)) => keys(arrays, book, &mut page.body)?,
            (Kind::Code | Kind::Text, _) => texts(arrays, &mut page.body)?,
            (Kind::TextList, _) => {
                lists(arrays, &mut page)?;
                None
            }
            (Kind::Int16, _) => numbers::<Int16Type>(
                arrays,
                &mut page.body,
                |b, v| b.extend(i32::from(v).to_le_bytes()),
                |v| Range::whole(v.into()),
            ),
            (Kind::Int32, _) => numbers::<Int32Type>(
                arrays,
                &mut page.body,
                |b, v| b.extend(v.to_le_bytes()),
                |v| Range::whole(v.into()),
            ),
            (Kind::Date, _) => numbers::<Date32Type>(
                arrays,
                &mut page.body,
                |b, v| b.extend(v.to_le_bytes()),
                |v| Range::whole(v.into()),
            ),
            (Kind::Int64, _) => {
                numbers::<Int64Type>(arrays, &mut page.body, |b, v| b.extend(v.to_le_bytes()), Range::whole)
            }
            (Kind::Float64, _) => {
                numbers::<Float64Type>(arrays, &mut page.body, |b, v| b.extend(v.to_le_bytes()), Range::double)
            }
        };
        let values = page.values;
        let (bytes, uncompressed) = page.close(press)?;
        let range = range.filter(|_| self.has_range);
        Ok(Chunk { bytes: bytes.into(), uncompressed, values, nulls: nulls as u32, range })
    }
}

fn numbers<T: ArrowPrimitiveType>(
    arrays: &[&ArrayRef],
    body: &mut Vec<u8>,
    put: impl Fn(&mut Vec<u8>, T::Native),
    range: impl Fn(T::Native) -> Option<Range>,
) -> Option<Range> {
    let mut all: Option<Range> = None;
    for array in arrays {
        for value in array.as_primitive::<T>().iter().flatten() {
            put(body, value);
            all = Range::join(all, range(value));
        }
    }
    all
}

fn keys(arrays: &[&ArrayRef], book: &Book, body: &mut Vec<u8>) -> Result<Option<Range>, ParquetError> {
    let mut keys: Vec<u32> = Vec::new();
    for array in arrays {
        match dictionary(array) {
            Some(array) => {
                let strings = array.values().as_string::<i32>();
                // Most batches carry the book itself, whose keys are the keys.
                let same =
                    strings.len() == book.codes.len() && strings.iter().zip(&book.codes).all(|(a, b)| a == Some(b));
                let known: Vec<Option<u16>> = match same {
                    true => Vec::new(),
                    false => strings.iter().map(|s| s.and_then(|s| book.key(s).ok())).collect(),
                };
                for key in array.keys().iter().flatten() {
                    keys.push(match same {
                        true => key.into(),
                        false => match known.get(usize::from(key)).copied().flatten() {
                            Some(key) => key.into(),
                            None => book.key(strings.value(key.into()))?.into(),
                        },
                    });
                }
            }
            None => {
                for code in array.as_string::<i32>().iter().flatten() {
                    keys.push(book.key(code)?.into());
                }
            }
        }
    }
    body.push(book.bits());
    hybrid(body, &keys, book.bits());
    let met = |key: &u32| book.codes.get(*key as usize).and_then(|code| bound(code));
    let mut distinct = keys.clone();
    distinct.sort_unstable();
    distinct.dedup();
    Ok(distinct.iter().map(met).reduce(Range::join).flatten())
}

fn texts(arrays: &[&ArrayRef], body: &mut Vec<u8>) -> Result<Option<Range>, ParquetError> {
    let mut all = None;
    let mut bounded = true;
    let mut add = |text: &str| {
        plain_string(body, text);
        let range = bound(text);
        bounded &= range.is_some();
        all = Range::join(all.take(), range);
    };
    for array in arrays {
        match dictionary(array) {
            Some(array) => {
                let strings = array.values().as_string::<i32>();
                array.keys().iter().flatten().for_each(|key| add(strings.value(key.into())));
            }
            None => array.as_string::<i32>().iter().flatten().for_each(&mut add),
        }
    }
    Ok(all.filter(|_| bounded))
}

/// Lists of strings, none of them NULL: levels say where each list begins and which is empty.
fn lists(arrays: &[&ArrayRef], page: &mut Page) -> Result<(), ParquetError> {
    let (mut repetition, mut definition): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
    let mut body = Vec::new();
    for array in arrays {
        let lists = array.as_list::<i32>();
        let strings = lists.values().as_string::<i32>();
        for ends in lists.value_offsets().windows(2) {
            let (from, to) = (ends[0] as usize, ends[1] as usize);
            if from == to {
                repetition.push(0);
                definition.push(0);
            }
            for at in from..to {
                repetition.push(u32::from(at > from));
                definition.push(1);
                plain_string(&mut body, strings.value(at));
            }
        }
    }
    page.values = repetition.len() as u32;
    page.levels(&repetition);
    page.levels(&definition);
    page.body.append(&mut body);
    Ok(())
}

/// Ids with the number of rows that each has, in order.
pub(super) fn runs(arrays: &[&ArrayRef]) -> Result<Vec<(String, u32)>, ParquetError> {
    let mut runs: Vec<(String, u32)> = Vec::new();
    let mut add = |id: &str| match runs.last_mut() {
        Some((last, count)) if last == id => *count += 1,
        _ => runs.push((id.to_owned(), 1)),
    };
    for array in arrays {
        match dictionary(array) {
            Some(array) => {
                let strings = array.values().as_string::<i32>();
                array.keys().iter().flatten().for_each(|key| add(strings.value(key.into())));
            }
            None => array.as_string::<i32>().iter().flatten().for_each(&mut add),
        }
    }
    Ok(runs)
}

fn dictionary(array: &ArrayRef) -> Option<&DictionaryArray<UInt16Type>> {
    matches!(array.data_type(), DataType::Dictionary(..)).then(|| array.as_dictionary::<UInt16Type>())
}

/// A string as smallest and largest value at once; `None` if it is too long.
fn bound(text: &str) -> Option<Range> {
    (text.len() <= LONGEST_BOUND).then(|| Range::Text(text.to_owned(), text.to_owned()))
}
