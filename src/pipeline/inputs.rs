//! Where documents come from, as far as the run needs to know.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::dataset;
use crate::source::{
    InputFile, LeftOut, RawDocument, Reject, SourceError, SourceSettings, discover_but, feed_counting,
};

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

    /// What was passed over so far; complete once all documents are handed out.
    fn left_out(&self) -> LeftOut {
        LeftOut::default()
    }
}

/// A document that waits to be read, on whatever thread.
pub struct Waiting<'a> {
    /// Where it stands.
    pub source_uri: String,
    /// Bytes of memory it holds, or will once it is read.
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
    left_out: LeftOut,
    /// Hidden files met in archives.
    hidden_inside: Arc<AtomicU64>,
}

impl Files {
    /// Lists the files below the roots, without datasets that lie there; `output` is the one of this run, which may
    /// not be there yet.
    ///
    /// # Errors
    /// [`SourceError`] names the root that cannot be listed.
    pub fn discover(roots: &[PathBuf], settings: &SourceSettings, output: &Path) -> Result<Self, SourceError> {
        let output = dataset::place_of(output);
        let found = discover_but(roots, &|path| dataset::owner(path, &output))?;
        Ok(Self {
            files: found.files.into(),
            rejects: found.rejects,
            settings: Arc::new(settings.clone()),
            left_out: found.left_out,
            hidden_inside: Arc::default(),
        })
    }
}

impl Inputs for Files {
    fn len(&self) -> usize {
        self.files.len()
    }

    fn documents(&self) -> Result<impl Iterator<Item = Waiting<'_>>, SourceError> {
        self.hidden_inside.store(0, Ordering::Relaxed);
        let hidden = Arc::clone(&self.hidden_inside);
        let feed = feed_counting(Arc::clone(&self.files), Arc::clone(&self.settings), hidden)?;
        Ok(feed.map(move |pending| Waiting {
            source_uri: pending.source_uri().to_owned(),
            weight: pending.weight(),
            read: Box::new(move || pending.read(&self.settings)),
        }))
    }

    fn rejects(&self) -> Vec<Reject> {
        self.rejects.clone()
    }

    fn left_out(&self) -> LeftOut {
        let inside = self.hidden_inside.load(Ordering::Relaxed);
        LeftOut { hidden: self.left_out.hidden + inside, ..self.left_out.clone() }
    }
}
