//! Puts the further places of equal documents into `reports`.
//!
//! A later place is met after its report's row was written. Reading every input twice to know
//! all places beforehand would double the work of the disk, and holding all rows back would let
//! memory grow with the corpus. Reports are by far the smallest table, so their files are
//! rewritten instead, at the end, and only if there are duplicates at all.

use std::collections::HashMap;
use std::fs::{self, File};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, RecordBatch};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::rows::tables::Table;
use crate::rows::{file_schema, string_lists};

use super::DatasetError;
use super::layout::part_name;
use super::part::PartWriter;

/// Further places by report id, in source order.
pub(super) type Duplicates = HashMap<String, Vec<String>>;

/// Replaces the finished files of a year's `reports` by ones with the further places filled in.
pub(super) fn rewrite(
    finished: &PartWriter,
    fresh: impl FnOnce() -> Result<PartWriter, DatasetError>,
    duplicates: &Duplicates,
) -> Result<PartWriter, DatasetError> {
    let directory = finished.directory();
    let old = |number| directory.join(part_name(number)).with_extension("old");
    for number in 0..finished.parts() {
        let path = directory.join(part_name(number));
        fs::rename(&path, old(number)).map_err(DatasetError::io("rename", &path))?;
    }
    let mut writer = fresh()?;
    for number in 0..finished.parts() {
        let path = old(number);
        let file = File::open(&path).map_err(DatasetError::io("open", &path))?;
        let reader = ParquetRecordBatchReaderBuilder::try_new(file)
            .and_then(ParquetRecordBatchReaderBuilder::build)
            .map_err(DatasetError::parquet(&path))?;
        for batch in reader {
            let batch = batch.map_err(DatasetError::parquet(&path))?;
            let batch = fill_in(batch, duplicates).map_err(DatasetError::parquet(&path))?;
            writer.write(&batch)?;
        }
        fs::remove_file(&path).map_err(DatasetError::io("remove", &path))?;
    }
    writer.finish()?;
    Ok(writer)
}

fn fill_in(batch: RecordBatch, duplicates: &Duplicates) -> Result<RecordBatch, arrow_schema::ArrowError> {
    let schema = batch.schema();
    let (id, places) = (schema.index_of("report_id")?, schema.index_of("duplicate_uris")?);
    let mut builder = string_lists();
    for id in batch.column(id).as_string::<i32>().iter().flatten() {
        for uri in duplicates.get(id).into_iter().flatten() {
            builder.values().append_value(uri);
        }
        builder.append(true);
    }
    let mut columns: Vec<ArrayRef> = batch.columns().to_vec();
    columns[places] = Arc::new(builder.finish());
    RecordBatch::try_new(file_schema(Table::Reports), columns)
}
