//! Makes a snapshot last, then makes it the one to read, each in one atomic step.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::DatasetError;
use super::layout::{CURRENT, SNAPSHOTS, UNFINISHED, snapshots};

/// Threads that wait for the disk.
const SYNC_THREADS: usize = 16;

/// Removes what runs that died have left: unfinished snapshots and a link never put in place.
pub(super) fn remove_leftovers(output: &Path) -> Result<(), DatasetError> {
    let directory = snapshots(output);
    let entries = fs::read_dir(&directory).map_err(DatasetError::io("list", &directory))?;
    for entry in entries {
        let path = entry.map_err(DatasetError::io("list", &directory))?.path();
        if path.extension().is_some_and(|e| e == UNFINISHED) {
            fs::remove_dir_all(&path).map_err(DatasetError::io("remove", &path))?;
        }
    }
    remove_link(&output.join(CURRENT).with_extension(UNFINISHED))
}

/// Renames the unfinished snapshot to its final name and points `current` at it.
pub(super) fn publish(output: &Path, unfinished: &Path, id: &str) -> Result<(), DatasetError> {
    let directory = snapshots(output);
    let finished = directory.join(id);
    fs::rename(unfinished, &finished).map_err(DatasetError::io("rename", unfinished))?;
    sync(&directory)?;
    point_current_at(output, id)
}

/// Makes a finished snapshot the one to read.
pub(super) fn point_current_at(output: &Path, id: &str) -> Result<(), DatasetError> {
    let link = output.join(CURRENT);
    let new_link = link.with_extension(UNFINISHED);
    remove_link(&new_link)?;
    std::os::unix::fs::symlink(Path::new(SNAPSHOTS).join(id), &new_link)
        .map_err(DatasetError::io("create", &new_link))?;
    fs::rename(&new_link, &link).map_err(DatasetError::io("replace", &link))?;
    sync(output)
}

/// Brings a file's bytes or a directory's entries to disk.
pub(super) fn sync(path: &Path) -> Result<(), DatasetError> {
    File::open(path).and_then(|d| d.sync_all()).map_err(DatasetError::io("sync", path))
}

/// Brings many files and directories to disk. The disk serves those who wait together in one go,
/// so waiting in several threads takes a fraction of the time.
pub(super) fn sync_all(paths: &[PathBuf]) -> Result<(), DatasetError> {
    let share = paths.len().div_ceil(SYNC_THREADS).max(1);
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            paths.chunks(share).map(|paths| scope.spawn(|| paths.iter().try_for_each(|p| sync(p)))).collect();
        threads.into_iter().try_for_each(|thread| {
            let died = || DatasetError::io("sync", Path::new("files"))(io::Error::other("a thread died"));
            thread.join().map_err(|_| died())?
        })
    })
}

fn remove_link(link: &Path) -> Result<(), DatasetError> {
    match fs::remove_file(link) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(DatasetError::io("remove", link)(e)),
        _ => Ok(()),
    }
}
