//! One column's values as a page.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::iterator::ArrayIter;
use arrow_array::types::{Date32Type, Float64Type, Int16Type, Int32Type, Int64Type, UInt16Type};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType, DictionaryArray, StringArray, UInt16Array};
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

    /// How the values of its data pages are encoded.
    pub(in crate::dataset) fn encoding(&self) -> Encoding {
        if self.is_id || self.book.is_some() { Encoding::RLE_DICTIONARY } else { Encoding::PLAIN }
    }

    pub(super) fn encode(&self, arrays: &[&ArrayRef], press: &mut Press) -> Result<Chunk, ParquetError> {
        let rows: usize = arrays.iter().map(|a| a.len()).sum();
        let nulls: usize = arrays.iter().map(|a| a.null_count()).sum();
        let mut page = Page::data(rows as u32, self.encoding());
        if self.nullable {
            match nulls {
                0 => page.levels(&vec![1; rows]),
                _ => {
                    let valid = |a: &ArrayRef, row| u32::from(a.is_valid(row));
                    let levels: Vec<u32> =
                        arrays.iter().flat_map(|a| (0..a.len()).map(move |row| valid(a, row))).collect();
                    page.levels(&levels);
                }
            }
        }
        let body = &mut page.body;
        let range = match (self.kind, &self.book) {
            (Kind::Code, Some(book)) => self.keys(arrays, book, body)?,
            (Kind::Code | Kind::Text, _) => self.texts(arrays, body),
            (Kind::TextList, _) => {
                lists(arrays, &mut page);
                None
            }
            (Kind::Int16, _) => wholes::<Int16Type, 4>(arrays, body),
            (Kind::Int32, _) => wholes::<Int32Type, 4>(arrays, body),
            (Kind::Date, _) => wholes::<Date32Type, 4>(arrays, body),
            (Kind::Int64, _) => wholes::<Int64Type, 8>(arrays, body),
            (Kind::Float64, _) => doubles(arrays, body),
        };
        let values = page.values;
        let (bytes, uncompressed) = page.close(press)?;
        let range = range.filter(|_| self.has_range);
        Ok(Chunk { bytes: bytes.into(), uncompressed, values, nulls: nulls as u32, range })
    }

    fn keys(&self, arrays: &[&ArrayRef], book: &Book, body: &mut Vec<u8>) -> Result<Option<Range>, ParquetError> {
        let mut keys: Vec<u32> = Vec::new();
        for array in arrays {
            match dictionary(array) {
                // Most batches carry the book itself, whose keys are the keys.
                Some(array) if book.is(array.values()) => match array.null_count() {
                    0 => keys.extend(array.keys().values().iter().map(|&key| u32::from(key))),
                    _ => keys.extend(array.keys().iter().flatten().map(u32::from)),
                },
                Some(array) => {
                    let strings = array.values().as_string::<i32>();
                    let known: Vec<Option<u16>> = strings.iter().map(|s| s.and_then(|s| book.key(s).ok())).collect();
                    for key in array.keys().iter().flatten() {
                        let known = known.get(usize::from(key)).copied().flatten();
                        keys.push(known.map_or_else(|| book.key(strings.value(key.into())), Ok)?.into());
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
        if !self.has_range {
            return Ok(None);
        }
        keys.sort_unstable();
        keys.dedup();
        Ok(text_range(keys.iter().filter_map(|&key| book.codes.get(key as usize).map(String::as_str))))
    }

    fn texts(&self, arrays: &[&ArrayRef], body: &mut Vec<u8>) -> Option<Range> {
        let all = || arrays.iter().flat_map(|array| Texts::of(array));
        all().for_each(|text| plain_string(body, text));
        self.has_range.then(|| text_range(all())).flatten()
    }
}

/// The strings of an array that are there.
enum Texts<'a> {
    Plain(ArrayIter<&'a StringArray>),
    Keyed(&'a StringArray, ArrayIter<&'a UInt16Array>),
}

impl<'a> Texts<'a> {
    fn of(array: &'a ArrayRef) -> Self {
        match dictionary(array) {
            Some(array) => Texts::Keyed(array.values().as_string(), array.keys().iter()),
            None => Texts::Plain(array.as_string().iter()),
        }
    }
}

impl<'a> Iterator for Texts<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        match self {
            Texts::Plain(strings) => strings.find_map(|s| s),
            Texts::Keyed(strings, keys) => keys.find_map(|key| key.map(|key| strings.value(key.into()))),
        }
    }
}

