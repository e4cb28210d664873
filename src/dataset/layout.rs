//! Names of files and directories in an output directory.

use std::path::{Path, PathBuf};

use crate::rows::tables::Table;

/// Directory of reports whose year cannot be told, as Hive names it.
pub const UNKNOWN_YEAR: &str = "__HIVE_DEFAULT_PARTITION__";
/// The symbolic link to the snapshot to read.
pub const CURRENT: &str = "current";
/// The directory of all snapshots.
pub const SNAPSHOTS: &str = "snapshots";
/// A snapshot's description of itself.
pub const MANIFEST: &str = "manifest.json";
/// A snapshot's description for machines.
pub const DATAPACKAGE: &str = "datapackage.json";
/// Ending of a snapshot that is not finished.
pub(super) const UNFINISHED: &str = "tmp";
/// The file that a run holds locked.
pub(super) const LOCK: &str = ".lock";

/// Directory of a table and year, relative to its snapshot.
pub(super) fn table_directory(table: Table, year: Option<i16>) -> PathBuf {
    let directory = PathBuf::from(table.name());
    match (table.is_partitioned(), year) {
        (false, _) => directory,
        (true, Some(year)) => directory.join(format!("report_year={year}")),
        (true, None) => directory.join(format!("report_year={UNKNOWN_YEAR}")),
    }
}

/// Name of a table's file.
pub(super) fn part_name(number: usize) -> String {
    format!("part-{number}.parquet")
}

/// The directory of snapshots in an output directory.
pub(super) fn snapshots(output: &Path) -> PathBuf {
    output.join(SNAPSHOTS)
}
