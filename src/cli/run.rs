//! `gongkai run`.

use std::io::Write;
use std::sync::atomic::AtomicBool;

use anyhow::Context;

use crate::config::Pipeline;
use crate::dataset::CURRENT;
use crate::derive;
use crate::pipeline::{Opened, Progress, RunSummary, Silent};

use super::arguments::RunArguments;
use super::metrics::MetricsFile;
use super::out::Out;
use super::progress::for_stderr;
use super::stop::stop_on_interrupt;
use super::summary;

/// Publishes a snapshot, then tells about it. Once it is out, nothing fails the run any more: what cannot be told is
/// a warning, for an exit status of 1 says that the dataset is what it was before.
pub(super) fn run(arguments: &RunArguments) -> anyhow::Result<()> {
    let stop = stop_on_interrupt().context("cannot listen for Ctrl-C")?;
    // Tried before anything is read: a wrong path shall not be found out after hours.
    let metrics = arguments.metrics.as_deref().map(MetricsFile::at).transpose()?;
    let done = publish(arguments, stop);
    let measured = metrics.map_or(Ok(()), |metrics| metrics.write(done.as_ref().ok()));
    match done {
        Err(error) => {
            if let Err(unmeasured) = measured {
                tracing::warn!("{}", super::told(&unmeasured));
            }
            Err(error)
        }
        Ok(done) => {
            let told = if arguments.quiet { Ok(()) } else { tell(&done, arguments.json) };
            for error in [measured, told].into_iter().filter_map(Result::err) {
                let id = &done.manifest.id;
                tracing::warn!("the snapshot {id} is published and current, but {}", super::told(&error));
            }
            Ok(())
        }
    }
}

fn publish(arguments: &RunArguments, stop: &AtomicBool) -> anyhow::Result<RunSummary> {
    let pipeline = Pipeline::load(arguments.pipeline.as_deref())?;
    let mut pipeline = pipeline.with_places(&arguments.input, arguments.output.as_deref())?;
    if let Some(jobs) = arguments.jobs {
        pipeline.jobs = usize::from(jobs);
    }
    if arguments.max_reject_share.is_some() {
        pipeline.max_reject_share = arguments.max_reject_share;
    }
    let texts = pipeline.texts()?;
    let mut settings = pipeline.settings(&texts);
    settings.full = arguments.full;
    let (reader, opened) = rayon::join(|| pipeline.reader(&texts), || Opened::of(&settings));
    let (reader, opened) = (reader?, opened?);
    let progress: Box<dyn Progress> = match arguments.quiet {
        true => Box::new(Silent),
        false => for_stderr(),
    };
    Ok(opened.run(&settings, &reader, progress.as_ref(), stop)?)
}

/// Prints the closing summary.
fn tell(done: &RunSummary, as_json: bool) -> anyhow::Result<()> {
    for dataset in &done.left_out.datasets {
        tracing::info!("left out: {} is a dataset of this program", dataset.display());
    }
    let current = derive::summary(&done.snapshot, &done.output.join(CURRENT))?;
    let mut out = Out::open();
    match as_json {
        true => writeln!(out, "{:#}", summary::json(done, &current))?,
        false => writeln!(out, "{}", summary::text(done, &current))?,
    }
    Ok(out.flush()?)
}
