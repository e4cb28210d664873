//! Reads finished files again, a batch of some columns at a time.

use std::fs::File;
use std::path::Path;

use arrow_array::RecordBatch;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;

use super::DatasetError;

/// Rows of a batch.
const BATCH_ROWS: usize = 8_192;

/// An opened file.
pub(super) fn open(path: &Path) -> Result<ParquetRecordBatchReaderBuilder<File>, DatasetError> {
    let file = File::open(path).map_err(DatasetError::io("open", path))?;
    ParquetRecordBatchReaderBuilder::try_new(file).map_err(DatasetError::parquet(path))
}

/// Its rows with only these columns, which stand in file order.
pub(super) fn rows(
    file: ParquetRecordBatchReaderBuilder<File>,
    columns: &[&str],
) -> Result<ParquetRecordBatchReader, ParquetError> {
    let mask = ProjectionMask::columns(file.parquet_schema(), columns.iter().copied());
    file.with_projection(mask).with_batch_size(BATCH_ROWS).build()
}

/// Calls `take` with every batch of some columns of a file.
pub(super) fn each_batch(
    path: &Path,
    columns: &[&str],
    mut take: impl FnMut(&RecordBatch) -> Result<(), ParquetError>,
) -> Result<(), DatasetError> {
    let mut read = || -> Result<(), ParquetError> {
        for batch in rows(ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?, columns)? {
            take(&batch?)?;
        }
        Ok(())
    };
    read().map_err(DatasetError::parquet(path))
}

/// A column of a batch by its name.
pub(super) fn column<'a>(batch: &'a RecordBatch, name: &str) -> Result<&'a arrow_array::ArrayRef, ParquetError> {
    batch.column_by_name(name).ok_or_else(|| ParquetError::General(format!("it has no column {name}")))
}
