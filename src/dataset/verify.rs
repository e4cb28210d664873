//! Whether a snapshot is what its manifest says: every file's size, hash, rows and schema, the
//! partitions, the keys, and the way from every row to its report.
//!
//! Files are read a batch at a time; only the ids of the reports are held in memory.

mod keys;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::Path;

use rayon::prelude::*;

use crate::rows::file_schema;
use crate::rows::tables::Table;

use super::assemble::FileRecord;
use super::layout::{DATAPACKAGE, MANIFEST, UNKNOWN_YEAR};
use super::manifest::{Manifest, UNKNOWN};
use super::{DatasetError, read_back};

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The snapshot's name.
    pub id: String,
    /// Files looked at.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Their rows.
    pub rows: u64,
    /// What is wrong; nothing if the snapshot is whole.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// In which file, relative to the snapshot.
    pub file: String,
    /// What is wrong with it.
    pub what: String,
}

impl Problem {
    fn new(file: &str, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), what: what.into() }
    }
}

/// Looks at every file of a snapshot.
///
/// # Errors
/// [`DatasetError`] where there is no manifest to judge by. What is wrong with the files is in the verdict.
pub fn verify(snapshot: &Path) -> Result<Verdict, DatasetError> {
    let manifest = Manifest::read(snapshot)?;
    let mut problems = Vec::new();
    if snapshot.file_name().is_none_or(|name| name.to_string_lossy() != manifest.id) {
        problems.push(Problem::new(MANIFEST, format!("it belongs to the snapshot {}", manifest.id)));
    }
    problems.extend(strangers(snapshot, &manifest)?);
    problems.extend(description(snapshot, &manifest));
    let judged: Vec<Vec<Problem>> = manifest.files.par_iter().map(|file| judge(snapshot, file)).collect();
    let whole: Vec<bool> = judged.iter().map(Vec::is_empty).collect();
    problems.extend(judged.into_iter().flatten());
    problems.extend(counts(&manifest));
    // Keys are looked at where the files can be read at all.
    let readable: Vec<&FileRecord> =
        manifest.files.iter().zip(whole).filter_map(|(f, whole)| whole.then_some(f)).collect();
    problems.extend(keys::check(snapshot, &readable));
    Ok(Verdict {
        files: manifest.files.len(),
        bytes: manifest.files.iter().map(|f| f.bytes).sum(),
        rows: manifest.files.iter().map(|f| f.rows).sum(),
        id: manifest.id,
        problems,
    })
}

/// The table and the year that a file's path names.
fn place(path: &str) -> Option<(Table, Option<i16>)> {
    let parts: Vec<&str> = path.split('/').collect();
    let table = Table::find(parts.first()?)?;
    match (table.is_partitioned(), parts.as_slice()) {
        (false, [_, _]) => Some((table, None)),
        (true, [_, year, _]) => match year.strip_prefix("report_year=")? {
            UNKNOWN_YEAR => Some((table, None)),
            year => Some((table, Some(year.parse().ok()?))),
        },
        _ => None,
    }
}

/// Files that the manifest does not list.
fn strangers(snapshot: &Path, manifest: &Manifest) -> Result<Vec<Problem>, DatasetError> {
    let mut known: BTreeSet<&str> = manifest.files.iter().map(|f| f.path.as_str()).collect();
    known.insert(MANIFEST);
    if !manifest.datapackage_blake3.is_empty() {
        known.insert(DATAPACKAGE);
    }
    let mut problems = Vec::new();
    for entry in walkdir::WalkDir::new(snapshot) {
        let entry = entry.map_err(|e| DatasetError::io("list", snapshot)(e.into()))?;
        let relative = entry.path().strip_prefix(snapshot).unwrap_or(entry.path()).to_string_lossy().into_owned();
        if !entry.file_type().is_dir() && !known.contains(relative.as_str()) {
            problems.push(Problem::new(&relative, "the manifest does not list it"));
        }
    }
    Ok(problems)
}

fn description(snapshot: &Path, manifest: &Manifest) -> Option<Problem> {
    if manifest.datapackage_blake3.is_empty() {
        return None;
    }
    match fs::read(snapshot.join(DATAPACKAGE)) {
        Err(error) => Some(Problem::new(DATAPACKAGE, error.to_string())),
        Ok(bytes) if blake3::hash(&bytes).to_hex().as_str() != manifest.datapackage_blake3 => {
            Some(Problem::new(DATAPACKAGE, "its hash is not the manifest's"))
        }
        Ok(_) => None,
    }
}

/// What is wrong with one file by itself.
fn judge(snapshot: &Path, record: &FileRecord) -> Vec<Problem> {
    let path = snapshot.join(&record.path);
    let problem = |what: String| vec![Problem::new(&record.path, what)];
    let Some((table, _)) = place(&record.path) else {
        return problem("its path names no table and year".to_owned());
    };
    let (bytes, hash) = match hash(&path) {
        Ok(hashed) => hashed,
        Err(error) => return problem(error.to_string()),
    };
    if bytes != record.bytes {
        return problem(format!("it has {bytes} bytes, the manifest says {}", record.bytes));
    }
    if hash != record.blake3 {
        return problem(format!("its hash is {hash}, the manifest says {}", record.blake3));
    }
    let file = match read_back::open(&path) {
        Ok(file) => file,
        Err(error) => return problem(error.to_string()),
    };
    let mut problems = Vec::new();
    let rows = u64::try_from(file.metadata().file_metadata().num_rows()).unwrap_or(0);
    if rows != record.rows {
        problems.extend(problem(format!("it has {rows} rows, the manifest says {}", record.rows)));
    }
    if file.schema().fields() != file_schema(table).fields() {
        problems.extend(problem(format!("its columns are not those of the table {}", table.name())));
    }
    problems
}

fn hash(path: &Path) -> io::Result<(u64, String)> {
    let mut hasher = blake3::Hasher::new();
    let bytes = io::copy(&mut File::open(path)?, &mut hasher)?;
    Ok((bytes, hasher.finalize().to_hex().to_string()))
}

/// Whether the files' rows add up to the tables' and years'.
fn counts(manifest: &Manifest) -> Vec<Problem> {
    let mut added: BTreeMap<String, super::TableRows> = BTreeMap::new();
    for file in &manifest.files {
        let Some((table, year)) = place(&file.path) else { continue };
        let rows = added.entry(table.name().to_owned()).or_default();
        rows.total += file.rows;
        if table.is_partitioned() && file.rows > 0 {
            let year = year.map_or_else(|| UNKNOWN.to_owned(), |y| y.to_string());
            *rows.by_year.entry(year).or_default() += file.rows;
        }
    }
    let missing = Table::ALL.map(Table::name).into_iter().filter(|&t| !added.contains_key(t));
    let mut problems: Vec<Problem> =
        missing.map(|table| Problem::new(MANIFEST, format!("no file of the table {table} is listed"))).collect();
    if added != manifest.rows {
        problems.push(Problem::new(MANIFEST, "its rows by table and year are not the sums of its files' rows"));
    }
    problems
}
