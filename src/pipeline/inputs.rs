//! Where documents come from, as far as the run needs to know.

use std::path::PathBuf;
use std::sync::Arc;

use crate::source::{InputFile, RawDocument, Reject, SourceError, SourceSettings, discover, feed};

/// Documents in source order.
pub trait Inputs: Sync {
    /// How many inputs there are; each holds one document or many.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Hands out the documents, the same ones in the same order every time.
    ///
    /// # Errors
    /// Where the walk through the inputs cannot begin.
    fn documents(&self) -> Result<impl Iterator<Item = Waiting<'_>>, SourceError>;

    /// Rejects that are known before anything is read, in the order of their `source_uri`.
    fn rejects(&self) -> Vec<Reject> {
        Vec::new()
    }
}

/// A document that waits to be read, on whatever thread.
pub struct Waiting<'a> {
    /// Where it stands.
    pub source_uri: String,
    /// Bytes of memory it holds while it waits.
    pub weight: usize,
    /// Reads its bytes, or gives the reject of a document whose bytes cannot be had.
    pub read: Box<dyn FnOnce() -> Result<RawDocument, Reject> + Send + 'a>,
}

/// Files below the input roots.
#[derive(Debug)]
pub struct Files {
    files: Arc<[InputFile]>,
    rejects: Vec<Reject>,
    settings: Arc<SourceSettings>,
}

impl Files {
    /// Lists the files below the roots.
    ///
    /// # Errors
    /// [`SourceError`] names the root that cannot be listed.
    pub fn discover(roots: &[PathBuf], settings: &SourceSettings) -> Result<Self, SourceError> {
        let found = discover(roots)?;
        Ok(Self { files: found.files.into(), rejects: found.rejects, settings: Arc::new(settings.clone()) })
    }
}

impl Inputs for Files {
    fn len(&self) -> usize {
        self.files.len()
    }

    fn documents(&self) -> Result<impl Iterator<Item = Waiting<'_>>, SourceError> {
        let feed = feed(Arc::clone(&self.files), Arc::clone(&self.settings))?;
        Ok(feed.map(move |pending| Waiting {
            source_uri: pending.source_uri().to_owned(),
            weight: pending.weight(),
            read: Box::new(move || pending.read(&self.settings)),
        }))
    }

    fn rejects(&self) -> Vec<Reject> {
        self.rejects.clone()
    }
}
