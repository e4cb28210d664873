//! The files of one table and year.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterPropertiesPtr;
use serde::{Deserialize, Serialize};

use crate::rows::file_schema;
use crate::rows::tables::Table;

use super::hashed::HashedFile;
use super::layout::{part_name, table_directory};
use super::{DatasetError, ParquetSettings};

/// One finished file, as the manifest lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Path relative to the snapshot, `/`-separated.
    pub path: String,
    /// Rows in it.
    pub rows: u64,
    /// Its size.
    pub bytes: u64,
    /// BLAKE3 hash of its bytes, in hex.
    pub blake3: String,
}

/// Writes the rows of one table and year into as few files as the size limit allows.
pub(super) struct PartWriter {
    directory: PathBuf,
    relative: PathBuf,
    schema: SchemaRef,
    properties: WriterPropertiesPtr,
    max_file_bytes: u64,
    open: Option<OpenPart>,
    finished: Vec<FileRecord>,
}

struct OpenPart {
    writer: ArrowWriter<HashedFile>,
    rows: u64,
}

impl PartWriter {
    /// Makes the directory; files come with the first rows.
    pub(super) fn new(
        snapshot: &Path,
        table: Table,
        year: Option<i16>,
        settings: &ParquetSettings,
    ) -> Result<Self, DatasetError> {
        let relative = table_directory(table, year);
        let directory = snapshot.join(&relative);
        fs::create_dir_all(&directory).map_err(DatasetError::io("create", &directory))?;
        Ok(Self {
            directory,
            relative,
            schema: file_schema(table),
            properties: settings.properties(table)?,
            max_file_bytes: settings.max_file_bytes,
            open: None,
            finished: Vec::new(),
        })
    }

    pub(super) fn directory(&self) -> &Path {
        &self.directory
    }

    /// Number of finished files.
    pub(super) fn parts(&self) -> usize {
        self.finished.len()
    }

    /// The finished files.
    pub(super) fn records(&self) -> &[FileRecord] {
        &self.finished
    }

    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<(), DatasetError> {
        let mut part = match self.open.take() {
            Some(part) => part,
            None => self.begin()?,
        };
        part.writer.write(batch).map_err(DatasetError::parquet(&self.path()))?;
        part.rows += batch.num_rows() as u64;
        let size = part.writer.bytes_written() + part.writer.in_progress_size();
        self.open = Some(part);
        if size as u64 > self.max_file_bytes {
            self.end()?;
        }
        Ok(())
    }

    /// Memory held for rows that wait for their row group.
    pub(super) fn buffered(&self) -> usize {
        self.open.as_ref().map_or(0, |p| p.writer.memory_size())
    }

    /// Writes the waiting rows as a row group, however few they are.
    pub(super) fn flush(&mut self) -> Result<(), DatasetError> {
        let path = self.path();
        match &mut self.open {
            Some(part) => part.writer.flush().map_err(DatasetError::parquet(&path)),
            None => Ok(()),
        }
    }

    /// Ends the open file. A table and year that got no rows gets an empty file, so that every
    /// directory can be read.
    pub(super) fn finish(&mut self) -> Result<(), DatasetError> {
        if self.open.is_none() && self.finished.is_empty() {
            self.open = Some(self.begin()?);
        }
        self.end()
    }

    fn path(&self) -> PathBuf {
        self.directory.join(part_name(self.finished.len()))
    }

    fn begin(&self) -> Result<OpenPart, DatasetError> {
        let path = self.path();
        let file = HashedFile::create(&path).map_err(DatasetError::io("create", &path))?;
        let properties = self.properties.as_ref().clone();
        let writer = ArrowWriter::try_new(file, Arc::clone(&self.schema), Some(properties))
            .map_err(DatasetError::parquet(&path))?;
        Ok(OpenPart { writer, rows: 0 })
    }

    fn end(&mut self) -> Result<(), DatasetError> {
        let Some(part) = self.open.take() else {
            return Ok(());
        };
        let path = self.path();
        let file = part.writer.into_inner().map_err(DatasetError::parquet(&path))?;
        let (bytes, blake3) = file.finish().map_err(DatasetError::io("write", &path))?;
        let name = part_name(self.finished.len());
        let relative = self.relative.join(name);
        self.finished.push(FileRecord {
            path: relative.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"),
            rows: part.rows,
            bytes,
            blake3,
        });
        Ok(())
    }
}