/// Whole numbers in so many bytes each, the lowest first.
fn wholes<T, const BYTES: usize>(arrays: &[&ArrayRef], body: &mut Vec<u8>) -> Option<Range>
where
    T: ArrowPrimitiveType,
    T::Native: Into<i64>,
{
    let mut range: Option<(i64, i64)> = None;
    let mut add = |value: T::Native| {
        let value: i64 = value.into();
        body.extend_from_slice(&value.to_le_bytes()[..BYTES]);
        range = Some(range.map_or((value, value), |(least, most)| (least.min(value), most.max(value))));
    };
    for array in arrays.iter().map(|a| a.as_primitive::<T>()) {
        match array.null_count() {
            0 => array.values().iter().copied().for_each(&mut add),
            _ => array.iter().flatten().for_each(&mut add),
        }
    }
    range.map(|(least, most)| Range::Whole(least, most))
}

fn doubles(arrays: &[&ArrayRef], body: &mut Vec<u8>) -> Option<Range> {
    let mut range: Option<(f64, f64)> = None;
    for value in arrays.iter().flat_map(|a| a.as_primitive::<Float64Type>().iter().flatten()) {
        body.extend_from_slice(&value.to_le_bytes());
        if !value.is_nan() {
            range = Some(range.map_or((value, value), |(least, most)| (least.min(value), most.max(value))));
        }
    }
    range.map(|(least, most)| Range::Double(least, most))
}

/// Lists of strings, none of them NULL: levels say where each list begins and which is empty.
fn lists(arrays: &[&ArrayRef], page: &mut Page) {
    let (mut repetition, mut definition): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
    let mut body = Vec::new();
    for lists in arrays.iter().map(|a| a.as_list::<i32>()) {
        for ends in lists.value_offsets().windows(2) {
            let elements = (ends[1] - ends[0]) as usize;
            repetition.push(0);
            definition.push(u32::from(elements > 0));
            repetition.resize(repetition.len() + elements.saturating_sub(1), 1);
            definition.resize(repetition.len(), 1);
        }
        let strings = lists.values().as_string::<i32>();
        let (first, last) = (lists.value_offsets()[0], lists.value_offsets()[lists.len()]);
        (first..last).for_each(|at| plain_string(&mut body, strings.value(at as usize)));
    }
    page.values = repetition.len() as u32;
    page.levels(&repetition);
    page.levels(&definition);
    page.body.append(&mut body);
}

/// Smallest and largest string; `None` if one is too long to stand as a bound.
fn text_range<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Range> {
    let mut range: Option<(&str, &str)> = None;
    for text in texts {
        if text.len() > LONGEST_BOUND {
            return None;
        }
        range = Some(range.map_or((text, text), |(least, most)| (least.min(text), most.max(text))));
    }
    range.map(|(least, most)| Range::Text(least.to_owned(), most.to_owned()))
}

/// Ids with the number of rows that each has, in order.
pub(super) fn runs(arrays: &[&ArrayRef]) -> Vec<(String, u32)> {
    let mut runs: Vec<(String, u32)> = Vec::new();
    let mut add = |id: &str| match runs.last_mut() {
        Some((last, count)) if last == id => *count += 1,
        _ => runs.push((id.to_owned(), 1)),
    };
    arrays.iter().flat_map(|array| Texts::of(array)).for_each(&mut add);
    runs
}

fn dictionary(array: &ArrayRef) -> Option<&DictionaryArray<UInt16Type>> {
    matches!(array.data_type(), DataType::Dictionary(..)).then(|| array.as_dictionary::<UInt16Type>())
}
