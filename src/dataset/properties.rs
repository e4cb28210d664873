//! How tables are encoded in Parquet.

use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::schema::types::ColumnPath;
use serde::{Deserialize, Serialize};

use crate::rows::tables::{Kind, Table, definition};

use super::DatasetError;

/// Written into every file; no time and no path, so that equal data give equal bytes.
const CREATED_BY: &str = concat!("gongkai version ", env!("CARGO_PKG_VERSION"));
/// Size of a page before compression. Hundreds of columns wait for their row group at a time, each with
/// an open page and a compressor that grows with it.
const DATA_PAGE_BYTES: usize = 256 << 10;

/// Settings of the Parquet files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ParquetSettings {
    /// Rows of a row group; readers skip and share out work by row groups.
    pub row_group_rows: usize,
    /// Level of zstd, 1 (fast) to 22 (small).
    pub zstd_level: i32,
    /// Size past which a table's file is closed and the next part begun.
    pub max_file_bytes: u64,
    /// Memory for rows that wait for their row group, all files together. Row groups come out
    /// smaller than `row_group_rows` when it runs short.
    pub buffer_bytes: usize,
}

impl Default for ParquetSettings {
    fn default() -> Self {
        Self { row_group_rows: 122_880, zstd_level: 1, max_file_bytes: 256 << 20, buffer_bytes: 192 << 20 }
    }
}

impl ParquetSettings {
    /// Whether they can work.
    ///
    /// # Errors
    /// One sentence that names the setting.
    pub fn check(&self) -> Result<(), String> {
        ZstdLevel::try_new(self.zstd_level)
            .map_err(|_| format!("zstd_level is {}, and must be a number from 1 to 22", self.zstd_level))?;
        let at_least_one = [
            ("row_group_rows", self.row_group_rows == 0),
            ("max_file_bytes", self.max_file_bytes == 0),
            ("buffer_bytes", self.buffer_bytes == 0),
        ];
        match at_least_one.into_iter().find(|&(_, is_zero)| is_zero) {
            Some((name, _)) => Err(format!("{name} is 0, and must be at least 1")),
            None => Ok(()),
        }
    }

    /// The writer's properties for a table.
    pub(super) fn properties(&self, table: Table) -> Result<WriterPropertiesPtr, DatasetError> {
        self.check().map_err(DatasetError::Settings)?;
        let level = ZstdLevel::try_new(self.zstd_level).map_err(|e| DatasetError::Settings(e.to_string()))?;
        let mut builder = WriterProperties::builder()
            .set_created_by(CREATED_BY.to_owned())
            .set_compression(Compression::ZSTD(level))
            .set_max_row_group_row_count(Some(self.row_group_rows))
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_data_page_size_limit(DATA_PAGE_BYTES)
            .set_data_page_row_count_limit(4_096)
            .set_offset_index_disabled(true);
        for column in definition(table).columns {
            let path = match column.kind {
                Kind::TextList => ColumnPath::new([column.name, "list", "element"].map(str::to_owned).to_vec()),
                _ => ColumnPath::from(column.name),
            };
            if is_prose(table, column.name) {
                builder = builder.set_column_dictionary_enabled(path.clone(), false);
            }
            if !has_range(table, column.kind) {
                builder = builder.set_column_statistics_enabled(path, EnabledStatistics::None);
            }
        }
        Ok(Arc::new(builder.build()))
    }
}

/// Text that hardly repeats, so a dictionary would only be given up again.
fn is_prose(table: Table, column: &str) -> bool {
    matches!((table, column), (Table::Sections | Table::Sentences, "text"))
}

/// Whether the smallest and largest value can spare a reader a row group. Strings of the long
/// tables cannot: every row group has all codes, and report ids are hashes. Comparing them all
/// is a tenth of the cost of writing.
fn has_range(table: Table, kind: Kind) -> bool {
    match kind {
        Kind::Code | Kind::Text => matches!(table, Table::Reports | Table::Rejects),
        Kind::TextList => false,
        Kind::Int16 | Kind::Int32 | Kind::Int64 | Kind::Float64 | Kind::Date => true,
    }
}
