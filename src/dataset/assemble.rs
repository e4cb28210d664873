//! Puts Parquet files together from fragments: pages are copied, not made again.
//!
//! A row group takes fragments until it is full; the pages of a column then stand behind one
//! another, behind the column's dictionary. Only the pages of report ids are made here, for their
//! dictionary is that of the row group.

use std::collections::VecDeque;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, Encoding, Type};
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::statistics::Statistics;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnDescPtr;
use serde::{Deserialize, Serialize};

use super::encode::{Encoder, Fragment, Page, Press, Range, TablePlan, bits_for, hybrid};
use super::hashed::HashedFile;
use super::layout::{part_name, table_directory};
use super::{DatasetError, ParquetSettings};
use crate::rows::tables::Table;

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

/// Path of a table's file relative to its snapshot, `/`-separated.
pub(super) fn file_path(table: Table, year: Option<i16>, number: usize) -> String {
    let path: PathBuf = table_directory(table, year).join(part_name(number));
    path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Writes the files of one table and year. Without rows it is one empty file, so that every
/// directory can be read.
pub(super) fn assemble(
    encoder: &Encoder,
    settings: &ParquetSettings,
    snapshot: &Path,
    (table, year): (Table, Option<i16>),
    fragments: impl Iterator<Item = Result<Fragment, DatasetError>>,
) -> Result<Vec<FileRecord>, DatasetError> {
    let directory = snapshot.join(table_directory(table, year));
    fs::create_dir_all(&directory).map_err(DatasetError::io("create", &directory))?;
    let mut records = Vec::new();
    let mut fragments = fragments.peekable();
    loop {
        let relative = file_path(table, year, records.len());
        let path = snapshot.join(&relative);
        let wrong = |e: ParquetError| DatasetError::parquet(&path)(e);
        let file = HashedFile::create(&path).map_err(DatasetError::io("create", &path))?;
        let mut groups = RowGroups::new(file, encoder, table).map_err(wrong)?;
        while let Some(fragment) = fragments.next() {
            groups.push(fragment?, settings).map_err(wrong)?;
            if groups.size() >= settings.max_file_bytes && fragments.peek().is_some() {
                break;
            }
        }
        let rows = groups.rows;
        let file = groups.finish().map_err(wrong)?;
        let (bytes, blake3) = file.finish().map_err(DatasetError::io("write", &path))?;
        records.push(FileRecord { path: relative, rows, bytes, blake3 });
        if fragments.peek().is_none() {
            return Ok(records);
        }
    }
}

/// A file that grows by row groups.
struct RowGroups<'a, W: Write + Send> {
    writer: SerializedFileWriter<W>,
    encoder: &'a Encoder,
    plan: &'a TablePlan,
    waiting: Vec<Fragment>,
    waiting_rows: usize,
    waiting_bytes: usize,
    rows: u64,
}

impl<'a, W: Write + Send> RowGroups<'a, W> {
    fn new(sink: W, encoder: &'a Encoder, table: Table) -> Result<Self, ParquetError> {
        let plan = encoder.plan(table);
        let (schema, properties) = (plan.descriptor.root_schema_ptr(), Arc::clone(&plan.properties));
        let writer = SerializedFileWriter::new(sink, schema, properties)?;
        Ok(Self { writer, encoder, plan, waiting: Vec::new(), waiting_rows: 0, waiting_bytes: 0, rows: 0 })
    }

    fn push(&mut self, fragment: Fragment, settings: &ParquetSettings) -> Result<(), ParquetError> {
        if fragment.rows == 0 {
            return Ok(());
        }
        let rows = fragment.rows as usize;
        let full = self.waiting_rows + rows > settings.row_group_rows || self.waiting_bytes > settings.buffer_bytes;
        if full {
            self.end_group()?;
        }
        self.rows += rows as u64;
        self.waiting_rows += rows;
        self.waiting_bytes += fragment.columns.iter().map(|c| c.bytes.len()).sum::<usize>();
        self.waiting.push(fragment);
        Ok(())
    }

    /// Bytes so far, those that wait among them.
    fn size(&self) -> u64 {
        (self.writer.bytes_written() + self.waiting_bytes) as u64
    }

    fn end_group(&mut self) -> Result<(), ParquetError> {
        let fragments = std::mem::take(&mut self.waiting);
        (self.waiting_rows, self.waiting_bytes) = (0, 0);
        if fragments.is_empty() {
            return Ok(());
        }
        let rows: u64 = fragments.iter().map(|f| u64::from(f.rows)).sum();
        let mut group = self.writer.next_row_group()?;
        let mut other = 0;
        for (number, column) in self.plan.columns.iter().enumerate() {
            let mut chunk = Joined::default();
            match &column.book {
                _ if column.is_id => self.encoder.pressed(|press| chunk.ids(&fragments, press))?,
                book => {
                    if let Some(book) = book {
                        self.encoder.pressed(|press| chunk.dictionary(&book.codes, press))?;
                    }
                    fragments.iter().for_each(|f| chunk.add(&f.columns[other]));
                    other += 1;
                }
            }
            let (pages, close) = chunk.close(self.plan.descriptor.column(number), column.encoding(), rows)?;
            group.append_column(&pages, close)?;
        }
        group.close()?;
        Ok(())
    }

    fn finish(mut self) -> Result<W, ParquetError> {
        self.end_group()?;
        self.writer.into_inner()
    }
}

/// The pages of one column of a row group.
#[derive(Default)]
struct Joined {
    pages: Pages,
    dictionary_bytes: Option<usize>,
    uncompressed: u64,
    values: u64,
    nulls: u64,
    range: Option<Range>,
    /// Whether a fragment with values has no range; then the row group has none either.
    unbounded: bool,
}

