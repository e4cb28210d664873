//! One column's values as a page.

use arrow_array::cast::AsArray;
use arrow_array::iterator::ArrayIter;
use arrow_array::types::{Date32Type, Float64Type, Int16Type, Int32Type, Int64Type, UInt16Type};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType, DictionaryArray, ListArray, StringArray, UInt16Array};
use arrow_schema::DataType;
use parquet::basic::Encoding;
use parquet::errors::ParquetError;

use crate::rows::tables::Kind;

use super::fragment::{Chunk, Range};
use super::hybrid;
use super::page::{Page, Press, plain_string};
use super::plan::ColumnPlan;
use super::values::{Body, Data, Values};

/// Bytes that a string's length takes.
const LENGTH: usize = 4;
/// Longest string that stands as a smallest or largest value.
const LONGEST_BOUND: usize = 64;

impl ColumnPlan {
    /// The type of its values without a dictionary.
    pub(super) fn plain_type(&self) -> DataType {
        match self.kind {
            Kind::Code(_) | Kind::Text => DataType::Utf8,
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

    /// Appends the values of an array.
    pub(super) fn gather(&self, array: &ArrayRef, into: &mut Values) -> Result<(), ParquetError> {
        into.rows += array.len();
        if self.kind == Kind::TextList {
            lists(array.as_list(), into);
            return Ok(());
        }
        if self.nullable {
            match array.nulls() {
                None => into.definition.resize(into.rows, 1),
                _ => into.definition.extend((0..array.len()).map(|row| u32::from(array.is_valid(row)))),
            }
        }
        match (&mut into.data, self.kind) {
            (Data::Keys(keys), _) => self.keys(array, keys)?,
            (Data::Plain(plain), Kind::Int16) => wholes::<Int16Type, 4>(array, plain),
            (Data::Plain(plain), Kind::Int32) => wholes::<Int32Type, 4>(array, plain),
            (Data::Plain(plain), Kind::Date) => wholes::<Date32Type, 4>(array, plain),
            (Data::Plain(plain), Kind::Int64) => wholes::<Int64Type, 8>(array, plain),
            (Data::Plain(plain), Kind::Float64) => {
                let values = array.as_primitive::<Float64Type>().iter().flatten();
                values.for_each(|value| plain.extend_from_slice(&value.to_le_bytes()));
            }
            (Data::Plain(plain), Kind::Code(_) | Kind::Text | Kind::TextList) => {
                if dictionary(array).is_none() {
                    let strings = array.as_string::<i32>();
                    plain.reserve(strings.values().len() + LENGTH * strings.len());
                }
                Texts::of(array).for_each(|text| plain_string(plain, text.as_bytes()));
            }
        }
        Ok(())
    }

    /// The values as a page.
    pub(super) fn close(&self, values: Values, press: &mut Press) -> Result<Chunk, ParquetError> {
        let counted = values.counted() as u32;
        let range = if self.has_range { self.range(&values) } else { None };
        let mut page = Page::data(counted, self.encoding());
        if self.kind == Kind::TextList {
            page.levels(&values.repetition);
        }
        if self.kind == Kind::TextList || self.nullable {
            page.levels(&values.definition);
        }
        match (values.data, &self.book) {
            (Data::Keys(keys), Some(book)) => {
                page.body.push(book.bits());
                hybrid(&mut page.body, &keys, book.bits());
            }
            (Data::Plain(plain), _) if page.body.is_empty() => page.body = plain,
            (Data::Plain(plain), _) => page.body.extend_from_slice(&plain),
            (Data::Keys(_), None) => return Err(ParquetError::General("keys without a dictionary".to_owned())),
        }
        let absent = values.definition.iter().filter(|&&there| there == 0).count() as u32;
        let nulls = if self.kind == Kind::TextList { 0 } else { absent };
        let (bytes, uncompressed) = page.close(press)?;
        Ok(Chunk { bytes: bytes.into(), uncompressed, values: counted, nulls, range })
    }

    /// Smallest and largest value.
    fn range(&self, values: &Values) -> Option<Range> {
        match (&values.data, self.kind) {
            (Data::Keys(keys), _) => {
                let mut keys = keys.clone();
                keys.sort_unstable();
                keys.dedup();
                let book = self.book.as_deref()?;
                text_range(keys.iter().filter_map(|&key| book.codes.get(key as usize).map(String::as_str)))
            }
            (Data::Plain(plain), Kind::Int16 | Kind::Int32 | Kind::Date) => {
                whole_range(plain.as_chunks().0.iter().map(|&bytes| i32::from_le_bytes(bytes).into()))
            }
            (Data::Plain(plain), Kind::Int64) => {
                whole_range(plain.as_chunks().0.iter().map(|&bytes| i64::from_le_bytes(bytes)))
            }
            (Data::Plain(plain), Kind::Float64) => {
                double_range(plain.as_chunks().0.iter().map(|&bytes| f64::from_le_bytes(bytes)))
            }
            (Data::Plain(plain), Kind::Code(_) | Kind::Text | Kind::TextList) => {
                let mut body = Body(plain);
                text_range(std::iter::from_fn(|| body.length().and_then(|length| body.text(length))))
            }
        }
    }

    fn keys(&self, array: &ArrayRef, keys: &mut Vec<u32>) -> Result<(), ParquetError> {
        let book = self.book.as_deref().ok_or_else(|| ParquetError::General("keys without a dictionary".to_owned()))?;
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
        Ok(())
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
fn wholes<T, const BYTES: usize>(array: &ArrayRef, plain: &mut Vec<u8>)
where
    T: ArrowPrimitiveType,
    T::Native: Into<i64>,
{
    let mut add = |value: T::Native| plain.extend_from_slice(&value.into().to_le_bytes()[..BYTES]);
    let array = array.as_primitive::<T>();
    match array.null_count() {
        0 => array.values().iter().copied().for_each(&mut add),
        _ => array.iter().flatten().for_each(&mut add),
    }
}

/// Lists of strings, none of them NULL: levels say where each list begins and which is empty.
fn lists(lists: &ListArray, into: &mut Values) {
    let strings = lists.values().as_string::<i32>();
    let levels = lists.len() + strings.len();
    into.repetition.reserve(levels);
    into.definition.reserve(levels);
    for ends in lists.value_offsets().windows(2) {
        let elements = (ends[1] - ends[0]) as usize;
        into.repetition.push(0);
        into.definition.push(u32::from(elements > 0));
        into.repetition.resize(into.repetition.len() + elements.saturating_sub(1), 1);
        into.definition.resize(into.repetition.len(), 1);
    }
    let (first, last) = (lists.value_offsets()[0], lists.value_offsets()[lists.len()]);
    if let Data::Plain(plain) = &mut into.data {
        plain.reserve(strings.values().len() + LENGTH * strings.len());
        let ends = &strings.value_offsets()[first as usize..=last as usize];
        let text = strings.value_data();
        ends.windows(2).for_each(|ends| plain_string(plain, &text[ends[0] as usize..ends[1] as usize]));
    }
}

fn whole_range(values: impl Iterator<Item = i64>) -> Option<Range> {
    let mut range: Option<(i64, i64)> = None;
    for value in values {
        range = Some(range.map_or((value, value), |(least, most)| (least.min(value), most.max(value))));
    }
    range.map(|(least, most)| Range::Whole(least, most))
}

fn double_range(values: impl Iterator<Item = f64>) -> Option<Range> {
    let mut range: Option<(f64, f64)> = None;
    for value in values.filter(|value| !value.is_nan()) {
        range = Some(range.map_or((value, value), |(least, most)| (least.min(value), most.max(value))));
    }
    range.map(|(least, most)| Range::Double(least, most))
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

/// Appends ids with the number of rows that each has, in order.
pub(super) fn runs(array: &ArrayRef, runs: &mut Vec<(String, u32)>) {
    let mut add = |id: &str, rows: u32| match runs.last_mut() {
        Some((last, count)) if last == id => *count += rows,
        _ => runs.push((id.to_owned(), rows)),
    };
    match dictionary(array) {
        // Equal keys need no look at the ids.
        Some(array) if array.null_count() == 0 => {
            let ids = array.values().as_string::<i32>();
            let keys = array.keys().values().chunk_by(|a, b| a == b);
            keys.for_each(|run| add(ids.value(run[0].into()), run.len() as u32));
        }
        _ => Texts::of(array).for_each(|id| add(id, 1)),
    }
}

fn dictionary(array: &ArrayRef) -> Option<&DictionaryArray<UInt16Type>> {
    matches!(array.data_type(), DataType::Dictionary(..)).then(|| array.as_dictionary::<UInt16Type>())
}
