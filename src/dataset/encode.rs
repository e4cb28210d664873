//! Rows become Parquet pages that do not depend on their neighbours.
//!
//! A *fragment* holds the pages of some rows of one table, one page for each column. Pages of
//! codes point into a dictionary that is fixed by the definitions (all codes of the column, met or
//! not), pages of anything else hold plain values. So the bytes of a fragment follow from its rows
//! alone, and files are put together from fragments by copying bytes ([`super::assemble`]): the
//! next run takes over the pages of documents that did not change. Codes arrive as keys and leave
//! as keys; no string of a long table is ever hashed.

mod column;
mod decode;
mod fragment;
mod levels;
mod page;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, RecordBatch, StringArray};
use parquet::arrow::{ArrowSchemaConverter, add_encoded_arrow_schema_to_metadata};
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::schema::types::SchemaDescriptor;

use crate::rows::file_schema;
use crate::rows::package::Package;
use crate::rows::tables::{Kind, Table, definition};

use super::{DatasetError, ParquetSettings};
use column::ColumnPlan;
pub(super) use decode::record_batch;
pub(super) use fragment::{Chunk, Fragment, Range};
pub(super) use levels::hybrid;
pub(super) use page::{Page, Press, bits_for};

/// Written into every file; no time and no path, so that equal data give equal bytes.
const CREATED_BY: &str = concat!("gongkai version ", env!("CARGO_PKG_VERSION"));

/// Encodes rows of all tables.
pub struct Encoder {
    tables: Vec<TablePlan>,
    level: i32,
    /// Compressors that wait for work.
    idle: Mutex<Vec<Press>>,
}

/// How the rows of one table are encoded.
pub(super) struct TablePlan {
    pub(super) descriptor: SchemaDescriptor,
    pub(super) properties: WriterPropertiesPtr,
    pub(super) columns: Vec<ColumnPlan>,
}

impl Encoder {
    /// Plans the tables after their description, whose code lists become the dictionaries.
    ///
    /// # Errors
    /// [`DatasetError::Settings`] for settings that cannot work.
    pub fn new(package: &Package, settings: &ParquetSettings) -> Result<Self, DatasetError> {
        settings.check().map_err(DatasetError::Settings)?;
        let plan = |table| TablePlan::new(table, package, settings.zstd_level);
        let tables = Table::ALL.into_iter().map(plan).collect::<Result<Vec<_>, _>>();
        let tables = tables.map_err(|e: ParquetError| DatasetError::Settings(e.to_string()))?;
        Ok(Self { tables, level: settings.zstd_level, idle: Mutex::default() })
    }

    pub(super) fn plan(&self, table: Table) -> &TablePlan {
        &self.tables[table as usize]
    }

    /// Calls `work` with a compressor; they are kept, for making one takes longer than many pages.
    pub(super) fn pressed<T>(
        &self,
        work: impl FnOnce(&mut Press) -> Result<T, ParquetError>,
    ) -> Result<T, ParquetError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut press = idle.map_or_else(|| Press::new(self.level), Ok)?;
        let done = work(&mut press);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(press);
        done
    }

    /// The rows of a fragment again.
    pub(super) fn rows(&self, table: Table, fragment: &Fragment) -> Result<RecordBatch, ParquetError> {
        self.pressed(|press| decode::rows(table, self.plan(table), fragment, press))
    }

    /// Encodes rows that stand behind one another.
    pub(super) fn encode(
        &self,
        table: Table,
        batches: &[RecordBatch],
        press: &mut Press,
    ) -> Result<Fragment, ParquetError> {
        let plan = self.plan(table);
        let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
        let mut fragment = Fragment { rows: rows as u32, ..Fragment::default() };
        if rows == 0 {
            return Ok(fragment);
        }
        for (number, column) in plan.columns.iter().enumerate() {
            let arrays: Vec<_> = batches.iter().map(|b| b.column(number)).collect();
            match column.is_id {
                // The page of ids is made with the row group, whose dictionary they share.
                true => fragment.ids = column::runs(&arrays),
                false => fragment.columns.push(column.encode(&arrays, press)?),
            }
        }
        Ok(fragment)
    }
}

impl TablePlan {
    fn new(table: Table, package: &Package, level: i32) -> Result<Self, ParquetError> {
        let schema = file_schema(table);
        let descriptor = ArrowSchemaConverter::new().convert(&schema)?;
        let mut properties = WriterProperties::builder()
            .set_created_by(CREATED_BY.to_owned())
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(level)?))
            .set_offset_index_disabled(true)
            .build();
        add_encoded_arrow_schema_to_metadata(&schema, &mut properties);
        let fields = package.tables.iter().find(|t| t.table == table).map(|t| t.fields.as_slice()).unwrap_or_default();
        let columns = definition(table)
            .columns
            .iter()
            .map(|column| {
                let codes = fields.iter().find(|f| f.name == column.name).map(|f| f.constraints.codes.as_slice());
                let book = codes.filter(|codes| column.kind == Kind::Code && !codes.is_empty()).map(Book::new);
                ColumnPlan {
                    kind: column.kind,
                    nullable: column.nullable,
                    is_id: column.name == "report_id" && column.kind == Kind::Code,
                    book: book.map(Arc::new),
                    has_range: has_range(table, column.kind),
                }
            })
            .collect();
        Ok(Self { descriptor, properties: Arc::new(properties), columns })
    }
}

/// Whether the smallest and largest value can spare a reader a row group. Strings of the long
/// tables cannot: every row group has all codes, and report ids are hashes.
fn has_range(table: Table, kind: Kind) -> bool {
    match kind {
        Kind::Code | Kind::Text => matches!(table, Table::Reports | Table::Rejects),
        Kind::TextList => false,
        Kind::Int16 | Kind::Int32 | Kind::Int64 | Kind::Float64 | Kind::Date => true,
    }
}

/// The dictionary of a column: all its codes.
pub(super) struct Book {
    pub(super) codes: Vec<String>,
    /// The same for arrays of keys.
    pub(super) array: ArrayRef,
    index: HashMap<String, u16>,
}

impl Book {
    fn new(codes: &[String]) -> Self {
        let mut index = HashMap::new();
        for (key, code) in (0..=u16::MAX).zip(codes) {
            index.entry(code.clone()).or_insert(key);
        }
        let array = Arc::new(StringArray::from_iter_values(codes));
        Self { codes: codes.to_vec(), array, index }
    }

    /// Whether the strings are this book's codes.
    fn is(&self, strings: &ArrayRef) -> bool {
        Arc::ptr_eq(strings, &self.array) || strings.as_string::<i32>() == self.array.as_string::<i32>()
    }

    fn key(&self, code: &str) -> Result<u16, ParquetError> {
        let unknown = || ParquetError::General(format!("the code {code:?} is not in the column's list"));
        self.index.get(code).copied().ok_or_else(unknown)
    }

    pub(super) fn bits(&self) -> u8 {
        bits_for(self.codes.len())
    }
}
