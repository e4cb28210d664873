//! What can go wrong while a snapshot is written, each with the file and what to do.

use std::io;
use std::path::{Path, PathBuf};

/// Why a snapshot could not be written. The published one is untouched.
#[derive(Debug, thiserror::Error)]
pub enum DatasetError {
    /// Another run holds the lock.
    #[error("{}: another run is writing to this directory; wait for it to end or choose another --output", .0.display())]
    Busy(PathBuf),
    /// Something of somebody else's stands where the link to the snapshot belongs.
    #[error("{} is no link to a snapshot but somebody's file or folder; move it away or choose another --output", .0.display())]
    Foreign(PathBuf),
    /// There is no dataset in this directory.
    #[error(
        "{} holds no dataset{}; give the directory that `gongkai run` wrote to",
        directory.display(),
        if *is_snapshot { " but is a snapshot of one" } else { "" }
    )]
    NoDataset {
        /// The directory.
        directory: PathBuf,
        /// Whether a snapshot lies there, or the link to one.
        is_snapshot: bool,
    },
    /// A snapshot of another version of this program.
    #[error(
        "{} is of format {found}, and this is gongkai {} that reads format {known}; use the gongkai that wrote it, \
         or run again",
        path.display(),
        env!("CARGO_PKG_VERSION")
    )]
    OtherFormat {
        /// Its manifest.
        path: PathBuf,
        /// Version of its form.
        found: u32,
        /// The version that is read.
        known: u32,
    },
    /// A file or directory could not be made, written, synced or renamed.
    #[error("cannot {action} {}: {source}; check free space and rights, then run again", path.display())]
    Io {
        /// What was tried, e.g. `create`.
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Parquet refuses to write or read back a file.
    #[error("{}: {source}; if the disk is not full, please report this", path.display())]
    Parquet {
        /// Which file.
        path: PathBuf,
        /// What the library says.
        source: parquet::errors::ParquetError,
    },
    /// A file of a finished snapshot is not what it was.
    #[error("{}: {what}; the snapshot is damaged, go back to another one with `gongkai snapshots rollback`", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// Rows cannot be encoded or kept pages not be read.
    #[error("rows cannot be encoded ({0}); please report this")]
    Encode(parquet::errors::ParquetError),
    /// No snapshot goes by this name, or more than one.
    #[error("{0}; `gongkai snapshots list` shows them")]
    NoSnapshot(String),
    /// A setting that Parquet does not take.
    #[error("parquet settings: {0}")]
    Settings(String),
    /// The manifest could not be put into words.
    #[error("manifest: {0}; please report this")]
    Manifest(#[from] serde_json::Error),
}

impl DatasetError {
    pub(super) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { action, path, source }
    }

    pub(super) fn parquet<E: Into<parquet::errors::ParquetError>>(path: &Path) -> impl FnOnce(E) -> Self {
        let path = path.to_owned();
        move |source| Self::Parquet { path, source: source.into() }
    }
}
