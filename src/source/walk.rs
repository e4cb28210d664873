//! Finds the inputs: every file under the given roots, in an order that depends on names alone.
//!
//! Each file gets a `source_uri`, its path below its root, its names decoded as those in archives are. Files of
//! several roots that would share one get as many trailing components of their root in front as tell them apart;
//! what is the same even then, by names that decode alike, is numbered.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};
use std::rc::Rc;

use walkdir::{DirEntry, WalkDir};

use super::zip_file::decoded_name;
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
                Ok(entry) if entry.file_type().is_file() => found.push(Found {
                    relative: relative(entry.path(), &base),
                    base: Rc::clone(&base),
                    depth: 0,
                    number: 1,
                    path: entry.into_path(),
                }),
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

struct Found {
    path: PathBuf,
    relative: String,
    base: Rc<Path>,
    /// Components of the base that stand in front.
    depth: usize,
    /// Which one it is of those that have the same place otherwise, from 1.
    number: usize,
}

impl Found {
    fn uri(&self) -> Cow<'_, str> {
        if self.depth == 0 && self.number == 1 {
            return Cow::Borrowed(&self.relative);
        }
        let names: Vec<_> = self
            .base
            .components()
            .filter_map(|component| match component {
                Component::Normal(name) => Some(decoded_name(name.as_encoded_bytes())),
                _ => None,
            })
            .collect();
        let mut uri = String::new();
        for name in &names[names.len().saturating_sub(self.depth)..] {
            uri.push_str(name);
            uri.push('/');
        }
        uri.push_str(&self.relative);
        if self.number > 1 {
            uri.push_str(&format!("~{}", self.number));
        }
        Cow::Owned(uri)
    }
}

const MAX_PREFIX: usize = 32;

/// Gives every file a place of its own: by its root where roots differ, else by a number.
fn tell_apart(found: &mut [Found]) {
    for _ in 0..MAX_PREFIX {
        let clashes = clashes(found);
        let of_roots = clashes.iter().filter(|same| same.iter().any(|&at| found[at].base != found[same[0]].base));
        let deeper: Vec<usize> = of_roots.flatten().copied().collect();
        if deeper.is_empty() {
            break;
        }
        for at in deeper {
            found[at].depth += 1;
        }
    }
    // A number may make a place that another file has already; so it goes on until there is none.
    loop {
        let clashes = clashes(found);
        if clashes.is_empty() {
            return;
        }
        for same in clashes {
            for (at, further) in same[1..].iter().zip(1..) {
                found[*at].number += further;
            }
        }
    }
}

/// Files that have the same place, in their own order.
fn clashes(found: &[Found]) -> Vec<Vec<usize>> {
    let mut places: Vec<(Cow<'_, str>, usize)> = found.iter().enumerate().map(|(at, file)| (file.uri(), at)).collect();
    places.sort_unstable();
    let same = places.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1);
    same.map(|same| same.iter().map(|(_, at)| *at).collect()).collect()
}

fn canonical(input: &Path) -> Result<PathBuf, SourceError> {
    input.canonicalize().map_err(|source| SourceError::Root { path: input.to_owned(), source })
}

