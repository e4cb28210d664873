//! The `source_uri` of files: the path below their root, names decoded as those in archives are.
//!
//! Files of several roots that would share one get as many trailing components of their root in front as tell them
//! apart; what is the same even then, by names that decode alike, is numbered: `a.txt`, `a.txt~2`.

use std::borrow::Cow;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};
use std::rc::Rc;

use super::zip_file::decoded_name;

/// A file on its way to a place.
pub(super) struct Found {
    /// Where it lies.
    pub(super) path: PathBuf,
    /// Its path below its root.
    pub(super) relative: String,
    /// Its root.
    pub(super) base: Rc<Path>,
    /// Components of the base that stand in front.
    depth: usize,
    /// Which one it is of those that have the same place otherwise, from 1.
    number: usize,
}

impl Found {
    pub(super) fn new(path: PathBuf, relative: String, base: Rc<Path>) -> Self {
        Self { path, relative, base, depth: 0, number: 1 }
    }

    /// Its place as far as it is known.
    pub(super) fn uri(&self) -> Cow<'_, str> {
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

/// Components of a root that may stand in front.
const MAX_PREFIX: usize = 32;

/// Gives every file a place of its own: by its root where roots differ, else by a number.
pub(super) fn tell_apart(found: &mut [Found]) {
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

/// A path below a folder, `/`-separated.
pub(super) fn relative(path: &Path, base: &Path) -> String {
    let below = path.strip_prefix(base).unwrap_or(path);
    if MAIN_SEPARATOR == '/'
        && let Some(plain) = below.to_str()
    {
        return plain.to_owned();
    }
    let names: Vec<_> = below.components().map(|c| decoded_name(c.as_os_str().as_encoded_bytes())).collect();
    names.join("/")
}
