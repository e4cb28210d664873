//! The run: inputs are read side by side, put back into order, and written while the next are read.
//!
//! Documents travel in chunks. A few chunks are in flight at a time, so memory does not grow with
//! the corpus. Everything that decides what is written happens in source order on one thread;
//! the others only read documents and encode columns, so the dataset does not depend on how many
//! there are.

mod blocks;
mod chunk;
mod claims;
mod in_order;
mod inputs;
mod ledger;
mod loom;
mod memory;
mod opened;
mod output;
mod settings;
mod stamp;
mod timing;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::dataset::{Amendments, DatasetError, Manifest, Published, SnapshotWriter};
use crate::reader::Reader;
use crate::report::across::Compared;
use crate::report::checks::CheckRules;
use crate::report::forms::Forms;
use crate::report::{Report, Section, SectionCode};
use crate::rows::{Batches, Names, RowsError};
use crate::source::{LeftOut, RawDocument, Reject, SourceError};

use blocks::Weaver;
use chunk::{Chunk, Chunks};
pub use inputs::{Files, Inputs, Waiting};
pub use ledger::Tally;
use ledger::{Ledger, Settlement};
use loom::Loom;
use opened::Place;
pub use opened::{Opened, run_over};
use output::Output;
pub use settings::{CHUNK_DOCUMENTS, Settings};
use timing::{Clock, timed};
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

    /// Reads a section's prose again, whose characters were not converted; `None` where only whole documents can be read.
    fn retell(&self, _code: SectionCode, _text: &str, _year: Option<i16>) -> Option<Section> {
        None
    }

    /// The checks that compare reports; none unless written.
    fn checks(&self) -> Option<&CheckRules> {
        None
    }
}

impl ReadDocument for Reader {
    fn read(&self, raw: &RawDocument) -> Result<Report, Reject> {
        Reader::read(self, raw)
    }

    fn forms(&self) -> &Forms {
        Reader::forms(self)
    }

    fn retell(&self, code: SectionCode, text: &str, year: Option<i16>) -> Option<Section> {
        Some(Reader::retell(self, code, text, year))
    }

    fn checks(&self) -> Option<&CheckRules> {
        Some(Reader::checks(self))
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
    /// Files that it shares with the snapshot before it.
    pub linked: usize,
    /// What became of the documents.
    pub tally: Tally,
    /// How long it took.
    pub elapsed: Duration,
    /// Where the time went.
    pub timings: Timings,
    /// The directory of the dataset.
    pub output: PathBuf,
    /// What was passed over.
    pub left_out: LeftOut,
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
    /// No document at all, where there were some before: a disk is not mounted, a path is wrong.
    #[error(
        "no document was found in {}{}, but the current snapshot was made of {before}; \
         is a disk not mounted? If there are none indeed, give another --output; the published dataset is unchanged",
        inputs.iter().map(|i| i.display().to_string()).collect::<Vec<_>>().join(", "),
        if *hidden > 0 { " but what is hidden" } else { "" }
    )]
    NothingFound {
        /// What was looked through.
        inputs: Vec<PathBuf>,
        /// Documents of the current snapshot.
        before: u64,
        /// Hidden files and folders that were left out.
        hidden: u64,
    },
    /// An input that was there at the beginning is not any more.
    #[error("input {} went away during the run; is a disk gone? The published dataset is unchanged", .0.display())]
    InputGone(PathBuf),
    /// What was remembered does not fit together; a defect of this program.
    #[error(
        "what the last run kept does not fit together; delete the directory {}, run again, and please report this",
        crate::dataset::CACHE
    )]
    Cache,
    /// Stopped from outside, by Ctrl-C.
    #[error("stopped before the end; the published dataset is unchanged")]
    Stopped,
}

/// Lists the inputs and runs over them.
///
/// # Errors
/// As [`Opened::of`] and [`Opened::run`].
pub fn run(
    settings: &Settings,
    reader: &impl ReadDocument,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<RunSummary, RunError> {
    Opened::of(settings)?.run(settings, reader, progress, stop)
}

/// Reads and writes, once everything is at hand.
fn work(
    inputs: &impl Inputs,
    place: Place,
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
    let mut rejects = Batches::new(reader.forms(), &reader.names());
    let Place { workplace, stamp, memory } = place;
    let writer = SnapshotWriter::begin(workplace, &settings.parquet, rejects.package())?;
    let compared = Compared::new(reader.forms());
    let mut ledger = Ledger::new(inputs.rejects());
    let mut weaver = Weaver::default();
    let loom = Loom::new(reader, stamp, &memory, &writer);
    let weaving = Clock::default();
    let mut output = Output::new(writer, &loom, &memory, &weaving);
    let mut timings = Timings::default();
    progress.begin(inputs.len() as u64);

    let chunks = Chunks::new(reader, settings.chunk_documents.get(), &memory, &compared);
    let documents = inputs.documents()?;
    pool.in_place_scope(|scope| {
        chunks.in_order(documents, scope, stop, |chunk: Chunk| {
            for document in &chunk {
                timings.note(&document.source_uri, document.bytes, document.parse);
            }
            timed(&mut timings.rows, || ledger.settle(chunk, &memory, &mut weaver, &mut rejects));
            output.take(scope, weaver.take_closed(), rejects.take_full()?)?;
            progress.advance(ledger.tally());
            Ok(())
        })?;
        progress.finishing();
        ledger.settle_rest(&mut rejects);
        output.take(scope, std::mem::take(&mut weaver).finish(), rejects.finish()?)?;
        output.close()
    })?;
    (timings.read, timings.parse, timings.write) = (chunks.reading.total(), chunks.parsing.total(), weaving.total());
    let Settlement { tally, rejected, duplicates } = ledger.into_parts();
    if stop.load(Ordering::Relaxed) {
        return Err(RunError::Stopped);
    }
    settings.max_reject_share.map_or(Ok(()), |limit| few_rejects(&tally, limit))?;
    if let Some(gone) = settings.inputs.iter().find(|input| !input.exists()) {
        return Err(RunError::InputGone(gone.clone()));
    }
    let (findings, memory) = pool.install(|| {
        let compare = |rules| output.compare(&compared, rules, reader.forms());
        rayon::join(|| reader.checks().map(compare).unwrap_or_default(), || output.memory(&rejected, stamp))
    });
    let amendments = Amendments { duplicates, findings };
    let facts = settings.facts(&tally);
    let published = timed(&mut timings.publish, || pool.install(|| output.finish(facts, &amendments, &memory)))?;
    let Published { path: snapshot, manifest, linked } = published;
    Ok(RunSummary {
        snapshot,
        manifest,
        linked,
        tally,
        elapsed: started.elapsed(),
        timings,
        output: settings.output.clone(),
        left_out: inputs.left_out(),
    })
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
