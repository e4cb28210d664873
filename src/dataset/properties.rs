//! Settings of the Parquet files.

use parquet::basic::ZstdLevel;
use serde::{Deserialize, Serialize};

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
    /// Memory for the encoded pages of a row group. Row groups come out smaller than
    /// `row_group_rows` when it runs short.
    pub buffer_bytes: usize,
}

impl Default for ParquetSettings {
    fn default() -> Self {
        Self { row_group_rows: 122_880, zstd_level: 1, max_file_bytes: 256 << 20, buffer_bytes: 64 << 20 }
    }
}

impl ParquetSettings {
    /// Whether they can work.
    ///
    /// # Errors
    /// Names the setting, and says what is wrong with it.
    pub fn check(&self) -> Result<(), (&'static str, String)> {
        // Level 0 stands for the library's own default, which nobody can know here.
        if self.zstd_level < 1 || ZstdLevel::try_new(self.zstd_level).is_err() {
            return Err(("zstd_level", format!("is {}, and must be a number from 1 to 22", self.zstd_level)));
        }
        let at_least_one = [
            ("row_group_rows", self.row_group_rows == 0),
            ("max_file_bytes", self.max_file_bytes == 0),
            ("buffer_bytes", self.buffer_bytes == 0),
        ];
        match at_least_one.into_iter().find(|&(_, is_zero)| is_zero) {
            Some((name, _)) => Err((name, "is 0, and must be at least 1".to_owned())),
            None => Ok(()),
        }
    }
}
