//! Names of files and directories in an output directory.

use std::fs;
use std::path::{Path, PathBuf};

use crate::rows::tables::Table;

/// Directory of reports whose year cannot be told, as Hive names it.
pub const UNKNOWN_YEAR: &str = "__HIVE_DEFAULT_PARTITION__";
/// The symbolic link to the snapshot to read.
pub const CURRENT: &str = "current";
/// The directory of all snapshots.
pub const SNAPSHOTS: &str = "snapshots";
/// Directory beside the snapshots of what a run has read.
pub const CACHE: &str = "cache";
/// A snapshot's description of itself.
pub const MANIFEST: &str = "manifest.json";
/// A snapshot's description for machines.
pub const DATAPACKAGE: &str = "datapackage.json";
/// Ending of a snapshot that is not finished.
pub(super) const UNFINISHED: &str = "tmp";
/// The file that a run holds locked.
pub(super) const LOCK: &str = ".lock";

/// Where a directory is, links followed, as far as it is there.
pub(crate) fn place_of(directory: &Path) -> PathBuf {
    directory.canonicalize().unwrap_or_else(|_| {
        let above = directory.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
        match directory.file_name() {
            Some(name) if above != directory => place_of(above).join(name),
            _ => directory.to_owned(),
        }
    })
}

/// The directory of the dataset that this file or folder is a part of: that of `output`, a canonical path, or any
/// other dataset that this program wrote. What else somebody keeps beside a dataset is no part of it.
pub(crate) fn owner(path: &Path, output: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    if ![CURRENT, SNAPSHOTS, CACHE, LOCK].contains(&name.trim_end_matches(".tmp")) {
        return None;
    }
    let directory = path.parent()?.canonicalize().ok()?;
    let leads_there = || fs::read_link(directory.join(CURRENT)).is_ok_and(|link| link.starts_with(SNAPSHOTS));
    let is_dataset = directory == output || directory.join(SNAPSHOTS).is_dir() && leads_there();
    is_dataset.then_some(directory)
}

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
