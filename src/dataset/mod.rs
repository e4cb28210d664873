//! Dataset stage: batches become Parquet files in a snapshot, which is published in one step.
//!
//! Input: [`TableBatch`]es in source order. Output: a directory `snapshots/<id>` and the link
//! `current` that points at it. Nobody ever sees half a snapshot: it grows in `snapshots/….tmp`,
//! is brought to disk, renamed, and only then linked. A run that fails, is stopped or killed
//! leaves `current` as it was; the next run removes what it left.

mod clock;
mod diff;
mod duplicates;
mod error;
mod hashed;
mod layout;
mod lock;
mod manifest;
mod package;
mod part;
mod properties;
mod publish;
mod read_back;
mod snapshots;
mod verify;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use rayon::prelude::*;

use crate::rows::TableBatch;
use crate::rows::package::Package;
use crate::rows::tables::Table;

use clock::Moment;
pub use diff::{CellChange, Difference, FigureChange, diff};
use duplicates::Duplicates;
pub use error::DatasetError;
pub use layout::{CURRENT, DATAPACKAGE, MANIFEST, SNAPSHOTS, UNKNOWN_YEAR};
use lock::RunLock;
pub use manifest::{Manifest, RunFacts, TableRows};
pub use part::FileRecord;
use part::PartWriter;
pub use properties::ParquetSettings;
pub use snapshots::{Snapshot, Snapshots};
pub use verify::{Problem, Verdict, verify};

/// Writes one snapshot. Dropped before [`SnapshotWriter::finish`], it removes what it wrote.
pub struct SnapshotWriter {
    output: PathBuf,
    unfinished: PathBuf,
    settings: ParquetSettings,
    parts: BTreeMap<(Table, Option<i16>), PartWriter>,
    duplicates: Duplicates,
    package: Option<Package>,
    published: bool,
    _lock: RunLock,
}

/// A snapshot that is in place and current.
#[derive(Debug, Clone)]
pub struct Published {
    /// Its directory.
    pub path: PathBuf,
    /// What it says about itself.
    pub manifest: Manifest,
}

impl SnapshotWriter {
    /// Begins a snapshot in an output directory, which is made if need be.
    ///
    /// # Errors
    /// [`DatasetError::Busy`] while another run writes there; [`DatasetError::Io`] for a
    /// directory that cannot be written; [`DatasetError::Settings`] for wrong settings.
    pub fn begin(output: &Path, settings: &ParquetSettings) -> Result<Self, DatasetError> {
        settings.properties(Table::Reports)?;
        let snapshots = layout::snapshots(output);
        fs::create_dir_all(&snapshots).map_err(DatasetError::io("create", &snapshots))?;
        let lock = RunLock::take(output)?;
        publish::remove_leftovers(output)?;
        let name = format!("{}.{}", Moment::now().compact(), layout::UNFINISHED);
        let unfinished = snapshots.join(name);
        fs::create_dir(&unfinished).map_err(DatasetError::io("create", &unfinished))?;
        Ok(Self {
            output: output.to_owned(),
            unfinished,
            settings: settings.clone(),
            parts: BTreeMap::new(),
            duplicates: Duplicates::new(),
            package: None,
            published: false,
            _lock: lock,
        })
    }

    /// Has the snapshot carry a `datapackage.json` with this description of the tables.
    pub fn describe(&mut self, package: Package) {
        self.package = Some(package);
    }

    /// Adds rows, files side by side in the current thread pool.
    ///
    /// # Errors
    /// [`DatasetError`] names the file.
    pub fn write(&mut self, batches: Vec<TableBatch>) -> Result<(), DatasetError> {
        let mut work: BTreeMap<(Table, Option<i16>), Vec<RecordBatch>> = BTreeMap::new();
        for TableBatch { table, year, batch } in batches {
            self.part(table, year)?;
            work.entry((table, year)).or_default().push(batch);
        }
        let work: Vec<(&mut PartWriter, Vec<RecordBatch>)> =
            self.parts.iter_mut().filter_map(|(key, part)| Some((part, work.remove(key)?))).collect();
        work.into_par_iter()
            .with_max_len(1)
            .try_for_each(|(part, batches)| batches.iter().try_for_each(|b| part.write(b)))?;
        self.bound_memory()
    }

    /// Notes a further place of a report's bytes.
    pub fn add_duplicate(&mut self, report_id: &str, source_uri: String) {
        self.duplicates.entry(report_id.to_owned()).or_default().push(source_uri);
    }

