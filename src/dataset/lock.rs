//! One run at a time for an output directory.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::DatasetError;
use super::layout::LOCK;

/// Held for as long as a run lasts. The system lets it go even if the run is killed.
#[derive(Debug)]
pub(super) struct RunLock {
    _file: File,
}

impl RunLock {
    pub(super) fn take(output: &Path) -> Result<Self, DatasetError> {
        let path = output.join(LOCK);
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(DatasetError::io("open", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(DatasetError::Busy(output.to_owned())),
            Err(TryLockError::Error(source)) => Err(DatasetError::io("lock", &path)(source)),
        }
    }
}
