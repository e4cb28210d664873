//! Where documents come from, as far as the run needs to know.

use std::path::PathBuf;

use crate::source::{Discovery, Extensions, RawDocument, Reject, SourceError, discover, read};

/// Documents in source order.
pub trait Inputs: Sync {
    /// How many there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where a document stands.
    fn source_uri(&self, index: usize) -> &str;

    /// Reads a document's bytes.
    ///
    /// # Errors
    /// The reject of a document whose bytes cannot be had.
    fn read(&self, index: usize) -> Result<RawDocument, Reject>;

    /// Rejects that are known before anything is read, in the order of their `source_uri`.
    fn rejects(&self) -> Vec<Reject> {
        Vec::new()
    }
}

/// Files below the input roots.
#[derive(Debug)]
pub struct Files {
    found: Discovery,
    max_bytes: u64,
}

impl Files {
    /// Lists the files below the roots.
    ///
    /// # Errors
    /// [`SourceError`] names the root that cannot be listed.
    pub fn discover(roots: &[PathBuf], extensions: &Extensions, max_bytes: u64) -> Result<Self, SourceError> {
        Ok(Self { found: discover(roots, extensions)?, max_bytes })
    }
}

impl Inputs for Files {
    fn len(&self) -> usize {
        self.found.files.len()
    }

    fn source_uri(&self, index: usize) -> &str {
        &self.found.files[index].source_uri
    }

    fn read(&self, index: usize) -> Result<RawDocument, Reject> {
        read(&self.found.files[index], self.max_bytes)
    }

    fn rejects(&self) -> Vec<Reject> {
        self.found.rejects.clone()
    }
}
