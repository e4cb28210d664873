//! `gongkai run`.

use anyhow::Context;

use crate::config::{ConfigError, Pipeline};
use crate::dataset::CURRENT;
use crate::derive;
use crate::pipeline::{Opened, Progress, Silent};
use crate::reader::{self, Reader};

use super::arguments::RunArguments;
use super::progress::for_stderr;
use super::stop::stop_on_interrupt;
use super::{metrics, summary};

pub(super) fn run(arguments: &RunArguments) -> anyhow::Result<()> {
    let stop = stop_on_interrupt().context("cannot listen for Ctrl-C")?;
    let mut pipeline = Pipeline::load(arguments.pipeline.as_deref())?;
    if !arguments.input.is_empty() {
        pipeline.inputs.clone_from(&arguments.input);
    }
    if let Some(output) = &arguments.output {
        pipeline.output.clone_from(output);
    }
    if let Some(jobs) = arguments.jobs {
        pipeline.jobs = usize::from(jobs);
    }
    if arguments.max_reject_share.is_some() {
        pipeline.max_reject_share = arguments.max_reject_share;
    }
    let texts = pipeline.definitions.texts(reader::BUILTIN)?;
    let mut settings = pipeline.settings(&texts);
    settings.full = arguments.full;
    let (reader, opened) = rayon::join(|| Reader::new(&texts), || Opened::of(&settings));
    let reader = reader.map_err(ConfigError::Definition)?;
    let reader = reader.with_max_bytes(pipeline.source.limits.document_bytes).with_pdf_limits(pipeline.pdf);

    let progress: Box<dyn Progress> = match arguments.quiet {
        true => Box::new(Silent),
        false => for_stderr(),
    };
    let done = opened.and_then(|opened| opened.run(&settings, &reader, progress.as_ref(), stop));
    drop(progress);
    if let Some(path) = &arguments.metrics {
        metrics::write(path, done.as_ref().ok()).with_context(|| {
            format!("cannot write metrics to {}; check that its directory exists and can be written", path.display())
        })?;
    }
    let done = done?;
    if !arguments.quiet {
        let current = derive::summary(&done.snapshot, &settings.output.join(CURRENT))?;
        match arguments.json {
            true => println!("{:#}", summary::json(&done, &current)),
            false => println!("{}", summary::text(&done, &current)),
        }
    }
    Ok(())
}