impl Joined {
    fn page(&mut self, page: Page, press: &mut Press) -> Result<(), ParquetError> {
        let (bytes, uncompressed) = page.close(press)?;
        self.pages.push(bytes.into());
        self.uncompressed += u64::from(uncompressed);
        Ok(())
    }

    fn dictionary<S: AsRef<str>>(&mut self, strings: &[S], press: &mut Press) -> Result<(), ParquetError> {
        self.page(Page::dictionary(strings), press)?;
        self.dictionary_bytes = Some(self.pages.bytes);
        Ok(())
    }

    fn add(&mut self, chunk: &super::encode::Chunk) {
        self.pages.push(chunk.bytes.clone());
        self.uncompressed += u64::from(chunk.uncompressed);
        self.values += u64::from(chunk.values);
        self.nulls += u64::from(chunk.nulls);
        self.unbounded |= chunk.range.is_none() && chunk.nulls < chunk.values;
        self.range = Range::join(self.range.take(), chunk.range.clone());
    }

    /// The dictionary of all ids and a page for each fragment.
    fn ids(&mut self, fragments: &[Fragment], press: &mut Press) -> Result<(), ParquetError> {
        let ids: Vec<&str> = fragments.iter().flat_map(|f| f.ids.iter().map(|(id, _)| id.as_str())).collect();
        self.dictionary(&ids, press)?;
        let bits = bits_for(ids.len());
        let mut next = 0u32;
        for fragment in fragments {
            let mut keys = Vec::with_capacity(fragment.rows as usize);
            for (_, rows) in &fragment.ids {
                keys.extend(std::iter::repeat_n(next, *rows as usize));
                next += 1;
            }
            let mut page = Page::data(fragment.rows, Encoding::RLE_DICTIONARY);
            page.body.push(bits);
            hybrid(&mut page.body, &keys, bits);
            self.page(page, press)?;
            self.values += u64::from(fragment.rows);
        }
        self.unbounded = true;
        Ok(())
    }

    fn close(
        self,
        column: ColumnDescPtr,
        encoding: Encoding,
        rows: u64,
    ) -> Result<(Pages, ColumnCloseResult), ParquetError> {
        let mut encodings = vec![encoding, Encoding::RLE];
        // That of the dictionary's page.
        if self.dictionary_bytes.is_some() {
            encodings.push(Encoding::PLAIN);
        }
        let physical = column.physical_type();
        let mut builder = ColumnChunkMetaData::builder(column)
            .set_compression(Compression::ZSTD(Default::default()))
            .set_encodings(encodings)
            .set_num_values(self.values as i64)
            .set_total_compressed_size(self.pages.bytes as i64)
            .set_total_uncompressed_size(self.uncompressed as i64)
            .set_dictionary_page_offset(self.dictionary_bytes.map(|_| 0))
            .set_data_page_offset(self.dictionary_bytes.unwrap_or(0) as i64);
        if let Some(range) = self.range.as_ref().filter(|_| !self.unbounded) {
            builder = builder.set_statistics(statistics(range, self.nulls, physical));
        }
        let metadata = builder.build()?;
        let close = ColumnCloseResult {
            bytes_written: self.pages.bytes as u64,
            rows_written: rows,
            metadata,
            bloom_filter: None,
            column_index: None,
            offset_index: None,
        };
        Ok((self.pages, close))
    }
}

/// Pages behind one another, as they are copied into a file.
#[derive(Default)]
struct Pages {
    pages: Vec<Bytes>,
    bytes: usize,
}

impl Pages {
    fn push(&mut self, page: Bytes) {
        self.bytes += page.len();
        self.pages.push(page);
    }
}

impl Length for Pages {
    fn len(&self) -> u64 {
        self.bytes as u64
    }
}

impl ChunkReader for Pages {
    type T = PagesReader;

    fn get_read(&self, start: u64) -> Result<PagesReader, ParquetError> {
        let mut reader = PagesReader { pages: self.pages.clone().into(), at: 0 };
        reader.skip(start as usize);
        Ok(reader)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let mut bytes = Vec::new();
        self.get_read(start)?.take(length as u64).read_to_end(&mut bytes)?;
        Ok(bytes.into())
    }
}

/// Reads [`Pages`] from front to back.
struct PagesReader {
    pages: VecDeque<Bytes>,
    /// Bytes of the first that are read.
    at: usize,
}

impl PagesReader {
    fn skip(&mut self, bytes: usize) {
        self.at += bytes;
        while let Some(page) = self.pages.front()
            && self.at >= page.len()
        {
            self.at -= page.len();
            self.pages.pop_front();
        }
    }
}

impl Read for PagesReader {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let Some(page) = self.pages.front() else { return Ok(0) };
        let length = out.len().min(page.len() - self.at);
        out[..length].copy_from_slice(&page[self.at..self.at + length]);
        self.skip(length);
        Ok(length)
    }
}

fn statistics(range: &Range, nulls: u64, physical: Type) -> Statistics {
    let nulls = Some(nulls);
    match range {
        Range::Whole(a, b) if physical == Type::INT32 => {
            Statistics::int32(Some(*a as i32), Some(*b as i32), None, nulls, false)
        }
        Range::Whole(a, b) => Statistics::int64(Some(*a), Some(*b), None, nulls, false),
        Range::Double(a, b) => Statistics::double(Some(*a), Some(*b), None, nulls, false),
        Range::Text(a, b) => {
            let [a, b] = [a, b].map(|t| Some(ByteArray::from(t.as_str())));
            Statistics::byte_array(a, b, None, nulls, false)
        }
    }
}
