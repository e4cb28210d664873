//! Parquet corpora: a few rows at a time, of the wanted columns only.

use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::ChunkReader;

use crate::civil::date_of;

use super::super::opener::{Opener, Place, Stop};
use super::super::pending::{Content, Refused, too_large};
use super::super::{About, RejectReason};
use super::Row;
use super::json::no_document;

/// Rows read at a time: few, as a dictionary lets one long document fill any number of rows.
const ROWS: usize = 4;

impl Opener<'_> {
    /// Hands out the rows of a corpus.
    pub(in crate::source) fn parquet(&mut self, place: &Place, file: impl ChunkReader + 'static) -> Result<(), Stop> {
        let byte_len = file.len();
        let damaged = |what: String| -> Refused {
            let detail = format!("the Parquet file cannot be read: {what}; write it anew");
            (RejectReason::Unreadable, detail, byte_len)
        };
        let builder = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let builder = match ParquetRecordBatchReaderBuilder::try_new_with_options(file, builder) {
            Ok(builder) => builder,
            Err(error) => return self.refused(place, damaged(error.to_string())),
        };
        if !chunks_are_inside(builder.metadata(), byte_len) {
            return self.refused(place, damaged("its footer puts a column outside of the file".to_owned()));
        }
        let columns = &self.settings().columns;
        let schema = builder.schema().clone();
        let wanted = [&columns.text, &columns.html, &columns.url, &columns.title, &columns.date];
        let found = wanted.map(|name| schema.index_of(name).ok());
        if found[0].is_none() && found[1].is_none() {
            let names: Vec<&str> = schema.fields().iter().take(20).map(|field| field.name().as_str()).collect();
            let detail = format!(
                "it has the columns {} but neither `{}` nor `{}`; name the column of the documents in [source.corpus]",
                names.join(", "),
                columns.text,
                columns.html
            );
            return self.refuse(place, RejectReason::UnsupportedFormat, &detail, byte_len);
        }
        let mask = ProjectionMask::roots(builder.parquet_schema(), found.into_iter().flatten());
        let mut reader = match builder.with_projection(mask).with_batch_size(ROWS).build() {
            Ok(reader) => reader,
            Err(error) => return self.refused(place, damaged(error.to_string())),
        };
        let before = self.handed();
        let mut row = 0u64;
        while let Some(batch) = next(&mut reader) {
            let batch = match batch {
                Ok(batch) => batch,
                Err(error) => {
                    let at = place.row(row);
                    return self.refused(&at, damaged(error));
                }
            };
            let rows = Rows::of(&batch, wanted.map(String::as_str));
            for index in 0..batch.num_rows() {
                let at = place.row(row);
                row += 1;
                let row = rows.row(index);
                let bytes = row.as_ref().map_or(0, |row| row.weight() as u64);
                if let Err(error) = self.budget().charge(bytes) {
                    return self.broken(&at, &error);
                }
                match row {
                    Some(row) if row.document.len() as u64 > self.limits().document_bytes => {
                        self.refused(&at, too_large(row.document.len() as u64, self.limits().document_bytes))?;
                    }
                    Some(row) => self.hand_out(&at, Content::Row(row))?,
                    None => self.refuse(&at, RejectReason::Empty, &no_document(columns), 0)?,
                }
            }
        }
        self.end_of(place, before)
    }
}

/// The next rows. The crate panics at some pages that no footer gives away, such as figures of a dictionary that is not
/// there; what it was doing is thrown away with the reader.
fn next(reader: &mut ParquetRecordBatchReader) -> Option<Result<RecordBatch, String>> {
    match catch_unwind(AssertUnwindSafe(|| reader.next())) {
        Ok(batch) => batch.map(|batch| batch.map_err(|error| error.to_string())),
        Err(_) => Some(Err("its pages contradict each other".to_owned())),
    }
}

/// Whether the footer puts every column chunk within the file: the crate's own reader panics at negative places and
/// reserves memory for lengths.
fn chunks_are_inside(metadata: &ParquetMetaData, byte_len: u64) -> bool {
    metadata.row_groups().iter().flat_map(|group| group.columns()).all(|chunk| {
        let start = chunk.dictionary_page_offset().unwrap_or_else(|| chunk.data_page_offset());
        let numbers =
            [start, chunk.data_page_offset(), chunk.compressed_size(), chunk.uncompressed_size(), chunk.num_values()];
        let end = start.checked_add(chunk.compressed_size()).and_then(|end| u64::try_from(end).ok());
        numbers.iter().all(|&number| number >= 0) && end.is_some_and(|end| end <= byte_len)
    })
}

/// The wanted columns of a batch: text, html, url, title, date.
struct Rows<'a>([Option<&'a dyn Array>; 5]);

impl<'a> Rows<'a> {
    fn of(batch: &'a RecordBatch, names: [&str; 5]) -> Self {
        Self(names.map(|name| batch.column_by_name(name).map(AsRef::as_ref)))
    }

    fn row(&self, index: usize) -> Option<Row> {
        let value = |column: usize| value(self.0[column]?, index).filter(|text| !text.trim().is_empty());
        let html = document(self.0[1], index);
        let is_html = html.is_some();
        let document = html.or_else(|| document(self.0[0], index))?;
        let about = About { url: value(2), title: value(3), published: value(4) };
        Some(Row { document, is_html, about })
    }
}

/// A cell that holds a document: bytes as they are, whatever their encoding; nothing for blanks.
fn document(column: Option<&dyn Array>, index: usize) -> Option<Vec<u8>> {
    let column = column.filter(|column| column.is_valid(index))?;
    let bytes = match column.data_type() {
        DataType::Binary => column.as_binary::<i32>().value(index).to_vec(),
        DataType::LargeBinary => column.as_binary::<i64>().value(index).to_vec(),
        _ => value(column, index).filter(|text| !text.trim().is_empty())?.into_bytes(),
    };
    (!bytes.trim_ascii().is_empty()).then_some(bytes)
}

/// A cell as text: strings and bytes as they are, days and times as `2021-03-02`.
fn value(column: &dyn Array, index: usize) -> Option<String> {
    if column.is_null(index) {
        return None;
    }
    let day = |number: i64, per_day: i64| day(number.div_euclid(per_day));
    let seconds = 86_400;
    match column.data_type() {
        DataType::Utf8 => Some(column.as_string::<i32>().value(index).to_owned()),
        DataType::LargeUtf8 => Some(column.as_string::<i64>().value(index).to_owned()),
        DataType::Binary => text(column.as_binary::<i32>().value(index)),
        DataType::LargeBinary => text(column.as_binary::<i64>().value(index)),
        DataType::Date32 => day(column.as_primitive::<Date32Type>().value(index).into(), 1),
        DataType::Timestamp(unit, _) => match unit {
            TimeUnit::Second => day(column.as_primitive::<TimestampSecondType>().value(index), seconds),
            TimeUnit::Millisecond => {
                day(column.as_primitive::<TimestampMillisecondType>().value(index), seconds * 1_000)
            }
            TimeUnit::Microsecond => {
                day(column.as_primitive::<TimestampMicrosecondType>().value(index), seconds * 1_000_000)
            }
            TimeUnit::Nanosecond => {
                day(column.as_primitive::<TimestampNanosecondType>().value(index), seconds * 1_000_000_000)
            }
        },
        _ => None,
    }
}

fn text(bytes: &[u8]) -> Option<String> {
    std::str::from_utf8(bytes).ok().map(str::to_owned)
}

fn day(days: i64) -> Option<String> {
    let (year, month, day) = date_of(days);
    Some(format!("{year:04}-{month:02}-{day:02}"))
}
