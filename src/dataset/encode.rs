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
mod plan;
mod values;

use std::collections::HashMap;
use std::ops;
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
pub(super) use decode::record_batch;
pub(super) use fragment::{Chunk, Fragment, Range};
pub(super) use levels::hybrid;
pub(super) use page::{Page, Press, bits_for};
use plan::ColumnPlan;
use values::Values;

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
        settings.check().map_err(|(key, problem)| DatasetError::Settings(format!("{key} {problem}")))?;
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

    /// The rows of a fragment, to be copied into others.
    pub(super) fn open(&self, table: Table, fragment: Fragment) -> Result<OldRows, ParquetError> {
        let wrong = || ParquetError::General("a kept page is damaged".to_owned());
        let plans = self.plan(table).columns.iter().filter(|column| !column.is_id);
        let rows = fragment.rows as usize;
        let columns = self.pressed(|press| {
            let open = |(plan, chunk): (&ColumnPlan, _)| plan.open(chunk, rows, press).ok_or_else(wrong);
            plans.zip(&fragment.columns).map(open).collect()
        })?;
        Ok(OldRows { ids: fragment.ids, columns })
    }

    /// Encodes rows that stand behind one another.
    pub(super) fn encode(&self, table: Table, pieces: &[Stretch], press: &mut Press) -> Result<Fragment, ParquetError> {
        let wrong = || ParquetError::General("a kept page does not have the rows it should".to_owned());
        let plan = self.plan(table);
        let rows: usize = pieces.iter().map(Stretch::len).sum();
        let mut fragment = Fragment { rows: rows as u32, ..Fragment::default() };
        if rows == 0 {
            return Ok(fragment);
        }
        let mut other = 0;
        for (number, column) in plan.columns.iter().enumerate() {
            // The page of ids is made with the row group, whose dictionary they share.
            if column.is_id {
                for piece in pieces {
                    match piece {
                        Stretch::New(batch) => column::runs(batch.column(number), &mut fragment.ids),
                        Stretch::Old(old, range) => fragment.ids.extend(old.ids_of(range)),
                    }
                }
                continue;
            }
            let mut values = column.nothing();
            for piece in pieces {
                match piece {
                    Stretch::New(batch) => column.gather(batch.column(number), &mut values)?,
                    Stretch::Old(old, range) => {
                        let from = old.columns.get(other).ok_or_else(wrong)?;
                        column.copy(from, range.clone(), &mut values).ok_or_else(wrong)?;
                    }
                }
            }
            fragment.columns.push(column.close(values, press)?);
            other += 1;
        }
        Ok(fragment)
    }
}

/// Rows that stand together in a table.
#[derive(Debug, Clone)]
pub enum Stretch {
    /// Of documents that were read in this run.
    New(RecordBatch),
    /// Some of those that were encoded before.
    Old(Arc<OldRows>, ops::Range<usize>),
}

impl Stretch {
    fn len(&self) -> usize {
        match self {
            Stretch::New(batch) => batch.num_rows(),
            Stretch::Old(_, range) => range.len(),
        }
    }
}

/// Rows of a fragment, its pages opened.
#[derive(Debug)]
pub struct OldRows {
    ids: Vec<(String, u32)>,
    /// All columns but that of the ids.
    columns: Vec<Values>,
}

impl OldRows {
    /// Ids of some rows with the number of rows that each has among them.
    fn ids_of(&self, range: &ops::Range<usize>) -> impl Iterator<Item = (String, u32)> {
        let mut end = 0;
        self.ids.iter().filter_map(move |(id, rows)| {
            let start = end;
            end += *rows as usize;
            let rows = end.min(range.end).saturating_sub(start.max(range.start));
            (rows > 0).then(|| (id.clone(), rows as u32))
        })
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
                let book = codes.filter(|codes| !codes.is_empty()).map(Book::new);
                ColumnPlan {
                    kind: column.kind,
                    nullable: column.nullable,
                    is_id: column.name == "report_id" && matches!(column.kind, Kind::Code(_)),
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
        Kind::Code(_) | Kind::Text => matches!(table, Table::Reports | Table::Rejects),
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