fn relative(path: &Path, base: &Path) -> String {
    let below = path.strip_prefix(base).unwrap_or(path);
    if MAIN_SEPARATOR == '/'
        && let Some(plain) = below.to_str()
    {
        return plain.to_owned();
    }
    let names: Vec<_> = below.components().map(|c| decoded_name(c.as_os_str().as_encoded_bytes())).collect();
    names.join("/")
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
mod tests {
    use super::*;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, file).unwrap();
        }
        folder
    }

    fn uris(inputs: &[PathBuf]) -> Vec<String> {
        let found = discover(inputs).unwrap();
        found.files.into_iter().map(|file| file.source_uri).collect()
    }

    #[test]
    fn order_is_by_name_and_hidden_files_are_left_out() {
        let folder = tree(&["b/2.html", "b.txt", "a/甲.txt", ".x/1.txt", "b/.2.txt"]);
        assert_eq!(uris(&[folder.path().into()]), ["a/甲.txt", "b.txt", "b/2.html"]);
    }

    #[test]
    fn a_single_file_goes_by_its_name() {
        let folder = tree(&["b/2.html"]);
        let file = folder.path().join("b/2.html");
        assert_eq!(uris(&[file.clone(), file]), ["2.html"]);
    }

    #[test]
    fn roots_with_equal_paths_are_told_apart() {
        let folder = tree(&["x/in/1.txt", "y/in/1.txt", "y/in/2.txt", "z/1.txt"]);
        let root = |name| folder.path().join(name);
        assert_eq!(uris(&[root("x/in"), root("y/in"), root("z")]), ["2.txt", "x/in/1.txt", "y/in/1.txt", "z/1.txt"]);
    }

    #[test]
    fn files_without_a_reader_stay_in_the_list() {
        let folder = tree(&["a.wps"]);
        let found = discover(&[folder.path().into()]).unwrap();
        assert_eq!(found.files[0].byte_len(), 5);
    }

    #[test]
    fn a_missing_root_is_an_error_that_names_it() {
        let missing = PathBuf::from("/nowhere/报告");
        let error = discover(&[missing]).unwrap_err();
        assert!(error.to_string().contains("/nowhere/报告"));
    }

    #[cfg(unix)]
    #[test]
    fn a_loop_of_links_ends_and_is_on_record() {
        let folder = tree(&["a/1.txt"]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("a/up")).unwrap();
        std::os::unix::fs::symlink("gone", folder.path().join("a/broken.txt")).unwrap();
        let found = discover(&[folder.path().into()]).unwrap();
        assert_eq!(found.files.len(), 1);
        let places: Vec<_> = found.rejects.iter().map(|r| &r.source_uri).collect();
        assert_eq!(places, ["a/broken.txt", "a/up"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_are_not_utf8_are_decoded_as_in_archives() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tree(&["in/报.txt", "in/b\\c.txt"]);
        let root = folder.path().join("in");
        // 年 and 报 in GBK, and two names that mean nothing in any encoding.
        for name in [&b"\xC4\xEA.txt"[..], b"\xB1\xA8.txt", b"\xFF.txt", b"\xFF\xFF.txt"] {
            std::fs::write(root.join(std::ffi::OsStr::from_bytes(name)), "x").unwrap();
        }
        let found = discover(&[root]).unwrap();
        let mut uris: Vec<&str> = found.files.iter().map(|file| file.source_uri.as_str()).collect();
        assert!(["年.txt", "报.txt", "报.txt~2", "b\\c.txt"].iter().all(|uri| uris.contains(uri)), "{uris:?}");
        assert_eq!(found.files.len(), 6);
        uris.dedup();
        assert_eq!(uris.len(), 6, "each has a place of its own");
        let base = folder.path().file_name().unwrap().to_string_lossy().into_owned();
        assert!(uris.iter().all(|uri| !uri.contains(&base)), "where the folder lies is nobody's business: {uris:?}");
        assert!(found.files.iter().all(|file| std::fs::read(&file.path).is_ok()));
    }

    #[test]
    fn what_is_left_out_is_counted_once() {
        let folder = tree(&["a.txt", ".b.txt", ".git/1", ".git/2", "c/.d.txt", "out/snapshots/1.txt", "out/e.txt"]);
        let root = folder.path().canonicalize().unwrap();
        let out = root.join("out");
        let dataset_of = |path: &Path| path.ends_with("out/snapshots").then(|| out.clone());
        let found = discover_but(&[root.clone(), root.join("c")], &dataset_of).unwrap();
        let uris: Vec<&str> = found.files.iter().map(|file| file.source_uri.as_str()).collect();
        assert_eq!(uris, ["a.txt", "out/e.txt"]);
        assert_eq!(found.left_out, LeftOut { hidden: 3, datasets: vec![out.clone()] });
        let named = discover_but(&[root.join(".b.txt"), out.join("snapshots")], &dataset_of).unwrap();
        assert_eq!((named.files.len(), named.left_out), (2, LeftOut::default()));
    }
}
