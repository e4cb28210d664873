//! Counting with Polars, one file and a few columns at a time.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use polars::prelude::{DataFrame, ParquetReader, PolarsResult, SerReader};

use crate::rows::tables::Table;

use super::{DeriveError, partition_year};

/// Rows read at a time.
const ROWS: usize = 1 << 20;

/// A data file and the year that its directory is named for.
pub(super) struct DataFile {
    pub(super) path: PathBuf,
    pub(super) year: Option<i32>,
}

/// The files of a table, by path.
pub(super) fn data_files(snapshot: &Path, table: Table) -> Result<Vec<DataFile>, DeriveError> {
    let root = snapshot.join(table.name());
    let directories = match table.is_partitioned() {
        true => entries(&root)?,
        false => vec![root],
    };
    let mut files = Vec::new();
    for directory in directories {
        let name = directory.file_name().map(|n| n.to_string_lossy());
        let year = name.and_then(|n| partition_year(&n));
        let paths = entries(&directory)?.into_iter();
        files.extend(paths.map(|path| DataFile { path, year }));
    }
    Ok(files)
}

fn entries(directory: &Path) -> Result<Vec<PathBuf>, DeriveError> {
    let mut paths = fs::read_dir(directory)
        .and_then(|entries| entries.map(|e| Ok(e?.path())).collect::<Result<Vec<_>, _>>())
        .map_err(io(directory))?;
    paths.sort();
    Ok(paths)
}

/// Some columns of a file.
pub(super) fn frame(path: &Path, columns: &[String]) -> Result<DataFrame, DeriveError> {
    slice(path, columns, None)
}

fn slice(path: &Path, columns: &[String], rows: Option<(usize, usize)>) -> Result<DataFrame, DeriveError> {
    let file = File::open(path).map_err(io(path))?;
    ParquetReader::new(file).with_columns(Some(columns.to_vec())).with_slice(rows).finish().map_err(polars(path))
}

/// The sum of a column of counts.
pub(super) fn sum_int32(path: &Path, frame: &DataFrame, column: &str) -> Result<u64, DeriveError> {
    let sum = || -> PolarsResult<u64> {
        let values = frame.column(column)?.i32()?;
        Ok(values.iter().flatten().map(|n| u64::from(n.max(0) as u32)).sum())
    };
    sum().map_err(polars(path))
}

/// Rows of a table by the values of some columns of codes.
pub(super) fn count_codes(
    snapshot: &Path,
    table: Table,
    columns: &[&str],
) -> Result<BTreeMap<Vec<String>, u64>, DeriveError> {
    let names: Vec<String> = columns.iter().map(|&c| c.to_owned()).collect();
    let mut counts = BTreeMap::new();
    for DataFile { path, .. } in data_files(snapshot, table)? {
        for frame in frames(&path, &names) {
            add(&mut counts, &frame?, &names).map_err(polars(&path))?;
        }
    }
    Ok(counts)
}

/// Some columns of a file, so many rows at a time that memory stays bounded.
pub(super) fn frames(path: &Path, columns: &[String]) -> impl Iterator<Item = Result<DataFrame, DeriveError>> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let from = next.take()?;
        let frame = slice(path, columns, Some((from, ROWS)));
        next = frame.as_ref().ok().filter(|frame| frame.height() == ROWS).map(|_| from + ROWS);
        Some(frame)
    })
}

fn add(counts: &mut BTreeMap<Vec<String>, u64>, frame: &DataFrame, names: &[String]) -> PolarsResult<()> {
    let columns = names.iter().map(|name| frame.column(name)?.str()).collect::<PolarsResult<Vec<_>>>()?;
    let mut here: HashMap<Vec<&str>, u64> = HashMap::new();
    let mut key = Vec::new();
    for row in 0..frame.height() {
        key.clear();
        key.extend(columns.iter().map(|c| c.get(row).unwrap_or_default()));
        match here.get_mut(&key) {
            Some(count) => *count += 1,
            None => {
                here.insert(key.clone(), 1);
            }
        }
    }
    for (key, count) in here {
        let key = key.into_iter().map(str::to_owned).collect();
        *counts.entry(key).or_default() += count;
    }
    Ok(())
}

fn io(path: &Path) -> impl FnOnce(std::io::Error) -> DeriveError {
    let path = path.to_owned();
    move |source| DeriveError::Io { path, source }
}

pub(super) fn polars(path: &Path) -> impl FnOnce(polars::prelude::PolarsError) -> DeriveError {
    let path = path.to_owned();
    move |source| DeriveError::Polars { path, source }
}
