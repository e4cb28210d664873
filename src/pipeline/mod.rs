//! The run: inputs are read side by side, put back into order, and written while the next are read.
//!
//! Documents travel in chunks. A few chunks are in flight at a time, so memory does not grow with
//! the corpus. Everything that decides what is written happens in source order on one thread;
//! the others only read documents and encode columns, so the dataset does not depend on how many
//! there are.

mod chunk;
mod claims;
mod inputs;
mod ledger;
mod settings;
mod timing;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::dataset::{DatasetError, Manifest, SnapshotWriter};
use crate::reader::Reader;
use crate::report::Report;
use crate::report::forms::Forms;
use crate::rows::{Batches, Names, RowsError};
use crate::source::{RawDocument, Reject, SourceError};

use chunk::{Chunk, Chunks};
pub use inputs::{Files, Inputs, Waiting};
use ledger::Ledger;
pub use ledger::Tally;
pub use settings::{CHUNK_DOCUMENTS, Settings};
use timing::timed;
pub use timing::{Measured, Timings};

/// Reads one document; the part of the run that knows what a report is.
///
/// [`Reader`] is the real one; tests bring their own.
pub trait ReadDocument: Sync {
    /// Reads one document.
    ///
    /// # Errors
    /// The reject, with its reason, of a document that yields no report.
    fn read(&self, raw: &RawDocument) -> Result<Report, Reject>;

    /// The forms whose codes the reports' cells carry.
    fn forms(&self) -> &Forms;

    /// The names behind the numbers of tags and statements.
    fn names(&self) -> Names;
}

impl ReadDocument for Reader {
    fn read(&self, raw: &RawDocument) -> Result<Report, Reject> {
        Reader::read(self, raw)
    }

    fn forms(&self) -> &Forms {
        Reader::forms(self)
    }

    fn names(&self) -> Names {
        let owned = |names: &mut dyn Iterator<Item = &str>| names.map(str::to_owned).collect();
        Names {
            themes: owned(&mut self.narrator().lexicon().themes()),
            rules: owned(&mut self.narrator().lexicon().rules()),
            metrics: owned(&mut self.narrator().statements().metrics()),
        }
    }
}

/// Hears how a run is getting on. All methods do nothing unless written.
pub trait Progress {
    /// The inputs are known; each holds one document or many.
    fn begin(&self, _inputs: u64) {}

    /// A chunk more is on its way to disk.
    fn advance(&self, _tally: &Tally) {}

    /// Everything is read; files are being ended.
    fn finishing(&self) {}
}

/// Hears nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {}

/// What a run did.
#[derive(Debug, Clone)]
pub struct RunSummary {
    /// Directory of the new snapshot.
    pub snapshot: PathBuf,
    /// What it says about itself.
    pub manifest: Manifest,
    /// What became of the documents.
    pub tally: Tally,
    /// How long it took.
    pub elapsed: Duration,
    /// Where the time went.
    pub timings: Timings,
}

/// Why a run failed. The published snapshot is what it was.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The inputs cannot be listed.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The snapshot cannot be written.
    #[error(transparent)]
    Dataset(#[from] DatasetError),
    /// Rows do not fit their table.
    #[error(transparent)]
    Rows(#[from] RowsError),
    /// The system gives no threads.
    #[error("cannot start {jobs} threads ({source}); try a smaller --jobs")]
    Threads {
        /// Threads asked for; 0 for one for each core.
        jobs: usize,
        /// What the system says.
        source: rayon::ThreadPoolBuildError,
    },
    /// More documents yielded no report than the settings allow.
    #[error(
        "{rejected} of {documents} documents were rejected ({}), more than the share of {limit} that max_reject_share allows; \
         look for what changed in the inputs, or raise it; the published dataset is unchanged",
        reasons.join(", ")
    )]
    TooManyRejects {
        /// Documents rejected.
        rejected: u64,
        /// Documents in all.
        documents: u64,
        /// The largest share allowed.
        limit: f64,
        /// How many for which reason, the most frequent first.
        reasons: Vec<String>,
    },
    /// Stopped from outside, by Ctrl-C.
    #[error("stopped before the end; the published dataset is unchanged")]
    Stopped,
}

/// Lists the inputs and runs over them.
///
/// `stop` may be set from another thread: the run then ends soon, and leaves nothing behind.
///
/// # Errors
/// [`RunError`]; a document that cannot be read is no error but a row of `rejects`.
pub fn run(
    settings: &Settings,
    reader: &impl ReadDocument,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<RunSummary, RunError> {
    let files = Files::discover(&settings.inputs, &settings.source)?;
    run_over(&files, settings, reader, progress, stop)
}

/// Runs over inputs that are known already.
///
/// # Errors
/// As [`run`].
pub fn run_over(
    inputs: &impl Inputs,
    settings: &Settings,
    reader: &impl ReadDocument,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<RunSummary, RunError> {
    let started = Instant::now();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(settings.jobs)
        .thread_name(|i| format!("gongkai-{i}"))
        .build()
        .map_err(|source| RunError::Threads { jobs: settings.jobs, source })?;
    let mut writer = SnapshotWriter::begin(&settings.output, &settings.parquet)?;
    let mut ledger = Ledger::new(inputs.rejects());
    let mut batches = Batches::new(reader.forms(), &reader.names());
    writer.describe(batches.package());
    let mut timings = Timings::default();
    progress.begin(inputs.len() as u64);

    let chunks = Chunks::new(reader, settings.chunk_documents.get());
    chunks.in_order(inputs.documents()?, &pool, stop, |chunk: Chunk| {
        for document in &chunk {
            timings.note(&document.source_uri, document.bytes, document.parse);
        }
        let full = timed(&mut timings.rows, || {
            ledger.settle(chunk, &mut batches, &mut writer);
            batches.take_full()
        })?;
        if !full.is_empty() {
            timed(&mut timings.write, || pool.install(|| writer.write(full)))?;
        }
        progress.advance(ledger.tally());
        Ok(())
    })?;

    progress.finishing();
    ledger.settle_rest(&mut batches);
    let rest = batches.finish()?;
    timed(&mut timings.write, || pool.install(|| writer.write(rest)))?;
    (timings.read, timings.parse) = (chunks.reading.total(), chunks.parsing.total());
    let tally = ledger.into_tally();
    let facts = settings.facts(&tally);
    if stop.load(Ordering::Relaxed) {
        return Err(RunError::Stopped);
    }
    settings.max_reject_share.map_or(Ok(()), |limit| few_rejects(&tally, limit))?;
    let published = timed(&mut timings.publish, || pool.install(|| writer.finish(facts)))?;
    let (snapshot, manifest) = (published.path, published.manifest);
    Ok(RunSummary { snapshot, manifest, tally, elapsed: started.elapsed(), timings })
}

/// Refuses a run with too large a share of rejects: a crawl that broke shall not replace a good dataset.
fn few_rejects(tally: &Tally, limit: f64) -> Result<(), RunError> {
    let (rejected, documents) = (tally.rejected(), tally.documents);
    if rejected as f64 <= limit * documents as f64 {
        return Ok(());
    }
    let mut reasons: Vec<_> = tally.rejects.iter().collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let reasons = reasons.into_iter().map(|(reason, count)| format!("{} {count}", reason.code())).collect();
    Err(RunError::TooManyRejects { rejected, documents, limit, reasons })
}

/// Counts by a code, those at zero left out.
fn counted<'a>(counts: impl IntoIterator<Item = (&'a str, u64)>) -> BTreeMap<String, u64> {
    counts.into_iter().filter(|&(_, count)| count > 0).map(|(code, count)| (code.to_owned(), count)).collect()
}
