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

/// Renames the unfinished snapshot to its final name and points `current` at it. Where that fails, the snapshot has
/// its unfinished name again: one that never was current is none to go back to.
pub(super) fn publish(output: &Path, unfinished: &Path, id: &str) -> Result<(), DatasetError> {
    let directory = snapshots(output);
    let finished = directory.join(id);
    fs::rename(unfinished, &finished).map_err(DatasetError::io("rename", unfinished))?;
    let published = sync(&directory).and_then(|()| point_current_at(output, id));
    if published.is_err() {
        // The error that matters is the one above.
        let _ = fs::rename(&finished, unfinished);
    }
    published
}

/// Whether `current` is missing or a link, which may be replaced.
///
/// # Errors
/// [`DatasetError::Foreign`] for somebody's file or folder of that name.
pub(super) fn check_current(output: &Path) -> Result<(), DatasetError> {
    let link = output.join(CURRENT);
    match fs::symlink_metadata(&link) {
        Ok(found) if !found.file_type().is_symlink() => Err(DatasetError::Foreign(link)),
        _ => Ok(()),
    }
}

/// Makes a finished snapshot the one to read. From the moment that it is, nothing fails any more.
pub(super) fn point_current_at(output: &Path, id: &str) -> Result<(), DatasetError> {
    check_current(output)?;
    let link = output.join(CURRENT);
    let new_link = link.with_extension(UNFINISHED);
    remove_link(&new_link)?;
    std::os::unix::fs::symlink(Path::new(SNAPSHOTS).join(id), &new_link)
        .map_err(DatasetError::io("create", &new_link))?;
    fs::rename(&new_link, &link).map_err(DatasetError::io("replace", &link))?;
    if let Err(error) = sync(output) {
        tracing::warn!("the snapshot {id} is current, but the disk may forget so if the power fails now: {error}");
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_that_cannot_become_current_is_not_listed() {
        let output = tempfile::tempdir().unwrap();
        let unfinished = snapshots(output.path()).join("20200101T000000Z.tmp");
        fs::create_dir_all(&unfinished).unwrap();
        // In the way of the new link.
        fs::create_dir(output.path().join("current.tmp")).unwrap();
        publish(output.path(), &unfinished, "20200101T000000Z-abc").unwrap_err();
        let names: Vec<_> = fs::read_dir(snapshots(output.path())).unwrap().map(|e| e.unwrap().path()).collect();
        assert_eq!(names, [unfinished]);
        fs::remove_dir(output.path().join("current.tmp")).unwrap();
        publish(output.path(), &names[0], "20200101T000000Z-abc").unwrap();
        assert!(output.path().join(CURRENT).is_dir());
    }
}