    /// Ends all files, writes the manifest and makes the snapshot the current one.
    ///
    /// # Errors
    /// [`DatasetError`] names the file; `current` is then what it was.
    pub fn finish(mut self, facts: RunFacts) -> Result<Published, DatasetError> {
        self.fill_empty_tables()?;
        self.parts.par_iter_mut().try_for_each(|(_, part)| part.finish())?;
        self.fill_in_duplicates()?;
        self.sync_data()?;

        let files = self.parts.values().flat_map(PartWriter::records);
        let mut manifest = Manifest::new(facts, self.count_rows(), files.cloned().collect());
        if let Some(package) = &self.package {
            let described = package::describe(package, &manifest)?;
            manifest.datapackage_blake3 = blake3::hash(described.as_bytes()).to_hex().to_string();
            let path = self.unfinished.join(DATAPACKAGE);
            fs::write(&path, described).map_err(DatasetError::io("write", &path))?;
            publish::sync(&path)?;
        }
        let now = Moment::now();
        manifest.created_at = now.iso();
        manifest.id = snapshots::next_id(&self.output, now, &manifest.content_hash()?)?;
        let path = self.unfinished.join(MANIFEST);
        fs::write(&path, manifest.to_json()?).map_err(DatasetError::io("write", &path))?;
        publish::sync(&path)?;
        publish::sync(&self.unfinished)?;
        publish::publish(&self.output, &self.unfinished, &manifest.id)?;
        self.published = true;
        Ok(Published { path: layout::snapshots(&self.output).join(&manifest.id), manifest })
    }

    fn part(&mut self, table: Table, year: Option<i16>) -> Result<&mut PartWriter, DatasetError> {
        use std::collections::btree_map::Entry;
        Ok(match self.parts.entry((table, year)) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(PartWriter::new(&self.unfinished, table, year, &self.settings)?),
        })
    }

    /// Gives every table a file, so that queries over it work before it has rows. It goes to a year
    /// that is known if the snapshot has one, for readers tell the type of `report_year` from
    /// the names of a table's directories.
    fn fill_empty_tables(&mut self) -> Result<(), DatasetError> {
        let known = self.parts.keys().find_map(|&(_, year)| year);
        for table in Table::ALL {
            let year = known.filter(|_| table.is_partitioned());
            let mut years = self.parts.keys().filter(|(t, _)| *t == table);
            if !years.any(|(_, y)| year.is_none() || y.is_some()) {
                self.part(table, year)?;
            }
        }
        Ok(())
    }

    /// Ends row groups early, the largest first, while rows wait in more memory than allowed.
    fn bound_memory(&mut self) -> Result<(), DatasetError> {
        let mut sizes: Vec<(usize, &mut PartWriter)> =
            self.parts.values_mut().map(|part| (part.buffered(), part)).collect();
        let mut total: usize = sizes.iter().map(|(size, _)| size).sum();
        sizes.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
        for (size, part) in sizes {
            if total <= self.settings.buffer_bytes {
                break;
            }
            part.flush()?;
            total -= size;
        }
        Ok(())
    }

    fn fill_in_duplicates(&mut self) -> Result<(), DatasetError> {
        if self.duplicates.is_empty() {
            return Ok(());
        }
        let (snapshot, settings) = (&self.unfinished, &self.settings);
        for (&(table, year), part) in &mut self.parts {
            if table == Table::Reports {
                let fresh = || PartWriter::new(snapshot, table, year, settings);
                *part = duplicates::rewrite(part, fresh, &self.duplicates)?;
            }
        }
        Ok(())
    }

    fn sync_data(&self) -> Result<(), DatasetError> {
        let mut paths: Vec<PathBuf> = Vec::new();
        for part in self.parts.values() {
            let files = part.records().iter().map(|r| self.unfinished.join(&r.path));
            paths.extend(files);
            paths.push(part.directory().to_owned());
        }
        paths.extend(Table::ALL.map(|t| self.unfinished.join(t.name())));
        publish::sync_all(&paths)
    }

    fn count_rows(&self) -> BTreeMap<String, TableRows> {
        let mut counts: BTreeMap<String, TableRows> = BTreeMap::new();
        for (&(table, year), part) in &self.parts {
            let rows: u64 = part.records().iter().map(|r| r.rows).sum();
            let count = counts.entry(table.name().to_owned()).or_default();
            count.total += rows;
            if table.is_partitioned() && rows > 0 {
                let year = year.map_or_else(|| manifest::UNKNOWN.to_owned(), |y| y.to_string());
                count.by_year.insert(year, rows);
            }
        }
        counts
    }
}

impl Drop for SnapshotWriter {
    fn drop(&mut self) {
        if !self.published {
            self.parts.clear();
            // What cannot be removed now, the next run removes.
            let _ = fs::remove_dir_all(&self.unfinished);
        }
    }
}
