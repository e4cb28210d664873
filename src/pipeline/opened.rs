//! What a run can do before documents can be read: find the inputs, take the output directory, and
//! recall the last run. None of it needs the definitions, so they can be loaded at the same time.

use std::sync::atomic::AtomicBool;

use crate::dataset::{CURRENT, DatasetError, Manifest, Workplace};

use crate::source::all_exist;

use super::memory::Memory;
use super::stamp::Stamp;
use super::{Files, Inputs, Progress, ReadDocument, RunError, RunSummary, Settings, work};

/// Inputs that are found, and an output directory that is this run's alone.
pub struct Opened {
    files: Files,
    place: Place,
}

/// Where a run writes, and what the last one left there.
pub(super) struct Place {
    pub(super) workplace: Workplace,
    pub(super) stamp: Stamp,
    pub(super) memory: Memory,
}

impl Opened {
    /// Lists the inputs and takes the output directory.
    ///
    /// # Errors
    /// [`RunError`] for inputs that cannot be listed or are gone, or an output that cannot be had.
    pub fn of(settings: &Settings) -> Result<Self, RunError> {
        // A slip in a path shall not leave an output directory behind.
        all_exist(&settings.inputs)?;
        let (files, place) = rayon::join(
            || Files::discover(&settings.inputs, &settings.source, &settings.output),
            || Place::take(settings),
        );
        let (files, place) = (files?, place?);
        if files.is_empty()
            && let Ok(current) = Manifest::read(&settings.output.join(CURRENT))
            && current.facts.documents > 0
        {
            let (inputs, before) = (settings.inputs.clone(), current.facts.documents);
            return Err(RunError::NothingFound { inputs, before, hidden: files.left_out().hidden });
        }
        Ok(Self { files, place })
    }

    /// Runs over the inputs.
    ///
    /// `stop` may be set from another thread: the run then ends soon, and leaves nothing behind.
    ///
    /// # Errors
    /// [`RunError`]; a document that cannot be read is no error but a row of `rejects`.
    pub fn run(
        self,
        settings: &Settings,
        reader: &impl ReadDocument,
        progress: &dyn Progress,
        stop: &AtomicBool,
    ) -> Result<RunSummary, RunError> {
        work(&self.files, self.place, settings, reader, progress, stop)
    }
}

/// Runs over inputs that are known already.
///
/// # Errors
/// As [`Opened::run`].
pub fn run_over(
    inputs: &impl Inputs,
    settings: &Settings,
    reader: &impl ReadDocument,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<RunSummary, RunError> {
    work(inputs, Place::take(settings)?, settings, reader, progress, stop)
}

impl Place {
    fn take(settings: &Settings) -> Result<Self, RunError> {
        settings.parquet.check().map_err(|(key, problem)| DatasetError::Settings(format!("{key} {problem}")))?;
        let (stamp, taken) = rayon::join(|| Stamp::of(settings), || Workplace::take(&settings.output));
        let (workplace, remembered) = taken?;
        let remembered = remembered.filter(|_| !settings.full);
        let memory = remembered.and_then(|bytes| Memory::from_bytes(&bytes, stamp)).unwrap_or_default();
        Ok(Self { workplace, stamp, memory })
    }
}
