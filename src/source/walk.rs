//! Finds the inputs: every file under the given roots, in an order that depends on names alone.
//!
//! Each file gets a `source_uri`, its path below its root; [`super::places`] tells apart what would share one.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use walkdir::{DirEntry, WalkDir};

use super::places::{Found, relative, tell_apart};
use super::{LeftOut, Reject, RejectReason};

/// A file that was found and not yet opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Where to open it.
    pub path: PathBuf,
    /// Path relative to its input root, `/`-separated; unique among the inputs of a run.
    pub source_uri: String,
}

impl InputFile {
    /// Size in bytes as the file system gives it; 0 if it gives none.
    pub(super) fn byte_len(&self) -> u64 {
        std::fs::metadata(&self.path).map_or(0, |metadata| metadata.len())
    }
}

/// What lies under the input roots.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Discovery {
    /// The files, in the byte order of their `source_uri`.
    pub files: Vec<InputFile>,
    /// Folders and entries that could not be looked at, in the same order.
    pub rejects: Vec<Reject>,
    /// What was passed over.
    pub left_out: LeftOut,
}

/// Why the inputs could not be listed at all.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// An input root that does not exist or cannot be looked at.
    #[error("input {}: {source}; give an existing file or folder", path.display())]
    Root {
        /// The root as given.
        path: PathBuf,
        /// What the file system says.
        source: std::io::Error,
    },
    /// The system gives no thread to walk through the inputs.
    #[error("cannot start the thread that opens the inputs: {0}")]
    Thread(#[from] std::io::Error),
}

/// Whether the inputs are all there.
///
/// # Errors
/// [`SourceError::Root`] names the first that is not.
pub fn all_exist(inputs: &[PathBuf]) -> Result<(), SourceError> {
    inputs.iter().try_for_each(|input| canonical(input).map(drop))
}

/// Lists every file under `inputs`; folders are searched through, hidden files are left out.
///
/// # Errors
/// [`SourceError::Root`] names an input that is not there.
pub fn discover(inputs: &[PathBuf]) -> Result<Discovery, SourceError> {
    discover_but(inputs, &|_| None)
}

/// As [`discover`], without what is a dataset's: `dataset_of` gives the directory of the dataset that a file or
/// folder is a part of. An input given by name is read all the same.
///
/// # Errors
/// [`SourceError::Root`] names an input that is not there.
pub fn discover_but(
    inputs: &[PathBuf],
    dataset_of: &dyn Fn(&Path) -> Option<PathBuf>,
) -> Result<Discovery, SourceError> {
    let mut seen = BTreeSet::new();
    let (mut hidden, mut datasets) = (BTreeSet::new(), BTreeSet::new());
    let mut found = Vec::new();
    let mut rejects = Vec::new();
    for input in inputs {
        let root = canonical(input)?;
        if !seen.insert(root.clone()) {
            continue;
        }
        let base = if root.is_dir() { root.as_path() } else { root.parent().unwrap_or(Path::new("")) };
        let base: Rc<Path> = base.into();
        // What stands in one folder differs in nothing but the name.
        let by_name = |a: &DirEntry, b: &DirEntry| a.path().as_os_str().cmp(b.path().as_os_str());
        let is_wanted = |entry: &DirEntry| {
            if entry.depth() == 0 {
                return true;
            }
            if let Some(dataset) = dataset_of(entry.path()) {
                datasets.insert(dataset);
                return false;
            }
            let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            if is_hidden {
                hidden.insert(entry.path().to_owned());
            }
            !is_hidden
        };
        for entry in WalkDir::new(&root).follow_links(true).sort_by(by_name).into_iter().filter_entry(is_wanted) {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) if entry.file_type().is_file() => {
                    let place = relative(entry.path(), &base);
                    found.push(Found::new(entry.into_path(), place, Rc::clone(&base)));
                }
                Ok(entry) => rejects
                    .push(unreadable(relative(entry.path(), &base), "it is neither a file nor a folder".to_owned())),
                Err(error) => {
                    let place = error.path().map_or_else(String::new, |path| relative(path, &base));
                    rejects.push(unreadable(place, reason(&error)));
                }
            }
        }
    }
    found.sort_by(|a, b| a.path.as_os_str().cmp(b.path.as_os_str()));
    found.dedup_by(|a, b| a.path == b.path && a.relative == b.relative);
    tell_apart(&mut found);
    let mut files: Vec<InputFile> =
        found.into_iter().map(|found| InputFile { source_uri: found.uri().into_owned(), path: found.path }).collect();
    files.sort_by(|a, b| a.source_uri.cmp(&b.source_uri));
    rejects.sort_by(|a, b| a.source_uri.cmp(&b.source_uri));
    let left_out = LeftOut { hidden: hidden.len() as u64, datasets: datasets.into_iter().collect() };
    Ok(Discovery { files, rejects, left_out })
}

fn canonical(input: &Path) -> Result<PathBuf, SourceError> {
    input.canonicalize().map_err(|source| SourceError::Root { path: input.to_owned(), source })
}

fn reason(error: &walkdir::Error) -> String {
    match error.io_error() {
        Some(io) => io.to_string(),
        None => "a link leads back to a folder above it".to_owned(),
    }
}

fn unreadable(source_uri: String, what: String) -> Reject {
    Reject {
        source_uri,
        reason: RejectReason::Unreadable,
        detail: format!("the entry could not be looked at: {what}"),
        byte_len: 0,
    }
}

#[cfg(test)]
mod tests;
