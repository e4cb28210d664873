//! The snapshots of an output directory: listing them, going back to one, removing old ones.
//!
//! Names begin with the time and sort by it. A clock that steps back does not disturb the order:
//! a new name is always later than all that are there.

use std::fs;
use std::path::{Path, PathBuf};

use super::clock::Moment;
use super::layout::{self, CURRENT, LOCK, MANIFEST, UNFINISHED};
use super::lock::RunLock;
use super::manifest::Manifest;
use super::{DatasetError, publish};

/// The snapshots of one output directory.
#[derive(Debug, Clone)]
pub struct Snapshots {
    output: PathBuf,
}

/// A finished snapshot.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Its name.
    pub id: String,
    /// Its directory.
    pub path: PathBuf,
    /// Whether `current` leads to it.
    pub is_current: bool,
}

impl Snapshot {
    /// What it says about itself.
    ///
    /// # Errors
    /// [`DatasetError`] where the manifest is missing or damaged.
    pub fn manifest(&self) -> Result<Manifest, DatasetError> {
        Manifest::read(&self.path)
    }
}

impl Snapshots {
    /// Those of this output directory.
    pub fn of(output: &Path) -> Self {
        Self { output: output.to_owned() }
    }

    /// All finished snapshots, the oldest first.
    ///
    /// # Errors
    /// [`DatasetError::NoDataset`] where there is none.
    pub fn list(&self) -> Result<Vec<Snapshot>, DatasetError> {
        let current = fs::read_link(self.output.join(CURRENT)).ok();
        let current = current.as_deref().and_then(Path::file_name);
        let directory = layout::snapshots(&self.output);
        let mut snapshots = Vec::new();
        if !directory.is_dir() {
            let is_snapshot = self.output.join(MANIFEST).is_file();
            return Err(DatasetError::NoDataset { directory: self.output.clone(), is_snapshot });
        }
        for entry in fs::read_dir(&directory).map_err(DatasetError::io("list", &directory))? {
            let path = entry.map_err(DatasetError::io("list", &directory))?.path();
            let unfinished = path.extension().is_some_and(|e| e == UNFINISHED);
            if let Some(name) = path.file_name().filter(|_| !unfinished && path.is_dir()) {
                let (id, is_current) = (name.to_string_lossy().into_owned(), Some(name) == current);
                snapshots.push(Snapshot { id, is_current, path });
            }
        }
        snapshots.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(snapshots)
    }

    /// Whether a run could begin to write here now.
    ///
    /// # Errors
    /// [`DatasetError::Busy`] while another one does; [`DatasetError::Foreign`] where `current` is somebody's.
    pub fn is_free(&self) -> Result<(), DatasetError> {
        publish::check_current(&self.output)?;
        // Where no run has been, there is no lock, and none is left.
        if !self.output.join(LOCK).exists() {
            return Ok(());
        }
        RunLock::take(&self.output).map(drop)
    }

    /// The snapshot with this name, or the only one whose name begins so; `current` is the one to
    /// read, `previous` the one before it.
    ///
    /// # Errors
    /// [`DatasetError::NoSnapshot`] says what there is.
    pub fn find(&self, name: &str) -> Result<Snapshot, DatasetError> {
        let mut all = self.list()?;
        let found: Vec<usize> = match (name, all.iter().position(|s| s.is_current)) {
            ("current", current) => current.into_iter().collect(),
            ("previous", current) => current.and_then(|c| c.checked_sub(1)).into_iter().collect(),
            _ => match all.iter().position(|s| s.id == name) {
                Some(at) => vec![at],
                None => (0..all.len()).filter(|&i| all[i].id.starts_with(name)).collect(),
            },
        };
        match found.as_slice() {
            [at] => Ok(all.swap_remove(*at)),
            [] => Err(DatasetError::NoSnapshot(format!("no snapshot is named {name}"))),
            many => Err(DatasetError::NoSnapshot(format!("{} snapshots begin with {name}", many.len()))),
        }
    }

    /// Makes a snapshot the one to read.
    ///
    /// # Errors
    /// [`DatasetError`]; `current` is then what it was.
    pub fn rollback(&self, name: &str) -> Result<Snapshot, DatasetError> {
        self.list()?;
        let _lock = RunLock::take(&self.output)?;
        let snapshot = self.find(name)?;
        snapshot.manifest()?;
        publish::point_current_at(&self.output, &snapshot.id)?;
        Ok(Snapshot { is_current: true, ..snapshot })
    }

    /// Removes all but the newest `keep` snapshots; the current one always stays. Gives what was removed.
    ///
    /// # Errors
    /// [`DatasetError`]; what was not removed yet is whole.
    pub fn prune(&self, keep: usize) -> Result<Vec<Snapshot>, DatasetError> {
        self.list()?;
        let _lock = RunLock::take(&self.output)?;
        let mut all = self.list()?;
        let old = all.len().saturating_sub(keep);
        let doomed: Vec<Snapshot> = all.drain(..old).filter(|s| !s.is_current).collect();
        for snapshot in &doomed {
            // Under the name of an unfinished one, so that the next run ends what is interrupted here.
            let dying = snapshot.path.with_file_name(format!("{}.{UNFINISHED}", snapshot.id));
            fs::rename(&snapshot.path, &dying).map_err(DatasetError::io("rename", &snapshot.path))?;
            fs::remove_dir_all(&dying).map_err(DatasetError::io("remove", &dying))?;
        }
        Ok(doomed)
    }
}

/// A name for a new snapshot, later than all that are there.
pub(super) fn next_id(output: &Path, now: Moment, content_hash: &str) -> Result<String, DatasetError> {
    let newest = Snapshots::of(output).list()?.into_iter().filter_map(|s| Moment::parse_compact(s.id.get(..16)?)).max();
    let moment = newest.map_or(now, |newest| now.max(newest.next()));
    Ok(format!("{}-{content_hash}", moment.compact()))
}
